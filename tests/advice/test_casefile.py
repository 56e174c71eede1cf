"""The ESUS file: the right case, documents held or to gather, dates exact, and a calendar that other tools read."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from advisor.advice.papers.agenda import (
    LIMIT,
    add_delay,
    easter,
    escape,
    fold,
    is_holiday,
    to_ics,
    working_day,
)
from advisor.advice.papers.esus import esus_file
from advisor.advice.papers.model import EsusFile, FileDocument
from advisor.assessment.assess import assess
from advisor.cli import main
from advisor.common.errors import InputError
from advisor.common.french import add_months
from advisor.dossier import Answer, Dossier, Evidence, answer
from advisor.report.document import render, render_report
from advisor.report.papers import file_report
from advisor.rules.load import Knowledge
from advisor.training.casebook.model import Case
from advisor.training.casebook.read import find_case, load_cases
from tests.advice.test_clauses import blank
from tests.support.companies import sample
from tests.support.spread import one_in, spread

DAY = date(2026, 11, 23)


def day_of(found: EsusFile, id: str) -> date:
    return next(entry.day for entry in found.calendar if entry.id == id)


def plein_droit(form: str) -> Dossier:
    return (
        blank(form, DAY, categories_plein_droit=["entreprise_insertion"], titre_categorie="en_cours")
        .with_answer("titulaire_titre", Answer(value="structure_entiere"))
        .with_answer("date_creation", Answer(value="2015-01-01"))
    )


@pytest.mark.parametrize(
    ("dossier", "case"),
    [
        (plein_droit("association"), "A1"),
        (plein_droit("sas"), "A2"),
        (blank("association", DAY), "B1"),
        (blank("cooperative", DAY), "B1"),
        (blank("sarl", DAY), "B2"),
        (blank("entreprise_individuelle", DAY), ""),
    ],
)
def test_the_case_follows_the_route_and_the_form(dossier: Dossier, case: str) -> None:
    found = esus_file(dossier)
    assert found.case == case
    ids = {paper.id for paper in found.papers}
    if case.startswith("A"):
        assert "piece_esus_preuve_categorie" in ids and "piece_esus_comptes" not in ids
        assert {paper.id for paper in found.papers if paper.advised} == (
            {"piece_esus_attestation_remuneration"}
            | ({"piece_esus_extrait_rcs_plein_droit"} if case == "A2" else set())
        )
    elif case:
        assert {"piece_esus_fiche_demande", "piece_esus_comptes", "piece_esus_previsionnels"} <= ids
        assert {paper.id for paper in found.papers if paper.advised} == {
            "piece_esus_tableau_charges",
            "piece_esus_attestation_remuneration",
        }
    else:
        assert not found.calendar and found.unsure


def test_what_the_dossier_shows_is_said_to_be_held() -> None:
    dossier = sample(mention_rcs=None).with_answer(
        "mention_rcs", Answer(value="oui", evidence=Evidence(level="copie_jointe", document="Kbis du 3 juin 2025"))
    )
    shown = {paper.id: (paper.held, paper.level) for paper in esus_file(dossier).papers}
    assert shown["piece_esus_extrait_rcs"] == ("copie jointe, Kbis du 3 juin 2025", "copie_jointe")
    assert shown["piece_esus_statuts"][1] == "vu" and shown["piece_esus_fiche_demande"] == ("", "")


def test_the_whole_calendar_from_a_given_meeting() -> None:
    found = esus_file(blank("sas", DAY, nombre_associes="3", mention_rcs="non"), assembly=date(2027, 1, 31))
    assert day_of(found, "assemblee") == date(2027, 1, 31)
    assert day_of(found, "guichet") == date(2027, 2, 28)
    assert day_of(found, "kbis") == date(2027, 3, 15) and day_of(found, "depot") == date(2027, 3, 30)
    assert day_of(found, "silence") == date(2027, 5, 30)
    (meeting,) = [entry for entry in found.calendar if entry.id == "assemblee"]
    assert meeting.basis == "date donnée" and not meeting.assumed
    assert [entry.day for entry in found.calendar] == sorted(entry.day for entry in found.calendar)


@pytest.mark.parametrize(
    ("filed", "end"),
    [
        (date(2026, 12, 31), date(2027, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 29)),
        (date(2026, 12, 30), date(2027, 2, 28)),
        (date(2028, 2, 29), date(2028, 4, 29)),
        (date(2027, 2, 28), date(2027, 4, 28)),
        (date(2027, 7, 31), date(2027, 9, 30)),
    ],
)
def test_two_months_of_silence_are_exact_at_month_ends(filed: date, end: date) -> None:
    assert day_of(esus_file(sample(), on=date(2026, 11, 23), filed=filed), "silence") == end


def test_an_agreement_won_on_29_february_ends_on_the_28th_and_its_renewal_is_prepared_before() -> None:
    renewal = sample(situation="renouvellement", date_fin_agrement="2028-03-31")
    found = esus_file(renewal, filed=date(2027, 12, 31))
    assert (day_of(found, "silence"), day_of(found, "fin_agrement")) == (date(2028, 2, 29), date(2033, 2, 28))
    assert day_of(found, "renouvellement") == date(2032, 11, 26)  # 28 November 2032 is a Sunday


@pytest.mark.parametrize(("created", "years"), [("2024-04-01", 2), ("2023-12-31", 5)])
def test_the_age_counts_on_the_day_of_the_request(created: str, years: int) -> None:
    found = esus_file(blank("sas", DAY, date_creation=created), filed=date(2026, 12, 31))
    assert day_of(found, "fin_agrement").year == 2027 + years


def test_nothing_to_change_leaves_neither_meeting_nor_formality() -> None:
    found = esus_file(sample())
    assert {entry.id for entry in found.calendar} == {"depot", "silence", "fin_agrement"}
    assert found.to_change == ()


def test_a_renewal_says_when_the_present_agreement_ends() -> None:
    dossier = sample(situation="renouvellement", date_fin_agrement="2025-08-31")
    found = esus_file(dossier)
    assert day_of(found, "fin_agrement_en_cours") == date(2025, 8, 31)
    late = next(entry for entry in found.calendar if entry.id == "depot_renouvellement")
    assert late.day == date(2025, 5, 30) and late.past  # 31 May is a Saturday


def test_a_project_signs_and_registers() -> None:
    found = esus_file(blank("sas", DAY, situation="projet"))
    ids = [entry.id for entry in found.calendar]
    assert ids[:4] == ["signature", "immatriculation", "kbis", "depot"]


def test_months_and_working_days(knowledge: Knowledge) -> None:
    holidays = knowledge.acts.holidays.values()
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29) and add_months(date(2023, 1, 31), 1) == date(
        2023, 2, 28
    )
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28) and add_months(date(2024, 3, 31), -1) == date(
        2024, 2, 29
    )
    assert add_delay(date(2024, 2, 29), 1, "annees") == date(2025, 2, 28)
    assert [easter(year) for year in (2024, 2025, 2026, 2027)] == [
        date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28),
    ]  # fmt: skip
    assert is_holiday(date(2026, 5, 14), holidays) and is_holiday(date(2026, 5, 25), holidays)
    assert working_day(date(2026, 5, 1), holidays) == date(2026, 5, 4)
    assert working_day(date(2026, 12, 25), holidays, back=True) == date(2026, 12, 24)


@over(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.integers(0, 240))
def test_a_delay_in_months_keeps_the_day_or_ends_the_month(start: date, months: int) -> None:
    end = add_months(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(1)).day == 1)


# -- iCalendar -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["L'Été, chez; nous", "a\\n{but}\r\nBEGIN:VEVENT\r\nX:y", "é" * 200, "🚲" * 60, ""])
def test_the_calendar_is_read_by_another_tool_and_comes_back_whole(name: str) -> None:
    found = esus_file(blank("sas", DAY, nombre_associes="3").model_copy(update={"name": name, "siren": "123"}))
    text = to_ics(found)
    assert (
        text.endswith("END:VCALENDAR\r\n")
        and text.replace("\r\n", "").count("\n") == 0
        and "\r" not in text.replace("\r\n", "")
    )
    assert max(len(line.encode()) for line in text.split("\r\n")) <= LIMIT
    calendar = icalendar.Calendar.from_ical(text)
    events = calendar.walk("VEVENT")
    assert [event.decoded("DTSTART") for event in events] == [entry.day for entry in found.calendar]
    assert [event.decoded("DTEND") - event.decoded("DTSTART") for event in events] == [timedelta(1)] * len(events)
    for event, entry in zip(events, found.calendar, strict=True):
        shown = " ".join(name.split()) or "structure sans nom"
        assert str(event["SUMMARY"]) == f"{entry.title} ({shown})"
        assert entry.text in str(event["DESCRIPTION"]) and entry.basis in str(event["DESCRIPTION"])
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert icalendar.Calendar.from_ical(calendar.to_ical()) == calendar
    assert to_ics(found) == text
    later = esus_file(
        blank("sas", DAY, nombre_associes="3").model_copy(update={"name": name, "siren": "123"}),
        filed=None,
        on=date(2026, 12, 23),
    )
    again = icalendar.Calendar.from_ical(to_ics(later)).walk("VEVENT")
    assert {str(event["UID"]) for event in again} == {str(event["UID"]) for event in events}


@over(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=300))
def test_any_text_survives_escaping_and_folding(text: str) -> None:
    folded = list(fold(f"SUMMARY:{escape(text)}"))
    assert all(len(part.encode()) <= LIMIT for part in folded)
    joined = folded[0] + "".join(part[1:] for part in folded[1:])
    assert joined == f"SUMMARY:{escape(text)}"
    back = joined.removeprefix("SUMMARY:")
    assert "\n" not in back
    plain = back.replace("\\\\", "\0").replace("\\;", ";").replace("\\,", ",").replace("\\n", "\n").replace("\0", "\\")
    assert plain == text


# -- print and command ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("every", one_in(12))
def test_every_worked_case_is_printed_in_eighty_columns(every: int, knowledge: Knowledge) -> None:
    for case in load_cases()[::every]:
        found = esus_file(case.dossier)
        text = render_report(file_report(found, knowledge), "terminal", width=80)
        assert [line for line in text.splitlines() if len(line) > 80] == [], case.id
        assert "None" not in text and "{" not in text, case.id
        icalendar.Calendar.from_ical(to_ics(found))


def test_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "a.ics"
    assert main(["demande-esus", "003", "--assemblee", "2027-03-15", "--ics", str(target), "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert EsusFile.model_validate(data).case == "B2"
    assert target.read_bytes().count(b"\r\n") == target.read_bytes().count(b"\n") > 20
    assert main(["demande-esus", "003", "--assemblee", "2027-03-15", "--depot", "2027-03-01"]) == 2
    assert "avant l'assemblée" in capsys.readouterr().err
    assert main(["demande-esus", "003", "--ics", str(target), "--sortie", str(target)]) == 2


@pytest.mark.parametrize(
    ("case", "paper"), [("110", "piece_assimilation_engagement"), ("108", "piece_assimilation_rapport")]
)
def test_a_new_fund_is_asked_its_commitment_and_an_older_one_its_report(case: str, paper: str) -> None:
    assert [one.id for one in esus_file(find_case(case).dossier).papers] == [paper]


# -- documents -------------------------------------------------------------------------------------------------------

COPY = Evidence(level="copie_jointe", document="Pièce du dossier")


def proved(dossier: Dossier, *addresses: str) -> Dossier:
    """The same, with a copy behind these answers and nothing behind the others."""
    answers = {
        address: one.model_copy(update={"evidence": COPY if address in addresses else None})
        for address, one in dossier.answers.items()
    }
    return dossier.model_copy(update={"answers": answers})


def paper(dossier: Dossier, id: str) -> FileDocument:
    return next(one for one in esus_file(dossier).papers if one.id == id)


def test_accounts_of_one_year_are_not_the_three_accounts() -> None:
    one = paper(proved(sample(), "charges_exploitation[n]"), "piece_esus_comptes")
    assert one.held and one.partly and not one.ready and one.level == ""
    years = ("charges_exploitation[n]", "charges_exploitation[n-1]", "capitaux_propres[n-2]")
    assert paper(proved(sample(), *years), "piece_esus_comptes").ready


def test_a_document_that_shows_what_must_change_is_to_be_made_again(knowledge: Knowledge) -> None:
    dossier = proved(
        sample(mention_rcs="non", clause_objet="non", clause_but="mot_pour_mot"), "mention_rcs", "clause_objet"
    )
    for id in ("piece_esus_extrait_rcs", "piece_esus_statuts"):
        one = paper(dossier, id)
        assert one.held and one.stale and not one.ready, id
    text = render_report(file_report(esus_file(dossier), knowledge), "markdown")
    assert "Au dossier, à refaire" in text and "il en faudra une nouvelle" in text
    assert "dont 0 déjà vue ou copiée" in text.replace("\u00a0", " ")


def test_a_document_that_may_stay_is_ready() -> None:
    one = paper(proved(sample(), "mention_rcs"), "piece_esus_extrait_rcs")
    assert one.ready and not one.stale and not one.partly


# -- what the texts provide outside the common calendar ---------------------------------------------------------------


def fund(on: date, **answers: str) -> Dossier:
    base = {
        "situation": "existante",
        "date_creation": "2018-03-19",
        "siege": "france",
        "forme_juridique": "placement_collectif",
        "type_assimilation": "placement_collectif",
        "part_actif_esus": "55",
        "placement_nouveau_engagement": "ancien",
    }
    return Dossier(name="Un fonds", on=on, answers={key: answer(value) for key, value in (base | answers).items()})


@pytest.mark.parametrize(
    ("dossier", "expected"),
    [
        (fund(date(2026, 5, 5), rapport_certifie="pas_encore"), {"rapport_annee": date(2026, 6, 20)}),
        (fund(date(2026, 6, 20), rapport_certifie="pas_encore"), {"rapport_annee_suivante": date(2027, 6, 20)}),
        (
            fund(
                date(2026, 7, 1),
                rapport_certifie="transmis",
                date_rapport_certifie="2026-06-19",
                rapport_valeurs_fin_annee="oui",
            ),
            {"fin_assimilation": date(2027, 6, 19), "rapport_suivant": date(2027, 6, 20)},
        ),
        # One day too late: nothing is declared, nothing ends.
        (
            fund(date(2026, 7, 1), rapport_certifie="transmis", date_rapport_certifie="2026-06-20"),
            {"rapport_suivant": date(2027, 6, 20)},
        ),
        (
            fund(
                date(2026, 10, 22),
                date_creation="2026-03-16",
                part_actif_esus="22",
                rapport_certifie="pas_encore",
                placement_nouveau_engagement="nouveau_avec_engagement",
            ),
            {"part_a_atteindre": date(2027, 12, 31)},
        ),
        (fund(date(2024, 12, 31), part_actif_ess="35", part_actif_esus="25"), {}),
    ],
)
def test_a_fund_has_the_calendar_of_its_own_rule(
    dossier: Dossier, expected: dict[str, date], knowledge: Knowledge
) -> None:
    found = esus_file(dossier)
    assert {entry.id: entry.day for entry in found.calendar} == expected
    text = render_report(file_report(found, knowledge), "markdown").replace("\u00a0", " ")
    assert found.case == "" and ("ministre chargé de l'ESS" in text) is bool(expected)
    assert ("aucun des quatre cas" in text) is not bool(expected)
    icalendar.Calendar.from_ical(to_ics(found))


@pytest.mark.parametrize(
    ("filed", "touched"),
    [
        (date(2020, 1, 10), False),  # two months end on 10 March
        (date(2020, 1, 12), True),
        (date(2020, 4, 1), True),
        (date(2020, 6, 23), True),
        (date(2020, 6, 24), False),
    ],
)
def test_a_delay_stopped_in_spring_2020_is_said_to_be_counted_again(filed: date, touched: bool) -> None:
    renewal = sample(date_creation="2010-01-01", situation="renouvellement", date_fin_agrement="2020-08-31")
    found = esus_file(renewal, on=date(2020, 1, 8), filed=filed)
    entries = {entry.id: entry for entry in found.calendar}
    assert ("suspendu" in entries["silence"].warning) is touched
    assert ("Ordonnance n° 2020-306" in entries["silence"].articles) is touched
    assert entries["silence"].confidence == ("S2" if touched else "V")
    for later in ("fin_agrement", "renouvellement"):
        assert ("à recalculer" in entries[later].warning) is touched
    assert to_ics(found).replace("\r\n ", "").count("DESCRIPTION:") and ("Attention" in to_ics(found)) is touched


def test_a_file_given_before_the_mention_is_said_to_come_too_early() -> None:
    dossier = blank("sas", DAY, nombre_associes="3", mention_rcs="non")
    early = esus_file(dossier, assembly=date(2027, 1, 31), filed=date(2027, 2, 15))
    (lodged,) = [entry for entry in early.calendar if entry.id == "depot"]
    assert "Extrait Kbis portant la mention" in lodged.warning
    on_time = esus_file(dossier, assembly=date(2027, 1, 31), filed=date(2027, 3, 30))
    assert not any(entry.warning for entry in on_time.calendar)


def test_a_date_that_serves_nothing_is_said_so() -> None:
    assert "aucune assemblée" in esus_file(sample(), assembly=date(2026, 12, 15)).unsure
    assert esus_file(sample(), filed=date(2026, 12, 15)).unsure == ""
    assert "dépôt donnée ne sert pas" in esus_file(fund(DAY, rapport_certifie="pas_encore"), filed=DAY).unsure


def test_no_date_speaks_of_the_command_line() -> None:
    """The file is handed over, and the menu shows it to those who never type a command."""
    assert "--" not in to_ics(esus_file(blank("sas", DAY, nombre_associes="3", mention_rcs="non")))


@pytest.mark.parametrize("form", ["entreprise_individuelle", "societe_civile", "gie"])
def test_who_can_never_file_is_given_nothing_to_gather(form: str, knowledge: Knowledge) -> None:
    found = esus_file(blank(form, DAY))
    assert (found.papers, found.procedure, found.calendar) == ((), (), ())
    assert "rien à déposer" in found.unsure and "BEGIN:VEVENT" not in to_ics(found)
    assert [section.id for section in file_report(found, knowledge).sections] == ["case"]


def test_a_text_of_later_years_is_not_cited_for_the_case() -> None:
    found = esus_file(blank("sas", date(2016, 1, 15)))
    assert found.case == "B2" and "2016" not in found.case_articles


def test_a_form_not_told_yet_is_not_said_to_be_outside_the_four_cases(knowledge: Knowledge) -> None:
    dossier = find_case("001").dossier.with_answer("forme_juridique", None)
    text = render_report(file_report(esus_file(dossier), knowledge), "markdown").replace("\u00a0", " ")
    assert "ne disent pas encore lequel des quatre cas" in text and "aucun des quatre cas" not in text


# -- the three periods of the procedure ------------------------------------------------------------------------------

EVES = [
    (date(2025, 12, 30), "papier_seul"),
    (date(2025, 12, 31), "papier_seul"),
    (date(2026, 1, 1), "transition"),
    (date(2026, 5, 30), "transition"),
    (date(2026, 5, 31), "plateforme"),
    (date(2026, 9, 15), "plateforme"),
]
RENEWAL = {"situation": "renouvellement", "date_fin_agrement": "2026-12-31"}
APPLICANTS = {
    "droit commun": sample(),
    "renouvellement": sample(**RENEWAL),
    "plein droit": plein_droit("association"),
    "plein droit, renouvellement": plein_droit("sas")
    .with_answer("situation", answer("renouvellement"))
    .with_answer("date_fin_agrement", answer("2026-12-31")),
}


def on_the(day: date, dossier: Dossier, requested: date | None = None) -> Dossier:
    return dossier.model_copy(update={"on": day, "requested": requested})


def printed(found: EsusFile, knowledge: Knowledge) -> str:
    return render_report(file_report(found, knowledge), "markdown").replace("\u00a0", " ")


@pytest.mark.parametrize("applicant", APPLICANTS)
@pytest.mark.parametrize(("day", "period"), EVES)
def test_a_request_is_filed_as_on_its_day(day: date, period: str, applicant: str, knowledge: Knowledge) -> None:
    dossier = APPLICANTS[applicant]
    examined = esus_file(on_the(day, dossier))
    presented = esus_file(on_the(date(2026, 12, 1), dossier, requested=day))
    lodged = esus_file(on_the(date(2026, 12, 1), dossier), filed=day)
    for found in (examined, presented, lodged):
        text = printed(found, knowledge)
        ids = {one.id for one in found.procedure}
        names = [paper.file_name for paper in found.papers if paper.file_name]
        if period == "papier_seul":
            assert "plateforme" not in text.lower() and not names and "procedure_esus_dossier" in ids
            assert "accuse_reception" not in {entry.id for entry in found.calendar}
        elif period == "transition":
            assert "procedure_esus_dossier_transition" in ids and "dossier papier" in text and names
            assert "un arrêté que l'outil n'a pas trouvé" in text and "c'est obligatoire" not in text
        else:
            assert "procedure_esus_plateforme" in ids and "esus.economie.gouv.fr" in text and names
            assert "exemplaires" not in text and "dossier papier" not in text and "date certaine »" in text
            assert "Écrans de la plateforme non vus : cette fiche suit les textes, pas le formulaire." in text
            assert "Demande déposée sur la plateforme ESUS" in text


@pytest.mark.parametrize(("day", "period"), EVES)
def test_the_day_of_the_request_changes_no_verdict(day: date, period: str) -> None:
    dossier = on_the(day, sample())
    lodged = dossier.with_answer("date_depot", answer("2026-09-14")).with_answer("departement_siege", answer("26"))
    plain, dated = (esus_file(one) for one in (dossier, lodged))
    assert (plain.verdict, plain.sentence) == (dated.verdict, dated.sentence) == ("eligible", plain.sentence)


def test_each_document_is_named_one_by_one_for_the_company() -> None:
    found = esus_file(on_the(date(2026, 9, 15), sample(**RENEWAL)).model_copy(update={"name": 'L\'Été & Cie : "test"'}))
    names = {paper.id: paper.file_name for paper in found.papers}
    assert names.pop("piece_esus_fiche_demande") == "", "a form filled online has no file"
    assert all(names.values()) and len(set(names.values())) == len(names)
    assert names["piece_esus_statuts"] == "Statuts en vigueur - L Ete Cie test - AAAA-MM-JJ.pdf"
    assert all(name.isascii() and ": " not in name for name in names.values())


def test_an_undertaking_is_asked_only_of_who_does_not_reach_the_share_of_costs() -> None:
    assert "piece_esus_engagement_rendement" not in {paper.id for paper in esus_file(sample()).papers}
    short = sample(charges_utilite_sociale__n="100000", engagement_rentabilite="oui")
    assert "piece_esus_engagement_rendement" in {paper.id for paper in esus_file(short).papers}


@pytest.mark.parametrize(
    ("number", "said", "silent"),
    [
        ("141", "contre récépissé|moyen qui prouve", "plateforme ESUS"),
        ("142", "papier par un moyen qui prouve", "c'est obligatoire"),
        ("143", "papier par un moyen qui prouve", "c'est obligatoire"),
        ("144", "c'est obligatoire", "exemplaires"),
        ("145", "12 décembre 2026", "exemplaires"),
    ],
)
def test_the_worked_cases_of_each_day_are_filed_as_they_teach(
    number: str, said: str, silent: str, knowledge: Knowledge
) -> None:
    text = printed(esus_file(find_case(number).dossier), knowledge)
    assert re.search(said, text.replace("\n", " ")) and silent not in text


DEPOT, PIECES, ANNONCE, TERME = "date_depot", "date_pieces_recues", "date_acceptation_annoncee", "date_nouveau_terme"


@pytest.mark.parametrize(
    ("dates", "end", "other"),
    [
        ({DEPOT: "2026-09-14"}, date(2026, 11, 14), ""),
        ({DEPOT: "2026-09-14", ANNONCE: "2026-11-14"}, date(2026, 11, 14), ""),
        ({DEPOT: "2026-09-14", ANNONCE: "2026-11-16"}, date(2026, 11, 16), "14 novembre 2026"),
        ({DEPOT: "2026-09-14", PIECES: "2026-10-12"}, date(2026, 12, 12), ""),
        ({DEPOT: "2026-09-14", PIECES: "2026-10-12", ANNONCE: "2026-11-14"}, date(2026, 12, 12), "14 novembre 2026"),
        ({DEPOT: "2026-09-14", PIECES: "2026-10-12", TERME: "2026-12-15"}, date(2026, 12, 15), "12 décembre 2026"),
        ({PIECES: "2026-12-31"}, date(2027, 2, 28), ""),
        ({ANNONCE: "2026-11-14"}, date(2026, 11, 14), ""),
        # The term is the same day of the month, never put off to a working day: 14 November 2026 is a Saturday.
    ],
)
def test_silence_ends_on_the_day_that_prevails_and_the_other_is_told(
    dates: dict[str, str], end: date, other: str
) -> None:
    dossier = on_the(date(2026, 9, 15), sample())
    for fact, day in dates.items():
        dossier = dossier.with_answer(fact, answer(day))
    entries = {entry.id: entry for entry in esus_file(dossier).calendar}
    silence = entries["silence"]
    assert silence.day == end and (other in silence.warning if other else not silence.warning)
    assert ("pieces_reclamees" in entries) is (PIECES in dates)
    assert entries["fin_agrement"].day == end.replace(year=end.year + 5)
    if DEPOT in dates:
        assert entries["depot"].day == date(2026, 9, 14) and entries["accuse_reception"].day == date(2026, 9, 28)


@pytest.mark.parametrize(
    "dates",
    [
        {DEPOT: "2026-09-14", PIECES: "2026-09-01"},
        {DEPOT: "2026-09-14", ANNONCE: "2026-09-01"},
        {PIECES: "2026-10-12", TERME: "2026-10-01"},
        {DEPOT: "1999-03-15"},
    ],
)
def test_dates_that_cannot_be_are_told_and_date_nothing(dates: dict[str, str]) -> None:
    plain = on_the(date(2026, 9, 15), sample())
    dossier = plain
    for fact, day in dates.items():
        dossier = dossier.with_answer(fact, answer(day))
    (clash,) = assess(dossier).contradictions
    assert set(clash.addresses) <= set(dates)
    dated, without = (esus_file(one) for one in (dossier, plain))
    assert [entry.day for entry in dated.calendar] == [entry.day for entry in without.calendar]
    assert (dated.verdict, dated.sentence) == (without.verdict, without.sentence)


def test_a_request_that_was_lodged_is_to_be_followed_not_lodged_again(knowledge: Knowledge) -> None:
    dossier = on_the(date(2026, 11, 16), sample(date_depot="2026-11-02"))
    page = render(assess(dossier), "markdown", knowledge=knowledge, dossier=dossier).replace("\u00a0", " ")
    assert (
        "uivre la demande déposée le 2 novembre 2026" in page
        and "Déposer la demande en ligne, sur" not in page.split("Démarches")[0]
    )


def test_a_date_supposed_after_the_rules_change_says_so() -> None:
    found = esus_file(on_the(date(2026, 5, 29), sample()))
    (supposed,) = [entry for entry in found.calendar if entry.id == "depot"]
    assert supposed.day > date(2026, 5, 31) and "la façon de déposer aura changé" in supposed.warning


@pytest.mark.parametrize(
    ("department", "warned"), [("19", True), ("26", True), ("42", False), ("977", True), (None, True)]
)
def test_a_department_where_the_platform_may_be_closed_is_told(department: str | None, warned: bool) -> None:
    found = esus_file(on_the(date(2026, 9, 15), sample(departement_siege=department)))
    ids = {one.id for one in found.procedure}
    assert ("procedure_esus_departement_non_ouvert" in ids) is warned
    assert {"procedure_esus_plateforme", "procedure_esus_plateforme_inaccessible"} <= ids


@pytest.mark.parametrize("typed", ["42", "2a", " 976 ", "07"])
def test_a_department_is_read_as_it_is_typed(typed: str) -> None:
    assert esus_file(on_the(date(2026, 9, 15), sample(departement_siege=typed))).procedure


@pytest.mark.parametrize("typed", ["Loire", "420", "20", "96", "4", "42000"])
def test_what_is_no_department_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(InputError, match="écrivez 42 pour la Loire"):
        esus_file(on_the(date(2026, 9, 15), sample(departement_siege=typed)))


def test_a_collective_placement_is_not_told_that_the_platform_binds_it(knowledge: Knowledge) -> None:
    dossier = find_case("108").dossier.model_copy(update={"on": date(2026, 12, 1), "requested": None})
    found = esus_file(dossier)
    ids = {one.id for one in found.procedure}
    assert "procedure_assimilation_teleservice" in ids and "procedure_esus_plateforme" not in ids
    assert "obligatoire" not in " ".join(one.text for one in found.procedure)


@pytest.mark.parametrize("case", spread(load_cases(), 12, lambda case: case.number))
def test_a_first_applicant_is_never_told_to_prepare_a_renewal(case: Case) -> None:
    dossier = case.dossier
    if (given := dossier.answers.get("situation")) is not None and given.value == "renouvellement":
        dossier = dossier.with_answer("situation", answer("existante"))
    found = esus_file(dossier)
    assert not any("enouvel" in entry.title for entry in found.calendar)
    # Whoever did not say where one stands is not known to be a first applicant.
    if dossier.answers.get("situation") and not any(
        "situation" in one.addresses for one in assess(dossier).contradictions
    ):
        texts = [f"{one.title} {one.text}" for one in found.procedure if one.id != "procedure_esus_plateforme_acces"]
        assert not any("enouveler" in one or "enouvellement" in one for one in texts)
    if "date_depot" not in dossier.answers:
        assert all(not entry.past for entry in found.calendar if not entry.basis.startswith("date donnée"))


def test_a_step_counted_from_a_date_nobody_knows_has_none() -> None:
    renewal = sample(**RENEWAL, date_creation=None)
    ids = {entry.id for entry in esus_file(on_the(date(2026, 9, 15), renewal)).calendar}
    assert "silence" in ids and not ids & {"fin_agrement", "renouvellement"}
