"""From the home menu: what one may read of a dossier and take away, without taking up its interview."""

from __future__ import annotations

from advisor.cli.interview.conversation import Conversation
from advisor.cli.interview.place import Place
from advisor.cli.interview.reader import Reader
from advisor.cli.interview.turn import Pause
from advisor.cli.interview.widgets import pick
from advisor.interview.tools import Tool


def consult(talk: Conversation, place: Place) -> None:
    """Read what one wants of a dossier, until the adviser goes back.

    Args:
        talk: the dossier, opened.
        place: where letterhead and register are looked for.
    """
    reader = Reader(talk, place)
    talk.notices.clear()  # that it was opened goes without saying
    chosen = None
    while True:
        screen = talk.screen
        screen.clear()
        screen.rule(talk.interview.dossier.name or "Sans nom")
        for text, style in talk.notices:
            screen.say(f"→ {text}", style=style)
        talk.notices.clear()
        chosen = pick(
            "Que voulez-vous lire ?",
            reader.rows(),
            tools=(Tool.BACK,),
            back="Revenir",
            current=chosen,
            used=screen.used,
        )
        if chosen is Tool.BACK:
            screen.clear()
            return
        try:
            reader.open(chosen)
        except Pause:
            # Asked for at a question that was only tried: there is no interview to leave.
            continue
