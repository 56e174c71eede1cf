"""One room, safe under threads: who may do what to its state. Nothing of it is ever written anywhere."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from threading import RLock

from advisor.training.workshop import trials
from advisor.training.workshop.model import Aside, Bench, WorkshopSession
from advisor.training.workshop.transitions import NotNowError, may_look
from advisor.web.room import state as room_state
from advisor.web.room.layout import RoomScreen
from advisor.web.room.screens import made, offers, screens
from advisor.web.room.state import RoomState

MOST_PARTICIPANTS = 60


class RoomError(ValueError):
    """What is asked of a room cannot be; the message is for who asked, in French."""


@dataclass(frozen=True)
class Participant:
    """Somebody who came in: a number, nothing else.

    Attributes:
        token: what their browser holds; a secret.
        number: from 1, in order of coming in.
    """

    token: str
    number: int

    def __repr__(self) -> str:
        return f"Participant({self.number})"


class Room:
    """A room that is open.

    Args:
        code: what participants type.
        session: at its first screen, without teams.
        bench: rules and course; the exercises were assessed beforehand, on the thread that reasons.
        clock: seconds, always forward.
        most: how many participants it takes.
        owner: names the browser that opened it.

    Attributes:
        id: names the room in the cookie of a participant.
        key: the trainer's secret.
        used: when something was last done, on the clock.
    """

    def __init__(
        self,
        code: str,
        session: WorkshopSession,
        bench: Bench,
        clock: Callable[[], float],
        most: int = MOST_PARTICIPANTS,
        owner: str = "",
    ) -> None:
        self.id, self.key = secrets.token_urlsafe(9), secrets.token_urlsafe(24)
        self.code, self.bench, self.most, self.owner = code, bench, most, owner
        self._clock = clock
        self.used = clock()
        self._lock = RLock()
        self._state = RoomState(session)
        self._participants: dict[str, Participant] = {}
        self._browsers: dict[str, Participant] = {}
        self._screens: dict[tuple[int, int, int], tuple[RoomScreen, ...]] = {}

    def __repr__(self) -> str:
        return f"Room({self._state.joined} participants)"

    @property
    def state(self) -> RoomState:
        """The room at this instant; it does not change under its reader."""
        return self._state

    @property
    def wall_tag(self) -> str:
        """Changes whenever the projector or the trainer's page would."""
        return f"{self.id}.{self._state.counted}"

    def phone_tag(self, who: Participant) -> str:
        """Changes whenever the page of a participant would: a move, their vote, never anybody else's."""
        state = self._state
        said = state.said(state.asked).get(who.number, "") if state.asked else ""
        return f"{self.id}.{who.number}.{state.moved}.{said}"

    # -- who is there ---------------------------------------------------------------------------------------------

    def join(self, token: str | None = None, browser: str = "") -> Participant:
        """Come in, or come back.

        Args:
            token: what the browser holds from an earlier time, if anything.
            browser: its name, so that two taps on the button, both sent before any answer, take one seat.

        Raises:
            RoomError: the door is closed, or the room is full.
        """
        with self._lock:
            known = self.participant(token) or self._browsers.get(browser)
            if known is not None:
                return known
            if self._state.locked:
                raise RoomError("L'entrée de cette séance est fermée. Demandez à la personne qui anime de la rouvrir.")
            if self._state.joined >= self.most:
                raise RoomError(f"La séance est complète : {self.most} téléphones y participent déjà.")
            self._become(room_state.joined(self._state))
            found = Participant(secrets.token_urlsafe(16), self._state.joined)
            self._participants[found.token] = found
            if browser:
                self._browsers[browser] = found
            return found

    def participant(self, token: str | None) -> Participant | None:
        """Who holds a token; None when nobody does."""
        return self._participants.get(token) if token else None

    def vote(self, token: str, question: str, value: str) -> None:
        """Answer the question asked, or change one's answer.

        Raises:
            RoomError: this token is of nobody here.
            NotNowError: the question takes no answer, or not this one.
        """
        with self._lock:
            who = self.participant(token)
            if who is None:
                raise RoomError("Vous n'êtes pas dans cette séance : entrez-y avec le code affiché à l'écran.")
            self._become(room_state.voted(self._state, who.number, question, value))

    # -- the trainer ----------------------------------------------------------------------------------------------

    def forward(self, seen: str | None = None) -> None:
        """The next page, step, or answer; as `move`."""
        self.move(lambda state: room_state.forward(state, len(self.screens())), seen)

    def move(self, move: Callable[[RoomState], RoomState], seen: str | None = None) -> None:
        """Any move of `advisor.web.room.state`.

        Args:
            move: from a state to the next. seen: `RoomState.mark` of the screen from which it is asked.

        Raises:
            NotNowError: the move means nothing now.
        """
        with self._lock:
            # A second click on a page that is already left must not pass over a question.
            if seen is None or seen == self._state.mark:
                self._become(move(self._state))

    def try_out(self, what: str | Aside, seen: str | None = None) -> None:
        """Something else, or another day, tried on the case at work. This one reasons, while votes go on.

        Args:
            what: name of an offer (`advisor.web.room.screens.offers`), or what to try. seen: as for `move`.

        Raises:
            NotNowError: a question of the case is still open, or the offer is of another case.
            InputError: an answer tried does not fit its fact.
        """
        state = self._state
        if seen is not None and seen != state.mark:
            return
        may_look(state.session)
        if isinstance(what, str):
            offer = offers(state, self.bench).get(what)
            if offer is None:
                raise NotNowError("Cet essai est celui d'un autre cas : choisissez dans la liste.")
            what = offer.aside
        trial = made(state.session.round, what, self.bench)
        # Whoever moved meanwhile is obeyed.
        self.move(lambda now: room_state.tried(now, trial), state.mark)

    def search(self) -> None:
        """Look for single answers that tip the case at work. This one reasons, a second or so.

        Raises:
            NotNowError: a question of the case is still open, or the machine finds none.
        """
        state = self._state
        may_look(state.session)
        rank = state.step.round
        if rank not in state.searched:
            found = tuple(trials.searched(state.session.round, self.bench.knowledge))
            self.move(lambda now: room_state.found(now, rank, found))
        if not self._state.searched[rank]:
            raise NotNowError("La machine n'a trouvé aucune réponse qui, changée seule, fasse tout basculer.")

    # -- what is shown --------------------------------------------------------------------------------------------

    def screens(self, state: RoomState | None = None) -> tuple[RoomScreen, ...]:
        """The pages of the step a state stands at, without what the room said; one at least."""
        shown = state or self._state
        if shown.trial:
            return shown.trial.screens
        # A title says how many cases there are; a question whose answer was shown leaves room for the figures.
        place = shown.session.place, len(shown.session.rounds), len(shown.session.revealed)
        found = self._screens.get(place)
        if found is None or shown.session.finished:
            # The last screen says what misled the room.
            found = self._screens[place] = screens(shown, self.bench)
        return found

    def _become(self, state: RoomState) -> None:
        self.used = self._clock()
        self._state = state
