"""Whom an audit leaves out: units that no rule of a scope binds, and their accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import cast

from govmedia_rules.conditions.expressions import Field
from govmedia_rules.conditions.fields import Kind
from govmedia_rules.evaluation.index import PortfolioIndex
from govmedia_rules.findings import Exclusion
from govmedia_rules.models import Unit
from govmedia_rules.rules import Rule, Scope

__all__ = ["exclusions_of", "units_outside"]


def exclusions_of(
    rules: Iterable[Rule],
    outside: Callable[[Scope], list[str]],
    accounts_of: Callable[[str], Iterable[str]],
) -> tuple[Exclusion, ...]:
    """
    Return, for each scope that leaves anybody out, whom; by id.

    Parameters:
        rules: the rules that are run and bind.

        outside: gives the ids of the units that a scope leaves out.

        accounts_of: gives the ids of the accounts that exist and name a unit as their sponsor.
    """
    counts: dict[str, int] = {}
    scopes: dict[str, Scope] = {}
    for rule in rules:
        if rule.scope is not None:
            scopes.setdefault(rule.scope.id, rule.scope)
            counts[rule.scope.id] = counts.get(rule.scope.id, 0) + 1
    found: list[Exclusion] = []
    for scope_id, scope in scopes.items():
        units = outside(scope)
        if units:
            found.append(
                Exclusion(
                    scope_id=scope_id,
                    title=scope.title,
                    citations=scope.cites,
                    rules=counts[scope_id],
                    units=tuple(sorted(units)),
                    accounts=tuple(sorted(each for unit in units for each in accounts_of(unit))),
                )
            )
    return tuple(found)


def units_outside(scope: Scope, index: PortfolioIndex) -> list[str]:
    """Return the ids of the units of a portfolio that a scope leaves out."""
    # Few kinds of units, many units: what reads the same is asked once.
    known: dict[object, bool] = {}
    read = _reader(scope)
    outside: list[str] = []
    for unit in index.units.values():
        reading = read(unit)
        is_outside = known.get(reading)
        if is_outside is None:
            is_outside = scope.binds_unit(unit, index.as_of, index.register) is False
            known[reading] = is_outside
        if is_outside:
            outside.append(unit.id)
    return outside


def _reader(scope: Scope) -> Callable[[Unit], object]:
    """Return what reads all that a scope asks of a unit; the unit's id where that is no plain field."""
    specs = [cast("Field", operand).spec for operand in scope.binds.operands]
    if not specs or any(spec.kind is Kind.MOMENT or spec.is_as_of for spec in specs):
        return attrgetter("id")
    return attrgetter(*dict.fromkeys(".".join(spec.path) for spec in specs))
