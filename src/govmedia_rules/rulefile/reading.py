"""Rule files read from files and from text, with the files that they extend."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from govmedia_rules.errors import nearest, shown
from govmedia_rules.rulefile.assembly import assembled
from govmedia_rules.rulefile.entries import Entry, FaultLog
from govmedia_rules.rulefile.faults import RuleFileError, RuleFileFault
from govmedia_rules.rulefile.rule_file import RuleFile
from govmedia_rules.rulefile.toml_text import parse_toml, read_text
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import IN_THE_BOX

__all__ = ["load_ruleset", "loads_ruleset", "parse_rule_file", "read_rule_file"]

_MAX_FILES: Final = 40  # one rule file and those that it builds on, all told
_MAX_CHAIN: Final = 10  # of files that each extend the next


class _Library:
    """The rule sets that may be extended: those known by id, and files once they were read."""

    def __init__(self, known: Mapping[str, RuleSet]) -> None:
        self.known = known
        self._read: dict[Path, RuleFile | RuleFileError] = {}
        self._opened = 0

    def named(self, name: str, folder: Path | None, chain: tuple[Path, ...]) -> RuleSet | str:
        """Return the rule set called *name*, or why there is none."""
        if name in self.known:
            return self.known[name]
        if not name.endswith(".toml"):
            near = nearest(name, self.known)
            hint = f"did you mean {near!r}?" if near else f"known: {', '.join(self.known)};"
            return f"there is no rule set {shown(name)}; {hint} a file's name ends in .toml"
        if folder is None or Path(name).is_absolute():
            return f"{shown(name)}: a file is extended by its path from the extending file's folder"
        read = self.file_at(folder / name, chain)
        return read if isinstance(read, str) else read.ruleset

    def file_at(self, path: Path, chain: tuple[Path, ...]) -> RuleFile | str:
        """Return the rule file at *path*, or why it cannot be extended; its own faults raise."""
        try:
            where = path.resolve()
        except (OSError, RuntimeError, ValueError):  # a circle of links, a null character
            return f"{shown(str(path))} is no path"
        if where in chain:
            circle = " → ".join(each.name for each in (*chain[chain.index(where) :], where))
            return f"a rule file cannot extend itself: {circle}"
        if len(chain) >= _MAX_CHAIN:
            return f"at most {_MAX_CHAIN} files extend one another in a row"
        if where not in self._read:
            if self._opened >= _MAX_FILES:
                return f"a rule file and those it builds on are at most {_MAX_FILES} files"
            self._opened += 1
            try:
                text = read_text(path)
                self._read[where] = self.parsed(text, str(path), path.parent, (*chain, where))
            except RuleFileError as error:
                self._read[where] = error
        found = self._read[where]
        if isinstance(found, RuleFileError):
            raise found
        return found

    def parsed(
        self, text: str, name: str, folder: Path | None, chain: tuple[Path, ...]
    ) -> RuleFile:
        """Return what *text* says, or raise all that is wrong with it."""
        data, places = parse_toml(text, name)
        log = FaultLog(name, places)
        return assembled(Entry(log, (), data), lambda each: self.named(each, folder, chain))


def read_rule_file(path: str | Path, *, known: Mapping[str, RuleSet] | None = None) -> RuleFile:
    """
    Return what the rule file at *path* says.

    Parameters:
        path: the file.

        known: the rule sets that it may extend by id; None for those in the box.

    Raises:
        RuleFileError: when anything is wrong with it or with a file that it extends;
            every fault is told, with its place.
    """
    found = _Library(IN_THE_BOX if known is None else known).file_at(Path(path), ())
    if isinstance(found, str):
        raise RuleFileError([RuleFileFault(file=str(path), reason=found)])
    return found


def parse_rule_file(
    text: str,
    *,
    name: str = "<text>",
    folder: str | Path | None = None,
    known: Mapping[str, RuleSet] | None = None,
) -> RuleFile:
    """
    Return what the text of a rule file says.

    Parameters:
        text: the text, TOML.

        name: what to call it in messages.

        folder: where the files that it extends are looked for; None refuses them.

        known: as for :func:`read_rule_file`.

    Raises:
        RuleFileError: as for :func:`read_rule_file`.
    """
    return _Library(IN_THE_BOX if known is None else known).parsed(
        text, name, None if folder is None else Path(folder), ()
    )


def load_ruleset(path: str | Path, *, known: Mapping[str, RuleSet] | None = None) -> RuleSet:
    """
    Return the rule set of the rule file at *path*.

    Parameters:
        path, known: as for :func:`read_rule_file`.

    Raises:
        RuleFileError: as for :func:`read_rule_file`.
    """
    return read_rule_file(path, known=known).ruleset


def loads_ruleset(text: str, *, known: Mapping[str, RuleSet] | None = None) -> RuleSet:
    """
    Return the rule set that *text* says, the counterpart of :func:`dumps_ruleset`.

    Parameters:
        text: the text, TOML.

        known: as for :func:`read_rule_file`.

    Raises:
        RuleFileError: as for :func:`read_rule_file`.
    """
    return parse_rule_file(text, known=known).ruleset
