"""``govmedia-rules generate``: a made-up portfolio of any size, to try things on."""

from __future__ import annotations

from pathlib import Path

import click
from pendulum import DateTime

import govmedia_rules.synthetic as synthetic  # noqa: PLR0402 -- loads the extra when it is used
from govmedia_rules.cli.loading import told_moment
from govmedia_rules.cli.options import as_of_option, lang_option
from govmedia_rules.cli.progress import ProgressBar
from govmedia_rules.cli.streams import tell, tell_written
from govmedia_rules.evaluation.answers import questions_asked
from govmedia_rules.law import Force
from govmedia_rules.models import Subject
from govmedia_rules.rulesets import BUILT_IN
from govmedia_rules.synthetic.requests import (
    MOST_ACCOUNTS,
    MOST_PER_ACCOUNT,
    SyntheticQuestion,
    SyntheticRequest,
)
from govmedia_rules.text import Language, Text

__all__ = ["generate"]


def _questions() -> tuple[SyntheticQuestion, ...]:
    """Return the questions of all rules in the box."""
    asked = questions_asked(rule for ruleset in BUILT_IN.values() for rule in ruleset)
    return tuple(
        SyntheticQuestion(
            question_id=answer.question.id,
            subject=Subject(answer.spec.root),
            roles=answer.question.answerable_by,
        )
        for answer in asked
    )


def _waivable_rules() -> tuple[str, ...]:
    """Return the rules in the box that a waiver can excuse."""
    return tuple(
        rule.id
        for ruleset in BUILT_IN.values()
        for rule in ruleset
        if rule.force is Force.DEFEASIBLE
    )


@click.command(short_help="Make a portfolio up, of any size (生成模拟数据).")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--accounts",
    metavar="N",
    type=click.IntRange(1, MOST_ACCOUNTS),
    default=1000,
    show_default=True,
    help="How many accounts (账号). China had 178700 at the end of 2018.",
)
@click.option(
    "--posts-per-account",
    metavar="M",
    type=click.IntRange(0, MOST_PER_ACCOUNT),
    default=30,
    show_default=True,
    help="The mean number of posts (信息) of an account. In one province it was 188 in a quarter.",
)
@click.option(
    "--messages-per-account",
    metavar="M",
    type=click.IntRange(0, MOST_PER_ACCOUNT),
    default=2,
    show_default=True,
    help="The mean number of messages (留言) to an account.",
)
@click.option(
    "--seed",
    metavar="S",
    type=click.IntRange(0, 2**63 - 1),
    default=0,
    show_default=True,
    help="Which of the portfolios of that size; the same seed and moment give the same one.",
)
@click.option(
    "--posts-per-part",
    metavar="N",
    type=click.IntRange(1),
    help="Write posts into a folder, posts/, in files of about N posts, for engines that read"
    " files side by side. Unless said otherwise they are one file.",
)
@click.option("--overwrite", is_flag=True, help="Replace the tables that are in DIRECTORY (覆盖).")
@as_of_option
@lang_option
def generate(  # noqa: PLR0913, PLR0917 -- click hands over one argument per option
    directory: Path,
    accounts: int,
    posts_per_account: int,
    messages_per_account: int,
    seed: int,
    posts_per_part: int | None,
    overwrite: bool,
    as_of: DateTime | None,
    language: Language,
) -> None:
    """
    Make a portfolio up (生成模拟数据): units, accounts, posts, messages, answers and
    waivers, written as Parquet files into DIRECTORY, one for each table.

    Nothing in it is real, and that a place or body has a name that exists has no
    meaning; but numbers, gaps and faults are spread as they are in the field (see
    the documentation). A larger portfolio begins with the smaller one of the same
    seed and moment. Without --as-of the moment is now; it is printed on standard
    error.

    It needs the extra `synthetic`. Files appear when all of them are complete;
    files that are there are left alone unless you say --overwrite.

    \b
    Examples:
      govmedia-rules generate made-up --as-of 2019-06-05
      govmedia-rules generate province --accounts 4891 \\
          --posts-per-account 188 --as-of 2024-07-01
      govmedia-rules generate nation --accounts 178700 \\
          --posts-per-account 188 --posts-per-part 4000000

    Exit status: 0, or 2 when it could not run (无法运行).
    """
    request = SyntheticRequest(
        accounts=accounts,
        as_of=told_moment(as_of),
        posts_per_account=posts_per_account,
        messages_per_account=messages_per_account,
        seed=seed,
        questions=_questions(),
        waivable_rules=_waivable_rules(),
    )
    with ProgressBar(language) as bar:
        bar.begin(Text(zh="生成", en="Generating"), accounts)
        made = synthetic.generate_files(
            request,
            directory,
            posts_per_part=posts_per_part,
            overwrite=overwrite,
            progress=bar.advance_to,
        )
    rows = Text(
        zh="，".join(f"{name} {count:,}行" for name, count in made.rows.items()),
        en=", ".join(f"{name}: {count:,} rows" for name, count in made.rows.items()),
    )
    tell(rows.in_language(language))
    tell_written(directory, language)
