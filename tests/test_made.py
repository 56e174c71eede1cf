"""Cases made by the machine: plausible, never contradictory, on the edge of their criterion, always the same."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from advisor.cli.arguments import main
from advisor.dossier import Dossier, load_dossier, save_dossier
from advisor.errors import InputError
from advisor.evaluation import assess, check_dossier
from advisor.knowledge import load_knowledge
from advisor.knowledge.models import SLOTS, FactType
from advisor.report.tree import resting_on
from advisor.settle import TRUE, Session
from advisor.training.course import Course, CourseTheme, load_course
from advisor.training.exercises import answer_key, statuses_of
from advisor.training.figures import FREE, SHARED, minimum_wage
from advisor.training.made import made, twin
from advisor.training.model import Exercise, Pair
from advisor.training.patterns import load_patterns
from advisor.training.questions import needed
from advisor.training.staging import Stage, stage
from advisor.training.story import SCREEN, tell
from advisor.values import parse_number

KNOWLEDGE = load_knowledge()
CRITERIA = sorted(KNOWLEDGE.criteria)
REVEALING = re.compile(r"\b(?:ESS|ESUS|ART2)-\w+|éligib|\barticles?\b|\bart\.", re.IGNORECASE)

BOUNDS = {
    "charges_exploitation": (100_000, 25_000_000),
    "remuneration_brute": (4_000, 320_000),
    "nombre_remuneres": (0, 450),
    "nombre_associes": (1, 40),
    "benefice_exercice": (1_500, 1_500_000),
    "capital_social": (1_000, 6_000_000),
    "quotite_travail": (5, 100),
    "part_previsionnelle": (50, 92),
    "taux_fonds_statuts": (10, 30),
    "taux_report_statuts": (40, 60),
}
"""What nobody would find strange, by fact; near misses included."""


def number(dossier: Dossier, address: str) -> Fraction:
    one = dossier.answers.get(address)
    return parse_number(one.value) if one is not None and isinstance(one.value, str) else Fraction(0)


def differing(first: Dossier, second: Dossier) -> list[str]:
    addresses = first.answers.keys() | second.answers.keys()
    return sorted(one for one in addresses if first.answers.get(one) != second.answers.get(one))


def checked(exercise: Exercise, target: str) -> Pair:
    """Everything promised of a made case, asked again of the engine."""
    pair = twin(exercise, KNOWLEDGE)
    assert exercise.dossier == pair.first
    assert differing(pair.first, pair.second) == [pair.address]
    for side, outcome, verdicts in (
        (pair.first, pair.outcome_before, pair.verdicts_before),
        (pair.second, pair.outcome_after, pair.verdicts_after),
    ):
        assert check_dossier(side, KNOWLEDGE) == []
        found = assess(side, on=exercise.on, knowledge=KNOWLEDGE)
        assert found.contradictions == ()
        assert found.findings[target].outcome == outcome
        assert {id: one.outcome for id, one in found.verdicts.items()} == verdicts
        waiting = any(one.cause == "faits" for one in found.verdicts.values())
        assert not waiting or outcome == "a_completer"
        plausible(side, exercise.on)
    assert pair.outcome_before != pair.outcome_after
    shared(pair)
    hanging(pair)
    assert unanswerable(exercise, target) == [] or len(exercise.questions) == 2
    key = {one.criterion: one.outcome for one in answer_key(exercise, KNOWLEDGE).criteria}
    others = [outcome for id, outcome in key.items() if id != target]
    assert target in key and 1 <= len(others) <= 3 and set(others) == {"satisfait"}
    assert not REVEALING.search(exercise.story + exercise.title)
    assert 2 <= len(exercise.screens) <= 5 and all(len(one) <= SCREEN for one in exercise.screens)
    assert exercise.lesson
    return pair


def plausible(dossier: Dossier, day: date) -> None:
    answers = dossier.answers
    for address, one in answers.items():
        low, high = BOUNDS.get(address.partition("[")[0], (None, None))
        if low is not None and high is not None and isinstance(one.value, str):
            assert low <= parse_number(one.value) <= high, address
    for slot in SLOTS["exercice"]:
        assert number(dossier, f"charges_utilite_sociale[{slot}]") <= number(dossier, f"charges_exploitation[{slot}]")
    full_time = [
        number(dossier, f"remuneration_brute[{slot}]") * 100 / number(dossier, f"quotite_travail[{slot}]")
        for slot in SLOTS["remuneration"]
        if f"remuneration_brute[{slot}]" in answers and answers[f"remuneration_brute[{slot}]"].value is not None
        and answers[f"quotite_travail[{slot}]"].value is not None
    ]  # fmt: skip
    assert full_time == sorted(full_time, reverse=True)
    if full_time:
        assert full_time[-1] >= minimum_wage(KNOWLEDGE, int(number(dossier, "annee_remuneration")))
        assert len(full_time) == min(5, number(dossier, "nombre_remuneres"))
        total = sum(number(dossier, f"remuneration_brute[{slot}]") for slot in SLOTS["remuneration"])
        costs = number(dossier, "charges_exploitation[n]")
        # The very top pay, put on its ceiling, weighs on a small company.
        assert total * Fraction(115, 100) <= costs or not costs
    created = answers.get("date_creation")
    closed = answers.get("nombre_exercices_clos")
    if created is not None and closed is not None:
        age = day - date.fromisoformat(str(created.value))
        assert timedelta(0) < age < timedelta(365 * 16)
        years = {"zero": 0, "un": 1, "deux": 2, "trois_ou_plus": 3}.get(str(closed.value), 0)
        assert age >= timedelta(365 * years - 185) or years == 0


def shared(pair: Pair) -> None:
    """The profit is shared whole on both sides: what no figure tells is said to go to the free reserve."""
    if "benefice_exercice" not in pair.first.answers:
        return
    for side in (pair.first, pair.second):
        assert FREE not in side.answers
        base = number(side, "benefice_exercice") - number(side, "pertes_anterieures")
        told = sum(number(side, one) for one in SHARED)
        assert told <= base
        story = "\n".join(tell(side, KNOWLEDGE))
        assert ("le reste dans une réserve facultative" in story) == (told < base and "La répartition votée" in story)
        likeness = load_patterns().likenesses.get(str(side.answers["forme_juridique"].value))
        assert likeness is None or number(side, "capital_social") >= likeness.capital


def unanswerable(exercise: Exercise, target: str) -> list[str]:
    """The questions, the target aside, that a room cannot answer from the screens."""
    found, told = assess(exercise.dossier, on=exercise.on, knowledge=KNOWLEDGE), staging(exercise).told(KNOWLEDGE)
    given = exercise.dossier.answers.keys()
    return [id for id in exercise.questions if id != target and not (needed(id, found, KNOWLEDGE) & given) <= told]


def staging(exercise: Exercise) -> Stage:
    pair, found = twin(exercise, KNOWLEDGE), assess(exercise.dossier, on=exercise.on, knowledge=KNOWLEDGE)
    return stage(
        exercise.dossier, found, exercise.dossier.notes, pair.target, pair.address, exercise.questions, KNOWLEDGE
    )


@pytest.mark.parametrize("theme", sorted(load_course().themes))
def test_what_the_screens_leave_out_is_in_order_when_they_say_so(theme: str) -> None:
    for seed in range(4):
        exercise = made(seed, theme=theme)
        found = assess(exercise.dossier, on=exercise.on, knowledge=KNOWLEDGE)
        told = staging(exercise).told(KNOWLEDGE)
        hidden = {
            address
            for status in statuses_of(exercise.questions, exercise.on, KNOWLEDGE)
            for id in resting_on(found.verdicts[status], found, KNOWLEDGE)
            if found.findings[id].outcome != "satisfait"
            for address in needed(id, found, KNOWLEDGE) & exercise.dossier.answers.keys()
        } - told
        assert exercise.screens[-1].endswith("Le reste du dossier est en ordre.") == (not hidden), exercise.id


def test_the_ceilings_of_a_year_are_told_with_its_pay() -> None:
    story = " ".join(made(11, "ESUS-03b", level=2).screens)
    assert "dix fois, 216\u00a0216\u00a0€ ; sept fois, 151\u00a0351,20\u00a0€" in story


def hanging(pair: Pair) -> None:
    """No answer is told that was only asked because of one that lacks."""
    for side in (pair.first, pair.second):
        session = Session(KNOWLEDGE, side, pair.on)
        lacking = [address for address, one in side.answers.items() if one.value is None]
        assert not lacking or all(session.applies(address)[0] == TRUE for address in side.answers)


@pytest.mark.slow
@pytest.mark.parametrize("target", CRITERIA)
def test_every_criterion_can_be_put_on_the_edge(target: str) -> None:
    exercise = made(CRITERIA.index(target), target)
    assert exercise.id == f"genere-{target}-{CRITERIA.index(target)}"
    pair = checked(exercise, target)
    assert pair.target == target


@settings(max_examples=25, phases=(Phase.generate,))
@given(st.integers(0, 10_000), st.sampled_from(CRITERIA), st.sampled_from([1, 2, 3]))
def test_any_seed_gives_a_sound_case(seed: int, target: str, level: int) -> None:
    checked(made(seed, target, level=level), target)


@pytest.mark.slow
@settings(max_examples=1500, phases=(Phase.generate,))
@given(st.integers(0, 10**9 - 1), st.sampled_from(CRITERIA), st.sampled_from([1, 2, 3]))
def test_any_seed_gives_a_sound_case_at_length(seed: int, target: str, level: int) -> None:
    checked(made(seed, target, level=level), target)


@pytest.mark.parametrize("theme", sorted(load_course().themes))
@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_theme_is_enough(theme: str, level: int) -> None:
    exercise = made(7, theme=theme, level=level)
    target = twin(exercise).target
    assert target in load_course().themes[theme].criteria and theme in exercise.themes
    checked(exercise, target)


def test_changes_of_the_law_are_taught_around_the_day_of_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    dated = CourseTheme(
        id="droit_dans_le_temps",
        titre="Le droit",
        phrase="Dater.",
        criteres=("ESUS-05", "ESUS-01", "ART2-3", "ESUS-07-16"),
    )
    course = Course({dated.id: dated}, {})
    monkeypatch.setattr("advisor.training.made.load_course", lambda: course)
    days = set()
    for seed in range(6):
        exercise = made(seed, theme="droit_dans_le_temps")
        days.add(exercise.on)
        versions = KNOWLEDGE.criteria[twin(exercise).target].versions
        assert any(exercise.on in (one.start, one.start - timedelta(1)) for one in versions), exercise.on
    assert len(days) > 2


def test_seeds_differ_and_each_is_the_same_again() -> None:
    first = [made(seed, "ESUS-02a") for seed in range(8)]
    assert len({one.story for one in first}) == 8
    assert {twin(one).outcome_before for one in first} >= {"satisfait", "non_satisfait"}
    made_again = "from advisor.training.made import made; print(made(3, 'ESUS-02a').model_dump_json())"
    environment = {**os.environ, "PYTHONHASHSEED": "12345"}
    again = subprocess.run(
        [sys.executable, "-c", made_again], capture_output=True, text=True, check=True, env=environment
    )
    assert again.stdout.strip() == first[3].model_dump_json()


@pytest.mark.parametrize(("target", "level"), [("ESS-12", 1), ("ESS-07P", 2), ("ESUS-02a", 3), ("ESUS-03b", 3)])
def test_a_level_is_kept_when_the_criterion_has_it(target: str, level: int) -> None:
    for seed in range(3):
        exercise = made(seed, target, level=level)
        fact, _ = KNOWLEDGE.addresses[twin(exercise).address]
        assert exercise.level == level
        assert bool(fact.options) == (level == 1)


@pytest.mark.parametrize("target", ["ESS-07", "ESS-08P", "ESUS-02a", "ESUS-02c", "ESUS-03b", "ESUS-08"])
def test_the_third_level_is_at_the_very_edge(target: str) -> None:
    for seed in range(3):
        pair = twin(made(seed, target, level=3))
        fact, _ = KNOWLEDGE.addresses[pair.address]
        lever = load_patterns().levers.get(fact.id)
        if fact.type is FactType.DATE:
            assert abs(date.fromisoformat(str(pair.before)) - date.fromisoformat(str(pair.after))) == timedelta(1)
        elif not fact.options:
            usual = Fraction(1) if fact.type is FactType.MONEY else Fraction(1, 100)
            step = (lever.step if lever else None) or usual
            assert abs(parse_number(str(pair.before)) - parse_number(str(pair.after))) == step


def test_a_criterion_without_figures_goes_to_the_level_it_has() -> None:
    assert {made(seed, "ESUS-07-08", level=3).level for seed in range(6)} <= {1, 2}


def test_a_saved_case_is_read_and_judged_alike(tmp_path: Path) -> None:
    for seed, target in enumerate(("ESS-04", "ESUS-02a", "ESUS-07-09", "ESUS-08", "ESUS-06")):
        exercise = made(seed, target)
        path = tmp_path / f"{seed}.yaml"
        save_dossier(exercise.dossier, path)
        again = load_dossier(path)
        assert again == exercise.dossier
        assert assess(again, knowledge=KNOWLEDGE).findings[target].outcome == twin(exercise).outcome_before


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"seed": -1}, "La graine est un nombre entier, 0 ou plus."),
        ({"seed": 1, "target": "ESS-99"}, "« ESS-99 » n'est pas un critère."),
        ({"seed": 1, "theme": "cuisine"}, "« cuisine » n'est pas un thème."),
        ({"seed": 1, "level": 4}, "Le niveau est 1, 2 ou 3."),
        ({"seed": 1, "on": date(2014, 1, 1)}, "Le 1er janvier 2014 est avant la loi."),
        ({"seed": 1, "target": "ESUS-07-10", "on": date(2026, 1, 5)}, "Au 5 janvier 2026, « ESUS-07-10 » ne peut pas"),
    ],
)
def test_what_cannot_be_made_is_said(asked: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        made(**asked)  # type: ignore[arg-type]


def test_a_case_of_another_make_has_no_twin() -> None:
    exercise = made(1, "ESS-12")
    for other in (
        exercise.model_copy(update={"id": "001-atelier-velo"}),
        exercise.model_copy(update={"dossier": exercise.dossier.with_answer("siege", None)}),
    ):
        with pytest.raises(InputError):
            twin(other)


# -- the command ----------------------------------------------------------------------------------------------------


def test_the_story_comes_without_its_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["invent", "--for", "ESS-12", "--seed", "4"]) == 0
    told = capsys.readouterr().out
    assert "L'HISTOIRE" in told and "LES QUESTIONS" in told
    assert "LES RÉPONSES" not in told and "pas rempli" not in told
    assert "ess-advisor invent --for ESS-12 --seed 4" in told


def test_answers_come_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["invent", "--for", "ESS-12", "--seed", "4", "--answers"]) == 0
    told = capsys.readouterr().out.replace("\u00a0", " ")
    assert "LES RÉPONSES" in told and "CE QUI FAIT BASCULER" in told and "ESS-12 :" in told


def test_data_without_answers_hold_no_lesson(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["invent", "--for", "ess-12", "--seed", "4", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert "lesson" not in told and told["story"]
    assert main(["invent", "--for", "ess-12", "--seed", "4", "--format", "json", "--answers"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["exercise"]["lesson"] and told["pair"]["target"] == "ESS-12"


def test_a_drawn_seed_can_be_had_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["invent", "--theme", "societe_ess", "--level", "1"]) == 0
    told = capsys.readouterr().out
    seed = re.search(r"--seed (\d+)", told)
    assert seed is not None
    assert main(["invent", "--theme", "societe_ess", "--level", "1", "--seed", seed[1]]) == 0
    assert capsys.readouterr().out == told


def test_a_saved_case_is_a_whole_dossier(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["invent", "--for", "ESUS-03b", "--seed", "2", "--save", "cas.yaml"]) == 0
    assert (tmp_path / "cas.yaml").read_text(encoding="utf-8").rstrip().endswith("fin_du_dossier: oui")
    assert main(["assess", "cas.yaml", "--short"]) == 0
    capsys.readouterr()
    assert main(["invent", "--seed", "2", "--save", "cas.yaml"]) == 2
    assert "ce fichier existe déjà" in capsys.readouterr().err
    assert main(["invent", "--seed", "2", "--save", "cas.txt"]) == 2
    assert not (tmp_path / "cas.txt").exists()


@pytest.mark.parametrize("wrong", [["--level", "4"], ["--seed", "-1"], ["--seed", "x"]])
def test_a_wrong_option_is_refused(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["invent", *wrong])
    assert stopped.value.code == 2
    assert "invent" in capsys.readouterr().err
