"""
Figures drawn as SVG: altair describes the chart, vl-convert draws it, without a browser.

Colours are variables of the page's style sheet, so that one drawing serves light, dark
and print; text stays text, in the reader's own fonts.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from govmedia_rules.errors import MissingExtraError
from govmedia_rules.reports.html.figures import Bar, Figure, percent
from govmedia_rules.text import Language

try:
    import altair as alt
    import vl_convert
except ImportError as error:
    raise MissingExtraError("report", "the HTML report") from error

__all__ = ["drawn"]

# In the SVG's own units. Every drawing is equally wide, so that all are shown at one scale.
_WIDTH: Final = 440
_ROW_HEIGHT: Final = 30
_BAR_HEIGHT: Final = 18
_END_WIDTH: Final = 62
_GAP: Final = 8

# How wide letters are, in font sizes; a little less than what most fonts need.
_WIDE: Final = frozenset("WFA")
_NARROW: Final = 0.52
_FONT: Final = "system-ui, sans-serif"
_FONT_SIZE: Final = 14

_MOST_BARS: Final = 15
"""How many bars of a long figure are drawn; its table has all."""

_OPENING: Final = re.compile(r"<svg [^>]*?(viewBox=\"[^\"]+\")[^>]*>")


def drawn(figure: Figure, language: Language) -> str:
    """
    Return *figure* as an SVG element with words in *language*.

    It is hidden from assistive technology, because the table beside it says the same.
    """
    bars = figure.bars[:_MOST_BARS]
    svg = vl_convert.vegalite_to_svg(_chart(figure, bars, language), allowed_base_urls=[])
    # The page says how large it is shown; Vega's own roles would make a table of it.
    return _OPENING.sub(
        r'<svg xmlns="http://www.w3.org/2000/svg" \1 aria-hidden="true" focusable="false">',
        svg,
        count=1,
    )


def _cut(label: str, width: int) -> str:
    """
    Return as much of *label* as *width* has room for.

    Vega would cut it between the halves of a character outside the basic plane, and fail.
    """
    room = width / _FONT_SIZE
    for place, character in enumerate(label):
        room -= 1 if unicodedata.east_asian_width(character) in _WIDE else _NARROW
        if room < 0:
            return label[: max(place - 1, 0)] + "…"
    return label


def _chart(figure: Figure, bars: tuple[Bar, ...], language: Language) -> dict[str, object]:
    left, width = figure.label_width, _WIDTH - figure.label_width - _END_WIDTH
    segments = [
        {"bar": position, "series": series, "count": count}
        for position, bar in enumerate(bars)
        for series, count in enumerate(bar.counts)
    ]
    ends = [
        {
            "bar": position,
            "label": _cut(bar.label.in_language(language), left - _GAP),
            "end": f"{bar.total:,}" if figure.rate is None else percent(bar.counts[0], bar.total),
        }
        for position, bar in enumerate(bars)
    ]
    position = alt.Y("bar:O", axis=None)
    colours = [f"var(--{series.colour})" for series in figure.series]
    rows = (
        alt.Chart(alt.InlineData(values=segments))
        .mark_bar(height=_BAR_HEIGHT, stroke="var(--paper)", strokeWidth=1)
        .encode(
            y=position,
            x=alt.X(
                "count:Q",
                stack="zero" if figure.rate is None else "normalize",
                axis=None,
            ),
            order=alt.Order("series:O"),
            color=alt.Color(
                "series:O",
                scale=alt.Scale(domain=list(range(len(colours))), range=colours),
                legend=None,
            ),
        )
    )
    words = alt.Chart(alt.InlineData(values=ends)).encode(y=position)
    labels = words.mark_text(align="right").encode(x=alt.value(-_GAP), text="label:N")
    totals = words.mark_text(align="left").encode(x=alt.value(width + _GAP), text="end:N")
    described: dict[str, object] = (
        alt.layer(rows, labels, totals)
        .properties(
            width=width,
            height=_ROW_HEIGHT * len(bars),
            padding={"left": left, "right": _END_WIDTH, "top": 0, "bottom": 0},
            autosize="none",
        )
        .configure(background="transparent", aria=False)
        .configure_view(stroke=None)
        .configure_text(font=_FONT, fontSize=_FONT_SIZE, color="currentColor")
        .to_dict()
    )
    return described
