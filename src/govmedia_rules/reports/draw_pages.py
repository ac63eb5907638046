"""A draw in words, Chinese or English: what was asked, the strata, and the accounts drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from govmedia_rules.conditions.lexicon import word
from govmedia_rules.conditions.words import in_words
from govmedia_rules.reports.blocks import Block, Heading, Paragraph, Table
from govmedia_rules.sampling import Draw, StratumField
from govmedia_rules.text import Language, Text

__all__ = ["draw_blocks", "draw_line"]


def draw_line(draw: Draw) -> Text:
    """Return in one sentence how many were drawn, and by which seed."""
    strata = len(draw.strata)
    return Text(
        zh=f"正常运行{draw.running:,}个账号，分{strata:,}层，抽取{len(draw.accounts):,}个；"
        f"种子 {draw.seed} ，算法 {draw.algorithm}。",
        en=f"Of {draw.running:,} running accounts in {strata:,} strata, {len(draw.accounts):,}"
        f" were drawn; seed {draw.seed} , algorithm {draw.algorithm}.",
    )


def draw_blocks(draw: Draw, language: Language | str = Language.ZH) -> tuple[Block, ...]:
    """
    Return *draw* as the blocks of a document, unmarked.

    Parameters:
        draw: the draw.

        language: the language it is written in.

    Raises:
        UnknownNameError: when the library does not speak that language.
    """

    def say(zh: str, en: str) -> str:
        return Text(zh=zh, en=en).in_language(language)

    return tuple(_blocks(draw, say))


def _blocks(draw: Draw, say: Callable[[str, str], str]) -> Iterator[Block]:
    as_of, line = in_words(draw.as_of), draw_line(draw)
    yield Heading(say("政务新媒体抽查名单", "Sample of government new media"), level=1)
    yield Paragraph(
        say(
            f"以 {as_of.zh} 为准，登记在册{draw.registered:,}个账号。{line.zh}",
            f"As of {as_of.en}, {draw.registered:,} accounts are registered. {line.en}",
        )
    )
    for is_told, zh, en in (
        (
            bool(draw.left_out),
            f"近期已检查的{len(draw.left_out):,}个账号不参加抽取。",
            f"Accounts inspected recently, which could not be drawn: {len(draw.left_out):,}.",
        ),
        (
            draw.status_unknown > 0,
            f"有{draw.status_unknown:,}个账号未登记运行状态，按正常运行计。",
            f"Accounts with no status on record, which count as running: {draw.status_unknown:,}.",
        ),
        (
            not draw.is_minimum_met,
            f"抽取总数不足以使每层都有{draw.minimum:,}个。",
            f"The total is too small for {draw.minimum:,} from every stratum.",
        ),
    ):
        if is_told:
            yield Paragraph(say(zh, en))
    yield Heading(say("各层", "Strata"))
    yield _strata(draw, say)
    yield Heading(say("抽取的账号", "Accounts drawn"))
    yield _accounts(draw, say)


def _strata(draw: Draw, say: Callable[[str, str], str]) -> Table:
    fields = [(field.label.zh, field.label.en) for field in draw.by] or [("范围", "Range")]
    width = len(fields)
    return Table(
        headings=(*(say(zh, en) for zh, en in fields), say("账号", "Size"), say("抽取", "Drawn")),
        rows=tuple(
            (
                *(
                    _value(field, value, say)
                    for field, value in zip(draw.by, stratum.values, strict=True)
                ),
                *(() if draw.by else (say("全部", "all"),)),
                f"{stratum.size:,}",
                f"{stratum.allocated:,}",
            )
            for stratum in draw.strata
        ),
        numbers=frozenset({width, width + 1}),
    )


def _value(field: StratumField, value: str, say: Callable[[str, str], str]) -> str:
    if not value.strip():
        return say("未登记", "not on record")
    if field is StratumField.REGION:
        return value
    words = word(value)
    return say(words.zh, words.en)


def _accounts(draw: Draw, say: Callable[[str, str], str]) -> Table:
    return Table(
        headings=(
            say("序号", "No."),
            say("账号", "Account"),
            say("平台", "Platform"),
            say("主办单位", "Sponsor"),
            say("摘要(前16位)", "Digest (first 16)"),
        ),
        rows=tuple(
            (
                f"{number:,}",
                account.id
                if account.name in {None, account.id}
                else f"{account.name} {account.id}",
                _value(StratumField.PLATFORM, account.platform, say),
                account.unit_name or account.unit_id or say("未登记", "not on record"),
                account.digest[:16],
            )
            for number, account in enumerate(draw.accounts, start=1)
        ),
        numbers=frozenset({0}),
    )
