"""How a share, a mean, a least or a greatest value compares with a threshold, or stays unknown."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final, cast

from govmedia_rules.conditions import (
    Aggregate,
    Comparison,
    Condition,
    Constant,
    Field,
    Function,
    IsMissing,
    Operator,
)
from govmedia_rules.conditions.logic import compare
from govmedia_rules.testing.counting_options import (
    certain_rows,
    completed,
    count_option,
    open_rows,
)
from govmedia_rules.testing.measures import NEGATED
from govmedia_rules.testing.stores import Linear, Option

__all__ = ["share_options", "unmeasured", "value_options"]

_TOTALS: Final = (1, 2, 3, 4, 5, 10, 20, 100)


def _asked(aggregate: Aggregate, sign: Operator, threshold: float) -> Condition:
    """Return what is asked of each row."""
    if aggregate.function is Function.SHARE:
        return cast("Condition", aggregate.of)
    return Comparison(sign, cast("Field", aggregate.of), Constant(threshold))


def _measured(
    aggregate: Aggregate,
    asked: Condition,
    *linear: tuple[str, int, int | None],
    complete: bool = True,
    is_threshold: bool = True,
) -> Option:
    rows = aggregate.rows
    key = (rows.value_key, asked.value_key)
    given = {name: (low, high) for name, low, high in linear}
    sums = [
        Linear(((1, (name, open_rows(rows)[1] if name == "open" else key)),), low, high)
        for name, (low, high) in given.items()
    ]
    return Option(
        linear=tuple(sums),
        counted=((rows, None), (rows, asked)),
        complete=completed(rows, complete),
        is_threshold=is_threshold,
    )


def unmeasured(aggregate: Aggregate) -> Iterator[Option]:
    """Yield how a measure is unknown: no rows, uncertain ones, too few known, others not supplied."""
    rows = aggregate.rows
    asked = (
        _asked(aggregate, Operator.GE, 0)
        if aggregate.function is Function.SHARE
        else ~IsMissing(cast("Field", aggregate.of))
    )
    has_truth = aggregate.function is Function.SHARE
    coverage = 1.0 if aggregate.coverage is None else float(cast("float", aggregate.coverage.plain))
    short = next(n for n in range(1, 10**4) if 1 / (1 + n) < coverage)
    unknown = "unknown" if has_truth else "no"
    yes = "yes"
    yield _measured(
        aggregate,
        asked,
        (yes, 1, 1),
        *([("no", 0, 0)] if has_truth else []),
        (unknown, short, short),
        ("open", 0, 0),
        is_threshold=False,
    )
    yield _measured(
        aggregate,
        asked,
        (yes, 1, 1),
        *([("no", 0, 0)] if has_truth else []),
        (unknown, 0, 0),
        ("open", short, short),
        is_threshold=False,
    )
    yield _measured(
        aggregate,
        asked,
        (yes, 0, 0),
        *([("no", 0, 0)] if has_truth else []),
        (unknown, 1, None),
        is_threshold=False,
    )
    yield count_option(rows, Linear(((1, certain_rows(rows)),), 0, 0), complete=True)
    yield count_option(rows, complete=False)


def share_options(
    aggregate: Aggregate, sign: Operator, threshold: float, truth: bool, at_edge: bool
) -> Iterator[Option]:
    """Yield how the share of rows of which something holds compares with a threshold."""
    asked = _asked(aggregate, sign, threshold)
    pairs = [
        (yes, total - yes)
        for total in _TOTALS
        for yes in sorted({0, total, *_around(threshold * total, total)})
        if compare(sign, yes / total, threshold) is truth
    ]
    if at_edge:
        pairs.sort(key=lambda pair: (abs(pair[0] / sum(pair) - threshold), sum(pair)))
    for yes, no in pairs[:12]:
        yield _measured(
            aggregate, asked, ("yes", yes, yes), ("no", no, no), ("unknown", 0, 0), ("open", 0, 0)
        )


def _around(value: float, total: int) -> Sequence[int]:
    near = math.floor(value)
    return [n for n in range(near - 1, near + 3) if 0 <= n <= total]


def value_options(
    aggregate: Aggregate, sign: Operator, threshold: float, truth: bool
) -> Iterator[Option]:
    """Yield how a mean, a least or a greatest value compares: by how the rows' values do."""
    if not truth:
        sign = NEGATED[sign]
    signs = (Operator.GT, Operator.LT) if sign is Operator.NE else (sign,)
    for each in signs:
        asked = _asked(aggregate, each, threshold)
        one_is_enough = (aggregate.function, each) in {
            (Function.MIN, Operator.LT),
            (Function.MIN, Operator.LE),
            (Function.MAX, Operator.GT),
            (Function.MAX, Operator.GE),
        }
        all_certain = (("unknown", 0, 0), ("open", 0, 0))
        if one_is_enough:
            yield _measured(aggregate, asked, ("yes", 1, None), *all_certain)
        else:
            yield _measured(aggregate, asked, ("yes", 1, None), ("no", 0, 0), *all_certain)
