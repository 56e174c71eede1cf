"""Diagrams: every format tells every word of them, in their order and under what holds them; nothing is run."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from advisor.report.document import render_document
from advisor.report.model import Blanks, Diagram, Exit, Flight, Ladder, Report, Rung, Section
from tests.report.test_documents import HOSTILE, SHOWN, Markup, flat, pdf_text, word_text

LADDER = Ladder(
    flights=(
        Flight(
            title="Un palier",
            rungs=(
                Rung(
                    code="A-1", question="Est-ce ceci ?", note="art. 1er", leaves="oui", exits=(Exit(mark="de_droit"),)
                ),
                Rung(
                    code="A-2",
                    question="Est-ce cela ?",
                    exits=(
                        Exit(mark="non_eligible", lead="fermé", text="il faudrait autre chose"),
                        Exit(mark="incertain"),
                    ),
                ),
            ),
            foot=(Exit(mark="eligible", text="au bout"),),
        ),
    )
)


def report(*blocks: Any) -> Report:
    return Report(title="Essai", sections=(Section(id="s", title="S", blocks=blocks),))


def in_order(wanted: list[str], text: str) -> bool:
    """Whether the words stand in a text one after the other."""
    return (
        re.search(".*?".join(re.escape(flat(one).replace(" ", "")) for one in wanted), text.replace(" ", ""))
        is not None
    )


SAID = (
    "Un palier", "Est-ce ceci ?", "A-1", "art. 1er", "oui", "De droit", "Est-ce cela ?", "A-2", "non", "Fermé",
    "il faudrait autre chose", "Incertain", "Éligible", "au bout",
)  # fmt: skip


@pytest.mark.parametrize("fmt", ["pdf", "docx", "html", "markdown", "terminal"])
def test_every_format_tells_a_diagram_in_order(fmt: Any) -> None:
    data = render_document(report(Diagram(title="Le schéma", drawn=LADDER)), fmt)
    if fmt == "pdf":
        text = pdf_text(data)
    elif fmt == "docx":
        text = word_text(data)
    elif fmt == "html":
        text = Markup(data.decode()).text
    else:
        text = re.sub(r"[│├└─]+", " ", data.decode())
    assert in_order(["Le schéma", *SAID], flat(text)), text


@pytest.mark.parametrize("width", [40, 80, 110])
def test_the_words_of_a_drawing_are_folded_beside_its_lines(width: int) -> None:
    from advisor.report.document import render_report

    long = Flight(foot=(Exit(mark="eligible", text="mot " * 60), Exit(mark="incertain")))
    text = render_report(report(Diagram(drawn=Ladder(flights=(long,)))), "terminal", width=width)
    lines = [line for line in text.splitlines() if "mot" in line]
    assert max(map(len, text.splitlines())) <= width
    assert lines[0].startswith("├─ ") and all(line.startswith("│  ") for line in lines[1:]) and len(lines) > 2


def test_a_ladder_in_a_word_file_is_a_table_that_can_be_edited() -> None:
    file = docx.Document(io.BytesIO(render_document(report(Diagram(drawn=LADDER)), "docx")))
    (table,) = file.tables
    rows = [[flat(cell.text) for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Question", "Réponse", "Où elle mène"]
    assert rows[1] == ["Est-ce ceci ? (A-1, art. 1er)", "oui", "✓ De droit"]
    assert rows[2][1:] == ["non", "↓ ligne suivante"]
    assert rows[-1] == ["Au bout", "", "✓ Éligible : au bout"]


def test_a_sign_never_stands_without_its_words() -> None:
    for mark in ("de_droit", "non_eligible", "incertain"):
        assert Exit(mark=mark).head  # type: ignore[arg-type]
        assert Exit(mark=mark, lead="à voir").head == "À voir"  # type: ignore[arg-type]


def test_lines_to_fill_by_hand_are_left_in_every_format() -> None:
    blanks = report(Blanks(labels=("Relu par", "Le")))
    assert "Relu par" in pdf_text(render_document(blanks, "pdf"))
    html = render_document(blanks, "html").decode()
    assert html.count('class="line"') == 2
    for fmt in ("terminal", "markdown"):
        assert re.search(r"Relu par.*_{10}", render_document(blanks, fmt).decode().replace("\\", ""))  # type: ignore[arg-type]
    assert "Relu par" in word_text(render_document(blanks, "docx"))


def test_hostile_text_is_harmless_in_a_diagram() -> None:
    rung = Rung(
        code=HOSTILE,
        question=HOSTILE + "```",
        note=HOSTILE,
        exits=(Exit(mark="incertain", lead=HOSTILE, text=HOSTILE),),
    )
    found = report(
        Diagram(title=HOSTILE, drawn=Ladder(flights=(Flight(title=HOSTILE, rungs=(rung,)),))),
        Blanks(labels=(HOSTILE,)),
    )
    html = render_document(found, "html").decode()
    page = Markup(html)
    assert not page.open and not page.all("script") and not page.all("b")
    squeezed = flat(SHOWN).replace(" ", "")
    for text in (page.text, pdf_text(render_document(found, "pdf")), word_text(render_document(found, "docx"))):
        assert squeezed in text.replace(" ", "")
    fences = [line for line in render_document(found, "markdown").decode().splitlines() if line.startswith("```")]
    assert fences.count("````text") == 1 and fences.count("````") == 1


def test_a_tagged_pdf_is_still_written() -> None:
    """Boxes and lines are decoration: the standard asks that each drawing be told, or be left aside."""
    data = render_document(report(Diagram(title="Le schéma", drawn=LADDER)), "pdf")
    reader = PdfReader(io.BytesIO(data))
    assert "pdfuaid" in str(reader.xmp_metadata and reader.trailer["/Root"]["/Metadata"].get_data())  # type: ignore[index]
