"""
The testing kit: strategies, situations built from rules, factories, conformance, a pytest plugin.

Names are loaded when they are first asked for: the factories need nothing but the library,
the strategies need Hypothesis, and the plugin costs a test run that does not use it nothing.
A name whose package is missing says in one sentence which extra to install.
"""

from typing import TYPE_CHECKING

from govmedia_rules.lazy_faces import Extra, load_public_name

if TYPE_CHECKING:
    from govmedia_rules.testing.assertions import (
        UnexpectedFindingsError,
        assert_findings,
    )
    from govmedia_rules.testing.cases_as_data import (
        jiangsu_2019,
        jiangsu_2019_expected_json,
        jiangsu_2019_json,
    )
    from govmedia_rules.testing.conformance import (
        Check,
        Monotone,
        NonconformityError,
        checks,
    )
    from govmedia_rules.testing.factories import (
        AS_OF,
        make_account,
        make_message,
        make_portfolio,
        make_post,
        make_provision,
        make_rule,
        make_unit,
    )
    from govmedia_rules.testing.failures import (
        BrokenPromiseError,
        CannotBeError,
        CouldNotFindError,
        NoSituationError,
        NotATreeError,
    )
    from govmedia_rules.testing.portfolio_strategies import (
        portfolios,
    )
    from govmedia_rules.testing.row_strategies import (
        accounts,
        attestations,
        messages,
        moments,
        posts,
        units,
    )
    from govmedia_rules.testing.rule_strategies import (
        at_the_boundary,
        failing,
        passing,
        undetermined,
    )
    from govmedia_rules.testing.scenes import (
        Scene,
    )

__all__ = [
    "AS_OF",
    "BrokenPromiseError",
    "CannotBeError",
    "Check",
    "CouldNotFindError",
    "Monotone",
    "NoSituationError",
    "NonconformityError",
    "NotATreeError",
    "Scene",
    "UnexpectedFindingsError",
    "accounts",
    "assert_findings",
    "at_the_boundary",
    "attestations",
    "checks",
    "failing",
    "jiangsu_2019",
    "jiangsu_2019_expected_json",
    "jiangsu_2019_json",
    "make_account",
    "make_message",
    "make_portfolio",
    "make_post",
    "make_provision",
    "make_rule",
    "make_unit",
    "messages",
    "moments",
    "passing",
    "portfolios",
    "posts",
    "undetermined",
    "units",
]

_HOMES = {
    "assertions": (
        "UnexpectedFindingsError",
        "assert_findings",
    ),
    "cases_as_data": (
        "jiangsu_2019",
        "jiangsu_2019_expected_json",
        "jiangsu_2019_json",
    ),
    "conformance": (
        "Check",
        "Monotone",
        "NonconformityError",
        "checks",
    ),
    "factories": (
        "AS_OF",
        "make_account",
        "make_message",
        "make_portfolio",
        "make_post",
        "make_provision",
        "make_rule",
        "make_unit",
    ),
    "failures": (
        "BrokenPromiseError",
        "CannotBeError",
        "CouldNotFindError",
        "NoSituationError",
        "NotATreeError",
    ),
    "portfolio_strategies": ("portfolios",),
    "row_strategies": (
        "accounts",
        "attestations",
        "messages",
        "moments",
        "posts",
        "units",
    ),
    "rule_strategies": (
        "at_the_boundary",
        "failing",
        "passing",
        "undetermined",
    ),
    "scenes": ("Scene",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
_EXTRA = Extra("testing", frozenset({"hypothesis", "pytest"}))


def __getattr__(name: str) -> object:
    """Load a public name from the module that defines it."""
    value = load_public_name(__name__, name, _HOME_OF, _EXTRA, f"{__name__}.{name}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return sorted({*globals(), *__all__})
