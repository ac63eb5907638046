"""The template engine set up for the page: what templates can call, and what the page may run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from govmedia_rules.conditions.words import in_words
from govmedia_rules.errors import MissingExtraError
from govmedia_rules.reports.html.charts import drawn
from govmedia_rules.reports.html.figures import Figure, percent
from govmedia_rules.reports.html.sections import told_evidence
from govmedia_rules.reports.html.unseen import MOST_OF_A_NAME, shown
from govmedia_rules.reports.labels import (
    CONFIDENCES,
    FORCES,
    ORIGINS,
    OUTCOMES,
    SEVERITIES,
    SUBJECTS,
    TABLES,
    outcome_label,
    unit_label,
)
from govmedia_rules.reports.wording import clauses, evidence_words, missing_words, rows_lacking
from govmedia_rules.text import Language, Text

try:
    from jinja2 import Environment, PackageLoader, StrictUndefined, Template
    from markupsafe import Markup, escape
except ImportError as error:
    raise MissingExtraError("report", "the HTML report") from error

__all__ = ["page_template"]

_PACKAGE: Final = "govmedia_rules.reports.html"


@cache
def page_template(languages: tuple[Language, ...]) -> Template:
    """Return the template of the page in *languages*, the first of which is shown first."""
    environment = Environment(
        loader=PackageLoader(_PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style, script = _asset("report.css"), _asset("report.js")
    words = _Words(languages)
    environment.filters.update(
        say=words.say,
        name=_name,
        seen=shown,
        thousands=_thousands,
        unescaped_json=_unescaped_json,
    )
    environment.globals.update(
        languages=languages,
        t=words.said,
        both=words.attributes,
        chart=words.chart,
        style=Markup(style),  # noqa: S704 -- our own file
        script=Markup(script),  # noqa: S704 -- our own file
        policy=_policy(style, script),
        clauses=clauses,
        evidence_words=evidence_words,
        in_words=in_words,
        missing_words=missing_words,
        outcome_label=outcome_label,
        percent=percent,
        rows_lacking=rows_lacking,
        told_evidence=told_evidence,
        unit_label=unit_label,
        CONFIDENCES=CONFIDENCES,
        FORCES=FORCES,
        ORIGINS=ORIGINS,
        OUTCOMES=OUTCOMES,
        SEVERITIES=SEVERITIES,
        SUBJECTS=SUBJECTS,
        TABLES=TABLES,
    )
    return environment.get_template("report.html.jinja")


class _Words:
    """Words in the languages of the page."""

    def __init__(self, languages: tuple[Language, ...]) -> None:
        self._languages = languages

    def say(self, text: Text) -> Markup:
        """Return *text* in every language of the page, each marked as what it is."""
        if len(self._languages) == 1:
            return escape(shown(text.in_language(self._languages[0])))
        zh, en = escape(shown(text.zh)), escape(shown(text.en))
        if zh == en:
            return zh
        return Markup('<span lang="zh">{}</span><span lang="en">{}</span>').format(zh, en)

    def said(self, zh: str, en: str) -> Markup:
        """Return words of the template's own in every language of the page."""
        return self.say(Text(zh=zh, en=en))

    def attributes(self, zh: str, en: str) -> Markup:
        """Return words where no element can stand, for the script to change: text of an option."""
        return Markup('data-zh="{}" data-en="{}"').format(zh, en)

    def chart(self, figure: Figure) -> Iterator[Markup]:
        """Yield the drawing of *figure* in every language of the page."""
        for language in self._languages:
            svg = Markup(drawn(figure, language))  # noqa: S704 -- Vega writes texts escaped
            yield Markup('<div class="drawing" lang="{}">{}</div>').format(language.value, svg)


def _name(text: str) -> Markup:
    """Return a name from the data, which must not turn the words around it."""
    return Markup("<bdi>{}</bdi>").format(shown(text, MOST_OF_A_NAME))


def _thousands(number: int) -> str:
    return f"{number:,}"


def _unescaped_json(pieces: Iterable[str]) -> Iterator[Markup]:
    # In a script element nothing is unescaped; the JSON comes without markup characters.
    return map(Markup, pieces)


def _asset(name: str) -> str:
    return (files(_PACKAGE) / "templates" / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return a Content-Security-Policy by which nothing is fetched and only our own script runs."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_hash(style)}",
            f"script-src {_hash(script)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
