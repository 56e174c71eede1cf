"""Minimal pairs: the same company twice, told apart by one answer, and by what the law makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import islice
from random import Random
from typing import NamedTuple

from advisor.casebook import Case, load_cases
from advisor.desk.review import asked_again
from advisor.dossier import Dossier
from advisor.errors import EngineError, InputError, Problem, close_to
from advisor.knowledge import Knowledge, load_knowledge
from advisor.knowledge.reach import below
from advisor.reasoning import law_day
from advisor.training.flips import Change, Verifier, searched
from advisor.training.made import made, twin
from advisor.training.model import Pair

ENOUGH = 3
"""Cases with a good pair among which the best is taken."""

DRAWN = 8
"""Changes of a case among which a seed draws, the best of them."""

MIXED = 8
"""Cases about something else that a seed mixes with those about the target."""

PATIENCE = 12
"""Cases that give something, after which nothing much better is expected."""


def check_target(target: str, knowledge: Knowledge | None = None) -> str:
    """The id of a criterion or status, however its letters are typed.

    Raises:
        InputError: nothing bears that name; the closest ids are given.
    """
    base = knowledge or load_knowledge()
    ids = {id.lower(): id for id in (*base.criteria, *base.statuses)}
    found = ids.get(target.strip().lower())
    if found is not None:
        return found
    close = close_to(target, ids.values(), 3)
    mend = f"Vouliez-vous dire : {', '.join(close)} ?" if close else "Voyez : ess-advisor rules list critere."
    raise InputError(Problem(f"aucun critère ni statut ne s'appelle « {target} ».", mend=mend))


def find_pairs(
    dossier: Dossier,
    target: str,
    on: date | None = None,
    knowledge: Knowledge | None = None,
    origin: str = "",
    *,
    limit: int | None = None,
) -> tuple[Pair, ...]:
    """Every single answer of a dossier whose change gives a criterion or a status another outcome, best teaching first.

    Each pair was assessed in full on both sides: nothing contradicts itself, and the outcomes are those found.

    Args:
        dossier: the company to start from; its answers are ``before``.
        target: a criterion, or a status (``ess``, ``esus``).
        on: the day; by default the dossier's own, then today.
        knowledge: another rule base than the packaged one.
        origin: where the dossier comes from.
        limit: how many to keep, the best; the others are not assessed.

    Raises:
        InputError: no such target, or an answer of the dossier does not fit its fact.
    """
    base = knowledge or load_knowledge()
    search = searched(dossier, check_target(target, base), on, base)
    if search is None:
        return ()
    verifier = Verifier(search, origin)
    found = (pair for one in search.changes() if (pair := verifier.pair(one)) is not None)
    return tuple(islice(found, limit))


def best_pair(
    dossier: Dossier, target: str, on: date | None = None, knowledge: Knowledge | None = None, origin: str = ""
) -> Pair | None:
    """The first of `find_pairs`.

    Raises:
        InputError: as for `find_pairs`.
    """
    return next(iter(find_pairs(dossier, target, on, knowledge, origin, limit=1)), None)


def pair_for(
    target: str, on: date | None = None, seed: int | None = None, knowledge: Knowledge | None = None
) -> Pair | None:
    """A pair that teaches a criterion or a status, from the worked cases; those of the information day come first.

    A criterion that no worked case teaches well is taught by an invented company, when one can be made.

    Args:
        target: a criterion, or a status.
        on: the day; by default, each case under the law of its own day, that of today first.
        seed: chooses among the good pairs; the same seed gives the same pair. Without it, the best one.
        knowledge: another rule base than the packaged one.

    Returns:
        None when no case can be turned by one answer under the law of that day.

    Raises:
        InputError: no such target.
    """
    base = knowledge or load_knowledge()
    return _pair_for(check_target(target, base), on, seed, base)


@lru_cache(maxsize=512)
def _pair_for(target: str, on: date | None, seed: int | None, knowledge: Knowledge) -> Pair | None:
    draw = Random(f"{target} {seed}") if seed is not None else None
    criterion = knowledge.criteria.get(target)
    # What no verdict rests on moves none.
    alone = criterion is not None and criterion.scope == "vigilance"
    ripe: list[_Found] = []
    spare: list[_Found] = []
    for group, tier in enumerate(_tiers(target, on, knowledge, draw)):
        for case, day in tier:
            found = _found(case, day, target, knowledge, DRAWN if draw is not None else 1)
            if found is None:
                continue
            chosen = draw.choice(found.changes) if draw is not None else found.changes[0]
            one = _Found((chosen,), found.verifier)
            spare.append(one)
            if chosen.rank.best or (alone and chosen.rank.good):
                ripe.append(one)
            if len(ripe) == (ENOUGH if draw is None and group == 0 else 1):
                break
            if group > 0 and len(spare) >= PATIENCE and any(other.changes[0].rank.fair for other in spare):
                break
        if ripe or (group > 1 and any(one.changes[0].rank.fair for one in spare)):
            break
    if draw is None:
        ripe.sort(key=lambda one: one.changes[0].rank)
        spare.sort(key=lambda one: one.changes[0].rank)
    else:
        spare.sort(key=lambda one: not one.changes[0].rank.fair)
    if not any(one.changes[0].rank.good for one in (*ripe, *spare)):
        invented = _invented(target, on, seed, knowledge)
        if invented is not None:
            return invented
    verified = (one.verifier.pair(one.changes[0]) for one in (*ripe, *spare))
    return next((pair for pair in verified if pair is not None), None)


def _invented(target: str, on: date | None, seed: int | None, knowledge: Knowledge) -> Pair | None:
    """A company made for a criterion and its twin; None when the patterns have none for that day."""
    if target not in knowledge.criteria:
        return None
    try:
        pair = twin(made(seed or 0, target, level=1, on=on, knowledge=knowledge), knowledge)
    except (InputError, EngineError):
        return None
    return None if None in (pair.before, pair.after) else pair


def _choice(changes: Iterator[Change], most: int) -> tuple[Change, ...]:
    """Those among which to choose, of the best kind that there is; what cannot be one of them is not worked out."""
    best: list[Change] = []
    good: list[Change] = []
    fair: list[Change] = []
    for one in changes:
        # The fair ones come first.
        if not one.rank.fair:
            return tuple((best or good or fair or [one])[:most])
        (best if one.rank.best else good if one.rank.good else fair).append(one)
        if len(best) == most:
            break
    return tuple((best or good or fair)[:most])


class _Found(NamedTuple):
    """Changes of one dossier, and what verifies them."""

    changes: tuple[Change, ...]
    verifier: Verifier


def _found(case: Case, day: date, target: str, knowledge: Knowledge, most: int) -> _Found | None:
    """The changes of a case that flip a target, so many of the best kind that there is; None when there are none."""
    dossier = case.dossier if day == case.dossier.on else asked_again(case.dossier, day)
    search = searched(dossier, target, day, knowledge)
    changes = _choice(search.changes(), most) if search is not None else ()
    return _Found(changes, Verifier(search, case.id)) if search is not None and changes else None


def _tiers(
    target: str, on: date | None, knowledge: Knowledge, draw: Random | None
) -> Iterator[list[tuple[Case, date]]]:
    """Cases and days to look at, group by group: those about the target, those about what it is built from, those of
    the law in question, then the rest.

    In each group, the cases of the information day come first, unless they are drawn.
    """
    law = law_day(knowledge, on or knowledge.base.law_as_of)
    cases = load_cases()
    cases.sort(key=lambda case: case.notes is None)
    if draw is not None:
        draw.shuffle(cases)

    def own(case: Case) -> date:
        return case.dossier.on or knowledge.base.law_as_of

    within = below(knowledge, target, law)

    def about(case: Case) -> int:
        """0 for the target itself, 1 for what it is built from."""
        named = {*case.expected.grounds, *(case.notes.questions if case.notes is not None else ())}
        return 0 if target in named or target in knowledge.statuses else 1 if within & named else 2

    today = [case for case in cases if law_day(knowledge, own(case)) == law]
    before = [case for case in cases if law_day(knowledge, own(case)) != law]
    groups = [[case for case in today if about(case) == rank] for rank in range(3)]
    if draw is not None:
        # Some of the others too, or the same few would always come back.
        near, others = groups[0] + groups[1], groups[2]
        drawn = near + others[:MIXED]
        draw.shuffle(drawn)
        groups = [drawn, others[MIXED:]]
    for group in groups:
        yield [(case, on or own(case)) for case in group]
    if on is None:
        yield [(case, own(case)) for case in before]
    yield [(case, on or knowledge.base.law_as_of) for case in before]
