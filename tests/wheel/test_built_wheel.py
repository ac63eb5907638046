"""What the wheel holds: the package with its data, no more, and the same from the sdist."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.wheel

ROOT: Final = Path(__file__).parents[2]
SOURCES: Final = ROOT / "src"


def _run(*arguments: str) -> None:
    subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-m", *arguments], cwd=ROOT, check=True, capture_output=True
    )


def _contents(wheel: Path) -> Mapping[str, bytes]:
    with ZipFile(wheel) as archive:
        return {each.filename: archive.read(each) for each in archive.infolist()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, from the sources."""
    folder = tmp_path_factory.mktemp("wheel")
    _run("build", "--wheel", "--no-isolation", "--outdir", str(folder))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def from_sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sdist, and with the wheel from it."""
    folder = tmp_path_factory.mktemp("sdist")
    _run("build", "--no-isolation", "--outdir", str(folder))
    return folder


def test_the_wheel_holds_every_file_of_the_package_as_it_is_and_no_other(wheel: Path) -> None:
    package = {
        path.relative_to(SOURCES).as_posix(): path.read_bytes()
        for path in (SOURCES / "govmedia_rules").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    contents = _contents(wheel)
    info = "-".join(wheel.name.split("-")[:2]) + ".dist-info"

    assert contents.keys() == package.keys() | {
        f"{info}/{name}"
        for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
    }
    assert {name: contents[name] for name in package} == package
    assert contents[f"{info}/licenses/LICENSE"] == (ROOT / "LICENSE").read_bytes()


@pytest.mark.parametrize(
    "name",
    [
        "py.typed",
        "cases/jiangsu-2019.json",
        "cases/rules/inspection-2019/vetoes.toml",
        "cases/texts/labelled.jsonl",
        "reports/html/templates/report.html.jinja",
        "screening/words/closing.toml",
        "serialization/schemas/report-2.schema.json",
    ],
)
def test_the_wheel_holds_each_kind_of_data(wheel: Path, name: str) -> None:
    assert f"govmedia_rules/{name}" in _contents(wheel)


def test_the_wheel_holds_no_tests(wheel: Path) -> None:
    assert not [
        name
        for name in _contents(wheel)
        if name.rpartition("/")[2].startswith("test_") or "conftest" in name
    ]


def test_the_sdist_builds_an_equal_wheel(wheel: Path, from_sdist: Path) -> None:
    (built,) = from_sdist.glob("*.whl")

    assert built.name == wheel.name
    assert _contents(built) == _contents(wheel)


def test_the_sdist_brings_the_tests_and_the_licence(from_sdist: Path) -> None:
    (sdist,) = from_sdist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {each.partition("/")[2] for each in archive.getnames()}

    assert {"LICENSE", "README.md", "pyproject.toml", "tests/conftest.py"} <= names
