"""The audit of frames: what it comes to, as frames of the caller's own kind or as a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Final

import polars as pl
from attrs import define, field

from govmedia_rules.conditions.fields import Table
from govmedia_rules.errors import UnknownNameError
from govmedia_rules.evaluation.waivers import WaiverBook
from govmedia_rules.findings import Report
from govmedia_rules.frames.accounting import exclusions, inspected, rule_runs, tables_read
from govmedia_rules.frames.engines import collected
from govmedia_rules.frames.intake import Frame
from govmedia_rules.frames.judging import FAIL
from govmedia_rules.frames.kinds import returned
from govmedia_rules.frames.offenders import NewestOf, with_ids
from govmedia_rules.frames.overviews import (
    AuditOverview,
    first_to_mend,
    outcome_counts,
    verdict_counts,
)
from govmedia_rules.frames.passes import newest_ids
from govmedia_rules.frames.reporting import findings_of
from govmedia_rules.frames.runs import FramesRun
from govmedia_rules.frames.subjects import peers_marked_any
from govmedia_rules.frames.tables import (
    evidence_table,
    findings_table,
    leaves_table,
    missing_table,
    rules_table,
)
from govmedia_rules.frames.tidy import EVIDENCE, FINDINGS, MISSING
from govmedia_rules.frames.verdicts import verdicts_table
from govmedia_rules.frames.waiving import with_waivers
from govmedia_rules.rules import RuleSet, competing_rules
from govmedia_rules.text import Text

__all__ = ["FINDINGS_TABLES", "FrameAudit", "audit_frames"]

FINDINGS_TABLES: Final = ("findings", "evidence", "leaves", "missing", "verdicts", "rules")
"""The tables that an audit comes to."""


def audit_frames(  # noqa: PLR0913 -- one for each table, and what to judge them by
    accounts: Frame,
    posts: Frame | None = None,
    *,
    ruleset: RuleSet,
    as_of: str | datetime,
    messages: Frame | None = None,
    units: Frame | None = None,
    attestations: Frame | None = None,
    waivers: Frame | None = None,
    evidence_limit: int = 10,
    verify_ids: bool = False,
) -> FrameAudit:
    """
    Judge a portfolio in data frames by a rule set as of a moment.

    Any kind of frame will do that narwhals knows, eager or lazy; the columns are those of
    the column contract. Posts and messages are read by the engine they come with; of
    accounts and units, which are few, everything is held in memory.

    Parameters:
        accounts: the accounts.

        posts: their posts; None when nobody supplied any.

        ruleset: the rules.

        as_of: the monitoring moment (监测时间点), with its offset from UTC.

        messages: the messages to them; None when nobody supplied any.

        units: the units; None when nobody supplied any.

        attestations: people's answers to what data cannot tell.

        waivers: documented exceptions.

        evidence_limit: how many ids of posts, messages or accounts a piece of evidence
            lists at most; their total is always given.

        verify_ids: whether to look for ids of posts and messages that stand for more
            than one row. An audit of objects always does; here it takes another pass and
            holds every id, so that it is asked for: once for each delivery of data, say.
            A row that is there twice counts twice. For 5.4 million posts that took 1.5
            seconds of processor time, and 0.6 to 0.9 GiB.

    Raises:
        RuleError: naming a rule that a function decides; functions run on objects only.
        FrameError: when the frames do not keep the column contract, naming every fault.
        MomentError: when *as_of* is naive or unreadable.
    """
    tables = {
        "units": units,
        "accounts": accounts,
        "posts": posts,
        "messages": messages,
        "attestations": attestations,
        "waivers": waivers,
    }
    run = FramesRun.of(tables, ruleset, as_of, evidence_limit, verify_ids=verify_ids)
    run.run()
    return FrameAudit(run, accounts if posts is None else posts)


@define(eq=False)
class FrameAudit:
    """
    What an audit of frames came to.

    The tables come in the kind of frame that the posts came in, or the accounts where
    there were no posts; all of them name a finding by rule, kind of subject and subject.
    """

    _run: FramesRun
    _like: Frame
    _waivers: WaiverBook = field(init=False)

    def __attrs_post_init__(self) -> None:
        run = self._run
        self._waivers = (
            WaiverBook.holding(
                run.waivers,
                frozenset(self._account_ids),
                frozenset(self._unit_ids),
                run.ruleset,
                run.as_of,
            )
            if run.waivers
            else WaiverBook(run.ruleset, run.as_of)
        )

    @property
    def findings(self) -> Frame:
        """Every finding, with rule, outcome, subject, how many rows it stands for, the waiver if any."""
        return self._returned("findings")

    @property
    def evidence(self) -> Frame:
        """What each finding rests on, one row for each leaf, with value, threshold and row ids."""
        return self._returned("evidence")

    @property
    def leaves(self) -> Frame:
        """What each leaf of each rule looks at, in words and as code, and its threshold and window."""
        return self._returned("leaves")

    @property
    def missing(self) -> Frame:
        """What each undetermined finding lacks, one row for each fact."""
        return self._returned("missing")

    @property
    def verdicts(self) -> Frame:
        """The inspection result of every account that existed at the moment."""
        return self._returned("verdicts")

    @property
    def rules(self) -> Frame:
        """How each rule fared."""
        return self._returned("rules")

    def in_polars(self, table: str) -> pl.DataFrame:
        """
        Return one of the tables in Polars, whatever kind of frame came in.

        Parameters:
            table: ``findings``, ``evidence``, ``leaves``, ``missing``, ``verdicts`` or
                ``rules``.

        Raises:
            UnknownNameError: when there is no such table.
        """
        run = self._run
        match table:
            case "findings":
                return findings_table(self._findings, run.ruleset)
            case "evidence":
                return evidence_table(self._evidence, run.ruleset)
            case "leaves":
                return leaves_table(run)
            case "missing":
                return missing_table(self._missing, run)
            case "verdicts":
                return verdicts_table(self._findings, self._inspected, run.ruleset)
            case "rules":
                return rules_table(rule_runs(run))
        raise UnknownNameError("table", table, FINDINGS_TABLES)

    @property
    def notices(self) -> tuple[Text, ...]:
        """What the reader should know besides, such as a waiver that did nothing."""
        run = self._run
        self._waivers.use(self._findings["waiver_id"].drop_nulls().unique())
        answers = run.answers.notices(self._account_ids, self._unit_ids, run.ruleset)
        competing = (each.notice for each in competing_rules(run.ruleset.in_force(run.as_of)))
        return (*self._waivers.notices(), *answers, *competing)

    def to_report(self) -> Report:
        """Return the same report as :func:`govmedia_rules.audit` gives of the same facts."""
        marked = self._inspected
        return self._report(
            _ordered(self._findings),
            self._evidence,
            inspected=marked.filter("is_inspected")["account_id"],
            not_inspected=marked.filter(~pl.col("is_inspected"))["account_id"],
        )

    def overview(self, subjects: int = 20) -> AuditOverview:
        """
        Return counts, and the findings of a few accounts and units alone.

        Where there are hundreds of thousands of findings this is what a page has room for.

        Parameters:
            subjects: of how many accounts and units the findings are wanted.
        """
        run = self._run
        findings, to_mend = first_to_mend(self._findings, run.ruleset, subjects)
        numbers = run.owners.is_in(findings["owner"].implode()).arg_true().implode()
        evidence = [
            part.filter(pl.col("owner_number").is_in(numbers)) for part in self._bare_evidence
        ]
        marked = self._inspected.join(findings.select("account_id"), on="account_id", how="semi")
        outcomes, waived = outcome_counts(self._findings)
        return AuditOverview(
            verdicts=verdict_counts(self.in_polars("verdicts")),
            outcomes=outcomes,
            waived=waived,
            to_mend=to_mend,
            first=self._report(
                findings,
                with_ids(evidence, run.tidy.sets, run.owners, _newest_by_stage(run)),
                inspected=marked.filter("is_inspected")["account_id"],
                not_inspected=marked.filter(~pl.col("is_inspected"))["account_id"],
            ),
        )

    def _report(
        self,
        findings: pl.DataFrame,
        evidence: pl.DataFrame,
        *,
        inspected: Iterable[str],
        not_inspected: Iterable[str],
    ) -> Report:
        run = self._run
        return Report(
            as_of=run.as_of,
            ruleset_id=run.ruleset.id,
            ruleset_fingerprint=run.ruleset.fingerprint,
            findings=tuple(findings_of(findings, evidence, self._missing, run, self._waivers)),
            rules=rule_runs(run),
            tables=tables_read(run),
            inspected=tuple(inspected),
            not_inspected=tuple(not_inspected),
            accounts_without_unit=self._without_unit(),
            exclusions=exclusions(run),
            notices=self.notices,
        )

    def _returned(self, table: str) -> Frame:
        return returned(self.in_polars(table), self._like)

    def _without_unit(self) -> int:
        units = self._run.units["id"]
        return int((~self._run.wide["unit_id"].is_in(units.implode())).fill_null(value=True).sum())

    @cached_property
    def _account_ids(self) -> pl.Series:
        return self._run.accounts["id"]

    @cached_property
    def _unit_ids(self) -> pl.Series:
        named = self._run.accounts["unit_id"].drop_nulls()
        return pl.concat([self._run.units["id"], named]).unique()

    @cached_property
    def _inspected(self) -> pl.DataFrame:
        return inspected(self._run)

    @cached_property
    def _findings(self) -> pl.DataFrame:
        tidy = pl.concat(_worked_out(self._run.tidy.findings, FINDINGS), how="diagonal")
        return with_waivers(tidy, self._waivers, self._run.ruleset)

    @cached_property
    def _missing(self) -> pl.DataFrame:
        return pl.concat(_worked_out(self._run.tidy.missing, MISSING), how="diagonal")

    @cached_property
    def _bare_evidence(self) -> list[pl.DataFrame]:
        return _worked_out(self._run.tidy.evidence, EVIDENCE)

    @cached_property
    def _evidence(self) -> pl.DataFrame:
        run = self._run
        return with_ids(self._bare_evidence, run.tidy.sets, run.owners, _newest_by_stage(run))


def _ordered(findings: pl.DataFrame) -> pl.DataFrame:
    """Return findings in the order of reports: by account, then unit; by rule; failures first."""
    return findings.sort(
        pl.col("subject_kind") == "unit", "owner", "position", pl.col("code") > FAIL, "subject_id"
    )


def _newest_by_stage(run: FramesRun) -> Mapping[str, NewestOf]:
    def of_table(table: Table) -> NewestOf:
        stage = run.stages[table]
        return lambda owners: stage.newest(owners, run.limit)

    def of_peers(name: str, frame: pl.DataFrame) -> NewestOf:
        book, reader = run.peer_books[name]

        def newest(owners: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
            anyone = pl.concat(owners.values()).unique()
            asked = frame.join(anyone, on="owner", how="semi")
            rows = collected(peers_marked_any(asked, book, reader, run.subjects, [*owners]))
            return newest_ids(rows, owners, run.limit)

        return newest

    return {
        "posts": of_table(Table.POSTS),
        "messages": of_table(Table.MESSAGES),
        "accounts": of_peers("accounts", run.wide),
        "units": of_peers("units", run.wide_units),
    }


def _worked_out(parts: list[pl.LazyFrame], schema: Mapping[str, Any]) -> list[pl.DataFrame]:
    return [pl.DataFrame(schema=dict(schema)), *pl.collect_all(parts)]
