"""Sets, named conditions and words of conditions: does each name something that exists, and serve?"""

from __future__ import annotations

from collections.abc import Iterator

from advisor.common.errors import close_to
from advisor.lint._sites import Entry, Review
from advisor.rules.aside import texts
from advisor.rules.conditions import ChoiceLeaf, Condition, Leaf, walk
from advisor.rules.models import Criterion, Route
from advisor.rules.named import ChoiceSet, Definition, PartWords
from advisor.rules.references import fact_id
from advisor.rules.vocabulary import EntryKind

_NAMING = ("est", "aucun_de", "formes", "depuis", "choix", "definition")
"""Keys under which a set or a definition is named."""
_ELSE = ("", "sans_objet")
"""Keys of « sinon » that are no answer: any other, and a question that does not concern the company."""


def check_named(review: Review) -> None:
    """Every set, every named condition, and every word of a condition."""
    knowledge = review.knowledge
    used = set(_named(review))
    for one in knowledge.sets.values():
        _set(review.entry(EntryKind.SET, one.id), one)
        if one.id not in used:
            _unused(review.entry(EntryKind.SET, one.id), "aucune condition ne nomme l'ensemble")
    _forgotten(review, used)
    for definition in knowledge.definitions.values():
        entry = review.entry(EntryKind.DEFINITION, definition.id)
        _words(entry, definition)
        if definition.id not in used:
            _unused(entry, "aucune condition ne nomme la définition")
    for criterion in knowledge.criteria.values():
        _words(review.entry(EntryKind.CRITERION, criterion.id), criterion)
    for status in knowledge.statuses.values():
        for i, route in enumerate(status.routes):
            _words(review.entry(EntryKind.STATUS, status.id, "voies", i), route)


def _named(review: Review) -> Iterator[str]:
    """Every text written where a set or a definition may be named."""
    for document in dict.fromkeys(document for document, _ in review.knowledge.places.values()):
        for path, text in texts(document.data):
            if any(step in _NAMING for step in path[-2:]):
                yield text


def _forgotten(review: Review, named: set[str]) -> None:
    """Choices of a fact that has sets, which nothing names, or whose majority is not told: a new form, mostly."""
    knowledge = review.knowledge
    told = [part for one in knowledge.acts.majorities.values() if one.condition is not None
            for part in walk(one.condition) if isinstance(part, ChoiceLeaf)]  # fmt: skip
    for id in dict.fromkeys(one.fact for one in knowledge.sets.values() if one.fact in knowledge.facts):
        entry = review.entry(EntryKind.FACT, id)
        gathered = {choice for one in knowledge.sets.values() if one.fact == id for choice in one.choices}
        majorities = {option for leaf in told if leaf.fact == id for option in leaf.options}
        for i, option in enumerate(knowledge.facts[id].choices):
            if option.id not in gathered | named:
                message = f"« {option.id} » n'est dans aucun ensemble, et aucune condition ne le nomme."
                entry.say(("choix", i), message, "Ajoutez-le à chaque ensemble d'ensembles.yaml où il entre.")
            elif option.id in gathered and majorities and option.id not in majorities:
                message = f"« {option.id} » n'a aucune majorité."
                entry.say(("choix", i), message, "Dites dans actes/majorites.yaml qui change ses statuts.")


def _unused(entry: Entry, what: str) -> None:
    entry.say((), f"{what} « {entry.id} ».", "Supprimez cette entrée, ou servez-vous-en.")


def _set(entry: Entry, one: ChoiceSet) -> None:
    """Its choices are choices of its fact, and it is not one of them."""
    knowledge = entry.review.knowledge
    if one.fact not in knowledge.facts:
        return
    options = [option.id for option in knowledge.facts[one.fact].options]
    if one.id in options:
        message = f"« {one.id} » est aussi un choix de « {one.fact} »."
        entry.say(("id",), message, "Donnez un autre nom à cet ensemble.")
    document, at = knowledge.places[(EntryKind.SET, one.id)]
    written = document.at((*at, "choix"))
    above = list(knowledge.sets)[: list(knowledge.sets).index(one.id)]
    for i, choice in enumerate(written):
        if choice not in options and not (choice in above and knowledge.sets[choice].fact == one.fact):
            entry.say(("choix", i), *not_a_choice(entry.review, choice, one.fact))
        if choice in written[:i]:
            entry.say(("choix", i), f"le choix « {choice} » est écrit deux fois.", "Supprimez l'un des deux.")


def not_a_choice(review: Review, wrong: str, fact: str) -> tuple[str, str]:
    """What to say of a choice that a fact does not have, and how to mend it."""
    sets = review.knowledge.sets
    if wrong in sets and sets[wrong].fact != fact:
        return (
            f"l'ensemble « {wrong} » réunit des choix de « {sets[wrong].fact} ».",
            f"Écrivez des choix de « {fact} ».",
        )
    if wrong in sets:
        message = f"l'ensemble « {wrong} » n'est pas encore écrit à cette ligne."
        return message, "Écrivez-le avant l'ensemble qui le nomme."
    known = [option.id for option in review.knowledge.facts[fact].options]
    known += [one.id for one in sets.values() if one.fact == fact and one.id not in known]
    close = close_to(wrong, known)
    mend = f"Vouliez-vous dire « {close[0]} » ? " if close else ""
    return f"« {wrong} » n'est pas un choix de « {fact} ».", f"{mend}Au choix : {', '.join(known)}."


def _words(entry: Entry, one: Criterion | Route | Definition) -> None:
    """Words are those of a part that has this key, fit it, and are said somewhere."""
    trees = [one.condition] if isinstance(one, Definition) else [version.condition for version in one.versions]
    parts: dict[str, list[Condition]] = {}
    for part in (part for tree in trees for part in walk(tree) if part.key):
        parts.setdefault(part.key, []).append(part)
    for key, words in one.part_words.items():
        at = entry.at("mots", key)
        if key not in parts:
            close = close_to(key, parts)
            mend = (
                f"Vouliez-vous dire « {close[0]} » ?" if close else "Nommez ce que teste une condition, ou son « mot »."
            )
            at.say((), f"« {key} » ne nomme aucune condition d'ici.", mend)
            continue
        if words.otherwise:
            _otherwise(at.at("sinon"), one)
        for part in parts[key]:
            _fit(at, part, words)


def _otherwise(at: Entry, one: Criterion | Route | Definition) -> None:
    """« sinon » is said by a criterion only, where its explanation asks for what lacks."""
    if isinstance(one, Route):
        at.say((), "« sinon » ne sert que dans un critère.", "Supprimez-le.")
    if isinstance(one, Criterion) and one.explanations and "{manque}" not in one.explanations.not_satisfied:
        message = "« sinon » ne sert à rien : « non_satisfait » ne contient pas {manque}."
        at.say((), message, "Écrivez {manque} dans l'explication.")


def _fit(at: Entry, part: Condition, words: PartWords) -> None:
    answers = [answer for answer, _ in words.otherwise if answer not in _ELSE]
    if not isinstance(part, Leaf):
        if words.label:
            message = f"« {at.path[-1]} » n'est pas une condition simple : il n'a pas de « libelle »."
            at.say(("libelle",), message, "Dites celui de chacune de ses conditions.")
        if answers:
            message = f"« {at.path[-1]} » n'est pas une condition simple : son « sinon » ne dépend pas d'une réponse."
            at.say(("sinon",), message, "Écrivez un seul texte.")
        return
    fact = at.review.knowledge.facts.get(fact_id(part.fact or ""))
    known = [option.id for option in fact.options] if fact is not None else []
    for answer in answers:
        if answer not in known:
            message = f"« {answer} » n'est pas une réponse de « {part.fact or part.indicator} »."
            at.say(("sinon", answer), message, "Une réponse, ou « autrement ».")
