"""What changed since the previous dossier: verdicts, criteria, answers, figures told twice."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.advice.checkup.courses import Side
from advisor.advice.checkup.model import AnswerMove, CriterionMove, Drift, VerdictMove
from advisor.advice.checkup.previous import Previous
from advisor.advice.checkup.years import ROWS, exact
from advisor.assessment.model import Assessment, Finding
from advisor.assessment.wording import answer_text, figure, told
from advisor.dossier import Dossier
from advisor.rules.checks import Check
from advisor.rules.facts import Fact, FactType
from advisor.rules.reach import below, law_moved
from advisor.rules.vocabulary import Outcome

_RANKS: dict[Outcome, int] = {"non_satisfait": 0, "a_completer": 1, "incertain": 1, "satisfait": 2}
UNKNOWN_WORDS = "je ne sais pas"


class Comparison:
    """One company, then and now.

    Args:
        previous, before: the dossier of last time. dossier, assessment, now: that of today.
        checks: the points of the check-up, for what a drift puts at risk.
        warnings: what makes the comparison less sure, beyond what is found here.
    """

    def __init__(
        self,
        previous: Previous,
        before: Side,
        assessment: Assessment,
        now: Side,
        checks: tuple[Check, ...],
        warnings: tuple[str, ...],
    ) -> None:
        self.previous, self.before, self.now, self.assessment = previous, before, now, assessment
        self.checks, self.warnings = checks, warnings
        self.knowledge = now.session.knowledge
        self.old = previous.assessment

    def drift(self) -> Drift:
        return Drift(
            on=self.old.on,
            name=self.previous.dossier.name,
            record=self.previous.record,
            verdicts=tuple(self._verdicts()),
            criteria=tuple(self._criteria()),
            answers=tuple(self._answers()),
            restated=tuple(self._restated()),
            warnings=(*self._doubts(), *self.warnings),
        )

    def _doubts(self) -> Iterator[str]:
        before, now = self.previous.dossier.name.strip(), self.now.dossier.name.strip()
        if before.casefold() != now.casefold():
            yield f"Le dossier précédent porte un autre nom (« {before} ») : vérifiez que c'est la même entreprise."
        if self.old.contradictions:
            yield "Des réponses du dossier précédent se contredisaient : elles ont été laissées de côté."
        if not self.previous.same_rules:
            yield (
                "Le procès-verbal a été établi avec une autre base de règles : un écart peut venir de l'outil, non de "
                "l'entreprise."
            )

    # -- verdicts and criteria --------------------------------------------------------------------------------------

    def _verdicts(self) -> Iterator[VerdictMove]:
        for id, now in self.assessment.verdicts.items():
            before = self.old.verdicts.get(id)
            if before is not None:
                yield VerdictMove(status=id, title=now.title, before=before.outcome, after=now.outcome)

    def _criteria(self) -> Iterator[CriterionMove]:
        for id, now in self.assessment.findings.items():
            before = self.old.findings.get(id)
            # A criterion made of others moves with them, and is not told twice.
            if before is None or before.outcome == now.outcome or (before.idle and now.idle):
                continue
            if [one.outcome for one in before.leaves] == [one.outcome for one in now.leaves]:
                continue
            yield CriterionMove(
                criterion=id,
                title=now.title,
                before=before.outcome,
                after=now.outcome,
                worse=_RANKS[now.outcome] < _RANKS[before.outcome],
                text=_words(now),
                law=law_moved(self.knowledge, id, self.old.on, self.assessment.on),
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
        """Answers that should last and do not: the amounts of a year are told as figures."""
        dated = {check.dated_by for check in self.knowledge.checks.values()}
        # How many years were closed goes up by itself.
        themes = {self.knowledge.facts[one].theme for one in dated if one}
        for fact in self.knowledge.facts.values():
            counted = fact.type.numeric and fact.theme in themes
            if fact.slots is not None or fact.type is FactType.MONEY or fact.id in dated or counted:
                continue
            before, after = self._said(self.previous.dossier, fact), self._said(self.now.dossier, fact)
            if before != after:
                yield AnswerMove(short=fact.short or fact.id, before=before, after=after)

    def _said(self, dossier: Dossier, fact: Fact) -> str:
        one = dossier.answers.get(fact.id)
        if one is None:
            return ""
        return UNKNOWN_WORDS if one.value is None else answer_text(self.knowledge, fact.id, one.value)

    def _restated(self) -> Iterator[AnswerMove]:
        """Amounts of a same year that both dossiers give, and give differently."""
        for fact in self.knowledge.facts.values():
            if fact.slots != "exercice" or not fact.type.numeric:
                continue
            unit = "euro" if fact.type is FactType.MONEY else "pourcentage"
            for row in ROWS:
                year = self.now.years.of[row]
                other = self.before.years.row(year)
                after = exact(self.now.session, f"{fact.id}[{row}]")
                before = exact(self.before.session, f"{fact.id}[{other}]") if other else None
                if before is not None and after is not None and before != after:
                    yield AnswerMove(
                        short=f"{fact.short or fact.id}, exercice {year}",
                        before=figure(before, unit),
                        after=figure(after, unit),
                    )


def _words(finding: Finding) -> str:
    """What is found now: the figure of the test that decides, else the sentence of the criterion."""
    leaf = next(
        (one for one in finding.leaves if one.outcome == finding.outcome and one.margin and not one.not_applicable),
        None,
    )
    return f"{leaf.finding}." if leaf is not None else told(finding)
