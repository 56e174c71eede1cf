"""The linter of the glossary: every word serves somewhere, none stands twice, and what states the law has its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from advisor.common.errors import InputError, Problem
from advisor.common.yaml_reader import read_yaml
from advisor.lint.contacts import sourced
from advisor.rules.aside import Finding, told
from advisor.rules.glossary.book import FILE, KIND, Entry, Glossary, read_glossary
from advisor.rules.glossary.mark import marked
from advisor.rules.load import COURSE, JOURNEY, Knowledge

_STATES_LAW = re.compile(
    r"\b(loi|code|décret|arrêté|règlement|doi(?:t|vent)|peu(?:t|vent)|faut|impos\w+|interdi\w+|exig\w+|oblig\w+)\b",
    re.IGNORECASE,
)
LONGEST = 320


def lint_glossary_folder(folder: Path, shown: str | None, knowledge: Knowledge) -> list[Problem]:
    """Every problem of the glossary of a folder of rules; none when that folder has no glossary.

    Args:
        folder: the folder of rules. shown: how messages name it.
        knowledge: its rules.

    Raises:
        InputError: every problem of form, which leaves the rest unread.
    """
    if not (folder / FILE).is_file():
        return []
    return lint_glossary(read_glossary(folder, shown), knowledge, texts_of(folder))


def lint_glossary(glossary: Glossary, knowledge: Knowledge, texts: list[str]) -> list[Problem]:
    """Every problem of a glossary that reads.

    Args:
        glossary: the words.
        knowledge: where the texts they cite are.
        texts: what the journey shows, where each word must stand at least once.
    """
    found: list[Problem] = []
    taken: dict[str, str] = {}
    shown = {piece.entry.id for text in texts for piece in marked(text, glossary=glossary) if piece.entry is not None}
    for entry in glossary.entries.values():
        document, at = glossary.places[(KIND, entry.id)]
        defects = (*_entry(entry, taken, shown), *sourced((), entry.citations, entry.confidence or "M", knowledge))
        found += (document.problem((*at, *path), what, mend) for path, what, mend in defects)
    return told((document for document, _ in glossary.places.values()), found)


def _entry(entry: Entry, taken: dict[str, str], shown: set[str]) -> Iterator[Finding]:
    for rank, spelling in enumerate(entry.spellings):
        path = ("variantes", rank - 1) if rank else ("terme",)
        key = spelling.lower()
        if key in taken:
            yield path, f"« {spelling} » est déjà expliqué par « {taken[key]} ».", "Laissez-le à une seule entrée."
        taken.setdefault(key, entry.id)
    if entry.id not in shown:
        yield ("terme",), f"aucun texte ne contient « {entry.term} ».", "Retirez l'entrée, ou ajoutez ses variantes."
    if not entry.meaning.endswith("."):
        yield ("sens",), "une explication finit par un point.", "Ajoutez-le."
    if len(entry.meaning) > LONGEST:
        yield ("sens",), f"cette explication dépasse {LONGEST} signes.", "Une ou deux phrases simples suffisent."
    law = _STATES_LAW.search(entry.meaning)
    if law is not None and not entry.citations and entry.confidence is None:
        what = f"cette explication dit le droit (« {law[0]} ») sans texte ni code de confiance."
        yield ("sens",), what, "Citez sa source, donnez son code, ou n'expliquez que le mot."
    if entry.citations and entry.confidence is None:
        yield ("sources",), "ces sources n'ont pas de code de confiance.", "Ajoutez « confiance »."
    if entry.confidence not in (None, "M", "I") and not entry.citations:
        yield ("confiance",), f"« {entry.confidence} » suppose un texte cité.", "Ajoutez « sources », ou écrivez M."


def texts_of(folder: Path) -> list[str]:
    """Every text of the rules and of the pre-diagnosis; not what is taught, nor the glossary itself."""
    found: list[str] = []
    for path in sorted(folder.rglob("*.yaml")):
        inside = path.relative_to(folder)
        if inside.parts[0] == COURSE or inside.as_posix() == FILE or inside.as_posix() == f"{JOURNEY}/contacts.yaml":
            continue
        try:
            found += _texts(read_yaml(path, inside.as_posix()).data)
        except InputError:  # Told by whoever reads that file.
            continue
    return list(dict.fromkeys(found))


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for one in data:
            yield from _texts(one)
    elif isinstance(data, dict):
        for one in data.values():
            yield from _texts(one)
