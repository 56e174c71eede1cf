"""The watch on LEGI as a report: what changed in what the rules cite, what is new beside it, what each touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from advisor.common.errors import InputError, Problem
from advisor.common.french import listed, plural, short_date, shortlist
from advisor.common.resources import as_typed, data_dir
from advisor.lint._sites import Review, cited
from advisor.lint.watch.compare import IDENTIFIER, Bond, Neighbour, Watch, watch
from advisor.lint.watch.extract import read_extract
from advisor.report.model import Bullets, Item, Paragraph, Report, Section
from advisor.rules.basis import Source
from advisor.rules.course import read_course
from advisor.rules.load import Knowledge, Reader, load_from, load_knowledge
from advisor.rules.texts import FOLDER, load_texts, read_texts
from advisor.rules.upkeep import TO_READ, ToRead, load_codes, load_to_read, read_to_read, set_aside
from advisor.rules.vocabulary import EntryKind, GuidanceKind
from advisor.training.casebook.read import load_cases

_MANY = 4
"""Names told of one kind of entry; the others are counted."""
_PAPERS = (EntryKind.CLAUSE, EntryKind.FILE_CASE)
_GROUPS = {
    EntryKind.STATUS: "statuts",
    EntryKind.PARAMETER: "chiffres",
    EntryKind.STEP: "calendrier",
    EntryKind.CHECK: "bilan",
    EntryKind.RISK: "bilan",
    EntryKind.REMEDY: "remèdes",
    EntryKind.OPEN_POINT: "points ouverts",
    EntryKind.CRITERION: "critères",
    EntryKind.INDICATOR: "chiffres",
    EntryKind.GUIDANCE: "guide",
    EntryKind.HOLIDAY: "calendrier",
    EntryKind.COMPARISON: "statuts comparés",
}
_BONDS = {Bond.NUMBER: "numéro voisin de", Bond.QUOTES: "cite", Bond.SECTION: "même section que"}

Touched = Mapping[str, dict[str, list[str]]]
"""By source, what rests on it: group of entries, then their ids."""


def watch_report(path: Path, folder: Path | None, on: date) -> tuple[Report, bool]:
    """What an extract of LEGI has that the rules do not, and whether there is any of it to read.

    Args:
        path: the extract, see `advisor.lint.watch.extract`.
        folder: a folder of rules; the packaged ones by default. Its sources are enough: when the rest does not read,
            what each article touches is not told.
        on: the day of the watch.

    Raises:
        InputError: the extract or the sources cannot be used; or no source cites a text of the extract.
    """
    extracts = read_extract(path)
    sources, knowledge = _rules(folder)
    since = load_knowledge().base.start
    seen = set_aside(_reading_list(folder))
    found = [watch(one, sources, load_codes(), since, on, stored_words(folder), seen) for one in extracts]
    found = [one for one in found if one.cited or one.changes or one.neighbours]
    if not found:
        names = listed(one.title or one.id for one in extracts[:_MANY])
        message = f"les règles ne citent aucun article de cet extrait ({names})."
        raise InputError(
            Problem(message, str(path), mend="Les textes qu'elles citent : ess-advisor regles liste source.")
        )
    touched = _touched(knowledge, folder) if knowledge is not None else {}
    news = any(one.changes or one.neighbours for one in found)
    sections = [section for one in found for section in _sections(one, touched, on, len(found) > 1)]
    if knowledge is None:
        text = "Le reste de ces règles ne se lit pas : ce que touche chaque article n'est pas dit."
        sections.append(Section(id="unread", title="À savoir", blocks=(Paragraph(text=text),)))
    return Report(title="Veille sur LEGI", metadata=_metadata(found, on), sections=sections), news


def stored_words(folder: Path | None) -> Mapping[str, str]:
    """The words of the law that the rules hold, by number of the version (LEGIARTI…)."""
    if folder is not None and not (folder / FOLDER).is_dir():
        return {}
    sources, _ = _rules(folder)
    found = {}
    for text in (load_texts() if folder is None else read_texts(folder)).by_source.values():
        for version in text.versions:
            cited = sources[text.source].on(version.start) if text.source in sources else None
            if cited is not None and not version.missing and not version.partial:
                found.update(dict.fromkeys(IDENTIFIER.findall(cited.reference), text.text(version.start)))
    return found


def _reading_list(folder: Path | None) -> Iterable[ToRead]:
    if folder is None:
        return load_to_read()
    return read_to_read(folder)[0].values() if (folder / TO_READ).is_file() else ()


def _rules(folder: Path | None) -> tuple[dict[str, Source], Knowledge | None]:
    """The sources of a folder of rules, and all of it when it reads."""
    if folder is None:
        return (whole := load_knowledge()).sources, whole
    reader = Reader(folder)
    sources = reader.listed(EntryKind.SOURCE, "sources.yaml", Source)
    reader.finish()
    try:
        return sources, load_from(folder)
    except InputError:
        return sources, None


# -- what rests on a source ------------------------------------------------------------------------------------------


def _touched(knowledge: Knowledge, folder: Path | None) -> dict[str, dict[str, list[str]]]:
    kinds = {line.id: line.kind for line in knowledge.guidance}
    found: dict[str, dict[str, list[str]]] = {}
    for sources in cited(Review(knowledge)):
        kind, id = sources.at.kind, sources.at.id
        if kind == EntryKind.COMPARISON:
            id = knowledge.choices.statutes[int(sources.at.path[1])].id
        paper = kind in _PAPERS or kinds.get(id) == GuidanceKind.PAPER
        group = "documents" if paper else _GROUPS.get(kind, "autres")
        for citation in sources.citations:
            ids = found.setdefault(citation.source, {}).setdefault(group, [])
            ids += [] if id in ids else [id]
    root = folder or data_dir("rules")
    lessons = read_course(root, as_typed(root)).lessons if (root / "formation").is_dir() else {}
    cases = load_cases()
    for groups in found.values():
        criteria = groups.get("critères", [])
        groups["leçons"] = [id for id in criteria if id in lessons]
        groups["cas"] = [case.number for case in cases if not case.expected.grounds.keys().isdisjoint(criteria)]
    return found


def _touches(sources: Iterable[Source], touched: Touched) -> tuple[Item, ...]:
    """One line: what rests on some sources, group by group."""
    groups: dict[str, dict[str, None]] = {}
    for source in sources:
        for group, ids in touched.get(source.id, {}).items():
            groups.setdefault(group, {}).update(dict.fromkeys(ids))
    ordered = sorted(groups.items(), key=lambda pair: _ORDER.index(pair[0]) if pair[0] in _ORDER else len(_ORDER))
    told = [f"{group} {shortlist(list(ids), _MANY, joint=',')}" for group, ids in ordered if ids]
    return Item.lines(("Touche", " ; ".join(told)))


_ORDER = ("critères", "statuts", "chiffres", "documents", "guide", "leçons", "cas")


# -- the report ------------------------------------------------------------------------------------------------------


def _metadata(found: list[Watch], on: date) -> tuple[tuple[str, str], ...]:
    texts = (
        f"{one.extract.title or one.extract.id}" + (f" au {short_date(one.extract.day)}" if one.extract.day else "")
        for one in found
    )
    count = sum(one.cited for one in found)
    return (
        ("Extrait", " ; ".join(texts)),
        ("Comparé", f"{plural(count, 'article')} que les règles citent, le {short_date(on)}"),
    )


def _sections(found: Watch, touched: Touched, on: date, several: bool) -> list[Section]:
    prefix, title = (f"{found.extract.id}-", f" ({found.extract.title})") if several else ("", "")
    changed = (
        Item(lead=change.source.short, text=" ; ".join(change.differences), items=_touches([change.source], touched))
        for change in found.changes
    )
    # At the same distance, what a verdict may rest on goes first.
    ranked = sorted(found.neighbours, key=lambda one: (one.bond, not _decides(one, touched)))
    new = (_neighbour(one, touched, on) for one in ranked)
    nothing = Paragraph(text="Rien.")
    sections = [
        Section(id=f"{prefix}{id}", title=f"{head}{title}", blocks=(bullets if bullets.items else nothing,))
        for id, head, bullets in (
            ("changes", "Ce qui change dans ce que citent les règles", Bullets(items=changed)),
            ("neighbours", "À côté, ce qu'elles ne citent pas", Bullets(items=new)),
        )
    ]
    rest = []
    if found.older:
        older = plural(found.older, "autre voisin")
        rest.append(Item(text=f"{older}, sans rien de plus récent que ce que les règles savent à côté."))
    if found.missing:
        rest.append(Item(text=f"Pas dans cet extrait partiel : {shortlist(found.missing, _MANY, joint=',')}."))
    return [*sections, *filter(None, [Section.listing(f"{prefix}rest", f"Laissé de côté{title}", rest)])]


def _decides(one: Neighbour, touched: Touched) -> bool:
    return any(touched.get(source.id, {}).get("critères") for source in one.beside)


def _neighbour(one: Neighbour, touched: Touched, on: date) -> Item:
    last = one.article.last
    when = "à venir le" if last.start > on else "en vigueur depuis le"
    named = [source.short.rpartition("art. ")[2] for source in one.beside]
    bond = f"{_BONDS[one.bond]} {shortlist(named, 3, joint=',')}"
    remade = " (reconstitué)" if one.article.remade else ""
    return Item(
        lead=f"{one.article.number}{remade}",
        text=f"{when} {short_date(last.start)}, {last.id or 'sans numéro'} ; {bond}",
        items=_touches(one.beside, touched),
    )
