"""A report as one HTML file: readable by ear as by eye, printable on A4, without script or anything to fetch.

Every text is escaped; a policy in the page forbids scripts and outside resources besides, should anything slip through.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from advisor.common.french import NBSP
from advisor.report import model
from advisor.report.letterhead import Letterhead
from advisor.report.pieces import Anchors, curly, is_address, item_words
from advisor.rules.official import NOT_OPENED
from advisor.rules.vocabulary import Mark
from advisor.rules.words import MARKS

STYLE = Path(__file__).parent / "assets" / "report.css"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_TYPES = {"png": "image/png", "svg": "image/svg+xml"}
_ALIGN = {"r": "right", "c": "center"}
_DEEPEST = 6


def to_html(report: model.Report, letterhead: Letterhead | None = None) -> str:
    """The report as a whole page, ending with a newline."""
    return "\n".join(_Page(report).write(letterhead)) + "\n"


@dataclass(frozen=True, slots=True)
class HtmlSection:
    """A section as HTML to put in a page of ours: its title is apart, so that the page may fold it."""

    id: str
    title: str
    html: str


def parts_html(sections: Iterable[model.Section], level: int) -> tuple[HtmlSection, ...]:
    """Sections as HTML, without styles nor scripts; links lead from one to another, all stand in one page.

    ``level``: that of the headings inside them, 1 to 6.
    """
    report = model.Report(title="", sections=tuple(sections))
    page = _Page(report)
    return tuple(
        HtmlSection(page.anchors.of(one), curly(one.title), "\n".join(page.inside(one, level - 1)))
        for one in report.sections
    )


def plain(text: str) -> str:
    """A text as HTML, whoever wrote it."""
    return escape(curly(text), quote=True)


def _linked(piece: str, anchor: str) -> str:
    if is_address(anchor):
        return f'<a href="{anchor}" rel="noreferrer" title="{plain(NOT_OPENED)}">{plain(piece)}</a>'
    return f'<a href="#{anchor}">{plain(piece)}</a>'


class _Page:
    def __init__(self, report: model.Report) -> None:
        self.report = report
        self.anchors = Anchors(report)

    def write(self, letterhead: Letterhead | None) -> Iterator[str]:
        report = self.report
        client = f" – {plain(report.metadata[0][1])}" if report.metadata else ""
        yield from ("<!DOCTYPE html>", '<html lang="fr">', "<head>", '<meta charset="utf-8">')
        yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<title>{plain(report.title)}{client}</title>"
        yield f"<style>\n{STYLE.read_text(encoding='utf-8')}</style>"
        yield "</head>"
        yield '<body class="sheet">' if report.sheet else "<body>"
        yield '<a class="skip" href="#contenu">Aller au contenu</a>'
        yield "<header>"
        if letterhead:
            yield from self.letterhead(letterhead)
        yield f"<h1>{plain(report.title)}</h1>"
        if report.metadata:
            yield from self.pairs(report.metadata, "metadata")
        if report.notice:
            yield f'<p class="notice">{plain(report.notice)}</p>'
        yield "</header>"
        if len(report.parts) > 2:
            yield from self.contents()
        yield '<main id="contenu" tabindex="-1">'
        if report.summary:
            yield from self.section(report.summary, 2, "summary")
        annexes = False
        for section in report.sections:
            first, annexes = section.annex and not annexes, section.annex
            yield from self.section(section, 2, "annex" if first else "new-page" if section.new_page else "")
        yield "</main>"
        yield f"<footer><p>{plain(report.notice or report.title)}</p></footer>"
        yield from ("</body>", "</html>")

    def letterhead(self, head: Letterhead) -> Iterator[str]:
        yield '<div class="letterhead">'
        if head.logo:
            data = base64.b64encode(head.logo.data).decode("ascii")
            alt = plain(f"Logo de {head.name}")
            yield f'<img src="data:{_TYPES[head.logo.kind]};base64,{data}" alt="{alt}">'
        lines = "".join(f"<br>{plain(line)}" for line in head.lines)
        yield f"<p><strong>{plain(head.name)}</strong>{lines}</p>"
        yield "</div>"

    def contents(self) -> Iterator[str]:
        yield '<nav aria-label="Sommaire">'
        yield "<ul>"
        for section in self.report.parts:
            yield f'<li><a href="#{self.anchors.of(section)}">{plain(section.title)}</a></li>'
        yield "</ul>"
        yield "</nav>"

    def section(self, section: model.Section, level: int, kind: str = "") -> Iterator[str]:
        anchor = self.anchors.of(section)
        rank = min(level, _DEEPEST)
        heading = f"<h{rank}>{self.marked(section.mark, plain(section.title))}</h{rank}>"
        if section.id in self.anchors.codes:
            # A criterion unfolds: its heading, with the outcome, is what one sees first. The anchor is inside, since
            # browsers unfold what a link leads into, not what it leads to.
            yield "<details>"
            yield f"<summary>{heading}</summary>"
            yield f'<div id="{anchor}" class="unfolded">'
            yield from self.inside(section, level)
            yield "</div>"
            yield "</details>"
            return
        style = f' class="{kind}"' if kind else ""
        yield f'<section id="{anchor}"{style}>'
        yield heading
        yield from self.inside(section, level)
        yield "</section>"

    def inside(self, section: model.Section, level: int) -> Iterator[str]:
        for block in section.blocks:
            yield from self.block(block)
        for inner in section.sections:
            yield from self.section(inner, level + 1)

    def marked(self, mark: Mark | None, title: str) -> str:
        if mark is None:
            return title
        _, words, kind = MARKS[mark]
        return f'{_sign(mark)}{title and f"{title}{NBSP}: "}<span class="{kind}">{plain(words)}</span>'

    def text(self, text: str) -> str:
        return "".join(
            _linked(piece, anchor) if anchor else plain(piece) for piece, anchor in self.anchors.linked(text)
        )

    def block(self, block: model.Block) -> Iterator[str]:
        match block:
            case model.Paragraph():
                lead = f"<strong>{self.text(block.lead)}</strong>" if block.lead else ""
                alone = "" if block.text else ' class="announces"'
                yield f"<p{alone}>{lead}{self.text(model.joined(block.lead, block.text) + block.text)}</p>"
            case model.Bullets():
                yield from self.items(block.items, block.start if block.ordered else None, block.beside)
            case model.KeyValues():
                yield from self.pairs(block.pairs)
            case model.Calculation():
                yield from self.calculation(block)
            case model.Table():
                yield from self.table(block)
            case model.Chart():
                yield from self.chart(block)
            case model.Diagram():
                yield from self.diagram(block)
            case model.Blanks():
                for label in block.labels:
                    named = f"<span>{self.text(label)}{NBSP}:</span>" if label else ""
                    yield f'<p class="blank">{named}<span class="line"></span></p>'
            case model.Callout():
                yield f'<div class="callout {block.kind}">'
                if block.title or block.mark:
                    yield f'<p class="title">{self.marked(block.mark, self.text(block.title))}</p>'
                for inner in block.blocks:
                    yield from self.block(inner)
                yield "</div>"

    def items(self, items: tuple[model.Item, ...], number: int | None = None, beside: bool = False) -> Iterator[str]:
        if number is None:
            tag, opening = "ul", '<ul class="beside">' if beside else "<ul>"
        else:
            tag, opening = "ol", "<ol>" if number == 1 else f'<ol start="{number}">'
        yield opening
        for item in items:
            _, lead, after = item_words(item)
            style = "" if item.mark is None else ' class="marked"'
            strong = f"<strong>{self.text(lead)}</strong>" if lead else ""
            said = f"{_sign(item.mark)}{strong}{self.text(after)}"
            yield f"<li{style}><p>{said}</p>" if beside else f"<li{style}>{said}"
            if item.items:
                yield from self.items(item.items)
            yield "</li>"
        yield f"</{tag}>"

    def pairs(self, pairs: tuple[tuple[str, str], ...], style: str = "") -> Iterator[str]:
        yield f'<dl class="{style}">' if style else "<dl>"
        for key, value in pairs:
            yield f"<div><dt>{plain(key)}</dt><dd>{self.text(value)}</dd></div>"
        yield "</dl>"

    def calculation(self, block: model.Calculation) -> Iterator[str]:
        rows = [
            f'<tr><th scope="row">{self.text(label)}</th><td>{self.text(text)}</td></tr>' for label, text in block.lines
        ]
        if block.margin:
            rows.append(f'<tr class="margin"><th scope="row">Marge</th><td>{self.text(block.margin)}</td></tr>')
        head = '<thead class="heard"><tr><th scope="col">Étape du calcul</th><th scope="col">Valeur</th></tr></thead>'
        yield from ('<table class="calculation">', head, "<tbody>", *rows, "</tbody>", "</table>")

    def chart(self, chart: model.Chart) -> Iterator[str]:
        """A table whose figures are words, with a drawn bar that only eyes need: a drawing prints, a background not."""
        yield '<table class="chart">'
        yield f"<caption>{plain(chart.title)}</caption>"
        yield '<colgroup><col class="label"><col><col class="figure"></colgroup>'
        yield (
            '<thead class="heard"><tr><th scope="col">Rubrique</th>'
            f'<th scope="col" colspan="2">{plain(chart.unit)}</th></tr></thead>'
        )
        yield "<tbody>"
        for bar in chart.bars:
            tone = MARKS[bar.mark][2] if bar.mark else "plain"
            note = f"<small>{self.text(bar.note)}</small>" if bar.note else ""
            style = ' class="aside"' if bar.aside else ""
            yield f'<tr{style}><th scope="row">{_sign(bar.mark)}{self.text(bar.label)}{note}</th>'
            width = f"{100 * chart.share(bar):.1f}"
            yield (
                f'<td class="bar"><svg class="{tone}" aria-hidden="true" focusable="false" width="100%" height="14">'
                f'<rect width="{width}%" height="14"/></svg></td>'
            )
            yield f'<td class="figure">{plain(bar.text)}</td></tr>'
        yield "</tbody>"
        yield "</table>"

    def table(self, table: model.Table) -> Iterator[str]:
        styles = [f' class="{_ALIGN[letter]}"' if letter in _ALIGN else "" for letter in table.letters]
        heads = (f'<th scope="col"{style}>{plain(cell)}</th>' for cell, style in zip(table.header, styles, strict=True))
        yield from ("<table>", f"<thead><tr>{''.join(heads)}</tr></thead>", "<tbody>")
        for row in table.rows:
            first, *rest = zip(map(self.text, row), styles, strict=True)
            cells = (f"<td{style}>{cell}</td>" for cell, style in rest)
            yield f'<tr><th scope="row"{first[1]}>{first[0]}</th>{"".join(cells)}</tr>'
        yield from ("</tbody>", "</table>")

    # -- diagrams: real lists, which style sheets draw as boxes and lines, and which the ear can follow --------------

    def diagram(self, diagram: model.Diagram) -> Iterator[str]:
        """A diagram as a figure with its caption."""
        yield f'<figure class="diagram {diagram.drawn.kind}">'
        if diagram.title:
            yield f"<figcaption>{self.text(diagram.title)}</figcaption>"
        for flight in diagram.drawn.flights:
            yield from self.flight(flight)
        yield "</figure>"

    def flight(self, flight: model.Flight) -> Iterator[str]:
        if flight.title:
            yield f'<p class="flight">{self.text(flight.title)}</p>'
        yield '<ol class="rungs">'
        for rung in flight.rungs:
            code = f'<span class="code">{self.text(rung.code)}</span>' if rung.code else ""
            note = ", ".join(filter(None, (code, self.text(rung.note))))
            small = f" <small>{note}</small>" if note else ""
            yield f'<li><p class="box"><strong>{self.text(rung.question)}</strong>{small}</p>'
            if rung.exits:
                yield f'<p class="leaves">{rung.leaves}<span aria-hidden="true"> →</span></p>'
                yield '<ul class="exits">'
                yield from map(self.exit, rung.exits)
                yield "</ul>"
            yield f'<p class="goes-on">{rung.goes_on}<span aria-hidden="true"> ↓</span></p></li>'
        yield "</ol>"
        if flight.foot:
            yield '<ul class="exits foot">'
            yield from map(self.exit, flight.foot)
            yield "</ul>"

    def exit(self, one: model.Exit) -> str:
        text = self.text(model.joined(one.head, one.text) + one.text)
        return f'<li class="{MARKS[one.mark][2]}">{_sign(one.mark)}<strong>{self.text(one.head)}</strong>{text}</li>'


def _sign(mark: Mark | None) -> str:
    """The sign of a mark, for eyes only, and a space; the words that say it stand beside."""
    if mark is None:
        return ""
    symbol, _, kind = MARKS[mark]
    return f'<span class="sign {kind}" aria-hidden="true">{symbol}</span> '
