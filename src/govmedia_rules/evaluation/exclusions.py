"""Whom an audit leaves out: units that no rule of a scope binds, and their accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from govmedia_rules.conditions.expressions import Field
from govmedia_rules.conditions.fields import FieldSpec, Kind
from govmedia_rules.conditions.interpreter import Situation, read_field, truth_in
from govmedia_rules.evaluation.index import PortfolioIndex
from govmedia_rules.findings import Exclusion
from govmedia_rules.models import Unit
from govmedia_rules.rules import Rule, Scope

__all__ = ["exclusions_of"]


def exclusions_of(rules: Iterable[Rule], index: PortfolioIndex) -> tuple[Exclusion, ...]:
    """Return, for each scope of *rules* that leaves anybody out, whom; by id."""
    counts: dict[str, int] = {}
    scopes: dict[str, Scope] = {}
    for rule in rules:
        if rule.scope is not None:
            scopes.setdefault(rule.scope.id, rule.scope)
            counts[rule.scope.id] = counts.get(rule.scope.id, 0) + 1
    found: list[Exclusion] = []
    for scope_id, scope in scopes.items():
        units = _units_outside(scope, index)
        if units:
            found.append(
                Exclusion(
                    scope_id=scope_id,
                    title=scope.title,
                    citations=scope.cites,
                    rules=counts[scope_id],
                    units=tuple(sorted(units)),
                    accounts=tuple(
                        sorted(each.id for unit in units for each in index.accounts_of(unit))
                    ),
                )
            )
    return tuple(found)


def _units_outside(scope: Scope, index: PortfolioIndex) -> list[str]:
    # Few kinds of units, many units: what reads the same is asked once.
    read = _reader(_fields_of(scope), index)
    known: dict[object, bool] = {}
    outside: list[str] = []
    for unit in index.units.values():
        reading = read(unit)
        is_outside = known.get(reading)
        if is_outside is None:
            is_outside = known[reading] = truth_in(scope.binds, _of(unit, index)) is False
        if is_outside:
            outside.append(unit.id)
    return outside


def _of(unit: Unit, index: PortfolioIndex) -> Situation:
    return Situation(as_of=index.as_of, unit=unit, register=index.register)


def _reader(specs: Sequence[FieldSpec], index: PortfolioIndex) -> Callable[[Unit], object]:
    """Return what reads the fields of a unit; straight from the unit where they stand there."""
    if specs and all(spec.kind is not Kind.MOMENT and not spec.is_as_of for spec in specs):
        return attrgetter(*(".".join(spec.path) for spec in specs))
    return lambda unit: tuple([read_field(spec, _of(unit, index)) for spec in specs])


def _fields_of(scope: Scope) -> list[FieldSpec]:
    fields = (node for node in scope.binds.walk() if isinstance(node, Field))
    return list({field.spec.name: field.spec for field in fields}.values())
