"""Faces of subpackages that need an extra, whose names may be loaded when they are first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

from govmedia_rules.errors import MissingExtraError

__all__ = ["Extra", "load_public_name"]


class Extra(NamedTuple):
    """
    What a subpackage needs beside the library.

    Parameters:
        name: the extra.

        packages: the packages that it installs, by the names under which they are imported.
    """

    name: str
    packages: frozenset[str]

    def is_behind(self, error: ImportError) -> bool:
        """Return whether an import failed because the extra is not installed."""
        return (error.name or "").partition(".")[0] in self.packages


def load_public_name(
    package: str, name: str, home_of: Mapping[str, str], extra: Extra, what: str
) -> object:
    """
    Return what a public name of a subpackage stands for, from the module that defines it.

    Parameters:
        package: the subpackage.

        name: the name.

        home_of: for each public name, the module within the subpackage.

        extra: what the subpackage needs.

        what: what cannot be done without.

    Raises:
        AttributeError: when the subpackage has no such name.
        MissingExtraError: when the extra is not installed.
    """
    home = home_of.get(name)
    if home is None:
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    try:
        value: object = getattr(import_module(f"{package}.{home}"), name)
    except ImportError as error:
        if not extra.is_behind(error):
            raise
        raise MissingExtraError(extra.name, what) from error
    return value
