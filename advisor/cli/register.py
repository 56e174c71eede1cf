"""The ``register`` commands: what the administration accepts on the open points."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from advisor.advice.register import (
    FILE_NAME,
    MAX_WHO,
    MAX_WORDS,
    PracticeLine,
    Register,
    add_line,
    doubts,
    find_register,
    looks_like_siren,
    read_register,
    unknown_point,
)
from advisor.cli.documents import CommandOutput, Deliverable
from advisor.cli.output import FOUND, OK, unusable
from advisor.common.errors import InputError, Problem
from advisor.common.french import parse_date, plural
from advisor.common.validation import validated
from advisor.common.yaml_reader import Document
from advisor.report.register import register_report
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.words import load_words

Given = dict[str, str | None]

OPTIONS = {"point": "--point", "date": "--date", "qui": "--service", "lecture": "--lecture", "support": "--support"}
"""What a line cannot do without, and the option that says it."""


def register_path(arguments: argparse.Namespace) -> Path:
    """Return the register named on the command line, else that of the folder of dossiers."""
    return Path(arguments.register) if arguments.register else Path(arguments.dossiers) / FILE_NAME


def register_for(arguments: argparse.Namespace, knowledge: Knowledge) -> Register | None:
    """Return the register a report cites: the one named, that beside the dossier, that of the folder, or none.

    Raises:
        InputError: it is there and cannot be used.
    """
    folders = (Path(arguments.dossier).parent, Path(arguments.dossiers))
    return find_register(arguments.register, *folders, knowledge=knowledge)


def _read(arguments: argparse.Namespace, knowledge: Knowledge, new: bool = False) -> Register:
    """The register; an empty one when nobody began it, unless it was named and is not to be made."""
    path = register_path(arguments)
    if (not arguments.register or new) and not os.path.lexists(path):
        return Register(path, ())
    return read_register(path, knowledge)


def register_list(arguments: argparse.Namespace) -> CommandOutput:
    """Show the register, point by point."""
    knowledge = load_knowledge()
    if arguments.point is not None and (what := unknown_point(arguments.point, knowledge)):
        raise unusable(f"« {arguments.point[:60]} » {what[0]}", what[1])

    def say() -> Deliverable:
        register = _read(arguments, knowledge)
        chosen = [one for one in register.lines if arguments.point in (None, one.point)]
        data = [one.model_dump(mode="json", by_alias=True) for one in chosen]
        report = register_report(register, arguments.point, date.today(), knowledge)
        return report, json.dumps(data, ensure_ascii=False, indent=2)

    return CommandOutput(say)


def register_check(arguments: argparse.Namespace) -> int:
    """Check the register: `FOUND` when it says what it should not."""
    register = _read(arguments, load_knowledge())
    found = list(doubts(register, date.today()))
    for problem in found:
        sys.stdout.write(f"{problem}\n")
    result = plural(len(found), "anomalie") if found else "aucune anomalie"
    sys.stdout.write(f"{plural(len(register.lines), 'ligne')} : {result}.\n")
    return FOUND if found else OK


def register_add(arguments: argparse.Namespace) -> int:
    """Add a line: what the options do not say is asked in a terminal."""
    knowledge, path = load_knowledge(), register_path(arguments)
    given = {
        "point": arguments.point,
        "date": arguments.date.isoformat() if arguments.date else None,
        "qui": arguments.who,
        "lecture": arguments.reading,
        "support": arguments.basis,
        "texte": arguments.words,
        "jusqu_au": arguments.until.isoformat() if arguments.until else None,
    }
    # A register that cannot be read is reported before any question.
    _read(arguments, knowledge, new=True)
    if sys.stdin.isatty() and sys.stdout.isatty():
        given = asked(given, knowledge)
    add_line(path, line_of(given, knowledge), knowledge)
    sys.stderr.write(f"Ajouté au registre : {path}\n")
    return OK


# -- a line of the register from what was typed ----------------------------------------------------------------------


def line_of(given: Mapping[str, str | None], knowledge: Knowledge) -> PracticeLine:
    """Return the line that was described.

    Raises:
        InputError: something lacks, or does not fit; every defect is reported.
    """
    missing = [option for key, option in OPTIONS.items() if not given.get(key)]
    if missing:
        mend = f"Ajoutez {', '.join(missing)} ; ou lancez la commande dans un terminal, qui les demandera."
        raise unusable("il manque de quoi écrire cette ligne. Rien n'a été ajouté.", mend)
    problems: list[Problem] = []
    if looks_like_siren(f"{given['qui']} | {given.get('texte') or ''}"):
        message = "un numéro ressemble à un SIREN : aucune entreprise ne doit être reconnue dans le registre."
        problems.append(Problem(message, mend="Retirez-le. Rien n'a été ajouté."))
    try:
        line = validated(
            PracticeLine, Document("", {key: value for key, value in given.items() if value}), context=knowledge
        )
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(*problems)
    return line


def asked(given: Given, knowledge: Knowledge) -> Given:
    """Ask for what the options leave out, one thing at a time.

    Raises:
        KeyboardInterrupt: the person gave up; nothing was written.
    """
    # Here only: every report cites the register, and needs no prompt.
    from advisor.cli.interview.keys import Choice
    from advisor.cli.interview.widgets import pick, write

    def choice(key: str, message: str, options: Mapping[Any, str]) -> None:
        if not found.get(key):
            found[key] = pick(message, [Choice(id, label, words=(id,)) for id, label in options.items()], preset=False)

    def text(key: str, message: str, check: Callable[[str], str | None]) -> None:
        if not found.get(key):
            found[key] = str(write(message, check=check, free=True)).strip() or None

    found = dict(given)
    whole = all(found.get(key) for key in OPTIONS)
    choice("point", "Sur quel point ?", {id: f"{one.title} ({id})" for id, one in knowledge.open_questions.items()})
    text("date", "Quel jour cette position a-t-elle été donnée ? (JJ/MM/AAAA)", partial(_not_a_day, needed=True))
    text("qui", "Quel service ? (par exemple : DDETS de la Loire)", partial(_not_short, limit=MAX_WHO, needed=True))
    choice("lecture", "Quelle lecture ce service a-t-il retenue ?", load_words().positions)
    choice("support", "Sur quel support ?", load_words().bases)
    if not whole:
        text("texte", "En une phrase, sans nommer d'entreprise (facultatif)", partial(_not_short, limit=MAX_WORDS))
        text("jusqu_au", "Jusqu'à quel jour ? (facultatif, JJ/MM/AAAA)", _not_a_day)
    for key in ("date", "jusqu_au"):
        value = found.get(key)
        found[key] = parse_date(value).isoformat() if value else None
    return found


def _not_a_day(typed: str, needed: bool = False) -> str | None:
    if not typed.strip():
        return "Il faut une date." if needed else None
    try:
        parse_date(typed.strip())
    except ValueError:
        return "Ce n'est pas une date ; écrivez par exemple 12/03/2026."
    return None


def _not_short(typed: str, limit: int, needed: bool = False) -> str | None:
    if needed and not typed.strip():
        return "Il faut une réponse."
    if len(typed) > limit:
        return f"{limit} caractères au plus."
    return "Retirez ce numéro : il ressemble à un SIREN." if looks_like_siren(typed) else None
