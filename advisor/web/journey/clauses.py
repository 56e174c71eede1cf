"""A clause of the statutes as a page asks it."""

from __future__ import annotations

import re
from dataclasses import replace

from advisor.interview.prediagnosis.talk import Wording

_CLAUSE = re.compile(r"\s*« (Oui, mot pour mot|En partie|Non) » : ")


def explained(words: Wording) -> Wording:
    """A clause with what each answer means beside it, instead of in one long paragraph above.

    The catalogue tells it in a fixed form (« Oui, mot pour mot » : … « En partie » : … « Non » : …); a help written
    otherwise is left as it is.
    """
    start, *parts = _CLAUSE.split(words.help)
    labels, texts = parts[::2], parts[1::2]
    if labels != [option.label for option in words.options]:
        return words
    # After what the last answer means, the text comes back to the whole clause.
    last, _, rest = texts[-1].partition(". ")
    texts[-1] = last if last.endswith(".") or not rest else f"{last}."
    helps = {label: f"{text[:1].upper()}{text[1:]}" for label, text in zip(labels, texts, strict=True)}
    options = tuple(option.model_copy(update={"help": helps[option.label]}) for option in words.options)
    return replace(words, help=f"{start} {rest}".strip(), options=options, families=(("", options),))
