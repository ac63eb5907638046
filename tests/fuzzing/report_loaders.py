"""Reports, draws and filled-in questionnaires in files, and the differences of reports."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from pathlib import Path
from typing import Final

from fuzzing.loader import BrokenPromiseError, Loader, in_a_file
from fuzzing.mutations import mutated_cells, mutated_json, mutated_json_lines
from fuzzing.portfolio_loaders import every_field, few_rows
from govmedia_rules import audit
from govmedia_rules.cases import JIANGSU_2019_AS_OF
from govmedia_rules.errors import InvalidValueError
from govmedia_rules.evaluation import questionnaire
from govmedia_rules.findings import Report
from govmedia_rules.models import Attestation, Portfolio
from govmedia_rules.rulesets import INSPECTION_2019, OPINION_2018
from govmedia_rules.sampling import Draw, sample
from govmedia_rules.serialization import (
    LoadError,
    dumps_diff,
    dumps_draw,
    dumps_portfolio,
    dumps_questionnaire,
    dumps_report,
    load_answers,
    load_draw,
    load_report,
    loads_portfolio,
    loads_report,
)
from govmedia_rules.serialization.forms import COLUMNS

__all__ = ["REPORT_LOADERS", "filled_form", "some_report"]

Answers = tuple[Attestation, ...]

_FILLED: Final = {
    "answer": "是",
    "answered_by": "张三",
    "answered_as": "主办单位",
    "answered_at": "2019-06-03",
}
_SHOWN: Final = 6


@cache
def some_report() -> Report:
    """Return a report with failures, open questions and evidence, and a follow-up."""
    earlier = audit(few_rows(), INSPECTION_2019, as_of=JIANGSU_2019_AS_OF)
    return audit(every_field(), INSPECTION_2019, as_of=JIANGSU_2019_AS_OF, earlier=earlier)


def _report_seeds() -> tuple[bytes, ...]:
    small = audit(few_rows(), INSPECTION_2019, as_of=JIANGSU_2019_AS_OF)
    texts = [dumps_report(some_report()), dumps_report(small)]
    # Laid out anew, it is read whole.
    return tuple(each.encode() for each in (*texts, json.dumps(json.loads(texts[1]))))


def _read_report(data: bytes) -> Report:
    by_lines = in_a_file(data, "report.json", load_report)
    try:
        whole = loads_report(data)
    except LoadError as error:
        raise BrokenPromiseError("read line by line it is a report, read whole not") from error
    if whole != by_lines:
        raise BrokenPromiseError("read line by line it is another report")
    return whole


def _report_again(report: Report) -> Report:
    for earlier, later in ((some_report(), report), (report, some_report())):
        try:
            diff = later.diff(earlier)
        except InvalidValueError:  # they are the other way round
            continue
        json.loads(dumps_diff(diff))
    return loads_report(dumps_report(report))


def _draw_seeds() -> tuple[bytes, ...]:
    register = every_field()
    left_out = {register.accounts[-1].id}
    at = JIANGSU_2019_AS_OF
    draws = (
        sample(register, as_of=at, seed="甲", count=2, by=["platform", "level"]),
        sample(register, as_of=at, seed="乙", ratio="0.1", leave_out=left_out),
    )
    return tuple(dumps_draw(draw).encode() for draw in draws)


def _read_draw(data: bytes) -> Draw:
    return in_a_file(data, "draw.json", load_draw)


@cache
def filled_form(form: str) -> bytes:
    """Return a questionnaire with a few questions, one of them answered; ``"csv"`` or ``"json"``."""
    questions = questionnaire(every_field(), OPINION_2018, as_of=JIANGSU_2019_AS_OF)[:_SHOWN]
    if form == "json":
        document = json.loads(dumps_questionnaire(questions, "json"))
        document["questions"][0] |= _FILLED
        return json.dumps(document, ensure_ascii=False).encode()
    rows = list(csv.reader(io.StringIO(dumps_questionnaire(questions), newline="")))
    for position, column in enumerate(COLUMNS):
        rows[1][position] = _FILLED.get(column.key, rows[1][position])
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _answers_in(path: Path) -> Answers:
    return load_answers(path)


def _answers_again(answers: Answers) -> Answers:
    # They have no file of their own; in a portfolio they stand beside the accounts.
    portfolio = Portfolio(accounts=(), attestations=answers)
    return loads_portfolio(dumps_portfolio(portfolio)).attestations or ()


REPORT_LOADERS: Final = (
    Loader(
        name="report",
        reads=_read_report,
        again=_report_again,
        seeds=_report_seeds,
        mutated=mutated_json_lines,
        refusals=(LoadError,),
    ),
    Loader(
        name="draw",
        reads=_read_draw,
        again=lambda draw: _read_draw(dumps_draw(draw).encode()),
        seeds=_draw_seeds,
        mutated=mutated_json,
        refusals=(LoadError,),
    ),
    Loader(
        name="answers-json",
        reads=lambda data: in_a_file(data, "form.json", _answers_in),
        again=_answers_again,
        seeds=lambda: (filled_form("json"),),
        mutated=mutated_json,
        refusals=(LoadError,),
    ),
    Loader(
        name="answers-csv",
        reads=lambda data: in_a_file(data, "form.csv", _answers_in),
        again=_answers_again,
        seeds=lambda: (filled_form("csv"),),
        mutated=mutated_cells,
        refusals=(LoadError,),
    ),
)
"""Reports, draws and questionnaires."""
