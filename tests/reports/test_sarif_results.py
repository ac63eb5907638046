"""Findings as SARIF results: kind, level, place, fingerprint, waiver, baseline; what else a run says."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from attrs import evolve

from govmedia_rules.conditions import Question, account, post, posts, unit
from govmedia_rules.errors import InvalidValueError
from govmedia_rules.evaluation import audit, check_post, explain_all
from govmedia_rules.findings import Finding, MissingFact, Outcome, SubjectRef
from govmedia_rules.law import Force, Severity
from govmedia_rules.models import Account, Portfolio, Subject, Waiver
from govmedia_rules.reports.sarif import sarif_log, write_sarif
from govmedia_rules.rules import RuleSet, check
from sarif_checking import result_of_log, run_of_log, written
from situations import (
    ACCOUNT_ID,
    AS_OF,
    CITATION,
    UNIT_ID,
    account_with,
    ago,
    audited,
    post_with,
    rule_with,
    text,
    unit_with,
)

MAIN = RuleSet("test", (rule_with(requires=account.is_main),))
ON_TOPIC = RuleSet("test", (rule_with(subject=Subject.POST, forbids=post.labels.has("off_topic")),))
SECOND_MAIN = Account(id="wechat:乙", platform="wechat", is_main=False)


def of_accounts(*accounts: Account) -> Portfolio:
    return Portfolio(accounts=accounts)


NOT_MAIN = of_accounts(account_with(is_main=False))
NOBODY_KNOWS = of_accounts(account_with())
WAIVER = Waiver(
    id="w1",
    rule_id="test-2019/a-rule",
    account_id=ACCOUNT_ID,
    authority="某办",
    document="某函1号",
    reason="在建",
    valid_from_at=ago(days=1),
    expires_at=ago(days=-1),
)


def test_a_failure_says_who_failed_and_why_in_both_languages() -> None:
    result = result_of_log(audited(NOT_MAIN, MAIN), MAIN)

    assert result["message"]["text"] == (
        "账号“甲县发布”(wechat:甲县发布)：应满足：是主账号；实际：否。\n"
        "Account “甲县发布” (wechat:甲县发布):"
        " required: it is the unit's main account; found: no."
    )
    assert (result["kind"], result["level"], result["suppressions"]) == ("fail", "error", [])
    assert (result["ruleId"], result["ruleIndex"]) == ("test-2019/a-rule", 0)
    assert "baselineState" not in result


@pytest.mark.parametrize(
    ("severity", "level"),
    [
        (Severity.VETO, "error"),
        (Severity.ERROR, "error"),
        (Severity.WARNING, "warning"),
        (Severity.NOTE, "note"),
    ],
)
def test_the_level_of_a_failure_and_of_its_rule_is_that_of_the_severity(
    severity: Severity, level: str
) -> None:
    ruleset = RuleSet("test", (rule_with(requires=account.is_main, severity=severity),))

    run = run_of_log(audited(NOT_MAIN, ruleset), ruleset)

    [rule], [result] = run["tool"]["driver"]["rules"], run["results"]
    assert (result["level"], rule["defaultConfiguration"]) == (level, {"level": level})
    assert severity.value in rule["properties"]["tags"]


def test_what_lacks_recorded_data_is_open() -> None:
    result = result_of_log(audited(NOBODY_KNOWS, MAIN), MAIN)

    assert (result["kind"], result["level"]) == ("open", "none")
    assert [fact["fact"] for fact in result["properties"]["missing"]] == ["account.is_main"]


def test_what_lacks_screening_is_to_be_reviewed() -> None:
    portfolio = Portfolio(accounts=[account_with()], posts=[post_with("p1"), post_with("p2")])

    result = result_of_log(audited(portfolio, ON_TOPIC), ON_TOPIC)

    assert (result["kind"], result["level"], result["occurrenceCount"]) == ("review", "none", 2)
    assert result["properties"]["missing"][0]["fact"] == "post.labels"


def test_what_lacks_a_persons_answer_is_to_be_reviewed() -> None:
    question = Question("test/keeps-a-roster", text("有值班表"), answerable_by=("sponsor",), days=9)
    ruleset = RuleSet("test", (rule_with(subject=Subject.UNIT, requires=unit.answers(question)),))
    portfolio = Portfolio(accounts=[], units=[unit_with()])

    assert result_of_log(audited(portfolio, ruleset), ruleset)["kind"] == "review"


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (("post.labels",), "review"),
        (("account.labels", "message.reply_labels"), "review"),
        (("unit.answers('a\n(b)')",), "review"),
        (("post.labels", "posts"), "open"),
        (("account.name", "account.answers('x')"), "open"),
        (("post.labels_of",), "open"),
        ((), "open"),
    ],
)
def test_one_missing_datum_is_enough_to_stay_open(facts: tuple[str, ...], kind: str) -> None:
    report = audited(NOBODY_KNOWS, MAIN)
    missing = tuple(MissingFact(fact=fact, what=text("某事")) for fact in facts)
    report = evolve(report, findings=(evolve(report.findings[0], missing=missing),))

    assert result_of_log(report, MAIN)["kind"] == kind


def test_a_waived_failure_stays_a_failure_and_carries_its_waiver() -> None:
    ruleset = RuleSet("test", (rule_with(requires=account.is_main, force=Force.DEFEASIBLE),))
    report = audited(evolve(NOT_MAIN, waivers=(WAIVER,)), ruleset)

    result = result_of_log(report, ruleset)

    assert (result["kind"], result["level"]) == ("fail", "warning")
    assert result["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "豁免：某办，某函1号，在建",
            "properties": {
                "waiverId": "w1",
                "authority": "某办",
                "document": "某函1号",
                "reason": "在建",
                "expiresAt": "2019-06-06T00:00:00+08:00",
            },
        }
    ]


def test_a_post_stands_in_its_account_and_that_in_its_unit() -> None:
    portfolio = Portfolio(
        units=[unit_with()],
        accounts=[account_with(unit_id=UNIT_ID)],
        posts=[post_with("p/1", title="标题", labels={"off_topic"})],
    )

    run = run_of_log(audited(portfolio, ON_TOPIC), ON_TOPIC)

    place = {"fullyQualifiedName": "unit/unit:甲县", "kind": "unit"}
    path = "unit/unit:甲县/account/wechat:甲县发布"
    holder = {
        "fullyQualifiedName": path,
        "kind": "account",
        "parentIndex": 0,
        "name": "甲县发布",
    }
    assert run["logicalLocations"] == [place, holder]
    [location] = run["results"][0]["locations"]
    assert location == {
        "logicalLocations": [
            {
                "kind": "post",
                "name": "标题",
                "fullyQualifiedName": f"{path}/post/p%2F1",
                "parentIndex": 1,
            }
        ]
    }


def test_an_account_names_its_index_and_everything_that_the_table_of_places_says_of_it() -> None:
    run = run_of_log(audited(NOT_MAIN, MAIN), MAIN)

    [place] = run["results"][0]["locations"][0]["logicalLocations"]
    index = place.pop("index")
    assert run["logicalLocations"][index] == place


def test_the_markdown_of_a_result_lists_evidence_rows_remedy_and_clauses() -> None:
    ruleset = RuleSet(
        "test",
        (rule_with(requires=posts.within(days=14).count() > 5, remedy=text("恢复更新。")),),
    )
    rows = [post_with(f"p{number}", published_at=ago(days=number)) for number in (1, 2, 3)]
    portfolio = Portfolio(accounts=[account_with()], posts=rows)
    report = audited(portfolio, ruleset, evidence_limit=2)

    marked = result_of_log(report, ruleset)["message"]["markdown"].splitlines()

    assert marked[4:] == [
        "**依据的事实 / What was found**",
        "",
        (
            "- 近14天内发布的信息的数量：3\\(多于5：否；2019\\-05\\-22 00\\:00\\:00之后至"
            "2019\\-06\\-05 00\\:00\\:00\\)；涉及：p1、p2等3条  "
        ),
        (
            "  number of posts in the last 14 days\\: 3 \\(more than 5\\: no; after 2019\\-05\\-22"
            " 00\\:00\\:00, up to 2019\\-06\\-05 00\\:00\\:00\\); rows\\: p1, p2 … 3 in all"
        ),
        "",
        "**怎么办 / What to do**",
        "",
        "- 恢复更新。",
        "",
        "**条款 / Clauses**",
        "",
        "- 测〔2019〕1号 1\\.1",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("a/account/b", "a"), ("a%2Fb", "a/b"), ("a", "A"), ("a", "a ")],
)
def test_no_two_accounts_have_one_place(one: str, other: str) -> None:
    accounts = [Account(id=each, platform="wechat", is_main=False) for each in (one, other)]

    run = run_of_log(audited(of_accounts(*accounts), MAIN), MAIN)

    assert len({place["fullyQualifiedName"] for place in run["logicalLocations"]}) == 2


def test_a_place_holds_nothing_that_cannot_be_seen() -> None:
    named = account_with(id="a\x1b[31m\u202eb\n一", is_main=False)

    run = run_of_log(audited(of_accounts(named), MAIN), MAIN)

    assert run["logicalLocations"][0]["fullyQualifiedName"] == "account/a%1B[31m%E2%80%AEb%0A一"


def test_a_message_of_nobody_knows_whom_has_a_place_of_its_own() -> None:
    report = audited(NOT_MAIN, MAIN)
    subject = SubjectRef(kind=Subject.MESSAGE, id="m1")
    report = evolve(report, findings=(evolve(report.findings[0], subject=subject),))

    [location] = result_of_log(report, MAIN)["locations"]

    assert location["logicalLocations"] == [{"kind": "message", "fullyQualifiedName": "message/m1"}]


def test_results_carry_our_fingerprint_under_a_versioned_name() -> None:
    report = audited(NOT_MAIN, MAIN)

    result = result_of_log(report, MAIN)

    assert result["fingerprints"] == {"govmediaRules/v1": report.findings[0].fingerprint}
    assert "partialFingerprints" not in result


def test_a_file_to_show_results_beside_becomes_a_uri_and_tells_alerts_apart() -> None:
    report = audited(NOT_MAIN, MAIN)

    run = run_of_log(report, MAIN, artifact_uri="data/投资 100%25.json#一")

    uri = "data/%E6%8A%95%E8%B5%84%20100%25.json#%E4%B8%80"
    assert run["artifacts"] == [{"location": {"uri": uri}, "roles": ["analysisTarget"]}]
    [result] = run["results"]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": uri, "index": 0},
        "region": {"startLine": 1},
    }
    assert result["partialFingerprints"] == {
        "primaryLocationLineHash": report.findings[0].fingerprint
    }


@pytest.mark.parametrize(
    ("reference", "uri"),
    [
        ("a/b.json", "a/b.json"),
        ("file:///a?b=c#d", "file:///a?b=c#d"),
        ("100%.json", "100%25.json"),
        ("100%2g%2F", "100%252g%2F"),
        ("[a] b\\c", "%5Ba%5D%20b%5Cc"),
        ("\udcff.json", "%FF.json"),
    ],
)
def test_a_reference_that_people_wrote_is_made_a_uri(reference: str, uri: str) -> None:
    run = run_of_log(audited(NOT_MAIN, MAIN), MAIN, artifact_uri=reference)

    assert run["artifacts"][0]["location"]["uri"] == uri


def test_a_reference_that_no_uri_can_be_made_of_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="expected a URI reference"):
        sarif_log(audited(NOT_MAIN, MAIN), ruleset=MAIN, artifact_uri="\ud800")


@check(id="test/crashes", title=text("出错"), cites=(CITATION,), force=Force.OBLIGATION)
def crashes(_: object) -> bool:
    raise ValueError("no: such thing \ud800")


def test_a_rule_that_crashed_is_told_as_a_notification_and_leaves_its_question_open() -> None:
    ruleset = RuleSet("test", (*MAIN, crashes))
    report = audit(NOT_MAIN, ruleset, as_of=AS_OF)

    run = run_of_log(report, ruleset)

    [invocation] = run["invocations"]
    [told] = invocation["toolExecutionNotifications"]
    result = run["results"][1]
    assert invocation["executionSuccessful"] is False
    assert told["exception"] == {"kind": "ValueError", "message": "no: such thing \\ud800"}
    assert told["associatedRule"] == {"id": "test/crashes", "index": 1}
    assert told["descriptor"] == {"id": "rule-crashed", "index": 0}
    assert told["locations"] == result["locations"]
    assert (result["kind"], result["properties"]["outcome"]) == ("open", "error")


def test_an_audit_in_which_nothing_crashed_was_successful_whatever_failed() -> None:
    [invocation] = run_of_log(audited(NOT_MAIN, MAIN), MAIN)["invocations"]

    assert invocation == {
        "executionSuccessful": True,
        "properties": {"asOf": "2019-06-05T00:00:00+08:00"},
        "toolExecutionNotifications": [],
        "toolConfigurationNotifications": [],
        "ruleConfigurationOverrides": [],
    }


def test_notices_and_rules_out_of_force_are_told() -> None:
    report = audited(evolve(NOT_MAIN, waivers=(WAIVER,)), MAIN, as_of="2018-12-31T23:59:59+08:00")

    run = run_of_log(report, MAIN)

    [invocation] = run["invocations"]
    [notice] = invocation["toolConfigurationNotifications"]
    assert notice["message"]["text"].startswith("豁免w1未起作用")
    assert notice["level"] == "note"
    assert invocation["ruleConfigurationOverrides"] == [
        {
            "descriptor": {"id": "test-2019/a-rule", "index": 0},
            "configuration": {"enabled": False},
        }
    ]
    assert run["results"] == []


def test_a_run_is_named_after_its_rule_set_and_moment() -> None:
    report = evolve(audited(NOT_MAIN, MAIN), ruleset_id="a/b")

    details = run_of_log(report, MAIN)["automationDetails"]

    assert details["id"] == "govmedia-rules/a%2Fb/20190604T160000Z"
    assert details["properties"] == {"rulesetId": "a/b", "rulesetFingerprint": MAIN.fingerprint}


def test_a_run_counts_what_was_looked_at() -> None:
    portfolio = of_accounts(account_with(is_main=True), SECOND_MAIN)

    run = run_of_log(audited(portfolio, MAIN), MAIN)

    told = run["properties"]
    assert told["rules"] == [
        {
            "ruleId": "test-2019/a-rule",
            "isInForce": True,
            "passed": 1,
            "failed": 1,
            "undetermined": 0,
            "notApplicable": 0,
            "errors": 0,
        }
    ]
    tables = {"units": (False, 0, 0), "accounts": (True, 2, 2), "posts": (False, 0, 0)}
    assert {
        table["table"]: (table["isSupplied"], table["rows"], table["read"])
        for table in told["tables"]
    } == tables | {"messages": (False, 0, 0)}
    assert told["verdicts"] == {"passes": 0, "fails": 0, "undetermined": 0, "not_inspected": 2}


def test_passes_and_what_does_not_apply_are_told_on_request_alone() -> None:
    ruleset = RuleSet("test", (rule_with(applies=account.is_active, requires=account.is_main),))
    portfolio = of_accounts(
        account_with(id="a", is_main=True),
        account_with(id="b", status="closed"),
        account_with(id="c", is_main=False),
    )
    report = audited(portfolio, ruleset)
    explained = tuple(explain_all(portfolio, ruleset, as_of=AS_OF))

    def kinds(**options: Any) -> list[tuple[str, str]]:
        return [
            (result["kind"], result["level"])
            for result in run_of_log(report, ruleset, **options)["results"]
        ]

    passes = [finding for finding in explained if finding.outcome is Outcome.PASS]
    assert kinds() == [("fail", "error")]
    assert kinds(explained=passes) == [("fail", "error"), ("pass", "none")]
    assert kinds(explained=explained) == [
        ("fail", "error"),
        ("pass", "none"),
        ("notApplicable", "none"),
    ]


def states(report: Any, ruleset: RuleSet, **options: Any) -> list[tuple[str, str, str]]:
    return [
        (
            result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"],
            result["kind"],
            result["baselineState"],
        )
        for result in run_of_log(report, ruleset, **options)["results"]
    ]


def test_results_stand_to_a_baseline_as_new_unchanged_updated_or_absent() -> None:
    def accounts(**is_main: bool | None) -> Portfolio:
        return of_accounts(*(account_with(id=name, is_main=is_) for name, is_ in is_main.items()))

    before = audited(accounts(a=False, b=None, c=False, d=True), MAIN, as_of=ago(days=1))
    after = audited(accounts(a=False, b=False, c=True, d=False), MAIN)

    assert states(after, MAIN, baseline=before) == [
        ("account/a", "fail", "unchanged"),
        ("account/b", "fail", "updated"),
        ("account/d", "fail", "new"),
        ("account/c", "fail", "absent"),
    ]


def test_the_passing_of_time_alone_updates_nothing() -> None:
    ruleset = RuleSet("test", (rule_with(forbids=account.closed_at.within(days=30)),))
    portfolio = of_accounts(account_with(status="closed", closed_at=ago(days=9)))
    before = audited(portfolio, ruleset, as_of=ago(days=1))
    after = audited(portfolio, ruleset)

    assert before.findings != after.findings
    assert states(after, ruleset, baseline=before)[0][2] == "unchanged"


def test_what_passes_now_is_updated_and_not_absent_when_passes_are_told() -> None:
    before = audited(NOT_MAIN, MAIN, as_of=ago(days=1))
    better = of_accounts(account_with(is_main=True))
    explained = explain_all(better, MAIN, as_of=AS_OF)

    [(_, kind, state)] = states(audited(better, MAIN), MAIN, baseline=before, explained=explained)

    assert (kind, state) == ("pass", "updated")


def test_a_gone_finding_of_a_rule_that_was_not_run_keeps_the_rules_name_alone() -> None:
    other = RuleSet("other", (rule_with(id="test/other", requires=account.is_main),))
    before = audited(NOT_MAIN, other)
    after = audited(NOT_MAIN, MAIN)

    gone = run_of_log(after, MAIN, baseline=before)["results"][1]

    assert (gone["ruleId"], gone["baselineState"]) == ("test/other", "absent")
    assert "ruleIndex" not in gone


def test_a_baseline_later_than_the_report_is_refused() -> None:
    report, later = audited(NOT_MAIN, MAIN), audited(NOT_MAIN, MAIN, as_of=ago(days=-1))

    with pytest.raises(InvalidValueError, match="a baseline no later than the report"):
        sarif_log(report, ruleset=MAIN, baseline=later)


def test_other_rules_than_those_that_were_run_are_refused_before_anything_is_written() -> None:
    ruleset = RuleSet("test", (rule_with(requires=account.is_main, title=text("另一条")),))
    pieces: list[str] = []

    class Stream:
        def write(self, text: str) -> None:
            pieces.append(text)

    with pytest.raises(InvalidValueError, match="give the rule set that was run"):
        write_sarif(audited(NOT_MAIN, MAIN), Stream(), ruleset=ruleset)
    assert pieces == []


def test_a_rule_set_may_hold_more_rules_than_were_run() -> None:
    ruleset = MAIN | RuleSet(
        "more", (rule_with(id="test/z", subject="post", forbids=post.deleted_at.is_missing()),)
    )
    report = check_post(post_with(), account_with(), ruleset, as_of=AS_OF)

    rules = run_of_log(report, ruleset)["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == ["test/z"]


def test_progress_is_told_every_thousand_results_and_at_the_end() -> None:
    report = audited(NOT_MAIN, MAIN)
    told: list[int] = []
    many: tuple[Finding, ...] = report.findings * 2_001

    write_sarif(evolve(report, findings=many), StringIO(), ruleset=MAIN, progress=told.append)

    assert told == [1_000, 2_000, 2_001]


@pytest.mark.parametrize(("count", "told"), [(0, [0]), (999, [999]), (1_000, [1_000])])
def test_the_end_is_told_once(count: int, told: list[int]) -> None:
    report = audited(NOT_MAIN, MAIN)
    heard: list[int] = []

    write_sarif(
        evolve(report, findings=report.findings * count),
        StringIO(),
        ruleset=MAIN,
        progress=heard.append,
    )

    assert heard == told


def test_what_is_written_is_what_the_plain_log_holds() -> None:
    lines = written(audited(NOT_MAIN, MAIN), MAIN).splitlines()

    assert lines[0].startswith('{"$schema":"https://docs.oasis-open.org/sarif/')
    assert sum(line.startswith('{"ruleId"') for line in lines) == 1
