"""Everything a quiz may ask: light entries that say what, how hard and about whom; the question is made when drawn."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from advisor.assessment.model import Change
from advisor.assessment.wording import unjudged_day
from advisor.common.errors import InputError, Problem
from advisor.common.french import french_date, lower_first
from advisor.rules.course import Course, Level, load_course
from advisor.rules.load import load_knowledge
from advisor.rules.vocabulary import QuestionKind
from advisor.rules.words import load_words
from advisor.training.exercises import Exercise
from advisor.training.quiz import _figures as figures
from advisor.training.quiz import kinds, turning
from advisor.training.quiz.situations import (
    Explanation,
    QuizChoice,
    QuizQuestion,
    Situation,
    deciding_addresses,
    few,
    published,
    sheet,
    shown_addresses,
    situations,
)

LONG_STORY = 1000
"""Characters beyond which a story is too long for a question."""

Addresses = tuple[str, ...]
Content = tuple[str, tuple[QuizChoice, ...], str, Explanation, tuple[str, ...]]
"""What is asked, the choices, the right one, why, and the criteria that are to be judged."""

Maker = Callable[[str, Situation, Level], QuizQuestion | None]
"""What makes the question of a subject about a situation, at a level."""


@dataclass(frozen=True, eq=False)
class BankEntry:
    """Something that may be asked.

    Attributes:
        make: gives the question, or None when it cannot be asked after all.
    """

    kind: QuestionKind
    subject: str
    level: Level
    situation: str
    theme: str
    make: Callable[[], QuizQuestion | None] = field(repr=False)


class Bank:
    """What may be asked.

    Args:
        theme: id of the only theme asked about, if any.
        on: day whose law applies to everything; by default, that of each worked case, and today for figures.
        seed: of the order of choices.

    Raises:
        InputError: no such theme, a day before the law, or nothing to ask.
    """

    def __init__(self, theme: str | None = None, on: date | None = None, seed: int = 0) -> None:
        self.knowledge, self.course = load_knowledge(), load_course()
        self.theme = check_theme(theme, self.course) if theme else None
        self.on, self.seed = on, seed
        if on is not None and on < self.knowledge.base.start:
            raise InputError(unjudged_day(self.knowledge, on))
        self.entries: tuple[BankEntry, ...] = tuple(self._entries())
        if not self.entries:
            raise InputError(Problem("il n'y a rien à demander.", mend="Choisissez un autre thème, ou une autre date."))

    # -- entries --------------------------------------------------------------------------------------------------

    def _entries(self) -> Iterator[BankEntry]:
        criteria = self.course.themes[self.theme].criteria if self.theme else None
        for situation in situations(self.knowledge, self.on, criteria):
            yield from self._about(situation)
        yield from self._figures()

    def _about(self, situation: Situation) -> Iterator[BankEntry]:
        for criterion in situation.exercise.questions:
            form = kinds.criterion_form(criterion, situation)
            if form is None or not self._taught(criterion):
                continue
            yield self._entry("critere", criterion, form, situation, self._criterion)
            if (change := kinds.remedy(criterion, situation)) is not None:
                yield self._entry("remede", criterion, max(2, form), situation, partial(self._remedy, change))
            outcome = situation.assessment.findings[criterion].outcome
            if outcome in turning.SETTLED and deciding_addresses((criterion,), situation):
                yield self._entry("paire", criterion, max(2, form), situation, self._pair)
        for status in situation.assessment.verdicts:
            shown = kinds.verdict_shown(status, situation)
            if shown is None:
                continue
            # Of the criteria that must be shown, a verdict trains the first that the case is about.
            subject = next((id for id in situation.exercise.questions if id in shown), shown[0])
            rows = deciding_addresses(shown, situation)
            if rows and few(rows) and self._taught(subject):
                form = kinds.verdict_form(status, shown, situation)
                yield self._entry("verdict", subject, form, situation, partial(self._verdict, status, shown, rows))

    def _entry(self, kind: QuestionKind, subject: str, form: int, situation: Situation, make: Maker) -> BankEntry:
        level = kinds.level_of(form, subject)
        made = partial(make, subject, situation, level)
        return BankEntry(kind, subject, level, situation.exercise.id, self._theme_of(subject)[0], made)

    def _figures(self) -> Iterator[BankEntry]:
        day = self.on or date.today()
        for figure in figures.figures(self.knowledge, day):
            theme, _ = self._theme_of(figure.subject, figure.status)
            if self.theme is not None and theme != self.theme:
                continue
            level = kinds.level_of(1, figure.subject)
            id = f"chiffre:{figure.parameter.id}"
            yield BankEntry("chiffre", figure.subject, level, id, theme, partial(self._figure, figure, day))

    def _taught(self, criterion: str) -> bool:
        """Whether a criterion belongs to the theme asked for."""
        return self.theme is None or criterion in self.course.themes[self.theme].criteria

    def _theme_of(self, subject: str, status: str = "") -> tuple[str, str]:
        """Id and title of the theme a subject counts under: of the course, else of the rules."""
        if self.theme is not None and self._taught(subject):
            return self.theme, self.course.themes[self.theme].title
        themes = self.course.themes
        # Of several, the narrowest says best what is to be worked on.
        narrow = sorted((one for one in themes.values() if subject in one.criteria), key=lambda one: len(one.criteria))
        if narrow or status in themes:
            found = narrow[0] if narrow else themes[status]
            return found.id, found.title
        criterion = self.knowledge.criteria.get(subject)
        if criterion is None:
            return status, self.knowledge.statuses[status].title
        title = next(one.title for one in self.knowledge.base.themes if one.id == criterion.theme)
        return criterion.theme, title

    # -- questions ------------------------------------------------------------------------------------------------

    def _criterion(self, criterion: str, situation: Situation, level: Level) -> QuizQuestion:
        right, why = kinds.criterion_why(criterion, situation)
        prompt = kinds.criterion_prompt(criterion, situation)
        content = (prompt, kinds.marks(load_words().outcomes), right, why, (criterion,))
        return self._question("critere", criterion, level, situation, content)

    def _verdict(
        self, status: str, judged: Addresses, rows: Addresses, subject: str, situation: Situation, level: Level
    ) -> QuizQuestion:
        right, why = kinds.verdict_why(status, subject, situation)
        content = (kinds.verdict_prompt(status, situation), kinds.marks(load_words().verdicts), right, why, judged)
        made = self._question("verdict", subject, level, situation, content, rows)
        return made.model_copy(update={"id": f"verdict:{situation.exercise.id}:{status}"})

    def _remedy(self, change: Change, criterion: str, situation: Situation, level: Level) -> QuizQuestion | None:
        choices = kinds.remedy_choices(criterion, change.kind, situation)
        if choices is None:
            return None
        why = kinds.remedy_why(criterion, change, situation)
        # Its outcome is given: no figure is needed to find it.
        content = (kinds.remedy_prompt(criterion, situation), choices, change.kind, why, ())
        return self._question("remede", criterion, level, situation, content)

    def _pair(self, criterion: str, situation: Situation, level: Level) -> QuizQuestion | None:
        pair = turning.turning_pair(criterion, situation)
        if pair is None:
            return None
        draw = random.Random(f"{self.seed}/{situation.exercise.id}/{criterion}")
        wrong = turning.idle_changes(pair, self.knowledge, draw)
        if len(wrong) < turning.WRONG:
            return None
        content = (
            turning.pair_prompt(pair, situation),
            turning.pair_choices(pair, wrong, self.knowledge, draw),
            turning.change_id(pair.address, pair.after),
            turning.pair_why(pair, situation),
            (criterion,),
        )
        return self._question("paire", criterion, level, situation, content)

    def _figure(self, figure: figures.LegalFigure, day: date) -> QuizQuestion | None:
        draw = random.Random(f"{self.seed}/{figure.parameter.id}")
        choices = figures.choices(figure, self.knowledge, draw)
        if len(choices) < figures.CHOICES:
            return None
        criterion = self.knowledge.criteria.get(figure.subject)
        theme, theme_title = self._theme_of(figure.subject, figure.status)
        title = criterion.title if criterion else figure.parameter.title
        return QuizQuestion(
            id=f"chiffre:{figure.parameter.id}",
            kind="chiffre",
            subject=figure.subject,
            title=title,
            theme=theme,
            theme_title=theme_title,
            level=kinds.level_of(1, figure.subject),
            situation=f"chiffre:{figure.parameter.id}",
            on=day,
            heading="Un chiffre de la loi",
            prompt=f"« {figure.parameter.title} » : quel chiffre les textes fixent-ils au {french_date(day)} ?",
            choices=choices,
            right=str(figure.value.value),
            why=figures.why_figure(figure, self.knowledge, day),
        )

    def _question(
        self,
        kind: QuestionKind,
        subject: str,
        level: Level,
        situation: Situation,
        content: Content,
        rows: Addresses | None = None,
    ) -> QuizQuestion:
        prompt, choices, right, why, judged = content
        shown = (shown_addresses(subject, situation) or ()) if rows is None else rows
        theme, theme_title = self._theme_of(subject)
        exercise = situation.exercise
        return QuizQuestion(
            id=f"{kind}:{exercise.id}:{subject}",
            kind=kind,
            subject=subject,
            title=situation.assessment.findings[subject].title,
            theme=theme,
            theme_title=theme_title,
            level=level,
            situation=exercise.id,
            case=situation.case,
            on=exercise.on,
            # The title of a case often says its point; the name of the company does not.
            heading=exercise.dossier.name or exercise.title,
            story=_story(exercise),
            sheet=(*sheet(shown, situation), *published(judged, shown, situation)),
            prompt=prompt,
            choices=choices,
            right=right,
            why=why,
        )


def _story(exercise: Exercise) -> tuple[str, ...]:
    """The story to read; if it is long, the short one of the projector, the sheet telling the rest."""
    paragraphs = tuple(part.strip() for part in exercise.story.split("\n") if part.strip())
    return exercise.screens if len(exercise.story) > LONG_STORY and exercise.screens else paragraphs


def check_theme(theme: str, course: Course) -> str:
    """The id of a theme.

    Raises:
        InputError: there is none of that name; the message lists all.
    """
    if theme in course.themes:
        return theme
    known = " ; ".join(f"{one.id} ({lower_first(one.title)})" for one in course.themes.values())
    raise InputError(Problem(f"aucun thème ne s'appelle « {theme} ».", mend=f"Au choix : {known}."))
