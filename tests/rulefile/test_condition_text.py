"""Condition text: the same trees as code, and nothing but one kind of error."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from condition_code import CONDITIONS, built
from govmedia_rules.conditions import Condition, Param, Question, account, all_of, posts, unit
from govmedia_rules.conditions.operands import as_days
from govmedia_rules.models import Subject
from govmedia_rules.moments import moment
from govmedia_rules.rulefile import ConditionTextError, parse_condition
from govmedia_rules.rulefile.tokens import MAX_CHARACTERS, MAX_NESTING
from govmedia_rules.text import Text
from tree_strategies import conditions


def _refusal(text: str) -> ConditionTextError:
    with pytest.raises(ConditionTextError) as caught:
        parse_condition(text)
    return caught.value


def _parsed(text: str) -> Condition | ConditionTextError:
    try:
        return parse_condition(text)
    except ConditionTextError as error:
        return error


@pytest.mark.parametrize("code", CONDITIONS)
def test_text_gives_the_tree_that_the_same_code_gives(code: str) -> None:
    assert parse_condition(code).key() == built(code).key()


@given(condition=st.sampled_from(tuple(Subject)).flatmap(conditions))
def test_every_tree_prints_to_text_that_parses_back_to_it(condition: Condition) -> None:
    assert parse_condition(repr(condition)).key() == condition.key()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1 <= posts.count()", "posts.count() >= 1"),
        ("all_of(account.is_active, account.is_main)", "account.is_active & account.is_main"),
        ("any_of(account.is_active, account.is_main)", "account.is_active | account.is_main"),
        (
            "account.is_active\n  & (posts.count() > 0)\n  & account.is_main",
            "account.is_active & (posts.count() > 0) & account.is_main",
        ),
        ("account.followers >= 1_000", "account.followers >= 1000"),
        ("account.followers >= 1e3", "account.followers >= 1000.0"),
        ("((account.is_main))", "account.is_main"),
        (
            "account.is_main & account.is_closed | ~account.is_active",
            "(account.is_main & account.is_closed) | ~account.is_active",
        ),
        (
            "post.labels.has_any('commercial_ad', 'off_topic')",
            "post.labels.has('commercial_ad') | post.labels.has('off_topic')",
        ),
    ],
)
def test_other_spellings_mean_the_same(text: str, code: str) -> None:
    assert parse_condition(text).key() == built(code).key()


def test_parameters_questions_and_moments_may_be_named() -> None:
    days = Param("days", 7, unit="day", origin="text")
    question = Question("q", Text(zh="甲", en="a"), answerable_by=("sponsor",), days=30)
    start = moment("2024-02-01T00:00:00+08:00")
    parsed = parse_condition(
        "(posts.within(days=期限).count() >= 1) & unit.answers(asked) & (account.opened_at >= start)",
        {"期限": days, "asked": question, "start": start},
    )
    expected = all_of(
        posts.within(days=days).count() >= 1,
        unit.answers(question),
        account.opened_at >= start,
    )
    assert parsed.key() == expected.key()
    assert as_days(days) is days


@pytest.mark.parametrize(
    ("text", "line", "column", "word", "reason"),
    [
        (
            "account.folowers > 5",
            1,
            9,
            "folowers",
            "account has no 'folowers'; did you mean 'followers'?",
        ),
        ("acount.followers > 5", 1, 1, "acount", "there is no word 'acount'; did you mean 'account'?"),
        (
            "post.labels.has('comercial_ad')",
            1,
            17,
            "'comercial_ad'",
            ("post.labels is not known to hold 'comercial_ad'; did you mean 'commercial_ad'? A word"
            " of your own that comes this close takes a prefix, such as 'mycity:…'."),
        ),
        (
            "account.is_active\n& (posts.within(day=7).count() >= 1)",
            2,
            10,
            "within",
            "within(…) has no day=…; did you mean days=…?",
        ),
        ("posts.within(7).count() > 1", 1, 7, "within", "within(…) needs days=…"),
        (
            "account.name != '甲乙' & account.is_main",
            1,
            17,
            "'甲乙'",
            ("& | ~ take conditions, and '甲乙' is none; because they bind tighter than comparisons,"
            " put each comparison in parentheses"),
        ),
        (
            "(account.name == '甲') & (account.nmae == '乙')",
            1,
            34,
            "nmae",
            "account has no 'nmae'; did you mean 'name'?",
        ),
        (
            "account.is_active and account.is_main",
            1,
            19,
            "and",
            "join conditions with & and put each comparison in parentheses",
        ),
        ("posts.count() >= 1)", 1, 19, ")", "no ( stands before this )"),
        ("(posts.count() >= 1", 1, 1, "(", "this ( is never closed"),
        ("posts.count", 1, 7, "count", "count is to be called, as in posts.count(…)"),
        ("post.reads() > 1", 1, 6, "reads", "post.reads is a field; write no (…)"),
        ("", 1, 1, "", "there is no condition here"),
        ("posts.count()", 1, 1, "posts.count()", "posts.count() is no condition yet; compare it with something, as in posts.count() >= 1"),
        ("1 < 2", 1, 1, "1 < 2", "1 and 2: one of them has to be read of a field"),
        ("account == 1", 1, 1, "account", "account cannot be compared; name a field of it"),
        ("0 < post.reads < 5", 1, 18, "5", "write a < b < c as two comparisons: (a < b) & (b < c)"),
        (
            "account.platform.is_in('wechat' 'weibo')",
            1,
            33,
            "'weibo'",
            "a comma is missing between two words",
        ),
        ("account.status == 'actve'", 1, 19, "'actve'", "account.status is never 'actve'; did you mean 'active'?"),
        ("account.followers > 'a", 1, 21, "'a", "a string that begins with ' ends with ' on the same line"),
    ],
)  # fmt: skip
def test_a_refusal_names_line_column_word_and_what_to_do(
    text: str, line: int, column: int, word: str, reason: str
) -> None:
    error = _refusal(text)
    assert (error.line, error.column, error.word, error.reason) == (line, column, word, reason)


@pytest.mark.parametrize(
    "text",
    [
        "account.__class__",
        "account.is_main.__init__()",
        "__import__('os')",
        "account._specs",
        "account.specs",
        "account._path",
        "posts.table",
        "posts.children()",
        "account.is_main.key()",
        "open('x')",
        "eval('1')",
        "print(1)",
        "[post for post in posts]",
        "{1: 2}",
        "(post for post in posts)",
        "f'{account}'",
        "b'x'",
        "r'x' == account.name",
        "u'x' == account.name",
        "(x := account.is_main)",
        "lambda: 1",
        "account.is_main if account.is_main else account.is_main",
        "posts[0]",
        "posts.count() + 1 > 2",
        "posts.count() ** 9",
        "account.platform.is_in(*('a', 'b'))",
        "posts.within(**{'days': 1}).count() > 1",
        "account.is_main; account.is_main",
        "account.is_main = account.is_main",
        "await account.is_main",
        "yield",
        "account.is_main # so",
        "a\\\nb",
        "account.name == '''x'''",
        "account.name == '\\N{DIGIT ONE}'",
        "account.name == '\\d'",
        "account.name == '\\777'",
        "account.name == '\0'",
        "account.name == '\ud800'",
        "ａccount.is_main",
        "account.followers > " + "9" * 5_000,
        "account.followers > 99999999999999999999",
        "account.followers > 1e999",
        "account.followers > 007",
        "account.followers > 0x10",
        "account.followers > 1__0",
        "account.followers > 1j",
        "account.followers > 1if",
        "...",
        "Param",
        "Param('a', 1)",
        "Param('a', (1, 2), origin='text') == post.reads",
        "Question('q', 'w', answerable_by=('sponsor',), days=1)",
        "Text(zh='a', en='b')",
        "moment('now') < post.published_at",
        "post.published_at > moment(1)",
        "post.reads > moment('2024-01-01T00:00:00+08:00')",
        "unit.answers(1)",
        "posts.where(1).count() > 1",
        "posts.share(post.reads > 1, coverage='x') > 0",
        "post.reads.is_in('a')",
        "account == unit",
        "posts == posts",
        "-account.is_main",
        "~posts",
        "+1 < post.reads",
        "account.followers > -'a'",
        "account.is_main(account.is_main)",
        "account.is_main.is_main",
        "(1).real < post.reads",
        "'a'.join('b') == account.name",
        "account.name == None",
        "account.is_main == True",
        "account.name in ('a', 'b')",
        "account.name is 'a'",
        "account.is_main & account.is_main &",
        "account.is_main account.is_main",
        "account.is_main,",
        "()",
        "(",
        ")",
        "() () ()",
        "account.is_main) | (account.is_closed",
        "“account”",
        "（account.is_main）",
        "account.\nis_main.nothing",
    ],
)  # fmt: skip
def test_what_is_no_condition_is_refused_with_its_place(text: str) -> None:
    error = _refusal(text)
    assert 1 <= error.line <= text.count("\n") + 1
    assert 1 <= error.column <= max(map(len, text.split("\n"))) + 1
    assert error.reason
    assert str(error).isprintable() or "\n" in text


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000,
        "(" * 20_000 + "account.is_main" + ")" * 20_000,
        "~" * 40_000 + "account.is_main",
        "- " * 20_000 + "1 < post.reads",
        "account" + ".app" * 10_000,
        "account.is_main" + " & account.is_main" * 2_000,
        "account.is_main" + " & ~(account.is_main" * 1_000 + ")" * 1_000,
        "post.reads" + " < 1" * 9_000,
        "posts.where(" * 500 + "account.is_main" + ")" * 500,
        "1" * 200_000,
        "'" * 49_999,
        "\\" * 49_999,
        "(" * (MAX_NESTING + 1) + "account.is_main" + ")" * (MAX_NESTING + 1),
        "x" * (MAX_CHARACTERS + 1),
        "a " * 20_000,
    ],
)  # fmt: skip
def test_text_that_would_blow_up_a_parser_is_refused(text: str) -> None:
    assert _refusal(text).reason


def test_brackets_up_to_the_greatest_depth_are_read() -> None:
    text = "(" * MAX_NESTING + "account.is_main" + ")" * MAX_NESTING
    assert parse_condition(text).key() == account.is_main.key()


def test_the_deepest_tree_there_can_be_is_read_back() -> None:
    condition: Condition = account.is_main & account.is_active
    for _ in range(28):
        condition = ~condition & (account.is_main | account.is_closed)
    assert parse_condition(repr(condition)).key() == condition.key()


_PIECES = st.sampled_from(
    (
        "account", "posts", "post", ".", "(", ")", "&", "|", "~", "==", "<", ">=", "1", "0.5", "'a'",
        '"wechat"', "within", "days=", "count", "where", "is_main", "followers", "labels", "has", ",",
        " ", "\n", "Param", "moment", "Question", "Text", "zh=", "unit", "accounts", "peer", "=", "-",
        "__class__", "lambda", ":=", "[", "{", "f'", "not", "None", "\\", "甲", "\ud800", "\0", "#",
    )
)  # fmt: skip


@given(text=st.text(max_size=200) | st.lists(_PIECES, max_size=40).map("".join))
@example(text="\r")
@example(text="\x0c account.is_main")
@example(text="account.is_main\u2028")
def test_arbitrary_text_raises_nothing_but_its_own_error(text: str) -> None:
    parsed = _parsed(text)
    if isinstance(parsed, ConditionTextError):
        assert 0 <= parsed.offset <= len(text)
        assert text[parsed.offset :].startswith(parsed.word.rstrip("…")) or "\\" in parsed.word
    else:
        assert parse_condition(repr(parsed)).key() == parsed.key()


@given(condition=conditions(), data=st.data())
def test_a_tree_printed_and_damaged_raises_nothing_but_its_own_error(
    condition: Condition, data: st.DataObject
) -> None:
    text = repr(condition)
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 3))
    damaged = text[:at] + data.draw(_PIECES | st.just("")) + text[at + cut :]
    parsed = _parsed(damaged)
    if isinstance(parsed, ConditionTextError):
        assert 0 <= parsed.offset <= len(damaged)
    else:
        assert parse_condition(repr(parsed)).key() == parsed.key()
