"""The rules of an invented city, as a plug-in of govmedia-rules."""
