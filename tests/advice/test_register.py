"""The register of the CRESS: read strictly, written without loss, cited beside the law, and never a judge."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from advisor.advice.register import (
    FILE_NAME,
    HEAD,
    PracticeLine,
    Register,
    add_line,
    doubts,
    dump_line,
    looks_like_siren,
    parse_register,
    read_register,
)
from advisor.assessment.assess import assess
from advisor.assessment.record import freeze, save_record
from advisor.cli import main
from advisor.common.errors import InputError
from advisor.common.yaml_reader import YamlDocument
from advisor.desk.repository import listed
from advisor.dossier.file import save_dossier
from advisor.report.document import build_document, render
from advisor.report.register import CAUTION, CONTRARY
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.words import load_words
from advisor.training.casebook.read import find_case
from tests.museum.registers import GOOD, SPOILED

ON = date(2026, 11, 3)


def line(**changes: object) -> PracticeLine:
    raw = {
        "point": "Q7",
        "date": "2026-03-12",
        "qui": "DDETS de la Loire",
        "lecture": "favorable",
        "support": "courrier",
    }
    return PracticeLine.model_validate(raw | changes)


def register(*lines: PracticeLine) -> Register:
    return Register(Path(FILE_NAME), lines, tuple(range(1, len(lines) + 1)))


def report_text(found: Register | None, case: str = "013") -> str:
    dossier = find_case(case).dossier
    words = render(assess(dossier, ON), "markdown", dossier=dossier, register=found)
    return " ".join(words.split())


# -- reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "old", "new", "expected"), SPOILED, ids=[one[0] for one in SPOILED])
def test_each_defect_is_told_with_its_line_and_its_mend(
    tmp_path: Path, knowledge: Knowledge, name: str, old: str | None, new: str | bytes, expected: str
) -> None:
    path = tmp_path / FILE_NAME
    if old is None:
        path.write_bytes(new if isinstance(new, bytes) else new.encode())
    else:
        assert GOOD.count(old) == 1 and isinstance(new, str)
        path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_register(path, knowledge)
    assert str(caught.value).splitlines()[0] == f"{path}{expected}"


def test_every_defect_of_a_register_is_told_at_once(knowledge: Knowledge) -> None:
    bad = GOOD.replace("Q7", "Q77").replace("courrier", "fax") + GOOD.replace("2026-03-12", "hier")
    with pytest.raises(InputError) as caught:
        parse_register(YamlDocument(bad, "r"), Path("r"), knowledge)
    assert [problem.line for problem in caught.value.problems] == [2, 6, 11]


@pytest.mark.parametrize("text", ["", "# rien encore\n", "[]\n"])
def test_an_empty_register_is_a_register(text: str, tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / FILE_NAME
    path.write_text(text, encoding="utf-8")
    assert read_register(path, knowledge).lines == ()
    assert add_line(path, line(), knowledge).lines == (line(),)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("552 100 554", True),
        ("SIREN 552100554.", True),
        ("siret 552 100 554 00013", True),
        ("552.100.554", True),
        ("le 12/03/2026, 12 345 €", False),
        ("12345678", False),
        ("5521005541", False),
        ("loi n° 2014-856", False),
    ],
)
def test_the_number_of_a_company_is_recognised(text: str, is_one: bool) -> None:
    assert looks_like_siren(text) is is_one


def test_what_a_register_should_not_say_is_told(knowledge: Knowledge) -> None:
    text = GOOD + GOOD + GOOD.replace("Associé unique", "552 100 554").replace("2026-03-12", "2026-12-01")
    found = list(doubts(parse_register(YamlDocument(text, "r"), Path("r"), knowledge), ON))
    assert [problem.line for problem in found] == [10, 18, 18]
    assert ["répète" in str(found[0]), "SIREN" in str(found[1]), "à venir" in str(found[2])] == [True] * 3


# -- writing ----------------------------------------------------------------------------------------------------------

LINES = st.builds(
    lambda point, day, who, reading, basis, words, late: line(
        point=point, date=day, qui=who, lecture=reading, support=basis, texte=words, jusqu_au=day if late else None
    ),
    st.sampled_from(["Q2", "Q7", "C9", "HOLDING"]),
    st.dates(date(2014, 8, 2), date(2030, 1, 1)),
    st.text(min_size=1, max_size=80).filter(lambda text: text.strip() == text and text.isprintable()),
    st.sampled_from(list(load_words().positions)),
    st.sampled_from(list(load_words().bases)),
    st.text(max_size=200).filter(lambda text: text.strip() == text and text.replace("\n", "").isprintable()),
    st.booleans(),
)


@over(lines=st.lists(LINES, min_size=1, max_size=3, unique=True))
@settings(max_examples=60, deadline=None)
def test_what_is_written_reads_back_the_same(lines: list[PracticeLine]) -> None:
    text = HEAD + "".join(map(dump_line, lines))
    assert parse_register(YamlDocument(text, "r"), Path("r"), load_knowledge()).lines == tuple(lines)


def test_adding_keeps_what_is_there_to_the_letter(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / FILE_NAME
    path.write_text(GOOD.rstrip("\n"), encoding="utf-8")
    found = add_line(path, line(lecture="stricte"), knowledge)
    assert path.read_text(encoding="utf-8").startswith(GOOD) and len(found.lines) == 2
    assert path.with_name(f"{FILE_NAME}.bak").read_text(encoding="utf-8") == GOOD.rstrip("\n")


def test_a_register_that_cannot_be_read_or_says_it_already_is_left_alone(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / FILE_NAME
    for text, words in (("- Q7\n", "bloc"), (GOOD, "déjà, ligne 2")):
        path.write_text(text, encoding="utf-8")
        twin = parse_register(YamlDocument(GOOD, "r"), Path("r"), knowledge).lines[0]
        with pytest.raises(InputError, match=words):
            add_line(path, twin, knowledge)
        assert path.read_text(encoding="utf-8") == text


# -- citing -----------------------------------------------------------------------------------------------------------


def test_a_report_cites_newest_first_and_says_what_it_is_worth() -> None:
    older = line(date="2025-01-10", qui="DREETS", lecture="sans_position", support="oral")
    words = report_text(register(older, line(texte="Les salariés siègent au comité")))
    first = "Le 12 mars 2026, DDETS de la Loire : lecture favorable admise (courrier). Les salariés siègent au comité."
    second = "Le 10 janvier 2025, DREETS : pas de position prise (oral, sans écrit)."
    assert 0 < words.index(first) < words.index(second) and CAUTION in words and CONTRARY not in words


@pytest.mark.parametrize(
    ("other", "contrary", "said"),
    [
        ({"lecture": "stricte"}, True, "lecture stricte retenue"),
        ({"lecture": "stricte", "date": "2026-11-04"}, False, "Position postérieure au jour de cet avis."),
        ({"lecture": "stricte", "date": "2026-11-03"}, True, "lecture stricte retenue"),
        ({"lecture": "stricte", "jusqu_au": "2026-11-02"}, False, "N'était donnée que jusqu'au 2 novembre 2026."),
        ({"lecture": "stricte", "jusqu_au": "2026-11-03"}, True, "Donnée jusqu'au 3 novembre 2026."),
    ],
)
def test_positions_that_contradict_are_both_shown_while_they_hold(
    other: dict[str, object], contrary: bool, said: str
) -> None:
    words = report_text(register(line(), line(**other)))
    assert "lecture favorable admise" in words and said in words and (CONTRARY in words) is contrary


def test_a_point_that_does_not_arise_is_not_cited() -> None:
    found = register(line(point="HOLDING"))
    assert report_text(found) == report_text(None)


def test_the_first_page_names_the_last_position() -> None:
    dossier = find_case("013").dossier
    found = register(line(), line(date="2026-12-01", lecture="stricte"))
    page = build_document(assess(dossier, ON), load_knowledge(), dossier, found).summary
    assert page is not None
    words = " ".join(page.model_dump_json().replace("\u00a0", " ").split())
    assert "Registre de la CRESS : le 12 mars 2026, DDETS de la Loire : lecture favorable admise" in words
    both = register(line(), line(lecture="stricte"))
    page = build_document(assess(dossier, ON), load_knowledge(), dossier, both).summary
    assert page is not None and "positions contraires" in page.model_dump_json()


# -- commands ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of dossiers with one dossier, and no register."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "dossiers"
    folder.mkdir()
    save_dossier(find_case("013").dossier, folder / "matins.yaml")
    return folder


ADD = ["registre", "ajouter", "--point", "Q7", "--date", "12/03/2026", "--service", "DDETS de la Loire"]
ADD += ["--lecture", "favorable", "--support", "courrier"]


def test_a_line_added_is_listed_checked_and_cited_without_moving_a_verdict(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluer", "dossiers/matins.yaml", "--format", "json"]) == 0
    before = capsys.readouterr().out
    record = desk.parent / "pv.json"
    dossier = find_case("013").dossier
    save_record(freeze(dossier, assess(dossier)), record)
    assert main(ADD) == 0 and main(["registre", "verifier"]) == 0
    assert "1 ligne : aucune anomalie." in capsys.readouterr().out
    assert main(["registre", "liste", "--point", "Q7", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["lecture"] == "favorable"
    for command in (["evaluer", "dossiers/matins.yaml"], ["expliquer", "dossiers/matins.yaml", "ESS-04"]):
        assert main(command) == 0
        words = " ".join(capsys.readouterr().out.split())
        assert "Registre de la CRESS" in words and CAUTION in words
    assert main(["rapport", "dossiers/matins.yaml", "--format", "html", "--sortie", "r.html"]) == 0
    assert "Registre de la CRESS" in (desk.parent / "r.html").read_text(encoding="utf-8")
    assert main(["evaluer", "dossiers/matins.yaml", "--format", "json"]) == 0
    assert capsys.readouterr().out == before
    assert main(["rejouer", str(record)]) == 0


def test_a_register_elsewhere_is_named(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = desk.parent / "ailleurs.yaml"
    assert main(["--registre", str(other), *ADD]) == 0 and not (desk / FILE_NAME).exists()
    assert main(["--registre", str(other), "evaluer", "013"]) == 0
    assert "Registre de la CRESS" in capsys.readouterr().out
    assert main(["--registre", "absent.yaml", "evaluer", "013"]) == 2
    assert "absent.yaml : ce fichier n'existe pas." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"--point": "Q77"}, "Vouliez-vous dire « Q7 » ?"),
        ({"--service": "SARL 552 100 554"}, "ressemble à un SIREN"),
        ({"--service": "D" * 81}, "« qui » dépasse 80 caractères."),
        ({"--service": ""}, "Ajoutez --service"),
        ({"--jusqu-au": "2026-03-11"}, "vient avant la date de la position"),
    ],
)
def test_what_cannot_be_added_is_told_and_nothing_is_written(
    desk: Path, capsys: pytest.CaptureFixture[str], change: dict[str, str], words: str
) -> None:
    options = dict(zip(ADD[2::2], ADD[3::2], strict=True)) | change
    assert main(["registre", "ajouter", *(part for pair in options.items() for part in pair)]) == 2
    assert words in capsys.readouterr().err and not (desk / FILE_NAME).exists()


def test_a_damaged_register_stops_a_report_rather_than_being_left_out(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / FILE_NAME).write_text(GOOD.replace("courrier", "fax"), encoding="utf-8")
    assert main(["evaluer", "dossiers/matins.yaml"]) == 2
    assert "registre.yaml:6:3 : « fax » n'est pas admis" in capsys.readouterr().err


def test_a_report_never_takes_the_place_of_the_register(desk: Path) -> None:
    assert main(ADD) == 0
    before = (desk / FILE_NAME).read_bytes()
    for command in (["evaluer", "dossiers/matins.yaml"], ["rapport", "dossiers/matins.yaml"]):
        assert main([*command, "--sortie", f"dossiers/{FILE_NAME}"]) == 2
    assert (desk / FILE_NAME).read_bytes() == before


def test_the_register_is_not_taken_for_a_dossier(desk: Path) -> None:
    assert main(ADD) == 0
    assert [path.name for path, _ in listed(desk)] == ["matins.yaml"]
