"""Where findings stand: logical locations, each inside the one above it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from attrs import define, field

from govmedia_rules.findings import SubjectRef
from govmedia_rules.models import Subject
from govmedia_rules.reports.sarif.messages import Plain
from govmedia_rules.reports.unseen import is_unseen

__all__ = ["Places", "in_path"]


def in_path(name: str) -> str:
    """Return *name* as one step of a path: no slash of its own, nothing unseen, still told apart."""
    step = name.replace("%", "%25").replace("/", "%2F")
    if step.isprintable():
        return step
    return "".join(
        quote(character.encode("utf-8", "surrogatepass")) if is_unseen(character) else character
        for character in step
    )


@define(eq=False)
class Places:
    """
    The units and accounts that one log mentions, in the order in which it does.

    Posts and messages are not gathered: there may be as many of them as findings. Each
    is told in full where it stands, with the index of its account.

    Parameters:
        artifact_uri: the file that all results are about, or None.
    """

    artifact_uri: str | None = None
    _rows: list[Plain] = field(factory=list, init=False)
    _indices: dict[str, int] = field(factory=dict, init=False)

    def location(self, subject: SubjectRef) -> Plain:
        """Return the location of a result about *subject*."""
        location: Plain = {}
        if self.artifact_uri is not None:
            # Scanners that show results beside a file ask for a line; the file's first.
            location["physicalLocation"] = {
                "artifactLocation": {"uri": self.artifact_uri, "index": 0},
                "region": {"startLine": 1},
            }
        location["logicalLocations"] = [self._place(subject)]
        return location

    def rows(self) -> Iterator[Plain]:
        """Yield the units and accounts met so far; each has a smaller index than what it holds."""
        return iter(self._rows)

    def _place(self, subject: SubjectRef) -> Plain:
        if subject.kind is Subject.UNIT:
            return self._gathered(Subject.UNIT, subject.id, subject.name, None)
        if subject.kind is Subject.ACCOUNT:
            return self._account(subject, subject.id, subject.name)
        place: Plain = {"kind": subject.kind.value}
        if subject.name:
            place["name"] = subject.name
        step = f"{subject.kind.value}/{in_path(subject.id)}"
        if subject.account_id is None:
            return place | {"fullyQualifiedName": step}
        account = self._account(subject, subject.account_id, subject.account_name)
        return place | {
            "fullyQualifiedName": f"{account['fullyQualifiedName']}/{step}",
            "parentIndex": account["index"],
        }

    def _account(self, subject: SubjectRef, account_id: str, name: str | None) -> Plain:
        unit = (
            None
            if subject.unit_id is None
            else self._gathered(Subject.UNIT, subject.unit_id, None, None)
        )
        return self._gathered(Subject.ACCOUNT, account_id, name, unit)

    def _gathered(
        self, kind: Subject, subject_id: str, name: str | None, parent: Plain | None
    ) -> Plain:
        path = f"{kind.value}/{in_path(subject_id)}"
        if parent is not None:
            path = f"{parent['fullyQualifiedName']}/{path}"
        index = self._indices.get(path)
        if index is None:
            index = self._indices[path] = len(self._rows)
            row: Plain = {"fullyQualifiedName": path, "kind": kind.value}
            if parent is not None:
                row["parentIndex"] = parent["index"]
            self._rows.append(row)
        row = self._rows[index]
        if name:
            row.setdefault("name", name)
        return row | {"index": index}
