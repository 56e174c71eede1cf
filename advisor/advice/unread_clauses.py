"""Clauses of the statutes that nobody has read, while a verdict tells changes to make."""

from __future__ import annotations

from advisor.assessment.model import Assessment, Change, Verdict
from advisor.assessment.tree import criterion_tree, needed_parts, resting_on, tests_of
from advisor.common.french import lower_first
from advisor.rules.load import Knowledge


def to_mend(verdict: Verdict) -> bool:
    """Whether a verdict tells changes to make today, settled or not."""
    return verdict.outcome != "non_eligible" and any(not one.strict_only for one in verdict.changes)


# -- what nobody has read ---------------------------------------------------------------------------------------------


def unread_clauses(assessment: Assessment, knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Clauses of the statutes that nobody has read, by draft, each with the answers to read for it.

    Only while a verdict tells changes to make: until then, the verdict waits for them. A clause that a project is told
    to write, after a look at its draft, is not one to read; nor has a company that has ended an assembly to call.
    """
    verdicts = assessment.verdicts.values()
    if assessment.ended or not any(to_mend(one) for one in verdicts):
        return {}
    written = _pending(assessment)
    unread: dict[str, set[str]] = {}
    for verdict in verdicts:
        if verdict.outcome == "non_eligible":
            continue
        for criterion in resting_on(verdict, assessment, knowledge):
            tree = criterion_tree(criterion, assessment, knowledge)
            for part in needed_parts(tree) if tree else ():
                tests = tuple(tests_of(part))
                if part.outcome == "a_completer" and not any(leaf.remedy in written for leaf in tests):
                    unread.setdefault(criterion, set()).update(address for leaf in tests for address in leaf.missing)
    found = {}
    for clause in knowledge.acts.clauses.values():
        asked = set().union(*(unread.get(criterion, ()) for criterion in clause.serves))
        if addresses := tuple(fact for fact in clause.facts if fact in asked):
            found[clause.id] = addresses
    return found


def reading(assessment: Assessment, knowledge: Knowledge) -> str:
    """« 12 clauses des statuts ne sont pas lues : lisez-les avant de convoquer l'assemblée »; nothing when all are."""
    count = len(unread_clauses(assessment, knowledge))
    if not count:
        return ""
    when = before_deciding(assessment)
    if count == 1:
        return f"Une clause des statuts n'est pas lue : lisez-la avant {when}"
    return f"{count} clauses des statuts ne sont pas lues : lisez-les avant {when}"


def before_deciding(assessment: Assessment) -> str:
    """Before what everything must be read: what follows is decided at once."""
    return "de signer les statuts" if assessment.project else "de convoquer l'assemblée"


def clause_names(assessment: Assessment, knowledge: Knowledge) -> list[str]:
    """Names of the clauses that nobody has read."""
    return [lower_first(knowledge.acts.clauses[id].title) for id in unread_clauses(assessment, knowledge)]


def clause_answers(assessment: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    """Answers that those clauses give, in the order in which the document is read: the first is where to begin."""
    found = {address for addresses in unread_clauses(assessment, knowledge).values() for address in addresses}
    sheets = (fact for sheet in knowledge.sheets.values() for fact in sheet.every)
    return tuple(dict.fromkeys(one for one in (*sheets, *knowledge.addresses) if one in found))


def at_least(assessment: Assessment, knowledge: Knowledge) -> str:
    """What stands before a count of changes that clauses still unread may add to."""
    return "au moins " if unread_clauses(assessment, knowledge) else ""


def change_title(assessment: Assessment, knowledge: Knowledge, change: Change) -> str:
    """The title of a change; what supposes statutes in order comes after their reading."""
    title = change.title.rstrip(".")
    return f"{title}{after_reading(assessment, knowledge, change.remedy)}"


def after_reading(assessment: Assessment, knowledge: Knowledge, remedy: str) -> str:
    """What a step that supposes the statutes in order (an entry in the register) adds while some are unread."""
    entry = knowledge.remedies[remedy]
    supposes = entry.kind != "statuts" and any(knowledge.remedies[one].kind == "statuts" for one in entry.after)
    return " (une fois les statuts lus et en règle)" if supposes and unread_clauses(assessment, knowledge) else ""


def unread(assessment: Assessment, knowledge: Knowledge, *verdicts: Verdict) -> list[str]:
    """Answers beside those clauses that no verdict waits for, but that may add changes to some (all by default)."""
    told = (
        {one.address for one in assessment.missing} | _to_write(assessment) | set(clause_answers(assessment, knowledge))
    )
    found: dict[str, None] = {}
    for verdict in verdicts or assessment.verdicts.values():
        if not verdict.changes:
            continue
        for criterion in resting_on(verdict, assessment, knowledge):
            finding = assessment.findings[criterion]
            if finding.counts and finding.outcome == "a_completer":
                found.update(dict.fromkeys(address for leaf in finding.leaves for address in leaf.missing))
    return [address for address in found if address not in told]


def _pending(assessment: Assessment) -> set[str]:
    """What a project is told to write, unless its draft holds it."""
    return {change.remedy for verdict in assessment.verdicts.values() for change in verdict.changes if change.pending}


def _to_write(assessment: Assessment) -> set[str]:
    """Answers on those clauses."""
    pending = _pending(assessment)
    tests = (leaf for finding in assessment.findings.values() for leaf in finding.leaves)
    return {address for leaf in tests if leaf.remedy in pending for address in leaf.missing}
