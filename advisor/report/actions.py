"""What to do: changes today, ways that open later, answers to gather, points of law to have settled."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.advice.guidance import ReportContext, before_deciding, clause_answers, other_unread_answers, unread_clauses
from advisor.assessment.model import Assessment, Change, OpenPointView, Verdict
from advisor.assessment.tree import resting_on
from advisor.assessment.wording import address_name
from advisor.common.french import agree, lower_first, sentence
from advisor.report.model import Block, Bullets, Item, Paragraph, Section
from advisor.report.opening import branch_result
from advisor.report.register import register_items
from advisor.report.words import articles, by_fact, delay, for_statuses, practice_words, spelled, weight
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Delay, Outcome, RemedyKind, VerdictId
from advisor.rules.words import REMEDIES

_STRICT = "Utile seulement si la lecture stricte l'emporte"

_FURTHER = {
    RemedyKind.STATUTES: ("un projet pour chaque clause qui manque, à faire relire par un conseil", "clauses"),
    RemedyKind.FORM: ("les statuts possibles, comparés selon ce que le projet cherche", "statut"),
}
"""By kind of change, what else the tool gives on it, and by which command."""


def refused(assessment: Assessment) -> list[Verdict]:
    """The statuses that no decision taken today opens."""
    return [one for one in assessment.verdicts.values() if one.outcome == VerdictId.NOT_ELIGIBLE and one.obstacles]


def advised(assessment: Assessment, *, later: bool) -> list[tuple[str, Change]]:
    """Every change that the report tells, with the status it serves; nothing else counts as advice given.

    ``later``: what would open, another day, a refused status; else what must change today.
    """
    verdicts = refused(assessment) if later else assessment.verdicts.values()
    return [(one.status, change) for one in verdicts for change in (one.later if later else one.changes)]


def changes(context: ReportContext) -> Section | None:
    """What must change today, lightest first; what is common to several changes is said once."""
    listed = merged(context, later=False)
    if not listed:
        return None
    blocks: list[Block] = []
    if left := len(unread_clauses(context.assessment, context.knowledge)):
        seen = f"{len(listed)} {agree(len(listed), 'vu')}, {left} à lire"
        text = f"{seen} : au moins ces changements, car les clauses qui restent à lire peuvent en ajouter."
        blocks.append(Paragraph(text=text))
    elif any(_may_grow(context, verdict) for verdict in context.assessment.verdicts.values()):
        text = "Au moins ces changements : les réponses manquantes peuvent en révéler d'autres."
        blocks.append(Paragraph(text=text))
    strict = [change.strict_only for change, _ in listed]
    if all(strict):
        blocks.append(Paragraph(text=f"{_STRICT} ; voir « Ce que le droit laisse ouvert »."))
    blocks += _change_blocks(context, listed, mark_strict=not all(strict))
    return Section(id="changes", title="Ce qui doit changer, dans l'ordre", blocks=blocks)


def later(context: ReportContext) -> Section | None:
    """What would open, another day, a status that no decision taken today opens."""
    closed = refused(context.assessment)
    if not closed:
        return None
    if context.assessment.ended:
        return Section.saying("later", "Et maintenant", context.assessment.ended)
    blocks: list[Block] = []
    for verdict in closed:
        if not verdict.later:
            # A refusal that closes several routes leaves none to name.
            several = len({ground.route for ground in verdict.grounds}) > 1
            where = "" if several else f" sur la voie « {lower_first(verdict.route_title)} »"
            text = f"Pour {for_statuses([verdict.status])}, aucune piste connue{where}."
            blocks.append(Paragraph(text=text))
    listed = merged(context, later=True)
    if listed:
        if len(listed) > 1:
            blocks.append(Paragraph(text="Pistes ; certaines peuvent se remplacer l'une l'autre."))
        blocks += _change_blocks(context, listed)
    return Section(id="later", title="Ce qui ouvrirait la voie", blocks=blocks)


ServingChange = tuple[Change, tuple[str, ...]]
"""A change, and the statuses it serves."""


def merged(context: ReportContext, later: bool) -> list[ServingChange]:
    """Changes of both statuses, each once, in the order in which to make them."""
    changes: dict[str, Change] = {}
    serves: dict[str, list[str]] = {}
    for status, change in advised(context.assessment, later=later):
        known = changes.get(change.remedy)
        criteria = dict.fromkeys((*(known.criteria if known else ()), *change.criteria))
        both = {
            "criteria": tuple(criteria),
            "strict_only": change.strict_only and (known is None or known.strict_only),
            "pending": change.pending and (known is None or known.pending),
        }
        changes[change.remedy] = change.model_copy(update=both)
        serves.setdefault(change.remedy, []).append(status)
    return [(changes[remedy], tuple(serves[remedy])) for remedy in context.knowledge.in_order(changes)]


def _change_blocks(context: ReportContext, listed: list[ServingChange], mark_strict: bool = False) -> list[Block]:
    groups: dict[tuple[RemedyKind, int, Delay, str, str], list[ServingChange]] = {}
    for change, statuses in listed:
        key = (change.kind, change.weight, change.delay, change.who, change.then)
        groups.setdefault(key, []).append((change, statuses))
    blocks: list[Block] = []
    done = 0
    last = {key[0]: key for key in groups}
    for key, members in groups.items():
        kind, first = key[0], members[0][0]
        head = f"{REMEDIES[kind].words} ; {weight(first)} ; {delay(first)}."
        blocks.append(Paragraph(text=sentence(head)))
        items = [_change(context, *member, mark_strict=mark_strict) for member in members]
        if context.assessment.project and kind == RemedyKind.STATUTES and len(items) > 1:
            # Statutes that are still to be signed are written once, all their clauses together.
            items = [Item(lead="Écrire ces clauses dans les futurs statuts", items=items)]
        blocks.append(Bullets(ordered=True, start=done + 1, items=items))
        done += len(items)
        blocks.append(Paragraph(lead="Qui décide", text=spelled(context.knowledge, lower_first(sentence(first.who)))))
        if first.then:
            blocks.append(Paragraph(lead="Ensuite", text=lower_first(sentence(first.then))))
        if kind in _FURTHER and key == last[kind]:
            blocks.append(Paragraph(text=context.further(*_FURTHER[kind])))
    return blocks


def _change(context: ReportContext, change: Change, statuses: tuple[str, ...], mark_strict: bool) -> Item:
    criteria = ", ".join(change.criteria)
    serves = f"pour {for_statuses(statuses)}"
    serves += f", {agree(len(change.criteria), 'critère')} {criteria}" if criteria else ""
    source = f"{articles(change.references)} {context.tag(change.confidence)}".strip()
    contrary = context.contrary(change.remedy)
    items = Item.lines(
        ("", f"{sentence(serves)} {source}"),
        ("", change.note),
        ("Contraire à un point non négociable", contrary and f"{contrary}."),
        ("", f"{_STRICT}." if mark_strict and change.strict_only else ""),
    )
    title = f"{change.title} (si le projet ne le contient pas déjà)" if change.pending else change.title
    return Item(lead=sentence(title), text=spelled(context.knowledge, change.action), items=items)


def _may_grow(context: ReportContext, verdict: Verdict) -> bool:
    """Whether unknown answers may add changes to those listed."""
    if not verdict.changes:
        return False
    findings = context.assessment.findings
    resting = resting_on(verdict, context.assessment, context.knowledge)
    return any(findings[one].outcome == Outcome.TO_COMPLETE and findings[one].counts for one in resting)


def missing(context: ReportContext) -> Section | None:
    """Answers still needed, grouped by who holds them, the most decisive holder first; then what may add changes."""
    blocks: list[Block] = []
    blocks += Bullets.announced(_decisive(context))
    waited = {one.address for one in context.assessment.missing}
    left = [one for one in clause_answers(context.assessment, context.knowledge) if one not in waited]
    left += other_unread_answers(context.assessment, context.knowledge)
    when = before_deciding(context.assessment)
    text = f"À lire avant {when} (d'autres changements peuvent en sortir, le verdict non) :"
    blocks += Bullets.announced(to_gather(left, context.knowledge), text)
    return Section(id="missing", title="Ce qui manque, et qui le détient", blocks=blocks) if blocks else None


def _decisive(context: ReportContext) -> tuple[Item, ...]:
    listed = context.assessment.missing
    waiting = {status for one in listed for status in one.for_statuses}
    lines = []
    for name, rows in by_fact(listed, context.knowledge).items():
        one = rows[0]
        statuses = tuple(dict.fromkeys(status for row in rows for status in row.for_statuses))
        only = f" ; pour {for_statuses(statuses)}" if len(statuses) < len(waiting) else ""
        alone = any(one.address in verdict.duration_waits for verdict in context.assessment.verdicts.values())
        only += " ; c'est la seule réponse qui donne la durée" if alone else ""
        said = " ; vous ne saviez pas" if any(row.declared_unknown for row in rows) else ""
        lines.append((one.holder, name, f"{_where(one.where)}{only}{said}"))
    return by_holder(lines)


def by_holder(lines: Iterable[tuple[str, str, str]]) -> tuple[Item, ...]:
    """Answers to gather (holder, short name, where to find it), grouped by holder in order of appearance."""
    holders: dict[str, list[Item]] = {}
    for holder, short, where in lines:
        name = lower_first(holder.strip().rstrip(".")) or "personne désignée"
        holders.setdefault(name, []).append(Item(text=f"« {short} » : {_where(where)}."))
    return tuple(Item(lead="Auprès de", text=who, items=asked) for who, asked in holders.items())


def to_gather(addresses: Iterable[str], knowledge: Knowledge) -> tuple[Item, ...]:
    """The same, of answers by their addresses."""
    facts = ((knowledge.addresses[one][0], address_name(knowledge, one)) for one in addresses)
    return by_holder((fact.holder, name, fact.where) for fact, name in facts)


def _where(text: str) -> str:
    return lower_first(text.strip().rstrip(".")) or "où le trouver reste à dire"


def open_law(context: ReportContext) -> Section | None:
    """Points that the law leaves open: both readings, both verdicts, what to do."""
    assessment = context.assessment
    if not assessment.open_points:
        return None
    deciding = context.deciding_points()
    quiet = [_quiet(context, point) for point in assessment.open_points if point not in deciding]
    blocks = [*_together(assessment), *(block for point in deciding for block in _open_point(context, point))]
    blocks += Bullets.announced(quiet, "Discuté aussi, sans que le verdict en dépende aujourd'hui :")
    return Section(id="open_law", title="Ce que le droit laisse ouvert", blocks=blocks)


def _together(assessment: Assessment) -> list[Block]:
    """Where a verdict hinges on several points, what each way of reading them gives."""
    said: dict[str, list[str]] = {}
    for verdict in assessment.verdicts.values():
        if verdict.branches and (count := len(verdict.open_points)) > 1:
            readings = " ; ".join(f"{one.condition}, {branch_result(one)}" for one in verdict.branches)
            said.setdefault(f"tout dépend de {count} points, lus ensemble : {readings}.", []).append(verdict.status)
    return [Paragraph(text=f"Pour {for_statuses(statuses)}, {text}") for text, statuses in said.items()]


def _open_point(context: ReportContext, point: OpenPointView) -> list[Block]:
    question = context.knowledge.open_questions[point.id]
    practice = practice_words(context.knowledge, question)
    items = [
        *(
            Item(lead=f"Lecture {reading}", text=text, items=_branches(context, point, reading))
            for reading, text in question.readings
        ),
        Item(lead="Que faire", text=point.conduct),
        *(Item(lead="Pratique connue", text=text) for text in practice),
        *register_items(context.register, point.id, context.assessment.on),
        Item(lead="Textes", text=f"{articles(point.references)} {context.tag(point.confidence)}"),
    ]
    title = sentence(f"{point.id}, {lower_first(point.title)}")
    return [Paragraph(lead=title, text=point.question), Bullets(items=items)]


def _branches(context: ReportContext, point: OpenPointView, reading: str) -> tuple[Item, ...]:
    """Where one reading leads, for each status that hinges on this point alone."""
    return tuple(
        Item(text=f"alors, pour {for_statuses([status])} : {branch_result(branch)}")
        for status, verdict in context.assessment.verdicts.items()
        if verdict.open_points == (point.id,)
        for branch in verdict.branches
        if branch.reading == reading
    )


def _quiet(context: ReportContext, point: OpenPointView) -> Item:
    return Item(
        lead=sentence(f"{point.id}, {lower_first(point.title)}"),
        text=f"{point.conduct} {context.tag(point.confidence)}",
        items=register_items(context.register, point.id, context.assessment.on),
    )
