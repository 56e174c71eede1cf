"""Types of the texts that name something in the rules: a field that names an entry says so in its type.

`advisor.rules.references.holdings` finds what an entry names from these types alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from advisor.rules.vocabulary import EntryKind


@dataclass(frozen=True)
class Names:
    """Marks the type of a text that names an entry; ``inside``: the names stand in it, where this pattern matches."""

    kind: EntryKind
    inside: re.Pattern[str] | None = None


Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$")]

Fact = Annotated[Id, Names(EntryKind.FACT)]
Address = Annotated[str, Field(min_length=1), Names(EntryKind.FACT)]
"""A fact, or a row of one: ``charges[n-1]``."""
Indicator = Annotated[Id, Names(EntryKind.INDICATOR)]
Parameter = Annotated[Id, Names(EntryKind.PARAMETER)]
Source = Annotated[Id, Names(EntryKind.SOURCE)]
Criterion = Annotated[Id, Names(EntryKind.CRITERION)]
Remedy = Annotated[Id, Names(EntryKind.REMEDY)]
Route = Annotated[Id, Names(EntryKind.ROUTE)]
Theme = Annotated[Id, Names(EntryKind.THEME)]
Duty = Annotated[Id, Names(EntryKind.GUIDANCE)]
Risk = Annotated[Id, Names(EntryKind.RISK)]
Step = Annotated[Id, Names(EntryKind.STEP)]
Want = Annotated[Id, Names(EntryKind.WANT)]
Statute = Annotated[Id, Names(EntryKind.STATUTE)]
Form = Annotated[Id, Names(EntryKind.FORM)]
"""A choice of the fact that tells the legal form."""

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
BLANKS = Names(EntryKind.WORD, PLACEHOLDER)
"""Marks a text with blanks, each filled with a word of the acts."""
Draft = Annotated[str, BLANKS]
FIGURE = re.compile(r"\{(\w+)\}")
FIGURES = Names(EntryKind.INDICATOR, FIGURE)
"""Marks a text with figures, each that of an indicator."""
Priced = Annotated[str, FIGURES]
