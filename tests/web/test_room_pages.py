"""The room's pages without a browser: a trainer, a projector and phones, each with cookies of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from advisor.web.room import rooms
from advisor.web.room.browser import SEAT
from advisor.web.room.room import Room
from advisor.web.room.rooms import Reach, lan_addresses, reach_from
from advisor.web.settings import Settings
from tests.support.web_visitor import BASE, Visitor, rooms_of, site

CASE = "013-associee-unique"
SCRIPT = {"accept": "application/json"}


class Hall:
    """A site with a room open: its trainer, and as many phones as wanted."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.trainer = Visitor(client).go("/seance/nouvelle").fill("/seance/nouvelle", {"quoi": "cas", "cas": CASE})
        assert self.trainer.page.url.path == "/seance/animer"

    @property
    def room(self) -> Room:
        (room,) = rooms_of(self.client).alive()
        assert isinstance(room, Room)
        return room

    def visitor(self) -> Visitor:
        return Visitor(TestClient(self.client.app, base_url=BASE))

    def phone(self) -> Visitor:
        one = self.visitor().go("/seance").fill("/seance/participer", {"code": self.room.code})
        assert one.page.url.path == "/seance/participer"
        return one

    def move(self, what: str, **more: str) -> Visitor:
        return self.trainer.go("/seance/animer").fill("/seance/animer", {"geste": what, **more})

    def to_question(self) -> None:
        while not self.room.state.asked:
            self.move("suite")


@pytest.fixture
def hall() -> Iterator[Hall]:
    with site() as client:
        yield Hall(client)


def test_a_room_is_played_from_the_door_to_the_end(hall: Hall) -> None:
    phones = [hall.phone() for _ in range(3)]
    assert "Participant 3" in phones[2].words
    hall.to_question()
    question = hall.room.state.question("0.0")
    wrong = next(value for value in question.choices if value != question.right)
    for one, value in zip(phones, (question.right, wrong, "passe"), strict=True):
        one.go("/seance/participer").fill("/seance/reponse", {"choix": value})
        assert "Vous avez répondu" in one.words
    hall.move("reveler")
    answers = [one.go("/seance/participer").words for one in phones]
    assert ["Bonne réponse" in words for words in answers] == [True, False, False]
    assert "Ce n’est pas cela" in answers[1] and "Voici la réponse" in answers[2]
    assert all("À retenir" in words and "le droit ne tranche pas" in words for words in answers)
    while not hall.room.state.session.finished:
        hall.move("reveler" if hall.room.state.asked else "suite")
    assert "Vos bonnes réponses : 1 sur 1" in phones[0].go("/seance/participer").words
    hall.trainer.go("/seance/animer").fill("/seance/terminer", {})
    assert "effacés" in hall.trainer.words
    assert "terminée" in phones[0].go("/seance/participer").words
    assert len(rooms_of(hall.client)) == 0


def test_forty_phones_are_counted_and_shown_once_the_answer_is(hall: Hall) -> None:
    phones = [hall.phone() for _ in range(40)]
    hall.to_question()
    choices = [*hall.room.state.question("0.0").choices, "passe"]
    for rank, one in enumerate(phones):
        one.go("/seance/participer").fill("/seance/reponse", {"choix": choices[rank % len(choices)]})
    screen = hall.visitor().go("/seance/ecran").fill("/seance/ecran", {"code": hall.room.code})
    assert "40 réponses sur 40" in screen.words
    assert "%" not in screen.words and "<rect class" not in screen.page.text
    hall.move("reveler")
    page = screen.go("/seance/ecran").page.text
    counts = Counter(choices[rank % len(choices)] for rank in range(40))
    shown = [int(one) for one in re.findall(r'<span class="count"><strong>(\d+)</strong>', page)]
    assert shown == [counts[value] for value in choices]
    assert sum(shown) == 40
    assert page.count("bonne réponse") == 1


def test_nothing_tells_the_counts_to_the_trainer_either_before_the_answer(hall: Hall) -> None:
    phone = hall.phone()
    hall.to_question()
    phone.go("/seance/participer").fill("/seance/reponse", {"choix": "satisfait"})
    words = hall.trainer.go("/seance/animer").words
    assert "1 sur 1" in words and "%" not in words


# -- the script asks what is new ----------------------------------------------------------------------------------


def test_a_phone_is_answered_nothing_new_until_the_room_moves_or_it_votes(hall: Hall) -> None:
    one, other = hall.phone(), hall.phone()
    hall.to_question()

    def news(tag: str) -> tuple[int, str]:
        answer = one.client.get("/seance/participer/vue", headers={"If-None-Match": tag})
        return answer.status_code, answer.headers["etag"]

    status, tag = news("")
    assert status == 200
    other.go("/seance/participer").fill("/seance/reponse", {"choix": "passe"})
    assert news(tag) == (304, tag)
    one.go("/seance/participer").fill("/seance/reponse", {"choix": "passe"})
    status, after = news(tag)
    assert status == 200 and after != tag
    hall.move("reveler")
    assert news(after)[0] == 200


def test_the_projector_is_told_each_vote_and_each_arrival(hall: Hall) -> None:
    tags = set()
    for _ in range(3):
        answer = hall.trainer.client.get("/seance/ecran/vue")
        tags.add(answer.headers["etag"])
        again = hall.trainer.client.get("/seance/ecran/vue", headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304 and again.text == ""
        hall.phone()
    assert len(tags) == 3


def test_a_fragment_is_the_page_without_its_frame(hall: Hall) -> None:
    phone = hall.phone()
    hall.to_question()
    for visitor, path in (
        (phone, "/seance/participer"),
        (hall.trainer, "/seance/animer"),
        (hall.trainer, "/seance/ecran"),
    ):
        fragment = visitor.client.get(f"{path}/vue").text.strip()
        assert fragment.startswith("<div") and "<html" not in fragment
        assert fragment in visitor.go(path).page.text


def test_the_script_is_told_in_words_what_is_refused(hall: Hall) -> None:
    phone = hall.phone()
    hall.to_question()
    form = phone.go("/seance/participer").form("/seance/reponse").data()
    hall.move("reveler")
    answer = phone.client.post("/seance/reponse", data={**form, "choix": "passe"}, headers=SCRIPT)
    assert "déjà affichée" in answer.json()["message"]
    plain = phone.client.post("/seance/reponse", data={**form, "choix": "passe"})
    assert plain.status_code == 409 and "déjà affichée" in plain.text
    rooms_of(hall.client).end(hall.room)
    assert phone.client.get("/seance/participer/vue").status_code == 204
    assert phone.client.post("/seance/reponse", data={**form, "choix": "passe"}, headers=SCRIPT).status_code == 204


# -- doors --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "message"), [("", "six chiffres"), ("abc", "six chiffres"), ("222222", "Aucune séance")]
)
def test_a_wrong_code_is_told_beside_its_field_and_kept(hall: Hall, typed: str, message: str) -> None:
    hall.room.code = "333333"
    one = hall.visitor().go("/seance").fill("/seance/participer", {"code": typed})
    assert one.page.status_code == 422
    assert message in one.words and 'href="#code"' in one.page.text and f'value="{typed}"' in one.page.text


def test_a_closed_door_is_told_and_opens_again(hall: Hall) -> None:
    hall.move("fermer")
    one = hall.visitor().go(f"/seance/{hall.room.code}").fill("/seance/participer", {})
    assert one.page.status_code == 422 and "fermée" in one.words
    hall.move("ouvrir")
    assert "Participant 1" in hall.phone().words


def test_looking_at_the_address_of_the_qr_code_is_not_coming_in(hall: Hall) -> None:
    one = hall.visitor().go(f"/seance/{hall.room.code}")
    assert hall.room.state.joined == 0
    one.fill("/seance/participer", {})
    assert hall.room.state.joined == 1
    # The same phone scans again: it is the same participant.
    one.go(f"/seance/{hall.room.code}")
    assert one.page.url.path == "/seance/participer" and hall.room.state.joined == 1


def test_coming_in_twice_with_one_phone_counts_once(hall: Hall) -> None:
    one = hall.phone()
    one.go("/seance").fill("/seance/participer", {"code": hall.room.code})
    assert hall.room.state.joined == 1 and "Participant 1" in one.words


def test_who_never_came_in_is_led_to_the_door(hall: Hall) -> None:
    one = hall.visitor()
    assert one.go("/seance/participer").page.url.path == "/seance"
    assert one.go("/seance/animer").page.url.path == "/seance"
    assert "Le code de la séance" in one.go("/seance/ecran").words


def test_a_participant_moves_nothing(hall: Hall) -> None:
    phone = hall.phone()
    token = phone.go("/seance").form("/seance/participer").data()["jeton"]
    before = hall.room.state
    for path in ("/seance/animer", "/seance/terminer"):
        phone.client.post(path, data={"jeton": token, "geste": "suite"})
    assert hall.room.state is before
    phone.client.cookies.set("ess_seance_pupitre", hall.room.id, domain="127.0.0.1", path="/seance")
    phone.client.post("/seance/animer", data={"jeton": token, "geste": "suite"})
    assert hall.room.state is before


def test_a_form_of_another_site_is_refused(hall: Hall) -> None:
    phone = hall.phone()
    hall.to_question()
    for visitor, path, data in (
        (phone, "/seance/reponse", {"question": "0.0", "choix": "passe"}),
        (hall.trainer, "/seance/animer", {"geste": "reveler"}),
        (hall.trainer, "/seance/terminer", {}),
    ):
        assert visitor.client.post(path, data={**data, "jeton": "0" * 64}).status_code == 403
    assert hall.room.state.asked and not hall.room.state.tally("0.0").given


def test_a_site_may_have_no_rooms() -> None:
    with site(Settings(rooms=False)) as client:
        assert client.get("/seance").status_code == 404


# -- the trainer --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["reveler", "retour", "cas", "rien", ""])
def test_what_cannot_be_done_now_is_told_at_the_desk(hall: Hall, what: str) -> None:
    page = hall.move(what, rang="7")
    assert page.page.status_code == 409 and 'role="alert"' in page.page.text


def test_a_new_room_ends_the_one_this_browser_animates_and_says_so_before(hall: Hall) -> None:
    first, phone = hall.room, hall.phone()
    assert "l’efface" in hall.trainer.go("/seance/nouvelle").words
    hall.trainer.fill("/seance/nouvelle", {"quoi": "cas", "cas": CASE})
    assert hall.room is not first
    assert "terminée" in phone.go("/seance/participer").words


def test_what_is_not_offered_opens_no_room() -> None:
    with site() as client:
        for field in ("theme", "niveau", "nombre", "cas", "quoi"):
            for value in ("", "../../etc", "99", "²"):
                one = Visitor(client).go("/seance/nouvelle")
                one.fill("/seance/nouvelle", {"quoi": "cas", "cas": CASE, field: value})
                assert one.page.status_code == 422 and "Ce choix n’est pas proposé" in one.words


def test_two_taps_on_the_button_take_one_seat(hall: Hall) -> None:
    phone = hall.visitor().go("/seance")
    form = phone.form("/seance/participer").data() | {"code": [hall.room.code]}
    # Both leave before the first answer has given the browser its seat.
    seats = set()
    for _ in range(2):
        if SEAT in phone.client.cookies:
            phone.client.cookies.delete(SEAT)
        answer = phone.client.post("/seance/participer", data=form, follow_redirects=False)
        assert answer.status_code == 303
        seats.add(phone.client.cookies[SEAT])
    assert len(seats) == 1 and hall.room.state.joined == 1
    hall.phone()
    assert hall.room.state.joined == 2


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    who=st.sampled_from(["trainer", "phone"]),
    fields=st.dictionaries(
        st.sampled_from(
            [
                "geste",
                "vu",
                "rang",
                "essai",
                "fait",
                "valeur",
                "premiere",
                "retour",
                "question",
                "choix",
                "code",
                "quoi",
            ]
        ),
        st.one_of(
            st.text(max_size=100),
            st.sampled_from(
                [
                    "suite",
                    "retour",
                    "reveler",
                    "essai",
                    "dates",
                    "quitter",
                    "cas",
                    "code",
                    "fermer",
                    "0.0",
                    "0.n0",
                    "-1",
                    "²",
                ]
            ),
        ),
    ),
)
def test_any_form_leads_to_a_page(hall: Hall, who: str, fields: dict[str, str]) -> None:
    phone = hall.__dict__.setdefault("fuzzed", hall.phone())
    visitor, paths = (
        (hall.trainer, ["/seance/animer", "/seance/animer/essai", "/seance/nouvelle", "/seance/ecran"])
        if who == "trainer"
        else (phone, ["/seance/participer", "/seance/reponse"])
    )
    token = visitor.go("/seance").form("/seance/participer").data()["jeton"]
    for path in paths:
        answer = visitor.client.post(path, data={**fields, "jeton": token})
        assert answer.status_code < 500
        assert "<html" in answer.text


# -- what stands on every page ------------------------------------------------------------------------------------


def pages(hall: Hall) -> Iterator[Visitor]:
    phone = hall.phone()
    yield hall.visitor().go("/seance")
    yield hall.visitor().go("/seance/nouvelle")
    yield hall.visitor().go(f"/seance/{hall.room.code}")
    seen: set[Any] = set()
    while hall.room.state.mark not in seen:
        seen.add(hall.room.state.mark)
        yield phone.go("/seance/participer")
        yield hall.trainer.go("/seance/animer")
        yield hall.trainer.go("/seance/ecran")
        if not hall.room.state.session.finished:
            hall.move("reveler" if hall.room.state.asked else "suite")


def test_every_page_is_whole_and_keeps_to_the_policy(hall: Hall) -> None:
    for visitor in pages(hall):
        html = visitor.page.text
        assert visitor.page.status_code == 200
        assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)", html)
        assert html.count("<h1") == 1 and '<html lang="fr"' in html
        assert hall.room.key not in html and hall.room.id not in visitor.page.url.path


def test_no_page_shows_an_answer_or_a_secret_in_its_address(hall: Hall) -> None:
    phone = hall.phone()
    hall.to_question()
    phone.go("/seance/participer").fill("/seance/reponse", {"choix": "satisfait"})
    assert str(phone.page.url) == f"{BASE}/seance/participer"
    for cookie in (*phone.client.cookies.jar, *hall.trainer.client.cookies.jar):
        assert cookie.has_nonstandard_attr("HttpOnly")


# -- the address on the wall --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "asked", "expected"),
    [
        ({}, "http://127.0.0.1:8765/x", Reach("")),
        ({}, "http://localhost:8765/x", Reach("")),
        ({"host": "0.0.0.0"}, "http://127.0.0.1:9000/x", Reach("http://192.168.1.20:9000", ("http://10.42.0.1:9000",))),
        ({"host": "192.168.7.7"}, "http://127.0.0.1:9000/x", Reach("http://192.168.7.7:9000")),
        ({"host": "0.0.0.0"}, "http://192.168.7.9:9000/x", Reach("http://192.168.7.9:9000")),
        ({"host": "::"}, "http://[fd00::7]:9000/x", Reach("http://[fd00::7]:9000")),
        ({"public_url": "https://cress.example"}, "http://127.0.0.1:1/x", Reach("https://cress.example")),
        (
            {"public_url": "https://cress.example", "root_path": "/ess"},
            "http://127.0.0.1:1/x",
            Reach("https://cress.example/ess"),
        ),
        ({"host": "0.0.0.0", "root_path": "/ess"}, "http://192.168.7.9/x", Reach("http://192.168.7.9/ess")),
    ],
)
def test_the_address_is_one_that_phones_can_reach(
    monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], asked: str, expected: Reach
) -> None:
    monkeypatch.setattr(rooms, "lan_addresses", lambda: ["192.168.1.20", "10.42.0.1"])
    assert reach_from(Settings(**options), asked) == expected


def test_a_computer_on_no_network_is_told_to_join_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "lan_addresses", list)
    with site(Settings(host="0.0.0.0")) as client:
        hall = Hall(client)
        for path in ("/seance/animer", "/seance/ecran"):
            words = hall.trainer.go(path).words
            assert "aucun réseau" in words and "--adresse" not in words


def test_an_address_is_typed_without_what_a_browser_adds() -> None:
    assert Reach("http://192.168.1.20:9000").typed == "192.168.1.20:9000/seance"
    assert Reach("https://cress.example").joined("234567") == "https://cress.example/seance/234567"


def test_no_address_of_this_computer_alone_is_shown() -> None:
    assert not any(one.startswith(("127.", "0.")) for one in lan_addresses())


def test_a_site_for_this_computer_alone_says_how_to_open_it(hall: Hall) -> None:
    for path in ("/seance/animer", "/seance/ecran", "/seance/nouvelle"):
        words = hall.trainer.go(path).words
        assert "--adresse 0.0.0.0" in words and "ne peuvent pas" in words
    assert "<svg" not in hall.trainer.go("/seance/ecran").page.text


def test_the_wall_shows_a_code_to_scan_and_an_address_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "lan_addresses", lambda: ["192.168.1.20"])
    with site(Settings(host="0.0.0.0")) as client:
        hall = Hall(client)
        screen = hall.trainer.go("/seance/ecran")
        assert "<svg viewBox" in screen.page.text and 'class="qr"' in screen.page.text
        assert "192.168.1.20:8765/seance" in screen.words
        hall.move("suite")
        assert 'class="qr"' not in hall.trainer.go("/seance/ecran").page.text
