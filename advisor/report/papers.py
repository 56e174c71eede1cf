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
from advisor.report.words import NOTICE, articles, law_of, spelled, structure, verdict_word
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
    case = f"{found.case}, {found.case_title}" if found.case else found.case_title
    sections = [_case(found, knowledge)]
    if found.case_title or found.papers or found.procedure:
        sections += [_papers(found, knowledge), _calendar(found, knowledge), _procedure(found, knowledge)]
    return Report(
        title="Le dossier d'agrément ESUS",
        metadata=(structure(found.name, found.siren), ("Cas", case), law_of(found.on)),
        notice=NOTICE,
        sections=sections,
    )


def _case(found: EsusFile, knowledge: Knowledge) -> Section:
    case = ""
    if found.case_title:
        case = f"{found.case_text} {found.case_articles} {tag(knowledge, found.case_confidence)}"
    unsure = Callout(kind="warning", title="À savoir", blocks=(Paragraph(text=found.unsure),))
    blocks = (
        Paragraph.saying(case, f"Cas {found.case}" if found.case else found.case_title),
        Paragraph.saying(sentence(found.route), "Voie"),
        unsure if found.unsure else None,
        Paragraph(lead="Aujourd'hui", text=f"{verdict_word(found.verdict)}. {found.sentence}".strip()),
        *Bullets.announced((Item(text=sentence(one)) for one in found.to_change), lead="Avant de déposer"),
    )
    return Section(id="case", title="Quel dossier, et pourquoi", blocks=blocks)


def _papers(found: EsusFile, knowledge: Knowledge) -> Section:
    ready = sum(one.ready for one in found.papers)
    seen = "déjà vues ou copiées" if ready > 1 else "déjà vue ou copiée"
    text = f"Pièces : {len(found.papers)}, dont {ready} {seen} d'après le dossier."
    if not found.papers:
        text = "Aucune liste de pièces n'est connue pour cette voie à cette date."
    asked, advised = ([_paper(one, knowledge) for one in found.papers if one.advised is kind] for kind in (False, True))
    blocks = (
        Paragraph(text=text),
        *Bullets.announced(asked, lead="Demandées"),
        *Bullets.announced(advised, lead="Conseillées, sans être exigées"),
    )
    return Section(id="papers", title="Les pièces", blocks=blocks)


def _paper(paper: FileDocument, knowledge: Knowledge) -> Item:
    mark: Mark = Outcome.MET if paper.ready and paper.level == "copie_jointe" else Outcome.TO_COMPLETE
    text = f"{paper.text} À relire : elle doit être à jour au dépôt." if paper.ready else paper.text
    below = (
        *_available(paper),
        *Item.lines(("Nom du fichier", paper.file_name), ("À condition que", paper.pending and f"{paper.pending}.")),
        *source_items(knowledge, paper.articles, paper.confidence, paper.reserve),
    )
    return Item(mark=mark, lead=paper.title, text=text, items=below)


def source_items(knowledge: Knowledge, articles: str, code: str, reserve: str = "") -> tuple[Item, ...]:
    """The reserve on a sentence, if any, then the articles it rests on and how they were read."""
    return Item.lines(("Réserve", spelled(knowledge, reserve)), ("", f"{articles} {tag(knowledge, code)}".strip()))


def _available(paper: FileDocument) -> tuple[Item, ...]:
    """What the dossier already shows of a document, and what remains to be gathered."""
    if not paper.held:
        return Item.lines(("À réunir", paper.where))
    shown = sentence(paper.held)
    if paper.stale:
        return Item.lines(("Au dossier, à refaire", f"{shown} {STALE}"), ("Où l'obtenir", paper.where))
    if paper.partly:
        return Item.lines(("Au dossier, en partie", shown), ("Le reste", paper.where))
    return Item.lines(("Au dossier", shown), ("Copie à demander", "" if paper.level == "copie_jointe" else paper.where))


def _procedure(found: EsusFile, knowledge: Knowledge) -> Section:
    items = (
        Item(
            lead=sentence(one.title),
            text=one.text,
            items=source_items(knowledge, one.articles, one.confidence, one.reserve),
        )
        for one in found.procedure
    )
    return Section(id="procedure", title="À qui, comment, et ensuite", blocks=Bullets.announced(items))


def _calendar(found: EsusFile, knowledge: Knowledge) -> Section:
    items = (date_item(one, knowledge, one.warning) for one in found.calendar)
    blocks = Bullets.announced(items, COUNTED) or (Paragraph(text=NO_DATE),)
    return Section(id="calendar", title="Le calendrier", blocks=blocks)


def date_item(entry: CalendarDate, knowledge: Knowledge, warning: str = "") -> Item:
    """A date of a calendar: how it is counted, what it supposes, why not to trust it."""
    below = (
        *Item.lines(("Compté", f"{entry.basis}."), ("Hypothèse", entry.assumed)),
        Item(mark=Outcome.TO_COMPLETE, lead="Attention", text=warning) if warning else None,
        *source_items(knowledge, entry.articles, entry.confidence),
    )
    lead = f"{french_date(entry.day)}{' (date passée)' if entry.past else ''}"
    return Item(lead=lead, text=f"{sentence(entry.title)} {entry.text}", items=below)


# -- the gap list of the statutes, printed, and under it a draft clause for what lacks -------------------------------


def clauses_report(found: Statutes, knowledge: Knowledge) -> Report:
    """The gap list and the drafts, in the order of usual statutes."""
    verdicts = f"ESS, {verdict_word(found.ess)} ; ESUS, {verdict_word(found.esus)}"
    sections = [_gaps(found, knowledge)]
    if found.drafts:
        sections += [_drafts(found, knowledge), _adoption(found.adoption, knowledge)]
    return Report(
        title="Les statuts : ce que la loi demande, ce qui manque",
        metadata=(structure(found.name), ("Forme", found.form), law_of(found.on), ("Verdicts", verdicts)),
        notice=NOTICE,
        sections=sections,
    )


def _gaps(found: Statutes, knowledge: Knowledge) -> Section:
    count = sum(mention.state == "present" for mention in found.mentions)
    blocks: list[Block] = []
    if found.reading:
        text = (
            "marquées « à lire » ci-dessous ; prenez les statuts et reprenez les questions, seul ou avec un conseiller."
        )
        blocks.append(Callout(kind="warning", title=found.reading, blocks=(Paragraph(text=sentence(text)),)))
    blocks.append(Paragraph(text=f"En règle d'après vos réponses : {count} sur {len(found.mentions)}."))
    for heading, group in groupby(found.mentions, key=lambda mention: mention.heading):
        blocks += Bullets.announced((_gap(mention, knowledge) for mention in group), lead=heading)
    if not found.drafts and not found.reading:
        unread = any(mention.state == "a_lire" for mention in found.mentions)
        blocks.append(Paragraph(text="Lisez d'abord les clauses marquées « à lire »." if unread else EVERYTHING))
    if not found.mentions:
        blocks = [Paragraph(text=FORM_FIRST)]
    return Section(id="gaps", title="Les mentions demandées", blocks=blocks)


def _gap(mention: Mention, knowledge: Knowledge) -> Item:
    state = load_words().pieces[mention.state]
    missing = " ; ".join(lower_first(one) for one in mention.missing)
    code = tag(knowledge, mention.asked_confidence)
    asked = f"{', '.join(mention.criteria)} ; {articles(mention.asked_by)} {code}"
    answers = (pair for one in mention.answers for pair in _answer(one))
    below = Item.lines(*answers, ("À lire", missing and f"{missing}."), ("Demandée par", asked))
    return Item(mark=state.mark, lead=mention.title, text=f"{state.words}.", items=below)


def _answer(view: AnswerView) -> Iterator[tuple[str, str]]:
    article = f", article {view.article}" if view.article else ""
    evidence = evidence_words(view)
    yield view.short, f"{lower_first(view.text)}{article}{f' ({evidence})' if evidence else ''}."
    yield "Mots relevés", view.quote and quoted(view.quote)
    yield "Note", sentence(view.note)


def _drafts(found: Statutes, knowledge: Knowledge) -> Section:
    text = (
        "Les crochets [à choisir : …] et [à compléter : …] marquent ce qui reste ouvert : aucun projet n'est prêt à "
        "signer. Ils sont de notre rédaction et ne recopient aucun modèle ; accordez-les avec le reste des statuts."
    )
    sections = (_draft(mention, mention.draft, knowledge) for mention in found.drafts if mention.draft is not None)
    return Section(id="drafts", title="Projets de clauses", blocks=(Paragraph(text=text),), sections=sections)


def _draft(mention: Mention, draft: ClauseDraft, knowledge: Knowledge) -> Section:
    body = (Paragraph(text=paragraph) for paragraph in draft.paragraphs)
    serves = f"{', '.join(mention.criteria)} ; {articles(mention.references)} {tag(knowledge, draft.confidence)}"
    blocks = (
        Callout(kind="info", title=draft.caution, blocks=body),
        Paragraph(lead="Sert", text=serves),
        Paragraph.saying(" ".join(draft.left), "À choisir"),
        *(Paragraph(lead="À faire vérifier", text=spelled(knowledge, note)) for note in draft.notes),
    )
    return Section(id=f"draft_{mention.clause}", title=mention.title, blocks=blocks)


def _adoption(adoption: tuple[Adoption, ...], knowledge: Knowledge) -> Section:
    items = (
        Item(
            lead=sentence(one.title),
            text=one.text,
            items=source_items(knowledge, articles(one.references), one.confidence, one.reserve),
        )
        for one in adoption
    )
    text = "La forme ou la situation n'est pas connue : la règle de majorité dépend d'elle."
    blocks = Bullets.announced(items) or (Paragraph(text=text),)
    return Section(id="adoption", title="Qui adopte ces clauses", blocks=(*blocks, Paragraph(text=CAUTION)))
