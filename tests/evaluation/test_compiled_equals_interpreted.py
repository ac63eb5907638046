"""The compiled audit and the interpreter give the same report, whole."""

from __future__ import annotations

from hypothesis import given

from govmedia_rules.conditions import never, post, posts, removed, removed_posts
from govmedia_rules.evaluation import audit, interpret_audit
from govmedia_rules.models import Portfolio
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import INSPECTION_2019
from situations import account_with, post_with, rule_with
from tree_strategies import AS_OF, portfolios, rulesets


@given(portfolio=portfolios(), ruleset=rulesets())
def test_both_ways_give_the_same_report_for_random_rules(
    portfolio: Portfolio, ruleset: RuleSet
) -> None:
    assert audit(portfolio, ruleset, as_of=AS_OF) == interpret_audit(
        portfolio, ruleset, as_of=AS_OF
    )


@given(portfolio=portfolios())
def test_both_ways_give_the_same_report_for_the_inspection(portfolio: Portfolio) -> None:
    assert audit(portfolio, INSPECTION_2019, as_of=AS_OF) == interpret_audit(
        portfolio, INSPECTION_2019, as_of=AS_OF
    )


_RECENT, _LABELLED = posts.within(days=30), posts.where(post.labels.has("commercial_ad"))
SAME_ROWS = RuleSet(
    "same-rows",
    [
        rule_with(id=f"test-2019/same-rows-{number}", requires=demand)
        for number, demand in enumerate(
            demand
            for rows in (posts, _RECENT, _LABELLED, _LABELLED.within(days=30))
            for demand in (
                rows.count() >= 2,
                rows.mean(post.reads) >= 50,
                rows.mean(post.reads, coverage=0.5) >= 50,
                rows.share(post.kind == "original", coverage=0.5) >= 0.5,
                rows.share(post.labels.has("off_topic")) <= 0.5,
            )
        )
    ],
)


@given(portfolio=portfolios())
def test_both_ways_agree_where_means_and_shares_are_of_rows_that_are_counted_too(
    portfolio: Portfolio,
) -> None:
    assert audit(portfolio, SAME_ROWS, as_of=AS_OF) == interpret_audit(
        portfolio, SAME_ROWS, as_of=AS_OF
    )


def test_facts_of_removed_posts_do_not_run_into_the_posts_that_fail() -> None:
    """Both were kept under one name: what was read of a removed post took the place of the failures."""
    rules = RuleSet(
        "test-2019",
        (
            rule_with(id="test-2019/posts", subject="post", requires=never),
            rule_with(id="test-2019/removed", requires=removed_posts.mean(removed.reads) == 1),
        ),
    )
    portfolio = Portfolio(
        accounts=(account_with(),),
        posts=(post_with("p1"), post_with("p2", reads=1, deleted_at=AS_OF)),
    )
    report = audit(portfolio, rules, as_of=AS_OF)

    assert [finding.rule_id for finding in report.findings] == ["test-2019/posts"]
    assert report == interpret_audit(portfolio, rules, as_of=AS_OF)
