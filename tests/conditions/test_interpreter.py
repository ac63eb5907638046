"""What conditions mean: three-valued logic over what is known, unknown and not yet there."""

from itertools import product
from typing import Any, Final

import pytest

from govmedia_rules.conditions import (
    Comparison,
    Condition,
    Constant,
    Operator,
    account,
    always,
    message,
    messages,
    never,
    peer,
    post,
    posts,
    unit,
)
from govmedia_rules.conditions.fields import Table
from govmedia_rules.conditions.interpreter import (
    Measure,
    RowsRead,
    exists,
    read_expression,
    read_field,
    read_rows,
)
from govmedia_rules.conditions.logic import (
    Interval,
    Truth3,
    compare,
    compare_intervals,
    kleene_and,
    kleene_not,
    kleene_or,
)
from govmedia_rules.models import AccountStatus, AppFacts, Post, Review, UnitStatus
from govmedia_rules.moments import moment
from situations import (
    AS_OF,
    account_with,
    ago,
    message_with,
    post_with,
    situation_with,
    truth,
    unit_with,
)

INF: Final = float("inf")
T, F, U = True, False, None
TRUTHS: Final[tuple[Truth3, ...]] = (T, F, U)


class TestKleenesTables:
    @pytest.mark.parametrize(
        ("left", "right", "both", "either"),
        [
            (T, T, T, T),
            (T, F, F, T),
            (T, U, U, T),
            (F, T, F, T),
            (F, F, F, F),
            (F, U, F, U),
            (U, T, U, T),
            (U, F, F, U),
            (U, U, U, U),
        ],
    )
    def test_for_and_and_or(
        self, left: Truth3, right: Truth3, both: Truth3, either: Truth3
    ) -> None:
        assert kleene_and([left, right]) is both
        assert kleene_or([left, right]) is either

        facts = {"account": account_with(is_main=left, app=AppFacts(is_usable=right))}
        assert truth(account.is_main & account.app.is_usable, **facts) is both
        assert truth(account.is_main | account.app.is_usable, **facts) is either

    @pytest.mark.parametrize(("value", "opposite"), [(T, F), (F, T), (U, U)])
    def test_for_not(self, value: Truth3, opposite: Truth3) -> None:
        assert kleene_not(value) is opposite
        assert truth(~account.is_main, account=account_with(is_main=value)) is opposite

    @pytest.mark.parametrize("truths", list(product(TRUTHS, repeat=3)))
    def test_hold_for_longer_lists_in_any_order(self, truths: tuple[Truth3, ...]) -> None:
        a, b, c = truths

        assert kleene_and(truths) is kleene_and([kleene_and([a, b]), c])
        assert kleene_and(truths) is kleene_and(reversed(truths))
        assert kleene_or(truths) is kleene_not(kleene_and(map(kleene_not, truths)))

    def test_of_nothing_are_the_neutral_elements(self) -> None:
        assert kleene_and([]) is True
        assert kleene_or([]) is False

    def test_know_the_constants(self) -> None:
        assert truth(always) is True
        assert truth(never) is False


class TestIntervals:
    @pytest.mark.parametrize(
        ("sign", "low", "high", "threshold", "expected"),
        [
            (">=", 0, 0, 1, F),
            (">=", 0, 1, 1, U),
            (">=", 1, 1, 1, T),
            (">=", 1, INF, 1, T),
            (">=", 0, INF, 1, U),
            (">", 1, 1, 1, F),
            (">", 1, 2, 1, U),
            (">", 2, 5, 1, T),
            (">", 0, 1, 1, F),
            ("<", 0, 0, 1, T),
            ("<", 0, 1, 1, U),
            ("<", 1, 5, 1, F),
            ("<", 0, INF, 1, U),
            ("<=", 0, 1, 1, T),
            ("<=", 0, 2, 1, U),
            ("<=", 2, INF, 1, F),
            ("==", 1, 1, 1, T),
            ("==", 2, 2, 1, F),
            ("==", 0, 2, 1, U),
            ("==", 1, 2, 1, U),
            ("==", 2, 3, 1, F),
            ("==", 2, INF, 1, F),
            ("==", 0, INF, 1, U),
            ("!=", 1, 1, 1, F),
            ("!=", 2, 2, 1, T),
            ("!=", 0, 2, 1, U),
            ("!=", 2, INF, 1, T),
        ],
    )
    def test_decide_when_every_value_in_them_agrees(
        self, sign: str, low: float, high: float, threshold: float, expected: Truth3
    ) -> None:
        point = Interval(threshold, threshold)

        assert compare_intervals(Operator(sign), Interval(low, high), point) is expected

    @pytest.mark.parametrize("sign", list(Operator))
    @pytest.mark.parametrize(
        ("left", "right"),
        [
            (Interval(*a), Interval(*b))
            for a, b in product([(0, 0), (0, 2), (1, 1), (1, 3), (2, 3)], repeat=2)
        ],
    )
    def test_agree_with_asking_every_pair_of_values(
        self, sign: Operator, left: Interval, right: Interval
    ) -> None:
        answers = {
            compare(sign, a, b)
            for a in range(int(left.low), int(left.high) + 1)
            for b in range(int(right.low), int(right.high) + 1)
        }
        expected = answers.pop() if len(answers) == 1 else None

        assert compare_intervals(sign, left, right) is expected

    @pytest.mark.parametrize("sign", list(Operator))
    def test_of_unknown_values_are_unknown(self, sign: Operator) -> None:
        for left, right in ((None, 1), (1, None), (None, None)):
            assert compare(sign, left, right) is None


def row(id_: str, **facts: Any) -> Post:
    return post_with(id_, **{"published_at": ago(days=1), **facts})


def some_posts(*values: tuple[int | None, bool | None]) -> tuple[Post, ...]:
    """Return posts with these reads, of which it is known, or not, that they are originals."""
    kinds = {True: "original", False: "repost", None: None}
    return tuple(
        row(f"p{number}", reads=reads, kind=kinds[is_original])
        for number, (reads, is_original) in enumerate(values)
    )


ORIGINALS: Final = posts.where(post.kind == "original")


class TestCounts:
    @pytest.mark.parametrize(
        ("kinds", "interval"),
        [
            ((), (0, 0)),
            ((T, T), (2, 2)),
            ((T, F), (1, 1)),
            ((T, U), (1, 2)),
            ((U, U, F), (0, 2)),
        ],
    )
    def test_run_from_the_certain_to_the_possible(
        self, kinds: tuple[Truth3, ...], interval: tuple[int, int]
    ) -> None:
        rows = some_posts(*((None, kind) for kind in kinds))

        for is_complete, high in ((True, interval[1]), (False, INF)):
            situation = situation_with(posts=rows, has_all_posts=is_complete)
            assert read_expression(ORIGINALS.count(), situation) == Interval(interval[0], high)

    def test_are_decided_by_one_certain_member(self) -> None:
        rows = some_posts((None, T), (None, U))

        assert truth(ORIGINALS.count() > 0, posts=rows, has_all_posts=False) is True
        assert truth(ORIGINALS.count() > 1, posts=rows, has_all_posts=True) is None
        assert truth(ORIGINALS.count() > 2, posts=rows, has_all_posts=True) is False
        assert truth(ORIGINALS.count() > 2, posts=rows, has_all_posts=False) is None

    def test_of_a_table_not_supplied_are_unknown_and_of_an_empty_one_zero(self) -> None:
        for table, has_all in (
            (posts, "has_all_posts"),
            (messages, "has_all_messages"),
            (unit.accounts, "has_all_accounts"),
        ):
            assert read_expression(table.count(), situation_with()) == Interval(0, INF)
            assert truth(table.count() == 0) is None
            assert truth(table.count() >= 0) is True
            supplied = {has_all: True}
            assert read_expression(table.count(), situation_with(**supplied)) == Interval(0, 0)
            assert truth(table.count() == 0, **supplied) is True

    @pytest.mark.parametrize(
        ("messages_", "sign", "expected"),
        [
            (0, ">", T),
            (1, ">", U),
            (1, ">=", T),
            (2, ">", F),
            (2, ">=", U),
            (2, "==", U),
            (3, "==", F),
            (3, "<", T),
        ],
    )
    def test_compare_with_counts(self, messages_: int, sign: str, expected: Truth3) -> None:
        """One or two originals against so many messages."""
        facts: dict[str, Any] = {
            "posts": some_posts((None, T), (None, U)),
            "has_all_posts": True,
            "messages": [message_with(f"m{number}") for number in range(messages_)],
            "has_all_messages": True,
        }
        comparison = Comparison(Operator(sign), ORIGINALS.count(), messages.count())

        assert truth(comparison, **facts) is expected

    def test_compare_with_fields(self) -> None:
        facts: dict[str, Any] = {"posts": some_posts((1, T)), "has_all_posts": True}

        assert (
            truth(account.followers > posts.count(), account=account_with(followers=2), **facts)
            is True
        )
        assert (
            truth(account.followers > posts.count(), account=account_with(followers=1), **facts)
            is False
        )
        assert truth(account.followers > posts.count(), **facts) is None


class TestMeansSharesAndExtremes:
    @pytest.mark.parametrize(
        "aggregate",
        [
            posts.mean(post.reads),
            posts.min(post.reads),
            posts.max(post.reads),
            posts.share(post.kind == "original"),
            posts.mean(post.reads, coverage=0.1),
        ],
    )
    def test_of_nothing_are_unknown(self, aggregate: Any) -> None:
        for is_complete in (True, False):
            situation = situation_with(has_all_posts=is_complete)
            assert read_expression(aggregate, situation) == Measure(None, 0, 0)
            assert truth(aggregate >= 0, has_all_posts=is_complete) is None
            assert truth(aggregate < 0, has_all_posts=is_complete) is None

    @pytest.mark.parametrize(
        ("aggregate", "value"),
        [
            (posts.mean(post.reads), 20.0),
            (posts.min(post.reads), 10),
            (posts.max(post.reads), 30),
            (posts.share(post.kind == "original"), 2 / 3),
            (ORIGINALS.mean(post.reads), 15.0),
            (ORIGINALS.share(post.reads > 15), 0.5),
        ],
    )
    def test_of_known_rows_are_plain(self, aggregate: Any, value: float) -> None:
        rows = some_posts((10, T), (20, T), (30, F))
        measure = read_expression(aggregate, situation_with(posts=rows, has_all_posts=True))

        assert isinstance(measure, Measure)
        assert measure.value == pytest.approx(value)
        assert measure.known == measure.total

    def test_of_incomplete_tables_are_unknown_whatever_the_coverage(self) -> None:
        rows = some_posts((10, T), (20, T))

        for aggregate in (posts.mean(post.reads), posts.mean(post.reads, coverage=0.1)):
            situation = situation_with(posts=rows, has_all_posts=False)
            assert read_expression(aggregate, situation) == Measure(None, 2, 2)

    def test_with_one_unknown_value_are_unknown(self) -> None:
        rows = some_posts((10, T), (None, U))

        for aggregate in (
            posts.mean(post.reads),
            posts.min(post.reads),
            posts.max(post.reads),
            posts.share(post.kind == "original"),
        ):
            situation = situation_with(posts=rows, has_all_posts=True)
            assert read_expression(aggregate, situation) == Measure(None, 1, 2)

    def test_with_one_undecided_row_are_unknown(self) -> None:
        rows = some_posts((10, T), (20, U))

        assert read_expression(
            ORIGINALS.mean(post.reads), situation_with(posts=rows, has_all_posts=True)
        ) == Measure(None, 1, 2)

    @pytest.mark.parametrize(
        ("coverage", "known", "total", "is_enough"),
        [
            (1, 10, 10, True),
            (1, 9, 10, False),
            (0.9, 9, 10, True),
            (0.9, 8, 10, False),
            (0.9, 27, 30, True),
            (0.9, 26, 30, False),
            (0.5, 1, 2, True),
            (0.5, 1, 3, False),
            (0.001, 1, 2, True),
            (0.1, 1, 10, True),
            (0.1, 1, 11, False),
        ],
    )
    def test_are_known_from_their_coverage_on(
        self, coverage: float, known: int, total: int, is_enough: bool
    ) -> None:
        rows = some_posts(*[(10, T)] * known, *[(None, U)] * (total - known))
        situation = situation_with(posts=rows, has_all_posts=True)

        for aggregate, value in (
            (posts.mean(post.reads, coverage=coverage), 10.0),
            (posts.min(post.reads, coverage=coverage), 10),
            (posts.share(post.kind == "original", coverage=coverage), 1.0),
        ):
            assert read_expression(aggregate, situation) == Measure(
                value if is_enough else None, known, total
            )

    @pytest.mark.parametrize(
        ("coverage", "known", "total"),
        [(0.07, 7, 100), (0.28, 7, 25), (0.55, 55, 100), (0.56, 14, 25)],
    )
    def test_are_known_at_exactly_their_coverage_however_it_rounds(
        self, coverage: float, known: int, total: int
    ) -> None:
        rows = some_posts(*[(10, T)] * known, *[(None, U)] * (total - known))
        situation = situation_with(posts=rows, has_all_posts=True)

        assert read_expression(posts.mean(post.reads, coverage=coverage), situation) == Measure(
            10.0, known, total
        )

    def test_of_undecided_rows_count_against_the_coverage(self) -> None:
        rows = some_posts((10, T), (20, U))
        situation = situation_with(posts=rows, has_all_posts=True)

        assert read_expression(ORIGINALS.mean(post.reads, coverage=0.5), situation) == Measure(
            10.0, 1, 2
        )
        assert read_expression(ORIGINALS.mean(post.reads, coverage=0.51), situation) == Measure(
            None, 1, 2
        )

    def test_with_no_known_value_are_unknown_whatever_the_coverage(self) -> None:
        rows = some_posts((None, T))
        situation = situation_with(posts=rows, has_all_posts=True)

        assert read_expression(posts.mean(post.reads, coverage=0.001), situation) == Measure(
            None, 0, 1
        )

    def test_compare_with_each_other(self) -> None:
        rows = some_posts((10, T), (20, T))
        facts: dict[str, Any] = {"posts": rows, "has_all_posts": True}

        assert truth(posts.max(post.reads) > posts.mean(post.reads), **facts) is True
        assert truth(posts.max(post.reads) == posts.min(post.reads), **facts) is False
        assert truth(posts.max(post.reads) > posts.mean(post.likes), **facts) is None


class TestWhichRowsExist:
    @pytest.mark.parametrize(
        ("facts", "is_there"),
        [
            ({}, True),
            ({"published_at": AS_OF}, True),
            ({"published_at": ago(microseconds=1)}, True),
            ({"published_at": ago(microseconds=-1)}, False),
            ({"published_at": ago(seconds=-1)}, False),
            ({"published_at": None}, True),
            ({"deleted_at": ago(seconds=1)}, False),
            ({"deleted_at": AS_OF}, False),
            ({"deleted_at": ago(microseconds=-1)}, True),
            ({"deleted_at": ago(seconds=-1)}, True),
            ({"published_at": None, "deleted_at": AS_OF}, False),
            ({"published_at": ago(days=-2), "deleted_at": ago(days=-3)}, False),
        ],
    )
    def test_among_posts(self, facts: dict[str, Any], is_there: bool) -> None:
        candidate = row("p", **facts)
        read = read_rows(posts, situation_with(posts=(candidate,), has_all_posts=True))

        assert exists(Table.POSTS, candidate, AS_OF) is is_there
        assert read == RowsRead([candidate] if is_there else [], [], True)

    @pytest.mark.parametrize(
        ("received_at", "is_there"),
        [(AS_OF, True), (ago(microseconds=-1), False), (ago(days=400), True), (None, True)],
    )
    def test_among_messages(self, received_at: Any, is_there: bool) -> None:
        candidate = message_with(received_at=received_at)

        assert exists(Table.MESSAGES, candidate, AS_OF) is is_there
        assert (
            truth(messages.count() == 1, messages=(candidate,), has_all_messages=True) is is_there
        )

    @pytest.mark.parametrize(
        ("facts", "is_there"),
        [
            ({"opened_at": AS_OF}, True),
            ({"opened_at": ago(microseconds=-1)}, False),
            ({"opened_at": None}, True),
            ({"closed_at": ago(days=1)}, True),
        ],
    )
    def test_among_the_accounts_of_a_unit(self, facts: dict[str, Any], is_there: bool) -> None:
        candidate = account_with(**facts)

        assert exists(Table.ACCOUNTS, candidate, AS_OF) is is_there


class TestWindows:
    @pytest.mark.parametrize(
        ("at", "is_inside"),
        [
            (ago(days=7, microseconds=1), False),
            (ago(days=7), False),
            (ago(days=7, microseconds=-1), True),
            (ago(days=7, seconds=-1), True),
            (AS_OF, True),
            (None, None),
        ],
    )
    def test_are_open_at_their_start_and_closed_at_their_end(
        self, at: Any, is_inside: Truth3
    ) -> None:
        rows = (row("p", published_at=at),)
        facts: dict[str, Any] = {"posts": rows, "has_all_posts": True}

        assert truth(posts.within(days=7).count() == 1, **facts) is is_inside
        assert truth(post.published_at.within(days=7), post=rows[0]) is is_inside
        assert truth(account.opened_at.within(days=7), account=account_with(opened_at=at)) is (
            is_inside
        )

    def test_hold_no_moment_that_has_not_come(self) -> None:
        later = row("p", published_at=ago(microseconds=-1))

        assert truth(posts.within(days=7).count() == 0, posts=(later,), has_all_posts=True) is True
        assert truth(post.published_at.within(days=7), post=later) is None

    @pytest.mark.parametrize("days", [1, 36_500])
    def test_may_be_as_short_and_as_long_as_they_are_allowed_to_be(self, days: int) -> None:
        assert (
            truth(account.opened_at.within(days=days), account=account_with(opened_at=AS_OF))
            is True
        )

    def test_of_messages_go_by_their_receipt(self) -> None:
        rows = [
            message_with("m1", received_at=ago(days=1)),
            message_with("m2", received_at=ago(days=7)),
        ]

        assert read_rows(messages.within(days=7), situation_with(messages=rows)) == RowsRead(
            [rows[0]], [], False
        )

    def test_of_accounts_go_by_their_opening(self) -> None:
        young, old, unknown = (
            account_with(id=id_, opened_at=at)
            for id_, at in (("a", ago(days=1)), ("b", ago(days=7)), ("c", None))
        )

        assert read_rows(
            unit.accounts.within(days=7),
            situation_with(accounts=(young, old, unknown), has_all_accounts=True),
        ) == RowsRead([young], [unknown], True)

    def test_and_conditions_narrow_together(self) -> None:
        outside, inside, open_, unknown = (
            row("outside", published_at=ago(days=9), kind="original"),
            row("inside", kind="original"),
            row("open", kind=None),
            row("unknown", published_at=None, kind="repost"),
        )
        rows = posts.within(days=7).where(post.kind == "original")

        assert read_rows(
            rows, situation_with(posts=(outside, inside, open_, unknown), has_all_posts=True)
        ) == RowsRead([inside], [open_], True)


class TestFields:
    @pytest.mark.parametrize(
        ("condition", "expected"),
        [
            (post.reads > 5, None),
            (post.title == "标题", None),
            (post.kind == "original", None),
            (post.labels.has("commercial_ad"), None),
            (post.labels.is_empty(), None),
            (post.published_at < post.deleted_at, None),
            (account.platform.is_in("wechat", "weibo"), True),
            (account.operator.is_in("own"), None),
            (account.is_main, None),
            (account.app.is_usable, None),
            (post.review.gates.has("x"), None),
        ],
    )
    def test_that_nobody_filled_in_are_unknown(
        self, condition: Condition, expected: Truth3
    ) -> None:
        assert truth(condition, post=post_with()) is expected

    @pytest.mark.parametrize("field", [unit.name, unit.status, post.reads, message.id, peer.status])
    def test_of_what_is_not_there_are_unknown(self, field: Any) -> None:
        assert read_field(field.spec, situation_with()) is None
        assert truth(field.is_missing()) is True

    @pytest.mark.parametrize(
        ("labels", "has", "is_empty", "is_missing"),
        [
            (None, U, U, T),
            (frozenset(), F, T, F),
            (frozenset({"off_topic"}), F, F, F),
            (frozenset({"commercial_ad"}), T, F, F),
            (frozenset({"commercial_ad", "off_topic"}), T, F, F),
        ],
    )
    def test_that_hold_sets_tell_unknown_from_empty(
        self, labels: frozenset[str] | None, has: Truth3, is_empty: Truth3, is_missing: bool
    ) -> None:
        subject = post_with(labels=labels)

        assert truth(post.labels.has("commercial_ad"), post=subject) is has
        assert truth(post.labels.is_empty(), post=subject) is is_empty
        assert truth(post.labels.is_missing(), post=subject) is is_missing
        assert truth(post.labels.has_any("commercial_ad", "hijacked"), post=subject) is has

    @pytest.mark.parametrize(("value", "is_missing"), [(None, True), (0, False), (5, False)])
    def test_that_are_missing_say_so(self, value: int | None, is_missing: bool) -> None:
        assert truth(post.reads.is_missing(), post=post_with(reads=value)) is is_missing
        assert truth(~post.reads.is_missing(), post=post_with(reads=value)) is not is_missing

    @pytest.mark.parametrize(
        ("at", "is_missing"),
        [
            (None, True),
            (ago(microseconds=1), False),
            (AS_OF, False),
            (ago(microseconds=-1), True),
            (ago(days=-9), True),
        ],
    )
    def test_that_hold_moments_read_as_missing_until_they_have_come(
        self, at: Any, is_missing: bool
    ) -> None:
        for field, facts in (
            (post.harm_detected_at, {"post": post_with(harm_detected_at=at)}),
            (post.deleted_at, {"post": post_with(deleted_at=at)}),
            (post.review.reviewed_at, {"post": post_with(review=Review(reviewed_at=at))}),
            (account.closed_at, {"account": account_with(closed_at=at)}),
            (message.replied_at, {"message": message_with(replied_at=at)}),
        ):
            assert truth(field.is_missing(), **facts) is is_missing
            expected = None if is_missing else moment(at)
            assert read_field(field.spec, situation_with(**facts)) == expected

    def test_that_hold_moments_compare_as_instants(self) -> None:
        facts = {
            "post": post_with(
                published_at="2019-06-01T00:00:00+08:00",
                harm_detected_at="2019-05-31T16:00:00Z",
                deleted_at="2019-06-01T00:00:01+08:00",
            )
        }

        assert truth(post.harm_detected_at <= post.published_at, **facts) is True
        assert truth(post.harm_detected_at < post.published_at, **facts) is False
        # It has not come to an end yet at the moment of another audit.
        assert truth(post.published_at < post.deleted_at, **facts) is True
        assert (
            truth(
                post.published_at < post.deleted_at, **facts, as_of=moment("2019-06-01T00:00:00Z")
            )
            is True
        )
        assert (
            truth(
                post.published_at < post.deleted_at,
                **facts,
                as_of=moment("2019-06-01T00:00:00+08:00"),
            )
            is None
        )

    @pytest.mark.parametrize(
        ("status", "closed_at", "expected"),
        [
            ("active", None, "active"),
            ("active", AS_OF, "closed"),
            ("closed", ago(seconds=-1), "active"),
            ("suspended", ago(seconds=-1), "suspended"),
            (None, ago(seconds=-1), None),
            (None, AS_OF, "closed"),
            (None, None, None),
        ],
    )
    def test_that_depend_on_the_moment_are_read_as_of_it(
        self, status: str | None, closed_at: Any, expected: str | None
    ) -> None:
        subject = account_with(status=status, closed_at=closed_at)

        assert read_field(account.status.spec, situation_with(account=subject)) == expected
        assert truth(account.is_closed, account=subject) is (
            None if expected is None else expected == AccountStatus.CLOSED
        )

    @pytest.mark.parametrize(
        ("changed_on", "expected"),
        [("2019-06-05", "merged"), ("2019-06-06", "active"), (None, "merged")],
    )
    def test_of_units_that_depend_on_the_day_are_read_as_of_it(
        self, changed_on: str | None, expected: str
    ) -> None:
        sponsor = unit_with(status=UnitStatus.MERGED, status_changed_on=changed_on)

        assert truth(unit.status == expected, unit=sponsor) is True

    def test_take_text_as_it_is(self) -> None:
        subject = account_with(name="", platform="百家号")

        assert truth(account.name == "", account=subject) is True
        assert truth(account.name.is_missing(), account=subject) is False
        assert truth(account.platform.is_in("wechat", "百家号"), account=subject) is True
        assert truth(account.platform.is_in("wechat"), account=subject) is False


class TestPeers:
    WECHAT = account_with(id="wechat:1")
    WECHAT_TOO = account_with(id="wechat:2")
    WEIBO = account_with(id="weibo:1", platform="weibo")
    UNKNOWN = account_with(id="wechat:3", is_main=None, status=None)

    def test_are_all_accounts_of_the_unit_the_one_judged_included(self) -> None:
        facts: dict[str, Any] = {
            "account": self.WECHAT,
            "accounts": (self.WECHAT, self.WECHAT_TOO, self.WEIBO),
            "has_all_accounts": True,
        }
        same_platform = unit.accounts.where(peer.platform == account.platform)

        assert read_rows(same_platform, situation_with(**facts)) == RowsRead(
            [self.WECHAT, self.WECHAT_TOO], [], True
        )
        assert truth(same_platform.count() <= 1, **facts) is False
        assert truth(same_platform.count() <= 1, **{**facts, "account": self.WEIBO}) is True
        assert truth(unit.accounts.where(peer.id != account.id).count() == 2, **facts) is True

    def test_of_an_unknown_unit_are_unknown(self) -> None:
        assert truth(unit.accounts.count() <= 1) is None

    def test_with_unknown_facts_are_undecided(self) -> None:
        facts: dict[str, Any] = {
            "accounts": (self.WECHAT, self.UNKNOWN),
            "has_all_accounts": True,
        }
        running = unit.accounts.where(peer.is_active)

        assert read_rows(running, situation_with(**facts)) == RowsRead(
            [self.WECHAT], [self.UNKNOWN], True
        )
        assert truth(running.count() <= 1, **facts) is None
        assert truth(running.count() >= 1, **facts) is True

    def test_are_read_as_of_the_moment(self) -> None:
        closed = account_with(id="wechat:4", closed_at=AS_OF)
        facts: dict[str, Any] = {"accounts": (self.WECHAT, closed), "has_all_accounts": True}

        assert truth(unit.accounts.where(peer.is_closed).count() == 1, **facts) is True


def test_rows_read_what_they_belong_to() -> None:
    facts: dict[str, Any] = {
        "account": account_with(followers=15),
        "unit": unit_with(level="county"),
        "posts": some_posts((10, T), (20, T)),
        "has_all_posts": True,
    }

    assert truth(posts.where(post.reads > account.followers).count() == 1, **facts) is True
    assert truth(posts.where(unit.level == "county").count() == 2, **facts) is True


def test_a_constant_reads_as_itself() -> None:
    situation = situation_with()

    assert read_expression(Constant(5), situation) == 5
    assert read_expression(Constant("x"), situation) == "x"
    assert read_expression(Constant(("a", "b")), situation) == frozenset({"a", "b"})
