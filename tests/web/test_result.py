"""The result in the browser: the terminal's verdicts on every case, nobody told « no » without why and what next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from starlette.testclient import TestClient

from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment
from advisor.assessment.wording import tag
from advisor.dossier import Dossier
from advisor.interview.machine import Interview
from advisor.report.document import render
from advisor.report.letterhead import Letterhead
from advisor.report.opening import branch_result
from advisor.rules.contacts import Region, load_contacts
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.words import MARKS
from advisor.training.casebook.model import Case
from advisor.training.casebook.read import load_cases
from advisor.web.journey.model import slug
from advisor.web.result.pages import file_name, seeing, source
from advisor.web.result.todo import steps
from advisor.web.result.view import ResultPage, WebReportContext, result_of
from advisor.web.settings import Limits, Settings
from tests.support.companies import sample
from tests.support.generate import dossiers
from tests.support.spread import spread
from tests.support.web_files import bring, plain, section
from tests.support.web_visitor import Visitor, site

MANY = Limits(uploads=10_000, creations=10_000, writes=10_000, documents=10_000)
CASES = load_cases()
DAY = date(2026, 11, 3)
HOUSE = Letterhead("CRESS des Deux Rives", ("12 quai de la Coopération",))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with site(Settings(limits=MANY, letterhead=HOUSE)) as running:
        yield running


@pytest.fixture(scope="module")
def visitor(client: TestClient) -> Visitor:
    return Visitor(client)


@cache
def case(number: str) -> Case:
    return next(one for one in CASES if one.number == number)


def title_words(assessment: Assessment, status: str) -> tuple[str, str, str]:
    verdict = assessment.verdicts[status]
    symbol, words, _ = MARKS[verdict.outcome]
    return verdict.title, symbol, words


# -- the same verdicts as the terminal --------------------------------------------------------------------------------


@pytest.mark.parametrize("one", spread(CASES, 12, lambda one: one.number))
def test_the_page_tells_the_verdicts_of_the_terminal(one: Case, visitor: Visitor, knowledge: Knowledge) -> None:
    bring(visitor, one.dossier)
    assert visitor.page.status_code == 200 and visitor.page.url.path == "/resultat"
    page, assessment = visitor.page.text, assess(one.dossier, knowledge=knowledge)
    for status, verdict in assessment.verdicts.items():
        assert verdict.outcome == getattr(one.expected, status).outcome
        words = plain(section(page, f"verdict-{status}"))
        title, symbol, word = title_words(assessment, status)
        before = verdict.cause == "avant_la_loi"
        assert f"{plain(title)} {symbol} {'Non examiné' if before else word.capitalize()}" in words
        assert plain(verdict.sentence) in words
        if verdict.branches:
            assert all(branch_result(branch) in words for branch in verdict.branches)
        elif verdict.outcome == "indetermine" and not before:
            assert re.search(rf"Au mieux {MARKS[verdict.best][1]}\b.* Au pire {MARKS[verdict.worst][1]}", words)
        if verdict.outcome == "non_eligible":
            # Why, with an article; then what next, whom to see, and other doors.
            assert "Pourquoi" in words and re.search(r"\bart\. ", words)
            assert re.search(
                rf"l'{status.upper()}\b.*(plus tard|chercher un autre chemin)", plain(section(page, "suite"))
            )
            assert 'id="chemins"' in page and 'id="qui-voir"' in page
    assert "style=" not in page and "<script>" not in page


@pytest.mark.parametrize(
    ("number", "status", "words"),
    [
        ("146", "ess", "ne vous présentez pas comme entreprise de l'ESS"),
        ("147", "ess", "La clause de boni s'applique maintenant"),
        ("148", "ess", "seul le liquidateur ou l'administrateur agit"),
    ],
)
def test_what_must_be_read_with_a_verdict_is_in_it(number: str, status: str, words: str, visitor: Visitor) -> None:
    bring(visitor, case(number).dossier)
    assert words in plain(section(visitor.page.text, f"verdict-{status}"))
    pdf = visitor.client.get("/resultat/rapport.pdf")
    assert words in plain("\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf.content)).pages[:1]))


@pytest.mark.parametrize("number", spread(["013", "004", "112"], 1))
def test_the_page_and_the_printed_report_name_the_same_verdicts(
    number: str, visitor: Visitor, knowledge: Knowledge
) -> None:
    bring(visitor, case(number).dossier)
    assessment = assess(case(number).dossier, knowledge=knowledge)
    printed = render(assessment, "terminal", knowledge=knowledge, dossier=case(number).dossier, width=300)
    pdf = visitor.client.get("/resultat/rapport.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    sheets = plain("\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf.content)).pages[:2]))
    for status, verdict in assessment.verdicts.items():
        words = plain(section(visitor.page.text, f"verdict-{status}"))
        assert plain(verdict.sentence) in words and plain(verdict.sentence) in plain(printed)
        if verdict.cause != "avant_la_loi":
            title, _, word = title_words(assessment, status)
            assert f"{plain(title)} : {word.upper()}" in plain(printed)
            assert word in sheets.lower()


# -- at any moment ----------------------------------------------------------------------------------------------------


def test_an_empty_dossier_is_told_to_begin(client: TestClient) -> None:
    visitor = Visitor(client).send("/commencer").go("/resultat")
    assert visitor.page.status_code == 200
    suite = section(visitor.page.text, "suite")
    assert "Répondre aux questions qui restent" in suite.partition("</li>")[0]
    assert 'href="/question"' in suite
    assert "aucune question" in visitor.words


def test_no_dossier_is_said_and_nothing_is_invented(client: TestClient) -> None:
    bare = Visitor(client)
    bare.client.cookies.clear()
    for path in ("/resultat", "/resultat/rapport.pdf", "/dossier.yaml", "/mon-dossier"):
        assert bare.client.get(path).status_code == 404


@pytest.mark.slow
@settings(max_examples=8)
@given(dossier=dossiers(load_knowledge(), DAY))
def test_whatever_is_answered_a_refusal_has_its_reasons_and_its_ways_out(dossier: Dossier) -> None:
    found = page_of(dossier)
    assert found.steps, "there is always something to do next"
    for one in found.outcomes:
        if one.refused:
            assert one.reasons and all(reason.title and reason.articles for reason in one.reasons)
            named = f"l'{one.status.upper()}"
            assert any(
                step.kind in ("plus_tard", "ailleurs") and named in step.title and (step.deeds or step.text)
                for step in found.steps
            )
            assert found.statutes or found.ways


@settings(max_examples=6)
@given(dossier=dossiers(load_knowledge(), DAY))
def test_what_comes_first_is_what_the_rest_waits_for(dossier: Dossier) -> None:
    one = Interview(load_knowledge(), dossier)
    order = [step.kind for step in steps(one, WebReportContext(one.assessment, one.knowledge, dossier, handed=True))]
    ranks = ["dater", "corriger", "repondre", "reunir", "verifier", "changer", "trancher"]
    known = [ranks.index(kind) for kind in order if kind in ranks and kind != "changer"]
    assert known == sorted(known)
    assert ("corriger" in order) == bool(one.assessment.contradictions)
    assert not {"repondre", "reunir"} <= set(order)


def page_of(dossier: Dossier) -> ResultPage:
    return result_of(Interview(load_knowledge(), dossier))


def test_contradictions_come_first_with_a_link_to_each_answer(visitor: Visitor) -> None:
    bring(visitor, case("127").dossier)
    page = visitor.page.text
    assert page.index('id="contradictions"') < page.index('id="verdict-ess"')
    links = re.findall(r'href="(/question/[^"]+)"', section(page, "contradictions"))
    assert len(links) >= 2
    assert all(visitor.client.get(link).status_code == 200 for link in links)


def test_answers_to_read_again_come_first_and_are_not_called_contradictions(visitor: Visitor) -> None:
    bring(visitor, case("161").dossier)
    page = visitor.page.text
    assert page.index('id="a-relire"') < page.index('id="verdict-ess"') and 'id="contradictions"' not in page
    assert "ne comptent pas" not in page
    links = re.findall(r'href="(/question/[^"]+)"', section(page, "a-relire"))
    assert len(links) == 2 and all(visitor.client.get(link).status_code == 200 for link in links)


def test_the_law_of_another_day_is_said_and_may_be_left(visitor: Visitor) -> None:
    other = next(one for one in CASES if one.dossier.on is not None and one.dossier.on < date(2020, 1, 1))
    bring(visitor, other.dossier)
    assert "Ce n'est pas le droit d'aujourd'hui" in plain(visitor.page.text)
    visitor.send("/resultat/date")
    assert "Ce n'est pas le droit d'aujourd'hui" not in plain(visitor.page.text)


def test_a_day_before_the_law_has_one_thing_to_do(visitor: Visitor) -> None:
    bring(visitor, case("112").dossier)
    assert "Choisir une autre date" in visitor.words
    assert "Le détail, article par article" not in visitor.words
    assert visitor.client.get("/resultat/clauses.pdf").status_code == 409
    assert visitor.client.get("/resultat/rapport.pdf").status_code == 200
    visitor.send("/resultat/date")
    assert "Le détail, article par article" in visitor.words


def test_past_the_verdicts_one_may_go_on_and_come_back(visitor: Visitor) -> None:
    bring(visitor, case("004").dossier)
    visitor.send("/continuer").go("/resultat")
    assert re.search(r'href="/question">Continuer', section(visitor.page.text, "suite"))
    assert not any(one.action == "/continuer" for one in visitor.forms)


# -- whom to see ------------------------------------------------------------------------------------------------------


def test_the_region_chosen_names_its_cress_after_the_organisation_that_offers_the_site(visitor: Visitor) -> None:
    bring(visitor, case("004").dossier)
    region = load_contacts().regions[-1]
    visitor.send("/resultat/region", region=region.id)
    seen = plain(section(visitor.page.text, "qui-voir"))
    assert seen.index(HOUSE.name) < seen.index(plain(region.chamber.name))
    visitor.send("/resultat/region", region="atlantide")
    assert visitor.page.status_code == 400
    assert plain(region.chamber.name) in plain(visitor.go("/resultat").page.text)


@pytest.mark.parametrize("region", load_contacts().regions, ids=lambda one: one.id)
def test_every_region_has_its_chamber_and_who_decides_on_the_accreditation(
    region: Region, knowledge: Knowledge
) -> None:
    found, book = seeing(region.id, ("ess", "esus"), date(2026, 5, 31)), load_contacts()
    assert found.region == region
    assert region.chamber.site or book.network.site, "somebody can always be found"
    assert all(source(knowledge, one) for one in (*book.missions, *found.others))
    assert found.state and found.service == (region.service or book.service)
    assert source(knowledge, region.chamber) == tag(knowledge, region.chamber.confidence)
    assert "plateforme ESUS" in found.state.role, "exchanges go through it since then"
    before = seeing(region.id, ("ess", "esus"), date(2026, 5, 30))
    assert before.state and "plateforme" not in before.state.role
    assert seeing(region.id, ("ess",), date(2026, 5, 31)).state is None


# -- the accreditation request, once it is lodged ---------------------------------------------------------------------


def test_the_dates_of_a_lodged_request_are_given_on_the_site_and_its_calendar_follows(visitor: Visitor) -> None:
    bring(visitor, sample().model_copy(update={"on": date(2026, 9, 15), "requested": None}))
    verdicts = section(visitor.page.text, "verdict-esus")
    assert (
        "la demande en ligne, sur la plateforme ESUS" in visitor.words
        and "/question/date-pieces" not in visitor.page.text
    )
    for fact, typed in (
        ("date_depot", "14/09/2026"),
        ("date_pieces_recues", "12/10/2026"),
        ("date_acceptation_annoncee", "14/11/2026"),
    ):
        (address,) = {one for one in re.findall(r'href="(/question/[^"]+)"', visitor.page.text) if slug(fact) in one}
        visitor.go(address.replace("&amp;", "&"))
        visitor.send("/question", **{fact: typed})
        assert visitor.page.url.path == "/resultat" and section(visitor.page.text, "verdict-esus") == verdicts
    assert "12 octobre 2026" in visitor.words
    text = visitor.client.get("/resultat/calendrier.ics").text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20261212" in text and "14 novembre 2026" in text.replace("\u00a0", " ")


@pytest.mark.parametrize("typed", ["Loire", "420", "20", ""])
def test_a_department_that_is_none_is_asked_again_with_an_example(typed: str, visitor: Visitor) -> None:
    bring(visitor, sample().model_copy(update={"on": date(2026, 9, 15), "requested": None}))
    visitor.go(f"/question/{slug('departement_siege')}?retour=resultat")
    visitor.send("/question", departement_siege=typed)
    assert visitor.page.url.path != "/resultat" and ("écrivez 42 pour la Loire" in visitor.words or not typed)


# -- documents --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", spread(["rapport", "clauses", "dossier-esus", "chemins", "statuts-compares"], 1))
@pytest.mark.parametrize("fmt", ["pdf", "docx"])
def test_every_document_comes_as_a_file_with_a_clean_name(paper: str, fmt: str, visitor: Visitor) -> None:
    bring(visitor, case("004").dossier.model_copy(update={"name": 'Œuvre "&é; ../..\r\nX-Intrus: 1'}))
    answer = visitor.client.get(f"/resultat/{paper}.{fmt}")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF" if fmt == "pdf" else b"PK")
    name = re.fullmatch(r'attachment; filename="([a-z0-9-]+)\.(pdf|docx)"', answer.headers["content-disposition"])
    assert name and name[1].endswith("oeuvre-e-x-intrus-1")
    assert "x-intrus" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_the_letterhead_of_the_house_is_on_the_report(visitor: Visitor) -> None:
    bring(visitor, case("004").dossier)
    pdf = PdfReader(BytesIO(visitor.client.get("/resultat/rapport.pdf").content))
    assert HOUSE.name in pdf.pages[0].extract_text()


def test_the_calendar_is_given_when_there_is_something_to_file(visitor: Visitor) -> None:
    bring(visitor, case("001").dossier)
    answer = visitor.client.get("/resultat/calendrier.ics")
    assert answer.status_code == 200 and answer.text.startswith("BEGIN:VCALENDAR")
    visitor.go("/").send("/commencer")
    answer = visitor.client.get("/resultat/calendrier.ics")
    assert answer.status_code == 409 and "pas encore de calendrier" in plain(answer.text)


@pytest.mark.parametrize("path", ["rapport.exe", "zut.pdf", "rapport.yaml", "..%2f..%2fetc.pdf", "rapport"])
def test_no_other_document_exists(path: str, visitor: Visitor) -> None:
    assert visitor.client.get(f"/resultat/{path}").status_code == 404


def test_documents_are_counted() -> None:
    with site(Settings(limits=Limits(documents=1))) as running:
        one = Visitor(running).send("/commencer")
        assert [one.client.get("/resultat/calendrier.ics").status_code for _ in range(3)] == [409, 429, 429]


@given(company=st.text(max_size=80), suffix=st.sampled_from(["pdf", "yaml"]))
def test_file_names_hold_nothing_but_letters_figures_and_hyphens(company: str, suffix: str) -> None:
    assert re.fullmatch(rf"dossier(-[a-z0-9]+)*\.{suffix}", file_name("dossier", company, suffix))
