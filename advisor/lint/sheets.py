"""Do the sheets of the interview name facts that exist, each asked in one place? Do the words of a fact make sense?"""

from __future__ import annotations

from collections.abc import Callable

from advisor.dossier.values import AnswerError, parse_answer
from advisor.lint.sites import Review
from advisor.rules.facts import Fact, FactType
from advisor.rules.references import Kind
from advisor.rules.sheets import ROLES, Sheet

_GROUPING = (FactType.CHOICE, FactType.CHOICES, FactType.YES_NO, FactType.DATE, FactType.COUNT)

Unknown = Callable[[Review, Kind, str], tuple[str, str] | None]


def check_sheets(review: Review, unknown: Unknown) -> None:
    """Facts named once, themes and drafts that exist, calculations complete."""
    seen: dict[str, str] = {}
    for sheet in review.knowledge.sheets.values():
        if sheet.theme not in review.knowledge.theme_order:
            review.say("feuille", sheet.id, ("theme",), f"le thème « {sheet.theme} » n'existe pas.")
        for key, ids in (("faits", sheet.facts), ("accompagnent", sheet.companions)):
            for i, id in enumerate(ids):
                if what := unknown(review, "fait", id):
                    review.say("feuille", sheet.id, (key, i), *what)
                if id in seen:
                    message = f"« {id} » est déjà dans la feuille « {seen[id]} »."
                    review.say("feuille", sheet.id, (key, i), message, "Un fait ne se demande qu'à un endroit.")
                seen.setdefault(id, sheet.id)
        _roles(review, sheet, unknown)
        if sheet.floor is not None and (what := unknown(review, "indicateur", sheet.floor)):
            review.say("feuille", sheet.id, ("plancher",), *what)
        if sheet.draft is not None:
            fact = review.knowledge.facts.get(sheet.draft.fact)
            if fact is None or sheet.draft.option not in [option.id for option in fact.options]:
                message = f"« {sheet.draft.option} » n'est pas une réponse de « {sheet.draft.fact} »."
                review.say("feuille", sheet.id, ("brouillon",), message, "Nommez un fait et l'un de ses choix.")


def _roles(review: Review, sheet: Sheet, unknown: Unknown) -> None:
    needed = ROLES[sheet.calculation] if sheet.calculation else ()
    for role in needed:
        if sheet.roles.get(role) not in sheet.every:
            message = f"il manque le rôle « {role} », ou son fait n'est pas dans la feuille."
            review.say("feuille", sheet.id, ("roles",), message, f"Le calcul attend : {', '.join(needed)}.")
    for role, fact in sheet.roles.items():
        if what := unknown(review, "fait", fact):
            review.say("feuille", sheet.id, ("roles", role), *what)


def check_profile(review: Review, unknown: Unknown) -> None:
    """Facts by which an activity report groups companies: each of a type that makes groups, and told once."""
    named = [trait.fact for trait in review.knowledge.base.profile]
    for i, id in enumerate(named):
        fact = review.knowledge.facts.get(id)
        if fact is None:
            what = unknown(review, "fait", id) or (f"le fait « {id} » n'existe pas.", "Nommez un fait, sans ligne.")
        elif fact.type not in _GROUPING or fact.slots is not None or fact.unit == "annee":
            what = (
                f"« {id} » ne peut pas servir au profil.",
                "Nommez un fait à choix, une date ou un nombre, avec une seule réponse.",
            )
        elif id in named[:i]:
            what = (f"« {id} » est nommé deux fois.", "Un fait ne se compte qu'une fois.")
        else:
            continue
        review.say("base", "base", ("profil", i, "fait"), *what)


def check_sayings(review: Review, fact: Fact) -> None:
    """Words for figures only, each worth an admitted figure; a proposal taken from a fact of the same type."""
    for i, saying in enumerate(fact.sayings):
        try:
            if not fact.type.numeric:
                raise AnswerError(f"un fait de type {fact.type} n'a pas de « mots » ; mettez-les sur ses choix")
            parse_answer(fact, saying.value)
        except AnswerError as error:
            review.say("fait", fact.id, ("mots", i), f"{error}.", "Donnez une valeur que la question admet.")
    if fact.proposal is not None:
        other = review.knowledge.facts.get(fact.proposal)
        if other is None or other.type is not fact.type or other.slots is not None:
            message = f"« {fact.proposal} » ne peut pas servir de proposition."
            review.say("fait", fact.id, ("propose",), message, "Nommez un fait du même type, sans lignes.")
