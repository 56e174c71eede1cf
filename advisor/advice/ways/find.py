"""From a dossier to the ways to a status, written down."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Literal, NamedTuple

from advisor.advice.ways._carry_out import Future
from advisor.advice.ways.model import AnswerChange, AnswerToRead, Way, Ways, WayStep, answer_change
from advisor.advice.ways.search import Move, Search, SearchState
from advisor.assessment.account.changes import Changes
from advisor.assessment.account.findings import Findings
from advisor.assessment.assess import assess
from advisor.assessment.leaves import TRUE, UNKNOWN
from advisor.assessment.model import Assessment
from advisor.assessment.reasoning import READINGS, Reasoning
from advisor.assessment.relevance import needs
from advisor.assessment.wording import address_name, with_figures
from advisor.dossier import Dossier
from advisor.rules.basis import StatusId, route_root, status_root
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.models import Remedy
from advisor.rules.vocabulary import Cause, Reading, RemedyKind, VerdictId

MOST_WAYS = 5
"""Ways told; those that follow are heavier."""


def find_ways(
    dossier: Dossier,
    status: StatusId,
    on: date | None = None,
    refused: Collection[str] = (),
    knowledge: Knowledge | None = None,
) -> Ways:
    """Find the smallest sets of changes by which a company reaches a status, best first.

    Args:
        dossier, on, knowledge: as for `assess`, from which day to act.
        status: ``ess`` or ``esus``.
        refused: ids of ``rules/refus.yaml`` that the company holds to.

    Raises:
        InputError: an answer does not fit its fact.
        KeyError: an unknown status or refusal.
    """
    base = knowledge or load_knowledge()
    day = on or dossier.on or date.today()
    assessment = assess(dossier, on=day, knowledge=base)
    verdict = assessment.verdicts[status]
    ruled_out = frozenset(remedy for id in refused for remedy in base.refusals[id].rules_out)
    shared = {"status": status, "title": verdict.title, "on": day, "now": verdict.outcome, "refused": tuple(refused)}
    if verdict.outcome in (VerdictId.ELIGIBLE, VerdictId.BY_RIGHT):
        return Ways(**shared, ways=(), reason="Le statut est déjà atteint : rien à changer.")
    if assessment.ended:
        return Ways(**shared, ways=(), reason=assessment.ended)
    found = _found(base, dossier, day, status, ruled_out)
    unbound = _found(base, dossier, day, status, frozenset()) if ruled_out else _Found([])
    free = unbound.ways
    given_up = free[0] if free and (not found.ways or free[0].steps != found.ways[0].steps) else None
    disputed = {address for one in assessment.contradictions for address in one.addresses}
    unread = () if disputed & set(found.unread) else found.unread
    reason = "" if found.ways else _why_not(assessment, status, found.unread, bool(given_up))
    return Ways(
        **shared,
        ways=tuple(found.ways),
        unread=tuple(check(base, address) for address in unread),
        contradictions=tuple(f"{one.message} {one.mend}".strip() for one in assessment.contradictions),
        given_up=given_up,
        surer=bool(given_up) and (found.law, unbound.law) == (Reading.FAVOURABLE, Reading.STRICT),
        reason=reason,
        law=found.law,
        if_favourable=found.lighter,
    )


class _Found(NamedTuple):
    """Ways under one reading of the law, a lighter one under the favourable reading, or what cannot be searched."""

    ways: list[Way]
    law: Reading | Literal[""] = ""
    lighter: Way | None = None
    unread: tuple[str, ...] = ()


def _found(knowledge: Knowledge, dossier: Dossier, day: date, status: str, ruled_out: frozenset[str]) -> _Found:
    strict, favourable = (Search(knowledge, dossier, day, status, reading, ruled_out) for reading in READINGS)
    states, others = strict.ways(), favourable.ways()
    if not states:
        if others:
            return _Found(_ways(favourable, others), Reading.FAVOURABLE)
        return _Found([], unread=strict.unread() or favourable.unread())
    # Where one reading grants the status already, nobody is told to wait before the answers that may lift the doubt.
    granted = bool(others) and not others[0].moves
    open_today = strict.original.attainable(Reading.STRICT).value(status_root(status)) == UNKNOWN
    if granted and open_today and strict.weight(states[0].moves)[1] and (unread := strict.unread()):
        return _Found([], lighter=_Writer(favourable).way(others[0]), unread=unread)
    lighter = others and favourable.weight(others[0].moves) < strict.weight(states[0].moves)
    return _Found(_ways(strict, states), Reading.STRICT, _Writer(favourable).way(others[0]) if lighter else None)


def _ways(search: Search, states: list[SearchState]) -> list[Way]:
    writer = _Writer(search)
    return [writer.way(state) for state in states[:MOST_WAYS]]


def _why_not(assessment: Assessment, status: str, unread: tuple[str, ...], only_refused: bool) -> str:
    """Why there is no way: what the company holds to, answers that contradict or lack, or what nothing changes."""
    if only_refused:
        return "Aucune voie ne respecte tous vos points non négociables."
    if any(address in unread for one in assessment.contradictions for address in one.addresses):
        return "Aucun chemin ne peut être calculé tant que ces réponses se contredisent."
    if unread and assessment.verdicts[status].cause == Cause.LAW:
        return "Une lecture du droit ouvre déjà ce statut. Les questions qui suivent peuvent lever le doute."
    if unread:
        return "Répondez d'abord aux questions qui suivent : sans elles, aucun chemin ne peut être calculé."
    return f"Aucun enchaînement de changements connu ne mène à ce statut. {assessment.verdicts[status].sentence}"


def check(knowledge: Knowledge, address: str) -> AnswerToRead:
    """Return an answer to read, and who holds it."""
    fact, _ = knowledge.addresses[address]
    return AnswerToRead(address=address, short=address_name(knowledge, address), holder=fact.holder, where=fact.where)


class _Writer:
    """Ways of one search, in words."""

    def __init__(self, search: Search) -> None:
        self.search, self.knowledge, self.reading = search, search.knowledge, search.reading
        self.changes = Changes(Findings(search.original))

    def way(self, state: SearchState) -> Way:
        steps: list[WayStep] = []
        before = self.search.start
        for key in dict.fromkeys(move.key for move in state.moves):
            moves = [move for move in state.moves if move.key == key]
            after = self.search.replay(moves, before)
            if moves[0].remedy is not None:
                steps.append(self._step(moves[0].remedy, moves, before, after))
            before = after
        order = self.knowledge.in_order(step.remedy for step in steps)
        checks = [leaf.fact for move in state.moves if move.remedy is None for leaf in move.leaves if leaf.fact]
        reasoning = self.search.reasoning(state.future)
        sure = not checks and reasoning.acquis(self.reading).value(status_root(self.search.status)) == TRUE
        return Way(
            # The form first, for the rest is written in its statutes; years to close come last.
            steps=tuple(
                sorted(steps, key=lambda step: (step.kind != RemedyKind.FORM, step.years, order.index(step.remedy)))
            ),
            checks=tuple(check(self.knowledge, address) for address in dict.fromkeys(checks)),
            earliest=state.future.on,
            reached=self._reached(reasoning),
            dossier=state.future.dossier.model_copy(update={"on": state.future.on}),
            sure=sure,
            contested=tuple(reserve.text for reserve in self.search.contested(state)),
            # Only the reading searched: what the kinder one waits for is another matter.
            pending=()
            if sure
            else tuple(
                check(self.knowledge, need.address)
                for need in needs(reasoning, (self.search.status,))
                if need.address not in checks
            ),
        )

    def _reached(self, reasoning: Reasoning) -> VerdictId:
        for route in self.knowledge.statuses[self.search.status].routes:
            if route.on(reasoning.day) and reasoning.acquis(self.reading).value(route_root(route.id)) == TRUE:
                return route.outcome
        return VerdictId.UNDETERMINED

    def _step(self, remedy: Remedy, moves: list[Move], before: Future, after: Future) -> WayStep:
        outcome = remedy.outcomes[moves[0].way]
        change = self.changes.change(remedy, tuple(sorted(self._criteria(moves, before))))
        return WayStep(
            remedy=remedy.id,
            title=change.title,
            variant=outcome.way,
            kind=change.kind,
            weight=change.weight,
            who=change.who,
            delay=change.delay,
            effective=after.on if outcome.waits else None,
            years=after.years - before.years,
            cost=with_figures(before.session, outcome.cost),
            action=change.action,
            criteria=change.criteria,
            references=change.references,
            confidence=change.confidence,
            changes=tuple(self._changes(before.dossier, after.dossier)),
        )

    def _criteria(self, moves: list[Move], before: Future) -> set[str]:
        """Criteria whose tests the step mends."""
        mended = {leaf.index for move in moves for leaf in move.leaves}
        tests = {
            id: (leaf.node.index for test in fixed.leaves for leaf in test.leaves)
            for id, fixed in Findings(self.search.reasoning(before)).law.items()
        }
        return {id for id, indices in tests.items() if not mended.isdisjoint(indices)}

    def _changes(self, before: Dossier, after: Dossier) -> Iterator[AnswerChange]:
        for address in dict.fromkeys((*before.answers, *after.answers)):
            change = answer_change(self.knowledge, address, before, after)
            if change.before != change.after:
                yield change
