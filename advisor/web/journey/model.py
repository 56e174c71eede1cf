"""What a page asks and how it is drawn: its fields, what was typed, where an answer stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from advisor.assessment.wording import answer_text
from advisor.common.french import capital, french_number, parse_date, parse_number, short_date
from advisor.dossier import Answer
from advisor.interview.groups import GroupItem
from advisor.interview.machine import Interview
from advisor.interview.prediagnosis.talk import QuestionWording, wording
from advisor.interview.sheets import closing_year, proposal
from advisor.rules.facts import Fact, FactType

UNKNOWN = "je_ne_sais_pas"
"""What a form sends for « je ne sais pas »; no option of any fact has this id."""

NAME = "lieu"
"""Form field, not a fact; one for all the answers of a page, which are read in the same document."""

_WIDGETS = {
    FactType.CHOICE: "radio",
    FactType.YES_NO: "radio",
    FactType.CLAUSE: "radio",
    FactType.CHOICES: "checkbox",
    FactType.DATE: "date",
    FactType.TEXT: "text",
}
_CLAUSE = re.compile(r"\s*« (Oui, en entier|En partie|Non) » : ")


@dataclass(frozen=True, slots=True)
class Field:
    """One question, as it is drawn.

    Attributes:
        address: where the answer goes; name of the form field.
        slug: the same, as it may stand in a path or an id.
        fact: what is asked; wording: in which words.
        row: « exercice n-1 », « personne 3 », or "".
        widget: one of ``radio``, ``checkbox``, ``number``, ``date``, ``text``.
        value: what is shown as answered or typed: option ids, or one text.
        unknown: « je ne sais pas » is ticked.
        optional: may be left empty. may_ignore: « je ne sais pas » is offered.
        error: why it was refused, or "".
        readings: figures between which to choose, each with its words, when what was typed reads two ways.
        offered: where the value shown, not recorded yet, was already given.
        hint: what to write in a special case, in a few words.
    """

    address: str
    slug: str
    fact: Fact
    wording: QuestionWording
    row: str
    widget: str
    value: tuple[str, ...]
    unknown: bool
    optional: bool = False
    may_ignore: bool = True
    error: str = ""
    readings: tuple[tuple[str, str], ...] = ()
    offered: str = ""
    hint: str = ""

    @property
    def label(self) -> str:
        return self.wording.question or self.fact.short or self.fact.id

    @property
    def text(self) -> str:
        return self.value[0] if self.value else ""

    @property
    def unit(self) -> str:
        """Sign that follows the figure, or ""."""
        return {"euro": "€", "pourcentage": "%"}.get(self.fact.unit, "")

    @property
    def negative(self) -> bool:
        """A minus sign may be needed, which some phones do not offer on the keyboard of figures."""
        return self.fact.minimum is not None and self.fact.minimum < 0


@dataclass(frozen=True, slots=True)
class AnswerSource:
    """Where the answers of a page stand, as written or as typed; ``error``: why it was refused, or ""."""

    text: str
    error: str = ""

    @property
    def slug(self) -> str:
        return NAME

    @property
    def label(self) -> str:
        return "Où est-ce écrit ?"


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """What is put at once.

    Attributes:
        fields: one, or a few.
        theme: where it stands in the talk.
        title: heading, when it is not the question itself; row: of a table, in words, or "".
        bring: the document to take, inside a sentence; "" for a question alone.
        key: address or sheet of the group.
        costs: the row of the worksheet of costs this page fills, or "".
        whole: of that row, the final part is given at once.
        more: what else of the same document is still to be answered, these fields left aside.
        place: where the answers stand, to be said; None where it is not asked.
    """

    fields: tuple[Field, ...]
    theme: str
    title: str = ""
    row: str = ""
    bring: str = ""
    key: str = ""
    costs: str = ""
    whole: bool = False
    more: int = 0
    place: AnswerSource | None = None

    @property
    def errors(self) -> tuple[Field | AnswerSource, ...]:
        return tuple(one for one in (*self.fields, self.place) if one and one.error)

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(one.address for one in self.fields)

    @property
    def heading(self) -> str:
        return f"{self.title} : {self.row}" if self.title and self.row else self.title or self.fields[0].label


@dataclass(frozen=True, slots=True)
class TypedAnswer:
    """What a form sent about one answer.

    Attributes:
        value: what was typed or ticked, « je ne sais pas » left aside; unknown: this is what was answered.
        error: why it is refused, or "". readings: figures to choose from, as in `Field`.
        reading: the one chosen; shown: of which figure.
    """

    value: tuple[str, ...] = ()
    unknown: bool = False
    error: str = ""
    readings: tuple[tuple[str, str], ...] = ()
    reading: str = ""
    shown: str = ""


def slug(address: str) -> str:
    """An address as it may stand in a path or an id: ``dividendes[n-1]`` is ``dividendes--n-1``."""
    return address.replace("[", "--").rstrip("]")


def address_of(interview: Interview, text: str) -> str | None:
    """The address a slug names; None when it names none."""
    fact, _, slot = text.partition("--")
    address = f"{fact}[{slot}]" if slot else fact
    return address if address in interview.knowledge.addresses else None


def row_words(interview: Interview, slot: str | None) -> str:
    """A row of a table, in words: « exercice n-1, clos en 2024 » once its date is known, « personne 3 »."""
    if slot is None:
        return ""
    if not slot.startswith("n"):
        return f"personne {slot}"
    ago = int(slot[2:] or 0)
    name = ("dernier exercice clos", "exercice d'avant (n-1)")[ago] if ago < 2 else f"{ago} exercices avant ({slot})"
    closed = closing_year(interview.knowledge, interview.dossier, slot)
    return f"{name}, {closed}" if closed else name


def field_of(interview: Interview, item: GroupItem, typed: TypedAnswer | None, optional: bool = False) -> Field:
    """A question as it is drawn: as it was just typed, else as it was answered, else as it is offered."""
    given: Answer | None = item.answer
    words = wording(interview, item.address)
    unknown, offered = given is not None and given.unknown, ""
    if typed is not None:
        value, unknown = typed.value, typed.unknown
    elif given is None:
        proposed = proposal(interview, item)
        value = _shown(item.fact, proposed or None)
        offered = interview.knowledge.facts[item.fact.proposal or ""].short if proposed else ""
    else:
        value = _shown(item.fact, given.value)
    return Field(
        item.address,
        slug(item.address),
        item.fact,
        explained(words) if item.fact.type is FactType.CLAUSE else words,
        row_words(interview, item.slot),
        _WIDGETS.get(item.fact.type, "number"),
        value,
        unknown,
        optional,
        error=typed.error if typed else "",
        readings=typed.readings if typed else (),
        offered=offered,
    )


def _shown(fact: Fact, value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, tuple):
        return value
    return (french(fact, value),)


def french(fact: Fact, raw: str) -> str:
    """A recorded figure or date as one types it in French; read again, it is the same."""
    if fact.type is FactType.DATE:
        return short_date(parse_date(raw))
    if not fact.type.numeric:
        return raw
    try:
        value = parse_number(raw)
    except ValueError:
        # Computed exactly, longer than anything one types.
        return raw
    if fact.unit == "annee":
        return str(value)
    text = next((one for places in (2, 4, 9) if parse_number(one := french_number(value, places)) == value), raw)
    # Without its sign, « 0,7 » could also be a fraction.
    return f"{text} %" if fact.type is FactType.PERCENT and 0 < value <= 1 else text


def said(interview: Interview, address: str) -> str:
    """An answer in words, in those of the question as it was put."""
    given = interview.dossier.answers[address]
    if given.value is None:
        return "Je ne sais pas"
    fact, _ = interview.knowledge.addresses[address]
    if fact.options:
        labels = {one.id: one.label or one.id for one in wording(interview, address).options}
        chosen = (given.value,) if isinstance(given.value, str) else given.value
        return ", ".join(labels.get(one, one) for one in chosen)
    return answer_text(interview.knowledge, address, given.value) or "(rien d'écrit)"


# -- a clause of the statutes as a page asks it ----------------------------------------------------------------------


def explained(words: QuestionWording) -> QuestionWording:
    """A clause with what each answer means beside it, instead of in one long paragraph above.

    The catalogue tells it in a fixed form (« Oui, en entier » : … « En partie » : … « Non » : …); a help written
    otherwise is left as it is.
    """
    start, *parts = _CLAUSE.split(words.help)
    labels, texts = parts[::2], parts[1::2]
    if labels != [option.label for option in words.options]:
        return words
    # After what the last answer means, the text comes back to the whole clause.
    last, _, rest = texts[-1].partition(". ")
    texts[-1] = last if last.endswith(".") or not rest else f"{last}."
    helps = {label: capital(text) for label, text in zip(labels, texts, strict=True)}
    options = tuple(option.model_copy(update={"help": helps[option.label]}) for option in words.options)
    return replace(words, help=f"{start} {rest}".strip(), options=options, families=(("", options),))
