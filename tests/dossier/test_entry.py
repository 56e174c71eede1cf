"""What people type: words for figures, amounts as they are written in France, what reads two ways."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.cli.interview.dossier_header import bad_adviser, bad_name
from advisor.dossier.answer_parsing import AnswerError, doubtful, meant, parse_answer, refusal
from advisor.rules.facts import Fact, FactType
from advisor.rules.load import Knowledge, load_knowledge
from tests.support.unbroken import ODD_DIGITS

ODD = re.compile(r"(?![0-9])\d")
FIGURES = st.characters(categories=("Nd", "No", "Nl"), include_characters="0123456789 ,./-+€%k")


@pytest.mark.parametrize("text", ["12.000,50", "12.000,50 €", "12 000,50 euros", "12000.50", "12,0005 k€"])
def test_amounts_are_read_as_they_are_written(knowledge: Knowledge, text: str) -> None:
    assert parse_answer(knowledge.facts["capital_social"], text) == Fraction("12000.5")


@pytest.mark.parametrize("text", ["12k", "12 k€", "12 K", "12.000,00"])
def test_thousands_may_be_shortened(knowledge: Knowledge, text: str) -> None:
    assert parse_answer(knowledge.facts["capital_social"], text) == 12000
    with pytest.raises(AnswerError):
        parse_answer(knowledge.facts["quotite_travail"], text)


@pytest.mark.parametrize(
    ("fact", "text", "shown"),
    [
        ("capital_social", "12.500", "12 500 pour des milliers, ou 12,500 pour une virgule"),
        ("capital_social", "environ 12000", "par exemple 12 000"),
        ("capital_social", "12 000,5,3", "n'est pas un nombre ; écrivez par exemple 12 500,50"),
        ("capital_social", "1,500.50", "par exemple 1 500,50"),
        ("date_creation", "mars 2021", "il manque le jour ; écrivez par exemple 15 mars 2021"),
        ("date_creation", "03/2021", "il manque le jour ; écrivez par exemple 15/03/2021"),
        ("date_creation", "2021", "il manque le jour et le mois ; écrivez par exemple 15/06/2021"),
        ("nombre_associes", "１２", "n'est pas écrit avec les chiffres 0 à 9 ; écrivez par exemple 12"),
        ("nombre_associes", "1٢", "« 1٢ » n'est pas écrit avec les chiffres 0 à 9 ; écrivez par exemple 12"),
        ("nombre_associes", "²", "n'est pas un nombre ; écrivez par exemple 12"),
        ("capital_social", "environ ९", "n'est pas écrit avec les chiffres 0 à 9 ; écrivez par exemple 9"),
        ("capital_social", "１２ k€", "écrivez par exemple 12 k€"),
        ("part_previsionnelle", "١/٢", "écrivez par exemple 1/2"),
        ("date_creation", "٣١/١٢/٢٠٢٠", "les chiffres 0 à 9 ; écrivez par exemple 31/12/2020"),
        ("date_creation", "１5 mai 2020", "les chiffres 0 à 9 ; écrivez par exemple 15 mai 2020"),
        ("date_creation", "２０２０", "les chiffres 0 à 9 ; écrivez par exemple 31/12/2024"),
    ],
)
def test_a_refusal_shows_how_to_write_what_was_typed(knowledge: Knowledge, fact: str, text: str, shown: str) -> None:
    message = refusal(knowledge.facts[fact], text)
    assert message is not None and shown in message.replace("\u00a0", " ")


@given(
    st.sampled_from([fact for fact in load_knowledge().facts.values() if not fact.options]),
    st.text(FIGURES, min_size=1, max_size=14) | st.sampled_from(ODD_DIGITS) | st.text(max_size=20),
)
def test_whatever_is_typed_is_an_answer_or_a_refusal(fact: Fact, text: str) -> None:
    message = refusal(fact, text)
    if message is None:
        parse_answer(fact, meant(fact, text))
        assert fact.type is FactType.TEXT or not ODD.search(text)
    else:
        assert message[0] == message[0].upper() and message[-1] in ".?"


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("quotite_travail", "plein", "100"),
        ("quotite_travail", "Temps plein.", "100"),
        ("quotite_travail", "35 H", "100"),
        ("quotite_travail", "mi-temps", "50"),
        ("minimum_branche_annuel", "aucun", "0"),
        ("charges_communes", "Aucune", "0"),
        ("capital_social", "12k", "12k"),
    ],
)
def test_words_stand_for_figures(knowledge: Knowledge, fact: str, text: str, value: str) -> None:
    assert meant(knowledge.facts[fact], text) == value
    assert refusal(knowledge.facts[fact], text) is None


def test_a_percentage_up_to_one_reads_two_ways(knowledge: Knowledge) -> None:
    def asked(fact: str, text: str) -> list[str]:
        return [words.replace("\u00a0", " ") for _, words in doubtful(knowledge.facts[fact], text)]

    assert asked("part_previsionnelle", "0,70") == ["70 %", "0,70 %"]
    assert asked("quotite_travail", "1") == ["100 %", "1 %"]
    # Below the least figure admitted, only the fraction can be meant.
    assert asked("quotite_travail", "0.5") == ["50 %"] and refusal(knowledge.facts["quotite_travail"], "0.5") is None
    # What is said with its sign, or cannot be a fraction, is taken as it stands.
    for fact, text in (("part_previsionnelle", "0,7 %"), ("part_previsionnelle", "0"), ("quotite_travail", "80")):
        assert asked(fact, text) == []
    assert asked("tmo_retenu", "0,5") == [] and asked("nombre_associes", "1") == []


def test_words_are_no_answer_in_a_file(knowledge: Knowledge) -> None:
    with pytest.raises(AnswerError):
        parse_answer(knowledge.facts["quotite_travail"], "plein")
    assert parse_answer(knowledge.facts["date_creation"], "15 mars 2021") == date(2021, 3, 15)


@pytest.mark.parametrize("text", ["2025", "12/03/2025", "2025-03-12", "…", "3 500 €", "12 mars 2025", "1er mars 2024"])
def test_what_is_no_name_is_refused_for_the_company_and_for_the_adviser(text: str) -> None:
    for check in (bad_name, bad_adviser):
        message = check(text)
        assert message is not None and f"« {text} »" in message and "pas un nom" in message and len(message) < 78
    assert "est une date" in (bad_name("12/03/2025") or "") and "date" not in (bad_name("2025") or "")


@pytest.mark.parametrize("text", ["L'Épicerie du Crêt", "1001 Vies", "Mai 68", "É", "4 Saisons 2025", "Claire", "协会"])
def test_names_with_figures_are_names(text: str) -> None:
    assert bad_name(text) is None and bad_adviser(text) is None


def test_an_adviser_is_optional_and_a_name_is_not() -> None:
    assert bad_adviser("") is None and bad_name("") == "Donnez un nom, même provisoire."
