"""The activity report as a document: key figures, companies, months, obstacles, remedies, how all was counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from advisor.common.french import capital, lower_first, plural
from advisor.desk.repository import Damaged, DossierFile, Repository
from advisor.desk.summary import tally
from advisor.desk.summary.gather import BRACKETS, Consultation, CountedVerdict, Gathered, Period, gather
from advisor.desk.summary.tally import DisclosedGroups, K, figure, of_list, of_partition
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
    """Write the activity report of a period.

    Args:
        shelf: the dossiers.
        period: which consultations to tell.
        knowledge: the rule base.
        smallest: fewest companies a group must have to be shown alone; 1 shows every group.
        tick: called for each dossier.
        tell: called with the files left out, which the report only counts.
    """
    writer = _Writer(gather(shelf, period, knowledge, tick, tell), period, knowledge, smallest)
    return Report(
        title="Bilan des consultations",
        metadata=(("Période", period.title), ("Objet", "qualité d'entreprise de l'ESS et agrément ESUS")),
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
        if not self.total:
            blocks: list[Block] = [Paragraph(text=tally.nothing(self.gathered))]
        elif self.detailed:
            verdicts = (block for status in self.knowledge.statuses for block in self.verdicts(status))
            blocks = [self.figures(), *verdicts, *self.months()]
        else:
            blocks = [self.figures(), Paragraph(text=tally.too_few(self.smallest)), *self.months()]
        return Section(id="essential", title="L'essentiel", blocks=tuple(blocks))

    def sections(self) -> Iterator[Section]:
        if self.detailed:
            profile = [block for trait in self.knowledge.base.profile for block in self.trait(trait)]
            yield Section(id="profile", title="Les structures reçues", blocks=tuple(profile))
            yield Section(id="obstacles", title="Ce qui bloque le plus souvent", blocks=tuple(self.obstacles()))
            yield Section(id="remedies", title="Ce qui a été conseillé", blocks=tuple(self.remedies()))
            yield Section(id="missing", title="Ce qui manquait pour conclure", blocks=tuple(self.missing()))
            yield Section(id="open", title="Ce que le droit laisse ouvert", blocks=tuple(self.open_points()))
        method = tally.method(self.gathered, self.knowledge, self.smallest)
        yield Section(id="method", title="Comment ce bilan est fait", blocks=method)

    def figures(self) -> KeyValues:
        apart = "" if self.companies == self.total else f", pour {plural(self.companies, 'structure distincte')}"
        pairs = [("Consultations", f"{self.total}{apart}")]
        if advisers := {one.adviser for one in self.consultations} - {None}:
            pairs.append(("Conseillers", f"{len(advisers)}, d'après les dossiers qui en nomment un"))
        earlier, before = self.period.a_year_before(), self.gathered.before
        if before and earlier:
            gap = self.total - before
            change = f"{abs(gap)} de {'plus' if gap > 0 else 'moins'} cette fois" if gap else "autant cette fois"
            pairs.append(("Un an plus tôt", f"{before}, {earlier.title} ; {change}"))
        return KeyValues(pairs=tuple(pairs))

    def verdicts(self, status: str) -> Iterator[Block]:
        title = self.knowledge.statuses[status].title
        groups = of_partition(self.consultations, lambda one: one.outcomes[status], self.smallest)
        yield self.partition(title, groups, tally.outcome, _place, _mark)

    def trait(self, trait: Trait) -> Iterator[Block]:
        fact = self.knowledge.facts[trait.fact]

        def label(group: str) -> str:
            shown = fact.option_label(group) if fact.options else group
            return capital(shown) if group != _UNANSWERED else tally.UNANSWERED

        def chosen(one: Consultation) -> tuple[str, ...]:
            return one.profile[fact.id] or (_UNANSWERED,)

        if fact.type is FactType.CHOICES:
            title = f"{trait.title} (plusieurs réponses possibles)"
            yield from self.listing(title, chosen, label, lambda group: "", most=len(fact.options))
        else:
            groups = of_partition(self.consultations, lambda one: chosen(one)[0], self.smallest)
            yield self.partition(trait.title, groups, label, _rank)

    def months(self) -> Iterator[Block]:
        slices = self.period.slices(self.consultations[0].day)
        if not slices:
            return
        counts = [(one.name, sum(one.covers(met.day) for met in self.consultations)) for one in slices]
        bars = tuple(Bar(label=capital(name), value=number, text=str(number)) for name, number in counts)
        yield Chart(title="Consultations au fil du temps", unit=_UNIT, bars=bars)

    def obstacles(self) -> Iterator[Block]:
        # Worded as in the latest consultation.
        latest = {obstacle.criterion: obstacle for one in self.consultations for obstacle in one.obstacles}
        yield from self.listing(
            "Critères non remplis qui ont pesé sur un verdict",
            lambda one: (obstacle.criterion for obstacle in one.obstacles),
            lambda id: f"{id} {self.knowledge.criteria[id].title}",
            lambda id: tally.sourced(self.knowledge, latest[id].articles, latest[id].confidence),
        )

    def remedies(self) -> Iterator[Block]:
        known = self.knowledge.remedies
        for title, remedies in (
            ("Changements à faire dès maintenant", lambda one: one.remedies),
            ("Changements qui demandent du temps", lambda one: one.later),
        ):
            yield from self.listing(
                title, remedies, lambda id: known[id].title, lambda id: tally.remedy_note(known[id])
            )

    def missing(self) -> Iterator[Block]:
        yield from self.listing(
            "Réponses et pièces attendues",
            lambda one: one.missing,
            lambda id: self.knowledge.facts[id].short or id,
            lambda id: f"Où le trouver : {lower_first(self.knowledge.facts[id].where)}",
        )

    def open_points(self) -> Iterator[Block]:
        base, questions = self.knowledge, self.knowledge.open_questions
        yield from self.listing(
            "Questions que les textes ne tranchent pas",
            lambda one: one.open_points,
            lambda id: questions[id].title,
            lambda id: tally.sourced(base, base.texts(questions[id].citations), questions[id].confidence),
        )

    # -- charts --------------------------------------------------------------------------------------------------

    def bar(self, label: str, number: int, mark: Mark | None = None, note: str = "", aside: bool = False) -> Bar:
        return Bar(label=label, value=number, text=figure(number, self.total), mark=mark, note=note, aside=aside)

    def partition(
        self,
        title: str,
        groups: DisclosedGroups[K],
        label: Callable[[K], str],
        place: Callable[[K], tuple[int, int]],
        mark: Callable[[K], Mark | None] = lambda _: None,
    ) -> Block:
        """The groups of a partition in their own order, those that are merged last."""
        if not groups.counts:
            mainly = [label(one) for one in groups.mainly]
            return Paragraph(lead=title, text=tally.mainly(mainly) if mainly else tally.SCATTERED)
        ranked = sorted(groups.counts, key=lambda one: place(one.group))
        bars = [self.bar(label(one.group), one.consultations, mark(one.group)) for one in ranked]
        if groups.merged:
            bars.append(self.bar(tally.merged(groups.hidden), groups.merged, aside=True))
        return Chart(title=title, unit=_UNIT, bars=tuple(bars))

    def listing(
        self,
        title: str,
        groups: Callable[[Consultation], Iterable[str]],
        label: Callable[[str], str],
        note: Callable[[str], str],
        most: int = _LONGEST_LIST,
    ) -> Iterator[Block]:
        """The groups of a list, the most frequent first."""
        found = of_list(self.consultations, groups, self.smallest)
        shown = found.counts[:most]
        if shown:
            bars = (self.bar(label(one.group), one.consultations, note=note(one.group)) for one in shown)
            yield Chart(title=title, unit=_UNIT, bars=tuple(bars))
        if rest := tally.rest(len(found.counts) - len(shown), found.hidden, self.smallest):
            yield Paragraph(lead="" if shown else title, text=rest)


def _mark(outcome: CountedVerdict) -> Mark:
    return Outcome.TO_COMPLETE if outcome.cause in (Cause.FACTS, Cause.CONTRADICTION) else outcome.verdict


def _place(outcome: CountedVerdict) -> tuple[int, int]:
    return _ORDER.index(outcome.verdict), list(load_words().causes).index(outcome.cause) if outcome.cause else 0


def _rank(group: str) -> tuple[int, int]:
    """Brackets go in their own order, choices in that of their number, no answer last."""
    return group == _UNANSWERED, BRACKETS.index(group) if group in BRACKETS else 0
