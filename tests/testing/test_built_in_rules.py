"""From every rule in the box, situations of every outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Final

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frame_kinds import report_of
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
from merged_portfolios import merged

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


DRAWS: Final = 200

WITH_FEWER_SITUATIONS: Final = frozenset(
    {"opinion-2018/assessed-yearly", "opinion-2018/supervisors-carry-their-duty"}
)
"""Rules with fewer than 200 ways to pass or to fail; Hypothesis draws all, and none twice."""


class Judged:
    """What a report with one rule says of its subjects."""

    def __init__(self, report: Report) -> None:
        self._found = {finding.subject.id: finding.outcome for finding in report.findings}
        self._unfound = Outcome.PASS if report.rules[0].passed else Outcome.NOT_APPLICABLE

    def outcome(self, scene: Scene, prefix: str = "") -> Outcome:
        """Return what the rule comes to for the subject of a scene."""
        own, account = f"{prefix}{scene.subject.id}", f"{prefix}{scene.subject.account_id}"
        # Undetermined posts and messages are folded into one finding about their account.
        return self._found.get(own) or self._found.get(account) or self._unfound


def judged(scene: Scene) -> Report:
    """Return the report on a scene alone, which has to say what the scene says."""
    report = audit(scene.portfolio, RuleSet("test", (scene.rule,)), as_of=scene.as_of)
    assert Judged(report).outcome(scene) is scene.outcome
    return report


def drawn(rule: Rule, outcome: Outcome) -> Iterator[tuple[Scene, Report]]:
    """Draw scenes of an outcome, which the interpreter gave them, with the report on each alone."""
    scenes: list[tuple[Scene, Report]] = []

    @settings(max_examples=DRAWS, database=None)
    @given(scene=STRATEGIES[outcome](rule))
    def hold(scene: Scene) -> None:
        assert scene.outcome is outcome
        scenes.append((scene, judged(scene)))

    hold()
    assert len(scenes) == DRAWS or rule.id in WITH_FEWER_SITUATIONS
    yield from scenes


def tally(report: Report) -> Counter[str]:
    """Return how many subjects the only rule of a report came to what for."""
    run = report.rules[0]
    return Counter(
        passed=run.passed,
        failed=run.failed,
        undetermined=run.undetermined,
        not_applicable=run.not_applicable,
        errors=run.errors,
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_situations_have_exactly_the_outcome_asked_for(rule: Rule) -> None:
    scenes, alone = zip(*chain(*(drawn(rule, each) for each in STRATEGIES)), strict=True)
    [as_of] = {scene.as_of for scene in scenes}
    ruleset = RuleSet("test", (rule,))

    # Polars is asked once for all, since it takes longer to ask than to answer.
    together = merged(scene.portfolio for scene in scenes)
    report = report_of(together, ruleset, as_of, pl.DataFrame.lazy)

    found = Judged(report)
    assert [
        scene
        for number, scene in enumerate(scenes)
        if found.outcome(scene, f"{number}/") is not scene.outcome
    ] == []
    # A pass and what does not apply leave no finding; they are told apart by their number.
    assert tally(report) == sum(map(tally, alone), Counter())
    assert report == audit(together, ruleset, as_of=as_of)
    assert report == interpret_audit(together, ruleset, as_of=as_of)


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
        judged(scene)

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
