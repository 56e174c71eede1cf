"""What stands on the projector at each step: the workshop's own slides, with the questions as a room answers them."""

from __future__ import annotations

from advisor.common.french import french_date
from advisor.report.words import articles
from advisor.training.workshop import trials
from advisor.training.workshop.model import (
    PASSED,
    Aside,
    Bench,
    RoomQuestion,
    Round,
    ScreenStep,
    WorkshopSession,
    place_of,
)
from advisor.training.workshop.slide import Head, PageBreak, Part, Say, Sides, Slide, SlideTable, choice_words
from advisor.training.workshop.slides import MOST_LESSONS, question_words, slide
from advisor.training.workshop.trials import TrialOffer
from advisor.web.room.layout import RoomScreen, SlideBlock, Trial, biggest, blocks_of, pages
from advisor.web.room.state import RoomState

DONT_KNOW = "Je ne sais pas"

MOST_ASKED, _FEW = 6, 3
"""Changes that the room can weigh at once; of more, the first few are shown, and all of them at the end."""

WHAT_IF, ERAS = "Et si… ?", "Avant / après"
_GUESS = {"what_if": "Qu'est-ce que cela change ?", "eras": "Mêmes réponses : qu'est-ce qui change ?"}


def screens(state: RoomState, bench: Bench) -> tuple[RoomScreen, ...]:
    """The pages of the step a state stands at."""
    session = state.session
    step, one = session.step, session.round
    match step.scene:
        case "question":
            return (_asked(session, step.at, ""),)
        case "answer":
            question = one.questions[step.at]
            sources = ""
            if question.subject == "criterion":
                sources = articles(one.criterion(question.target).references)
            # The articles stand below the choices already.
            why = [part for part in answer_parts(session, bench, step.at) if part != Say(sources)]
            return (_asked(session, step.at, sources), *pages(Slide(tuple(why))))
        case "end":
            return pages(_end(state, bench))
    return pages(slide(session, bench))


def answer_parts(session: WorkshopSession, bench: Bench, at: int) -> tuple[Part, ...]:
    """What is said of the right answer to a question of the case at work.

    A verdict speaks to the company (« vos réponses »): in a room that has just answered, that must be said.
    """
    place = session.steps.index(ScreenStep(scene="answer", round=session.step.round, at=at))
    parts = slide(session.model_copy(update={"place": place, "aside": None}), bench).parts
    if session.round.questions[at].subject == "criterion":
        return parts
    position = next(rank for rank, part in enumerate(parts) if rank and isinstance(part, Say))
    text = getattr(parts[position], "text", "")
    return (*parts[:position], Say(f"À cette structure, l'outil répond : « {text} »"), *parts[position + 1 :])


def choice_text(question: RoomQuestion, value: str) -> str:
    """A choice as a participant reads it."""
    return DONT_KNOW if value == PASSED else choice_words(question, value)


def _asked(session: WorkshopSession, at: int, sources: str) -> RoomScreen:
    one = session.round
    question = one.questions[at]
    words = SlideBlock("text", (question_words(one, question),), bold=True)
    # A choice takes a line and its frame; once the answer is shown, a third of its width goes to the figures.
    narrow = 1.6 if session.shown(session.step.round, at) else 1.1
    rows = (f"{rank} {choice_text(question, value)}" for rank, value in enumerate(offered(question), 1))
    stand_in = [words, *(SlideBlock("text", (row + " x" * int(len(row) * (narrow - 1) / 2),)) for row in rows)]
    if sources:
        stand_in.append(SlideBlock("text", (sources,)))
    return RoomScreen((words,), biggest(stand_in), place_of(session.step.round, at), sources)


def offered(question: RoomQuestion) -> tuple[str, ...]:
    """What a participant may say: the choices, then that they do not know."""
    return (*question.choices, PASSED)


def _end(state: RoomState, bench: Bench) -> Slide:
    """How the room did, then what to remember, what misled most people first."""
    score = state.score()
    parts: list[Part] = [Head("Fin de la séance")]
    if score.given:
        share = round(100 * score.right / score.given)
        parts.append(Say(f"La salle a donné {share} % de bonnes réponses.", bold=True))
    parts.append(Say("Rien de ce qui a été répondu n'est conservé : à la fin de la séance, tout est effacé."))
    lessons = state.missed()[:MOST_LESSONS]
    if lessons:
        parts += [PageBreak(), Say("À retenir, en commençant par ce qui a le plus trompé", bold=True)]
    for one in lessons:
        criterion = bench.knowledge.criteria.get(one.criterion)
        lesson = bench.course.lessons.get(one.criterion)  # of today's law, whatever the day of the case
        wrong = f" ({one.wrong} sur {one.given} s'y sont trompés)" if one.wrong > 1 else ""
        title = f"{criterion.title if criterion else one.criterion}{wrong}"
        parts.append(SlideTable((f"{title}. {lesson.remember if lesson else ''}".strip(),)))
    return Slide(tuple(parts))


# -- « Et si… ? » and « avant / après » in a room: what is offered, and the pages that a trial comes to --------


def made(one: Round, aside: Aside, bench: Bench) -> Trial:
    """What a trial on a case comes to. This one reasons.

    Raises:
        InputError: an answer tried does not fit its fact under these rules.
    """
    parts = trials.aside_slide(one, aside, bench).parts
    first = next(rank for rank, part in enumerate(parts) if isinstance(part, Sides))
    changes = tuple(row for part in parts[:first] if isinstance(part, SlideTable) for row in part.rows)
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
    turned = next((rank for rank, part in enumerate(parts) if isinstance(part, PageBreak)), len(parts))
    spoken = (Say(rest),) if rest else ()
    shown: tuple[Part, ...] = (named, *parts[first:turned], *spoken, *parts[turned:])
    if not asked and len(changes) <= _FEW:
        # No words say what was changed: beside the verdicts, it is said again, as long as they stay together.
        again = (named, *_changed(changes), *shown[1:])
        shown = again if _compared_first(again) == _compared_first(shown) else shown
    if len(changes) > MOST_ASKED:
        shown = (*shown, PageBreak(), Say("Tout ce qui a été changé :", bold=True), *_changed(changes))
    asking = pages(Slide(question))
    return Trial(
        title=title,
        aside=aside,
        screens=(*asking, *pages(Slide(shown))),
        asking=len(asking),
        # A phone has the title as its heading.
        question=blocks_of(question[1:])[0],
        verdicts=blocks_of(shown[1:] if headed else shown)[0],
    )


def _changed(rows: tuple[str, ...]) -> tuple[SlideTable, ...]:
    return (SlideTable(rows, bold=True),) if rows else ()


def _compared_first(parts: tuple[Part, ...]) -> int:
    """How many statuses stand on the first page."""
    return sum(block.sides is not None for block in pages(Slide(parts))[0].blocks)


def offers(state: RoomState, bench: Bench) -> dict[str, TrialOffer]:
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
