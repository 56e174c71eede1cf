"""A dossier without anything that names the company: same answers, same findings, no free text, rounder figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from advisor.assessment.assess import assess
from advisor.assessment.reasoning import READINGS, Reasoning
from advisor.assessment.session import Session
from advisor.assessment.wording import address_name
from advisor.desk.repository import ARCHIVES, identity, read_shelf, shelf_of
from advisor.dossier import Answer, Dossier, Evidence
from advisor.dossier.answer_parsing import AnswerError, canonical, parse_answer
from advisor.rules.facts import Fact, FactType
from advisor.rules.load import Knowledge

ANONYMOUS = "Dossier anonyme"
REMOVED = "(texte retiré)"
"""Stands for a free text, so that an answer that was given is still one."""

PRECISIONS = (2, 3, 4)
"""Significant digits tried for a figure, roundest first; it stays exact when none leaves the findings as they are."""


class Anonymised(NamedTuple):
    """What was made of a dossier.

    Attributes:
        dossier: the anonymous one.
        rounded: how many figures and dates are less exact than they were.
        exact: names of those that had to stay exact, or a finding would change.
    """

    dossier: Dossier
    rounded: int
    exact: tuple[str, ...]


def anonymise(dossier: Dossier, on: date, knowledge: Knowledge, *, rounding: bool = False) -> Anonymised:
    """Take away the name, the SIREN, the adviser, the notes, the quotes and every free text; round figures if asked.

    Each criterion keeps its outcome under both readings of the law, each verdict its way, duration and changes: a
    figure that would move one is rounded less, or stays exact. What is left may still tell a company to who knows it
    well: legal form, dates, order of magnitude.

    Args:
        dossier: the dossier; it is not changed.
        on: the day whose law applies when the dossier fixes none.
        knowledge: the rule base.
        rounding: figures to two significant digits, percentages to the unit, dates to the first of the month.
    """
    bare = Dossier(
        format=dossier.format,
        name=ANONYMOUS,
        on=dossier.on,
        requested=dossier.requested,
        opened=dossier.opened and dossier.opened.replace(day=1),
        non_negotiables=dossier.non_negotiables,
        wants=dossier.wants,
        needs=dossier.needs,
        answers={address: _bare(knowledge, address, one) for address, one in dossier.answers.items()},
    )
    if not rounding:
        return Anonymised(bare, 0, ())
    day = dossier.on or on
    wanted, reported = _outcomes(bare, day, knowledge), _reported(bare, day, knowledge)

    def same(tried: Dossier) -> bool:
        # What costs little first.
        return _outcomes(tried, day, knowledge) == wanted and _reported(tried, day, knowledge) == reported

    made = _rounded(bare, knowledge, same)
    month = bare.requested and bare.requested.replace(day=1)
    if month == bare.requested:
        return made
    tried = made.dossier.model_copy(update={"requested": month})
    if same(tried):
        return made._replace(dossier=tried, rounded=made.rounded + 1)
    return made._replace(exact=(*made.exact, "date de la demande"))


def _bare(knowledge: Knowledge, address: str, one: Answer) -> Answer:
    fact, _ = knowledge.addresses[address]
    value = one.value
    if fact.type is FactType.TEXT and isinstance(value, str) and value.strip():
        # What must be of a given form (a department) tells where one is: it is withdrawn.
        value = REMOVED if fact.pattern is None else None
    return Answer(value=value, evidence=Evidence(level=one.evidence.level) if one.evidence else None)


def _rounded(bare: Dossier, knowledge: Knowledge, same: Callable[[Dossier], bool]) -> Anonymised:
    """All at once when that changes nothing; else one figure after the other, as round as the findings allow."""
    rounder = {
        address: next(filter(None, (_coarser(knowledge, bare, address, precision) for precision in PRECISIONS)), None)
        for address in bare.answers
    }
    figures = [address for address, text in rounder.items() if text is not None]
    coarse = _with(bare, rounder)
    if same(coarse):
        return Anonymised(coarse, len(figures), ())
    current, exact = bare, []
    for address in figures:
        for precision in PRECISIONS:
            text = _coarser(knowledge, bare, address, precision)
            tried = _with(current, {address: text})
            if text is not None and same(tried):
                current = tried
                break
        else:
            exact.append(address_name(knowledge, address))
    return Anonymised(current, len(figures) - len(exact), tuple(exact))


def _with(dossier: Dossier, texts: dict[str, str | None]) -> Dossier:
    for address, text in texts.items():
        if text is not None:
            dossier = dossier.with_answer(address, dossier.answers[address].model_copy(update={"value": text}))
    return dossier


def _coarser(knowledge: Knowledge, dossier: Dossier, address: str, precision: int) -> str | None:
    """An answer with less detail; None when it has none to lose, or is no figure."""
    fact, _ = knowledge.addresses[address]
    raw = dossier.answers[address].value
    if raw is None or isinstance(raw, tuple):
        return None
    value = parse_answer(fact, raw)
    if isinstance(value, date):
        near: date | Fraction = value.replace(day=1)
    elif isinstance(value, Fraction) and fact.unit != "annee":
        near = _near(fact, value, precision)
    else:
        return None
    text = canonical(fact, near)
    if near == value or not isinstance(text, str):
        return None
    try:
        parse_answer(fact, text)
    except AnswerError:
        # Out of the bounds of its fact.
        return None
    return text


def _near(fact: Fact, value: Fraction, precision: int) -> Fraction:
    """The nearest figure with so many significant digits; percentages have one digit less, for a unit at the most."""
    whole = abs(value)
    step = Fraction(1, 10**6)
    while whole >= step * 10**precision:
        step *= 10
    if fact.type is not FactType.MONEY:
        step = max(step, Fraction(1)) if precision == PRECISIONS[0] else step
    near = Fraction(round(whole / step)) * step
    return -near if value < 0 else near


def _outcomes(dossier: Dossier, day: date, knowledge: Knowledge) -> object:
    """Everything that an assessment concludes, under both readings of the law."""
    reasoning = Reasoning(Session(knowledge, dossier, day))
    roots = {
        root: [(reasoning.acquis(one).value(root), reasoning.attainable(one).value(root)) for one in READINGS]
        for root in reasoning.law.program.roots
    }
    return roots, [(one.id, one.addresses) for one in reasoning.session.contradictions]


def _reported(dossier: Dossier, day: date, knowledge: Knowledge) -> object:
    """What a reader of the report acts on, beyond the outcomes: way, duration, changes, what is missing."""
    found = assess(dossier, on=day, knowledge=knowledge)
    verdicts = [
        (one.outcome, one.route, one.duration, [change.remedy for change in (*one.changes, *one.later)])
        for one in found.verdicts.values()
    ]
    leaves = [(leaf.id, leaf.outcome) for finding in found.findings.values() for leaf in finding.leaves]
    return verdicts, leaves, [one.address for one in found.missing]


# -- which other files of the desk still name a company once its dossier was made anonymous --------------------------


def traces(path: Path, dossier: Dossier, copy: Path) -> tuple[Path, ...]:
    """Return files beside a dossier, or in the archives, that bear its name or speak of the same company.

    Args:
        path: where the dossier was.
        dossier: what it said.
        copy: the anonymous copy.
    """
    folder = shelf_of(path)
    found = {*_called(path, folder), *_of_company(dossier, folder)} - {path}
    return tuple(sorted(one for one in found if one.resolve() != copy.resolve()))


def _called(path: Path, folder: Path) -> Iterator[Path]:
    """Reports, calendars, copies: they are named after the dossier unless asked otherwise."""
    for place in (folder, folder / ARCHIVES):
        if place.is_dir():
            for one in place.iterdir():
                if named_after(one.name.lstrip("."), path.stem):
                    yield one


def named_after(name: str, stem: str) -> bool:
    """Return whether a file is named after a dossier: what follows its name does not go on with it."""
    return name.startswith(stem) and not name[len(stem) : len(stem) + 1].isalnum()


def _of_company(dossier: Dossier, folder: Path) -> Iterator[Path]:
    """Dossiers that bear the number or the name: for what must not be left behind, either is enough."""
    wanted = identity(dossier)
    for one in read_shelf(folder, archived=True).entries:
        if any(mine and mine == its for mine, its in zip(wanted, identity(one.dossier), strict=True)):
            yield one.path
