"""Frozen records (procès-verbaux): what they hold, their replay, and those that are refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import advisor
from advisor.assessment.assess import read_dossier
from advisor.assessment.record import freeze, load_record, replay, save_record
from advisor.common.errors import InputError
from advisor.rules.load import load_knowledge
from advisor.rules.signatures import entry_digest
from advisor.rules.vocabulary import VerdictId
from tests.cli.test_cli import DOSSIER, run


def test_a_record_replays_to_the_same_result(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "pv.json"
    code, _, _ = run(capsys, "evaluer", str(DOSSIER), "--proces-verbal", str(path))
    assert code == 0
    code, out, _ = run(capsys, "rejouer", str(path))
    assert code == 0 and "Même résultat" in out
    record = load_record(path)
    assert record.adviser == "Conseillère CRESS" and record.dossier == read_dossier(DOSSIER)


def test_a_record_carries_each_deciding_source_with_its_version_and_digests(tmp_path: Path) -> None:
    dossier, knowledge = read_dossier(DOSSIER), load_knowledge()
    assessment = advisor.assess(dossier)
    path = tmp_path / "pv.json"
    save_record(freeze(dossier, assessment), path)
    record = load_record(path)
    cited = {
        (one.source, one.identifier, one.start, one.end, ground.criterion)
        for verdict in assessment.verdicts.values()
        for ground in verdict.grounds
        for one in ground.references
    }
    kept = {(one.source, one.identifier, one.start, one.end, id) for one in record.sources for id in one.rules}
    assert kept == cited and any("LEGIARTI" in one.identifier for one in record.sources)
    for one in record.sources:
        assert one.digest == entry_digest(knowledge.sources[one.source])
        assert one.rules == {id: entry_digest(knowledge.criteria[id]) for id in one.rules}
    assert replay(record).same and replay(record).rewritten == ()


def test_a_replay_names_what_decided_and_was_rewritten(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    dossier = read_dossier(DOSSIER)
    record = freeze(dossier, advisor.assess(dossier))
    first, *others = record.sources
    criterion = next(iter(first.rules))
    older = first.model_copy(update={"digest": "0" * 12, "rules": {**first.rules, criterion: "0" * 12}})
    others = [one.model_copy(update={"rules": {}}) for one in others]
    assessment = record.assessment.model_copy(update={"rules_fingerprint": "0123456789ab"})
    update = {"sources": (older, *others), "assessment": assessment, "rules_fingerprint": "0123456789ab"}
    save_record(record.model_copy(update=update), tmp_path / "pv.json")
    code, out, _ = run(capsys, "rejouer", str(tmp_path / "pv.json"))
    assert code == 1 and f"Réécrit depuis, parmi ce qui décidait : {first.source}, {criterion}.\n" in out


def test_a_record_without_deciding_sources_still_replays(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    dossier = read_dossier(DOSSIER)
    path = tmp_path / "pv.json"
    save_record(freeze(dossier, advisor.assess(dossier)), path)
    data = json.loads(path.read_text(encoding="utf-8"))
    del data["sources"]
    path.write_text(json.dumps({**data, "format": 1}), encoding="utf-8")
    assert load_record(path).sources == ()
    assert run(capsys, "rejouer", str(path))[:2] == (0, "Même résultat, au mot près.\n")


def test_the_dossier_of_a_record_is_written_as_in_its_own_file(tmp_path: Path) -> None:
    dossier = read_dossier(DOSSIER)
    save_record(freeze(dossier, advisor.assess(dossier)), tmp_path / "pv.json")
    written = json.loads((tmp_path / "pv.json").read_text(encoding="utf-8"))["dossier"]
    assert {"date_appreciation", "reponses"} <= set(written)


def test_a_record_is_never_overwritten(tmp_path: Path) -> None:
    dossier = read_dossier(DOSSIER)
    record = freeze(dossier, advisor.assess(dossier))
    path = tmp_path / "pv.json"
    save_record(record, path)
    with pytest.raises(InputError, match="existe déjà"):
        save_record(record, path)


def test_a_replay_under_other_answers_tells_what_moved(tmp_path: Path) -> None:
    dossier = read_dossier(DOSSIER)
    record = freeze(dossier, advisor.assess(dossier))
    altered = record.model_copy(
        update={"dossier": dossier.with_answer("boni_liquidation", advisor.dossier.answer("associes"))}
    )
    result = replay(altered)
    assert not result.same and any("ESS-12" in line for line in result.differences)


def test_a_replay_names_the_criteria_that_one_of_the_two_rule_bases_does_not_have() -> None:
    dossier = read_dossier(DOSSIER)
    record = freeze(dossier, advisor.assess(dossier))
    findings = dict(record.assessment.findings)
    findings["ESS-99"] = findings.pop("ESS-12")
    assessment = record.assessment.model_copy(update={"findings": findings})
    assert replay(record.model_copy(update={"assessment": assessment})).differences == (
        "ESS-99 : satisfait à l'époque, absent aujourd'hui",
        "ESS-12 : absent à l'époque, satisfait aujourd'hui",
    )


def test_a_replay_whose_texts_alone_changed_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    dossier = read_dossier(DOSSIER)
    record = freeze(dossier, advisor.assess(dossier))
    finding = record.assessment.findings["ESUS-02a"]
    leaf = next(leaf for leaf in finding.leaves if leaf.margin)
    moved = leaf.model_copy(update={"margin": "marge d'une autre époque"})
    leaves = tuple(moved if one is leaf else one for one in finding.leaves)
    for update in ({"leaves": leaves}, {"title": "Un autre titre"}):
        findings = {**record.assessment.findings, "ESUS-02a": finding.model_copy(update=update)}
        assessment = record.assessment.model_copy(update={"findings": findings})
        path = tmp_path / f"{next(iter(update))}.json"
        save_record(record.model_copy(update={"assessment": assessment}), path)
        code, out, _ = run(capsys, "rejouer", str(path))
        assert code == 1 and out == "- mêmes verdicts, mais des textes ou des chiffres affichés ont changé\n"


def test_a_record_of_other_rules_says_so_before_what_moved(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    dossier = read_dossier(DOSSIER)
    record = freeze(dossier, advisor.assess(dossier))
    old = record.assessment.model_copy(update={"rules_fingerprint": "0123456789ab", "rules_version": "2019.1"})
    verdict = old.esus.model_copy(update={"outcome": VerdictId.NOT_ELIGIBLE})
    for changed in (old, old.model_copy(update={"verdicts": {**old.verdicts, "esus": verdict}})):
        path = tmp_path / f"{changed.esus.outcome}.json"
        save_record(
            record.model_copy(
                update={"assessment": changed, "rules_fingerprint": "0123456789ab", "rules_version": "2019.1"}
            ),
            path,
        )
        code, out, _ = run(capsys, "rejouer", str(path))
        first, *rest = out.splitlines()
        assert code == 1 and first == "La base de règles a changé depuis (2019.1, 0123456789ab à l'époque)."
    assert rest == [f"- {verdict.title} : non_eligible à l'époque, eligible aujourd'hui"]


@pytest.mark.parametrize("text", ["[]", "[1, 2]", "null", '"assessment"', "3"])
def test_what_is_no_record_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "pv.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="n'est pas un procès-verbal"):
        load_record(path)


@pytest.mark.parametrize("keep", [0, 1, 100, 2000])
def test_a_damaged_record_is_refused(tmp_path: Path, keep: int) -> None:
    dossier = read_dossier(DOSSIER)
    path = tmp_path / "pv.json"
    save_record(freeze(dossier, advisor.assess(dossier)), path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(InputError, match=r"abîmé|procès-verbal"):
        load_record(path)


@pytest.mark.parametrize(
    ("format", "message"),
    [("null", "est abîmé (champ format)"), ('"1"', "est abîmé (champ format)"), ("9", "au format 9, plus récent")],
)
def test_a_record_of_no_known_format_is_refused_in_words(tmp_path: Path, format: str, message: str) -> None:
    dossier = read_dossier(DOSSIER)
    path = tmp_path / "pv.json"
    save_record(freeze(dossier, advisor.assess(dossier)), path)
    path.write_text(re.sub('"format": *[0-9]+', f'"format": {format}', path.read_text(encoding="utf-8"), count=1))
    with pytest.raises(InputError) as refused:
        load_record(path)
    assert message in str(refused.value) and "None" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ('{"format": 1,\n "assessment": }', 2, 16, "abîmé ou coupé"),
        # Too deep to be read: nowhere in particular.
        ("[" * 200_000, 0, 0, "abîmé ou coupé"),
        ('{"format": 1, "assessment": 3}', 0, 0, "champ software"),
    ],
)
def test_a_damaged_record_is_refused_where_it_is_damaged(
    text: str, line: int, column: int, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "pv.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_record(path)
    (problem,) = refused.value.problems
    assert (problem.line, problem.column) == (line, column) and said in problem.message
