"""The command line on files that nobody vouches for: it ends with a status and without a traceback."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final

from attrs import frozen
from click.testing import CliRunner

from fuzzing.ledger_loaders import some_ledger
from fuzzing.loader import BrokenPromiseError, Loader, scratch_folder
from fuzzing.mutations import mutated_cells, mutated_json_lines, mutated_tokens
from fuzzing.portfolio_loaders import few_rows
from fuzzing.report_loaders import filled_form, some_report
from fuzzing.table_loaders import csv_table
from govmedia_rules.cases import JIANGSU_2019_AS_OF
from govmedia_rules.cli import cli
from govmedia_rules.errors import GovmediaRulesError
from govmedia_rules.rulefile import rule_file_template
from govmedia_rules.serialization import dump_portfolio, dumps_portfolio, dumps_report
from ledger_strategies import csv_bytes

__all__ = ["COMMAND_LOADERS"]

_AS_OF: Final = f"--as-of {JIANGSU_2019_AS_OF.isoformat()}"

# By a word for each: the arguments, in which {} is the file that is fuzzed and {good} a
# portfolio with nothing wrong in it.
_COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "check": ("p.json", "check {} " + _AS_OF),
    "check-sarif": ("p.ndjson", "check {} --format sarif --with-passes " + _AS_OF),
    "check-html": ("p.json", "check {} --format html " + _AS_OF),
    "check-csv": ("p.json", "check {} --format csv --with-undetermined " + _AS_OF),
    "check-markdown": ("p.json", "check {} --format markdown " + _AS_OF),
    "check-table": ("accounts.csv", "check {} --format json " + _AS_OF),
    "baseline": ("r.json", "check {good} --format json --baseline {} " + _AS_OF),
    "ledger": ("l.csv", "check {good} --format csv --ledger {} " + _AS_OF),
    "answers": ("a.csv", "check {good} --answers {} " + _AS_OF),
    "rules": ("r.toml", "check {good} --rules {} " + _AS_OF),
    "lint": ("r.toml", "rules lint {}"),
    "diff": ("r.json", "diff {} {}"),
    "screen": ("t.csv", "screen {} --format json"),
    "sample": ("p.json", "sample {} --ratio 0.5 --seed s --by level " + _AS_OF),
    "consolidate": ("p.json", "consolidate {} " + _AS_OF),
    "questionnaire": ("p.json", "questionnaire {} " + _AS_OF),
    "bulletin": ("p.json", "bulletin {} " + _AS_OF),
    "coverage": ("p.json", "coverage inspection-2019 --portfolio {} " + _AS_OF),
}


@frozen
class _Ended:
    """How a command ended: its status, and the first word, by which it was chosen."""

    word: str
    status: int


class _CannotRunError(GovmediaRulesError):
    """The command said why it cannot run, and ended with status 2."""


def _parts(data: bytes) -> tuple[str, bytes]:
    line, _, content = data.partition(b"\n")
    word = line.decode("ascii", "replace")
    return (word, content) if word in _COMMANDS else ("check", data)


def _run(data: bytes) -> _Ended:
    word, content = _parts(data)
    name, line = _COMMANDS[word]
    fuzzed, good = scratch_folder() / name, scratch_folder() / "good.json"
    fuzzed.write_bytes(content)
    if not good.exists():
        dump_portfolio(few_rows(), good)
    arguments = [each.format(fuzzed, fuzzed, good=good) for each in line.split()]
    result = CliRunner().invoke(cli, arguments, prog_name="govmedia-rules")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    if result.exit_code not in {0, 1, 2} or "Traceback (most recent" in result.stderr:
        raise BrokenPromiseError(f"{word} ended with {result.exit_code}: {result.stderr[:500]}")
    if result.exit_code == 2:
        if result.stdout:
            raise BrokenPromiseError(f"{word} cannot run and printed {result.stdout[:200]}")
        raise _CannotRunError(result.stderr)
    return _Ended(word, result.exit_code)


def _seeds() -> tuple[bytes, ...]:
    portfolio = dumps_portfolio(few_rows()).encode()
    ndjson = scratch_folder() / "seed.ndjson"
    dump_portfolio(few_rows(), ndjson)
    contents = {
        "p.json": portfolio,
        "p.ndjson": ndjson.read_bytes(),
        "accounts.csv": csv_table("accounts"),
        "r.json": dumps_report(some_report()).encode(),
        "l.csv": csv_bytes(some_ledger()),
        "a.csv": filled_form("csv"),
        "r.toml": rule_file_template().encode(),
        "t.csv": '编号,正文\np1,"限时抢购"\n'.encode(),
    }
    return tuple(word.encode() + b"\n" + contents[name] for word, (name, _) in _COMMANDS.items())


def _mutated(data: bytes, random: Random) -> bytes:
    word, content = _parts(data)
    name, _ = _COMMANDS[word]
    if random.random() < 0.1:
        alike = [each for each, (other, _) in _COMMANDS.items() if other == name]
        word = random.choice(alike)
    suffix = name.partition(".")[2]
    mutated = {"csv": mutated_cells, "toml": mutated_tokens}.get(suffix, mutated_json_lines)
    return word.encode() + b"\n" + mutated(content, random)


COMMAND_LOADERS: Final = (
    Loader(
        name="command",
        reads=_run,
        again=lambda ended: ended,
        seeds=_seeds,
        mutated=_mutated,
        refusals=(_CannotRunError,),
    ),
)
"""The command line."""
