"""The JSON Schema of a dossier accepts what our reader accepts, read as text or with typed figures, and little else."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from advisor.common.errors import InputError
from advisor.common.yaml_reader import YamlDocument
from advisor.dossier import Dossier, Evidence, dump_dossier, parse_dossier
from advisor.dossier.answer_parsing import AnswerError, parse_answer
from advisor.interview.machine import Interview
from advisor.report.catalogue import dossier_schema
from advisor.rules.load import Knowledge
from advisor.training.casebook.read import load_cases
from tests.support.spread import one_in

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "data" / "dossier.yaml"


@pytest.fixture(scope="session")
def schema(knowledge: Knowledge) -> Draft202012Validator:
    found = dossier_schema(knowledge)
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def readings(text: str) -> tuple[Any, Any]:
    """As we read it, every scalar a text; and as JSON, with typed figures and dates as text."""
    return yaml.load(text, Loader=yaml.BaseLoader), json.loads(json.dumps(yaml.safe_load(text), default=str))


def refusals(schema: Draft202012Validator, text: str) -> list[str]:
    found = [error for read in readings(text) for error in schema.iter_errors(read)]
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


def test_the_schema_accepts_the_sample(schema: Draft202012Validator) -> None:
    assert not refusals(schema, SAMPLE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("every", one_in(8))
def test_the_schema_accepts_the_dossier_of_every_case(every: int, schema: Draft202012Validator) -> None:
    paths = sorted((ROOT / "cases").glob("*.yaml"))
    assert len(paths) == len(load_cases()) > 100
    for path in paths[::every]:
        for read in readings(path.read_text(encoding="utf-8")):
            refused = [error.message[:200] for error in schema.iter_errors(read["dossier"])]
            assert not refused, (path.name, refused)


def test_the_schema_accepts_what_an_interview_saves(
    schema: Draft202012Validator, knowledge: Knowledge, tmp_path: Path
) -> None:
    path = tmp_path / "d.yaml"
    interview = Interview(knowledge, Dossier(on=date(2026, 11, 23)), path)
    seen = Evidence(level="vu", document="Statuts", page="4")
    interview.describe(name="L'Atelier", siren="123456782", adviser="2024", requested="01/12/2026", notes="un\ndeux")
    interview.answer("clause_objet", "mot_pour_mot", article="2", quote="…", evidence=seen, note="lu")
    interview.answer("charges_exploitation[n]", "12 500,50 €")
    interview.answer("charges_communes[n]", "5/7")
    interview.answer("cle_repartition[n]", "66 %")
    interview.answer("date_creation", "31 décembre 2024")
    interview.answer("buts", ["soutien_personnes_fragiles"])
    interview.unknown("mention_rcs", note="à voir")
    interview.annotate("nombre_associes", note="12", evidence=seen)
    interview.annotate("charges_communes[n-1]", method="part_finale")
    assert not refusals(schema, path.read_text(encoding="utf-8"))
    assert not refusals(schema, dump_dossier(Dossier()))


def test_the_schema_knows_what_the_client_may_hold_to_and_want(schema: Draft202012Validator) -> None:
    head = "format: 1\nnon_negociables: {}\nsouhaits: {}\nindispensables: {}\nfin_du_dossier: oui\n"
    for non_negotiables, wants, needs in (
        ("[garder_le_boni, rester_seul]", "[collectivites]", "tester_seul"),
        ("", "[]", ""),
        ("rester_seul", "", "[dirigeant_paye]"),
    ):
        assert not refusals(schema, head.format(non_negotiables, wants, needs))
    for non_negotiables, wants, needs in (
        ("[collectivites]", "", ""),
        ("", "[rester_seul]", ""),
        ("", "", "[dirigeant_paye, dirigeant_paye]"),
    ):
        assert refusals(schema, head.format(non_negotiables, wants, needs))


def test_the_schema_accepts_an_empty_dossier(schema: Draft202012Validator) -> None:
    assert not refusals(schema, "format: 1\ndate_demande:\nreponses:\nfin_du_dossier: oui\n")


def dossier(line: str) -> str:
    return f"format: 1\nreponses:\n  {line}\nfin_du_dossier: oui\n"


FIGURES = (
    "12 500,50", "12500.50 €", "12\u202f500", "1 250 000", "-12", "+3,5", "5/7", "66 %", "66%", "0", "12,0", "10/5",
    "12.500", "1.250.000", "douze", "12,5,5", "", "€", "5/0", "-5/7", "1e3", "12 k€", "12.000,50 €",
    "1.250.000,5", "1,5 k",
)  # fmt: skip


@pytest.mark.parametrize("fact", ["capitaux_propres[n]", "nombre_associes", "cle_repartition[n]"])
@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_is_accepted_as_our_reader_accepts_it(
    schema: Draft202012Validator, knowledge: Knowledge, fact: str, figure: str
) -> None:
    """Bounds, and fractions that are not whole, are beyond a pattern: they are left out here."""
    kind = knowledge.addresses[fact][0].model_copy(update={"minimum": None, "maximum": None})
    if kind.type == "nombre" and "/" in figure:
        return
    try:
        parse_answer(kind, figure)
        accepted = True
    except AnswerError:
        accepted = False
    name, _, slot = fact.rstrip("]").partition("[")
    given: Any = {slot: figure} if slot else figure
    errors = list(schema.iter_errors({"format": "1", "reponses": {name: given}, "fin_du_dossier": "oui"}))
    assert bool(errors) is not accepted, (accepted, errors)


@pytest.mark.parametrize(
    "text",
    [
        dossier("forme_juridiqe: sas"),
        dossier("forme_juridique: sass"),
        dossier("forme_juridique: [sas]"),
        dossier("date_creation: demain"),
        dossier("nombre_associes: trois"),
        dossier("nombre_associes: '1,5'"),
        dossier("buts: [rien]"),
        dossier("charges_exploitation: 12"),
        dossier("charges_exploitation: {n-9: 12}"),
        dossier("clause_objet: {article: 2}"),
        dossier("clause_objet: {valeur: non, preuve: {niveau: lu}}"),
        dossier("mention_rcs: oui\nen_cours: {mention_rcs: {methode: prorata}}"),
        dossier("mention_rcs: oui\nen_cours: {forme_juridique: sas}"),
        "format: 2\nreponses:\nfin_du_dossier: oui\n",
        "format: 1\nreponses:\n",
        "format: 1\nconseilleur: x\nreponses:\nfin_du_dossier: oui\n",
    ],
)
def test_what_our_reader_refuses_the_schema_refuses(
    schema: Draft202012Validator, knowledge: Knowledge, text: str, tmp_path: Path
) -> None:
    from advisor.assessment.assess import read_dossier

    path = tmp_path / "d.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        read_dossier(path, knowledge)
    assert all(list(schema.iter_errors(read)) for read in readings(text))


def test_a_number_may_stand_for_a_word(schema: Draft202012Validator) -> None:
    text = (
        "format: 1\ndenomination: 2024\nsiren: 123456782\nnotes: 12.5\nreponses:\n  clause_objet:\n    valeur: non\n"
        "    article: 2\n    preuve: {niveau: vu, page: 3}\nfin_du_dossier: oui\n"
    )
    assert not refusals(schema, text)
    assert parse_dossier(YamlDocument(text, "d.yaml"))[0].answers["clause_objet"].article == "2"
