"""A room as pure data: each move tells phones and the wall that something changed, and what takes answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from advisor.training.workshop.model import PASSED, place_of
from advisor.training.workshop.transitions import NotNowError
from advisor.web.room.state import RoomState, back, forward, joined, jump, lobby, reveal, voted
from tests.web.test_room import QUESTIONS, SESSION

START = RoomState(SESSION)


def asking(name: str = QUESTIONS[0]) -> RoomState:
    """The room when a question is put to it."""
    state = START
    while state.asked != name:
        state = forward(state, 1) if state.asked is None else reveal(state)
    return state


def test_each_move_counts_once_for_phones_and_only_what_is_on_the_wall_for_the_wall() -> None:
    question = joined(joined(asking()))
    first = question.question(QUESTIONS[0]).choices[0]
    moves: list[tuple[str, Callable[[RoomState], RoomState], int, int]] = [
        ("somebody comes in", joined, 0, 1),
        ("somebody answers", lambda state: voted(state, 1, QUESTIONS[0], first), 0, 1),
        ("going on is asked for too early", lambda state: forward(state, 1), 0, 1),
        ("the answer is shown", reveal, 1, 1),
        ("the story again", back, 1, 1),
        ("the code again", lobby, 1, 1),
        ("another case", lambda state: jump(state, 1), 1, 1),
    ]
    for what, move, on_the_wall, anything in moves:
        after = move(question)
        assert after.moved - question.moved == on_the_wall, what
        assert after.counted - question.counted == anything, what
    # The same answer again is nothing new: a phone that sends twice moves nobody's screen.
    once = voted(question, 1, QUESTIONS[0], first)
    assert voted(once, 1, QUESTIONS[0], first) is once


def test_the_mark_of_a_screen_tells_the_lobby_the_step_and_the_page() -> None:
    assert START.mark == "accueil" == lobby(asking()).mark
    begun = forward(START, 3)
    assert (begun.mark, begun.lobby) == ("0.0", False)
    second = forward(begun, 3)
    assert (second.mark, back(second).mark) == ("0.1", "0.0")
    assert forward(forward(second, 3), 3).mark == "1.0"
    # From the very first screen, the code again; and on from there to where one stood.
    assert back(begun).mark == "accueil"
    again = lobby(second)
    assert again.page == second.page and forward(again, 3).mark == second.mark


def test_a_question_takes_answers_from_when_it_is_put_until_it_is_shown() -> None:
    begun = forward(START, 1)
    assert START.asked is None and begun.asked is None, "nobody has seen it yet"
    question = asking()
    assert question.asked == QUESTIONS[0] and QUESTIONS[0] in question.opened
    # The story shown again takes answers still; the next question was never put, and takes none.
    story = back(question)
    assert story.step.scene == "story" and story.asked == QUESTIONS[0]
    assert reveal(question).asked is None
    assert back(reveal(question)).asked is None, "what was shown takes no answer any more"
    shown = reveal(question)
    while shown.step.scene not in ("title", "story"):
        shown = back(shown)
    assert shown.asked is None
    # Another case: the question left behind takes none there.
    assert jump(question, 1).asked is None


def test_a_warning_is_given_once_and_forgotten_when_one_moves() -> None:
    two = joined(joined(asking()))
    warned = forward(two, 1)
    assert warned.warned and warned.asked == QUESTIONS[0]
    assert forward(warned, 1).asked is None and not forward(warned, 1).warned
    assert not back(warned).warned and not lobby(warned).warned and not jump(warned, 1).warned
    # Everybody has answered: no warning.
    full = voted(voted(two, 1, QUESTIONS[0], PASSED), 2, QUESTIONS[0], PASSED)
    assert QUESTIONS[0] in forward(full, 1).session.revealed
    # Nobody came in: nobody to wait for.
    assert QUESTIONS[0] in forward(asking(), 1).session.revealed


REFUSED: list[tuple[Callable[[], RoomState], str]] = [
    (lambda: back(START), "C'est le début"),
    (lambda: reveal(START), "Rien à révéler"),
    (lambda: reveal(lobby(asking())), "Rien à révéler"),
    (lambda: jump(START, -1), "n'est pas dans la séance"),
    (lambda: jump(START, len(SESSION.rounds)), "n'est pas dans la séance"),
    (lambda: voted(joined(START), 1, QUESTIONS[0], PASSED), "n'est pas posée"),
    (lambda: voted(joined(asking()), 1, QUESTIONS[1], PASSED), "n'est pas posée"),
    (lambda: voted(joined(asking()), 1, QUESTIONS[0], "peut-être"), "n'est pas proposée"),
    (lambda: voted(joined(reveal(asking())), 1, QUESTIONS[0], PASSED), "déjà affichée"),
]


@pytest.mark.parametrize(("move", "message"), REFUSED)
def test_what_cannot_be_is_refused_in_words(move: Callable[[], RoomState], message: str) -> None:
    with pytest.raises(NotNowError, match=message):
        move()


def test_the_last_case_is_reached_and_the_end_is_told() -> None:
    last = len(SESSION.rounds) - 1
    state = jump(START, last)
    assert state.step.round == last and state.step.scene == "title" and not state.lobby
    while not state.session.finished:
        state = forward(state, 1) if state.asked is None else reveal(state)
    # In the words of the page: the key of the terminal that ends it is no use here.
    with pytest.raises(NotNowError, match=r"fin de la séance\. « Terminer »"):
        forward(state, 1)


def test_scores_count_what_was_shown_and_what_each_one_said() -> None:
    state = joined(joined(asking()))
    right = state.question(QUESTIONS[0]).right
    wrong = next(one for one in state.question(QUESTIONS[0]).choices if one != right)
    assert state.score() == (0, 0)
    state = voted(voted(state, 1, QUESTIONS[0], right), 2, QUESTIONS[0], wrong)
    assert state.score() == (0, 0), "not before it is shown"
    tally = state.tally(QUESTIONS[0])
    assert (tally.given, tally.joined, tally.counts[right], tally.counts[wrong], tally.counts[PASSED]) == (
        2,
        2,
        1,
        1,
        0,
    )
    assert [*tally.counts] == [*state.question(QUESTIONS[0]).choices, PASSED]
    shown = reveal(state)
    assert [shown.score(), shown.score(1), shown.score(2), shown.score(3)] == [(1, 2), (1, 1), (0, 1), (0, 0)]
    with pytest.raises(KeyError):
        shown.tally("9.9")
    assert place_of(0, 0) == QUESTIONS[0]
