"""What screening says: hits, results, and what people decide about them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from attrs import Attribute, field, frozen
from pendulum import DateTime

from govmedia_rules.errors import GovmediaRulesError, InvalidValueError, shown
from govmedia_rules.moments import moment

__all__ = ["Decision", "Hit", "ScreeningError", "ScreeningResult", "masked"]

_FEWEST_MASKED: Final = 7
_SHOWN_AT_START: Final = 3
_SHOWN_AT_END: Final = 2
_LONGEST_FOUND: Final = 80
_SEPARATORS: Final = frozenset(" -\u00a0\u3000")


class ScreeningError(GovmediaRulesError, ValueError):
    """
    A screener broke its word, crashed, or cannot be used.

    Attributes:
        screener_id: the screener at fault, or None when it is no single one.
    """

    def __init__(self, message: str, *, screener_id: str | None = None) -> None:
        self.screener_id = screener_id
        super().__init__(
            message if screener_id is None else f"screener {shown(screener_id)}: {message}"
        )


def masked(text: str) -> str:
    """
    Return *text* with the middle of every long number in it starred out.

    A number of seven digits or more, separated by single spaces or hyphens or not, keeps
    its first three and its last two: enough to find it again, too little to use it.
    """
    if len(text) < _FEWEST_MASKED:
        return text
    kept = list(text)
    run: list[int] = []
    for position, character in enumerate([*text, "."]):
        if character.isdigit() or (character in "Xx" and len(run) >= _FEWEST_MASKED):
            run.append(position)
        elif not (character in _SEPARATORS and run and run[-1] == position - 1):
            if len(run) >= _FEWEST_MASKED:
                for each in run[_SHOWN_AT_START:-_SHOWN_AT_END]:
                    kept[each] = "*"
            run = []
    return "".join(kept)


def _as_found(found: str) -> str:
    hidden = masked(found)
    return hidden if len(hidden) <= _LONGEST_FOUND else f"{hidden[: _LONGEST_FOUND - 1]}…"


def _refuse(instance: object, attribute: Attribute[Any], value: object, expected: str) -> None:
    raise InvalidValueError(
        owner=type(instance).__name__,
        owner_id=None,
        field=attribute.name,
        value=value,
        expected=expected,
    )


def _check_word(instance: object, attribute: Attribute[str], value: Any) -> None:
    if not isinstance(value, str) or not value.strip():
        _refuse(instance, attribute, value, "text that is not blank")


def _check_end(hit: Hit, attribute: Attribute[int], value: int) -> None:
    if not 0 <= hit.start < value:
        _refuse(hit, attribute, value, f"a place after the start, {hit.start}")


@frozen(kw_only=True)
class Hit:
    """
    One place in a text that looks like what a label means.

    Parameters:
        label: the label that somebody should look into.

        found: what stands there. Whoever makes the hit, long numbers in it are masked, and
            what is longer than 80 characters is cut.

        start, end: where it stands, in characters of the text; ``end`` is the first
            character behind it.

    Raises:
        InvalidValueError: when a part cannot be what it is given as.
    """

    label: str = field(validator=_check_word)
    found: str = field(converter=_as_found)
    start: int
    end: int = field(validator=_check_end)


def _as_labels(labels: Iterable[str]) -> frozenset[str]:
    return frozenset(labels)


def _as_hits(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    return tuple(hits)


@frozen(kw_only=True)
class ScreeningResult:
    """
    What one screener says about one text.

    Parameters:
        text_id: the id of the text, which is the id of the post it belongs to.

        screener_id: the screener.

        screener_version: its version.

        looked_for: the labels that it looked for. About every other label the result says
            nothing at all.

        hits: what it found, in the order of the text.

        failure: why it could not look, in which case it looked for nothing.
    """

    text_id: str = field(validator=_check_word)
    screener_id: str
    screener_version: str
    looked_for: frozenset[str] = field(converter=_as_labels)
    hits: tuple[Hit, ...] = field(default=(), converter=_as_hits)
    failure: str | None = None

    @property
    def labels(self) -> frozenset[str]:
        """The labels that it suggests."""
        return frozenset(hit.label for hit in self.hits)


def _as_moment(value: Any) -> DateTime:
    return moment(value)


def _check_holds(instance: object, attribute: Attribute[bool], value: Any) -> None:
    if not isinstance(value, bool):
        _refuse(instance, attribute, value, "true or false; what nobody decided is left out")


@frozen(kw_only=True)
class Decision:
    """
    What a person decided about one label of one post.

    Parameters:
        post_id: the post.

        label: the label.

        holds: whether the post deserves the label.

        decided_by: who decided.

        decided_at: when, with its offset from UTC.

        remarks: what else there is to say.

    Raises:
        InvalidValueError: when a part is not what it should be.

        MomentError: when *decided_at* is naive or unreadable.
    """

    post_id: str = field(validator=_check_word)
    label: str = field(validator=_check_word)
    holds: bool = field(validator=_check_holds)
    decided_by: str = field(validator=_check_word)
    decided_at: DateTime = field(converter=_as_moment)
    remarks: str | None = None
