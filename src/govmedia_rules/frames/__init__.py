"""
The same rule sets over data frames, for portfolios that are too large for objects.

Needs the extra ``frames``: ``pip install govmedia-rules[frames]``.
"""

from govmedia_rules.frames.audits import FrameAudit, audit_frames
from govmedia_rules.frames.columns import TABLES, Column, Holds
from govmedia_rules.frames.intake import FrameError
from govmedia_rules.frames.objects import deadlines_of_frames, portfolio_of_frames

__all__ = [
    "TABLES",
    "Column",
    "FrameAudit",
    "FrameError",
    "Holds",
    "audit_frames",
    "deadlines_of_frames",
    "portfolio_of_frames",
]
