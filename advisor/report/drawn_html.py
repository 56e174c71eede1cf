"""Diagrams as HTML: real lists and tables, which style sheets draw as boxes and lines, and which the ear can follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from advisor.report.model import MARKS, Branch, Diagram, Exit, Flight, Ladder, Timeline, Tree, joined

Said = Callable[[str], str]
"""What makes HTML of a text: escaped, codes linked."""


def diagram_html(diagram: Diagram, said: Said) -> Iterator[str]:
    """A diagram as a figure with its caption."""
    yield f'<figure class="diagram {diagram.drawn.kind}">'
    if diagram.title:
        yield f"<figcaption>{said(diagram.title)}</figcaption>"
    match diagram.drawn:
        case Tree(root=root):
            yield '<ul class="branches">'
            yield from _branch(root, said)
            yield "</ul>"
        case Ladder(flights=flights):
            for flight in flights:
                yield from _flight(flight, said)
        case Timeline():
            yield from _timeline(diagram.drawn, said)
    yield "</figure>"


def _branch(branch: Branch, said: Said) -> Iterator[str]:
    lead = f"<strong>{said(branch.head)}</strong>" if branch.head else ""
    text = said(joined(branch.head, branch.text) + branch.text) if branch.text else ""
    yield f'<li class="{branch.join or "end"}"><span class="box">{lead}{text}</span>'
    if branch.branches:
        yield "<ul>"
        for child in branch.branches:
            yield from _branch(child, said)
        yield "</ul>"
    yield "</li>"


def _flight(flight: Flight, said: Said) -> Iterator[str]:
    if flight.title:
        yield f'<p class="flight">{said(flight.title)}</p>'
    yield '<ol class="rungs">'
    for rung in flight.rungs:
        code = f'<span class="code">{said(rung.code)}</span>' if rung.code else ""
        note = ", ".join(filter(None, (code, said(rung.note))))
        small = f" <small>{note}</small>" if note else ""
        yield f'<li><p class="box"><strong>{said(rung.question)}</strong>{small}</p>'
        if rung.exits:
            yield f'<p class="leaves">{rung.leaves}<span aria-hidden="true"> →</span></p>'
            yield '<ul class="exits">'
            yield from (_exit(one, said) for one in rung.exits)
            yield "</ul>"
        yield f'<p class="goes-on">{rung.goes_on}<span aria-hidden="true"> ↓</span></p></li>'
    yield "</ol>"
    if flight.foot:
        yield '<ul class="exits foot">'
        yield from (_exit(one, said) for one in flight.foot)
        yield "</ul>"


def _exit(one: Exit, said: Said) -> str:
    symbol, _, kind = MARKS[one.mark]
    sign = f'<span class="sign {kind}" aria-hidden="true">{symbol}</span>'
    text = said(joined(one.head, one.text) + one.text) if one.text else ""
    return f'<li class="{kind}">{sign} <strong>{said(one.head)}</strong>{text}</li>'


def _timeline(drawn: Timeline, said: Said) -> Iterator[str]:
    yield '<table class="timeline">'
    yield (
        '<thead><tr><th scope="col"><span class="heard">Quoi</span></th><th scope="col">'
        f"<span>{said(drawn.first)}</span><span>{said(drawn.last)}</span></th></tr></thead>"
    )
    yield "<tbody>"
    for row in drawn.rows:
        spans = "".join(
            f'<rect x="{100 * one.start:.2f}%" width="{max(100 * (one.end - one.start) - 0.4, 0.3):.2f}%" height="10"/>'
            for one in row.spans
        )
        words = row.text
        yield (
            f'<tr><th scope="row">{said(row.label)}</th><td><svg aria-hidden="true" focusable="false" width="100%" '
            f'height="10">{spans}</svg><small>{said(words)}</small></td></tr>'
        )
    yield "</tbody>"
    yield "</table>"
