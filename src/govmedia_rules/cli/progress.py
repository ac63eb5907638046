"""A progress bar for work that takes longer than a second, on a terminal."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from govmedia_rules.cli.streams import console_on, is_terminal
from govmedia_rules.text import Language, Text

__all__ = ["PATIENCE_SECONDS", "ProgressBar", "size_of"]

PATIENCE_SECONDS: Final = 1.0
"""How long work may take before a bar appears."""


def size_of(path: Path) -> int:
    """Return how many bytes there are to read in the file *path*."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0  # loading will say what is wrong with it


class ProgressBar:
    """
    A bar on stderr that appears after a second and is gone when the work is done.

    Where stderr is no terminal it never appears.

    Parameters:
        language: the language of what the bar says.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        self._started_at = time.monotonic()
        self._task: TaskID | None = None
        self._progress: Progress | None = None
        if is_terminal(sys.stderr):
            self._progress = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TextColumn("{task.percentage:>3.0f}%", markup=False),
                TimeRemainingColumn(),
                console=console_on(sys.stderr),
                transient=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def begin(self, what: Text, total: int) -> None:
        """Begin a stretch of work of *total* steps."""
        if self._progress is None:
            return
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(what.in_language(self._language), total=total or None)

    def advance_to(self, done: int) -> None:
        """Show that *done* steps of the stretch are behind us."""
        if self._progress is None or self._task is None:
            return
        if (
            not self._progress.live.is_started
            and time.monotonic() - self._started_at > PATIENCE_SECONDS
        ):
            self._progress.start()
        self._progress.update(self._task, completed=done)

    def stage(self, what: Text) -> None:
        """Begin a stretch of work of which nobody knows how long it takes; a bar that moves shows it."""
        self.begin(what, 0)
        if self._progress is not None:
            self._progress.start()
