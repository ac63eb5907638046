"""What each kind of model field holds and refuses, for the tests of every model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pendulum
import pytest
from attrs import Factory, frozen
from pendulum import DateTime

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.moments import SHANGHAI

OR_NONE = ", or None when nobody looked"
NO_SURROGATES = "text without lone surrogates (this one cannot be written as UTF-8)"
TOO_LONG = "text of at most 65,536 characters (this one has 65,537)"
TAGS_ARE = f"a list of texts, [] when there are none{OR_NONE}"
MOMENT_TEXT = "ISO 8601 text with an offset, such as 2019-06-05T00:00:00+08:00"
MOMENT_NAIVE = (
    "a moment with its offset from UTC, such as 2019-06-05T00:00:00+08:00 (this one is naive)"
)
MOMENT_AT_ALL = "a moment with a time zone, such as 2019-06-05T00:00:00+08:00"
MOMENT_YEAR = "a year between 1992 and 2199"
DAY = "a day such as 2018-12-07"


@frozen
class Refused:
    """A value that a field refuses, what the error expects, and the value it blames."""

    given: Any
    expected: str
    blamed: Any = Factory(lambda case: case.given, takes_self=True)


@frozen
class FieldKind:
    """Pairs of a value given and the value then held; and what is refused."""

    held: tuple[tuple[Any, Any], ...]
    refused: tuple[Refused, ...]

    def optional(self) -> FieldKind:
        """Return the kind that holds None as well."""
        return FieldKind(
            (*self.held, (None, None)),
            tuple(case for case in self.refused if case.given is not None),
        )


def _same(*values: Any) -> tuple[tuple[Any, Any], ...]:
    return tuple((value, value) for value in values)


def _all_refused(expected: str, *values: Any) -> tuple[Refused, ...]:
    return tuple(Refused(value, expected) for value in values)


IDENTIFIER = FieldKind(
    _same("a", " a ", "wechat:马坝农业", "𠮷", "a\0b", "0", "a" * 65_536),
    (
        Refused("", "a name that is not blank"),
        Refused(" \t\n\u3000", "a name that is not blank"),
        Refused(None, "text"),
        Refused(5, "text"),
        Refused(b"a", "text"),
        Refused(["a"], "text"),
        Refused("a\udc80", NO_SURROGATES),
        Refused("a" * 65_537, TOO_LONG),
    ),
)
OPTIONAL_IDENTIFIER = IDENTIFIER.optional()
TEXT = FieldKind(
    _same(None, "", " ", "马坝农业", "a" * 65_536),
    (
        Refused(5, f"text{OR_NONE}"),
        Refused(True, f"text{OR_NONE}"),
        Refused(b"a", f"text{OR_NONE}"),
        Refused(["a"], f"text{OR_NONE}"),
        Refused("\ud800", f"{NO_SURROGATES}{OR_NONE}"),
        Refused("a" * 65_537, f"{TOO_LONG}{OR_NONE}"),
    ),
)
FLAG = FieldKind(
    _same(None, True, False),
    _all_refused(f"true, false{OR_NONE}", 0, 1, 1.0, "true", "", [], pendulum.datetime(2019, 6, 5)),
)
COUNT = FieldKind(
    _same(None, 0, 1, 2**63 - 1),
    _all_refused(
        f"a whole number from 0 to 2^63-1{OR_NONE}",
        *(-1, 2**63, 10**5_000, 1.0, float("nan"), True, "5", [5]),
    ),
)
_THE_FIFTH = DateTime(2019, 6, 5, tzinfo=SHANGHAI)
REQUIRED_MOMENT = FieldKind(
    (
        ("2019-06-05T00:00:00+08:00", _THE_FIFTH),
        ("2019-06-04T16:00:00Z", _THE_FIFTH),
        (datetime(2019, 6, 4, 16, tzinfo=UTC), _THE_FIFTH),
        (pendulum.datetime(2019, 6, 4, 12, tz="America/New_York"), _THE_FIFTH),
        (_THE_FIFTH, _THE_FIFTH),
    ),
    (
        Refused(None, MOMENT_AT_ALL),
        Refused("2019-06-05T00:00:00", MOMENT_NAIVE),
        Refused("2019-06-05", MOMENT_NAIVE),
        Refused(datetime(2019, 6, 5), MOMENT_NAIVE),  # noqa: DTZ001 -- the naive are refused
        Refused(pendulum.naive(2019, 6, 5), MOMENT_NAIVE),
        Refused("", MOMENT_TEXT),
        Refused("2" * 10_000_000, MOMENT_TEXT),
        Refused("1991-12-31T23:59:59.999999+08:00", MOMENT_YEAR),
        Refused(pendulum.datetime(1985, 1, 1), MOMENT_YEAR),
        Refused(DateTime(2200, 1, 1, tzinfo=SHANGHAI), MOMENT_YEAR),
        Refused(1_559_664_000, MOMENT_AT_ALL),
        Refused(date(2019, 6, 5), MOMENT_AT_ALL),
        Refused(["2019-06-05T00:00:00+08:00"], MOMENT_AT_ALL),
    ),
)
MOMENT = REQUIRED_MOMENT.optional()
OPTIONAL_DAY = FieldKind(
    (
        (None, None),
        ("2018-07-01", date(2018, 7, 1)),
        (date(2018, 7, 1), date(2018, 7, 1)),
        (pendulum.date(2018, 7, 1), date(2018, 7, 1)),
    ),
    _all_refused(
        DAY,
        "",
        "2018-02-29",
        "2018-07-01T00:00:00+08:00",
        datetime(2018, 7, 1, tzinfo=UTC),
        pendulum.datetime(2018, 7, 1),
        20180701,
        ["2018-07-01"],
    ),
)
TAGS = FieldKind(
    (
        (None, None),
        ([], frozenset()),
        (["a", "b", "a"], frozenset({"a", "b"})),
        (("a",), frozenset({"a"})),
        ({"a"}, frozenset({"a"})),
        (frozenset({"a"}), frozenset({"a"})),
        ({"a": 1}.keys(), frozenset({"a"})),
        ([f"t{number}" for number in range(10_000)], frozenset(f"t{n}" for n in range(10_000))),
    ),
    (
        Refused("a", TAGS_ARE),
        Refused("", TAGS_ARE),
        Refused(b"a", TAGS_ARE),
        Refused({"a": True}, TAGS_ARE),
        Refused(5, TAGS_ARE),
        Refused(True, TAGS_ARE),
        Refused([["a"]], TAGS_ARE),
        Refused(["a", 5], "text", 5),
        Refused([None], "text", None),
        Refused([""], "members that are not blank", ""),
        Refused(["a", "\u3000"], "members that are not blank", "\u3000"),
        Refused(["\ud800"], NO_SURROGATES, "\ud800"),
        Refused(["a" * 65_537], TOO_LONG, "a" * 65_537),
        Refused(frozenset(range(10_001)), "at most 10,000 members", frozenset(range(10_001))),
    ),
)


def member_of(vocabulary: type[StrEnum], typo: str, meant: str) -> FieldKind:
    """Return the kind that holds a member of *vocabulary*; *typo* is taken for *meant*."""
    expected = f"one of {', '.join(member.value for member in vocabulary)}"
    return FieldKind(
        (
            (None, None),
            *_same(*vocabulary),
            *((member.value, member) for member in vocabulary),
        ),
        (
            Refused(typo, f"{expected} (did you mean {meant!r}?)"),
            *_all_refused(
                expected, "", "?", "x" * 10_000_000, 0, True, b"active", [meant], {meant: 1}
            ),
        ),
    )


def list_of(kind: type[object], member: object) -> FieldKind:
    """Return the kind that holds a list of *kind*, such as *member*."""
    expected = f"a list of {kind.__name__}, [] when there are none{OR_NONE}"
    return FieldKind(
        (
            (None, None),
            ([], ()),
            ([member], (member,)),
            ((member, member), (member, member)),
            ({"a": member}.values(), (member,)),
            ([member] * 10_000, (member,) * 10_000),
        ),
        (
            Refused(member, expected),
            Refused("", expected),
            Refused({}, expected),
            Refused(5, expected),
            Refused([member, None], expected, None),
            Refused([{"what": "opening"}], expected, {"what": "opening"}),
            Refused([member] * 10_001, "at most 10,000 members", (member,) * 10_001),
        ),
    )


def one_of(kind: type[object], name: str, member: object) -> FieldKind:
    """Return the kind that holds one *kind*, called *name*, such as *member*."""
    return FieldKind(
        _same(None, member),
        _all_refused(f"{name}{OR_NONE}", {}, [member], True, "", kind),
    )


def held_cases(kinds: Mapping[str, FieldKind]) -> list[Any]:
    """Return one case (field, given, held) for every value that the fields hold."""
    return [
        pytest.param(name, given, held, id=f"{name}-{number}")
        for name, kind in kinds.items()
        for number, (given, held) in enumerate(kind.held)
    ]


def refused_cases(kinds: Mapping[str, FieldKind]) -> list[Any]:
    """Return one case (field, refused) for every value that the fields refuse."""
    return [
        pytest.param(name, case, id=f"{name}-{number}")
        for name, kind in kinds.items()
        for number, case in enumerate(kind.refused)
    ]


def refusal(error: InvalidValueError) -> dict[str, object]:
    """Return the facts that an error carries."""
    return dict(vars(error))


def expected_refusal(
    owner: str, owner_id: str | None, name: str, case: Refused
) -> dict[str, object]:
    """Return the facts that the error about *case* has to carry."""
    if name == "id":
        # The object is named by its id, unless it is the id that is wrong beyond being text.
        owner_id = case.given if isinstance(case.given, str) else None
    return {
        "owner": owner,
        "owner_id": owner_id,
        "field": name,
        "value": case.blamed,
        "expected": case.expected,
    }


def field_names(kind: Any) -> Sequence[str]:
    """Return the names of the fields of an attrs class."""
    return [attribute.name for attribute in kind.__attrs_attrs__]
