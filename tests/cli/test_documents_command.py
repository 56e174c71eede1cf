"""``ess-advisor rapport`` and the letterhead: formats, files, refusals, all in French."""

from __future__ import annotations

import errno
import io
import struct
import tempfile
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from docx.shared import Cm, RGBColor
from pypdf import PdfReader

from advisor.cli import main
from advisor.common.errors import InputError
from advisor.dossier import load_dossier
from advisor.report.letterhead import Letterhead, find_letterhead, read_letterhead
from advisor.report.model import Report
from advisor.report.typst import to_pdf
from advisor.report.word import to_word

HERE = Path(__file__).parents[1]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


# One grey point.
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\x80"))
    + _chunk(b"IEND", b"")
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    target = tmp_path / "atelier.yaml"
    target.write_bytes((HERE / "data" / "dossier.yaml").read_bytes())
    return target


def errors(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


# -- the command ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "start"), [("a.pdf", b"%PDF-"), ("a.docx", b"PK"), ("a.html", b"<!DOCTYPE html>"), ("a.md", b"# Avis")]
)
def test_the_name_of_the_file_tells_its_format(dossier: Path, tmp_path: Path, name: str, start: bytes) -> None:
    target = tmp_path / "sous" / name
    target.parent.mkdir()
    assert main(["rapport", str(dossier), "--sortie", str(target)]) == 0
    assert target.read_bytes().startswith(start)
    assert [one.name for one in target.parent.iterdir()] == [name]


@pytest.mark.parametrize("fmt", ["pdf", "docx", "html"])
def test_a_document_without_a_name_goes_beside_its_dossier(
    dossier: Path, capsys: pytest.CaptureFixture[str], fmt: str
) -> None:
    before = dossier.read_bytes()
    assert main(["rapport", str(dossier), "--format", fmt]) == 0
    assert dossier.with_suffix(f".{fmt}").is_file() and dossier.read_bytes() == before
    assert f"atelier.{fmt}" in capsys.readouterr().err


COMMANDS = {
    "chemin": ("chemin",),
    "et-si": ("solidite",),
    "expliquer": ("preuve-ESUS-02a", "ESUS-02a"),
    "statut": ("statuts",),
    "clauses": ("clauses",),
    "demande-esus": ("dossier-esus",),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_on_a_dossier_writes_a_document_under_the_letterhead(
    dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """Each beside its dossier under a name of its own, none in the place of another."""
    write(tmp_path, 'nom = "CRESS des Deux Rives"\n')
    name, *rest = COMMANDS[command]
    assert main([command, str(dossier), *rest, "--format", "html"]) == 0
    html = (tmp_path / f"atelier-{name}.html").read_text(encoding="utf-8")
    assert "CRESS des Deux Rives" in html and "<h2" in html
    assert f"atelier-{name}.html" in capsys.readouterr().err
    assert main([command, str(dossier), *rest, "--sortie", str(tmp_path / "a.pdf")]) == 0
    assert "CRESS des Deux Rives" in PdfReader(tmp_path / "a.pdf").pages[0].extract_text()
    assert main([command, str(dossier), *rest, "--sortie", str(tmp_path / "a.docx")]) == 0
    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")
    capsys.readouterr()
    message = errors(capsys, command, str(dossier), *rest, "--format", "pdf", "--sortie", str(dossier))
    assert "Rien n'a été écrit" in message


@pytest.mark.parametrize("command", COMMANDS)
def test_texts_of_every_command_still_go_to_the_screen_or_to_the_file_named(
    dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    rest = COMMANDS[command][1:]
    for fmt in ("terminal", "markdown", "json"):
        assert main([command, str(dossier), *rest, "--format", fmt]) == 0
        shown = capsys.readouterr().out
        target = tmp_path / f"a.{ {'terminal': 'txt', 'markdown': 'md', 'json': 'json'}[fmt] }"
        assert main([command, str(dossier), *rest, "--sortie", str(target)]) == 0
        assert target.read_text(encoding="utf-8") == shown
        capsys.readouterr()


def test_a_worked_case_goes_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["rapport", "013", "--format", "html"]) == 0
    assert (tmp_path / "013.html").is_file()


def test_texts_go_to_the_screen_with_the_summary_first(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rapport", str(dossier), "--largeur", "80"]) == 0
    text = capsys.readouterr().out
    assert text.index("L'ESSENTIEL EN UNE PAGE") < text.index("LES DEUX VERDICTS") < text.index("ANNEXE A")
    assert max(map(len, text.splitlines())) <= 80
    assert main(["rapport", str(dossier), "--format", "json"]) == 0
    assert Report.model_validate_json(capsys.readouterr().out).summary is not None


def test_the_law_of_another_day_is_applied(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rapport", str(dossier), "--au", "2019-06-01", "--format", "markdown"]) == 0
    assert "1er juin 2019" in capsys.readouterr().out.replace("\u00a0", " ")


def test_a_report_never_takes_the_place_of_what_it_is_made_from(
    dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "autre.yaml"
    other.write_text("format: 1\n", encoding="utf-8")
    logo = tmp_path / "logo.png"
    logo.write_bytes(PNG)
    for target in (dossier, other, logo, tmp_path):
        text = errors(capsys, "rapport", str(dossier), "--format", "pdf", "--sortie", str(target))
        assert str(target) in text and "\n" not in text.strip()
    assert other.read_text(encoding="utf-8") == "format: 1\n" and logo.read_bytes() == PNG
    assert "Rien n'a été écrit" in errors(capsys, "rapport", str(dossier), "--format", "pdf", "--sortie", "x.docx")
    record = tmp_path / "pv.json"
    assert main(["evaluer", str(dossier), "--proces-verbal", str(record)]) == 0
    capsys.readouterr()
    before = record.read_bytes()
    assert "procès-verbal" in errors(capsys, "rapport", str(dossier), "--sortie", str(record))
    assert record.read_bytes() == before


# -- the letterhead ---------------------------------------------------------------------------------------------------


def write(folder: Path, text: str, **files: bytes) -> Path:
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    path = folder / "entete.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_letterhead_is_found_beside_the_dossier(dossier: Path, tmp_path: Path) -> None:
    text = '\ufeffnom = "CRESS des Deux Rives"\nadresse = ["12 quai Neuf", "42000 Saint-Étienne"]\nlogo = "logo.svg"\n'
    write(tmp_path, text, logo_svg=SVG.encode())
    assert main(["rapport", str(dossier), "--format", "pdf"]) == 0
    first = PdfReader(io.BytesIO(dossier.with_suffix(".pdf").read_bytes())).pages[0].extract_text()
    assert "CRESS des Deux Rives" in first and "12 quai Neuf" in first
    elsewhere = tmp_path / "ailleurs"
    elsewhere.mkdir()
    other = write(elsewhere, 'nom = "Autre maison"\n')
    assert main(["rapport", str(dossier), "--format", "html", "--entete", str(other)]) == 0
    html = dossier.with_suffix(".html").read_text(encoding="utf-8")
    assert "Autre maison" in html and "Deux Rives" not in html.partition("<main")[0]


def test_no_letterhead_is_no_letterhead(tmp_path: Path) -> None:
    assert find_letterhead(None, tmp_path, tmp_path / "absent") is None


def test_both_kinds_of_logo_are_drawn_in_both_files(tmp_path: Path) -> None:
    for name, content in (("logo.png", PNG), ("logo.svg", SVG.encode())):
        path = write(tmp_path, f'nom = "CRESS"\nlogo = "{name}"\n', **{name.replace(".", "_"): content})
        head = read_letterhead(path)
        assert head.logo is not None and head.logo.kind == name[-3:]
        report = Report(title="Essai")
        assert to_pdf(report, head).startswith(b"%PDF") and to_word(report, head).startswith(b"PK")


def test_an_address_may_be_one_text_of_several_lines(tmp_path: Path) -> None:
    head = read_letterhead(write(tmp_path, 'nom = "CRESS"\nadresse = """\n12 quai\n42000 Ville\n"""\n'))
    assert head == Letterhead("CRESS", ("12 quai", "42000 Ville"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nom = CRESS\n", ":1:7 : cette ligne n'est pas de la forme"),
        ("", ":1:1 : il manque « nom »"),
        ("nom = 3\n", "« nom » attend un texte"),
        (f'nom = "{"x" * 121}"\n', "120 caractères"),
        ('nom = "C"\nlogos = "a"\n', "« logos » n'est pas attendu"),
        ('nom = "C"\nadresse = 3\n', ":2:1 : « adresse » attend une liste"),
        ('nom = "C"\nadresse = [1]\n', ":2:1 : cet élément attend un texte"),
        (f'nom = "C"\nadresse = ["{"x" * 91}"]\n', "dépasse 90 caractères"),
        ('nom = "C"\nlogo = "absent.png"\n', "n'existe pas"),
        ('nom = "C"\nlogo = 3\n', "nom de fichier"),
        ('nom = "C"\nlogo = "faux.png"\n', "ni une image PNG ni un dessin SVG"),
        ('nom = "C"\nlogo = "bombe.svg"\n', "ni une image PNG ni un dessin SVG"),
        ('nom = "C"\nlogo = "lourd.png"\n', "dépasse 1000 ko"),
    ],
)
def test_each_defect_of_a_letterhead_is_told_in_french(tmp_path: Path, text: str, message: str) -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>'
    path = write(tmp_path, text, faux_png=b"GIF89a", bombe_svg=bomb, lourd_png=b"\x89PNG\r\n\x1a\n" + bytes(1_000_001))
    with pytest.raises(InputError, match=message):
        read_letterhead(path)


def test_every_defect_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as found:
        read_letterhead(write(tmp_path, 'logo = "absent.png"\nville = "x"\nadresse = 1\n'))
    assert len(found.value.problems) == 4


def test_a_letterhead_that_is_not_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "entete.toml"
    path.write_bytes(b'nom = "Caf\xe9"')
    with pytest.raises(InputError, match="UTF-8"):
        read_letterhead(path)
    with pytest.raises(InputError, match="n'existe pas"):
        find_letterhead(str(tmp_path / "rien.toml"))


def test_a_broken_logo_is_told_by_name(tmp_path: Path) -> None:
    broken = read_letterhead(write(tmp_path, 'nom = "C"\nlogo = "l.png"\n', l_png=b"\x89PNG\r\n\x1a\nrien"))
    for draw in (to_pdf, to_word):
        with pytest.raises(InputError, match=r"l\.png"):
            draw(Report(title="Essai"), broken)


# -- the template of Word documents -----------------------------------------------------------------------------------


@pytest.fixture
def own(dossier: Path, tmp_path: Path) -> Path:
    """A report kept as a template, once its styles were changed and its name drawn on each page."""
    path = tmp_path / "modele.docx"
    write(tmp_path, 'nom = "CRESS des Deux Rives"\nlogo = "logo.png"\n', logo_png=PNG)
    assert main(["rapport", str(dossier), "--sortie", str(path)]) == 0
    document = docx.Document(str(path))
    document.styles["Heading 1"].font.color.rgb = document.styles["Mention favorable"].font.color.rgb = RED
    document.sections[0].left_margin = Cm(5)
    document.sections[0].header.add_paragraph("Notre maison")
    document.save(str(path))
    return path


RED = RGBColor(0xC0, 0x10, 0x20)


def test_word_documents_have_the_page_and_styles_of_the_template_and_nothing_it_says(
    dossier: Path, tmp_path: Path, own: Path
) -> None:
    target = tmp_path / "013.docx"
    assert main(["rapport", "013", "--sortie", str(target), "--entete", str(tmp_path / "entete.toml")]) == 0
    document = docx.Document(str(target))
    header = [one.text for one in document.sections[0].header.paragraphs]
    assert "Les Matins Clairs" in header[0] and header[1:] == ["Notre maison"]
    assert document.styles["Heading 1"].font.color.rgb == RED
    assert document.tables
    for table in document.tables:  # as wide as the page leaves room for
        assert sum(column.width.cm for column in table.columns) == pytest.approx(13.5, 0.01)
    with zipfile.ZipFile(target) as packed:
        whole = " ".join(packed.read(name).decode() for name in packed.namelist() if name.endswith((".xml", ".rels")))
        assert len([name for name in packed.namelist() if "media" in name]) == 1
    earlier = load_dossier(dossier).name
    assert earlier in docx.Document(str(own)).sections[0].header.paragraphs[0].text and earlier not in whole


def test_the_template_never_gives_way_to_a_report(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = own.read_bytes()
    capsys.readouterr()
    assert "un modèle" in errors(capsys, "rapport", "013", "--sortie", str(own))
    assert own.read_bytes() == before


def test_what_is_wrong_with_a_template_is_told_with_the_style(
    dossier: Path, tmp_path: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = docx.Document(str(own))
    for name in ("Heading 2", "Encadré réserve", "Renvoi", "Tableau sobre"):
        document.styles[name].delete()
    document.save(str(own))
    capsys.readouterr()
    message = errors(capsys, "rapport", str(dossier), "--format", "docx")
    lacking = (
        "paragraphe « Titre 2 »",
        "paragraphe « Encadré réserve »",
        "caractère « Renvoi »",
        "tableau « Tableau sobre »",
    )
    for words in lacking:
        assert f"modele.docx : ce modèle n'a pas le style de {words}." in message
    assert main(["rapport", str(dossier), "--format", "pdf"]) == 0
    capsys.readouterr()
    own.write_bytes(b"PK\x03\x04 ceci n'est pas un document")
    for command in (["rapport", str(dossier), "--format", "docx"], ["site", "--port", "0"]):
        message = errors(capsys, *command, "--entete", str(tmp_path / "entete.toml"))
        assert "modele.docx : ce modèle n'est pas un document Word" in message and "Repartez d'un rapport" in message


def test_a_template_whose_lists_lost_their_numbers_is_told(
    dossier: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = docx.Document(str(own))
    properties = document.styles["List Number"].element.pPr
    properties.remove(properties.numPr)
    document.save(str(own))
    capsys.readouterr()
    assert "« Liste à numéros » de ce modèle n'est pas numéroté" in errors(
        capsys, "rapport", str(dossier), "--format", "docx"
    )


def test_a_document_without_a_name_that_cannot_go_beside_its_dossier_is_refused_before_any_work(
    dossier: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(**_: object) -> None:
        raise PermissionError(errno.EACCES, "no right")

    monkeypatch.setattr(tempfile, "mkstemp", refused)
    monkeypatch.setattr("advisor.assessment.assess.read_dossier", lambda _: pytest.fail("work was done"))
    message = errors(capsys, "rapport", str(dossier), "--format", "pdf")
    assert "vous n'en avez pas le droit" in message and "Donnez un autre emplacement à --sortie." in message
