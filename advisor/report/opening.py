"""The first pages: contradictions, the two verdicts, what they bring and cost, what decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from advisor.advice.guidance import ReportContext
from advisor.assessment.model import LADDER, Branch, Finding, Ground, LeafResult, Note, RouteResult, Verdict
from advisor.assessment.tree import carrying, criterion_tree, relevant_leaves, resting_on
from advisor.assessment.wording import address_name, finding_sentence
from advisor.common.french import add_months, capital, french_date, listed, lower_first, plural, quoted, sentence
from advisor.report.criteria import reading_items
from advisor.report.model import Block, Bullets, Callout, Item, KeyValues, Paragraph, Section
from advisor.report.steps import next_steps
from advisor.report.words import (
    RIGHTS,
    STATUSES,
    articles,
    bounds,
    for_statuses,
    light,
    mark_of,
    verdict_sentence,
    verdict_word,
    years,
)
from advisor.rules.conditions import CriterionRef
from advisor.rules.vocabulary import Outcome, VerdictId
from advisor.rules.words import MARKS, load_words

_TITLES_SHOWN = 3
_WAITING_SHOWN = 4
_STALE = 6
"""Months after which a text that decides is to be read again."""
_OPEN = (Outcome.TO_COMPLETE, Outcome.UNCERTAIN)


def contradictions(context: ReportContext) -> Section | None:
    """Answers that cannot all be right, and how to mend them: first of all, since they were not used."""
    blocks = []
    for one in context.assessment.contradictions:
        names = " ; ".join(address_name(context.knowledge, address) for address in one.addresses)
        mend = Paragraph.saying(one.mend, "Pour en sortir")
        aside = Paragraph(lead="Réponses mises de côté", text=f"{names}.")
        blocks.append(Callout(kind="bad", title=one.message, blocks=(mend, aside)))
    title = "À corriger d'abord : réponses contradictoires"
    return Section(id="contradictions", title=title, blocks=blocks) if blocks else None


def warnings(context: ReportContext) -> Section | None:
    """Answers to read again before believing the verdicts that follow."""
    found = context.assessment.warnings
    blocks = [Callout(kind="warning", title=one.message, blocks=(Paragraph.saying(one.mend),)) for one in found]
    return Section(id="warnings", title="À relire avant de conclure", blocks=blocks) if blocks else None


def verdicts(context: ReportContext) -> Section:
    """Both verdicts, each with what a person must know before leaving the room."""
    assessment = context.assessment
    blocks: list[Callout | Paragraph] = [verdict_callout(context, one) for one in assessment.verdicts.values()]
    if assessment.on > assessment.law_as_of:
        known = french_date(assessment.law_as_of)
        text = (
            f"le droit est connu ici jusqu'au {known} ; pour une date plus tardive, vérifiez sur Légifrance que les "
            "articles cités n'ont pas changé."
        )
        blocks.append(Paragraph(lead="Attention", text=text))
    return Section(id="verdicts", title="Les deux verdicts", blocks=blocks)


def verdict_callout(context: ReportContext, verdict: Verdict) -> Callout:
    best = f"{verdict_word(verdict.best)}{best_route(verdict)}"
    return callout_of(
        verdict,
        ("Au mieux", "" if bounds_said(verdict) else f"{best} ; au pire : {verdict_word(verdict.worst)}"),
        *((capital(branch.reading), branch_words(branch)) for branch in verdict.branches),
        ("Voie", _route(verdict)),
        ("Durée", _duration(verdict)),
        ("Trois feux", _lights(context, verdict)),
        *solidity(context, verdict),
        ("À faire", next_steps(context, verdict)),
    )


def callout_of(verdict: Verdict, *pairs: tuple[str, str]) -> Callout:
    """A verdict in its sentence, and what is to be known of it."""
    blocks = (Paragraph(text=verdict_sentence(verdict)), KeyValues(pairs=pairs))
    return Callout(kind=MARKS[verdict.outcome][2], mark=verdict.outcome, title=verdict.title, blocks=blocks)


def bounds_said(verdict: Verdict) -> bool:
    """Whether a verdict is settled, or its branches or its own sentence tell between what it lies."""
    return verdict.worst == verdict.best or bool(verdict.branches) or "au pire" in verdict_sentence(verdict).lower()


def solidity(context: ReportContext, verdict: Verdict) -> Iterator[tuple[str, str]]:
    """How sure a verdict is, its weakest link (points of law that divide it included), what must be read with it."""
    codes = [point.confidence for point in context.assessment.open_points if point.id in verdict.open_points]
    own = [verdict.confidence] if verdict.confidence else []
    code = context.knowledge.weakest([*own, *(codes if verdict.branches else [])])
    yield "Solidité", load_words().grades[verdict.grade] + (f" ; maillon faible {context.tag(code)}" if code else "")
    for text in context.warnings(verdict):
        yield "À savoir", text


def _route(verdict: Verdict) -> str:
    # A refusal that closes several routes is explained by what is missing, not by one of them.
    if verdict.route is None or len({ground.route for ground in verdict.grounds}) > 1:
        return ""
    source = next((articles(one.references) for one in verdict.routes if one.id == verdict.route), "")
    return lower_first(verdict.route_title) + (f" ; {source}" if source else "")


def _duration(verdict: Verdict) -> str:
    if verdict.duration is None or verdict.outcome == VerdictId.NOT_ELIGIBLE:
        return ""
    note = f". {verdict.duration_note}" if verdict.duration_note else ""
    source = articles(verdict.duration_references)
    return f"{years(verdict.duration)} si l'agrément est donné" + (f" ({source})" if source else "") + note


def _lights(context: ReportContext, verdict: Verdict) -> str:
    if verdict.lights or verdict.outcome == VerdictId.NOT_ELIGIBLE or not verdict.route:
        return " ; ".join(light(one, context.assessment.findings) for one in verdict.lights)
    why = context.knowledge.routes()[verdict.route].without_lights
    return f"{why}." if why else ""


def best_route(verdict: Verdict) -> str:
    """The routes on which the best outcome rests, when another one still open does not reach it."""
    top = max(map(_rung, verdict.routes), default=0)
    names = [quoted(lower_first(one.title)) for one in verdict.routes if _rung(one) == top]
    lower = [verdict_word(one.best) for one in verdict.routes if 0 < _rung(one) < top]
    if not names or not lower:
        return ""
    only = f"la seule voie {names[0]}" if len(names) == 1 else f"les seules voies {listed(names)}"
    return f", par {only} (par une autre voie : {lower[0]})"


def _rung(route: RouteResult) -> int:
    return min(LADDER.index(route.best) if route.best in LADDER else 2, 2)


def branch_words(branch: Branch) -> str:
    """« si l'associé unique est admis : éligible »."""
    return f"{branch.condition} : {branch_result(branch)}"


def branch_result(branch: Branch) -> str:
    """The verdict under one reading, or its bounds while answers are missing."""
    return (
        bounds(branch.worst, branch.best) if branch.verdict == VerdictId.UNDETERMINED else verdict_word(branch.verdict)
    )


def gains(context: ReportContext) -> Section:
    """Rights and constraints by title; the annex tells them in full."""
    items: list[Item] = []
    for verdict in context.assessment.verdicts.values():
        name = STATUSES[verdict.status]
        if not context.reachable(verdict):
            items.append(Item(lead=name, text="hors d'atteinte aujourd'hui, donc sans droits ni contraintes."))
            continue
        for kind, lead in RIGHTS:
            titles = [line.title for line, _ in context.guidance(verdict, kind)]
            shown, left = titles[:_TITLES_SHOWN], len(titles) - _TITLES_SHOWN
            if left > 0:
                shown.append(f"et {plural(left, 'autre')}, en annexe")
            if shown:
                items.append(Item(lead=f"{name}, {lead}", items=(Item(text=text) for text in shown)))
    title = "Ce que l'entreprise y gagne, ce à quoi elle renonce"
    return Section(id="gains", title=title, blocks=(Bullets(items=items),))


def deciding(context: ReportContext) -> Section | None:
    """The grounds of each verdict, with their figures; those two verdicts share are shown once."""
    blocks: list[Block] = []
    done: set[str] = set()
    waiting: set[str] = set()
    for verdict in context.assessment.verdicts.values():
        grounds = relevant_grounds(context, verdict)
        if not grounds:
            continue
        head = f"Pour {for_statuses([verdict.status])}"
        fresh = [ground for ground in grounds if ground.criterion not in done]
        again = [ground.criterion for ground in grounds if ground.criterion in done]
        if verdict.outcome in (VerdictId.ELIGIBLE, VerdictId.BY_RIGHT):
            blocks += _favourable(context, head, grounds, done)
        else:
            shown, rest = _shown(verdict, fresh)
            items = [_ground(context, ground) for ground in shown]
            if rest:
                items.append(_rest(context, verdict, rest))
            named = [one for one in again if one not in waiting]
            if named:
                items.append(Item(lead="Comme plus haut", text=f"{', '.join(named)}."))
            summed = len(again) - len(named)
            if summed:
                text = f"{summed} des critères comptés plus haut." if summed > 1 else "un critère compté plus haut."
                items.append(Item(lead="En attente aussi", text=text))
            if verdict.outcome == VerdictId.TO_MEND:
                items += _not_read(context, verdict)
            if verdict.outcome == VerdictId.UNDETERMINED:
                waiting.update(ground.criterion for ground in rest)
            done.update(ground.criterion for ground in grounds)
            blocks += Bullets.announced(items, f"{head} ({verdict_word(verdict.outcome)}) :")
    if not blocks:
        return None
    return Section(id="deciding", title="Ce qui décide", blocks=(*blocks, long_unchecked(context)))


def long_unchecked(context: ReportContext) -> Paragraph | None:
    """The deciding texts that were last checked too long before the day of the examination; none when there is none."""
    limit = add_months(context.assessment.requested, -_STALE)
    grounds = (one for verdict in context.assessment.verdicts.values() for one in relevant_grounds(context, verdict))
    days: dict[str, date] = {}
    for reference in (one for ground in grounds for one in ground.references):
        source = context.knowledge.sources.get(reference.source)
        if source is not None and reference.checked is not None and reference.checked < limit:
            days[source.short] = min(reference.checked, days.get(source.short, reference.checked))
    if not days:
        return None
    texts = listed(f"{short} (le {french_date(day)})" for short, day in days.items())
    lead = "Textes contrôlés plus de six mois avant l'examen, à relire sur Légifrance"
    return Paragraph(lead=lead, text=f"{texts}.")


def _rest(context: ReportContext, verdict: Verdict, grounds: list[Ground]) -> Item:
    if verdict.outcome == VerdictId.UNDETERMINED:
        text = f"{plural(len(grounds), 'critère')} ; {_spread(context, grounds)}."
        return Item(lead="En attente d'une réponse", text=text)
    names = " ; ".join(f"{one.criterion} ({lower_first(one.title)})" for one in grounds)
    return Item(lead="Fermé aussi", text=f"{names}.")


def _not_read(context: ReportContext, verdict: Verdict) -> list[Item]:
    """What a verdict that is not settled still waits for, after the obstacles that decide it."""
    if verdict.worst == verdict.best:
        return []
    findings = context.assessment.findings
    resting = resting_on(verdict, context.assessment, context.knowledge)
    items = []
    for outcome, lead in ((Outcome.UNCERTAIN, "Le droit ne tranche pas"), (Outcome.TO_COMPLETE, "Non lu")):
        open_ = [one for one in resting if findings[one].outcome == outcome and not findings[one].rests_on]
        if open_:
            items.append(Item(lead=lead, text=f"{_themes(context, open_)}."))
    return items


def _shown(verdict: Verdict, grounds: list[Ground]) -> tuple[list[Ground], list[Ground]]:
    """Grounds shown in full, and those only named: figures and open law speak first, a long wait is summed up."""
    first = [ground for ground in grounds if ground.detail or ground.effect == Outcome.UNCERTAIN]
    sums_up = verdict.outcome == VerdictId.NOT_ELIGIBLE and first
    if sums_up or (verdict.outcome == VerdictId.UNDETERMINED and len(grounds) > _WAITING_SHOWN):
        return first, [ground for ground in grounds if ground not in first]
    return grounds, []


def relevant_grounds(context: ReportContext, verdict: Verdict) -> list[Ground]:
    """The grounds worth a line, among those of the assessment: obstacles first, alternatives left aside dropped."""
    resting = resting_on(verdict, context.assessment, context.knowledge)
    hard = {leaf.id.partition("#")[0] for leaf in verdict.obstacles}
    mended = {criterion for change in verdict.changes for criterion in change.criteria}
    grounds = [ground for ground in verdict.grounds if ground.criterion in resting or ground.route != verdict.route]
    if verdict.outcome == VerdictId.NOT_ELIGIBLE and hard:
        return [one for one in grounds if one.criterion in hard or one.route != verdict.route] or grounds
    if verdict.outcome == VerdictId.TO_MEND and mended:
        return [ground for ground in grounds if ground.criterion in mended] or grounds
    if verdict.outcome == VerdictId.UNDETERMINED:
        # A criterion built from others only repeats what they wait for, unless a test of its own is open too.
        names = {ground.criterion for ground in grounds}
        # A certain obstacle is told first.
        certain = {one for change in verdict.changes if not change.strict_only for one in change.criteria}
        sure = [ground for ground in grounds if ground.effect == Outcome.NOT_MET and ground.criterion in certain]
        left = [
            ground
            for ground in grounds
            if ground.effect in _OPEN
            and (not names & _parts(context, ground.criterion) or _waits(context, ground.criterion))
        ]
        return [*sure, *left] or grounds
    return grounds


def _parts(context: ReportContext, criterion: str) -> set[str]:
    """Every criterion another is built from, however deep."""
    findings = context.assessment.findings
    direct = findings[criterion].rests_on if criterion in findings else ()
    return {*direct, *(deeper for one in direct for deeper in _parts(context, one))}


def _waits(context: ReportContext, criterion: str) -> bool:
    """Whether a test of its own is open."""
    leaves = relevant_leaves(criterion, context.assessment, context.knowledge)
    return any(leaf.outcome in _OPEN for leaf in leaves)


def _spread(context: ReportContext, grounds: list[Ground]) -> str:
    """How many grounds by theme: « la forme juridique (1), la gouvernance (2) »."""
    return _themes(context, [ground.criterion for ground in grounds])


def _themes(context: ReportContext, criteria: list[str]) -> str:
    """`_spread`, of criteria."""
    themes = {theme.id: lower_first(theme.title) for theme in context.knowledge.base.themes}
    counted = Counter(context.assessment.findings[one].theme for one in criteria)
    rank = context.knowledge.theme_order
    ordered = sorted(counted, key=lambda theme: rank.get(theme, len(rank)))
    return ", ".join(f"{themes.get(theme, theme)} ({counted[theme]})" for theme in ordered)


def _favourable(context: ReportContext, head: str, grounds: list[Ground], done: set[str]) -> list[Block]:
    """What holds: the figures, and what is appraised; what another status has shown is only named."""
    findings = context.assessment.findings
    several = len(grounds) > 1
    text = f"{head}, une condition, remplie :"
    if several:
        text = f"{head}, {len(grounds)} conditions remplies : {_spread(context, grounds)}."
    blocks: list[Block] = [Paragraph(text=text)]
    claimed = _claimed(context, grounds)
    blocks += Bullets.announced((_ground(context, ground) for ground in claimed), "D'abord, ce qui ouvre cette voie :")
    notable = [
        one
        for one in grounds
        if one not in claimed and (one.detail or not several or _decisive(context, one.criterion))
    ]
    again = [one.criterion for one in notable if one.criterion in done]
    shown = [_ground(context, one) for one in notable if one.criterion not in done]
    if again:
        shown.append(Item(lead="Comme plus haut", text=f"{', '.join(again)}."))
    done.update(one.criterion for one in (*claimed, *notable))
    blocks += Bullets.announced(shown, "Ensuite, ce qui se chiffre ou s'interprète :" if claimed else "")
    appraised = [lower_first(ground.title) for ground in grounds if findings[ground.criterion].nature == "appreciee"]
    if appraised:
        lead = "Défendable, mais apprécié par l'administration"
        blocks.append(Paragraph(lead=lead, text=f"{' ; '.join(appraised)}."))
    return blocks


def _claimed(context: ReportContext, grounds: list[Ground]) -> list[Ground]:
    """What opens a route of plein droit: the category and its title in force, before anything that is only checked."""
    route = context.knowledge.routes().get(grounds[0].route)
    claim = route.claimed_if if route is not None and route.outcome == VerdictId.BY_RIGHT and len(grounds) > 1 else None
    if not isinstance(claim, CriterionRef):
        return []
    under = [*_carried(context, claim.id), claim.id]
    known = {one.criterion: one for one in grounds}
    return [known[id] for id in dict.fromkeys(under) if id in known and context.assessment.findings[id].leaves]


def _carried(context: ReportContext, criterion: str) -> Iterator[str]:
    """The criteria that carry another, the deepest first."""
    tree = criterion_tree(criterion, context.assessment, context.knowledge)
    for node in carrying(tree) if tree else ():
        if isinstance(node.condition, CriterionRef):
            yield from _carried(context, node.condition.id)
            yield node.condition.id


def _ground(context: ReportContext, ground: Ground) -> Item:
    finding = context.assessment.findings.get(ground.criterion)
    read = _read_differently(finding, ground) if finding else []
    text = "" if read else ground.detail
    text = (text or (finding_sentence(finding, context.why_idle(finding)) if finding else "")).rstrip(".")
    notes = _decisive(context, ground.criterion)
    source = f"{articles(ground.references)} {context.tag(ground.confidence)}"
    below = (
        *(item for leaf in read for item in reading_items(leaf)),
        *(Item(lead="Lecture retenue", text=f"{note.text} {context.tag(note.confidence)}") for note in notes),
        Item(text=source),
    )
    return ground_item(context, ground, text).model_copy(update={"items": below})


def ground_item(context: ReportContext, ground: Ground, text: str) -> Item:
    """A ground as a line of a list."""
    finding = context.assessment.findings.get(ground.criterion)
    mark = mark_of(finding) if finding is not None and finding.outcome == ground.effect else ground.effect
    return Item(mark=mark, lead=f"{ground.criterion} {ground.title}", text=lower_first(sentence(text)))


def _decisive(context: ReportContext, criterion: str) -> list[Note]:
    """The readings on which the outcome of a criterion rests."""
    finding = context.assessment.findings.get(criterion)
    return [note for note in finding.reserves if note.decisive] if finding else []


def _read_differently(finding: Finding, ground: Ground) -> list[LeafResult]:
    """The figures of a ground that the readings of the law do not count alike."""
    leaves = [leaf for leaf in finding.leaves if leaf.readings and leaf.calculation and not leaf.not_applicable]
    return [leaf for leaf in leaves if leaf.outcome == ground.effect]
