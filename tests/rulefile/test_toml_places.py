"""Places of keys and values in TOML text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.rulefile.toml_places import Path, Places, find_places, shown_path
from govmedia_rules.rulefile.writing import quoted

EVERYTHING = '''\
# a comment with "quotes' and = signs
bare = 1
"quoted key" = 'literal \\ string'
'literal.key' = "basic \\" \\\\ \\u4e00 \\U0001F600 string"   # comment
dotted.a."b.c" = true
empty = ""
long = """
line 1
  \\
     line 2 \\""" ""\\
  """
long-literal = \'\'\'
a'b''c
\'\'\'
quotes = """"a""""
date = 2024-01-02T03:04:05+08:00
list = [1, "two", [3, { four = 4 }], # comment ]
  # another
  'five',
]
inline = { a = 1, b.c = "x", d = [ { e = '' } ] }

[table]
x = -1.5e+3
[table.sub."weird \\u0041"]
y = inf

[[many]]
z = 1
[[many.inner]]
w = "a"
[[many.inner]]
w = "b"
[many.leaf]
v = 1
[[many]]
[[many.inner]]
w = "c"
[deep.er]
u = 1'''


def _leaves(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    if isinstance(value, dict) and value:
        for key, member in value.items():
            yield from _leaves(member, (*path, key))
    elif isinstance(value, list) and value:
        for number, member in enumerate(value):
            yield from _leaves(member, (*path, number))
    else:
        yield path, value


def _check(text: str) -> Places:
    places = find_places(text)
    for path, value in _leaves(tomllib.loads(text)):
        if not path:
            continue
        if value == {} and path not in places.values:
            assert path in places.keys
            continue
        start = places.values[path]
        rest = places.text[start:]
        if isinstance(value, str):
            assert rest[0] in "'\""
            for position, character in enumerate(value):
                place = places.within_string(path, position)
                lines = places.text.split("\n")
                line = f"{lines[place.line - 1]}\n"
                found = line[place.column - 1]
                assert found in {character, "\\"}
        elif not isinstance(value, (list, dict)):
            scalar = re.match(r"[^,\]}\s#]+", rest)
            assert scalar is not None
            assert tomllib.loads(f"a = {scalar[0]}")["a"] == value
    return places


def test_every_value_is_found_where_it_stands() -> None:
    places = _check(EVERYTHING)
    lines = EVERYTHING.split("\n")
    third_inner = lines.index('w = "c"')
    assert places.of(("many", 0, "inner", 1, "w")).line == lines.index('w = "b"') + 1
    assert places.of(("many", 1, "inner", 0, "w")).line == third_inner + 1
    assert places.of_key(("deep",)).line == lines.index("[deep.er]") + 1
    # What is not there is looked for where it would be.
    assert places.of(("many", 1, "inner", 0, "lost")).line == third_inner
    assert places.of_key(("nothing",)).line == 1


def test_windows_line_ends_do_not_shift_places() -> None:
    text = 'a = """\r\nx\r\ny"""\r\nb = "c"\r\n'
    places = find_places(text)
    assert places.of(("b",)).line == 4
    assert places.within_string(("a",), 2).line == 3


_plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=6)
_values = st.recursive(
    st.integers(0, 9) | _plain | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_plain, inner, max_size=3),
    max_leaves=8,
)


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return quoted(value)
        case list():
            return f"[ {', '.join(map(_toml, value))} ]"
        case dict():
            return f"{{ {', '.join(f'{quoted(key)} = {_toml(v)}' for key, v in value.items())} }}"
        case _:
            return str(value)


@given(data=st.dictionaries(_plain, _values, max_size=4))
def test_values_of_any_shape_are_found(data: dict[str, object]) -> None:
    text = "".join(f"{quoted(key)} = {_toml(value)}\n" for key, value in data.items())
    assert tomllib.loads(text) == data
    _check(text)


def test_a_path_is_shown_without_anything_that_steers_a_terminal() -> None:
    assert shown_path(("rules", 0, "title")) == "rules[0].title"
    assert shown_path(("a b", "\x1b[31m", 2)) == "'a b'.'\\x1b[31m'[2]"
