"""The gap list of the statutes: each mention the law of the day asks, whether it is there, a draft for what lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from advisor.advice.guidance import unread_notice
from advisor.advice.papers.model import Adoption, ClauseDraft, Mention, Statutes, route_taken
from advisor.assessment.account.changes import majorities
from advisor.assessment.account.findings import Findings
from advisor.assessment.assess import account, reason
from advisor.assessment.leaves import FALSE, TRUE, UNKNOWN
from advisor.assessment.model import Assessment
from advisor.assessment.reasoning import Reasoning
from advisor.assessment.session import Session
from advisor.common.french import french_number, french_percent
from advisor.dossier import Dossier
from advisor.rules.acts import Clause, Word
from advisor.rules.basis import Rated
from advisor.rules.conditions import AllOf, Condition, CriterionRef, Leaf, leaves, walk
from advisor.rules.ids import PLACEHOLDER
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.references import criteria_under
from advisor.rules.vocabulary import PieceState

LACKING: tuple[PieceState, ...] = ("incomplet", "absent", "a_ecrire", "a_trancher")
"""States for which a draft is given."""

_START = re.compile(r"^[\W\d_]*[^\W\d_]")

# -- filling the blanks of a draft: what the user typed is put in once, and never read again -------------------------


class Filling:
    """The words of the drafts, as they stand for one company on one day."""

    def __init__(self, session: Session, dossier: Dossier) -> None:
        self.session, self.dossier = session, dossier
        self.words = session.knowledge.acts.words

    def text(self, template: str) -> str:
        """Fill every blank of a template, in one pass: braces in a company's name are only text."""
        return PLACEHOLDER.sub(lambda found: self.word(self.words[found[1]]), template)

    def word(self, word: Word) -> str:
        if word.field == "denomination":
            return self.dossier.name.strip() or self.text(word.default)
        if word.parameter is not None:
            return self._figure(word.parameter) or self.text(word.default)
        texts = [
            self.text(case.text)
            for case in word.cases
            if case.covers(self.session.on) and self.session.proved(case.condition)
        ]
        if not texts:
            return self.text(word.default)
        return texts[0] if word.joined is None else word.joined.join(dict.fromkeys(texts))

    def _figure(self, id: str) -> str:
        value = self.session.parameter(id)
        if value is None:
            return ""
        unit = self.session.knowledge.parameters[id].unit
        if unit == "pourcentage":
            return french_percent(value)
        return f"{french_number(value)} fois" if unit == "fois" else french_number(value)

    def paragraphs(self, clause: Clause) -> tuple[str, ...]:
        """Return the draft of a clause, a paragraph each, every one with a capital."""
        chosen = next((one.text for one in clause.variants if self.session.proved(one.condition)), "")
        template = chosen or clause.text
        lines = (line.strip() for line in template.split("\n"))
        return tuple(self._capital(line) for line in lines if line)

    def notes(self, clause: Clause) -> tuple[str, ...]:
        """Return what counsel must look at, for this company."""
        notes = [one.note for one in clause.notes if self.session.proved(one.condition)]
        return (*([clause.note] if clause.note else ()), *notes)

    def _capital(self, line: str) -> str:
        """Capital at the start, unless what stands there is the company's own name or an open choice."""
        if line[0] == "[" or line.startswith("{denomination}"):
            return self.text(line)
        filled = self.text(line)
        return _START.sub(lambda found: found[0][:-1] + found[0][-1].upper(), filled, count=1)


# -- the gap list ----------------------------------------------------------------------------------------------------


def statutes(dossier: Dossier, on: date | None = None, knowledge: Knowledge | None = None) -> Statutes:
    """Draw up the gap list of one company's statutes; arguments and errors as for `assess`."""
    base = knowledge or load_knowledge()
    reasoning = reason(dossier, on, base)
    return _Review(dossier, account(reasoning), reasoning).statutes()


class _Review:
    def __init__(self, dossier: Dossier, assessment: Assessment, reasoning: Reasoning) -> None:
        self.dossier, self.assessment, self.knowledge = dossier, assessment, reasoning.knowledge
        self.session = reasoning.session
        self.filling = Filling(self.session, dossier)
        self.findings = Findings(reasoning)
        self.answers = {one.address: one for one in assessment.answers}
        self.asking = self._criteria_of_the_routes()

    def statutes(self) -> Statutes:
        form = self.answers.get("forme_juridique")
        return Statutes(
            name=self.dossier.name,
            on=self.assessment.on,
            form=form.text if form is not None and not form.unknown else "",
            project=self.assessment.project,
            ess=self.assessment.ess.outcome,
            esus=self.assessment.esus.outcome,
            mentions=tuple(self._mentions()),
            adoption=tuple(
                Adoption(
                    title=one.title,
                    text=one.text,
                    references=self.findings.references(one.citations),
                    confidence=self._surely(one),
                    reserve=one.reserve,
                )
                for one in majorities(self.session)
            ),
            reading=unread_notice(self.assessment, self.knowledge),
        )

    def _surely(self, one: Rated) -> str:
        return self.knowledge.confidence(one, self.assessment.on)

    # -- what the law asks ------------------------------------------------------------------------------------------

    def _criteria_of_the_routes(self) -> frozenset[str]:
        """Criteria on the route of each status that this structure takes; those of the first status not repeated."""
        found: set[str] = set()
        owned: set[str] = set()
        for status in self.knowledge.statuses.values():
            route = route_taken(self.assessment, self.session, status.id)
            version = route.on(self.assessment.on) if route is not None else None
            if version is not None:
                found |= criteria_under(self.knowledge, [version.condition], self.assessment.on) - owned
            versions = (one.on(self.assessment.on) for one in status.routes)
            conditions = [one.condition for one in versions if one is not None]
            owned |= criteria_under(self.knowledge, conditions, self.assessment.on)
        return frozenset(found)

    def _mentions(self) -> Iterator[Mention]:
        for clause in self.knowledge.acts.clauses.values():
            asked: list[tuple[str, Condition]] = []
            for id in clause.serves:
                version = self.knowledge.criteria[id].on(self.assessment.on) if id in self.asking else None
                if version is not None:
                    asked += [(id, part) for part in parts(version.tree, clause.facts)]
            # Those of which one of the facts of the clause is asked of this structure.
            applies = {fact for fact in clause.answers if self.session.applies(fact) != FALSE}
            live = [(id, part) for id, part in asked if any(leaf.fact in applies for leaf in leaves(part))]
            if live:
                yield self._mention(clause, live)

    def _mention(self, clause: Clause, asked: list[tuple[str, Condition]]) -> Mention:
        state = self._state(clause, [part for _, part in asked])
        given = [self.answers[fact] for fact in clause.facts if fact in self.answers]
        unread = [fact for fact in clause.answers if state != "present" and self._value(fact) is None]
        criteria = tuple(dict.fromkeys(id for id, _ in asked))
        versions = [one for id in criteria if (one := self.knowledge.criteria[id].on(self.assessment.on)) is not None]
        asked_by = (reference for one in versions for reference in self.findings.references(one.citations))
        sources = self.knowledge.sources
        in_force = tuple(one for one in clause.citations if sources[one.source].on(self.assessment.on) is not None)
        draft = None
        if state in LACKING:
            paragraphs, notes = self.filling.paragraphs(clause), self.filling.notes(clause)
            sure = self._surely(clause)
            draft = ClauseDraft(paragraphs=paragraphs, left=clause.left, notes=notes, confidence=sure)
        return Mention(
            clause=clause.id,
            title=clause.title,
            heading=clause.heading,
            state=state,
            criteria=criteria,
            answers=tuple(one for one in given if not one.unknown or one.note or one.article or one.quote),
            missing=tuple(self.knowledge.facts[fact].short or fact for fact in unread),
            asked_by=tuple(dict.fromkeys(asked_by)),
            asked_confidence=self.knowledge.weakest(map(self._surely, versions)) or "M",
            references=self.findings.references(in_force or clause.citations),
            draft=draft,
            becomes=dict(clause.answers),
            withdrawn=clause.replaces,
        )

    def _state(self, clause: Clause, asked: list[Condition]) -> PieceState:
        settled = [self.session.settled(part) for part in asked]
        strict, favourable = min(one.strict for one in settled), min(one.favourable for one in settled)
        if strict == TRUE:
            return "present"
        if strict == UNKNOWN:
            return "a_ecrire" if self.assessment.project else "a_lire"
        if favourable == TRUE:
            return "a_trancher"
        # Some answers say that the statutes hold nothing.
        facts = (self.knowledge.facts[fact] for fact in clause.answers)
        nothing = {option.id for fact in facts for option in fact.options if not option.written}
        return "incomplet" if {self._value(fact) for fact in clause.answers} - {None, *nothing} else "absent"

    def _value(self, fact: str) -> str | None:
        value = self.session.raw(fact)
        return value if isinstance(value, str) else None


def parts(condition: Condition, facts: tuple[str, ...]) -> Iterator[Condition]:
    """Yield the parts of a condition that must all hold and read one of these facts, criteria left aside."""
    if isinstance(condition, AllOf):
        for child in condition.children:
            yield from parts(child, facts)
        return
    nodes = list(walk(condition))
    if any(isinstance(node, CriterionRef) for node in nodes):
        return
    if any(isinstance(node, Leaf) and node.fact in facts for node in nodes):
        yield condition
