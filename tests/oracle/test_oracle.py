"""No difference between the engine and the oracle on companies that one could meet; and the oracle does judge."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from advisor.assessment import figures, formulas, law, leaves
from advisor.assessment.assess import assess
from advisor.assessment.engine import program
from advisor.assessment.engine.session import forget
from tests.oracle.company import Company
from tests.oracle.formulas import Worker, read
from tests.oracle.judge import as_dossier, differences, drawn, judged, rules
from tests.oracle.rules import Rules, UnknownWord, kind_of
from tests.oracle.values import exactly
from tests.support.companies import given

SEED, BLOCKS, BLOCK = 16, 10, 50
HERE = Path(__file__).parent


@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_engine_and_the_oracle_conclude_alike(block: int) -> None:
    coherent = 0
    for rank in range(block * BLOCK, (block + 1) * BLOCK):
        one = drawn(SEED, rank)
        dossier = as_dossier(one)
        oracle = judged(dossier, one.on)
        assert differences(dossier, oracle) == [], (SEED, rank)
        coherent += not oracle.company.contradictions
    assert coherent >= 0.8 * BLOCK


def test_a_fact_that_nobody_is_asked_for_does_not_wait_for_the_question_it_hangs_on() -> None:
    """The department is told, not the seat: it is not Mayotte either way, whose minimum wage of the year is unknown."""
    pay = {"nombre_remuneres": "1", "remuneration_brute__1": "36509.20", "quotite_travail__1": "100"}
    year = {"annee_remuneration": "2019", "remuneration_hors_structure": "non", "etablissement_mayotte": "non"}
    assert differences(given(date(2020, 7, 1), situation="existante", departement_siege="2A", **pay, **year)) == []


def test_a_reading_that_holds_whatever_is_answered_does_not_wait() -> None:
    """Mayotte or not is a point of law; the months of a part-time job are an answer, which no kinder reading needs."""
    pays = {"remuneration_brute__1": "212029.99", "quotite_travail__1": "100", "remuneration_brute__2": "106015"}
    part = {"quotite_travail__2": "50", "remuneration_brute__3": "148421", "quotite_travail__3": "100"}
    short = {"mois_presence__3": "0.5", "nombre_remuneres": "3", "remuneration_hors_structure": "non"}
    place = {"etablissement_mayotte": "oui", "territoire_smic": "les_deux", "minimum_branche_annuel": "0"}
    dossier = given(
        date(2025, 7, 7), situation="existante", annee_remuneration="2024", **pays, **part, **short, **place
    )
    assert differences(dossier) == []
    assert assess(dossier).findings["ESUS-03b"].outcome == "incertain"


def test_years_that_may_not_be_examined_contradict_nothing() -> None:
    """A project has no year to examine: until one knows whether it is one, its share of common costs says nothing."""
    years = {
        "charges_utilite_sociale__n": "0",
        "charges_utilite_sociale__n-1": "0",
        "exercices_agrement_precedent": "2",
    }
    key = {"cle_repartition__n": "0", "cle_repartition__n-1": "66", "charges_communes__n-1": "10000"}
    for situation in ({}, {"situation": "existante"}):
        assert differences(given(date(2014, 8, 2), **years, **key, **situation)) == []


def test_the_oracle_takes_nothing_from_the_engine() -> None:
    for path in HERE.glob("*.py"):
        if path.name in ("judge.py", "test_oracle.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.partition(".")[0] == "advisor" for name in named), path.name


# -- the oracle judges: a mistake put into the engine shows -----------------------------------------------------------

Mistake = Callable[[pytest.MonkeyPatch], None]


def _operators(swapped: dict[str, str]) -> Mistake:
    def mistake(patch: pytest.MonkeyPatch) -> None:
        right = leaves.compare
        patch.setattr(leaves, "compare", lambda value, word, limit: right(value, swapped.get(word) or word, limit))

    return mistake


def _instead(module: Any, name: str, wrong: Callable[[Any], Any]) -> Mistake:
    return lambda patch: patch.setattr(module, name, wrong(getattr(module, name)))


MISTAKES: dict[str, Mistake] = {
    "more than for at least": _operators({"au_moins": "plus_de"}),
    "less than for at most": _operators({"au_plus": "moins_de"}),
    "at least for more than": _operators({"plus_de": "au_moins"}),
    "at most for less than": _operators({"moins_de": "au_plus"}),
    "every comparison inverted": _operators(
        {"au_moins": "moins_de", "moins_de": "au_moins", "au_plus": "plus_de", "plus_de": "au_plus"}
    ),
    "all for any in the conditions settled together": _instead(
        leaves, "_joined", lambda right: lambda all_, parts: right(True, parts)
    ),
    "any for all in the conditions settled together": _instead(
        leaves, "_joined", lambda right: lambda all_, parts: right(False, parts)
    ),
    "all for any in the engine": _instead(
        program._Compiler, "join", lambda right: lambda self, all_, parts: right(self, True, parts)
    ),
    "any for all in the engine": _instead(
        program._Compiler, "join", lambda right: lambda self, all_, parts: right(self, False, parts)
    ),
    "readings taken for one another": _instead(
        leaves,
        "_open",
        lambda right: lambda point, readings: right(point, readings[:1]),
    ),
    "choices refused for choices accepted": _instead(
        leaves,
        "_choice",
        lambda right: lambda leaf, fact: lambda value: not right(leaf, fact)(value),
    ),
    "the smallest for the greatest of some lines": lambda patch: patch.setitem(
        figures.GATHERED, "maximum", figures.least
    ),
    "a sum for a mean": lambda patch: patch.setitem(figures.GATHERED, "moyenne", figures.total),
    "a difference added": lambda patch: patch.setitem(formulas._SIGNS, "-", (figures.plus, 0)),
}


@pytest.fixture
def fresh() -> Iterator[None]:
    """What the engine prepares of the rules, made again before a mistake and after it."""

    def clear() -> None:
        for one in (law.compiled_rules, law._law, law._reads):
            one.cache_clear()
        forget()

    clear()
    yield
    clear()


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_of_the_engine_is_found(mistake: Mistake, fresh: None) -> None:
    with pytest.MonkeyPatch.context() as patch:
        mistake(patch)
        assert any(differences(as_dossier(drawn(SEED, rank))) for rank in range(BLOCKS * BLOCK))


# -- what the rules say and the oracle does not know is refused -------------------------------------------------------


@pytest.mark.parametrize("text", ["inconnue(a)", "a ^ b", "(a", "a b", "date(1, 2)"])
def test_an_unknown_word_of_a_formula_is_refused(text: str) -> None:
    with pytest.raises(UnknownWord):
        read(text)


@pytest.mark.parametrize(
    "condition",
    [
        {"aucun": []},
        {"fait": "buts", "sauf": "aucun"},
        {"tous": [], "sinon": ""},
        {"definition": "x", "sans_objet": "vrai"},
    ],
)
def test_an_unknown_word_of_a_condition_is_refused(condition: dict[str, Any]) -> None:
    with pytest.raises(UnknownWord):
        kind_of(condition)


def test_every_condition_and_formula_of_the_rules_is_read() -> None:
    base: Rules = rules()
    for indicator in base.indicators:
        for condition, formula in base.cases(indicator):
            read(formula)
            assert condition is None or kind_of(condition)


@pytest.mark.parametrize(("amount", "rounded"), [("144.538333", "144.54"), ("150.005", "150.01"), ("150.004", "150")])
def test_half_a_cent_is_rounded_up(amount: str, rounded: str) -> None:
    worker = Worker(Company(rules(), {}, rules().start), None, strict=True)
    assert worker.value(read(f"arrondi({amount})")) == exactly(Fraction(rounded))
