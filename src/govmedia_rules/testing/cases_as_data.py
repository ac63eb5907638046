"""The cases of Jiangsu 2019 as text in JSON, for test suites in whatever language."""

from __future__ import annotations

from importlib.resources import files

from govmedia_rules.cases import jiangsu_2019

__all__ = ["jiangsu_2019", "jiangsu_2019_expected_json", "jiangsu_2019_json"]


def jiangsu_2019_json() -> str:
    """Return the portfolio of the fourteen cases as JSON, in the portfolio format."""
    return _text("jiangsu-2019.json")


def jiangsu_2019_expected_json() -> str:
    """Return what both rule sets should come to in those cases, as JSON."""
    return _text("jiangsu-2019.expected.json")


def _text(name: str) -> str:
    return (files("govmedia_rules.cases") / name).read_text(encoding="utf-8")
