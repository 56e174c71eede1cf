"""Which statute, printed: the ranking, its reasons, the rule it follows; statutes in short, for the report."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.advice.comparison import Candidate, Comparison, SourcedSentence, WantAnswer, compare
from advisor.advice.guidance import ReportContext
from advisor.assessment.wording import tag
from advisor.common.french import NBSP, agree, french_date, lower_first, plural
from advisor.dossier.wishes import sought
from advisor.report.model import Block, Bullets, Item, KeyValues, Paragraph, Report, Section, Table
from advisor.report.words import NOTICE, articles, structure
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import CriterionOutcome, Nuance, Outcome
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
            structure(found.name),
            ("Forme actuelle", found.form or (UNSAID if found.unsaid else "aucune pour l'instant")),
            ("Conditions", f"évaluées d'après le droit du {french_date(found.on)}"),
            ("Réponses", f"des statuts, d'après le droit connu au {french_date(found.checked)}"),
        ),
        notice=f"{NOTICE} Entre crochets, la façon dont le texte a été lu.",
        sections=sections,
    )


def _ranking(found: Comparison, knowledge: Knowledge) -> tuple[Section | None, ...]:
    wants = (
        Item(lead=f"{want.title}, indispensable" if want.essential else want.title, text=want.question)
        for want in found.wants
    )
    rows = (
        (
            "écarté" if one.excluded else str(one.rank),
            one.title,
            str(one.met),
            str(one.possible),
            str(one.refused),
            _move(one),
        )
        for one in found.candidates
    )
    table = Table(header=("Rang", "Statut", "Oui", "Possible", "Non", "Pour y aller"), rows=rows, align="llrrrl")
    out = (
        Item(lead=one.title, items=_answers(one, knowledge, one.excluded)) for one in found.candidates if one.excluded
    )
    method = Bullets(ordered=True, items=(Item(text=text) for text in METHOD))
    return (
        Section.listing("wants", "Ce que le projet cherche", wants),
        Section(id="ranking", title="Le classement", blocks=(table,)),
        Section.listing("excluded", "Écartés pour ce projet", out),
        *(_candidate(one, knowledge) for one in found.candidates if not one.excluded),
        Section(id="method", title="Comment ce classement est fait", blocks=(method,)),
    )


def _move(one: Candidate) -> str:
    return "rejoindre" if one.joined and one.move in ("creer", "recreer") else MOVES[one.move].words


def _candidate(one: Candidate, knowledge: Knowledge) -> Section:
    pairs = (
        ("ESS", _line(one.ess, knowledge)),
        ("ESUS", _line(one.esus, knowledge)),
        ("Pour y aller", _line(one.passage, knowledge) if one.passage else MOVES[one.move].meaning),
    )
    costs, opens = ([Item(text=_line(said, knowledge)) for said in listed] for listed in (one.costs, one.opens))
    blocks = (
        Paragraph(text=one.summary),
        KeyValues(pairs=pairs),
        *Bullets.announced(_answers(one, knowledge), f"{_count(one)}.", "Ce que ce statut répond"),
        *Bullets.announced(costs, lead="Ce qu'il coûte"),
        *Bullets.announced(opens, lead="Ce qu'il ouvre"),
        *_already(one),
    )
    return Section(id=f"statute_{one.statute}", title=f"{one.rank}. {one.title}", blocks=blocks)


def _count(one: Candidate) -> str:
    return f"{one.met} oui, {plural(one.possible, 'possible')}, {one.refused} non"


def _answers(one: Candidate, knowledge: Knowledge, only: tuple[str, ...] = ()) -> Iterator[Item]:
    return (
        Item(lead=f"{answer.title} ({answer.welcome})", text=_line(answer, knowledge))
        for answer in one.answers
        if not only or answer.want in only
    )


_GROUPS: dict[str, tuple[CriterionOutcome, ...]] = {
    "Déjà rempli": (Outcome.MET,),
    "Pas encore rempli": (Outcome.NOT_MET,),
    "À compléter ou incertain": (Outcome.TO_COMPLETE, Outcome.UNCERTAIN),
    "Sans objet sous la forme actuelle": (Nuance.NOT_APPLICABLE,),
}
"""Outcomes of what the law asks of a statute, under the words that tell them."""


def _already(one: Candidate) -> tuple[Block, ...]:
    """What the company already meets of what the law asks of this statute, and what remains."""
    items = []
    for lead, outcomes in _GROUPS.items():
        listed = [req for req in one.requirements if (Nuance.NOT_APPLICABLE if req.idle else req.outcome) in outcomes]
        names = " ; ".join(f"{req.criterion} {lower_first(req.title)}" for req in listed)
        items += [Item(lead=f"{lead} ({len(listed)})", text=f"{names}.")] if listed else []
    title = "Conditions évaluées ici"
    text = f"{one.satisfied} déjà {agree(one.satisfied, 'remplie')} sur {len(one.requirements)}."
    return Bullets.announced(items, text, title) or (Paragraph(lead=title, text="aucune pour ce statut."),)


def _line(said: SourcedSentence, knowledge: Knowledge) -> str:
    """A sentence with its articles and code; what was never checked says so."""
    warned = " : à vérifier" if said.confidence == UNREAD else ""
    return f"{said.text.rstrip('.')} ({articles(said.references)}) {tag(knowledge, said.confidence)}{warned}."


def _cell(answer: WantAnswer) -> str:
    return f"{answer.welcome}{f'{NBSP}?' if answer.confidence == UNREAD else ''}"


def _table(found: Comparison, knowledge: Knowledge, handed: bool) -> tuple[Section | None, ...]:
    tables: list[Block] = []
    for start in range(0, len(found.candidates), HALF):
        shown = found.candidates[start : start + HALF]
        rows = ((want.title, *(_cell(one.answers[i]) for one in shown)) for i, want in enumerate(found.wants))
        tables.append(Table(header=("Souhait", *(one.short for one in shown)), rows=rows))
    legend = (
        "« Possible » : à des conditions, ou selon ce qu'écriront les statuts. Un point d'interrogation : de "
        "mémoire, à vérifier. Le détail vient en demandant."
    )
    statutes = (
        Item(
            lead=one.title,
            text=one.summary,
            items=Item.lines(("ESS", _line(one.ess, knowledge)), ("ESUS", _line(one.esus, knowledge))),
        )
        for one in found.candidates
    )
    wants = (Item(lead=want.id, text=want.question) for want in found.wants)
    how = (
        "Ajoutez --souhait et un nom, autant de fois qu'il faut, pour un classement motivé ; --exige pour ce dont le "
        "projet ne peut pas se passer. Par exemple : ess-advisor statut DOSSIER --souhait capital_exterieur "
        "--exige sortie_investisseurs."
    )
    return (
        Section(id="table", title="Ce que chaque statut permet", blocks=(*tables, Paragraph(text=legend))),
        Section.listing("statutes", "Les statuts", statutes),
        None if handed else Section.listing("asking", "Pour un classement", wants, how),
    )


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
        items = (Item(lead=one.title, text=f"{_count(one)} ; {_move(one)}.") for one in ranked[:IN_FRONT])
        blocks += [Paragraph(lead="En tête, selon ces seuls souhaits", text=""), Bullets(ordered=True, items=items)]
    else:
        blocks.append(Paragraph(text="Aucun statut n'accueille tout ce qui est indispensable."))
    if out and ranked:
        text = f"{' ; '.join(out)} : chacun refuse un souhait indispensable."
        blocks.append(Paragraph(lead="Écartés", text=text))
    what = "la comparaison motivée des statuts, textes à l'appui"
    blocks.append(Paragraph(text=context.further(what, "statut")))
    return Section(id="statute", title="Quel statut pour ce projet ?", blocks=blocks)
