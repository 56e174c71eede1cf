"""Diagrams as HTML: real lists, which style sheets draw as boxes and lines, and which the ear can follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from advisor.report.model import MARKS, Diagram, Exit, Flight, joined

Said = Callable[[str], str]
"""What makes HTML of a text: escaped, codes linked."""


def diagram_html(diagram: Diagram, said: Said) -> Iterator[str]:
    """A diagram as a figure with its caption."""
    yield f'<figure class="diagram {diagram.drawn.kind}">'
    if diagram.title:
        yield f"<figcaption>{said(diagram.title)}</figcaption>"
    for flight in diagram.drawn.flights:
        yield from _flight(flight, said)
    yield "</figure>"


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
