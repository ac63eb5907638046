"""A definite outcome survives whatever missing fact is filled in."""

from __future__ import annotations

from typing import Any

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from govmedia_rules.conditions import Condition, Kind, all_fields
from govmedia_rules.conditions.interpreter import truth_in
from govmedia_rules.evaluation.index import PortfolioIndex
from govmedia_rules.models import Portfolio, Subject
from tree_strategies import AS_OF, conditions, maybe, moments, portfolios, words_of


def _values(kind: Kind, words: tuple[str, ...]) -> st.SearchStrategy[Any]:
    match kind:
        case Kind.NUMBER:
            return st.integers(0, 3)
        case Kind.TEXT:
            return st.sampled_from(words)
        case Kind.TAGS:
            return st.frozensets(st.sampled_from(words))
        case Kind.TRUTH:
            return st.booleans()
        case Kind.MOMENT:
            return moments().filter(lambda at: at <= AS_OF)


# What is counted by a calendar is no attribute to be filled in.
_SPECS = [
    spec
    for spec in all_fields()
    if len(spec.path) == 1 and spec.record is None and not spec.uses_calendar
]
_ROOTS = {"post": "posts", "message": "messages", "account": "accounts", "unit": "units"}


@st.composite
def fillings(draw: st.DrawFn, portfolio: Portfolio) -> Portfolio:
    """Draw the same portfolio with some of its missing facts filled in."""
    tables: dict[str, Any] = {}
    for root, table in _ROOTS.items():
        rows = getattr(portfolio, table)
        if rows is None:
            continue
        tables[table] = [evolve(row, **draw(_changes(root, row))) for row in rows]
    return evolve(portfolio, **tables)


@st.composite
def _changes(draw: st.DrawFn, root: str, row: object) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for spec in _SPECS:
        name = spec.path[0]
        # None there is no missing fact: it says that no such event is on record; and who
        # sponsors an account is the one thing that may overturn what others count.
        if spec.root != root or name in {"deleted_at", "closed_at", "unit_id"}:
            continue
        if (
            getattr(row, name) is None
            and (drawn := draw(maybe(_values(spec.kind, words_of(spec))))) is not None
        ):
            changes[name] = drawn
    return changes


@given(data=st.data(), portfolio=portfolios(), condition=conditions(about_records=False))
def test_a_definite_truth_is_not_overturned(
    data: st.DataObject, portfolio: Portfolio, condition: Condition
) -> None:
    before = PortfolioIndex.of(portfolio, AS_OF)
    assume(before.accounts)
    account = before.accounts[0]
    truth = truth_in(condition, before.of_account(account))
    assume(truth is not None)

    filled = PortfolioIndex.of(data.draw(fillings(portfolio)), AS_OF)

    same = next(found for found in filled.accounts if found.id == account.id)
    assert truth_in(condition, filled.of_account(same)) is truth


@given(condition=conditions(Subject.ACCOUNT, about_records=False))
def test_the_conditions_drawn_here_ask_nowhere_about_the_record_itself(
    condition: Condition,
) -> None:
    assert "is_missing" not in repr(condition)
    assert "coverage" not in repr(condition)
