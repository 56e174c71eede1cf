"""Pages of what can be done and chosen: remedies and their effects, refusals, amounts, guidance, statutes compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from advisor.assessment.wording import condition_words, parameter_value, tag
from advisor.common.french import french_date, french_number, sentence
from advisor.report.lawbook._page import LawPage, dates_words, fact_of, period_words
from advisor.report.model import Bullets, Item, Section
from advisor.report.words import STATUSES, delay
from advisor.rules.basis import Dated, Parameter
from advisor.rules.checkup import Check, Quality, Risk
from advisor.rules.comparison import Reply, Statute, StatutePoint, Want
from advisor.rules.conditions import ChoiceLeaf, Condition
from advisor.rules.effects import Amount, Effect, Refusal, RemedyOutcome
from advisor.rules.facts import Fact, Indicator, Option, Sheet
from advisor.rules.formulas import written
from advisor.rules.models import MAJORITY, Coherence, Guidance, Remedy
from advisor.rules.named import ChoiceSet
from advisor.rules.vocabulary import EntryKind, Slots
from advisor.rules.words import REMEDIES, load_words

_DATES = {
    "appreciation": "la date d'examen",
    "cloture": "la dernière clôture",
    "annee": "la dernière année civile finie",
}
_WAITS = {"exercice": "un exercice clos sous la nouvelle pratique", "annee": "une année civile entière"}
_ROWS = {Slots.YEARS: "chaque exercice", Slots.PAY: "chaque rémunération"}
_SHEETS = {
    "grille": "grille de clauses",
    "feuille": "tableau de chiffres",
    "charges": "partage des charges",
    "remunerations": "rémunérations à temps plein",
}
"""Kinds of sheets, and what they work out."""


class DoingPages(LawPage):
    """One page per kind of entry."""

    def remedy(self, entry: Remedy) -> Iterator[Section | None]:
        remedy = Section.named(
            "remedy",
            "Le remède",
            ("Faire", f"{entry.action} {entry.then}".strip()),
            ("Qui décide", entry.who.replace(MAJORITY, "[majorité de la forme juridique]")),
            ("Genre", REMEDIES[entry.kind].words),
            ("Poids", f"{entry.weight} sur 6, {load_words().weights[entry.weight - 1]}"),
            ("Délai", delay(entry)),
            ("Note", entry.note),
            self.confidence(entry),
            ("Répare", self.naming(EntryKind.REMEDY, entry.id)),
        )
        variants = Bullets.announced(self._variants(entry), "Ce qui change pour certaines structures :")
        yield remedy.model_copy(update={"blocks": (*remedy.blocks, *variants)})
        for rank, outcome in enumerate(entry.outcomes, start=1):
            yield self._outcome(f"outcome_{rank}", outcome)
        yield self.texts(entry.citations)

    def _variants(self, entry: Remedy) -> Iterator[Item]:
        for one in entry.variants:
            yield self._variant(one.condition, one.title, f"{one.action} {one.then}".strip(), one.who, delay(one))
        for rule in self.knowledge.acts.majorities.values() if MAJORITY in entry.who else ():
            if rule.replaces:
                yield self._variant(rule.condition, rule.then, rule.who, delay(rule))

    def _variant(self, condition: Condition, *texts: str) -> Item:
        when = condition_words(condition, self.knowledge)
        return Item(lead=f"Si {when}", text=" ".join(sentence(text) for text in texts if text))

    def _outcome(self, id: str, outcome: RemedyOutcome) -> Section:
        effect = Section.named(
            id,
            outcome.way or "L'effet",
            ("Pour qui", self.when(outcome.condition)),
            ("À attendre", _WAITS.get(outcome.waits or "", "")),
            ("Daté par", self.fact_name(outcome.dated_by) if outcome.dated_by else ""),
            ("Ce qu'il coûte", self.filled(outcome.cost)),
        )
        same = Item(text="La condition qui échoue dit elle-même la réponse à obtenir.")
        items = tuple(Item(lead=self.fact_name(one.fact), text=self._effect(one)) for one in outcome.effects)
        changed = Bullets.announced(items or (same,), "Réponses changées :")
        return effect.model_copy(update={"blocks": (*effect.blocks, *changed)})

    def _effect(self, effect: Effect) -> str:
        parts: list[str] = []
        fact = self.knowledge.facts[effect.fact.partition("[")[0]]
        if effect.becomes is not None:
            parts.append(f"devient {self._value(effect.fact, effect.becomes)}")
        parts += [f"{fact.option_label(a)} devient {fact.option_label(b)}" for a, b in effect.by_value.items()]
        if effect.at_least:
            parts.append(f"au moins : {self._figure(effect.at_least)}")
        if effect.at_most:
            parts.append(f"au plus : {self._figure(effect.at_most)}")
        if effect.fills:
            low, high = map(self._figure, effect.fills)
            parts.append(f"complète {low} jusqu'à {high}")
        if effect.taken_from:
            parts.append(f"pris sur {', '.join(map(self._figure, effect.taken_from))}")
        if effect.room:
            whole, used = map(self._figure, effect.room)
            parts.append(f"au-delà de ce que laisse {whole}, moins {used}")
        if effect.follows:
            parts.append(f"suit {self._figure(effect.follows)}")
        if effect.share:
            parts.append(f"part : {' de '.join(map(self._figure, effect.share))}")
        if effect.capped:
            parts.append(f"plafonnée : {', selon '.join(map(self._figure, effect.capped))}")
        if effect.withdrawn:
            parts.append("réponse retirée")
        if effect.if_missing:
            parts.append("seulement sans réponse jusque-là")
        if effect.if_present:
            parts.append("seulement s'il y a déjà une réponse")
        return " ; ".join(parts)

    def _value(self, address: str, value: Any) -> str:
        if isinstance(value, dict):
            return _DATES.get(str(value.get("date")), str(value))
        fact = self.knowledge.facts[address.partition("[")[0]]
        return ", ".join(fact.option_label(str(one)) for one in (value if isinstance(value, list) else [value]))

    def _figure(self, id: str) -> str:
        """Whatever bears a figure, by its name: an indicator, a figure of the law or an answer."""
        if id in self.knowledge.indicators:
            return f"{self.knowledge.indicators[id].title or id} ({id})"
        if id in self.knowledge.parameters:
            return f"{self.knowledge.parameters[id].title} ({id})"
        return self.fact_name(id) if id.partition("[")[0] in self.knowledge.facts else id

    def refusal(self, entry: Refusal) -> Iterator[Section | None]:
        yield Section.named(
            "refusal",
            "Le point non négociable",
            ("Question", entry.question),
            ("Note", entry.note),
            self.confidence(entry),
        )
        remedies = (Item(lead=id, text=self.knowledge.remedies[id].title) for id in entry.rules_out)
        yield Section.listing("ruled-out", "Remèdes écartés", remedies)
        yield self.texts(entry.citations)

    def amount(self, entry: Amount) -> Iterator[Section | None]:
        figure = self._figure(entry.indicator) if entry.indicator else ""
        share = ", appliquée à ".join(self._figure(one) for one in reversed(entry.share)) if entry.share else ""
        yield Section.named(
            "amount",
            "Le chiffre à viser",
            ("Statut", STATUSES[entry.status]),
            ("Calcul", figure),
            ("Part", share),
            ("Note", entry.note),
        )
        yield self.texts(entry.citations)

    def guidance(self, entry: Guidance) -> Iterator[Section | None]:
        routes, parameters = self.knowledge.routes(), self.knowledge.parameters
        yield Section.named(
            "guidance",
            "De quoi il s'agit",
            ("Texte", entry.text),
            ("Statut", STATUSES[entry.status]),
            ("Voies", ", ".join(routes[one].title for one in entry.routes)),
            ("Quand", self.when(entry.condition)),
            ("Où", entry.where),
            ("Nom du fichier", entry.file_name),
            ("Dates", dates_words(entry)),
            ("Chiffres", ", ".join(parameters[one].title for one in entry.figures)),
            ("Conseil", "aucun texte n'exige cette pièce" if entry.advised else ""),
            ("Réserve", entry.reserve),
            self.confidence(entry, entry),
        )
        yield Section.listing("versions", "Autres rédactions", self.reworded(entry))
        yield self.texts(entry.citations, entry)

    def check(self, entry: Check) -> Iterator[Section | None]:
        yield Section.named(
            "check",
            "Le point à revoir",
            ("Statut", STATUSES[entry.status]),
            ("Pour qui", self.when(entry.condition)),
            ("Regarder", entry.look),
            ("Où", entry.where),
            ("Chiffres suivis", " ; ".join(one.title for one in entry.tracked)),
        )
        titles = {line.id: line.title for line in self.knowledge.guidance}
        yield Section.listing("duties", "Obligations", (Item(lead=id, text=titles[id]) for id in entry.duties))
        yield self.criteria("Critères", entry.criteria)
        risks = (Item(lead=id, text=self.knowledge.risks[id].title) for id in entry.risks)
        yield Section.listing("risks", "Risques", risks)

    def quality(self, entry: Quality) -> Iterator[Section | None]:
        yield Section.named(
            "quality",
            "La qualité tenue",
            ("Statut", STATUSES[entry.status]),
            ("Texte", entry.text),
            ("Pour qui", self.when(entry.condition)),
            ("Fin", self.fact_name(entry.end) if entry.end else ""),
        )
        yield self.criteria("Critères", entry.criteria)

    def risk(self, entry: Risk) -> Iterator[Section | None]:
        yield Section.named(
            "risk", "Le risque", ("Texte", entry.text), ("Dates", dates_words(entry)), self.confidence(entry, entry)
        )
        yield self.texts(entry.citations, entry)

    def want(self, entry: Want) -> Iterator[Section | None]:
        yield Section.named("want", "Le souhait", ("Question", entry.question))
        replies = (
            self._reply(one.title, one.replies[entry.id])
            for one in self.knowledge.choices.statutes
            if entry.id in one.replies
        )
        yield Section.listing("replies", "Ce que répond chaque statut", replies)

    def statute(self, entry: Statute) -> Iterator[Section | None]:
        since = "" if entry.since == date.min else french_date(entry.since)
        yield Section.named("statute", "Le statut", ("Résumé", entry.summary), ("Existe depuis", since))
        points = (("ESS", entry.ess), ("ESUS", entry.esus), ("Comment y entrer", entry.entry))
        items = (self._point(lead, point) for lead, point in points if point is not None)
        yield Section.listing("statuses", "ESS et ESUS", items)
        yield self.criteria("Critères demandés", entry.criteria)
        yield self._points("passages", "Y passer sans créer de personne nouvelle", entry.passages)
        wants = {want.id: want.title for want in self.knowledge.choices.wants}
        yield Section.listing(
            "replies", "Ce qu'il répond", (self._reply(wants.get(id, id), one) for id, one in entry.replies.items())
        )
        yield self._points("costs", "Ce qu'il coûte", entry.costs)
        yield self._points("opens", "Ce qu'il ouvre", entry.opens)

    def _reply(self, lead: str, reply: Reply) -> Item:
        return self._point(f"{lead}, {reply.welcome}", reply)

    def _points(self, id: str, title: str, points: Iterable[StatutePoint]) -> Section | None:
        return Section.listing(id, title, (self._point("", one) for one in points))

    def _point(self, lead: str, point: StatutePoint | Reply) -> Item:
        below = tuple(self.citations(point.citations, Dated()))
        return Item(lead=lead, text=f"{point.text} {tag(self.knowledge, point.confidence)}", items=below)


# -- pages of what is asked and computed: facts, the answers offered, figures, contradictions, sheets ----------------


class AnswerPages(LawPage):
    """One page per kind of entry."""

    def fact(self, entry: Fact) -> Iterator[Section | None]:
        bounds = [f"au moins {french_number(entry.minimum)}"] if entry.minimum is not None else []
        bounds += [f"au plus {french_number(entry.maximum)}"] if entry.maximum is not None else []
        yield Section.named(
            "fact",
            "La question",
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
            ("Posée si", self.when(entry.asked_if)),
            ("Sert à", self.naming(EntryKind.FACT, entry.id)),
        )
        options = (
            Item(lead=option.label or option.id, text=" ; ".join(filter(None, (dates_words(option), option.help))))
            for option in self.versions(entry.options)
        )
        yield Section.listing("options", "Réponses possibles", options)

    def parameter(self, entry: Parameter) -> Iterator[Section | None]:
        items = []
        for value in self.versions(entry.values):
            named = self.knowledge.sources[value.source].short if value.source else ""
            source = ", ".join(filter(None, (named, value.reference)))
            checked = f"contrôlé le {french_date(value.checked)}"
            sure = tag(self.knowledge, self.knowledge.confidence(value, self.on or value.start))
            text = f"{period_words(value)} ; {source} {sure}, {checked}. {value.note}"
            items.append(Item(lead=parameter_value(entry, value), text=text))
        yield Section.listing("values", "Valeurs", items or (Item(text="aucune valeur connue à cette date"),))
        if entry.due is not None:
            text = f"{french_date(entry.due)} ; passé ce jour, cherchez-la au Journal officiel."
            yield Section.saying("due", "Prochaine valeur attendue le", text)
        users = self.naming(EntryKind.PARAMETER, entry.id)
        yield Section.saying("users", "Critères qui s'en servent", users)

    def indicator(self, entry: Indicator) -> Iterator[Section | None]:
        yield Section.named(
            "indicator",
            "Le calcul",
            ("Méthode", entry.method),
            ("Formule", self._formula(entry)),
            self.confidence(entry),
            ("Sert à", self.naming(EntryKind.INDICATOR, entry.id)),
        )
        yield self.texts(entry.citations)

    def _formula(self, entry: Indicator) -> str:
        cases = [
            f"{written(one.formula)}{f' si {self.when(one.condition)}' if one.condition is not None else ''}"
            for one in entry.cases
        ]
        text = written(entry.formula) if entry.formula is not None else " ; ".join(cases)
        rows = f" ; pour chaque {entry.for_each}" if entry.for_each else ""
        return f"{text}{rows}{f', garder : {entry.keep}' if entry.keep else ''}."

    def option(self, entry: tuple[tuple[Fact, Option], ...]) -> Iterator[Section | None]:
        """One answer, wherever it is offered."""
        items = []
        for fact, option in entry:
            words = f"on dit aussi : {', '.join(option.words)}" if option.words else ""
            text = " ; ".join(filter(None, (option.label or option.id, dates_words(option), option.help, words)))
            items.append(Item(lead=self.fact_name(fact.id), text=text))
        yield Section.listing("option", "Questions où cette réponse est offerte", items)
        ids = {fact.id for fact, _ in entry}
        option_id = entry[0][1].id
        users = self.users(
            lambda node: (
                isinstance(node, ChoiceLeaf) and fact_of(node) in ids and option_id in (*node.options, *node.excluded)
            )
        )
        yield Section.saying("users", "Critères qui la regardent", users)

    def choice_set(self, entry: ChoiceSet) -> Iterator[Section | None]:
        """Answers of a question that are named together."""
        fact, wanted = self.knowledge.facts[entry.fact], set(entry.choices)
        yield Section.named("set", "L'ensemble", ("Question", self.fact_name(entry.fact)))
        yield Section.listing(
            "options", "Réponses réunies", (Item(lead=one, text=fact.option_label(one)) for one in entry.choices)
        )
        users = self.users(
            lambda node: isinstance(node, ChoiceLeaf) and fact_of(node) == fact.id and wanted <= {*node.options}
        )
        yield Section.saying("users", "Critères et voies qui les admettent toutes", users)

    def coherence(self, entry: Coherence) -> Iterator[Section | None]:
        yield Section.named(
            "coherence",
            "La contradiction",
            ("Quand", self.when(entry.condition)),
            ("Pour", _ROWS[entry.for_each] if entry.for_each else ""),
            ("Ce qui est dit", self.filled(entry.message)),
            ("Comment la lever", self.filled(entry.mend)),
        )
        yield self._facts("Réponses à relire" if entry.warns else "Réponses écartées", entry.facts)

    def sheet(self, entry: Sheet) -> Iterator[Section | None]:
        draft = ""
        if entry.draft is not None:
            fact = self.knowledge.facts[entry.draft.fact]
            answer = fact.option_label(entry.draft.option)
            draft = f"{entry.draft.document}, si la réponse à « {fact.short or fact.id} » est « {answer} »"
        floor = self.knowledge.indicators.get(entry.floor or "")
        yield Section.named(
            "sheet",
            "La feuille",
            ("Genre", _SHEETS[entry.kind]),
            ("Document", entry.document),
            ("À apporter", entry.bring),
            ("À défaut", draft),
            ("Calcul", _SHEETS.get(entry.calculation or "", "")),
            ("Plancher", floor.title if floor is not None else ""),
        )
        yield self._facts("Questions, dans l'ordre", entry.facts)
        yield self._facts("Demandées en plus", entry.companions, "companions")

    def _facts(self, title: str, addresses: Iterable[str], id: str = "facts") -> Section | None:
        return Section.listing(id, title, (Item(text=self.fact_name(one)) for one in addresses))
