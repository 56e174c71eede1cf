"""What goes wrong around an interview, in a real terminal: killed, closed, opened twice, retouched, overfed."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest

from advisor.common.ascii import plain
from advisor.common.errors import InputError
from advisor.common.files import release
from advisor.dossier import Dossier, Draft, Evidence, answer, load_dossier, save_dossier
from advisor.interview.machine import Interview
from advisor.interview.store import lock_dossier
from advisor.rules.load import Knowledge
from tests.cli.test_interview_terminal import line_of
from tests.support.tty import CURSOR, ENTER, ERASE_LINE, SPACE, Terminal

KNOWN = {
    "situation": "existante",
    "situation_judiciaire": "aucune",
    "siege": "france",
    "forme_juridique": "sas",
    "type_assimilation": "aucun",
}
FIRST = "Combien la société compte-t-elle d'associés"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "furan.yaml"
    given = {address: answer(value) for address, value in KNOWN.items()}
    save_dossier(Dossier.model_validate({"name": "Atelier du Furan", "on": "2026-11-23", "answers": given}), path)
    return path


def advisor(path: Path, *arguments: str) -> Terminal:
    return Terminal(["-m", "advisor", *arguments], path.parent)


def pasted(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


def test_killed_before_the_answer_what_was_noted_with_it_is_kept(path: Path) -> None:
    seen = Evidence(level="vu", document="Registre des titres", page="p. 4")
    with advisor(path, "entretien", str(path)) as tty:
        tty.until(FIRST)
        tty.send("j", ENTER, then="D'où vient la réponse")
        tty.send(ENTER, then="Document :")
        tty.send("Registre des titres", ENTER, then="Page")
        assert load_dossier(path).drafts["nombre_associes"] == Draft(evidence=seen.model_copy(update={"page": ""}))
        tty.send("p. 4", ENTER, then="Pièce : vu, Registre des titres, page p. 4")
        tty.send("t", ENTER, then="Note (Entrée pour finir)")
        tty.send("à vérifier", ENTER, then="Note gardée ; elle ira avec la réponse")
        tty.kill()
    assert load_dossier(path).drafts == {"nombre_associes": Draft(evidence=seen, note="à vérifier")}
    with advisor(path, "entretien", str(path)) as tty:
        tty.until(FIRST)
        assert "Pièce : vu, Registre des titres, page p. 4" in tty.flat and "Note : à vérifier" in tty.flat
        tty.send("3", ENTER, then="mention")
        tty.kill()
    saved = load_dossier(path)
    given = saved.answers["nombre_associes"]
    assert (given.value, given.evidence, given.note) == ("3", seen, "à vérifier") and saved.drafts == {}


def test_a_closed_window_resumes_at_the_same_question(path: Path) -> None:
    with advisor(path, "entretien", str(path)) as tty:
        tty.until(FIRST)
        tty.send("3", ENTER, then="mention")
        tty.kill(signal.SIGHUP)
    with advisor(path, "entretien", str(path)) as tty:
        tty.until("mention")
        assert "Dossier repris : 6 réponses." in tty.flat


def test_a_second_window_on_one_dossier_is_refused_until_the_first_is_closed_or_killed(path: Path) -> None:
    link = path.with_name("raccourci.yaml")
    link.symlink_to(path)
    with advisor(path, "entretien", str(path)) as one:
        one.until(FIRST)
        before = path.read_bytes()
        for named in (path, link):
            with advisor(path, "entretien", str(named)) as other:
                assert other.end() == 2
                assert "ce dossier est déjà ouvert dans une autre fenêtre" in " ".join(other.seen.split())
        with advisor(path, "--dossiers", ".") as menu:
            menu.until("Que voulez-vous faire")
            menu.send(line_of(menu, "Reprendre un dossier"), ENTER, then="Quel dossier")
            menu.send("1", ENTER, then="déjà ouvert dans une autre fenêtre")
            menu.until("Que voulez-vous faire")
        with advisor(path, "evaluer", str(path), "--sortie", "avis.md") as report:
            assert report.end() == 0  # reading needs no window of its own
        assert path.read_bytes() == before
        one.send("3", ENTER, then="mention")
        one.kill()
    with advisor(path, "entretien", str(path)) as tty:
        tty.until("mention")
        tty.send("q", ENTER, then="Entretien en pause")
        assert tty.end() == 0
    with advisor(path, "entretien", str(path)) as tty:
        tty.until("mention")


def test_a_dossier_changed_elsewhere_loses_nothing(knowledge: Knowledge, path: Path) -> None:
    """Another computer, a script: whatever heeds no lock."""
    with advisor(path, "entretien", str(path)) as tty:
        tty.until(FIRST)
        Interview.resume(knowledge, path).annotate("nombre_associes", note="registre vu")
        tty.send("3", ENTER, then="Ce dossier a changé ailleurs")
        assert "en sûreté dans furan-copie.yaml" in tty.flat and "Rien n'a été écrit" not in tty.flat
        # Killed here, both are on the disk.
        assert load_dossier(path).drafts["nombre_associes"].note == "registre vu"
        assert load_dossier(path.with_name("furan-copie.yaml")).answers["nombre_associes"].value == "3"
        tty.send("1", ENTER, then="mention")
        assert "Fichier repris" in tty.flat
        given = load_dossier(path).answers["nombre_associes"]
        assert (given.value, given.note) == ("3", "registre vu")
        assert not path.with_name("furan-copie.yaml").exists()
        # Once more, and the talk goes on elsewhere.
        Interview.resume(knowledge, path).describe(adviser="Claire")
        tty.send("1", ENTER, then="Ce dossier a changé ailleurs")
        tty.send("2", ENTER, then="L'entretien continue dans furan-copie.yaml")
        # The copy is now the one that is open, and the other free.
        release(lock_dossier(path))
        with pytest.raises(InputError, match="déjà ouvert"):
            lock_dossier(path.with_name("furan-copie.yaml"))
        tty.send("q", ENTER, then="Entretien en pause")
        assert tty.end() == 0
        assert "furan-copie.yaml Pour reprendre" in " ".join(tty.flat.split())
    assert "mention_rcs" not in load_dossier(path).answers
    assert load_dossier(path.with_name("furan-copie.yaml")).answers["mention_rcs"].value == "oui"


def test_a_file_spoiled_by_hand_during_the_talk(path: Path) -> None:
    sound = path.read_text(encoding="utf-8")
    with advisor(path, "entretien", str(path)) as tty:
        tty.until(FIRST)
        path.write_text(sound.replace("siege: france", "siege: paris"), encoding="utf-8")
        tty.send("3", ENTER, then="Ce dossier a changé ailleurs")
        tty.send("1", ENTER, then="« siege »")
        assert "furan.yaml:" in tty.flat.replace(" ", "")  # a long path is cut at the end of lines
        path.write_text(sound.replace("siege: france", "siege: union_europeenne"), encoding="utf-8")
        tty.send("1", ENTER, then="Fichier repris")
    assert load_dossier(path).answers["nombre_associes"].value == "3"


def test_what_was_written_elsewhere_and_contradicts_the_answer_is_told_at_once(path: Path) -> None:
    sound = path.read_text(encoding="utf-8")
    with advisor(path, "entretien", str(path)) as tty:
        tty.until(FIRST)
        path.write_text(sound.replace("forme_juridique: sas", "forme_juridique: sasu"), encoding="utf-8")
        tty.send("3", ENTER, then="Ce dossier a changé ailleurs")
        tty.send("1", ENTER, then="Ces réponses se contredisent")
        assert "n'a qu'un seul associé, mais vous en comptez 3" in tty.flat
        tty.send("1", ENTER, then="Réponse actuelle : SASU")


def test_a_text_too_long_stays_on_screen_to_be_shortened(path: Path) -> None:
    with advisor(path, "entretien", str(path)) as tty:
        tty.until(FIRST)
        tty.send("t", ENTER, then="Note (Entrée pour finir)")
        tty.send(pasted("x" * 10_002), ENTER, then="Ce texte a 10 002 caractères ; 10 000 au plus")
        tty.send("\x7f", "\x7f", ENTER, then="Note gardée")
        assert load_dossier(path).drafts["nombre_associes"].note == "x" * 10_000
        tty.send("m", ENTER, then="Laquelle ?")
        tty.send("1", ENTER, then="Que changer ?")
        tty.send("3", ENTER, then="Conseiller")
        tty.send(pasted("y" * 10_001), ENTER, then="Ce texte a 10 001 caractères")
        tty.send(ERASE_LINE, "Claire", ENTER, then="Conseiller : Claire")
        tty.send("2", ENTER, then="SIREN")
        tty.send("1" * 40, ENTER, then="Un SIREN a neuf chiffres")
        tty.send(ERASE_LINE, "  123   456   782            ", ENTER, then="SIREN : 123 456 782")
        tty.send("r", ENTER, then="Laquelle ?")
        tty.send("r", ENTER, then=FIRST)
        tty.kill()
    assert load_dossier(path).siren == "123 456 782"


INTERRUPTED = """
import asyncio.base_events as base, os, signal, sys
usual, loops = base.BaseEventLoop.__init__, []
# A shell that starts us in the background has Ctrl-C ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
def interrupted(loop):
    loops.append(loop)
    if len(loops) == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGINT)
    usual(loop)
base.BaseEventLoop.__init__ = interrupted
from advisor.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize("words", [[], ["entretien", "furan.yaml"]], ids=["home", "entretien"])
def test_ctrl_c_while_a_prompt_is_being_made_leaves_no_trace_on_screen(path: Path, words: list[str]) -> None:
    with Terminal(["-c", INTERRUPTED, "1", *words], path.parent, fresh=True) as tty:
        tty.until("Pour reprendre" if words else "À bientôt")
        assert tty.end() == 0
        assert "never" not in tty.seen and "Exception" not in tty.seen and "Warning" not in tty.seen


# Ctrl-O, Alt-#, Ctrl-X Ctrl-E, Ctrl-Z, Alt-., Alt-1, Alt--, Ctrl-L, Ctrl-S, Ctrl-R: in a shell, they run, edit,
# suspend, count, wipe the screen or search.
STRAY = ("\x0f", "\x1b#", "\x18\x05", "\x1a", "\x1b.", "\x1b1", "\x1b-", "\x0c", "\x13", "\x12")


def test_keys_of_a_shell_neither_answer_nor_end_anything(path: Path) -> None:
    with advisor(path, "entretien", str(path)) as tty:
        tty.until(FIRST)
        tty.send("1", *STRAY, "2", ENTER, then="mention")
        tty.send(*STRAY, then="mention")
        assert list(load_dossier(path).answers)[-1] == "nombre_associes"
        tty.send("1", "\x1b\r", then="Vos réponses")  # Alt-Enter is Enter
        tty.send(*STRAY, then="Vos réponses")
        assert not any(english in tty.seen for english in ("search)", "(arg:", "^Z"))
        assert list(load_dossier(path).answers)[-1] == "mention_rcs"
        tty.send("1", SPACE, ENTER, then="Votre réponse")
        tty.send("q", ENTER, then="Pour reprendre")
        assert tty.end() == 0
        assert CURSOR not in tty.seen  # some terminals answer by a warning in English
    assert load_dossier(path).answers["nombre_associes"].value == "12"


def test_a_space_that_binds_is_a_blank_like_any_other(path: Path) -> None:
    """Where French allows no break, prompt_toolkit would show an orange underscore."""
    with advisor(path, "entretien", str(path)) as tty:

        def odd() -> list[str]:
            cells = [cell for line in tty.screen.buffer.values() for cell in line.values()]
            return [cell.data for cell in cells if cell.data.isspace() and (cell.underscore or cell.fg == "brown")]

        tty.until(FIRST)
        tty.send("t", ENTER, then="Note (Entrée pour finir)")
        tty.send(pasted("12\u00a0000\u00a0€"), then="Note (Entrée pour finir) : 12 000 €")
        assert odd() == []
        tty.send(ENTER, then="Note : 12 000 €")
        tty.send("m", ENTER, then="» Laquelle ?")
        tty.send("1", then="» 1 La fiche du dossier : nom")  # pointed at, a line is in reverse
        assert odd() == []


def test_a_window_resized_under_a_line_half_typed_prints_the_turn_once(path: Path) -> None:
    with advisor(path, "entretien", str(path)) as tty:
        tty.until(FIRST)
        tty.send("t", ENTER, then="Note (Entrée pour finir)")
        tty.send("à vé", then="à vé")
        for columns, lines in ((120, 40), (60, 20), (80, 24)):
            tty.resize(columns, lines)
            tty.send("r", then="r")
            tty.until(FIRST)
            assert tty.flat.count("Atelier du Furan") == tty.flat.count("Note (Entrée pour finir)") == 1
            assert max(map(len, tty.text.splitlines())) <= columns
        tty.send(ENTER, then="Note : à vérrr")


def test_digits_of_another_writing_are_refused_on_screen(path: Path) -> None:
    with advisor(path, "entretien", str(path)) as tty:
        tty.until(FIRST)
        tty.send("１２", ENTER, then="n'est pas écrit avec les chiffres 0 à 9 ; écrivez par exemple 12")
        tty.send(ERASE_LINE, "12", ENTER, then="mention")
        tty.kill()
    assert load_dossier(path).answers["nombre_associes"].value == "12"


def test_a_link_that_leads_nowhere_does_not_end_the_menu(path: Path) -> None:
    (path.parent / "bureau").mkdir()
    path.rename(path.parent / "bureau" / path.name)
    (path.parent / "bureau" / "perdu.yaml").symlink_to("nulle-part.yaml")
    with advisor(path, "--dossiers", "bureau") as tty:
        tty.until("Que voulez-vous faire")
        tty.send("2", ENTER, then="Quel dossier")
        assert "1 Atelier du Furan : 5 réponses" in tty.flat and "2 perdu.yaml : illisible" in tty.flat
        tty.send("2", ENTER, then="ce fichier n'existe pas")
        tty.send("1", ENTER, then="Nom de la structure")
        tty.send("r", ENTER, then="Que voulez-vous faire", gone="Nom de la structure")
        tty.send("quit", ENTER)
        assert tty.end() == 0


def test_a_damaged_dossier_is_listed_and_told_when_chosen(path: Path) -> None:
    (path.parent / "bureau").mkdir()
    bureau, sound = path.parent / "bureau", path.read_text(encoding="utf-8")
    damaged = {
        "coupe.yaml": (sound[:-24].encode(), "le fichier est coupé"),
        "vide.yml": (b"", "ce n'est pas un dossier ess-advisor"),
        "octets.yaml": (b"\x00\x81" * 99, "ce n'est pas un fichier texte"),
        "inconnu.yaml": (sound.replace(": france", ": paris").encode(), "« siege » : « paris » n'est pas une réponse"),
        "champs.yaml": (sound.replace("format", "x: 1\nformat").encode(), "« x » n'est pas attendu ici"),
    }
    for name, (content, _) in damaged.items():
        (bureau / name).write_bytes(content)
    (bureau / "repertoire.yaml").mkdir()
    os.mkfifo(bureau / "tuyau.yaml")
    path.rename(bureau / path.name)
    messages = {name: words for name, (_, words) in damaged.items()}
    messages |= {"repertoire.yaml": "c'est un répertoire", "tuyau.yaml": "ce n'est pas un fichier ordinaire"}
    with Terminal(["-m", "advisor", "--dossiers", "bureau"], path.parent, 100, 40) as tty:
        tty.until("Que voulez-vous faire")
        for name, words in messages.items():
            tty.send("2", ENTER, then="Quel dossier")
            assert "Atelier du Furan : 5 réponses" in tty.flat and tty.flat.count(": illisible") == len(messages)
            row = re.search(rf"(\d+) {re.escape(name)} : illisible", tty.flat)
            assert row, tty.text
            tty.send(row[1], ENTER, then=words)
            tty.until("Nouvel entretien")
        tty.send("quit", ENTER)
        assert tty.end() == 0


def test_an_engine_that_does_not_load_is_told_in_french_when_it_is_needed(path: Path) -> None:
    (path.parent / "durable_rules_engine.py").write_text("raise ImportError('symbole absent')")
    with advisor(path, "--dossiers", ".") as tty:
        tty.until("Que voulez-vous faire")
        tty.send("2", ENTER, then="Quel dossier")
        tty.send("1", ENTER)
        assert tty.end() == 2
    assert "durable_rules ne se charge pas sur ce Python" in tty.seen


def test_a_long_report_is_paged_from_its_first_line(path: Path) -> None:
    with advisor(path, "evaluer", str(path)) as tty:
        tty.until("LES DEUX VERDICTS")
        assert "ANNEXE" not in tty.flat and tty.child.isalive()
        tty.send("q")
        assert tty.end() == 0


@pytest.mark.parametrize(
    ("encoding", "variables"),
    [
        ("utf-8", {"PYTHONIOENCODING": "ascii"}),
        ("utf-8", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
        ("latin-1", {"PYTHONIOENCODING": "latin-1"}),
    ],
    ids=["ascii", "C", "latin-1"],
)
def test_a_terminal_without_our_characters_shows_near_ones(
    path: Path, encoding: str, variables: dict[str, str]
) -> None:
    def seen(text: str) -> str:
        """What such a terminal shows of a text."""
        return text if encoding == "latin-1" else plain(text)

    given = {**KNOWN, "nombre_associes": "3", "mention_rcs": "oui"}
    answers = {address: answer(value) for address, value in given.items()}
    save_dossier(Dossier.model_validate({"name": "Crêt & Œuvre", "on": "2026-11-23", "answers": answers}), path)
    command = ["-m", "advisor", "entretien", str(path)]
    with Terminal(command, path.parent, variables=variables, encoding=encoding) as tty:
        tty.until(seen("Vos réponses"))
        assert seen("Crêt & OEuvre") in tty.flat and "o ESS ouvert" in tty.flat and " o 1 Aucune" in tty.flat
        assert tty.text.splitlines()[0].endswith(" questions")  # not one column too many
        tty.send(SPACE, then=" * 1 Aucune")
        tty.send("z", then=seen("«\u00a0z\u00a0» ne désigne aucune ligne").replace("\u00a0", " "))
        tty.send("\x7f", "t", ENTER, then=seen("Note (Entrée pour finir)"))
        # Not always shown as it is typed, but kept so.
        tty.send("à vérifier", ENTER, then=seen("Note gardée"))
        tty.send("1", SPACE, ENTER, then=seen("Votre réponse"))
        tty.send("q", ENTER, then="Pour reprendre")
        assert tty.end() == 0
    assert load_dossier(path).answers["categories_plein_droit"].note == "à vérifier"
