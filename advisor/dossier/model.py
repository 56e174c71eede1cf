"""What a dossier is made of: typed, frozen, in one form of text only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal, Protocol

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

from advisor.common.french import MAX_TEXT, parse_date

FORMAT = 1
UNKNOWN_WORD = "je_ne_sais_pas"
MAX_SIREN = 20

EvidenceLevel = Literal["declare", "vu", "copie_jointe"]


def _day(raw: Any) -> Any:
    if isinstance(raw, date) or raw is None:
        return raw
    try:
        return parse_date(str(raw))
    except ValueError:
        raise ValueError("n'est pas une date (écrivez AAAA-MM-JJ ou JJ/MM/AAAA).") from None


def _day_or_none(raw: Any) -> Any:
    return None if raw == "" else _day(raw)


_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_UNREADABLE = re.compile("[\ud800-\udfff]")


def plain_text(raw: Any) -> Any:
    """One form of accents and of line ends: a file is read in those, so what is saved must already have them.

    Bytes that a terminal could not decode are shown as such rather than refused: nothing typed is lost.
    """
    if not isinstance(raw, str):
        return raw
    return unicodedata.normalize("NFC", _UNREADABLE.sub("\ufffd", _BREAKS.sub("\n", raw)))


def _one_line(raw: Any) -> Any:
    """A number copied with its spaces, whatever they are: one between groups, none around."""
    return " ".join(raw.split()) if isinstance(raw, str) else raw


def _ids(raw: Any) -> Any:
    """A key without a value holds no name, and one name needs no brackets."""
    return ((raw,) if raw else ()) if isinstance(raw, str) else raw


DossierDate = Annotated[date, BeforeValidator(_day)]
Short = Annotated[str, Field(max_length=MAX_TEXT), BeforeValidator(plain_text)]
Ids = Annotated[tuple[Short, ...], BeforeValidator(_ids)]
OptionalDay = Annotated[date | None, BeforeValidator(_day_or_none)]
# Told apart by a tag, so that a value is refused once, not once as a text and once as a list.
StoredValue = Annotated[
    Annotated[Short, Tag("<texte>")] | Annotated[tuple[Short, ...], Tag("<liste>")],
    Discriminator(lambda raw: "<liste>" if isinstance(raw, list | tuple) else "<texte>"),
]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Evidence(_Model):
    """How an answer is known: declared, seen, or a copy kept, with the document and the page."""

    level: EvidenceLevel = Field("declare", alias="niveau")
    document: Short = ""
    page: Short = ""


class Answer(_Model):
    """One answer, as typed; its value is checked against the catalogue of facts when it is used.

    Attributes:
        value: text, list of texts (several choices), or None for « je ne sais pas ».
        article, quote: for a clause, where it stands in the statutes and its words.
        evidence: how it is known.
        note: the adviser's remark.
    """

    value: StoredValue | None = Field(alias="valeur")
    article: Short = ""
    quote: Short = Field("", alias="citation")
    evidence: Evidence | None = Field(None, alias="preuve")
    note: Short = ""

    @property
    def unknown(self) -> bool:
        return self.value is None

    @property
    def proven(self) -> bool:
        """True when a document was seen or copied."""
        return self.evidence is not None and self.evidence.level != "declare"


class AnswerLike(Protocol):
    """An answer reduced to what the rules read, as a dossier writes it or typed already; an `Answer` is one."""

    @property
    def value(self) -> str | tuple[str, ...] | Fraction | date | None: ...


class Company(Protocol):
    """A dossier reduced to what the rules read; a `Dossier` is one, a line of a table another."""

    @property
    def requested(self) -> date | None: ...
    @property
    def answers(self) -> Mapping[str, AnswerLike]: ...


def _block(raw: Any) -> Any:
    """An answer as a file writes it: its value alone, or a block."""
    if isinstance(raw, Answer):
        return raw
    body = raw if isinstance(raw, dict) else {"valeur": raw}
    return body | {"valeur": None} if body.get("valeur") == UNKNOWN_WORD else body


class Draft(_Model):
    """What was typed about a question that has no answer yet; the answer will take it.

    Attributes:
        evidence, note: as in `Answer`.
        method: « part_finale » when the accountant gives the share of a year at once, without shared costs nor key.
    """

    evidence: Evidence | None = Field(None, alias="preuve")
    note: Short = ""
    method: Literal["", "part_finale"] = Field("", alias="methode")


class Dossier(_Model):
    """The answers of one company.

    Attributes:
        format: version of the file format.
        name: the company's name.
        siren, adviser, notes: free; never used by the rules.
        on: day on which the law is applied (day of assessment).
        requested: day of the accreditation request, when it is not the day of assessment.
        opened: day on which the consultation began; for activity reports, never used by the rules.
        non_negotiables: what the company will not give up, ids of ``rules/refus.yaml``.
        wants, needs: what the project looks for, and what it cannot do without, ids of ``rules/comparaison.yaml``;
            like the non-negotiables, they choose among ways and statutes, and no verdict hangs on them.
        answers: by address (``fait`` or ``fait[emplacement]``).
        drafts: by address too, for questions without an answer; never used by the rules.
    """

    format: int = FORMAT
    name: Short = Field("", alias="denomination")
    siren: Annotated[str, Field(max_length=MAX_SIREN), BeforeValidator(plain_text), BeforeValidator(_one_line)] = ""
    adviser: Short = Field("", alias="conseiller")
    on: OptionalDay = Field(None, alias="date_appreciation")
    requested: OptionalDay = Field(None, alias="date_demande")
    opened: OptionalDay = Field(None, alias="date_ouverture")
    notes: Short = ""
    non_negotiables: Ids = Field((), alias="non_negociables")
    wants: Ids = Field((), alias="souhaits")
    needs: Ids = Field((), alias="indispensables")
    answers: dict[str, Annotated[Answer, BeforeValidator(_block)]] = Field(default_factory=dict, alias="reponses")
    drafts: dict[str, Draft] = Field(default_factory=dict, alias="en_cours")

    def with_answer(self, address: str, answer: Answer | None) -> Dossier:
        """A copy with one answer set, or removed when None; the order of answers is kept."""
        answers = dict(self.answers)
        if answer is None:
            answers.pop(address, None)
        else:
            answers[address] = answer
        return self.model_copy(update={"answers": answers})


def answer(value: str | list[str] | tuple[str, ...] | None, **more: Any) -> Answer:
    """Shorthand to build an `Answer` from Python: ``answer("sas")``, ``answer(None)`` for « je ne sais pas »."""
    return Answer(value=tuple(value) if isinstance(value, list) else value, **more)


# -- a SIREN: nine digits, the last of which checks the others -------------------------------------------------------

DIGITS = 9
SIRET_DIGITS = 14


def wrong_siren(text: str) -> str | None:
    """Why a text is no SIREN, in French; None when it is one, or when there is none."""
    if not text.strip():
        return None
    digits = digits_of(text)
    return "Un SIREN s'écrit en neuf chiffres, et rien d'autre." if digits is None else misfit(digits)


def digits_of(text: str) -> str | None:
    """The digits of a text that holds nothing else but spaces, dots or dashes; None for any other text."""
    bare = "".join(text.split()).replace(".", "").replace("-", "")
    return bare if bare.isascii() and bare.isdigit() else None


def misfit(digits: str) -> str | None:
    """Why some digits are no SIREN, in French; None when they are one."""
    if len(digits) == SIRET_DIGITS:
        return f"C'est un SIRET ; le SIREN en est le début : {grouped(digits[:DIGITS])}."
    if len(digits) != DIGITS:
        return f"Un SIREN a neuf chiffres ; il y en a {len(digits)} ici."
    if not luhn(digits) or digits == "0" * DIGITS:
        return "Ce SIREN est faux : un chiffre ne va pas. Relisez-le."
    return None


def luhn(digits: str) -> bool:
    """Luhn's check: from the right, every second digit doubled, the sum of all digits is a multiple of ten."""
    doubled = (int(digit) * (1 + rank % 2) for rank, digit in enumerate(reversed(digits)))
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def grouped(digits: str) -> str:
    """``123 456 782``, as a person writes it: a dossier keeps it so."""
    return " ".join(digits[at : at + 3] for at in range(0, len(digits), 3))
