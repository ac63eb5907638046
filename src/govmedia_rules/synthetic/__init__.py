"""
Realistic portfolios of any size, for trying the library and for measuring it.

It needs the extra ``synthetic``. Names are loaded when they are first asked for, so that
the command can list what it does without loading NumPy and PyArrow.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from govmedia_rules.errors import MissingExtraError

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

_OF_THE_EXTRA = frozenset({"numpy", "pyarrow"})
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
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        value: object = getattr(import_module(f"{__name__}.{home}"), name)
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in _OF_THE_EXTRA:
            raise
        raise MissingExtraError("synthetic", "generating portfolios") from error
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return sorted({*globals(), *__all__})
