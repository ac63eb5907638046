"""The published JSON Schemas of reports: level with the classes, and with every report there can be."""

from __future__ import annotations

import json
import types
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Union, get_args, get_origin

import attrs
import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from pendulum import DateTime

from govmedia_rules.errors import UnknownNameError
from govmedia_rules.findings import EvidenceValue, Finding, Report
from govmedia_rules.moments import Window
from govmedia_rules.serialization import (
    REPORT_SCHEMA_VERSION,
    REPORT_SCHEMA_VERSIONS,
    dumps_report,
    load_report,
    loads_report,
    report_schema,
)
from serialization_strategies import reports

REPORTS: Final = Path(__file__).parent / "reports"
SCHEMA: Final = report_schema()
VALIDATOR: Final = Draft202012Validator(SCHEMA)


def faults(plain: Any, version: int = REPORT_SCHEMA_VERSION) -> list[str]:
    errors = Draft202012Validator(report_schema(version)).iter_errors(plain)
    return [error.json_path for error in errors]


# -- Level with the classes ---------------------------------------------------------------


def resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return schema


def alternatives(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what a value may be, one by one: ``anyOf`` and lists of types taken apart."""
    schema = resolved(schema)
    if "anyOf" in schema:
        return [each for inner in schema["anyOf"] for each in alternatives(inner)]
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return [{**schema, "type": kind} for kind in kinds]
    return [schema]


def level_faults(type_: Any, schema: Mapping[str, Any], where: str) -> Iterator[str]:
    """Yield every place at which *schema* does not say what *type_* does."""
    members = get_args(type_) if get_origin(type_) in {Union, types.UnionType} else (type_,)
    offered = alternatives(schema)
    if type_ == EvidenceValue:
        # DateTime and Range are objects, tuples lists; the round trips hold their forms.
        kinds = sorted(str(each["type"]) for each in offered)
        wanted = ["array", "boolean", "integer", "null", "number", "object", "object", "string"]
        if kinds != wanted:
            yield f"{where}: {kinds}"
        return
    if len(members) != len(offered):
        yield f"{where}: {type_} is not {offered}"
        return
    for member in members:
        found = [list(one_level_faults(member, each, where)) for each in offered]
        if all(found):
            yield from min(found, key=len)


def one_level_faults(type_: Any, schema: Mapping[str, Any], where: str) -> Iterator[str]:
    simple = {str: "string", int: "integer", bool: "boolean", float: "number", type(None): "null"}
    if get_origin(type_) is tuple:
        if schema.get("type") != "array":
            yield f"{where}: no list"
        else:
            yield from level_faults(get_args(type_)[0], schema["items"], f"{where}[]")
    elif isinstance(type_, type) and issubclass(type_, StrEnum):
        if schema.get("enum") != [member.value for member in type_]:
            yield f"{where}: not the members of {type_.__name__}"
    elif type_ in {DateTime, date}:
        name = "moment" if type_ is DateTime else "day"
        if schema != SCHEMA["$defs"][name]:
            yield f"{where}: no {name}"
    elif attrs.has(type_):
        yield from class_faults(type_, schema, where)
    elif schema.get("type") != simple[type_]:
        yield f"{where}: {type_.__name__} is not {schema}"


def class_faults(kind: type, schema: Mapping[str, Any], where: str) -> Iterator[str]:
    fields = {each.name: each.type for each in attrs.fields(attrs.resolve_types(kind))}
    added = {Report: ("schema_version",), Finding: ("fingerprint",)}.get(kind, ())
    properties = schema.get("properties", {})
    if list(properties) != [*added, *fields]:
        yield f"{where}: {list(properties)} are not the fields of {kind.__name__}"
        return
    if schema["required"] != list(properties) or schema["additionalProperties"] is not False:
        yield f"{where}: something may be left out or added"
    for name, type_ in fields.items():
        yield from level_faults(type_, properties[name], f"{where}.{name}")


def test_the_schema_says_what_the_classes_say() -> None:
    assert list(class_faults(Report, SCHEMA, "report")) == []


def test_every_definition_of_the_schema_is_used() -> None:
    used = json.dumps(SCHEMA, ensure_ascii=False)

    assert [name for name in SCHEMA["$defs"] if f'"#/$defs/{name}"' not in used] == []


@pytest.mark.parametrize(
    ("where", "key", "value"),
    [
        ("finding", "required", []),
        ("finding", "additionalProperties", True),
        ("outcome", "enum", ["pass", "fail"]),
        ("table_read", "properties", {}),
        ("window", "properties", {"after": {"type": "string"}, "until": {"type": "string"}}),
        ("range", "properties", {"at_least": {"type": "number"}, "at_most": {"type": "integer"}}),
    ],
)
def test_the_checker_catches_a_schema_that_is_not_level(
    where: str, key: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SCHEMA["$defs"][where], key, value)
    kinds: dict[str, type] = {"window": Window, "range": EvidenceRange, "outcome": Finding}
    kind = kinds.get(where, Report)
    name = {"outcome": "finding"}.get(where, where)
    schema = SCHEMA if kind is Report else SCHEMA["$defs"][name]

    assert list(class_faults(kind, schema, "it")) != []


EvidenceRange: Final = next(each for each in get_args(EvidenceValue) if attrs.has(each))


@pytest.mark.parametrize("version", REPORT_SCHEMA_VERSIONS)
def test_a_schema_is_one_of_draft_2020_12_and_bears_its_version(version: int) -> None:
    schema = report_schema(version)

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:govmedia-rules:schema:report:{version}"
    assert schema["properties"]["schema_version"] == {"const": version}


def test_the_newest_version_is_the_one_that_is_written() -> None:
    assert max(REPORT_SCHEMA_VERSIONS) == REPORT_SCHEMA_VERSION


def test_there_is_no_schema_of_a_version_that_never_was() -> None:
    with pytest.raises(UnknownNameError, match="there is no version of the report's schema '9'"):
        report_schema(9)


# -- Reports -------------------------------------------------------------------------------


@given(reports())
def test_every_report_is_valid(report: Report) -> None:
    VALIDATOR.validate(json.loads(dumps_report(report)))


@pytest.mark.parametrize("version", REPORT_SCHEMA_VERSIONS)
def test_a_report_of_each_version_is_valid_by_its_own_schema_alone(version: int) -> None:
    plain = json.loads((REPORTS / f"report-{version}.json").read_text(encoding="utf-8"))

    valid_by = [each for each in REPORT_SCHEMA_VERSIONS if not faults(plain, each)]

    assert valid_by == [version]


@pytest.mark.parametrize("version", REPORT_SCHEMA_VERSIONS)
def test_a_report_of_each_version_loads_and_is_written_in_the_newest(version: int) -> None:
    path = REPORTS / f"report-{version}.json"

    loaded = load_report(path)
    written = dumps_report(loaded)

    assert loaded == loads_report(path.read_bytes())
    assert json.loads(written)["schema_version"] == REPORT_SCHEMA_VERSION
    assert loads_report(written) == loaded


def test_what_version_2_added_is_unknown_in_a_report_of_version_1() -> None:
    old, new = (load_report(REPORTS / f"report-{version}.json") for version in (1, 2))
    rules = tuple(attrs.evolve(run, fingerprint=None) for run in new.rules)

    assert old == attrs.evolve(new, rules=rules, follow_up=None)


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("as_of", "2019-06-05T00:00:00", "$.as_of"),
        ("findings.0.outcome", "failed", "$.findings[0].outcome"),
        ("findings.0.fingerprint", "0", "$.findings[0].fingerprint"),
        ("findings.0.count", "1", "$.findings[0].count"),
        ("findings.0.more", 1, "$.findings[0]"),
        ("findings.0.title", {"zh": "", "en": "x"}, "$.findings[0].title.zh"),
        ("findings.0.citations.0.in_force_on", "today", "$.findings[0].citations[0].in_force_on"),
        ("findings.0.evidence.0.value", {"on": 1}, "$.findings[0].evidence[0].value"),
        ("inspected", "a", "$.inspected"),
    ],
)
def test_what_is_no_report_is_not_valid(path: str, value: object, place: str) -> None:
    plain = json.loads((REPORTS / "report-2.json").read_text(encoding="utf-8"))
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    inner: Any = plain
    for step in way:
        inner = inner[step]
    inner[last] = value

    assert faults(plain) == [place]
