"""What can be done in a session: each move takes it and gives the next one, or says in French why not."""

from __future__ import annotations

from advisor.training.workshop.model import PASSED, Aside, RoomQuestion, ScreenStep, WorkshopSession, place_of


class NotNowError(ValueError):
    """The move means nothing here; the message is for the trainer, in front of the room."""


def asked(session: WorkshopSession) -> RoomQuestion | None:
    """The question on the screen, while it may be answered."""
    step = session.step
    if step.scene != "question" or session.shown(step.round, step.at):
        return None
    return session.rounds[step.round].questions[step.at]


def waiting(session: WorkshopSession) -> int | None:
    """Rank of the team whose answer is awaited; None when all have answered, or when nothing is asked."""
    if asked(session) is None:
        return None
    said = session.said(session.step.round, session.step.at)
    return next((rank for rank, one in enumerate(said) if one is None), None)


def forward(session: WorkshopSession) -> WorkshopSession:
    """The next step; a question is left by revealing its answer only.

    Raises:
        NotNowError: the answer was not revealed, or one stands at the end.
    """
    if asked(session) is not None:
        team = waiting(session)
        raise NotNowError(
            "Tout le monde a répondu. r : révéler la réponse."
            if team is None
            else f"{session.names[team]} n'a pas répondu. 0 : passer ; r : révéler sans attendre."
        )
    if session.finished:
        raise NotNowError("C'est la fin de la séance. q : arrêter.")
    return _at(session, next(rank for rank in range(session.place + 1, len(session.steps)) if open_to(session, rank)))


def back(session: WorkshopSession) -> WorkshopSession:
    """The step before.

    Raises:
        NotNowError: one stands at the first.
    """
    if session.place == 0:
        raise NotNowError("C'est le début de la séance.")
    return _at(session, next(rank for rank in range(session.place - 1, -1, -1) if open_to(session, rank)))


def open_to(session: WorkshopSession, place: int) -> bool:
    """Whether a step may be shown: an answer is passed over, going back as going on, until it was revealed.

    Questions are left without an answer by jumping from one exercise to another.
    """
    step = session.steps[place]
    match step.scene:
        case "answer" | "teaching":
            return session.shown(step.round, step.at)
        case "lesson" | "scores":
            return session.all_shown(step.round)
    return True


def jump(session: WorkshopSession, round: int) -> WorkshopSession:
    """The title of an exercise."""
    return _at(session, session.steps.index(ScreenStep(scene="title", round=round)))


def answer(session: WorkshopSession, value: str) -> WorkshopSession:
    """What the next team says; when all have spoken, the room may change its mind, a team must first erase.

    Args:
        value: an outcome offered, or `PASSED`.

    Raises:
        NotNowError: nothing is asked, it was revealed, the value is not offered, or every team has answered.
    """
    question = asked(session)
    if question is None:
        raise NotNowError(
            "La réponse est déjà révélée : elle ne change plus."
            if session.step.scene in ("question", "answer")
            else "Aucune question n'est posée ici."
        )
    if value not in (*question.choices, PASSED):
        raise NotNowError("Cette réponse n'est pas proposée.")
    said = [*session.said(session.step.round, session.step.at)]
    team = waiting(session)
    if team is None and session.teams:
        raise NotNowError("Toutes les équipes ont répondu. r : révéler ; Retour arrière : corriger.")
    said[team or 0] = value
    return _saying(session, said)


def erase(session: WorkshopSession) -> WorkshopSession:
    """Take back the last answer given to the question asked.

    Raises:
        NotNowError: there is none, or it was revealed.
    """
    if asked(session) is None:
        raise NotNowError("Rien à corriger ici.")
    said = [*session.said(session.step.round, session.step.at)]
    given = [rank for rank, one in enumerate(said) if one is not None]
    if not given:
        raise NotNowError("Aucune réponse à corriger.")
    said[given[-1]] = None
    return _saying(session, said)


def reveal(session: WorkshopSession) -> WorkshopSession:
    """Show the right answer; from then on no answer to it changes.

    Raises:
        NotNowError: no question is asked here.
    """
    step = session.step
    if step.scene != "question":
        raise NotNowError("Rien à révéler ici.")
    name = place_of(step.round, step.at)
    revealed = session.revealed if name in session.revealed else (*session.revealed, name)
    return _at(session.model_copy(update={"revealed": revealed}), session.place + 1)


def look(session: WorkshopSession, aside: Aside | None) -> WorkshopSession:
    """Look at something beside, or come back from it (None).

    Raises:
        NotNowError: it would tell answers that were not revealed yet.
    """
    if aside is not None:
        may_look(session)
    return session.model_copy(update={"aside": aside})


def may_look(session: WorkshopSession) -> None:
    """Whether other answers, or another day, may be tried on the exercise at work.

    Raises:
        NotNowError: a question of it is still open; the verdicts would answer it.
    """
    if not session.all_shown(session.step.round):
        raise NotNowError("D'abord toutes les réponses de ce cas : cet essai montrerait le verdict.")


def _at(session: WorkshopSession, place: int) -> WorkshopSession:
    return session.model_copy(update={"place": place, "aside": None})


def _saying(session: WorkshopSession, said: list[str | None]) -> WorkshopSession:
    name = place_of(session.step.round, session.step.at)
    return session.model_copy(update={"answers": {**session.answers, name: tuple(said)}})
