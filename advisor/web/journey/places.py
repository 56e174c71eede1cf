"""Where an answer stands: « article 12 des statuts », as the person says it; for the adviser, it proves nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.datastructures import FormData

from advisor.dossier import Answer, Evidence
from advisor.interview.machine import Interview
from advisor.web.journey.model import NAME, Page, Place

LONGEST = 300
"""Characters; the words themselves are not to be copied here."""

_TOO_LONG = "Cette indication dépasse {} caractères : dites seulement où c'est écrit."
_ARTICLE = re.compile(r"(?:l['’])?art(?:icles?\b|\.)\s*(?=\S)", re.IGNORECASE)
_SEEN = {"vu": "Document vu", "copie_jointe": "Copie jointe"}


def told(given: Answer) -> str:
    """Where an answer stands, as the person or an adviser noted it; "" when nobody did."""
    proof = given.evidence
    document = ", ".join(filter(None, (proof.document, proof.page and f"p. {proof.page}"))) if proof else ""
    if proof is not None and proof.level != "declare":
        return " : ".join(filter(None, (_SEEN[proof.level], document)))
    return f"article {given.article}" if given.article and not document else document


def offered(interview: Interview, page: Page) -> tuple[Place, ...]:
    """The field of a page; none where no document says anything, or an adviser has already seen it."""
    if not any(one.wording.where for one in page.fields):
        return ()
    given = [answers[at] for at in addresses(interview, page) if at in (answers := interview.dossier.answers)]
    if any(one.proven for one in given):
        return ()
    return (Place(_common(given)),)


def addresses(interview: Interview, page: Page) -> tuple[str, ...]:
    """The answers that a page records."""
    from advisor.web.journey.costs import cells

    return cells(interview, page.costs) if page.costs else page.addresses


def read(form: FormData) -> Place | None:
    """What a form says; None when it has no such field."""
    sent = form.get(NAME)
    if not isinstance(sent, str):
        return None
    text = " ".join(sent.split())
    return Place(text, _TOO_LONG.format(LONGEST) if len(text) > LONGEST else "")


def record(interview: Interview, place: Place | None, asked: Iterable[str]) -> None:
    """Note where some answers stand; what is left as it was shown changes nothing."""
    answers = interview.dossier.answers
    given = [at for at in asked if at in answers]
    if place is None or place.text == _common([answers[at] for at in given]):
        return
    for at in given:
        if not answers[at].proven:
            _note(interview, at, place.text)


def _note(interview: Interview, address: str, text: str) -> None:
    """An article of the statutes where clauses have theirs; any other place as what the declaration rests on."""
    given, (fact, _) = interview.dossier.answers[address], interview.knowledge.addresses[address]
    written = any(option.id == given.value for option in fact.options if option.written)
    found = _ARTICLE.match(text) if written else None
    article = text[found.end() :] if found else ""
    if given.value is not None and article != given.article:
        interview.answer(address, given.value, article=article)
    if (given.evidence.document if given.evidence else "") != (document := "" if article else text):
        interview.annotate(address, evidence=Evidence(document=document))


def _common(given: list[Answer]) -> str:
    """What all say; "" when they differ."""
    texts = {told(one) for one in given}
    return texts.pop() if len(texts) == 1 else ""
