"""The command line as a user meets it: exit codes, French messages, files; and what it must not import."""

from __future__ import annotations

import argparse
import ast
import errno
import json
import re
import shlex
import subprocess
import sys
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

import advisor
from advisor.assessment.assess import read_dossier
from advisor.assessment.model import Assessment
from advisor.cli import build_parser, main
from advisor.cli.output import guarded
from advisor.cli.runner import in_french
from advisor.common.ascii import plain
from tests.support.unbroken import check_unbroken

DOSSIER = Path(__file__).parents[1] / "data" / "dossier.yaml"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_a_dossier_is_assessed_and_both_verdicts_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "evaluer", str(DOSSIER))
    assert code == 0
    assessment = advisor.assess(read_dossier(DOSSIER))
    flat = " ".join(out.split())
    for verdict in assessment.verdicts.values():
        assert " ".join(verdict.sentence.split())[:60] in flat
    assert "\x1b" not in out


def test_json_output_is_the_assessment(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "evaluer", str(DOSSIER), "--format", "json")
    assert code == 0
    assert Assessment.model_validate_json(out) == advisor.assess(read_dossier(DOSSIER))


def test_another_day_applies_the_law_of_that_day(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "evaluer", str(DOSSIER), "--format", "json", "--au", "01/08/2014")
    assert code == 0
    assert {verdict["cause"] for verdict in json.loads(out)["verdicts"].values()} == {"avant_la_loi"}


@pytest.mark.parametrize(
    "command",
    [
        "chemin",
        "chemin --vers ess",
        "et-si",
        "clauses",
        "demande-esus",
        "chemin --format json",
        "et-si {} mention_rcs=oui",
    ],
)
def test_before_the_law_what_rests_on_a_verdict_is_refused(capsys: pytest.CaptureFixture[str], command: str) -> None:
    words = command.split()
    words = words if "{}" in words else [words[0], "{}", *words[1:]]
    words[words.index("{}")] = str(DOSSIER)
    code, out, err = run(capsys, *words, "--au", "2014-08-01")
    assert (code, out) == (2, "")
    assert err.startswith("Le 1er août 2014 est avant la loi. ")
    assert "l'outil ne se prononce pas" in err and "Donnez par --au un jour à partir du 2 août 2014." in err
    assert main([*words, "--au", "2014-08-02"]) == 0


@pytest.mark.parametrize(
    "command", ["evaluer 112", "rapport 112", "expliquer 112 ess", "expliquer 112 esus", "cas montrer 112"]
)
def test_before_the_law_no_text_says_not_eligible(capsys: pytest.CaptureFixture[str], command: str) -> None:
    code, out, _ = run(capsys, *command.split())
    assert code == 0
    assert "ne se prononce pas" in " ".join(out.split())
    assert "éligible" not in out.lower()


@pytest.mark.parametrize("command", ["evaluer 112", "rapport 112", "cas montrer 112"])
def test_before_the_law_no_data_says_not_eligible(capsys: pytest.CaptureFixture[str], command: str) -> None:
    code, out, _ = run(capsys, *command.split(), "--format", "json")
    assert code == 0
    assert not re.search('"(outcome|verdict)": "non_eligible"', out)


def test_before_the_law_no_criterion_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "expliquer", "112", "ESS-04")
    assert code == 2 and err.startswith("Le 1er août 2014 est avant la loi. ")


def test_output_goes_to_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "rapport.md"
    code, out, _ = run(capsys, "evaluer", str(DOSSIER), "--format", "markdown", "--sortie", str(target))
    assert code == 0 and out == ""
    assert target.read_text(encoding="utf-8").startswith("#")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "n'existe pas"),
        ("format: 1\nreponses:\n  forme_juridique: sass\nfin_du_dossier: oui\n", "dossier.yaml:3:3"),
        ("format: 9\nreponses:\nfin_du_dossier: oui\n", "format"),
        ("format: 1\nreponses:\n  forme_juridique: sas\n", "fin_du_dossier"),
    ],
)
def test_unusable_input_exits_2_with_a_message_and_no_traceback(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str | None, expected: str
) -> None:
    path = tmp_path / "dossier.yaml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    code, out, err = run(capsys, "evaluer", str(path))
    assert code == 2 and out == ""
    assert expected in err
    check_unbroken(err)


def test_bad_arguments_are_refused_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["evaluer", str(DOSSIER), "--au", "31/02/2025"])
    assert stop.value.code == 2
    assert "n'est pas une date" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["rapport", "001", "--format", "odt"])
    assert "choix inconnu" in capsys.readouterr().err


def test_an_unknown_id_suggests_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "expliquer", str(DOSSIER), "ESS-7")
    assert code == 2 and "ESS-07" in err


@pytest.mark.parametrize("id", ["ESS-07", "ESUS-02a", "ess", "esus", "droit_commun"])
def test_the_proof_names_answers_and_articles(capsys: pytest.CaptureFixture[str], id: str) -> None:
    code, out, _ = run(capsys, "expliquer", str(DOSSIER), id)
    assert code == 0 and "art." in out


def test_a_rule_is_shown_with_its_versions_and_a_change_of_law_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "regles", "montrer", "ESUS-05")
    assert code == 0 and "24 mai 2019" in out.replace("\u00a0", " ")
    code, out, _ = run(capsys, "regles", "comparer", "2019-05-23", "2019-05-24")
    assert code == 0 and "ESUS-05" in out
    code, out, _ = run(capsys, "regles", "comparer", "2019-05-24", "2019-05-25")
    assert code == 0 and "ESUS-05" not in out


def test_the_schema_names_every_fact_in_the_order_of_the_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "schema")
    schema = json.loads(out)
    assert code == 0
    facts = schema["properties"]["reponses"]["anyOf"][0]["properties"]
    code, out, _ = run(capsys, "regles", "faits", "--format", "json")
    assert code == 0 and [row["id"] for row in json.loads(out)] == list(facts)
    assert schema["$schema"].endswith("2020-12/schema")


def test_version_names_software_and_rules(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--version")
    assert code == 0 and advisor.__version__ in out


def test_without_a_terminal_the_first_case_is_assessed_and_the_way_in_is_told() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "advisor"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Cas d'école" in done.stdout and "ess-advisor" in done.stdout.splitlines()[-1]


def test_a_reader_that_closes_early_is_no_error() -> None:
    command = f"{sys.executable} -m advisor evaluer {DOSSIER} | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stderr == ""


def test_every_command_names_a_function_that_exists_and_an_example_that_can_be_read() -> None:
    from advisor.cli.commands import COMMANDS, FORMER

    assert len(COMMANDS) > 40
    for command in COMMANDS:
        module, name = command.run.split(".")
        assert callable(getattr(import_module(f"advisor.cli.{module}"), name)), name
        assert build_parser().parse_args(shlex.split(command.example)[1:]).run == command.run
    typed = {word for command in COMMANDS for word in command.name.split()}
    assert not typed & set(FORMER), "an English name is still answered to"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "aide",
            ("conseiller :", "entreprise :", "formateur :", "juriste :", "développeur :", "  demande-esus  le"),
        ),
        ("--aide", ("ess-advisor chemin dossiers/atelier.yaml --vers esus",)),
        ("aide chemin", ("--garder POINT", "Exemple : ess-advisor chemin")),
        ("aide regles", ("  montrer ", "ess-advisor regles montrer ESS-07")),
        ("aide regles montrer", ("--au DATE",)),
        ("aide conseiller", ("GUIDE DU CONSEILLER",)),
        ("aide exploitation", ("# Exploiter le site",)),
    ],
)
def test_help_is_by_role_by_command_or_a_page(
    capsys: pytest.CaptureFixture[str], words: str, told: tuple[str, ...]
) -> None:
    try:
        code = main(words.split())
    except SystemExit as end:
        code = int(end.code or 0)
    out = capsys.readouterr().out
    assert code == 0 and all(one in out for one in told)


def test_the_guide_of_the_adviser_fits_a_screen_and_names_commands_that_exist() -> None:
    guide = (Path(advisor.__file__).parent / "cli" / "conseiller.txt").read_text(encoding="utf-8")
    assert all(len(line) <= 80 for line in guide.splitlines())
    for line in guide.splitlines():
        typed = line.strip().rpartition("ess-advisor ")[2] if "ess-advisor " in line else ""
        if typed:
            assert build_parser().parse_args(shlex.split(typed)).run


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("assess 001", "evaluer"),
        ("évaluer 001", "evaluer"),
        ("evalue 001", "evaluer"),
        ("paper", "cas livret, cas corriges, cas arbre, regles livre"),
        ("pairs 004", "cas paires"),
        ("regles lint", "verifier"),
        ("cas montre 001", "montrer"),
        ("dossiers delete x", "effacer"),
        ("evaluer 001 --on 2020-01-01", "--au"),
        ("evaluer 001 --output x", "--sortie"),
        ("chemin 001 --to=esus", "--vers"),
        ("--help", "--aide"),
    ],
)
def test_a_near_miss_and_an_english_name_are_answered_with_the_french_one(
    capsys: pytest.CaptureFixture[str], words: str, near: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words.split())
    assert stop.value.code == 2
    assert re.search(rf"Vouliez-vous dire : {near}\b.* \?", capsys.readouterr().err)


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from advisor.cli import build_parser; build_parser(); "
    code += "print(sorted(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for heavy in (
        "pydantic",
        "rich",
        "questionary",
        "yaml",
        "durable_rules_engine",
        "prompt_toolkit",
        "typst",
        "docx",
        "lxml",
        "typing",
        "dataclasses",
    ):
        assert f"'{heavy}'" not in done.stdout, heavy


def test_the_library_is_two_calls() -> None:
    assessment = advisor.assess(advisor.load_dossier(DOSSIER), on=date(2025, 6, 16))
    assert isinstance(assessment, advisor.Assessment)
    assert assessment.ess.outcome == "eligible" and assessment.esus.outcome == "eligible"


def test_a_worked_case_is_assessed_by_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "evaluer", "001", "--format", "json")
    assert code == 0 and json.loads(out)["verdicts"]["ess"]["outcome"] == "eligible"
    code, _, err = run(capsys, "evaluer", "0999")
    assert code == 2 and "cas" in err


def shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("activite --s x", "option incomplète : --s peut être --sans-archives, --seuil, --sortie"),
        ("dossiers liste --tous=oui", "argument --tous : cette option ne prend pas de valeur ; retirez 'oui'"),
        ("dossiers liste --recherche", "argument --recherche : au moins une valeur est attendue"),
        ("evaluer 001 --dossiers x", "option inconnue : « --dossiers ». Elle se place avant la commande."),
        ("evaluer 001 --au", "argument --au : une valeur est attendue"),
        ("evaluer 001 --au hier", "argument --au : « hier » n'est pas une date"),
        ("evaluer", "il manque : DOSSIER.yaml"),
        ("quiz --niveau haut", "argument --niveau : un nombre est attendu, au lieu de 'haut'"),
        ("evaluer 001 --format=choose\nfrom", "argument --format : choix inconnu : 'choose\\nfrom' (au choix "),
    ],
)
def test_each_refusal_of_the_command_line_is_in_french(
    capsys: pytest.CaptureFixture[str], words: str, message: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words.split(" "))
    assert stop.value.code == 2 and f" : {message}" in capsys.readouterr().err


# Said to who writes a parser, or in its help, where our parser says otherwise.
OF_THE_MAKER = re.compile(
    r"usage: |%\(prog\)s: |argument %|\.__call__|conflicting |argument \"-\" with mode|cannot merge"
    r"|invalid option string|dest= is|invalid conflict|mutually exclusive|positional arguments|options$|show "
    r"|cannot have multiple|%r is not callable|'required' is|.* is deprecated|subcommands| \(default|%\(heading\)s"
)


def test_every_message_of_argparse_for_the_person_at_the_keyboard_has_its_french() -> None:
    tree = ast.parse(Path(argparse.__file__).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    said = [
        one.value
        for call in calls
        if call.func.id in ("_", "ngettext")  # type: ignore[attr-defined]
        for one in call.args
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]
    asked = [one for one in said if not OF_THE_MAKER.match(one)]
    assert len(asked) > 12
    for message in asked:
        filled = re.sub(r"%(\(\w+\))?[rs]", "zyx", message)
        assert in_french(filled) != filled and "argument" not in in_french(filled).replace("argument inconnu", "")
        named = in_french(f"argument --x: {filled}")
        assert named == f"argument --x : {in_french(filled)}"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (f"PYTHONIOENCODING=ascii {sys.executable} -m advisor evaluer 001", 0),
        pytest.param(f"{sys.executable} -m advisor evaluer 001 >&-", 0, marks=pytest.mark.slow),
        pytest.param(f"{sys.executable} -m advisor --version >&-", 0, marks=pytest.mark.slow),
        (f"{sys.executable} -m advisor --version | true; exit ${{PIPESTATUS[0]}}", 0),
        (f"{sys.executable} -m advisor evaluer 001 > /dev/full", 2),
        (f"{sys.executable} -m advisor entretien absent.yaml <&-", 2),
        (f"{sys.executable} -m advisor <&- >&- 2>&-", 0),
    ],
)
def test_odd_streams_end_without_a_traceback(command: str, code: int) -> None:
    done = shell(command)
    assert done.returncode == code, done.stderr
    check_unbroken(done.stderr)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["a" * 300], 2),
        (["001", "--largeur", "large"], 2),
        (["001", "--largeur", "29"], 2),
        (["001", "--largeur", "30"], 0),
    ],
    ids=["long", "word", "narrow", "narrowest"],
)
def test_odd_arguments_end_without_a_traceback(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int
) -> None:
    try:
        ended, _, errors = run(capsys, "evaluer", *arguments)
    except SystemExit as refusal:
        ended, errors = refusal.code, capsys.readouterr().err
    assert ended == code, errors
    check_unbroken(errors)


def test_with_no_input_at_all_it_behaves_as_without_a_terminal() -> None:
    closed, empty = shell(f"{sys.executable} -m advisor <&-"), shell(f"{sys.executable} -m advisor </dev/null")
    assert closed.stdout == empty.stdout and closed.returncode == empty.returncode == 0, closed.stderr
    check_unbroken(closed.stderr)


def test_where_accents_and_signs_are_lacking_each_keeps_its_meaning(capsys: pytest.CaptureFixture[str]) -> None:
    done = shell(f"PYTHONIOENCODING=ascii {sys.executable} -m advisor evaluer 013")
    assert done.returncode == 0 and done.stdout.isascii()
    flat = " ".join(done.stdout.split())
    assert "statuts ~ incertain ; pratique ? a completer ; mention au RCS ~ incertain" in flat
    assert '"entreprise solidaire d\'utilite sociale"' in flat
    # « ? » is the sign of « à compléter » and ends questions: it replaces nothing.
    _, utf8, _ = run(capsys, "evaluer", "013")
    assert done.stdout.count("?") == utf8.count("?")


def test_every_sign_printed_has_a_near_one() -> None:
    root = Path(advisor.__file__).parents[1]
    texts = "".join(
        path.read_text(encoding="utf-8")
        for folder, kind in (("advisor", "*.py"), ("rules", "*.yaml"), ("cases", "*.yaml"))
        for path in (root / folder).rglob(kind)
    )
    lost = {one for one in texts if not one.isascii() and plain(one) in ("", "?")}
    assert not lost, lost
    assert plain("« Œuvre » : 12 € ✓ ✗ ≈") == '" OEuvre " : 12 EUR + x ~'
    assert plain("«\u00a0Œuvre\u00a0»") == '"OEuvre"'


def test_a_refusal_of_the_system_is_told_as_what_it_is(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def reading(_: object) -> int:
        raise OSError(errno.ENOENT, "no such file", str(tmp_path / "absent"))

    assert guarded(reading, argparse.Namespace()) == 2
    err = capsys.readouterr().err
    assert err == f"{tmp_path / 'absent'} : ce fichier ou ce répertoire n'existe pas.\n"


def test_help_names_folders_and_files_apart(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--aide"])
    assert "--dossiers REPERTOIRE" in capsys.readouterr().out


@pytest.mark.parametrize(
    "module",
    [*(f"cli/{name}.py" for name in ("runner", "dossiers", "output", "reference")), "interview/machine.py"],
)
def test_every_public_function_says_what_it_means(module: str) -> None:
    tree = ast.parse((Path(advisor.__file__).parent / module).read_text(encoding="utf-8"))
    named = (ast.FunctionDef, ast.ClassDef)
    outer = [node for node in tree.body if isinstance(node, named)]
    inner = [node for one in outer if isinstance(one, ast.ClassDef) for node in one.body if isinstance(node, named)]
    setters = {node for node in inner if any(isinstance(one, ast.Attribute) for one in node.decorator_list)}
    overrides = {"format_usage", "format_help", "error"}
    bare = [
        node.name
        for node in (*outer, *inner)
        if not node.name.startswith("_") and node not in setters and node.name not in overrides
        if not ast.get_docstring(node)
    ]
    assert not bare


WRITING = [
    ("evaluer", "--sortie"),
    ("evaluer", "--proces-verbal"),
    ("rapport", "--sortie"),
    ("expliquer ESS-07", "--sortie"),
    ("chemin", "--sortie"),
    ("et-si", "--sortie"),
    ("statut", "--sortie"),
    ("clauses", "--sortie"),
    ("demande-esus", "--sortie"),
    ("demande-esus", "--ics"),
    ("regles montrer ESS-07", "--sortie"),
    ("regles liste", "--sortie"),
    ("regles comparer 2019-01-01 2020-01-01", "--sortie"),
    ("schema", "--sortie"),
]


@pytest.mark.parametrize(("command", "option"), WRITING, ids=[" ".join(one) for one in WRITING])
def test_a_place_that_cannot_be_written_is_refused_before_any_work(
    command: str, option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def working(*_: object, **__: object) -> None:
        raise AssertionError("work was done")

    for place in (
        "advisor.rules.load.load_knowledge",
        "advisor.assessment.assess.read_dossier",
        "advisor.report.catalogue.schema_json",
    ):
        monkeypatch.setattr(place, working)
    name, *rest = command.split()
    words = [name, *rest] if name in ("regles", "schema") else [name, str(DOSSIER), *rest]
    target = tmp_path / "absent" / "rapport.md"
    code, out, err = run(capsys, *words, option, str(target))
    assert (code, out) == (2, "")
    assert err == (
        f"{target} : le répertoire « {tmp_path / 'absent'} » n'existe pas. "
        f"Créez-le, ou donnez un autre emplacement à {option}.\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("way", ["same", "relative", "link"])
@pytest.mark.parametrize("command", [["evaluer"], ["expliquer", "ESS-07"]], ids=lambda command: command[0])
def test_nothing_written_overwrites_the_dossier(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: list[str], way: str
) -> None:
    path, link = tmp_path / "dossier.yaml", tmp_path / "lien.md"
    path.write_bytes(DOSSIER.read_bytes())
    link.symlink_to(path)
    target = {"same": path, "relative": tmp_path / "x" / ".." / "dossier.yaml", "link": link}[way]
    code, _, err = run(capsys, command[0], str(path), *command[1:], "--sortie", str(target))
    assert code == 2 and "Rien n'a été écrit" in err
    assert "doivent être des fichiers différents" in err or "prendrait la place d'un dossier" in err
    assert path.read_bytes() == DOSSIER.read_bytes() and link.is_symlink()


def test_a_record_that_exists_stops_the_command_before_anything_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    record, report = tmp_path / "pv.json", tmp_path / "rapport.md"
    record.write_text("signé")
    code, out, err = run(
        capsys, "evaluer", str(DOSSIER), "--sortie", str(report), "--proces-verbal", str(record), "--format", "markdown"
    )
    assert code == 2 and out == "" and "existe déjà" in err
    assert record.read_text() == "signé" and not report.exists()
    code, _, err = run(capsys, "evaluer", str(DOSSIER), "--sortie", str(report), "--proces-verbal", str(report))
    assert code == 2 and "différents" in err and not report.exists()


def test_saving_keeps_permissions_and_links(tmp_path: Path) -> None:
    real, link = tmp_path / "reel.yaml", tmp_path / "lien.yaml"
    dossier = read_dossier(DOSSIER)
    advisor.save_dossier(dossier, real)
    real.chmod(0o664)
    link.symlink_to(real)
    advisor.save_dossier(dossier, link)
    assert link.is_symlink() and real.stat().st_mode & 0o777 == 0o664
