"""Does the software give each case what the law commands?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from advisor.advice.ways.whatif import status_moves, what_if
from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment, Verdict
from advisor.rules.basis import Cause
from advisor.rules.load import Knowledge
from advisor.rules.words import CAUSE_WORDS, MARKS, VERDICT_WORDS
from advisor.training.casebook.model import FAVOURABLE, Case, ExpectedVerdict


def check_case(case: Case, knowledge: Knowledge | None = None) -> list[str]:
    """Where the software differs from what the case and its notes announce, in French; empty when it agrees."""
    assessment = assess(case.dossier, knowledge=knowledge)
    expected = case.expected
    found = [
        f"{status.upper()}, {name} : attendu « {want or 'rien'} », obtenu « {have or 'rien'} »"
        for status, verdict in expected.by_status
        for name, want, have in _compared(verdict, assessment.verdicts[status])
        if want != have
    ]
    for criterion, outcome in expected.grounds.items():
        finding = assessment.findings.get(criterion)
        got = MARKS[finding.outcome][1] if finding else "hors du droit de ce jour"
        if got != MARKS[outcome][1]:
            found.append(f"{criterion} : attendu « {MARKS[outcome][1]} », obtenu « {got} »")
    if not _decides(expected.grounds, assessment):
        found.append("aucun des motifs attendus n'est parmi ceux qui décident")
    broken = {contradiction.id for contradiction in assessment.contradictions}
    found += [f"contradiction attendue, absente : {id}" for id in expected.contradictions if id not in broken]
    found += [f"contradiction inattendue : {id}" for id in sorted(broken.difference(expected.contradictions))]
    asked = {missing.address for missing in assessment.missing}
    found += [
        f"réponse attendue dans ce qui manque : {address}" for address in expected.missing if address not in asked
    ]
    return [*found, *_idle_notes(case, knowledge)]


def _idle_notes(case: Case, knowledge: Knowledge | None) -> Iterator[str]:
    """What the notes promise to the room and would not happen: a change that moves nothing, two days that agree."""
    if case.notes is None:
        return
    for rank, trial in enumerate(case.notes.trials, start=1):
        tried = what_if(case.dossier, trial.changes, knowledge=knowledge)
        if not tried.criteria and not any(move.moves for move in tried.statuses):
            yield f"« et si » n° {rank} : aucun critère ni verdict ne change"
        if tried.contradictions:
            yield f"« et si » n° {rank} se contredit : {tried.contradictions[0]}"
    if (eras := case.notes.eras) is not None:
        before, after = (
            assess(case.dossier, on=date.fromisoformat(day), knowledge=knowledge) for day in (eras.first, eras.second)
        )
        if not any(move.moves for move in status_moves(before, after)):
            yield f"« avant et après » : aucun verdict ne change du {eras.first} au {eras.second}"


def _compared(expected: ExpectedVerdict, got: Verdict) -> Iterator[tuple[str, str, str]]:
    """What is compared for one status: name, expected and obtained, in words."""
    yield "verdict", VERDICT_WORDS[expected.outcome], VERDICT_WORDS[got.outcome]
    yield "cause", _cause(expected.cause), _cause(got.cause)
    if expected.route is not None:
        yield "voie", expected.route, got.route or ""
    if expected.duration is not None or expected.outcome in FAVOURABLE:
        yield "durée", str(expected.duration or ""), str(got.duration or "")
    if expected.grade is not None:
        yield "grade", expected.grade, got.grade
    branches = {branch.reading: VERDICT_WORDS[branch.verdict] for branch in got.branches}
    for reading, outcome in expected.branches.items():
        yield f"lecture {reading}", VERDICT_WORDS[outcome], branches.get(reading, "")
    if expected.points:
        yield "points ouverts", ", ".join(sorted(expected.points)), ", ".join(sorted(got.open_points))


def _cause(cause: Cause | None) -> str:
    return CAUSE_WORDS[cause] if cause else ""


def _decides(grounds: Iterable[str], assessment: Assessment) -> bool:
    """Whether a criterion of the case is among the grounds shown; vigilance points never are."""
    shown = {ground.criterion for verdict in assessment.verdicts.values() for ground in verdict.grounds}
    conditions = [id for id in grounds if id in assessment.findings and assessment.findings[id].counts]
    return not conditions or not shown.isdisjoint(conditions)


def check_all(cases: Sequence[Case], fmt: str = "terminal") -> tuple[str, int]:
    """Check some cases; the text to print, and how many differ."""
    gaps = {case.id: check_case(case) for case in cases}
    failed = sum(1 for lines in gaps.values() if lines)
    if fmt == "json":
        rows = [{"id": case.id, "titre": case.title, "ecarts": gaps[case.id]} for case in cases]
        return json.dumps(rows, ensure_ascii=False, indent=2), failed
    lines = [line for id, found in gaps.items() if found for line in (id, *(f"  - {gap}" for gap in found))]
    lines.append(
        f"{failed} cas sur {len(cases)} n'obtiennent pas le résultat attendu."
        if failed
        else f"{len(cases)} cas d'école, chacun obtient le résultat attendu."
    )
    return "\n".join(lines), failed
