"""What a change of the rules moves: worked cases and dossiers, each judged on one day under two rule bases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Set
from datetime import date
from typing import Any, NamedTuple

from advisor.advice.differences import DatedAssessment
from advisor.advice.ways.whatif import CriterionMove, moved_criteria
from advisor.assessment.account.findings import Findings
from advisor.assessment.account.routes import Routes
from advisor.assessment.account.verdicts import rate
from advisor.assessment.assess import account, check_dossier, reason
from advisor.assessment.model import Frozen
from advisor.assessment.reasoning import Reasoning
from advisor.common.errors import InputError
from advisor.desk.repository import DossierFile, Repository, looked_at
from advisor.desk.review import Moved, moved_between
from advisor.dossier import Dossier
from advisor.rules.load import Knowledge
from advisor.rules.signatures import entry_digest
from advisor.training.casebook.model import Case


class Stirred(Frozen):
    """A company whose verdicts are the same although some criteria are not."""

    file: str
    name: str
    criteria: tuple[CriterionMove, ...]


class Compared(Frozen):
    """Some companies under two rule bases; ``total``: how many; ``unread``: those that could not be judged."""

    total: int
    moved: tuple[Moved, ...]
    stirred: tuple[Stirred, ...]
    unread: tuple[str, ...] = ()


class RuleChange(Frozen):
    """What two rule bases say differently.

    Attributes:
        changed, added, removed: ids of entries.
        withdrawn: answers that one of the bases cannot read, left out under it, with how many companies gave them.
    """

    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    cases: Compared
    dossiers: Compared
    withdrawn: dict[str, int]


class Bases(NamedTuple):
    """The rule base of before, and that of after."""

    before: Knowledge
    after: Knowledge


def compare_bases(
    bases: Bases, cases: Iterable[Case], shelf: Repository, today: date, tick: Callable[[DossierFile], None]
) -> RuleChange:
    """Judge worked cases and dossiers under both bases, each on its own day, or today when it has none.

    ``tick`` is called before each dossier.
    """
    withdrawn: Counter[str] = Counter()

    def looked(file: str, dossier: Dossier) -> Moved | Stirred | None:
        return _compared(file, dossier, dossier.on or today, bases, withdrawn)

    def look(entry: DossierFile) -> Moved | Stirred | None:
        tick(entry)
        return looked(entry.path.name, entry.dossier)

    of_cases = [looked(case.id, case.dossier.model_copy(update={"name": case.title})) for case in cases]
    of_dossiers, shelf = looked_at(shelf, look)
    return RuleChange(
        **_entries(bases),
        cases=_gathered(of_cases),
        dossiers=_gathered(of_dossiers, tuple(one.path.name for one in shelf.damaged)),
        withdrawn=dict(sorted(withdrawn.items())),
    )


def _gathered(seen: list[Moved | Stirred | None], unread: tuple[str, ...] = ()) -> Compared:
    moved = tuple(one for one in seen if isinstance(one, Moved))
    stirred = tuple(one for one in seen if isinstance(one, Stirred))
    return Compared(total=len(seen), moved=moved, stirred=stirred, unread=unread)


def _entries(bases: Bases) -> dict[str, tuple[str, ...]]:
    """Ids of the entries that differ."""
    old, new = (base.entries for base in bases)
    changed = [id for kind, id in old if (kind, id) in new and _differ(old[kind, id], new[kind, id])]
    added, removed = ([id for kind, id in one if (kind, id) not in other] for one, other in ((new, old), (old, new)))
    return {"changed": tuple(changed), "added": tuple(added), "removed": tuple(removed)}


def _differ(old: Any, new: Any) -> bool:
    return bool(old != new) and entry_digest(old) != entry_digest(new)


def _compared(file: str, dossier: Dossier, day: date, bases: Bases, withdrawn: Counter[str]) -> Moved | Stirred | None:
    """What moves for one company; None when nothing does."""
    if any(day < base.base.start for base in bases):
        return None
    first, second = (_reasoned(dossier, day, base, withdrawn) for base in bases)
    # Most companies keep everything: their account would be written for nothing.
    shared = bases.before.criteria.keys() & bases.after.criteria.keys()
    if _concluded(first, shared) == _concluded(second, shared):
        return None
    before, after = (DatedAssessment(day, account(one), one) for one in (first, second))
    if found := moved_between(file, before, after):
        return found
    criteria = tuple(moved_criteria(before.assessment, after.assessment))
    return Stirred(file=file, name=dossier.name, criteria=criteria) if criteria else None


def _reasoned(dossier: Dossier, day: date, base: Knowledge, withdrawn: Counter[str]) -> Reasoning:
    """Conclude on a company; an answer that this base cannot read is left out, as its interview would not ask it."""
    try:
        return reason(dossier, day, base)
    except InputError:
        kept = {
            address: one
            for address, one in dossier.answers.items()
            if not check_dossier(Dossier(answers={address: one}), base)
        }
        withdrawn.update({address.partition("[")[0] for address in dossier.answers.keys() - kept.keys()})
        return reason(dossier.model_copy(update={"answers": kept}), day, base)


def _concluded(reasoning: Reasoning, criteria: Set[str]) -> tuple[object, ...]:
    """Verdicts, bounds, durations and outcomes of some criteria, without their account."""
    knowledge, day = reasoning.knowledge, reasoning.day
    routes = Routes(Findings(reasoning))
    verdicts = []
    for status in knowledge.statuses.values():
        rating = rate(routes, status)
        terms = routes.durations(rating.route) if rating.route and rating.high else []
        years = [knowledge.parameter(one.parameter, day) for one in terms]
        verdicts.append((status.id, rating.outcome, rating.worst, rating.best, years))
    outcomes = {id: reasoning.outcome(id) for id in criteria if knowledge.criteria[id].on(day) is not None}
    return verdicts, outcomes
