"""From an assessment to a report: the sections, in the order in which an adviser reads them aloud."""

from __future__ import annotations

from advisor.advice.guidance import ReportContext
from advisor.advice.register import Register
from advisor.assessment.model import Assessment, Verdict
from advisor.assessment.wording import evidence_words, slot_name
from advisor.common.french import NBSP, french_date, quoted, sentence
from advisor.dossier import Dossier
from advisor.report import actions, criteria, opening
from advisor.report.comparison import statute_section
from advisor.report.criteria import criteria_in_full
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
from advisor.report.ways_section import ways_section
from advisor.report.words import NOTICE, RIGHTS, STATUSES, period, shared_lines, spelled, verdict_sentence
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Cause, GuidanceKind

TITLE = "Avis : entreprise de l'ESS et agrément ESUS"


WHOLE = "Rapport entier : la même commande sans « --court » (critère par critère, démarches, réponses, sources)."

_IDLE = "n'a pas compté"


def build_report(
    assessment: Assessment,
    knowledge: Knowledge,
    dossier: Dossier | None = None,
    *,
    short: bool = False,
    register: Register | None = None,
    handed: bool = False,
) -> Report:
    """The report on one assessment.

    Args:
        assessment: the result to tell; everything said comes from it and from the rule base.
        knowledge: the rule base, for explanations, guidance and labels.
        dossier: the answers; with them, guidance is limited to what concerns this company.
        short: only what to read aloud: verdicts, what decides, what must change, what is missing, open law.
        register: positions of the administration, cited beside the open law.
        handed: to be handed over: the adviser is named, not commands.
    """
    metadata = _metadata(assessment, dossier)
    if all(verdict.cause == Cause.BEFORE_THE_LAW for verdict in assessment.verdicts.values()):
        return Report(title=TITLE, metadata=metadata, notice=NOTICE, sections=(_before_the_law(assessment),))
    context = ReportContext(assessment, knowledge, dossier, short, register, handed)
    sections: tuple[Section | None, ...] = (
        opening.contradictions(context),
        opening.verdicts(context),
        None if short else opening.gains(context),
        opening.deciding(context),
        actions.changes(context),
        actions.later(context),
        None if short else ways_section(context),
        None if short else statute_section(context),
        actions.missing(context),
        actions.open_law(context),
    )
    if short:
        sections += (Section(id="whole", title="La suite", blocks=(Paragraph(text=WHOLE),)),)
    else:
        sections += (
            criteria.criteria(context),
            annex_procedure(context),
            annex_duties(context),
            annex_rights(context),
            annex_answers(context),
            annex_reading(context),
        )
    return Report(
        title=TITLE,
        metadata=metadata,
        notice=NOTICE,
        sections=tuple(section for section in sections if section is not None),
    )


def _metadata(assessment: Assessment, dossier: Dossier | None) -> tuple[tuple[str, str], ...]:
    named = assessment.name or "(sans nom)"
    siren = f", SIREN {dossier.siren}" if dossier is not None and dossier.siren else ""
    pairs = [("Structure", named + siren)]
    if dossier is not None and dossier.adviser:
        pairs.append(("Conseiller", dossier.adviser))
    day = f"au {french_date(assessment.on)}"
    if assessment.requested != assessment.on:
        day += f", pour une demande du {french_date(assessment.requested)}"
    pairs.append(("Droit appliqué", day))
    return tuple(pairs)


def _before_the_law(assessment: Assessment) -> Section:
    sentences = dict.fromkeys(verdict_sentence(verdict) for verdict in assessment.verdicts.values())
    blocks = tuple(Paragraph(text=text) for text in sentences)
    return Section(
        id="before_the_law",
        title="Avant la loi",
        blocks=(Callout(kind="info", title="Le dispositif n'existait pas encore", blocks=blocks),),
    )


# -- the last pages --------------------------------------------------------------------------------------------------


def annex_procedure(context: ReportContext) -> Section | None:
    """Steps and documents for the route and the day."""
    section = _guidance(
        context,
        "procedure",
        "Démarches et pièces à fournir",
        ((GuidanceKind.PROCEDURE, "les démarches"), (GuidanceKind.PAPER, "les pièces à fournir")),
    )
    if section is None or not context.reachable(context.assessment.esus):
        return section
    what = "le dossier d'agrément de ce cas, pièce par pièce, avec son calendrier daté"
    return section.model_copy(
        update={"blocks": (Paragraph(text=context.further(what, "demande-esus")), *section.blocks)}
    )


def annex_duties(context: ReportContext) -> Section | None:
    """What returns every year once the status is held."""
    return _guidance(context, "duties", "Ensuite, chaque année", ((GuidanceKind.DUTY, "les obligations"),))


def annex_rights(context: ReportContext) -> Section | None:
    """Annex: rights and constraints in full."""
    return _guidance(context, "rights", "Annexe : droits et contraintes en détail", RIGHTS)


def _guidance(
    context: ReportContext, id: str, title: str, kinds: tuple[tuple[GuidanceKind, str], ...]
) -> Section | None:
    sections = []
    for verdict in context.assessment.verdicts.values():
        if not context.reachable(verdict):
            continue
        for kind, words in kinds:
            items = _lines(context, verdict, kind)
            if items:
                name = STATUSES.get(verdict.status, verdict.title)
                inner = f"{name} : {words}"
                blocks = (Bullets(items=items),)
                sections.append(Section(id=f"{id}-{verdict.status}-{kind}", title=inner, blocks=blocks))
    return Section(id=id, title=title, sections=tuple(sections)) if sections else None


def _lines(context: ReportContext, verdict: Verdict, kind: GuidanceKind) -> tuple[Item, ...]:
    items = []
    for line, pending in context.guidance(verdict, kind):
        below = []
        if line.where:
            below.append(Item(lead="Où l'obtenir", text=line.where))
        if name := context.file_name(line):
            below.append(Item(lead="Nom du fichier", text=name))
        if pending:
            below.append(Item(lead="À condition que", text=f"{pending}."))
        if line.reserve:
            below.append(Item(lead="Réserve", text=spelled(context.knowledge, line.reserve)))
        below.append(Item(text=f"{context.knowledge.texts(line.citations)} {context.tag(line.confidence)}"))
        items.append(Item(lead=sentence(line.title), text=line.text, items=tuple(below)))
    return tuple(items)


def annex_answers(context: ReportContext) -> Section | None:
    """The answers, as they were given, with what they rest on."""
    given = context.assessment.answers
    if not given:
        return None
    rows: dict[tuple[str, str], list[str]] = {}
    for one in given:
        known = context.knowledge.addresses.get(one.address)
        slot = known[1] if known else None
        name = (known[0].short or one.short) if known and slot else one.short
        evidence = evidence_words(one)
        if one.unknown and one.used:
            evidence = "à réunir"
        elif not one.used:
            evidence = f"{evidence} ; {_IDLE}" if evidence else _IDLE
        text = f"{one.text} (art. {one.article})" if one.article else one.text
        row = "" if slot is None else slot if slot.startswith("n") else slot_name(slot)
        rows.setdefault((name, evidence), []).append(f"{row}{NBSP}:{NBSP}{text}" if row else text)
    table = tuple((name, " ; ".join(texts), evidence) for (name, evidence), texts in rows.items())
    blocks: list[Block] = [Table(header=("Question", "Réponse", "Preuve"), rows=table)]
    if any(not one.used for one in given):
        blocks.append(Paragraph(text=f"« {_IDLE} » : cette réponse ne pèse pas dans ce verdict, à cette date."))
    divided = shared_lines(context.assessment)
    if divided:
        blocks += [Paragraph(text="Charges communes, réparties avec une clé :"), Calculation(lines=divided)]
    notes = tuple(Item(lead=one.short, text=one.note) for one in given if one.note)
    if notes:
        blocks += [Paragraph(text="Notes du conseiller :"), Bullets(items=notes)]
    quotes = tuple(Item(lead=one.short, text=quoted(one.quote)) for one in given if one.quote)
    if quotes:
        blocks += [Paragraph(text="Clauses citées :"), Bullets(items=quotes)]
    return Section(id="answers", title="Les réponses données", blocks=tuple(blocks))


def annex_reading(context: ReportContext) -> Section:
    """Date of law, version of the rule base, meaning of the codes, and what this document is."""
    assessment, base = context.assessment, context.knowledge.base
    pairs = [
        ("Droit appliqué", f"celui du {french_date(assessment.on)}"),
        ("Demande", f"examinée au {french_date(assessment.requested)}"),
        ("État du droit", f"connu au {french_date(assessment.law_as_of)}"),
        ("Base de règles", f"version {assessment.rules_version}, empreinte {assessment.rules_fingerprint}"),
    ]
    blocks: list[Paragraph | Bullets | KeyValues] = [KeyValues(pairs=tuple(pairs))]
    if assessment.rules_fingerprint != context.knowledge.fingerprint:
        text = (
            "cet avis a été établi avec une autre base de règles que celle qui sert à l'imprimer "
            f"(empreinte {context.knowledge.fingerprint}) : droits, démarches et explications peuvent différer."
        )
        blocks.append(Paragraph(lead="Attention", text=text))
    blocks.append(Paragraph(text="Chaque point porte un code de confiance :"))
    codes = tuple(Item(lead=f"[{level.id}] {level.title}", text=level.meaning) for level in base.confidences)
    blocks.append(Bullets(items=codes))
    notes = _notes(context)
    if notes:
        blocks += [Paragraph(text="Rédactions appliquées, et comment elles ont été lues :"), Bullets(items=notes)]
    blocks.append(Paragraph(text=assessment.notice))
    return Section(id="reading", title="Date du droit, sources et mode d'emploi", blocks=tuple(blocks))


def _notes(context: ReportContext) -> tuple[Item, ...]:
    """Each version of a text shown above, once, with the day it was last checked."""
    found: dict[tuple[str, str], Item] = {}
    full, _ = criteria_in_full(context)
    for id, finding in context.assessment.findings.items():
        for reference in finding.references if id in full else ():
            source = context.knowledge.sources.get(reference.source)
            if source is None or reference.checked is None:
                continue
            text = (
                f"{period(reference.start, reference.end)}, {reference.identifier} {context.tag(reference.read)}, "
                f"contrôlée le {french_date(reference.checked)}. {reference.note}"
            )
            found.setdefault((reference.source, str(reference.start)), Item(lead=source.short, text=text.strip()))
    return tuple(found.values())
