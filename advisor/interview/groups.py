"""What is asked together, and which group comes next.

Most questions stand alone. Clauses and governance are read in one document, accounts and pays are copied from tables:
each makes one group, filled like a grid or a worksheet. This is the only module of the interview that names facts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from advisor import costs
from advisor.advice.needs import Need
from advisor.dossier import Answer
from advisor.knowledge import Knowledge
from advisor.knowledge.models import Fact, FactType

Kind = Literal["question", "grille", "feuille"]

NEAR = 0.03
"""A theme is put off only when it is this many times less decisive than the best. Replayed on the worked situations,
the natural order costs 1 % more than the most decisive one."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Facts answered on one screen.

    Attributes:
        id: name of the group.
        theme: theme of its facts.
        kind: ``grille`` (clauses of a document) or ``feuille`` (figures).
        title: heading of the screen.
        document: name of the document read; bring: the same inside a sentence.
        facts: in the order in which they are asked.
        companions: facts no verdict waits for, asked with the others because they explain a figure.
    """

    id: str
    theme: str
    kind: Kind
    title: str
    document: str
    bring: str
    facts: tuple[str, ...]
    companions: tuple[str, ...] = ()


CHARGES, CAPITAL, PAY, PROFIT = "charges", "capital", "remuneration", "affectation"
TOTAL, SHARE, COMMON, KEY = costs.TOTAL, costs.SHARE, costs.COMMON, costs.KEY
GROSS, TIME, LINKED = "remuneration_brute", "quotite_travail", "remuneration_liee"


def sheets(knowledge: Knowledge) -> tuple[Sheet, ...]:
    """The grids and worksheets of a rule base."""

    def of(theme: str, keep: Callable[[Fact], bool]) -> tuple[str, ...]:
        return tuple(fact.id for fact in knowledge.facts.values() if fact.theme == theme and keep(fact))

    years = of("comptes", lambda fact: fact.slots == "exercice" and fact.id not in (TOTAL, SHARE, COMMON, KEY))
    first = [fact for fact in years if fact == "dividendes"]
    return (
        Sheet(
            "statuts",
            "statuts",
            "grille",
            "Les statuts, clause par clause",
            "Statuts",
            "les statuts à jour",
            of("statuts", lambda _: True),
        ),
        Sheet(
            "gouvernance",
            "gouvernance",
            "grille",
            "La gouvernance, d'après les statuts",
            "Statuts",
            "les statuts à jour",
            of("gouvernance", lambda fact: fact.where.startswith("Statuts")),
        ),
        Sheet(
            PROFIT,
            "benefice",
            "feuille",
            "Le partage du dernier bénéfice",
            "Procès-verbal de l'assemblée annuelle",
            "le procès-verbal de l'assemblée annuelle et le bilan",
            of("benefice", lambda fact: fact.type is FactType.MONEY),
        ),
        Sheet(
            PAY,
            "remuneration",
            "feuille",
            "Les cinq rémunérations les plus fortes",
            "Bulletins de paie de décembre",
            "les bulletins de paie de décembre",
            (GROSS, TIME, LINKED),
        ),
        Sheet(
            CHARGES,
            "comptes",
            "feuille",
            "Les charges d'utilité sociale, exercice par exercice",
            "Comptes annuels",
            "les comptes annuels",
            (TOTAL, SHARE),
            (COMMON, KEY),
        ),
        # The limit on returns comes after the share of costs: it is only needed when the latter is not enough.
        Sheet(
            CAPITAL,
            "comptes",
            "feuille",
            "La rémunération du capital, exercice par exercice",
            "Comptes annuels",
            "les comptes annuels",
            (*first, *(fact for fact in years if fact not in first)),
        ),
    )


@dataclass(frozen=True, slots=True)
class Item:
    """One answer of a group.

    Attributes:
        address: where the answer is stored.
        fact, slot: what is asked, and for which row of a table.
        answer: what was answered already.
        needed: it is still to be asked.
        statuses: verdicts it may change.
    """

    address: str
    fact: Fact
    slot: str | None
    answer: Answer | None
    needed: bool
    statuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Questions put together on one screen.

    Attributes:
        key: address of a single question, or id of a sheet.
        kind: single question, grid, or worksheet.
        theme, theme_title: where it stands in the talk.
        title: heading.
        items: in the order of the document; those already answered are shown too.
        document, bring: name of the document read, alone and inside a sentence.
    """

    key: str
    kind: Kind
    theme: str
    theme_title: str
    title: str
    items: tuple[Item, ...]
    document: str = ""
    bring: str = ""

    @property
    def needed(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.needed)

    @property
    def slots(self) -> tuple[str, ...]:
        """Rows of a table, in order."""
        return tuple(dict.fromkeys(item.slot for item in self.items if item.slot is not None))

    def item(self, address: str) -> Item | None:
        return next((item for item in self.items if item.address == address), None)


class Plan:
    """Which address belongs to which group, for one rule base."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.sheets = {sheet.id: sheet for sheet in sheets(knowledge)}
        self._of_fact = {fact: sheet.id for sheet in self.sheets.values() for fact in (*sheet.facts, *sheet.companions)}
        order = {address: rank for rank, address in enumerate(knowledge.addresses)}
        self.rank: dict[str, int] = {}
        for address, rank in order.items():
            self.rank.setdefault(self.key(address), rank)
        for sheet in self.sheets.values():
            if sheet.facts:
                self.rank[sheet.id] = order[knowledge.facts[sheet.facts[0]].addresses[0]]
        self.titles = {theme.id: theme.title for theme in knowledge.base.themes}
        self.long_themes = {sheet.theme for sheet in self.sheets.values()}

    def key(self, address: str) -> str:
        """The group an address is asked in."""
        return self._of_fact.get(self.knowledge.addresses[address][0].id, address)

    def theme(self, key: str) -> str:
        sheet = self.sheets.get(key)
        return sheet.theme if sheet else self.knowledge.addresses[key][0].theme

    def choose(self, needs: Iterable[Need], theme: str | None) -> str | None:
        """The group to ask next.

        The talk stays in the current theme while it has something to ask. Then short themes come before long ones (a
        grid, a worksheet), each in natural order, unless a theme is far less decisive than the best.
        """
        found = list(needs)
        if not found:
            return None
        weight: dict[str, float] = {}
        for need in found:
            at = self.knowledge.addresses[need.address][0].theme
            weight[at] = weight.get(at, 0.0) + need.score
        if theme not in weight:
            best = max(weight.values())
            near = [at for at in weight if weight[at] >= best * NEAR]
            short = [at for at in near if at not in self.long_themes]
            theme = min(short or near, key=lambda at: self.knowledge.theme_order[at])
        keys = {self.key(need.address) for need in found}
        return min((key for key in keys if self.theme(key) == theme), key=lambda key: self.rank[key])

    def group(
        self,
        key: str,
        needs: Mapping[str, tuple[str, ...]],
        answers: Mapping[str, Answer],
        applies: Callable[[str], bool],
    ) -> Group:
        """A group as it stands.

        Args:
            key: address or sheet.
            needs: addresses still to ask, with the verdicts each may change.
            answers: what was answered.
            applies: False when a fact is known not to concern this company.
        """
        sheet = self.sheets.get(key)
        if sheet is None:
            item = self.item(key, needs, answers)
            return Group(key, "question", item.fact.theme, self.titles[item.fact.theme], item.fact.question, (item,))
        shown = [
            self.item(address, needs, answers)
            for address in self.addresses(sheet)
            if address in needs or (address in answers and applies(address)) or self._explains(sheet, address, needs)
        ]
        title = self.titles[sheet.theme]
        document, bring = sheet.document, sheet.bring
        situation = answers.get("situation")
        if document == "Statuts" and situation is not None and situation.value == "projet":
            document, bring = "Projet de statuts", "le projet de statuts"
        return Group(key, sheet.kind, sheet.theme, title, sheet.title, tuple(shown), document, bring)

    def item(self, address: str, needs: Mapping[str, tuple[str, ...]], answers: Mapping[str, Answer]) -> Item:
        fact, slot = self.knowledge.addresses[address]
        return Item(address, fact, slot, answers.get(address), address in needs, needs.get(address, ()))

    def addresses(self, sheet: Sheet) -> tuple[str, ...]:
        """Addresses of a sheet in the order in which one fills it: document order, tables row by row."""
        facts = [self.knowledge.facts[fact] for fact in (*sheet.facts, *sheet.companions)]
        rows = max((len(fact.addresses) for fact in facts), default=0)
        return tuple(fact.addresses[row] for row in range(rows) for fact in facts if row < len(fact.addresses))

    def _explains(self, sheet: Sheet, address: str, needs: Collection[str]) -> bool:
        fact, slot = self.knowledge.addresses[address]
        return fact.id in sheet.companions and f"{SHARE}[{slot}]" in needs
