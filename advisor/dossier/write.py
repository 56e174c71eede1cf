"""From a dossier to its file: text that reads back to the same dossier, written atomically or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml

from advisor.common.errors import InputError, Problem
from advisor.common.files import write_atomically
from advisor.common.yaml_reader import MAX_BYTES, YamlDocument
from advisor.dossier.model import UNKNOWN_WORD, Answer, Dossier, Draft
from advisor.dossier.read import parse_dossier

_Entry = TypeVar("_Entry")


class _Dumper(yaml.SafeDumper):
    # Every scalar is read back as text: figures and dates need no quotes.
    yaml_implicit_resolvers = {}  # noqa: RUF012

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _plain(answer_: Answer) -> Any:
    value: Any = UNKNOWN_WORD if answer_.value is None else answer_.value
    if isinstance(value, tuple):
        value = list(value)
    more = answer_.model_dump(by_alias=True, exclude={"value"}, exclude_defaults=True)
    return {"valeur": value, **more} if more else value


def _plain_draft(draft: Draft) -> Any:
    return draft.model_dump(by_alias=True, exclude_defaults=True)


def dump_dossier(dossier: Dossier) -> str:
    """The file text of a dossier."""
    head: dict[str, Any] = {"format": str(dossier.format), "denomination": dossier.name}
    for key, value in (
        ("siren", dossier.siren),
        ("conseiller", dossier.adviser),
        ("date_appreciation", dossier.on.isoformat() if dossier.on else ""),
        ("date_demande", dossier.requested.isoformat() if dossier.requested else ""),
        ("date_ouverture", dossier.opened.isoformat() if dossier.opened else ""),
        ("notes", dossier.notes),
    ):
        if value:
            head[key] = value
    for key, names in (
        ("non_negociables", dossier.non_negotiables),
        ("souhaits", dossier.wants),
        ("indispensables", dossier.needs),
    ):
        if names:
            head[key] = list(names)
    parts: list[dict[str, Any]] = [head, {"reponses": _by_fact(dossier.answers, _plain)}]
    if dossier.drafts:
        parts.append({"en_cours": _by_fact(dossier.drafts, _plain_draft)})
    return "".join(
        yaml.dump(part, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
        for part in (*parts, {"fin_du_dossier": "oui"})
    )


def _by_fact(given: Mapping[str, _Entry], plain: Callable[[_Entry], Any]) -> dict[str, Any]:
    """Entries by fact, and by slot for tables."""
    found: dict[str, Any] = {}
    for address, one in given.items():
        fact, _, slot = address.partition("[")
        if slot:
            found.setdefault(fact, {})[slot.rstrip("]")] = plain(one)
        else:
            found[fact] = plain(one)
    return found


def save_dossier(dossier: Dossier, path: str | Path) -> str:
    """Write a dossier atomically: a crash leaves the previous file or the new one, never a mixture.

    The previous version is kept beside it, with ``.bak`` added to its name. Its folder is made if needed.

    Returns:
        The text written, as `dump_dossier` gives it.

    Raises:
        InputError: the folder cannot be written, or the text could not be read back; the file is as it was.
    """
    text = dump_dossier(dossier)
    _refuse_unreadable(text, dossier, str(path))
    write_atomically(Path(path), text, backup=True, folder=True)
    return text


def _refuse_unreadable(text: str, dossier: Dossier, name: str) -> None:
    """A good file is never replaced by one that cannot be opened again, whatever defect of ours made it so."""
    found: tuple[Problem, ...] = ()
    try:
        same = parse_dossier(YamlDocument(text, name))[0].answers.keys() == dossier.answers.keys()
    except InputError as error:
        same, found = False, error.problems
    if not same or len(text.encode()) > MAX_BYTES:
        message = "ce dossier ne pourrait pas être relu une fois enregistré ; le fichier n'a pas été touché."
        raise InputError(Problem(message, name, mend="Retirez ce qui vient d'être écrit."), *found)
