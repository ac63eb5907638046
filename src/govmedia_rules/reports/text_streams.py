"""Where reports are written to."""

from __future__ import annotations

from typing import Protocol

__all__ = ["TextStream"]


class TextStream(Protocol):
    """Whatever text can be written to, such as a file opened for text."""

    def write(self, text: str, /) -> object:
        """Take the next piece of text."""
