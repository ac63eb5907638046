"""Reasons in words: each with the provision and the facts it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from pendulum import DateTime

from govmedia_rules.conditions.words import in_words
from govmedia_rules.consolidation.elections import Basis, Election
from govmedia_rules.consolidation.likeness import Match
from govmedia_rules.consolidation.mergers import Succession
from govmedia_rules.consolidation.phrases import (
    BASES,
    PROVISIONAL,
    called,
    cites,
    day_text,
    fact,
    unit_called,
)
from govmedia_rules.consolidation.proposals import MOST_IDS, Fact, Ground, Reason
from govmedia_rules.consolidation.standings import Standing
from govmedia_rules.consolidation.thresholds import Thresholds
from govmedia_rules.findings import EvidenceValue
from govmedia_rules.models import Account, Unit, Waiver
from govmedia_rules.text import Text

__all__ = ["Reasons"]


class Reasons:
    """
    Writes the reasons of one run.

    Parameters:
        as_of: the moment.

        thresholds: the numbers to go by.
    """

    def __init__(self, as_of: DateTime, thresholds: Thresholds) -> None:
        self._as_of = as_of
        self._thresholds = thresholds

    def closed(self, standing: Standing) -> Reason:
        """Say that an account is closed already, and where it went."""
        account = standing.account
        zh, en = "账号已关停", "the account is closed already"
        facts = [fact(account.id, "account.status", "closed")]
        if account.closed_at is not None:
            zh, en = (
                f"账号已于{day_text(account.closed_at)}关停",
                f"closed on {day_text(account.closed_at)}",
            )
            facts.append(fact(account.id, "account.closed_at", account.closed_at))
        if account.successor_id is not None:
            zh += f"，由{account.successor_id}承接"
            en += f"; {account.successor_id} took over"
            facts.append(fact(account.id, "account.successor_id", account.successor_id))
        return Reason(
            ground=Ground.CLOSED,
            text=Text(zh=f"{zh}。", en=f"{en[:1].upper()}{en[1:]}."),
            citations=cites("4.1.13"),
            facts=facts,
        )

    def not_in_force(self) -> Reason:
        """Say that the Opinion does not bind yet."""
        [citation] = cites("4.1.3")
        since = citation.in_force_on.isoformat()
        return Reason(
            ground=Ground.NOT_IN_FORCE,
            text=Text(
                zh=f"意见自{since}起施行，此前没有建议的依据。",
                en=f"The Opinion binds from {since}; before that nothing is proposed.",
            ),
            citations=(citation,),
        )

    def out_of_scope(self, standing: Standing) -> Reason:
        """Say that the sponsor is none of those that the Opinion binds."""
        units = () if standing.lineage is None else standing.lineage.units
        facts = [
            fact(unit.id, f"unit.{name}", value)
            for unit in units
            for name in ("kind", "has_administrative_functions")
            if (value := getattr(unit, name)) is not None
        ]
        return Reason(
            ground=Ground.OUT_OF_SCOPE,
            text=Text(
                zh="主办单位不是行政机关，也不是承担行政职能的事业单位，意见不约束它，不提建议。",
                en="The sponsor is neither an administrative organ nor an institution with"
                " administrative functions; the Opinion does not bind it, and nothing is proposed.",
            ),
            citations=cites("2.1"),
            facts=facts,
        )

    def announced(self, standing: Standing) -> Reason:
        """Say that the public has been told of the closing."""
        account = standing.account
        told_at = account.closing_announced_at or self._as_of
        return Reason(
            ground=Ground.CLOSING_ANNOUNCED,
            text=Text(
                zh=f"主办单位已于{day_text(told_at)}公告关停，账号尚未关停。",
                en=f"The sponsor announced the closing on {day_text(told_at)}; the account is still open.",
            ),
            citations=cites("4.1.12", "4.1.13"),
            facts=[fact(account.id, "account.closing_announced_at", told_at)],
        )

    def sponsor_gone(self, standing: Standing, unit: Unit) -> Reason:
        """Say that *unit*, which sponsors the account, was merged or abolished."""
        status = in_words(str(unit.status))
        zh, en = f"主办单位{unit_called(unit)}{status.zh}", f"{unit_called(unit)}, {status.en}"
        facts = [fact(unit.id, "unit.status", unit.status)]
        if unit.status_changed_on is not None:
            on = unit.status_changed_on.isoformat()
            zh, en = f"{zh}(自{on}起)", f"{en} since {on}"
            facts.append(fact(unit.id, "unit.status_changed_on", on))
        body_id = standing.lineage.body_id if standing.lineage is not None else None
        if body_id is None:
            zh, en = f"{zh}，没有承接单位的记录", f"{en}; nobody recorded a successor"
        else:
            zh, en = f"{zh}，由{body_id}承接", f"{en}; {body_id} took over"
            facts.append(fact(unit.id, "unit.successor_id", unit.successor_id))
        last = standing.publishing.last_published_at
        if last is not None:
            facts.append(fact(standing.id, "last_published_at", last))
        return Reason(
            ground=Ground.SPONSOR_GONE,
            text=Text(
                zh=f"{zh}；账号应当注销或变更资料，并告知公众。",
                en=f"The sponsor is {en}. The account is to be deregistered or its data changed,"
                " and the public told.",
            ),
            citations=cites("4.1.14"),
            facts=facts,
        )

    def sponsor_renamed(self, standing: Standing, old: Unit, new: Unit) -> Reason:
        """Say that the account is still registered under an old name."""
        account = standing.account
        return Reason(
            ground=Ground.SPONSOR_RENAMED,
            text=Text(
                zh=f"主办单位已更名为{unit_called(new)}，认证主体仍是“{account.verified_body}”。",
                en=f"The sponsor is called {unit_called(new)} now; the account is still verified"
                f" for “{account.verified_body}”.",
            ),
            citations=cites("4.1.14"),
            facts=[
                fact(old.id, "unit.status", old.status),
                fact(new.id, "unit.name", new.name),
                fact(account.id, "account.verified_body", account.verified_body),
            ],
        )

    def moved(self, standing: Standing, to: Account) -> Reason:
        """Say that another account took over the functions."""
        named = standing.account.successor_id
        zh, en = "", ""
        if named != to.id:
            zh, en = f"(记录的是{named}，它不能承接)", f" (on record is {named}, which cannot)"
        return Reason(
            ground=Ground.FUNCTIONS_MOVED,
            text=Text(
                zh=f"账号的功能已由{called(to)}承接{zh}。",
                en=f"{called(to)} has taken over the account's functions{en}.",
            ),
            citations=cites("4.1.11"),
            facts=[fact(standing.id, "account.successor_id", named)],
        )

    def not_followed(self, standing: Standing, succession: Succession) -> Reason:
        """Say why the successor on record is not followed."""
        if succession.gaps:
            zh, en = "现有数据看不出它能否承接", "nobody can tell yet whether it can"
        else:
            zh = "它已关停、将关停、长期停更，或又指回本账号，不能承接"
            en = "it is closed or to be closed, silent, or leads back here, and cannot"
        return Reason(
            ground=Ground.FUNCTIONS_MOVED,
            text=Text(
                zh=f"记录的承接账号是{succession.named}，但{zh}。",
                en=f"On record as taking over is {succession.named}, but {en}.",
            ),
            citations=cites("4.1.11"),
            facts=[fact(standing.id, "account.successor_id", succession.named)],
        )

    def one_per_platform(
        self, standing: Standing, members: Sequence[Standing], election: Election
    ) -> Reason:
        """Say that a unit has several accounts on a platform, and which one stays."""
        platform, main = in_words(standing.account.platform), election.main.account
        basis = BASES[election.basis]
        unsure = PROVISIONAL if election.is_provisional else None
        count, ids = len(members), tuple(each.id for each in members[:MOST_IDS])
        body_id = standing.shelf[0] if standing.shelf is not None else standing.id
        return Reason(
            ground=Ground.ONE_PER_PLATFORM,
            text=Text(
                zh=f"{body_id}在“{platform.zh}”上有{count}个账号，原则上只留一个；"
                f"留{called(main)}，因为{basis.zh}{unsure.zh if unsure else ''}。",
                en=f"{body_id} has {count} accounts on {platform.en}, where in principle there is"
                f" one; {called(main)} stays, because {basis.en}{unsure.en if unsure else ''}.",
            ),
            # An app lives on no platform: what speaks of several is the clause on apps.
            citations=cites("4.1.5" if standing.account.platform == "app" else "4.1.3", "4.1.7"),
            facts=[
                fact(body_id, "accounts_on_platform", count),
                fact(body_id, "account.id", ids),
                *self._basis_facts(election),
            ],
        )

    def _basis_facts(self, election: Election) -> list[Fact]:
        main = election.main
        value: EvidenceValue
        match election.basis:
            case Basis.DECLARED:
                name, value = "account.is_main", True
            case Basis.NAMED_AS_UNIT:
                name, value = "account.name", main.account.name
            case Basis.OWN:
                name, value = "account.unit_id", main.account.unit_id
            case Basis.FOLLOWERS:
                name, value = "account.followers", main.account.followers
            case Basis.POSTS:
                name, value = "posts_in_use_window", main.publishing.posts_in_use
            case Basis.READS:
                name, value = "mean_reads", main.publishing.mean_reads
            case Basis.ALONE | Basis.ID:
                return []
        return [fact(main.id, name, value)]

    def excepted(self, standing: Standing, waiver: Waiver) -> Reason:
        """Say that a waiver allows the account beside another one."""
        return Reason(
            ground=Ground.EXCEPTED,
            text=Text(
                zh=f"{waiver.document}准许例外({waiver.authority})：{waiver.reason}。",
                en=f"{waiver.document} of {waiver.authority} allows an exception: {waiver.reason}.",
            ),
            citations=cites("4.1.3"),
            facts=[fact(standing.id, "waiver", waiver.id)],
        )

    def alike(self, standing: Standing, match: Match, to: Account) -> Reason:
        """Say that the account is alike to a stronger one, little followed and little used."""
        account, publishing, limits = standing.account, standing.publishing, self._thresholds
        share = in_words(match.share).zh
        few, used = in_words(limits.number("few_followers")).zh, self._use(standing)
        return Reason(
            ground=Ground.ALIKE,
            text=Text(
                zh=f"功能有{share}与更强的{called(to)}相同，粉丝{account.followers}个(少于{few})，"
                f"{used.zh}；门槛为操作性默认值，条文未定。",
                en=f"A share of {share} of its functions is there in {called(to)} too, which is"
                f" stronger; {account.followers} followers (fewer than {few}), {used.en}. The"
                " thresholds are operational; the text states none.",
            ),
            citations=cites("4.1.11"),
            facts=[
                fact(account.id, "shared_functions", match.share),
                fact(account.id, "account.functions", tuple(sorted(account.functions or ()))),
                fact(to.id, "account.functions", tuple(sorted(to.functions or ()))),
                fact(account.id, "account.followers", account.followers),
                fact(to.id, "account.followers", to.followers),
                fact(account.id, "posts_in_use_window", publishing.posts_in_use),
                fact(account.id, "mean_reads", publishing.mean_reads),
            ],
        )

    def _use(self, standing: Standing) -> Text:
        """Return how little the account is used."""
        days, mean = self._thresholds.days("use_days"), standing.publishing.mean_reads
        if mean is None:
            return Text(zh=f"近{days}天内没有发布", en=f"no post in the last {days} days")
        reads, little = in_words(mean).zh, in_words(self._thresholds.number("little_read")).zh
        return Text(
            zh=f"近{days}天内每条信息平均阅读{reads}次(少于{little})",
            en=f"{reads} reads a post in the last {days} days (fewer than {little})",
        )

    def little_used(self, standing: Standing) -> Reason:
        """Say that the account is little used, though no account is known to merge it into."""
        used = self._use(standing)
        return Reason(
            ground=Ground.LITTLE_USED,
            text=Text(
                zh=f"使用少：{used.zh}；没有查到功能相同而更强、可以并入的账号。"
                "门槛为操作性默认值，条文未定。",
                en=f"Little used: {used.en}; no stronger account alike in function is on record to"
                " merge it into. The threshold is operational; the text states none.",
            ),
            citations=cites("4.1.11"),
            facts=[
                fact(standing.id, "posts_in_use_window", standing.publishing.posts_in_use),
                fact(standing.id, "mean_reads", standing.publishing.mean_reads),
            ],
        )

    def silent(self, standing: Standing) -> Reason:
        """Say that the account has been silent for long."""
        days, last = self._thresholds.days("silent_days"), standing.publishing.last_published_at
        zh, en = f"近{days}天内没有发布信息", f"Nothing was published in the last {days} days"
        if last is not None:
            on, gap = day_text(last), (self._as_of - last).days
            zh = f"{zh}，最近一次在{on}，距今{gap}天"
            en = f"{en}; the last post is of {on}, {gap} days ago"
        return Reason(
            ground=Ground.SILENT,
            text=Text(
                zh=f"{zh}；门槛为操作性默认值，条文未定。",
                en=f"{en}. The threshold is operational; the text states none.",
            ),
            citations=cites("4.1.12"),
            facts=[fact(standing.id, "last_published_at", last)],
        )

    def taking_over(self, standing: Standing, ids: Sequence[str]) -> Reason:
        """Say that other accounts are to be merged into this one."""
        count = len(ids)
        return Reason(
            ground=Ground.TAKING_OVER,
            text=Text(
                zh=f"建议另有{count}个账号并入它。",
                en=f"To be merged into it: {count} other account(s).",
            ),
            citations=cites("4.1.7"),
            facts=[
                fact(standing.id, "merged_accounts", count),
                fact(standing.id, "account.id", tuple(ids[:MOST_IDS])),
            ],
        )

    def took_over(self, standing: Standing, ids: Sequence[str]) -> Reason:
        """Say that closed accounts were merged into this one, by the records."""
        count = len(ids)
        return Reason(
            ground=Ground.TAKING_OVER,
            text=Text(
                zh=f"已有{count}个关停的账号由它承接。",
                en=f"On record as merged into it: {count} closed account(s).",
            ),
            citations=cites("4.1.7"),
            facts=[
                fact(standing.id, "merged_accounts", count),
                fact(standing.id, "account.id", tuple(ids[:MOST_IDS])),
            ],
        )

    def kept(self, standing: Standing, *, is_only_one: bool) -> Reason:
        """Say that nothing on record speaks for merging or closing the account."""
        account = standing.account
        zh, en = "没有应当整合或关停的情形", "Nothing on record speaks for merging or closing it"
        facts: list[Fact] = []
        if account.is_main is True:
            zh, en = f"它被记录为主账号，{zh}", f"{en}; it is on record as the main account"
            facts.append(fact(account.id, "account.is_main", True))
        elif is_only_one and standing.shelf is not None:
            zh = f"它是{standing.shelf[0]}在该平台唯一已知的账号，{zh}"
            en = f"{en}; it is the only account of {standing.shelf[0]} known on this platform"
            facts.append(fact(standing.shelf[0], "accounts_on_platform", 1))
        if standing.publishing.last_published_at is not None:
            facts.append(
                fact(account.id, "last_published_at", standing.publishing.last_published_at)
            )
        return Reason(
            ground=Ground.KEPT,
            text=Text(zh=f"{zh}。", en=f"{en}."),
            citations=cites("4.1.3", "4.1.11", "4.1.12"),
            facts=facts,
        )

    def unknown(self, what: Text) -> Reason:
        """Say why nothing can be proposed yet."""
        return Reason(ground=Ground.UNKNOWN, text=what, citations=())
