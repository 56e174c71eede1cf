"""The worked cases: each gets what the law commands, and together they cover the whole rule base."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from operator import attrgetter
from pathlib import Path

import pytest

from advisor.common.errors import InputError
from advisor.common.resources import data_dir
from advisor.lint.use import can_be
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import REACHED, RemedyKind
from advisor.training.casebook.model import Case
from advisor.training.casebook.read import find_case, load_cases, read_case, read_cases
from advisor.training.casebook.show import cases_table, check_all, check_case, show_case
from tests.conftest import JudgedCases
from tests.support.spread import spread

CASES = load_cases()
each = pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])


# -- each case ----------------------------------------------------------------------------------------------------


@each
def test_gets_what_the_law_commands(case: Case, knowledge: Knowledge) -> None:
    """Verdict, cause, route, duration, grounds, branches, open questions, contradictions, missing answers."""
    assert check_case(case, knowledge) == []


@each
def test_expectation_is_complete(case: Case) -> None:
    """A favourable verdict names its route; an open point of law shows both branches and the question."""
    for _, verdict in case.expected.by_status:
        assert (verdict.cause is not None) == (verdict.outcome == "indetermine")
        if verdict.outcome in REACHED:
            assert verdict.route is not None
        if verdict.cause == "droit":
            assert verdict.points
            assert set(verdict.branches) == {"favorable", "stricte"}
    assert case.expected.grounds or case.expected.ess.cause == "avant_la_loi"


def sentences(text: str) -> int:
    return len(re.findall(r"[.?!…](?:\s»)?(?=\s|$)", text))


@each
def test_is_told_in_full(case: Case) -> None:
    assert 4 <= sentences(case.story) <= 8
    assert 2 <= sentences(case.lesson) <= 4
    assert re.search(r"\b(article|articles|arrêté|décret|loi|droit)\b", case.lesson)
    assert case.dossier.name and case.themes
    # The story lets the reader find out.
    assert not re.search(r"éligible|indéterminé|mettre en conformité", case.story)


@each
def test_names_no_real_company(case: Case) -> None:
    assert case.dossier.siren == ""
    text = (data_dir("cases") / f"{case.id}.yaml").read_text(encoding="utf-8")
    assert not re.search(r"(?<!\d)\d{3}[ \u00a0]?\d{3}[ \u00a0]?\d{3}(?!\d)", text)


@pytest.mark.parametrize("case", spread(CASES, 12, attrgetter("id")))
def test_sheet_holds_in_80_columns(case: Case) -> None:
    assert max(map(len, show_case(case).splitlines())) <= 80
    body = json.loads(show_case(case, "json"))
    assert body["id"] == case.id
    assert body["attendu"]["ess"]["verdict"] == case.expected.ess.outcome


# -- together -----------------------------------------------------------------------------------------------------


def test_numbers_follow_and_ids_are_unique() -> None:
    assert [int(case.number) for case in CASES] == list(range(1, len(CASES) + 1))
    for values in ([case.name for case in CASES], [case.title for case in CASES], [case.story for case in CASES]):
        assert len(set(values)) == len(CASES)


def test_the_first_one_is_simple_and_favourable() -> None:
    """It is what someone sees who starts the program without a terminal."""
    assert CASES[0].dossier.answers["forme_juridique"].value == "sas"
    assert [verdict.outcome for _, verdict in CASES[0].expected.by_status] == ["eligible", "eligible"]


def test_every_criterion_is_proved_and_refuted(knowledge: Knowledge, judged: JudgedCases) -> None:
    """Unless the law of every version makes it impossible; then a case shows it uncertain."""
    seen: dict[str, set[str]] = {id: set() for id in knowledge.criteria}
    for _, assessment in judged.values():
        for id, finding in assessment.findings.items():
            seen[id].add(finding.outcome)
    lacking = []
    for criterion in knowledge.criteria.values():
        trees = [version.tree for version in criterion.versions]
        provable, refutable = (any(can_be(tree, knowledge, value) for tree in trees) for value in (True, False))
        if "satisfait" not in seen[criterion.id] and provable:
            lacking.append(f"{criterion.id} satisfait")
        if "non_satisfait" not in seen[criterion.id] and refutable:
            lacking.append(f"{criterion.id} non_satisfait")
        if not provable and "incertain" not in seen[criterion.id]:
            lacking.append(f"{criterion.id} incertain")
    assert lacking == []


def test_every_change_of_law_has_its_eve_and_its_day(knowledge: Knowledge) -> None:
    days = {case.dossier.on for case in CASES}
    for day in knowledge.law_days:
        assert {day, day - timedelta(1)} <= days, day


def test_every_verdict_cause_route_and_duration(knowledge: Knowledge) -> None:
    verdicts = {(s, v.outcome, v.cause) for case in CASES for s, v in case.expected.by_status}
    for status in ("ess", "esus"):
        for outcome in ("eligible", "de_droit", "a_mettre_en_conformite", "non_eligible"):
            assert (status, outcome, None) in verdicts
        for cause in ("faits", "contradiction", "droit", "avant_la_loi"):
            assert (status, "indetermine", cause) in verdicts
    reached = [v for case in CASES for _, v in case.expected.by_status if v.outcome in REACHED]
    assert {v.route for v in reached} == set(knowledge.routes())
    assert {v.duration for v in reached} == {None, 1, 2, 5}


def test_every_category_of_plein_droit_opens_its_route(judged: JudgedCases) -> None:
    opened = {
        id
        for _, assessment in judged.values()
        if assessment.esus.route == "plein_droit" and assessment.esus.best == "de_droit"
        for id, finding in assessment.findings.items()
        if finding.outcome == "satisfait"
    }
    assert {f"ESUS-07-{number:02d}" for number in range(1, 17)} <= opened


def test_changes_come_in_the_order_in_which_to_make_them(judged: JudgedCases) -> None:
    """Lightest first, but the mention after every change of the statutes; a company exists before it is registered."""
    both = 0
    for _, assessment in judged.values():
        for verdict in assessment.verdicts.values():
            done = [change.remedy for change in verdict.changes]
            weights = [one.weight for one in verdict.changes if one.kind != RemedyKind.FORMALITY]
            assert weights == sorted(weights)
            if "inscrire_mention_rcs" in done:
                later = verdict.changes[done.index("inscrire_mention_rcs") :]
                assert not any(one.kind == RemedyKind.STATUTES for one in later)
            if {"constituer_la_structure", "inscrire_mention_rcs"} <= set(done):
                assert done.index("constituer_la_structure") < done.index("inscrire_mention_rcs")
                both += 1
    assert both, "aucun cas ne demande les deux : ce test ne dirait rien"


def test_every_open_question_decides_somewhere(knowledge: Knowledge) -> None:
    decided = {point for case in CASES for _, verdict in case.expected.by_status for point in verdict.points}
    assert decided == set(knowledge.open_questions)


def test_both_grades_occur(judged: JudgedCases) -> None:
    for status in ("ess", "esus"):
        assert {a.verdicts[status].grade for _, a in judged.values()} == {"sur_declarations", "sur_pieces"}


# -- the book -----------------------------------------------------------------------------------------------------


def test_list_holds_in_80_columns() -> None:
    assert max(map(len, cases_table(CASES).splitlines())) <= 80
    assert [row["id"] for row in json.loads(cases_table(CASES, "json"))] == [case.id for case in CASES]


def test_check_all_counts_what_differs() -> None:
    assert check_all(CASES[:2]) == ("2 cas d'école, chacun obtient le résultat attendu.", 0)
    wrong = CASES[1].model_copy(update={"expected": CASES[2].expected})
    text, failed = check_all([CASES[0], wrong])
    assert failed == 1 and text.startswith(f"{wrong.id}\n  - ") and "1 cas sur 2" in text
    rows, failed = check_all([CASES[0], wrong], "json")
    first, second = (row["ecarts"] for row in json.loads(rows))
    assert failed == 1 and first == [] and f"  - {second[0]}" in text


@pytest.mark.parametrize("wanted", ["001-atelier-velo", "1", "001", "Atelier-Velo", " atelier-velo "])
def test_a_case_is_found_by_id_number_or_name(wanted: str) -> None:
    assert find_case(wanted) is CASES[0]


def test_an_unknown_case_proposes_the_closest() -> None:
    with pytest.raises(InputError, match="Vouliez-vous dire : 001-atelier-velo"):
        find_case("atelier-vello")
    with pytest.raises(InputError, match="cas liste"):
        find_case("zzz")


def test_a_wrong_expectation_is_said(knowledge: Knowledge) -> None:
    case = CASES[0]
    expected = case.expected.model_copy(
        update={
            "ess": case.expected.ess.model_copy(update={"outcome": "non_eligible"}),
            "esus": case.expected.esus.model_copy(update={"duration": 2, "branches": {"stricte": "eligible"}}),
            "grounds": {"ESS-15": "non_satisfait", "ESUS-02c": "non_satisfait", "ESUS-06": "satisfait"},
            "contradictions": ("CO-CHARGES",),
            "missing": ("buts",),
        }
    )
    assert check_case(case.model_copy(update={"expected": expected}), knowledge) == [
        "ESS, verdict : attendu « non éligible », obtenu « éligible »",
        "ESUS, durée : attendu « 2 », obtenu « 5 »",
        "ESUS, lecture stricte : attendu « éligible », obtenu « rien »",
        "ESS-15 : attendu « non satisfait », obtenu « satisfait »",
        "aucun des motifs attendus n'est parmi ceux qui décident",
        "contradiction attendue, absente : CO-CHARGES",
        "réponse attendue dans ce qui manque : buts",
    ]


def _written(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    text = (data_dir("cases") / f"{CASES[0].id}.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("ESUS-02a: satisfait", "ESUS-2a: satisfait", "critère « ESUS-2a » inconnu"),
        ("ESUS-02a: satisfait", "ESUS-02a: vrai", "« vrai » n'est pas admis ; attendu : satisfait, non_satisfait"),
        ("voie: droit_commun", "voie: historique", "voie esus « historique » inconnu"),
        ("themes: [statuts", "themes: [cuisine", "thème « cuisine » inconnu"),
        ("verdict: eligible", "verdict: oui", "« oui » n'est pas admis"),
        ("enseignement:", "lecon:", "il manque « enseignement »"),
        ("siege: france", "siege: lune", "« siege » : « lune » n'est pas une réponse possible"),
        ("siege: france", "sieje: france", "« sieje » : ce fait n'existe pas"),
        ("  fin_du_dossier: oui", "", "le fichier est coupé"),
        ("  date_appreciation: 2026-11-23\n", "", "il manque « date_appreciation »"),
        ("id: 001-", "id: 002-", "l'identifiant doit être le nom du fichier"),
        ("dossier:", "dossiers:", "il manque le bloc « dossier »"),
        ("duree: 5", "duree: longue", "« longue » n'est pas un nombre entier"),
    ],
)
def test_a_damaged_case_is_refused_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_case(_written(tmp_path, CASES[0].id, (old, new)))
    texts = [str(problem) for problem in caught.value.problems]
    assert any(message in text for text in texts), texts
    assert all(problem.line > 0 for problem in caught.value.problems)


def test_every_damaged_file_of_a_folder_is_named(tmp_path: Path) -> None:
    for name in ("001-a", "002-b"):
        _written(tmp_path, name)
    with pytest.raises(InputError) as caught:
        read_cases(tmp_path)
    assert [problem.where.rpartition("/")[2] for problem in caught.value.problems] == ["001-a.yaml", "002-b.yaml"]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="aucun cas d'école"):
        read_cases(tmp_path)
