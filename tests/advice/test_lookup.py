"""The public record of a company: what it proposes for a dossier, what it only hints at, and the command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from advisor.advice.public_record import LegalUnit, RecordReading, evidence, read_record
from advisor.advice.public_record_client import PLACE, LookupFailed, read_results
from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment
from advisor.cli import main
from advisor.common.resources import SWITCH
from advisor.dossier import Answer, Dossier, answer
from advisor.rules.load import Knowledge
from tests.support.fake_directory import FURAN, MANY, FakeDirectory, company

DAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def no_real_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PLACE, "https://127.0.0.1:9")
    monkeypatch.delenv(SWITCH, raising=False)


@pytest.fixture
def service() -> Iterator[FakeDirectory]:
    with FakeDirectory(*MANY).running() as fake:
        yield fake


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
FIELDS = sorted(LegalUnit.model_fields)
RECORDS = st.builds(lambda more: company(**more), st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=3))


@given(JSON | st.fixed_dictionaries({"results": st.lists(RECORDS, max_size=2), "total_results": st.integers() | JSON}))
@example({"results": [company(finances={"2023": {"ca": 1e400}})], "total_results": 1})
@example({"results": [company(nom_raison_sociale="\ud800\x1b[2J\u202e" + "x" * 999)], "total_results": 1})
def test_any_json_is_a_record_or_a_refusal_and_a_record_can_always_be_read(knowledge: Knowledge, body: Any) -> None:
    try:
        found = read_results(json.dumps(body).encode())
    except LookupFailed as error:
        assert "illisible" in str(error)
        return
    for one in found.results:
        reading = read_record(knowledge, one, Dossier())
        for text in (*(row.label for row in reading.proposals), *reading.clues, *reading.warnings, one.town):
            assert text.isprintable() or "\u00a0" in text, text
            assert len(text) < 800


# -- what a record proposes ---------------------------------------------------------------------------------------


def record(**more: Any) -> LegalUnit:
    return LegalUnit.model_validate(company(**more))


def reading(knowledge: Knowledge, dossier: Dossier | None = None, **more: Any) -> RecordReading:
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
    caveats = {one.address: one.caveat for one in reading(knowledge, nature_juridique=code).proposals}
    assert caveats["forme_juridique"].endswith(sure) and "[" not in caveats["date_creation"]


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
    bare = LegalUnit.model_validate(dict.fromkeys(company()) | {"siren": FURAN})
    found = read_record(knowledge, bare, Dossier())
    assert [one.address for one in found.proposals] == ["siren"] and not found.clues and not found.warnings
    assert read_record(knowledge, LegalUnit(siren=FURAN), Dossier()) == found


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
    differing = {one.address: one.instead for one in found.proposals}
    # One of the three forms agrees; « je ne sais pas » is no answer to contradict; capitals are no difference.
    assert differing == {"date_creation": "2019-03-15", "siege": "", "societe_mission": ""}
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
    assert main(["rechercher", "123", "456", "782"]) == 0
    text = capsys.readouterr().out.replace("\u00a0", " ")
    assert "ATELIER DU FURAN, SAINT-ETIENNE (42), SIREN 123 456 782" in text and "\n  – Forme juridique : SAS\n" in text
    assert text.count("les statuts tranchent") == 1
    assert main(["rechercher", "furan", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["trouvees"] == 3 and data["fiches"][2]["fermee"] is True
    proposed = {(one["fait"], one["valeur"]) for one in data["fiches"][1]["propositions"]}
    assert {("forme_juridique", "association"), ("siege", "france"), ("date_creation", "2019-03-12")} <= proposed
    assert main(["rechercher", "personne", "ici"]) == 1
    assert "Rien de ce nom" in capsys.readouterr().out
    assert main(["rechercher", "123456789"]) == 2
    assert "un chiffre ne va pas" in capsys.readouterr().err


def test_the_command_without_network(
    service: FakeDirectory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(PLACE, service.address)
    for arguments in (["--hors-ligne", "rechercher", "furan"], ["rechercher", "furan", "--hors-ligne"]):
        monkeypatch.setenv(SWITCH, "non")
        assert main(arguments) == 2
        assert "coupé par réglage" in capsys.readouterr().err
    assert service.asked == []
