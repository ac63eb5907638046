"""What linting asks about, at its place; and nothing about what is well."""

from __future__ import annotations

from pathlib import Path

import pytest

from govmedia_rules import audit
from govmedia_rules.cases import JIANGSU_2019_AS_OF, jiangsu_2019
from govmedia_rules.rulefile import (
    Lint,
    LintKind,
    RuleFileError,
    lint_rule_file,
    lint_ruleset,
    loads_ruleset,
    parse_rule_file,
    read_rule_file,
    rule_file_template,
)
from govmedia_rules.rulesets import BUILT_IN, INSPECTION_2019

HEAD = 'format = 1\nid = "my"\nextends = ["inspection-2019"]\n'
TWO_WEEKS = "inspection-2019/no-update-in-two-weeks"
RULE = """
[[rules]]
id = "my/rule"
title = { zh = "规则", en = "rule" }
cites = ["opinion-2018 2.1"]
force = "obligation"
requires = "account.is_main"
"""


def _lints(text: str) -> list[tuple[LintKind, str | None, int | None, int | None]]:
    return [
        (lint.kind, lint.path, lint.line, lint.column)
        for lint in lint_rule_file(parse_rule_file(text))
    ]


@pytest.mark.parametrize("name", BUILT_IN)
def test_there_is_nothing_to_ask_about_the_rule_sets_in_the_box(name: str) -> None:
    assert lint_ruleset(BUILT_IN[name]) == ()


@pytest.mark.parametrize("set_id", ["mycity-2024", "x"])
def test_the_template_is_clean_and_runs(set_id: str) -> None:
    file = parse_rule_file(rule_file_template(set_id))
    assert lint_rule_file(file) == ()
    assert file.ruleset.id == set_id
    assert [rule.id for rule in file.ruleset][-2:] == [
        f"{set_id}/one-post-a-week",
        f"{set_id}/no-advertising",
    ]
    report = audit(jiangsu_2019(), file.ruleset, as_of=JIANGSU_2019_AS_OF)
    national = audit(jiangsu_2019(), INSPECTION_2019, as_of=JIANGSU_2019_AS_OF)
    assert report.has_failures == national.has_failures
    later = audit(jiangsu_2019(), file.ruleset, as_of="2024-03-01T00:00:00+08:00")
    assert {run.rule_id for run in later.rules if run.is_in_force} == {
        rule.id for rule in file.ruleset
    }


@pytest.mark.parametrize("set_id", ["", "My", "my city", "a/b", "x\n", "某市"])
def test_a_template_needs_a_plain_id(set_id: str) -> None:
    with pytest.raises(RuleFileError, match="lower case, digits and hyphens"):
        rule_file_template(set_id)


def test_a_rule_that_contradicts_itself_is_told_at_its_heading() -> None:
    text = HEAD + RULE.replace("account.is_main", "account.is_active & account.is_closed")
    (lint,) = lint_rule_file(parse_rule_file(text))
    assert (lint.kind, lint.rule_id, lint.path, lint.line, lint.column) == (
        LintKind.CONTRADICTION,
        "my/rule",
        "rules[0]",
        5,
        1,
    )
    assert "no subject that it binds can pass" in lint.message.en


def test_an_override_that_makes_a_rule_contradict_itself_is_told_at_the_override(
    tmp_path: Path,
) -> None:
    rule = RULE.replace("account.is_main", "(posts.count() >= least) & (posts.count() <= 9)")
    base = f'format = 1\nid = "base"\n{rule}params.least = {{ value = 3, origin = "text" }}\n'
    (tmp_path / "base.toml").write_text(base, encoding="utf-8")
    path = tmp_path / "my.toml"
    path.write_text(
        'format = 1\nid = "my"\nextends = ["base.toml"]\n\n[overrides."my/rule"]\nparams.least = 10\n',
        encoding="utf-8",
    )
    assert lint_rule_file(read_rule_file(tmp_path / "base.toml")) == ()
    (lint,) = lint_rule_file(read_rule_file(path))
    assert (lint.kind, lint.path, lint.line) == (LintKind.CONTRADICTION, "overrides.'my/rule'", 5)


def test_overrides_that_change_nothing_are_told() -> None:
    text = f"""{HEAD}
[overrides."{TWO_WEEKS}"]
force = "obligation"
severity = "veto"
cites = ["inspection-2019 2.1"]
params.days = 14
"""
    path = f"overrides.'{TWO_WEEKS}'"
    assert _lints(text) == [
        (LintKind.IDLE_OVERRIDE, f"{path}.force", 6, 1),
        (LintKind.IDLE_OVERRIDE, f"{path}.severity", 7, 1),
        (LintKind.IDLE_OVERRIDE, f"{path}.cites", 8, 1),
        (LintKind.IDLE_OVERRIDE, f"{path}.params.days", 9, 1),
    ]
    changed = text.replace("14", "10").replace('"obligation"', '"defeasible"')
    changed = changed.replace('"veto"', '"error"').replace("inspection-2019 2.1", "opinion-2018")
    assert _lints(changed) == []


def test_an_override_of_an_override_is_a_note(tmp_path: Path) -> None:
    override = f'[overrides."{TWO_WEEKS}"]\nparams.days = {{days}}\n'
    (tmp_path / "province.toml").write_text(HEAD + override.format(days=10), encoding="utf-8")
    city = tmp_path / "city.toml"
    city.write_text(
        HEAD.replace("inspection-2019", "province.toml") + override.format(days=7), encoding="utf-8"
    )
    (lint,) = lint_rule_file(read_rule_file(city))
    assert (lint.kind, lint.kind.is_fault, lint.line) == (LintKind.SHADOWED_OVERRIDE, False, 5)
    assert (
        lint.message.en
        == "days was overridden before (overrides 14 (stated by the text)); here it becomes 7."
    )


def test_wording_in_one_language_twice_is_told() -> None:
    text = HEAD + RULE.replace('zh = "规则"', 'zh = "rule"') + 'remedy = { zh = "改", en = "改" }\n'
    assert _lints(text) == [
        (LintKind.MISSING_TRANSLATION, "rules[0].title", 7, 1),
        (LintKind.MISSING_TRANSLATION, "rules[0].remedy", 11, 1),
    ]
    ruleset = loads_ruleset(text)
    assert [lint.kind for lint in lint_ruleset(ruleset)] == [LintKind.MISSING_TRANSLATION] * 2


PROVISION = """
[[instruments.provisions]]
number = "{number}"
heading = {{ zh = "条", en = "clause" }}
paraphrase = {{ zh = "条", en = "clause" }}
force = "obligation"
{checks}
"""

INSTRUMENT = """
[[instruments]]
id = "my"
title = { zh = "方案", en = "Plan" }
issuer = { zh = "办公室", en = "Office" }
issued_on = 2024-01-15
in_force_on = 2024-02-01
"""


def test_provisions_that_no_rule_cites_are_told_unless_nothing_checks_them() -> None:
    data = 'checks = ["data"]'
    none = 'checks = ["none"]\nunchecked_because = { zh = "无", en = "none" }'
    text = (
        HEAD
        + INSTRUMENT
        + PROVISION.format(number="1", checks=data)
        + PROVISION.format(number="2", checks=data)
        + PROVISION.format(number="3", checks=none)
        + PROVISION.format(number="4", checks=data)
        + f'\n[overrides."{TWO_WEEKS}"]\ncites = ["my 4"]\n'
        + RULE.replace("opinion-2018 2.1", "my 1")
    )
    line = text.split("\n").index('number = "2"')
    assert _lints(text) == [(LintKind.DEAD_PROVISION, "instruments[0].provisions[1]", line, 1)]


def test_names_that_nothing_uses_are_told() -> None:
    text = f"""{HEAD}
[questions.asked]
id = "my/asked"
wording = {{ zh = "问", en = "asked" }}
answerable_by = ["sponsor"]
days = 30

[moments]
start = 2024-02-01T00:00:00+08:00

[[scopes]]
id = "my/departments"
title = {{ zh = "部门", en = "departments" }}
binds = "unit.kind == 'department'"
cites = ["opinion-2018 2.1"]
{RULE}
[rules.params.days]
value = 7
origin = "text"
"""
    assert _lints(text) == [
        (LintKind.UNUSED_NAME, "questions.asked", 5, 1),
        (LintKind.UNUSED_NAME, "moments.start", 12, 1),
        (LintKind.UNUSED_NAME, "scopes[0]", 14, 1),
        (LintKind.UNUSED_NAME, "rules[0].params.days", 27, 1),
    ]
    used = text.replace(
        "account.is_main",
        "unit.answers(asked) & (account.opened_at > start) & account.opened_at.within(days=days)",
    ).replace('force = "obl', 'scope = "my/departments"\nforce = "obl')
    assert _lints(used) == []


def test_a_lint_of_a_rule_set_has_no_place() -> None:
    text = HEAD + RULE.replace("account.is_main", "never")
    (lint,) = lint_ruleset(loads_ruleset(text))
    assert lint == Lint(
        kind=LintKind.CONTRADICTION, message=lint.message, rule_id="my/rule", path=None
    )
