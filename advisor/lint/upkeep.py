"""Checks of what keeps the law alive: every code that sources abbreviate is known, every reading is signed."""

from __future__ import annotations

from pathlib import Path

from advisor.common.errors import Problem
from advisor.lint._sites import Review
from advisor.rules.aside import with_slips
from advisor.rules.load import Knowledge
from advisor.rules.upkeep import CODES, TO_READ, read_codes, read_to_read
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


def lint_to_read_folder(folder: Path, shown: str | None, _: Knowledge) -> list[Problem]:
    """Lines of ``a_lire.yaml`` ticked by half, or that set versions aside unread; slips of typography."""
    if not (folder / TO_READ).is_file():
        return []
    lines, reader = read_to_read(folder, shown)
    found = []
    for text, one in lines.items():
        document, at = reader.places[("a_lire", text)]
        if (one.read_on is None) != (not one.by):
            found.append(document.problem(at, "« lu_le » et « par » vont ensemble.", "Donnez le jour et le nom."))
        if one.read_on is None and (one.found or one.set_aside):
            mend = "Donnez le jour (« lu_le ») et le nom (« par »)."
            found.append(document.problem(at, "un constat sans jour ni nom ne vaut rien.", mend))
    return with_slips((document for document, _ in reader.places.values()), found)
