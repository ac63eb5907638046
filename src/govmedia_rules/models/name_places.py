"""Places in names: which of them a name begins with, and what each is called in short."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from govmedia_rules.models.name_words import (
    PEOPLES,
    PLACE_ENDINGS,
    WORDS_BEGUN_BY_A_PLACE_ENDING,
    ZONE_WORDS,
)

__all__ = ["place_forms", "split_at_places"]

_LONGEST_PLACE: Final = 24

_ENDINGS_BY_LAST: Final = {
    last: tuple(ending for ending in PLACE_ENDINGS if ending[-1] == last)
    for last in {ending[-1] for ending in PLACE_ENDINGS}
}


def _last_of_places() -> re.Pattern[str]:
    """Return the pattern of a character that may end a place, by what follows it."""
    begun = "|".join(f"(?<={word[0]}){word[1:]}" for word in WORDS_BEGUN_BY_A_PLACE_ENDING)
    whole = "|".join(WORDS_BEGUN_BY_A_PLACE_ENDING)
    # 景德镇 goes on to 景德镇市; but 古城区市场监管局 is that of 古城区.
    return re.compile(f"[{''.join(sorted(_ENDINGS_BY_LAST))}](?!{begun}|(?!{whole})[市县区])")


_LAST_OF_PLACES: Final = _last_of_places()


def split_at_places(text: str) -> tuple[str, str]:
    """
    Return the innermost of the places that a text begins with, and what follows them.

    Parameters:
        text: a key, or what stands before a department in one.
    """
    start = end = 0
    for last in _LAST_OF_PLACES.finditer(text, 1):
        after = last.end()
        if after - end > _LONGEST_PLACE:
            break
        if after - end > 1 and place_forms(text[end:after]):
            start, end = end, after
    return text[start:end], text[end:]


# A nation has hundreds of thousands of names, made of far fewer places.
@lru_cache(maxsize=16_384)
def place_forms(word: str) -> tuple[str, ...]:
    """
    Return a place and what it is called without 市, 自治县 and so on; nothing for what is none.

    Where too little would be left, the place stands alone.

    Parameters:
        word: a word of a key, of at most a few dozen characters.
    """
    ending = _ending(word)
    own = word.removesuffix(ending)
    if ending == "区" and own.endswith("新"):
        return (word,) if len(own) > 2 else ()  # 浦东新区 is a place, 高新区 is in one
    # Only counties have names of one character: 沛县, but 城市, 城乡, 社区.
    if not ending or len(own) <= (ending != "县"):
        return ()
    if ending == "区" and own.endswith(ZONE_WORDS):
        return ()
    if ending.startswith("自治") or ending.endswith("乡"):
        own = _without_peoples(own)
    return (word, own) if len(own) > 1 else (word,)


def _ending(word: str) -> str:
    """Return 市, 自治县 and so on where a word ends so, otherwise nothing."""
    for ending in _ENDINGS_BY_LAST.get(word[-1:], ()):
        if word.endswith(ending):
            return ending
    return ""


def _without_peoples(own: str) -> str:
    """Return the name of a place without the peoples at its end, of which two characters stay."""
    while people := next((each for each in PEOPLES if own.endswith(each)), ""):
        if len(own) - len(people) < 2:
            break
        own = own.removesuffix(people)
    return own
