"""Conditions in words: what is looked at, how it is compared, what was found."""

from __future__ import annotations

from typing import Final, cast

from pendulum import DateTime

from govmedia_rules.conditions.expressions import Aggregate, Field, Function, Rows
from govmedia_rules.conditions.fields import Kind, Table
from govmedia_rules.conditions.lexicon import word
from govmedia_rules.conditions.operands import Expression
from govmedia_rules.conditions.predicates import (
    And,
    Comparison,
    Condition,
    Has,
    IsEmpty,
    IsMissing,
    Membership,
    Mentions,
    Not,
    Operator,
    Or,
    Overlaps,
    Truth,
    Within,
)
from govmedia_rules.conditions.questions import Answer
from govmedia_rules.errors import ConditionError, shown
from govmedia_rules.text import Text

__all__ = [
    "describe",
    "describe_table",
    "in_words",
    "operator_words",
    "sentence",
]

_OPERATORS: Final[dict[Operator, Text]] = {
    Operator.EQ: Text(zh="等于", en="equal to"),
    Operator.NE: Text(zh="不等于", en="other than"),
    Operator.LT: Text(zh="少于", en="less than"),
    Operator.LE: Text(zh="不多于", en="at most"),
    Operator.GT: Text(zh="多于", en="more than"),
    Operator.GE: Text(zh="不少于", en="at least"),
}

_TABLES: Final[dict[Table, Text]] = {
    Table.POSTS: Text(zh="发布的信息", en="posts"),
    Table.MESSAGES: Text(zh="收到的留言", en="messages received"),
    Table.ACCOUNTS: Text(zh="本单位的账号", en="accounts of the unit"),
    Table.REMOVED_POSTS: Text(zh="已删除的信息", en="posts since removed"),
}

_WINDOWED: Final[dict[Table, Text]] = {
    Table.POSTS: Text(zh="近{days}天内发布的信息", en="posts in the last {days} days"),
    Table.MESSAGES: Text(
        zh="近{days}天内收到的留言", en="messages received in the last {days} days"
    ),
    Table.ACCOUNTS: Text(
        zh="本单位近{days}天内开设的账号", en="accounts of the unit opened in the last {days} days"
    ),
    Table.REMOVED_POSTS: Text(
        zh="近{days}天内发布、已删除的信息",
        en="posts of the last {days} days since removed",
    ),
}

_AGGREGATES: Final[dict[Function, Text]] = {
    Function.COUNT: Text(zh="{rows}的数量", en="number of {rows}"),
    Function.REPEATS: Text(
        zh="{rows}中{of}与别的重复的数量", en="number of {rows} that repeat another's {of}"
    ),
    Function.DISTINCT: Text(
        zh="{rows}中不同{of}的数量", en="number of different {of} among {rows}"
    ),
    Function.SHARE: Text(zh="{rows}中符合“{of}”的占比", en="share of {rows} where {of}"),
    Function.MEAN: Text(zh="{rows}的平均{of}", en="mean {of} of {rows}"),
    Function.MIN: Text(zh="{rows}的最低{of}", en="least {of} of {rows}"),
    Function.MAX: Text(zh="{rows}的最高{of}", en="greatest {of} of {rows}"),
}


def operator_words(operator: Operator) -> Text:
    """Return *operator* in words, such as 不少于 / at least."""
    return _OPERATORS[operator]


def describe_table(table: Table) -> Text:
    """Return what the rows of *table* are called."""
    return _TABLES[table]


def in_words(value: object) -> Text:
    """Return a value as people write it."""
    match value:
        case None:
            return Text(zh="未知", en="unknown")
        case bool():
            return Text(zh="是", en="yes") if value else Text(zh="否", en="no")
        case str():
            return word(value)
        case DateTime():
            text = value.format("YYYY-MM-DD HH:mm:ss Z")
            return Text(zh=text, en=text)
        case float():
            # Four decimals tell any share apart; a person reads no more of a mean.
            text = f"{value:.4f}".rstrip("0").rstrip(".")
            return Text(zh=text, en=text)
        case tuple() if not value:
            return Text(zh="无", en="none")
        case tuple():
            parts = [in_words(part) for part in cast("tuple[object, ...]", value)]
            return Text(zh="、".join(p.zh for p in parts), en=", ".join(p.en for p in parts))
        case _:
            text = str(value)
            return Text(zh=text, en=text)


def describe(expression: Expression) -> Text:
    """Return what *expression* reads, as a noun phrase."""
    if isinstance(expression, Field):
        return expression.spec.words
    if isinstance(expression, Aggregate):
        rows = _describe_rows(expression.rows)
        template = _AGGREGATES[expression.function]
        match expression.of:
            case Condition():
                of = sentence(expression.of)
            case Expression():
                of = describe(expression.of)
            case _:
                of = rows
        return Text(
            zh=template.zh.format(rows=rows.zh, of=of.zh),
            en=template.en.format(rows=rows.en, of=of.en),
        )
    return in_words(expression.plain)


def _describe_rows(rows: Rows) -> Text:
    if rows.days is None:
        base = _TABLES[rows.table]
    else:
        days, template = rows.days.plain, _WINDOWED[rows.table]
        base = Text(zh=template.zh.format(days=days), en=template.en.format(days=days))
    if rows.condition is None:
        return base
    narrowed = sentence(rows.condition)
    return Text(zh=f"{base.zh}(限于{narrowed.zh})", en=f"{base.en} where {narrowed.en}")


def sentence(condition: Condition) -> Text:
    """Return *condition* as a clause of a sentence."""
    match condition:
        case And():
            return _joined(condition.parts, Text(zh="，且", en=" and "))
        case Or():
            return _joined(condition.parts, Text(zh="，或", en=" or "))
        case Not():
            part = sentence(condition.part)
            return Text(zh=f"并非“{part.zh}”", en=f"it is not so that {part.en}")
        case Truth():
            return (
                Text(zh="恒成立", en="always")
                if condition.value
                else Text(zh="恒不成立", en="never")
            )
        case _:
            return _leaf_sentence(condition)


def _leaf_sentence(leaf: Condition) -> Text:
    match leaf:
        case Comparison():
            return _comparison(leaf)
        case Membership():
            what, options = describe(leaf.item), in_words(leaf.options.plain)
            return Text(zh=f"{what.zh}为“{options.zh}”之一", en=f"{what.en} is one of {options.en}")
        case Has():
            what, tag = describe(leaf.tags), in_words(leaf.tag.plain)
            return Text(zh=f"{what.zh}含“{tag.zh}”", en=f"{what.en} include {tag.en}")
        case Overlaps():
            what = _told_apart(leaf.tags, leaf.others)
            others = _told_apart(leaf.others, leaf.tags)
            return Text(zh=f"{what.zh}与{others.zh}有重合", en=f"{what.en} and {others.en} overlap")
        case Mentions():
            what, words = describe(leaf.text), describe(leaf.words)
            return Text(
                zh=f"{what.zh}含有{words.zh}之一", en=f"{what.en} mentions one of {words.en}"
            )
        case IsEmpty():
            what = describe(leaf.tags)
            return Text(zh=f"{what.zh}为空", en=f"there are no {what.en}")
        case IsMissing():
            what = describe(leaf.of)
            return Text(zh=f"{what.zh}无记录", en=f"{what.en} is not on record")
        case Within():
            what, days = describe(leaf.moment), leaf.days.plain
            return Text(zh=f"{what.zh}在近{days}天内", en=f"{what.en} lies in the last {days} days")
        case Answer():
            asked = leaf.spec.words
            return Text(zh=f"“{asked.zh}”答复为“是”", en=f"“{asked.en}” is answered yes")
        case Field():
            return leaf.spec.words
        case _:
            raise ConditionError(f"{shown(leaf)} has no words")


# Whose field it is goes without saying, until one account is compared with another.
_WHOSE: Final = {
    "peer": Text(zh="该账号的", en="that account's "),
    "account": Text(zh="本账号的", en="this account's "),
}


def _told_apart(expression: Expression, other: Expression) -> Text:
    words, spec, beside = describe(expression), expression.field_spec, other.field_spec
    if spec is None or beside is None or {spec.root, beside.root} != _WHOSE.keys():
        return words
    whose = _WHOSE[spec.root]
    return Text(zh=f"{whose.zh}{words.zh}", en=f"{whose.en}{words.en}")


def _comparison(condition: Comparison) -> Text:
    left = _told_apart(condition.left, condition.right)
    right = _told_apart(condition.right, condition.left)
    sign = _OPERATORS[condition.operator]
    if condition.left.kind is Kind.TEXT:
        is_equal = condition.operator is Operator.EQ
        named = right.zh if condition.right.plain is None else f"“{right.zh}”"
        return Text(
            zh=f"{left.zh}{'为' if is_equal else '不为'}{named}",
            en=f"{left.en} is {'' if is_equal else 'not '}{right.en}",
        )
    if condition.left.kind is Kind.MOMENT:
        word_zh = {"<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于"}[condition.operator]
        word_en = {"<": "before", "<=": "not after", ">": "after", ">=": "not before"}[
            condition.operator
        ]
        return Text(zh=f"{left.zh}{word_zh}{right.zh}", en=f"{left.en} is {word_en} {right.en}")
    return Text(zh=f"{left.zh}{sign.zh}{right.zh}", en=f"{left.en} is {sign.en} {right.en}")


def _joined(parts: tuple[Condition, ...], conjunction: Text) -> Text:
    words = [_grouped(part) for part in parts]
    return Text(
        zh=conjunction.zh.join(part.zh for part in words),
        en=conjunction.en.join(part.en for part in words),
    )


def _grouped(part: Condition) -> Text:
    text = sentence(part)
    if isinstance(part, (And, Or)):
        return Text(zh=f"({text.zh})", en=f"({text.en})")
    return text
