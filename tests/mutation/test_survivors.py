"""The list of who survives mutation testing: every entry is about code that still stands there."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import govmedia_rules

PACKAGE = Path(govmedia_rules.__file__).parent
KINDS = {"elsewhere", "equivalent", "open", "speed", "wording"}

with Path(__file__).with_name("survivors.toml").open("rb") as file:
    SURVIVORS: list[dict[str, Any]] = tomllib.load(file)["survivor"]

each_survivor = pytest.mark.parametrize(
    "survivor", SURVIVORS, ids=[f"{each['module']} {each['now']}" for each in SURVIVORS]
)


@each_survivor
def test_a_survivor_is_a_change_of_lines_that_are_there(survivor: dict[str, Any]) -> None:
    source = (PACKAGE / survivor["module"]).read_text(encoding="utf-8")

    assert survivor["was"] in " ".join(line.strip() for line in source.splitlines())
    assert survivor["was"] != survivor["now"]


@each_survivor
def test_a_survivor_has_a_kind_and_a_reason(survivor: dict[str, Any]) -> None:
    assert survivor.keys() == {"module", "was", "now", "kind", "reason"}
    assert survivor["kind"] in KINDS
    assert survivor["reason"].strip()


def test_a_survivor_is_listed_once() -> None:
    listed = [(each["module"], each["was"], each["now"]) for each in SURVIVORS]

    assert len(set(listed)) == len(listed)
