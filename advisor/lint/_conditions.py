"""Does each condition say something that can be settled, by a fact of the right type, in a place where it may stand?"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from fractions import Fraction

from advisor.lint._named import not_a_choice
from advisor.lint._sites import OF_LAW, ConditionSite, Review
from advisor.rules.conditions import (
    AllOf,
    AnyOf,
    ChoiceLeaf,
    Condition,
    Constant,
    CriterionRef,
    FigureLeaf,
    FilledLeaf,
    Leaf,
    OpenPoint,
    walk,
)
from advisor.rules.facts import Fact, FactType, IndicatorCase
from advisor.rules.models import Coherence, Guidance, Reserve, Route
from advisor.rules.references import fact_id, references, rests_on, rows_of
from advisor.rules.vocabulary import EntryKind

_COMPARED = {"euro", "pourcentage", "points", "fraction"}
"""Units that must not be mixed; the others (personnes, fois…) are loose words."""


def check_conditions(review: Review) -> None:
    """Every condition of the rule base, node by node."""
    for site in review.sites:
        for node in walk(site.condition):
            _place(review, site, node)
            _shape(review, site, node)
            if isinstance(node, Leaf):
                _Leaf(review, site, node).check()
    for coherence in review.knowledge.coherences:
        _coherence(review, coherence)


def _place(review: Review, site: ConditionSite, node: Condition) -> None:
    """What may stand only in criteria and routes."""
    # A route may be claimed by one criterion alone: the report reads its leaves.
    claim = isinstance(site.owner, Route) and node is site.condition
    if isinstance(node, CriterionRef) and not site.of_law and not claim:
        site.at.say(node.path, "un critère ne peut pas être cité ici.", "Écrivez ses faits à la place.")
    if isinstance(node, OpenPoint):
        # Of a figure with two readings, the comparison says which one closes the way.
        if not site.of_law and not isinstance(site.owner, IndicatorCase):
            message = "un point ouvert ne peut pas être posé ici."
            site.at.say(node.path, message, "Il n'a sa place que dans un critère, une voie ou le cas d'un chiffre.")
        for reading in node.readings:
            for inner in walk(reading):
                if isinstance(inner, CriterionRef):
                    message = "une lecture d'un point ouvert ne peut pas citer un critère."
                    site.at.say(inner.path, message, "Écrivez ses faits à la place.")


def _shape(review: Review, site: ConditionSite, node: Condition) -> None:
    """Parts of a condition that can never matter."""
    if isinstance(node, Constant) and site.of_law and not node.reason:
        site.at.say(node.path, "« toujours » n'a pas de « raison ».", "Dites pourquoi, en une phrase.")
    if isinstance(node, OpenPoint):
        children, word, key = node.readings, "lecture", "lectures"
    elif isinstance(node, AllOf | AnyOf):
        children, word, key = node.children, "condition", "tous" if isinstance(node, AllOf) else "un_de"
    else:
        return
    for i, child in enumerate(children):
        if child in children[:i]:
            message = f"cette {word} est écrite deux fois."
            site.at.say((*node.path, key, i), message, "Supprimez l'une des deux.")
        if isinstance(node, AllOf | AnyOf) and isinstance(child, Constant) and child.value is isinstance(node, AnyOf):
            message = f"« toujours: {'vrai' if child.value else 'faux'} » rend les autres conditions inutiles."
            site.at.say((*node.path, key, i), message, "Ne gardez que lui, ou supprimez-le.")


class _Leaf:
    """One elementary test, checked against the fact or the indicator it tests."""

    def __init__(self, review: Review, site: ConditionSite, leaf: Leaf) -> None:
        self.review, self.site, self.leaf = review, site, leaf
        self.knowledge = review.knowledge
        self.fact = self.knowledge.facts.get(fact_id(leaf.fact)) if leaf.fact is not None else None

    def say(self, key: str, message: str, mend: str = "") -> None:
        self.site.at.say((*self.leaf.path, key), message, mend)

    def check(self) -> None:
        leaf = self.leaf
        if isinstance(self.site.owner, OF_LAW) and not leaf.label:
            self.say("fait" if leaf.fact else "indicateur", "cette condition n'a pas de « libelle ».", _LABEL)
        self._remedies()
        if leaf.fact is not None:
            self._slot(leaf.fact, "fait")
        if isinstance(leaf, FigureLeaf) and leaf.threshold.fact is not None:
            self._slot(leaf.threshold.fact, leaf.operator)
        if leaf.indicator is not None:
            if rows_of(self.knowledge, leaf.indicator):
                mend = "Comparez un chiffre qui réunit ses lignes (« garder »)."
                self.say("indicateur", f"« {leaf.indicator} » se calcule ligne par ligne.", mend)
            if not isinstance(leaf, FigureLeaf):
                self.say("indicateur", "un indicateur se compare à un seuil.", "au_moins, au_plus, plus_de, moins_de.")
        elif leaf.if_meaningless is not None:
            key = "si_non_interpretable"
            self.say(key, f"« {key} » ne vaut que pour un indicateur.", "Supprimez-le.")
        if self.fact is not None:
            self._type(self.fact)
            self._constant(self.fact)
        if isinstance(leaf, FigureLeaf):
            self._threshold(leaf)

    def _remedies(self) -> None:
        for key, id in (("remede", self.leaf.remedy), ("remede_differe", self.leaf.deferred_remedy)):
            if id is None:
                continue
            if not self.site.of_law:
                self.say(key, "un remède n'a de sens que dans un critère ou une voie.", "Supprimez-le.")
            remedy = self.knowledge.remedies.get(id)
            right = "remede_differe" if remedy is not None and remedy.deferred else "remede"
            if remedy is not None and right != key:
                message = f"le remède « {id} » est {'différé' if remedy.deferred else 'immédiat'}."
                self.say(key, message, f"Écrivez « {right}: {id} ».")

    def _slot(self, address: str, key: str) -> None:
        fact = self.knowledge.facts.get(address)
        if fact is not None and fact.slots not in (None, self.site.slots):
            mend = f"Nommez la ligne : « {fact.addresses[0]} »"
            if isinstance(self.site.owner, Coherence):
                mend += f", ou écrivez « pour_chaque: {fact.slots} »"
            self.say(key, f"« {fact.id} » est un tableau : de quelle ligne s'agit-il ?", mend + ".")

    def _type(self, fact: Fact) -> None:
        leaf = self.leaf
        if isinstance(leaf, ChoiceLeaf):
            key = "est" if leaf.options else "aucun_de"
            given = leaf.options or leaf.excluded
            if fact.pattern is not None and leaf.options:
                for option in given:
                    if not re.fullmatch(fact.pattern, option):
                        message = f"« {option} » n'est pas de la forme de « {fact.id} »."
                        self.say(key, message, f"Forme : {fact.pattern}.")
                return
            if not fact.options:
                self.say(key, f"« {fact.id} » est de type {fact.type} : il n'a pas de choix.", _COMPARE)
                return
            if leaf.excluded and fact.type is not FactType.CHOICES:
                message = "« aucun_de » ne vaut que pour un choix multiple."
                self.say(key, message, "Écrivez « est » et les autres choix.")
            known = [option.id for option in fact.options]
            sets = (one for one in self.knowledge.sets.values() if one.fact == fact.id)
            named = {choice for one in sets for choice in one.choices}  # told where the set is written
            for i, option in enumerate(given):
                if option not in known and option not in named:
                    self.say(key, *not_a_choice(self.review, option, fact.id))
                if option in given[:i]:
                    self.say(key, f"le choix « {option} » est écrit deux fois.", "Supprimez l'un des deux.")
        elif isinstance(leaf, FilledLeaf):
            if fact.type is not FactType.TEXT:
                self.say("renseigne", f"« {fact.id} » est de type {fact.type} : « renseigne » vaut pour un texte.")
        elif not fact.type.numeric and fact.type is not FactType.DATE:
            key = leaf.operator if isinstance(leaf, FigureLeaf) else "fait"
            self.say(key, f"« {fact.id} » est de type {fact.type} : il ne se compare pas.", _CHOOSE)

    def _constant(self, fact: Fact) -> None:
        """A test that no answer can make fail, or succeed."""
        leaf = self.leaf
        known = {option.id for option in fact.options}
        # In a reserve or a line of guidance, every choice listed means « once answered ».
        binding = not isinstance(self.site.owner, Reserve | Guidance)
        if binding and fact.asked_if is None and known and isinstance(leaf, ChoiceLeaf) and known <= set(leaf.options):
            message = "tous les choix sont admis : cette condition est toujours vraie."
            self.say("est", message, "Retirez-en, ou retirez-la.")
        if not isinstance(leaf, FigureLeaf) or fact.minimum is None or fact.maximum is None:
            return
        limit = leaf.threshold.number
        if limit is None:
            return
        tests: dict[str, Callable[[Fraction, Fraction], bool]] = {
            "au_moins": operator.ge,
            "au_plus": operator.le,
            "plus_de": operator.gt,
            "moins_de": operator.lt,
        }
        lowest, highest = (tests[leaf.operator](bound, limit) for bound in (fact.minimum, fact.maximum))
        if lowest is highest:
            always = "vraie" if lowest else "fausse"
            message = f"cette condition est toujours {always} : « {fact.id} » va de {fact.minimum} à {fact.maximum}."
            self.say(leaf.operator, message, "Corrigez le seuil, ou les bornes du fait.")

    def _threshold(self, leaf: FigureLeaf) -> None:
        """A date is compared with a date, and euros with euros."""
        limit = leaf.threshold
        tested = self._unit(leaf.fact, leaf.indicator)
        if limit.date is not None:
            against = "nombre" if limit.date == "annee_appreciation" else "date"
        elif limit.number is not None:
            against = "date" if limit.day else "nombre"
        elif limit.parameter is not None:
            found = self.knowledge.parameters.get(limit.parameter)
            against = found.unit if found else ""
        else:
            against = self._unit(limit.fact, limit.indicator)
        if not tested or not against:
            return
        if (tested == "date") is not (against == "date"):
            message = "une date ne se compare qu'à une date."
            self.say(leaf.operator, message, "{date: demande}, {date: appreciation}, {fait: …} ou {indicateur: …}.")
        elif tested != against and {tested, against} <= _COMPARED:
            self.say(leaf.operator, f"on compare ici des unités différentes : {tested} et {against}.")

    def _unit(self, fact: str | None, indicator: str | None) -> str:
        if indicator is not None:
            found = self.knowledge.indicators.get(indicator)
            return found.unit if found else ""
        entry = self.knowledge.facts.get(fact_id(fact or ""))
        if entry is None:
            return ""
        units = {FactType.MONEY: "euro", FactType.PERCENT: "pourcentage", FactType.DATE: "date"}
        return units.get(entry.type, "nombre")


_LABEL = "Dites dans « mots », en quelques mots, ce qui est établi quand elle est vraie."
_COMPARE = "Comparez-le : au_moins, au_plus, plus_de, moins_de."
_CHOOSE = "Écrivez « est » et les choix admis."


def _coherence(review: Review, coherence: Coherence) -> None:
    """The facts withdrawn must take part in the contradiction, and be those the message names."""
    entry = review.entry(EntryKind.COHERENCE, coherence.id)
    knowledge = review.knowledge
    named = (ref for node in walk(coherence.condition) for ref in references(node))
    rested = (one for ref in named for one in rests_on(knowledge, ref.kind, fact_id(ref.id)))
    # The rows of each fact it reads; one that does not exist was said already.
    read = {
        id: fact.slots
        for kind, id in rested
        if kind == EntryKind.FACT and (fact := knowledge.facts.get(id)) is not None
    }
    for i, address in enumerate(coherence.facts):
        at = ("faits", i)
        fact = knowledge.facts.get(fact_id(address))
        if fact is None:
            continue
        # The figures of a row fall with the date that makes the row impossible.
        same_row = fact.slots is not None and fact.slots in read.values()
        if fact.id not in read and not same_row:
            message = f"« {address} » ne joue aucun rôle dans la contradiction."
            entry.say(at, message, "Retirez-le : ses réponses seraient écartées à tort.")
        if "[" not in address and fact.slots is not None and coherence.for_each != fact.slots:
            message = f"« {fact.id} » est un tableau : de quelle ligne s'agit-il ?"
            entry.say(at, message, f"Nommez la ligne : « {fact.addresses[0]} ».")
    if coherence.for_each is not None and coherence.for_each not in read.values():
        message = f"aucun fait de cette règle n'a de lignes « {coherence.for_each} »."
        entry.say(("pour_chaque",), message, "Supprimez « pour_chaque ».")
    allowed = {*coherence.facts, *map(fact_id, coherence.facts)}
    if coherence.for_each:
        allowed |= {"exercice", "emplacement"}
    for name in re.findall(r"\{([^}]*)\}", coherence.message):
        if name not in allowed:
            message = f"« {{{name}}} » ne sera pas remplacé."
            entry.say(("message",), message, "Nommez un des « faits » de la règle.")
