"""One company on one day: its answers, the figures drawn from them, and what its answers make of a condition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from tests.oracle.formulas import Figure, Worker, read
from tests.oracle.rules import SLOTS, Condition, Entry, Rules, UnknownWord, kind_of, number
from tests.oracle.values import (
    MAYBE,
    NO,
    UNKNOWN,
    YES,
    Interval,
    Value,
    Void,
    all_of,
    any_of,
    between,
    compare,
    exactly,
)

Answers = Mapping[str, Any]
"""Answers as a dossier holds them, by address; one that is not known is left out."""

Typed = str | frozenset[str] | Interval


class View(NamedTuple):
    """How a condition is looked at.

    Attributes:
        strict: every reading of an open point must hold; otherwise one is enough.
        mended: what a company can mend today is taken as done.
        founded: of what a company can mend today, only formalities are taken as done.
        waits: a question whose own question is not settled is not settled either, whatever its answer.
        slot: the line of a table on which answers are read.
    """

    strict: bool = True
    mended: bool = False
    founded: bool = False
    waits: bool = False
    slot: str | None = None


class Company:
    """The answers of one company, read under the law of one day.

    Args:
        rules: the rule base.
        answers: those given.
        on: the day of the law. requested: that of the request.
        criterion: what settles a criterion that a condition cites.
    """

    def __init__(
        self,
        rules: Rules,
        answers: Answers,
        on: date,
        requested: date | None = None,
        criterion: Callable[[str, View], int] | None = None,
    ) -> None:
        self.rules, self.on, self.requested = rules, on, requested or on
        self.criterion = criterion
        self.given = _typed(rules, answers)
        self._figures: dict[tuple[str, str | None, bool], Figure] = {}
        self._applies: dict[str, int] = {}
        # Whether a question concerns the company is left aside while answers are compared with one another.
        self._comparing = True
        self.contradictions = self._contradictions()
        self.withdrawn = {address for _, addresses in self.contradictions for address in addresses}
        self.given = {address: value for address, value in self.given.items() if address not in self.withdrawn}
        self._comparing = False
        self._figures.clear()

    # -- answers ------------------------------------------------------------------------------------------------

    def fact(self, named: str, slot: str | None) -> tuple[Entry, str]:
        """A fact as a condition or a formula names it, and where its answer is kept."""
        fact = self.rules.facts[named.partition("[")[0]]
        if "emplacements" not in fact or "[" in named:
            return fact, named
        if slot is None:
            raise UnknownWord(f"« {named} » is a table: which line?")
        return fact, f"{named}[{slot}]"

    def applies(self, fact: Entry) -> int:
        """Whether a question concerns the company; what its answer is worth waits for the one it hangs on."""
        if self._comparing or "pose_si" not in fact:
            return YES
        id = fact["id"]
        if id not in self._applies:
            self._applies[id] = self.truth(fact["pose_si"], View(waits=True))
        return self._applies[id]

    def amount(self, named: str, slot: str | None) -> Value:
        """A number or a day that is asked, once it is sure that the question concerns the company."""
        fact, address = self.fact(named, slot)
        applies = self.applies(fact)
        if applies == NO:
            return Void.ABSENT
        return self._number(fact, address) if applies == YES else _floor(fact)

    def _number(self, fact: Entry, address: str) -> Interval:
        answer = self.given.get(address, _floor(fact))
        if not isinstance(answer, Interval):
            raise UnknownWord(f"« {address} » is no number")
        return answer

    def _contradictions(self) -> list[tuple[str, list[str]]]:
        """Rules of coherence that the answers break, with the answers withdrawn; one without answer breaks none."""
        found = []
        for id, rule in self.rules.coherences.items():
            # One that only warns withdraws nothing.
            if rule.get("avertit") == "oui" or not rule.get("depuis", date.min) <= self.on <= rule.get(
                "jusqu_a", date.max
            ):
                continue
            for slot in SLOTS[rule["pour_chaque"]] if "pour_chaque" in rule else (None,):
                if self.truth(rule["si"], View(slot=slot)) == YES:
                    addresses = [self.fact(fact, slot)[1] for fact in rule["faits"]]
                    given = [address for address in addresses if address in self.given]
                    found += [(id, given)] if given else []
        return found

    # -- figures ------------------------------------------------------------------------------------------------

    def figure(self, id: str, slot: str | None, strict: bool) -> Figure:
        """An indicator under one reading of the law, on a line of a table if it is read there."""
        key = id, slot, strict or id not in self.rules.parting
        if key not in self._figures:
            self._figures[key] = self._figure(*key)
        return self._figures[key]

    def _figure(self, id: str, slot: str | None, strict: bool) -> Figure:
        """The formula of the first case that holds; anything between those that may hold, as long as none is sure."""
        possible: list[Figure] = []
        for condition, formula in self.rules.cases(id):
            truth = YES if condition is None else self.truth(condition, View(strict))
            if truth != NO:
                possible.append(self._worked_out(id, formula, slot, strict))
            if truth == YES:
                break
        else:
            possible.append(Figure(Void.ABSENT))
        if len(possible) == 1:
            return possible[0]
        return Figure(between([one.value for one in possible]), any(one.partial for one in possible))

    def _worked_out(self, id: str, formula: str, slot: str | None, strict: bool) -> Figure:
        entry = self.rules.indicators[id]
        worker = Worker(self, slot, strict)
        none = self._lines(entry, worker)
        if none is not None:
            return Figure(none)
        tree = read(formula)
        value = worker.gathered(entry["garder"], tree) if "garder" in entry else worker.value(tree)
        if isinstance(value, Interval) and entry.get("unite") in ("pourcentage", "points"):
            value = Interval(*(None if end is None else end * 100 for end in value))
        return Figure(value, worker.partial)

    def _lines(self, entry: Entry, worker: Worker) -> Value | None:
        """Find the lines of ``pour_chaque``, or the day of ``au``; when there is none to find, what the figure is."""
        each = entry.get("pour_chaque")
        named = {"mois": "annee", "semestre": "avant", None: "au"}.get(each, "combien")
        if named not in entry:
            return None
        value = worker.value(read(str(entry[named])))
        if isinstance(value, Void):
            return Void.ABSENT
        if each in SLOTS:
            if value.high == 0:
                return Void.ABSENT
            # Between several cases, one of which may have no line at all, nothing is said.
            if value.high is None or (value.low is not None and value.known is None):
                return UNKNOWN
            worker.lines = [(slot, worker.day) for slot in SLOTS[each][: int(value.high)]]
            worker.sure = len(worker.lines) if value.known is not None else 0
            return None
        if value.known is None:
            return UNKNOWN
        known = int(value.known)
        if each is None:
            worker.day = date.fromordinal(known)
            return None
        if each == "mois":
            days = [date(known, month, 1) for month in range(1, 13)]
        elif each == "semestre":
            days = _half_years(date.fromordinal(known), int(entry["combien"]))
        else:
            raise UnknownWord(f"pour_chaque: {each}")
        worker.lines = [(worker.slot, day) for day in days]
        worker.sure = len(days)
        return None

    # -- conditions ---------------------------------------------------------------------------------------------

    def truth(self, condition: Condition, view: View) -> int:
        """What the answers make of a condition."""
        kind = kind_of(condition)
        match kind:
            case "tous":
                return all_of(self.truth(one, view) for one in condition["tous"])
            case "un_de":
                return any_of(self.truth(one, view) for one in condition["un_de"])
            case "critere":
                assert self.criterion is not None, condition
                return self.criterion(condition["critere"], view)
            case "definition":
                return self.truth(self.rules.definitions[condition["definition"]]["condition"], view)
            case "toujours":
                return {"vrai": YES, "faux": NO}[condition["toujours"]]
            case "point_ouvert":
                readings = (self.truth(one, view) for one in condition["lectures"])
                return all_of(readings) if view.strict else any_of(readings)
        if "remede" in condition and (
            view.mended or (view.founded and self.rules.remedy_kinds[condition["remede"]] == "formalite")
        ):
            return YES
        idle = YES if condition.get("sans_objet") == "vrai" else NO
        if kind == "indicateur":
            return self._compared(
                condition, lambda strict: self.figure(condition["indicateur"], None, strict), view, idle
            )
        fact, address = self.fact(condition["fait"], view.slot)
        applies = self.applies(fact)
        # What is not asked does not concern the company until it is told.
        if applies == NO or ("facultatif" in fact and address not in self.given and not self._comparing):
            return idle
        found = self._tested(condition, fact, address, view, idle)
        # A fact that nobody is asked for does not wait for the question it hangs on once it is told.
        if applies == YES or (found == idle and (not view.waits or "facultatif" in fact)):
            return found
        return MAYBE

    def _tested(self, condition: Condition, fact: Entry, address: str, view: View, idle: int) -> int:
        """A condition on a fact, the question being taken to concern the company."""
        if not {"est", "aucun_de", "renseigne"} & set(condition):
            figure = Figure(self._number(fact, address))
            return self._compared(condition, lambda strict: figure, view, idle)
        answer = self.given.get(address)
        if answer is None and not self._comparing:
            # What nobody is waited for is what it is presumed to be.
            answer = frozenset({fact["defaut"]}) if "defaut" in fact else None
        if answer is None:
            return MAYBE
        if "renseigne" in condition:
            return YES if isinstance(answer, str) and answer.strip() else NO
        if isinstance(answer, str):
            answer = frozenset({answer})
        assert isinstance(answer, frozenset), address
        if "est" in condition:
            return YES if answer & self.rules.choices(fact["id"], condition["est"]) else NO
        return NO if answer & self.rules.choices(fact["id"], condition["aucun_de"]) else YES

    def _compared(self, condition: Condition, figure: Callable[[bool], Figure], view: View, idle: int) -> int:
        """A figure set against a limit; where a case is open, each reading of the law has its own figures.

        While an answer lacks to one side, its readings are not told apart: anything between them is still possible.
        """
        operator = next(word for word in ("au_moins", "au_plus", "plus_de", "moins_de") if word in condition)
        sides = [(figure(strict), self._limit(condition[operator], view, strict)) for strict in (True, False)]
        values, limits = [one.value for one, _ in sides], [limit for _, limit in sides]
        if Void.ABSENT in (*values, *limits):
            return idle
        told = zip(_told_apart(values), _told_apart(limits), strict=True)
        found = [compare(_number(one), operator, _number(other)) for one, other in told]
        settled = min(found) if view.strict else max(found)
        if settled == NO or "si_non_interpretable" not in condition:
            return settled
        if values == [Void.SENSELESS] * 2:
            return NO if view.strict else YES
        # A line without sense closes the way strictly; favourably the others decide.
        return NO if view.strict and any(one.partial for one, _ in sides) else settled

    def _limit(self, written: Any, view: View, strict: bool) -> Value:
        """What a condition compares with."""
        if not isinstance(written, dict):
            return exactly(number(written))
        ((kind, named),) = written.items()
        match kind:
            case "parametre":
                value = self.rules.parameter(named, self.on)
                return UNKNOWN if value is None else exactly(value)
            case "indicateur":
                return self.figure(named, None, strict).value
            case "fait":
                return self.amount(named, view.slot)
            case "jour":
                return exactly(date.fromisoformat(str(named)).toordinal())
            case "date":
                days = {"demande": self.requested.toordinal(), "appreciation": self.on.toordinal()}
                return exactly({**days, "annee_appreciation": self.on.year}[named])
        raise UnknownWord(f"limit: {written}")


def _told_apart(readings: list[Value]) -> list[Value]:
    """A figure under each reading, once it is known under both; anything between them before."""
    known = all(isinstance(one, Void) or (one.low is not None and one.low == one.high) for one in readings)
    return readings if known else [between(readings)] * 2


def _typed(rules: Rules, answers: Answers) -> dict[str, Typed]:
    """Answers by address: choices as sets, numbers and days as intervals of one value."""
    found: dict[str, Typed] = {}
    for address, fact in rules.addresses.items():
        answer = answers.get(address)
        if answer is None:
            continue
        match fact["type"]:
            case "choix" | "choix_multiple" | "clause" | "oui_non":
                found[address] = frozenset([answer] if isinstance(answer, str) else answer)
            case "montant" | "pourcentage" | "nombre":
                found[address] = exactly(Fraction(str(answer)))
            case "date":
                found[address] = exactly(date.fromisoformat(str(answer)).toordinal())
            case "texte":
                found[address] = str(answer)
            case other:
                raise UnknownWord(f"type of fact: {other}")
    for id, fact in rules.facts.items():
        # Yes to a question left unanswered, once all of these are answered.
        if "oui_si_repondu" in fact and id not in answers and all(one in answers for one in fact["oui_si_repondu"]):
            found[id] = frozenset({"oui"})
    return found


def _number(value: Value) -> Interval:
    return UNKNOWN if isinstance(value, Void) else value


def _floor(fact: Entry) -> Interval:
    """What is known of a number without answer: an amount that cannot be negative. Other bounds only catch slips."""
    positive = fact["type"] == "montant" and "min" in fact and fact["min"] >= 0
    return Interval(Fraction(str(fact["min"])), None) if positive else UNKNOWN


def _half_years(before: date, count: int) -> list[date]:
    """Last days of the half-years ended on a day or before it, the latest first."""
    ends = [
        date(year, month, day)
        for year in range(before.year, before.year - count - 1, -1)
        for month, day in ((12, 31), (6, 30))
    ]
    return [end for end in ends if end <= before][:count]
