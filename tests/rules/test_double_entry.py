"""Days and figures of the law, typed a second time from the texts: a slip in one of the two is seen.

A change of law is written in ``rules/``, and here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest

from advisor.common.french import parse_number
from advisor.rules.basis import DISTANT, Citation, Dated
from advisor.rules.formulas import Call, Formula, Number
from advisor.rules.load import Knowledge

START = "2014-08-02"
"""First day of the ESS law: what is not dated otherwise begins on it."""

FIGURES = {
    # The hourly minimum wage (LAW.md §5).
    "smic_horaire": """
        2014-01-01 9.53, 2015-01-01 9.61, 2016-01-01 9.67, 2017-01-01 9.76, 2018-01-01 9.88, 2019-01-01 10.03,
        2020-01-01 10.15, 2021-01-01 10.25, 2021-10-01 10.48, 2022-01-01 10.57, 2022-05-01 10.85, 2022-08-01 11.07,
        2023-01-01 11.27, 2023-05-01 11.52, 2024-01-01 11.65, 2024-11-01 11.88, 2026-01-01 12.02, 2026-06-01 12.31""",
    # That of Mayotte (ADDENDUM2.md §3.2); the tool knows none before 2021.
    "smic_horaire_mayotte": """
        2021-01-01 7.74, 2021-10-01 7.91, 2022-01-01 7.98, 2022-05-01 8.19, 2022-08-01 8.35, 2023-01-01 8.51,
        2023-05-01 8.70, 2024-01-01 8.80, 2024-11-01 8.98, 2026-01-01 9.33, 2026-06-01 9.56""",
    # The yield of private bonds, semester by semester; none was found after 2023.
    "tmo": """
        2014-01-01 2.28, 2014-07-01 1.50, 2015-01-01 0.96, 2015-07-01 1.19, 2016-01-01 0.80, 2016-07-01 0.63,
        2017-01-01 1.15, 2017-07-01 0.95, 2018-01-01 1.04, 2018-07-01 0.97, 2019-01-01 0.62, 2019-07-01 0.12,
        2020-01-01 0.20, 2020-07-01 -0.02, 2021-01-01 0.20, 2021-07-01 0.27, 2022-01-01 1.325, 2022-07-01 2.51,
        2023-01-01 3.14, 2023-07-01 3.37, 2024-01-01 -""",
    "heures_annuelles_legales": "2014-01-01 1820",
    "taux_fonds_developpement": "2015-08-12 20",
    "plafond_reserves_fonds": "2015-08-12 20",
    "taux_report_reserves": "2015-08-12 50",
    "part_incorporation_max": f"{START} 50",
    "reduction_capital_max": "2016-01-01 10",
    "reduction_capital_max_exercice": "2016-01-01 0.25",
    "seuil_charges_utilite_sociale": "2015-07-01 66",
    "majoration_tmo": "2015-07-01 5",
    "multiple_moyenne": f"{START} 7, 2019-05-24 7",
    "multiple_maximum": f"{START} 10, 2019-05-24 10",
    "personnes_moyenne": f"{START} 5, 2019-05-24 5",
    "exercices_examines": "2015-07-01 3",
    "age_jeune_entreprise": "2015-07-01 3",
    "duree_agrement": "2015-07-01 5",
    "duree_agrement_jeune": "2015-07-01 2",
    "duree_assimilation": "2025-01-01 1",
    "silence_mois": "2015-07-01 2",
    "part_esus_placement": "2025-01-01 50",
    "part_ess_financement": f"{START} 35, 2019-05-24 35, 2023-12-20 35, 2025-01-01 -",
    "part_esus_dans_ess_financement": f"{START} 5/7, 2019-05-24 5/7, 2023-12-20 5/7, 2025-01-01 -",
    "part_esus_banque": f"{START} 80, 2019-05-24 80, 2023-12-20 80, 2025-01-01 -",
    "majorite_activite": f"{START} 50",
    "majorite_benefices": f"{START} 50",
    # What the tool supposes, and what is asked of a file.
    "attente_des_trois_ans": "2015-07-01 6",
    "periode_revision": f"{START} 5",
    "tmo_plancher_presume": "2021-01-01 0",
    "smic_annee_presumee": "2014-01-01 2026",
    "delai_assemblee": f"{START} 21",
    "delai_inscription": f"{START} 1, 2023-01-01 1",
    "delai_greffe": f"{START} 15",
    "delai_dossier": f"{START} 15",
    "preavis_renouvellement": f"{START} 3",
    "delai_assemblee_annuelle": "2014-08-03 6",
    "duree_exercice": f"{START} 12",
    "delai_accuse_enregistrement": "2016-11-07 1",
    "delai_accuse_reception": "2016-11-07 10",
}  # fmt: skip

IN_FORMULAS = {
    # How many closed years, partners, semesters.
    "nombre_exercices_examines": "0 0 1 2",
    "nombre_associes_retenu": "2",
    "nombre_associes_suppose": "1",
    "tmo_dernier_semestre": "1",
    "tmo_deux_semestres": "2",
    "annee_remuneration_minimale": "2",
    "repere_bas_smic": "2",
    "repere_haut_smic": "2",
    "vieillissement_derniers_comptes": "18m",
    # Twelve months of minimum wage, or the last of a year; a full-time job at most; a whole year.
    **dict.fromkeys(("smic_annuel_1820", "smic_mayotte_1820", "smic_annuel_mensuel", "smic_mayotte_mensuel"), "12"),
    **dict.fromkeys(("smic_annuel_en_vigueur", "smic_mayotte_en_vigueur"), "1 1 12 31"),
    "moyenne_remunerations": "100%",
    "moyenne_remunerations_groupe": "100%",
    "remuneration_maximale": "100%",
    "remuneration_maximale_groupe": "100%",
    "moyenne_remunerations_annee_pleine": "100% 12m 12m",
    "moyenne_remunerations_groupe_annee_pleine": "100% 12m 12m",
    "remuneration_maximale_annee_pleine": "100% 12m 12m",
    "remuneration_maximale_groupe_annee_pleine": "100% 12m 12m",
    # 20 June, this year or the next; the end of the next year.
    "limite_rapport_annee": "6 20",
    "limite_rapport_certifie": "6 20",
    "limite_rapport_annee_suivante": "1 6 20",
    "limite_rapport_suivant": "1 6 20",
    "limite_placement_nouveau": "1 12 31",
    # Years after a day.
    "premier_anniversaire": "1a",
    "peremption_derniers_comptes": "2a",
    "peremption_comptes_precedents": "2a",
    "peremption_comptes_anterieurs": "2a",
    "peremption_agrement": "1a",
    "sixieme_anniversaire": "6a",
    "un_an_avant_fin_agrement": "1a",
}
"""Numbers that formulas hold, in their order; ``a``: years, ``m``: months."""

CHANGES = {
    "2015-07-01": "ESUS-02 ESUS-02a ESUS-02b ESUS-02c ESUS-06 ESUS-09",
    "2015-08-12": "ESS-07 ESS-07P ESS-08 ESS-08P",
    "2015-08-13": "ESUS-02c",
    "2016-01-01": "ESS-04 ESS-05 ESS-06 ESS-06P ESS-07 ESS-08 ESS-09 ESS-10 ESS-11 ESS-13",
    "2018-01-03": "ESUS-02 ESUS-04",
    "2019-01-01": "ESUS-07-10",
    "2019-05-24":
        "ART2-1 ART2-2 ART2-3 ART2-4 ART2-5 ESS-03 ESUS-01 ESUS-02 ESUS-02b ESUS-05 ESUS-07 ESUS-08"
        " droit_commun plein_droit assimilation",
    "2020-01-01": "ESUS-01",
    "2022-02-23": "ESUS-07-16",
    "2023-12-20": "ESUS-01 ESUS-07-11 ESUS-07-16",
    "2024-06-15": "ART2-5",
    "2025-01-01": "ART2-5 ESUS-01 ESUS-07-11 ESUS-08 ESUS-09 assimilation",
    "2025-10-01": "ART2-5",
}  # fmt: skip
"""Criteria and routes that a day changes, their first day left out when it is that of the law (LAW.md §4)."""

DURATIONS = {
    # Young, with three years near at hand, renewed or not; young; three years old that very day; the others.
    "droit_commun": [*["duree_agrement_jeune 2015-07-01"] * 3, *["duree_agrement 2015-07-01"] * 2],
    "plein_droit": [*["duree_agrement_jeune 2015-07-01"] * 3, *["duree_agrement 2015-07-01"] * 2],
    "assimilation": ["duree_assimilation 2025-01-01", "duree_agrement_jeune 2015-07-01", "duree_agrement 2015-07-01"],
}

OTHER_DAYS = {
    "2015-07-01": (
        "RES-MOINS-D-UN-AN RES-DEUX-EXERCICES RES-DATE-CREATION RES-DIRIGEANTS-ASSOCIATION procedure_esus_refus "
        "procedure_esus_retrait_illegal procedure_esus_retrait_condition procedure_esus_retrait_fraude "
        "procedure_esus_retrait_garanties"
    ),
    "2015-08-12": (
        "RES-FRACTION-LEGALE-07P RES-CAPITAL-FAIBLE RES-CAPITAL-SOUSCRIT RES-FRACTION-LEGALE-08P RES-FONDS-COMPTE "
        "RES-RESERVE-FACULTATIVE RES-RESERVE-LEGALE"
    ),
    "2015-08-13": "piece_esus_entreprise_adaptee",
    "2016-01-01": (
        "RES-REDUCTION-AVANT-DECRET RES-DECRET-760 RES-SARL-DECRET procedure_ess_perte "
        "procedure_esus_mention_prealable"
    ),
    "2016-07-01": "RES-GUIDE",
    "2020-10-01": "droit_esus_perco",
    "2019-05-24": "RES-INEGALITES RES-LIEN-2014 RES-TROIS-CONDITIONS RES-BASE-LEGALE",
    "2020-01-01": "RES-STATUTS-BUT-AGREMENT",
    "2021-01-01": "RES-TMO-NEGATIF",
    "2023-01-01": "procedure_ess_cfe",
    "2023-03-12": "droit_esus_ir_pme_debut_2023 droit_esus_ir_pme_2023",
    "2024-01-01": "RES-TMO-PRESUME droit_esus_ir_pme_2023 droit_esus_ir_pme_debut_2024",
    "2024-05-24": "droit_esus_agrement_conserve",
    "2025-01-01": "RES-PREFET-REGION",
    "2025-03-26": "droit_us_volontariat_agricole",
    "2026-01-01": (
        "droit_esus_fonciere_patrimoine piece_esus_tableau_charges procedure_esus_dossier procedure_esus_accuse "
        "procedure_esus_demandeur "
        "procedure_esus_jour_demande"
    ),
    "2026-05-28": "RES-LOI-2026-ESS RES-LOI-2026-403",
    "2026-05-31": (
        "obligation_esus_renouvellement piece_esus_fiche_demande procedure_esus_dossier_transition "
        "procedure_esus_plateforme procedure_esus_plateforme_acces procedure_esus_questions "
        "procedure_esus_departement_non_ouvert procedure_esus_plateforme_inaccessible "
        "procedure_esus_pieces_nommees procedure_esus_piece_ecartee procedure_esus_espace "
        "procedure_esus_dossier_incomplet procedure_esus_refus procedure_esus_retrait_garanties"
    ),
    "2026-10-01": "droit_esus_ir_pme_2026 limite_esus_ir_pme_suite",
    "2028-01-01": "limite_esus_ir_pme_suite",
}  # fmt: skip
"""Reserves and lines of guidance that a day changes, although no text that they cite begins or ends on it."""


def test_every_figure_is_typed_twice(knowledge: Knowledge) -> None:
    assert set(FIGURES) == set(knowledge.parameters)


_MARKS = {"": "", "annees": "a", "mois": "m", "pourcentage": "%"}


@pytest.mark.parametrize("id", FIGURES)
def test_figures(id: str, knowledge: Knowledge) -> None:
    def number(typed: str) -> Fraction | None:
        return None if typed == "-" else Fraction(typed) if "/" in typed else parse_number(typed)

    typed = [pair.split() for pair in FIGURES[id].split(",")]
    values = knowledge.parameters[id].values
    found: list[tuple[str, Fraction | None]] = [(str(one.start), one.value) for one in values]
    if values[-1].end < DISTANT:
        found.append((str(values[-1].end + timedelta(1)), None))
    assert found == [(day, number(value)) for day, value in typed]


def test_numbers_of_formulas(knowledge: Knowledge) -> None:
    def numbers(formula: Formula) -> Iterator[str]:
        if isinstance(formula, Number):
            yield f"{formula.value}{_MARKS[formula.unit]}"
        elif isinstance(formula, Call):
            for part in formula.parts:
                yield from numbers(part)

    found = {
        id: " ".join(number for formula in one.formulas.values() for number in numbers(formula))
        for id, one in knowledge.indicators.items()
    }
    assert {id: one for id, one in found.items() if one.replace("0", "").strip()} == IN_FORMULAS


def test_days_on_which_criteria_and_routes_change(knowledge: Knowledge) -> None:
    found: dict[str, set[str]] = {}
    for id, one in {**knowledge.criteria, **knowledge.routes()}.items():
        for version in one.versions:
            found.setdefault(str(version.start), set()).add(id)
        if one.versions[-1].end < DISTANT:
            found.setdefault(str(one.versions[-1].end + timedelta(1)), set()).add(id)
    del found[START]
    assert found == {day: set(ids.split()) for day, ids in CHANGES.items()}


def test_durations(knowledge: Knowledge) -> None:
    routes = {
        id: [f"{line.parameter} {line.start}" for line in one.durations] for id, one in knowledge.routes().items()
    }
    assert {id: lines for id, lines in routes.items() if lines} == DURATIONS


def dated(knowledge: Knowledge) -> Iterator[tuple[str, Dated, tuple[Citation, ...]]]:
    """Every dated entry besides figures, criteria and routes, with the texts that it cites."""
    for criterion in knowledge.criteria.values():
        yield from ((reserve.id, reserve, reserve.citations) for reserve in criterion.reserves)
    for line in knowledge.guidance:
        yield from ((line.id, one, line.citations) for one in (line, *line.versions))


def turns(one: Dated) -> Iterator[date]:
    """The first day, when there is one, and the day after the last."""
    if one.start > date(1, 1, 1):
        yield one.start
    if one.end < DISTANT:
        yield one.end + timedelta(1)


def test_every_other_day_is_that_of_a_text_cited(knowledge: Knowledge) -> None:
    days = {id: {str(day) for one in source.versions for day in turns(one)} for id, source in knowledge.sources.items()}
    unknown = [
        f"{id} {day}"
        for id, one, citations in dated(knowledge)
        for day in map(str, turns(one))
        if day != START
        and id not in OTHER_DAYS.get(day, "").split()
        and not any(day in days[cited.source] for cited in citations)
    ]
    assert unknown == []
