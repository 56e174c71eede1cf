"""The words of the stories and the patterns of invented companies: what a trainer breaks is told, with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from advisor.data import data_dir
from advisor.errors import InputError
from advisor.knowledge import Knowledge
from advisor.training.lint_making import lint_making


def damaged(tmp_path: Path, file: str, before: str, after: str) -> Path:
    """A copy of the course with one text replaced."""
    folder = tmp_path / "rules"
    shutil.copytree(data_dir("rules") / "formation", folder / "formation")
    target = folder / "formation" / file
    text = target.read_text(encoding="utf-8")
    assert before in text
    target.write_text(text.replace(before, after, 1), encoding="utf-8")
    return folder


def test_the_packaged_words_and_patterns_are_sound(knowledge: Knowledge) -> None:
    assert lint_making(data_dir("rules"), None, knowledge) == []


def test_a_folder_without_a_course_has_no_problem(tmp_path: Path, knowledge: Knowledge) -> None:
    assert lint_making(tmp_path, None, knowledge) == []


@pytest.mark.parametrize(
    ("file", "before", "after", "message"),
    [
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
        ("modeles.yaml", "clause_objet: mot_pour_mot", "clause_objet: mot_à_mot", "« statuts_ess » : clause_objet"),
        ("modeles.yaml", "{forme: sarl,", "{forme: sarle,", "« vraisemblance » : forme_juridique"),
        ("modeles.yaml", "{fait: tmo_retenu, jamais", "{fait: tmo, jamais", "le fait « tmo » n'existe pas."),
        (
            "modeles.yaml",
            "criteres: [ESUS-02c, ESS-02,",
            "criteres: [ESUS-02d, ESS-02,",
            "le critère « ESUS-02d » n'existe pas.",
        ),
        ("modeles.yaml", "criteres: [ESUS-06, ", "criteres: [", "aucun modèle n'enseigne le critère « ESUS-06 »."),
        (
            "modeles.yaml",
            "blocs: [activite, plafond_ecrit, en_activite, statuts_ess",
            "blocs: [activites, statuts_ess",
            "le bloc « activites »",
        ),
        ("modeles.yaml", "echelles: [cadres]", "echelles: [enorme]", "l'échelle « enorme » n'existe pas."),
        ("decors.yaml", "modeles: [fonds]", "modeles: [fond]", "un décor sert « fond », qui n'est ni un modèle ni"),
        ("decors.yaml", "modeles: [cadres]", "modeles: [societe]", "aucun décor ne sert le modèle « cadres »."),
        ("decors.yaml", "autres: [[lutte_inegalites]]", "autres: [[aucune]]", "« velo » : buts"),
    ],
)
def test_what_no_longer_holds_together_is_named(
    tmp_path: Path, knowledge: Knowledge, file: str, before: str, after: str, message: str
) -> None:
    found = [str(one) for one in lint_making(damaged(tmp_path, file, before, after), None, knowledge)]
    assert any(message in one for one in found), found
    assert all(f"formation/{file}:" in one for one in found if message in one) or message.startswith("aucun décor")


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("recit.yaml", "fait: siege", "fait: siegge"),
        ("modeles.yaml", "{forme: sarl,", "{forme: sarle,"),
        ("modeles.yaml", "{fait: tmo_retenu, jamais", "{fait: tmo, jamais"),
        ("modeles.yaml", "clause_objet: mot_pour_mot", "clause_objet: mot_à_mot"),
        ("modeles.yaml", "criteres: [ESUS-02c, ESS-02,", "criteres: [ESUS-02d, ESS-02,"),
        ("modeles.yaml", "echelles: [cadres]", "echelles: [enorme]"),
        ("decors.yaml", "modeles: [fonds]", "modeles: [fond]"),
        ("decors.yaml", "autres: [[lutte_inegalites]]", "autres: [[aucune]]"),
    ],
)
def test_it_is_told_at_the_very_line(tmp_path: Path, knowledge: Knowledge, file: str, before: str, after: str) -> None:
    folder = damaged(tmp_path, file, before, after)
    line = (folder / "formation" / file).read_text(encoding="utf-8").split(after)[0].count("\n") + 1
    found = lint_making(folder, "rules", knowledge)
    assert (f"rules/formation/{file}", line) in [(one.where, one.line) for one in found], list(map(str, found))


@pytest.mark.parametrize(
    ("file", "before", "after", "place", "message"),
    [
        ("recit.yaml", "dit_projet:", "dit_projett:", "recit.yaml:33:9", "Vouliez-vous dire « dit_projet »"),
        ("recit.yaml", "joint: et", "joints: et", "recit.yaml:", "« joints » n'est pas attendu ici."),
        ("recit.yaml", 'ouverture: "Voici {nom}."', "ouverture:", "recit.yaml:11:1", "« ouverture » est vide."),
        (
            "modeles.yaml",
            'entre: ["20", "30"]',
            'entre: ["vingt", "30"]',
            "modeles.yaml:",
            "« vingt » n'est pas un nombre.",
        ),
        ("modeles.yaml", "niveaux: [2, 3]", "niveaux: [2, 4]", "modeles.yaml:", "« 4 » n'est pas admis"),
        (
            "decors.yaml",
            "noms: [Les Rustines, Le Guidon, Les Rayons]",
            "noms: []",
            "decors.yaml:",
            "« noms » est vide.",
        ),
    ],
)
def test_a_file_of_bad_form_is_told_with_its_line(
    tmp_path: Path, knowledge: Knowledge, file: str, before: str, after: str, place: str, message: str
) -> None:
    with pytest.raises(InputError) as refused:
        lint_making(damaged(tmp_path, file, before, after), None, knowledge)
    told = [str(one) for one in refused.value.problems]
    assert any(message in one and place in one for one in told), told
    assert len(told) <= 3
