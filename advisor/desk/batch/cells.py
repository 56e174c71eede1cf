"""Tables of a batch: typed cells to answers that fit their facts, and from verdicts to safe cells; a template."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from advisor.assessment.assess import LightAssessment, LightVerdict, unknown_fact
from advisor.assessment.wording import address_name
from advisor.common.errors import InputError, Near, Problem
from advisor.common.files import refuse_unwritable, write_atomically
from advisor.common.french import folded, listed, lower_first, plural, short_date, too_long
from advisor.desk.batch.reading import letters
from advisor.dossier import MAX_TEXT, UNKNOWN_WORD
from advisor.dossier.answer_parsing import AnswerError, TypedValue, doubtful, meant, parse_answer
from advisor.report.words import STATUSES
from advisor.rules.facts import Fact, FactType
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.vocabulary import Cause
from advisor.rules.words import CAUSE_WORDS, VERDICT_WORDS

SEVERAL = "|"
"""Between several choices of one cell."""

_UNKNOWN = {folded(word) for word in (UNKNOWN_WORD, "je ne sais pas", "ne sait pas", "nsp", "?")}
# What spreadsheets make of yes and no.
_TRUTHS = {"vrai": "oui", "true": "oui", "o": "oui", "faux": "non", "false": "non", "n": "non"}

FIELDS = {
    "denomination": ("denomination", "nom", "raison sociale"),
    "siren": ("siren", "numero siren"),
    "conseiller": ("conseiller", "conseillere"),
    "date_appreciation": ("date_appreciation", "date d'appreciation", "date d'examen"),
    "date_demande": ("date_demande", "date de la demande", "date de demande"),
    "date_ouverture": ("date_ouverture", "date d'ouverture"),
    "notes": ("notes", "note", "remarques"),
}
"""Fields of a dossier that are no answers, with the names a header may give them."""

_OURS = ("ligne", "fichier")
_FACTS = "La liste des faits : ess-advisor regles faits."
MARK = "\ufeff"
BETWEEN = " | "
MOST_MISSING = 10
"""Missing answers named in a cell, the easiest to give first; the others are counted."""

_PARTS = ("", ", au mieux", ", au pire", ", pourquoi", ", voie", ", critères qui bloquent", ", réponses manquantes")
# What a spreadsheet skips before a formula: spaces of every kind, quotes, invisible characters.
_SKIPPED = "[\\s\"'\u200b-\u200f\u2060\ufeff\u00ad\x00-\x1f]*"
# At the start of the cell, or where another program would cut it in two.
_FORMULA = re.compile(f"(^|[,;|\\t\\r\\n])({_SKIPPED})(?=[=+\\-@＝＋－＠﹢﹣﹦﹫−])")
_NUMBER = re.compile(r"\s*[+\-−]?\s*\d[\d\s.,\u00a0\u202f]*(€|%)?\s*")
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


class TableAnswer(NamedTuple):
    """An answer in a table: its typed value alone, « je ne sais pas » being none (see `advisor.dossier.Company`)."""

    value: TypedValue | None


CellReader = Callable[[Knowledge, str, str], TableAnswer]


def reader_of(knowledge: Knowledge, address: str) -> CellReader:
    """Return what reads the cells of a column, blank ones left aside.

    It raises `AnswerError` for a cell that does not fit the fact; the message is for the user.
    """
    return _choice if knowledge.addresses[address][0].options else _free


def _choice(knowledge: Knowledge, address: str, text: str) -> TableAnswer:
    """A cell of a fact with choices."""
    fact = knowledge.addresses[address][0]
    if text not in fact.labels and folded(text.strip()) in _UNKNOWN:
        return TableAnswer(None)
    if fact.type is FactType.CHOICES:
        parts = [part.strip() for part in re.split(r"[|\n]", text) if part.strip()]
        value: str | tuple[str, ...] = tuple(_option(knowledge, fact, part) for part in parts)
    else:
        value = _option(knowledge, fact, text.strip())
    return TableAnswer(parse_answer(fact, value))


def _free(knowledge: Knowledge, address: str, text: str) -> TableAnswer:
    """A cell of a figure, a date or a text."""
    fact = knowledge.addresses[address][0]
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = text.strip()
    plain = text[:1].isdigit()
    if not plain and folded(text) in _UNKNOWN:
        return TableAnswer(None)
    if fact.type is FactType.TEXT:
        if long := too_long(text):
            raise AnswerError(lower_first(long).rstrip("."))
        return TableAnswer(text)
    if fact.sayings and not plain:
        text = meant(fact, text)
    value = parse_answer(fact, text)
    # A percentage up to 1 may be a fraction: a spreadsheet keeps 66 % as 0,66.
    small = fact.type is FactType.PERCENT and isinstance(value, Fraction) and value <= 1
    if small and (readings := doubtful(fact, text)):
        either = listed((words for _, words in readings), "ou")
        raise AnswerError(f"« {text} » se lit de deux façons ({either}) ; écrivez-le avec le signe %")
    return TableAnswer(value)


def _option(knowledge: Knowledge, fact: Fact, text: str) -> str:
    """The choice that a text names, by id or by label."""
    if text in fact.labels:
        return text
    found = _options(knowledge, fact.id).get(_plain(text))
    if found is not None:
        return found
    if len(text) > MAX_TEXT:
        raise AnswerError("ce texte est trop long pour être un choix")
    shown = [option.label or option.id for option in fact.options[:6]]
    more = "…" if len(fact.options) > len(shown) else ""
    expected = f" {SEVERAL} ".join(shown)
    excerpt = text if len(text) <= 40 else f"{text[:40]}…"
    raise AnswerError(f"« {excerpt} » n'est pas une réponse possible ; attendu : {expected}{more}")


@lru_cache(maxsize=512)
def _options(knowledge: Knowledge, fact: str) -> dict[str, str]:
    """Choices of a fact by every name that points at one alone: id, label, other words for it."""
    options = knowledge.facts[fact].options
    named: dict[str, set[str]] = {}
    for option in options:
        for name in (option.label, *option.words):
            named.setdefault(_plain(name), set()).add(option.id)
    found = {name: next(iter(ids)) for name, ids in named.items() if name and len(ids) == 1}
    if {option.id for option in options} == {"oui", "non"}:
        found |= _TRUTHS
    return found | {_plain(option.id): option.id for option in options}


def _plain(text: str) -> str:
    """A name as recognised: letters and figures only, without case nor accents."""
    return " ".join(re.findall(r"[a-z0-9%]+", folded(text)))


# -- the header of a table: which column holds which answer, or which field of a dossier -----------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        letter: as the spreadsheet names it.
        target: an address, a key of `FIELDS`, or empty for a column without name.
    """

    letter: str
    target: str

    @property
    def shown(self) -> str:
        return f"colonne {self.letter}" + (f" (« {self.target} »)" if self.target else "")


def read_header(cells: Sequence[str], knowledge: Knowledge, where: str, line: int = 1) -> tuple[Column, ...]:
    """Read a header, which names columns by address or by the short name of ``ess-advisor regles faits``.

    Raises:
        InputError: every unknown or repeated column, each with the nearest name.
    """
    if [folded(one.strip()) for one in cells[1:3]] == ["denomination", "siren"] and folded(cells[0]) in _OURS:
        message = "c'est un résultat d'ess-advisor lot, non une table de réponses."
        raise InputError(Problem(message, where, mend="Donnez la table d'où il vient."))
    names, columns = _names(knowledge), list[Column]()
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    near = Near()
    for rank, cell in enumerate(cells):
        text, letter = cell.strip(), letters(rank)
        target = names.get(_plain_heading(text), "") if text else ""
        if text and not target:
            lead = f"colonne {letter} : « {text[:60]} »"
            if text.partition("[")[0].strip() in knowledge.facts:
                message, mend = f"{lead} : {unknown_fact(text, knowledge)}.", ""
            else:
                close, message = (
                    near.to(_plain_heading(text), names),
                    f"{lead} n'est ni un fait ni un champ du dossier.",
                )
                mend = f"Vouliez-vous dire « {names[close]} » ?" if close else _FACTS
            problems.append(Problem(message, where, line, rank + 1, mend=mend))
        elif target and target in seen:
            message = f"colonne {letter} : « {target} » est déjà la colonne {seen[target]}."
            problems.append(Problem(message, where, line, rank + 1, mend="Gardez-en une."))
        seen.setdefault(target, letter)
        columns.append(Column(letter, target))
    if not problems and not any(column.target in knowledge.addresses for column in columns):
        mend = "La première ligne nomme les colonnes ; pour une table à remplir : ess-advisor lot --modele F.csv."
        problems.append(Problem("aucune colonne ne porte de réponse.", where, line, 1, mend=mend))
    if problems:
        raise InputError(*problems)
    return tuple(columns)


@lru_cache(maxsize=4)
def _names(knowledge: Knowledge) -> dict[str, str]:
    """Every name a column may bear, as recognised; one that would name two things names neither."""
    names = {_plain_heading(name): target for target, several in FIELDS.items() for name in several}
    names |= {_plain_heading(address): address for address in knowledge.addresses}
    taken: dict[str, set[str]] = {}
    for address in knowledge.addresses:
        taken.setdefault(_plain_heading(address_name(knowledge, address)), set()).add(address)
    return {name: next(iter(several)) for name, several in taken.items() if len(several) == 1} | names


def _plain_heading(text: str) -> str:
    """A name as recognised: whatever its case, accents, spaces; ``fait [n-1]`` is ``fait[n-1]``."""
    return " ".join(folded(text).split()).replace(" [", "[")


# -- the table of verdicts: its columns, in plain French, and cells that no spreadsheet takes for a formula ----------


def header(knowledge: Knowledge, first: str) -> list[str]:
    """Return names of the columns; the first one says where a company comes from: ``ligne`` or ``fichier``."""
    statuses = [STATUSES[status] + part for status in knowledge.statuses for part in _PARTS]
    return [first, "dénomination", "SIREN", "date", *statuses, "réponses contradictoires", "erreur", "règles"]


def verdict_row(knowledge: Knowledge, where: str, name: str, siren: str, found: LightAssessment) -> list[str]:
    """Return the row of a company that was assessed."""
    parts = [cell for verdict in found.verdicts.values() for cell in _verdict(knowledge, verdict)]
    contradictions = BETWEEN.join(safe(one.message) for one in found.contradictions)
    return [where, safe(name), safe(siren), short_date(found.on), *parts, contradictions, "", knowledge.base.version]


def trouble_row(knowledge: Knowledge, where: str, name: str, siren: str, trouble: str) -> list[str]:
    """Return the row of a company that could not be read: no verdict, and why."""
    empty = [""] * (len(_PARTS) * len(knowledge.statuses) + 2)
    return [where, safe(name), safe(siren), *empty, safe(trouble), knowledge.base.version]


def _verdict(knowledge: Knowledge, verdict: LightVerdict) -> list[str]:
    if verdict.cause == Cause.BEFORE_THE_LAW:
        return [CAUSE_WORDS[Cause.BEFORE_THE_LAW], "", "", "", "", "", ""]
    named = [address_name(knowledge, address) for address in verdict.missing[:MOST_MISSING]]
    if (others := len(verdict.missing) - len(named)) > 0:
        named.append(f"et {plural(others, 'autre')}")
    return [
        VERDICT_WORDS[verdict.outcome],
        VERDICT_WORDS[verdict.best],
        VERDICT_WORDS[verdict.worst],
        CAUSE_WORDS[verdict.cause] if verdict.cause else "",
        knowledge.routes()[verdict.route].title if verdict.route else "",
        BETWEEN.join(f"{id} {knowledge.criteria[id].title}" for id in verdict.blocking),
        BETWEEN.join(named),
    ]


def written(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as the file holds them."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue()


# -- formulas ---------------------------------------------------------------------------------------------------


def safe(text: str) -> str:
    """Make a text safe for a spreadsheet, which shows it and never runs it: an apostrophe stops a formula.

    ``=1+1`` becomes ``'=1+1``. A figure alone, negative or not, is left as it is. A formula hidden after a separator
    is met too: the file may be opened with another separator than ours.
    """
    if not text or _NUMBER.fullmatch(text):
        return text
    return _FORMULA.sub(lambda found: found[0] if found[0].endswith("'") else f"{found[0]}'", text)


# -- an empty table to fill in: one column a fact, and below each name what is expected ------------------------------


def write_template(target: Path, knowledge: Knowledge | None = None) -> int:
    """Write an empty table, and tell how many columns it has.

    Raises:
        InputError: something stands there already, or the file cannot be written.
    """
    base = knowledge or load_knowledge()
    refuse_unwritable(str(target), "--modele")
    if target.exists() and target.stat().st_size:
        mend = "Donnez un autre nom à --modele. Rien n'a été écrit."
        raise InputError(Problem("ce fichier existe déjà.", str(target), mend=mend))
    helps = _FIELD_HELP | {
        address: f"{address_name(base, address)} : {_expected(fact)}" for address, (fact, _) in base.addresses.items()
    }
    write_atomically(target, MARK + written([[*helps], [*helps.values()]]))
    return len(helps)


def _expected(fact: Fact) -> str:
    """What the cells of a column may hold."""
    if not fact.options:
        return "année, 2024" if fact.unit == "annee" else _KINDS[fact.type]
    listed = f" {SEVERAL} ".join(option.label or option.id for option in fact.options)
    if fact.type is FactType.CHOICES:
        return f"une ou plusieurs réponses séparées par {SEVERAL}, parmi {listed}"
    return f"une réponse parmi {listed}"
