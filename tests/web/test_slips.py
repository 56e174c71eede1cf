"""A refused form leads back to its question: as typed, by an address that tells nothing, until it is put right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData
from starlette.testclient import TestClient

from advisor.dossier import Dossier
from advisor.interview.machine import Interview
from advisor.rules.load import Knowledge, load_knowledge
from advisor.training.casebook.read import find_case
from advisor.web.guard import DOSSIER
from advisor.web.journey.forms import read_submission
from advisor.web.journey.model import UNKNOWN
from advisor.web.journey.recording import LARGEST, RefusedForm, record, slip_left
from advisor.web.result.folder import LIFETIME, MOST, RefusedForms
from tests.support.unbroken import ODD_DIGITS
from tests.support.web_visitor import Visitor, site, site_of
from tests.support.web_walk import LIMIT

WHOLE = "053-trois-ans-moins-un-jour"
"""A worked case with an answer to each sort of question."""


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with site() as one:
        yield one


@pytest.fixture
def visitor(client: TestClient) -> Visitor:
    client.cookies.clear()
    visitor = Visitor(client)
    secret = site_of(client).talks.begin(find_case(WHOLE).dossier, prediagnosis=False)
    client.cookies.set(DOSSIER, secret, domain="127.0.0.1")
    return visitor


def forget(visitor: Visitor) -> None:
    """All that was only in memory, as when the server stops."""
    site_of(visitor.client).talks.drop(visitor.client.cookies[DOSSIER])


@given(st.data())
def test_a_page_kept_comes_back_as_it_was_refused(knowledge: Knowledge, data: st.DataObject) -> None:
    interview = Interview(knowledge, find_case(WHOLE).dossier)
    texts = st.sampled_from(["", "douze", "0,7", "31/02/2024", UNKNOWN, "oui", "12", "é<b>", "1.234", *ODD_DIGITS])
    sheet = data.draw(st.sampled_from(list(interview.plan.sheets.values())))
    addresses = data.draw(st.lists(st.sampled_from(interview.plan.addresses(sheet)), min_size=1, max_size=4))
    pairs = [("adresses", " ".join(addresses))]
    if data.draw(st.booleans()):
        addresses = [f"charges_exploitation[{data.draw(st.sampled_from(['n', 'n-1']))}]"]
        pairs = [("exercice", addresses[0][21:-1])]
        pairs += [(f"{name}[{pairs[0][1]}]", data.draw(texts)) for name in ("charges_propres", "charges_communes")]
        pairs += data.draw(st.sampled_from([[], [("methode", "finale")], [("methode", "detail")]]))
    pairs += [(one, data.draw(texts)) for one in addresses for _ in range(data.draw(st.integers(0, 2)))]
    refused, _ = record(interview, read_submission(interview, FormData([*pairs, ("retour", "reponses")]), LIMIT))
    if refused is None:
        return
    text = refused.dump()
    slip = RefusedForm.load(interview, text)
    assert slip == refused and slip.page(interview) == refused.page(interview) and slip.back == "reponses"
    for address in addresses:
        assert address in slip.addresses and slip_left(interview, text, [address]) == ""
    assert "situation" not in slip.addresses and slip_left(interview, text, ["siege"]) == text


def test_what_is_refused_is_asked_by_an_address_of_its_own_until_it_is_put_right(visitor: Visitor) -> None:
    visitor.go("/question/nombre_associes?retour=reponses")
    form = visitor.form("/question")
    answer = visitor.client.post(
        form.action, data={**form.data(), "nombre_associes": "une douzaine"}, follow_redirects=False
    )
    assert answer.status_code == 303
    again = answer.headers["location"]
    assert again == "/question/nombre_associes?retour=reponses&erreur=1"
    for _ in range(2):
        # A second browser, or the server started again in between: nothing typed is lost.
        forget(visitor)
        visitor.go(again)
        assert visitor.page.status_code == 422 and 'id="erreurs"' in visitor.page.text
        assert visitor.form("/question").data()["nombre_associes"] == ["une douzaine"]
    # Neither the question asked for another reason, nor another question, shows it.
    assert "une douzaine" not in visitor.go("/question/nombre_associes").page.text
    assert visitor.page.status_code == 200
    visitor.go("/question/siege?retour=reponses").fill("/question", {"siege": "france"})
    assert "une douzaine" in visitor.go(again).page.text
    visitor.fill("/question", {"nombre_associes": "12"})
    assert visitor.page.url.path == "/reponses"
    assert visitor.go(again).page.status_code == 200
    assert visitor.form("/question").data()["nombre_associes"] == ["12"]


def test_who_left_a_question_empty_is_not_met_with_a_mistake_another_day(visitor: Visitor) -> None:
    visitor.go("/question/nombre_associes").fill("/question", {"nombre_associes": ""})
    assert visitor.page.status_code == 422
    assert visitor.go("/question/nombre_associes").page.status_code == 200
    # What was typed comes back, with what is wrong with it.
    visitor.fill("/question", {"nombre_associes": "douze"})
    assert visitor.go("/question/nombre_associes").form("/question").data()["nombre_associes"] == ["douze"]


def test_an_answer_withdrawn_takes_with_it_what_was_typed_for_it(visitor: Visitor) -> None:
    again = "/question/nombre_associes?retour=reponses"
    visitor.go(again).fill("/question", {"nombre_associes": "une douzaine"}).send("/reponses")
    assert visitor.page.url.path == "/reponses"
    assert "une douzaine" not in visitor.go(again).page.text


def test_how_costs_are_told_is_chosen_without_a_form_to_send_again(visitor: Visitor) -> None:
    visitor.go("/question/charges_exploitation--n")
    form = visitor.form("/question")
    wanted = "finale" if "charges_propres[n]" in form.names() else "detail"
    answer = visitor.client.post(form.action, data={**form.data(), "methode": wanted}, follow_redirects=False)
    assert answer.status_code == 303 and "erreur" not in answer.headers["location"]
    names = visitor.go(answer.headers["location"]).form("/question").names()
    assert visitor.page.status_code == 200
    assert ("charges_propres[n]" in names) == (wanted == "detail")


def test_a_text_without_end_is_shown_once_and_not_kept(visitor: Visitor) -> None:
    visitor.go("/question/marche_cotation")
    visitor.fill("/question", {"marche_cotation": "x" * (LARGEST + 1)})
    assert visitor.page.status_code == 422 and visitor.page.url.path == "/question"
    assert visitor.form("/question").data()["marche_cotation"] == ["x" * (LARGEST + 1)]
    assert "x" * 99 not in visitor.go("/question/marche_cotation").page.text


def test_rules_that_know_a_question_no_more_ask_nothing(knowledge: Knowledge) -> None:
    interview = Interview(knowledge, Dossier())
    slip = RefusedForm(("fait_disparu",), "", "", False, {}, None).dump()
    assert RefusedForm.load(interview, slip) is None and slip_left(interview, slip, ["siege"]) == slip


# -- the other forms --------------------------------------------------------------------------------------------------


def test_a_name_too_long_is_shown_again_by_an_address_until_it_is_shortened(visitor: Visitor) -> None:
    visitor.go("/mon-dossier")
    form = next(one for one in visitor.forms if "nom" in one.names())
    typed = {**form.data(), "nom": "x" * 300, "note": "Un mot"}
    answer = visitor.client.post(form.action, data=typed, follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"] == "/mon-dossier?erreur=1"
    for _ in range(2):
        visitor.go("/mon-dossier?erreur=1")
        assert visitor.page.status_code == 422 and "x" * 300 in visitor.page.text and "Un mot" in visitor.page.text
    # Another dossier opened in this browser never shows it.
    other = site_of(visitor.client).talks.begin(prediagnosis=False)
    visitor.client.cookies.set(DOSSIER, other, domain="127.0.0.1")
    assert "x" * 300 not in visitor.go("/mon-dossier?erreur=1").page.text and visitor.page.status_code == 200


def test_a_file_or_a_link_refused_leads_back_to_its_page(visitor: Visitor) -> None:
    visitor.go("/reprendre")
    token = visitor.forms[-1].data()["jeton"][0]
    sent = visitor.client.post(
        "/reprendre/fichier",
        data={"jeton": token},
        files={"fichier": ("d.yaml", b"rien: a voir")},
        follow_redirects=False,
    )
    assert sent.status_code == 303 and sent.headers["location"] == "/reprendre?erreur=1"
    assert visitor.go("/reprendre?erreur=1").page.status_code == 422 and "d.yaml" in visitor.words
    sent = visitor.client.post("/reprendre/lien", data={"jeton": token, "lien": "pas un lien"}, follow_redirects=False)
    assert sent.headers["location"] == "/reprendre?erreur=1"
    assert "pas un lien" in visitor.go("/reprendre?erreur=1").page.text and "d.yaml" not in visitor.page.text
    assert visitor.go("/reprendre").page.status_code == 200


def test_a_slip_of_another_version_is_no_slip_and_stops_nobody() -> None:
    interview = Interview(load_knowledge(), find_case(WHOLE).dossier)
    address = next(iter(interview.dossier.answers))
    for slip in ("", "{}", "[]", f'{{"adresses": ["{address}"], "retour": ""}}'):
        assert RefusedForm.load(interview, slip) is None and slip_left(interview, slip, [address]) == slip


@pytest.mark.parametrize("leaving", ["/mon-dossier/fermer", "/mon-dossier/effacer"])
def test_whoever_uses_the_browser_next_never_sees_what_was_refused(visitor: Visitor, leaving: str) -> None:
    visitor.go("/reprendre").send("/reprendre/lien", lien="presque un secret")
    visitor.go("/mon-dossier").send("/mon-dossier", nom="N" * 300)
    assert "presque un secret" in visitor.go("/reprendre?erreur=1").page.text
    visitor.go("/mon-dossier/effacer" if "effacer" in leaving else "/mon-dossier").send(leaving)
    assert visitor.go("/reprendre?erreur=1").page.status_code == 200 and "presque un secret" not in visitor.page.text


def test_what_was_refused_is_forgotten_with_time() -> None:
    now = [0.0]
    refused = RefusedForms(lambda: now[0])
    refused.keep("a", 1)
    now[0] = LIFETIME - 1
    refused.keep("b", 2)
    assert refused.of("a", int) == 1
    now[0] = LIFETIME
    assert refused.of("a", int) is None and refused.of("b", int) == 2


def test_what_is_kept_in_memory_is_bounded() -> None:
    refused = RefusedForms()
    for rank in range(MOST + 10):
        refused.keep(str(rank), rank)
    assert refused.of("9", int) is None and refused.of("10", int) == 10 and refused.of("10", str) is None
    refused.forget("10", int)
    assert refused.of("10", int) is None
