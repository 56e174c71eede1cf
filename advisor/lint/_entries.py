"""Is every entry complete, and does everything it names exist? Facts, criteria, statuses, indicators, the rest."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

from advisor.assessment.indicators.compute import CALCULATIONS
from advisor.common.errors import close_to
from advisor.common.french import parse_number
from advisor.dossier.answer_parsing import AnswerError, parse_answer
from advisor.lint._sites import Review, cited
from advisor.rules.basis import Confidence
from advisor.rules.facts import ROLES, Fact, FactType, Indicator, Sheet
from advisor.rules.models import Criterion, Status
from advisor.rules.references import SIGNATURES, Argument, argument_names, indicator_references
from advisor.rules.vocabulary import CRITERION_OUTCOMES, EntryKind, VerdictId

MAX_SHORT = 45
"""Characters of a short label: a column of the statutes grid."""

VERDICTS = tuple(VerdictId)
CAUSES = ("indetermine_faits", "indetermine_contradiction", "indetermine_droit")
"""Why a verdict is undetermined: a sentence for each, or the general one."""
PROJECT = "_projet"
"""Ends the name of a phrase told to a project instead of the one of the same verdict."""
PLACEHOLDERS = {"voie", "duree", "obstacle", "piste"}
_GROUPING = (FactType.CHOICE, FactType.CHOICES, FactType.YES_NO, FactType.DATE, FactType.COUNT)
"""Types of facts by which an activity report can group companies."""


def check_entries(review: Review) -> None:
    """Completeness of entries, and of the references that stand outside conditions."""
    knowledge = review.knowledge
    _confidences(review)
    for fact in knowledge.facts.values():
        _fact(review, fact)
    for indicator in knowledge.indicators.values():
        _indicator(review, indicator)
    for criterion in knowledge.criteria.values():
        _criterion(review, criterion)
    _statuses(review)
    _cited(review)
    _sheets(review)
    _profile(review)
    for coherence in knowledge.coherences:
        _complete(review, EntryKind.COHERENCE, coherence.id, {"message": coherence.message, "mender": coherence.mend})


def _complete(review: Review, kind: EntryKind, id: str, texts: dict[str, str]) -> None:
    for key, text in texts.items():
        if not text:
            of = "d'" if key[0] in "aeo" else "de "
            message = f"{id} n'a pas {of}« {key} »."
            review.say(kind, id, (key,), message, "Écrivez ce texte.")


def _theme(review: Review, kind: EntryKind, id: str, theme: str) -> None:
    if theme not in review.knowledge.theme_order:
        known = ", ".join(review.knowledge.theme_order)
        review.say(kind, id, ("theme",), f"le thème « {theme} » n'existe pas.", f"Ceux de base.yaml : {known}.")


def _confidences(review: Review) -> None:
    levels = [level.id for level in review.knowledge.base.confidences]
    missing = [code for code in get_args(Confidence) if code not in levels]
    if missing or len(set(levels)) < len(levels):
        what = f"il manque {', '.join(missing)}" if missing else "un code est donné deux fois"
        review.say(
            EntryKind.BASE, "base", ("confiances",), f"codes de confiance : {what}.", "Donnez chaque code une fois."
        )
    ranks = [level.rank for level in review.knowledge.base.confidences]
    if len(set(ranks)) < len(ranks):
        review.say(
            EntryKind.BASE, "base", ("confiances",), "deux codes de confiance ont le même rang.", "Classez-les tous."
        )


# -- facts -----------------------------------------------------------------------------------------------------------


def _fact(review: Review, fact: Fact) -> None:
    _complete(
        review,
        EntryKind.FACT,
        fact.id,
        {
            "question": fact.question,
            "court": fact.short,
            "aide": fact.help,
            "exemple": fact.example,
            "ou_trouver": fact.where,
            "qui_sait": fact.holder,
        },
    )
    _theme(review, EntryKind.FACT, fact.id, fact.theme)
    if len(fact.short) > MAX_SHORT:
        message = f"« court » compte {len(fact.short)} caractères."
        review.say(EntryKind.FACT, fact.id, ("court",), message, f"{MAX_SHORT} au plus.")
    if fact.type in (FactType.CHOICE, FactType.CHOICES):
        if len(fact.choices) < 2:
            review.say(EntryKind.FACT, fact.id, ("choix",), "il faut au moins deux choix.", "Complétez la liste.")
        for i, option in enumerate(fact.choices):
            if not option.label:
                review.say(EntryKind.FACT, fact.id, ("choix", i), f"le choix « {option.id} » n'a pas de « libelle ».")
            if option.id in [one.id for one in fact.choices[:i]]:
                review.say(EntryKind.FACT, fact.id, ("choix", i), f"le choix « {option.id} » est donné deux fois.")
    elif fact.choices:
        review.say(
            EntryKind.FACT, fact.id, ("choix",), f"un fait de type {fact.type} n'a pas de choix.", "Supprimez-les."
        )
    if fact.default is not None and fact.default not in {option.id for option in fact.options}:
        message = f"« {fact.default} » n'est pas un choix de « {fact.id} »."
        review.say(EntryKind.FACT, fact.id, ("defaut",), message, "Nommez un de ses choix, ou supprimez « defaut ».")
    _sayings(review, fact)
    bounds = {"min": fact.minimum, "max": fact.maximum}
    for key, bound in bounds.items():
        if fact.type.numeric and bound is None:
            review.say(EntryKind.FACT, fact.id, (key,), f"un fait de type {fact.type} doit avoir un « {key} ».")
        if not fact.type.numeric and bound is not None:
            review.say(
                EntryKind.FACT, fact.id, (key,), f"un fait de type {fact.type} n'a pas de « {key} ».", "Supprimez-le."
            )
    if fact.minimum is not None and fact.maximum is not None and fact.minimum >= fact.maximum:
        review.say(
            EntryKind.FACT, fact.id, ("min",), "le minimum atteint ou dépasse le maximum.", "Corrigez l'un des deux."
        )


def _sayings(review: Review, fact: Fact) -> None:
    """Words for figures only, each worth an admitted figure; a proposal taken from a fact of the same type."""
    for i, saying in enumerate(fact.sayings):
        try:
            if not fact.type.numeric:
                raise AnswerError(f"un fait de type {fact.type} n'a pas de « mots » ; mettez-les sur ses choix")
            parse_answer(fact, saying.value)
        except AnswerError as error:
            review.say(EntryKind.FACT, fact.id, ("mots", i), f"{error}.", "Donnez une valeur que la question admet.")
    if fact.proposal is not None:
        other = review.knowledge.facts.get(fact.proposal)
        if other is None or other.type is not fact.type or other.slots is not None:
            message = f"« {fact.proposal} » ne peut pas servir de proposition."
            review.say(EntryKind.FACT, fact.id, ("propose",), message, "Nommez un fait du même type, sans lignes.")


# -- indicators ------------------------------------------------------------------------------------------------------


def _indicator(review: Review, indicator: Indicator) -> None:
    id = indicator.id
    _complete(review, EntryKind.INDICATOR, id, {"titre": indicator.title, "methode": indicator.method})
    for ref in indicator_references(indicator):
        review.exists(EntryKind.INDICATOR, id, ref.path, ref.kind, ref.id)
    known = (*CALCULATIONS, "selon")
    if indicator.calculation not in known:
        close = close_to(indicator.calculation, known)
        mend = f"Vouliez-vous dire « {close[0]} » ?" if close else f"Au choix : {', '.join(sorted(known))}."
        review.say(EntryKind.INDICATOR, id, ("calcul",), f"le calcul « {indicator.calculation} » n'existe pas.", mend)
        return
    if indicator.calculation == "selon":
        _cases(review, indicator)
    elif indicator.cases:
        review.say(EntryKind.INDICATOR, id, ("cas",), "« cas » ne sert qu'au calcul « selon ».", "Supprimez-les.")
    signature = SIGNATURES.get(indicator.calculation, {})
    for name in indicator.arguments:
        if name not in signature:
            expected = ", ".join(signature) or "aucun"
            message = f"l'argument « {name} » ne sert pas au calcul « {indicator.calculation} »."
            review.say(EntryKind.INDICATOR, id, ("arguments", name), message, f"Attendu : {expected}.")
    for name, argument in signature.items():
        if name in indicator.arguments:
            _argument(review, id, name, argument, indicator.arguments[name])
        elif not argument.optional:
            review.say(EntryKind.INDICATOR, id, ("arguments",), f"il manque l'argument « {name} ».")


def _argument(review: Review, id: str, name: str, argument: Argument, value: Any) -> None:
    path = ("arguments", name)
    names = list(argument_names(value))
    if isinstance(value, list) is not argument.many or not names or len(names) != (len(value) if argument.many else 1):
        wanted = "une liste de noms entre crochets" if argument.many else "une seule valeur"
        review.say(EntryKind.INDICATOR, id, path, f"« {name} » attend {wanted}.")
        return
    if argument.kind is None:
        if not re.fullmatch(argument.pattern, value):
            review.say(
                EntryKind.INDICATOR, id, path, f"« {value} » n'est pas admis pour « {name} ».", argument.expected
            )
        return
    if argument.kind != EntryKind.FACT:
        return
    for one in names:
        fact = review.knowledge.facts.get(one)
        if fact is None:
            continue
        if fact.slots != argument.slots:
            wanted = f"un tableau de lignes « {argument.slots} »" if argument.slots else "un fait sans emplacements"
            review.say(EntryKind.INDICATOR, id, path, f"« {name} » attend {wanted} ; « {one} » n'en est pas un.")
        if (fact.type is FactType.DATE) is not argument.date or not (argument.date or fact.type.numeric):
            wanted = "une date" if argument.date else "un chiffre"
            review.say(EntryKind.INDICATOR, id, path, f"« {name} » attend {wanted} ; « {one} » n'en est pas.")


def _cases(review: Review, indicator: Indicator) -> None:
    id = indicator.id
    if not indicator.cases:
        review.say(EntryKind.INDICATOR, id, ("cas",), "le calcul « selon » attend des « cas ».")
    for i, case in enumerate(indicator.cases):
        value = case.value
        path = ("cas", i, "valeur")
        if isinstance(value, dict):
            if len(value) != 1 or not {"fait", "parametre"} & value.keys():
                review.say(EntryKind.INDICATOR, id, path, "une valeur est un nombre, {fait: …} ou {parametre: …}.")
        elif not _is_number(value):
            review.say(EntryKind.INDICATOR, id, path, f"« {value} » n'est pas un nombre.")
        if case.condition is None and i < len(indicator.cases) - 1:
            review.say(
                EntryKind.INDICATOR, id, ("cas", i), "les cas suivants ne servent jamais : celui-ci n'a pas de « si »."
            )


def _is_number(value: Any) -> bool:
    try:
        # The calculation reads it with Fraction, which knows neither spaces nor commas.
        return parse_number(value) == Fraction(value)
    except (ValueError, TypeError, AttributeError):
        return False


# -- criteria, statuses ----------------------------------------------------------------------------------------------


def _criterion(review: Review, criterion: Criterion) -> None:
    id = criterion.id
    _theme(review, EntryKind.CRITERION, id, criterion.theme)
    if not criterion.statement and not all(version.statement for version in criterion.versions):
        review.say(
            EntryKind.CRITERION, id, ("enonce",), f"{id} n'a pas d'« enonce ».", "Dites la règle en une phrase simple."
        )
    if criterion.explanations is None:
        message = f"{id} n'a pas ses quatre « explications »."
        review.say(
            EntryKind.CRITERION,
            id,
            ("explications",),
            message,
            "Écrivez : satisfait, non_satisfait, a_completer, incertain.",
        )
    if criterion.nature == "appreciee":
        if criterion.appraised_by is None:
            message = f"{id} est apprécié, sans « appreciee_par »."
            review.say(EntryKind.CRITERION, id, ("appreciee_par",), message, "Écrivez greffe ou prefet.")
        if not criterion.evidence:
            message = f"{id} est apprécié, sans « preuves »."
            review.say(EntryKind.CRITERION, id, ("preuves",), message, "Donnez les pièces qui le montrent.")
    elif criterion.appraised_by is not None:
        message = f"{id} est objectif : personne ne l'apprécie."
        review.say(EntryKind.CRITERION, id, ("appreciee_par",), message, "Supprimez « appreciee_par », ou la nature.")
    seen: set[str] = set()
    for i, reserve in enumerate(criterion.reserves):
        if reserve.id in seen:
            review.say(
                EntryKind.CRITERION, id, ("reserves", i, "id"), f"la réserve « {reserve.id} » est écrite deux fois."
            )
        seen.add(reserve.id)


def _statuses(review: Review) -> None:
    knowledge = review.knowledge
    for wanted in ("ess", "esus"):
        if wanted not in knowledge.statuses:
            document, _ = knowledge.places[(EntryKind.BASE, EntryKind.BASE)]
            mend = f"Remettez {Path(document.name).with_name('statuts').as_posix()}/{wanted}.yaml."
            review.say(EntryKind.BASE, "base", (), f"le statut « {wanted} » manque.", mend)
    owners: dict[str, str] = {}
    for status in knowledge.statuses.values():
        _complete(review, EntryKind.STATUS, status.id, {"enonce": status.statement})
        _phrases(review, status)
        for r, route in enumerate(status.routes):
            if route.id in owners:
                message = f"la voie « {route.id} » existe déjà (statut {owners[route.id]})."
                review.say(EntryKind.STATUS, status.id, ("voies", r, "id"), message, "Donnez-lui un autre nom.")
            owners[route.id] = status.id
            for i, line in enumerate(route.durations):
                review.exists(
                    EntryKind.STATUS,
                    status.id,
                    ("voies", r, "durees", i, "parametre"),
                    EntryKind.PARAMETER,
                    line.parameter,
                )
        for i, light in enumerate(status.lights):
            for j, criterion in enumerate(light.criteria):
                review.exists(EntryKind.STATUS, status.id, ("feux", i, "criteres", j), EntryKind.CRITERION, criterion)
    for guide in knowledge.guidance:
        status_ = knowledge.statuses.get(guide.status)
        own = [route.id for route in status_.routes] if status_ else []
        for i, criterion in enumerate(guide.done_if):
            review.exists(EntryKind.GUIDANCE, guide.id, ("faite_si", i), EntryKind.CRITERION, criterion)
        for i, named in enumerate(guide.routes):
            if named not in own:
                message = f"la voie « {named} » n'est pas une voie du statut {guide.status}."
                review.say(EntryKind.GUIDANCE, guide.id, ("voies", i), message, f"Au choix : {', '.join(own)}.")


def _phrases(review: Review, status: Status) -> None:
    for verdict in VERDICTS:
        if not status.phrases.get(verdict):
            message = f"il manque la phrase du verdict « {verdict} »."
            review.say(EntryKind.STATUS, status.id, ("phrases",), message, "Écrivez-la sous « phrases ».")
    lights = [light.id for light in status.lights]
    by_light = {f"{one}_{light}_{shown}" for one in VERDICTS for light in lights for shown in CRITERION_OUTCOMES}
    for id, phrase in status.phrases.items():
        if id.removesuffix(PROJECT) not in VERDICTS and id not in (*CAUSES, *by_light):
            message = f"« {id} » n'est pas un verdict."
            review.say(EntryKind.STATUS, status.id, ("phrases", id), message, f"Au choix : {', '.join(VERDICTS)}.")
        for name in re.findall(r"\{([^}]*)\}", phrase):
            if name not in PLACEHOLDERS:
                message = f"« {{{name}}} » ne sera pas remplacé."
                expected = ", ".join(f"{{{one}}}" for one in sorted(PLACEHOLDERS))
                review.say(EntryKind.STATUS, status.id, ("phrases", id), message, f"Au choix : {expected}.")


# -- sheets of the interview, and the profile by which companies are grouped -------------------------------------------


def _sheets(review: Review) -> None:
    """Facts named once, themes and drafts that exist, calculations complete."""
    seen: dict[str, str] = {}
    for sheet in review.knowledge.sheets.values():
        if sheet.theme not in review.knowledge.theme_order:
            review.say(EntryKind.SHEET, sheet.id, ("theme",), f"le thème « {sheet.theme} » n'existe pas.")
        for key, ids in (("faits", sheet.facts), ("accompagnent", sheet.companions)):
            for i, id in enumerate(ids):
                review.exists(EntryKind.SHEET, sheet.id, (key, i), EntryKind.FACT, id)
                if id in seen:
                    message = f"« {id} » est déjà dans la feuille « {seen[id]} »."
                    review.say(EntryKind.SHEET, sheet.id, (key, i), message, "Un fait ne se demande qu'à un endroit.")
                seen.setdefault(id, sheet.id)
        _roles(review, sheet)
        if sheet.floor is not None:
            review.exists(EntryKind.SHEET, sheet.id, ("plancher",), EntryKind.INDICATOR, sheet.floor)
        if sheet.draft is not None:
            fact = review.knowledge.facts.get(sheet.draft.fact)
            if fact is None or sheet.draft.option not in [option.id for option in fact.options]:
                message = f"« {sheet.draft.option} » n'est pas une réponse de « {sheet.draft.fact} »."
                review.say(EntryKind.SHEET, sheet.id, ("brouillon",), message, "Nommez un fait et l'un de ses choix.")


def _roles(review: Review, sheet: Sheet) -> None:
    needed = ROLES[sheet.calculation] if sheet.calculation else ()
    for role in needed:
        if sheet.roles.get(role) not in sheet.every:
            message = f"il manque le rôle « {role} », ou son fait n'est pas dans la feuille."
            review.say(EntryKind.SHEET, sheet.id, ("roles",), message, f"Le calcul attend : {', '.join(needed)}.")
    for role, fact in sheet.roles.items():
        review.exists(EntryKind.SHEET, sheet.id, ("roles", role), EntryKind.FACT, fact)


def _profile(review: Review) -> None:
    """Facts by which an activity report groups companies: each of a type that makes groups, and given once."""
    named = [trait.fact for trait in review.knowledge.base.profile]
    for i, id in enumerate(named):
        fact = review.knowledge.facts.get(id)
        if fact is None:
            what = review.unknown(EntryKind.FACT, id) or (
                f"le fait « {id} » n'existe pas.",
                "Nommez un fait, sans ligne.",
            )
        elif fact.type not in _GROUPING or fact.slots is not None or fact.unit == "annee":
            what = (
                f"« {id} » ne peut pas servir au profil.",
                "Nommez un fait à choix, une date ou un nombre, avec une seule réponse.",
            )
        elif id in named[:i]:
            what = (f"« {id} » est nommé deux fois.", "Un fait ne se compte qu'une fois.")
        else:
            continue
        review.say(EntryKind.BASE, "base", ("profil", i, "fait"), *what)


# -- citations -------------------------------------------------------------------------------------------------------


def _cited(review: Review) -> None:
    for sources in cited(review.knowledge):
        if sources.required and not sources.citations:
            message = f"{sources.id} ne cite aucune source."
            review.say(sources.kind, sources.id, sources.path, message, "Donnez au moins un texte.")
        for i, citation in enumerate(sources.citations):
            review.exists(sources.kind, sources.id, sources.place(i), EntryKind.SOURCE, citation.source)
    for parameter in review.knowledge.parameters.values():
        for i, value in enumerate(parameter.values):
            if value.source is None and not value.reference:
                message = "cette valeur n'a ni « source » ni « reference »."
                review.say(EntryKind.PARAMETER, parameter.id, ("valeurs", i), message, "Dites d'où elle vient.")
