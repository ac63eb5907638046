"""From a report to a bulletin: who counts where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from attrs import frozen

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.findings import Finding, Outcome, Report, Verdict
from govmedia_rules.law import Severity
from govmedia_rules.models import KNOWN_PLATFORMS, Account, Level, Portfolio, Unit
from govmedia_rules.reports.bulletins import (
    Bulletin,
    Comparison,
    DividedGroup,
    FailingAccount,
    Group,
    Reason,
    RuleTally,
    Tally,
)
from govmedia_rules.reports.rates import DECIMALS
from govmedia_rules.sampling import Draw, RegisterCount, is_running_at

__all__ = ["make_bulletin"]

_FIRST_PLATFORMS = ("wechat", "weibo", "douyin", "toutiao", "app")


def make_bulletin(
    report: Report,
    portfolio: Portfolio,
    *,
    draw: Draw | None = None,
    earlier: Report | Bulletin | None = None,
    rectify_by: date | None = None,
    decimals: int = DECIMALS,
    leave_out_unexamined: bool = False,
) -> Bulletin:
    """
    Return the bulletin of an audit.

    *Inspected* are the accounts to which at least one veto applied, suspended ones
    included. *Registered* are the accounts of the portfolio that had been opened by the
    monitoring moment; those that the rules do not bind, such as a Party body's, are none
    of them. *Running* are the registered ones that were neither suspended nor closed.
    With a draw, the register is the one that was drawn from, and the numbers are those of
    the draw's moment.

    Parameters:
        report: the audit.

        portfolio: what was audited; says platform, sponsor, level and region.

        draw: the draw that the audited accounts come from, where they were drawn.

        earlier: the report of an earlier audit to compare with, or its bulletin.

        rectify_by: the day by which to rectify.

        decimals: how many decimals rates have.

        leave_out_unexamined: leave accounts with indicators that nobody has looked at out
            of the pass rates; they count as passing unless said so.

    Raises:
        InvalidValueError: when the report speaks of accounts that the portfolio or the
            draw does not hold, when *earlier* is not earlier, or when *decimals* is no
            number of decimals.
    """
    scene = _Scene.of(report, portfolio)
    if draw is not None:
        _check_drawn(report, draw)
    register = _register(scene) if draw is None else _register_of(draw)
    running = scene.running if draw is None else {account.id for account in draw.accounts}
    accounts = scene.inspected
    return Bulletin(
        as_of=report.as_of,
        ruleset_id=report.ruleset_id,
        ruleset_fingerprint=report.ruleset_fingerprint,
        register=register,
        drawn=None if draw is None else len(draw.accounts),
        seed=None if draw is None else draw.seed,
        tally=scene.tally(accounts),
        inspected_running=sum(account.id in running for account in accounts),
        by_platform=_by_platform(scene),
        by_level=scene.grouped(accounts, scene.level_of, _rank_of_level),
        by_region=scene.grouped(accounts, scene.region_of, _rank_of_region),
        by_rule=_by_rule(report),
        failing=_failing(scene),
        rectify_by=rectify_by,
        comparison=None if earlier is None else _compared(report, earlier),
        decimals=decimals,
        leaves_out_unexamined=leave_out_unexamined,
    )


@frozen
class _Scene:
    """The accounts of a report, with what the portfolio says of them."""

    report: Report
    accounts: Mapping[str, Account]
    units: Mapping[str, Unit]

    @classmethod
    def of(cls, report: Report, portfolio: Portfolio) -> _Scene:
        accounts = {account.id: account for account in portfolio.accounts}
        for account_id in report.inspected:
            if account_id not in accounts:
                raise _refused(account_id, "an account of the portfolio that was audited")
        return cls(report, accounts, {unit.id: unit for unit in portfolio.units or ()})

    @property
    def inspected(self) -> list[Account]:
        return [self.accounts[account_id] for account_id in self.report.inspected]

    @property
    def registered(self) -> list[Account]:
        """The accounts that existed at the moment, but for those that the rules do not bind."""
        known = {*self.report.inspected, *self.report.not_inspected}
        unbound = {each for exclusion in self.report.exclusions for each in exclusion.accounts}
        bound = known - (unbound - set(self.report.inspected))
        return [account for account in self.accounts.values() if account.id in bound]

    @property
    def running(self) -> set[str]:
        at = self.report.as_of
        return {account.id for account in self.registered if is_running_at(account, at)}

    def unit_of(self, account: Account) -> Unit | None:
        return self.units.get(account.unit_id or "")

    def level_of(self, account: Account) -> Level | None:
        unit = self.unit_of(account)
        return None if unit is None else unit.level

    def region_of(self, account: Account) -> str | None:
        unit = self.unit_of(account)
        # A blank region says no more than none.
        return None if unit is None or not (unit.region or "").strip() else unit.region

    def tally(self, accounts: Iterable[Account]) -> Tally:
        verdicts = self.report.verdicts
        return Tally.of(verdicts[account.id] for account in accounts)

    def grouped(
        self,
        accounts: Iterable[Account],
        key: Callable[[Account], str | None],
        rank: Callable[[str | None], tuple[int, str]],
    ) -> tuple[Group, ...]:
        return tuple(
            Group(key=value, tally=self.tally(members))
            for value, members in _divided(accounts, key, rank)
        )


def _refused(account_id: str, expected: str) -> InvalidValueError:
    return InvalidValueError(
        owner="Report", owner_id=None, field="inspected", value=account_id, expected=expected
    )


def _check_drawn(report: Report, draw: Draw) -> None:
    drawn = {account.id for account in draw.accounts}
    for account_id in report.inspected:
        if account_id not in drawn:
            raise _refused(account_id, "an account that was drawn; audit the drawn accounts alone")


def _register(scene: _Scene) -> RegisterCount:
    return RegisterCount.of(scene.registered, scene.report.as_of)


def _register_of(draw: Draw) -> RegisterCount:
    return RegisterCount(
        registered=draw.registered, running=draw.running, status_unknown=draw.status_unknown
    )


def _divided(
    accounts: Iterable[Account],
    key: Callable[[Account], str | None],
    rank: Callable[[str | None], tuple[int, str]],
) -> list[tuple[str | None, list[Account]]]:
    groups: dict[str | None, list[Account]] = {}
    for account in accounts:
        groups.setdefault(key(account), []).append(account)
    return sorted(groups.items(), key=lambda group: rank(group[0]))


def _rank_of_platform(platform: str | None) -> tuple[int, str]:
    """Platforms as bulletins list them, then the others that are known, then by name."""
    name = platform or ""
    if name in _FIRST_PLATFORMS:
        return _FIRST_PLATFORMS.index(name), ""
    if name == "other":
        return 1_001, ""
    if name in KNOWN_PLATFORMS:
        return 100 + KNOWN_PLATFORMS.index(name), ""
    return 1_000, name


def _rank_of_level(level: str | None) -> tuple[int, str]:
    levels = [each.value for each in Level]
    return (len(levels) if level is None else levels.index(level)), ""


def _rank_of_region(region: str | None) -> tuple[int, str]:
    return int(region is None), region or ""


def _by_platform(scene: _Scene) -> tuple[DividedGroup, ...]:
    divided = _divided(scene.inspected, lambda account: account.platform, _rank_of_platform)
    return tuple(
        DividedGroup(
            key=platform,
            tally=scene.tally(members),
            parts=scene.grouped(members, scene.level_of, _rank_of_level),
        )
        for platform, members in divided
    )


def _veto_failures(report: Report) -> dict[str, dict[str, list[Finding]]]:
    """Return the failures that make accounts fail, by account and rule."""
    found: dict[str, dict[str, list[Finding]]] = {}
    for finding in report.findings:
        account_id = finding.subject.account_id
        if (
            finding.severity is Severity.VETO
            and finding.outcome is Outcome.FAIL
            and not finding.is_suppressed
            and account_id is not None
        ):
            found.setdefault(account_id, {}).setdefault(finding.rule_id, []).append(finding)
    return found


def _by_rule(report: Report) -> tuple[RuleTally, ...]:
    verdicts = report.verdicts
    failing: dict[str, set[str]] = {}
    unexamined: dict[str, set[str]] = {}
    for failed, by_rule in _veto_failures(report).items():
        for rule_id in by_rule:
            failing.setdefault(rule_id, set()).add(failed)
    for finding in report.findings:
        account_id = finding.subject.account_id
        if (
            account_id is not None
            and account_id in verdicts
            and finding.outcome in {Outcome.UNDETERMINED, Outcome.ERROR}
            and account_id not in failing.get(finding.rule_id, ())
        ):
            unexamined.setdefault(finding.rule_id, set()).add(account_id)
    return tuple(
        RuleTally(
            rule_id=rule.rule_id,
            title=rule.title,
            failing=len(failing.get(rule.rule_id, ())),
            unexamined=len(unexamined.get(rule.rule_id, ())),
        )
        for rule in report.rules
        if rule.severity is Severity.VETO and rule.is_in_force
    )


def _failing(scene: _Scene) -> tuple[FailingAccount, ...]:
    failures = _veto_failures(scene.report)
    listed = [_failing_account(scene, scene.accounts[each], failures[each]) for each in failures]
    return tuple(
        sorted(
            listed,
            key=lambda each: (
                _rank_of_level(each.level),
                _rank_of_region(each.region),
                _rank_of_platform(each.platform),
                each.id,
            ),
        )
    )


def _failing_account(
    scene: _Scene, account: Account, by_rule: Mapping[str, Sequence[Finding]]
) -> FailingAccount:
    unit = scene.unit_of(account)
    return FailingAccount(
        id=account.id,
        name=account.name,
        platform=account.platform,
        unit_id=account.unit_id,
        sponsor=None if unit is None else unit.name,
        level=scene.level_of(account),
        region=scene.region_of(account),
        reasons=tuple(
            Reason(
                rule_id=rule_id,
                message=found[0].message,
                citations=found[0].citations,
                count=sum(finding.count for finding in found),
            )
            for rule_id, found in by_rule.items()
        ),
    )


def _compared(report: Report, earlier: Report | Bulletin) -> Comparison:
    if earlier.as_of >= report.as_of:
        raise InvalidValueError(
            owner=type(earlier).__name__,
            owner_id=None,
            field="as_of",
            value=earlier.as_of.isoformat(),
            expected=f"a moment before {report.as_of.isoformat()}, to compare with",
        )
    if isinstance(earlier, Bulletin):
        tally, before = earlier.tally, {account.id for account in earlier.failing}
    else:
        tally, before = Tally.of(earlier.verdicts.values()), _ids_failing(earlier)
    now, inspected = _ids_failing(report), set(report.inspected)
    return Comparison(
        as_of=earlier.as_of,
        tally=tally,
        has_same_rules=earlier.ruleset_fingerprint == report.ruleset_fingerprint,
        still_failing=tuple(sorted(before & now)),
        newly_failing=tuple(sorted(now - before)),
        rectified=tuple(sorted((before - now) & inspected)),
        not_inspected_again=tuple(sorted(before - inspected)),
    )


def _ids_failing(report: Report) -> set[str]:
    return {each for each, verdict in report.verdicts.items() if verdict is Verdict.FAILS}
