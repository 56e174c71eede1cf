"""What if: the verdicts before and after some answers change, and what moved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from advisor.advice.alternatives import Counterfactual
from advisor.advice.ways.model import AnswerChange, answer_change
from advisor.assessment.assess import account, check_dossier, reason, unknown_fact
from advisor.assessment.model import Assessment, Finding, Frozen
from advisor.common.errors import InputError, Problem
from advisor.dossier import Dossier
from advisor.dossier.answer_parsing import AnswerError, canonical, parse_answer
from advisor.rules.facts import FactType
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.vocabulary import CriterionOutcome, Nuance, VerdictId

UNKNOWN_WORDS = ("?", "je_ne_sais_pas", "je ne sais pas")


class StatusMove(Frozen):
    """One status before and after.

    ``worst`` and ``best``: what each of the two leaves possible; ``duration``: years of accreditation, if any.
    """

    status: str
    title: str
    before: VerdictId
    after: VerdictId
    sentence: str
    worst_before: VerdictId
    best_before: VerdictId
    worst_after: VerdictId
    best_after: VerdictId
    duration_before: int | None = None
    duration_after: int | None = None

    @property
    def lasts_otherwise(self) -> bool:
        """The accreditation would be given for another number of years."""
        return self.duration_before != self.duration_after

    @property
    def moves(self) -> bool:
        """The verdict is another, or leaves something else possible."""
        then, now = (self.before, self.worst_before, self.best_before), (self.after, self.worst_after, self.best_after)
        return then != now


class CriterionMove(Frozen):
    """A criterion whose outcome changes, with what is found after."""

    criterion: str
    title: str
    before: CriterionOutcome
    after: CriterionOutcome
    finding: str


class WhatIf(Frozen):
    """What some changed answers would change; the dossier itself is left alone.

    Attributes:
        changes: the answers tried. statuses: every status, moved or not. criteria: those that move.
        contradictions: what the new answers contradict; they are then left out of the reasoning.
    """

    on: date
    name: str
    changes: tuple[AnswerChange, ...]
    statuses: tuple[StatusMove, ...]
    criteria: tuple[CriterionMove, ...]
    contradictions: tuple[str, ...]


def read_changes(texts: list[str], knowledge: Knowledge | None = None) -> dict[str, str | tuple[str, ...] | None]:
    """Read changes written ``fait=valeur``; commas separate several choices, ``?`` withdraws an answer.

    Raises:
        InputError: an unknown fact, or an answer that does not fit it; every problem is given.
    """
    base = knowledge or load_knowledge()
    found: dict[str, str | tuple[str, ...] | None] = {}
    problems: list[Problem] = []
    for text in texts:
        address, equals, raw = (part.strip() for part in text.partition("="))
        if not equals or not address:
            problems.append(Problem(f"« {text} » : écrivez fait=valeur.", mend="Exemple : mention_rcs=oui."))
            continue
        if address in found:
            problems.append(Problem(f"« {address} » : deux réponses pour la même question.", mend="Gardez-en une."))
            continue
        known = base.addresses.get(address)
        if known is None:
            problems.append(Problem(f"« {address} » : {unknown_fact(address, base)}."))
            continue
        if raw in UNKNOWN_WORDS:
            found[address] = None
            continue
        fact = known[0]
        given = tuple(one.strip() for one in raw.split(",")) if fact.type is FactType.CHOICES else raw
        try:
            found[address] = canonical(fact, parse_answer(fact, given))
        except AnswerError as error:
            problems.append(Problem(f"« {address} » : {error}."))
    if problems:
        raise InputError(*problems)
    return found


def what_if(
    dossier: Dossier,
    changes: Mapping[str, str | tuple[str, ...] | None],
    on: date | None = None,
    knowledge: Knowledge | None = None,
) -> WhatIf:
    """Compare the verdicts before and after some answers change; other arguments and errors as for `assess`.

    Args:
        dossier: the answers; it is not changed.
        changes: new answers by address; None withdraws one.
    """
    base = knowledge or load_knowledge()
    then = Counterfactual(reason(dossier, on, base), changes)
    if problems := check_dossier(then.dossier, base):
        raise InputError(*problems)
    before, after = account(then.origin), account(then.reasoning)
    return WhatIf(
        on=before.on,
        name=dossier.name,
        changes=tuple(answer_change(base, one, dossier, then.dossier, "sans réponse") for one in changes),
        statuses=status_moves(before, after),
        criteria=tuple(moved_criteria(before, after)),
        contradictions=tuple(one.message for one in after.contradictions if one not in before.contradictions),
    )


def status_moves(before: Assessment, after: Assessment) -> tuple[StatusMove, ...]:
    """Return every status of two assessments side by side, moved or not."""
    return tuple(
        StatusMove(
            status=id,
            title=then.title,
            before=then.outcome,
            after=now.outcome,
            sentence=now.sentence,
            worst_before=then.worst,
            best_before=then.best,
            worst_after=now.worst,
            best_after=now.best,
            duration_before=then.duration,
            duration_after=now.duration,
        )
        for id, then in before.verdicts.items()
        for now in (after.verdicts[id],)
    )


def moved_criteria(before: Assessment, after: Assessment) -> list[CriterionMove]:
    """Return criteria of both assessments whose outcome differs."""
    return [
        CriterionMove(
            criterion=id,
            title=finding.title,
            before=finding_outcome(before.findings[id]),
            after=finding_outcome(finding),
            finding=" ; ".join(_found(finding)),
        )
        for id, finding in after.findings.items()
        if id in before.findings and finding_outcome(before.findings[id]) != finding_outcome(finding)
    ]


def _found(finding: Finding) -> list[str]:
    """What is found, each thing once: of a criterion that fails, what fails, and not what holds beside it."""
    found = [leaf for leaf in finding.leaves if leaf.finding and not leaf.not_applicable]
    deciding = [leaf for leaf in found if leaf.outcome == finding.outcome]
    return list(dict.fromkeys(leaf.finding for leaf in deciding or found))


def finding_outcome(finding: Finding) -> CriterionOutcome:
    """Return the outcome of a criterion; what nothing concerns is neither met nor missed."""
    return Nuance.NOT_APPLICABLE if finding.idle else finding.outcome
