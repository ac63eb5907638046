"""Rates as bulletins print them: rounded half up, and never saying more than the counts do."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from govmedia_rules.errors import InvalidValueError

__all__ = ["DECIMALS", "MOST_DECIMALS", "check_decimals", "percentage", "percentage_points"]

DECIMALS: Final = 2
"""How many decimals a rate has unless said otherwise, as in most provinces' bulletins."""

MOST_DECIMALS: Final = 6
"""How many decimals a rate may have."""


def check_decimals(decimals: object) -> None:
    """
    Refuse what is no number of decimals.

    Raises:
        InvalidValueError: when it is none from 0 to :data:`MOST_DECIMALS`.
    """
    if type(decimals) is not int or not 0 <= decimals <= MOST_DECIMALS:
        raise InvalidValueError(
            owner="Bulletin",
            owner_id=None,
            field="decimals",
            value=decimals,
            expected=f"a whole number from 0 to {MOST_DECIMALS}",
        )


def percentage(part: int, whole: int, decimals: int = DECIMALS) -> Decimal | None:
    """
    Return *part* of *whole* as a percentage to print; None of nothing.

    It is rounded half up. All of it alone is 100, and none of it alone is 0: anything in
    between that would round to one of them becomes the nearest number that can be printed
    short of it, such as 99.99.

    Parameters:
        part: how many.

        whole: of how many.

        decimals: how many decimals it has.

    Raises:
        InvalidValueError: when *decimals* is no number of decimals.
    """
    check_decimals(decimals)
    if whole == 0:
        return None
    # In whole numbers, so that a half is a half: floor((200 part 10^d + whole) / (2 whole)).
    steps = (200 * part * 10**decimals + whole) // (2 * whole)
    most = 100 * 10**decimals
    if 0 < part < whole:
        steps = min(max(steps, 1), most - 1)
    return Decimal(steps).scaleb(-decimals)


def percentage_points(later: Decimal | None, earlier: Decimal | None) -> Decimal | None:
    """
    Return by how many percentage points a printed rate differs from an earlier printed one.

    It is the difference of the two numbers that the reader sees. None when either is None.
    """
    return None if later is None or earlier is None else later - earlier
