"""A dossier read from its file, each defect placed and with how to mend it, and written to it whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from advisor.common.errors import InputError, Problem
from advisor.common.files import write_atomically
from advisor.common.validation import in_order, validated
from advisor.common.yaml_reader import MAX_BYTES, DataView, Document, Path_, YamlDocument, read_yaml
from advisor.dossier.model import FORMAT, MAX_SIREN, UNKNOWN_WORD, Answer, Dossier, Evidence, wrong_siren

# Any row is let through here: the catalogue says which ones exist.
_ADDRESS = re.compile(r"[a-z][a-z0-9_]*(\[[^\[\]]{1,20}\])?", re.ASCII)
_KEYS = {"valeur", "article", "citation", "preuve", "note", "methode"}
_NAMES = {
    "denomination": "le nom",
    "siren": "le SIREN",
    "conseiller": "le nom du conseiller",
    "notes": "le texte des notes",
    "valeur": "la réponse",
    "article": "le numéro d'article",
    "citation": "la citation",
    "note": "la note",
    "document": "le nom du document",
    "page": "la page",
    "date_appreciation": "la date d'examen",
    "date_demande": "la date de la demande",
    "date_ouverture": "la date d'ouverture",
}

_Entry = TypeVar("_Entry")


@dataclass(frozen=True, slots=True)
class FileWords:
    """What the messages about a file say of the face that opens it, here the terminal, and of what can be done there.

    Attributes:
        kind: of file that it opens; program: what reads it; update: what to do of a newer one.
        case: what to do of a worked case, its number at « {} »; copy: where to take again a file cut short.
        facts: where they are listed; listed: the same, after a reason.
    """

    kind: str = "un dossier ess-advisor"
    program: str = "cette version d'ess-advisor"
    update: str = "Mettez ess-advisor à jour pour l'ouvrir."
    case: str = "Donnez son numéro à la place du fichier, par exemple : ess-advisor evaluer {}."
    copy: str = "Reprenez la copie de secours (même nom, terminé par .bak)"
    facts: str = "La liste des faits : ess-advisor regles faits."
    listed: str = " ; la liste : ess-advisor regles faits"


TERMINAL = FileWords()

# -- reading ---------------------------------------------------------------------------------------------------------


def draft_key(address: str) -> str:
    """The key of a draft among the paths of a file, where answers go by their bare address."""
    return f"en_cours {address}"


def _flatten(
    document: Document, section: str, raw: dict[str, Any], words: FileWords
) -> tuple[dict[str, Any], dict[str, Path_], list[Problem]]:
    """Answers (or drafts) by address, the path of each in the file, and what cannot be one."""
    flat: dict[str, Any] = {}
    paths: dict[str, Path_] = {}
    problems: list[Problem] = []

    def put(address: str, value: Any, path: Path_) -> None:
        if address in flat:
            line, _ = document.position(paths[address])
            problems.append(
                document.problem(path, f"« {address} » a déjà une réponse, ligne {line}.", "Gardez-en une.")
            )
        elif not _ADDRESS.fullmatch(address):
            problems.append(document.problem(path, f"« {address[:60]} » n'est pas un nom de fait.", words.facts))
        else:
            flat[address] = value
        paths.setdefault(address, path)

    for fact, value in raw.items():
        if not isinstance(value, dict) or _KEYS & value.keys():
            put(fact, value, (section, fact))
            continue
        # A table without rows holds no answer: nothing is lost by passing over it.
        for slot, inner in value.items():
            put(f"{fact}[{slot}]", inner, (section, fact, slot))
    return flat, paths, problems


def _named_twice(document: Document, body: dict[str, Any]) -> list[Problem]:
    """Names said twice among what the company holds to, or among what the project looks for and needs."""
    problems = []
    for group in (("non_negociables",), ("souhaits", "indispensables")):
        places: dict[str, Path_] = {}
        for field in group:
            listed = body.get(field, [])
            for rank, name in enumerate(listed if isinstance(listed, list) else [listed]):
                if not isinstance(name, str) or not name:
                    continue
                path: Path_ = (field, rank)
                if name in places:
                    line, _ = document.position(places[name])
                    said = f"« {name[:60]} » est déjà dans « {places[name][0]} », ligne {line}."
                    problems.append(document.problem(path, said, "Gardez-le à un seul endroit."))
                places.setdefault(name, path)
    return problems


def _no_dossier(data: Any, words: FileWords) -> tuple[Path_, str, str] | None:
    """Why a file as a whole cannot be a dossier: where, what, how to mend it; None when it can."""
    if not isinstance(data, dict):
        return (), f"ce n'est pas {words.kind}.", "Un dossier commence par « format: 1 »."
    if "format" not in data:
        if isinstance(data.get("dossier"), dict) and "id" in data:
            number = str(data["id"]).partition("-")[0]
            return (), "c'est un cas d'école, non un dossier.", words.case.format(number)
        return (), "il manque la ligne « format: 1 ».", "Ce fichier n'est pas un dossier, ou il est abîmé."
    version = data["format"]
    if not (isinstance(version, str) and version.isascii() and version.isdigit() and len(version) < 6):
        return ("format",), "ce n'est pas une version de format.", f"Écrivez « format: {FORMAT} »."
    if int(version) > FORMAT or int(version) < 1:
        what = f"ce dossier est au format {version} ; {words.program} lit le format {FORMAT}."
        return ("format",), what, words.update if int(version) > FORMAT else "Écrivez « format: 1 »."
    if data.get("fin_du_dossier") != "oui":
        path = ("fin_du_dossier",) if "fin_du_dossier" in data else ()
        what = "le fichier est coupé : sa dernière ligne, « fin_du_dossier: oui », manque."
        return path, what, f"{words.copy}, ou ajoutez cette ligne si tout est là."
    return None


def parse_dossier(document: Document, words: FileWords = TERMINAL) -> tuple[Dossier, dict[str, Path_]]:
    """A dossier from a parsed file, and the path of each answer for later messages, in the words of a face.

    Raises:
        InputError: not a dossier, cut short, newer format, unknown field, bad value.
    """
    data = document.data
    if (defect := _no_dossier(data, words)) is not None:
        raise InputError(document.problem(*defect))
    body = {key: value for key, value in data.items() if key != "fin_du_dossier"}
    paths: dict[str, Path_] = {}
    problems: list[Problem] = []
    for section in ("reponses", "en_cours"):
        raw = body.get(section, "")
        raw = body[section] = {} if raw == "" else raw
        if not isinstance(raw, dict):
            continue
        body[section], places, found = _flatten(document, section, raw, words)
        problems += found
        if section == "reponses":
            paths = places
            continue
        problems += [
            document.problem(place, f"« {address} » a déjà une réponse.", "Mettez-y la pièce et la note.")
            for address, place in places.items()
            if address in paths
        ]
        paths |= {draft_key(address): place for address, place in places.items()}
    problems += _named_twice(document, body)
    siren = body.get("siren")
    if isinstance(siren, str) and len(" ".join(siren.split())) <= MAX_SIREN and (wrong := wrong_siren(siren)):
        problems.append(document.problem(("siren",), wrong, "Corrigez cette ligne, ou effacez-la."))

    def place(path: Path_) -> Path_:
        section, address = (path[0], str(path[1])) if len(path) > 1 else ("", "")
        key = draft_key(address) if section == "en_cours" else address
        return (*paths[key], *path[2:]) if section in ("reponses", "en_cours") and key in paths else path

    try:
        dossier = validated(Dossier, DataView(document, body, place))
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(*in_order(problems))
    return dossier, paths


def field_misfit(error: ValidationError) -> str:
    """Why a field typed in the interview does not fit a dossier, in French: « la note dépasse 10000 caractères »."""
    detail = error.errors(include_url=False)[0]
    # A field built from Python goes by its own name, not by the one it has in the file.
    fields = {
        name: info.alias or name for model in (Dossier, Answer, Evidence) for name, info in model.model_fields.items()
    }
    steps = [fields.get(str(step), str(step)) for step in reversed(detail["loc"])]
    name = next((_NAMES[step] for step in steps if step in _NAMES), "ce texte")
    if detail["type"] == "string_too_long":
        return f"{name} dépasse {detail['ctx']['max_length']} caractères"
    if detail["type"] == "value_error":
        return f"{name} {str(detail['ctx']['error']).rstrip('.')}"
    return f"{name} : valeur inattendue"


def load_dossier(path: str | Path) -> Dossier:
    """Read a dossier; its answers are not checked against the catalogue (`check_dossier` does).

    Raises:
        InputError: see `parse_dossier`.
    """
    return parse_dossier(read_yaml(Path(path), str(path)))[0]


# -- writing: text that reads back to the same dossier ---------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    # Every scalar is read back as text: figures and dates need no quotes.
    yaml_implicit_resolvers = {}  # noqa: RUF012

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def dump_yaml(data: Any) -> str:
    """Data of texts as the text of a file that reads back to it."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def _plain(answer_: Answer) -> Any:
    value: Any = UNKNOWN_WORD if answer_.value is None else answer_.value
    if isinstance(value, tuple):
        value = list(value)
    more = answer_.model_dump(by_alias=True, exclude={"value"}, exclude_defaults=True)
    return {"valeur": value, **more} if more else value


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
        parts.append(
            {"en_cours": _by_fact(dossier.drafts, lambda one: one.model_dump(by_alias=True, exclude_defaults=True))}
        )
    return "".join(map(dump_yaml, (*parts, {"fin_du_dossier": "oui"})))


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
