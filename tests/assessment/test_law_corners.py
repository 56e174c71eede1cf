"""Corners of the law that an attack on the worked cases found wrong: one answer moves, and so must the verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from advisor.advice.guidance import ReportContext
from advisor.advice.papers.esus import esus_file
from advisor.advice.ways.find import find_ways
from advisor.assessment.assess import assess
from advisor.dossier import Dossier, answer
from advisor.report.document import render_report
from advisor.report.model import Report
from advisor.report.summary import summary
from advisor.rules.load import load_knowledge
from advisor.training.casebook.model import Case
from advisor.training.casebook.read import find_case, load_cases
from tests.report.test_first_page import page
from tests.support.companies import sample, with_answers
from tests.support.spread import spread

CORNERS = [
    # A fund is new until the end of the year that follows its creation (R3332-21-6, I, 2nd paragraph).
    ("110", {"date_creation": "2025-01-01"}, "esus", "eligible"),
    ("110", {"date_creation": "2024-12-31"}, "esus", "indetermine"),
    # The certified report holds the values of the end of the year; it is made again only before 20 June.
    ("108", {"rapport_valeurs_fin_annee": "non"}, "esus", "non_eligible"),
    # A foundation of public utility must seek the social utility of article 2 first and foremost (II, 13°).
    ("097", {}, "esus", "de_droit"),
    ("097", {"utilite_sociale_principale": "accessoire"}, "esus", "non_eligible"),
    ("097", {"clause_objet": "non"}, "esus", "a_mettre_en_conformite"),
]


@pytest.mark.parametrize(("case", "changed", "status", "expected"), CORNERS)
def test_the_verdict_follows_the_answer(case: str, changed: dict[str, str], status: str, expected: str) -> None:
    assert assess(with_answers(case, **changed)).verdicts[status].outcome == expected


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2026, 6, 19), "a_mettre_en_conformite"), (date(2026, 6, 20), "non_eligible")]
)
def test_a_report_is_made_again_only_before_20_june(day: date, expected: str) -> None:
    dossier = with_answers("108", rapport_valeurs_fin_annee="non", date_rapport_certifie="2026-06-01")
    assert assess(dossier, on=day).esus.outcome == expected


@pytest.mark.parametrize(("paid", "expected"), [("38000", "a_completer"), ("48001", "non_satisfait")])
def test_a_ratio_above_any_rate_that_could_be_typed_needs_no_rate(paid: str, expected: str) -> None:
    """200 000 € entrusted, 2 000 € paid on loans: 25 % is the highest rate the dossier takes (20 %) plus 5 points."""
    before = {one: None for one in find_case("046").dossier.answers if one.endswith(("[n-1]", "[n-2]"))}
    young = {"nombre_exercices_clos": "un", "date_creation": "2025-01-15", "dividendes[n]": paid}
    dossier = with_answers("046", **before, **young)
    assert assess(dossier).findings["ESUS-02b"].outcome == expected


def test_what_the_ceiling_lacks_at_most_is_enough_whatever_the_reserves() -> None:
    """A fifth of the capital paid into the fund reaches the ceiling, though the reserves are not known."""
    profit = {"benefice_exercice": "100000", "pertes_anterieures": "0", "capital_social": "50000"}
    for paid, expected in (("10000", "satisfait"), ("9999", "a_completer")):
        assert (
            assess(sample(benefice_affecte="oui", **profit, dotation_fonds=paid)).findings["ESS-07P"].outcome
            == expected
        )


def test_a_ratio_to_nothing_waits_for_no_other_answer() -> None:
    """Without equity nor loans the ratio has no sense, whatever the dividends: nobody waits for them."""
    before = {one: None for one in find_case("046").dossier.answers if one.endswith(("[n-1]", "[n-2]"))}
    empty = {"capitaux_propres[n]": "0", "concours_non_bancaires[n]": "0", "dividendes[n]": None}
    young = {"nombre_exercices_clos": "un", "date_creation": "2025-01-15"}
    assert assess(with_answers("046", **before, **empty, **young)).findings["ESUS-02b"].outcome == "incertain"


RENEWALS = [
    ("2026-12-31", "2", True),
    ("2026-12-31", "3", False),
    # More than a year left: two closed years are no wonder.
    ("2027-02-10", "2", True),
    ("2027-02-11", "2", False),
    ("2027-06-30", "2", False),
    # Asked for before the third birthday, decided within a year: the agreement may have been one of two years.
    ("2018-09-09", "2", False),
    ("2018-09-10", "2", True),
]


@pytest.mark.parametrize(("end", "count", "told"), RENEWALS)
def test_too_few_closed_years_for_a_five_year_agreement_is_a_contradiction(end: str, count: str, told: bool) -> None:
    assessment = assess(with_answers("055", date_fin_agrement=end, exercices_agrement_precedent=count))
    found = [one.id for one in assessment.contradictions]
    assert ("CO-AGREMENT-TROP-PEU-D-EXERCICES" in found) is told


PURPOSES = [
    ("2019-05-23", "promotion_culturelle", "ART2-4", "ne nommait pas la promotion culturelle"),
    ("2025-06-16", "lutte_inegalites", "ART2-3", "réduire ces inégalités par l'éducation à la citoyenneté"),
]


@pytest.mark.parametrize(("day", "purpose", "criterion", "words"), PURPOSES)
def test_a_purpose_the_day_does_not_know_is_the_one_told(day: str, purpose: str, criterion: str, words: str) -> None:
    alone = {"buts": (purpose,), "but_de_la_culture": ("aucun",)}
    dossier = with_answers("001", annee_remuneration=None, type_assimilation="aucun", **alone)
    assessment = assess(dossier, on=date.fromisoformat(day))
    for verdict in assessment.verdicts.values():
        assert verdict.outcome == "non_eligible"
        assert criterion in [ground.criterion for ground in verdict.grounds]
        assert words in verdict.sentence


# -- a mention kept without its conditions; companies in difficulty or dissolved ---------------------------------------


def sound(**changed: str | tuple[str, ...] | None) -> Dossier:
    """The common ground of the legal tests: a SAS of 2009 in order in everything, looked at on 15 September 2026."""
    years = {f"charges_exploitation[{year}]": "500000" for year in ("n", "n-1", "n-2")}
    years |= {f"charges_utilite_sociale[{year}]": "400000" for year in ("n", "n-1", "n-2")}
    pays = {
        f"remuneration_brute[{rank}]": pay for rank, pay in enumerate(("52000", "48000", "44000", "40000", "36000"), 1)
    }
    own: dict[str, str | tuple[str, ...] | None] = {
        "date_creation": "2009-03-01",
        "expression_voix": "comite_avec_droits_reels",
        "situation_judiciaire": None,
        **years,
        **pays,
    }
    return with_answers("147", **(own | changed))


INTERMEDIARY: dict[str, str | tuple[str, ...] | None] = {
    "forme_juridique": "association",
    "categories_plein_droit": ("association_intermediaire",),
    "titre_categorie": "en_cours",
    "titulaire_titre": "structure_entiere",
}

SITUATIONS = [
    ({}, None, "eligible", "eligible"),
    ({}, "aucune", "eligible", "eligible"),
    ({}, "sauvegarde_ou_redressement", "eligible", "eligible"),
    ({}, "plan_en_cours", "eligible", "eligible"),
    ({}, "liquidation_avec_activite", "eligible", "indetermine"),
    ({}, "dissolution_avec_activite", "eligible", "indetermine"),
    ({}, "liquidation_sans_activite", "eligible", "non_eligible"),
    ({}, "dissolution_amiable", "eligible", "non_eligible"),
    # Of right, the activity is not asked for: only the open point remains.
    (INTERMEDIARY, None, "de_droit", "de_droit"),
    (INTERMEDIARY, "sauvegarde_ou_redressement", "de_droit", "de_droit"),
    (INTERMEDIARY, "liquidation_avec_activite", "de_droit", "indetermine"),
    (INTERMEDIARY, "liquidation_sans_activite", "de_droit", "indetermine"),
    (INTERMEDIARY, "dissolution_amiable", "de_droit", "indetermine"),
]


@pytest.mark.parametrize(("changed", "situation", "ess", "esus"), SITUATIONS)
def test_a_liquidation_closes_the_accreditation_or_leaves_it_to_the_law(
    changed: dict[str, str | tuple[str, ...] | None], situation: str | None, ess: str, esus: str
) -> None:
    assessment = assess(sound(**changed, situation_judiciaire=situation))
    assert (assessment.ess.outcome, assessment.esus.outcome) == (ess, esus)
    if esus == "indetermine":
        assert assessment.esus.cause == "droit" and assessment.esus.open_points == ("LIQUIDATION-ACTIVITE",)
    if esus == "non_eligible":
        finding = assessment.findings["ESUS-01"]
        assert finding.outcome == "non_satisfait" and finding.confidence == "I"
        assert "n'exerce plus d'activité" in assessment.esus.sentence


@pytest.mark.parametrize("situation", [None, "aucune", "plan_en_cours", "liquidation_sans_activite"])
def test_a_difficulty_claims_no_category(situation: str | None) -> None:
    refused = assess(sound(situation_judiciaire=situation, utilite_sociale_principale="accessoire"))
    assert refused.esus.outcome == "non_eligible" and "plein droit" not in refused.esus.sentence


@pytest.mark.parametrize("case", spread(load_cases(), 12, lambda one: one.number))
def test_an_unanswered_difficulty_is_no_difficulty(case: Case) -> None:
    """Dossiers written before the question keep their verdict, and wait for nothing more."""
    given = {one for one in case.dossier.answers if one != "situation_judiciaire"}
    without = case.dossier.model_copy(update={"answers": {one: case.dossier.answers[one] for one in given}})
    found, told = assess(without), assess(without.with_answer("situation_judiciaire", answer("aucune")))
    assert "situation_judiciaire" not in [one.address for one in found.missing]
    for status, verdict in found.verdicts.items():
        assert verdict.outcome == told.verdicts[status].outcome


@pytest.mark.parametrize("situation", ["liquidation_avec_activite", "liquidation_sans_activite", "dissolution_amiable"])
def test_an_association_is_never_told_the_articles_of_companies(situation: str) -> None:
    text = page(sound(**INTERMEDIARY, situation_judiciaire=situation))
    assert "1844" not in text
    assert ("1844" in page(sound(situation_judiciaire=situation))) is (situation != "liquidation_avec_activite")


@pytest.mark.parametrize("situation", ["liquidation_sans_activite", "dissolution_amiable"])
@pytest.mark.parametrize("changed", [{}, {"boni_liquidation": "associes"}, {"mention_rcs": "non"}, INTERMEDIARY])
def test_nothing_is_to_be_prepared_for_a_company_without_activity(
    changed: dict[str, str | tuple[str, ...] | None], situation: str
) -> None:
    dossier = sound(**changed, situation_judiciaire=situation)
    assessment = assess(dossier)
    assert assessment.ended
    for verdict in assessment.verdicts.values():
        assert not verdict.changes and not verdict.later
    text = page(dossier)
    assert "Ne préparez ni formalité ni demande" in text
    for word in ("inscrire la mention", "Inscrire la mention", "déposer la demande", "À la prochaine assemblée"):
        assert word not in text, word
    found = esus_file(dossier)
    assert not found.calendar and not found.papers and not found.procedure and not found.to_change
    assert found.unsure == assessment.ended
    for ways in (find_ways(dossier, "ess"), find_ways(dossier, "esus")):
        assert not ways.ways and not ways.unread


RESERVES = [
    ("sauvegarde_ou_redressement", "esus", ["comptes prévisionnels", "accord de l'administrateur", "L2141-3"]),
    ("plan_en_cours", "esus", ["comptes prévisionnels"]),
    ("liquidation_avec_activite", "ess", ["seul le liquidateur ou l'administrateur agit", "L641-10"]),
    ("dissolution_avec_activite", "ess", ["seul le liquidateur agit", "1844-8"]),
    ("liquidation_sans_activite", "ess", ["La clause de boni s'applique maintenant", "1844-7"]),
    ("dissolution_amiable", "ess", ["La clause de boni s'applique maintenant", "1844-8"]),
]


@pytest.mark.parametrize(("situation", "status", "words"), RESERVES)
def test_what_the_difficulty_changes_is_said_with_the_verdict(situation: str, status: str, words: list[str]) -> None:
    dossier = sound(situation_judiciaire=situation)
    assessment = assess(dossier)
    context = ReportContext(assessment, load_knowledge(), dossier)
    told = " ".join(context.warnings(assessment.verdicts[status]))
    first = " ".join(render_report(Report(title="", sections=(summary(context),)), "markdown").split())
    for word in words:
        assert word in told and word in first, word
    assert not replace(context, assessment=assess(sound())).warnings(assessment.verdicts[status])


KEPT = [
    # Mention kept: it follows the conditions, and is never to be registered again.
    ({"boni_liquidation": "associes"}, "a_mettre_en_conformite", "non_satisfait", "ne vous présentez pas"),
    ({"boni_liquidation": None}, "indetermine", "a_completer", "tant que le reste n'est pas lu"),
    (
        {"forme_juridique": "sasu", "nombre_associes": None},
        "indetermine",
        "incertain",
        "tant que le point laissé ouvert",
    ),
    ({}, "eligible", "satisfait", ""),
]


@pytest.mark.parametrize(("changed", "ess", "outcome", "words"), KEPT)
def test_a_mention_kept_follows_the_conditions(
    changed: dict[str, str | None], ess: str, outcome: str, words: str
) -> None:
    dossier = sound(**changed)
    assessment = assess(dossier)
    assert assessment.ess.outcome == ess and assessment.findings["ESS-14"].outcome == outcome
    light = next(one for one in assessment.ess.lights if one.id == "mention")
    assert light.outcome == outcome
    for verdict in assessment.verdicts.values():
        assert "inscrire_mention_rcs" not in [one.remedy for one in verdict.changes]
    text, told = page(dossier), " ".join(ReportContext(assessment, load_knowledge(), dossier).warnings(assessment.ess))
    if words:
        assert words in text and "mention au RCS ✓" not in text and "✓ ESS-14" not in text
        assert "La mention figure au registre, mais elle ne suffit pas" in told and words in told
    else:
        assert not told and "mention au RCS ✓ en règle" in text


def test_a_mention_kept_without_the_conditions_says_what_it_exposes_to() -> None:
    assessment = assess(sound(boni_liquidation="associes"))
    finding = assessment.findings["ESS-14"]
    note = next(one for one in finding.reserves if one.id == "RES-MENTION-SANS-CONDITIONS")
    assert finding.confidence == note.confidence == "I" and "Régularisez" in note.text
    assert [one.source for one in note.references][1:] == ["loi_2014_856_art_6", "code_consommation_L121_2"]
    assert load_knowledge().sources["code_consommation_L121_2"].on(assessment.on).read == "V-c"  # type: ignore[union-attr]
    month = next(one for one in finding.reserves if one.id == "RES-CLAUSE-RETIREE")
    assert "dans le mois" in month.text and month.confidence == "V-c"
    # One clause to mend is one change, for either status.
    assert len(assessment.ess.changes) == len(assessment.esus.changes) == 1


MENTIONS = [("oui", "associes"), ("non", "associes"), (None, "associes"), ("non", "autre_entreprise_ess")]


@pytest.mark.parametrize(("mention", "surplus"), MENTIONS)
def test_a_mention_absent_or_unread_is_told_for_itself(mention: str | None, surplus: str) -> None:
    """What is said of it does not hang on the conditions, and ESUS-00 names only what lacks."""
    assessment = assess(sound(mention_rcs=mention, boni_liquidation=surplus))
    expected = {"oui": "non_satisfait", "non": "non_satisfait", None: "a_completer"}[mention]
    assert assessment.findings["ESS-14"].outcome == expected
    assert ("inscrire_mention_rcs" in [one.remedy for one in assessment.esus.changes]) is (mention == "non")
    told = assessment.findings["ESUS-00"].explanation
    assert ("la mention ESS ne figure pas" in told) is (mention == "non")
    assert ("toutes les conditions de l'ESS" in told) is (surplus == "associes")


def test_the_mention_of_a_historic_form_stays_without_object() -> None:
    assert assess(sound(forme_juridique="association")).findings["ESS-14"].idle
    assert assess(sound(forme_juridique="cooperative")).findings["ESS-14"].idle


def test_a_claimed_route_stays_the_one_shown_in_liquidation() -> None:
    claimed = sound(
        categories_plein_droit=["entreprise_insertion"],
        titre_categorie="en_cours",
        titulaire_titre="structure_entiere",
        situation_judiciaire="liquidation_avec_activite",
    )
    verdict = assess(claimed).esus
    assert (verdict.route, verdict.outcome, verdict.best) == ("plein_droit", "indetermine", "de_droit")
    assert [one.verdict for one in verdict.branches] == ["de_droit", "non_eligible"]
    found = esus_file(claimed)
    assert found.case == "A2" and "procedure_esus_liquidateur" in {one.id for one in found.procedure}


def test_a_mention_that_stands_is_not_to_be_obtained_again() -> None:
    for changed in ({"boni_liquidation": "associes"}, {"clause_objet": None}):
        found = esus_file(sound(**changed))
        assert "procedure_esus_mention_prealable" not in {one.id for one in found.procedure}
        assert bool({"guichet", "kbis"} & {one.id for one in found.calendar}) is ("boni_liquidation" in changed)


@pytest.mark.parametrize("situation", ["liquidation_sans_activite", "dissolution_amiable", None])
def test_only_a_company_that_goes_on_is_told_to_mend_itself(situation: str | None) -> None:
    verdict = assess(with_answers("002", situation_judiciaire=situation)).ess
    assert verdict.outcome == "a_mettre_en_conformite"
    assert ("peut être corrigé" in verdict.sentence) is (situation is None)
    assert ("sans le liquidateur" in verdict.sentence) is (situation is not None)
