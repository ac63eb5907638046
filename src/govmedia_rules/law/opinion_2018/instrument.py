"""The 2018 Opinion, assembled from its themes in the order of its clauses."""

from __future__ import annotations

from typing import Final

from govmedia_rules.law.instruments import Instrument
from govmedia_rules.law.opinion_2018.content import PROVISIONS as CONTENT
from govmedia_rules.law.opinion_2018.document import DOCUMENT
from govmedia_rules.law.opinion_2018.functions import PROVISIONS as FUNCTIONS
from govmedia_rules.law.opinion_2018.general import PROVISIONS as GENERAL
from govmedia_rules.law.opinion_2018.opening import PROVISIONS as OPENING
from govmedia_rules.law.opinion_2018.security_and_supervision import (
    PROVISIONS as SECURITY_AND_SUPERVISION,
)

__all__ = ["OPINION_2018"]

OPINION_2018: Final = Instrument(
    document=DOCUMENT,
    provisions=(*GENERAL, *FUNCTIONS, *OPENING, *CONTENT, *SECURITY_AND_SUPERVISION),
)
"""
The Opinion with all its clauses, in our own words.

It states no threshold, so no paraphrase does; what a rule needs beyond it is the
rule's own default.
"""
