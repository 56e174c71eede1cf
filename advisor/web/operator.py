"""Who runs the site, in the words of whoever runs it: a YAML file that the pages « Mentions légales » and others show.

Nothing is added to these words, and nothing here tells whether they are enough: that is for the organisation to know.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from advisor.errors import InputError, Problem
from advisor.files import write_atomically
from advisor.report.model import typeset
from advisor.yamlfile import Path_, YamlDocument, read_yaml

EXAMPLE_FILE = "organisme.yaml"
_EXAMPLE = Path(__file__).parent / EXAMPLE_FILE
_LONGEST_LINE, _MOST_LINES, _LONGEST_TEXT = 160, 6, 1_200


@dataclass(frozen=True, slots=True)
class Host:
    """Whose machines the site runs on; ``lines``: of its address."""

    name: str = ""
    lines: tuple[str, ...] = ()
    phone: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Privacy:
    """What the organisation says of personal data.

    Attributes:
        contact, lines, email, phone: whom to write to about them.
        basis: what it rests on to handle them. keep: what it adds on how long.
        readers: who may read them. log: whether the server in front keeps a log of its own.
    """

    contact: str = ""
    lines: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    basis: str = ""
    keep: str = ""
    readers: str = ""
    log: str = ""

    @property
    def reachable(self) -> bool:
        """Whether it says whom to write to."""
        return bool(self.contact or self.lines or self.email or self.phone)


@dataclass(frozen=True, slots=True)
class Access:
    """What the organisation says of accessibility: whom to tell, its declaration and its scheme (web addresses)."""

    contact: str = ""
    email: str = ""
    phone: str = ""
    declaration: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Operator:
    """The organisation that offers the site; what it did not say is empty.

    Attributes:
        name, status: what it is called; its legal form and numbers, as it writes them.
        lines, phone, email, site: where it is.
        publisher: who directs the publication.
        host, privacy, access: see these.
    """

    name: str
    status: str = ""
    lines: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    site: str = ""
    publisher: str = ""
    host: Host = Host()
    privacy: Privacy = Privacy()
    access: Access = Access()

    @property
    def missing(self) -> tuple[str, ...]:
        """What sites open to the public usually tell, and this organisation did not; each with its key in the file."""
        wanted = {
            "la forme juridique et le numéro de l'organisme (statut)": self.status,
            "son adresse (adresse)": self.lines,
            "son téléphone (telephone)": self.phone,
            "son courriel (courriel)": self.email,
            "qui dirige la publication (publication)": self.publisher,
            "le nom de l'hébergeur (hebergeur, nom)": self.host.name,
            "l'adresse de l'hébergeur (hebergeur, adresse)": self.host.lines,
            "le téléphone de l'hébergeur (hebergeur, telephone)": self.host.phone,
            "à qui écrire pour les données personnelles (donnees, contact)": self.privacy.reachable,
            "sur quelle base ces données sont traitées (donnees, base)": self.privacy.basis,
        }
        return tuple(words for words, said in wanted.items() if not said)


def example() -> str:
    """A file to fill in."""
    return _EXAMPLE.read_text(encoding="utf-8")


def write_example(path: Path) -> str:
    """Write a file to fill in; what to do with it.

    Raises:
        InputError: there is such a file already, or it cannot be written.
    """
    if path.exists():
        told = "ce fichier existe déjà ; rien n'a été écrit."
        raise InputError(Problem(told, str(path), mend="Donnez un autre nom, ou complétez celui-ci."))
    write_atomically(path, example())
    return f"Modèle écrit : {path}\nComplétez-le, puis lancez : ess-advisor serve --operator {shlex.quote(str(path))}"


# -- what each key holds ----------------------------------------------------------------------------------------------


class _Misfit(Exception):
    """What is wrong with a value, how to mend it, and where inside it."""

    def __init__(self, message: str, mend: str = "", *inside: int) -> None:
        self.message, self.mend, self.inside = message, mend, inside


def _text(raw: Any, longest: int = _LONGEST_TEXT) -> str:
    if not isinstance(raw, str):
        raise _Misfit(
            "attend un texte.", "Écrivez-le à la suite des deux-points, entre guillemets s'il contient « : »."
        )
    found = typeset(raw)
    if len(found) > longest:
        raise _Misfit(f"dépasse {longest} caractères.", "Raccourcissez-le.")
    return found


def _line(raw: Any) -> str:
    return _text(raw, _LONGEST_LINE)


def _lines(raw: Any) -> tuple[str, ...]:
    """An address; one text may hold all of its lines."""
    given = raw.splitlines() if isinstance(raw, str) else raw
    if not isinstance(given, list):
        raise _Misfit("attend des lignes.", "Écrivez chaque ligne à la suite d'un tiret « - ».")
    found = []
    for rank, one in enumerate(given):
        try:
            found.append(_line(one))
        except _Misfit as error:
            raise _Misfit(error.message, error.mend, *(() if isinstance(raw, str) else (rank,))) from None
    found = [one for one in found if one]
    if len(found) > _MOST_LINES:
        raise _Misfit(f"a plus de {_MOST_LINES} lignes.", "Réunissez-en.")
    return tuple(found)


_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"\+?[0-9(][0-9 ().\u00a0\u202f-]+")


def _email(raw: Any) -> str:
    found = _line(raw)
    if found and not _EMAIL.fullmatch(found):
        raise _Misfit("n'est pas une adresse électronique.", "Par exemple contact@cress.example")
    return found


def _phone(raw: Any) -> str:
    found = _line(raw)
    if found and not (_PHONE.fullmatch(found) and sum(map(str.isdigit, found)) >= 3):
        raise _Misfit("n'est pas un numéro de téléphone.", "Par exemple 04 00 00 00 00, ou +33 4 00 00 00 00.")
    return found


def dialled(phone: str) -> str:
    """A telephone number as a telephone takes it; the (0) that one leaves out from abroad is not dialled."""
    return re.sub(r"\(0\)|[^0-9+]", "", phone)


def _link(raw: Any) -> str:
    if not isinstance(raw, str) or any(map(str.isspace, raw.strip())):
        raise _Misfit("attend l'adresse d'une page.", "Par exemple https://www.cress.example/accessibilite")
    found = raw.strip()
    try:
        parts = urlsplit(found)
        good = parts.scheme in ("http", "https") and parts.hostname and not (parts.username or parts.password)
    except ValueError:
        good = False
    if found and not good:
        raise _Misfit("n'est pas l'adresse d'une page.", "Par exemple https://www.cress.example/accessibilite")
    return found


_Read = Callable[[Any], Any]
_Shape = Mapping[str, "tuple[str, _Read] | tuple[str, type[Any], _Shape]"]
"""What each key is called here, and how it is read; a section then has keys of its own."""

_HOST: _Shape = {
    "nom": ("name", _line),
    "adresse": ("lines", _lines),
    "telephone": ("phone", _phone),
    "pays": ("country", _line),
}
_PRIVACY: _Shape = {
    "contact": ("contact", _line),
    "adresse": ("lines", _lines),
    "courriel": ("email", _email),
    "telephone": ("phone", _phone),
    "base": ("basis", _text),
    "conservation": ("keep", _text),
    "destinataires": ("readers", _text),
    "journal": ("log", _text),
}
_ACCESS: _Shape = {
    "contact": ("contact", _line),
    "courriel": ("email", _email),
    "telephone": ("phone", _phone),
    "declaration": ("declaration", _link),
    "schema": ("scheme", _link),
}
_WHOLE: _Shape = {
    "nom": ("name", _line),
    "statut": ("status", _line),
    "adresse": ("lines", _lines),
    "telephone": ("phone", _phone),
    "courriel": ("email", _email),
    "site": ("site", _link),
    "publication": ("publisher", _line),
    "hebergeur": ("host", Host, _HOST),
    "donnees": ("privacy", Privacy, _PRIVACY),
    "accessibilite": ("access", Access, _ACCESS),
}


# -- reading ----------------------------------------------------------------------------------------------------------


def read_operator(path: Path) -> Operator:
    """Read and check one file.

    Raises:
        InputError: with every defect found, each with file, line and column.
    """
    if not path.exists():
        mend = f"Pour en écrire un modèle : ess-advisor serve --operator-example {EXAMPLE_FILE}"
        raise InputError(Problem("ce fichier n'existe pas.", str(path), mend=mend))
    return parse_operator(read_yaml(path, str(path)))


def parse_operator(document: YamlDocument) -> Operator:
    """The organisation that a file describes.

    Raises:
        InputError: see `read_operator`.
    """
    data = {} if document.data in (None, "") else document.data
    if not isinstance(data, dict):
        mend = f"Partez d'un modèle : ess-advisor serve --operator-example {EXAMPLE_FILE}"
        raise InputError(document.problem((), "ce fichier attend des lignes « clé: valeur ».", mend))
    problems: list[Problem] = []
    found = _section(document, (), _WHOLE, data, problems)
    if not found.get("name") and not any(one.message.startswith("« nom »") for one in problems):
        told = "il manque le nom de l'organisme."
        problems.append(document.problem(("nom",), told, "Par exemple : nom: CRESS des Deux Rives"))
    if problems:
        raise InputError(*sorted(problems, key=lambda one: (one.line, one.column)))
    return Operator(**found)


def _section(
    document: YamlDocument, at: Path_, shape: _Shape, data: Mapping[str, Any], problems: list[Problem]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, raw in data.items():
        known = shape.get(key)
        if known is None:
            near = get_close_matches(key, shape, n=1)
            mend = f"Vouliez-vous dire « {near[0]} » ?" if near else f"Sont reconnus ici : {', '.join(shape)}."
            problems.append(document.problem((*at, key), f"« {key[:40]} » n'est pas attendu ici.", mend))
        elif len(known) == 3:
            name, made, inner = known
            if isinstance(raw, dict):
                found[name] = made(**_section(document, (*at, key), inner, raw, problems))
            elif raw != "":
                mend = f"Passez à la ligne, puis écrivez en retrait : {', '.join(inner)}."
                problems.append(document.problem((*at, key), f"« {key} » attend ses propres lignes.", mend))
        else:
            name, read = known
            try:
                found[name] = read(raw)
            except _Misfit as error:
                place = (*at, key, *error.inside)
                problems.append(document.problem(place, f"« {key} » {error.message}", error.mend))
    return found
