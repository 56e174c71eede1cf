"""The activity report as a document: key figures, companies, months, obstacles, remedies, how all was counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from advisor.common.french import capital, lower_first, plural
from advisor.desk.repository import Damaged, DossierFile, Repository
from advisor.desk.summary import tally
from advisor.desk.summary.gather import AGES, LARGEST, OLDEST, SIZES, TO_COME, CountedVerdict, Gathered, Period, gather
from advisor.desk.summary.tally import DisclosedGroups, figure, of_list, of_partition
from advisor.report.model import Bar, Block, Chart, KeyValues, Paragraph, Report, Section
from advisor.rules.basis import Trait
from advisor.rules.facts import FactType
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Cause, Mark, Outcome, VerdictId
from advisor.rules.words import load_words

_UNANSWERED = ""
_UNIT = "Consultations"
_LONGEST_LIST = 12
_ORDER = tuple(VerdictId)
_BRACKETS = (*(text for _, text in AGES), OLDEST, TO_COME, *(text for _, text in SIZES), LARGEST)

SMALLEST = 3
"""Companies below which a group is not shown alone, unless asked otherwise."""


def write_summary(
    shelf: Repository,
    period: Period,
    knowledge: Knowledge,
    *,
    smallest: int = SMALLEST,
    tick: Callable[[DossierFile], object] = lambda _: None,
    tell: Callable[[tuple[Damaged, ...]], object] = lambda _: None,
) -> Report:
    """The activity report of a period.

    Args:
        shelf: the dossiers.
        period: which consultations to tell.
        knowledge: the rule base.
        smallest: fewest companies a group must have to be shown alone; 1 shows every group.
        tick: called for each dossier.
        tell: called with the files left out, which the report only counts.
    """
    return summary_report(gather(shelf, period, knowledge, tick, tell), period, knowledge, smallest)


def summary_report(gathered: Gathered, period: Period, knowledge: Knowledge, smallest: int) -> Report:
    """The report of a period, with no group of fewer than ``smallest`` companies shown alone."""
    writer = _Writer(gathered, period, knowledge, smallest)
    return Report(
        title="Bilan des consultations",
        metadata=(
            ("Période", writer.period.title),
            ("Objet", "qualité d'entreprise de l'ESS et agrément ESUS"),
        ),
        notice=tally.notice(smallest),
        summary=writer.essential(),
        sections=tuple(section for section in writer.sections() if section.blocks),
    )


class _Writer:
    def __init__(self, gathered: Gathered, period: Period, knowledge: Knowledge, smallest: int) -> None:
        self.gathered, self.period, self.knowledge, self.smallest = gathered, period, knowledge, smallest
        self.consultations = gathered.consultations
        self.total = len(self.consultations)
        self.companies = len({one.company for one in self.consultations})
        # Fewer companies than a group may have: only how many there are can be shown.
        self.detailed = self.companies >= smallest and self.total > 0

    # -- parts ---------------------------------------------------------------------------------------------------

    def essential(self) -> Section:
        """What holds on one page: how many, the verdicts of both statuses, and when."""
        blocks: list[Block] = []
        if self.total == 0:
            blocks.append(Paragraph(text=tally.nothing(self.gathered)))
        else:
            blocks.append(KeyValues(pairs=tuple(self.figures())))
        if self.detailed:
            blocks += [block for status in self.knowledge.statuses for block in self.verdicts(status)]
        elif self.total:
            blocks.append(Paragraph(text=tally.too_few(self.smallest)))
        if self.total:
            blocks += self.months()
        return Section(id="essential", title="L'essentiel", blocks=tuple(blocks))

    def sections(self) -> Iterator[Section]:
        if self.detailed:
            profile = [block for trait in self.knowledge.base.profile for block in self.trait(trait)]
            yield Section(id="profile", title="Les structures reçues", blocks=tuple(profile))
        if self.detailed:
            yield Section(id="obstacles", title="Ce qui bloque le plus souvent", blocks=tuple(self.obstacles()))
            yield Section(id="remedies", title="Ce qui a été conseillé", blocks=tuple(self.remedies()))
            yield Section(id="missing", title="Ce qui manquait pour conclure", blocks=tuple(self.missing()))
            yield Section(id="open", title="Ce que le droit laisse ouvert", blocks=tuple(self.open_points()))
        yield Section(
            id="method",
            title="Comment ce bilan est fait",
            blocks=tally.method(self.gathered, self.knowledge, self.smallest),
        )

    def figures(self) -> Iterator[tuple[str, str]]:
        apart = "" if self.companies == self.total else f", pour {plural(self.companies, 'structure distincte')}"
        yield "Consultations", f"{self.total}{apart}"
        advisers = len({one.adviser for one in self.consultations if one.adviser is not None})
        if advisers:
            yield "Conseillers", f"{advisers}, d'après les dossiers qui en nomment un"
        if before := self.gathered.before:
            earlier = self.period.a_year_before()
            assert earlier is not None
            gap = self.total - before
            change = f"{abs(gap)} de {'plus' if gap > 0 else 'moins'} cette fois" if gap else "autant cette fois"
            yield "Un an plus tôt", f"{before}, {earlier.title} ; {change}"

    def verdicts(self, status: str) -> Iterator[Block]:
        title = self.knowledge.statuses[status].title
        groups = of_partition(self.consultations, lambda one: one.outcomes[status], self.smallest)
        ranked = sorted(groups.counts, key=lambda one: _place(one.group))
        bars = [
            Bar(
                label=tally.outcome(one.group),
                value=one.consultations,
                text=figure(one.consultations, self.total),
                mark=_mark(one.group),
            )
            for one in ranked
        ]
        yield from self.partition(title, bars, groups, [tally.outcome(one) for one in groups.mainly])

    def trait(self, trait: Trait) -> Iterator[Block]:
        fact = self.knowledge.facts[trait.fact]

        def label(group: str) -> str:
            shown = fact.option_label(group) if fact.options else group
            return capital(shown) if group != _UNANSWERED else tally.UNANSWERED

        if fact.type is FactType.CHOICES:
            listed = of_list(self.consultations, lambda one: one.profile[fact.id] or (_UNANSWERED,), self.smallest)
            yield from self.listing(
                f"{trait.title} (plusieurs réponses possibles)", listed, label, lambda group: "", most=len(fact.options)
            )
            return
        groups = of_partition(
            self.consultations, lambda one: next(iter(one.profile[fact.id]), _UNANSWERED), self.smallest
        )
        ranked = sorted(groups.counts, key=lambda one: _rank(one.group))
        bars = [
            Bar(label=label(one.group), value=one.consultations, text=figure(one.consultations, self.total))
            for one in ranked
        ]
        yield from self.partition(trait.title, bars, groups, [label(one) for one in groups.mainly])

    def months(self) -> Iterator[Block]:
        slices = self.period.slices(self.consultations[0].day)
        if not slices:
            return
        bars = []
        for one in slices:
            number = sum(one.start <= consultation.day <= one.end for consultation in self.consultations)
            bars.append(Bar(label=capital(one.title), value=number, text=str(number)))
        yield Chart(title="Consultations au fil du temps", unit=_UNIT, bars=tuple(bars))

    def obstacles(self) -> Iterator[Block]:
        # Worded as in the latest consultation.
        latest = {obstacle.criterion: obstacle for one in self.consultations for obstacle in one.obstacles}
        groups = of_list(
            self.consultations, lambda one: (obstacle.criterion for obstacle in one.obstacles), self.smallest
        )
        yield from self.listing(
            "Critères non remplis qui ont pesé sur un verdict",
            groups,
            lambda id: f"{id} {self.knowledge.criteria[id].title}",
            lambda id: tally.sourced(self.knowledge, latest[id].articles, latest[id].confidence),
        )

    def remedies(self) -> Iterator[Block]:
        for title, remedies in (
            ("Changements à faire dès maintenant", lambda one: one.remedies),
            ("Changements qui demandent du temps", lambda one: one.later),
        ):
            yield from self.listing(
                title,
                of_list(self.consultations, remedies, self.smallest),
                lambda id: self.knowledge.remedies[id].title,
                lambda id: tally.remedy_note(self.knowledge.remedies[id]),
            )

    def missing(self) -> Iterator[Block]:
        yield from self.listing(
            "Réponses et pièces attendues",
            of_list(self.consultations, lambda one: one.missing, self.smallest),
            lambda id: self.knowledge.facts[id].short or id,
            lambda id: f"Où le trouver : {lower_first(self.knowledge.facts[id].where)}",
        )

    def open_points(self) -> Iterator[Block]:
        yield from self.listing(
            "Questions que les textes ne tranchent pas",
            of_list(self.consultations, lambda one: one.open_points, self.smallest),
            lambda id: self.knowledge.open_questions[id].title,
            lambda id: tally.open_note(self.knowledge, self.knowledge.open_questions[id]),
        )

    # -- charts --------------------------------------------------------------------------------------------------

    def partition(
        self,
        title: str,
        drawn: list[Bar],
        groups: DisclosedGroups[CountedVerdict] | DisclosedGroups[str],
        mainly: list[str],
    ) -> Iterator[Block]:
        if not drawn:
            yield Paragraph(lead=title, text=tally.mainly(mainly) if mainly else tally.SCATTERED)
            return
        if groups.merged:
            text = figure(groups.merged, self.total)
            drawn.append(Bar(label=tally.merged(groups.hidden), value=groups.merged, text=text, aside=True))
        yield Chart(title=title, unit=_UNIT, bars=tuple(drawn))

    def listing(
        self,
        title: str,
        groups: DisclosedGroups[str],
        label: Callable[[str], str],
        note: Callable[[str], str],
        most: int = _LONGEST_LIST,
    ) -> Iterator[Block]:
        shown = groups.counts[:most]
        bars = [
            Bar(
                label=label(one.group),
                value=one.consultations,
                text=figure(one.consultations, self.total),
                note=note(one.group),
            )
            for one in shown
        ]
        if bars:
            yield Chart(title=title, unit=_UNIT, bars=tuple(bars))
        rest = tally.rest(len(groups.counts) - len(shown), groups.hidden, self.smallest)
        if rest:
            yield Paragraph(text=rest) if bars else Paragraph(lead=title, text=rest)


def _mark(outcome: CountedVerdict) -> Mark:
    return Outcome.TO_COMPLETE if outcome.cause in (Cause.FACTS, Cause.CONTRADICTION) else outcome.verdict


def _place(outcome: CountedVerdict) -> tuple[int, int]:
    return _ORDER.index(outcome.verdict), list(load_words().causes).index(outcome.cause) if outcome.cause else 0


def _rank(group: str) -> int:
    """Brackets go in their own order, choices in that of their number, no answer last."""
    if group in _BRACKETS:
        return _BRACKETS.index(group)
    return len(_BRACKETS) if group == _UNANSWERED else 0
