"""What the first answers already tell: each status, each of its routes, why, and what next. Pure data, as pages use it.

Texts are French and come from ``rules/``; keys are English.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from advisor.advice.comparison.model import Move
from advisor.assessment.model import Frozen
from advisor.report.model import Mark
from advisor.rules.vocabulary import Outcome, State

StepKind = Literal["contradiction", "corriger", "trancher", "verifier", "plus_tard", "demander", "autre_statut"]
"""What a step is: answers to put right, a change to make now, a point of law to have settled, questions left, what
would open the way another day, the request to file, another statute to look at."""

Minutes = tuple[int, int]
"""At least and at most."""


class Article(Frozen):
    """A passage of a text in the version applied.

    Attributes:
        text: how it is cited, passage included.
        version: the days between which this version is in force, in words.
        read: confidence code, how it was read; meaning: that code in words.
    """

    text: str
    version: str
    read: str
    meaning: str


class Reason(Frozen):
    """One criterion that makes a status or a route what it is.

    Attributes:
        criterion, title: which; empty id when answers contradict one another.
        outcome: of the criterion. mark: how to show it (`advisor.report.model.MARKS`): what the answers satisfy but the
            administration appraises is only « défendable ».
        appraised_by: who appraises it, in words; empty when it can be verified.
        text: its explanation, in plain words.
        detail: the figure or the line of the law that decides, when there is one.
        answers: the answers it rests on, in words (« Forme juridique : SCI »).
        confidence: code of the weakest of what it rests on.
    """

    criterion: str
    title: str
    outcome: Outcome
    mark: Mark = "a_completer"
    appraised_by: str = ""
    text: str
    detail: str = ""
    answers: tuple[str, ...] = ()
    articles: tuple[Article, ...] = ()
    confidence: str = ""


class Step(Frozen):
    """One thing to do next.

    Attributes:
        title: in a few words. text: how, in one or two sentences; of questions left, what they are about.
        who: decides. when: how soon, in words. then: what follows.
        questions, minutes: of what remains to be checked; zero otherwise.
    """

    kind: StepKind
    title: str
    text: str = ""
    who: str = ""
    when: str = ""
    then: str = ""
    articles: tuple[Article, ...] = ()
    confidence: str = ""
    questions: int = 0
    minutes: Minutes = (0, 0)


class RouteOutlook(Frozen):
    """One route to a status that can concern this company.

    Attributes:
        claimed: the answers show that the company follows it, or nothing has to be claimed; False: nothing tells yet.
        state, words: as in `advisor.interview.outlook.StatusLine`.
        sentence: where it stands, in one plain sentence.
        statement: what the route asks for.
    """

    id: str
    title: str
    statement: str
    claimed: bool
    state: State
    words: str
    sentence: str
    why: tuple[Reason, ...]
    next: tuple[Step, ...]


class StatusOutlook(Frozen):
    """One status; ``why`` and ``next`` are never empty, whatever the state (what decides; the way on, or out)."""

    id: str
    title: str
    state: State
    words: str
    sentence: str
    why: tuple[Reason, ...]
    next: tuple[Step, ...]
    routes: tuple[RouteOutlook, ...]


class Avenue(Frozen):
    """Another statute that may suit the project.

    Attributes:
        move: how far it is from the company's form. passage: what the law says of the way there, if anything.
        ess, esus: what it says of each status, in one sentence.
    """

    id: str
    title: str
    summary: str
    move: Move
    passage: str
    ess: str
    esus: str
    articles: tuple[Article, ...]
    confidence: str


class Outlook(Frozen):
    """What the answers so far tell.

    Attributes:
        on: day whose law is applied.
        complete: nothing of the pre-diagnosis is left to ask.
        given: answers given, « je ne sais pas » included. unknown: those that are « je ne sais pas ».
        questions, minutes: left before both verdicts are decided, at least and at most.
        avenues: other statutes, when one of the two is closed. avenues_note: what to know before reading them.
        notice: what this is not.
    """

    on: date
    complete: bool
    given: int
    unknown: int
    statuses: tuple[StatusOutlook, ...]
    questions: tuple[int, int]
    minutes: Minutes
    avenues: tuple[Avenue, ...] = ()
    avenues_note: str = ""
    notice: str = ""

    @property
    def closed(self) -> bool:
        """Both statuses are closed today."""
        return all(status.state == "ferme" for status in self.statuses)
