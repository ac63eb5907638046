"""Without the extra ``report`` CSV still works, and workbooks say in one sentence what to install."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("module", "package", "what"),
    [
        ("ledger_xlsx", "xlsxwriter", "writing a ledger as XLSX"),
        ("ledger_workbooks", "openpyxl", "reading a ledger from XLSX"),
        ("ledger_workbooks", "defusedxml", "reading a ledger from XLSX"),
    ],
)
def test_a_workbook_needs_the_extra_and_says_so(module: str, package: str, what: str) -> None:
    code = (
        f"import sys\nsys.modules[{package!r}] = None\n"
        "import govmedia_rules.reports\nfrom govmedia_rules.errors import MissingExtraError\n"
        f"try:\n    import govmedia_rules.reports.{module}\n"
        "except MissingExtraError as error:\n    print(error)\n"
    )

    done = subprocess.run(  # noqa: S603 -- our own code
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == (
        f"{what} needs the extra 'report': pip install 'govmedia-rules[report]'"
    )


def test_the_reports_load_nothing_of_the_extra() -> None:
    code = (
        "import sys, govmedia_rules.reports\n"
        "print({'xlsxwriter', 'openpyxl', 'defusedxml'} & set(sys.modules))"
    )

    done = subprocess.run(  # noqa: S603 -- our own code
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "set()"
