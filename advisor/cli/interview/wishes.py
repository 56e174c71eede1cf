"""What the client holds to and looks for: asked with what the dossier keeps already ticked, and kept there."""

from __future__ import annotations

from typing import NamedTuple

from advisor.cli.interview.conversation import Conversation
from advisor.cli.interview.keys import Option
from advisor.cli.interview.widgets import pick, pick_many
from advisor.interview.tools import Tool


class Sought(NamedTuple):
    """Ids of what the project looks for; ``needs``, those it cannot do without; both empty: the whole table."""

    wants: list[str]
    needs: list[str]


def ask_held(talk: Conversation) -> list[str] | None:
    """What the company will not give up, none being an answer too; None to go back."""
    refusals = talk.interview.knowledge.refusals
    talk.screen.say(
        "Cochez ce à quoi l'entreprise tient absolument ; rien de coché : tout peut se discuter. Le dossier le garde ; "
        "aucun verdict n'en dépend."
    )
    held = pick_many(
        "Points non négociables :",
        [Option(id, refusal.title, refusal.question) for id, refusal in refusals.items()],
        tools=(Tool.BACK,),
        current=talk.interview.dossier.non_negotiables,
        used=talk.screen.used,
        optional="tout se discute",
    )
    if isinstance(held, Tool):
        return None
    _keep(talk, non_negotiables=tuple(held))
    return held


def ask_sought(talk: Conversation) -> Sought | None:
    """What the project looks for, then what it cannot do without; None to go back."""
    screen, dossier = talk.screen, talk.interview.dossier
    rows = [Option(want.id, want.title, want.question) for want in talk.interview.knowledge.choices.wants]
    screen.clear()
    how = pick(
        "Comment comparer ?",
        [Option("rank", "Classer les statuts selon ce que le projet cherche"), Option("table", "Voir tout le tableau")],
        tools=(Tool.BACK,),
        back="Revenir",
        used=screen.used,
    )
    if how is Tool.BACK:
        return None
    if how == "table":
        return Sought([], [])
    screen.clear()
    screen.say("Rien de coché : tout le tableau. Le dossier garde ces souhaits ; aucun verdict n'en dépend.")
    wants = pick_many(
        "Que cherche le projet ?",
        rows,
        tools=(Tool.BACK,),
        current=(*dossier.wants, *dossier.needs),
        used=screen.used,
        optional="tout le tableau",
    )
    if isinstance(wants, Tool):
        return None
    needs = _needs(talk, [row for row in rows if row.value in wants]) if wants else []
    if needs is None:
        return None
    _keep(talk, wants=tuple(want for want in wants if want not in needs), needs=tuple(needs))
    return Sought(wants, needs)


def _needs(talk: Conversation, rows: list[Option]) -> list[str] | None:
    talk.screen.clear()
    talk.screen.say("Un statut qui refuse ce que vous cochez est écarté ; rien de coché : tout se discute.")
    sought = {row.value for row in rows}
    needs = pick_many(
        "De quoi ne peut-il pas se passer ?",
        rows,
        tools=(Tool.BACK,),
        current=[want for want in talk.interview.dossier.needs if want in sought],
        used=talk.screen.used,
        optional="tout se discute",
    )
    return None if isinstance(needs, Tool) else needs


def _keep(talk: Conversation, **fields: tuple[str, ...]) -> None:
    """Put in the dossier what was ticked, when it says otherwise; the order of the file is no difference."""
    dossier = talk.interview.dossier
    if any(set(getattr(dossier, field)) != set(names) for field, names in fields.items()):
        talk.saved(lambda: talk.interview.describe(**fields))
