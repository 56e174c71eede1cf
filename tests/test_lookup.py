"""The public record of a company: the exchange with the service and its failures, and what a record proposes."""

from __future__ import annotations

import json
import socket
import ssl
import time
import urllib.error
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from advisor.assessment import Assessment
from advisor.cli import main
from advisor.dossier import Answer, Dossier, answer
from advisor.evaluation import assess
from advisor.knowledge import Knowledge
from advisor.lookup import SWITCH, client
from advisor.lookup.client import ADDRESS, PLACE, Client, LookupFailed, bad_query
from advisor.lookup.proposals import Reading, evidence, read_record
from advisor.lookup.record import Company, Found
from advisor.lookup.siren import digits_of, luhn, misfit
from tests.fake_directory import (
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

DAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def no_real_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PLACE, "https://127.0.0.1:9")
    monkeypatch.delenv(SWITCH, raising=False)


@pytest.fixture
def service() -> Iterator[FakeDirectory]:
    with FakeDirectory(*MANY).running() as fake:
        yield fake


def failure(service: FakeDirectory, query: str = FURAN, patience: float = 3.0) -> str:
    with pytest.raises(LookupFailed) as told:
        Client(service.address, patience).search(query)
    return str(told.value)


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
    assert Client(service.address).search("552100554") == Found(results=[], total_results=0)
    assert Client(service.address).search("personne ici") == Found(results=[], total_results=0)


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
        ("123456789", "dernier chiffre"),
        ("000000000", "n'existe pas"),
        ("1234", "il y en a 4"),
        ("12345678200015", "SIRET ; le SIREN en est le début : 123 456 782"),
        ("ab", "au moins 3 lettres"),
        ("€€€€", "au moins 3 lettres"),
        ("x" * 201, "200 caractères"),
        ("", "au moins 3 lettres"),
    ],
)
def test_what_can_be_looked_up(typed: str, why: str | None, service: FakeDirectory) -> None:
    told = bad_query(typed)
    assert told is None if why is None else told is not None and why in told
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
    ("reply", "told"),
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
def test_each_failure_is_told_in_plain_words(service: FakeDirectory, reply: Reply, told: str) -> None:
    service.reply = reply
    said = failure(service)
    assert told in said
    assert "\n" not in said and "Traceback" not in said and said[0].isupper()


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
    # Each byte that drips starts the socket's own patience anew: only a bound on the whole ends here.
    assert time.monotonic() - start < 0.9


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
    assert "identité du service" in str(client._told(error))


def test_https_is_spoken_in_earnest(service: FakeDirectory) -> None:
    service.address = service.address.replace("http:", "https:")
    assert "n'a pas pu être joint" in failure(service)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
FIELDS = sorted(Company.model_fields)
RECORDS = st.builds(lambda more: company(**more), st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=3))


@given(JSON | st.fixed_dictionaries({"results": st.lists(RECORDS, max_size=2), "total_results": st.integers() | JSON}))
@example({"results": [company(finances={"2023": {"ca": 1e400}})], "total_results": 1})
@example({"results": [company(nom_raison_sociale="\ud800\x1b[2J\u202e" + "x" * 999)], "total_results": 1})
def test_any_json_is_a_record_or_a_refusal_and_a_record_can_always_be_read(knowledge: Knowledge, told: Any) -> None:
    try:
        found = client._read(json.dumps(told).encode())
    except LookupFailed as error:
        assert "illisible" in str(error)
        return
    for one in found.results:
        reading = read_record(knowledge, one, Dossier())
        for text in (*(row.label for row in reading.proposals), *reading.clues, *reading.warnings, one.town):
            assert text.isprintable() or "\u00a0" in text, text
            assert len(text) < 800


# -- what a record proposes ---------------------------------------------------------------------------------------


def record(**more: Any) -> Company:
    return Company.model_validate(company(**more))


def reading(knowledge: Knowledge, dossier: Dossier | None = None, **more: Any) -> Reading:
    return read_record(knowledge, record(**more), dossier or Dossier())


def forms(knowledge: Knowledge, code: str | None) -> list[str]:
    found = reading(knowledge, nature_juridique=code)
    return [one.value for one in found.proposals if one.address == "forme_juridique"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        # The category does not tell a sole shareholder, and there is none for a cooperative SAS.
        ("5710", ["sas", "sasu", "cooperative"]),
        ("5499", ["sarl", "eurl", "cooperative"]),
        ("5458", ["cooperative"]),
        ("5658", ["cooperative"]),
        ("5515", ["sem_spl"]),
        ("5785", ["selarl_selas"]),
        ("9220", ["association"]),
        ("9300", ["fondation", "fonds_de_dotation"]),
        ("8210", ["mutuelle"]),
        ("6316", ["cooperative"]),
        ("6540", ["societe_civile"]),
        ("6560", ["cooperative"]),
        ("7210", ["personne_publique"]),
        ("1000", ["entreprise_individuelle"]),
        ("3120", ["societe_etrangere"]),
        ("9240", []),
        ("5432", []),
        ("6596", []),
        ("0042", []),
        ("57", []),
        ("autre", []),
        (None, []),
    ],
)
def test_a_legal_category_gives_the_forms_it_may_stand_for(
    knowledge: Knowledge, code: str | None, expected: list[str]
) -> None:
    assert forms(knowledge, code) == expected


@pytest.mark.parametrize(("code", "sure"), [("5710", "[I]"), ("5720", "[M]"), ("5498", "[M]")])
def test_how_sure_we_are_of_a_legal_category_is_told(knowledge: Knowledge, code: str, sure: str) -> None:
    told = {one.address: one.caveat for one in reading(knowledge, nature_juridique=code).proposals}
    assert told["forme_juridique"].endswith(sure) and "[" not in told["date_creation"]


def test_a_category_without_a_sure_answer_is_told_as_such(knowledge: Knowledge) -> None:
    assert any(
        "Congrégation" in text and "coup sûr" in text for text in reading(knowledge, nature_juridique="9240").clues
    )
    assert any("code 0042" in text for text in reading(knowledge, nature_juridique="0042").clues)


def test_everything_proposed_is_an_answer_the_dossier_takes(knowledge: Knowledge) -> None:
    taken = {one.address: one for one in reading(knowledge).proposals if one.kind == "fait"}
    assert {address: one.value for address, one in taken.items()} == {
        "forme_juridique": "cooperative",
        "date_creation": "2019-03-12",
        "siege": "france",
        "societe_mission": "oui",
    }
    known = evidence(knowledge, DAY)
    answers = {address: Answer(value=one.value, evidence=known) for address, one in taken.items()}
    found: Assessment = assess(Dossier(on=DAY, answers={"situation": answer("existante"), **answers}))
    assert all(verdict.grade == "sur_declarations" for verdict in found.verdicts.values())
    assert known.level == "declare"
    assert known.document == "Recherche d'entreprises (service public de l'État), consultée le 25/11/2026"


def test_flags_workforce_and_accounts_are_clues_never_answers(knowledge: Knowledge) -> None:
    found = reading(knowledge)
    addresses = {one.address for one in found.proposals}
    assert not addresses & {"mention_rcs", "nombre_remuneres", "nombre_exercices_clos", "benefice_exercice"}
    said = " ".join(found.clues).replace("\u00a0", " ")
    assert "la mention se lit sur le Kbis" in said and "6 à 9 salariés" in said
    assert "Comptes publiés : 2022, 2023 (2023 : chiffre d'affaires 452 300 €, résultat net 12 100 €)" in said


def test_a_flag_that_is_not_set_says_no_to_nothing(knowledge: Knowledge) -> None:
    found = reading(knowledge, complements={"est_ess": False, "est_societe_mission": False})
    assert "societe_mission" not in {one.address for one in found.proposals}
    assert any("Pas signalée comme société à mission" in text for text in found.clues)
    assert not any("ESS" in text for text in found.clues)


def test_years_of_accounts_are_in_order_and_no_more_than_fit(knowledge: Knowledge) -> None:
    years = {str(year): {"ca": None, "resultat_net": 1} for year in (2023, 2015, 2018, 2020, 2021, 2016, 2022)}
    said = " ".join(reading(knowledge, finances={**years, "x": {"ca": 1}, "2024": None}).clues)
    assert "Comptes publiés : 2018, 2020, 2021, 2022, 2023 et 2 avant (2023 : résultat net 1" in said


def test_a_record_of_nulls_proposes_its_siren_only(knowledge: Knowledge) -> None:
    bare = Company.model_validate(dict.fromkeys(company()) | {"siren": FURAN})
    found = read_record(knowledge, bare, Dossier())
    assert [one.address for one in found.proposals] == ["siren"] and not found.clues and not found.warnings
    assert read_record(knowledge, Company(siren=FURAN), Dossier()) == found


def test_what_is_masked_is_not_shown(knowledge: Knowledge) -> None:
    hidden = record(
        statut_diffusion="P",
        nom_complet="[NON-DIFFUSIBLE]",
        nom_raison_sociale="[NON-DIFFUSIBLE]",
        siege={"libelle_commune": "LYON", "code_postal": "[NON-DIFFUSIBLE]"},
    )
    found = read_record(knowledge, hidden, Dossier())
    assert hidden.name == "" and "DIFFUSIBLE" not in str(found)
    assert any("ne soient pas toutes diffusées" in text for text in found.warnings)


def test_a_closed_company_and_a_siren_given_twice_are_warned_of(knowledge: Knowledge) -> None:
    found = reading(knowledge, etat_administratif="C", date_fermeture="2021-06-30", siren_conserve="732829320").warnings
    assert any("fermée d'après Sirene depuis le 30 juin 2021" in text for text in found)
    assert any("celui à utiliser est le 732 829 320" in text for text in found)


def test_a_day_sirene_does_not_know_is_no_day(knowledge: Knowledge) -> None:
    assert record(date_creation="1900-01-01").date_creation is None
    assert "date_creation" not in {
        one.address for one in reading(knowledge, date_creation="1795-01-01").proposals
    }  # no answer of ours


@pytest.mark.parametrize(
    "more",
    [
        {"nature_juridique": "3120"},
        {"nature_juridique": None},
        {"siege": {"libelle_commune": "LIEGE", "code_pays_etranger": "99131"}},
        {"siege": None},
        {"siege": {"libelle_commune": "PARIS", "code_postal": "75001", "code_pays_etranger": "99131"}},
    ],
)
def test_a_seat_in_france_is_only_proposed_of_a_french_company_seated_there(
    knowledge: Knowledge, more: dict[str, Any]
) -> None:
    assert "siege" not in {one.address for one in reading(knowledge, **more).proposals}


def test_what_the_dossier_says_already_is_not_proposed_and_what_differs_is_shown(knowledge: Knowledge) -> None:
    dossier = Dossier(
        name="Atelier du Furan",
        siren="123456782",
        answers={
            "forme_juridique": answer("cooperative"),
            "date_creation": answer("2019-03-15"),
            "siege": answer(None),
        },
    )
    found = reading(knowledge, dossier)
    told = {one.address: one.instead for one in found.proposals}
    # One of the three forms agrees; « je ne sais pas » is no answer to contradict; capitals are no difference.
    assert told == {"date_creation": "2019-03-15", "siege": "", "societe_mission": ""}
    assert any("Coopérative" in text for text in found.agreed)


def test_a_fact_that_does_not_concern_the_company_is_not_proposed(knowledge: Knowledge) -> None:
    found = read_record(knowledge, record(), Dossier(), lambda address: address != "date_creation")
    assert "date_creation" not in {one.address for one in found.proposals}


# -- the table and the command ------------------------------------------------------------------------------------


def test_every_bracket_and_category_is_read(knowledge: Knowledge) -> None:
    directory = knowledge.directory
    for bracket in directory.brackets:
        assert directory.bracket(bracket.codes[0]) == bracket.label
    assert directory.bracket("99") is None
    for one in directory.categories:
        for code in one.codes:
            assert directory.category(code) is one or len(code) < 4


def test_the_command(
    service: FakeDirectory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(PLACE, service.address)
    assert main(["lookup", "123", "456", "782"]) == 0
    text = capsys.readouterr().out.replace("\u00a0", " ")
    assert "ATELIER DU FURAN, SAINT-ETIENNE (42), SIREN 123 456 782" in text and "\n  – Forme juridique : SAS\n" in text
    assert text.count("les statuts tranchent") == 1
    assert main(["lookup", "furan", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["trouvees"] == 3 and data["fiches"][2]["fermee"] is True
    proposed = {(one["fait"], one["valeur"]) for one in data["fiches"][1]["propositions"]}
    assert {("forme_juridique", "association"), ("siege", "france"), ("date_creation", "2019-03-12")} <= proposed
    assert main(["lookup", "personne", "ici"]) == 1
    assert "Rien de ce nom" in capsys.readouterr().out
    assert main(["lookup", "123456789"]) == 2
    assert "son dernier chiffre" in capsys.readouterr().err


def test_the_command_without_network(
    service: FakeDirectory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(PLACE, service.address)
    for arguments in (["--offline", "lookup", "furan"], ["lookup", "furan", "--offline"]):
        monkeypatch.setenv(SWITCH, "non")
        assert main(arguments) == 2
        assert "coupé par réglage" in capsys.readouterr().err
    assert service.asked == []
