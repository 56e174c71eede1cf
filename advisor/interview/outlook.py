"""Where one stands: a line per status, the questions left, what is worth asking past the verdicts, what to gather."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from advisor.assessment.leaves import FALSE, TRUE, UNKNOWN
from advisor.assessment.model import rung_name
from advisor.assessment.reasoning import READINGS, Reasoning
from advisor.assessment.relevance import Need, UndecidedRun, open_runs, quickest, undecided_run
from advisor.assessment.wording import answer_text, slot_name
from advisor.dossier import Dossier
from advisor.rules.basis import route_root, status_root
from advisor.rules.conditions import AllOf, AnyOf, Condition, CriterionRef, FigureLeaf, Leaf, OpenPoint, Threshold
from advisor.rules.formulas import Name, Number
from advisor.rules.load import Knowledge
from advisor.rules.models import Route
from advisor.rules.references import fact_id
from advisor.rules.vocabulary import Cause, Reading, Slots, VerdictId, VerdictState
from advisor.rules.words import CAUSE_WORDS, VERDICT_WORDS

if TYPE_CHECKING:
    from advisor.interview.machine import Interview


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One status, live.

    Attributes:
        status: its id.
        state: open, firm, closed, or decided by a reading of the law that is not settled.
        words: the verdict, or the best and the worst still possible.
        deciding: address of the answer that founds the result.
        because: that answer, in words.
    """

    status: str
    state: VerdictState
    words: str
    deciding: str | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Questions left at best and at worst before both verdicts are decided, and a line per status.

    A grid or a worksheet counts for all it holds. At worst: also what an answer still to come may call for.
    """

    best: int
    worst: int
    lines: tuple[StatusLine, ...]


def progress(interview: Interview) -> Progress:
    """Return where one stands."""
    reasoning, pending = interview.reasoning, interview.pending()
    left = {need.address for need in pending}
    deciding = bool(left) and not (interview.decided or interview.past_verdicts) and bool(interview.all_needs())
    if deciding:
        left |= {address for address in to_come(reasoning) if address not in interview.dossier.answers}
    # A column of a table (five pays, three years) is one question, whatever the number of its rows.
    facts = {fact_id(address) for address in left}
    worst = best = len(facts)
    if deciding:
        sheets = interview.knowledge.sheets.values()
        worst = len(facts.union(*(sheet.companions for sheet in sheets if facts & {*sheet.facts})))
        # « Je ne sais pas » to all that is asked ends the pass too; once one was given, one answer may be the last.
        passed = {need.address for need in interview.all_needs()} - {need.address for need in pending}
        best = 1 if passed else min(max(quickest(reasoning), 1), len(pending), worst)
    return Progress(best, worst, tuple(_line(interview, status) for status in interview.knowledge.statuses))


def _line(interview: Interview, status: str) -> StatusLine:
    state, words = standing(interview.reasoning, status)
    address = None if state in (VerdictState.OPEN, VerdictState.BEFORE_THE_LAW) else interview.deciding(status)
    if address is None:
        return StatusLine(status, state, words)
    fact, slot = interview.knowledge.addresses[address]
    label = (fact.short or fact.id) + (f" ({slot_name(slot)})" if slot else "")
    because = f"{label} : {words_of(interview.knowledge, interview.dossier, address)}"
    return StatusLine(status, state, words, address, because)


def to_come(reasoning: Reasoning) -> set[str]:
    """Return what undecided conditions may come to wait for: behind a guard still open, or rows not counted yet."""
    runs = [one for status in reasoning.knowledge.statuses for one in open_runs(reasoning, status)]
    found = _read(reasoning, [(one.run, one.tests) for one in runs])
    if found:
        # Asked too, though nothing waits for them.
        found |= {fact.id for fact in reasoning.knowledge.facts.values() if fact.taken_for_granted}
    return {address for address in found if reasoning.session.applies(address) != FALSE}


def to_come_of(reasoning: Reasoning, route: str) -> set[str]:
    """Return the same of one route, whether or not a verdict still waits for it."""
    tree = reasoning.route(route)
    runs = [undecided_run(reasoning, *one) for one in product(READINGS, (True, False))]
    found = _read(reasoning, [(run, run.tests([tree])) for run in runs])
    return {address for address in found if reasoning.session.applies(address) != FALSE}


def _read(reasoning: Reasoning, runs: Iterable[tuple[UndecidedRun, list[tuple[str, Leaf | OpenPoint]]]]) -> set[str]:
    """What some undecided tests of each run read."""
    found: dict[int | None, Leaf] = {}
    for run, tests in runs:
        pending: list[Condition] = [test for _, test in tests]
        while pending:
            node = pending.pop()
            if isinstance(node, Leaf):
                found[node.index] = node
            elif isinstance(node, AllOf | AnyOf | OpenPoint):
                parts = node.readings if isinstance(node, OpenPoint) else node.children
                pending += [part for part in parts if run.kleene(part) == UNKNOWN]
    limits = [leaf.threshold for leaf in found.values() if isinstance(leaf, FigureLeaf)]
    compared: list[Leaf | Threshold] = [*found.values(), *limits]
    figures = {one.indicator for one in compared if one.indicator}
    return {one.fact for one in compared if one.fact} | _figure_reads(reasoning, figures)


def _figure_reads(reasoning: Reasoning, figures: Iterable[str]) -> set[str]:
    """Every answer some figures may read, for as many rows as the answers so far leave possible."""
    knowledge = reasoning.knowledge
    found: set[str] = set()
    pending = list(figures)
    seen = set(pending)
    while pending:
        indicator = knowledge.indicators[pending.pop()]
        count = indicator.count
        rows = _most(reasoning, count.id) if isinstance(count, Name) and count.id in knowledge.indicators else None
        for name in indicator.names:
            if name in knowledge.facts:
                found.update(knowledge.facts[name].addresses[:rows])
            elif name in knowledge.indicators and name not in seen:
                seen.add(name)
                pending.append(name)
    return found


def _most(reasoning: Reasoning, indicator: str) -> int | None:
    """The greatest number of rows that the answers so far leave possible; None when nothing bounds it."""
    session, entry = reasoning.session, reasoning.knowledge.indicators[indicator]
    known = session.indicator(indicator).value.high
    if known is not None:
        return int(known)
    limits: list[Fraction | None] = []
    for case in entry.cases:
        truth = TRUE if case.condition is None else session.settled(case.condition).strict
        if truth == FALSE:
            continue
        match case.formula:
            case Number(value):
                limits.append(value)
            case Name(id) if id in reasoning.knowledge.facts:
                limits.append(reasoning.knowledge.facts[id].maximum)
            case Name(id) if id in reasoning.knowledge.parameters:
                limits.append(session.parameter(id))
            case _:
                limits.append(None)
        if truth == TRUE:
            break
    bounded = [limit for limit in limits if limit is not None]
    return int(max(bounded)) if bounded and len(bounded) == len(limits) else None


def words_of(knowledge: Knowledge, dossier: Dossier, address: str) -> str:
    """Return an answer in words."""
    given = dossier.answers.get(address)
    return "je ne sais pas" if given is None or given.value is None else answer_text(knowledge, address, given.value)


def standing(reasoning: Reasoning, status: str) -> tuple[VerdictState, str]:
    """Return the state of a status, and its verdict or its bounds in words."""
    if reasoning.day < reasoning.knowledge.base.start:
        return VerdictState.BEFORE_THE_LAW, CAUSE_WORDS[Cause.BEFORE_THE_LAW]
    return rated(reasoning, status_root(status), _top(reasoning, status))


def rated(reasoning: Reasoning, root: str, top: VerdictId) -> tuple[VerdictState, str]:
    """Return the same of a status or a route by its root, ``top`` being the name of its best rung."""
    (low, strict_high), (favourable_low, high) = (reasoning.rungs(root, reading) for reading in READINGS)
    worst, best = (VERDICT_WORDS[rung_name(rung, top)] for rung in (low, high))
    if (low, favourable_low) != (strict_high, high):
        return VerdictState.OPEN, f"au mieux {best}, au pire {worst}"
    states = (VerdictState.CLOSED, VerdictState.TO_MEND, VerdictState.FIRM)
    return (states[low], worst) if low == high else (VerdictState.LAW, f"{best} ou {worst}")


def _top(reasoning: Reasoning, status: str) -> VerdictId:
    """Name of the top rung: « de droit » once only routes of that kind lead there."""
    routes = _open_routes(reasoning, status)
    firm = [route for route in routes if reasoning.firm(route.id)]
    kinds = {route.outcome for route in (firm or routes)}
    return VerdictId.BY_RIGHT if kinds == {VerdictId.BY_RIGHT} else VerdictId.ELIGIBLE


def _open_routes(reasoning: Reasoning, status: str) -> list[Route]:
    """Routes that are not closed."""
    return [route for route in reasoning.knowledge.statuses[status].routes if reasoning.highest(route.id) > 0]


# -- past the verdicts --------------------------------------------------------------------------------------------


def useful(reasoning: Reasoning, later: Collection[str] = ()) -> list[Need]:
    """Return answers no verdict waits for, but that a duration, a condition, a reserve or a guide line does.

    Only routes still open count, and closed ones that something would open another day (``later``, ids): there the
    answers say what else must be ready by then. On any other, more answers change nothing worth saying.
    """
    found: dict[str, Need] = {}
    for address, status, weight in (*_useful(reasoning), *_reopened(reasoning, later)):
        old = found.get(address)
        cost = reasoning.knowledge.addresses[address][0].cost
        statuses = tuple(dict.fromkeys((*(old.statuses if old else ()), status)))
        found[address] = Need(address, statuses, max(old.score if old else 0.0, weight / cost))
    return sorted(found.values(), key=lambda need: -need.score)


def _useful(reasoning: Reasoning) -> Iterator[tuple[str, str, float]]:
    """Address, status and weight of everything that is still of use."""
    knowledge, day = reasoning.knowledge, reasoning.day
    for status in knowledge.statuses:
        routes = _routes_followed(reasoning, status)
        seen: set[str] = set()
        for route in routes:
            for line in route.durations:
                if line.covers(day) and line.condition is not None:
                    yield from ((address, status, 2.0) for address in _waiting(reasoning, line.condition))
                    break
            tree = reasoning.route(route.id)
            yield from ((address, status, 1.0) for address in _undecided(reasoning, tree, seen))
        watched = [one.id for one in knowledge.criteria.values() if routes and one.scope == "vigilance" and one.on(day)]
        if any(route.outcome == VerdictId.ELIGIBLE for route in routes):
            watched += [id for light in knowledge.statuses[status].lights for id in light.criteria]
        for id in watched:
            if id not in seen:
                seen.add(id)
                yield from ((address, status, 1.0) for address in _undecided(reasoning, reasoning.tree(id), seen))
        for id in seen:
            for reserve in knowledge.criteria[id].reserves:
                if reserve.covers(day):
                    yield from ((address, status, 0.5) for address in _waiting(reasoning, reserve.condition))
        for guide in knowledge.guidance:
            if routes and guide.status == status and guide.covers(day) and guide.condition is not None:
                yield from ((address, status, 0.5) for address in _waiting(reasoning, guide.condition))


def _reopened(reasoning: Reasoning, later: Collection[str]) -> Iterator[tuple[str, str, float]]:
    for status in reasoning.knowledge.statuses:
        for route in reasoning.knowledge.statuses[status].routes:
            if route.id in later:
                tree = reasoning.route(route.id)
                yield from ((address, status, 1.0) for address in _undecided(reasoning, tree, set()))


def _routes_followed(reasoning: Reasoning, status: str) -> list[Route]:
    """The routes that lead to the status; while none does, those still open."""
    routes = _open_routes(reasoning, status)
    return [route for route in routes if reasoning.rungs(route_root(route.id), Reading.STRICT)[0] == 2] or routes


def _waiting(reasoning: Reasoning, condition: Condition) -> tuple[str, ...]:
    settled = reasoning.session.settled(condition)
    return settled.missing if settled.strict == UNKNOWN else ()


def _undecided(reasoning: Reasoning, node: Condition, seen: set[str]) -> Iterator[str]:
    """Answers that undecided tests wait for, alternatives left aside; ``seen`` collects the criteria met."""
    pair = reasoning.kleene(node, Reading.STRICT), reasoning.kleene(node, Reading.FAVOURABLE)
    match node:
        case CriterionRef(id):
            if id not in seen:
                seen.add(id)
                yield from _undecided(reasoning, reasoning.tree(id), seen)
        case Leaf() | OpenPoint():
            if UNKNOWN in pair:
                yield from reasoning.settled(node).missing
        case AnyOf(children) if pair == (TRUE, TRUE):
            # One way is enough: only what it rests on is looked at.
            for child in children:
                if reasoning.kleene(child, Reading.STRICT) == TRUE:
                    yield from _undecided(reasoning, child, seen)
        case AllOf(children) | AnyOf(children):
            for child in children:
                yield from _undecided(reasoning, child, seen)
        case _:
            return


# -- what to gather -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gathering:
    """What one person holds.

    Attributes:
        holder: who.
        items: label and where to find it, once per fact.
    """

    holder: str
    items: tuple[tuple[str, str], ...]


def gather(reasoning: Reasoning, needed: Sequence[str]) -> tuple[Gathering, ...]:
    """Return what is missing, by holder: what a verdict waits for first, then every other « je ne sais pas »."""
    session = reasoning.session
    clashing = [address for one in session.contradictions for address in one.addresses]
    answers = session.company.answers.items()
    unknown = [address for address, given in answers if given.value is None and session.applies(address) == TRUE]
    rows: dict[str, list[str | None]] = {}
    for address in dict.fromkeys((*clashing, *needed, *unknown)):
        fact, slot = reasoning.knowledge.addresses[address]
        rows.setdefault(fact.id, []).append(slot)
    found: dict[str, list[tuple[str, str]]] = {}
    for id, slots in rows.items():
        fact = reasoning.knowledge.facts[id]
        named = [slot for slot in slots if slot]
        label = fact.short or fact.id
        if named:
            kind = "exercices" if fact.slots == Slots.YEARS else "lignes"
            label += f" ({kind if len(named) > 1 else kind[:-1]} {', '.join(sorted(named, key=_row))})"
        found.setdefault(_first_holder(fact.holder), []).append((label, fact.where))
    return tuple(Gathering(holder, tuple(items)) for holder, items in found.items())


def _row(slot: str) -> int:
    return int(slot) if slot.isdigit() else int(slot[2:] or 0)


def _first_holder(text: str) -> str:
    """Return the first person named: ``L'expert-comptable ; le dirigeant.`` gives ``L'expert-comptable``."""
    bare = re.sub(r" \([^)]*\)", "", text)
    return bare.partition(" ;")[0].partition(",")[0].strip(" .") or "À préciser"
