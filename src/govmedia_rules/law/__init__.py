"""The law as data: instruments, provisions, citations, and the two national instruments."""

from govmedia_rules.law.inspection_2019 import INSPECTION_2019
from govmedia_rules.law.instruments import (
    CheckKind,
    Citation,
    Confidence,
    Document,
    Force,
    Instrument,
    Provision,
    Severity,
)
from govmedia_rules.law.opinion_2018 import OPINION_2018

__all__ = [
    "INSPECTION_2019",
    "OPINION_2018",
    "CheckKind",
    "Citation",
    "Confidence",
    "Document",
    "Force",
    "Instrument",
    "Provision",
    "Severity",
]
