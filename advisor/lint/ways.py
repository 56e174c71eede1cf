"""Can every remedy be carried out, and does everything the ways to a status name exist?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from advisor.dossier.values import AnswerError, parse_answer
from advisor.lint.entries import unknown
from advisor.lint.sites import Review
from advisor.lint.use import circles
from advisor.rules.effects import Effect
from advisor.rules.references import Kind


def check_ways(review: Review) -> None:
    """Order and outcomes of remedies, refusals, and figures to aim at."""
    _order(review)
    _outcomes(review)
    for refusal in review.knowledge.refusals.values():
        for i, remedy in enumerate(refusal.rules_out):
            _exists(review, "refus", refusal.id, ("ecarte", i), "remede", remedy)
    for amount in review.knowledge.amounts:
        if (amount.indicator is None) is (amount.share is None):
            review.say(
                "montant", amount.id, (), "donnez soit « indicateur », soit « part ».", "Gardez un seul des deux."
            )
        if amount.indicator is not None:
            _exists(review, "montant", amount.id, ("indicateur",), "indicateur", amount.indicator)
        if amount.share is not None:
            _exists(review, "montant", amount.id, ("part", 0), "fait", amount.share[0])
            _exists(review, "montant", amount.id, ("part", 1), "parametre", amount.share[1])


def _exists(review: Review, entry: str, id: str, path: tuple[str | int, ...], kind: Kind, name: str) -> None:
    problem = unknown(review, kind, name)
    if problem:
        review.say(entry, id, path, *problem)


def _order(review: Review) -> None:
    """What comes before a remedy exists, and no remedy comes before itself."""
    remedies = review.knowledge.remedies
    for remedy in remedies.values():
        for i, name in enumerate(remedy.after):
            _exists(review, "remede", remedy.id, ("apres", i), "remede", name)
    graph = {id: [name for name in remedy.after if name in remedies] for id, remedy in remedies.items()}
    for cycle in circles(graph):
        message = f"ces remèdes s'attendent en rond : {' → '.join(cycle)}."
        review.say("remede", cycle[0], ("apres",), message, "Coupez le cercle : on ne saurait pas par quoi commencer.")


def _outcomes(review: Review) -> None:
    knowledge = review.knowledge
    count = Counter(outcome.remedy for outcome in knowledge.outcomes)
    for remedy in knowledge.remedies:
        if not count[remedy]:
            mend = "Ajoutez une entrée dans effets.yaml, même sans « effets »."
            review.say("remede", remedy, (), f"rien ne dit ce que change le remède « {remedy} ».", mend)
    for outcome in knowledge.outcomes:
        _exists(review, "effet", outcome.id, ("remede",), "remede", outcome.remedy)
        if count[outcome.remedy] > 1 and not outcome.title:
            message = f"« {outcome.remedy} » a plusieurs effets : chacun doit porter un titre."
            review.say("effet", outcome.id, (), message, "Ajoutez « titre ».")
        if (outcome.waits == "exercice") is (outcome.dated_by is None):
            message = "« date_par » va avec « attend: exercice », et seulement avec lui."
            review.say("effet", outcome.id, ("attend",), message, "Ajoutez-le, ou ôtez-le.")
        if outcome.dated_by is not None:
            _exists(review, "effet", outcome.id, ("date_par",), "fait", outcome.dated_by)
        for name in re.findall(r"\{(\w+)\}", outcome.cost):
            _exists(review, "effet", outcome.id, ("cout",), "indicateur", name)
        for i, theme in enumerate(outcome.clears):
            if theme not in knowledge.theme_order:
                message = f"le thème « {theme} » n'existe pas."
                review.say("effet", outcome.id, ("efface", i), message, "Voyez les thèmes dans base.yaml.")
        for i, effect in enumerate(outcome.effects):
            _effect(review, outcome.id, ("effets", i), effect)


def _effect(review: Review, id: str, path: tuple[str | int, ...], effect: Effect) -> None:
    if len(effect.operations) != 1:
        found = ", ".join(effect.operations) or "aucune"
        message = f"un effet change une réponse d'une seule façon (ici : {found})."
        review.say("effet", id, path, message, "Gardez-en une.")
    for kind, name in (("fait", effect.fact), *_named(effect)):
        _exists(review, "effet", id, path, kind, name)
    fact = review.knowledge.facts.get(effect.fact.partition("[")[0])
    if fact is None:
        return
    values = [*effect.by_value.values()] if effect.by_value else [effect.becomes]
    for value in values:
        if value is None or isinstance(value, dict):
            continue
        try:
            parse_answer(fact, tuple(value) if isinstance(value, list) else str(value))
        except AnswerError as error:
            review.say("effet", id, path, f"« {fact.id} » : {error}.", "Corrigez la valeur.")


def _named(effect: Effect) -> Iterator[tuple[Kind, str]]:
    """Every other entry an effect names."""
    for one in (effect.at_least, effect.at_most, *(effect.fills or ())):
        if one is not None:
            yield "indicateur", one
    for one in (*effect.taken_from, *((effect.follows,) if effect.follows else ())):
        yield "fait", one
    if effect.room is not None:
        yield "fait", effect.room[0]
        yield "indicateur", effect.room[1]
    if effect.share is not None:
        yield "fait", effect.share[0]
        yield "parametre", effect.share[1]
    if effect.capped is not None:
        yield "indicateur", effect.capped[0]
        yield "fait", effect.capped[1]
