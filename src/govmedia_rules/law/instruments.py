"""What a law is made of: instruments, their provisions, and citations of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from attrs import field, frozen
from attrs.validators import instance_of, optional

from govmedia_rules.errors import RuleError, UnknownNameError
from govmedia_rules.moments import day
from govmedia_rules.text import Text

__all__ = [
    "CheckKind",
    "Citation",
    "Confidence",
    "Document",
    "Force",
    "Instrument",
    "Provision",
    "Severity",
]


class Force(StrEnum):
    """
    How binding a provision is, in LegalRuleML's words.

    The Chinese wording behind each: 应当, 要, 须 (obligation); 不得, 严禁
    (prohibition); 原则上 (defeasible); 鼓励, 可 (recommendation). A *context*
    provision states an aim or a definition and binds nobody by itself.
    """

    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"
    DEFEASIBLE = "defeasible"
    RECOMMENDATION = "recommendation"
    CONTEXT = "context"


class Severity(StrEnum):
    """
    How grave it is when a rule fails, gravest first.

    *veto* (单项否决) alone makes an account fail an inspection. *error*, *warning*
    and *note* are SARIF's levels.
    """

    VETO = "veto"
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @classmethod
    def of_force(cls, force: Force) -> Severity:
        """Return the severity that a rule of this force has unless it says otherwise."""
        match force:
            case Force.OBLIGATION | Force.PROHIBITION:
                return cls.ERROR
            case Force.DEFEASIBLE:
                return cls.WARNING
            case Force.RECOMMENDATION | Force.CONTEXT:
                return cls.NOTE


class CheckKind(StrEnum):
    """
    What it takes to decide whether a provision is kept.

    *data*: facts about accounts, posts, units and messages. *screen*: a label
    that a person or a classifier put on a text. *attest*: a person's signed
    answer. *none*: nothing an audit could look at; the provision says why.
    """

    DATA = "data"
    SCREEN = "screen"
    ATTEST = "attest"
    NONE = "none"


class Confidence(StrEnum):
    """
    How sure the library is of a provision's content.

    *text*: the wording was confirmed in public reprints or official digests.
    *report*: confirmed in the press report that the cases come from.
    *paraphrase*: known content whose exact wording was not at hand; never quoted.
    """

    TEXT = "text"
    REPORT = "report"
    PARAPHRASE = "paraphrase"


def _optional_day(value: date | str | None) -> date | None:
    return None if value is None else day(value)


@frozen(kw_only=True)
class Document:
    """
    The identity of a legal instrument.

    Parameters:
        id: the short id that rule ids begin with, such as ``"opinion-2018"``.

        number: the document number (文号), such as ``"国办发〔2018〕123号"``; None
            when it has none or none is known here.

        title: its title.

        issuer: the body that issued it.

        issued_on: the day it is dated; None when that is not known here.

        in_force_on: the first day on which it binds, or from which it is known to.

        published_on: the day it was made public, where known.

        repealed_on: the first day on which it no longer binds, or None.

        dating: what is not known of its identity, and what stands for its dates instead.
    """

    id: str = field(validator=instance_of(str))
    number: str | None = field(validator=optional(instance_of(str)))
    title: Text
    issuer: Text
    issued_on: date | None = field(converter=_optional_day)
    in_force_on: date = field(converter=day)
    published_on: date | None = field(default=None, converter=_optional_day)
    repealed_on: date | None = field(default=None, converter=_optional_day)
    dating: Text | None = None


def _check_checks(_: object, __: object, value: frozenset[CheckKind]) -> None:
    if not value or (CheckKind.NONE in value and len(value) > 1):
        raise RuleError("checks must name what decides a provision, or CheckKind.NONE alone")


@frozen(kw_only=True)
class Provision:
    """
    One clause of an instrument, in our own words.

    Parameters:
        document: the instrument it belongs to.

        number: its number within the instrument, such as ``"4.1.3"``; where that is not
            known, a word of ours for what it is about, such as ``"备案时限"``.

        heading: the heading it stands under.

        paraphrase: what it says, paraphrased; never the instrument's own sentence.

        force: how binding it is.

        checks: what it takes to decide it; several kinds where several parts need them.

        confidence: how sure the library is of the content.

        unchecked_because: for a provision that no audit can look at, why not.

        binds_from_on: the first day on which it binds, where that differs from the
            instrument's own; None otherwise.

        repealed_on: the first day on which it no longer binds, or None.
    """

    document: Document
    number: str = field(validator=instance_of(str))
    heading: Text
    paraphrase: Text
    force: Force = field(converter=Force)
    checks: frozenset[CheckKind] = field(validator=_check_checks)
    confidence: Confidence = field(default=Confidence.TEXT, converter=Confidence)
    unchecked_because: Text | None = None
    binds_from_on: date | None = field(default=None, converter=_optional_day)
    repealed_on: date | None = field(default=None, converter=_optional_day)

    def __attrs_post_init__(self) -> None:
        if (CheckKind.NONE in self.checks) != (self.unchecked_because is not None):
            raise RuleError(
                f"provision {self.document.id} {self.number}: unchecked_because is given exactly"
                " when nothing checks the provision"
            )

    @property
    def citation(self) -> Citation:
        """The citation that a rule or a finding carries for this provision."""
        return Citation(
            instrument=self.document.id,
            number=self.document.number,
            title=self.document.title,
            provision=self.number,
            heading=self.heading,
            in_force_on=self.binds_from_on or self.document.in_force_on,
            repealed_on=self.repealed_on or self.document.repealed_on,
            confidence=self.confidence,
        )


@frozen(kw_only=True)
class Citation:
    """
    A pointer to a provision, complete enough to be read without the instrument.

    Parameters:
        instrument: the instrument's id.

        number: the document number (文号), or None.

        title: the instrument's title.

        provision: the provision's number within it, or None to cite the instrument alone.

        heading: the provision's heading, or None.

        in_force_on: the first day on which the provision binds.

        repealed_on: the first day on which it no longer binds, or None.

        confidence: how sure the library is of the provision's content.
    """

    instrument: str
    number: str | None
    title: Text
    provision: str | None
    heading: Text | None
    in_force_on: date = field(converter=day)
    repealed_on: date | None = field(default=None, converter=_optional_day)
    confidence: Confidence = field(default=Confidence.TEXT, converter=Confidence)

    def is_in_force_on(self, on: date) -> bool:
        """Return whether the provision binds on the day *on* (Asia/Shanghai)."""
        return self.in_force_on <= on and (self.repealed_on is None or on < self.repealed_on)

    def __str__(self) -> str:
        """Return the citation as people write it: document number and clause."""
        name = self.number or f"《{self.title.zh}》"
        return name if self.provision is None else f"{name} {self.provision}"


def _as_tuple(provisions: Iterable[Provision]) -> tuple[Provision, ...]:
    return tuple(provisions)


@frozen(kw_only=True)
class Instrument:
    """
    A legal instrument: a document with all its provisions, in order.

    Parameters:
        document: its identity.

        provisions: its clauses; numbers are unique.

    Raises:
        RuleError: when a provision belongs to another document or a number occurs twice.
    """

    document: Document
    provisions: tuple[Provision, ...] = field(converter=_as_tuple)

    def __attrs_post_init__(self) -> None:
        seen: set[str] = set()
        for provision in self.provisions:
            if provision.document != self.document:
                raise RuleError(
                    f"instrument {self.document.id}: provision {provision.number} belongs to"
                    f" {provision.document.id}"
                )
            if provision.number in seen:
                raise RuleError(
                    f"instrument {self.document.id}: provision {provision.number} occurs twice"
                )
            seen.add(provision.number)

    @property
    def id(self) -> str:
        """The instrument's id."""
        return self.document.id

    def provision(self, number: str) -> Provision:
        """
        Return the provision numbered *number*.

        Raises:
            UnknownNameError: when the instrument has no such provision.
        """
        for provision in self.provisions:
            if provision.number == number:
                return provision
        raise UnknownNameError(
            "provision", number, (p.number for p in self.provisions), where=f"in {self.id}"
        )

    @property
    def citation(self) -> Citation:
        """The citation of the instrument as a whole, for when no clause number is known."""
        return Citation(
            instrument=self.document.id,
            number=self.document.number,
            title=self.document.title,
            provision=None,
            heading=None,
            in_force_on=self.document.in_force_on,
            repealed_on=self.document.repealed_on,
        )
