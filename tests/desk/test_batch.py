"""A table of companies in, a table of verdicts out: what is read, refused, resumed, and never run by a spreadsheet."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from datetime import date
from difflib import SequenceMatcher
from fractions import Fraction
from multiprocessing import active_children
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.assessment.assess import light_assess
from advisor.cli import main
from advisor.common.errors import SHOWN, InputError
from advisor.desk.batch.cells import reader_of, safe
from advisor.desk.batch.journal import BatchProgress, Journal
from advisor.desk.batch.reading import letters
from advisor.desk.batch.rows import Done
from advisor.desk.batch.run import run_batch
from advisor.dossier import Dossier, save_dossier
from advisor.dossier.answer_parsing import TypedValue
from advisor.rules.load import Knowledge
from advisor.training.casebook.read import load_cases
from tests.support.companies import sample
from tests.support.tables import Varied, table
from tests.support.unbroken import check_unbroken

DAY = date(2026, 11, 20)
SOME = 4
"""Times the companies, in a table long enough to be stopped in its middle."""


@pytest.fixture(scope="module")
def companies(knowledge: Knowledge) -> list[Dossier]:
    varied = Varied(knowledge)
    cases = load_cases()
    return [varied.of(cases[rank % len(cases)].dossier, rank) for rank in range(40)]


@pytest.fixture(scope="module")
def whole(knowledge: Knowledge, companies: list[Dossier], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What a longer table gives when nothing stops it."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "t.csv").write_text(table(knowledge, companies * SOME), encoding="utf-8")
    run_batch(folder / "t.csv", folder / "v.csv", on=DAY, jobs=1)
    return (folder / "v.csv").read_bytes()


def results(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\r\n") == content.count(b"\n")
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";"))


def batch(folder: Path, content: str | bytes, **more: object) -> list[dict[str, str]]:
    """The results of a table written as given."""
    given, output = folder / "table.csv", folder / "verdicts.csv"
    given.write_bytes(content if isinstance(content, bytes) else content.encode())
    run_batch(given, output, today=DAY, jobs=1, **more)  # type: ignore[arg-type]
    return results(output)


def test_every_line_gets_the_verdicts_of_its_dossier(
    knowledge: Knowledge, companies: list[Dossier], tmp_path: Path
) -> None:
    rows = batch(tmp_path, table(knowledge, companies))
    assert [row["ligne"] for row in rows] == [str(rank) for rank in range(2, len(companies) + 2)]
    for row, dossier in zip(rows, companies, strict=True):
        found = light_assess(dossier, dossier.on or DAY, knowledge)
        assert row["erreur"] == "" and row["dénomination"] == dossier.name
        ess = found.verdicts["ess"]
        assert [part.split(" ")[0] for part in row["ESS, critères qui bloquent"].split(" | ") if part] == list(
            ess.blocking
        )
        assert row["ESS"].startswith(
            {"de_droit": "de droit", "eligible": "éli", "indetermine": "ind"}.get(ess.outcome, "")
        )


def test_near_names_are_looked_for_the_first_unknown_columns_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[str] = []
    search = SequenceMatcher.set_seq2

    def counted(matcher: SequenceMatcher[str], wanted: str) -> None:
        searched.append(wanted)
        search(matcher, wanted)

    monkeypatch.setattr(SequenceMatcher, "set_seq2", counted)
    with pytest.raises(InputError) as error:
        batch(tmp_path, "forme_juridiqe;" + ";".join(f"colonne_{rank}" for rank in range(2_000)) + "\n")
    assert len(error.value.problems) == 2_001 and "« forme_juridique »" in error.value.problems[0].mend
    assert 0 < len([one for one in searched if one]) <= SHOWN


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_table_is_read_as_it_was_saved(separator: str, encoding: str, tmp_path: Path) -> None:
    text = separator.join(["Dénomination", "forme_juridique", "nombre_associes"]) + "\n"
    text += (
        separator.join(["Épicerie", "sas", "3"])
        + "\n"
        + separator.join(['"Chez ""Léa"", dit-on;"', "sarl", "2"])
        + "\n"
    )
    rows = batch(tmp_path, text.encode(encoding))
    assert [row["dénomination"] for row in rows] == ["Épicerie", 'Chez "Léa", dit-on;'] and not any(
        row["erreur"] for row in rows
    )


def test_the_separator_that_excel_names_is_no_header(tmp_path: Path) -> None:
    rows = batch(tmp_path, "sep=,\ndenomination,forme_juridique\nA;B,sas\n")
    assert [(row["ligne"], row["dénomination"], row["erreur"]) for row in rows] == [("3", "A;B", "")]


GOOD = "Témoin;sas;3;x"
HEAD = "denomination;forme_juridique;nombre_associes;notes\n"


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("A;sas;trois;", "Colonne C (« nombre_associes »)", "n'est pas un nombre"),
        ("A;licorne;3;", "Colonne B (« forme_juridique »)", "« licorne » n'est pas une réponse possible"),
        ("A;sas;3;x;y", "Colonne E", "plus de cases que l'en-tête"),
        ("A;sas;3;\0", "Colonne D", "nul"),
        ('"A;sas;3;x', "Colonne A", "guillemet"),
        ('A;sas;3;"x', "Colonne D", "guillemet"),
        ('"A"b;sas;3;x', "Colonne A", "guillemet"),
        ("A;sas;12.500;x", "Colonne C", "se lit de deux façons"),
        ("A;sas;-1;x", "Colonne C", "au moins"),
    ],
)
def test_a_bad_line_is_told_and_the_others_are_done(line: str, column: str, words: str, tmp_path: Path) -> None:
    rows = batch(tmp_path, HEAD + GOOD + "\n" + line + "\n" + GOOD + "\n" + GOOD + "\n")
    assert [row["ligne"] for row in rows] == ["2", "3", "4", "5"]
    assert column in rows[1]["erreur"] and words in rows[1]["erreur"]
    assert rows[1]["ESS"] == rows[1]["ESUS"] == ""
    assert all(row["ESS"] and not row["erreur"] for row in (rows[0], *rows[2:]))


def test_a_quote_closed_by_another_company_swallows_nobody(tmp_path: Path) -> None:
    rows = batch(tmp_path, HEAD + 'A;sas;3;"ouvert\nB;sarl;2;x\nC;sas;2;"dit ""oui""\nsur deux lignes"\nD;sas;4;x\n')
    assert [(row["ligne"], row["dénomination"], bool(row["erreur"])) for row in rows] == [
        ("2", "", True),
        ("3", "B", False),
        ("4", "C", False),
        ("6", "D", False),
    ]


def test_blank_lines_short_lines_and_comments(tmp_path: Path) -> None:
    output = tmp_path / "verdicts.csv"
    (tmp_path / "table.csv").write_text(HEAD + "# aide;;;\n\n;;;\nA;sas\n", encoding="utf-8")
    report, _ = run_batch(tmp_path / "table.csv", output, jobs=1)
    assert [row["dénomination"] for row in results(output)] == ["A"]
    assert (report.rated, report.bad, report.comments) == (1, 0, 1)


@pytest.mark.parametrize(
    ("fact", "typed", "expected"),
    [
        ("forme_juridique", "SAS", "sas"),
        ("mention_rcs", "Oui", "oui"),
        ("mention_rcs", "VRAI", "oui"),
        ("nombre_associes", " 12 ", Fraction(12)),
        ("charges_exploitation[n]", "12 500,50 €", Fraction("12500.5")),
        ("part_actif_esus", "66,5 %", Fraction("66.5")),
        ("date_creation", "31/12/2019", date(2019, 12, 31)),
        ("clause_objet", "oui, en entier", "mot_pour_mot"),
        ("forme_juridique", "Je ne sais pas", None),
        ("fragilite_public", "aucune", ("aucune",)),
    ],
)
def test_a_cell_is_read_as_people_type_it(
    knowledge: Knowledge, fact: str, typed: str, expected: TypedValue | None
) -> None:
    if fact == "fragilite_public":
        options = [one for one in knowledge.facts[fact].options if one.id not in ("aucun", "aucune")][:2]
        typed, expected = f"{options[0].label.upper()} | {options[1].id}", tuple(one.id for one in options)
    found = reader_of(knowledge, fact)(knowledge, fact, typed)
    assert found is not None and found.value == expected


def test_every_label_of_every_choice_is_understood(knowledge: Knowledge) -> None:
    """What the template shows can be typed back; a label that two choices share names neither."""
    for address, (fact, _) in knowledge.addresses.items():
        for option in fact.options:
            for name in {option.id, option.label or option.id}:
                found = reader_of(knowledge, address)(knowledge, address, name)
                assert found is not None and found.value in (option.id, (option.id,)), (address, name)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("denomination;forme_juridiqe", "Vouliez-vous dire « forme_juridique » ?"),
        ("forme_juridique;Forme juridique", "« forme_juridique » est déjà la colonne A"),
        ("charges_exploitation", "une réponse par ligne (n, n-1"),
        ("denomination;notes", "aucune colonne ne porte de réponse"),
        ("ligne;dénomination;SIREN;date", "c'est un résultat"),
        ("", "cette table est vide"),
    ],
)
def test_a_header_is_refused_before_any_work(
    header: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, output = tmp_path / "t.csv", tmp_path / "v.csv"
    given.write_text(header + "\nA;B\n" if header else "", encoding="utf-8")
    assert main(["lot", str(given), "--sortie", str(output)]) == 2
    assert words in capsys.readouterr().err and not output.exists()


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest", b"%PDF-1.7"])
def test_a_workbook_is_not_a_table(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    assert main(["lot", str(tmp_path / "t.csv"), "--sortie", str(tmp_path / "v.csv")]) == 2
    assert "non une table au format CSV" in capsys.readouterr().err


def test_nothing_but_an_earlier_result_is_written_over(tmp_path: Path) -> None:
    given, output, other = tmp_path / "t.csv", tmp_path / "v.csv", tmp_path / "compta.csv"
    given.write_text(HEAD + GOOD + "\n", encoding="utf-8")
    other.write_text("compte;solde\n", encoding="utf-8")
    assert main(["lot", str(given), "--sortie", str(given)]) == 2
    assert main(["lot", str(given), "--sortie", str(other)]) == 2
    assert other.read_text(encoding="utf-8") == "compte;solde\n"
    assert main(["lot", str(given), "--sortie", str(output)]) == 0
    first = output.read_bytes()
    given.write_text(HEAD + GOOD + "\nA;sas;?;\n", encoding="utf-8")
    assert main(["lot", str(given), "--sortie", str(output)]) == 0
    assert (tmp_path / "v.csv.bak").read_bytes() == first and len(results(output)) == 2
    assert sorted(one.name for one in tmp_path.iterdir()) == ["compta.csv", "t.csv", "v.csv", "v.csv.bak"]


def test_a_folder_of_dossiers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "dossiers"
    folder.mkdir()
    save_dossier(sample(), folder / "a.yaml")
    (folder / "b.yaml").write_text(
        "format: 1\nreponses:\n  nombre_associes: trois\nfin_du_dossier: oui\n", encoding="utf-8"
    )
    (folder / ".c.yaml").write_text("caché", encoding="utf-8")
    (folder / "a.yaml.bak").write_text("copie", encoding="utf-8")
    assert main(["lot", str(folder), "--sortie", str(tmp_path / "v.csv")]) == 1
    rows = results(tmp_path / "v.csv")
    assert [(row["fichier"], row["ESS"], bool(row["erreur"])) for row in rows] == [
        ("a.yaml", "éligible", False),
        ("b.yaml", "", True),
    ]
    assert "b.yaml:3:" in rows[1]["erreur"] and "b.yaml:3:" in capsys.readouterr().err


def test_the_day_given_prevails_and_a_day_before_the_law_has_no_verdict(tmp_path: Path) -> None:
    text = "forme_juridique;date_appreciation\nsas;2024-01-01\nsas;\n"
    assert [row["date"] for row in batch(tmp_path, text)] == ["01/01/2024", "20/11/2026"]
    old = batch(tmp_path, text, on=date(2010, 1, 1))
    assert {row["date"] for row in old} == {"01/01/2010"} and "ne se prononce pas" in old[0]["ESS"]


# -- interruptions ------------------------------------------------------------------------------------------------


def test_an_interrupted_batch_goes_on_to_the_same_bytes(
    knowledge: Knowledge, companies: list[Dossier], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / "t.csv"
    given.write_text(table(knowledge, companies), encoding="utf-8")
    run_batch(given, tmp_path / "whole.csv", today=DAY, jobs=1)
    monkeypatch.setattr("advisor.desk.batch.run.CHUNK", 7)
    said: list[str] = []

    class Stop(Exception):
        pass

    for stop in (7, 21, 35):

        def tick(done: int, total: int, stop: int = stop) -> None:
            if done == stop:
                raise Stop

        with pytest.raises(Stop):
            run_batch(given, tmp_path / "v.csv", today=DAY, jobs=1, say=said.append, tick=tick)
        assert not (tmp_path / "v.csv").exists()
        # A power cut leaves rows that nothing answers for.
        with (tmp_path / ".v.csv.encours").open("ab") as file:
            file.write(b"12;moiti\xc3")
    run_batch(given, tmp_path / "v.csv", today=DAY, jobs=1, say=said.append)
    assert said == [f"Reprise du traitement interrompu, après {done} lignes." for done in (7, 21, 35)]
    assert (tmp_path / "v.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["t.csv", "v.csv", "whole.csv"]


@pytest.mark.parametrize("damage", ["table", "day", "state"])
def test_a_batch_whose_ground_changed_starts_anew(damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, output = tmp_path / "t.csv", tmp_path / "v.csv"
    given.write_text(HEAD + (GOOD + "\n") * 4, encoding="utf-8")
    monkeypatch.setattr("advisor.desk.batch.run.CHUNK", 1)

    def tick(done: int, total: int) -> None:
        if done == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        run_batch(given, output, today=DAY, jobs=1, tick=tick)
    said: list[str] = []
    if damage == "table":
        given.write_text(HEAD + (GOOD.replace("3", "1") + "\n") * 4, encoding="utf-8")
    if damage == "state":
        (tmp_path / ".v.csv.reprise").write_text('{"format": 1, "items":', encoding="utf-8")
    run_batch(given, output, today=date(2026, 11, 21) if damage == "day" else DAY, jobs=1, say=said.append)
    expected = {"table": ["la table a changé"], "day": ["la date a changé"], "state": []}[damage]
    assert len(said) == len(expected) and all(word in text for word, text in zip(expected, said, strict=True))
    assert [row["ligne"] for row in results(output)] == ["2", "3", "4", "5"]


def test_rows_written_but_not_yet_counted_are_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output, key, row = tmp_path / "v.csv", {"table": "a"}, "x" * 20_000 + "\r\n"
    done = Done(text=row, rated=1)
    journal = Journal(output, key, "ligne\r\n")
    journal.add(done)

    def stopped(self: BatchProgress, name: str, value: object) -> None:
        if name == "size":
            raise KeyboardInterrupt  # the rows are in the file
        object.__setattr__(self, name, value)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(BatchProgress, "__setattr__", stopped)
        journal.add(done)
    journal.close()
    again = Journal(output, key, "ligne\r\n")
    assert again.resumed and again.progress.items == 1
    again.add(done)
    again.finish(keep=False)
    assert output.read_text(encoding="utf-8").count(row.strip()) == 2


def test_two_batches_never_write_the_same_result(tmp_path: Path) -> None:
    given, output = tmp_path / "t.csv", tmp_path / "v.csv"
    given.write_text(HEAD + GOOD + "\n", encoding="utf-8")
    journal = Journal(output, {"table": "a"}, "ligne\r\n")
    journal.add(Done(text="x", rated=1))
    with pytest.raises(InputError, match="un autre traitement écrit déjà ce résultat"):
        run_batch(given, output, today=DAY, jobs=1)
    journal.close()
    assert (tmp_path / ".v.csv.encours").read_text(encoding="utf-8").endswith("x")
    run_batch(given, output, today=DAY, jobs=1)
    assert len(results(output)) == 1
    assert sorted(one.name for one in tmp_path.iterdir()) == ["t.csv", "v.csv"]


FEW = 8
"""Lines given at a time to a process."""


def started(arguments: list[str]) -> subprocess.Popen[bytes]:
    # A shell starts what it puts in the background with Ctrl-C ignored, and so would be these tests' own processes.
    heard = "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    # Few lines at a time: what is stopped is stopped in the middle, even where one process was late to start.
    heard += f"import advisor.desk.batch.run as batch; batch.CHUNK = {FEW}; "
    code = heard + "runpy.run_module('advisor', run_name='__main__', alter_sys=True)"
    command = [sys.executable, "-c", code, "lot", *arguments]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for_rows(folder: Path) -> None:
    partial = folder / ".v.csv.encours"
    deadline = time.monotonic() + 60  # Met within a second, but for a machine that does ten other things.
    while not (partial.exists() and partial.stat().st_size > 4_000) and time.monotonic() < deadline:
        time.sleep(0.005)


def test_ctrl_c_twice_ends_the_work_as_well_as_once(
    knowledge: Knowledge, companies: list[Dossier], tmp_path: Path
) -> None:
    given = tmp_path / "t.csv"
    given.write_text(table(knowledge, companies * SOME), encoding="utf-8")
    child = started([str(given), "--sortie", str(tmp_path / "v.csv"), "--processus", "2"])
    wait_for_rows(tmp_path)
    os.killpg(child.pid, signal.SIGINT)
    time.sleep(0.02)
    os.killpg(child.pid, signal.SIGINT)
    try:
        _, errors = child.communicate(timeout=60)
    finally:
        if alive(child.pid):
            os.killpg(child.pid, signal.SIGKILL)
    assert child.returncode == 130
    check_unbroken(errors)


@pytest.mark.slow
@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGKILL])
def test_several_processes_stopped_leave_no_orphan_and_resume(
    knowledge: Knowledge, companies: list[Dossier], whole: bytes, way: signal.Signals, tmp_path: Path
) -> None:
    given, output = tmp_path / "t.csv", tmp_path / "v.csv"
    given.write_text(table(knowledge, companies * SOME), encoding="utf-8")
    arguments = [str(given), "--sortie", str(output), "--au", "2026-11-20", "--processus", "2"]
    child = started(arguments)
    wait_for_rows(tmp_path)
    if way is signal.SIGINT:
        os.killpg(child.pid, way)  # As the keyboard does: to all of them.
    else:
        child.kill()
    _, errors = child.communicate(timeout=60)
    assert child.returncode == (130 if way is signal.SIGINT else -9)
    check_unbroken(errors)
    assert way is signal.SIGKILL or "Ce qui est fait est gardé".encode() in errors
    deadline = time.monotonic() + 60
    while alive(child.pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(child.pid) and not output.exists()
    again = started(arguments)
    _, errors = again.communicate(timeout=120)
    assert again.returncode == 0 and (way is signal.SIGKILL or b"Reprise" in errors), errors.decode()
    assert output.read_bytes() == whole


@pytest.mark.slow
def test_a_process_killed_by_the_system_is_told_and_the_work_resumes(
    knowledge: Knowledge,
    companies: list[Dossier],
    whole: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given, output = tmp_path / "t.csv", tmp_path / "v.csv"
    given.write_text(table(knowledge, companies * SOME), encoding="utf-8")
    monkeypatch.setattr("advisor.desk.batch.run.CHUNK", FEW)
    arguments = ["lot", str(given), "--sortie", str(output), "--au", "2026-11-20", "--processus", "2"]

    def kill() -> None:
        wait_for_rows(tmp_path)
        active_children()[0].kill()

    killing = Thread(target=kill)
    killing.start()
    assert main(arguments) == 2
    killing.join()
    errors = capsys.readouterr().err
    assert "arrêté par le système" in errors and "Relancez la même commande" in errors
    assert not active_children() and not output.exists()
    assert main(arguments) == 0
    assert "Reprise" in capsys.readouterr().err
    assert output.read_bytes() == whole


# -- formulas -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+33 4 77", "+33 4 77"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "\t'=1"),
        ("  =1", "  '=1"),
        ('"=1"', '"\'=1"'),
        ("＝1+1", "'＝1+1"),
        ("Les Pains;=1", "Les Pains;'=1"),
        ("Les Pains,@x", "Les Pains,'@x"),
        ("\u200b=1", "\u200b'=1"),
        ("-12 500,50 €", "-12 500,50 €"),
        ("-5", "-5"),
        ("Atelier - Lyon", "Atelier - Lyon"),
        ("Éco = logique", "Éco = logique"),
        ("", ""),
    ],
)
def test_a_text_is_shown_and_never_run(text: str, expected: str) -> None:
    assert safe(text) == expected


@given(st.text(alphabet="=+-@＝a1 ;,\t\"'\n|\u200b\u00a0", max_size=12))
def test_no_text_starts_a_formula_wherever_it_is_cut(text: str) -> None:
    found = safe(text)
    assert safe(found) == found
    assert found.replace("'", "") == text.replace("'", "")
    for separator in ";,\t\n":
        for part in found.split(separator):
            bare = part.strip(' \t\n"\u200b\u00a0')
            assert not bare.startswith(("=", "@", "＝")), (text, found)


def test_a_hostile_name_goes_through_a_table_unharmed(tmp_path: Path) -> None:
    rows = batch(tmp_path, 'denomination;forme_juridique\n"=HYPERLINK(""http://x"";""y"")";sas\n=cmd;licorne\n')
    assert rows[0]["dénomination"] == '\'=HYPERLINK("http://x";"y")' and rows[1]["dénomination"] == "'=cmd"


def test_columns_are_named_as_in_a_spreadsheet() -> None:
    assert [letters(rank) for rank in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_the_template_is_a_table_that_can_be_filled(knowledge: Knowledge, tmp_path: Path) -> None:
    template = tmp_path / "modele.csv"
    assert main(["lot", "--modele", str(template)]) == 0
    assert main(["lot", "--modele", str(template)]) == 2
    lines = template.read_text(encoding="utf-8-sig").splitlines()
    rows = list(csv.reader(lines, delimiter=";"))
    assert set(knowledge.addresses) < set(rows[0]) and len(rows[0]) == len(rows[1])
    filled = [""] * len(rows[0])
    filled[0], filled[rows[0].index("forme_juridique")] = "Essai", "SAS"
    found = batch(tmp_path, template.read_text(encoding="utf-8-sig") + ";".join(filled) + "\n")
    assert [(row["dénomination"], row["erreur"]) for row in found] == [("Essai", "")]
