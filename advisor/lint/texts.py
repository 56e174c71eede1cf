"""Slips of French typography that a machine can see, in every text of the rule files."""

from __future__ import annotations

from advisor.lint.sites import Review
from advisor.rules.typography import slips


def check_texts(review: Review) -> None:
    """Texts of more than one word; ids, dates and figures are never concerned."""
    for document in dict.fromkeys(document for document, _ in review.knowledge.places.values()):
        for slip in slips(document):
            review.add(slip)
