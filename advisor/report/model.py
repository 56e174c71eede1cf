"""The report as plain data: what to say, in which order; how to print it is the renderers' business.

Texts carry no markup: emphasis is the ``lead`` of a paragraph or item, and a ``mark`` is an outcome that every renderer
shows as symbol and words together. Each text is cleaned and typeset once, when the report is built.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from advisor.common.french import NBSP, capital, typeset
from advisor.rules.vocabulary import Mark
from advisor.rules.words import MARKS, Tone

CalloutKind = Tone

TypesetText = Annotated[str, AfterValidator(typeset)]


def _without_none(parts: Any) -> Any:
    """What has nothing to say is written as None, and left out."""
    return tuple(one for one in parts if one is not None) if isinstance(parts, Iterable) else parts


_LeaveOut = BeforeValidator(_without_none)


def joined(lead: str, text: str) -> str:
    """What stands between a lead and its text: a colon, unless the lead ends or holds a punctuation of its own."""
    if not (lead and text):
        return ""
    if lead[-1] in ".?!…":
        return " "
    return ". " if ":" in lead else f"{NBSP}: "


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Paragraph(_Part):
    """A paragraph; ``lead`` is its first, emphasised words (« Règle »), printed before a colon."""

    type: Literal["paragraph"] = "paragraph"
    text: TypesetText
    lead: TypesetText = ""

    @classmethod
    def saying(cls, text: str, lead: str = "") -> Paragraph | None:
        """A paragraph; none when its text is empty."""
        return cls(text=text, lead=lead) if text else None


class Item(_Part):
    """One line of a list, with an outcome and lines below it when it has any."""

    text: TypesetText = ""
    lead: TypesetText = ""
    mark: Mark | None = None
    items: Annotated[tuple[Item, ...], _LeaveOut] = ()

    @classmethod
    def lines(cls, *pairs: tuple[str, str]) -> tuple[Item, ...]:
        """Lines from leads and texts, without those whose text is empty."""
        return tuple(cls(lead=lead, text=text) for lead, text in pairs if text)


class Bullets(_Part):
    """A list; ``start`` is the first number of an ordered one, so that numbers may run on across lists.

    ``beside``: each item on the left and its lines on the right, where the page is wide enough.
    """

    type: Literal["bullets"] = "bullets"
    items: Annotated[tuple[Item, ...], _LeaveOut]
    ordered: bool = False
    start: int = 1
    beside: bool = False

    @classmethod
    def announced(cls, items: Iterable[Item | None], text: str = "", lead: str = "") -> tuple[Block, ...]:
        """A list after the paragraph that announces it, if any; nothing when the list is empty."""
        listed = cls(items=items)
        if not listed.items:
            return ()
        return (Paragraph(lead=lead, text=text), listed) if lead or text else (listed,)


class Table(_Part):
    """``align`` gives one letter a column: l, r or c; empty: all left.

    ``pages``: an index; on paper, each row ends with the page of the section that its first cell leads to.
    """

    type: Literal["table"] = "table"
    header: tuple[TypesetText, ...]
    rows: tuple[tuple[TypesetText, ...], ...]
    align: str = ""
    pages: bool = False

    @property
    def letters(self) -> str:
        """One letter for each column."""
        return self.align.ljust(len(self.header), "l")


def _with_text(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, text) for name, text in pairs if text)


NamedTexts = Annotated[tuple[tuple[TypesetText, TypesetText], ...], AfterValidator(_with_text)]
"""Texts with their names; those that are empty are left out."""


class KeyValues(_Part):
    type: Literal["key_values"] = "key_values"
    pairs: NamedTexts


class Calculation(_Part):
    """A figure worked out line by line, then its distance to the legal threshold."""

    type: Literal["calculation"] = "calculation"
    lines: tuple[tuple[TypesetText, TypesetText], ...]
    margin: TypesetText = ""

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Every line, the margin last."""
        return (*self.lines, ("Marge", self.margin)) if self.margin else self.lines


class Bar(_Part):
    """One line of a chart.

    Attributes:
        label: what is counted. value: how many. text: the figure as it is printed (« 12 (29 %) »).
        note: small words under the label, such as an article.
        mark: an outcome, whose sign is shown before a label that says it in words.
        aside: a line that is not of the series, such as groups put together; drawn in grey.
    """

    label: TypesetText
    value: int = Field(ge=0)
    text: TypesetText
    note: TypesetText = ""
    mark: Mark | None = None
    aside: bool = False


class Chart(_Part):
    """Horizontal bars from one zero, the longest as wide as the page allows; each carries its figure in words.

    ``title`` names what is counted, ``unit`` the column of figures, for the formats that make it a table.
    """

    type: Literal["chart"] = "chart"
    title: TypesetText
    unit: TypesetText
    bars: tuple[Bar, ...]

    def share(self, bar: Bar) -> float:
        """Length of a bar, from 0 to 1 for the longest."""
        return bar.value / max(1, *(one.value for one in self.bars))


class Blanks(_Part):
    """Lines to fill by hand, each after its label (« Relu par »); one without a label goes on the line above."""

    type: Literal["blanks"] = "blanks"
    labels: tuple[TypesetText, ...]


class Exit(_Part):
    """Where an answer leads: an outcome, in sign and words, and what it means here."""

    mark: Mark
    text: TypesetText = ""
    lead: TypesetText = ""

    @property
    def head(self) -> str:
        """Its own words, or those of its mark, with a capital."""
        return capital(self.lead or MARKS[self.mark][1])


class Rung(_Part):
    """A question of a ladder: one answer goes on down, the other leaves to the side.

    Attributes:
        code: id of the criterion that is asked about.
        question: what is asked. note: small words under it, such as its article.
        leaves: the answer that leaves the spine; the other one goes down.
        exits: where that answer leads, as the case may be.
    """

    code: TypesetText
    question: TypesetText
    note: TypesetText = ""
    leaves: Literal["oui", "non"] = "non"
    exits: tuple[Exit, ...] = ()

    @property
    def asked(self) -> str:
        """The question, with its code and its note."""
        note = ", ".join(filter(None, (self.code, self.note)))
        return f"{self.question} ({note})" if note else self.question

    @property
    def goes_on(self) -> str:
        return "oui" if self.leaves == "non" else "non"


class Flight(_Part):
    """A run of questions with a title, and what stands at its foot, if anything does."""

    title: TypesetText = ""
    rungs: tuple[Rung, ...] = ()
    foot: tuple[Exit, ...] = ()


class Ladder(_Part):
    """A decision tree whose spine goes from the first question down to the last."""

    kind: Literal["ladder"] = "ladder"
    flights: tuple[Flight, ...]


class Diagram(_Part):
    """A drawing made of words: every format tells all of it, those that can draw it as well."""

    type: Literal["diagram"] = "diagram"
    title: TypesetText = ""
    drawn: Ladder


class Callout(_Part):
    type: Literal["callout"] = "callout"
    kind: CalloutKind
    title: TypesetText = ""
    mark: Mark | None = None
    blocks: Annotated[tuple[Block, ...], _LeaveOut] = ()


Block = Annotated[
    Paragraph | Bullets | Table | KeyValues | Calculation | Chart | Diagram | Blanks | Callout,
    Field(discriminator="type"),
]


class Section(_Part):
    """A titled part of a report; ``id`` is stable and names it alone, for links and tests.

    ``annex``: it comes after the report proper. ``new_page``: on paper, it starts a page.
    """

    id: str
    title: TypesetText
    mark: Mark | None = None
    blocks: Annotated[tuple[Block, ...], _LeaveOut] = ()
    sections: Annotated[tuple[Section, ...], _LeaveOut] = ()
    annex: bool = False
    new_page: bool = False

    @classmethod
    def named(cls, id: str, title: str, *pairs: tuple[str, str]) -> Section:
        """A section of named texts, without those that are empty."""
        return cls(id=id, title=title, blocks=(KeyValues(pairs=pairs),))

    @classmethod
    def listing(cls, id: str, title: str, items: Iterable[Item | None], text: str = "") -> Section | None:
        """A section that is one list, announced or not; none when the list is empty."""
        blocks = Bullets.announced(items, text)
        return cls(id=id, title=title, blocks=blocks) if blocks else None

    @classmethod
    def saying(cls, id: str, title: str, text: str) -> Section | None:
        """A section that is one paragraph; none when it is empty."""
        return cls(id=id, title=title, blocks=(Paragraph.saying(text),)) if text else None


class Report(_Part):
    """A whole document.

    ``metadata`` comes under the title, ``notice`` says what the document is, ``summary`` holds on the first page.
    ``sheet``: the whole of it is one page to hand out, its margins narrow. ``dense``: a long book to look things up in,
    set a little smaller and closer on paper.
    """

    title: TypesetText
    metadata: NamedTexts = ()
    notice: TypesetText = ""
    summary: Section | None = None
    sections: Annotated[tuple[Section, ...], _LeaveOut] = ()
    sheet: bool = False
    dense: bool = False

    @property
    def parts(self) -> tuple[Section, ...]:
        """Every section in reading order, the summary first."""
        return (*((self.summary,) if self.summary else ()), *self.sections)


for _model in (Item, Callout, Section, Report):
    _model.model_rebuild()
