"""What the law said on two days, and what changed in between, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TypeVar

from advisor.assessment.wording import parameter_value, tag
from advisor.common.french import french_date
from advisor.report.model import Bullets, Item, Paragraph, Report, Section
from advisor.rules.basis import DISTANT, Dated, Parameter
from advisor.rules.load import Knowledge
from advisor.rules.models import Criterion, CriterionVersion
from advisor.rules.references import below, parameters_of

D = TypeVar("D", bound=Dated)


def diff_rules(knowledge: Knowledge, first: date, second: date) -> Report:
    """What changed in the law between two days; the order of the days does not matter.

    Every change after the earlier day and up to the later one is shown, oldest first within each part.
    """
    early, late = sorted((first, second))
    differ = _Differ(knowledge, early, late)
    sections = [
        Section(id=id, title=title, blocks=(Bullets(items=items),))
        for id, title, items in (
            ("routes", "Les voies", tuple(differ.routes())),
            ("criteria", "Les critères", tuple(differ.criteria())),
            ("parameters", "Les chiffres", tuple(differ.parameters())),
            ("options", "Les réponses possibles", tuple(differ.options())),
            ("guidance", "Droits, contraintes et démarches", tuple(differ.guidance())),
            ("sources", "Les textes", tuple(differ.sources())),
        )
        if items
    ]
    notes = []
    if early < knowledge.base.start:
        notes.append(Paragraph(text=knowledge.base.before_start))
    if late > knowledge.base.law_as_of:
        notes.append(Paragraph(text=f"La base s'arrête à l'état du droit du {french_date(knowledge.base.law_as_of)}."))
    if not sections:
        notes.append(Paragraph(text="Aucun changement connu entre ces deux dates."))
    if notes:
        sections.insert(0, Section(id="notes", title="À savoir", blocks=tuple(notes)))
    return Report(
        title="Ce qui a changé dans la loi",
        metadata=(
            ("Entre", f"le {french_date(early)} et le {french_date(late)}"),
            ("Base", f"version {knowledge.base.version}, empreinte {knowledge.fingerprint}"),
        ),
        sections=tuple(sections),
    )


def changes_between(knowledge: Knowledge, first: date, second: date, criteria: Iterable[str]) -> tuple[Item, ...]:
    """What changed between two days, first to second, in some criteria and in the figures of the law they rest on.

    Args:
        criteria: their ids; those they are made of are looked at too.
    """
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
        return [
            one
            for one in dated
            if one.end != DISTANT and self.inside(one.end + timedelta(1)) and one.end + timedelta(1) not in starts
        ]

    def criteria(self) -> Iterator[Item]:
        renewed: dict[date, list[str]] = {}
        for criterion in self.knowledge.criteria.values():
            lines = []
            for version in self.begun(criterion.versions):
                if self._same(criterion, version):
                    renewed.setdefault(version.start, []).append(criterion.id)
                else:
                    text = f"{self._words(criterion, version)} {tag(self.knowledge, version.confidence)}"
                    lines.append(Item(lead=french_date(version.start), text=text))
            lines += [
                Item(lead=_day_after(version), text="n'est plus en vigueur.")
                for version in self.ended(criterion.versions)
            ]
            lines += [
                Item(
                    lead=french_date(one.start),
                    text=f"réserve nouvelle. {one.text} {tag(self.knowledge, one.confidence)}",
                )
                for one in self.begun(criterion.reserves)
            ]
            if lines:
                yield Item(lead=f"{criterion.id} {criterion.title}", items=tuple(lines))
        for day, ids in sorted(renewed.items()):
            text = f"{french_date(day)} ; {', '.join(ids)}."
            yield Item(lead="Nouvelle version du texte cité, condition inchangée ici", text=text)

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
                    lines.append(Item(lead=french_date(one.start), text=words))
            lines += [Item(lead=_day_after(one), text="se ferme.") for one in self.ended(route.versions)]
            for duration in self.begun(route.durations):
                parameter = self.knowledge.parameters[duration.parameter]
                value = parameter.on(duration.start)
                lines.append(
                    Item(
                        lead=french_date(duration.start),
                        text=f"durée : {parameter_value(parameter, value) if value else '?'}.",
                    )
                )
            if lines:
                yield Item(lead=route.title, items=tuple(lines))

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
            yield Item(
                lead=parameter.title,
                text=f"{then} le premier jour, {now} le second.",
                items=tuple(self._moves(parameter)),
            )

    def _moves(self, parameter: Parameter) -> Iterator[Item]:
        moves = self.begun(parameter.values)
        if len(moves) > 1 or self.ended(parameter.values):
            for one in moves:
                yield Item(
                    lead=french_date(one.start),
                    text=f"{parameter_value(parameter, one)} {tag(self.knowledge, one.confidence)}",
                )
            for one in self.ended(parameter.values):
                yield Item(lead=_day_after(one), text="plus de valeur.")

    def options(self) -> Iterator[Item]:
        for fact in self.knowledge.facts.values():
            lines = [
                Item(lead=french_date(one.start), text=f"« {one.label or one.id} » devient possible.")
                for one in self.begun(fact.choices)
            ]
            lines += [
                Item(lead=_day_after(one), text=f"« {one.label or one.id} » n'est plus proposé.")
                for one in fact.choices
                if one.end != DISTANT and self.inside(one.end + timedelta(1))
            ]
            if lines:
                yield Item(lead=fact.short or fact.id, items=tuple(lines))

    def guidance(self) -> Iterator[Item]:
        begun: dict[tuple[date, str], str] = {}
        ended: dict[tuple[date, str], None] = {}
        for line in self.knowledge.guidance:
            if self.inside(line.start):
                begun[line.start, line.title] = tag(self.knowledge, line.confidence)
            if line.end != DISTANT and self.inside(line.end + timedelta(1)):
                ended[line.end + timedelta(1), line.title] = None
            for version in line.versions:
                if self.inside(version.start):
                    title = version.title or line.title
                    begun[version.start, title] = tag(self.knowledge, version.confidence or line.confidence)
                    ended[version.start, title] = None
        for day, title in sorted({**begun, **ended}):
            code = begun.get((day, title))
            if code is None:
                words = f"prend fin. {title}."
            else:
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
                text = f"{words}, {version.reference} {tag(self.knowledge, version.read)}.{note}"
                lines.append(Item(lead=french_date(version.start), text=text))
            if lines:
                yield Item(lead=source.short, items=tuple(lines))


def _day_after(dated: Dated) -> str:
    return french_date(dated.end + timedelta(1))
