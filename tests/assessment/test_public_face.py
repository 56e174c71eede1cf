"""What others hold on to keeps its name and meaning: imports, fields, formats and exit codes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

import advisor
from advisor.cli import main
from advisor.dossier import Answer, Dossier, answer
from tests.museum.exhibit import SOUND

SAMPLE = Path(__file__).parents[1] / "data" / "dossier.yaml"
DAY = date(2026, 11, 23)

FIELDS = {
    "Assessment": "on requested name rules_version rules_fingerprint law_as_of notice verdicts findings contradictions"
    " missing open_points answers project ended shared_costs warnings",
    "Verdict": "status title outcome cause worst best route route_title duration duration_note duration_references"
    " grade confidence sentence grounds obstacles changes later branches open_points decided routes lights",
    "Finding": "criterion title theme outcome counts synthesis nature appraised_by evidence statement explanation"
    " confidence references leaves rests_on reserves rules idle",
    "Ground": "criterion title effect detail references confidence route",
    "LeafResult": "id label outcome not_applicable finding margin calculation used missing remedy deferred_remedy"
    " open_point readings",
    "Reference": "source text passage start end identifier read checked note",
    "Change": "remedy title kind weight who delay action then criteria references confidence note deferred strict_only"
    " pending",
    "Missing": "address short question holder where declared_unknown for_statuses",
    "OpenPointView": "id title question strict_reading favourable_reading if_strict if_favourable conduct"
    " practice references confidence decides criteria",
    "ContradictionView": "id message mend addresses warns",
    "AnswerView": "address short text level document page article quote note unknown used",
    "RouteResult": "id title worst best blocking references",
    "LightResult": "id title outcome criteria",
    "Branch": "reading condition verdict worst best",
    "Note": "id text confidence references decisive first",
    "SharedCosts": "addresses given lines source moved",
}
"""Fields of an assessment and of what it holds; others may join them."""


def assessed(**answers: Any) -> advisor.Assessment:
    return advisor.assess(Dossier(on=DAY, answers={address: answer(value) for address, value in answers.items()}))


def models_in(annotation: Any) -> dict[str, type[BaseModel]]:
    """Every model named by an annotation, or by the fields of one."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        found = {annotation.__name__: annotation}
        for field in annotation.model_fields.values():
            found |= models_in(field.annotation)
        return found
    return {name: model for inner in get_args(annotation) for name, model in models_in(inner).items()}


def test_the_library_assesses_a_dossier_read_from_a_file() -> None:
    from advisor import assess, load_dossier, load_knowledge

    assessment = assess(load_dossier(SAMPLE), on=DAY, knowledge=load_knowledge())
    assert assessment.ess is assessment.verdicts["ess"] and assessment.esus is assessment.verdicts["esus"]
    assert assessment.ess.outcome == "eligible" and assessment.findings["ESS-02"].outcome == "satisfait"


def test_answers_are_written_in_python_as_in_a_file() -> None:
    assert answer("sas") == Answer(value="sas") and answer(["a", "b"]).value == ("a", "b") and answer(None).unknown
    assert Dossier(on=DAY, answers={}).on == DAY


def test_an_assessment_keeps_its_fields() -> None:
    models = models_in(advisor.Assessment)
    for name, fields in FIELDS.items():
        assert set(fields.split()) <= set(models[name].model_fields), name


def test_the_json_of_an_assessment_has_its_fields_under_their_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluer", str(SAMPLE), "--au", str(DAY), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assessment = advisor.assess(advisor.load_dossier(SAMPLE), on=DAY)
    assert told == json.loads(assessment.model_dump_json())
    assert set(FIELDS["Assessment"].split()) <= set(told)
    assert all(set(FIELDS["Verdict"].split()) <= set(verdict) for verdict in told["verdicts"].values())
    assert all(set(FIELDS["Finding"].split()) <= set(finding) for finding in told["findings"].values())


@pytest.mark.parametrize(
    ("form", "ess"),
    [("association", "de_droit"), ("sas", "indetermine"), ("entreprise_individuelle", "non_eligible")],
)
def test_verdicts_and_outcomes_keep_their_ids(form: str, ess: str) -> None:
    assessment = assessed(situation="existante", forme_juridique=form)
    assert assessment.ess.outcome == ess
    outcomes = {finding.outcome for finding in assessment.findings.values()}
    assert outcomes <= {"satisfait", "non_satisfait", "a_completer", "incertain"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--version"], 0),
        (["evaluer", str(SAMPLE)], 0),
        (["evaluer", "nulle-part.yaml"], 2),
        (["evaluer", str(SAMPLE), "--au", "hier"], 2),
        (["commande-inconnue"], 2),
        (["regles", "verifier", str(SOUND)], 0),
    ],
)
def test_exit_codes(words: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        got = main(words)
    except SystemExit as end:
        got = end.code  # type: ignore[assignment]
    assert got == code


def test_a_difference_found_has_its_own_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = tmp_path / "pv.json"
    assert main(["evaluer", str(SAMPLE), "--au", str(DAY), "--proces-verbal", str(record)]) == 0
    assert main(["rejouer", str(record)]) == 0
    content = record.read_text(encoding="utf-8")
    changed = content.replace('"outcome":"eligible"', '"outcome":"non_eligible"')
    changed = changed.replace('"outcome": "eligible"', '"outcome": "non_eligible"')
    assert changed != content
    record.write_text(changed, encoding="utf-8")
    assert main(["rejouer", str(record)]) == 1


def test_the_worked_situations_have_their_adapter() -> None:
    from tests.examples import naming
    from tests.examples.adapter import to_dossier
    from tests.examples.articles import same_article

    assert callable(to_dossier) and naming.FORMS
    assert same_article("C. trav., art. L3332-17-1, I, 1°", "C. trav., art. L3332-17-1, I")
