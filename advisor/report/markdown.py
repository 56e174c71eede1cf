"""A report as Markdown that any reader renders alike; every text is escaped, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.report import model
from advisor.report.pieces import bar_label, diagram_lines, officially
from advisor.rules.official import NOT_OPENED
from advisor.rules.vocabulary import Mark
from advisor.rules.words import MARKS

# What would open an emphasis, code, tag, table cell, formula or strikethrough anywhere in a line.
_ANYWHERE = re.compile(r"[\\`*<>|~$]|(?<!\w)_|_(?!\w)|\](?=[(\[:])|!(?=\[)|&(?=#?\w+;)")
# What would open a block or a task box at the start of one.
_AT_START = re.compile(r"^(#{1,6}(?=\s|$)|[-+=](?=[\s=-]|$)|\[(?=[ xX]\])|:(?=\s))")
_NUMBER_AT_START = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def escape(text: str) -> str:
    """Text that prints as it is written, wherever it stands in a Markdown document."""
    escaped = _ANYWHERE.sub(lambda found: "\\" + found[0], text)
    escaped = _AT_START.sub(lambda found: "\\" + found[0], escaped)
    return _NUMBER_AT_START.sub(r"\1\\\2", escaped)


def _linked(text: str) -> str:
    """The same, its identifiers of official texts leading to them."""
    return "".join(
        f'[{escape(piece)}]({address} "{NOT_OPENED}")' if address else escape(piece)
        for piece, address in officially(text)
    )


def to_markdown(report: model.Report) -> str:
    """The report as Markdown, ending with a newline."""
    parts = [f"# {escape(report.title)}"]
    if report.metadata:
        parts.append(_pairs(report.metadata))
    if report.notice:
        parts.append(f"_{escape(report.notice)}_")
    for section in report.parts:
        parts += _section(section, 2)
    return "\n\n".join(parts) + "\n"


def _section(section: model.Section, level: int) -> Iterator[str]:
    yield f"{'#' * min(level, 6)} {_marked(section.mark, section.title)}"
    for block in section.blocks:
        yield _block(block)
    for inner in section.sections:
        yield from _section(inner, level + 1)


def _marked(mark: Mark | None, title: str) -> str:
    if mark is None:
        return escape(title)
    symbol, words, _ = MARKS[mark]
    return f"{symbol} {escape(title)} : {escape(words)}" if title else f"{symbol} {escape(words)}"


def _block(block: model.Block) -> str:
    match block:
        case model.Paragraph():
            return _lead(block.lead, block.text)
        case model.Bullets():
            return "\n".join(_items(block.items, "", block.start if block.ordered else None))
        case model.KeyValues():
            return _pairs(block.pairs)
        case model.Calculation():
            return _table(model.Table(header=("Calcul", ""), rows=block.rows))
        case model.Table():
            return _table(block)
        case model.Chart():
            return f"**{escape(block.title)}**\n\n{_chart(block)}"
        case model.Diagram():
            return _diagram(block)
        case model.Blanks():
            return "\n".join(
                f"- {escape(label)} : {escape('_' * 30)}" if label else f"  {escape('_' * 30)}"
                for label in block.labels
            )
        case model.Callout():
            parts = [f"**{_marked(block.mark, block.title)}**" if block.title or block.mark else ""]
            parts += [_block(inner) for inner in block.blocks]
            return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(filter(None, parts)).split("\n"))


def _pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"- **{escape(key)}** : {_linked(value)}" for key, value in pairs)


def _diagram(diagram: model.Diagram) -> str:
    """A drawing made of characters, kept as it is in a fence that no text inside can close."""
    lines = [f"{line.first}{line.words}".rstrip() for line in diagram_lines(diagram)]
    longest = max((len(found) for line in lines for found in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    title = [f"**{escape(diagram.title)}**", ""] if diagram.title else []
    return "\n".join([*title, f"{fence}text", *lines, fence])


def _chart(chart: model.Chart) -> str:
    """Bars as a table: their figures, and a column of notes when there is one."""
    columns = 3 if any(bar.note for bar in chart.bars) else 2
    rows = ((bar_label(bar), bar.text, bar.note)[:columns] for bar in chart.bars)
    return _table(model.Table(header=("Rubrique", chart.unit, "Précision")[:columns], rows=rows, align="lr"))


def _lead(lead: str, text: str) -> str:
    if not lead:
        return _linked(text)
    return f"**{escape(lead)}**{model.joined(lead, text)}{_linked(text)}"


def _items(items: tuple[model.Item, ...], indent: str, number: int | None = None) -> Iterator[str]:
    for rank, item in enumerate(items):
        bullet = "- " if number is None else f"{number + rank}. "
        text = _lead(item.lead, item.text)
        if item.mark is not None:
            symbol, words, _ = MARKS[item.mark]
            head = f"**{escape(item.lead)}** ({escape(words)})" if item.lead else escape(words)
            text = f"{symbol} {head}" + (f" : {_linked(item.text)}" if item.text else "")
        yield f"{indent}{bullet}{text}"
        yield from _items(item.items, indent + " " * len(bullet))


def _table(table: model.Table) -> str:
    header, *rows = (f"| {' | '.join(map(_linked, row))} |" for row in (table.header, *table.rows))
    rules = {"r": "---:", "c": ":---:", "l": "---"}
    return "\n".join([header, f"| {' | '.join(rules[letter] for letter in table.letters)} |", *rows])
