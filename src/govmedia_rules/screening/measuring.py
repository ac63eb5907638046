"""How good a screener is: precision and recall on texts that people labelled."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import Attribute, field, frozen

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.screening.running import Screener, screen_text

__all__ = ["LabelledText", "Measure", "measured"]


def _as_labels(labels: Iterable[str]) -> frozenset[str]:
    return frozenset(labels)


def _check_text(instance: object, attribute: Attribute[str], value: Any) -> None:
    if not isinstance(value, str) or not value.strip():
        raise InvalidValueError(
            owner=type(instance).__name__,
            owner_id=None,
            field=attribute.name,
            value=value,
            expected="text that is not blank",
        )


@frozen(kw_only=True)
class LabelledText:
    """
    A text with the labels that it deserves.

    Parameters:
        id: its id.

        text: the text.

        labels: every label it deserves, as a person judged; empty when it deserves none.

        part: ``tuning`` when screeners may be bettered by looking at it, ``report`` when it is
            only measured with.
    """

    id: str = field(validator=_check_text)
    text: str = field(validator=_check_text)
    labels: frozenset[str] = field(converter=_as_labels)
    part: str = "report"


@frozen(kw_only=True)
class Measure:
    """
    How often a screener was right about one label.

    Parameters:
        label: the label.

        texts: how many texts it looked at.

        found: how many texts it rightly suggested the label for.

        wrongly_found: how many it suggested it for that do not deserve it.

        missed: how many deserve it and it said nothing.
    """

    label: str
    texts: int
    found: int
    wrongly_found: int
    missed: int

    @property
    def precision(self) -> float | None:
        """How many of its suggestions are right, from 0 to 1; None when it suggested nothing."""
        suggested = self.found + self.wrongly_found
        return self.found / suggested if suggested else None

    @property
    def recall(self) -> float | None:
        """How much of what there is it finds, from 0 to 1; None when there is nothing to find."""
        deserving = self.found + self.missed
        return self.found / deserving if deserving else None


def measured(screener: Screener, texts: Iterable[LabelledText]) -> tuple[Measure, ...]:
    """
    Return how good a screener is on labelled texts, for each label that it looks for.

    Parameters:
        screener: the screener.

        texts: the texts; use none that the screener was bettered on.

    Raises:
        ScreeningError: when the screener crashes or breaks its word.
    """
    judged = [(text.labels, screen_text(text.id, text.text, screener).labels) for text in texts]
    return tuple(
        Measure(
            label=label,
            texts=len(judged),
            found=sum(label in said and label in due for due, said in judged),
            wrongly_found=sum(label in said and label not in due for due, said in judged),
            missed=sum(label not in said and label in due for due, said in judged),
        )
        for label in sorted(screener.labels)
    )
