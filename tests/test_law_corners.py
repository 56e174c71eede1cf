"""Corners of the law that an attack on the worked cases found wrong: one answer moves, and so must the verdict."""

from __future__ import annotations

from datetime import date

import pytest

from advisor.casebook import find_case
from advisor.evaluation import assess
from tests.test_first_page import with_answers

CORNERS = [
    # A fund is new until the end of the year that follows its creation (R3332-21-6, I, 2nd paragraph).
    ("110", {"date_creation": "2025-01-01"}, "esus", "eligible"),
    ("110", {"date_creation": "2024-12-31"}, "esus", "indetermine"),
    # The certified report holds the values of the end of the year; it is made again only before 20 June.
    ("108", {"rapport_valeurs_fin_annee": "non"}, "esus", "non_eligible"),
    # A foundation of public utility must seek the social utility of article 2 first and foremost (II, 13°).
    ("097", {}, "esus", "de_droit"),
    ("097", {"utilite_sociale_principale": "accessoire"}, "esus", "non_eligible"),
    ("097", {"clause_objet": "non"}, "esus", "a_mettre_en_conformite"),
]


@pytest.mark.parametrize(("case", "changed", "status", "expected"), CORNERS)
def test_the_verdict_follows_the_answer(case: str, changed: dict[str, str], status: str, expected: str) -> None:
    assert assess(with_answers(case, **changed)).verdicts[status].outcome == expected


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2026, 6, 19), "a_mettre_en_conformite"), (date(2026, 6, 20), "non_eligible")]
)
def test_a_report_is_made_again_only_before_20_june(day: date, expected: str) -> None:
    dossier = with_answers("108", rapport_valeurs_fin_annee="non", date_rapport_certifie="2026-06-01")
    assert assess(dossier, on=day).esus.outcome == expected


@pytest.mark.parametrize(("paid", "expected"), [("38000", "a_completer"), ("48001", "non_satisfait")])
def test_a_ratio_above_any_rate_that_could_be_typed_needs_no_rate(paid: str, expected: str) -> None:
    """200 000 € entrusted, 2 000 € paid on loans: 25 % is the highest rate the dossier takes (20 %) plus 5 points."""
    before = {one: None for one in find_case("046").dossier.answers if one.endswith(("[n-1]", "[n-2]"))}
    young = {"nombre_exercices_clos": "un", "date_creation": "2025-01-15", "dividendes[n]": paid}
    dossier = with_answers("046", **before, **young)
    assert assess(dossier).findings["ESUS-02b"].outcome == expected


RENEWALS = [
    ("2026-12-31", "2", True),
    ("2026-12-31", "3", False),
    # More than a year left: two closed years are no wonder.
    ("2027-06-30", "2", False),
    # Born less than five years before the end: the agreement may have been one of two years.
    ("2017-09-09", "2", False),
]


@pytest.mark.parametrize(("end", "count", "told"), RENEWALS)
def test_too_few_closed_years_for_a_five_year_agreement_is_a_contradiction(end: str, count: str, told: bool) -> None:
    assessment = assess(with_answers("055", date_fin_agrement=end, exercices_agrement_precedent=count))
    found = [one.id for one in assessment.contradictions]
    assert ("CO-AGREMENT-TROP-PEU-D-EXERCICES" in found) is told


PURPOSES = [
    ("2019-05-23", "promotion_culturelle", "ART2-4", "ne nommait pas la promotion culturelle"),
    ("2025-06-16", "lutte_inegalites", "ART2-3", "réduire ces inégalités par l'éducation à la citoyenneté"),
]


@pytest.mark.parametrize(("day", "purpose", "criterion", "words"), PURPOSES)
def test_a_purpose_the_day_does_not_know_is_the_one_told(day: str, purpose: str, criterion: str, words: str) -> None:
    dossier = with_answers("001", annee_remuneration=None, buts=(purpose,), type_assimilation="aucun")
    assessment = assess(dossier, on=date.fromisoformat(day))
    for verdict in assessment.verdicts.values():
        assert verdict.outcome == "non_eligible"
        assert criterion in [ground.criterion for ground in verdict.grounds]
        assert words in verdict.sentence
