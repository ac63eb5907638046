"""
What condition text is made of, looked at before it is parsed.

Only names, numbers, plain strings and a few signs are let through, and no more of them
than Python's own parser takes in its stride: its stack grows with brackets, signs in front
and chains, so each is counted here first.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from govmedia_rules.errors import ascii_surrogates
from govmedia_rules.rulefile.faults import ConditionTextError

__all__ = ["MAX_CHARACTERS", "MAX_NESTING", "check_tokens"]

MAX_CHARACTERS: Final = 50_000
"""How long the text of a condition may be."""

MAX_NESTING: Final = 120
"""How deep brackets and the signs ~ and - may nest; a tree of the greatest depth needs no more."""

_MAX_CHAIN: Final = (
    600  # what stands one after another at one place, joined by . & | and comparisons
)
_MAX_DIGITS: Final = 30  # a number that a condition can hold has at most nineteen

# Each alternative begins with another character or ends where the next begins, so no text
# makes the expression go back over what it has read.
_TOKEN: Final = re.compile(
    r"""
      (?P<space>[ \t\n]+)
    | (?P<string>'(?:[^'\\\n]|\\[^\n])*'|"(?:[^"\\\n]|\\[^\n])*")
    | (?P<number>[0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?)
    | (?P<name>[^\W\d]\w*)
    | (?P<sign>==|!=|<=|>=|[<>=.,()&|~-])
    """,
    re.VERBOSE,
)
_ESCAPE: Final = re.compile(
    r"\\(?:[\\'\"nrt]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4})"
)

_INSTEAD: Final = {
    "and": "join conditions with & and put each comparison in parentheses",
    "or": "join conditions with | and put each comparison in parentheses",
    "not": "write ~ in front of the condition",
    "in": "write field.is_in('word', …), or tags.has('word')",
    "is": "write field.is_missing() for a fact that nobody recorded",
    "None": "write field.is_missing() for a fact that nobody recorded",
    "True": "a condition holds by itself: write it without == True; what always holds is always",
    "False": "write ~ in front of the condition; what never holds is never",
    "if": "join conditions with & and |",
    "lambda": "a condition has no functions of its own",
    "for": "count rows instead, as in posts.where(post.reads > 5).count()",
}
_SIGNS: Final = {
    ":=": "a condition names nothing; name numbers under params",
    "**": "a condition does not calculate",
    "[": "list words one after another, as in account.platform.is_in('wechat', 'weibo')",
    "{": "a condition has no braces; list words one after another",
    "+": "a condition does not calculate",
    "*": "a condition does not calculate",
    "/": "a condition does not calculate",
    "%": "a condition does not calculate; shares go from 0 to 1",
    "!": "write ~ for not, and != for other than",
    "^": "a condition has & for and, | for or, ~ for not",
    "#": "a condition has no comments; write them on lines of their own in the file",
    "\\": "lines need no backslash; a condition may take several",
    ";": "a condition is one expression",
    ":": "a condition is one expression",
    "\u201c": "write plain quotation marks, ' or \"",
    "\u201d": "write plain quotation marks, ' or \"",
    "\u2018": "write plain quotation marks, ' or \"",
    "\u2019": "write plain quotation marks, ' or \"",
    "\uff08": "write plain parentheses, ( and )",
    "\uff09": "write plain parentheses, ( and )",
    "\uff0c": "write a plain comma",
    "\u3002": "write a plain dot",
    "\uff1e": "write a plain >",
    "\uff1c": "write a plain <",
    "\uff1d": "write a plain =",
}


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


_START: Final = _Token("", "", 0)


def check_tokens(text: str) -> None:
    """
    Refuse text with anything in it that no condition has, or that nests or runs too far.

    Raises:
        ConditionTextError: pointing at the first word that does not belong.
    """
    if len(text) > MAX_CHARACTERS:
        raise ConditionTextError(
            text,
            MAX_CHARACTERS,
            text[MAX_CHARACTERS : MAX_CHARACTERS + 20],
            f"a condition has at most {MAX_CHARACTERS:,} characters, not {len(text):,}",
        )
    tokens = list(_tokens(text))
    if not tokens:
        raise ConditionTextError(text, len(text), "", "there is no condition here")
    _check_nesting(text, tokens)


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise _stray(text, position)
        token = _Token(found.lastgroup or "", found[0], position)
        position = found.end()
        if token.kind == "space":
            continue
        _check_token(text, token, position)
        yield token


def _stray(text: str, at: int) -> ConditionTextError:
    if text[at] in "'\"":
        reason = f"a string that begins with {text[at]} ends with {text[at]} on the same line"
        return ConditionTextError(text, at, text[at : at + 20].split("\n", maxsplit=1)[0], reason)
    sign = text[at : at + 2] if text[at : at + 2] in _SIGNS else text[at]
    reason = _SIGNS.get(sign, "no condition has this character")
    return ConditionTextError(text, at, ascii_surrogates(sign), reason)


def _check_token(text: str, token: _Token, end: int) -> None:
    follows = text[end : end + 1]
    match token.kind:
        case "name":
            _check_name(text, token)
            if follows and follows in "'\"":
                reason = f"a string has no {token.text} in front of it; write the words as they are"
                raise ConditionTextError(text, token.at, token.text, reason)
        case "number":
            if len(token.text) > _MAX_DIGITS:
                reason = f"a number has at most {_MAX_DIGITS} digits"
                raise ConditionTextError(text, token.at, token.text[:_MAX_DIGITS], reason)
            if follows and (follows.isalnum() or follows in "_."):
                reason = "a number is written with digits and one dot, such as 14 or 0.5"
                raise ConditionTextError(text, token.at, token.text + follows, reason)
        case "string":
            _check_string(text, token)
        case _:
            pass


def _check_name(text: str, token: _Token) -> None:
    name = token.text
    if "__" in name:
        raise ConditionTextError(text, token.at, name, "no word of a condition has two underscores")
    if keyword.iskeyword(name):
        reason = _INSTEAD.get(name, f"{name} is no word of a condition")
        raise ConditionTextError(text, token.at, name, reason)
    plain = unicodedata.normalize("NFKC", name)
    if plain != name or not name.isidentifier():
        reason = f"write it in plain letters: {plain}"
        raise ConditionTextError(text, token.at, name, reason)


def _check_string(text: str, token: _Token) -> None:
    position = token.text.find("\\")
    while position >= 0:
        escape = _ESCAPE.match(token.text, position)
        if escape is None:
            raise ConditionTextError(
                text,
                token.at + position,
                token.text[position : position + 2],
                r"""a string knows the escapes \\ \' \" \n \r \t \xNN \uNNNN \UNNNNNNNN""",
            )
        position = token.text.find("\\", escape.end())
    for position, character in enumerate(token.text):
        if "\ud800" <= character <= "\udfff" or character == "\0":
            reason = "no text has this character"
            raise ConditionTextError(text, token.at + position, ascii_surrogates(character), reason)


def _check_nesting(text: str, tokens: list[_Token]) -> None:
    """Count brackets, signs in front and chains, as deep as the parser would have to go."""
    # For every open bracket: its token, the signs in front since, and the links of its chain.
    opened: list[_Token] = []
    signs: list[int] = [0]
    chains: list[int] = [0]
    for before, token in pairwise((_START, *tokens)):
        if before.kind == token.kind == "string":
            reason = "a comma is missing between two words"
            raise ConditionTextError(text, token.at, token.text, reason)
        match token.text:
            case "(":
                opened.append(token)
                signs.append(0)
                chains.append(0)
            case ")":
                if not opened:
                    raise ConditionTextError(text, token.at, ")", "no ( stands before this )")
                opened.pop()
                signs.pop()
                chains.pop()
            case "~" | "-":
                signs[-1] += 1
            case "&" | "|" | "." | "<" | "<=" | "==" | "!=" | ">=" | ">":
                chains[-1] += 1
                signs[-1] = 0
            case ",":
                chains[-1] = signs[-1] = 0
            case _:
                pass
        if len(opened) + sum(signs) > MAX_NESTING or sum(chains) > _MAX_CHAIN:
            reason = "the condition nests too deep or goes on too long here; split the rule"
            raise ConditionTextError(text, token.at, token.text, reason)
    if opened:
        raise ConditionTextError(text, opened[-1].at, "(", "this ( is never closed")
