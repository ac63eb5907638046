"""The pass over posts or messages: everything that rules ask of them, counted by account."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, cast

import narwhals.stable.v2 as nw
import polars as pl
from attrs import define, evolve, field
from pendulum import DateTime

from govmedia_rules.conditions.expressions import Field, Function
from govmedia_rules.conditions.fields import FieldSpec, Table
from govmedia_rules.frames.aggregates import AggregateFacts, count_of_existing
from govmedia_rules.frames.columns import Column, sources_of
from govmedia_rules.frames.counts import HALF, Counting
from govmedia_rules.frames.engines import collected
from govmedia_rules.frames.facts import FactBook
from govmedia_rules.frames.intake import Source
from govmedia_rules.frames.passes import Passed, Wanted, newest_ids
from govmedia_rules.frames.rails import Rails, micros
from govmedia_rules.frames.readers import Reader
from govmedia_rules.frames.row_checks import bad_column, bad_mark, checkable
from govmedia_rules.frames.values import column_of, row_value
from govmedia_rules.models import Post

__all__ = ["RowStage", "filled", "finished", "with_means"]

_LOOKED_AT: Final = 100_000
_SPARSE: Final = 0.3
"""Up to this share of its rows, what carries a mark is gathered while the table is counted."""
_LARGE: Final = 0.03
"""From this share on, the newest rows of a set are found in the pass, not afterwards."""
_MANY: Final = 3
"""So many sets that have more are gathered too, where the table is not too large."""
_GATED: Final = "is_past_the_gate"
_MAPPED: Final = "source_site"
_EXACT_HALF: Final = 2**20
"""Below this an upper half leaves the whole sum below 2⁵³, which floats hold exactly."""


@define(eq=False)
class RowStage:
    """
    One large table: the columns that rules take of its rows, and the passes that make them.

    Parameters:
        table: posts or messages.

        source: the table as supplied, or None.

        as_of: the moment.

        prefix: the beginning of the names of its columns.

    Attributes:
        flags: accounts whose rows are flagged, by the name of the flag.
    """

    table: Table
    source: Source | None
    as_of: DateTime
    prefix: str
    reader: Reader = field(init=False)
    book: FactBook = field(init=False)
    flags: dict[str, pl.Series] = field(factory=dict, init=False)
    _outer: pl.DataFrame | None = field(default=None, init=False)
    _passed: Passed | None = field(default=None, init=False)
    _gathered: frozenset[str] = field(default=frozenset(), init=False)

    def __attrs_post_init__(self) -> None:
        self.reader = Reader(nw)
        self.book = FactBook(self.table, Rails(self.as_of, self.reader, nw), self.prefix)
        self.book.count(f"rows_all_{self.table.value}", Counting.ROWS, "is_there")
        self.book.count(count_of_existing(self.table), Counting.MARKED, "is_there")
        self.book.count(f"rows_nameless_{self.table.value}", Counting.MARKED, "is_nameless")

    @property
    def tables(self) -> frozenset[Table]:
        """The tables whose rows it holds: removed posts are among the posts."""
        is_posts = self.table is Table.POSTS
        return frozenset({Table.POSTS, Table.REMOVED_POSTS} if is_posts else {self.table})

    @property
    def roots(self) -> frozenset[str]:
        """The names under which conditions mention a row of the table."""
        return (
            frozenset({"post", "removed"}) if self.table is Table.POSTS else frozenset({"message"})
        )

    @property
    def outer_specs(self) -> list[FieldSpec]:
        """The fields of accounts and units that are asked beside each row."""
        return [spec for spec in self.reader.specs.values() if spec.root not in self.roots]

    @property
    def _own_specs(self) -> list[FieldSpec]:
        """The fields of rows that are asked."""
        return [spec for spec in self.reader.specs.values() if spec.root in self.roots]

    def beside(self, outer: pl.DataFrame) -> None:
        """Take the accounts, by ``account_id``, with what is asked of them beside each row."""
        wanted = [column_of(spec) for spec in self.outer_specs]
        self._outer = outer.select("account_id", *wanted) if wanted else None

    @property
    def checked(self) -> list[Column]:
        """The columns that rules read and that can hold what no model holds."""
        if self.source is None:
            return []
        names = {name for spec in self._own_specs for name in sources_of(spec)}
        names &= self.source.names
        return checkable(self.table.value, names)

    def rows(self) -> nw.LazyFrame[Any]:
        """Return the rows with what is read of them, and the marks."""
        source = self.source
        assert source is not None  # noqa: S101 -- callers ask for rows of what was supplied
        own = self._own_specs
        names = {name for spec in own for name in sources_of(spec)}
        names |= {"id", "account_id", self.table.moment, "deleted_at", "title"}
        frame = source.prepared(names)
        if self._outer is not None:
            frame = source.engine.joined(frame, self._outer, "account_id")
        for name, owners in self.flags.items():
            frame = source.engine.with_flag(frame, owners, name)
        frame = self._with_sites(frame, own, source)
        values = [
            row_value(spec, source.names, self.as_of).alias(column_of(spec))
            for spec in own
            if not (spec.path[-1] == _MAPPED and "source" in source.names)
        ]
        nameless = nw.col("id").is_null().alias("is_nameless")
        moment = self.table.moment
        dated = nw.col(moment) if moment in source.names else nw.lit(None, nw.Int64)
        named = [] if "title" in source.names else [nw.lit(None, nw.String).alias("title")]
        checks = map(bad_mark, self.checked)
        frame = frame.with_columns(
            *values, *self._existence(source), nameless, dated.alias("came_at"), *named, *checks
        )
        frame = source.engine.with_tests(frame, list(self.reader.tests.values()))
        return self.book.marked(frame)

    def _with_sites(
        self, frame: nw.LazyFrame[Any], own: Iterable[FieldSpec], source: Source
    ) -> nw.LazyFrame[Any]:
        for spec in own:
            if spec.path[-1] == _MAPPED and "source" in source.names:
                frame = source.engine.with_mapped(frame, "source", column_of(spec), site_of)
        return frame

    def _existence(self, source: Source) -> list[nw.Expr]:
        """Return which rows exist at the moment: they had come to be, and were not deleted by then."""
        at = micros(self.as_of)
        came = nw.lit(True)
        if self.table.moment in source.names:
            came = (nw.col(self.table.moment) <= at).fill_null(True)
        if self.table is not Table.POSTS or "deleted_at" not in source.names:
            return [came.alias("is_there"), (came & nw.lit(False)).alias("is_removed")]
        deleted = (nw.col("deleted_at") <= at).fill_null(False)
        return [(came & ~deleted).alias("is_there"), (came & deleted).alias("is_removed")]

    def passed(self, sets: Sequence[str], limit: int) -> pl.DataFrame:
        """
        Pass over the table, and return the counts by account.

        Parameters:
            sets: the marks of the sets of which evidence may show the newest rows.

            limit: how many of these.
        """
        source, marks = self.source, self.book.fails
        if source is None:
            types = {**_types(self.book), **dict.fromkeys(map(_counted, marks), pl.Int64())}
            return pl.DataFrame(schema={"account_id": pl.String(), **types})
        for column in self.checked:
            self.book.count(bad_column(column), Counting.MARKED, bad_column(column))
        rows = self.rows()
        values = [*map(column_of, self._own_specs)]
        values += [test.name for test in self.reader.tests.values()]
        gathers = limit > 0 and source.engine.gathers_rows
        fails = self.book.failures()
        if gathers and fails.gate is not None:
            rows = rows.with_columns(fails.gate.alias(_GATED))
            sets = [*sets, _GATED]
        shares = self._shares(rows, sets) if gathers else {}
        fails = evolve(fails, few_pass=shares.pop(_GATED, 1.0) <= _LARGE)
        total = source.rows() if source.engine.most_held else 0
        shares, large = self._gathering(shares, total)
        wanted = Wanted(
            counts=tuple(self.book.counts()),
            fails=fails,
            kept=("id", "account_id", "title", *values),
            sets=tuple(shares),
            limit=limit,
            large=large,
            rows=total,
        )
        self._gathered = frozenset(shares)
        passed = source.engine.passed(rows, wanted)
        # Accounts take the counts over; here they would be held a second time.
        sizes = passed.counts.select("account_id", size=f"rows_all_{self.table.value}")
        self._passed = evolve(passed, counts=sizes, failing=self._beside_few(passed.failing))
        counts = finished(passed.counts, self.book)
        counts = _with_failures(counts, self._passed.failing, marks)
        return with_means(counts, self.book, "account_id", self.fetched)

    def _beside_few(self, rows: pl.DataFrame | None) -> pl.DataFrame | None:
        """Return a few rows with what is asked beside each: in the pass all would carry it along."""
        if rows is None or self._outer is None:
            return rows
        return rows.join(self._outer, on="account_id", how="left", maintain_order="left")

    def _shares(self, rows: nw.LazyFrame[Any], sets: Sequence[str]) -> dict[str, float]:
        """
        Return how many of the rows each set has, as a share.

        A look at the first rows tells; where it misleads, more rows are held than need be.
        """
        if not sets:
            return {}
        counted = [nw.col(mark).cast(nw.Int64).sum().alias(mark) for mark in sets]
        looked = collected(rows.head(_LOOKED_AT).select(*counted, nw.len().alias("looked_at")))
        found = looked.row(0, named=True)
        return {mark: int(found[mark] or 0) / max(found["looked_at"], 1) for mark in sets}

    def _gathering(
        self, shares: dict[str, float], total: int
    ) -> tuple[dict[str, float], tuple[str, ...]]:
        """Return the sets that are gathered in the pass, and those of them found by themselves."""
        source = self.source
        assert source is not None  # noqa: S101 -- only what was supplied is passed over
        engine = source.engine
        sparse = {mark: share for mark, share in shares.items() if share <= _SPARSE}
        if len(shares) - len(sparse) >= _MANY and 0 < total <= engine.most_held:
            # One of several is asked for, most likely; then their rows are gathered together.
            return shares, ()
        if engine.most_gathered is not None:
            sparse = _bounded(sparse, total, engine.most_gathered)
        return sparse, tuple(mark for mark, share in sparse.items() if share > _LARGE)

    @property
    def failing(self) -> pl.DataFrame | None:
        """The rows that fail any rule, with what is read of them and beside them."""
        return None if self._passed is None else self._passed.failing

    def newest(self, owners: Mapping[str, pl.DataFrame], limit: int) -> dict[str, pl.DataFrame]:
        """
        Return the ids of the newest rows of sets, by owner, of at least the owners asked for.

        Parameters:
            owners: for the mark of each set, the owners of whom ids are wanted.

            limit: how many.
        """
        source, passed = self.source, self._passed
        if source is None or passed is None:
            return {}
        found = {mark: passed.newest[mark] for mark in owners if mark in passed.newest}
        small = {mark: owners[mark] for mark in owners if mark in self._gathered - found.keys()}
        if small and passed.shown is not None:
            found.update(newest_ids(passed.shown, small, limit))
        known = {*found, *self._gathered}
        rest = {mark: some for mark, some in owners.items() if mark not in known}
        if rest:
            found.update(source.engine.newest(self.rows(), rest, passed.counts, limit))
        return found

    def fetched(self, aggregate: AggregateFacts) -> pl.DataFrame:
        """Return the known values of an aggregate's certain rows, by account."""
        value = f"{aggregate.name}v"
        rows = self.rows().filter(~nw.col(value).is_null()).select("account_id", value)
        return collected(rows)


def _bounded(shares: dict[str, float], total: int, most: int) -> dict[str, float]:
    """Return the sets that can be gathered in one pass without holding too many rows."""
    kept: dict[str, float] = {}
    room = float(most)
    for mark, share in sorted(shares.items(), key=lambda item: item[1]):
        room -= share * total
        if room < 0:
            break
        kept[mark] = share
    return kept


def _counted(mark: str) -> str:
    return f"{mark}n"


def _with_failures(
    counts: pl.DataFrame, failing: pl.DataFrame | None, fails: Sequence[str]
) -> pl.DataFrame:
    """Return counts with the number of rows that carry each mark of failure."""
    if failing is None:
        return counts.with_columns(
            pl.lit(0, dtype=pl.Int64).alias(_counted(mark)) for mark in fails
        )
    failures = failing.group_by("account_id").agg(
        pl.col(mark).sum().cast(pl.Int64).alias(_counted(mark)) for mark in fails
    )
    joined = counts.join(failures, on="account_id", how="left")
    return joined.with_columns(pl.col(_counted(mark)).fill_null(0) for mark in fails)


def _types(book: FactBook) -> dict[str, Any]:
    """Return the types of the counts, once means stand in place of sums."""
    types: dict[str, Any] = dict.fromkeys(book.numbers, pl.Int64())
    for facts in book.aggregates.values():
        function, of = facts.aggregate.function, facts.aggregate.of
        if facts.total in book.values:
            is_whole = isinstance(of, Field) and not of.spec.is_fractional
            is_mean = function is Function.MEAN
            types[facts.total] = pl.Int64() if is_whole and not is_mean else pl.Float64()
    return types


def site_of(source: str) -> str:
    """Return the site of a source, as posts tell it."""
    from_post = Post(id="-", account_id="-", source=source).source_site
    return from_post or ""


def finished(counts: pl.DataFrame, book: FactBook) -> pl.DataFrame:
    """Return counts in whole numbers, whatever the engine counts in, and 0 where it has none."""
    sums = {
        facts.total
        for facts in book.aggregates.values()
        if facts.aggregate.function is Function.MEAN
    }
    kept = book.values - sums
    whole = [pl.col(name).cast(pl.Int64).fill_null(0) for name in book.numbers if name not in kept]
    return counts.with_columns(whole)


def filled(frame: pl.DataFrame, book: FactBook) -> pl.DataFrame:
    """Return accounts or units with 0 where nothing was counted."""
    return frame.with_columns(
        pl.col(name).fill_null(0) for name in book.numbers if name not in book.values
    )


def with_means(
    counts: pl.DataFrame,
    book: FactBook,
    key: str,
    fetched: Callable[[AggregateFacts], pl.DataFrame],
) -> pl.DataFrame:
    """
    Return counts with each mean in place of its sum, rounded once, as Python does.

    Parameters:
        counts: the counts, by account or unit.

        book: the aggregates.

        key: the column that names the account or unit.

        fetched: gives the values themselves, for numbers that are parts of days: in
            which order those are added up must not matter.
    """
    for facts in book.aggregates.values():
        aggregate = facts.aggregate
        if aggregate.function is not Function.MEAN:
            continue
        if cast("Field", aggregate.of).spec.is_fractional:
            counts = counts.join(_exact_sums(fetched(facts), key, facts), on=key, how="left")
            mean = pl.col(facts.total) / pl.col(facts.known)
            counts = counts.with_columns(mean.alias(facts.total))
        else:
            counts = counts.with_columns(_mean_of_halves(counts, facts))
    return counts


def _exact_sums(values: pl.DataFrame, key: str, facts: AggregateFacts) -> pl.DataFrame:
    grouped = values.group_by(key).agg(pl.col(f"{facts.name}v"))
    sums = [math.fsum(some) for some in grouped[f"{facts.name}v"]]
    return pl.DataFrame({key: grouped[key], facts.total: pl.Series(sums, dtype=pl.Float64)})


def _mean_of_halves(counts: pl.DataFrame, facts: AggregateFacts) -> pl.Series:
    high, low, known = (counts[name] for name in (facts.total_high, facts.total, facts.known))
    if not high.len() or (high.max() or 0) < _EXACT_HALF:  # type: ignore[operator]  # a column of whole numbers
        means = (high * HALF + low).cast(pl.Float64) / known.cast(pl.Float64)
        return means.alias(facts.total)
    exact = [
        (upper * HALF + lower) / count if count else None
        for upper, lower, count in zip(high, low, known, strict=True)
    ]
    return pl.Series(facts.total, exact, dtype=pl.Float64)
