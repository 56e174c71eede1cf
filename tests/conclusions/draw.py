"""Draw the stored dossiers: half are worked cases with some answers changed, half are drawn from the catalogue.

Drawn again only when the catalogue has changed so much that the stored ones no longer say enough.
"""

from __future__ import annotations

import json
from datetime import date
from random import Random
from typing import Any

from advisor.rules.load import Knowledge
from advisor.training.casebook.read import load_cases
from tests.support.generate import values_of

COUNT = 2000
_DAYS = [date(year, month, 1) for year in range(2014, 2027) for month in (1, 6, 9)]
_DAYS = [day for day in _DAYS if day >= date(2014, 8, 1)]


def drawn(knowledge: Knowledge, seed: int = 2026) -> list[str]:
    """Return the dossiers as lines of JSON."""
    random = Random(seed)
    cases = load_cases()
    made = []
    for rank in range(COUNT):
        day = random.choice(_DAYS)
        answers: dict[str, Any] = {}
        if rank % 2:
            base = random.choice(cases).dossier
            answers = {address: one.value for address, one in base.answers.items()}
            day = base.on if base.on is not None and random.random() < 0.7 else day
            changed = random.sample(list(knowledge.addresses), random.choice((1, 2, 4, 8)))
            changed += random.sample(list(answers), min(len(answers), random.choice((0, 1, 2))))
        else:
            density = random.choice((0.15, 0.5, 0.85, 1.0))
            changed = [address for address in knowledge.addresses if random.random() < density]
        favourable = random.random() < 0.6
        for address in changed:
            pool = values_of(knowledge.addresses[address][0], day)
            value = pool[0] if favourable and random.random() < 0.8 else random.choice(pool)
            if rank % 2 and random.random() < 0.25:
                answers.pop(address, None)
            else:
                answers[address] = None if random.random() < 0.05 else value
        requested = str(random.choice(_DAYS)) if random.random() < 0.2 else ""
        made.append(json.dumps({"on": str(day), "requested": requested, "answers": answers}, ensure_ascii=False))
    return made
