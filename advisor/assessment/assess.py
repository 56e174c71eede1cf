"""From a dossier to an assessment: the entry points of the library.

``assess(dossier, on=date)`` is pure: same dossier, same day, same rules, same result.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from advisor.assessment.account.findings import Findings
from advisor.assessment.account.routes import Routes
from advisor.assessment.account.verdicts import Verdicts, rate
from advisor.assessment.costs import CostSheet, division_words, moved_words, played, yearly_costs
from advisor.assessment.model import (
    AnswerView,
    Assessment,
    ContradictionView,
    Finding,
    Line,
    Missing,
    SharedCosts,
    Verdict,
)
from advisor.assessment.reasoning import Reasoning
from advisor.assessment.relevance import awaited, missing_for
from advisor.assessment.session import Session
from advisor.assessment.wording import LEVELS, address_name, value_text
from advisor.common.errors import InputError, Near, Problem
from advisor.common.yaml_reader import YamlDocument, read_yaml
from advisor.dossier import Company, Dossier, draft_key, parse_dossier
from advisor.dossier.answer_parsing import AnswerError, parse_answer
from advisor.dossier.file import TERMINAL, FileWords
from advisor.dossier.wishes import unknown_wishes
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.models import Status
from advisor.rules.vocabulary import REACHED, Cause, Outcome, VerdictId

_BLOCKING = (Outcome.NOT_MET, Outcome.UNCERTAIN)

# -- dossiers checked against the catalogue of facts -----------------------------------------------------------------


def check_dossier(dossier: Dossier, knowledge: Knowledge | None = None) -> list[Problem]:
    """Answers that do not fit the catalogue of facts; empty when all do. Positions are unknown here."""
    base = knowledge or load_knowledge()
    return [Problem(f"« {address} » : {message}.") for address, message in _misfits(dossier, base)]


def _misfits(dossier: Dossier, knowledge: Knowledge, words: FileWords = TERMINAL) -> Iterator[tuple[str, str]]:
    near = Near()
    for address, one in dossier.answers.items():
        known = knowledge.addresses.get(address)
        if known is None:
            yield address, unknown_fact(address, knowledge, near, words)
            continue
        if one.value is not None:
            try:
                parse_answer(known[0], one.value)
            except AnswerError as error:
                yield address, str(error)


def unknown_fact(address: str, knowledge: Knowledge, near: Near | None = None, words: FileWords = TERMINAL) -> str:
    """Why an address names no fact, and the closest one that does, or where they are listed."""
    fact_id = address.partition("[")[0]
    if fact_id in knowledge.facts:
        fact = knowledge.facts[fact_id]
        if fact.slots is None:
            return "ce fait n'attend qu'une réponse, sans ligne"
        slots = ", ".join(a[len(fact_id) + 1 : -1] for a in fact.addresses)
        return f"ce fait attend une réponse par ligne ({slots})"
    close = (near or Near()).to(fact_id, knowledge.facts)
    hint = f" (le plus proche : « {close} »)" if close else words.listed
    return "ce fait n'existe pas" + hint


def read_dossier(path: str | Path, knowledge: Knowledge | None = None) -> Dossier:
    """Read a dossier and check every answer against the catalogue.

    Raises:
        InputError: every problem, each with file, line and column.
    """
    return dossier_in(read_yaml(Path(path), str(path)), knowledge or load_knowledge())


def dossier_in(document: YamlDocument, base: Knowledge, words: FileWords = TERMINAL) -> Dossier:
    """The dossier of a parsed file, every answer checked against the catalogue.

    Raises:
        InputError: every problem, each with file, line and column, in the words of a face.
    """
    dossier, paths = parse_dossier(document, words)
    problems = [
        document.problem(paths[address], f"« {address} » : {message}.")
        for address, message in _misfits(dossier, base, words)
    ]
    near = Near()
    problems += [
        document.problem(paths[draft_key(address)], f"« {address} » : {unknown_fact(address, base, near, words)}.")
        for address in dossier.drafts
        if address not in base.addresses
    ]
    problems += unknown_wishes(document, dossier, base)
    if problems:
        raise InputError(*problems)
    return dossier


# -- assessments -----------------------------------------------------------------------------------------------------


def assess(dossier: Dossier, on: date | None = None, knowledge: Knowledge | None = None) -> Assessment:
    """Assess a company under the law of one day: `reason`, then `account`.

    Args:
        dossier: the answers.
        on: the day; by default the dossier's own, then today.
        knowledge: another rule base than the packaged one.

    Raises:
        InputError: an answer does not fit its fact.
    """
    return account(reason(dossier, on, knowledge))


def reason(dossier: Dossier, on: date | None = None, knowledge: Knowledge | None = None) -> Reasoning:
    """Conclude on a company under the law of one day; arguments and errors as for `assess`."""
    base = knowledge or load_knowledge()
    try:
        session = Session(base, dossier, on or dossier.on or date.today())
    except AnswerError:
        session = None
    if session is None or not session.raw_answers.keys() <= base.addresses.keys():
        raise InputError(*check_dossier(dossier, base))
    return Reasoning(session)


def account(reasoning: Reasoning) -> Assessment:
    """Write down everything a reasoning proved, as pure data."""
    knowledge, day, dossier = reasoning.knowledge, reasoning.day, reasoning.session.company
    assert isinstance(dossier, Dossier)
    routes = Routes(Findings(reasoning))
    verdicts = Verdicts(dossier, routes)
    before = day < knowledge.base.start
    findings = {} if before else routes.findings.all()
    decided = {
        status.id: verdicts.before_the_law(status) if before else verdicts.verdict(status, findings)
        for status in knowledge.statuses.values()
    }
    findings = _without_excuse(decided, findings)
    used = set() if before else _used(reasoning.session, routes, findings)
    waited = {address for finding in findings.values() for leaf in finding.leaves for address in leaf.missing}
    return Assessment(
        on=day,
        requested=reasoning.session.requested,
        name=dossier.name,
        rules_version=knowledge.base.version,
        rules_fingerprint=knowledge.fingerprint,
        law_as_of=knowledge.base.law_as_of,
        notice=knowledge.base.notice,
        verdicts=decided,
        findings=findings,
        contradictions=contradiction_views(reasoning.session),
        warnings=contradiction_views(reasoning.session, warning=True),
        missing=() if before else _missing(dossier, reasoning, decided),
        open_points=verdicts.open_law.views(decided, findings),
        answers=_answers(dossier, reasoning.session, used | waited),
        project=verdicts.project,
        ended=verdicts.ended,
        shared_costs=_shared_costs(dossier, knowledge),
    )


def _without_excuse(verdicts: dict[str, Verdict], findings: dict[str, Finding]) -> dict[str, Finding]:
    """What makes a refusal or a change concerns the company, even through a question that does not arise."""
    named = {ground.criterion for verdict in verdicts.values() for ground in verdict.grounds}
    named |= {one for verdict in verdicts.values() for change in verdict.changes for one in change.criteria}
    return {
        id: finding.model_copy(update={"idle": False})
        if finding.idle and not finding.without_object and finding.outcome != Outcome.MET and id in named
        else finding
        for id, finding in findings.items()
    }


def _used(session: Session, routes: Routes, findings: dict[str, Finding]) -> set[str]:
    """Answers that bear on the result: those of the tests, of the durations, and those that make a question apply."""
    used = {address for finding in findings.values() for leaf in finding.leaves for address in leaf.used}
    for status in session.knowledge.statuses.values():
        for line in routes.shown(status).durations:
            if line.condition is not None and line.covers(session.on):
                used.update(session.settled(line.condition).used)
    # A part of the costs rests on the shared ones and on the key that divides them.
    if roles := played(session.knowledge, "charges"):
        _, part, *shared = roles
        slots = [address.removeprefix(part) for address in used if address.startswith(part)]
        used.update(f"{fact}{slot}" for slot in slots for fact in shared)
    return session.with_guards(used)


def contradiction_views(session: Session, warning: bool = False) -> tuple[ContradictionView, ...]:
    """Answers that cannot all be right, in words; or those that are only to be read again."""
    rules = {rule.id: rule for rule in session.knowledge.coherences}
    views = []
    for one in session.clashes:
        if one.warns is not warning:
            continue
        rule = rules[one.id]
        message = rule.message
        for address in one.addresses:
            fact, _ = session.knowledge.addresses[address]
            value = session.stated[address]
            text = value_text(fact, value) if value is not None else "?"
            message = message.replace("{" + fact.id + "}", text).replace("{" + address + "}", text)
        message = message.replace("{exercice}", one.slot or "").replace("{emplacement}", one.slot or "")
        view = ContradictionView(id=one.id, message=message, mend=rule.mend, addresses=one.addresses, warns=warning)
        views.append(view)
    return tuple(views)


def _missing(dossier: Dossier, reasoning: Reasoning, verdicts: dict[str, Verdict]) -> tuple[Missing, ...]:
    # What alone tells how long an accreditation at hand lasts comes first: no verdict waits for it.
    needs: dict[str, tuple[str, ...]] = {
        address: (status,)
        for status, verdict in verdicts.items()
        if verdict.outcome in REACHED
        for address in verdict.duration_waits
    }
    needs |= missing_for(reasoning)
    found = []
    for address, statuses in needs.items():
        fact, _ = reasoning.knowledge.addresses[address]
        known = dossier.answers.get(address)
        found.append(
            Missing(
                address=address,
                short=address_name(reasoning.knowledge, address),
                question=fact.question,
                holder=fact.holder,
                where=fact.where,
                declared_unknown=known is not None and known.unknown,
                for_statuses=statuses,
            )
        )
    return tuple(found)


def _shared_costs(dossier: Dossier, knowledge: Knowledge) -> SharedCosts | None:
    """How shared costs were divided, when the share of the social purpose rests on a key."""
    sheet = CostSheet(yearly_costs(knowledge, dossier), None)
    if not sheet.keyed:
        return None
    _, part, common, key = played(knowledge, "charges")
    divided = {year.slot: words for year in sheet.years if (words := division_words(year))}
    notes = (dossier.answers[f"{fact}[{slot}]"].note for slot in divided for fact in (key, common))
    moved = moved_words(sheet) if all(year.complete for year in sheet.years) else []
    return SharedCosts(
        addresses=tuple(f"{part}[{slot}]" for slot in divided),
        given=tuple(f"{fact}[{slot}]" for slot in divided for fact in (common, key)),
        lines=tuple(Line(label=f"Exercice {slot}", text=text) for slot, text in divided.items()),
        source=" ; ".join(dict.fromkeys(note for note in notes if note)),
        moved=tuple(Line(label=label, text=text) for label, text in moved),
    )


def _answers(dossier: Dossier, session: Session, used: set[str]) -> tuple[AnswerView, ...]:
    views = []
    for address, one in dossier.answers.items():
        value = session.stated[address]
        text = "je ne sais pas" if value is None else value_text(session.knowledge.addresses[address][0], value)
        evidence = one.evidence
        declared = "" if one.value is None else LEVELS["declare"]
        views.append(
            AnswerView(
                address=address,
                short=address_name(session.knowledge, address),
                text=text,
                level=LEVELS[evidence.level] if evidence else declared,
                document=evidence.document if evidence else "",
                page=evidence.page if evidence else "",
                article=one.article,
                quote=one.quote,
                note=one.note,
                unknown=one.unknown,
                used=address in used,
            )
        )
    return tuple(views)


# -- light assessments: verdicts without their account ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LightVerdict:
    """The answer for one status.

    Attributes:
        status: ``ess`` or ``esus``.
        outcome: the verdict; cause: why it is undetermined, when it is.
        worst, best: bounds that further answers and readings of the law leave open.
        route: id of the route shown; None before the law.
        blocking: criteria that decide and are not met, or that the law leaves open, in the order of the full account;
            those that wait for an answer are in ``missing``. None for a verdict that is reached.
        missing: addresses whose answer can still change this verdict, the easiest to give first.
    """

    status: str
    outcome: VerdictId
    cause: Cause | None
    worst: VerdictId
    best: VerdictId
    route: str | None
    blocking: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LightAssessment:
    """One company on one day.

    Attributes:
        on: the day.
        verdicts: by status.
        contradictions: answers that cannot all be right; they were left out.
    """

    on: date
    verdicts: dict[str, LightVerdict]
    contradictions: tuple[ContradictionView, ...]


def light_assess(dossier: Company, on: date, knowledge: Knowledge) -> LightAssessment:
    """What `assess` concludes of a company under the law of one day.

    Args:
        dossier: the answers; they must fit the catalogue (`check_dossier`).
        on: the day.
        knowledge: the rule base.
    """
    session = Session(knowledge, dossier, on)
    contradictions = contradiction_views(session) if session.contradictions else ()
    if on < knowledge.base.start:
        return LightAssessment(on, {id: _before_the_law(id) for id in knowledge.statuses}, contradictions)
    reasoning = Reasoning(session)
    routes = Routes(Findings(reasoning))
    missing = awaited(reasoning)
    verdicts = {
        status.id: _light_verdict(
            routes, status, tuple([address for address, statuses in missing.items() if status.id in statuses])
        )
        for status in knowledge.statuses.values()
    }
    return LightAssessment(on, verdicts, contradictions)


def _light_verdict(routes: Routes, status: Status, missing: tuple[str, ...]) -> LightVerdict:
    rating = rate(routes, status)
    # What a reached verdict rests on blocks nothing, and takes long to find.
    deciding = {} if rating.outcome in REACHED else routes.deciding(status, rating.route, rating.outcome)
    return LightVerdict(
        status=status.id,
        outcome=rating.outcome,
        cause=rating.cause,
        worst=rating.worst,
        best=rating.best,
        route=rating.route.id,
        blocking=tuple([one for one in deciding if routes.reasoning.outcome(one) in _BLOCKING]),
        missing=missing,
    )


def _before_the_law(status: str) -> LightVerdict:
    """No verdict, and no answer that would bring one."""
    return LightVerdict(
        status, VerdictId.UNDETERMINED, Cause.BEFORE_THE_LAW, VerdictId.NOT_ELIGIBLE, VerdictId.ELIGIBLE, None, (), ()
    )
