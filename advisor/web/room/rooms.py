"""The rooms that are open on this computer: found by code, by the trainer's secret, or by a participant's."""

from __future__ import annotations

import hmac
import secrets
import socket
import time
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Container
from dataclasses import dataclass
from threading import RLock
from typing import Literal
from urllib.parse import urlsplit

from markupsafe import Markup

from advisor.training.workshop.model import Bench, WorkshopSession
from advisor.web.room.room import MOST_PARTICIPANTS, Participant, Room, RoomError
from advisor.web.settings import EVERYWHERE, Settings, bracketed, is_here

MOST_ROOMS = 8
MOST_PAST = 200
IDLE = 3 * 3600.0
"""Seconds without anything done after which a room is dropped."""


Past = Literal["ended", "left"]
"""Why a room is no more: its trainer ended it, or nothing was done there for too long."""

_SOMEWHERE = ("192.0.2.1", "192.168.1.1", "10.42.0.1", "172.20.10.1", "10.0.0.1")
"""Where a packet would go: outside, then the usual places of a box, of a laptop or a phone that shares its network."""

DIGITS = "23456789"
"""No 0 or 1, which are read O and I; no letters, which would spell words and change the keyboard."""

LENGTH = 6


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

    def open(self, session: WorkshopSession, bench: Bench, owner: str = "") -> Room:
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
        found = [room for room in self.alive() if hmac.compare_digest(room.code, code)]
        if not found:
            raise RoomError(
                "Aucune séance en cours ne porte ce code. Comparez-le, chiffre par chiffre, à celui de l'écran de la "
                "salle ; si la séance est terminée, il ne sert plus."
            )
        return found[0]

    def by_key(self, key: str | None) -> Room | None:
        """The room of a trainer; None when it is ended or the secret is of none."""
        tried = (key or "").encode()
        return next((room for room in self.alive() if hmac.compare_digest(room.key.encode(), tried)), None)

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

    def past(self, cookie: str | None) -> Past | None:
        """Why the room of a cookie is no more; None when this server never had it, or had it long ago."""
        return self._past.get((cookie or "").partition(".")[0])

    def sweep(self) -> None:
        """Drop the rooms where nothing was done for too long."""
        with self._lock:
            late = self._clock() - self.idle
            for room in [one for one in self._rooms.values() if one.used <= late]:
                self.end(room, "left")

    def alive(self) -> list[Room]:
        """The rooms that are open."""
        with self._lock:
            self.sweep()
            return list(self._rooms.values())


def seat_of(room: Room, who: Participant) -> str:
    """What the browser of a participant holds."""
    return f"{room.id}.{who.token}"


# -- the address that phones are to type, and its QR code: found without sending anything ----------------------------


@dataclass(frozen=True)
class Reach:
    """How phones reach the room.

    Attributes:
        url: base address, without a final slash; "" when only this computer can reach the site.
        others: to try when it does not work: this computer has several networks.
        alone: the site is open to other computers, but this one is on no network.
    """

    url: str
    others: tuple[str, ...] = ()
    alone: bool = False

    @property
    def typed(self) -> str:
        """The address as it is typed: a browser adds what lacks."""
        return self.url.removeprefix("http://").removeprefix("https://") + "/seance"

    def joined(self, code: str) -> str:
        """The address that a QR code holds."""
        return f"{self.url}/seance/{code}"


def reach_from(settings: Settings, url: str) -> Reach:
    """The address of the site as seen from a phone; ``url``: by which the trainer's own browser reached it."""
    if settings.public_url:
        return Reach(settings.public_url + settings.root_path)
    parts = urlsplit(url)
    start, host = f"{parts.scheme}://", parts.hostname or ""
    end = settings.root_path if parts.port is None else f":{parts.port}{settings.root_path}"
    if not is_here(host):
        # What works for the trainer works for the room, most of the time.
        return Reach(f"{start}{bracketed(host)}{end}")
    if is_here(settings.host):
        return Reach("")
    found = lan_addresses() if settings.host in EVERYWHERE else [settings.host]
    urls = tuple(f"{start}{one}{end}" for one in found)
    return Reach(urls[0], urls[1:]) if urls else Reach("", alone=True)


def lan_addresses() -> list[str]:
    """The addresses of this computer on its networks, the likeliest first.

    Connecting a datagram socket sends nothing: the system only chooses by which network it would.
    """
    found: dict[str, None] = {}
    for there in _SOMEWHERE:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
            try:
                one.connect((there, 9))
                found[one.getsockname()[0]] = None
            except OSError:
                continue
    return [one for one in found if not is_here(one) and one not in EVERYWHERE]


def qr_code(address: str, title: str) -> Markup:
    """A QR code as an image of the page itself, black on white, with its margin."""
    import segno

    drawn = segno.make(address, error="m", micro=False)
    return Markup(
        drawn.svg_inline(omitsize=True, border=4, light="#fff", dark="#000", svgclass="qr", lineclass=None, title=title)
    )


# -- the short code of a room: six digits without 0 and 1, which a phone types on its numeric keypad -----------------


def new_code(taken: Container[str] = ()) -> str:
    """A code drawn at random, other than those taken."""
    while True:
        code = "".join(secrets.choice(DIGITS) for _ in range(LENGTH))
        if code not in taken:
            return code


def spoken(code: str) -> str:
    """A code as it is shown: two groups of three."""
    return f"{code[: LENGTH // 2]}\N{NO-BREAK SPACE}{code[LENGTH // 2 :]}"


def typed_code(text: str) -> str | None:
    """What was typed as a code, or the address that ends with it; None when it cannot be one."""
    text = text.strip().rstrip("/").rpartition("/")[2]
    typed = (one for one in text[:20] if not (one.isspace() or unicodedata.category(one) in ("Pd", "Po", "Cf")))
    digits = "".join(str(unicodedata.digit(one, one)) for one in typed)
    return digits if len(digits) == LENGTH and not set(digits) - set(DIGITS) else None
