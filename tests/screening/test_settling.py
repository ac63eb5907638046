"""What rules may read once posts were screened: settled labels, and open ones as unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules import (
    Account,
    Attestation,
    Force,
    Outcome,
    Portfolio,
    Post,
    Rule,
    RuleSet,
    Subject,
    Text,
    audit,
    check,
    check_post,
)
from govmedia_rules.conditions import Condition, Origin, Param, post, posts, removed_posts
from govmedia_rules.conditions.logic import kleene_and, kleene_not, kleene_or
from govmedia_rules.errors import UnknownNameError
from govmedia_rules.law import OPINION_2018 as OPINION
from govmedia_rules.rulesets import BUILT_IN, INSPECTION_2019
from govmedia_rules.screening import (
    Decision,
    Hit,
    Screened,
    ScreeningError,
    ScreeningResult,
    Suggestion,
    audit_screened,
    check_screened_post,
    labels_read,
    suggestions,
    trusting,
)

AS_OF: Final = "2024-06-05T00:00:00+08:00"
ACCOUNT: Final = Account(id="a", platform="wechat", status="active")
POST: Final = Post(id="p", account_id="a", published_at="2024-06-01T08:00:00+08:00")


def rule(name: str, **demand: Any) -> Rule:
    return Rule(
        id=f"test/{name}",
        title=Text(zh="测试", en="Test"),
        cites=(OPINION.provision("4.2.5"),),
        force=Force.PROHIBITION,
        **demand,
    )


def about_posts(name: str, forbids: Condition) -> Rule:
    return rule(name, subject=Subject.POST, forbids=forbids)


RULES: Final = RuleSet("test", [about_posts(name, post.labels.has(f"t:{name}")) for name in "xyz"])


def result(
    *found: str, looked_for: str = "x", screener: str = "s", post_id: str = "p"
) -> ScreeningResult:
    return ScreeningResult(
        text_id=post_id,
        screener_id=screener,
        screener_version="1",
        looked_for=[f"t:{name}" for name in looked_for],
        hits=[Hit(label=f"t:{name}", found="甲", start=0, end=1) for name in found],
    )


def decision(name: str, holds: bool, at: str = "2024-06-02T00:00:00+08:00") -> Decision:
    return Decision(post_id="p", label=f"t:{name}", holds=holds, decided_by="王", decided_at=at)


def outcomes(
    results: list[ScreeningResult],
    decisions: list[Decision] | None = None,
    rules: RuleSet = RULES,
    a_post: Post = POST,
) -> dict[str, str]:
    """Return the outcomes by rule, and see that both ways come to them."""
    given_decisions = decisions or []
    one = check_screened_post(a_post, ACCOUNT, rules, results, given_decisions, as_of=AS_OF)
    every = audit_screened(
        Portfolio(accounts=(evolve(ACCOUNT, has_all_posts=True),), posts=(a_post,)),
        rules,
        results,
        given_decisions,
        as_of=AS_OF,
    )
    told = {
        report_rule.rule_id.removeprefix("test/"): {
            (1, 0, 0): "pass",
            (0, 1, 0): "fail",
            (0, 0, 1): "undetermined",
        }[report_rule.passed, report_rule.failed, report_rule.undetermined]
        for report_rule in one.rules
    }
    assert [each for each in every.rules if each.subject is Subject.POST] == list(one.rules)
    return told


def test_a_hit_alone_is_undetermined_and_so_is_silence() -> None:
    assert outcomes([result("x")]) == dict.fromkeys("xyz", "undetermined")
    assert outcomes([result()]) == dict.fromkeys("xyz", "undetermined")


def test_a_decision_settles_its_label_and_no_other() -> None:
    assert outcomes([], [decision("x", True)]) == {
        "x": "fail",
        "y": "undetermined",
        "z": "undetermined",
    }
    assert outcomes([result("x")], [decision("x", False)]) == {
        "x": "pass",
        "y": "undetermined",
        "z": "undetermined",
    }


def test_the_latest_decision_up_to_the_moment_counts() -> None:
    early, late = decision("x", True), decision("x", False, "2024-06-03T00:00:00+08:00")
    after = decision("x", True, "2024-06-05T00:00:01+08:00")
    at = decision("x", True, AS_OF)
    assert outcomes([], [late, early])["x"] == "pass"
    assert outcomes([], [early, late, after])["x"] == "pass"
    assert outcomes([], [early, late, at])["x"] == "fail"


def test_labels_on_record_settle_everything_and_a_decision_corrects_them() -> None:
    screened = evolve(POST, labels={"t:x"})
    assert outcomes([result("y")], a_post=screened) == {"x": "fail", "y": "pass", "z": "pass"}
    corrected = [decision("x", False), decision("y", True)]
    assert outcomes([], corrected, a_post=screened) == {"x": "pass", "y": "fail", "z": "pass"}


def test_a_post_that_nobody_looked_at_stays_as_it_is() -> None:
    report = audit_screened(
        Portfolio(accounts=(ACCOUNT,), posts=(POST,)),
        RULES,
        [result("x", post_id="other")],
        as_of=AS_OF,
    )
    assert [finding.outcome for finding in report.findings] == [Outcome.UNDETERMINED] * 3
    assert report.findings[0].missing[0].fact == "post.labels"


def test_an_undetermined_finding_asks_for_a_review() -> None:
    report = check_screened_post(POST, ACCOUNT, RULES, [result("x")], as_of=AS_OF)
    assert [fact.what.en for fact in report.findings[0].missing] == [
        "A person reviewed the post and it does not deserve the label 't:x'"
    ]


@pytest.mark.parametrize(
    ("results", "decisions", "hits_only", "silence_too"),
    [
        ([result("x")], [], "fail", "fail"),
        ([result()], [], "undetermined", "pass"),
        ([result(looked_for="y")], [], "undetermined", "undetermined"),
        ([result("x", screener="other")], [], "undetermined", "undetermined"),
        ([result("x")], [decision("x", False)], "pass", "pass"),
        ([result()], [decision("x", True)], "fail", "fail"),
        ([], [decision("x", True)], "fail", "fail"),
    ],
)
def test_a_rule_set_may_trust_a_screener_until_a_person_decides(
    results: list[ScreeningResult], decisions: list[Decision], hits_only: str, silence_too: str
) -> None:
    hits = trusting(RULES, "s", "t:x")
    assert outcomes(results, decisions, hits)["x"] == hits_only
    silence = trusting(RULES, "s", "t:x", silence=True)
    assert outcomes(results, decisions, silence)["x"] == silence_too
    assert {RULES.fingerprint, hits.fingerprint, silence.fingerprint}.__len__() == 3


@pytest.mark.parametrize("silence", [False, True])
def test_labels_on_record_count_where_a_screener_is_trusted_too(silence: bool) -> None:
    rules = trusting(RULES, "s", "t:x", silence=silence)
    assert outcomes([], [], rules, evolve(POST, labels={"t:x"}))["x"] == "fail"
    assert outcomes([result("x")], [], rules, evolve(POST, labels=set()))["x"] == "pass"


def test_trust_is_for_a_label_that_some_rule_reads() -> None:
    with pytest.raises(UnknownNameError, match="no label 't:w' in test"):
        trusting(RULES, "s", "t:w")
    with pytest.raises(ScreeningError, match="say for which labels"):
        trusting(RULES, "s")


def test_results_for_several_texts_of_a_post_are_joined() -> None:
    rules = trusting(RULES, "s", "t:x", silence=True)
    assert outcomes([result("x"), result()], rules=rules)["x"] == "fail"
    assert outcomes([result(), result(looked_for="y")], rules=rules)["x"] == "undetermined"


def test_a_screener_that_could_not_look_settles_nothing() -> None:
    failed = evolve(result(), looked_for=(), failure="RuntimeError")
    assert (
        outcomes([failed], rules=trusting(RULES, "s", "t:x", silence=True))["x"] == "undetermined"
    )


def test_whether_anybody_screened_is_asked_of_the_labels_that_the_rule_reads() -> None:
    forgiving = RuleSet("f", [about_posts("x", ~post.labels.is_missing() & post.labels.has("t:x"))])
    assert outcomes([result()], rules=forgiving) == {"x": "pass"}
    assert outcomes([result()], [decision("x", True)], forgiving) == {"x": "fail"}


def test_overlaps_and_parameters_are_read_word_by_word() -> None:
    rules = RuleSet(
        "o",
        [
            about_posts("xy", post.labels.overlaps("t:x", "t:y")),
            about_posts("z", post.labels.has(Param("word", "t:z", origin=Origin.TEXT))),
        ],
    )
    assert labels_read(rules) == {"t:x", "t:y", "t:z"}
    assert outcomes([], [decision("y", True)], rules) == {"xy": "fail", "z": "undetermined"}
    settled = [decision("x", False), decision("y", False), decision("z", True)]
    assert outcomes([], settled, rules) == {"xy": "pass", "z": "fail"}


def test_counts_over_posts_know_of_open_labels() -> None:
    rules = RuleSet("c", [rule("x", forbids=posts.where(post.labels.has("t:x")).count() >= 2)])
    known = [evolve(POST, id=name, labels={"t:x"}) for name in "qr"]

    def outcome(*some: Post) -> list[str]:
        portfolio = Portfolio(accounts=(evolve(ACCOUNT, has_all_posts=True),), posts=some)
        report = audit_screened(portfolio, rules, [result()], as_of=AS_OF)
        return [finding.outcome.value for finding in report.findings]

    assert outcome(POST) == []
    assert outcome(POST, known[0]) == ["undetermined"]
    assert outcome(POST, *known) == ["fail"]


def test_labels_of_removed_posts_are_read_too() -> None:
    assert "harmful_content" in labels_read(BUILT_IN["opinion-2018"])
    rules = RuleSet("r", [rule("x", forbids=removed_posts.count() > 5)])
    assert labels_read(rules) == frozenset()


@pytest.mark.parametrize(
    "condition", [post.labels.is_empty(), post.labels.overlaps(post.labels)], ids=["empty", "other"]
)
def test_a_rule_that_asks_more_of_labels_is_refused_by_name(condition: Condition) -> None:
    with pytest.raises(ScreeningError, match="rule test/x: of labels that are partly open"):
        outcomes([], rules=RuleSet("e", [about_posts("x", condition)]))


def test_a_function_is_refused_by_name() -> None:
    @check(
        id="test/f",
        title=Text(zh="测试", en="Test"),
        cites=(OPINION.provision("4.2.5"),),
        force=Force.PROHIBITION,
    )
    def function(situation: object) -> bool:
        del situation
        return True

    with pytest.raises(ScreeningError, match="rule test/f is a function"):
        outcomes([], rules=RuleSet("f", [function]))


def test_answers_in_the_place_of_reviews_are_refused() -> None:
    answer = Attestation(
        id="1",
        question_id="screening/t:x",
        account_id="a",
        answer=True,
        answered_by="王",
        answered_at="2024-06-04T00:00:00+08:00",
    )
    portfolio = Portfolio(accounts=(ACCOUNT,), posts=(POST,), attestations=(answer,))
    with pytest.raises(ScreeningError, match="a review of a post is a Decision"):
        audit_screened(portfolio, RULES, [], as_of=AS_OF)


def test_a_portfolio_without_posts_is_audited_as_it_is() -> None:
    portfolio = Portfolio(accounts=(ACCOUNT,))
    assert audit_screened(portfolio, RULES, [], as_of=AS_OF) == audit(portfolio, RULES, as_of=AS_OF)


@pytest.mark.parametrize("ruleset", BUILT_IN.values(), ids=BUILT_IN)
def test_every_rule_set_in_the_box_can_be_told_of_open_labels(ruleset: RuleSet) -> None:
    screened = Screened.of([POST], ruleset, [result()], as_of=AS_OF)
    assert [each.id for each in screened.ruleset] == [each.id for each in ruleset]
    labels = screened.posts[0].labels
    assert labels == frozenset(f"open:{label}" for label in labels_read(ruleset))


WORDS: Final = sorted(labels_read(INSPECTION_2019))


@given(labels=st.none() | st.frozensets(st.sampled_from(WORDS)))
def test_where_no_label_is_open_the_findings_are_those_of_a_plain_check(
    labels: frozenset[str] | None,
) -> None:
    a_post = evolve(POST, labels=labels)
    screened = check_screened_post(a_post, ACCOUNT, INSPECTION_2019, [], as_of=AS_OF)
    plain = check_post(a_post, ACCOUNT, INSPECTION_2019, as_of=AS_OF)
    assert screened.verdicts == plain.verdicts
    assert [(each.rule_id, each.outcome) for each in screened.findings] == [
        (each.rule_id, each.outcome) for each in plain.findings
    ]


@given(
    settled=st.dictionaries(st.sampled_from("xyz"), st.booleans()),
    later=st.fixed_dictionaries(dict.fromkeys("xyz", st.booleans())),
)
def test_what_is_definite_stays_so_whatever_people_decide_about_the_rest(
    settled: dict[str, bool], later: dict[str, bool]
) -> None:
    before = outcomes(
        [result("x", "y", looked_for="xyz")], [decision(*each) for each in settled.items()]
    )
    after = outcomes([], [decision(*each) for each in {**later, **settled}.items()])
    assert all(after[name] == told for name, told in before.items() if told != "undetermined")
    assert set(after.values()) <= {"pass", "fail"}
    assert {name for name, told in before.items() if told != "undetermined"} == set(settled)


Known: TypeAlias = dict[str, bool]
Tree: TypeAlias = tuple[Condition, Callable[[Known], bool | None]]


def leaf(name: str) -> Tree:
    return post.labels.has(f"t:{name}"), lambda known: known.get(name)


def negated(tree: Tree) -> Tree:
    condition, truth = tree
    return ~condition, lambda known: kleene_not(truth(known))


def joined(trees: tuple[Tree, Tree], *, by_and: bool) -> Tree:
    (left, left_truth), (right, right_truth) = trees
    join = kleene_and if by_and else kleene_or
    condition = left & right if by_and else left | right
    return condition, lambda known: join([left_truth(known), right_truth(known)])


TREES: Final = st.recursive(
    st.sampled_from("xyz").map(leaf),
    lambda trees: (
        trees.map(negated) | st.builds(joined, st.tuples(trees, trees), by_and=st.booleans())
    ),
    max_leaves=8,
)


@given(tree=TREES, known=st.dictionaries(st.sampled_from("xyz"), st.booleans()))
def test_open_labels_are_unknown_by_kleenes_tables(tree: Tree, known: Known) -> None:
    condition, truth = tree
    rules = RuleSet("k", [about_posts("k", condition)])
    told = outcomes([result()], [decision(*each) for each in known.items()], rules)
    assert told == {"k": {True: "fail", False: "pass", None: "undetermined"}[truth(known)]}


def test_suggestions_are_what_nobody_has_decided_on() -> None:
    results = [result("x", "x", screener="s"), result("x", "y", looked_for="xy", screener="u")]
    hit = results[0].hits[0]
    assert suggestions(results) == (
        Suggestion(post_id="p", label="t:x", screeners=("s 1", "u 1"), hits=(hit,) * 3),
        Suggestion(post_id="p", label="t:y", screeners=("u 1",), hits=(evolve(hit, label="t:y"),)),
    )
    assert [each.label for each in suggestions(results, [decision("x", False)])] == ["t:y"]
