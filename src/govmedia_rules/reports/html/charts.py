"""
Figures drawn as SVG: altair describes the chart, vl-convert draws it, without a browser.

Colours are variables of the page's style sheet, so that one drawing serves light, dark
and print; text stays text, in the reader's own fonts.
"""

from __future__ import annotations

import re
from typing import Final

from govmedia_rules.errors import MissingExtraError
from govmedia_rules.reports.html.figures import Bar, Figure, percent
from govmedia_rules.text import Language

try:
    import altair
    import vl_convert
except ImportError as error:
    raise MissingExtraError("report", "the HTML report") from error

__all__ = ["drawn"]

_BAR_HEIGHT: Final = 30
_LABEL_WIDTH: Final = 190
_BARS_WIDTH: Final = 230
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
    svg = vl_convert.vegalite_to_svg(_chart(figure, bars, language).to_dict(), allowed_base_urls=[])
    # The page says how large it is shown; Vega's own roles would make a table of it.
    return _OPENING.sub(
        r'<svg xmlns="http://www.w3.org/2000/svg" \1 aria-hidden="true" focusable="false">',
        svg,
        count=1,
    )


def _chart(figure: Figure, bars: tuple[Bar, ...], language: Language) -> altair.LayerChart:
    segments = [
        {"bar": position, "series": series, "count": count}
        for position, bar in enumerate(bars)
        for series, count in enumerate(bar.counts)
    ]
    ends = [
        {
            "bar": position,
            "label": bar.label.in_language(language),
            "end": f"{bar.total:,}" if figure.rate is None else percent(bar.counts[0], bar.total),
        }
        for position, bar in enumerate(bars)
    ]
    position = altair.Y("bar:O", axis=None)
    colours = [f"var(--{series.colour})" for series in figure.series]
    rows = (
        altair.Chart(altair.Data(values=segments))
        .mark_bar(height=_BAR_HEIGHT - 12, stroke="var(--paper)", strokeWidth=1)
        .encode(
            y=position,
            x=altair.X(
                "count:Q",
                stack="zero" if figure.rate is None else "normalize",
                axis=None,
            ),
            order=altair.Order("series:O"),
            color=altair.Color(
                "series:O",
                scale=altair.Scale(domain=list(range(len(colours))), range=colours),
                legend=None,
            ),
        )
    )
    words = altair.Chart(altair.Data(values=ends)).encode(y=position)
    style = {"fontSize": _FONT_SIZE, "font": _FONT, "color": "currentColor"}
    labels = words.mark_text(align="right", limit=_LABEL_WIDTH, **style).encode(
        x=altair.value(-8), text="label:N"
    )
    totals = words.mark_text(align="left", **style).encode(
        x=altair.value(_BARS_WIDTH + 8), text="end:N"
    )
    return (
        altair.layer(rows, labels, totals)
        .properties(
            width=_BARS_WIDTH,
            height=altair.Step(_BAR_HEIGHT),
            padding={"left": 4, "right": 8, "top": 2, "bottom": 2},
        )
        .configure(background="transparent", aria=False)
        .configure_view(stroke=None)
    )
