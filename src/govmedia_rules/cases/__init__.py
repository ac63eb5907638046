"""Cases as package data: the real ones of Jiangsu 2019, and small ones for every rule."""

from govmedia_rules.cases.case_files import load_rule_cases, rule_cases
from govmedia_rules.cases.jiangsu import (
    JIANGSU_2019_AS_OF,
    AccountExpectation,
    CaseExpectation,
    ClauseExpectation,
    ExpectedFinding,
    OpinionSituation,
    Situation,
    SubjectExpectation,
    jiangsu_2019,
    jiangsu_2019_expectations,
)
from govmedia_rules.cases.labelled_texts import labelled_texts
from govmedia_rules.cases.rule_case import Auditor, CaseError, RuleCase, Side

__all__ = [
    "JIANGSU_2019_AS_OF",
    "AccountExpectation",
    "Auditor",
    "CaseError",
    "CaseExpectation",
    "ClauseExpectation",
    "ExpectedFinding",
    "OpinionSituation",
    "RuleCase",
    "Side",
    "Situation",
    "SubjectExpectation",
    "jiangsu_2019",
    "jiangsu_2019_expectations",
    "labelled_texts",
    "load_rule_cases",
    "rule_cases",
]
