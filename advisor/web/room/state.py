"""A room as pure data: the workshop's session, who came in, what each one said. Each move gives the next state.

The session is the workshop's own, played without teams; its answers stay empty, since here each participant has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple

from advisor.training.workshop import transitions
from advisor.training.workshop.model import PASSED, Missed, RoomQuestion, ScreenStep, WorkshopSession, missed, place_of
from advisor.training.workshop.transitions import NotNowError
from advisor.training.workshop.trials import TrialOffer
from advisor.web.room.layout import Trial

Ballots = Mapping[str, Mapping[int, str]]
"""By question (``0.2``), what each participant said, by number."""


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
class RoomState:
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
        trial: what is tried beside the step, if anything; ``page`` is then one of its pages.
        tried: how many trials were shown. searched: what the machine found to try, by rank of the case.
        moved: how many times what is on the screen changed; counted: how many times anything did.
    """

    session: WorkshopSession
    page: int = 0
    lobby: bool = True
    joined: int = 0
    ballots: Ballots = field(default_factory=lambda: MappingProxyType({}))
    opened: frozenset[str] = frozenset()
    locked: bool = False
    warned: bool = False
    trial: Trial | None = None
    tried: int = 0
    searched: Mapping[int, tuple[TrialOffer, ...]] = field(default_factory=lambda: MappingProxyType({}))
    moved: int = 0
    counted: int = 0

    @property
    def step(self) -> ScreenStep:
        return self.session.step

    @property
    def mark(self) -> str:
        """The screen a face shows, so that a move asked for from an older one is not made twice."""
        if self.lobby:
            return "accueil"
        return f"essai{self.trial.rank}.{self.page}" if self.trial else f"{self.session.place}.{self.page}"

    @property
    def place(self) -> str:
        """Which case is at work, in words."""
        return f"Cas {self.step.round + 1} sur {len(self.session.rounds)}"

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

    def question(self, name: str) -> RoomQuestion:
        """A question by name.

        Raises:
            KeyError: there is none of that name.
        """
        rounds = enumerate(self.session.rounds)
        return {place_of(rank, at): one for rank, played in rounds for at, one in enumerate(played.questions)}[name]

    def said(self, name: str) -> Mapping[int, str]:
        """What was said to a question, by number of participant."""
        return self.ballots.get(name, {})

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


def at_step(state: RoomState, session: WorkshopSession, page: int = 0, trial: Trial | None = None) -> RoomState:
    """The state once the session stands elsewhere: a question shown for the first time takes answers.

    A trial is left, unless it is given again.
    """
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
        trial=trial,
        moved=state.moved + 1,
        counted=state.counted + 1,
    )


def joined(state: RoomState) -> RoomState:
    """One participant more; their number is the new `State.joined`."""
    return replace(state, joined=state.joined + 1, counted=state.counted + 1)


def voted(state: RoomState, number: int, name: str, value: str) -> RoomState:
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


def forward(state: RoomState, pages: int) -> RoomState:
    """The next page or step; from a question, its answer, asked for twice while somebody has not answered.

    Args:
        pages: how many pages the step has.

    Raises:
        NotNowError: one stands at the end.
    """
    if state.lobby:
        return at_step(state, state.session, state.page, state.trial)
    if state.page + 1 < pages:
        return at_step(state, state.session, state.page + 1, state.trial)
    if state.trial:
        return leave(state)
    if transitions.asked(state.session) is None:
        if state.session.finished:
            raise NotNowError("C'est la fin de la séance. « Terminer » l'efface.")
        return at_step(state, transitions.forward(state.session))
    tally = state.tally(place_of(state.step.round, state.step.at))
    if tally.given < tally.joined and not state.warned:
        return replace(state, warned=True, counted=state.counted + 1)
    return reveal(state)


def back(state: RoomState) -> RoomState:
    """The page or the step before; from the first of all, the code again; from the first of a trial, where it began.

    Raises:
        NotNowError: the code is on the screen.
    """
    if state.lobby:
        raise NotNowError("C'est le début de la séance.")
    if state.page:
        return at_step(state, state.session, state.page - 1, state.trial)
    if state.trial:
        return leave(state)
    if state.session.place == 0:
        return lobby(state)
    return at_step(state, transitions.back(state.session))


def lobby(state: RoomState) -> RoomState:
    """The code again, for those who come in late; « suite » comes back to where one stood."""
    return replace(state, lobby=True, warned=False, moved=state.moved + 1, counted=state.counted + 1)


def reveal(state: RoomState) -> RoomState:
    """The right answer; from then on no answer to it changes.

    Raises:
        NotNowError: no question is on the screen.
    """
    if state.lobby or state.trial:
        raise NotNowError("Rien à révéler ici.")
    return at_step(state, transitions.reveal(state.session))


def tried(state: RoomState, trial: Trial) -> RoomState:
    """A trial on the screen; whatever it is tried from, one comes back to the step, at its page.

    Raises:
        NotNowError: a question of the case is still open; the verdicts would answer it.
    """
    session = transitions.look(state.session, trial.aside)
    trial = replace(trial, back_to=state.trial.back_to if state.trial else state.page, rank=state.tried)
    return replace(at_step(state, session, 0, trial), tried=state.tried + 1)


def leave(state: RoomState) -> RoomState:
    """Back from a trial, to the very page it was tried from.

    Raises:
        NotNowError: nothing is tried.
    """
    if state.trial is None:
        raise NotNowError("Aucun essai n'est à l'écran.")
    return at_step(state, transitions.look(state.session, None), state.trial.back_to)


def door(state: RoomState, locked: bool) -> RoomState:
    """The door closed to those who are not in, or open again."""
    return replace(state, locked=locked, counted=state.counted + 1)


def found(state: RoomState, round: int, offers: tuple[TrialOffer, ...]) -> RoomState:
    """What the machine found to try on a case."""
    searched = MappingProxyType({**state.searched, round: offers})
    return replace(state, searched=searched, counted=state.counted + 1)


def jump(state: RoomState, round: int) -> RoomState:
    """The title of a case.

    Raises:
        NotNowError: there is no such case.
    """
    if not 0 <= round < len(state.session.rounds):
        raise NotNowError("Ce cas n'est pas dans la séance.")
    return at_step(state, transitions.jump(state.session, round))
