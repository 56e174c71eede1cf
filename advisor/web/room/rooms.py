"""The rooms that are open on this computer: found by code, by the trainer's secret, or by a participant's."""

from __future__ import annotations

import hmac
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import RLock
from typing import Literal

from advisor.training.workshop.bench import Bench
from advisor.training.workshop.model import Session
from advisor.web.room.code import new_code, typed_code
from advisor.web.room.room import MOST_PARTICIPANTS, Participant, Room, RoomError

MOST_ROOMS = 8
MOST_PAST = 200
IDLE = 3 * 3600.0
"""Seconds without anything done after which a room is dropped."""


Past = Literal["ended", "left"]
"""Why a room is no more: its trainer ended it, or nothing was done there for too long."""


class Rooms:
    """The rooms of a server.

    Args:
        clock: seconds, always forward.
        most: how many may be open at once. participants: how many each takes.
        idle: seconds after which a room where nothing is done is dropped.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        most: int = MOST_ROOMS,
        participants: int = MOST_PARTICIPANTS,
        idle: float = IDLE,
    ) -> None:
        self._clock, self.most, self.participants, self.idle = clock, most, participants, idle
        self._lock = RLock()
        self._rooms: dict[str, Room] = {}
        self._past: OrderedDict[str, Past] = OrderedDict()

    def __len__(self) -> int:
        self.sweep()
        return len(self._rooms)

    def open(self, session: Session, bench: Bench, owner: str = "") -> Room:
        """A new room for a session.

        Args:
            owner: names the browser that opens it; what it opened before and nobody came into is dropped, since an
                impatient click opens a room whose page is never seen.

        Raises:
            RoomError: too many are open.
        """
        with self._lock:
            self.make_way(owner)
            for room in self._unseen(owner):
                self.end(room)
            code = new_code({one.code for one in self._rooms.values()})
            room = Room(code, session, bench, self._clock, self.participants, owner)
            self._rooms[room.id] = room
            return room

    def make_way(self, owner: str = "") -> None:
        """Whether one more room may be opened.

        Raises:
            RoomError: too many are open.
        """
        if len(self) - len(self._unseen(owner)) >= self.most:
            raise RoomError(
                f"{self.most} séances sont déjà ouvertes sur ce serveur, c'est le maximum. Terminez-en une, ou "
                f"attendez : une séance où plus rien ne se passe s'efface au bout de {self.idle / 3600:.0f} heures."
            )

    def _unseen(self, owner: str) -> list[Room]:
        """The rooms of a browser that nobody came into."""
        with self._lock:
            return [one for one in self._rooms.values() if owner and one.owner == owner and not one.state.joined]

    def by_code(self, text: str) -> Room:
        """The room of a code as it was typed.

        Raises:
            RoomError: it is no code, or no room open has it; the same time is taken whether one is close or not.
        """
        code = typed_code(text)
        if code is None:
            raise RoomError(
                "Le code est fait de six chiffres, sans 0 ni 1, comme 482 935. Lisez-le sur l'écran de la salle."
            )
        found = None
        for room in self._alive():
            if hmac.compare_digest(room.code, code):
                found = room
        if found is None:
            raise RoomError(
                "Aucune séance en cours ne porte ce code. Comparez-le, chiffre par chiffre, à celui de l'écran de la "
                "salle ; si la séance est terminée, il ne sert plus."
            )
        return found

    def by_key(self, key: str | None) -> Room | None:
        """The room of a trainer; None when it is ended or the secret is of none."""
        found = None
        for room in self._alive() if key else ():
            if hmac.compare_digest(room.key.encode(), (key or "").encode()):
                found = room
        return found

    def by_seat(self, seat: str | None) -> tuple[Room, Participant] | None:
        """The room and the participant of a cookie (`seat_of`); None when the room is ended, or it is of nobody."""
        id, _, token = (seat or "").partition(".")
        self.sweep()
        room = self._rooms.get(id)
        who = room.participant(token) if room else None
        return (room, who) if room and who else None

    def by_screen(self, id: str | None) -> Room | None:
        """The room that a projector on another computer shows; None when it is ended."""
        self.sweep()
        return self._rooms.get(id or "")

    def end(self, room: Room, why: Past = "ended") -> None:
        """Drop a room and everything of it; why is known for a while, by secrets that open nothing any more."""
        with self._lock:
            if self._rooms.pop(room.id, None) is not None:
                self._past.update({room.id: why, room.key: why})
            while len(self._past) > MOST_PAST:
                self._past.popitem(last=False)

    def past(self, held: str | None) -> Past | None:
        """Why the room of a cookie is no more; None when this server never had it, or had it long ago."""
        return self._past.get((held or "").partition(".")[0])

    def sweep(self) -> None:
        """Drop the rooms where nothing was done for too long."""
        with self._lock:
            late = self._clock() - self.idle
            for room in [one for one in self._rooms.values() if one.used <= late]:
                self.end(room, "left")

    def _alive(self) -> list[Room]:
        with self._lock:
            self.sweep()
            return list(self._rooms.values())


def seat_of(room: Room, who: Participant) -> str:
    """What the browser of a participant holds."""
    return f"{room.id}.{who.token}"
