"""A report as text for a terminal, a pipe or a file: good at 80 columns, no wider than is comfortable to read.

Lines are wrapped by rich; colour is added on request only, and never carries a meaning that words do not.
"""

from __future__ import annotations

import io
import shutil
from typing import Any

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from advisor.common.french import NBSP
from advisor.report import model
from advisor.report.pieces import bar_label, diagram_lines, item_words
from advisor.rules.vocabulary import Mark
from advisor.rules.words import MARKS

_WIDEST, _NARROWEST = 110, 30
# Short keys line up at 12 columns throughout; longer ones push the column, up to a limit.
_KEY_COLUMN, _LONGEST_KEY, _LONGEST_LABEL = 12, 18, 42
# rich takes a no-break space for a place to break a line: a stand-in of the same width travels through it.
_STAND_IN = "\ue000"
# A label wider than this part of the page goes above its bar; a longer bar would say no more.
_LABEL_SHARE, _LONGEST_BAR, _BLOCK = 0.45, 40, "█"
_COLOURS: dict[model.CalloutKind, str] = {"good": "green", "bad": "red", "warning": "yellow", "info": "cyan"}
# A header underlined with ASCII dashes, nothing else: it survives any terminal, pipe and copy and paste.
_RULED = Box("    \n    \n -- \n    \n    \n    \n    \n    \n")


def to_terminal(report: model.Report, width: int | None = None, color: bool = False) -> str:
    """The report as text, with ANSI colours on request.

    ``width``: columns; by default those of the terminal, 80 when there is none. Text never runs wider than 110.
    """
    columns = width or shutil.get_terminal_size((80, 24)).columns
    page = _Page(min(max(columns, _NARROWEST), _WIDEST), color)
    page.report(report)
    return page.text()


class _Page:
    """Lines written one after the other, at a width."""

    def __init__(self, width: int, color: bool) -> None:
        self.width = width
        # An empty environment: NO_COLOR, COLUMNS and the like are the caller's business, settled in the arguments.
        self.console = Console(
            file=io.StringIO(),
            width=width,
            force_terminal=color,
            color_system="standard" if color else None,
            no_color=not color,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
            _environ={},
        )
        self.lines: list[Text] = []

    def text(self) -> str:
        if self.console.is_terminal:
            for line in self.lines:
                self.console.print(line, soft_wrap=True, end="\n")
            assert isinstance(self.console.file, io.StringIO)
            written = self.console.file.getvalue()
        else:
            written = "".join(line.plain.rstrip() + "\n" for line in self.lines)
        return written.replace(_STAND_IN, NBSP)

    def write(self, text: Text, indent: int = 0, bullet: Text | None = None) -> None:
        """Wrapped text, continuation lines under the first word."""
        first = bullet or Text()
        left = indent + first.cell_len
        wrapped = text.wrap(self.console, max(self.width - left, 10), overflow="fold")
        for rank, line in enumerate(wrapped):
            line.rstrip()
            start = Text(" " * indent) + first if rank == 0 else Text(" " * left)
            self.lines.append(start + line)

    def blank(self) -> None:
        if self.lines and self.lines[-1].plain:
            self.lines.append(Text())

    def report(self, report: model.Report) -> None:
        self.write(_styled(report.title, "bold"))
        self.key_values(report.metadata, 0)
        if report.notice:
            self.write(_styled(report.notice, "italic"))
        for section in report.parts:
            self.section(section, 1)

    def section(self, section: model.Section, level: int) -> None:
        self.blank()
        indent = 0
        if level <= 2:
            rule, title = ("=", section.title.upper()) if level == 1 else ("-", section.title)
            title = title if section.mark is None else f"{MARKS[section.mark][0]} {title} ({MARKS[section.mark][1]})"
            heading = _styled(f"{rule * 2} {title} ", "bold")
            heading.append(rule * max(self.width - heading.cell_len, 0))
            self.write(heading)
        else:
            self.title(section.mark, section.title, "bold", 0)
            indent = 2
        for rank, block in enumerate(section.blocks):
            after_chart = rank > 0 and isinstance(section.blocks[rank - 1], model.Chart)
            announces = after_chart and isinstance(block, model.Paragraph) and block.lead
            if announces or (isinstance(block, model.Callout) and rank):
                self.blank()
            self.block(block, indent)
        for inner in section.sections:
            self.section(inner, level + 1)

    def title(self, mark: Mark | None, title: str, style: str, indent: int, loud: bool = False) -> None:
        if mark is None:
            self.write(_styled(title, style), indent)
            return
        symbol, words, kind = MARKS[mark]
        text = Text.assemble((_keep(f"{title}{NBSP}: "), style), (words.upper() if loud else words, _COLOURS[kind]))
        self.write(text, indent, Text(f"{symbol} ", _COLOURS[kind]))

    def block(self, block: model.Block, indent: int) -> None:
        match block:
            case model.Paragraph():
                self.write(_lead(block.lead, block.text), indent)
            case model.Bullets():
                self.items(block.items, indent, block.start if block.ordered else None)
            case model.KeyValues():
                self.key_values(block.pairs, indent)
            case model.Calculation():
                rows = block.rows
                once = [
                    ("" if rank and label == rows[rank - 1][0] else label, text)
                    for rank, (label, text) in enumerate(rows)
                ]
                self.key_values(tuple(once), indent + 4, _LONGEST_LABEL)
            case model.Table():
                self.table(block, indent)
            case model.Chart():
                self.chart(block, indent)
            case model.Diagram():
                self.diagram(block, indent)
            case model.Blanks():
                for label in block.labels:
                    self.blank()
                    self.write(_lead(label, "_" * max(self.width - indent - cell_len(label) - 3, 10)), indent)
            case model.Callout():
                if block.title:
                    style = f"bold {_COLOURS[block.kind]}"
                    self.title(block.mark, block.title, style, indent, loud=True)
                for inner in block.blocks:
                    self.block(inner, indent + 2)

    def items(self, items: tuple[model.Item, ...], indent: int, number: int | None = None) -> None:
        for rank, item in enumerate(items):
            symbol, lead, after = item_words(item)
            bullet = Text("- " if number is None else f"{number + rank}. ")
            text = Text.assemble((_keep(lead), "bold"), _keep(after))
            if item.mark is not None:
                bullet = Text(f"{symbol} ", _COLOURS[MARKS[item.mark][2]])
                text = _styled(lead + after, "bold" if lead else "")
            self.write(text, indent, bullet)
            self.items(item.items, indent + bullet.cell_len)

    def key_values(self, pairs: tuple[tuple[str, str], ...], indent: int, longest: int = _LONGEST_KEY) -> None:
        column = max([_KEY_COLUMN, *(len(key) + 2 for key, _ in pairs if len(key) <= longest)])
        for key, value in pairs:
            if len(key) + 2 > column or self.width - indent - column < 30:
                self.write(_lead(key, value), indent)
            else:
                self.write(Text(_keep(value)), indent, _styled(key.ljust(column), "bold"))

    def chart(self, chart: model.Chart, indent: int) -> None:
        """Bars beside their labels; under them when a label is long or has a note, so that nothing is cut."""
        self.blank()
        self.write(_styled(chart.title, "bold"), indent)
        labels = [bar_label(bar) for bar in chart.bars]
        longest = max((cell_len(label) for label in labels), default=0)
        figures = max((cell_len(bar.text) for bar in chart.bars), default=0)
        beside = longest <= self.width * _LABEL_SHARE and not any(bar.note for bar in chart.bars)
        left = indent + 2 + (longest + 2 if beside else 2)
        room = max(min(self.width - left - figures - 2, _LONGEST_BAR), 5)
        for bar, label in zip(chart.bars, labels, strict=True):
            colour = _COLOURS[MARKS[bar.mark][2]] if bar.mark else ""
            # What was counted is seen, however small.
            length = max(round(room * chart.share(bar)), 1) if bar.value else 0
            drawn = Text(_BLOCK * length, colour)
            drawn.append(f"{' ' if length else ''}{_keep(bar.text)}", "")
            if beside:
                self.write(drawn, indent + 2, Text(_keep(label).ljust(longest + 2), "dim" if bar.aside else ""))
                continue
            self.write(_styled(label, "dim" if bar.aside else ""), indent + 2)
            if bar.note:
                self.write(_styled(bar.note, "dim"), indent + 4)
            self.write(drawn, indent + 4)

    def diagram(self, diagram: model.Diagram, indent: int) -> None:
        """A drawing made of characters, its words folded beside the lines that go on."""
        self.blank()
        if diagram.title:
            self.write(_styled(diagram.title, "bold"), indent)
        for line in diagram_lines(diagram):
            room = max(self.width - indent - max(cell_len(line.first), cell_len(line.rest)), 10)
            wrapped = _lead(line.lead, line.text).wrap(self.console, room, overflow="fold")
            for rank, words in enumerate(wrapped):
                words.rstrip()
                self.lines.append(Text(" " * indent + (line.rest if rank else line.first)) + words)

    def table(self, table: model.Table, indent: int) -> None:
        # A column narrower than its longest word would cut it: such a table is shown row by row.
        least = [max(_longest(cell) for cell in column) for column in zip(table.header, *table.rows, strict=True)]
        # Two spaces after each column, one between columns.
        if sum(least) + 3 * len(least) - 1 > self.width - indent:
            self.stacked(table, indent)
            return
        justify: dict[str, Any] = {"r": "right", "c": "center", "l": "left"}
        grid = RichTable(box=_RULED, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        for title, letter, narrowest in zip(table.header, table.letters, least, strict=True):
            grid.add_column(_keep(title), justify=justify[letter], overflow="fold", min_width=narrowest)
        for row in table.rows:
            grid.add_row(*(Text(_keep(cell)) for cell in row))
        options = self.console.options.update(width=self.width - indent, height=None)
        for line in self.console.render_lines(grid, options, pad=False):
            text = Text(" " * indent)
            for segment in line:
                text.append(segment.text, segment.style or "")
            text.rstrip()
            self.lines.append(text)

    def stacked(self, table: model.Table, indent: int) -> None:
        """A table too wide for the page: the first cell of each row, then the others under it."""
        for row in table.rows:
            self.write(_styled(row[0], "bold"), indent)
            for title, cell in zip(table.header[1:], row[1:], strict=True):
                if cell:
                    self.write(_lead(title, cell), indent + 2)


def _longest(cell: str) -> int:
    """Columns of the longest part of a text that no line may break."""
    return max((cell_len(part) for part in cell.split(" ")), default=0)


def _keep(text: str) -> str:
    return text.replace(NBSP, _STAND_IN)


def _styled(text: str, style: str) -> Text:
    return Text(_keep(text), style)


def _lead(lead: str, text: str) -> Text:
    return Text.assemble((_keep(lead), "bold"), _keep(model.joined(lead, text) + text))
