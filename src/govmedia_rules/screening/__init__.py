"""
Labels from outside: what screeners suggest, what people decide, and what rules may read.

The screeners in the box are in :mod:`govmedia_rules.screening.in_the_box`, which needs the
extra ``screening``; nothing here does.
"""

from govmedia_rules.screening.measuring import LabelledText, Measure, measured
from govmedia_rules.screening.results import (
    Decision,
    Hit,
    ScreeningError,
    ScreeningResult,
    masked,
)
from govmedia_rules.screening.running import (
    LONGEST_TEXT,
    Failing,
    Screener,
    check_screener,
    screen,
    screen_text,
)
from govmedia_rules.screening.settling import (
    Screened,
    Suggestion,
    audit_screened,
    check_screened_post,
    suggestions,
)
from govmedia_rules.screening.trees import labels_read, trusting

__all__ = [
    "LONGEST_TEXT",
    "Decision",
    "Failing",
    "Hit",
    "LabelledText",
    "Measure",
    "Screened",
    "Screener",
    "ScreeningError",
    "ScreeningResult",
    "Suggestion",
    "audit_screened",
    "check_screened_post",
    "check_screener",
    "labels_read",
    "masked",
    "measured",
    "screen",
    "screen_text",
    "suggestions",
    "trusting",
]
