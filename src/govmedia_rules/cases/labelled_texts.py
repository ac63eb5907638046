"""
Labelled texts, to measure screeners with: what government accounts post, all invented.

The texts were written for this library and are under its licence. No person, number or
event in them is real: identity numbers belong to births in the nineteenth century with the
serial number 000, phone and card numbers are rows of zeros.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from govmedia_rules.screening import LabelledText

__all__ = ["labelled_texts"]


def labelled_texts(part: str | None = None) -> tuple[LabelledText, ...]:
    """
    Return the labelled texts in the box.

    Parameters:
        part: ``tuning`` for those that the screeners in the box were bettered on, ``report``
            for those that they are only measured with; all of them when None.
    """
    return tuple(text for text in _all_texts() if part is None or text.part == part)


@cache
def _all_texts() -> tuple[LabelledText, ...]:
    source = files("govmedia_rules.cases") / "texts" / "labelled.jsonl"
    return tuple(
        LabelledText(**json.loads(line)) for line in source.read_text("utf-8").splitlines()
    )
