"""What is asked together, and which group comes next.

Most questions stand alone. Clauses are read in one document, accounts and pays are copied from tables: each makes one
group, filled like a grid or a worksheet (``rules/feuilles.yaml``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from advisor.assessment.relevance import Need
from advisor.common.french import lower_first
from advisor.dossier import Answer
from advisor.rules.facts import Fact, Sheet
from advisor.rules.load import Knowledge

GroupKind = Literal["question", "grille", "feuille"]

NEAR = 0.03
"""A theme is put off only when it is this many times less decisive than the best. Replayed on the worked situations,
the natural order costs 1 % more than the most decisive one."""


@dataclass(frozen=True, slots=True)
class GroupItem:
    """One answer of a group.

    Attributes:
        address: where the answer is stored.
        fact, slot: what is asked, and for which row of a table.
        answer: what was answered already.
        needed: it is still to be asked.
        companion: no verdict waits for it; it explains a figure.
    """

    address: str
    fact: Fact
    slot: str | None
    answer: Answer | None
    needed: bool
    companion: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Questions put together on one screen.

    Attributes:
        key: address of a single question, or id of a sheet.
        kind: single question, grid, or worksheet.
        title: heading.
        items: in the order of the document; those already answered are shown too.
        document, bring: name of the document read, alone and inside a sentence.
    """

    key: str
    kind: GroupKind
    title: str
    items: tuple[GroupItem, ...]
    document: str = ""
    bring: str = ""

    @property
    def needed(self) -> tuple[GroupItem, ...]:
        return tuple(item for item in self.items if item.needed)

    @property
    def required(self) -> tuple[GroupItem, ...]:
        """What is still to be asked, companions left aside."""
        return tuple(item for item in self.needed if not item.companion)

    @property
    def slots(self) -> tuple[str, ...]:
        """Rows of a table, in order."""
        return tuple(dict.fromkeys(item.slot for item in self.items if item.slot is not None))

    def item(self, address: str) -> GroupItem | None:
        return next((item for item in self.items if item.address == address), None)


class Plan:
    """Which address belongs to which group, for one rule base."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.sheets = knowledge.sheets
        self._of_fact = {fact: sheet.id for sheet in self.sheets.values() for fact in sheet.every}
        self._companions = frozenset(fact for sheet in self.sheets.values() for fact in sheet.companions)
        order = {address: rank for rank, address in enumerate(knowledge.addresses)}
        self.rank: dict[str, int] = {}
        for address, rank in order.items():
            self.rank.setdefault(self.key(address), rank)
        for sheet in self.sheets.values():
            self.rank[sheet.id] = order[knowledge.facts[sheet.facts[0]].addresses[0]]
        self.titles = {theme.id: theme.title for theme in knowledge.base.themes}
        self.long_themes = {sheet.theme for sheet in self.sheets.values()}
        self.last_themes = {theme.id for theme in knowledge.base.themes if theme.last}

    def key(self, address: str) -> str:
        """Return the group an address is asked in."""
        return self._of_fact.get(self.knowledge.addresses[address][0].id, address)

    def theme(self, key: str) -> str:
        sheet = self.sheets.get(key)
        return sheet.theme if sheet else self.knowledge.addresses[key][0].theme

    def choose(self, needs: Iterable[Need], theme: str | None) -> str | None:
        """Return the group to ask next.

        The talk stays in the current theme while it has something to ask. Then short themes come before long ones (a
        grid, a worksheet), each in natural order, unless a theme is far less decisive than the best. A theme meant to
        come last waits until nothing else is left.
        """
        found = list(needs)
        if not found:
            return None
        weight: dict[str, float] = {}
        for need in found:
            at = self.theme(self.key(need.address))
            weight[at] = weight.get(at, 0.0) + need.score
        if not weight.keys() <= self.last_themes:
            weight = {at: score for at, score in weight.items() if at not in self.last_themes}
        if theme not in weight:
            best = max(weight.values())
            near = [at for at in weight if weight[at] >= best * NEAR]
            short = [at for at in near if at not in self.long_themes]
            theme = min(short or near, key=lambda at: self.knowledge.theme_order[at])
        keys = {self.key(need.address) for need in found}
        return min((key for key in keys if self.theme(key) == theme), key=lambda key: self.rank[key])

    def group(
        self, key: str, wanted: Collection[str], answers: Mapping[str, Answer], applies: Callable[[str], bool]
    ) -> Group:
        """Return a group as it stands.

        Args:
            key: address or sheet.
            wanted: addresses still to ask.
            answers: what was answered.
            applies: False when a fact is known not to concern this company.
        """
        sheet = self.sheets.get(key)
        if sheet is None:
            item = self.item(key, wanted, answers)
            return Group(key, "question", item.fact.question, (item,))
        shown = [
            self.item(address, wanted, answers)
            for address in self.addresses(sheet)
            if address in wanted
            or (address in answers and applies(address))
            or self._explains(sheet, address, wanted, answers)
        ]
        document, bring, draft = sheet.document, sheet.bring, sheet.draft
        if draft is not None and (given := answers.get(draft.fact)) is not None and given.value == draft.option:
            document, bring = draft.document, draft.bring
        return Group(key, sheet.kind, sheet.title, tuple(shown), document, bring)

    def item(self, address: str, wanted: Collection[str], answers: Mapping[str, Answer]) -> GroupItem:
        fact, slot = self.knowledge.addresses[address]
        needed = address in wanted
        companion = fact.id in self._companions and not needed
        return GroupItem(address, fact, slot, answers.get(address), needed, companion)

    def addresses(self, sheet: Sheet) -> tuple[str, ...]:
        """Return addresses of a sheet in the order in which one fills it: document order, tables row by row."""
        facts = [self.knowledge.facts[fact] for fact in sheet.every]
        rows = max((len(fact.addresses) for fact in facts), default=0)
        return tuple(fact.addresses[row] for row in range(rows) for fact in facts if row < len(fact.addresses))

    def _explains(self, sheet: Sheet, address: str, wanted: Collection[str], answers: Collection[str]) -> bool:
        """Whether a companion stands in a row where it explains what is still needed, or a pay already given."""
        fact, slot = self.knowledge.addresses[address]
        pay = f"{sheet.roles.get('brut')}[{slot}]"
        return fact.id in sheet.companions and (
            f"{sheet.roles.get('part')}[{slot}]" in wanted or pay in wanted or pay in answers
        )


# -- words of the questions: rows, holders of documents --------------------------------------------------------------


def row_name(slot: str | None) -> str:
    """Return ``dernier exercice clos``, ``exercice n-2``, ``personne 3``."""
    if slot is None:
        return ""
    if not slot.startswith("n"):
        return f"personne {slot}"
    return "dernier exercice clos" if slot == "n" else f"exercice {slot}"


def first_holder(text: str) -> str:
    """Return the first person named in « qui sait », to stand beside a choice."""
    return text.partition(" ;")[0].strip(" .")


def holder_words(text: str) -> str:
    """Return « qui sait » to go inside a sentence."""
    return lower_first(text.strip(" .") or "qui de droit")
