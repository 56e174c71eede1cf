"""Reading ``cases/``: every answer and every name checked, every problem placed at its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from advisor.assessment.assess import check_dossier, unknown_fact
from advisor.common.errors import InputError, Problem, close_to
from advisor.common.resources import as_typed, data_dir
from advisor.common.validation import validated
from advisor.common.yaml_reader import DataView, Path_, YamlDocument, read_yaml
from advisor.dossier import Dossier, parse_dossier
from advisor.dossier.answer_parsing import AnswerError, canonical, parse_answer
from advisor.dossier.wishes import unknown_wishes
from advisor.rules.course import load_course
from advisor.rules.load import Knowledge, load_knowledge
from advisor.training.casebook.model import TRANSVERSAL_THEMES, Case, TeachingNotes, TrialNotes

SCREEN_LENGTH = 160
"""Characters of a screen: five lines of big type on a projector."""

READING_SECONDS = 90
"""What a trainer reads aloud before the first question: beyond, the room looks elsewhere."""

_WORDS_A_MINUTE = 150
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# On a screen, neither the article that answers nor the words of an answer: the room must find them.
_ARTICLE = re.compile(r"\b(?i:articles?|art\.|alinéas?)(?!\w)|\b[LRD]\.? ?\d{3}")
_ANSWER = re.compile(r"\b(?:(?:in)?éligible|satisfait|indéterminé|incertain)e?s?\b|\ben conformité\b", re.IGNORECASE)
_OTHER_RANK = "Donnez à l'un des deux un autre rang, et décalez les suivants."
_FOLLOWING = "Les rangs se suivent à partir de 1 : décalez ceux qui suivent."


def read_case(path: Path) -> Case:
    """Read one case.

    Raises:
        InputError: every problem found, each with file, line and column.
    """
    base = load_knowledge()
    document = read_yaml(path, as_typed(path))
    if not isinstance(document.data, dict) or not isinstance(document.data.get("dossier"), dict):
        raise InputError(document.problem((), "ce n'est pas un cas d'école : il manque le bloc « dossier »."))
    block = DataView(document, document.data["dossier"], lambda path: ("dossier", *path))
    dossier, paths = parse_dossier(block)
    case = validated(Case, DataView(document, {**document.data, "dossier": dossier}, lambda path: path))
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


def read_cases(folder: Path, read: Callable[[Path], Case] = read_case) -> list[Case]:
    """Every case of a folder, in the order of the file names.

    Raises:
        InputError: every problem of every file; then, of files that all read, ranks held twice or by no case.
    """
    cases: list[Case] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            cases.append(read(path))
        except InputError as error:
            problems.extend(error.problems)
    if not cases and not problems:
        problems.append(Problem("aucun cas d'école dans ce dossier.", str(folder)))
    # A case that cannot be read would look like a hole.
    if problems or (problems := rank_problems(cases, folder)):
        raise InputError(*problems)
    return cases


packaged = cache(read_case)
"""A case of the tool, read once; a command that names one reads no other."""


def load_cases() -> list[Case]:
    """The packaged cases, in order, each read once.

    Raises:
        InputError: a case is damaged.
    """
    return read_cases(data_dir("cases"), packaged)


def find_case(id: str) -> Case:
    """A packaged case by its id, its number or its name (``001-atelier-velo``, ``1``, ``atelier-velo``).

    Raises:
        InputError: no such case, the closest ids are proposed; or it is damaged.
    """
    wanted = id.strip().lower()
    # A case is named as its file.
    names: dict[str, Path] = {}
    for path in sorted(data_dir("cases").glob("*.yaml")):
        number, _, name = path.stem.partition("-")
        if wanted in (path.stem, name) or (wanted.isdecimal() and wanted.lstrip("0") == number.lstrip("0")):
            return packaged(path)
        names |= {name: path, path.stem: path}
    close = dict.fromkeys(names[name].stem for name in close_to(wanted, names, 3))
    mend = f"Vouliez-vous dire : {', '.join(close)} ?" if close else "Voyez : ess-advisor cas liste."
    raise InputError(Problem(f"aucun cas d'école ne s'appelle « {id} ».", mend=mend))


# -- the trainer's notes, read with care: they are shown to forty people, so every slip is shown with its line -------


def reading_seconds(notes: TeachingNotes) -> int:
    """How long it takes to read the screens aloud."""
    words = sum(len(screen.split()) for screen in notes.screens)
    return -(-words * 60 // _WORDS_A_MINUTE)


def notes_problems(case: Case, document: YamlDocument, knowledge: Knowledge) -> Iterator[Problem]:
    """What is wrong in the notes of a case whose form is good, with a day in its dossier; nothing when it has none."""
    if case.notes is None:
        return
    yield from _themes(case.notes, document)
    yield from _screens(case.notes, document)
    yield from _questions(case, case.notes, document, knowledge)
    for i, trial in enumerate(case.notes.trials):
        yield from _trial(case, i, trial, document, knowledge)
    yield from _eras(case.notes, document)


def with_canonical_trials(notes: TeachingNotes, knowledge: Knowledge) -> TeachingNotes:
    """The same notes, whose changes are written as a dossier keeps its answers (« 1 999 » becomes « 1999 »)."""
    trials = tuple(
        trial.model_copy(
            update={"changes": {address: _canonical(address, raw, knowledge) for address, raw in trial.changes.items()}}
        )
        for trial in notes.trials
    )
    return notes.model_copy(update={"trials": trials})


def rank_problems(cases: Sequence[Case], folder: Path) -> list[Problem]:
    """Two cases of the same rank, or a rank that no case holds: the day is one path, from 1 to the last."""
    problems: list[Problem] = []
    holders: dict[int, Case] = {}
    for case in cases:
        if case.notes is not None and (first := holders.setdefault(case.notes.rank, case)) is not case:
            what = f"le rang {case.notes.rank} est déjà celui du cas « {first.id} »."
            problems.append(_ranked(case, folder, what, _OTHER_RANK))
    for before, rank in pairwise((0, *sorted(holders))):
        if rank > before + 1:
            one = f"le rang {rank - 1} manque"
            lacking = one if rank == before + 2 else f"les rangs {before + 1} à {rank - 1} manquent"
            problems.append(_ranked(holders[rank], folder, f"{lacking} avant le rang {rank}.", _FOLLOWING))
    return problems


def _ranked(case: Case, folder: Path, message: str, mend: str) -> Problem:
    path = folder / f"{case.id}.yaml"
    return read_yaml(path, as_typed(path)).problem(("seance", "rang"), message, mend)


def _themes(notes: TeachingNotes, document: YamlDocument) -> Iterator[Problem]:
    themes = load_course().themes
    for i, theme in enumerate(notes.themes):
        path: Path_ = ("seance", "themes", i)
        if theme not in themes:
            yield document.problem(path, f"thème de formation « {theme} » inconnu.", f"Connus : {', '.join(themes)}.")
        elif theme in notes.themes[:i]:
            yield document.problem(path, f"le thème « {theme} » est écrit deux fois.", "Gardez-en un.")


def _screens(notes: TeachingNotes, document: YamlDocument) -> Iterator[Problem]:
    for i, screen in enumerate(notes.screens):
        path: Path_ = ("seance", "ecrans", i)
        if len(screen) > SCREEN_LENGTH:
            what = f"cet écran a {len(screen)} signes ; {SCREEN_LENGTH} au plus, pour être lu de loin."
            yield document.problem(path, what, "Coupez-le en deux, ou retirez des mots.")
        for pattern, kind in ((_ARTICLE, "nomme un article"), (_ANSWER, "donne la réponse")):
            if found := pattern.search(screen):
                what = f"cet écran {kind} (« {found[0]} ») : la salle doit trouver seule."
                yield document.problem(path, what, "Dites le fait, sans le texte ni le résultat.")
    seconds = reading_seconds(notes)
    if seconds > READING_SECONDS:
        what = f"les écrans demandent {seconds} secondes de lecture ; {READING_SECONDS} au plus."
        yield document.problem(("seance", "ecrans"), what, "Retirez ce qui ne sert à aucune question.")


def _questions(case: Case, notes: TeachingNotes, document: YamlDocument, knowledge: Knowledge) -> Iterator[Problem]:
    for i, id in enumerate(notes.questions):
        path: Path_ = ("seance", "questions", i)
        criterion = knowledge.criteria.get(id)
        if criterion is None:
            yield document.problem(path, f"critère « {id} » inconnu.", "La liste : ess-advisor regles liste criteres.")
        elif case.dossier.on is not None and criterion.on(case.dossier.on) is None:
            what = f"le critère « {id} » n'existe pas dans le droit du {case.dossier.on.isoformat()}."
            yield document.problem(path, what, "Changez la question, ou le jour du cas.")
        elif id in notes.questions[:i]:
            yield document.problem(path, f"le critère « {id} » est demandé deux fois.", "Gardez-en un.")
        elif id not in case.expected.grounds:
            what = f"le critère « {id} » est demandé à la salle, mais « motifs » ne dit pas ce qu'il doit donner."
            yield document.problem(path, what, "Ajoutez-le dans « attendu », sous « motifs ».")


def _trial(case: Case, rank: int, trial: TrialNotes, document: YamlDocument, knowledge: Knowledge) -> Iterator[Problem]:
    changes: dict[str, str | tuple[str, ...]] = {}
    for address, raw in trial.changes.items():
        path: Path_ = ("seance", "et_si", rank, "reponses", address)
        if address not in knowledge.addresses:
            yield document.problem(path, f"« {address} » : {unknown_fact(address, knowledge)}.")
            continue
        try:
            changes[address] = _canonical(address, raw, knowledge)
        except AnswerError as error:
            yield document.problem(path, f"« {address} » : {error}.")
    given = {address: one.value for address, one in case.dossier.answers.items()}
    if len(changes) == len(trial.changes) and changes.items() <= given.items():
        what = "cet essai redonne les réponses du dossier : rien ne changera devant la salle."
        yield document.problem(("seance", "et_si", rank, "reponses"), what, "Changez au moins une réponse.")


def _canonical(address: str, raw: str | tuple[str, ...], knowledge: Knowledge) -> str | tuple[str, ...]:
    fact = knowledge.addresses[address][0]
    return canonical(fact, parse_answer(fact, raw))


def _eras(notes: TeachingNotes, document: YamlDocument) -> Iterator[Problem]:
    if notes.eras is None:
        return
    days: list[date] = []
    for key, text in (("avant", notes.eras.first), ("apres", notes.eras.second)):
        try:
            if not _ISO_DAY.fullmatch(text):
                raise ValueError
            days.append(date.fromisoformat(text))
        except ValueError:
            what = f"« {text} » n'est pas une date du calendrier."
            yield document.problem(("seance", "avant_apres", key), what, "Écrivez AAAA-MM-JJ, par exemple 2019-05-24.")
    if len(days) == 2 and days[0] >= days[1]:
        what = f"« avant » ({notes.eras.first}) doit précéder « apres » ({notes.eras.second})."
        yield document.problem(("seance", "avant_apres", "apres"), what, "Échangez les deux dates.")


@lru_cache(maxsize=1)
def exercised() -> dict[str, tuple[str, ...]]:
    """Numbers of the worked cases that exercise each criterion or route, by its id: those that expect its outcome."""
    found: dict[str, list[str]] = {}
    for case in load_cases():
        routes = (verdict.route for _, verdict in case.expected.by_status if verdict.route is not None)
        for id in (*case.expected.grounds, *routes):
            found.setdefault(id, []).append(case.number)
    return {id: tuple(numbers) for id, numbers in found.items()}
