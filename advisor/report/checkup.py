"""The annual check-up, printed: what must be corrected first, what drifts, what to look at, what is in order, when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from advisor.advice.checkup.model import (
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
from advisor.advice.papers.model import CalendarDate
from advisor.advice.register import Register
from advisor.assessment.wording import tag
from advisor.common.french import french_date, lower_first, plural, sentence
from advisor.report.lawdiff import changes_between
from advisor.report.model import Block, Bullets, Calculation, Callout, Item, Paragraph, Report, Section
from advisor.report.register import register_items
from advisor.report.words import NOTICE, STATUSES, spelled, verdict_word
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
    """The whole check-up of one company.

    Args:
        found: the check-up.
        knowledge: the rule base it was made with.
        register: positions of the administration, cited beside the points that the law leaves open.
    """
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
        metadata=(
            ("Structure", (found.name or "(sans nom)") + (f", SIREN {found.siren}" if found.siren else "")),
            ("Droit appliqué", f"au {french_date(found.on)}"),
            ("Comparé à", _compared(found.drift)),
        ),
        notice=NOTICE,
        sections=tuple(section for section in sections if section is not None),
    )


def _compared(drift: Drift | None) -> str:
    if drift is None:
        return "les exercices du dossier lui-même"
    what = "au procès-verbal" if drift.record else "au dossier"
    return f"{what} du {french_date(drift.on)}".removeprefix("au ")


def _holdings(found: Checkup) -> Section:
    items = tuple(_holding(one) for one in found.holdings)
    blocks: list[Block] = [Bullets(items=items)]
    if found.notes:
        notes = tuple(Paragraph(text=one) for one in found.notes)
        blocks.append(Callout(kind="warning", title="À savoir", blocks=notes))
    return Section(id="held", title="Ce que l'entreprise détient", blocks=tuple(blocks))


def _holding(one: Holding) -> Item:
    end = f", jusqu'au {french_date(one.end)}" if one.end else ""
    return Item(lead=STATUSES[one.status], text=f"{one.text}{end} ; voie : {lower_first(one.route_title)}.")


# -- the essential ----------------------------------------------------------------------------------------------------


def _essential(found: Checkup) -> Section:
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
    return Section(id="essential", title="L'essentiel", blocks=(Bullets(items=tuple(items)),))


# -- drift ------------------------------------------------------------------------------------------------------------


def _drift(found: Checkup, knowledge: Knowledge) -> Section | None:
    drift = found.drift
    if drift is None:
        return None
    blocks: list[Block] = []
    if drift.warnings:
        blocks.append(
            Callout(kind="warning", title="À savoir", blocks=tuple(Paragraph(text=one) for one in drift.warnings))
        )
    blocks.append(Bullets(items=tuple(_verdict(one.title, one.before, one.after) for one in drift.verdicts)))
    worse = [one for one in drift.criteria if one.worse]
    other = [one for one in drift.criteria if not one.worse]
    for lead, moves in (("Ce qui s'est dégradé", worse), ("Ce qui s'est amélioré ou précisé", other)):
        if moves:
            blocks += [Paragraph(lead=lead, text=""), Bullets(items=tuple(_criterion(one) for one in moves))]
    if drift.answers:
        answers = tuple(Item(lead=one.short, text=_change(one.before, one.after)) for one in drift.answers)
        blocks += [Paragraph(lead="Réponses changées", text="hors montants de l'année."), Bullets(items=answers)]
    if drift.restated:
        items = tuple(Item(lead=one.short, text=_change(one.before, one.after)) for one in drift.restated)
        text = "un exercice déjà connu porte d'autres chiffres ; demandez pourquoi."
        blocks += [Paragraph(lead="Chiffres corrigés", text=text), Bullets(items=items)]
    if not (drift.criteria or drift.answers or drift.restated):
        blocks.append(Paragraph(text="Aucun critère, aucune réponse de fond, aucun chiffre ancien n'a changé."))
    blocks += _law(found, drift, knowledge)
    title = f"Ce qui a changé depuis le {french_date(drift.on)}"
    return Section(id="drift", title=title, blocks=tuple(blocks))


def _verdict(title: str, before: Mark, after: Mark) -> Item:
    text = (
        f"inchangé, {verdict_word(after)}."
        if before == after
        else f"{verdict_word(before)} alors, {verdict_word(after)} aujourd'hui."
    )
    return Item(mark=after, lead=title, text=text)


def _criterion(move: CriterionDrift) -> Item:
    below = [Item(lead="Ce que cela met en jeu", text=f"{' ; '.join(map(lower_first, move.risks))}.")]
    if move.law:
        text = "la règle, ou un chiffre de la loi dont elle dépend, a changé entre les deux dates : voir plus bas."
        below.append(Item(lead="Le droit aussi", text=text))
    text = f"{verdict_word(move.before)} alors, {verdict_word(move.after)} aujourd'hui. {sentence(move.text)}"
    items = tuple(one for one in below if one.lead != "Ce que cela met en jeu" or (move.worse and move.risks))
    return Item(mark=move.after, lead=f"{move.criterion} {move.title}", text=text, items=items)


def _change(before: str, after: str) -> str:
    if not before:
        return f"répondu depuis : {after}."
    if not after:
        return f"« {before} » alors ; plus de réponse aujourd'hui."
    return f"« {before} » alors ; « {after} » aujourd'hui."


def _law(found: Checkup, drift: Drift, knowledge: Knowledge) -> list[Block]:
    """What changed in the law of the points of this check-up."""
    criteria = {seen.criterion for point in found.points for seen in point.seen}
    items = changes_between(knowledge, drift.on, found.on, criteria)
    if not items:
        return [
            Paragraph(
                lead="Le droit", text="aucun changement connu, entre ces deux dates, pour les points de ce bilan."
            )
        ]
    return [Paragraph(lead="Le droit", text="a changé entre ces deux dates."), Bullets(items=items)]


# -- figures ----------------------------------------------------------------------------------------------------------


def _courses(found: Checkup) -> Section | None:
    if not found.courses:
        return None
    blocks: list[Block] = [Bullets(items=tuple(_course(one) for one in found.courses))]
    if any(one.worse for one in found.courses):
        blocks.append(Paragraph(lead="Si le dernier écart se répétait", text=EXTRAPOLATION))
    if any(reading.before for one in found.courses for reading in one.readings):
        blocks.append(Paragraph(text="« Dossier précédent » : chiffre lu dans le dossier comparé."))
    return Section(id="courses", title="Les chiffres, et leurs marges", blocks=tuple(blocks))


def _course(course: FigureOverYears) -> Item:
    last = course.readings[-1]
    mark: Mark = Outcome.MET if last.held else Outcome.NOT_MET
    items = [_reading(one) for one in course.readings]
    if course.worse:
        text = f"{course.move}. {sentence(_repeated(course))}"
        items.append(Item(lead="Attention" if course.crosses else "Tendance", text=text))
    return Item(mark=mark, lead=course.title, text=f"{_limit(course)} de {course.limit}.", items=tuple(items))


def _limit(course: FigureOverYears) -> str:
    return "minimum" if course.minimum else "plafond"


def _repeated(course: FigureOverYears) -> str:
    """What the same move would give once more, never told as what will come."""
    beyond = f", {'sous' if course.minimum else 'au-dessus du'} {_limit(course)}".replace(
        "sous minimum", "sous le minimum"
    )
    return (
        f"si le dernier écart se répétait : {course.following} en {course.next_year}"
        f"{f'{beyond} de {course.limit}' if course.crosses else ''}"
    )


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
    return Section(id="ceilings", title=f"Les plafonds de l'année {year}", blocks=tuple(blocks))


# -- points -----------------------------------------------------------------------------------------------------------


def _points(found: Checkup, state: CheckState, knowledge: Knowledge, register: Register | None) -> Section | None:
    points = [one for one in found.points if one.state == state]
    if not points:
        return None
    said = load_words().checks[state]
    items = tuple(_point(one, knowledge, _cited(one, register, found.on)) for one in points)
    return Section(id=f"points-{state}", title=said.words, blocks=(Paragraph(text=said.meaning), Bullets(items=items)))


def _point(point: CheckupPoint, knowledge: Knowledge, positions: tuple[Item, ...]) -> Item:
    brief = point.state == "en_regle"
    items = [*_seen(point), *positions]
    if point.stale:
        items.append(Item(lead="Année", text=sentence(point.stale)))
    items += [Item(lead="Demander", text=point.look), Item(lead="Où", text=sentence(lower_first(point.where)))]
    items += [_duty(one, knowledge, brief) for one in point.duties]
    if point.risks and not brief:
        named = " ; ".join(lower_first(one.title) for one in point.risks)
        items.append(Item(lead="En jeu", text=f"{named} (voir « Ce qui est en jeu »)."))
    return Item(lead=f"{STATUSES[point.status]}, {lower_first(point.title)}", items=tuple(items))


def _cited(point: CheckupPoint, register: Register | None, on: date) -> tuple[Item, ...]:
    """What the register says of the questions of law on which a point hangs."""
    named = dict.fromkeys(id for one in point.seen for id in one.open_points)
    return tuple(item for id in named for item in register_items(register, id, on))


def _seen(point: CheckupPoint) -> Iterable[Item]:
    """What the answers say: what makes the state first; of many criteria in order, their count."""
    live = [one for one in point.seen if not one.idle]
    wanted = _SHOWN.get(point.state)
    if wanted is not None:
        decisive = [one for one in live if one.outcome in wanted]
        yield from (_said(one) for one in decisive)
        return
    if len(live) > _MOST:
        yield Item(
            mark=Nuance.DEFENSIBLE if any(one.appraised for one in live) else Outcome.MET,
            lead=f"{len(live)} critères",
            text=f"de {live[0].criterion} à {live[-1].criterion}.",
        )
        return
    yield from (_said(one) for one in live)


def _said(one: CriterionReview) -> Item:
    mark: Mark = Nuance.DEFENSIBLE if one.appraised and one.outcome == Outcome.MET else one.outcome
    return Item(mark=mark, lead=f"{one.criterion} {one.title}", text=sentence(lower_first(one.text)))


def _duty(duty: Sourced, knowledge: Knowledge, brief: bool) -> Item:
    source = f"{duty.articles} {tag(knowledge, duty.confidence)}"
    if brief:
        return Item(lead="Texte", text=source)
    reserve = (Item(lead="Réserve", text=spelled(knowledge, duty.reserve)),) if duty.reserve else ()
    return Item(lead="Règle", text=duty.text, items=(*reserve, Item(text=source)))


def _risks(found: Checkup, knowledge: Knowledge) -> Section | None:
    """Each risk once, however many points share it."""
    risks = {risk.id: risk for point in found.points for risk in point.risks}
    if not risks:
        return None
    items = tuple(
        Item(
            lead=sentence(one.title),
            text=one.text,
            items=(Item(text=f"{one.articles} {tag(knowledge, one.confidence)}"),),
        )
        for one in risks.values()
    )
    text = "Ce que les textes lus disent, et rien de plus ; le code dit avec quelle certitude."
    return Section(id="risks", title="Ce qui est en jeu", blocks=(Paragraph(text=text), Bullets(items=items)))


# -- calendar ---------------------------------------------------------------------------------------------------------


def _calendar(found: Checkup, knowledge: Knowledge) -> Section:
    blocks: list[Block] = []
    if not found.calendar:
        blocks.append(Paragraph(text=NO_DATE))
    elif not any(entry.id.startswith(MEETING) for entry in found.calendar):
        blocks.append(Paragraph(text=NO_MEETING))
    if found.calendar:
        blocks.append(Bullets(items=tuple(_entry(one, knowledge) for one in found.calendar)))
    return Section(id="calendar", title="Le calendrier", blocks=tuple(blocks))


def _entry(entry: CalendarDate, knowledge: Knowledge) -> Item:
    late = " (date passée)" if entry.past else ""
    below = [Item(lead="Compté", text=f"{entry.basis}.")]
    if entry.assumed:
        below.append(Item(lead="Hypothèse", text=entry.assumed))
    below.append(Item(text=f"{entry.articles} {tag(knowledge, entry.confidence)}".strip()))
    text = f"{sentence(entry.title)} {entry.text}"
    return Item(lead=f"{french_date(entry.day)}{late}", text=text, items=tuple(below))
