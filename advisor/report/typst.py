"""A report as PDF, through the ``typst`` wheel: its fonts, no system library, tagged (PDF/UA-1), the same each time.

No text ever becomes Typst markup. The report travels as JSON to a template that never changes (``assets/report.typ``),
where every text is a string: whatever a company is called, it is printed, not run.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from advisor.common.errors import InputError, Problem
from advisor.common.french import NBSP, glued
from advisor.report import model
from advisor.report.letterhead import Letterhead
from advisor.report.pieces import Anchors, breakable, column_shares, curly, item_words
from advisor.rules.vocabulary import Mark
from advisor.rules.words import MARKS

TEMPLATE = Path(__file__).parent / "assets" / "report.typ"
# A row longer than this may be cut across pages: kept whole, it could be taller than one.
_TALL = 1500


def to_pdf(report: model.Report, letterhead: Letterhead | None = None) -> bytes:
    """The report as a PDF file.

    Raises:
        InputError: the logo cannot be drawn.
    """
    import typst

    logo = letterhead.logo if letterhead else None
    template = TEMPLATE.read_bytes()
    data = json.dumps(_Data(report).document(letterhead), ensure_ascii=False)
    options: dict[str, Any] = {
        "format": "pdf",
        "sys_inputs": {"report": data, "logo": json.dumps(list(logo.data) if logo else [])},
        # The fonts of the wheel print the same page everywhere; others help only with scripts these lack.
        "ignore_system_fonts": _covered(data),
    }
    try:
        written = cast(bytes, typst.compile(template, pdf_standards=["ua-1"], **options))
    except typst.TypstError:
        # A character that no font draws forbids the standard, not the document.
        try:
            written = cast(bytes, typst.compile(template, **options))
        except typst.TypstError as error:
            if logo is None:
                raise
            raise InputError(
                Problem("ce logo ne peut pas être dessiné.", logo.name, mend="Enregistrez-le autrement, en PNG.")
            ) from error
    return written


def _covered(text: str) -> bool:
    """Whether the fonts of the wheel draw every character: Latin, Greek, Cyrillic, punctuation, our symbols."""
    return all(ord(char) < 0x0590 or 0x1E00 <= ord(char) < 0x2800 for char in text)


class _Data:
    """The report in the plain shapes the template knows: strings, or lists of strings and [text, anchor] links."""

    def __init__(self, report: model.Report) -> None:
        self.report = report
        self.anchors = Anchors(report)

    def document(self, letterhead: Letterhead | None) -> dict[str, Any]:
        report = self.report
        return {
            "title": breakable(report.title),
            "plain_title": curly(report.title),
            "client": breakable(report.metadata[0][1]) if report.metadata else "",
            "metadata": [[curly(key), breakable(value)] for key, value in report.metadata],
            "notice": report.notice,
            "sheet": report.sheet,
            "dense": report.dense,
            "summary": self.section(report.summary) if report.summary else None,
            "sections": [self.section(section) for section in report.sections],
            "letterhead": None
            if letterhead is None
            else {
                "name": breakable(letterhead.name),
                "lines": [breakable(line) for line in letterhead.lines],
                "logo": letterhead.logo.kind if letterhead.logo else None,
            },
        }

    def text(self, text: str) -> Any:
        pieces = [(breakable(piece), anchor) for piece, anchor in self.anchors.linked(text)]
        if any(anchor for _, anchor in pieces):
            return [[piece, anchor] if anchor else piece for piece, anchor in pieces]
        return "".join(piece for piece, _ in pieces)

    def section(self, section: model.Section) -> dict[str, Any]:
        return {
            "anchor": self.anchors.of(section),
            "title": breakable(section.title),
            "mark": _mark(section.mark),
            "annex": section.annex,
            "new_page": section.new_page,
            "blocks": [self.block(block) for block in section.blocks],
            "sections": [self.section(inner) for inner in section.sections],
        }

    def block(self, block: model.Block) -> dict[str, Any]:
        data: dict[str, Any] = {"type": block.type}
        match block:
            case model.Paragraph():
                data |= self.led(block.lead, model.joined(block.lead, block.text) + block.text)
            case model.Bullets():
                data |= {"start": block.start if block.ordered else None, "beside": block.beside}
                data["items"] = self.items(block.items)
            case model.Table():
                rows = [
                    {"tall": max(map(len, row), default=0) > _TALL, "cells": [self.text(cell) for cell in row]}
                    for row in block.rows
                ]
                data |= {
                    "header": [curly(title) for title in block.header],
                    "rows": rows,
                    "align": list(block.letters),
                    "shares": column_shares(block),
                    "pages": [self.anchors.ids.get(row[0], "") for row in block.rows] if block.pages else None,
                }
            case model.KeyValues():
                data["pairs"] = [[curly(key), self.text(value)] for key, value in block.pairs]
            case model.Calculation():
                lines = [[self.text(label), self.text(text)] for label, text in block.lines]
                data |= {"lines": lines, "margin": self.text(block.margin)}
            case model.Chart():
                data |= {"title": self.text(block.title), "bars": [self.bar(block, bar) for bar in block.bars]}
            case model.Diagram():
                data |= {"title": self.text(block.title), "drawn": self.drawn(block)}
            case model.Blanks():
                data["labels"] = [f"{curly(label)}{NBSP}:" if label else "" for label in block.labels]
            case model.Callout():
                data |= {"kind": block.kind, "title": self.text(block.title), "mark": _mark(block.mark)}
                data["blocks"] = [self.block(one) for one in block.blocks]
        return data

    def drawn(self, diagram: model.Diagram) -> list[dict[str, Any]]:
        return [
            {
                "title": self.text(flight.title),
                "rungs": [self.rung(rung) for rung in flight.rungs],
                "foot": self.exits(flight.foot),
            }
            for flight in diagram.drawn.flights
        ]

    def rung(self, rung: model.Rung) -> dict[str, Any]:
        words = {"code": self.text(rung.code), "question": self.text(rung.question), "note": self.text(rung.note)}
        return words | {"leaves": rung.leaves, "goes_on": rung.goes_on, "exits": self.exits(rung.exits)}

    def exits(self, exits: tuple[model.Exit, ...]) -> list[dict[str, Any]]:
        return [
            {"mark": _mark(one.mark)} | self.led(one.head, model.joined(one.head, one.text) + one.text) for one in exits
        ]

    def led(self, lead: str, text: str) -> dict[str, Any]:
        return {"lead": self.text(lead), "text": self.text(text)}

    def bar(self, chart: model.Chart, bar: model.Bar) -> dict[str, Any]:
        words = {"label": self.text(bar.label), "note": self.text(bar.note), "text": curly(bar.text)}
        return words | {"mark": _mark(bar.mark), "aside": bar.aside, "share": round(100 * chart.share(bar), 2)}

    def items(self, items: tuple[model.Item, ...]) -> list[dict[str, Any]]:
        return [
            {"mark": _mark(item.mark), "items": self.items(item.items)} | self.led(*item_words(item)[1:])
            for item in items
        ]


def _mark(mark: Mark | None) -> dict[str, str] | None:
    if mark is None:
        return None
    symbol, words, kind = MARKS[mark]
    return {"symbol": symbol, "words": glued(words), "kind": kind}
