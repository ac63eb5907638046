"""Working days: counted after the day of the event, by a calendar that does not guess."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.calendars import CHINA
from govmedia_rules.conditions import account
from govmedia_rules.conditions.interpreter import Situation, read_field
from govmedia_rules.conditions.register import Register
from govmedia_rules.evaluation import audit, deadlines, explain
from govmedia_rules.findings import Outcome
from govmedia_rules.models import Account, Filing, Portfolio
from govmedia_rules.moments import (
    CalendarError,
    MomentError,
    due_on,
    moment,
    working_days_after,
    working_days_between,
)
from govmedia_rules.rules import RuleSet
from situations import WEEKDAYS, account_with, rule_with

days = st.dates(date(1999, 1, 1), date(2030, 12, 31))
LATER = moment("2025-12-31T00:00:00+08:00")


class TestChina:
    @pytest.mark.parametrize(
        ("on", "is_worked"),
        [
            ("2025-01-24", True),  # a Friday
            ("2025-01-25", False),  # a Saturday
            ("2025-01-26", True),  # a Sunday worked for the Spring Festival
            ("2025-01-28", False),  # New Year's Eve, a Tuesday
            ("2025-02-08", True),  # a Saturday worked
            ("2025-10-01", False),
            ("2019-05-05", True),  # a Sunday worked for the long May holiday of 2019
        ],
    )
    def test_knows_holidays_and_the_weekend_days_worked_for_them(
        self, on: str, is_worked: bool
    ) -> None:
        assert CHINA.is_working_day(date.fromisoformat(on)) is is_worked

    @pytest.mark.parametrize("year", [1999, 2003, 2199])
    def test_refuses_a_year_it_does_not_know(self, year: int) -> None:
        with pytest.raises(CalendarError) as caught:
            CHINA.is_working_day(date(year, 3, 1))

        assert caught.value.on == date(year, 3, 1)
        assert str(caught.value) == (
            f"whether {year}-03-01 is a working day is not known: the arrangement of holidays of"
            f" {year} is not in the installed chinesecalendar; a newer release may have it."
        )

    def test_without_the_package_one_sentence_says_what_to_install(self) -> None:
        code = (
            "import sys; sys.modules['chinese_calendar'] = None\n"
            "try: import govmedia_rules.calendars\n"
            "except ImportError as error: print(error)"
        )
        done = subprocess.run(  # noqa: S603 -- our own code
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )

        assert done.stdout == (
            "the calendar of China's working days needs the extra 'calendar':"
            " pip install 'govmedia-rules[calendar]'\n"
        )


class TestCounting:
    def test_the_day_of_the_event_is_not_counted_and_the_last_day_is(self) -> None:
        friday, monday = date(2025, 1, 24), date(2025, 1, 27)

        # Sunday the 26th and Monday the 27th are worked, Saturday the 25th is not.
        assert working_days_after(friday, monday, CHINA) == 2
        assert working_days_after(friday, friday, CHINA) == 0
        assert working_days_after(monday, friday, CHINA) == 0

    def test_a_period_over_the_spring_festival_ends_after_it(self) -> None:
        assert due_on(date(2025, 1, 24), 2, CHINA) == date(2025, 1, 27)
        assert due_on(date(2025, 1, 24), 3, CHINA) == date(2025, 2, 5)

    @pytest.mark.parametrize("number", [0, -1])
    def test_a_period_has_one_day_at_least(self, number: int) -> None:
        with pytest.raises(MomentError, match="at least 1 working day"):
            due_on(date(2025, 1, 24), number, WEEKDAYS)

    @given(start=days, number=st.integers(1, 40))
    def test_a_period_ends_on_a_working_day_that_completes_the_count(
        self, start: date, number: int
    ) -> None:
        last = due_on(start, number, WEEKDAYS)

        assert WEEKDAYS.is_working_day(last)
        assert working_days_after(start, last, WEEKDAYS) == number
        assert working_days_after(start, last - timedelta(days=1), WEEKDAYS) == number - 1

    @given(first=days, second=days, third=days)
    def test_stretches_add_up(self, first: date, second: date, third: date) -> None:
        start, middle, end = sorted((first, second, third))

        assert working_days_after(start, middle, WEEKDAYS) + working_days_after(
            middle, end, WEEKDAYS
        ) == working_days_after(start, end, WEEKDAYS)

    def test_days_are_those_of_beijing(self) -> None:
        # 23:00 UTC on Thursday is Friday in Beijing.
        counted = working_days_between(
            moment("2025-01-23T23:00:00Z"), moment("2025-01-27T00:00:00+08:00"), LATER, CHINA
        )

        assert counted == 2

    @pytest.mark.parametrize(
        ("earlier", "later", "calendar"),
        [(None, LATER, CHINA), (LATER, None, CHINA), (LATER, LATER, None)],
    )
    def test_what_is_missing_leaves_it_unknown(
        self, earlier: Any, later: Any, calendar: Any
    ) -> None:
        assert working_days_between(earlier, later, LATER, calendar) is None

    def test_what_has_not_come_yet_does_not_exist(self) -> None:
        assert working_days_between(LATER, LATER, LATER.subtract(seconds=1), CHINA) is None


def filed(*filings: Filing, opened_at: str = "2025-01-24T09:00:00+08:00", **facts: Any) -> Account:
    return Account(id="a", platform="wechat", opened_at=opened_at, filings=filings, **facts)


class TestFilings:
    AS_OF = moment("2025-02-10T00:00:00+08:00")

    def days_of(self, account: Account, calendar: Any = CHINA) -> int | None:
        return account.opening_filing_days_at(self.AS_OF, calendar)

    def test_the_working_days_to_the_first_filing_count(self) -> None:
        first = Filing(what="opening", filed_at="2025-02-05T17:00:00+08:00")
        again = Filing(what="opening", filed_at="2025-02-07T17:00:00+08:00")
        other = Filing(what="change", filed_at="2025-01-24T17:00:00+08:00")

        assert self.days_of(filed(again, first, other)) == 3

    def test_until_it_is_filed_the_days_go_on(self) -> None:
        late = Filing(what="opening", filed_at="2025-02-10T00:00:01+08:00")

        # 26, 27 January; 5, 6, 7, 8, 10 February.
        assert self.days_of(filed()) == self.days_of(filed(late)) == 7

    def test_filed_before_the_opening_is_in_time(self) -> None:
        assert (
            self.days_of(filed(Filing(what="opening", filed_at="2025-01-02T00:00:00+08:00"))) == 0
        )

    def test_a_filing_at_an_unknown_time_or_nobody_looking_leaves_it_unknown(self) -> None:
        assert self.days_of(filed(Filing(what="opening"))) is None
        assert (
            self.days_of(Account(id="a", platform="wechat", opened_at="2025-01-24T00:00:00Z"))
            is None
        )
        assert self.days_of(filed(), calendar=None) is None

    def test_a_closing_is_filed_as_such_or_as_a_deregistration(self) -> None:
        account = filed(
            Filing(what="deregistration", filed_at="2025-01-27T00:00:00+08:00"),
            closed_at="2025-01-24T00:00:00+08:00",
            status="closed",
        )

        assert account.closing_filing_days_at(self.AS_OF, CHINA) == 2

    def test_a_notice_counts_once_it_is_down(self) -> None:
        account = filed(
            closing_announced_at="2025-01-24T00:00:00+08:00",
            closing_notice_ended_at="2025-02-06T00:00:00+08:00",
        )

        assert account.closing_notice_days_at(self.AS_OF, CHINA) == 4
        assert account.closing_notice_days_at(moment("2025-02-05T23:59:59+08:00"), CHINA) is None


class TestConditions:
    RULE = rule_with(requires=account.opening_filing_days <= 5)
    RULES = RuleSet("test", (RULE,))
    AS_OF = moment("2025-02-10T00:00:00+08:00")

    def test_read_the_calendar_of_the_audit(self) -> None:
        facts = Portfolio(accounts=[filed()])

        report = audit(facts, self.RULES, as_of=self.AS_OF, calendar=CHINA)

        assert [finding.outcome for finding in report.findings] == [Outcome.FAIL]
        (explained,) = explain(facts, self.RULES, "a", as_of=self.AS_OF, calendar=CHINA)
        assert explained.evidence[0].value == 7

    def test_are_undetermined_without_one_and_say_what_is_missing(self) -> None:
        report = audit(Portfolio(accounts=[filed()]), self.RULES, as_of=self.AS_OF)

        (finding,) = report.findings
        assert finding.outcome is Outcome.UNDETERMINED
        assert finding.message.zh == "未能判定，缺少：开设到备案的工作日数(须有工作日历)。"

    def test_a_year_that_the_calendar_does_not_know_ends_the_audit(self) -> None:
        facts = Portfolio(accounts=[filed(opened_at="2003-12-30T00:00:00+08:00")])

        with pytest.raises(CalendarError):
            audit(facts, self.RULES, as_of=self.AS_OF, calendar=CHINA)

    def test_have_no_deadline(self) -> None:
        facts = Portfolio(
            accounts=[account_with(filings=[], opened_at="2019-06-04T00:00:00+08:00")]
        )

        assert deadlines(facts, self.RULES, as_of="2019-06-05T00:00:00+08:00") == ()

    def test_a_field_of_an_account_that_is_not_known_is_unknown(self) -> None:
        situation = Situation(as_of=self.AS_OF, register=Register.of({}, (), CHINA))

        assert read_field(account.opening_filing_days.spec, situation) is None
