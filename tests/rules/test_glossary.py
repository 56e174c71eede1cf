"""The glossary: each word explained once, where it stands, and what it says of the law has its text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.common.resources import data_dir
from advisor.lint.extra_files import LONGEST, lint_glossary_folder, texts_of
from advisor.rules.glossary import FILE, Glossary, Term, TextPart, load_glossary, marked
from advisor.rules.load import Knowledge
from advisor.rules.prediagnosis import load_script
from tests.support.rule_files import damage, lint_lines


def _entry(id: str, term: str, *forms: str) -> Term:
    return Term.model_validate({"id": id, "terme": term, "variantes": forms, "sens": "Un mot."})


SMALL = Glossary(
    {
        one.id: one
        for one in (
            _entry("fonds", "fonds"),
            _entry("fonds_dev", "fonds de développement"),
            _entry("agrement", "agrément"),
            _entry("sa", "SA"),
            _entry("etre", "raison d'être"),
            _entry("proces", "procès-verbal", "procès-verbaux"),
            _entry("titre", "titre de capital"),
        )
    }
)


def _words(text: str, *explained: str) -> list[tuple[str, str]]:
    return [(piece.text, piece.entry.id) for piece in marked(text, explained, SMALL) if piece.entry is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le fonds de développement", [("fonds de développement", "fonds_dev")]),
        ("un fonds, puis le fonds de développement", [("fonds", "fonds"), ("fonds de développement", "fonds_dev")]),
        ("L'agrément, les agréments", [("agrément", "agrement")]),
        ("Agréments retirés", [("Agréments", "agrement")]),
        ("sans agrement", []),
        ("désagrément, agrémenter, non-agrément", []),
        ("la SA et sa raison d\u2019être", [("SA", "sa"), ("raison d\u2019être", "etre")]),
        ("sa part, les SAS", []),
        ("deux procès-verbaux", [("procès-verbaux", "proces")]),
        ("des titres\u00a0de capital", [("titres\u00a0de capital", "titre")]),
        ("titre\nde capital", [("titre\nde capital", "titre")]),
        ("", []),
    ],
)
def test_words_are_found_whole_longest_first_and_once(text: str, expected: list[tuple[str, str]]) -> None:
    assert _words(text) == expected


def test_what_the_page_explained_already_is_not_explained_again() -> None:
    assert _words("l'agrément de la SA", "agrement") == [("SA", "sa")]
    assert marked("l'agrément", ("agrement",), SMALL) == (TextPart("l'agrément"),)


PIECES = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from([spelling for one in load_glossary().entries.values() for spelling in one.spellings]),
        st.sampled_from([" ", "\u00a0", "'", "\u2019", "-", ", ", "s ", "x", "ſ", "İ"]),
    ),
    max_size=12,
).map("".join)


@given(PIECES)
def test_the_pieces_joined_are_the_text_and_no_word_is_marked_twice(text: str) -> None:
    pieces = marked(text)
    assert "".join(piece.text for piece in pieces) == text
    ids = [piece.entry.id for piece in pieces if piece.entry is not None]
    assert len(set(ids)) == len(ids)
    assert all(piece.text for piece in pieces) or text == ""


def test_every_spelling_of_every_entry_finds_its_entry() -> None:
    for entry in load_glossary().entries.values():
        for spelling in entry.spellings:
            assert [piece.entry for piece in marked(f"Voici {spelling}.") if piece.entry] == [entry], spelling


def test_explanations_are_short_plain_and_do_not_explain_a_word_by_itself(knowledge: Knowledge) -> None:
    entries = load_glossary().entries
    assert len(entries) >= 90
    for entry in entries.values():
        assert entry.meaning[0].isupper() and entry.meaning.endswith(".") and len(entry.meaning) <= LONGEST, entry.id
        assert entry.meaning.count(". ") <= 1, entry.id
        if len(entry.term.split()) > 1 or entry.term.isupper():
            continue
        assert not entry.meaning.lower().startswith(entry.term.lower()), entry.id
    for one in ("boni_liquidation", "reserves_impartageables", "fonds_de_developpement", "esus", "tmo"):
        assert entries[one].citations and entries[one].confidence in {level.id for level in knowledge.base.confidences}


def test_the_words_of_the_pre_diagnosis_are_explained() -> None:
    found = set()
    for question in load_script().questions:
        for text in (question.question, question.help, question.why):
            found |= {piece.entry.id for piece in marked(text) if piece.entry is not None}
    assert {"kbis", "boni_liquidation", "parties_prenantes", "holding", "esus", "greffe", "statuts", "siren"} <= found


BROKEN = {
    "word of no text": ("  terme: greffe\n  variantes: [greffe du tribunal de commerce, greffes]", "  terme: palefroi",
                        "aucun texte ne contient « palefroi »."),
    "word twice": ("  terme: bilan\n", "  terme: annexe\n", "« annexe » est déjà expliqué par « bilan »."),
    "law without text": ("L'argent ou les biens qu'un associé met dans la société,", "La loi impose l'apport,",
                         "cette explication dit le droit (« loi ») sans texte"),
    "unknown source": ("source: code_commerce_L210_10}", "source: perdu}", "la source « perdu » n'existe pas."),
    "surer than its texts": ("  sources: [{source: loi_2014_856_art_2}]\n  confiance: S2",
                             "  sources: [{source: loi_2014_856_art_2}]\n  confiance: V",
                             "est dite plus sûre (V) que ses sources n'ont été lues (S2)."),
    "sources without code": ("  sources: [{source: code_commerce_L210_10}]\n  confiance: V-c\n",
                             "  sources: [{source: code_commerce_L210_10}]\n", "n'ont pas de code de confiance."),
    "code without sources": ("  sources: [{source: code_commerce_L210_10}]\n  confiance: V-c\n", "  confiance: V-c\n",
                             "« V-c » suppose un texte cité."),
    "no full stop": ("Le budget prévu pour les années à venir.", "Le budget prévu", "finit par un point."),
    "id twice": ("- id: bilan\n", "- id: annexe\n", "l'identifiant « annexe » est déjà pris"),
    "key unknown": ("  terme: bilan\n", "  mot: bilan\n", "« mot » n'est pas attendu ici."),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_glossary_says_what_where_and_how(
    name: str, tmp_path: Path, knowledge: Knowledge, shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, expected = BROKEN[name]
    damage(tmp_path, FILE, old, new)
    monkeypatch.setattr("advisor.lint.extra_files.texts_of", lambda folder: shown)
    lines = "\n".join(lint_lines(lint_glossary_folder, tmp_path, knowledge))
    assert expected in lines, lines
    assert f"rules/{FILE}:" in lines


@pytest.fixture(scope="session")
def shown() -> list[str]:
    """Enough of the texts of the rules for every word to stand in one of them."""
    chosen: list[str] = []
    seen: set[str] = set()
    for text in texts_of(data_dir("rules")):
        ids = {piece.entry.id for piece in marked(text) if piece.entry is not None}
        if ids - seen:
            chosen.append(text)
            seen |= ids
    return chosen


def test_the_packaged_glossary_is_sound_and_a_folder_may_have_none(
    tmp_path: Path, knowledge: Knowledge, shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("advisor.lint.extra_files.texts_of", lambda folder: shown)
    assert lint_glossary_folder(data_dir("rules"), "rules", knowledge) == []
    assert lint_glossary_folder(tmp_path, "rules", knowledge) == []
