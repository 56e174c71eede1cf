"""The activity report: what it counts is right, what it must not say it never says, in any format."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from advisor.assessment.assess import assess
from advisor.common.errors import Problem
from advisor.common.french import sentence
from advisor.desk.repository import Damaged, DossierFile, Repository
from advisor.desk.summary.gather import Consultation, Period, consultation_day, gather, groups
from advisor.desk.summary.report import write_summary
from advisor.desk.summary.tally import figure, of_list, of_partition
from advisor.dossier import Answer, Dossier, Evidence, answer
from advisor.report.build import build_report
from advisor.report.document import render_document
from advisor.report.model import Bar, Bullets, Chart, Item, KeyValues, Paragraph, Report, Section
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import VerdictId
from advisor.training.casebook.model import Case
from advisor.training.casebook.read import load_cases
from tests.conftest import JudgedCases
from tests.support.companies import sample
from tests.support.spread import one_in, spread
from tests.support.tables import siren_of

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), "année 2026")
FORMATS = ("terminal", "markdown", "json", "html", "docx", "pdf")


def entry(dossier: Dossier, name: str = "d.yaml", archived: bool = False) -> DossierFile:
    return DossierFile(Path(name), dossier, datetime(2026, 7, 14, 9, 30), archived)


def shelf(*dossiers: Dossier, damaged: tuple[Damaged, ...] = ()) -> Repository:
    return Repository(
        Path("dossiers"), tuple(entry(one, f"d{rank}.yaml") for rank, one in enumerate(dossiers)), damaged
    )


def company(rank: int, **changes: Any) -> Dossier:
    """The sample dossier as the consultation of another company."""
    opened = changes.pop("opened", date(2026, 3, 1 + rank % 28))
    return sample(**changes).model_copy(update={"name": f"Structure {rank}", "siren": "", "opened": opened})


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


def charts(report: Report) -> dict[str, Chart]:
    return {spaced(block.title): block for part in report.parts for block in part.blocks if isinstance(block, Chart)}


def bars(report: Report, title: str) -> dict[str, int]:
    return {spaced(bar.label): bar.value for bar in charts(report)[title].bars}


def words(report: Report) -> str:
    return render_document(report, "markdown").decode().replace("\u00a0", " ")


# -- what it must never say -------------------------------------------------------------------------------------------


def printed(report: Report, fmt: Any) -> str:
    """Everything a file holds, parts that no reader sees included."""
    data = render_document(report, fmt)
    if fmt == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return " ".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    if fmt == "pdf":
        reader = PdfReader(io.BytesIO(data))
        return " ".join([str(reader.metadata), *(page.extract_text() for page in reader.pages)])
    return data.decode()


def secretive(rank: int) -> Dossier:
    """A dossier whose every free field and every figure is one that nothing else says."""
    dossier = sample(
        nombre_remuneres=str(4321 + rank), titres_admis_negociation="oui", marche_cotation=f"MARCHE{rank}K"
    )
    answers = {}
    for place, (address, one) in enumerate(dossier.answers.items()):
        proof = Evidence(level="vu", document=f"DOC{rank}K", page=f"PAGE{rank}K")
        value = one.value
        if isinstance(value, str) and re.fullmatch(r"\d{4,}(\.\d+)?", value) and "annee" not in address:
            value = f"{87654 + 13 * place + rank}.37"
        if address == "nombre_remuneres":
            value = str(4321 + rank)
        answers[address] = Answer(
            value=value, article=f"ARTICLE{rank}K", quote=f"CITATION{rank}K", evidence=proof, note=f"NOTE{rank}K"
        )
    return dossier.model_copy(
        update={
            "name": f"DENOM{rank}K",
            "siren": siren_of(rank),
            "adviser": f"CONSEIL{rank}K",
            "notes": f"REMARQUE{rank}K",
            "opened": date(2026, 2, 3 + rank),
            "answers": answers,
        }
    )


def secrets(rank: int, dossier: Dossier) -> set[str]:
    found = {dossier.name, dossier.siren, dossier.adviser, dossier.notes, f"FICHIER{rank}K", f"MARCHE{rank}K"}
    for one in dossier.answers.values():
        assert one.evidence is not None
        found |= {one.article, one.quote, one.note, one.evidence.document, one.evidence.page}
        if isinstance(one.value, str) and re.fullmatch(r"\d{4,}(\.\d+)?", one.value) and one.value > "3000":
            whole = one.value.partition(".")[0]
            found |= {whole, f"{int(whole):,}".replace(",", "\u00a0"), f"{int(whole):,}".replace(",", " ")}
    return found


@pytest.mark.parametrize("smallest", [1, 3])
@pytest.mark.parametrize("fmt", FORMATS)
def test_nothing_that_a_person_typed_is_in_any_format(knowledge: Knowledge, fmt: str, smallest: int) -> None:
    dossiers = [secretive(rank) for rank in range(5)]
    entries = tuple(entry(one, f"FICHIER{rank}K.yaml") for rank, one in enumerate(dossiers))
    broken = Damaged(Path("FICHIERCASSEK.yaml"), (Problem("illisible", "FICHIERCASSEK.yaml"),), False)
    report = write_summary(Repository(Path("x"), entries, (broken,)), YEAR, knowledge, smallest=smallest)
    text = printed(report, fmt)
    hidden = set().union(*(secrets(rank, one) for rank, one in enumerate(dossiers)), {"FICHIERCASSEK"})
    assert len(hidden) > 60
    assert [one for one in hidden if one in text] == []
    assert re.search(r"\d[\d\u00a0 ]*(?:,\d+)?[\u00a0 ]?€", text) is None
    # The report is not empty for all that.
    assert "1 dossier illisible" in " ".join(spaced(text).split()) or fmt in ("docx", "pdf")


def test_a_consultation_holds_only_ids_of_the_rules(knowledge: Knowledge) -> None:
    """What is gathered is what can be printed: no free text goes in."""
    found = gather(shelf(*(case.dossier for case in load_cases()[:40])), Period(date.min, date.max), knowledge)
    for one in found.consultations:
        assert {obstacle.criterion for obstacle in one.obstacles} <= set(knowledge.criteria)
        assert {*one.remedies, *one.later} <= set(knowledge.remedies)
        assert set(one.missing) <= set(knowledge.facts) and set(one.open_points) <= set(knowledge.open_questions)
        for id, chosen in one.profile.items():
            fact = knowledge.facts[id]
            options = {option.id for option in fact.options}
            assert set(chosen) <= options if options else all(not re.search(r"\d{4}", group) for group in chosen)


# -- small groups -----------------------------------------------------------------------------------------------------


def consultation(who: int, group: str) -> Consultation:
    return Consultation(
        day=date(2026, 1, 1), dating="ouverture", company=who, adviser=None, profile={"g": (group,)}, outcomes={},
        obstacles=(), remedies=(), later=(), missing=(), open_points=(),
    )  # fmt: skip


members = st.lists(st.tuples(st.integers(0, 12), st.sampled_from("abcdef")), max_size=30)


@given(members, st.integers(1, 6))
def test_no_group_of_too_few_companies_is_told_nor_found_by_subtraction(
    found: list[tuple[int, str]], smallest: int
) -> None:
    everything = [consultation(who, group) for who, group in found]
    disclosed = of_partition(everything, lambda one: one.profile["g"][0], smallest)
    companies = {letter: {who for who, group in found if group == letter} for letter in "abcdef"}
    for one in disclosed.counts:
        assert len(companies[one.group]) == one.companies >= smallest
        assert one.consultations == sum(group == one.group for _, group in found)
    shown = {one.group for one in disclosed.counts}
    left = [who for who, group in found if group not in shown]
    assert disclosed.merged == len(left)
    assert not disclosed.counts or not left or len(set(left)) >= smallest
    assert all(len(companies[group]) >= smallest for group in disclosed.mainly)
    listed = of_list(everything, lambda one: one.profile["g"], smallest)
    assert all(one.companies >= smallest for one in listed.counts)
    assert listed.hidden == sum(0 < len(who) < smallest for who in companies.values())


def test_two_dossiers_of_one_company_do_not_make_a_group(knowledge: Knowledge) -> None:
    others = [company(rank) for rank in range(4)]
    twins = [
        company(9, forme_juridique="sca").model_copy(update={"name": name, "siren": siren})
        for name, siren in (("Jumelle", "123 456 782"), ("Jumelle bis", "123456782"), ("jumelle", "123456782"))
    ]
    report = write_summary(shelf(*others, *twins), YEAR, knowledge)
    assert "7, pour 5 structures distinctes" in words(report)
    assert "Société en commandite par actions" not in words(report) and "SCA" not in words(report)


def test_a_group_alone_in_the_rest_is_told_in_words_when_figures_would_give_it_away(knowledge: Knowledge) -> None:
    report = write_summary(
        shelf(*(company(rank) for rank in range(6)), company(7, situation="projet")), YEAR, knowledge
    )
    assert "Où en est la structure" not in charts(report)
    assert "surtout « Structure existante (première demande) »" in words(report)
    assert "Projet non encore créé" not in words(report)
    everything = write_summary(
        shelf(*(company(rank) for rank in range(6)), company(7, situation="projet")), YEAR, knowledge, smallest=1
    )
    assert bars(everything, "Où en est la structure")["Projet non encore créé"] == 1
    assert "ce bilan ne se diffuse pas" in words(everything)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_too_few_companies_are_counted_and_no_more(knowledge: Knowledge, number: int) -> None:
    report = write_summary(shelf(*(company(rank) for rank in range(number))), YEAR, knowledge)
    assert set(charts(report)) <= {"Consultations au fil du temps"}
    text = words(report)
    assert ("Moins de 3 structures" if number else "Aucune consultation") in text
    for fmt in FORMATS:
        assert printed(report, fmt)


# -- what it counts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("every", one_in(6))
def test_the_counts_are_those_of_the_assessments(every: int, knowledge: Knowledge) -> None:
    cases = load_cases()[::every]
    dossiers = [
        one.dossier.model_copy(update={"name": f"n{rank}", "siren": "", "opened": date(2026, 5, 1 + rank % 30)})
        for rank, one in enumerate(cases)
    ]
    report = write_summary(shelf(*dossiers), YEAR, knowledge, smallest=1)
    assessments = [assess(one, on=one.on or one.opened) for one in dossiers]
    for status in ("ess", "esus"):
        expected = Counter(one.verdicts[status].outcome for one in assessments)
        counted = bars(report, knowledge.statuses[status].title)
        assert (
            counted["Éligible"] == expected[VerdictId.ELIGIBLE] and counted["De droit"] == expected[VerdictId.BY_RIGHT]
        )
        assert counted["Non éligible"] == expected[VerdictId.NOT_ELIGIBLE]
        undetermined = sum(
            n for label, n in counted.items() if label.startswith(("En attente", "Indéterminé", "Sans avis"))
        )
        assert undetermined == expected["indetermine"] and sum(counted.values()) == len(cases)
    forms = Counter(one.answers["forme_juridique"].value for one in dossiers if "forme_juridique" in one.answers)
    assert bars(report, "Forme juridique")["SAS"] == forms["sas"]
    now = Counter(id for one in assessments for id in {c.remedy for v in one.verdicts.values() for c in v.changes})
    counted = bars(report, "Changements à faire dès maintenant")
    best = now.most_common(1)[0]
    assert counted[knowledge.remedies[best[0]].title] == best[1]
    lacking = Counter(id for one in assessments for id in {knowledge.addresses[m.address][0].id for m in one.missing})
    for label, number in bars(report, "Réponses et pièces attendues").items():
        assert number in [n for id, n in lacking.items() if knowledge.facts[id].short == label]
    assert sum(bars(report, "Consultations au fil du temps").values()) == len(cases)
    assert sum(bars(report, "Ancienneté").values()) == len(cases)


@pytest.mark.parametrize("case", spread(load_cases()[::3], 7, lambda case: case.number))
def test_what_counts_as_advised_is_what_the_report_of_the_company_tells(
    knowledge: Knowledge, case: Case, judged: JudgedCases
) -> None:
    """Neither a change that no report told, nor one missing: the figure is given to a funder."""
    (one,) = gather(shelf(case.dossier), Period(date.min, date.max), knowledge).consultations
    _, assessment = judged[case.id]
    titles = {
        change.remedy: f"{change.title} (si le projet ne le contient pas déjà)" if change.pending else change.title
        for verdict in assessment.verdicts.values()
        for change in (*verdict.changes, *verdict.later)
    }
    sections = {section.id: section for section in build_report(assessment, knowledge, case.dossier).sections}
    for section, counted in (("changes", one.remedies), ("later", one.later)):
        leads = {item.lead for item in items(sections[section])} if section in sections else set()
        assert {id for id, title in titles.items() if Item(lead=sentence(title)).lead in leads} == set(counted)


def items(section: Section) -> Iterator[Item]:
    pending = [item for block in section.blocks if isinstance(block, Bullets) for item in block.items]
    while pending:
        yield (item := pending.pop())
        pending += item.items


def test_an_obstacle_that_sums_up_others_is_not_told_beside_them(knowledge: Knowledge) -> None:
    cases = {case.id: case.dossier for case in load_cases()}
    below = [one for id, one in cases.items() if id.startswith("033")]
    named = [
        one.model_copy(update={"name": f"n{rank}", "opened": date(2026, 1, 2)}) for rank, one in enumerate(below * 3)
    ]
    labels = list(
        bars(write_summary(shelf(*named), YEAR, knowledge), "Critères non remplis qui ont pesé sur un verdict")
    )
    assert [label.split()[0] for label in labels] == ["ESS-08P"]
    chart = charts(write_summary(shelf(*named), YEAR, knowledge))["Critères non remplis qui ont pesé sur un verdict"]
    assert "art." in chart.bars[0].note and chart.bars[0].note.endswith("]")


def test_the_verdict_is_that_of_the_day_of_law_else_of_the_consultation(knowledge: Knowledge) -> None:
    """One dossier, on both sides of a reform: the figure follows the day that the dossier fixes."""
    cases = {case.id: case.dossier for case in load_cases()}
    before = next(one for id, one in cases.items() if id.startswith("112"))
    assert before.on is not None and before.on < knowledge.base.start
    fixed = [before.model_copy(update={"name": f"n{r}", "opened": date(2026, 1, 2)}) for r in range(3)]
    free = [one.model_copy(update={"on": None, "name": f"m{r}"}) for r, one in enumerate(fixed)]
    counted = bars(write_summary(shelf(*fixed, *free), YEAR, knowledge), "Entreprise de l'ESS")
    assert counted["Sans avis : jour d'avant la loi"] == 3 and sum(counted.values()) == 6


@pytest.mark.parametrize(
    ("opened", "on", "expected"),
    [
        (date(2026, 1, 5), date(2025, 3, 3), (date(2026, 1, 5), "ouverture")),
        (None, date(2025, 3, 3), (date(2025, 3, 3), "appreciation")),
        (None, None, (date(2026, 7, 14), "fichier")),
    ],
)
def test_a_consultation_is_dated_by_the_best_that_the_dossier_tells(
    opened: date | None, on: date | None, expected: tuple[date, str]
) -> None:
    assert consultation_day(entry(Dossier(opened=opened, on=on))) == expected


def test_the_method_says_how_many_were_dated_each_way_and_left_out(knowledge: Knowledge) -> None:
    undated = company(1).model_copy(update={"opened": None, "on": None})
    by_law = company(2).model_copy(update={"opened": None, "on": date(2026, 2, 2)})
    counted = (company(3), company(4), undated, by_law)
    report = write_summary(
        shelf(*counted, company(5, opened=date(2025, 12, 31)), Dossier(name="vide")), YEAR, knowledge
    )
    text = words(report)
    assert "le jour où l'entretien a commencé : 2" in text and "écrit dans le dossier : 1" in text
    assert "dernier enregistrement du fichier : 1" in text
    assert "1 dossier d'une autre période, 1 dossier sans aucune réponse" in text


def test_the_same_days_of_the_year_before_are_counted(knowledge: Knowledge) -> None:
    period = Period(date(2026, 1, 1), date(2026, 3, 31), "1er trimestre 2026")
    earlier = [
        company(rank, opened=day) for rank, day in enumerate((date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 1)))
    ]
    report = write_summary(shelf(*earlier, *(company(rank) for rank in range(10, 15))), period, knowledge)
    pairs = next(block for block in report.parts[0].blocks if isinstance(block, KeyValues)).pairs
    pair = dict(pairs)["Un an plus tôt"].replace("\u00a0", " ")
    assert pair.startswith("2, du 1er janvier 2025 au 31 mars 2025") and pair.endswith("3 de plus cette fois")


@pytest.mark.parametrize(
    ("number", "total", "expected"),
    [(3, 9, "3"), (3, 10, "3 (30 %)"), (1, 300, "1 (<1 %)"), (0, 20, "0 (0 %)"), (20, 20, "20 (100 %)"), (2, 3, "2")],
)
def test_a_share_is_given_with_its_count_and_only_of_enough(number: int, total: int, expected: str) -> None:
    assert figure(number, total).replace("\u00a0", " ").replace("< 1", "<1") == expected


@pytest.mark.parametrize(
    ("fact", "value", "expected"),
    [
        ("date_creation", "2025-07-15", "moins d'un an"),
        ("date_creation", "2025-07-14", "de 1 à 3 ans"),
        ("date_creation", "2016-07-14", "10 ans ou plus"),
        ("date_creation", "2016-07-15", "de 5 à 10 ans"),
        ("date_creation", "2026-07-15", "pas encore passée"),
        ("nombre_remuneres", "0", "aucune"),
        ("nombre_remuneres", "4", "de 1 à 4"),
        ("nombre_remuneres", "5", "de 5 à 9"),
        ("nombre_remuneres", "249", "de 50 à 249"),
        ("nombre_remuneres", "250", "250 ou plus"),
        ("forme_juridique", "sas", "sas"),
    ],
)
def test_dates_and_numbers_become_brackets(knowledge: Knowledge, fact: str, value: str, expected: str) -> None:
    dossier = Dossier(answers={fact: answer(value)})
    assert groups(dossier, knowledge.facts[fact], date(2026, 7, 14)) == (expected,)
    unknown = Dossier(answers={fact: answer(None)})
    assert groups(unknown, knowledge.facts[fact], date(2026, 7, 14)) == ()


def test_bars_carry_the_figures_they_draw(knowledge: Knowledge) -> None:
    report = write_summary(shelf(*(company(rank) for rank in range(12))), YEAR, knowledge)
    for chart in charts(report).values():
        for bar in chart.bars:
            assert bar.text.startswith(str(bar.value)), bar
    assert list(charts(report)["Forme juridique"].bars) == [
        Bar(label="SAS", value=12, text="12 (100 %)".replace(" %", "\u00a0%"))
    ]
    assert all(isinstance(block, (Chart, Paragraph, KeyValues)) for part in report.parts[:-1] for block in part.blocks)
