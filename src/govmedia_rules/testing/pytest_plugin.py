"""
The pytest plugin: fixtures for whoever tests with the cases of this library.

pytest loads it in every run, also in those that never use it. So it imports nothing but
pytest and the package's empty front door; what a fixture needs is loaded when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govmedia_rules import testing

if TYPE_CHECKING:
    from pendulum import DateTime

    from govmedia_rules.models import Portfolio

__all__ = ["audit_as_of", "empty_portfolio", "jiangsu_2019"]


@pytest.fixture(scope="session")
def jiangsu_2019() -> Portfolio:
    """The portfolio of the fourteen cases of Jiangsu, May and June 2019."""
    return testing.jiangsu_2019()


@pytest.fixture(scope="session")
def empty_portfolio() -> Portfolio:
    """A portfolio without rows, of which every table was supplied."""
    return testing.make_portfolio()


@pytest.fixture(scope="session")
def audit_as_of() -> DateTime:
    """The monitoring moment of the cases: 5 June 2019, midnight in Asia/Shanghai."""
    return testing.AS_OF
