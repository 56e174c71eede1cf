"""From dossiers to consultations described by ids of the rule base only.

A `Consultation` holds no text that a person typed, nor any amount: what is not in it cannot be printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment, Verdict
from advisor.common.errors import InputError, Problem
from advisor.common.french import MONTHS, add_years, french_date
from advisor.desk.anonymise import ANONYMOUS
from advisor.desk.repository import Damaged, DossierFile, Repository, identity, looked_at
from advisor.dossier import Dossier
from advisor.dossier.answer_parsing import parse_answer
from advisor.report.actions import advised
from advisor.report.words import articles
from advisor.rules.facts import Fact
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Cause, Dating, Outcome, VerdictId

AGES = ((1, "moins d'un an"), (3, "de 1 à 3 ans"), (5, "de 3 à 5 ans"), (10, "de 5 à 10 ans"))
OLDEST = "10 ans ou plus"
SIZES = ((0, "aucune"), (4, "de 1 à 4"), (9, "de 5 à 9"), (49, "de 10 à 49"), (249, "de 50 à 249"))
LARGEST = "250 ou plus"
TO_COME = "pas encore passée"
"""A date later than the consultation, shown as such rather than as an age."""
BRACKETS = (*(text for _, text in AGES), OLDEST, TO_COME, *(text for _, text in SIZES), LARGEST)

_QUARTER = re.compile(r"(?:(\d{4})\s*-?\s*)?[tT]?([1-4])", re.ASCII)
_QUARTERS = ("1er", "2e", "3e", "4e")
_MOST_MONTHS, _MOST_QUARTERS = 14, 12
"""Slices of one kind beyond which longer ones are taken."""


class CountedVerdict(NamedTuple):
    """A verdict, and why it is undetermined when it is."""

    verdict: VerdictId
    cause: Cause | None = None


class LackingCriterion(NamedTuple):
    """A criterion found wanting; ``articles`` and ``confidence`` as on the day of law of this consultation."""

    criterion: str
    articles: str
    confidence: str


class Consultation(NamedTuple):
    """What one dossier adds to the counts.

    Attributes:
        day: day of the consultation, and ``dating``: where it was found.
        company: number of the company; two dossiers of one company share it.
        adviser: number of the adviser, None when the dossier names none.
        profile: for each fact of the profile, the groups the company belongs to; none when it did not answer.
        outcomes: by status.
        obstacles, remedies, later, missing, open_points: ids of criteria, remedies, facts and open questions.
    """

    day: date
    dating: Dating
    company: int
    adviser: int | None
    profile: Mapping[str, tuple[str, ...]]
    outcomes: Mapping[str, CountedVerdict]
    obstacles: tuple[LackingCriterion, ...]
    remedies: tuple[str, ...]
    later: tuple[str, ...]
    missing: tuple[str, ...]
    open_points: tuple[str, ...]


class Gathered(NamedTuple):
    """The consultations of a period, and what was left out.

    Attributes:
        before: number of consultations on the same days of the year before.
        outside: dossiers of other days. span: first and last day of consultation in the whole folder.
        empty: dossiers without one answer. damaged: files that cannot be read, or assessed.
        archived: dossiers of the period taken from the archives.
    """

    consultations: tuple[Consultation, ...]
    before: int
    outside: int
    span: tuple[date, date] | None
    empty: int
    damaged: int
    archived: int


def gather(
    shelf: Repository,
    period: Period,
    knowledge: Knowledge,
    tick: Callable[[DossierFile], object] = lambda _: None,
    tell: Callable[[tuple[Damaged, ...]], object] = lambda _: None,
) -> Gathered:
    """Assess the dossiers of a period, each under the law of its day.

    Args:
        shelf: the dossiers.
        period: days of consultation to keep.
        knowledge: the rule base.
        tick: called for each dossier.
        tell: called with the files left out, which the report only counts.
    """
    earlier = period.a_year_before()
    # One number a name, so that the name itself goes no further.
    companies: dict[str, int] = {}
    advisers: dict[str, int] = {}

    def look(entry: DossierFile) -> tuple[date | None, Consultation | None]:
        """The day of a dossier that is not empty, and its consultation if it is one of the period."""
        tick(entry)
        dossier = entry.dossier
        if not dossier.answers:
            return None, None
        day, dating = consultation_day(entry)
        if day == date.min or not period.covers(day):
            return day, None
        company, adviser = _company(entry), " ".join(dossier.adviser.casefold().split())
        return day, _consultation(
            dossier,
            day,
            dating,
            companies.setdefault(company, len(companies)),
            advisers.setdefault(adviser, len(advisers)) if adviser else None,
            knowledge,
        )

    seen, shelf = looked_at(shelf, look)
    tell(shelf.damaged)
    days = [day for day, _ in seen if day is not None]
    found = [one for _, one in seen if one is not None]
    known = [day for day in days if day != date.min]
    return Gathered(
        consultations=tuple(sorted(found, key=lambda one: one.day)),
        before=sum(earlier.covers(day) for day in known) if earlier else 0,
        outside=len(days) - len(found),
        span=(min(known), max(known)) if known else None,
        empty=len(seen) - len(days),
        damaged=len(shelf.damaged),
        archived=sum(entry.archived for entry, (_, one) in zip(shelf.entries, seen, strict=True) if one is not None),
    )


def consultation_day(entry: DossierFile) -> tuple[date, Dating]:
    """Return the day a consultation took place, from the best that its dossier tells."""
    dossier = entry.dossier
    if dossier.opened is not None:
        return dossier.opened, "ouverture"
    if dossier.on is not None:
        return dossier.on, "appreciation"
    return entry.changed.date() if entry.changed != datetime.min else date.min, "fichier"


def _company(entry: DossierFile) -> str:
    """What tells one company from another: its SIREN, else its name, else its file.

    Dossiers made anonymous all bear one name, and are still as many companies.
    """
    digits, name = identity(entry.dossier)
    if digits:
        return f"siren {digits}"
    return f"nom {name}" if name and entry.dossier.name != ANONYMOUS else f"fichier {entry.path}"


def _consultation(
    dossier: Dossier, day: date, dating: Dating, company: int, adviser: int | None, knowledge: Knowledge
) -> Consultation:
    assessment = assess(dossier, on=dossier.on or day, knowledge=knowledge)
    verdicts = assessment.verdicts.values()
    obstacles = {one.criterion: one for verdict in verdicts for one in _obstacles(assessment, verdict)}
    missing = (knowledge.addresses[one.address][0].id for one in assessment.missing)
    return Consultation(
        day=day,
        dating=dating,
        company=company,
        adviser=adviser,
        profile={trait.fact: groups(dossier, knowledge.facts[trait.fact], day) for trait in knowledge.base.profile},
        outcomes={verdict.status: CountedVerdict(verdict.outcome, verdict.cause) for verdict in verdicts},
        obstacles=tuple(obstacles.values()),
        remedies=_remedies(assessment, later=False),
        later=_remedies(assessment, later=True),
        missing=tuple(dict.fromkeys(missing)),
        open_points=tuple(point.id for point in assessment.open_points),
    )


def _obstacles(assessment: Assessment, verdict: Verdict) -> Iterator[LackingCriterion]:
    """Criteria that hold a verdict back; one that only sums up others of the list would be the same obstacle twice."""
    if verdict.outcome in (VerdictId.ELIGIBLE, VerdictId.BY_RIGHT):
        return
    failed = [ground for ground in verdict.grounds if ground.effect == Outcome.NOT_MET]
    named = {ground.criterion for ground in failed}
    for ground in failed:
        if not named & _below(assessment, ground.criterion):
            yield LackingCriterion(ground.criterion, articles(ground.references), ground.confidence)


def _below(assessment: Assessment, criterion: str) -> set[str]:
    """The criteria on which one rests, however far, that are not met."""
    found: set[str] = set()
    pending = [criterion]
    while pending:
        for id in assessment.findings[pending.pop()].rests_on:
            finding = assessment.findings.get(id)
            if finding is not None and finding.outcome == Outcome.NOT_MET and id not in found:
                found.add(id)
                pending.append(id)
    return found


def _remedies(assessment: Assessment, later: bool) -> tuple[str, ...]:
    """What the report of this consultation advises, and nothing more."""
    return tuple(dict.fromkeys(change.remedy for _, change in advised(assessment, later=later)))


# -- the profile ------------------------------------------------------------------------------------------------------


def groups(dossier: Dossier, fact: Fact, day: date) -> tuple[str, ...]:
    """Return the groups of a fact a company belongs to: its choices, the bracket of its age or of its number.

    Empty when the fact was not answered. A figure never leaves its bracket, nor a date.
    """
    given = dossier.answers.get(fact.id)
    if given is None or given.value is None:
        return ()
    value = parse_answer(fact, given.value)
    if isinstance(value, date):
        if value > day:
            return (TO_COME,)
        return (next((words for years, words in AGES if add_years(value, years) > day), OLDEST),)
    if isinstance(value, tuple):
        return value
    if isinstance(value, str):
        return (value,) if fact.options else ()
    return (next((words for most, words in SIZES if value <= most), LARGEST),)


# -- the days an activity report covers: chosen by dates, year or quarter; cut into months, quarters or years --------


class Period(NamedTuple):
    """Days covered, first and last included; ``name`` is how the whole is called, when it has a name."""

    start: date
    end: date
    name: str = ""

    def covers(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def title(self) -> str:
        if self.start == date.min:
            days = f"jusqu'au {french_date(self.end)}"
        else:
            days = f"du {french_date(self.start)} au {french_date(self.end)}"
        return f"{self.name}, {days}" if self.name else days

    def a_year_before(self) -> Period | None:
        """Return the same days of the year before; None for a period longer than a year, that would overlap it."""
        if self.start.year <= 2 or self.end >= add_years(self.start, 1):
            return None
        return Period(add_years(self.start, -1), add_years(self.end, -1))

    def slices(self, first: date) -> tuple[Period, ...]:
        """Cut it into months, quarters or years, from the first consultation when it is long; a month is not cut."""
        start = self.start
        if _months(start, self.end) > _MOST_MONTHS:
            start = max(start, first.replace(day=1))
        months = _months(start, self.end)
        length = 1 if months <= _MOST_MONTHS else 3 if months <= 3 * _MOST_QUARTERS else 12
        found = tuple(_cut(start, self.end, length))
        return found if len(found) > 1 else ()


def _months(start: date, end: date) -> int:
    """Calendar months touched, both ends included."""
    return (end.year - start.year) * 12 + end.month - start.month + 1


def _cut(start: date, end: date, months: int) -> Iterator[Period]:
    year, rank = start.year, (start.month - 1) // months
    while (opening := date(year, rank * months + 1, 1)) <= end:
        last = rank == 12 // months - 1
        following = date(year + 1, 1, 1) if last else date(year, (rank + 1) * months + 1, 1)
        if months == 1:
            title = f"{MONTHS[rank]} {year}"
        else:
            title = f"{_QUARTERS[rank]} trimestre {year}" if months == 3 else str(year)
        yield Period(max(opening, start), min(following - timedelta(1), end), title)
        year, rank = (year + 1, 0) if last else (year, rank + 1)


def chosen_period(
    today: date,
    *,
    start: date | None = None,
    end: date | None = None,
    year: str | None = None,
    quarter: str | None = None,
) -> Period:
    """Return the period that options tell; by default, the current year, up to today.

    Args:
        today: last day covered at most, since no consultation took place after it.
        start, end: first and last day.
        year: four digits.
        quarter: ``T3``, ``2026-T3`` or ``3``; without its year, that of ``year``, else the current one.

    Raises:
        InputError: options that do not go together, an unreadable year or quarter, a period to come or upside down.
    """
    if (start or end) and (year or quarter):
        raise _refused("les dates et l'année ou le trimestre ne vont pas ensemble.", "Choisissez l'un ou l'autre.")
    if start or end:
        period = Period(start or date.min, end or today)
    else:
        period = _quarter(quarter, year, today) if quarter else _year(year, today)
    if period.start > period.end:
        words = f"le {french_date(period.start)} est après le {french_date(period.end)}."
        raise _refused(words, "Corrigez --debut ou --fin.")
    if period.start > today:
        raise _refused(f"cette période n'est pas commencée : {period.title}.", "Choisissez-en une autre.")
    return period._replace(end=min(period.end, today))


def _year(year: str | None, today: date) -> Period:
    number = _number(year) if year else today.year
    return Period(date(number, 1, 1), date(number, 12, 31), f"année {number}")


def _quarter(quarter: str, year: str | None, today: date) -> Period:
    found = _QUARTER.fullmatch(quarter.strip())
    if found is None:
        raise _refused(f"« {quarter[:40]} » n'est pas un trimestre.", "Écrivez par exemple T3, ou 2026-T3.")
    if found[1] and year and found[1] != year.strip():
        raise _refused(f"l'année {year[:40]} et le trimestre {quarter} se contredisent.", "Gardez une seule année.")
    rank, number = int(found[2]), _number(found[1] or year or str(today.year))
    return next(one for one in _cut(date(number, 1, 1), date(number, 12, 31), 3) if one.start.month == 3 * rank - 2)


def _number(year: str) -> int:
    if not re.fullmatch(r"(?:19|20|21)\d\d", year.strip(), re.ASCII):
        raise _refused(f"« {year[:40]} » n'est pas une année.", "Écrivez par exemple 2026.")
    return int(year)


def _refused(message: str, mend: str) -> InputError:
    return InputError(Problem(message, mend=mend))
