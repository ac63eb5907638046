"""Plug-ins: found by name, loaded when asked for, and named when they are broken."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from govmedia_rules import plugins
from govmedia_rules.errors import UnknownNameError
from govmedia_rules.plugins import BrokenPlugin, PluginError
from govmedia_rules.rulesets import INSPECTION_2019

Install: TypeAlias = Callable[..., None]

GOOD = (
    "from govmedia_rules.rules import RuleSet\n"
    "from govmedia_rules.rulesets import INSPECTION_2019\n"
    "COUNTY = RuleSet('county', INSPECTION_2019.select('*/no-interaction'))\n"
)
SCREENER = (
    "from govmedia_rules.text import Text\n"
    "class Finds:\n"
    "    id, version, labels = 'finds', '1', frozenset({'x'})\n"
    "    looks_for = Text(zh='无', en='nothing')\n"
    "    def screen(self, text):\n"
    "        return []\n"
    "finds = Finds()\n"
)


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Make a package with one module and entry points findable, as if it were installed."""
    monkeypatch.syspath_prepend(str(tmp_path))
    modules: list[str] = []

    def write(package: str, source: str, rulesets: str = "", screeners: str = "") -> None:
        module = package.replace("-", "_")
        modules.append(module)
        (tmp_path / f"{module}.py").write_text(source, encoding="utf-8")
        info = tmp_path / f"{module}-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1\n")
        (info / "entry_points.txt").write_text(
            f"[govmedia_rules.rulesets]\n{rulesets}\n[govmedia_rules.screeners]\n{screeners}\n"
        )

    yield write
    for module in modules:
        sys.modules.pop(module, None)


def test_without_plugins_there_are_none() -> None:
    assert plugins.ruleset_ids() == ()
    assert plugins.screener_ids() == ()
    assert plugins.ruleset_plugins() == {}


def test_a_rule_set_is_found_by_its_id(install: Install) -> None:
    install("good-plugin", GOOD, "county = good_plugin:COUNTY")
    assert plugins.ruleset_ids() == ("county",)
    assert plugins.ruleset_plugin("county") == INSPECTION_2019.select("*/no-interaction")
    assert list(plugins.ruleset_plugins()) == ["county"]


@pytest.mark.parametrize("name", ["Finds", "finds"])
def test_a_screener_is_an_object_or_the_class_that_makes_it(install: Install, name: str) -> None:
    install("good-screener", SCREENER, "", f"finds = good_screener:{name}")
    assert plugins.screener_ids() == ("finds",)
    assert plugins.screener_plugin("finds").version == "1"
    assert list(plugins.screener_plugins()) == ["finds"]


def test_names_are_told_without_loading_anything(install: Install) -> None:
    install("loud-plugin", "raise SystemError('loaded')", "county = loud_plugin:COUNTY")
    assert plugins.ruleset_ids() == ("county",)
    assert "loud_plugin" not in sys.modules


def test_importing_the_library_asks_for_no_plugins() -> None:
    code = (
        "import importlib.metadata as m\n"
        "def refuse(*a, **k): raise SystemError('asked')\n"
        "m.entry_points = refuse\n"
        "import govmedia_rules, govmedia_rules.plugins, govmedia_rules.screening.in_the_box\n"
        "import govmedia_rules.cli\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 -- our own code


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        (
            "raise RuntimeError('no luck')",
            "COUNTY",
            "loading it failed with RuntimeError: 'no luck'",
        ),
        ("raise SystemExit(3)", "COUNTY", "loading it failed with SystemExit: '3'"),
        ("", "COUNTY", "loading it failed with AttributeError: "),
        ("COUNTY = 1", "COUNTY", "it leads to 1; expected a RuleSet"),
        (
            GOOD.replace("'county'", "'city'"),
            "COUNTY",
            "it leads to the rule set 'city'; the name of the entry point and the id have to be the same",
        ),
    ],
)
def test_a_broken_rule_set_fails_or_is_named_and_skipped(
    install: Install, source: str, target: str, reason: str
) -> None:
    install("bad-plugin", source, f"county = bad_plugin:{target}")
    install("good-plugin", GOOD.replace("'county'", "'town'"), "town = good_plugin:COUNTY")
    with pytest.raises(PluginError) as caught:
        plugins.ruleset_plugin("county")
    broken = caught.value.plugin
    assert (broken.name, broken.group, broken.package) == (
        "county",
        "govmedia_rules.rulesets",
        "bad-plugin",
    )
    assert broken.reason.startswith(reason)
    with pytest.raises(PluginError):
        plugins.ruleset_plugins()

    told: list[BrokenPlugin] = []
    assert list(plugins.ruleset_plugins(on_broken=told.append)) == ["town"]
    assert told == [broken]


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("__name__", "screener None: 'bad_screener' has no id"),
        ("Finds.screen", "screener None: "),
        ("other", "it leads to the screener 'finds'"),
    ],
)
def test_a_broken_screener_is_named(install: Install, target: str, reason: str) -> None:
    install("bad-screener", SCREENER + "other = finds\n", "", f"other = bad_screener:{target}")
    told: list[BrokenPlugin] = []
    assert plugins.screener_plugins(on_broken=told.append) == {}
    assert reason.removeprefix("screener None: ") in told[0].reason


def test_two_packages_of_one_name_are_both_named(install: Install) -> None:
    install("one-plugin", GOOD, "county = one_plugin:COUNTY")
    install("two-plugin", GOOD, "county = two_plugin:COUNTY")
    with pytest.raises(PluginError) as caught:
        plugins.ruleset_plugin("county")
    assert caught.value.plugin.package == "one-plugin and two-plugin"


def test_a_name_that_no_package_brings_is_told_with_the_near_one(install: Install) -> None:
    install("good-plugin", GOOD, "county = good_plugin:COUNTY")
    with pytest.raises(UnknownNameError, match="did you mean 'county'"):
        plugins.ruleset_plugin("countty")
    with pytest.raises(UnknownNameError, match="no screener 'finds' among the plug-ins"):
        plugins.screener_plugin("finds")
