"""The option by which a command counts working days; what it needs is an extra of its own."""

from __future__ import annotations

import click

from govmedia_rules.errors import MissingExtraError
from govmedia_rules.moments import Calendar

_china: Calendar | None = None
_missing: MissingExtraError | None = None
try:
    from govmedia_rules.calendars import CHINA
except MissingExtraError as error:
    _missing = error  # told when somebody asks for it
else:
    _china = CHINA

__all__ = ["working_days_option"]


def _chosen(_context: click.Context, _parameter: click.Parameter, wanted: bool) -> Calendar | None:
    if not wanted:
        return None
    if _missing is not None:
        raise _missing
    return _china


working_days_option = click.option(
    "--working-days",
    "calendar",
    is_flag=True,
    callback=_chosen,
    help="Count working days (工作日) by China's public holidays; this needs the extra"
    " 'calendar'. Otherwise rules that count them stay undetermined.",
)
