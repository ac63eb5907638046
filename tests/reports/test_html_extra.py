"""Without the extra `report` the module says in one sentence what to install."""

from __future__ import annotations

import subprocess
import sys

import pytest

from govmedia_rules.errors import MissingExtraError


@pytest.mark.parametrize("package", ["altair", "vl_convert", "jinja2", "markupsafe"])
def test_a_missing_package_of_the_extra_is_told_in_one_sentence(package: str) -> None:
    # None in sys.modules is how Python marks a module that must not be found.
    code = f"import sys; sys.modules[{package!r}] = None; import govmedia_rules.reports.html"
    done = subprocess.run(  # noqa: S603 -- our own interpreter and code
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False
    )
    sentence = str(MissingExtraError("report", "the HTML report"))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == f"govmedia_rules.errors.MissingExtraError: {sentence}"


def test_the_words_of_reports_do_not_take_the_extra() -> None:
    code = "import govmedia_rules.reports, sys; assert not {'altair', 'jinja2'} & set(sys.modules)"
    subprocess.run(  # noqa: S603 -- as above
        [sys.executable, "-c", code], check=True
    )
