"""The tables of a portfolio while they fill up from files, and the checks across records."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from attrs import define, evolve, field, frozen
from cattrs.errors import ClassValidationError

from govmedia_rules.models import Portfolio, PortfolioError
from govmedia_rules.problems import ABSENT, Fault, Place, ProblemLog
from govmedia_rules.serialization.records import RecordReader, UnknownFields, readers
from govmedia_rules.serialization.structuring import REFUSALS, Refusal, faults_of

__all__ = ["Collector"]

_TABLES_OF_ACCOUNTS = ("posts", "messages")


@frozen
class _Refused:
    """A record that could not be read, with those of its keys that could."""

    place: Place
    id: str | None
    account_id: str | None


@define
class _Table:
    """
    One table: its rows, and for each of them where it stands.

    A place per row would cost more than the row's id, so that only the record's
    number is kept, and for each file the first row that comes from it.
    """

    name: str
    reader: RecordReader
    is_supplied: bool = False
    rows: list[Any] = field(factory=list)
    numbers: array[int] = field(factory=lambda: array("Q"))
    starts: list[int] = field(factory=list)
    sources: list[Place] = field(factory=list)
    refused: list[_Refused] = field(factory=list)

    def begin(self, source: Place) -> None:
        """Take note that rows come from *source* from here on."""
        self.is_supplied = True
        self.starts.append(len(self.rows))
        self.sources.append(evolve(source, table=self.name))

    def ids(self) -> Iterator[str | None]:
        """Yield the id of every record, None where it cannot be read: of the rows, then of the refused."""
        for row in self.rows:
            yield row.id
        for refused in self.refused:
            yield refused.id

    def accounts(self) -> Iterator[str | None]:
        """Yield the account of every record in the order of :meth:`ids`."""
        for row in self.rows:
            yield row.account_id
        for refused in self.refused:
            yield refused.account_id

    def place(self, index: int) -> Place:
        """Return where the record with this index in :meth:`ids` stands."""
        if index >= len(self.rows):
            return self.refused[index - len(self.rows)].place
        source = self.sources[bisect_right(self.starts, index) - 1]
        return _numbered(source, self.numbers[index])


def _numbered(source: Place, number: int) -> Place:
    """Return the place of a record: in NDJSON, where the source has lines, its number is its line."""
    if source.line is None:
        return evolve(source, number=number)
    return evolve(source, number=number, line=number)


@define
class Collector:
    """
    Gathers records from one file or several, and makes the portfolio of them.

    Parameters:
        unknown_fields: what to do with fields that the models do not have.

    Attributes:
        log: what is wrong so far.

        has_gaps: whether some file or table could not be read at all, so that what is
            missing may have been in it.
    """

    unknown_fields: UnknownFields
    log: ProblemLog = field(factory=ProblemLog)
    has_gaps: bool = False
    _tables: dict[str, _Table] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._tables = {
            name: _Table(name, reader) for name, reader in readers(self.unknown_fields).items()
        }

    def begin(self, table: str, source: Place) -> None:
        """
        Take note that *table* is supplied, and that records to come stand in *source*.

        Parameters:
            table: the table's name.

            source: the file; with a line, whichever, when it is NDJSON.
        """
        self._tables[table].begin(source)

    def add(self, table: str, raw: Any, number: int, *, is_odd: bool) -> None:
        """
        Read one record of the source begun last, or log everything that is wrong with it.

        Parameters:
            table: the table's name.

            raw: the record as plain values.

            number: its number in the list, or its line.

            is_odd: whether the text it comes from holds something that the fast way
                would not notice.
        """
        into = self._tables[table]
        if is_odd:
            self._explain(into, raw, number)
            return
        try:
            row = into.reader.read(raw, into.reader.kind)
        except REFUSALS:
            self._explain(into, raw, number)
        else:
            into.rows.append(row)
            into.numbers.append(number)

    def _explain(self, table: _Table, raw: Any, number: int) -> None:
        """Read one record slowly, to find every reason why it cannot be read."""
        try:
            row = table.reader.explain(raw, table.reader.kind)
        except (Refusal, ClassValidationError) as error:
            self._refuse(table, raw, number, error)
        else:
            table.rows.append(row)
            table.numbers.append(number)

    def _refuse(self, table: _Table, raw: Any, number: int, error: Exception) -> None:
        place = _numbered(table.sources[-1], number)
        keys: dict[str, Any] = raw if isinstance(raw, dict) else {}
        bad: set[str | int] = set()
        for fault in faults_of(error, raw):
            self.log.add(place, fault, keys.get("id"))
            bad.update(fault.path[:1])
        # A key that is itself refused is no key, and has been spoken of.
        readable = {name: None if name in bad else keys.get(name) for name in ("id", "account_id")}
        table.refused.append(_Refused(place, readable["id"], readable["account_id"]))

    def portfolio(self, source: Place) -> Portfolio:
        """
        Return the portfolio.

        Parameters:
            source: what to name where a table as a whole is missing.

        Raises:
            LoadError: when anything was wrong, with everything that was.
        """
        accounts = self._rows("accounts")
        if accounts is None and not self.has_gaps:
            self.log.add(
                source, Fault(("accounts",), ABSENT, "a list of accounts, [] when there are none")
            )
        if accounts is None or self.log.total:
            self._check_across()
            raise self.log.as_error()
        try:
            return Portfolio(
                accounts=accounts,
                units=self._rows("units"),
                posts=self._rows("posts"),
                messages=self._rows("messages"),
                attestations=self._rows("attestations"),
                waivers=self._rows("waivers"),
            )
        except PortfolioError as error:
            self._check_across()
            if not self.log.total:
                # A check of the portfolio's that has no counterpart here.
                for problem in error.problems:
                    self.log.add_text(source, f"another portfolio: {problem.removesuffix('.')}")
            raise self.log.as_error() from None

    def _rows(self, name: str) -> tuple[Any, ...] | None:
        table = self._tables[name]
        return tuple(table.rows) if table.is_supplied else None

    def _check_across(self) -> None:
        """Log what no record shows by itself: ids that occur twice, rows of no known account."""
        for table in self._tables.values():
            self._check_duplicates(table)
        accounts = self._tables["accounts"]
        known = set(accounts.ids())
        if self.has_gaps or None in known or not accounts.is_supplied:
            # The account may be one of those that could not be read.
            return
        for name in _TABLES_OF_ACCOUNTS:
            self._check_accounts(self._tables[name], known)

    def _check_duplicates(self, table: _Table) -> None:
        seen: set[str] = set()
        repeated: set[str] = set()
        for key in table.ids():
            if key is not None:
                (repeated if key in seen else seen).add(key)
        first: dict[str, Place] = {}
        for index, key in enumerate(table.ids()) if repeated else ():
            if key is None or key not in repeated:
                continue
            place = table.place(index)
            other = first.setdefault(key, place)
            if other is not place:
                expected = f"an id of its own; {other} has it too"
                self.log.add(place, Fault(("id",), key, expected), key)

    def _check_accounts(self, table: _Table, known: set[str | None]) -> None:
        keys = table.ids()
        for index, (key, account_id) in enumerate(zip(keys, table.accounts(), strict=True)):
            # A refused record whose account cannot be read has been spoken of.
            if account_id is not None and account_id not in known:
                expected = "the id of an account in the portfolio"
                self.log.add(table.place(index), Fault(("account_id",), account_id, expected), key)
