"""What the tests of the command line share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from attrs import evolve
from click.testing import CliRunner, Result

from govmedia_rules.cli import cli
from govmedia_rules.models import Account, Portfolio, Post, Unit
from govmedia_rules.serialization import dump_portfolio

Invoke: TypeAlias = Callable[..., Result]
Save: TypeAlias = Callable[..., Path]
Start: TypeAlias = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def invoke() -> Invoke:
    """Run the command in this process."""

    def run(*arguments: str | Path, **environment: str) -> Result:
        return CliRunner().invoke(
            cli,
            [str(argument) for argument in arguments],
            env=environment,
            prog_name="govmedia-rules",
        )

    return run


@pytest.fixture
def start() -> Start:
    """Run the command in a process of its own."""

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(  # noqa: S603 -- our own interpreter
            [sys.executable, "-m", "govmedia_rules", *map(str, arguments)],
            capture_output=True,
            check=False,
            timeout=60,
            env={**os.environ, **environment},
        )

    return run


@pytest.fixture
def account() -> Account:
    """An account that passes every veto, given the post below."""
    return Account(
        id="wechat:a",
        platform="wechat",
        name="甲县发布",
        unit_id="unit:a",
        status="active",
        opened_at="2018-01-01T00:00:00+08:00",
        interaction_features={"comments"},
        labels=frozenset(),
    )


@pytest.fixture
def post() -> Post:
    return Post(
        id="p1",
        account_id="wechat:a",
        published_at="2019-06-01T08:00:00+08:00",
        title="通知",
        labels=frozenset(),
    )


@pytest.fixture
def portfolio(account: Account, post: Post) -> Portfolio:
    """A portfolio in which nothing fails and nothing is open."""
    unit = Unit(id="unit:a", name="甲县人民政府", kind="government")
    return Portfolio(accounts=(account,), posts=(post,), units=(unit,))


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Write a portfolio to a file and return its path."""

    def write(portfolio: Portfolio, name: str = "portfolio.json") -> Path:
        path = tmp_path / name
        dump_portfolio(portfolio, path)
        return path

    return write


@pytest.fixture
def passing(portfolio: Portfolio, save: Save) -> Path:
    """A file in which nothing fails."""
    return save(portfolio, "passing.json")


@pytest.fixture
def failing(portfolio: Portfolio, save: Save) -> Path:
    """A file in which an account has posted nothing for two weeks."""
    return save(evolve(portfolio, posts=()), "failing.json")


@pytest.fixture
def undetermined(portfolio: Portfolio, post: Post, save: Save) -> Path:
    """A file in which nobody has screened the one post."""
    return save(evolve(portfolio, posts=(evolve(post, labels=None),)), "undetermined.json")
