"""Units, accounts, posts and messages made so that their fields read as wished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final, cast

from attrs import define, field
from pendulum import DateTime

from govmedia_rules.conditions import Condition
from govmedia_rules.conditions.fields import FieldSpec
from govmedia_rules.conditions.interpreter import Reading, Situation, read_field
from govmedia_rules.models import Account, AppFacts, Message, Post, Review, Unit
from govmedia_rules.testing.clusters import CLUSTERS, FOLLOWING
from govmedia_rules.testing.drawing import Cluster, Drawing, Facts
from govmedia_rules.testing.measures import reading_in_wishes
from govmedia_rules.testing.relations import holds, other_side, sides
from govmedia_rules.testing.stores import FieldWish, Store
from govmedia_rules.testing.values import texts
from govmedia_rules.testing.wishes import MISSING, Texts, Wish, merged

__all__ = ["Made", "admits", "make_object"]

Made = Unit | Account | Post | Message
"""An object of a portfolio."""

_MOST_TRIED: Final = 120
_LINKS: Final = frozenset({"id", "unit_id", "parent_id"})
_MODELS: Final[Mapping[str, type[Made]]] = {
    "account": Account,
    "peer": Account,
    "unit": Unit,
    "superior": Unit,
    "post": Post,
    "removed": Post,
    "message": Message,
}
_POSITIONS: Final[Mapping[str, int]] = {
    f"{root}.{name}": position
    for root, clusters in CLUSTERS.items()
    for position, cluster in enumerate(clusters)
    for name in cluster.fields
}
"""Where the cluster of a field stands among those of its object."""

_PARTS: Final[Mapping[str, type[AppFacts | Review]]] = {"app": AppFacts, "review": Review}


def admits(field_wish: FieldWish, reading: Reading, situation: Situation) -> bool:
    """Return whether what a field reads is what was wished."""
    spec, wish = field_wish
    if wish is MISSING:
        return reading is None
    return wish.admits(reading_in_wishes(spec, reading, situation.as_of))  # type: ignore[union-attr]  # it is no Missing


@define(eq=False)
class _Making:
    """One object while it is made: what is wished of it, and what of it is settled."""

    root: str
    situation: Situation
    drawing: Drawing
    wishes: dict[str, FieldWish]
    relations: Sequence[tuple[Condition, bool]]
    readings: dict[str, Reading] = field(factory=dict)
    facts: Facts = field(factory=dict)

    def add(self, name: str, wish: Wish) -> bool:
        """Wish more of a field; return False when that cannot be."""
        spec, known = self.wishes[name]
        both = merged(known, wish)
        if both is None:
            return False
        self.wishes[name] = FieldWish(spec, both)
        return True

    def settle(self, readings: Mapping[str, Reading]) -> bool:
        """Note what some fields read, and what follows for others by relations."""
        self.readings.update(readings)
        for leaf, truth in self.relations:
            for spec, beside in (sides(leaf), sides(leaf)[::-1]):
                if (
                    spec.name in readings
                    and beside.root == self.root
                    and beside.name not in self.readings
                ):
                    reading = self.readings[spec.name]
                    if reading is None or not self.add(
                        beside.name, other_side(leaf, truth, spec, reading, self.situation.as_of)
                    ):
                        return False
        return True

    def choose(self, cluster: Cluster) -> bool:
        """Choose facts for one cluster; return False when none of those tried is as wished."""
        local = {
            name: self.wishes[f"{self.root}.{name}"].wish
            for name in cluster.fields
            if f"{self.root}.{name}" in self.wishes
        }
        for facts in islice(cluster.propose(local, self.drawing), _MOST_TRIED):
            read = cast("Mapping[str, Reading]", cluster.read(facts, self.situation.as_of))
            readings = {f"{self.root}.{name}": value for name, value in read.items()}
            if self._is_wished(readings):
                self.facts.update(facts)
                return self.settle(readings)
        return False

    def _is_wished(self, readings: dict[str, Reading]) -> bool:
        if not all(
            admits(self.wishes[name], reading, self.situation)
            for name, reading in readings.items()
            if name in self.wishes
        ):
            return False
        together = {**self.readings, **readings}
        return all(
            holds(leaf, truth, together, self.situation.as_of)
            for leaf, truth in self.relations
            if all(spec.name in together for spec in sides(leaf))
        )


def make_object(
    root: str, store: Store, situation: Situation, drawing: Drawing, links: Facts
) -> Made | None:
    """
    Return an object of which every field reads as *store* wishes, or None when none was found.

    Parameters:
        root: what conditions call it: ``account``, ``peer``, ``unit`` …

        store: what is wished.

        situation: what there is already; relations to it are kept.

        drawing: what values are drawn with.

        links: its ids, and whatever else of it is settled.
    """
    making = _Making(
        root,
        situation,
        drawing,
        {name: each for name, each in store.fields.items() if each.spec.root == root},
        [pair for pair in store.relations if any(spec.root == root for spec in sides(pair[0]))],
    )
    beside = {
        spec.name: read_field(spec, situation)
        for leaf, _ in making.relations
        for spec in sides(leaf)
        if spec.root != root and getattr(situation, spec.root, None) is not None
    }
    if not making.settle(beside) or not _is_linked(making, links):
        return None
    wished = {_POSITIONS[name] for name in making.wishes if name in _POSITIONS}
    if not all(making.choose(CLUSTERS[root][position]) for position in sorted(wished)):
        return None
    made = _MODELS[root](**_assembled({**_USUAL.get(root, {}), **making.facts, **links}))
    return made if _follows(making, made) else None


def _follows(making: _Making, made: Made) -> bool:
    """Return whether what follows from the facts, and is not solved for, is as wished too."""
    as_of = making.situation.as_of
    readings = {spec.name: _following(spec, made, as_of) for spec in FOLLOWING[making.root]}
    return all(
        admits(making.wishes[name], reading, making.situation)
        for name, reading in readings.items()
        if name in making.wishes
    ) and making.settle(readings)


def _following(spec: FieldSpec, made: Made, as_of: DateTime) -> Reading:
    if spec.uses_calendar:
        return None  # scenes are judged without a calendar
    if spec.as_of_method is not None:
        return cast("Reading", getattr(made, spec.as_of_method)(as_of))
    return cast("Reading", getattr(made, spec.path[-1]))


_USUAL: Final[Mapping[str, Facts]] = {
    "account": {"platform": "wechat", "name": "海安发布"},
    "peer": {"platform": "weibo"},
}


def _is_linked(making: _Making, links: Facts) -> bool:
    """Return whether the ids given are as wished; an id left open is chosen here."""
    name = f"{making.root}.id"
    if name in making.wishes:
        wish = making.wishes[name].wish
        if not isinstance(wish, Texts):
            return False
        if not wish.admits(links["id"]):
            chosen = next(texts(making.wishes[name].spec, wish, making.drawing.choices), None)
            if chosen is None:
                return False
            links["id"] = chosen
    for link in _LINKS - links.keys():
        known = making.wishes.get(f"{making.root}.{link}")
        if known is not None:
            links[link] = next(making.drawing.values(*known), None)
    readings = {f"{making.root}.{link}": links[link] for link in links if link in _LINKS}
    return all(
        admits(making.wishes[each], reading, making.situation)
        for each, reading in readings.items()
        if each in making.wishes
    ) and making.settle(readings)


def _assembled(facts: Facts) -> Facts:
    """Return facts with those of a part, such as ``app.is_usable``, put into the part."""
    whole: Facts = {}
    parts: dict[str, Facts] = {}
    for name, value in facts.items():
        part, _, inner = name.partition(".")
        if inner:
            parts.setdefault(part, {})[inner] = value
        else:
            whole[name] = value
    for part, inside in parts.items():
        if any(value is not None for value in inside.values()):
            reviewers = inside.get("reviewers")
            if reviewers is not None:
                inside["reviewers"] = tuple(sorted(cast("frozenset[str]", reviewers)))
            whole[part] = _PARTS[part](**inside)
    return whole
