"""The ways to a status, in short: their section of the report, and the line of the first page."""

from __future__ import annotations

from advisor.advice.guidance import ReportContext
from advisor.advice.ways.find import find_ways
from advisor.advice.ways.model import STATUSES, Ways
from advisor.common.french import lower_first, shortlist
from advisor.dossier.wishes import named
from advisor.report.model import Block, Bullets, Item, Paragraph, Section
from advisor.report.ways import FREE, law_items, non_negotiable_titles, way_line, without_them
from advisor.report.words import for_statuses
from advisor.rules.vocabulary import REACHED, Reading, VerdictId

NAMED = 3
"""Non-negotiables named on the first page."""

MISSING = "des réponses manquent pour chercher un chemin : voir « Ce qui manque, et qui le détient »."
_LAW = "Ce que dit la loi de ces points"
CLASHING = "aucun chemin ne peut être cherché tant que des réponses se contredisent : voir « À corriger d'abord »."


def ways_section(context: ReportContext) -> Section | None:
    """The best ways to each status, a line each, within its non-negotiables; the whole is a report of its own.

    Without a non-negotiable, only for a status out of reach today: what mends the others comes before.
    """
    if context.dossier is None or context.assessment.ended:
        return None
    refused = context.dossier.non_negotiables
    groups: dict[tuple[str, tuple[Block, ...]], list[str]] = {}
    for status in STATUSES:
        outcome = context.assessment.verdicts[status].outcome
        if refused or outcome in (VerdictId.NOT_ELIGIBLE, VerdictId.UNDETERMINED):
            found = find_ways(
                context.dossier, status, on=context.assessment.on, refused=refused, knowledge=context.knowledge
            )
            if lines := _toward(context, found):
                reserve = ", si le droit est lu favorablement" if found.law == Reading.FAVOURABLE else ""
                groups.setdefault((reserve, lines), []).append(status)
    blocks: list[Block] = []
    for (reserve, (first, *rest)), statuses in groups.items():
        assert isinstance(first, Paragraph)
        blocks += [first.model_copy(update={"lead": f"Pour {for_statuses(statuses)}{reserve}"}), *rest]
    if refused:
        blocks = _within(context, refused, blocks)
    if not blocks:
        return None
    blocks.append(Paragraph(text=context.further("le détail, pas à pas, avec les chiffres à viser", "chemin")))
    return Section(id="ways", title="Le plus court chemin", blocks=tuple(blocks))


def _within(context: ReportContext, refused: tuple[str, ...], ways: list[Block]) -> list[Block]:
    """The non-negotiables, the ways that respect them, and what the law says of them, even once a status is reached."""
    reached = any(verdict.outcome in REACHED for verdict in context.assessment.verdicts.values())
    law = "Ce que dit la loi de ces points, même une fois le statut atteint" if reached else _LAW
    return [
        Paragraph(lead="Points non négociables retenus", text=f"{non_negotiable_titles(refused, context.knowledge)}."),
        *ways,
        *Bullets.announced(law_items(refused, context.knowledge, context.assessment.on), lead=law),
    ]


def _toward(context: ReportContext, found: Ways) -> tuple[Block, ...]:
    """The ways to one status, and what holding to the non-negotiables costs; the first paragraph has no lead yet."""
    items = tuple(way_line(way) for way in found.ways if way.steps)
    listed = (Bullets(items=items),) if items else ()
    if not found.refused:
        return (Paragraph(text=_ways_found(len(items))), *listed) if items else ()
    if found.given_up is not None:
        text = _ways_found(len(items), " qui les respecte") if items else _nothing(found)
        return (Paragraph(text=text), *listed, *_cost(context, found))
    if found.now == VerdictId.TO_MEND and items:
        return (Paragraph(text="aucun des changements demandés plus haut n'est contraire à ces points."),)
    return (Paragraph(text=f"{_ways_found(len(items))} {FREE}" if items else _nothing(found)), *listed)


def _ways_found(number: int, which: str = "") -> str:
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


def _cost(context: ReportContext, found: Ways) -> tuple[Block, ...]:
    """The way given up, with what rules each of its steps out."""
    assert found.given_up is not None
    lost = [
        Item(text=f"« {step.title} » : écarté par « {against} ».")
        for step in found.given_up.steps
        if (against := context.contrary(step.remedy))
    ]
    line = way_line(found.given_up).model_copy(update={"items": tuple(lost)})
    return Paragraph(lead="Ce qu'ils coûtent", text=f"sans eux, {without_them(found)} :"), Bullets(items=(line,))


def non_negotiables_line(context: ReportContext) -> Paragraph | None:
    """For the first page: what the client holds to, and how many of the changes shown go against it."""
    if context.dossier is None or not context.dossier.non_negotiables:
        return None
    titles = [lower_first(one) for one in named(context.knowledge, context.dossier.non_negotiables)]
    listed = shortlist(titles, NAMED)
    asked = {
        one.remedy for verdict in context.assessment.verdicts.values() for one in (*verdict.changes, *verdict.later)
    }
    count = sum(bool(context.contrary(one)) for one in asked)
    warning = " Un changement proposé y est contraire." if count else ""
    if count > 1:
        warning = f" {count} changements proposés y sont contraires."
    return Paragraph(lead="Points non négociables", text=f"{listed}.{warning} Voir « Le plus court chemin ».")
