"""Real cases as package data: ready to load, with what they should come to."""

from govmedia_rules.cases.jiangsu import (
    JIANGSU_2019_AS_OF,
    AccountExpectation,
    CaseExpectation,
    ClauseExpectation,
    ExpectedFinding,
    Situation,
    jiangsu_2019,
    jiangsu_2019_expectations,
)

__all__ = [
    "JIANGSU_2019_AS_OF",
    "AccountExpectation",
    "CaseExpectation",
    "ClauseExpectation",
    "ExpectedFinding",
    "Situation",
    "jiangsu_2019",
    "jiangsu_2019_expectations",
]
