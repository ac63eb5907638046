"""
The tables of a rule file, read entry by entry, with every fault noted at its place.

A getter returns None both for what is not there and for what was refused; whether anything
was refused, the log tells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeVar, cast

from attrs import define, field

from govmedia_rules.errors import nearest, shown
from govmedia_rules.rulefile.faults import ConditionTextError, RuleFileFault
from govmedia_rules.rulefile.toml_places import Path, Places, shown_path
from govmedia_rules.text import Text

__all__ = ["Entry", "FaultLog"]

W = TypeVar("W", bound=StrEnum)

_MOST_MEMBERS: Final = 2_000  # of a list; the Opinion has 64 rules
_MOST_UNKNOWN: Final = 100  # keys of one table that are told one by one

_KINDS: Final = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "a table",
    datetime: "a date and time",
    date: "a date",
}


def _kind_of(value: object) -> str:
    return _KINDS.get(type(value), "a time")


@define
class FaultLog:
    """
    Collects what is wrong with one file.

    Parameters:
        file: what the file is called.

        places: where things stand in it.

        faults: what was found so far.
    """

    file: str
    places: Places
    faults: list[RuleFileFault] = field(factory=list)

    def add(
        self, path: Path, reason: str, *, word: str | None = None, at_key: bool = False
    ) -> None:
        """Note that what stands at *path*, or the key itself, is wrong."""
        place = self.places.of_key(path) if at_key else self.places.of(path)
        self.faults.append(
            RuleFileFault(
                file=self.file,
                line=place.line,
                column=place.column,
                path=shown_path(path),
                word=word,
                reason=reason,
            )
        )

    def add_in_text(self, path: Path, error: ConditionTextError) -> None:
        """Note what is wrong with the condition whose text stands at *path*."""
        place = self.places.within_string(path, error.offset)
        self.faults.append(
            RuleFileFault(
                file=self.file,
                line=place.line,
                column=place.column,
                path=shown_path(path),
                word=error.word,
                reason=error.reason,
            )
        )


@define
class Entry:
    """
    One table of a rule file.

    Parameters:
        log: where faults are noted.

        path: where the table stands.

        data: its keys and values.
    """

    log: FaultLog
    path: Path
    data: dict[str, object]
    _asked: dict[str, None] = field(factory=dict)

    def at(self, name: str) -> Path:
        """Return the path of the key *name*."""
        return (*self.path, name)

    def refuse(self, name: str, reason: str, *, word: str | None = None) -> None:
        """Note that the value of *name* is wrong."""
        self.log.add(self.at(name), reason, word=word)

    def has(self, name: str) -> bool:
        """Return whether there is a key *name*."""
        return name in self.data

    def value(self, name: str, *, is_needed: bool = False) -> object:
        """Return the value of *name* as it is; note when it is needed and not there."""
        self._asked[name] = None
        value = self.data.get(name)
        if value is None and is_needed:
            self.log.add(self.path, f"{name} is missing", at_key=True)
        return value

    def _of(self, name: str, kind: type[object], *, is_needed: bool) -> object:
        value = self.value(name, is_needed=is_needed)
        if value is None or type(value) is kind:
            return value
        self.refuse(name, f"{name} is {shown(value)}, {_kind_of(value)}; expected {_KINDS[kind]}")
        return None

    def word(self, name: str, *, is_needed: bool = False) -> str | None:
        """Return a text that is not blank."""
        value = cast("str | None", self._of(name, str, is_needed=is_needed))
        if value is not None and not value.strip():
            self.refuse(name, f"{name} is blank")
            return None
        return value

    def whole_number(self, name: str, *, is_needed: bool = False) -> int | None:
        """Return a whole number."""
        return cast("int | None", self._of(name, int, is_needed=is_needed))

    def day(self, name: str, *, is_needed: bool = False) -> date | None:
        """Return a date, written as one."""
        return cast("date | None", self._of(name, date, is_needed=is_needed))

    def choice(self, name: str, kind: type[W], *, is_needed: bool = False) -> W | None:
        """Return a word of a closed vocabulary."""
        value = self.word(name, is_needed=is_needed)
        if value is None:
            return None
        known = [str(member) for member in kind]
        if value in known:
            return kind(value)
        near = nearest(value, known)
        hint = f"did you mean {near!r}?" if near else f"known: {', '.join(known)}."
        self.refuse(name, f"{name} is never {shown(value)}; {hint}", word=value)
        return None

    def text(self, name: str, *, is_needed: bool = False) -> Text | None:
        """Return wording in both languages; note each that is missing."""
        value = self._of(name, dict, is_needed=is_needed)
        if value is None:
            return None
        inner = Entry(self.log, self.at(name), cast("dict[str, object]", value))
        zh, en = inner.word("zh", is_needed=True), inner.word("en", is_needed=True)
        inner.finish()
        return None if zh is None or en is None else Text(zh=zh, en=en)

    def words(self, name: str, *, is_needed: bool = False) -> tuple[str, ...] | None:
        """Return a list of texts."""
        value = self._of(name, list, is_needed=is_needed)
        if value is None:
            return None
        given = cast("list[object]", value)
        is_right = True
        for number, word in enumerate(given):
            if not isinstance(word, str) or not word.strip():
                self.log.add((*self.at(name), number), f"{shown(word)} stands where text belongs")
                is_right = False
        return tuple(cast("list[str]", given)) if is_right else None

    def members(self, name: str, *, is_needed: bool = False) -> list[tuple[Path, object]]:
        """Return the members of a list with their paths."""
        value = self._of(name, list, is_needed=is_needed)
        given = cast("list[object]", value or [])
        if len(given) > _MOST_MEMBERS:
            self.refuse(name, f"a list has at most {_MOST_MEMBERS:,} members, not {len(given):,}")
            return []
        return [((*self.at(name), number), member) for number, member in enumerate(given)]

    def tables(self, name: str) -> list[Entry]:
        """Return the tables of a list, written as ``[[name]]``."""
        found: list[Entry] = []
        for path, member in self.members(name):
            if isinstance(member, dict):
                found.append(Entry(self.log, path, cast("dict[str, object]", member)))
            else:
                self.log.add(path, f"{shown(member)} stands where a table belongs")
        return found

    def table(self, name: str) -> Entry | None:
        """Return a table within this one."""
        value = self._of(name, dict, is_needed=False)
        if value is None:
            return None
        return Entry(self.log, self.at(name), cast("dict[str, object]", value))

    def named_tables(self, name: str) -> dict[str, Entry]:
        """Return the tables of a table, by their names."""
        outer = self.table(name)
        found: dict[str, Entry] = {}
        for key, value in ({} if outer is None else outer.data).items():
            path = (*self.at(name), key)
            if isinstance(value, dict):
                found[key] = Entry(self.log, path, cast("dict[str, object]", value))
            else:
                self.log.add(path, f"{shown(value)} stands where a table belongs")
        return found

    def finish(self, hints: Iterable[tuple[str, str]] = ()) -> None:
        """
        Note every key that nobody asked for.

        Parameters:
            hints: for keys that people might expect, what to write instead.
        """
        instead = dict(hints)
        unknown = [name for name in self.data if name not in self._asked]
        for name in unknown[:_MOST_UNKNOWN]:
            self._refuse_key(name, instead)
        if len(unknown) > _MOST_UNKNOWN:
            more = len(unknown) - _MOST_UNKNOWN
            self.log.add(self.path, f"{more:,} more keys are not known here", at_key=True)

    def _refuse_key(self, name: str, instead: dict[str, str]) -> None:
        known: Collection[str] = self._asked
        if name in instead:
            hint = instead[name]
        else:
            near = nearest(name, known)
            hint = f"did you mean {near!r}?" if near else f"known: {', '.join(known)}."
        self.log.add(self.at(name), f"there is no key {shown(name)} here; {hint}", at_key=True)
