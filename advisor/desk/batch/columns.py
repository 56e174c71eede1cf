"""The header of a table: which column holds which answer, or which field of a dossier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from advisor.assessment.assess import unknown_fact
from advisor.assessment.wording import address_name
from advisor.common.errors import InputError, Near, Problem
from advisor.common.french import folded
from advisor.desk.batch.reading import letters
from advisor.rules.load import Knowledge

FIELDS = {
    "denomination": ("denomination", "nom", "raison sociale"),
    "siren": ("siren", "numero siren"),
    "conseiller": ("conseiller", "conseillere"),
    "date_appreciation": ("date_appreciation", "date d'appreciation", "date d'examen"),
    "date_demande": ("date_demande", "date de la demande", "date de demande"),
    "date_ouverture": ("date_ouverture", "date d'ouverture"),
    "notes": ("notes", "note", "remarques"),
}
"""Fields of a dossier that are no answers, with the names a header may give them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        letter: as the spreadsheet names it.
        target: an address, a key of `FIELDS`, or empty for a column without name.
    """

    letter: str
    target: str

    @property
    def shown(self) -> str:
        return f"colonne {self.letter}" + (f" (« {self.target} »)" if self.target else "")


def read_header(cells: Sequence[str], knowledge: Knowledge, where: str, line: int = 1) -> tuple[Column, ...]:
    """The columns that a header names: by address, by the short name that ``ess-advisor facts`` prints.

    Raises:
        InputError: every unknown or repeated column, each with the nearest name.
    """
    if [folded(one.strip()) for one in cells[1:3]] == ["denomination", "siren"] and folded(cells[0]) in _OURS:
        raise InputError(
            Problem(
                "c'est un résultat d'ess-advisor batch, non une table de réponses.",
                where,
                mend="Donnez la table d'où il vient.",
            )
        )
    names, columns = _names(knowledge), list[Column]()
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    near = Near()
    for rank, cell in enumerate(cells):
        text, letter = cell.strip(), letters(rank)
        target = names.get(_plain(text), "") if text else ""
        if text and not target:
            problems.append(_unknown(text, letter, knowledge, where, line, rank, near))
        elif target and target in seen:
            message = f"colonne {letter} : « {target} » est déjà la colonne {seen[target]}."
            problems.append(Problem(message, where, line, rank + 1, mend="Gardez-en une."))
        seen.setdefault(target, letter)
        columns.append(Column(letter, target))
    if not problems and not any(column.target in knowledge.addresses for column in columns):
        mend = "La première ligne nomme les colonnes ; pour une table à remplir : ess-advisor batch --template F.csv."
        problems.append(Problem("aucune colonne ne porte de réponse.", where, line, 1, mend=mend))
    if problems:
        raise InputError(*problems)
    return tuple(columns)


_OURS = ("ligne", "fichier")


def _unknown(text: str, letter: str, knowledge: Knowledge, where: str, line: int, rank: int, near: Near) -> Problem:
    fact = text.partition("[")[0].strip()
    lead = f"colonne {letter} : « {text[:60]} »"
    if fact in knowledge.facts:
        return Problem(f"{lead} : {unknown_fact(text, knowledge)}.", where, line, rank + 1)
    names = _names(knowledge)
    close = near.to(_plain(text), names)
    mend = f"Vouliez-vous dire « {names[close]} » ?" if close else "La liste des faits : ess-advisor facts."
    return Problem(f"{lead} n'est ni un fait ni un champ du dossier.", where, line, rank + 1, mend=mend)


@lru_cache(maxsize=4)
def _names(knowledge: Knowledge) -> dict[str, str]:
    """Every name a column may bear, as recognised; one that would name two things names neither."""
    names = {_plain(name): target for target, several in FIELDS.items() for name in several}
    names |= {_plain(address): address for address in knowledge.addresses}
    taken: dict[str, set[str]] = {}
    for address in knowledge.addresses:
        taken.setdefault(_plain(address_name(knowledge, address)), set()).add(address)
    return {name: next(iter(several)) for name, several in taken.items() if len(several) == 1} | names


def _plain(text: str) -> str:
    """A name as recognised: whatever its case, accents, spaces; ``fait [n-1]`` is ``fait[n-1]``."""
    return " ".join(folded(text).split()).replace(" [", "[")
