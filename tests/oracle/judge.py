"""The engine and the oracle on the same company: all on which they differ. Only this module knows `advisor`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from advisor import load_knowledge
from advisor.assessment.assess import assess
from advisor.dossier import Answer, Company, Dossier
from tests.oracle.companies import Drawn, company
from tests.oracle.rules import Rules
from tests.oracle.verdicts import Judgement


@lru_cache(maxsize=1)
def rules() -> Rules:
    """The rules of the project, read raw."""
    return Rules()


def drawn(seed: int, rank: int) -> Drawn:
    """One company of a seed, always the same."""
    return company(rules(), seed, rank)


def as_dossier(one: Drawn) -> Dossier:
    """What was drawn, as the engine reads it."""
    answers = {address: Answer(value=value) for address, value in one.answers.items()}
    return Dossier(on=one.on, requested=one.requested, answers=answers)


def judged(company: Company, on: date) -> Judgement:
    """What the oracle makes of a company."""
    answers = {address: one.value for address, one in company.answers.items() if one.value is not None}
    return Judgement(rules(), answers, on, company.requested)


def differences(dossier: Dossier, oracle: Judgement | None = None) -> list[str]:
    """Contradictions, criteria, routes and statuses on which the two readings part: ``what: engine, oracle``."""
    assert dossier.on is not None
    oracle = oracle or judged(dossier, dossier.on)
    return [f"{what}: {engine}, {other}" for what, engine, other in _compared(dossier, oracle) if engine != other]


def _compared(dossier: Dossier, oracle: Judgement) -> Iterator[tuple[str, object, object]]:
    """Everything concluded, by the engine then by the oracle."""
    engine = assess(dossier, knowledge=load_knowledge())
    withdrawn = sorted((one.id, sorted(one.addresses)) for one in engine.contradictions)
    yield "contradictions", withdrawn, sorted((id, sorted(given)) for id, given in oracle.company.contradictions)
    verdicts = engine.verdicts
    for status in oracle.rules.statuses:
        shown = verdicts[status]
        yield status, (shown.outcome, shown.worst, shown.best, shown.route), tuple(oracle.verdict(status))
    if oracle.on < oracle.rules.start:
        return
    criteria = oracle.criteria()
    for id in sorted({*engine.findings, *criteria}):
        found = engine.findings.get(id)
        yield id, found and found.outcome, criteria.get(id)
    engine_routes = {route.id: (route.worst, route.best) for verdict in verdicts.values() for route in verdict.routes}
    routes = oracle.routes()
    for id in sorted({*engine_routes, *routes}):
        yield f"voie {id}", engine_routes.get(id), routes.get(id)
