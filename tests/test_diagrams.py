"""Diagrams: every format tells every word of them, in their order and under what holds them; nothing is run."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from advisor.knowledge import Knowledge
from advisor.knowledge.conditions import AllOf, AnyOf, Condition, Leaf, OpenPoint, walk
from advisor.report.conditions import condition_branch, leaf_test
from advisor.report.document import render_document
from advisor.report.drawn import diagram_lines
from advisor.report.model import (
    JOINS,
    Blanks,
    Branch,
    Diagram,
    Exit,
    Flight,
    Ladder,
    Report,
    Rung,
    Section,
    Span,
    Timeline,
    TimeRow,
    Tree,
    typeset,
)
from tests.test_documents import HOSTILE, SHOWN, Markup, flat, pdf_text, word_text

TREE = Branch(
    join="tous",
    branches=(
        Branch(text="premier bout"),
        Branch(
            join="un_de",
            branches=(
                Branch(lead="ESS-99", text="deuxième bout"),
                Branch(
                    join="lectures",
                    lead="Q99",
                    text="une question",
                    branches=(Branch(text="lecture une"), Branch(text="lecture deux")),
                ),
            ),
        ),
        Branch(text="dernier bout"),
    ),
)
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
DATES = Timeline(
    first="2014",
    last="2026",
    rows=(
        TimeRow(
            label="Une règle", text="depuis 2014, puis 2019", spans=(Span(start=0, end=0.4), Span(start=0.4, end=1))
        ),
    ),
)


def report(*blocks: Any) -> Report:
    return Report(title="Essai", sections=(Section(id="s", title="S", blocks=blocks),))


def words(branch: Branch) -> Iterator[str]:
    yield from filter(None, (branch.head, branch.text))
    for child in branch.branches:
        yield from words(child)


def in_order(wanted: list[str], text: str) -> bool:
    """Whether the words stand in a text one after the other."""
    return (
        re.search(".*?".join(re.escape(flat(one).replace(" ", "")) for one in wanted), text.replace(" ", ""))
        is not None
    )


SAID = {
    "tree": (Tree(root=TREE), list(words(TREE))),
    "ladder": (
        LADDER,
        ["Un palier", "Est-ce ceci ?", "A-1", "art. 1er", "oui", "De droit", "Est-ce cela ?", "A-2", "non", "Fermé",
         "il faudrait autre chose", "Incertain", "Éligible", "au bout"],
    ),
    "timeline": (DATES, ["Une règle", "depuis 2014, puis 2019"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", SAID)
@pytest.mark.parametrize("fmt", ["pdf", "docx", "html", "markdown", "terminal"])
def test_every_format_tells_a_diagram_in_order(kind: str, fmt: Any) -> None:
    drawn, wanted = SAID[kind]
    data = render_document(report(Diagram(title="Le schéma", drawn=drawn)), fmt)
    if fmt == "pdf":
        text = pdf_text(data)
    elif fmt == "docx":
        text = word_text(data)
    elif fmt == "html":
        text = Markup(data.decode()).text
    else:
        text = re.sub(r"[│├└─]+", " ", data.decode())
    assert in_order(["Le schéma", *wanted], flat(text)), text


def test_a_tree_in_characters_shows_what_is_under_what() -> None:
    lines = [f"{line.first}{line.words}" for line in diagram_lines(Diagram(drawn=Tree(root=TREE)))]
    assert [line.replace("\u00a0", " ") for line in lines] == [
        "Tout ceci ensemble",
        "├─ premier bout",
        "├─ Une de ces possibilités suffit",
        "│  ├─ ESS-99 : deuxième bout",
        "│  └─ Selon la lecture (Q99) : une question",
        "│     ├─ lecture une",
        "│     └─ lecture deux",
        "└─ dernier bout",
    ]


@pytest.mark.parametrize("width", [40, 80, 110])
def test_the_words_of_a_drawing_are_folded_beside_its_lines(width: int) -> None:
    from advisor.report import render_report

    long = Branch(join="tous", branches=(Branch(text="mot " * 60), Branch(text="fin")))
    text = render_report(report(Diagram(drawn=Tree(root=long))), "terminal", width=width)
    lines = [line for line in text.splitlines() if "mot" in line]
    assert max(map(len, text.splitlines())) <= width
    assert lines[0].startswith("├─ ") and all(line.startswith("│  ") for line in lines[1:]) and len(lines) > 2


def test_the_page_nests_lists_and_the_word_file_indents() -> None:
    page = Markup(render_document(report(Diagram(drawn=Tree(root=TREE))), "html").decode())
    assert not page.open
    kinds = [one.get("class") for one in page.all("li")]
    assert kinds == ["tous", "end", "un_de", "end", "lectures", "end", "end", "end"]
    assert len(page.all("ul")) == 4
    file = docx.Document(io.BytesIO(render_document(report(Diagram(drawn=Tree(root=TREE))), "docx")))
    indents = [
        one.paragraph_format.left_indent for one in file.paragraphs if one.style and one.style.name == "List Bullet"
    ]
    depth = {value: rank for rank, value in enumerate(sorted(set(indents)))}
    assert [depth[one] for one in indents] == [0, 1, 1, 2, 2, 3, 3, 1]


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
    branch = Branch(join="tous", lead=HOSTILE, branches=(Branch(lead=HOSTILE, text=HOSTILE + "```"),))
    rung = Rung(
        code=HOSTILE, question=HOSTILE, note=HOSTILE, exits=(Exit(mark="incertain", lead=HOSTILE, text=HOSTILE),)
    )
    row = TimeRow(label=HOSTILE, text=HOSTILE, spans=(Span(start=0, end=1),))
    found = report(
        Diagram(title=HOSTILE, drawn=Tree(root=branch)),
        Diagram(title=HOSTILE, drawn=Ladder(flights=(Flight(title=HOSTILE, rungs=(rung,)),))),
        Diagram(title=HOSTILE, drawn=Timeline(first=HOSTILE, last=HOSTILE, rows=(row,))),
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
    data = render_document(report(*(Diagram(title=kind, drawn=drawn) for kind, (drawn, _) in SAID.items())), "pdf")
    reader = PdfReader(io.BytesIO(data))
    assert "pdfuaid" in str(reader.xmp_metadata and reader.trailer["/Root"]["/Metadata"].get_data())  # type: ignore[index]


CONDITIONS = st.deferred(
    lambda: st.sampled_from(
        [version.tree for criterion in _knowledge().criteria.values() for version in criterion.versions]
    )
)


def _knowledge() -> Knowledge:
    from advisor.knowledge import load_knowledge

    return load_knowledge()


@settings(max_examples=80)
@given(CONDITIONS)
def test_a_condition_is_drawn_whole(condition: Condition) -> None:
    """As many joins and ends as the condition has, each with its words."""
    knowledge = _knowledge()
    root = condition_branch(condition, knowledge)
    joins = [one for one in _parts(root) if one.join]
    nodes = list(walk(condition))
    assert len(joins) == sum(isinstance(node, AllOf | AnyOf | OpenPoint) for node in nodes)
    assert {one.join for one in joins} <= set(JOINS)
    assert len([*_parts(root)]) == len(nodes)
    told = " ".join(words(root)).lower()
    for node in nodes:
        if isinstance(node, Leaf):
            assert typeset(node.label or leaf_test(node, knowledge)).lower() in told


def _parts(branch: Branch) -> Iterator[Branch]:
    yield branch
    for child in branch.branches:
        yield from _parts(child)
