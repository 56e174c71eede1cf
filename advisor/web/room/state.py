"""A room as pure data: the workshop's session, who came in, what each one said. Each move gives the next state.

The session is the workshop's own, played without teams; its answers stay empty, since here each participant has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple

from advisor.training.workshop import moves
from advisor.training.workshop.model import PASSED, Question, Round, Session, Step, place_of
from advisor.training.workshop.moves import NotNowError
from advisor.training.workshop.score import Missed, missed

Ballots = Mapping[str, Mapping[int, str]]
"""By question (``0.2``), what each participant said, by number."""

_NOTHING: Mapping[int, str] = MappingProxyType({})


class Tally(NamedTuple):
    """What a room said to a question.

    Attributes:
        counts: by choice, in the order offered, `PASSED` last.
        given: how many said something. joined: how many came in.
    """

    counts: dict[str, int]
    given: int
    joined: int


class Score(NamedTuple):
    """What one participant, or everybody, got right of what was answered and shown."""

    right: int
    given: int


@dataclass(frozen=True)
class State:
    """Everything about a room at one instant.

    Attributes:
        session: where it stands; never any answers of teams.
        page: rank of the page of the step, when it has several.
        lobby: the code is on the screen, the session has not begun (or the code is shown again).
        joined: how many participants came in; their numbers go from 1 to this.
        ballots: what was said.
        opened: questions that were put to the room.
        locked: nobody else comes in.
        warned: revealing was asked for while somebody had not answered.
        moved: how many times what is on the screen changed; counted: how many times anything did.
    """

    session: Session
    page: int = 0
    lobby: bool = True
    joined: int = 0
    ballots: Ballots = field(default_factory=lambda: MappingProxyType({}))
    opened: frozenset[str] = frozenset()
    locked: bool = False
    warned: bool = False
    moved: int = 0
    counted: int = 0

    @property
    def step(self) -> Step:
        return self.session.step

    @property
    def mark(self) -> str:
        """The screen a face shows, so that a move asked for from an older one is not made twice."""
        return "accueil" if self.lobby else f"{self.session.place}.{self.page}"

    @property
    def asked(self) -> str | None:
        """The question that takes answers now, by name; it still does while the story is shown again."""
        step = self.step
        questions = self.session.rounds[step.round].questions
        waiting = [
            place_of(step.round, at)
            for at in range(len(questions))
            if place_of(step.round, at) in self.opened and not self.session.shown(step.round, at)
        ]
        here = place_of(step.round, step.at)
        if step.scene == "question":
            return here if here in waiting else None
        return waiting[0] if waiting and step.scene in ("title", "story") else None

    def question(self, name: str) -> Question:
        """A question by name.

        Raises:
            KeyError: there is none of that name.
        """
        for rank, one in enumerate(self.session.rounds):
            for at, question in enumerate(one.questions):
                if place_of(rank, at) == name:
                    return question
        raise KeyError(name)

    def said(self, name: str) -> Mapping[int, str]:
        """What was said to a question, by number of participant."""
        return self.ballots.get(name, _NOTHING)

    def tally(self, name: str) -> Tally:
        """The counts of a question.

        Raises:
            KeyError: there is none of that name.
        """
        said = self.said(name)
        counts = dict.fromkeys((*self.question(name).choices, PASSED), 0)
        for value in said.values():
            counts[value] += 1
        return Tally(counts, len(said), self.joined)

    def score(self, number: int | None = None) -> Score:
        """What a participant got right of the questions shown; everybody together by default."""
        right = given = 0
        for name in self.session.revealed:
            expected = self.question(name).right
            said = self.said(name)
            answers = list(said.values()) if number is None else [said[number]] if number in said else []
            given += len(answers)
            right += answers.count(expected)
        return Score(right, given)

    def missed(self) -> tuple[Missed, ...]:
        """The criteria taught so far, those that misled most people first."""
        return missed(self.session, lambda round, at: tuple(self.said(place_of(round, at)).values()))


def at_step(state: State, session: Session, page: int = 0) -> State:
    """The state once the session stands elsewhere: a question shown for the first time takes answers."""
    step = session.step
    opened = state.opened
    if step.scene == "question" and not session.shown(step.round, step.at):
        opened = opened | {place_of(step.round, step.at)}
    return replace(
        state,
        session=session,
        page=page,
        lobby=False,
        opened=opened,
        warned=False,
        moved=state.moved + 1,
        counted=state.counted + 1,
    )


def joined(state: State) -> State:
    """One participant more; their number is the new `State.joined`."""
    return replace(state, joined=state.joined + 1, counted=state.counted + 1)


def voted(state: State, number: int, name: str, value: str) -> State:
    """What a participant says to the question asked, instead of what they said before.

    Raises:
        NotNowError: it was revealed, is not asked, or the value is not offered; the message is for the participant.
    """
    if name in state.session.revealed:
        raise NotNowError("La réponse est déjà affichée : votre choix n'a pas été changé.")
    if name != state.asked:
        raise NotNowError("Cette question n'est pas posée en ce moment : votre choix n'a pas été compté.")
    if value not in (*state.question(name).choices, PASSED):
        raise NotNowError("Cette réponse n'est pas proposée : choisissez-en une de la liste.")
    if state.said(name).get(number) == value:
        return state
    said = MappingProxyType({**state.said(name), number: value})
    ballots = MappingProxyType({**state.ballots, name: said})
    return replace(state, ballots=ballots, counted=state.counted + 1)


def forward(state: State, pages: int) -> State:
    """The next page or step; from a question, its answer, asked for twice while somebody has not answered.

    Args:
        pages: how many pages the step has.

    Raises:
        NotNowError: one stands at the end.
    """
    if state.lobby:
        return at_step(state, state.session, state.page)
    if state.page + 1 < pages:
        return at_step(state, state.session, state.page + 1)
    if moves.asked(state.session) is None:
        if state.session.finished:
            raise NotNowError("C'est la fin de la séance. « Terminer » l'efface.")
        return at_step(state, moves.forward(state.session))
    tally = state.tally(place_of(state.step.round, state.step.at))
    if tally.given < tally.joined and not state.warned:
        return replace(state, warned=True, counted=state.counted + 1)
    return reveal(state)


def back(state: State) -> State:
    """The page or the step before; from the first, the code again.

    Raises:
        NotNowError: the code is on the screen.
    """
    if state.lobby:
        raise NotNowError("C'est le début de la séance.")
    if state.session.place == state.page == 0:
        return lobby(state)
    if state.page:
        return at_step(state, state.session, state.page - 1)
    return at_step(state, moves.back(state.session))


def lobby(state: State) -> State:
    """The code again, for those who come in late; « suite » comes back to where one stood."""
    return replace(state, lobby=True, warned=False, moved=state.moved + 1, counted=state.counted + 1)


def reveal(state: State) -> State:
    """The right answer; from then on no answer to it changes.

    Raises:
        NotNowError: no question is on the screen.
    """
    if state.lobby:
        raise NotNowError("Rien à révéler ici.")
    return at_step(state, moves.reveal(state.session))


def jump(state: State, round: int) -> State:
    """The title of a case.

    Raises:
        NotNowError: there is no such case.
    """
    if not 0 <= round < len(state.session.rounds):
        raise NotNowError("Ce cas n'est pas dans la séance.")
    return at_step(state, moves.jump(state.session, round))


def one_more(state: State, more: Round) -> State:
    """Another case after the last; one stands at its title."""
    return at_step(state, moves.one_more(state.session, more))
