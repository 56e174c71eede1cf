"""Is every rule dated without hole or overlap, and does the text it rests on cover all its days?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from advisor.common.french import french_date
from advisor.common.yaml_reader import Path_
from advisor.lint._sites import ConditionSite, Review, cited
from advisor.rules.basis import DISTANT, Dated, SourceVersion, Worded
from advisor.rules.conditions import CriterionRef, walk
from advisor.rules.models import CriterionVersion, Duration, RouteVersion
from advisor.rules.references import SIGNATURES, argument_names, references, rests_on
from advisor.rules.vocabulary import EntryKind

DAY = timedelta(1)

DateRange = tuple[date, date]
_Changing = CriterionVersion | RouteVersion


def check_dates(review: Review) -> None:
    """Validity of every dated entry, and coverage of rules by sources and figures."""
    _base(review)
    _entries(review)
    _criteria(review)
    _routes(review)
    _citations(review)
    _figures(review)


def _base(review: Review) -> None:
    base = review.knowledge.base
    for key, day in (("debut", base.start), ("controle_code", base.code_checked_on)):
        if day > base.law_as_of:
            review.say(
                EntryKind.BASE,
                "base",
                (key,),
                f"« {key} » ({french_date(day)}) vient après l'état du droit ({french_date(base.law_as_of)}).",
                "Corrigez l'une des deux dates.",
            )


def _entries(review: Review) -> None:
    knowledge = review.knowledge
    for source in knowledge.sources.values():
        _sequence(review, EntryKind.SOURCE, source.id, ("versions",), source.versions)
        for i, version in enumerate(source.versions):
            _checked(review, EntryKind.SOURCE, source.id, ("versions", i, "controle"), version.checked)
            if not version.reference and not version.note:
                message = "cette version n'a ni « reference » ni « note »."
                review.say(
                    EntryKind.SOURCE, source.id, ("versions", i), message, "Dites où la lire, ou pourquoi on l'ignore."
                )
    for parameter in knowledge.parameters.values():
        _sequence(review, EntryKind.PARAMETER, parameter.id, ("valeurs",), parameter.values)
        for i, value in enumerate(parameter.values):
            _checked(review, EntryKind.PARAMETER, parameter.id, ("valeurs", i, "controle"), value.checked)
    for line in knowledge.guidance:
        _worded(review, EntryKind.GUIDANCE, line)
    for step in knowledge.acts.steps.values():
        _worded(review, EntryKind.STEP, step)
    for fact in knowledge.facts.values():
        for i, option in enumerate(fact.choices):
            if option.start > date(1, 1, 1) or option.end < DISTANT:
                review.say(
                    EntryKind.FACT,
                    fact.id,
                    ("choix", i),
                    f"le choix « {option.id} » est daté, mais les dates d'un choix ne servent à rien.",
                    "Datez plutôt la condition du critère qui le lit.",
                )


def _worded(review: Review, kind: EntryKind, entry: Worded) -> None:
    """Dates of an entry, and of the versions of its words, which stand inside them."""
    _order(review, kind, entry.id, (), entry)
    if not entry.versions:
        return
    _sequence(review, kind, entry.id, ("versions",), entry.versions)
    for i, version in enumerate(entry.versions):
        if version.start <= entry.start or version.start > entry.end:
            message = "cette version ne commence pas pendant la durée de son entrée."
            review.say(kind, entry.id, ("versions", i, "depuis"), message, "Corrigez l'une des deux dates.")


def _criteria(review: Review) -> None:
    start = review.knowledge.base.start
    needed = _needed(review)
    for criterion in review.knowledge.criteria.values():
        _sequence(review, EntryKind.CRITERION, criterion.id, ("versions",), criterion.versions)
        _changes(review, EntryKind.CRITERION, criterion.id, ("versions",), criterion.versions)
        spans = [(max(v.start, start), v.end) for v in criterion.versions]
        for site, path in needed.get(criterion.id, ()):
            for hole in uncovered((max(site.start, start), site.end), spans):
                review.add(
                    site.problem(
                        path,
                        f"le critère {criterion.id} n'a pas de version {_days(hole)} : il vaudrait faux en silence.",
                        "Ajoutez-lui une version (au besoin « toujours: faux » et sa raison), ou datez ceci.",
                    )
                )
        for i, reserve in enumerate(criterion.reserves):
            _order(review, EntryKind.CRITERION, criterion.id, ("reserves", i), reserve)


def _needed(review: Review) -> dict[str, list[tuple[ConditionSite, Path_]]]:
    """The conditions that read each criterion."""
    found: dict[str, list[tuple[ConditionSite, Path_]]] = {}
    for site in review.sites:
        if site.use in ("critere", "voie"):
            for node in walk(site.condition):
                if isinstance(node, CriterionRef):
                    found.setdefault(node.id, []).append((site, node.path))
    return found


def _routes(review: Review) -> None:
    start = review.knowledge.base.start
    for status in review.knowledge.statuses.values():
        for r, route in enumerate(status.routes):
            path = ("voies", r, "versions")
            _sequence(review, EntryKind.STATUS, status.id, path, route.versions)
            _changes(review, EntryKind.STATUS, status.id, path, route.versions)
            if route.versions[0].start > start:
                review.say(
                    EntryKind.STATUS,
                    status.id,
                    (*path, 0, "depuis"),
                    f"la voie {route.id} commence le {french_date(route.versions[0].start)}, après le début de la base "
                    f"({french_date(start)}).",
                    "Ajoutez une version qui dise ce qu'il en était avant (« toujours: faux » et sa raison).",
                )
            if route.versions[-1].end < DISTANT:
                review.say(
                    EntryKind.STATUS,
                    status.id,
                    (*path, len(route.versions) - 1, "jusqu_a"),
                    f"la voie {route.id} s'arrête le {french_date(route.versions[-1].end)} sans suite.",
                    "Ajoutez une version qui dise ce qu'il en est depuis, ou retirez cette fin.",
                )
            _durations(review, status.id, r, route.durations)


def _durations(review: Review, status: str, route: int, lines: Sequence[Duration]) -> None:
    always: list[Duration] = []
    for i, line in enumerate(lines):
        path = ("voies", route, "durees", i)
        _order(review, EntryKind.STATUS, status, path, line)
        if any(one.start <= line.start and line.end <= one.end for one in always):
            review.say(
                EntryKind.STATUS,
                status,
                path,
                "cette durée ne sert jamais : une ligne précédente vaut toujours.",
                "Supprimez-la, ou placez-la plus haut.",
            )
        if line.condition is None:
            always.append(line)
        parameter = review.knowledge.parameters.get(line.parameter)
        spans = [(value.start, value.end) for value in parameter.values] if parameter is not None else []
        for hole in uncovered((max(line.start, review.knowledge.base.start), line.end), spans) if spans else ():
            review.say(
                EntryKind.STATUS,
                status,
                (*path, "parametre"),
                f"le paramètre {line.parameter} n'a pas de valeur {_days(hole)}.",
                "Ajoutez la valeur, ou datez cette durée.",
            )
    if lines and not always:
        review.say(
            EntryKind.STATUS,
            status,
            ("voies", route, "durees"),
            "aucune durée ne vaut par défaut.",
            "Terminez la liste par une ligne sans « si ».",
        )


# -- sequences of dated versions -------------------------------------------------------------------------------------


def _sequence(review: Review, kind: EntryKind, id: str, path: Path_, versions: Sequence[Dated]) -> None:
    """Versions in order, each starting the day after the one before ends."""
    if not versions:
        review.say(kind, id, path, f"{id} n'a aucune version.", "Ajoutez-en une, avec sa date de début.")
    for i, version in enumerate(versions):
        _order(review, kind, id, (*path, i), version)
        if version.start == date(1, 1, 1):
            review.say(kind, id, (*path, i), "cette version n'a pas de « depuis ».", "Donnez son premier jour.")
            continue
        if i == 0:
            continue
        before = versions[i - 1]
        at = (*path, i, "depuis")
        if version.start <= before.end:
            end = "n'a pas de fin" if before.end == DISTANT else f"va jusqu'au {french_date(before.end)}"
            review.say(
                kind,
                id,
                at,
                f"chevauchement : la version précédente {end}, celle-ci commence le {french_date(version.start)}.",
                f"Finissez la précédente le {french_date(version.start - DAY)}.",
            )
        elif version.start > before.end + DAY:
            hole = (before.end + DAY, version.start - DAY)
            if not _noted(versions, hole):
                mend = "Rendez-les contiguës"
                if kind == EntryKind.SOURCE:
                    mend += f", ou dites ce qui manque dans la « note » de l'une (en y nommant {_years(hole)})"
                review.say(kind, id, at, f"trou {_days(hole)}, entre deux versions.", mend + ".")


def _changes(review: Review, kind: EntryKind, id: str, path: Path_, versions: Sequence[_Changing]) -> None:
    """A condition that differs from the one before must say what changed: ``rules diff`` shows it."""
    for i, (before, after) in enumerate(pairwise(versions), start=1):
        if before.condition != after.condition and not after.change:
            message = "la condition change sans que la version le dise."
            review.say(kind, id, (*path, i), message, "Ajoutez « changement » : ce qui change, en une phrase.")


def _order(review: Review, kind: EntryKind, id: str, path: Path_, version: Dated) -> None:
    if version.end < version.start:
        review.say(
            kind,
            id,
            (*path, "jusqu_a"),
            f"cette fin ({french_date(version.end)}) précède le début ({french_date(version.start)}).",
            "Corrigez l'une des deux dates.",
        )


def _checked(review: Review, kind: EntryKind, id: str, path: Path_, day: date) -> None:
    limit = review.knowledge.base.law_as_of
    if day > limit:
        review.say(
            kind,
            id,
            path,
            f"contrôlé le {french_date(day)}, après l'état du droit de la base ({french_date(limit)}).",
            "Corrigez ce jour, ou avancez « etat_du_droit » dans base.yaml.",
        )


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
    for sources in cited(review.knowledge):
        if sources.dated is None:
            continue
        span = (max(sources.dated.start, review.knowledge.base.start), sources.dated.end)
        for i, citation in enumerate(sources.citations):
            source = review.knowledge.sources.get(citation.source)
            if source is None or not source.versions:
                continue  # reported with the other unknown ids
            # A hole between two versions is reported once, at the source.
            for hole in uncovered(span, [(source.versions[0].start, source.versions[-1].end)]):
                if not _noted(source.versions, hole):
                    review.say(
                        sources.kind,
                        sources.id,
                        sources.place(i),
                        f"la source {source.id} n'a pas de version {_days(hole)}.",
                        "Datez la règle comme son texte, citez un autre texte, ou dites ce trou dans la « note » de la "
                        f"source (en y nommant {_years(hole)}).",
                    )


def _noted(versions: Sequence[Dated], hole: DateRange) -> bool:
    """Whether the version of a source before or after a hole says so: its note must name the years of the hole."""
    before = [version for version in versions if version.end < hole[0]]
    after = [version for version in versions if version.start > hole[1]]
    years = {str(hole[0].year)} | ({str(hole[1].year)} if hole[1] < DISTANT else set())
    notes = [version.note for version in (*before[-1:], *after[:1]) if isinstance(version, SourceVersion)]
    return any(all(year in note for year in years) for note in notes)


def _figures(review: Review) -> None:
    """A figure that a condition compares with must exist on all the days of the condition."""
    start = review.knowledge.base.start
    for site in review.sites:
        if site.use not in ("critere", "voie", "duree"):
            continue
        span = (max(site.start, start), site.end)
        for node in walk(site.condition):
            for ref in references(node):
                for id in _parameters(review, ref.kind, ref.id):
                    values = review.knowledge.parameters[id].values
                    for hole in uncovered(span, [(value.start, value.end) for value in values]):
                        review.add(
                            site.problem(
                                ref.path,
                                f"le paramètre {id} n'a pas de valeur {_days(hole)}, où cette condition le lit.",
                                "Ajoutez la valeur, ou datez la condition : sans elle, rien ne pourrait conclure.",
                            )
                        )


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
        for argument, expected in SIGNATURES.get(indicator.calculation, {}).items():
            if expected.kind == EntryKind.PARAMETER and not expected.series:
                for parameter in argument_names(indicator.arguments.get(argument)):
                    if parameter in review.knowledge.parameters:
                        yield parameter
        for case in indicator.cases:
            if isinstance(case.value, dict) and case.value.get("parametre") in review.knowledge.parameters:
                yield case.value["parametre"]
