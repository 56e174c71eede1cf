"""My dossier, and coming back: by file or by link, nothing lost, and nothing that another site could do for me."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from advisor.common.errors import InputError
from advisor.common.french import french_date
from advisor.common.yaml_reader import YamlDocument, parse_yaml, read_yaml
from advisor.dossier import Answer, Dossier, Draft, Evidence, dump_dossier, parse_dossier
from advisor.rules.load import load_knowledge
from advisor.training.casebook.read import load_cases
from advisor.web.guard import DOSSIER
from advisor.web.result.resume import secret_of, shown_name
from advisor.web.settings import Limits, Settings
from tests.museum import dossiers_answers, dossiers_drafts, dossiers_files
from tests.support.generate import dossiers
from tests.support.web_files import bring, plain
from tests.support.web_visitor import BASE, Visitor, site

MANY = Limits(uploads=10_000, creations=10_000, writes=10_000, documents=10_000)
EXHIBITS = (*dossiers_files.EXHIBITS, *dossiers_answers.EXHIBITS, *dossiers_drafts.EXHIBITS)
FIRST, OTHER = load_cases()[0].dossier, load_cases()[3].dossier
DAY = date(2025, 6, 30)
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"), include_characters="\n\t"), max_size=60
)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with site(Settings(limits=MANY)) as running:
        yield running


@pytest.fixture
def visitor(client: TestClient) -> Visitor:
    client.cookies.clear()
    return Visitor(client)


def downloaded(visitor: Visitor) -> Dossier:
    answer = visitor.client.get("/dossier.yaml")
    assert answer.status_code == 200 and answer.headers["content-disposition"].startswith("attachment")
    return parse_dossier(YamlDocument(answer.text, "dossier.yaml"))[0]


def secret(visitor: Visitor) -> str:
    return visitor.client.cookies.get(DOSSIER) or ""


def link(visitor: Visitor) -> str:
    """The private link, as the page of the dossier shows it."""
    form = re.search(r'value="([^"]*/reprendre/[^"]*)"', visitor.go("/mon-dossier").page.text)
    assert form
    return form[1]


# -- a file ------------------------------------------------------------------------------------------------------------


@st.composite
def full_dossiers(draw: st.DrawFn) -> Dossier:
    """Dossiers as an adviser leaves them: evidence, notes, drafts, wishes, and the law of some day."""
    knowledge = load_knowledge()
    one = draw(dossiers(knowledge, DAY))
    answers = dict(one.answers)
    for address in draw(st.lists(st.sampled_from(sorted(answers)), max_size=4)) if answers else ():
        level = draw(st.sampled_from(["declare", "vu", "copie_jointe"]))
        evidence = Evidence(level=level, document=draw(TEXTS), page=draw(st.sampled_from(["", "3", "12 bis"])))
        answers[address] = answers[address].model_copy(update={"evidence": evidence, "note": draw(TEXTS)})
    for address in draw(st.lists(st.sampled_from(sorted(answers)), max_size=2)) if answers else ():
        answers[address] = Answer(value=None, note="à demander")
    free = [address for address in knowledge.addresses if address not in answers]
    drafts = {free[0]: Draft(note=draw(TEXTS) or "x")} if free else {}
    wants = [want.id for want in knowledge.choices.wants]
    return Dossier.model_validate(
        {
            **one.model_dump(),
            "answers": answers,
            "drafts": drafts,
            "name": draw(TEXTS),
            "adviser": draw(TEXTS),
            "notes": draw(TEXTS),
            "on": draw(st.sampled_from([DAY, date(2019, 5, 23), date(2012, 1, 1)])),
            "requested": draw(st.sampled_from([None, DAY])),
            "non_negotiables": tuple(draw(st.lists(st.sampled_from(sorted(knowledge.refusals)), unique=True))),
            "wants": tuple(wants[:1]),
            "needs": tuple(wants[1:2]),
        }
    )


@settings(max_examples=8)
@given(dossier=full_dossiers())
def test_what_is_brought_is_what_is_taken_away(client: TestClient, dossier: Dossier) -> None:
    client.cookies.clear()
    visitor = bring(Visitor(client), dossier, follow=False)
    assert visitor.page.status_code == 303
    read_again = parse_dossier(YamlDocument(dump_dossier(dossier), "d"))[0]
    assert downloaded(visitor) == read_again == dossier


def test_a_file_brought_twice_makes_two_dossiers(visitor: Visitor) -> None:
    first = secret(bring(visitor, FIRST, follow=False))
    second = secret(bring(visitor, FIRST, follow=False))
    assert first != second and len(first) >= 32
    assert visitor.client.get(f"/reprendre/{first}").status_code == 200


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit.name)
def test_a_damaged_file_is_refused_in_words(exhibit: dossiers_files.Spoiled, visitor: Visitor) -> None:
    bring(visitor, exhibit.content(), "mon <b>dossier.yaml")
    assert visitor.page.status_code == 422 and not secret(visitor)
    words = plain(visitor.page.text)
    assert "ne peut pas être ouvert" in words and "Rien n'a été enregistré" in words
    assert "<b>dossier" not in visitor.page.text and "mon <b>dossier.yaml" in visitor.words
    assert 'href="#fichier"' in visitor.page.text and 'id="fichier"' in visitor.page.text
    assert "ess-advisor" not in words


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "est vide"),
        (b" \n\n", "est vide"),
        (b"x" * 1_000_001, "dépasse 1000 ko"),
        (b"\x00\x01\x02", "pas un fichier texte"),
        # The reports given here, taken for the dossier.
        (b"PK\x03\x04\x14\x00", "ne garde pas vos réponses"),
        (b"%PDF-1.7\n%\xe2\xe3", "ne garde pas vos réponses"),
        (b"format: 1\nreponses:\n  forme_juridique: sax\nfin_du_dossier: oui\n", "Ligne 3, colonne 3"),
        (b"id: 001-x\ndossier: {format: 1}\n", "Cette page n'ouvre que des dossiers"),
        (b"a: &x 1\nb: *x\n", "ancres"),
        (b"format: 1\nreponses:\n" + b"".join(b"  f%d: 1\n" % n for n in range(60_000)), "bien plus de lignes"),
        (b"".join(b"f%d: 1\n" % n for n in range(60_000)), "bien plus de lignes"),
        (b"format: 1\nreponses: {forme_juridique: [" + b"a," * 90_000 + b"]}\n", "bien plus de lignes"),
        (b"a: " + b"[" * 900_000, "imbriqués"),
    ],
)
def test_what_is_no_dossier_is_told_with_its_place(content: bytes, message: str, visitor: Visitor) -> None:
    bring(visitor, content)
    assert visitor.page.status_code == 422 and message in plain(visitor.page.text)


def test_no_file_chosen_is_said(visitor: Visitor) -> None:
    form = visitor.go("/reprendre").form("/reprendre/fichier")
    answer = visitor.client.post(form.action, data=form.data(), files={"fichier": ("", b"")})
    assert answer.status_code == 422 and "Aucun fichier" in plain(answer.text)
    answer = visitor.client.post(form.action, data={**form.data(), "fichier": "format: 1"})
    assert answer.status_code == 422


def test_a_wrong_file_does_not_close_the_dossier_at_hand(visitor: Visitor) -> None:
    bring(visitor, FIRST, follow=False)
    before = secret(visitor)
    bring(visitor, b"zut")
    assert secret(visitor) == before
    assert "déjà ouvert dans ce navigateur" in plain(visitor.page.text)
    assert f"/reprendre/{before}" in visitor.page.text


@given(name=st.text(max_size=300))
def test_file_names_are_shown_short_and_on_one_line(name: str) -> None:
    shown = shown_name(name)
    assert 0 < len(shown) <= 60 and "\n" not in shown and "/" not in shown


@given(data=st.binary(max_size=200))
def test_bytes_are_read_as_a_file_would_be(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "d.yaml"
    path.write_bytes(data)

    def outcome(read: Callable[[], YamlDocument]) -> object:
        try:
            return read().data
        except InputError as error:
            return error.problems

    assert outcome(lambda: parse_yaml(data, "d.yaml")) == outcome(lambda: read_yaml(path, "d.yaml"))


# -- a link ------------------------------------------------------------------------------------------------------------


def test_the_private_link_brings_everything_back_in_another_browser(client: TestClient, visitor: Visitor) -> None:
    dossier = OTHER
    address = link(bring(visitor, dossier, follow=False))
    stored = downloaded(visitor)
    client.cookies.clear()
    other = Visitor(client).go(address.removeprefix(BASE))
    assert other.page.status_code == 200 and not secret(other)
    shown = plain(other.page.text)
    assert f"{len(dossier.answers)} réponses" in shown and plain(dossier.name) not in shown
    path = address.removeprefix(BASE)
    other.send(path)
    assert other.page.url.path.startswith(("/resultat", "/question/", "/prediagnostic"))
    assert secret(other) == path.rpartition("/")[2]
    assert downloaded(other) == stored


def test_opening_a_link_takes_a_form_of_ours(client: TestClient, visitor: Visitor) -> None:
    """Another site can lead the browser to the page of a link, but not open it there."""
    path = link(bring(visitor, OTHER, follow=False)).removeprefix(BASE)
    client.cookies.clear()
    victim = Visitor(client)
    bring(victim, FIRST, follow=False)
    mine = secret(victim)
    victim.go(path)
    assert secret(victim) == mine
    assert victim.client.post(path).status_code == 403
    assert victim.client.post(path, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert secret(victim) == mine
    assert "déjà ouvert dans ce navigateur" in plain(victim.page.text) and mine in victim.page.text


@pytest.mark.parametrize("path", ["/reprendre/abc", "/reprendre/" + "x" * 32, "/reprendre/" + "%F0%9F%98%80" * 9])
def test_a_link_that_leads_nowhere_says_why(path: str, visitor: Visitor) -> None:
    visitor.go(path)
    assert visitor.page.status_code == 404
    assert "30 jours" in plain(visitor.page.text) and 'href="/reprendre"' in visitor.page.text


def test_a_pasted_link_leads_to_its_page(visitor: Visitor, client: TestClient) -> None:
    address = link(bring(visitor, OTHER, follow=False))
    client.cookies.clear()
    other = Visitor(client)
    for typed in (address, f"  {address}/ ", address.rpartition("/")[2]):
        other.go("/reprendre").send("/reprendre/lien", lien=typed)
        assert other.page.status_code == 200 and other.page.url.path == address.removeprefix(BASE)
    for typed in ("", "bof", "https://ailleurs.example/", "http://[", "<script>alert(1)</script>"):
        other.go("/reprendre").send("/reprendre/lien", lien=typed)
        assert other.page.status_code == 422 and 'href="#lien"' in other.page.text
        assert "<script>alert" not in other.page.text


@given(typed=st.text(max_size=120))
def test_any_text_is_a_link_or_is_not(typed: str) -> None:
    found = secret_of(typed)
    assert found is None or re.fullmatch(r"[A-Za-z0-9_-]{16,64}", found)


@pytest.mark.parametrize(
    ("public", "root", "start"),
    [
        ("https://ess.example", "", "https://ess.example/reprendre/"),
        ("https://ess.example/diag", "/diag", "https://ess.example/diag/reprendre/"),
        ("", "", f"{BASE}/reprendre/"),
    ],
)
def test_the_link_is_the_one_others_can_type(public: str, root: str, start: str) -> None:
    with site(Settings(public_url=public, root_path=root)) as running:
        one = Visitor(running)
        running.cookies.clear()
        answer = running.get("/")
        visit = answer.headers["set-cookie"].split(";")[0]
        token = re.search(r'name="jeton" value="([0-9a-f]+)"', answer.text)
        assert token
        begun = running.post("/commencer", data={"jeton": token[1]}, headers={"cookie": visit}, follow_redirects=False)
        cookie = begun.headers["set-cookie"].split(";")[0]
        one.page = running.get("/mon-dossier", headers={"cookie": f"{visit}; {cookie}"})
        assert f'value="{start}' in one.page.text
        assert ("Il ne marche que sur cet ordinateur" in plain(one.page.text)) == (not public)


# -- my dossier --------------------------------------------------------------------------------------------------------


def test_name_and_note_are_kept_and_told(visitor: Visitor) -> None:
    visitor.send("/commencer").go("/mon-dossier")
    visitor.send("/mon-dossier", nom="  Les Ateliers\tdu Lignon ", note="Première ligne\r\n\r\nfin\r\n")
    assert "C'est enregistré" in plain(visitor.page.text)
    stored = downloaded(visitor)
    assert (stored.name, stored.notes) == ("Les Ateliers du Lignon", "Première ligne\n\nfin")
    # A page sent again as it is shown changes nothing.
    visitor.send("/mon-dossier")
    assert downloaded(visitor) == stored


@given(note=TEXTS, name=TEXTS)
@settings(max_examples=10)
def test_whatever_is_written_comes_back_in_the_form_and_in_the_file(client: TestClient, note: str, name: str) -> None:
    client.cookies.clear()
    visitor = Visitor(client).send("/commencer").go("/mon-dossier").send("/mon-dossier", nom=name, note=note)
    assert visitor.page.status_code == 200
    stored = downloaded(visitor)
    assert stored.name.split() == Dossier(name=name).name.split()
    shown = visitor.go("/mon-dossier").form("/mon-dossier").data()
    assert shown["nom"] == [stored.name]
    visitor.send("/mon-dossier")
    assert downloaded(visitor) == stored


def test_a_text_too_long_is_refused_and_not_lost(visitor: Visitor) -> None:
    visitor.send("/commencer").go("/mon-dossier").send("/mon-dossier", nom="x" * 201, note="y" * 4_001)
    assert visitor.page.status_code == 422
    shown = visitor.form("/mon-dossier").data()
    assert shown["nom"] == ["x" * 201] and shown["note"][0].strip() == "y" * 4_001
    assert 'href="#nom"' in visitor.page.text and 'href="#note"' in visitor.page.text
    assert downloaded(visitor).name == ""


def test_closing_forgets_here_and_keeps_there(visitor: Visitor) -> None:
    path = link(bring(visitor, FIRST, follow=False)).removeprefix(BASE)
    visitor.send("/mon-dossier/fermer")
    assert not secret(visitor) and visitor.go("/resultat").page.status_code == 404
    assert visitor.go(path).page.status_code == 200


def test_erasing_is_asked_twice_and_is_for_good(visitor: Visitor) -> None:
    path = link(bring(visitor, FIRST, follow=False)).removeprefix(BASE)
    visitor.go("/mon-dossier/effacer")
    assert "pour toujours" in plain(visitor.page.text) and visitor.client.get("/resultat").status_code == 200
    visitor.send("/mon-dossier/effacer")
    assert "effacé" in plain(visitor.page.text) and not secret(visitor)
    assert visitor.go(path).page.status_code == 404


def test_how_long_it_is_kept_is_the_setting() -> None:
    with site(replace(Settings(), keep_days=7)) as running:
        one = Visitor(running).send("/commencer")
        before, words, after = date.today(), plain(one.go("/mon-dossier").page.text), date.today()
        # Midnight may pass meanwhile.
        assert any(plain(french_date(day + timedelta(days=7))) in words for day in (before, after))
