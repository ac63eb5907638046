"""Questionnaires as forms: what is written is read, and what people wrote decides, no more, no less."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.conditions import Question, account, unit
from govmedia_rules.errors import UnknownNameError
from govmedia_rules.evaluation import OpenQuestion, audit, questionnaire
from govmedia_rules.evaluation.answers import questions_asked
from govmedia_rules.findings import Outcome
from govmedia_rules.models import Account, Attestation, Portfolio, PortfolioError, Role, Unit
from govmedia_rules.moments import moment
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import OPINION_2018
from govmedia_rules.serialization import (
    LoadError,
    dump_questionnaire,
    dumps_questionnaire,
    load_answers,
    with_answers,
)
from govmedia_rules.serialization.forms import COLUMNS
from govmedia_rules.spreadsheets import from_cell, to_csv_cell
from govmedia_rules.text import Text
from serialization_strategies import names
from situations import AS_OF, rule_with

PLAN: Final = Question(
    "plan", Text(zh="有应急预案", en="there is a plan"), answerable_by=tuple(Role), days=365
)
DATA: Final = Question(
    "data", Text(zh="只收必需的信息", en="no more data"), answerable_by=("inspector",), days=365
)
RULES: Final = RuleSet(
    "test-2019",
    (
        rule_with(id="test-2019/plan", subject="unit", requires=unit.answers(PLAN)),
        rule_with(id="test-2019/data", requires=account.answers(DATA)),
    ),
)
PORTFOLIO: Final = Portfolio(
    units=[Unit(id="u", name="某县卫健委")],
    accounts=[Account(id="a", platform="app", name="掌上卫健", unit_id="u")],
)
QUESTIONS: Final = questionnaire(PORTFOLIO, RULES, as_of=AS_OF)
FILLED: Final = {
    "answer": "是",
    "answered_by": "张三",
    "answered_as": "主办单位",
    "answered_at": "2019-06-03",
}


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def text_of(rows: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return "\ufeff" + text.getvalue()


def filled_csv(
    questions: tuple[OpenQuestion, ...], *answers: dict[str, str], language: str = "zh"
) -> str:
    """Return the form with the cells of *answers*, by the keys of their columns, row by row."""
    keys = [column.key for column in COLUMNS]
    rows = rows_of(dumps_questionnaire(questions, language=language))
    for row, answer in zip(rows[1:], answers, strict=False):
        for key, cell in answer.items():
            row[keys.index(key)] = cell
    return text_of(rows)


def filled_json(questions: tuple[OpenQuestion, ...], *answers: dict[str, Any]) -> str:
    plain = json.loads(dumps_questionnaire(questions, "json"))
    for row, answer in zip(plain["questions"], answers, strict=False):
        row.update(answer)
    return json.dumps(plain)


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., tuple[Attestation, ...]]:
    def load_text(text: str | bytes, name: str = "form.csv") -> tuple[Attestation, ...]:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_answers(path)

    return load_text


@pytest.fixture
def problems(load: Callable[..., object], tmp_path: Path) -> Callable[..., list[str]]:
    def problems_of(text: str | bytes, name: str = "form.csv") -> list[str]:
        with pytest.raises(LoadError) as caught:
            load(text, name)
        return [
            str(each).removeprefix(f"{tmp_path / name}").removeprefix(", ")
            for each in caught.value.problems
        ]

    return problems_of


# -- Writing ----------------------------------------------------------------------------


def test_a_form_in_chinese() -> None:
    text = dumps_questionnaire(QUESTIONS)

    assert text.startswith("\ufeff问题编号,")
    assert text.endswith("\r\n")
    head, plan, data = rows_of(text)
    assert head[-5:] == [
        "答复(是、否、不清楚)",
        "答复人",
        "答复身份(主办单位、主管单位、检查人员)",
        "答复时间(如2019-06-05)",
        "备注",
    ]
    assert plan[:5] == [
        "plan",
        "有应急预案",
        "there is a plan",
        "主办单位、主管单位、检查人员",
        "sponsor, supervisor, inspector",
    ]
    assert plan[7:12] == ["单位", "u", "某县卫健委", "u", "某县卫健委"]
    assert data[3:6] == ["检查人员", "inspector", "test-2019/data"]
    assert data[7:12] == ["账号", "a", "掌上卫健", "u", "某县卫健委"]
    assert plan[-9:] == data[-9:] == [""] * 9


def test_a_form_in_english_and_as_json() -> None:
    head, plan, _ = rows_of(dumps_questionnaire(QUESTIONS, language="en"))
    plain = json.loads(dumps_questionnaire(QUESTIONS, "json"))

    assert head[-5] == "answer (yes, no, unknown)"
    assert plan[7] == "unit"
    assert plain["schema_version"] == 1
    assert plain["questions"][1] == {
        "question_id": "data",
        "question_zh": "只收必需的信息",
        "question_en": "no more data",
        "answerable_by": ["inspector"],
        "rules": ["test-2019/data"],
        "clauses": [str(cite) for cite in QUESTIONS[1].citations],
        "subject_kind": "account",
        "subject_id": "a",
        "subject_name": "掌上卫健",
        "sponsor_id": "u",
        "sponsor_name": "某县卫健委",
        "last_answer": None,
        "last_answered_by": None,
        "last_answered_at": None,
        "last_answer_fault": None,
        "answer": None,
        "answered_by": None,
        "answered_as": None,
        "answered_at": None,
        "remarks": None,
    }


def test_the_last_answer_stands_beside_its_question() -> None:
    given = Attestation(
        id="old",
        question_id="plan",
        unit_id="u",
        answer=False,
        answered_by="李四",
        answered_as="sponsor",
        answered_at="2017-06-05T00:00:00+08:00",
    )
    questions = questionnaire(with_answers(PORTFOLIO, [given]), RULES, as_of=AS_OF)

    assert rows_of(dumps_questionnaire(questions))[1][12:16] == [
        "否",
        "李四",
        "2017-06-05T00:00:00+08:00",
        "答复已过有效期",
    ]


def test_a_form_of_nothing_is_a_form(load: Callable[..., tuple[Attestation, ...]]) -> None:
    assert load(dumps_questionnaire(())) == ()
    assert load(dumps_questionnaire((), "json"), "form.json") == ()
    assert load(dumps_questionnaire(QUESTIONS)) == ()


def test_the_suffix_says_what_is_written(tmp_path: Path) -> None:
    for name in ("form.csv", "form.JSON"):
        dump_questionnaire(QUESTIONS, tmp_path / name, language="en")
        expected = dumps_questionnaire(
            QUESTIONS, "json" if "JSON" in name else "csv", language="en"
        )
        assert (tmp_path / name).read_bytes() == expected.encode()
    with pytest.raises(UnknownNameError, match="xlsx"):
        dump_questionnaire(QUESTIONS, tmp_path / "form.xlsx")
    with pytest.raises(UnknownNameError, match="xml"):
        dumps_questionnaire(QUESTIONS, "xml")  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError):
        dumps_questionnaire(QUESTIONS, language="fr")


# -- No spreadsheet runs it -------------------------------------------------------------


@given(st.text(st.sampled_from("'=+-@\t\r\n＝＋－＠a ,\"")) | st.text())
def test_a_neutral_cell_begins_no_formula_and_is_the_same_text(text: str) -> None:
    cell = to_csv_cell(text)

    assert not cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))
    assert from_cell(cell) == text


def test_formulas_in_ids_names_and_remarks_are_neutral_and_come_back(
    load: Callable[..., tuple[Attestation, ...]],
) -> None:
    evil = '=HYPERLINK("http://x","y")'
    portfolio = Portfolio(
        units=[Unit(id=evil, name="@SUM(1)")],
        accounts=[Account(id="-1+1", platform="app", name="+1", unit_id=evil)],
    )
    questions = questionnaire(portfolio, RULES, as_of=AS_OF)
    text = dumps_questionnaire(questions)
    cells = [cell for row in rows_of(text) for cell in row]

    assert "'" + evil in cells
    assert {"'@SUM(1)", "'-1+1", "'+1"} <= set(cells)
    assert not any(cell.startswith(tuple("=+-@")) for cell in cells)
    plan, data = load(
        filled_csv(
            questions,
            {**FILLED, "remarks": "-无-"},
            {**FILLED, "remarks": to_csv_cell("=1"), "answered_by": "'甲'"},
        )
    )
    assert (plan.unit_id, plan.account_id, plan.remarks) == (evil, None, "-无-")
    assert (data.unit_id, data.account_id, data.remarks) == (None, "-1+1", "=1")
    assert data.answered_by == "'甲'"


# -- Reading ----------------------------------------------------------------------------


def test_what_was_filled_in_is_read(load: Callable[..., tuple[Attestation, ...]]) -> None:
    (only,) = load(filled_csv(QUESTIONS, {}, {**FILLED, "answer": "否", "remarks": "多收了通讯录"}))

    assert only == Attestation(
        id=only.id,
        question_id="data",
        account_id="a",
        answer=False,
        answered_by="张三",
        answered_as="sponsor",
        answered_at="2019-06-03T00:00:00+08:00",
        remarks="多收了通讯录",
    )
    assert only.id.startswith("answer:")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("是", True),
        ("否", False),
        ("不清楚", None),
        (" YES ", True),
        ("no", False),
        ("Unknown", None),
    ],
)
def test_answers_in_two_languages(
    load: Callable[..., tuple[Attestation, ...]], word: str, meant: bool | None
) -> None:
    assert load(filled_csv(QUESTIONS, {**FILLED, "answer": word}))[0].answer is meant


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2019-06-03", "2019-06-03T00:00:00+08:00"),
        ("2019/6/3", "2019-06-03T00:00:00+08:00"),
        (" 2019.06.03", "2019-06-03T00:00:00+08:00"),
        ("2019-06-03T09:00:00+08:00", "2019-06-03T09:00:00+08:00"),
        ("2019-06-03T01:00:00Z", "2019-06-03T09:00:00+08:00"),
    ],
)
def test_days_and_moments(
    load: Callable[..., tuple[Attestation, ...]], written: str, at: str
) -> None:
    assert load(filled_csv(QUESTIONS, {**FILLED, "answered_at": written}))[0].answered_at == moment(
        at
    )


def test_json_may_say_true_and_false(load: Callable[..., tuple[Attestation, ...]]) -> None:
    both = load(
        filled_json(QUESTIONS, {**FILLED, "answer": True}, {**FILLED, "answer": False}), "f.json"
    )

    assert [each.answer for each in both] == [True, False]


def test_a_form_may_be_rearranged(load: Callable[..., tuple[Attestation, ...]]) -> None:
    """Columns and rows in another order, columns added and taken away, short and empty rows."""
    rows = rows_of(filled_csv(QUESTIONS, FILLED, language="en"))
    kept = [0, *range(7, 9), *range(16, 20)]
    rows = [[row[place] for place in reversed(kept)] + [""] for row in reversed(rows[1:])]
    head = [column.heading.zh.replace("(", "（") for column in COLUMNS]
    heads = [head[place] for place in reversed(kept)]
    text = text_of([[], [*heads, "电话"], rows[0][:1], *rows, ["", " "], []])

    assert load(text) == load(filled_csv(QUESTIONS, FILLED))
    assert load(text.removeprefix("\ufeff")) == load(text)


def test_a_form_read_twice_says_nothing_new(tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text(filled_csv(QUESTIONS, FILLED), encoding="utf-8")
    once = load_answers(tmp_path / "one.csv")

    assert load_answers(tmp_path / "one.csv", tmp_path / "two.csv") == once
    answered = with_answers(PORTFOLIO, once)
    assert with_answers(answered, once) == answered
    assert with_answers(PORTFOLIO, ()) == PORTFOLIO
    with pytest.raises(PortfolioError):
        with_answers(answered, [evolve(once[0], remarks="x")])


def test_people_roles_and_moments_make_answers_of_their_own(
    load: Callable[..., tuple[Attestation, ...]],
) -> None:
    first = {**FILLED, "answered_at": "2019-06-01"}
    variants = [
        FILLED,
        first,
        {**FILLED, "answered_by": "李四"},
        {**FILLED, "answered_as": "检查人员"},
    ]
    ids = {load(filled_csv(QUESTIONS, each))[0].id for each in variants}

    assert len(ids) == 4


# -- Refusing ---------------------------------------------------------------------------


def test_every_bad_cell_is_told_with_its_place(problems: Callable[..., list[str]]) -> None:
    text = filled_csv(
        QUESTIONS,
        {"answer": "也许", "answered_at": "2019-06-03 09:00", "answered_as": "领导"},
        {"remarks": "待补", "question_id": " ", "subject_kind": "信息", "subject_id": ""},
    )

    told = problems(text)
    assert [each.split("; expected")[0] for each in told] == [
        "line 2, 'u': 答复时间 is '2019-06-03 09:00'",
        "line 2, 'u': 答复 is '也许'",
        "line 2, 'u': 答复身份 is '领导'",
        "line 2, 'u': 答复人 is missing",
        "line 3: 对象 is '信息'",
        "line 3: 答复时间 is missing",
        "line 3: 答复 is missing",
        "line 3: 答复身份 is missing",
        "line 3: 问题编号 is missing",
        "line 3: 对象标识 is missing",
        "line 3: 答复人 is missing",
    ]
    assert told[1].endswith("expected one of 是, 否, 不清楚, yes, no, unknown.")
    assert told[0].endswith(
        "or a moment with its offset from UTC, such as 2019-06-05T09:00:00+08:00."
    )


def test_a_place_counts_lines_inside_cells(problems: Callable[..., list[str]]) -> None:
    text = filled_csv(QUESTIONS, {**FILLED, "remarks": "一\n二\r\n三"}, {**FILLED, "answer": "?"})

    assert [each.split(":")[0] for each in problems(text)] == ["line 5, 'a'"]


def test_what_is_too_long_or_no_text_is_told(problems: Callable[..., list[str]]) -> None:
    (long,) = problems(filled_csv(QUESTIONS, {**FILLED, "remarks": "x" * 65_537}))
    assert "line 2, 'u': 备注 is 'xxx" in long
    assert "at most 65,536 characters" in long
    odd = {**FILLED, "answered_by": 7, "answer": 1, "answered_at": [], "answered_as": {}}
    assert [
        each.split("; expected")[0] for each in problems(filled_json(QUESTIONS, odd), "form.json")
    ] == [
        "questions, record 1, 'u': answered_at is a list of 0",
        "questions, record 1, 'u': answer is 1",
        "questions, record 1, 'u': answered_as is an object of 0",
        "questions, record 1, 'u': answered_by is 7",
    ]


def test_two_answers_where_there_can_be_one(problems: Callable[..., list[str]]) -> None:
    rows = rows_of(filled_csv(QUESTIONS, FILLED))
    again = [*rows[1][:16], "否", *rows[1][17:]]
    (told,) = problems(text_of([*rows, again]))

    assert told.startswith("line 4, 'u': 答复 is 'no'; expected one answer to a question")
    assert "line 2 of" in told


def test_headings_have_to_be_there_once(problems: Callable[..., list[str]]) -> None:
    rows = rows_of(filled_csv(QUESTIONS, FILLED))
    without = [[*row[:16], *row[17:]] for row in rows]
    twice = [[*row, row[16]] for row in rows]

    assert problems(text_of(without)) == [
        "line 1: 答复 is missing; expected a column headed 答复 or answer."
    ]
    assert problems(text_of(twice))[0].endswith("expected each heading once.")
    assert problems("a,b\r\n1,2\r\n")[0].startswith("line 1: 问题编号 is missing")
    assert problems("") == [": expected a form with its headings, not an empty file."]
    assert problems("\r\n \r\n") == [": expected a form with its headings, not an empty file."]


def test_rows_longer_than_the_headings(problems: Callable[..., list[str]]) -> None:
    rows = rows_of(filled_csv(QUESTIONS, FILLED))
    (told,) = problems(text_of([rows[0], [*rows[1], "", "x"]]))

    assert told.startswith("line 2: expected a row of 21 cells")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"questions": []}', "schema_version is missing"),
        ('{"schema_version": 2, "questions": []}', "schema_version is 2"),
        ('{"schema_version": 1}', "expected an object with a list"),
        ("[]", "expected an object with a list"),
        ("{", "expected JSON ("),
        ('{"schema_version": 1, "questions": [3]}', "it is 3; expected an object"),
        ('{"schema_version": 1, "questions": [{"anwser": "yes"}]}', "did you mean 'answer'?"),
        ('{"schema_version": 1, "questions": [], "x": 1}', "no such key"),
        ('{"schema_version": 1, "questions": [], "questions": []}', "each key once"),
        ('{"schema_version": 1, "questions": [{"rules": NaN}]}', "not NaN"),
        ("[" * 100_000, "nested less deeply"),
    ],
)
def test_json_that_is_no_form(problems: Callable[..., list[str]], text: str, told: str) -> None:
    assert told in problems(text, "form.json")[0]


def test_files_that_are_no_forms(problems: Callable[..., list[str]], tmp_path: Path) -> None:
    assert (
        "UTF-8" in problems(dumps_questionnaire(QUESTIONS).removeprefix("\ufeff").encode("gbk"))[0]
    )
    assert problems("", "form.xlsx") == [": expected a file whose name ends in .csv, .json."]
    assert "expected CSV (" in problems('问题编号,"a"b\r\n')[0]
    assert "expected CSV (" in problems(f'问题编号,"{"x" * 200_000}')[0]
    with pytest.raises(LoadError, match="can be read"):
        load_answers(tmp_path / "nowhere.csv")
    (tmp_path / "form.csv").write_text(dumps_questionnaire(QUESTIONS), encoding="utf-8")
    with pytest.raises(LoadError, match="at most 10 bytes"):
        load_answers(tmp_path / "form.csv", max_bytes=10)


def read(path: Path) -> tuple[LoadError | None, tuple[Attestation, ...]]:
    try:
        return None, load_answers(path)
    except LoadError as error:
        return error, ()


@given(st.data())
def test_a_broken_form_is_refused_or_read_never_more(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    form = data.draw(st.sampled_from(("csv", "json")))
    text = filled_csv(QUESTIONS, FILLED) if form == "csv" else filled_json(QUESTIONS, FILLED)
    broken = bytearray(text.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(broken) - 1))
        broken[place : place + data.draw(st.integers(0, 3))] = data.draw(
            st.binary(max_size=3) | st.sampled_from([b'"', b",", b"\r", b"\n", b"\0", b"'", b"{"])
        )
    path = tmp_path_factory.mktemp("forms") / f"form.{form}"
    path.write_bytes(bytes(broken))
    refusal, answers = read(path)
    assert refusal is None or (refusal.total >= 1 and str(refusal).encode())
    assert all(isinstance(each, Attestation) for each in answers)


# -- There and back ---------------------------------------------------------------------

ATTESTED: Final = OPINION_2018.select(
    *(
        f"opinion-2018/{name}"
        for name in (
            "security-system-kept",
            "no-excess-personal-data",
            "supervisors-carry-their-duty",
            "leaders-take-responsibility",
            "staff-trained",
            "assessed-yearly",
        )
    )
)


@st.composite
def portfolios(draw: st.DrawFn) -> Portfolio:
    """Draw units with accounts whose facts are all known; ids may hold anything."""
    ids = draw(st.lists(names, min_size=2, max_size=4, unique=True))
    return Portfolio(
        units=[
            Unit(id=each, name=each, kind="department", supervises_accounts=draw(st.booleans()))
            for each in ids
        ],
        accounts=[
            Account(
                id=f"{each}{platform}",
                platform=platform,
                name=draw(names),
                unit_id=each,
                status="active",
            )
            for each in ids
            for platform in draw(st.sets(st.sampled_from(("wechat", "app"))))
        ],
    )


def expected_outcome(said: list[str | None]) -> Outcome:
    """Return what a rule comes to, given what was said to each of its questions."""
    if "no" in said:
        return Outcome.FAIL
    return Outcome.PASS if all(each == "yes" for each in said) else Outcome.UNDETERMINED


@given(portfolios(), st.sampled_from(("csv/zh", "csv/en", "json/")), st.data())
def test_exactly_what_was_answered_is_decided(
    tmp_path_factory: pytest.TempPathFactory,
    portfolio: Portfolio,
    how: str,
    data: st.DataObject,
) -> None:
    form, _, language = how.partition("/")
    questions = questionnaire(portfolio, ATTESTED, as_of=AS_OF)
    answers: list[dict[str, Any]] = []
    said: dict[tuple[str, str], str | None] = {}
    for each in questions:
        word = data.draw(st.sampled_from((None, "yes", "no", "unknown")))
        said[each.question_id, each.subject.id] = word
        role = data.draw(st.sampled_from(each.answerable_by))
        filled = {"answer": word, "answered_by": "张三", "answered_as": role.value}
        filled["answered_at"] = "2019-06-05"
        answers.append({} if word is None else filled)
    text = (
        filled_json(questions, *answers)
        if form == "json"
        else filled_csv(questions, *answers, language=language)
    )
    path = tmp_path_factory.mktemp("forms") / f"form.{form}"
    path.write_bytes(text.encode())
    answered = with_answers(portfolio, load_answers(path))

    report = audit(answered, ATTESTED, as_of=AS_OF)
    came_to = {(found.rule_id, found.subject.id): found.outcome for found in report.findings}
    asked_by = {rule.id: questions_asked([rule]) for rule in ATTESTED}
    waiting = {(rule_id, each.subject.id) for each in questions for rule_id in each.rule_ids}
    for rule_id, subject_id in waiting:
        words = [said[answer.question.id, subject_id] for answer in asked_by[rule_id]]
        assert came_to.get((rule_id, subject_id), Outcome.PASS) is expected_outcome(words)
    assert came_to.keys() <= waiting
    still_open = {
        (each.question_id, each.subject.id)
        for each in questionnaire(answered, ATTESTED, as_of=AS_OF)
    }
    assert still_open == {
        (answer.question.id, subject_id)
        for rule_id, subject_id in waiting
        if came_to.get((rule_id, subject_id)) is Outcome.UNDETERMINED
        for answer in asked_by[rule_id]
        if said[answer.question.id, subject_id] not in {"yes", "no"}
    }
