"""From what screeners suggest and people decide to labels that rules may read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from attrs import evolve, frozen
from pendulum import DateTime

from govmedia_rules.evaluation import audit, check_post
from govmedia_rules.findings import Report
from govmedia_rules.models import Account, Portfolio, Post, Unit
from govmedia_rules.moments import moment
from govmedia_rules.rules import RuleSet
from govmedia_rules.screening.results import Decision, Hit, ScreeningError, ScreeningResult
from govmedia_rules.screening.trees import OPEN, REVIEW, labels_read, open_aware

__all__ = [
    "Screened",
    "Suggestion",
    "audit_screened",
    "check_screened_post",
    "suggestions",
]


@frozen(kw_only=True)
class Suggestion:
    """
    A label that screeners suggest for a post and nobody has decided on: work for a person.

    Parameters:
        post_id: the post.

        label: the label.

        screeners: who suggests it, with their versions, such as ``"personal-data 1"``.

        hits: what they found.
    """

    post_id: str
    label: str
    screeners: tuple[str, ...]
    hits: tuple[Hit, ...]


def suggestions(
    results: Iterable[ScreeningResult], decisions: Iterable[Decision] = ()
) -> tuple[Suggestion, ...]:
    """
    Return what a person has to look into: hits on which nobody has decided.

    Parameters:
        results: what screeners found.

        decisions: what people have decided already.

    Returns:
        One suggestion for each post and label, in the order of the results.
    """
    decided = {(decision.post_id, decision.label) for decision in decisions}
    found: dict[tuple[str, str], list[tuple[str, Hit]]] = {}
    for result in results:
        for hit in result.hits:
            key = (result.text_id, hit.label)
            if key not in decided:
                by = f"{result.screener_id} {result.screener_version}"
                found.setdefault(key, []).append((by, hit))
    return tuple(
        Suggestion(
            post_id=post_id,
            label=label,
            screeners=tuple(dict.fromkeys(by for by, _ in hits)),
            hits=tuple(hit for _, hit in hits),
        )
        for (post_id, label), hits in found.items()
    )


@frozen(kw_only=True)
class Screened:
    """
    Posts with their labels as far as they are settled, and the rules that can read them so.

    The two belong together. To other rules an open label looks like one that is absent.

    Parameters:
        posts: the posts; a label that is open has ``open:`` in front.

        ruleset: the rules, for which what is open is unknown.
    """

    posts: tuple[Post, ...]
    ruleset: RuleSet

    @classmethod
    def of(
        cls,
        posts: Iterable[Post],
        ruleset: RuleSet,
        results: Iterable[ScreeningResult],
        decisions: Iterable[Decision] = (),
        *,
        as_of: str | datetime,
    ) -> Screened:
        """
        Return *posts* and *ruleset* as :func:`audit_screened` runs them; for data frames.

        Raises:
            ScreeningError: when a rule asks of labels what cannot be told of open ones.
        """
        found = _by_post(results)
        decided = _latest(decisions, moment(as_of))
        wanted = sorted(labels_read(ruleset))
        return cls(
            posts=tuple(
                _settled(post, found.get(post.id, {}), decided.get(post.id, {}), wanted)
                for post in posts
            ),
            ruleset=open_aware(ruleset),
        )


def audit_screened(
    portfolio: Portfolio,
    ruleset: RuleSet,
    results: Iterable[ScreeningResult],
    decisions: Iterable[Decision] = (),
    *,
    as_of: str | datetime,
    evidence_limit: int = 10,
    strict: bool = False,
) -> Report:
    """
    Judge a portfolio whose posts were screened, as far as their labels are settled.

    A label is settled by a person's decision, else by the labels on record. What a screener
    says settles only the label with the screener's id behind, which a rule set asks for
    when it trusts the screener (see :func:`trusting`). Every other label is open: where it
    matters the outcome is undetermined, whatever else is known about the post.

    Parameters:
        portfolio: what is audited.

        ruleset: the rules.

        results: what screeners found in the texts of the posts.

        decisions: what people decided, the latest up to *as_of* counting.

        as_of, evidence_limit, strict: as for :func:`~govmedia_rules.audit`.

    Returns:
        The report; its rule set is *ruleset* as rewritten to know of open labels.

    Raises:
        ScreeningError: when a rule asks of labels what cannot be told of open ones, or the
            portfolio holds answers under ids that stand for reviews.
        MomentError: when *as_of* is naive or unreadable.
    """
    for attestation in portfolio.attestations or ():
        if attestation.question_id.startswith(REVIEW):
            raise ScreeningError(
                f"attestation {attestation.id!r} answers {attestation.question_id!r}; a review of a"
                " post is a Decision"
            )
    if portfolio.posts is None:
        return audit(portfolio, ruleset, as_of=as_of, evidence_limit=evidence_limit, strict=strict)
    screened = Screened.of(portfolio.posts, ruleset, results, decisions, as_of=as_of)
    return audit(
        evolve(portfolio, posts=screened.posts),
        screened.ruleset,
        as_of=as_of,
        evidence_limit=evidence_limit,
        strict=strict,
    )


def check_screened_post(
    post: Post,
    account: Account,
    ruleset: RuleSet,
    results: Iterable[ScreeningResult],
    decisions: Iterable[Decision] = (),
    *,
    as_of: str | datetime,
    unit: Unit | None = None,
) -> Report:
    """
    Judge one post that was screened, before or after it goes out.

    Parameters:
        post, account, ruleset, as_of, unit: as for :func:`~govmedia_rules.check_post`.

        results, decisions: as for :func:`audit_screened`.

    Returns:
        A report about this one post, which may go out when there are no findings.

    Raises:
        ScreeningError: when a rule asks of labels what cannot be told of open ones.
        InvalidValueError: when the post belongs to another account, or the account to
            another unit.
        MomentError: when *as_of* is naive or unreadable.
    """
    screened = Screened.of([post], ruleset, results, decisions, as_of=as_of)
    return check_post(screened.posts[0], account, screened.ruleset, as_of=as_of, unit=unit)


def _by_post(
    results: Iterable[ScreeningResult],
) -> dict[str, dict[str, ScreeningResult]]:
    """Return the results by post and screener; those of several texts of a post are joined."""
    found: dict[str, dict[str, ScreeningResult]] = {}
    for result in results:
        of_post = found.setdefault(result.text_id, {})
        earlier = of_post.get(result.screener_id)
        of_post[result.screener_id] = (
            result
            if earlier is None
            else evolve(
                result,
                looked_for=earlier.looked_for & result.looked_for,
                hits=(*earlier.hits, *result.hits),
            )
        )
    return found


def _latest(decisions: Iterable[Decision], as_of: DateTime) -> dict[str, dict[str, Decision]]:
    """Return the decisions that stand at *as_of*, by post and label."""
    standing: dict[str, dict[str, Decision]] = {}
    for decision in decisions:
        if decision.decided_at > as_of:
            continue
        of_post = standing.setdefault(decision.post_id, {})
        earlier = of_post.get(decision.label)
        if earlier is None or decision.decided_at >= earlier.decided_at:
            of_post[decision.label] = decision
    return standing


def _settled(
    post: Post,
    found: Mapping[str, ScreeningResult],
    decided: Mapping[str, Decision],
    wanted: Iterable[str],
) -> Post:
    """Return *post* with each of the *wanted* labels present, absent or marked as open."""
    if post.labels is None and not found and not decided:
        return post  # nobody looked
    labels = set(post.labels or ())
    for label in wanted:
        holds = _holds(label, post, found, decided)
        labels.discard(label)
        if holds is not False:
            labels.add(label if holds else f"{OPEN}{label}")
    return evolve(post, labels=frozenset(labels))


def _holds(
    label: str,
    post: Post,
    found: Mapping[str, ScreeningResult],
    decided: Mapping[str, Decision],
) -> bool | None:
    """Return whether the post deserves *label*; None when that is open."""
    plain, _, screener_id = label.rpartition("@") if "@" in label else (label, "", "")
    decision = decided.get(plain)
    if decision is not None:
        return decision.holds
    if post.labels is not None:
        return plain in post.labels
    result = found.get(screener_id)
    return plain in result.labels if result and plain in result.looked_for else None
