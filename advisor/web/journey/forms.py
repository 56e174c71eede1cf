"""From a form to answers: each is accepted and kept, or refused with words for its author; none is lost."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import FormData

from advisor.answers import AnswerError
from advisor.interview.entry import doubtful, meant
from advisor.interview.machine import Feedback, Interview
from advisor.interview.turn import refusal
from advisor.knowledge.facts import Fact, FactType
from advisor.web.journey.questions import UNKNOWN, Typed

MISSING = "Il manque une réponse. Si vous ne savez pas, cochez « Je ne sais pas »."
BOTH = "Vous avez coché « Je ne sais pas » et une réponse. Gardez l'une ou l'autre."


def record(
    interview: Interview, form: FormData, addresses: Iterable[str], optional: Iterable[str] = ()
) -> tuple[dict[str, Typed], list[Feedback]]:
    """Record what a form answers.

    Args:
        interview: changed in memory; the caller keeps it.
        form: fields by address; `UNKNOWN` for « je ne sais pas ».
        addresses: what the page asked.
        optional: addresses that may be left empty.

    Returns:
        What was refused, by address, to be shown again as it was typed; and what the accepted answers changed.
    """
    refused: dict[str, Typed] = {}
    feedback: list[Feedback] = []
    skip = set(optional)
    for address in addresses:
        fact, _ = interview.knowledge.addresses[address]
        sent = tuple(text for text in form.getlist(address) if isinstance(text, str) and text.strip())
        unknown = UNKNOWN in sent or form.get(f"{address}.inconnu") == UNKNOWN
        sent = tuple(text for text in sent if text != UNKNOWN)
        if not sent and not unknown and address in skip:
            continue
        if unknown and sent and fact.type is FactType.CHOICES:
            refused[address] = Typed(sent, True, BOTH)
            continue
        if unknown:
            feedback.append(interview.unknown(address))
            continue
        found = _answered(interview, fact, address, sent, str(form.get(f"{address}.lecture", "")))
        if isinstance(found, Typed):
            refused[address] = found
        else:
            feedback.append(found)
    return refused, feedback


def _answered(interview: Interview, fact: Fact, address: str, sent: tuple[str, ...], reading: str) -> Typed | Feedback:
    raw: str | tuple[str, ...] = sent if fact.type is FactType.CHOICES else (sent[0].strip() if sent else "")
    told = refusal(fact, raw)
    if told is not None:
        return Typed(sent, False, MISSING if not sent else _for_the_web(told))
    if isinstance(raw, str) and (readings := doubtful(fact, raw)):
        # What was typed reads two ways: the visitor says which.
        chosen = next((one for one, _ in readings if one == reading), None)
        if chosen is None:
            return Typed(sent, False, f"« {raw} » peut se lire de deux façons : dites laquelle.", readings)
        raw = chosen
    try:
        return interview.answer(address, meant(fact, raw) if isinstance(raw, str) else raw)
    except AnswerError as error:
        text = str(error)
        return Typed(sent, False, f"{text[:1].upper()}{text[1:]}.")


def _for_the_web(told: str) -> str:
    """The words of the terminal, without its keys."""
    return told.replace(" (n : je ne sais pas)", "").replace("tapez n", "cochez « Je ne sais pas »")
