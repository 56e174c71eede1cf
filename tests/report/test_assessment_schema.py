"""The published schema of an assessment: what is written obeys it, and its shape never changes under one version."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from advisor.assessment.model import SCHEMA_VERSION
from advisor.cli import main
from advisor.report.catalogue import assessment_schema
from tests.conftest import JudgedCases
from tests.support.spread import one_in
from tests.support.web_visitor import site

SHAPES = {1: "43bcb1373fd8", 2: "61c536077463"}
"""The digest of each published version. Never change a line: a new shape takes a new `SCHEMA_VERSION`, and its line."""

SAMPLE = Path(__file__).parents[1] / "data" / "dossier.yaml"


def shape(schema: Any) -> Any:
    """What a schema asks, without its words; `properties` may bear any name."""
    if isinstance(schema, list):
        return [shape(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    # Beside a constant, pydantic writes an `enum` of one, or nothing: up to its version.
    silent = {"title", "description", "default", "$id", *(["enum"] if "const" in schema else [])}
    kept = {name: one for name, one in schema.items() if name not in silent}
    by_name = {key: {name: shape(one) for name, one in kept.pop(key, {}).items()} for key in ("properties", "$defs")}
    return {**{name: shape(one) for name, one in kept.items()}, **by_name}


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    found = assessment_schema()
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


@pytest.mark.parametrize("every", one_in(12))
def test_every_worked_case_obeys_the_schema(every: int, schema: Draft202012Validator, judged: JudgedCases) -> None:
    for case, assessment in (judged[id] for id in list(judged)[::every]):
        data = json.loads(assessment.model_dump_json())
        assert data["schema_version"] == SCHEMA_VERSION
        assert [error.message[:200] for error in schema.iter_errors(data)] == [], case.id


def test_what_the_command_writes_obeys_it_and_anything_else_does_not(
    schema: Draft202012Validator, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluer", str(SAMPLE), "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert next(iter(data)) == "schema_version" and schema.is_valid(data)
    assert not schema.is_valid({**data, "schema_version": SCHEMA_VERSION + 1})
    assert not schema.is_valid({**data, "nouveau": 1})
    assert not schema.is_valid({name: one for name, one in data.items() if name != "verdicts"})


def test_a_shape_keeps_its_version() -> None:
    text = json.dumps(shape(assessment_schema()), sort_keys=True)
    assert hashlib.sha256(text.encode()).hexdigest()[:12] == SHAPES[SCHEMA_VERSION]


def test_the_command_and_the_site_publish_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "evaluation"]) == 0
    published = json.loads(capsys.readouterr().out)
    assert published == assessment_schema() and published["$id"] == f"urn:ess-advisor:evaluation:{SCHEMA_VERSION}"
    with site() as client:
        assert 'href="/schema/evaluation.json"' in client.get("/textes").text
        assert client.get("/schema/evaluation.json").json() == published
        assert client.get("/schema/dossier.json").json()["title"] == "Dossier ess-advisor"
        assert client.get("/schema/autre.json").status_code == 404
