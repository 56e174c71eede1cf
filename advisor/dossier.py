"""The dossier: what one company answered, with its evidence. Nothing here knows any law.

One readable YAML file per company. Answers are keyed by fact id, and by slot for tables of years or pays::

    format: 1
    denomination: L'Atelier du Furan
    date_appreciation: 2026-11-23
    reponses:
      forme_juridique: sas
      clause_objet: {valeur: mot_pour_mot, article: "2", citation: "…", preuve: {niveau: vu, document: Statuts}}
      charges_exploitation: {n: 1000000, n-1: 900000}
      fragilite_public: [economique_ou_sociale]
      mention_rcs: je_ne_sais_pas
    fin_du_dossier: oui

The last line is compulsory: a file cut short (full disk, lost connection) is told apart from a complete one.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from advisor.errors import InputError, Problem
from advisor.files import write_atomically
from advisor.values import parse_date
from advisor.yamlfile import Path_, YamlDocument, read_yaml

FORMAT = 1
UNKNOWN_WORD = "je_ne_sais_pas"
MAX_TEXT = 10_000

EvidenceLevel = Literal["declare", "vu", "copie_jointe"]


def _day(raw: Any) -> Any:
    if isinstance(raw, date) or raw is None:
        return raw
    try:
        return parse_date(str(raw))
    except ValueError:
        raise PydanticCustomError("date", "ce n'est pas une date (écrivez AAAA-MM-JJ ou JJ/MM/AAAA).") from None


_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_UNREADABLE = re.compile("[\ud800-\udfff]")


def _plain_text(raw: Any) -> Any:
    """One form of accents and of line ends: a file is read in those, so what is saved must already have them.

    Bytes that a terminal could not decode are shown as such rather than refused: nothing typed is lost.
    """
    if not isinstance(raw, str):
        return raw
    return unicodedata.normalize("NFC", _UNREADABLE.sub("\ufffd", _BREAKS.sub("\n", raw)))


Day = Annotated[date, BeforeValidator(_day)]
Short = Annotated[str, Field(max_length=MAX_TEXT), BeforeValidator(_plain_text)]


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

    value: Short | tuple[Short, ...] | None = Field(alias="valeur")
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


class Dossier(_Model):
    """The answers of one company.

    Attributes:
        format: version of the file format.
        name: the company's name.
        siren, adviser, notes: free; never used by the rules.
        on: day on which the law is applied (day of assessment).
        requested: day of the accreditation request, when it is not the day of assessment.
        answers: by address (``fait`` or ``fait[emplacement]``).
    """

    format: int = FORMAT
    name: Short = Field("", alias="denomination")
    siren: Annotated[str, Field(max_length=20), BeforeValidator(_plain_text)] = ""
    adviser: Short = Field("", alias="conseiller")
    on: Day | None = Field(None, alias="date_appreciation")
    requested: Day | None = Field(None, alias="date_demande")
    notes: Short = ""
    answers: dict[str, Answer] = Field(default_factory=dict, alias="reponses")

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


# Any row is let through here: the catalogue says which ones exist.
_ADDRESS = re.compile(r"[a-z][a-z0-9_]*(\[[^\[\]]{1,20}\])?", re.ASCII)
_ANSWER_KEYS = {"valeur", "article", "citation", "preuve", "note"}


def _flatten(document: YamlDocument, raw: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Path_], list[Problem]]:
    """Answers by address, the path of each in the file, and what cannot be an answer."""
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
            problems.append(document.problem(path, f"« {address[:60]} » n'est pas un nom de fait.", _FACTS))
        else:
            flat[address] = value
        paths.setdefault(address, path)

    for fact, value in raw.items():
        if not isinstance(value, dict) or _ANSWER_KEYS & value.keys():
            put(fact, value, ("reponses", fact))
            continue
        # A table without rows holds no answer: nothing is lost by passing over it.
        for slot, inner in value.items():
            put(f"{fact}[{slot}]", inner, ("reponses", fact, slot))
    return flat, paths, problems


def _answer_data(raw: Any) -> Any:
    body = dict(raw) if isinstance(raw, dict) else {"valeur": raw}
    if body.get("valeur") == UNKNOWN_WORD:
        body["valeur"] = None
    return body


def parse_dossier(document: YamlDocument) -> tuple[Dossier, dict[str, Path_]]:
    """A dossier from a parsed file, and the path of each answer for later messages.

    Raises:
        InputError: not a dossier, cut short, newer format, unknown field, bad value.
    """
    data = document.data
    if not isinstance(data, dict):
        raise InputError(
            document.problem((), "ce n'est pas un dossier ess-advisor.", "Un dossier commence par « format: 1 ».")
        )
    if "format" not in data:
        raise InputError(
            document.problem(
                (), "il manque la ligne « format: 1 ».", "Ce fichier n'est pas un dossier, ou il est abîmé."
            )
        )
    version = data["format"]
    if not (isinstance(version, str) and version.isascii() and version.isdigit() and len(version) < 6):
        raise InputError(
            document.problem(("format",), "ce n'est pas une version de format.", f"Écrivez « format: {FORMAT} ».")
        )
    if int(version) > FORMAT or int(version) < 1:
        raise InputError(
            document.problem(
                ("format",),
                f"ce dossier est au format {version} ; cette version d'ess-advisor lit le format {FORMAT}.",
                "Mettez ess-advisor à jour pour l'ouvrir." if int(version) > FORMAT else "Écrivez « format: 1 ».",
            )
        )
    if data.get("fin_du_dossier") != "oui":
        raise InputError(
            document.problem(
                ("fin_du_dossier",) if "fin_du_dossier" in data else (),
                "le fichier est coupé : sa dernière ligne, « fin_du_dossier: oui », manque.",
                "Reprenez la copie de secours (même nom, terminé par .bak), ou ajoutez cette ligne si tout est là.",
            )
        )
    body = {key: value for key, value in data.items() if key != "fin_du_dossier"}
    answers = body.get("reponses", {})
    if answers == "":
        answers = {}
    if not isinstance(answers, dict):
        raise InputError(document.problem(("reponses",), "« reponses » attend des lignes « fait: réponse »."))
    flat, paths, problems = _flatten(document, answers)
    body["reponses"] = {address: _answer_data(raw) for address, raw in flat.items()}
    for optional in ("date_appreciation", "date_demande"):
        if body.get(optional) == "":
            del body[optional]
    try:
        dossier = Dossier.model_validate(body)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            problems.append(_problem(document, paths, detail))
        # A value is a text or a list: pydantic reports one error for each reading of it, at one place.
        first = {(problem.line, problem.column): problem for problem in reversed(problems)}
        raise InputError(*reversed(first.values())) from None
    if problems:
        raise InputError(*problems)
    return dossier, paths


_FACTS = "La liste des faits : ess-advisor facts."

_MESSAGES = {
    "extra_forbidden": "« {field} » n'est pas un champ du dossier.",
    "missing": "il manque « {field} ».",
    "literal_error": "« {input} » n'est pas admis ; attendu : declare, vu ou copie_jointe.",
    "string_too_long": "« {field} » dépasse {limit} caractères.",
    "string_type": "« {field} » attend un texte.",
    "model_type": "« {field} » attend un bloc « clé: valeur ».",
    "tuple_type": "« {field} » attend une valeur ou une liste de valeurs.",
    "date": "« {field} » : {msg}",
}


def _problem(document: YamlDocument, paths: dict[str, Path_], detail: Any) -> Problem:
    # pydantic puts the name of each branch of a union among the steps: those are not in the file.
    location = tuple(
        step
        for step in detail["loc"]
        if not (isinstance(step, str) and (step == "str" or step.startswith(("constrained", "tuple[", "function"))))
    )
    kind, field = detail["type"], str(location[-1]) if location else ""
    path: Path_ = location
    if len(location) >= 2 and location[0] == "reponses" and str(location[1]) in paths:
        address = str(location[1])
        path = (*paths[address], *location[2:])
        last = location[-1]
        whole = last == address or isinstance(last, int) or (last == "valeur" and kind != "missing")
        field = address if whole else f"{address}, {last}"
        kind = "tuple_type" if whole and kind == "string_type" else kind
    template = _MESSAGES.get(kind, "« {field} » : valeur inattendue.")
    raw = detail.get("input")
    message = template.format(
        field=field,
        input=raw[:60] if isinstance(raw, str) else "…",
        msg=detail["msg"],
        limit=detail.get("ctx", {}).get("max_length"),
    )
    mend = ""
    if kind == "extra_forbidden":
        known = (Dossier, Answer, Evidence)[min(len(location), 4) // 2 if location[0] == "reponses" else 0]
        names = [info.alias or name for name, info in known.model_fields.items()]
        close = get_close_matches(str(location[-1]), names, n=1)
        mend = f"Vouliez-vous dire « {close[0]} » ?" if close else f"Attendu : {', '.join(names)}."
    return document.problem(path, message, mend)


def load_dossier(path: str | Path) -> Dossier:
    """Read a dossier; its answers are not checked against the catalogue (`advisor.evaluation.check_dossier` does).

    Raises:
        InputError: see `parse_dossier`.
    """
    return parse_dossier(read_yaml(Path(path), str(path)))[0]


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


def dump_dossier(dossier: Dossier) -> str:
    """The file text of a dossier."""
    head: dict[str, Any] = {"format": str(dossier.format), "denomination": dossier.name}
    for key, value in (
        ("siren", dossier.siren),
        ("conseiller", dossier.adviser),
        ("date_appreciation", dossier.on.isoformat() if dossier.on else ""),
        ("date_demande", dossier.requested.isoformat() if dossier.requested else ""),
        ("notes", dossier.notes),
    ):
        if value:
            head[key] = value
    answers: dict[str, Any] = {}
    for address, one in dossier.answers.items():
        fact, _, slot = address.partition("[")
        if slot:
            answers.setdefault(fact, {})[slot.rstrip("]")] = _plain(one)
        else:
            answers[fact] = _plain(one)
    return "".join(
        yaml.dump(part, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
        for part in (head, {"reponses": answers}, {"fin_du_dossier": "oui"})
    )


def save_dossier(dossier: Dossier, path: str | Path) -> None:
    """Write a dossier atomically: a crash leaves the previous file or the new one, never a mixture.

    The previous version is kept beside it, with ``.bak`` added to its name.

    Raises:
        InputError: the folder cannot be written.
    """
    write_atomically(Path(path), dump_dossier(dossier), backup=True)
