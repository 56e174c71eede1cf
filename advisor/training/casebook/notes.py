"""The trainer's notes, read with care: they are shown to forty people, so every slip is told with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from advisor.assessment.assess import unknown_fact
from advisor.common.errors import Problem
from advisor.common.resources import as_typed
from advisor.common.yaml_reader import Path_, YamlDocument, read_yaml
from advisor.dossier.values import AnswerError, canonical, parse_answer
from advisor.rules.course import load_course
from advisor.rules.load import Knowledge
from advisor.training.casebook.model import Case, TeachingNotes, Trial

SCREEN_LENGTH = 160
"""Characters of a screen: five lines of big type on a projector."""

READING_SECONDS = 90
"""What a trainer reads aloud before the first question: beyond, the room looks elsewhere."""

_WORDS_A_MINUTE = 150
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

# On a screen, neither the article that answers nor the words of an answer: the room must find them.
_ARTICLE = re.compile(r"\b(?i:articles?|art\.|alinéas?)(?!\w)|\b[LRD]\.? ?\d{3}")
_ANSWER = re.compile(r"\b(?:(?:in)?éligible|satisfait|indéterminé|incertain)e?s?\b|\ben conformité\b", re.IGNORECASE)


def reading_seconds(notes: TeachingNotes) -> int:
    """How long it takes to read the screens aloud."""
    words = sum(len(screen.split()) for screen in notes.screens)
    return -(-words * 60 // _WORDS_A_MINUTE)


def notes_problems(case: Case, document: YamlDocument, knowledge: Knowledge) -> Iterator[Problem]:
    """What is wrong in the notes of a case whose form is good; nothing when it has none.

    Args:
        case: with a day in its dossier.
        document: the file it was read from, to place each problem.
        knowledge: the rules its questions and changes name.
    """
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
        if case.notes is None:
            continue
        rank = case.notes.rank
        if rank in holders:
            problems.append(
                _ranked(case, folder, f"le rang {rank} est déjà celui du cas « {holders[rank].id} ».", _OTHER_RANK)
            )
        holders.setdefault(rank, case)
    expected = 1
    for rank in sorted(holders):
        if rank > expected:
            lacking = (
                f"le rang {expected} manque" if rank == expected + 1 else f"les rangs {expected} à {rank - 1} manquent"
            )
            problems.append(_ranked(holders[rank], folder, f"{lacking} avant le rang {rank}.", _FOLLOWING))
        expected = rank + 1
    return problems


_OTHER_RANK = "Donnez à l'un des deux un autre rang, et décalez les suivants."
_FOLLOWING = "Les rangs se suivent à partir de 1 : décalez ceux qui suivent."


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
            yield document.problem(path, f"critère « {id} » inconnu.", "La liste : ess-advisor rules list criteres.")
        elif case.dossier.on is not None and criterion.on(case.dossier.on) is None:
            what = f"le critère « {id} » n'existe pas dans le droit du {case.dossier.on.isoformat()}."
            yield document.problem(path, what, "Changez la question, ou le jour du cas.")
        elif id in notes.questions[:i]:
            yield document.problem(path, f"le critère « {id} » est demandé deux fois.", "Gardez-en un.")
        elif id not in case.expected.grounds:
            what = f"le critère « {id} » est demandé à la salle, mais « motifs » ne dit pas ce qu'il doit donner."
            yield document.problem(path, what, "Ajoutez-le dans « attendu », sous « motifs ».")


def _trial(case: Case, rank: int, trial: Trial, document: YamlDocument, knowledge: Knowledge) -> Iterator[Problem]:
    told = False
    for address, raw in trial.changes.items():
        path: Path_ = ("seance", "et_si", rank, "reponses", address)
        if address not in knowledge.addresses:
            told = True
            yield document.problem(path, f"« {address} » : {unknown_fact(address, knowledge)}.")
            continue
        try:
            _canonical(address, raw, knowledge)
        except AnswerError as error:
            told = True
            yield document.problem(path, f"« {address} » : {error}.")
    if told:
        return
    given = case.dossier.answers
    if all(
        address in given and given[address].value == _canonical(address, raw, knowledge)
        for address, raw in trial.changes.items()
    ):
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
