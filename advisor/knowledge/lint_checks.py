"""Does every point of the annual check-up rest on a duty, criteria, figures and risks that exist?"""

from __future__ import annotations

from advisor.knowledge.checks import Check, Tracked
from advisor.knowledge.conditions import Leaf
from advisor.knowledge.lint_entries import unknown
from advisor.knowledge.lint_sites import Kind, Review
from advisor.yamlfile import Path_

DUTY = "obligation"


def check_checks(review: Review) -> None:
    """Points of the check-up, their figures, and the risks they name."""
    knowledge = review.knowledge
    for check in knowledge.checks.values():
        _check(review, check)
        for i, tracked in enumerate(check.tracked):
            _tracked(review, check, ("suivi", i), tracked)
    named = {id for check in knowledge.checks.values() for id in check.risks}
    for id in knowledge.risks:
        if id not in named:
            message = f"aucun point du bilan ne nomme « {id} »."
            review.say("risque", id, (), message, "Supprimez-le, ou citez-le dans bilan/controles.yaml.")


def _check(review: Review, check: Check) -> None:
    knowledge = review.knowledge
    status = knowledge.statuses.get(check.status)
    own = [route.id for route in status.routes] if status else []
    for i, route in enumerate(check.routes):
        if route not in own:
            message = f"la voie « {route} » n'est pas une voie du statut {check.status}."
            review.say("controle", check.id, ("voies", i), message, f"Au choix : {', '.join(own)}.")
    duties = {line.id for line in knowledge.guidance if line.kind == DUTY}
    for i, duty in enumerate(check.duties):
        if duty not in duties:
            message = f"« {duty} » n'est pas une obligation."
            review.say("controle", check.id, ("obligations", i), message, "Prenez-en une de guide/obligations.yaml.")
    for i, criterion in enumerate(check.criteria):
        _exists(review, check, ("criteres", i), "critere", criterion)
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
