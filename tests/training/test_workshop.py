"""The workshop without a terminal: moves, scores, file, screens; the room's cases are those of `workshop_room`."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth

from advisor.advice.ways.whatif import finding_outcome
from advisor.assessment.assess import assess
from advisor.cli.workshop.block_letters import draw, drawable, width
from advisor.cli.workshop.controller import Player
from advisor.cli.workshop.fullscreen import Face, Menu
from advisor.cli.workshop.setup import Setup, WorkshopWish
from advisor.cli.workshop.slide_layout import laid
from advisor.common.errors import InputError
from advisor.dossier import answer
from advisor.rules.course import load_course
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.vocabulary import VerdictId
from advisor.training.casebook.read import load_cases
from advisor.training.exercises import exercise_of
from advisor.training.workshop import programme, transitions, trials
from advisor.training.workshop.model import (
    PASSED,
    Aside,
    Bench,
    RoomQuestion,
    ScreenStep,
    WorkshopSession,
    missed,
    possible,
    scores,
)
from advisor.training.workshop.programme import NAME, SessionStore, TakenElsewhere
from advisor.training.workshop.slide import Head, Say, Sides, Slide, SlideTable, choice_words, status_question
from advisor.training.workshop.transitions import NotNowError
from tests.support.spread import spread
from tests.support.workshop_room import room_case, room_cases

TAUGHT = sorted((case for case in room_cases() if case.notes), key=lambda case: case.notes.rank if case.notes else 0)
TEACHING = tuple(exercise_of(case) for case in TAUGHT)
KNOWLEDGE = load_knowledge()
BENCH = Bench(KNOWLEDGE, load_course())


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.training.casebook.read.packaged", room_case)


def session_of(teams: int = 2) -> WorkshopSession:
    return programme.begin(TEACHING, KNOWLEDGE, None, None, teams, date(2026, 11, 25))  # type: ignore[arg-type]


BEGUN = {teams: session_of(teams) for teams in (0, 2, 3, 4)}


def played(session: WorkshopSession, actions: list[str]) -> WorkshopSession:
    """The session after some actions, those that mean nothing at their time being refused."""
    for action in actions:
        try:
            session = step(session, action)
        except NotNowError as error:
            assert str(error)[0].isupper() and str(error).endswith("."), str(error)
    return session


def step(session: WorkshopSession, action: str) -> WorkshopSession:
    question = transitions.asked(session)
    match action:
        case "next":
            return transitions.forward(session)
        case "back":
            return transitions.back(session)
        case "reveal":
            return transitions.reveal(session)
        case "erase":
            return transitions.erase(session)
        case "pass":
            return transitions.answer(session, PASSED)
        case "trial":
            return transitions.look(session, Aside(kind="what_if", changes={"mention_rcs": "oui"}))
        case "close":
            return transitions.look(session, None)
        case _ if action.startswith("jump"):
            return transitions.jump(session, int(action[4:]))
    return transitions.answer(
        session, question.choices[int(action) % len(question.choices)] if question else "satisfait"
    )


ACTIONS = st.lists(
    st.sampled_from(
        ["next"] * 6 + ["reveal"] * 3 + ["0", "1", "2", "3", "4", "pass", "erase", "back", "trial", "close"]
        + ["jump0", "jump1", "jump2"]
    ),
    max_size=90,
)  # fmt: skip
TEAMS = st.sampled_from([0, 2, 3, 4])


# -- right answers ------------------------------------------------------------------------------------------------


def test_what_is_right_is_what_the_engine_finds() -> None:
    asked = 0
    for one in BEGUN[2].rounds:
        found = assess(one.exercise.dossier, on=one.exercise.on)
        for question in one.questions:
            asked += 1
            engine = (
                finding_outcome(found.findings[question.target])
                if question.subject == "criterion"
                else found.verdicts[question.target].outcome
            )
            assert question.right == engine
            assert question.right in question.choices
            assert question.points == (1 if question.subject == "criterion" else 2)
    assert asked == 8


def test_the_statuses_asked_are_those_the_criteria_belong_to() -> None:
    asked = [[q.target for q in one.questions if q.subject == "status"] for one in BEGUN[2].rounds]
    assert asked == [["ess"], ["esus"], ["esus"]]


def test_a_verdict_is_asked_in_words_that_tell_the_choices_apart() -> None:
    """A register that does not say so yet is no reason to say no; what decides between two refusals is said."""
    assert status_question("ess", "") == "Le verdict : remplit-elle les conditions d'une entreprise de l'ESS ?"
    question = RoomQuestion(subject="status", target="ess", choices=tuple(VerdictId), right="eligible", points=2)
    labels = [choice_words(question, one) for one in VerdictId]
    assert len(set(labels)) == len(VerdictId) and sum("décider aujourd'hui" in one for one in labels) == 2


def test_beginners_choose_between_yes_and_no_unless_the_case_says_otherwise() -> None:
    first, second, _ = BEGUN[2].rounds
    assert first.exercise.level == 1 and first.questions[0].choices == ("satisfait", "non_satisfait")
    assert second.questions[0].choices == ("satisfait", "non_satisfait", "a_completer", "incertain")
    unread = TEACHING[0].dossier.with_answer("mention_rcs", None)
    other = programme.round_of(TEACHING[0].model_copy(update={"dossier": unread}), KNOWLEDGE)
    # Every question of the case offers it, so that the list does not tell which one it is right for.
    assert {question.choices for question in other.questions[:2]} == {("satisfait", "non_satisfait", "a_completer")}


# -- moves --------------------------------------------------------------------------------------------------------


@given(TEAMS, ACTIONS)
@settings(max_examples=50)
def test_scores_are_those_of_the_answers_given_before_each_reveal(teams: int, actions: list[str]) -> None:
    """Against a notebook kept by hand: it notes what is said, and adds up once, when the answer is revealed."""
    session = BEGUN[teams]
    said: dict[tuple[int, int], list[str | None]] = {}
    totals = [0] * max(1, teams)
    revealed: set[tuple[int, int]] = set()
    for action in actions:
        here = session.step
        place = (here.round, here.at)
        try:
            after = step(session, action)
        except NotNowError:
            continue
        question = session.rounds[here.round].questions[here.at] if here.scene == "question" else None
        if question is not None and place not in revealed:
            sheet = said.setdefault(place, [None] * max(1, teams))
            if action == "reveal":
                revealed.add(place)
                for team, answer in enumerate(sheet):
                    totals[team] += question.points if answer == question.right else 0
            elif action == "erase":
                sheet[max(rank for rank, one in enumerate(sheet) if one is not None)] = None
            elif action == "pass" or action.isdecimal():
                value = PASSED if action == "pass" else question.choices[int(action) % len(question.choices)]
                sheet[sheet.index(None) if None in sheet else 0] = value
        session = after
        assert scores(session) == tuple(totals)
    answered = {place for place in revealed if any(said.get(place, ()))}
    assert possible(session) == sum(session.rounds[r].questions[q].points for r, q in answered)
    taught = [place for place in revealed if session.rounds[place[0]].questions[place[1]].subject == "criterion"]
    assert {one.criterion for one in missed(session)} == {session.rounds[r].questions[q].target for r, q in taught}
    assert sum(one.given for one in missed(session)) == sum(
        answer is not None for place in taught for answer in said.get(place, ())
    )


@given(TEAMS, ACTIONS)
@settings(max_examples=30)
def test_a_session_is_what_its_file_says(teams: int, actions: list[str]) -> None:
    session = played(BEGUN[teams], actions)
    assert WorkshopSession.model_validate_json(session.model_dump_json()) == session


@given(TEAMS, ACTIONS)
@settings(max_examples=50)
def test_going_on_and_going_back_undo_each_other(teams: int, actions: list[str]) -> None:
    session = transitions.look(played(BEGUN[teams], actions), None)
    try:
        onward = transitions.forward(session)
    except NotNowError:
        assert session.finished or transitions.asked(session) is not None
    else:
        assert transitions.back(onward) == session
    if session.place:
        before = transitions.back(session)
        assert before.answers == session.answers and before.revealed == session.revealed
        # Only a question left open by a jump keeps one from coming back the same way.
        assert transitions.asked(before) is not None or transitions.forward(before) == session


@given(TEAMS, ACTIONS)
@settings(max_examples=50)
def test_no_answer_shows_before_it_is_revealed(teams: int, actions: list[str]) -> None:
    session = BEGUN[teams]
    for action in actions:
        session = played(session, [action])
        here = session.step
        if here.scene in ("answer", "teaching"):
            assert session.shown(here.round, here.at)
        if here.scene in ("lesson", "scores") or session.aside is not None:
            assert session.all_shown(here.round)


def test_an_answer_revealed_does_not_change() -> None:
    session = played(BEGUN[0], ["next", "next", "next", "0", "reveal", "back"])
    for action in ("1", "pass", "erase"):
        with pytest.raises(NotNowError):
            step(session, action)
    assert transitions.reveal(session).revealed == session.revealed


def test_the_room_may_change_its_mind_and_a_team_must_erase() -> None:
    alone = played(BEGUN[0], ["next", "next", "next", "0", "1"])
    assert alone.said(0, 0) == (alone.rounds[0].questions[0].choices[1],)
    teams = played(BEGUN[2], ["next", "next", "next", "0", "1", "1"])
    assert teams.said(0, 0) == teams.rounds[0].questions[0].choices[:2]
    corrected = played(teams, ["erase", "0"])
    assert corrected.said(0, 0) == (teams.rounds[0].questions[0].choices[0],) * 2


def test_what_was_most_missed_comes_first() -> None:
    right = [str(question.choices.index(question.right)) for question in BEGUN[0].rounds[0].questions]
    wrong = str(1 - int(right[1]))
    session = played(BEGUN[0], ["next", "next", "next", right[0], "reveal", "next", "next", wrong, "reveal"])
    assert [(one.criterion, one.wrong) for one in missed(session)] == [("ESS-14", 1), ("ESS-13", 0)]


# -- the file -----------------------------------------------------------------------------------------------------


def test_a_session_comes_back_from_its_file(tmp_path: Path) -> None:
    store = SessionStore(tmp_path / "dossiers")
    assert store.load() is None
    store.save(BEGUN[3])
    assert SessionStore(tmp_path / "dossiers").load() == BEGUN[3]
    assert [path.name for path in (tmp_path / "dossiers").iterdir()] == [NAME]


def _cut(content: dict[str, Any]) -> str:
    return json.dumps(content)[:-20]


def _other_format(content: dict[str, Any]) -> str:
    return json.dumps({**content, "format": 2})


def _beyond(content: dict[str, Any]) -> str:
    return json.dumps({**content, "place": 4000})


def _strangers(content: dict[str, Any]) -> str:
    return json.dumps({**content, "answers": {"0.0": ["satisfait"]}})


def _not_offered(content: dict[str, Any]) -> str:
    return json.dumps({**content, "answers": {"0.0": ["eligible", None]}})


def _no_question(content: dict[str, Any]) -> str:
    return json.dumps({**content, "revealed": ["7.3"]})


@pytest.mark.parametrize(
    "spoil", [_cut, _other_format, _beyond, _strangers, _not_offered, _no_question, lambda _: "", lambda _: "[]"]
)
def test_a_damaged_file_is_told_and_kept_aside(tmp_path: Path, spoil: Any) -> None:
    store = SessionStore(tmp_path)
    store.save(BEGUN[2])
    spoiled = spoil(json.loads(store.path.read_text(encoding="utf-8")))
    store.path.write_text(spoiled, encoding="utf-8")
    with pytest.raises(InputError, match="abîmé"):
        SessionStore(tmp_path).load()
    setup = Setup(BENCH, SessionStore(tmp_path), WorkshopWish(theme="tous", teams=0))
    assert "ne peut pas être reprise" in text_of(setup)
    press(setup, "1", "4")
    assert setup.over and setup.session is not None
    assert SessionStore(tmp_path).load() == setup.session
    aside = [path for path in tmp_path.iterdir() if "illisible" in path.name]
    assert [path.read_text(encoding="utf-8") for path in aside] == [spoiled]


def test_two_windows_do_not_undo_each_other(tmp_path: Path) -> None:
    first, second = SessionStore(tmp_path), SessionStore(tmp_path)
    first.save(BEGUN[2])
    loaded = second.load()
    assert loaded is not None
    second.save(transitions.forward(loaded))
    player = Player(BEGUN[2], BENCH, first.save)
    player.press("right")
    assert player.over and isinstance(player.ended_by, TakenElsewhere)
    assert SessionStore(tmp_path).load() == transitions.forward(BEGUN[2])


def test_a_full_disk_does_not_stop_the_session() -> None:
    from advisor.common.errors import Problem

    def full(_: WorkshopSession) -> None:
        raise InputError(Problem("le disque est plein."))

    player = Player(BEGUN[2], BENCH, full)
    player.press("right")
    assert not player.over and "sans être enregistrée : le disque est plein." in player.flash
    assert player.session.step.scene == "story"


def test_a_folder_that_is_a_file_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("…", encoding="utf-8")
    setup = Setup(BENCH, SessionStore(tmp_path / "notes"), WorkshopWish(theme="tous", teams=0, level=1))
    press(setup, "x")
    assert setup.session is None and "un fichier porte déjà ce nom" in setup.flash + text_of(setup)


def test_another_set_of_rules_is_asked_again(knowledge: Knowledge) -> None:
    old = BEGUN[2].model_copy(update={"rules": "autre"})
    wrong = old.rounds[0].questions[0].model_copy(update={"right": "incertain"})
    changed = old.rounds[0].model_copy(update={"questions": (wrong, *old.rounds[0].questions[1:])})
    old = old.model_copy(update={"rounds": (changed, *old.rounds[1:])})
    assert programme.refreshed(old, knowledge) == BEGUN[2]
    gone = TEACHING[0].model_copy(update={"questions": ("ESS-00",)})
    lost = old.model_copy(update={"rounds": (old.rounds[0].model_copy(update={"exercise": gone}),)})
    with pytest.raises(InputError, match="nouvelle séance"):
        programme.refreshed(lost, knowledge)


def test_answers_to_a_question_that_changed_with_the_rules_are_left(knowledge: Knowledge) -> None:
    """The place, the teams and the other answers stay; nothing is shown that the new rules did not see revealed."""
    first = BEGUN[2].rounds[0]
    other = first.questions[0].model_copy(update={"choices": ("satisfait", "autrefois"), "right": "autrefois"})
    before = first.model_copy(update={"questions": (other, *first.questions[1:])})
    old = BEGUN[2].model_copy(
        update={
            "rules": "autre",
            "rounds": (before, *BEGUN[2].rounds[1:]),
            "answers": {"0.0": ("autrefois", None), "0.1": ("satisfait", PASSED)},
            "revealed": ("0.0", "0.1"),
        }
    )

    def stopped_at(at: int) -> WorkshopSession:
        place = old.steps.index(ScreenStep(scene="answer", at=at))
        return programme.refreshed(old.model_copy(update={"place": place}), knowledge)

    fresh = stopped_at(0)
    assert fresh.answers == {"0.1": ("satisfait", PASSED)} and fresh.revealed == ("0.1",)
    assert fresh.step == ScreenStep(scene="title")
    assert WorkshopSession.model_validate_json(fresh.model_dump_json()) == fresh
    assert stopped_at(1).step == ScreenStep(scene="answer", at=1)


# -- setting up ---------------------------------------------------------------------------------------------------


def test_theme_level_and_teams_are_three_keys(tmp_path: Path) -> None:
    setup = Setup(BENCH, SessionStore(tmp_path), WorkshopWish())
    assert "Quel thème ?" in text_of(setup) and "Ctrl +" in text_of(setup)
    press(setup, "1")
    assert "Quel niveau ?" in text_of(setup)
    press(setup, "1", "2")
    assert setup.session is not None and setup.session.teams == 2
    assert [one.exercise.id for one in setup.session.rounds] == ["014-mention-absente"]


def test_a_level_without_a_case_is_not_offered_and_asked_for_it_is_told(tmp_path: Path) -> None:
    setup = Setup(BENCH, SessionStore(tmp_path), WorkshopWish())
    press(setup, "1")
    assert "Découverte (1 cas)" in text_of(setup) and "Pratique" not in text_of(setup)
    # Asked on the command line, it comes back to the choice of a theme.
    asked = Setup(BENCH, SessionStore(tmp_path), WorkshopWish(theme="societe_ess", level=2))
    assert "Quel thème ?" in text_of(asked) and "Aucun cas" in text_of(asked)


def test_escape_goes_back_menu_by_menu(tmp_path: Path) -> None:
    setup = Setup(BENCH, SessionStore(tmp_path), WorkshopWish())
    press(setup, "1", "3", "escape", "escape")
    assert "Quel thème ?" in text_of(setup) and not setup.over
    press(setup, "escape")
    assert setup.over and setup.session is None


def test_a_session_kept_is_offered_first(tmp_path: Path) -> None:
    SessionStore(tmp_path).save(transitions.jump(BEGUN[2], 1))
    setup = Setup(BENCH, SessionStore(tmp_path), WorkshopWish())
    assert "Reprendre" in text_of(setup) and "cas 2 sur 3" in text_of(setup)
    press(setup, "1")
    assert setup.session == transitions.jump(BEGUN[2], 1)
    again = Setup(BENCH, SessionStore(tmp_path), WorkshopWish(new=True))
    assert "Quel thème ?" in text_of(again)


@pytest.mark.parametrize("name", ["esuss", "theatre"])
def test_an_unknown_theme_is_told_with_those_there_are(name: str) -> None:
    with pytest.raises(InputError, match="societe_ess, esus"):
        programme.known_theme(name)


def test_a_case_without_notes_is_refused() -> None:
    assert programme.one_case("14").id == "014-mention-absente"
    with pytest.raises(InputError, match="014, 039, 024"):
        programme.one_case("002")


# -- screens ------------------------------------------------------------------------------------------------------


def press(face: Face, *keys: str) -> None:
    """As in a terminal: the screen is drawn before and after each key, and what it says is under way is done."""
    for key in keys:
        face.lines(80, 24)
        face.press(key)
        face.lines(80, 24)
        face.finish_work()


def text_of(face: Face, columns: int = 80, lines: int = 24) -> str:
    drawn = "\n".join("".join(text for _, text in line) for line in face.lines(columns, lines))
    return " ".join(drawn.replace("\u00a0", " ").split())


KEYS = st.lists(
    st.sampled_from(
        ["right", " "] * 6 + ["r"] * 4 + ["left", "1", "2", "3", "4", "5", "0", "backspace", "e", "a", "s", "c", "n"]
        + ["n", "escape", "enter", "m", "pagedown", "pageup", "&", "é", "x", "01/02/2017", "１", "²"]
    ),
    max_size=60,
)  # fmt: skip


@given(TEAMS, KEYS, st.integers(1, 200), st.integers(1, 60), st.booleans())
@settings(max_examples=30)
def test_nothing_is_wider_or_higher_than_the_window(
    teams: int, keys: list[str], columns: int, lines: int, blocks: bool
) -> None:
    player = Player(BEGUN[teams], BENCH, blocks=blocks)
    for key in keys:
        for one in key if "/" in key else [key]:
            player.press(one)
        drawn = player.lines(columns, lines)
        assert len(drawn) == lines
        for line in drawn:
            row = "".join(text for _, text in line)
            assert get_cwidth(row) <= columns and "\n" not in row
            assert all(style in ("", "bold", "reverse bold") for style, _ in line)
        player.finish_work()


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (160, 45), (40, 20)])
def test_every_step_says_its_words_on_one_page_or_more(columns: int, lines: int) -> None:
    """Turning every page of every step shows every word of the slide: nothing is cut away to make it fit."""
    player = Player(BEGUN[2], BENCH, blocks=False)
    for place in range(len(BEGUN[2].steps)):
        everything = [f"{rank}.{at}" for rank, one in enumerate(BEGUN[2].rounds) for at in range(len(one.questions))]
        player.session = BEGUN[2].model_copy(update={"place": place, "revealed": tuple(everything)})
        player.page = 0
        pages = []
        while True:
            pages.append(text_of(player, columns, lines))
            turn = re.search(r"page (\d+) sur (\d+)", pages[-1])
            if turn is None or turn[1] == turn[2]:
                break
            player.press("right")
        shown = " ".join(pages).lower()
        for part in player.slide().parts:
            texts = [part.text] if isinstance(part, Head | Say) else part.rows if isinstance(part, SlideTable) else []
            for word in " ".join(texts).replace("\u00a0", " ").split():
                assert len(word) > columns - 6 or word.lower() in shown, (place, word)


@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 40)), min_size=1, max_size=12),
    st.integers(20, 100),
    st.integers(4, 30),
)
def test_a_heading_is_never_the_last_line_of_a_page(parts: list[tuple[bool, int]], columns: int, lines: int) -> None:
    """Unless nothing follows it, or what it announces is longer than a page."""
    said = [
        Say(f"Titre {rank}", bold=True) if bold else Say("mot " * words) for rank, (bold, words) in enumerate(parts)
    ]
    pages = laid(Slide(tuple(said)), columns, lines, blocks=False)
    longest = max(len(laid(Slide((one,)), columns, 1, blocks=False)) for one in said)
    headings = max(len(list(run)) for _, run in groupby([bold for bold, _ in parts]))
    if longest + 2 * headings > lines:
        return
    for page in pages[:-1]:
        drawn = ["".join(text for _, text in line).strip() for line in page]
        assert not [line for line in drawn if line][-1].startswith("Titre")


@pytest.mark.parametrize(("columns", "lines"), [(80, 20), (160, 42)])
@pytest.mark.parametrize("words", [3, 60, 200])
def test_what_is_revealed_is_big_however_much_is_said_of_it(columns: int, lines: int, words: int) -> None:
    parts = (Say("Une condition"), Head("✗ NON"), Say("mot " * words), SlideTable(("✓ Équipe A : non",) * 4))
    first = laid(Slide(parts), columns, lines)[0]
    assert sum("▀" in text or "█" in text for line in first for _, text in line) >= 4


def test_what_must_be_pressed_twice_is_not_kept_for_later() -> None:
    player = Player(BEGUN[2], BENCH)
    press(player, "q", "c", "escape", "q")
    assert not player.over and "q encore une fois" in player.flash
    press(player, "c", "q", "escape", "q")
    assert not player.over
    press(player, "q")
    assert player.over


def test_story_scores_and_notes_follow_one_another() -> None:
    player = Player(transitions.jump(BEGUN[2], 1), BENCH)
    press(player, "right", "right", "right", "h")
    assert "L'histoire" in text_of(player)
    press(player, "s")
    assert "Aucun point" in text_of(player)
    press(player, "n", "n")
    assert "Notes du formateur" in text_of(player)
    # What answers or reveals is not done behind it.
    press(player, "1")
    assert player.session.answers == {} and "à vous" in text_of(player)


def test_the_number_of_pages_stands_alone_when_nothing_else_is_said_beside() -> None:
    player = Player(BEGUN[2].model_copy(update={"place": len(BEGUN[2].steps) - 1, "revealed": ("0.0", "0.1")}), BENCH)
    top = "".join(text for _, text in player.lines(40, 12)[0])
    assert "page 1 sur" in top and "·" not in top


def test_what_a_team_said_stays_hidden_until_it_is_revealed() -> None:
    def after(*keys: str) -> str:
        player = Player(BEGUN[2], BENCH)
        press(player, "right", "right", "right", *keys)
        return text_of(player)

    assert "Équipe A a répondu" in after("1") and "Équipe B : à vous !" in after("1")
    assert after("1") == after("2") == after("0")
    assert after("1", "2") == after("2", "1") == after("1", "1")
    assert "✓ Équipe A : oui + 1 point" in after("1", "2", "r") and "✗ Équipe B : non" in after("1", "2", "r")


def test_the_digits_of_a_french_keyboard_need_no_shift() -> None:
    plain, french = Player(BEGUN[2], BENCH), Player(BEGUN[2], BENCH)
    press(plain, "right", "right", "right", "1", "2")
    press(french, "right", "right", "right", "&", "é")
    assert french.session == plain.session != BEGUN[2]


def test_stopping_takes_the_key_twice() -> None:
    player = Player(BEGUN[2], BENCH)
    press(player, "q")
    assert not player.over and "q encore une fois" in text_of(player)
    press(player, "right", "q")
    assert not player.over
    press(player, "q")
    assert player.over


def test_the_notes_of_the_trainer_take_the_key_twice() -> None:
    player = Player(BEGUN[2], BENCH)
    press(player, "n")
    assert "devant toute la salle" in text_of(player) and "bonne volonté" not in text_of(player)
    press(player, "n")
    assert "Croire que la bonne volonté suffit." in text_of(player)
    press(player, "escape")
    assert "bonne volonté" not in text_of(player)


def test_the_story_is_told_again_at_a_question_which_is_still_there_after() -> None:
    player = Player(BEGUN[2], BENCH, blocks=False)
    press(player, "right", "right", "right", "1", "h")
    assert all(screen in text_of(player) for screen in TEACHING[0].screens)
    press(player, "escape")
    assert "Équipe B : à vous !" in text_of(player) and not player.session.revealed


def all_revealed(rank: int) -> Player:
    names = [f"{one}.{at}" for one, it in enumerate(BEGUN[2].rounds) for at in range(len(it.questions))]
    session = transitions.jump(BEGUN[2].model_copy(update={"revealed": tuple(names)}), rank)
    return Player(session, BENCH)


def test_a_trial_before_the_verdict_is_refused() -> None:
    player = Player(BEGUN[2], BENCH)
    press(player, "e")
    assert "montrerait le verdict" in player.flash and not player.above
    press(player, "a")
    assert "montrerait le verdict" in player.flash and not player.above


def test_a_trial_of_the_notes_tells_both_verdicts() -> None:
    player = all_revealed(0)
    press(player, "e", "1")
    assert player.session.aside == Aside(
        kind="what_if", changes={"mention_rcs": "oui"}, words="Et si la mention était inscrite ?"
    )
    slide = player.slide()
    sides = {part.title: (part.before[1], part.after[1]) for part in slide.parts if isinstance(part, Sides)}
    tried = player.session.round.exercise.dossier
    then = assess(tried, on=player.session.round.exercise.on)
    assert then.esus.outcome == "a_mettre_en_conformite"
    assert list(sides.values()) == [("éligible", "éligible"), ("à mettre en conformité", "éligible")]
    assert "Mention ESS au registre du commerce : ✗ non satisfait → ✓ satisfait" in " ".join(
        row.replace("\u00a0", " ") for part in slide.parts if isinstance(part, SlideTable) for row in part.rows
    )
    press(player, "right", "right")
    assert player.session.aside is None


def test_any_answer_may_be_tried_by_digits_and_a_figure_by_typing() -> None:
    player = all_revealed(1)
    one, before = player.session.round, player.session.round.exercise.dossier
    grouped = trials.themes_of(one, KNOWLEDGE)
    assert sorted(address for addresses in grouped.values() for address in addresses) == sorted(before.answers)
    theme = next(rank for rank, addresses in enumerate(grouped.values()) if "charges_utilite_sociale[n]" in addresses)
    rank = list(grouped.values())[theme].index("charges_utilite_sociale[n]")
    press(player, "e", "2", *["right"] * (theme // 9), str(theme % 9 + 1), *["right"] * (rank // 9), str(rank % 9 + 1))
    press(player, *"beaucoup", "enter")
    assert "n'est pas un nombre" in player.flash and player.session.aside is None
    press(player, *["backspace"] * 8, *"900000", "enter")
    assert player.session.aside == Aside(kind="what_if", changes={"charges_utilite_sociale[n]": "900000"})
    assert player.session.round.exercise.dossier == before


def test_the_machine_finds_single_answers_that_tip_what_was_asked() -> None:
    player = all_revealed(0)
    press(player, "e", "2")
    menu = player.above[-1]
    assert isinstance(menu, Menu) and menu.rows and len(menu.rows) <= trials.MOST_PAIRS
    one = player.session.round
    before = assess(one.exercise.dossier, on=one.exercise.on)
    addresses = []
    for _, aside in menu.rows:
        ((address, value),) = aside.changes.items()
        addresses.append(address)
        after = assess(one.exercise.dossier.with_answer(address, answer(value)), on=one.exercise.on)
        assert not after.contradictions
        assert any(
            before.findings[question.target].outcome != after.findings[question.target].outcome
            if question.subject == "criterion"
            else before.verdicts[question.target].outcome != after.verdicts[question.target].outcome
            for question in one.questions
        )
    assert len({*addresses}) == len(addresses) and "mention_rcs" in addresses
    press(player, "1")
    assert player.session.aside == menu.rows[0][1]


def test_before_and_after_are_the_two_days_of_the_notes() -> None:
    player = all_revealed(2)
    press(player, "a", "1")
    aside = player.session.aside
    assert aside is not None and (aside.first, aside.second) == (date(2019, 5, 23), date(2019, 5, 24))
    sides = [(part.left, part.before[1], part.after[1]) for part in player.slide().parts if isinstance(part, Sides)]
    exercise = player.session.round.exercise
    outcomes = [assess(exercise.dossier, on=day).ess.outcome for day in (aside.first, aside.second)]
    assert outcomes == ["non_eligible", "eligible"]
    assert sides[0] == ("23 mai 2019", "non éligible", "éligible")


def test_typed_days_before_the_law_are_refused() -> None:
    player = all_revealed(0)
    press(player, "a", *"24/05/2014", "enter")
    assert "2 août 2014" in player.flash
    press(player, *["backspace"] * 10, *"hier", "enter")
    assert "n'est pas une date" in player.flash
    press(player, *["backspace"] * 4, *"2025-01-01", "enter", *"2017-02-01", "enter")
    assert player.session.aside == Aside(kind="eras", first=date(2017, 2, 1), second=date(2025, 1, 1))


def test_several_choices_are_ticked_one_by_one() -> None:
    assert trials.toggled(("a", "b"), "b") == ("a",)
    assert trials.toggled(("a",), "b") == ("a", "b")
    assert trials.toggled(("a",), "aucun") == ("aucun",)
    assert trials.toggled(("aucun",), "b") == ("b",)


def test_a_case_is_reached_from_any_other_without_telling_answers() -> None:
    player = Player(BEGUN[2], BENCH)
    press(player, "c", "3")
    assert player.session.step.round == 2 and player.session.step.scene == "title"
    press(player, "left")
    assert player.session.step.scene == "question" and not player.session.revealed


def test_the_end_lists_what_was_taught_with_the_scores() -> None:
    session = BEGUN[2]
    player = Player(session, BENCH)
    for _ in range(200):
        if player.session.finished:
            break
        question = transitions.asked(player.session)
        if question is not None:
            right = question.choices.index(question.right) + 1
            press(player, str(right), "0", "r")
        else:
            press(player, "right")
    assert player.session.finished
    assert scores(player.session) == (11, 0)
    words = " ".join(part.text for part in player.slide().parts if isinstance(part, Head | Say))
    assert "Les statuts font entrer dans l'ESS" in words
    assert "Équipe A : 11 points sur 11" in text_of(player)


# -- big letters --------------------------------------------------------------------------------------------------

ALPHABET = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ÉÈÊËÀÂÇÎÏÔÙÛéèêëàâçîïôùûœ'’«»%€?!.,:;()/+-–=…→✓✗≈"
)


@pytest.mark.parametrize("letter", ALPHABET)
def test_every_sign_has_a_drawing_of_its_own(letter: str) -> None:
    drawn = draw(letter, 20)
    assert drawn is not None and any("█" in line or "▀" in line or "▄" in line for line in drawn)
    base = unicodedata.normalize("NFD", letter)[0]
    if base != letter:
        assert drawn != draw(base, 20), "the accent does not show"


def test_no_two_letters_look_alike() -> None:
    plain = [one for one in ALPHABET if one not in "’"]
    seen = {"\n".join(draw(one, 20) or []): one for one in plain}
    assert len(seen) == len(plain)


@given(st.text(alphabet=ALPHABET + " ", max_size=60), st.integers(1, 170), st.integers(1, 3))
def test_big_letters_keep_within_their_columns_and_cut_no_word(text: str, columns: int, scale: int) -> None:
    drawn = draw(text, columns, scale)
    words = [word.replace("’", "'") for word in text.split()]
    if drawn is None:
        assert any(width(word, scale) > columns for word in words)
    else:
        assert all(len(line) <= columns for line in drawn)
        assert bool(words) == bool(drawn)


def test_what_has_no_drawing_is_printed_plainly() -> None:
    assert not drawable("日本")
    (page,) = laid(Slide((Head("Île 日本"),)), 80, 10)
    assert any("ÎLE 日本" in "".join(text for _, text in line) for line in page)


# -- what is not certain ------------------------------------------------------------------------------------------


def appraised() -> list[tuple[WorkshopSession, str]]:
    """Each criterion of the cases that the préfet appraises and that is met, with the session at its answer."""
    found = []
    for case in room_cases()[:8]:
        on = case.dossier.on or date(2026, 11, 25)
        assessment = assess(case.dossier, on=on)
        for id, finding in assessment.findings.items():
            if finding.appraised_by == "prefet" and finding.outcome == "satisfait" and not finding.idle:
                exercise = TEACHING[0].model_copy(update={"dossier": case.dossier, "on": on, "questions": (id,)})
                session = programme.begin((exercise,), KNOWLEDGE, None, None, 0)
                found.append((played(session, ["next", "next", "next", "reveal"]), id))
    return found


def test_what_the_prefet_appraises_is_told_so_and_counts_as_met() -> None:
    sessions = appraised()
    assert sessions
    for session, id in {id: (session, id) for session, id in sessions}.values():
        assert session.rounds[0].questions[0].right == "satisfait"
        text = text_of(Player(session, BENCH), 160, 45)
        assert "satisfait, défendable, c'est le préfet qui l'apprécie" in text, id


def test_weak_readings_and_open_law_are_shown_beside_the_verdict() -> None:
    """The case of the only associate: the law does not settle it, and both readings are given with their verdicts."""
    case = next(one for one in room_cases() if one.number == "013")
    exercise = TEACHING[0].model_copy(
        update={"dossier": case.dossier, "on": case.dossier.on, "questions": ("ESS-04",), "level": 1}
    )
    session = programme.begin((exercise,), KNOWLEDGE, None, None, 0)
    assert session.rounds[0].questions[0].choices == ("satisfait", "non_satisfait", "incertain")
    player = Player(played(session, ["next", "next", "next", "reveal"]), BENCH)
    assert "≈ incertain" in text_of(player)
    text = pages_of(player)
    assert "Lecture favorable : " in text and "Lecture stricte : " in text
    player = Player(played(player.session, ["next", "next", "reveal"]), BENCH)
    text = pages_of(player)
    assert "Lecture favorable, si l'associé unique est admis : éligible" in text
    assert "Lecture stricte, " in text and "Ce qui décide" in text and "[I] Interprétation" in text


def pages_of(player: Player) -> str:
    """Every page of the step, one after the other."""
    pages, step = [], player.session.step
    while player.session.step == step:
        pages.append(text_of(player))
        player.press("right")
    return " ".join(pages)


def test_a_search_is_made_once_for_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = tuple(f"{rank}.{at}" for rank, one in enumerate(BEGUN[2].rounds) for at in range(len(one.questions)))
    player = Player(BEGUN[2].model_copy(update={"revealed": everything}), BENCH)
    found: list[int] = []

    def counted(one: Any, _: Knowledge) -> list[trials.TrialOffer]:
        found.append(1)
        return [trials.TrialOffer("Mention : Non → Oui", Aside(kind="what_if", changes={"mention_rcs": "oui"}))]

    monkeypatch.setattr(trials, "searched", counted)
    press(player, "e", "2", "1", "e", "2", "1")
    assert player.session.aside is not None and len(found) == 1
    press(player, "escape", "c", "2", "e", "1", "1")
    assert len(found) == 2


# -- two days -----------------------------------------------------------------------------------------------------


def test_a_day_before_the_law_is_said_to_be_so() -> None:
    aside = Aside(kind="eras", first=date(2014, 8, 1), second=date(2016, 2, 1))
    slide = trials.aside_slide(BEGUN[2].rounds[0], aside, BENCH)
    sides = [part for part in slide.parts if isinstance(part, Sides)]
    assert len(sides) == 2 and all(part.before == ("–", "avant la loi") for part in sides)
    assert all(part.after[1] != "avant la loi" and "rien ne change" not in part.title for part in sides)


def test_what_moved_between_two_days_tells_the_change_of_the_text() -> None:
    offer = trials.eras_of(BEGUN[2].rounds[2])
    assert offer is not None
    slide = trials.aside_slide(BEGUN[2].rounds[2], offer.aside, BENCH)
    rows = [row for part in slide.parts if isinstance(part, SlideTable) for row in part.rows]
    culture = next(row for row in rows if row.startswith(KNOWLEDGE.criteria["ART2-4"].title))
    assert "Texte changé : le 24 mai 2019" in culture.replace("\u00a0", " ")


PACKAGED = {case.number: case for case in load_cases()}


@pytest.mark.parametrize("number", spread([number for number, case in PACKAGED.items() if case.notes], 6))
def test_every_live_change_of_the_day_can_be_shown(number: str) -> None:
    """The notes of the packaged cases, as they are: no trial is left out, and each screen can be drawn."""
    case = PACKAGED[number]
    assert case.notes is not None
    one = programme.round_of(exercise_of(case), KNOWLEDGE)
    offers = trials.prepared(one, KNOWLEDGE)
    assert len(offers) == len(case.notes.trials)
    eras = trials.eras_of(one)
    assert (eras is None) == (case.notes.eras is None)
    for offer in [*offers, *([eras] if eras else [])]:
        slide = trials.aside_slide(one, offer.aside, BENCH)
        sides = [part for part in slide.parts if isinstance(part, Sides)]
        assert sides and all(len(page) == 20 for page in laid(slide, 80, 20))
        # A verdict does not move without what moves it being told, unless the law itself begins.
        if any(part.before != part.after and part.before[1] != "avant la loi" for part in sides):
            assert Say("Ce qui bouge :", bold=True) in slide.parts


def test_what_moves_without_being_asked_of_the_company_is_not_told_to_the_room() -> None:
    """Of what becomes an association, the clauses of commercial companies are « not met »; nothing rests on them."""
    one = programme.round_of(exercise_of(PACKAGED["075"]), KNOWLEDGE)
    (offer,) = trials.prepared(one, KNOWLEDGE)
    rows = [
        row
        for part in trials.aside_slide(one, offer.aside, BENCH).parts
        if isinstance(part, SlideTable)
        for row in part.rows
    ]
    titles = {row.partition(" : ")[0] for row in rows}
    assert KNOWLEDGE.criteria["ESS-01a"].title in titles
    assert KNOWLEDGE.criteria["ESS-13"].title not in titles
