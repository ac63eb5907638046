"""One run of a rule set over data frames: what rules read is counted, judged and tabled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Final

import narwhals.stable.v2 as nw
import polars as pl
from attrs import define, field
from pendulum import DateTime

from govmedia_rules.conditions.expressions import Aggregate, Field
from govmedia_rules.conditions.fields import FieldSpec, Table
from govmedia_rules.errors import RuleError
from govmedia_rules.evaluation.leaves import LeafPlan
from govmedia_rules.evaluation.plans import RulePlan, in_force_at
from govmedia_rules.frames.aggregates import AggregateFacts
from govmedia_rules.frames.answers import Answers
from govmedia_rules.frames.columns import TABLES, sources_of
from govmedia_rules.frames.facts import FactBook
from govmedia_rules.frames.folded import FoldedRule
from govmedia_rules.frames.intake import Frame, FrameError, Source, local_table, take_in
from govmedia_rules.frames.judging import FAIL, LeafColumns, asks_for_any, code_of
from govmedia_rules.frames.rails import Rails
from govmedia_rules.frames.readers import Reader
from govmedia_rules.frames.row_checks import repeated_ids, row_problems
from govmedia_rules.frames.row_rules import RowRule
from govmedia_rules.frames.row_stage import RowStage
from govmedia_rules.frames.statements import check_attestations, waivers_of
from govmedia_rules.frames.subjects import Subjects, with_peers, with_tests
from govmedia_rules.frames.tidy import RowSets, TidyFindings
from govmedia_rules.models import Subject, Waiver
from govmedia_rules.moments import moment
from govmedia_rules.rules import RuleSet

__all__ = ["FramesRun"]

_FEW: Final = 5_000
_ROW_TABLES: Final = {Subject.POST: Table.POSTS, Subject.MESSAGE: Table.MESSAGES}
_PREFIXES: Final = {Table.POSTS: "p", Table.MESSAGES: "m"}


@define(eq=False)
class FramesRun:
    """
    One audit of frames, from the tables to the tables of findings.

    Parameters:
        ruleset: the rules.

        as_of: the monitoring moment.

        sources: the tables as supplied.

        answers: people's answers to questions.

        waivers: the documented exceptions.

        accounts, units: the small tables, whole.
    """

    ruleset: RuleSet
    as_of: DateTime
    sources: Mapping[str, Source]
    answers: Answers
    waivers: tuple[Waiver, ...]
    accounts: pl.DataFrame
    units: pl.DataFrame
    limit: int
    plans: tuple[RulePlan, ...] = field(init=False)
    in_force: tuple[bool, ...] = field(init=False)
    tidy: TidyFindings = field(init=False)
    stages: dict[Table, RowStage] = field(init=False)
    folded: list[FoldedRule] = field(factory=list, init=False)
    wide: pl.DataFrame = field(init=False)
    wide_units: pl.DataFrame = field(init=False)
    subjects: Subjects = field(init=False)
    account_reader: Reader = field(init=False)
    unit_reader: Reader = field(init=False)
    rows_held: dict[Table, int] = field(factory=dict, init=False)
    peer_books: dict[str, tuple[FactBook, Reader]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.plans = tuple(RulePlan.of(rule) for rule in self.ruleset)
        self.in_force = in_force_at(self.plans, self.as_of)
        self.tidy = TidyFindings(RowSets(), self._leaf_plans())
        self.stages = {
            table: RowStage(table, self.sources.get(table.value), self.as_of, prefix)
            for table, prefix in _PREFIXES.items()
        }
        self.peer_books = {
            name: (FactBook(Table.ACCOUNTS, Rails(self.as_of, reader, nw), prefix), reader)
            for name, prefix in (("accounts", "q"), ("units", "w"))
            for reader in (Reader(nw),)
        }
        self.account_reader = Reader(pl, self._account_facts)
        self.unit_reader = Reader(pl, self._unit_facts)
        self.subjects = Subjects(self.accounts, self.units, self.answers, self.as_of)

    @classmethod
    def of(
        cls,
        tables: Mapping[str, Frame | None],
        ruleset: RuleSet,
        as_of: str | datetime,
        limit: int,
        *,
        verify_ids: bool,
    ) -> FramesRun:
        """
        Return the audit of *tables*, once they were checked.

        Raises:
            RuleError: when a function decides a rule.
            FrameError: when the tables do not keep the column contract.
        """
        for rule in ruleset:
            if rule.check is not None:
                raise RuleError(
                    "a function decides it, which runs on objects only; leave it out with"
                    f" without({rule.id!r}), or use audit()",
                    rule_id=rule.id,
                )
        at = moment(as_of)
        problems: list[str] = []
        sources: dict[str, Source] = {}
        for table in TABLES:
            native = tables.get(table)
            source = None if native is None else take_in(table, native, problems)
            if source is not None:
                sources[table] = source
        if problems:
            raise FrameError(problems)
        wanted = _columns_wanted(ruleset)
        small = {
            table: local_table(table, sources.get(table), problems, wanted.get(table))
            for table in ("units", "accounts", "attestations", "waivers")
        }
        check_attestations(small["attestations"], problems)
        waivers = waivers_of(small["waivers"], problems)
        for table in ("posts", "messages"):
            if verify_ids and table in sources:
                problems += repeated_ids(sources[table])
        if problems:
            raise FrameError(problems)
        accounts, units = small["accounts"], small["units"]
        answers = Answers(small["attestations"], at)
        return cls(ruleset, at, sources, answers, waivers, accounts, units, limit)

    def _leaf_plans(self) -> dict[int, dict[int, LeafPlan]]:
        return {
            position: {
                number: LeafPlan.of(leaf, plan, self.as_of)
                for number, leaf in enumerate(plan.leaves)
            }
            for position, plan in enumerate(self.plans)
        }

    def _account_facts(self, aggregate: Aggregate) -> AggregateFacts:
        if aggregate.rows.table is Table.ACCOUNTS:
            return self.peer_books["accounts"][0].facts(aggregate)
        table = Table.MESSAGES if aggregate.rows.table is Table.MESSAGES else Table.POSTS
        return self.stages[table].book.facts(aggregate)

    def _unit_facts(self, aggregate: Aggregate) -> AggregateFacts:
        return self.peer_books["units"][0].facts(aggregate)

    def _bound(self, *subjects: Subject) -> list[tuple[int, RulePlan]]:
        return [
            (position, plan)
            for position, plan in enumerate(self.plans)
            if self.in_force[position] and plan.rule.subject in subjects
        ]

    def run(self) -> None:
        """Judge everything; the findings are then in :attr:`tidy`, not yet worked out."""
        leaves = LeafColumns(Rails(self.as_of, self.account_reader, pl))
        for _, plan in self._bound(Subject.ACCOUNT):
            leaves.enter(plan)
        rails = leaves.read()
        codes = {position: code_of(plan, rails) for position, plan in self._bound(Subject.ACCOUNT)}
        for position, plan in self._bound(Subject.POST, Subject.MESSAGE):
            stage = self.stages[_ROW_TABLES[plan.rule.subject]]
            rule = RowRule(position, plan, stage.book)
            folded = FoldedRule(rule, rails, *rule.enter())
            folded.scope()
            folded.unseen()
            self.folded.append(folded)
        self.wide = self._wide_accounts(leaves, codes)
        self._judge_units()
        for position, plan in self._bound(Subject.ACCOUNT):
            hits, told = _hits(self.wide, position)
            self.tidy.add(hits, plan, position, rails, ACCOUNT_KEY, _STAGES_OF_ACCOUNTS, codes=told)
        for folded in self.folded:
            folded.add_open(self.tidy, self.wide.lazy(), ACCOUNT_KEY)
            self._add_failed(folded)

    @cached_property
    def owners(self) -> pl.Series:
        """The ids of all accounts, and then of all units, by the number that tables give them."""
        return pl.concat([self.wide["account_id"], self.wide_units["unit_id"].alias("account_id")])

    def _specs_beside(self) -> Iterable[FieldSpec]:
        """Return every field of accounts and units that is asked anywhere about an account."""
        readers = [self.account_reader, self.peer_books["accounts"][1]]
        readers += [stage.reader for stage in self.stages.values()]
        found = {name: spec for reader in readers for name, spec in reader.specs.items()}
        return found.values()

    def _wide_accounts(self, leaves: LeafColumns, codes: Mapping[int, pl.Expr]) -> pl.DataFrame:
        frame = self.subjects.accounts(self._specs_beside()).with_columns(
            owner=pl.col("account_id"),
            posts_complete=pl.col("has_all_posts").fill_null("posts" in self.sources),
            messages_complete=pl.col("has_all_messages").fill_null("messages" in self.sources),
            accounts_complete=pl.col("unit_id").is_not_null(),
        )
        frame = with_tests(frame, self.account_reader)
        problems: list[str] = []
        for table, stage in self.stages.items():
            stage.beside(frame)
            self._mark_doubts(stage, frame)
            counts = stage.passed(self._sets_shown(stage), self.limit)
            frame = _with_counts(frame, counts, stage.book.values)
            held, taken = (int(each[f"rows_all_{table.value}"].sum()) for each in (counts, frame))
            owners = None if taken == held else self.accounts["id"]
            problems += row_problems(table.value, counts, owners, stage.checked)
            self.rows_held[table] = held
        if problems:
            raise FrameError(problems)
        frame = with_peers(frame, *self.peer_books["accounts"], self.subjects)
        return _coded(frame.with_row_index("owner_number"), leaves, codes)

    def _judge_units(self) -> None:
        leaves = LeafColumns(Rails(self.as_of, self.unit_reader, pl))
        plans = self._bound(Subject.UNIT)
        for _, plan in plans:
            leaves.enter(plan)
        rails = leaves.read()
        codes = {position: code_of(plan, rails) for position, plan in plans}
        book, reader = self.peer_books["units"]
        specs = {**self.unit_reader.specs, **reader.specs}
        frame = self.subjects.units(specs.values()).with_columns(
            owner=pl.col("unit_id"), accounts_complete=pl.lit(value=True)
        )
        frame = with_peers(frame, book, reader, self.subjects)
        frame = with_tests(frame, self.unit_reader)
        frame = frame.with_row_index("owner_number", offset=len(self.wide))
        self.wide_units = _coded(frame, leaves, codes)
        for position, plan in plans:
            hits, told = _hits(self.wide_units, position)
            self.tidy.add(hits, plan, position, rails, UNIT_KEY, _STAGES_OF_UNITS, codes=told)

    def _sets_shown(self, stage: RowStage) -> list[str]:
        """Return the marks of all sets of rows that evidence may show."""
        marks: list[str] = []
        for position, plan in self._bound(Subject.ACCOUNT):
            for number, leaf in self.tidy.leaves[position].items():
                if leaf.counted is None:
                    continue
                facts = self.account_reader.facts(leaf.counted)
                if facts.rows.table in stage.tables:
                    if not facts.rows.is_sure:
                        marks.append(facts.rows.undecided)
                    if not asks_for_any(plan, number):
                        marks.append(facts.rows.certain)
        for folded in self.folded:
            if folded.rule.book is stage.book:
                marks += [folded.rule.stays_open, folded.rows_in_doubt]
        return list(dict.fromkeys(marks))

    def _mark_doubts(self, stage: RowStage, accounts: pl.DataFrame) -> None:
        """Mark the rows of accounts of which nobody knows whether rules bind them."""
        for folded in self.folded:
            mark = folded.rows_in_doubt
            if folded.rule.book is not stage.book or mark == folded.rule.may_bind:
                continue
            if mark in stage.book.marks:
                continue
            owners = accounts.filter(folded.scope_asked_anew().unknown)["account_id"]
            exists = nw.col("is_there")
            # Where they are many, whoever asks for the rows of an account names it.
            if len(owners) <= _FEW:
                flag = f"{mark}_flag"
                stage.flags[flag] = owners
                exists = exists & nw.col(flag)
            stage.book.mark(mark, exists)

    def _add_failed(self, folded: FoldedRule) -> None:
        rule = folded.rule
        stage = self.stages[rule.book.table]
        failed = stage.failing
        if failed is None or not len(failed):
            return
        owners = self.wide.lazy().filter(folded.scope().certain)
        rows = (
            failed.lazy()
            .filter(pl.col(rule.fails))
            .join(
                owners.select("account_id", "owner_number", "unit_id", account_name="name"),
                on="account_id",
            )
        )
        key = {**ROW_KEY, "subject_kind": pl.lit(str(rule.plan.rule.subject))}
        rails = Rails(self.as_of, Reader(pl), pl)
        folded.add_failed(self.tidy, rows, rails, key)


ACCOUNT_KEY: Final[Mapping[str, pl.Expr]] = {
    "subject_kind": pl.lit("account"),
    "subject_id": pl.col("account_id"),
    "owner": pl.col("account_id"),
    "owner_number": pl.col("owner_number"),
    "account_id": pl.col("account_id"),
    "unit_id": pl.col("unit_id"),
    "name": pl.col("name"),
}
UNIT_KEY: Final[Mapping[str, pl.Expr]] = {
    "subject_kind": pl.lit("unit"),
    "subject_id": pl.col("unit_id"),
    "owner": pl.col("unit_id"),
    "owner_number": pl.col("owner_number"),
    "unit_id": pl.col("unit_id"),
    "name": pl.col("name"),
}
ROW_KEY: Final[Mapping[str, pl.Expr]] = {
    "subject_id": pl.col("id"),
    "owner": pl.col("account_id"),
    "owner_number": pl.col("owner_number"),
    "account_id": pl.col("account_id"),
    "account_name": pl.col("account_name"),
    "unit_id": pl.col("unit_id"),
    "name": pl.col("title"),
}
_STAGES_OF_ACCOUNTS: Final[Mapping[Table, str]] = {
    Table.POSTS: "posts",
    Table.REMOVED_POSTS: "posts",
    Table.MESSAGES: "messages",
    Table.ACCOUNTS: "accounts",
}
_STAGES_OF_UNITS: Final[Mapping[Table, str]] = {Table.ACCOUNTS: "units"}


def _columns_wanted(ruleset: RuleSet) -> dict[str, set[str]]:
    """Return the columns of accounts and units that rules read, or that findings name."""
    wanted = {
        "accounts": {"name", "unit_id", "opened_at", "has_all_posts", "has_all_messages"},
        "units": {"name", "parent_id"},
    }
    tables = {"account": "accounts", "peer": "accounts", "unit": "units", "superior": "units"}
    for rule in ruleset:
        for condition in rule.conditions:
            for node in condition.walk():
                if isinstance(node, Field) and node.spec.root in tables:
                    wanted[tables[node.spec.root]].update(sources_of(node.spec))
    return wanted


def _hits(frame: pl.DataFrame, position: int) -> tuple[pl.LazyFrame, set[int]]:
    """Return the subjects about which a rule has findings, and the codes that any have."""
    own = f"code{position}"
    hits = frame.lazy().rename({own: "code"}).filter(pl.col("code") >= FAIL)
    return hits, set(frame[own].unique())


def _with_counts(
    frame: pl.DataFrame, counts: pl.DataFrame, values: Collection[str]
) -> pl.DataFrame:
    """Return accounts with what was counted of their rows: 0 where there are none, but for *values*."""
    filled = [
        pl.col(name).fill_null(0) for name in counts.columns if name not in {"account_id", *values}
    ]
    joined = frame.join(counts, on="account_id", how="left", maintain_order="left")
    return joined.with_columns(filled)


def _coded(frame: pl.DataFrame, leaves: LeafColumns, codes: Mapping[int, pl.Expr]) -> pl.DataFrame:
    """Return subjects with the leaves of rules, and what each rule comes to."""
    if not codes:
        return frame
    return (
        frame.lazy()
        .with_columns(leaves.written())
        .with_columns([code.alias(f"code{number}") for number, code in codes.items()])
        .collect()
    )
