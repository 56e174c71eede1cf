"""Can every draft clause be filled, does each clause of the statutes have one, does the calendar hold together?"""

from __future__ import annotations

from collections.abc import Iterator

from advisor.common.yaml_reader import Path_
from advisor.dossier.answer_parsing import AnswerError, parse_answer
from advisor.lint._sites import Entry, Review
from advisor.rules.acts import CHOICE, PLACEHOLDER, CalendarStep, Clause, Word
from advisor.rules.conditions import leaves
from advisor.rules.facts import FactType
from advisor.rules.vocabulary import EntryKind

DELAYS = ("jours", "jours_ouvres", "mois", "annees")


def check_acts(review: Review) -> None:
    """Words, drafts, cases of file and calendar."""
    acts = review.knowledge.acts
    for word in acts.words.values():
        _word(review.entry(EntryKind.WORD, word.id), word)
    for clause in acts.clauses.values():
        _clause(review.entry(EntryKind.CLAUSE, clause.id), clause)
    _every_clause_has_a_draft(review)
    for one in acts.file_cases.values():
        if one.route not in review.knowledge.routes():
            message = f"la voie « {one.route} » n'existe pas."
            mend = f"Au choix : {', '.join(review.knowledge.routes())}."
            review.entry(EntryKind.FILE_CASE, one.id).say(("voie",), message, mend)
    for rank, step in enumerate(acts.steps.values()):
        _step(review.entry(EntryKind.STEP, step.id), rank, step)
    for holiday in acts.holidays.values():
        if (holiday.day is None) is (holiday.easter is None):
            message = "donnez soit « jour », soit « paques »."
            review.entry(EntryKind.HOLIDAY, holiday.id).say((), message, "Gardez un seul des deux.")
    for guide in review.knowledge.guidance:
        review.entry(EntryKind.GUIDANCE, guide.id).exist("montree_par", EntryKind.FACT, guide.shown_by)


def _blanks(entry: Entry, path: Path_, text: str) -> None:
    """Every blank names a word, every bracket is an open choice."""
    words = entry.review.knowledge.acts.words
    for name in PLACEHOLDER.findall(text):
        if name not in words:
            entry.say(path, f"« {{{name}}} » ne sera pas remplacé.", f"Au choix : {', '.join(words)}.")
    rest = CHOICE.sub("", PLACEHOLDER.sub("", text))
    if any(sign in rest for sign in "[]{}"):
        message = "un crochet ou une accolade n'est ni un mot ni un choix laissé ouvert."
        entry.say(path, message, "Écrivez {mot}, [à choisir : …] ou [à compléter : …].")


def _word(entry: Entry, word: Word) -> None:
    sources = [word.parameter is not None, word.field is not None, bool(word.cases)]
    if sum(sources) != 1:
        message = "un mot vient soit de « cas », soit d'un « parametre », soit d'un « champ »."
        entry.say((), message, "Gardez-en un seul.")
    entry.exists(("parametre",), EntryKind.PARAMETER, word.parameter)
    for path, text in _texts(word):
        _blanks(entry, path, text)
    if word.id in _below(entry.review, word.id):
        entry.say((), f"« {word.id} » se contient lui-même.", "Coupez ce cercle.")


def _texts(word: Word) -> Iterator[tuple[Path_, str]]:
    for i, case in enumerate(word.cases):
        yield ("cas", i, "texte"), case.text
    yield ("defaut",), word.default


def _below(review: Review, id: str) -> set[str]:
    """The words a word is made of, however deep."""
    words, found, pending = review.knowledge.acts.words, set[str](), [id]
    while pending:
        word = words.get(pending.pop())
        inner = {name for _, text in _texts(word) for name in PLACEHOLDER.findall(text)} if word else set()
        pending += inner - found
        found |= inner
    return found


def _clause(entry: Entry, clause: Clause) -> None:
    knowledge = entry.review.knowledge
    for i, criterion in enumerate(clause.serves):
        if entry.exists(("sert", i), EntryKind.CRITERION, criterion):
            read = {leaf.fact for version in knowledge.criteria[criterion].versions for leaf in leaves(version.tree)}
            if not read & set(clause.facts):
                message = f"{criterion} ne lit aucune des réponses que ce projet change."
                entry.say(("sert", i), message, "Retirez ce critère, ou complétez « reponses ».")
    for name, value in clause.answers.items():
        if entry.exists(("reponses", name), EntryKind.FACT, name):
            try:
                parse_answer(knowledge.facts[name], value)
            except AnswerError as error:
                entry.say(("reponses", name), f"« {name} » : {error}.", "Corrigez la valeur.")
    entry.exist("remplace", EntryKind.FACT, clause.replaces)
    _blanks(entry, ("texte",), clause.text)
    for i, variant in enumerate(clause.variants):
        _blanks(entry, ("variantes", i, "texte"), variant.text)


def _every_clause_has_a_draft(review: Review) -> None:
    """Of the grids of the interview, each answer that a criterion asks to be mended."""
    knowledge = review.knowledge
    asked = {
        leaf.fact
        for criterion in knowledge.criteria.values()
        for version in criterion.versions
        for leaf in leaves(version.tree)
        if leaf.remedy is not None
    }
    drafted = {fact for clause in knowledge.acts.clauses.values() for fact in clause.facts}
    for sheet in knowledge.sheets.values():
        for i, fact in enumerate(sheet.facts if sheet.kind == "grille" else ()):
            if fact in asked and fact not in drafted:
                message = f"aucun projet de clause ne répond à « {fact} »."
                review.entry(EntryKind.SHEET, sheet.id).say(
                    ("faits", i), message, "Écrivez-en un dans actes/clauses.yaml."
                )


def _delay(entry: Entry, path: Path_, delay: str | None) -> None:
    """A delay exists and is counted in days, months or years."""
    if delay is not None and entry.exists(path, EntryKind.PARAMETER, delay):
        unit = entry.review.knowledge.parameters[delay].unit
        if unit not in DELAYS:
            entry.say(path, f"« {delay} » se compte en {unit}.", f"Un délai se compte en {', '.join(DELAYS)}.")


def _step(entry: Entry, rank: int, step: CalendarStep) -> None:
    knowledge = entry.review.knowledge
    steps = list(knowledge.acts.steps)
    for i, name in enumerate(step.after):
        if name not in steps:
            entry.say(("apres", i), f"l'étape « {name} » n'existe pas.", f"Au choix : {', '.join(steps)}.")
        elif steps.index(name) >= rank:
            message = f"« {name} » vient après dans le fichier."
            entry.say(("apres", i), message, "Écrivez les étapes dans l'ordre où elles se comptent.")
    entry.exists(("fait",), EntryKind.FACT, step.fact)
    if step.indicator is not None and entry.exists(("indicateur",), EntryKind.INDICATOR, step.indicator):
        unit = knowledge.indicators[step.indicator].unit
        if unit != "date":
            message = f"« {step.indicator} » n'est pas une date, mais se dit en {unit}."
            entry.say(("indicateur",), message, "Nommez un indicateur dont l'unité est « date ».")
    _delay(entry, ("delai",), step.delay)
    for i, known in enumerate(step.known):
        at = ("connue", i)
        named = entry.exists((*at, "fait"), EntryKind.FACT, known.fact)
        if named and knowledge.facts[known.fact].type is not FactType.DATE:
            entry.say((*at, "fait"), f"« {known.fact} » n'est pas une date.", "Nommez un fait de type « date ».")
        _delay(entry, (*at, "delai"), known.delay)
    if step.delay is not None and step.duration:
        entry.say((), "« delai » et « duree_agrement » ne vont pas ensemble.", "Gardez-en un.")
