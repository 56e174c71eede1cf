"""Can every draft clause be filled, does each clause of the statutes have one, does the calendar hold together?"""

from __future__ import annotations

from collections.abc import Iterator

from advisor.common.yaml_reader import Path_
from advisor.dossier.answer_parsing import AnswerError, parse_answer
from advisor.lint._sites import Review
from advisor.rules.acts import CHOICE, PLACEHOLDER, CalendarStep, Clause, Word
from advisor.rules.conditions import leaves
from advisor.rules.facts import FactType
from advisor.rules.vocabulary import EntryKind

DELAYS = ("jours", "jours_ouvres", "mois", "annees")


def check_acts(review: Review) -> None:
    """Words, drafts, cases of file and calendar."""
    acts = review.knowledge.acts
    for word in acts.words.values():
        _word(review, word)
    for clause in acts.clauses.values():
        _clause(review, clause)
    _every_clause_has_a_draft(review)
    for one in acts.file_cases.values():
        if one.route not in review.knowledge.routes():
            message = f"la voie « {one.route} » n'existe pas."
            review.say(
                EntryKind.FILE_CASE, one.id, ("voie",), message, f"Au choix : {', '.join(review.knowledge.routes())}."
            )
    for rank, step in enumerate(acts.steps.values()):
        _step(review, rank, step)
    for holiday in acts.holidays.values():
        if (holiday.day is None) is (holiday.easter is None):
            message = "donnez soit « jour », soit « paques »."
            review.say(EntryKind.HOLIDAY, holiday.id, (), message, "Gardez un seul des deux.")
    for guide in review.knowledge.guidance:
        for i, fact in enumerate(guide.shown_by):
            review.exists(EntryKind.GUIDANCE, guide.id, ("montree_par", i), EntryKind.FACT, fact)


def _blanks(review: Review, entry: EntryKind, id: str, path: Path_, text: str) -> None:
    """Every blank names a word, every bracket is an open choice."""
    words = review.knowledge.acts.words
    for name in PLACEHOLDER.findall(text):
        if name not in words:
            message = f"« {{{name}}} » ne sera pas remplacé."
            review.say(entry, id, path, message, f"Au choix : {', '.join(words)}.")
    rest = CHOICE.sub("", PLACEHOLDER.sub("", text))
    if any(sign in rest for sign in "[]{}"):
        message = "un crochet ou une accolade n'est ni un mot ni un choix laissé ouvert."
        review.say(entry, id, path, message, "Écrivez {mot}, [à choisir : …] ou [à compléter : …].")


def _word(review: Review, word: Word) -> None:
    sources = [word.parameter is not None, word.field is not None, bool(word.cases)]
    if sum(sources) != 1:
        message = "un mot vient soit de « cas », soit d'un « parametre », soit d'un « champ »."
        review.say(EntryKind.WORD, word.id, (), message, "Gardez-en un seul.")
    if word.parameter is not None:
        review.exists(EntryKind.WORD, word.id, ("parametre",), EntryKind.PARAMETER, word.parameter)
    for path, text in _texts(word):
        _blanks(review, EntryKind.WORD, word.id, path, text)
    if word.id in _below(review, word.id):
        review.say(EntryKind.WORD, word.id, (), f"« {word.id} » se contient lui-même.", "Coupez ce cercle.")


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


def _clause(review: Review, clause: Clause) -> None:
    knowledge = review.knowledge
    for i, criterion in enumerate(clause.serves):
        if review.exists(EntryKind.CLAUSE, clause.id, ("sert", i), EntryKind.CRITERION, criterion):
            read = {leaf.fact for version in knowledge.criteria[criterion].versions for leaf in leaves(version.tree)}
            if not read & set(clause.facts):
                message = f"{criterion} ne lit aucune des réponses que ce projet change."
                review.say(
                    EntryKind.CLAUSE, clause.id, ("sert", i), message, "Retirez ce critère, ou complétez « reponses »."
                )
    for name, value in clause.answers.items():
        if review.exists(EntryKind.CLAUSE, clause.id, ("reponses", name), EntryKind.FACT, name):
            try:
                parse_answer(knowledge.facts[name], value)
            except AnswerError as error:
                message = f"« {name} » : {error}."
                review.say(EntryKind.CLAUSE, clause.id, ("reponses", name), message, "Corrigez la valeur.")
    for i, name in enumerate(clause.replaces):
        review.exists(EntryKind.CLAUSE, clause.id, ("remplace", i), EntryKind.FACT, name)
    _blanks(review, EntryKind.CLAUSE, clause.id, ("texte",), clause.text)
    for i, variant in enumerate(clause.variants):
        _blanks(review, EntryKind.CLAUSE, clause.id, ("variantes", i, "texte"), variant.text)


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
                review.say(EntryKind.SHEET, sheet.id, ("faits", i), message, "Écrivez-en un dans actes/clauses.yaml.")


def _delay(review: Review, step: CalendarStep, path: Path_, delay: str | None) -> None:
    """A delay exists and is counted in days, months or years."""
    if delay is not None and review.exists(EntryKind.STEP, step.id, path, EntryKind.PARAMETER, delay):
        unit = review.knowledge.parameters[delay].unit
        if unit not in DELAYS:
            message = f"« {delay} » se compte en {unit}."
            review.say(EntryKind.STEP, step.id, path, message, f"Un délai se compte en {', '.join(DELAYS)}.")


def _step(review: Review, rank: int, step: CalendarStep) -> None:
    knowledge = review.knowledge
    steps = list(knowledge.acts.steps)
    for i, name in enumerate(step.after):
        if name not in steps:
            message = f"l'étape « {name} » n'existe pas."
            review.say(EntryKind.STEP, step.id, ("apres", i), message, f"Au choix : {', '.join(steps)}.")
        elif steps.index(name) >= rank:
            message = f"« {name} » vient après dans le fichier."
            review.say(
                EntryKind.STEP, step.id, ("apres", i), message, "Écrivez les étapes dans l'ordre où elles se comptent."
            )
    if step.fact is not None:
        review.exists(EntryKind.STEP, step.id, ("fait",), EntryKind.FACT, step.fact)
    if step.indicator is not None and review.exists(
        EntryKind.STEP, step.id, ("indicateur",), EntryKind.INDICATOR, step.indicator
    ):
        unit = knowledge.indicators[step.indicator].unit
        if unit != "date":
            message = f"« {step.indicator} » n'est pas une date, mais se dit en {unit}."
            review.say(
                EntryKind.STEP, step.id, ("indicateur",), message, "Nommez un indicateur dont l'unité est « date »."
            )
    _delay(review, step, ("delai",), step.delay)
    for i, known in enumerate(step.known):
        at = ("connue", i)
        named = review.exists(EntryKind.STEP, step.id, (*at, "fait"), EntryKind.FACT, known.fact)
        if named and knowledge.facts[known.fact].type is not FactType.DATE:
            message = f"« {known.fact} » n'est pas une date."
            review.say(EntryKind.STEP, step.id, (*at, "fait"), message, "Nommez un fait de type « date ».")
        _delay(review, step, (*at, "delai"), known.delay)
    if step.delay is not None and step.duration:
        review.say(
            EntryKind.STEP, step.id, (), "« delai » et « duree_agrement » ne vont pas ensemble.", "Gardez-en un."
        )
