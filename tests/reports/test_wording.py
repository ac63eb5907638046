"""Evidence as people read it."""

from __future__ import annotations

import pytest

from govmedia_rules.findings import Evidence, MissingFact, Range
from govmedia_rules.law import INSPECTION_2019, OPINION_2018
from govmedia_rules.moments import Window, moment
from govmedia_rules.reports.wording import clauses, evidence_words, missing_words, rows_lacking
from govmedia_rules.text import Text

WHAT = Text(zh="某项", en="something")
JUNE = moment("2019-06-05T00:00:00+08:00")


def evidence(**facts: object) -> Evidence:
    given = {"truth": None, "value": None, "operator": ">=", **facts}
    return Evidence(what=WHAT, condition="…", **given)  # type: ignore[arg-type]  # each case is typed by its row


@pytest.mark.parametrize(
    ("piece", "zh", "en"),
    [
        (
            evidence(truth=False, value=0, threshold=1),
            "某项：0(不少于1：否)",
            "something: 0 (at least 1: no)",
        ),
        (
            evidence(value=Range(2, 5), threshold=3),
            "某项：2–5(不少于3：未知)",
            "something: 2–5 (at least 3: unknown)",
        ),
        (
            evidence(truth=True, value=("甲", "乙"), operator="overlaps", threshold=("乙",)),
            "某项：甲、乙(含“乙”之一：是)",
            "something: 甲, 乙 (include one of 乙: yes)",
        ),
        (
            evidence(truth=False, value="甲政发布", operator="mentions", threshold=("乙",)),
            "某项：甲政发布(含“乙”之一：否)",
            "something: 甲政发布 (include one of 乙: no)",
        ),
        (
            evidence(value=Range(2, None), threshold=3),
            "某项：至少2(不少于3：未知)",
            "something: at least 2 (at least 3: unknown)",
        ),
        (
            evidence(value=Range(2, 5), threshold=3, window=Window.up_to(JUNE, 14)),
            "某项：2–5(不少于3：未知；2019-05-22 00:00:00之后至2019-06-05 00:00:00)",
            (
                "something: 2–5 (at least 3: unknown; after 2019-05-22 00:00:00, up to"
                " 2019-06-05 00:00:00)"
            ),
        ),
        (
            evidence(truth=True, value=0.25, operator="<", threshold=0.3, known=27, total=30),
            "某项：0.25(少于0.3：是；30条中已知27条)",
            "something: 0.25 (less than 0.3: yes; known for 27 of 30)",
        ),
        (
            evidence(truth=True, value=("off_topic",), operator="has", threshold="off_topic"),
            "某项：与职责无关(含“与职责无关”：是)",
            "something: unrelated to its duties (include unrelated to its duties: yes)",
        ),
        (
            evidence(truth=False, value="county", operator="is_in", threshold=("national",)),
            "某项：县级(为“国家级”之一：否)",
            "something: county (one of national: no)",
        ),
        (
            evidence(truth=True, value=JUNE, operator="<", threshold=JUNE),
            "某项：2019-06-05 00:00:00 +08:00(早于2019-06-05 00:00:00 +08:00：是)",
            "something: 2019-06-05 00:00:00 +08:00 (before 2019-06-05 00:00:00 +08:00: yes)",
        ),
        (
            evidence(operator="within", threshold=14),
            "某项：未知(在近14天内：未知)",
            "something: unknown (in the last 14 days: unknown)",
        ),
        (evidence(truth=True, value=(), operator="is_empty"), "某项：无", "something: none"),
        (
            evidence(truth=True, operator="is_missing"),
            "某项：无记录",
            "something: not on record",
        ),
        (evidence(truth=False, value=False, operator="is_true"), "某项：否", "something: no"),
        (evidence(truth=True, operator="is"), "某项：是", "something: yes"),
    ],
)
def test_evidence_says_what_was_found_and_what_it_was_asked_for(
    piece: Evidence, zh: str, en: str
) -> None:
    assert evidence_words(piece) == Text(zh=zh, en=en)


@pytest.mark.parametrize("operator", ["", "≈", "within\n"])
def test_an_operator_that_nobody_knows_stands_for_itself(operator: str) -> None:
    assert evidence_words(evidence(operator=operator, threshold=3)) == Text(
        zh=f"某项：未知({operator} 3：未知)", en=f"something: unknown ({operator} 3: unknown)"
    )


def test_missing_facts_carry_the_names_of_the_input_formats() -> None:
    facts = (
        MissingFact(fact="post.labels", what=Text(zh="标签", en="labels"), count=1_200),
        MissingFact(fact="posts", what=Text(zh="信息", en="posts")),
    )
    assert missing_words(facts) == Text(
        zh="缺少：标签(post.labels，1,200条信息)、信息(posts)",
        en="nobody recorded: labels (post.labels, 1,200 post(s)), posts (posts)",
    )


def test_a_table_is_lacked_by_accounts() -> None:
    assert rows_lacking("posts", 3) == Text(zh="3个账号", en="3 account(s)")


def test_the_provisions_of_one_instrument_stand_together() -> None:
    cited = [
        INSPECTION_2019.provision("1.1").citation,
        OPINION_2018.citation,
        INSPECTION_2019.provision("2.1").citation,
        INSPECTION_2019.provision("1.1").citation,
    ]
    assert clauses(cited) == ("国办秘函〔2019〕19号 1.1、2.1", "国办发〔2018〕123号")
