"""Does every point of the annual check-up rest on a duty, criteria, figures and risks that exist?"""

from __future__ import annotations

from advisor.common.yaml_reader import Path_
from advisor.lint.entries import unknown
from advisor.lint.sites import Review
from advisor.rules.checks import Check, Quality, Tracked
from advisor.rules.conditions import Leaf
from advisor.rules.references import Kind

DUTY = "obligation"


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
            review.say("risque", id, (), message, "Supprimez-le, ou citez-le dans bilan/controles.yaml.")


def _routes(review: Review, entry: str, id: str, status: str, routes: dict[Path_, str]) -> None:
    held = review.knowledge.statuses.get(status)
    own = [route.id for route in held.routes] if held else []
    for path, route in routes.items():
        if route not in own:
            message = f"la voie « {route} » n'est pas une voie du statut {status}."
            review.say(entry, id, path, message, f"Au choix : {', '.join(own)}.")


def _quality(review: Review, quality: Quality) -> None:
    if quality.route is not None:
        _routes(review, "qualite", quality.id, quality.status, {("voie",): quality.route})
    if quality.condition is None and not quality.criteria:
        message = "rien ne dit qui tient cette qualité."
        review.say("qualite", quality.id, (), message, "Donnez « si », ou « criteres ».")
    for i, criterion in enumerate(quality.criteria):
        if problem := unknown(review, "critere", criterion):
            review.say("qualite", quality.id, ("criteres", i), *problem)
    if quality.end is not None and (problem := unknown(review, "fait", quality.end)):
        review.say("qualite", quality.id, ("fin",), *problem)


def _check(review: Review, check: Check) -> None:
    knowledge = review.knowledge
    _routes(review, "controle", check.id, check.status, {("voies", i): one for i, one in enumerate(check.routes)})
    duties = {line.id for line in knowledge.guidance if line.kind == DUTY}
    for i, duty in enumerate(check.duties):
        if duty not in duties:
            message = f"« {duty} » n'est pas une obligation."
            review.say("controle", check.id, ("obligations", i), message, "Prenez-en une de guide/obligations.yaml.")
    for i, criterion in enumerate(check.criteria):
        _exists(review, check, ("criteres", i), "critere", criterion)
    if check.dated_by is not None:
        _exists(review, check, ("date_par",), "fait", check.dated_by)
    for i, risk in enumerate(check.risks):
        if risk not in knowledge.risks:
            message = f"le risque « {risk} » n'existe pas."
            review.say("controle", check.id, ("risques", i), message, "Écrivez-le dans bilan/risques.yaml.")


def _tracked(review: Review, check: Check, path: Path_, tracked: Tracked) -> None:
    if (tracked.figure is None) is (tracked.ratio is None):
        message = "donnez soit « chiffre », soit « rapport »."
        review.say("controle", check.id, path, message, "Gardez un seul des deux.")
    if tracked.figure is not None and not (isinstance(tracked.figure, Leaf) and tracked.figure.operator):
        message = "un chiffre suivi se compare à une limite."
        review.say("controle", check.id, (*path, "chiffre"), message, "Écrivez {indicateur: …, au_moins: …}.")
    if (tracked.ratio is None) is not (tracked.at_least is None):
        message = "« rapport » et « au_moins » vont ensemble."
        review.say("controle", check.id, path, message, "Ajoutez celui qui manque, ou ôtez l'autre.")
    for i, fact in enumerate(tracked.ratio or ()):
        if _exists(review, check, (*path, "rapport", i), "fait", fact):
            known = review.knowledge.facts[fact]
            if known.slots != "exercice" or not known.type.numeric:
                message = f"« {fact} » n'est pas un chiffre donné pour chaque exercice."
                review.say("controle", check.id, (*path, "rapport", i), message, "Prenez-en un qui l'est.")
    if tracked.at_least is not None:
        _exists(review, check, (*path, "au_moins"), "parametre", tracked.at_least)
    if tracked.measure is not None:
        _exists(review, check, (*path, "mesure"), "indicateur", tracked.measure)


def _exists(review: Review, check: Check, path: Path_, kind: Kind, name: str) -> bool:
    problem = unknown(review, kind, name)
    if problem:
        review.say("controle", check.id, path, *problem)
    return problem is None
