"""What the client holds to and looks for: asked with what the dossier keeps ticked, and kept; then the ways."""

from __future__ import annotations

from advisor.interview.closing import page_text
from advisor.interview.talk import Talk
from advisor.interview.tools import Tool
from advisor.interview.widgets import Option, pick_many


def show_ways(talk: Talk) -> None:
    """Ask for the non-negotiables; show the ways that respect them, and what they cost."""
    talk.top("Le plus court chemin")
    held = ask_held(talk)
    if held is not None:
        page_text(talk.screen, ways_text(talk, held))


def ask_held(talk: Talk) -> list[str] | None:
    """What the company will not give up, none being an answer too; kept in the dossier. None to go back."""
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
        name="non négociables",
        optional="tout peut se discuter",
    )
    if isinstance(held, Tool):
        return None
    keep_wishes(talk, non_negotiables=tuple(held))
    return held


def keep_wishes(talk: Talk, **fields: tuple[str, ...]) -> None:
    """Put in the dossier what was ticked, when it says otherwise; the order of the file is no difference."""
    dossier = talk.interview.dossier
    if any(set(getattr(dossier, field)) != set(names) for field, names in fields.items()):
        talk.saved(lambda: talk.interview.describe(**fields))


def ways_text(talk: Talk, held: list[str]) -> str:
    """The ways to both statuses that respect some refusals, as the command ``path`` tells them."""
    from advisor.report import render_report
    from advisor.report.ways import ways_report
    from advisor.ways import STATUSES, find_ways
    from advisor.ways.amounts import targets

    interview = talk.interview
    dossier, knowledge, day = interview.dossier, interview.knowledge, interview.on
    found = tuple(find_ways(dossier, status, on=day, refused=held, knowledge=knowledge) for status in STATUSES)
    report = ways_report(found, dossier, knowledge, targets(dossier, day, knowledge))
    color = talk.screen.console.color_system is not None
    return render_report(report, "terminal", width=talk.screen.width, color=color)
