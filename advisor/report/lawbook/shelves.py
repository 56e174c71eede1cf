"""Every nature of entry that the rules hold, where its entries are, and the page that tells one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from advisor.errors import InputError, Problem
from advisor.knowledge import Knowledge
from advisor.knowledge.models import Fact, Option
from advisor.report.lawbook.acts import ActPages
from advisor.report.lawbook.answers import AnswerPages
from advisor.report.lawbook.doing import DoingPages
from advisor.report.lawbook.law import LawPages
from advisor.report.model import Bullets, Item, Paragraph, Report, Section
from advisor.values import french_date


@dataclass(frozen=True)
class Entry:
    """One entry: its id, what names it in a list, and what its page is made from."""

    id: str
    title: str
    held: Any


@dataclass(frozen=True)
class Shelf:
    """The entries of one nature, in the order of the files."""

    nature: str
    label: str
    entries: tuple[Entry, ...]
    page: Callable[[Any], Iterable[Section]]


@lru_cache(maxsize=4)
def shelves(knowledge: Knowledge, on: date | None = None) -> tuple[Shelf, ...]:
    """Everything that bears an id in the rules."""
    law, answers = LawPages(knowledge, on), AnswerPages(knowledge, on)
    doing, acts = DoingPages(knowledge, on), ActPages(knowledge, on)
    statuses, written = knowledge.statuses.values(), knowledge.acts

    def shelf(nature: str, label: str, held: Iterable[Any], page: Callable[[Any], Iterable[Section]]) -> Shelf:
        return Shelf(nature, label, tuple(Entry(one.id, _title(one), one) for one in held), page)

    guides = (
        shelf(kind, label, (line for line in knowledge.guidance if line.kind == kind), doing.guidance)
        for kind, label in _GUIDES.items()
    )
    reserves = (
        Entry(reserve.id, f"Sur {criterion.id}, {criterion.title}", (criterion, reserve))
        for criterion in knowledge.criteria.values()
        for reserve in criterion.reserves
    )
    lights = (Entry(light.id, light.title, (status, light)) for status in statuses for light in status.lights)
    outcomes = (Entry(one.id, one.title or knowledge.remedies[one.remedy].title, one) for one in knowledge.outcomes)
    coherences = (Entry(one.id, _names(knowledge, one.facts), one) for one in knowledge.coherences)
    return (
        shelf("critere", "Critère", knowledge.criteria.values(), law.criterion),
        Shelf("reserve", "Réserve", tuple(reserves), law.reserve),
        shelf("point_ouvert", "Point ouvert", knowledge.open_questions.values(), law.open_question),
        shelf("statut", "Statut", statuses, law.status),
        shelf("voie", "Voie", knowledge.routes().values(), law.route),
        Shelf("feu", "Feu", tuple(lights), law.light),
        shelf("fait", "Question", knowledge.facts.values(), answers.fact),
        Shelf("reponse", "Réponse proposée", tuple(_options(knowledge)), answers.option),
        Shelf("coherence", "Contradiction", tuple(coherences), answers.coherence),
        shelf("feuille", "Feuille de l'entretien", knowledge.sheets.values(), answers.sheet),
        shelf("theme", "Thème", knowledge.base.themes, law.theme),
        shelf("parametre", "Chiffre de la loi", knowledge.parameters.values(), answers.parameter),
        shelf("indicateur", "Chiffre calculé", knowledge.indicators.values(), answers.indicator),
        shelf("montant", "Chiffre à viser", knowledge.amounts, doing.amount),
        shelf("remede", "Remède", knowledge.remedies.values(), doing.remedy),
        Shelf("effet", "Effet d'un remède", tuple(outcomes), doing.outcome),
        shelf("refus", "Point non négociable", knowledge.refusals.values(), doing.refusal),
        *guides,
        shelf("controle", "Point du bilan annuel", knowledge.checks.values(), doing.check),
        shelf("qualite", "Qualité tenue", knowledge.qualities.values(), doing.quality),
        shelf("risque", "Risque", knowledge.risks.values(), doing.risk),
        shelf("souhait", "Souhait", knowledge.choices.wants, doing.want),
        shelf("statut_compare", "Statut comparé", knowledge.choices.statutes, doing.statute),
        shelf("clause", "Clause", written.clauses.values(), acts.clause),
        shelf("mot", "Mot des clauses", written.words.values(), acts.word),
        shelf("majorite", "Majorité", written.majorities.values(), acts.majority),
        shelf("cas_dossier", "Cas du dossier ESUS", written.file_cases.values(), acts.file_case),
        shelf("etape", "Étape du calendrier", written.steps.values(), acts.step),
        shelf("ferie", "Jour férié", written.holidays.values(), acts.holiday),
        shelf("source", "Texte", knowledge.sources.values(), law.source),
        shelf("confiance", "Code de confiance", knowledge.base.confidences, law.level),
    )


_GUIDES = {
    "droit": "Droit ouvert",
    "limite": "Limite",
    "contrainte": "Contrainte",
    "procedure": "Démarche",
    "piece": "Pièce",
    "obligation": "Obligation",
}


def _title(entry: Any) -> str:
    return getattr(entry, "short", "") or getattr(entry, "title", "") or getattr(entry, "text", "") or entry.id


def _names(knowledge: Knowledge, addresses: Iterable[str]) -> str:
    """Some questions by their short names, enough of them to tell which."""
    facts = dict.fromkeys(knowledge.facts[address.partition("[")[0]] for address in addresses)
    names = [fact.short or fact.id for fact in facts]
    if len(names) > 3:
        return f"{', '.join(names[:2])} et {len(names) - 2} autres"
    return " et ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _options(knowledge: Knowledge) -> list[Entry]:
    """One entry an answer, whatever the number of questions that offer it."""
    offered: dict[str, list[tuple[Fact, Option]]] = {}
    for fact in knowledge.facts.values():
        for option in fact.options:
            offered.setdefault(option.id, []).append((fact, option))
    found = []
    for id, pairs in offered.items():
        labels = dict.fromkeys(option.label or option.id for _, option in pairs)
        found.append(Entry(id, " ; ".join(labels), tuple(pairs)))
    return found


def show_rule(knowledge: Knowledge, id: str, on: date | None = None) -> Report:
    """Everything the rule base says under one id: one page, or one a nature when several entries bear it.

    Args:
        knowledge: the rule base.
        id: name of the entry, upper or lower case; a row of a table (``dividendes[n-1]``) has the page of its question.
        on: only the version in force that day; every version without it.

    Raises:
        InputError: no entry has this name; the message gives the closest ones.
    """
    wanted = id.strip()
    if wanted in knowledge.addresses:
        wanted = knowledge.addresses[wanted][0].id
    every = shelves(knowledge, on)
    pages = [(shelf, one) for shelf in every for one in shelf.entries if one.id.lower() == wanted.lower()]
    if not pages:
        names = {one.id.lower(): one.id for shelf in every for one in shelf.entries}
        close = [names[name] for name in get_close_matches(wanted.lower(), names, n=3)]
        mend = f"Vouliez-vous dire {' ou '.join(close)} ?" if close else "Essayez par exemple ESS-07, esus ou Q7."
        mend += " La liste : ess-advisor rules list."
        raise InputError(Problem(f"« {id} » n'est le nom d'aucune règle.", mend=mend))
    natures = ", ".join(dict.fromkeys(shelf.label for shelf, _ in pages))
    metadata = (
        ("Nature", natures if len(pages) == 1 else f"{len(pages)} entrées portent ce nom : {natures}"),
        ("Identifiant", ", ".join(dict.fromkeys(one.id for _, one in pages))),
        ("Date", f"au {french_date(on)}" if on else "toutes les rédactions connues"),
        *_base(knowledge),
    )
    if len(pages) == 1:
        ((shelf, entry),) = pages
        return Report(title=entry.title, metadata=metadata, sections=tuple(shelf.page(entry.held)))
    sections = tuple(
        Section(
            id=f"{shelf.nature}-{rank}",
            title=f"{shelf.label} : {entry.title}",
            sections=tuple(shelf.page(entry.held)),
        )
        for rank, (shelf, entry) in enumerate(pages, start=1)
    )
    return Report(title=pages[0][1].id, metadata=metadata, sections=sections)


def list_rules(knowledge: Knowledge, nature: str | None = None) -> tuple[Shelf, ...]:
    """The shelves of a nature, or all of them.

    Args:
        knowledge: the rule base.
        nature: its id (``critere``); plurals, accents and capitals are forgiven.

    Raises:
        InputError: no such nature; the message gives those that exist.
    """
    every = shelves(knowledge)
    if nature is None:
        return every
    names = {_plain(shelf.nature): shelf.nature for shelf in every}
    found = tuple(shelf for shelf in every if _plain(shelf.nature) == _plain(nature))
    if not found:
        close = get_close_matches(_plain(nature), names, n=1)
        mend = f"Vouliez-vous dire {names[close[0]]} ? " if close else ""
        mend += f"Au choix : {', '.join(shelf.nature for shelf in every)}."
        raise InputError(Problem(f"« {nature} » n'est pas une nature de règle.", mend=mend))
    return found


def list_report(knowledge: Knowledge, chosen: tuple[Shelf, ...]) -> Report:
    """Every id of some shelves, with what it names."""
    sections = tuple(
        Section(
            id=shelf.nature,
            title=f"{shelf.label} ({len(shelf.entries)})",
            blocks=(
                Paragraph(lead="Nature", text=shelf.nature),
                Bullets(items=tuple(Item(lead=one.id, text=one.title) for one in shelf.entries)),
            ),
        )
        for shelf in chosen
    )
    count = sum(len(shelf.entries) for shelf in chosen)
    metadata = (("Nombre", str(count)), *_base(knowledge), ("Pour en lire une", "ess-advisor rules show ID"))
    return Report(title="Les règles", metadata=metadata, sections=sections)


def list_data(chosen: tuple[Shelf, ...]) -> list[dict[str, str]]:
    """The same, for a program."""
    return [{"nature": shelf.nature, "id": one.id, "titre": one.title} for shelf in chosen for one in shelf.entries]


def _base(knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    return (("Base", f"version {knowledge.base.version}, empreinte {knowledge.fingerprint}"),)


def _plain(name: str) -> str:
    bare = "".join(char for char in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(char))
    return "_".join(word.rstrip("sx") for word in re.split(r"[\s_-]+", bare.strip()))
