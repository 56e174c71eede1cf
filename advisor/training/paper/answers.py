"""The answer book of a handout: the same cases under the same numbers, with what the engine finds, proof and lesson."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from advisor.advice.ways.whatif import CriterionMove, StatusMove, moved_criteria, status_moves, what_if
from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment, Finding, Ground, Reference
from advisor.assessment.wording import tag
from advisor.common.french import capital, french_date, listed, lower_first, plural, sentence
from advisor.report.model import (
    Block,
    Bullets,
    Calculation,
    Callout,
    Item,
    KeyValues,
    Paragraph,
    Report,
    Section,
    Table,
)
from advisor.report.words import STATUSES, articles, mark_of, meaning, verdict_word, version_text, years
from advisor.rules.course import LEVEL_WORDS, load_course
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.vocabulary import Nuance, Outcome
from advisor.rules.words import ANSWERS
from advisor.training.casebook.model import ErasNotes, TeachingNotes, TrialNotes
from advisor.training.exercises import AnswerKey, CriterionKey, Exercise, answer_key, room_leaves
from advisor.training.paper.handout import NOTICE, Chosen, name_of

SESSION = 12
"""Cases of a book up to which each starts a page, to be found while standing; a longer one would be half blank."""

_APPRAISED = "L'administration apprécie ce point : la réponse donnée est celle que l'on peut défendre."
_FEW = 3
"""Criteria that move for want of an answer, or without a word more: beyond, they share a line."""

_BLANK = "réponse manquante"
_Key = tuple[str, str, str]
"""A criterion and its lesson."""


def answer_book(chosen: Chosen) -> Report:
    """The answers of a handout, in its order."""
    knowledge = load_knowledge()
    cards = Cards(knowledge)
    cases = [_Case(rank, one, knowledge, cards) for rank, one in enumerate(chosen.exercises, 1)]
    return Report(
        title="Corrigé des cas",
        metadata=chosen.heading,
        notice=NOTICE,
        # The cards are those that the cases name: they come last.
        sections=(_grid(cases), *[one.section(len(cases) <= SESSION) for one in cases], cards.section()),
    )


def _grid(cases: list[_Case]) -> Section:
    rows = tuple(
        (
            f"{case.rank}. {case.name}" if rank == 1 else "",
            f"{rank}. {key.question}",
            ANSWERS[key.outcome],
        )
        for case in cases
        for rank, key in enumerate(case.key.criteria, 1)
    )
    return Section(
        id="grille",
        title="La grille de correction",
        blocks=(Table(header=("Cas", "Question", "À cocher"), rows=rows),),
    )


class _Case:
    """One case, assessed once, and its pages."""

    def __init__(self, rank: int, exercise: Exercise, knowledge: Knowledge, cards: Cards) -> None:
        self.rank, self.exercise, self.knowledge, self.cards = rank, exercise, knowledge, cards
        self.name = name_of(exercise)
        self.assessment: Assessment = assess(exercise.dossier, on=exercise.on, knowledge=knowledge)
        self.key: AnswerKey = answer_key(exercise, knowledge, self.assessment)

    def section(self, new_page: bool) -> Section:
        """What to tick, how to run it, then what proves the verdicts."""
        exercise = self.exercise
        themes = load_course().themes
        pairs = [
            ("Cas d'école", f"{exercise.id.partition('-')[0]}, {exercise.title}"),
            ("Niveau", f"{exercise.level}, {LEVEL_WORDS[exercise.level]} ; droit du {french_date(exercise.on)}"),
            ("Thèmes", " ; ".join(themes[id].title for id in exercise.themes if id in themes)),
        ]
        blocks: list[Block] = [KeyValues(pairs=tuple((key, value) for key, value in pairs if value))]
        if self.assessment.contradictions:
            items = tuple(Item(text=one.message) for one in self.assessment.contradictions)
            title = "Des réponses se contredisent : elles sont écartées"
            blocks.append(Callout(kind="bad", title=title, blocks=(Bullets(items=items),)))
        blocks += self.verdicts()
        blocks.append(Paragraph(lead="À retenir du cas", text=exercise.lesson))
        sections = [self.criterion(number, one) for number, one in enumerate(self.key.criteria, 1)]
        sections += self.notes(exercise.notes) if exercise.notes is not None else ()
        sections += self.proofs()
        return Section(
            id=f"cas-{self.rank}",
            title=f"Cas {self.rank}. {self.name}",
            blocks=tuple(blocks),
            sections=tuple(sections),
            new_page=new_page,
        )

    # -- what the engine found -----------------------------------------------------------------------------------

    def verdicts(self) -> Iterator[Block]:
        for one in self.key.statuses:
            inner: list[Block] = [Paragraph(text=one.sentence)] if one.sentence else []
            readings = self.assessment.verdicts[one.status].branches
            if readings:
                items = (Item(mark=two.verdict, lead=f"Lecture {two.reading}", text=two.condition) for two in readings)
                inner.append(Bullets(items=tuple(items)))
            if one.duration:
                inner.append(Paragraph(lead="Durée", text=f"{years(one.duration)} si l'agrément est donné."))
            yield Callout(
                kind="info",
                title=STATUSES.get(one.status, one.title),
                mark=one.outcome,
                blocks=tuple(inner),
            )

    def criterion(self, number: int, key: CriterionKey) -> Section:
        """The box to tick and why; what is the same for every case stands on the card."""
        finding = self.assessment.findings[key.criterion]
        self.cards.ask(self.rank, key, finding)
        box = ANSWERS[key.outcome]
        head = Item(mark=mark_of(finding), lead=capital(box), text=key.explanation)
        blocks: list[Block] = [Bullets(items=(head,))]
        if key.outcome != Nuance.NOT_APPLICABLE:
            blocks += self.tests(key.criterion)
        sources = [f"{articles(key.references)}. {tag(self.knowledge, key.confidence)}"]
        if finding.nature == "appreciee":
            sources.append(_APPRAISED)
        if finding.reserves:
            sources.append("Sous les réserves de la fiche.")
        blocks.append(Paragraph(lead=f"Fiche {key.criterion}", text=" ".join(sources)))
        return Section(
            id=f"cas-{self.rank}-question-{number}",
            title=f"{number}. {key.question}",
            blocks=tuple(blocks),
        )

    def tests(self, criterion: str) -> Iterator[Block]:
        """The elementary tests that carry an outcome, with the figures worked out."""
        leaves = room_leaves(criterion, self.assessment, self.knowledge)
        found = [leaf for leaf in leaves if leaf.finding]
        if found:
            yield Bullets(items=tuple(Item(mark=one.outcome, lead=one.label, text=one.finding) for one in found))
        for leaf in found:
            if leaf.calculation:
                lines = tuple((line.label, line.text) for line in leaf.calculation)
                yield Calculation(lines=lines, margin=leaf.margin)

    def proofs(self) -> Iterator[Section]:
        """For each status, the criteria that decide; one explained above is only named."""
        asked = {key.criterion: number for number, key in enumerate(self.key.criteria, 1)}
        mentioned: set[str] = set()
        for verdict in self.assessment.verdicts.values():
            status = STATUSES.get(verdict.status, verdict.title)
            items: list[Item] = []
            alike: dict[Outcome, list[str]] = {}
            again: list[str] = []
            for ground in verdict.grounds:
                number = asked.get(ground.criterion)
                if number is None:
                    self.cards.cite(ground.criterion, ground.title, ground.references)
                if number is None and ground.criterion in mentioned:
                    again.append(ground.criterion)
                elif number is None and ground.effect != Outcome.MET and _says_more(ground.detail):
                    text = f"{ground.detail.rstrip('.')}. {self.code(ground)}"
                    items.append(Item(mark=ground.effect, lead=f"{ground.criterion} {ground.title}", text=text))
                else:
                    alike.setdefault(ground.effect, []).append(self.named(ground, number))
                mentioned.add(ground.criterion)
            items += [
                Item(mark=effect, lead=plural(len(names), "critère"), text=f"{' ; '.join(names)}.")
                for effect, names in alike.items()
            ]
            if again:
                items.append(Item(lead="Comme plus haut", text=f"{', '.join(again)}."))
            if items:
                yield Section(
                    id=f"cas-{self.rank}-preuve-{verdict.status}",
                    title=f"Ce qui décide pour l'{status}",
                    blocks=(Bullets(items=tuple(items)),),
                )

    def named(self, ground: Ground, number: int | None) -> str:
        """A ground on a shared line; of what holds, its id: titles and articles stand at the end of the book."""
        if number:
            return f"{ground.criterion} (question {number})"
        words = ground.criterion if ground.effect == Outcome.MET else f"{ground.criterion} {lower_first(ground.title)}"
        return f"{words} {self.code(ground)}"

    def code(self, ground: Ground) -> str:
        """How surely a ground was read."""
        return f"[{ground.confidence}]" if ground.effect == Outcome.MET else tag(self.knowledge, ground.confidence)

    # -- how to run it ---------------------------------------------------------------------------------------------

    def notes(self, notes: TeachingNotes) -> Iterator[Section]:
        blocks = (
            *_titled_list("Ce que l'on croit souvent", notes.mistakes),
            *_titled_list("Insister sur", notes.insist),
            Paragraph(lead="En deux minutes", text=notes.two_minutes),
            Paragraph(lead="En dix minutes", text=notes.ten_minutes),
        )
        yield Section(id=f"cas-{self.rank}-conduite", title="Pour animer", blocks=blocks)
        if notes.trials:
            items = tuple(self.trial(one) for one in notes.trials)
            yield Section(id=f"cas-{self.rank}-et-si", title="Et si… ?", blocks=(Bullets(items=items),))
        if notes.eras is not None:
            yield self.eras(notes.eras)

    def trial(self, trial: TrialNotes) -> Item:
        """What some other answers would give, as the engine finds it."""
        result = what_if(self.exercise.dossier, trial.changes, on=self.exercise.on, knowledge=self.knowledge)
        changes = tuple(
            Item(text=f"{one.short} : « {one.after or 'sans réponse'} » au lieu de « {one.before or 'sans réponse'} ».")
            for one in result.changes
        )
        clashes = tuple(Item(lead="Contradiction", text=one) for one in result.contradictions)
        moved = _moves(result.statuses, result.criteria)
        return Item(text=trial.words, items=(*changes, *clashes, *moved))

    def eras(self, eras: ErasNotes) -> Section:
        early, late = eras.days
        before, after = (assess(self.exercise.dossier, on=day, knowledge=self.knowledge) for day in (early, late))
        title = f"Avant et après : le {french_date(early)}, puis le {french_date(late)}"
        moves = _moves(status_moves(before, after), tuple(moved_criteria(before, after)))
        return Section(
            id=f"cas-{self.rank}-avant-apres",
            title=title,
            blocks=(Paragraph(text=eras.words), Bullets(items=moves)),
        )


def _titled_list(title: str, texts: Iterable[str]) -> tuple[Block, Block]:
    return Paragraph(lead=title, text=""), Bullets(items=tuple(Item(text=one) for one in texts))


def _says_more(detail: str) -> bool:
    """Whether what was found says more than that it is not known."""
    return bool(detail) and not detail.lower().startswith(_BLANK)


def _moves(statuses: tuple[StatusMove, ...], criteria: tuple[CriterionMove, ...]) -> tuple[Item, ...]:
    """The verdicts, moved or not, then the criteria that move; many that say nothing of their own share a line."""
    found = []
    for one in statuses:
        same = "inchangé" if one.before == one.after else f"{verdict_word(one.before)} auparavant"
        found.append(Item(mark=one.after, lead=STATUSES.get(one.status, one.title), text=same))
    alike: dict[str, list[CriterionMove]] = {}
    for move in criteria:
        if move.after == Outcome.MET or not _says_more(move.finding):
            alike.setdefault(move.after, []).append(move)
    for move in criteria:
        group = alike.get(move.after, [])
        if move not in group or len(group) <= _FEW:
            why = "" if move.after == Outcome.MET else sentence(move.finding)
            found.append(Item(mark=move.after, lead=f"{move.criterion} {move.title}", text=why))
        elif move is group[0]:
            names = [f"{two.criterion} {lower_first(two.title)}" for two in group]
            found.append(Item(mark=move.after, lead=plural(len(names), "critère"), text=f"{' ; '.join(names)}."))
    return tuple(found)


# -- the cards at the end of an answer book --------------------------------------------------------------------------


@dataclass
class _Card:
    title: str
    pitfall: str = ""
    remember: str = ""
    cases: dict[int, None] = field(default_factory=dict)
    references: dict[Reference, None] = field(default_factory=dict)
    reserves: dict[str, None] = field(default_factory=dict)


class Cards:
    """The cards that the cases of a book call for, in the order of the rules."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._asked: dict[_Key, _Card] = {}
        self._cited: dict[str, _Card] = {}

    def ask(self, rank: int, key: CriterionKey, finding: Finding) -> None:
        """A criterion asked about in the case of some rank: its card has everything."""
        name = (key.criterion, key.pitfall, key.remember)
        card = self._asked.setdefault(name, _Card(key.title, key.pitfall, key.remember))
        card.cases[rank] = None
        card.references.update(dict.fromkeys(key.references))
        reserves = (f"{one.text} {tag(self.knowledge, one.confidence)}" for one in finding.reserves)
        card.reserves.update(dict.fromkeys(reserves))

    def cite(self, criterion: str, title: str, references: tuple[Reference, ...]) -> None:
        """A criterion that decides without being asked about: its articles are listed."""
        self._cited.setdefault(criterion, _Card(title)).references.update(dict.fromkeys(references))

    def section(self) -> Section:
        """All the cards, then the articles of what is only cited, then what the codes of confidence mean."""
        order = {id: rank for rank, id in enumerate(self.knowledge.criteria)}
        asked = sorted(self._asked, key=lambda key: (order[key[0]], min(self._asked[key].cases)))
        inner = [self._card_section(rank, key) for rank, key in enumerate(asked, 1)]
        known = {(key[0], one) for key, card in self._asked.items() for one in card.references}
        rows = []
        for criterion in sorted(self._cited, key=order.__getitem__):
            card = self._cited[criterion]
            if missing := [one for one in card.references if (criterion, one) not in known]:
                rows.append((f"{criterion} {card.title}", " ; ".join(self._versions(missing))))
        if rows:
            table = Table(header=("Critère", "Articles, dans la rédaction appliquée"), rows=tuple(rows))
            inner.append(Section(id="articles", title="Les autres critères qui décident", blocks=(table,)))
        codes = tuple(Item(text=meaning(self.knowledge, one.id)) for one in self.knowledge.base.confidences)
        inner.append(Section(id="codes", title="Les codes de confiance", blocks=(Bullets(items=codes),)))
        return Section(id="fiches", title="Les fiches des critères", sections=tuple(inner), new_page=True)

    def _card_section(self, rank: int, key: _Key) -> Section:
        card = self._asked[key]
        items = tuple(Item(text=one) for one in self._versions(card.references))
        blocks: list[Block] = [Bullets(items=items)] if items else []
        if card.reserves:
            blocks += _titled_list("Réserves", card.reserves)
        if card.pitfall:
            blocks.append(Paragraph(lead="Le piège", text=card.pitfall))
        if card.remember:
            blocks.append(Paragraph(lead="À retenir", text=card.remember))
        title = f"Fiche {key[0]}. {card.title} (cas {', '.join(map(str, card.cases))})"
        return Section(id=f"fiche-{rank}", title=title, blocks=tuple(blocks))

    def _versions(self, references: dict[Reference, None] | list[Reference]) -> Iterator[str]:
        """Each text with its versions, the passages of one version on one line."""
        passages: dict[tuple[str, str], list[Reference]] = {}
        for one in references:
            passages.setdefault((one.source, str(one.start)), []).append(one)
        for alike in passages.values():
            yield version_text(self.knowledge, _together(alike))


def _together(references: list[Reference]) -> Reference:
    """One reference for the passages of one text in one version."""
    first = references[0]
    name = first.text.removesuffix(f", {first.passage}") if first.passage else first.text
    passages = listed(dict.fromkeys(one.passage for one in references if one.passage))
    return first.model_copy(update={"text": f"{name}, {passages}" if passages else name})
