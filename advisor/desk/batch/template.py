"""An empty table to fill in: one column a fact, and below each name what is expected."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from advisor.assessment.wording import address_name
from advisor.common.errors import InputError, Problem
from advisor.common.files import refuse_unwritable, write_atomically
from advisor.desk.batch.cells import SEVERAL
from advisor.desk.batch.columns import FIELDS
from advisor.desk.batch.output import MARK
from advisor.rules.facts import Fact, FactType
from advisor.rules.load import Knowledge, load_knowledge

_KINDS = {
    FactType.COUNT: "nombre entier",
    FactType.MONEY: "montant en euros",
    FactType.PERCENT: "pourcentage, avec le signe %",
    FactType.DATE: "date, 31/12/2024",
    FactType.TEXT: "texte",
}
_FIELD_HELP = {
    "denomination": "# Cette ligne commence par # : elle n'est pas lue. Supprimez les colonnes inutiles",
    "siren": "9 chiffres",
    "conseiller": "texte",
    "date_appreciation": "date d'examen, 31/12/2024 ; vide : aujourd'hui",
    "date_demande": "date de la demande ESUS, 31/12/2024",
    "date_ouverture": "date d'ouverture du dossier, 31/12/2024",
    "notes": "texte",
}


def write_template(target: Path, knowledge: Knowledge | None = None) -> int:
    """Write an empty table, and tell how many columns it has.

    Raises:
        InputError: something stands there already, or the file cannot be written.
    """
    base = knowledge or load_knowledge()
    refuse_unwritable(str(target), "--template")
    if target.exists() and target.stat().st_size:
        mend = "Donnez un autre nom à --template. Rien n'a été écrit."
        raise InputError(Problem("ce fichier existe déjà.", str(target), mend=mend))
    names = [*FIELDS, *base.addresses]
    helps = [_FIELD_HELP[name] for name in FIELDS] + [_help(base, address) for address in base.addresses]
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([names, helps])
    write_atomically(target, MARK + text.getvalue())
    return len(names)


def _help(knowledge: Knowledge, address: str) -> str:
    """What a column is, and what its cells may hold."""
    fact, _ = knowledge.addresses[address]
    return f"{address_name(knowledge, address)} : {_expected(fact)}"


def _expected(fact: Fact) -> str:
    if not fact.options:
        return "année, 2024" if fact.unit == "annee" else _KINDS[fact.type]
    listed = f" {SEVERAL} ".join(option.label or option.id for option in fact.options)
    if fact.type is FactType.CHOICES:
        return f"une ou plusieurs réponses séparées par {SEVERAL}, parmi {listed}"
    return f"une réponse parmi {listed}"
