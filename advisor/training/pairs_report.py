"""Report pairs: what the two companies have in common, the one answer that differs, and what the law makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from advisor.assessment.assess import account, reason
from advisor.assessment.leaves import FALSE
from advisor.assessment.model import Assessment, Frozen
from advisor.assessment.session import Session
from advisor.assessment.wording import address_name, answer_text, slot_name
from advisor.common.french import NBSP, french_date, lower_first, plural, sentence, shortlist
from advisor.report.model import Block, Bullets, Callout, Item, Paragraph, Report, Section, Table
from advisor.report.words import NOTICE, STATUSES, mark_of, marked, version_text
from advisor.rules.conditions import Constant
from advisor.rules.course import Course, load_course
from advisor.rules.load import Knowledge
from advisor.rules.words import MARKS
from advisor.training.casebook.read import load_cases
from advisor.training.eras_report import verdict_marked
from advisor.training.exercises import CanonicalValue, Pair, room_leaves
from advisor.training.flips import reading

SIDES = ("Première entreprise", "Seconde entreprise")
MOST_ANSWERS = 10
"""Common answers shown; a verdict reads sixty."""
MOST_NAMED = 6
"""Questions named that one change raises or drops."""
MOST_CRITERIA = 4
"""Criteria explained one by one; the others that move are only named."""
OTHERS = 6
"""Other answers of the same effect that are named after a pair."""
NOT_GIVEN = "sans réponse"


class PairsFound(Frozen):
    """What was found for one target.

    Attributes:
        target: a criterion or a status. on: the day, of each pair when it is None.
        name: of the company they start from; empty when they come from several.
        pairs: shown in full. others: the same company, another answer; only named.
        contradictions: why none was looked for.
    """

    target: str
    on: date | None = None
    name: str = ""
    pairs: tuple[Pair, ...] = ()
    others: tuple[Pair, ...] = ()
    contradictions: tuple[str, ...] = ()


def target_title(target: str, knowledge: Knowledge) -> str:
    """A criterion or a status as a heading: « ESS-07 Fonds de développement (clause) »."""
    if target in knowledge.statuses:
        return knowledge.statuses[target].title
    return f"{target} {knowledge.criteria[target].title}"


def pairs_report(found: PairsFound, knowledge: Knowledge, course: Course | None = None) -> Report:
    """Every pair found.

    Args:
        found: the pairs, see `advisor.training.pairs`.
        course: lessons to remind of, the packaged ones by default.
    """
    sections: list[Section] = []
    if found.contradictions:
        items = tuple(Item(text=one) for one in found.contradictions)
        text = "Ces réponses se contredisent : rien ne peut en être tiré."
        callout = Callout(kind="bad", title=text, blocks=(Bullets(items=items),))
        sections.append(Section(id="contradictions", title="À corriger d'abord", blocks=(callout,)))
    else:
        sections += _target(found, knowledge, course or load_course())
    days = {pair.on for pair in found.pairs} | ({found.on} if found.on is not None else set())
    metadata = [("Au départ", found.name)] if found.name else []
    if len(days) == 1:
        metadata.append(("Droit appliqué", f"au {french_date(next(iter(days)))}"))
    return Report(
        title="Une seule réponse les sépare",
        metadata=tuple(metadata),
        notice=f"La même entreprise deux fois, une réponse changée ; chaque résultat est recalculé en entier. {NOTICE}",
        sections=tuple(sections),
    )


def _target(found: PairsFound, knowledge: Knowledge, course: Course) -> Iterator[Section]:
    title = target_title(found.target, knowledge)
    if not found.pairs:
        yield Section(id=f"pair_{found.target}", title=title, blocks=(Paragraph(text=_none(found, knowledge)),))
        return
    for rank, pair in enumerate(found.pairs, 1):
        writer = _PairWriter(pair, knowledge, course)
        sections = list(writer.sections(f"{found.target}_{rank}"))
        if rank > 1 and pair.first == found.pairs[rank - 2].first:
            # The same company again: its story was just shown.
            sections = [one for one in sections if not one.id.startswith("story_")]
        if rank == len(found.pairs) and found.others:
            sections.append(_others(found.others, rank, knowledge))
        number = f" ({rank}{NBSP}sur{NBSP}{len(found.pairs)})" if len(found.pairs) > 1 else ""
        yield Section(id=f"pair_{found.target}_{rank}", title=f"{title}{number}", sections=tuple(sections))


def _none(found: PairsFound, knowledge: Knowledge) -> str:
    """Why there is no pair: the law itself settles the point, or no answer does it alone."""
    criterion = knowledge.criteria.get(found.target)
    version = criterion.on(found.on or knowledge.base.law_as_of) if criterion is not None else None
    if version is not None and isinstance(version.tree, Constant):
        return f"Aucune réponse n'y change rien : {lower_first(version.tree.reason)}"
    return "Ici, aucune réponse changée seule ne fait basculer ce point sans en contredire une autre."


def _others(others: Sequence[Pair], rank: int, knowledge: Knowledge) -> Section:
    items = tuple(
        Item(
            lead=address_name(knowledge, one.address),
            text=f"{_given(one, one.before, knowledge)} → {_given(one, one.after, knowledge)} : "
            f"{MARKS[one.outcome_before][1]} → {MARKS[one.outcome_after][1]}.",
        )
        for one in others
    )
    title = "D'autres réponses qui, changées seules, font basculer"
    return Section(id=f"others_{others[0].target}_{rank}", title=title, blocks=(Bullets(items=items),))


def _given(pair: Pair, value: CanonicalValue, knowledge: Knowledge) -> str:
    return NOT_GIVEN if value is None else answer_text(knowledge, pair.address, value)


class _Side(NamedTuple):
    """One of the two companies, assessed."""

    name: str
    assessment: Assessment
    session: Session


class _PairWriter:
    """Write the sections of one pair."""

    def __init__(self, pair: Pair, knowledge: Knowledge, course: Course) -> None:
        self.pair, self.knowledge, self.course = pair, knowledge, course
        reasoned = (reason(one, pair.on, knowledge) for one in (pair.first, pair.second))
        sides = (_Side(name, account(one), one.session) for name, one in zip(SIDES, reasoned, strict=True))
        self.first, self.second = sides
        before, after = self.first.assessment.findings, self.second.assessment.findings
        self.moved = tuple(id for id, now in after.items() if mark_of(now) != mark_of(before[id]))
        self.shown = (pair.target,) if pair.target in knowledge.criteria else self._carrying()

    def _carrying(self) -> tuple[str, ...]:
        """The criteria that make the verdict move: of those that do, the ones that read the answer themselves."""
        routes = {id: reading(self.knowledge, id, self.pair.on).routes for id in self.moved}
        own = tuple(id for id in self.moved if routes[id].get(self.pair.address) == 0)
        found = own or tuple(id for id in self.moved if self.pair.address in routes[id]) or self.moved
        return found[:MOST_CRITERIA]

    def sections(self, key: str) -> Iterator[Section]:
        """In the order of a lesson: the story, the difference, what it changes, why, what to remember."""
        for id, title, blocks in (
            ("story", "L'histoire", self._story()),
            ("common", "Ce qui est commun", self._common()),
            ("difference", "La seule différence", self._difference()),
            ("change", "Ce que cela change", self._change()),
            ("why", "Pourquoi", self._why()),
            ("lesson", "À retenir", self._lesson()),
        ):
            if blocks:
                yield Section(id=f"{id}_{key}", title=title, blocks=tuple(blocks))

    def _story(self) -> list[Block]:
        """The first company, as its case tells it; who brings a dossier knows the company."""
        case = next((one for one in load_cases() if one.id == self.pair.origin), None)
        if case is None:
            return []
        day = Paragraph(lead="Droit appliqué", text=f"au {french_date(self.pair.on)}.")
        return [Paragraph(lead=f"{SIDES[0]}, cas {case.number}", text=case.story), day]

    def _common(self) -> list[Block]:
        """The other answers that what moves reads, the same on both sides; the rows of a table on one line."""
        rows: dict[str, list[str]] = {}
        for target in self.shown:
            for address, route in reading(self.knowledge, target, self.pair.on).routes.items():
                one = self.pair.first.answers.get(address)
                if one is None or one.value is None or address == self.pair.address or route > 1:
                    continue
                fact, slot = self.knowledge.addresses[address]
                if self.first.session.applies(address) != FALSE:
                    text = answer_text(self.knowledge, address, one.value)
                    values = rows.setdefault(fact.short or fact.id, [])
                    if (line := f"{slot_name(slot)} : {text}" if slot else text) not in values:
                        values.append(line)
        items = [Item(lead=name, text=" ; ".join(values)) for name, values in list(rows.items())[:MOST_ANSWERS]]
        if len(rows) > MOST_ANSWERS:
            items.append(Item(text=f"et {plural(len(rows) - MOST_ANSWERS, 'autre réponse')}, les mêmes aussi."))
        return [Bullets(items=tuple(items))] if items else []

    def _difference(self) -> list[Block]:
        pair, fact = self.pair, self.knowledge.addresses[self.pair.address][0]
        row = (_given(pair, pair.before, self.knowledge), _given(pair, pair.after, self.knowledge))
        blocks: list[Block] = [
            Paragraph(text=fact.question),
            Table(header=("Réponse", *SIDES), rows=((address_name(self.knowledge, pair.address), *row),)),
        ]
        titles = ("Ne se demande plus à la seconde", "Se demande désormais à la seconde")
        for title, names in zip(titles, self._stirred(), strict=True):
            if names:
                text = shortlist([lower_first(name) for name in names], MOST_NAMED, "autre question")
                blocks.append(Paragraph(lead=title, text=f"{text}."))
        return blocks

    def _stirred(self) -> tuple[list[str], list[str]]:
        """Other questions that no longer apply to the second company, and those that now do."""
        dropped: list[str] = []
        raised: list[str] = []
        for fact in self.knowledge.facts.values():
            address = fact.addresses[0]
            then, now = (side.session.applies(address) for side in (self.first, self.second))
            if then != now and FALSE in (then, now):
                answered = any(one in self.pair.first.answers for one in fact.addresses)
                if now != FALSE or answered:
                    (raised if then == FALSE else dropped).append(fact.short or fact.id)
        return dropped, raised

    def _change(self) -> list[Block]:
        rows = []
        if self.pair.target in self.knowledge.criteria:
            findings = (side.assessment.findings[self.pair.target] for side in (self.first, self.second))
            rows.append((target_title(self.pair.target, self.knowledge), *(marked(mark_of(one)) for one in findings)))
        for id, status in self.knowledge.statuses.items():
            verdicts = (side.assessment.verdicts[id] for side in (self.first, self.second))
            rows.append((status.title, *(verdict_marked(one.outcome, one.worst, one.best) for one in verdicts)))
        blocks: list[Block] = [Table(header=("Résultat", *SIDES), rows=tuple(rows))]
        if self.pair.verdicts_before == self.pair.verdicts_after:
            blocks.append(Paragraph(text="Aucun des deux verdicts ne change : autre chose les décide."))
        blocks += [
            Paragraph(lead=f"{STATUSES[id]}, {lower_first(self.second.name)}", text=now.sentence)
            for id, now in self.second.assessment.verdicts.items()
            if now.outcome != self.first.assessment.verdicts[id].outcome
        ]
        return blocks

    def _why(self) -> list[Block]:
        """What is found of each criterion on each side, then the article, in the version of the day."""
        items = []
        for id in self.shown:
            finding = self.second.assessment.findings[id]
            inner = [self._found(side, id) for side in (self.first, self.second)]
            inner += [Item(lead="Article", text=version_text(self.knowledge, one)) for one in finding.references]
            items.append(Item(lead=f"{id} {finding.title}", text=sentence(finding.statement), items=tuple(inner)))
        if after := [id for id in self.moved if id not in self.shown]:
            listed = " ; ".join(f"{id} {lower_first(self.knowledge.criteria[id].title)}" for id in after)
            items.append(Item(lead=f"Bougent avec {'lui' if len(self.shown) == 1 else 'eux'}", text=f"{listed}."))
        return [Bullets(items=tuple(items))] if items else []

    def _found(self, side: _Side, criterion: str) -> Item:
        """What the law finds in one of the two companies."""
        finding = side.assessment.findings[criterion]
        leaves = [leaf for leaf in room_leaves(criterion, side.assessment, self.knowledge) if leaf.finding]
        # Of several tests, those that the answer moves.
        touched = [leaf for leaf in leaves if self.pair.address in leaf.used] or leaves
        findings = dict.fromkeys(f"{leaf.finding}{f' ({leaf.margin})' if leaf.margin else ''}" for leaf in touched)
        text = " ".join(filter(None, (finding.explanation, sentence(" ; ".join(findings)))))
        return Item(mark=mark_of(finding), lead=side.name, text=text)

    def _lesson(self) -> list[Block]:
        lessons = ((id, self.course.lesson(id, self.pair.on)) for id in self.shown)
        items = [
            Item(lead=id, text=lesson.remember, items=(Item(lead="Le piège", text=lesson.pitfall),))
            for id, lesson in lessons
            if lesson is not None
        ]
        return [Bullets(items=tuple(items))] if items else []
