"""A company invented from a pattern and a scenery: sound in every respect, before anything is put on the edge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from random import Random

from advisor.dossier import Answer, Dossier
from advisor.knowledge import Knowledge
from advisor.settle import FALSE, Session
from advisor.training.course import Level
from advisor.training.figures import calendar, capital, costs, draw, plain, profit, report_day, wages
from advisor.training.patterns import (
    Answers,
    Between,
    Category,
    Pattern,
    Patterns,
    Pick,
    Raw,
    Scenery,
    Settings,
)
from advisor.values import parse_number

_USEFUL = (parse_number("0.72"), parse_number("0.92"))
"""Share of costs due to social utility, when a pattern says nothing: well above any threshold."""
_FEW = (3, 20)
"""How many associates, for a legal form of which nothing is said."""


@dataclass(frozen=True)
class Frame:
    """What is fixed before figures are drawn: pattern, scenery, purpose, and category of plein droit."""

    pattern: Pattern
    scenery: Scenery
    purpose: dict[str, Raw]
    category: Category | None


@dataclass(frozen=True)
class Drawn:
    """An invented company: its answers, the line that presents it, and what it was made from."""

    dossier: Dossier
    intro: str
    frame: Frame


def frames(patterns: Patterns, target: str, day: date) -> Iterator[Frame]:
    """Every frame in which a criterion can be taught on a day, in file order."""
    for pattern in patterns.patterns.values():
        if target not in pattern.criteria or not pattern.covers(day):
            continue
        categories: list[Category | None] = [None]
        if pattern.full_right:
            fitting = [one for one in patterns.categories.values() if set(one.forms) & set(pattern.forms)]
            categories = [one for one in fitting if one.criterion == target] or list(fitting)
        for category in categories:
            kind = category.id if category else pattern.id
            for scenery in patterns.sceneries:
                if kind in scenery.patterns:
                    for purpose in scenery.purposes:
                        yield Frame(pattern, scenery, purpose, category)


def draw_company(
    rng: Random, patterns: Patterns, frame: Frame, target: str, level: Level, day: date, knowledge: Knowledge
) -> Drawn:
    """Draw a company in a frame, for a criterion to teach at a level, as it stands on a day."""
    settings = _settings(frame.pattern, target, level, day)
    category = frame.category
    forms = [form for form in settings.forms if category is None or form in category.forms]
    form = rng.choice(forms)
    answers: dict[str, Raw] = {"forme_juridique": form, **frame.purpose}
    if category is not None:
        answers |= {"categories_plein_droit": (category.id,), **_drawn(rng, category.answers)}
    for block in frame.pattern.blocks:
        if patterns.blocks[block].covers(day):
            answers |= _drawn(rng, patterns.blocks[block].answers)
    likeness = patterns.likenesses.get(form)
    answers["nombre_associes"] = str(rng.randint(*(map(int, likeness.holders) if likeness else _FEW)))
    # At the edge to the euro, every amount is told to the euro: the one that decides must not stand out.
    answers |= _figures(rng, patterns, frame.pattern, settings, day, knowledge, form, 1 if level == 3 else 100)
    answers |= _drawn(rng, settings.answers)
    name, intro = _named(rng, patterns, frame.scenery, settings)
    ordered = {address: Answer(value=answers[address]) for address in knowledge.addresses if address in answers}
    dossier = Dossier(name=name, on=day, notes=intro, answers=ordered)
    return Drawn(_relevant(dossier, knowledge, day), intro, frame)


def _settings(pattern: Pattern, target: str, level: Level, day: date) -> Settings:
    """The pattern, as its variants change it for this criterion."""
    settings: Settings = pattern
    for variant in pattern.variants:
        if target in variant.criteria and level in variant.levels and variant.covers(day):
            changed = {
                name: getattr(variant, name)
                for name in Settings.model_fields
                if name not in ("start", "end", "answers") and name in variant.model_fields_set
            }
            settings = settings.model_copy(update=changed | {"answers": settings.answers | variant.answers})
    return settings


def variant_days(patterns: Patterns, target: str, level: Level) -> tuple[date, ...]:
    """Days whose law a criterion needs to be taught at a level, as the patterns say; none: any day."""
    return tuple(
        day
        for pattern in patterns.patterns.values()
        if target in pattern.criteria
        for one in (pattern, *(v for v in pattern.variants if target in v.criteria and level in v.levels))
        for day in one.days
    )


def _drawn(rng: Random, answers: Answers) -> dict[str, Raw]:
    found: dict[str, Raw] = {}
    for fact, answer in answers.items():
        match answer:
            case Pick():
                found[fact] = rng.choice(answer.values)
            case Between():
                found[fact] = plain(draw(rng, answer.bounds, answer.step))
            case _:
                found[fact] = answer
    return found


def _figures(
    rng: Random,
    patterns: Patterns,
    pattern: Pattern,
    settings: Settings,
    day: date,
    knowledge: Knowledge,
    form: str,
    unit: int,
) -> dict[str, Raw]:
    answers: dict[str, Raw] = {}
    if not pattern.figures:
        return answers
    scale = patterns.scales[rng.choice(settings.scales or ("petite",))]
    years = rng.choice(settings.years or ("trois_ou_plus",))
    times = calendar(rng, day, years)
    answers["date_creation"] = times.created.isoformat()
    if times.ends is not None:
        answers["date_fin_agrement"] = times.ends.isoformat()
        answers["exercices_agrement_precedent"] = str(len(times.closings))
    else:
        answers["nombre_exercices_clos"] = years
    spent = costs(rng, scale, max(1, len(times.closings)), settings.useful or _USEFUL, unit)
    yearly = parse_number(spent["charges_exploitation[n]"])
    if "comptes" in pattern.figures and times.closings:
        answers |= spent
    shared: dict[str, str] = {}
    if "benefice" in pattern.figures:
        likeness = patterns.likenesses.get(form)
        least = likeness.capital if likeness else Fraction(0)
        shared = profit(rng, yearly, settings.sharing == "genereux", least)
        answers |= shared
    if settings.capital and times.closings:
        answers |= capital(rng, shared, yearly, times.closings)
    if "remunerations" in pattern.figures:
        first = min(one.start for one in knowledge.parameters["smic_horaire"].values).year
        answers |= wages(rng, knowledge, scale, yearly, max(times.pay_year, first), settings.part_time, unit)
    if "rapport" in pattern.figures:
        answers["date_rapport_certifie"] = report_day(rng, day).isoformat()
    return answers


def _named(rng: Random, patterns: Patterns, scenery: Scenery, settings: Settings) -> tuple[str, str]:
    first = rng.choice(scenery.names)
    word = first.split()[-1]
    name = f"{first} {rng.choice([one for one in patterns.endings if word not in one])}"
    place = rng.choice(settings.places or patterns.places)
    return name, patterns.sentence.format(nom=name, lieu=place, metier=scenery.trade)


def _relevant(dossier: Dossier, knowledge: Knowledge, day: date) -> Dossier:
    """The dossier without the answers that do not concern the company, which nobody would have asked."""
    session = Session(knowledge, dossier, day)
    kept = {address: one for address, one in dossier.answers.items() if session.applies(address)[0] != FALSE}
    return dossier.model_copy(update={"answers": kept})
