"""How deep TOML nests: up to thirty-two it may, and what stands in strings and comments is no nesting."""

from __future__ import annotations

import tomllib

import pytest

from govmedia_rules.toml_nesting import MAX_KEYS, where_too_deep


@pytest.mark.parametrize(
    ("before", "step", "after"),
    [("a", ".a", " = 1"), ("[a", ".a", "]"), ("a = 1\nb", " . 'c'", " = 1")],
)
def test_dots_may_join_so_many_keys_and_no_more(before: str, step: str, after: str) -> None:
    # A header has a bracket, which is a step of its own kind.
    assert where_too_deep(before + step * MAX_KEYS + after) is None
    too_many = before + step * (MAX_KEYS + 1) + after

    assert where_too_deep(too_many) == len(before + step * MAX_KEYS) + step.index(".")


@pytest.mark.parametrize(("left", "right"), [("[", "]"), ("{a=", "}")])
def test_brackets_may_stand_so_deep_within_one_another_and_no_deeper(left: str, right: str) -> None:
    deepest = f"a = {left * MAX_KEYS}{'' if left == '[' else '1'}{right * MAX_KEYS}"

    assert where_too_deep(deepest) is None
    assert tomllib.loads(deepest)
    assert where_too_deep(f"a = {left * (MAX_KEYS + 1)}") == 4 + len(left) * MAX_KEYS


@pytest.mark.parametrize(
    "text",
    [
        "a = '" + "." * 100 + "'",
        'a = "' + "[" * 100 + '"',
        'a = """\n' + "{\n" * 100 + '"""',
        "a = '''\n" + "[.\n" * 100 + "'''",
        "# " + "[" * 100 + "\na = 1",
        "\n".join(f"a{number} = 1.5" for number in range(100)),
        "\n".join(f"[a{number}.b.c]" for number in range(100)),
        "a = [" + "[1], " * 100 + "]",
        "a = [" + "1.5, " * 100 + "]",
    ],
)
def test_what_does_not_nest_may_be_long(text: str) -> None:
    assert where_too_deep(text) is None
    assert tomllib.loads(text)
