"""What becomes of findings: words for people, and the forms in which they travel."""

from govmedia_rules.reports.wording import clauses, evidence_words, missing_words

__all__ = ["clauses", "evidence_words", "missing_words"]
