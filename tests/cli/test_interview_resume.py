"""Killed at any prompt, the interview has all that was accepted (answer, cell, note) and resumes at the question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.dossier import Answer, Dossier, Evidence, answer, load_dossier, save_dossier
from tests.cli.test_interview_terminal import ASSOCIATION, COMPANY, line_of
from tests.support.tty import DOWN, ENTER, SPACE, Terminal

FIRST = "Combien la société compte-t-elle d'associés"
START: dict[str, str | list[str]] = {
    "situation": "existante",
    "situation_judiciaire": "aucune",
    "siege": "france",
    "forme_juridique": "sas",
    "type_assimilation": "aucun",
}


class Killed:
    """An interview that dies at every prompt and comes back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tty = self._start()

    def _start(self) -> Terminal:
        return Terminal(["-m", "advisor", "entretien", str(self.path)], self.path.parent)

    def send(self, *keys: str, then: str) -> None:
        self.tty.send(*keys, then=then)

    def dies(self, then: str) -> None:
        """``kill -9``, then the question at which the interview resumes."""
        self.tty.kill()
        self.tty.child.close(force=True)
        self.tty = self._start()
        self.tty.until(then)

    def saved(self, address: str) -> Answer:
        return load_dossier(self.path).answers[address]


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


def test_a_clause_its_article_and_its_words_are_kept_one_by_one(path: Path, opened: list[Killed]) -> None:
    talk = resumed(path, opened, COMPANY, "Avez-vous le document")
    talk.send("1", ENTER, then="Quelle clause")
    talk.send(ENTER, then="(1 sur")
    talk.send("1", ENTER, then="Numéro de l'article :")
    talk.dies("Quelle clause")
    assert talk.saved("clause_objet").value == "mot_pour_mot"
    # The document was seen, and needs not be asked for again.
    assert talk.saved("clause_objet").proven and "» 2 [à lire]" in talk.tty.flat
    talk.send("1", ENTER, then="Votre réponse")
    talk.send("1", ENTER, then="Numéro de l'article :")
    talk.send("2", ENTER, then="Les mots des statuts :")
    talk.dies("[oui] Objet : but d'utilité sociale écrit, art. 2")
    talk.send(ENTER, then="(2 sur")
    talk.send("1", ENTER, then="Numéro de l'article :")
    talk.send(ENTER, then="Les mots des statuts :")
    talk.send("La société a pour ob", "jet", ENTER, then="(3 sur")
    talk.dies("» 3 [à lire]")
    second = list(load_dossier(path).answers.values())[-1]
    assert second.quote == "La société a pour objet" and second.proven


def test_evidence_and_note_of_an_answer_to_come_wait_with_its_question(path: Path, opened: list[Killed]) -> None:
    talk = resumed(path, opened, START, FIRST)
    talk.send("j", ENTER, then="D'où vient la réponse")
    talk.send("3", ENTER, then="Document :")
    talk.send("Registre des titres", ENTER, then="Page (Entrée pour passer) :")
    talk.dies("Pièce : copie jointe, Registre des titres")
    talk.send("j", ENTER, then="D'où vient la réponse")
    talk.send(ENTER, then="garde « Registre des titres »")
    talk.send(ENTER, then="Page (Entrée pour passer) :")
    talk.send("4", ENTER, then="Pièce : copie jointe, Registre des titres, page 4")
    talk.send("t", ENTER, then="Note (Entrée pour finir) :")
    talk.send("à vérifier", ENTER, then="Note : à vérifier")
    talk.dies("Note : à vérifier")
    talk.send("3", ENTER, then="mention")
    talk.dies("mention")
    assert talk.saved("nombre_associes") == Answer(
        value="3",
        note="à vérifier",
        evidence=Evidence(level="copie_jointe", document="Registre des titres", page="4"),
    )


def test_evidence_for_a_whole_table_is_in_the_file_from_its_document_on(path: Path, opened: list[Killed]) -> None:
    talk = resumed(path, opened, COMPANY, "Avez-vous le document")
    talk.send("3", ENTER, then="Quelle clause")
    talk.send(ENTER, then="(1 sur")
    talk.send("1", ENTER, then="Numéro de l'article :")
    talk.send(ENTER, then="Les mots des statuts :")
    talk.send(ENTER, then="(2 sur")
    talk.send("r", ENTER, then="Quelle clause")
    talk.send("j", ENTER, then="D'où vient la réponse")
    talk.send("2", ENTER, then="Document")
    talk.send("Statuts signés", ENTER, then="Page")
    talk.dies("Quelle clause")
    assert talk.saved("clause_objet").evidence == Evidence(level="vu", document="Statuts signés")


def test_an_answer_changed_is_changed_and_what_it_contradicts_is_put_again(path: Path, opened: list[Killed]) -> None:
    talk = resumed(path, opened, {**START, "nombre_associes": "3"}, "mention")
    talk.send("m", ENTER, then="Laquelle ?")
    talk.send(line_of(talk.tty, "Nombre d'associés"), ENTER, then="Que voulez-vous faire")
    talk.send("2", ENTER, then="D'où vient la réponse")
    talk.send(ENTER, then="Document :")
    talk.send("Registre", ENTER, then="Page (Entrée pour passer) :")
    talk.dies("mention")
    assert talk.saved("nombre_associes").evidence == Evidence(level="vu", document="Registre")
    talk.send("m", ENTER, then="Laquelle ?")
    talk.send(line_of(talk.tty, "Forme juridique"), ENTER, then="Que voulez-vous faire")
    talk.send("1", ENTER, then="Réponse actuelle : SAS")
    talk.send("2", ENTER, then="Ces réponses se contredisent")
    talk.dies("Ces réponses se contredisent")
    assert talk.saved("forme_juridique").value == "sasu"
    talk.send("2", ENTER, then="Réponse actuelle : 3")
    talk.send("1", ENTER, then="mention")


def test_each_cell_of_the_accounts_is_kept_and_the_part_follows_its_key(path: Path, opened: list[Killed]) -> None:
    talk = resumed(path, opened, ASSOCIATION, "Avez-vous le document")
    talk.send("3", ENTER, then="Total des charges d'exploitation")
    talk.send("100000", ENTER, then="Charges communes de l'exercice")
    talk.dies("Charges communes de l'exercice")
    talk.send("30000", ENTER, then="Part des charges communes")
    talk.dies("Part des charges communes")
    talk.send("0,5", ENTER, then="« 0,5 », c'est :")
    talk.dies("Part des charges communes")  # which of the two was not said: nothing is accepted yet
    talk.send("0,5", ENTER, then="« 0,5 », c'est :")
    talk.send("1", ENTER, then="D'où vient cette clé")
    talk.dies("qui ne servent qu'à l'activité")
    talk.send("48000", ENTER, then="Et maintenant")
    talk.send("2", ENTER, then="Quelle case")
    talk.send("4", ENTER, then="Réponse actuelle : 50 %")
    talk.send("60", ENTER, then="D'où vient cette clé")
    talk.tty.kill()
    assert talk.saved("charges_utilite_sociale[n]").value == "66000"
    assert talk.saved("cle_repartition[n]").value == "60"


def test_a_pay_in_doubt_is_not_accepted_before_the_doubt_is_settled(path: Path, opened: list[Killed]) -> None:
    paid: dict[str, str | list[str]] = {"charges_exploitation[n]": "100", "charges_utilite_sociale[n]": "90"}
    known = {**ASSOCIATION, "nombre_remuneres": "2", "annee_remuneration": "2025", **paid}
    talk = resumed(path, opened, known, "Avez-vous le document")
    talk.send("1", ENTER, then="(personne 1)")
    talk.send("2000", ENTER, then="temps de travail")
    talk.dies("temps de travail")
    talk.send("r", ENTER, then="Réponse actuelle : 2 000 €")
    talk.send(ENTER, then="temps de travail")
    talk.send("100", ENTER, then="moins que le salaire minimum d'une année")
    talk.dies("temps de travail")
    talk.send("100", ENTER, then="moins que le salaire minimum d'une année")
    talk.send("3", ENTER, then="Réponse actuelle : 2 000 €")  # to correct the pay
    talk.send("3000", ENTER, then="moins que le salaire minimum d'une année")
    talk.send("1", ENTER, then="(personne 2)")
    talk.dies("(personne 2)")
    assert talk.saved("remuneration_brute[1]").value == "36000" and talk.saved("quotite_travail[1]").value == "100"


def test_boxes_are_ticked_anew_and_a_question_one_went_back_to_is_answered_still(
    path: Path, opened: list[Killed]
) -> None:
    known = {key: value for key, value in COMPANY.items() if key not in ("buts", "fragilite_public")}
    talk = resumed(path, opened, known, "Quel but d'utilité sociale")
    talk.send(SPACE, DOWN, SPACE, then="● 2")
    talk.dies("Quel but d'utilité sociale")
    assert "● 1" not in talk.tty.flat
    talk.send("1", SPACE, ENTER, then="Pour qui travaillez-vous")
    talk.send("r", ENTER, then="Quel but d'utilité sociale")
    talk.dies("Pour qui travaillez-vous")
    assert talk.saved("buts").value == ("soutien_personnes_fragiles",)


def test_each_field_of_the_head_is_kept_and_the_others_wait_on_the_sheet(path: Path, opened: list[Killed]) -> None:
    talk = Killed(path)
    opened.append(talk)
    talk.tty.until("Nom de la structure")
    talk.send("La Scierie", ENTER, then="SIREN")
    talk.send("123456782", ENTER, then="Conseiller")
    talk.dies("Où en êtes-vous")
    assert (load_dossier(path).name, load_dossier(path).siren) == ("La Scierie", "123456782")
    talk.send("m", ENTER, then="Laquelle ?")
    talk.send("1", ENTER, then="Conseiller : non donné")


def test_past_the_verdicts_it_resumes_at_the_end(path: Path, opened: list[Killed]) -> None:
    shut = {"situation": "existante", "situation_judiciaire": "aucune", "siege": "france"}
    talk = resumed(path, opened, {**shut, "forme_juridique": "societe_civile"}, "Entrée")
    talk.send("q", then="Fin de l'entretien")
    talk.send(line_of(talk.tty, "Modifier une réponse"), ENTER, then="Laquelle ?")
    talk.dies("ne peut pas relever de l'ESS")
    talk.send("q", then="Fin de l'entretien")
    talk.send(line_of(talk.tty, "Terminer"), ENTER, then="Entretien terminé")
    assert talk.tty.end() == 0
    assert [one.name for one in path.parent.iterdir() if one.name.startswith(".")] == []
