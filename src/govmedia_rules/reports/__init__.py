"""What becomes of findings: words for people, and the forms in which they travel."""

from govmedia_rules.reports.blocks import Block, Heading, Paragraph, Table
from govmedia_rules.reports.bulletin_counting import make_bulletin
from govmedia_rules.reports.bulletin_pages import LONGEST_NAME, bulletin_blocks, write_bulletin
from govmedia_rules.reports.bulletin_plain import (
    BULLETIN_SCHEMA_VERSION,
    bulletin_to_plain,
    dumps_bulletin,
)
from govmedia_rules.reports.bulletins import (
    Bulletin,
    Comparison,
    DividedGroup,
    FailingAccount,
    Group,
    Reason,
    RuleTally,
    Tally,
)
from govmedia_rules.reports.draw_pages import draw_blocks, draw_line
from govmedia_rules.reports.ledger import Ledger, LedgerFact, LedgerRow, LedgerState, Recheck
from govmedia_rules.reports.ledger_building import rectification_ledger
from govmedia_rules.reports.ledger_csv import load_ledger_csv, write_ledger_csv
from govmedia_rules.reports.marking import markdown_escaped, write_markdown, write_plain_text
from govmedia_rules.reports.rates import percentage, percentage_points
from govmedia_rules.reports.row_progress import RowProgress
from govmedia_rules.reports.text_streams import TextStream
from govmedia_rules.reports.wording import clauses, evidence_words, missing_words

__all__ = [
    "BULLETIN_SCHEMA_VERSION",
    "LONGEST_NAME",
    "Block",
    "Bulletin",
    "Comparison",
    "DividedGroup",
    "FailingAccount",
    "Group",
    "Heading",
    "Ledger",
    "LedgerFact",
    "LedgerRow",
    "LedgerState",
    "Paragraph",
    "Reason",
    "Recheck",
    "RowProgress",
    "RuleTally",
    "Table",
    "Tally",
    "TextStream",
    "bulletin_blocks",
    "bulletin_to_plain",
    "clauses",
    "draw_blocks",
    "draw_line",
    "dumps_bulletin",
    "evidence_words",
    "load_ledger_csv",
    "make_bulletin",
    "markdown_escaped",
    "missing_words",
    "percentage",
    "percentage_points",
    "rectification_ledger",
    "write_bulletin",
    "write_ledger_csv",
    "write_markdown",
    "write_plain_text",
]
