"""Files that are replaced whole: they change when everything has been written, or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

__all__ = ["replaced_whole"]


@contextlib.contextmanager
def replaced_whole(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """
    Yield a stream that becomes the file *path* when it is left without an error.

    Until then an older file of that name stays as it was. Through a symbolic link the
    file it leads to is replaced.

    Raises:
        OSError: when it cannot be written.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        # A device or a named pipe is written to; replacing it would be a mishap.
        with target.open("wb") as file:
            yield file
        return
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.tmp")
    try:
        with beside.open("xb") as file:
            yield file
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
