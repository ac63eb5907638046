"""How clauses of local instruments are written down: by what they are about, never quoted."""

from __future__ import annotations

from govmedia_rules.law.instruments import CheckKind, Confidence, Document, Force, Provision
from govmedia_rules.text import Text

__all__ = ["clause", "said_nothing_new"]


def clause(
    document: Document,
    topic: str,
    heading: Text,
    paraphrase: Text,
    force: Force,
    *checks: CheckKind,
    unchecked_because: Text | None = None,
) -> Provision:
    """
    Return a clause whose content is known and whose exact wording and number are not.

    Parameters:
        document: the instrument.

        topic: a Chinese word of ours for what it is about, which stands for its number.

        heading: the same in a few words.

        paraphrase: what it says, in our words.

        force: how binding it is.

        checks: what it takes to decide it; recorded facts unless said otherwise.

        unchecked_because: why nothing checks it, for a clause that nothing does.
    """
    decided_by = checks or (CheckKind.DATA if unchecked_because is None else CheckKind.NONE,)
    return Provision(
        document=document,
        number=topic,
        heading=heading,
        paraphrase=paraphrase,
        force=force,
        checks=frozenset(decided_by),
        confidence=Confidence.PARAPHRASE,
        unchecked_because=unchecked_because,
    )


def said_nothing_new(national: str) -> Text:
    """Return why nothing checks a clause that repeats *national*, such as ``《意见》4.1.3``."""
    return Text(
        zh=f"与{national}相同，由引用该条的规则检查；两套规则一并使用即可。",
        en=f"It repeats {national}; the rules that cite that clause check it. Use both rule sets"
        " together.",
    )
