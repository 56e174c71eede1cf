"""Can every draft clause be filled, does each clause of the statutes have one, does the calendar hold together?"""

from __future__ import annotations

from advisor.common.yaml_reader import Path_
from advisor.dossier.answer_parsing import AnswerError, parse_answer
from advisor.lint._sites import Entry, Review
from advisor.rules.acts import CHOICE, CalendarStep, Clause, Word
from advisor.rules.conditions import leaves
from advisor.rules.facts import FactType
from advisor.rules.ids import PLACEHOLDER
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
    for rank, step in enumerate(acts.steps.values()):
        _step(review.entry(EntryKind.STEP, step.id), rank, step)
    for holiday in acts.holidays.values():
        if (holiday.day is None) is (holiday.easter is None):
            message = "donnez soit « jour », soit « paques »."
            review.entry(EntryKind.HOLIDAY, holiday.id).say((), message, "Gardez un seul des deux.")


def _blanks(entry: Entry, path: Path_, text: str) -> None:
    """Every bracket is an open choice."""
    rest = CHOICE.sub("", PLACEHOLDER.sub("", text))
    if any(sign in rest for sign in "[]{}"):
        message = "un crochet ou une accolade n'est ni un mot ni un choix laissé ouvert."
        entry.say(path, message, "Écrivez {mot}, [à choisir : …] ou [à compléter : …].")


def _word(entry: Entry, word: Word) -> None:
    sources = [word.parameter is not None, word.field is not None, bool(word.cases)]
    if sum(sources) != 1:
        message = "un mot vient soit de « cas », soit d'un « parametre », soit d'un « champ »."
        entry.say((), message, "Gardez-en un seul.")
    for i, case in enumerate(word.cases):
        _blanks(entry, ("cas", i, "texte"), case.text)
    _blanks(entry, ("defaut",), word.default)


def _clause(entry: Entry, clause: Clause) -> None:
    knowledge = entry.review.knowledge
    for i, criterion in enumerate(clause.serves):
        if criterion in knowledge.criteria:
            read = {leaf.fact for version in knowledge.criteria[criterion].versions for leaf in leaves(version.tree)}
            if not read & set(clause.facts):
                message = f"{criterion} ne lit aucune des réponses que ce projet change."
                entry.say(("sert", i), message, "Retirez ce critère, ou complétez « reponses ».")
    for name, value in clause.answers.items():
        if name in knowledge.facts:
            try:
                parse_answer(knowledge.facts[name], value)
            except AnswerError as error:
                entry.say(("reponses", name), f"« {name} » : {error}.", "Corrigez la valeur.")
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
    """A delay is counted in days, months or years."""
    figure = entry.review.knowledge.parameters.get(delay or "")
    if figure is not None and figure.unit not in DELAYS:
        entry.say(path, f"« {delay} » se compte en {figure.unit}.", f"Un délai se compte en {', '.join(DELAYS)}.")


def _step(entry: Entry, rank: int, step: CalendarStep) -> None:
    knowledge = entry.review.knowledge
    steps = list(knowledge.acts.steps)
    for i, name in enumerate(step.after):
        if name in steps[rank:]:
            message = f"« {name} » vient après dans le fichier."
            entry.say(("apres", i), message, "Écrivez les étapes dans l'ordre où elles se comptent.")
    computed = knowledge.indicators.get(step.indicator or "")
    if computed is not None and computed.unit != "date":
        message = f"« {step.indicator} » n'est pas une date, mais se dit en {computed.unit}."
        entry.say(("indicateur",), message, "Nommez un indicateur dont l'unité est « date ».")
    _delay(entry, ("delai",), step.delay)
    for i, known in enumerate(step.known):
        at = ("connue", i)
        fact = knowledge.facts.get(known.fact)
        if fact is not None and fact.type is not FactType.DATE:
            entry.say((*at, "fait"), f"« {known.fact} » n'est pas une date.", "Nommez un fait de type « date ».")
        _delay(entry, (*at, "delai"), known.delay)
    if step.delay is not None and step.duration:
        entry.say((), "« delai » et « duree_agrement » ne vont pas ensemble.", "Gardez-en un.")
