"""A rule: whom it binds, what it requires or forbids, unless what, and where that stands."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final, TypeAlias, cast

from attrs import Factory, evolve, field, frozen

from govmedia_rules.conditions.expressions import Field, Rows
from govmedia_rules.conditions.fields import Table
from govmedia_rules.conditions.interpreter import Situation
from govmedia_rules.conditions.nodes import Key, Node
from govmedia_rules.conditions.operands import Origin, Param
from govmedia_rules.conditions.plain import condition_to_plain
from govmedia_rules.conditions.predicates import Condition, all_of, check_condition
from govmedia_rules.conditions.words import sentence
from govmedia_rules.errors import ConditionError, RuleError, UnknownNameError, shown
from govmedia_rules.law import Citation, Force, Provision, Severity
from govmedia_rules.models import Subject
from govmedia_rules.rules.scope import Scope, as_citations
from govmedia_rules.text import Text

__all__ = ["CheckFunction", "Rule", "content_fingerprint"]

CheckFunction: TypeAlias = Callable[[Situation], bool | None]
"""A function in place of a condition: True is kept, False is broken, None cannot be told."""

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)+")
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")

# What a rule about each subject can read: fields of these, rows of those.
_ROOTS: Final[dict[Subject, frozenset[str]]] = {
    Subject.POST: frozenset({"post", "account", "unit", "superior"}),
    Subject.MESSAGE: frozenset({"message", "account", "unit", "superior"}),
    Subject.ACCOUNT: frozenset({"account", "unit", "superior"}),
    Subject.UNIT: frozenset({"unit", "superior"}),
}
_TABLES: Final[dict[Subject, frozenset[Table]]] = {
    Subject.POST: frozenset(),
    Subject.MESSAGE: frozenset(),
    Subject.ACCOUNT: frozenset(Table),
    Subject.UNIT: frozenset({Table.ACCOUNTS}),
}


def content_fingerprint(plain: object) -> str:
    """Return the hash of plain data, 16 hex digits; equal data give equal hashes."""
    text = json.dumps(plain, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _key(condition: Condition | None) -> Key | None:
    return None if condition is None else condition.key()


def _as_ids(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(ids)


def _severity_of_force(rule: Rule) -> Severity:
    return Severity.of_force(rule.force)


@frozen(kw_only=True)
class Rule:
    """
    One demand of the law on one kind of subject.

    Exactly one of ``requires``, ``forbids`` and ``check`` says what is demanded.

    Parameters:
        id: ``instrument/what-it-demands``, lower case; never reused.

        title: what it demands, in a few words.

        cites: the provisions it rests on, at least one.

        force: how binding it is.

        subject: what it judges.

        severity: how grave a failure is; follows from the force unless given.

        scope: whom its instrument binds at all; everybody when None.

        applies: whom it binds among those; all of them when None.

        requires: the condition that has to hold.

        forbids: the condition that must not hold.

        unless: the exception that lifts it.

        check: a function that decides where no condition can; objects only.

        refines: the ids of rules, of other instruments, that make the same demand in other
            numbers or with another force. All are judged; a report says which asks what.

        check_version: to be raised whenever the function decides differently.

        remedy: what to do about a failure.

        message: a sentence of its own for a failure, in place of the generated one.
            ``{value}`` and ``{threshold}`` stand for those of the first leaf that
            failed, and the name of a parameter for its value.

        explanation: what a reader should know besides: what counts, what does not, and
            how far the text goes.

    Raises:
        RuleError: when it is not complete, reads what its subject does not have, uses
            one parameter name for two values, or its message has an unknown placeholder.
    """

    id: str
    title: Text
    cites: tuple[Citation, ...] = field(converter=as_citations)
    force: Force = field(converter=Force)
    subject: Subject = field(default=Subject.ACCOUNT, converter=Subject)
    severity: Severity = field(
        default=Factory(_severity_of_force, takes_self=True), converter=Severity
    )
    scope: Scope | None = None
    applies: Condition | None = field(default=None, eq=_key)
    requires: Condition | None = field(default=None, eq=_key)
    forbids: Condition | None = field(default=None, eq=_key)
    unless: Condition | None = field(default=None, eq=_key)
    refines: tuple[str, ...] = field(default=(), converter=_as_ids)
    check: CheckFunction | None = None
    check_version: str = "1"
    remedy: Text | None = None
    message: Text | None = None
    explanation: Text | None = None
    _bound: Condition | None = field(init=False, repr=False, eq=False)
    _params: tuple[Param, ...] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        if not isinstance(cast("object", self.id), str) or not _ID.fullmatch(self.id):
            raise RuleError(
                "an id is written namespace/what-it-demands, in lower case, digits and hyphens",
                rule_id=str(self.id),
            )
        for refined in self.refines:
            if not _ID.fullmatch(refined) or refined == self.id:
                raise RuleError(
                    f"refines takes the ids of other rules, not {shown(refined)}", rule_id=self.id
                )
        if not self.cites:
            raise RuleError("a rule cites at least one provision", rule_id=self.id)
        demands = [self.requires, self.forbids, self.check]
        if sum(demand is not None for demand in demands) != 1:
            raise RuleError("give exactly one of requires, forbids and check", rule_id=self.id)
        try:
            object.__setattr__(self, "_bound", self._joined_scope())
            for condition in self.conditions:
                check_condition(condition, "applies, requires, forbids and unless")
                self._check_scope(condition)
        except ConditionError as error:
            raise RuleError(str(error), rule_id=self.id) from error
        object.__setattr__(self, "_params", self._collect_params())
        self._check_message()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Its conditions, in the order in which they are asked."""
        asked = (self._bound, self.unless, self.requires, self.forbids)
        return tuple(condition for condition in asked if condition is not None)

    @property
    def bound(self) -> Condition | None:
        """The condition that its scope and ``applies`` both hold; None where it binds everybody."""
        return self._bound

    def _joined_scope(self) -> Condition | None:
        if self.scope is None or self.applies is None:
            return self.applies if self.scope is None else self.scope.binds
        return all_of(self.scope.binds, self.applies)

    @property
    def params(self) -> tuple[Param, ...]:
        """The parameters that its conditions mention, in reading order."""
        return self._params

    def _check_scope(self, condition: Condition) -> None:
        stack: list[tuple[Node, str | None]] = [(condition, None)]
        while stack:
            node, row_root = stack.pop()
            if isinstance(node, Rows):
                if node.table not in _TABLES[self.subject]:
                    raise ConditionError(f"{node!r}: a rule about a {self.subject} has none")
                row_root = node.table.row_root
            elif isinstance(node, Field):
                root = node.spec.root
                if root not in _ROOTS[self.subject] and root != row_root:
                    raise ConditionError(_out_of_scope(node, self.subject))
            # What an aggregate takes of each row is asked inside that row.
            rows = next((child for child in node.children() if isinstance(child, Rows)), None)
            inside = row_root if rows is None else rows.table.row_root
            stack.extend((child, inside) for child in node.children())

    def _collect_params(self) -> tuple[Param, ...]:
        found: dict[str, Param] = {}
        for condition in self.conditions:
            for node in condition.walk():
                if isinstance(node, Param):
                    known = found.setdefault(node.name, node)
                    if known.key() != node.key():
                        raise RuleError(
                            f"parameter {node.name} has two definitions", rule_id=self.id
                        )
        return tuple(found.values())

    def _check_message(self) -> None:
        if self.message is None:
            return
        known = {"value", "threshold", *(param.name for param in self._params)}
        for wording in (self.message.zh, self.message.en):
            for name in _PLACEHOLDER.findall(wording):
                if name not in known:
                    raise RuleError(
                        f"message: {{{name}}} stands for nothing; known: {', '.join(sorted(known))}",
                        rule_id=self.id,
                    )

    def is_in_force_on(self, on: date) -> bool:
        """Return whether a provision it rests on binds on the day *on* (Asia/Shanghai)."""
        return any(cite.is_in_force_on(on) for cite in self.cites)

    def override(
        self, source: str | None = None, /, **values: float | str | tuple[str, ...]
    ) -> Rule:
        """
        Return the rule with other parameter values.

        Parameters:
            source: where the new values come from and why; what they replace is told
                beside it.

            values: the new values, by the names of the parameters.

        Raises:
            UnknownNameError: when it has no such parameter.
            RuleError: when a value is of another kind or below the parameter's minimum.
        """
        by_name = {param.name: param for param in self._params}
        replaced: dict[str, Param] = {}
        for name, value in values.items():
            old = by_name.get(name)
            if old is None:
                raise UnknownNameError("parameter", name, by_name, where=f"in rule {self.id}")
            replaces = f"overrides {shown(old.value)} ({old.source or 'stated by the text'})"
            told = replaces if source is None else f"{source}; {replaces}"
            try:
                new = evolve(old, value=value, origin=Origin.OVERRIDE, source=told)
            except ConditionError as error:
                raise RuleError(str(error), rule_id=self.id) from error
            if new.kind is not old.kind:
                raise RuleError(
                    f"parameter {name} takes a {old.kind.value}, not {shown(value)}",
                    rule_id=self.id,
                )
            replaced[name] = new
        return self._with(replaced)

    def revise(
        self,
        *,
        force: Force | None = None,
        severity: Severity | None = None,
        cites: Iterable[Citation | Provision] = (),
    ) -> Rule:
        """
        Return the rule as binding or as grave as another instrument makes it.

        Parameters:
            force: how binding it is from now on; a defeasible rule can be waived.

            severity: how grave a failure is from now on; another force alone changes
                nothing about that.

            cites: the provisions that say so, cited after those it has.
        """
        added = tuple(cite for cite in as_citations(cites) if cite not in self.cites)
        return evolve(
            self,
            force=self.force if force is None else force,
            severity=self.severity if severity is None else severity,
            cites=(*self.cites, *added),
        )

    def _with(self, params: dict[str, Param]) -> Rule:
        try:
            changes: dict[str, Any] = {
                name: condition.replacing(params)
                for name in ("applies", "requires", "forbids", "unless")
                if (condition := getattr(self, name)) is not None
            }
            return evolve(self, **changes)
        except ConditionError as error:
            raise RuleError(str(error), rule_id=self.id) from error

    @staticmethod
    def filled(message: Text, values: Mapping[str, Text]) -> Text:
        """Return *message* with each known placeholder replaced, in one pass, by its value."""
        return Text(
            zh=_PLACEHOLDER.sub(lambda m: values[m[1]].zh if m[1] in values else m[0], message.zh),
            en=_PLACEHOLDER.sub(lambda m: values[m[1]].en if m[1] in values else m[0], message.en),
        )

    @property
    def statement(self) -> Text:
        """The rule in words, generated from its conditions."""
        zh: list[str] = []
        en: list[str] = []
        if self.scope is not None:
            more = None if self.applies is None else sentence(self.applies)
            title = self.scope.title
            zh.append(f"适用于：{title.zh}{f'，且{more.zh}' if more else ''}")
            en.append(f"Binds {title.en}{f', where {more.en}' if more else ''}")
        for label, condition in (
            (Text(zh="适用于", en="Binds where"), None if self.scope else self.applies),
            (Text(zh="要求", en="Requires that"), self.requires),
            (Text(zh="禁止", en="Forbids that"), self.forbids),
            (Text(zh="例外", en="Unless"), self.unless),
        ):
            if condition is not None:
                words = sentence(condition)
                zh.append(f"{label.zh}：{words.zh}")
                en.append(f"{label.en} {words.en}")
        if self.check is not None:
            zh.append("由函数判定")
            en.append("Decided by a function")
        return Text(zh="；".join(zh) + "。", en="; ".join(en) + ".")

    @cached_property
    def fingerprint(self) -> str:
        """The hash of its content, 16 hex digits; what reports know the rule by besides its id."""
        return content_fingerprint(self.to_plain())

    def to_plain(self) -> dict[str, object]:
        """Return the rule's content as plain data; what its rule set's fingerprint is made of."""
        conditions = {
            name: condition_to_plain(condition)
            for name in ("applies", "requires", "forbids", "unless")
            if (condition := getattr(self, name)) is not None
        }
        texts = {
            name: {"zh": text.zh, "en": text.en}
            for name in ("title", "remedy", "message", "explanation")
            if (text := getattr(self, name)) is not None
        }
        plain: dict[str, object] = {
            "id": self.id,
            "subject": self.subject.value,
            "force": self.force.value,
            "severity": self.severity.value,
            "cites": [_plain_citation(cite) for cite in self.cites],
            **texts,
            **({} if self.scope is None else {"scope": self.scope.to_plain()}),
            **({"refines": list(self.refines)} if self.refines else {}),
            **conditions,
        }
        if self.check is not None:
            plain["check"] = [
                getattr(self.check, "__module__", ""),
                getattr(self.check, "__qualname__", type(self.check).__qualname__),
                self.check_version,
            ]
        return plain


def _plain_citation(cite: Citation) -> list[str | None]:
    heading = (None, None) if cite.heading is None else (cite.heading.zh, cite.heading.en)
    return [
        cite.instrument,
        cite.number,
        cite.title.zh,
        cite.title.en,
        cite.provision,
        *heading,
        str(cite.in_force_on),
        str(cite.repealed_on),
        cite.confidence.value,
    ]


def _out_of_scope(node: Field, subject: Subject) -> str:
    root = node.spec.root
    tables = [table for table in Table if table.row_root == root and table in _TABLES[subject]]
    name = "unit.accounts" if tables == [Table.ACCOUNTS] else tables[0].value if tables else ""
    hint = f"; count rows instead, as in {name}.where({node!r} …).count()" if tables else ""
    return f"{node!r}: a rule about a {subject} has no {root}{hint}"
