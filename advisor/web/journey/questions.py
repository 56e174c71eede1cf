"""Which page asks what: one question, or a short group; and where answers stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from advisor.dossier import Answer, Evidence
from advisor.interview.groups import Group, GroupItem
from advisor.interview.machine import Interview
from advisor.interview.sheets import cost_cells
from advisor.web.journey.costs import belongs, year_page
from advisor.web.journey.model import AnswerSource, QuestionPage, TypedAnswer, field_of

STRETCH = {"grille": 1, "feuille": 4}
"""Questions on one page, at most, when a document holds many: a clause is long to read, figures follow one another."""

_ARTICLE = re.compile(r"(?:l['’])?art(?:icles?\b|\.)\s*(?=\S)", re.IGNORECASE)
_SEEN = {"vu": "Document vu", "copie_jointe": "Copie jointe"}


def next_page(interview: Interview) -> QuestionPage | None:
    """What to ask next; None when nothing is left to ask in this pass."""
    group = interview.next_group()
    if group is None:
        return None
    first = next(iter(group.required), group.items[0])
    return page_at(interview, first.address, group=group)


def page_at(interview: Interview, address: str, *, group: Group | None = None) -> QuestionPage:
    """The page on which an address is asked, as it stands: to answer, to change an answer, or to go back."""
    if belongs(interview, address):
        return year_page(interview, interview.knowledge.addresses[address][1] or "")
    group = group or interview.group(address)
    item = group.item(address)
    if item is None or group.kind == "question":
        return page_of(interview, (address,))
    return page_of(interview, [one.address for one in _near(interview, group, item)])


def page_of(
    interview: Interview, addresses: Iterable[str], typed: Mapping[str, TypedAnswer] | None = None
) -> QuestionPage:
    """The page that asks some addresses of one group: what a form tells of the page it came from is enough.

    Args:
        interview: where the talk stands.
        addresses: one or more.
        typed: what was refused, to be shown as it was typed.
    """
    asked = tuple(addresses)
    key = interview.plan.key(asked[0])
    sheet = interview.plan.sheets.get(key)
    items = [interview.item(address) for address in asked]
    fields = tuple(field_of(interview, item, (typed or {}).get(item.address), item.companion) for item in items)
    theme = interview.plan.titles[items[0].fact.theme]
    if sheet is None:
        return QuestionPage(fields, theme, key=key)
    group = interview.group(key)
    more = sum(one.address not in asked for one in group.required)
    table = sheet.kind == "feuille" and len(asked) > 1
    title = group.title if table else ""
    return QuestionPage(fields, theme, title, fields[0].row if table else "", group.bring, key, more=more)


def _near(interview: Interview, group: Group, item: GroupItem) -> tuple[GroupItem, ...]:
    """One row of a table, or a fixed stretch of a list, so that a page stays the same when one comes back to it."""
    if item.slot is not None:
        return tuple(one for one in group.items if one.slot == item.slot)
    every = interview.plan.addresses(interview.plan.sheets[group.key])
    length = STRETCH.get(group.kind, 1)
    start = every.index(item.address) // length * length
    stretch = every[start : start + length]
    return tuple(one for one in group.items if one.address in stretch)


def before(interview: Interview, page: QuestionPage) -> str | None:
    """The address answered before a page: where « revenir » leads; None at the beginning."""
    answered = [address for address in interview.dossier.answers if interview.applies(address)]
    on_page = addresses(interview, page)
    place = next((rank for rank, address in enumerate(answered) if address in on_page), len(answered))
    return answered[place - 1] if place else None


# -- where an answer stands ------------------------------------------------------------------------------------------


def place_words(given: Answer) -> str:
    """Where an answer stands, as the person or an adviser noted it; "" when nobody did."""
    proof = given.evidence
    document = ", ".join(filter(None, (proof.document, proof.page and f"p. {proof.page}"))) if proof else ""
    if proof is not None and proof.level != "declare":
        return " : ".join(filter(None, (_SEEN[proof.level], document)))
    return f"article {given.article}" if given.article and not document else document


def place_offered(interview: Interview, page: QuestionPage) -> AnswerSource | None:
    """The field of a page; none where no document says anything, or an adviser has already seen it."""
    if not any(one.wording.where for one in page.fields):
        return None
    given = [answers[at] for at in addresses(interview, page) if at in (answers := interview.dossier.answers)]
    return None if any(one.proven for one in given) else AnswerSource(_common(given))


def addresses(interview: Interview, page: QuestionPage) -> tuple[str, ...]:
    """The answers that a page records."""
    return cost_cells(interview, page.costs) if page.costs else page.addresses


def record_place(interview: Interview, place: AnswerSource | None, asked: Iterable[str]) -> None:
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
    texts = {place_words(one) for one in given}
    return texts.pop() if len(texts) == 1 else ""
