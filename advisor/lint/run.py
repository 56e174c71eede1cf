"""The linter of the rule base: what a jurist reads, after an edit, to know that nothing is broken.

Files of bad form never get here (`advisor.rules.load` refuses them, with every line). What is proved on a base that
loads:

- dates: versions in order, without hole or overlap; texts and figures that cover the days of the rules citing them;
- entries: complete, explained, sourced; nothing named that does not exist;
- confidence: written only where the texts do not give it, and then why;
- conditions: settled by facts of the right type and unit. That the strict reading of an open point implies the
  favourable one needs no check: it is how `advisor.assessment.session` computes them;
- names: sets of choices, named conditions and words of conditions that exist and serve;
- use: no dead rule, no circle, and the limits of the engine respected on every day of the law;
- ways: every remedy can be carried out, and what the ways name exists;
- choices: every statute answers every want, no more surely than its texts were read;
- directory: what a public record may propose fits the questions, each code given once;
- acts: every draft clause can be filled, every clause of the statutes has one, the calendar holds together;
- check-up: every point of it rests on a duty, on criteria and on risks that exist;
- cases: each criterion proved and refuted by at least one worked case, when cases are given;
- texts: the slips of French typography that a machine can see;
- course: what a day of training teaches (``formation/``), when there is one: see `advisor.lint.extra_files`;
- law: the texts read word for word (``textes/``), when there are some: see `advisor.lint.texts`;
- journey: what is said along the self-assessment (``parcours/``), when there is one: see `advisor.lint.prediagnosis`
  and `advisor.lint.extra_files`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment
from advisor.common.errors import InputError, Problem
from advisor.common.french import french_date, plural
from advisor.common.resources import as_typed, data_dir
from advisor.lint._acts import check_acts
from advisor.lint._conditions import check_conditions
from advisor.lint._confidence import check_confidence
from advisor.lint._data import check_checks, check_choices, check_directory
from advisor.lint._entries import check_entries
from advisor.lint._named import check_named
from advisor.lint._sites import ConditionSite, Entry, Review
from advisor.lint.dates import check_dates
from advisor.lint.extra_files import (
    lint_contacts_folder,
    lint_course_folder,
    lint_glossary_folder,
    lint_pairs_folder,
    lint_personal_data_folder,
    lint_words_folder,
)
from advisor.lint.prediagnosis import lint_script_folder
from advisor.lint.texts import lint_texts_folder
from advisor.lint.upkeep import lint_codes_folder, lint_to_read_folder
from advisor.lint.use import check_cases, check_use, check_ways
from advisor.rules.aside import slips
from advisor.rules.conditions import AllOf, AnyOf, ChoiceLeaf, Condition, Constant, CriterionRef, Leaf, OpenPoint
from advisor.rules.load import Knowledge, load_from, load_knowledge
from advisor.rules.models import CriterionVersion, Explanations
from advisor.rules.signatures import read_signatures, signed
from advisor.rules.upkeep import overdue
from advisor.rules.vocabulary import EntryKind
from advisor.training.casebook.read import load_cases

# -- is a failing test always said in words --------------------------------------------------------------------------

_MARKS = (
    ("satisfied", "satisfait", "tient"),
    ("not_satisfied", "non_satisfait", "manque"),
    ("to_complete", "a_completer", "reste"),
    ("uncertain", "incertain", "point"),
)
"""Each explanation, its key, and the mark that it may hold."""


def check_words(review: Review) -> None:
    """Marks of the explanations, parts that fail without a word, « autre_voie » of the open points."""
    for criterion in review.knowledge.criteria.values():
        if criterion.explanations is not None:
            _marks(review.entry(EntryKind.CRITERION, criterion.id), criterion.explanations)
    for site in review.sites:
        _site(review, site)


def _marks(entry: Entry, explanations: Explanations) -> None:
    for name, key, allowed in _MARKS:
        for mark in re.findall(r"\{(\w*)\}", getattr(explanations, name)):
            if mark != allowed:
                mend = f"Seul {{{allowed}}} y est remplacé."
                entry.say(("explications", key), f"{{{mark}}} n'a pas sa place ici.", mend)


def _site(review: Review, site: ConditionSite) -> None:
    explanations = (
        review.knowledge.criteria[site.at.id].explanations if isinstance(site.owner, CriterionVersion) else None
    )
    if explanations is None or "{manque}" not in explanations.not_satisfied:
        return
    if (silent := _silent(review, site.condition)) is not None:
        message = (
            "rien n'est dit quand cette condition n'est pas remplie, alors que « non_satisfait » contient {manque}."
        )
        site.at.say(
            silent.path, message, "Écrivez son « sinon » dans « mots » : ce qui manque, sans majuscule ni point."
        )


def _options(review: Review, leaf: Leaf) -> tuple[str, ...]:
    fact = review.knowledge.facts.get((leaf.fact or "").partition("[")[0])
    return tuple(option.id for option in fact.options) if fact is not None else ()


def _silent(review: Review, node: Condition) -> Condition | None:
    """A part of a condition that may fail without a word; None when everything is said."""
    if not isinstance(node, Leaf | Constant) and node.otherwise:
        return None
    match node:
        case Leaf():
            covered = {answer for answer, _ in node.otherwise}
            failing: Sequence[str] = ()
            if isinstance(node, ChoiceLeaf):
                failing = node.excluded or [one for one in _options(review, node) if one not in node.options]
            return None if "" in covered or (failing and covered.issuperset(failing)) else node
        case Constant():
            return None
        case CriterionRef(id=id):
            versions = review.knowledge.criteria[id].versions if id in review.knowledge.criteria else ()
            return node if any(_silent(review, one.tree) is not None for one in versions) else None
        case AllOf(children=children):
            return next((part for child in children if (part := _silent(review, child)) is not None), None)
        case AnyOf(children=children) | OpenPoint(readings=children):
            # Alternatives fail together: words for one of them are enough.
            found = [_silent(review, child) for child in children]
            return None if None in found else found[0]


def check_texts(review: Review) -> None:
    """Slips of French typography in the texts of the rule files."""
    for document in dict.fromkeys(document for document, _ in review.knowledge.places.values()):
        for slip in slips(document):
            review.add(slip)


def lint(knowledge: Knowledge, cases: Iterable[tuple[str, Assessment]] | None = None) -> list[Problem]:
    """Every problem of a rule base that loads, in the order of its files; empty when it is sound.

    Args:
        knowledge: the rule base.
        cases: worked cases, as (id, assessment); without them, proof by cases is left out.
    """
    review = Review(knowledge)
    checks = (
        check_dates,
        check_entries,
        check_confidence,
        check_conditions,
        check_named,
        check_use,
        check_ways,
        check_choices,
        check_directory,
        check_acts,
        check_checks,
        check_texts,
        check_words,
    )
    for check in checks:
        check(review)
    if cases is not None:
        check_cases(review, cases)
    return sorted(review.found, key=lambda problem: (problem.where, problem.line, problem.column))


def lint_folder(folder: str | None = None, on: date | None = None) -> tuple[list[Problem], str]:
    """Check a rule base on disk, errors of form included.

    Args:
        folder: its folder; by default the packaged rules, with the worked cases.
        on: the day on which figures may be overdue, which is no problem; none is told without it.

    Returns:
        The problems, and what sums up: one sentence, and a line for each figure overdue.

    Raises:
        InputError: the folder is missing.
    """
    if folder is not None and not Path(folder).is_dir():
        mend = "Donnez le répertoire d'une base de règles, ou rien pour celle du logiciel."
        raise InputError(Problem("ce répertoire n'existe pas.", folder, mend=mend))
    try:
        knowledge = load_knowledge() if folder is None else load_from(Path(folder))
    except InputError as error:
        count = plural(len(error.problems), "erreur")
        return list(error.problems), f"{count} de forme : le reste n'a pas été contrôlé."
    problems = [*lint(knowledge), *_aside(folder, knowledge)]
    # Only a sound base can judge its cases: a broken reference would stop the judgement.
    if folder is None and not problems:
        try:
            problems = lint(knowledge, [(one.id, assess(one.dossier, knowledge=knowledge)) for one in load_cases()])
        except InputError as error:
            problems = list(error.problems)
    checked = ", ".join(
        plural(len(entries), name)
        for entries, name in (
            (knowledge.criteria, "critère"),
            (knowledge.facts, "fait"),
            (knowledge.sources, "source"),
            (knowledge.law_days, "date de changement"),
        )
    )
    result = plural(len(problems), "anomalie") if problems else "aucune anomalie"
    late = [
        f"{one.title} ({one.id}) : nouvelle valeur attendue depuis le {french_date(one.due)}."
        for one in (overdue(knowledge, on) if on is not None else ())
        if one.due is not None
    ]
    return problems, "\n".join([f"{checked} (critères et voies) : {result}.{_fallen(folder, knowledge)}", *late])


def _fallen(folder: str | None, knowledge: Knowledge) -> str:
    """Which signatures fell, in a sentence: a warning, since the rule may be better than the one that was signed."""
    try:
        found = signed(knowledge, read_signatures(Path(folder) if folder is not None else data_dir("rules")))
    except InputError:
        return ""  # told with the problems
    fallen = [f"{one.signature.rule} ({one.signature.name})" for one in found if not one.stands]
    return f" Signatures à refaire, la règle a changé : {', '.join(fallen)}." if fallen else ""


def _lint_signatures(folder: Path, shown: str | None, knowledge: Knowledge) -> list[Problem]:
    """Nothing but the problems of form of the file, which are raised."""
    read_signatures(folder, shown)
    return []


def _aside(folder: str | None, knowledge: Knowledge) -> list[Problem]:
    """Problems of what no verdict depends on; the packaged rules have all of it, a folder of rules may have none."""
    checks = (
        lint_course_folder,
        lint_pairs_folder,
        lint_script_folder,
        lint_glossary_folder,
        lint_contacts_folder,
        lint_personal_data_folder,
        lint_words_folder,
        lint_texts_folder,
        _lint_signatures,
        lint_codes_folder,
        lint_to_read_folder,
    )
    root, shown = (Path(folder), None) if folder is not None else (packaged := data_dir("rules"), as_typed(packaged))
    problems: list[Problem] = []
    for check in checks:
        try:
            problems += check(root, shown, knowledge)
        except InputError as error:
            problems += error.problems
    return problems
