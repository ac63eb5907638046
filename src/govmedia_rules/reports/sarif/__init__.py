"""SARIF 2.1.0: a report as a log that code scanners and result viewers read."""

from govmedia_rules.reports.sarif.logs import sarif_log, write_sarif
from govmedia_rules.reports.sarif.results import FINGERPRINT

__all__ = ["FINGERPRINT", "sarif_log", "write_sarif"]
