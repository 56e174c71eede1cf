"""What concerns one company: rights, limits, procedure, documents, duties; and the clauses that nobody has read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import takewhile

from advisor.advice.register import Register
from advisor.assessment.leaves import FALSE, UNKNOWN
from advisor.assessment.model import Assessment, Change, Finding, LeafResult, OpenPointView, Verdict
from advisor.assessment.session import Session
from advisor.assessment.tree import TreeNode, criterion_tree, resting_on
from advisor.assessment.wording import condition_words, tag
from advisor.common.files import plain_name
from advisor.common.french import french_date, listed, lower_first, sentence
from advisor.dossier import Dossier
from advisor.dossier.wishes import contrary_to
from advisor.rules.conditions import AllOf, CriterionRef, leaves
from advisor.rules.load import Knowledge
from advisor.rules.models import Guidance
from advisor.rules.references import criteria_under
from advisor.rules.vocabulary import REACHED, GuidanceKind, Outcome, VerdictId

_FILING = (GuidanceKind.PROCEDURE, GuidanceKind.PAPER)


@dataclass(frozen=True)
class ReportContext:
    """What every section of one report is written from.

    Attributes:
        assessment: the result to tell.
        knowledge: the rule base it was made with.
        dossier: the answers, when they are at hand; without them a conditional line of guidance keeps its condition.
        short: only the first pages are written.
        register: what the CRESS knows of its administration's positions; shown beside the law, never used to judge.
        handed: written to be handed over: no command is named, the adviser is.
    """

    assessment: Assessment
    knowledge: Knowledge
    dossier: Dossier | None = None
    short: bool = False
    register: Register | None = None
    handed: bool = False

    @cached_property
    def session(self) -> Session | None:
        return Session(self.knowledge, self.dossier, self.assessment.on) if self.dossier is not None else None

    def tag(self, code: str) -> str:
        return tag(self.knowledge, code)

    def further(self, what: str, command: str) -> str:
        """Return where more is to be had: from a command on a screen, from the adviser on a page handed over."""
        if self.handed:
            return f"Le conseiller peut remettre, à part, {what}."
        return sentence(f"{what} : ess-advisor {command}, suivi du dossier")

    @property
    def how_to_read(self) -> str:
        """How to read the clauses of the statutes that nobody has read."""
        if self.handed:
            return "statuts en main, avec le conseiller"
        return "commande : ess-advisor entretien, suivi du dossier"

    def contrary(self, remedy: str) -> str:
        """Return what the client holds to that rules a change out, in words; most often nothing."""
        refused = self.dossier.non_negotiables if self.dossier is not None else ()
        return " ; ".join(lower_first(title) for title in contrary_to(self.knowledge, remedy, refused))

    def reachable(self, verdict: Verdict) -> bool:
        """Return whether what follows from a status is worth telling: it is not out of reach today."""
        return verdict.best != VerdictId.NOT_ELIGIBLE

    def warnings(self, verdict: Verdict) -> list[str]:
        """Return what must be read with a verdict, each with the first status it bears on."""
        noted = [
            (id, f"{note.text} {self.tag(note.confidence)}")
            for id, finding in self.assessment.findings.items()
            if not finding.idle
            for note in finding.reserves
            if note.first
        ]
        if not noted:
            return []
        bearing = self._bearing_on(verdict)
        for status in takewhile(lambda one: one != verdict.status, self.knowledge.statuses):
            bearing -= self._bearing_on(self.assessment.verdicts[status])
        return list(dict.fromkeys(text for id, text in noted if id in bearing))

    def _bearing_on(self, verdict: Verdict) -> set[str]:
        """The criteria that a status is built from, its lights included; once reached, by the route that reaches it."""
        entry, day = self.knowledge.statuses[verdict.status], self.assessment.on
        routes = [one for one in entry.routes if verdict.outcome not in REACHED or one.id == verdict.route]
        conditions = [version.condition for route in routes if (version := route.on(day)) is not None]
        lights = [CriterionRef(one) for light in entry.lights for one in light.criteria]
        return criteria_under(self.knowledge, [*conditions, *lights], day)

    def deciding_points(self) -> list[OpenPointView]:
        """Return points of law on which a verdict turns."""
        verdicts = self.assessment.verdicts.values()
        return [
            point
            for point in self.assessment.open_points
            if point.decides or any(point.id in verdict.open_points and verdict.branches for verdict in verdicts)
        ]

    def guidance(self, verdict: Verdict, *kinds: GuidanceKind) -> list[tuple[Guidance, str]]:
        """Return lines of some kinds for a status and its route, each with the condition still to check.

        How to file a request, and with what, is that of the day of the request.
        """
        found = []
        # Of a company that has nothing left to prepare, neither documents, nor steps, nor what comes each year.
        ended = self.assessment.ended
        kinds = tuple(kind for kind in kinds if not ended or kind not in (*_FILING, GuidanceKind.DUTY))
        for entry in self.knowledge.guidance:
            if entry.kind not in kinds or entry.status != verdict.status:
                continue
            line = entry.on(self.presented if entry.kind in _FILING and entry.status == "esus" else self.assessment.on)
            if line is None or (line.routes and verdict.route not in line.routes):
                continue
            if line.done_if and all(self._met(criterion) for criterion in line.done_if):
                continue
            pending = ""
            if line.condition is not None:
                truth = self.session.settled(line.condition).strict if self.session else UNKNOWN
                if truth == FALSE:
                    continue
                if truth == UNKNOWN:
                    pending = condition_words(line.condition, self.knowledge, self.assessment.on)
            found.append((line, pending))
        return found

    @property
    def presented(self) -> date:
        """Day of the accreditation request, which tells how it is filed."""
        return self.session.presented if self.session is not None else self.assessment.requested

    @property
    def lodged(self) -> date | None:
        """Day on which the request was lodged, if it was."""
        fact = self.knowledge.base.lodged
        day = self.session.raw(fact) if self.session is not None and fact is not None else None
        return day if isinstance(day, date) and day <= self.assessment.on else None

    def how_to_file(self, verdict: Verdict) -> str:
        """Return how the request is made on its day, in a few words; how to follow it, once lodged."""
        if self.lodged is not None:
            return f"suivre la demande déposée le {french_date(self.lodged)}"
        lines = (line for line, _ in self.guidance(verdict, GuidanceKind.PROCEDURE) if line.filing)
        return next((lower_first(line.title) for line in lines), "déposer la demande")

    def file_name(self, line: Guidance) -> str:
        """Return how to name the file of a document, on the days when names are asked for; "" otherwise."""
        asked = any(one.names_files and one.covers(self.presented) for one in self.knowledge.guidance)
        name = plain_name(self.dossier.name) if self.dossier is not None else ""
        return line.file_name.replace("NOM", name or "NOM") if asked else ""

    def _met(self, criterion: str) -> bool:
        finding = self.assessment.findings.get(criterion)
        return finding is not None and finding.outcome == Outcome.MET and not finding.idle

    def why_idle(self, finding: Finding) -> str:
        """Return the answers that leave a criterion without object: « Association » (forme juridique)."""
        criterion = self.knowledge.criteria.get(finding.criterion)
        version = criterion.on(self.assessment.on) if criterion else None
        if version is None or self.session is None:
            return ""
        facts = (leaf.fact for leaf in leaves(version.tree) if leaf.fact is not None)
        views = {one.address: one for one in self.assessment.answers}
        names = dict.fromkeys(name for fact in facts for name in self._closing(fact))
        return listed(f"« {views[name].text} » ({lower_first(views[name].short)})" for name in names if name in views)

    def _closing(self, fact: str) -> Iterator[str]:
        """Answers that make a question not apply, those behind an unasked one included."""
        entry = self.knowledge.facts.get(fact.partition("[")[0])
        if entry is None or entry.asked_if is None or self.session is None:
            return
        for test in leaves(entry.asked_if):
            settled = self.session.settled(test)
            if settled.strict != FALSE:
                continue
            if test.fact is None or settled.not_applicable:
                yield from self._closing(test.fact) if test.fact else settled.used
            else:
                yield test.fact


# -- clauses of the statutes that nobody has read, while a verdict tells changes to make -----------------------------


def to_mend(verdict: Verdict) -> bool:
    """Return whether a verdict tells changes to make today, settled or not, to be read first or not."""
    if verdict.outcome == VerdictId.TO_MEND:
        return True
    return verdict.outcome != VerdictId.NOT_ELIGIBLE and any(not one.strict_only for one in verdict.changes)


def unread_clauses(assessment: Assessment, knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Return clauses of the statutes that nobody has read, by draft, each with the answers to read for it.

    Only while a verdict tells changes to make: until then, the verdict waits for them. A clause that a project is told
    to write, after a look at its draft, is not one to read; nor has a company that has ended an assembly to call.
    """
    verdicts = assessment.verdicts.values()
    if assessment.ended or not any(to_mend(one) for one in verdicts):
        return {}
    written = _pending(assessment)
    unread: dict[str, set[str]] = {}
    clauses = knowledge.acts.clauses.values()
    open_verdicts = [one for one in verdicts if one.outcome != VerdictId.NOT_ELIGIBLE]
    resting = {criterion for one in open_verdicts for criterion in resting_on(one, assessment, knowledge)}
    for criterion in resting & {criterion for clause in clauses for criterion in clause.serves}:
        tree = criterion_tree(criterion, assessment, knowledge)
        for part in _needed_parts(tree) if tree else ():
            tests = tuple(_tests_of(part))
            if part.outcome == Outcome.TO_COMPLETE and not any(leaf.remedy in written for leaf in tests):
                unread.setdefault(criterion, set()).update(address for leaf in tests for address in leaf.missing)
    found = {}
    for clause in clauses:
        asked = set().union(*(unread.get(criterion, ()) for criterion in clause.serves))
        if addresses := tuple(fact for fact in clause.facts if fact in asked):
            found[clause.id] = addresses
    return found


def _needed_parts(node: TreeNode) -> Iterator[TreeNode]:
    """The parts of a condition that must all hold."""
    if isinstance(node.condition, AllOf):
        for child in node.children:
            yield from _needed_parts(child)
    else:
        yield node


def _tests_of(node: TreeNode) -> Iterator[LeafResult]:
    """The results of every test below a part."""
    if node.leaf is not None:
        yield node.leaf
    for child in node.children:
        yield from _tests_of(child)


def unread_notice(assessment: Assessment, knowledge: Knowledge) -> str:
    """Return « 12 clauses des statuts ne sont pas lues : lisez-les avant… »; nothing when all are."""
    count = len(unread_clauses(assessment, knowledge))
    if not count:
        return ""
    when = before_deciding(assessment)
    if count == 1:
        return f"Une clause des statuts n'est pas lue : lisez-la avant {when}"
    return f"{count} clauses des statuts ne sont pas lues : lisez-les avant {when}"


def before_deciding(assessment: Assessment) -> str:
    """Return before what everything must be read, since what follows is decided at once."""
    return "de signer les statuts" if assessment.project else "de convoquer l'assemblée"


def clause_names(assessment: Assessment, knowledge: Knowledge) -> list[str]:
    """Return names of the clauses that nobody has read."""
    return [lower_first(knowledge.acts.clauses[id].title) for id in unread_clauses(assessment, knowledge)]


def clause_answers(assessment: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the answers that those clauses give, in the order in which the document is read."""
    found = {address for addresses in unread_clauses(assessment, knowledge).values() for address in addresses}
    sheets = (fact for sheet in knowledge.sheets.values() for fact in sheet.every)
    return tuple(dict.fromkeys(one for one in (*sheets, *knowledge.addresses) if one in found))


def at_least(assessment: Assessment, knowledge: Knowledge) -> str:
    """Return what stands before a count of changes that clauses still unread may add to."""
    return "au moins " if unread_clauses(assessment, knowledge) else ""


def change_title(assessment: Assessment, knowledge: Knowledge, change: Change) -> str:
    """Return the title of a change; what supposes statutes in order comes after their reading."""
    title = change.title.rstrip(".")
    return f"{title}{after_reading(assessment, knowledge, change.remedy)}"


def after_reading(assessment: Assessment, knowledge: Knowledge, remedy: str) -> str:
    """Return what a step that supposes the statutes in order adds while some are unread."""
    supposes = knowledge.supposes_statutes(remedy)
    return " (une fois les statuts lus et en règle)" if supposes and unread_clauses(assessment, knowledge) else ""


def other_unread_answers(assessment: Assessment, knowledge: Knowledge, *verdicts: Verdict) -> list[str]:
    """Return answers beside those clauses that no verdict waits for, but that may add changes to some."""
    mentioned = (
        {one.address for one in assessment.missing} | _to_write(assessment) | set(clause_answers(assessment, knowledge))
    )
    found: dict[str, None] = {}
    for verdict in verdicts or assessment.verdicts.values():
        if not verdict.changes:
            continue
        for criterion in resting_on(verdict, assessment, knowledge):
            finding = assessment.findings[criterion]
            if finding.counts and finding.outcome == Outcome.TO_COMPLETE:
                found.update(dict.fromkeys(address for leaf in finding.leaves for address in leaf.missing))
    return [address for address in found if address not in mentioned]


def _pending(assessment: Assessment) -> set[str]:
    """What a project is told to write, unless its draft holds it."""
    return {change.remedy for verdict in assessment.verdicts.values() for change in verdict.changes if change.pending}


def _to_write(assessment: Assessment) -> set[str]:
    """Answers on those clauses."""
    pending = _pending(assessment)
    tests = (leaf for finding in assessment.findings.values() for leaf in finding.leaves)
    return {address for leaf in tests if leaf.remedy in pending for address in leaf.missing}
