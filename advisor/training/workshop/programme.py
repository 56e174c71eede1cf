"""What is played: the exercises of a theme and level, what is asked about each, and what the engine finds right."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from advisor.common.errors import InputError, Problem, close_to
from advisor.rules.course import Course, Level, load_course
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import VerdictId
from advisor.training.exercises import answer_key, exercise_of, exercises, statuses_of
from advisor.training.model import AnswerKey, CriterionOutcome, Exercise
from advisor.training.workshop.model import PASSED, Question, Round, Session, Step, place_of
from advisor.training.workshop.moves import open_to

CRITERION_POINTS, STATUS_POINTS = 1, 2
OUTCOMES: tuple[CriterionOutcome, ...] = ("satisfait", "non_satisfait", "a_completer", "incertain", "sans_objet")
VERDICTS: tuple[VerdictId, ...] = ("de_droit", "eligible", "a_mettre_en_conformite", "non_eligible", "indetermine")


def round_of(exercise: Exercise, knowledge: Knowledge, course: Course | None = None) -> Round:
    """An exercise with its questions: the criteria of the case, then the statuses they bear on."""
    key = answer_key(exercise, knowledge, course)
    offered = _choices(exercise.level, key)
    criteria = tuple(
        Question(
            subject="criterion",
            target=one.criterion,
            choices=offered,
            right=one.outcome,
            points=CRITERION_POINTS,
        )
        for one in key.criteria
    )
    asked = statuses_of(exercise.questions, exercise.on, knowledge)
    statuses = tuple(
        Question(subject="status", target=one.status, choices=VERDICTS, right=one.outcome, points=STATUS_POINTS)
        for one in key.statuses
        if one.status in asked
    )
    return Round(exercise=exercise, key=key, questions=(*criteria, *statuses))


def _choices(level: Level, key: AnswerKey) -> tuple[CriterionOutcome, ...]:
    """What is offered to every question of a case alike, so that the list betrays none of them.

    Beginners choose between yes and no unless something else is right somewhere in the case.
    """
    right = {one.outcome for one in key.criteria}
    always = OUTCOMES[:2] if level == 1 else OUTCOMES[:4]
    return tuple(one for one in OUTCOMES if one in always or one in right)


def one_case(name: str) -> Exercise:
    """A worked case by its number or name.

    Raises:
        InputError: no such case, or it is not told for a room.
    """
    from advisor.training.casebook.read import find_case

    case = find_case(name)
    if case.notes is None:
        known = ", ".join(one.id.partition("-")[0] for one in exercises()[:12])
        raise InputError(
            Problem(
                f"le cas « {case.id} » n'a pas de notes de séance : il ne peut pas être joué devant une salle.",
                mend=f"Ceux qui en ont : {known}…" if known else "Aucun cas n'en a pour l'instant.",
            )
        )
    return exercise_of(case)


def known_theme(name: str) -> str:
    """A theme by its id.

    Raises:
        InputError: no such theme; they are listed.
    """
    themes = load_course().themes
    if name in themes:
        return name
    close = close_to(name, themes)
    listed = ", ".join(themes)
    mend = f"Vouliez-vous dire « {close[0]} » ? Thèmes : {listed}." if close else f"Thèmes : {listed}."
    raise InputError(Problem(f"aucun thème ne s'appelle « {name} ».", mend=mend))


def begin(
    played: Iterable[Exercise],
    knowledge: Knowledge,
    theme: str | None,
    level: Level | None,
    teams: Literal[0, 2, 3, 4],
    today: date | None = None,
) -> Session:
    """A session at its first screen.

    Raises:
        InputError: nothing to play.
    """
    rounds = tuple(round_of(one, knowledge) for one in played)
    if not rounds:
        raise InputError(
            Problem("aucun cas pour ce thème et ce niveau.", mend="Choisissez un autre niveau, ou un autre thème.")
        )
    return Session(
        begun=today or date.today(),
        theme=theme,
        level=level,
        teams=teams,
        rules=knowledge.fingerprint,
        rounds=rounds,
    )


def refreshed(session: Session, knowledge: Knowledge) -> Session:
    """A session of another day under the rules of this one: what is right is asked again of the engine.

    What was answered to a question that is no longer asked there, or no longer offers that answer, is left.

    Raises:
        InputError: a criterion it asks about is no longer in the rules.
    """
    if session.rules == knowledge.fingerprint:
        return session
    try:
        rounds = tuple(round_of(one.exercise, knowledge) for one in session.rounds)
    except KeyError:
        raise InputError(
            Problem(
                "cette séance pose une question que les règles d'aujourd'hui ne connaissent plus.",
                mend="Commencez une nouvelle séance.",
            )
        ) from None
    same = {
        place_of(rank, at)
        for rank, (then, now) in enumerate(zip(session.rounds, rounds, strict=True))
        for at, (old, new) in enumerate(zip(then.questions, now.questions, strict=False))
        if (old.subject, old.target) == (new.subject, new.target)
        and {*session.said(rank, at)} <= {None, PASSED, *new.choices}
    }
    fresh = session.model_copy(
        update={
            "rounds": rounds,
            "rules": knowledge.fingerprint,
            "place": 0,
            "answers": {name: said for name, said in session.answers.items() if name in same},
            "revealed": tuple(name for name in session.revealed if name in same),
        }
    )
    step = session.step
    place = fresh.steps.index(step) if step in fresh.steps else None
    if place is None or not open_to(fresh, place):
        place = fresh.steps.index(Step(scene="title", round=step.round))
    return fresh.model_copy(update={"place": place})
