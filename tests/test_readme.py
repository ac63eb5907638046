"""README.md: its two commands, and that .ci/run runs the second of them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    blocks = re.findall(r"^```console\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()]


def test_two_commands_are_all_it_takes() -> None:
    demo, tests = commands()

    assert demo == (
        "python3.11 -m venv .venv"
        " && .venv/bin/python -m pip install --quiet '.[cli]'"
        " && { .venv/bin/govmedia-rules demo || [ $? -eq 1 ]; }"
    )
    assert tests == (
        "python3.11 -m venv .venv"
        # Dependency groups (PEP 735) came with this pip.
        " && .venv/bin/python -m pip install --quiet --upgrade 'pip>=25.1'"
        " && .venv/bin/python -m pip install --quiet --editable '.[cli,report]' --group tests"
        " && .venv/bin/python -m pytest -n auto"
    )


def test_ci_takes_the_test_command_from_the_readme() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    pattern = re.search(r"grep -E '([^']+)' README\.md", script)

    assert pattern is not None
    assert [line for line in README.splitlines() if re.search(pattern[1], line)] == commands()[1:]
    assert 'eval "$test_command"' in script


def test_every_page_that_the_readme_links_to_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", README)

    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []
