"""Pages of what is asked and computed: facts, the answers offered, figures, contradictions, sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.assessment.condition_words import condition_words, parameter_value
from advisor.assessment.wording import tag
from advisor.common.values import french_date, french_number
from advisor.report.lawbook.page import Page, dates_words, fact_of, listed, period_words, table
from advisor.report.model import Bullets, Item, KeyValues, Paragraph, Section
from advisor.report.words import meaning
from advisor.rules.basis import Parameter
from advisor.rules.conditions import Leaf
from advisor.rules.facts import Fact, Indicator, Option
from advisor.rules.models import Coherence
from advisor.rules.sheets import Sheet

_ROWS = {"exercice": "chaque exercice", "remuneration": "chaque rémunération"}


class AnswerPages(Page):
    """One page per kind of entry."""

    def fact(self, entry: Fact) -> Iterator[Section]:
        bounds = [f"au moins {french_number(entry.minimum)}"] if entry.minimum is not None else []
        bounds += [f"au plus {french_number(entry.maximum)}"] if entry.maximum is not None else []
        pairs = [
            ("Question", entry.question),
            ("Aide", entry.help),
            ("Exemple", entry.example),
            ("Où", entry.where),
            ("Qui le sait", entry.holder),
            ("Unité", entry.unit),
            ("Bornes", ", ".join(bounds)),
            (
                "Lignes",
                ", ".join(address.partition("[")[2].rstrip("]") for address in entry.addresses if "[" in address),
            ),
            ("Sans réponse, on suppose", entry.option_label(entry.default) if entry.default else ""),
            ("Posée si", condition_words(entry.asked_if, self.knowledge, self.on) if entry.asked_if else ""),
            ("Sert à", self.users(lambda node: isinstance(node, Leaf) and fact_of(node) == entry.id)),
        ]
        yield Section(id="fact", title="La question", blocks=(KeyValues(pairs=tuple((k, v) for k, v in pairs if v)),))
        options = self.versions(entry.options)
        if options:
            items = tuple(
                Item(lead=option.label or option.id, text=" ; ".join(filter(None, (dates_words(option), option.help))))
                for option in options
            )
            yield Section(id="options", title="Réponses possibles", blocks=(Bullets(items=items),))

    def parameter(self, entry: Parameter) -> Iterator[Section]:
        items = []
        for value in self.versions(entry.values):
            named = self.knowledge.sources[value.source].short if value.source else ""
            source = ", ".join(filter(None, (named, value.reference)))
            checked = f"contrôlé le {french_date(value.checked)}"
            text = f"{period_words(value)} ; {source} {tag(self.knowledge, value.confidence)}, {checked}. {value.note}"
            items.append(Item(lead=parameter_value(entry, value), text=text))
        none = (Item(text="aucune valeur connue à cette date"),)
        yield Section(id="values", title="Valeurs", blocks=(Bullets(items=tuple(items) or none),))
        users = self.users(
            lambda node: isinstance(node, Leaf) and node.threshold is not None and node.threshold.parameter == entry.id
        )
        if users:
            yield Section(id="users", title="Critères qui s'en servent", blocks=(Paragraph(text=users),))

    def indicator(self, entry: Indicator) -> Iterator[Section]:
        pairs = [("Méthode", entry.method), ("Confiance", meaning(self.knowledge, entry.confidence))]
        pairs.append(("Sert à", self.users(lambda node: isinstance(node, Leaf) and node.indicator == entry.id)))
        yield Section(
            id="indicator", title="Le calcul", blocks=(KeyValues(pairs=tuple((k, v) for k, v in pairs if v)),)
        )
        yield from self.texts(entry.citations)

    def option(self, entry: tuple[tuple[Fact, Option], ...]) -> Iterator[Section]:
        """One answer, wherever it is offered."""
        items = []
        for fact, option in entry:
            words = f"on dit aussi : {', '.join(option.words)}" if option.words else ""
            told = " ; ".join(filter(None, (option.label or option.id, dates_words(option), option.help, words)))
            items.append(Item(lead=self.fact_name(fact.id), text=told))
        yield Section(
            id="option", title="Questions où cette réponse est offerte", blocks=(Bullets(items=tuple(items)),)
        )
        ids = {fact.id for fact, _ in entry}
        option_id = entry[0][1].id
        users = self.users(
            lambda node: (
                isinstance(node, Leaf) and fact_of(node) in ids and option_id in (*node.options, *node.excluded)
            )
        )
        if users:
            yield Section(id="users", title="Critères qui la regardent", blocks=(Paragraph(text=users),))

    def coherence(self, entry: Coherence) -> Iterator[Section]:
        yield table(
            "coherence",
            "La contradiction",
            ("Quand", self.when(entry.condition)),
            ("Pour", _ROWS.get(entry.for_each or "", "")),
            ("Ce qui est dit", self._filled(entry.message)),
            ("Comment la lever", self._filled(entry.mend)),
        )
        yield from listed("facts", "Réponses écartées", (Item(text=self.fact_name(one)) for one in entry.facts))

    def _filled(self, text: str) -> str:
        """A message of the rules, its blanks named in brackets."""

        def name(found: re.Match[str]) -> str:
            fact = self.knowledge.facts.get(found[1].partition("[")[0])
            indicator = self.knowledge.indicators.get(found[1])
            return f"[{(fact and fact.short) or (indicator and indicator.title) or found[1]}]"

        return re.sub(r"\{([^{}]+)\}", name, text)

    def sheet(self, entry: Sheet) -> Iterator[Section]:
        draft = ""
        if entry.draft is not None:
            fact = self.knowledge.facts[entry.draft.fact]
            answer = fact.option_label(entry.draft.option)
            draft = f"{entry.draft.document}, si la réponse à « {fact.short or fact.id} » est « {answer} »"
        yield table(
            "sheet",
            "La feuille",
            ("Genre", {"grille": "grille de clauses", "feuille": "tableau de chiffres"}[entry.kind]),
            ("Document", entry.document),
            ("À apporter", entry.bring),
            ("À défaut", draft),
            (
                "Calcul",
                {"charges": "partage des charges", "remunerations": "rémunérations à temps plein"}.get(
                    entry.calculation or "", ""
                ),
            ),
            (
                "Plancher",
                self.knowledge.indicators[entry.floor].title if entry.floor in self.knowledge.indicators else "",
            ),
        )
        yield from listed("facts", "Questions, dans l'ordre", (Item(text=self.fact_name(one)) for one in entry.facts))
        yield from listed(
            "companions", "Demandées en plus", (Item(text=self.fact_name(one)) for one in entry.companions)
        )
