"""Reports as JSON: canonical, and read back equal."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.findings import (
    Evidence,
    Exclusion,
    Fate,
    Finding,
    FollowedUp,
    FollowUp,
    MissingFact,
    Outcome,
    Range,
    Report,
    RuleRun,
    SubjectRef,
    Suppression,
    TableRead,
)
from govmedia_rules.law import Citation, Confidence, Force, Severity
from govmedia_rules.models import Subject
from govmedia_rules.moments import Window, moment
from govmedia_rules.serialization import (
    LoadError,
    Problem,
    dump_report,
    dumps_report,
    load_report,
    loads_report,
    report_from_plain,
    report_to_plain,
)
from govmedia_rules.text import Text
from serialization_strategies import reports

AS_OF = moment("2019-06-05T00:00:00+08:00")
POSTS_SEEN = Evidence(
    what=Text(zh="两周内的更新", en="posts in two weeks"),
    condition="posts.within(days=14).count() >= 1",
    truth=None,
    value=Range(0, 2),
    operator=">=",
    threshold=1,
    window=Window.up_to(AS_OF, 14),
    known=27,
    total=30,
    ids=("p2", "p1"),
    ids_total=2,
)
FINDING = Finding(
    rule_id="inspection-2019/no-update-in-two-weeks",
    title=Text(zh="两周未更新", en="No update in two weeks"),
    outcome=Outcome.FAIL,
    force=Force.OBLIGATION,
    severity=Severity.VETO,
    subject=SubjectRef(kind=Subject.ACCOUNT, id="a", name="马坝农业", account_id="a"),
    message=Text(zh="没有更新", en="nothing was posted"),
    evidence=(POSTS_SEEN,),
    missing=(
        MissingFact(fact="post.labels", what=Text(zh="文章标签", en="labels of posts"), count=3),
    ),
    citations=(
        Citation(
            instrument="inspection-2019",
            number="国办秘函〔2019〕19号",
            title=Text(zh="检查指标", en="Inspection indicators"),
            provision="2.1",
            heading=None,
            in_force_on=date(2019, 4, 1),
            confidence=Confidence.TEXT,
        ),
    ),
    remedy=Text(zh="更新", en="Post something."),
    suppression=Suppression(
        waiver_id="w",
        authority="办公室",
        document="1号",
        reason="迁移",
        expires_at=moment("2019-07-01T00:00:00.5+08:00"),
    ),
)
REPORT = Report(
    as_of=AS_OF,
    ruleset_id="inspection-2019",
    ruleset_fingerprint="0123456789abcdef",
    findings=(FINDING,),
    rules=(
        RuleRun(
            rule_id="inspection-2019/no-update-in-two-weeks",
            title=Text(zh="两周未更新", en="No update in two weeks"),
            severity=Severity.VETO,
            subject=Subject.ACCOUNT,
            is_in_force=True,
            failed=1,
            fingerprint="fedcba9876543210",
        ),
    ),
    tables=(TableRead(table="accounts", is_supplied=True, rows=2, read=1),),
    inspected=("a",),
    not_inspected=("b",),
    accounts_without_unit=1,
    exclusions=(
        Exclusion(
            scope_id="t/all",
            title=Text(zh="行政机关", en="administrative organs"),
            citations=FINDING.citations,
            rules=2,
            units=("u",),
            accounts=("b",),
        ),
    ),
    notices=(Text(zh="豁免未生效", en="A waiver did nothing."),),
    follow_up=FollowUp(
        report_fingerprint="00112233445566aa",
        as_of=moment("2019-03-05T00:00:00+08:00"),
        items=(
            FollowedUp(fingerprint="bb00112233445566", fate=Fate.ABSENT),
            FollowedUp(
                fingerprint="cc00112233445566",
                fate=Fate.PASSES,
                now=evolve(FINDING, outcome=Outcome.PASS, suppression=None, missing=()),
            ),
        ),
    ),
)
# One file for every version that was ever written. What is in them never changes; a new
# version comes with a new file.
REPORTS = Path(__file__).parent / "reports"
DUMPED = (REPORTS / "report-2.json").read_text(encoding="utf-8")


def with_value(value: Any) -> Report:
    found = evolve(FINDING, evidence=(evolve(POSTS_SEEN, value=value),))
    return evolve(REPORT, findings=(found,))


def problems_of(plain: Any) -> list[str]:
    with pytest.raises(LoadError) as caught:
        loads_report(json.dumps(plain), source="r.json")
    return [str(problem).removeprefix("r.json") for problem in caught.value.problems]


def changed(path: str, value: Any) -> dict[str, Any]:
    """Return the report as plain values, with the one at *path* replaced."""
    plain: dict[str, Any] = json.loads(DUMPED)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    inner: Any = plain
    for step in way:
        inner = inner[step]
    inner[last] = value
    return plain


def test_a_report_is_dumped_with_every_field_in_order_and_one_finding_per_line() -> None:
    assert dumps_report(REPORT) == DUMPED


def test_a_report_loads_equal() -> None:
    loaded = loads_report(DUMPED)

    assert loaded == REPORT
    assert repr(loaded) == repr(REPORT)


def test_a_report_makes_the_round_trip_through_a_file(tmp_path: Path) -> None:
    path = tmp_path / "report.json"

    dump_report(REPORT, path)

    assert path.read_bytes() == DUMPED.encode()
    assert load_report(path) == REPORT


def test_a_report_makes_the_round_trip_through_plain_values() -> None:
    plain = report_to_plain(REPORT)

    assert plain == json.loads(DUMPED)
    assert report_from_plain(plain) == REPORT
    assert plain["schema_version"] == 2


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (None, None),
        (True, True),
        (1, 1),
        (1.0, 1.0),
        (0.1, 0.1),
        ("x", "x"),
        (Outcome.FAIL, "fail"),
        ((), []),
        (("b", "a"), ["b", "a"]),
        (AS_OF, {"at": "2019-06-05T00:00:00+08:00"}),
        (Range(3, None), {"at_least": 3, "at_most": None}),
    ],
)
def test_each_kind_of_evidence_has_a_form_of_its_own(value: Any, plain: Any) -> None:
    report = with_value(value)

    dumped = report_to_plain(report)["findings"][0]["evidence"][0]["value"]
    loaded = loads_report(dumps_report(report)).findings[0].evidence[0].value

    assert (dumped, type(dumped)) == (plain, type(plain))
    assert loaded == value
    assert type(loaded) is (str if isinstance(value, str) else type(value))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_json_cannot_hold_is_refused(value: float, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text("the older report")

    with pytest.raises(InvalidValueError, match="expected a finite number; JSON holds no other"):
        dump_report(with_value(value), path)

    assert path.read_text() == "the older report"


@pytest.mark.parametrize("days", [10_000, 40_000, 700_000])
def test_a_window_may_begin_before_the_accepted_years(days: int) -> None:
    seen = evolve(POSTS_SEEN, window=Window.up_to(moment("1992-06-05T01:02:03.4Z"), days))
    report = evolve(REPORT, findings=(evolve(FINDING, evidence=(seen,)),))

    assert loads_report(dumps_report(report)) == report


def test_a_lone_surrogate_is_written_as_visible_text() -> None:
    report = evolve(REPORT, findings=(evolve(FINDING, error="ValueError: \udcff!"),))

    loaded = loads_report(dumps_report(report))

    assert loaded.findings[0].error == "ValueError: \\udcff!"


@given(reports())
def test_what_is_dumped_loads_equal_and_dumps_the_same(report: Report) -> None:
    text = dumps_report(report)

    loaded = loads_report(text.encode())

    assert loaded == report
    # Members of vocabularies equal their text; their representation tells them apart.
    assert repr(loaded) == repr(report)
    assert loaded.verdicts == report.verdicts
    assert dumps_report(loaded) == text


# -- Refusals -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("schema_version", 3, ": schema_version is 3; expected 1 or 2, the only versions that this release of the library reads."),
        ("as_of", "2019-06-05T00:00:00", ": as_of is '2019-06-05T00:00:00'; expected a moment with its offset from UTC, such as 2019-06-05T00:00:00+08:00 (this one is naive)."),
        ("as_of", 0, ": as_of is 0; expected text."),
        ("inspected", "a", ": inspected is 'a'; expected a list."),
        ("inspected", ["a", 5], ", inspected, record 2: it is 5; expected text."),
        ("findings", {}, ": findings is an object of 0; expected a list."),
        ("findings.0", "x", ", findings, record 1: it is 'x'; expected an object."),
        ("findings.0.outcome", "failed", ", findings, record 1: outcome is 'failed'; expected one of pass, fail, undetermined, not_applicable, error (did you mean 'fail'?)."),
        ("findings.0.outcome", None, ", findings, record 1: outcome is null; expected one of pass, fail, undetermined, not_applicable, error."),
        ("findings.0.count", True, ", findings, record 1: count is true; expected a whole number."),
        ("findings.0.count", "1", ", findings, record 1: count is '1'; expected a whole number."),
        ("findings.0.evidence.0.truth", 1, ", findings, record 1: evidence[0].truth is 1; expected true or false."),
        ("findings.0.evidence.0.value", {"at": "noon"}, ", findings, record 1: evidence[0].value is 'noon'; expected ISO 8601 text with an offset, such as 2019-06-05T00:00:00+08:00."),
        ("findings.0.evidence.0.value", {"at_least": "1"}, None),
        ("findings.0.evidence.0.value", {"on": 1}, ', findings, record 1: evidence[0].value is an object of 1; expected true, false, a number, text, a list of texts, {"at": moment}, {"at_least": number, "at_most": number or null}, or null.'),
        ("findings.0.evidence.0.value", ["a", 1], ", findings, record 1: evidence[0].value[1] is 1; expected text."),
        ("findings.0.evidence.0.window.after", "x", ", findings, record 1: evidence[0].window.after is 'x'; expected ISO 8601 text with an offset, such as 2019-06-05T00:00:00+08:00."),
        ("findings.0.evidence.0.window.after", "1800-01-01T00:00:00", ", findings, record 1: evidence[0].window.after is '1800-01-01T00:00:00'; expected a moment with its offset from UTC, such as 2019-06-05T00:00:00+08:00 (this one is naive)."),
        ("findings.0.citations.0.in_force_on", "2019-13-01", ", findings, record 1: citations[0].in_force_on is '2019-13-01'; expected a day such as 2018-12-07."),
        ("findings.0.title.zh", " ", ", findings, record 1: title.zh is ' '; expected words; a text needs both languages."),
        ("findings.0.title.zh", "\ud800", ", findings, record 1: title.zh is '\\ud800'; expected text without lone surrogates."),
        ("findings.0.mesage", {}, ", findings, record 1: mesage is an object of 0; expected no such field (did you mean 'message'?)."),
    ],
)  # fmt: skip
def test_a_report_that_is_not_as_it_should_be_is_refused(
    path: str, value: Any, problem: str | None
) -> None:
    found = problems_of(changed(path, value))

    if problem is None:
        assert found == [
            ", findings, record 1: evidence[0].value.at_least is '1'; expected a whole number.",
            ", findings, record 1: evidence[0].value.at_most is missing; expected a value.",
        ]
    else:
        assert found == [problem]


def test_everything_that_is_wrong_is_reported_with_its_place() -> None:
    plain = changed("findings.0.count", "1")
    plain["rules"][0]["failed"] = None
    del plain["tables"]

    with pytest.raises(LoadError) as caught:
        report_from_plain(plain, source="r")

    assert caught.value.problems == (
        Problem(
            file="r",
            table="findings",
            number=1,
            field="count",
            value="'1'",
            expected="a whole number",
        ),
        Problem(
            file="r",
            table="rules",
            number=1,
            field="failed",
            value="null",
            expected="a whole number",
        ),
        Problem(file="r", field="tables", expected="a value"),
    )


def test_a_report_without_a_version_is_refused() -> None:
    plain = json.loads(DUMPED)
    del plain["schema_version"]

    assert problems_of(plain) == [
        ": schema_version is missing; expected 1 or 2, the only versions that this release of the library reads."
    ]


def test_what_is_no_object_is_no_report() -> None:
    assert problems_of([]) == [
        ": it is a list of 0; expected an object with the fields of a report."
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "r.json, line 1, column 2: expected JSON (expecting property name enclosed in double quotes)."),
        (b"\xff", "r.json, line 1, column 1: expected UTF-8 (the byte 0xff is not; save the file as UTF-8)."),
        ("[" * 100_000, "r.json: expected JSON that is nested less deeply."),
        (DUMPED.replace('"known":27', '"known":27,"known":27', 1), "r.json, findings, record 1: evidence[0].known is 27; expected each key once in its object; this one is there more than once."),
        (DUMPED.replace('"threshold":1', '"threshold":NaN', 1), 'r.json, findings, record 1: evidence[0].threshold is NaN; expected true, false, a number, text, a list of texts, {"at": moment}, {"at_least": number, "at_most": number or null}, or null.'),
        (DUMPED.replace('"threshold":1', '"threshold":1e999', 1), 'r.json, findings, record 1: evidence[0].threshold is inf; expected true, false, a number, text, a list of texts, {"at": moment}, {"at_least": number, "at_most": number or null}, or null.'),
        (DUMPED.replace('"schema_version":2', '"schema_version":2,"schema_version":2'), "r.json: expected each key once in an object; 'schema_version' is there more than once."),
    ],
)  # fmt: skip
def test_text_that_holds_no_report_is_refused(text: str | bytes, problem: str) -> None:
    with pytest.raises(LoadError) as caught:
        loads_report(text, source="r.json")

    assert [str(each) for each in caught.value.problems] == [problem]


@pytest.mark.parametrize("name", ["nowhere.json", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(LoadError, match="expected a file that can be read"):
        load_report(tmp_path / name)


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    dump_report(REPORT, path)

    with pytest.raises(LoadError, match="expected at most 10 bytes, the limit"):
        load_report(path, max_bytes=10)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(DUMPED.encode("gbk"))

    with pytest.raises(LoadError, match="save the file as UTF-8"):
        load_report(path)


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)


@given(st.data())
def test_any_change_either_loads_or_ends_in_a_load_error(data: st.DataObject) -> None:
    plain = json.loads(DUMPED)
    inner: Any = plain
    while True:
        steps = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        step = data.draw(st.sampled_from(steps))
        if not isinstance(inner[step], dict | list) or not inner[step] or data.draw(st.booleans()):
            break
        inner = inner[step]
    inner[step] = data.draw(VALUES | st.lists(VALUES, max_size=2) | st.just({}))

    try:
        report = loads_report(json.dumps(plain))
    except LoadError as error:
        report, problems = None, error.problems
    else:
        problems = ()

    assert bool(problems) == (report is None)
    assert report is None or loads_report(dumps_report(report)) == report
