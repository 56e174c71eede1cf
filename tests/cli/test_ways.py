"""``path`` and ``whatif``: what they print, what they refuse."""

from __future__ import annotations

import json

import pytest

from advisor.advice.ways.whatif import what_if
from advisor.cli import main
from advisor.common.french import NBSP
from advisor.report.ways import what_if_report
from advisor.training.casebook.read import find_case
from tests.support.unbroken import ODD_DIGITS, check_unbroken


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out.replace(NBSP, " "), err.replace(NBSP, " ")


def test_path_tells_what_when_who_and_at_what_price(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "chemin", "039", "--vers", "esus", "--largeur", "100")
    assert code == 0
    for words in (
        "3 exercices à clore ; au plus tôt le 1er janvier 2027",
        "Qui décide",
        "Ce que cela coûte",
        "R3332-21-1",
    ):
        assert words in " ".join(out.split())
    assert "Les chiffres à viser".upper() in out and "× 66 % =" in out


def test_path_speaks_of_both_statuses_and_of_what_the_law_leaves_open(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "chemin", "013")
    assert code == 0 and out.count("Si le droit est lu favorablement") == 2 and "Rien à changer." in out


def test_a_way_of_many_steps_starts_with_the_form(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "chemin", "074", "--vers", "ess", "--format", "markdown")
    company = out.split("### Chemin")[-1]
    assert company.index("ici une société commerciale") < company.index("Réécrire l'objet social")


def test_what_cannot_be_kept_is_named_with_its_price(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "chemin", "002", "--vers", "ess", "--garder", "garder_le_boni")
    assert code == 0 and "Aucune voie ne respecte tous vos points non négociables" in out
    flat = " ".join(out.split())
    assert "écarté par : garder le boni de liquidation" in flat and "Sans eux, ce chemin serait ouvert" in flat
    assert "vendre ses parts reste permis. Loi n° 2014-856 du 31 juillet 2014, art. 1er, I, 3°, b [V-JO]" in flat


def test_an_unknown_refusal_lists_those_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "chemin", "002", "--garder", "?")
    assert code == 2 and "« ? » n'est pas un point non négociable connu" in err and "garder_le_controle" in err


def test_ways_as_json_carry_the_dossier_that_proves_them(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "chemin", "002", "--format", "json")
    ess, _ = json.loads(out)
    assert code == 0 and ess["ways"][0]["dossier"]["answers"]["boni_liquidation"]["value"] == "autre_entreprise_ess"


def test_what_if_shows_both_sides_and_what_moved(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "et-si", "002", "boni_liquidation=autre_entreprise_ess", "--largeur", "100")
    flat = " ".join(out.split())
    assert code == 0 and "Entreprise de l'ESS à mettre en conformité éligible" in flat
    assert "ESS-12" in out and "Le dossier n'est pas modifié" in flat


def test_what_if_tells_apart_two_verdicts_that_are_not_settled() -> None:
    report = what_if_report(what_if(find_case("013").dossier, {"activite_propre": None}))
    text = report.model_dump_json().replace("\u00a0", " ")
    for words in ("au mieux éligible, au pire à mettre en conformité", "au mieux éligible, au pire non éligible"):
        assert f"indéterminé ({words})" in text
    assert "Aucun des deux verdicts ne change" not in text


def test_what_if_tells_a_contradiction(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "et-si", "002", "forme_juridique=sasu")
    assert code == 0 and "À corriger d'abord".upper() in out.upper()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("mention_rcs", "écrivez fait=valeur"),
        ("=oui", "écrivez fait=valeur"),
        ("mention_rsc=oui", "le plus proche : « mention_rcs »"),
        ("mention_rcs=peut-être", "n'est pas une réponse possible"),
        ("charges_exploitation=12", "une réponse par ligne"),
        *((f"nombre_associes={text}", "écrivez par exemple") for text in ODD_DIGITS),
    ],
)
def test_bad_changes_are_refused_with_a_word_of_help(
    capsys: pytest.CaptureFixture[str], change: str, message: str
) -> None:
    code, out, err = run(capsys, "et-si", "002", change)
    assert code == 2 and not out and message in err
    check_unbroken(err)


def test_without_a_change_it_says_what_the_verdicts_hang_on(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "et-si", "001", "--largeur", "100")
    flat = " ".join(out.split())
    assert code == 0 and "Si une seule réponse est fausse".upper() in flat.upper()
    assert "une pièce prouve chacune" in flat and "demandez-en la preuve" not in flat
    assert "autres conditions sont objectives" in flat and "Renforce le dossier" in flat


def test_two_answers_to_one_question_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "et-si", "002", "mention_rcs=oui", "mention_rcs=non")
    assert code == 2 and not out and "« mention_rcs » : deux réponses pour la même question" in err


def test_what_no_longer_concerns_the_company_is_not_told_as_met(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "et-si", "002", "mention_rcs=non", "--largeur", "120")
    assert "ESS-15" in out and "À compléter → sans objet" in out


def test_what_remaining_alone_costs_is_a_doubt_of_law(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "chemin", "013", "--vers", "ess", "--garder", "rester_seul", "--largeur", "120")
    assert "Sans eux, ce chemin vaudrait quelle que soit la lecture du droit" in out
