"""A report as a Word document an adviser can edit: real styles, headings, lists, tables, fields and links.

Page and styles are those of a template; python-docx writes the file, and what it has no call for (numbering that starts
again, bookmarks, fields) is written as the elements Word itself would write (`advisor.report.wordxml`).
"""

from __future__ import annotations

import io
import json
from typing import Any

from docx.shared import Cm

from advisor.common.errors import InputError, Problem
from advisor.common.french import NBSP
from advisor.report import model, wordxml
from advisor.report.letterhead import Letterhead, Logo
from advisor.report.pieces import Anchors, breakable, column_shares, curly, is_address, item_words, ladder_rows
from advisor.rules.official import NOT_OPENED
from advisor.rules.vocabulary import Mark
from advisor.rules.words import MARKS

_LONGEST_KEY = 18
_DEEPEST = 5
_CHART_SHARES = (0.4625, 0.3625, 0.175)
"""Of the width of a page, for the label, the bar and the figure of a chart."""


def to_word(report: model.Report, letterhead: Letterhead | None = None) -> bytes:
    """The report as a ``.docx`` file.

    Raises:
        InputError: the logo or the template of the organisation cannot be used.
    """
    document, styles = wordxml.opened(letterhead.template if letterhead else None)
    wordxml.describe_file(document, curly(report.title), letterhead.name if letterhead else "")
    _Pages(document, styles, report).write(letterhead)
    buffer = io.BytesIO()
    document.save(buffer)
    return wordxml.repacked(buffer.getvalue())


class _Pages:
    """The document, written from top to bottom."""

    def __init__(self, document: Any, styles: dict[str, Any], report: model.Report) -> None:
        self.document = document
        self.styles = styles
        self.report = report
        self.anchors = Anchors(report)
        self.bookmarks = 0
        self.width = wordxml.text_width(document)

    def line(self, style: str) -> Any:
        """A paragraph at the end of the document."""
        return self.styled(self.document.add_paragraph(), style)

    def styled(self, paragraph: Any, style: str) -> Any:
        """A paragraph with a style; by its name, python-docx would look all of them through each time."""
        if style != "Normal":
            paragraph.paragraph_format.element.style = self.styles[style].style_id
        return paragraph

    def coloured(self, run: Any, kind: model.CalloutKind) -> None:
        run.bold = True
        run.style = self.styles[f"Mention {wordxml.KINDS[kind]}"]

    def write(self, letterhead: Letterhead | None) -> None:
        report = self.report
        if letterhead:
            self.letterhead(letterhead)
        self.line("Title").add_run(curly(report.title))
        for rank, (key, value) in enumerate(report.metadata):
            self.pair(key, breakable(value), strong=rank == 0)
        if report.notice:
            self.line("Avertissement").add_run(curly(report.notice))
        client = curly(report.metadata[0][1]) if report.metadata else ""
        wordxml.running_lines(self.document, client, curly(report.title), curly(report.notice))
        if report.summary:
            self.section(report.summary, 1)
        annexes = False
        for rank, section in enumerate(report.sections):
            starts = (rank == 0 and report.summary is not None) or (section.annex and not annexes) or section.new_page
            annexes = section.annex
            self.section(section, 1, new_page=starts)

    def letterhead(self, head: Letterhead) -> None:
        if head.logo:
            picture = self.line("Logo organisme").add_run()
            try:
                picture.add_picture(io.BytesIO(_png(head.logo)), height=Cm(1.4))
            except Exception as error:
                raise InputError(
                    Problem("ce logo ne peut pas être mis dans un document Word.", head.logo.name)
                ) from error
            wordxml.describe(picture, curly(f"Logo de {head.name}"))
        named = self.line("En-tête organisme")
        named.add_run(curly(head.name)).bold = True
        if head.lines:
            named.add_run().add_break()
            named.add_run("  ·  ".join(map(curly, head.lines)))

    def section(self, section: model.Section, level: int, new_page: bool = False) -> None:
        heading = self.line(f"Heading {min(level, _DEEPEST)}")
        if new_page:
            heading.paragraph_format.page_break_before = True
        self.bookmarks += 1
        with wordxml.bookmark(heading, wordxml.bookmark_name(self.anchors.of(section)), self.bookmarks):
            self.marked(heading, section.mark, section.title)
        for rank, block in enumerate(section.blocks):
            self.block(block)
            if rank + 1 < len(section.blocks) and isinstance(section.blocks[rank + 1], model.Blanks):
                # What is to be ticked stays with the lines to write on.
                self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        for inner in section.sections:
            self.section(inner, level + 1)

    def marked(self, paragraph: Any, mark: Mark | None, title: str, linked: bool = False) -> None:
        if mark is None:
            self.text(paragraph, title, linked=linked)
            return
        symbol, words, kind = MARKS[mark]
        self.coloured(paragraph.add_run(f"{symbol}{NBSP}"), kind)
        if title:
            self.text(paragraph, title, linked=linked)
            paragraph.add_run(f"{NBSP}: ")
        self.coloured(paragraph.add_run(words), kind)

    def text(self, paragraph: Any, text: str, bold: bool = False, linked: bool = True) -> None:
        for piece, anchor in self.anchors.linked(text):
            run = paragraph.add_run(curly(piece))
            run.bold = bold or None
            if anchor and linked:
                run.style = self.styles["Renvoi"]
                if is_address(anchor):
                    wordxml.link_out(paragraph, run, anchor, curly(NOT_OPENED))
                else:
                    wordxml.link(paragraph, run, wordxml.bookmark_name(anchor))

    def block(self, block: model.Block, framed: str = "") -> None:
        match block:
            case model.Paragraph():
                paragraph = self.line(framed or "Normal")
                self.text(paragraph, block.lead, bold=True)
                self.text(paragraph, model.joined(block.lead, block.text) + block.text)
                if not block.text:
                    # A lead alone announces what follows.
                    paragraph.paragraph_format.keep_with_next = True
            case model.Bullets():
                self.bullets(block)
            case model.KeyValues():
                for key, value in block.pairs:
                    self.pair(key, value, framed=framed)
            case model.Calculation():
                table = model.Table(header=("Étape du calcul", "Valeur"), rows=block.rows)
                self.grid(table, (2, 3), last_bold=bool(block.margin))
            case model.Table():
                self.grid(block, column_shares(block))
            case model.Chart():
                self.chart(block)
            case model.Diagram():
                self.diagram(block)
            case model.Blanks():
                for rank, label in enumerate(block.labels, 1):
                    line = self.line("Ligne à remplir")
                    line.add_run(f"{curly(label)}{NBSP}: \t" if label else "\t")
                    line.paragraph_format.keep_with_next = rank < len(block.labels)
            case model.Callout():
                style = f"Encadré {wordxml.KINDS[block.kind]}"
                title = self.line(style)
                title.paragraph_format.keep_with_next = True
                self.marked(title, block.mark, block.title, linked=True)
                for run in title.runs:
                    run.bold = True
                for inner in block.blocks:
                    self.block(inner, framed=style)
                # Two frames that touch would be one.
                self.line("Après tableau")

    def bullets(self, block: model.Bullets) -> None:
        number = wordxml.new_numbering(self.document, self.styles["List Number"], block.start) if block.ordered else 0
        for item in block.items:
            self.item(item, 1, number)

    def item(self, item: model.Item, depth: int, number: int = 0) -> None:
        symbol, lead, after = item_words(item)
        depth = min(depth, 3)
        rank = f" {depth}" if depth > 1 else ""
        if item.mark is not None:
            paragraph = self.line(f"Point marqué{rank}")
            self.coloured(paragraph.add_run(f"{symbol}\t"), MARKS[item.mark][2])
        else:
            paragraph = self.line("List Number" if number else f"List Bullet{rank}")
            if number:
                wordxml.use_numbering(paragraph, number)
        self.text(paragraph, lead, bold=True)
        self.text(paragraph, after)
        if item.items:
            paragraph.paragraph_format.keep_with_next = True
        for inner in item.items:
            self.item(inner, depth + 1)

    def pair(self, key: str, value: str, strong: bool = False, framed: str = "") -> None:
        if len(key) > _LONGEST_KEY:
            paragraph = self.line(framed or "Normal")
            self.text(paragraph, key, bold=True)
            self.text(paragraph, model.joined(key, value) + value)
            return
        paragraph = self.line(framed.replace("Encadré", "Fiche encadrée") or "Fiche")
        paragraph.add_run(f"{curly(key)}\t").style = self.styles["Discret"]
        self.text(paragraph, value, bold=strong)

    def chart(self, chart: model.Chart) -> None:
        """A table an adviser can edit: label, bar, figure; the bar is a shaded line that its right indent shortens."""
        self.text(self.line("Titre de graphique"), chart.title)
        widths = [self.width * share for share in _CHART_SHARES]
        rows = self.rows("Tableau graphique", widths, len(chart.bars))
        for bar, cells in zip(chart.bars, rows, strict=True):
            label, drawn, figure = (cell.paragraphs[0] for cell in cells)
            wordxml.keep_row(label, repeated=False)
            if bar.mark is not None:
                self.coloured(label.add_run(f"{MARKS[bar.mark][0]}{NBSP}"), MARKS[bar.mark][2])
            self.text(label, bar.label)
            if bar.note:
                note = self.styled(cells[0].add_paragraph(), "Précision")
                note.add_run(curly(bar.note)).style = self.styles["Discret"]
            # A cell has margins of its own.
            room = widths[1] - 0.4
            drawn.paragraph_format.right_indent = Cm(room * (1 - chart.share(bar)))
            drawn.add_run(NBSP)
            if bar.value > 0:
                kind = "à part" if bar.aside else wordxml.KINDS[MARKS[bar.mark][2]] if bar.mark else ""
                self.styled(drawn, f"Barre {kind}".strip())
            wordxml.aligned(figure, "r")
            self.text(figure, bar.text)

    def diagram(self, diagram: model.Diagram) -> None:
        """What an adviser can edit: a table."""
        if diagram.title:
            self.text(self.line("Titre de graphique"), diagram.title)
        for flight in diagram.drawn.flights:
            if flight.title:
                self.text(self.line("Titre de graphique"), flight.title)
            table = model.Table(header=("Question", "Réponse", "Où elle mène"), rows=ladder_rows(flight))
            self.grid(table, (9, 3, 9))

    def grid(self, table: model.Table, shares: tuple[int, ...], last_bold: bool = False) -> None:
        texts = (table.header, *table.rows)
        rows = self.rows("Tableau sobre", [self.width * share / sum(shares) for share in shares], len(texts))
        for number, (row, cells) in enumerate(zip(texts, rows, strict=True)):
            wordxml.keep_row(cells[0].paragraphs[0], repeated=number == 0)
            for cell, letter, text in zip(cells, table.letters, row, strict=True):
                wordxml.aligned(cell.paragraphs[0], letter)
                self.text(cell.paragraphs[0], text, bold=number == 0 or (last_bold and number == len(table.rows)))

    def rows(self, style: str, widths: list[float], count: int) -> list[Any]:
        """The cells of each row of a new table, to be filled; the document goes on below it."""
        table = self.document.add_table(rows=0, cols=len(widths))
        table.style = self.styles[style]
        table.autofit = False
        rows = [table.add_row().cells for _ in range(count)]
        for column, width in enumerate(widths):
            table.columns[column].width = Cm(width)
            for cells in rows:
                cells[column].width = Cm(width)
                self.styled(cells[column].paragraphs[0], "Cellule")
        self.line("Après tableau")
        return rows


def _png(logo: Logo) -> bytes:
    """The logo as Word takes it: a drawing is turned into points, on no background."""
    if logo.kind == "png":
        return logo.data
    import typst

    drawing = b'#image(bytes(json(bytes(sys.inputs.logo))), format: "svg", height: 4cm)'
    source = b"#set page(width: auto, height: auto, margin: 0pt, fill: none)\n" + drawing
    inputs = {"logo": json.dumps(list(logo.data))}
    drawn: Any = typst.compile(source, format="png", ppi=220.0, sys_inputs=inputs)
    return bytes(drawn[0] if isinstance(drawn, list) else drawn)
