"""One clause that lacks says nothing of those nobody has read: they come first among the steps, on every face."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from types import SimpleNamespace
from typing import Any, cast

import pytest

from advisor.advice.guidance import ReportContext, clause_answers, other_unread_answers, unread_clauses, unread_notice
from advisor.advice.papers.clauses import statutes
from advisor.advice.papers.esus import esus_file
from advisor.advice.ways.find import find_ways
from advisor.advice.ways.model import STATUSES
from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment
from advisor.cli.interview.closing import summary_lines
from advisor.dossier import Dossier, answer
from advisor.interview.machine import Interview
from advisor.interview.prediagnosis.outlook import outlook
from advisor.report.document import render, render_report
from advisor.report.model import Report
from advisor.report.papers import clauses_report, file_report
from advisor.report.steps import next_steps
from advisor.report.summary import summary
from advisor.report.ways import ways_report
from advisor.rules.load import load_knowledge
from advisor.training.casebook.read import load_cases
from advisor.web.result.todo import steps
from advisor.web.result.view import WebReportContext, outcome_of
from tests.support.companies import sample
from tests.support.spread import one_in, spread
from tests.support.web_files import bring, plain
from tests.support.web_visitor import Visitor, site

KNOWLEDGE = load_knowledge()
CLAUSES = KNOWLEDGE.acts.clauses
READ = tuple(dict.fromkeys(fact for clause in CLAUSES.values() for fact in clause.facts))
SENTENCE = re.compile(r"(\d+|Une) clauses? des statuts (?:ne sont pas lues|n'est pas lue) : lisez-l(?:es|a) avant ")
MENTION = "inscrire la mention ESS"


def flat(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").split())


def stopped(dossier: Dossier) -> Dossier:
    """The same company, whose adviser stopped at the first clause, which the statutes do not hold."""
    remaining = {address: given for address, given in dossier.answers.items() if address not in READ}
    return dossier.model_copy(update={"answers": remaining}).with_answer("clause_objet", answer("non"))


def companies() -> Iterator[tuple[str, Dossier]]:
    """One worked case in two; of some, also stopped at the first clause, and with half of the clauses left unread."""
    for rank, one in enumerate(load_cases()[::2]):
        yield one.id, one.dossier
        if "clause_objet" in one.dossier.answers and rank % 3 == 0:
            yield f"{one.id}, stopped", stopped(one.dossier)
            half = one.dossier.with_answer("boni_liquidation", answer("associes"))
            yield f"{one.id}, half read", without(half, READ[rank % 7 :: 2])


def expected(dossier: Dossier, assessment: Assessment) -> int:
    """How many clauses are to be read: those the gap list cannot tell for want of one of their own answers."""
    if not any(
        one.outcome != "non_eligible" and any(not change.strict_only for change in one.changes)
        for one in assessment.verdicts.values()
    ):
        return 0
    known = {address for address, given in dossier.answers.items() if not given.unknown}
    return sum(
        mention.state == "a_lire" and not known.issuperset(CLAUSES[mention.clause].facts)
        for mention in statutes(dossier, assessment.on).mentions
    )


def printed(report: Report) -> str:
    return flat(render_report(report, "terminal", width=100))


def faces(dossier: Dossier, assessment: Assessment, *, path: bool) -> Iterator[tuple[str, str]]:
    """The steps of each face, in order and in words; the ways take long to find."""
    interview = Interview(KNOWLEDGE, dossier, on=assessment.on)
    talk = SimpleNamespace(interview=interview, label=lambda address: address)
    yield "interview", flat("\n".join(summary_lines(cast(Any, talk))))
    short = flat(render(assessment, "terminal", knowledge=KNOWLEDGE, dossier=dossier, width=100, short=True))
    yield "assess", short.partition("== CE QUI MANQUE")[0]
    page = summary(ReportContext(assessment, KNOWLEDGE, dossier, handed=True))
    todo = tuple(one for one in page.sections if one.id == "summary-steps")
    yield "first page", printed(Report(title="Page", sections=todo))
    yield "clauses", printed(clauses_report(statutes(dossier, assessment.on), KNOWLEDGE))
    yield "file", printed(file_report(esus_file(dossier, assessment.on), KNOWLEDGE)).partition("LES PIÈCES")[0]
    if path:
        found = tuple(find_ways(dossier, status, on=assessment.on) for status in STATUSES)
        yield "path", printed(ways_report(found, dossier, KNOWLEDGE))
    context = WebReportContext(assessment, KNOWLEDGE, dossier, handed=True)
    yield "site", flat("\n".join(f"{one.title}. {one.text}" for one in steps(interview, context)))
    following = [step for status in outlook(interview).statuses for step in status.next]
    yield "prediagnosis", flat("\n".join(f"{step.title}. {step.text}" for step in following))


@pytest.mark.parametrize("part", spread(range(4), 1))
def test_clauses_nobody_has_read_come_first_on_every_face_and_only_then(part: int) -> None:
    met: set[int] = set()
    for rank, (name, dossier) in enumerate(companies()):
        if rank % 4 != part:
            continue
        assessment = assess(dossier)
        count = expected(dossier, assessment)
        assert len(unread_clauses(assessment, KNOWLEDGE)) == count, name
        if not count and rank % 3:
            continue  # nothing to say: one company in three is looked at on every face
        titles = [one.title.rstrip(".") for verdict in assessment.verdicts.values() for one in verdict.changes]
        for face, text in faces(dossier, assessment, path=count > 0 and name.startswith(("001", "081"))):
            said = SENTENCE.search(text)
            assert (said is not None) == (count > 0), (name, face)
            assert not re.search(r"points? qui manque", text), (name, face)
            if said is None:
                continue
            assert said[1] == ("Une" if count == 1 else str(count)), (name, face)
            named = [at for title in titles if (at := text.lower().find(title.lower())) >= 0]
            assert not named or said.start() < min(named), (name, face)
            met.add(count)
    assert met, "some company of each part has clauses to read"


def without(dossier: Dossier, addresses: Iterable[str]) -> Dossier:
    for address in addresses:
        dossier = dossier.with_answer(address, None)
    return dossier


PROJECT = {"situation": "projet", "mention_rcs": None, "date_creation": None, "clause_but": "mot_pour_mot"}
TABLE: dict[str, tuple[Dossier, str]] = {
    "first clause answered no, the others absent": (
        stopped(sample()),
        "14 clauses des statuts ne sont pas lues : lisez-les avant de convoquer l'assemblée",
    ),
    "an early answer not known either": (
        stopped(sample(mention_rcs="non", activite_propre=None)),
        "14 clauses des statuts ne sont pas lues : lisez-les avant de convoquer l'assemblée",
    ),
    "all read": (sample(clause_objet="non", clause_but="mot_pour_mot"), ""),
    "one not known": (
        sample(clause_objet="non", clause_but="mot_pour_mot", rachat_titres=None),
        "Une clause des statuts n'est pas lue : lisez-la avant de convoquer l'assemblée",
    ),
    "in a criterion that another clause already fails": (
        sample(place_parties_prenantes="rien", place_salaries=None, expression_voix=None),
        "2 clauses des statuts ne sont pas lues : lisez-les avant de convoquer l'assemblée",
    ),
    "waited for by a verdict, while the other asks for the entry in the register": (
        sample(mention_rcs="non", boni_liquidation=None),
        "Une clause des statuts n'est pas lue : lisez-la avant de convoquer l'assemblée",
    ),
    "a practice of the year is no clause": (
        sample(clause_objet="non", clause_but="mot_pour_mot", benefice_affecte=None, operations_capital=None),
        "",
    ),
    "a project that writes them all": (sample(**PROJECT, clause_objet="non", boni_liquidation=None), ""),
    "a project whose clause is written, its rate not read": (
        sample(**PROJECT, clause_objet="non", taux_report_statuts=None),
        "Une clause des statuts n'est pas lue : lisez-la avant de signer les statuts",
    ),
    "an association": (sample(forme_juridique="association"), ""),
}


@pytest.mark.parametrize("name", TABLE)
def test_what_is_to_be_read_before_the_statutes_are_changed(name: str) -> None:
    dossier, said = TABLE[name]
    assert unread_notice(assess(dossier), KNOWLEDGE) == said


@pytest.mark.parametrize("every", one_in(8))
def test_each_verdict_with_something_to_change_begins_by_the_reading_told_in_full_once(every: int) -> None:
    for name, dossier in islice(companies(), 0, None, every):
        assessment = assess(dossier)
        if not (notice := unread_notice(assessment, KNOWLEDGE)):
            continue
        context = ReportContext(assessment, KNOWLEDGE, dossier)
        said = [
            next_steps(context, one)
            for one in assessment.verdicts.values()
            if one.changes and one.outcome != "non_eligible"
        ]
        assert [one.startswith(notice) for one in said] == [True] + [False] * (len(said) - 1), name
        assert all(one.startswith("D'abord lire ces clauses, comme pour l'ESS") for one in said[1:]), name


def test_what_is_no_clause_keeps_its_own_sentence() -> None:
    dossier = sample(clause_objet="non", benefice_affecte=None, operations_capital=None)
    assessment = assess(dossier)
    assert set(other_unread_answers(assessment, KNOWLEDGE)) == {"benefice_affecte", "operations_capital"}
    assert clause_answers(assessment, KNOWLEDGE) == ("clause_but",)
    interview = Interview(KNOWLEDGE, dossier)
    kinds = [one.kind for one in steps(interview, WebReportContext(assessment, KNOWLEDGE, dossier, handed=True))]
    assert kinds[:2] == ["lire", "verifier"] and "changer" in kinds[2:]


@pytest.mark.parametrize("left", ["absent", "unknown"])
def test_going_on_to_read_asks_the_clauses_first(left: str) -> None:
    """« Je ne sais pas » is asked again; what else is of use comes after the last clause."""
    whole = sample(clause_objet="non", date_creation=None, benefice_affecte=None)
    unread_now = ("clause_but", "place_salaries", "boni_liquidation")
    interview = Interview(KNOWLEDGE, without(whole, unread_now))
    if left == "unknown":
        for address in unread_now:
            interview.unknown(address)
    assert interview.next_group() is None and set(interview.clauses_to_read()) == set(unread_now)
    interview.read_clauses()
    asked: list[str] = []
    while (group := interview.next_group()) is not None:
        asked += [item.address for item in group.needed]
        for item in group.needed:
            interview.unknown(item.address)
    last = max(asked.index(address) for address in unread_now)
    assert set(asked[: last + 1]) <= set(KNOWLEDGE.sheets["statuts"].every) and len(asked) > last + 1


def test_the_entry_in_the_register_waits_for_the_last_clause() -> None:
    """It supposes statutes in order: on every face it comes after the reading, and says so or comes with its how."""
    dossier = sample(mention_rcs="non", clause_objet="non", boni_liquidation=None)
    for face, text in faces(dossier, assess(dossier), path=True):
        found = SENTENCE.search(text)
        assert found is not None, face
        for at in (one.start() for one in re.finditer(MENTION, text)):
            after = text[at : at + 120]
            stated = "une fois les statuts lus et en règle" in after or "Une fois les statuts conformes" in after
            assert found.start() < at and (stated or "DANS L'ORDRE" not in text), (face, after)
    read = sample(mention_rcs="non", clause_objet="non", clause_but="mot_pour_mot")
    assert all("lus et en règle" not in text for _, text in faces(read, assess(read), path=True))


def test_the_page_of_the_result_leads_to_the_clauses_and_counts_what_was_seen() -> None:
    dossier = stopped(sample())
    with site() as client:
        visitor = bring(Visitor(client), dossier).go("/resultat")
        text = plain(visitor.page.text)
        assert "2 points vus, 14 clauses à lire" in text and not re.search(r"points? qui manque", text)
        assert "Aller plus loin" not in text
        visitor.send("/clauses")
        assert "un but autre que le seul partage" in plain(visitor.page.text)
        whole = bring(Visitor(client), sample(clause_objet="non", clause_but="mot_pour_mot")).go("/resultat")
        assert "2 points à corriger" in plain(whole.page.text) and "pas lue" not in plain(whole.page.text)


def test_what_was_seen_is_never_told_as_all_there_is() -> None:
    for dossier, said in TABLE.values():
        assessment = assess(dossier)
        context = WebReportContext(assessment, KNOWLEDGE, dossier, handed=True)
        for verdict in assessment.verdicts.values():
            assert ("à lire" in outcome_of(context, verdict).seen) == bool(said)
