"""The ways to a status, printed: what to do, in which order, when, at what price."""

from __future__ import annotations

from collections.abc import Sequence

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
from advisor.report.words import NOTICE, STATUSES, articles, delay, mark_of, spelled, verdict_word, weight
from advisor.rules.effects import Refusal
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Reading, VerdictId
from advisor.rules.words import APPRAISERS, MARKS, REMEDIES

SCALE = "Poids : 1 une clause, 2 une formalité, 3 un engagement, 4 une décision de gestion, 5 l'activité, 6 la forme."

MOST_STEPS = 4
"""Steps named on the line of a way; a whole set of statutes makes fifteen."""

FREE = "Y tenir ne coûte rien ici : le meilleur chemin est le même sans cela."
UNSURE = "atteint si les réponses qui manquent sont favorables"


def ways_report(
    found: tuple[Ways, ...], dossier: Dossier, knowledge: Knowledge, figures: tuple[Target, ...] = ()
) -> Report:
    """The ways to one status or more.

    Args:
        found: what the search found, one a status.
        dossier: the company, for its name.
        knowledge: the rule base searched.
        figures: what to aim at, shown after the ways.
    """
    assessment = assess(dossier, found[0].on, knowledge)
    # Nothing is to be aimed at any more by a company that has ended.
    targets = [one for one in figures if one.status in {ways.status for ways in found} and not assessment.ended]
    first = unread_notice(assessment, knowledge)
    return Report(
        title="Le plus court chemin",
        metadata=(
            ("Structure", dossier.name or "(sans nom)"),
            ("Décidé le", french_date(found[0].on)),
            ("Échelle", SCALE),
        ),
        notice=NOTICE,
        sections=(
            *((_reading(first),) if first else ()),
            *(_status(one, knowledge) for one in found),
            *((_law_section(found[0].refused, knowledge),) if found[0].refused else ()),
            *((_figures(targets),) if targets else ()),
        ),
    )


def _reading(notice: str) -> Section:
    text = "Prenez les statuts et reprenez les questions, seul ou avec un conseiller : un chemin peut s'allonger."
    return Section(id="reading", title="Avant tout", blocks=(Paragraph(text=f"{notice}. {text}"),))


def _figures(listed: list[Target]) -> Section:
    blocks: list[Block] = []
    for one in listed:
        blocks.append(Paragraph(lead=one.title, text=f"{one.text} ({one.articles})."))
        blocks.append(Calculation(lines=tuple((line.label, line.text) for line in one.calculation)))
        if one.note:
            blocks.append(Paragraph(text=one.note))
    return Section(id="figures", title="Les chiffres à viser", blocks=tuple(blocks))


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
    blocks: list[Block] = [Paragraph(lead="Aujourd'hui", text=verdict_word(ways.now))]
    if ways.refused:
        titles = non_negotiable_titles(ways.refused, knowledge)
        blocks.append(Paragraph(lead="Vous tenez à", text=f"{titles}."))
        if ways.ways and ways.given_up is None:
            blocks.append(Paragraph(text=FREE))
    if ways.contradictions:
        items = tuple(Item(text=one) for one in ways.contradictions)
        title = "Ces réponses se contredisent ; elles sont écartées du calcul"
        blocks.append(Callout(kind="bad", title=title, blocks=(Bullets(items=items),)))
    if ways.reason:
        blocks.append(Paragraph(text=ways.reason))
    if ways.unread:
        blocks.append(_to_read(ways.unread, knowledge))
    if ways.law == Reading.FAVOURABLE:
        text = (
            "Ces chemins ne valent que si l'administration retient la lecture favorable des points que le droit laisse "
            "ouverts."
        )
        blocks.append(Callout(kind="warning", title="Sous réserve du droit", blocks=(Paragraph(text=text),)))
    sections = tuple(_way(way, rank, len(ways.ways), ways.status, knowledge) for rank, way in enumerate(ways.ways, 1))
    if ways.if_favourable is not None:
        sections += (_lighter(ways.if_favourable, ways.status, knowledge),)
    if ways.given_up is not None:
        sections += (_given_up(ways, ways.given_up, knowledge),)
    return Section(id=f"ways_{ways.status}", title=ways.title, mark=ways.now, blocks=tuple(blocks), sections=sections)


def _way(way: Way, rank: int, count: int, status: str, knowledge: Knowledge) -> Section:
    title = "Le chemin" if count == 1 else f"Chemin {rank}" + (", le plus léger" if rank == 1 else "")
    if way.contested:
        title += ", contesté"
    blocks: list[Block] = [KeyValues(pairs=_summary(way))]
    blocks += [Callout(kind="warning", title="Contesté", blocks=(Paragraph(text=one),)) for one in way.contested]
    if way.checks:
        blocks.append(Paragraph(lead="À lire d'abord", text="ces réponses sont supposées favorables."))
        blocks.append(_to_read(way.checks, knowledge))
    if way.steps:
        blocks.append(Bullets(ordered=True, items=tuple(_step(step, knowledge) for step in way.steps)))
    if way.pending:
        text = "ces réponses manquent encore ; le résultat en dépend." if way.steps else "le résultat en dépend."
        blocks += [Paragraph(lead="À savoir ensuite", text=text), _to_read(way.pending, knowledge)]
    return Section(id=f"way_{status}_{rank}", title=title, blocks=tuple(blocks))


def _to_read(checks: tuple[AnswerToRead, ...], knowledge: Knowledge) -> Bullets:
    """Answers to gather, grouped by who holds them; the rows of a table are one answer."""
    facts = {fact.id: fact for check in checks for fact in (knowledge.addresses[check.address][0],)}
    return by_holder((fact.holder, fact.short or fact.id, fact.where) for fact in facts.values())


def _lighter(way: Way, status: str, knowledge: Knowledge) -> Section:
    """What would be enough if the administration read the law favourably."""
    text = "Si l'administration retient la lecture favorable des points que le droit laisse ouverts, cela suffit : "
    text += "la faire préciser avant de choisir."
    blocks: list[Block] = [Paragraph(text=text)]
    if way.steps:
        blocks.append(Bullets(ordered=True, items=tuple(_step(step, knowledge) for step in way.steps)))
    else:
        blocks.append(Paragraph(text="Rien à changer."))
    return Section(id=f"lighter_{status}", title="Si le droit est lu favorablement", blocks=tuple(blocks))


def _summary(way: Way) -> tuple[tuple[str, str], ...]:
    heaviest = max(way.steps, key=lambda step: step.weight, default=None)
    count = len(way.steps)
    size = f"{'' if way.sure else 'au moins '}{plural(count, 'changement')}"
    pairs = [
        ("Résultat", f"{verdict_word(way.reached)}, vérifié par le moteur" if way.sure else UNSURE),
        ("Ampleur", size + (f" ; {weight(heaviest)}" if heaviest else "")),
        ("Quand", _when(way)),
    ]
    if not way.steps:
        pairs[1:] = [("Ampleur", "rien à changer" if way.sure else "rien à changer si ces réponses sont favorables")]
    return tuple(pairs)


def _step(step: WayStep, knowledge: Knowledge) -> Item:
    details = [f"{REMEDIES[step.kind].words} ; {weight(step)} ; {delay(step)}"]
    items = [Item(text=sentence("; ".join(details)))]
    if step.effective is not None:
        years = f"{plural(step.years, 'exercice')} à clore ; " if step.years else ""
        items.append(Item(lead="Visible", text=f"{years}au plus tôt le {french_date(step.effective)}."))
    items.append(Item(lead="Qui décide", text=spelled(knowledge, lower_first(sentence(step.who)))))
    if step.cost:
        items.append(Item(lead="Ce que cela coûte", text=sentence(step.cost)))
    criteria = f"{agree(len(step.criteria), 'critère')} {', '.join(step.criteria)}. " if step.criteria else ""
    items.append(
        Item(
            lead="Pourquoi",
            text=f"{criteria}{articles(step.references)} {tag(knowledge, step.confidence)}",
        )
    )
    return Item(lead=sentence(_named(step)), text=spelled(knowledge, step.action), items=tuple(items))


def _law_section(refused: tuple[str, ...], knowledge: Knowledge) -> Section:
    return Section(
        id="held",
        title="Vos points non négociables, ce que dit la loi",
        blocks=(non_negotiable_law(refused, knowledge),),
    )


def non_negotiable_law(refused: Sequence[str], knowledge: Knowledge) -> Bullets:
    """What the law says of each thing the company holds to, with its articles and how they were read."""
    return Bullets(items=tuple(_law(knowledge.refusals[id], knowledge) for id in refused))


def _law(refusal: Refusal, knowledge: Knowledge) -> Item:
    """What the law says of something the company holds to, with its article and how it was read."""
    cited = knowledge.texts(refusal.citations)
    source = f" {cited} {tag(knowledge, refusal.confidence)}" if cited else ""
    return Item(lead=refusal.title, text=f"{refusal.note}{source}")


def _given_up(ways: Ways, way: Way, knowledge: Knowledge) -> Section:
    """What holding to the non-negotiables costs: the best way without them."""
    return Section(
        id=f"given_up_{ways.status}",
        title="Ce que vos points non négociables coûtent",
        blocks=(
            Paragraph(text=f"Sans eux, {without_them(ways)} :"),
            Bullets(items=tuple(_lost(step, ways.refused, knowledge) for step in way.steps)),
        ),
    )


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
    changes = tuple((one.short, one.before, one.after or "sans réponse") for one in result.changes)
    verdicts = tuple(
        (
            one.title,
            _between(one.before, one.worst_before, one.best_before),
            _between(one.after, one.worst_after, one.best_after),
        )
        for one in result.statuses
    )
    blocks: list[Block] = [
        Table(header=("Réponse", "Dans le dossier", "Si…"), rows=changes),
        Table(header=("Statut", "Avant", "Après"), rows=verdicts),
    ]
    moved = [one for one in result.statuses if one.moves]
    blocks += [Paragraph(lead=STATUSES.get(one.status, one.title), text=one.sentence) for one in moved]
    if not moved:
        blocks.append(Paragraph(text="Aucun des deux verdicts ne change."))
    sections = [Section(id="verdicts", title="Avant et après", blocks=tuple(blocks))]
    if result.contradictions:
        items = tuple(Item(text=message) for message in result.contradictions)
        text = "Ces réponses se contredisent ; elles sont écartées du calcul."
        callout = Callout(kind="bad", title=text, blocks=(Bullets(items=items),))
        sections.insert(0, Section(id="contradictions", title="À corriger d'abord", blocks=(callout,)))
    rows = tuple(
        Item(
            mark=one.after,
            lead=f"{one.criterion} {one.title}",
            text=sentence(" ; ".join(filter(None, (f"{MARKS[one.before][1]} → {MARKS[one.after][1]}", one.finding)))),
        )
        for one in result.criteria
    )
    moves = (Bullets(items=rows),) if rows else (Paragraph(text="Aucun critère ne change."),)
    sections.append(Section(id="criteria", title="Ce qui bouge", blocks=moves))
    return Report(
        title="Et si… ?",
        metadata=(("Structure", result.name or "(sans nom)"), ("Droit appliqué", f"au {french_date(result.on)}")),
        notice=f"{NOTICE} Le dossier n'est pas modifié.",
        sections=tuple(sections),
    )


def _between(outcome: VerdictId, worst: VerdictId, best: VerdictId) -> str:
    """A verdict; of one that is not settled, what it leaves possible."""
    word = verdict_word(outcome)
    if outcome != VerdictId.UNDETERMINED:
        return word
    return f"{word} (au mieux {verdict_word(best)}, au pire {verdict_word(worst)})"


def sureness_report(assessment: Assessment, weak: tuple[Weakness, ...]) -> Report:
    """How sure a verdict is: margins, single answers that would overturn it, what is appraised."""
    sections = (_margins(assessment), _weaknesses(weak), _appraised(assessment))
    return Report(
        title="À quoi tiennent les verdicts",
        metadata=(
            ("Structure", assessment.name or "(sans nom)"),
            ("Droit appliqué", f"au {french_date(assessment.on)}"),
            *((one.title, verdict_word(one.outcome)) for one in assessment.verdicts.values()),
        ),
        notice=NOTICE,
        sections=tuple(one for one in sections if one is not None),
    )


def _margins(assessment: Assessment) -> Section:
    rows = tuple(
        (finding.criterion, leaf.label, leaf.finding, leaf.margin)
        for finding in assessment.findings.values()
        if finding.counts and not finding.idle
        for leaf in finding.leaves
        if leaf.margin and not leaf.not_applicable
    )
    if not rows:
        return Section(id="margins", title="Marges", blocks=(Paragraph(text="Aucun chiffre n'est encore comparé."),))
    items = tuple(Item(lead=f"{id} {label}", text=f"{found} ({margin})") for id, label, found, margin in rows)
    return Section(id="margins", title="Marges", blocks=(Bullets(items=items),))


def _weaknesses(weak: tuple[Weakness, ...]) -> Section:
    title = "Si une seule réponse est fausse"
    if not weak:
        text = "Aucune réponse, changée seule, ne renverse un verdict acquis."
        return Section(id="weaknesses", title=title, blocks=(Paragraph(text=text),))
    text = "Chacune de ces réponses, si elle était fausse, renverserait un verdict"
    text += " : demandez-en la preuve." if any(not one.proven for one in weak) else " ; une pièce prouve chacune."
    blocks: list[Block] = [Paragraph(text=text)]
    for proven, head in ((False, "Déclarées seulement"), (True, "Déjà vues sur pièce")):
        listed = [one for one in weak if one.proven is proven]
        if listed:
            items = tuple(
                Item(
                    lead=f"{STATUSES.get(one.status, one.status)}, {lower_first(one.short)}",
                    text=f"« {one.text} » ; si c'était « {one.instead} » : {verdict_word(one.then)}.",
                    items=(Item(lead="Preuve", text=one.where),) if not proven else (),
                )
                for one in listed
            )
            blocks += [Paragraph(lead=head, text=f"{len(listed)}."), Bullets(items=items)]
    return Section(id="weaknesses", title=title, blocks=tuple(blocks))


def _appraised(assessment: Assessment) -> Section | None:
    """Conditions that somebody appraises: what carries them, and what the tool keeps prudent about."""
    counted = [one for one in assessment.findings.values() if one.counts and not one.idle and not one.synthesis]
    listed = [one for one in counted if one.nature == "appreciee"]
    if not listed:
        return None
    count = len(counted) - len(listed)
    text = f"{count} autres conditions sont objectives : un chiffre, une date ou une clause les règle."
    if count < 2:
        text = "Une autre condition est objective : un chiffre, une date ou une clause la règle." if count else ""
    intro = (Paragraph(text=text),) if text else ()
    blocks = (*intro, Bullets(items=tuple(_appraised_item(one) for one in listed)))
    return Section(id="appraised", title="Ce que l'administration apprécie", blocks=blocks)


def _appraised_item(finding: Finding) -> Item:
    items = [Item(lead="Renforce le dossier", text=" ; ".join(finding.evidence))] if finding.evidence else []
    items += [Item(lead="Fragilise", text=note.text) for note in finding.reserves]
    who = APPRAISERS[finding.appraised_by]
    lead = f"{finding.criterion} {finding.title}"
    return Item(mark=mark_of(finding), lead=lead, text=f"appréciée par {who}.", items=tuple(items))
