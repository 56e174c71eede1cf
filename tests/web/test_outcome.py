"""The two verdicts of the result page, verdict by verdict: what is told of each, and what is not."""

from __future__ import annotations

import pytest

from advisor.advice.guidance import ReportContext
from advisor.assessment.assess import assess
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import VerdictId
from advisor.rules.words import MARKS
from advisor.training.casebook.read import find_case
from advisor.web.result.resume import MOST_PROBLEMS, shown_name
from advisor.web.result.view import MOST_REASONS, VerdictCard, outcome_of
from advisor.web.settings import Settings
from tests.support.web_files import bring, plain, section
from tests.support.web_visitor import Visitor, site


def card(knowledge: Knowledge, number: str, status: str) -> VerdictCard:
    dossier = find_case(number).dossier
    assessment = assess(dossier, knowledge=knowledge)
    return outcome_of(ReportContext(assessment, knowledge, dossier), assessment.verdicts[status])


CASES = [
    # number, status, verdict, what is shown beside it
    ("001", "ess", "eligible", {"route", "conditions_met"}),
    ("001", "esus", "eligible", {"route", "conditions_met", "duration"}),
    ("002", "ess", "a_mettre_en_conformite", {"route", "reasons"}),
    ("018", "ess", "non_eligible", {"reasons"}),
    ("016", "ess", "indetermine", {"bounds"}),
    ("016", "esus", "indetermine", {"bounds"}),
    ("013", "ess", "indetermine", {"route", "readings", "reasons"}),
    ("013", "esus", "indetermine", {"route", "readings", "reasons", "duration"}),
    ("112", "ess", "indetermine", set()),
]


@pytest.mark.parametrize(("number", "status", "verdict", "parts"), CASES)
def test_each_verdict_is_told_with_what_belongs_to_it_and_nothing_else(
    knowledge: Knowledge, number: str, status: str, verdict: str, parts: set[str]
) -> None:
    found = card(knowledge, number, status)
    symbol, words, tone = MARKS[VerdictId(verdict)]
    assert (found.status, found.symbol, found.words) == (status, symbol, words) and found.sentence.endswith(".")
    assert found.refused == (verdict == "non_eligible")
    assert found.tone == ("info" if number == "112" else tone)
    given = {name for name in ("route", "conditions_met", "duration", "reasons", "readings") if getattr(found, name)}
    assert bool(found.best) == bool(found.worst)
    assert given | ({"bounds"} if found.best else set()) == parts
    assert len(found.reasons) <= MOST_REASONS and (found.more == 0 or len(found.reasons) == MOST_REASONS)
    for reason in found.reasons:
        assert reason.title and reason.text.endswith(".") and ".." not in reason.text and "art." in reason.articles


def test_a_condition_that_is_appraised_has_to_be_defended(knowledge: Knowledge) -> None:
    found = card(knowledge, "001", "esus")
    assert (
        " conditions remplies ; à défendre devant l'administration : " in found.conditions_met
        and found.conditions_met[0].isdigit()
    )
    dossier = find_case("001").dossier
    findings = assess(dossier, knowledge=knowledge).findings.values()
    # What the law counts by itself is not pleaded.
    counted = [one.title.lower() for one in findings if one.nature != "appreciee"]
    weighed = found.conditions_met.partition(" : ")[2].rstrip(".").split(" ; ")
    assert weighed and not {one.lower() for one in weighed} & set(counted)


def test_the_duration_of_an_accreditation_is_if_it_is_given(knowledge: Knowledge) -> None:
    for number in ("001", "013"):
        found = card(knowledge, number, "esus").duration
        assert found.startswith("5 ans si l'agrément est donné") and found.endswith(".") and "None" not in found


def test_two_readings_lead_to_two_verdicts_each_on_its_condition(knowledge: Knowledge) -> None:
    found = card(knowledge, "013", "ess").readings
    (one, condition, reached), (other, same, otherwise) = found
    assert (one, other) == ("Lecture favorable", "Lecture stricte")
    assert reached != otherwise and condition and same


# -- where a file or a link leads -------------------------------------------------------------------------------------


def test_a_link_leads_where_one_stood() -> None:
    with site(Settings(keep_days=9)) as client:
        visitor = Visitor(client).send("/commencer").send("/question", situation="projet")
        for leave, lands in ((False, "/prediagnostic"), (True, "/question")):
            if leave:
                form = visitor.go("/question").form("/question")
                client.post("/prediagnostic", data={"jeton": form.data()["jeton"]})
            secret = client.cookies["ess_dossier"]
            client.cookies.clear()
            visitor = Visitor(client).go(f"/reprendre/{secret}").send(f"/reprendre/{secret}")
            assert visitor.page.history[0].headers["location"] == lands
        bring(visitor, find_case("001").dossier)
        secret = client.cookies["ess_dossier"]
        # Opened again where it is open already: said, and nothing is lost.
        assert "déjà ouvert" in plain(visitor.go(f"/reprendre/{secret}").page.text)
        client.cookies.clear()
        visitor = Visitor(client).go(f"/reprendre/{secret}").send(f"/reprendre/{secret}")
        assert visitor.page.history[0].headers["location"] == "/resultat"
        # Another one is open here: one is told before, not after; an empty one is nothing to lose.
        client.cookies.clear()
        other = Visitor(client).send("/commencer")
        assert "déjà ouvert" not in plain(other.go(f"/reprendre/{secret}").page.text)
        other.go("/question").send("/question", situation="projet")
        assert "déjà ouvert" in plain(other.go(f"/reprendre/{secret}").page.text)
        form = other.form(f"/reprendre/{secret}")
        gone = other.client.post("/reprendre/" + "x" * 32, data=form.data())
        assert gone.status_code == 404 and "9 jours" in plain(gone.text)


def test_what_the_law_leaves_open_has_a_heading_only_where_something_stands_under_it() -> None:
    whole = find_case("052").dossier
    bare = whole.model_copy(
        update={"answers": {one: given for one, given in whole.answers.items() if one != "part_previsionnelle"}}
    )
    with site() as client:
        for dossier, headed in ((whole, True), (bare, False)):
            bring(Visitor(client), dossier)
            verdict = section(Visitor(client).go("/resultat").page.text, "verdict-esus")
            assert "Lecture stricte" in verdict and ("Ce que la loi laisse ouvert" in plain(verdict)) == headed
            client.cookies.clear()


def test_a_file_with_many_defects_tells_the_first_ones_and_how_many_more() -> None:
    lines = "".join(f"  inconnu{rank}: oui\n" for rank in range(MOST_PROBLEMS + 3))
    with site() as client:
        visitor = bring(Visitor(client), f"format: 1\nreponses:\n{lines}fin_du_dossier: oui\n")
        words = plain(visitor.page.text)
        assert visitor.page.status_code == 422 and "Et 3 de plus" in words
        assert words.count("Ligne ") == MOST_PROBLEMS
        empty = bring(visitor, b"")
        assert "Ce fichier est vide. Téléchargez de nouveau" in plain(empty.page.text)
        heavy = bring(visitor, b"#" * 1_000_001)
        assert "sans doute pas le bon" in plain(heavy.page.text)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("a" * 60, "a" * 60), ("a" * 40 + "b" * 6 + "c" * 15, "a" * 40 + "…" + "c" * 15), ("C:\\x\\d.yaml", "d.yaml")],
)
def test_a_long_name_keeps_its_beginning_and_its_end(name: str, shown: str) -> None:
    assert shown_name(name) == shown
