"""What stands on the projector at each step: the workshop's own slides, with the questions as a room answers them."""

from __future__ import annotations

from advisor.report.words import articles
from advisor.training.workshop.bench import Bench
from advisor.training.workshop.model import PASSED, Question, Session, Step, place_of
from advisor.training.workshop.slide import Head, Part, Say, Slide, Table, Turn
from advisor.training.workshop.slides import MOST_LESSONS, question_words, slide
from advisor.training.workshop.words import choice_words
from advisor.web.room.layout import Block, Screen, biggest, pages
from advisor.web.room.state import State

DONT_KNOW = "Je ne sais pas"


def screens(state: State, bench: Bench) -> tuple[Screen, ...]:
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


def answer_parts(session: Session, bench: Bench, at: int) -> tuple[Part, ...]:
    """What is said of the right answer to a question of the case at work.

    A verdict speaks to the company (« vos réponses »): in a room that has just answered, that must be said.
    """
    place = session.steps.index(Step(scene="answer", round=session.step.round, at=at))
    parts = slide(session.model_copy(update={"place": place, "aside": None}), bench).parts
    if session.round.questions[at].subject == "criterion":
        return parts
    told = next(rank for rank, part in enumerate(parts) if rank and isinstance(part, Say))
    text = getattr(parts[told], "text", "")
    return (*parts[:told], Say(f"À cette structure, l'outil répond : « {text} »"), *parts[told + 1 :])


def choice_text(question: Question, value: str) -> str:
    """A choice as a participant reads it."""
    return DONT_KNOW if value == PASSED else choice_words(question, value)


def _asked(session: Session, at: int, sources: str) -> Screen:
    one = session.round
    question = one.questions[at]
    words = Block("text", (question_words(one, question),), bold=True)
    # A choice takes a line and its frame; once the answer is shown, a third of its width goes to the figures.
    narrow = 1.6 if session.shown(session.step.round, at) else 1.1
    rows = (f"{rank} {choice_text(question, value)}" for rank, value in enumerate(offered(question), 1))
    stand_in = [words, *(Block("text", (row + " x" * int(len(row) * (narrow - 1) / 2),)) for row in rows)]
    if sources:
        stand_in.append(Block("text", (sources,)))
    return Screen((words,), biggest(stand_in), place_of(session.step.round, at), sources)


def offered(question: Question) -> tuple[str, ...]:
    """What a participant may say: the choices, then that they do not know."""
    return (*question.choices, PASSED)


def _end(state: State, bench: Bench) -> Slide:
    """How the room did, then what to remember, what misled most people first."""
    score = state.score()
    parts: list[Part] = [Head("Fin de la séance")]
    if score.given:
        share = round(100 * score.right / score.given)
        parts.append(Say(f"La salle a donné {share} % de bonnes réponses.", bold=True))
    parts.append(Say("Rien de ce qui a été répondu n'est conservé : à la fin de la séance, tout est effacé."))
    lessons = state.missed()[:MOST_LESSONS]
    if lessons:
        parts += [Turn(), Say("À retenir, en commençant par ce qui a le plus trompé", bold=True)]
    for one in lessons:
        criterion = bench.knowledge.criteria.get(one.criterion)
        lesson = bench.course.lessons.get(one.criterion)  # of today's law, whatever the day of the case
        wrong = f" ({one.wrong} sur {one.given} s'y sont trompés)" if one.wrong > 1 else ""
        title = f"{criterion.title if criterion else one.criterion}{wrong}"
        parts.append(Table((f"{title}. {lesson.remember if lesson else ''}".strip(),)))
    return Slide(tuple(parts))
