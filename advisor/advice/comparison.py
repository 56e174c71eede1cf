"""Which statute for this project: every one weighed against what the project wants, by a rule that hides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from advisor.assessment.account.legal_texts import references_of
from advisor.assessment.model import Assessment, Frozen, Reference
from advisor.assessment.wording import unjudged_day
from advisor.common.errors import InputError, Problem
from advisor.dossier import Dossier
from advisor.rules.comparison import Statute, StatuteAnswer, StatutePoint, Welcome
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.vocabulary import Outcome, StatuteMove

FORM = "forme_juridique"

"""From the company's form: nothing to change, a new statute, a new legal person; or all is to be created."""
WEIGHT: dict[StatuteMove, int] = {"garder": 0, "creer": 0, "transformer": 1, "recreer": 2}

# -- the result, as pure data: what each statute answers, costs and asks, and why it ranks so ------------------------


class SourcedSentence(Frozen):
    """One sentence, with its texts and how surely it is said."""

    text: str
    references: tuple[Reference, ...]
    confidence: str


class WantAnswer(SourcedSentence):
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
    move: StatuteMove
    joined: bool
    passage: SourcedSentence | None
    satisfied: int
    requirements: tuple[Requirement, ...]
    ess: SourcedSentence
    esus: SourcedSentence
    answers: tuple[WantAnswer, ...]
    costs: tuple[SourcedSentence, ...]
    opens: tuple[SourcedSentence, ...]


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


# -- weighing statutes -----------------------------------------------------------------------------------------------


def compare(
    dossier: Dossier,
    assessment: Assessment,
    wants: Sequence[str] = (),
    needs: Sequence[str] = (),
    knowledge: Knowledge | None = None,
) -> Comparison:
    """Rank every statute against what the project wants.

    Args:
        dossier: the company or project.
        assessment: what was found of it, on the day compared.
        wants: ids of what it looks for.
        needs: ids of what it cannot do without; each is a want too.
        knowledge: the rule base; the packaged one by default.

    Raises:
        InputError: an unknown want, or a day before the law, of which the rule base knows no text.
    """
    base = knowledge or load_knowledge()
    asked = dict.fromkeys([*wants, *needs])
    if wrong := [name for name in asked if name not in {want.id for want in base.choices.wants}]:
        listed = "".join(f"\n  {want.id} : {want.question}" for want in base.choices.wants)
        raise InputError(Problem(f"« {wrong[0]} » n'est pas un souhait connu.", mend=f"Au choix :{listed}"))
    if assessment.on < base.base.start:
        raise InputError(unjudged_day(base, assessment.on))
    chosen = [want for want in base.choices.wants if want.id in asked or not asked]
    views = tuple(
        WantView(id=want.id, title=want.title, question=want.question, essential=want.id in needs) for want in chosen
    )
    # A company that does not exist yet has no form, whatever form it thinks of.
    given = None if assessment.project or FORM not in dossier.answers else dossier.answers[FORM].value
    form = given if isinstance(given, str) else ""
    candidates = [
        _candidate(statute, views, form, assessment, base)
        for statute in base.choices.statutes
        if statute.since <= assessment.on
    ]
    if asked:
        ordered = sorted(candidates, key=_order)
        candidates = [one.model_copy(update={"rank": rank}) for rank, one in enumerate(ordered, 1)]
    fact = base.facts.get(FORM)
    return Comparison(
        on=assessment.on,
        checked=base.base.law_as_of,
        name=dossier.name,
        form=fact.option_label(form) if fact is not None and form else "",
        unsaid=not form and not assessment.project,
        asked=bool(asked),
        wants=views,
        candidates=tuple(candidates),
    )


def _order(one: Candidate) -> tuple[bool, int, int, int, bool, int]:
    remaining = len(one.requirements) - one.satisfied
    return bool(one.excluded), -one.met, one.refused, WEIGHT[one.move], not one.requirements, remaining


def _candidate(
    statute: Statute, wants: tuple[WantView, ...], form: str, assessment: Assessment, knowledge: Knowledge
) -> Candidate:
    def said(point: StatutePoint | StatuteAnswer) -> SourcedSentence:
        # What a statute answers is the law as it was last checked, whatever the day examined.
        references = references_of(knowledge, point.citations, knowledge.base.law_as_of)
        return SourcedSentence(text=point.text, references=references, confidence=point.confidence)

    replies = ((want, statute.replies[want.id].to(form)) for want in wants)
    answers = tuple(
        WantAnswer(**dict(said(one)), want=want.id, title=want.title, essential=want.essential, welcome=one.welcome)
        for want, one in replies
    )
    welcomes = [one.welcome for one in answers]
    move = _move(statute, form)
    passage = next((one for one in statute.passages if form in one.forms), None) or statute.entry
    requirements = tuple(
        Requirement(
            criterion=id,
            title=finding.title if finding else knowledge.criteria[id].title,
            outcome=finding.outcome if finding else Outcome.TO_COMPLETE,
            idle=finding is not None and finding.idle,
        )
        for id in statute.criteria
        if (finding := assessment.findings.get(id)) or knowledge.criteria[id].on(assessment.on) is not None
    )
    return Candidate(
        statute=statute.id,
        title=statute.title,
        short=statute.short,
        summary=statute.summary,
        rank=None,
        excluded=tuple(one.want for one in answers if one.essential and one.welcome == "non"),
        met=welcomes.count("oui"),
        possible=welcomes.count("possible"),
        refused=welcomes.count("non"),
        move=move,
        joined=statute.entry is not None,
        passage=said(passage) if passage is not None and move != "garder" else None,
        satisfied=sum(one.outcome == Outcome.MET and not one.idle for one in requirements),
        requirements=requirements,
        ess=said(statute.ess),
        esus=said(statute.esus),
        answers=answers,
        costs=tuple(map(said, statute.costs)),
        opens=tuple(map(said, statute.opens)),
    )


def _move(statute: Statute, form: str) -> StatuteMove:
    if not form:
        return "creer"
    if form in statute.forms:
        return "garder"
    return "transformer" if any(form in passage.forms for passage in statute.passages) else "recreer"
