"""The exchange with the service of public records: what is sent, and each way in which it fails."""

from __future__ import annotations

import socket
import ssl
import time
import urllib.error
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.advice.public_record import SearchResults
from advisor.advice.public_record_client import ADDRESS, PLACE, Client, LookupFailed, bad_query, lookup_failure
from advisor.common.resources import SWITCH
from advisor.dossier.model import digits_of, luhn, misfit
from advisor.rules.load import Knowledge
from tests.support.fake_directory import (
    FURAN,
    MANY,
    FakeDirectory,
    Reply,
    body,
    company,
    cut,
    endless,
    plain,
    refusal,
    silent,
)
from tests.support.unbroken import check_unbroken


@pytest.fixture(autouse=True)
def no_real_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PLACE, "https://127.0.0.1:9")
    monkeypatch.delenv(SWITCH, raising=False)


@pytest.fixture
def service() -> Iterator[FakeDirectory]:
    with FakeDirectory(*MANY).running() as fake:
        yield fake


def failure(service: FakeDirectory, query: str = FURAN, patience: float = 3.0) -> str:
    with pytest.raises(LookupFailed) as failed:
        Client(service.address, patience).search(query)
    return str(failed.value)


# -- what is asked ------------------------------------------------------------------------------------------------


def test_only_the_siren_is_sent_without_the_directors_and_under_our_name(service: FakeDirectory) -> None:
    found = Client(service.address).search(" 123 456 782 ")
    assert [one.siren for one in found.results] == [FURAN] and found.total_results == 1
    assert service.asked == [
        {
            "q": FURAN,
            "page": "1",
            "per_page": "10",
            "minimal": "true",
            "include": "siege,complements,finances",
        }
    ]
    assert service.agents[0].startswith("ess-advisor/")


def test_a_name_finds_several_and_says_how_many_in_all(service: FakeDirectory) -> None:
    found = Client(service.address).search("furan")
    assert [one.siren for one in found.results] == [one["siren"] for one in MANY]
    service.reply = plain(body(*MANY, total=48))
    assert Client(service.address).search("furan").total_results == 48
    assert Client(service.address).search("l'œuvre & Cie = 100 % ?").results and service.asked[-1]["q"].endswith("% ?")


def test_what_the_directory_does_not_have_is_an_empty_page(service: FakeDirectory) -> None:
    assert Client(service.address).search("732829320").results
    assert Client(service.address).search("552100554") == SearchResults(results=[], total_results=0)
    assert Client(service.address).search("personne ici") == SearchResults(results=[], total_results=0)


def test_asked_by_number_another_company_is_no_answer(service: FakeDirectory) -> None:
    service.reply = plain(body(company("732829320")))
    assert Client(service.address).search(FURAN).results == []


def test_nothing_is_asked_when_the_network_is_switched_off(
    service: FakeDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, "1")
    assert "coupé par réglage" in failure(service)
    assert service.asked == []


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (FURAN, None),
        ("123 456 782", None),
        ("123.456.782", None),
        ("Atelier du Furan", None),
        ("123456789", "un chiffre ne va pas"),
        ("000000000", "est faux"),
        ("1234", "il y en a 4"),
        ("12345678200015", "SIRET ; le SIREN en est le début : 123 456 782"),
        ("ab", "au moins 3 lettres"),
        ("€€€€", "au moins 3 lettres"),
        ("x" * 201, "200 caractères"),
        ("", "au moins 3 lettres"),
    ],
)
def test_what_can_be_looked_up(typed: str, why: str | None, service: FakeDirectory) -> None:
    message = bad_query(typed)
    assert message is None if why is None else message is not None and why in message
    if why is not None:
        failure(service, typed)
        assert service.asked == []


@given(st.integers(0, 10**8 - 1))
def test_one_last_digit_in_ten_makes_a_siren(start: int) -> None:
    whole = [f"{start:08}{last}" for last in range(10)]
    assert sum(map(luhn, whole)) == 1
    assert sum(misfit(one) is None for one in whole) == (1 if start else 0)


def test_digits_are_found_through_the_signs_that_group_them() -> None:
    assert digits_of("123\u00a0456\u202f782") == digits_of("123-456-782") == FURAN
    assert digits_of("n° 123456782") is None and digits_of("١٢٣٤٥٦٧٨٢") is None


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "https://",
        "nulle part",
        "https://u:p@127.0.0.1",
        "https://127.0.0.1:port",
        "https://127.0.0.1/?a=b",
        "https://[::1",
    ],
)
def test_only_https_is_asked_save_on_this_machine(address: str) -> None:
    with pytest.raises(LookupFailed, match="adresse du service"):
        Client(address)


def test_the_official_address_is_that_of_the_rules(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PLACE)
    assert Client().address == ADDRESS == f"https://{knowledge.directory.service.address}"


# -- failures -----------------------------------------------------------------------------------------------------

HTML = b"<html><head><title>502 Bad Gateway</title></head></html>"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (refusal("3 caractères minimum pour les termes"), "refuse cette recherche : 3 caractères minimum"),
        (plain(b'{"detail": "autre forme"}', 400), "erreur 400"),
        (plain(b"[" * 9000, 400), "erreur 400"),
        (refusal("Not Found", 404), "erreur 404"),
        (plain(HTML, 404, "text/html"), "erreur 404"),
        (refusal("", 429, {"Retry-After": "12"}), "trop de demandes. Réessayez dans 12 s"),
        (refusal("", 429, {"Retry-After": "Wed, 25 Nov 2026 12:00:00 GMT"}), "Réessayez un peu plus tard"),
        (refusal("", 429, {"Retry-After": "9" * 5000}), "Réessayez un peu plus tard"),
        (plain(b"", 429), "Réessayez un peu plus tard"),
        (refusal("Une erreur inattendue s'est produite.", 500), "en panne (erreur 500)"),
        (plain(HTML, 502, "text/html"), "en panne (erreur 502)"),
        (plain(b"", 503), "en panne (erreur 503)"),
        (plain(HTML, 200, "text/html"), "illisible"),
        (plain(b""), "illisible"),
        (plain(b"null"), "illisible"),
        (plain(body(company())[:-40]), "illisible"),
        (plain(b"\xff\xfe\x00"), "illisible"),
        (plain(b"[" * 100_000), "illisible"),
        (plain(b'{"results": [], "total_results": "un"}'), "illisible"),
        (plain(body(company(siren=123456782))), "illisible"),
        (plain(body(company(nature_juridique=5710))), "illisible"),
        (plain(body(company(date_creation="hier"))), "illisible"),
        (plain(body(company(complements=[]))), "illisible"),
        (plain(body(company(complements={"est_ess": "oui"}))), "illisible"),
        (plain(body(company(finances={"2023": {"ca": "beaucoup"}}))), "illisible"),
        (plain(body().replace(b"[]", b'[{"siren": NaN}]')), "illisible"),
        (plain(b'{"results": [], "total_results": ' + b"9" * 9000 + b"}"), "illisible"),
        (cut(body(company())), "coupée"),
        (cut(body(company()), chunked=True), "coupée"),
        (plain(b" " * 1_200_000), "trop longue"),
        (endless(b" " * 65_536), "trop longue"),
        (lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH\r\n"), "coupée"),
        (lambda handler: None, "coupée"),
        (plain(b"", 302, headers={"Location": "https://ailleurs.example/search"}), "n'a pas été suivie"),
        (plain(b"", 301, headers={"Location": "http://127.0.0.1:1/search"}), "n'a pas été suivie"),
        (plain(b"", 302, headers={"Location": "file:///etc/passwd"}), "n'a pas été suivie"),
        (plain(b"", 302, headers={"Location": "http://[::1"}), "a échoué"),
        (plain(b"", 302, headers={"Location": "/search?q=boucle"}), "n'a pas été suivie"),
        (plain(b"", 302), "n'a pas été suivie"),
    ],
)
def test_each_failure_is_told_in_plain_words(service: FakeDirectory, reply: Reply, words: str) -> None:
    service.reply = reply
    said = failure(service)
    assert words in said
    assert "\n" not in said and said[0].isupper()
    check_unbroken(said)


def test_a_redirection_on_the_same_host_is_followed(service: FakeDirectory) -> None:
    plainly = plain(body(company()))

    def once(handler: Any) -> None:
        moved = plain(b"", 307, headers={"Location": f"/search?q={FURAN}&encore=1"})
        (plainly if "encore" in handler.path else moved)(handler)

    service.reply = once
    assert Client(service.address).search(FURAN).results


@pytest.mark.parametrize(
    "reply",
    [silent, endless(b" ", 0.05), endless(b"X-A: 1\r\n", 0.05, headers_first=False)],
    ids=["silent", "dripping body", "dripping head"],
)
def test_the_whole_exchange_is_bounded_in_time(service: FakeDirectory, reply: Reply) -> None:
    service.reply = reply
    start = time.monotonic()
    assert "pas répondu à temps" in failure(service, patience=0.3)
    # Bytes drip for three seconds, and each starts the socket's own patience anew: only a bound on the whole ends here.
    assert time.monotonic() - start < 2.5


def test_nobody_at_the_address() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with pytest.raises(LookupFailed, match="pas de connexion à Internet"):
        Client(address, 3).search(FURAN)


def test_a_name_that_does_not_resolve_or_not_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(LookupFailed, match="pas de connexion à Internet"):
        Client("https://annuaire.invalid", 3).search(FURAN)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(0.6) or unknown())
    with pytest.raises(LookupFailed, match="pas répondu à temps"):
        Client("https://annuaire.invalid", 0.2).search(FURAN)


def test_an_identity_that_cannot_be_checked_is_not_a_lost_connection() -> None:
    error = urllib.error.URLError(ssl.SSLCertVerificationError(1, "certificate verify failed"))
    assert "identité du service" in str(lookup_failure(error))


def test_https_is_spoken_in_earnest(service: FakeDirectory) -> None:
    service.address = service.address.replace("http:", "https:")
    assert "n'a pas pu être joint" in failure(service)
