"""The annual check-up, printed: what must be corrected first, what drifts, what to look at, what is in order, when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from advisor.advice.checkup.model import (
    AnswerMove,
    Checkup,
    CheckupPoint,
    CriterionDrift,
    CriterionReview,
    Drift,
    FigureOverYears,
    Holding,
    Sourced,
    YearFigure,
)
from advisor.advice.register import Register
from advisor.assessment.wording import tag
from advisor.common.french import french_date, lower_first, plural, sentence
from advisor.report.lawdiff import changes_between
from advisor.report.model import Block, Bullets, Calculation, Callout, Item, Paragraph, Report, Section
from advisor.report.papers import date_item, source_items
from advisor.report.register import register_items
from advisor.report.words import NOTICE, STATUSES, law_of, structure, verdict_word
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import CheckState, Mark, Nuance, Outcome
from advisor.rules.words import load_words

TITLE = "Bilan annuel : entreprise de l'ESS et agrément ESUS"

EXTRAPOLATION = "simple arithmétique, le même écart une fois de plus, à limite inchangée ; ce n'est pas une prévision."

_SHOWN: dict[CheckState, tuple[Outcome, ...]] = {
    "a_corriger": (Outcome.NOT_MET, Outcome.UNCERTAIN, Outcome.TO_COMPLETE),
    "incertain": (Outcome.UNCERTAIN, Outcome.TO_COMPLETE),
    "a_completer": (Outcome.TO_COMPLETE,),
}
_MOST = 3
NO_DATE = (
    "Aucune date ne peut être calculée : donnez la date de clôture du dernier exercice, et celle de la fin de "
    "l'agrément s'il y en a un."
)
NO_MEETING = (
    "La date de l'assemblée annuelle n'est pas calculée ici pour cette forme : aucun délai n'a été lu. Elle est dans "
    "les statuts."
)
MEETING = "assemblee_annuelle"


def checkup_report(found: Checkup, knowledge: Knowledge, register: Register | None = None) -> Report:
    """The whole check-up of one company; the register is cited beside the points that the law leaves open."""
    sections = (
        _holdings(found),
        _essential(found),
        _drift(found, knowledge),
        _courses(found),
        *(_points(found, state, knowledge, register) for state in load_words().checks),
        _ceilings(found),
        _calendar(found, knowledge),
        _risks(found, knowledge),
    )
    return Report(
        title=TITLE,
        metadata=(structure(found.name, found.siren), law_of(found.on), ("Comparé à", _compared(found.drift))),
        notice=NOTICE,
        sections=sections,
    )


def _compared(drift: Drift | None) -> str:
    if drift is None:
        return "les exercices du dossier lui-même"
    what = "au procès-verbal" if drift.record else "au dossier"
    return f"{what} du {french_date(drift.on)}".removeprefix("au ")


def _holdings(found: Checkup) -> Section:
    blocks = (Bullets(items=map(_holding, found.holdings)), _warning(found.notes))
    return Section(id="held", title="Ce que l'entreprise détient", blocks=blocks)


def _warning(texts: Iterable[str]) -> Callout | None:
    blocks = [Paragraph(text=one) for one in texts]
    return Callout(kind="warning", title="À savoir", blocks=blocks) if blocks else None


def _holding(one: Holding) -> Item:
    end = f", jusqu'au {french_date(one.end)}" if one.end else ""
    return Item(lead=STATUSES[one.status], text=f"{one.text}{end} ; voie : {lower_first(one.route_title)}.")


def _essential(found: Checkup) -> Section | None:
    counts = {state: [point for point in found.points if point.state == state] for state in load_words().checks}
    items = [
        Item(lead=f"{said.words} ({len(points)})", text=sentence(" ; ".join(lower_first(one.title) for one in points)))
        for state, said in load_words().checks.items()
        if (points := counts[state]) and state != "en_regle"
    ]
    if sound := counts["en_regle"]:
        items.append(Item(lead=load_words().checks["en_regle"].words, text=f"{plural(len(sound), 'point')}."))
    crossing = [course for course in found.courses if course.crosses]
    items += [Item(lead=f"Attention, {lower_first(one.title)}", text=f"{_repeated(one)}.") for one in crossing]
    return Section.listing("essential", "L'essentiel", items)


def _drift(found: Checkup, knowledge: Knowledge) -> Section | None:
    drift = found.drift
    if drift is None:
        return None
    verdicts = (_verdict(one.title, one.before, one.after) for one in drift.verdicts)
    blocks: list[Block | None] = [_warning(drift.warnings), Bullets(items=verdicts)]
    for worse, lead in ((True, "Ce qui s'est dégradé"), (False, "Ce qui s'est amélioré ou précisé")):
        blocks += Bullets.announced((_criterion(one) for one in drift.criteria if one.worse is worse), lead=lead)
    blocks += Bullets.announced(map(_change, drift.answers), "hors montants de l'année.", "Réponses changées")
    text = "un exercice déjà connu porte d'autres chiffres ; demandez pourquoi."
    blocks += Bullets.announced(map(_change, drift.restated), text, "Chiffres corrigés")
    if not (drift.criteria or drift.answers or drift.restated):
        blocks.append(Paragraph(text="Aucun critère, aucune réponse de fond, aucun chiffre ancien n'a changé."))
    criteria = {seen.criterion for point in found.points for seen in point.seen}
    law = changes_between(knowledge, drift.on, found.on, criteria)
    text = "aucun changement connu, entre ces deux dates, pour les points de ce bilan."
    unchanged = (Paragraph(lead="Le droit", text=text),)
    blocks += Bullets.announced(law, "a changé entre ces deux dates.", "Le droit") or unchanged
    title = f"Ce qui a changé depuis le {french_date(drift.on)}"
    return Section(id="drift", title=title, blocks=blocks)


def _verdict(title: str, before: Mark, after: Mark) -> Item:
    text = f"{verdict_word(before)} alors, {verdict_word(after)} aujourd'hui."
    return Item(mark=after, lead=title, text=f"inchangé, {verdict_word(after)}." if before == after else text)


def _criterion(move: CriterionDrift) -> Item:
    risks = " ; ".join(map(lower_first, move.risks)) if move.worse else ""
    law = "la règle, ou un chiffre de la loi dont elle dépend, a changé entre les deux dates : voir plus bas."
    text = f"{verdict_word(move.before)} alors, {verdict_word(move.after)} aujourd'hui. {sentence(move.text)}"
    items = Item.lines(("Ce que cela met en jeu", risks and f"{risks}."), ("Le droit aussi", law if move.law else ""))
    return Item(mark=move.after, lead=f"{move.criterion} {move.title}", text=text, items=items)


def _change(move: AnswerMove) -> Item:
    text = f"« {move.before} » alors ; « {move.after} » aujourd'hui."
    if not move.before:
        text = f"répondu depuis : {move.after}."
    elif not move.after:
        text = f"« {move.before} » alors ; plus de réponse aujourd'hui."
    return Item(lead=move.short, text=text)


def _courses(found: Checkup) -> Section | None:
    if not found.courses:
        return None
    blocks: list[Block] = [Bullets(items=map(_course, found.courses))]
    if any(one.worse for one in found.courses):
        blocks.append(Paragraph(lead="Si le dernier écart se répétait", text=EXTRAPOLATION))
    if any(reading.before for one in found.courses for reading in one.readings):
        blocks.append(Paragraph(text="« Dossier précédent » : chiffre lu dans le dossier comparé."))
    return Section(id="courses", title="Les chiffres, et leurs marges", blocks=blocks)


def _course(course: FigureOverYears) -> Item:
    last = course.readings[-1]
    mark: Mark = Outcome.MET if last.held else Outcome.NOT_MET
    limit = "minimum" if course.minimum else "plafond"
    items = [_reading(one) for one in course.readings]
    if course.worse:
        text = f"{course.move}. {sentence(_repeated(course))}"
        items.append(Item(lead="Attention" if course.crosses else "Tendance", text=text))
    return Item(mark=mark, lead=course.title, text=f"{limit} de {course.limit}.", items=items)


def _repeated(course: FigureOverYears) -> str:
    """What the same move would give once more, never told as what will come."""
    words = f"si le dernier écart se répétait : {course.following} en {course.next_year}"
    beyond = "sous le minimum" if course.minimum else "au-dessus du plafond"
    return f"{words}, {beyond} de {course.limit}" if course.crosses else words


def _reading(one: YearFigure) -> Item:
    text = f"{one.text}, {one.room}"
    return Item(lead=one.label, text=f"{text} (dossier précédent)." if one.before else f"{text}.")


def _ceilings(found: Checkup) -> Section | None:
    if not found.ceilings:
        return None
    year = found.ceilings[0].year
    text = (
        "Avec le SMIC connu au jour du bilan. Il peut encore monter avant la fin de l'année, et le minimum de branche "
        "le remplace s'il est plus haut : ces plafonds ne baisseront pas."
    )
    blocks: list[Block] = [Paragraph(text=text)]
    for one in found.ceilings:
        blocks += [Paragraph(lead=one.title, text=f"au plus {one.text}."), Calculation(lines=one.calculation)]
    return Section(id="ceilings", title=f"Les plafonds de l'année {year}", blocks=blocks)


def _points(found: Checkup, state: CheckState, knowledge: Knowledge, register: Register | None) -> Section | None:
    points = (one for one in found.points if one.state == state)
    said = load_words().checks[state]
    items = (_point(one, knowledge, _cited(one, register, found.on)) for one in points)
    return Section.listing(f"points-{state}", said.words, items, said.meaning)


def _point(point: CheckupPoint, knowledge: Knowledge, positions: Iterable[Item]) -> Item:
    brief = point.state == "en_regle"
    risks = "" if brief else " ; ".join(lower_first(one.title) for one in point.risks)
    items = (
        *_seen(point),
        *positions,
        *Item.lines(
            ("Année", sentence(point.stale)), ("Demander", point.look), ("Où", sentence(lower_first(point.where)))
        ),
        *(_duty(one, knowledge, brief) for one in point.duties),
        *Item.lines(("En jeu", risks and f"{risks} (voir « Ce qui est en jeu »).")),
    )
    return Item(lead=f"{STATUSES[point.status]}, {lower_first(point.title)}", items=items)


def _cited(point: CheckupPoint, register: Register | None, on: date) -> Iterator[Item]:
    """What the register says of the questions of law on which a point hangs."""
    for id in dict.fromkeys(id for one in point.seen for id in one.open_points):
        yield from register_items(register, id, on)


def _seen(point: CheckupPoint) -> list[Item]:
    """What the answers say: what makes the state first; of many criteria in order, their count."""
    live = [one for one in point.seen if not one.idle]
    wanted = _SHOWN.get(point.state)
    if wanted is None and len(live) > _MOST:
        mark: Mark = Nuance.DEFENSIBLE if any(one.appraised for one in live) else Outcome.MET
        text = f"de {live[0].criterion} à {live[-1].criterion}."
        return [Item(mark=mark, lead=f"{len(live)} critères", text=text)]
    return [_said(one) for one in live if wanted is None or one.outcome in wanted]


def _said(one: CriterionReview) -> Item:
    mark: Mark = Nuance.DEFENSIBLE if one.appraised and one.outcome == Outcome.MET else one.outcome
    return Item(mark=mark, lead=f"{one.criterion} {one.title}", text=sentence(lower_first(one.text)))


def _duty(duty: Sourced, knowledge: Knowledge, brief: bool) -> Item:
    if brief:
        return Item(lead="Texte", text=f"{duty.articles} {tag(knowledge, duty.confidence)}")
    items = source_items(knowledge, duty.articles, duty.confidence, duty.reserve)
    return Item(lead="Règle", text=duty.text, items=items)


def _risks(found: Checkup, knowledge: Knowledge) -> Section | None:
    """Each risk once, however many points share it."""
    risks = {risk.id: risk for point in found.points for risk in point.risks}
    items = (
        Item(lead=sentence(one.title), text=one.text, items=source_items(knowledge, one.articles, one.confidence))
        for one in risks.values()
    )
    text = "Ce que les textes lus disent, et rien de plus ; le code dit avec quelle certitude."
    return Section.listing("risks", "Ce qui est en jeu", items, text)


def _calendar(found: Checkup, knowledge: Knowledge) -> Section:
    dated = any(entry.id.startswith(MEETING) for entry in found.calendar)
    items = (date_item(one, knowledge) for one in found.calendar)
    blocks = Bullets.announced(items, "" if dated else NO_MEETING) or (Paragraph(text=NO_DATE),)
    return Section(id="calendar", title="Le calendrier", blocks=blocks)
