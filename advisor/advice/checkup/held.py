"""What the company holds on the day of the check-up; without anything held, what the check-up would need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from advisor.advice.checkup.model import Holding
from advisor.advice.papers.routes import taken
from advisor.assessment.leaves import FALSE, TRUE
from advisor.assessment.model import Assessment
from advisor.assessment.session import Session
from advisor.common.errors import InputError, Problem
from advisor.common.values import french_date
from advisor.rules.checks import Quality


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
        """Every status held, once.

        Raises:
            InputError: a project, nothing held, or two different ends of the agreement.
        """
        if self.assessment.project:
            raise InputError(_PROJECT)
        found: dict[str, Holding] = {}
        for quality in self.knowledge.qualities.values():
            for holding in self._held(quality):
                found.setdefault(holding.status, holding)
        if not found:
            unsaid = any(self._open(quality) for quality in self.knowledge.qualities.values())
            raise InputError(Problem(_UNSAID if unsaid else _NOTHING, mend=f"{' '.join([*self.notes, _NEEDED])}"))
        if "ess" not in found:
            self.notes.append(_NO_ESS)
        if "esus" not in found and not self.ended:
            self.notes.append(_NO_ESUS)
        return tuple(found.values())

    def _held(self, quality: Quality) -> Iterator[Holding]:
        if quality.end is None:
            if self._proved(quality):
                yield self._holding(quality, None)
            return
        end = self.session.raw(quality.end)
        end = end if isinstance(end, date) else None
        if self.until is not None and end is not None and self.until != end:
            message = (
                f"l'agrément finirait le {french_date(self.until)} d'après --accredited-until, "
                f"et le {french_date(end)} d'après le dossier."
            )
            raise InputError(Problem(message, mend="Corrigez l'un des deux."))
        end = self.until or end
        if self.until is None and not self._proved(quality):
            return
        if end is not None and end < self.assessment.on:
            self.ended = True
            self.notes.append(f"L'agrément ESUS a pris fin le {french_date(end)} : il n'est plus tenu.")
            return
        if end is None:
            self.notes.append(_NO_END)
        yield self._holding(quality, end)

    def _proved(self, quality: Quality) -> bool:
        if quality.condition is not None and self.session.holds(quality.condition)[0] != TRUE:
            return False
        findings = (self.assessment.findings.get(one) for one in quality.criteria)
        return all(one is not None and one.outcome == "satisfait" and not one.idle for one in findings)

    def _open(self, quality: Quality) -> bool:
        """Whether an answer still to come could show that a quality is held."""
        if quality.condition is not None and self.session.holds(quality.condition)[0] == FALSE:
            return False
        findings = (self.assessment.findings.get(one) for one in quality.criteria)
        return not self._proved(quality) and all(one is not None and one.outcome != "non_satisfait" for one in findings)

    def _holding(self, quality: Quality, end: date | None) -> Holding:
        routes = self.knowledge.routes()
        route = routes.get(quality.route or "") or taken(self.assessment, self.session, quality.status)
        if route is None:
            route = next(iter(self.knowledge.statuses[quality.status].routes))
        return Holding(status=quality.status, route=route.id, route_title=route.title, text=quality.text, end=end)


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
    "de sa fin (en ligne de commande : --accredited-until AAAA-MM-JJ). Le rapport dit ce qui manque."
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
