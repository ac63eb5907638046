"""Where output goes: terminals, pipes that close early, files that are replaced whole."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, TextIO, cast

import click
from rich.console import Console

from govmedia_rules.cli.untrusted import visible
from govmedia_rules.serialization.replacing import replaced_whole
from govmedia_rules.text import Language, Text

__all__ = [
    "NARROWEST",
    "PIPED_WIDTH",
    "TextConsole",
    "console_on",
    "is_terminal",
    "prepare_standard_streams",
    "tell",
    "tell_written",
    "write_text",
    "written",
    "written_bytes",
]

PIPED_WIDTH: Final = 120
"""How wide tables are where there is no terminal and COLUMNS does not say."""

NARROWEST: Final = 60
"""How narrow tables become; columns of four words cannot be read."""


class TextConsole(Console):
    """A console for one stream that outlives the reader of that stream."""

    def on_broken_pipe(self) -> None:
        """Print no more, and let the command end with the status it would have had."""
        self.quiet = True
        _silence(self.file)


class _Trimmed(io.TextIOBase):
    """A stream that leaves away the spaces with which tables fill up their lines."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a plain attribute there
        return self._stream.encoding

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._stream.fileno()

    def write(self, text: str, /) -> int:
        self._stream.write("\n".join(line.rstrip(" ") for line in text.split("\n")))
        return len(text)

    def flush(self) -> None:
        # A console may outlive the file it wrote to, and Python flushes what it clears away.
        if not self._stream.closed:
            self._stream.flush()


def _silence(stream: IO[Any]) -> None:
    """Send what is still in *stream*, and what the interpreter flushes at its end, nowhere."""
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _piped_width() -> int:
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and 0 < int(columns) < 10_000 else PIPED_WIDTH


def console_on(stream: TextIO) -> TextConsole:
    """
    Return a console that prints on *stream*.

    On a terminal it takes the terminal's width and colours (NO_COLOR is heeded);
    elsewhere there are no colours, and tables are as wide as COLUMNS says or 120.
    """
    is_live = is_terminal(stream)
    console = TextConsole(
        file=stream if is_live else cast("TextIO", _Trimmed(stream)),
        width=None if is_live else _piped_width(),
        markup=False,
        emoji=False,
        highlight=False,
    )
    # Where there is less room the terminal breaks the lines; tables would lose words.
    console.width = max(console.width, NARROWEST)
    return console


def tell(message: str) -> None:
    """Print *message*, which may have several lines, on stderr."""
    try:
        click.echo(visible(message, keeps_lines=True), err=True)
    except BrokenPipeError:
        _silence(sys.stderr)


def tell_written(output: Path, language: Language) -> None:
    """Tell where the output was written to."""
    saved = Text(zh=f"已写入 {output}", en=f"Written to {output}")
    tell(visible(saved.in_language(language)))


@contextlib.contextmanager
def written(output: Path | None) -> Iterator[TextIO]:
    """
    Yield the stream for findings: stdout, or the file *output*.

    The file appears, or replaces an older one, only when everything has been written.
    """
    if output is None:
        yield sys.stdout
        return
    with (
        replaced_whole(output) as file,
        io.TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="\n") as stream,
    ):
        yield stream


@contextlib.contextmanager
def written_bytes(output: Path | None) -> Iterator[BinaryIO]:
    """Yield what :func:`written` yields, for bytes; what its reader does not read goes nowhere."""
    if output is not None:
        with replaced_whole(output) as file:
            yield file
        return
    stdout = sys.stdout.buffer
    try:
        yield stdout
        stdout.flush()
    except BrokenPipeError:
        _silence(stdout)


def write_text(text: str, output: Path | None) -> None:
    """Write *text*, UTF-8 whatever the locale, to stdout or to the file *output*."""
    with written_bytes(output) as stream:
        stream.write(text.encode("utf-8", "backslashreplace"))


def is_terminal(stream: TextIO) -> bool:
    """Return whether *stream* is a terminal; a closed stream is none."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def prepare_standard_streams() -> None:
    r"""
    Make stdout and stderr fit to be written to.

    They write ``\uXXXX`` where their encoding lacks a character; one that the caller
    closed goes nowhere.
    """
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 -- open to the end
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 -- open to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
