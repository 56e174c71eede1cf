"""What goes wrong on an information day: a joker at the door, a room forgotten, a computer started again."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from advisor.web.settings import Limits, Settings
from tests.support.web_visitor import BASE, rooms_of, site
from tests.web.test_room_pages import Hall


@pytest.fixture
def hall() -> Iterator[Hall]:
    with site() as client:
        yield Hall(client)


def test_a_wrong_code_is_told_after_a_while_and_a_right_one_or_what_is_no_code_at_once() -> None:
    with site(Settings(limits=Limits(wrong_code=0.3))) as client:
        hall = Hall(client)
        hall.room.code = "333333"

        def seconds(code: str, status: int) -> float:
            one, start = hall.visitor().go("/seance"), time.monotonic()
            one.fill("/seance/participer", {"code": code})
            assert one.page.status_code == status
            return time.monotonic() - start

        assert seconds("222222", 422) >= 0.3 > seconds("333333", 200)
        assert seconds("12", 422) < 0.3
        start = time.monotonic()
        assert hall.visitor().client.get("/seance/222222").status_code == 404
        assert time.monotonic() - start >= 0.3
        # The page says why, and keeps what was typed.
        joker = hall.visitor().go("/seance").fill("/seance/participer", {"code": "222222"})
        assert "Aucune séance en cours" in joker.words and 'value="222222"' in joker.page.text


def test_one_phone_at_play_leaves_the_others_their_voice() -> None:
    with site(Settings(limits=Limits(writes=5))) as client:
        hall = Hall(client)
        noisy, quiet = hall.phone(), hall.phone()
        hall.to_question()
        for rank in range(20):
            value = hall.room.state.question("0.0").choices[rank % 2]
            noisy.go("/seance/participer").fill("/seance/reponse", {"choix": value})
        quiet.go("/seance/participer").fill("/seance/reponse", {"choix": "passe"})
        assert quiet.page.status_code == 200 and hall.room.state.tally("0.0").given == 2
        assert hall.move("reveler").page.status_code == 200


# -- what became of a room ----------------------------------------------------------------------------------------


def test_a_room_that_is_no_more_says_why(hall: Hall) -> None:
    phone = hall.phone()
    rooms = rooms_of(hall.client)
    rooms.end(hall.room, "left")
    assert "depuis 3 heures" in hall.trainer.go("/seance/animer").words
    assert "depuis 3 heures" in phone.go("/seance/participer").words
    # Said once; then the doors.
    assert phone.go("/seance/participer").page.url.path == "/seance"


def test_after_a_restart_phones_are_led_to_the_new_code(hall: Hall) -> None:
    phone = hall.phone()
    with site() as other:
        for visitor, path in ((phone, "/seance/participer"), (hall.trainer, "/seance/animer")):
            one = TestClient(other.app, base_url=BASE, cookies=visitor.client.cookies)
            page = one.get(path).text
            assert "a redémarré" in page and "nouveau code" in page


def test_desk_and_wall_both_say_that_the_room_is_over_and_the_wall_shows_the_next_one(hall: Hall) -> None:
    rooms_of(hall.client).end(hall.room)
    for _ in range(2):
        wall = hall.trainer.go("/seance/ecran")
        assert "terminée" in wall.words and 'data-next="/seance/ecran/vue"' in wall.page.text
        assert "Ouvrir une nouvelle séance" in hall.trainer.go("/seance/animer").words
    assert hall.trainer.client.get("/seance/ecran/vue").status_code == 204
    hall.trainer.go("/seance/nouvelle").fill("/seance/nouvelle", {"quoi": "ecole", "nombre": "1"})
    assert hall.trainer.client.get("/seance/ecran/vue").status_code == 200
    assert "Participez avec votre téléphone" in hall.trainer.go("/seance/ecran").words


def test_a_computer_that_projected_a_room_may_project_another(hall: Hall) -> None:
    wall = hall.visitor().go("/seance/ecran").fill("/seance/ecran", {"code": hall.room.code})
    assert "Participez" in wall.words
    rooms_of(hall.client).end(hall.room)
    assert "terminée" in wall.go("/seance/ecran").words
    assert "Le code de la séance" in wall.go("/seance/ecran?autre").words
    assert "Le code de la séance" in wall.go("/seance/ecran").words
