"""Are texts and what is asked well written: words of failing tests, typography, sheets, profile, accepted words?"""

from __future__ import annotations

import re

from advisor.dossier.answer_parsing import AnswerError, parse_answer
from advisor.lint._sites import ConditionSite, Review
from advisor.rules.aside import slips
from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef, Leaf, OpenPoint, walk
from advisor.rules.facts import ROLES, Fact, FactType, Sheet
from advisor.rules.models import Criterion

_MARKS = {"satisfied": "tient", "not_satisfied": "manque", "to_complete": "reste", "uncertain": "point"}
_KEYS = {
    "satisfied": "satisfait",
    "not_satisfied": "non_satisfait",
    "to_complete": "a_completer",
    "uncertain": "incertain",
}
_ELSE = ("", "sans_objet")
"""Keys of « sinon » that are no answer: any other, and a question that does not concern the company."""
_GROUPING = (FactType.CHOICE, FactType.CHOICES, FactType.YES_NO, FactType.DATE, FactType.COUNT)
"""Types of facts by which an activity report can group companies."""

# -- explanations and failing tests: is each said in words, where a sentence of the opinion names it? ----------------


def check_words(review: Review) -> None:
    """Marks of the explanations, « sinon » of the conditions, « autre_voie » of the open points."""
    for criterion in review.knowledge.criteria.values():
        _marks(review, criterion)
    for site in review.sites:
        _site(review, site)
    for question in review.knowledge.open_questions.values():
        other = question.other_route
        if other is not None and other.route not in review.knowledge.routes():
            message = f"la voie « {other.route} » n'existe pas."
            review.say("point_ouvert", question.id, ("autre_voie", "voie"), message, "Écrivez l'« id » d'une voie.")
        for i, fact in enumerate(question.settled_by):
            if fact not in review.knowledge.facts:
                message = f"le fait « {fact} » n'existe pas."
                review.say("point_ouvert", question.id, ("tranche_par", i), message, "Écrivez l'« id » d'un fait.")


def _marks(review: Review, criterion: Criterion) -> None:
    if criterion.explanations is None:
        return
    for name, key in _KEYS.items():
        for mark in re.findall(r"\{(\w*)\}", getattr(criterion.explanations, name)):
            if mark != _MARKS[name]:
                mend = f"Seul {{{_MARKS[name]}}} y est remplacé."
                review.say("critere", criterion.id, ("explications", key), f"{{{mark}}} n'a pas sa place ici.", mend)


def _site(review: Review, site: ConditionSite) -> None:
    said = [node for node in walk(site.condition) if getattr(node, "otherwise", ())]
    if site.use != "critere":
        for node in said:
            review.add(site.problem((*node.path, "sinon"), "« sinon » ne sert que dans un critère.", "Supprimez-le."))
        return
    _answers(review, site)
    explanations = review.knowledge.criteria[site.owner].explanations
    if explanations is None:
        return
    if "{manque}" not in explanations.not_satisfied:
        for node in said:
            message = "« sinon » ne sert à rien : « non_satisfait » ne contient pas {manque}."
            review.add(site.problem((*node.path, "sinon"), message, "Écrivez {manque} dans l'explication."))
    elif (silent := _silent(review, site.condition)) is not None:
        message = (
            "rien n'est dit quand cette condition n'est pas remplie, alors que « non_satisfait » contient {manque}."
        )
        review.add(site.problem(silent.path, message, "Écrivez « sinon » : ce qui manque, sans majuscule ni point."))


def _answers(review: Review, site: ConditionSite) -> None:
    for node in walk(site.condition):
        if not isinstance(node, Leaf):
            continue
        options = _options(review, node)
        for answer, _ in node.otherwise:
            if answer not in (*_ELSE, *options):
                message = f"« {answer} » n'est pas une réponse de « {node.fact or node.indicator} »."
                review.add(site.problem((*node.path, "sinon", answer), message, "Une réponse, ou « autrement »."))


def _options(review: Review, leaf: Leaf) -> tuple[str, ...]:
    fact = review.knowledge.facts.get((leaf.fact or "").partition("[")[0])
    return tuple(option.id for option in fact.options) if fact is not None else ()


def _silent(review: Review, node: Condition) -> Condition | None:
    """A part of a condition that may fail without a word; None when everything is said."""
    if not isinstance(node, Leaf | Constant) and node.otherwise:
        return None
    match node:
        case Leaf():
            told = {answer for answer, _ in node.otherwise}
            failing = node.excluded or [one for one in _options(review, node) if one not in node.options]
            return None if "" in told or (failing and told.issuperset(failing)) else node
        case Constant():
            return None
        case CriterionRef(id=id):
            versions = review.knowledge.criteria[id].versions if id in review.knowledge.criteria else ()
            return node if any(_silent(review, one.tree) is not None for one in versions) else None
        case AllOf(children=children):
            return next((part for child in children if (part := _silent(review, child)) is not None), None)
        case AnyOf(children=children) | OpenPoint(readings=children):
            # Alternatives fail together: words for one of them are enough.
            found = [_silent(review, child) for child in children]
            return None if None in found else found[0]


def check_texts(review: Review) -> None:
    """Slips of French typography in the texts of the rule files."""
    for document in dict.fromkeys(document for document, _ in review.knowledge.places.values()):
        for slip in slips(document):
            review.add(slip)


# -- sheets, profile and accepted words: do they name facts that exist, of a type that fits? -------------------------


def check_sheets(review: Review) -> None:
    """Facts named once, themes and drafts that exist, calculations complete."""
    seen: dict[str, str] = {}
    for sheet in review.knowledge.sheets.values():
        if sheet.theme not in review.knowledge.theme_order:
            review.say("feuille", sheet.id, ("theme",), f"le thème « {sheet.theme} » n'existe pas.")
        for key, ids in (("faits", sheet.facts), ("accompagnent", sheet.companions)):
            for i, id in enumerate(ids):
                review.exists("feuille", sheet.id, (key, i), "fait", id)
                if id in seen:
                    message = f"« {id} » est déjà dans la feuille « {seen[id]} »."
                    review.say("feuille", sheet.id, (key, i), message, "Un fait ne se demande qu'à un endroit.")
                seen.setdefault(id, sheet.id)
        _roles(review, sheet)
        if sheet.floor is not None:
            review.exists("feuille", sheet.id, ("plancher",), "indicateur", sheet.floor)
        if sheet.draft is not None:
            fact = review.knowledge.facts.get(sheet.draft.fact)
            if fact is None or sheet.draft.option not in [option.id for option in fact.options]:
                message = f"« {sheet.draft.option} » n'est pas une réponse de « {sheet.draft.fact} »."
                review.say("feuille", sheet.id, ("brouillon",), message, "Nommez un fait et l'un de ses choix.")


def _roles(review: Review, sheet: Sheet) -> None:
    needed = ROLES[sheet.calculation] if sheet.calculation else ()
    for role in needed:
        if sheet.roles.get(role) not in sheet.every:
            message = f"il manque le rôle « {role} », ou son fait n'est pas dans la feuille."
            review.say("feuille", sheet.id, ("roles",), message, f"Le calcul attend : {', '.join(needed)}.")
    for role, fact in sheet.roles.items():
        review.exists("feuille", sheet.id, ("roles", role), "fait", fact)


def check_profile(review: Review) -> None:
    """Facts by which an activity report groups companies: each of a type that makes groups, and told once."""
    named = [trait.fact for trait in review.knowledge.base.profile]
    for i, id in enumerate(named):
        fact = review.knowledge.facts.get(id)
        if fact is None:
            what = review.unknown("fait", id) or (f"le fait « {id} » n'existe pas.", "Nommez un fait, sans ligne.")
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
