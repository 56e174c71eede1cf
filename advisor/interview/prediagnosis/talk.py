"""Which question of the pre-diagnosis comes next, how it is worded, how long it takes, what answers say."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from advisor.assessment.leaves import FALSE
from advisor.assessment.model import Frozen
from advisor.assessment.reasoning import Reasoning
from advisor.assessment.relevance import awaited, presumed
from advisor.interview.machine import Interview
from advisor.interview.outlook import to_come
from advisor.rules.basis import route_root
from advisor.rules.facts import Option
from advisor.rules.load import Knowledge
from advisor.rules.models import Status
from advisor.rules.prediagnosis import Question, load_script
from advisor.rules.vocabulary import Mark, Outcome, Reading, VerdictState

FEW = 6
"""Up to so many questions, what may come at most frightens nobody, and is shown as it is."""

StepKind = Literal["contradiction", "corriger", "trancher", "verifier", "plus_tard", "demander", "autre_statut"]
"""What a step is: answers to put right, a change to make now, a point of law to have settled, questions left, what
would open the way another day, the request to file, another statute to look at."""

Minutes = tuple[int, int]
"""At least and at most."""


@dataclass(frozen=True, slots=True)
class QuestionWording:
    """A question as the pre-diagnosis puts it.

    Attributes:
        question, help, why: in plain words; ``why`` in one sentence.
        options: what one chooses from, in the words of the pre-diagnosis.
        families: the same under titles, for long lists; a single one without title otherwise.
        example, where, holder: as in the catalogue.
    """

    question: str
    help: str
    why: str
    options: tuple[Option, ...]
    families: tuple[tuple[str, tuple[Option, ...]], ...]
    example: str
    where: str
    holder: str


def wording(interview: Interview, address: str) -> QuestionWording:
    """Return how an address is asked: in the words of the pre-diagnosis, else in those of the catalogue."""
    fact, _ = interview.knowledge.addresses[address]
    scripted = load_script().question(fact.id)
    plainer = {one.id: one for one in scripted.choices} if scripted else {}
    options = tuple(
        option.model_copy(update={key: text for key in ("label", "help") if (text := getattr(plainer[option.id], key))})
        if option.id in plainer
        else option
        for option in fact.options
    )
    by_id = {option.id: option for option in options}
    grouped = scripted.families if scripted else ()
    families = tuple((one.title, tuple(by_id[id] for id in one.choices)) for one in grouped)
    return QuestionWording(
        question=(scripted.question if scripted else "") or fact.question,
        help=(scripted.help if scripted else "") or fact.help,
        why=scripted.why if scripted else "",
        options=options,
        families=families or (("", options),),
        example=fact.example,
        where=fact.where,
        holder=fact.holder,
    )


def next_question(interview: Interview) -> str | None:
    """Return the address to ask next; None when the pre-diagnosis is over.

    A question is put when it concerns the company, has no answer yet, and could still move a verdict; never more than
    the script allows along one path.
    """
    if interview.decided or len(asked(interview)) >= load_script().most:
        return None
    wanted = {*awaited(interview.reasoning), *(one.address for one in presumed(interview.reasoning))}
    return next((one.fact for one in _unasked(interview) if _fits(interview, one, wanted)), None)


def asked(interview: Interview) -> tuple[str, ...]:
    """Return what the pre-diagnosis has asked so far, in its order; answers that no longer apply are left out."""
    answers = interview.dossier.answers
    facts = [one.fact for one in load_script().questions]
    return tuple(fact for fact in facts if fact in answers and interview.applies(fact))


def left_at_most(interview: Interview) -> int:
    """Return how many questions may still be asked, whatever is answered; one answer more never makes it grow."""
    if interview.decided:
        return 0
    # What may come to be waited for counts as much as what is waited for now.
    wanted = {*awaited(interview.reasoning), *to_come(interview.reasoning)}
    possible = [one for one in _unasked(interview) if _may_fit(interview, one, wanted)]
    return min(len(possible), max(load_script().most - len(asked(interview)), 0))


def _unasked(interview: Interview) -> list[Question]:
    return [one for one in load_script().questions if one.fact not in interview.dossier.answers]


def _may_fit(interview: Interview, question: Question, wanted: Collection[str]) -> bool:
    """Whether a question is waited for and no answer excludes it yet."""
    if (question.fact not in wanted and question.fact != interview.first) or not interview.applies(question.fact):
        return False
    return question.only_if is None or interview.reasoning.session.settled(question.only_if).strict != FALSE


def _fits(interview: Interview, question: Question, wanted: Collection[str]) -> bool:
    """The same, when a route that it asks for is the only one of its status that can still go as far as it does."""
    route = question.only_route
    if not _may_fit(interview, question, wanted):
        return False
    if route is None:
        return True
    status = next(one for one in interview.knowledge.statuses.values() if route in (way.id for way in one.routes))
    reach = reach_of(interview.reasoning, status)
    return route in reach and all(reach[one] < reach[route] for one in reach if one != route)


def reach_of(reasoning: Reasoning, status: Status) -> dict[str, int]:
    """Return how far each route of a status in force may still go, the law read favourably; 0 when it is closed."""
    routes = [one.id for one in status.routes if one.on(reasoning.day)]
    return {id: reasoning.rungs(route_root(id), Reading.FAVOURABLE)[1] for id in routes}


def commonly(worst: int) -> int:
    """Return how many questions seldom exceed what is still to come, of ``worst`` at most; never more as it falls.

    More than twenty are rounded to the next five: it is an estimate, measured over the worked cases.
    """
    if worst <= FEW:
        return worst
    found = max(FEW, -(-worst * load_script().pace.common // 100))
    return min(worst, found if found <= 20 else -(-found // 5) * 5)


def minutes(interview: Interview) -> Minutes:
    """Return how long the answers still to give before both verdicts are decided may take, reading included.

    Of all that may come to be asked only a part is in the end: at least and at most the share the script tells. Looking
    for a document is not counted.
    """
    every = {need.address for need in interview.pending()}
    if every and not interview.past_verdicts:
        every |= {address for address in to_come(interview.reasoning) if address not in interview.dossier.answers}
    return time_for(interview.knowledge, every)


def time_for(knowledge: Knowledge, addresses: Iterable[str]) -> Minutes:
    """Return how many minutes some answers may take; none take none."""
    pace = load_script().pace
    cost = sum(knowledge.addresses[address][0].cost for address in addresses)
    if not cost:
        return (0, 0)
    least = cost * pace.seconds.least * pace.share.least / 100
    return _rounded(least), _rounded(cost * pace.seconds.most * pace.share.most / 100)


def _rounded(seconds: float) -> int:
    """Whole minutes, never none; above ten, to the nearest five."""
    whole = max(1, round(seconds / 60))
    return whole if whole <= 10 else 5 * round(whole / 5)


# -- what the first answers already say: each status, each of its routes, why, and what next -------------------------


class Article(Frozen):
    """A passage of a text in the version applied.

    Attributes:
        text: how it is cited, passage included.
        version: the days between which this version is in force, in words.
        meaning: how it was read, in words.
    """

    text: str
    version: str
    meaning: str


class OutlookReason(Frozen):
    """One criterion that makes a status or a route what it is.

    Attributes:
        criterion, title: which; empty id when answers contradict one another.
        outcome: of the criterion. mark: how to show it (`advisor.rules.words.MARKS`): what the answers satisfy but the
            administration appraises is only « défendable ».
        text: its explanation, in plain words.
        answers: the answers it rests on, in words (« Forme juridique : SCI »).
    """

    criterion: str
    title: str
    outcome: Outcome
    mark: Mark = Outcome.TO_COMPLETE
    text: str
    answers: tuple[str, ...] = ()
    articles: tuple[Article, ...] = ()


class NextStep(Frozen):
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
    questions: int = 0
    minutes: Minutes = (0, 0)


class RouteOutlook(Frozen):
    """One route to a status that can concern this company.

    Attributes:
        state, words: as in `advisor.interview.outlook.StatusLine`.
        sentence: where it stands, in one plain sentence.
        statement: what the route asks for.
    """

    id: str
    title: str
    statement: str
    state: VerdictState
    words: str
    sentence: str
    why: tuple[OutlookReason, ...]
    next: tuple[NextStep, ...]


class StatusOutlook(Frozen):
    """One status; ``why`` and ``next`` are never empty, whatever the state (what decides; the way on, or out)."""

    id: str
    title: str
    state: VerdictState
    words: str
    sentence: str
    why: tuple[OutlookReason, ...]
    next: tuple[NextStep, ...]
    routes: tuple[RouteOutlook, ...]


class Avenue(Frozen):
    """Another statute that may suit the project.

    Attributes:
        passage: what the law says of the way there from the company's form, if anything.
        ess, esus: what it says of each status, in one sentence.
    """

    id: str
    title: str
    summary: str
    passage: str
    ess: str
    esus: str
    articles: tuple[Article, ...]


class Outlook(Frozen):
    """What the answers so far tell.

    Attributes:
        complete: nothing of the pre-diagnosis is left to ask.
        given: answers given, « je ne sais pas » included. unknown: those that are « je ne sais pas ».
        minutes: left before both verdicts are decided, at least and at most.
        avenues: other statutes, when one of the two is closed. avenues_note: what to know before reading them.
        notice: what this is not.
    """

    complete: bool
    given: int
    unknown: int
    statuses: tuple[StatusOutlook, ...]
    minutes: Minutes
    avenues: tuple[Avenue, ...] = ()
    avenues_note: str = ""
    notice: str = ""
