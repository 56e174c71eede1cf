"""Where an answer stands: optional, said in the person's words, kept with the answer, proving nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import FormData
from starlette.testclient import TestClient

from advisor.assessment.assess import assess, dossier_in
from advisor.assessment.model import Assessment
from advisor.common.yaml_reader import parse_yaml
from advisor.dossier import Answer, Dossier, Evidence, dump_dossier
from advisor.interview.machine import Interview
from advisor.rules.load import Knowledge, load_knowledge
from advisor.training.casebook.read import find_case
from advisor.web.guard import DOSSIER
from advisor.web.journey.forms import LONGEST, read_submission
from advisor.web.journey.model import AnswerSource
from advisor.web.journey.questions import place_words, record_place
from tests.support.web_visitor import Visitor, site, site_of

WHOLE = "053-trois-ans-moins-un-jour"
PLACE = "Article 12 des statuts"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with site() as one:
        yield one


@pytest.fixture
def visitor(client: TestClient) -> Visitor:
    client.cookies.clear()
    visitor = Visitor(client)
    hold(visitor, find_case(WHOLE).dossier.model_copy(update={"on": None}))
    return visitor


def hold(visitor: Visitor, dossier: Dossier) -> None:
    talks = site_of(visitor.client).talks
    visitor.client.cookies.set(DOSSIER, talks.begin(dossier, prediagnosis=False))


def stored(visitor: Visitor) -> Dossier:
    return reopened(visitor.client.get("/dossier.yaml").text)


def reopened(file: str) -> Dossier:
    return dossier_in(parse_yaml(file.encode(), "dossier.yaml"), load_knowledge())


def bare(found: Assessment) -> dict[str, object]:
    """What is concluded, apart from what the answers rest on."""
    return {"verdicts": {id: one.outcome for id, one in found.verdicts.items()}, "missing": found.missing}


@settings(max_examples=15)
@given(st.data())
def test_a_place_is_told_as_it_was_written_and_changes_nothing_else(knowledge: Knowledge, data: st.DataObject) -> None:
    interview = Interview(knowledge, find_case(WHOLE).dossier)
    before = interview.dossier
    address = data.draw(st.sampled_from(list(before.answers)))
    words = st.sampled_from(["", "article 12", "Art. 7 et 8", "l'article 3", "page 4 des statuts", "comptes 2025", "é"])
    for _ in range(2):
        text = data.draw(words)
        record_place(interview, AnswerSource(text), [address])
        now = interview.dossier.answers[address]
        plain = text.lower().replace("l'", "").replace("art. ", "article ")
        assert place_words(now) in (text, plain)
        assert (now.value, now.note, now.quote) == (before.answers[address].value, *_rest(before, address))
        assert not now.proven
    assert reopened(dump_dossier(interview.dossier)) == interview.dossier
    assert bare(assess(interview.dossier, interview.on, knowledge)) == bare(assess(before, interview.on, knowledge))


def _rest(dossier: Dossier, address: str) -> tuple[str, str]:
    return dossier.answers[address].note, dossier.answers[address].quote


@pytest.mark.parametrize("address", ["boni_liquidation", "nombre_associes", "charges_exploitation[n]"])
def test_it_is_kept_in_the_dossier_shown_among_the_answers_and_printed(visitor: Visitor, address: str) -> None:
    slug = address.replace("[", "--").rstrip("]")
    visitor.go(f"/question/{slug}?retour=reponses").send("/question", lieu=PLACE)
    assert visitor.page.url.path == "/reponses" and f"où c’est écrit : {PLACE}".lower() in visitor.words.lower()
    assert place_words(stored(visitor).answers[address]).lower() == PLACE.lower()
    # Shown again, unfolded, and withdrawn by emptying it.
    visitor.go(f"/question/{slug}?retour=reponses")
    assert [text.lower() for text in visitor.form("/question").data()["lieu"]] == [PLACE.lower()]
    assert '<details class="place" open>' in visitor.page.text
    assert PLACE.lower() not in visitor.send("/question", lieu=" ").words.lower()
    assert place_words(stored(visitor).answers[address]) == ""


def test_an_answer_that_is_refused_or_a_place_too_long_keeps_both_as_typed(visitor: Visitor) -> None:
    visitor.go("/question/nombre_associes?retour=reponses").send("/question", nombre_associes="douze", lieu=PLACE)
    data = visitor.form("/question").data()
    assert (data["nombre_associes"], data["lieu"]) == (["douze"], [PLACE])
    visitor.send("/question", nombre_associes="12", lieu="x" * (LONGEST + 1))
    assert visitor.page.status_code == 422 and 'href="#lieu"' in visitor.page.text
    assert visitor.form("/question").data()["lieu"] == ["x" * (LONGEST + 1)]
    assert stored(visitor).answers["nombre_associes"].value == "12"
    assert visitor.send("/question", lieu=PLACE).page.url.path == "/reponses"
    assert place_words(stored(visitor).answers["nombre_associes"]) == PLACE


def test_what_an_adviser_has_seen_is_told_and_not_asked(visitor: Visitor) -> None:
    dossier = find_case(WHOLE).dossier
    seen = Evidence(level="vu", document="Statuts", page="4")
    answer = dossier.answers["nombre_associes"].model_copy(update={"evidence": seen})
    hold(visitor, dossier.with_answer("nombre_associes", answer))
    visitor.go("/question/nombre_associes?retour=reponses")
    assert "lieu" not in visitor.form("/question").names()
    assert "Document vu : Statuts, p. 4" in visitor.go("/reponses").words
    interview = Interview(load_knowledge(), dossier.with_answer("nombre_associes", answer))
    record_place(interview, AnswerSource(PLACE), ["nombre_associes"])
    assert interview.dossier.answers["nombre_associes"] == answer


def test_the_pre_diagnosis_asks_for_no_place(visitor: Visitor) -> None:
    visitor.client.cookies.clear()
    visitor.go("/").send("/commencer")
    assert "lieu" not in visitor.form("/question").names()


def test_answers_that_stand_in_different_places_keep_theirs(knowledge: Knowledge) -> None:
    noted = {
        f"remuneration_brute[{row}]": Answer(value="30000", evidence=Evidence(document=document))
        for row, document in ((1, "bulletin de Zoé"), (2, "bulletin d'Ali"))
    }
    interview = Interview(knowledge, Dossier(answers=noted))
    record_place(interview, AnswerSource(""), noted)
    assert interview.dossier.answers == noted
    record_place(interview, AnswerSource("livre de paie"), noted)
    assert {place_words(one) for one in interview.dossier.answers.values()} == {"livre de paie"}
    form = FormData([("adresses", "siege"), ("lieu", "  a \n b ")])
    assert read_submission(interview, form, 9).place == AnswerSource("a b")
