"""The public record inside the interview, in a real pseudo-terminal: offered once, declined, used, failed, killed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.advice.public_record_client import PLACE
from advisor.common.resources import SWITCH
from advisor.dossier import Dossier, Evidence, answer, load_dossier, save_dossier
from tests.cli.test_interview_terminal import line_of
from tests.support.fake_directory import FURAN, FURAN_SHOWN, MANY, FakeDirectory, plain, refusal
from tests.support.tty import DOWN, ENTER, ERASE_LINE, SPACE, Terminal

FIRST, PROMPT, NEXT, KBIS = (
    "Où en êtes-vous",
    "SIREN ou nom à chercher",
    "en liquidation, ou dissoute",
    "Votre Kbis porte-t-il",
)


@pytest.fixture
def service() -> Iterator[FakeDirectory]:
    with FakeDirectory(*MANY).running() as fake:
        yield fake


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "furan.yaml"


def store(path: Path, siren: str = "", **answers: str) -> None:
    given = {address: answer(value) for address, value in answers.items()}
    head = {"name": "Atelier", "on": "2026-11-23", "siren": siren}
    save_dossier(Dossier.model_validate({**head, "answers": given}), path)


def start(path: Path, service: FakeDirectory, *options: str, columns: int = 80, lines: int = 24) -> Terminal:
    variables = {SWITCH: "", PLACE: service.address}
    return Terminal(["-m", "advisor", "entretien", str(path), *options], path.parent, columns, lines, variables)


def ticked(tty: Terminal, *rows: str) -> None:
    """Tick rows by the words they begin with, in the order of the list."""
    for words in rows:
        tty.send(line_of(tty, words), SPACE)
        tty.until(f"● {line_of(tty, words)} {words}")


def test_declined_it_sends_nothing_and_is_not_offered_again(path: Path, service: FakeDirectory) -> None:
    store(path)
    with start(path, service) as tty:
        tty.until(FIRST)
        tty.send("2", ENTER, then=PROMPT)
        assert "Seul ce que vous écrivez ici part sur Internet" in tty.flat
        tty.send(ENTER, then=NEXT)
        tty.send("r", ENTER, then=FIRST)
        tty.send("3", ENTER, then=NEXT)
        tty.kill()
    with start(path, service) as tty:
        # Nothing else is answered: the interview resumes where it is offered.
        tty.until(PROMPT)
        tty.send(ENTER, then=NEXT)
    assert service.asked == [] and set(load_dossier(path).answers) == {"situation"}


def test_a_siren_already_given_can_be_withheld(path: Path, service: FakeDirectory) -> None:
    store(path, siren=FURAN_SHOWN)
    with start(path, service) as tty:
        tty.until(FIRST)
        tty.send("2", ENTER, then=f"x : passer ; r : retour) : {FURAN_SHOWN}")
        tty.send("x", ENTER, then=NEXT)
    assert service.asked == []


def test_back_leads_to_the_question_before_and_the_record_is_offered_again(path: Path, service: FakeDirectory) -> None:
    store(path)
    with start(path, service) as tty:
        tty.until(FIRST)
        tty.send("2", ENTER, then=PROMPT)
        tty.send("r", ENTER, then=FIRST)
        tty.send("3", ENTER, then=PROMPT)
        tty.kill()
    assert load_dossier(path).answers["situation"].value == "renouvellement"
    with start(path, service) as tty:
        tty.until(PROMPT)
        tty.send("retour", ENTER, then=FIRST)
        tty.send("3", ENTER, then=PROMPT)
        tty.send(ENTER, then=NEXT)
    assert service.asked == []


def test_a_project_has_no_record(path: Path, service: FakeDirectory) -> None:
    store(path)
    with start(path, service) as tty:
        tty.until(FIRST)
        tty.send("1", ENTER, then="Où se trouve le siège")


def test_offline_it_is_not_offered_at_all(path: Path, service: FakeDirectory) -> None:
    store(path)
    with start(path, service, "--hors-ligne") as tty:
        tty.until(FIRST)
        tty.send("2", ENTER, then=NEXT)
        tty.send("m", ENTER, then="Laquelle ?")
        tty.send("1", ENTER, then="Que changer ?")
        assert "Chercher la fiche" not in tty.flat


@pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_only_what_is_ticked_is_taken_and_as_declared(
    path: Path, service: FakeDirectory, size: tuple[int, int]
) -> None:
    store(path, siren=FURAN)
    with start(path, service, columns=size[0], lines=size[1]) as tty:
        tty.until(FIRST)
        tty.send("2", ENTER, then=PROMPT)
        tty.send(ENTER, then="Que reprendre ?")
        assert f"ATELIER DU FURAN, SAINT-ETIENNE (42), SIREN {FURAN_SHOWN}" in tty.flat
        assert "Rangée dans l'ESS" in tty.flat and "la mention se lit sur le Kbis" in tty.flat
        # The question and its first rows are on screen with the record.
        assert "1 Forme juridique : SAS" in tty.flat and "●" not in tty.text.partition("Que reprendre")[2]
        ticked(tty, "Forme juridique : SAS")
        tty.send(DOWN, SPACE, ENTER, then="n'en cochez qu'une")
        tty.send(SPACE)
        tty.send("4", SPACE, ENTER, then=NEXT)
        assert "2 renseignements repris, notés « déclaré »" in tty.flat
    saved = load_dossier(path)
    assert {key: one.value for key, one in saved.answers.items()} == {
        "situation": "existante",
        "forme_juridique": "sas",
        "date_creation": "2019-03-12",
    }
    known = saved.answers["forme_juridique"].evidence
    assert known is not None and known.level == "declare" and known.document.startswith("Recherche d'entreprises (")
    assert saved.name == "Atelier" and saved.notes == ""


def test_nothing_ticked_nothing_taken(path: Path, service: FakeDirectory) -> None:
    store(path, siren=FURAN)
    with start(path, service) as tty:
        tty.until(FIRST)
        tty.send("2", ENTER, then=PROMPT)
        tty.send(ENTER, then="Entrée seule : ne rien reprendre")
        tty.send("4", ENTER, then="Espace pour cocher la ligne 4. Entrée encore : ne rien reprendre.")
        tty.send(DOWN, ENTER, then="la ligne 5. Entrée encore")
        tty.send(ENTER, then=NEXT)
    assert set(load_dossier(path).answers) == {"situation"}


def test_among_several_of_a_name(path: Path, service: FakeDirectory) -> None:
    store(path)
    with start(path, service) as tty:
        tty.until(FIRST)
        tty.send("2", ENTER, then=PROMPT)
        tty.send("furan", ENTER, then="Laquelle ?")
        assert "FURAN ANCIEN, SAINT-ETIENNE (42), 404 833 048, fermée" in tty.flat
        tty.send("4", ENTER, then="Aucune de ces structures")
        tty.send("furan", ENTER, then="Laquelle ?")
        tty.send("3", ENTER, then="Que reprendre ?")
        assert "! Cette structure est fermée d'après Sirene depuis le 30 juin 2021" in tty.flat
        tty.send(ENTER, then=NEXT)


def test_what_fails_is_told_and_the_interview_goes_on(path: Path, service: FakeDirectory) -> None:
    store(path, siren=FURAN)
    with start(path, service) as tty:
        tty.until(FIRST)
        tty.send("2", ENTER, then=PROMPT)
        tty.send(ERASE_LINE, "123456789", ENTER, then="un chiffre ne va pas")
        service.reply = refusal("", 429, {"Retry-After": "7"})
        tty.send(ERASE_LINE, FURAN, ENTER, then="trop de demandes. Réessayez dans 7 s")
        service.reply = plain(b"<html>", 200, "text/html")
        tty.send(FURAN, ENTER, then="illisible")
        service.reply = None
        tty.send("personne ici", ENTER, then="« personne ici » n'est pas dans l'annuaire public")
        tty.send(ENTER, then=NEXT)


def test_a_siren_typed_for_nothing_is_kept(path: Path, service: FakeDirectory) -> None:
    store(path)
    with start(path, service) as tty:
        tty.until(FIRST)
        tty.send("2", ENTER, then=PROMPT)
        service.reply = refusal("", 500)
        tty.send(FURAN, ENTER, then="Le SIREN est noté au dossier")
        assert load_dossier(path).siren == FURAN_SHOWN
        tty.send(ENTER, then=NEXT)


def test_killed_before_anything_is_taken_it_is_offered_again_and_after_that_no_more(
    path: Path, service: FakeDirectory
) -> None:
    store(path)
    with start(path, service) as tty:
        tty.until(FIRST)
        tty.send("2", ENTER, then=PROMPT)
        tty.send("furan", ENTER, then="Laquelle ?")
        tty.send("1", ENTER, then="Que reprendre ?")
        ticked(tty, "Forme juridique : SASU")
        tty.kill()
    assert set(load_dossier(path).answers) == {"situation"}
    with start(path, service) as tty:
        tty.until(PROMPT)
        tty.send("furan", ENTER, then="Laquelle ?")
        tty.send("1", ENTER, then="Que reprendre ?")
        ticked(tty, "Forme juridique : SASU")
        tty.send(ENTER, then=KBIS)
        tty.kill()
    assert load_dossier(path).answers["forme_juridique"].value == "sasu"
    with start(path, service) as tty:
        tty.until(KBIS)


def test_from_the_sheet_of_the_dossier_what_differs_is_shown_and_kept_until_ticked(
    path: Path, service: FakeDirectory
) -> None:
    store(
        path,
        situation="existante",
        situation_judiciaire="aucune",
        siege="france",
        forme_juridique="sarl",
        date_creation="2018-01-02",
    )
    with start(path, service, lines=40) as tty:
        tty.until("associés")
        for take in (False, True):
            tty.send("m", ENTER, then="Laquelle ?")
            tty.send("1", ENTER, then="Que changer ?")
            tty.send(line_of(tty, "Chercher la fiche publique"), ENTER, then=PROMPT)
            tty.send(ERASE_LINE, FURAN, ENTER, then="Que reprendre ?")
            assert "Forme juridique : SAS (le dossier dit : SARL)" in tty.flat
            assert "12 mars 2019 (le dossier dit : 2 janvier 2018)" in tty.flat
            assert "Déjà au dossier : Siège social : En France" in tty.flat
            if take:
                ticked(tty, "Date de création", "Nom : ATELIER DU FURAN", "SIREN", "Noter les indices")
            tty.send(ENTER, then="Que changer ?")
            tty.send("r", ENTER, then="Laquelle ?")
            tty.send("r", ENTER, then="associés", gone="Laquelle ?")
            saved = load_dossier(path)
            assert saved.answers["forme_juridique"].value == "sarl"
            assert saved.answers["date_creation"].value == ("2019-03-12" if take else "2018-01-02")
    assert saved.name == "ATELIER DU FURAN" and saved.siren == FURAN_SHOWN
    assert saved.notes.count("6 à 9 salariés") == 1
    known = saved.answers["date_creation"].evidence
    assert isinstance(known, Evidence) and "Recherche d'entreprises" in known.document
