"""Pages of what is written and filed: draft clauses, their words, majorities, cases of file, calendar, holidays."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.common.values import MONTHS
from advisor.report.lawbook.page import Page, dates_words, listed, table
from advisor.report.model import Item, Paragraph, Section
from advisor.rules.acts import Clause, ClauseVariant, FileCase, Holiday, Known, Majority, Step, Word

_NEEDS = {
    "statuts": "statuts à changer",
    "decisions": "décisions à prendre",
    "mention": "mention à obtenir",
    "depot": "dossier à déposer",
    "bilan": "bilan annuel à faire",
    "assimilation": "assimilation à faire déclarer",
    "assimile": "assimilation déclarée",
}


class ActPages(Page):
    """One page per kind of entry."""

    def word(self, entry: Word) -> Iterator[Section]:
        parameter = self.knowledge.parameters[entry.parameter].title if entry.parameter else ""
        yield table(
            "word",
            "Le mot",
            ("Sens", entry.title),
            ("Chiffre de la loi", f"{parameter} ({entry.parameter})" if entry.parameter else ""),
            ("Champ du dossier", entry.field or ""),
            ("Plusieurs cas", f"tous sont dits, reliés par « {entry.joined.strip()} »" if entry.joined else ""),
            ("À défaut", entry.default),
        )
        cases = (
            Item(lead=one.text or "rien", text=" ; ".join(filter(None, (self.when(one.condition), dates_words(one)))))
            for one in self.versions(entry.cases)
        )
        yield from listed("cases", "Ce qu'il devient", cases)
        blank = f"{{{entry.id}}}"
        users = (
            Item(lead=clause.id, text=clause.title)
            for clause in self.knowledge.acts.clauses.values()
            if any(blank in text for text in (clause.text, *(one.text for one in (*clause.variants, *clause.notes))))
        )
        yield from listed("users", "Clauses qui l'emploient", users)

    def clause(self, entry: Clause) -> Iterator[Section]:
        yield table(
            "clause",
            "La clause",
            ("Mention de la loi", entry.heading),
            ("Note", entry.note),
            self.confidence(entry.confidence),
        )
        lines = tuple(Paragraph(text=line) for line in entry.text.splitlines() if line.strip())
        yield Section(id="text", title="Projet", blocks=lines)
        yield from listed("variants", "Autre rédaction pour certaines structures", map(self._variant, entry.variants))
        yield from listed("left", "À choisir", (Item(text=one) for one in entry.left))
        yield from listed("notes", "À savoir pour certaines structures", map(self._variant, entry.notes))
        yield Section(id="criteria", title="Critères servis", blocks=(self.criteria(entry.serves),))
        answers = (
            Item(lead=self.fact_name(id), text=self.knowledge.facts[id].option_label(value))
            for id, value in entry.answers.items()
        )
        yield from listed("answers", "Réponses une fois adoptée", answers)
        yield from listed("replaced", "Réponses remplacées", (Item(text=self.fact_name(id)) for id in entry.replaces))
        yield from self.texts(entry.citations)

    def _variant(self, variant: ClauseVariant) -> Item:
        text = " ".join(filter(None, (variant.text, variant.note)))
        return Item(lead=f"Si {self.when(variant.condition)}", text=text)

    def majority(self, entry: Majority) -> Iterator[Section]:
        yield table(
            "majority",
            "Qui décide",
            ("Règle", entry.text),
            ("Pour qui", self.when(entry.condition)),
            ("Dates", dates_words(entry)),
            ("Réserve", entry.reserve),
            self.confidence(entry.confidence),
        )
        yield from self.texts(entry.citations, entry)

    def file_case(self, entry: FileCase) -> Iterator[Section]:
        route = self.knowledge.routes()[entry.route]
        yield table(
            "case",
            "Le cas",
            ("Texte", entry.text),
            ("Voie", f"{route.title} ({route.id})"),
            ("Pour qui", self.when(entry.condition)),
            ("Dates", dates_words(entry)),
            self.confidence(entry.confidence),
        )
        yield from self.texts(entry.citations, entry)

    def _known(self, known: Known) -> str:
        name = self.fact_name(known.fact)
        return f"{name}, plus {self.knowledge.parameters[known.delay].title}" if known.delay else name

    def step(self, entry: Step) -> Iterator[Section]:
        steps, parameters = self.knowledge.acts.steps, self.knowledge.parameters
        delay = f"{parameters[entry.delay].title} ({entry.delay})" if entry.delay else ""
        indicator = self.knowledge.indicators.get(entry.indicator or "")
        computed = f"{indicator.title} ({indicator.id})" if indicator is not None else ""
        yield table(
            "step",
            "L'étape",
            ("À faire", entry.text),
            ("Utile si", ", ".join(_NEEDS[one] for one in entry.needs)),
            ("Pour qui", self.when(entry.condition)),
            ("Comptée depuis", ", ou à défaut : ".join(f"{steps[id].title} ({id})" for id in entry.after)),
            ("Date du dossier", self.fact_name(entry.fact) if entry.fact else ""),
            ("Date connue", " ; ".join(self._known(one) for one in entry.known)),
            ("Date calculée", computed),
            ("Délai", delay),
            ("Durée", "celle de l'agrément" if entry.duration else ""),
            ("Sens", "compté à rebours" if entry.before else ""),
            ("Sans étape avant", "le jour même" if entry.at_once else ""),
            ("Jour ouvré", "remise au jour ouvré voisin" if entry.working else ""),
            ("Supposé", entry.assumed),
            ("Dates", dates_words(entry)),
            self.confidence(entry.confidence),
        )
        yield from listed("versions", "Autres rédactions", self.reworded(entry))
        stopped = (Item(lead=dates_words(one), text=one.text) for one in entry.suspensions)
        yield from listed("suspensions", "Quand le délai ne courait pas", stopped)
        yield from self.texts(
            (*entry.citations, *(cited for one in entry.suspensions for cited in one.citations)), entry
        )

    def holiday(self, entry: Holiday) -> Iterator[Section]:
        day = ""
        if entry.day:
            month, number = entry.day.split("-")
            day = f"le {'1er' if number == '01' else int(number)} {MONTHS[int(month) - 1]}"
        if entry.easter is not None:
            day = f"{entry.easter} jour{'s' if entry.easter > 1 else ''} après le dimanche de Pâques"
        yield table("holiday", "Le jour", ("Quand", day), self.confidence(entry.confidence))
        yield from self.texts(entry.citations)
