"""What the desk tells of one dossier without opening it: its state, its verdicts, what it waits for, its dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Literal

from advisor.advice.papers.agenda import Agenda
from advisor.assessment.assess import LightAssessment, light_assess
from advisor.assessment.model import Frozen
from advisor.assessment.session import Session
from advisor.assessment.wording import address_name, unjudged_day
from advisor.common.french import folded
from advisor.desk.repository import DossierFile
from advisor.dossier import Dossier
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Cause, DossierState, VerdictId
from advisor.rules.words import DOSSIER_STATES


class Sight(Frozen):
    """One verdict, as an assessment gives it."""

    outcome: VerdictId
    cause: Cause | None
    worst: VerdictId
    best: VerdictId


class Waited(Frozen):
    """An answer that could still move a verdict, that nobody could give yet, and who holds it."""

    short: str
    holder: str
    where: str


class Deadline(Frozen):
    """A date that the dossier itself gives; ``ends``: the very day of a title's end, not one counted from it."""

    id: str
    title: str
    day: date
    ends: bool


class Card(Frozen):
    """One dossier, seen from the desk.

    Attributes:
        file: name of the file.
        changed: last change of the file, in local time.
        on: day whose law was applied; fixed: the dossier fixes it, so that it does not move with time.
        given, unknown: answers known, and « je ne sais pas ».
        unasked: useful questions not asked yet.
        waited: answers promised by the client.
        wrong: what is to be corrected before anything else.
        profile: what the structure is, in the words of the answers that tell it.
    """

    file: str
    archived: bool
    name: str
    siren: str
    adviser: str
    opened: date | None
    changed: datetime
    on: date
    fixed: bool
    state: DossierState
    given: int
    unknown: int
    unasked: int
    waited: tuple[Waited, ...]
    wrong: tuple[str, ...]
    profile: tuple[str, ...]
    verdicts: dict[str, Sight]
    deadlines: tuple[Deadline, ...]


def card(entry: DossierFile, today: date, knowledge: Knowledge) -> Card:
    """Make the card of a dossier that was read.

    Args:
        entry: the dossier and its file.
        today: the day whose law applies when the dossier fixes none.
        knowledge: the rule base.
    """
    dossier = entry.dossier
    seen = light_assess(dossier, dossier.on or today, knowledge)
    missing = dict.fromkeys(address for one in seen.verdicts.values() for address in one.missing)
    unasked = [address for address in missing if address not in dossier.answers]
    unknown = sum(one.unknown for one in dossier.answers.values())
    return Card(
        file=entry.path.name,
        archived=entry.archived,
        name=dossier.name,
        siren=dossier.siren,
        adviser=dossier.adviser,
        opened=dossier.opened,
        changed=entry.changed,
        on=seen.on,
        fixed=dossier.on is not None,
        state="archive" if entry.archived else _state(dossier, seen, bool(missing), bool(unasked)),
        given=len(dossier.answers) - unknown,
        unknown=unknown,
        unasked=len(unasked),
        waited=tuple(
            Waited(short=address_name(knowledge, address), holder=fact.holder, where=fact.where)
            for address in missing
            if address in dossier.answers
            for fact, _ in (knowledge.addresses[address],)
        ),
        wrong=tuple(_wrong(seen, knowledge)),
        profile=tuple(_profile(dossier, knowledge)),
        verdicts={
            id: Sight(outcome=one.outcome, cause=one.cause, worst=one.worst, best=one.best)
            for id, one in seen.verdicts.items()
        },
        deadlines=deadlines(dossier, seen.on, knowledge),
    )


def _state(dossier: Dossier, seen: LightAssessment, missing: bool, unasked: bool) -> DossierState:
    """Where a dossier stands: what the adviser has to do with it."""
    if not dossier.answers:
        return "a_commencer"
    if seen.contradictions or _before_the_law(seen):
        return "contradictoire"
    if not missing:
        return "complet"
    return "en_cours" if unasked else "en_attente"


def _before_the_law(seen: LightAssessment) -> bool:
    return any(one.cause == Cause.BEFORE_THE_LAW for one in seen.verdicts.values())


def _wrong(seen: LightAssessment, knowledge: Knowledge) -> Iterator[str]:
    if _before_the_law(seen):
        yield unjudged_day(knowledge, seen.on).message
    else:
        # Of a day before the law, every date of the company is in the future.
        yield from (one.message for one in seen.contradictions)


def _profile(dossier: Dossier, knowledge: Knowledge) -> Iterator[str]:
    """What the structure is: the choices given to the facts of the profile, without the remarks of their labels."""
    for trait in knowledge.base.profile:
        given = dossier.answers.get(trait.fact)
        chosen = given.value if given and isinstance(given.value, tuple) else (given.value,) if given else ()
        for option in knowledge.facts[trait.fact].options:
            if option.id in chosen:
                yield (option.label or option.id).partition(")")[0]


def deadlines(dossier: Dossier, on: date, knowledge: Knowledge) -> tuple[Deadline, ...]:
    """Return the dates of a dossier, as ``rules/actes/calendrier.yaml`` counts them; the soonest first."""
    if not any(step.fact in dossier.answers for step in knowledge.acts.steps.values()):
        return ()
    return tuple(
        Deadline(id=one.id, title=one.title, day=one.day, ends=knowledge.acts.steps[one.id].delay is None)
        for one in Agenda(Session(knowledge, dossier, on), {"depot"}).entries(own=True)
    )


Order = Literal["modifie", "nom", "etat", "ouvert", "echeance"]


def arranged(cards: Iterable[Card], order: Order) -> list[Card]:
    """Sort cards; those that lack what it compares come last, by name."""
    found = sorted(cards, key=lambda one: (folded(one.name or one.file), one.file))
    match order:
        case "modifie":
            return sorted(found, key=lambda one: one.changed, reverse=True)
        case "etat":
            ranks = {state: rank for rank, state in enumerate(DOSSIER_STATES)}
            return sorted(found, key=lambda one: ranks[one.state])
        case "ouvert":
            return sorted(found, key=lambda one: one.opened or date.min, reverse=True)
        case "echeance":
            return sorted(found, key=lambda one: min((due.day for due in one.deadlines), default=date.max))
    return found


def matching(cards: Iterable[Card], words: str) -> list[Card]:
    """Return the cards that hold every word in their name, file, SIREN, adviser, state, profile or waited answers.

    Accents and capitals aside.
    """
    wanted = folded(words).split()
    return [one for one in cards if all(word in _haystack(one) for word in wanted)]


def _haystack(one: Card) -> str:
    texts = [
        one.name,
        one.file,
        one.siren,
        one.siren.replace(" ", ""),
        one.adviser,
        DOSSIER_STATES[one.state].words,
        *one.profile,
    ]
    texts += [text for waited in one.waited for text in (waited.short, waited.holder)]
    return folded("\n".join(texts))
