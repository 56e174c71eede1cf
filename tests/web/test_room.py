"""A room without any page: who comes in, what is counted, what is hidden, what is dropped."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from advisor.common.errors import InputError
from advisor.rules.course import load_course
from advisor.rules.load import load_knowledge
from advisor.training.exercises import exercise_of
from advisor.training.workshop.model import PASSED, Bench, WorkshopSession, place_of
from advisor.training.workshop.programme import begin
from advisor.training.workshop.transitions import NotNowError
from advisor.web.room import state as room_state
from advisor.web.room.layout import SIZES
from advisor.web.room.opening import RoomWish, prepared
from advisor.web.room.phone import phone
from advisor.web.room.room import Room, RoomError
from advisor.web.room.rooms import DIGITS, LENGTH, Rooms, new_code, seat_of, spoken, typed_code
from advisor.web.room.screens import choice_text, offered, offers
from tests.support.workshop_room import room_case, room_cases

BENCH = Bench(load_knowledge(), load_course())
EXERCISES = tuple(exercise_of(case) for case in room_cases() if case.notes)
SESSION = begin(EXERCISES, BENCH.knowledge, None, None, 0, date(2026, 11, 25))
QUESTIONS = [place_of(rank, at) for rank, one in enumerate(SESSION.rounds) for at in range(len(one.questions))]


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def opened(session: WorkshopSession = SESSION, **more: Any) -> Room:
    return Rooms(**more).open(session, BENCH)


def at_question(room: Room, name: str = QUESTIONS[0]) -> str:
    """Go on until a question is asked, whatever the answers to those before; its name."""
    while room.state.asked != name:
        if room.state.asked is None:
            room.forward()
        else:
            room.move(room_state.reveal)
    return name


def shown_all(room: Room, round: int) -> None:
    """Stand at the lesson of a case, every answer of it shown."""
    room.move(partial(room_state.jump, round=round))
    while room.state.step.scene != "lesson":
        room.move(room_state.reveal) if room.state.asked and room.state.step.scene == "question" else room.forward()


def everything(room: Room) -> str:
    """All that the projector shows at this instant, but the code and the counts."""
    return " ".join(line for screen in room.screens() for block in screen.blocks for line in block.lines)


# -- the code -----------------------------------------------------------------------------------------------------


def test_codes_are_six_digits_that_cannot_be_read_as_letters() -> None:
    codes = {new_code() for _ in range(500)}
    assert all(len(code) == LENGTH and not set(code) & set("01") for code in codes)
    assert len(codes) > 490


def test_a_code_is_never_given_twice() -> None:
    taken: set[str] = set()
    for _ in range(300):
        code = new_code(taken)
        assert code not in taken
        taken.add(code)


@given(
    st.text(DIGITS, min_size=LENGTH, max_size=LENGTH),
    st.sampled_from(["{}", " {} ", "http://192.168.1.20:8000/seance/{}", "{}."]),
)
def test_a_code_is_known_however_it_is_typed(code: str, around: str) -> None:
    assert typed_code(around.format(code)) == code
    assert typed_code(spoken(code)) == code
    assert typed_code("-".join(code)) == code
    assert typed_code(code.translate({ord(digit): 0xFF10 + int(digit) for digit in DIGITS})) == code


@given(st.text(max_size=60))
def test_anything_may_be_typed_as_a_code(text: str) -> None:
    code = typed_code(text)
    assert code is None or (len(code) == LENGTH and set(code) <= set(DIGITS))


# -- any interleaving ---------------------------------------------------------------------------------------------


class TwoRooms(RuleBasedStateMachine):
    """Two rooms at once, and a plain model of what each should hold."""

    seats: Bundle[tuple[int, str]] = Bundle("seats")

    @initialize()
    def open_rooms(self) -> None:
        self.rooms = Rooms(participants=5)
        self.open = [self.rooms.open(SESSION, BENCH), self.rooms.open(SESSION, BENCH)]
        self.numbers: list[dict[str, int]] = [{}, {}]
        self.votes: list[dict[str, dict[int, str]]] = [{}, {}]
        self.locked = [False, False]

    which = st.integers(0, 1)

    @rule(target=seats, which=which)
    def join(self, which: int) -> Any:
        room = self.open[which]
        try:
            who = room.join()
        except RoomError:
            assert self.locked[which] or len(self.numbers[which]) == 5
            return (which, "nobody")
        assert who.number == len(self.numbers[which]) + 1
        self.numbers[which][who.token] = who.number
        return (which, who.token)

    @rule(seat=seats)
    def come_back(self, seat: tuple[int, str]) -> None:
        which, token = seat
        if token in self.numbers[which]:
            assert self.open[which].join(token).number == self.numbers[which][token]
        assert self.open[1 - which].participant(token) is None

    @rule(seat=seats, name=st.sampled_from(QUESTIONS), choice=st.integers(0, 6))
    def vote(self, seat: tuple[int, str], name: str, choice: int) -> None:
        which, token = seat
        room = self.open[which]
        name = room.state.asked or name
        choices = (*offered(room.state.question(name)), "autre chose")
        value = choices[choice % len(choices)]
        revealed = name in room.state.session.revealed
        try:
            room.vote(token, name, value)
        except (RoomError, NotNowError) as error:
            assert str(error)[0].isupper() and str(error).endswith(".")
            assert token not in self.numbers[which] or name != room.state.asked or revealed or value == "autre chose", (
                str(error)
            )
        else:
            assert not revealed and value in offered(room.state.question(name))
            self.votes[which].setdefault(name, {})[self.numbers[which][token]] = value

    @rule(seat=seats)
    def vote_in_the_other_room(self, seat: tuple[int, str]) -> None:
        which, token = seat
        with pytest.raises(RoomError):
            self.open[1 - which].vote(token, QUESTIONS[0], PASSED)

    @rule(which=which, move=st.sampled_from(["forward"] * 5 + ["reveal"] * 2 + ["back", "stale", "code"]))
    def move(self, which: int, move: str) -> None:
        room = self.open[which]
        before = room.state
        try:
            match move:
                case "forward":
                    room.forward()
                case "reveal":
                    room.move(room_state.reveal)
                case "back":
                    room.move(room_state.back)
                case "code":
                    room.move(room_state.lobby)
                case "stale":
                    room.forward("99.9")
                    assert room.state is before
        except NotNowError as error:
            assert room.state is before and str(error)[0].isupper() and str(error).endswith(".")

    @rule(which=which)
    def show_all(self, which: int) -> None:
        shown_all(self.open[which], self.open[which].state.step.round)

    @rule(which=which, rank=st.integers(0, 3), more=st.sampled_from(["", "forward", "back", "code", "leave"]))
    def try_out(self, which: int, rank: int, more: str) -> None:
        room = self.open[which]
        before = room.state
        names = list(offers(before, BENCH))
        try:
            room.try_out(names[rank % len(names)] if names else f"{before.step.round}.n0")
        except NotNowError:
            assert room.state is before and not names
            return
        state = room.state
        assert state.session.all_shown(state.step.round) and state.trial and state.trial.asks(0) and not state.lobby
        assert (state.ballots, state.joined, state.session.place) == (
            before.ballots,
            before.joined,
            before.session.place,
        )
        match more:
            case "forward":
                while room.state.trial:
                    room.forward()
            case "back":
                room.forward()
                while room.state.trial:
                    room.move(room_state.back)
            case "code":
                room.move(room_state.lobby)
                assert room.state.trial == state.trial
                room.forward()
                assert room.state.mark == state.mark
            case "leave":
                room.move(room_state.leave)
        if more in ("forward", "back", "leave"):
            # The very page it was tried from; of another trial, the page that one was tried from.
            back_to = before.trial.back_to if before.trial else before.page
            assert (room.state.session, room.state.page) == (before.session.model_copy(update={"aside": None}), back_to)

    @rule(which=which, round=st.integers(-1, 3))
    def jump(self, which: int, round: int) -> None:
        try:
            self.open[which].move(partial(room_state.jump, round=round))
        except NotNowError:
            assert not 0 <= round < len(SESSION.rounds)

    @rule(which=which)
    def door(self, which: int) -> None:
        self.locked[which] = not self.locked[which]
        self.open[which].move(partial(room_state.door, locked=self.locked[which]))

    @rule(seat=consumes(seats))
    def close_the_browser(self, seat: tuple[int, str]) -> None:
        """Who leaves is still counted: what they said was said."""

    @invariant()
    def counts_are_true(self) -> None:
        for room, numbers, votes in zip(self.open, self.numbers, self.votes, strict=True):
            state = room.state
            assert state.joined == len(numbers)
            for name in QUESTIONS:
                tally = state.tally(name)
                said = Counter(votes.get(name, {}).values())
                assert {value: count for value, count in tally.counts.items() if count} == said
                assert tally.given == sum(said.values()) <= tally.joined
            right = sum(
                value == state.question(name).right
                for name in state.session.revealed
                for value in votes.get(name, {}).values()
            )
            assert state.score().right == right == sum(state.score(number).right for number in numbers.values())

    @invariant()
    def no_answer_stays_in_the_session(self) -> None:
        assert all(not room.state.session.answers for room in self.open)

    @invariant()
    def a_phone_never_knows_before_the_projector(self) -> None:
        for room in self.open:
            state = room.state
            page = phone(state, 1, BENCH)
            if page.asked is not None:
                assert page.shown is None and page.asked.name not in state.session.revealed
            if page.trial:
                # Nothing that a question still open would ask.
                assert state.trial and state.session.all_shown(state.step.round) and page.asked is None
                sides = any(block.kind == "sides" for block in page.trial)
                assert sides == (not page.guess) == (not state.trial.asks(state.page))
            if page.shown is not None:
                assert place_of(state.step.round, state.step.at) in state.session.revealed


TestTwoRooms = pytest.mark.slow(TwoRooms.TestCase)
TestTwoRooms.settings = settings(max_examples=10, stateful_step_count=30, deadline=None)


# -- votes --------------------------------------------------------------------------------------------------------


def test_a_vote_may_change_until_the_answer_is_shown() -> None:
    room = opened()
    who = room.join()
    name = at_question(room)
    first, second = room.state.question(name).choices[:2]
    room.vote(who.token, name, first)
    room.vote(who.token, name, second)
    assert room.state.tally(name).counts[first] == 0
    room.move(room_state.reveal)
    with pytest.raises(NotNowError, match="déjà affichée"):
        room.vote(who.token, name, first)
    assert room.state.tally(name).counts[second] == 1


def test_a_question_still_takes_answers_while_the_story_is_shown_again() -> None:
    room = opened()
    who = room.join()
    name = at_question(room)
    room.move(room_state.back)
    assert room.state.step.scene == "story"
    page = phone(room.state, who.number, BENCH)
    assert page.kind == "question" and page.story
    room.vote(who.token, name, PASSED)
    assert room.state.tally(name).given == 1


def test_a_question_left_for_another_case_takes_no_answer() -> None:
    room = opened()
    who = room.join()
    name = at_question(room)
    room.move(partial(room_state.jump, round=1))
    with pytest.raises(NotNowError, match="pas posée"):
        room.vote(who.token, name, PASSED)


def test_going_on_asks_twice_while_somebody_has_not_answered() -> None:
    room = opened()
    here, there = room.join(), room.join()
    name = at_question(room)
    room.vote(here.token, name, PASSED)
    room.forward()
    assert room.state.asked == name and room.state.warned
    room.vote(there.token, name, PASSED)
    assert room.state.asked == name
    room.forward()
    assert name in room.state.session.revealed


def test_going_on_reveals_at_once_when_everybody_has_answered() -> None:
    room = opened()
    who = room.join()
    name = at_question(room)
    room.vote(who.token, name, PASSED)
    room.forward()
    assert room.state.step.scene == "answer"


def test_a_double_click_moves_once() -> None:
    room = opened()
    seen = room.state.mark
    room.forward(seen)
    room.forward(seen)
    assert room.state.mark == "0.0"


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("restless")
def test_votes_from_many_threads_are_all_counted() -> None:
    room = opened()
    name = at_question(room)
    values = offered(room.state.question(name))
    start = threading.Barrier(40)

    def play(rank: int) -> None:
        start.wait()
        who = room.join()
        for turn in range(10):
            room.vote(who.token, name, values[(rank + turn) % len(values)])

    threads = [threading.Thread(target=play, args=(rank,)) for rank in range(40)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert room.state.joined == 40
    assert room.state.tally(name).counts == Counter(values[(rank + 9) % len(values)] for rank in range(40))


# -- what is shown ------------------------------------------------------------------------------------------------


def test_the_projector_never_tells_the_answer_before_it_is_revealed() -> None:
    room = opened()
    while not room.state.session.finished:
        if room.state.asked:
            question = room.state.question(room.state.asked)
            words = everything(room)
            assert not any(
                choice_text(question, value).lower() in words.lower().split(" : ") for value in question.choices
            )
            assert len(room.screens()) == 1
            room.move(room_state.reveal)
        else:
            room.forward()


def test_every_page_fits_its_screen_and_loses_no_word_of_the_slide() -> None:
    room = opened()
    seen = set()
    while not room.state.session.finished:
        seen.add(room.state.step.scene)
        for screen in room.screens():
            assert screen.size in SIZES
            assert screen.blocks
            # A heading alone at the foot of a page announces nothing.
            assert len(screen.blocks) == 1 or not (screen.blocks[-1].bold and screen.blocks[-1].lines[0].endswith(":"))
        room.move(room_state.reveal) if room.state.asked else room.forward()
    assert seen == {"title", "story", "question", "answer", "teaching", "lesson"}


def test_a_phone_says_right_or_wrong_and_why() -> None:
    room = opened()
    good, bad, lost, silent = (room.join() for _ in range(4))
    name = at_question(room)
    question = room.state.question(name)
    wrong = next(value for value in question.choices if value != question.right)
    for who, value in ((good, question.right), (bad, wrong), (lost, PASSED)):
        room.vote(who.token, name, value)
    room.move(room_state.reveal)
    found = [phone(room.state, who.number, BENCH).shown for who in (good, bad, lost, silent)]
    assert [one and one.outcome for one in found] == ["right", "wrong", "unknown", "unknown"]
    assert [one and one.said for one in found] == [
        *(choice_text(question, v) for v in (question.right, wrong, PASSED)),
        None,
    ]
    assert all(one and one.right == choice_text(question, question.right) and one.why and one.remember for one in found)
    assert phone(room.state, good.number, BENCH).score == (1, 1)
    assert phone(room.state, silent.number, BENCH).score == (0, 0)


def test_a_verdict_is_told_to_the_company_not_to_the_room() -> None:
    room = opened()
    while room.state.step.scene != "answer" or room.state.question(room.state.session.revealed[-1]).subject != "status":
        room.move(room_state.reveal) if room.state.asked else room.forward()
    words = everything(room)
    assert words.count("À cette structure, l'outil répond : «") == 1
    shown = phone(room.state, 1, BENCH).shown
    assert shown and any("À cette structure" in line for block in shown.why[0] for line in block.lines)


def test_a_phone_reads_no_more_of_the_story_than_the_room() -> None:
    room = opened()
    assert phone(room.state, 1, BENCH).kind == "lobby"
    read = []
    while room.state.asked is None:
        room.forward()
        read.append(len(phone(room.state, 1, BENCH).story))
    screens = len(SESSION.rounds[0].exercise.screens)
    assert read == [0, *range(1, screens + 1), screens]


def test_the_end_says_first_what_misled_most() -> None:
    room = opened()
    who = room.join()
    while not room.state.session.finished:
        name = room.state.asked
        if name:
            question = room.state.question(name)
            last = name == [it for it in QUESTIONS if room.state.question(it).subject == "criterion"][-1]
            room.vote(who.token, name, PASSED if last else question.right)
            room.move(room_state.reveal)
        else:
            room.forward()
    missed = room.state.missed()
    assert [one.wrong for one in missed] == [1, *[0] * (len(missed) - 1)]
    words = everything(room)
    assert "% de bonnes réponses" in words
    title = BENCH.knowledge.criteria[missed[0].criterion].title
    assert (
        0 < words.index(title) < min(words.index(BENCH.knowledge.criteria[one.criterion].title) for one in missed[1:])
    )


# -- rooms --------------------------------------------------------------------------------------------------------


def test_a_room_is_found_by_its_code_its_trainer_and_its_participants() -> None:
    rooms = Rooms()
    room, other = rooms.open(SESSION, BENCH), rooms.open(SESSION, BENCH)
    who = room.join()
    assert rooms.by_code(spoken(room.code)) is room
    assert rooms.by_key(other.key) is other
    assert rooms.by_seat(seat_of(room, who)) == (room, who)
    assert rooms.by_seat(f"{other.id}.{who.token}") is None
    for nothing in (None, "", ".", "é", room.code, room.id):
        assert rooms.by_key(nothing) is None and rooms.by_seat(nothing) is None


@pytest.mark.parametrize(
    ("typed", "message"), [("", "six chiffres"), ("482", "six chiffres"), ("22222A", "six chiffres")]
)
def test_what_is_no_code_is_told_in_words(typed: str, message: str) -> None:
    with pytest.raises(RoomError, match=message):
        Rooms().by_code(typed)


def test_a_room_ended_is_gone_for_everybody() -> None:
    rooms = Rooms()
    room = rooms.open(SESSION, BENCH)
    seat = seat_of(room, room.join())
    rooms.end(room)
    assert (rooms.by_seat(seat), rooms.by_key(room.key), len(rooms)) == (None, None, 0)
    with pytest.raises(RoomError, match="Aucune séance"):
        rooms.by_code(room.code)


def test_a_room_where_nothing_is_done_is_dropped_and_one_at_work_is_kept() -> None:
    clock = Clock()
    rooms = Rooms(clock, idle=100)
    left, used = rooms.open(SESSION, BENCH), rooms.open(SESSION, BENCH)
    clock.now += 60
    used.forward()
    clock.now += 60
    assert rooms.by_key(left.key) is None
    assert rooms.by_key(used.key) is used
    assert len(rooms) == 1


def test_rooms_and_participants_are_limited_and_say_so() -> None:
    rooms = Rooms(most=1, participants=2)
    room = rooms.open(SESSION, BENCH)
    with pytest.raises(RoomError, match="maximum"):
        rooms.open(SESSION, BENCH)
    first = room.join()
    room.join()
    with pytest.raises(RoomError, match="complète"):
        room.join()
    assert room.join(first.token) == first


def test_rooms_that_an_impatient_click_opened_do_not_pile_up() -> None:
    rooms = Rooms(most=2)
    played_in = rooms.open(SESSION, BENCH, "one")
    played_in.join()
    clicked = [rooms.open(SESSION, BENCH, "one") for _ in range(5)]
    assert rooms.by_key(played_in.key) is played_in
    assert [rooms.by_key(one.key) for one in clicked] == [None] * 4 + [clicked[-1]]
    with pytest.raises(RoomError, match="maximum"):
        rooms.open(SESSION, BENCH, "another")


def test_a_closed_door_lets_back_in_who_was_there() -> None:
    room = opened()
    who = room.join()
    room.move(partial(room_state.door, locked=True))
    with pytest.raises(RoomError, match="fermée"):
        room.join()
    assert room.join(who.token) == who
    room.move(partial(room_state.door, locked=False))
    assert room.join().number == 2


def test_no_secret_is_shown_by_accident() -> None:
    room = opened()
    who = room.join()
    text = f"{room!r} {who!r}"
    assert not any(secret in text for secret in (room.key, room.code, who.token, room.id))


# -- what is played -----------------------------------------------------------------------------------------------


@pytest.fixture
def three_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.training.casebook.read.packaged", room_case)


@pytest.mark.usefixtures("three_cases")
@pytest.mark.parametrize(
    ("wanted", "cases"),
    [
        (RoomWish(), 3),
        (RoomWish(cases=2), 2),
        (RoomWish(cases=12), 3),
        (RoomWish(theme="esus", cases=1), 1),
        (RoomWish(theme="esus", level=2), 1),
    ],
)
def test_a_room_plays_what_was_asked_for(wanted: RoomWish, cases: int) -> None:
    session = prepared(wanted, Bench(BENCH.knowledge, BENCH.course))
    assert len(session.rounds) == cases
    assert session.teams == 0
    assert all(wanted.theme is None or wanted.theme in one.exercise.themes for one in session.rounds)


def test_a_room_may_play_one_case() -> None:
    wanted = RoomWish(theme="esus", level=1, case="013")
    (one,) = prepared(wanted, BENCH).rounds
    assert one.exercise.id == "013-associee-unique"


def test_a_room_with_nothing_to_play_is_not_opened() -> None:
    with pytest.raises(InputError, match="Aucun cas"):
        prepared(RoomWish(theme="societe_ess", level=3), BENCH)
