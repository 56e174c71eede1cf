"""The linter: silent on a sound rule base, and for each way of breaking it, one line that says what, where and how."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from advisor.assessment.assess import assess
from advisor.assessment.engine import program
from advisor.common.errors import InputError
from advisor.common.resources import data_dir
from advisor.dossier import Dossier, answer
from advisor.lint import use as lint_use
from advisor.lint.dates import uncovered
from advisor.lint.run import lint, lint_folder
from advisor.lint.use import can_be, circles
from advisor.rules.condition_reader import parse_condition
from advisor.rules.load import Knowledge, load_from, load_knowledge
from tests.conftest import JudgedCases
from tests.museum import (
    rules_acts,
    rules_checks,
    rules_choices,
    rules_conditions,
    rules_confidence,
    rules_dates,
    rules_directory,
    rules_entries,
    rules_form,
    rules_named,
    rules_texts,
    rules_use,
    rules_ways,
    rules_words,
)
from tests.museum.exhibit import SOUND, Exhibit

EXHIBITS = [
    exhibit
    for room in (
        rules_form,
        rules_dates,
        rules_entries,
        rules_conditions,
        rules_confidence,
        rules_named,
        rules_use,
        rules_ways,
        rules_checks,
        rules_choices,
        rules_directory,
        rules_acts,
        rules_texts,
        rules_words,
    )
    for exhibit in room.EXHIBITS
]


def test_packaged_rules_are_sound(knowledge: Knowledge, judged: JudgedCases) -> None:
    cases = [(case.id, assessment) for case, assessment in judged.values()]
    assert "\n".join(map(str, lint(knowledge, cases))) == ""


def test_small_rule_base_is_sound() -> None:
    problems, summary = lint_folder(str(SOUND))
    assert problems == []
    assert summary == "3 critères, 8 faits, 2 sources, 2 dates de changement (critères et voies) : aucune anomalie."


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit.name)
def test_museum(exhibit: Exhibit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exhibit.build(tmp_path)
    monkeypatch.chdir(tmp_path)
    problems, _ = lint_folder("rules")
    assert exhibit.expected in [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "sources.yaml",
            "    - depuis: 2020-01-01\n      reference: L2",
            "    - {depuis: 2017-01-01, reference: L15, lu: V, controle: 2026-06-01}\n"
            "    - depuis: 2020-01-01\n      reference: L2",
            ["il manque la rédaction de loi du 1er janvier 2017 au 31 décembre 2019."],
        ),
        (
            "indicateurs.yaml",
            "formule: date_creation + 3 ans",
            "formule: date_creations + (exercices + charges)",
            ["« date_creations » n'existe pas.", "« nombre » et « euro » ne se mêlent pas."],
        ),
    ],
    ids=["a version of a text left out", "a formula of two mistakes"],
)
def test_each_mistake_is_told_once_and_all_of_them(
    file: str, old: str, new: str, told: list[str], tmp_path: Path
) -> None:
    problems, _ = lint_folder(str(Exhibit("", file, old, new, "").build(tmp_path)))
    own = [str(one) for one in problems if one.where.endswith(("textes.yaml", "indicateurs.yaml"))]
    assert [next((one for one in told if one in problem), problem) for problem in own] == told


def test_museum_has_no_twins() -> None:
    assert len({exhibit.name for exhibit in EXHIBITS}) == len(EXHIBITS) >= 150
    changes = [(exhibit.file, exhibit.old, exhibit.new) for exhibit in EXHIBITS]
    assert len(set(changes)) == len(changes)


def test_form_errors_stop_the_check(tmp_path: Path) -> None:
    exhibit = next(one for one in EXHIBITS if one.name == "missing key")
    _, summary = lint_folder(str(exhibit.build(tmp_path)))
    assert summary == "1 erreur de forme : le reste n'a pas été contrôlé."


@pytest.mark.parametrize(
    ("here", "typed", "named"),
    [
        (".", "rules", "rules/remedes.yaml"),
        (".", "./rules/", "rules/remedes.yaml"),
        ("rules", ".", "remedes.yaml"),
        ("rules/faits", "..", "../remedes.yaml"),
    ],
)
def test_files_are_named_as_one_would_type_them(
    here: str, typed: str, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    next(one for one in EXHIBITS if one.name == "duplicate key").build(tmp_path)
    monkeypatch.chdir(tmp_path / here)
    problems, _ = lint_folder(typed)
    assert [problem.where for problem in problems] == [named]
    assert Path(named).is_file()


def test_the_packaged_rules_are_named_from_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = Exhibit("", "base.yaml", "version:", "versio:", "").build(tmp_path)
    monkeypatch.setattr("advisor.rules.load.data_dir", lambda name: rules)
    for here, named in ((tmp_path, "rules/base.yaml"), (rules, "base.yaml"), (Path("/usr"), f"{rules}/base.yaml")):
        monkeypatch.chdir(here)
        with pytest.raises(InputError) as error:
            load_knowledge.__wrapped__()
        assert {problem.where for problem in error.value.problems} == {named}


def test_the_fingerprint_is_that_of_the_rules_wherever_they_lie(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path / "ailleurs")
    assert load_from(tmp_path / "ailleurs").fingerprint == load_from(SOUND).fingerprint


def test_every_form_error_of_every_file_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(SOUND, rules)
    (rules / "remedes.yaml").write_text("- {id: a}\n- [b]\n", encoding="utf-8")
    (rules / "points_ouverts.yaml").write_text("- {titre: Point}\n", encoding="utf-8")
    (rules / "coherences.yaml").unlink()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as error:
        load_from(Path("rules"))
    message = str(error.value)
    for part in (
        "rules/remedes.yaml:1:3 : il manque « titre ».",
        "rules/remedes.yaml:2:3 : cet élément attend un bloc « clé: valeur ».",
        "rules/points_ouverts.yaml:1:3 : il manque « id ».",
        "rules/coherences.yaml : aucun fichier ne correspond.",
    ):
        assert part in message


def _messages(rules: Path) -> list[str]:
    with pytest.raises(InputError) as error:
        load_from(rules, "")
    return [str(problem) for problem in error.value.problems]


def test_every_slip_of_a_condition_is_told_at_once(tmp_path: Path) -> None:
    old = "lectures:\n          - indicateur: part_faible\n            au_moins: {parametre: seuil_part}\n"
    new = """lectures:
          - indicateur: [part_utile]
            au_moins: {parametr: seuil_part}
            sans_objet: fau
            remed: attendre
          - tou:
              - {fait: forme, est: []}
              - {critere: {}}
          - [fait]
          - {fait: forme, est: autre, au_plus: deux}
          - indicateur: part_faible
            au_moins: {parametre: seuil_part}
"""
    rules = Exhibit("", "criteres/criteres.yaml", old, new, "").build(tmp_path)
    assert [line.partition(" : ")[0] + line.partition(" : ")[2][:45] for line in _messages(rules)] == [
        "criteres/criteres.yaml:43:13« indicateur » attend un texte.",
        "criteres/criteres.yaml:44:13un seuil est un nombre, {parametre: …}, {indi",
        "criteres/criteres.yaml:45:13« sans_objet » n'admet que vrai : sans lui, c",
        "criteres/criteres.yaml:46:13clé « remed » inconnue dans une condition.",
        "criteres/criteres.yaml:47:13clé « tou » inconnue dans une condition.",
        "criteres/criteres.yaml:48:31« est » attend un choix ou une liste de choix",
        "criteres/criteres.yaml:49:18« critere » attend un texte.",
        "criteres/criteres.yaml:50:13une condition s'écrit « clé: valeur » (tous, ",
        "criteres/criteres.yaml:51:13une condition simple compare une seule fois :",
        "criteres/criteres.yaml:51:39« deux » n'est pas un nombre.",
    ]


def test_a_key_written_twice_hides_no_other_slip(tmp_path: Path) -> None:
    rules = Exhibit("", "remedes.yaml", "  poids: 1\n", "  poids: un\n  poid: 1\n  poids: deux\n", "").build(tmp_path)
    (rules / "points_ouverts.yaml").write_text("- {titre: Point}\n", encoding="utf-8")
    messages = _messages(rules)
    for part in (
        "remedes.yaml:4:3 : « un » n'est pas un nombre entier.",
        "remedes.yaml:5:3 : « poid » n'est pas attendu ici.",
        "remedes.yaml:6:3 : la clé « poids » est écrite deux fois (déjà ligne 4).",
        "points_ouverts.yaml:1:3 : il manque « id ».",
    ):
        assert sum(line.startswith(part) for line in messages) == 1


def test_a_broken_condition_carried_by_later_versions_is_told_once(tmp_path: Path) -> None:
    exhibit = Exhibit("", "criteres/criteres.yaml", "point_ouvert: Q1", "point_ouvert: [Q1]", "")
    with pytest.raises(InputError) as error:
        load_from(exhibit.build(tmp_path), "rules")
    assert [str(problem) for problem in error.value.problems] == [
        "rules/criteres/criteres.yaml:41:9 : « point_ouvert » attend un texte."
    ]


def test_what_is_wrong_in_a_definition_is_told_once_where_it_is_written(tmp_path: Path) -> None:
    rules = Exhibit("", "definitions.yaml", "fait: forme,", "fait: formes,", "").build(tmp_path)
    guide = rules / "guide" / "guide.yaml"
    text = guide.read_text(encoding="utf-8")
    guide.write_text(text.replace("{fait: forme, est: personne_morale}", "{definition: associative}"), encoding="utf-8")
    problems, _ = lint_folder(str(rules))
    assert [(Path(one.where).name, one.line, one.message) for one in problems if "formes" in one.message] == [
        ("definitions.yaml", 3, "le fait « formes » n'existe pas.")
    ]


def test_a_list_whose_every_item_is_refused_is_not_also_called_empty(tmp_path: Path) -> None:
    rules = Exhibit("", "statuts/ess.yaml", "criteres: [C-3]", "criteres: [[C-3]]", "").build(tmp_path)
    assert [line.partition(" : ")[2] for line in _messages(rules)] == [
        "cet élément attend un texte. Donnez un seul texte, entre guillemets."
    ]


def test_missing_status(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(SOUND, rules)
    (rules / "statuts" / "ess.yaml").unlink()
    message = f"{rules}/base.yaml:3:1 : le statut « ess » manque. Remettez {rules}/statuts/ess.yaml."
    problems, _ = lint_folder(str(rules))
    assert message in map(str, problems)


def test_two_statuses_of_one_name(tmp_path: Path) -> None:
    exhibit = Exhibit("", "statuts/esus.yaml", "id: esus", "id: ess", "")
    with pytest.raises(InputError, match="l'identifiant « ess » est déjà pris"):
        load_from(exhibit.build(tmp_path))


@pytest.mark.parametrize("name", ["nulle-part", "base.yaml"])
def test_folder_without_rules(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ce répertoire n'existe pas"):
        lint_folder(str(tmp_path / name))
    problems, _ = lint_folder(str(tmp_path))
    assert str(problems[0]).startswith(f"{tmp_path}/base.yaml : aucun fichier ne correspond.")


def test_broken_reference_is_told_before_the_cases_are_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(data_dir("rules"), rules)
    file = rules / "definitions.yaml"
    file.write_text(file.read_text("utf-8").replace("remede_differe: viser_un_autre_but", "remede_differe: inconnu"))
    monkeypatch.setattr("advisor.lint.run.load_knowledge", lambda: load_from(rules))
    problems, _ = lint_folder()
    assert any("« inconnu » n'existe pas" in problem.message for problem in problems)


# -- the engine -----------------------------------------------------------------------------------------------------


def test_a_text_of_a_given_form_is_compared_with_texts_of_that_form(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(data_dir("rules"), rules)
    guide = rules / "guide" / "procedure.yaml"
    guide.write_text(guide.read_text(encoding="utf-8").replace('"977"', "Drôme"), encoding="utf-8")
    (message,) = [str(one) for one in lint(load_from(rules))]
    assert "« Drôme » n'est pas de la forme de « departement_siege »" in message


def test_engine_limits_are_those_of_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge = load_from(SOUND, "rules")
    day = knowledge.base.start
    assert list(lint_use.engine_limits(knowledge, day)) == []
    monkeypatch.setattr(lint_use, "MAX_RULES", 3)
    monkeypatch.setattr(lint_use, "MAX_PREMISES", 1)
    monkeypatch.setattr(lint_use, "MAX_FIRST_TESTS", 0)
    message = " ".join(lint_use.engine_limits(knowledge, day))
    assert "règles compilées, pour 3 au plus." in message
    assert "prémisses, pour 1 au plus." in message
    assert "règles attendent" in message
    problem = lint(knowledge)[0]
    assert str(problem).startswith("rules/base.yaml:3:1 : moteur, droit du 2015-01-01 : ")


def test_a_refusal_of_the_compiler_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "MAX_RULES", 3)
    message = " ".join(map(str, lint(load_from(SOUND))))
    assert "durable_rules n'en admet que 3 par jeu." in message


def test_packaged_rules_keep_far_from_the_limits(knowledge: Knowledge) -> None:
    for day in knowledge.law_days:
        compiled = program.compile_program(knowledge, day)
        assert len(compiled.rules) <= program.MAX_RULES
        assert all(len(rule.premises) <= program.MAX_PREMISES for rule in compiled.rules.values())


# -- the parts ------------------------------------------------------------------------------------------------------


def test_cases_must_prove_and_refute_each_criterion() -> None:
    small = load_from(SOUND, "rules")
    society = {"forme": answer("societe"), "date_creation": answer("2015-01-01"), "clause_objet": answer("non")}
    cases = [
        (form, assess(Dossier(answers=society | {"forme": answer(form)}), on=small.base.start, knowledge=small))
        for form in ("societe", "autre")
    ]
    assert [str(problem) for problem in lint(small, cases)] == [
        "rules/criteres/criteres.yaml:23:3 : aucun cas d'école ne prouve le critère C-2. "
        "Ajoutez un cas où il est « satisfait ».",
        "rules/criteres/criteres.yaml:60:3 : aucun cas d'école ne réfute le critère C-3. "
        "Ajoutez un cas où il est « non_satisfait ».",
    ]


@pytest.mark.parametrize(
    ("raw", "holds", "fails"),
    [
        ({"toujours": "vrai"}, True, False),
        ({"toujours": "faux"}, False, True),
        ({"fait": "forme", "est": "autre"}, True, True),
        ({"tous": [{"toujours": "faux"}, {"fait": "forme", "est": "autre"}]}, False, True),
        ({"un_de": [{"toujours": "vrai"}, {"fait": "forme", "est": "autre"}]}, True, False),
        ({"point_ouvert": "Q1", "lectures": [{"toujours": "faux"}, {"toujours": "vrai"}]}, False, False),
        ({"point_ouvert": "Q1", "lectures": [{"toujours": "faux"}, {"fait": "forme", "est": "autre"}]}, False, True),
    ],
)
def test_what_a_condition_can_be(raw: dict[str, object], holds: bool, fails: bool) -> None:
    small, condition = load_from(SOUND), parse_condition(raw)
    assert tuple(can_be(condition, small, value) for value in (True, False)) == (holds, fails)


def test_circles() -> None:
    assert list(circles({"a": ["b"], "b": ["c", "d"], "c": [], "d": ["b"]})) == [["b", "d", "b"]]
    assert list(circles({"a": ["a"]})) == [["a", "a"]]
    assert list(circles({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []})) == []


def test_uncovered() -> None:
    def year(first: int, last: int) -> tuple[date, date]:
        return date(first, 1, 1), date(last, 12, 31)

    assert list(uncovered(year(2015, 2020), [year(2010, 2016), year(2018, 2030)])) == [year(2017, 2017)]
    assert list(uncovered(year(2015, 2020), [])) == [year(2015, 2020)]
    assert list(uncovered(year(2015, 2020), [year(2016, 2018)])) == [year(2015, 2015), year(2019, 2020)]
    assert list(uncovered(year(2015, 2020), [year(2021, 2022), year(2000, 2014)])) == [year(2015, 2020)]
    assert list(uncovered(year(2015, 2020), [year(2015, 2017), year(2018, 2020)])) == []
