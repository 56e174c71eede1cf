"""What a check-up starts from: the previous dossier, what changed since, and the statuses that the company holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from advisor.advice.checkup.courses import ROWS, Side
from advisor.advice.checkup.model import AnswerMove, CriterionDrift, Drift, Holding, VerdictMove
from advisor.advice.papers.model import route_taken
from advisor.advice.ways.model import answer_change
from advisor.assessment.assess import assess, read_dossier
from advisor.assessment.leaves import FALSE, TRUE, UNKNOWN
from advisor.assessment.model import Assessment, Finding, LeafResult
from advisor.assessment.record import load_record
from advisor.assessment.session import Session
from advisor.assessment.wording import figure, finding_sentence
from advisor.common.errors import InputError, Problem
from advisor.common.french import french_date
from advisor.dossier import Dossier
from advisor.rules.basis import Unit
from advisor.rules.checkup import Check, Quality
from advisor.rules.facts import FactType
from advisor.rules.load import Knowledge
from advisor.rules.references import below, law_moved
from advisor.rules.vocabulary import Outcome, Slots

_RANKS: dict[Outcome, int] = {Outcome.NOT_MET: 0, Outcome.TO_COMPLETE: 1, Outcome.UNCERTAIN: 1, Outcome.MET: 2}

_PROJECT = Problem(
    "le bilan annuel est celui d'une entreprise qui existe ; ce dossier est un projet.",
    mend="Une fois la structure créée, changez la réponse « Où vous en êtes ».",
)
_NOTHING = "d'après ses réponses, cette structure n'est ni de l'ESS ni agréée ESUS : il n'y a pas de bilan à faire."
_UNSAID = (
    "les réponses ne disent pas encore si cette structure est de l'ESS, ou agréée ESUS : le bilan attend de le savoir."
)
_NEEDED = (
    "Il faudrait une forme historique (association, coopérative…), ou la réponse « oui » à la mention ESS au registre "
    "du commerce, ou un agrément en cours : répondez « agrément à renouveler », ou donnez au bilan la date "
    "de sa fin (en ligne de commande : --agrement-jusqu-au AAAA-MM-JJ). Le rapport dit ce qui manque."
)
_NO_ESS = (
    "D'après les réponses, la qualité d'entreprise de l'ESS n'est pas acquise : elle est pourtant nécessaire à "
    "l'agrément. Voir le premier point de l'agrément."
)
_NO_ESUS = (
    "Aucun agrément ESUS en cours n'est au dossier : ses obligations ne sont pas passées en revue. S'il a été donné, "
    "dites la date de sa fin à qui établit ce bilan."
)
_NO_END = (
    "La date de fin de l'agrément n'est pas au dossier : relevez-la sur la décision, elle commande le renouvellement."
)

# -- the previous dossier: one of another year, or the frozen record of an assessment --------------------------------


class Previous(NamedTuple):
    """The dossier of last time and what was told then.

    Attributes:
        path: its file.
        dossier: its answers.
        assessment: the result; that of the record when it is one, else made again under the law of its own day.
        record: it is a record. same_rules: made with the rule base of today.
    """

    path: Path
    dossier: Dossier
    assessment: Assessment
    record: bool
    same_rules: bool


def read_previous(path: str | Path, knowledge: Knowledge) -> Previous:
    """Read a previous dossier, or a frozen record.

    Raises:
        InputError: neither one nor the other, or a dossier that does not say on which day it was examined.
    """
    file = Path(path)
    if file.suffix.lower() == ".json":
        record = load_record(file)
        same = record.rules_fingerprint == knowledge.fingerprint
        return Previous(file, record.dossier, record.assessment, True, same)
    dossier = read_dossier(file, knowledge)
    if dossier.on is None:
        raise InputError(
            Problem(
                "ce dossier ne dit pas quel jour il a été examiné : on ne peut pas le situer dans le temps.",
                str(file),
                mend="Ajoutez-y la ligne « date_appreciation: AAAA-MM-JJ », puis recommencez.",
            )
        )
    return Previous(file, dossier, assess(dossier, knowledge=knowledge), False, True)


def refuse_mismatch(previous: Previous, dossier: Dossier, assessment: Assessment) -> None:
    """Refuse a previous dossier of another company, or of a later day.

    Raises:
        InputError: another SIREN, or not earlier.
    """
    path = str(previous.path)
    before, now = (re.sub(r"\D", "", one.siren) for one in (previous.dossier, dossier))
    if before and now and before != now:
        raise InputError(
            Problem(
                f"c'est le dossier d'une autre entreprise (SIREN {previous.dossier.siren}, et non {dossier.siren}).",
                path,
                mend="Donnez à --depuis un dossier de la même entreprise, ou corrigez le SIREN.",
            )
        )
    if previous.assessment.on >= assessment.on:
        raise InputError(
            Problem(
                f"ce dossier est du {french_date(previous.assessment.on)} : il n'est pas plus ancien que le "
                f"bilan, du {french_date(assessment.on)}.",
                path,
                mend="Inversez les deux fichiers, ou donnez la date du bilan par --au.",
            )
        )


# -- what changed ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ThenAndNow:
    """One company, then and now.

    Attributes:
        previous, before: the dossier of last time. assessment, now: that of today.
        checks: the points of the check-up, for what a drift puts at risk.
        warnings: what makes the comparison less sure, beyond what is found here.
    """

    previous: Previous
    before: Side
    assessment: Assessment
    now: Side
    checks: tuple[Check, ...]
    warnings: tuple[str, ...]

    @property
    def knowledge(self) -> Knowledge:
        return self.now.session.knowledge

    def drift(self) -> Drift:
        return Drift(
            on=self.previous.assessment.on,
            name=self.previous.dossier.name,
            record=self.previous.record,
            verdicts=tuple(
                VerdictMove(status=id, title=now.title, before=before.outcome, after=now.outcome)
                for id, now in self.assessment.verdicts.items()
                if (before := self.previous.assessment.verdicts.get(id)) is not None
            ),
            criteria=tuple(self._criteria()),
            answers=tuple(self._answers()),
            restated=tuple(self._restated()),
            warnings=(*self._doubts(), *self.warnings),
        )

    def _doubts(self) -> Iterator[str]:
        before, now = self.previous.dossier.name.strip(), self.now.dossier.name.strip()
        if before.casefold() != now.casefold():
            yield f"Le dossier précédent porte un autre nom (« {before} ») : vérifiez que c'est la même entreprise."
        if self.previous.assessment.contradictions:
            yield "Des réponses du dossier précédent se contredisaient : elles ont été laissées de côté."
        if not self.previous.same_rules:
            yield (
                "Le procès-verbal a été établi avec une autre base de règles : un écart peut venir de l'outil, non de "
                "l'entreprise."
            )

    def _criteria(self) -> Iterator[CriterionDrift]:
        for id, now in self.assessment.findings.items():
            before = self.previous.assessment.findings.get(id)
            # A criterion made of others moves with them, and is not shown twice.
            if before is None or before.outcome == now.outcome or (before.idle and now.idle):
                continue
            if [one.outcome for one in before.leaves] == [one.outcome for one in now.leaves]:
                continue
            yield CriterionDrift(
                criterion=id,
                title=now.title,
                before=before.outcome,
                after=now.outcome,
                worse=_RANKS[now.outcome] < _RANKS[before.outcome],
                text=f"{leaf.finding}." if (leaf := deciding_figure(now)) else finding_sentence(now),
                law=law_moved(self.knowledge, id, self.previous.assessment.on, self.assessment.on),
                risks=tuple(self._risks(id)),
            )

    def _risks(self, criterion: str) -> Iterator[str]:
        """Titles of what is at risk through the points that rest on a criterion, however deep."""
        seen: dict[str, None] = {}
        for check in self.checks:
            if any(criterion in below(self.knowledge, one, self.assessment.on) for one in check.criteria):
                seen.update(dict.fromkeys(check.risks))
        yield from (risk.title for id in seen if (risk := self.knowledge.risks[id]).covers(self.assessment.on))

    # -- answers ----------------------------------------------------------------------------------------------------

    def _answers(self) -> Iterator[AnswerMove]:
        """Answers that should last and do not: the amounts of a year are shown as figures."""
        dated = {check.dated_by for check in self.knowledge.checks.values()}
        # How many years were closed goes up by itself.
        themes = {self.knowledge.facts[one].theme for one in dated if one}
        for fact in self.knowledge.facts.values():
            counted = fact.type.numeric and fact.theme in themes
            if fact.slots is not None or fact.type is FactType.MONEY or fact.id in dated or counted:
                continue
            change = answer_change(self.knowledge, fact.id, self.previous.dossier, self.now.dossier)
            if change.before != change.after:
                yield AnswerMove(short=change.short, before=change.before, after=change.after)

    def _restated(self) -> Iterator[AnswerMove]:
        """Amounts of a same year that both dossiers give, and give differently."""
        for fact in self.knowledge.facts.values():
            if fact.slots != Slots.YEARS or not fact.type.numeric:
                continue
            unit: Unit = "euro" if fact.type is FactType.MONEY else "pourcentage"
            for row in ROWS:
                year = self.now.years.of[row]
                # The most recent row when two closings fall in one year.
                other = next((one for one, its in self.before.years.of.items() if its == year), None)
                after = self.now.figure(f"{fact.id}[{row}]")
                before = self.before.figure(f"{fact.id}[{other}]") if other else None
                if before is not None and after is not None and before != after:
                    yield AnswerMove(
                        short=f"{fact.short or fact.id}, exercice {year}",
                        before=figure(before, unit),
                        after=figure(after, unit),
                    )


def deciding_figure(finding: Finding) -> LeafResult | None:
    """Return the test of a figure that makes a criterion what it is, if one does."""
    figures = (one for one in finding.leaves if one.margin and not one.not_applicable)
    return next((one for one in figures if one.outcome == finding.outcome), None)


# -- statuses held on the day of the check-up ------------------------------------------------------------------------


class Holdings:
    """Statuses held.

    Args:
        session, assessment: the company on that day.
        accredited_until: end of an agreement that the dossier does not hold, given by the adviser.
    """

    def __init__(self, session: Session, assessment: Assessment, accredited_until: date | None) -> None:
        self.session, self.assessment, self.until = session, assessment, accredited_until
        self.knowledge = session.knowledge
        self.notes: list[str] = []
        self.ended = False

    def all(self) -> tuple[Holding, ...]:
        """Return every status held, once.

        Raises:
            InputError: a project, nothing held, or two different ends of the agreement.
        """
        if self.assessment.project:
            raise InputError(_PROJECT)
        found: dict[str, Holding] = {}
        for quality in self.knowledge.qualities.values():
            for holding in self._of_quality(quality):
                found.setdefault(holding.status, holding)
        if not found:
            unsaid = any(self._kleene(quality) == UNKNOWN for quality in self.knowledge.qualities.values())
            raise InputError(Problem(_UNSAID if unsaid else _NOTHING, mend=f"{' '.join([*self.notes, _NEEDED])}"))
        if "ess" not in found:
            self.notes.append(_NO_ESS)
        if "esus" not in found and not self.ended:
            self.notes.append(_NO_ESUS)
        return tuple(found.values())

    def _of_quality(self, quality: Quality) -> Iterator[Holding]:
        if quality.end is None:
            if self._kleene(quality) == TRUE:
                yield self._holding(quality, None)
            return
        end = self.session.raw(quality.end)
        end = end if isinstance(end, date) else None
        if self.until is not None and end is not None and self.until != end:
            message = (
                f"l'agrément finirait le {french_date(self.until)} d'après --agrement-jusqu-au, "
                f"et le {french_date(end)} d'après le dossier."
            )
            raise InputError(Problem(message, mend="Corrigez l'un des deux."))
        end = self.until or end
        if self.until is None and self._kleene(quality) != TRUE:
            return
        if end is not None and end < self.assessment.on:
            self.ended = True
            self.notes.append(f"L'agrément ESUS a pris fin le {french_date(end)} : il n'est plus tenu.")
            return
        if end is None:
            self.notes.append(_NO_END)
        yield self._holding(quality, end)

    def _kleene(self, quality: Quality) -> int:
        """Kleene value of « this quality is held »; unknown: an answer still to come could show it."""
        values = [] if quality.condition is None else [self.session.settled(quality.condition).strict]
        for one in quality.criteria:
            finding = self.assessment.findings.get(one)
            if finding is None or finding.outcome == Outcome.NOT_MET:
                return FALSE
            values.append(TRUE if finding.outcome == Outcome.MET and not finding.idle else UNKNOWN)
        return min(values, default=TRUE)

    def _holding(self, quality: Quality, end: date | None) -> Holding:
        routes = self.knowledge.routes()
        route = routes.get(quality.route or "") or route_taken(self.assessment, self.session, quality.status)
        if route is None:
            route = next(iter(self.knowledge.statuses[quality.status].routes))
        return Holding(status=quality.status, route=route.id, route_title=route.title, text=quality.text, end=end)
