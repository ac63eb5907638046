"""Questionnaires in files: written as forms to fill in, and read back as answers."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, get_args

from attrs import evolve

from govmedia_rules.errors import UnknownNameError
from govmedia_rules.evaluation import OpenQuestion
from govmedia_rules.models import Attestation, Portfolio
from govmedia_rules.problems import ABSENT, Fault, Place, ProblemLog
from govmedia_rules.serialization.decoding import (
    MAX_BYTES,
    MISREAD,
    Decoder,
    RepeatedKeys,
    file_name,
    read_document,
    text_of,
)
from govmedia_rules.serialization.documents import is_known_version
from govmedia_rules.serialization.filled_forms import RowReader
from govmedia_rules.serialization.forms import (
    COLUMNS,
    ROLES,
    answer_word,
    column_headed,
    kind_word,
)
from govmedia_rules.serialization.structuring import ONCE
from govmedia_rules.spreadsheets import from_cell, to_csv_cell
from govmedia_rules.text import Language

__all__ = [
    "QUESTIONNAIRE_SCHEMA_VERSION",
    "FormFormat",
    "dump_questionnaire",
    "dumps_questionnaire",
    "load_answers",
    "with_answers",
]

QUESTIONNAIRE_SCHEMA_VERSION: Final = 1
"""The version of the JSON form: what is written, and all that is read."""

FormFormat: TypeAlias = Literal["csv", "json"]
"""How a form is written."""

_BOM: Final = "\ufeff"
_TABLE: Final = "questions"
_JSON_KEYS: Final = tuple(
    key.removesuffix("_zh") if key == "answerable_by_zh" else key
    for key in (column.key for column in COLUMNS)
    if key != "answerable_by_en"
)
_SUFFIXES: Final[Mapping[str, FormFormat]] = {".csv": "csv", ".json": "json"}


def dumps_questionnaire(
    questions: Iterable[OpenQuestion],
    form: FormFormat = "csv",
    *,
    language: Language | str = Language.ZH,
) -> str:
    """
    Return *questions* as the text of a form to fill in.

    The CSV form begins with a byte order mark, by which Excel knows UTF-8. A cell that a
    spreadsheet would take for a formula gets an apostrophe in front, which
    :func:`load_answers` takes away again.

    Parameters:
        questions: what :func:`~govmedia_rules.evaluation.questionnaire` returned.

        form: ``"csv"`` or ``"json"``.

        language: the language of the headings and of single words in CSV; the questions
            stand there in both.

    Raises:
        UnknownNameError: when the format or the language is not known.
    """
    if form == "json":
        return "".join(_json_pieces(questions))
    if form != "csv":
        raise UnknownNameError("format of a questionnaire", form, get_args(FormFormat))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.heading.in_language(language) for column in COLUMNS])
    for question in questions:
        cells = _cells(question, language)
        writer.writerow([to_csv_cell(cells.get(column.key, "")) for column in COLUMNS])
    return _BOM + text.getvalue()


def dump_questionnaire(
    questions: Iterable[OpenQuestion],
    path: str | os.PathLike[str],
    *,
    language: Language | str = Language.ZH,
) -> None:
    """
    Write *questions* to a file as a form to fill in, from which :func:`load_answers` reads.

    Parameters:
        questions: what :func:`~govmedia_rules.evaluation.questionnaire` returned.

        path: the file; its suffix says whether it becomes CSV (``.csv``) or JSON (``.json``).

        language: as for :func:`dumps_questionnaire`.

    Raises:
        UnknownNameError: when the suffix is neither, or the language is not known.

        OSError: when the file cannot be written.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in _SUFFIXES:
        raise UnknownNameError("file format", suffix, _SUFFIXES)
    text = dumps_questionnaire(questions, _SUFFIXES[suffix], language=language)
    Path(path).write_bytes(text.encode())


def _cells(question: OpenQuestion, language: Language | str) -> dict[str, str]:
    """Return what stands in the row of a question, by the key of the column; the rest is blank."""
    subject, last, fault = question.subject, question.last_answer, question.last_answer_fault
    roles = [ROLES[role] for role in question.answerable_by]
    cells = {
        "question_id": question.question_id,
        "question_zh": question.wording.zh,
        "question_en": question.wording.en,
        "answerable_by_zh": "、".join(role.zh for role in roles),
        "answerable_by_en": ", ".join(role.en for role in roles),
        "rules": "; ".join(question.rule_ids),
        "clauses": "; ".join(map(str, question.citations)),
        "subject_kind": kind_word(subject.kind).in_language(language),
        "subject_id": subject.id,
        "subject_name": subject.name or "",
        "sponsor_id": subject.unit_id or "",
        "sponsor_name": question.sponsor_name or "",
    }
    if last is not None:
        cells["last_answer"] = answer_word(last.answer).in_language(language)
        cells["last_answered_by"] = last.answered_by
        cells["last_answered_at"] = last.answered_at.isoformat()
    if fault is not None:
        cells["last_answer_fault"] = fault.in_language(language)
    return cells


def _json_pieces(questions: Iterable[OpenQuestion]) -> Iterator[str]:
    yield f'{{"schema_version":{QUESTIONNAIRE_SCHEMA_VERSION},\n"{_TABLE}":['
    separator = "\n"
    for question in questions:
        cells = _cells(question, Language.EN)
        # What are several words in one cell are lists here.
        lists = {
            "answerable_by": [role.value for role in question.answerable_by],
            "rules": list(question.rule_ids),
            "clauses": [str(cite) for cite in question.citations],
        }
        plain = {key: lists.get(key, cells.get(key) or None) for key in _JSON_KEYS}
        yield separator + json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
        separator = ",\n"
    yield "]\n}\n" if separator == "\n" else "\n]\n}\n"


def load_answers(
    path: str | os.PathLike[str], *more: str | os.PathLike[str], max_bytes: int = MAX_BYTES
) -> tuple[Attestation, ...]:
    """
    Load the answers that people wrote into one form, or into several.

    A row in which nobody wrote anything is passed over. Of the others, the answer, who gave
    it, in which role and when have to be there; a bare day means 00:00 of that day in
    Beijing. Each answer gets an id that follows from what it answers, by whom, in which
    role and when, so that a form read twice gives the same answers.

    Parameters:
        path: the file, ``.csv`` or ``.json``, as :func:`dump_questionnaire` wrote it.

        more: further forms; an answer that stands in several is given once.

        max_bytes: the largest file to read, 1 GiB unless said otherwise.

    Returns:
        The answers, in the order of the forms.

    Raises:
        LoadError: when anything is wrong with the forms; it tells of every bad cell, and
            nothing is loaded.
    """
    reader = RowReader(ProblemLog())
    for each in (path, *more):
        place = Place(file=file_name(each))
        form = _SUFFIXES.get(Path(each).suffix.lower())
        if form is None:
            reader.log.add_text(place, f"a file whose name ends in {', '.join(_SUFFIXES)}")
            continue
        data = read_document(Path(each), place, reader.log, max_bytes)
        text = None if data is None else text_of(data, place, reader.log)
        if text is not None:
            (_read_csv if form == "csv" else _read_json)(text, place, reader)
    if reader.log.total:
        raise reader.log.as_error()
    return tuple(reader.answers.values())


def with_answers(portfolio: Portfolio, answers: Iterable[Attestation]) -> Portfolio:
    """
    Return *portfolio* with *answers* beside those it has; one that it has already is not added.

    Parameters:
        portfolio: the portfolio.

        answers: what :func:`load_answers` returned.

    Raises:
        PortfolioError: when another answer has the id of one of them.
    """
    known = portfolio.attestations or ()
    have = set(known)
    added = [given for given in answers if given not in have]
    return evolve(portfolio, attestations=(*known, *added)) if added else portfolio


def _read_csv(text: str, place: Place, reader: RowReader) -> None:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    keys: list[str | None] = []
    names: dict[str, str] = {}
    end = 0
    try:
        for cells in rows:
            at = evolve(place, line=end + 1)
            end = rows.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if not keys:
                keys = _keys_of(cells, names, at, reader.log)
                if not names:
                    return
                continue
            if any(cell.strip() for cell in cells[len(keys) :]):
                expected = f"a row of {len(keys)} cells, as the first has; this one has more"
                reader.log.add_text(place, expected, line=at.line)
                continue
            row = {
                key: from_cell(cell) if cell.strip() else None
                for key, cell in zip(keys, cells, strict=False)
                if key is not None
            }
            reader.read(row, at, names)
    except csv.Error as error:
        message = str(error)
        reader.log.add_text(place, f"CSV ({message[:1].lower()}{message[1:200]})", line=end + 1)
        return
    if not keys:
        reader.log.add_text(place, "a form with its headings, not an empty file")


def _keys_of(
    cells: list[str], names: dict[str, str], place: Place, log: ProblemLog
) -> list[str | None]:
    """Return the keys of the columns; fill in what they are called, nothing when some are missing."""
    keys: list[str | None] = []
    for cell in cells:
        column = column_headed(from_cell(cell))
        keys.append(None if column is None else column.key)
        if column is None:
            continue  # a column that somebody added
        if column.key in names:
            log.add(place, Fault((names[column.key],), cell, "each heading once"))
        names.setdefault(column.key, column.name_in(cell))
    missing = [column for column in COLUMNS if column.is_needed and column.key not in names]
    for column in missing:
        expected = f"a column headed {column.name.zh} or {column.name.en}"
        log.add(place, Fault((column.name.zh,), ABSENT, expected))
    if missing:
        names.clear()
    return keys


def _read_json(text: str, place: Place, reader: RowReader) -> None:
    decoder, log = Decoder(), reader.log
    document = decoder.decode(text, place, log)
    if document is MISREAD:
        return
    questions = document.get(_TABLE) if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(questions, list):
        log.add(place, Fault((), document, f'an object with a list, "{_TABLE}"'))
        return
    version = document.get("schema_version", ABSENT)
    if not is_known_version(version, (QUESTIONNAIRE_SCHEMA_VERSION,), place, log):
        return
    before = log.total
    _check_keys(document, ("schema_version", _TABLE), place, log)
    for number, raw in enumerate(questions, start=1):
        at = evolve(place, table=_TABLE, number=number)
        if not isinstance(raw, dict):
            log.add(at, Fault((), raw, "an object"))
            continue
        _check_keys(raw, _JSON_KEYS, at, log)
        reader.read({key: _blank_as_none(value) for key, value in raw.items()}, at, {})
    if decoder.oddity is not None and log.total == before:
        log.add_text(place, decoder.oddity)


def _blank_as_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _check_keys(
    record: dict[str, Any], known: tuple[str, ...], place: Place, log: ProblemLog
) -> None:
    for key in record.repeated if isinstance(record, RepeatedKeys) else ():
        log.add(place, Fault((key,), record.get(key), ONCE))
    for key, value in record.items():
        if key not in known:
            log.add(place, Fault((key,), value, "no such key", key, known))
