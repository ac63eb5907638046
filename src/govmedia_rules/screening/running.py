"""Screeners: what each has to be, and how several of them are run over many texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal, Protocol, cast, runtime_checkable

from govmedia_rules.errors import shown
from govmedia_rules.screening.results import Hit, ScreeningError, ScreeningResult
from govmedia_rules.text import Text

__all__ = ["LONGEST_TEXT", "Failing", "Screener", "check_screener", "screen", "screen_text"]

LONGEST_TEXT: Final = 2**20
"""The longest text that is screened, in characters; articles have some thousands."""

Failing = Literal["raise", "record"]
"""What to do when a screener crashes: raise it, or record that it could not look."""

_PARTS: Final = ("id", "version", "labels", "looks_for", "screen")


@runtime_checkable
class Screener(Protocol):
    """
    **Protocol.** Whatever looks at a text and says which labels it may deserve.

    A word list, a model and a service are screeners alike. A person is none: people
    decide, see :class:`~govmedia_rules.screening.Decision`.
    """

    @property
    def id(self) -> str:
        """Its name, in lower case with hyphens; labels on its word alone end in it."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever it may say something else about some text."""
        ...

    @property
    def labels(self) -> frozenset[str]:
        """The labels it looks for; its silence says something about these and no others."""
        ...

    @property
    def looks_for(self) -> Text:
        """What it looks for, and what it does not see, in words."""
        ...

    def screen(self, text: str) -> Iterable[Hit]:
        """Return what it found in *text*, in order."""
        ...


def check_screener(candidate: object) -> Screener:
    """
    Return *candidate*, which has every part of a screener.

    Raises:
        ScreeningError: naming the first part that is missing or not what it should be.
    """
    name = getattr(candidate, "id", None)
    known = name if isinstance(name, str) else None
    for part in _PARTS:
        if not hasattr(candidate, part):
            raise ScreeningError(
                f"{shown(candidate)} has no {part}; a screener has {', '.join(_PARTS)}",
                screener_id=known,
            )
    screener = cast("Screener", candidate)
    labels = cast("object", screener.labels)
    faults = (
        (known is None or not known.strip() or "@" in known, "its id is text without an @"),
        (not isinstance(cast("object", screener.version), str), "its version is text"),
        (not isinstance(cast("object", screener.looks_for), Text), "looks_for is a Text"),
        (not isinstance(labels, frozenset) or not labels, "its labels are a frozenset, not empty"),
        (not callable(screener.screen), "screen is a method"),
    )
    for is_fault, expected in faults:
        if is_fault:
            raise ScreeningError(f"expected that {expected}", screener_id=known)
    return screener


def screen_text(
    text_id: str, text: str, screener: Screener, *, failing: Failing = "raise"
) -> ScreeningResult:
    """
    Let one screener look at one text.

    Parameters:
        text_id: the id of the text, which is the id of the post it belongs to.

        text: the text.

        screener: the screener.

        failing: whether a crash is raised, or recorded as a result that looked for nothing.

    Raises:
        ScreeningError: when the text is too long, or, unless failures are recorded, when the
            screener crashed, used a label it does not look for, or pointed outside the text.
    """
    if len(text) > LONGEST_TEXT:
        raise ScreeningError(
            f"the text {shown(text_id)} has {len(text):,} characters; at most"
            f" {LONGEST_TEXT:,} are screened"
        )
    try:
        hits = _checked(tuple(screener.screen(text)), screener, len(text))
    except Exception as error:
        if failing == "raise":
            raise _as_screening_error(error, screener, text_id) from error
        return ScreeningResult(
            text_id=text_id,
            screener_id=screener.id,
            screener_version=screener.version,
            looked_for=(),
            # The message of a crash may quote the text; its kind does not.
            failure=str(error) if isinstance(error, ScreeningError) else type(error).__name__,
        )
    return ScreeningResult(
        text_id=text_id,
        screener_id=screener.id,
        screener_version=screener.version,
        looked_for=screener.labels,
        hits=hits,
    )


def screen(
    texts: Iterable[tuple[str, str]],
    screeners: Iterable[Screener],
    *,
    failing: Failing = "raise",
) -> Iterator[ScreeningResult]:
    """
    Let screeners look at texts, one result for each text and screener.

    Texts are taken one by one and none is kept, so that there may be any number.

    Parameters:
        texts: pairs of an id and a text.

        screeners: those who look, with different ids.

        failing: as for :func:`screen_text`.

    Raises:
        ScreeningError: at once, when a screener is none or an id occurs twice; later, as
            :func:`screen_text` does.
    """
    chosen = tuple(check_screener(screener) for screener in screeners)
    seen: set[str] = set()
    for screener in chosen:
        if screener.id in seen:
            raise ScreeningError("two screeners have this id", screener_id=screener.id)
        seen.add(screener.id)
    return (
        screen_text(text_id, text, screener, failing=failing)
        for text_id, text in texts
        for screener in chosen
    )


def _checked(hits: tuple[object, ...], screener: Screener, length: int) -> tuple[Hit, ...]:
    for hit in hits:
        if not isinstance(hit, Hit):
            raise ScreeningError(
                f"it returned a {type(hit).__name__} where a Hit belongs", screener_id=screener.id
            )
        if hit.label not in screener.labels:
            raise ScreeningError(
                f"it gave the label {shown(hit.label)}, which it does not look for",
                screener_id=screener.id,
            )
        if hit.end > length:
            raise ScreeningError(
                f"it points to character {hit.end} of a text that has {length}",
                screener_id=screener.id,
            )
    return cast("tuple[Hit, ...]", hits)


def _as_screening_error(error: Exception, screener: Screener, text_id: str) -> ScreeningError:
    if isinstance(error, ScreeningError):
        return error
    return ScreeningError(
        f"it crashed on the text {shown(text_id)} with a {type(error).__name__}",
        screener_id=screener.id,
    )
