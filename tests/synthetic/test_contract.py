"""The columns are those of the models, with the types that engines are told to expect."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

import attrs
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from govmedia_rules.models import (
    Account,
    AppFacts,
    Attestation,
    Message,
    Post,
    Review,
    Subject,
    Unit,
    Waiver,
)
from govmedia_rules.synthetic import (
    SCHEMAS,
    SyntheticQuestion,
    SyntheticRequest,
    generate_files,
)

MODELS = {
    "units": Unit,
    "accounts": Account,
    "posts": Post,
    "messages": Message,
    "attestations": Attestation,
    "waivers": Waiver,
}
FLATTENED = {"app": AppFacts, "review": Review}
EXPECTED_TYPES = {
    "bool": "bool",
    "int": "int64",
    "date": "date32[day]",
    "DateTime": "timestamp[us, tz=UTC]",
    "frozenset": "list<element: string>",
    "tuple": "list<element: string>",
    "filings": "list<element: struct<what: string, filed_at: timestamp[us, tz=UTC],"
    " filed_with: string>>",
    "incidents": "list<element: struct<kind: string, occurred_at: timestamp[us, tz=UTC],"
    " resolved_at: timestamp[us, tz=UTC]>>",
}


def columns_of(model: type, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the columns that *model* makes by the contract, with their types in words."""
    hints = get_type_hints(model)
    for each in attrs.fields(model):
        if each.name in FLATTENED:
            yield from columns_of(FLATTENED[each.name], f"{each.name}_")
            continue
        hint = hints[each.name]
        kind = next((arg for arg in get_args(hint) if arg is not type(None)), hint)
        kind = kind if get_args(hint) and type(None) in get_args(hint) else hint
        word = getattr(kind, "__origin__", kind).__name__
        yield (
            f"{prefix}{each.name}",
            EXPECTED_TYPES.get(each.name) or EXPECTED_TYPES.get(word, "string"),
        )


def in_words(schema: pa.Schema) -> dict[str, str]:
    return {each.name: str(each.type).replace("item: ", "element: ") for each in schema}


def test_every_table_of_a_portfolio_has_its_columns() -> None:
    assert list(SCHEMAS) == list(MODELS)


@pytest.mark.parametrize("table", MODELS)
def test_columns_are_the_fields_of_the_model_flattened_and_typed(table: str) -> None:
    assert in_words(SCHEMAS[table]) == dict(columns_of(MODELS[table]))


@pytest.mark.parametrize("posts_per_part", [None, 2000])
def test_files_hold_the_types_that_they_promise(tmp_path: Path, posts_per_part: int | None) -> None:
    request = SyntheticRequest(
        accounts=400,
        as_of="2019-06-05T00:00:00+08:00",
        questions=[SyntheticQuestion(question_id="q", subject=Subject.UNIT)],
        waivable_rules=["a/rule"],
    )

    made = generate_files(request, tmp_path, posts_per_part=posts_per_part)

    assert list(made.rows) == list(MODELS)
    for name, path in made.paths.items():
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        assert len(files) > 1 if name == "posts" and posts_per_part else len(files) == 1
        assert {in_words(pq.read_schema(file)) == in_words(SCHEMAS[name]) for file in files} == {
            True
        }
        assert sum(pq.read_metadata(file).num_rows for file in files) == made.rows[name]
        assert made.rows[name] > 0
