"""What the client holds to and looks for, as a dossier keeps it: names checked and told. No verdict hangs on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from advisor.dossier import Dossier
from advisor.errors import InputError, Problem
from advisor.knowledge import Knowledge

NONE = "aucun"
"""On a command line, sets aside what the dossier keeps."""

REFUSAL, WANT = "point non négociable", "souhait"


class Misnamed(NamedTuple):
    """A name of the dossier that the rules do not have.

    Attributes:
        field, rank: where it stands in the file. message, mend: what to tell, and how to put it right.
    """

    field: str
    rank: int
    message: str
    mend: str


def unknown_wishes(dossier: Dossier, knowledge: Knowledge) -> Iterator[Misnamed]:
    """Names that are no non-negotiable, or no want, of the rules."""
    refusals = list(knowledge.refusals)
    wants = [want.id for want in knowledge.choices.wants]
    for field, kind, known, names in (
        ("non_negociables", REFUSAL, refusals, dossier.non_negotiables),
        ("souhaits", WANT, wants, dossier.wants),
        ("indispensables", WANT, wants, dossier.needs),
    ):
        for rank, name in enumerate(names):
            if name not in known:
                yield Misnamed(field, rank, f"« {name[:60]} » n'est pas un {kind} connu.", _nearest(name, known))


def _nearest(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"Vouliez-vous dire « {close[0]} » ?" if close else f"Au choix : {', '.join(known) or 'aucun'}."


def check_refusals(names: Sequence[str], knowledge: Knowledge) -> None:
    """Refuse names that are no non-negotiable.

    Raises:
        InputError: the first wrong one, with those that exist.
    """
    wrong = [name for name in names if name not in knowledge.refusals]
    if wrong:
        listed = "".join(f"\n  {id} : {refusal.title}" for id, refusal in knowledge.refusals.items())
        raise InputError(Problem(f"« {wrong[0]} » n'est pas un {REFUSAL} connu.", mend=f"Au choix :{listed}"))


def named(knowledge: Knowledge, ids: Sequence[str]) -> list[str]:
    """The titles of some non-negotiables."""
    return [knowledge.refusals[id].title for id in ids]


def contrary_to(knowledge: Knowledge, remedy: str, held: Sequence[str]) -> list[str]:
    """The titles of the non-negotiables that rule a remedy out, among some."""
    return [knowledge.refusals[id].title for id in held if remedy in knowledge.refusals[id].rules_out]
