"""« Et si… ? » and « avant / après » in front of the room: what may be tried, and what it comes to, by the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from advisor.advice.alternatives import Counterfactual
from advisor.advice.differences import TIME, asked_again
from advisor.advice.ways.whatif import CriterionMove, StatusMove, what_if
from advisor.assessment.assess import account, assess, reason
from advisor.assessment.model import Assessment
from advisor.assessment.tree import resting_on
from advisor.assessment.wording import address_name, answer_text
from advisor.common.errors import InputError, Problem
from advisor.common.french import french_date, parse_date, sentence
from advisor.dossier.answer_parsing import AnswerError, canonical, parse_answer
from advisor.rules.facts import ALONE, Fact
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Nuance
from advisor.rules.words import CHANGED, MARKS, load_words
from advisor.training.eras import EraMove, before_after
from advisor.training.pairs import find_pairs
from advisor.training.workshop.model import Aside, Bench, Round
from advisor.training.workshop.slide import PageBreak, Part, Say, Sides, Slide, SlideTable, signed

MOST_MOVED = 8
MOST_PAIRS = 6


class TrialOffer(NamedTuple):
    """Something to try, in one line."""

    words: str
    aside: Aside


def prepared(one: Round, knowledge: Knowledge) -> list[TrialOffer]:
    """The trials of the case's notes; one that no longer fits the facts is left out."""
    found = []
    for trial in one.exercise.notes.trials if one.exercise.notes else ():
        changes = {address: _fit(knowledge, address, raw) for address, raw in trial.changes.items()}
        if None not in changes.values():
            aside = Aside(kind="what_if", changes=changes, words=trial.words)
            found.append(TrialOffer(asked_words(trial.words), aside))
    return found


def asked_words(words: str) -> str:
    """The question of a trial, without what follows it: the room guesses before it is tried."""
    return words.partition("?")[0] + "?" if "?" in words else words


def _fit(knowledge: Knowledge, address: str, raw: str | tuple[str, ...]) -> str | tuple[str, ...] | None:
    known = knowledge.addresses.get(address)
    try:
        return None if known is None else read_value(known[0], raw)
    except AnswerError:
        return None


def searched(one: Round, knowledge: Knowledge) -> list[TrialOffer]:
    """Single answers that tip what was asked, found by the machine: the best of each criterion, then of each verdict.

    One change of each answer, so that the room sees different levers. A search of a second or so.
    """
    found: dict[str, TrialOffer] = {}
    for question in sorted(one.questions, key=lambda it: it.subject == "status"):
        limit = 1 if question.subject == "criterion" else MOST_PAIRS
        for pair in find_pairs(one.exercise.dossier, question.target, one.exercise.on, knowledge, limit=limit):
            before, after = (_said(knowledge, pair.address, value) for value in (pair.before, pair.after))
            words = f"{address_name(knowledge, pair.address)} : {before} → {after}"
            found.setdefault(pair.address, TrialOffer(words, Aside(kind="what_if", changes={pair.address: pair.after})))
    return list(found.values())[:MOST_PAIRS]


def _said(knowledge: Knowledge, address: str, value: str | tuple[str, ...] | None) -> str:
    return "on ne sait pas" if value is None else answer_text(knowledge, address, value)


def themes_of(one: Round, knowledge: Knowledge) -> dict[str, list[str]]:
    """Addresses of the answers of a case, by title of theme, in the order of the catalogue."""
    order, titles = knowledge.theme_order, {theme.id: theme.title for theme in knowledge.base.themes}
    found: dict[str, list[str]] = {}
    for address in sorted(one.exercise.dossier.answers, key=lambda it: order[knowledge.addresses[it][0].theme]):
        theme = knowledge.addresses[address][0].theme
        found.setdefault(titles.get(theme, theme), []).append(address)
    return found


def answer_words(one: Round, knowledge: Knowledge, address: str) -> str:
    """An answer of the case, in one line."""
    given = one.exercise.dossier.answers.get(address)
    value = "sans réponse" if given is None else _said(knowledge, address, given.value)
    return f"{address_name(knowledge, address)} : {value}"


def toggled(given: str | tuple[str, ...] | None, option: str) -> tuple[str, ...]:
    """Several choices with one more, or one less; what excludes the others stays alone."""
    chosen = () if given is None else (given,) if isinstance(given, str) else given
    if option in chosen:
        return tuple(one for one in chosen if one != option)
    if option in ALONE:
        return (option,)
    return (*(one for one in chosen if one not in ALONE), option)


def read_value(fact: Fact, raw: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """A typed answer as a dossier keeps it.

    Raises:
        AnswerError: it does not fit; the message is for the trainer.
    """
    return canonical(fact, parse_answer(fact, raw))


def read_day(text: str, knowledge: Knowledge) -> date:
    """A typed day on which the law says something.

    Raises:
        AnswerError: not a date, or before the law.
    """
    try:
        day = parse_date(text)
    except ValueError:
        raise AnswerError(f"« {text.strip()[:30]} » n'est pas une date ; écrivez par exemple 24/05/2019") from None
    if day < knowledge.base.start:
        raise AnswerError(f"rien ne se dit avant le {french_date(knowledge.base.start)}, date de la loi")
    if day.year > 2200:
        raise AnswerError("cette date est hors du possible")
    return day


def eras_of(one: Round) -> TrialOffer | None:
    """The two days of the case's notes, if they can be read."""
    notes = one.exercise.notes
    if notes is None or notes.eras is None:
        return None
    try:
        first, second = notes.eras.days
    except ValueError:
        return None
    words = f"{french_date(first)} → {french_date(second)}"
    return TrialOffer(words, Aside(kind="eras", first=first, second=second, words=notes.eras.words))


def aside_slide(one: Round, aside: Aside, bench: Bench) -> Slide:
    """What a trial comes to: verdicts on both sides, then what moved.

    Raises:
        InputError: an answer tried does not fit its fact under these rules.
    """
    if aside.kind == "eras":
        return _eras(one, aside, bench)
    return _what_if(one, aside, bench)


def _what_if(one: Round, aside: Aside, bench: Bench) -> Slide:
    exercise, knowledge = one.exercise, bench.knowledge
    unknown = [address for address in aside.changes if address not in knowledge.addresses]
    if unknown:
        raise InputError(Problem(f"« {unknown[0]} » : les règles d'aujourd'hui ne connaissent plus ce fait."))
    found = what_if(exercise.dossier, aside.changes, exercise.on, knowledge)
    then = Counterfactual(reason(exercise.dossier, exercise.on, knowledge), aside.changes)
    shown = _worth_showing(one, (bench.assessment(exercise), account(then.reasoning)), knowledge)
    changes = tuple(f"{change.short} : {change.before} → {change.after}" for change in found.changes)
    moved = [f"{move.title} : {signed(move.before)} → {signed(move.after)}" for move in found.criteria if shown(move)]
    return Slide(
        (
            Say("Et si… ?", bold=True),
            *((Say(aside.words),) if aside.words else ()),
            SlideTable(changes, bold=True),
            *_verdicts(found.statuses, "avant", "après"),
            *(Say(f"Ces réponses se contredisent : {text}") for text in found.contradictions),
            *_moved(moved),
        )
    )


def _eras(one: Round, aside: Aside, bench: Bench) -> Slide:
    assert aside.first is not None and aside.second is not None
    found = before_after(one.exercise.dossier, aside.first, aside.second, bench.knowledge)
    moved = [
        " ".join((f"Voie « {route.title} » : {load_words().routes[route.change]}", *map(sentence, route.words[:1])))
        for route in found.routes
    ]
    then, now = (
        assess(asked_again(one.exercise.dossier, day), on=day, knowledge=bench.knowledge)
        for day in (aside.first, aside.second)
    )
    shown = _worth_showing(one, (then, now), bench.knowledge)
    moved += [row for move in found.moved if shown(move) and (row := _era_move(move))]
    clashing = dict.fromkeys((*found.contradictions_before, *found.contradictions_after))
    return Slide(
        (
            Say("Avant / après : la même structure, deux dates", bold=True),
            *((Say(aside.words),) if aside.words else ()),
            *_verdicts(found.statuses, french_date(aside.first), french_date(aside.second), found.unjudged),
            *(Say(f"Des réponses se contredisent, et sont laissées de côté : {text}") for text in clashing),
            *(() if found.unjudged else _moved(moved)),
        )
    )


def _worth_showing(
    one: Round, sides: tuple[Assessment, Assessment], knowledge: Knowledge
) -> Callable[[CriterionMove | EraMove], bool]:
    """Select the moves worth showing to a room: of what it was asked, or of what a verdict rests on, on either side.

    Others move too without being asked of the company: « les cinq mentions » of what becomes an association.
    """
    asked = {question.target for question in one.questions}
    rested = [{id for one in side.verdicts.values() for id in resting_on(one, side, knowledge)} for side in sides]

    def worth_showing(move: CriterionMove | EraMove) -> bool:
        marked = zip(rested, (move.before, move.after), strict=True)
        concerned = any(move.criterion in known and mark not in (None, Nuance.NOT_APPLICABLE) for known, mark in marked)
        return move.criterion in asked or concerned

    return worth_showing


def _era_move(move: EraMove) -> str:
    """A criterion that moves by itself between two days, and what made it; one that only follows others is left out."""
    if move.cause is None or move.before == move.after:
        return ""
    then = signed(move.before) if move.before else "n'existait pas"
    now = signed(move.after) if move.after else "n'existe plus"
    causes = [
        f"{CHANGED[one.why]} : {words}" for one in move.cause.reasons if one.why in CHANGED for words in one.words[:1]
    ]
    causes += [TIME] if any(one.why == "date" for one in move.cause.reasons) and not causes else []
    return " ".join(sentence(part) for part in (f"{move.title} : {then} → {now}", *causes[:1]))


def _verdicts(moves: tuple[StatusMove, ...], left: str, right: str, unjudged: bool = False) -> Iterator[Part]:
    """Each status on both sides; ``unjudged``: the first day is before the law, and nothing is said of it."""
    for move in moves:
        state = " : rien ne change" if not (move.moves or unjudged) else ""
        before = ("–", "avant la loi") if unjudged else MARKS[move.before][:2]
        yield Sides(f"{move.title}{state}", before, MARKS[move.after][:2], left, right)


def _moved(rows: list[str]) -> tuple[Part, ...]:
    if not rows:
        return (Say("Aucune des conditions qui comptent ici ne change de réponse."),)
    more = [f"… et {len(rows) - MOST_MOVED} de plus"] if len(rows) > MOST_MOVED else []
    return (PageBreak(), Say("Ce qui bouge :", bold=True), SlideTable((*rows[:MOST_MOVED], *more)))
