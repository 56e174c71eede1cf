"""What is tried in front of a room, as it is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from advisor.training.workshop.model import Aside
from advisor.web.room.layout import Block, Screen


@dataclass(frozen=True)
class Trial:
    """Something tried in front of the room, made beforehand by what reasons.

    Attributes:
        title: what kind of trial it is, or its question.
        screens: pages of the projector; the first `asking` of them only ask.
        question, verdicts: what a phone reads on the pages that ask, then on the others.
        back_to: page of the step to which one comes back.
        rank: how many trials this room had seen before.
    """

    title: str
    aside: Aside
    screens: tuple[Screen, ...]
    asking: int
    question: tuple[Block, ...]
    verdicts: tuple[Block, ...]
    back_to: int = 0
    rank: int = 0

    def asks(self, page: int) -> bool:
        """Whether a page only asks."""
        return page < self.asking

    def at(self, back_to: int, rank: int) -> Trial:
        return replace(self, back_to=back_to, rank=rank)
