"""The cases as a list, and one case as a sheet: plain text within 80 columns, or JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from advisor.advice.ways.whatif import StatusMove, WhatIf, status_moves, what_if
from advisor.assessment.assess import assess
from advisor.common.french import NBSP, french_date, listed, plural, typeset
from advisor.rules.basis import CriterionOutcome
from advisor.rules.course import LEVEL_WORDS, load_course
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.words import CAUSE_WORDS, MARKS, VERDICT_WORDS
from advisor.training.casebook.check import check_case
from advisor.training.casebook.model import Case, ExpectedVerdict, TeachingNotes
from advisor.training.casebook.read import reading_seconds

WIDTH = 78
MINUTES = (2, 10)
"""A case is run in two minutes or in ten; its notes say how."""


def cases_table(cases: Sequence[Case], fmt: str = "terminal") -> str:
    """The list of cases: number, title, expected verdicts."""
    if fmt == "json":
        return _json([_row(case) for case in cases])
    lines = [f"{len(cases)} cas d'école. Pour en lire un : ess-advisor cas montrer {cases[0].number}" if cases else ""]
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
        lines += wrap(f"{id:<11} {MARKS[expected][1]} : {knowledge.criteria[id].title}", " " * 12)
    lines += [*heading("À retenir"), *wrap(typeset(case.lesson)), ""]
    if gaps:
        lines += [line for gap in gaps for line in wrap(f"Écart avec l'outil : {gap}", "  ")]
    else:
        lines.append("L'outil obtient ce résultat.")
    lines += notes_lines(case, knowledge)
    return "\n".join(lines)


def _verdict(expected: ExpectedVerdict, route: str = "") -> str:
    text = CAUSE_WORDS["avant_la_loi"] if expected.cause == "avant_la_loi" else VERDICT_WORDS[expected.outcome]
    if expected.cause:
        text += f" ({CAUSE_WORDS[expected.cause]})"
    if route:
        text += f", voie « {route} »"
    if expected.duration:
        text += f", {plural(expected.duration, 'an')}"
    return text


def _json(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2)


# -- plain lines of at most 78 columns, as every sheet of the cases is printed ---------------------------------------


def wrap(text: str, indent: str = "") -> list[str]:
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


def heading(text: str) -> list[str]:
    """A heading, underlined, after an empty line."""
    return ["", text, "-" * len(text)]


# -- the trainer's side of the cases: the notes of one, and the path of the day --------------------------------------


def day_path(cases: Sequence[Case]) -> list[tuple[Case, TeachingNotes]]:
    """The cases that are taught, with their notes, in the order of the day."""
    taught = [(case, case.notes) for case in cases if case.notes is not None]
    return sorted(taught, key=lambda pair: pair[1].rank)


def path_lines(cases: Sequence[Case]) -> list[str]:
    """The path of the day: rank, case, themes, level, time to read."""
    path = day_path(cases)
    if not path:
        return ["Aucun cas n'a de notes de séance."]
    short, long = (_hours(len(path) * minutes) for minutes in MINUTES)
    lines = wrap(
        f"{len(path)} cas dans l'ordre de la journée : {short} à deux minutes le cas, {long} à dix. Les notes de "
        f"l'un : ess-advisor cas montrer {path[0][0].number}"
    )
    for case, notes in path:
        lines += ["", *wrap(f"{notes.rank:>2}. {typeset(case.title)} (cas {case.number})", " " * 4)]
        lines += wrap(f"    {typeset(' ; '.join(_theme_titles(notes)))}", " " * 4)
        minutes = listed(map(str, MINUTES), "ou")
        lines += wrap(f"    Niveau {notes.level}, {LEVEL_WORDS[notes.level]} · {minutes}{NBSP}min, {_reading(notes)}")
    return lines


def path_rows(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """The path of the day as data."""
    return [
        {
            "rang": notes.rank,
            "id": case.id,
            "titre": case.title,
            "themes": list(notes.themes),
            "niveau": notes.level,
            "lecture_secondes": reading_seconds(notes),
            "minutes": list(MINUTES),
        }
        for case, notes in day_path(cases)
    ]


def notes_lines(case: Case, knowledge: Knowledge | None = None) -> list[str]:
    """The notes of a case, for the trainer's eyes only; nothing when it is not taught."""
    if case.notes is None:
        return []
    base, notes = knowledge or load_knowledge(), case.notes
    lines = heading("Pour l'animateur")
    lines += wrap(f"Rang {notes.rank} dans la journée ; niveau {notes.level}, {LEVEL_WORDS[notes.level]}")
    lines += wrap(typeset(" ; ".join(_theme_titles(notes))))
    lines += wrap(f"Écrans lus à voix haute en {reading_seconds(notes)}{NBSP}s")
    lines += [*_titled("À l'écran"), *_listed(notes.screens, numbered=True)]
    lines += [*_titled("Questions à la salle"), *_questions(case, notes, base)]
    lines += [*_titled("Ce que l'on croit"), *_listed(notes.mistakes)]
    lines += [*_titled("Sur quoi insister"), *_listed(notes.insist)]
    lines += [*_titled("En deux minutes"), *wrap(typeset(notes.two_minutes))]
    lines += [*_titled("En dix minutes"), *wrap(typeset(notes.ten_minutes))]
    for trial in notes.trials:
        lines += [*_titled("À essayer"), *wrap(typeset(trial.words))]
        lines += _moved(what_if(case.dossier, trial.changes, knowledge=base))
    if notes.eras is not None:
        first, second = (date.fromisoformat(day) for day in (notes.eras.first, notes.eras.second))
        lines += _titled(f"Avant et après ({french_date(first)}, {french_date(second)})")
        lines += wrap(typeset(notes.eras.words))
        before, after = (assess(case.dossier, on=day, knowledge=base) for day in (first, second))
        lines += _statuses(status_moves(before, after), unjudged=before.verdicts["ess"].cause == "avant_la_loi")
    return lines


def _theme_titles(notes: TeachingNotes) -> list[str]:
    themes = load_course().themes
    return [themes[theme].title for theme in notes.themes]


def _reading(notes: TeachingNotes) -> str:
    return f"dont {reading_seconds(notes)}{NBSP}s de lecture"


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}{NBSP}h{NBSP}{rest:02d}" if hours else f"{rest}{NBSP}min"


def _titled(text: str) -> list[str]:
    return ["", *wrap(typeset(f"{text} :" if text[-1] not in ":?" else text))]


def _listed(texts: Sequence[str], numbered: bool = False) -> Iterator[str]:
    for rank, text in enumerate(texts, start=1):
        yield from wrap(f"{f'{rank}.' if numbered else '-'} {typeset(text)}", " " * (3 if numbered else 2))


def _questions(case: Case, notes: TeachingNotes, knowledge: Knowledge) -> Iterator[str]:
    lessons = load_course().lessons
    for id in notes.questions:
        lesson = lessons.get(id)
        asked = lesson.question if lesson else f"{knowledge.criteria[id].title} ?"
        expected = MARKS[case.expected.grounds[id]][1]
        yield from wrap(f"{id:<11} {typeset(asked)} – {expected}", " " * 12)


def _moved(tried: WhatIf) -> Iterator[str]:
    for change in tried.changes:
        yield from wrap(typeset(f"- {change.short} : {change.before} → {change.after}"), "  ")
    alike: dict[str, list[str]] = {}
    for move in tried.criteria:
        alike.setdefault(f"{_word(move.before)} → {_word(move.after)}", []).append(move.criterion)
    for passage, criteria in alike.items():
        yield from wrap(typeset(f"= {', '.join(criteria)} : {passage}"), "  ")
    yield from _statuses(tried.statuses)


def _word(outcome: CriterionOutcome) -> str:
    return MARKS[outcome][1]


def _statuses(moves: Sequence[StatusMove], unjudged: bool = False) -> Iterator[str]:
    for move in moves:
        if not move.moves:
            yield from wrap(typeset(f"= {move.status.upper()} : {VERDICT_WORDS[move.after]}, inchangé"), "  ")
            continue
        before = CAUSE_WORDS["avant_la_loi"] if unjudged else VERDICT_WORDS[move.before]
        yield from wrap(typeset(f"= {move.status.upper()} : {before} → {VERDICT_WORDS[move.after]}"), "  ")
