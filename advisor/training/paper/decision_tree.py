"""One page for each status: the questions in order, and where each answer leads, as the rules of a day decide it.

Nothing of the law is written here. The questions are the criteria of the routes, in their order; what an answer « non »
leads to is read off the condition of the criterion: what can be mended today, what is closed, what readings leave open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from typing import Literal

from advisor.assessment.wording import condition_words, parameter_value
from advisor.common.errors import InputError, Problem
from advisor.common.french import french_date, glued, listed, lower_first, plural, shortlist
from advisor.report.model import Diagram, Exit, Flight, Ladder, Paragraph, Report, Rung, Section
from advisor.report.words import NOTICE, STATUSES
from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef, Leaf, OpenPoint, walk
from advisor.rules.course import Course, load_course
from advisor.rules.load import Knowledge
from advisor.rules.models import Route, Status
from advisor.rules.vocabulary import Outcome, VerdictId
from advisor.rules.words import MARKS

_SHOWN = 2
_LEGEND = (
    "Du haut vers le bas ; à droite, prenez la ligne de votre cas. « ! » : notez ce qu'il faut corriger, puis "
    "continuez. « ✗ » : la voie est fermée aujourd'hui, arrêtez-vous. « ≈ » : le droit est ouvert ; "
    "notez la question, puis continuez."
)

TruthPair = tuple[bool, bool]
"""Strict value as things are, then once everything mendable is mended."""


def decision_tree(status: str, on: date, knowledge: Knowledge, course: Course | None = None) -> Report:
    """The decision tree of a status, on one page.

    Args:
        status: ``ess`` or ``esus``.
        on: day whose law it tells.
        course: the lessons whose questions are asked; the packaged ones by default.

    Raises:
        InputError: the rules do not cover that day, or a route cannot be written as a list of criteria.
    """
    entry = knowledge.statuses[status]
    drawn = decision_ladder(status, on, knowledge, course)
    base = knowledge.base
    made = f"version {base.version}, empreinte {knowledge.fingerprint} ; droit connu au {french_date(base.law_as_of)}"
    made += ", à vérifier au-delà" if on > base.law_as_of else ""
    title = entry.title.partition(" (")[0] if status == "ess" else entry.title
    return Report(
        title=f"Arbre de décision : {lower_first(title)}",
        metadata=(
            ("Droit appliqué", f"au {french_date(on)}"),
            ("Règles", made),
        ),
        notice=NOTICE,
        summary=Section(
            id="arbre",
            title="Une question après l'autre",
            blocks=(Paragraph(text=_LEGEND), Diagram(drawn=drawn)),
        ),
        sheet=True,
    )


def decision_ladder(status: str, on: date, knowledge: Knowledge, course: Course | None = None) -> Ladder:
    """The questions of a status on a day, as a ladder; see `decision_tree`."""
    if on < knowledge.base.start:
        raise InputError(Problem(f"pas d'arbre au {french_date(on)}.", mend=knowledge.base.before_start))
    return _Planner(knowledge.statuses[status], on, knowledge, course or load_course()).ladder()


class _Planner:
    """Puts the criteria of the routes in an order in which each is asked once."""

    def __init__(self, status: Status, on: date, knowledge: Knowledge, course: Course) -> None:
        self.status, self.on, self.knowledge, self.course = status, on, knowledge, course
        self.asked: list[str] = []
        self.text = ""
        # Criteria of the other statuses, shown on the page of theirs.
        self.beyond = {
            one: other.id for other in knowledge.statuses.values() if other is not status for one in self._of(other)
        }
        # Of each route in force, the criteria that it asks for, in order.
        ways = [(route, self._criteria(route)) for route in status.routes if route.on(on)]
        self.main, self.criteria = max(ways, key=lambda way: len(way[1]))
        # The routes that a single criterion of their own opens: those that share least with the main one come first.
        self.aside = sorted(
            (way for way in ways if way[0] is not self.main), key=lambda way: len(set(way[1]) & set(self.criteria))
        )

    def ladder(self) -> Ladder:
        flights = []
        for route, criteria in self.aside:
            own = [one for one in criteria if one not in self.criteria]
            gates = [one for one in own if not self._wider(one)]
            if len(gates) != 1:
                raise self._unreadable(route)
            wider = [one for one in own if one not in gates and one not in self.asked]
            shared = [*wider, *(one for one in self.criteria if one in criteria and one not in self.asked)]
            if shared:
                names = f"{lower_first(route.title)} et {lower_first(self.main.title)}"
                title = f"Ce que demandent les deux voies : {names}"
                flights.append(Flight(title=title, rungs=tuple(map(self._condition, shared))))
            flights.append(Flight(title=route.title, rungs=(self._gate(route, gates[0]),)))
        left = [one for one in self.criteria if one not in self.asked]
        rungs = tuple(map(self._condition, left))
        flights.append(Flight(title=self.main.title, rungs=rungs, foot=tuple(self._foot())))
        if beside := tuple(map(self._condition, self._beside())):
            flights.append(Flight(title="En plus, sans effet sur ce verdict", rungs=beside))
        return Ladder(flights=tuple(flights))

    # -- which criteria -------------------------------------------------------------------------------------------

    def _criteria(self, route: Route) -> tuple[str, ...]:
        version = route.on(self.on)
        return tuple(dict.fromkeys(self._parts(version.condition, route))) if version else ()

    def _wider(self, criterion: str) -> bool:
        """Whether a criterion of the main way is enough for it: who fails it fails both ways."""
        version = self.knowledge.criteria[criterion].on(self.on)
        alternatives = version.tree.children if version and isinstance(version.tree, AnyOf) else ()
        return any(isinstance(one, CriterionRef) and one.id in self.criteria for one in alternatives)

    def _of(self, status: Status) -> Iterator[str]:
        """Every criterion that the page of a status tells, those that gather others included."""
        for route in status.routes:
            yield from self._criteria(route)
            if version := route.on(self.on):
                yield from (node.id for node in walk(version.condition) if isinstance(node, CriterionRef))
        for light in status.lights:
            yield from light.criteria

    def _parts(self, condition: Condition, route: Route) -> Iterator[str]:
        match condition:
            case AllOf(children):
                for child in children:
                    yield from self._parts(child, route)
            case CriterionRef(id):
                criterion = self.knowledge.criteria[id]
                version = criterion.on(self.on)
                if criterion.scope == "synthese" and version:
                    yield from self._parts(version.tree, route)
                else:
                    yield id
            case _ if not any(isinstance(node, CriterionRef) for node in walk(condition)):
                return  # Whom the way concerns: whoever goes down to it on paper is concerned.
            case _:
                raise self._unreadable(route)

    def _unreadable(self, route: Route) -> InputError:
        what = f"la voie « {route.title} » ne se lit pas comme une suite de critères : pas d'arbre d'une page."
        return InputError(Problem(what, mend="Lisez-la dans le livre des règles : ess-advisor regles livre."))

    def _beside(self) -> list[str]:
        """What the lights of the status show besides what decides."""
        watched = [one for light in self.status.lights for one in light.criteria]
        criteria = self.knowledge.criteria
        found = [one for one in dict.fromkeys(watched) if one not in self.asked and criteria[one].on(self.on)]
        return sorted(found, key=lambda one: criteria[one].scope == "vigilance")

    # -- rungs ----------------------------------------------------------------------------------------------------

    def _condition(self, criterion: str) -> Rung:
        """A criterion that must hold: « oui » goes down."""
        return self._rung(criterion, "non", tuple(self._exits(self._failing(criterion))))

    def _failing(self, criterion: str) -> Failing:
        return Failing(criterion, self.on, self.knowledge, frozenset((*self.asked, *self.beyond)))

    def _gate(self, route: Route, criterion: str) -> Rung:
        """A criterion that is enough once what comes before holds: « non » goes down, to the next way."""
        found = self._failing(criterion)
        # What was noted above still counts: the way is open, the verdict is that of the foot.
        clear = "si rien n'est noté (sinon, voir au bas)" if self.asked else ""
        text = " ; ".join(filter(None, (clear, self._durations(route))))
        exits = [Exit(mark=route.outcome, text=text)]
        if found.mendable:
            text = self._some(found.remedies)
            exits.append(Exit(mark=VerdictId.TO_MEND, lead="oui une fois corrigé", text=text))
        if found.points:
            text = f"{self._questions(tuple(found.points))} ; lecture stricte, non"
            exits.append(Exit(mark=Outcome.UNCERTAIN, lead="oui ou non selon la lecture", text=text))
        return self._rung(criterion, "oui", tuple(exits))

    def _rung(self, criterion: str, leaves: Literal["oui", "non"], exits: tuple[Exit, ...]) -> Rung:
        note = self._note(criterion)
        self.asked.append(criterion)
        entry = self.knowledge.criteria[criterion]
        lesson = self.course.lesson(criterion, self.on)
        question = lesson.question if lesson else f"{entry.title} ?"
        return Rung(code=criterion, question=question, note=note, leaves=leaves, exits=exits)

    def _note(self, criterion: str) -> str:
        """Its article, and the criteria that it is made of."""
        version = self.knowledge.criteria[criterion].on(self.on)
        if version is None:
            return ""
        cited = version.citations[0]
        article = re.sub(r"(?<=\d) du \d+\S* \w+ \d{4}", "", self.knowledge.sources[cited.source].short)
        # A text is named once; under it, its articles.
        text, _, number = article.partition(", ")
        article, self.text = number if number and text == self.text else article, text
        words = [", ".join(filter(None, (article, cited.passage)))]
        children = getattr(version.tree, "children", ())
        refs = [child.id for child in children if isinstance(child, CriterionRef)]
        if refs and len(refs) == len(children) and not set(refs) & set(self.asked):
            joint = "et" if isinstance(version.tree, AllOf) else "ou"
            titles = [lower_first(self.knowledge.criteria[one].title) for one in refs]
            if len(refs) <= 3:
                words.append(listed(titles, joint))
        return " ; ".join(words)

    def _exits(self, found: Failing) -> Iterator[Exit]:
        there = self._elsewhere(found)
        if found.mendable:
            text = " ; ".join(filter(None, (self._some(found.remedies), there)))
            yield Exit(mark=VerdictId.TO_MEND, lead="à corriger", text=text)
        if found.closed:
            later = self._some(found.later)
            text = " ; ".join(filter(None, (f"il faudrait {later}" if later else "", there)))
            yield Exit(mark=VerdictId.NOT_ELIGIBLE, lead="fermé aujourd'hui", text=text)
        for mendable, strict in ((True, "à corriger"), (False, "fermé")):
            points = tuple(point for point, mends in found.points.items() if mends is mendable)
            if points:
                text = f"{self._questions(points)} ; lecture stricte, {strict}"
                yield Exit(mark=Outcome.UNCERTAIN, lead="selon la lecture", text=text)
        if found.open_there:
            yield Exit(mark=Outcome.UNCERTAIN, lead="selon la lecture", text=there)

    def _elsewhere(self, found: Failing) -> str:
        """Where to find the criteria that a criterion is made of."""
        above = [one for one in found.elsewhere if one in self.asked]
        statuses = dict.fromkeys(self.beyond[one] for one in found.elsewhere if one not in self.asked)
        pointers = [f"voir plus haut {', '.join(above)}" if len(above) < 4 else "voir plus haut"] if above else []
        pointers += [f"voir l'arbre de l'{STATUSES.get(status, status)}" for status in statuses]
        return " ; ".join(pointers)

    def _questions(self, points: tuple[str, ...]) -> str:
        first, *others = points
        text = f"{lower_first(self.knowledge.open_questions[first].title)} ({first})"
        return f"{text} ; et {plural(len(others), 'autre question')} ({', '.join(others)})" if others else text

    def _some(self, remedies: Iterable[str]) -> str:
        titles = [lower_first(self.knowledge.remedies[one].title) for one in remedies]
        return shortlist(titles, _SHOWN if len(titles) > _SHOWN + 1 else len(titles), "autre point")

    def _foot(self) -> Iterator[Exit]:
        main = self.main
        mend, unsure = MARKS[VerdictId.TO_MEND][0], MARKS[Outcome.UNCERTAIN][0]
        years = self._durations(main)
        yield Exit(mark=main.outcome, text=f"rien de noté{f' ; {years}' if years else ''}")
        yield Exit(mark=VerdictId.TO_MEND, text=f"au moins un « {mend} » noté")
        yield Exit(
            mark=VerdictId.UNDETERMINED,
            text=f"un « {unsure} » noté : deux issues, selon la lecture ; ou une réponse qui manque encore",
        )

    def _durations(self, route: Route) -> str:
        """How long the accreditation lasts by a route, if it is given."""
        durations: dict[str, str] = {}  # lines that differ by what is advised alone give one duration
        for line in route.durations:
            parameter = self.knowledge.parameters[line.parameter]
            value = parameter.on(self.on)
            if not line.covers(self.on) or value is None:
                continue
            when = f" si {condition_words(line.condition, self.knowledge)}" if line.condition is not None else ""
            durations[glued(parameter_value(parameter, value))] = when
            if line.condition is None:
                break
        return ", sinon ".join(length + when for length, when in durations.items())


# -- how a criterion may fail ----------------------------------------------------------------------------------------


class Failing:
    """How one criterion in force on a day may fail.

    Args:
        described: criteria described elsewhere, whose remedies and open questions are not named again.

    Attributes:
        mendable: it may fail in a way that decisions taken today mend; remedies: those decisions.
        closed: it may fail whatever is decided today; later: what would open it with time.
        points: open questions it may hang on, each with whether decisions taken today satisfy the strict reading.
        elsewhere: criteria described elsewhere that it is made of; open_there: some of them hang on an open question.
    """

    def __init__(self, criterion: str, on: date, knowledge: Knowledge, described: frozenset[str] = frozenset()) -> None:
        self.on, self.knowledge, self.described = on, knowledge, described
        # Ids in the order they are met, each once.
        self.remedies: dict[str, None] = {}
        self.later: dict[str, None] = {}
        self.points: dict[str, bool] = {}
        self.elsewhere: dict[str, None] = {}
        self.gather(criterion)
        pairs = self.pairs(CriterionRef(criterion))
        self.mendable, self.closed = (False, True) in pairs, (False, False) in pairs
        self.open_there = any(map(self.hangs, self.elsewhere))

    def tree(self, criterion: str) -> Condition:
        """Its condition on the day; a criterion that is not in force does not hold."""
        version = self.knowledge.criteria[criterion].on(self.on)
        return version.tree if version else Constant(False, "")

    def pairs(self, node: Condition) -> set[TruthPair]:
        """The pairs of values that a condition may have, its tests free of each other."""
        match node:
            case Leaf():
                return {(False, bool(node.remedy)), (True, True)}
            case Constant(value=value):
                return {(value, value)}
            case CriterionRef(id):
                return self.pairs(self.tree(id))
            case AllOf(children) | AnyOf(children) | OpenPoint(readings=children):
                join = any if isinstance(node, AnyOf) else all
                found = {(not isinstance(node, AnyOf),) * 2}
                for child in children:
                    found = {(join((a, c)), join((b, d))) for (a, b), (c, d) in product(found, self.pairs(child))}
                return found

    def hangs(self, criterion: str) -> bool:
        """Whether a criterion, or one that it is made of, hangs on an open question."""
        for node in walk(self.tree(criterion)):
            if isinstance(node, OpenPoint) or (isinstance(node, Leaf) and node.if_meaningless):
                return True
            if isinstance(node, CriterionRef) and self.hangs(node.id):
                return True
        return False

    def gather(self, criterion: str) -> None:
        """What mends a criterion, now or later, and the questions it hangs on: its own, then those it is made of."""
        inner = list(walk(self.tree(criterion)))
        for node in inner:
            if isinstance(node, Leaf):
                if node.remedy:
                    self.remedies.setdefault(node.remedy)
                elif node.deferred_remedy:
                    self.later.setdefault(node.deferred_remedy)
                if node.if_meaningless:
                    self._point(node.if_meaningless, bool(node.remedy))
            elif isinstance(node, OpenPoint):
                self._point(node.point, all((False, False) not in self.pairs(one) for one in node.readings))
        for node in inner:
            if isinstance(node, CriterionRef):
                if node.id in self.described:
                    self.elsewhere.setdefault(node.id)
                else:
                    self.gather(node.id)

    def _point(self, point: str, mendable: bool) -> None:
        # Of two places where one question arises, the harder outcome is shown.
        self.points[point] = mendable and self.points.get(point, True)
