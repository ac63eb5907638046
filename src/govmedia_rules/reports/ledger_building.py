"""A ledger from a report, with what people wrote into an earlier one carried over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from attrs import evolve, frozen

from govmedia_rules.conditions.words import in_words
from govmedia_rules.errors import InvalidValueError
from govmedia_rules.findings import Evidence, Finding, Outcome, Report, Suppression
from govmedia_rules.models import Portfolio, Subject
from govmedia_rules.moments import day_of
from govmedia_rules.reports.labels import SEVERITIES, outcome_label
from govmedia_rules.reports.ledger import Ledger, LedgerRow, LedgerState, Recheck
from govmedia_rules.reports.ledger_facts import facts_of
from govmedia_rules.reports.ledger_rechecks import UNDECIDED, Rechecks
from govmedia_rules.reports.wording import clauses, evidence_words, missing_words
from govmedia_rules.text import Language, Text

__all__ = ["LONGEST_PERIOD", "rectification_ledger"]

LONGEST_PERIOD: Final = 3_650
"""The longest period for rectification, in days."""

_OPEN: Final = frozenset({Outcome.FAIL, *UNDECIDED})
_SETTLED: Final = frozenset({Recheck.GONE, Recheck.NOT_APPLICABLE})
_COLON: Final = Text(zh="：", en=": ")
_LAST: Final = float("inf")


def rectification_ledger(
    report: Report,
    *,
    portfolio: Portfolio | None = None,
    unit_names: Mapping[str, str] | None = None,
    earlier: Ledger | None = None,
    rectification_days: int | None = None,
    includes_undetermined: bool = False,
    language: Language | str = Language.ZH,
) -> Ledger:
    """
    Return the rectification ledger (整改台账) of *report*: one row per failure.

    With an *earlier* ledger its rows stay, all of them, with their numbers, states, due days,
    remarks and added columns; those that the report finds again are brought up to date, the
    others say whether they are gone or nobody looked. What is new comes after them. Making
    a ledger from the same report once more changes nothing.

    Parameters:
        report: the report.

        portfolio: what was audited. It has the names of the sponsors and the platforms, and
            tells which units, posts and messages of earlier rows were looked at.

        unit_names: names of units by id, where the portfolio has none.

        earlier: the ledger so far, as somebody filled it in.

        rectification_days: how many days after the monitoring moment's day, in Shanghai,
            a failure is due to be rectified. The inspection indicators and the Opinion name
            no such period, so that none is assumed: without it the due day stays empty.

        includes_undetermined: whether findings that are undetermined, and those of rules
            that crashed, get rows too.

        language: the language of the words; headings have both.

    Raises:
        InvalidValueError: when the period is not one of 1 to 3,650 days, when the earlier
            ledger has days after the monitoring moment, or when two findings of the report
            have one fingerprint.

        UnknownNameError: when the language is not known.
    """
    chosen = Language(Text(zh="zh", en="en").in_language(language))
    _check_days(rectification_days)
    on = day_of(report.as_of)
    kept = () if earlier is None else tuple(earlier.rows)
    _check_order(kept, on)
    listed = _listed(report, includes_undetermined)
    rows = _Rows(
        _Writer(
            names=_unit_names(portfolio, unit_names),
            platforms={} if portfolio is None else {a.id: a.platform for a in portfolio.accounts},
            on=on,
            due_on=None if rectification_days is None else on + timedelta(days=rectification_days),
            language=chosen,
        ),
        _in_order(kept),
        listed,
        _found_again(kept, report),
        Rechecks.of(report, portfolio, kept),
    )
    return Ledger(
        rows=rows,
        extra_headings=() if earlier is None else earlier.extra_headings,
        language=chosen,
        as_of=report.as_of,
        facts=facts_of(report, rectification_days, includes_undetermined=includes_undetermined),
    )


def _check_days(days: int | None) -> None:
    if days is not None and not (type(days) is int and 1 <= days <= LONGEST_PERIOD):
        raise InvalidValueError(
            owner="Ledger",
            owner_id=None,
            field="rectification_days",
            value=days,
            expected=f"a number of days from 1 to {LONGEST_PERIOD:,}, or None",
        )


def _check_order(kept: Iterable[LedgerRow], on: date) -> None:
    """Refuse a report that is older than the ledger: it would turn the history round."""
    latest = max(
        (
            day
            for row in kept
            for day in (row.first_found_on, row.last_found_on, row.rechecked_on)
            if day is not None
        ),
        default=on,
    )
    if latest > on:
        raise InvalidValueError(
            owner="Report",
            owner_id=None,
            field="as_of",
            value=on.isoformat(),
            expected=f"a day not before {latest.isoformat()}, up to which the earlier ledger goes",
        )


def _listed(report: Report, includes_undetermined: bool) -> dict[str, Finding]:
    """Return the findings that get rows, by fingerprint, in the order of the report."""
    outcomes = {Outcome.FAIL, *(UNDECIDED if includes_undetermined else ())}
    listed: dict[str, Finding] = {}
    for finding in report.findings:
        if finding.outcome not in outcomes:
            continue
        fingerprint = finding.fingerprint
        if fingerprint in listed:
            raise InvalidValueError(
                owner="Report",
                owner_id=None,
                field="findings",
                value=fingerprint,
                expected=(
                    f"one finding of the rule {finding.rule_id} about {finding.subject.kind}"
                    f" {finding.subject.id}; there are several"
                ),
            )
        listed[fingerprint] = finding
    return listed


def _found_again(kept: Iterable[LedgerRow], report: Report) -> dict[str, Finding]:
    """Return the findings about rows of the earlier ledger, by fingerprint."""
    known = {row.fingerprint for row in kept}
    if not known:
        return {}
    return {
        fingerprint: finding
        for finding in report.findings
        if finding.outcome in _OPEN and (fingerprint := finding.fingerprint) in known
    }


def _unit_names(
    portfolio: Portfolio | None, unit_names: Mapping[str, str] | None
) -> dict[str, str]:
    names = dict(unit_names or {})
    for unit in () if portfolio is None else portfolio.units or ():
        if unit.name is not None:
            names[unit.id] = unit.name
    return names


def _in_order(kept: tuple[LedgerRow, ...]) -> tuple[LedgerRow, ...]:
    """
    Return the rows of the earlier ledger by their numbers, whatever order people left them in.

    A number that another row has already, or that is missing, is given anew, after the others.
    """
    ordered = sorted(
        kept, key=lambda row: (_LAST if row.number is None else row.number, row.fingerprint)
    )
    highest = max((row.number for row in kept if row.number is not None), default=0)
    numbered: list[LedgerRow] = []
    renumbered: list[LedgerRow] = []
    taken: set[int] = set()
    for row in ordered:
        if row.number is None or row.number in taken:
            highest += 1
            renumbered.append(evolve(row, number=highest))
        else:
            taken.add(row.number)
            numbered.append(row)
    return (*numbered, *renumbered)


@frozen(eq=False)
class _Writer:
    """Turns findings into rows, and brings earlier rows up to date."""

    names: Mapping[str, str]
    platforms: Mapping[str, str]
    on: date
    due_on: date | None
    language: Language

    def updated(self, row: LedgerRow, finding: Finding) -> LedgerRow:
        """Return *row* as *finding* makes it; what people write in it stays."""
        say, subject = self._say, finding.subject
        platform = self.platforms.get(subject.account_id or "")
        is_account, is_unit = subject.kind is Subject.ACCOUNT, subject.kind is Subject.UNIT
        unit_id = subject.unit_id or (subject.id if is_unit else None)
        account_name = subject.name if is_account else subject.account_name
        written = evolve(
            row,
            sponsor_name=self.names.get(unit_id or "")
            or (is_unit and subject.name)
            or unit_id
            or "",
            sponsor_id=unit_id or "",
            account_name=account_name or subject.account_id or "",
            account_id=subject.account_id or "",
            platform="" if platform is None else say(in_words(platform)),
            subject_kind=subject.kind,
            subject_id=subject.id,
            # Accounts and units stand in columns of their own already.
            subject_name="" if is_account or is_unit else subject.name or subject.id,
            problem=self._problem(finding),
            clauses="\n".join(clauses(finding.citations)),
            evidence=self._evidence(finding),
            remedy="" if finding.remedy is None else say(finding.remedy),
            outcome=say(outcome_label(finding)),
            severity=say(SEVERITIES[finding.severity]),
            rule_id=finding.rule_id,
            fingerprint=finding.fingerprint,
            recheck_note="",
        )
        if finding.outcome is not Outcome.FAIL:
            return evolve(written, recheck=Recheck.UNDETERMINED)
        is_due = not finding.is_suppressed  # what is waived has no day and no state to begin with
        return evolve(
            written,
            first_found_on=row.first_found_on or self.on,
            last_found_on=self.on,
            rechecked_on=self.on,
            recheck=self._recheck_of_failure(row),
            due_on=row.due_on or (self.due_on if is_due else None),
            state=row.state or (LedgerState.TO_RECTIFY if is_due else ""),
        )

    def undecided(self, row: LedgerRow, finding: Finding) -> LedgerRow:
        """Return *row*, about which the report cannot tell, with the reason."""
        note = self._say(missing_words(finding.missing)) if finding.missing else ""
        if finding.outcome is Outcome.ERROR:
            note = self._say(outcome_label(finding))
        return evolve(row, recheck=Recheck.UNDETERMINED, recheck_note=note)

    def not_found(self, row: LedgerRow, rechecks: Rechecks) -> LedgerRow:
        """Return *row*, for which the report has no finding."""
        recheck, note = rechecks.of_row(row)
        if recheck is Recheck.NOT_RECHECKED and row.recheck in _SETTLED:
            return row  # what an earlier audit saw stands while nobody looks
        return evolve(
            row,
            recheck=recheck,
            recheck_note="" if note is None else self._say(note),
            rechecked_on=self.on if recheck in _SETTLED else row.rechecked_on,
        )

    def _recheck_of_failure(self, row: LedgerRow) -> Recheck:
        first, last, rechecked = row.first_found_on, row.last_found_on, row.rechecked_on
        if first is None:
            return Recheck.NEW
        if row.recheck in _SETTLED or (last and rechecked and rechecked > last):
            return Recheck.RETURNED
        if last == self.on and row.recheck is Recheck.RETURNED:
            return Recheck.RETURNED  # the same audit once more
        return Recheck.NEW if first == self.on else Recheck.PERSISTS

    def _problem(self, finding: Finding) -> str:
        title, message = self._say(finding.title), self._say(finding.message)
        lines = [f"{title}{self._say(_COLON)}{message}"]
        if finding.suppression is not None:
            lines.append(self._say(_waiver_words(finding.suppression)))
        if finding.error is not None:
            lines.append(finding.error)
        return "\n".join(lines)

    def _evidence(self, finding: Finding) -> str:
        pieces = [self._say(_evidence_with_ids(piece)) for piece in finding.evidence]
        if finding.missing:
            pieces.append(self._say(missing_words(finding.missing)))
        return "\n".join(pieces)

    def _say(self, text: Text) -> str:
        return text.in_language(self.language)


def _waiver_words(waiver: Suppression) -> Text:
    parts = (waiver.authority, waiver.document, waiver.reason)
    zh, en = f"已豁免：{'，'.join(parts)}", f"waived: {', '.join(parts)}"
    if waiver.expires_at is not None:
        ends = f"{waiver.expires_at:%Y-%m-%d %H:%M:%S}"
        zh, en = f"{zh}，至{ends}", f"{en}, until {ends}"
    return Text(zh=zh, en=en)


def _evidence_with_ids(evidence: Evidence) -> Text:
    words = evidence_words(evidence)
    if not evidence.ids:
        return words
    more = evidence.ids_total - len(evidence.ids)
    zh, en = "、".join(evidence.ids), ", ".join(evidence.ids)
    if more > 0:
        zh, en = f"{zh}等{evidence.ids_total:,}条", f"{en} and {more:,} more"
    return Text(zh=f"{words.zh}[{zh}]", en=f"{words.en} [{en}]")


@frozen(eq=False)
class _Rows(Collection[LedgerRow]):
    """The rows of a ledger, made while somebody goes through them: a hundred thousand take no room."""

    writer: _Writer
    kept: tuple[LedgerRow, ...]
    listed: Mapping[str, Finding]
    found_again: Mapping[str, Finding]
    rechecks: Rechecks

    def __len__(self) -> int:
        again = sum(fingerprint in self.listed for fingerprint in self.found_again)
        return len(self.kept) + len(self.listed) - again

    def __contains__(self, row: object) -> bool:
        return any(each == row for each in self)

    def __iter__(self) -> Iterator[LedgerRow]:
        number = 0
        for row in self.kept:
            number = max(number, row.number or 0)
            yield self._carried(row)
        for fingerprint, finding in self.listed.items():
            if fingerprint not in self.found_again:
                number += 1
                yield self.writer.updated(LedgerRow(number=number), finding)

    def _carried(self, row: LedgerRow) -> LedgerRow:
        if not row.fingerprint:
            return row  # something that people entered themselves
        finding = self.found_again.get(row.fingerprint)
        if finding is None:
            return self.writer.not_found(row, self.rechecks)
        if finding.outcome in UNDECIDED and row.first_found_on is not None:
            # What it failed by stays to be read.
            return self.writer.undecided(row, finding)
        return self.writer.updated(row, finding)
