"""Do the comparison of statutes, the public record and the annual check-up rest on what exists?"""

from __future__ import annotations

import string

from advisor.common.yaml_reader import Path_
from advisor.lint._sites import Review
from advisor.rules.checkup import Check, Quality, Tracked
from advisor.rules.comparison import Statute
from advisor.rules.conditions import FigureLeaf
from advisor.rules.directory import Clues, RecordedField
from advisor.rules.facts import Fact, FactType
from advisor.rules.vocabulary import EntryKind, GuidanceKind, Slots

ENTRY: EntryKind = EntryKind.COMPARISON
DIRECTORY_ENTRY: EntryKind = EntryKind.DIRECTORY
FORM = "forme_juridique"
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
    """Wants and statutes: given once, complete, and resting on what exists."""
    choices = review.knowledge.choices
    _once(review, "souhaits", [want.id for want in choices.wants])
    _once(review, "statuts", [statute.id for statute in choices.statutes])
    wants = {want.id: want for want in choices.wants}
    for i, statute in enumerate(choices.statutes):
        at: Path_ = ("statuts", i)
        for id, want in wants.items():
            if id not in statute.replies:
                message = f"« {statute.id} » ne répond pas à « {id} » ({want.title})."
                review.say(ENTRY, ENTRY, at, message, "Ajoutez la réponse : accueil, phrase, sources, confiance.")
        for id in statute.replies:
            if id not in wants:
                message = f"« {id} » n'est pas un souhait de ce fichier."
                review.say(ENTRY, ENTRY, (*at, "reponses", id), message, "Corrigez-le, ou ajoutez ce souhait.")
        for j, criterion in enumerate(statute.criteria):
            review.exists(ENTRY, ENTRY, (*at, "criteres", j), EntryKind.CRITERION, criterion)
        _forms(review, statute, at)
        for path, point in statute.points():
            if what := review.surer_than_read(point.citations, point.confidence):
                review.say(ENTRY, ENTRY, (*at, *path, "confiance"), *what)


def _once(review: Review, key: str, ids: list[str]) -> None:
    for i, id in enumerate(ids):
        if id in ids[:i]:
            review.say(ENTRY, ENTRY, (key, i, "id"), f"« {id} » est déjà pris.", "Donnez-lui un autre identifiant.")


def _forms(review: Review, statute: Statute, at: Path_) -> None:
    """Forms are choices of the fact that tells the legal form."""
    fact = review.knowledge.facts.get(FORM)
    known = {option.id for option in fact.options} if fact is not None else set()
    named: list[tuple[Path_, str]] = [(("formes", j), form) for j, form in enumerate(statute.forms)]
    for p, passage in enumerate(statute.passages):
        named += [(("passages", p, "depuis", j), form) for j, form in enumerate(passage.forms)]
    for id, reply in statute.replies.items():
        for e, exception in enumerate(reply.exceptions):
            named += [(("reponses", id, "sauf", e, "formes", j), form) for j, form in enumerate(exception.forms)]
    for path, form in named:
        if form not in known:
            message = f"« {form} » n'est pas une forme juridique connue."
            review.say(ENTRY, ENTRY, (*at, *path), message, f"Reprenez un choix du fait « {FORM} ».")


# -- the public record: does what it may propose fit the questions, and is each code given once? ---------------------


def check_directory(review: Review) -> None:
    """Facts and answers that exist, codes given once, clues that can be filled in."""
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
    _each_once(review, "formes", [one.codes for one in directory.categories])
    _each_once(review, "effectifs", [one.codes for one in directory.brackets])
    for name, field in Clues.model_fields.items():
        try:
            asked = {part for _, part, _, _ in string.Formatter().parse(getattr(directory.clues, name)) if part}
        except ValueError:
            asked = {"{"}
        for word in sorted(asked - WORDS.get(name, set())):
            mend = "Corrigez ce mot, ou ôtez les accolades."
            _say(review, ("indices", str(field.alias or name)), f"rien ne remplace « {word} » dans cette phrase.", mend)


def _offer(review: Review, at: Path_, offer: RecordedField) -> None:
    if not review.exists(DIRECTORY_ENTRY, DIRECTORY_ENTRY, (*at, "fait"), EntryKind.FACT, offer.fact):
        return
    fact = review.knowledge.facts[offer.fact]
    if fact.slots is not None:
        _say(review, at, f"« {fact.id} » a plusieurs lignes : une fiche ne peut y répondre.", "Retirez-la.")
    elif offer.reply is not None:
        if all(offer.reply != one.id for one in fact.options):
            message = f"« {offer.reply} » n'est pas une réponse à « {fact.id} »."
            _say(review, (*at, "reponse"), message, "Reprenez un choix de la question.")
    elif not _fits(offer, fact):
        message = f"« {offer.field} » ne peut pas répondre à « {fact.id} »."
        _say(review, at, message, "Changez de fait, ou dites « reponse ».")


def _fits(offer: RecordedField, fact: Fact) -> bool:
    """Without a reply of its own, the form answers its fact, and the day of creation a date."""
    return fact.id == FORM if offer.field == "forme" else offer.field == "creation" and fact.type is FactType.DATE


def _each_once(review: Review, key: str, listed: list[tuple[str, ...]]) -> None:
    seen: set[str] = set()
    for i, codes in enumerate(listed):
        for j, code in enumerate(codes):
            if code in seen:
                _say(review, (key, i, "codes", j), f"le code « {code} » est déjà donné.", "N'en gardez qu'un.")
            seen.add(code)


def _say(review: Review, path: Path_, message: str, mend: str = "") -> None:
    review.say(DIRECTORY_ENTRY, DIRECTORY_ENTRY, path, message, mend)


# -- the annual check-up: does every point rest on a duty, criteria, figures and risks that exist? -------------------


def check_checks(review: Review) -> None:
    """Points of the check-up, their figures, and the risks they name."""
    knowledge = review.knowledge
    for check in knowledge.checks.values():
        _check(review, check)
        for i, tracked in enumerate(check.tracked):
            _tracked(review, check, ("suivi", i), tracked)
    for quality in knowledge.qualities.values():
        _quality(review, quality)
    named = {id for check in knowledge.checks.values() for id in check.risks}
    for id in knowledge.risks:
        if id not in named:
            message = f"aucun point du bilan ne nomme « {id} »."
            review.say(EntryKind.RISK, id, (), message, "Supprimez-le, ou citez-le dans bilan/controles.yaml.")


def _routes(review: Review, entry: EntryKind, id: str, status: str, routes: dict[Path_, str]) -> None:
    target = review.knowledge.statuses.get(status)
    own = [route.id for route in target.routes] if target else []
    for path, route in routes.items():
        if route not in own:
            message = f"la voie « {route} » n'est pas une voie du statut {status}."
            review.say(entry, id, path, message, f"Au choix : {', '.join(own)}.")


def _quality(review: Review, quality: Quality) -> None:
    if quality.route is not None:
        _routes(review, EntryKind.QUALITY, quality.id, quality.status, {("voie",): quality.route})
    if quality.condition is None and not quality.criteria:
        message = "rien ne dit qui tient cette qualité."
        review.say(EntryKind.QUALITY, quality.id, (), message, "Donnez « si », ou « criteres ».")
    for i, criterion in enumerate(quality.criteria):
        review.exists(EntryKind.QUALITY, quality.id, ("criteres", i), EntryKind.CRITERION, criterion)
    if quality.end is not None:
        review.exists(EntryKind.QUALITY, quality.id, ("fin",), EntryKind.FACT, quality.end)


def _check(review: Review, check: Check) -> None:
    knowledge = review.knowledge
    _routes(review, EntryKind.CHECK, check.id, check.status, {("voies", i): one for i, one in enumerate(check.routes)})
    duties = {line.id for line in knowledge.guidance if line.kind == GuidanceKind.DUTY}
    for i, duty in enumerate(check.duties):
        if duty not in duties:
            message = f"« {duty} » n'est pas une obligation."
            review.say(
                EntryKind.CHECK, check.id, ("obligations", i), message, "Prenez-en une de guide/obligations.yaml."
            )
    for i, criterion in enumerate(check.criteria):
        review.exists(EntryKind.CHECK, check.id, ("criteres", i), EntryKind.CRITERION, criterion)
    if check.dated_by is not None:
        review.exists(EntryKind.CHECK, check.id, ("date_par",), EntryKind.FACT, check.dated_by)
    for i, risk in enumerate(check.risks):
        if risk not in knowledge.risks:
            message = f"le risque « {risk} » n'existe pas."
            review.say(EntryKind.CHECK, check.id, ("risques", i), message, "Écrivez-le dans bilan/risques.yaml.")


def _tracked(review: Review, check: Check, path: Path_, tracked: Tracked) -> None:
    if (tracked.figure is None) is (tracked.ratio is None):
        message = "donnez soit « chiffre », soit « rapport »."
        review.say(EntryKind.CHECK, check.id, path, message, "Gardez un seul des deux.")
    if tracked.figure is not None and not isinstance(tracked.figure, FigureLeaf):
        message = "un chiffre suivi se compare à une limite."
        review.say(EntryKind.CHECK, check.id, (*path, "chiffre"), message, "Écrivez {indicateur: …, au_moins: …}.")
    if (tracked.ratio is None) is not (tracked.at_least is None):
        message = "« rapport » et « au_moins » vont ensemble."
        review.say(EntryKind.CHECK, check.id, path, message, "Ajoutez celui qui manque, ou ôtez l'autre.")
    for i, fact in enumerate(tracked.ratio or ()):
        if review.exists(EntryKind.CHECK, check.id, (*path, "rapport", i), EntryKind.FACT, fact):
            known = review.knowledge.facts[fact]
            if known.slots != Slots.YEARS or not known.type.numeric:
                message = f"« {fact} » n'est pas un chiffre donné pour chaque exercice."
                review.say(EntryKind.CHECK, check.id, (*path, "rapport", i), message, "Prenez-en un qui l'est.")
    if tracked.at_least is not None:
        review.exists(EntryKind.CHECK, check.id, (*path, "au_moins"), EntryKind.PARAMETER, tracked.at_least)
    if tracked.measure is not None:
        review.exists(EntryKind.CHECK, check.id, (*path, "mesure"), EntryKind.INDICATOR, tracked.measure)
