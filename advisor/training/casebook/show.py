"""The cases as a list, and one case as a sheet: plain text within 80 columns, or JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from advisor.assessment.wording import UNJUDGED, VERDICT_WORDS
from advisor.common.french import typeset
from advisor.common.values import french_date
from advisor.rules.load import load_knowledge
from advisor.training.casebook.check import check_case
from advisor.training.casebook.model import CAUSE_WORDS, OUTCOME_WORDS, Case, ExpectedVerdict
from advisor.training.casebook.trainer import notes_lines, path_lines, path_rows
from advisor.training.casebook.wrap import WIDTH, heading, wrap


def cases_table(cases: Sequence[Case], fmt: str = "terminal") -> str:
    """The list of cases: number, title, expected verdicts."""
    if fmt == "json":
        return _json([_row(case) for case in cases])
    lines = [f"{len(cases)} cas d'école. Pour en lire un : ess-advisor cases show {cases[0].number}" if cases else ""]
    for case in cases:
        indent = " " * (len(case.number) + 2)
        verdicts = " ; ".join(f"{status.upper()} {_verdict(verdict)}" for status, verdict in case.expected.by_status)
        lines += ["", *wrap(f"{case.number}  {case.title}", indent), *wrap(indent + verdicts, indent)]
    return "\n".join(lines)


def teaching_table(cases: Sequence[Case], fmt: str = "terminal") -> str:
    """The cases that are taught, in the order of the day: themes, level, time to read, minutes."""
    return _json(path_rows(cases)) if fmt == "json" else "\n".join(path_lines(cases))


def _row(case: Case) -> dict[str, Any]:
    return {
        "id": case.id,
        "titre": case.title,
        "date": case.dossier.on.isoformat() if case.dossier.on else None,
        "themes": list(case.themes),
        "attendu": case.expected.model_dump(mode="json", by_alias=True, exclude_defaults=True),
    }


def show_case(case: Case, fmt: str = "terminal") -> str:
    """One case: story, expected result, lesson, whether the software gets it, then the notes of who teaches it."""
    gaps = check_case(case)
    if fmt == "json":
        return _json({**case.model_dump(mode="json", by_alias=True, exclude_defaults=True), "ecarts": gaps})
    knowledge = load_knowledge()
    answers = case.dossier.answers.values()
    proven = sum(1 for one in answers if one.proven)
    day = f"Droit du {french_date(case.dossier.on)}" if case.dossier.on else "Droit du jour"
    lines = [*wrap(case.title), "=" * min(len(case.title), WIDTH), *wrap(f"{case.id} · {case.dossier.name}")]
    lines += [f"{day} ; {len(answers)} réponses" + (f", dont {proven} sur pièce." if proven else "."), ""]
    lines += wrap(typeset(case.story))
    lines += heading("Verdict attendu")
    for status, verdict in case.expected.by_status:
        route = knowledge.routes()[verdict.route].title if verdict.route else ""
        lines += wrap(f"{status.upper():<5} {_verdict(verdict, route)}", " " * 6)
        for reading, outcome in verdict.branches.items():
            lines.append(f"      - lecture {reading} : {VERDICT_WORDS[outcome]}")
        for point in verdict.points:
            lines += wrap(f"      - {knowledge.open_questions[point].title}", " " * 8)
    if case.expected.grounds:
        lines += heading("Ce qui est en jeu")
    for id, expected in case.expected.grounds.items():
        lines += wrap(f"{id:<11} {OUTCOME_WORDS[expected]} : {knowledge.criteria[id].title}", " " * 12)
    lines += [*heading("À retenir"), *wrap(typeset(case.lesson)), ""]
    if gaps:
        lines += [line for gap in gaps for line in wrap(f"Écart avec l'outil : {gap}", "  ")]
    else:
        lines.append("L'outil obtient ce résultat.")
    lines += notes_lines(case, knowledge)
    return "\n".join(lines)


def _verdict(expected: ExpectedVerdict, route: str = "") -> str:
    text = UNJUDGED if expected.cause == "avant_la_loi" else VERDICT_WORDS[expected.outcome]
    if expected.cause:
        text += f" ({CAUSE_WORDS[expected.cause]})"
    if route:
        text += f", voie « {route} »"
    if expected.duration:
        text += f", {expected.duration} an" + ("s" if expected.duration > 1 else "")
    return text


def _json(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2)
