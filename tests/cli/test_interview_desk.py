"""The desk from the home menu, and the pages that the end of an interview and the consultation share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.advice.register import FILE_NAME
from advisor.cli import home as home_menu
from advisor.cli.interview import dossier_menu
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.pages import report_page
from advisor.cli.interview.reader import DossierReader
from advisor.cli.interview.screen import Screen
from advisor.cli.interview.talk import Talk
from advisor.cli.interview.terminal_layout import Workplace
from advisor.desk.cards import Card, card
from advisor.desk.repository import DossierFile, earlier
from advisor.dossier import Dossier, answer, load_dossier, save_dossier
from advisor.interview.machine import Interview
from advisor.rules.load import Knowledge
from advisor.training.casebook.read import find_case
from tests.cli.test_interview_terminal import line_of
from tests.museum.registers import GOOD
from tests.support.tty import ENTER, ERASE_LINE, Terminal

DAY = date(2026, 11, 23)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "dossiers"
    folder.mkdir()
    save_dossier(find_case("041").dossier, folder / "moulin.yaml")
    started = {"situation": answer("existante"), "forme_juridique": answer(None)}
    save_dossier(Dossier(name="Atelier du Furan", siren="123456782", on=DAY, answers=started), folder / "furan.yaml")
    (folder / "coupe.yaml").write_text("format: 1\nnom: x\nrepo", encoding="utf-8")
    return folder


@pytest.fixture
def home(folder: Path) -> Iterator[Terminal]:
    with Terminal(["-m", "advisor"], folder.parent) as tty:
        tty.until("Que voulez-vous faire")
        yield tty


def chosen(tty: Terminal, words: str, then: str, gone: str = "") -> None:
    tty.send(line_of(tty, words), ENTER, then=then, gone=gone)


def test_the_home_menu_fits_a_small_screen_with_the_usual_first(home: Terminal, folder: Path) -> None:
    lines = [line.strip(" »") for line in home.text.splitlines() if line.strip(" »")[:1].isdigit()]
    usual = (
        "Nouvel entretien",
        "Reprendre",
        "Consulter",
        "Mes dossiers",
        "Revue",
        "Bilan",
        "Registre",
        "Cas d'école",
        "Atelier",
        "Quiz",
        "Quitter",
    )
    assert len(lines) == len(usual) and len(home.text.splitlines()) <= 20
    assert str(folder) in "".join(home.text.split())
    for rank, (line, words) in enumerate(zip(lines, usual, strict=True), start=1):
        assert line.startswith(f"{rank} {words}")


def test_dossiers_are_listed_with_their_state_and_each_is_acted_upon(home: Terminal, folder: Path) -> None:
    before = (folder / "furan.yaml").read_bytes()
    chosen(home, "Mes dossiers", "Quel dossier")
    assert "Atelier du Furan : en cours · ESS ? indéterminé" in home.flat
    assert "Moulin des Vernes : complet · ESS ✓ éligible · ESUS ✓ éligible" in home.flat
    chosen(home, "coupe.yaml : illisible", "pas du YAML lisible")
    chosen(home, "Atelier du Furan", "Que faire ?")
    assert "En cours : il reste des questions à poser" in home.flat and "– Forme juridique : " in home.flat
    chosen(home, "Archiver", "Archivé :", gone="Que faire ?")
    assert (folder / "archives" / "furan.yaml").read_bytes() == before and not (folder / "furan.yaml").exists()
    assert "Atelier du Furan" not in home.flat
    chosen(home, "Voir les dossiers archivés", "Dossiers archivés")
    chosen(home, "Atelier du Furan : archivé", "Que faire ?")
    chosen(home, "Restaurer", "Restauré :")
    chosen(home, "Revenir aux dossiers en cours", "Atelier du Furan : en cours")
    assert (folder / "furan.yaml").read_bytes() == before
    chosen(home, "Tout lire", "CE QUI EST ATTENDU")
    home.send("q", then="Quel dossier")
    home.send("r", ENTER, then="Que voulez-vous faire", gone="Quel dossier")


@pytest.mark.parametrize("how", ["Une copie, chiffres et dates arrondis", "Une copie, chiffres et dates exacts"])
def test_an_anonymous_copy_names_nobody_and_leaves_the_dossier(home: Terminal, folder: Path, how: str) -> None:
    before = (folder / "furan.yaml").read_bytes()
    chosen(home, "Mes dossiers", "Quel dossier")
    chosen(home, "Atelier du Furan", "Que faire ?")
    chosen(home, "Rendre anonyme", "Comment ?")
    chosen(home, how, "Dossier anonyme :")
    made = load_dossier(folder / "anonyme.yaml")
    assert "Furan" not in made.name and not made.siren and len(made.answers) == 2
    assert (folder / "furan.yaml").read_bytes() == before


def test_a_dossier_is_replaced_by_its_anonymous_copy_once_confirmed_only(home: Terminal, folder: Path) -> None:
    chosen(home, "Mes dossiers", "Quel dossier")
    for answer_given, then in (("Non, ne rien changer", "Rien n'a changé"), ("Oui, effacer", "L'original est effacé")):
        assert (folder / "furan.yaml").exists()
        chosen(home, "Atelier du Furan", "Que faire ?")
        chosen(home, "Rendre anonyme", "Comment ?")
        chosen(home, "Remplacer le dossier", "Est-ce bien voulu")
        chosen(home, answer_given, then)
    assert not (folder / "furan.yaml").exists() and (folder / "anonyme.yaml").exists()


def test_a_dossier_of_the_list_is_erased_for_good_once_confirmed_only(home: Terminal, folder: Path) -> None:
    (folder / "furan-chemin.pdf").write_text("x")
    chosen(home, "Mes dossiers", "Quel dossier")
    for answer_given, then in (("Non, ne rien changer", "Rien n'a changé"), ("Oui, tout effacer", "sauvegardes")):
        assert (folder / "furan.yaml").exists()
        chosen(home, "Atelier du Furan", "Que faire ?")
        chosen(home, "Effacer pour toujours", "Est-ce bien voulu")
        assert "furan-chemin.pdf" in home.flat and "Vos sauvegardes" in home.flat
        chosen(home, answer_given, then)
    assert not list(folder.glob("*furan*"))


def test_a_dossier_of_the_list_is_resumed_and_read_then_the_list_comes_back(home: Terminal) -> None:
    chosen(home, "Mes dossiers", "Quel dossier")
    chosen(home, "Atelier du Furan", "Que faire ?")
    chosen(home, "Reprendre l'entretien", "Dossier repris")
    home.send("q", ENTER, then="Quel dossier")
    chosen(home, "Moulin des Vernes", "Que faire ?")
    chosen(home, "Consulter", "Que voulez-vous lire")
    home.send("r", ENTER, then="Quel dossier")


def test_the_review_asks_its_day_and_is_kept(home: Terminal, folder: Path) -> None:
    chosen(home, "Revue des dossiers", "Jour de la revue")
    home.send("01/01/2010", ENTER, then="Rien ne se dit avant le")
    home.send(ERASE_LINE, "hier", ENTER, then="n'est pas une date")
    home.send(ERASE_LINE, "24/11/2026", ENTER, then="LES VERDICTS QUI CHANGENT")
    home.send("q", then="Et maintenant")
    chosen(home, "Garder dans un fichier", "Sous quelle forme")
    chosen(home, "Texte simple", "Écrit dans")
    assert (folder / "revue_2026-11-24.md").read_text(encoding="utf-8").startswith("# Revue des dossiers")
    home.send("r", ENTER, then="Que voulez-vous faire")


def test_the_activity_report_asks_its_period_and_names_no_company(home: Terminal, folder: Path) -> None:
    chosen(home, "Bilan d'activité", "Quelle période")
    chosen(home, "D'autres dates", "Premier jour")
    home.send("01/01/2199", ENTER, then="encore à venir")
    home.send(ERASE_LINE, "01/01/2020", ENTER, then="Dernier jour")
    home.send("31/12/2019", ENTER, then="vient avant le 1er janvier 2020")
    home.send(ERASE_LINE, "31/12/2024", ENTER, then="Entrée")
    home.send("q", then="Illisible, manque au bilan : coupe.yaml")
    chosen(home, "Garder dans un fichier", "Sous quelle forme")
    chosen(home, "Texte simple", "Écrit dans")
    summary = (folder / "bilan_2020-01-01_2024-12-31.md").read_text(encoding="utf-8")
    assert "Furan" not in summary and "Moulin" not in summary


def test_around_the_dossiers_are_register_table_and_record(home: Terminal, folder: Path) -> None:
    chosen(home, "Registre, table", "Que faire ?")
    chosen(home, "Lire le registre", "Entrée pour continuer")
    home.send(ENTER, then="Que faire ?")
    chosen(home, "Écrire une table vide", "Fichier à écrire")
    home.send("vide.csv", ENTER, then="Écrit dans vide.csv")
    home.send(ENTER, then="Que faire ?")
    chosen(home, "Évaluer une table", "Table CSV")
    home.send("dossiers", ENTER, then="Fichier du résultat")
    home.send("verdicts.csv", ENTER, then="Droit de quel jour")
    home.send("24/11/2026", ENTER, then="Écrit dans verdicts.csv")
    assert "2 structures évaluées, 1 ligne à corriger" in home.flat
    home.send(ENTER, then="Que faire ?")
    chosen(home, "Rejouer un procès-verbal", "Fichier du procès-verbal")
    home.send("rien.json", ENTER, then="ne peut pas être lu")
    home.send(ENTER, then="Que faire ?")
    home.send("r", ENTER, then="Que voulez-vous faire")
    assert {one.name for one in folder.parent.iterdir()} >= {"vide.csv", "verdicts.csv"}


def test_without_any_dossier_the_desk_says_so_and_the_menu_stays(tmp_path: Path) -> None:
    with Terminal(["-m", "advisor"], tmp_path) as tty:
        tty.until("Que voulez-vous faire")
        for words in ("Revue des dossiers", "Bilan d'activité"):
            chosen(tty, words, "il n'y a encore aucun dossier ici")
        chosen(tty, "Mes dossiers", "Aucun dossier en cours")
        tty.send("r", ENTER, then="Que voulez-vous faire", gone="Aucun dossier en cours")


# -- the pages ------------------------------------------------------------------------------------------------------


def test_the_end_of_an_interview_offers_the_pages_of_the_consultation(folder: Path, knowledge: Knowledge) -> None:
    path = folder / "moulin.yaml"
    rows = DossierReader(Talk(Interview.resume(knowledge, path), Screen()), Workplace(folder)).rows()
    with Terminal(["-m", "advisor", "entretien", str(path)], folder.parent) as tty:
        tty.until("Entrée pour continuer")
        tty.send(ENTER, then="Et maintenant")
        assert len(tty.text.splitlines()) <= 24
        for row in rows:
            assert row.label in tty.flat
        chosen(tty, "Les statuts : ce qui manque", "LES MENTIONS DEMANDÉES")
        tty.send("q", then="vient d'être lu : les clauses")
        chosen(tty, "Garder dans un fichier", "Sous quelle forme")


@pytest.mark.parametrize("named", [False, True])
def test_the_report_of_the_interview_cites_the_register(
    knowledge: Knowledge, folder: Path, tmp_path: Path, named: bool
) -> None:
    path = folder / "matins.yaml"
    save_dossier(find_case("013").dossier, path)
    talk = Talk(Interview.resume(knowledge, path), Screen())
    assert "Registre de la CRESS" not in report_page(talk, Workplace(folder)).report.model_dump_json()
    register = tmp_path / "autre.yaml" if named else folder / FILE_NAME
    register.write_text(GOOD, encoding="utf-8")
    page = report_page(talk, Workplace(folder, str(register) if named else None))
    assert "Registre de la CRESS" in page.report.model_dump_json().replace("\u00a0", " ")


def test_a_damaged_register_is_told_in_the_menu_and_no_report_goes_without_it(folder: Path) -> None:
    (folder / FILE_NAME).write_text(GOOD.replace("courrier", "fax"), encoding="utf-8")
    with Terminal(["-m", "advisor", "entretien", str(folder / "moulin.yaml")], folder.parent) as tty:
        tty.until("Entrée pour continuer")
        tty.send(ENTER, then="Et maintenant")
        chosen(tty, "Le rapport complet", "« fax » n'est pas admis")
        assert "Et maintenant" in tty.flat


def company(name: str, siren: str, on: date | None) -> Dossier:
    return Dossier(name=name, siren=siren, on=on)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (company("Autre nom", "123 456 782", date(2025, 11, 1)), True),
        (company("ATELIER du  Furan", "", date(2025, 11, 1)), True),
        (company("Atelier du Furan", "987654324", date(2025, 11, 1)), False),
        (company("Autre nom", "", date(2025, 11, 1)), False),
        (company("Atelier du Furan", "123456782", DAY), False),
        (company("Atelier du Furan", "123456782", None), False),
    ],
)
def test_an_earlier_dossier_is_of_the_same_company_and_of_an_earlier_day(
    folder: Path, other: Dossier, same: bool
) -> None:
    (folder / "archives").mkdir()
    save_dossier(other, folder / "archives" / "avant.yaml")
    found = earlier(folder, load_dossier(folder / "furan.yaml"), DAY, folder / "furan.yaml")
    assert [path.name for path, _ in found] == (["avant.yaml"] if same else [])


def test_the_check_up_is_compared_with_the_dossier_of_another_year(folder: Path) -> None:
    now = load_dossier(folder / "moulin.yaml")
    assert now.on is not None
    save_dossier(now.model_copy(update={"on": date(now.on.year - 1, 9, 10)}), folder / "avant.yaml")
    with Terminal(["-m", "advisor"], folder.parent, 100, 30) as tty:
        tty.until("Que voulez-vous faire")
        chosen(tty, "Consulter un dossier", "Quel dossier")
        home_row = line_of(tty, f"{now.name} : {len(now.answers)} réponses, ")
        assert "(moulin.yaml)" in tty.flat and home_row
        row = next(line for line in tty.text.splitlines() if "(moulin.yaml)" in line).strip(" »").split()[0]
        tty.send(row, ENTER, then="Que voulez-vous lire")
        chosen(tty, "Le bilan annuel", "Comparer à une autre année")
        chosen(tty, "Le dossier du 10 septembre", "Fin de l'agrément ESUS en cours")
        tty.send(ENTER, then="Comparé à")
        assert "10 septembre" in tty.flat


def test_a_dossier_on_which_we_fail_ends_neither_the_list_nor_the_menu(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(entry: DossierFile, *rest: Any) -> Card:
        if entry.path.name == "furan.yaml":
            raise ValueError("essai")
        return card(entry, *rest)

    def broken(*_: object) -> Interview:
        raise ValueError("essai")

    def chosen(_: str, rows: list[Choice], on_shown: Callable[[], None] | None = None, **__: object) -> object:
        if on_shown is not None:
            on_shown()
        wanted = choices.pop(0)
        return next(one.value for one in rows if wanted in (one.label, one.value))

    choices = ["Reprendre un dossier", folder / "furan.yaml", "Quitter"]

    monkeypatch.delenv("ESS_ADVISOR_DEBUG")
    monkeypatch.setattr(dossier_menu, "card", failing)
    monkeypatch.setattr(Interview, "resume", broken)
    monkeypatch.setattr(home_menu, "pick", chosen)
    listed = dossier_menu.DossierMenu(Workplace(folder), Screen())
    listed.read()
    assert [one.name for one in listed.cards] == ["moulin.yaml"]
    assert [one.name for one in listed.damaged] == ["coupe.yaml", "furan.yaml"]
    capsys.readouterr()
    assert home_menu.home(Workplace(folder)) == 0 and not choices
    shown = "".join(capsys.readouterr().out.split())
    assert "furan.yaml:erreurinterne(ValueError:essai)" in shown
