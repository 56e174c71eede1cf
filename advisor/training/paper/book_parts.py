"""The parts of the rule book besides criteria: statuses, open questions, figures, remedies, rights, duties, texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from advisor.knowledge import Knowledge
from advisor.knowledge.models import Guidance, Parameter, Source
from advisor.report.conditions import condition_branch, condition_words, parameter_value
from advisor.report.lawbook.page import dates_words, period_words
from advisor.report.model import (
    MARKS,
    Block,
    Branch,
    Bullets,
    Diagram,
    Item,
    Paragraph,
    Section,
    Table,
    Tree,
)
from advisor.report.words import STATUSES, sentence, tag
from advisor.training.paper.book_pages import BookPages, folded, told_apart
from advisor.training.paper.brief import BriefAnswers, BriefDoing, strung
from advisor.training.paper.decision_tree import decision_ladder
from advisor.values import french_date

_GUIDANCE = {
    "droit": "droit ouvert",
    "limite": "limite",
    "contrainte": "contrainte",
    "procedure": "démarche",
    "piece": "pièce",
    "obligation": "obligation",
}


class BookParts:
    """Each part as one section, whose title the book numbers."""

    def __init__(self, pages: BookPages) -> None:
        self.pages, self.knowledge, self.on = pages, pages.knowledge, pages.on
        self.answers, self.doing = BriefAnswers(self.knowledge, self.on), BriefDoing(self.knowledge, self.on)

    def codes(self) -> Section:
        """How each text was read, code by code, strongest first."""
        levels = sorted(self.knowledge.base.confidences, key=lambda one: one.rank)
        rows = tuple((f"[{one.id}]", one.title, one.meaning) for one in levels)
        notes = Paragraph(
            text="Un code entre crochets dit comment le texte a été lu. Une conclusion porte le plus faible des codes "
            "de ce qui la décide. Les références de chaque rédaction d'un texte sont données une fois : en tête du "
            "chapitre de l'article s'il en a un, sinon dans « Les textes cités »."
        )
        return Section(
            id="codes", title="Codes de confiance", blocks=(notes, Table(header=("Code", "Titre", "Sens"), rows=rows))
        )

    def statuses(self) -> Iterator[Section]:
        """Each status: its routes as a diagram and as a decision tree, then each route in full."""
        for status in self.knowledge.statuses.values():
            on = self.on or self.knowledge.base.law_as_of
            routes = [route for route in status.routes if route.on(on)]
            branches = tuple(
                Branch(
                    join="tous",
                    lead=route.title,
                    branches=_flat(condition_branch(version.condition, self.knowledge, on)),
                )
                for route in routes
                if (version := route.on(on))
            )
            whole = Branch(join="un_de", lead=STATUSES.get(status.id, status.id), branches=branches)
            drawn: list[Block] = [Diagram(title=f"Les voies au {french_date(on)}", drawn=Tree(root=whole))]
            drawn.append(
                Diagram(
                    title=f"Arbre de décision au {french_date(on)}",
                    drawn=decision_ladder(status.id, on, self.knowledge, self.pages.course),
                )
            )
            overview = Section(id=f"{status.id}.overview", title="Vue d'ensemble", blocks=tuple(drawn))
            pages = (_said(one) if one.id == "phrases" else one for one in self.pages.status(status))
            inner = (overview, *told_apart(status.id, pages))
            yield Section(id=f"statut.{status.id}", title=status.title, sections=inner)

    def questions(self) -> Section:
        """Every question that the texts leave open, with both readings and what each would give."""
        found = []
        for one in self.knowledge.open_questions.values():
            outcomes = (
                Item(lead="Si la lecture stricte l'emporte", text=one.if_strict),
                Item(lead="Si la lecture favorable l'emporte", text=one.if_favourable),
            )
            blocks = (
                *folded(self.pages.open_question(one)),
                Paragraph(lead="Ce qu'elles donnent", text=""),
                Bullets(items=outcomes),
            )
            found.append(Section(id=one.id, title=f"{one.id}. {one.title}", blocks=blocks))
        return Section(id="questions", title="Les questions que les textes laissent ouvertes", sections=tuple(found))

    def figures(self) -> Section:
        """Dated figures, a table each."""
        return Section(
            id="figures",
            title="Les chiffres de la loi, datés",
            sections=tuple(self._figure(one) for one in self.knowledge.parameters.values()),
        )

    def _figure(self, entry: Parameter) -> Section:
        rows = []
        for value in self.pages.versions(entry.values):
            named = self.knowledge.sources[value.source].short if value.source else ""
            source = " ; ".join(filter(None, (named, value.reference)))
            read = f"{tag(self.knowledge, value.confidence)}, contrôlé le {french_date(value.checked)}"
            text = f"{source} {read}. {value.note}".strip()
            rows.append((parameter_value(entry, value), sentence(period_words(value)).rstrip("."), text))
        blocks: tuple[Block, ...] = (Table(header=("Valeur", "Quand", "Texte"), rows=tuple(rows)),)
        if not rows:
            blocks = (Paragraph(text="Aucune valeur connue à cette date."),)
        users = [section for section in self.answers.parameter(entry) if section.id == "users"]
        used = tuple(Paragraph(lead="Critères qui s'en servent", text=_only(one)) for one in users)
        return Section(
            id=f"chiffre.{entry.id}",
            title=entry.title,
            blocks=(*blocks, *used, _named(entry.id)),
        )

    def computed(self) -> Section:
        """Figures worked out from the answers: how."""
        entries = self.knowledge.indicators.values()
        return Section(
            id="computed",
            title="Les chiffres calculés",
            sections=tuple(
                Section(
                    id=f"calcul.{one.id}",
                    title=one.title or one.id,
                    blocks=folded(self.answers.indicator(one)),
                )
                for one in entries
            ),
        )

    def remedies(self) -> Section:
        """What mends, who decides, and what it weighs."""
        entries = self.knowledge.remedies.values()
        shared = tuple(self.doing.shared())
        told = (Paragraph(lead="Ce que plusieurs remèdes disent de même", text=""), Bullets(items=shared))
        return Section(
            id="remedies",
            title="Les remèdes",
            blocks=told if shared else (),
            sections=tuple(
                Section(id=f"remede.{one.id}", title=one.title, blocks=folded(self.doing.remedy(one)))
                for one in entries
            ),
        )

    def coherences(self) -> Section:
        """Answers that cannot be true together."""
        return Section(
            id="coherences",
            title="Les réponses qui se contredisent",
            sections=tuple(
                Section(id=one.id, title=one.id, blocks=folded(self.answers.coherence(one)))
                for one in self.knowledge.coherences
            ),
        )

    def guidance(self) -> Section:
        """Rights, limits, duties, steps and documents, under the first article that each cites."""
        lines = self.pages.versions(self.knowledge.guidance)
        found: dict[str, list[Guidance]] = {}
        for line in lines:
            found.setdefault(line.citations[0].source, []).append(line)
        order = [source for source in self.knowledge.sources if source in found]
        inner = tuple(
            Section(
                id=f"guide.{source}",
                title=self.knowledge.sources[source].short,
                blocks=(Bullets(items=tuple(map(self._line, found[source]))),),
            )
            for source in order
        )
        return Section(id="guidance", title="Droits, limites, obligations et démarches, par article", sections=inner)

    def _line(self, line: Guidance) -> Item:
        routes = self.knowledge.routes()
        _, confidence = self.pages.confidence(line.confidence)
        pairs = (
            ("Pour", "" if line.condition is None else condition_words(line.condition, self.knowledge, self.on)),
            ("Voies", ", ".join(routes[one].title for one in line.routes)),
            ("Où", line.where),
            ("Nom du fichier", line.file_name),
            ("Dates", dates_words(line)),
            ("Conseil", "aucun texte n'exige cette pièce" if line.advised else ""),
            ("Chiffres", ", ".join(self.knowledge.parameters[one].title for one in line.figures)),
            ("Textes", self.knowledge.texts(line.citations)),
            ("Confiance", confidence),
        )
        kind = f"{_GUIDANCE[line.kind]}, {STATUSES[line.status]}"
        reserve = (Item(lead="Réserve", text=line.reserve),) if line.reserve else ()
        items = (*reserve, Item(text=strung(pairs)), *self.pages.reworded(line))
        return Item(lead=f"{line.title} ({kind})", text=line.text, items=items)

    def texts(self, chapters: dict[str, str]) -> Section:
        """Every text cited, with its versions; those that have a chapter are only pointed to.

        Args:
            chapters: title of the chapter of each article that has one.
        """
        items = []
        for source in self.knowledge.sources.values():
            if source.id in chapters:
                items.append(Item(lead=source.short, text=f"voir le chapitre « {chapters[source.id]} »"))
            else:
                items.append(Item(lead=source.short, text=source.title, items=tuple(self.source_versions(source))))
        return Section(id="texts", title="Les textes cités", blocks=(Bullets(items=tuple(items)),))

    def source_versions(self, source: Source) -> Iterator[Item]:
        """The dated versions of an article, each with how it was read."""
        for one in self.pages.versions(source.versions):
            read = f"{tag(self.knowledge, one.read)}, contrôlé le {french_date(one.checked)}"
            when = sentence(period_words(one)).rstrip(".")
            yield Item(lead=when, text=f"{one.reference} {read}. {one.note}".strip())


def _named(id: str) -> Paragraph:
    """The name of an entry in the rules, to find it there."""
    return Paragraph(lead="Nom dans les règles", text=id)


def _flat(branch: Branch) -> tuple[Branch, ...]:
    """The parts of a condition under the route that asks for them all."""
    return branch.branches if branch.join == "tous" else (branch,)


def _said(section: Section) -> Section:
    """The sentences of a verdict, under words rather than names of the rules."""

    def told(item: Item) -> Item:
        name = max((mark for mark in MARKS if item.lead.startswith(mark)), key=len, default="")
        case = item.lead.removeprefix(name).strip("_").replace("_", " ")
        lead = MARKS[name][1] if name else item.lead  # type: ignore[index]
        text = re.sub(r"\{(\w+)\}", r"[\1]", item.text)
        return Item(lead=f"{lead} ({case})" if case and name else lead, text=text)

    blocks = tuple(
        Bullets(items=tuple(map(told, block.items))) if isinstance(block, Bullets) else block
        for block in section.blocks
    )
    return section.model_copy(update={"blocks": blocks})


def _only(section: Section) -> str:
    return " ".join(block.text for block in section.blocks if isinstance(block, Paragraph))


def signature() -> tuple[str, ...]:
    """What the lawyer who signs the book off fills in."""
    return ("Relu par", "Qualité", "Le", "Sous réserve de", "Signature")


def _later(on: date | None, known: date) -> Iterator[tuple[str, str]]:
    """A warning for a day after the last one on which the law is known."""
    if on is not None and on > known:
        yield (
            "Attention",
            f"le droit est connu ici jusqu'au {french_date(known)} ; pour une date plus tardive, vérifiez sur "
            "Légifrance que les articles cités n'ont pas changé",
        )


def overview_pairs(knowledge: Knowledge, on: date | None) -> tuple[tuple[str, str], ...]:
    """What the book was made from, and which law it tells."""
    base = knowledge.base
    return (
        ("Règles", f"version {base.version}, empreinte {knowledge.fingerprint}"),
        ("Droit", f"au {french_date(on)}" if on else f"toutes les rédactions depuis le {french_date(base.start)}"),
        *_later(on, base.law_as_of),
        ("État du droit", f"au {french_date(base.law_as_of)}"),
        ("Codes", f"contrôlés pour la dernière fois le {french_date(base.code_checked_on)}"),
    )
