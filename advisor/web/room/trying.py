"""« Et si… ? » and « avant / après » in a room: what the desk offers, and the pages that a trial comes to.

The trials are the workshop's own. In front of a room, a page of questions comes before them: it guesses, then it sees.
"""

from __future__ import annotations

from advisor.common.values import french_date
from advisor.training.workshop import trials
from advisor.training.workshop.bench import Bench
from advisor.training.workshop.model import Aside, Round
from advisor.training.workshop.slide import Part, Say, Sides, Slide, Table, Turn
from advisor.training.workshop.trials import Offer
from advisor.web.room.layout import blocks_of, pages
from advisor.web.room.state import State
from advisor.web.room.trial import Trial

MOST_ASKED, _FEW = 6, 3
"""Changes that the room can weigh at once; of more, the first few are shown, and all of them at the end."""
WHAT_IF, ERAS = "Et si… ?", "Avant / après"
_GUESS = {"what_if": "Qu'est-ce que cela change ?", "eras": "Mêmes réponses : qu'est-ce qui change ?"}


def made(one: Round, aside: Aside, bench: Bench) -> Trial:
    """What a trial on a case comes to. This one reasons.

    Raises:
        InputError: an answer tried does not fit its fact under these rules.
    """
    parts = trials.aside_slide(one, aside, bench).parts
    first = next(rank for rank, part in enumerate(parts) if isinstance(part, Sides))
    changes = tuple(row for part in parts[:first] if isinstance(part, Table) for row in part.rows)
    # Of the trainer's words, only the question is shown before the verdicts: the rest tells them.
    asked = trials.asked_words(aside.words) if aside.kind == "what_if" and "?" in aside.words else ""
    rest = aside.words.removeprefix(asked).strip()
    if aside.kind == "eras":
        assert aside.first is not None and aside.second is not None
        asked = f"La même structure, le {french_date(aside.first)}, puis le {french_date(aside.second)}."
    # A question that says « Et si… » itself is not announced by the same words.
    title = asked if asked.startswith("Et si") else WHAT_IF if aside.kind == "what_if" else ERAS
    named = Say(asked or title, bold=True)
    headed = named.text == title
    question: tuple[Part, ...] = (
        *(() if headed else (Say(title, bold=True),)),
        named,
        *_changed(changes if len(changes) <= MOST_ASKED else (*changes[:_FEW], f"… et {len(changes) - _FEW} de plus")),
        Say(_GUESS[aside.kind]),
    )
    turned = next((rank for rank, part in enumerate(parts) if isinstance(part, Turn)), len(parts))
    spoken = (Say(rest),) if rest else ()
    told: tuple[Part, ...] = (named, *parts[first:turned], *spoken, *parts[turned:])
    if not asked and len(changes) <= _FEW:
        # No words say what was changed: beside the verdicts, it is said again, as long as they stay together.
        again = (named, *_changed(changes), *told[1:])
        told = again if _compared_first(again) == _compared_first(told) else told
    if len(changes) > MOST_ASKED:
        told = (*told, Turn(), Say("Tout ce qui a été changé :", bold=True), *_changed(changes))
    asking = pages(Slide(question))
    return Trial(
        title=title,
        aside=aside,
        screens=(*asking, *pages(Slide(told))),
        asking=len(asking),
        # A phone has the title as its heading.
        question=blocks_of(question[1:])[0],
        verdicts=blocks_of(told[1:] if headed else told)[0],
    )


def _changed(rows: tuple[str, ...]) -> tuple[Table, ...]:
    return (Table(rows, bold=True),) if rows else ()


def _compared_first(parts: tuple[Part, ...]) -> int:
    """How many statuses stand on the first page."""
    return sum(block.sides is not None for block in pages(Slide(parts))[0].blocks)


def offers(state: State, bench: Bench) -> dict[str, Offer]:
    """What may be tried on the case at work, by a name that tells the case too: of its notes, then of the machine.

    Nothing while a question of it is open.
    """
    if not state.session.all_shown(state.step.round):
        return {}
    rank, one = state.step.round, state.session.round
    eras = trials.eras_of(one)
    return {
        **{f"{rank}.n{at}": offer for at, offer in enumerate(trials.prepared(one, bench.knowledge))},
        **{f"{rank}.m{at}": offer for at, offer in enumerate(state.searched.get(rank, ()))},
        **({f"{rank}.d": eras} if eras else {}),
    }
