"""The handout: the cases of a session, to solve on paper. It holds no answer, in its words as in its names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from advisor.assessment.assess import assess
from advisor.assessment.leaves import FALSE
from advisor.assessment.model import Assessment
from advisor.assessment.session import Session
from advisor.assessment.wording import parameter_value, slot_name
from advisor.common.errors import InputError, Problem
from advisor.common.french import NBSP, french_date, glued
from advisor.report.model import Blanks, Block, Bullets, Item, Paragraph, Report, Section, Table
from advisor.report.words import period
from advisor.rules.basis import DISTANT
from advisor.rules.conditions import Condition, CriterionRef, walk
from advisor.rules.course import LEVEL_WORDS, Level, load_course
from advisor.rules.formulas import names
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.references import criteria_under, references
from advisor.rules.vocabulary import CRITERION_OUTCOMES
from advisor.rules.words import ANSWERS
from advisor.training.casebook.read import find_case
from advisor.training.exercises import Exercise, exercise_of, exercises
from advisor.training.flips import reading

_LINES = ("Pourquoi", "", "")

NOTICE = "Support de formation : ni conseil juridique, ni décision."
_OFTEN, _YEARS = 3, 3
"""A figure with that many values is published from time to time; those of so many years back are given."""

_UNKNOWN = "on ne le sait pas"


def handout(chosen: Chosen) -> Report:
    """The cases without their answers, one or two pages each."""
    knowledge = load_knowledge()
    return Report(
        title="Cas à résoudre",
        metadata=chosen.heading,
        notice=NOTICE,
        sections=(_how_to(), *(_case(rank, one, knowledge) for rank, one in enumerate(chosen.exercises, 1))),
    )


def _how_to() -> Section:
    items = (
        Item(lead="oui", text="la condition est remplie"),
        Item(lead="non", text="elle ne l'est pas"),
        Item(lead="il manque une réponse", text="ce que l'on sait ne suffit pas encore ; dites ce qu'il faut demander"),
        Item(lead="le droit ne tranche pas", text="tout est connu, mais les textes admettent deux lectures"),
        Item(lead="sans objet", text="la question ne concerne pas cette structure"),
    )
    return Section(
        id="mode-d-emploi",
        title="Mode d'emploi",
        blocks=(
            Blanks(labels=("Nom", "Équipe", "Date")),
            Paragraph(
                text="Pour chaque cas : lisez l'histoire, puis ce que l'on sait. Cochez une case par question, et "
                "écrivez pourquoi. Le droit à appliquer est celui du jour indiqué, pas celui d'aujourd'hui."
            ),
            Paragraph(text="Dans les chiffres, n est le dernier exercice, n-1 celui d'avant, n-2 le précédent."),
            Paragraph(lead="Que veulent dire les cases ?", text=""),
            Bullets(items=items),
        ),
    )


def _case(rank: int, exercise: Exercise, knowledge: Knowledge) -> Section:
    assessment = assess(exercise.dossier, on=exercise.on, knowledge=knowledge)
    tables = (facts_sheet(exercise, assessment, knowledge), figures_sheet(exercise, knowledge))
    blocks: list[Block] = [Paragraph(lead="Droit à appliquer", text=f"celui du {french_date(exercise.on)}.")]
    # A story is cut where it was.
    blocks += [Paragraph(text=one) for one in re.split(r"\n\s*\n", exercise.story.strip()) if one.strip()]
    blocks += [table for table in tables if table.rows]
    return Section(
        id=f"cas-{rank}",
        title=f"Cas {rank}. {name_of(exercise)}",
        blocks=tuple(blocks),
        sections=tuple(_questions(rank, exercise, knowledge)),
        new_page=True,
    )


def _questions(rank: int, exercise: Exercise, knowledge: Knowledge) -> Iterator[Section]:
    to_tick = "\u2003".join(f"☐{NBSP}{glued(label)}" for label in (ANSWERS[one] for one in CRITERION_OUTCOMES))
    for number, id in enumerate(exercise.questions, 1):
        lesson = load_course().lesson(id, exercise.on)
        yield Section(
            id=f"cas-{rank}-question-{number}",
            title=f"{number}. {lesson.question if lesson else knowledge.criteria[id].title}",
            blocks=(Paragraph(text=to_tick), Blanks(labels=_LINES)),
        )


# -- which cases to print: those of a theme and a level, or those named ----------------------------------------------


@dataclass(frozen=True)
class Chosen:
    """The cases of a handout, in order; its answer book has the same, numbered alike.

    Attributes:
        exercises: the cases. theme, level: what they were chosen by, if they were.
        named: they were chosen one by one.
    """

    exercises: tuple[Exercise, ...]
    theme: str | None = None
    level: Level | None = None
    named: bool = False

    @property
    def heading(self) -> tuple[tuple[str, str], ...]:
        """What was chosen, as the head of both documents says it."""
        course = load_course()
        count = len(self.exercises)
        cases = f"{count} cas"
        if self.named:
            return (("Contenu", f"{cases} ; choisis un à un" if count > 1 else cases),)
        return (
            ("Thème", course.themes[self.theme].title if self.theme else "Tous les thèmes"),
            ("Niveau", f"{self.level}, {LEVEL_WORDS[self.level]}" if self.level else "Tous les niveaux"),
            ("Contenu", cases),
        )


def choose(theme: str | None = None, level: Level | None = None, cases: Sequence[str] = ()) -> Chosen:
    """The cases to print.

    Args:
        theme, level: which teaching cases.
        cases: the teaching cases named, instead of those of a theme and a level.

    Raises:
        InputError: an unknown theme or case, a case without teaching notes, or nothing to print.
    """
    themes = load_course().themes
    if theme is not None and theme not in themes:
        mend = f"Thèmes : {', '.join(themes)}."
        raise InputError(Problem(f"aucun thème ne s'appelle « {theme} ».", mend=mend))
    found = _named(cases) if cases else exercises(theme, level)
    if not found:
        mend = "Élargissez le thème ou le niveau."
        raise InputError(Problem("aucun cas d'école de ce thème à ce niveau.", mend=mend))
    return Chosen(found, theme, level, named=bool(cases))


def _named(names: Sequence[str]) -> tuple[Exercise, ...]:
    found: dict[str, Exercise] = {}
    problems: list[Problem] = []
    for name in names:
        try:
            case = find_case(name)
        except InputError as error:
            problems += error.problems
            continue
        if case.notes is None:
            what = f"le cas {case.number} n'est pas un cas de formation : il n'a pas de questions."
            problems.append(Problem(what, mend="Choisissez-en un autre : ess-advisor cas liste."))
            continue
        found[case.id] = exercise_of(case)
    if problems:
        raise InputError(*problems)
    return tuple(found.values())


# -- what the handout and the answer book say alike ------------------------------------------------------------------


def name_of(exercise: Exercise) -> str:
    """The company. The title of a case, which often tells what to find, is for the answer book."""
    return exercise.dossier.name or "Une structure sans nom"


def facts_sheet(exercise: Exercise, assessment: Assessment, knowledge: Knowledge) -> Table:
    """The answers that the questions read, in words; what was never asked is not there, and is for the room to see."""
    wanted = _addresses(exercise, assessment, knowledge)
    rows: dict[str, dict[str, str]] = {}
    for one in assessment.answers:
        if one.address not in wanted:
            continue
        fact, slot = knowledge.addresses[one.address]
        name = (fact.short or one.short) if slot else one.short
        rows.setdefault(name, {})[slot or ""] = _UNKNOWN if one.unknown else one.text
    return Table(
        header=("Ce que l'on sait", "Réponse"),
        rows=tuple((name, together(texts)) for name, texts in rows.items()),
    )


def together(texts: Mapping[str, str], short: bool = True) -> str:
    """The answers of one fact on a line: ``n : 100 € ; n-1 : 90 €``; once when they are all alike.

    Args:
        texts: by slot, an empty one for a fact that has none.
        short: exercises by their letter alone.
    """
    names, values = [slot_name(one or None) for one in texts], list(texts.values())
    if names == [""]:
        return values[0]
    if len(values) > 1 and len(set(values)) == 1:
        return f"{values[0]} (les {len(values)} {names[0].partition(' ')[0]}s)"
    if short:
        names = [slot if slot.startswith("n") else name for slot, name in zip(texts, names, strict=True)]
    return " ; ".join(f"{glued(name)}{NBSP}:{NBSP}{value}" for name, value in zip(names, values, strict=True))


def _read(conditions: Iterable[Condition], exercise: Exercise, knowledge: Knowledge) -> set[str]:
    """Figures of the law that some conditions rest on, without those of cases that are not this company's."""
    session = Session(knowledge, exercise.dossier, exercise.on)
    found: set[str] = set()
    pending = [ref.id for one in conditions for node in walk(one) for ref in references(node)]
    while pending:
        name = pending.pop()
        if name in found:
            continue
        found.add(name)
        if (indicator := knowledge.indicators.get(name)) is not None:
            closed = {
                ("cas", rank, "formule")
                for rank, case in enumerate(indicator.cases)
                if case.condition is not None and session.settled(case.condition).favourable == FALSE
            }
            pending += [
                one for path, formula in indicator.formulas.items() if path not in closed for one in names(formula)
            ]
    return found


def figures_sheet(exercise: Exercise, knowledge: Knowledge, years: tuple[int, int] | None = None) -> Table:
    """Published figures that the questions read (SMIC, TMO): nobody knows those by heart, and they change.

    Args:
        years: first and last year shown; by default, up to the day of the exercise, from three years before.
    """
    versions = (knowledge.criteria[id].on(exercise.on) for id in _asked(exercise, knowledge))
    read = _read([version.tree for version in versions if version], exercise, knowledge)
    since, until = years or (exercise.on.year - _YEARS, exercise.on.year)
    first, last = date(since, 1, 1), min(exercise.on, date(until, 12, 31))
    rows = []
    for id, parameter in knowledge.parameters.items():
        if id not in read or (len(parameter.values) < _OFTEN and parameter.unit != "heures"):
            continue
        values = [
            f"{parameter_value(parameter, one)} {period(one.start, None if one.end == DISTANT else one.end)}"
            for one in parameter.values
            if one.end >= first and one.start <= last
        ]
        often = len(parameter.values) >= _OFTEN
        text = " ; ".join(values) if often else parameter_value(parameter, parameter.values[-1])
        rows.append((parameter.title, text or "aucun chiffre connu pour ces années"))
    return Table(header=("Chiffre publié", "Valeur"), rows=tuple(rows))


def _asked(exercise: Exercise, knowledge: Knowledge) -> set[str]:
    """The criteria asked, and those they are made of."""
    return criteria_under(knowledge, map(CriterionRef, exercise.questions), exercise.on)


def _addresses(exercise: Exercise, assessment: Assessment, knowledge: Knowledge) -> set[str]:
    found = {one for id in exercise.questions for one in reading(knowledge, id, exercise.on).addresses}
    # Why a question does not arise is found in other answers than its own.
    leaves = (assessment.findings[id].leaves for id in _asked(exercise, knowledge) if id in assessment.findings)
    return found.union(address for some in leaves for leaf in some for address in leaf.used)
