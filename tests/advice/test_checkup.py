"""The annual check-up: who has one, what the answers say of each point, real years, drift, plain arithmetic."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from advisor.advice.checkup.build import check_up
from advisor.advice.checkup.courses import ROWS, Side, aligned, years_of
from advisor.advice.checkup.drift import Previous, read_previous
from advisor.advice.checkup.model import Checkup, CheckupPoint, FigureOverYears
from advisor.assessment.assess import assess
from advisor.assessment.record import freeze, save_record
from advisor.assessment.session import Session
from advisor.cli import main
from advisor.common.errors import InputError
from advisor.dossier import Dossier, answer
from advisor.dossier.file import save_dossier
from advisor.report.checkup import checkup_report
from advisor.report.document import render_report
from advisor.rules.load import Knowledge, load_knowledge
from advisor.training.casebook.read import find_case, load_cases
from tests.support.spread import one_in

NOW, THEN = date(2026, 9, 15), date(2025, 9, 10)
CLOSING = "date_cloture"


def put(dossier: Dossier, **changes: str | None) -> Dossier:
    """Some answers changed; ``charges__n_1`` stands for ``charges[n-1]``."""
    for key, value in changes.items():
        fact, _, slot = key.partition("__")
        address = f"{fact}[{slot.replace('_', '-')}]" if slot else fact
        dossier = dossier.with_answer(address, None if value is None else answer(value))
    return dossier


def company(on: date = NOW, **changes: str | None) -> Dossier:
    """A SARL whose agreement runs until March 2027, in order; closed at the end of the year before ``on``."""
    base = find_case("055").dossier.model_copy(update={"on": on})
    year = on.year - 1
    return put(
        base,
        **{
            "forme_juridique": "sarl",
            "date_cloture__n": f"{year}-12-31",
            "annee_remuneration": str(year),
            "date_fin_agrement": "2027-03-14",
            "guide_bonnes_pratiques": "oui",
            **changes,
        },
    )


def slid(dossier: Dossier, **changes: str | None) -> Dossier:
    """The dossier of the year before: every accounting year one row up, and its own day."""
    answers = dict(dossier.answers)
    for address in list(answers):
        fact, _, slot = address.partition("[")
        if slot.rstrip("]") in ROWS:
            del answers[address]
    for address, one in dossier.answers.items():
        fact, _, slot = address.partition("[")
        row = slot.rstrip("]")
        if row in ROWS[1:]:
            answers[f"{fact}[{ROWS[ROWS.index(row) - 1]}]"] = one
    found = dossier.model_copy(update={"on": THEN, "answers": answers})
    own = {"annee_remuneration": "2024", "date_cloture__n": "2024-12-31", "exercices_agrement_precedent": "4"}
    return put(found, **{**own, **changes})


def since(dossier: Dossier) -> Previous:
    return Previous(Path("avant.yaml"), dossier, assess(dossier), False, True)


def point(found: Checkup, id: str) -> CheckupPoint:
    return next(one for one in found.points if one.id == id)


def course(found: Checkup, start: str) -> FigureOverYears:
    return next(one for one in found.courses if one.title.startswith(start))


# -- who has a check-up -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "words"),
    [("052", "est un projet"), ("003", "ni de l'ESS ni agréée"), ("075", "ni de l'ESS ni agréée")],
)
def test_a_company_that_holds_nothing_is_told_what_it_would_need(case: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        check_up(find_case(case).dossier)
    assert caught.value.problems[0].mend


@pytest.mark.parametrize("lacking", [("forme_juridique",), ("mention_rcs",), ("forme_juridique", "situation")])
def test_what_no_answer_tells_yet_is_not_said_to_be_so(lacking: tuple[str, ...]) -> None:
    dossier = find_case("003").dossier
    for address in lacking:
        dossier = dossier.with_answer(address, None)
    with pytest.raises(InputError, match="ne disent pas encore"):
        check_up(dossier)


@pytest.mark.parametrize(
    ("case", "statuses", "routes"),
    [
        ("001", ["ess"], ["societe_commerciale"]),
        ("055", ["ess", "esus"], ["societe_commerciale", "droit_commun"]),
        ("069", ["ess"], ["historique"]),
    ],
)
def test_what_is_held_comes_from_the_form_the_register_and_the_agreement(
    case: str, statuses: list[str], routes: list[str]
) -> None:
    holdings = check_up(find_case(case).dossier).holdings
    assert [one.status for one in holdings] == statuses and [one.route for one in holdings] == routes


def test_an_agreement_given_since_is_told_by_its_end() -> None:
    found = check_up(find_case("001").dossier, accredited_until=date(2028, 1, 1))
    assert [one.end for one in found.holdings] == [None, date(2028, 1, 1)]
    assert point(found, "bilan_annexe").state == "a_confirmer"
    assert next(one.day for one in found.calendar if one.id == "fin_agrement_en_cours") == date(2028, 1, 1)


def test_an_agreement_that_is_over_is_no_longer_checked() -> None:
    found = check_up(company(date_fin_agrement="2026-09-14"))
    assert [one.status for one in found.holdings] == ["ess"] and "a pris fin le 14 septembre 2026" in found.notes[0]
    with pytest.raises(InputError, match="finirait le"):
        check_up(company(), accredited_until=date(2030, 1, 1))


@pytest.mark.parametrize("every", one_in(10))
def test_every_worked_case_is_checked_up_or_refused_in_words(every: int, knowledge: Knowledge) -> None:
    checked = 0
    for case in load_cases()[::every]:
        try:
            found = check_up(case.dossier, knowledge=knowledge)
        except InputError:
            continue
        checked += 1
        assert found.points and all(one.duties for one in found.points)
        assert all(one.articles for point in found.points for one in (*point.duties, *point.risks))
        assert len(render_report(checkup_report(found, knowledge), "terminal")) > 1000
    assert checked > 40 / every


# -- points -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "id", "state"),
    [
        ({}, "bilan_mention", "en_regle"),
        ({"guide_bonnes_pratiques": "non"}, "bilan_guide", "a_corriger"),
        ({"guide_bonnes_pratiques": None}, "bilan_guide", "a_completer"),
        ({}, "bilan_gouvernance", "a_confirmer"),
        ({"annexe_comptes_informee": "non"}, "bilan_annexe", "a_corriger"),
        ({"titres_admis_negociation": "oui"}, "bilan_titres", "a_corriger"),
        ({"annee_remuneration": "2024"}, "bilan_remunerations", "a_actualiser"),
        ({"date_cloture__n": "2025-09-14"}, "bilan_charges", "a_actualiser"),
        ({"date_cloture__n": "2025-09-15"}, "bilan_charges", "en_regle"),
        ({"charges_utilite_sociale__n": "200000"}, "bilan_charges", "incertain"),
    ],
)
def test_each_point_says_what_the_answers_make_of_it(changes: dict[str, str | None], id: str, state: str) -> None:
    assert point(check_up(company(**changes)), id).state == state


def test_a_point_that_fails_through_another_names_the_other() -> None:
    failing = company(mention_rcs="non")
    found = check_up(put(failing, forme_juridique="sas"), accredited_until=date(2027, 3, 14))
    assert [one.status for one in found.holdings] == ["esus"]
    said = point(found, "bilan_ess").seen[0].text
    assert said.startswith("À cause de : ESS-14")


@pytest.mark.parametrize(
    ("on", "id"), [(date(2018, 9, 15), "bilan_remunerations_avant_2019"), (date(2020, 9, 15), "bilan_remunerations")]
)
def test_a_point_is_that_of_the_law_of_the_day(on: date, id: str) -> None:
    found = check_up(company(on, date_fin_agrement="2021-03-14"))
    assert [one.id for one in found.points if one.id.startswith("bilan_remunerations")] == [id]


# -- real years -------------------------------------------------------------------------------------------------------


def test_rows_are_told_by_the_closings_that_are_known(knowledge: Knowledge) -> None:
    dossier = put(company(), date_cloture__n=None, date_cloture__n_1="2023-06-30")
    years = years_of(Session(knowledge, dossier, NOW), CLOSING, NOW)
    assert years.known and [years.of[row] for row in ROWS[:4]] == [2024, 2023, 2022, 2021]


@over(shift=st.integers(0, 4), dated=st.sampled_from(["before", "now", "neither"]))
@settings(max_examples=12, deadline=None)
def test_without_dates_years_are_told_by_common_figures(shift: int, dated: str) -> None:
    knowledge, bare = load_knowledge(), find_case("055").dossier
    figures = [f"{900000 + 7 * rank}" for rank in range(10)]

    def at(start: int) -> Dossier:
        rows = {
            f"charges_exploitation__{row.replace('-', '_')}": figures[start + rank] for rank, row in enumerate(ROWS)
        }
        return put(bare, **rows)

    before, now = at(shift), at(0)
    if dated == "before":
        before = put(before, date_cloture__n="2024-12-31")
    if dated == "now":
        now = put(now, date_cloture__n="2024-12-31")
    old, new = Session(knowledge, before, NOW), Session(knowledge, now, NOW)
    first, last, warning = aligned(
        Side(before, old, years_of(old, CLOSING, NOW)),
        Side(now, new, years_of(new, CLOSING, NOW)),
        ["charges_exploitation"],
    )
    years, present = first.years.of["n"], last.years.of["n"]
    assert present - years == shift and "en commun" in warning
    assert dated == "neither" or 2024 in (present, years)


def test_years_that_nothing_tells_are_supposed_and_said_so() -> None:
    before = put(slid(company()), date_cloture__n=None, charges_utilite_sociale__n="100")
    found = check_up(put(company(), date_cloture__n=None), previous=since(before))
    assert found.drift is not None and any("supposé" in one for one in found.drift.warnings)


# -- figures ----------------------------------------------------------------------------------------------------------


@over(first=st.integers(0, 100), last=st.integers(0, 100))
@settings(max_examples=15, deadline=None)
def test_one_more_move_of_the_same_size_is_plain_arithmetic(first: int, last: int) -> None:
    only = {f"charges_{kind}__n_{rank}": None for kind in ("exploitation", "utilite_sociale") for rank in (2, 3, 4)}
    dossier = company(
        **only,
        charges_exploitation__n="10000",
        charges_exploitation__n_1="10000",
        charges_utilite_sociale__n_1=str(first * 100),
        charges_utilite_sociale__n=str(last * 100),
    )
    found = course(check_up(dossier), "Part des charges d'utilité sociale, exercice par")
    assert [one.label for one in found.readings] == ["2024", "2025"]
    assert found.worse is (last < first)
    if found.worse:
        following = max(2 * last - first, 0)
        assert found.following.replace("\u00a0", " ") == f"{following} %" and found.next_year == 2026
        assert found.crosses is (last >= 66 > following)
    else:
        assert not (found.crosses or found.following)


def test_pay_is_followed_in_minimum_wages_of_its_own_year() -> None:
    before = slid(company(), remuneration_brute__1="50000")
    found = course(check_up(company(remuneration_brute__1="68000"), previous=since(before)), "Plus forte")
    assert [one.text.replace("\u00a0", " ") for one in found.readings] == [
        "2,35 SMIC (50 000 €)",
        "3,15 SMIC (68 000 €)",
    ]
    # 68 000 / (11,88 × 1 820) and 50 000 / (11,65 × 10 + 11,88 × 2) / 12 × 1 820.
    one, two = 68000 / Fraction("21621.6"), 50000 / (Fraction("140.26") / 12 * 1820)
    assert found.following == f"{float(2 * one - two):.2f} SMIC".replace(".", ",")


def test_the_ceilings_of_the_year_under_way_come_from_the_law_of_the_day() -> None:
    first = check_up(company()).ceilings[0]
    assert (first.year, first.text.replace("\u00a0", " ")) == (2026, "155 289,98 €")
    # A branch minimum given for another year says nothing of this one.
    assert check_up(company(minimum_branche_annuel="90000")).ceilings[0].text == first.text


def test_a_figure_that_nothing_asks_is_not_followed() -> None:
    titles = [one.title for one in check_up(company(benefice_affecte="pas_de_benefice")).courses]
    assert not any(title.startswith(("Versement", "Dividendes")) for title in titles)


# -- drift ------------------------------------------------------------------------------------------------------------


def test_nothing_is_told_to_have_changed_when_a_year_only_passed(knowledge: Knowledge) -> None:
    found = check_up(company(), previous=since(slid(company())))
    drift = found.drift
    assert drift is not None
    assert (drift.criteria, drift.answers, drift.restated, drift.warnings) == ((), (), (), ())
    assert all(one.before == one.after for one in drift.verdicts)
    assert "n'a changé" in render_report(checkup_report(found, knowledge), "markdown")


def test_what_got_worse_is_told_with_what_it_puts_at_risk() -> None:
    now = company(guide_bonnes_pratiques="non", charges_utilite_sociale__n="200000", nombre_associes="4")
    drift = check_up(now, previous=since(slid(company()))).drift
    assert drift is not None
    moves = {one.criterion: one for one in drift.criteria}
    assert set(moves) == {"ESS-15", "ESUS-02a"}
    assert all(one.worse and one.risks for one in moves.values())
    assert "Un renouvellement refusé" in moves["ESUS-02a"].risks
    assert {one.short for one in drift.answers} == {"Guide des bonnes pratiques", "Nombre d'associés"}


def test_a_rule_that_changed_meanwhile_is_told_apart() -> None:
    # PACTE took the pay policy out of the statutes between these two days.
    now = company(date(2019, 9, 15), date_fin_agrement="2021-03-14")
    before = company(date(2018, 9, 15), date_fin_agrement="2021-03-14")
    found = check_up(now, previous=since(before))
    assert found.drift is not None and all(one.law for one in found.drift.criteria if one.criterion == "ESUS-05")
    words = render_report(checkup_report(found, load_knowledge()), "markdown")
    assert "24 mai 2019" in words.replace("\u00a0", " ")


def test_a_year_told_again_with_other_figures_is_pointed_out() -> None:
    before = slid(company(), charges_utilite_sociale__n="240000")
    drift = check_up(company(), previous=since(before)).drift
    assert drift is not None
    (one,) = drift.restated
    assert one.short == "Charges d'utilité sociale, exercice 2024"
    assert one.before.replace("\u00a0", " ") == "240 000 €" and one.after.replace("\u00a0", " ") == "248 250 €"


def test_a_record_tells_the_same_drift_as_its_dossier(tmp_path: Path, knowledge: Knowledge) -> None:
    before = slid(company(), guide_bonnes_pratiques="non")
    path, record = tmp_path / "avant.yaml", tmp_path / "pv.json"
    save_dossier(before, path)
    save_record(freeze(before, assess(before)), record)
    one, two = (check_up(company(), previous=read_previous(file, knowledge)).drift for file in (path, record))
    assert one is not None and two is not None and two.record
    assert one == two.model_copy(update={"record": False})
    changed = json.loads(record.read_text(encoding="utf-8")) | {"rules_fingerprint": "autre"}
    other = tmp_path / "autre.json"
    other.write_text(json.dumps(changed), encoding="utf-8")
    three = check_up(company(), previous=read_previous(other, knowledge)).drift
    assert three is not None and any("autre base de règles" in one for one in three.warnings)


@pytest.mark.parametrize(
    ("update", "words"),
    [
        ({"siren": "404 833 048"}, "d'une autre entreprise"),
        ({"on": NOW}, "pas plus ancien"),
        ({"on": date(2026, 12, 1)}, "pas plus ancien"),
    ],
)
def test_a_dossier_that_is_not_a_previous_one_is_refused(update: dict[str, object], words: str) -> None:
    now = company().model_copy(update={"siren": "552 100 554"})
    with pytest.raises(InputError, match=words):
        check_up(now, previous=since(slid(now).model_copy(update=update)))


def test_the_same_siren_is_known_whatever_its_spaces_and_another_name_is_told() -> None:
    now = company().model_copy(update={"siren": "552 100 554"})
    before = slid(now).model_copy(update={"siren": "552100554", "name": "Les Cyclistes"})
    drift = check_up(now, previous=since(before)).drift
    assert drift is not None and any("« Les Cyclistes »" in one for one in drift.warnings)


def test_a_dossier_without_a_day_cannot_be_placed_in_time(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "avant.yaml"
    save_dossier(slid(company()).model_copy(update={"on": None}), path)
    with pytest.raises(InputError, match="quel jour il a été examiné"):
        read_previous(path, knowledge)


# -- calendar and command ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "meeting"), [("sarl", date(2026, 6, 30)), ("sa", date(2026, 6, 30)), ("sas", None)])
def test_the_meeting_is_dated_only_where_a_text_was_read(form: str, meeting: date | None, knowledge: Knowledge) -> None:
    found = check_up(company(forme_juridique=form))
    days = {one.id: one.day for one in found.calendar}
    assert days.get(f"assemblee_annuelle_{form}") == meeting
    assert days["depot_renouvellement"] == date(2026, 12, 14)
    words = render_report(checkup_report(found, knowledge), "markdown")
    assert ("aucun délai n'a été lu" in words) is (meeting is None)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    now, before = tmp_path / "cycles.yaml", tmp_path / "avant.yaml"
    save_dossier(company(charges_utilite_sociale__n="231500"), now)
    save_dossier(slid(company()), before)
    return now, before


def test_the_command_tells_what_would_be_crossed_and_that_it_is_no_forecast(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    now, before = files
    assert main(["bilan", str(now), "--depuis", str(before), "--largeur", "200"]) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "si le dernier écart se répétait : 59,59 % en 2026, sous le minimum de 66 %" in words
    assert "ce n'est pas une prévision" in words


@pytest.mark.parametrize("fmt", ["html", "markdown", "json"])
def test_the_check_up_goes_to_a_file_that_replaces_nothing(files: tuple[Path, Path], tmp_path: Path, fmt: str) -> None:
    now, before = files
    target = tmp_path / f"b.{fmt}"
    assert main(["bilan", str(now), "--depuis", str(before), "--format", fmt, "--sortie", str(target)]) == 0
    text = target.read_text(encoding="utf-8")
    assert Checkup.model_validate_json(text).drift if fmt == "json" else "Bilan annuel" in text.replace("\u00a0", " ")
    content = before.read_bytes()
    assert main(["bilan", str(now), "--depuis", str(before), "--format", fmt, "--sortie", str(before)]) == 2
    assert before.read_bytes() == content


def test_a_document_without_a_name_does_not_replace_the_report(files: tuple[Path, Path]) -> None:
    assert main(["bilan", str(files[0]), "--format", "html"]) == 0
    assert (files[0].parent / "cycles-bilan.html").is_file() and not files[0].with_suffix(".html").exists()


def test_a_point_the_law_leaves_open_cites_the_register(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    # 60 % one year, well above before: each year or all together, the text does not say.
    now = files[0]
    save_dossier(company(charges_utilite_sociale__n="206400", engagement_rentabilite="non"), now)
    line = "- {point: Q6, date: 2026-03-12, qui: DDETS de la Loire, lecture: favorable, support: courriel}\n"
    (now.parent / "registre.yaml").write_text(line, encoding="utf-8")
    assert main(["bilan", str(now)]) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "À FAIRE TRANCHER" in words and "12 mars 2026, DDETS de la Loire : lecture favorable admise" in words


def test_answers_that_contradict_are_told_first() -> None:
    found = check_up(company(annee_remuneration="2027"))
    assert found.notes[0].startswith("Des réponses se contredisent")
