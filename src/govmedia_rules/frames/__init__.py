"""
The same rule sets over data frames, for portfolios that are too large for objects.

Needs the extra ``frames``: ``pip install govmedia-rules[frames]``. Names are loaded when
they are first asked for, so that the command can list what it does without loading Polars.
"""

from typing import TYPE_CHECKING

from govmedia_rules.lazy_faces import Extra, load_public_name

if TYPE_CHECKING:
    from govmedia_rules.frames.audits import FINDINGS_TABLES, FrameAudit, audit_frames
    from govmedia_rules.frames.columns import TABLES, Column, Holds
    from govmedia_rules.frames.csv_files import MOST_PROBLEMS
    from govmedia_rules.frames.drilling import deadlines_of_frames, portfolio_of_frames
    from govmedia_rules.frames.file_problems import FileProblem, TableFileError
    from govmedia_rules.frames.files import open_tables, polars_reading, with_attestations
    from govmedia_rules.frames.intake import Frame, FrameError
    from govmedia_rules.frames.objects import frames_of
    from govmedia_rules.frames.overviews import AuditOverview
    from govmedia_rules.frames.writing import write_findings, write_frames

__all__ = [
    "FINDINGS_TABLES",
    "MOST_PROBLEMS",
    "TABLES",
    "AuditOverview",
    "Column",
    "FileProblem",
    "Frame",
    "FrameAudit",
    "FrameError",
    "Holds",
    "TableFileError",
    "audit_frames",
    "deadlines_of_frames",
    "frames_of",
    "open_tables",
    "polars_reading",
    "portfolio_of_frames",
    "with_attestations",
    "write_findings",
    "write_frames",
]

_EXTRA = Extra("frames", frozenset({"narwhals", "polars"}))
_HOME_OF = {
    "FINDINGS_TABLES": "audits",
    "MOST_PROBLEMS": "csv_files",
    "TABLES": "columns",
    "AuditOverview": "overviews",
    "Column": "columns",
    "FileProblem": "file_problems",
    "Frame": "intake",
    "FrameAudit": "audits",
    "FrameError": "intake",
    "Holds": "columns",
    "TableFileError": "file_problems",
    "audit_frames": "audits",
    "deadlines_of_frames": "drilling",
    "frames_of": "objects",
    "open_tables": "files",
    "polars_reading": "files",
    "portfolio_of_frames": "drilling",
    "with_attestations": "files",
    "write_findings": "writing",
    "write_frames": "writing",
}


def __getattr__(name: str) -> object:
    """Load a public name from the module that defines it."""
    value = load_public_name(
        __name__, name, _HOME_OF, _EXTRA, "judging data frames, Parquet and CSV files"
    )
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return sorted({*globals(), *__all__})
