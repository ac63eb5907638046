"""What a case says, completed: defaults, ids, owners, repeated rows, offsets from as_of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import define, field
from pendulum import DateTime

from govmedia_rules.cases.offsets import OffsetError, day_at, is_offset, moment_at
from govmedia_rules.problems import Fault

__all__ = ["ROWS", "TEMPLATES", "CaseFacts", "complete"]

ROWS: Final[Mapping[str, str]] = {
    "units": "unit",
    "accounts": "account",
    "posts": "post",
    "messages": "message",
    "attestations": "attestation",
    "waivers": "waiver",
}
"""The lists of rows that a case may have, with what one row of each is called."""

TEMPLATES: Final = ("post", "message", "attestation", "waiver")
"""What defaults may say once for all rows of a kind."""

_MAX_TIMES: Final = 1_000
_MAX_DEPTH: Final = 6


@define
class CaseFacts:
    """
    The records of one case, ready to be structured.

    Attributes:
        tables: the records by table; a table that is not here was not supplied.

        paths: for each record, where in the case it stands.

        faults: what is wrong with them that no model would notice.
    """

    as_of: DateTime
    tables: dict[str, list[Any]] = field(factory=dict)
    paths: dict[str, list[str]] = field(factory=dict)
    faults: list[Fault] = field(factory=list)

    def add(self, table: str, path: tuple[str | int, ...], record: Any) -> None:
        """Add a record that stands at *path* in its case."""
        steps = [f"[{step}]" if isinstance(step, int) else step for step in path]
        self.tables.setdefault(table, []).append(self._timed(record, path))
        self.paths.setdefault(table, []).append("".join(steps))

    def first_id(self, table: str) -> str | None:
        """Return the id of the first record of *table*, where it has a usable one."""
        for record in self.tables.get(table, ())[:1]:
            if isinstance(record, dict) and isinstance(record.get("id"), str):
                return str(record["id"])
        return None

    def _timed(self, raw: Any, path: tuple[str | int, ...]) -> Any:
        """Return *raw* with offsets from as_of replaced by the moments and days they name."""
        if len(path) > _MAX_DEPTH:
            return raw
        if isinstance(raw, list):
            return [self._timed(each, (*path, index)) for index, each in enumerate(raw)]
        if not isinstance(raw, dict):
            return raw
        timed: dict[str, Any] = {}
        for key, value in raw.items():
            inside = (*path, key)
            try:
                if key.endswith("_at") and is_offset(value):
                    timed[key] = moment_at(self.as_of, value)
                elif key.endswith("_on") and is_offset(value):
                    timed[key] = day_at(self.as_of, value)
                else:
                    timed[key] = self._timed(value, inside)
            except OffsetError as error:
                self.faults.append(Fault(inside, value, error.expected))
        return timed


def complete(case: Mapping[str, Any], defaults: Mapping[str, Any], as_of: DateTime) -> CaseFacts:
    """
    Return the records of a case.

    Parameters:
        case: what the case says of units, accounts, posts …

        defaults: what its file says for all cases, without what the case leaves out.

        as_of: the monitoring moment.
    """
    facts = CaseFacts(as_of)
    for table, kind in (("units", "unit"), ("accounts", "account")):
        record = _merged(defaults.get(kind), case.get(kind))
        if record is None:
            continue
        if isinstance(record, dict):
            owner = {"unit_id": facts.first_id("units")} if table == "accounts" else {}
            platform = {"platform": "wechat"} if table == "accounts" else {}
            record = {"id": kind, **platform, **_known(owner), **record}
        facts.add(table, (kind,), record)
    facts.tables.setdefault("accounts", [])
    for table in ROWS:
        rows = case.get(table, defaults.get(table))
        if isinstance(rows, list):
            _add_rows(facts, table, rows, _filled(facts, table, case, defaults))
        elif rows is not None:
            expected = f"a list of {table}, [] when there are none"
            facts.faults.append(Fault((table,), rows, expected))
    return facts


def _merged(default: Any, said: Any) -> Any:
    if isinstance(default, dict) and isinstance(said, dict):
        return {**default, **said}
    return default if said is None else said


def _known(fields: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value is not None}


def _filled(
    facts: CaseFacts, table: str, case: Mapping[str, Any], defaults: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what the rows of *table* have unless they say otherwise."""
    unit_id, account_id = facts.first_id("units"), facts.first_id("accounts")
    template = defaults.get(ROWS[table]) if ROWS[table] in TEMPLATES else None
    filled = dict(template) if isinstance(template, dict) else {}
    match table:
        case "accounts":
            return {"platform": "wechat", **_known({"unit_id": unit_id})}
        case "posts" | "messages":
            return {**_known({"account_id": account_id}), **filled}
        case "waivers":
            return {**_known({"rule_id": case.get("rule")}), **filled}
        case _:
            return filled


def _add_rows(facts: CaseFacts, table: str, rows: list[Any], filled: dict[str, Any]) -> None:
    kind = ROWS[table]
    facts.tables.setdefault(table, [])
    # The unit and the account of the case are the first of their kind.
    number = max(1, len(facts.tables[table])) if table in {"units", "accounts"} else 0
    for index, row in enumerate(rows):
        path = (table, index)
        if not isinstance(row, dict):
            facts.add(table, path, row)
            continue
        record = {**filled, **row}
        times = record.pop("times", 1)
        if type(times) is not int or not 1 <= times <= _MAX_TIMES:
            expected = f"how often the row stands there, from 1 to {_MAX_TIMES:,}"
            facts.faults.append(Fault((*path, "times"), times, expected))
            continue
        if table in {"attestations", "waivers"} and not record.keys() & {"account_id", "unit_id"}:
            record |= _spoken_for(facts)
        for _ in range(times):
            number += 1
            facts.add(table, path, {"id": f"{kind}/{number}", **record})


def _spoken_for(facts: CaseFacts) -> dict[str, str]:
    account_id = facts.first_id("accounts")
    if account_id is not None:
        return {"account_id": account_id}
    return _known({"unit_id": facts.first_id("units")})
