"""Two pages on the rules themselves: what someone must read online, and what the tool does not know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from advisor.assessment.wording import WEAK_RANK
from advisor.common.french import french_date
from advisor.report.lawbook._page import LawPage
from advisor.report.model import Item, Report, Section
from advisor.report.words import base_of
from advisor.rules.conditions import Condition, Leaf, OpenPoint
from advisor.rules.load import Knowledge
from advisor.rules.official import IDENTIFIER, identifiers
from advisor.rules.upkeep import ToRead, overdue

GAPS, READING = "Ce que l'outil ne sait pas", "À lire en ligne"


def reading_report(knowledge: Knowledge, lines: Iterable[ToRead]) -> Report:
    """What someone must read online: what is left, then what was read, when and by whom."""
    return Report(title=READING, metadata=(base_of(knowledge),), sections=reading_sections(lines))


def reading_sections(lines: Iterable[ToRead], told: bool = True) -> Iterator[Section | None]:
    """The parts of the reading list; ``told``: how to tick it too."""
    listed = tuple(lines)
    left = (Item(lead=f"☐ {one.text}", text=one.effect) for one in listed if one.read_on is None)
    how = "Une fois lu, notez dans rules/a_lire.yaml le jour (« lu_le »), votre nom (« par ») et le « constat »."
    yield Section.listing("to-read", "Reste à lire", left, how if told else "")
    done = (
        Item(
            lead=f"✓ {one.text}",
            text=f"lu le {french_date(one.read_on)} par {one.by}. {one.found}".strip(),
            items=Item.lines(("Effet", one.effect)),
        )
        for one in listed
        if one.read_on is not None
    )
    yield Section.listing("read", "Lu", done)


def gaps_report(knowledge: Knowledge, on: date) -> Report:
    """What the rules say, of themselves, that they do not know on a day."""
    metadata = (("Au", french_date(on)), ("État du droit", f"au {french_date(knowledge.base.law_as_of)}"))
    return Report(title=GAPS, metadata=(*metadata, base_of(knowledge)), sections=gap_sections(knowledge, on))


def gap_sections(knowledge: Knowledge, on: date) -> Iterator[Section | None]:
    """The parts of that page, each computed from the rules of the day."""
    yield Section.listing("open", "Ce que le droit laisse ouvert", _questions(knowledge, on))
    prudent = (
        Item(lead=f"{criterion.id}, {criterion.title}", text=reserve.text)
        for criterion in knowledge.criteria.values()
        for reserve in criterion.reserves
        if reserve.covers(on) and (reserve.decisive or reserve.contested)
    )
    yield Section.listing("prudent", "Où un verdict repose sur une lecture prudente ou contestée", prudent)
    criteria = [
        (one.id, knowledge.confidence(version, on)) for one in knowledge.criteria.values() if (version := one.on(on))
    ]
    title = "Critères dont le texte n'a pas été lu, ou ne tranche pas"
    yield Section.listing("weak", title, _by_level(knowledge, criteria))
    texts = [
        (one.short, text.read)
        for one in knowledge.sources.values()
        if one.nature != "doctrine" and (text := one.on(on))
    ]
    yield Section.listing("unread", "Textes cités et non lus", _by_level(knowledge, texts))
    yield Section.listing("figures", "Chiffres à chercher, ou peu sûrs", _figures(knowledge, on))
    unnamed = [
        source.short
        for source in knowledge.sources.values()
        if source.nature not in ("doctrine", "jurisprudence", "instruction")
        and (text := source.on(on)) is not None
        and not IDENTIFIER.search(identifiers(source, text))
    ]
    named = f"{' ; '.join(unnamed)}." if unnamed else ""
    yield Section.saying("unnamed", f"Sans identifiant officiel, donc sans lien ({len(unnamed)})", named)


def _questions(knowledge: Knowledge, on: date) -> Iterator[Item]:
    """The open points that a rule of the day meets."""
    page = LawPage(knowledge, on)
    for one in knowledge.open_questions.values():

        def meets(node: Condition, id: str = one.id) -> bool:
            asked = isinstance(node, OpenPoint) and node.point == id
            return asked or (isinstance(node, Leaf) and node.if_meaningless == id)

        if users := page.users(meets):
            yield Item(lead=f"{one.id}, {one.title}", text=one.question, items=Item.lines(("Critères", users)))


def _by_level(knowledge: Knowledge, known: Iterable[tuple[str, str]]) -> Iterator[Item]:
    """What is weakly known, the weakest last: one line a code."""
    names: dict[str, list[str]] = {}
    for name, code in known:
        names.setdefault(code, []).append(name)
    for level in sorted(knowledge.base.confidences, key=lambda one: one.rank):
        if level.rank >= WEAK_RANK and level.id in names:
            found = names[level.id]
            yield Item(lead=f"[{level.id}] {level.title} ({len(found)})", text=f"{' ; '.join(found)}.")


def _figures(knowledge: Knowledge, on: date) -> Iterator[Item]:
    for one in overdue(knowledge, on):
        if one.due is not None:
            yield Item(
                lead=f"{one.title} ({one.id})", text=f"nouvelle valeur attendue depuis le {french_date(one.due)}."
            )
    values = [
        (one.title, knowledge.confidence(value, on)) for one in knowledge.parameters.values() if (value := one.on(on))
    ]
    yield from _by_level(knowledge, values)
