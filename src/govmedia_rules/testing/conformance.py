"""
A conformance suite: what every rule of every rule set should stand, yours included.

:func:`checks` lists one check for each rule and each law, for pytest to run one by one:

.. code-block:: python

    @pytest.mark.parametrize("check", checks(MYCITY_2024), ids=str)
    def test_rules_conform(check):
        check()

It needs neither Hypothesis nor pytest: the situations are built by the same solver as those
of the strategies, from numbers that follow from the rule's id, so that every run is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from random import Random
from typing import Final, TypeAlias, TypeVar

from attrs import evolve, frozen

from govmedia_rules.errors import GovmediaRulesError, RuleError
from govmedia_rules.findings import Outcome
from govmedia_rules.models import Account, Message, Portfolio, Post, Subject, Unit
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.testing.choosing import DrawnChoices
from govmedia_rules.testing.factories import make_portfolio
from govmedia_rules.testing.failures import NoSituationError
from govmedia_rules.testing.scenes import Scene, outcome_in, situation_of
from govmedia_rules.testing.solver import Solver
from govmedia_rules.testing.times import moment_in_force

__all__ = ["Check", "Monotone", "NonconformityError", "checks"]

R = TypeVar("R")
_SCENES: Final = 12
_MANY_SCENES: Final = 40
Change: TypeAlias = Callable[[Scene], Portfolio]
"""What is done to a scene's portfolio."""


class NonconformityError(GovmediaRulesError, AssertionError):
    """
    A rule does not stand a law.

    Attributes:
        rule_id: the rule.

        law: the law.
    """

    def __init__(self, rule_id: str, law: str, why: str) -> None:
        self.rule_id = rule_id
        self.law = law
        super().__init__(f"rule {rule_id} {law}: {why}")


@frozen
class Monotone:
    """
    A declaration: whoever passes a rule still passes it after a change for the better.

    Parameters:
        rule_id: the rule.

        what: the change in a few words, such as ``"one more post"``.

        change: does it to a scene, and returns the portfolio afterwards.
    """

    rule_id: str
    what: str
    change: Change


@frozen
class Check:
    """
    One law for one rule; to be called.

    Parameters:
        rule: the rule.

        law: the law, in a few words; the check is called by rule and law.

        find_fault: returns what is wrong, or None.
    """

    rule: Rule
    law: str
    find_fault: Callable[[Rule], str | None]

    def __call__(self) -> None:
        """
        Hold the rule to the law.

        Raises:
            NonconformityError: when it does not stand it.
        """
        fault = self.find_fault(self.rule)
        if fault is not None:
            raise NonconformityError(self.rule.id, self.law, fault)

    def __str__(self) -> str:
        """Return the rule's id and the law."""
        return f"{self.rule.id}: {self.law}"


def checks(
    ruleset: RuleSet,
    *,
    monotone: Iterable[Monotone] = (),
    may_pass_without_facts: Iterable[str] = (),
) -> list[Check]:
    """
    Return every check for every rule of a rule set.

    For a rule that a function decides, only those that need no tree are listed.

    Parameters:
        ruleset: the rule set.

        monotone: which rules are kept by which changes.

        may_pass_without_facts: ids of rules that are meant to pass where nothing is known.

    Raises:
        UnknownNameError: when one of the ids is none of the rule set's.
    """
    exempt = {ruleset.rule(rule_id).id for rule_id in may_pass_without_facts}
    declared = [(ruleset.rule(each.rule_id).id, each) for each in monotone]
    found: list[Check] = []
    for rule in ruleset:
        found.extend(Check(rule, law, fault) for law, fault in _OF_EVERY_RULE)
        if rule.id not in exempt:
            found.append(Check(rule, "does not pass without facts", _fault_without_facts))
        if rule.check is None:
            found.extend(Check(rule, law, fault) for law, fault in _OF_TREES)
            found.extend(
                Check(rule, f"still passes after {each.what}", _keeps(each))
                for rule_id, each in declared
                if rule_id == rule.id
            )
    return found


# What a rule says of itself.


def _fault_of_citations(rule: Rule) -> str | None:
    for cite in rule.cites:
        if cite.provision is None:
            return f"it cites {cite.instrument} as a whole, and no provision of it"
    return None


def _fault_of_languages(rule: Rule) -> str | None:
    for name in ("title", "remedy", "message", "explanation"):
        text = getattr(rule, name)
        if text is None:
            continue
        if not any("\u4e00" <= character <= "\u9fff" for character in text.zh):
            return f"its {name} has no Chinese: {text.zh!r}"
        if not any(character.isascii() and character.isalpha() for character in text.en):
            return f"its {name} has no English: {text.en!r}"
    return None


# What it comes to.


def _scenes(
    rule: Rule, outcome: Outcome, *, count: int = _SCENES, at_edge: bool = False
) -> Iterator[Scene]:
    """Yield some scenes with an outcome, the same in every run; none where there is none."""
    try:
        solver = Solver(rule, outcome, moment_in_force(rule), at_edge).prove()
    except NoSituationError:
        return
    for number in range(count):
        chance = Random(f"{rule.id} {outcome} {number}")  # noqa: S311 -- no secret
        yield solver.scene(DrawnChoices(chance.randint))


def _fault_of_reaching(outcome: Outcome) -> Callable[[Rule], str | None]:
    def fault(rule: Rule) -> str | None:
        try:
            Solver(rule, outcome, moment_in_force(rule)).prove()
        except NoSituationError as error:
            return str(error)
        return None

    return fault


def _all_scenes(rule: Rule) -> Iterator[Scene]:
    for outcome in (Outcome.PASS, Outcome.FAIL, Outcome.UNDETERMINED):
        yield from _scenes(rule, outcome)


def _outcome_after(scene: Scene, portfolio: Portfolio, rule: Rule | None = None) -> Outcome:
    situation = situation_of(portfolio, scene.rule.subject, scene.subject.id, scene.as_of)
    return outcome_in(scene.rule if rule is None else rule, situation)


def _fault_of_change(change: Change, what: str) -> Callable[[Rule], str | None]:
    """Return what finds a scene whose outcome a change turns that should not matter."""

    def fault(rule: Rule) -> str | None:
        for scene in _all_scenes(rule):
            after = _outcome_after(scene, change(scene))
            if after is not scene.outcome:
                return f"{what}, it is {after} and no longer so:\n{scene!r}"
        return None

    return fault


def _reordered(scene: Scene) -> Portfolio:
    portfolio = scene.portfolio
    return evolve(
        portfolio,
        units=_backwards(portfolio.units),
        accounts=tuple(reversed(portfolio.accounts)),
        posts=_backwards(portfolio.posts),
        messages=_backwards(portfolio.messages),
        attestations=_backwards(portfolio.attestations),
    )


def _backwards(rows: tuple[R, ...] | None) -> tuple[R, ...] | None:
    return None if rows is None else tuple(reversed(rows))


def _with_strangers(scene: Scene) -> Portfolio:
    """Return the portfolio with a unit, an account and a post more that have nothing to do with it."""
    portfolio = scene.portfolio
    unit = Unit(id="unit:stranger", name="某某县气象局", level="county", kind="department")
    account = Account(
        id="weibo:stranger", platform="weibo", name="某某气象", unit_id=unit.id, status="active"
    )
    post = Post(id="post-of-a-stranger", account_id=account.id, published_at=scene.as_of)
    return evolve(
        portfolio,
        accounts=(*portfolio.accounts, account),
        units=None if portfolio.units is None else (*portfolio.units, unit),
        posts=None if portfolio.posts is None else (*portfolio.posts, post),
    )


def _fault_without_facts(rule: Rule) -> str | None:
    """Return what is wrong when a rule passes a subject of which nothing but its id is known."""
    account = Account(id="account", platform="other")
    portfolio = {
        Subject.UNIT: Portfolio(units=[Unit(id="unit")], accounts=()),
        Subject.ACCOUNT: Portfolio(accounts=[account]),
        Subject.POST: Portfolio(accounts=[account], posts=[Post(id="post", account_id="account")]),
    }.get(rule.subject)
    if portfolio is None:
        portfolio = make_portfolio(
            account, Message(id="message", account_id="account"), supplied=()
        )
    as_of = moment_in_force(rule)
    situation = situation_of(portfolio, rule.subject, rule.subject.value, as_of)
    outcome = outcome_in(rule, situation)
    if outcome in {Outcome.PASS, Outcome.FAIL}:
        return f"nothing is known of the {rule.subject} but its id, and it comes to {outcome}"
    return None


def _fault_of_parameters(rule: Rule) -> str | None:
    open_ = {param.name: list(_variants(rule, param.name, param.value)) for param in rule.params}
    scenes = chain.from_iterable(
        _scenes(rule, outcome, count=_MANY_SCENES, at_edge=at_edge)
        for at_edge in (False, True)
        for outcome in (Outcome.PASS, Outcome.FAIL, Outcome.UNDETERMINED)
    )
    for scene in scenes:
        if not open_:
            return None
        for name in list(open_):
            if any(
                _outcome_after(scene, scene.portfolio, variant) is not scene.outcome
                for variant in open_[name]
            ):
                del open_[name]
    return (
        f"in all the scenes tried nothing depended on its parameter(s) {', '.join(open_)}"
        if open_
        else None
    )


def _variants(rule: Rule, name: str, value: float | str | tuple[str, ...]) -> Iterator[Rule]:
    """Yield the rule with other values for one parameter, those that it accepts."""
    others: list[float | str | tuple[str, ...]]
    match value:
        case str():
            others = [f"{value}…"]
        case tuple():
            others = [("…",), *((word,) for word in value[:3])]
        case _:
            numbers = (value + 1, value - 1, value * 10, value * 100, value / 2, value / 100)
            others = [int(n) for n in numbers] if isinstance(value, int) else list(numbers)
    for other in others:
        try:
            yield rule.override(**{name: other})
        except RuleError:
            continue  # below its minimum, or no length of a window


def _keeps(declared: Monotone) -> Callable[[Rule], str | None]:
    def fault(rule: Rule) -> str | None:
        at_edges = _scenes(rule, Outcome.PASS, at_edge=True)
        for scene in chain(_scenes(rule, Outcome.PASS), at_edges):
            after = _outcome_after(scene, declared.change(scene))
            if after is not Outcome.PASS:
                return f"it is {after} afterwards:\n{scene!r}"
        return None

    return fault


_Law: TypeAlias = tuple[str, Callable[[Rule], str | None]]
_OF_EVERY_RULE: Final[tuple[_Law, ...]] = (
    ("cites a provision", _fault_of_citations),
    ("speaks both languages", _fault_of_languages),
)
_OF_TREES: Final[tuple[_Law, ...]] = (
    ("can pass", _fault_of_reaching(Outcome.PASS)),
    ("can fail", _fault_of_reaching(Outcome.FAIL)),
    ("uses its parameters", _fault_of_parameters),
    (
        "does not depend on the order of rows",
        _fault_of_change(_reordered, "with the rows the other way round"),
    ),
    (
        "does not depend on strangers",
        _fault_of_change(_with_strangers, "with an account of another unit beside it"),
    ),
)
