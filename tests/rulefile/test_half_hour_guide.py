"""The half-hour guide: its files are written, its commands run, and its words stay true."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
GUIDE: Final = ROOT / "docs" / "how-to" / "write-a-rule-set-for-your-city.md"
_BLOCK: Final = re.compile(
    r"^```(?P<head>[^\n]*)\n(?::caption: (?P<caption>[^\n]*)\n\n)?(?P<body>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
_SHELL: Final = 'govmedia-rules() { "$PYTHON" -m govmedia_rules "$@"; }\n'


def _blocks() -> Iterator[tuple[str, str | None, str]]:
    for found in _BLOCK.finditer(GUIDE.read_text(encoding="utf-8")):
        yield found["head"].split(" ", 1)[-1], found["caption"], found["body"]


def _commands(body: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block, and what the page says it prints."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def _save(folder: Path, caption: str, body: str) -> None:
    name, _, what = caption.partition(", ")
    path = folder / name
    if what.startswith("续"):
        body = path.read_text(encoding="utf-8") + "\n" + body
    elif what.startswith("改"):
        old, new = body.strip().split(" → ")
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        body = text.replace(old, new)
    path.write_text(body, encoding="utf-8")


@pytest.mark.skipif(shutil.which("bash") is None, reason="the page's commands are for a shell")
def test_every_file_and_command_of_the_guide_does_what_the_page_says(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if name != "NO_COLOR"},
        "PYTHON": sys.executable,
        "COLUMNS": "96",
    }
    ran = 0
    for head, caption, body in _blocks():
        if caption is not None:
            _save(tmp_path, caption, body)
        elif head == "console":
            for command, output in _commands(body):
                done = subprocess.run(  # noqa: S603 -- the page's own commands
                    ["bash", "-c", f"{_SHELL}{command}"],  # noqa: S607 -- found on PATH above
                    cwd=tmp_path,
                    env=environment,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    check=False,
                    timeout=120,
                )
                assert done.stdout.decode().rstrip() == output.rstrip(), command
                ran += 1
        else:
            assert head == "install"
    assert ran == 8


def test_the_guide_installs_what_the_readme_installs() -> None:
    (install,) = (body for head, _, body in _blocks() if head == "install")
    assert "python -m pip install --quiet '.[cli]'" in install
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python -m pip install --quiet '.[cli]'" in readme
