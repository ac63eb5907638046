"""Which file holds which table, by its name: ``posts-2019Q2.parquet``, ``posts/part-0.csv``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from govmedia_rules.frames.columns import TABLES
from govmedia_rules.frames.file_problems import FileProblem

__all__ = ["SUFFIXES", "table_in", "tables_of_files"]

SUFFIXES: Final = (".parquet", ".csv")
"""How the names of the files end that hold tables."""

_OTHER_RECORDS: Final = (".json", ".ndjson", ".jsonl")
_WORD: Final = re.compile(r"[a-z]+")


def table_in(name: str) -> str | None:
    """Return the one table that the words of a file's name speak of, or None."""
    found = {word for word in _WORD.findall(name.casefold()) if word in TABLES}
    return found.pop() if len(found) == 1 else None


def tables_of_files(
    paths: Iterable[str | os.PathLike[str]], problems: list[FileProblem]
) -> dict[str, list[Path]]:
    """
    Return the files of each table that was supplied, in the order given.

    Parameters:
        paths: files, folders of tables, and folders of parts of one table; each may be
            said with its table, as in ``posts=2019Q2.parquet``.

        problems: takes what is wrong.
    """
    found: dict[str, list[Path]] = {}
    seen: set[Path] = set()
    for given in paths:
        path, table = _told(os.fspath(given))
        for owner, file in _files_in(path, table, problems):
            where = file.resolve()
            if where not in seen:
                seen.add(where)
                found.setdefault(owner, []).append(file)
    return {table: found[table] for table in TABLES if table in found}


def _told(given: str) -> tuple[Path, str | None]:
    table, sign, rest = given.partition("=")
    if sign and table in TABLES and not Path(given).exists():
        return Path(rest), table
    return Path(given), None


def _files_in(
    path: Path, table: str | None, problems: list[FileProblem]
) -> Iterator[tuple[str, Path]]:
    if not path.exists():
        problems.append(FileProblem(file=str(path), expected="a file or folder; there is none"))
    elif not path.is_dir():
        yield from _file(path, table or table_in(path.stem) or table_in(path.parent.name), problems)
    elif table is not None:
        yield from _parts(path, problems, table=table)
    elif table_in(path.name) is not None:
        yield from _parts(path, problems)
    else:
        yield from _folder(path, problems)


def _file(path: Path, table: str | None, problems: list[FileProblem]) -> Iterator[tuple[str, Path]]:
    if path.suffix.casefold() not in SUFFIXES:
        expected = f"a file whose name ends in {' or '.join(SUFFIXES)}"
        problems.append(FileProblem(file=str(path), expected=expected))
    elif table is None:
        expected = (
            f"the name of one table in its name ({', '.join(TABLES)}), or before it, as in"
            f" posts={path.name}"
        )
        problems.append(FileProblem(file=str(path), expected=expected))
    else:
        yield table, path


def _is_hidden(name: str) -> bool:
    """Return whether a name is that of what engines leave beside data, such as ``_SUCCESS``."""
    return name.startswith((".", "_"))


def _parts(
    folder: Path, problems: list[FileProblem], table: str | None = None
) -> Iterator[tuple[str, Path]]:
    """Yield the files below a folder; what a file's own name says goes before the folder's."""
    before = len(problems)
    count = 0
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        for name in sorted(names):
            if not _is_hidden(name):
                count += 1
                path = Path(root, name)
                owner = table or table_in(path.stem) or table_in(folder.name)
                yield from _file(path, owner, problems)
    if not count and len(problems) == before:
        expected = f"parts of a table in it, files that end in {' or '.join(SUFFIXES)}"
        problems.append(FileProblem(file=str(folder), expected=expected))


def _folder(folder: Path, problems: list[FileProblem]) -> Iterator[tuple[str, Path]]:
    before = len(problems)
    count = 0
    for path in sorted(folder.iterdir()):
        suffix = path.suffix.casefold()
        if _is_hidden(path.name):
            continue
        if path.is_dir():
            if table_in(path.name) is not None:
                count += 1
                yield from _parts(path, problems)
        elif suffix in SUFFIXES:
            count += 1
            yield from _file(path, table_in(path.stem), problems)
        elif suffix in _OTHER_RECORDS:
            expected = f"tables that end in {' or '.join(SUFFIXES)}, not among files of objects"
            problems.append(FileProblem(file=str(path), expected=expected))
    if not count and len(problems) == before:
        expected = f"a folder of tables such as accounts{SUFFIXES[0]} or posts{SUFFIXES[1]}"
        problems.append(FileProblem(file=str(folder), expected=expected))
