"""Questionnaires: which questions people still have to answer before every rule can decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from operator import attrgetter

from attrs import define, field, frozen
from pendulum import DateTime

from govmedia_rules.conditions.interpreter import Situation, has_all
from govmedia_rules.conditions.questions import Answer
from govmedia_rules.evaluation.answers import COULD_NOT_SAY, answer_fault, questions_asked
from govmedia_rules.evaluation.book import AuditBook
from govmedia_rules.evaluation.index import PortfolioIndex
from govmedia_rules.evaluation.plans import InterpretedTruths, RulePlan, responsible
from govmedia_rules.evaluation.rows import interpreted_rows
from govmedia_rules.evaluation.subjects import subject_of
from govmedia_rules.findings import SubjectRef
from govmedia_rules.law import Citation
from govmedia_rules.models import Attestation, Portfolio, Role, Subject
from govmedia_rules.moments import moment
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.text import Text

__all__ = ["OpenQuestion", "questionnaire"]


@frozen(kw_only=True)
class OpenQuestion:
    """
    A question about one unit or account that nobody has answered with yes or no.

    Parameters:
        question_id: the question.

        wording: what is asked; yes means that all is well.

        answerable_by: in which roles people may answer.

        subject: the unit or account it is asked about.

        sponsor_name: the name of that unit, or of the account's sponsor, where known.

        rule_ids: the rules that wait for the answer.

        citations: the provisions that those rules rest on.

        last_answer: the latest answer on record, which does not settle the question.

        last_answer_fault: why it does not: it no longer holds, was given in a role that
            may not answer, or the person could not say.
    """

    question_id: str
    wording: Text
    answerable_by: tuple[Role, ...]
    subject: SubjectRef
    sponsor_name: str | None = None
    rule_ids: tuple[str, ...]
    citations: tuple[Citation, ...]
    last_answer: Attestation | None = None
    last_answer_fault: Text | None = None


@define
class _Open:
    """A question that is open about one subject, and what asks it."""

    subject: SubjectRef
    sponsor_name: str | None
    answers: list[Answer] = field(factory=list)
    rules: list[Rule] = field(factory=list)


def questionnaire(
    portfolio: Portfolio,
    ruleset: RuleSet,
    *,
    as_of: str | datetime,
    progress: Callable[[int], None] | None = None,
) -> tuple[OpenQuestion, ...]:
    """
    Return the questions that are still open as of a moment, each once per unit or account.

    A question is open where a rule that applies, or may apply, stays undetermined and no
    valid answer says yes or no. It is not asked where the rule is decided anyway, as when
    another of its questions was answered with no. Someone who could not say leaves it open.

    Parameters:
        portfolio: the facts, with the answers given so far.

        ruleset: the rules.

        as_of: the monitoring moment, with its offset from UTC.

        progress: called now and then with the number of accounts looked at so far.

    Returns:
        The questions by sponsor; those about the unit come before those about its accounts.

    Raises:
        MomentError: when *as_of* is naive or unreadable.
    """
    asking = RuleSet(ruleset.id, (rule for rule in ruleset if questions_asked([rule])))
    index = PortfolioIndex.of(portfolio, moment(as_of))
    plans = [RulePlan.of(rule) for rule in asking]
    book = AuditBook(asking, index, plans, interpreted_rows)
    in_force = [plan for plan, binds in zip(plans, book.in_force, strict=True) if binds]
    of_units = [plan for plan in in_force if plan.rule.subject is Subject.UNIT]
    of_accounts = [plan for plan in in_force if plan.rule.subject is not Subject.UNIT]
    found: dict[tuple[str, str, str], _Open] = {}
    if of_units:
        for unit in index.units.values():
            situation = index.of_unit(unit)
            for plan in of_units:
                _note(found, plan, situation, _open_answers(plan, situation))
    if of_accounts:
        for done, situation in enumerate(index.of_accounts(index.accounts)):
            if progress is not None and done % 512 == 0:
                progress(done)
            for plan in of_accounts:
                for inside, is_unseen in _judged(book, plan, situation):
                    answers = _open_answers(plan, inside, is_unseen=is_unseen)
                    _note(found, plan, inside, answers)
    order = {answer.question.id: place for place, answer in enumerate(questions_asked(asking))}
    opened = (_as_question(each, question_id, index) for (*_, question_id), each in found.items())
    return tuple(sorted(opened, key=lambda each: (_owner(each), order[each.question_id])))


def _owner(question: OpenQuestion) -> tuple[str, bool, str]:
    subject = question.subject
    return (subject.unit_id or "", subject.kind is not Subject.UNIT, subject.id)


def _judged(
    book: AuditBook, plan: RulePlan, situation: Situation
) -> Iterator[tuple[Situation, bool]]:
    """Yield what a rule judges of one account, and whether it is a row that nobody supplied."""
    table = plan.table
    if table is None:
        yield situation, False
        return
    for row in book.existing(situation, table):
        yield situation.looking_at(table, row), False
    if not has_all(situation, table) and book.binds_unseen(plan, situation):
        yield situation, True


def _open_answers(
    plan: RulePlan, situation: Situation, *, is_unseen: bool = False
) -> Iterator[Answer]:
    """Yield the answers for want of which a rule stays undetermined in a situation."""
    truths = InterpretedTruths.of(plan, situation)
    truth = {part: plan.truth(each, truths) for part, each in plan.parts.items()}
    # Whether a row that nobody supplied is in scope or excepted is not known, and matters not.
    if truth.get("scope") is False and not is_unseen:
        return
    is_lifted = truth.get("exception") is True and not is_unseen
    for part, condition in plan.parts.items():
        if truth[part] is None and not (is_lifted and part == "demand"):
            for position in responsible(plan, condition, truths):
                for node in plan.leaves[position].walk():
                    if isinstance(node, Answer):
                        yield node


def _note(
    found: dict[tuple[str, str, str], _Open],
    plan: RulePlan,
    situation: Situation,
    answers: Iterable[Answer],
) -> None:
    """Enter the *answers* that are wanted about a subject and on which no yes or no is on record."""
    for answer in answers:
        root = answer.spec.root
        kind = Subject.UNIT if root == "unit" else Subject.ACCOUNT
        if (situation.unit if kind is Subject.UNIT else situation.account) is None:
            continue  # nobody knows whom to ask: the sponsor is not on record
        subject = subject_of(kind, situation)
        asked = answer.question.asked
        if situation.register.answer(asked, root, subject.id, situation.as_of) is not None:
            continue  # one of several in a leaf that lacks something else
        key = (root, subject.id, answer.question.id)
        entry = found.get(key)
        if entry is None:
            name = None if situation.unit is None else situation.unit.name
            entry = found[key] = _Open(subject, name)
        if all(answer is not known for known in entry.answers):
            entry.answers.append(answer)
        if all(plan.rule is not known for known in entry.rules):
            entry.rules.append(plan.rule)


def _as_question(entry: _Open, question_id: str, index: PortfolioIndex) -> OpenQuestion:
    first = entry.answers[0]
    roles = [frozenset(answer.question.answerable_by) for answer in entry.answers]
    # Who may answer for all the rules at once, if anybody may.
    allowed = frozenset.intersection(*roles) or frozenset.union(*roles)
    last, fault = _last_answer(first, entry.subject.id, index)
    return OpenQuestion(
        question_id=question_id,
        wording=first.question.wording,
        answerable_by=tuple(role for role in Role if role in allowed),
        subject=entry.subject,
        sponsor_name=entry.sponsor_name,
        rule_ids=tuple(rule.id for rule in entry.rules),
        citations=tuple(dict.fromkeys(cite for rule in entry.rules for cite in rule.cites)),
        last_answer=last,
        last_answer_fault=fault,
    )


def _last_answer(
    answer: Answer, subject_id: str, index: PortfolioIndex
) -> tuple[Attestation | None, Text | None]:
    """Return the latest answer given by as_of, and why it does not settle the question."""
    as_of: DateTime = index.as_of
    root, asked = answer.spec.root, answer.question.asked
    given = [
        each
        for each in index.register.answers_to(asked, root, subject_id)
        if each.answered_at <= as_of
    ]
    if not given:
        return None, None
    last = max(given, key=attrgetter("answered_at", "id"))
    return last, answer_fault(last, root, asked, as_of) or COULD_NOT_SAY
