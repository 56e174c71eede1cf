"""The calendar of the file, counted as ``rules/actes/calendrier.yaml`` says, and as iCalendar."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from advisor.advice.papers.model import CalendarDate, EsusFile
from advisor.assessment.leaves import FALSE
from advisor.assessment.session import Session
from advisor.assessment.wording import UNIT_WORDS
from advisor.common.french import add_months, add_years, french_date, lower_first, plural
from advisor.rules.acts import CalendarStep, Holiday, Known, Suspension
from advisor.rules.basis import Unit

FILING = "depot"
"""The need of the steps of a request, which follow the rules of the day of the request."""
_TODAY = "le jour de ce calendrier"
TO_RECOUNT = "Cette date se compte d'une autre, qui reste à recalculer."
EARLY = "Cette date est trop tôt : il faut d'abord"
MOVED = "À cette date, la façon de déposer aura changé : refaites ce dossier pour le jour prévu du dépôt."
OTHER = "Une autre date se lit ou se calcule"
LATEST = "Jusque-là, ne comptez que sur la plus tardive."
ASK = "Demandez au service laquelle il retient."
LIMIT = 75
"""Octets of a line of iCalendar, its end not counted."""
ALARM = "-P7D"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")

# -- delays counted as the law counts them ---------------------------------------------------------------------------


def add_delay(value: date, count: int, unit: Unit) -> date:
    """Move a day by a delay in ``jours``, ``mois`` or ``annees``."""
    if unit == "mois":
        return add_months(value, count)
    return add_years(value, count) if unit == "annees" else value + timedelta(count)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    r = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * r) // 433
    month = (h + r - 7 * m + 90) // 25
    return date(year, month, (h + r - 7 * m + 33 * month + 19) % 32)


def is_holiday(value: date, holidays: Iterable[Holiday]) -> bool:
    """Return whether a day is one of these."""
    since = (value - easter(value.year)).days
    return any(one.day == f"{value:%m-%d}" or one.easter == since for one in holidays)


def working_day(value: date, holidays: Iterable[Holiday], back: bool = False) -> date:
    """Return the day itself when people work on it, else the next one (the one before, when ``back``)."""
    known = tuple(holidays)
    while value.weekday() >= 5 or is_holiday(value, known):
        value += timedelta(-1 if back else 1)
    return value


def add_working_days(value: date, count: int, holidays: Iterable[Holiday]) -> date:
    """Move a day by so many working days; Saturdays, Sundays and holidays do not count."""
    known = tuple(holidays)
    for _ in range(count):
        value = working_day(value + timedelta(1), known)
    return value


# -- the dates of the steps ------------------------------------------------------------------------------------------


class Counted(NamedTuple):
    """A date, and how it was found.

    Attributes:
        origin: the day it is counted from. basis: how it is counted, in words. sure: nothing is supposed.
        known: the date of the dossier that gave it, if one did.
    """

    day: date
    origin: date
    basis: str
    sure: bool
    known: Known | None = None


class Agenda:
    """Dates computed one after the other.

    Args:
        session: the company and the day of the law; steps of the request are in the words of the day of the request.
        needs: what must be done (see `advisor.rules.acts.Needs`).
        fixed: dates given by hand, by step.
        years: how long an agreement lasts if the file is lodged on a day; None when the law of that day does not say.
    """

    def __init__(
        self,
        session: Session,
        needs: set[str],
        fixed: dict[str, date] | None = None,
        years: Callable[[date], int | None] = lambda _: None,
    ) -> None:
        self.session, self.needs, self.fixed, self.years = session, needs, fixed or {}, years
        self.start, self.acts = session.on, session.knowledge.acts
        self.days: dict[str, date] = {}
        self.undated: set[str] = set()
        self.given: set[str] = set()
        self.doubtful: set[str] = set()

    def entries(self, own: bool = False) -> tuple[CalendarDate, ...]:
        """Return every dated step, in the order of days.

        Args:
            own: only those that hang on a date of the dossier (the end of an agreement), whatever is to be done.
        """
        steps = (step for step in self.acts.steps.values() if step.fact is not None or not own)
        return tuple(sorted(filter(None, map(self._entry, steps)), key=lambda entry: entry.day))

    def _entry(self, entry: CalendarStep) -> CalendarDate | None:
        knowledge, on = self.session.knowledge, self.session.presented if FILING in entry.needs else self.start
        step = entry.on(on)
        if step is None or (step.needs and not self.needs & set(step.needs)):
            return None
        if step.condition is not None and self.session.settled(step.condition).strict == FALSE:
            return None
        fixed = self.fixed.get(step.id)
        found = [Counted(fixed, fixed, "date donnée", True)] if fixed is not None else self._found(step)
        if not found:
            self.undated.add(step.id)
            return None
        chosen = found[0]
        given = fixed is not None or (chosen.known is not None and chosen.known.delay is None)
        stopped = None if given else self._stopped(step, chosen)
        # What a day given by hand comes before, though it should follow it.
        late = [self.acts.steps[id].title for id in step.after if self.days.get(id, chosen.day) > chosen.day]
        early = f"{EARLY} « {late[0]} », plus tard dans ce calendrier." if late else ""
        warning = early if given else self._doubt(step, stopped)
        lodging = any(known.fact == knowledge.base.lodged for known in step.known)
        if not given and lodging and entry.on(chosen.day) not in (None, step):
            warning = f"{warning} {MOVED}".strip()
        sources = [one for one in (step, chosen.known, stopped) if one is not None]
        citations = (citation for one in sources for citation in one.citations)
        self.days[step.id] = chosen.day
        if chosen.sure:
            self.given.add(step.id)
        return CalendarDate(
            id=step.id,
            title=step.title,
            day=chosen.day,
            text=step.text,
            basis=chosen.basis,
            assumed="" if chosen.sure else step.assumed,
            articles=knowledge.texts_in_force(citations, self.start, chosen.day),
            confidence=knowledge.weakest(knowledge.confidence(one, on) for one in sources) or "M",
            past=chosen.day < self.start,
            warning=" ".join(filter(None, (warning, _others(chosen, found)))),
        )

    def _found(self, step: CalendarStep) -> list[Counted]:
        """Every date that the dossier gives for a step, the one that prevails first, then the one computed.

        A delay that starts again from a known date replaces the one computed from the step before.
        """
        found = [one for known in step.known if (one := self._answered(known)) is not None]
        if any(one.known is not None and one.known.delay for one in found):
            return found
        counted = self._counted(step)
        # Beside a date that is known, one counted from a date that is supposed tells nothing.
        return found if counted is None or (found and self._before(step) not in self.given) else [*found, counted]

    def _answered(self, known: Known) -> Counted | None:
        """The date that a fact of the dossier gives, if it was answered and concerns the company."""
        value = self.session.raw(known.fact)
        if not isinstance(value, date) or self.session.applies(known.fact) == FALSE:
            return None
        name = lower_first(self.session.knowledge.facts[known.fact].short or known.fact)
        if known.delay is None:
            return Counted(value, value, f"date donnée ({name})", True, known)
        delay = self._delay(known.delay)
        if delay is None:
            return None
        words = f"{plural(delay[0], UNIT_WORDS[delay[1]])} après le {french_date(value)} ({name})"
        return Counted(self._moved(value, *delay), value, words, True, known)

    def _stopped(self, step: CalendarStep, counted: Counted) -> Suspension | None:
        """What stopped the delay of a step on its way, if anything did."""
        for one in step.suspensions:
            if counted.origin <= one.end and counted.day >= one.start:
                self.doubtful.add(step.id)
                return one
        return None

    def _doubt(self, step: CalendarStep, stopped: Suspension | None) -> str:
        if stopped is not None:
            return stopped.text
        if self._before(step) not in self.doubtful:
            return ""
        self.doubtful.add(step.id)
        return TO_RECOUNT

    def _before(self, step: CalendarStep) -> str | None:
        """The step it is counted from."""
        return next((id for id in step.after if id in self.days), None)

    def _counted(self, step: CalendarStep) -> Counted | None:
        """The date that the calendar computes; none for what only the dossier can date."""
        if step.known and step.delay is None:
            return None
        origin, named = self._origin(step)
        if origin is None:
            return None
        if step.duration:
            years = self.years(self.days.get("depot", origin))
            delay: tuple[int, Unit] | None = None if years is None else (years, "annees")
        elif step.delay is not None and not (step.at_once and named == _TODAY):
            delay = self._delay(step.delay)
        else:
            return Counted(self._open(step, origin), origin, named, not step.assumed)
        if delay is None:
            return None
        count, unit = delay
        day = self._open(step, self._moved(origin, -count if step.before else count, unit))
        words = f"{plural(count, UNIT_WORDS[unit])} {'avant' if step.before else 'après'} {named}"
        return Counted(day, origin, words + (", jour ouvré" if step.working else ""), not step.assumed)

    def _delay(self, parameter: str) -> tuple[int, Unit] | None:
        value = self.session.parameter(parameter)
        unit = self.session.knowledge.parameters[parameter].unit
        return (int(value), unit) if isinstance(value, Fraction) else None

    def _moved(self, day: date, count: int, unit: Unit) -> date:
        if unit == "jours_ouvres":
            return add_working_days(day, count, self.acts.holidays.values())
        return add_delay(day, count, unit)

    def _open(self, step: CalendarStep, day: date) -> date:
        return working_day(day, self.acts.holidays.values(), step.before) if step.working else day

    def _origin(self, step: CalendarStep) -> tuple[date | None, str]:
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
        # A step that is to come on a day nobody knows leaves without a day what is counted from it.
        needed = step.after and (step.before or not step.delay)
        if needed or self.undated & set(step.after):
            return None, ""
        return self.start, _TODAY


def _others(chosen: Counted, found: list[Counted]) -> str:
    """The dates that differ from the one that prevails, shown beside it."""
    others = [one for one in found[1:] if one.day != chosen.day]
    dates = " ; ".join(f"le {french_date(one.day)}, {one.basis}" for one in others)
    late = f" {LATEST}" if any(one.day > chosen.day for one in others) else ""
    return f"{OTHER} : {dates}. {ASK}{late}" if others else ""


# -- iCalendar (RFC 5545): all-day events, the same bytes for the same file and day ----------------------------------


def to_ics(found: EsusFile) -> str:
    """Write the calendar of a file, with CRLF line ends.

    ``UID`` depends on the company and the step only: an agenda that imports it again replaces what it had.
    """
    return "".join(f"{part}\r\n" for line in _lines(found) for part in fold(line))


def escape(text: str) -> str:
    """Escape backslash, semicolon, comma and line end in a text, and leave out what cannot be printed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = _UNPRINTABLE.sub("", text)
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> Iterator[str]:
    """Cut a line so that none is longer than the limit, never inside a character; the rest starts with a space."""
    part, size = "", 0
    for char in line:
        width = len(char.encode("utf-8"))
        if size + width > LIMIT:
            yield part
            part, size = " ", 1
        part += char
        size += width
    yield part


def _lines(found: EsusFile) -> Iterator[str]:
    owner = hashlib.sha256(f"{found.siren}\0{found.name}".encode()).hexdigest()[:16]
    name = " ".join(found.name.split()) or "structure sans nom"
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ess-advisor//calendrier//FR", "CALSCALE:GREGORIAN")
    yield f"X-WR-CALNAME:{escape(f'Agrément ESUS : {name}')}"
    for entry in found.calendar:
        yield from _event(entry, found, owner, name)
    yield "END:VCALENDAR"


def _event(entry: CalendarDate, found: EsusFile, owner: str, name: str) -> Iterator[str]:
    lines = [entry.text, f"Compté : {entry.basis}."]
    lines += [f"Hypothèse : {entry.assumed}"] if entry.assumed else []
    lines += [f"Attention : {entry.warning}"] if entry.warning else []
    lines.append(f"{entry.articles} [{entry.confidence}]".strip())
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.id}-{owner}@ess-advisor.invalid"
    yield f"DTSTAMP:{found.on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.day + timedelta(1):%Y%m%d}"
    yield f"SUMMARY:{escape(f'{entry.title} ({name})')}"
    yield f"DESCRIPTION:{escape(chr(10).join(lines))}"
    yield "TRANSP:TRANSPARENT"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escape(entry.title)}", f"TRIGGER:{ALARM}")
    yield from ("END:VALARM", "END:VEVENT")
