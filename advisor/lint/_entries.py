"""Is every entry complete, and does everything it names exist? Facts, criteria, statuses, indicators, the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from advisor.common.french import NBSP, french_number
from advisor.dossier.answer_parsing import AnswerError, parse_answer
from advisor.lint._formulas import check_indicator
from advisor.lint._sites import Entry, Review, complete
from advisor.rules.basis import Confidence, ParameterValue
from advisor.rules.facts import ROLES, Fact, FactType, Sheet
from advisor.rules.models import Criterion, Status
from advisor.rules.vocabulary import CRITERION_OUTCOMES, EntryKind, VerdictId

MAX_SHORT = 45
"""Characters of a short label: a column of the statutes grid."""

VERDICTS = tuple(VerdictId)
CAUSES = (
    "indetermine_faits",
    "indetermine_contradiction",
    "indetermine_droit",
    "a_mettre_en_conformite_faits",
    "a_mettre_en_conformite_droit",
)
"""Why a verdict is undetermined: a sentence for each, or the general one."""
VARIANTS = ("_projet", "_sans_suite")
"""End the names of phrases told, instead of that of the same verdict, to a project or to a company that has ended."""
PLACEHOLDERS = {"voie", "duree", "obstacle", "piste"}
_CITING = (EntryKind.INDICATOR, EntryKind.REMEDY, EntryKind.OPEN_POINT, EntryKind.REFUSAL)
"""Whose models let « sources » out."""
_GROUPING = (FactType.CHOICE, FactType.CHOICES, FactType.YES_NO, FactType.DATE, FactType.COUNT)
"""Types of facts by which an activity report can group companies."""


def check_entries(review: Review) -> None:
    """What is named exists, and entries are complete."""
    knowledge = review.knowledge
    for at, ref, _ in review.references:
        if what := review.unknown(ref.kind, ref.id):
            at.say(ref.path, *what)
    _confidences(review)
    for fact in knowledge.facts.values():
        _fact(review.entry(EntryKind.FACT, fact.id), fact)
    for indicator in knowledge.indicators.values():
        check_indicator(review.entry(EntryKind.INDICATOR, indicator.id), indicator)
    for criterion in knowledge.criteria.values():
        _criterion(review.entry(EntryKind.CRITERION, criterion.id), criterion)
    _statuses(review)
    for kind in _CITING:
        for id in review.known[kind]:
            if not knowledge.entries[(kind, id)].citations:
                review.entry(kind, id).say((), f"{id} ne cite aucune source.", "Donnez au moins un texte.")
    for parameter in knowledge.parameters.values():
        for i, value in enumerate(parameter.values):
            if value.source is None and not value.reference:
                message = "cette valeur n'a ni « source » ni « reference »."
                review.entry(EntryKind.PARAMETER, parameter.id).say(("valeurs", i), message, "Dites d'où elle vient.")
        if parameter.unit == "pourcentage":
            _hundredths(review.entry(EntryKind.PARAMETER, parameter.id, "valeurs"), parameter.values)
    _sheets(review)
    _profile(review)
    for coherence in knowledge.coherences:
        texts = {"message": coherence.message, "mender": coherence.mend}
        complete(review.entry(EntryKind.COHERENCE, coherence.id), texts)


def _confidences(review: Review) -> None:
    entry = review.entry(EntryKind.BASE, "base")
    levels = [level.id for level in review.knowledge.base.confidences]
    missing = [code for code in get_args(Confidence) if code not in levels]
    if missing or len(set(levels)) < len(levels):
        what = f"il manque {', '.join(missing)}" if missing else "un code est donné deux fois"
        entry.say(("confiances",), f"codes de confiance : {what}.", "Donnez chaque code une fois.")
    ranks = [level.rank for level in review.knowledge.base.confidences]
    if len(set(ranks)) < len(ranks):
        entry.say(("confiances",), "deux codes de confiance ont le même rang.", "Classez-les tous.")


# -- facts -----------------------------------------------------------------------------------------------------------


def _fact(entry: Entry, fact: Fact) -> None:
    texts = {
        "question": fact.question,
        "court": fact.short,
        "aide": fact.help,
        "exemple": fact.example,
        "ou_trouver": fact.where,
        "qui_sait": fact.holder,
    }
    complete(entry, texts)
    if len(fact.short) > MAX_SHORT:
        entry.say(("court",), f"« court » compte {len(fact.short)} caractères.", f"{MAX_SHORT} au plus.")
    if fact.type in (FactType.CHOICE, FactType.CHOICES):
        if len(fact.choices) < 2:
            entry.say(("choix",), "il faut au moins deux choix.", "Complétez la liste.")
        for i, option in enumerate(fact.choices):
            if not option.label:
                entry.say(("choix", i), f"le choix « {option.id} » n'a pas de « libelle ».")
            if option.id in [one.id for one in fact.choices[:i]]:
                entry.say(("choix", i), f"le choix « {option.id} » est donné deux fois.")
    elif fact.choices:
        entry.say(("choix",), f"un fait de type {fact.type} n'a pas de choix.", "Supprimez-les.")
    if fact.default is not None and fact.default not in {option.id for option in fact.options}:
        message = f"« {fact.default} » n'est pas un choix de « {fact.id} »."
        entry.say(("defaut",), message, "Nommez un de ses choix, ou supprimez « defaut ».")
    if fact.yes_once_answered and fact.type is not FactType.YES_NO:
        message = "« oui_si_repondu » ne vaut que pour une question fermée."
        entry.say(("oui_si_repondu",), message, "Supprimez-le, ou écrivez « type: oui_non ».")
    _sayings(entry, fact)
    for key, bound in (("min", fact.minimum), ("max", fact.maximum)):
        if fact.type.numeric and bound is None:
            entry.say((key,), f"un fait de type {fact.type} doit avoir un « {key} ».")
        if not fact.type.numeric and bound is not None:
            entry.say((key,), f"un fait de type {fact.type} n'a pas de « {key} ».", "Supprimez-le.")
    if fact.minimum is not None and fact.maximum is not None and fact.minimum >= fact.maximum:
        entry.say(("min",), "le minimum atteint ou dépasse le maximum.", "Corrigez l'un des deux.")


def _sayings(entry: Entry, fact: Fact) -> None:
    """Words for figures only, each worth an admitted figure; a proposal taken from a fact of the same type."""
    for i, saying in enumerate(fact.sayings):
        try:
            if not fact.type.numeric:
                raise AnswerError(f"un fait de type {fact.type} n'a pas de « mots » ; mettez-les sur ses choix")
            parse_answer(fact, saying.value)
        except AnswerError as error:
            entry.say(("mots", i), f"{error}.", "Donnez une valeur que la question admet.")
    if fact.proposal is not None:
        other = entry.review.knowledge.facts.get(fact.proposal)
        if other is not None and (other.type is not fact.type or other.slots is not None):
            message = f"« {fact.proposal} » ne peut pas servir de proposition."
            entry.say(("propose",), message, "Nommez un fait du même type, sans lignes.")


# -- criteria, statuses ----------------------------------------------------------------------------------------------


def _hundredths(entry: Entry, values: Sequence[ParameterValue]) -> None:
    """Percentages below one that nothing confirms: neither a value beside, of the same order, nor a note."""
    for i, one in enumerate(values):
        told = f"{french_number(one.value)} %"
        beside = (*values[max(0, i - 1) : i], *values[i + 1 : i + 2])
        alike = any(0 < other.value < 10 * one.value for other in beside)
        if 0 < one.value < 1 and not alike and told not in one.note.replace(NBSP, " "):
            message = f"{told} : un pourcentage s'écrit en pour cent (66, non 0.66)."
            mend = f"Corrigez la valeur ; si elle est juste, dites-le dans sa « note » (en y écrivant « {told} »)."
            entry.say((i, "valeur"), message, mend)


def _criterion(entry: Entry, criterion: Criterion) -> None:
    id = criterion.id
    if not criterion.statement and not all(version.statement for version in criterion.versions):
        entry.say(("enonce",), f"{id} n'a pas d'« enonce ».", "Dites la règle en une phrase simple.")
    if criterion.explanations is None:
        message = f"{id} n'a pas ses quatre « explications »."
        entry.say(("explications",), message, "Écrivez : satisfait, non_satisfait, a_completer, incertain.")
    if criterion.nature == "appreciee":
        if criterion.appraised_by is None:
            entry.say(("appreciee_par",), f"{id} est apprécié, sans « appreciee_par ».", "Écrivez greffe ou prefet.")
        if not criterion.evidence:
            entry.say(("preuves",), f"{id} est apprécié, sans « preuves ».", "Donnez les pièces qui le montrent.")
    elif criterion.appraised_by is not None:
        message = f"{id} est objectif : personne ne l'apprécie."
        entry.say(("appreciee_par",), message, "Supprimez « appreciee_par », ou la nature.")
    seen: set[str] = set()
    for i, reserve in enumerate(criterion.reserves):
        if reserve.id in seen:
            entry.say(("reserves", i, "id"), f"la réserve « {reserve.id} » est écrite deux fois.")
        seen.add(reserve.id)


def _statuses(review: Review) -> None:
    knowledge = review.knowledge
    for wanted in ("ess", "esus"):
        if wanted not in knowledge.statuses:
            document, _ = knowledge.places[(EntryKind.BASE, EntryKind.BASE)]
            mend = f"Remettez {Path(document.name).with_name('statuts').as_posix()}/{wanted}.yaml."
            review.entry(EntryKind.BASE, "base").say((), f"le statut « {wanted} » manque.", mend)
    owners: dict[str, str] = {}
    for status in knowledge.statuses.values():
        entry = review.entry(EntryKind.STATUS, status.id)
        complete(entry, {"enonce": status.statement})
        _phrases(entry, status)
        for r, route in enumerate(status.routes):
            if route.id in owners:
                message = f"la voie « {route.id} » existe déjà (statut {owners[route.id]})."
                entry.say(("voies", r, "id"), message, "Donnez-lui un autre nom.")
            owners[route.id] = status.id
    for guide in knowledge.guidance:
        entry = review.entry(EntryKind.GUIDANCE, guide.id)
        entry.routes(guide.status, {("voies", i): route for i, route in enumerate(guide.routes)})


def _phrases(entry: Entry, status: Status) -> None:
    for verdict in VERDICTS:
        if not status.phrases.get(verdict):
            entry.say(("phrases",), f"il manque la phrase du verdict « {verdict} ».", "Écrivez-la sous « phrases ».")
    lights = [light.id for light in status.lights]
    by_light = {f"{one}_{light}_{shown}" for one in VERDICTS for light in lights for shown in CRITERION_OUTCOMES}
    for id, phrase in status.phrases.items():
        known = any(id.removesuffix(one) in VERDICTS for one in VARIANTS)
        if not known and id not in (*CAUSES, *by_light):
            message = f"« {id} » n'est pas un verdict."
            entry.say(("phrases", id), message, f"Au choix : {', '.join(VERDICTS)}.")
        for name in re.findall(r"\{([^}]*)\}", phrase):
            if name not in PLACEHOLDERS:
                message = f"« {{{name}}} » ne sera pas remplacé."
                expected = ", ".join(f"{{{one}}}" for one in sorted(PLACEHOLDERS))
                entry.say(("phrases", id), message, f"Au choix : {expected}.")


# -- sheets of the interview, and the profile by which companies are grouped -------------------------------------------


def _sheets(review: Review) -> None:
    """Facts named once, drafts that exist, calculations complete."""
    seen: dict[str, str] = {}
    for sheet in review.knowledge.sheets.values():
        entry = review.entry(EntryKind.SHEET, sheet.id)
        for key, ids in (("faits", sheet.facts), ("accompagnent", sheet.companions)):
            for i, id in enumerate(ids):
                if id in seen:
                    message = f"« {id} » est déjà dans la feuille « {seen[id]} »."
                    entry.say((key, i), message, "Un fait ne se demande qu'à un endroit.")
                seen.setdefault(id, sheet.id)
        _roles(entry, sheet)
        if sheet.draft is not None:
            fact = review.knowledge.facts.get(sheet.draft.fact)
            if fact is not None and sheet.draft.option not in [option.id for option in fact.options]:
                message = f"« {sheet.draft.option} » n'est pas une réponse de « {sheet.draft.fact} »."
                entry.say(("brouillon",), message, "Nommez un fait et l'un de ses choix.")


def _roles(entry: Entry, sheet: Sheet) -> None:
    needed = ROLES[sheet.calculation] if sheet.calculation else ()
    for role in needed:
        if sheet.roles.get(role) not in sheet.every:
            message = f"il manque le rôle « {role} », ou son fait n'est pas dans la feuille."
            entry.say(("roles",), message, f"Le calcul attend : {', '.join(needed)}.")


def _profile(review: Review) -> None:
    """Facts by which an activity report groups companies: each of a type that makes groups, and given once."""
    named = [trait.fact for trait in review.knowledge.base.profile]
    for i, id in enumerate(named):
        fact = review.knowledge.facts.get(id)
        if fact is None:
            continue
        if fact.type not in _GROUPING or fact.slots is not None or fact.unit == "annee":
            what = (
                f"« {id} » ne peut pas servir au profil.",
                "Nommez un fait à choix, une date ou un nombre, avec une seule réponse.",
            )
        elif id in named[:i]:
            what = (f"« {id} » est nommé deux fois.", "Un fait ne se compte qu'une fois.")
        else:
            continue
        review.entry(EntryKind.BASE, "base").say(("profil", i, "fait"), *what)
