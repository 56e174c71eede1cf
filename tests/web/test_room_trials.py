"""« Et si… ? » and « avant / après » in a room, without any page, then on the pages; nothing of the votes is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from advisor.rules.facts import FactType
from advisor.rules.load import Knowledge
from advisor.training.workshop import trials
from advisor.training.workshop.model import PASSED, Round
from advisor.training.workshop.slide import Say, Sides, SlideTable
from advisor.training.workshop.transitions import NotNowError
from advisor.web.room import room as room_module
from advisor.web.room import state as room_state
from advisor.web.room.screens import made, offers
from advisor.web.settings import Limits, Settings
from tests.support.web_visitor import Visitor, site
from tests.web.test_room import BENCH, SESSION, at_question, opened, shown_all
from tests.web.test_room_pages import SCRIPT, Hall


def test_a_trial_asks_before_it_tells_and_says_what_the_engine_does() -> None:
    for one in SESSION.rounds:
        eras = trials.eras_of(one)
        for offer in [*trials.prepared(one, BENCH.knowledge), *([eras] if eras else [])]:
            trial = made(one, offer.aside, BENCH)
            expected = trials.aside_slide(one, offer.aside, BENCH).parts
            asking, answering = trial.screens[: trial.asking], trial.screens[trial.asking :]
            assert asking and answering
            sides = [part for part in expected if isinstance(part, Sides)]
            assert [block.sides for screen in answering for block in screen.blocks if block.sides] == sides
            assert not any(block.sides for screen in asking for block in screen.blocks)
            words = " ".join(line for screen in trial.screens for block in screen.blocks for line in block.lines)
            for part in expected:
                match part:
                    case Say(text) if text == offer.aside.words:
                        assert all(word in words for word in text.split())
                    case Say("Et si… ?"):
                        # Said by the trainer's own words, or above them.
                        first = [line for block in asking[0].blocks for line in block.lines]
                        assert first[0].startswith("Et si") and not first[1].startswith("Et si")
                    case Say(text) if not text.startswith("Avant / après"):
                        assert text in words
                    case SlideTable(rows):
                        assert all(row in words for row in rows)
            assert all(screen.size >= 2 for screen in trial.screens)


def test_a_trial_waits_until_nothing_of_the_case_is_asked() -> None:
    room = opened()
    assert not offers(room.state, BENCH)
    for act in (lambda: room.try_out("0.n0"), room.search):
        with pytest.raises(NotNowError, match="D'abord toutes les réponses"):
            act()
    with pytest.raises(NotNowError, match="Aucun essai"):
        room.move(room_state.leave)


def test_an_offer_of_another_case_is_not_tried_on_this_one() -> None:
    room = opened()
    shown_all(room, 0)
    shown_all(room, 1)
    assert list(offers(room.state, BENCH)) == ["1.d"]
    with pytest.raises(NotNowError, match="un autre cas"):
        room.try_out("0.n0")


def test_a_move_made_while_a_trial_is_prepared_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    room = opened()
    shown_all(room, 0)

    def slowly(*arguments: Any) -> Any:
        room.forward()
        return made(*arguments)

    monkeypatch.setattr(room_module, "made", slowly)
    before = room.state.session.place
    room.try_out("0.n0")
    assert room.state.trial is None and room.state.session.place == before + 1


def test_votes_go_on_while_a_trial_is_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    room = opened()
    who = room.join()

    def joining(*arguments: Any) -> Any:
        room.join()
        return made(*arguments)

    name = at_question(room)
    room.vote(who.token, name, PASSED)
    shown_all(room, 0)
    monkeypatch.setattr(room_module, "made", joining)
    room.try_out("0.n0")
    assert room.state.trial and room.state.joined == 2 and room.state.tally(name).given == 1


def test_the_machine_looks_once_for_what_tips_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def searched(one: Round, knowledge: Knowledge) -> list[trials.TrialOffer]:
        asked.append(one.exercise.id)
        return trials.prepared(one, knowledge)

    monkeypatch.setattr(room_module.trials, "searched", searched)
    room = opened()
    shown_all(room, 0)
    room.search()
    room.search()
    assert len(asked) == 1 and list(offers(room.state, BENCH)) == ["0.n0", "0.m0"]
    shown_all(room, 2)
    with pytest.raises(NotNowError, match="n'a trouvé aucune"):
        room.search()


# -- on the pages -------------------------------------------------------------------------------------------------


@pytest.fixture
def lesson_hall() -> Iterator[Hall]:
    """A room where every answer of the case was shown, and one stands at its lesson."""
    with site() as client:
        hall = Hall(client)
        while hall.room.state.step.scene != "lesson":
            hall.move("reveler" if hall.room.state.asked else "suite")
        yield hall


def test_a_trial_is_asked_on_the_wall_then_told_and_left_where_it_began(lesson_hall: Hall) -> None:
    phone = lesson_hall.phone()
    before = lesson_hall.room.state
    lesson_hall.trainer.go("/seance/animer").fill("/seance/animer", {"geste": "essai", "essai": "0.n0"})
    wall = lesson_hall.trainer.go("/seance/ecran").words
    assert (
        "Et si une salariée entrait au capital" in wall
        and "Et si… ?" not in wall
        and "Qu’est-ce que cela change ?" in wall
        and "après" not in wall
    )
    assert "Cherchez, puis regardez l’écran" in phone.go("/seance/participer").words
    lesson_hall.move("suite", vu=lesson_hall.room.state.mark)
    wall, small = lesson_hall.trainer.go("/seance/ecran").words, phone.go("/seance/participer").words
    for words in (wall, small):
        assert "avant" in words and "après" in words and "Entreprise de l’ESS" in words
    while lesson_hall.room.state.trial:
        lesson_hall.move("suite")
    after = lesson_hall.room.state
    assert (after.session, after.page, after.ballots, after.lobby) == (
        before.session,
        before.page,
        before.ballots,
        False,
    )
    assert "leçon" in phone.go("/seance/participer").words


def test_a_trial_is_left_by_its_button_and_does_nothing_twice(lesson_hall: Hall) -> None:
    page = lesson_hall.trainer.go("/seance/animer")
    form = page.form("/seance/animer").data()
    for _ in range(2):
        sent = {**form, "geste": "essai", "essai": "0.n0"}
        assert page.client.post("/seance/animer", data=sent, headers=SCRIPT).json() == {}
    assert lesson_hall.room.state.tried == 1
    assert "À l’écran" in lesson_hall.move("quitter").words and lesson_hall.room.state.trial is None
    assert lesson_hall.move("quitter").page.status_code == 409


def test_two_days_at_will_are_compared_and_mistakes_keep_what_was_typed(lesson_hall: Hall) -> None:
    for days, words in (
        (("", "1/1/2025"), "Première date : elle manque"),
        (("hier", "1/1/2025"), "Première date : « hier » n’est pas une date"),
        (("1/1/2025", "1/1/1999"), "Seconde date : rien ne se dit avant"),
        (("1/1/2025", "2025-01-01"), "deux fois la même date"),
    ):
        page = lesson_hall.move("dates", premiere=days[0], seconde=days[1])
        assert page.page.status_code == 409 and words in page.words
        assert all(f'value="{day}"' in page.page.text for day in days)
    lesson_hall.move("dates", premiere="01/01/2025", seconde="31/12/2015")
    trial = lesson_hall.room.state.trial
    assert trial and (str(trial.aside.first), str(trial.aside.second)) == ("2015-12-31", "2025-01-01")
    assert "1er janvier 2025" in lesson_hall.trainer.go("/seance/ecran").words


def test_the_machine_offers_what_tips_the_case(lesson_hall: Hall) -> None:
    lesson_hall.move("chercher")
    found = lesson_hall.room.state.searched[0]
    words = lesson_hall.trainer.go("/seance/animer").words
    assert found and "trouvée par la machine" in words
    lesson_hall.trainer.fill("/seance/animer", {"geste": "essai", "essai": "0.m0"})
    assert lesson_hall.room.state.trial and lesson_hall.room.state.trial.aside == found[0].aside


def of_type(hall: Hall, *types: FactType) -> list[str]:
    """The answers of the case of some types."""
    given = hall.room.state.session.round.exercise.dossier.answers
    return [one for one in given if BENCH.knowledge.addresses[one][0].type in types]


OTHER = "/seance/animer/essai"


def test_any_answer_of_the_case_may_be_tried(lesson_hall: Hall) -> None:
    offered = lesson_hall.trainer.go("/seance/animer").page.text
    given = lesson_hall.room.state.session.round.exercise.dossier.answers
    assert all(f'<option value="{address}"' in offered for address in given)
    for address in (*of_type(lesson_hall, FactType.CHOICE)[:2], *of_type(lesson_hall, FactType.CHOICES)[:2]):
        page = lesson_hall.trainer.go(f"{OTHER}?fait={address}")
        chosen = page.form(OTHER).data().get("valeur", [])
        other = next(one for one in page.form(OTHER).options("valeur") if one not in chosen)
        page.fill(OTHER, {"valeur": other})
        assert page.page.url.path == "/seance/animer" and lesson_hall.room.state.trial
        assert lesson_hall.room.state.trial.aside.changes.keys() == {address}
        page.go(f"{OTHER}?fait={address}").fill(OTHER, {"inconnu": "je_ne_sais_pas"})
        assert lesson_hall.room.state.trial.aside.changes == {address: None}


def test_a_figure_that_cannot_be_read_is_told_and_kept(lesson_hall: Hall) -> None:
    address = of_type(lesson_hall, FactType.COUNT)[0]
    page = lesson_hall.trainer.go(f"{OTHER}?fait={address}")
    page.fill(OTHER, {"valeur": "beaucoup"})
    assert page.page.status_code == 422 and 'value="beaucoup"' in page.page.text and 'href="#valeur"' in page.page.text
    page.fill(OTHER, {"valeur": ""})
    assert page.page.status_code == 422 and "manque une réponse" in page.words
    assert lesson_hall.room.state.trial is None
    page.fill(OTHER, {"valeur": "7"})
    assert lesson_hall.room.state.trial and lesson_hall.room.state.trial.aside.changes == {address: "7"}


def test_the_answer_of_the_case_itself_is_no_trial(lesson_hall: Hall) -> None:
    address = of_type(lesson_hall, FactType.CHOICE)[0]
    page = lesson_hall.trainer.go(f"{OTHER}?fait={address}").fill(OTHER, {})
    assert page.page.status_code == 422 and "déjà la réponse" in page.words and lesson_hall.room.state.trial is None


def test_no_other_answer_is_chosen_before_all_are_shown_nor_of_what_the_case_does_not_say(lesson_hall: Hall) -> None:
    for address in ("", "rien", "../../etc"):
        assert lesson_hall.trainer.go(f"{OTHER}?fait={address}").page.url.path == "/seance/animer"
    with site() as client:
        hall = Hall(client)
        (address, *_) = of_type(hall, FactType.CHOICE)
        assert hall.trainer.go(f"{OTHER}?fait={address}").page.url.path == "/seance/animer"
        assert Visitor(client).go(f"{OTHER}?fait={address}").page.status_code == 200


def test_nobody_keeps_the_machine_at_search_for_ever() -> None:
    with site(Settings(limits=Limits(searches=0))) as client:
        assert Hall(client).move("chercher").page.status_code == 429


def test_before_every_answer_is_shown_the_desk_says_why_nothing_is_tried() -> None:
    with site() as client:
        hall = Hall(client)
        assert "révélez d’abord toutes les réponses" in hall.trainer.go("/seance/animer").words
        for what in ({"geste": "essai", "essai": "0.n0"}, {"geste": "chercher"}):
            page = hall.trainer.go("/seance/animer").fill("/seance/animer", what)
            assert page.page.status_code == 409 and "D’abord toutes les réponses" in page.words
        assert hall.room.state.trial is None
