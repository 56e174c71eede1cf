"""The gap list of the statutes, printed, and under it a draft clause for what lacks."""

from __future__ import annotations

from itertools import groupby

from advisor.advice.papers.model import CAUTION, Adoption, Draft, Mention, State, Statutes
from advisor.assessment.model import AnswerView
from advisor.assessment.wording import evidence_words, tag
from advisor.common.french import lower_first, sentence
from advisor.common.values import french_date
from advisor.report.guide import NOTICE
from advisor.report.model import Block, Bullets, Callout, Item, Mark, Paragraph, Report, Section
from advisor.report.words import articles, spelled, verdict_word
from advisor.rules.load import Knowledge

STATES: dict[State, tuple[Mark, str]] = {
    "present": ("satisfait", "en règle"),
    "incomplet": ("non_satisfait", "insuffisante"),
    "absent": ("non_satisfait", "absente"),
    "a_lire": ("a_completer", "à lire dans les statuts"),
    "a_ecrire": ("a_completer", "à écrire"),
    "a_trancher": ("incertain", "discutée"),
}
FORM_FIRST = (
    "À cette date, la loi ne demande aucune clause aux statuts d'une structure de cette forme, par la voie "
    "qu'elle suit : voyez d'abord la forme, et les chemins possibles vers le statut."
)
EVERYTHING = "Toutes les mentions lues sont là : aucun projet de clause n'est proposé."


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
    mark, words = STATES[mention.state]
    below = [item for one in mention.answers for item in _answer(one)]
    if mention.missing:
        below.append(Item(lead="À lire", text=f"{' ; '.join(lower_first(one) for one in mention.missing)}."))
    below.append(Item(lead="Demandée par", text=_why(mention, knowledge)))
    return Item(mark=mark, lead=mention.title, text=f"{words}.", items=tuple(below))


def _answer(view: AnswerView) -> list[Item]:
    article = f", article {view.article}" if view.article else ""
    evidence = evidence_words(view)
    told = [Item(lead=view.short, text=f"{lower_first(view.text)}{article}{f' ({evidence})' if evidence else ''}.")]
    if view.quote:
        told.append(Item(lead="Mots relevés", text=f"« {view.quote} »"))
    if view.note:
        told.append(Item(lead="Note", text=sentence(view.note)))
    return told


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


def _draft(mention: Mention, draft: Draft, knowledge: Knowledge) -> Section:
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
