"""What the rules on opening and on merging share about sponsors that are gone or have changed."""

from __future__ import annotations

from typing import Final

from govmedia_rules.conditions import Param, unit

__all__ = ["CHANGED_LATELY", "GRACE_DAYS", "IS_GONE", "IS_NOT_KNOWN_GONE"]

IS_GONE: Final = unit.status.is_in("merged", "abolished")
"""The unit is on record as merged into another or abolished."""

# A register lists the units there are, and few have a column for what became of them. So a
# unit that stands in it counts as existing until its status says otherwise. The rules of
# 4.1.14, which ask just that, presume nothing.
IS_NOT_KNOWN_GONE: Final = unit.status.is_missing() | ~IS_GONE
"""Nothing on record says that the unit is gone."""

GRACE_DAYS: Final = Param(
    "grace_days",
    30,
    unit="day",
    source="文件只要求及时，没有写明天数；给主办单位一个月办理交接、备案和公告，为本库所定。"
    " / The text says in time and gives no number; a month for handing over, filing and"
    " announcing is this library's choice.",
    minimum=1,
)
"""For how long after its sponsor changed an account may stay as it was."""

CHANGED_LATELY: Final = unit.changed_at.within(days=GRACE_DAYS)
"""The unit changed so recently that what has to follow is not yet late."""
