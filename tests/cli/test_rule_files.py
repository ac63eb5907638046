"""``rules lint``, ``rules diff``, ``rules new``, and rule files for ``--rules``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from govmedia_rules.rulefile import loads_ruleset, rule_file_template
from govmedia_rules.rulesets import BUILT_IN

Invoke = Callable[..., Result]

BAD = """format = 1
id = "bad"
[[rules]]
id = "bad/rule"
title = { zh = "规则", en = "rule" }
cites = ["opinion-2018 2.1"]
force = "obligation"
requires = "account.is_mian"
"""


@pytest.fixture
def city(tmp_path: Path) -> Path:
    path = tmp_path / "my+city.toml"
    path.write_text(rule_file_template(), encoding="utf-8")
    return path


def test_a_new_file_is_printed_or_written(invoke: Invoke, tmp_path: Path) -> None:
    printed = invoke("rules", "new")
    assert (printed.exit_code, printed.stdout, printed.stderr) == (0, rule_file_template(), "")
    path = tmp_path / "x.toml"
    result = invoke("rules", "new", "--id", "x", "--output", path, "--lang", "en")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"Written to {path}\n"
    assert path.read_text(encoding="utf-8") == rule_file_template("x")


def test_a_new_file_needs_a_plain_id(invoke: Invoke) -> None:
    result = invoke("rules", "new", "--id", "My City")
    assert result.exit_code == 2
    assert "an id is written in lower case, digits and hyphens" in result.stderr


def test_a_clean_file_lints_clean(invoke: Invoke, city: Path) -> None:
    result = invoke("rules", "lint", city, "--lang", "en")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{city}: 0 to mend, 0 to know.\n"


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_rule_sets_in_the_box_lint_clean(invoke: Invoke, name: str) -> None:
    result = invoke("rules", "lint", name)
    assert (result.exit_code, result.stdout) == (0, "")


def test_what_has_to_be_mended_is_printed_with_its_place_and_gives_status_1(
    invoke: Invoke, tmp_path: Path
) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(BAD.replace("account.is_mian", "posts.count() < 0"), encoding="utf-8")
    result = invoke("rules", "lint", path)
    assert result.exit_code == 1
    assert result.stdout == (
        f"{path}:3:1: [自相矛盾] bad/rule: 要求自相矛盾，凡适用者都不可能符合；请检查判定条件。\n"
    )
    assert result.stderr == f"{path}：须改 1 处，提示 0 处。\n"
    as_json = invoke("rules", "lint", path, "--format", "json")
    assert (as_json.exit_code, json.loads(as_json.stdout)) == (
        1,
        {
            "file": str(path),
            "lints": [
                {
                    "kind": "contradiction",
                    "is_fault": True,
                    "rule_id": "bad/rule",
                    "path": "rules[0]",
                    "line": 3,
                    "column": 1,
                    "message": {
                        "zh": "要求自相矛盾，凡适用者都不可能符合；请检查判定条件。",
                        "en": "no subject that it binds can pass; look for demands that exclude"
                        " each other.",
                    },
                }
            ],
        },
    )


@pytest.mark.parametrize("command", [["rules", "lint"], ["check", "x.json", "--rules"]])
def test_a_file_that_cannot_be_read_gives_its_faults_and_status_2(
    invoke: Invoke, tmp_path: Path, command: list[str]
) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(BAD, encoding="utf-8")
    result = invoke(*command, path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        f"{path}, line 8, column 21, rules[0].requires, at 'is_mian': account has no 'is_mian';"
        " did you mean 'is_main'?" in result.stderr
    )


def test_a_file_that_steers_a_terminal_is_told_in_escapes(invoke: Invoke, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(
        BAD.replace("force =", '"\\u001b[31mforce" = 1\nforce =')
        + "[questions.\"\\u001b[32m\"]\nid = '\u202e'\n",
        encoding="utf-8",
    )
    for command in (["rules", "lint", path], ["rules", "--rules", path]):
        result = invoke(*command)
        assert result.exit_code == 2
        assert result.stderr.replace("\n", "").isprintable()


def test_what_differs_is_said_in_words(invoke: Invoke, city: Path) -> None:
    result = invoke("rules", "diff", "inspection-2019", city, "--lang", "en")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        """\
Added: At least one post a week on WeChat (mycity-2024/one-post-a-week)
  Binds where status is active and platform is WeChat official account; Requires that number of posts in the last 7 days is at least 1.
Added: No commercial advertising (mycity-2024/no-advertising)
  Forbids that content labels include commercial advertising.
Changed: An update in the two weeks before the monitoring moment (inspection-2019/no-update-in-two-weeks)
  parameter days changes from 14 days to 10 days
    source: 某市方案3.1：十天 / the city's plan, 3.1: ten days; overrides 14 (stated by the text)
  also cites 《某市2024年政务新媒体工作方案》 3.1
"""
    )
    back = invoke("rules", "diff", city, "inspection-2019")
    assert back.stdout.startswith(
        "去掉规则：微信公众号每周至少更新一次（mycity-2024/one-post-a-week）\n"
    )
    assert "  参数 days 由 10 天改为 14 天\n" in back.stdout
    assert "  不再引用 《某市2024年政务新媒体工作方案》 3.1\n" in back.stdout


def test_sets_that_say_the_same_differ_in_nothing(invoke: Invoke, city: Path) -> None:
    result = invoke("rules", "diff", city, city)
    assert (result.exit_code, result.stdout) == (0, "两个规则集没有不同。\n")


def test_every_part_that_differs_is_said_and_given_as_json(invoke: Invoke, tmp_path: Path) -> None:
    old, new = tmp_path / "old.toml", tmp_path / "new.toml"
    text = BAD.replace("account.is_mian", "account.is_main")
    old.write_text(text, encoding="utf-8")
    new.write_text(
        text.replace("account.is_main", "account.followers > least")
        .replace('en = "rule"', 'en = "a rule"')
        .replace('"obligation"', '"defeasible"\nscope = "opinion-2018/government-new-media"')
        .replace('"opinion-2018 2.1"', '"opinion-2018 2.3"')
        + 'params.least = { value = 5, unit = "follower", source = "因为" }\n',
        encoding="utf-8",
    )
    result = invoke("rules", "diff", old, new)
    assert result.stdout.split("\n") == [
        "改动规则：规则（bad/rule）",
        "  增加参数 least： 5 个粉丝",
        "  　来源：因为",
        "  标题由“规则”改为“规则”",
        "  效力由“应当”改为“原则上”",
        "  严重程度由“错误”改为“警告”",
        "  范围由“无”改为“行政机关、承担行政职能的事业单位及其内设机构开设的政务新媒体”",
        "  要求由“是主账号”改为“粉丝数多于5”",
        "  不再引用 国办发〔2018〕123号 2.1",
        "  增加引用 国办发〔2018〕123号 2.3",
        "",
    ]
    plain = json.loads(invoke("rules", "diff", old, new, "--format", "json").stdout)
    assert plain["changed"][0]["params"] == [
        {"name": "least", "old": None, "new": 5, "source": "因为"}
    ]
    parts = {part["part"]: (part["old"], part["new"]) for part in plain["changed"][0]["parts"]}
    assert parts["scope"] == (None, "opinion-2018/government-new-media")
    assert parts["force"] == ("obligation", "defeasible")
    assert parts["cites"] == (["国办发〔2018〕123号 2.1"], ["国办发〔2018〕123号 2.3"])
    assert parts["requires"][0] == {
        "zh": "是主账号",
        "en": "it is the unit's main account",
        "code": "account.is_main",
    }


def test_every_command_takes_a_rule_file_for_its_rules(invoke: Invoke, city: Path) -> None:
    listed = invoke("rules", "--rules", city, "--format", "json")
    ids = [rule["id"] for rule in json.loads(listed.stdout)["rules"]]
    assert ids == [rule.id for rule in loads_ruleset(rule_file_template())]
    explained = invoke("explain", "mycity-2024/no-advertising", "--rules", city)
    assert explained.exit_code == 0
    judged = invoke("demo", "--rules", city, "--as-of", "2024-03-01", "--format", "json")
    assert judged.exit_code == 1
    assert json.loads(judged.stdout)["ruleset_id"] == "mycity-2024"


def test_rule_files_and_names_join_with_a_plus(invoke: Invoke, city: Path) -> None:
    plain = city.with_name("plain.toml")
    plain.write_text(rule_file_template("other").replace("[overrides.", "# ["), encoding="utf-8")
    text = rule_file_template("other")
    cut = text[: text.index("[overrides.")] + text[text.index("# 新规则") :]
    plain.write_text(cut, encoding="utf-8")
    result = invoke("rules", "--rules", f"opinion-2018+{plain}", "--format", "json")
    assert result.exit_code == 0
    ids = [rule["id"] for rule in json.loads(result.stdout)["rules"]]
    assert len(ids) == len(BUILT_IN["opinion-2018"] | loads_ruleset(cut))


def test_a_rule_file_that_is_not_there_is_told(invoke: Invoke) -> None:
    result = invoke("rules", "--rules", "nowhere.toml")
    assert result.exit_code == 2
    assert "nowhere.toml: there is no such file" in result.stderr
