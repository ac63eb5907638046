"""How long it takes to draw a portfolio of twenty accounts, and a scene."""

from __future__ import annotations

from statistics import median
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govmedia_rules.models import Portfolio
from govmedia_rules.testing import portfolios


@pytest.mark.benchmark
def test_drawing_twenty_accounts(capsys: pytest.CaptureFixture[str]) -> None:
    times: list[float] = []

    @st.composite
    def timed(draw: st.DrawFn) -> Portfolio:
        start = process_time()
        drawn = draw(portfolios(size=20))
        times.append(process_time() - start)
        return drawn

    @settings(max_examples=200, database=None)
    @given(portfolio=timed())
    def hold(portfolio: Portfolio) -> None:
        assert len(portfolio.accounts) == 20

    hold()

    with capsys.disabled():
        print(f"\n20 accounts: {median(times) * 1000:.1f} ms at the median")  # noqa: T201 -- what is measured
