"""Who read an entry again and signed it, and when; ``rules/signatures.yaml``. It falls when the entry changes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field

from advisor.common.errors import InputError, Problem, close_to
from advisor.common.files import write_atomically
from advisor.rules.aside import packaged
from advisor.rules.basis import Day, Id, Model, Text
from advisor.rules.load import Knowledge, Reader
from advisor.rules.texts import stating

FILE = "signatures.yaml"
_UNSEEN = ("path", "index")
"""What a condition holds beside its meaning and its words."""


class Signature(Model):
    """``rule``: id of the entry. ``digest``: of the entry as it was signed."""

    rule: Id = Field(alias="regle")
    name: Text = Field(alias="nom")
    day: Day = Field(alias="jour")
    digest: Text = Field(alias="empreinte")


@dataclass(frozen=True)
class Signed:
    """A signature, and whether its entry is still what was signed."""

    signature: Signature
    stands: bool


def read_signatures(folder: Path, shown: str | None = None) -> tuple[Signature, ...]:
    """The signatures of a folder of rules, in file order; none when it has no such file.

    Raises:
        InputError: every problem of form; the same person signed an entry twice.
    """
    if not (folder / FILE).is_file():
        return ()
    reader = Reader(folder, shown)
    found = reader.listed(FILE, FILE, Signature, lambda one: f"{one.rule}, {one.name}", "regle")
    reader.finish()
    return tuple(found.values())


load_signatures = packaged(read_signatures)
"""The packaged signatures, read once."""


def signed(knowledge: Knowledge, signatures: tuple[Signature, ...]) -> tuple[Signed, ...]:
    """Each signature, with what became of it; that of an entry that is no more has fallen too."""
    entries = stating(knowledge)
    return tuple(
        Signed(one, one.rule in entries and entry_digest(entries[one.rule].entry) == one.digest) for one in signatures
    )


def sign(knowledge: Knowledge, folder: Path, id: str, name: str, day: date) -> Signature:
    """Sign an entry as it is written, and add that to the file; a former signature of the same person is replaced.

    Raises:
        InputError: no entry that can be signed has this id, or the file cannot be used.
    """
    entries = stating(knowledge)
    if id not in entries:
        close = close_to(id, entries, 3)
        mend = f"Vouliez-vous dire {', '.join(close)} ?" if close else "La liste : ess-advisor regles liste."
        raise InputError(Problem(f"« {id} » n'est pas une règle que l'on signe.", mend=mend))
    new = Signature(rule=id, name=name, day=day, digest=entry_digest(entries[id].entry))
    kept = [one for one in read_signatures(folder) if (one.rule, one.name) != (new.rule, new.name)]
    lines = "".join(
        f"- regle: {one.rule}\n  nom: {json.dumps(one.name, ensure_ascii=False)}\n  jour: {one.day}\n"
        f"  empreinte: {one.digest}\n"
        for one in (*kept, new)
    )
    write_atomically(folder / FILE, _HEAD + lines)
    return new


_HEAD = """\
# Qui a relu une règle et la signe : « ess-advisor regles signer ID --nom NOM ». L'empreinte est celle de la règle ce
# jour-là : si la règle change, la signature tombe, et le livre des règles le dit.
"""


def entry_digest(entry: Any) -> str:
    """What tells what an entry says from what another would, wherever it is written."""
    text = json.dumps(_plain(entry), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return {
            info.alias or name: _plain(said)
            for name, info in type(value).model_fields.items()
            if (said := getattr(value, name)) != info.default
        }
    if is_dataclass(value):
        kept = {one.name: _plain(getattr(value, one.name)) for one in fields(value) if one.name not in _UNSEEN}
        return {type(value).__name__: kept}
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value)
