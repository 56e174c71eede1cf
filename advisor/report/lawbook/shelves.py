"""Every nature of entry that the rules hold, where its entries are, and the page that tells one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic_core import to_jsonable_python

from advisor.common.errors import InputError, Problem, close_to
from advisor.common.french import folded, french_date, listed, shortlist
from advisor.report.lawbook._drafting_pages import ActPages, BesidePages
from advisor.report.lawbook._entry_pages import AnswerPages, DoingPages
from advisor.report.lawbook._law import LawPages
from advisor.report.lawbook._texts import Exercised, TextPages, no_cases
from advisor.report.model import Report, Section
from advisor.report.words import base_of
from advisor.rules.aside import load_personal_data, texts
from advisor.rules.contacts import Region, load_contacts
from advisor.rules.course import load_course
from advisor.rules.facts import Fact, Option
from advisor.rules.glossary import load_glossary
from advisor.rules.load import Knowledge
from advisor.rules.prediagnosis import load_script
from advisor.rules.vocabulary import EntryKind
from advisor.rules.words import load_words

Page = Callable[[Any], Iterable[Section | None]]


@dataclass(frozen=True)
class LawEntry:
    """One entry: its id, what names it in a list, and what its page is made from.

    ``own``: what it says itself, when its content holds more.
    """

    id: str
    title: str
    content: Any
    own: Any = None

    def holds(self, words: Iterable[str]) -> bool:
        """Whether its id, its title and its words hold some words, folded."""
        head = folded(f"{self.id} {self.title}")
        left = [word for word in words if word not in head]
        if not left:
            return True
        own = to_jsonable_python(self.content if self.own is None else self.own, fallback=str)
        said = " ".join(folded(text) for _, text in texts(own))
        return all(word in said for word in left)


@dataclass(frozen=True)
class LawShelf:
    """The entries of one nature, in the order of the files.

    Attributes:
        nature: its id. label: what one entry is called. group: the id of its group, see `GROUPS`.
        page: what tells an entry, from what it holds.
    """

    nature: str
    label: str
    entries: tuple[LawEntry, ...]
    page: Page
    group: str = ""


GROUPS = {
    "loi": "La loi et les statuts",
    "entretien": "Les questions et les chiffres",
    "conseils": "Ce qu'il faut faire et savoir",
    "bilan": "Le bilan annuel",
    "actes": "Les actes et le calendrier",
    "formation": "La journée de formation",
    "parcours": "L'autoévaluation",
}
"""Groups of natures, in the order of the list: id and title. No verdict rests on the last two."""

BESIDE = ("formation", "parcours")
"""Groups whose entries stand beside the law: under a name that the law bears too, they come after it."""


@lru_cache(maxsize=4)
def shelves(knowledge: Knowledge, on: date | None = None, exercised: Exercised = no_cases) -> tuple[LawShelf, ...]:
    """Everything that bears an id in the rules, group after group.

    ``exercised``: the worked cases of each criterion, shown beside the text of the law.
    """
    groups = {
        "loi": _law(knowledge, LawPages(knowledge, on)),
        "entretien": _interview(knowledge, on),
        "conseils": _doing(knowledge, DoingPages(knowledge, on)),
        "bilan": _checkup(knowledge, DoingPages(knowledge, on)),
        "actes": _acts(knowledge, ActPages(knowledge, on)),
        "formation": _training(BesidePages(knowledge, on)),
        "parcours": _journey(knowledge, BesidePages(knowledge, on)),
    }
    pages = TextPages(knowledge, on, exercised)
    return tuple(
        replace(shelf, group=group, page=_with_text(shelf.page, pages)) for group in GROUPS for shelf in groups[group]
    )


def _with_text(page: Page, texts: TextPages) -> Page:
    """A page with the text of the law under it."""
    return lambda content: (*page(content), *texts.under(content))


def _shelf(nature: str, label: str, contents: Iterable[Any], page: Page) -> LawShelf:
    return LawShelf(nature, label, tuple(LawEntry(one.id, _title(one), one) for one in contents), page)


def _law(knowledge: Knowledge, law: LawPages) -> Iterator[LawShelf]:
    statuses = knowledge.statuses.values()
    reserves = (
        LawEntry(reserve.id, f"Sur {criterion.id}, {criterion.title}", (criterion, reserve), reserve)
        for criterion in knowledge.criteria.values()
        for reserve in criterion.reserves
    )
    lights = (LawEntry(light.id, light.title, (status, light), light) for status in statuses for light in status.lights)
    yield _shelf(EntryKind.CRITERION, "Critère", knowledge.criteria.values(), law.criterion)
    yield LawShelf("reserve", "Réserve", tuple(reserves), law.reserve)
    yield _shelf(EntryKind.OPEN_POINT, "Point ouvert", knowledge.open_questions.values(), law.open_question)
    yield _shelf(EntryKind.DEFINITION, "Condition nommée", knowledge.definitions.values(), law.definition)
    yield _shelf(EntryKind.STATUS, "Statut", statuses, law.status)
    yield _shelf("voie", "Voie", knowledge.routes().values(), law.route)
    yield LawShelf("feu", "Feu", tuple(lights), law.light)
    yield _shelf(EntryKind.SOURCE, "Texte", knowledge.sources.values(), law.source)
    yield _shelf("confiance", "Code de confiance", knowledge.base.confidences, law.level)


def _interview(knowledge: Knowledge, on: date | None) -> Iterator[LawShelf]:
    answers = AnswerPages(knowledge, on)
    coherences = (LawEntry(one.id, _names(knowledge, one.facts), one) for one in knowledge.coherences)
    yield _shelf(EntryKind.FACT, "Question", knowledge.facts.values(), answers.fact)
    yield LawShelf("reponse", "Réponse proposée", tuple(_options(knowledge)), answers.option)
    yield _shelf(EntryKind.SET, "Ensemble de réponses", knowledge.sets.values(), answers.choice_set)
    yield LawShelf(EntryKind.COHERENCE, "Contradiction", tuple(coherences), answers.coherence)
    yield _shelf(EntryKind.SHEET, "Feuille de l'entretien", knowledge.sheets.values(), answers.sheet)
    yield _shelf("theme", "Thème", knowledge.base.themes, LawPages(knowledge, on).theme)
    yield _shelf(EntryKind.PARAMETER, "Chiffre de la loi", knowledge.parameters.values(), answers.parameter)
    yield _shelf(EntryKind.INDICATOR, "Chiffre calculé", knowledge.indicators.values(), answers.indicator)
    yield _shelf(EntryKind.AMOUNT, "Chiffre à viser", knowledge.amounts, DoingPages(knowledge, on).amount)


def _doing(knowledge: Knowledge, doing: DoingPages) -> Iterator[LawShelf]:
    yield _shelf(EntryKind.REMEDY, "Remède", knowledge.remedies.values(), doing.remedy)
    yield _shelf(EntryKind.REFUSAL, "Point non négociable", knowledge.refusals.values(), doing.refusal)
    for kind, label in load_words().guidance.items():
        yield _shelf(kind, label, (line for line in knowledge.guidance if line.kind == kind), doing.guidance)
    yield _shelf("souhait", "Souhait", knowledge.choices.wants, doing.want)
    yield _shelf("statut_compare", "Statut comparé", knowledge.choices.statutes, doing.statute)


def _checkup(knowledge: Knowledge, doing: DoingPages) -> Iterator[LawShelf]:
    yield _shelf(EntryKind.CHECK, "Point du bilan annuel", knowledge.checks.values(), doing.check)
    yield _shelf(EntryKind.QUALITY, "Qualité tenue", knowledge.qualities.values(), doing.quality)
    yield _shelf(EntryKind.RISK, "Risque", knowledge.risks.values(), doing.risk)


def _acts(knowledge: Knowledge, acts: ActPages) -> Iterator[LawShelf]:
    written = knowledge.acts
    yield _shelf(EntryKind.CLAUSE, "Clause", written.clauses.values(), acts.clause)
    yield _shelf(EntryKind.WORD, "Mot des clauses", written.words.values(), acts.word)
    yield _shelf(EntryKind.MAJORITY, "Majorité", written.majorities.values(), acts.majority)
    yield _shelf(EntryKind.FILE_CASE, "Cas du dossier ESUS", written.file_cases.values(), acts.file_case)
    yield _shelf(EntryKind.STEP, "Étape du calendrier", written.steps.values(), acts.step)
    yield _shelf(EntryKind.HOLIDAY, "Jour férié", written.holidays.values(), acts.holiday)


def _training(beside: BesidePages) -> Iterator[LawShelf]:
    course = load_course()
    lessons = (LawEntry(id, lesson.question, lesson) for id, lesson in course.lessons.items())
    yield _shelf("theme_formation", "Thème de la journée", course.themes.values(), beside.course_theme)
    yield LawShelf("lecon", "Leçon", tuple(lessons), beside.lesson)


def _journey(knowledge: Knowledge, beside: BesidePages) -> Iterator[LawShelf]:
    contacts, personal = load_contacts(), load_personal_data()
    # A question has the id of its fact; another base than the packaged one may lack it.
    questions = ((one, knowledge.facts[one.fact]) for one in load_script().questions if one.fact in knowledge.facts)
    asked = (LawEntry(fact.id, one.question or fact.question, (one, fact)) for one, fact in questions)
    terms = (LawEntry(id, one.term, one) for id, one in load_glossary().entries.items())
    regions = (LawEntry(one.id, _chamber(one), one) for one in contacts.regions)
    counsels = (LawEntry(one.id, one.name, one) for one in contacts.counsels)
    common = (
        LawEntry("missions", "Ce que fait une CRESS", contacts.missions),
        LawEntry("national", contacts.network.name, contacts.network),
        LawEntry("service", contacts.service.name, contacts.service),
    )
    rules = (
        LawEntry("droits", "Ce que chacun peut demander, et à qui", personal.rights),
        LawEntry("cookies", "Pourquoi l'accord n'est pas demandé", (personal.cookies,)),
    )
    yield LawShelf("prediagnostic", "Question du pré-diagnostic", tuple(asked), beside.question)
    yield LawShelf("terme", "Mot expliqué", tuple(terms), beside.term)
    yield LawShelf("region", "CRESS d'une région", tuple(regions), beside.region)
    yield LawShelf("interlocuteur", "Autre interlocuteur", tuple(counsels), beside.counsel)
    yield LawShelf("contact", "Contact de toute région", common, beside.common)
    yield LawShelf("donnees", "Données personnelles", rules, beside.personal)


def _title(entry: Any) -> str:
    return getattr(entry, "short", "") or getattr(entry, "title", "") or getattr(entry, "text", "") or entry.id


def _chamber(region: Region) -> str:
    """The CRESS of a region, with the region when its name does not tell it."""
    name = region.chamber.name
    return name if region.name in name else f"{name} ({region.name})"


def _names(knowledge: Knowledge, addresses: Iterable[str]) -> str:
    """Some questions by their short names, enough of them to tell which."""
    facts = dict.fromkeys(knowledge.facts[address.partition("[")[0]] for address in addresses)
    names = [fact.short or fact.id for fact in facts]
    return listed(names) if len(names) <= 3 else shortlist(names, 2, joint=",")


def _options(knowledge: Knowledge) -> list[LawEntry]:
    """One entry an answer, whatever the number of questions that offer it."""
    offered: dict[str, list[tuple[Fact, Option]]] = {}
    for fact in knowledge.facts.values():
        for option in fact.options:
            offered.setdefault(option.id, []).append((fact, option))
    found = []
    for id, pairs in offered.items():
        labels = dict.fromkeys(option.label or option.id for _, option in pairs)
        found.append(LawEntry(id, " ; ".join(labels), tuple(pairs), tuple(option for _, option in pairs)))
    return found


def show_rule(knowledge: Knowledge, id: str, on: date | None = None, exercised: Exercised = no_cases) -> Report:
    """Everything the rule base says under one id: one page, or one a nature when several entries bear it.

    Args:
        id: name of the entry, upper or lower case; a row of a table (``dividendes[n-1]``) has the page of its question.
            What stands beside the law under the same name (a lesson, a word explained) comes after its page.
        on: only the version in force that day; every version without it.
        exercised: as for `shelves`.

    Raises:
        InputError: no entry has this name; the message gives the closest ones.
    """
    wanted = id.strip()
    if wanted in knowledge.addresses:
        wanted = knowledge.addresses[wanted][0].id
    every = shelves(knowledge, on, exercised)
    pages = [(shelf, one) for shelf in every for one in shelf.entries if one.id.lower() == wanted.lower()]
    if not pages:
        close = close_to(wanted, (one.id for shelf in every for one in shelf.entries), 3)
        mend = f"Vouliez-vous dire {listed(close, 'ou')} ?" if close else "Essayez par exemple ESS-07, esus ou Q7."
        mend += " La liste : ess-advisor regles liste"
        if any(wanted.lower() in one.title.lower() for shelf in every for one in shelf.entries):
            mend += f' --recherche "{wanted}"' if " " in wanted else f" --recherche {wanted}"
        mend += "."
        raise InputError(Problem(f"« {id} » n'est le nom d'aucune règle.", mend=mend))
    natures = ", ".join(dict.fromkeys(shelf.label for shelf, _ in pages))
    metadata = (
        ("Nature", natures if len(pages) == 1 else f"{len(pages)} entrées portent ce nom : {natures}"),
        ("Identifiant", ", ".join(dict.fromkeys(one.id for _, one in pages))),
        ("Date", f"au {french_date(on)}" if on else "toutes les rédactions connues"),
        base_of(knowledge),
    )
    law = [page for page in pages if page[0].group not in BESIDE] or pages
    several = len(law) > 1
    apart = [
        Section(
            id=f"{shelf.nature}-{rank}",
            title=f"{shelf.label} : {entry.title}" if several else shelf.label,
            sections=shelf.page(entry.content),
        )
        for rank, (shelf, entry) in enumerate(pages, start=1)
    ]
    if several:
        return Report(title=pages[0][1].id, metadata=metadata, sections=apart)
    shelf, entry = pages[0]
    return Report(title=entry.title, metadata=metadata, sections=(*shelf.page(entry.content), *apart[1:]))
