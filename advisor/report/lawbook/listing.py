"""The list of everything that the rules name, by nature or by search, and the book that prints the pages of the law."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from advisor.assessment.wording import condition_words
from advisor.common.errors import InputError, Problem, close_to
from advisor.common.french import folded, french_date
from advisor.report.lawbook._texts import LEFT_OUT, Exercised, TextPages, no_cases
from advisor.report.lawbook.shelves import GROUPS, LawShelf, shelves
from advisor.report.lawbook.upkeep import GAPS, READING, gap_sections, reading_sections
from advisor.report.model import Blanks, Block, Bullets, Callout, Item, Paragraph, Report, Section, Table
from advisor.report.words import NOTICE, base_of
from advisor.rules.load import Knowledge
from advisor.rules.signatures import load_signatures, signed
from advisor.rules.upkeep import load_to_read
from advisor.rules.vocabulary import EntryKind

_SHORT = 40
"""Entries that one goes through without a plan."""

BOOK = (
    "statut", "critere", "definition", "point_ouvert", "parametre", "indicateur", "remede", "droit", "limite",
    "contrainte", "procedure", "piece", "obligation", "coherence", "lecon", "source", "confiance",
)  # fmt: skip
"""Natures of the printed book, in its order: what decides, what is advised, what is taught, and the texts."""
_CODED = (EntryKind.CRITERION, EntryKind.OPEN_POINT)
"""Natures whose entries are cited by their codes: a table gives the page of each."""


def list_rules(knowledge: Knowledge, nature: str | None = None, search: str = "") -> tuple[LawShelf, ...]:
    """The shelves of a nature or of a group, or all of them; plurals, accents and capitals are forgiven.

    Args:
        nature: id of a nature (``critere``) or of a group (``formation``).
        search: words that an entry must hold, all of them.

    Raises:
        InputError: no such nature, with those that exist; or nothing holds these words.
    """
    chosen = shelves(knowledge) if nature is None else _of(shelves(knowledge), nature)
    if not search.strip():
        return chosen
    words = folded(search).split()
    found = []
    for shelf in chosen:
        entries = tuple(one for one in shelf.entries if one.holds(words))
        found += [replace(shelf, entries=entries)] if entries else []
    if not found:
        mend = "Essayez un mot plus court, ou un seul. Toute la liste : ess-advisor regles liste."
        raise InputError(Problem(f"aucune entrée ne contient « {search.strip()} ».", mend=mend))
    return tuple(found)


def _of(every: tuple[LawShelf, ...], nature: str) -> tuple[LawShelf, ...]:
    wanted = _plain(nature)
    found = tuple(shelf for shelf in every if _plain(shelf.nature) == wanted)
    found = found or tuple(shelf for shelf in every if _plain(shelf.group) == wanted)
    if not found:
        natures = [shelf.nature for shelf in every]
        names = {_plain(name): name for name in (*GROUPS, *natures)}
        close = close_to(wanted, names)
        mend = f"Vouliez-vous dire {names[close[0]]} ? " if close else ""
        mend += f"Au choix : {', '.join(natures)} ; ou un groupe : {', '.join(GROUPS)}."
        raise InputError(Problem(f"« {nature} » n'est pas une nature de règle.", mend=mend))
    return found


def list_report(knowledge: Knowledge, chosen: tuple[LawShelf, ...]) -> Report:
    """Every id of some shelves, with what it names, group by group; a plan first when it is long."""
    groups = {group: inside for group in GROUPS if (inside := [shelf for shelf in chosen if shelf.group == group])}
    count = sum(len(shelf.entries) for shelf in chosen)
    plan = (
        Item(lead=group, text=", ".join(f"{one.nature} {len(one.entries)}" for one in inside))
        for group, inside in groups.items()
    )
    sections = (
        Section.listing("plan", "Plan", plan) if len(groups) > 1 and count > _SHORT else None,
        *(
            Section(id=f"group-{group}", title=GROUPS[group], sections=map(_section, inside))
            for group, inside in groups.items()
        ),
    )
    metadata = (
        ("Nombre", str(count)),
        base_of(knowledge),
        ("Pour en lire une", "ess-advisor regles montrer ID"),
        ("Pour choisir", "ess-advisor regles liste NATURE (ou GROUPE) --recherche MOT"),
    )
    return Report(title="Les règles", metadata=metadata, sections=sections)


def _section(shelf: LawShelf) -> Section:
    return Section(
        id=shelf.nature,
        title=f"{shelf.label} ({len(shelf.entries)})",
        blocks=(
            Paragraph(lead="Nature", text=shelf.nature),
            Bullets(items=(Item(lead=one.id, text=one.title) for one in shelf.entries)),
        ),
    )


def rule_book(knowledge: Knowledge, on: date | None = None, exercised: Exercised = no_cases) -> Report:
    """The pages of the law as one document to print, read again and sign; those of one day, or every dated version.

    ``exercised``: as for `shelves`.

    Raises:
        InputError: the rules do not cover that day.
    """
    base, title = knowledge.base, "Le livre des règles"
    if on is not None and on < base.start:
        raise InputError(Problem(f"pas de livre au {french_date(on)}.", mend=base.before_start))
    found = {shelf.nature: shelf for shelf in shelves(knowledge, on, exercised)}
    return Report(
        title=f"{title} au {french_date(on)}" if on else title,
        metadata=(
            base_of(knowledge),
            ("Droit", f"au {french_date(on)}" if on else f"toutes les rédactions depuis le {french_date(base.start)}"),
            ("État du droit", f"au {french_date(base.law_as_of)}"),
            ("Codes", f"contrôlés pour la dernière fois le {french_date(base.code_checked_on)}"),
        ),
        notice=NOTICE,
        summary=_cover(knowledge, on),
        sections=(
            *(_chapter(found[nature], _shares(knowledge, on)) for nature in BOOK),
            Section(id="gaps", title=GAPS, sections=gap_sections(knowledge, on or base.law_as_of), new_page=True),
            Section(id="reading", title=READING, sections=reading_sections(load_to_read())),
        ),
        dense=True,
    )


def _cover(knowledge: Knowledge, on: date | None) -> Section:
    base = knowledge.base
    blocks: list[Block] = [
        Paragraph(
            text="Ce livre réunit les pages de la loi telles que « ess-advisor regles montrer » les montre. La "
            "relecture vaut pour la version et l'empreinte imprimées en tête : un mot changé dans les règles change "
            "l'empreinte."
        ),
        Callout(kind="info", title="Ce que porte chaque avis", blocks=(Paragraph(text=base.notice),)),
    ]
    if on is not None and on > base.law_as_of:
        text = f"Le droit est connu ici jusqu'au {french_date(base.law_as_of)} : au-delà, vérifiez sur Légifrance que "
        blocks.append(Paragraph(lead="Attention", text=f"{text}les articles cités n'ont pas changé."))
    if base.ended is not None:
        when = condition_words(base.ended.condition, knowledge, on)
        blocks.append(Paragraph(lead=f"Quand {when}", text=base.ended.text))
    fallen = [one.signature for one in signed(knowledge, load_signatures()) if not one.stands]
    if fallen:
        names = " ; ".join(f"{one.rule}, signée par {one.name} le {french_date(one.day)}" for one in fallen)
        blocks.append(Paragraph(lead="Signatures tombées, la règle a changé depuis", text=names))
    blocks.append(Blanks(labels=("Relu par", "Qualité", "Le", "Sous réserve de", "Signature")))
    return Section(id="cover", title="À relire et à signer", blocks=blocks)


def _shares(knowledge: Knowledge, on: date | None) -> tuple[Block, ...]:
    """How much of the law that was copied is translated, at the head of the texts."""
    words = (
        "Chaque phrase d'un article copié mot pour mot est rattachée aux règles qui la disent, ou sans effet sur un "
        "verdict, ou non traduite."
    )
    return Paragraph(lead="Part traduite", text=words), TextPages(knowledge, on).shares()


def _chapter(shelf: LawShelf, shares: tuple[Block, ...]) -> Section:
    """Every page of a nature."""
    coded = shelf.nature in _CODED
    rows = ((one.id, one.title) for one in shelf.entries)
    index = (Table(header=("Code", "Titre"), rows=rows, pages=True),) if coded else ()
    return Section(
        id=shelf.nature,
        title=f"{shelf.label} ({len(shelf.entries)})",
        blocks=shares if shelf.nature == EntryKind.SOURCE else index,
        sections=(
            Section(
                id=one.id if coded else f"{shelf.nature}-{one.id}",
                title=f"{one.id} : {one.title}" if coded else f"{one.title} ({one.id})",
                sections=(part for part in shelf.page(one.content) if part is None or part.id not in LEFT_OUT),
            )
            for one in shelf.entries
        ),
        new_page=True,
    )


def list_data(chosen: tuple[LawShelf, ...]) -> list[dict[str, str]]:
    """The same, for a program."""
    return [
        {"groupe": shelf.group, "nature": shelf.nature, "id": one.id, "titre": one.title}
        for shelf in chosen
        for one in shelf.entries
    ]


def _plain(name: str) -> str:
    """A nature as one may type it: no accent, no plural, words joined."""
    return "_".join(word.rstrip("sx") for word in re.split(r"[\s_-]+", folded(name).strip()))
