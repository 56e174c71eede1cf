"""What the trainer reads and may do at an instant, and what the projector shows beside the page itself."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.training.workshop.model import ScreenStep, WorkshopSession, place_of
from advisor.training.workshop.transitions import open_to
from advisor.training.workshop.trials import answer_words, themes_of
from advisor.web.room.layout import RoomScreen
from advisor.web.room.room import Room
from advisor.web.room.screens import choice_text, offered, offers
from advisor.web.room.state import RoomState, Tally


@dataclass(frozen=True)
class ConsoleRow:
    """A choice on the projector; ``count`` and ``share`` (percent) stay 0 until the answer is shown."""

    rank: int
    words: str
    right: bool
    count: int
    share: int


@dataclass(frozen=True)
class Wall:
    """The projector, beside the state of the room itself.

    Attributes:
        screen: the page; None while the code is shown.
        page, pages: its rank among those of the step, from 1.
        rows: the choices of the question. shown: whether the counts are.
        tally: of the question that takes answers, or of the one whose answer is shown.
        waiting: how many have not answered, when the trainer asked to go on.
    """

    screen: RoomScreen | None
    page: int
    pages: int
    rows: tuple[ConsoleRow, ...]
    shown: bool
    tally: Tally | None
    waiting: int


@dataclass(frozen=True)
class Console:
    """The trainer's page, beside the state of the room itself.

    Attributes:
        forward: words of the button that goes on; "" at the end. reveals: it shows the answer.
        next: what comes then, in words; may be empty.
        right: the right answer to the question on the screen; "" when none is.
        tries: what may be tried on the case at work, None while a question is open.
    """

    forward: str
    reveals: bool
    next: str
    right: str
    tries: Tries | None


@dataclass(frozen=True)
class Tries:
    """What may be tried on a case: name and words of each offer.

    Attributes:
        what_if, machine: of the notes, and those that the machine found, None until it is asked to look.
        eras: the two days of the notes.
        answers: any answer of the case, by theme.
    """

    what_if: tuple[tuple[str, str], ...]
    machine: tuple[tuple[str, str], ...] | None
    eras: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def wall(room: Room, state: RoomState) -> Wall:
    """What the projector shows of a state."""
    pages = room.screens(state)
    page = min(state.page, len(pages) - 1)
    screen = None if state.lobby else pages[page]
    name = screen.question if screen else None
    shown = name in state.session.revealed
    counted = state.asked or name
    tally = state.tally(counted) if counted else None
    return Wall(
        screen=screen,
        page=page + 1,
        pages=len(pages),
        rows=_rows(state, name, shown) if name else (),
        shown=shown,
        tally=tally,
        waiting=tally.joined - tally.given if tally and state.asked and state.warned else 0,
    )


def _rows(state: RoomState, name: str, shown: bool) -> tuple[ConsoleRow, ...]:
    question, tally = state.question(name), state.tally(name)
    return tuple(
        ConsoleRow(
            rank,
            choice_text(question, value),
            shown and value == question.right,
            tally.counts[value] if shown else 0,
            round(100 * tally.counts[value] / tally.given) if shown and tally.given else 0,
        )
        for rank, value in enumerate(offered(question), start=1)
    )


def console(room: Room, state: RoomState, shown: Wall) -> Console:
    """The trainer's page of a state; ``shown``: what the room sees."""
    session = state.session
    reveals = not state.lobby and state.step.scene == "question" and state.asked is not None
    if state.lobby:
        begun = state.opened or session.place or state.page
        forward, after = ("Reprendre" if begun else "Commencer"), session.round.exercise.title
    elif reveals:
        forward, after = "Révéler la réponse", ""
    elif state.trial:
        forward, after = _of_trial(state, shown)
    elif shown.page < shown.pages:
        forward, after = "Suite", "la suite de cette page"
    elif session.finished:
        forward, after = "", ""
    else:
        forward, after = "Suite", _words(session, _next(session))
    right = ""
    if not state.lobby and not state.trial and state.step.scene == "question":
        question = state.question(place_of(state.step.round, state.step.at))
        right = choice_text(question, question.right)
    return Console(
        forward=forward,
        reveals=reveals,
        next=after,
        right=right,
        tries=_tries(room, state),
    )


def _of_trial(state: RoomState, shown: Wall) -> tuple[str, str]:
    """Words of the button that goes on from a page of a trial, and of what comes then."""
    assert state.trial is not None
    if state.trial.asks(state.page):
        asks = state.trial.asks(state.page + 1)
        return ("Suite", "la suite de la question") if asks else ("Montrer ce que cela change", "")
    if shown.page < shown.pages:
        return "Suite", "ce qui bouge, condition par condition"
    return "Revenir à la séance", _words(state.session, state.session.step)


def _tries(room: Room, state: RoomState) -> Tries | None:
    if not state.session.all_shown(state.step.round):
        return None
    found: dict[str, list[tuple[str, str]]] = {"n": [], "m": [], "d": []}
    for name, offer in offers(state, room.bench).items():
        found[name.partition(".")[2][0]].append((name, offer.words))
    machine = tuple(found["m"]) if state.step.round in state.searched else None
    one, knowledge = state.session.round, room.bench.knowledge
    answers = tuple(
        (theme, tuple((address, answer_words(one, knowledge, address)) for address in addresses))
        for theme, addresses in themes_of(one, knowledge).items()
    )
    return Tries(tuple(found["n"]), machine, tuple(found["d"]), answers)


def _next(session: WorkshopSession) -> ScreenStep:
    place = next(rank for rank in range(session.place + 1, len(session.steps)) if open_to(session, rank))
    return session.steps[place]


def _words(session: WorkshopSession, step: ScreenStep) -> str:
    match step.scene:
        case "title":
            return f"le cas suivant, « {session.rounds[step.round].exercise.title} »"
        case "story":
            return "l'histoire"
        case "question":
            count = len(session.rounds[step.round].questions)
            return f"la question {step.at + 1} sur {count}"
        case "answer":
            return "la réponse"
        case "teaching":
            return "ce qu'il faut retenir, et l'erreur courante"
        case "lesson":
            return "la leçon de ce cas"
    return "la fin de la séance"
