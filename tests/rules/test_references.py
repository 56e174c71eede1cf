"""A field that names an entry says so in its type, and one walk finds all that an entry names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from advisor.rules import ids
from advisor.rules.basis import Citation, Model
from advisor.rules.load import Knowledge
from advisor.rules.models import Guidance
from advisor.rules.references import holdings
from advisor.rules.vocabulary import EntryKind

ID = next(iter(get_args(ids.Id)[1].metadata))
"""The pattern of an id."""
UNNAMED = {"id", "option", "default", "choices", "rule", "rules", "legi", "set_aside"}
"""Fields that hold an id of their own, a choice of a fact that another field names, an entry of any kind, or a number
of LEGI."""


def _marks(hint: Any) -> Iterator[list[Any]]:
    """What marks each text of a type."""
    metadata = [one for mark in getattr(hint, "__metadata__", ()) for one in (*getattr(mark, "metadata", ()), mark)]
    if metadata:
        yield metadata
    for inner in get_args(hint):
        yield from _marks(inner)


def _models(model: type[Model]) -> Iterator[type[Model]]:
    for one in model.__subclasses__():
        yield one
        yield from _models(one)


def test_every_id_says_what_it_names() -> None:
    silent = {
        name
        for model in _models(Model)
        for name, field in model.model_fields.items()
        for marks in (field.metadata, *_marks(field.annotation))
        if ID in marks and not any(isinstance(mark, ids.Names) for mark in marks)
    }
    assert silent == UNNAMED


def test_what_an_entry_names(knowledge: Knowledge) -> None:
    line = Guidance(
        id="ligne", genre="droit", statut="esus", titre="Titre", texte="Texte", confiance="V",
        si={"tous": [{"fait": "dividendes[n-1]", "au_plus": {"parametre": "seuil"}}, {"critere": "ESS-01"}]},
        voies=["droit_commun"], faite_si=["ESS-02"], sources=[Citation(source="loi")],
    )  # fmt: skip
    assert [(ref.kind, ref.id, ref.path) for holding in holdings(knowledge, line) for ref in holding.references()] == [
        (EntryKind.SOURCE, "loi", ("sources", 0, "source")),
        (EntryKind.FACT, "dividendes[n-1]", ("si", "tous", 0, "fait")),
        (EntryKind.PARAMETER, "seuil", ("si", "tous", 0, "au_plus")),
        (EntryKind.CRITERION, "ESS-01", ("si", "tous", 1, "critere")),
        (EntryKind.ROUTE, "droit_commun", ("voies", 0)),
        (EntryKind.CRITERION, "ESS-02", ("faite_si", 0)),
    ]
