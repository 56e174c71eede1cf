"""Are the formulas of ``indicateurs.yaml`` sound? Names that exist, units that fit, rows found and gathered."""

from __future__ import annotations

from advisor.common.errors import close_to
from advisor.common.yaml_reader import Path_
from advisor.lint._sites import Entry, complete
from advisor.rules.facts import FactType, Indicator
from advisor.rules.formulas import (
    DAYS,
    HUNDREDTHS,
    Call,
    Formula,
    Number,
    UnitError,
    gatherings,
    names,
    quantity,
    unit_of,
)
from advisor.rules.references import fact_id, measured, rows_of


def check_indicator(entry: Entry, indicator: Indicator) -> None:
    """What is wrong in a figure: its words, its names, its units, its rows."""
    complete(entry, {"titre": indicator.title, "methode": indicator.method})
    if bool(indicator.cases) is (indicator.formula is not None):
        entry.say(("formule",), "un chiffre a une « formule » ou des « cas », l'un ou l'autre.")
    for i, case in enumerate(indicator.cases[:-1]):
        if case.condition is None:
            entry.say(("cas", i), "les cas suivants ne servent jamais : celui-ci n'a pas de « si ».")
    for path, formula in indicator.formulas.items():
        for name in dict.fromkeys(names(formula)):
            _named(entry, path, name)
        _unit(entry, path, formula, _EXPECTED.get(str(path[-1]), indicator.unit))
    _rows(entry, indicator)


_EXPECTED = {"combien": "nombre", "annee": "annee", "avant": "date", "au": "date"}
"""What each formula that finds the rows comes to."""
_NEEDED = {"exercice": {"combien"}, "remuneration": {"combien"}, "mois": {"annee"}, "semestre": {"combien", "avant"}}
"""What says which rows there are, by « pour_chaque »."""


def _named(entry: Entry, path: Path_, name: str) -> None:
    """A name of a formula exists, once, and is a figure or a date."""
    knowledge = entry.review.knowledge
    if name in DAYS:
        return
    known = (knowledge.facts, knowledge.parameters, knowledge.indicators)
    kinds = [kind for kind in known if fact_id(name) in kind]
    if not kinds:
        close = close_to(name, (*DAYS, *(id for kind in known for id in kind)))
        mend = f"Vouliez-vous dire « {close[0]} » ?" if close else "Nommez un fait, un paramètre ou un indicateur."
        entry.say(path, f"« {name} » n'existe pas.", mend)
        return
    if len(kinds) > 1:
        entry.say(path, f"« {name} » est le nom de deux choses.", "Renommez l'une des deux.")
    fact = knowledge.facts.get(fact_id(name))
    if fact is None:
        return
    if not (fact.type.numeric or fact.type is FactType.DATE):
        entry.say(path, f"« {name} » n'est ni un chiffre ni une date.")
    elif name != fact.id and name not in fact.addresses:
        entry.say(path, f"« {name} » : cette ligne n'existe pas.", f"Au choix : {', '.join(fact.addresses)}.")


def _unit(entry: Entry, path: Path_, formula: Formula, expected: str) -> None:
    try:
        found = unit_of(formula, lambda name: measured(entry.review.knowledge, name))
    except UnitError as error:
        entry.say(path, f"{error}.", "Vérifiez ce que mesure chaque terme.")
        return
    if expected in HUNDREDTHS and _hundredfold(formula):
        message = "« 100 * » est de trop : un rapport dont l'unité est « pourcentage » est montré en pour cent."
        entry.say(path, message, "Écrivez le rapport seul.")
    if found is not None and found.size != quantity(expected).size:
        message = f"la formule donne « {found.unit} », là où « {expected} » est attendu."
        entry.say(path, message, "Corrigez la formule ou « unite ».")


def _hundredfold(formula: Formula) -> bool:
    """Whether a formula is a ratio counted in hundredths by hand."""
    if not isinstance(formula, Call):
        return False
    by_hand = formula.function == "*" and any(
        isinstance(part, Number) and part.value == 100 and not part.unit for part in formula.parts
    )
    return by_hand or any(_hundredfold(part) for part in formula.parts)


def _rows(entry: Entry, indicator: Indicator) -> None:
    """Rows are found as they need be, and gathered as soon as there are some."""
    each = indicator.for_each
    given, needed = {str(path[0]) for path in indicator.formulas} & _EXPECTED.keys(), _NEEDED.get(each or "", set())
    for key in sorted(needed - given):
        entry.say(("pour_chaque",), f"« pour_chaque: {each} » attend « {key} ».")
    for key in sorted(given - (needed or {"au"})):
        entry.say((key,), f"« {key} » ne sert pas ici.", "Supprimez-le, ou écrivez « pour_chaque ».")
    gathers = [one for formula in indicator.formulas.values() for one in gatherings(formula)]
    if each is None and (gathers or indicator.keep):
        key = "garder" if indicator.keep else "formule"
        entry.say((key,), "il n'y a pas de lignes à réunir : il manque « pour_chaque ».")
    elif indicator.keep and gathers:
        entry.say(("garder",), "les lignes sont déjà réunies dans la formule.", "Supprimez « garder ».")
    elif each is not None and not (indicator.keep or gathers):
        mend = "Écrivez « garder: minimum » (ou maximum, somme, moyenne), ou somme(…) dans la formule."
        entry.say(("pour_chaque",), "rien ne dit ce que l'on garde des lignes.", mend)
    read = {rows_of(entry.review.knowledge, name) for name in indicator.names} - {None, indicator.slots}
    if len(read) > 1 or (read and indicator.slots is not None):
        entry.say(("formule",), "la formule mêle des exercices et des rémunérations.")
