"""The command in processes of its own: exit codes, pipes, encodings, the missing extra."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from rich.cells import cell_len

from govmedia_rules.cli import progress
from govmedia_rules.cli.progress import ProgressBar
from govmedia_rules.cli.streams import console_on
from govmedia_rules.errors import MissingExtraError
from govmedia_rules.text import Language, Text

DAY = ("--as-of", "2019-06-05")

WITHOUT_THE_EXTRA = textwrap.dedent(
    """
    import sys

    class Blocked:
        def find_spec(self, name, path=None, target=None):
            if name.partition(".")[0] == BLOCKED:
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
            return None

    sys.meta_path.insert(0, Blocked())
    from govmedia_rules.__main__ import main
    sys.exit(main())
    """
)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_exit_codes_reach_the_shell(
    start: Callable[..., subprocess.CompletedProcess[bytes]],
    passing: Path,
    failing: Path,
    undetermined: Path,
) -> None:
    assert start("check", passing, *DAY).returncode == 0
    assert start("check", undetermined, *DAY).returncode == 0
    assert start("check", failing, *DAY).returncode == 1
    assert start("check", "none.json", *DAY).returncode == 2
    assert start("check", passing, "--as-of", "never").returncode == 2


@pytest.mark.parametrize("package", ["click", "rich"])
def test_without_the_extra_one_sentence_names_it(package: str) -> None:
    done = subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", f"BLOCKED = {package!r}\n{WITHOUT_THE_EXTRA}"],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    sentence = str(MissingExtraError("cli", "the command govmedia-rules"))
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{sentence}\n")


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_reader_that_stops_early_changes_nothing(failing: Path, form: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-m", "govmedia_rules", "check", failing, *DAY, "--format", form],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(writer)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="descriptors are POSIX's here")
def test_closed_standard_streams_change_nothing(failing: Path) -> None:
    command = f'exec "{sys.executable}" -m govmedia_rules check "{failing}" --as-of 2019-06-05'
    done = subprocess.run(  # noqa: S603 -- our own interpreter
        ["/bin/sh", "-c", f"{command} >&- 2>&-"], capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_an_error_without_a_traceback(failing: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(  # noqa: S603 -- our own interpreter
            [sys.executable, "-m", "govmedia_rules", "check", failing, *DAY],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
            timeout=60,
        )
    assert done.returncode == 2
    assert done.stderr.endswith("Error: No space left on device\n")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's here")
def test_ctrl_c_ends_with_130(tmp_path: Path) -> None:
    fifo = tmp_path / "waits.json"
    os.mkfifo(fifo)
    process = subprocess.Popen(  # noqa: S603 -- our own interpreter
        [sys.executable, "-m", "govmedia_rules", "check", fifo, *DAY],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    process.stderr.readline()  # the line with the moment; now it waits for the file
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout) == (130, b"")
    assert stderr.decode() == "Interrupted / 已中断\n"


def test_piped_output_has_no_colour_and_is_120_wide(
    start: Callable[..., subprocess.CompletedProcess[bytes]], failing: Path
) -> None:
    text = start("check", failing, *DAY).stdout.decode()
    assert "\x1b" not in text
    assert max(map(cell_len, text.splitlines())) == 120


def test_json_is_utf_8_whatever_the_locale(
    start: Callable[..., subprocess.CompletedProcess[bytes]], failing: Path
) -> None:
    done = start("check", failing, *DAY, "--format", "json", PYTHONIOENCODING="ascii")
    assert "不得" in done.stdout.decode("utf-8")


def test_a_table_in_another_encoding_escapes_what_it_lacks(
    start: Callable[..., subprocess.CompletedProcess[bytes]], failing: Path
) -> None:
    done = start("check", failing, *DAY, PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert rb"\u7532\u53bf\u53d1\u5e03" in done.stdout


def test_a_terminal_gets_colours_unless_no_color_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    coloured = Terminal()
    console_on(coloured).print("x", style="red")
    assert "\x1b[31m" in coloured.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    plain = Terminal()
    console_on(plain).print("x", style="red")
    assert "\x1b[31m" not in plain.getvalue()


def drawn(stream: io.StringIO, patience: float) -> str:
    with (
        patch.object(sys, "stderr", stream),
        patch.object(progress, "PATIENCE_SECONDS", patience),
        ProgressBar(Language.EN) as bar,
    ):
        bar.begin(Text(zh="读取", en="Reading"), 10)
        bar.advance_to(5)
        bar.begin(Text(zh="判定", en="Judging"), 4)
        bar.advance_to(4)
    return stream.getvalue()


def test_a_console_may_outlive_the_file_it_wrote_to(tmp_path: Path) -> None:
    path = tmp_path / "table.txt"
    with path.open("w", encoding="utf-8") as stream:
        console = console_on(stream)
        console.print("x  ")

    console.file.close()  # as the interpreter does when it clears the console away

    assert path.read_text(encoding="utf-8") == "x\n"


def test_a_bar_appears_when_work_takes_long_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    text = drawn(Terminal(), 0.0)
    assert "Reading" in text
    assert "Judging" in text


def test_no_bar_appears_when_work_is_quick() -> None:
    assert drawn(Terminal(), 60.0) == ""


def test_no_bar_appears_where_stderr_is_no_terminal() -> None:
    assert drawn(io.StringIO(), 0.0) == ""
