"""The interview in a real pseudo-terminal: typed, mistyped, left, killed, resumed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.assessment.assess import assess
from advisor.dossier import Dossier, answer, load_dossier, save_dossier
from advisor.training.casebook.read import load_cases
from tests.advice.test_unread_clauses import READ
from tests.support.companies import sample
from tests.support.spread import spread
from tests.support.tty import CTRL_C, DOWN, ENTER, ERASE_LINE, SPACE, Terminal

SIZES = ((80, 24), (160, 45))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "furan.yaml"


def start(path: Path, columns: int = 80, lines: int = 24, fresh: bool = False) -> Terminal:
    return Terminal(["-m", "advisor", "entretien", str(path)], path.parent, columns, lines, fresh=fresh)


def store(path: Path, **answers: str | list[str]) -> None:
    given = {address: answer(value) for address, value in answers.items()}
    save_dossier(Dossier.model_validate({"name": "Atelier du Furan", "on": "2026-11-23", "answers": given}), path)


def line_of(tty: Terminal, words: str) -> str:
    """The number in front of a line of a list."""
    found = re.search(rf"(\d+) {re.escape(words)}", tty.flat)
    assert found, tty.text
    return found[1]


COMPANY: dict[str, str | list[str]] = {
    "situation": "existante",
    "situation_judiciaire": "aucune",
    "siege": "france",
    "forme_juridique": "sas",
    "fonds_ou_banque": "non",
    "nombre_associes": "3",
    "mention_rcs": "oui",
    "activite_propre": "oui",
    "buts": ["soutien_personnes_fragiles"],
    "fragilite_public": ["economique_ou_sociale"],
    "utilite_sociale_principale": "principale",
    "titres_admis_negociation": "non",
    "categories_plein_droit": ["aucune"],
}


ASSOCIATION: dict[str, str | list[str]] = {
    "situation": "existante",
    "situation_judiciaire": "aucune",
    "siege": "france",
    "forme_juridique": "association",
    "vie_associative": "oui",
    "categories_plein_droit": ["aucune"],
    "activite_propre": "oui",
    "buts": ["soutien_personnes_fragiles"],
    "fragilite_public": ["economique_ou_sociale"],
    "utilite_sociale_principale": "principale",
    "clause_objet": "mot_pour_mot",
    "nombre_remuneres": "0",
    "nombre_exercices_clos": "un",
}


@pytest.fixture(params=spread(SIZES, 1, lambda size: f"{size[0]}x{size[1]}"))
def size(request: pytest.FixtureRequest) -> Iterator[tuple[int, int]]:
    yield request.param


def test_a_whole_interview(path: Path, size: tuple[int, int]) -> None:
    with start(path, *size, fresh=True) as tty:
        tty.until("Nom de la structure")
        tty.send("2025", ENTER, then="« 2025 » n'est pas un nom ; il y faut au moins une lettre")
        tty.send(ERASE_LINE, "Les Jardins du Pilat", ENTER, then="SIREN")
        tty.send(ENTER, then="Conseiller")
        tty.send("12/03/2025", ENTER, then="« 12/03/2025 » est une date, pas un nom")
        tty.send(ERASE_LINE, "Claire", ENTER, then="Date d'examen")
        tty.send(ENTER, then="Où en êtes-vous")
        assert tty.text.splitlines()[0].startswith("Les Jardins du Pilat")
        assert re.search(r"encore \d+ à \d+ questions", tty.flat) and "○ ESS ouvert" in tty.flat
        tty.send("2", ENTER, then="en liquidation, ou dissoute")
        tty.send("1", ENTER, then="siège social")
        tty.send("1", ENTER, then="sous quelle forme juridique")
        tty.send("13", then="» 13 Association")
        # A title may open an easier way: it is asked before purpose and public.
        tty.send(ENTER, then="une assemblée des membres")
        tty.send("1", ENTER, then="une convention ou un agrément")
        assert "● ESS acquis : de droit (Forme juridique : Association)" in tty.flat
        tty.send("2", SPACE, ENTER, then="en cours aujourd'hui")
        tty.send("1", ENTER, then="titulaire de ce titre")
        tty.send("1", ENTER, then="Combien de personnes")
        tty.send("2", ENTER, then="Pour quelle année")
        tty.send("2025", ENTER, then="Avez-vous le document")
        tty.send("1", ENTER, then="(personne 1)")
        tty.send("60 000,50", ENTER, then="temps de travail")
        tty.send("100", ENTER, then="(personne 2)")
        tty.send("20000", ENTER, then="temps plein) ? (personne 2)")
        tty.send("50", ENTER, then="Et maintenant")
        assert "40 000 €" in tty.flat and "Plus forte rémunération : 60 000,50 €" in tty.flat
        tty.send(ENTER, then="Une holding")
        tty.send("2", ENTER, then="Entrée pour continuer")
        shown = assess(load_dossier(path))
        for verdict in shown.verdicts.values():
            assert " ".join(verdict.sentence.replace("\u00a0", " ").split()) in tty.flat
        assert shown.esus.outcome == "de_droit"
        tty.send(ENTER, then="Les deux verdicts sont décidés")
        tty.send(line_of(tty, "Terminer"))
        tty.send(ENTER, then="Entretien terminé")
        assert tty.end() == 0
    saved = load_dossier(path)
    assert saved.adviser == "Claire" and saved.answers["remuneration_brute[1]"].value == "60000.5"
    assert saved.answers["remuneration_brute[1]"].proven and not saved.answers["siege"].proven


def test_mistakes_are_told_and_nothing_is_lost(path: Path) -> None:
    store(
        path,
        situation="existante",
        situation_judiciaire="aucune",
        siege="france",
        forme_juridique="sas",
        fonds_ou_banque="non",
        categories_plein_droit=["aucune"],
    )
    with start(path) as tty:
        tty.until("Combien la société compte-t-elle d'associés")
        tty.send("trois", ENTER, then="« trois » n'est pas un nombre")
        assert "écrivez par exemple 12 (n : je ne sais pas)." in tty.flat
        # What was refused is replaced by what is typed next, in words or in letters.
        tty.send("0", ENTER, then="Le nombre doit être au moins 1")
        tty.send(ERASE_LINE, ENTER, then="Il manque une réponse")
        tty.send("a", ENTER, then="Où le trouver")
        tty.send(ENTER, then="Nombre :")
        tty.send("?", ENTER, then="elle précise")
        tty.send(ENTER, then="Nombre :")
        tty.send("j", ENTER, then="D'où vient la réponse")
        tty.send(ENTER, then="Document :")
        tty.send("Registre des titres", ENTER, then="Page")
        tty.send("q", ENTER, then="« q » seul ne fait rien ici")
        tty.send("\x1b[200~4\x1b[201~", ENTER, then="Pièce : vu, Registre des titres, page 4")
        tty.send("t", ENTER, then="Note (Entrée pour finir)")
        tty.send("à vérifier", ENTER, then="Note gardée")
        tty.send("3", ENTER, then="mention", gone="d'actionnaires ?")
        given = load_dossier(path).answers["nombre_associes"]
        assert (given.value, given.note, given.proven) == ("3", "à vérifier", True)
        # Unknown, back, and a letter that is not a tool.
        tty.send("z", ENTER, "n", ENTER, then="À réunir : Mention ESS sur le Kbis")
        assert load_dossier(path).answers["mention_rcs"].unknown
        tty.send("r", ENTER, then="Réponse actuelle : je ne sais pas")
        tty.send("r", ENTER, then="Réponse actuelle : 3")
        tty.send(ENTER, then="La structure exerce-t-elle elle-même")
        # Another answer is changed from here, and contradicts.
        tty.send("m", ENTER, then="Laquelle ?")
        tty.send("5", then="» 5 Forme juridique : SAS")
        tty.send(ENTER, then="Changer la réponse")
        tty.send(ENTER, then="Réponse actuelle : SAS")
        tty.send("2", ENTER, then="Ces réponses se contredisent")
        assert "n'a qu'un seul associé, mais vous en comptez 3" in tty.flat
        # Straight to the answer; the figures told are those of the moment, and what is typed is the answer.
        tty.send("2", ENTER, then="Réponse actuelle : 3")
        tty.send("4", ENTER, then="mais vous en comptez 4")
        tty.send("2", ENTER, then="Réponse actuelle : 4")
        tty.send("1", ENTER, then="Laquelle ?")
        tty.send("r", ENTER, then="La structure exerce-t-elle elle-même")
        tty.send("q", ENTER, then="Entretien en pause")
        assert tty.end() == 0
    saved = load_dossier(path)
    assert saved.answers["nombre_associes"].value == "1" and saved.answers["forme_juridique"].value == "sasu"


def test_a_word_typed_in_full_answers_one_question_and_no_other(path: Path) -> None:
    """« n » is « je ne sais pas », « non » an answer; nothing acts before Enter, nothing is chosen beforehand."""
    known = {key: value for key, value in COMPANY.items() if key not in ("mention_rcs", "activite_propre")}
    store(path, **known)
    with start(path) as tty:
        tty.until("mention")
        tty.send(ENTER, then="Il manque une réponse")
        tty.send("7", ENTER, then="La ligne 7 n'existe pas")
        tty.send("zn", ENTER, then="« zn » ne désigne aucune ligne")
        tty.send(ENTER, then="Il manque une réponse")
        assert "mention_rcs" not in load_dossier(path).answers
        tty.send("non", then="» 2 Non")
        tty.send(ENTER, then="La structure exerce-t-elle elle-même")
        given = load_dossier(path).answers
        assert given["mention_rcs"].value == "non" and "activite_propre" not in given
        tty.send("je ne sais pas", then="» n Je ne sais pas")
        tty.send(ENTER, then="À réunir : Activité exercée")
        assert load_dossier(path).answers["activite_propre"].unknown


def test_a_choice_alone_and_the_others_is_refused(path: Path) -> None:
    store(
        path,
        **{
            key: value
            for key, value in COMPANY.items()
            if key
            not in (
                "buts",
                "fragilite_public",
                "utilite_sociale_principale",
                "titres_admis_negociation",
                "categories_plein_droit",
            )
        },
    )
    with start(path) as tty:
        tty.until("Quel but d'utilité sociale")
        tty.send(ENTER, then="Il manque une réponse")
        tty.send(SPACE, "11", SPACE, ENTER, then="« Aucun de ces buts » ne va pas avec une autre réponse")
        tty.send(SPACE, ENTER, then="Pour qui travaillez-vous")


def test_words_typed_on_several_choices_tick_nothing(path: Path) -> None:
    known = {key: value for key, value in COMPANY.items() if key != "categories_plein_droit"}
    store(path, **known)
    with start(path) as tty:
        tty.until("une convention ou un agrément")
        tty.send("z", SPACE, then="Choisissez d'abord une ligne")
        # A line pointed at is not a line ticked: Enter says so, and passes nothing over.
        tty.send("esat", ENTER, then="Espace pour cocher la ligne 13. Il manque une réponse")
        tty.send("3", SPACE, "n", SPACE, ENTER, then="Il manque une réponse")
        assert "categories_plein_droit" not in load_dossier(path).answers
        tty.send("je ne sais pas", then="n : je ne sais pas. Entrée pour confirmer")
        tty.send(ENTER, then="À réunir : Catégories de plein droit")
    assert load_dossier(path).answers["categories_plein_droit"].unknown


def test_the_grid_of_clauses(path: Path, size: tuple[int, int]) -> None:
    store(path, **COMPANY)
    with start(path, *size) as tty:
        tty.until("Avez-vous le document")
        tty.send("1", ENTER, then="Quelle clause")
        assert "[à lire] Place des salariés" in tty.flat and "15 clauses : 15 à lire." in tty.flat
        tty.send(ENTER, then="4 Pas encore lu")
        assert "(1 sur" in tty.flat and "1 Oui, en entier" in tty.flat
        tty.send("oui", ENTER, then="Numéro de l'article")
        tty.send("2", ENTER, then="Les mots des statuts")
        tty.send("La société a pour objet principal…", ENTER, then="4 Pas encore lu")
        assert "(2 sur" in tty.flat
        tty.send("n", ENTER, then="(3 sur")
        tty.until("3 Rien n'est écrit à leur sujet")
        tty.send("r", ENTER, then="Quelle clause")
        assert "14 clauses : 12 à lire, 1 pas encore lue, 1 lue. Entrée ouvre la clause." in tty.flat
        assert "[oui] Objet : but d'utilité sociale écrit, art. 2" in tty.flat
        assert "[pas encore lu] Clause de gouvernance démocratique" in tty.flat
        tty.send("x", ENTER, then="à réunir, avec les statuts à jour")
        given = load_dossier(path).answers["clause_objet"]
        assert (given.value, given.article, given.quote) == ("mot_pour_mot", "2", "La société a pour objet principal…")
        assert given.evidence is not None and given.evidence.level == "vu"


def test_costs_are_computed_with_their_key(path: Path, size: tuple[int, int]) -> None:
    store(
        path,
        situation="existante",
        situation_judiciaire="aucune",
        siege="france",
        forme_juridique="association",
        buts=["soutien_personnes_fragiles"],
        fragilite_public=["economique_ou_sociale"],
        utilite_sociale_principale="principale",
        categories_plein_droit=["aucune"],
        clause_objet="mot_pour_mot",
        nombre_remuneres="0",
        nombre_exercices_clos="un",
    )
    with start(path, *size) as tty:
        tty.until("Avez-vous le document")
        tty.send("1", ENTER, then="Total des charges d'exploitation")
        tty.send("100000", ENTER, then="Charges communes de l'exercice")
        tty.send("30000", ENTER, then="Part des charges communes")
        tty.send("50", ENTER, then="D'où vient cette clé")
        tty.send("heures", ENTER, then="qui ne servent qu'à l'activité")
        tty.send("48000", ENTER, then="Et maintenant")
        assert "au-dessous du minimum" in tty.flat or "63 %" in tty.flat
        assert "Clé de 10 points de moins : 60 % au cumul" in tty.flat
        assert "Clé de 10 points de plus : 66 % au cumul" in tty.flat
        assert "Il faut une même clé de 60 % au moins pour 66 % au cumul" in tty.flat
        tty.send("2", ENTER, then="Quelle case")
        tty.send("4", then="» 4 Clé")
        tty.send(ENTER, then="Réponse actuelle : 50 %")
        tty.send("60", ENTER, then="D'où vient cette clé")
        tty.send(ENTER, then="exactement au minimum")
    saved = load_dossier(path).answers
    assert saved["charges_utilite_sociale[n]"].value == "66000"
    assert "48 000 € de charges propres" in saved["charges_utilite_sociale[n]"].note.replace("\u00a0", " ")
    assert saved["cle_repartition[n]"].note == "heures"


def test_what_the_company_holds_to_is_asked_before_the_shortest_way(path: Path) -> None:
    save_dossier(sample(boni_liquidation="associes"), path)
    with start(path) as tty:
        tty.until("Entrée pour continuer")
        tty.send(ENTER, then="Et maintenant")
        tty.send(line_of(tty, "Les chemins vers le statut"), ENTER, then="Points non négociables")
        tty.send("1", SPACE, ENTER, then="Vous tenez à : garder le boni de liquidation")
        assert "Aucune voie ne respecte tous vos points non négociables" in tty.flat
        tty.send("q", then="Et maintenant")
        assert load_dossier(path).non_negotiables == ("garder_le_boni",)
        tty.send(line_of(tty, "Les chemins vers le statut"), ENTER, then="● 1 Garder le boni")


def test_a_key_changed_later_moves_the_part_with_it(path: Path) -> None:
    store(path, **ASSOCIATION)
    with start(path) as tty:
        tty.until("Avez-vous le document")
        tty.send("1", ENTER, then="Total des charges d'exploitation")
        tty.send("250000", ENTER, then="Charges communes de l'exercice")
        tty.send("60 k€", ENTER, then="Part des charges communes")
        tty.send("0,6", ENTER, then="» 1 60 %")
        tty.send(ENTER, then="D'où vient cette clé")
        tty.send("n", ENTER, then="qui ne servent qu'à l'activité")
        tty.send("150000", ENTER, then="Et maintenant")
        assert load_dossier(path).answers["charges_utilite_sociale[n]"].value == "186000"
        tty.send("m", ENTER, then="Laquelle ?")
        # Beyond what the screen shows, the list is scrolled.
        tty.send(DOWN * 17, then="Clé de répartition")
        tty.send(line_of(tty, "Clé de répartition"), ENTER, then="Que voulez-vous faire")
        tty.send(ENTER, then="Réponse actuelle : 60 %")
        tty.send("90", ENTER, then="D'où vient cette clé")
        tty.send(ENTER, then="Part d'utilité sociale calculée de nouveau : 204 000 €")
    saved = load_dossier(path).answers
    assert saved["charges_utilite_sociale[n]"].value == "204000" and saved["cle_repartition[n]"].note == "n"


def test_a_sheet_taken_up_again_goes_back_into_itself(path: Path) -> None:
    store(path, **ASSOCIATION, **{"charges_exploitation[n]": "250000"})
    with start(path) as tty:
        tty.until("Charges communes de l'exercice")
        tty.send("r", ENTER, then="Réponse actuelle : 250 000 €")
        tty.send("r", ENTER, then="Combien d'exercices")


def test_dividends_told_twice_are_offered_and_must_agree(path: Path) -> None:
    dossier = next(case.dossier for case in load_cases() if case.id == "041-capital-peu-remunere")
    answers = {address: given for address, given in dossier.answers.items() if address != "dividendes[n]"}
    answers = {"situation_judiciaire": answer("aucune"), "fonds_ou_banque": answer("non"), **answers}
    save_dossier(dossier.model_copy(update={"answers": answers}), path)
    with start(path) as tty:
        tty.until("Déjà donné dans « Distribué aux associés » : 8 000 €. Entrée pour le reprendre")
        tty.send("5000", ENTER, then="les dividendes ne seraient que de 5 000 €")
        tty.send("2", ENTER, then="Réponse actuelle : 5 000 €")
        tty.send("8000", ENTER, then="Cette réponse décide pour le statut ESUS")
    assert load_dossier(path).answers["dividendes[n]"].value == "8000"


def test_a_month_of_pay_is_not_taken_for_a_year(path: Path) -> None:
    paid = {"charges_exploitation[n]": "100", "charges_utilite_sociale[n]": "90"}
    store(path, **{**ASSOCIATION, "nombre_remuneres": "1", "annee_remuneration": "2025"}, **paid)
    with start(path) as tty:
        tty.until("Avez-vous le document")
        tty.send("n", ENTER, then="à réunir, avec les bulletins de paie")
        tty.send("m", ENTER, then="Laquelle ?")
        tty.send(line_of(tty, "Rémunération brute annuelle"), ENTER, then="Que voulez-vous faire")
        tty.send(ENTER, then="Montant en euros :")
        tty.send("2000", ENTER, then="Laquelle ?")
        tty.send(line_of(tty, "Temps de travail"), ENTER, then="Que voulez-vous faire")
        tty.send(ENTER, then="Pourcentage :")
        tty.send("plein", ENTER, then="moins que le salaire minimum d'une année")
        tty.send("1", ENTER, then="Laquelle ?")
    saved = load_dossier(path).answers
    assert saved["remuneration_brute[1]"].value == "24000" and saved["quotite_travail[1]"].value == "100"


def test_clauses_passed_are_unread_not_filled(path: Path) -> None:
    store(path, **COMPANY)
    with start(path) as tty:
        tty.until("Avez-vous le document")
        tty.send("t", then="« t » (note) ne sert pas ici")
        tty.send("\x7f", "1", ENTER, then="Quelle clause")
        tty.send("x", ENTER, then="à réunir, avec les statuts à jour")
        while "Quelle clause" not in tty.flat:
            tty.send("r", ENTER, then="»")
        assert re.search(r"(\d+) clauses : \1 pas encore lues\.", tty.flat), tty.text
        tty.send("1", ENTER, then="4 Pas encore lu")
        assert "Pièce : vu" not in tty.flat
    assert not any(given.proven for given in load_dossier(path).answers.values())


def test_the_end_first_says_which_clauses_to_read_and_asks_them(path: Path) -> None:
    """One clause that lacks decides; the others are read from the first line of the menu."""
    dossier = sample(clause_objet="non", place_salaries=None, boni_liquidation=None).model_copy(
        update={"name": "Furan"}
    )
    save_dossier(dossier, path)
    notice = "3 clauses des statuts ne sont pas lues : lisez-les avant de convoquer l'assemblée."
    with start(path) as tty:
        tty.until("Entrée pour continuer")
        assert tty.flat.index(notice) < tty.flat.index("Réécrire l'objet social")
        tty.send(ENTER, then="Et maintenant")
        assert notice in tty.flat and "» 1 Lire ces clauses maintenant" in tty.flat
        tty.send(ENTER, then="Quelle clause")
        assert "» 2 [à lire] But autre que le partage des bénéfices" in tty.flat


def test_leaving_the_statutes_at_the_first_no_says_how_many_clauses_are_left(path: Path) -> None:
    dossier = sample(situation_judiciaire="aucune")
    left = {at: one for at, one in dossier.answers.items() if at not in READ and "remuner" not in at}
    save_dossier(dossier.model_copy(update={"answers": left, "name": "Furan"}), path)
    with start(path) as tty:
        tty.until("Avez-vous le document")
        tty.send("3", ENTER, then="à lire. Entrée ouvre")
        tty.send(ENTER, then="Votre réponse")
        tty.send("3", ENTER, then="Combien de personnes")
        assert "clauses à lire encore : l'entretien y revient à la fin" in tty.flat


def test_an_early_stop_says_why_and_the_way_out(path: Path) -> None:
    store(path, situation="existante", situation_judiciaire="aucune", siege="france")
    with start(path) as tty:
        tty.until("sous quelle forme juridique")
        tty.send("sci", then="» 18 Société civile")
        tty.send(ENTER, then="Entrée")
        assert "× ESS : D'après vos réponses" in tty.flat and "Obstacle : Société commerciale" in tty.flat
        assert "Texte : Loi n° 2014-856 du 31 juillet 2014, art. 1er" in tty.flat
        assert "Plus tard : Transformer la société civile en société commerciale ou en coopérative" in tty.flat


def test_what_is_proposed_gives_way_to_what_is_typed(path: Path) -> None:
    dossiers = path.parent / "dossiers"
    dossiers.mkdir()
    save_dossier(Dossier(name="Avant", adviser="Zoé"), dossiers / "avant.yaml")
    with Terminal(["-m", "advisor"], path.parent) as tty:
        tty.until("Que voulez-vous faire")
        tty.send("1", ENTER, then="Nom de la structure")
        tty.send("La Scierie", ENTER, then="SIREN")
        tty.send(ENTER, then="Conseiller (facultatif) : Zoé")
        tty.send("Zoé", ENTER, then="Date d'examen")
        tty.send(ERASE_LINE, ENTER, then="Où en êtes-vous")
    saved = load_dossier(dossiers / "la-scierie.yaml")
    assert saved.adviser == "Zoé" and saved.on is not None


def test_ctrl_c_pauses_and_says_how_to_resume(path: Path) -> None:
    store(path, situation="projet")
    with start(path) as tty:
        tty.until("siège social")
        tty.send(CTRL_C, then="Pour reprendre : ess-advisor entretien")
        assert tty.end() == 0
        assert str(path) in tty.seen.replace("\r\n", "")


def test_killed_in_the_middle_it_resumes_at_the_same_question(path: Path) -> None:
    store(path, **{key: value for key, value in COMPANY.items() if key != "categories_plein_droit"})
    with start(path) as tty:
        tty.until("une convention ou un agrément")
        tty.send("1", SPACE, ENTER, then="Avez-vous le document")
        tty.send("1", ENTER, then="Quelle clause")
        tty.send(ENTER, then="4 Pas encore lu")
        tty.send("1", ENTER, then="Numéro de l'article")
        tty.kill()
    assert load_dossier(path).answers["clause_objet"].value == "mot_pour_mot"
    with start(path) as tty:
        tty.until("Quelle clause")
        assert "Dossier repris : 14 réponses." in tty.flat and "» 2 [à lire]" in tty.flat
        question = tty.flat
        tty.kill()
    with start(path) as tty:
        tty.until("Quelle clause")
        assert tty.flat == question


def test_a_window_made_smaller_still_works(path: Path) -> None:
    store(path, situation="existante", situation_judiciaire="aucune", siege="france")
    with start(path, 160, 45) as tty:
        tty.until("sous quelle forme juridique")
        assert "24 Autre personne morale" in tty.flat
        tty.resize(80, 24)
        tty.send(DOWN, DOWN, DOWN, then="» 3 SARL")
        # The turn is printed again for the new width, without waiting for the next question.
        tty.until("Atelier du Furan")
        assert max(map(len, tty.text.splitlines())) <= 80 and tty.text.splitlines()[0].startswith("Atelier du Furan")
        tty.send("24", then="» 24 Autre personne morale")
        tty.send("1", ENTER, then="un fonds d'épargne ou d'investissement, ou une banque")
        assert len(tty.text.splitlines()) <= 24 and tty.text.splitlines()[0].startswith("Atelier du Furan")


def test_the_sheet_of_the_dossier_is_changed_field_by_field(path: Path) -> None:
    store(path, situation="projet")
    with start(path) as tty:
        tty.until("siège social")
        tty.send("m", ENTER, then="Laquelle ?")
        tty.send("1", ENTER, then="Que changer ?")
        tty.send("1", ENTER, then="Nom de la structure")
        tty.send(ERASE_LINE, "r", ENTER, then="Que changer ?")
        tty.send("4", ENTER, then="Date d'examen :")
        tty.send("1er mars 2024", ENTER, then="celui du 1er mars 2024")
        tty.send("r", ENTER, then="Laquelle ?")
        tty.send("r", ENTER, then="siège social")
    saved = load_dossier(path)
    assert saved.name == "Atelier du Furan" and str(saved.on) == "2024-03-01"


def test_a_damaged_dossier_gets_a_message(path: Path) -> None:
    path.write_text("format: 1\nreponses:\n  forme_juridique: sass\nfin_du_dossier: oui\n", encoding="utf-8")
    with start(path) as tty:
        assert tty.end() == 2
        assert "furan.yaml:3:" in "".join(tty.seen.split()) and "sass" in tty.seen


def test_the_home_menu(path: Path) -> None:
    store(path, situation="projet")
    dossiers = path.parent / "dossiers"
    with Terminal(["-m", "advisor"], path.parent, fresh=True) as tty:
        tty.until("Que voulez-vous faire")
        for words in ("Nouvel entretien", "Reprendre un dossier", "Consulter un dossier", "Cas d'école", "Quitter"):
            assert words in tty.flat
        tty.send("2", ENTER, then="Aucun dossier dans")
        tty.send(ENTER, then="Nom de la structure")
        tty.send("r", ENTER, then="Que voulez-vous faire", gone="Nom de la structure")
        assert not dossiers.exists() or not list(dossiers.iterdir())
        tty.send("1", ENTER, then="Nom de la structure")
        tty.send("L'Épicerie du Crêt", ENTER, then="SIREN")
        tty.send("12", ENTER, then="neuf chiffres")
        tty.send(ERASE_LINE, ENTER, then="Conseiller")
        tty.send("Paul", ENTER, then="Date d'examen")
        tty.send(ERASE_LINE, "32/01/2026", ENTER, then="n'est pas une date")
        tty.send(ERASE_LINE, "23/11/2026", ENTER, then="Où en êtes-vous")
        tty.send(CTRL_C, then="Entretien en pause")
        assert load_dossier(dossiers / "l-epicerie-du-cret.yaml").adviser == "Paul"
        assert "Crêt" not in tty.flat, "the menu names no client"
        tty.send(line_of(tty, "Reprendre l'entretien interrompu le"), ENTER, then="Où en êtes-vous")
        tty.send(CTRL_C, then="Entretien en pause")
        tty.send(line_of(tty, "Consulter un dossier"), ENTER, then="Quel dossier")
        assert "L'Épicerie du Crêt : 0 réponse" in tty.flat
        tty.send(ENTER, then="Que voulez-vous lire")
        tty.send("1", ENTER, then="L'ESSENTIEL EN UNE PAGE")
        tty.send("s", then="r : page d'avant")
        assert tty.text.startswith("== ")
        tty.send("r", then="== L'ESSENTIEL EN UNE PAGE")
        tty.send("q", then="vient d'être lu : le rapport", gone="ESSENTIEL")
        tty.send("r", ENTER, then="Que voulez-vous faire", gone="Que voulez-vous lire")
        tty.send(line_of(tty, "Cas d'école"), ENTER, then="Quel cas")
        tty.send("r", ENTER, then="Que voulez-vous faire", gone="Quel cas")
        tty.send(line_of(tty, "Quitter"), ENTER)
        assert tty.end() == 0
