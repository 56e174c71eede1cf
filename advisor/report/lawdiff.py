"""What the law said on two days, and what changed in between, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TypeVar

from advisor.assessment.wording import parameter_value, tag
from advisor.common.french import french_date
from advisor.report.model import Item, Paragraph, Report, Section
from advisor.report.words import base_of
from advisor.rules.basis import DISTANT, Dated, ParameterValue
from advisor.rules.load import Knowledge
from advisor.rules.models import Criterion, CriterionVersion, Reserve
from advisor.rules.official import identifiers
from advisor.rules.references import below, parameters_of

D = TypeVar("D", bound=Dated)


def diff_rules(knowledge: Knowledge, first: date, second: date) -> Report:
    """What changed in the law between two days; the order of the days does not matter.

    Every change after the earlier day and up to the later one is shown, oldest first within each part.
    """
    early, late = sorted((first, second))
    differ = _Differ(knowledge, early, late)
    sections = (
        Section.listing("routes", "Les voies", differ.routes()),
        Section.listing("criteria", "Les critères", differ.criteria()),
        Section.listing("parameters", "Les chiffres", differ.parameters()),
        Section.listing("options", "Les réponses possibles", differ.options()),
        Section.listing("guidance", "Droits, contraintes et démarches", differ.guidance()),
        Section.listing("sources", "Les textes", differ.sources()),
    )
    notes = []
    if early < knowledge.base.start:
        notes.append(Paragraph(text=knowledge.base.before_start))
    if late > knowledge.base.law_as_of:
        notes.append(Paragraph(text=f"La base s'arrête à l'état du droit du {french_date(knowledge.base.law_as_of)}."))
    if not any(sections):
        notes.append(Paragraph(text="Aucun changement connu entre ces deux dates."))
    return Report(
        title="Ce qui a changé dans la loi",
        metadata=(("Entre", f"le {french_date(early)} et le {french_date(late)}"), base_of(knowledge)),
        sections=(Section(id="notes", title="À savoir", blocks=notes) if notes else None, *sections),
    )


def changes_between(knowledge: Knowledge, first: date, second: date, criteria: Iterable[str]) -> tuple[Item, ...]:
    """What changed from a day to another in some criteria, those they are made of, and the figures they rest on."""
    deep = {inner for id in criteria for day in (first, second) for inner in below(knowledge, id, day)}
    trees = [version.tree for id in deep for version in knowledge.criteria[id].versions]
    figures = {name for tree in trees for name in parameters_of(knowledge, tree)}
    differ = _Differ(knowledge, first, second)
    titles = {f"{id} {knowledge.criteria[id].title}" for id in deep}
    names = {knowledge.parameters[name].title for name in figures}
    moved = [item for item in differ.criteria() if item.lead in titles]
    return (*moved, *(item for item in differ.parameters() if item.lead in names))


class _Differ:
    def __init__(self, knowledge: Knowledge, early: date, late: date) -> None:
        self.knowledge, self.early, self.late = knowledge, early, late

    def inside(self, day: date) -> bool:
        return self.early < day <= self.late

    def begun(self, dated: Iterable[D]) -> list[D]:
        return sorted((one for one in dated if self.inside(one.start)), key=lambda one: one.start)

    def ended(self, dated: tuple[D, ...]) -> list[D]:
        """Versions that ended without another taking over the next day."""
        starts = {one.start for one in dated}
        return [one for one in dated if self.over(one) and one.end + timedelta(1) not in starts]

    def over(self, dated: Dated) -> bool:
        return dated.end != DISTANT and self.inside(dated.end + timedelta(1))

    def criteria(self) -> Iterator[Item]:
        for criterion in self.knowledge.criteria.values():
            lines = []
            for version in self.begun(criterion.versions):
                # A text that changes nothing here is told among the texts.
                if not self._same(criterion, version):
                    text = f"{self._words(criterion, version)} {self._tag(version)}"
                    lines.append((french_date(version.start), text))
            lines += [(_day_after(one), "n'est plus en vigueur.") for one in self.ended(criterion.versions)]
            for one in self.begun(criterion.reserves):
                text = f"réserve nouvelle. {one.text} {self._tag(one)}"
                lines.append((french_date(one.start), text))
            yield from _dated(f"{criterion.id} {criterion.title}", lines)

    def _tag(self, one: Reserve | CriterionVersion | ParameterValue) -> str:
        """How surely it was known when it began."""
        return tag(self.knowledge, self.knowledge.confidence(one, one.start))

    def _words(self, criterion: Criterion, version: CriterionVersion) -> str:
        if version.change:
            return version.change
        first = version is criterion.versions[0]
        return f"{'entre dans la loi' if first else 'nouvelle condition'}. {version.statement or criterion.statement}"

    def _same(self, criterion: Criterion, version: CriterionVersion) -> bool:
        """Whether a version repeats the condition of the one before, nothing else being said to change."""
        before = criterion.on(version.start - timedelta(1))
        if before is None or version.change:
            return False
        return before.tree == version.tree and before.statement == version.statement

    def routes(self) -> Iterator[Item]:
        for route in self.knowledge.routes().values():
            lines = []
            for one in self.begun(route.versions):
                before = route.on(one.start - timedelta(1))
                if one.change or before is None or before.condition != one.condition:
                    words = one.change or ("conditions nouvelles." if before else "s'ouvre.")
                    lines.append((french_date(one.start), words))
            lines += [(_day_after(one), "se ferme.") for one in self.ended(route.versions)]
            for duration in self.begun(route.durations):
                parameter = self.knowledge.parameters[duration.parameter]
                value = parameter.on(duration.start)
                text = f"durée : {parameter_value(parameter, value) if value else '?'}."
                lines.append((french_date(duration.start), text))
            yield from _dated(route.title, lines)

    def parameters(self) -> Iterator[Item]:
        for parameter in self.knowledge.parameters.values():
            before, after = parameter.on(self.early), parameter.on(self.late)
            moves = self.begun(parameter.values)
            gone = self.ended(parameter.values)
            values = {before.value if before else None, after.value if after else None, *(one.value for one in moves)}
            if not gone and (not moves or len(values) == 1):
                continue
            then = parameter_value(parameter, before) if before else "sans valeur"
            now = parameter_value(parameter, after) if after else "sans valeur"
            lines = []
            if len(moves) > 1 or gone:
                for one in moves:
                    text = f"{parameter_value(parameter, one)} {self._tag(one)}"
                    lines.append((french_date(one.start), text))
                lines += [(_day_after(one), "plus de valeur.") for one in gone]
            text = f"{then} le premier jour, {now} le second."
            yield Item(lead=parameter.title, text=text, items=Item.lines(*lines))

    def options(self) -> Iterator[Item]:
        for fact in self.knowledge.facts.values():
            begun, over = self.begun(fact.choices), filter(self.over, fact.choices)
            lines = [(french_date(one.start), f"« {one.label or one.id} » devient possible.") for one in begun]
            lines += [(_day_after(one), f"« {one.label or one.id} » n'est plus proposé.") for one in over]
            yield from _dated(fact.short or fact.id, lines)

    def guidance(self) -> Iterator[Item]:
        begun: dict[tuple[date, str], str] = {}
        ended: dict[tuple[date, str], None] = {}
        for line in self.knowledge.guidance:
            if self.inside(line.start):
                begun[line.start, line.title] = tag(self.knowledge, self.knowledge.confidence(line, line.start))
            if self.over(line):
                ended[line.end + timedelta(1), line.title] = None
            for version in line.versions:
                if self.inside(version.start):
                    worded = line.on(version.start) or line
                    sure = self.knowledge.confidence(worded, version.start)
                    begun[version.start, worded.title] = tag(self.knowledge, sure)
                    ended[version.start, worded.title] = None
        for day, title in sorted({**begun, **ended}):
            words = f"prend fin. {title}."
            if code := begun.get((day, title)):
                words = f"{'change' if (day, title) in ended else 'commence'}. {title} {code}."
            yield Item(lead=french_date(day), text=words)

    def sources(self) -> Iterator[Item]:
        for source in self.knowledge.sources.values():
            if source.nature == "doctrine":
                continue  # what was written about the law does not change it
            lines = []
            for version in self.begun(source.versions):
                note = f" {version.note}" if version.note else ""
                words = "première rédaction connue" if version is source.versions[0] else "nouvelle rédaction"
                text = f"{words}, {identifiers(source, version)} {tag(self.knowledge, version.read)}.{note}"
                lines.append((french_date(version.start), text))
            yield from _dated(source.short, lines)


def _dated(lead: str, lines: list[tuple[str, str]]) -> Iterator[Item]:
    """What moved, day after day; nothing when nothing did."""
    if lines:
        yield Item(lead=lead, items=Item.lines(*lines))


def _day_after(dated: Dated) -> str:
    return french_date(dated.end + timedelta(1))
