"""What stands beside the law in the rules: read and checked in one way, whatever the file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from advisor.common.errors import InputError
from advisor.common.resources import data_dir
from advisor.lint.run import lint_folder
from advisor.rules.aside import PERSONAL_DATA, load_personal_data
from advisor.rules.contacts import CONTACTS, load_contacts
from advisor.rules.course import load_course, read_course
from advisor.rules.glossary import load_glossary, read_glossary
from advisor.rules.prediagnosis import SCRIPT, load_script
from advisor.rules.words import WORDS, load_words
from advisor.training.flips import FIXED
from tests.museum.exhibit import SOUND
from tests.support.rule_files import damage

PARCOURS, FORMATION = "parcours", "formation"

SLIPS = {
    "a word": ("mots.yaml", "    reponse: il manque", "    reponce: il manque", "dire « reponse » ?"),
    "a question": (f"{PARCOURS}/prediagnostic.yaml", "    pourquoi: ", "    pourqoi: ", "dire « pourquoi » ?"),
    "a span of it": (f"{PARCOURS}/prediagnostic.yaml", "{au_moins: 7,", "{au_mois: 6,", "dire « au_moins » ?"),
    "a chamber": (f"{PARCOURS}/contacts.yaml", "{nom: CRESS Corsica,", "{non: CRESS Corsica,", "dire « nom » ?"),
    "a rule": (f"{PARCOURS}/donnees.yaml", "    reference: RGPD, art. 12", "    referense: x", "dire « reference » ?"),
    "a term": (f"{PARCOURS}/lexique.yaml", "  variantes: [ESS]", "  variante: [ESS]", "dire « variantes » ?"),
    "a citation": (f"{PARCOURS}/lexique.yaml", 'passage: "I"', 'pasage: "I"', "dire « passage » ?"),
    "a lesson": (f"{FORMATION}/lecons.yaml", "  niveau: 1", "  nivo: 1", "« nivo » n'est pas attendu ici."),
    "a former lesson": (f"{FORMATION}/lecons.yaml", "    - jusqu_a: ", "    - jusqua: ", "dire « jusqu_a » ?"),
    "a pair": (f"{FORMATION}/paires.yaml", "ne_se_decident_pas", "ne_se_decide_pas", "dire « ne_se_decident_pas » ?"),
}  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
def test_a_key_misspelt_at_any_depth_is_told_with_the_one_meant_at_its_line(name: str, tmp_path: Path) -> None:
    file, old, new, expected = SLIPS[name]
    for folder in (PARCOURS, FORMATION):
        shutil.copytree(data_dir("rules") / folder, tmp_path / folder)
    shutil.copy(data_dir("rules") / "mots.yaml", tmp_path)
    damage(tmp_path, file, old, new)
    line = (tmp_path / file).read_text(encoding="utf-8").split(new)[0].count("\n") + 1
    with pytest.raises(InputError) as error:
        for read in READ.values():
            read(tmp_path, "rules")
    found = [one for one in error.value.problems if expected in str(one)]
    assert found and found[0].where == f"rules/{file}" and found[0].line == line, list(map(str, error.value.problems))


READ: dict[Callable[[], Any], Callable[[Path, str], Any]] = {
    load_words: WORDS.read,
    load_script: SCRIPT.read,
    load_contacts: CONTACTS.read,
    load_personal_data: PERSONAL_DATA.read,
    load_glossary: read_glossary,
    load_course: read_course,
    FIXED.load: FIXED.read,
}


def test_what_is_packaged_is_read_once() -> None:
    for load in READ:
        assert load() is load()


def test_files_of_bad_form_are_told_together_and_stop_no_other_check(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(SOUND, rules)
    damage(rules, f"{PARCOURS}/donnees.yaml", "la raison.", "la  raison .")
    damage(rules, f"{PARCOURS}/contacts.yaml", "national:", "nationale:")
    (rules / FORMATION / "themes.yaml").write_text("- {id: a}\n", encoding="utf-8")
    messages = "\n".join(map(str, lint_folder(str(rules))[0]))
    for expected in (
        "« nationale » n'est pas attendu ici",
        "deux espaces de suite",
        "themes.yaml:1:3 : il manque « titre »",
    ):
        assert expected in messages, messages


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("  pas_encore: {signe: –, mots: pas encore, ton: neutre}\n", "« pas_encore » n'a pas de mots"),
        (", choix: Satisfait", "« satisfait » n'a pas de « choix »"),
    ],
)
def test_what_is_shown_without_words_is_told(line: str, expected: str, tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path / "rules")
    damage(tmp_path / "rules", "mots.yaml", line, "")
    assert expected in "\n".join(map(str, lint_folder(str(tmp_path / "rules"))[0]))
