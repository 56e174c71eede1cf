"""Papers, printed: the ESUS file with its documents and calendar; the gaps of the statutes with draft clauses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from advisor.advice.papers.model import (
    CAUTION,
    Adoption,
    CalendarDate,
    ClauseDraft,
    EsusFile,
    FileDocument,
    Mention,
    Statutes,
)
from advisor.assessment.model import AnswerView
from advisor.assessment.wording import evidence_words, tag
from advisor.common.french import french_date, lower_first, quoted, sentence
from advisor.report.model import Block, Bullets, Callout, Item, Paragraph, Report, Section
from advisor.report.words import NOTICE, articles, spelled, verdict_word
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Mark, Outcome
from advisor.rules.words import load_words

NO_DATE = "Aucune date : la procédure de cette voie, à cette date, n'est pas de celles que l'outil sait compter."
COUNTED = (
    "Les mois se comptent du jour au même jour ; s'il n'existe pas, au dernier du mois (lecture, par analogie). "
    "Une date supposée est dite ; donnez celles que vous connaissez (assemblée, dépôt), les autres suivront."
)

STALE = "Ce que cette pièce montre doit changer avant le dépôt : il en faudra une nouvelle."

FORM_FIRST = (
    "À cette date, la loi ne demande aucune clause aux statuts d'une structure de cette forme, par la voie "
    "qu'elle suit : voyez d'abord la forme, et les chemins possibles vers le statut."
)
EVERYTHING = "Toutes les mentions lues sont là : aucun projet de clause n'est proposé."


def file_report(found: EsusFile, knowledge: Knowledge) -> Report:
    """The whole file of one company."""
    metadata = [("Structure", (found.name or "(sans nom)") + (f", SIREN {found.siren}" if found.siren else ""))]
    if found.case_title:
        metadata.append(("Cas", f"{found.case}, {found.case_title}" if found.case else found.case_title))
    metadata.append(("Droit appliqué", f"au {french_date(found.on)}"))
    return Report(
        title="Le dossier d'agrément ESUS",
        metadata=tuple(metadata),
        notice=NOTICE,
        sections=tuple(_sections(found, knowledge)),
    )


def _sections(found: EsusFile, knowledge: Knowledge) -> Iterator[Section]:
    yield _case(found, knowledge)
    if not (found.case_title or found.papers or found.procedure):
        return  # nothing to file
    yield _papers(found, knowledge)
    yield _calendar(found, knowledge)
    yield _procedure(found, knowledge)


def _case(found: EsusFile, knowledge: Knowledge) -> Section:
    blocks: list[Block] = []
    if found.case_title:
        text = f"{found.case_text} {found.case_articles} {tag(knowledge, found.case_confidence)}"
        blocks.append(Paragraph(lead=f"Cas {found.case}" if found.case else found.case_title, text=text))
    if found.route:
        blocks.append(Paragraph(lead="Voie", text=sentence(found.route)))
    if found.unsure:
        blocks.append(Callout(kind="warning", title="À savoir", blocks=(Paragraph(text=found.unsure),)))
    blocks.append(Paragraph(lead="Aujourd'hui", text=f"{verdict_word(found.verdict)}. {found.sentence}".strip()))
    if found.to_change:
        blocks.append(Paragraph(lead="Avant de déposer", text=""))
        blocks.append(Bullets(items=tuple(Item(text=sentence(one)) for one in found.to_change)))
    return Section(id="case", title="Quel dossier, et pourquoi", blocks=tuple(blocks))


def _papers(found: EsusFile, knowledge: Knowledge) -> Section:
    asked = tuple(_paper(one, knowledge) for one in found.papers if not one.advised)
    advised = tuple(_paper(one, knowledge) for one in found.papers if one.advised)
    ready = sum(one.ready for one in found.papers)
    seen = "déjà vues ou copiées" if ready > 1 else "déjà vue ou copiée"
    blocks: list[Block] = [
        Paragraph(text=f"Pièces : {len(found.papers)}, dont {ready} {seen} d'après le dossier."),
    ]
    if not found.papers:
        blocks = [Paragraph(text="Aucune liste de pièces n'est connue pour cette voie à cette date.")]
    if asked:
        blocks += [Paragraph(lead="Demandées", text=""), Bullets(items=asked)]
    if advised:
        blocks += [Paragraph(lead="Conseillées, sans être exigées", text=""), Bullets(items=advised)]
    return Section(id="papers", title="Les pièces", blocks=tuple(blocks))


def _paper(paper: FileDocument, knowledge: Knowledge) -> Item:
    mark: Mark = Outcome.MET if paper.ready and paper.level == "copie_jointe" else Outcome.TO_COMPLETE
    text = f"{paper.text} À relire : elle doit être à jour au dépôt." if paper.ready else paper.text
    below = [*_available(paper)]
    if paper.file_name:
        below.append(Item(lead="Nom du fichier", text=paper.file_name))
    if paper.pending:
        below.append(Item(lead="À condition que", text=f"{paper.pending}."))
    if paper.reserve:
        below.append(Item(lead="Réserve", text=spelled(knowledge, paper.reserve)))
    below.append(Item(text=f"{paper.articles} {tag(knowledge, paper.confidence)}"))
    return Item(mark=mark, lead=paper.title, text=text, items=tuple(below))


def _available(paper: FileDocument) -> list[Item]:
    """What the dossier already shows of a document, and what remains to be gathered."""
    if not paper.held:
        return [Item(lead="À réunir", text=paper.where)]
    if paper.stale:
        return [
            Item(lead="Au dossier, à refaire", text=f"{sentence(paper.held)} {STALE}"),
            Item(lead="Où l'obtenir", text=paper.where),
        ]
    if paper.partly:
        return [Item(lead="Au dossier, en partie", text=sentence(paper.held)), Item(lead="Le reste", text=paper.where)]
    items = [Item(lead="Au dossier", text=sentence(paper.held))]
    return items if paper.level == "copie_jointe" else [*items, Item(lead="Copie à demander", text=paper.where)]


def _procedure(found: EsusFile, knowledge: Knowledge) -> Section:
    items = tuple(
        Item(
            lead=sentence(one.title),
            text=one.text,
            items=(
                *((Item(lead="Réserve", text=spelled(knowledge, one.reserve)),) if one.reserve else ()),
                Item(text=f"{one.articles} {tag(knowledge, one.confidence)}"),
            ),
        )
        for one in found.procedure
    )
    return Section(id="procedure", title="À qui, comment, et ensuite", blocks=(Bullets(items=items),) if items else ())


def _calendar(found: EsusFile, knowledge: Knowledge) -> Section:
    if not found.calendar:
        return Section(id="calendar", title="Le calendrier", blocks=(Paragraph(text=NO_DATE),))
    items = tuple(_entry(one, knowledge) for one in found.calendar)
    return Section(id="calendar", title="Le calendrier", blocks=(Paragraph(text=COUNTED), Bullets(items=items)))


def _entry(entry: CalendarDate, knowledge: Knowledge) -> Item:
    below = [Item(lead="Compté", text=f"{entry.basis}.")]
    if entry.assumed:
        below.append(Item(lead="Hypothèse", text=entry.assumed))
    if entry.warning:
        below.append(Item(mark=Outcome.TO_COMPLETE, lead="Attention", text=entry.warning))
    below.append(Item(text=f"{entry.articles} {tag(knowledge, entry.confidence)}".strip()))
    late = " (date passée)" if entry.past else ""
    return Item(
        lead=f"{french_date(entry.day)}{late}", text=f"{sentence(entry.title)} {entry.text}", items=tuple(below)
    )


# -- the gap list of the statutes, printed, and under it a draft clause for what lacks -------------------------------


def clauses_report(found: Statutes, knowledge: Knowledge) -> Report:
    """The gap list and the drafts, in the order of usual statutes."""
    metadata = [("Structure", found.name or "(sans nom)")]
    if found.form:
        metadata.append(("Forme", found.form))
    metadata += [
        ("Droit appliqué", f"au {french_date(found.on)}"),
        ("Verdicts", f"ESS, {verdict_word(found.ess)} ; ESUS, {verdict_word(found.esus)}"),
    ]
    sections = [_gaps(found, knowledge)]
    if found.drafts:
        sections += [_drafts(found, knowledge), _adoption(found.adoption, knowledge)]
    return Report(
        title="Les statuts : ce que la loi demande, ce qui manque",
        metadata=tuple(metadata),
        notice=NOTICE,
        sections=tuple(sections),
    )


def _gaps(found: Statutes, knowledge: Knowledge) -> Section:
    if not found.mentions:
        return Section(id="gaps", title="Les mentions demandées", blocks=(Paragraph(text=FORM_FIRST),))
    count = sum(mention.state == "present" for mention in found.mentions)
    blocks: list[Block] = []
    if found.reading:
        text = (
            "marquées « à lire » ci-dessous ; prenez les statuts et reprenez les questions, seul ou avec un conseiller."
        )
        blocks.append(Callout(kind="warning", title=found.reading, blocks=(Paragraph(text=sentence(text)),)))
    blocks.append(Paragraph(text=f"En règle d'après vos réponses : {count} sur {len(found.mentions)}."))
    for heading, group in groupby(found.mentions, key=lambda mention: mention.heading):
        blocks.append(Paragraph(lead=heading, text=""))
        blocks.append(Bullets(items=tuple(_gap(mention, knowledge) for mention in group)))
    if not found.drafts and not found.reading:
        unread = any(mention.state == "a_lire" for mention in found.mentions)
        blocks.append(Paragraph(text="Lisez d'abord les clauses marquées « à lire »." if unread else EVERYTHING))
    return Section(id="gaps", title="Les mentions demandées", blocks=tuple(blocks))


def _gap(mention: Mention, knowledge: Knowledge) -> Item:
    state = load_words().pieces[mention.state]
    below = [item for one in mention.answers for item in _answer(one)]
    if mention.missing:
        below.append(Item(lead="À lire", text=f"{' ; '.join(lower_first(one) for one in mention.missing)}."))
    below.append(Item(lead="Demandée par", text=_why(mention, knowledge)))
    return Item(mark=state.mark, lead=mention.title, text=f"{state.words}.", items=tuple(below))


def _answer(view: AnswerView) -> list[Item]:
    article = f", article {view.article}" if view.article else ""
    evidence = evidence_words(view)
    items = [Item(lead=view.short, text=f"{lower_first(view.text)}{article}{f' ({evidence})' if evidence else ''}.")]
    if view.quote:
        items.append(Item(lead="Mots relevés", text=quoted(view.quote)))
    if view.note:
        items.append(Item(lead="Note", text=sentence(view.note)))
    return items


def _why(mention: Mention, knowledge: Knowledge) -> str:
    code = tag(knowledge, mention.asked_confidence)
    return f"{', '.join(mention.criteria)} ; {articles(mention.asked_by)} {code}"


def _drafts(found: Statutes, knowledge: Knowledge) -> Section:
    text = (
        "Les crochets [à choisir : …] et [à compléter : …] marquent ce qui reste ouvert : aucun projet n'est prêt à "
        "signer. Ils sont de notre rédaction et ne recopient aucun modèle ; accordez-les avec le reste des statuts."
    )
    sections = tuple(_draft(mention, mention.draft, knowledge) for mention in found.drafts if mention.draft is not None)
    return Section(id="drafts", title="Projets de clauses", blocks=(Paragraph(text=text),), sections=sections)


def _draft(mention: Mention, draft: ClauseDraft, knowledge: Knowledge) -> Section:
    body = tuple(Paragraph(text=paragraph) for paragraph in draft.paragraphs)
    blocks: list[Block] = [
        Callout(kind="info", title=draft.caution, blocks=body),
        Paragraph(
            lead="Sert",
            text=f"{', '.join(mention.criteria)} ; {articles(mention.references)} {tag(knowledge, draft.confidence)}",
        ),
    ]
    if draft.left:
        blocks.append(Paragraph(lead="À choisir", text=" ".join(draft.left)))
    blocks += [Paragraph(lead="À faire vérifier", text=spelled(knowledge, note)) for note in draft.notes]
    return Section(id=f"draft_{mention.clause}", title=mention.title, blocks=tuple(blocks))


def _adoption(adoption: tuple[Adoption, ...], knowledge: Knowledge) -> Section:
    items = tuple(
        Item(
            lead=sentence(one.title),
            text=one.text,
            items=(
                *((Item(lead="Réserve", text=spelled(knowledge, one.reserve)),) if one.reserve else ()),
                Item(text=f"{articles(one.references)} {tag(knowledge, one.confidence)}"),
            ),
        )
        for one in adoption
    )
    text = "La forme ou la situation n'est pas connue : la règle de majorité dépend d'elle."
    blocks: tuple[Block, ...] = (Bullets(items=items),) if items else (Paragraph(text=text),)
    return Section(id="adoption", title="Qui adopte ces clauses", blocks=(*blocks, Paragraph(text=CAUTION)))
