"""Reports of any size: written and read line by line, in memory that does not grow with them."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Iterator
from io import RawIOBase
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.findings import Finding, FollowedUp, Report
from govmedia_rules.serialization import (
    LoadError,
    dump_report,
    dumps_report,
    iter_report,
    load_report,
    write_report,
)
from govmedia_rules.serialization.report_lines import read_lines_of_report
from serialization_strategies import reports

REPORT = load_report(Path(__file__).parent / "reports" / "report-2.json")
LIMIT = 2**30


class Nowhere(RawIOBase):
    """A stream that keeps nothing of what is written to it."""

    def write(self, data: Any, /) -> int:
        return len(data)


NOWHERE = cast("BinaryIO", Nowhere())


def report_of(number: int) -> Report:
    """Return a report of *number* findings about as many accounts."""
    finding = REPORT.findings[0]
    subject = finding.subject
    return evolve(
        REPORT,
        findings=tuple(
            evolve(finding, subject=evolve(subject, id=f"wechat:{each}", name=f"账号{each}"))
            for each in range(number)
        ),
    )


def peak_of(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_writing_takes_no_more_memory_for_more_findings() -> None:
    small, large = report_of(500), report_of(5_000)
    write_report(small, NOWHERE)  # what is made once and kept

    peaks = [peak_of(lambda each=each: write_report(each, NOWHERE)) for each in (small, large)]  # type: ignore[misc]

    assert peaks[1] < 2 * peaks[0] + 2**17
    assert len(dumps_report(small)) > 2**19  # it would not go unnoticed if it were held whole


def test_reading_takes_little_more_memory_than_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    dump_report(report_of(3_000), path)
    kept: list[Report] = []

    tracemalloc.start()
    try:
        kept.append(load_report(path))
        size, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(kept[0].findings) == 3_000
    assert peak < 1.1 * size


@pytest.mark.parametrize("number", [0, 1, 2_047, 2_048, 5_000])
def test_writing_tells_how_many_findings_are_written(number: int) -> None:
    told: list[int] = []

    write_report(report_of(number), NOWHERE, told.append)

    assert told == [*range(2_048, number, 2_048), number][number == 0 :]


def test_reading_tells_how_many_bytes_are_read(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    dump_report(report_of(5_000), path)
    told: list[int] = []

    load_report(path, progress=told.append)

    assert told == sorted(told)
    assert len(told) == 3
    assert told[-1] == path.stat().st_size


def test_reading_a_report_that_is_laid_out_anew_tells_of_its_whole_size(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(json.loads(dumps_report(REPORT))), encoding="utf-8")
    told: list[int] = []

    assert load_report(path, progress=told.append) == REPORT

    assert told == [path.stat().st_size]


def test_pieces_are_no_longer_than_a_finding() -> None:
    longest = max(map(len, iter_report(report_of(10))))

    assert longest < 1.1 * max(map(len, dumps_report(report_of(1)).splitlines()))


def test_the_findings_followed_up_have_a_line_each() -> None:
    follow_up = REPORT.follow_up
    assert follow_up is not None
    finding = follow_up.items[-1].now
    many = tuple(
        FollowedUp(fingerprint=str(number), fate=follow_up.items[0].fate, now=finding)
        for number in range(1_000)
    )

    text = dumps_report(evolve(REPORT, follow_up=evolve(follow_up, items=many)))

    assert sum(line.startswith('{"fingerprint":"') for line in text.splitlines()) == 1_001


# -- The two ways of reading ----------------------------------------------------------------


@given(reports())
def test_what_is_written_is_read_line_by_line(report: Report) -> None:
    path = Path("report.json")
    dump_report(report, path)

    assert read_lines_of_report(path, LIMIT) == load_report(path) == report


@pytest.fixture(autouse=True, scope="module")
def _somewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("reports"))
        yield


@pytest.mark.parametrize("layout", [{}, {"indent": 2}, {"separators": (",", ":")}])
def test_another_layout_is_read_whole(layout: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(json.loads(dumps_report(REPORT)), **layout), encoding="utf-8")

    assert read_lines_of_report(path, LIMIT) is None
    assert load_report(path) == REPORT


TEXT = dumps_report(REPORT)


@given(st.data())
def test_whatever_is_done_to_a_file_the_line_reader_accepts_nothing_that_is_refused(
    data: st.DataObject,
) -> None:
    lines = TEXT.splitlines(keepends=True)
    position = data.draw(st.integers(0, len(lines) - 1))
    match data.draw(st.sampled_from(["drop", "repeat", "swap", "cut", "insert"])):
        case "drop":
            del lines[position]
        case "repeat":
            lines.insert(position, lines[position])
        case "swap":
            other = data.draw(st.integers(0, len(lines) - 1))
            lines[position], lines[other] = lines[other], lines[position]
        case "cut":
            lines[position] = lines[position][: data.draw(st.integers(0, len(lines[position])))]
        case _:
            line = lines[position]
            at = data.draw(st.integers(0, len(line)))
            piece = data.draw(st.sampled_from([",", '"', "{", "}", "[", "]", " ", "\n", "1", "\0"]))
            lines[position] = line[:at] + piece + line[at:]
    path = Path("changed.json")
    path.write_text("".join(lines), encoding="utf-8", newline="\n")

    by_line = read_lines_of_report(path, LIMIT)

    if by_line is not None:
        path.write_text(json.dumps(json.loads(path.read_bytes())), encoding="utf-8")
        assert read_lines_of_report(path, LIMIT) is None
        assert load_report(path) == by_line


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"count":1', '"count":"1"'),
        ('"fate":"absent"', '"fate":"gone"'),
        ('"schema_version":2', '"schema_version":3'),
        ('"schema_version":2', '"schema_version":1'),
        ('"known":27', '"known":27,"known":27'),
        ('"threshold":1', '"threshold":NaN'),
        ('"accounts_without_unit":1', '"accounts_without_unit":1e1'),
        ("{\n", "\ufeff{\n"),
        ('{"fingerprint":"ec87cc5bfe75722a"', '{"fingerprint":"0000000000000000"'),
    ],
)
def test_what_the_line_reader_does_not_take_is_explained_by_the_other(
    old: str, new: str, tmp_path: Path
) -> None:
    path = tmp_path / "report.json"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")

    assert read_lines_of_report(path, LIMIT) is None
    if old == "{\n":
        assert load_report(path) == REPORT
    else:
        with pytest.raises(LoadError):
            load_report(path)


def test_a_fingerprint_that_does_not_follow_from_the_finding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text(TEXT.replace("ec87cc5bfe75722a", "0" * 16, 1), encoding="utf-8")

    with pytest.raises(LoadError) as caught:
        load_report(path)

    assert [str(each).removeprefix(str(path)) for each in caught.value.problems] == [
        ", findings, record 1: fingerprint is '0000000000000000'; expected 'ec87cc5bfe75722a', which follows from the finding's rule and subject."
    ]


def test_a_finding_without_its_fingerprint_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text(TEXT.replace('"fingerprint":"ec87cc5bfe75722a",', "", 1), encoding="utf-8")

    with pytest.raises(LoadError) as caught:
        load_report(path)

    assert [str(each).removeprefix(str(path)) for each in caught.value.problems] == [
        ", findings, record 1: fingerprint is missing; expected 'ec87cc5bfe75722a', which follows from the finding's rule and subject."
    ]


def test_an_older_file_stays_as_it_was_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text("the older report")
    finding: Finding = REPORT.findings[0]
    broken = evolve(finding, evidence=(evolve(finding.evidence[0], value=float("nan")),))

    with pytest.raises(ValueError, match="expected a finite number"):
        dump_report(evolve(REPORT, findings=(finding, broken)), path)

    assert path.read_text() == "the older report"
    assert [each.name for each in tmp_path.iterdir()] == ["report.json"]
