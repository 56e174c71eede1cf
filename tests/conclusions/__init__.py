"""The record of every conclusion, so that work on the code is seen to change none of them.

``record.txt.xz`` has one line for each company and day: the worked cases on their own day (with the ways, and all
that is said) and three others, the 2 000 dossiers of ``dossiers.jsonl.gz``, and the companies of ``near.jsonl``, a
few answers away from a worked case, that a mistake in the rules would move (``python -m tests.mutations rules
--near`` looks for them). The dossiers were generated once and are stored, because the same generator would draw other
dossiers as soon as a fact is added to the catalogue. ``python -m tests.conclusions`` compares everything and prints
what differs; ``--renew`` writes the record again; ``--draw`` draws the dossiers again too.
"""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from advisor import assess
from advisor.advice.guidance import ReportContext
from advisor.advice.ways.find import find_ways
from advisor.assessment.leaves import FALSE
from advisor.assessment.model import Assessment, Verdict
from advisor.assessment.session import Session
from advisor.dossier import Dossier, answer
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import GuidanceKind
from advisor.training.casebook.read import load_cases
from tests.conclusions.words import words

HERE = Path(__file__).parent
RECORD, DOSSIERS, NEAR = HERE / "record.txt.xz", HERE / "dossiers.jsonl.gz", HERE / "near.jsonl"

OTHER_DAYS = (date(2016, 6, 1), date(2020, 3, 1), date(2026, 6, 15))
"""Days on which the cases are assessed beside their own: before loi PACTE, after it, and the law of 2026."""

_MARKS = {"satisfait": "oui", "non_satisfait": "non", "a_completer": "manque", "incertain": "ouvert"}


class Company(NamedTuple):
    """One company on one day.

    Attributes:
        key: start of its line in the record.
        words, ways: what is said beside the verdicts is recorded too; the ways to each status.
    """

    key: str
    dossier: Dossier
    day: date
    words: bool = False
    ways: bool = False


def cases() -> Iterator[Company]:
    """Return the worked cases, each on its own day and on the others."""
    for case in load_cases():
        own = case.dossier.on
        assert own is not None
        for day in dict.fromkeys((own, *OTHER_DAYS)):
            yield Company(f"cas {case.id} {day}", case.dossier, day, words=day == own, ways=day == own)


def dossiers(every: int = 1) -> Iterator[Company]:
    """Return the stored dossiers, or one out of several."""
    lines = gzip.decompress(DOSSIERS.read_bytes()).decode().splitlines()
    for rank in range(0, len(lines), every):
        stored = json.loads(lines[rank])
        day, requested = (date.fromisoformat(text) if text else None for text in (stored["on"], stored["requested"]))
        assert day is not None
        answers = {address: answer(value) for address, value in stored["answers"].items()}
        dossier = Dossier(on=day, requested=requested, answers=answers)
        yield Company(f"dossier {rank + 1:04} {day}", dossier, day)


def near() -> Iterator[Company]:
    """Return the companies near a worked case, each on its day."""
    known = {case.id: case.dossier for case in load_cases()}
    for rank, line in enumerate(NEAR.read_text(encoding="utf-8").splitlines(), start=1):
        stored = json.loads(line)
        day, dossier = date.fromisoformat(stored["on"]), neighbour(known[stored["case"]], stored["changes"])
        yield Company(f"proche {rank:03} {day}", dossier, day)


def neighbour(dossier: Dossier, changes: dict[str, Any]) -> Dossier:
    """Return a company with some answers changed; None: taken away."""
    given = dossier.answers | {one: answer(tuple(v) if isinstance(v, list) else v) for one, v in changes.items()}
    return dossier.model_copy(update={"answers": {k: v for k, v in given.items() if changes.get(k, v) is not None}})


def recorded() -> dict[str, str]:
    """Return the lines of the record, by key."""
    lines = lzma.decompress(RECORD.read_bytes()).decode().splitlines()
    return {line.partition(" : ")[0]: line for line in lines}


def concluded(companies: Iterable[Company], knowledge: Knowledge) -> dict[str, str]:
    """Return the line that each company gets today, by key."""
    return {one.key: f"{one.key} : {_line(one, knowledge)}" for one in companies}


def differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Return what two sets of lines do not say alike, part by part, in words a person reads."""
    found = []
    for key in dict.fromkeys((*before, *after)):
        old, new = (dict.fromkeys(_parts(lines.get(key, ""))) for lines in (before, after))
        found += [f"{key} : - {part}" for part in old if part not in new]
        found += [f"{key} : + {part}" for part in new if part not in old]
    return found


def write(path: Path, lines: Iterable[str]) -> None:
    """Write compressed lines; the same lines always give the same bytes."""
    text = "".join(f"{line}\n" for line in lines).encode()
    path.write_bytes(lzma.compress(text) if path.suffix == ".xz" else gzip.compress(text, 9, mtime=0))


def _parts(line: str) -> list[str]:
    return line.partition(" : ")[2].split(" | ") if line else []


def _line(one: Company, knowledge: Knowledge) -> str:
    assessment = assess(one.dossier, on=one.day, knowledge=knowledge)
    parts = [_verdict(verdict) for verdict in assessment.verdicts.values()]
    parts += _criteria(assessment)
    parts.append(f"points ouverts {_listed(point.id for point in assessment.open_points)}")
    parts.append(f"contradictions {_listed(one.id for one in assessment.contradictions)}")
    parts.append(f"à relire {_listed(one.id for one in assessment.warnings)}")
    reserves = dict.fromkeys(note.id for finding in assessment.findings.values() for note in finding.reserves)
    parts.append(f"réserves {_listed(reserves)}")
    changes = (change for verdict in assessment.verdicts.values() for change in (*verdict.changes, *verdict.later))
    parts.append(f"remèdes {_listed(dict.fromkeys(change.remedy for change in changes))}")
    parts += _told(one, assessment, knowledge)
    session = Session(knowledge, one.dossier, one.day)
    parts.append(f"sans objet {_listed(id for id in session.raw_answers if session.applies(id) == FALSE)}")
    if one.words:
        parts += words(one.dossier, assessment, knowledge)
    if one.ways:
        parts += _ways(one, knowledge)
    return " | ".join(parts)


def _verdict(verdict: Verdict) -> str:
    return (
        f"{verdict.status} {verdict.outcome}, de {verdict.worst} à {verdict.best}, cause {verdict.cause or 'aucune'}, "
        f"voie {verdict.route or 'aucune'}, durée {verdict.duration or 'aucune'}, points {_listed(verdict.open_points)}"
    )


def _criteria(assessment: Assessment) -> Iterator[str]:
    for outcome, mark in _MARKS.items():
        yield f"{mark} {_listed(id for id, found in assessment.findings.items() if found.outcome == outcome)}"


def _told(one: Company, assessment: Assessment, knowledge: Knowledge) -> Iterator[str]:
    """What a condition of ``guide/`` opens to this company; with a mark, what it might."""
    context = ReportContext(assessment, knowledge, one.dossier)
    for verdict in assessment.verdicts.values():
        lines = context.guidance(verdict, *GuidanceKind)
        told = (f"{line.id}?" if pending else line.id for line, pending in lines if line.condition or line.done_if)
        yield f"guide {verdict.status} {_listed(told)}"


def _ways(one: Company, knowledge: Knowledge) -> Iterator[str]:
    for status in knowledge.statuses:
        found = find_ways(one.dossier, status, on=one.day, knowledge=knowledge)  # type: ignore[arg-type]
        yield f"chemins {status} {found.law or 'aucun'}, à lire {_listed(check.address for check in found.unread)}"
        for rank, way in enumerate(found.ways, start=1):
            steps = _listed("/".join(filter(None, (step.remedy, step.variant))) for step in way.steps)
            checks = _listed(check.address for check in (*way.checks, *way.pending))
            sure = "sûr" if way.sure else "à confirmer"
            yield f"chemin {status} {rank}, {way.earliest}, {way.reached}, {sure} : {steps} ; lire {checks}"


def _listed(ids: Iterable[str]) -> str:
    return " ".join(ids) or "-"
