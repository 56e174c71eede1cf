"""What is known of the administration's practice on open points (ADDENDUM2 §5)."""

from __future__ import annotations

import pytest

from advisor.report.words import practice_words
from advisor.rules.load import load_knowledge
from tests.assessment.addendum2 import T, differences

LAW = load_knowledge()


@pytest.mark.parametrize(
    ("point", "who", "code"),
    [
        ("Q2", "Pôle patrimoine", "S1"),
        ("Q2", "Lefebvre Dalloz", "S1"),
        ("Q5", "agora.les-cae.coop", "S1"),
        ("Q7", "juriste-engage.org", "S1"),
        ("Q7", "débats parlementaires", "S1"),
        ("C9", "Finacoop", "S1"),
        ("C11", "directions.fr", "S1"),
        ("HOLDING", "Assemblée nationale", "S1"),
        ("FRAGILITE-PERSONNELLE", "lemediasocial", "S1"),
        ("FORME-HISTORIQUE-I", "DREETS Nouvelle-Aquitaine", "S1"),
        ("PERSONNE-PUBLIQUE", "CRESS Pays de la Loire", "S1"),
        ("PERSONNE-PUBLIQUE", "R5132-27", "V-c"),
    ],
)
def test_a_practice_is_told_with_who_said_it_and_how_sure_it_is(point: str, who: str, code: str) -> None:
    (line,) = (line for line in practice_words(LAW, LAW.open_questions[point]) if who in line)
    assert f"[{code}" in line


@pytest.mark.parametrize("point", ["RENOUVELLEMENT-PERIODE", "ANNEE-INCOMPLETE", "CINQ-SEPTIEMES", "BONI-BENEFICIAIRE"])
def test_a_point_without_practice_says_so(point: str) -> None:
    assert practice_words(LAW, LAW.open_questions[point]) == ["aucune n'a été trouvée."]


def test_the_notice_says_that_no_practice_was_found() -> None:
    paid = {"remuneration_brute[1]": "60000", "mois_presence[1]": "3"}
    row = T("5", paid, points=("ANNEE-INCOMPLETE",), text=("Pratique connue : aucune n'a été trouvée",))
    assert not differences(row)
