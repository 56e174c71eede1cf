"""The linter of what stories are told with, and companies invented from: nothing without words, nothing unknown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from advisor.answers import AnswerError, typed
from advisor.errors import InputError, Problem
from advisor.knowledge import Knowledge
from advisor.knowledge.aside import told
from advisor.training.figures import plain
from advisor.training.patterns import (
    PATTERNS_FILE,
    SCENERIES_FILE,
    Answers,
    Between,
    Patterns,
    Pick,
    Raw,
    placed_patterns,
)
from advisor.training.telling import TELLING, wordless
from advisor.yamlfile import Path_


def lint_making(folder: Path, shown: str | None, knowledge: Knowledge) -> list[Problem]:
    """Every problem of the words and patterns of a folder of rules; files that are not there have none.

    Raises:
        InputError: every problem of form, which leaves the rest unread.
    """
    problems: list[Problem] = []
    malformed: list[Problem] = []
    for check in (_telling, _patterns):
        try:
            problems += check(folder, shown, knowledge)
        except InputError as error:
            malformed += error.problems
    if malformed:
        raise InputError(*malformed)
    return problems


def _telling(folder: Path, shown: str | None, knowledge: Knowledge) -> list[Problem]:
    return TELLING.lint(folder, shown, lambda words, _: ((at, said, "") for at, said in wordless(knowledge, words)))


def _patterns(folder: Path, shown: str | None, knowledge: Knowledge) -> list[Problem]:
    if not all((folder / file).is_file() for file in (PATTERNS_FILE, SCENERIES_FILE)):
        return []
    patterns, documents = placed_patterns(folder, shown)
    found = (documents[file].problem(at, said) for file, at, said in unsound(patterns, knowledge))
    return told(documents.values(), found)


Defect = tuple[str, Path_, str]
"""What is wrong in the patterns: in which file, where in it, and why."""


def unsound(patterns: Patterns, knowledge: Knowledge) -> Iterator[Defect]:
    """What patterns name that does not exist, and what no pattern teaches, in French sentences."""
    yield from _unknown(patterns, knowledge)
    for rank, block in enumerate(patterns.blocks.values()):
        yield from _misfits(("blocs", rank), block.id, block.answers, knowledge)
    for rank, category in enumerate(patterns.categories.values()):
        yield from _misfits(("categories", rank), category.id, category.answers, knowledge)
    taught: dict[str, None] = {}
    for rank, pattern in enumerate(patterns.patterns.values()):
        at: Path_ = ("modeles", rank)
        yield from _misfits(at, pattern.id, pattern.answers, knowledge)
        taught |= dict.fromkeys(pattern.criteria)
        for place, variant in enumerate(pattern.variants):
            inside: Path_ = (*at, "variantes", place)
            yield from _misfits(inside, pattern.id, variant.answers, knowledge)
            for id in variant.criteria:
                if id not in pattern.criteria:
                    what = f"« {pattern.id} » : une variante sert « {id} », que ce modèle n'enseigne pas."
                    yield PATTERNS_FILE, (*inside, "criteres"), what
    for rank, scenery in enumerate(patterns.sceneries):
        lent: list[tuple[str, int, Answers]] = [
            ("buts", at, {**purpose}) for at, purpose in enumerate(scenery.purposes)
        ]
        lent += [("autres", at, {"buts": other}) for at, other in enumerate(scenery.others)]
        for key, place, answers in lent:
            misfits = _misfits(("decors", rank, key, place), scenery.id, answers, knowledge)
            yield from ((SCENERIES_FILE, found, said) for _, found, said in misfits)
    for id in knowledge.criteria:
        if id not in taught:
            yield PATTERNS_FILE, ("modeles",), f"aucun modèle n'enseigne le critère « {id} »."


def _unknown(patterns: Patterns, knowledge: Knowledge) -> Iterator[Defect]:
    kinds = {**patterns.patterns, **patterns.categories}
    staged: set[str] = set()
    for rank, scenery in enumerate(patterns.sceneries):
        for place, kind in enumerate(scenery.patterns):
            if kind not in kinds and kind not in staged:
                what = f"un décor sert « {kind} », qui n'est ni un modèle ni une catégorie."
                yield SCENERIES_FILE, ("decors", rank, "modeles", place), what
            staged.add(kind)
    for rank, pattern in enumerate(patterns.patterns.values()):
        at: Path_ = ("modeles", rank)
        if not pattern.full_right and pattern.id not in staged:
            yield PATTERNS_FILE, at, f"aucun décor ne sert le modèle « {pattern.id} »."
        for place, id in enumerate(pattern.criteria):
            if id not in knowledge.criteria:
                yield PATTERNS_FILE, (*at, "criteres", place), f"« {pattern.id} » : le critère « {id} » n'existe pas."
        for place, block in enumerate(pattern.blocks):
            if block not in patterns.blocks:
                yield PATTERNS_FILE, (*at, "blocs", place), f"« {pattern.id} » : le bloc « {block} » n'existe pas."
        variants = ((*at, "variantes", place) for place in range(len(pattern.variants)))
        for inside, settings in zip((at, *variants), (pattern, *pattern.variants), strict=True):
            for place, scale in enumerate(settings.scales):
                if scale not in patterns.scales:
                    what = f"« {pattern.id} » : l'échelle « {scale} » n'existe pas."
                    yield PATTERNS_FILE, (*inside, "echelles", place), what
            for form in settings.forms:
                yield from _misfits((*inside, "formes"), pattern.id, {"forme_juridique": form}, knowledge)
    for rank, category in enumerate(patterns.categories.values()):
        at = ("categories", rank)
        if category.id not in staged:
            yield PATTERNS_FILE, at, f"aucun décor ne sert la catégorie « {category.id} »."
        for id in (category.id, *category.near):
            yield from _misfits(at, category.id, {"categories_plein_droit": (id,)}, knowledge)
    for rank, form in enumerate(patterns.likenesses):
        yield from _misfits(("vraisemblance", rank), "vraisemblance", {"forme_juridique": form}, knowledge)
    for rank, lever in enumerate(patterns.levers.values()):
        if lever.fact not in knowledge.facts:
            yield PATTERNS_FILE, ("leviers", rank), f"le fait « {lever.fact} » n'existe pas."
        for value in lever.values:
            yield from _misfits(("leviers", rank), "leviers", {lever.fact: value}, knowledge)


def _misfits(at: Path_, where: str, answers: Answers, knowledge: Knowledge) -> Iterator[Defect]:
    """Answers that no question expects.

    Args:
        at: where they stand in the file of patterns, under ``reponses`` when they are written as such.
        where: how the sentence names that place.
        answers: by fact.
        knowledge: the rule base.
    """
    for fact, answer in answers.items():
        place: Path_ = (*at, "reponses", fact)
        if fact not in knowledge.addresses:
            yield PATTERNS_FILE, place, f"« {where} » : le fait « {fact} » n'existe pas."
            continue
        values: tuple[Raw, ...]
        match answer:
            case Pick():
                values = answer.values
            case Between():
                values = tuple(plain(bound) for bound in answer.bounds)
            case _:
                values = (answer,)
        for value in values:
            try:
                typed(knowledge, fact, value)
            except AnswerError as error:
                yield PATTERNS_FILE, place, f"« {where} » : {fact} : {error}."
