"""Exact at every legal boundary: the figure that passes, the one that fails, and the margin each leaf shows."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from advisor.assessment.assess import assess
from advisor.assessment.indicators import semester_ends
from advisor.assessment.leaves import FALSE, TRUE, UNKNOWN
from advisor.assessment.model import Assessment
from advisor.assessment.session import Session
from advisor.common.french import add_years, french_percent, parse_date
from advisor.dossier import Dossier, Evidence, answer
from advisor.dossier.answer_parsing import AnswerError, parse_answer
from advisor.rules.condition_reader import parse_condition
from advisor.rules.load import Knowledge
from tests.support.companies import DAY, given, sample


def outcome(dossier: Dossier, criterion: str) -> str:
    return assess(dossier).findings[criterion].outcome


def leaf_margin(assessment: Assessment, criterion: str) -> str:
    return assessment.findings[criterion].leaves[0].margin


def years(*shares: tuple[str, str], count: str = "trois_ou_plus") -> dict[str, str]:
    rows: dict[str, str] = {"situation": "existante", "nombre_exercices_clos": count}
    for slot, (part, whole) in zip(("n", "n_1", "n_2"), shares, strict=False):
        rows |= {f"charges_utilite_sociale__{slot}": part, f"charges_exploitation__{slot}": whole}
    return rows


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([("66", "100")] * 3, "satisfait"),
        ([("65.99", "100")] * 3, "non_satisfait"),
        ([("66.01", "100"), ("66", "100"), ("66", "100")], "satisfait"),
        # 66.67 % overall, but one year at 60 %: the text does not say which reading holds.
        ([("60", "100"), ("68", "100"), ("72", "100")], "incertain"),
        ([("528000", "800000"), ("594000", "900000"), ("660000", "1000000")], "satisfait"),
        ([("660000", "1000000"), ("594000", "900000"), ("527999.99", "800000")], "non_satisfait"),
        # Two thirds are more than 66 %.
        ([("2", "3")] * 3, "satisfait"),
    ],
)
def test_sixty_six_per_cent_passes_and_a_cent_less_does_not(shares: Any, expected: str) -> None:
    assert outcome(given(**years(*shares)), "ESUS-02a") == expected


def test_a_rounded_figure_never_looks_like_the_threshold_it_misses() -> None:
    finding = assess(given(**years(*[("659999.99", "1000000")] * 3))).findings["ESUS-02a"]
    text = finding.leaves[0].finding
    assert "66,00" not in text.replace("\u00a0", " ").split(";")[0]


def test_only_closed_years_asked_for_are_examined() -> None:
    assert outcome(given(**years(("66", "100"), count="un")), "ESUS-02a") == "satisfait"
    assert outcome(given(**years(("66", "100"), ("10", "100"), count="deux")), "ESUS-02a") == "non_satisfait"


def test_zero_charges_are_not_a_hundred_per_cent() -> None:
    assert outcome(given(**years(*[("0", "0")] * 3)), "ESUS-02a") == "incertain"


def returns(ratio_over_tmo: str, tmo: str, **more: str) -> dict[str, str]:
    """Three years whose return ratio, in percent of 100 000 €, is given, with the TMO typed."""
    rows: dict[str, str] = {
        "situation": "existante",
        "nombre_exercices_clos": "trois_ou_plus",
        "engagement_rentabilite": "oui",
    }
    for slot in ("n", "n_1", "n_2"):
        rows |= {
            f"dividendes__{slot}": ratio_over_tmo,
            f"remuneration_concours__{slot}": "0",
            f"capitaux_propres__{slot}": "100000",
            f"concours_non_bancaires__{slot}": "0",
            f"tmo_retenu__{slot}": tmo,
        }
    return rows | more


@pytest.mark.parametrize(
    ("dividends", "tmo", "expected"),
    [
        ("6200", "1.2", "non_satisfait"),  # exactly TMO + 5 points: not below
        ("6199.99", "1.2", "satisfait"),
        ("6200.01", "1.2", "non_satisfait"),
        ("4979.99", "-0.02", "satisfait"),
        ("4980", "-0.02", "non_satisfait"),
    ],
)
def test_the_return_must_stay_strictly_below_tmo_plus_five(dividends: str, tmo: str, expected: str) -> None:
    assert outcome(given(**returns(dividends, tmo)), "ESUS-02b") == expected


def test_the_return_route_needs_the_commitment() -> None:
    assert outcome(given(**returns("0", "1.2", engagement_rentabilite="non")), "ESUS-02b") == "non_satisfait"


def test_a_zero_or_negative_denominator_is_never_interpreted() -> None:
    for own_funds in ("0", "-5000"):
        rows = returns("0", "1.2") | {f"capitaux_propres__{slot}": own_funds for slot in ("n", "n_1", "n_2")}
        assert outcome(given(**rows), "ESUS-02b") == "incertain"


def test_a_missing_tmo_is_asked_only_when_it_could_decide() -> None:
    """ADDENDUM C17: below 5 %, the TMO of these years decides nothing."""
    low = returns("4999.99", "0") | {
        f"date_cloture__{s}": f"{y}-12-31" for s, y in (("n", 2024), ("n_1", 2023), ("n_2", 2022))
    }
    high = low | {f"dividendes__{slot}": "9000" for slot in ("n", "n_1", "n_2")}
    for rows in (low, high):
        for slot in ("n", "n_1", "n_2"):
            del rows[f"tmo_retenu__{slot}"]
    assert outcome(given(**low), "ESUS-02b") == "satisfait"
    finding = assess(given(**high)).findings["ESUS-02b"]
    assert finding.outcome == "a_completer"
    missing = {address for leaf in finding.leaves for address in leaf.missing}
    assert missing == {"tmo_retenu[n]"}  # 2022 and 2023 are published in the base


def test_relying_on_a_presumed_tmo_lowers_the_confidence() -> None:
    rows = returns("4000", "0") | {
        f"date_cloture__{s}": f"{y}-12-31" for s, y in (("n", 2024), ("n_1", 2023), ("n_2", 2022))
    }
    del rows["tmo_retenu__n"]
    assert assess(given(**rows)).findings["ESUS-02b"].confidence == "I"


def pay(amounts: list[str], **more: str) -> dict[str, str]:
    rows = {
        "situation": "existante",
        "nombre_remuneres": "14",
        "annee_remuneration": "2024",
        "smic_annuel_retenu": "21621.60",
        "minimum_branche_annuel": "0",
        "remuneration_hors_structure": "non",
    }
    for index, amount in enumerate(amounts, start=1):
        rows |= {f"remuneration_brute__{index}": amount, f"quotite_travail__{index}": "100"}
    return rows | more


@pytest.mark.parametrize(
    ("criterion", "amounts", "more", "expected"),
    [
        ("ESUS-03a", ["200000", "170000", "150000", "130000", "106756"], {}, "satisfait"),
        ("ESUS-03a", ["200000", "170000", "150000", "130000", "106756.01"], {}, "non_satisfait"),
        ("ESUS-03b", ["216216", "1", "1", "1", "1"], {}, "satisfait"),
        ("ESUS-03b", ["216216.01", "1", "1", "1", "1"], {}, "non_satisfait"),
        # A branch minimum above the SMIC raises the ceiling; one below changes nothing.
        ("ESUS-03b", ["230000", "1", "1", "1", "1"], {"minimum_branche_annuel": "24000"}, "satisfait"),
        ("ESUS-03b", ["230000", "1", "1", "1", "1"], {"minimum_branche_annuel": "20000"}, "non_satisfait"),
        # Half time: 110 000 is 220 000 in full time.
        (
            "ESUS-03b",
            ["110000", "1", "1", "1", "1"],
            {"quotite_travail__1": "50", "mois_presence__1": "12"},
            "non_satisfait",
        ),
        # Three people only: divided by three, never by five.
        ("ESUS-03a", ["205000", "150000", "130000"], {"nombre_remuneres": "3"}, "non_satisfait"),
        ("ESUS-03a", [], {"nombre_remuneres": "0"}, "satisfait"),
    ],
)
def test_pay_ceilings_to_the_cent(criterion: str, amounts: list[str], more: dict[str, str], expected: str) -> None:
    assert outcome(given(**pay(amounts, **more)), criterion) == expected


def test_one_pay_above_ten_times_the_base_is_enough_to_know() -> None:
    rows = pay(["230000"])
    assert outcome(given(**rows), "ESUS-03b") == "non_satisfait"
    assert outcome(given(**pay(["200000"])), "ESUS-03b") == "a_completer"


def test_an_unknown_branch_minimum_is_asked_only_above_the_smic_ceiling() -> None:
    low, high = pay(["100000"] * 5), pay(["230000"] * 5)
    for rows in (low, high):
        del rows["minimum_branche_annuel"]
    assert outcome(given(**low), "ESUS-03b") == "satisfait"
    finding = assess(given(**high)).findings["ESUS-03b"]
    assert finding.outcome == "a_completer"
    assert {a for leaf in finding.leaves for a in leaf.missing} == {"minimum_branche_annuel"}


def test_where_only_the_smic_convention_decides_the_doubt_is_shown_and_a_typed_figure_settles_it() -> None:
    """2020: 10 times the base is 184 730.00 at 1 820 hours, 184 730.40 at twelve published months."""
    rows = pay(["184730.20", "1", "1", "1", "1"], annee_remuneration="2020")
    del rows["smic_annuel_retenu"]
    day = date(2021, 6, 16)
    assert outcome(given(day, **rows), "ESUS-03b") == "incertain"
    assert outcome(given(day, **rows, smic_annuel_retenu="18473.04"), "ESUS-03b") == "satisfait"
    assert outcome(given(day, **rows, smic_annuel_retenu="18473.00"), "ESUS-03b") == "non_satisfait"


def test_pay_from_a_related_company_makes_a_doubt_only_when_it_decides() -> None:
    rows = pay(["210000", "1", "1", "1", "1"], remuneration_hors_structure="oui")
    rows |= {f"remuneration_liee__{i}": "0" for i in range(1, 6)}
    assert outcome(given(**rows), "ESUS-03b") == "satisfait"
    assert outcome(given(**rows | {"remuneration_liee__1": "10000"}), "ESUS-03b") == "incertain"


@pytest.mark.parametrize(
    ("created", "requested", "years_given"),
    [
        ("2022-06-17", DAY, 2),  # three years tomorrow
        ("2022-06-16", DAY, 5),  # three years to the day: no longer "less than three years"
        ("2022-06-15", DAY, 5),
        ("2024-02-29", date(2027, 2, 27), 2),
        ("2024-02-29", date(2027, 2, 28), 5),  # the missing day falls on the last of the month
        ("2025-02-28", date(2028, 2, 28), 5),
    ],
)
def test_the_age_counts_to_the_day_of_the_request(created: str, requested: date, years_given: int) -> None:
    dossier = given(on=date(2025, 6, 16), requested=requested, situation="existante", date_creation=created)
    assert assess(dossier).esus.duration == years_given


def test_the_day_of_request_prevails_over_the_day_of_assessment_for_the_age() -> None:
    dossier = given(on=date(2025, 9, 1), requested=date(2025, 6, 15), situation="existante", date_creation="2022-06-16")
    assert assess(dossier).esus.duration == 2


@pytest.mark.parametrize(
    ("rate", "ceiling", "expected"),
    [
        ("20", "20", "satisfait"),
        ("19.9", "20", "non_satisfait"),
        ("20", "19.99", "non_satisfait"),
        ("25", "1000", "satisfait"),
    ],
)
def test_the_development_fund_clause(rate: str, ceiling: str, expected: str) -> None:
    dossier = given(
        forme_juridique="sas",
        clause_fonds_developpement="en_partie",
        taux_fonds_statuts=rate,
        plafond_fonds_statuts=ceiling,
    )
    assert outcome(dossier, "ESS-07") == expected


def allocation(**more: str) -> Dossier:
    rows = {
        "situation": "existante",
        "forme_juridique": "sas",
        "mention_rcs": "oui",
        "benefice_affecte": "oui",
        "benefice_exercice": "100000",
        "pertes_anterieures": "30000",
        "capital_social": "50000",
        "reserves_avant_affectation": "4000",
        "dotation_fonds": "14000",
        "dotation_reserve_legale": "0",
        "dotation_autres_reserves_obligatoires": "0",
        "report_beneficiaire": "21000",
        "dotation_reserve_facultative": "0",
        "dividendes_decides": "35000",
    }
    return given(**rows | more)


@pytest.mark.parametrize(
    ("change", "criterion", "expected"),
    [
        ({}, "ESS-07P", "satisfait"),
        # LAW.md's example: 6 000 is what the ceiling lacks, 14 000 the full fifth; between them, a reserve.
        ({"dotation_fonds": "13999.99"}, "ESS-07P", "satisfait"),
        ({"dotation_fonds": "6000"}, "ESS-07P", "satisfait"),
        ({"dotation_fonds": "5999.99"}, "ESS-07P", "non_satisfait"),
        ({"reserves_avant_affectation": "10000", "dotation_fonds": "0"}, "ESS-07P", "satisfait"),
        ({}, "ESS-08P", "satisfait"),
        ({"report_beneficiaire": "20999.99"}, "ESS-08P", "non_satisfait"),
        # An optional reserve does not count in the half.
        ({"report_beneficiaire": "0", "dotation_reserve_facultative": "21000"}, "ESS-08P", "non_satisfait"),
        ({}, "ESS-05P", "satisfait"),
        ({"dividendes_decides": "35000.01", "report_beneficiaire": "20999.99"}, "ESS-05P", "non_satisfait"),
        (
            dict.fromkeys(("dotation_fonds", "report_beneficiaire", "dividendes_decides"), "0")
            | {"pertes_anterieures": "150000"},
            "ESS-08P",
            "satisfait",
        ),
    ],
)  # fmt: skip
def test_the_allocation_of_profit(change: dict[str, str], criterion: str, expected: str) -> None:
    assert outcome(allocation(**change), criterion) == expected


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, False),
        ({"dotation_fonds": "13999.99"}, True),
        ({"dotation_fonds": "6000"}, True),
        ({"dotation_fonds": "5999.99"}, False),
        ({"reserves_avant_affectation": "10000", "dotation_fonds": "0"}, False),
    ],
)
def test_a_last_allocation_below_the_fifth_is_told_as_a_reading(change: dict[str, str], told: bool) -> None:
    reserves = {one.id: one for one in assess(allocation(**change)).findings["ESS-07P"].reserves}
    assert ("RES-DERNIERE-DOTATION" in reserves) is told
    assert not told or reserves["RES-DERNIERE-DOTATION"].confidence == "I"


def test_half_exactly_is_an_alert_not_a_failure() -> None:
    """ADDENDUM C6."""
    finding = assess(allocation()).findings["ESS-05P"]
    assert finding.outcome == "satisfait" and "RES-CINQUANTE-EXACT" in {note.id for note in finding.reserves}


@pytest.mark.parametrize(
    ("share", "sent", "expected"),
    [
        ("50", "2025-06-19", "satisfait"),
        ("49.99", "2025-06-19", "non_satisfait"),
        ("50", "2025-06-20", "non_satisfait"),
    ],
)
def test_a_collective_investment_needs_half_and_a_report_before_20_june(share: str, sent: str, expected: str) -> None:
    dossier = given(
        on=date(2025, 6, 30), forme_juridique="placement_collectif", type_assimilation="placement_collectif",
        part_actif_esus=share, part_actif_esus_hors_versements=share, depassement_passif="sans_objet",
        rapport_certifie="transmis", date_rapport_certifie=sent, rapport_valeurs_fin_annee="oui",
        placement_nouveau_engagement="ancien",
    )  # fmt: skip
    assert outcome(dossier, "ESUS-08") == expected


def test_a_report_not_yet_sent_can_be_mended_until_20_june_only() -> None:
    rows = {
        "forme_juridique": "placement_collectif",
        "type_assimilation": "placement_collectif",
        "part_actif_esus": "60",
        "rapport_certifie": "pas_encore",
        "placement_nouveau_engagement": "ancien",
        "categories_plein_droit": ["aucune"],
    }
    assert assess(given(on=date(2025, 6, 19), **rows)).esus.outcome == "a_mettre_en_conformite"
    assert assess(given(on=date(2025, 6, 20), **rows)).esus.outcome == "non_eligible"


@pytest.mark.parametrize("form", ["placement_collectif", "sca", "sarl", "association", "fonds_de_dotation"])
def test_five_sevenths_are_exact_whatever_the_form_of_the_lender(form: str) -> None:
    rows = {
        "forme_juridique": form,
        "type_assimilation": "organisme_financement",
        "part_actif_ess": "35",
    }
    assert outcome(given(on=date(2024, 6, 1), **rows, part_actif_esus="25"), "ESUS-08") == "satisfait"
    assert outcome(given(on=date(2024, 6, 1), **rows, part_actif_esus="24.99"), "ESUS-08") == "non_satisfait"


def test_an_association_is_asked_whether_it_lends_only_under_the_law_of_2024(knowledge: Knowledge) -> None:
    """From 2025, only collective investments are assimilated: a question less for everybody else."""

    def applies(on: date, form: str) -> bool:
        session = Session(knowledge, given(on=on, forme_juridique=form), on)
        return session.applies("fonds_ou_banque") == TRUE

    assert applies(date(2024, 12, 31), "association") and not applies(date(2025, 1, 1), "association")
    assert applies(date(2024, 12, 31), "sca") and applies(date(2025, 1, 1), "sca")
    assert not applies(date(2024, 12, 31), "entreprise_individuelle")


@pytest.mark.parametrize(
    "text", ["2024-03-01", "01/03/2024", "1/3/2024", "1er mars 2024", "1 MARS 2024", "1\u00a0mars\u00a02024"]
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert parse_date(text) == date(2024, 3, 1)


@pytest.mark.parametrize("text", ["mars 2024", "32 mars 2024", "1er marsouin 2024", "1er mars 24", ""])
def test_what_is_not_a_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_date(text)


@pytest.mark.parametrize(
    ("value", "operator", "threshold", "expected"),
    [
        ("66", "au_moins", "66", TRUE),
        ("66", "plus_de", "66", FALSE),
        ("66", "au_plus", "66", TRUE),
        ("66", "moins_de", "66", FALSE),
    ],
)
def test_each_comparison_at_its_edge(
    knowledge: Knowledge, value: str, operator: str, threshold: str, expected: int
) -> None:
    session = Session(
        knowledge, given(taux_fonds_statuts=value, clause_fonds_developpement="en_partie", forme_juridique="sas"), DAY
    )
    leaf = parse_condition({"fait": "taux_fonds_statuts", operator: threshold})
    assert session.settled(leaf).strict == expected


def test_a_guard_that_is_not_known_never_lets_its_fact_decide(knowledge: Knowledge) -> None:
    leaf = parse_condition({"fait": "taux_fonds_statuts", "au_moins": "20"})
    assert Session(knowledge, given(taux_fonds_statuts="25"), DAY).settled(leaf).strict == UNKNOWN
    assert Session(knowledge, given(taux_fonds_statuts="10"), DAY).settled(leaf).strict == FALSE
    assert (
        Session(knowledge, given(taux_fonds_statuts="25", clause_fonds_developpement="non", forme_juridique="sas"), DAY)
        .settled(leaf)
        .strict
        == FALSE
    )


def test_half_years_ended_on_a_closing_date() -> None:
    assert semester_ends(date(2024, 12, 31), 2) == (date(2024, 12, 31), date(2024, 6, 30))
    assert semester_ends(date(2024, 9, 30), 2) == (date(2024, 6, 30), date(2023, 12, 31))
    assert semester_ends(date(2024, 6, 29), 1) == (date(2023, 12, 31),)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2024, 2, 29), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2022, 6, 16), 3, date(2025, 6, 16)),
    ],
)
def test_years_are_added_day_for_day(start: date, count: int, end: date) -> None:
    assert add_years(start, count) == end


def test_margins_are_told_in_words() -> None:
    assessment = assess(given(**years(*[("69.2", "100")] * 3)))
    assert leaf_margin(assessment, "ESUS-02a") == "3,20\u00a0points au-dessus du minimum"
    assessment = assess(given(**years(*[("66", "100")] * 3)))
    assert leaf_margin(assessment, "ESUS-02a") == "exactement au minimum, qui est admis"


def test_smic_of_the_packaged_base_gives_the_published_ceilings(knowledge: Knowledge) -> None:
    """Service-public F32275 gives 127 782 € and 182 546 € for 2019; LAW.md 155 289.98 € and 221 842.83 € for 2026."""
    for year, cap7, cap10 in ((2019, "127782.20", "182546"), (2026, "155289.98", "221842.83")):
        session = Session(
            knowledge,
            given(situation="existante", annee_remuneration=str(year), minimum_branche_annuel="0"),
            min(date(year + 1, 6, 16), knowledge.base.law_as_of),
        )
        for indicator, expected in (("plafond_moyenne_1820", cap7), ("plafond_maximum_1820", cap10)):
            value = session.indicator(indicator).value
            assert value.exact and value.low is not None
            assert abs(value.low - Fraction(expected)) < Fraction(1, 100)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("12.500", None), ("12.500 €", None), ("12 500,50", "25001/2"), ("12500.50", "25001/2"), ("12,5", "25/2")],
)
def test_an_amount_that_reads_two_ways_is_refused(knowledge: Knowledge, typed: str, expected: str | None) -> None:
    fact = knowledge.facts["capital_social"]
    if expected is None:
        with pytest.raises(AnswerError, match="deux façons"):
            parse_answer(fact, typed)
    else:
        assert parse_answer(fact, typed) == Fraction(expected)


def test_an_unknown_headcount_decides_nothing_that_a_known_one_would_undo() -> None:
    rows = {f"remuneration_brute__{slot}": "0" for slot in range(2, 6)}
    unknown = assess(sample(nombre_remuneres=None, remuneration_brute__1="200000", **rows))
    assert unknown.esus.outcome == "indetermine"
    assert "nombre_remuneres" in {need.address for need in unknown.missing}
    alone = assess(sample(nombre_remuneres="1", remuneration_brute__1="200000", **rows))
    assert alone.findings["ESUS-03a"].outcome == "non_satisfait"


def test_what_is_missing_is_always_asked_for() -> None:
    """An undetermined verdict for want of facts names one; here the TMO of a year whose own ratio means nothing."""
    nothing = {f"charges_utilite_sociale__{slot}": "0" for slot in ("n", "n_1", "n_2")}
    rates = {"tmo_retenu__n_1": "1", "tmo_retenu__n_2": "1"}
    dossier = sample(
        **nothing, **rates, engagement_rentabilite="oui", capitaux_propres__n="-150000", dividendes__n_1="100000"
    )
    assessment = assess(dossier)
    assert assessment.esus.decided or assessment.missing
    future = sample(
        annee_remuneration="2027", smic_annuel_retenu=None, remuneration_brute__1="300000", minimum_branche_annuel="0"
    )
    assessment = assess(future.model_copy(update={"requested": None}), on=date(2027, 6, 1))
    assert "smic_annuel_retenu" in {need.address for need in assessment.missing}


def test_an_exercise_with_an_impossible_date_counts_for_nothing() -> None:
    assessment = assess(sample(date_creation="2024-03-01"))
    assert assessment.contradictions and assessment.esus.outcome == "indetermine"
    assert assessment.esus.cause == "contradiction"


def test_a_contradiction_elsewhere_is_not_the_cause() -> None:
    dossier = Dossier(on=DAY, answers={"date_rapport_certifie": answer("2030-01-01")})
    assert {verdict.cause for verdict in assess(dossier).verdicts.values()} == {"faits"}


def test_one_seen_paper_does_not_make_a_verdict_on_papers() -> None:
    seen = answer("sas", evidence=Evidence(level="vu", document="Kbis"))
    assessment = assess(Dossier(on=DAY, answers={"forme_juridique": seen}))
    assert {verdict.grade for verdict in assessment.verdicts.values()} == {"sur_declarations"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [("66", "66 %"), ("65.9", "65,90 %"), ("659999/10000", "65,9999 %"), ("200/3", "66,67 %"), ("66.004", "66,004 %")],
)
def test_a_share_that_is_not_whole_never_looks_so(value: str, shown: str) -> None:
    assert french_percent(Fraction(value)).replace("\u00a0", " ") == shown
