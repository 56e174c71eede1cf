"""From an assessment to a report: the sections, in the order in which an adviser reads them aloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.advice.guidance import ReportContext
from advisor.advice.register import Register
from advisor.assessment.model import Assessment, Verdict
from advisor.assessment.wording import evidence_words, slot_name
from advisor.common.french import NBSP, french_date, quoted, sentence
from advisor.dossier import Dossier
from advisor.report import actions, criteria, opening
from advisor.report.comparison import statute_section
from advisor.report.criteria import criteria_in_full
from advisor.report.model import Block, Bullets, Callout, Item, KeyValues, Paragraph, Report, Section, Table
from advisor.report.ways_section import ways_section
from advisor.report.words import NOTICE, RIGHTS, STATUSES, law_of, period, spelled, structure, verdict_sentence
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Cause, GuidanceKind

GuidanceKinds = tuple[tuple[GuidanceKind, str], ...]
"""Kinds of guidance, with the words that announce each."""

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
        assessment, knowledge: the result to tell, and the rule base it was made with; all that is said comes from them.
        dossier: the answers; with them, guidance is limited to what concerns this company.
        short: only what to read aloud: verdicts, what decides, what must change, what is missing, open law.
        register: positions of the administration, cited beside the open law.
        handed: to be handed over: the adviser is named, not commands.
    """
    metadata = _metadata(assessment, dossier)
    if all(verdict.cause == Cause.BEFORE_THE_LAW for verdict in assessment.verdicts.values()):
        return Report(title=TITLE, metadata=metadata, notice=NOTICE, sections=(_before_the_law(assessment),))
    context = ReportContext(assessment, knowledge, dossier, short, register, handed)
    sections: list[Section | None] = [
        opening.contradictions(context),
        opening.warnings(context),
        opening.verdicts(context),
        None if short else opening.gains(context),
        opening.deciding(context),
        actions.changes(context),
        actions.later(context),
        None if short else ways_section(context),
        None if short else statute_section(context),
        actions.missing(context),
        actions.open_law(context),
    ]
    if short:
        sections.append(Section.saying("whole", "La suite", WHOLE))
    else:
        sections += (
            criteria.criteria(context),
            annex_procedure(context),
            annex_duties(context),
            annex_rights(context),
            annex_answers(context),
            annex_reading(context),
        )
    return Report(title=TITLE, metadata=metadata, notice=NOTICE, sections=sections)


def _metadata(assessment: Assessment, dossier: Dossier | None) -> tuple[tuple[str, str], ...]:
    law, day = law_of(assessment.on)
    if assessment.requested != assessment.on:
        day += f", pour une demande du {french_date(assessment.requested)}"
    siren, adviser = (dossier.siren, dossier.adviser) if dossier is not None else ("", "")
    return structure(assessment.name, siren), ("Conseiller", adviser), (law, day)


def _before_the_law(assessment: Assessment) -> Section:
    sentences = dict.fromkeys(verdict_sentence(verdict) for verdict in assessment.verdicts.values())
    blocks = (Paragraph(text=text) for text in sentences)
    head = Callout(kind="info", title="Le dispositif n'existait pas encore", blocks=blocks)
    return Section(id="before_the_law", title="Avant la loi", blocks=(head,))


def annex_procedure(context: ReportContext) -> Section | None:
    """Steps and documents for the route and the day."""
    kinds: GuidanceKinds = ((GuidanceKind.PROCEDURE, "les démarches"), (GuidanceKind.PAPER, "les pièces à fournir"))
    what = "le dossier d'agrément de ce cas, pièce par pièce, avec son calendrier daté"
    more = context.further(what, "demande-esus") if context.reachable(context.assessment.esus) else ""
    return _guidance(context, "procedure", "Démarches et pièces à fournir", kinds, more)


def annex_duties(context: ReportContext) -> Section | None:
    """What returns every year once the status is held."""
    return _guidance(context, "duties", "Ensuite, chaque année", ((GuidanceKind.DUTY, "les obligations"),))


def annex_rights(context: ReportContext) -> Section | None:
    """Annex: rights and constraints in full."""
    return _guidance(context, "rights", "Annexe : droits et contraintes en détail", RIGHTS)


def _guidance(context: ReportContext, id: str, title: str, kinds: GuidanceKinds, text: str = "") -> Section | None:
    listed = (
        Section.listing(
            f"{id}-{verdict.status}-{kind}", f"{STATUSES[verdict.status]} : {words}", _lines(context, verdict, kind)
        )
        for verdict in context.assessment.verdicts.values()
        if context.reachable(verdict)
        for kind, words in kinds
    )
    section = Section(id=id, title=title, blocks=(Paragraph(text=text),) if text else (), sections=listed)
    return section if section.sections else None


def _lines(context: ReportContext, verdict: Verdict, kind: GuidanceKind) -> Iterator[Item]:
    for line, pending in context.guidance(verdict, kind):
        sure = context.knowledge.confidence(line, context.assessment.on)
        below = Item.lines(
            ("Où l'obtenir", line.where),
            ("Nom du fichier", context.file_name(line)),
            ("À condition que", pending and f"{pending}."),
            ("Réserve", spelled(context.knowledge, line.reserve)),
            ("", f"{context.knowledge.texts(line.citations)} {context.tag(sure)}"),
        )
        yield Item(lead=sentence(line.title), text=line.text, items=below)


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
    table = ((name, " ; ".join(texts), evidence) for (name, evidence), texts in rows.items())
    blocks: list[Block] = [Table(header=("Question", "Réponse", "Preuve"), rows=table)]
    if any(not one.used for one in given):
        blocks.append(Paragraph(text=f"« {_IDLE} » : cette réponse ne pèse pas dans ce verdict, à cette date."))
    blocks += criteria.shared_costs(context)
    blocks += Bullets.announced(
        (Item(lead=one.short, text=one.note) for one in given if one.note), "Notes du conseiller :"
    )
    quotes = (Item(lead=one.short, text=quoted(one.quote)) for one in given if one.quote)
    blocks += Bullets.announced(quotes, "Clauses citées :")
    return Section(id="answers", title="Les réponses données", blocks=blocks)


def annex_reading(context: ReportContext) -> Section:
    """Date of law, version of the rule base, meaning of the codes, and what this document is."""
    assessment, base = context.assessment, context.knowledge.base
    pairs = (
        ("Droit appliqué", f"celui du {french_date(assessment.on)}"),
        ("Demande", f"examinée au {french_date(assessment.requested)}"),
        ("État du droit", f"connu au {french_date(assessment.law_as_of)}"),
        ("Base de règles", f"version {assessment.rules_version}, empreinte {assessment.rules_fingerprint}"),
    )
    blocks: list[Block] = [KeyValues(pairs=pairs)]
    if assessment.rules_fingerprint != context.knowledge.fingerprint:
        text = (
            "cet avis a été établi avec une autre base de règles que celle qui sert à l'imprimer "
            f"(empreinte {context.knowledge.fingerprint}) : droits, démarches et explications peuvent différer."
        )
        blocks.append(Paragraph(lead="Attention", text=text))
    codes = (Item(lead=f"[{level.id}] {level.title}", text=level.meaning) for level in base.confidences)
    blocks += Bullets.announced(codes, "Chaque point porte un code de confiance :")
    blocks += Bullets.announced(_notes(context), "Rédactions appliquées, et comment elles ont été lues :")
    text = "dans la page web, le PDF et Word, un clic mène au texte officiel sur Légifrance, non ouvert par l'outil."
    blocks.append(Paragraph(lead="Identifiants", text=text))
    blocks.append(Paragraph(text=assessment.notice))
    return Section(id="reading", title="Date du droit, sources et mode d'emploi", blocks=blocks)


def _notes(context: ReportContext) -> Iterable[Item]:
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
    return found.values()
