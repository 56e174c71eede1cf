"""Does every entry serve: no dead rule, no circle, no limit of the engine, proof by cases, remedies that work?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from advisor.assessment.engine.program import MAX_PREMISES, MAX_RULES, compile_program
from advisor.assessment.model import Assessment
from advisor.common.errors import EngineError
from advisor.common.yaml_reader import Path_
from advisor.dossier.answer_parsing import AnswerError, parse_answer
from advisor.lint._sites import Entry, Review, outcomes
from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef, Leaf, OpenPoint
from advisor.rules.effects import Effect, RemedyOutcome
from advisor.rules.load import Knowledge
from advisor.rules.models import MAJORITY, Remedy
from advisor.rules.references import fact_id
from advisor.rules.vocabulary import EntryKind, Outcome

MAX_FIRST_TESTS = 64
"""Rules that may wait for one fact: durable_rules fails above (trap 9)."""

Graph = dict[str, list[str]]


def check_use(review: Review) -> None:
    """Unused entries, cycles, and limits of the engine."""
    _unused(review)
    _unreached(review)
    if not [*_circles(review)]:
        _engine(review)


# -- dead rules ------------------------------------------------------------------------------------------------------

_IN_LISTS = (EntryKind.STATUS, EntryKind.CRITERION, EntryKind.GUIDANCE, EntryKind.WORD, EntryKind.STEP)
_UNUSED: tuple[tuple[EntryKind, tuple[EntryKind, ...] | None, str, str], ...] = (
    (EntryKind.FACT, (EntryKind.STEP,), "aucune condition ni aucun calcul ne lit", ""),
    (EntryKind.INDICATOR, (EntryKind.STEP,), "aucune condition ne lit", ""),
    (EntryKind.PARAMETER, _IN_LISTS, "aucune condition ni aucun calcul ne lit", ""),
    (EntryKind.REMEDY, (), "aucune condition ne propose", ""),
    (EntryKind.OPEN_POINT, (), "aucune condition ne pose", ""),
    (EntryKind.SOURCE, None, "aucune règle ne cite", "Supprimez cette source, ou citez-la."),
    (EntryKind.RISK, None, "aucun point du bilan ne nomme", "Supprimez-le, ou citez-le dans bilan/controles.yaml."),
)
"""What must serve, and to whom: a condition or a calculation, or entries of these kinds; None: of any."""


def _unused(review: Review) -> None:
    knowledge = review.knowledge
    named: dict[tuple[EntryKind, str], set[EntryKind | None]] = {}
    for at, ref, holding in review.references:
        read = holding.kind is None or at.kind == EntryKind.INDICATOR
        named.setdefault((ref.kind, fact_id(ref.id)), set()).add(None if read else at.kind)
    for kind, readers, message, mend in _UNUSED:
        for id in review.known[kind]:
            by = named.get((kind, id), set())
            if not (by if readers is None else by & {None, *readers}):
                review.entry(kind, id).say((), f"{message} « {id} ».", mend or "Supprimez-le, ou servez-vous-en.")
    for i, theme in enumerate(knowledge.base.themes):
        if not named.get((EntryKind.THEME, theme.id), set()) & {EntryKind.FACT, EntryKind.CRITERION}:
            message = f"aucun fait ni critère n'est du thème « {theme.id} »."
            review.entry(EntryKind.BASE, "base").say(("themes", i), message, "Supprimez-le.")


def _unreached(review: Review) -> None:
    """Criteria that bear on no verdict, no light, and are not marked as mere vigilance."""
    knowledge = review.knowledge
    below: Graph = {}
    pending: list[str] = []
    for at, ref, _ in review.references:
        if ref.kind == EntryKind.CRITERION and at.kind == EntryKind.CRITERION:
            below.setdefault(at.id, []).append(ref.id)
        elif ref.kind == EntryKind.CRITERION and at.kind == EntryKind.STATUS:
            pending.append(ref.id)
    pending += [criterion.id for criterion in knowledge.criteria.values() if criterion.scope == "vigilance"]
    reached: set[str] = set()
    while pending:
        id = pending.pop()
        if id not in reached:
            reached.add(id)
            pending += below.get(id, ())
    for id in knowledge.criteria:
        if id not in reached:
            message = f"le critère {id} ne compte dans aucun statut ni aucun feu."
            review.entry(EntryKind.CRITERION, id).say(
                (), message, "Citez-le dans une voie, ou écrivez « portee: vigilance »."
            )


# -- circles ---------------------------------------------------------------------------------------------------------

_CIRCLES = (
    ("ces critères se citent en rond", (EntryKind.CRITERION,)),
    ("ces conditions d'emploi tournent en rond", (EntryKind.FACT, EntryKind.INDICATOR)),
    ("ces remèdes s'attendent en rond", (EntryKind.REMEDY,)),
    ("ces mots se contiennent en rond", (EntryKind.WORD,)),
)
"""Kinds of entries that must not come back to themselves, however they name each other."""


def _circles(review: Review) -> Iterator[list[str]]:
    for message, kinds in _CIRCLES:
        places: dict[tuple[str, str], tuple[Entry, Path_]] = {}
        graph: Graph = {}
        for at, ref, _ in review.references:
            # Neither a proposal nor a yes taken as said waits for an answer.
            if at.kind in kinds and ref.kind in kinds and ref.path[0] not in ("propose", "oui_si_repondu"):
                start, end = at.id, fact_id(ref.id)
                if len(kinds) > 1:
                    start, end = f"{at.kind} {start}", f"{ref.kind} {end}"
                graph.setdefault(start, []).append(end)
                places.setdefault((start, end), (at, ref.path))
        for cycle in circles(graph):
            entry, path = places[(cycle[0], cycle[1])]
            mend = "Coupez le cercle : on ne saurait pas par quoi commencer."
            entry.say(path, f"{message} : {' → '.join(cycle)}.", mend)
            yield cycle


def circles(graph: Graph) -> Iterator[list[str]]:
    """Each cycle met in a depth-first walk, first node repeated at the end."""
    done: set[str] = set()
    for start in graph:
        path: list[str] = []
        stack: list[tuple[str, Iterator[str]]] = []

        def enter(node: str, path: list[str] = path, stack: list[tuple[str, Iterator[str]]] = stack) -> None:
            path.append(node)
            stack.append((node, iter(graph.get(node, ()))))

        if start not in done:
            enter(start)
        while stack:
            node, following = stack[-1]
            step = next(following, None)
            if step is None:
                done.add(node)
                path.pop()
                stack.pop()
            elif step in path:
                yield [*path[path.index(step) :], step]
            elif step not in done:
                enter(step)


# -- engine ----------------------------------------------------------------------------------------------------------


def _engine(review: Review) -> None:
    """The program of each law day, within the limits at which durable_rules fails in silence."""
    knowledge = review.knowledge
    if any(ref.kind == EntryKind.CRITERION and ref.id not in knowledge.criteria for _, ref, _ in review.references):
        return  # reported as unknown; compiling would only stumble on it
    for day in sorted({knowledge.base.start, *knowledge.law_days}):
        for message in engine_limits(knowledge, day):
            what = f"moteur, droit du {day.isoformat()} : {message}"
            review.entry(EntryKind.BASE, "base").say((), what, "Simplifiez ces règles.")


def engine_limits(knowledge: Knowledge, day: date) -> Iterator[str]:
    """What the compiled law of a day would make the engine get wrong; nothing when it is sound."""
    try:
        program = compile_program(knowledge, day)
    except EngineError as error:
        yield f"{error}."
        return
    if len(program.rules) > MAX_RULES:
        yield f"{len(program.rules)} règles compilées, pour {MAX_RULES} au plus."
    roots = {root for root in program.roots.values() if isinstance(root, str)}
    first: Counter[tuple[str, bool]] = Counter()
    for rule in program.rules.values():
        first.update(rule.premises)
        if len(rule.premises) > MAX_PREMISES:
            yield f"la règle {rule.name} a {len(rule.premises)} prémisses, pour {MAX_PREMISES} au plus."
        if rule.conclusion not in roots and (rule.conclusion, rule.value) not in program.consumed:
            yield f"la conclusion de la règle {rule.name} ne sert à rien."
    for (name, value), count in first.items():
        if count > MAX_FIRST_TESTS:
            yield f"{count} règles attendent {name}={'vrai' if value else 'faux'}, pour {MAX_FIRST_TESTS} au plus."


# -- proof by cases --------------------------------------------------------------------------------------------------


def check_cases(review: Review, cases: Iterable[tuple[str, Assessment]]) -> None:
    """Every criterion is met by at least one case, and failed by at least one, unless the law makes it impossible."""
    seen: set[tuple[str, str]] = set()
    for _, assessment in cases:
        seen.update((id, finding.outcome) for id, finding in assessment.findings.items())
    for criterion in review.knowledge.criteria.values():
        trees = [version.tree for version in criterion.versions]
        for outcome, possible, verb in ((Outcome.MET, True, "prouve"), (Outcome.NOT_MET, False, "réfute")):
            if (criterion.id, outcome) not in seen and any(can_be(tree, review.knowledge, possible) for tree in trees):
                message = f"aucun cas d'école ne {verb} le critère {criterion.id}."
                review.entry(EntryKind.CRITERION, criterion.id).say(
                    (), message, f"Ajoutez un cas où il est « {outcome} »."
                )


def can_be(node: Condition, knowledge: Knowledge, value: bool) -> bool:
    """Whether some answers make a condition true, or false, under every reading of the law."""
    pick: Callable[[Iterable[bool]], bool]
    match node:
        case Constant(truth):
            return truth is value
        case Leaf():
            return True
        case CriterionRef(id):
            return any(can_be(version.tree, knowledge, value) for version in knowledge.criteria[id].versions)
        case OpenPoint(readings=children):
            pick = all
        case AllOf(children):
            pick = all if value else any
        case AnyOf(children):
            pick = any if value else all
    return pick(can_be(child, knowledge, value) for child in children)


# -- remedies: can each be carried out, and does everything the ways to a status name exist? -------------------------


def check_ways(review: Review) -> None:
    """Effects of remedies, and figures to aim at."""
    _effects(review)
    for amount in review.knowledge.amounts:
        if (amount.indicator is None) is (amount.share is None):
            message = "donnez soit « indicateur », soit « part »."
            review.entry(EntryKind.AMOUNT, amount.id).say((), message, "Gardez un seul des deux.")


def _effects(review: Review) -> None:
    knowledge = review.knowledge
    for remedy in knowledge.remedies.values():
        entry = review.entry(EntryKind.REMEDY, remedy.id)
        _ways(entry, remedy)
        _blanks(entry, remedy.who)
        for i, variant in enumerate(remedy.variants):
            _blanks(entry.at("variantes", i), variant.who)
    for rule in knowledge.acts.majorities.values():
        _blanks(review.entry(EntryKind.MAJORITY, rule.id), rule.who)
    for entry, outcome in outcomes(review):
        if (outcome.waits == "exercice") is (outcome.dated_by is None):
            message = "« date_par » va avec « attend: exercice », et seulement avec lui."
            entry.say(("attend",), message, "Ajoutez-le, ou ôtez-le.")
        for i, effect in enumerate(outcome.effects):
            _effect(entry.at("effets", i), effect)


def _ways(entry: Entry, remedy: Remedy) -> None:
    """Each way to carry a remedy out has a title of its own, and says by itself what it does."""
    for name, field in RemedyOutcome.model_fields.items():
        if remedy.ways and name in remedy.model_fields_set:
            message = "chaque façon dit elle-même ce qu'elle change."
            entry.say((field.alias or name,), message, "Écrivez ceci dans « facons », ou ôtez-le.")
    titles = [way.title for way in remedy.ways]
    for i, title in enumerate(titles):
        if title in titles[:i]:
            entry.say(("facons", i, "titre"), "une autre façon porte déjà ce titre.", "Donnez à chacune le sien.")


def _blanks(entry: Entry, who: str) -> None:
    """Who decides names the majority, and no other blank."""
    for blank in re.findall(r"\{[^{}]*\}", who):
        if blank != MAJORITY:
            entry.say(("qui",), f"« {blank} » n'est remplacé par rien.", f"Écrivez {MAJORITY}, ou ôtez-le.")


def _effect(entry: Entry, effect: Effect) -> None:
    if len(effect.operations) != 1:
        found = ", ".join(effect.operations) or "aucune"
        entry.say((), f"un effet change une réponse d'une seule façon (ici : {found}).", "Gardez-en une.")
    fact = entry.review.knowledge.facts.get(fact_id(effect.fact))
    if fact is None:
        return
    for value in [*effect.by_value.values()] if effect.by_value else [effect.becomes]:
        if value is None or isinstance(value, dict):
            continue
        try:
            parse_answer(fact, tuple(value) if isinstance(value, list) else str(value))
        except AnswerError as error:
            entry.say((), f"« {fact.id} » : {error}.", "Corrigez la valeur.")
