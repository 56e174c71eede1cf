"""Does what a public record may propose fit the questions it answers, and is each code told once?"""

from __future__ import annotations

import string

from advisor.common.yaml_reader import Path_
from advisor.lint.choices import FORM
from advisor.lint.entries import unknown
from advisor.lint.sites import Review
from advisor.rules.directory import Clues, Offer
from advisor.rules.facts import Fact, FactType

ENTRY = "recherche"

WORDS = {
    "workforce": {"effectif", "annee"},
    "accounts": {"annees", "montants"},
    "closed": {"date"},
    "duplicate": {"siren"},
    "form_unmatched": {"forme"},
    "form_unknown": {"forme"},
}
"""What each clue may have filled in."""


def check_directory(review: Review) -> None:
    """Facts and answers that exist, codes told once, clues that can be filled in."""
    directory = review.knowledge.directory
    for i, offer in enumerate(directory.offers):
        _offer(review, ("propositions", i), offer)
    form = review.knowledge.facts.get(FORM)
    known = {option.id for option in form.options} if form is not None else set()
    for i, category in enumerate(directory.categories):
        for j, reply in enumerate(category.replies):
            if reply not in known:
                message = f"« {reply} » n'est pas une forme juridique connue."
                _say(review, ("formes", i, "reponses", j), message, f"Reprenez un choix du fait « {FORM} ».")
    _once(review, "formes", [one.codes for one in directory.categories])
    _once(review, "effectifs", [one.codes for one in directory.brackets])
    for name, field in Clues.model_fields.items():
        try:
            asked = {part for _, part, _, _ in string.Formatter().parse(getattr(directory.clues, name)) if part}
        except ValueError:
            asked = {"{"}
        for word in sorted(asked - WORDS.get(name, set())):
            mend = "Corrigez ce mot, ou ôtez les accolades."
            _say(review, ("indices", str(field.alias or name)), f"rien ne remplace « {word} » dans cette phrase.", mend)


def _offer(review: Review, at: Path_, offer: Offer) -> None:
    problem = unknown(review, "fait", offer.fact)
    if problem:
        _say(review, (*at, "fait"), *problem)
        return
    fact = review.knowledge.facts[offer.fact]
    if fact.slots is not None:
        _say(review, at, f"« {fact.id} » a plusieurs lignes : une fiche ne peut y répondre.", "Retirez-la.")
    elif offer.reply is not None:
        if all(offer.reply != one.id for one in fact.options):
            _say(review, (*at, "reponse"), f"« {offer.reply} » n'est pas une réponse à « {fact.id} ».", _REPLY)
    elif not _fits(offer, fact):
        _say(
            review,
            at,
            f"« {offer.field} » ne peut pas répondre à « {fact.id} ».",
            "Changez de fait, ou dites « reponse ».",
        )


def _fits(offer: Offer, fact: Fact) -> bool:
    """Without a reply of its own, the form answers its fact, and the day of creation a date."""
    return fact.id == FORM if offer.field == "forme" else offer.field == "creation" and fact.type is FactType.DATE


def _once(review: Review, key: str, listed: list[tuple[str, ...]]) -> None:
    seen: set[str] = set()
    for i, codes in enumerate(listed):
        for j, code in enumerate(codes):
            if code in seen:
                _say(review, (key, i, "codes", j), f"le code « {code} » est déjà donné.", "N'en gardez qu'un.")
            seen.add(code)


def _say(review: Review, path: Path_, message: str, mend: str = "") -> None:
    review.say(ENTRY, ENTRY, path, message, mend)


_REPLY = "Reprenez un choix de la question."
