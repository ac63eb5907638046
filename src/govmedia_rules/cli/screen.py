"""``govmedia-rules screen``: what in the texts of posts a person should look into."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import click

from govmedia_rules.cases import labelled_texts
from govmedia_rules.cli.options import lang_option, output_option
from govmedia_rules.cli.progress import ProgressBar, size_of
from govmedia_rules.cli.streams import is_terminal, tell, tell_written, write_text
from govmedia_rules.cli.untrusted import visible
from govmedia_rules.errors import GovmediaRulesError, MissingExtraError, UnknownNameError
from govmedia_rules.plugins import screener_ids, screener_plugin
from govmedia_rules.screening import (
    Measure,
    Screener,
    ScreeningResult,
    Suggestion,
    measured,
    suggestions,
)
from govmedia_rules.screening import screen as screened
from govmedia_rules.serialization import load_texts
from govmedia_rules.spreadsheets import to_csv_cell
from govmedia_rules.text import Language, Text

try:
    from govmedia_rules.screening.in_the_box import SCREENERS as _IN_THE_BOX
except MissingExtraError as error:
    # Screeners of plug-ins can do without the extra.
    _without_extra: MissingExtraError | None = error
    SCREENERS: Mapping[str, Screener] = {}
else:
    _without_extra = None
    SCREENERS = _IN_THE_BOX

__all__ = ["screen"]

_COLUMNS = ("post_id", "label", "found", "start", "end", "screeners")


@click.command(short_help="Screen texts (筛查).")
@click.argument("paths", metavar="TEXTS...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--screener",
    "names",
    metavar="ID",
    multiple=True,
    help="Look with this screener (筛查器) only, in the box or of a plug-in; give it again for"
    " several. Unless said otherwise: all in the box.",
)
@click.option(
    "--list",
    "lists",
    is_flag=True,
    help="Say what each screener looks for, its version, and how good it was on labelled texts.",
)
@click.option(
    "--failing",
    type=click.Choice(["raise", "record"]),
    default="raise",
    show_default=True,
    help="When a screener crashes: stop, or go on and say which texts it could not look at.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "json"]),
    help="A table for spreadsheets, or JSON for programs. Unless said otherwise json, or what the"
    " name of the output file ends in.",
)
@output_option
@lang_option
@click.pass_context
def screen(  # noqa: PLR0917 -- click hands over one argument per option
    context: click.Context,
    paths: tuple[Path, ...],
    names: tuple[str, ...],
    lists: bool,
    failing: Literal["raise", "record"],
    form: str | None,
    output: Path | None,
    language: Language,
) -> None:
    """
    Screen texts (筛查): suggest labels that a person should look into.

    TEXTS are files with the texts of posts: .csv with the columns id and text (编号、
    正文), or .ndjson with {"id": …, "text": …} on each line. The id is that of the post.

    What comes out is work for people, no judgement: a suggestion (线索) is neither a
    failure nor a label, and a text without one was looked at for the listed labels
    only. Long numbers in what was found are masked (打码). Needs the extra `screening`.

    \b
    Examples:
      govmedia-rules screen --list
      govmedia-rules screen texts.csv --output suggestions.csv
      govmedia-rules screen texts.ndjson --screener personal-data

    Exit status: 0, with or without suggestions, or 2 when it could not run (无法运行).
    """
    if lists == bool(paths):
        raise click.UsageError("give either files with texts, or --list.", context)
    screeners = _chosen(names)
    form = form or ("csv" if output is not None and output.suffix.lower() == ".csv" else "json")
    if lists:
        write_text(_written_list(screeners, form), output)
        return
    with ProgressBar(language) as bar:
        bar.begin(Text(zh="读取", en="Reading"), sum(map(size_of, paths)))
        texts = load_texts(*paths)
        bar.begin(Text(zh="筛查", en="Screening"), len(texts) * len(screeners))
        results = _kept(screened(texts, screeners, failing=failing), bar)
    found = suggestions(results)
    text = _as_csv(found) if form == "csv" else _as_json(found, screeners, len(texts))
    write_text(visible(text, keeps_lines=True) if _is_for_eyes(output) else text, output)
    _tell_failures(results)
    tell(_summary(found, len(texts)).in_language(language))
    if output is not None:
        tell_written(output, language)


def _is_for_eyes(output: Path | None) -> bool:
    return output is None and is_terminal(sys.stdout)


def _chosen(names: Sequence[str]) -> list[Screener]:
    """Return the screeners called *names*, or those in the box."""
    try:
        if _without_extra is not None and not names:
            raise _without_extra
        return [_named(name) for name in names or SCREENERS]
    except GovmediaRulesError as error:
        raise click.UsageError(visible(str(error))) from error


def _named(name: str) -> Screener:
    if name in SCREENERS:
        return SCREENERS[name]
    plugins = screener_ids()
    if name not in plugins:
        if _without_extra is not None:
            raise _without_extra
        raise UnknownNameError("screener", name, (*SCREENERS, *plugins))
    return screener_plugin(name)


def _kept(results: Iterable[ScreeningResult], bar: ProgressBar) -> list[ScreeningResult]:
    """Return the results that say something: a hit, or that a screener could not look."""
    kept: list[ScreeningResult] = []
    for done, result in enumerate(results, 1):
        if result.hits or result.failure is not None:
            kept.append(result)
        if done % 1000 == 0:
            bar.advance_to(done)
    return kept


def _tell_failures(results: Sequence[ScreeningResult]) -> None:
    failures = Counter(
        (result.screener_id, result.failure) for result in results if result.failure is not None
    )
    for (screener_id, failure), count in failures.items():
        tell(f"Not looked at / 未能筛查: {screener_id}, {count} text(s) / 条: {failure}")


def _as_csv(found: Sequence[Suggestion]) -> str:
    rows = io.StringIO(newline="")
    writer = csv.writer(rows)
    writer.writerow(_COLUMNS)
    for each in found:
        for hit in each.hits:
            texts = map(to_csv_cell, (str(each.post_id), str(each.label), hit.found))
            by = to_csv_cell("; ".join(each.screeners))
            writer.writerow([*texts, hit.start, hit.end, by])
    return "\ufeff" + rows.getvalue()


def _as_json(found: Sequence[Suggestion], screeners: Sequence[Screener], texts: int) -> str:
    plain = {
        "texts": texts,
        "looked_for": {
            f"{screener.id} {screener.version}": sorted(screener.labels) for screener in screeners
        },
        "suggestions": [
            {
                "post_id": each.post_id,
                "label": each.label,
                "screeners": list(each.screeners),
                "hits": [
                    {"found": hit.found, "start": hit.start, "end": hit.end} for hit in each.hits
                ],
            }
            for each in found
        ],
    }
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def _written_list(screeners: Sequence[Screener], form: str) -> str:
    plain = [_about(screener) for screener in screeners]
    if form == "json":
        return json.dumps({"screeners": plain}, ensure_ascii=False, indent=2) + "\n"
    rows = io.StringIO(newline="")
    writer = csv.writer(rows)
    writer.writerow(("id", "version", "label", "precision", "recall", "texts", "looks_for"))
    for about in plain:
        for each in about["measured"]:
            figures = (each["precision"], each["recall"], each["texts"])
            words = about["looks_for"]
            writer.writerow(
                (
                    about["id"],
                    about["version"],
                    each["label"],
                    *figures,
                    f"{words['zh']} / {words['en']}",
                )
            )
    return "\ufeff" + rows.getvalue()


def _about(screener: Screener) -> dict[str, Any]:
    return {
        "id": screener.id,
        "version": screener.version,
        "looks_for": {"zh": screener.looks_for.zh, "en": screener.looks_for.en},
        # Screeners were bettered by looking at the other texts.
        "measured": [_figures(each) for each in measured(screener, labelled_texts("report"))],
    }


def _figures(measure: Measure) -> dict[str, Any]:
    precision, recall = measure.precision, measure.recall
    return {
        "label": measure.label,
        "texts": measure.texts,
        "found": measure.found,
        "wrongly_found": measure.wrongly_found,
        "missed": measure.missed,
        "precision": None if precision is None else round(precision, 2),
        "recall": None if recall is None else round(recall, 2),
    }


def _summary(found: Sequence[Suggestion], texts: int) -> Text:
    posts = len({each.post_id for each in found})
    return Text(
        zh=f"筛查{texts}条，其中{posts}条有线索待人工复核，共{len(found)}条线索。",
        en=f"Screened {texts} text(s); {posts} post(s) with {len(found)} suggestion(s) for a person"
        " to look into.",
    )
