"""Drawing: a reproducible, stratified random sample of a register."""

from __future__ import annotations

import hashlib
import math
import re
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeVar

from attrs import evolve

from govmedia_rules.errors import InvalidValueError, UnknownNameError
from govmedia_rules.findings import Report
from govmedia_rules.models import Account, Portfolio, Unit
from govmedia_rules.moments import Window, moment
from govmedia_rules.sampling.allocation import allocate
from govmedia_rules.sampling.draws import ALGORITHM, Draw, DrawnAccount, Stratum, StratumField
from govmedia_rules.sampling.registers import RegisterCount, is_running_at

__all__ = ["fresh_seed", "recently_inspected", "sample", "sampled"]

T = TypeVar("T")

_RATIO: Final = re.compile(r"[0-9]{1,20}(\.[0-9]{1,20})?%?")
_MOST_SEED: Final = 200


def fresh_seed() -> str:
    """Return a seed that nobody can foresee: 16 hex digits from the system's randomness."""
    return secrets.token_hex(8)


def recently_inspected(
    reports: Iterable[Report], *, as_of: str | datetime, days: int
) -> frozenset[str]:
    """
    Return the ids of the accounts that *reports* inspected in the last *days* up to *as_of*.

    A report counts by its monitoring moment, which has to lie in ``(as_of − days, as_of]``.
    Reports are asked, not units: a unit's ``inspected_at`` says when it last looked at the
    accounts it supervises, not at which.

    Raises:
        MomentError: when the moment is naive or unreadable.
    """
    window = Window.up_to(moment(as_of), days)
    return frozenset(
        account_id
        for report in reports
        if window.after < report.as_of <= window.until
        for account_id in report.inspected
    )


def sample(
    register: Portfolio,
    *,
    as_of: str | datetime,
    seed: str,
    count: int | None = None,
    ratio: str | Decimal | Fraction | float | None = None,
    by: Iterable[StratumField | str] = (),
    minimum: int = 0,
    leave_out: Collection[str] = frozenset(),
) -> Draw:
    """
    Draw accounts of *register* at random, the same ones whenever the same is asked.

    Only accounts that run at the moment can be drawn. They are divided into strata by the
    fields in *by*; :func:`allocate` says how many are drawn from each. In a stratum the
    accounts are ordered by the SHA-256 digest of the seed, one line feed and the account's
    id, in UTF-8, and the first ones are drawn. A larger sample with the same seed contains
    the smaller one.

    Parameters:
        register: the accounts, with the units that say their level and region.

        as_of: the moment.

        seed: any text of one line. Who may choose it can choose the sample: let it be
            something that nobody could foresee.

        count: how many to draw in all; or else

        ratio: the part of the *running* accounts to draw (抽查比例), such as ``"0.3"`` or
            ``"30%"``, rounded up to whole accounts.

        by: any of ``platform``, ``level`` and ``region``; none for one draw from all.

        minimum: how many to draw from each stratum at least, as far as it has so many.

        leave_out: ids of accounts not to draw, such as those inspected recently; ids that
            no running account has do nothing.

    Raises:
        InvalidValueError: when a number makes no sense, or more is asked for than there is.

        UnknownNameError: when *by* names no field.

        MomentError: when the moment is naive or unreadable.
    """
    at = moment(as_of)
    _check_seed(seed)
    fields = _fields(by)
    counted = RegisterCount.of(register.accounts, at)
    units = {unit.id: unit for unit in register.units or ()}
    running = [account for account in register.accounts if is_running_at(account, at)]
    left_out = sorted(account.id for account in running if account.id in leave_out)
    groups = _grouped(
        (account for account in running if account.id not in leave_out),
        lambda account: _stratum_of(account, units, fields),
    )
    keys = sorted(groups)
    sizes = [len(groups[key]) for key in keys]
    asked = _total(count, ratio, counted.running, sum(sizes))
    allocated = allocate(sizes, asked, minimum=minimum)
    drawn = [
        _drawn(account, units, digest)
        for key, number in zip(keys, allocated, strict=True)
        for digest, account in _in_order(groups[key], seed)[:number]
    ]
    return Draw(
        algorithm=ALGORITHM,
        seed=seed,
        as_of=at,
        by=fields,
        count=count,
        ratio=None if ratio is None else str(ratio),
        minimum=minimum,
        registered=counted.registered,
        running=counted.running,
        status_unknown=counted.status_unknown,
        left_out=tuple(left_out),
        strata=tuple(
            Stratum(values=key, size=size, allocated=number)
            for key, size, number in zip(keys, sizes, allocated, strict=True)
        ),
        accounts=tuple(drawn),
    )


def sampled(portfolio: Portfolio, draw: Draw) -> Portfolio:
    """
    Return what *portfolio* holds about the accounts that *draw* drew, ready for an audit.

    Kept are the accounts, their posts and messages, their sponsors with the units that
    those lead to (supervisors, successors), and what was signed for any of these. Rules that
    count all accounts of a unit see only those drawn; audit the whole portfolio for them.

    Raises:
        UnknownNameError: when a drawn account is not in the portfolio.
    """
    ids = {account.id for account in draw.accounts}
    accounts = tuple(account for account in portfolio.accounts if account.id in ids)
    lost = ids - {account.id for account in accounts}
    if lost:
        known = [account.id for account in portfolio.accounts]
        raise UnknownNameError("account", min(lost), known, where="in the portfolio drawn from")
    unit_ids = _units_reached(accounts, portfolio.units or ())

    def is_kept(account_id: str | None, unit_id: str | None) -> bool:
        return account_id in ids if account_id is not None else unit_id in unit_ids

    return evolve(
        portfolio,
        accounts=accounts,
        units=_where(portfolio.units, lambda unit: unit.id in unit_ids),
        posts=_where(portfolio.posts, lambda post: post.account_id in ids),
        messages=_where(portfolio.messages, lambda message: message.account_id in ids),
        attestations=_where(portfolio.attestations, lambda it: is_kept(it.account_id, it.unit_id)),
        waivers=_where(portfolio.waivers, lambda it: is_kept(it.account_id, it.unit_id)),
    )


def _where(rows: tuple[T, ...] | None, keeps: Callable[[T], bool]) -> tuple[T, ...] | None:
    return None if rows is None else tuple(row for row in rows if keeps(row))


def _units_reached(accounts: Iterable[Account], units: Iterable[Unit]) -> set[str]:
    by_id = {unit.id: unit for unit in units}
    waiting = [account.unit_id for account in accounts]
    reached: set[str] = set()
    while waiting:
        unit = by_id.get(waiting.pop() or "")
        if unit is not None and unit.id not in reached:
            reached.add(unit.id)
            waiting += [unit.parent_id, unit.successor_id]
    return reached


def _fields(by: Iterable[StratumField | str]) -> tuple[StratumField, ...]:
    """Return the fields asked for, each once, in the order in which the vocabulary has them."""
    asked: set[StratumField] = set()
    for name in by:
        try:
            asked.add(StratumField(name))
        except ValueError:
            known = [field.value for field in StratumField]
            raise UnknownNameError("field to divide a register by", name, known) from None
    return tuple(field for field in StratumField if field in asked)


def _stratum_of(
    account: Account, units: Mapping[str, Unit], fields: Sequence[StratumField]
) -> tuple[str, ...]:
    unit = units.get(account.unit_id or "")
    values = {
        StratumField.PLATFORM: account.platform,
        StratumField.LEVEL: None if unit is None else unit.level,
        StratumField.REGION: None if unit is None else unit.region,
    }
    recorded = [str(values[field] or "") for field in fields]
    # A blank value says no more than none.
    return tuple(value if value.strip() else "" for value in recorded)


def _grouped(
    accounts: Iterable[Account], key: Callable[[Account], tuple[str, ...]]
) -> dict[tuple[str, ...], list[Account]]:
    groups: dict[tuple[str, ...], list[Account]] = {}
    for account in accounts:
        groups.setdefault(key(account), []).append(account)
    return groups


def _in_order(accounts: Iterable[Account], seed: str) -> list[tuple[str, Account]]:
    digests = [
        (hashlib.sha256(f"{seed}\n{account.id}".encode()).hexdigest(), account)
        for account in accounts
    ]
    return sorted(digests, key=lambda each: (each[0], each[1].id))


def _drawn(account: Account, units: Mapping[str, Unit], digest: str) -> DrawnAccount:
    unit = units.get(account.unit_id or "")
    return DrawnAccount(
        id=account.id,
        name=account.name,
        platform=account.platform,
        unit_id=account.unit_id,
        unit_name=None if unit is None else unit.name,
        level=None if unit is None else unit.level,
        region=None if unit is None else unit.region,
        digest=digest,
    )


def _refused(field: str, value: object, expected: str) -> InvalidValueError:
    return InvalidValueError(
        owner="Sample", owner_id=None, field=field, value=value, expected=expected
    )


def _check_seed(seed: object) -> None:
    if (
        not isinstance(seed, str)
        or not seed.strip()
        or len(seed) > _MOST_SEED
        or not seed.isprintable()
    ):
        raise _refused("seed", seed, f"printable text of one line, at most {_MOST_SEED} characters")


def _total(
    count: int | None,
    ratio: str | Decimal | Fraction | float | None,
    running: int,
    drawable: int,
) -> int:
    """Return how many accounts to draw."""
    if (count is None) is (ratio is None):
        raise _refused("count", count, "either a count or a ratio, not both")
    if ratio is not None:
        asked = math.ceil(_part(ratio) * running)
        if asked > drawable:
            raise _refused(
                "ratio",
                ratio,
                f"at most {drawable:,} of {running:,} running accounts, as the others are left"
                f" out (this asks for {asked:,})",
            )
        return asked
    if type(count) is not int or not 0 <= count <= drawable:
        raise _refused(
            "count", count, f"a whole number from 0 to {drawable:,}, the accounts to draw from"
        )
    return count


def _part(ratio: str | Decimal | Fraction | float) -> Fraction:
    """Return a ratio as it was written: 0.1 is a tenth, not the binary number next to it."""
    text = str(ratio)
    if isinstance(ratio, Fraction):
        part = ratio
    elif isinstance(ratio, bool) or not _RATIO.fullmatch(text):
        raise _refused("ratio", ratio, "a number from 0 to 1, or a percentage such as 30%")
    else:
        part = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    if not 0 <= part <= 1:
        raise _refused("ratio", ratio, "a number from 0 to 1, or a percentage such as 30%")
    return part
