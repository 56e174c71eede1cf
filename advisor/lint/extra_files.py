"""Checks of what goes with the law: contacts, glossary, personal data, course, and what pairs leave as it is.

Each ``lint_…_folder`` gives every problem of its file, none when the folder has no such file. Its arguments: the folder
of rules, how messages name it, and its rules. It raises `InputError`, with every problem of form, when a file cannot be
read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

from advisor.common.errors import InputError, Problem
from advisor.common.french import french_date
from advisor.common.yaml_reader import Path_, YamlDocument, read_yaml
from advisor.lint._sites import Review
from advisor.rules.aside import PERSONAL_DATA, Anomaly, AsideFile, PersonalData, Rule, texts, with_slips
from advisor.rules.basis import Citation, Confidence, Model
from advisor.rules.contacts import CONTACTS, Contacts, Counsel, Mission
from advisor.rules.course import TIME_THEME, Course, EarlierLesson, Lesson, read_course
from advisor.rules.glossary import FILE, KIND, Term, marked, read_glossary
from advisor.rules.load import COURSE, JOURNEY, Knowledge
from advisor.rules.vocabulary import EntryKind
from advisor.rules.words import WORDS, Words
from advisor.training.flips import FIXED

DEPARTMENTS = frozenset(
    [*(f"{number:02}" for number in range(1, 96) if number != 20), "2A", "2B", "971", "972", "973", "974", "976"]
)
_PERSONAL = (
    (re.compile(r"(?<!\d)0[1-9]([ .-]?\d{2}){4}(?!\d)"), "un numéro de téléphone"),
    (re.compile(r"[\w.+-]+@[\w-]+\.\w+"), "une adresse électronique"),
)

_STATES_LAW = re.compile(
    r"\b(loi|code|décret|arrêté|règlement|doi(?:t|vent)|peu(?:t|vent)|faut|impos\w+|interdi\w+|exig\w+|oblig\w+)\b",
    re.IGNORECASE,
)
LONGEST = 320
"""Characters of an explanation of the glossary."""

M = TypeVar("M", bound=Model)
FolderLint = Callable[[Path, str | None, Knowledge], list[Problem]]


def folder_lint(file: AsideFile[M], check: Callable[[M, YamlDocument, Knowledge], Iterable[Anomaly]]) -> FolderLint:
    """The linter of a file that holds one thing: what it names exists, and what else is wrong in it once it reads."""
    return lambda folder, shown, knowledge: file.lint(
        folder,
        shown,
        lambda one, document: chain(Review(knowledge).unknowns(one), check(one, document, knowledge)),
    )


# -- words of verdicts, outcomes and states: is there something shown that has none? ---------------------------------


def _unsaid(words: Words, *_: object) -> Iterator[Anomaly]:
    for name, field in Words.model_fields.items():
        for id in _ids(get_args(field.annotation)[0]) if get_origin(field.annotation) is dict else ():
            if id not in getattr(words, name):
                mend = "Ajoutez-les : il se montre partout en mots."
                yield (field.alias or name,), f"« {id} » n'a pas de mots.", mend
    for key, said in (("issues", words.outcomes), ("verdicts", words.verdicts)):
        for id, one in said.items():
            if not one.choice:
                yield (key, id), f"« {id} » n'a pas de « choix ».", "Écrivez-le : le quiz le propose."


def _ids(kind: Any) -> list[str]:
    """The members of an enumeration, of a list of ids, or of several."""
    return [kind] if isinstance(kind, str) else [id for one in get_args(kind) or kind for id in _ids(one)]


lint_words_folder = folder_lint(WORDS, _unsaid)


# -- contacts --------------------------------------------------------------------------------------------------------


def _contacts(contacts: Contacts, document: YamlDocument, knowledge: Knowledge) -> Iterator[Anomaly]:
    yield from _places(contacts)
    said: dict[str, tuple[Mission | Counsel, ...]] = {
        "missions": contacts.missions,
        "interlocuteurs": contacts.counsels,
    }
    for key, entries in said.items():
        for rank, one in enumerate(entries):
            yield from _sources((key, rank), one.citations, one.confidence, knowledge)
    for at, text in texts(document.data):
        for pattern, what in _PERSONAL:
            if pattern.search(text):
                yield at, f"ce texte contient {what}.", "Retirez-la : un site suffit, et il se met à jour."


lint_contacts_folder = folder_lint(CONTACTS, _contacts)


def _places(contacts: Contacts) -> Iterator[Anomaly]:
    ids: set[str] = set()
    seen: dict[str, str] = {}
    for rank, region in enumerate(contacts.regions):
        at: Path_ = ("regions", rank)
        if region.id in ids:
            yield (*at, "id"), f"la région « {region.id} » est déjà donnée.", "N'en gardez qu'une."
        ids.add(region.id)
        for place, number in enumerate(region.departments):
            if number not in DEPARTMENTS:
                yield (*at, "departements", place), f"le département « {number} » n'existe pas.", "Corrigez-le."
            elif number in seen:
                what = f"le département « {number} » est déjà dans « {seen[number]} »."
                yield (*at, "departements", place), what, "Laissez-le dans une seule région."
            seen[number] = region.name
    for number in sorted(DEPARTMENTS - set(seen)):
        yield ("regions",), f"aucune région ne contient le département « {number} ».", "Ajoutez-le."
    for rank, one in enumerate(contacts.counsels):
        if any(one.id == other.id and one.start <= other.end for other in contacts.counsels[:rank]):
            mend = "Donnez-lui un autre identifiant, ou des dates qui ne se touchent pas."
            yield ("interlocuteurs", rank, "id"), f"« {one.id} » est déjà pris.", mend


def _sources(
    at: Path_, citations: tuple[Citation, ...], confidence: Confidence, knowledge: Knowledge
) -> Iterator[Anomaly]:
    """A sentence is no surer than the least well read of its texts."""
    if what := Review(knowledge).surer_than_read(citations, confidence):
        yield (*at, "confiance"), *what


# -- glossary --------------------------------------------------------------------------------------------------------


def lint_glossary_folder(folder: Path, shown: str | None, knowledge: Knowledge) -> list[Problem]:
    """Problems of the glossary, each word of which must stand in a text."""
    if not (folder / FILE).is_file():
        return []
    glossary = read_glossary(folder, shown)
    found: list[Problem] = []
    taken: dict[str, str] = {}
    pieces = (piece for text in texts_of(folder) for piece in marked(text, glossary=glossary))
    used = {piece.entry.id for piece in pieces if piece.entry is not None}
    for entry in glossary.entries.values():
        document, at = glossary.places[(KIND, entry.id)]
        unknown = Review(knowledge).unknowns(entry)
        surer = _sources((), entry.citations, entry.confidence or "M", knowledge)
        defects = (*_entry(entry, taken, used), *unknown, *surer)
        found += (document.problem((*at, *path), what, mend) for path, what, mend in defects)
    return with_slips((document for document, _ in glossary.places.values()), found)


def _entry(entry: Term, taken: dict[str, str], used: set[str]) -> Iterator[Anomaly]:
    for rank, spelling in enumerate(entry.spellings):
        path = ("variantes", rank - 1) if rank else ("terme",)
        key = spelling.lower()
        if key in taken:
            yield path, f"« {spelling} » est déjà expliqué par « {taken[key]} ».", "Laissez-le à une seule entrée."
        taken.setdefault(key, entry.id)
    if entry.id not in used:
        yield ("terme",), f"aucun texte ne contient « {entry.term} ».", "Retirez l'entrée, ou ajoutez ses variantes."
    if not entry.meaning.endswith("."):
        yield ("sens",), "une explication finit par un point.", "Ajoutez-le."
    if len(entry.meaning) > LONGEST:
        yield ("sens",), f"cette explication dépasse {LONGEST} signes.", "Une ou deux phrases simples suffisent."
    law = _STATES_LAW.search(entry.meaning)
    if law is not None and not entry.citations and entry.confidence is None:
        what = f"cette explication dit le droit (« {law[0]} ») sans texte ni code de confiance."
        yield ("sens",), what, "Citez sa source, donnez son code, ou n'expliquez que le mot."
    if entry.citations and entry.confidence is None:
        yield ("sources",), "ces sources n'ont pas de code de confiance.", "Ajoutez « confiance »."
    if entry.confidence not in (None, "M", "I") and not entry.citations:
        yield ("confiance",), f"« {entry.confidence} » suppose un texte cité.", "Ajoutez « sources », ou écrivez M."


def texts_of(folder: Path) -> list[str]:
    """Every text of the rules and of the pre-diagnosis; not what is taught, nor the glossary itself."""
    found: list[str] = []
    for path in sorted(folder.rglob("*.yaml")):
        inside = path.relative_to(folder)
        if inside.parts[0] == COURSE or inside.as_posix() == FILE or inside.as_posix() == f"{JOURNEY}/contacts.yaml":
            continue
        try:
            found += (text for _, text in texts(read_yaml(path, inside.as_posix()).data))
        except InputError:  # Told by whoever reads that file.
            continue
    return list(dict.fromkeys(found))


# -- personal data ---------------------------------------------------------------------------------------------------


def _unended(data: PersonalData, *_: object) -> Iterator[Anomaly]:
    places: list[tuple[Path_, Rule]] = [(("droits", rank), one) for rank, one in enumerate(data.rights)]
    for at, one in (*places, (("cookies",), data.cookies)):
        if not one.text.endswith("."):
            yield (*at, "texte"), "ce texte ne finit pas par un point.", "Ajoutez-le."


lint_personal_data_folder = folder_lint(PERSONAL_DATA, _unended)

# -- course ----------------------------------------------------------------------------------------------------------


def lint_course_folder(folder: Path, shown: str | None, knowledge: Knowledge) -> list[Problem]:
    """Problems of the course."""
    if not (folder / COURSE).is_dir():
        return []
    return lint_course(read_course(folder, shown), knowledge)


lint_pairs_folder = folder_lint(FIXED, lambda *_: ())


def lint_course(course: Course, knowledge: Knowledge) -> list[Problem]:
    """Every problem of a course that reads, in the order of its files."""
    review = Review(knowledge)
    unknown = (
        document.problem((*at, *path), *what)
        for (kind, id), (document, at) in course.places.items()
        for path, *what in review.unknowns(course.themes[id] if kind == "theme" else course.lessons[id])
    )
    found = (*unknown, *_themes(course, knowledge), *_lessons(course, knowledge))
    return with_slips((document for document, _ in course.places.values()), found)


def _themes(course: Course, knowledge: Knowledge) -> Iterator[Problem]:
    taught: set[str] = set()
    for theme in course.themes.values():
        document, at = course.places[("theme", theme.id)]
        seen: set[str] = set()
        for rank, id in enumerate(theme.criteria):
            place = (*at, "criteres", rank)
            if id in seen:
                what = f"le critère « {id} » est déjà dans ce thème."
                yield document.problem(place, what, "Gardez une seule des deux.")
            elif theme.id == TIME_THEME and id in knowledge.criteria and not _changed(id, knowledge):
                what = f"aucune version du critère « {id} » ne dit de changement : ce thème n'a rien à en apprendre."
                yield document.problem(place, what, "Retirez-le de ce thème.")
            seen.add(id)
        if theme.id == TIME_THEME:
            for id in knowledge.criteria:
                if _changed(id, knowledge) and id not in seen:
                    what = f"le critère « {id} » a changé, et manque à ce thème."
                    yield document.problem((*at, "criteres"), what, "Ajoutez-le.")
        else:
            taught |= seen
    for id in course.lessons:
        if id in knowledge.criteria and id not in taught:
            document, at = course.places[("lecon", id)]
            yield document.problem(at, f"aucun thème n'enseigne le critère « {id} ».", "Ajoutez-le dans themes.yaml.")


def _lessons(course: Course, knowledge: Knowledge) -> Iterator[Problem]:
    for lesson in course.lessons.values():
        document, at = course.places[("lecon", lesson.criterion)]
        if lesson.criterion not in knowledge.criteria:
            continue
        yield from _dates(lesson, course, knowledge)
        days: list[tuple[Path_, Lesson | EarlierLesson]] = [(at, lesson)]
        days += [((*at, "autrefois", rank), one) for rank, one in enumerate(lesson.earlier)]
        for place, one in days:
            if not one.question.endswith(" ?"):
                yield document.problem((*place, "question"), "une question finit par « ? ».", "Ajoutez-le.")
            if not (one.pitfall.startswith("« ") and not one.pitfall.rstrip().endswith("»")):
                what = "un piège se dit entre « guillemets », dans les mots des gens, puis s'explique."
                yield document.problem((*place, "piege"), what, "Par exemple : « C'est réglé. » Non, parce que…")
    for id, criterion in knowledge.criteria.items():
        if id not in course.lessons:
            where = f"Ajoutez sa leçon dans {COURSE}/lecons.yaml."
            document, at = knowledge.places[(EntryKind.CRITERION, id)]
            yield document.problem(at, f"le critère « {id} » ({criterion.title}) n'a pas de leçon.", where)


def _dates(lesson: Lesson, course: Course, knowledge: Knowledge) -> Iterator[Problem]:
    """What is said of an earlier law ends the day before a new version, each entry later than the one before.

    A new version of the criterion, or of a text it cites.
    """
    document, at = course.places[("lecon", lesson.criterion)]
    versions = knowledge.criteria[lesson.criterion].versions
    texts = {one.source for version in versions for one in version.citations} & knowledge.sources.keys()
    dated = (*versions, *(version for id in texts for version in knowledge.sources[id].versions))
    ends = {one.end for one in dated if one.end < versions[-1].end}
    previous = None
    for rank, one in enumerate(lesson.earlier):
        place = (*at, "autrefois", rank, "jusqu_a")
        if previous is not None and one.until <= previous:
            what = f"cette entrée ne va pas plus loin que la précédente ({french_date(previous)})."
            yield document.problem(place, what, "Mettez la plus ancienne d'abord.")
        previous = one.until
        if one.until not in ends:
            what = f"aucune version de « {lesson.criterion} » ou d'un texte cité ne finit le {french_date(one.until)}."
            known = ", ".join(french_date(day) for day in sorted(ends))
            mend = f"Jours possibles : {known}." if known else "Rien n'a changé : supprimez cette entrée."
            yield document.problem(place, what, mend)


def _changed(id: str, knowledge: Knowledge) -> bool:
    return any(version.change for version in knowledge.criteria[id].versions)
