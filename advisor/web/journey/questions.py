"""What a page asks: one question, or a short group read in one document; and how it is to be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from advisor.dossier import Answer
from advisor.interview.groups import Group, Item
from advisor.interview.machine import Interview
from advisor.interview.turn import row_name
from advisor.knowledge.facts import Fact, FactType

UNKNOWN = "je_ne_sais_pas"
"""What a form sends for « je ne sais pas »; no option of any fact has this id."""

SHORT = 4
"""Questions on one page, at most, when a document holds many."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question, as it is drawn.

    Attributes:
        address: where the answer goes; name of the form field.
        slug: the same, as it may stand in a path or an id.
        fact: what is asked. row: « exercice n-1 », « personne 3 », or "".
        widget: one of ``radio``, ``checkbox``, ``number``, ``date``, ``text``.
        value: what is shown as answered or typed: option ids, or one text.
        unknown: « je ne sais pas » is ticked.
        optional: may be left empty.
        error: why it was refused, or "".
        readings: figures between which to choose, each with its words, when what was typed reads two ways.
    """

    address: str
    slug: str
    fact: Fact
    row: str
    widget: str
    value: tuple[str, ...]
    unknown: bool
    optional: bool = False
    error: str = ""
    readings: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        return self.fact.question or self.fact.short or self.fact.id

    @property
    def text(self) -> str:
        return self.value[0] if self.value else ""


@dataclass(frozen=True, slots=True)
class Page:
    """What is put at once.

    Attributes:
        fields: one, or a few.
        theme: where it stands in the talk.
        title: heading, when there are several fields; bring: the document to take, inside a sentence.
        key: address or sheet of the group.
    """

    fields: tuple[Field, ...]
    theme: str
    title: str
    bring: str
    key: str

    @property
    def errors(self) -> tuple[Field, ...]:
        return tuple(one for one in self.fields if one.error)

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(one.address for one in self.fields)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form sent about one address, refused or to be shown again."""

    value: tuple[str, ...] = ()
    unknown: bool = False
    error: str = ""
    readings: tuple[tuple[str, str], ...] = field(default=())


def slug(address: str) -> str:
    """An address as it may stand in a path or an id: ``dividendes[n-1]`` is ``dividendes--n-1``."""
    return address.replace("[", "--").rstrip("]")


def address_of(interview: Interview, text: str) -> str | None:
    """The address a slug names; None when it names none."""
    fact, _, slot = text.partition("--")
    address = f"{fact}[{slot}]" if slot else fact
    return address if address in interview.knowledge.addresses else None


def next_page(interview: Interview) -> Page | None:
    """What to ask next; None when nothing is left to ask in this pass."""
    group = interview.next_group()
    if group is None:
        return None
    first = next((item for item in group.items if item.needed), group.items[0])
    return page_of(interview, group, first.address)


def page_at(interview: Interview, address: str, typed: Mapping[str, Typed] | None = None) -> Page:
    """The page on which an address is asked, as it stands: to change an answer, to go back, or to show errors."""
    group = interview.group(address)
    if group.item(address) is None:
        group = interview.question(address)
    return page_of(interview, group, address, typed or {})


def page_alone(interview: Interview, address: str, typed: Mapping[str, Typed] | None = None) -> Page:
    """One question, even when it belongs to a sheet."""
    return page_of(interview, interview.question(address), address, typed or {})


def page_of(interview: Interview, group: Group, address: str, typed: Mapping[str, Typed] | None = None) -> Page:
    """The part of a group that an address stands in."""
    items = _near(interview, group, address)
    companions = interview.plan.sheets[group.key].companions if group.key in interview.plan.sheets else ()
    fields = tuple(_field(item, (typed or {}).get(item.address), item.fact.id in companions) for item in items)
    title = group.title if group.kind != "question" else ""
    return Page(fields, group.theme_title, title, group.bring, group.key)


def _near(interview: Interview, group: Group, address: str) -> tuple[Item, ...]:
    """One row of a table, or a fixed stretch of a list, so that a page stays the same when one comes back to it."""
    item = group.item(address)
    if item is None or group.kind == "question":
        return group.items if item is None else (item,)
    if item.slot is not None:
        return tuple(one for one in group.items if one.slot == item.slot)
    every = interview.plan.addresses(interview.plan.sheets[group.key])
    start = every.index(address) // SHORT * SHORT
    stretch = every[start : start + SHORT]
    return tuple(one for one in group.items if one.address in stretch)


def before(interview: Interview, page: Page | None) -> str | None:
    """The address answered before a page: where « revenir » leads; None at the beginning."""
    answered = [address for address in interview.dossier.answers if interview.applies(address)]
    on_page = set(page.addresses) if page else set()
    place = next((rank for rank, address in enumerate(answered) if address in on_page), len(answered))
    return answered[place - 1] if place else None


_WIDGETS = {
    FactType.CHOICE: "radio",
    FactType.YES_NO: "radio",
    FactType.CLAUSE: "radio",
    FactType.CHOICES: "checkbox",
    FactType.DATE: "date",
    FactType.TEXT: "text",
}


def _field(item: Item, typed: Typed | None, optional: bool) -> Field:
    given: Answer | None = item.answer
    if typed is not None:
        value, unknown = typed.value, typed.unknown
    elif given is None:
        value, unknown = (), False
    else:
        value = given.value if isinstance(given.value, tuple) else (given.value,) if given.value is not None else ()
        unknown = given.unknown
    return Field(
        item.address,
        slug(item.address),
        item.fact,
        row_name(item.slot),
        _WIDGETS.get(item.fact.type, "number"),
        value,
        unknown,
        optional,
        typed.error if typed else "",
        typed.readings if typed else (),
    )
