"""How the treatment of a provision, and its counts in an audit, are put in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from govmedia_rules.evaluation import ProvisionCoverage, Tally, Treatment
from govmedia_rules.findings import Outcome
from govmedia_rules.law import CheckKind, Provision
from govmedia_rules.reports.labels import MEANS, OUTCOMES, SUBJECTS, TREATMENTS
from govmedia_rules.text import Text

__all__ = ["reason_of", "summary_of", "takes_in_words", "tally_in_words"]


def _listed(words: Iterable[str]) -> Text:
    """Return the names of means in one phrase."""
    names = [MEANS[word] for word in words]
    return Text(zh="、".join(name.zh for name in names), en=", ".join(name.en for name in names))


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def reason_of(treated: ProvisionCoverage, *, counts_rules: bool = True) -> Text | None:
    """
    Return how a provision is treated and why, in a sentence or two.

    Parameters:
        treated: the provision.

        counts_rules: whether to say how many rules check it and by what means. Where
            they stand beside it that says nothing new, and there may be nothing left.
    """
    parts: list[Text] = []
    if treated.rules and counts_rules:
        count = len(treated.rules)
        by = _listed({each: None for rule in treated.rules for each in rule.means})
        parts.append(
            Text(
                zh=f"由{count}条规则检查，判定方式：{by.zh}。",
                en=f"Checked by {_counted(count, 'rule', 'rules')}, by {by.en}.",
            )
        )
    for each in treated.scopes:
        title, count = each.scope.title, len(each.rules)
        parts.append(
            Text(
                zh=f"划定{count}条规则的适用范围：{title.zh}。",
                en=f"Sets the scope of {_counted(count, 'rule', 'rules')}: {title.en}.",
            )
        )
    if treated.missing:
        lacking = _listed(treated.missing)
        parts.append(
            Text(
                zh=f"缺口：须通过{lacking.zh}判定，但没有规则引用，也没有说明原因。",
                en=f"A gap: it takes {lacking.en} to decide it, no rule cites it, and nothing says"
                " why.",
            )
            if treated.is_gap
            else Text(
                zh=f"条款所列的判定方式还有{lacking.zh}，现有规则没有采用。",
                en=f"To decide it the clause also lists {lacking.en}, which no rule here uses.",
            )
        )
    if treated.provision.unchecked_because is not None:
        parts.append(treated.provision.unchecked_because)
    if not parts:
        return None
    return Text(zh="".join(part.zh for part in parts), en=" ".join(part.en for part in parts))


def summary_of(rows: Iterable[ProvisionCoverage]) -> Text:
    """Return how many provisions are treated in which way."""
    counts = Counter(row.treatment for row in rows)
    told = [(TREATMENTS[treatment], counts[treatment]) for treatment in Treatment]
    return Text(
        zh="，".join(f"{label.zh}{count}条" for label, count in told) + "。",
        en=", ".join(f"{label.en} {count}" for label, count in told) + ".",
    )


def takes_in_words(provision: Provision) -> Text | None:
    """Return what the provision says it takes to decide it; None where nothing could."""
    kinds = [kind for kind in CheckKind if kind in provision.checks - {CheckKind.NONE}]
    return _listed(kinds) if kinds else None


def tally_in_words(tally: Tally) -> Text:
    """Return the counts of one kind of subject; outcomes that did not occur are left out."""
    counts = {
        Outcome.FAIL: tally.failed,
        Outcome.ERROR: tally.errors,
        Outcome.UNDETERMINED: tally.undetermined,
        Outcome.PASS: tally.passed,
        Outcome.NOT_APPLICABLE: tally.not_applicable,
    }
    zh: list[str] = []
    en: list[str] = []
    for outcome, count in counts.items():
        if not count:
            continue
        label = OUTCOMES[outcome]
        told_zh, told_en = f"{label.zh} {count:,}", f"{label.en} {count:,}"
        if outcome is Outcome.FAIL and tally.suppressed:
            told_zh += f"(其中已豁免 {tally.suppressed:,})"
            told_en += f" (of which waived {tally.suppressed:,})"
        zh.append(told_zh)
        en.append(told_en)
    subject = SUBJECTS[tally.subject]
    if not zh:
        return Text(zh=f"{subject.zh}：没有可判定的", en=f"{subject.en}: none to judge")
    return Text(zh=f"{subject.zh}：{'，'.join(zh)}", en=f"{subject.en}: {', '.join(en)}")
