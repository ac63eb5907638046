"""What becomes of findings: words for people, and the forms in which they travel."""

from govmedia_rules.reports.ledger import Ledger, LedgerFact, LedgerRow, LedgerState, Recheck
from govmedia_rules.reports.ledger_building import rectification_ledger
from govmedia_rules.reports.ledger_csv import load_ledger_csv, write_ledger_csv
from govmedia_rules.reports.row_progress import RowProgress
from govmedia_rules.reports.wording import clauses, evidence_words, missing_words

__all__ = [
    "Ledger",
    "LedgerFact",
    "LedgerRow",
    "LedgerState",
    "Recheck",
    "RowProgress",
    "clauses",
    "evidence_words",
    "load_ledger_csv",
    "missing_words",
    "rectification_ledger",
    "write_ledger_csv",
]
