"""Proposals as what JSON is made of."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from govmedia_rules.conditions import Origin, Param
from govmedia_rules.consolidation.proposals import Fact, Proposal, Reason, UnknownFact
from govmedia_rules.consolidation.thresholds import Thresholds
from govmedia_rules.findings import plain_value
from govmedia_rules.law import Citation
from govmedia_rules.moments import moment
from govmedia_rules.text import Text

__all__ = ["DISCLAIMER", "PROPOSALS_SCHEMA_VERSION", "dumps_proposals", "proposals_to_plain"]

PROPOSALS_SCHEMA_VERSION: Final = 1
"""The version of the proposals format."""

DISCLAIMER: Final = Text(
    zh="以下是建议，供人研究决定，不是处理决定。条文没有写明任何数字，门槛都是操作性默认值。",
    en="These are recommendations for people to decide on, not decisions. The law's text states"
    " no numbers; every threshold is an operational default.",
)
"""What every reader of proposals has to be told."""


def proposals_to_plain(
    proposals: Iterable[Proposal], *, as_of: str | datetime, thresholds: Thresholds
) -> dict[str, Any]:
    """
    Return proposals as dicts, lists, texts, numbers, booleans and None.

    The keys are ``schema_version``, ``as_of``, ``disclaimer``, ``thresholds`` and
    ``proposals``; in each proposal the fields of the model, in its order. A value among the
    facts is itself, a list of texts, or ``{"at": moment}``.

    Parameters:
        proposals: the proposals, in order.

        as_of: the moment they were made for.

        thresholds: the numbers they go by.

    Raises:
        MomentError: when the moment is naive or unreadable.
    """
    return {
        "schema_version": PROPOSALS_SCHEMA_VERSION,
        "as_of": moment(as_of).isoformat(),
        "disclaimer": _text(DISCLAIMER),
        "thresholds": [_param(param) for param in thresholds],
        "proposals": [_proposal(proposal) for proposal in proposals],
    }


def dumps_proposals(
    proposals: Iterable[Proposal], *, as_of: str | datetime, thresholds: Thresholds
) -> str:
    """
    Return proposals as a JSON document, as :func:`proposals_to_plain` gives them.

    Raises:
        MomentError: when the moment is naive or unreadable.
    """
    plain = proposals_to_plain(proposals, as_of=as_of, thresholds=thresholds)
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _param(param: Param) -> dict[str, Any]:
    return {
        "name": param.name,
        "value": param.value,
        "unit": param.unit,
        "origin": str(Origin(param.origin)),
        "source": param.source,
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    account = proposal.account
    return {
        "account": {"id": account.id, "name": account.name, "unit_id": account.unit_id},
        "platform": proposal.platform,
        "unit_name": proposal.unit_name,
        "action": str(proposal.action),
        "label": _text(proposal.action.label),
        "into": proposal.into,
        "sponsor_id": proposal.sponsor_id,
        "reasons": [_reason(reason) for reason in proposal.reasons],
        "missing": [_unknown(fact) for fact in proposal.missing],
        "is_done": proposal.is_done,
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "ground": str(reason.ground),
        "text": _text(reason.text),
        "citations": [_citation(citation) for citation in reason.citations],
        "facts": [_fact(fact) for fact in reason.facts],
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "instrument": citation.instrument,
        "number": citation.number,
        "title": _text(citation.title),
        "provision": citation.provision,
        "heading": None if citation.heading is None else _text(citation.heading),
        "in_force_on": citation.in_force_on.isoformat(),
        "repealed_on": None if citation.repealed_on is None else citation.repealed_on.isoformat(),
        "confidence": str(citation.confidence),
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "of": fact.of,
        "name": fact.name,
        "what": _text(fact.what),
        "value": plain_value(fact.value),
    }


def _unknown(fact: UnknownFact) -> dict[str, Any]:
    return {
        "fact": fact.fact,
        "what": _text(fact.what),
        "ids": list(fact.ids),
        "ids_total": fact.ids_total,
    }
