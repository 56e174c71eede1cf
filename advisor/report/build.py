"""From an assessment to a report: the sections, in the order in which an adviser reads them aloud."""

from __future__ import annotations

from advisor.advice.guidance import Desk
from advisor.advice.register.model import Register
from advisor.assessment.model import Assessment
from advisor.common.values import french_date
from advisor.dossier import Dossier
from advisor.report import actions, annexes, criteria, opening
from advisor.report.guide import NOTICE
from advisor.report.model import Callout, Paragraph, Report, Section
from advisor.report.wished import statute_section, ways_section
from advisor.report.words import verdict_sentence
from advisor.rules.load import Knowledge

TITLE = "Avis : entreprise de l'ESS et agrément ESUS"


WHOLE = "Rapport entier : la même commande sans « --short » (critère par critère, démarches, réponses, sources)."


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
    if all(verdict.cause == "avant_la_loi" for verdict in assessment.verdicts.values()):
        return Report(title=TITLE, metadata=metadata, notice=NOTICE, sections=(_before_the_law(assessment),))
    desk = Desk(assessment, knowledge, dossier, short, register, handed)
    sections: tuple[Section | None, ...] = (
        opening.contradictions(desk),
        opening.verdicts(desk),
        None if short else opening.gains(desk),
        opening.deciding(desk),
        actions.changes(desk),
        actions.later(desk),
        None if short else ways_section(desk),
        None if short else statute_section(desk),
        actions.missing(desk),
        actions.open_law(desk),
    )
    if short:
        sections += (Section(id="whole", title="La suite", blocks=(Paragraph(text=WHOLE),)),)
    else:
        sections += (
            criteria.criteria(desk),
            annexes.procedure(desk),
            annexes.duties(desk),
            annexes.rights(desk),
            annexes.answers(desk),
            annexes.reading(desk),
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
    told = dict.fromkeys(verdict_sentence(verdict) for verdict in assessment.verdicts.values())
    blocks = tuple(Paragraph(text=text) for text in told)
    return Section(
        id="before_the_law",
        title="Avant la loi",
        blocks=(Callout(kind="info", title="Le dispositif n'existait pas encore", blocks=blocks),),
    )
