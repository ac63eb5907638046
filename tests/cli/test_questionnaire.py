"""``govmedia-rules questionnaire``, and ``check --answers``: ask, fill in, judge."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import Result

from govmedia_rules.cli import questionnaire as command
from govmedia_rules.evaluation import questionnaire
from govmedia_rules.models import Account, Portfolio, Unit
from govmedia_rules.rulesets import BUILT_IN, INSPECTION_2019
from govmedia_rules.serialization import dumps_questionnaire, load_answers, load_portfolio
from govmedia_rules.spreadsheets import to_csv_cell

DAY = ("--as-of", "2019-06-05")
OPINION = ("--rules", "opinion-2018")
AS_OF_LINE = "As of / 监测时间点: 2019-06-05T00:00:00+08:00\n"
STAFF = "opinion-2018/staff-trained"


def answered(form: Path, question_id: str, answer: str, role: str = "主办单位") -> Path:
    """Fill in the row of one question."""
    lines = form.read_bytes().decode().split("\r\n")
    filled = [
        f"{line.removesuffix(',,,,,')},{answer},张三,{role},2019/6/3,"
        if line.startswith(question_id)
        else line
        for line in lines
    ]
    form.write_bytes("\r\n".join(filled).encode())
    return form


def open_ids(result: Result) -> set[str]:
    return {each["question_id"] for each in json.loads(result.stdout)["questions"]}


def test_the_form_goes_to_standard_output(invoke: Callable[..., Result], passing: Path) -> None:
    result = invoke("questionnaire", passing, *OPINION, *DAY)
    expected = questionnaire(
        load_portfolio(passing), BUILT_IN["opinion-2018"], as_of="2019-06-05T00:00:00+08:00"
    )

    assert result.exit_code == 0
    assert result.stdout_bytes.decode() == dumps_questionnaire(expected)
    assert result.stderr == (
        f"{AS_OF_LINE}待答复的问题{len(expected)}个，涉及"
        f"{len({each.subject.id for each in expected if each.subject.kind == 'unit'})}个单位、"
        f"{len({each.subject.id for each in expected if each.subject.kind == 'account'})}个账号。\n"
    )


def test_without_rules_all_in_the_box_ask(invoke: Callable[..., Result], passing: Path) -> None:
    everything = invoke("questionnaire", passing, *DAY)

    assert everything.stdout == invoke("questionnaire", passing, *OPINION, *DAY).stdout
    assert STAFF in everything.stdout


def test_rules_that_ask_nothing(invoke: Callable[..., Result], passing: Path) -> None:
    result = invoke("questionnaire", passing, "--rules", INSPECTION_2019.id, *DAY, "--lang", "en")

    assert result.exit_code == 0
    assert result.stdout_bytes.decode() == dumps_questionnaire((), language="en")
    assert result.stderr == f"{AS_OF_LINE}No question is open.\n"


def test_a_form_is_filled_in_and_judged(
    invoke: Callable[..., Result], passing: Path, tmp_path: Path
) -> None:
    form = tmp_path / "form.csv"
    result = invoke("questionnaire", passing, *OPINION, *DAY, "--output", form, "--lang", "en")
    assert result.stdout == ""
    assert result.stderr.endswith(f"Written to {form}\n")
    answered(form, STAFF, "否")
    assert len(load_answers(form)) == 1

    plain = json.loads(
        invoke("check", passing, *OPINION, *DAY, "--answers", form, "--format", "json").stdout
    )
    assert [each["outcome"] for each in plain["findings"] if each["rule_id"] == STAFF] == ["fail"]
    asked = (*OPINION, *DAY, "--format", "json")
    before = open_ids(invoke("questionnaire", passing, *asked))
    after = open_ids(invoke("questionnaire", passing, *asked, "--answers", form))
    assert before - after == {STAFF}


def test_several_forms_add_up(invoke: Callable[..., Result], passing: Path, tmp_path: Path) -> None:
    forms = [tmp_path / "one.csv", tmp_path / "two.csv"]
    other = "opinion-2018/leader-responsible"
    for form, question_id in zip(forms, (STAFF, other), strict=True):
        invoke("questionnaire", passing, *OPINION, *DAY, "--output", form)
        answered(form, question_id, "是")
    options = [word for form in forms for word in ("--answers", str(form))]
    left = open_ids(invoke("questionnaire", passing, *OPINION, *DAY, "--format", "json", *options))

    assert not left & {STAFF, other}
    assert invoke("check", passing, *OPINION, *DAY, *options).exit_code in {0, 1}


def test_answers_that_count_for_nothing_are_told(
    invoke: Callable[..., Result], passing: Path, tmp_path: Path
) -> None:
    form = tmp_path / "form.csv"
    invoke("questionnaire", passing, *OPINION, *DAY, "--output", form)
    answered(form, STAFF, "是")

    told = invoke("check", passing, *DAY, "--answers", form, "--lang", "en").stderr
    assert "no rule that was run asks the question" in told


def test_a_bad_form_is_told_with_its_cells(
    invoke: Callable[..., Result], passing: Path, tmp_path: Path
) -> None:
    form = tmp_path / "form.csv"
    invoke("questionnaire", passing, *OPINION, *DAY, "--output", form)
    answered(form, STAFF, "也许", role="领导")

    for name in ("check", "questionnaire"):
        result = invoke(name, passing, *OPINION, *DAY, "--answers", form)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "答复 is '也许'; expected one of 是, 否, 不清楚, yes, no, unknown." in result.stderr
        assert "答复身份 is '领导'" in result.stderr


def test_files_that_are_not_there(invoke: Callable[..., Result], passing: Path) -> None:
    assert invoke("questionnaire", "nowhere.json").exit_code == 2
    result = invoke("check", passing, "--answers", "nowhere.csv", *DAY)
    assert result.exit_code == 2
    assert "nowhere.csv: expected a file that can be read" in result.stderr


def test_on_a_terminal_names_are_shown_never_obeyed(
    invoke: Callable[..., Result],
    save: Callable[..., Path],
    portfolio: Portfolio,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = "\x1b[31m甲\u202e\n=1"
    planted = evolve(
        portfolio,
        units=(Unit(id="unit:a", name=name),),
        accounts=(Account(id="=1+1", platform="app", name=name, unit_id="unit:a"),),
        posts=(),
    )
    path = save(planted, "planted.json")
    piped = invoke("questionnaire", path, *OPINION, *DAY)
    assert to_csv_cell(name) in piped.stdout
    assert "'=1+1" in piped.stdout
    monkeypatch.setattr(command, "is_terminal", lambda _: True)
    for form in ("csv", "json"):
        shown = invoke("questionnaire", path, *OPINION, *DAY, "--format", form).stdout
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "\ufeff" not in shown
        assert "\n=1" not in shown
        assert "甲" in shown


def test_a_form_is_written_as_its_name_ends(
    invoke: Callable[..., Result], passing: Path, tmp_path: Path
) -> None:
    form = tmp_path / "form.json"

    asked = invoke("questionnaire", passing, *DAY, "--output", form)
    read = invoke("questionnaire", passing, *DAY, "--answers", form)

    assert (asked.exit_code, read.exit_code) == (0, 0), asked.output + read.output
    assert json.loads(form.read_text(encoding="utf-8"))["questions"]


@pytest.mark.parametrize(("form", "name"), [("csv", "form.json"), ("json", "form.CSV")])
def test_a_form_that_could_not_be_read_back_is_not_written(
    invoke: Callable[..., Result], passing: Path, tmp_path: Path, form: str, name: str
) -> None:
    file = tmp_path / name

    result = invoke("questionnaire", passing, "--format", form, "--output", file)

    assert result.exit_code == 2
    assert f"--format {form} does not go with" in result.stderr
    assert not file.exists()
