"""The cases as a list, and one case as a sheet: plain text within 80 columns, or JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from typing import Any

from advisor.casebook.check import check_case
from advisor.casebook.model import CAUSE_WORDS, OUTCOME_WORDS, Case, ExpectedVerdict
from advisor.knowledge import load_knowledge
from advisor.values import french_date
from advisor.wording import UNJUDGED, VERDICT_WORDS

WIDTH = 78


def cases_table(cases: Sequence[Case], fmt: str = "terminal") -> str:
    """The list of cases: number, title, expected verdicts."""
    if fmt == "json":
        return _json([_row(case) for case in cases])
    lines = [f"{len(cases)} cas d'école. Pour en lire un : ess-advisor cases show {cases[0].number}" if cases else ""]
    for case in cases:
        indent = " " * (len(case.number) + 2)
        verdicts = " ; ".join(f"{status.upper()} {_verdict(verdict)}" for status, verdict in case.expected.by_status)
        lines += ["", *_wrap(f"{case.number}  {case.title}", indent), *_wrap(indent + verdicts, indent)]
    return "\n".join(lines)


def _row(case: Case) -> dict[str, Any]:
    return {
        "id": case.id,
        "titre": case.title,
        "date": case.dossier.on.isoformat() if case.dossier.on else None,
        "themes": list(case.themes),
        "attendu": case.expected.model_dump(mode="json", by_alias=True, exclude_defaults=True),
    }


def show_case(case: Case, fmt: str = "terminal") -> str:
    """One case: story, expected result, lesson, and whether the software gets it."""
    gaps = check_case(case)
    if fmt == "json":
        return _json({**case.model_dump(mode="json", by_alias=True, exclude_defaults=True), "ecarts": gaps})
    knowledge = load_knowledge()
    answers = case.dossier.answers.values()
    proven = sum(1 for one in answers if one.proven)
    day = f"Droit du {french_date(case.dossier.on)}" if case.dossier.on else "Droit du jour"
    lines = [*_wrap(case.title), "=" * min(len(case.title), WIDTH), *_wrap(f"{case.id} · {case.dossier.name}")]
    lines += [f"{day} ; {len(answers)} réponses" + (f", dont {proven} sur pièce." if proven else "."), ""]
    lines += _wrap(case.story)
    lines += _heading("Verdict attendu")
    for status, verdict in case.expected.by_status:
        route = knowledge.routes()[verdict.route].title if verdict.route else ""
        lines += _wrap(f"{status.upper():<5} {_verdict(verdict, route)}", " " * 6)
        for reading, outcome in verdict.branches.items():
            lines.append(f"      - lecture {reading} : {VERDICT_WORDS[outcome]}")
        for point in verdict.points:
            lines += _wrap(f"      - {knowledge.open_questions[point].title}", " " * 8)
    if case.expected.grounds:
        lines += _heading("Ce qui est en jeu")
    for id, expected in case.expected.grounds.items():
        lines += _wrap(f"{id:<11} {OUTCOME_WORDS[expected]} : {knowledge.criteria[id].title}", " " * 12)
    lines += [*_heading("À retenir"), *_wrap(case.lesson), ""]
    if gaps:
        lines += [line for gap in gaps for line in _wrap(f"Écart avec l'outil : {gap}", "  ")]
    else:
        lines.append("L'outil obtient ce résultat.")
    return "\n".join(lines)


def _heading(text: str) -> list[str]:
    return ["", text, "-" * len(text)]


def _verdict(expected: ExpectedVerdict, route: str = "") -> str:
    text = UNJUDGED if expected.cause == "avant_la_loi" else VERDICT_WORDS[expected.outcome]
    if expected.cause:
        text += f" ({CAUSE_WORDS[expected.cause]})"
    if route:
        text += f", voie « {route} »"
    if expected.duration:
        text += f", {expected.duration} an" + ("s" if expected.duration > 1 else "")
    return text


def _wrap(text: str, indent: str = "") -> list[str]:
    """Lines of at most `WIDTH` columns; the first keeps its own indentation, the others get ``indent``."""
    first = text[: len(text) - len(text.lstrip())]
    return textwrap.wrap(
        text.strip(),
        WIDTH,
        initial_indent=first,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _json(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2)
