"""The door of the rooms: guessing is slow, a code read on the wall is not, one phone does not keep the others out."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.training.workshop.bench import Bench
from advisor.training.workshop.model import Session
from advisor.web.room.code import DIGITS, LENGTH
from advisor.web.room.door import FREE_AT_HOME, FREE_OF_ONE, LONGEST, PACE, PACE_OF_ONE, BusyDoor, Door
from advisor.web.room.room import Room, RoomError
from advisor.web.room.rooms import IDLE, MOST_ROOMS, Rooms
from advisor.web.settings import Limits

HALL, ELSEWHERE = b"the hall", b"elsewhere"
FREE = Limits().joins


class Time:
    """A clock that goes on when somebody waits; ``waited``: for how long each one did."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waited: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds


class Hall:
    """A door, and a room behind it; what it plays does not matter here."""

    def __init__(self, free: int = FREE) -> None:
        self.time = Time()
        self.rooms = Rooms(self.time)
        self.room: Room = self.rooms.open(cast(Session, None), cast(Bench, None))
        self.room.code = "333333"
        self.door = Door(self.rooms, free, self.time, self.time.sleep)

    def knock(self, code: str, address: bytes = ELSEWHERE, browser: str = "one") -> str:
        """« in », « wrong » or « busy »."""
        try:
            asyncio.run(self.door.find(code, address, browser))
        except BusyDoor:
            return "busy"
        except RoomError:
            return "wrong"
        return "in"


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_the_first_mistakes_are_told_at_once_and_the_next_wait(hall: Hall) -> None:
    assert [hall.knock("222222") for _ in range(FREE_OF_ONE)] == ["wrong"] * FREE_OF_ONE
    assert not hall.time.waited
    assert hall.knock("222222") == "wrong" and hall.time.waited == [PACE_OF_ONE]


def test_a_right_code_waits_its_turn_and_is_taken(hall: Hall) -> None:
    for rank in range(FREE + 3):
        hall.knock("222222", browser=f"visit {rank}")
    hall.time.waited.clear()
    assert hall.knock("333333", browser="honest") == "in"
    assert 0 < sum(hall.time.waited) <= LONGEST
    # Who came in shows that the code is known there: the next ones no longer wait.
    hall.time.waited.clear()
    assert [hall.knock("333333", browser=f"neighbour {rank}") for rank in range(40)] == ["in"] * 40
    assert not hall.time.waited


def test_right_codes_cost_nothing(hall: Hall) -> None:
    for rank in range(5 * FREE):
        hall.room.homes.clear()
        assert hall.knock("333333", browser=f"visit {rank}") == "in"
    assert not hall.time.waited


def test_one_browser_alone_never_slows_those_around_it(hall: Hall) -> None:
    for _ in range(300):
        hall.knock("222222", browser="joker")
    hall.time.waited.clear()
    assert hall.knock("222222", browser="mistaken") == "wrong" and not hall.time.waited


def test_many_at_once_wait_one_after_the_other_and_only_so_many() -> None:
    hall = Hall(free=0)
    turns: list[float] = []

    async def sleep(seconds: float) -> None:
        turns.append(seconds)
        await asyncio.sleep(0)

    hall.door = Door(hall.rooms, 0, hall.time, sleep)

    async def knock(rank: int) -> str:
        try:
            await hall.door.find("222222", ELSEWHERE, str(rank))
        except BusyDoor:
            return "busy"
        except RoomError:
            return "wrong"
        return "in"

    async def all_at_once() -> list[str]:
        return list(await asyncio.gather(*map(knock, range(100))))

    answers = asyncio.run(all_at_once())
    assert turns == [PACE * rank for rank in range(1, len(turns) + 1)] and turns[-1] <= LONGEST
    assert answers.count("wrong") == len(turns) and answers.count("busy") == 100 - len(turns)


def test_a_guess_that_waits_is_told_nothing_before_its_turn(hall: Hall) -> None:
    """Else one would hang up on the slow answers, and try on."""
    for rank in range(FREE):
        hall.knock("222222", browser=f"visit {rank}")
    waits = []
    for code in ("222222", "333333"):
        hall.room.homes.clear()
        hall.time.waited.clear()
        hall.knock(code, browser=f"with {code}")
        waits.append(bool(hall.time.waited))
    assert waits == [True, True]


@given(
    st.lists(
        st.tuples(st.sampled_from(["guess", "guess", "guess", "neighbour"]), st.integers(0, 400), st.floats(0, 3)),
        max_size=60,
    ),
    st.integers(0, 6),
)
def test_whatever_is_typed_around_them_those_who_read_the_wall_come_in_at_once(
    moves: list[tuple[str, int, float]], free: int
) -> None:
    hall = Hall(free)
    hall.room.lives_at(HALL)
    wrong, begun = 0, hall.time.now
    for what, rank, seconds in moves:
        hall.time.now += seconds
        if what == "neighbour":
            hall.time.waited.clear()
            assert hall.knock("333333", HALL, f"phone {rank}") == "in" and not hall.time.waited
        elif hall.knock("222222", HALL, f"visit {rank}") == "wrong":
            wrong += 1
        # However many browsers it takes itself for, an address has so many guesses in a time, and no more.
        assert wrong <= free + 1 + (hall.time.now - begun) / PACE


def test_at_the_address_of_a_room_a_machine_tries_so_many_codes_and_no_more(hall: Hall) -> None:
    """Wrong codes that are refused at once tell that they are wrong: there, a right one would be taken."""
    hall.room.lives_at(HALL)

    async def all_at_once(seconds: float) -> None:
        pass

    hall.door = Door(hall.rooms, FREE, hall.time, all_at_once)
    for rank in range(FREE_AT_HOME - 1):
        hall.knock("222222", HALL, f"visit {rank}")
    assert hall.knock("333333", HALL, "phone") == "in"
    for rank in range(300):
        hall.knock("222222", HALL, f"more {rank}")
    # Both are answered alike from now on.
    assert hall.knock("222222", HALL, "guess") == hall.knock("333333", HALL, "guess right") == "busy"
    # At another address of the same room nothing changed; and here all is well again soon after.
    hall.room.lives_at(ELSEWHERE)
    assert hall.knock("333333", ELSEWHERE, "phone") == "in"
    hall.time.now += PACE + 0.1
    assert hall.knock("333333", HALL, "phone") == "in"


def test_the_chances_of_guessing_are_those_the_door_states() -> None:
    codes = len(DIGITS) ** LENGTH
    guesses = FREE + IDLE / PACE
    assert codes == 262_144
    assert guesses / codes < 0.025 and MOST_ROOMS * guesses / codes < 0.17
    assert (guesses + FREE_AT_HOME + IDLE / PACE) / codes < 0.05
    # One browser earns less than its address does.
    assert PACE_OF_ONE > PACE and FREE_OF_ONE < FREE


def test_what_was_typed_fades_and_is_forgotten(hall: Hall) -> None:
    for _ in range(FREE_OF_ONE):
        hall.knock("222222")
    hall.time.now += 10 * FREE
    assert hall.knock("222222", b"another", "another") == "wrong"
    assert len(hall.door._address._held) == len(hall.door._browser._held) == 1
    assert hall.knock("222222") == "wrong" and not hall.time.waited
