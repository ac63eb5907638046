"""A report as one web page that needs nothing else: no network, no other file; extra ``report``."""

from govmedia_rules.reports.html.page import write_html
from govmedia_rules.reports.html.rows import MOST_ROWS

__all__ = ["MOST_ROWS", "write_html"]
