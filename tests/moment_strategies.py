"""Strategies for instants of every zone, away from the limits of what a moment may be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

ZONES = (
    UTC,
    ZoneInfo("Asia/Shanghai"),
    ZoneInfo("America/New_York"),
    ZoneInfo("Asia/Kathmandu"),
    timezone(timedelta(hours=-23, minutes=-59)),
    timezone(timedelta(hours=5, minutes=30, seconds=15, microseconds=1)),
)

# Two days from the limits, so that no zone carries an instant past them.
instants: SearchStrategy[datetime] = st.datetimes(
    datetime(1992, 1, 3),  # noqa: DTZ001 -- Hypothesis wants it naive and adds the zone
    datetime(2199, 12, 29),  # noqa: DTZ001
    timezones=st.sampled_from(ZONES),
)


@st.composite
def pairs_of_instants(draw: st.DrawFn) -> tuple[datetime, datetime]:
    """Draw two instants in zones of their own, every other time within two microseconds."""
    first = draw(instants)
    if draw(st.booleans()):
        return first, draw(instants)
    near = first.astimezone(UTC) + timedelta(microseconds=draw(st.integers(-2, 2)))
    return first, near.astimezone(draw(st.sampled_from(ZONES)))
