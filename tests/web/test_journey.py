"""The journey in the browser: questions, answers, errors that lose nothing, where one stands, all the answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from advisor.assessment.assess import assess
from advisor.common.french import parse_number
from advisor.dossier import Answer, Dossier
from advisor.dossier.answer_parsing import TypedValue, canonical, doubtful, parse_answer
from advisor.interview.machine import Interview
from advisor.interview.prediagnosis.talk import wording
from advisor.rules.facts import FactType
from advisor.rules.glossary import load_glossary
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import VerdictState
from advisor.rules.words import STATES
from advisor.training.casebook.model import Case
from advisor.training.casebook.read import load_cases
from advisor.web.guard import DOSSIER
from advisor.web.journey import costs, questions, review
from advisor.web.journey.model import UNKNOWN, QuestionPage, explained, french, slug
from advisor.web.journey.pages import next_page, page_asking
from advisor.web.journey.panel import panel
from advisor.web.terms import whole
from tests.support.companies import given as company
from tests.support.companies import sample
from tests.support.unbroken import ODD_DIGITS
from tests.support.web_visitor import Visitor, site, site_of
from tests.support.web_walk import answer_page, fields_of, fill, talk_of, walk

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """One site for all: each visitor below has cookies of its own."""
    with site() as client:
        yield client


@pytest.fixture
def visitor(client: TestClient) -> Visitor:
    client.cookies.clear()
    return Visitor(client)


def typed(knowledge: Knowledge, address: str, raw: str | tuple[str, ...]) -> TypedValue:
    return parse_answer(knowledge.addresses[address][0], raw)


def hold(visitor: Visitor, dossier: Dossier, *, prediagnosis: bool = False) -> Visitor:
    """The visitor of a dossier, past the pre-diagnosis."""
    talks = site_of(visitor.client).talks
    secret = site_of(visitor.client).worker.submit(lambda: talks.begin(dossier, prediagnosis=prediagnosis)).result()
    visitor.client.cookies.set(DOSSIER, secret, domain="127.0.0.1")
    return visitor


def stored(visitor: Visitor) -> Dossier:
    """What the database holds for a visitor."""
    found = site_of(visitor.client).store.load(visitor.client.cookies[DOSSIER])
    assert found is not None
    return found.dossier


# -- the way through --------------------------------------------------------------------------------------------------


def test_a_visitor_begins_and_answers_the_first_question(visitor: Visitor) -> None:
    visitor.send("/commencer")
    assert "Question 1 sur" in visitor.words and 'name="situation"' in visitor.page.text
    visitor.send("/question", situation="projet")
    assert visitor.page.status_code == 200 and 'name="forme_juridique"' in visitor.page.text
    assert "Question 2 sur" in visitor.words


def test_the_pre_diagnosis_ends_on_what_the_answers_already_tell(visitor: Visitor, knowledge: Knowledge) -> None:
    visitor.send("/commencer")
    for _ in range(13):
        if not any(form.action == "/question" for form in visitor.forms):
            break
        name = next(iter(visitor.form("/question").data()["adresses"]))
        option = visitor.form("/question").options(name)[0]
        assert knowledge.addresses[name][0].options, "a figure in the pre-diagnosis"
        visitor.fill("/question", {name: option})
    assert visitor.page.url.path == "/prediagnostic"
    for status in knowledge.statuses.values():
        assert status.title.replace("'", "’") in visitor.words
    assert "Et maintenant" in visitor.words or "Ce qu’il reste à faire" in visitor.words
    visitor.send("/prediagnostic")
    assert visitor.page.url.path.startswith(("/question/", "/resultat"))


def test_each_question_has_an_address_of_its_own_for_the_button_back(visitor: Visitor, knowledge: Knowledge) -> None:
    visitor.send("/commencer")
    gone = [visitor.page.url.path]
    while visitor.page.url.path.startswith("/question/") and len(gone) < 13:
        assert "passer ces" not in visitor.words, "the pre-diagnosis asks for no document"
        assert 'class="rest"' not in visitor.page.text, "the pre-diagnosis counts its own questions only"
        tried = visitor.client.post("/apercu", data=visitor.form("/question").data())
        assert tried.status_code == 200 and 'class="rest"' not in tried.text
        name = next(iter(visitor.form("/question").data()["adresses"]))
        visitor.fill("/question", {name: visitor.form("/question").options(name)[0]})
        gone.append(visitor.page.url.path)
    assert gone[-1] == "/prediagnostic" and len(set(gone)) == len(gone)
    back = visitor.go(gone[1])
    assert back.page.status_code == 200 and back.form("/question").data()["adresses"] == ["forme_juridique"]
    assert back.form("/question").data()["forme_juridique"], "the answer is shown as it was given"


def test_who_knew_nothing_is_offered_the_same_questions_before_many_others(visitor: Visitor) -> None:
    visitor.send("/commencer")
    while visitor.page.url.path.startswith("/question/"):
        name = next(iter(visitor.form("/question").data()["adresses"]))
        visitor.fill("/question", {name: UNKNOWN})
    assert visitor.page.url.path == "/prediagnostic"
    actions = [form.action for form in visitor.forms]
    assert actions.index("/reprendre-les-inconnues") < actions.index("/prediagnostic")
    visitor.send("/reprendre-les-inconnues")
    assert visitor.page.url.path == "/question/situation"


def test_every_page_is_the_same_by_its_own_address(knowledge: Knowledge) -> None:
    source = sample()
    talk = talk_of(knowledge, Dossier(on=source.on))
    talk.prediagnosis = False
    while isinstance(page := next_page(talk), QuestionPage):
        for address in page.addresses:
            if address in knowledge.addresses:
                assert page_asking(talk, address) == page
        answer_page(talk, page, source)


def _some_cases() -> list[Case]:
    return load_cases()[::26]


@pytest.mark.parametrize("case", _some_cases(), ids=lambda case: case.id)
def test_pages_answered_from_a_case_end_with_its_answers_and_its_verdicts(knowledge: Knowledge, case: Case) -> None:
    source = case.dossier
    talk = talk_of(knowledge, Dossier(on=source.on, requested=source.requested))
    walk(talk, source)
    for address, answered in talk.interview.dossier.answers.items():
        expected = source.answers.get(address)
        if answered.value is None or expected is None or expected.value is None:
            assert answered.unknown and (expected is None or expected.unknown), address
        else:
            assert typed(knowledge, address, answered.value) == typed(knowledge, address, expected.value), address
    whole = assess(source, talk.interview.on, knowledge)
    if talk.interview.decided and not whole.contradictions:
        found = {status: one.outcome for status, one in talk.interview.assessment.verdicts.items()}
        assert found == {status: one.outcome for status, one in whole.verdicts.items()}


def test_a_case_goes_through_the_real_pages(visitor: Visitor) -> None:
    source = next(case for case in load_cases() if case.id.startswith("038")).dossier
    hold(visitor, Dossier(on=source.on)).go("/question")
    for _ in range(80):
        path = visitor.page.url.path
        if path.startswith("/tableau/"):
            assert "Continuer" in visitor.words
            visitor.go("/question")
        elif not path.startswith("/question/"):
            break
        else:
            data = visitor.form("/question").data()
            talk = site_of(visitor.client).talks.open(visitor.client.cookies[DOSSIER])
            assert talk is not None
            page = next_page(talk)
            assert isinstance(page, QuestionPage) and data.get("adresses", data.get("exercice"))
            fields: dict[str, Any] = {}
            for name, value in fields_of(page, source):
                fields.setdefault(name, []).append(value)
            assert fields.keys() - visitor.form("/question").names() == set(), "a field the page does not have"
            visitor.fill("/question", fields)
            assert visitor.page.status_code == 200, visitor.words[:600]
    assert visitor.page.url.path == "/resultat"
    assert all(
        answer.value == source.answers[at].value for at, answer in stored(visitor).answers.items() if answer.value
    )


# -- what is refused --------------------------------------------------------------------------------------------------


def test_a_page_left_empty_is_shown_again_with_an_error_linked_to_its_field(visitor: Visitor) -> None:
    visitor.send("/commencer").send("/question")
    assert visitor.page.status_code == 422 and "<title>Erreur" in visitor.page.text
    assert 'href="#situation"' in visitor.page.text and 'id="situation"' in visitor.page.text


GARBAGE = [
    ("date_creation", "31/02/2024"),
    ("date_creation", "mai 2020"),
    ("nombre_associes", "0"),
    ("nombre_associes", "12,5"),
    ("nombre_associes", "douze"),
    ("nombre_associes", '"><script>alert(1)</script>'),
    ("voix_premier_associe", "120"),
    ("voix_premier_associe", "0,70"),
    ("benefice_exercice", "12.500"),
    ("pertes_anterieures", "-1"),
    ("remuneration_brute[1]", "9" * 400),
    ("forme_juridique", "sas2"),
    ("expression_voix", "../../etc/passwd"),
]


@pytest.mark.parametrize(("address", "text"), GARBAGE)
def test_what_is_refused_is_shown_as_typed_beside_a_linked_error(visitor: Visitor, address: str, text: str) -> None:
    hold(visitor, sample()).go(f"/question/{slug(address)}?retour=reponses")
    before = stored(visitor).answers.get(address)
    visitor.fill("/question", {address: text})
    anchor = slug(address)
    assert visitor.page.status_code == 422
    assert f'href="#{anchor}"' in visitor.page.text and f'id="{anchor}"' in visitor.page.text
    assert f'id="{anchor}-erreur"' in visitor.page.text and "<script>" not in visitor.page.text
    if address not in ("forme_juridique", "expression_voix"):
        assert visitor.form("/question").data()[address] == [text]
    assert stored(visitor).answers.get(address) == before


def test_signs_that_no_keyboard_types_are_left_out_of_what_is_recorded(visitor: Visitor) -> None:
    hold(visitor, sample()).go("/question/nombre_associes").fill("/question", {"nombre_associes": "1\x002\x07"})
    visitor.go("/question/marche_cotation").fill("/question", {"marche_cotation": "Euronext\x1b Growth"})
    answers = stored(visitor).answers
    assert (answers["nombre_associes"].value, answers["marche_cotation"].value) == ("12", "Euronext Growth")


def test_a_percentage_that_reads_two_ways_is_asked_back_then_taken(visitor: Visitor) -> None:
    hold(visitor, sample()).go("/question/voix_premier_associe?retour=reponses")
    visitor.fill("/question", {"voix_premier_associe": "0,70"})
    assert visitor.form("/question").options("voix_premier_associe.lecture") == ["70", "0,70"]
    visitor.fill("/question", {"voix_premier_associe.lecture": "70"})
    assert visitor.page.url.path == "/reponses" and stored(visitor).answers["voix_premier_associe"].value == "70"


@QUICK
@given(data=st.data())
def test_whatever_a_form_holds_each_answer_is_recorded_or_refused_with_its_error(
    knowledge: Knowledge, data: st.DataObject
) -> None:
    address = data.draw(st.sampled_from(list(knowledge.addresses)))
    fact, _ = knowledge.addresses[address]
    texts = st.one_of(
        st.text(max_size=40),
        st.sampled_from([option.id for option in fact.options] or ["12", "1er mai 2020"]),
        st.sampled_from(ODD_DIGITS),
    )
    typed_in = data.draw(st.lists(st.one_of(texts, st.just(UNKNOWN)), max_size=3))
    extra = data.draw(st.sampled_from([[], [(f"{address}.inconnu", UNKNOWN)], [(f"{address}.lecture", "70")]]))
    talk = talk_of(knowledge, company(situation="existante", forme_juridique="sas"))
    before = talk.interview.dossier.answers.get(address)
    pairs = [("adresses", address), *((address, text) for text in typed_in), *extra]
    page = fill(talk.interview, pairs)
    if page is None:
        now = talk.interview.dossier.answers[address]
        assert now.value is None or typed(knowledge, address, now.value) is not None
    else:
        assert [one.address for one in page.errors] == [address]
        assert talk.interview.dossier.answers.get(address) == before


def test_valid_answers_of_a_page_are_kept_when_another_one_is_refused(knowledge: Knowledge) -> None:
    talk = talk_of(knowledge, sample())
    form = [
        ("adresses", "benefice_exercice pertes_anterieures"),
        ("benefice_exercice", "80 k€"),
        ("pertes_anterieures", "?"),
    ]
    page = fill(talk.interview, form)
    assert page is not None and [one.address for one in page.errors] == ["pertes_anterieures"]
    assert talk.interview.dossier.answers["benefice_exercice"].value == "80000"


@pytest.mark.parametrize("fields", [{}, {"adresses": "rien"}, {"adresses": "siege buts"}, {"exercice": "n-9"}])
def test_a_form_that_no_page_of_ours_makes_is_refused_as_such(visitor: Visitor, fields: dict[str, str]) -> None:
    hold(visitor, sample()).go("/question/siege")
    token = visitor.form("/question").data()["jeton"]
    visitor.page = visitor.client.post("/question", data={"jeton": token, **fields})
    assert visitor.page.status_code == 400


# -- coming back on an answer -----------------------------------------------------------------------------------------


def test_changing_any_answer_keeps_all_the_others(knowledge: Knowledge) -> None:
    source = sample()
    for address in source.answers:
        if costs.belongs(talk_of(knowledge, source).interview, address):
            continue
        talk = talk_of(knowledge, source)
        page = fill(
            talk.interview,
            [("adresses", address), (address, UNKNOWN), (f"{address}.inconnu", UNKNOWN)],
        )
        assert page is None and talk.interview.dossier.answers[address].unknown
        for other, answered in source.answers.items():
            assert other == address or talk.interview.dossier.answers[other] == answered


def test_an_answer_sent_again_as_it_is_shown_changes_nothing(knowledge: Knowledge) -> None:
    source = sample()
    talk = talk_of(knowledge, source)
    for address in source.answers:
        page = questions.page_at(talk.interview, address)
        assert answer_page(talk, page, talk.interview.dossier) is None
    for address, answered in source.answers.items():
        now = talk.interview.dossier.answers[address].value
        assert now is not None and answered.value is not None
        assert typed(knowledge, address, now) == typed(knowledge, address, answered.value), address


def test_going_back_always_leads_to_an_answered_page_and_ends(knowledge: Knowledge) -> None:
    talk = talk_of(knowledge, sample())
    page = questions.page_at(talk.interview, list(talk.interview.dossier.answers)[-1])
    for _ in range(len(talk.interview.dossier.answers) + 1):
        previous = questions.before(talk.interview, page)
        if previous is None:
            break
        assert previous in talk.interview.dossier.answers
        page = questions.page_at(talk.interview, previous)
    else:
        pytest.fail("going back never ends")
    assert talk.interview.first in page.addresses


@QUICK
@given(value=st.decimals(-1000, 10**9, places=7).map(Fraction) | st.just(Fraction(7, 10)), percent=st.booleans())
def test_a_figure_shown_in_a_field_is_read_again_as_the_same(
    knowledge: Knowledge, value: Fraction, percent: bool
) -> None:
    fact = knowledge.facts["voix_premier_associe" if percent else "capitaux_propres"]
    raw = str(canonical(fact, value))
    shown = french(fact, raw)
    assert parse_number(shown) == parse_number(raw) and not doubtful(fact, shown)


def test_the_answers_are_listed_each_with_a_link_that_comes_back_to_its_line(visitor: Visitor) -> None:
    source = sample()
    hold(visitor, source).go("/reponses")
    for address in source.answers:
        assert f'href="/question/{slug(address)}?retour=reponses"' in visitor.page.text
    visitor.go("/question/siege?retour=reponses").fill("/question", {"siege": "union_europeenne"})
    assert visitor.page.history[-1].headers["location"] == "/reponses#ligne-siege"
    assert 'id="ligne-siege"' in visitor.page.text
    visitor.go("/question/charges_exploitation--n?retour=reponses").send("/question")
    assert visitor.page.history[-1].headers["location"] == "/reponses#ligne-charges_exploitation--n"


def test_an_answer_is_withdrawn_and_only_that_one(visitor: Visitor) -> None:
    source = sample()
    hold(visitor, source).go("/question/siege?retour=reponses").send("/reponses")
    assert "Réponse retirée" in visitor.words
    assert stored(visitor).answers.keys() == source.answers.keys() - {"siege"}


def test_answers_that_no_longer_apply_are_told_apart_and_kept(visitor: Visitor) -> None:
    source = sample()
    hold(visitor, source).go("/question/forme_juridique").fill("/question", {"forme_juridique": "association"})
    visitor.go("/reponses")
    assert "Mises de côté" in visitor.words
    assert stored(visitor).answers.keys() == source.answers.keys()


def test_answers_that_contradict_one_another_are_told_with_a_way_to_change_both(visitor: Visitor) -> None:
    hold(visitor, company(situation="existante", forme_juridique="sasu", nombre_exercices_clos="trois_ou_plus"))
    visitor.go("/question/date_creation").fill("/question", {"date_creation": "01/03/2025"})
    talk = site_of(visitor.client).talks.open(visitor.client.cookies[DOSSIER])
    assert talk is not None
    clash = review.clashes(talk.interview)
    assert clash, "these answers were chosen because they contradict one another"
    visitor.go("/question")
    assert visitor.page.status_code == 200
    for row in clash[0][1]:
        assert f'href="/question/{row.slug}?retour=reponses"' in visitor.page.text


# -- tables of figures ------------------------------------------------------------------------------------------------

TOTAL, SOCIAL, COMMON, KEY = (
    f"{fact}[n]" for fact in ("charges_exploitation", "charges_utilite_sociale", "charges_communes", "cle_repartition")
)
OWN = f"{costs.DIRECT}[n]"


def year(**fields: str) -> list[tuple[str, str]]:
    names = {"total": TOTAL, "social": SOCIAL, "own": OWN, "common": COMMON, "key": KEY, "basis": costs.BASIS}
    return [("exercice", "n"), *((names.get(name, name), text) for name, text in fields.items())]


def before_accounts() -> Dossier:
    source = sample()
    for address in list(source.answers):
        if address.partition("[")[0] in (TOTAL[:-3], SOCIAL[:-3], COMMON[:-3], KEY[:-3]):
            source = source.with_answer(address, None)
    return source


def test_the_part_of_a_year_is_computed_exactly_and_says_how(knowledge: Knowledge) -> None:
    talk = talk_of(knowledge, before_accounts())
    form = year(total="350 000", own="210 000", common="50 000", key="33,3", basis="heures de travail")
    page = fill(talk.interview, form)
    answers = talk.interview.dossier.answers
    assert page is None and answers[SOCIAL].value == "226650"
    assert "210\u00a0000\u00a0€" in answers[SOCIAL].note and answers[KEY].note == "heures de travail"
    assert costs.computed(talk.interview, "n").endswith("soit 64,76\u00a0% du total.")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"own": "210000", "common": "", "key": ""}, COMMON),
        ({"own": "210000", "common": "5000", "key": ""}, KEY),
        ({"own": "", "common": "0", "key": ""}, OWN),
        ({"own": "x", "common": "0", "key": ""}, OWN),
        ({"own": "210000", "common": "5000", "key": "130"}, KEY),
    ],
)
def test_a_year_that_lacks_a_figure_says_which_and_keeps_what_was_typed(
    knowledge: Knowledge, fields: dict[str, str], wrong: str
) -> None:
    talk = talk_of(knowledge, before_accounts())
    page = fill(talk.interview, year(total="350 000", **fields))
    assert page is not None and [one.address for one in page.errors] == [wrong]
    shown = {one.address: one.text for one in page.fields}
    assert shown[OWN] == fields["own"] and shown[COMMON] == fields["common"] and shown[KEY] == fields["key"]
    assert talk.interview.dossier.answers[TOTAL].value == "350000" and SOCIAL not in talk.interview.dossier.answers


def test_without_shared_costs_no_key_is_asked(knowledge: Knowledge) -> None:
    talk = talk_of(knowledge, before_accounts())
    assert fill(talk.interview, year(total="350000", own="240000", common="0", key="")) is None
    assert talk.interview.dossier.answers[SOCIAL].value == "240000" and KEY not in talk.interview.dossier.answers


def test_the_final_part_may_be_given_at_once_and_is_asked_so_again(knowledge: Knowledge) -> None:
    talk = talk_of(knowledge, before_accounts())
    page = fill(talk.interview, year(total="350000", methode="finale"))
    assert page is not None and page.whole and not page.errors
    assert fill(talk.interview, year(total="350000", social="240000")) is None
    assert talk.interview.dossier.answers[SOCIAL].value == "240000"
    assert costs.year_page(talk.interview, "n").whole


def test_what_one_does_not_know_of_a_year_is_unknown_and_the_rest_is_kept(knowledge: Knowledge) -> None:
    talk = talk_of(knowledge, before_accounts())
    form = [*year(total="350000", own="", common="5000", key=""), (f"{OWN}.inconnu", UNKNOWN)]
    assert fill(talk.interview, form) is None
    answers = talk.interview.dossier.answers
    assert answers[SOCIAL].unknown and answers[COMMON].value == "5000" and answers[TOTAL].value == "350000"


PAID = ("adresses", "remuneration_brute[1] quotite_travail[1]")


def test_a_pay_that_looks_like_a_month_is_asked_about_then_taken_as_said(knowledge: Knowledge) -> None:
    talk = talk_of(knowledge, sample())
    pay = [PAID, ("remuneration_brute[1]", "2 500"), ("quotite_travail[1]", "100")]
    page = fill(talk.interview, pay)
    assert page is not None and [value for value, _ in page.fields[0].readings] == ["mois", "annee"]
    said = [("remuneration_brute[1].vu", "2 500"), ("remuneration_brute[1].lecture", "mois")]
    assert fill(talk.interview, pay + said) is None
    assert talk.interview.dossier.answers["remuneration_brute[1]"].value == "30000"
    changed = [PAID, ("remuneration_brute[1]", "31 000"), ("quotite_travail[1]", "100"), *said]
    assert fill(talk.interview, changed) is None, "an old reading says nothing of a new figure"
    assert talk.interview.dossier.answers["remuneration_brute[1]"].value == "31000"


def test_a_document_that_is_not_at_hand_is_passed_at_once(knowledge: Knowledge) -> None:
    talk = talk_of(knowledge, company(situation="existante", forme_juridique="sas"), prediagnosis=False)
    while isinstance(page := next_page(talk), QuestionPage) and page.key != "statuts":
        answer_page(talk, page, sample())
    assert isinstance(page, QuestionPage) and page.more
    form = [("adresses", page.fields[0].address), ("passer", "document")]
    assert fill(talk.interview, form) is None
    after = next_page(talk)
    assert not isinstance(after, QuestionPage) or after.key != "statuts"


def test_a_table_filled_shows_its_figures_and_what_the_law_makes_of_them(visitor: Visitor) -> None:
    hold(visitor, sample()).go("/tableau/charges")
    assert visitor.page.status_code == 200 and "66 %" in visitor.words and "Ce que la loi regarde" in visitor.words
    assert visitor.go("/tableau/statuts").page.status_code == 404


# -- where one stands -------------------------------------------------------------------------------------------------

LISTED = {"situation": "existante", "forme_juridique": "sas", "type_assimilation": "aucun"}


def test_the_panel_says_each_state_in_words_and_by_a_symbol(visitor: Visitor, knowledge: Knowledge) -> None:
    talk = talk_of(knowledge, company(titres_admis_negociation="oui", **LISTED))
    found = {line.status: line for line in panel(talk.interview).lines}
    assert (
        found["esus"].head == STATES[VerdictState.CLOSED].head
        and found["esus"].symbol == "×"
        and "Oui" in found["esus"].because
    )
    assert found["ess"].state == "ouvert" and found["ess"].text and found["ess"].words.startswith("Au mieux")


def test_the_panel_promises_nothing_and_a_met_status_speaks_by_the_rules(knowledge: Knowledge) -> None:
    # « ESUS : oui » would be read as an accreditation; the administration decides.
    assert not any("oui" in re.findall(r"\w+", f"{one.head} {one.pill}".lower()) for one in STATES.values())
    dossier = Dossier(answers={"situation": Answer(value="existante"), "forme_juridique": Answer(value="association")})
    interview = Interview(knowledge, dossier)
    ess = next(line for line in panel(interview).lines if line.status == "ess")
    assert ess.state == "acquis" and ess.text == interview.assessment.verdicts["ess"].sentence
    assert "sous réserve" in ess.text
    # The form alone opens the door: the conditions common to all were not asked.
    assert (ess.head, ess.pill) == ("De droit, sous réserve", "de droit, sous réserve")


def test_home_defines_both_statuses_in_the_words_of_the_glossary(visitor: Visitor) -> None:
    words = visitor.go("/").words.replace("’", "'")
    assert all(load_glossary().entries[id].meaning in words for id in ("ess", "esus"))


def test_a_preview_tells_what_an_answer_would_change_and_writes_nothing(visitor: Visitor) -> None:
    hold(visitor, company(**LISTED)).go("/question/titres_admis_negociation")
    before = stored(visitor)
    data = {**visitor.form("/question").data(), "titres_admis_negociation": "oui"}
    tried = visitor.client.post("/apercu", data=data)
    assert (
        tried.status_code == 200
        and STATES[VerdictState.CLOSED].head.replace("'", "’") in tried.text
        and "data-tried" in tried.text
    )
    assert stored(visitor) == before
    assert visitor.client.post("/apercu", data={**data, "jeton": "autre"}).status_code == 403
    wrong = {**data, "titres_admis_negociation": "peut-être"}
    assert visitor.client.post("/apercu", data=wrong).status_code == 200 and stored(visitor) == before


def test_a_preview_tells_what_a_row_of_figures_comes_to(visitor: Visitor) -> None:
    hold(visitor, before_accounts()).go("/question/charges_exploitation--n")
    figures = {TOTAL: "350000", OWN: "210000", COMMON: "50000", KEY: "60"}
    tried = visitor.client.post("/apercu", data={**visitor.form("/question").data(), **figures})
    assert "soit 68,57\u00a0% du total" in tried.text and SOCIAL not in stored(visitor).answers


def test_unknown_answers_are_asked_again_when_one_says_so(visitor: Visitor) -> None:
    hold(visitor, company(situation="existante", forme_juridique=None)).go("/reponses")
    token = visitor.go("/question/siege").form("/question").data()["jeton"]
    visitor.page = visitor.client.post("/reprendre-les-inconnues", data={"jeton": token})
    assert visitor.page.url.path == "/question/forme_juridique" and 'name="forme_juridique"' in visitor.page.text
    visitor.page = visitor.client.post("/continuer", data={"jeton": token})
    talk = site_of(visitor.client).talks.open(visitor.client.cookies[DOSSIER])
    assert talk is not None and talk.interview.going_on


def test_the_step_of_the_pre_diagnosis_counts_up_within_a_bound_that_never_grows(knowledge: Knowledge) -> None:
    talk = talk_of(knowledge, Dossier())
    seen, bound = [], 12
    while isinstance(page := next_page(talk), QuestionPage):
        step = review.prediagnosis_step(talk.interview, page.fields[0].address)
        words = r"Question (\d+)(?:, la dernière| sur (\d+)(?: au plus)?(?:, peut-être la dernière)?)"
        found = re.fullmatch(words, step)
        assert found is not None, step
        seen.append(int(found[1]))
        most = int(found[2] or found[1])
        assert seen[-1] <= most <= bound, step
        bound = most
        answer_page(talk, page, sample())
    assert seen == list(range(1, len(seen) + 1)) and 5 <= len(seen) <= bound


# -- home -------------------------------------------------------------------------------------------------------------


def test_home_offers_first_to_take_up_the_dossier_of_this_browser(visitor: Visitor) -> None:
    assert "Reprendre où j’en étais" not in visitor.words
    visitor.send("/commencer").send("/question", situation="projet").go("/")
    assert "Reprendre où j’en étais" in visitor.words and "Commencer un autre dossier" in visitor.words


def test_beginning_again_before_any_answer_makes_no_second_dossier(visitor: Visitor) -> None:
    visitor.send("/commencer")
    first = visitor.client.cookies[DOSSIER]
    visitor.go("/").send("/commencer")
    assert visitor.client.cookies[DOSSIER] == first


def test_a_dossier_erased_elsewhere_is_forgotten_by_the_browser(visitor: Visitor) -> None:
    visitor.send("/commencer")
    site_of(visitor.client).worker.submit(site_of(visitor.client).talks.erase, visitor.client.cookies[DOSSIER]).result()
    visitor.go("/")
    assert DOSSIER not in visitor.client.cookies and "Commencer" in visitor.words


# -- words ------------------------------------------------------------------------------------------------------------


def test_what_each_answer_means_for_a_clause_stands_beside_it_and_no_word_is_lost(knowledge: Knowledge) -> None:
    interview = talk_of(knowledge, Dossier()).interview
    for fact in knowledge.facts.values():
        if fact.type is not FactType.CLAUSE:
            continue
        words = wording(interview, fact.id)
        split = explained(words)
        assert all(option.help for option in split.options), fact.id
        shown = " ".join([split.help, *(option.help for option in split.options)]).lower()
        before = re.sub(r"« (oui, en entier|en partie|non) » : ", "", words.help.lower())
        assert sorted(re.findall(r"\w+", shown)) == sorted(re.findall(r"\w+", before)), fact.id


def test_terms_of_a_page_are_explained_once_and_every_link_has_its_explanation(visitor: Visitor) -> None:
    hold(visitor, company(situation="existante", forme_juridique="sas"))
    for asked in ("forme_juridique", "clause_report_reserves", "benefice_exercice", "buts", "charges_exploitation--n"):
        visitor.go(f"/question/{asked}")
        links = re.findall(r'href="#(mot-[\w-]+)"', visitor.page.text)
        assert links and len(links) == len(set(links)), asked
        assert set(links) <= set(re.findall(r'id="(mot-[\w-]+)"', visitor.page.text)), asked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("la société compte-t-elle", "la société compte‑t‑elle"),
        ("donnez-vous, sont-ils, est-ce", "donnez‑vous, sont‑ils, est‑ce"),
        ("vous-même, sous-traitant, pré-diagnostic", "vous-même, sous-traitant, pré-diagnostic"),
    ],
)
def test_a_heading_is_not_cut_inside_a_verb_and_its_pronoun(text: str, shown: str) -> None:
    assert whole(text) == shown
