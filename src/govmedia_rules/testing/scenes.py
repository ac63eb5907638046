"""A scene: a portfolio, what is judged in it, when, and what the rule comes to."""

from __future__ import annotations

from attrs import frozen
from pendulum import DateTime

from govmedia_rules.conditions.interpreter import Situation
from govmedia_rules.evaluation.index import PortfolioIndex
from govmedia_rules.evaluation.plans import InterpretedTruths, RulePlan, decide, in_force_at
from govmedia_rules.evaluation.subjects import subject_of
from govmedia_rules.findings import Outcome, SubjectRef
from govmedia_rules.models import Portfolio, Subject
from govmedia_rules.rules import Rule

__all__ = ["Scene", "outcome_in", "scene_of", "situation_of"]


@frozen(kw_only=True)
class Scene:
    """
    A situation that was built for one rule: 情景.

    Parameters:
        rule: the rule.

        portfolio: everything there is.

        subject: what the rule judges in it; other accounts may be there only because the
            rule looks at them.

        as_of: the monitoring moment.

        outcome: what the rule comes to for the subject.
    """

    rule: Rule
    portfolio: Portfolio
    subject: SubjectRef
    as_of: DateTime
    outcome: Outcome

    def __repr__(self) -> str:
        """Return the code of all rows that there are, each on a line, as a falsified test shows it."""
        lines = [
            f"{self.rule.id}: {self.outcome} for {self.subject} as of {self.as_of.isoformat()}"
        ]
        for name in ("units", "accounts", "posts", "messages", "attestations"):
            rows = getattr(self.portfolio, name)
            if rows is None:
                lines.append(f"  {name}: not supplied")
            else:
                lines.extend(f"  {_shown(row)}" for row in rows[:20])
                if len(rows) > 20:
                    lines.append(f"  … and {len(rows) - 20} more {name}")
        return "\n".join(lines)


def _shown(row: object) -> str:
    """Return a row without the fields that nobody filled in."""
    parts: list[str] = []
    for name in (attribute.name for attribute in row.__attrs_attrs__):  # type: ignore[attr-defined]  # a model
        value: object = getattr(row, name)
        if value is not None:
            text = value.isoformat() if isinstance(value, DateTime) else repr(value)
            parts.append(f"{name}={text}")
    return f"{type(row).__name__}({', '.join(parts)})"


def situation_of(
    portfolio: Portfolio, subject: Subject, subject_id: str, as_of: DateTime
) -> Situation:
    """
    Return the situation of one subject.

    Raises:
        LookupError: when the portfolio holds no such subject at *as_of*.
    """
    index = PortfolioIndex.of(portfolio, as_of)
    if subject is Subject.UNIT:
        return index.of_unit(index.units[subject_id])
    accounts = {account.id: account for account in index.accounts}
    if subject is Subject.ACCOUNT:
        return index.of_account(accounts[subject_id])
    if subject is Subject.POST:
        post = next(row for row in portfolio.posts or () if row.id == subject_id)
        return index.of_account(accounts[post.account_id])._replace(post=post)
    message = next(row for row in portfolio.messages or () if row.id == subject_id)
    return index.of_account(accounts[message.account_id])._replace(message=message)


def outcome_in(rule: Rule, situation: Situation) -> Outcome:
    """Return what *rule* comes to for the subject of *situation*, through the interpreter."""
    plan = RulePlan.of(rule)
    if not in_force_at([plan], situation.as_of)[0]:
        return Outcome.NOT_APPLICABLE
    answer = None if rule.check is None else rule.check(situation)
    return decide(plan, InterpretedTruths.of(plan, situation), answer=answer).outcome


def scene_of(rule: Rule, portfolio: Portfolio, subject_id: str, as_of: DateTime) -> Scene:
    """Return the scene of one subject, with the outcome that the interpreter comes to."""
    situation = situation_of(portfolio, rule.subject, subject_id, as_of)
    return Scene(
        rule=rule,
        portfolio=portfolio,
        subject=subject_of(rule.subject, situation),
        as_of=as_of,
        outcome=outcome_in(rule, situation),
    )
