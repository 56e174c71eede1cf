"""Checks of what keeps the law alive: every code that sources abbreviate is known."""

from __future__ import annotations

from pathlib import Path

from advisor.common.errors import Problem
from advisor.lint._sites import Review
from advisor.rules.load import Knowledge
from advisor.rules.upkeep import CODES, read_codes
from advisor.rules.vocabulary import EntryKind


def lint_codes_folder(folder: Path, shown: str | None, knowledge: Knowledge) -> list[Problem]:
    """Sources of a code that ``codes.yaml`` does not name: the watch on LEGI would never see them."""
    if not (folder / CODES).is_file():
        return []
    known = {code.short for code in read_codes(folder, shown).values()}
    review = Review(knowledge)
    for source in knowledge.sources.values():
        text, article, _ = source.short.partition(", art.")
        if source.nature == "code" and article and text not in known:
            mend = f"Ajoutez-le dans {CODES}, ou écrivez {', '.join(sorted(known))}."
            review.entry(EntryKind.SOURCE, source.id, "court").say((), f"« {text} » n'est pas un code connu.", mend)
    return list(review.found)
