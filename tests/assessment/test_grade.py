"""« Sur pièces » is said of a verdict only when a document was seen for every answer that decides it."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment
from advisor.dossier import Answer, Dossier, Evidence, load_dossier

SAMPLE = load_dossier(Path(__file__).parents[1] / "data" / "dossier.yaml")


def with_papers(seen: set[str], level: str = "vu") -> Dossier:
    """The sample company, with a document for some answers and a mere word for the others."""
    proof = Evidence.model_validate({"level": level, "document": "une pièce"})
    answers = {
        address: Answer(value=given.value, evidence=proof if address in seen else None)
        for address, given in SAMPLE.answers.items()
    }
    return SAMPLE.model_copy(update={"answers": answers})


def grades(dossier: Dossier) -> dict[str, str]:
    return {id: verdict.grade for id, verdict in assess(dossier).verdicts.items()}


def deciding(assessment: Assessment, status: str) -> set[str]:
    """Answers on which the grounds of a verdict rest."""
    grounds = [assessment.findings[ground.criterion] for ground in assessment.verdicts[status].grounds]
    return {address for one in grounds for leaf in one.leaves for address in leaf.used} & set(SAMPLE.answers)


@pytest.mark.parametrize("level", ["vu", "copie_jointe"])
def test_every_paper_seen_is_a_verdict_on_papers(level: str) -> None:
    assert set(grades(with_papers(set(SAMPLE.answers), level)).values()) == {"sur_pieces"}


def test_a_word_is_no_paper() -> None:
    assert set(grades(with_papers(set(SAMPLE.answers), "declare")).values()) == {"sur_declarations"}


def test_one_deciding_answer_on_a_mere_word_is_enough_to_lower_the_grade() -> None:
    """And what decides nothing lowers nothing."""
    everything = set(SAMPLE.answers)
    assessment = assess(SAMPLE)
    decides = {status: deciding(assessment, status) for status in assessment.verdicts}
    assert all(len(addresses) > 10 for addresses in decides.values())
    for address in sorted(everything):
        expected = {id: "sur_declarations" if address in decides[id] else "sur_pieces" for id in decides}
        assert grades(with_papers(everything - {address})) == expected, address
