"""Names, and what follows from them: keys, stems, lengths; duties and sources likewise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, cast

from pendulum import DateTime

from govmedia_rules.conditions import FieldSpec
from govmedia_rules.models import Account, Post, Unit
from govmedia_rules.testing.choosing import ordered
from govmedia_rules.testing.drawing import Drawing, Facts, Propose
from govmedia_rules.testing.names_pool import ACCOUNT_NAMES, SUPERIOR_NAMES, UNIT_NAMES
from govmedia_rules.testing.values import members, texts
from govmedia_rules.testing.wishes import MISSING, Tags, Texts, Whole, Wish

__all__ = [
    "account_names",
    "duties",
    "read_duties",
    "read_name",
    "read_source",
    "read_unit_name",
    "read_verification",
    "sources",
    "unit_names",
    "verifications",
]

_LONG: Final = "关注民生服务群众共建共享美好幸福家园的平台"
_SHORT: Final = ("甲", "发布", "小站")


def _names(
    wishes: Mapping[str, Wish], drawing: Drawing, fields: Sequence[FieldSpec], pool: Sequence[str]
) -> Iterator[str | None]:
    """Yield names put together from wishes for a name and for what follows from it."""
    given = [wishes.get(spec.path[-1]) for spec in fields]
    if all(wish is None or wish is MISSING for wish in given):
        yield None
        return
    for spec, wish in zip(fields, given, strict=True):
        if isinstance(wish, Texts) and (wish.allowed is not None or wish.mentions):
            found = list(texts(spec, wish, drawing.choices))
            yield from found
            yield from (f"{name}{rest}" for name in found for rest in ("发布", _LONG))
    length = next((wish for wish in given if isinstance(wish, Whole)), None)
    if length is not None:
        sizes = {length.near(x) for x in (length.low, length.high, 4)} if drawing.at_edge else ()
        yield from (("海安" + _LONG * 2)[:size] for size in sorted(sizes) if size <= 40)
    yield from ordered(drawing.choices, pool)
    yield from (*_SHORT, f"海安{_LONG}", "——", "", "甲" * 60)


def account_names(fields: Mapping[str, FieldSpec]) -> Propose:
    """Return what proposes names of accounts."""

    def propose(wishes: Mapping[str, Wish], drawing: Drawing) -> Iterator[Facts]:
        for name in _names(wishes, drawing, tuple(fields.values()), ACCOUNT_NAMES):
            yield {"name": name}

    return propose


def read_name(facts: Facts, _: DateTime) -> Mapping[str, object]:
    """Return what is read of an account's name."""
    account = Account(id="a", platform="other", name=facts["name"])
    return {
        "name": account.name,
        "name_key": account.name_key,
        "name_stem": account.name_stem,
        "name_length": account.name_length,
    }


def verifications(fields: Mapping[str, FieldSpec]) -> Propose:
    """Return what proposes verified bodies."""

    def propose(wishes: Mapping[str, Wish], drawing: Drawing) -> Iterator[Facts]:
        for name in _names(wishes, drawing, tuple(fields.values()), UNIT_NAMES):
            yield {"verified_body": name}

    return propose


def read_verification(facts: Facts, _: DateTime) -> Mapping[str, object]:
    """Return what is read of a verified body."""
    account = Account(id="a", platform="other", verified_body=facts["verified_body"])
    return {"verified_body": account.verified_body, "verified_key": account.verified_key}


def unit_names(fields: Mapping[str, FieldSpec]) -> Propose:
    """Return what proposes names and aliases of units."""

    def propose(wishes: Mapping[str, Wish], drawing: Drawing) -> Iterator[Facts]:
        pool = SUPERIOR_NAMES if fields["name"].root == "superior" else UNIT_NAMES
        keys = [wishes.get(name) for name in ("aliases", "name_keys", "body_keys")]
        wanted: list[frozenset[str] | None] = [None]
        for wish in keys:
            if isinstance(wish, Tags):
                found = list(members(fields["name_keys"], wish, drawing.choices))
                wanted.extend(found[:3])
        for aliases in (*wanted, frozenset[str]()):
            for name in (
                *_names(wishes, drawing, (fields["name"],), pool),
                None,
                *pool[:3],
            ):
                yield {"name": name, "aliases": aliases}

    return propose


def read_unit_name(facts: Facts, _: DateTime) -> Mapping[str, object]:
    """Return what is read of a unit's name and aliases."""
    unit = Unit(id="u", **facts)
    return {
        "name": unit.name,
        "aliases": unit.aliases,
        "name_keys": unit.name_keys,
        "body_keys": unit.body_keys,
    }


def duties(fields: Mapping[str, FieldSpec]) -> Propose:
    """Return what proposes duty keywords."""

    def propose(wishes: Mapping[str, Wish], drawing: Drawing) -> Iterator[Facts]:
        for name in ("duty_keywords", "duty_keys"):
            for value in drawing.values(fields["duty_keywords"], wishes.get(name)):
                yield {"duty_keywords": value}

    return propose


def read_duties(facts: Facts, _: DateTime) -> Mapping[str, object]:
    """Return what is read of duty keywords."""
    unit = Unit(id="u", **facts)
    return {"duty_keywords": unit.duty_keywords, "duty_keys": unit.duty_keys}


def sources(fields: Mapping[str, FieldSpec]) -> Propose:
    """Return what proposes sources of posts."""

    def propose(wishes: Mapping[str, Wish], drawing: Drawing) -> Iterator[Facts]:
        source, site = wishes.get("source"), wishes.get("source_site")
        if isinstance(source, Texts):
            yield from ({"source": value} for value in drawing.values(fields["source"], source))
        if isinstance(site, Texts):
            for value in drawing.values(fields["source_site"], site):
                host = cast("str", value).strip("/").removeprefix(".")
                yield {"source": f"https://{host}/a"}
                yield {"source": f"https://www.{host}/a"}
        yield {"source": None}
        yield from ({"source": text} for text in ("本单位", "某某网", "https://example.org/a"))

    return propose


def read_source(facts: Facts, _: DateTime) -> Mapping[str, object]:
    """Return what is read of a post's source."""
    post = Post(id="p", account_id="a", source=facts["source"])
    return {"source": post.source, "source_site": post.source_site}
