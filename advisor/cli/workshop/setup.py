"""Before the session: take up the one that was left, or choose theme, level and teams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from advisor.cli.workshop.controller import resume_aside
from advisor.cli.workshop.fullscreen import Face, Keys, Menu, Work
from advisor.common.errors import InputError
from advisor.common.french import capital
from advisor.rules.course import LEVEL_WORDS, Level
from advisor.training.exercises import Exercise, exercises
from advisor.training.workshop.model import Bench, WorkshopSession
from advisor.training.workshop.programme import SessionStore, begin, refreshed
from advisor.training.workshop.slide import Head, Say, Slide, session_words

Teams = Literal[0, 2, 3, 4]
ALL = "tous"
TIP = "Astuce : agrandissez les caractères du terminal (Ctrl +) jusqu'à ce qu'on lise du fond de la salle."


@dataclass(frozen=True)
class WorkshopWish:
    """What was asked on the command line; None where it is still to be chosen.

    Attributes:
        theme: id, or « tous ». level: 1 to 3. teams: 0, 2, 3 or 4.
        case: the only case to play. new: leave the saved session, if any.
    """

    theme: str | None = None
    level: Level | None = None
    teams: Teams | None = None
    case: Exercise | None = None
    new: bool = False


class Setup(Face):
    """The menus before a session; `session` is what they lead to, None when they were left.

    Args:
        bench: rules and course.
        store: where the session of the folder is saved.
        wanted: what was asked already.
        blocks: the terminal has half blocks.
    """

    def __init__(self, bench: Bench, store: SessionStore, wanted: WorkshopWish, blocks: bool = True) -> None:
        super().__init__(blocks=blocks)
        self.bench, self.store, self.wanted = bench, store, wanted
        self.session: WorkshopSession | None = None
        self._damaged = False
        self._resume_or_begin()

    def slide(self) -> Slide:
        return Slide((Head("Atelier"), Say(TIP)))

    def head(self) -> tuple[str, str]:
        return "Atelier : la journée d'information", ""

    def keys(self) -> Keys:
        return [("q", "quitter")]

    def act(self, key: str) -> None:
        if key in ("q", "ctrl-c", "escape"):
            self.over = True

    def left(self) -> None:
        self.over = True

    # -- the menus, one after the other ---------------------------------------------------------------------------

    def _resume_or_begin(self) -> None:
        """The session of the folder, if there is one: take it up, or begin anew."""
        try:
            saved = self.store.load()
            session = None if saved is None else resume_aside(refreshed(saved, self.bench.knowledge))
        except InputError as error:
            self._damaged = True
            rows: list[tuple[str, Any]] = [("Commencer une nouvelle séance ; ce fichier est mis de côté", None)]
            self.open(Menu("La séance enregistrée ne peut pas être reprise", rows, self._anew, note=str(error)))
            return
        if session is None or self.wanted.new:
            self._theme()
            return
        description = session_words(session, self.bench.theme(session.theme))
        rows = [(f"Reprendre : {description}", session), ("Nouvelle séance, à la place de celle-là", None)]
        self.open(Menu("Une séance est enregistrée", rows, self._anew))

    def _anew(self, session: WorkshopSession | None) -> None:
        if session is not None:
            self.session, self.over = session, True
        else:
            self._theme()

    def _theme(self) -> None:
        if self.wanted.case is not None or self.wanted.theme is not None:
            self._level(None if self.wanted.theme == ALL else self.wanted.theme)
            return
        rows: list[tuple[str, Any]] = [
            (f"{theme.title} ({_count(theme.id)})", theme.id) for theme in self.bench.course.themes.values()
        ]
        self.open(Menu("Quel thème ?", [*rows, (f"Tous les thèmes ({_count(None)})", None)], self._level, note=TIP))

    def _level(self, theme: str | None) -> None:
        if self.wanted.case is not None or self.wanted.level is not None:
            self._teams(theme, self.wanted.level)
            return
        rows: list[tuple[str, Any]] = [
            (f"{capital(words)} ({_count(theme, level)})", level)
            for level, words in LEVEL_WORDS.items()
            if exercises(theme, level)
        ]
        rows.append((f"Tous les niveaux ({_count(theme)})", None))
        sentence = self.bench.course.themes[theme].sentence if theme else ""
        self.open(Menu("Quel niveau ?", rows, lambda level: self._teams(theme, level), note=sentence))

    def _teams(self, theme: str | None, level: Level | None) -> None:
        if self.wanted.case is None and not exercises(theme, level):
            self.flash = "Aucun cas pour ce choix : prenez un autre thème, ou un autre niveau."
            if not self.above:
                self.wanted = WorkshopWish(teams=self.wanted.teams)
                self._theme()
            return
        if self.wanted.teams is not None:
            self._start(theme, level, self.wanted.teams)
            return
        rows: list[tuple[str, Any]] = [
            ("Sans équipes : toute la salle ensemble", 0),
            ("Deux équipes", 2),
            ("Trois équipes", 3),
            ("Quatre équipes", 4),
        ]
        self.open(Menu("Combien d'équipes ?", rows, lambda teams: self._start(theme, level, teams)))

    def _start(self, theme: str | None, level: Level | None, teams: Teams) -> None:
        self.work = Work("Les cas se préparent…", lambda: self._begin(theme, level, teams))

    def _begin(self, theme: str | None, level: Level | None, teams: Teams) -> None:
        played = (self.wanted.case,) if self.wanted.case is not None else exercises(theme, level)
        try:
            session = begin(played, self.bench.knowledge, theme, level, teams)
            if self._damaged:
                self.store.put_aside()
            self.store.save(session)
        except InputError as error:
            # Nothing could be saved: better known before the room is there.
            self.flash = str(error)
            return
        self.session, self.over = session, True


def _count(theme: str | None, level: Level | None = None) -> str:
    return f"{len(exercises(theme, level))} cas"
