"""The letterhead of the organisation that hands a report over: its name, its address, its logo.

A small TOML file, ``entete.toml`` beside the dossiers or any file named on the command line::

    nom = "CRESS des Deux Rives"
    adresse = ["12 quai de la Coopération", "42000 Saint-Étienne", "contact@cress.example"]
    logo = "logo.svg"

A ``modele.docx`` beside it gives Word documents their page and styles; its text is left out.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    ValidationInfo,
)

from advisor.common.errors import InputError, Problem, system_reason
from advisor.common.french import typeset
from advisor.common.validation import validated
from advisor.common.yaml_reader import Document, Path_

FILE_NAME, TEMPLATE_NAME = "entete.toml", "modele.docx"
_MOST_LINES = 6
_HEAVIEST_FILE, _HEAVIEST_LOGO = 100_000, 1_000_000
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Logo:
    """An image, read and checked; ``name`` is how to call it in messages."""

    kind: Literal["png", "svg"]
    data: bytes
    name: str


@dataclass(frozen=True)
class Letterhead:
    """Who hands the document over; ``template`` is its own model of Word documents."""

    name: str
    lines: tuple[str, ...] = ()
    logo: Logo | None = None
    template: Path | None = None


def typeset_text(raw: Any) -> Any:
    """A text in our typography; what is no text is left to be refused."""
    return typeset(raw) if isinstance(raw, str) else raw


def split(raw: Any) -> Any:
    """An address; one text may hold all of its lines."""
    return raw.splitlines() if isinstance(raw, str) else raw


def filled(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of an address that say something; few of them."""
    found = tuple(filter(None, lines))
    if len(found) > _MOST_LINES:
        raise ValueError(f"a plus de {_MOST_LINES} lignes.", "Réunissez-en.")
    return found


def find_letterhead(named: str | None, *folders: Path) -> Letterhead | None:
    """The letterhead named, or the first one kept in these folders, or none.

    Raises:
        InputError: the file cannot be read, or does not say what it must.
    """
    if named is not None:
        return read_letterhead(Path(named))
    for folder in folders:
        if (folder / FILE_NAME).is_file():
            return read_letterhead(folder / FILE_NAME)
    return None


def read_letterhead(path: Path) -> Letterhead:
    """Read and check one file.

    Raises:
        InputError: with every defect found.
    """
    head = validated(_File, _TomlDocument(path), context=path.parent)
    template = path.with_name(TEMPLATE_NAME)
    return Letterhead(head.name, head.lines, head.logo, template if template.exists() else None)


def is_template(path: Path) -> bool:
    """Whether a file gives its styles to the documents of a letterhead."""
    return path.name == TEMPLATE_NAME and path.is_file() and path.with_name(FILE_NAME).is_file()


class _TomlDocument(Document):
    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        try:
            self._text = _bytes(path, _HEAVIEST_FILE).decode("utf-8-sig")
            self.data = tomllib.loads(self._text)
        except UnicodeDecodeError:
            mend = "Enregistrez-le en UTF-8 depuis votre éditeur."
            raise InputError(Problem("le fichier n'est pas en UTF-8.", self.name, mend=mend)) from None
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"line (\d+), column (\d+)", str(error))
            line, column = (int(place[1]), int(place[2])) if place else (0, 0)
            what, mend = (
                'cette ligne n\'est pas de la forme « clé = "valeur" ».',
                'Par exemple : nom = "CRESS des Deux Rives".',
            )
            raise InputError(Problem(what, self.name, line, column, mend)) from None
        except ValueError as error:
            raise InputError(Problem(f"ce fichier d'en-tête {error}", self.name)) from None

    def position(self, path: Path_) -> tuple[int, int]:
        """Those of the line that begins with the key, since tomllib gives none."""
        found = re.search(rf"(?m)^[ \t]*{re.escape(str(path[0]))}[ \t]*=", self._text) if path else None
        return (self._text.count("\n", 0, found.start()) + 1, 1) if found else (1, 1)


def _bytes(path: Path, heaviest: int) -> bytes:
    try:
        if not path.is_file():
            raise ValueError("n'existe pas.")
        if path.stat().st_size > heaviest:
            raise ValueError(f"dépasse {heaviest // 1000} ko.")
        return path.read_bytes()
    except OSError as error:
        raise ValueError(f"ne peut pas être lu ({system_reason(error)}).") from None


def _logo(raw: Any, info: ValidationInfo[Path]) -> Logo:
    if not isinstance(raw, str) or not raw.strip():
        raise ValueError("n'est pas un nom de fichier.")
    path = info.context / raw
    data = _bytes(path, _HEAVIEST_LOGO)
    if data.startswith(_PNG):
        return Logo("png", data, str(path))
    if _is_svg(data):
        return Logo("svg", data, str(path))
    raise ValueError("n'est ni une image PNG ni un dessin SVG.")


def _is_svg(data: bytes) -> bool:
    from xml.etree import ElementTree

    # No document type: entities could make a small file enormous, and a drawing needs none.
    head = re.sub(rb"(?s)<!DOCTYPE[^\[>]*>", b"", data)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        return False
    try:
        return ElementTree.fromstring(head).tag in ("{http://www.w3.org/2000/svg}svg", "svg")
    except (ElementTree.ParseError, ValueError, LookupError):
        return False


_Text = Annotated[str, BeforeValidator(typeset_text)]
_Line = Annotated[_Text, StringConstraints(max_length=90)]


class _File(BaseModel):
    """What the file says; the logo is read beside it."""

    model_config = ConfigDict(extra="forbid")

    name: _Text = Field(alias="nom", min_length=1, max_length=120, examples=["CRESS des Deux Rives"])
    lines: Annotated[tuple[_Line, ...], BeforeValidator(split), AfterValidator(filled)] = Field((), alias="adresse")
    logo: Annotated[Logo | None, PlainValidator(_logo)] = Field(None, examples=["logo.png"])
