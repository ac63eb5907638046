"""Every way into the library for bytes that nobody vouches for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from fuzzing.command_loaders import COMMAND_LOADERS
from fuzzing.ledger_loaders import LEDGER_LOADERS
from fuzzing.loader import Loader
from fuzzing.portfolio_loaders import PORTFOLIO_LOADERS
from fuzzing.report_loaders import REPORT_LOADERS
from fuzzing.rule_loaders import RULE_LOADERS
from fuzzing.table_loaders import TABLE_LOADERS

__all__ = ["LOADERS"]

_LISTED: Final[tuple[Loader[Any], ...]] = (
    *PORTFOLIO_LOADERS,
    *REPORT_LOADERS,
    *LEDGER_LOADERS,
    *TABLE_LOADERS,
    *RULE_LOADERS,
    *COMMAND_LOADERS,
)

LOADERS: Final[Mapping[str, Loader[Any]]] = MappingProxyType({each.name: each for each in _LISTED})
"""The loaders by name."""
