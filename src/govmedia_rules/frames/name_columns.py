"""
What comes of names, for whole columns: keys and stems of accounts, the keys of units.

Nearly all names consist of characters that stand for themselves in a key. Such names are their
own keys, and an expression finds them; every other name goes to the function that defines its key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

import polars as pl

from govmedia_rules.frames.name_shapes import BETWEEN, joined_unit_keys
from govmedia_rules.models import Unit
from govmedia_rules.models.name_keys import name_key
from govmedia_rules.models.name_words import EMPTY_ENDINGS, EMPTY_WORDS, TRADITIONAL
from govmedia_rules.models.names import name_stem

__all__ = ["name_keys", "name_stems", "unit_keys"]

_NOT_PLAIN: Final = f"[^0-9a-z\u4e00-\u9fa5]|[{TRADITIONAL}]"
"""A character that a key may hold in another form or not at all."""

_EMPTY_START: Final = f"^(?:{'|'.join(EMPTY_WORDS)})"
_EMPTY_END: Final = f"(?:{'|'.join(EMPTY_ENDINGS)})$"


def name_keys(names: pl.Series) -> pl.Series:
    """
    Return the key of each name, as :func:`~govmedia_rules.models.name_keys.name_key` does.

    Parameters:
        names: any texts; None stays None.
    """
    return _replaced(names, names.str.contains(_NOT_PLAIN), name_key)


def name_stems(keys: pl.Series) -> pl.Series:
    """
    Return the stem of each key, as :func:`~govmedia_rules.models.names.name_stem` does.

    Parameters:
        keys: what :func:`name_keys` returns.
    """
    may_differ = keys.str.contains(_EMPTY_START) | keys.str.contains(_EMPTY_END)
    return _replaced(keys, may_differ, name_stem)


def unit_keys(units: pl.DataFrame) -> dict[str, pl.Series]:
    """
    Return the keys under which units are known, as the models' ``name_keys`` and ``body_keys``.

    Parameters:
        units: units, with ``name`` and ``aliases``.

    Raises:
        InvalidValueError: when an alias is None.
    """
    keys = _keys_by_unit(units)
    known = keys.drop_nulls().unique()
    names: list[str] = []
    bodies: list[str] = []
    # As texts, since hundreds of thousands of lists would keep the garbage collector busy.
    for each in known.to_list():
        of_names, of_bodies = joined_unit_keys(each)
        names.append(of_names)
        bodies.append(of_bodies)
    found = pl.select(
        known.alias("keys"),
        _listed("name_keys", names),
        _listed("body_keys", bodies),
    )
    by_unit = keys.to_frame("keys").join(found, on="keys", how="left", maintain_order="left")
    return {name: by_unit[name] for name in ("name_keys", "body_keys")}


def _keys_by_unit(units: pl.DataFrame) -> pl.Series:
    """Return the keys of all names of each unit as one text; None where no name is known."""
    name, aliases = pl.col("name"), pl.col("aliases")
    others = pl.when(aliases.list.len() > 0).then(aliases.list.join(BETWEEN, ignore_nulls=True))
    is_plain_alias = ~aliases.list.join("", ignore_nulls=False).str.contains(_NOT_PLAIN)
    read = units.select(
        keys=pl.when(name.is_not_null() | (aliases.list.len() > 0)).then(
            pl.concat_str(name, others, separator=BETWEEN, ignore_nulls=True)
        ),
        is_odd=name.str.contains(_NOT_PLAIN).fill_null(value=False)
        | ~is_plain_alias.fill_null(aliases.is_null()),
    )
    rows = read["is_odd"].arg_true()
    odd = units.select("name", "aliases")[rows].rows()
    return _with_rows(read["keys"], rows, [BETWEEN.join(_keys(*each)) for each in odd])


def _keys(name: str | None, aliases: Collection[str] | None) -> list[str]:
    if aliases is not None and None in aliases:
        # What no model holds, models refuse.
        aliases = Unit(id="-", aliases=aliases).aliases
    return [name_key(each) for each in (name, *(aliases or ())) if each is not None]


def _listed(name: str, texts: list[str]) -> pl.Expr:
    """Return texts of words, none of which is empty, as lists of these."""
    text, none = pl.lit(pl.Series(texts, dtype=pl.String)), pl.lit([], dtype=pl.List(pl.String))
    return pl.when(text == "").then(none).otherwise(text.str.split(BETWEEN)).alias(name)


def _replaced(texts: pl.Series, where: pl.Series, of: Callable[[str], str]) -> pl.Series:
    """Return the texts, those of some rows replaced by what a function makes of them."""
    rows = where.arg_true()
    return _with_rows(texts, rows, [of(text) for text in texts[rows].to_list()])


def _with_rows(texts: pl.Series, rows: pl.Series, values: list[str]) -> pl.Series:
    return texts.clone().scatter(rows, pl.Series(values, dtype=pl.String)) if values else texts
