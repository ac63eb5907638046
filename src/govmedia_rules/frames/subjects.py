"""Accounts and units, each with everything that rules read of them: small tables, worked on whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl
from pendulum import DateTime

from govmedia_rules.conditions.fields import FieldSpec
from govmedia_rules.frames.answers import Answers
from govmedia_rules.frames.counts import narwhals_count
from govmedia_rules.frames.engines import PolarsEngine, collected, local
from govmedia_rules.frames.facts import FactBook
from govmedia_rules.frames.rails import any_true, micros
from govmedia_rules.frames.readers import Reader
from govmedia_rules.frames.row_stage import filled, finished, with_means
from govmedia_rules.frames.values import column_of, subject_value
from govmedia_rules.frames.worked_out import worked_out

__all__ = ["Subjects", "peers_marked_any", "with_peers", "with_tests"]

_PAIRS_AT_ONCE = 2_000_000


def _of(specs: Iterable[FieldSpec], root: str) -> list[FieldSpec]:
    return [spec for spec in specs if spec.root == root]


class Subjects:
    """
    The accounts that exist and the units, with the columns that rules ask for.

    Parameters:
        accounts: the accounts, with the columns of the contract.

        units: the units, likewise.

        answers: people's answers to questions.

        as_of: the moment.
    """

    def __init__(
        self, accounts: pl.DataFrame, units: pl.DataFrame, answers: Answers, as_of: DateTime
    ) -> None:
        at = micros(as_of)
        self.all_units = units
        self.existing = accounts.filter((pl.col("opened_at") <= at).fill_null(True))
        self._answers = answers
        self._as_of = as_of
        self._columns: dict[str, dict[str, pl.Series]] = {"accounts": {}, "units": {}}

    def units(self, specs: Iterable[FieldSpec]) -> pl.DataFrame:
        """Return the units by ``unit_id``, with what is read of them and of the units above."""
        wanted = list(specs)
        own, above = _of(wanted, "unit"), _of(wanted, "superior")
        frame = self._valued(self.all_units, "units", own)
        if above:
            upper = self._valued(self.all_units, "units", above)
            columns = [column_of(spec) for spec in above]
            upper = upper.select(pl.col("id").alias("parent_id"), *columns)
            frame = frame.join(upper, on="parent_id", how="left", maintain_order="left")
        return frame.rename({"id": "unit_id"})

    def accounts(self, specs: Iterable[FieldSpec]) -> pl.DataFrame:
        """Return the accounts by ``account_id``, with what is read of them, their sponsors and those above."""
        wanted = list(specs)
        frame = self._valued(self.existing, "accounts", _of(wanted, "account"))
        of_units = [spec for spec in wanted if spec.root in {"unit", "superior"}]
        sponsors = self.units(of_units).select("unit_id", *map(column_of, of_units))
        return frame.rename({"id": "account_id"}).join(
            sponsors, on="unit_id", how="left", maintain_order="left"
        )

    def peers(self, specs: Iterable[FieldSpec]) -> pl.DataFrame:
        """Return the accounts of units, by ``unit_id``, with what is read of them."""
        wanted = _of(specs, "peer")
        frame = self._valued(self.existing, "accounts", wanted)
        return frame.filter(pl.col("unit_id").is_not_null()).select(
            "id", "unit_id", "opened_at", *map(column_of, wanted)
        )

    def _valued(self, frame: pl.DataFrame, table: str, specs: list[FieldSpec]) -> pl.DataFrame:
        """Return all accounts or units with what fields of theirs read, each worked out once."""
        known = self._columns[table]
        native = {}
        for spec in specs:
            name = _own_name(spec)
            if name in known or name in native:
                continue
            if spec.question is not None:
                known[name] = self._answers.column(frame["id"], spec.question, spec.root)
                continue
            expression = subject_value(spec, self._as_of)
            if expression is None:
                known.update(worked_out(frame, table, spec, self._as_of))
            else:
                native[name] = expression.alias(name)
        if native:
            read = nw.from_native(frame).with_columns(*native.values()).to_native()
            known.update((name, read[name]) for name in native)
        return frame.with_columns(known[_own_name(spec)].alias(column_of(spec)) for spec in specs)


def _own_name(spec: FieldSpec) -> str:
    """Return what names a field of an account, whoever it is a peer of, or of a unit above another."""
    return column_of(spec) if spec.question is not None else "__".join(spec.path)


def with_tests(frame: pl.DataFrame, reader: Reader) -> pl.DataFrame:
    """Return a local frame with the tests of two columns at once that were asked for."""
    tested = PolarsEngine().with_tests(local(frame), list(reader.tests.values()))
    native: pl.LazyFrame = tested.to_native()
    return native.collect()


def with_peers(
    frame: pl.DataFrame, book: FactBook, reader: Reader, subjects: Subjects
) -> pl.DataFrame:
    """
    Return accounts or units with the counts over the accounts of their unit.

    Parameters:
        frame: accounts or units by ``owner``, with ``unit_id`` and what is asked of them
            beside each peer.

        book: the aggregates over accounts.

        reader: what these read.

        subjects: all accounts.
    """
    if not book.sets:
        return frame
    peers = subjects.peers(reader.specs.values())
    parts = [
        collected(
            _marked_peers(part, peers, book, reader)
            .group_by("owner")
            .agg(*map(narwhals_count, book.counts()))
        )
        for part in _parts(frame, peers)
    ]
    counts = finished(pl.concat(parts), book)
    # Whatever is counted of an account is a whole number, so that no values are fetched.
    counts = with_means(counts, book, "owner", lambda _: pl.DataFrame())
    return filled(frame.join(counts, on="owner", how="left", maintain_order="left"), book)


def peers_marked_any(
    frame: pl.DataFrame, book: FactBook, reader: Reader, subjects: Subjects, marks: Sequence[str]
) -> nw.LazyFrame[Any]:
    """Return owner, id and moment of the accounts of units that carry any of *marks*, with these."""
    peers = subjects.peers(reader.specs.values())
    parts: list[pl.LazyFrame] = [
        _marked_peers(part, peers, book, reader)
        .filter(any_true([nw.col(mark) for mark in marks]))
        .select("owner", "id", "came_at", *marks)
        .to_native()
        for part in _parts(frame, peers)
    ]
    return local(pl.concat(parts))


def _marked_peers(
    frame: pl.DataFrame, peers: pl.DataFrame, book: FactBook, reader: Reader
) -> nw.LazyFrame[Any]:
    """Return each account or unit of *frame* beside each account of its unit, with the marks."""
    beside = [column_of(spec) for spec in reader.specs.values() if spec.root != "peer"]
    own = ["owner", "unit_id", *beside]
    pairs = frame.lazy().select(own).join(peers.lazy(), on="unit_id")
    rows = local(pairs.with_columns(is_there=pl.lit(value=True), came_at=pl.col("opened_at")))
    return book.marked(PolarsEngine().with_tests(rows, list(reader.tests.values())))


def _parts(frame: pl.DataFrame, peers: pl.DataFrame) -> list[pl.DataFrame]:
    """Cut *frame* so that no part has more than a few million pairs, however large a unit is."""
    sizes = peers.group_by("unit_id").len(name="size")
    sized = frame.select("owner", "unit_id").join(
        sizes, on="unit_id", how="left", maintain_order="left"
    )
    number = sized["size"].fill_null(0).cum_sum() // _PAIRS_AT_ONCE
    if not number.max():
        return [frame]
    return frame.with_columns(number.alias("part_number")).partition_by(
        "part_number", include_key=False, maintain_order=True
    )
