"""The command line ``govmedia-rules``; needs the extra ``cli``."""

from govmedia_rules.errors import MissingExtraError
from govmedia_rules.lazy_faces import Extra

_EXTRA = Extra("cli", frozenset({"click", "rich"}))

try:
    from govmedia_rules.cli.app import cli, run
except ImportError as error:
    if not _EXTRA.is_behind(error):
        raise
    raise MissingExtraError(_EXTRA.name, "the command govmedia-rules") from error

__all__ = ["cli", "run"]
