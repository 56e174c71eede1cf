"""Pages of what no verdict rests on: what a day of training teaches, what is said along the self-assessment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from advisor.assessment.wording import tag
from advisor.common.values import french_date
from advisor.report.lawbook.page import Page, dates_words, listed, table
from advisor.report.model import Item, Section
from advisor.report.words import STATUSES
from advisor.rules.basis import Dated
from advisor.rules.contacts.book import Counsel, Mission, Network, Region, Service
from advisor.rules.contacts.book import load_contacts as contacts
from advisor.rules.course import LEVEL_WORDS, CourseTheme, EarlierLesson, Lesson
from advisor.rules.facts import Fact
from advisor.rules.glossary.book import Entry as Term
from advisor.rules.personal import Rule
from advisor.rules.prediagnosis import Question


class BesidePages(Page):
    """One page per kind of entry."""

    # -- training --------------------------------------------------------------------------------------------------

    def course_theme(self, entry: CourseTheme) -> Iterator[Section]:
        yield table(
            "course-theme", "Le thème de la journée", ("Thème", entry.title), ("Ce que l'on saura", entry.sentence)
        )
        criteria = (Item(lead=id, text=self._criterion(id)) for id in entry.criteria)
        yield from listed("criteria", "Critères, dans l'ordre où on les enseigne", criteria)

    def lesson(self, entry: Lesson) -> Iterator[Section]:
        told = entry if self.on is None else entry.on(self.on)
        yield table(
            "lesson",
            "La leçon",
            ("Niveau", f"{entry.level}, {LEVEL_WORDS[entry.level]}"),
            *self._taught(told),
            ("Textes", self._texts_on(entry.criterion, self.on)),
        )
        for one in () if self.on else entry.earlier:
            pairs = (*self._taught(one), ("Textes", self._texts_on(entry.criterion, one.until)))
            yield table(f"until-{one.until}", f"Telle qu'il faut la dire jusqu'au {french_date(one.until)}", *pairs)

    def _taught(self, told: Lesson | EarlierLesson) -> tuple[tuple[str, str], ...]:
        return (("Question", told.question), ("Piège", told.pitfall), ("À retenir", told.remember))

    def _criterion(self, id: str) -> str:
        found = self.knowledge.criteria.get(id)
        return found.title if found else ""

    def _texts_on(self, criterion: str, on: date | None) -> str:
        """Texts of a criterion, in short: those of a day, or the last ones."""
        found = self.knowledge.criteria.get(criterion)
        versions = [one for one in found.versions if on is None or one.covers(on)] if found else []
        return self.knowledge.texts(versions[-1].citations) if versions else ""

    # -- self-assessment -------------------------------------------------------------------------------------------

    def question(self, entry: tuple[Question, Fact]) -> Iterator[Section]:
        asked, fact = entry
        route = self.knowledge.routes().get(asked.only_route or "")
        yield table(
            "prediagnosis",
            "La question du pré-diagnostic",
            ("Question", asked.question or fact.question),
            ("Aide", asked.help or fact.help),
            ("Pourquoi", asked.why),
            ("Posée si", self.when(asked.only_if)),
            ("Seulement si", f"la voie « {route.title} » est la seule qui puisse mener aussi loin" if route else ""),
        )
        plainer = {one.id: one for one in asked.choices}
        items = {}
        for option in self.versions(fact.options):
            told = plainer.get(option.id)
            label, help = (told and told.label) or option.label, (told and told.help) or option.help
            items[option.id] = Item(lead=label or option.id, text=help)
        for rank, family in enumerate(asked.families, start=1):
            yield from listed(f"family-{rank}", family.title, (items[id] for id in family.choices if id in items))
        if not asked.families:
            yield from listed("choices", "Réponses proposées", items.values())

    def term(self, entry: Term) -> Iterator[Section]:
        code = self.confidence(entry.confidence) if entry.confidence else ("Confiance", "")
        yield table(
            "term",
            "Le mot",
            ("Mot", entry.term),
            ("Sens", entry.meaning),
            ("Se dit aussi", ", ".join(entry.forms)),
            code,
        )
        yield from self.texts(entry.citations)

    def region(self, entry: Region) -> Iterator[Section]:
        chamber, service = entry.chamber, entry.service or contacts().service
        yield table(
            "region",
            "Qui aller voir",
            ("Région", entry.name),
            ("CRESS", chamber.name),
            ("Site", chamber.site or "non trouvé"),
            self.confidence(chamber.confidence),
            ("Recherché le", french_date(chamber.checked)),
            ("Note", chamber.note),
            ("Service de l'État", f"{service.name} {tag(self.knowledge, service.confidence)}"),
            ("Départements", ", ".join(entry.departments)),
        )

    def counsel(self, entry: Counsel) -> Iterator[Section]:
        yield table(
            "counsel",
            "Qui aller voir",
            ("Nom", entry.name),
            ("Rôle", entry.role),
            ("Pour", ", ".join(STATUSES[one] for one in entry.statuses)),
            ("Dates", dates_words(entry)),
            self.confidence(entry.confidence),
        )
        yield from self.texts(entry.citations, entry)

    def common(self, entry: tuple[Mission, ...] | Network | Service) -> Iterator[Section]:
        """What holds for every region."""
        match entry:
            case Network():
                yield table(
                    "network",
                    "Qui réunit les chambres",
                    ("Nom", entry.name),
                    ("Rôle", entry.role),
                    ("Site", entry.site or "non trouvé"),
                    self.confidence(entry.confidence),
                    ("Recherché le", french_date(entry.checked)),
                )
            case Service():
                yield table("service", "Le service de l'État", ("Nom", entry.name), self.confidence(entry.confidence))
            case _:
                yield from listed("missions", "Ce que fait une CRESS", map(self._mission, entry))

    def _mission(self, mission: Mission) -> Item:
        below = tuple(self.citations(mission.citations, Dated()))
        return Item(text=f"{mission.text} {tag(self.knowledge, mission.confidence)}", items=below)

    def personal(self, entry: tuple[Rule, ...]) -> Iterator[Section]:
        yield from listed("rules", "Ce que dit le droit", map(self._rule, entry))

    def _rule(self, rule: Rule) -> Item:
        source = f"{rule.reference} {tag(self.knowledge, rule.confidence)}, contrôlé le {french_date(rule.checked)}"
        return Item(text=rule.text, items=(Item(text=source),))
