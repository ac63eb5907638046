"""Portfolios, reports, questionnaires and texts in files: loaded with every problem told, dumped canonically."""

from govmedia_rules.problems import LoadError, Problem
from govmedia_rules.serialization.decoding import MAX_BYTES, MAX_LINE_BYTES
from govmedia_rules.serialization.documents import PORTFOLIO_SCHEMA_VERSION, Progress
from govmedia_rules.serialization.draws import (
    DRAW_SCHEMA_VERSION,
    draw_to_plain,
    dump_draw,
    dumps_draw,
    dumps_draw_table,
    load_draw,
)
from govmedia_rules.serialization.portfolios import (
    dump_portfolio,
    dumps_portfolio,
    load_portfolio,
    loads_portfolio,
)
from govmedia_rules.serialization.questionnaires import (
    QUESTIONNAIRE_SCHEMA_VERSION,
    FormFormat,
    dump_questionnaire,
    dumps_questionnaire,
    load_answers,
    with_answers,
)
from govmedia_rules.serialization.records import UnknownFields
from govmedia_rules.serialization.report_lines import DIFF_SCHEMA_VERSION
from govmedia_rules.serialization.report_schemas import report_schema
from govmedia_rules.serialization.reporting import REPORT_SCHEMA_VERSION, REPORT_SCHEMA_VERSIONS
from govmedia_rules.serialization.reports import (
    diff_to_plain,
    dump_report,
    dumps_diff,
    dumps_report,
    iter_diff,
    iter_report,
    load_report,
    loads_report,
    report_from_plain,
    report_to_plain,
    write_report,
)
from govmedia_rules.serialization.texts import MAX_TEXTS_BYTES, load_texts

__all__ = [
    "DIFF_SCHEMA_VERSION",
    "DRAW_SCHEMA_VERSION",
    "MAX_BYTES",
    "MAX_LINE_BYTES",
    "MAX_TEXTS_BYTES",
    "PORTFOLIO_SCHEMA_VERSION",
    "QUESTIONNAIRE_SCHEMA_VERSION",
    "REPORT_SCHEMA_VERSION",
    "REPORT_SCHEMA_VERSIONS",
    "FormFormat",
    "LoadError",
    "Problem",
    "Progress",
    "UnknownFields",
    "diff_to_plain",
    "draw_to_plain",
    "dump_draw",
    "dump_portfolio",
    "dump_questionnaire",
    "dump_report",
    "dumps_diff",
    "dumps_draw",
    "dumps_draw_table",
    "dumps_portfolio",
    "dumps_questionnaire",
    "dumps_report",
    "iter_diff",
    "iter_report",
    "load_answers",
    "load_draw",
    "load_portfolio",
    "load_report",
    "load_texts",
    "loads_portfolio",
    "loads_report",
    "report_from_plain",
    "report_schema",
    "report_to_plain",
    "with_answers",
    "write_report",
]
