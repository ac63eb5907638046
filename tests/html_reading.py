"""A page read as a browser reads it, for tests: elements with their attributes and their text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, Final

from attrs import Factory, define

VOID: Final = frozenset({"br", "input", "meta"})
"""The elements of the report that have no end tag."""


@define
class Element:
    """One element: what stands in it, in order."""

    tag: str
    attributes: dict[str, str]
    contents: list[Element | str] = Factory(list)

    def walk(self) -> Iterator[Element]:
        """Yield it and everything in it, in reading order."""
        yield self
        for each in self.contents:
            if isinstance(each, Element):
                yield from each.walk()

    def all(self, tag: str) -> list[Element]:
        """Return every element with that tag in it."""
        return [each for each in self.walk() if each.tag == tag]

    @property
    def text(self) -> str:
        """All its text."""
        return "".join(each if isinstance(each, str) else each.text for each in self.contents)

    @property
    def own_text(self) -> str:
        """Its text in small spaces, as a browser shows it."""
        return " ".join(self.text.split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#page", {})
        self.stack = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag} says one attribute twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].contents.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.stack[-1].tag == tag, f"</{tag}> ends <{self.stack[-1].tag}>"
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        self.stack[-1].contents.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"the page has a comment: {data!r}")


@define
class Page:
    """A page, and what tests ask of it."""

    root: Element

    @classmethod
    def read(cls, text: str) -> Page:
        """Return the page written as *text*; elements that do not nest fail the test."""
        reader = _Reader()
        reader.feed(text)
        reader.close()
        assert reader.stack == [reader.root]
        return cls(reader.root)

    @property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return [each.attributes["id"] for each in self.root.walk() if "id" in each.attributes]

    def by_id(self, name: str) -> Element:
        """Return the element with that id."""
        [found] = [each for each in self.root.walk() if each.attributes.get("id") == name]
        return found

    def of_class(self, name: str) -> list[Element]:
        """Return the elements of that class."""
        return [
            each for each in self.root.walk() if name in each.attributes.get("class", "").split()
        ]

    @property
    def rows(self) -> Any:
        """What the page's script reads."""
        return json.loads(self.by_id("rows").text)

    @property
    def tags(self) -> list[str]:
        """Every tag, in order: what the markup is, whatever the texts are."""
        return [each.tag for each in self.root.walk()]
