"""Look for a company, a few answers away from a worked case, that a mistake in the rules would move."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from advisor.assessment.session import Session
from advisor.common.errors import InputError
from advisor.dossier.answer_parsing import AnswerError
from advisor.rules.facts import Fact, FactType
from advisor.rules.load import Knowledge, load_knowledge
from tests.conclusions import Company, concluded, neighbour
from tests.mutations import ROOT, Mutant
from tests.mutations.law import Bench, Moved, bare_conclusions, mutate
from tests.support.generate import in_bounds, values_of

TRIES = 2500


def near_company(bench: Bench, mutant: Mutant) -> str | None:
    """Return a line of ``tests/conclusions/near.jsonl`` that tells the mutant, in a process of its own."""
    random, sound = Random(mutant.place + mutant.change), bench.sound
    with tempfile.TemporaryDirectory() as folder:
        mutate(mutant, Path(folder))
        try:
            knowledge = load_knowledge()
        except InputError:
            return None
        moved = Moved(sound, knowledge)
        texts = list(_texts(mutant, sound))
        facts = [one for one in sound.facts.values() if any(one.id in words for words in texts)]
        days = _days(mutant, moved)
        numbers = sorted({one for words in texts for one in words if re.fullmatch(r"\d+(\.\d+)?", one)})
        addresses = [address for address, (fact, _) in sound.addresses.items() if fact in facts]
        for _ in range(TRIES if addresses else 0):
            case = random.choice(bench.cases)
            day = (
                random.choice(days)
                if days and (mutant.kind in ("day", "version") or random.random() < 0.7)
                else case.dossier.on
            )
            assert day is not None
            picked = random.sample(addresses, min(len(addresses), random.choice((1, 1, 2, 2, 3, 4))))
            changes = {one: _value(sound.addresses[one][0], day, numbers, random) for one in picked}
            dossier = neighbour(case.dossier, changes)
            try:
                contradicted = Session(sound, dossier, day).contradictions
            except AnswerError:
                continue
            if contradicted and "coherences" not in mutant.file:
                continue
            if moved.moves(dossier, day, bare_conclusions(sound, dossier, day)):
                lines = [concluded([Company("", dossier, day)], one) for one in (sound, knowledge)]
                if lines[0] != lines[1]:
                    line = {"for": mutant.place, "case": case.id, "on": str(day), "changes": changes}
                    return json.dumps(line, ensure_ascii=False)
    return None


def _texts(mutant: Mutant, knowledge: Knowledge) -> Iterator[set[str]]:
    """The words around the mistake, and those of what they name."""
    lines = (ROOT / mutant.file).read_text(encoding="utf-8").splitlines()
    words = set(re.findall(r"[\w.]+", " ".join(lines[max(0, mutant.line - 7) : mutant.line + 6])))
    words |= set(mutant.place.replace(".", " ").split())
    yield words
    pending, done = words, set[str]()
    for _ in range(3):
        named: set[str] = set()
        for kind, id in knowledge.places:
            if id in pending and id not in done and kind in ("indicateur", "definition", "ensemble"):
                document, path = knowledge.places[kind, id]
                done.add(id)
                named |= set(re.findall(r"[\w.]+", str(document.at(path))))
        yield named
        pending = named


def _days(mutant: Mutant, moved: Moved) -> list[date]:
    known = {date.fromisoformat(one) for one in re.findall(r"\d{4}-\d\d-\d\d", mutant.change)}
    known |= {day + timedelta(1) for day in known} | {day - timedelta(1) for day in known}
    known |= set(moved.sound.law_days) | {date(2026, 10, 6)}
    dossier = moved.sound, moved.knowledge
    if moved.always or moved.coherences or moved.reserves or moved.guidance:
        return sorted(known)[-6:] if mutant.kind not in ("day", "version") else sorted(known)
    from advisor.assessment.law import law

    return [day for day in sorted(known) if law(dossier[0], day).program.trees != law(dossier[1], day).program.trees]


def _value(fact: Fact, day: date, numbers: list[str], random: Random) -> Any:
    if random.random() < 0.1:
        return None
    if fact.type is FactType.CHOICES and random.random() < 0.6:
        options = [one.id for one in fact.options if one.id not in ("aucun", "aucune", "sans_objet")]
        return tuple(sorted(random.sample(options, min(len(options), random.choice((1, 2, 2, 3))))))
    if fact.type is FactType.DATE and random.random() < 0.5:
        # The edges of what the law counts: years back to the day, and its own days.
        back = day.replace(day=min(day.day, 28), year=day.year - random.choice((0, 1, 1, 2, 3, 5)))
        fixed = date(day.year - random.choice((0, 1)), random.choice((1, 6, 12)), random.choice((1, 19, 20, 21)))
        return str(random.choice((back, back, fixed)) + timedelta(random.choice((-1, 0, 0, 1))))
    if fact.type in (FactType.MONEY, FactType.PERCENT, FactType.COUNT) and numbers and random.random() < 0.5:
        number = str(int(float(random.choice(numbers))) + random.choice((-1, 0, 0, 1)))
        if in_bounds(fact, number):
            return number
    return random.choice(values_of(fact, day) or [None])
