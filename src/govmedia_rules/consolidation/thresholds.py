"""The numbers that proposals rest on. None of them is in the law's text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from attrs import Attribute, evolve, field, fields, frozen

from govmedia_rules.conditions import Origin, Param
from govmedia_rules.conditions.operands import check_days
from govmedia_rules.errors import (
    ConditionError,
    GovmediaRulesError,
    InvalidValueError,
    UnknownNameError,
    shown,
)

__all__ = ["Thresholds"]

_NO_NUMBER: Final = "the Opinion states no number"


def _key(param: Param) -> object:
    return param.key()


def _check(_: object, attribute: Attribute[Param], value: Any) -> None:
    name = attribute.name
    if not isinstance(value, Param) or value.name != name:
        raise _refused(name, value, f"a Param with the name {name!r}")
    number = value.value
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        raise _refused(name, number, "a number")
    if value.origin is Origin.TEXT:
        raise _refused(name, str(value.origin), f"another origin than the text: {_NO_NUMBER}")
    if name.endswith("_days"):
        try:
            check_days(value)
        except ConditionError as error:
            raise _refused(name, number, "a whole number of days from 1 on") from error
    elif name == "shared_functions":
        if not 0 < number <= 1:
            raise _refused(name, number, "a share above 0 and up to 1")
    elif number < 0:
        raise _refused(name, number, "0 or more")


def _refused(name: str, value: object, expected: str) -> InvalidValueError:
    return InvalidValueError(
        owner="Thresholds", owner_id=None, field=name, value=value, expected=expected
    )


_FEW_FOLLOWERS: Final = Param(
    "few_followers",
    1_000,
    unit="follower",
    source=f"{_NO_NUMBER}; chosen by the size of a township, without a public source",
)
_LITTLE_READ: Final = Param(
    "little_read",
    100,
    unit="read",
    source=f"{_NO_NUMBER}; by the press report on Jiangsu in June 2019 most of the accounts closed"
    " had fewer than 100 reads a post",
)
_USE_DAYS: Final = Param(
    "use_days",
    90,
    unit="day",
    source=f"{_NO_NUMBER}; a quarter, as Guangdong samples every quarter (2019)",
)
_SILENT_DAYS: Final = Param(
    "silent_days",
    90,
    unit="day",
    source=f"{_NO_NUMBER}; Guizhou's bulletins (2025) count an account as a zombie after more than"
    " three months of silence",
)
_SHARED_FUNCTIONS: Final = Param(
    "shared_functions",
    0.5,
    unit="share",
    source=f"{_NO_NUMBER}; chosen: half of what an account offers is there twice",
)


@frozen(kw_only=True)
class Thresholds:
    """
    The numbers that a proposal rests on, each with its origin and its source.

    The law's text states none of them. Clauses 4.1.11 and 4.1.12 of the Opinion speak of
    accounts little followed, little used, or past maintaining; how few, how little and how
    long is said here, as an operational default that a caller may replace.

    Parameters:
        few_followers: an account with fewer followers is little followed.

        little_read: an account whose posts have fewer reads on average is little used.

        use_days: the days before the moment over which use is measured.

        silent_days: an account that published nothing for so many days is silent for long.

        shared_functions: accounts are alike in function when the one has at least this
            share of the other's functions.

    Raises:
        InvalidValueError: when a parameter is no number of its kind, bears another name,
            or claims to be stated by the text.
    """

    few_followers: Param = field(default=_FEW_FOLLOWERS, validator=_check, eq=_key)
    little_read: Param = field(default=_LITTLE_READ, validator=_check, eq=_key)
    use_days: Param = field(default=_USE_DAYS, validator=_check, eq=_key)
    silent_days: Param = field(default=_SILENT_DAYS, validator=_check, eq=_key)
    shared_functions: Param = field(default=_SHARED_FUNCTIONS, validator=_check, eq=_key)

    def __iter__(self) -> Iterator[Param]:
        """Yield the parameters, in the order above."""
        for attribute in fields(Thresholds):
            yield getattr(self, attribute.name)

    def override(self, /, **values: float) -> Thresholds:
        """
        Return thresholds with other values; each remembers the one it replaced.

        Raises:
            UnknownNameError: when there is no such threshold; the message suggests the near one.
            InvalidValueError: when a threshold cannot take the value.
        """
        by_name = {param.name: param for param in self}
        replaced: dict[str, Any] = {}
        for name, value in values.items():
            old = by_name.get(name)
            if old is None:
                raise UnknownNameError("threshold", name, by_name)
            try:
                replaced[name] = evolve(
                    old,
                    value=value,
                    origin=Origin.OVERRIDE,
                    source=f"overrides {shown(old.value)} ({old.source})",
                )
            except GovmediaRulesError as error:
                raise _refused(name, value, "a number") from error
        return evolve(self, **replaced)

    def number(self, name: str) -> float:
        """Return the value of the threshold *name*."""
        value: float = getattr(self, name).value
        return value

    def days(self, name: str) -> int:
        """Return the value of the threshold *name*, which counts days."""
        return int(self.number(name))
