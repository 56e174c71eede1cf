"""A line of the register, from what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from advisor.advice.register import BASES, MAX_WHO, MAX_WORDS, READINGS, PracticeLine, looks_like_siren
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.widgets import pick, write
from advisor.common.errors import InputError, Problem
from advisor.common.french import parse_date
from advisor.common.validation import validated
from advisor.common.yaml_reader import Document
from advisor.rules.load import Knowledge

Given = dict[str, str | None]

OPTIONS = {
    "point": "--point",
    "date": "--date",
    "qui": "--who",
    "lecture": "--reading",
    "support": "--basis",
}
"""What a line cannot do without, and the option that says it."""

_SIREN = "un numéro ressemble à un SIREN : aucune entreprise ne doit être reconnue dans le registre."


def line_of(given: Mapping[str, str | None], knowledge: Knowledge) -> PracticeLine:
    """The line that was described.

    Raises:
        InputError: something lacks, or does not fit; every defect is told.
    """
    missing = [option for key, option in OPTIONS.items() if not given.get(key)]
    if missing:
        mend = f"Ajoutez {', '.join(missing)} ; ou lancez la commande dans un terminal, qui les demandera."
        raise InputError(Problem("il manque de quoi écrire cette ligne. Rien n'a été ajouté.", mend=mend))
    problems: list[Problem] = []
    if looks_like_siren(f"{given['qui']} | {given.get('texte') or ''}"):
        problems.append(Problem(_SIREN, mend="Retirez-le. Rien n'a été ajouté."))
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
    """What the options leave out, asked one thing at a time.

    Raises:
        KeyboardInterrupt: the person gave up; nothing was written.
    """

    def choice(key: str, message: str, options: Mapping[str, str]) -> None:
        if not found.get(key):
            found[key] = pick(message, [Choice(id, label, words=(id,)) for id, label in options.items()], preset=False)

    def text(key: str, message: str, check: Callable[[str], str | None]) -> None:
        if not found.get(key):
            found[key] = str(write(message, check=check, free=True)).strip() or None

    found = dict(given)
    whole = all(found.get(key) for key in OPTIONS)
    choice("point", "Sur quel point ?", {id: f"{one.title} ({id})" for id, one in knowledge.open_questions.items()})
    text(
        "date",
        "Quel jour cette position a-t-elle été donnée ? (JJ/MM/AAAA)",
        lambda typed: _not_a_day(typed, needed=True),
    )
    text("qui", "Quel service ? (par exemple : DDETS de la Loire)", lambda typed: _not_short(typed, MAX_WHO, True))
    choice("lecture", "Quelle lecture ce service a-t-il retenue ?", READINGS)
    choice("support", "Sur quel support ?", BASES)
    if not whole:
        text(
            "texte", "En une phrase, sans nommer d'entreprise (facultatif)", lambda typed: _not_short(typed, MAX_WORDS)
        )
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
