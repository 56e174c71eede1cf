"""Do the comparison of statutes, the public record and the annual check-up rest on what exists?"""

from __future__ import annotations

import string

from advisor.lint._sites import FORM, Entry, Review
from advisor.rules.checkup import Check, Quality, Tracked
from advisor.rules.conditions import FigureLeaf
from advisor.rules.directory import Clues, RecordedField
from advisor.rules.facts import Fact, FactType
from advisor.rules.vocabulary import EntryKind, GuidanceKind, Slots

WORDS = {
    "workforce": {"effectif", "annee"},
    "accounts": {"annees", "montants"},
    "closed": {"date"},
    "duplicate": {"siren"},
    "form_unmatched": {"forme"},
    "form_unknown": {"forme"},
}
"""What each clue of a public record may have filled in."""

# -- the comparison of statutes: does each answer every want, no more surely than its texts were read? ---------------


def check_choices(review: Review) -> None:
    """Wants and statutes: given once, and complete."""
    choices, entry = review.knowledge.choices, review.entry(EntryKind.COMPARISON, "comparaison")
    _once(entry, "souhaits", [want.id for want in choices.wants])
    _once(entry, "statuts", [statute.id for statute in choices.statutes])
    wants = {want.id: want for want in choices.wants}
    for i, statute in enumerate(choices.statutes):
        at = entry.at("statuts", i)
        for id, want in wants.items():
            if id not in statute.replies:
                message = f"« {statute.id} » ne répond pas à « {id} » ({want.title})."
                at.say((), message, "Ajoutez la réponse : accueil, phrase, sources, confiance.")
        for path, point in statute.points():
            if what := review.surer_than_read(point.citations, point.confidence):
                at.say((*path, "confiance"), *what)


def _once(entry: Entry, key: str, ids: list[str]) -> None:
    for i, id in enumerate(ids):
        if id in ids[:i]:
            entry.say((key, i, "id"), f"« {id} » est déjà pris.", "Donnez-lui un autre identifiant.")


# -- the public record: does what it may propose fit the questions, and is each code given once? ---------------------


def check_directory(review: Review) -> None:
    """Answers that exist, codes given once, clues that can be filled in."""
    directory, entry = review.knowledge.directory, review.entry(EntryKind.DIRECTORY, "recherche")
    for i, offer in enumerate(directory.offers):
        _offer(entry.at("propositions", i), offer)
    _each_once(entry, "formes", [one.codes for one in directory.categories])
    _each_once(entry, "effectifs", [one.codes for one in directory.brackets])
    for name, field in Clues.model_fields.items():
        try:
            asked = {part for _, part, _, _ in string.Formatter().parse(getattr(directory.clues, name)) if part}
        except ValueError:
            asked = {"{"}
        for word in sorted(asked - WORDS.get(name, set())):
            mend = "Corrigez ce mot, ou ôtez les accolades."
            entry.say(("indices", str(field.alias or name)), f"rien ne remplace « {word} » dans cette phrase.", mend)


def _offer(entry: Entry, offer: RecordedField) -> None:
    fact = entry.review.knowledge.facts.get(offer.fact)
    if fact is None:
        return
    if fact.slots is not None:
        entry.say((), f"« {fact.id} » a plusieurs lignes : une fiche ne peut y répondre.", "Retirez-la.")
    elif offer.reply is not None:
        if all(offer.reply != one.id for one in fact.options):
            message = f"« {offer.reply} » n'est pas une réponse à « {fact.id} »."
            entry.say(("reponse",), message, "Reprenez un choix de la question.")
    elif not _fits(offer, fact):
        message = f"« {offer.field} » ne peut pas répondre à « {fact.id} »."
        entry.say((), message, "Changez de fait, ou dites « reponse ».")


def _fits(offer: RecordedField, fact: Fact) -> bool:
    """Without a reply of its own, the form answers its fact, and the day of creation a date."""
    return fact.id == FORM if offer.field == "forme" else offer.field == "creation" and fact.type is FactType.DATE


def _each_once(entry: Entry, key: str, listed: list[tuple[str, ...]]) -> None:
    seen: set[str] = set()
    for i, codes in enumerate(listed):
        for j, code in enumerate(codes):
            if code in seen:
                entry.say((key, i, "codes", j), f"le code « {code} » est déjà donné.", "N'en gardez qu'un.")
            seen.add(code)


# -- the annual check-up: does every point rest on a duty, criteria, figures and risks that exist? -------------------


def check_checks(review: Review) -> None:
    """Points of the check-up, their figures, and the risks they name."""
    knowledge = review.knowledge
    for check in knowledge.checks.values():
        entry = review.entry(EntryKind.CHECK, check.id)
        _check(entry, check)
        for i, tracked in enumerate(check.tracked):
            _tracked(entry.at("suivi", i), tracked)
    for quality in knowledge.qualities.values():
        _quality(review.entry(EntryKind.QUALITY, quality.id), quality)


def _quality(entry: Entry, quality: Quality) -> None:
    if quality.route is not None:
        entry.routes(quality.status, {("voie",): quality.route})
    if quality.condition is None and not quality.criteria:
        entry.say((), "rien ne dit qui tient cette qualité.", "Donnez « si », ou « criteres ».")


def _check(entry: Entry, check: Check) -> None:
    knowledge = entry.review.knowledge
    entry.routes(check.status, {("voies", i): one for i, one in enumerate(check.routes)})
    duties = {line.id for line in knowledge.guidance if line.kind == GuidanceKind.DUTY}
    for i, duty in enumerate(check.duties):
        if duty not in duties and duty in entry.review.known[EntryKind.GUIDANCE]:
            message = f"« {duty} » n'est pas une obligation."
            entry.say(("obligations", i), message, "Prenez-en une de guide/obligations.yaml.")


def _tracked(entry: Entry, tracked: Tracked) -> None:
    if (tracked.figure is None) is (tracked.ratio is None):
        entry.say((), "donnez soit « chiffre », soit « rapport ».", "Gardez un seul des deux.")
    if tracked.figure is not None and not isinstance(tracked.figure, FigureLeaf):
        entry.say(("chiffre",), "un chiffre suivi se compare à une limite.", "Écrivez {indicateur: …, au_moins: …}.")
    if (tracked.ratio is None) is not (tracked.at_least is None):
        entry.say((), "« rapport » et « au_moins » vont ensemble.", "Ajoutez celui qui manque, ou ôtez l'autre.")
    for i, fact in enumerate(tracked.ratio or ()):
        known = entry.review.knowledge.facts.get(fact)
        if known is not None and (known.slots != Slots.YEARS or not known.type.numeric):
            message = f"« {fact} » n'est pas un chiffre donné pour chaque exercice."
            entry.say(("rapport", i), message, "Prenez-en un qui l'est.")
