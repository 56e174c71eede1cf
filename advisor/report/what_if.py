"""What if, and how sure, printed: verdicts before and after, margins, answers on which a verdict hangs."""

from __future__ import annotations

from advisor.advice.ways.margins import Weakness
from advisor.advice.ways.whatif import WhatIf
from advisor.assessment.model import Assessment, Finding
from advisor.common.french import french_date, lower_first, sentence
from advisor.report.model import Block, Bullets, Callout, Item, Paragraph, Report, Section, Table
from advisor.report.words import APPRAISERS, NOTICE, STATUSES, mark_of, verdict_word
from advisor.rules.basis import VerdictId
from advisor.rules.words import MARKS


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
    if outcome != "indetermine":
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
