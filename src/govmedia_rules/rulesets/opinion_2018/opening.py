"""To be written."""

from __future__ import annotations

from typing import Final

from govmedia_rules.rules import Rule

__all__ = ["RULES"]

RULES: Final[tuple[Rule, ...]] = ()
