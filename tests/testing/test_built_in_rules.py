"""From every rule in the box, situations of every outcome."""

from __future__ import annotations

import os
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govmedia_rules.evaluation import audit, interpret_audit
from govmedia_rules.findings import Outcome, Report
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets import BUILT_IN
from govmedia_rules.testing import (
    CannotBeError,
    Scene,
    at_the_boundary,
    failing,
    passing,
    undetermined,
)

RULES: Final = [rule for ruleset in BUILT_IN.values() for rule in ruleset]
STRATEGIES: Final = {
    Outcome.PASS: passing,
    Outcome.FAIL: failing,
    Outcome.UNDETERMINED: undetermined,
}

WITHOUT_THRESHOLD: Final = frozenset(
    {
        "inspection-2019/app-unusable",
        "inspection-2019/harmful-content",
        "inspection-2019/negative-public-opinion",
        "inspection-2019/no-interaction",
        "inspection-2019/serious-misstatement",
        "inspection-2019/state-secret",
        "opinion-2018/app-runs-on-terminals",
        "opinion-2018/app-supports-ipv6",
        "opinion-2018/audio-visual-service-licensed",
        "opinion-2018/functions-moved",
        "opinion-2018/interaction-channels-open",
        "opinion-2018/news-service-licensed",
        "opinion-2018/no-open-security-incident",
        "opinion-2018/opening-filed",
        "opinion-2018/outsourced-account-names-sponsor",
        "opinion-2018/services-on-the-phone",
    }
)
"""Rules that count, measure and date nothing."""


def judged(scene: Scene) -> tuple[Outcome, Report]:
    """Return what both ways of running come to for the subject of a scene, with the report."""
    ruleset = RuleSet("test", (scene.rule,))
    report = audit(scene.portfolio, ruleset, as_of=scene.as_of)
    assert report == interpret_audit(scene.portfolio, ruleset, as_of=scene.as_of)
    run = report.rules[0]
    about = [
        finding.outcome
        for finding in report.findings
        if scene.subject.id in {finding.subject.id, finding.subject.account_id}
        or finding.subject.id == scene.subject.account_id
    ]
    if about:
        return about[0], report
    return Outcome.PASS if run.passed else Outcome.NOT_APPLICABLE, report


DRAWS: Final = 200 if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else 8
"""Two hundred of each take minutes; every run draws some."""


@pytest.mark.parametrize("outcome", STRATEGIES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_situations_have_exactly_the_outcome_asked_for(rule: Rule, outcome: Outcome) -> None:
    @settings(max_examples=DRAWS, database=None)
    @given(scene=STRATEGIES[outcome](rule))
    def hold(scene: Scene) -> None:
        assert scene.outcome is outcome
        assert judged(scene)[0] is outcome

    hold()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_at_the_boundary_a_rule_passes_or_fails_as_the_scene_says(rule: Rule) -> None:
    if rule.id in WITHOUT_THRESHOLD:
        with pytest.raises(CannotBeError, match="have no threshold"):
            at_the_boundary(rule)
        return

    @settings(max_examples=8, database=None)
    @given(scene=at_the_boundary(rule))
    def hold(scene: Scene) -> None:
        assert scene.outcome in {Outcome.PASS, Outcome.FAIL}
        assert judged(scene)[0] is scene.outcome

    hold()


@given(data=st.data())
def test_the_two_week_rule_is_drawn_right_at_both_sides_of_its_window(data: st.DataObject) -> None:
    rule = BUILT_IN["inspection-2019"].rule("inspection-2019/no-update-in-two-weeks")
    scene = data.draw(at_the_boundary(rule))
    edge = scene.as_of.subtract(days=14)
    near = {edge.add(microseconds=step) for step in (-1, 0, 1, 2)}

    at = {post.published_at for post in scene.portfolio.posts or ()}

    assert at <= {*near, scene.as_of, scene.as_of.subtract(microseconds=1), None}
    inside = {moment for moment in at if moment is not None and moment > edge}
    assert bool(inside) is (scene.outcome is Outcome.PASS)
