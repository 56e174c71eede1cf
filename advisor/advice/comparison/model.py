"""A comparison of statutes as pure data: what each answers, costs and asks, and why it ranks so."""

from __future__ import annotations

from datetime import date
from typing import Literal

from advisor.assessment.model import Frozen, Reference
from advisor.rules.choices import Welcome
from advisor.rules.vocabulary import Outcome

Move = Literal["garder", "transformer", "recreer", "creer"]
"""From the company's form: nothing to change, a new statute, a new legal person; or all is to be created."""


class Said(Frozen):
    """One sentence, with its texts and how surely it is said."""

    text: str
    references: tuple[Reference, ...]
    confidence: str


class Answered(Said):
    """What a statute answers to one want."""

    want: str
    title: str
    essential: bool
    welcome: Welcome


class Requirement(Frozen):
    """A criterion the statute asks for, as the assessment of this company found it; ``idle``: without object today."""

    criterion: str
    title: str
    outcome: Outcome
    idle: bool


class Candidate(Frozen):
    """A statute, weighed.

    Attributes:
        rank: from 1; None when nothing was asked.
        excluded: essential wants it refuses.
        met, possible, refused: how many wants it welcomes fully, under conditions, not at all.
        move: how the company gets there. passage: what the law says of it, when it provides for it.
        joined: it is joined, not founded; ``passage`` then tells how.
        satisfied: how many of its requirements the company already meets.
    """

    statute: str
    title: str
    short: str
    summary: str
    rank: int | None
    excluded: tuple[str, ...]
    met: int
    possible: int
    refused: int
    move: Move
    joined: bool
    passage: Said | None
    satisfied: int
    requirements: tuple[Requirement, ...]
    ess: Said
    esus: Said
    answers: tuple[Answered, ...]
    costs: tuple[Said, ...]
    opens: tuple[Said, ...]


class WantView(Frozen):
    id: str
    title: str
    question: str
    essential: bool


class Comparison(Frozen):
    """Every statute against what a project wants.

    Attributes:
        on: day of the assessment the requirements come from. form: the company's, in words; empty when it has none yet.
        unsaid: the company exists, and no answer tells its form.
        wants: what was asked, or everything that may be when nothing was. asked: True when something was.
        candidates: by rank; in file order when nothing was asked.
    """

    on: date
    checked: date
    name: str
    form: str
    unsaid: bool
    asked: bool
    wants: tuple[WantView, ...]
    candidates: tuple[Candidate, ...]
