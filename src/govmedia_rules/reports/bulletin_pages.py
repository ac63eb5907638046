"""The bulletin in words, Chinese or English: headings, sentences and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Final, TextIO

from attrs import frozen

from govmedia_rules.conditions.lexicon import word
from govmedia_rules.conditions.words import in_words
from govmedia_rules.findings import Report
from govmedia_rules.models import Portfolio
from govmedia_rules.reports.blocks import Block, Heading, Paragraph, Table
from govmedia_rules.reports.bulletin_counting import make_bulletin
from govmedia_rules.reports.bulletins import (
    Bulletin,
    Comparison,
    DividedGroup,
    FailingAccount,
    Group,
    Tally,
)
from govmedia_rules.reports.marking import write_markdown
from govmedia_rules.reports.wording import clauses
from govmedia_rules.text import Language, Text

__all__ = ["LONGEST_NAME", "bulletin_blocks", "write_bulletin"]

LONGEST_NAME: Final = 120
"""How many characters of a name or id a bulletin shows."""

_LONGEST_SENTENCE: Final = 1_000
_UNKNOWN: Final = Text(zh="未登记", en="not on record")
_NUMERALS: Final = "一二三四"


def write_bulletin(
    report: Report,
    portfolio: Portfolio,
    stream: TextIO,
    language: Language | str = Language.ZH,
) -> None:
    """
    Write the bulletin of an audit to *stream* as Markdown.

    Parameters:
        report: the audit.

        portfolio: what was audited.

        stream: where it goes.

        language: the language it is written in.

    Raises:
        InvalidValueError: when the report speaks of accounts that the portfolio does not
            hold.

        UnknownNameError: when the library does not speak that language.
    """
    blocks = bulletin_blocks(make_bulletin(report, portfolio), language)
    write_markdown(blocks, stream)


def bulletin_blocks(
    bulletin: Bulletin, language: Language | str = Language.ZH
) -> tuple[Block, ...]:
    """
    Return *bulletin* as the blocks of a document, unmarked.

    Names and ids longer than 120 characters are cut there.

    Parameters:
        bulletin: the bulletin.

        language: the language it is written in.

    Raises:
        UnknownNameError: when the library does not speak that language.
    """
    return tuple(_Writer(bulletin, language).blocks())


def _cut(text: str, most: int = LONGEST_NAME) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _percent(rate: Decimal | None) -> str:
    return "—" if rate is None else f"{rate}%"


@frozen
class _Writer:
    bulletin: Bulletin
    language: Language | str

    def say(self, zh: str, en: str) -> str:
        return Text(zh=zh, en=en).in_language(self.language)

    def blocks(self) -> Iterator[Block]:
        bulletin = self.bulletin
        as_of = in_words(bulletin.as_of)
        yield Heading(
            self.say("政务新媒体检查情况通报", "Bulletin on government new media"), level=1
        )
        yield Paragraph(
            self.say(
                f"监测时间点 {as_of.zh}；规则集 {_cut(bulletin.ruleset_id)}。",
                f"As of {as_of.en}; rule set {_cut(bulletin.ruleset_id)}.",
            )
        )
        yield self._section(0, "总体情况", "Overall")
        yield from map(Paragraph, self._overall())
        yield self._section(1, "分类情况", "Breakdown")
        yield from self._breakdown()
        yield self._section(2, "不合格账号", "Accounts that fail")
        yield from self._failing()
        if bulletin.comparison is not None:
            yield self._section(3, "与上期比较", "Compared with the earlier inspection")
            yield from map(Paragraph, self._compared(bulletin.comparison))

    def _section(self, number: int, zh: str, en: str) -> Heading:
        return Heading(self.say(f"{_NUMERALS[number]}、{zh}", f"{number + 1}. {en}"))

    def _overall(self) -> Iterator[str]:
        bulletin, register, tally = self.bulletin, self.bulletin.register, self.bulletin.tally
        ratio = _percent(bulletin.sampling_ratio)
        yield self.say(
            f"登记在册账号{register.registered:,}个，其中正常运行{register.running:,}个；"
            f"检查{tally.inspected:,}个，抽查比例{ratio}。",
            f"Accounts registered: {register.registered:,}, of which running:"
            f" {register.running:,}. Inspected: {tally.inspected:,}; sampling ratio {ratio}.",
        )
        if tally.inspected == 0:
            yield self.say(
                "没有检查任何账号，因此没有合格率。", "None was inspected: no pass rate."
            )
            return
        rate = _percent(bulletin.pass_rate)
        counted = tally.counted(leave_out_unexamined=bulletin.leaves_out_unexamined)
        yield self.say(
            f"合格{counted - tally.failing:,}个，不合格{tally.failing:,}个，合格率{rate}。",
            f"Passing: {counted - tally.failing:,}; failing: {tally.failing:,}; pass rate {rate}.",
        )
        yield from self._remarks()

    def _remarks(self) -> Iterator[str]:
        """Yield what has to be said beside the rates, where there is something to say."""
        bulletin, register, tally = self.bulletin, self.bulletin.register, self.bulletin.tally
        if tally.unexamined and bulletin.leaves_out_unexamined:
            yield self.say(
                f"另有{tally.unexamined:,}个账号未发现不合格情形，但有指标无人查看，不计入合格率。",
                f"{tally.unexamined:,} more show no failure but have indicators that nobody has"
                " looked at; the pass rate leaves them out.",
            )
        elif tally.unexamined:
            yield self.say(
                f"合格账号中有{tally.unexamined:,}个未发现不合格情形，但有指标无人查看。",
                f"Of those passing, {tally.unexamined:,} show no failure but have indicators that"
                " nobody has looked at.",
            )
        if bulletin.drawn is not None:
            missed, seed = bulletin.drawn - tally.inspected, _cut(bulletin.seed or "")
            yield self.say(
                f"检查的账号来自分层随机抽取的{bulletin.drawn:,}个账号，种子为 {seed} ；"
                f"其中{missed:,}个未纳入检查。",
                f"The accounts inspected are from a stratified random draw of {bulletin.drawn:,},"
                f" with the seed {seed} ; not inspected of these: {missed:,}.",
            )
        stopped = tally.inspected - bulletin.inspected_running
        if stopped:
            yield self.say(
                f"检查的账号中有{stopped:,}个已暂停更新或关停，不计入抽查比例。",
                f"Of those inspected, {stopped:,} were suspended or closed; the sampling ratio"
                " leaves them out.",
            )
        if register.status_unknown:
            yield self.say(
                f"有{register.status_unknown:,}个账号未登记运行状态，按正常运行计。",
                f"Accounts with no status on record, which count as running: {register.status_unknown:,}.",
            )

    def _breakdown(self) -> Iterator[Block]:
        bulletin = self.bulletin
        if not bulletin.tally.inspected:
            yield Paragraph(self.say("无。", "None."))
            return
        for (zh, en), groups, label in (
            (("平台", "Platform"), bulletin.by_platform, self._word),
            (("层级", "Level"), bulletin.by_level, self._word),
            (("地区", "Region"), bulletin.by_region, self._name),
        ):
            yield Heading(self.say(f"按{zh}", f"By {en.lower()}"), level=3)
            yield self._groups(self.say(zh, en), groups, label)
        yield Heading(self.say("按单项否决指标", "By veto"), level=3)
        yield Paragraph(
            self.say(
                "一个账号可能有几项不合格，各项之和不等于不合格账号数。",
                "An account may fail several, so that these do not add up to the accounts that"
                " fail.",
            )
        )
        yield Table(
            headings=(
                self.say("指标", "Veto"),
                self.say("不合格", "Failing"),
                self.say("未查看", "Not examined"),
            ),
            rows=tuple(
                (
                    _cut(rule.title.in_language(self.language), _LONGEST_SENTENCE),
                    f"{rule.failing:,}",
                    f"{rule.unexamined:,}",
                )
                for rule in bulletin.by_rule
            ),
            numbers=frozenset({1, 2}),
        )

    def _groups(
        self, heading: str, groups: Sequence[Group], label: Callable[[str | None], str]
    ) -> Table:
        rows: list[tuple[str, ...]] = []
        for group in groups:
            rows.append(self._row(label(group.key), group.tally))
            parts = group.parts if isinstance(group, DividedGroup) else ()
            if all(part.key is None for part in parts):
                continue  # nothing is known to divide by
            rows.extend(
                self._row(
                    self.say(f"{label(group.key)}·{part}", f"{label(group.key)}, {part}"),
                    each.tally,
                )
                for each in parts
                for part in (self._word(each.key),)
            )
        rows.append(self._row(self.say("合计", "Total"), self.bulletin.tally))
        return Table(
            headings=(
                heading,
                self.say("检查", "Inspected"),
                self.say("不合格", "Failing"),
                self.say("有指标未查看", "Not fully examined"),
                self.say("合格率", "Pass rate"),
            ),
            rows=tuple(rows),
            numbers=frozenset({1, 2, 3, 4}),
        )

    def _row(self, label: str, tally: Tally) -> tuple[str, ...]:
        return (
            label,
            f"{tally.inspected:,}",
            f"{tally.failing:,}",
            f"{tally.unexamined:,}",
            _percent(self.bulletin.rate_of(tally)),
        )

    def _failing(self) -> Iterator[Block]:
        bulletin = self.bulletin
        if not bulletin.failing:
            yield Paragraph(self.say("无。", "None."))
            return
        if bulletin.rectify_by is not None:
            yield Paragraph(
                self.say(
                    f"以下账号的主办单位应当在{bulletin.rectify_by}前(含当日)完成整改。",
                    f"Their sponsors have to rectify by {bulletin.rectify_by}, that day included.",
                )
            )
        yield Table(
            headings=(
                self.say("序号", "No."),
                self.say("账号", "Account"),
                self.say("平台", "Platform"),
                self.say("主办单位", "Sponsor"),
                self.say("原因", "Reason"),
            ),
            rows=tuple(
                self._failing_row(number, account)
                for number, account in enumerate(bulletin.failing, start=1)
            ),
            numbers=frozenset({0}),
        )

    def _failing_row(self, number: int, account: FailingAccount) -> tuple[str, ...]:
        name = _cut(account.id)
        if account.name is not None and account.name != account.id:
            name = self.say(f"{_cut(account.name)}（{name}）", f"{_cut(account.name)} ({name})")
        reasons = []
        for reason in account.reasons:
            times = f" ×{reason.count:,}" if reason.count > 1 else ""
            cited = "; ".join(clauses(reason.citations))
            message = _cut(reason.message.in_language(self.language), _LONGEST_SENTENCE)
            reasons.append(f"{message}{times} ({cited})")
        return (
            f"{number}",
            name,
            self._word(account.platform),
            self._name(account.sponsor if account.sponsor is not None else account.unit_id),
            " ".join(reasons),
        )

    def _compared(self, comparison: Comparison) -> Iterator[str]:
        bulletin = self.bulletin
        as_of = in_words(comparison.as_of)
        then = _percent(bulletin.rate_of(comparison.tally))
        yield self.say(
            f"上期监测时间点 {as_of.zh}：检查{comparison.tally.inspected:,}个，"
            f"不合格{comparison.tally.failing:,}个，合格率{then}。",
            f"Then, as of {as_of.en}, inspected: {comparison.tally.inspected:,}; failing:"
            f" {comparison.tally.failing:,}; pass rate {then}.",
        )
        if bulletin.change is not None:
            change = f"{bulletin.change:+}"
            yield self.say(
                f"合格率变化 {change} 个百分点。", f"Change of the pass rate: {change} points."
            )
        yield self.say(
            f"上期不合格的账号，本期合格{len(comparison.rectified):,}个、"
            f"仍不合格{len(comparison.still_failing):,}个、"
            f"未再检查{len(comparison.not_inspected_again):,}个；"
            f"本期新出现的不合格账号{len(comparison.newly_failing):,}个。",
            f"Of those failing then: now passing {len(comparison.rectified):,}, still failing"
            f" {len(comparison.still_failing):,}, not inspected again"
            f" {len(comparison.not_inspected_again):,}. Newly failing:"
            f" {len(comparison.newly_failing):,}.",
        )
        if not comparison.has_same_rules:
            yield self.say(
                "两期所用的规则不同，变化可能来自规则。",
                "The rules were not the same; some of the change may come from them.",
            )

    def _word(self, value: str | None) -> str:
        """Return what a word of a vocabulary is called; one that nobody knows stands for itself."""
        return self._name(None if value is None else word(value).in_language(self.language))

    def _name(self, name: str | None) -> str:
        return _UNKNOWN.in_language(self.language) if not (name or "").strip() else _cut(name or "")
