"""What is played: the exercises of a theme and level, what is asked about each, and what the engine finds right."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from advisor.common.errors import InputError, Problem, close_to, system_reason
from advisor.common.files import digest, fingerprint, free_name, write_atomically
from advisor.rules.course import Level, load_course
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import CRITERION_OUTCOMES, CriterionOutcome, VerdictId
from advisor.training.casebook.read import find_case
from advisor.training.exercises import AnswerKey, Exercise, answer_key, exercise_of, exercises, statuses_of
from advisor.training.workshop.model import PASSED, RoomQuestion, Round, ScreenStep, WorkshopSession, place_of
from advisor.training.workshop.transitions import open_to

CRITERION_POINTS, STATUS_POINTS = 1, 2

NAME = ".atelier-formation.json"


def round_of(exercise: Exercise, knowledge: Knowledge) -> Round:
    """An exercise with its questions: the criteria of the case, then the statuses they bear on."""
    key = answer_key(exercise, knowledge)
    offered = _choices(exercise.level, key)
    criteria = tuple(
        RoomQuestion(
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
        RoomQuestion(
            subject="status", target=one.status, choices=tuple(VerdictId), right=one.outcome, points=STATUS_POINTS
        )
        for one in key.statuses
        if one.status in asked
    )
    return Round(exercise=exercise, key=key, questions=(*criteria, *statuses))


def _choices(level: Level, key: AnswerKey) -> tuple[CriterionOutcome, ...]:
    """What is offered to every question of a case alike, so that the list betrays none of them.

    Beginners choose between yes and no unless something else is right somewhere in the case.
    """
    right = {one.outcome for one in key.criteria}
    always = CRITERION_OUTCOMES[:2] if level == 1 else CRITERION_OUTCOMES[:4]
    return tuple(one for one in CRITERION_OUTCOMES if one in always or one in right)


def one_case(name: str) -> Exercise:
    """A worked case by its number or name.

    Raises:
        InputError: no such case, or it has no notes for a room.
    """
    case = find_case(name)
    if case.notes is None:
        known = ", ".join(one.id.partition("-")[0] for one in exercises()[:12])
        what = f"le cas « {case.id} » n'a pas de notes de séance : il ne peut pas être joué devant une salle."
        mend = f"Ceux qui en ont : {known}…" if known else "Aucun cas n'en a pour l'instant."
        raise InputError(Problem(what, mend=mend))
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
) -> WorkshopSession:
    """A session at its first screen.

    Raises:
        InputError: nothing to play.
    """
    rounds = tuple(round_of(one, knowledge) for one in played)
    if not rounds:
        mend = "Choisissez un autre niveau, ou un autre thème."
        raise InputError(Problem("aucun cas pour ce thème et ce niveau.", mend=mend))
    return WorkshopSession(
        begun=today or date.today(),
        theme=theme,
        level=level,
        teams=teams,
        rules=knowledge.fingerprint,
        rounds=rounds,
    )


def refreshed(session: WorkshopSession, knowledge: Knowledge) -> WorkshopSession:
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
        what = "cette séance pose une question que les règles d'aujourd'hui ne connaissent plus."
        raise InputError(Problem(what, mend="Commencez une nouvelle séance.")) from None
    same = {
        place_of(rank, at)
        for rank, (then, now) in enumerate(zip(session.rounds, rounds, strict=True))
        for at, (old, new) in enumerate(zip(then.questions, now.questions, strict=False))
        if (old.subject, old.target) == (new.subject, new.target)
        and {*session.said(rank, at)} <= {None, PASSED, *new.choices}
    }
    fresh = WorkshopSession(
        begun=session.begun,
        theme=session.theme,
        level=session.level,
        teams=session.teams,
        rules=knowledge.fingerprint,
        rounds=rounds,
        answers={name: said for name, said in session.answers.items() if name in same},
        revealed=tuple(name for name in session.revealed if name in same),
        aside=session.aside,
    )
    step = session.step
    place = fresh.steps.index(step) if step in fresh.steps else None
    if place is None or not open_to(fresh, place):
        place = fresh.steps.index(ScreenStep(scene="title", round=step.round))
    return fresh.model_copy(update={"place": place})


# -- the file of a session -------------------------------------------------------------------------------------------


class TakenElsewhere(InputError):
    """Another window went on with the session; writing here would undo what it did."""


class SessionStore:
    """Where the session of a folder is stored; there is one session at a time.

    Args:
        folder: the folder of dossiers, made with the first save.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._known: str | None = None

    def load(self) -> WorkshopSession | None:
        """The session saved, None when there is none.

        Raises:
            InputError: the file cannot be read, or holds no session.
        """
        try:
            content = self.path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise InputError(Problem(f"lecture impossible ({system_reason(error)}).", str(self.path))) from None
        self._known = digest(content)
        try:
            return WorkshopSession.model_validate_json(content)
        except ValidationError:
            what = "ce fichier de séance est abîmé, ou vient d'une autre version."
            mend = "Une nouvelle séance peut commencer ; celui-ci sera mis de côté."
            raise InputError(Problem(what, str(self.path), mend=mend)) from None

    def save(self, session: WorkshopSession) -> None:
        """Write the session, in one step.

        Raises:
            TakenElsewhere: another window wrote the file since; nothing is written.
            InputError: the disk refuses.
        """
        found = fingerprint(self.path)
        if found is not None and found != self._known:
            what = "la séance a été continuée, ou commencée, dans une autre fenêtre."
            mend = "Celle-ci s'arrête pour ne rien effacer ; relancez : ess-advisor journee."
            raise TakenElsewhere(Problem(what, str(self.path), mend=mend))
        content = session.model_dump_json().encode()
        write_atomically(self.path, content, folder=True)
        self._known = digest(content)

    def put_aside(self) -> Path:
        """Give another name to a file that cannot be used, so that a new session may begin; the name given.

        Raises:
            InputError: it cannot be renamed.
        """
        target = free_name(self.path.with_name(".atelier-formation-illisible.json"))
        try:
            self.path.rename(target)
        except OSError as error:
            what = f"impossible de le mettre de côté ({system_reason(error)})."
            raise InputError(Problem(what, str(self.path), mend="Déplacez-le vous-même.")) from None
        self._known = None
        return target
