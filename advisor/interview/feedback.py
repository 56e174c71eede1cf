"""What an answer changed: where an interview stood before it, compared with where it stands after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.assessment.model import ContradictionView

if TYPE_CHECKING:
    from advisor.interview.machine import Interview


@dataclass(frozen=True, slots=True)
class Feedback:
    """What an answer changed, for the face to tell at once.

    Attributes:
        address: what was answered.
        contradictions: answers that cannot all be right, new with this one.
        decided, reopened: statuses whose verdict became decided, or no longer is.
        set_aside, restored: earlier answers that no longer apply, or apply again; they are kept in any case.
    """

    address: str
    contradictions: tuple[ContradictionView, ...] = ()
    decided: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an interview stands.

    Attributes:
        decided: by status, whether its verdict is.
        clashes: contradictions, by id and addresses.
        aside: answers kept that do not apply.
    """

    decided: dict[str, bool]
    clashes: frozenset[tuple[str, tuple[str, ...]]]
    aside: frozenset[str]

    @classmethod
    def of(cls, interview: Interview) -> Standing:
        reasoning = interview.reasoning
        return cls(
            {status: reasoning.decided(status) for status in interview.knowledge.statuses},
            frozenset((one.id, one.addresses) for one in reasoning.session.contradictions),
            frozenset(interview.set_aside()),
        )

    def feedback(self, address: str, interview: Interview) -> Feedback:
        """What an answer at that address, just recorded, changed in an interview that stood here before it."""
        after = Standing.of(interview)
        fresh: tuple[ContradictionView, ...] = ()
        if after.clashes - self.clashes:  # Only then is a whole assessment worth its time.
            told = interview.assessment.contradictions
            fresh = tuple(one for one in told if (one.id, one.addresses) not in self.clashes)
        away, back = after.aside - self.aside, self.aside - after.aside
        others = [one for one in interview.dossier.answers if one != address]
        return Feedback(
            address,
            contradictions=fresh,
            decided=tuple(status for status in after.decided if after.decided[status] and not self.decided[status]),
            reopened=tuple(status for status in after.decided if self.decided[status] and not after.decided[status]),
            set_aside=tuple(one for one in others if one in away),
            restored=tuple(one for one in others if one in back),
        )
