"""The data of a file read into pydantic models: each refusal in French, with its place and how to mend it.

What the models themselves say is used: a validator raises ``ValueError(what)`` or ``ValueError(what, mend)``, where
``what`` goes on after the value (« hier » *n'est pas une date.*), and ``Field(examples=[...])`` shows what to write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from advisor.common.errors import InputError, Near, Problem
from advisor.common.yaml_reader import Document, Path_

T = TypeVar("T")


class Misfits(ValueError):
    """Several things wrong inside one value: what, and where in it."""

    def __init__(self, slips: Iterable[tuple[str, Path_]]) -> None:
        self.slips = tuple(slips)
        super().__init__(" ".join(message for message, _ in self.slips))


def validated(model: type[T], document: Document, at: Path_ = (), context: Any = None) -> T:
    """What a document holds at ``at``, as a model or any other type that pydantic reads.

    Args:
        model: the type; unknown keys are refused by models that forbid them.
        document: the data, and where each value stands in the file.
        at: the path of the value in the document.
        context: handed to the validators.

    Raises:
        InputError: everything that is refused, from top to bottom.
    """
    try:
        return TypeAdapter(model).validate_python(document.at(at), context=context)
    except ValidationError as error:
        raise InputError(*in_order(_problems(model, document, at, error))) from None


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems without repeats: file by file as they come, each from top to bottom."""
    unique = list(dict.fromkeys(problems))
    files = list(dict.fromkeys(one.where for one in unique))
    return sorted(unique, key=lambda one: (files.index(one.where), one.line, one.column))


_REFUSALS = {
    "missing": "il manque {field}.",
    "extra_forbidden": "{field} n'est pas attendu ici.",
    "literal_error": "{input} n'est pas admis ; attendu : {expected}.",
    "enum": "{input} n'est pas admis ; attendu : {expected}.",
    "string_type": "{field} attend un texte.",
    "string_too_short": "{field} est vide.",
    "string_too_long": "{field} dépasse {max_length} caractères.",
    "string_pattern_mismatch": "{input} n'est pas un identifiant (lettres sans accent, chiffres, tirets).",
    "int_parsing": "{input} n'est pas un nombre entier.",
    "tuple_type": "{field} attend une liste.",
    "model_type": "{field} attend un bloc « clé: valeur ».",
    "dict_type": "{field} attend un bloc « clé: valeur ».",
    "too_short": "{field} : il en faut au moins {min_length}.",
    "too_long": "{field} : il en faut au plus {max_length}.",
    "greater_than_equal": "{input} est trop petit : au moins {ge}.",
    "less_than_equal": "{input} est trop grand : au plus {le}.",
    "value_error": "{input} {error}",
}
_MENDS = {
    "string_type": "Donnez un seul texte, entre guillemets.",
    "string_too_long": "Raccourcissez-le.",
    "tuple_type": "Écrivez chaque élément à la suite d'un tiret « - », ou tous entre crochets.",
    "too_long": "Retirez-en.",
}
_BY_EXAMPLE = ("missing", "string_too_short", "value_error")
_UNNAMED = ("ce fichier", "cet élément")


def _problems(model: Any, document: Document, at: Path_, error: ValidationError) -> Iterator[Problem]:
    data, near = document.at(at), Near()
    details = error.errors(include_url=False)
    meant: set[Path_] = set()
    # Unknown keys first: a key that lacks because it is misspelt is reported once.
    for detail in sorted(details, key=lambda one: one["type"] != "extra_forbidden"):
        kind, location, raw, context = detail["type"], detail["loc"], detail["input"], detail.get("ctx", {})
        path = _path_in(data, location)
        whole = (*path, location[-1]) if kind == "missing" else path
        known, last = _fields(model, whole[:-1]), whole[-1] if whole else None
        reason = context.get("error")
        if isinstance(reason, Misfits):
            # What a model has copied from elsewhere in the file is reported where it is written.
            for said, inner in reason.slips if path == location else ():
                yield document.problem((*at, *path, *inner), said)
            continue
        # pydantic also calls too short a list of which it has just refused every item.
        if kind == "too_short" and any(_inside(one["loc"], location) for one in details):
            continue
        if kind == "missing" and whole in meant:
            continue
        if kind in ("too_short", "too_long") and (isinstance(raw, str) or not raw):
            kind = f"string_{kind}"
        mend = _MENDS.get(kind, "")
        if kind == "extra_forbidden":
            close = near.to(str(last), known)
            mend = f"Vouliez-vous dire « {close} » ?" if close else f"Sont reconnus ici : {', '.join(known)}."
            meant.add((*path[:-1], close or ""))
        elif kind == "model_type":
            mend = f"Clés attendues : {', '.join(_fields(model, path))}."
        elif reason is not None and len(reason.args) > 1:
            mend = reason.args[1]
        elif kind in _BY_EXAMPLE and (field := known.get(last)) and field.examples:
            mend = f"Par exemple : {field.examples[0]}."
        words = {
            "field": f"« {last[:60]} »" if last and isinstance(last, str) else _UNNAMED[bool(path or at)],
            "input": f"« {raw[:60]} »" if isinstance(raw, str) else "ce contenu",
            "expected": str(context.get("expected")).removeprefix("'' or ").replace("'", "").replace(" or ", " ou "),
            "error": reason and reason.args[0],
        }
        message = _REFUSALS.get(kind, "{field} : valeur inattendue.").format(**context | words)
        yield document.problem((*at, *path), message, mend)


def _inside(location: Path_, other: Path_) -> bool:
    return len(location) > len(other) and location[: len(other)] == other


def _path_in(data: Any, location: Path_) -> Path_:
    """The steps of a pydantic location that the data holds: pydantic adds « [key] », and the tag of a union.

    A tag is written « <like this> », lest it be taken for a key.
    """
    path: Path_ = ()
    for step in location:
        if step in data if isinstance(data, dict) else isinstance(data, list) and step in range(len(data)):
            data, path = data[step], (*path, step)
    return path


def _fields(model: Any, path: Path_) -> dict[Any, FieldInfo]:
    """The fields, by their key in the file, of the models that a type has at a path."""
    models = _models(model)
    for step in path:
        inner = [part for one in models if step in _keys(one) for part in _models(_keys(one)[step].annotation)]
        models = inner or models
    return {key: info for one in models for key, info in _keys(one).items()}


def _keys(model: type[BaseModel]) -> dict[Any, FieldInfo]:
    return {info.alias or name: info for name, info in model.model_fields.items()}


def _models(annotation: Any) -> list[type[BaseModel]]:
    """Every model that a type names, however deep."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]
