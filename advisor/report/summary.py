"""The first page of a document: both verdicts in a sentence, what decides, what to do in order, what to gather.

It says nothing that the report does not say in full: it names, counts, and sends to the pages that follow. Every list
is short by construction, so that the page stays one page.
"""

from __future__ import annotations

from collections.abc import Iterable

from advisor.advice.guidance import ReportContext, at_least, change_title, clause_answers, clause_names, unread_notice
from advisor.assessment.model import Change, Ground, Missing, OpenPointView, Verdict
from advisor.common.french import lower_first, plural, quoted, sentence, shortlist
from advisor.report.actions import merged
from advisor.report.model import Bullets, Callout, Item, Section
from advisor.report.opening import bounds_said, branch_words, callout_of, ground_item, relevant_grounds, solidity
from advisor.report.register import register_brief
from advisor.report.steps import next_steps
from advisor.report.ways_section import non_negotiables_line
from advisor.report.words import STATUSES, by_fact, delay, for_statuses, of_whom, spelled, verdict_word
from advisor.rules.vocabulary import REACHED, GuidanceKind, Outcome, RemedyKind, VerdictId
from advisor.rules.words import REMEDIES

_DECIDING, _DEFENDED, _EXPLAINED, _DETAIL = 5, 4, 3, 190
_STEPS, _CLAUSES, _CHANGES, _LATER, _WHO = 6, 6, 6, 2, 90
_HOLDERS, _ANSWERS, _PAPERS = 4, 3, 3
_FIRST = {Outcome.NOT_MET: 0, Outcome.UNCERTAIN: 1, Outcome.TO_COMPLETE: 2}


def summary(context: ReportContext) -> Section:
    """The page to hand over when there is time for one page only."""
    verdicts = (_verdict(context, verdict) for verdict in context.assessment.verdicts.values())
    steps = _steps(context)
    ordered = Bullets(items=steps, ordered=len(steps) > 1)
    sections = (
        Section.listing("summary-deciding", "Ce qui décide", _deciding(context)),
        Section(id="summary-steps", title="Que faire, dans l'ordre", blocks=(ordered,)) if steps else None,
        Section.listing("summary-gather", "À réunir", _gather(context)),
    )
    blocks = (*verdicts, non_negotiables_line(context))
    return Section(id="summary", title="L'essentiel en une page", blocks=blocks, sections=sections)


def _verdict(context: ReportContext, verdict: Verdict) -> Callout:
    between = f"{verdict_word(verdict.best)} ; au pire : {verdict_word(verdict.worst)}"
    return callout_of(
        verdict,
        ("Au mieux", "" if bounds_said(verdict) else between),
        *((f"Lecture {branch.reading}", branch_words(branch)) for branch in verdict.branches),
        *solidity(context, verdict),
    )


def _deciding(context: ReportContext) -> list[Item]:
    """What blocks or leaves open, once for both statuses; where nothing does, what holds and what must be defended."""
    items: list[Item] = []
    grounds: dict[str, Ground] = {}
    serves: dict[str, list[str]] = {}
    defended: set[str] = set()
    for verdict in context.assessment.verdicts.values():
        relevant = relevant_grounds(context, verdict)
        if verdict.outcome in REACHED:
            items += _holding(context, verdict, relevant, defended)
            continue
        for ground in relevant:
            grounds.setdefault(ground.criterion, ground)
            serves.setdefault(ground.criterion, []).append(verdict.status)
    # The hardest first, and among equals what has a figure to show; otherwise the order of the report.
    ordered = sorted(grounds.values(), key=lambda one: (_FIRST.get(one.effect, 3), not one.detail))
    groups: dict[tuple[str, ...], list[Item]] = {}
    for ground in ordered[:_DECIDING]:
        item = _ground(context, ground, alone=len(ordered) <= _EXPLAINED)
        groups.setdefault(tuple(serves[ground.criterion]), []).append(item)
    items += [Item(lead=_for(statuses), items=tuple(inner)) for statuses, inner in groups.items()]
    left = len(ordered) - _DECIDING
    if left > 0:
        items.append(Item(text=f"et {plural(left, 'autre critère')}, dans « Ce qui décide »."))
    return items


def _for(statuses: Iterable[str]) -> str:
    return sentence(f"pour {for_statuses(statuses)}").rstrip(".")


def _holding(context: ReportContext, verdict: Verdict, grounds: list[Ground], mentioned: set[str]) -> list[Item]:
    """How many conditions hold, and those to defend; what another status has named is not named again."""
    if not grounds:
        return []
    findings = context.assessment.findings
    appraised = [one for one in grounds if one.criterion in findings and findings[one.criterion].nature == "appreciee"]
    fresh = [lower_first(one.title) for one in appraised if one.criterion not in mentioned]
    same = ["les mêmes points"] if len(fresh) < len(appraised) else []
    mentioned.update(one.criterion for one in appraised)
    count = f"{len(grounds)} conditions remplies" if len(grounds) > 1 else "une condition, remplie"
    named = _some([*same, *fresh], _DEFENDED, "point")
    weighed = f" ; à défendre devant l'administration : {named}" if appraised else "."
    return [Item(lead=_for([verdict.status]), text=f"{count}{weighed}")]


def _ground(context: ReportContext, ground: Ground, alone: bool) -> Item:
    finding = context.assessment.findings.get(ground.criterion)
    text = ground.detail or (finding.explanation if finding is not None and alone else "")
    # A figure given under several readings is too long for this page; the report tells them all.
    return ground_item(context, ground, text if len(text) <= _DETAIL else "")


def _steps(context: ReportContext) -> list[Item]:
    assessment = context.assessment
    steps: list[Item] = []
    if assessment.contradictions:
        count = len(assessment.contradictions)
        words = f"les {count} contradictions" if count > 1 else "la contradiction"
        steps.append(Item(lead="D'abord", text=f"lever {words} entre des réponses, qui n'ont pas été utilisées."))
    steps += (Item(lead="À relire", text=f"{one.message} {one.mend}") for one in assessment.warnings)
    if notice := unread_notice(assessment, context.knowledge):
        names = _some(clause_names(assessment, context.knowledge), _CLAUSES, "clause")
        where = f"{names} L'article où chercher : « Ce qui manque, et qui le détient »."
        steps.append(Item(lead=f"{notice}.", text=f"{sentence(context.how_to_read).rstrip('.')} : {where}"))
    changes = [change for change, _ in merged(context, later=False)]
    now, strict = ([one for one in changes if one.strict_only is only] for only in (False, True))
    steps += _grouped(context, now)
    if _waited(context):
        steps.append(Item(lead="Réunir les réponses qui manquent", text="voir plus bas qui les détient."))
    steps += [_settle(context, point) for point in context.deciding_points()]
    steps += _grouped(context, strict, "si la lecture stricte l'emporte")
    for verdict in assessment.verdicts.values():
        if verdict.outcome in REACHED and not assessment.ended:
            steps.append(Item(lead=f"{_for([verdict.status])}.", text=next_steps(context, verdict)))
        elif verdict.outcome == VerdictId.NOT_ELIGIBLE and not assessment.ended:
            steps.append(_later(verdict))
    if assessment.ended:
        steps.append(Item(text=assessment.ended))
    if len(steps) <= _STEPS:
        return steps
    text = f"puis {len(steps) - _STEPS + 1} autres points, à la suite dans le rapport."
    return [*steps[: _STEPS - 1], Item(text=sentence(text))]


def _settle(context: ReportContext, point: OpenPointView) -> Item:
    title = lower_first(point.title.rstrip("."))
    end = "" if title.endswith("?") else "."
    return Item(
        lead=f"Faire trancher le point {point.id}",
        text=f"{title}{end} {register_brief(context.register, point.id, context.assessment.on)}"
        "Voir « Ce que le droit laisse ouvert ».",
    )


def _grouped(context: ReportContext, changes: list[Change], only: str = "") -> list[Item]:
    """One step for the changes of one kind made at the same moment: statutes are rewritten once."""
    groups: dict[tuple[RemedyKind, str], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.kind, delay(change)), []).append(change)
    steps = []
    for (kind, moment), members in groups.items():
        when = " ; ".join(part for part in (only, moment) if part)
        if len(members) > 1:
            named = [lower_first(change_title(context.assessment, context.knowledge, one)) for one in members]
            titles = _some(named, _CHANGES, "changement")
            least = at_least(context.assessment, context.knowledge) if kind == RemedyKind.STATUTES else ""
            lead = sentence(f"{REMEDIES[kind].words}, {when} ({least}{len(members)} changements)").rstrip(".")
            if kind == RemedyKind.FORMALITY:
                lead = f"{len(members)} formalités"
            elif kind == RemedyKind.STATUTES and context.assessment.project:
                lead = f"Écrire {least}{len(members)} clauses dans les futurs statuts"
            steps.append(Item(lead=lead, text=titles))
            continue
        who = spelled(context.knowledge, lower_first(members[0].who.strip().partition(". ")[0].rstrip(".")))
        decides = f" ; décide : {who}" if 0 < len(who) <= _WHO else ""
        title = change_title(context.assessment, context.knowledge, members[0])
        steps.append(Item(lead=title, text=f"{when}{decides}."))
    return steps


def _later(verdict: Verdict) -> Item:
    lead = f"{_for([verdict.status])}, plus tard"
    titles = [lower_first(change.title) for change in verdict.later]
    if not titles:
        return Item(lead=lead, text="aucune piste connue sur cette voie.")
    left = len(titles) - _LATER
    more = f" ; {plural(left, 'autre')} dans le rapport" if left > 0 else ""
    return Item(lead=lead, text=f"{' ; ou '.join(titles[:_LATER])}{more}.")


def _waited(context: ReportContext) -> list[Missing]:
    """Answers that a verdict waits for, beside the clauses to read, which come first among the steps."""
    asked = clause_answers(context.assessment, context.knowledge)
    return [one for one in context.assessment.missing if one.address not in asked]


def _gather(context: ReportContext) -> list[Item]:
    items: list[Item] = []
    holders: dict[str, list[str]] = {}
    for name, rows in by_fact(_waited(context), context.knowledge).items():
        holder = lower_first(rows[0].holder.strip().rstrip(".")) or "personne désignée"
        holders.setdefault(holder, []).append(quoted(name))
    for holder, names in list(holders.items())[:_HOLDERS]:
        items.append(Item(lead=f"Auprès {of_whom(holder)}", text=_some(names, _ANSWERS, "réponse")))
    if len(holders) > _HOLDERS:
        items.append(Item(text="et d'autres réponses, dans « Ce qui manque, et qui le détient »."))
    for verdict in context.assessment.verdicts.values():
        papers = [lower_first(line.title.rstrip(".")) for line, _ in context.guidance(verdict, GuidanceKind.PAPER)]
        if papers and context.reachable(verdict):
            lead = f"Pièces du dossier {STATUSES[verdict.status]}"
            items.append(Item(lead=lead, text=_some(papers, _PAPERS, "pièce")))
    return items


def _some(names: list[str], most: int, noun: str) -> str:
    return f"{shortlist(names, most, f'autre {noun}')}."
