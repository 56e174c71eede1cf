"""The commands of the information day: pairs, one company on two days, workshop, quiz, paper."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from advisor.assessment.wording import unjudged_day
from advisor.cli.documents import CommandOutput, Deliverable, document
from advisor.cli.dossiers import read_dossier_or_case, read_under_the_law, worked_case
from advisor.cli.interview.quiz import new_seed, play
from advisor.cli.interview.terminal_layout import Workplace
from advisor.cli.output import OK, say, unusable
from advisor.cli.workshop import terminal
from advisor.cli.workshop.setup import WorkshopWish
from advisor.common.errors import InputError
from advisor.common.french import french_date
from advisor.dossier import Dossier
from advisor.report.lawbook.listing import rule_book
from advisor.report.model import Report
from advisor.rules.load import Knowledge, load_knowledge
from advisor.training.casebook.model import ErasNotes
from advisor.training.casebook.read import exercised
from advisor.training.eras import before_after
from advisor.training.eras_report import eras_report
from advisor.training.pairs import check_target, find_pairs, pairs_for
from advisor.training.pairs_report import OTHERS, PairsFound, pairs_report
from advisor.training.paper.answers import answer_book
from advisor.training.paper.decision_tree import decision_tree
from advisor.training.paper.handout import Chosen, choose, handout
from advisor.training.quiz.bank import Bank
from advisor.training.quiz.session import Quiz, QuizSession, draw_sheet, sheet_report
from advisor.training.workshop.programme import known_theme, one_case

# -- « cas paires » and « cas avant-apres » ----------------------------------------------------------------------


def pairs(arguments: argparse.Namespace) -> CommandOutput:
    """Find companies that one answer tells apart, for a criterion or for the verdicts."""
    if arguments.target is None:
        mend = (
            "Dites-le après --pour : ess-advisor cas paires --pour ESS-07, ou --pour esus. Les critères : "
            "ess-advisor regles liste critere."
        )
        raise unusable("quel critère, ou quel statut, faire basculer ?", mend)

    def say() -> Deliverable:
        knowledge = load_knowledge()
        target = check_target(arguments.target, knowledge)
        search = _from_dossier if arguments.dossier else _chosen
        found = search(arguments, target, knowledge)
        return pairs_report(found, knowledge), found

    if arguments.dossier:
        return CommandOutput(say, "paires")
    # Named after what is taught: there is no dossier to stand beside.
    return CommandOutput(say, source=Path(f"paires-{arguments.target}"))


def _from_dossier(arguments: argparse.Namespace, target: str, knowledge: Knowledge) -> PairsFound:
    dossier, assessment = read_under_the_law(arguments)
    _refuse_not_in_force(target, assessment.on, knowledge)
    case = worked_case(arguments.dossier)
    name = case.title if case is not None else dossier.name or "(sans nom)"
    if assessment.contradictions:
        messages = tuple(one.message for one in assessment.contradictions)
        return PairsFound(target=target, name=name, contradictions=messages)
    dossier = dossier.model_copy(update={"on": assessment.on})
    origin = case.id if case is not None else ""
    # The best pairs, and some others to name.
    listed = list(find_pairs(dossier, target, knowledge=knowledge, origin=origin, limit=arguments.limit + OTHERS))
    selected = tuple(listed[: arguments.limit])
    others = tuple(one for one in listed[arguments.limit :] if None not in (one.before, one.after))
    return PairsFound(target=target, on=dossier.on, name=name, pairs=selected, others=others)


def _chosen(arguments: argparse.Namespace, target: str, knowledge: Knowledge) -> PairsFound:
    """The best pairs of the worked cases."""
    on = arguments.on
    if on is not None:
        if on < knowledge.base.start:
            raise InputError(unjudged_day(knowledge, on))
        _refuse_not_in_force(target, on, knowledge)
    return PairsFound(target=target, on=on, pairs=pairs_for(target, on, arguments.limit, knowledge))


def _refuse_not_in_force(target: str, on: date, knowledge: Knowledge) -> None:
    """Say so of a criterion that the law of that day does not know."""
    criterion = knowledge.criteria.get(target)
    if criterion is not None and criterion.on(on) is None:
        starts = ", ".join(f"le {french_date(one.start)}" for one in criterion.versions[:1])
        message = f"le critère {target} n'est pas en vigueur le {french_date(on)}."
        raise unusable(message, f"Sa première rédaction connue commence {starts}. Changez --au.")


@document("avant-apres")
def compare_eras(arguments: argparse.Namespace) -> Deliverable:
    """Show the same company under the law of two days."""
    knowledge = load_knowledge()
    dossier = read_dossier_or_case(arguments)
    case = worked_case(arguments.dossier)
    eras = case.notes.eras if case is not None and case.notes is not None else None
    words = eras.words if eras is not None and arguments.first is None else ""
    first, second = _days(arguments, dossier, eras)
    found = before_after(dossier, first, second, knowledge)
    return eras_report(found, knowledge, words), found


def _days(arguments: argparse.Namespace, dossier: Dossier, eras: ErasNotes | None) -> tuple[date, date]:
    """The days to compare: those given; one alone with the day of the dossier; without any, those the case teaches."""
    if arguments.first is None and eras is not None:
        return eras.days
    if arguments.first is None:
        example = "ess-advisor cas avant-apres 020 2019-12-31 2020-01-01"
        mend = f"Donnez deux dates : {example} ; une seule est comparée au jour du dossier."
        raise unusable("quels jours comparer ?", mend)
    return arguments.first, arguments.second or dossier.on or date.today()


# -- « journee »: what is asked of the session before the window is taken -------------------------------


def workshop(arguments: argparse.Namespace) -> int:
    """Animate the information day in the terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise unusable("l'atelier demande un terminal.", "Lancez « ess-advisor journee » dans un terminal.")
    wanted = WorkshopWish(
        theme=None if arguments.theme is None else known_theme(arguments.theme),
        level=arguments.level,
        teams=arguments.teams,
        case=None if arguments.case is None else one_case(arguments.case),
        new=arguments.new,
    )
    terminal.play(Workplace(Path(arguments.dossiers), arguments.register), wanted)
    return OK


# -- « quiz »: in a terminal, a session; elsewhere, or into a file, a sheet to print ---------------------


def quiz(arguments: argparse.Namespace) -> CommandOutput | int:
    """Ask questions, or print them with their answers."""
    session = QuizSession(
        seed=arguments.seed if arguments.seed is not None else new_seed(),
        total=arguments.questions,
        start=arguments.level,
        theme=arguments.theme,
        on=arguments.on,
    )
    if arguments.format is None and arguments.output is None and sys.stdin.isatty() and sys.stdout.isatty():
        play(session, Path(arguments.progress) if arguments.progress else None)
        return OK
    if arguments.progress:
        message = "la progression ne sert que dans un terminal, quand on répond aux questions."
        raise unusable(message, "Pour imprimer une feuille, retirez --progression.")

    def say() -> Deliverable:
        sheet = draw_sheet(Quiz(Bank(session.theme, session.on, session.seed), session))
        return sheet_report(sheet), sheet

    # Without a name of its own, the sheet is named after what drew it, and written where one stands.
    return CommandOutput(say, source=Path(f"quiz-{session.seed}"))


# -- what a trainer prints and hands out -----------------------------------------------------------------------------


def rulebook(arguments: argparse.Namespace) -> CommandOutput:
    """Write the whole rule book, or the law of one day."""

    def write() -> Deliverable:
        say("Le livre des règles se compose : quelques secondes.")
        return rule_book(load_knowledge(), arguments.on, exercised)

    return CommandOutput(write, source=_named("livre-des-regles", arguments))


def tree(arguments: argparse.Namespace) -> CommandOutput:
    """Draw the decision tree of a status, on one page."""
    return CommandOutput(
        lambda: decision_tree(arguments.status, arguments.on or date.today(), load_knowledge()),
        source=_named(f"arbre-{arguments.status}", arguments),
    )


def _named(stem: str, arguments: argparse.Namespace) -> Path:
    """The file written when none is named, where one stands."""
    return Path(f"{stem}-{arguments.on.isoformat()}" if arguments.on else stem)


def handout_document(arguments: argparse.Namespace) -> CommandOutput:
    """Write cases without their answers."""
    # Whoever prints one wants the other.
    return _cases(arguments, handout, "cas-a-resoudre", "corriges", "Le corrigé de ces cas")


def answers_document(arguments: argparse.Namespace) -> CommandOutput:
    """Write the same cases with their answers."""
    return _cases(arguments, answer_book, "corrige", "livret", "Les mêmes cas sans les réponses")


def _cases(
    arguments: argparse.Namespace, write: Callable[[Chosen], Report], name: str, other: str, what: str
) -> CommandOutput:
    chosen = choose(arguments.theme, arguments.level, tuple(arguments.case))

    def tell() -> None:
        sys.stderr.write(f"{what} : ess-advisor cas {other}{_again(chosen, arguments.case)}\n")

    return CommandOutput(lambda: write(chosen), source=Path(name), then=tell)


def _again(chosen: Chosen, cases: list[str]) -> str:
    """The options that give the same cases again."""
    typed = {"--theme": chosen.theme, "--niveau": chosen.level, "--cas": " ".join(cases)}
    return "".join(f" {option} {value}" for option, value in typed.items() if value)
