"""The linter of the pre-diagnosis: it asks what exists, in words, never a figure, and nothing it could never ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from advisor.common.errors import Problem
from advisor.common.yaml_reader import Path_
from advisor.lint._sites import Review
from advisor.rules.aside import Anomaly
from advisor.rules.conditions import leaves
from advisor.rules.facts import Fact, FactType
from advisor.rules.load import Knowledge
from advisor.rules.prediagnosis import SCRIPT, IntRange, Question, Script
from advisor.rules.references import fact_id
from advisor.rules.vocabulary import VerdictId, VerdictState

ASKABLE = (FactType.CHOICE, FactType.CHOICES, FactType.YES_NO, FactType.CLAUSE)
"""What one answers without a figure, a date, or a text to type."""

FIGURE = re.compile(r"(?<!\bloi de )\b\d+", re.IGNORECASE)
"""A figure, a date or the number of an article; « loi de 1901 » is a name."""


def lint_script_folder(folder: Path, shown: str | None, knowledge: Knowledge) -> list[Problem]:
    """Problems of the pre-diagnosis; as those of `advisor.lint.extra_files`."""
    return SCRIPT.lint(folder, shown, lambda script, _: _defects(script, knowledge))


def _defects(script: Script, knowledge: Knowledge) -> Iterator[Anomaly]:
    yield from Review(knowledge).unknowns(script)
    yield from _sentences(script)
    yield from _spans(script)
    yield from _questions(script, knowledge)


def _sentences(script: Script) -> Iterator[Anomaly]:
    for key, given, wanted in (
        ("statut_ouvert", script.sentences.status_open, VerdictId),
        ("voie", script.sentences.route, VerdictState),
    ):
        for state in wanted:
            if state not in given:
                yield ("phrases", key), f"il manque la phrase de « {state} ».", "Ajoutez-la."
    steps = script.sentences.steps
    for key, text, hole in (
        ("clauses_titre", steps.clauses, "{nombre}"),
        ("clauses_a_lire", steps.clauses_unread, "{nombre}"),
        ("lire_clauses", steps.clauses_to_read, "{clauses}"),
        ("a_lire", steps.unread, "{points}"),
    ):
        if hole not in text:
            yield ("phrases", "suites", key), f"cette phrase doit dire « {hole} ».", f"Mettez « {hole} » à sa place."


def _spans(script: Script) -> Iterator[Anomaly]:
    spans: tuple[tuple[Path_, IntRange], ...] = (
        (("le_plus_souvent", "questions"), script.usual.questions),
        (("le_plus_souvent", "minutes"), script.usual.minutes),
        (("duree", "secondes_par_cout"), script.pace.seconds),
        (("duree", "part_posee"), script.pace.share),
    )
    for path, span in spans:
        if span.least > span.most:
            yield path, "« au_moins » dépasse « au_plus ».", "Échangez-les, ou corrigez l'un des deux."
    if not script.pace.share.least <= script.pace.common:
        what = "cette part est sous le « au_moins » de « part_posee »."
        yield ("duree", "part_courante"), what, "Mesurez-la sur les cas d'école, puis corrigez-la."
    if script.usual.questions.most > script.most:
        what = "on n'annonce pas plus de questions qu'il n'en est posé."
        yield ("le_plus_souvent", "questions", "au_plus"), what, "Corrigez ce nombre, ou « questions_au_plus »."


def _questions(script: Script, knowledge: Knowledge) -> Iterator[Anomaly]:
    seen: set[str] = set()
    for rank, question in enumerate(script.questions):
        at: Path_ = ("questions", rank)
        fact = knowledge.facts.get(question.fact)
        if fact is None:
            continue
        if fact.id in seen:
            yield (*at, "fait"), f"le fait « {fact.id} » est déjà demandé.", "N'en gardez qu'une question."
        if fact.type not in ASKABLE or fact.slots is not None:
            what = f"« {fact.id} » ne se répond pas d'un choix : c'est un fait « {fact.type.value} »."
            yield (*at, "fait"), what, "Le pré-diagnostic ne demande ni chiffre, ni date, ni texte."
        yield from _words(at, question, fact)
        yield from _choices(at, question, fact)
        yield from _reach(at, question, fact, seen, knowledge)
        seen.add(fact.id)


def _words(at: Path_, question: Question, fact: Fact) -> Iterator[Anomaly]:
    # Written here, or else in the catalogue.
    texts = {
        "question": (question.question, fact.question),
        "aide": (question.help, fact.help),
        "pourquoi": (question.why, ""),
    }
    for key, (own, catalogue) in texts.items():
        text, place = own or catalogue, (*at, key) if own else at
        if not text:
            yield place, f"« {key} » manque, ici comme au catalogue.", "Écrivez-la."
        if figure := FIGURE.search(text):
            what = f"« {key} » contient un chiffre ({figure[0]})."
            yield place, what, "Dites-le sans chiffre ; le questionnaire complet le demandera."
    if not (question.question or fact.question).endswith(" ?"):
        yield (*at, "question"), "une question finit par « ? ».", "Ajoutez-le."
    if not question.why.endswith(".") or re.search(r"[.!?] ", question.why):
        yield (*at, "pourquoi"), "dites pourquoi en une seule phrase, finie par un point.", "Raccourcissez."


def _choices(at: Path_, question: Question, fact: Fact) -> Iterator[Anomaly]:
    known = [option.id for option in fact.options]
    seen: set[str] = set()
    for rank, choice in enumerate(question.choices):
        place = (*at, "choix", rank)
        if choice.id not in known:
            yield (*place, "id"), f"« {choice.id} » n'est pas un choix de « {fact.id} ».", _CHOICES
        elif choice.id in seen:
            yield (*place, "id"), f"le choix « {choice.id} » est déjà dit.", "N'en gardez qu'un."
        elif not choice.label and not choice.help:
            yield place, "ce choix n'a ni libellé ni aide.", "Écrivez l'un des deux, ou retirez-le."
        seen.add(choice.id)
    plainer = {choice.id: choice for choice in question.choices}
    for option in fact.options:
        plain = plainer.get(option.id)
        shown = f"{(plain and plain.label) or option.label} {(plain and plain.help) or option.help}"
        if figure := FIGURE.search(shown):
            what = f"le choix « {option.id} » contient un chiffre ({figure[0]})."
            yield (*at, "choix") if question.choices else at, what, "Redites ce choix sans chiffre."
    if not question.families:
        return
    shelved: set[str] = set()
    for rank, family in enumerate(question.families):
        for place_in, id in enumerate(family.choices):
            place = (*at, "familles", rank, "choix", place_in)
            if id not in known:
                yield place, f"« {id} » n'est pas un choix de « {fact.id} ».", _CHOICES
            elif id in shelved:
                yield place, f"le choix « {id} » est déjà dans une famille.", "Laissez-le dans une seule."
            shelved.add(id)
    for id in known:
        if id not in shelved:
            yield (*at, "familles"), f"aucune famille ne contient « {id} ».", "Ajoutez-le à l'une d'elles."


def _reach(at: Path_, question: Question, fact: Fact, seen: set[str], knowledge: Knowledge) -> Iterator[Anomaly]:
    """What a question hangs on is asked before it."""
    for key, condition in (("si", question.only_if), ("fait", fact.asked_if)):
        for leaf in leaves(condition) if condition is not None else ():
            # One that does not exist was said already.
            if leaf.fact is not None and leaf.fact in knowledge.addresses and fact_id(leaf.fact) not in seen:
                what = f"cette question dépend de « {leaf.fact} », qui n'est pas demandé avant elle."
                yield (*at, key), what, "Déplacez-la, ou demandez d'abord ce fait."


_CHOICES = "« ess-advisor regles faits --format json » donne les choix de chaque fait."
