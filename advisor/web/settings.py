"""How the site is run, where and within which limits; and by whom, as the file of the operator tells."""

from __future__ import annotations

import ipaddress
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from advisor.common.errors import InputError, Problem
from advisor.common.files import write_atomically
from advisor.common.validation import validated
from advisor.common.yaml_reader import read_yaml
from advisor.report.letterhead import filled, split, typeset_text

if TYPE_CHECKING:
    from advisor.report.letterhead import Letterhead


DEFAULT_PORT = 8765
EVERYWHERE = ("0.0.0.0", "::")
"""Hosts that mean every network of the machine."""

KEEP_DAYS = 30
"""Days without a visit after which a dossier is erased."""

EXAMPLE_FILE = "organisme.yaml"
EXAMPLE = Path(__file__).parent / EXAMPLE_FILE
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"\+?[0-9(][0-9 ().\u00a0\u202f-]+")
_Line = Annotated[str, BeforeValidator(typeset_text), StringConstraints(max_length=160)]
_Lines = Annotated[tuple[_Line, ...], BeforeValidator(split), AfterValidator(filled)]
_Text = Annotated[str, BeforeValidator(typeset_text), StringConstraints(max_length=1_200)]
_EMAILS, _PHONES = ["contact@cress.example"], ["04 00 00 00 00, ou +33 4 00 00 00 00"]
_LINKS = ["https://www.cress.example/accessibilite"]
_EMPTY = BeforeValidator(lambda raw: {} if raw == "" else raw)  # a section without lines says nothing


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one visitor may ask; an address here is a network address, which forty phones may share.

    Attributes:
        body: bytes of a request. connections: open at once, from everywhere.
        upload: bytes of a dossier file.
        text: characters of one typed text.
        writes, pages, previews, creations, documents, uploads: requests per window of time, for one address; pages are
            those that the worker makes.
        searches: of what would turn a case of a room, likewise: each takes up to a second of the one who reasons.
        window: seconds.
        wrong_code: seconds before a code of a room is said to be wrong.
        share: requests of one address that wait for the worker; beyond, one is asked to come back.
    """

    body: int = 1_200_000
    # A browser opens six: a hundred of them, a room of forty beside them, a projector and a desk.
    connections: int = 900
    upload: int = 1_000_000
    text: int = 4_000
    # Behind one address, a hundred participants who answer every four seconds, and a room of forty beside them. An
    # answer leads to two pages at most, and is tried twice before it is sent.
    writes: int = 24_000
    pages: int = 40_000
    previews: int = 40_000
    creations: int = 300
    documents: int = 300
    uploads: int = 120
    searches: int = 60
    window: int = 600
    wrong_code: float = 1.0
    # A hundred participants who all ask for a page, a preview and a document at the same instant.
    share: int = 300


@dataclass(frozen=True, slots=True)
class Settings:
    """The site.

    Attributes:
        data: SQLite file; None keeps everything in memory, gone when the process ends.
        keep_days: days without a visit after which a dossier is erased.
        host, port: where the server listens.
        public_url: address under which others reach it, scheme included and without a final slash; "" when it is the
            one it listens on.
        root_path: path under which a proxy serves it, without a final slash.
        rooms: whether a trainer may open a room.
        letterhead: the organisation that offers the site: on its documents, and first among those to see.
        operator: who runs the site, on its own pages.
        limits: see `Limits`.
    """

    data: Path | None = None
    keep_days: int = KEEP_DAYS
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    public_url: str = ""
    root_path: str = ""
    rooms: bool = True
    letterhead: Letterhead | None = None
    operator: Operator | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def secure(self) -> bool:
        """Whether visitors come by https: cookies are then never sent in clear."""
        return self.public_url.startswith("https://")

    @property
    def house(self) -> Operator | None:
        """Who offers the site, as far as it is known: without a file of its own, the letterhead says the name."""
        if self.operator is not None or self.letterhead is None:
            return self.operator
        return Operator(name=self.letterhead.name, lines=self.letterhead.lines)

    @property
    def local(self) -> bool:
        """Whether only this computer reaches the site."""
        return not self.public_url and is_here(self.host)

    def cookie(self, name: str) -> str:
        """The full name of a cookie; by https, one that a neighbouring site of the same domain cannot set for ours."""
        return f"__Host-{name}" if self.secure and not self.root_path else name


def is_here(host: str) -> bool:
    """Whether the name of a host means this computer itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "")


def bracketed(host: str) -> str:
    """A host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def web_address(text: str) -> SplitResult | None:
    """The parts of the address of a page or a site; None when it is none, or holds a password."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and parts.hostname and not (parts.username or parts.password)
    except ValueError:
        return None
    return parts if good and not any(map(str.isspace, text)) else None


# -- who runs the site -----------------------------------------------------------------------------------------------


def _checked(good: Callable[[str], object], what: str) -> AfterValidator:
    def check(found: str) -> str:
        if found and not good(found):
            raise ValueError(f"n'est pas {what}.")
        return found

    return AfterValidator(check)


def _is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text)) and sum(map(str.isdigit, text)) >= 3


_Email = Annotated[_Line, _checked(_EMAIL.fullmatch, "une adresse électronique")]
_Phone = Annotated[_Line, _checked(_is_phone, "un numéro de téléphone")]
_Link = Annotated[str, AfterValidator(str.strip), _checked(web_address, "l'adresse d'une page")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Host(_Part):
    """Whose machines the site runs on; ``lines``: of its address."""

    name: _Line = Field("", alias="nom")
    lines: _Lines = Field((), alias="adresse")
    phone: _Phone = Field("", alias="telephone", examples=_PHONES)
    country: _Line = Field("", alias="pays")


class Privacy(_Part):
    """What the organisation says of personal data.

    Attributes:
        contact, lines, email, phone: whom to write to about them.
        basis: what it rests on to handle them. keep: what it adds on how long.
        readers: who may read them. log: whether the server in front keeps a log of its own.
    """

    contact: _Line = ""
    lines: _Lines = Field((), alias="adresse")
    email: _Email = Field("", alias="courriel", examples=_EMAILS)
    phone: _Phone = Field("", alias="telephone", examples=_PHONES)
    basis: _Text = Field("", alias="base")
    keep: _Text = Field("", alias="conservation")
    readers: _Text = Field("", alias="destinataires")
    log: _Text = Field("", alias="journal")

    @property
    def reachable(self) -> bool:
        """Whether it says whom to write to."""
        return bool(self.contact or self.lines or self.email or self.phone)


class Access(_Part):
    """What the organisation says of accessibility: whom to tell, its declaration and its scheme (web addresses)."""

    contact: _Line = ""
    email: _Email = Field("", alias="courriel", examples=_EMAILS)
    phone: _Phone = Field("", alias="telephone", examples=_PHONES)
    declaration: _Link = Field("", examples=_LINKS)
    scheme: _Link = Field("", alias="schema", examples=_LINKS)


class Operator(_Part):
    """The organisation that offers the site; what it did not say is empty.

    Attributes:
        name, status: what it is called; its legal form and numbers, as it writes them.
        lines, phone, email, site: where it is.
        publisher: who directs the publication.
        host, privacy, access: see these.
    """

    name: _Line = Field(alias="nom", min_length=1, examples=["CRESS des Deux Rives"])
    status: _Line = Field("", alias="statut")
    lines: _Lines = Field((), alias="adresse")
    phone: _Phone = Field("", alias="telephone", examples=_PHONES)
    email: _Email = Field("", alias="courriel", examples=_EMAILS)
    site: _Link = Field("", examples=_LINKS)
    publisher: _Line = Field("", alias="publication")
    host: Annotated[Host, _EMPTY] = Field(Host(), alias="hebergeur")
    privacy: Annotated[Privacy, _EMPTY] = Field(Privacy(), alias="donnees")
    access: Annotated[Access, _EMPTY] = Field(Access(), alias="accessibilite")

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


def write_example(path: Path) -> str:
    """Write a file to fill in; what to do with it.

    Raises:
        InputError: there is such a file already, or it cannot be written.
    """
    if path.exists():
        message = "ce fichier existe déjà ; rien n'a été écrit."
        raise InputError(Problem(message, str(path), mend="Donnez un autre nom, ou complétez celui-ci."))
    write_atomically(path, EXAMPLE.read_text(encoding="utf-8"))
    return f"Modèle écrit : {path}\nComplétez-le, puis lancez : ess-advisor site --organisme {shlex.quote(str(path))}"


def dialled(phone: str) -> str:
    """A telephone number as a telephone takes it; the (0) that one leaves out from abroad is not dialled."""
    return re.sub(r"\(0\)|[^0-9+]", "", phone)


def read_operator(path: Path) -> Operator:
    """Read and check one file.

    Raises:
        InputError: with every defect found, each with file, line and column.
    """
    if not path.exists():
        mend = f"Pour en écrire un modèle : ess-advisor site --modele-organisme {EXAMPLE_FILE}"
        raise InputError(Problem("ce fichier n'existe pas.", str(path), mend=mend))
    return validated(Operator, read_yaml(path))
