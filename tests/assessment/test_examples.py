"""The 38 situations given with the project: accepted verdict, route and duration, and the right articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Outcome
from tests.examples.adapter import to_dossier
from tests.examples.articles import articles, same_article

SITUATIONS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "examples" / "cases.jsonl").read_text(encoding="utf-8").splitlines()
]
each = pytest.mark.parametrize("situation", SITUATIONS, ids=[situation["id"] for situation in SITUATIONS])

VERDICTS = {
    "of_right": "de_droit",
    "eligible": "eligible",
    "needs_changes": "a_mettre_en_conformite",
    "not_eligible": "non_eligible",
    "undetermined": "indetermine",
}
ROUTES = {"droit_commun_I": "droit_commun", "plein_droit_II": "plein_droit", "assimilation_III": "assimilation"}
EFFECTS: dict[str, tuple[Outcome, ...]] = {
    "satisfied": (Outcome.MET,),
    "not_satisfied": (Outcome.NOT_MET,),
    "unknown": (Outcome.TO_COMPLETE, Outcome.UNCERTAIN),
}
# The duration is not a criterion: its article is checked with the number of years.
DURATION = "R3332-21-3, III"


CONCLUDED: dict[str, Assessment] = {}


def result(situation: dict[str, Any], knowledge: Knowledge) -> Assessment:
    """Its assessment, made once."""
    if situation["id"] not in CONCLUDED:
        CONCLUDED[situation["id"]] = assess(to_dossier(situation), knowledge=knowledge)
    return CONCLUDED[situation["id"]]


def expected_grounds(situation: dict[str, Any]) -> list[tuple[tuple[Outcome, ...], str]]:
    """Outcomes and article of each expected ground, what does not apply and the duration left out."""
    return [
        (EFFECTS[ground["effect"]], ground["article"])
        for ground in situation["expected"]["decisive_grounds"]
        if ground["effect"] in EFFECTS and DURATION not in ground["article"]
    ]


def test_all_are_there() -> None:
    assert len(SITUATIONS) == 38


@each
def test_verdicts_are_accepted(situation: dict[str, Any], knowledge: Knowledge) -> None:
    assessment, expected = result(situation, knowledge), situation["expected"]
    assert assessment.ess.outcome in [VERDICTS[label] for label in expected["acceptable_ess_status"]]
    assert assessment.esus.outcome in [VERDICTS[label] for label in expected["acceptable_esus"]]


@each
def test_route_and_duration(situation: dict[str, Any], knowledge: Knowledge) -> None:
    esus, expected = result(situation, knowledge).esus, situation["expected"]
    if esus.outcome in ("eligible", "de_droit"):
        assert esus.route == ROUTES[expected["esus_route"]]
    if esus.outcome == VERDICTS[expected["esus"]] and expected["agreement_years"] is not None:
        assert esus.duration == expected["agreement_years"]


@each
def test_a_deciding_ground_names_the_right_article(situation: dict[str, Any], knowledge: Knowledge) -> None:
    assessment = result(situation, knowledge)
    shown = [ground for verdict in assessment.verdicts.values() for ground in verdict.grounds]
    assert any(
        ground.effect in outcomes and any(same_article(article, reference.text) for reference in ground.references)
        for outcomes, article in expected_grounds(situation)
        for ground in shown
    )


@each
def test_every_expected_ground_is_found(situation: dict[str, Any], knowledge: Knowledge) -> None:
    """Not only one: each expected point is a criterion with that outcome, resting on that article."""
    findings = result(situation, knowledge).findings.values()
    missing = [
        article
        for outcomes, article in expected_grounds(situation)
        if not any(
            finding.outcome in outcomes and any(same_article(article, r.text) for r in finding.references)
            for finding in findings
        )
    ]
    assert missing == []


@pytest.mark.parametrize(
    "situation",
    [situation for situation in SITUATIONS if situation["certainty"] == "arguable"],
    ids=lambda situation: str(situation["id"]),
)
def test_arguable_situations_say_so(situation: dict[str, Any], knowledge: Knowledge) -> None:
    assessment = result(situation, knowledge)
    deciding = {ground.criterion for verdict in assessment.verdicts.values() for ground in verdict.grounds}
    reserves = [note for id in deciding for note in assessment.findings[id].reserves if note.confidence != "V"]
    assert assessment.open_points or reserves


@pytest.mark.parametrize(
    ("expected", "given", "same"),
    [
        ("C. trav., art. R3332-21-1, 1°", "C. trav., art. R3332-21-1, 1°", True),
        ("C. trav., art. R3332-21-1, 1°", "C. trav., art. R3332-21-1, 2°", False),
        ("C. trav., art. L3332-17-1, I, 3°, b)", "C. trav., art. L3332-17-1, I, 3°, b", True),
        ("C. trav., art. L3332-17-1, II et I, 3°, b) (réd. 24 mai 2019)", "C. trav., art. L3332-17-1, I, 3°, b", True),
        ("C. trav., art. L3332-17-1, III (réd. 1er janvier 2025)", "C. trav., art. L3332-17-1, II, 3°", False),
        ("loi 2014-856, art. 1er, II, 2°", "Loi n° 2014-856 du 31 juillet 2014, art. 1er, II, 2°, c, 3e tiret", True),
        ("loi 2014-856, art. 1er, I", "Loi n° 2014-856 du 31 juillet 2014, art. 2, 1°", False),
        ("loi 2014-856, art. 1er, III-IV", "Loi n° 2014-856 du 31 juillet 2014, art. 1er, IV", True),
        ("arrêté du 3 août 2015, art. 2", "Arrêté du 3 août 2015, art. 1er, 1er alinéa", False),
    ],
)
def test_articles_are_compared_by_their_path(expected: str, given: str, same: bool) -> None:
    assert same_article(expected, given) is same


@each
def test_every_expected_article_is_understood(situation: dict[str, Any]) -> None:
    for ground in situation["expected"]["decisive_grounds"]:
        assert articles(ground["article"]), ground["article"]
