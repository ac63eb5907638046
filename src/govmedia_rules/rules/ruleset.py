"""Rule sets: immutable, ordered collections of rules, and the algebra on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from fnmatch import fnmatchcase
from functools import cached_property

from attrs import field, frozen

from govmedia_rules.errors import RuleError, UnknownNameError
from govmedia_rules.law import Citation, Force, Provision, Severity
from govmedia_rules.moments import day_of, moment
from govmedia_rules.rules.rule import Rule, content_fingerprint

__all__ = ["RuleSet"]


def _as_rules(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(rules)


@frozen(eq=False)
class RuleSet:
    """
    Rules that are run together, in order.

    Two rule sets are equal when they hold equal rules in the same order; the id is
    a label. ``a | b`` joins two sets, ``a - b`` takes away the rules whose ids *b*
    has.

    Parameters:
        id: the set's name in reports.

        rules: the rules; ids are unique.

    Raises:
        RuleError: when an id occurs twice.
    """

    id: str
    rules: tuple[Rule, ...] = field(converter=_as_rules)

    def __attrs_post_init__(self) -> None:
        seen: set[str] = set()
        for rule in self.rules:
            if rule.id in seen:
                raise RuleError("the id occurs twice in one rule set", rule_id=rule.id)
            seen.add(rule.id)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RuleSet):
            return NotImplemented
        return self.rules == other.rules

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def __contains__(self, rule_id: object) -> bool:
        """Return whether a rule of the set has the id *rule_id*."""
        return any(rule.id == rule_id for rule in self.rules)

    def __repr__(self) -> str:
        return f"<RuleSet {self.id}: {len(self.rules)} rules>"

    @cached_property
    def fingerprint(self) -> str:
        """The hash of the rules' content, 16 hex digits; it changes when any rule does."""
        return content_fingerprint([rule.to_plain() for rule in self.rules])

    def rule(self, rule_id: str) -> Rule:
        """
        Return the rule with the id *rule_id*.

        Raises:
            UnknownNameError: when there is none; the message suggests the near one.
        """
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise UnknownNameError(
            "rule", rule_id, (rule.id for rule in self.rules), where=f"in {self.id}"
        )

    def __or__(self, other: RuleSet) -> RuleSet:
        """
        Return the rules of both, this set's first; an equal rule in both stands once.

        Raises:
            RuleError: when both have an id and mean different rules by it.
        """
        mine = {rule.id: rule for rule in self.rules}
        added: list[Rule] = []
        for rule in other.rules:
            known = mine.get(rule.id)
            if known is None:
                added.append(rule)
            elif known != rule:
                raise RuleError(
                    f"{self.id} and {other.id} mean different rules by this id; take one away"
                    " with - or without(…)",
                    rule_id=rule.id,
                )
        return RuleSet(_joined(self.id, other.id), (*self.rules, *added))

    def __sub__(self, other: RuleSet) -> RuleSet:
        """Return the rules whose ids *other* does not have."""
        return RuleSet(self.id, (rule for rule in self.rules if rule.id not in other))

    def select(self, *patterns: str) -> RuleSet:
        """
        Return the rules whose id matches one of *patterns*, such as ``"inspection-2019/*"``.

        Raises:
            UnknownNameError: when a pattern matches no rule.
        """
        chosen = self._matching(patterns)
        return RuleSet(self.id, (rule for rule in self.rules if rule.id in chosen))

    def without(self, *patterns: str) -> RuleSet:
        """
        Return the rules whose id matches none of *patterns*.

        Raises:
            UnknownNameError: when a pattern matches no rule.
        """
        dropped = self._matching(patterns)
        return RuleSet(self.id, (rule for rule in self.rules if rule.id not in dropped))

    def _matching(self, patterns: tuple[str, ...]) -> set[str]:
        ids = [rule.id for rule in self.rules]
        matching: set[str] = set()
        for pattern in patterns:
            found = {rule_id for rule_id in ids if fnmatchcase(rule_id, pattern)}
            if not found:
                raise UnknownNameError("rule", pattern, ids, where=f"in {self.id}")
            matching |= found
        return matching

    def override(
        self,
        rule_id: str,
        source: str | None = None,
        /,
        **values: float | str | tuple[str, ...],
    ) -> RuleSet:
        """
        Return the set with other parameter values for one rule.

        Parameters:
            rule_id: the rule.

            source: where the new values come from and why.

            values: the new values, by the names of the parameters.

        Raises:
            UnknownNameError: when there is no such rule or parameter.
            RuleError: when the parameter cannot take the value.
        """
        return self._with(self.rule(rule_id).override(source, **values))

    def revise(
        self,
        rule_id: str,
        /,
        *,
        force: Force | None = None,
        severity: Severity | None = None,
        cites: Iterable[Citation | Provision] = (),
    ) -> RuleSet:
        """
        Return the set with one rule as binding or as grave as another instrument makes it.

        Parameters:
            rule_id: the rule.

            force, severity, cites: as for :meth:`Rule.revise`.

        Raises:
            UnknownNameError: when there is no such rule.
        """
        return self._with(self.rule(rule_id).revise(force=force, severity=severity, cites=cites))

    def _with(self, changed: Rule) -> RuleSet:
        return RuleSet(self.id, (changed if rule.id == changed.id else rule for rule in self.rules))

    def in_force(self, as_of: str | datetime) -> RuleSet:
        """Return the rules that bind on the day (Asia/Shanghai) of the moment *as_of*."""
        on = day_of(moment(as_of))
        return RuleSet(self.id, (rule for rule in self.rules if rule.is_in_force_on(on)))


def _joined(left: str, right: str) -> str:
    parts = left.split("+")
    parts.extend(part for part in right.split("+") if part not in parts)
    return "+".join(parts)
