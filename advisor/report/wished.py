"""In the report, what the client holds to and looks for: ways that respect it, what it costs, statutes that suit it.

Nothing here weighs on a verdict: what the law asks is told as it is, with what contradicts the client's wishes marked.
"""

from __future__ import annotations

from advisor.advice.comparison.model import Candidate
from advisor.advice.comparison.rank import compare
from advisor.advice.guidance import Desk
from advisor.advice.ways.model import STATUSES, Ways
from advisor.common.french import lower_first
from advisor.dossier.wishes import named, sought
from advisor.report.comparison import MOVES
from advisor.report.model import Block, Bullets, Item, Paragraph, Section
from advisor.report.ways import FREE, held_law, held_words, way_line, without_them
from advisor.report.words import for_statuses

IN_FRONT = 3
"""Statutes named of a ranking."""
NAMED = 3
"""Non-negotiables named on the first page."""
REACHED = ("eligible", "de_droit")
MISSING = "des réponses manquent pour chercher un chemin : voir « Ce qui manque, et qui le détient »."
_LAW = "Ce que dit la loi de ces points"
CLASHING = "aucun chemin ne peut être cherché tant que des réponses se contredisent : voir « À corriger d'abord »."


def ways_section(desk: Desk) -> Section | None:
    """The best ways to each status, a line each, within what the client holds to; the whole is a report of its own.

    Without a non-negotiable, only for a status out of reach today: what mends the others is told before.
    """
    from advisor.advice.ways.find import find_ways

    if desk.dossier is None or desk.assessment.ended:
        return None
    held = desk.dossier.non_negotiables
    told: dict[tuple[str, tuple[Block, ...]], list[str]] = {}
    for status in STATUSES:
        outcome = desk.assessment.verdicts[status].outcome
        if held or outcome in ("non_eligible", "indetermine"):
            found = find_ways(desk.dossier, status, on=desk.assessment.on, refused=held, knowledge=desk.knowledge)
            if lines := _toward(desk, found):
                reserve = ", si le droit est lu favorablement" if found.law == "favourable" else ""
                told.setdefault((reserve, lines), []).append(status)
    blocks: list[Block] = []
    for (reserve, (first, *rest)), statuses in told.items():
        assert isinstance(first, Paragraph)
        blocks += [first.model_copy(update={"lead": f"Pour {for_statuses(statuses)}{reserve}"}), *rest]
    if held:
        blocks = _within(desk, held, blocks)
    if not blocks:
        return None
    blocks.append(Paragraph(text=desk.further("le détail, pas à pas, avec les chiffres à viser", "path")))
    return Section(id="ways", title="Le plus court chemin", blocks=tuple(blocks))


def _within(desk: Desk, held: tuple[str, ...], ways: list[Block]) -> list[Block]:
    """What is held, the ways within it, and what the law says of it, which binds a status once reached too."""
    reached = any(verdict.outcome in REACHED for verdict in desk.assessment.verdicts.values())
    law = "Ce que dit la loi de ces points, même une fois le statut atteint" if reached else _LAW
    return [
        Paragraph(lead="Points non négociables retenus", text=f"{held_words(held, desk.knowledge)}."),
        *ways,
        Paragraph(lead=law, text=""),
        held_law(held, desk.knowledge),
    ]


def _toward(desk: Desk, found: Ways) -> tuple[Block, ...]:
    """The ways to one status, and what holding to the non-negotiables costs; the first paragraph has no lead yet."""
    items = tuple(way_line(way) for way in found.ways if way.steps)
    listed = (Bullets(items=items),) if items else ()
    if not found.refused:
        return (Paragraph(text=_count(len(items))), *listed) if items else ()
    if found.given_up is not None:
        text = _count(len(items), " qui les respecte") if items else _nothing(found)
        return (Paragraph(text=text), *listed, *_cost(desk, found))
    if found.now == "a_mettre_en_conformite" and items:
        return (Paragraph(text="aucun des changements demandés plus haut n'est contraire à ces points."),)
    return (Paragraph(text=f"{_count(len(items))} {FREE}" if items else _nothing(found)), *listed)


def _count(number: int, which: str = "") -> str:
    if number == 1:
        return f"un chemin{which}."
    return f"{number} chemins{which.replace('respecte', 'respectent')}, du plus léger au plus lourd."


def _nothing(found: Ways) -> str:
    """Why there is no step to tell."""
    if found.now in REACHED:
        return "le statut est déjà atteint ; rien à changer."
    if found.ways:
        sure = found.ways[0].sure
        return "rien à changer." if sure else "rien à changer si les réponses qui manquent sont favorables."
    if found.given_up is not None:
        return "aucune voie ne les respecte tous."
    if found.contradictions:
        return CLASHING
    return MISSING if found.unread else "aucun enchaînement de changements connu n'y mène."


def _cost(desk: Desk, found: Ways) -> tuple[Block, ...]:
    """The way given up, with what rules each of its steps out."""
    assert found.given_up is not None
    lost = [
        Item(text=f"« {step.title} » : écarté par « {against} ».")
        for step in found.given_up.steps
        if (against := desk.contrary(step.remedy))
    ]
    line = way_line(found.given_up).model_copy(update={"items": tuple(lost)})
    return Paragraph(lead="Ce qu'ils coûtent", text=f"sans eux, {without_them(found)} :"), Bullets(items=(line,))


def held_line(desk: Desk) -> Paragraph | None:
    """For the first page: what the client holds to, and how many of the changes told go against it."""
    if desk.dossier is None or not desk.dossier.non_negotiables:
        return None
    titles = [lower_first(one) for one in named(desk.knowledge, desk.dossier.non_negotiables)]
    more = len(titles) - NAMED
    listed = " ; ".join(titles[:NAMED]) + (
        f" ; et {more if more > 1 else 'un'} autre{'s' if more > 1 else ''}" if more > 0 else ""
    )
    asked = {one.remedy for verdict in desk.assessment.verdicts.values() for one in (*verdict.changes, *verdict.later)}
    count = sum(bool(desk.contrary(one)) for one in asked)
    told = " Un changement proposé y est contraire." if count else ""
    if count > 1:
        told = f" {count} changements proposés y sont contraires."
    return Paragraph(lead="Points non négociables", text=f"{listed}.{told} Voir « Le plus court chemin ».")


def statute_section(desk: Desk) -> Section | None:
    """Which statutes come first for what the project looks for; the reasoned comparison is a report of its own."""
    if desk.dossier is None or not (desk.dossier.wants or desk.dossier.needs):
        return None
    found = compare(desk.dossier, desk.assessment, desk.dossier.wants, desk.dossier.needs, desk.knowledge)
    kept = [one for one in found.candidates if not one.excluded]
    out = [one.title for one in found.candidates if one.excluded]
    blocks: list[Block] = [
        Paragraph(lead="Le projet cherche", text=f"{' ; '.join(sought(desk.knowledge, desk.dossier))}.")
    ]
    if kept:
        blocks.append(Paragraph(lead="En tête, selon ces seuls souhaits", text=""))
        blocks.append(Bullets(ordered=True, items=tuple(_candidate(one) for one in kept[:IN_FRONT])))
    else:
        blocks.append(Paragraph(text="Aucun statut n'accueille tout ce qui est indispensable."))
    if out and kept:
        text = f"{' ; '.join(out)} : chacun refuse un souhait indispensable."
        blocks.append(Paragraph(lead="Écartés", text=text))
    what = "la comparaison motivée des statuts, textes à l'appui"
    blocks.append(Paragraph(text=desk.further(what, "compare")))
    return Section(id="statute", title="Quel statut pour ce projet ?", blocks=tuple(blocks))


def _candidate(one: Candidate) -> Item:
    move = "rejoindre" if one.joined and one.move in ("creer", "recreer") else MOVES[one.move]
    return Item(
        lead=one.title,
        text=f"{one.met} oui, {one.possible} possible{'s' if one.possible > 1 else ''}, {one.refused} non ; {move}.",
    )
