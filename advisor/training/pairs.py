"""Minimal pairs: the same company twice, told apart by one answer, and by what the law makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from advisor.advice.differences import asked_again
from advisor.assessment.law import law_day
from advisor.common.errors import InputError, Problem, close_to
from advisor.dossier import Dossier
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.references import below
from advisor.training.casebook.model import Case
from advisor.training.casebook.read import load_cases
from advisor.training.exercises import Pair
from advisor.training.flips import AnswerTried, FlipSearch, searched

ENOUGH = 3
"""Cases with a good pair among which the best is taken."""

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
    mend = f"Vouliez-vous dire : {', '.join(close)} ?" if close else "Voyez : ess-advisor regles liste critere."
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
        origin: where the dossier comes from.
        limit: how many to keep, the best; the others are not assessed.

    Raises:
        InputError: no such target, or an answer of the dossier does not fit its fact.
    """
    base = knowledge or load_knowledge()
    search = searched(dossier, check_target(target, base), on, base, origin)
    if search is None:
        return ()
    found = (pair for one in search.changes() if (pair := search.pair(one)) is not None)
    return tuple(islice(found, limit))


def pairs_for(
    target: str, on: date | None = None, limit: int = 1, knowledge: Knowledge | None = None
) -> tuple[Pair, ...]:
    """The pairs that teach a criterion or a status best, from the worked cases, one from each at most.

    Args:
        on: the day; by default, each case under the law of its own day, that of today first.

    Raises:
        InputError: no such target.
    """
    base = knowledge or load_knowledge()
    target = check_target(target, base)
    criterion = base.criteria.get(target)
    # What no verdict rests on moves none.
    alone = criterion is not None and criterion.scope == "vigilance"
    enough = max(ENOUGH, limit)
    ripe: list[_Found] = []
    spare: list[_Found] = []
    for group, tier in enumerate(_tiers(target, on, base)):
        for case, day in tier:
            dossier = case.dossier if day == case.dossier.on else asked_again(case.dossier, day)
            search = searched(dossier, target, day, base, case.id)
            change = _best(search.changes()) if search is not None else None
            if search is None or change is None:
                continue
            good = change.rank.best or (alone and change.rank.good)
            (ripe if good else spare).append((change, search))
            if len(ripe) >= (enough if group == 0 else limit):
                break
            if group > 0 and len(ripe) + len(spare) >= PATIENCE and any(one.rank.fair for one, _ in (*ripe, *spare)):
                break
        if len(ripe) >= limit or (group > 1 and any(one.rank.fair for one, _ in spare)):
            break
    found = [one for group in (ripe, spare) for one in sorted(group, key=lambda one: one[0].rank)]
    return tuple(islice((pair for change, search in found if (pair := search.pair(change)) is not None), limit))


_Found = tuple[AnswerTried, FlipSearch]
"""The best change of a case, and the search that found it."""


def _best(changes: Iterator[AnswerTried]) -> AnswerTried | None:
    """The best of some changes, the fair ones of which come first."""
    found: AnswerTried | None = None
    for one in changes:
        if one.rank.best:
            return one
        if found is None or (one.rank.good and not found.rank.good):
            found = one
        if not one.rank.fair:
            break
    return found


def _tiers(target: str, on: date | None, knowledge: Knowledge) -> Iterator[list[tuple[Case, date]]]:
    """Cases and days to look at, group by group: those about the target, those about what it is built from, those of
    the law in question, then the rest. In each group, the cases of the information day come first.
    """
    law = law_day(knowledge, on or knowledge.base.law_as_of)
    cases = load_cases()
    cases.sort(key=lambda case: case.notes is None)

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
    for group in groups:
        yield [(case, on or own(case)) for case in group]
    if on is None:
        yield [(case, own(case)) for case in before]
    yield [(case, on or knowledge.base.law_as_of) for case in before]
