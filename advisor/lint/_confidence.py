"""Is a confidence written only where it is not that of the texts, and does a version of the law then say why?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from advisor.lint._sites import Entry, Review, cited
from advisor.rules.basis import Dated, Rated, Worded, Wording
from advisor.rules.models import LawVersion

_DERIVED = "Supprimez cette ligne : c'est la lecture la moins sûre des sources, chaque jour."


def check_confidence(review: Review) -> None:
    """Every confidence written beside the texts that would give it."""
    for sources in cited(review):
        entry, one = sources.at.up(), sources.of
        if isinstance(one, LawVersion):
            _law(entry, one)
        if isinstance(one, Rated) and one.confidence is not None and _same(review, one):
            entry.say(("confiance",), f"« confiance: {one.confidence} » va sans dire.", _DERIVED)


def _same(review: Review, one: Rated) -> bool:
    """Whether the confidence of something is that of its texts on each of its days."""
    for day in _days(review, one):
        worded: Any = one.on(day) if isinstance(one, Worded) else one
        if worded.confidence != review.knowledge.reading(worded.read_in, day):
            return False
    return True


def _days(review: Review, one: Rated) -> Iterator[date]:
    """The first of its days, then each on which the reading of a text, or what is cited, changes."""
    start, end = review.days(one if isinstance(one, Dated) else None)
    yield start
    words: tuple[Wording, ...] = one.versions if isinstance(one, Worded) else ()
    cited = (*one.read_in, *(citation.source for wording in words for citation in wording.citations))
    texts = [review.knowledge.sources[id] for id in cited if id in review.knowledge.sources]
    dated = (*words, *(version for text in texts for version in text.versions))
    yield from (one.start for one in dated if start < one.start <= end)


def _law(entry: Entry, version: LawVersion) -> None:
    """A version of a criterion or a route says why it is not as sure as its texts."""
    written = version.confidence is not None or version.as_sure_as is not None
    key = "confiance" if version.as_sure_as is None else "confiance_de"
    if written and not version.surely_why:
        entry.say((key,), f"rien ne dit pourquoi « {key} » s'écarte des sources.", "Ajoutez « confiance_car ».")
    if version.surely_why and not written:
        message = "« confiance_car » explique une confiance qui n'est pas écrite."
        entry.say(("confiance_car",), message, "Supprimez-le, ou écrivez « confiance » ou « confiance_de ».")
    if version.as_sure_as is None:
        return
    if version.confidence is not None:
        entry.say(("confiance",), "« confiance » et « confiance_de » sont écrits tous les deux.", "Gardez-en un.")
    if version.as_sure_as not in [one.source for one in version.citations]:
        message = f"« {version.as_sure_as} » n'est pas une des sources de cette version."
        entry.say(("confiance_de",), message, "Nommez-en une, ou citez-la.")
