"""What goes wrong on an information day: a joker at the door, a room forgotten, a computer started again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from advisor.web.settings import Limits, Settings
from tests.test_web_room import Hall
from tests.web_visitor import BASE, site, site_of


@pytest.fixture
def hall() -> Iterator[Hall]:
    with site() as client:
        yield Hall(client)


@pytest.fixture
def waited(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long each code waited at the door, without waiting."""
    found: list[float] = []

    async def sleep(seconds: float) -> None:
        found.append(seconds)

    monkeypatch.setattr(site_of(hall.client).door, "_sleep", sleep)
    return found


def test_who_guesses_codes_waits_and_the_room_around_does_not(hall: Hall, waited: list[float]) -> None:
    hall.room.code = "333333"
    hall.room.homes.clear()
    joker = hall.visitor().go("/seance")
    form = joker.form("/seance/participer").data()
    statuses = Counter(
        joker.client.post("/seance/participer", data={**form, "code": "222222"}).status_code for _ in range(30)
    )
    # Its first mistakes are told at once, then it waits, then it is asked to come back; what it typed is kept.
    assert len(waited) >= 3 and waited == sorted(waited) and statuses.keys() == {422, 429}
    told = joker.fill("/seance/participer", {"code": "222222"})
    assert told.page.status_code == 429 and "ce réseau" in told.words and 'value="222222"' in told.page.text
    assert joker.client.get("/seance/222222").status_code == 429
    # The trainer looks at the desk: the room is at home here, and its code is never slowed.
    hall.trainer.go("/seance/animer")
    waited.clear()
    assert "Participant 1" in hall.phone().words and not waited
    assert "Participant 2" in joker.go("/seance").fill("/seance/participer", {"code": "333333"}).words and not waited


def test_what_is_no_code_is_never_slowed(hall: Hall, waited: list[float]) -> None:
    one = hall.visitor().go("/seance")
    for _ in range(100):
        assert one.fill("/seance/participer", {"code": "12"}).page.status_code == 422
    assert not waited


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
    rooms = site_of(hall.client).rooms
    rooms.end(hall.room, "left")
    assert "depuis 3 heures" in hall.trainer.go("/seance/animer").words
    assert "depuis 3 heures" in phone.go("/seance/participer").words
    # Said once; then the doors.
    assert phone.go("/seance/participer").page.url.path == "/seance"


def test_after_a_restart_phones_are_led_to_the_new_code(hall: Hall) -> None:
    phone = hall.phone()
    with site() as other:
        for held, path in ((phone, "/seance/participer"), (hall.trainer, "/seance/animer")):
            one = TestClient(other.app, base_url=BASE, cookies=held.client.cookies)
            told = one.get(path).text
            assert "a redémarré" in told and "nouveau code" in told


def test_desk_and_wall_both_say_that_the_room_is_over_and_the_wall_shows_the_next_one(hall: Hall) -> None:
    site_of(hall.client).rooms.end(hall.room)
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
    site_of(hall.client).rooms.end(hall.room)
    assert "terminée" in wall.go("/seance/ecran").words
    assert "Le code de la séance" in wall.go("/seance/ecran?autre").words
    assert "Le code de la séance" in wall.go("/seance/ecran").words
