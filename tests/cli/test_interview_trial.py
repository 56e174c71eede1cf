"""« Et si… ? » in the interview: tried on a copy, told side by side, kept only when asked, applied by no accident."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.assessment.assess import assess
from advisor.cli.interview import trial
from advisor.cli.interview.screen import Screen
from advisor.cli.interview.talk import Talk
from advisor.cli.interview.trial import TrialConversation, try_answers
from advisor.common.errors import InputError
from advisor.common.files import release
from advisor.dossier import Dossier, answer, load_dossier, save_dossier
from advisor.interview.machine import Interview
from advisor.interview.store import lock_dossier
from advisor.interview.tools import Tool
from advisor.rules.load import Knowledge
from advisor.training.casebook.read import find_case
from tests.cli.test_interview_resume import START
from tests.cli.test_interview_terminal import line_of
from tests.support.tty import ENTER, Terminal

DAY = date(2026, 11, 23)
ASIDE = "Et si… ? Un essai : le dossier ne change pas"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A company that meets everything, its interview over."""
    path = tmp_path / "verne.yaml"
    save_dossier(find_case("041").dossier, path)
    return path


# -- the copy -------------------------------------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["nombre_associes", "mention_rcs", "clause_fonds_developpement", "forme_juridique", "siege"]
            ),
            st.sampled_from(["3", "oui", "non", "mot_pour_mot", "sas", "association", "france", None]),
        ),
        max_size=6,
    )
)
@settings(max_examples=40)
def test_whatever_is_tried_leaves_the_dossier_and_its_file_alone(
    knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, str | None]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "essai.yaml"
    save_dossier(find_case("041").dossier, path)
    talk = Talk(Interview.resume(knowledge, path), Screen())
    before, file = talk.interview.dossier, path.read_bytes()
    copy = TrialConversation(talk)
    for address, value in moves:
        copy.accept(address, value)
    assert talk.interview.dossier is before and path.read_bytes() == file
    # What is said to be tried is all that tells the copy from the dossier.
    again = before
    for address, one in copy.tried().items():
        again = again.with_answer(address, one)
    assert {address: one.value for address, one in again.answers.items()} == {
        address: one.value for address, one in copy.interview.dossier.answers.items()
    }


def played(monkeypatch: pytest.MonkeyPatch, values: dict[str, str | None], replies: list[Any]) -> None:
    """Prompts answered beforehand: the answers typed, and the choices of the menus."""

    def retype(copy: Talk, address: str) -> None:
        copy.accept(address, values[address])

    monkeypatch.setattr(trial, "retype", retype)
    monkeypatch.setattr("advisor.cli.interview.trial.show", lambda *_: None)
    monkeypatch.setattr(trial, "pick", lambda *_, **__: replies.pop(0))


@pytest.mark.parametrize("last", ["leave", "fresh"])
def test_an_answer_that_was_only_tried_is_nowhere(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, path: Path, last: str
) -> None:
    talk, file = Talk(Interview.resume(knowledge, path), Screen()), path.read_bytes()
    played(monkeypatch, {"mention_rcs": "non"}, [last, Tool.BACK])
    try_answers(talk, "mention_rcs")
    assert path.read_bytes() == file and not talk.screen.notices


def test_what_is_kept_is_what_the_same_answers_give_one_by_one(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, path: Path
) -> None:
    talk = Talk(Interview.resume(knowledge, path), Screen())
    other = load_dossier(path).with_answer("mention_rcs", answer("non")).with_answer("nombre_associes", answer(None))
    played(
        monkeypatch, {"mention_rcs": "non", "nombre_associes": None}, ["more", "nombre_associes", "keep", "leave", "x"]
    )
    report = try_answers(talk, "mention_rcs")
    assert report is not None and report.title.startswith("Et si")
    saved = load_dossier(path)
    assert saved.answers["mention_rcs"].value == "non" and saved.answers["nombre_associes"].unknown
    for status, verdict in assess(other).verdicts.items():
        assert assess(saved).verdicts[status].outcome == verdict.outcome
    assert any("2 réponses essayées, gardées dans le dossier" in text for text, _ in talk.screen.notices)


def test_an_evidence_seen_before_stays_with_the_answer_that_is_kept(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, path: Path
) -> None:
    save_dossier(
        Dossier.model_validate(
            {
                "name": "Atelier du Furan",
                "on": DAY,
                "answers": {"mention_rcs": {"value": "oui", "note": "à relire"}, "siege": {"value": "france"}},
            }
        ),
        path,
    )
    talk = Talk(Interview.resume(knowledge, path), Screen())
    played(monkeypatch, {"mention_rcs": "non"}, ["keep"])
    try_answers(talk, "mention_rcs")
    given_now = load_dossier(path).answers["mention_rcs"]
    assert (given_now.value, given_now.note) == ("non", "à relire")


def test_nothing_is_kept_in_a_dossier_open_in_another_window(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, path: Path
) -> None:
    talk, file = Talk(Interview.resume(knowledge, path), Screen()), path.read_bytes()
    played(monkeypatch, {"mention_rcs": "non"}, ["keep"])
    other = lock_dossier(path)
    try:
        with pytest.raises(InputError, match="déjà ouvert dans une autre fenêtre"):
            try_answers(talk, "mention_rcs")
    finally:
        release(other)
    assert path.read_bytes() == file


# -- at the terminal ------------------------------------------------------------------------------------------------


def ended(path: Path) -> Terminal:
    """An interview at its last menu."""
    tty = Terminal(["-m", "advisor", "entretien", str(path)], path.parent)
    tty.until("Entrée pour continuer")
    tty.send(ENTER, then="Et maintenant")
    return tty


def tried(tty: Terminal) -> None:
    """The clause that the law asks for is tried away."""
    tty.send(line_of(tty, "Et si… ?"), ENTER, then="Quelle réponse serait autre")
    tty.send("Clause du fonds", ENTER, then="Réponse actuelle : Oui, en entier")


def test_from_the_end_of_the_interview_told_and_left(path: Path) -> None:
    file = path.read_bytes()
    with ended(path) as tty:
        tried(tty)
        assert ASIDE in tty.flat
        tty.send("3", ENTER, then="AVANT ET APRÈS")
        assert "Clause du fonds de développement Oui, en entier Non" in tty.flat
        tty.send("q", then="Que faire de cet essai")
        assert "Oui, en entier → Non" in tty.flat and "! ESS fixé : à mettre en conformité" in tty.flat
        tty.send(line_of(tty, "Revenir"), ENTER, then="Et maintenant")
        assert "● ESS acquis : éligible" in tty.flat
    assert path.read_bytes() == file


def test_killed_a_trial_leaves_the_dossier_as_it_was(path: Path) -> None:
    file = path.read_bytes()
    with ended(path) as tty:
        tried(tty)
        tty.send("3", ENTER, then="AVANT ET APRÈS")
        tty.send("q", then="Que faire de cet essai")
        tty.kill()
    assert path.read_bytes() == file
    with ended(path) as tty:
        assert "● ESS acquis : éligible" in tty.flat


def test_kept_when_asked_and_only_then(path: Path) -> None:
    with ended(path) as tty:
        tried(tty)
        tty.send("3", ENTER, then="AVANT ET APRÈS")
        tty.send("q", then="Que faire de cet essai")
        tty.send(line_of(tty, "Garder cette réponse"), ENTER, then="1 réponse essayée, gardée dans le dossier")
        assert load_dossier(path).answers["clause_fonds_developpement"].value == "non"


def test_from_the_modify_list_of_a_question(path: Path) -> None:
    save_dossier(Dossier(on=DAY, answers={one: answer(value) for one, value in START.items()}), path)
    file = path.read_bytes()
    with Terminal(["-m", "advisor", "entretien", str(path)], path.parent) as tty:
        tty.until("d'associés ou d'actionnaires")
        tty.send("m", ENTER, then="Laquelle ?")
        tty.send("Forme juridique", ENTER, then="Essayer une autre réponse, sans rien changer")
        tty.send(line_of(tty, "Et si… ?"), ENTER, then="sous quelle forme juridique")
        tty.send("Association", ENTER, then="AVANT ET APRÈS")
        assert "de droit" in tty.flat
        tty.send("q", then="Que faire de cet essai")
        tty.send(line_of(tty, "Changer une réponse de plus"), ENTER, then="Quelle réponse serait autre")
        tty.send("r", ENTER, then="Que faire de cet essai")
        tty.send(line_of(tty, "Revenir"), ENTER, then="Laquelle ?")
        assert "Forme juridique : SAS" in tty.flat and path.read_bytes() == file
        tty.send("r", ENTER, then="d'associés ou d'actionnaires")
    assert path.read_bytes() == file


def test_an_answer_not_given_yet_may_be_supposed(path: Path) -> None:
    given_before = {
        "situation": answer("existante"),
        "situation_judiciaire": answer("aucune"),
        "siege": answer("france"),
    }
    save_dossier(Dossier(name="Atelier du Furan", on=DAY, answers=given_before), path)
    file = path.read_bytes()
    with consulted(path) as tty:
        tty.send(line_of(tty, "Et si… ?"), ENTER, then="Quelle réponse serait autre")
        tty.send(line_of(tty, "Une réponse qui n'est pas encore donnée"), ENTER, then="Quelle réponse supposer")
        tty.send(line_of(tty, "Forme juridique"), ENTER, then="sous quelle forme juridique")
        tty.send("Association", ENTER, then="AVANT ET APRÈS")
        assert "Forme juridique sans réponse Association" in tty.flat
        assert path.read_bytes() == file


def consulted(path: Path) -> Terminal:
    tty = Terminal(["-m", "advisor", "--dossiers", str(path.parent)], path.parent)
    tty.until("Que voulez-vous faire")
    tty.send("3", ENTER, then="Quel dossier")
    tty.send("1", ENTER, then="Que voulez-vous lire")
    return tty


def test_from_the_consultation_the_trial_is_a_page_one_may_keep(path: Path) -> None:
    file = path.read_bytes()
    with consulted(path) as tty:
        tried(tty)
        tty.send("3", ENTER, then="AVANT ET APRÈS")
        tty.send("q", then="Que faire de cet essai")
        tty.send(line_of(tty, "Revenir"), ENTER, then="vient d'être lu : l'essai")
        tty.send(line_of(tty, "Garder dans un fichier"), ENTER, then="Sous quelle forme")
        tty.send("4", ENTER, then="verne.et-si.md")
        # A pause asked for inside a trial leaves the trial, there being no interview to leave.
        tty.send(line_of(tty, "Et si… ?"), ENTER, then="Quelle réponse serait autre")
        tty.send("Charges d'exploitation", ENTER, then="passer le reste")
        tty.send("q", ENTER, then="Que voulez-vous lire")
    assert path.read_bytes() == file
    assert "à mettre en conformité" in path.with_name("verne.et-si.md").read_text(encoding="utf-8")
