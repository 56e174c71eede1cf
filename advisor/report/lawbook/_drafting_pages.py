"""Pages of what is written and filed: draft clauses, their words, majorities, cases of file, calendar, holidays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from advisor.assessment.wording import tag
from advisor.common.french import MONTHS, french_date, plural, sentence
from advisor.report.lawbook._page import LawPage, dates_words
from advisor.report.model import Item, Paragraph, Section
from advisor.report.words import STATUSES, delay, meaning
from advisor.rules.acts import CalendarStep, Clause, ClauseVariant, FileCase, Holiday, Known, Majority, Word
from advisor.rules.aside import Rule
from advisor.rules.basis import Dated
from advisor.rules.contacts import Counsel, Mission, Network, Region, StateService, load_contacts
from advisor.rules.course import LEVEL_WORDS, CourseTheme, EarlierLesson, Lesson
from advisor.rules.facts import Fact
from advisor.rules.glossary import Term
from advisor.rules.prediagnosis import Question
from advisor.rules.words import load_words


class ActPages(LawPage):
    """One page per kind of entry."""

    def word(self, entry: Word) -> Iterator[Section | None]:
        parameter = self.knowledge.parameters[entry.parameter].title if entry.parameter else ""
        yield Section.named(
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
        yield Section.listing("cases", "Ce qu'il devient", cases)
        blank = f"{{{entry.id}}}"
        users = (
            Item(lead=clause.id, text=clause.title)
            for clause in self.knowledge.acts.clauses.values()
            if any(blank in text for text in (clause.text, *(one.text for one in (*clause.variants, *clause.notes))))
        )
        yield Section.listing("users", "Clauses qui l'emploient", users)

    def clause(self, entry: Clause) -> Iterator[Section | None]:
        yield Section.named(
            "clause",
            "La clause",
            ("Mention de la loi", entry.heading),
            ("Note", entry.note),
            self.confidence(entry),
        )
        lines = tuple(Paragraph(text=line) for line in entry.text.splitlines() if line.strip())
        yield Section(id="text", title="Projet", blocks=lines)
        yield Section.listing(
            "variants", "Autre rédaction pour certaines structures", map(self._variant, entry.variants)
        )
        yield Section.listing("left", "À choisir", (Item(text=one) for one in entry.left))
        yield Section.listing("notes", "À savoir pour certaines structures", map(self._variant, entry.notes))
        yield self.criteria("Critères servis", entry.serves)
        answers = (
            Item(lead=self.fact_name(id), text=self.knowledge.facts[id].option_label(value))
            for id, value in entry.answers.items()
        )
        yield Section.listing("answers", "Réponses une fois adoptée", answers)
        yield Section.listing(
            "replaced", "Réponses remplacées", (Item(text=self.fact_name(id)) for id in entry.replaces)
        )
        yield self.texts(entry.citations)

    def _variant(self, variant: ClauseVariant) -> Item:
        text = " ".join(filter(None, (variant.text, variant.note)))
        return Item(lead=f"Si {self.when(variant.condition)}", text=text)

    def majority(self, entry: Majority) -> Iterator[Section | None]:
        yield Section.named(
            "majority",
            "Qui décide",
            ("Règle", entry.text),
            ("Dit dans un remède", " ".join(sentence(one) for one in (entry.who, delay(entry), entry.then) if one)),
            ("Pour qui", self.when(entry.condition)),
            ("Dates", dates_words(entry)),
            ("Réserve", entry.reserve),
            self.confidence(entry, entry),
        )
        yield self.texts(entry.citations, entry)

    def file_case(self, entry: FileCase) -> Iterator[Section | None]:
        route = self.knowledge.routes()[entry.route]
        yield Section.named(
            "case",
            "Le cas",
            ("Texte", entry.text),
            ("Voie", f"{route.title} ({route.id})"),
            ("Pour qui", self.when(entry.condition)),
            ("Dates", dates_words(entry)),
            self.confidence(entry, entry),
        )
        yield self.texts(entry.citations, entry)

    def _known(self, known: Known) -> str:
        name = self.fact_name(known.fact)
        return f"{name}, plus {self.knowledge.parameters[known.delay].title}" if known.delay else name

    def step(self, entry: CalendarStep) -> Iterator[Section | None]:
        steps, parameters = self.knowledge.acts.steps, self.knowledge.parameters
        delay = f"{parameters[entry.delay].title} ({entry.delay})" if entry.delay else ""
        indicator = self.knowledge.indicators.get(entry.indicator or "")
        computed = f"{indicator.title} ({indicator.id})" if indicator is not None else ""
        yield Section.named(
            "step",
            "L'étape",
            ("À faire", entry.text),
            ("Utile si", ", ".join(load_words().needs[one] for one in entry.needs)),
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
            self.confidence(entry, entry),
        )
        yield Section.listing("versions", "Autres rédactions", self.reworded(entry))
        stopped = (Item(lead=dates_words(one), text=one.text) for one in entry.suspensions)
        yield Section.listing("suspensions", "Quand le délai ne courait pas", stopped)
        yield self.texts((*entry.citations, *(cited for one in entry.suspensions for cited in one.citations)), entry)

    def holiday(self, entry: Holiday) -> Iterator[Section | None]:
        day = ""
        if entry.day:
            month, number = entry.day.split("-")
            day = f"le {'1er' if number == '01' else int(number)} {MONTHS[int(month) - 1]}"
        if entry.easter is not None:
            day = f"{plural(entry.easter, 'jour')} après le dimanche de Pâques"
        yield Section.named("holiday", "Le jour", ("Quand", day), self.confidence(entry))
        yield self.texts(entry.citations)


# -- pages of what no verdict rests on -------------------------------------------------------------------------------


class BesidePages(LawPage):
    """One page per kind of entry."""

    def course_theme(self, entry: CourseTheme) -> Iterator[Section | None]:
        yield Section.named(
            "course-theme", "Le thème de la journée", ("Thème", entry.title), ("Ce que l'on saura", entry.sentence)
        )
        criteria = (Item(lead=id, text=self._criterion(id)) for id in entry.criteria)
        yield Section.listing("criteria", "Critères, dans l'ordre où on les enseigne", criteria)

    def lesson(self, entry: Lesson) -> Iterator[Section | None]:
        version = entry if self.on is None else entry.on(self.on)
        yield Section.named(
            "lesson",
            "La leçon",
            ("Niveau", f"{entry.level}, {LEVEL_WORDS[entry.level]}"),
            *self._taught(version),
            ("Textes", self._texts_on(entry.criterion, self.on)),
        )
        for one in () if self.on else entry.earlier:
            pairs = (*self._taught(one), ("Textes", self._texts_on(entry.criterion, one.until)))
            title = f"Telle qu'il faut la dire jusqu'au {french_date(one.until)}"
            yield Section.named(f"until-{one.until}", title, *pairs)

    def _taught(self, lesson: Lesson | EarlierLesson) -> tuple[tuple[str, str], ...]:
        return (("Question", lesson.question), ("Piège", lesson.pitfall), ("À retenir", lesson.remember))

    def _criterion(self, id: str) -> str:
        found = self.knowledge.criteria.get(id)
        return found.title if found else ""

    def _texts_on(self, criterion: str, on: date | None) -> str:
        """Texts of a criterion, in short: those of a day, or the last ones."""
        found = self.knowledge.criteria.get(criterion)
        versions = [one for one in found.versions if on is None or one.covers(on)] if found else []
        return self.knowledge.texts(versions[-1].citations) if versions else ""

    def question(self, entry: tuple[Question, Fact]) -> Iterator[Section | None]:
        asked, fact = entry
        route = self.knowledge.routes().get(asked.only_route or "")
        yield Section.named(
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
            plain = plainer.get(option.id)
            label, help = (plain and plain.label) or option.label, (plain and plain.help) or option.help
            items[option.id] = Item(lead=label or option.id, text=help)
        for rank, family in enumerate(asked.families, start=1):
            yield Section.listing(f"family-{rank}", family.title, (items[id] for id in family.choices if id in items))
        if not asked.families:
            yield Section.listing("choices", "Réponses proposées", items.values())

    def term(self, entry: Term) -> Iterator[Section | None]:
        code = meaning(self.knowledge, entry.confidence) if entry.confidence else ""
        yield Section.named(
            "term",
            "Le mot",
            ("Mot", entry.term),
            ("Sens", entry.meaning),
            ("Se dit aussi", ", ".join(entry.forms)),
            ("Confiance", code),
        )
        yield self.texts(entry.citations)

    def region(self, entry: Region) -> Iterator[Section | None]:
        chamber, service = entry.chamber, entry.service or load_contacts().service
        yield Section.named(
            "region",
            "Qui aller voir",
            ("Région", entry.name),
            ("CRESS", chamber.name),
            ("Site", chamber.site or "non trouvé"),
            ("Confiance", meaning(self.knowledge, chamber.confidence)),
            ("Recherché le", french_date(chamber.checked)),
            ("Note", chamber.note),
            ("Service de l'État", f"{service.name} {tag(self.knowledge, service.confidence)}"),
            ("Départements", ", ".join(entry.departments)),
        )

    def counsel(self, entry: Counsel) -> Iterator[Section | None]:
        yield Section.named(
            "counsel",
            "Qui aller voir",
            ("Nom", entry.name),
            ("Rôle", entry.role),
            ("Pour", ", ".join(STATUSES[one] for one in entry.statuses)),
            ("Dates", dates_words(entry)),
            ("Confiance", meaning(self.knowledge, entry.confidence)),
        )
        yield self.texts(entry.citations, entry)

    def common(self, entry: tuple[Mission, ...] | Network | StateService) -> Iterator[Section | None]:
        """What holds for every region."""
        match entry:
            case Network():
                yield Section.named(
                    "network",
                    "Qui réunit les chambres",
                    ("Nom", entry.name),
                    ("Rôle", entry.role),
                    ("Site", entry.site or "non trouvé"),
                    ("Confiance", meaning(self.knowledge, entry.confidence)),
                    ("Recherché le", french_date(entry.checked)),
                )
            case StateService():
                yield Section.named(
                    "service",
                    "Le service de l'État",
                    ("Nom", entry.name),
                    ("Confiance", meaning(self.knowledge, entry.confidence)),
                )
            case _:
                yield Section.listing("missions", "Ce que fait une CRESS", map(self._mission, entry))

    def _mission(self, mission: Mission) -> Item:
        below = tuple(self.citations(mission.citations, Dated()))
        return Item(text=f"{mission.text} {tag(self.knowledge, mission.confidence)}", items=below)

    def personal(self, entry: tuple[Rule, ...]) -> Iterator[Section | None]:
        yield Section.listing("rules", "Ce que dit le droit", map(self._rule, entry))

    def _rule(self, rule: Rule) -> Item:
        source = f"{rule.reference} {tag(self.knowledge, rule.confidence)}, contrôlé le {french_date(rule.checked)}"
        return Item(text=rule.text, items=(Item(text=source),))
