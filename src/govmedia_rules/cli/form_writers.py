"""What writes the forms of a report that need no extra but ``cli``."""

from __future__ import annotations

from typing import BinaryIO

from govmedia_rules.cli.report_forms import Audited
from govmedia_rules.serialization import write_report

__all__ = ["json_form"]


def json_form(audited: Audited, stream: BinaryIO) -> None:
    """Write the report as JSON."""
    write_report(audited.report, stream, audited.progress)
