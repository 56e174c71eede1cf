"""The ways to a status, printed: what to do, in which order, when, at what price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from advisor.advice.guidance import unread_notice
from advisor.advice.ways.margins import Target, Weakness
from advisor.advice.ways.model import AnswerToRead, Way, Ways, WayStep
from advisor.advice.ways.whatif import WhatIf
from advisor.assessment.assess import assess
from advisor.assessment.model import LATER, Assessment, Finding
from advisor.assessment.wording import tag
from advisor.common.french import agree, capital, french_date, lower_first, plural, sentence, shortlist
from advisor.dossier import Dossier
from advisor.dossier.wishes import contrary_to, named
from advisor.report.actions import by_holder
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
from advisor.report.words import (
    NOTICE,
    STATUSES,
    articles,
    bounds,
    delay,
    law_of,
    mark_of,
    spelled,
    structure,
    verdict_word,
    weight,
)
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Reading, VerdictId
from advisor.rules.words import APPRAISERS, MARKS, REMEDIES

SCALE = "Poids : 1 une clause, 2 une formalité, 3 un engagement, 4 une décision de gestion, 5 l'activité, 6 la forme."

MOST_STEPS = 4
"""Steps named on the line of a way; a whole set of statutes makes fifteen."""

FREE = "Y tenir ne coûte rien ici : le meilleur chemin est le même sans cela."
UNSURE = "atteint si les réponses qui manquent sont favorables"
_FAVOURABLE = (
    "Ces chemins ne valent que si l'administration retient la lecture favorable des points que le droit laisse ouverts."
)
_READ_FIRST = "Prenez les statuts et reprenez les questions, seul ou avec un conseiller : un chemin peut s'allonger."


def ways_report(
    found: tuple[Ways, ...], dossier: Dossier, knowledge: Knowledge, figures: tuple[Target, ...] = ()
) -> Report:
    """The ways found to one status or more, then the figures to aim at."""
    assessment = assess(dossier, found[0].on, knowledge)
    # Nothing is to be aimed at any more by a company that has ended.
    targets = [one for one in figures if one.status in {ways.status for ways in found} and not assessment.ended]
    first = unread_notice(assessment, knowledge)
    return Report(
        title="Le plus court chemin",
        metadata=(structure(dossier.name), ("Décidé le", french_date(found[0].on)), ("Échelle", SCALE)),
        notice=NOTICE,
        sections=(
            Section.saying("reading", "Avant tout", f"{first}. {_READ_FIRST}" if first else ""),
            *(_status(one, knowledge) for one in found),
            Section.listing(
                "held",
                "Vos points non négociables, ce que dit la loi",
                law_items(found[0].refused, knowledge, found[0].on),
            ),
            _figures(targets),
        ),
    )


def _figures(targets: list[Target]) -> Section | None:
    blocks: list[Block | None] = []
    for one in targets:
        lines = ((line.label, line.text) for line in one.calculation)
        head = Paragraph(lead=one.title, text=f"{one.text} ({one.articles}).")
        blocks += [head, Calculation(lines=lines), Paragraph.saying(one.note)]
    return Section(id="figures", title="Les chiffres à viser", blocks=blocks) if blocks else None


def non_negotiable_titles(refused: Sequence[str], knowledge: Knowledge) -> str:
    """The non-negotiables, one after the other."""
    return " ; ".join(lower_first(title) for title in named(knowledge, refused))


def way_line(way: Way) -> Item:
    """A way in one line: where it leads, when, and its first steps."""
    steps = [lower_first(_named(step)) for step in way.steps]
    result = verdict_word(way.reached) if way.sure else UNSURE
    return Item(
        lead=f"{capital(result)}, {_when(way)}{', par une voie contestée' if way.contested else ''}",
        text=f"{shortlist(steps, MOST_STEPS)}.",
    )


def _when(way: Way) -> str:
    """When a way is reached: on a computed day, or as its slowest step allows."""
    if any(step.effective is not None for step in way.steps):
        return f"au plus tôt le {french_date(way.earliest)}"
    if any(step.delay == LATER for step in way.steps):
        return "une fois fait, sans doute pas avant l'exercice suivant"
    return "dès que c'est décidé et inscrit"


def _named(step: WayStep) -> str:
    """A step in a few words; carried out in one way among several, that way."""
    return f"{step.title}, ici {lower_first(step.variant)}" if step.variant else step.title


def _status(ways: Ways, knowledge: Knowledge) -> Section:
    titles = non_negotiable_titles(ways.refused, knowledge)
    free = ways.refused and ways.ways and ways.given_up is None
    reserve = Callout(kind="warning", title="Sous réserve du droit", blocks=(Paragraph(text=_FAVOURABLE),))
    blocks = (
        Paragraph(lead="Aujourd'hui", text=verdict_word(ways.now)),
        Paragraph.saying(titles and f"{titles}.", "Vous tenez à"),
        Paragraph(text=FREE) if free else None,
        _clashing(ways.contradictions, ""),
        Paragraph.saying(ways.reason),
        *_to_read(ways.unread, knowledge),
        reserve if ways.law == Reading.FAVOURABLE else None,
    )
    sections = (
        *(_way(way, rank, len(ways.ways), ways.status, knowledge) for rank, way in enumerate(ways.ways, 1)),
        _lighter(ways.if_favourable, ways.status, knowledge),
        _given_up(ways, knowledge),
    )
    return Section(id=f"ways_{ways.status}", title=ways.title, mark=ways.now, blocks=blocks, sections=sections)


def _clashing(messages: Sequence[str], end: str) -> Callout | None:
    blocks = Bullets.announced(Item(text=one) for one in messages)
    title = f"Ces réponses se contredisent ; elles sont écartées du calcul{end}"
    return Callout(kind="bad", title=title, blocks=blocks) if blocks else None


def _way(way: Way, rank: int, count: int, status: str, knowledge: Knowledge) -> Section:
    title = "Le chemin" if count == 1 else f"Chemin {rank}" + (", le plus léger" if rank == 1 else "")
    if way.contested:
        title += ", contesté"
    after = "ces réponses manquent encore ; le résultat en dépend." if way.steps else "le résultat en dépend."
    blocks = (
        KeyValues(pairs=_summary(way)),
        *(Callout(kind="warning", title="Contesté", blocks=(Paragraph(text=one),)) for one in way.contested),
        *_to_read(way.checks, knowledge, "ces réponses sont supposées favorables.", "À lire d'abord"),
        _steps(way, knowledge) if way.steps else None,
        *_to_read(way.pending, knowledge, after, "À savoir ensuite"),
    )
    return Section(id=f"way_{status}_{rank}", title=title, blocks=blocks)


def _steps(way: Way, knowledge: Knowledge) -> Bullets:
    return Bullets(ordered=True, items=(_step(step, knowledge) for step in way.steps))


def _to_read(
    checks: tuple[AnswerToRead, ...], knowledge: Knowledge, text: str = "", lead: str = ""
) -> tuple[Block, ...]:
    """Answers to gather, grouped by who holds them; the rows of a table are one answer."""
    facts = {fact.id: fact for check in checks for fact in (knowledge.addresses[check.address][0],)}
    items = by_holder((fact.holder, fact.short or fact.id, fact.where) for fact in facts.values())
    return Bullets.announced(items, text, lead)


def _lighter(way: Way | None, status: str, knowledge: Knowledge) -> Section | None:
    """What would be enough if the administration read the law favourably."""
    if way is None:
        return None
    text = "Si l'administration retient la lecture favorable des points que le droit laisse ouverts, cela suffit : "
    text += "la faire préciser avant de choisir."
    blocks = (Paragraph(text=text), _steps(way, knowledge) if way.steps else Paragraph(text="Rien à changer."))
    return Section(id=f"lighter_{status}", title="Si le droit est lu favorablement", blocks=blocks)


def _summary(way: Way) -> tuple[tuple[str, str], ...]:
    result = ("Résultat", f"{verdict_word(way.reached)}, vérifié par le moteur" if way.sure else UNSURE)
    if not way.steps:
        return result, ("Ampleur", "rien à changer" if way.sure else "rien à changer si ces réponses sont favorables")
    heaviest = max(way.steps, key=lambda step: step.weight)
    size = f"{'' if way.sure else 'au moins '}{plural(len(way.steps), 'changement')} ; {weight(heaviest)}"
    return result, ("Ampleur", size), ("Quand", _when(way))


def _step(step: WayStep, knowledge: Knowledge) -> Item:
    visible = ""
    if step.effective is not None:
        years = f"{plural(step.years, 'exercice')} à clore ; " if step.years else ""
        visible = f"{years}au plus tôt le {french_date(step.effective)}."
    criteria = f"{agree(len(step.criteria), 'critère')} {', '.join(step.criteria)}. " if step.criteria else ""
    items = Item.lines(
        ("", sentence(f"{REMEDIES[step.kind].words} ; {weight(step)} ; {delay(step)}")),
        ("Visible", visible),
        ("Qui décide", spelled(knowledge, lower_first(sentence(step.who)))),
        ("Ce que cela coûte", sentence(step.cost)),
        ("Pourquoi", f"{criteria}{articles(step.references)} {tag(knowledge, step.confidence)}"),
    )
    return Item(lead=sentence(_named(step)), text=spelled(knowledge, step.action), items=items)


def law_items(refused: Sequence[str], knowledge: Knowledge, on: date) -> Iterator[Item]:
    """What the law says of each thing the company holds to, with its articles and how they were read."""
    for refusal in (knowledge.refusals[id] for id in refused):
        cited = knowledge.texts(refusal.citations)
        source = f" {cited} {tag(knowledge, knowledge.confidence(refusal, on))}" if cited else ""
        yield Item(lead=refusal.title, text=f"{refusal.note}{source}")


def _given_up(ways: Ways, knowledge: Knowledge) -> Section | None:
    """What holding to the non-negotiables costs: the best way without them."""
    steps = ways.given_up.steps if ways.given_up is not None else ()
    items = (_lost(step, ways.refused, knowledge) for step in steps)
    title = "Ce que vos points non négociables coûtent"
    return Section.listing(f"given_up_{ways.status}", title, items, f"Sans eux, {without_them(ways)} :")


def without_them(ways: Ways) -> str:
    """What the company would have, did it not hold to its non-negotiables."""
    if ways.surer:
        return "ce chemin vaudrait quelle que soit la lecture du droit"
    return "ce chemin plus léger serait ouvert" if ways.ways else "ce chemin serait ouvert"


def _lost(step: WayStep, refused: Sequence[str], knowledge: Knowledge) -> Item:
    """A step of the way given up; what rules it out, when it is one of those that are."""
    blocked = [lower_first(one) for one in contrary_to(knowledge, step.remedy, refused)]
    return Item(lead=step.title, text=f"écarté par : {' ; '.join(blocked)}." if blocked else "")


# -- what if, and how sure, printed: verdicts before and after, margins, answers on which a verdict hangs ------------


def what_if_report(result: WhatIf) -> Report:
    """Verdicts side by side, then what moved."""
    changes = ((one.short, one.before, one.after or "sans réponse") for one in result.changes)
    verdicts = (
        (
            one.title,
            _between(one.before, one.worst_before, one.best_before),
            _between(one.after, one.worst_after, one.best_after),
        )
        for one in result.statuses
    )
    moved = [Paragraph(lead=STATUSES[one.status], text=one.sentence) for one in result.statuses if one.moves]
    blocks = (
        Table(header=("Réponse", "Dans le dossier", "Si…"), rows=changes),
        Table(header=("Statut", "Avant", "Après"), rows=verdicts),
        *(moved or [Paragraph(text="Aucun des deux verdicts ne change.")]),
    )
    clash = Section(id="contradictions", title="À corriger d'abord", blocks=(_clashing(result.contradictions, "."),))
    rows = (
        Item(
            mark=one.after,
            lead=f"{one.criterion} {one.title}",
            text=sentence(" ; ".join(filter(None, (f"{MARKS[one.before][1]} → {MARKS[one.after][1]}", one.finding)))),
        )
        for one in result.criteria
    )
    moves = Bullets.announced(rows) or (Paragraph(text="Aucun critère ne change."),)
    return Report(
        title="Et si… ?",
        metadata=(structure(result.name), law_of(result.on)),
        notice=f"{NOTICE} Le dossier n'est pas modifié.",
        sections=(
            clash if result.contradictions else None,
            Section(id="verdicts", title="Avant et après", blocks=blocks),
            Section(id="criteria", title="Ce qui bouge", blocks=moves),
        ),
    )


def _between(outcome: VerdictId, worst: VerdictId, best: VerdictId) -> str:
    """A verdict; of one that is not settled, what it leaves possible."""
    word = verdict_word(outcome)
    return f"{word} ({bounds(worst, best)})" if outcome == VerdictId.UNDETERMINED else word


def sureness_report(assessment: Assessment, weak: tuple[Weakness, ...]) -> Report:
    """How sure a verdict is: margins, single answers that would overturn it, what is appraised."""
    verdicts = ((one.title, verdict_word(one.outcome)) for one in assessment.verdicts.values())
    return Report(
        title="À quoi tiennent les verdicts",
        metadata=(structure(assessment.name), law_of(assessment.on), *verdicts),
        notice=NOTICE,
        sections=(_margins(assessment), _weaknesses(weak), _appraised(assessment)),
    )


def _margins(assessment: Assessment) -> Section | None:
    items = (
        Item(lead=f"{finding.criterion} {leaf.label}", text=f"{leaf.finding} ({leaf.margin})")
        for finding in assessment.findings.values()
        if finding.counts and not finding.idle
        for leaf in finding.leaves
        if leaf.margin and not leaf.not_applicable
    )
    none = Section.saying("margins", "Marges", "Aucun chiffre n'est encore comparé.")
    return Section.listing("margins", "Marges", items) or none


def _weaknesses(weak: tuple[Weakness, ...]) -> Section | None:
    title = "Si une seule réponse est fausse"
    if not weak:
        return Section.saying("weaknesses", title, "Aucune réponse, changée seule, ne renverse un verdict acquis.")
    text = "Chacune de ces réponses, si elle était fausse, renverserait un verdict"
    text += " : demandez-en la preuve." if any(not one.proven for one in weak) else " ; une pièce prouve chacune."
    blocks: list[Block] = [Paragraph(text=text)]
    for proven, head in ((False, "Déclarées seulement"), (True, "Déjà vues sur pièce")):
        items = [
            Item(
                lead=f"{STATUSES[one.status]}, {lower_first(one.short)}",
                text=f"« {one.text} » ; si c'était « {one.instead} » : {verdict_word(one.then)}.",
                items=() if proven else (Item(lead="Preuve", text=one.where),),
            )
            for one in weak
            if one.proven is proven
        ]
        blocks += Bullets.announced(items, f"{len(items)}.", head)
    return Section(id="weaknesses", title=title, blocks=blocks)


def _appraised(assessment: Assessment) -> Section | None:
    """Conditions that somebody appraises: what carries them, and what the tool keeps prudent about."""
    counted = [one for one in assessment.findings.values() if one.counts and not one.idle and not one.synthesis]
    listed = [one for one in counted if one.nature == "appreciee"]
    count = len(counted) - len(listed)
    text = f"{count} autres conditions sont objectives : un chiffre, une date ou une clause les règle."
    if count < 2:
        text = "Une autre condition est objective : un chiffre, une date ou une clause la règle." if count else ""
    return Section.listing("appraised", "Ce que l'administration apprécie", map(_appraised_item, listed), text)


def _appraised_item(finding: Finding) -> Item:
    reserves = (("Fragilise", note.text) for note in finding.reserves)
    items = Item.lines(("Renforce le dossier", " ; ".join(finding.evidence)), *reserves)
    lead = f"{finding.criterion} {finding.title}"
    return Item(
        mark=mark_of(finding), lead=lead, text=f"appréciée par {APPRAISERS[finding.appraised_by]}.", items=items
    )
