"""The law as data: instruments, provisions, citations; the national instruments and local ones."""

from govmedia_rules.law.in_the_box import INSTRUMENTS
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
    "INSTRUMENTS",
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
