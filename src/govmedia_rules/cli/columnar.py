"""``check`` over Parquet and CSV files, and results as tables: the audit of frames."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

from attrs import frozen
from pendulum import DateTime

import govmedia_rules.frames as frames  # noqa: PLR0402 -- loads the extra when it is used
from govmedia_rules.cli.loading import loaded
from govmedia_rules.cli.progress import ProgressBar, size_of
from govmedia_rules.cli.report_pages import print_overview
from govmedia_rules.cli.streams import console_on, tell, tell_written, written
from govmedia_rules.cli.summaries import Counts, summary_line
from govmedia_rules.cli.untrusted import visible
from govmedia_rules.findings import Outcome, Report
from govmedia_rules.frames.columns import TABLES
from govmedia_rules.frames.table_names import SUFFIXES
from govmedia_rules.rules import RuleSet
from govmedia_rules.serialization import load_answers
from govmedia_rules.text import Language, Text

__all__ = [
    "MOST_IN_FULL",
    "RESULT_SUFFIXES",
    "TableOrder",
    "TablesResult",
    "deliver_tables",
    "judge_tables",
]

MOST_IN_FULL: Final = 2_000
"""How many findings are printed as a whole report; of more an overview is."""

_MOST_NOTICES: Final = 10

RESULT_SUFFIXES: Final = (".parquet", ".csv", ".ndjson")
"""How the names of files end into which findings go as tables."""


@frozen(kw_only=True)
class TableOrder:
    """
    What the command line asks for.

    Parameters:
        paths: the files and folders.

        ruleset: the rules.

        as_of: the monitoring moment.

        answers: filled-in questionnaires.

        unknown_fields: what to do with fields and columns that the library does not know.

        evidence_limit: how many ids a piece of evidence lists.

        form: ``table`` or ``json``.

        output: the file for the result, if not standard output.

        has_chosen_form: whether the form was asked for, so that the name of the file does
            not say it.
    """

    paths: tuple[Path, ...]
    ruleset: RuleSet
    as_of: DateTime
    answers: tuple[Path, ...]
    unknown_fields: Literal["error", "ignore"]
    evidence_limit: int
    form: str
    output: Path | None
    has_chosen_form: bool

    @property
    def reads_tables(self) -> bool:
        """Whether what it reads is columnar."""
        return any(map(_holds_tables, self.paths))

    @property
    def tables_at(self) -> Path | None:
        """Where the findings go as tables, or None when they do not."""
        if self.output is None or self.has_chosen_form:
            return None
        return self.output if self.output.suffix.casefold() in RESULT_SUFFIXES else None


@frozen
class TablesResult:
    """
    An audit too large for a report, or written as tables.

    Parameters:
        overview: what it came to.

        written: the files that hold it, if any.
    """

    overview: frames.AuditOverview
    written: tuple[Path, ...] = ()


def _holds_tables(path: Path) -> bool:
    told = str(path).partition("=")[0]
    return path.suffix.casefold() in SUFFIXES or told in TABLES or path.is_dir()


def judge_tables(order: TableOrder, bar: ProgressBar) -> Report | TablesResult:
    """
    Run an audit of frames.

    Parameters:
        order: what is asked for.

        bar: shows how far it has come.

    Returns:
        The report, where it is asked for as JSON or small enough to be printed whole.

    Raises:
        TableFileError: when anything is wrong with a file of tables.

        FrameError: when the tables do not keep the column contract.

        LoadError: when anything is wrong with another file.
    """
    with frames.polars_reading(*order.paths):
        audited = _audited(order, bar)
        if order.tables_at is not None:
            return TablesResult(audited.overview(0), _written(audited, order.tables_at, bar))
        bar.stage(Text(zh="汇总结果", en="Gathering findings"))
        if order.form == "json":
            return audited.to_report()
        overview = audited.overview()
        return audited.to_report() if overview.findings <= MOST_IN_FULL else TablesResult(overview)


def _audited(order: TableOrder, bar: ProgressBar) -> frames.FrameAudit:
    tables = _tables(order, bar)
    bar.stage(Text(zh="统计信息并判定", en="Counting posts and judging"))
    accounts = tables.pop("accounts")
    return frames.audit_frames(
        accounts,
        **tables,
        ruleset=order.ruleset,
        as_of=order.as_of,
        evidence_limit=order.evidence_limit,
    )


def _tables(order: TableOrder, bar: ProgressBar) -> dict[str, frames.Frame]:
    if not order.reads_tables:
        portfolio = loaded(order.paths, order.answers, order.unknown_fields, bar)
        return dict(frames.frames_of(portfolio))
    bar.begin(Text(zh="读取并核对", en="Reading and checking"), _bytes_of_csv(order.paths))
    tables: dict[str, frames.Frame] = dict(
        frames.open_tables(
            *order.paths, unknown_columns=order.unknown_fields, progress=bar.advance_to
        )
    )
    if order.answers:
        given = load_answers(*order.answers)
        tables["attestations"] = frames.with_attestations(tables.get("attestations"), given)
    return tables


def _bytes_of_csv(paths: Iterable[Path]) -> int:
    files = (file for path in paths for file in (path.rglob("*.csv") if path.is_dir() else (path,)))
    return sum(size_of(file) for file in files if file.suffix.casefold() == ".csv")


def _written(audited: frames.FrameAudit, path: Path, bar: ProgressBar) -> tuple[Path, ...]:
    bar.begin(Text(zh="写入结果", en="Writing findings"), len(frames.FINDINGS_TABLES))
    return frames.write_findings(audited, path, progress=bar.advance_to)


def deliver_tables(result: TablesResult, output: Path | None, language: Language) -> None:
    """
    Print an overview, or tell where the tables are, and what a reader should know besides.

    Parameters:
        result: what the audit came to.

        output: the file for the overview, if not standard output.

        language: the language of both.
    """
    overview = result.overview
    counts = Counts(
        verdicts=overview.verdicts,
        failed=overview.outcomes[Outcome.FAIL],
        undetermined=overview.outcomes[Outcome.UNDETERMINED],
        waived=overview.waived,
    )
    if not result.written:
        with written(output) as stream:
            print_overview(console_on(stream), overview.first, counts, overview.to_mend, language)
    notices = overview.first.notices
    for notice in notices[:_MOST_NOTICES]:
        tell(visible(notice.in_language(language)))
    if len(notices) > _MOST_NOTICES:
        rest = f"{len(notices) - _MOST_NOTICES:,}"
        tell(Text(zh=f"另有{rest}条类似提示", en=f"and {rest} notices more").in_language(language))
    tell(summary_line(counts, language))
    for path in result.written or ((output,) if output is not None else ()):
        tell_written(path, language)
    if not result.written:
        whole = Text(
            zh="全部结果连同证据：加上 --output findings.parquet（或 .csv、.ndjson）",
            en="All findings with their evidence: --output findings.parquet (or .csv, .ndjson)",
        )
        tell(whole.in_language(language))
