"""Portfolios, reports, questionnaires and texts in files: loaded with every problem told, dumped canonically."""

from govmedia_rules.serialization.decoding import MAX_BYTES, MAX_LINE_BYTES
from govmedia_rules.serialization.documents import PORTFOLIO_SCHEMA_VERSION, Progress
from govmedia_rules.serialization.portfolios import (
    dump_portfolio,
    dumps_portfolio,
    load_portfolio,
    loads_portfolio,
)
from govmedia_rules.serialization.problems import LoadError, Problem
from govmedia_rules.serialization.questionnaires import (
    QUESTIONNAIRE_SCHEMA_VERSION,
    FormFormat,
    dump_questionnaire,
    dumps_questionnaire,
    load_answers,
    with_answers,
)
from govmedia_rules.serialization.records import UnknownFields
from govmedia_rules.serialization.reports import (
    REPORT_SCHEMA_VERSION,
    dump_report,
    dumps_report,
    load_report,
    loads_report,
    report_from_plain,
    report_to_plain,
)
from govmedia_rules.serialization.texts import MAX_TEXTS_BYTES, load_texts

__all__ = [
    "MAX_BYTES",
    "MAX_LINE_BYTES",
    "MAX_TEXTS_BYTES",
    "PORTFOLIO_SCHEMA_VERSION",
    "QUESTIONNAIRE_SCHEMA_VERSION",
    "REPORT_SCHEMA_VERSION",
    "FormFormat",
    "LoadError",
    "Problem",
    "Progress",
    "UnknownFields",
    "dump_portfolio",
    "dump_questionnaire",
    "dump_report",
    "dumps_portfolio",
    "dumps_questionnaire",
    "dumps_report",
    "load_answers",
    "load_portfolio",
    "load_report",
    "load_texts",
    "loads_portfolio",
    "loads_report",
    "report_from_plain",
    "report_to_plain",
    "with_answers",
]
