"""
Rule cases in TOML files: read, completed and structured, with every problem told.

The format is described in the how-to guide on extending the rule cases.
"""

from __future__ import annotations

import os
import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from attrs import evolve

from govmedia_rules.cases.case_facts import ROWS, TEMPLATES, complete
from govmedia_rules.cases.case_reading import DEFAULT_KEYS, CaseReading
from govmedia_rules.cases.rule_case import RuleCase
from govmedia_rules.errors import UnknownNameError
from govmedia_rules.problems import Fault, Place, ProblemLog
from govmedia_rules.rules import RuleSet
from govmedia_rules.serialization.decoding import file_name, read_document, text_of
from govmedia_rules.toml_nesting import where_too_deep

__all__ = ["load_rule_cases", "rule_cases"]

_HOME: Final = files("govmedia_rules.cases") / "rules"
_MAX_BYTES: Final = 2**20
_HEADER: Final = re.compile(r"^[ \t]*\[\[[ \t]*case[ \t]*\]\]", re.MULTILINE)


def rule_cases(rules: RuleSet | str) -> tuple[RuleCase, ...]:
    """
    Return the cases in the box, in the order of their files.

    Parameters:
        rules: a rule set, for the cases of its rules; or what their ids begin with, such
            as ``"inspection-2019"``, for all the cases of that instrument.

    Raises:
        UnknownNameError: when no cases are kept under that name.

        LoadError: when anything is wrong with the files; it tells of every bad case.
    """
    kept = {folder.name for folder in _HOME.iterdir() if folder.is_dir()}
    if isinstance(rules, str):
        if rules not in kept:
            raise UnknownNameError("set of rule cases", rules, sorted(kept))
        return _loaded(rules)
    ids = [rule.id for rule in rules]
    instruments = dict.fromkeys(rule_id.partition("/")[0] for rule_id in ids)
    return tuple(
        case
        for instrument in instruments
        if instrument in kept
        for case in _loaded(instrument)
        if case.rule_id in ids
    )


def load_rule_cases(path: str | os.PathLike[str]) -> tuple[RuleCase, ...]:
    """
    Load the cases of one TOML file.

    Parameters:
        path: the file.

    Raises:
        LoadError: when anything is wrong with the file; it tells of every bad case and
            of every bad field in it, and nothing is loaded.
    """
    log = ProblemLog()
    place = Place(file=file_name(path))
    data = read_document(Path(path), place, log, _MAX_BYTES)
    cases = () if data is None else _read(data, place, log)
    if log.total:
        raise log.as_error()
    return cases


@cache
def _loaded(instrument: str) -> tuple[RuleCase, ...]:
    log = ProblemLog()
    cases: list[RuleCase] = []
    for file in sorted((_HOME / instrument).iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            place = Place(file=f"{instrument}/{file.name}")
            cases.extend(_read(file.read_bytes(), place, log))
    if log.total:
        raise log.as_error()
    return tuple(cases)


def _read(data: bytes, place: Place, log: ProblemLog) -> tuple[RuleCase, ...]:
    """Return the cases that the text *data* holds; log what is wrong with them."""
    text = text_of(data, place, log)
    document = None if text is None else _parsed(text, place, log)
    if text is None or document is None:
        return ()
    for key, value in document.items():
        if key not in {"defaults", "case"}:
            log.add(place, Fault((key,), value, "no such key", key, ("defaults", "case")))
    raws, defaults = document.get("case", []), document.get("defaults", {})
    if not isinstance(raws, list) or not raws:
        log.add(place, Fault(("case",), raws, "cases, each under [[case]]"))
        return ()
    if not isinstance(defaults, dict):
        log.add(place, Fault(("defaults",), defaults, "a table, [defaults]"))
        return ()
    before = log.total
    _check_defaults(defaults, place, log)
    if log.total > before:
        # Every case would only say the same again.
        return ()
    lines = _lines_of_cases(text, len(raws))
    places = [
        evolve(place, table="case", number=number, line=line)
        for number, line in enumerate(lines, start=1)
    ]
    readings = [CaseReading(raw, defaults, at, log) for raw, at in zip(raws, places, strict=True)]
    cases = [case for reading in readings if (case := reading.case()) is not None]
    _check_titles(cases, place, log)
    return tuple(cases)


def _parsed(text: str, place: Place, log: ProblemLog) -> dict[str, Any] | None:
    if where_too_deep(text) is not None:
        log.add_text(place, "TOML that is nested less deeply")
        return None
    try:
        return tomllib.loads(text)
    except ValueError as error:  # also a number of more digits than Python reads
        where = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
        message = str(error) if where is None else str(error)[: where.start()]
        line, column = (None, None) if where is None else (int(where[1]), int(where[2]))
        log.add_text(
            place, f"TOML ({message[:1].lower()}{message[1:200]})", line=line, column=column
        )
    return None


def _lines_of_cases(text: str, count: int) -> list[int | None]:
    """Return the line of each case, or None for all where the text does not show them plainly."""
    lines = [text.count("\n", 0, match.start()) + 1 for match in _HEADER.finditer(text)]
    return [*lines] if len(lines) == count else [None] * count


def _check_titles(cases: list[RuleCase], place: Place, log: ProblemLog) -> None:
    first: dict[tuple[str, str], RuleCase] = {}
    for case in cases:
        other = first.setdefault((case.rule_id, case.title.zh), case)
        if other is not case:
            expected = f"a title of its own; the case at {other.place} has it too"
            log.add(place, Fault(("title", "zh"), case.title.zh, expected), case.rule_id)


def _check_defaults(defaults: dict[str, Any], place: Place, log: ProblemLog) -> None:
    """Log what is wrong with the defaults by themselves."""
    reading = CaseReading(defaults, {}, evolve(place, table="defaults"), log)
    reading.check_keys(DEFAULT_KEYS)
    for key in ("account", "unit", *TEMPLATES):
        if not isinstance(defaults.get(key, {}), dict):
            reading.fault((key,), defaults[key], 'a table, such as {status = "active"}')
    as_of = reading.as_of() if "as_of" in defaults else None
    if as_of is None:
        return
    # One row of each kind; what a template leaves out, a row of a case may fill in.
    rows: dict[str, Any] = {
        table: [{}] for table, kind in ROWS.items() if isinstance(defaults.get(kind), dict)
    }
    rows.pop("units", None)
    rows.pop("accounts", None)
    reading.structured(complete(rows, defaults, as_of), is_case=False)
