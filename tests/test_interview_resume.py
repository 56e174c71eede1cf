"""Killed at any prompt, however deep, the interview resumes at that very prompt, with what was half typed in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.dossier import Dossier, Evidence, answer, load_dossier, save_dossier
from advisor.interview.tools import Tool
from advisor.interview.trail import Trail, hidden
from tests.test_interview_terminal import ASSOCIATION, COMPANY, line_of
from tests.tty import CTRL_C, DOWN, ENTER, SPACE, Terminal

FIRST = "Combien la société compte-t-elle d'associés"
START: dict[str, str | list[str]] = {
    "situation": "existante",
    "situation_judiciaire": "aucune",
    "siege": "france",
    "forme_juridique": "sas",
    "type_assimilation": "aucun",
}


class Killed:
    """An interview that dies and comes back between any two keys."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tty = self._start()

    def _start(self) -> Terminal:
        return Terminal(["-m", "advisor", "interview", str(self.path)], self.path.parent)

    def dies(self, then: str) -> None:
        self.tty.kill()
        self.tty.child.close(force=True)
        self.tty = self._start()
        self.tty.until(then)

    def send(self, *keys: str, then: str, dies: bool = True) -> None:
        self.tty.send(*keys, then=then)
        if dies:
            self.dies(then)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "furan.yaml"


@pytest.fixture
def opened(path: Path) -> Iterator[list[Killed]]:
    made: list[Killed] = []
    yield made
    for one in made:
        one.tty.child.close(force=True)


def resumed(path: Path, opened: list[Killed], answers: dict[str, str | list[str]], first: str) -> Killed:
    given = {address: answer(value) for address, value in answers.items()}
    save_dossier(Dossier.model_validate({"name": "Atelier du Furan", "on": "2026-11-23", "answers": given}), path)
    opened.append(Killed(path))
    opened[0].tty.until(first)
    return opened[0]


def test_at_the_article_and_the_words_of_a_clause(path: Path, opened: list[Killed]) -> None:
    talk = resumed(path, opened, COMPANY, "Avez-vous le document")
    talk.send("1", ENTER, then="Quelle clause")
    talk.send(ENTER, then="(1 sur")
    talk.send("1", ENTER, then="Numéro de l'article :")
    assert load_dossier(path).answers["clause_objet"].value == "mot_pour_mot"
    talk.send("2", ENTER, then="Les mots des statuts :")
    talk.send("La société a pour ob", then="Les mots des statuts : La société a pour ob")
    talk.send("jet", ENTER, then="(2 sur")
    talk.tty.send("r", ENTER, then="Quelle clause")
    assert "[oui] Objet : but d'utilité sociale écrit, art. 2" in talk.tty.flat
    given = load_dossier(path).answers["clause_objet"]
    assert (given.article, given.quote) == ("2", "La société a pour objet")
    # The document was seen, and needs not be asked for again.
    assert given.evidence is not None and given.evidence.level == "vu"


def test_at_the_document_the_page_and_the_note_of_an_answer_to_come(path: Path, opened: list[Killed]) -> None:
    talk = resumed(path, opened, START, FIRST)
    talk.send("j", ENTER, then="D'où vient la réponse")
    talk.send("3", ENTER, then="Document :")
    talk.send("Registre", then="Document : Registre")
    talk.send(" des titres", ENTER, then="Page (Entrée pour passer) :")
    talk.send("4", ENTER, then="Pièce : copie jointe, Registre des titres, page 4", dies=False)
    talk.send("t", ENTER, then="Note (Entrée pour finir) :")
    talk.send("à vér", then="Note (Entrée pour finir) : à vér")
    talk.send("ifier", ENTER, then="Note : à vérifier")
    talk.send("3", ENTER, then="mention")
    given = load_dossier(path).answers["nombre_associes"]
    assert (given.value, given.note) == ("3", "à vérifier")
    assert given.evidence == Evidence(level="copie_jointe", document="Registre des titres", page="4")


def test_while_another_answer_is_changed(path: Path, opened: list[Killed]) -> None:
    talk = resumed(path, opened, {**START, "nombre_associes": "3"}, "mention")
    talk.send("m", ENTER, then="Laquelle ?")
    talk.tty.send(line_of(talk.tty, "Nombre d'associés"), ENTER, then="Que voulez-vous faire")
    talk.dies("Que voulez-vous faire")
    talk.send("2", ENTER, then="D'où vient la réponse")
    talk.send(ENTER, then="Document :")
    talk.send("Registre", ENTER, then="Page (Entrée pour passer) :")
    talk.send("9", ENTER, then="Laquelle ?")
    assert load_dossier(path).answers["nombre_associes"].evidence == Evidence(level="vu", document="Registre", page="9")
    talk.tty.send(line_of(talk.tty, "Forme juridique"), ENTER, then="Que voulez-vous faire")
    talk.send("1", ENTER, then="Réponse actuelle : SAS")
    talk.send("2", ENTER, then="Ces réponses se contredisent")
    talk.send("2", ENTER, then="Réponse actuelle : 3")
    talk.send("1", ENTER, then="Laquelle ?")
    talk.send("r", ENTER, then="mention", dies=False)


def test_in_the_accounts_at_the_key_and_at_the_mending_of_a_cell(path: Path, opened: list[Killed]) -> None:
    talk = resumed(path, opened, ASSOCIATION, "Avez-vous le document")
    talk.send("3", ENTER, then="Total des charges d'exploitation")
    talk.send("100000", ENTER, then="Charges communes de l'exercice")
    talk.send("30000", ENTER, then="Part des charges communes")
    talk.send("0,5", ENTER, then="« 0,5 », c'est :")
    talk.send("1", ENTER, then="D'où vient cette clé")
    talk.send("heu", then="Entrée pour passer : heu")
    talk.send("res", ENTER, then="qui ne servent qu'à l'activité")
    talk.send("48000", ENTER, then="Et maintenant")
    talk.send("2", ENTER, then="Quelle case")
    talk.send("4", ENTER, then="Réponse actuelle : 50 %")
    # The part follows the key even when all stops at the question that comes after it.
    talk.send("60", ENTER, then="D'où vient cette clé")
    talk.send(ENTER, then="Et maintenant", dies=False)
    saved = load_dossier(path).answers
    assert saved["charges_utilite_sociale[n]"].value == "66000" and saved["cle_repartition[n]"].note == "heures"


def test_in_the_pays_at_the_cell_one_came_back_to(path: Path, opened: list[Killed]) -> None:
    paid = {"charges_exploitation[n]": "100", "charges_utilite_sociale[n]": "90"}
    known = {**ASSOCIATION, "nombre_remuneres": "2", "annee_remuneration": "2025", **paid}
    talk = resumed(path, opened, known, "Avez-vous le document")
    talk.send("1", ENTER, then="(personne 1)", dies=False)
    talk.send("2000", ENTER, then="temps de travail")
    talk.send("r", ENTER, then="Réponse actuelle : 2 000 €")
    talk.send(ENTER, then="temps de travail")
    talk.send("100", ENTER, then="moins que le salaire minimum d'une année")
    talk.send("1", ENTER, then="(personne 2)")
    assert load_dossier(path).answers["remuneration_brute[1]"].value == "24000"


def test_boxes_ticked_and_a_question_one_went_back_to(path: Path, opened: list[Killed]) -> None:
    known = {key: value for key, value in COMPANY.items() if key not in ("buts", "fragilite_public")}
    talk = resumed(path, opened, known, "Quel but d'utilité sociale")
    talk.tty.send(SPACE, DOWN, SPACE)
    talk.tty.until("● 2")
    talk.dies("● 2")
    assert "● 1" in talk.tty.flat and "● 3" not in talk.tty.flat
    talk.tty.send("2", SPACE, ENTER, then="Pour qui travaillez-vous")
    assert load_dossier(path).answers["buts"].value == ("soutien_personnes_fragiles",)
    talk.send("r", ENTER, then="Quel but d'utilité sociale")
    talk.tty.send(CTRL_C, then="Pour reprendre")
    talk.dies("Quel but d'utilité sociale")


def test_at_the_head_of_a_new_dossier(path: Path, opened: list[Killed]) -> None:
    talk = Killed(path)
    opened.append(talk)
    talk.tty.until("Nom de la structure")
    talk.send("La Scierie", ENTER, then="SIREN")
    talk.send(ENTER, then="Conseiller")
    talk.send("Cla", then="Conseiller (facultatif) : Cla")
    talk.send("ire", ENTER, then="Date d'examen")
    talk.send(ENTER, then="Où en êtes-vous", dies=False)
    assert load_dossier(path).adviser == "Claire"


def test_past_the_verdicts(path: Path, opened: list[Killed]) -> None:
    talk = resumed(
        path,
        opened,
        {
            "situation": "existante",
            "situation_judiciaire": "aucune",
            "siege": "france",
            "forme_juridique": "societe_civile",
        },
        "Entrée",
    )
    talk.tty.send("q", then="Fin de l'entretien")
    talk.tty.send(line_of(talk.tty, "Modifier une réponse"), ENTER, then="Laquelle ?")
    talk.dies("Laquelle ?")
    talk.send("r", ENTER, then="Fin de l'entretien", dies=False)
    talk.tty.send(line_of(talk.tty, "Terminer"), ENTER, then="Entretien terminé")
    assert not hidden(path).exists()


# -- the file of the place ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "held", [b"", b"\xff\x00", b"[]\n", b'{"suite": 3}\n', b'{"suite": [["a", 1, 2]]}\n', b"1" * 99]
)
def test_a_spoiled_place_is_no_place(path: Path, held: bytes) -> None:
    hidden(path).write_bytes(held)
    trail = Trail(path)
    assert trail.again("a", (1, 2)) is None and trail.typed("a") is None and trail.steps == []
    trail.close()


def test_a_reply_that_no_longer_fits_is_asked_again_and_so_is_all_that_came_after(path: Path) -> None:
    trail = Trail(path)
    for name, value in (("laquelle", "siege"), ("outil", Tool.CHANGE), ("note", "n")):
        trail.reply(name, value)
    trail.typing("page", "4")
    trail.close()
    again = Trail(path)
    assert again.again("laquelle", ["siege", "forme_juridique"]) == ("siege",)
    # A tool is a tool, and the letter that calls it a text.
    assert again.again("outil", [Tool.UNKNOWN, Tool.CHANGE, "m"]) == (Tool.CHANGE,)
    assert again.again("note", [Tool.UNKNOWN], lambda told: told == "autre") is None
    assert not again.ahead and again.typed("page") == "4" and again.typed("note") is None
    again.close()
    assert json.loads(hidden(path).read_text())["saisie"] == ["page", "4"]


def test_a_folder_that_cannot_be_written_stops_nobody(path: Path) -> None:
    trail = Trail(path.parent / "absent" / "furan.yaml")
    trail.reply("laquelle", "siege")
    trail.close(over=True)
    assert trail.steps == [["laquelle", "siege"]]


def test_a_system_without_locks_still_keeps_the_place(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.interview.trail.fcntl", None)
    one, other = Trail(path), Trail(path)
    one.reply("laquelle", "siege")
    other.close()
    one.close()
    assert Trail(path).again("laquelle", ["siege"]) == ("siege",)
