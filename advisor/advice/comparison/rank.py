"""Weighing statutes. The rule is the whole secret: it is printed with every ranking, and there is no other weight.

1. A statute that refuses an essential want comes after every one that refuses none.
2. The more wants it meets, the better. 3. Then, the fewer it refuses.
4. Then, the lighter the change: keep the form, change of statute, create another legal person.
5. Then, the fewer of its legal conditions remain to be met; statutes on which the assessment checks none come after.
6. Then, the order of the file.

A want that a statute meets adds one to it and at most one to any other: asking for it never lowers that statute.
"""

from __future__ import annotations

from collections.abc import Sequence

from advisor.advice.comparison.model import Answered, Candidate, Comparison, Move, Requirement, Said, WantView
from advisor.assessment.account.letter import references_of
from advisor.assessment.leaves import TRUE
from advisor.assessment.model import Assessment
from advisor.assessment.session import Session
from advisor.assessment.wording import unjudged_day
from advisor.common.errors import InputError, Problem
from advisor.dossier import Dossier
from advisor.rules.choices import Answer, Point, Statute
from advisor.rules.load import Knowledge, load_knowledge

FORM = "forme_juridique"
WEIGHT: dict[Move, int] = {"garder": 0, "creer": 0, "transformer": 1, "recreer": 2}


def check_wants(names: Sequence[str], knowledge: Knowledge | None = None) -> None:
    """Refuse names that are not wants.

    Raises:
        InputError: the first wrong one, with those that exist.
    """
    known = (knowledge or load_knowledge()).choices.wants
    ids = {want.id for want in known}
    wrong = [name for name in names if name not in ids]
    if wrong:
        listed = "".join(f"\n  {want.id} : {want.question}" for want in known)
        raise InputError(Problem(f"« {wrong[0]} » n'est pas un souhait connu.", mend=f"Au choix :{listed}"))


def compare(
    dossier: Dossier,
    assessment: Assessment,
    wants: Sequence[str] = (),
    needs: Sequence[str] = (),
    knowledge: Knowledge | None = None,
) -> Comparison:
    """Every statute, ranked against what the project wants.

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
    check_wants([*wants, *needs], base)
    if assessment.on < base.base.start:
        raise InputError(unjudged_day(base, assessment.on))
    asked = dict.fromkeys([*wants, *needs])
    chosen = [want for want in base.choices.wants if want.id in asked or not asked]
    views = tuple(
        WantView(id=want.id, title=want.title, question=want.question, essential=want.id in needs) for want in chosen
    )
    project = _project(dossier, assessment, base)
    form = "" if project else _form(dossier)
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
        unsaid=not form and not project,
        asked=bool(asked),
        wants=views,
        candidates=tuple(candidates),
    )


def _order(one: Candidate) -> tuple[bool, int, int, int, bool, int]:
    remaining = len(one.requirements) - one.satisfied
    return bool(one.excluded), -one.met, one.refused, WEIGHT[one.move], not one.requirements, remaining


def _project(dossier: Dossier, assessment: Assessment, knowledge: Knowledge) -> bool:
    """A company that does not exist yet has no form, whatever form it thinks of."""
    project = knowledge.base.project
    return project is not None and Session(knowledge, dossier, assessment.on).holds(project)[0] == TRUE


def _form(dossier: Dossier) -> str:
    """The form the company has today, as answered."""
    answer = dossier.answers.get(FORM)
    return answer.value if answer is not None and isinstance(answer.value, str) else ""


def _candidate(
    statute: Statute, wants: tuple[WantView, ...], form: str, assessment: Assessment, knowledge: Knowledge
) -> Candidate:
    def said(point: Point | Answer) -> Said:
        # What a statute answers is the law as it was last checked, whatever the day examined.
        references = references_of(knowledge, point.citations, knowledge.base.law_as_of)
        return Said(text=point.text, references=references, confidence=point.confidence)

    answers = tuple(
        Answered(
            **dict(said(reply)),
            want=want.id,
            title=want.title,
            essential=want.essential,
            welcome=reply.welcome,
        )
        for want in wants
        for reply in (statute.replies[want.id].to(form),)
    )
    welcomes = [one.welcome for one in answers]
    move = _move(statute, form)
    passage = next((one for one in statute.passages if form in one.forms), None) or statute.entry
    requirements = tuple(_requirements(statute, assessment, knowledge))
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
        satisfied=sum(one.outcome == "satisfait" and not one.idle for one in requirements),
        requirements=requirements,
        ess=said(statute.ess),
        esus=said(statute.esus),
        answers=answers,
        costs=tuple(map(said, statute.costs)),
        opens=tuple(map(said, statute.opens)),
    )


def _move(statute: Statute, form: str) -> Move:
    if not form:
        return "creer"
    if form in statute.forms:
        return "garder"
    return "transformer" if any(form in passage.forms for passage in statute.passages) else "recreer"


def _requirements(statute: Statute, assessment: Assessment, knowledge: Knowledge) -> list[Requirement]:
    found = []
    for id in statute.criteria:
        finding = assessment.findings.get(id)
        if finding is not None:
            found.append(Requirement(criterion=id, title=finding.title, outcome=finding.outcome, idle=finding.idle))
        elif knowledge.criteria[id].on(assessment.on) is not None:
            found.append(
                Requirement(criterion=id, title=knowledge.criteria[id].title, outcome="a_completer", idle=False)
            )
    return found
