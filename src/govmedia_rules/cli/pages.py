"""What pages of tables have in common: a console, a language, headings and sentences."""

from __future__ import annotations

from attrs import frozen
from rich.console import Console
from rich.rule import Rule as Line
from rich.text import Text as Styled

from govmedia_rules.cli.wrapping import wrapped
from govmedia_rules.text import Language, Text

__all__ = ["Page"]


@frozen
class Page:
    """
    A page in one language on one console.

    Parameters:
        console: where it is printed.

        language: its language.
    """

    console: Console
    language: Language

    def say(self, text: Text) -> str:
        """Return *text* in the page's language."""
        return text.in_language(self.language)

    def heading(self, text: Text, *, is_first: bool = False) -> None:
        """Print a heading over the width of the page, with a line of room above it."""
        if not is_first:
            self.console.print()
        self.console.print(Line(Styled(self.say(text), "bold"), align="left", style="dim"))

    def sentence(self, text: Text, style: str = "") -> None:
        """Print a sentence, broken where the page ends."""
        self.console.print(Styled(wrapped(self.say(text), self.console.width), style))
