"""The trainer's comparisons: minimal pairs, one company on two days. Heavy imports are made inside."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``--help``.
if TYPE_CHECKING:
    from datetime import date

    from pydantic import BaseModel

    from advisor.dossier import Dossier
    from advisor.report.model import Report
    from advisor.rules.course import Level
    from advisor.rules.load import Knowledge
    from advisor.training.casebook.model import ErasNotes as TaughtEras
    from advisor.training.pairs_report import PairsFound
    from advisor.training.paper.handout import Chosen


def pairs(arguments: argparse.Namespace) -> int:
    """Companies that one answer tells apart, for a criterion or for the verdicts.

    Raises:
        InputError: nothing to turn was named, nothing bears the id asked for, the dossier cannot be used, or the file
            cannot be written.
    """
    from pathlib import Path

    from advisor.cli.documents import write_made
    from advisor.common.errors import InputError, Problem

    if arguments.target is None:
        raise InputError(
            Problem(
                "quel critère, ou quel statut, faire basculer ?",
                mend="Dites-le après --for : ess-advisor pairs --for ESS-07, ou --for esus. Les critères : ess-advisor "
                "rules list critere.",
            )
        )

    if arguments.dossier is None:
        # Named after what is taught: there is no dossier to stand beside.
        arguments.dossier = ""
        source, what = Path(f"paires-{arguments.target}"), ""
    else:
        source, what = Path(arguments.dossier), "paires"
    return write_made(arguments, source, what, lambda: _pairs(arguments))


def _pairs(arguments: argparse.Namespace) -> tuple[Report, BaseModel]:
    from advisor.rules.load import load_knowledge
    from advisor.training.pairs import check_target
    from advisor.training.pairs_report import pairs_report

    knowledge = load_knowledge()
    target = check_target(arguments.target, knowledge)
    found = _from_dossier(arguments, target, knowledge) if arguments.dossier else _chosen(arguments, target, knowledge)
    return pairs_report(found, knowledge), found


def _from_dossier(arguments: argparse.Namespace, target: str, knowledge: Knowledge) -> PairsFound:
    from advisor.cli.dossiers import read_under_the_law, worked_case
    from advisor.training.pairs_report import PairsFound

    dossier, assessment = read_under_the_law(arguments)
    _refuse_not_in_force(target, assessment.on, knowledge)
    case = worked_case(arguments.dossier)
    name = case.title if case is not None else dossier.name or "(sans nom)"
    if assessment.contradictions:
        told = tuple(one.message for one in assessment.contradictions)
        return PairsFound(target=target, name=name, contradictions=told)
    dossier = dossier.model_copy(update={"on": assessment.on})
    origin = case.id if case is not None else ""
    return _turned(arguments, target, dossier, origin, name, knowledge)


def _turned(
    arguments: argparse.Namespace, target: str, dossier: Dossier, origin: str, name: str, knowledge: Knowledge
) -> PairsFound:
    """The best pairs of a dossier, and some others to name."""
    from advisor.training.pairs import find_pairs
    from advisor.training.pairs_report import OTHERS, PairsFound

    listed = list(find_pairs(dossier, target, knowledge=knowledge, origin=origin, limit=arguments.limit + OTHERS))
    told = tuple(listed[: arguments.limit])
    others = tuple(one for one in listed[arguments.limit :] if None not in (one.before, one.after))
    return PairsFound(target=target, on=dossier.on, name=name, pairs=told, others=others)


def _chosen(arguments: argparse.Namespace, target: str, knowledge: Knowledge) -> PairsFound:
    """The best pairs of the worked cases."""
    from advisor.assessment.wording import unjudged_day
    from advisor.common.errors import InputError
    from advisor.training.pairs import pairs_for
    from advisor.training.pairs_report import PairsFound

    on = arguments.on
    if on is not None:
        if on < knowledge.base.start:
            raise InputError(unjudged_day(knowledge, on))
        _refuse_not_in_force(target, on, knowledge)
    return PairsFound(target=target, on=on, pairs=pairs_for(target, on, arguments.limit, knowledge))


def _refuse_not_in_force(target: str, on: date, knowledge: Knowledge) -> None:
    """Say so of a criterion that the law of that day does not know.

    Raises:
        InputError: it is one.
    """
    from advisor.common.errors import InputError, Problem
    from advisor.common.french import french_date

    criterion = knowledge.criteria.get(target)
    if criterion is not None and criterion.on(on) is None:
        starts = ", ".join(f"le {french_date(one.start)}" for one in criterion.versions[:1])
        raise InputError(
            Problem(
                f"le critère {target} n'est pas en vigueur le {french_date(on)}.",
                mend=f"Sa première rédaction connue commence {starts}. Changez --on.",
            )
        )


def before_after(arguments: argparse.Namespace) -> int:
    """The same company under the law of two days.

    Raises:
        InputError: the dossier or the days cannot be used, or the file cannot be written.
    """
    from pathlib import Path

    from advisor.cli.documents import write_made

    return write_made(arguments, Path(arguments.dossier), "avant-apres", lambda: _eras(arguments))


def _eras(arguments: argparse.Namespace) -> tuple[Report, BaseModel]:
    from advisor.cli.dossiers import read_dossier_or_case, worked_case
    from advisor.rules.load import load_knowledge
    from advisor.training.eras import before_after
    from advisor.training.eras_report import eras_report

    knowledge = load_knowledge()
    dossier = read_dossier_or_case(arguments)
    case = worked_case(arguments.dossier)
    eras = case.notes.eras if case is not None and case.notes is not None else None
    words = eras.words if eras is not None and arguments.first is None else ""
    first, second = _days(arguments, dossier, eras)
    found = before_after(dossier, first, second, knowledge)
    return eras_report(found, knowledge, words), found


def _days(arguments: argparse.Namespace, dossier: Dossier, eras: TaughtEras | None) -> tuple[date, date]:
    """The days to compare: those given; one alone with the day of the dossier; without any, those the case teaches.

    Raises:
        InputError: a day lacks.
    """
    from datetime import date

    from advisor.common.errors import InputError, Problem
    from advisor.common.french import parse_date

    if arguments.first is None and eras is not None:
        return parse_date(eras.first), parse_date(eras.second)
    if arguments.first is None:
        raise InputError(
            Problem(
                "quels jours comparer ?",
                mend="Donnez deux dates : ess-advisor before-after 020 2019-12-31 2020-01-01 ; une seule est comparée "
                "au jour du dossier.",
            )
        )
    return arguments.first, arguments.second or dossier.on or date.today()


# -- the ``paper handout`` and ``paper answers`` commands: cases to solve, and their answer book ---------------------


def handout(arguments: argparse.Namespace) -> int:
    """Cases without their answers.

    Raises:
        InputError: the theme, a case or the file cannot be used; nothing was written.
    """
    from advisor.training.paper.handout import handout

    # Whoever prints one wants the other.
    return _deliver(arguments, handout, "cas-a-resoudre", "answers", "Le corrigé de ces cas")


def answers(arguments: argparse.Namespace) -> int:
    """The same cases with their answers.

    Raises:
        InputError: the theme, a case or the file cannot be used; nothing was written.
    """
    from advisor.training.paper.answers import answer_book

    return _deliver(arguments, answer_book, "corrige", "handout", "Les mêmes cas sans les réponses")


def _deliver(arguments: argparse.Namespace, write: Callable[[Chosen], Report], name: str, other: str, what: str) -> int:
    from pathlib import Path

    from advisor.cli.documents import CommandOutput, deliver
    from advisor.training.paper.handout import choose

    levels: dict[str, Level] = {"1": 1, "2": 2, "3": 3}
    chosen = choose(arguments.theme, levels.get(arguments.level), tuple(arguments.case))
    code = deliver(arguments, lambda: CommandOutput(write(chosen)), source=Path(name))
    sys.stderr.write(f"{what} : ess-advisor paper {other}{_again(chosen, arguments.case)}\n")
    return code


def _again(chosen: Chosen, cases: list[str]) -> str:
    """The options that give the same cases again."""
    typed: list[tuple[str, object]] = [
        ("--theme", chosen.theme),
        ("--level", chosen.level),
        ("--case", " ".join(cases)),
    ]
    return "".join(f" {option} {value}" for option, value in typed if value)
