"""Does every entry serve: no dead rule, no circle, no limit of the engine, proof by cases, remedies that work?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from advisor.assessment.engine.program import MAX_PREMISES, MAX_RULES, compile_program
from advisor.assessment.model import Assessment
from advisor.common.errors import EngineError
from advisor.dossier.answer_parsing import AnswerError, parse_answer
from advisor.lint._sites import Entry, Review, cited, outcomes
from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef, Leaf, OpenPoint, walk
from advisor.rules.effects import Effect, RemedyOutcome
from advisor.rules.load import Knowledge
from advisor.rules.models import MAJORITY, Remedy
from advisor.rules.references import fact_id, indicator_references, references
from advisor.rules.vocabulary import EntryKind, Outcome

MAX_FIRST_TESTS = 64
"""Rules that may wait for one fact: durable_rules fails above (trap 9)."""

Graph = dict[str, list[str]]


def check_use(review: Review) -> None:
    """Unused entries, cycles, and limits of the engine."""
    _unused(review)
    _unreached(review)
    cycles = [*_criterion_cycles(review), *_fact_cycles(review)]
    if not cycles:
        _engine(review)


# -- dead rules ------------------------------------------------------------------------------------------------------


def _unused(review: Review) -> None:
    knowledge = review.knowledge
    used = review.references
    quoted = {line.parameter for route in knowledge.routes().values() for line in route.durations}
    quoted |= {id for criterion in knowledge.criteria.values() for id in criterion.figures}
    quoted |= {id for line in knowledge.guidance for id in line.figures}
    quoted |= {word.parameter or "" for word in knowledge.acts.words.values()}
    for step in knowledge.acts.steps.values():
        quoted |= {step.delay or "", step.indicator or "", step.fact or ""}
        quoted |= {name or "" for known in step.known for name in (known.fact, known.delay)}
    asked: tuple[tuple[EntryKind, str, Iterable[str]], ...] = (
        (EntryKind.FACT, "aucune condition ni aucun calcul ne lit", knowledge.facts),
        (EntryKind.INDICATOR, "aucune condition ne lit", knowledge.indicators),
        (EntryKind.PARAMETER, "aucune condition ni aucun calcul ne lit", knowledge.parameters),
        (EntryKind.REMEDY, "aucune condition ne propose", knowledge.remedies),
        (EntryKind.OPEN_POINT, "aucune condition ne pose", knowledge.open_questions),
    )
    for kind, name, ids in asked:
        for id in ids:
            if (kind, id) not in used and not (
                kind in (EntryKind.FACT, EntryKind.PARAMETER, EntryKind.INDICATOR) and id in quoted
            ):
                review.entry(kind, id).say((), f"{name} « {id} ».", "Supprimez-le, ou servez-vous-en.")
    named = {citation.source for sources in cited(review) for citation in sources.citations}
    for id in knowledge.sources:
        if id not in named:
            message = f"aucune règle ne cite « {id} »."
            review.entry(EntryKind.SOURCE, id).say((), message, "Supprimez cette source, ou citez-la.")
    themes = {fact.theme for fact in knowledge.facts.values()} | {c.theme for c in knowledge.criteria.values()}
    for i, theme in enumerate(knowledge.base.themes):
        if theme.id not in themes:
            message = f"aucun fait ni critère n'est du thème « {theme.id} »."
            review.entry(EntryKind.BASE, "base").say(("themes", i), message, "Supprimez-le.")


def _unreached(review: Review) -> None:
    """Criteria that bear on no verdict, no light, and are not marked as mere vigilance."""
    knowledge = review.knowledge
    below = _criterion_graph(review)
    pending = [
        node.id
        for site in review.sites
        for node in walk(site.condition)
        if site.use == "voie" and isinstance(node, CriterionRef)
    ]
    for status in knowledge.statuses.values():
        pending += [criterion for light in status.lights for criterion in light.criteria]
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


def _criterion_graph(review: Review) -> Graph:
    """The criteria that each one cites."""
    graph: Graph = {}
    for site in review.sites:
        if site.use == "critere":
            cited = [node.id for node in walk(site.condition) if isinstance(node, CriterionRef)]
            graph.setdefault(site.at.id, []).extend(id for id in cited if id in review.knowledge.criteria)
    return graph


def _criterion_cycles(review: Review) -> Iterator[list[str]]:
    for cycle in circles(_criterion_graph(review)):
        message = f"ces critères se citent en rond : {' → '.join(cycle)}."
        mend = "Coupez le cercle : un critère ne peut pas dépendre de lui-même."
        review.entry(EntryKind.CRITERION, cycle[0]).say((), message, mend)
        yield cycle


def _fact_cycles(review: Review) -> Iterator[list[str]]:
    """A guard reads facts that have guards, an indicator reads facts and indicators: none may come back to itself."""
    knowledge = review.knowledge
    graph: Graph = {f"fait {id}": [] for id in knowledge.facts}
    graph.update({f"indicateur {id}": [] for id in knowledge.indicators})
    for site in review.sites:
        if site.use == "garde":
            for node in walk(site.condition):
                for ref in references(node):
                    graph[f"fait {site.at.id}"].append(f"{ref.kind} {fact_id(ref.id)}")
    for indicator in knowledge.indicators.values():
        for ref in indicator_references(indicator):
            graph[f"indicateur {indicator.id}"].append(f"{ref.kind} {fact_id(ref.id)}")
    for cycle in circles({start: [end for end in ends if end in graph] for start, ends in graph.items()}):
        named, _, id = cycle[0].partition(" ")
        kind = EntryKind(named)
        path = ("pose_si",) if kind == EntryKind.FACT else ("arguments",)
        message = f"ces conditions d'emploi tournent en rond : {' → '.join(cycle)}."
        review.entry(kind, id).say(path, message, "Coupez le cercle : on ne saurait pas par quoi commencer.")
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
    if any(kind == EntryKind.CRITERION and id not in knowledge.criteria for kind, id in review.references):
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
    """Order and effects of remedies, refusals, and figures to aim at."""
    _order(review)
    _effects(review)
    for refusal in review.knowledge.refusals.values():
        review.entry(EntryKind.REFUSAL, refusal.id).exist("ecarte", EntryKind.REMEDY, refusal.rules_out)
    for amount in review.knowledge.amounts:
        entry = review.entry(EntryKind.AMOUNT, amount.id)
        if (amount.indicator is None) is (amount.share is None):
            entry.say((), "donnez soit « indicateur », soit « part ».", "Gardez un seul des deux.")
        entry.exists(("indicateur",), EntryKind.INDICATOR, amount.indicator)
        if amount.share is not None:
            entry.exists(("part", 0), EntryKind.FACT, amount.share[0])
            entry.exists(("part", 1), EntryKind.PARAMETER, amount.share[1])


def _order(review: Review) -> None:
    """What comes before a remedy exists, and no remedy comes before itself."""
    remedies = review.knowledge.remedies
    for remedy in remedies.values():
        review.entry(EntryKind.REMEDY, remedy.id).exist("apres", EntryKind.REMEDY, remedy.after)
    graph = {id: [name for name in remedy.after if name in remedies] for id, remedy in remedies.items()}
    for cycle in circles(graph):
        message = f"ces remèdes s'attendent en rond : {' → '.join(cycle)}."
        mend = "Coupez le cercle : on ne saurait pas par quoi commencer."
        review.entry(EntryKind.REMEDY, cycle[0], "apres").say((), message, mend)


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
        entry.exists(("date_par",), EntryKind.FACT, outcome.dated_by)
        for name in re.findall(r"\{(\w+)\}", outcome.cost):
            entry.exists(("cout",), EntryKind.INDICATOR, name)
        for i, theme in enumerate(outcome.clears):
            if theme not in knowledge.theme_order:
                entry.say(("efface", i), f"le thème « {theme} » n'existe pas.", "Voyez les thèmes dans base.yaml.")
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
    for kind, name in ((EntryKind.FACT, effect.fact), *_named(effect)):
        entry.exists((), kind, name)
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


def _named(effect: Effect) -> Iterator[tuple[EntryKind, str | None]]:
    """Every other entry an effect names, if any."""
    yield from ((EntryKind.INDICATOR, one) for one in (effect.at_least, effect.at_most, *(effect.fills or ())))
    yield from ((EntryKind.FACT, one) for one in (*effect.taken_from, effect.follows))
    pairs: tuple[tuple[tuple[str, str] | None, tuple[EntryKind, EntryKind]], ...] = (
        (effect.room, (EntryKind.FACT, EntryKind.INDICATOR)),
        (effect.share, (EntryKind.FACT, EntryKind.PARAMETER)),
        (effect.capped, (EntryKind.INDICATOR, EntryKind.FACT)),
    )
    for names, kinds in pairs:
        yield from zip(kinds, names or (), strict=False)
