"""What is said of a company beside its verdicts: findings, margins, calculations, changes, what is still to be asked.

Words that stand as they are in ``rules/`` (titles, statements, labels) are left out: the linter reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from advisor.assessment.assess import reason
from advisor.assessment.costs import division_words, moved_words
from advisor.assessment.model import Assessment
from advisor.assessment.reasoning import Reasoning
from advisor.assessment.relevance import awaited, needs, quickest, settling
from advisor.assessment.tree import carrying, criterion_tree, reach, resting_on
from advisor.dossier import Dossier
from advisor.interview.sheets import cost_sheet
from advisor.rules.load import Knowledge

_OF_THE_RULES = {
    "title", "statement", "label", "theme", "nature", "rules", "criterion", "short", "question",
    "note", "holder", "where", "conduct", "condition", "strict_reading", "favourable_reading", "passage", "checked",
    "read", "identifier", "notice", "law_as_of", "rules_version", "rules_fingerprint",
}  # fmt: skip


def words(dossier: Dossier, assessment: Assessment, knowledge: Knowledge) -> Iterator[str]:
    """Return each of them after its place in the assessment."""
    yield from _flat(assessment.model_dump(mode="json"), "")
    for id, finding in assessment.findings.items():
        if tree := criterion_tree(id, assessment, knowledge):
            shown = " ".join(node.leaf.id if node.leaf else str(node.outcome) for node in carrying(tree))
            yield f"{id} porté par {shown}, au mieux {reach(tree, assessment, knowledge).outcome}, {finding.outcome}"
    for status, verdict in assessment.verdicts.items():
        yield f"{status} repose sur {' '.join(resting_on(verdict, assessment, knowledge))}"
    reasoning = reason(dossier, assessment.on, knowledge)
    yield from _costs(reasoning, dossier)
    # Of a company that has answered four questions out of five.
    some = {address: given for rank, (address, given) in enumerate(dossier.answers.items()) if rank % 5 != 4}
    yield from _questions(reason(dossier.model_copy(update={"answers": some}), assessment.on, knowledge))


def _flat(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in _OF_THE_RULES:
                yield from _flat(inner, f"{place}.{name}" if place else name)
    elif isinstance(value, list):
        for rank, inner in enumerate(value):
            yield from _flat(inner, f"{place}.{rank}")
    elif value not in (None, "", False):
        yield f"{place} = {value}".replace("\n", " ")


def _costs(reasoning: Reasoning, dossier: Dossier) -> Iterator[str]:
    sheet = cost_sheet(reasoning, dossier)
    for year in sheet.years:
        yield f"charges {year.slot} : propres {year.direct}, part {year.share()}, {division_words(year)}"
    if sheet.years:
        yield f"charges : {sheet.cumulated()} au cumul, {sheet.weakest()} au moins, clé {sheet.keyed}"
        yield f"clé qu'il faut : {sheet.key_for_limit(each_year=False)}, {sheet.key_for_limit(each_year=True)}"
        yield from (f"{moved} : {result}" for moved, result in moved_words(sheet))


def _questions(reasoning: Reasoning) -> Iterator[str]:
    for one in needs(reasoning):
        yield f"à demander {one.address} ({' '.join(one.statuses)}) {one.score:.4f}"
    yield f"attendu {' '.join(awaited(reasoning))}, au plus vite {quickest(reasoning)}"
    yield f"à faire trancher {' '.join(one.address for one in settling(reasoning))}"
