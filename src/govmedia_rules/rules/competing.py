"""Rules of several instruments that make one demand: what each asks, and which binds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import frozen

from govmedia_rules.conditions.words import sentence
from govmedia_rules.law import Force
from govmedia_rules.rules.rule import Rule
from govmedia_rules.rules.strictness import is_stricter, numbers_of
from govmedia_rules.text import Text

__all__ = ["Competition", "competing_rules"]

_FORCES: Final = {
    Force.OBLIGATION: Text(zh="应当", en="obligation"),
    Force.PROHIBITION: Text(zh="不得", en="prohibition"),
    Force.DEFEASIBLE: Text(zh="原则上", en="defeasible"),
    Force.RECOMMENDATION: Text(zh="鼓励", en="recommendation"),
    Force.CONTEXT: Text(zh="说明", en="context"),
}


@frozen
class Competition:
    """
    Rules that make one demand in different numbers, or with different force.

    Every one of them is judged; whoever keeps the strictest keeps all that can be compared
    with it.

    Parameters:
        rules: the rules, in the order of their rule set.
    """

    rules: tuple[Rule, ...]

    @property
    def binding(self) -> tuple[Rule, ...]:
        """The rules that none of the others is stricter than."""
        return tuple(
            rule for rule in self.rules if not any(is_stricter(other, rule) for other in self.rules)
        )

    @property
    def is_ordered(self) -> bool:
        """Whether it can be told of any two of the rules which is the stricter."""
        return all(
            is_stricter(rule, other) is not None for rule in self.rules for other in self.rules
        )

    @property
    def notice(self) -> Text:
        """Who demands what, and which of it binds, for the reader of a report."""
        zh = "；".join(f"{_clauses(rule)}：{_demand(rule).zh}" for rule in self.rules)
        en = "; ".join(f"{_clauses(rule)}: {_demand(rule).en}" for rule in self.rules)
        binding = "、".join(map(_clauses, self.binding))
        if self.is_ordered:
            last = Text(
                zh=f"从严执行{binding}，较宽的不减轻它",
                en=f"the stricter binds, which is {binding}; the others do not ease it",
            )
        else:
            last = Text(
                zh=f"宽严不能全部比出，各自判定，没有更严的是{binding}",
                en=f"not all can be compared, and each is judged; none is stricter than {binding}",
            )
        return Text(
            zh=f"同一要求有{len(self.rules)}条规则。{zh}。{last.zh}。",
            en=f"{len(self.rules)} rules make one demand. {en}. {last.en[:1].upper()}{last.en[1:]}.",
        )


def competing_rules(rules: Iterable[Rule]) -> tuple[Competition, ...]:
    """
    Return the demands that several of *rules* make in different numbers or with different force.

    Rules make one demand when one of them says so by ``refines``, or both refine a third
    that is among them. Where all ask the same there is no competition.
    """
    known = {rule.id: rule for rule in rules}
    leader = {rule_id: rule_id for rule_id in known}

    def led_by(rule_id: str) -> str:
        while leader[rule_id] != rule_id:
            rule_id = leader[rule_id]
        return rule_id

    for rule in known.values():
        for refined in rule.refines:
            if refined in known:
                leader[led_by(rule.id)] = led_by(refined)
    groups: dict[str, list[Rule]] = {}
    for rule in known.values():
        groups.setdefault(led_by(rule.id), []).append(rule)
    return tuple(Competition(tuple(group)) for group in groups.values() if _differs(group))


def _differs(group: list[Rule]) -> bool:
    if len(group) < 2:
        return False
    asked = [(numbers_of(rule), rule.force) for rule in group]
    return any(each != asked[0] or each[0] is None for each in asked)


def _clauses(rule: Rule) -> str:
    return "、".join(map(str, rule.cites))


def _demand(rule: Rule) -> Text:
    """Return what *rule* demands, in words, with its force."""
    demand = rule.requires if rule.forbids is None else rule.forbids
    force = _FORCES[rule.force]
    if demand is None:
        return Text(zh=f"{rule.title.zh}({force.zh})", en=f"{rule.title.en} ({force.en})")
    words = sentence(demand)
    zh, en = ("不得有：", "not: ") if rule.requires is None else ("", "")
    return Text(zh=f"{zh}{words.zh}({force.zh})", en=f"{en}{words.en} ({force.en})")
