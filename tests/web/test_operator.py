"""Who runs the site: the file an organisation writes, what it is told it left out, and what visitors then read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from advisor.cli import main
from advisor.common.errors import InputError
from advisor.common.validation import validated
from advisor.common.yaml_reader import parse_yaml
from advisor.report.letterhead import Letterhead
from advisor.web.serve import startup_message
from advisor.web.settings import EXAMPLE, Access, Host, Operator, Privacy, Settings, dialled, read_operator
from tests.support.web_visitor import Visitor, forms_of, site

FILE = Path(__file__).parents[1] / "data" / "organisme.yaml"
WHOLE = FILE.read_text(encoding="utf-8")


def read(text: str) -> Operator:
    return validated(Operator, parse_yaml(text.encode(), "organisme.yaml"))


def words(settings: Settings, path: str) -> str:
    with site(settings) as client:
        return Visitor(client).go(path).words


# -- the file ---------------------------------------------------------------------------------------------------------


def test_everything_that_may_be_said_is_read_and_nothing_is_missing_then() -> None:
    found = read(WHOLE)
    assert found.missing == ()
    assert found.lines == ("12 quai de la Coopération", "42000 Saint-Étienne")
    assert found.host.country == "France" and dialled(found.host.phone) == "+33400000001"
    left_out = {"phone"}  # of `Privacy` and `Access`: an e-mail or a name is enough
    for part in (found, found.host, found.privacy, found.access):
        for name, said in part:
            assert said or name in left_out | {"lines", "email"}, name


def test_the_example_has_a_place_for_every_key_and_waits_for_a_name() -> None:
    with pytest.raises(InputError, match="« nom » est vide"):
        read(EXAMPLE.read_text(encoding="utf-8"))
    filled = re.sub(r"(?m)^nom:.*$", "nom: Une chambre", EXAMPLE.read_text(encoding="utf-8"), count=1)
    assert read(filled) == Operator(name="Une chambre")
    known = set(re.findall(r"(?m)^ *(\w+):", WHOLE))
    assert known <= set(re.findall(r"(?m)^ *(\w+):", EXAMPLE.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("", "1:1", "attend un bloc « clé: valeur »"),
        ("nom:\nadresse: 3 rue Neuve", "1:1", "« nom » est vide"),
        ("nom: ' '", "1:1", "« nom » est vide"),
        ("nomm: A", "1:1", "Vouliez-vous dire « nom »"),
        ("- nom: A", "1:1", "« clé: valeur »"),
        ("nom: A\ntéléphone: 04", "2:1", "Vouliez-vous dire « telephone »"),
        ("nom: A\nzzz: 1", "2:1", "Sont reconnus ici"),
        ("nom: A\nhebergeur:\n  nom: B\n  addresse: x", "4:3", "Vouliez-vous dire « adresse »"),
        ("nom: A\nhebergeur: Nuages", "2:1", "attend un bloc « clé: valeur ». Clés attendues : nom, adresse"),
        ("nom: [A]", "1:1", "attend un texte"),
        ("nom: A\ncourriel: contact chez cress", "2:1", "adresse électronique"),
        ("nom: A\ncourriel: a@b", "2:1", "adresse électronique"),
        ("nom: A\ntelephone: demain", "2:1", "numéro de téléphone"),
        ("nom: A\ntelephone: '--'", "2:1", "numéro de téléphone"),
        ("nom: A\ntelephone: (--)", "2:1", "numéro de téléphone"),
        ("nom: A\nsite: www.cress.example", "2:1", "adresse d'une page"),
        ("nom: A\nsite: javascript:alert(1)", "2:1", "adresse d'une page"),
        ("nom: A\nsite: https://moi:secret@a.example", "2:1", "adresse d'une page"),
        ("nom: A\nsite: 'http://['", "2:1", "adresse d'une page"),
        ("nom: A\nadresse:\n  - B\n  - {c: d}", "4:5", "attend un texte"),
        ("nom: A\nadresse: {rue: x}", "2:1", "attend une liste"),
        ("nom: A\nadresse: [a, b, c, d, e, f, g]", "2:1", "6 lignes"),
        (f"nom: A\nstatut: {'x' * 200}", "2:1", "dépasse 160"),
        ("nom: A\nnom: B", "2:1", "deux fois"),
        ("nom: A : B", "1:8", "deux-points"),
    ],
)
def test_a_defect_is_said_with_its_line_its_column_and_how_to_mend_it(text: str, at: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        read(text)
    (found,) = error.value.problems
    assert str(found).startswith(f"organisme.yaml:{at} : ") and message in str(found) and found.mend


def test_every_defect_is_told_at_once_from_top_to_bottom() -> None:
    with pytest.raises(InputError) as error:
        read("courriel: x\ndonnees:\n  courriel: y\nhebergeur:\n  pay: France\n")
    assert [one.line for one in error.value.problems] == [1, 1, 3, 5]


def test_what_hides_in_a_text_or_would_run_in_a_page_does_nothing() -> None:
    found = read("nom: \"<b>A\\u202Eb</b>\"\ndonnees: {base: '<script>x</script>'}\n")
    assert found.name == "<b>Ab</b>"
    with site(Settings(operator=found)) as client:
        for path in ("/mentions-legales", "/confidentialite", "/accessibilite"):
            text = client.get(path).text
            assert "<b>A" not in text and "<script>x" not in text and "&lt;b&gt;A" in text


# -- the command ------------------------------------------------------------------------------------------------------


def test_the_example_is_written_once_and_says_what_comes_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "organisme.yaml"
    assert main(["site", "--modele-organisme", str(file)]) == 0
    said = capsys.readouterr().out
    assert f"--organisme {file}" in said and file.read_text(encoding="utf-8") == EXAMPLE.read_text(encoding="utf-8")
    file.write_text("nom: Mon travail", encoding="utf-8")
    assert main(["site", "--modele-organisme", str(file)]) == 2
    assert "existe déjà" in capsys.readouterr().err and file.read_text(encoding="utf-8") == "nom: Mon travail"
    assert read_operator(file).name == "Mon travail"


def test_a_file_that_is_not_there_is_said_with_how_to_get_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["site", "--organisme", "/nulle/part.yaml"]) == 2
    said = capsys.readouterr().err
    assert "/nulle/part.yaml" in said and "--modele-organisme" in said


def test_at_start_the_organisation_is_told_what_it_left_out() -> None:
    def said(settings: Settings) -> str:
        """What is printed beside what every site prints."""
        usual = startup_message(
            Settings(public_url=settings.public_url, operator=read(WHOLE)), 1, "http://x/"
        ).splitlines()
        return "\n".join(one for one in startup_message(settings, 1, "http://x/").splitlines() if one not in usual)

    public, head = "https://a.example", Letterhead("CRESS", ("12 quai Neuf",))
    assert said(Settings()) == said(Settings(letterhead=head)) == ""
    assert "qui le met à disposition" in said(Settings(public_url=public))
    assert "--modele-organisme" in said(Settings(public_url=public))
    by_head = said(Settings(public_url=public, letterhead=head))
    assert "hébergeur" in by_head and "son adresse" not in by_head and "--modele-organisme" in by_head
    half = said(Settings(operator=Operator(name="CRESS", email="a@b.example", privacy=Privacy(email="d@b.example"))))
    for word in ("son téléphone", "qui dirige la publication", "l'adresse de l'hébergeur", "sur quelle base"):
        assert word in half
    for word in ("son courriel (", "à qui écrire"):
        assert word not in half
    assert said(Settings(public_url=public, operator=read(WHOLE))) == ""


# -- the pages --------------------------------------------------------------------------------------------------------


def test_visitors_read_who_runs_the_site_as_it_wrote_it() -> None:
    settings = Settings(operator=read(WHOLE), public_url="https://diagnostic.cress.example")
    notice, privacy, access = (
        words(settings, f"/{one}") for one in ("mentions-legales", "confidentialite", "accessibilite")
    )
    for word in (
        "CRESS des Deux Rives",
        "42000 Saint-Étienne",
        "04 00 00 00 00",
        "contact@cress.example",
        "RNA W000000000",
        "Camille Martin, présidente",
        "Nuages du Forez",
        "3 rue du Port",
        "France",
    ):
        assert word in notice
    for word in (
        "la déléguée à la protection des données",
        "donnees@cress.example",
        "La mission de conseil de la chambre.",
        "Deux conseillères",
        "sauvegardes sont gardées sept jours",
        "pendant dix jours",
        "Nuages du Forez, France",
    ):
        assert word in privacy
    assert "l’accueil" in access and "/declaration" in access and "/schema" in access
    for page in (notice, privacy, access):
        assert "non renseigné" not in page and "à cet organisme de vous dire" not in page


def test_what_a_visitor_needs_and_nobody_wrote_is_said_to_be_missing() -> None:
    settings = Settings(operator=Operator(name="CRESS", host=Host(name="Nuages")), public_url="https://a.example")
    privacy = words(settings, "/confidentialite")
    assert "Contact pour les données personnelles : non renseigné par l’organisme" in privacy
    assert "non renseignée par l’organisme" in privacy
    asked = privacy.partition("à cet organisme de vous dire")[2][:140]
    assert "qui héberge" not in asked and "dans quel pays" in asked and "journal" in asked
    notice = words(settings, "/mentions-legales")
    assert "non renseigné" not in notice and "publication" not in notice and "Nuages" in notice


def test_the_letterhead_alone_says_the_name_and_the_file_says_more() -> None:
    head = Letterhead("CRESS de l’En-tête", ("12 quai Neuf",))
    for settings, name in (
        (Settings(letterhead=head), "CRESS de l’En-tête"),
        (Settings(operator=Operator(name="CRESS du Fichier")), "CRESS du Fichier"),
        (Settings(letterhead=head, operator=Operator(name="CRESS du Fichier")), "CRESS du Fichier"),
    ):
        with site(settings) as client:
            visitor = Visitor(client)
            assert "Mentions légales" in visitor.words
            for path in ("/mentions-legales", "/confidentialite", "/accessibilite"):
                assert name in visitor.go(path).words, path


def test_whoever_offers_the_site_is_the_first_to_see() -> None:
    """The letterhead, when there is one, says where it is; the telephone and the e-mail are those of the file."""
    head, file = Letterhead("CRESS de l’En-tête", ("12 quai Neuf",)), read(WHOLE)
    for settings, seen, unseen in (
        (Settings(operator=file), "CRESS des Deux Rives C’est l’organisation qui vous propose", "quai Neuf"),
        (Settings(operator=file, letterhead=head), "12 quai Neuf", "quai de la Coopération"),
    ):
        with site(settings) as client:
            visitor = Visitor(client).send("/commencer").send("/question", situation="projet").go("/resultat")
            assert seen in visitor.words and unseen not in visitor.words
            assert "04 00 00 00 00" in visitor.words and "contact@cress.example" in visitor.words


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (Settings(), "Ce site ne fonctionne que sur cet ordinateur"),
        (Settings(host="0.0.0.0"), "qui fait fonctionner ce site"),
        (Settings(public_url="https://a.example"), "qui fait fonctionner ce site"),
    ],
)
def test_without_an_organisation_the_pages_say_what_is_true(settings: Settings, expected: str) -> None:
    assert expected in words(settings, "/mentions-legales") and expected in words(settings, "/confidentialite")
    assert "Mentions légales" not in words(settings, "/")


def test_whom_to_tell_that_a_page_blocks_is_the_one_named_for_that() -> None:
    def page_words(access: Access) -> str:
        settings = Settings(operator=Operator(name="CRESS", phone="04 00 00 00 00", email="a@b.example", access=access))
        return words(settings, "/accessibilite")

    assert "a@b.example" in page_words(Access())
    # A name alone is no address: the organisation's own are given with it.
    desk = page_words(Access(contact="l'accueil"))
    assert "l’accueil" in desk and "a@b.example" in desk
    named = page_words(Access(email="acces@b.example"))
    assert "acces@b.example" in named and " a@b.example" not in named


def test_pages_about_the_organisation_hold_no_form() -> None:
    with site(Settings(operator=read(WHOLE))) as client:
        assert not forms_of(client.get("/mentions-legales").text)
