"""The calendar of the file: each step dated from the one before, as ``rules/actes/calendrier.yaml`` counts it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from advisor.knowledge.acts import Step, Suspension
from advisor.knowledge.models import Citation, Confidence
from advisor.papers.dates import moved, working_day
from advisor.papers.model import Entry
from advisor.report.words import lower_first
from advisor.settle import FALSE, Session
from advisor.values import french_date

TO_RECOUNT = "Cette date se compte d'une autre, qui reste à recalculer."
EARLY = "Cette date est trop tôt : il faut d'abord"
UNITS = {"jours": ("jour", "jours"), "mois": ("mois", "mois"), "annees": ("an", "ans")}


class Agenda:
    """Dates computed one after the other.

    Args:
        session: the company and the day of the law.
        needs: what must be done (see `advisor.knowledge.acts.Needs`).
        fixed: dates given by hand, by step.
        years: how long an agreement lasts if the file is lodged on a day; None when the law of that day does not say.
        articles: the words of passages, told of a day.
    """

    def __init__(
        self,
        session: Session,
        needs: set[str],
        fixed: dict[str, date],
        years: Callable[[date], int | None],
        articles: Callable[[tuple[Citation, ...], date], str],
    ) -> None:
        self.session, self.needs, self.fixed, self.years, self.articles = session, needs, fixed, years, articles
        self.start = session.on
        self.days: dict[str, date] = {}
        self.doubtful: set[str] = set()

    def entries(self) -> tuple[Entry, ...]:
        """Every dated step, in the order of days."""
        found = [entry for step in self.session.knowledge.acts.steps.values() if (entry := self._entry(step))]
        return tuple(sorted(found, key=lambda entry: entry.day))

    def own(self) -> tuple[Entry, ...]:
        """The dates that hang on a date of the dossier only (the end of an agreement), whatever is to be done."""
        steps = [step for step in self.session.knowledge.acts.steps.values() if step.fact is not None]
        found = [entry for step in steps if (entry := self._entry(step))]
        return tuple(sorted(found, key=lambda entry: entry.day))

    def _entry(self, step: Step) -> Entry | None:
        if not step.covers(self.start) or (step.needs and not self.needs & set(step.needs)):
            return None
        if step.condition is not None and self.session.holds(step.condition)[0] == FALSE:
            return None
        given = self.fixed.get(step.id)
        counted = (given, "date donnée", True) if given is not None else self._counted(step)
        if counted is None:
            return None
        day, basis, known = counted
        stopped = None if given is not None else self._stopped(step, day)
        warning = self._too_early(step, day) if given is not None else self._doubt(step, stopped)
        self.days[step.id] = day
        return Entry(
            id=step.id,
            title=step.title,
            day=day,
            text=step.text,
            basis=basis,
            assumed="" if known else step.assumed,
            articles=self.articles((*step.citations, *(stopped.citations if stopped else ())), day),
            confidence=self._weakest(step.confidence, stopped.confidence) if stopped else step.confidence,
            past=day < self.start,
            warning=warning,
        )

    def _stopped(self, step: Step, day: date) -> Suspension | None:
        """What stopped the delay of a step on its way, if anything did."""
        origin, _ = self._origin(step)
        for one in step.suspensions:
            if origin is not None and origin <= one.end and day >= one.start:
                self.doubtful.add(step.id)
                return one
        return None

    def _doubt(self, step: Step, stopped: Suspension | None) -> str:
        if stopped is not None:
            return stopped.text
        if self._before(step) not in self.doubtful:
            return ""
        self.doubtful.add(step.id)
        return TO_RECOUNT

    def _too_early(self, step: Step, day: date) -> str:
        """What a day given by hand comes before, though it should follow it."""
        steps = self.session.knowledge.acts.steps
        late = [steps[id].title for id in step.after if self.days.get(id, day) > day]
        return f"{EARLY} « {late[0]} », plus tard dans ce calendrier." if late else ""

    def _before(self, step: Step) -> str | None:
        """The step it is counted from."""
        return next((id for id in step.after if id in self.days), None)

    def _weakest(self, *codes: Confidence) -> str:
        return self.session.knowledge.weakest(codes) or codes[0]

    def _counted(self, step: Step) -> tuple[date, str, bool] | None:
        """The day, how it is counted, and whether nothing is supposed."""
        origin, named = self._origin(step)
        if origin is None:
            return None
        if step.duration:
            lodged = self.days.get("depot", origin)
            count = self.years(lodged)
            unit = "annees"
        elif step.delay is not None and not (step.at_once and named == _TODAY):
            value = self.session.parameter(step.delay)
            count = int(value) if isinstance(value, Fraction) else None
            unit = self.session.knowledge.parameters[step.delay].unit
        else:
            return self._open(step, origin), named, not step.assumed
        if count is None:
            return None
        day = self._open(step, moved(origin, -count if step.before else count, unit))
        one, many = UNITS[unit]
        words = f"{count} {one if count == 1 else many} {'avant' if step.before else 'après'} {named}"
        return day, words + (", jour ouvré" if step.working else ""), not step.assumed

    def _open(self, step: Step, day: date) -> date:
        return working_day(day, self.session.knowledge.acts.holidays.values(), step.before) if step.working else day

    def _origin(self, step: Step) -> tuple[date | None, str]:
        if step.fact is not None:
            value = self.session.raw(step.fact)
            return (value, f"le {french_date(value)}") if isinstance(value, date) else (None, "")
        if step.indicator is not None:
            known = self.session.indicator(step.indicator).value.known
            method = self.session.knowledge.indicators[step.indicator].method.partition(". ")[0].rstrip(".")
            return (None, "") if known is None else (date.fromordinal(int(known)), lower_first(method))
        before = self._before(step)
        if before is not None:
            return self.days[before], f"le {french_date(self.days[before])}"
        needed = step.after and not step.delay
        return (None, "") if needed else (self.start, _TODAY)


_TODAY = "le jour de ce calendrier"
