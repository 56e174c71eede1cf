"""What is typed on a list: every line can be named, nothing else is ever pointed at; how tests type in a terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.cli.interview.keys import PRINTABLE, Choice, ListState
from advisor.interview.tools import ALL_TOOLS
from advisor.rules.load import Knowledge, load_knowledge
from tests.support.tty import Terminal

LISTS = {fact.id: [option.label for option in fact.options] for fact in load_knowledge().facts.values() if fact.options}


def typed(labels: list[str], words: Sequence[tuple[str, ...]] = ()) -> ListState:
    """A list of these labels with every tool below, before anything is typed."""
    options = [Choice(label, label, words=also) for label, also in zip_longest(labels, words, fillvalue=())]
    return ListState(options, [(tool.value, tool, tool.name) for tool in ALL_TOOLS])


def spell(state: ListState, text: str) -> int:
    for character in text:
        state.add(character)
    return state.at


@pytest.mark.parametrize("fact", LISTS)
def test_a_line_typed_in_full_is_the_one_pointed_at(fact: str) -> None:
    labels = LISTS[fact]
    for at, label in enumerate(labels):
        for text in (label, label.upper(), label.replace("'", "’")):
            assert spell(typed(labels), text) == at, text
        assert spell(typed(labels), str(at + 1)) == at


@pytest.mark.parametrize("fact", LISTS)
def test_a_tool_called_by_its_letter_or_its_name_is_never_an_answer(fact: str) -> None:
    labels = LISTS[fact]
    for at, tool in enumerate(ALL_TOOLS):
        assert spell(typed(labels), tool.value) == len(labels) + at
    assert spell(typed(labels), "je ne sais pas") == len(labels)


@given(st.sampled_from(sorted(LISTS)), st.text(st.sampled_from(PRINTABLE + " "), min_size=1, max_size=12))
def test_a_text_that_names_nothing_points_at_nothing(fact: str, text: str) -> None:
    labels = LISTS[fact]
    state = typed(labels)
    at = spell(state, text)
    if at < 0:
        assert state.message and state.tool is None
    elif at < len(labels) and not state.text.isdigit():
        assert re.search(rf"(?<!\w){re.escape(state.text)}", state.labels[at])


def test_a_line_that_does_not_exist_is_said_so() -> None:
    state = typed(["Oui", "Non"])
    assert spell(state, "7") == -1 and state.message == "La ligne 7 n'existe pas."
    state.back()
    assert spell(state, "2") == 1 and not state.message
    state.back()
    assert state.at == -1 and not state.text
    many = typed([f"ligne {rank}" for rank in range(24)])
    assert spell(many, "25") == -1 and many.message == "La ligne 25 n'existe pas."
    assert spell(many, "3") == 2


@pytest.mark.parametrize(
    ("fact", "text", "option"),
    [
        ("siege", "france", "france"),
        ("forme_juridique", "scop", "cooperative"),
        ("forme_juridique", "scic", "cooperative"),
        ("forme_juridique", "sci", "societe_civile"),
        ("forme_juridique", "scs", "scs"),
        ("forme_juridique", "sa", "sa"),
        ("forme_juridique", "micro", "entreprise_individuelle"),
        ("forme_juridique", "Auto-Entrepreneur", "entreprise_individuelle"),
        ("forme_juridique", "responsabilité limitée", "sarl"),
        ("forme_juridique", "asso", "association"),
        ("categories_plein_droit", "insertion", "entreprise_insertion"),
        ("categories_plein_droit", "esat", "accompagnement_par_le_travail"),
        ("categories_plein_droit", "chrs", "centre_hebergement_reinsertion"),
    ],
)
def test_a_word_finds_its_line_inside_labels_helps_and_synonyms(
    fact: str, text: str, option: str, knowledge: Knowledge
) -> None:
    options = knowledge.facts[fact].options
    state = typed([one.label for one in options], [(*one.words, one.help) for one in options])
    assert options[spell(state, text)].id == option


def test_enter_keeps_saying_why_a_text_names_no_line() -> None:
    state = typed(["Oui", "Non"])
    spell(state, "zut")
    assert state.enter() is None
    assert state.message == "« zut » ne désigne aucune ligne." and not state.text
    assert state.enter() is None
    assert state.message.startswith("Il manque une réponse")


def test_a_letter_that_serves_elsewhere_is_said_so() -> None:
    state = ListState([Choice("oui", "Oui"), Choice("non", "Non")])
    assert spell(state, "t") == -1 and state.message == "« t » (note) ne sert pas ici."


# -- what the tests of terminals stand on: a screen is read once the keys were heard and it is drawn whole ------------

SLOW = """
import os, sys, time, tty
tty.setraw(0)
print("» Prêt", end="", flush=True)
while (key := os.read(0, 1)) != b"q":
    end = time.process_time() + 0.2
    while time.process_time() < end:  # a busy machine
        pass
    print("\\r\\n» Prêt : vu", end="", flush=True)
    while time.process_time() < end + 0.2:
        pass
    print(" " + key.decode(), end="", flush=True)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not tell who waits for keys")
def test_words_already_on_the_screen_are_no_answer_to_a_key_and_half_a_screen_is_no_screen(tmp_path: Path) -> None:
    with Terminal(["-c", SLOW], tmp_path, fresh=True) as tty:
        tty.until("Prêt")
        tty.send("a", then="Prêt")
        assert tty.text.endswith("vu a")
        tty.send("b", then="vu")
        assert tty.text.endswith("vu b")
        with pytest.raises(AssertionError, match="« rien » n'est pas venu"):
            tty.until("rien", timeout=0.1)
        tty.send("q")
        assert tty.end() == 0
