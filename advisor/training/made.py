"""Cases made by the machine, as many as wanted: an invented company, and one criterion on the edge.

A company is drawn sound from a pattern; the engine then says which single answer makes the criterion flip, and the
case is that company just before or just after. What the case is right about is asked of the engine, like for any other.
The same seed gives the same case, under the same rules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import cycle, islice
from random import Random

from advisor.assessment import Assessment, Outcome
from advisor.dossier import Answer, Dossier
from advisor.errors import EngineError, InputError, Problem
from advisor.evaluation import assess
from advisor.knowledge import Knowledge, load_knowledge
from advisor.training.course import TIME_THEME, Course, Level, load_course
from advisor.training.drawing import draw_company, frames, variant_days
from advisor.training.levers import Bench, Flip, flips, has_figures
from advisor.training.model import Exercise, Pair, Value
from advisor.training.patterns import load_patterns
from advisor.training.questions import asked, needed
from advisor.training.staging import Stage, stage
from advisor.training.story import tell
from advisor.values import french_date

PREFIX = "genere-"
"""How the id of a case made by the machine begins."""
TRIES, BARREN = 60, 3
"""Companies drawn in all, and sound ones drawn in vain from one pattern, before saying that a criterion cannot be
taught on a day at a level."""
LEVELS: tuple[Level, ...] = (1, 2, 3)
_WRONG = 0.6
"""Share of the cases that are on the wrong side: a room that always hears « no » stops thinking."""
_WITHDRAWN = 0.15
"""Share of the cases of level 2 in which an answer lacks, rather than being on the edge."""


@dataclass(frozen=True)
class Made:
    """A case and its twin, before they become an exercise and a pair.

    Attributes:
        target, seed, level, day: what it was made for, and all it takes to make it again.
        dossier, outcome: the case, and what its target gets. twin, outcome_twin: the same but for one answer.
        address: of that answer.
        assessment, assessment_twin: what the engine says of both.
        intro: the line that presents the company.
    """

    target: str
    seed: int
    level: Level
    day: date
    dossier: Dossier
    twin: Dossier
    address: str
    outcome: Outcome
    outcome_twin: Outcome
    assessment: Assessment
    assessment_twin: Assessment
    intro: str


def made(
    seed: int,
    target: str | None = None,
    theme: str | None = None,
    level: int | None = None,
    on: date | None = None,
    knowledge: Knowledge | None = None,
) -> Exercise:
    """A new case, verified by the engine.

    Args:
        seed: 0 or more; the same one gives the same case under the same rules.
        target: criterion put on the edge, however its letters are typed; drawn from the theme, else from all, when it
            is not given.
        theme: of the course; the target is drawn from its criteria.
        level: 1 for choices, 2 for figures clearly off, 3 for thresholds, dates and open law; drawn when not given.
            A criterion that cannot be taught at this level is at the nearest one: the exercise says which.
        on: day whose law applies; by default the day up to which the rules know the law, or, for a criterion that
            cannot flip on that day, another day on which it can.
        knowledge: another rule base than the packaged one.

    Raises:
        InputError: no such criterion, theme or level, or the criterion cannot flip on that day.
        EngineError: no case could be made although one should: a defect of the patterns.
    """
    base = knowledge or load_knowledge()
    target = {id.lower(): id for id in base.criteria}.get(target.strip().lower(), target) if target else None
    found = _find(seed, target, theme, level, on, base)
    return _exercise(found, theme, base)


def twin(exercise: Exercise, knowledge: Knowledge | None = None) -> Pair:
    """The same company with the one answer changed that flips the target: a pair of the case and its twin.

    Raises:
        InputError: the exercise was not made by the machine, or by other rules than these.
    """
    base = knowledge or load_knowledge()
    target, seed = _parts(exercise.id, base)
    found = _made(seed, target, exercise.level, exercise.on, base)
    if found is None or found.dossier != exercise.dossier:
        raise InputError(
            Problem(f"« {exercise.id} » ne vient pas de cette version des règles.", mend="Refaites le cas.")
        )
    return pair_of(found)


def pair_of(found: Made) -> Pair:
    """A case and its twin, told apart."""
    return Pair(
        origin=PREFIX + f"{found.target}-{found.seed}",
        on=found.day,
        target=found.target,
        address=found.address,
        before=_value(found.dossier, found.address),
        after=_value(found.twin, found.address),
        outcome_before=found.outcome,
        outcome_after=found.outcome_twin,
        first=found.dossier,
        second=found.twin,
        verdicts_before={id: one.outcome for id, one in found.assessment.verdicts.items()},
        verdicts_after={id: one.outcome for id, one in found.assessment_twin.verdicts.items()},
    )


def _value(dossier: Dossier, address: str) -> Value:
    return dossier.answers[address].value if address in dossier.answers else None


# -- choosing what to make ------------------------------------------------------------------------------------------


def _find(
    seed: int, target: str | None, theme: str | None, level: int | None, on: date | None, base: Knowledge
) -> Made:
    course = load_course()
    _check(seed, target, theme, level, on, base, course)
    rng = Random(f"{seed}|{target}|{theme}|{level}|{on}")
    first: Level = LEVELS[(level - 1) if level is not None else rng.randrange(3)]
    targets = [target] if target else _pool(theme, base, course)
    rng.shuffle(targets)
    levels = sorted(LEVELS, key=lambda one: (abs(one - first), one))
    for days in (_days, _other_days):
        spare: Made | None = None
        for wanted in levels:
            for one in targets:
                for day in [on] if on is not None else days(rng, one, theme, wanted, base):
                    found = _made(seed, one, wanted, day, base)
                    if found is not None and (target or staged(found, [one], base).solvable(base)):
                        return found
                    spare = spare or found
        if spare is not None:
            return spare
    if target and on:
        raise InputError(
            Problem(
                f"au {french_date(on)}, « {target} » ne peut pas basculer par une seule réponse.",
                mend="Donnez un autre jour, ou aucun.",
            )
        )
    raise EngineError(f"aucun cas n'a pu être inventé ({target or theme or 'tous les critères'}, graine {seed}).")


def _check(
    seed: int,
    target: str | None,
    theme: str | None,
    level: int | None,
    on: date | None,
    base: Knowledge,
    course: Course,
) -> None:
    problems = []
    if seed < 0:
        problems.append(Problem("la graine est un nombre entier, 0 ou plus."))
    if target is not None and target not in base.criteria:
        problems.append(
            Problem(f"« {target} » n'est pas un critère.", mend="La liste : ess-advisor rules list critere.")
        )
    if theme is not None and theme not in course.themes:
        problems.append(Problem(f"« {theme} » n'est pas un thème.", mend=f"Au choix : {', '.join(course.themes)}."))
    if level is not None and level not in LEVELS:
        problems.append(Problem("le niveau est 1, 2 ou 3."))
    if on is not None and on < base.base.start:
        problems.append(Problem(f"le {french_date(on)} est avant la loi.", mend="Donnez un jour plus récent."))
    if problems:
        raise InputError(*problems)


def _pool(theme: str | None, base: Knowledge, course: Course) -> list[str]:
    """Criteria to draw from: those of a theme that the rules know, or all those a pattern can teach."""
    if theme is not None:
        return [id for id in course.themes[theme].criteria if id in base.criteria]
    taught = {id for pattern in load_patterns().patterns.values() for id in pattern.criteria}
    return [id for id in base.criteria if id in taught]


def _days(rng: Random, target: str, theme: str | None, level: Level, base: Knowledge) -> list[date]:
    """Days to try first: those around a change of the law, when that is the theme; else those the patterns name."""
    today = base.base.law_as_of
    likely = [*variant_days(load_patterns(), target, level), today]
    if theme == TIME_THEME:
        changes = [one.start for one in base.criteria[target].versions[1:]]
        likely = [day for start in changes for day in (start - timedelta(1), start) if base.base.start <= day <= today]
    rng.shuffle(likely)
    return likely


def _other_days(rng: Random, target: str, theme: str | None, level: Level, base: Knowledge) -> list[date]:
    """Days to try next, latest first: the last one of each version of the criterion."""
    ends = (min(one.end, base.base.law_as_of) for one in reversed(base.criteria[target].versions))
    return [day for day in ends if day >= base.base.start]


# -- making it ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _made(seed: int, target: str, level: Level, day: date, base: Knowledge) -> Made | None:
    """The case of a seed; None when this criterion cannot be taught so on this day.

    One that the screens tell well enough to be solved is preferred to one that only a whole file makes clear.
    """
    patterns = load_patterns()
    rng = Random(f"{seed}|{target}|{level}|{day.isoformat()}")
    around = list(frames(patterns, target, day))
    rng.shuffle(around)
    wrong, withdraw = rng.random() < _WRONG, rng.random() < _WITHDRAWN
    if level == 2 and not withdraw and not has_figures(patterns, target, day, base):
        return None
    barren: dict[str, int] = {}
    spare: Made | None = None
    for frame in islice(cycle(around), TRIES):
        if barren.get(frame.pattern.id, 0) >= BARREN:
            continue
        drawn = draw_company(rng, patterns, frame, target, level, day, base)
        bench = Bench(base, drawn.dossier, day, target)
        if bench.outcome() not in ("satisfait", "incertain"):
            continue
        for flip in flips(rng, patterns, drawn, bench, level, withdraw):
            sound, other = (
                drawn.dossier.with_answer(flip.address, Answer(value=value)) for value in (flip.sound, flip.other)
            )
            found = _verified(sound, other, flip, target, day, base)
            if found is not None:
                case = _chosen(found, flip, wrong, target, seed, level, day, (sound, other), drawn.intro)
                if staged(case, [target], base).solvable(base):
                    return case
                spare = spare or case
        barren[frame.pattern.id] = barren.get(frame.pattern.id, 0) + 1
    return spare


def _verified(
    sound: Dossier, other: Dossier, flip: Flip, target: str, day: date, base: Knowledge
) -> tuple[Assessment, Assessment] | None:
    """What the engine says of both companies, when it is all that was wanted and nothing is left open by accident."""
    first, second = assess(sound, on=day, knowledge=base), assess(other, on=day, knowledge=base)
    for assessment, wanted in ((first, flip.outcome), (second, flip.outcome_other)):
        if assessment.contradictions or assessment.findings[target].outcome != wanted:
            return None
        waiting = any(verdict.cause == "faits" for verdict in assessment.verdicts.values())
        if waiting and wanted != "a_completer":
            return None
    return first, second


def _chosen(
    both: tuple[Assessment, Assessment],
    flip: Flip,
    wrong: bool,
    target: str,
    seed: int,
    level: Level,
    day: date,
    sides: tuple[Dossier, Dossier],
    intro: str,
) -> Made:
    """The side that is the case, and the one that is its twin."""
    outcomes = (flip.outcome, flip.outcome_other)
    one, two = (1, 0) if wrong else (0, 1)
    return Made(
        target=target,
        seed=seed,
        level=level,
        day=day,
        dossier=sides[one],
        twin=sides[two],
        address=flip.address,
        outcome=outcomes[one],
        outcome_twin=outcomes[two],
        assessment=both[one],
        assessment_twin=both[two],
        intro=intro,
    )


# -- telling it -----------------------------------------------------------------------------------------------------


def _exercise(found: Made, theme: str | None, base: Knowledge) -> Exercise:
    course = load_course()
    questions = asked(found.assessment, found.target, found.seed, course, base, _fits(found, base))
    told = staged(found, questions, base)
    lesson = course.lessons.get(found.target)
    finding = found.assessment.findings[found.target]
    themes = [one.id for one in course.themes.values() if found.target in one.criteria]
    return Exercise(
        id=f"{PREFIX}{found.target}-{found.seed}",
        title=found.intro.partition(" : ")[0],
        dossier=found.dossier,
        on=found.day,
        level=found.level,
        themes=tuple(dict.fromkeys([*([theme] if theme else []), *themes])),
        screens=told.screens(base),
        story="\n\n".join(tell(found.dossier, base, found.day, intro=found.intro)),
        questions=questions,
        lesson=lesson.on(found.day).remember if lesson else finding.statement or finding.title,
    )


def staged(found: Made, questions: Sequence[str], base: Knowledge) -> Stage:
    """A case on the screens, for some questions."""
    return stage(found.dossier, found.assessment, found.intro, found.target, found.address, questions, base)


def _fits(found: Made, base: Knowledge) -> Callable[[Sequence[str]], bool]:
    """Whether the screens tell all that some criteria rest on, the target aside, and all that keeps a verdict open."""

    def fits(ids: Sequence[str]) -> bool:
        on_screens = staged(found, ids, base)
        told = on_screens.told(base)
        others = (needed(id, found.assessment, base) & found.dossier.answers.keys() for id in ids if id != found.target)
        return on_screens.must <= told and all(one <= told for one in others)

    return fits


def _parts(id: str, base: Knowledge) -> tuple[str, int]:
    target, _, seed = id.removeprefix(PREFIX).rpartition("-")
    if not id.startswith(PREFIX) or target not in base.criteria or not (seed.isascii() and seed.isdigit()):
        raise InputError(Problem(f"« {id} » n'est pas un cas inventé par la machine."))
    return target, int(seed)
