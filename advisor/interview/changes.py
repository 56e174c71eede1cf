"""What a person does to a dossier, as it applies to any state of it: nothing here is kept, nothing is written."""

from __future__ import annotations

from advisor.dossier import Answer, Dossier, Draft, Evidence


def answered(
    dossier: Dossier,
    address: str,
    value: str | tuple[str, ...] | None,
    article: str | None = None,
    quote: str | None = None,
    evidence: Evidence | None = None,
    note: str | None = None,
) -> Answer:
    """An answer with what goes with it: given now, else typed before it, else kept from the former one."""
    old, draft = dossier.answers.get(address), dossier.drafts.get(address) or Draft()
    return Answer(
        value=value,
        article=old.article if article is None and old else article or "",
        quote=old.quote if quote is None and old else quote or "",
        evidence=evidence or draft.evidence or (old.evidence if old else None),
        note=(draft.note or (old.note if old else "")) if note is None else note,
    )


def with_entry(dossier: Dossier, address: str, entry: Answer | None) -> Dossier:
    """One answer set or withdrawn; it took what was typed before it."""
    answers = {**dossier.answers} if entry is None else {**dossier.answers, address: entry}
    if entry is None:
        answers.pop(address, None)
    drafts = {one: draft for one, draft in dossier.drafts.items() if one != address}
    return dossier.model_copy(update={"answers": gathered_by_fact(answers), "drafts": drafts})


def annotated(dossier: Dossier, address: str, given: dict[str, object]) -> Dossier:
    """What goes with an answer changed, on the answer itself or until it comes; built anew, so that it is checked."""
    given = {name: value for name, value in given.items() if value is not None}
    old = dossier.answers.get(address)
    if old is not None:
        fields = {**dict(old), **{name: value for name, value in given.items() if name != "method"}}
        return with_entry(dossier, address, Answer.model_validate(fields))
    draft = Draft.model_validate({**dict(dossier.drafts.get(address) or Draft()), **given})
    drafts = {one: known for one, known in dossier.drafts.items() if one != address}
    return dossier.model_copy(update={"drafts": drafts if draft == Draft() else {**drafts, address: draft}})


def apart(here: Dossier, there: Dossier) -> tuple[str, ...]:
    """Addresses of what one state of a dossier knows and the other lacks; what the other adds is no difference."""
    found = []
    for address, one in {**here.drafts, **here.answers}.items():
        other = there.answers.get(address) or there.drafts.get(address)
        known = {name: value for name, value in one if value or name == "value"}
        if other is None or any(getattr(other, name, None) != value for name, value in known.items()):
            found.append(address)
    return tuple(found)


def gathered_by_fact(answers: dict[str, Answer]) -> dict[str, Answer]:
    """Answers in the order the file keeps: rows of one fact together, at the place of the first."""
    facts: dict[str, dict[str, Answer]] = {}
    for address, given in answers.items():
        facts.setdefault(address.partition("[")[0], {})[address] = given
    return {address: given for rows in facts.values() for address, given in rows.items()}
