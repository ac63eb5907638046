"""``govmedia-rules diff``: what changed from one report to the next."""

from __future__ import annotations

from pathlib import Path

import click

from govmedia_rules.cli.diff_pages import print_diff
from govmedia_rules.cli.loading import loaded_report
from govmedia_rules.cli.options import format_option, lang_option, output_option
from govmedia_rules.cli.progress import ProgressBar
from govmedia_rules.cli.streams import console_on, tell, tell_written, written, written_bytes
from govmedia_rules.reports.differences import diff_summary
from govmedia_rules.serialization import iter_diff
from govmedia_rules.text import Language, Text

__all__ = ["diff"]


@click.command(short_help="Compare two reports (比较两次检查).")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@format_option
@output_option
@lang_option
@click.pass_context
def diff(
    context: click.Context,
    old: Path,
    new: Path,
    form: str,
    output: Path | None,
    language: Language,
) -> None:
    r"""
    Compare two reports (比较两次检查): new, changed, persisting, resolved.

    OLD and NEW are what `check --format json` wrote. Whatever is found no longer counts
    as resolved (已解决) only where its rule is known to pass. To know that of everything,
    make NEW with `check --baseline OLD`. What differs because rules differ says so.

    \b
    Example:
      govmedia-rules check q1.json --format json --output old.json
      govmedia-rules check q2.json --baseline old.json --format json \
        --output new.json
      govmedia-rules diff old.json new.json

    Exit status: 0 nothing new fails (没有新的不符合), 1 something new fails or crashes
    (有新的不符合), 2 it could not run (无法运行).
    """
    with ProgressBar(language) as bar:
        earlier, later = loaded_report(old, bar), loaded_report(new, bar)
        found = later.diff(earlier)
        if form == "json":
            bar.begin(Text(zh="写出", en="Writing"), len(found.differences))
            with written_bytes(output) as stream:
                stream.writelines(piece.encode() for piece in iter_diff(found, bar.advance_to))
    if form == "table":
        with written(output) as page:
            print_diff(console_on(page), found, language)
    tell(diff_summary(found).in_language(language))
    if output is not None:
        tell_written(output, language)
    context.exit(int(bool(found.new_failures)))
