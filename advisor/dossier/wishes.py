"""What the client holds to and looks for, as a dossier keeps it: names checked and shown. No verdict hangs on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor.common.errors import InputError, Near, Problem
from advisor.common.yaml_reader import Document
from advisor.dossier import Dossier
from advisor.rules.load import Knowledge

NONE = "aucun"
"""On a command line, sets aside what the dossier keeps."""

REFUSAL, WANT = "point non négociable", "souhait"


def unknown_wishes(document: Document, dossier: Dossier, knowledge: Knowledge) -> list[Problem]:
    """Names that are no non-negotiable, or no want, of the rules; each at its place in the file."""
    refusals = list(knowledge.refusals)
    wants = [want.id for want in knowledge.choices.wants]
    near = Near()
    return [
        document.problem((field, rank), f"« {name[:60]} » n'est pas un {kind} connu.", _nearest(name, known, near))
        for field, kind, known, names in (
            ("non_negociables", REFUSAL, refusals, dossier.non_negotiables),
            ("souhaits", WANT, wants, dossier.wants),
            ("indispensables", WANT, wants, dossier.needs),
        )
        for rank, name in enumerate(names)
        if name not in known
    ]


def _nearest(name: str, known: list[str], near: Near) -> str:
    close = near.to(name, known)
    return f"Vouliez-vous dire « {close} » ?" if close else f"Au choix : {', '.join(known) or 'aucun'}."


def asked_refusals(typed: Sequence[str], knowledge: Knowledge) -> list[str] | None:
    """The non-negotiables that a command line names; None when it names none, and those of the dossier count.

    Raises:
        InputError: one is unknown, or « aucun » stands beside another.
    """
    titles = {id: refusal.title for id, refusal in knowledge.refusals.items()}
    return _asked(typed, titles, REFUSAL)


def asked_wants(wants: Sequence[str], needs: Sequence[str], knowledge: Knowledge) -> tuple[list[str], list[str]] | None:
    """What a command line looks for and needs; None when it names neither, and the dossier's count.

    Raises:
        InputError: one is unknown, or « aucun » stands beside another.
    """
    questions = {want.id: want.question for want in knowledge.choices.wants}
    if _asked([*wants, *needs], questions, WANT) is None:
        return None
    return [one for one in wants if one != NONE], [one for one in needs if one != NONE]


def _asked(typed: Sequence[str], known: Mapping[str, str], kind: str) -> list[str] | None:
    named = [name for name in typed if name != NONE]
    wrong = [name for name in named if name not in known]
    if wrong:
        listed = "".join(f"\n  {id} : {title}" for id, title in known.items())
        aside = f"\n  {NONE} : mettre de côté ceux que le dossier garde"
        raise InputError(Problem(f"« {wrong[0]} » n'est pas un {kind} connu.", mend=f"Au choix :{listed}{aside}"))
    if named and len(named) < len(typed):
        raise InputError(Problem(f"« {NONE} » ne va pas avec « {named[0]} ».", mend="Gardez l'un ou l'autre."))
    return named if typed else None


def named(knowledge: Knowledge, ids: Sequence[str]) -> list[str]:
    """The titles of some non-negotiables."""
    return [knowledge.refusals[id].title for id in ids]


def sought(knowledge: Knowledge, dossier: Dossier) -> list[str]:
    """What the project of a dossier looks for, in the order of the rules; what it cannot do without says so."""
    return [
        f"{want.title} (indispensable)" if want.id in dossier.needs else want.title
        for want in knowledge.choices.wants
        if want.id in (*dossier.wants, *dossier.needs)
    ]


def contrary_to(knowledge: Knowledge, remedy: str, refused: Sequence[str]) -> list[str]:
    """The titles of the non-negotiables that rule a remedy out, among some."""
    return [knowledge.refusals[id].title for id in refused if remedy in knowledge.refusals[id].rules_out]
