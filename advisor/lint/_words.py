"""Is a failing test always said in words, only where a sentence of the opinion names it, and in good typography?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.lint._sites import ConditionSite, Review
from advisor.rules.aside import slips
from advisor.rules.conditions import AllOf, AnyOf, ChoiceLeaf, Condition, Constant, CriterionRef, Leaf, OpenPoint, walk
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
            covered = {answer for answer, _ in node.otherwise}
            failing: Sequence[str] = ()
            if isinstance(node, ChoiceLeaf):
                failing = node.excluded or [one for one in _options(review, node) if one not in node.options]
            return None if "" in covered or (failing and covered.issuperset(failing)) else node
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
