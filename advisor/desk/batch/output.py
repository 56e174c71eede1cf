"""The table of verdicts: its columns, in plain French, and cells that no spreadsheet takes for a formula.

Semicolons, UTF-8 with its mark, CRLF: what a French Excel opens right on a double click.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date

from advisor.assessment.light import LightAssessment, LightVerdict
from advisor.assessment.wording import UNJUDGED, VERDICT_WORDS, address_name
from advisor.report.words import STATUSES
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Cause

MARK = "\ufeff"
BETWEEN = " | "
MOST_MISSING = 10
"""Missing answers named in a cell, the easiest to give first; the others are counted."""

_CAUSES: dict[Cause, str] = {
    "faits": "réponses manquantes",
    "contradiction": "réponses contradictoires",
    "droit": "droit ouvert sur ce point",
    "avant_la_loi": UNJUDGED,
}
_PARTS = ("", ", au mieux", ", au pire", ", pourquoi", ", voie", ", critères qui bloquent", ", réponses manquantes")


def header(knowledge: Knowledge, first: str) -> list[str]:
    """Names of the columns; the first one says where a company comes from: ``ligne`` or ``fichier``."""
    statuses = [STATUSES[status] + part for status in knowledge.statuses for part in _PARTS]
    return [first, "dénomination", "SIREN", "date", *statuses, "réponses contradictoires", "erreur", "règles"]


def verdict_row(knowledge: Knowledge, where: str, name: str, siren: str, found: LightAssessment) -> list[str]:
    """The row of a company that was assessed."""
    parts = [cell for verdict in found.verdicts.values() for cell in _verdict(knowledge, verdict)]
    contradictions = BETWEEN.join(safe(one.message) for one in found.contradictions)
    return [where, safe(name), safe(siren), day_text(found.on), *parts, contradictions, "", knowledge.base.version]


def trouble_row(knowledge: Knowledge, where: str, name: str, siren: str, trouble: str) -> list[str]:
    """The row of a company that could not be read: no verdict, and why."""
    empty = [""] * (len(_PARTS) * len(knowledge.statuses) + 2)
    return [where, safe(name), safe(siren), *empty, safe(trouble), knowledge.base.version]


def day_text(day: date) -> str:
    return f"{day:%d/%m/}{day.year}"


def _verdict(knowledge: Knowledge, verdict: LightVerdict) -> list[str]:
    if verdict.cause == "avant_la_loi":
        return [UNJUDGED, "", "", "", "", "", ""]
    named = [address_name(knowledge, address) for address in verdict.missing[:MOST_MISSING]]
    if (others := len(verdict.missing) - len(named)) > 0:
        named.append(f"et {others} autre{'s' if others > 1 else ''}")
    return [
        VERDICT_WORDS[verdict.outcome],
        VERDICT_WORDS[verdict.best],
        VERDICT_WORDS[verdict.worst],
        _CAUSES[verdict.cause] if verdict.cause else "",
        knowledge.routes()[verdict.route].title if verdict.route else "",
        BETWEEN.join(f"{id} {knowledge.criteria[id].title}" for id in verdict.blocking),
        BETWEEN.join(named),
    ]


def written(rows: Sequence[Sequence[str]]) -> str:
    """Rows as the file holds them."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue()


# -- formulas ---------------------------------------------------------------------------------------------------

# What a spreadsheet skips before a formula: spaces of every kind, quotes, invisible characters.
_SKIPPED = "[\\s\"'\u200b-\u200f\u2060\ufeff\u00ad\x00-\x1f]*"
# At the start of the cell, or where another program would cut it in two.
_FORMULA = re.compile(f"(^|[,;|\\t\\r\\n])({_SKIPPED})(?=[=+\\-@＝＋－＠﹢﹣﹦﹫−])")
_NUMBER = re.compile(r"\s*[+\-−]?\s*\d[\d\s.,\u00a0\u202f]*(€|%)?\s*")


def safe(text: str) -> str:
    """A text that a spreadsheet shows and never runs: an apostrophe stands before what would start a formula.

    ``=1+1`` becomes ``'=1+1``. A figure alone, negative or not, is left as it is. A formula hidden after a separator
    is met too: the file may be opened with another separator than ours.
    """
    if not text or _NUMBER.fullmatch(text):
        return text
    return _FORMULA.sub(lambda found: found[0] if found[0].endswith("'") else f"{found[0]}'", text)
