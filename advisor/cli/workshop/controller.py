"""The session in the hands of the trainer: each key a move, each move saved, all of it without a terminal."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date

from advisor.cli.workshop.fullscreen import BACK, FORWARD, Face, Keys, Menu, Typing, Work
from advisor.common.errors import InputError
from advisor.dossier.answer_parsing import AnswerError
from advisor.rules.facts import Fact, FactType
from advisor.training.workshop import transitions, trials
from advisor.training.workshop.model import PASSED, Aside, Bench, Round, WorkshopSession
from advisor.training.workshop.programme import TakenElsewhere
from advisor.training.workshop.slide import Say, Slide
from advisor.training.workshop.slides import notes_slide, score_board, slide, story_slide
from advisor.training.workshop.transitions import NotNowError

MACHINE, ANY_FACT, UNKNOWN = "machine", "fait", "on ne sait pas"
_BESIDE = ("h", "n", "s")
"""Keys of what is looked at for a moment."""


class Player(Face):
    """A session on the screen.

    Args:
        session: where it stands.
        bench: rules and course.
        save: keeps each new state; its `InputError` is reported, and the session goes on.
        blocks: the terminal has half blocks.
    """

    def __init__(
        self,
        session: WorkshopSession,
        bench: Bench,
        save: Callable[[WorkshopSession], None] = lambda _: None,
        blocks: bool = True,
    ) -> None:
        super().__init__(blocks=blocks)
        self.session, self.bench = session, bench
        self._save = save
        self._beside: Callable[[], Slide] | None = None  # notes or scores, looked at for a moment
        self._shown_by = ""  # the key that showed it
        self._asked = ""  # a key that must be pressed twice
        self.ended_by: InputError | None = None
        self.unsaved = False
        self._drawn: tuple[WorkshopSession, Slide] | None = None
        self._found: tuple[Round, list[trials.TrialOffer]] | None = None  # searched once for each exercise

    # -- what is shown --------------------------------------------------------------------------------------------

    def slide(self) -> Slide:
        if self._beside is not None:
            return self._beside()
        if self._drawn is None or self._drawn[0] is not self.session:
            self._drawn = (self.session, self._built())
        return self._drawn[1]

    def _built(self) -> Slide:
        aside = self.session.aside
        if aside is not None:
            try:
                return trials.aside_slide(self.session.round, aside, self.bench)
            except InputError as error:
                return Slide((Say(str(error)),))
        return slide(self.session, self.bench)

    def head(self) -> tuple[str, str]:
        session = self.session
        if session.finished:
            return self.bench.theme(session.theme), ""
        return session.round.exercise.title, f"cas {session.step.round + 1} sur {len(session.rounds)}"

    def keys(self) -> Keys:
        if self._beside is not None:
            return [("→", "suite"), ("Échap", "revenir")]
        if self.session.aside is not None:
            return [("→", "suite"), ("e", "autre essai"), ("a", "avant/après"), ("Échap", "revenir")]
        session, scene = self.session, self.session.step.scene
        question = transitions.asked(session)
        found: Keys = []
        if question is not None:
            found += [(f"1–{len(question.choices)}", "répondre"), ("0", "passer"), ("r", "révéler")]
            if any(session.said(session.step.round, session.step.at)):
                found.append(("⌫", "corriger"))
        elif not session.finished:
            found.append(("→", "suite"))
        found += [("←", "retour")] if session.place else []
        if session.all_shown(session.step.round):
            found += [("e", "et si"), ("a", "avant/après")]
        if scene not in ("end", "title", "story"):
            found.append(("h", "l'histoire"))
        notes = [("n", "notes")] if session.round.exercise.notes is not None else []
        return [*found, ("c", "les cas"), *notes, ("s", "scores"), ("q", "arrêter")]

    # -- what keys do ---------------------------------------------------------------------------------------------

    def press(self, key: str) -> None:
        # A page turned or a menu left in between: what must be pressed twice is asked again.
        if key.lower() != self._asked:
            self._asked = ""
        super().press(key)

    def act(self, key: str) -> None:
        asked, self._asked = self._asked, ""
        if key in ("q", "ctrl-c"):
            self.over = asked == key
            self._asked, self.flash = key, "Arrêter la séance ? Elle est enregistrée. q encore une fois : arrêter."
            return
        if self._beside is not None:
            self._show(None)
            # Another key of the bottom line does what it says; one that answers or reveals must first be seen to.
            if key == self._shown_by or key not in _BESIDE:
                return
        if self.session.aside is not None and key in (*FORWARD, *BACK, "escape"):
            self._do(lambda session: transitions.look(session, None))
            return
        match key:
            case _ if key in FORWARD:
                self._do(transitions.forward)
            case _ if key in BACK:
                self._do(transitions.back)
            case "backspace" | "delete":
                self._do(transitions.erase)
            case "0":
                self._do(lambda session: transitions.answer(session, PASSED))
            case _ if key.isdecimal():
                self._answer(int(key))
            case "r":
                self._do(transitions.reveal)
            case "e" | "a":
                try:
                    transitions.may_look(self.session)
                except NotNowError as error:
                    self.flash = str(error)
                    return
                (self._trial_menu if key == "e" else self._eras_menu)()
            case "n":
                self._notes(key, asked)
            case "h":
                self._show(lambda: story_slide(self.session.round), key)
            case "s":
                self._show(lambda: score_board(self.session), key)
            case "c":
                self._cases_menu()
            case _:
                self.flash = "Cette touche ne fait rien ici ; voyez la ligne du bas."

    def _notes(self, key: str, asked: str) -> None:
        notes = self.session.round.exercise.notes
        if notes is None:
            self.flash = "Ce cas n'a pas de notes."
        elif asked == key:
            self._show(lambda: notes_slide(notes), key)
        else:
            warning = "Les notes vont s'afficher devant toute la salle. n encore une fois : les montrer."
            self._asked, self.flash = key, warning

    def _show(self, beside: Callable[[], Slide] | None, key: str = "") -> None:
        self._beside, self._shown_by, self.page = beside, key, 0

    def _do(self, move: Callable[[WorkshopSession], WorkshopSession]) -> None:
        """A move, saved; what it refuses is said at the bottom."""
        try:
            self._become(move(self.session))
        except NotNowError as error:
            self.flash = str(error)

    def _become(self, session: WorkshopSession) -> None:
        if session == self.session:
            return
        turned = (session.place, session.aside) != (self.session.place, self.session.aside)
        self.session = session
        if turned:
            self.page = 0
        try:
            self._save(session)
            self.unsaved = False
        except TakenElsewhere as error:
            self.over, self.ended_by = True, error
        except InputError as error:
            self.unsaved = True
            self.flash = f"La séance continue, mais sans être enregistrée : {error.problems[0].message}"

    def _answer(self, digit: int) -> None:
        question = transitions.asked(self.session)
        if question is not None and digit > len(question.choices):
            self.flash = f"Répondez de 1 à {len(question.choices)}, ou 0 pour passer."
            return
        # What is not asked is refused by the move itself, with the reason.
        self._do(lambda session: transitions.answer(session, question.choices[digit - 1] if question else ""))

    def _cases_menu(self) -> None:
        rows = [(one.exercise.title, rank) for rank, one in enumerate(self.session.rounds)]

        def picked(rank: int) -> None:
            self.close_all()
            self._do(lambda session: transitions.jump(session, rank))

        self.open(Menu("Quel cas ?", rows, picked))

    # -- et si… ? -------------------------------------------------------------------------------------------------

    def _trial_menu(self) -> None:
        rows: list[tuple[str, object]] = [
            (offer.words, offer.aside) for offer in trials.prepared(self.session.round, self.bench.knowledge)
        ]
        rows += [
            ("Ce qui ferait basculer une réponse ou le verdict, cherché par la machine", MACHINE),
            ("Changer une réponse au choix", ANY_FACT),
        ]
        self.open(Menu("Et si… ?", rows, self._tried))

    def _tried(self, chosen: object) -> None:
        if isinstance(chosen, Aside):
            self._look(chosen)
        elif chosen == MACHINE:
            self.work = Work("La machine cherche ce qui ferait tout basculer…", self._search)
        else:
            self._themes_menu()

    def _search(self) -> None:
        one = self.session.round
        if self._found is None or self._found[0] is not one:
            self._found = (one, trials.searched(one, self.bench.knowledge))
        found = self._found[1]
        if not found:
            self.flash = "La machine n'a trouvé aucune réponse qui, changée seule, fasse tout basculer."
            return
        self.open(Menu("Une seule réponse change…", [(offer.words, offer.aside) for offer in found], self._tried))

    def _themes_menu(self) -> None:
        rows = [*trials.themes_of(self.session.round, self.bench.knowledge).items()]
        self.open(Menu("Quelle partie du dossier ?", rows, self._facts_menu))

    def _facts_menu(self, addresses: list[str]) -> None:
        one, knowledge = self.session.round, self.bench.knowledge
        rows = [(trials.answer_words(one, knowledge, address), address) for address in addresses]
        self.open(Menu("Quelle réponse changer ?", rows, self._value))

    def _value(self, address: str) -> None:
        fact = self.bench.knowledge.addresses[address][0]
        title = trials.answer_words(self.session.round, self.bench.knowledge, address)
        if fact.options:
            given = self.session.round.exercise.dossier.answers[address].value
            selected = (given,) if isinstance(given, str) else given or ()
            rows: list[tuple[str, object]] = [
                (f"{one.label or one.id}{' ✓' if one.id in selected else ''}", one.id) for one in fact.options
            ]
            note = "Choisir coche ou décoche." if fact.type is FactType.CHOICES else ""
            self.open(
                Menu(title, [*rows, (UNKNOWN, None)], lambda option: self._option(address, fact, option), note=note)
            )
        else:
            self.open(Typing(title, lambda text: self._try(address, trials.read_value(fact, text)), fact.example))

    def _option(self, address: str, fact: Fact, option: object) -> None:
        value: str | tuple[str, ...] | None = None if option is None else str(option)
        if value is not None and fact.type is FactType.CHOICES:
            given = self.session.round.exercise.dossier.answers[address].value
            try:
                value = trials.read_value(fact, trials.toggled(given, str(option)))
            except AnswerError as error:
                self.flash = f"{error}."
                return
        self._try(address, value)

    def _try(self, address: str, value: str | tuple[str, ...] | None) -> None:
        self._look(Aside(kind="what_if", changes={address: value}))

    def _look(self, aside: Aside) -> None:
        self.close_all()
        self._do(lambda session: transitions.look(session, aside))

    # -- avant / après --------------------------------------------------------------------------------------------

    def _eras_menu(self) -> None:
        prepared = trials.eras_of(self.session.round)
        if prepared is None:
            self._first_day()
            return
        rows: list[tuple[str, Aside | None]] = [(prepared.words, prepared.aside), ("Deux dates au choix", None)]
        self.open(Menu("Avant / après", rows, lambda one: self._look(one) if one else self._first_day()))

    def _first_day(self) -> None:
        self.open(Typing("Première date ?", self._second_day, example="31/12/2014"))

    def _second_day(self, text: str) -> None:
        first = trials.read_day(text, self.bench.knowledge)
        self.open(Typing("Seconde date ?", lambda typed: self._days(first, typed), example="01/01/2025"))

    def _days(self, first: date, text: str) -> None:
        second = trials.read_day(text, self.bench.knowledge)
        if second == first:
            raise AnswerError("c'est la même date ; donnez-en deux")
        self._look(Aside(kind="eras", first=min(first, second), second=max(first, second)))


def resume_aside(session: WorkshopSession) -> WorkshopSession:
    """Return a session as it was left, without an aside that its own rules would refuse."""
    if session.aside is not None:
        with suppress(NotNowError):
            transitions.may_look(session)
            return session
        return session.model_copy(update={"aside": None})
    return session
