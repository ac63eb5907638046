"""``govmedia-rules screen``, and plug-ins on the command line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from click.testing import Result

from govmedia_rules.cases import labelled_texts
from govmedia_rules.errors import MissingExtraError
from govmedia_rules.plugins import RULESETS_GROUP, SCREENERS_GROUP
from govmedia_rules.screening import measured
from govmedia_rules.screening.in_the_box import SCREENERS

Invoke = Callable[..., Result]

TEXTS = (
    'id,text,else\np1,"必须转发朋友圈！\n身份证110101180101010004",1\np2,限时抢购,2\np3,通知,3\n'
)


def saved(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def with_plugins(**rulesets_and_screeners: str) -> Any:
    """Stand in for what is installed."""
    points = EntryPoints(
        EntryPoint(
            name=name.replace("_", "-"),
            value=value,
            group=SCREENERS_GROUP if "gambling" in name else RULESETS_GROUP,
        )
        for name, value in rulesets_and_screeners.items()
    )
    return patch(
        "govmedia_rules.plugins.finding.entry_points", lambda group: points.select(group=group)
    )


def test_suggestions_come_as_json(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("screen", saved(tmp_path / "t.csv", TEXTS), "--lang", "en")
    assert result.exit_code == 0
    plain = json.loads(result.stdout)
    assert plain["texts"] == 3
    assert plain["looked_for"]["commercial-words 1"] == ["commercial_ad"]
    assert plain["suggestions"] == [
        {
            "post_id": "p1",
            "label": "privacy_leak",
            "screeners": ["personal-data 1"],
            "hits": [{"found": "110*************04", "start": 12, "end": 30}],
        },
        {
            "post_id": "p1",
            "label": "forced_forward",
            "screeners": ["forced-words 1"],
            "hits": [{"found": "必须转发", "start": 0, "end": 4}],
        },
        {
            "post_id": "p2",
            "label": "commercial_ad",
            "screeners": ["commercial-words 1"],
            "hits": [{"found": "限时抢购", "start": 0, "end": 4}],
        },
    ]
    assert result.stderr == (
        "Screened 3 text(s); 2 post(s) with 3 suggestion(s) for a person to look into.\n"
    )


def test_suggestions_come_as_csv_that_no_spreadsheet_runs(invoke: Invoke, tmp_path: Path) -> None:
    texts = saved(tmp_path / "t.ndjson", '{"id": "=1+1", "text": "限时抢购"}\n\n')
    out = tmp_path / "out.csv"
    assert invoke("screen", texts, "--output", out).exit_code == 0
    assert list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig")))) == [
        ["post_id", "label", "found", "start", "end", "screeners"],
        ["'=1+1", "commercial_ad", "限时抢购", "0", "4", "commercial-words 1"],
    ]


def test_only_the_screeners_asked_for_look(invoke: Invoke, tmp_path: Path) -> None:
    texts = saved(tmp_path / "t.csv", TEXTS)
    result = invoke("screen", texts, "--screener", "commercial-words", "--format", "json")
    plain = json.loads(result.stdout)
    assert plain["looked_for"] == {"commercial-words 1": ["commercial_ad"]}
    assert [each["post_id"] for each in plain["suggestions"]] == ["p2"]


def test_the_list_says_what_each_screener_looks_for_and_how_good_it_is(invoke: Invoke) -> None:
    told = json.loads(invoke("screen", "--list").stdout)["screeners"]
    assert [each["id"] for each in told] == list(SCREENERS)
    for each in told:
        screener = SCREENERS[each["id"]]
        assert each["looks_for"]["zh"] == screener.looks_for.zh
        assert [
            (m["label"], m["found"], m["wrongly_found"], m["missed"]) for m in each["measured"]
        ] == [
            (m.label, m.found, m.wrongly_found, m.missed)
            for m in measured(screener, labelled_texts("report"))
        ]
    rows = list(csv.reader(io.StringIO(invoke("screen", "--list", "--format", "csv").stdout)))
    assert len(rows) == 1 + sum(len(screener.labels) for screener in SCREENERS.values())


@pytest.mark.parametrize(
    ("name", "text", "messages"),
    [
        (
            "t.csv",
            "id;text\n",
            ["line 1, texts: expected a first row that names the columns id and text"],
        ),
        ("t.csv", "", ["expected a first row"]),
        ("t.csv", "编号,正文\n ,甲\np,乙\n", ["line 2, texts, ' ': id is ' '; expected the id"]),
        ("t.csv", 'id,text\np,"甲\n', ["expected CSV (unexpected end of data)"]),
        (
            "t.ndjson",
            '[]\n{"id": 1, "text": "甲"}\n{"id": "p"}\n{"id"\n',
            ["line 1", "line 2, texts: id is 1", "line 3, texts, 'p': text is missing", "line 4"],
        ),
        ("none.ndjson", None, ["expected a file that can be read"]),
    ],
)
def test_every_bad_record_is_told(
    invoke: Invoke, tmp_path: Path, name: str, text: str | None, messages: list[str]
) -> None:
    path = tmp_path / name if text is None else saved(tmp_path / name, text)
    result = invoke("screen", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{len(messages)} problem" in result.stderr
    assert all(message in result.stderr for message in messages), result.stderr


@pytest.mark.parametrize("arguments", [[], ["--list", "x.csv"]])
def test_there_are_either_texts_or_the_list(invoke: Invoke, arguments: list[str]) -> None:
    result = invoke("screen", *arguments)
    assert result.exit_code == 2
    assert "give either files with texts, or --list" in result.stderr


def test_an_unknown_screener_is_told_with_the_known_ones(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("screen", saved(tmp_path / "t.csv", TEXTS), "--screener", "personal-date")
    assert result.exit_code == 2
    assert "there is no screener 'personal-date'; did you mean 'personal-data'?" in result.stderr


def test_without_the_extra_the_command_names_it(invoke: Invoke, tmp_path: Path) -> None:
    missing = MissingExtraError("screening", "screening by the screeners in the box")
    with (
        patch("govmedia_rules.cli.screen.SCREENERS", {}),
        patch("govmedia_rules.cli.screen._without_extra", missing),
    ):
        result = invoke("screen", saved(tmp_path / "t.csv", TEXTS))
        named = invoke("screen", tmp_path / "t.csv", "--screener", "personal-data")
    assert result.exit_code == named.exit_code == 2
    assert "pip install 'govmedia-rules[screening]'" in result.stderr
    assert "pip install 'govmedia-rules[screening]'" in named.stderr


def test_the_screener_of_a_plugin_is_found_by_its_id(invoke: Invoke, tmp_path: Path) -> None:
    texts = saved(tmp_path / "t.csv", "id,text\np,赌球\n")
    with with_plugins(mycity_gambling="mycity_rules.gambling:GamblingWords"):
        result = invoke("screen", texts, "--screener", "mycity-gambling")
    assert [each["label"] for each in json.loads(result.stdout)["suggestions"]] == [
        "mycity:gambling"
    ]


def test_a_screener_that_crashes_stops_the_run_or_is_told(invoke: Invoke, tmp_path: Path) -> None:
    texts = saved(tmp_path / "t.csv", "id,text\np,赌球\n")
    with (
        with_plugins(mycity_gambling="mycity_rules.gambling:GamblingWords"),
        patch("mycity_rules.gambling.Hit", side_effect=RuntimeError("赌球")),
    ):
        stopped = invoke("screen", texts, "--screener", "mycity-gambling")
        told = invoke("screen", texts, "--screener", "mycity-gambling", "--failing", "record")
    assert stopped.exit_code == 2
    assert "screener 'mycity-gambling': it crashed on the text 'p'" in stopped.stderr
    assert told.exit_code == 0
    assert "mycity-gambling, 1 text(s) / 条: RuntimeError" in told.stderr


def test_the_rule_set_of_a_plugin_is_found_by_its_id_and_listed(
    invoke: Invoke, failing: Path
) -> None:
    with with_plugins(mycity_2024="mycity_rules.rules:MYCITY_2024", bad="mycity_rules.none:X"):
        listed = invoke("rules")
        named = invoke("rules", "--rules", "mycity-2024", "--format", "json")
        judged = invoke("check", failing, "--rules", "mycity-2024", "--as-of", "2024-06-05")
        explained = invoke("explain", "mycity-2024/no-gambling")
        broken = invoke("rules", "--rules", "bad")
        unknown = invoke("rules", "--rules", "mycity-2042")
    assert "mycity-2024/one-post-a-week" in listed.stdout
    assert "--rules mycity-2024 (10 rules / 条规则)" in listed.stderr
    assert "Skipped plug-in 'bad' of an unknown package" in listed.stderr
    assert len(json.loads(named.stdout)["rules"]) == 10
    assert judged.exit_code == 1
    assert "mycity-2024/one-post-a-week" in judged.stdout
    assert explained.exit_code == 0
    assert "Plug-in" not in explained.stderr
    assert broken.exit_code == 2
    assert "plug-in 'bad'" in broken.stderr
    assert unknown.exit_code == 2
    assert "did you mean 'mycity-2024'?" in unknown.stderr


def test_a_plugin_cannot_take_the_place_of_a_rule_set_in_the_box(invoke: Invoke) -> None:
    with with_plugins(inspection_2019="mycity_rules.none:X"):
        result = invoke("rules", "--rules", "inspection-2019", "--format", "json")
    assert len(json.loads(result.stdout)["rules"]) == 8
