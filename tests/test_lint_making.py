"""The words of the stories and what pairs leave as it is: what a trainer breaks is told, with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from advisor.data import data_dir
from advisor.errors import InputError, Problem
from advisor.knowledge import Knowledge
from advisor.training.lint import lint_pairs_folder, lint_story_folder


def damaged(tmp_path: Path, file: str, before: str, after: str) -> Path:
    """A copy of the course with one text replaced."""
    folder = tmp_path / "rules"
    shutil.copytree(data_dir("rules") / "formation", folder / "formation")
    target = folder / "formation" / file
    text = target.read_text(encoding="utf-8")
    assert before in text
    target.write_text(text.replace(before, after, 1), encoding="utf-8")
    return folder


def lint(folder: Path, shown: str | None, knowledge: Knowledge) -> list[Problem]:
    return [*lint_story_folder(folder, shown, knowledge), *lint_pairs_folder(folder, shown, knowledge)]


def test_the_packaged_words_and_pairs_are_sound(knowledge: Knowledge) -> None:
    assert lint(data_dir("rules"), None, knowledge) == []


def test_a_folder_without_a_course_has_no_problem(tmp_path: Path, knowledge: Knowledge) -> None:
    assert lint(tmp_path, None, knowledge) == []


@pytest.mark.parametrize(
    ("file", "before", "after", "message"),
    [
        ("paires.yaml", "- situation\n", "- situations\n", "le fait « situations » n'existe pas."),
        ("recit.yaml", "          sca: une société en commandite par actions (SCA)\n", "", "« forme_juridique=sca »"),
        (
            "recit.yaml",
            "          sca: une",
            "          scope: une",
            "« forme_juridique=scope » n'est pas une réponse.",
        ),
        ("recit.yaml", 'dit: "L\'agrément prend fin le {valeur}."', 'dit: "Fin."', "ne dit pas la {valeur}."),
        ("recit.yaml", "emplacements: tmo_retenu", "emplacements: siege", "« siege » est raconté deux fois."),
        ("recit.yaml", "fait: siege", "fait: siegge", "« siegge » n'est pas un fait."),
        ("recit.yaml", '"Le siège est en France."', '"Le siège est  en France."', "deux espaces de suite"),
    ],
)
def test_what_no_longer_holds_together_is_named(
    tmp_path: Path, knowledge: Knowledge, file: str, before: str, after: str, message: str
) -> None:
    found = [str(one) for one in lint(damaged(tmp_path, file, before, after), None, knowledge)]
    assert any(message in one for one in found), found
    assert all(f"formation/{file}:" in one for one in found if message in one)


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("recit.yaml", "fait: siege", "fait: siegge"),
        ("paires.yaml", "- tmo_retenu", "- tmo"),
    ],
)
def test_it_is_told_at_the_very_line(tmp_path: Path, knowledge: Knowledge, file: str, before: str, after: str) -> None:
    folder = damaged(tmp_path, file, before, after)
    line = (folder / "formation" / file).read_text(encoding="utf-8").split(after)[0].count("\n") + 1
    found = lint(folder, "rules", knowledge)
    assert (f"rules/formation/{file}", line) in [(one.where, one.line) for one in found], list(map(str, found))


@pytest.mark.parametrize(
    ("file", "before", "after", "place", "message"),
    [
        ("recit.yaml", "dit_projet:", "dit_projett:", "recit.yaml:29:9", "Vouliez-vous dire « dit_projet »"),
        ("recit.yaml", "joint: et", "joints: et", "recit.yaml:", "« joints » inconnue ici."),
        ("recit.yaml", 'ouverture: "Voici {nom}."', "ouverture:", "recit.yaml:10:1", "« ouverture » est vide."),
    ],
)
def test_a_file_of_bad_form_is_told_with_its_line(
    tmp_path: Path, knowledge: Knowledge, file: str, before: str, after: str, place: str, message: str
) -> None:
    with pytest.raises(InputError) as refused:
        lint(damaged(tmp_path, file, before, after), None, knowledge)
    told = [str(one) for one in refused.value.problems]
    assert any(message in one and place in one for one in told), told
    assert len(told) <= 3
