"""
The rules of government new media as importable, cited, explained values.

Everything public is re-exported here or from the subpackage that its documentation names.
Names are loaded when they are first asked for, so that importing the package costs
next to nothing; a test holds the list below level with the imports above it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govmedia_rules.evaluation import (
        audit,
        check_post,
        deadlines,
        explain,
    )
    from govmedia_rules.findings import (
        Deadline,
        Evidence,
        Finding,
        MissingFact,
        Outcome,
        Report,
        SubjectRef,
        Verdict,
    )
    from govmedia_rules.law import (
        Citation,
        Force,
        Instrument,
        Provision,
        Severity,
    )
    from govmedia_rules.models import (
        Account,
        Attestation,
        Message,
        Portfolio,
        Post,
        Subject,
        Unit,
        Waiver,
    )
    from govmedia_rules.rules import (
        Rule,
        RuleSet,
        check,
    )
    from govmedia_rules.text import (
        Language,
        Text,
    )

__all__ = [
    "Account",
    "Attestation",
    "Citation",
    "Deadline",
    "Evidence",
    "Finding",
    "Force",
    "Instrument",
    "Language",
    "Message",
    "MissingFact",
    "Outcome",
    "Portfolio",
    "Post",
    "Provision",
    "Report",
    "Rule",
    "RuleSet",
    "Severity",
    "Subject",
    "SubjectRef",
    "Text",
    "Unit",
    "Verdict",
    "Waiver",
    "audit",
    "check",
    "check_post",
    "deadlines",
    "explain",
]

_HOMES = {
    "govmedia_rules.evaluation": (
        "audit",
        "check_post",
        "deadlines",
        "explain",
    ),
    "govmedia_rules.findings": (
        "Deadline",
        "Evidence",
        "Finding",
        "MissingFact",
        "Outcome",
        "Report",
        "SubjectRef",
        "Verdict",
    ),
    "govmedia_rules.law": (
        "Citation",
        "Force",
        "Instrument",
        "Provision",
        "Severity",
    ),
    "govmedia_rules.models": (
        "Account",
        "Attestation",
        "Message",
        "Portfolio",
        "Post",
        "Subject",
        "Unit",
        "Waiver",
    ),
    "govmedia_rules.rules": (
        "Rule",
        "RuleSet",
        "check",
    ),
    "govmedia_rules.text": (
        "Language",
        "Text",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a public name from the subpackage that defines it."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return sorted({*globals(), *__all__})
