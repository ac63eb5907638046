"""Reading one case: what it has to say, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, cast

from attrs import define, evolve
from pendulum import DateTime

from govmedia_rules.cases.case_facts import ROWS, TEMPLATES, CaseFacts, complete
from govmedia_rules.cases.rule_case import CALENDARS, RuleCase, Side
from govmedia_rules.errors import InvalidValueError
from govmedia_rules.findings import Outcome
from govmedia_rules.models import Portfolio
from govmedia_rules.moments import MomentError, moment
from govmedia_rules.problems import ABSENT, Fault, Place, Problem, ProblemLog
from govmedia_rules.serialization import LoadError
from govmedia_rules.serialization.tables import Collector
from govmedia_rules.text import Text

__all__ = ["DEFAULT_KEYS", "CaseReading"]

_FACTS: Final = ("account", "unit", *ROWS)
DEFAULT_KEYS: Final = ("as_of", *_FACTS, *TEMPLATES)
"""What a file may say for all its cases."""

_CASE_KEYS: Final = (
    *("rule", "title", "expect", "as_of", "subject", "boundary", "side", "without", "calendar"),
    *_FACTS,
)
_OUTCOMES: Final = tuple(str(each) for each in Outcome if each is not Outcome.ERROR)
_SIDES: Final = tuple(str(each) for each in Side)


@define
class CaseReading:
    """
    One case, or the defaults, while they are read.

    Attributes:
        raw: the TOML table.

        defaults: what its file says for all cases.

        place: where it stands.

        log: where to say what is wrong.
    """

    raw: Any
    defaults: dict[str, Any]
    place: Place
    log: ProblemLog

    def fault(
        self,
        path: tuple[str | int, ...],
        value: object,
        expected: str,
        known: Iterable[str] | None = None,
    ) -> None:
        """Log one fault; for a name that is not among the *known* ones, suggest the nearest."""
        fault = Fault(path, value, expected)
        if known is not None:
            fault = Fault(path, value, expected, str(value), tuple(known))
        self.log.add(self.place, fault, self._title_shown())

    def _title_shown(self) -> object:
        title = self.raw.get("title") if isinstance(self.raw, dict) else None
        return title.get("zh") if isinstance(title, dict) else None

    def case(self) -> RuleCase | None:
        """Return the case, or None after logging everything that is wrong with it."""
        if not isinstance(self.raw, dict):
            self.fault((), self.raw, "a table, [[case]]")
            return None
        before = self.log.total
        self.check_keys(_CASE_KEYS)
        rule_id, title = self._name("rule"), self._title()
        expect = self._word("expect", _OUTCOMES)
        subject_id = self._name("subject") if "subject" in self.raw else None
        boundary = self._name("boundary") if "boundary" in self.raw else None
        side = self._word("side", _SIDES) if "side" in self.raw else None
        if ("boundary" in self.raw) is not ("side" in self.raw):
            missing = "side" if "boundary" in self.raw else "boundary"
            self.fault((missing,), ABSENT, "boundary and side together, or neither of them")
        calendar = self._word("calendar", tuple(CALENDARS)) if "calendar" in self.raw else None
        as_of, defaults = self.as_of(), self._kept_defaults()
        if as_of is None:
            return None
        portfolio = self.structured(complete(self.raw, defaults, as_of), is_case=True)
        if self.log.total > before:
            return None
        return RuleCase(
            rule_id=cast("str", rule_id),
            title=cast("Text", title),
            expect=Outcome(cast("str", expect)),
            as_of=as_of,
            portfolio=cast("Portfolio", portfolio),
            subject_id=subject_id,
            boundary=boundary,
            side=None if side is None else Side(side),
            calendar=None if calendar is None else CALENDARS[calendar],
            place=f"{self.place.file}:{self.place.line or self.place.number}",
        )

    def check_keys(self, known: tuple[str, ...]) -> None:
        """Log the keys that are none of the *known* ones."""
        for key, value in self.raw.items():
            if key not in known:
                fault = Fault((key,), value, "no such key", key, known)
                self.log.add(self.place, fault, self._title_shown())

    def _name(self, key: str) -> str | None:
        value = self.raw.get(key, ABSENT)
        if isinstance(value, str) and value.strip():
            return value
        self.fault((key,), value, "a name that is not blank")
        return None

    def _word(self, key: str, words: tuple[str, ...]) -> str | None:
        value = self.raw.get(key, ABSENT)
        if isinstance(value, str) and value in words:
            return value
        self.fault((key,), value, f"one of {', '.join(words)}")
        return None

    def _title(self) -> Text | None:
        title = self.raw.get("title", ABSENT)
        if isinstance(title, dict) and title.keys() == {"zh", "en"}:
            try:
                return Text(**title)
            except InvalidValueError as error:
                self.fault(("title", error.field), error.value, error.expected)
        else:
            self.fault(("title",), title, '{zh = "…", en = "…"}')
        return None

    def as_of(self) -> DateTime | None:
        """Return the monitoring moment."""
        value = self.raw.get("as_of", self.defaults.get("as_of", ABSENT))
        if value is ABSENT:
            self.fault(("as_of",), value, "the monitoring moment, here or under [defaults]")
            return None
        try:
            return moment(value)
        except MomentError as error:
            self.fault(("as_of",), value, error.expected)
            return None

    def _kept_defaults(self) -> dict[str, Any]:
        """Return the defaults without what the case leaves out."""
        kept = {
            key: dict(value) if isinstance(value, dict) else value
            for key, value in self.defaults.items()
        }
        known = [
            *kept,
            *(f"{key}.{name}" for key, value in kept.items() for name in _names_in(value)),
        ]
        names = self.raw.get("without", [])
        if not isinstance(names, list):
            self.fault(("without",), names, 'a list of defaults, such as ["account.status"]')
            return kept
        for index, name in enumerate(names):
            if name not in known or name == "as_of":
                expected = "the name of a default that this case does without"
                self.fault(("without", index), name, expected, known)
                continue
            key, _, inside = name.partition(".")
            if inside:
                kept[key].pop(inside, None)
            else:
                kept.pop(key, None)
        return kept

    def structured(self, facts: CaseFacts, *, is_case: bool) -> Portfolio | None:
        """Return the portfolio of *facts*, or None after logging everything that is wrong with it."""
        for fault in facts.faults:
            path = fault.path
            if not is_case and path[0] in ROWS:
                path = (ROWS[str(path[0])], *path[2:])
            self.log.add(self.place, evolve(fault, path=path), self._title_shown())
        collector = Collector("error")
        at_case = Place(file="this case")
        for table, records in facts.tables.items():
            collector.begin(table, at_case)
            for number, record in enumerate(records, start=1):
                collector.add(table, record, number, is_odd=False)
        problems: Iterable[Problem] = collector.log.problems
        portfolio = None
        if is_case:
            try:
                portfolio = collector.portfolio(at_case)
            except LoadError as error:
                problems = error.problems
        else:
            # What is missing here, as null in an account_id, a case may still fill in.
            problems = [each for each in problems if each.value not in {None, "null"}]
        for problem in dict.fromkeys(self._here(problem, facts, is_case) for problem in problems):
            self.log.total += 1
            self.log.problems.append(problem)
        return portfolio

    def _here(self, problem: Problem, facts: CaseFacts, is_case: bool) -> Problem:
        """Return *problem*, of one record, as a problem of the case that the record stands in."""
        path = None
        if problem.table is not None and problem.number is not None:
            path = (
                facts.paths[problem.table][problem.number - 1] if is_case else ROWS[problem.table]
            )
        steps = [step for step in (path, problem.field) if step is not None]
        title = self._title_shown()
        return Problem(
            file=self.place.file,
            table=self.place.table,
            number=self.place.number,
            line=self.place.line,
            record_id=title if isinstance(title, str) else None,
            field=".".join(steps) or None,
            value=problem.value,
            expected=problem.expected,
        )


def _names_in(value: Any) -> Iterable[str]:
    return value if isinstance(value, dict) else ()
