"""Which statute, printed: the ranking, its reasons, the rule it follows; statutes in short, for the report."""

from __future__ import annotations

from advisor.advice.comparison import Candidate, Comparison, Requirement, SourcedSentence, WantAnswer, compare
from advisor.advice.guidance import ReportContext
from advisor.assessment.wording import tag
from advisor.common.french import NBSP, agree, french_date, lower_first, plural
from advisor.dossier.wishes import sought
from advisor.report.model import Block, Bullets, Item, KeyValues, Paragraph, Report, Section, Table
from advisor.report.words import NOTICE, articles
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Outcome
from advisor.rules.words import MOVES

METHOD = (
    "Un statut qui refuse un souhait indispensable passe après tous ceux qui n'en refusent aucun.",
    "Ensuite, chaque souhait accueilli par « oui » compte un, et le plus grand nombre l'emporte ; « possible » "
    "ne compte ni pour ni contre.",
    "À égalité, le moins de « non » ; puis le changement le plus léger (garder la forme, transformer, créer ou "
    "rejoindre une autre structure) ; puis le moins de conditions de la loi encore à remplir, les statuts dont aucune "
    "n'est évaluée ici venant après ; enfin l'ordre du fichier, où les statuts de l'ESS viennent d'abord.",
    "Aucun autre poids n'entre en compte. Le classement suit vos souhaits : il ne dit pas lequel est le meilleur.",
)
UNREAD = "M"
"""Code of what was written from memory, and never checked."""

UNSAID = "pas encore dite au dossier ; « à créer » ne vaut que s'il n'y a pas encore de structure"
HALF = 5
"""Statutes side by side in one table of 80 columns."""

IN_FRONT = 3
"""Statutes named of a ranking."""


def comparison_report(found: Comparison, knowledge: Knowledge, handed: bool = False) -> Report:
    """A comparison; without a want, the whole table and how to ask, but for a page ``handed`` over."""
    sections = _ranking(found, knowledge) if found.asked else _table(found, knowledge, handed)
    return Report(
        title="Quel statut ?",
        metadata=(
            ("Structure", found.name or "(sans nom)"),
            ("Forme actuelle", found.form or (UNSAID if found.unsaid else "aucune pour l'instant")),
            ("Conditions", f"évaluées d'après le droit du {french_date(found.on)}"),
            ("Réponses", f"des statuts, d'après le droit connu au {french_date(found.checked)}"),
        ),
        notice=f"{NOTICE} Entre crochets, la façon dont le texte a été lu.",
        sections=sections,
    )


def _ranking(found: Comparison, knowledge: Knowledge) -> tuple[Section, ...]:
    wants = tuple(
        Item(lead=f"{want.title}, indispensable" if want.essential else want.title, text=want.question)
        for want in found.wants
    )
    rows = tuple(
        (
            "écarté" if one.excluded else str(one.rank),
            one.title,
            str(one.met),
            str(one.possible),
            str(one.refused),
            "rejoindre" if one.joined and one.move in ("creer", "recreer") else MOVES[one.move].words,
        )
        for one in found.candidates
    )
    ranked = [one for one in found.candidates if not one.excluded]
    out = [one for one in found.candidates if one.excluded]
    sections = [
        Section(id="wants", title="Ce que le projet cherche", blocks=(Bullets(items=wants),)),
        Section(
            id="ranking",
            title="Le classement",
            blocks=(
                Table(header=("Rang", "Statut", "Oui", "Possible", "Non", "Pour y aller"), rows=rows, align="llrrrl"),
            ),
        ),
    ]
    if out:
        items = tuple(Item(lead=one.title, items=_answers(one, knowledge, one.excluded)) for one in out)
        sections.append(Section(id="excluded", title="Écartés pour ce projet", blocks=(Bullets(items=items),)))
    sections += [_candidate(one, knowledge) for one in ranked]
    sections.append(_method())
    return tuple(sections)


def _method() -> Section:
    items = tuple(Item(text=text) for text in METHOD)
    return Section(id="method", title="Comment ce classement est fait", blocks=(Bullets(ordered=True, items=items),))


def _candidate(one: Candidate, knowledge: Knowledge) -> Section:
    pairs = [("ESS", _line(one.ess, knowledge)), ("ESUS", _line(one.esus, knowledge))]
    pairs.append(("Pour y aller", _line(one.passage, knowledge) if one.passage else MOVES[one.move].meaning))
    blocks: list[Block] = [
        Paragraph(text=one.summary),
        KeyValues(pairs=tuple(pairs)),
        Paragraph(lead="Ce que ce statut répond", text=_count(one)),
        Bullets(items=_answers(one, knowledge)),
    ]
    for title, listed in (("Ce qu'il coûte", one.costs), ("Ce qu'il ouvre", one.opens)):
        blocks.append(Paragraph(lead=title, text=""))
        blocks.append(Bullets(items=tuple(Item(text=_line(said, knowledge)) for said in listed)))
    blocks += _already(one)
    return Section(id=f"statute_{one.statute}", title=f"{one.rank}. {one.title}", blocks=tuple(blocks))


def _count(one: Candidate) -> str:
    return f"{one.met} oui, {plural(one.possible, 'possible')}, {one.refused} non."


def _answers(one: Candidate, knowledge: Knowledge, only: tuple[str, ...] = ()) -> tuple[Item, ...]:
    return tuple(
        Item(lead=f"{answer.title} ({answer.welcome})", text=_line(answer, knowledge))
        for answer in one.answers
        if not only or answer.want in only
    )


def _already(one: Candidate) -> list[Block]:
    """What the company already meets of what the law asks of this statute, and what remains."""
    if not one.requirements:
        return [Paragraph(lead="Conditions évaluées ici", text="aucune pour ce statut.")]
    met = [req for req in one.requirements if req.outcome == Outcome.MET and not req.idle]
    idle = [req for req in one.requirements if req.idle]
    groups = (
        ("Déjà rempli", met),
        ("Pas encore rempli", _left(one, Outcome.NOT_MET)),
        ("À compléter ou incertain", _left(one, Outcome.TO_COMPLETE, Outcome.UNCERTAIN)),
        ("Sans objet sous la forme actuelle", idle),
    )
    items = tuple(Item(lead=f"{lead} ({len(listed)})", text=_named(listed)) for lead, listed in groups if listed)
    text = f"{one.satisfied} déjà {agree(one.satisfied, 'remplie')} sur {len(one.requirements)}."
    return [Paragraph(lead="Conditions évaluées ici", text=text), Bullets(items=items)]


def _left(one: Candidate, *outcomes: Outcome) -> list[Requirement]:
    return [req for req in one.requirements if req.outcome in outcomes and not req.idle]


def _named(listed: list[Requirement]) -> str:
    return " ; ".join(f"{req.criterion} {lower_first(req.title)}" for req in listed) + "."


def _line(said: SourcedSentence, knowledge: Knowledge) -> str:
    """A sentence with its articles and code; what was never checked says so."""
    warned = " : à vérifier" if said.confidence == UNREAD else ""
    return f"{said.text.rstrip('.')} ({articles(said.references)}) {tag(knowledge, said.confidence)}{warned}."


def _cell(answer: WantAnswer) -> str:
    return f"{answer.welcome}{f'{NBSP}?' if answer.confidence == UNREAD else ''}"


def _table(found: Comparison, knowledge: Knowledge, handed: bool) -> tuple[Section, ...]:
    tables: list[Block] = []
    for start in range(0, len(found.candidates), HALF):
        shown = found.candidates[start : start + HALF]
        rows = tuple((want.title, *(_cell(one.answers[i]) for one in shown)) for i, want in enumerate(found.wants))
        tables.append(Table(header=("Souhait", *(one.short for one in shown)), rows=rows))
    tables.append(
        Paragraph(
            text="« Possible » : à des conditions, ou selon ce qu'écriront les statuts. Un point d'interrogation : de "
            "mémoire, à vérifier. Le détail vient en demandant."
        )
    )
    statutes = tuple(
        Item(
            lead=one.title,
            text=one.summary,
            items=(
                Item(lead="ESS", text=_line(one.ess, knowledge)),
                Item(lead="ESUS", text=_line(one.esus, knowledge)),
            ),
        )
        for one in found.candidates
    )
    wants = tuple(Item(lead=want.id, text=want.question) for want in found.wants)
    how = (
        "Ajoutez --souhait et un nom, autant de fois qu'il faut, pour un classement motivé ; --exige pour ce dont le "
        "projet ne peut pas se passer. Par exemple : ess-advisor statut DOSSIER --souhait capital_exterieur "
        "--exige sortie_investisseurs."
    )
    asking = Section(id="asking", title="Pour un classement", blocks=(Paragraph(text=how), Bullets(items=wants)))
    made = (
        Section(id="table", title="Ce que chaque statut permet", blocks=tuple(tables)),
        Section(id="statutes", title="Les statuts", blocks=(Bullets(items=statutes),)),
    )
    return made if handed else (*made, asking)


# -- in the report ---------------------------------------------------------------------------------------------------


def statute_section(context: ReportContext) -> Section | None:
    """Which statutes come first for what the project looks for; the reasoned comparison is a report of its own."""
    if context.dossier is None or not (context.dossier.wants or context.dossier.needs):
        return None
    found = compare(
        context.dossier, context.assessment, context.dossier.wants, context.dossier.needs, context.knowledge
    )
    ranked = [one for one in found.candidates if not one.excluded]
    out = [one.title for one in found.candidates if one.excluded]
    blocks: list[Block] = [
        Paragraph(lead="Le projet cherche", text=f"{' ; '.join(sought(context.knowledge, context.dossier))}.")
    ]
    if ranked:
        blocks.append(Paragraph(lead="En tête, selon ces seuls souhaits", text=""))
        blocks.append(Bullets(ordered=True, items=tuple(_other_candidate(one) for one in ranked[:IN_FRONT])))
    else:
        blocks.append(Paragraph(text="Aucun statut n'accueille tout ce qui est indispensable."))
    if out and ranked:
        text = f"{' ; '.join(out)} : chacun refuse un souhait indispensable."
        blocks.append(Paragraph(lead="Écartés", text=text))
    what = "la comparaison motivée des statuts, textes à l'appui"
    blocks.append(Paragraph(text=context.further(what, "statut")))
    return Section(id="statute", title="Quel statut pour ce projet ?", blocks=tuple(blocks))


def _other_candidate(one: Candidate) -> Item:
    move = "rejoindre" if one.joined and one.move in ("creer", "recreer") else MOVES[one.move].words
    return Item(
        lead=one.title,
        text=f"{_count(one)[:-1]} ; {move}.",
    )
