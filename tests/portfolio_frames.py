"""Portfolios of objects as the frames of the column contract."""

from __future__ import annotations

from govmedia_rules.frames import frames_of

__all__ = ["frames_of"]
