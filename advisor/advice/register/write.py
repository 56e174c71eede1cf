"""Adding a line to the register: what is there, comments included, stays to the letter."""

from __future__ import annotations

import os
from pathlib import Path

import yaml

from advisor.advice.register.model import Line, Register
from advisor.advice.register.read import parse_register, read_register
from advisor.common.errors import InputError, Problem
from advisor.common.files import write_atomically
from advisor.common.yaml_reader import YamlDocument
from advisor.rules.load import Knowledge

HEAD = (
    "# Registre de la CRESS : ce que l'administration a admis ou refusé sur les points que le droit laisse ouverts.\n"
)


def add_line(path: Path, line: Line, knowledge: Knowledge) -> Register:
    """Add a line at the end of a register, made if there is none; the previous version is kept beside it.

    Raises:
        InputError: the register cannot be read, already says this, or cannot be written; nothing was changed.
    """
    text, known = HEAD, 0
    if os.path.lexists(path):
        before = read_register(path, knowledge)
        if line in before.lines:
            place = before.places[before.lines.index(line)]
            raise InputError(
                Problem(f"le registre le dit déjà, ligne {place}.", str(path), mend="Rien n'a été ajouté.")
            )
        text, known = path.read_text(encoding="utf-8"), len(before.lines)
        if not known:
            # « [] » says that there is nothing; it cannot be followed by a line.
            text = text.replace("[]", "", 1)
    text = text if text.endswith("\n") or not text else f"{text}\n"
    text += dump_line(line)
    register = parse_register(YamlDocument(text, str(path)), path, knowledge)
    if len(register.lines) != known + 1 or register.lines[-1] != line:
        message = "cette ligne ne pourrait pas être relue ; le registre n'a pas été touché."
        raise InputError(Problem(message, str(path), mend="Écrivez-la à la main, à la fin du fichier."))
    write_atomically(path, text, backup=True, folder=True)
    return register


def dump_line(line: Line) -> str:
    """The text of a line."""
    raw = {key: str(value) for key, value in line.model_dump(by_alias=True).items() if value not in (None, "")}
    return yaml.dump([raw], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


class _Dumper(yaml.SafeDumper):
    # Every scalar is read back as text: figures and dates need no quotes.
    yaml_implicit_resolvers = {}  # noqa: RUF012
