"""Every kind of page, read as a screen reader would and without a browser; and texts that would like to be HTML."""

from __future__ import annotations

import html
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from advisor.dossier import Answer, Dossier
from advisor.interview.machine import Interview
from advisor.interview.prediagnosis.outlook import outlook
from advisor.report.letterhead import Letterhead
from advisor.rules.load import Knowledge
from advisor.training.casebook.read import find_case
from advisor.web.guard import DOSSIER
from advisor.web.settings import Settings
from advisor.web.site import Site
from tests.support.browser_stations import QUESTIONS, RESULTS, WHOLE
from tests.support.web_files import plain, section
from tests.support.web_html import elements, faults
from tests.support.web_visitor import Visitor, rooms_of, site, site_of

HOSTILE = "<zyx a=\"b\" c='d'>&amp;{{ 7 * 7 }}</zyx>"
HOUSE = Letterhead(f"CRESS {HOSTILE}", (f"12 quai {HOSTILE}",))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with site(Settings(letterhead=HOUSE)) as found:
        yield found


def hold(client: TestClient, dossier: Dossier, *, prediagnosis: bool = False) -> Visitor:
    """A browser that holds a dossier."""
    served: Site = site_of(client)
    secret = served.worker.submit(lambda: served.talks.begin(dossier, prediagnosis=prediagnosis)).result()
    client.cookies.clear()
    client.cookies.set(DOSSIER, secret, domain="127.0.0.1")
    return Visitor(client)


def wild(name: str) -> Dossier:
    """The dossier of a worked case, in which every text that people write would like to be HTML."""
    one = find_case(name).dossier
    answers = {at: given.model_copy(update={"note": HOSTILE, "quote": HOSTILE}) for at, given in one.answers.items()}
    answers["marche_cotation"] = Answer(value=HOSTILE)
    return one.model_copy(
        update={"name": f"Société {HOSTILE}", "notes": HOSTILE, "adviser": HOSTILE, "answers": answers}
    )


Kind = tuple[str, Visitor]


def public(client: TestClient) -> Iterator[Kind]:
    client.cookies.clear()
    visitor = Visitor(client)
    for path in (
        "/",
        "/confidentialite",
        "/accessibilite",
        "/lacunes",
        "/nulle-part",
        "/question",
        "/reprendre",
        "/seance",
    ):
        yield path, visitor.go(path)
    yield "fichier absent", visitor.go("/reprendre").send("/reprendre/fichier")
    yield "lien faux", visitor.go("/reprendre").send("/reprendre/lien", lien=HOSTILE)
    yield "lien inconnu", visitor.go("/reprendre/" + "x" * 32)
    yield "code faux", visitor.go("/seance").send("/seance/participer", code=HOSTILE)
    yield "nouvelle séance", visitor.go("/seance/nouvelle")
    yield "formulaire étranger", _posted(visitor, "/commencer")


def _posted(visitor: Visitor, path: str) -> Visitor:
    visitor.page = visitor.client.post(path)
    return visitor


def asked(client: TestClient) -> Iterator[Kind]:
    visitor = hold(client, Dossier(), prediagnosis=True)
    yield "première question", visitor.go("/question")
    yield "oubli", visitor.send("/question")
    assert visitor.page.status_code == 422
    for name in ("074-sci-familiale", WHOLE):
        yield f"pré-diagnostic {name}", hold(client, wild(name), prediagnosis=True).go("/prediagnostic")
    visitor = hold(client, wild(WHOLE))
    for kind, slug in QUESTIONS.items():
        yield kind, visitor.go(f"/question/{slug}")
        # Sent with something that no question of this sort takes.
        typed = {
            name: HOSTILE for name in visitor.form("/question").names() if "." not in name and name not in RESERVED
        }
        yield f"{kind} refusé", visitor.fill("/question", typed)
    text = QUESTIONS["question-texte"]
    yield "texte trop long", visitor.go(f"/question/{text}").send("/question", **{text: "x" * 4_001})
    assert visitor.page.status_code == 422
    yield "tableau", visitor.go("/tableau/charges")
    yield "réponses", visitor.go("/reponses")
    visitor = hold(client, wild("127-associe-unique-et-trois"))
    yield "question contredite", visitor.go("/question/nombre_associes")
    yield "réponses contredites", visitor.go("/reponses")


RESERVED = ("jeton", "adresses", "exercice", "retour", "methode", "passer")


def concluded(client: TestClient) -> Iterator[Kind]:
    yield "résultat vide", hold(client, Dossier()).go("/resultat")
    for kind, name in RESULTS.items():
        yield kind, hold(client, wild(name)).go("/resultat")
    visitor = hold(client, wild(WHOLE))
    yield "région", visitor.go("/resultat").send("/resultat/region", region="bretagne")
    yield "dossier", visitor.go("/mon-dossier")
    yield "dossier gardé", visitor.send("/mon-dossier", nom=f"Société {HOSTILE}", note=HOSTILE)
    yield "note trop longue", visitor.go("/mon-dossier").send("/mon-dossier", nom=HOSTILE, note="x" * 4_001)
    assert visitor.page.status_code == 422
    secret = client.cookies[DOSSIER]
    yield "fermé", visitor.go("/mon-dossier").send("/mon-dossier/fermer")
    yield "lien privé", visitor.go(f"/reprendre/{secret}")
    yield "lien ouvert", visitor.send(f"/reprendre/{secret}")
    yield "effacer", visitor.go("/mon-dossier/effacer")
    yield "effacé", visitor.send("/mon-dossier/effacer")


def played(client: TestClient) -> Iterator[Kind]:
    client.cookies.clear()
    trainer = (
        Visitor(client).go("/seance/nouvelle").fill("/seance/nouvelle", {"quoi": "cas", "cas": "013-associee-unique"})
    )
    yield "pupitre", trainer.go("/seance/animer")
    (room,) = rooms_of(client).alive()
    phone = Visitor(TestClient(trainer.client.app, base_url=str(client.base_url)))
    yield "entrer", phone.go(f"/seance/{room.code}")
    yield "téléphone, attente", phone.send("/seance/participer")
    for _ in range(14):
        where = room.state.mark
        yield f"pupitre {where}", trainer.go("/seance/animer")
        yield f"écran {where}", trainer.go("/seance/ecran")
        yield f"téléphone {where}", phone.go("/seance/participer")
        if room.state.session.finished:
            break
        trainer.go("/seance/animer").fill("/seance/animer", {"geste": "reveler" if room.state.asked else "suite"})


@pytest.mark.parametrize("part", [public, asked, concluded, played], ids=lambda part: part.__name__)
def test_every_page_names_its_fields_tells_its_errors_and_shows_texts_as_texts(client: TestClient, part) -> None:  # type: ignore[no-untyped-def]
    seen, shown = [], 0
    for kind, visitor in part(client):
        text = visitor.page.text
        seen.append(kind)
        found = faults(text)
        assert not found, f"{kind} ({visitor.page.url.path}):\n  " + "\n  ".join(found)
        # A text stays a text: neither a tag, nor a template, nor escaped twice.
        assert not [one for one in elements(text) if one.tag == "zyx"] and "49" not in text.partition("zyx")[2][:60], (
            kind
        )
        assert "&amp;lt;" not in text and "&amp;#3" not in text and "&lt;p&gt;" not in text, kind
        shown += "<zyx" in html.unescape(text)
    assert len(seen) >= 12
    # What is written comes back to who wrote it.
    assert shown or part is played


def test_the_ways_to_a_dossier_are_shown_to_who_holds_one(client: TestClient) -> None:
    own = {"/reponses", "/resultat", "/mon-dossier"}

    def ways(visitor: Visitor) -> set[str]:
        return {one.get("href") for one in elements(visitor.page.text) if one.tag == "a" and one.inside("nav")}

    assert own <= ways(hold(client, find_case(WHOLE).dossier).go("/confidentialite"))
    client.cookies.clear()
    assert not own & ways(Visitor(client).go("/confidentialite"))


# -- what the pre-diagnosis tells -------------------------------------------------------------------------------------


def bare(text: str) -> str:
    """The letters of a text, whatever stands between them: terms explained are links."""
    return plain(text).replace(" ", "")


@pytest.mark.parametrize("name", ["074-sci-familiale", "016-statuts-pas-lus", "029-holding"])
def test_the_pre_diagnosis_shows_every_reason_every_step_and_every_door(
    client: TestClient, knowledge: Knowledge, name: str
) -> None:
    dossier = find_case(name).dossier
    expected = outlook(Interview(knowledge, dossier))
    page = hold(client, dossier, prediagnosis=True).go("/prediagnostic").page.text
    before: list[object] = []
    for status in expected.statuses:
        part = section(page, f"statut-{status.id}")
        words = bare(part)
        for text in (status.title, status.words, status.sentence):
            assert bare(text) in words, text
        # A reason of the second status that was already told is only named.
        for one in status.why:
            assert bare(one.title) in words and (one in before or bare(one.text) in words), one
            assert one in before or all(bare(answer) in words for answer in one.answers), one
        for step in status.next:
            assert bare(step.title) in words
            if step not in before:
                for text in (step.text, step.who, step.when, step.then):
                    assert bare(text) in words, step
                assert not step.questions or f"({step.questions}question" in words
        for route in status.routes if len(status.routes) > 1 else ():
            assert all(bare(text) in words for text in (route.title, route.words, route.sentence, route.statement))
        # Points end sentences, once.
        assert ".." not in words.replace("...", "")
        # Closed: why is in plain sight, nothing to unfold.
        closed = status.state == "ferme"
        assert closed == ("<h3>Pourquoi</h3>" in part.partition("Les voies possibles")[0])
        before += [*status.why, *status.next]
    if expected.avenues:
        doors = bare(section(page, "ailleurs"))
        for avenue in expected.avenues:
            assert all(
                bare(text) in doors for text in (avenue.title, avenue.summary, avenue.passage, avenue.ess, avenue.esus)
            )
    assert bare(expected.notice) in bare(page) and f"D'après{expected.given}réponse" in bare(page)
    assert f"dont{expected.unknown}«jenesaispas»" in bare(page) or not expected.unknown


def test_what_was_not_known_may_be_taken_up_again_from_the_pre_diagnosis(client: TestClient) -> None:
    visitor = hold(client, Dossier(), prediagnosis=True).go("/question")
    for _ in range(20):
        if visitor.page.url.path == "/prediagnostic":
            break
        one = visitor.form("/question").data()["adresses"][0]
        known = {"situation": "existante", "siege": "france", "forme_juridique": "sas"}
        visitor.fill("/question", {one: known.get(one, "je_ne_sais_pas")})
    assert visitor.page.url.path == "/prediagnostic" and "Reprendre mes" in plain(visitor.page.text)
    assert faults(visitor.page.text) == []
    visitor.send("/reprendre-les-inconnues")
    assert visitor.page.status_code == 200 and visitor.page.url.path.startswith("/question")
    visitor.go("/prediagnostic").send("/prediagnostic")
    assert visitor.page.status_code == 200 and visitor.page.url.path.startswith("/question")
