"""The worked cases as plain JSON that any engine can be checked with: facts and day, then what must be concluded."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from advisor.assessment.model import Assessment, Verdict
from advisor.rules.load import Knowledge
from advisor.training.casebook.model import Case

FORMAT = 1


def export_cases(judged: Iterable[tuple[Case, Assessment]], knowledge: Knowledge) -> str:
    """Write cases with what is concluded of each; facts are written as in a dossier, null for « je ne sais pas »."""
    base = {"format": FORMAT, "rules": knowledge.base.version, "fingerprint": knowledge.fingerprint}
    return json.dumps({**base, "cases": [_fixture(*one) for one in judged]}, ensure_ascii=False, indent=1)


def _fixture(case: Case, assessment: Assessment) -> dict[str, Any]:
    dossier = case.dossier
    return {
        "id": case.id,
        "title": case.title,
        "day": assessment.on.isoformat(),
        "requested": dossier.requested.isoformat() if dossier.requested else None,
        "facts": {address: one.value for address, one in dossier.answers.items()},
        "expected": conclusions(assessment),
    }


def conclusions(assessment: Assessment) -> dict[str, Any]:
    """What an engine must conclude: verdicts, their bounds and what decides; contradictions; what is still missing."""
    return {
        "verdicts": {id: _verdict(verdict) for id, verdict in assessment.verdicts.items()},
        "contradictions": sorted({one.id for one in assessment.contradictions}),
        "missing": sorted(one.address for one in assessment.missing),
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    """One verdict; ``worst`` and ``best``: what answers and readings of the law still leave possible."""
    return {
        "outcome": verdict.outcome,
        "cause": verdict.cause,
        "worst": verdict.worst,
        "best": verdict.best,
        "route": verdict.route,
        "duration": verdict.duration,
        "readings": {one.reading: one.verdict for one in verdict.branches},
        "open_points": sorted(verdict.open_points),
        "deciding": {one.criterion: one.effect for one in verdict.grounds},
    }
