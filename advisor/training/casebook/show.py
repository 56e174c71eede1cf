"""The cases as a list, and one case as a sheet: plain text within 80 columns, or JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from advisor.advice.ways.whatif import StatusMove, WhatIf, status_moves, what_if
from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment, Verdict
from advisor.common.french import NBSP, french_date, listed, plural, typeset
from advisor.rules.course import LEVEL_WORDS, load_course
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.vocabulary import REACHED, Cause
from advisor.rules.words import CAUSE_WORDS, MARKS, VERDICT_WORDS
from advisor.training.casebook.model import Case, ExpectedVerdict, TeachingNotes, day_path
from advisor.training.casebook.read import reading_seconds

# -- does the software give each case what the law commands? ---------------------------------------------------------


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
    broken = {one.id for one in (*assessment.contradictions, *assessment.warnings)}
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
        before, after = (assess(case.dossier, on=day, knowledge=knowledge) for day in eras.days)
        if not any(move.moves for move in status_moves(before, after)):
            yield f"« avant et après » : aucun verdict ne change du {eras.first} au {eras.second}"


def _compared(expected: ExpectedVerdict, got: Verdict) -> Iterator[tuple[str, str, str]]:
    """What is compared for one status: name, expected and obtained, in words."""
    yield "verdict", VERDICT_WORDS[expected.outcome], VERDICT_WORDS[got.outcome]
    yield "cause", _cause(expected.cause), _cause(got.cause)
    if expected.route is not None:
        yield "voie", expected.route, got.route or ""
    if expected.duration is not None or expected.outcome in REACHED:
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
        return _json(rows), failed
    lines = [line for id, found in gaps.items() if found for line in (id, *(f"  - {gap}" for gap in found))]
    lines.append(
        f"{failed} cas sur {len(cases)} n'obtiennent pas le résultat attendu."
        if failed
        else f"{len(cases)} cas d'école, chacun obtient le résultat attendu."
    )
    return "\n".join(lines), failed


WIDTH = 78
MINUTES = (2, 10)
"""A case is run in two minutes or in ten; its notes say how."""


def cases_table(cases: Sequence[Case], fmt: str = "terminal") -> str:
    """The list of cases: number, title, expected verdicts."""
    if fmt == "json":
        rows = [
            {
                "id": case.id,
                "titre": case.title,
                "date": case.dossier.on.isoformat() if case.dossier.on else None,
                "themes": list(case.themes),
                "attendu": case.expected.model_dump(mode="json", by_alias=True, exclude_defaults=True),
            }
            for case in cases
        ]
        return _json(rows)
    lines = [f"{len(cases)} cas d'école. Pour en lire un : ess-advisor cas montrer {cases[0].number}" if cases else ""]
    for case in cases:
        indent = " " * (len(case.number) + 2)
        verdicts = " ; ".join(f"{status.upper()} {_verdict(verdict)}" for status, verdict in case.expected.by_status)
        lines += ["", *wrap(f"{case.number}  {case.title}", indent), *wrap(indent + verdicts, indent)]
    return "\n".join(lines)


def teaching_table(cases: Sequence[Case], fmt: str = "terminal") -> str:
    """The cases that are taught, in the order of the day: rank, themes, level, time to read, minutes."""
    path = day_path(cases)
    if fmt == "json":
        rows = [
            {
                "rang": notes.rank,
                "id": case.id,
                "titre": case.title,
                "themes": list(notes.themes),
                "niveau": notes.level,
                "lecture_secondes": reading_seconds(notes),
                "minutes": list(MINUTES),
            }
            for case, notes in path
        ]
        return _json(rows)
    if not path:
        return "Aucun cas n'a de notes de séance."
    short, long = (_hours(len(path) * minutes) for minutes in MINUTES)
    lines = wrap(
        f"{len(path)} cas dans l'ordre de la journée : {short} à deux minutes le cas, {long} à dix. Les notes de "
        f"l'un : ess-advisor cas montrer {path[0][0].number}"
    )
    minutes = f"{listed(map(str, MINUTES), 'ou')}{NBSP}min"
    for case, notes in path:
        level, reading = f"Niveau {notes.level}, {LEVEL_WORDS[notes.level]}", f"{reading_seconds(notes)}{NBSP}s"
        lines += ["", *wrap(f"{notes.rank:>2}. {typeset(case.title)} (cas {case.number})", " " * 4)]
        lines += wrap(f"    {_theme_titles(notes)}", " " * 4)
        lines += wrap(f"    {level} · {minutes}, dont {reading} de lecture", " " * 4)
    return "\n".join(lines)


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
    if case.notes is not None:
        lines += _notes_lines(case, case.notes, knowledge)
    return "\n".join(lines)


def _verdict(expected: ExpectedVerdict, route: str = "") -> str:
    text = (
        CAUSE_WORDS[Cause.BEFORE_THE_LAW] if expected.cause == Cause.BEFORE_THE_LAW else VERDICT_WORDS[expected.outcome]
    )
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


# -- the trainer's notes on a case ------------------------------------------------------------------------------------


def _notes_lines(case: Case, notes: TeachingNotes, knowledge: Knowledge) -> list[str]:
    lines = heading("Pour l'animateur")
    lines += wrap(f"Rang {notes.rank} dans la journée ; niveau {notes.level}, {LEVEL_WORDS[notes.level]}")
    lines += wrap(_theme_titles(notes))
    lines += wrap(f"Écrans lus à voix haute en {reading_seconds(notes)}{NBSP}s")
    lines += [*_titled("À l'écran"), *_listed(notes.screens, numbered=True)]
    lines += [*_titled("Questions à la salle"), *_questions(case, notes, knowledge)]
    lines += [*_titled("Ce que l'on croit"), *_listed(notes.mistakes)]
    lines += [*_titled("Sur quoi insister"), *_listed(notes.insist)]
    lines += [*_titled("En deux minutes"), *wrap(typeset(notes.two_minutes))]
    lines += [*_titled("En dix minutes"), *wrap(typeset(notes.ten_minutes))]
    for trial in notes.trials:
        lines += [*_titled("À essayer"), *wrap(typeset(trial.words))]
        lines += _moved(what_if(case.dossier, trial.changes, knowledge=knowledge))
    if notes.eras is not None:
        before, after = (assess(case.dossier, on=day, knowledge=knowledge) for day in notes.eras.days)
        lines += _titled(f"Avant et après ({', '.join(map(french_date, notes.eras.days))})")
        lines += wrap(typeset(notes.eras.words))
        lines += _statuses(status_moves(before, after), unjudged=before.verdicts["ess"].cause == Cause.BEFORE_THE_LAW)
    return lines


def _theme_titles(notes: TeachingNotes) -> str:
    themes = load_course().themes
    return typeset(" ; ".join(themes[theme].title for theme in notes.themes))


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
        alike.setdefault(f"{MARKS[move.before][1]} → {MARKS[move.after][1]}", []).append(move.criterion)
    for passage, criteria in alike.items():
        yield from wrap(typeset(f"= {', '.join(criteria)} : {passage}"), "  ")
    yield from _statuses(tried.statuses)


def _statuses(moves: Sequence[StatusMove], unjudged: bool = False) -> Iterator[str]:
    for move in moves:
        if not move.moves:
            yield from wrap(typeset(f"= {move.status.upper()} : {VERDICT_WORDS[move.after]}, inchangé"), "  ")
            continue
        before = CAUSE_WORDS[Cause.BEFORE_THE_LAW] if unjudged else VERDICT_WORDS[move.before]
        yield from wrap(typeset(f"= {move.status.upper()} : {before} → {VERDICT_WORDS[move.after]}"), "  ")
