"""
Realistic portfolios of any size, for trying the library and for measuring it.

It needs the extra ``synthetic``. Names are loaded when they are first asked for, so that
the command can list what it does without loading NumPy and PyArrow.
"""

from typing import TYPE_CHECKING

from govmedia_rules.lazy_faces import Extra, load_public_name

if TYPE_CHECKING:
    from govmedia_rules.synthetic.contract import SCHEMAS
    from govmedia_rules.synthetic.files import Generated, PortfolioExistsError, generate_files
    from govmedia_rules.synthetic.portfolios import generate_portfolio, records_of
    from govmedia_rules.synthetic.requests import SyntheticQuestion, SyntheticRequest

__all__ = [
    "SCHEMAS",
    "Generated",
    "PortfolioExistsError",
    "SyntheticQuestion",
    "SyntheticRequest",
    "generate_files",
    "generate_portfolio",
    "records_of",
]

_EXTRA = Extra("synthetic", frozenset({"numpy", "pyarrow"}))
_HOME_OF = {
    "SCHEMAS": "contract",
    "Generated": "files",
    "PortfolioExistsError": "files",
    "SyntheticQuestion": "requests",
    "SyntheticRequest": "requests",
    "generate_files": "files",
    "generate_portfolio": "portfolios",
    "records_of": "portfolios",
}


def __getattr__(name: str) -> object:
    """Load a public name from the module that defines it."""
    value = load_public_name(__name__, name, _HOME_OF, _EXTRA, "generating portfolios")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return sorted({*globals(), *__all__})
