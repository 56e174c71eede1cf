"""Words in the plural, lists, what is left out, capitals: as French prints them."""

from __future__ import annotations

from datetime import date

import pytest

from advisor.common.french import NBSP, agree, capital, listed, plural, sentence, short_date, shortlist


@pytest.mark.parametrize(
    ("count", "words", "expected"),
    [
        (0, "réponse utile", "0 réponse utile"),
        (1, "réponse utile", "1 réponse utile"),
        (2, "réponse utile", "2 réponses utiles"),
        (3, "date de changement", "3 dates de changement"),
        (5, "mois", "5 mois"),
        (66, "%", "66 %"),
        (1234, "ligne", f"1{NBSP}234 lignes"),
    ],
)
def test_words_agree_with_their_number(count: int, words: str, expected: str) -> None:
    assert plural(count, words) == expected
    assert expected.endswith(agree(count, words))


@pytest.mark.parametrize(
    ("names", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")]
)
def test_the_last_of_a_list_is_joined_by_a_word(names: list[str], expected: str) -> None:
    assert listed(names) == listed(iter(names)) == expected
    assert listed(names, "ou") == expected.replace(" et ", " ou ")


@pytest.mark.parametrize(
    ("most", "noun", "joint", "expected"),
    [
        (3, "autre", " ;", "a ; b ; c"),
        (2, "autre", " ;", "a ; b ; et 1 autre"),
        (1, "autre point", " ;", "a ; et 2 autres points"),
        (1, "autre", ",", "a et 2 autres"),
        (2, "autre", ",", "a, b et 1 autre"),
    ],
)
def test_what_a_list_leaves_out_is_counted(most: int, noun: str, joint: str, expected: str) -> None:
    assert shortlist(["a", "b", "c"], most, noun, joint) == expected


def test_a_sentence_has_one_capital_and_one_full_stop() -> None:
    assert (capital(""), capital("état"), capital("ESUS")) == ("", "État", "ESUS")
    assert (sentence(""), sentence("état"), sentence("Est-ce vrai ?")) == ("", "État.", "Est-ce vrai ?")


def test_a_short_date_has_two_figures_for_the_day_and_the_month() -> None:
    assert short_date(date(2026, 3, 1)) == "01/03/2026"
