"""Reading ``cases/``: every answer and every name checked, every problem placed at its line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from advisor.assessment.assess import check_dossier
from advisor.common.errors import InputError, Problem, close_to
from advisor.common.resources import as_typed, data_dir
from advisor.common.validation import validated
from advisor.common.yaml_reader import Path_, View, YamlDocument, read_yaml
from advisor.dossier import Dossier, parse_dossier
from advisor.dossier.wishes import unknown_wishes
from advisor.rules.load import Knowledge, load_knowledge
from advisor.training.casebook.model import TRANSVERSAL_THEMES, Case
from advisor.training.casebook.notes import notes_problems, rank_problems, with_canonical_trials


def read_case(path: Path, knowledge: Knowledge | None = None) -> Case:
    """Read one case.

    Raises:
        InputError: every problem found, each with file, line and column.
    """
    base = knowledge or load_knowledge()
    document = read_yaml(path, as_typed(path))
    if not isinstance(document.data, dict) or not isinstance(document.data.get("dossier"), dict):
        raise InputError(document.problem((), "ce n'est pas un cas d'école : il manque le bloc « dossier »."))
    block = View(document, document.data["dossier"], lambda path: ("dossier", *path))
    dossier, paths = parse_dossier(block)
    case = validated(Case, View(document, {**document.data, "dossier": dossier}, lambda path: path))
    problems = [
        block.problem(paths[address], problem.message)
        for address, one in dossier.answers.items()
        for problem in check_dossier(Dossier(answers={address: one}), base)
    ]
    problems += unknown_wishes(block, dossier, base)
    problems += _unknown_names(case, document, base)
    if case.id != path.stem:
        problems.append(document.problem(("id",), f"l'identifiant doit être le nom du fichier, « {path.stem} »."))
    problems += notes_problems(case, document, base)
    if dossier.on is None:
        # Without a day, the same case would get another verdict when the law changes.
        problems.append(document.problem(("dossier",), "il manque « date_appreciation »."))
    if problems:
        raise InputError(*problems)
    if case.notes is None:
        return case
    return case.model_copy(update={"notes": with_canonical_trials(case.notes, base)})


def _unknown_names(case: Case, document: YamlDocument, knowledge: Knowledge) -> list[Problem]:
    known: dict[str, set[str]] = {
        "thème": {*knowledge.theme_order, *TRANSVERSAL_THEMES},
        "critère": set(knowledge.criteria),
        "contrôle de cohérence": {rule.id for rule in knowledge.coherences},
        "fait": set(knowledge.addresses),
        "point ouvert": set(knowledge.open_questions),
        **{f"voie {status.id}": {route.id for route in status.routes} for status in knowledge.statuses.values()},
    }
    return [
        document.problem(path, f"{kind} « {name} » inconnu(e).")
        for kind, name, path in _cited_names(case)
        if name not in known[kind]
    ]


def _cited_names(case: Case) -> Iterator[tuple[str, str, Path_]]:
    """Kind, name and place of everything a case names in the rule base, besides its answers."""
    expected = case.expected
    for kind, key, names in (
        ("contrôle de cohérence", "contradictions", expected.contradictions),
        ("fait", "manquants", expected.missing),
    ):
        for i, name in enumerate(names):
            yield kind, name, ("attendu", key, i)
    for i, theme in enumerate(case.themes):
        yield "thème", theme, ("themes", i)
    for criterion in expected.grounds:
        yield "critère", criterion, ("attendu", "motifs", criterion)
    for status, verdict in expected.by_status:
        if verdict.route is not None:
            yield f"voie {status}", verdict.route, ("attendu", status, "voie")
        for i, point in enumerate(verdict.points):
            yield "point ouvert", point, ("attendu", status, "points", i)


def read_cases(folder: Path, knowledge: Knowledge | None = None) -> list[Case]:
    """Every case of a folder, in the order of the file names.

    Raises:
        InputError: every problem of every file; then, of files that all read, ranks held twice or by no case.
    """
    cases: list[Case] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            cases.append(read_case(path, knowledge))
        except InputError as error:
            problems.extend(error.problems)
    if not cases and not problems:
        problems.append(Problem("aucun cas d'école dans ce dossier.", str(folder)))
    # A case that cannot be read would look like a hole.
    if problems or (problems := rank_problems(cases, folder)):
        raise InputError(*problems)
    return cases


@lru_cache(maxsize=1)
def _packaged() -> tuple[Case, ...]:
    return tuple(read_cases(data_dir("cases")))


def load_cases() -> list[Case]:
    """The packaged cases, in order, read once.

    Raises:
        InputError: a case is damaged.
    """
    return list(_packaged())


def find_case(id: str) -> Case:
    """A packaged case by its id, its number or its name (``001-atelier-velo``, ``1``, ``atelier-velo``).

    Raises:
        InputError: no such case; the closest ids are proposed.
    """
    wanted = id.strip().lower()
    cases = load_cases()
    for case in cases:
        if wanted in (case.id, case.name) or (wanted.isdecimal() and wanted.lstrip("0") == case.number.lstrip("0")):
            return case
    full = {case.name: case.id for case in cases} | {case.id: case.id for case in cases}
    close = dict.fromkeys(full[name] for name in close_to(wanted, full, 3))
    mend = f"Vouliez-vous dire : {', '.join(close)} ?" if close else "Voyez : ess-advisor cases list."
    raise InputError(Problem(f"aucun cas d'école ne s'appelle « {id} ».", mend=mend))
