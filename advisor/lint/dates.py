"""Is every rule dated without hole or overlap, and does the text it rests on cover all its days?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from advisor.common.french import french_date
from advisor.lint._sites import OF_LAW, Entry, Review
from advisor.rules.acts import FileCase, Known
from advisor.rules.basis import DISTANT, Dated, SourceVersion, Worded
from advisor.rules.models import Duration, LawVersion, Reserve
from advisor.rules.references import rests_on
from advisor.rules.vocabulary import EntryKind

DAY = timedelta(1)

DateRange = tuple[date, date]

_MAY_PRECEDE = (Reserve, FileCase, Known)
"""What may rest on a text that says it later: an instruction, a doctrine."""


def check_dates(review: Review) -> None:
    """Validity of every dated entry, and coverage of rules by sources and figures."""
    _base(review)
    _entries(review)
    _criteria(review)
    _routes(review)
    _citations(review)
    _starts(review)
    _figures(review)


def _base(review: Review) -> None:
    base = review.knowledge.base
    for key, day in (("debut", base.start), ("controle_code", base.code_checked_on)):
        if day > base.law_as_of:
            message = f"« {key} » ({french_date(day)}) vient après l'état du droit ({french_date(base.law_as_of)})."
            review.entry(EntryKind.BASE, "base").say((key,), message, "Corrigez l'une des deux dates.")


def _entries(review: Review) -> None:
    knowledge = review.knowledge
    for source in knowledge.sources.values():
        versions = review.entry(EntryKind.SOURCE, source.id, "versions")
        _sequence(versions, source.versions)
        for i, version in enumerate(source.versions):
            _checked(versions.at(i, "controle"), version.checked)
            if not version.reference and not version.note:
                message = "cette version n'a ni « reference » ni « note »."
                versions.say((i,), message, "Dites où la lire, ou pourquoi on l'ignore.")
    for parameter in knowledge.parameters.values():
        values = review.entry(EntryKind.PARAMETER, parameter.id, "valeurs")
        _sequence(values, parameter.values)
        for i, value in enumerate(parameter.values):
            _checked(values.at(i, "controle"), value.checked)
        if parameter.due is not None and parameter.values and parameter.due <= parameter.values[-1].start:
            message = f"attendu le {french_date(parameter.due)}, alors qu'une valeur plus récente est écrite."
            mend = "Dites quand la prochaine sera connue, ou ôtez « attendu »."
            review.entry(EntryKind.PARAMETER, parameter.id).say(("attendu",), message, mend)
    for line in knowledge.guidance:
        _worded(review.entry(EntryKind.GUIDANCE, line.id), line)
    for step in knowledge.acts.steps.values():
        _worded(review.entry(EntryKind.STEP, step.id), step)
    for fact in knowledge.facts.values():
        for i, option in enumerate(fact.choices):
            if option.start > date(1, 1, 1) or option.end < DISTANT:
                message = f"le choix « {option.id} » est daté, mais les dates d'un choix ne servent à rien."
                mend = "Datez plutôt la condition du critère qui le lit."
                review.entry(EntryKind.FACT, fact.id).say(("choix", i), message, mend)


def _worded(entry: Entry, worded: Worded) -> None:
    """Dates of an entry, and of the versions of its words, which stand inside them."""
    _order(entry, worded)
    if not worded.versions:
        return
    _sequence(entry.at("versions"), worded.versions)
    for i, version in enumerate(worded.versions):
        if version.start <= worded.start or version.start > worded.end:
            message = "cette version ne commence pas pendant la durée de son entrée."
            entry.say(("versions", i, "depuis"), message, "Corrigez l'une des deux dates.")


def _criteria(review: Review) -> None:
    for at, ref, holding in review.references:
        cited = review.knowledge.criteria.get(ref.id) if ref.kind == EntryKind.CRITERION else None
        if cited is not None and isinstance(holding.owner, OF_LAW):
            spans = [review.days(version) for version in cited.versions]
            for hole in uncovered(review.days(holding.dated), spans):
                message = f"le critère {cited.id} n'a pas de version {_days(hole)} : il vaudrait faux en silence."
                mend = "Ajoutez-lui une version (au besoin « toujours: faux » et sa raison), ou datez ceci."
                at.say(ref.path, message, mend)
    for criterion in review.knowledge.criteria.values():
        entry = review.entry(EntryKind.CRITERION, criterion.id)
        _sequence(entry.at("versions"), criterion.versions)
        _changes(entry.at("versions"), criterion.versions)
        for i, reserve in enumerate(criterion.reserves):
            _order(entry.at("reserves", i), reserve)


def _routes(review: Review) -> None:
    start = review.knowledge.base.start
    for status in review.knowledge.statuses.values():
        for r, route in enumerate(status.routes):
            entry = review.entry(EntryKind.STATUS, status.id, "voies", r)
            versions = entry.at("versions")
            _sequence(versions, route.versions)
            _changes(versions, route.versions)
            first, last = route.versions[0].start, route.versions[-1].end
            if first > start:
                message = f"la voie {route.id} commence le {french_date(first)}, après le début de la base"
                mend = "Ajoutez une version qui dise ce qu'il en était avant (« toujours: faux » et sa raison)."
                versions.say((0, "depuis"), f"{message} ({french_date(start)}).", mend)
            if last < DISTANT:
                message = f"la voie {route.id} s'arrête le {french_date(last)} sans suite."
                mend = "Ajoutez une version qui dise ce qu'il en est depuis, ou retirez cette fin."
                versions.say((len(route.versions) - 1, "jusqu_a"), message, mend)
            _durations(entry.at("durees"), route.durations)


def _durations(entry: Entry, lines: Sequence[Duration]) -> None:
    always: list[Duration] = []
    for i, line in enumerate(lines):
        _order(entry.at(i), line)
        if any(one.start <= line.start and line.end <= one.end for one in always):
            message = "cette durée ne sert jamais : une ligne précédente vaut toujours."
            entry.say((i,), message, "Supprimez-la, ou placez-la plus haut.")
        if line.condition is None:
            always.append(line)
    if lines and not always:
        entry.say((), "aucune durée ne vaut par défaut.", "Terminez la liste par une ligne sans « si ».")


# -- sequences of dated versions -------------------------------------------------------------------------------------


def _sequence(entry: Entry, versions: Sequence[Dated]) -> None:
    """Versions in order, each starting the day after the one before ends."""
    if not versions:
        entry.say((), f"{entry.id} n'a aucune version.", "Ajoutez-en une, avec sa date de début.")
    for i, version in enumerate(versions):
        _order(entry.at(i), version)
        if version.start == date(1, 1, 1):
            entry.say((i,), "cette version n'a pas de « depuis ».", "Donnez son premier jour.")
            continue
        if i == 0:
            continue
        before = versions[i - 1]
        if version.start <= before.end:
            if before.end == DISTANT:
                message = f"cette version ne commence pas après la précédente ({french_date(before.start)})."
                entry.say((i, "depuis"), message, "Mettez la plus ancienne d'abord, chaque jour une fois.")
                continue
            end, start = french_date(before.end), french_date(version.start)
            message = f"chevauchement : la version précédente va jusqu'au {end}, celle-ci commence le {start}."
            entry.say((i, "depuis"), message, "Supprimez le « jusqu_a » de la précédente : elle finit la veille.")
        elif version.start == before.end + DAY:
            if entry.writes(i - 1, "jusqu_a"):
                message = "cette fin va sans dire : c'est la veille de la version suivante."
                entry.say((i - 1, "jusqu_a"), message, "Supprimez cette ligne.")
        else:
            hole = (before.end + DAY, version.start - DAY)
            if not _noted(versions, hole):
                mend = "Rendez-les contiguës"
                if entry.kind == EntryKind.SOURCE:
                    mend += f", ou dites ce qui manque dans la « note » de l'une (en y nommant {_years(hole)})"
                entry.say((i, "depuis"), f"trou {_days(hole)}, entre deux versions.", f"{mend}.")


def _changes(entry: Entry, versions: Sequence[LawVersion]) -> None:
    """A condition that differs from the one before must say what changed: ``rules diff`` shows it."""
    for i, (before, after) in enumerate(pairwise(versions), start=1):
        if before.condition != after.condition and not after.change:
            message = "la condition change sans que la version le dise."
            entry.say((i,), message, "Ajoutez « changement » : ce qui change, en une phrase.")


def _order(entry: Entry, version: Dated) -> None:
    if version.end < version.start:
        message = f"cette fin ({french_date(version.end)}) précède le début ({french_date(version.start)})."
        entry.say(("jusqu_a",), message, "Corrigez l'une des deux dates.")


def _checked(entry: Entry, day: date) -> None:
    limit = entry.review.knowledge.base.law_as_of
    if day > limit:
        message = f"contrôlé le {french_date(day)}, après l'état du droit de la base ({french_date(limit)})."
        entry.say((), message, "Corrigez ce jour, ou avancez « etat_du_droit » dans base.yaml.")


def uncovered(span: DateRange, spans: Sequence[DateRange]) -> Iterator[DateRange]:
    """The parts of a period that none of the others covers."""
    day, last = span
    for start, end in sorted(spans):
        if end < day:
            continue
        if start > last:
            break
        if start > day:
            yield (day, start - DAY)
        if end >= last:
            return
        day = end + DAY
    if day <= last:
        yield (day, last)


def _years(span: DateRange) -> str:
    first, last = span[0].year, span[1].year
    return f"{first} et {last}" if first < last < DISTANT.year else f"{first}"


def _days(span: DateRange) -> str:
    start, end = span
    if end == DISTANT:
        return f"depuis le {french_date(start)}"
    if start == end:
        return f"le {french_date(start)}"
    return f"du {french_date(start)} au {french_date(end)}"


# -- what a rule rests on --------------------------------------------------------------------------------------------


def _citations(review: Review) -> None:
    for at, ref, holding in review.references:
        source = review.knowledge.sources.get(ref.id) if ref.kind == EntryKind.SOURCE else None
        if source is None or not source.versions or holding.dated is None:
            continue
        if any(isinstance(one, _MAY_PRECEDE) for one in holding.models):
            continue
        # A hole between two versions is reported once, at the source.
        for hole in uncovered(review.days(holding.dated), [(source.versions[0].start, source.versions[-1].end)]):
            if not _noted(source.versions, hole):
                mend = (
                    "Datez la règle comme son texte, citez un autre texte, ou dites ce trou dans la « note » de la "
                    f"source (en y nommant {_years(hole)})."
                )
                at.say(ref.path, f"la source {source.id} n'a pas de version {_days(hole)}.", mend)


def _starts(review: Review) -> None:
    """A rule or a figure that changes on a day on which none of the texts it cites does, nor says why."""
    knowledge = review.knowledge
    rules: list[tuple[Entry, Sequence[LawVersion]]] = [
        (review.entry(EntryKind.CRITERION, id), one.versions) for id, one in knowledge.criteria.items()
    ]
    for id, status in knowledge.statuses.items():
        rules += [(review.entry(EntryKind.STATUS, id, "voies", i), one.versions) for i, one in enumerate(status.routes)]
    for entry, versions in rules:
        _followed(entry.at("versions"), [(one, [cited.source for cited in one.citations]) for one in versions])
    for id, figure in knowledge.parameters.items():
        entry = review.entry(EntryKind.PARAMETER, id, "valeurs")
        _followed(entry, [(one, [one.source] if one.source else []) for one in figure.values])


def _followed(entry: Entry, versions: Sequence[tuple[Dated, Sequence[str]]]) -> None:
    sources = entry.review.knowledge.sources
    for i, (version, cited) in enumerate(versions):
        texts = [one for id in cited if id in sources for one in sources[id].versions]
        day = french_date(version.start)
        if i and texts and not any(one.start == version.start or day in one.note for one in texts):
            mend = (
                "Ajoutez à sa source, dans sources.yaml, la version de ce jour, ou dites dans la « note » d'une des "
                f"siennes pourquoi la règle change alors (en y nommant « {day} »)."
            )
            entry.say((i, "depuis"), f"aucun des textes cités ne change le {day}.", mend)


def _noted(versions: Sequence[Dated], hole: DateRange) -> bool:
    """Whether the version of a source before or after a hole says so: its note must name the years of the hole."""
    before = [version for version in versions if version.end < hole[0]]
    after = [version for version in versions if version.start > hole[1]]
    years = {str(hole[0].year)} | ({str(hole[1].year)} if hole[1] < DISTANT else set())
    notes = [version.note for version in (*before[-1:], *after[:1]) if isinstance(version, SourceVersion)]
    return any(all(year in note for year in years) for note in notes)


def _figures(review: Review) -> None:
    """A figure that a condition compares with, or a duration, must exist on all the days of what reads it."""
    for at, ref, holding in review.references:
        if not isinstance(holding.owner, (*OF_LAW, Duration)):
            continue
        for id in _parameters(review, ref.kind, ref.id):
            values = review.knowledge.parameters[id].values
            for hole in uncovered(review.days(holding.dated), [(value.start, value.end) for value in values]):
                message = f"le paramètre {id} n'a pas de valeur {_days(hole)}, où cette règle le lit."
                at.say(ref.path, message, "Ajoutez la valeur, ou datez la règle : rien ne pourrait conclure sans elle.")


def _parameters(review: Review, kind: EntryKind, id: str) -> Iterator[str]:
    """Parameters read on the very day of assessment by a threshold or an indicator."""
    if kind == EntryKind.PARAMETER and id in review.knowledge.parameters:
        yield id
    if kind != EntryKind.INDICATOR:
        return
    for what, name in rests_on(review.knowledge, EntryKind.INDICATOR, id):
        indicator = review.knowledge.indicators.get(name) if what == EntryKind.INDICATOR else None
        if indicator is None:
            continue
        if not indicator.dated:
            yield from (one for one in indicator.names if one in review.knowledge.parameters)
