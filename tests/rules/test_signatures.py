"""Signatures: one falls when its entry changes, and only then."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from advisor.common.errors import InputError
from advisor.lint.run import lint_folder
from advisor.rules.load import load_from
from advisor.rules.signatures import FILE, load_signatures, read_signatures, sign, signed
from tests.museum.exhibit import SOUND

DAY = date(2026, 12, 2)
NAME = "Camille Exemple"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A rule base of which one criterion and one figure are signed."""
    folder = tmp_path / "rules"
    shutil.copytree(SOUND, folder)
    for id in ("C-2", "seuil_part"):
        sign(load_from(folder), folder, id, NAME, DAY)
    return folder


def _fallen(rules: Path) -> list[str]:
    return [one.signature.rule for one in signed(load_from(rules), read_signatures(rules)) if not one.stands]


def _change(rules: Path, file: str, old: str, new: str) -> None:
    path = rules / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "fallen"),
    [
        ("criteres/criteres.yaml", "La part est atteinte.", "La part y est.", ["C-2"]),
        ("criteres/criteres.yaml", "Le cumul atteint la part", "Le cumul y est", ["C-2"]),
        ("criteres/criteres.yaml", "La forme convient.", "La forme va.", []),
        ("criteres/criteres.yaml", "- id: C-1", "# Une note.\n- id: C-1", []),
        ("parametres/seuils.yaml", "valeur: 66", "valeur: 67", ["seuil_part"]),
    ],
)
def test_a_signature_falls_with_its_entry_alone(rules: Path, file: str, old: str, new: str, fallen: list[str]) -> None:
    assert _fallen(rules) == []
    _change(rules, file, old, new)
    assert _fallen(rules) == fallen


def test_a_fallen_signature_is_told_and_refuses_nothing(rules: Path) -> None:
    _change(rules, "parametres/seuils.yaml", "valeur: 60", "valeur: 61")
    problems, summary = lint_folder(str(rules))
    assert problems == []
    assert summary.endswith(f"Signatures à refaire, la règle a changé : seuil_part ({NAME}).")


def test_signing_again_replaces_and_another_name_is_added(rules: Path) -> None:
    _change(rules, "parametres/seuils.yaml", "valeur: 66", "valeur: 67")
    knowledge = load_from(rules)
    for name in (NAME, "Dominique : Exemple"):
        sign(knowledge, rules, "seuil_part", name, DAY)
    assert _fallen(rules) == []
    assert [(one.rule, one.name) for one in read_signatures(rules)] == [
        ("C-2", NAME),
        ("seuil_part", NAME),
        ("seuil_part", "Dominique : Exemple"),
    ]


def test_an_unknown_rule_is_not_signed(rules: Path) -> None:
    with pytest.raises(InputError, match=r"« C-22 » n'est pas une règle que l'on signe\. Vouliez-vous dire C-2"):
        sign(load_from(rules), rules, "C-22", NAME, DAY)


def test_nobody_has_signed_yet_and_a_base_may_have_no_signatures() -> None:
    assert load_signatures() == () == read_signatures(SOUND)
    assert not (SOUND / FILE).exists()
