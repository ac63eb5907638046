"""
What is left of the library where no extra is installed: everything that does without, and
one sentence for the rest. The tests of the wheel run this too, where nothing has to be hidden.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Final

import pytest

# Which modules say on import which extra to install.
SAYS_SO: Final = {
    "govmedia_rules.calendars": "calendar",
    "govmedia_rules.cli": "cli",
    "govmedia_rules.reports.html": "report",
    "govmedia_rules.reports.ledger_workbooks": "report",
    "govmedia_rules.reports.ledger_xlsx": "report",
    "govmedia_rules.screening.in_the_box": "screening",
}

# Rooms that can be imported, and say so as soon as a name is asked for that needs the extra.
SAYS_SO_LATER: Final = {
    "govmedia_rules.frames": "frames",
    "govmedia_rules.synthetic": "synthetic",
    "govmedia_rules.testing": "testing",
}

# Modules that nobody imports but through one of these.
BEHIND_A_FACE: Final = (
    "govmedia_rules.frames.",
    "govmedia_rules.synthetic.",
    "govmedia_rules.testing.",
    "govmedia_rules.screening.personal_data",
    "govmedia_rules.screening.word_lists",
)

# Hides what is not of the standard library, ours, or of the run-time dependencies.
PRELUDE: Final = """
import json, pkgutil, sys
from importlib import import_module

KNOWN = {*sys.stdlib_module_names, "govmedia_rules", "attr", "attrs", "cattr", "cattrs", "dateutil",
         "pendulum", "six", "typing_extensions", "tzdata"}

class Hiding:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in KNOWN and not name.startswith("_"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Hiding())
import govmedia_rules
from govmedia_rules.errors import MissingExtraError
"""

WALK: Final = """
refused = {}
for module in pkgutil.walk_packages(govmedia_rules.__path__, "govmedia_rules."):
    if module.name.endswith("__main__"):
        continue  # it is the command, not a module to import
    try:
        import_module(module.name)
    except MissingExtraError as error:
        refused[module.name] = [error.extra, str(error)]
    except ModuleNotFoundError as error:
        refused[module.name] = [None, str(error)]
print(json.dumps(refused))
"""

ASK: Final = """
room = import_module(sys.argv[1])
said = set()
for name in room.__all__:
    try:
        getattr(room, name)
    except MissingExtraError as error:
        said.add((error.extra, str(error)))
print(json.dumps(sorted(said)))
"""


def printed(code: str, *arguments: str) -> str:
    # -P keeps the folder that the tests run in off the path.
    done = subprocess.run(  # noqa: S603 -- our own code
        [sys.executable, "-P", "-c", PRELUDE + code, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def sentence_about(extra: str) -> str:
    return f"needs the extra {extra!r}: pip install 'govmedia-rules[{extra}]'"


def test_every_module_that_cannot_do_without_an_extra_says_which_and_the_others_do_without() -> (
    None
):
    refused: dict[str, tuple[str | None, str]] = json.loads(printed(WALK))

    in_front = {name: why for name, why in refused.items() if not name.startswith(BEHIND_A_FACE)}
    assert {name: extra for name, (extra, _) in in_front.items()} == SAYS_SO
    for extra, message in in_front.values():
        assert message.endswith(sentence_about(str(extra)))
        assert "\n" not in message


@pytest.mark.parametrize(("room", "extra"), SAYS_SO_LATER.items())
def test_a_room_that_needs_an_extra_says_so_for_each_name_that_does(room: str, extra: str) -> None:
    said = json.loads(printed(ASK, room))

    assert said
    assert {each for each, _ in said} == {extra}
    assert all(message.endswith(sentence_about(extra)) for _, message in said)


def test_the_command_says_so_in_one_line_and_cannot_run() -> None:
    code = "from govmedia_rules.__main__ import main\nprint(main())"

    done = subprocess.run(  # noqa: S603 -- our own code
        [sys.executable, "-P", "-c", PRELUDE + code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )

    assert done.stdout == "2\n"
    assert done.stderr == f"the command govmedia-rules {sentence_about('cli')}\n"
