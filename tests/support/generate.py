"""Hypothesis strategies: dossiers that look like what people answer, including nonsense that is allowed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from advisor.dossier import Answer, Dossier
from advisor.rules.facts import Fact, FactType
from advisor.rules.load import Knowledge

EDGES = {
    FactType.MONEY: [
        "0",
        "1",
        "10000",
        "65999.99",
        "66000",
        "66000.01",
        "100000",
        "151351.20",
        "151351.21",
        "216216",
        "1000000",
    ],
    FactType.PERCENT: ["0", "1", "19.9", "20", "49.99", "50", "50.01", "65.99", "66", "100"],
    FactType.COUNT: ["0", "1", "2", "3", "4", "5", "6", "14", "2019", "2024", "2025"],
}


def in_bounds(fact: Fact, text: str) -> bool:
    from advisor.dossier.answer_parsing import AnswerError, parse_answer

    try:
        parse_answer(fact, text)
    except AnswerError:
        return False
    return True


def values_of(fact: Fact, day: date) -> list[Any]:
    """Representative answers to a fact: every choice, the edges of every threshold, dates around the day."""
    if fact.type is FactType.CHOICES:
        alone = [(option.id,) for option in fact.options]
        several = [o.id for o in fact.options if o.id not in ("aucun", "aucune", "sans_objet")]
        return [*alone, tuple(several[:2])] if len(several) > 1 else alone
    if fact.options:
        return [option.id for option in fact.options]
    if fact.type is FactType.DATE:
        offsets = (-1, -40, -364, -365, -366, -730, -1094, -1095, -1096, -2500)
        return [(day + timedelta(offset)).isoformat() for offset in offsets]
    if fact.type is FactType.TEXT:
        return ["", "Euronext Growth", "à revoir"] if fact.pattern is None else ["42", "19", "2A", "976"]
    return [text for text in EDGES[fact.type] if in_bounds(fact, text)]


@lru_cache(maxsize=256)
def dossiers(knowledge: Knowledge, day: date) -> st.SearchStrategy[Dossier]:
    """Dossiers with any part of the facts answered; more filled ones are as likely as sparse ones."""
    addresses = list(knowledge.addresses)
    pools = {address: values_of(knowledge.addresses[address][0], day) for address in addresses}

    @st.composite
    def build(draw: st.DrawFn) -> Dossier:
        density = draw(st.sampled_from([0.15, 0.5, 0.85, 1.0]))
        random = draw(st.randoms(use_true_random=True))
        favourable = draw(st.booleans())
        answers = {}
        for address in addresses:
            if random.random() <= density:
                pool = pools[address]
                # Half of the dossiers lean to the first choices, or no verdict but a refusal would ever be met.
                value = pool[0] if favourable and random.random() < 0.8 else random.choice(pool)
                answers[address] = Answer(value=value)
        return Dossier(on=day, answers=answers)

    return build()
