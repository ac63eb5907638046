"""The law as data: instruments, provisions, citations, and the two national instruments."""

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

__all__ = [
    "CheckKind",
    "Citation",
    "Confidence",
    "Document",
    "Force",
    "Instrument",
    "Provision",
    "Severity",
]
