"""What stands for the first day of an instrument whose date is not known."""

from __future__ import annotations

from typing import Final

from govmedia_rules.text import Text

__all__ = ["SEEN_ON", "UNDATED"]

SEEN_ON: Final = "2026-11-22"
"""The day on which the undated instruments were known to this library."""

UNDATED: Final = Text(
    zh="不知道日期，以本库得知其内容的2026年11月22日为第一天，此前是否施行不作断言；标题是本库所拟，"
    "不是原题。",
    en="Its date is not known. 22 November 2026, when its content was known to this library, stands"
    " for its first day, and nothing is said of the days before. The title is ours, not the"
    " instrument's.",
)
"""What the documents say of it."""
