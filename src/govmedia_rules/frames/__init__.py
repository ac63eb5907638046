"""
The same rule sets over data frames, for portfolios that are too large for objects.

Needs the extra ``frames``: ``pip install govmedia-rules[frames]``.
"""

from govmedia_rules.frames.audits import FrameAudit, audit_frames
from govmedia_rules.frames.columns import TABLES, Column, Holds
from govmedia_rules.frames.intake import FrameError

__all__ = ["TABLES", "Column", "FrameAudit", "FrameError", "Holds", "audit_frames"]
