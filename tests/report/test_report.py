"""The report as a tired adviser reads it: everything there, in order, in 80 columns, escaped."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment
from advisor.dossier import Answer, Dossier, Evidence, answer
from advisor.report.build import build_report
from advisor.report.document import render, render_report
from advisor.report.lawdiff import diff_rules
from advisor.report.model import Bullets, Report, Section, Table
from advisor.report.proof import explain
from advisor.rules.load import Knowledge
from advisor.training.casebook.read import find_case, load_cases
from tests.conftest import JudgedCases
from tests.examples.adapter import to_dossier
from tests.support.companies import given
from tests.support.spread import one_in

ORDER = [
    "À corriger d'abord", "Les deux verdicts", "Ce que l'entreprise y gagne", "Ce qui décide", "Ce qui doit changer",
    "Ce qui ouvrirait la voie", "Le plus court chemin", "Ce qui manque", "Ce que le droit laisse ouvert",
    "Critère par critère",
]  # fmt: skip


@pytest.fixture(scope="session")
def assessments(situations: list[dict[str, Any]]) -> dict[str, tuple[Dossier, Assessment]]:
    found = {}
    for situation in situations:
        dossier = to_dossier(situation)
        found[situation["id"]] = (dossier, assess(dossier))
    return found


@pytest.fixture(scope="session", params=one_in(6))
def reports(
    assessments: dict[str, tuple[Dossier, Assessment]], knowledge: Knowledge, request: pytest.FixtureRequest
) -> dict[str, Report]:
    """One situation in so many: each process that takes a test of this file makes them."""
    some = list(assessments.items())[:: request.param]
    return {id: build_report(assessment, knowledge, dossier) for id, (dossier, assessment) in some}


@pytest.fixture(scope="session")
def pages(reports: dict[str, Report]) -> dict[str, str]:
    """Printed at 80 columns."""
    return {id: render_report(report, "terminal", width=80) for id, report in reports.items()}


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_line_holds_in_eighty_columns_without_colour(pages: dict[str, str]) -> None:
    for id, text in pages.items():
        assert "\x1b" not in text, id
        assert [line for line in text.splitlines() if len(line) > 80] == [], id
        assert "None" not in text and "{" not in text, id


def test_what_would_open_a_refused_status_says_nothing_of_one_still_open(knowledge: Knowledge) -> None:
    dossier = given(forme_juridique="sa", utilite_sociale_principale="accessoire", fonds_ou_banque="oui")
    assessment = assess(dossier, knowledge=knowledge)
    closed, unsettled = assessment.verdicts["ess"], assessment.verdicts["esus"]
    assert closed.outcome == "non_eligible" and unsettled.outcome == "indetermine"
    others = {one.title for one in unsettled.later} - {one.title for one in closed.later}
    later = next(one for one in build_report(assessment, knowledge, dossier).sections if one.id == "later")
    section = later.model_dump_json()
    assert others and not any(one in section for one in others)
    assert all(one.title in section for one in closed.later) and "ESUS" not in section


@pytest.mark.parametrize("width", [40, 60, 100, 160])
def test_other_widths_hold_too(assessments: dict[str, tuple[Dossier, Assessment]], width: int) -> None:
    dossier, assessment = assessments["D157"]
    text = render(assessment, "terminal", dossier=dossier, width=width)
    assert max(map(len, text.splitlines())) <= width


def test_sections_come_in_the_order_of_a_consultation(reports: dict[str, Report]) -> None:
    for id, report in reports.items():
        titles = [section.title.replace("\u00a0", " ") for section in report.sections]
        known = [next((i for i, start in enumerate(ORDER) if title.startswith(start)), len(ORDER)) for title in titles]
        assert known == sorted(known), (id, titles)
        assert {1, 3, 9} <= set(known), (id, titles)


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


def test_every_criterion_is_told_once(
    assessments: dict[str, tuple[Dossier, Assessment]], reports: dict[str, Report]
) -> None:
    for id, report in reports.items():
        _, assessment = assessments[id]
        one_by_one = next(section for section in report.sections if section.id == "criteria")
        parts = sections(one_by_one)
        full = [part.id for part in parts if part.id in assessment.findings]
        aside = [
            named
            for part in parts
            if part.id == "aside"
            for block in part.blocks
            if isinstance(block, Bullets)
            for item in block.items
            for named in re.findall(r"\b(?:ESS|ESUS|ART2)-\w+(?:-\d+)?", item.lead if item.mark else item.text)
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
def test_every_worked_case_renders(fmt: Any, judged: JudgedCases) -> None:
    for id in list(judged)[::9]:
        case, assessment = judged[id]
        assert render(assessment, fmt, dossier=case.dossier, width=80)


def test_everything_can_be_explained(assessments: dict[str, tuple[Dossier, Assessment]], knowledge: Knowledge) -> None:
    for id in ("D001", "D077", "D116"):
        _, assessment = assessments[id]
        for target in (*assessment.findings, *knowledge.statuses, *knowledge.routes()):
            text = render_report(explain(assessment, target, knowledge), "terminal", width=80)
            assert max(map(len, text.splitlines())) <= 80, (id, target)


def test_each_change_of_law_is_told_and_nothing_else(knowledge: Knowledge) -> None:
    for before, after in zip(knowledge.law_days, knowledge.law_days[1:], strict=False):
        if after > knowledge.base.start:
            assert len(render_report(diff_rules(knowledge, before, after), "terminal", width=80).splitlines()) > 6
    quiet = render_report(diff_rules(knowledge, date(2025, 3, 1), date(2025, 3, 2)), "terminal", width=80)
    assert not any(id in quiet for id in knowledge.criteria)


# -- open points and guidance -----------------------------------------------------------------------------------------


def case(number: str) -> Dossier:
    return find_case(number).dossier


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
def test_guidance_keeps_to_what_concerns_the_company(who: str, judged: JudgedCases) -> None:
    expected, unexpected = GUIDED[who]
    dossier = case("001")
    if who == "project":
        dossier = _project(judged)
    changes = {
        "first": ("clause_objet", "non"),
        "renewal": ("situation", "renouvellement"),
        "young": ("nombre_exercices_clos", "zero"),
        "abroad": ("siege", "union_europeenne"),
    }
    if who in changes:
        address, value = changes[who]
        dossier = dossier.with_answer(address, answer(value))
    text = flat(render(assess(dossier), "terminal", dossier=dossier, width=80))
    assert expected in text and unexpected not in text


def _project(judged: JudgedCases) -> Dossier:
    """A company not created yet, with the ordinary route to the accreditation in sight."""
    for case, assessment in judged.values():
        values = {address: given.value for address, given in case.dossier.answers.items()}
        if (values.get("situation"), values.get("forme_juridique")) != ("projet", "sas"):
            continue
        if assessment.esus.route == "droit_commun" and assessment.esus.best != "non_eligible":
            return case.dossier
    raise LookupError("no case is a project")


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


def test_a_project_is_not_blamed_for_what_only_exists_later(judged: JudgedCases) -> None:
    project = _project(judged)
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
    to_read = text.partition("À lire avant de convoquer l'assemblée")[2].partition(" == ")[0]
    assert "Clause de gouvernance démocratique" in to_read and "Réserves obligatoires impartageables" in to_read


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


def test_what_refuses_is_never_called_without_object(judged: JudgedCases) -> None:
    for one, assessment in judged.values():
        for verdict in assessment.verdicts.values():
            for ground in verdict.grounds:
                finding = assessment.findings[ground.criterion]
                assert not (finding.idle and finding.outcome != "satisfait"), (one.id, ground.criterion)


# -- what an adviser stumbled on --------------------------------------------------------------------------------------


def report_text(dossier: Dossier, width: int = 80, **options: Any) -> str:
    """A report as one line of text."""
    text = render(assess(dossier), "terminal", dossier=dossier, width=width, **options)
    return flat(text.replace("\u00a0", " "))


def proved(dossier: Dossier, target: str, knowledge: Knowledge) -> str:
    return flat(
        render_report(explain(assess(dossier), target, knowledge), "terminal", width=100).replace("\u00a0", " ")
    )


def test_the_proof_of_a_verdict_holds_the_open_point_that_divides_it(knowledge: Knowledge) -> None:
    text = proved(case("052"), "esus", knowledge)
    assert "– ESUS-00" in text and "Point discuté C9" in text
    assert "Lecture stricte" in text and "Lecture favorable" in text
    assert "Part prévue des charges : 82 % (déclaré)" in text
    assert "DIRECCTE Île-de-France" in text.partition("LA PREUVE")[2].partition("RÉPONSES SUR")[0]


def test_the_proof_of_what_can_be_mended_names_what_already_holds(knowledge: Knowledge) -> None:
    text = proved(case("002"), "ess", knowledge)
    assert "✗ ESS-12" in text and "Le reste est rempli, ou peut l'être" in text


def test_an_unknown_answer_is_neither_declared_nor_useless() -> None:
    dossier = case("001").with_answer("clause_gouvernance", Answer(valeur=None))
    view = next(one for one in assess(dossier).answers if one.address == "clause_gouvernance")
    assert view.unknown and view.used and view.level == ""
    text = report_text(dossier, 100)
    assert "je ne sais pas à réunir" in text and "non lu " not in text.partition("LES RÉPONSES DONNÉES")[2][:4000]


@pytest.fixture
def keyed() -> Dossier:
    dossier = case("038").with_answer("cle_repartition[n]", Answer(valeur="61", note="Relevé des heures"))
    assert dossier.answers["charges_communes[n]"].value == "210000"
    return dossier


def test_the_key_of_shared_costs_is_shown_with_its_weight(keyed: Dossier, knowledge: Knowledge) -> None:
    assessment = assess(keyed)
    used = {one.address for one in assessment.answers if one.used}
    assert {"charges_communes[n]", "cle_repartition[n]"} <= used
    assert assessment.shared_costs is not None
    assert "propres + 61 % × 210 000 € communes" in assessment.shared_costs.lines[0].text.replace("\u00a0", " ")
    for text in (report_text(keyed, 100), proved(keyed, "ESUS-02a", knowledge)):
        assert "communes = " in text and "Source de la clé" in text and "Relevé des heures" in text
        assert "Clé de 10 points de moins" in text and "Clé de 10 points de plus" in text


def test_no_key_is_shown_when_nothing_was_divided() -> None:
    assert assess(case("001")).shared_costs is None
    assert "réparties avec une clé" not in report_text(case("001"))


def test_a_refusal_names_the_obstacle_and_the_way_out() -> None:
    for number, way in (("074", "transformer la société civile"), ("075", "créer une société ou une association")):
        assessment = assess(case(number))
        for verdict in assessment.verdicts.values():
            assert "ni forme historique de l'ESS, ni société commerciale" in verdict.sentence
            assert way in verdict.sentence
            assert [change.delay for change in verdict.later] != ["exercice_suivant"]
    assert (
        "la plus forte rémunération, ramenée à un temps plein, dépasse 10 fois le SMIC annuel"
        in assess(case("059")).esus.sentence
    )
    assert "plus tard, une piste : ramener les rémunérations" in assess(case("059")).esus.sentence


def test_a_refusal_names_nothing_that_one_reading_of_the_law_lets_through() -> None:
    assessment = assess(case("029"))
    assert assessment.findings["ESUS-01"].outcome == "incertain"
    assert "objectif principal" not in assessment.esus.sentence
    assert "ni les 66 % de charges d'utilité sociale" in assessment.esus.sentence


def test_a_remedy_that_would_open_nothing_is_not_told() -> None:
    """Waiting for a first closed year is no advice to a company that has three."""
    assert "attendre_un_exercice" not in {change.remedy for change in assess(case("039")).esus.later}


def test_a_decided_refusal_does_not_spread_out_what_no_longer_matters() -> None:
    text = report_text(case("074"))
    assert "Ne peut plus rien changer au refus" in text and "? à compléter" not in text
    assert len(render(assess(case("074")), "terminal", dossier=case("074"), width=80).splitlines()) < 220


def test_the_category_of_plein_droit_comes_first_among_what_decides() -> None:
    for number, category in (("080", "ESUS-07-01"), ("085", "ESUS-07-04")):
        assert assess(case(number)).esus.grounds[0].criterion.startswith("ESUS-07")
        deciding = report_text(case(number)).partition("Pour l'ESUS, ")[2]
        assert deciding.index(category) < deciding.index("ESUS-03a")


def test_a_change_that_one_reading_needs_says_so() -> None:
    single = assess(case("013"))
    assert {change.remedy: change.strict_only for change in single.ess.changes} == {"accueillir_un_associe": True}
    dossier = case("013").with_answer("place_salaries", answer("rien"))
    changes = {change.remedy: change.strict_only for change in assess(dossier).ess.changes}
    assert changes == {"accueillir_un_associe": True, "ecrire_place_salaries": False}
    assert "Utile seulement si la lecture stricte l'emporte." in report_text(dossier)


def test_a_project_writes_its_future_statutes_in_one_go(knowledge: Knowledge) -> None:
    dossier = case("052").with_answer("place_associes", answer("rien"))
    for clause in ("clause_gouvernance", "clause_reserves_impartageables", "boni_liquidation"):
        dossier = dossier.with_answer(clause, None)
    assessment = assess(dossier)
    assert assessment.project and assessment.ess.outcome == "a_mettre_en_conformite"
    written = {change.remedy for change in assessment.ess.changes if change.kind == "statuts"}
    assert written == {
        "ecrire_place_associes", "ecrire_gouvernance", "ajouter_clause_reserves", "ajouter_clause_boni",
    }  # fmt: skip
    text = report_text(dossier)
    assert "Écrire 4 clauses des futurs statuts" in text
    assert "avant la signature des statuts" in text and "Qui décide : les fondateurs" in text
    for word in ("La société ne remplit pas encore", "avant de convoquer l'assemblée", "à la prochaine assemblée"):
        assert word not in text, word
    assert "mention au RCS – pas encore" in text and "– ESS-14 Mention ESS au registre du commerce : pas encore" in text


def test_an_existing_company_keeps_its_assembly() -> None:
    text = report_text(case("002"))
    assert "à la prochaine assemblée" in text and "Ensuite : déposer les statuts modifiés" in text


def test_what_is_without_object_says_why_and_praises_nobody() -> None:
    part = report_text(case("001"), 110).partition("– ESUS-06")[2].partition("Texte")[0]
    assert (
        "La question ne se pose pas" in part and "« Structure existante (première demande) » (où vous en êtes)" in part
    )
    assert "L'annexe de vos comptes donne" not in part


def test_a_failed_test_is_told_as_what_was_expected(knowledge: Knowledge) -> None:
    text = report_text(case("030"))
    assert "Ou bien : les dividendes ne dépassent pas la moitié" in text and "Trouvé : " in text
    assert "Attendu : " in proved(case("030"), "ESS-05P", knowledge)


def test_a_minimum_of_nothing_is_not_a_minimum(judged: JudgedCases) -> None:
    for one, assessment in judged.values():
        for finding in assessment.findings.values():
            assert not any("au moins 0\u00a0€" in leaf.finding for leaf in finding.leaves), (one.id, finding.criterion)


def test_a_best_outcome_of_one_route_only_says_which() -> None:
    answers = {
        "situation": answer("existante"),
        "siege": answer("france"),
        "forme_juridique": answer("sas"),
        "fonds_ou_banque": answer("oui"),
        "place_associes": answer("rien"),
    }
    dossier = Dossier(on=date(2026, 12, 2), answers=answers)
    text = report_text(dossier)
    assert "éligible, par la seule voie « organismes assimilés » (par une autre voie : à mettre en conformité)" in text
    assert "vérifiez sur Légifrance que les articles cités n'ont pas changé" in text
    assert "par la seule voie" not in report_text(case("016"))


def test_the_short_form_stops_after_open_law() -> None:
    for number in ("001", "013", "052", "074"):
        dossier = case(number)
        short = render(assess(dossier), "terminal", dossier=dossier, width=80, short=True)
        assert "CRITÈRE PAR CRITÈRE" not in short and "LES DEUX VERDICTS" in short and "--court" in short
        assert len(short.splitlines()) < 125, number


def test_the_same_text_is_told_once() -> None:
    text = report_text(case("001"))
    for reserve in (
        "L'article 1er de la loi du 31 juillet 2014 a été lu dans sa rédaction d'origine",
        "JORFARTI000029313536) [V-JO]",
    ):
        criteria = text.partition("CRITÈRE PAR CRITÈRE")[2].partition("LES RÉPONSES DONNÉES")[0]
        assert criteria.count(reserve) == 1, reserve


def test_every_article_of_what_decides_is_cited() -> None:
    for number in ("013", "052", "074"):
        assert not re.search(r"\(et \d+ autres?\)", report_text(case(number)))


def test_a_page_typed_with_its_letter_is_not_doubled() -> None:
    evidence = Evidence(niveau="vu", document="Statuts", page="p. 3-4")
    dossier = case("001").with_answer("clause_objet", Answer(valeur="mot_pour_mot", preuve=evidence))
    assert "Statuts, p. 3-4" in report_text(dossier, 110) and "p. p." not in report_text(dossier, 110)


@pytest.mark.parametrize("width", [40, 45, 50, 60])
def test_no_word_of_the_answers_is_cut_on_a_narrow_screen(width: int, keyed: Dossier, knowledge: Knowledge) -> None:
    assessment = assess(keyed)
    report = build_report(assessment, knowledge, keyed)
    table = next(
        block
        for section in report.sections
        if section.id == "answers"
        for block in section.blocks
        if isinstance(block, Table)
    )
    text = render_report(report, "terminal", width=width)
    for row in table.rows:
        for word in " ".join(row).split(" "):
            assert word in text, word
    assert not [line for line in text.splitlines() if line.strip() in (";", ":", ".")]


def test_the_readme_shows_a_real_report() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("$ ess-advisor evaluer 013")[2].partition("\n")[2].partition("```")[0]
    text = render(assess(case("013")), "terminal", dossier=case("013"), width=80)
    for part in shown.split("[…]\n"):
        assert part.strip() in text
