"""The report as a tired adviser reads it: everything there, in order, in 80 columns, escaped."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from advisor.assessment import Assessment
from advisor.casebook import load_cases
from advisor.dossier import Dossier, answer
from advisor.errors import InputError
from advisor.evaluation import assess
from advisor.knowledge import Knowledge
from advisor.report import render, render_report
from advisor.report.build import build_report
from advisor.report.lawbook import diff_rules, show_rule
from advisor.report.model import Bullets, Section
from advisor.report.proof import explain
from tests.examples.adapter import to_dossier

ORDER = [
    "À corriger d'abord", "Les deux verdicts", "Ce que l'entreprise y gagne", "Ce qui décide", "Ce qui doit changer",
    "Ce qui ouvrirait la voie plus tard", "Ce qui manque", "Ce que le droit laisse ouvert", "Critère par critère",
]  # fmt: skip


@pytest.fixture(scope="module")
def assessments(situations: list[dict[str, Any]]) -> dict[str, tuple[Dossier, Assessment]]:
    found = {}
    for situation in situations:
        dossier = to_dossier(situation)
        found[situation["id"]] = (dossier, assess(dossier))
    return found


@pytest.fixture(scope="module")
def pages(assessments: dict[str, tuple[Dossier, Assessment]]) -> dict[str, str]:
    """Every situation, printed once at 80 columns."""
    return {
        id: render(assessment, "terminal", dossier=dossier, width=80)
        for id, (dossier, assessment) in assessments.items()
    }


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_line_holds_in_eighty_columns_without_colour(pages: dict[str, str]) -> None:
    for id, text in pages.items():
        assert "\x1b" not in text, id
        assert [line for line in text.splitlines() if len(line) > 80] == [], id
        assert "None" not in text and "{" not in text, id


@pytest.mark.parametrize("width", [40, 60, 100, 160])
def test_other_widths_hold_too(assessments: dict[str, tuple[Dossier, Assessment]], width: int) -> None:
    dossier, assessment = assessments["D157"]
    text = render(assessment, "terminal", dossier=dossier, width=width)
    assert max(map(len, text.splitlines())) <= width


def test_sections_come_in_the_order_of_a_consultation(
    assessments: dict[str, tuple[Dossier, Assessment]], knowledge: Knowledge
) -> None:
    for id, (dossier, assessment) in assessments.items():
        titles = [
            section.title.replace("\u00a0", " ") for section in build_report(assessment, knowledge, dossier).sections
        ]
        known = [next((i for i, start in enumerate(ORDER) if title.startswith(start)), len(ORDER)) for title in titles]
        assert known == sorted(known), (id, titles)
        assert {1, 3, 8} <= set(known), (id, titles)


def test_the_first_screen_holds_both_verdicts(assessments: dict[str, tuple[Dossier, Assessment]]) -> None:
    for id in ("D001", "D002", "D060", "D150"):
        dossier, assessment = assessments[id]
        lines = render(assessment, "terminal", dossier=dossier, width=80).splitlines()
        heads = [line for line in lines[:28] if re.fullmatch(r"[✓✗?!≈] .* : [A-ZÉÈÀ ]+", line.replace("\u00a0", " "))]
        assert len(heads) == 2, id


def test_verdicts_say_sentence_grade_bounds_and_branches(assessments: dict[str, tuple[Dossier, Assessment]]) -> None:
    for id, (dossier, assessment) in list(assessments.items())[::3]:
        text = flat(render(assessment, "terminal", dossier=dossier, width=100).replace("\u00a0", " ")).lower()
        for verdict in assessment.verdicts.values():
            assert flat(verdict.sentence).lower().rstrip(".") in text, id
            assert "sur déclarations" in text or "sur pièces" in text
            if verdict.outcome == "indetermine":
                assert "au mieux" in text and "au pire" in text, id
            for branch in verdict.branches:
                assert flat(branch.condition).lower() in text, (id, branch.condition)


def sections(section: Section) -> list[Section]:
    return [section, *(inner for child in section.sections for inner in sections(child))]


def test_every_criterion_is_told_once(assessments: dict[str, tuple[Dossier, Assessment]], knowledge: Knowledge) -> None:
    for id, (dossier, assessment) in assessments.items():
        report = build_report(assessment, knowledge, dossier)
        one_by_one = next(section for section in report.sections if section.id == "criteria")
        parts = sections(one_by_one)
        full = [part.id for part in parts if part.id in assessment.findings]
        aside = [
            item.lead.partition(" ")[0]
            for part in parts
            if part.id == "aside"
            for block in part.blocks
            if isinstance(block, Bullets)
            for item in block.items
        ]
        assert sorted(full + aside) == sorted(assessment.findings), id
        # What decides a verdict is never told in one line only.
        assert {ground.criterion for verdict in assessment.verdicts.values() for ground in verdict.grounds} <= set(full)


def test_a_weak_confidence_never_looks_like_a_read_text(pages: dict[str, str]) -> None:
    text = "".join(pages.values())
    # A weak code goes with its words: « [I, interprétation] », « [I] Interprétation : … », « de mémoire [M] ».
    bare = re.findall(r"(?<!de mémoire\s)\[(?:I|M|S1|S2)\](?!\s(?:Interprétation|De mémoire|Une seule|Sources))", text)
    assert bare == []
    assert "[I,\u00a0interprétation]" in text and "[V]" in text


def test_a_name_cannot_break_a_markdown_report(assessments: dict[str, tuple[Dossier, Assessment]]) -> None:
    dossier, assessment = assessments["D001"]
    name = "*<b>|# [x](y)`"
    text = render(assessment.model_copy(update={"name": name}), "markdown", dossier=dossier)
    assert name not in text and "<b>" not in text
    assert text.startswith("# ")


def test_control_characters_of_a_name_never_reach_the_screen(
    assessments: dict[str, tuple[Dossier, Assessment]],
) -> None:
    dossier, assessment = assessments["D001"]
    text = render(assessment.model_copy(update={"name": "A\x1b[31m\u202eB"}), "terminal", dossier=dossier, width=80)
    assert "\x1b" not in text and "\u202e" not in text


def test_before_the_law_only_that_is_said(knowledge: Knowledge) -> None:
    text = flat(render(assess(Dossier(on=date(2014, 8, 1))), "terminal", width=80))
    assert flat(knowledge.base.before_start)[:40] in text
    assert "Critère par critère" not in text and "CRITÈRE PAR CRITÈRE" not in text


def test_a_contradiction_comes_first_with_its_mend() -> None:
    dossier = Dossier(
        on=date(2025, 6, 16),
        answers={
            "situation": answer("existante"),
            "charges_exploitation[n]": answer("500000"),
            "charges_utilite_sociale[n]": answer("620000"),
        },
    )
    text = flat(render(assess(dossier), "terminal", dossier=dossier, width=100).replace("\u00a0", " "))
    assert text.index("620 000") < text.index("LES DEUX VERDICTS")


def test_rows_of_one_table_are_asked_for_together(assessments: dict[str, tuple[Dossier, Assessment]]) -> None:
    dossier = Dossier(
        on=date(2025, 6, 16),
        answers={"situation": answer("existante"), "nombre_exercices_clos": answer("trois_ou_plus")},
    )
    text = flat(render(assess(dossier), "terminal", dossier=dossier, width=100))
    assert "(exercices n, n-1, n-2)" in text


@pytest.mark.parametrize("fmt", ["terminal", "markdown", "json"])
def test_every_worked_case_renders(fmt: Any) -> None:
    for case in load_cases()[::9]:
        assert render(assess(case.dossier), fmt, dossier=case.dossier, width=80)


def test_everything_can_be_explained(assessments: dict[str, tuple[Dossier, Assessment]], knowledge: Knowledge) -> None:
    for id in ("D001", "D077", "D116"):
        _, assessment = assessments[id]
        for target in (*assessment.findings, *knowledge.statuses, *knowledge.routes()):
            text = render_report(explain(assessment, target, knowledge), "terminal", width=80)
            assert max(map(len, text.splitlines())) <= 80, (id, target)


def test_every_entry_of_the_rule_base_can_be_shown(knowledge: Knowledge) -> None:
    ids = [
        *knowledge.criteria, *knowledge.facts, *knowledge.parameters, *knowledge.sources, *knowledge.remedies,
        *knowledge.open_questions, *knowledge.statuses, *knowledge.indicators,
    ]  # fmt: skip
    for id in ids:
        assert render_report(show_rule(knowledge, id), "markdown")
    with pytest.raises(InputError, match="ESUS-07"):
        show_rule(knowledge, "ESUS-7")


def test_each_change_of_law_is_told_and_nothing_else(knowledge: Knowledge) -> None:
    for before, after in zip(knowledge.law_days, knowledge.law_days[1:], strict=False):
        if after > knowledge.base.start:
            assert len(render_report(diff_rules(knowledge, before, after), "terminal", width=80).splitlines()) > 6
    quiet = render_report(diff_rules(knowledge, date(2025, 3, 1), date(2025, 3, 2)), "terminal", width=80)
    assert not any(id in quiet for id in knowledge.criteria)


# -- open points and guidance -----------------------------------------------------------------------------------------


def case(number: str) -> Dossier:
    return next(one.dossier for one in load_cases() if one.id.startswith(number))


def test_each_reading_of_an_open_point_tells_its_own_figure_and_margin() -> None:
    dossier = case("001")
    years = {"n": ("700", "1000"), "n-1": ("600", "1000"), "n-2": ("900", "1000")}
    for year, (social, total) in years.items():
        dossier = dossier.with_answer(f"charges_utilite_sociale[{year}]", answer(social))
        dossier = dossier.with_answer(f"charges_exploitation[{year}]", answer(total))
    leaf = next(one for one in assess(dossier).findings["ESUS-02a"].leaves if one.open_point == "Q6")
    assert [(one.outcome, one.finding.split(" ;")[0], one.margin[:4]) for one in leaf.readings] == [
        ("non_satisfait", "60\u00a0%", "6\u00a0po"),
        ("satisfait", "73,33\u00a0%", "7,33"),
    ]


def test_an_open_point_that_settles_nothing_is_not_spread_out() -> None:
    leaf = next(one for one in assess(case("001")).findings["ESS-04"].leaves if one.open_point == "Q7")
    assert leaf.readings == () and not leaf.not_applicable
    single = next(one for one in assess(case("013")).findings["ESS-04"].leaves if one.open_point == "Q7")
    assert [one.outcome for one in single.readings] == ["non_satisfait", "satisfait"]


GUIDED = {
    "first": ("Faire voter la modification", "Renouvellement : justificatifs"),
    "renewal": ("Renouvellement : justificatifs", "Aucun exercice clos : demander"),
    "project": ("Aucun exercice clos : demander", "Faire voter la modification"),
    "young": ("Aucun exercice clos : demander", "Siège dans un autre pays"),
    "abroad": ("Siège dans un autre pays", "Aucun exercice clos : demander"),
}


@pytest.mark.parametrize("who", GUIDED)
def test_guidance_keeps_to_what_concerns_the_company(who: str, knowledge: Knowledge) -> None:
    told, untold = GUIDED[who]
    dossier = case("001")
    if who == "project":
        dossier = next(one.dossier for one in load_cases() if _is_project(one.dossier, knowledge))
    changes = {
        "renewal": ("situation", "renouvellement"),
        "young": ("nombre_exercices_clos", "zero"),
        "abroad": ("siege", "union_europeenne"),
    }
    if who in changes:
        address, value = changes[who]
        dossier = dossier.with_answer(address, answer(value))
    text = flat(render(assess(dossier), "terminal", dossier=dossier, width=80))
    assert told in text and untold not in text


def _is_project(dossier: Dossier, knowledge: Knowledge) -> bool:
    """A company not created yet, with the ordinary route to the accreditation in sight."""
    asked = dossier.answers.get("situation")
    if asked is None or asked.value != "projet" or dossier.answers["forme_juridique"].value != "sas":
        return False
    assessment = assess(dossier, knowledge=knowledge)
    return assessment.esus.route == "droit_commun" and assessment.esus.best != "non_eligible"


def test_what_does_not_concern_a_company_is_neither_met_nor_failed(knowledge: Knowledge) -> None:
    association = next(
        one.dossier
        for one in load_cases()
        if (form := one.dossier.answers.get("forme_juridique")) and form.value == "association"
    )
    assessment = assess(association)
    for id in ("ESS-04", "ESS-05"):
        assert assessment.findings[id].idle, id
        text = flat(render_report(explain(assessment, id, knowledge), "terminal", width=80))
        assert "SANS OBJET" in text and "Se corrige" not in text and "il manque" not in text, id
        assert "ne pèse sur aucun verdict" in text, id
    assert not assessment.findings["ESS-01a"].idle
    aside = flat(render_report(explain(assessment, "ESS-13", knowledge), "terminal", width=80))
    assert "ne pèse sur aucun verdict" in aside


def test_a_project_is_not_blamed_for_what_only_exists_later(knowledge: Knowledge) -> None:
    project = next(one.dossier for one in load_cases() if _is_project(one.dossier, knowledge))
    assessment = assess(project)
    assert {light.id: light.outcome for light in assessment.ess.lights}["mention"] == "sans_objet"
    text = flat(render(assessment, "terminal", dossier=project, width=80))
    assert "pas en règle" not in text
    # What makes a change is told as such all the same.
    assert not assessment.findings["ESS-14"].idle


def test_clauses_left_unread_are_to_be_read_before_the_assembly() -> None:
    """A first failing clause decides; the others may fail too, and one assembly is enough for all."""
    dossier = case("002")
    unread = ("clause_gouvernance", "clause_reserves_impartageables")
    assert all(address in dossier.answers for address in unread)
    for address in unread:
        dossier = dossier.with_answer(address, None)
    assessment = assess(dossier)
    assert assessment.ess.outcome == "a_mettre_en_conformite" and assessment.ess.decided
    text = flat(render(assessment, "terminal", dossier=dossier, width=80))
    told = text.partition("À lire avant de convoquer l'assemblée")[2].partition(" == ")[0]
    assert "Clause de gouvernance démocratique" in told and "Réserves obligatoires impartageables" in told


def test_answers_that_open_a_question_or_fix_a_duration_are_read() -> None:
    assessment = assess(case("001"))
    used = {one.address for one in assessment.answers if one.used}
    assert {"remuneration_hors_structure", "date_creation", "situation"} <= used


def test_nothing_is_said_to_weigh_nothing_while_a_verdict_is_open(knowledge: Knowledge) -> None:
    start = Dossier(on=date(2026, 11, 23), answers={"situation": answer("existante"), "siege": answer("france")})
    text = flat(render_report(explain(assess(start), "ESUS-07-01", knowledge), "terminal", width=80))
    assert "ne pèse sur aucun verdict" not in text


def test_a_reading_made_of_several_tests_is_told_whole() -> None:
    answers = {
        "situation": answer("existante"),
        "siege": answer("france"),
        "forme_juridique": answer("sas"),
        "categories_plein_droit": answer(["entreprise_adaptee_travail_temporaire"]),
        "adaptee_personne_distincte": answer("non"),
    }
    finding = assess(Dossier(on=date(2016, 6, 1), answers=answers)).findings["ESUS-07-09"]
    leaf = next(one for one in finding.leaves if one.open_point == "EATT")
    assert leaf.outcome == "non_satisfait" and {one.outcome for one in leaf.readings} <= {"non_satisfait"}


def test_what_refuses_is_never_called_without_object() -> None:
    for one in load_cases():
        assessment = assess(one.dossier)
        for verdict in assessment.verdicts.values():
            for ground in verdict.grounds:
                finding = assessment.findings[ground.criterion]
                assert not (finding.idle and finding.outcome != "satisfait"), (one.id, ground.criterion)
