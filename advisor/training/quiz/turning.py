"""« Quelle réponse change tout ? »: the answer of a minimal pair, among others that the engine finds to be idle."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from advisor.advice.alternatives import Counterfactual, Raw, other_choices
from advisor.advice.ways.model import given_words
from advisor.assessment.assess import assess, check_dossier, reason
from advisor.assessment.leaves import reads
from advisor.assessment.wording import address_name, answer_text
from advisor.common.french import french_date
from advisor.dossier import Dossier
from advisor.dossier.answer_parsing import canonical, parse_answer
from advisor.rules.conditions import CriterionRef, Leaf, OpenPoint, walk
from advisor.rules.facts import FactType
from advisor.rules.load import Knowledge
from advisor.rules.references import fact_id
from advisor.rules.vocabulary import Outcome
from advisor.rules.words import MARKS
from advisor.training.exercises import CanonicalValue, Pair
from advisor.training.flips import at_a_glance
from advisor.training.pairs import find_pairs
from advisor.training.quiz.kinds import why_criterion
from advisor.training.quiz.situations import Explanation, QuizChoice, Situation

WRONG = 3
"""Answers proposed beside the right one."""

FEW = 4
"""Pairs looked at, when the best one teaches nothing."""

SETTLED = (Outcome.MET, Outcome.NOT_MET)


def turning_pair(criterion: str, situation: Situation) -> Pair | None:
    """The answer that turns a criterion over, given on both sides; None when none does."""
    exercise, knowledge = situation.exercise, situation.knowledge
    asked = (exercise.dossier, criterion, exercise.on, knowledge, exercise.id)
    pair = next(iter(find_pairs(*asked, limit=1)), None)
    if pair is not None and _names_a_year(pair, knowledge):
        pair = next((one for one in find_pairs(*asked, limit=FEW) if not _names_a_year(one, knowledge)), None)
    if pair is None or pair.before is None or pair.after is None:
        return None
    if pair.outcome_before not in SETTLED or pair.outcome_after not in SETTLED:
        return None
    return pair


def _names_a_year(pair: Pair, knowledge: Knowledge) -> bool:
    """Whether the answer only dates the figures: naming another year mends no company."""
    return knowledge.addresses[pair.address][0].unit == "annee"


def idle_changes(pair: Pair, knowledge: Knowledge, draw: random.Random) -> list[tuple[str, CanonicalValue]]:
    """Other answers of the company with another value each, that leave the criterion as it is: proved by the engine.

    Those of the same theme come first, the likeliest to be taken for the right one.
    """
    theme = knowledge.addresses[pair.address][0].theme
    kin = {fact_id(one) for one in (pair.address, *_read_beside(pair, knowledge))}
    order = [one for one in pair.first.answers if fact_id(one) not in kin]
    draw.shuffle(order)
    order.sort(key=lambda one: knowledge.addresses[one][0].theme != theme)
    reasoning = reason(pair.first, pair.on, knowledge)
    found: dict[str, tuple[str, CanonicalValue]] = {}
    for address in order:
        for value in _others(address, pair, knowledge, draw) if fact_id(address) not in found else ():
            then = Counterfactual(reasoning, {address: value})
            fits = not check_dossier(then.dossier, knowledge)
            if fits and at_a_glance(then.reasoning, pair.target) == pair.outcome_before:
                found[fact_id(address)] = (address, value)
                break
        if len(found) == WRONG:
            break
    return list(found.values())


def _read_beside(pair: Pair, knowledge: Knowledge) -> tuple[str, ...]:
    """What criteria built on the target read themselves, beside it: that a title has expired is no wrong answer.

    « Est-elle une régie de quartier ? » is only half of being in the list; the other half would be a trap of words.
    """
    trees = (version.tree for one in knowledge.criteria.values() if (version := one.on(pair.on)) is not None)
    above = (nodes for tree in trees if CriterionRef(pair.target) in (nodes := tuple(walk(tree))))
    tests = [node for nodes in above for node in nodes if isinstance(node, Leaf | OpenPoint)]
    return reads(knowledge, tests, guarded=False)


def _others(address: str, pair: Pair, knowledge: Knowledge, draw: random.Random) -> Iterator[Raw]:
    """A few other values of one answer: other choices, or a figure a tenth higher."""
    fact, _ = knowledge.addresses[address]
    given = pair.first.answers[address].value
    if not isinstance(given, str):
        return
    if fact.options and fact.type is not FactType.CHOICES:
        others = [value for value, _ in other_choices(fact, given, pair.on)]
        yield from draw.sample(others, min(2, len(others)))
    elif fact.type in (FactType.MONEY, FactType.COUNT) and fact.unit != "annee":
        value = parse_answer(fact, given)
        if isinstance(value, Fraction) and value > 0:
            yield canonical(fact, Fraction(max(int(value) + 1, round(value * 11 / 10))))


def pair_choices(
    pair: Pair, wrong: list[tuple[str, CanonicalValue]], knowledge: Knowledge, draw: random.Random
) -> tuple[QuizChoice, ...]:
    """Each change in words: « Poids des voix : par tête, au lieu de selon le capital »."""
    changes = [(pair.address, pair.after), *wrong]
    draw.shuffle(changes)
    return tuple(
        QuizChoice(value=change_id(address, value), label=_change(address, value, pair.first, knowledge))
        for address, value in changes
    )


def change_id(address: str, value: CanonicalValue) -> str:
    """A change as ``whatif`` takes it: ``mention_rcs=oui``."""
    return f"{address}={value if isinstance(value, str) else ','.join(value or ())}"


def _change(address: str, value: CanonicalValue, dossier: Dossier, knowledge: Knowledge) -> str:
    now = answer_text(knowledge, address, value) if value is not None else "sans réponse"
    before = given_words(knowledge, dossier, address)
    return f"{address_name(knowledge, address)} : « {now} », au lieu de « {before} »"


def pair_prompt(pair: Pair, situation: Situation) -> str:
    title = situation.assessment.findings[pair.target].title
    now, then = (MARKS[one][1] for one in (pair.outcome_before, pair.outcome_after))
    return (
        f"Au {french_date(pair.on)}, le critère « {title} » est {now}. "
        f"Quelle réponse, changée seule, le rend {then} ? Les autres n'y changent rien."
    )


def pair_why(pair: Pair, situation: Situation) -> Explanation:
    """What the criterion becomes, then why, as the engine finds it after the change."""
    knowledge = situation.knowledge
    changed = situation.exercise.model_copy(update={"dossier": pair.second, "on": pair.on})
    after = replace(situation, exercise=changed, assessment=assess(pair.second, on=pair.on, knowledge=knowledge))
    change = _change(pair.address, pair.after, pair.first, knowledge)
    before = [f"{change} : le critère devient {MARKS[pair.outcome_after][1]}"]
    return why_criterion(pair.target, after, before)
