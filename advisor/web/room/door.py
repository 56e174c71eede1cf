"""The door: a wrong code is slowed, a right one is never refused for the mistakes of others.

Who guesses has one chance in 262,144 a room (eight digits, six times); what they would win is a number and a vote in
somebody else's room, until its trainer closes the door. From one network address, the first 80 wrong codes are told at
once, then one every two seconds: in the three hours that a forgotten room lives, 80 + 5,400 guesses, so 2 % for one
room, 17 % for any of eight. One browser that keeps its cookies has 10, then one every five seconds, fewer than the
address earns back: alone, it never slows those around it.

Forty phones share an address, and one of them may drop its cookies at each try to make all others wait. So a code that
is right where its room lives, at the addresses of its trainer and of those already in, is taken at once, whatever was
typed there before: who reads the wall need not guess. But not all who share an address see the wall: it may be that of
a whole campus, or of a server that relays the site and does not say for whom. So after 2,000 wrong codes, which only a
machine types, a right one waits there as anywhere else, until these fade, one every two seconds too: in three hours
2,000 + 5,400 guesses more, so 5 % for a room in all, at whatever pace they are sent.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from advisor.web.room.code import typed_code
from advisor.web.room.room import Room, RoomError
from advisor.web.room.rooms import Rooms

PACE, PACE_OF_ONE = 2.0, 5.0
"""Seconds for one more wrong code, once the first ones are used: of an address, of one browser."""
FREE_AT_HOME = 2_000
"""Wrong codes, from the address of a room, after which a right one waits there as anywhere else."""
FREE_OF_ONE = 10
"""Wrong codes of one browser that are told at once."""
LONGEST = 20.0
"""Seconds that a code may wait for its turn; a browser shows nothing meanwhile."""


class BusyDoor(RoomError):
    """So many wrong codes come from there that this one cannot even wait; nothing was looked at."""


class _Patience:
    """Wrong codes of each of many, which fade with time."""

    MOST = 10_000

    def __init__(self, free: int, pace: float, clock: Callable[[], float]) -> None:
        self.free, self.pace, self._clock = free, pace, clock
        self._held: OrderedDict[object, tuple[float, float]] = OrderedDict()

    def wait(self, who: object) -> float:
        """Seconds before one more code of theirs may be looked at."""
        return max(0.0, self._count(who) + 1 - self.free) * self.pace

    def note(self, who: object, count: int = 1) -> None:
        """One code more is being tried; or, when it was right, one less was wrong."""
        held = max(0.0, self._count(who) + count)
        self._held[who] = (held, self._clock())
        self._held.move_to_end(who)
        while len(self._held) > self.MOST or not self._count(next(iter(self._held))):
            self._held.popitem(last=False)
            if not self._held:
                break

    def _count(self, who: object) -> float:
        held, since = self._held.get(who, (0.0, 0.0))
        return max(0.0, held - (self._clock() - since) / self.pace)


class Door:
    """The door of all rooms.

    Args:
        rooms: those that are open.
        free: wrong codes of one address that are told at once.
        clock, sleep: seconds, and waiting for some.
    """

    def __init__(
        self,
        rooms: Rooms,
        free: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.rooms, self._sleep = rooms, sleep
        self._address = _Patience(free, PACE, clock)
        self._browser = _Patience(FREE_OF_ONE, PACE_OF_ONE, clock)
        self._home = _Patience(FREE_AT_HOME, PACE, clock)

    async def find(self, typed: str, address: bytes, browser: str) -> Room:
        """The room of a code, after waiting when many were wrong.

        Args:
            typed: the code, as it was typed.
            address: stands for the network address it comes from. browser: for the browser.

        Raises:
            RoomError: it is no code, or no room open has it.
            BusyDoor: it could not be looked at.
        """
        if typed_code(typed) is None:
            return self.rooms.by_code(typed)
        known = self._look(typed)
        if not self._home.wait(address):
            if known is not None and address in known.homes:
                return known
            if self.rooms.home(address):
                self._home.note(address)
        wait = max(self._address.wait(address), self._browser.wait(browser))
        if wait > LONGEST:
            raise BusyDoor(
                "Beaucoup de codes faux viennent d'être tapés depuis ce réseau : celui-ci n'a pas été regardé. "
                "Attendez une minute, puis recommencez."
            )
        # Noted before the wait, so that those who try many at once wait one after the other.
        self._note(address, browser, 1)
        if wait:
            await self._sleep(wait)
        room = self.rooms.by_code(typed)
        self._note(address, browser, -1)
        room.lives_at(address)
        return room

    def _look(self, typed: str) -> Room | None:
        try:
            return self.rooms.by_code(typed)
        except RoomError:
            return None

    def _note(self, address: bytes, browser: str, count: int) -> None:
        self._address.note(address, count)
        self._browser.note(browser, count)
