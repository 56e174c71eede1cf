"""The guards of the site one by one, at their very bounds: names, counts, what is kept where."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from advisor.common.errors import InputError
from advisor.dossier import Answer, Dossier
from advisor.rules.load import Knowledge
from advisor.web import guard
from advisor.web.settings import Limits, Settings
from advisor.web.store import SiteStore, VisitPlace
from advisor.web.talks import Talks
from tests.support.web_visitor import Visitor, site


async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that is only guarded."""


# -- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "name", "welcome"),
    [
        ("0.0.0.0", "poste-claire.reseau.example", True),
        ("0.0.0.0", "Poste-Claire.local:8765", True),
        ("::", "poste-claire.local", True),
        ("0.0.0.0", "reseau.example", False),
        ("0.0.0.0", "voleur.local", False),
        # Whoever listens to this computer alone is never asked for by its name on the network.
        ("127.0.0.1", "poste-claire.reseau.example", False),
        ("127.0.0.1", "poste-claire.local", False),
        ("127.0.0.1", "localhost", True),
    ],
)
def test_open_to_the_network_the_machine_answers_to_its_own_name_only(
    monkeypatch: pytest.MonkeyPatch, host: str, name: str, welcome: bool
) -> None:
    monkeypatch.setattr(guard.socket, "gethostname", lambda: "Poste-Claire.reseau.example")
    hosts = guard.Hosts(nothing, Settings(host=host))
    assert hosts.welcome([name]) is welcome
    assert not hosts.welcome([name, name]) and not hosts.welcome([])


def test_who_comes_under_another_name_is_told_why() -> None:
    with site() as client:
        refused = client.get("/", headers={"host": "voleur.example"})
        assert refused.status_code == 400 and "n’est pas connu sous ce nom" in refused.text
        assert refused.headers["content-type"] == "text/plain; charset=utf-8"


def test_the_root_of_a_proxy_is_served_with_its_slash_and_without() -> None:
    with site(Settings(root_path="/ess")) as client:
        for path in ("/ess", "/ess/", "/"):
            found = client.get(path)
            assert found.status_code == 200 and 'action="/ess/commencer"' in found.text, path


# -- counts -----------------------------------------------------------------------------------------------------------


def asking(host: str) -> Request:
    return Request({"type": "http", "client": (host, 1)})


def test_as_many_requests_as_the_limit_pass_and_no_more() -> None:
    meter = guard.Meter(Settings(limits=Limits(creations=3)), most=3)
    for _ in range(3):
        meter.check(asking("192.0.2.1"), "creations")
    with pytest.raises(HTTPException) as refused:
        meter.check(asking("192.0.2.1"), "creations")
    assert refused.value.status_code == 429
    # Another address, and another kind, are counted apart.
    meter.check(asking("192.0.2.2"), "creations")
    meter.check(asking("192.0.2.1"), "writes")
    # However many addresses come, memory stays bounded; the one seen longest ago leaves first.
    meter.check(asking("192.0.2.3"), "creations")
    assert len(meter.counts) == 3
    meter.check(asking("192.0.2.1"), "creations")


def test_no_address_can_be_read_in_what_counts_them() -> None:
    one, other = guard.Meter(Settings()), guard.Meter(Settings())
    for meter in (one, other):
        meter.check(asking("192.0.2.1"), "creations")
    assert "192.0.2.1" not in repr(one.counts)
    # Salted: nobody finds an address by trying them all.
    assert one.counts.keys() != other.counts.keys()


# -- what is kept -----------------------------------------------------------------------------------------------------


def test_the_file_is_made_in_a_folder_of_its_own_that_nobody_else_enters(tmp_path: Path) -> None:
    data = tmp_path / "un" / "deux" / "w.sqlite3"
    store = SiteStore(data, 30)
    secret = store.create(Dossier(name="Furan"), VisitPlace())
    store.close()
    assert data.parent.stat().st_mode & 0o077 == 0 and data.stat().st_mode & 0o077 == 0
    again = SiteStore(data, 30)
    found = again.load(secret)
    assert found is not None and found.dossier.name == "Furan"
    # Forms shown before a restart are still known after it.
    assert again.signing_key == store.signing_key and len(store.signing_key) == 32
    again.close()


def test_a_place_and_a_revision_come_back_as_they_were_left() -> None:
    store = SiteStore(None, 30)
    place = VisitPlace(going_on=True, again=("siege", "situation"), prediagnosis=False, region="bretagne")
    secret = store.create(Dossier(), VisitPlace())
    other = store.create(Dossier(), VisitPlace())
    assert secret != other and store.revision(secret) == 1
    assert store.save(secret, Dossier(name="Furan"), place) == 2
    found = store.load(secret)
    assert found is not None and (found.place, found.revision, found.dossier.name) == (place, 2, "Furan")
    # Nothing moved in the neighbour's.
    left = store.load(other)
    assert left is not None and (left.place, left.revision, left.dossier.name) == (VisitPlace(), 1, "")
    store.erase(secret)
    assert store.revision(secret) is None and store.revision(other) == 1
    store.close()


@pytest.mark.parametrize("spoiled", ["", "{", json.dumps({"name": 3}), json.dumps([])])
def test_a_dossier_that_can_no_longer_be_read_is_none_and_never_a_failure(spoiled: str, tmp_path: Path) -> None:
    data = tmp_path / "w.sqlite3"
    store = SiteStore(data, 30)
    secret = store.create(Dossier(), VisitPlace())
    with closing(sqlite3.connect(data, isolation_level=None)) as other:
        other.execute("UPDATE dossier SET answers = ?", (spoiled,))
    assert store.load(secret) is None
    store.close()


def test_a_file_that_cannot_be_used_is_told_with_its_reason_and_the_way_out(tmp_path: Path) -> None:
    data = tmp_path / "w.sqlite3"
    base = sqlite3.connect(data)
    base.execute("PRAGMA application_id = 7")
    base.close()
    with pytest.raises(InputError) as refused:
        SiteStore(data, 30)
    (problem,) = refused.value.problems
    assert "base d'un autre programme" in str(problem) and str(data) in str(problem) and "--donnees" in problem.mend


# -- the interviews at hand -------------------------------------------------------------------------------------------


@pytest.fixture
def talks(knowledge: Knowledge) -> Talks:
    return Talks(knowledge, SiteStore(None, 30))


def answered(**given: str) -> Dossier:
    return Dossier(answers={address: Answer(value=value) for address, value in given.items()})


def test_an_interview_is_kept_warm_until_another_process_changes_it(talks: Talks) -> None:
    secret = talks.begin(answered(situation="projet"))
    one = talks.open(secret)
    assert one is not None and talks.open(secret) is one
    # Another worker of the same file.
    talks.store.save(secret, answered(situation="existante"), VisitPlace(prediagnosis=False, region="bretagne"))
    other = talks.open(secret)
    assert other is not None and other is not one
    assert other.interview.dossier.answers["situation"].value == "existante"
    assert (other.prediagnosis, other.region, other.revision) == (False, "bretagne", 2)
    assert talks.save(other) and other.revision == 3 and talks.open(secret) is other
    talks.drop(secret)
    again = talks.open(secret)
    assert again is not None and again is not other and again.interview.dossier == other.interview.dossier


def test_no_secret_and_an_unknown_one_open_nothing(talks: Talks) -> None:
    talks.begin()
    assert talks.open("") is None and talks.open("x" * 32) is None


def test_where_one_stood_comes_back_past_the_verdicts_too(talks: Talks) -> None:
    secret = talks.begin(prediagnosis=False)
    one = talks.open(secret)
    assert one is not None and not one.prediagnosis and not one.interview.going_on
    one.interview.unknown("situation")
    one.interview.going_on, one.region = True, "bretagne"
    one.interview.ask_again(["situation"])
    assert talks.save(one)
    talks.drop(secret)
    again = talks.open(secret)
    assert again is not None and again.place == one.place
    assert again.place == VisitPlace(True, ("situation",), False, "bretagne")


def test_answers_that_the_rules_of_today_do_not_expect_are_left_out_and_told(talks: Talks) -> None:
    secret = talks.begin()
    talks.store.save(secret, answered(situation="projet", question_disparue="oui", siege="lune"), VisitPlace())
    one = talks.open(secret)
    assert one is not None and set(one.lost) == {"question_disparue", "siege"}
    assert set(one.interview.dossier.answers) == {"situation"}


def test_what_is_erased_leaves_memory_too_and_is_not_saved_again(talks: Talks) -> None:
    secret, other = talks.begin(), talks.begin()
    one, neighbour = talks.open(secret), talks.open(other)
    assert one is not None
    talks.erase(secret)
    assert talks.open(secret) is None and not talks.save(one) and talks.open(secret) is None
    assert secret not in talks.warm
    assert talks.open(other) is neighbour


def test_what_another_process_erased_is_not_saved_again_and_leaves_memory(talks: Talks) -> None:
    secret = talks.begin()
    one = talks.open(secret)
    assert one is not None
    talks.store.erase(secret)
    assert not talks.save(one) and secret not in talks.warm and talks.store.load(secret) is None


def test_what_nobody_came_back_to_leaves_the_file_and_memory_at_once(knowledge: Knowledge, tmp_path: Path) -> None:
    today = [date(2026, 1, 1)]
    data = tmp_path / "w.sqlite3"
    talks = Talks(knowledge, SiteStore(data, 30, lambda: today[0]))
    secret = talks.begin(Dossier(name="Zyxomatique"))
    talks.open(secret)

    def stored_bytes() -> bytes:
        return b"".join(file.read_bytes() for file in tmp_path.iterdir())

    # The thirtieth day is still a day on which it is kept.
    today[0] += timedelta(days=30)
    assert talks.purge() == 0 and secret in talks.warm and b"Zyxomatique" in stored_bytes()
    today[0] += timedelta(days=1)
    assert talks.purge() == 1 and not talks.warm and b"Zyxomatique" not in stored_bytes()
    talks.store.close()


def test_a_clock_that_goes_back_erases_nothing_and_makes_no_visit_older(knowledge: Knowledge) -> None:
    today = [date(2026, 11, 25)]
    talks = Talks(knowledge, SiteStore(None, 30, lambda: today[0]))
    old = talks.begin()
    today[0] += timedelta(days=40)
    last = talks.begin()
    assert talks.store.behind() is None
    # As a small computer without a battery, until the network tells it the time.
    today[0] = date(2000, 1, 1)
    talks.open(last)
    assert talks.store.behind() == date(2027, 1, 4) and talks.purge() == 0
    assert talks.store.load(old) is not None
    today[0] = date(2027, 1, 5)
    assert talks.store.behind() is None and talks.purge() == 1
    assert talks.store.load(old) is None and talks.store.load(last) is not None
    talks.store.close()


def test_notices_are_told_once(talks: Talks) -> None:
    one = talks.open(talks.begin())
    assert one is not None
    one.notices = ("Réponse enregistrée.",)
    assert one.take_notices() == ("Réponse enregistrée.",) and one.take_notices() == ()


def test_memory_holds_the_last_interviews_only(knowledge: Knowledge, talks: Talks) -> None:
    assert talks.most_warm >= 40, "a whole room is warm"
    talks = Talks(knowledge, talks.store, most_warm=2)
    secrets = [talks.begin() for _ in range(3)]
    first = [talks.open(one) for one in secrets[:2]]
    # Asked for again, the oldest becomes the newest.
    assert talks.open(secrets[0]) is first[0]
    talks.open(secrets[2])
    assert talks.open(secrets[0]) is first[0] and list(talks.warm) == [secrets[2], secrets[0]]


# -- a first visit ----------------------------------------------------------------------------------------------------


def test_the_token_of_a_page_is_that_of_the_cookie_it_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Any] = []
    whole = guard.secrets.token_urlsafe
    monkeypatch.setattr(guard.secrets, "token_urlsafe", lambda size: drawn.append(size) or whole(size))
    with site() as client:
        drawn.clear()
        visitor = Visitor(client)
        # A name is drawn once per visit, however often the page asks for it, and never again.
        client.cookies.clear()
        drawn.clear()
        visitor.go("/")
        assert drawn == [24]
        visitor.send("/commencer")
        assert visitor.page.status_code == 200
