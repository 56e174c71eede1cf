"""What must stand on the screens of a case made by the machine, so that the room can find what it is asked.

A worked case is told by hand; one made by the machine is cut to what fits. Whatever keeps a verdict from being reached
comes first, and a closing sentence says that the rest holds: the engine makes sure that it is true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from advisor.assessment import Assessment
from advisor.dossier import Dossier
from advisor.knowledge import Knowledge
from advisor.report.tree import resting_on
from advisor.training.exercises import statuses_of
from advisor.training.questions import needed
from advisor.training.story import screens, shown
from advisor.training.telling import load_telling

_RATE = "capitaux_propres"
"""An answer that is only compared with a published rate (the TMO), which no sentence tells: too long for a screen."""


@dataclass(frozen=True)
class Stage:
    """A company on the screens, for some questions.

    Attributes:
        criteria: those asked, the target first, then in an order that is not that of the questions, which is drawn.
        first: the answers to show before any other: the one on the edge, those that keep a verdict from being
            favourable, those the target rests on.
        must: of those, the ones without which the case cannot be solved.
    """

    dossier: Dossier
    on: date
    intro: str
    criteria: tuple[str, ...]
    first: tuple[str, ...]
    must: frozenset[str]

    def told(self, knowledge: Knowledge) -> frozenset[str]:
        """The answers that the screens tell, or that no words tell."""
        return shown(self.dossier, knowledge, self.on, self.intro, self.criteria, self.first, _closing())

    def screens(self, knowledge: Knowledge) -> tuple[str, ...]:
        closing = _closing() if self.solvable(knowledge) else ()
        return screens(self.dossier, knowledge, self.on, self.intro, self.criteria, self.first, closing)

    def solvable(self, knowledge: Knowledge) -> bool:
        """Whether all that keeps a verdict open or unfavourable is told: what is not told then holds."""
        return self.must <= self.told(knowledge) and not any(one.partition("[")[0] == _RATE for one in self.first)


def stage(
    dossier: Dossier,
    assessment: Assessment,
    intro: str,
    target: str,
    address: str,
    questions: Sequence[str],
    knowledge: Knowledge,
) -> Stage:
    """How a company is told for some questions.

    Args:
        assessment: of the company, on the day of the case.
        intro: the line that presents it.
        target, address: the criterion put on the edge, and the answer that makes it flip.
        questions: the criteria asked, in any order.
    """
    asked = tuple(dict.fromkeys((target, *sorted(questions))))
    blocking = [
        id for status in statuses_of(asked, assessment.on, knowledge) for id in _blocking(status, assessment, knowledge)
    ]
    wanted = [one for id in dict.fromkeys(blocking) for one in _told_of(id, dossier, assessment, knowledge)]
    first = (address, *wanted, *_told_of(target, dossier, assessment, knowledge))
    return Stage(
        dossier=dossier,
        on=assessment.on,
        intro=intro,
        criteria=asked,
        first=tuple(dict.fromkeys(first)),
        must=frozenset((address, *wanted)) & dossier.answers.keys(),
    )


def _blocking(status: str, assessment: Assessment, knowledge: Knowledge) -> list[str]:
    """The criteria that keep a verdict from being favourable, on the way that leads furthest."""
    rests = resting_on(assessment.verdicts[status], assessment, knowledge)
    return [id for id in rests if id in assessment.findings and assessment.findings[id].outcome != "satisfait"]


def _told_of(criterion: str, dossier: Dossier, assessment: Assessment, knowledge: Knowledge) -> list[str]:
    found = needed(criterion, assessment, knowledge)
    return [address for address in knowledge.addresses if address in found and address in dossier.answers]


def _closing() -> tuple[str, ...]:
    return (load_telling().closing,)
