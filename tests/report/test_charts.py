"""Charts: the same figures in every format, in words, with bars as long as what they count."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from advisor.common.ascii import plain
from advisor.report.html import to_html
from advisor.report.markdown import to_markdown
from advisor.report.model import Bar, Chart, Paragraph, Report, Section
from advisor.report.terminal import to_terminal
from advisor.report.typst import to_pdf
from advisor.report.word import to_word

HOSTILE = "<script>#panic[]*_$"
BARS = (
    Bar(label="Éligible", value=24, text="24 (60 %)", mark="eligible"),
    Bar(label="À mettre en conformité", value=12, text="12 (30 %)", mark="a_mettre_en_conformite"),
    Bar(label="Non éligible", value=0, text="0"),
    Bar(label="Autres, réunis", value=4, text="4 (10 %)", aside=True),
)
NOTED = (Bar(label="Clause du boni", value=7, text="7", note="Article premier, 3°"),)


def report(*bars: Bar) -> Report:
    chart = Chart(title="Verdicts rendus", unit="Consultations", bars=bars)
    return Report(title="Bilan", sections=(Section(id="x", title="Partie", blocks=(chart, Paragraph(text="Fin."))),))


def flat(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u200b", "").split())


def word_xml(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read("word/document.xml").decode()


def printed(one: Report, fmt: str) -> str:
    if fmt == "pdf":
        return flat(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(one))).pages))
    if fmt == "docx":
        return flat(re.sub(r"<[^>]+>", " ", word_xml(to_word(one))))
    if fmt == "html":
        return flat(re.sub(r"<[^>]+>", " ", to_html(one).partition("</head>")[2]))
    return flat(to_markdown(one) if fmt == "markdown" else to_terminal(one, 80))


@pytest.mark.parametrize("fmt", ["terminal", "markdown", "html", "docx", "pdf"])
def test_every_format_prints_each_label_and_figure_once(fmt: str) -> None:
    text = printed(report(*BARS, *NOTED), fmt)
    assert "Verdicts rendus" in text and "Fin." in text
    for bar in (*BARS, *NOTED):
        assert text.count(bar.label) == 1, bar.label
    for figure in ("24 (60 %)", "12 (30 %)", "4 (10 %)", "Article premier, 3°"):
        assert flat(figure) in text, figure
    for sign in ("✓", "!"):
        assert sign in text


def test_a_chart_comes_back_from_json_as_it_went() -> None:
    one = report(*BARS, *NOTED)
    assert Report.model_validate_json(one.model_dump_json()) == one


values = st.lists(st.integers(0, 500), min_size=1, max_size=8)


@given(values, st.booleans())
def test_bars_are_as_long_as_what_they_count(numbers: list[int], noted: bool) -> None:
    bars = [Bar(label=f"L{n}", value=n, text=str(n), note="précision" if noted else "") for n in numbers]
    one, most = report(*bars), max([1, *numbers])
    drawn = [
        line.count("█") for line in to_terminal(one, 80).splitlines() if re.search(r"(█ |^ +|^  L\d+ +)\d+$", line)
    ]
    assert len(drawn) == len(numbers)
    longest = max(drawn)
    for number, length in zip(numbers, drawn, strict=True):
        assert (length == 0) == (number == 0)
        assert number == 0 or abs(length - longest * number / most) <= 1
    widths = [float(found) for found in re.findall(r'<rect width="([\d.]+)%"', to_html(one))]
    assert widths == [pytest.approx(100 * number / most, abs=0.0501) for number in numbers]


def test_a_bar_of_the_word_file_is_a_shaded_line_that_its_indent_shortens() -> None:
    (table,) = docx.Document(io.BytesIO(to_word(report(*BARS)))).tables
    lines = [row.cells[1].paragraphs[0] for row in table.rows]
    # Nothing is shaded for a zero.
    styles = [one.style for one in lines]
    assert [one.name for one in styles] == ["Barre favorable", "Barre réserve", "Cellule", "Barre à part"]
    assert ["<w:shd " in one.element.xml for one in styles] == [True, True, False, True]
    # Half as many leaves half of the room.
    indents = [one.paragraph_format.right_indent.cm for one in lines]
    assert indents[0] == 0 and indents[3] == pytest.approx(indents[1] * 5 / 3, rel=0.01)


labels = st.text(st.characters(codec="utf-8", exclude_characters="\ue000"), min_size=1, max_size=120)


@given(st.lists(labels, min_size=1, max_size=4), st.integers(30, 120))
def test_no_line_of_the_screen_is_wider_than_asked(names: list[str], width: int) -> None:
    one = report(*(Bar(label=name, value=rank, text=f"{rank} (10 %)") for rank, name in enumerate(names)))
    from rich.cells import cell_len

    assert max(cell_len(line) for line in to_terminal(one, width).splitlines()) <= width


def test_bars_survive_a_terminal_without_their_character() -> None:
    text = plain(to_terminal(report(*BARS), 80))
    assert text.isascii() and re.search(r"\+ Eligible +#{20,} 24 \(60 %\)", text)


@pytest.mark.parametrize("fmt", ["terminal", "html", "docx", "pdf"])
def test_hostile_words_are_printed_not_run(fmt: str) -> None:
    bar = Bar(label=HOSTILE, value=1, text=HOSTILE, note=HOSTILE)
    one = Report(
        title="x", sections=(Section(id="x", title="y", blocks=(Chart(title=HOSTILE, unit=HOSTILE, bars=(bar,)),)),)
    )
    if fmt == "html":
        assert "<script>" not in to_html(one) and to_html(one).count("&lt;script&gt;") == 5
        return
    text = printed(one, fmt).replace(" ", "").replace("&lt;", "<").replace("&gt;", ">")
    assert text.count(HOSTILE) == 4


def test_the_page_reads_by_ear() -> None:
    """A table with a caption, headers that say their side, and drawings that are silent."""
    html = to_html(report(*BARS, *NOTED))
    assert html.count("<caption>Verdicts rendus</caption>") == 1
    table: Any = re.search(r'<table class="chart">.*?</table>', html, re.DOTALL)
    assert table[0].count('scope="row"') == 5 and table[0].count('scope="col"') == 2
    assert all('aria-hidden="true"' in svg for svg in re.findall(r"<svg[^>]*>", table[0]))
    assert "style=" not in table[0]


def test_the_pdf_stays_accessible_and_its_bars_are_decoration() -> None:
    reader = PdfReader(io.BytesIO(to_pdf(report(*BARS))))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and b"pdfuaid" in root["/Metadata"].get_data()
    assert b"/Artifact" in reader.pages[0].get_contents().get_data()  # type: ignore[union-attr]
