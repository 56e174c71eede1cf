"""The linter of what stories are told with, and companies invented from: nothing without words, nothing unknown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from advisor.answers import AnswerError, typed
from advisor.errors import InputError, Problem
from advisor.knowledge import Knowledge
from advisor.knowledge.lint_texts import slips
from advisor.training.figures import plain
from advisor.training.patterns import (
    PATTERNS_FILE,
    SCENERIES_FILE,
    Answers,
    Between,
    Patterns,
    Pick,
    Raw,
    read_patterns,
)
from advisor.training.telling import FILE, TELLING, wordless
from advisor.yamlfile import read_yaml


def lint_making(folder: Path, shown: str | None, knowledge: Knowledge) -> list[Problem]:
    """Every problem of the words and patterns of a folder of rules; files that are not there have none.

    Raises:
        InputError: every problem of form, which leaves the rest unread.
    """
    found: list[Problem] = []
    malformed: list[Problem] = []
    told = Path(shown) if shown is not None else folder

    def name(file: str) -> str:
        return (told / file).as_posix()

    try:
        if TELLING.stands_in(folder):
            words, _ = TELLING.read(folder, shown)
            found += [Problem(message, name(FILE)) for message in wordless(knowledge, words)]
    except InputError as error:
        malformed += error.problems
    try:
        if (folder / PATTERNS_FILE).is_file() and (folder / SCENERIES_FILE).is_file():
            patterns = read_patterns(folder, shown)
            found += [Problem(message, name(PATTERNS_FILE)) for message in unsound(patterns, knowledge)]
    except InputError as error:
        malformed += error.problems
    if malformed:
        raise InputError(*malformed)
    for file in (FILE, PATTERNS_FILE, SCENERIES_FILE):
        if (folder / file).is_file():
            found += slips(read_yaml(folder / file, name(file)))
    return found


def unsound(patterns: Patterns, knowledge: Knowledge) -> Iterator[str]:
    """What patterns name that does not exist, and what no pattern teaches, in French sentences."""
    yield from _unknown(patterns, knowledge)
    for block in patterns.blocks.values():
        yield from _misfits(block.id, block.answers, knowledge)
    for category in patterns.categories.values():
        yield from _misfits(category.id, category.answers, knowledge)
    taught: dict[str, None] = {}
    for pattern in patterns.patterns.values():
        yield from _misfits(pattern.id, pattern.answers, knowledge)
        taught |= dict.fromkeys(pattern.criteria)
        for variant in pattern.variants:
            yield from _misfits(pattern.id, variant.answers, knowledge)
            for id in variant.criteria:
                if id not in pattern.criteria:
                    yield f"« {pattern.id} » : une variante sert « {id} », que ce modèle n'enseigne pas."
    for scenery in patterns.sceneries:
        for purpose in scenery.purposes:
            yield from _misfits(scenery.id, dict(purpose), knowledge)
        for other in scenery.others:
            yield from _misfits(scenery.id, {"buts": other}, knowledge)
    for id in knowledge.criteria:
        if id not in taught:
            yield f"aucun modèle n'enseigne le critère « {id} »."


def _unknown(patterns: Patterns, knowledge: Knowledge) -> Iterator[str]:
    kinds = {**patterns.patterns, **patterns.categories}
    staged = {kind for scenery in patterns.sceneries for kind in scenery.patterns}
    for kind in sorted(staged - kinds.keys()):
        yield f"un décor sert « {kind} », qui n'est ni un modèle ni une catégorie."
    for pattern in patterns.patterns.values():
        if not pattern.full_right and pattern.id not in staged:
            yield f"aucun décor ne sert le modèle « {pattern.id} »."
        for id in pattern.criteria:
            if id not in knowledge.criteria:
                yield f"« {pattern.id} » : le critère « {id} » n'existe pas."
        for block in pattern.blocks:
            if block not in patterns.blocks:
                yield f"« {pattern.id} » : le bloc « {block} » n'existe pas."
        for settings in (pattern, *pattern.variants):
            for scale in settings.scales:
                if scale not in patterns.scales:
                    yield f"« {pattern.id} » : l'échelle « {scale} » n'existe pas."
            for form in settings.forms:
                yield from _misfits(pattern.id, {"forme_juridique": form}, knowledge)
    for category in patterns.categories.values():
        if category.id not in staged:
            yield f"aucun décor ne sert la catégorie « {category.id} »."
        for id in (category.id, *category.near):
            yield from _misfits(category.id, {"categories_plein_droit": (id,)}, knowledge)
    for form in patterns.likenesses:
        yield from _misfits("vraisemblance", {"forme_juridique": form}, knowledge)
    for lever in patterns.levers.values():
        if lever.fact not in knowledge.facts:
            yield f"le fait « {lever.fact} » n'existe pas."
        for value in lever.values:
            yield from _misfits("leviers", {lever.fact: value}, knowledge)


def _misfits(where: str, answers: Answers, knowledge: Knowledge) -> Iterator[str]:
    for fact, answer in answers.items():
        if fact not in knowledge.addresses:
            yield f"« {where} » : le fait « {fact} » n'existe pas."
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
                yield f"« {where} » : {fact} : {error}."
