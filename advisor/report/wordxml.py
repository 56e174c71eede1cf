"""The parts of a Word file that python-docx has no call for: styles of ours, numbering, fields, bookmarks, links."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from advisor.report.model import Kind

FONT = "Calibri"
DEEP, QUIET, RULE, FAINT = "1D3B4F", "566069", "C3CAD0", "A3ADB5"
TONES: dict[Kind, str] = {"good": "1A6334", "bad": "9C1F2B", "warning": "7D5200", "info": "3F5566"}
_KINDS: tuple[Kind, ...] = ("good", "bad", "warning", "info")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNWANTED = re.compile(rb"<(dcterms:created|dcterms:modified|cp:lastPrinted)\b.*?</\1>")


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


# -- the document as a whole ------------------------------------------------------------------------------------------


def prepare(document: Any, title: str, author: str) -> None:
    """Page, styles, language and the few properties of a new document."""
    from docx.shared import Cm

    core = document.core_properties
    core.title, core.author, core.language = title, author, "fr-FR"
    core.comments = core.keywords = core.subject = core.category = core.last_modified_by = ""
    core.revision = 1
    # The picture of an empty page that comes with the model.
    package = document.part.package
    for name in [name for name, one in package.rels.items() if one.reltype.endswith("/thumbnail")]:
        package.rels.pop(name)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin = page.bottom_margin = Cm(2.4)
    page.header_distance = page.footer_distance = Cm(1.2)
    page.different_first_page_header_footer = True
    _styles(document)


def _styles(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt, RGBColor

    styles = document.styles
    # The language of the whole text, for the spelling checker and for screen readers.
    for language in styles.element.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}lang"):
        for name in list(language.attrib):
            if name.endswith("}val"):
                language.set(name, "fr-FR")

    def shaped(
        name: str, size: float, *, before: float = 0, after: float = 4, bold: bool | None = None, color: str = ""
    ) -> Any:
        known = [style for style in styles if style.name == name]
        style = known[0] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if not known:
            style.base_style = styles["Normal"]
            style.quick_style = True
        _font(style, FONT)
        style.font.size = Pt(size)
        style.font.italic = False
        if bold is not None:
            style.font.bold = bold
        if color:
            style.font.color.rgb = RGBColor.from_string(color)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        return style

    shaped("Normal", 10.5, after=5).paragraph_format.line_spacing = 1.05
    title = shaped("Title", 21, after=6, bold=True, color=DEEP)
    _drop(title, "pBdr")
    for level, (size, before, color) in enumerate(
        ((15, 16, DEEP), (12.5, 11, DEEP), (11, 11, "1C1F22"), (10.5, 9, "1C1F22"), (10.5, 8, "1C1F22")), start=1
    ):
        heading = shaped(f"Heading {level}", size, before=before, after=5, bold=True, color=color)
        heading.paragraph_format.keep_with_next = heading.paragraph_format.keep_together = True
        if level == 1:
            _border(heading, "bottom", 6, DEEP, 3)
    notice = shaped("Avertissement", 10.5, before=4, after=6)
    notice.font.italic = True
    shaped("En-tête organisme", 9.5, after=4, color=QUIET)
    sheet = shaped("Fiche", 10.5, after=3)
    _hanging(sheet, 3.0, 3.0)
    for kind in _KINDS:
        framed = shaped(f"Encadré {kind}", 10.5, after=3)
        framed.paragraph_format.left_indent = Cm(0.5)
        _border(framed, "left", 24, TONES[kind], 8)
        pair = shaped(f"Fiche Encadré {kind}", 10.5, after=3)
        _hanging(pair, 3.5, 3.0)
        _border(pair, "left", 24, TONES[kind], 8)
    for depth, rank in ((1, ""), (2, " 2"), (3, " 3")):
        _hanging(shaped(f"Point marqué{rank}", 10.5, after=3), 0.63 * depth, 0.63)
        bullet = shaped(f"List Bullet{rank}", 10.5, after=3)
        bullet.paragraph_format.left_indent = Cm(0.63 * depth)
        bullet.paragraph_format.first_line_indent = Cm(-0.63)
    shaped("List Number", 10.5, after=3)
    shaped("Cellule", 9.5, before=1, after=1)
    shaped("Précision", 8.5, after=3)
    caption = shaped("Titre de graphique", 10.5, before=8, after=3, bold=True)
    caption.paragraph_format.keep_with_next = True
    shaped("Après tableau", 4, after=2)
    for name in ("Header", "Footer"):
        shaped(name, 8.5, after=0, color=QUIET)
    table = styles.add_style("Tableau sobre", WD_STYLE_TYPE.TABLE)
    table.base_style = styles["Normal Table"]
    _table_borders(table)
    chart = styles.add_style("Tableau graphique", WD_STYLE_TYPE.TABLE)
    chart.base_style = styles["Normal Table"]


def style_ids(document: Any) -> dict[str, str]:
    """The id that a paragraph writes for each style, by name."""
    return {style.name: style.style_id for style in document.styles}


def _font(style: Any, name: str) -> None:
    from docx.oxml.ns import qn

    style.font.name = name
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        # A font of the theme would win over the one named here.
        if attribute.endswith("Theme"):
            del fonts.attrib[attribute]
    for attribute in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{attribute}"), name)


def _drop(style: Any, tag: str) -> None:
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_pPr()
    for found in properties.findall(qn(f"w:{tag}")):
        properties.remove(found)


def _hanging(style: Any, left: float, hang: float) -> None:
    from docx.shared import Cm

    style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = Cm(left), Cm(-hang)
    style.paragraph_format.tab_stops.add_tab_stop(Cm(left))


_AFTER_SHADE = (
    "w:tabs",
    "w:suppressAutoHyphens",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:outlineLvl",
    "w:rPr",
)
"""What may follow the shade in the properties of a paragraph: the schema fixes their order."""


def _border(styled: Any, side: str, size: int, color: str, space: int) -> None:
    from docx.oxml.ns import qn

    properties = styled.element.get_or_add_pPr() if hasattr(styled, "element") else styled
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = _element("pBdr")
        properties.insert_element_before(borders, "w:shd", *_AFTER_SHADE)
    borders.append(_element(side, val="single", sz=str(size), space=str(space), color=color))


def _table_borders(style: Any) -> None:
    properties = _element("tblPr")
    borders = _element("tblBorders")
    for side, size, color in (("top", 8, DEEP), ("bottom", 4, RULE), ("insideH", 4, RULE)):
        borders.append(_element(side, val="single", sz=str(size), space="0", color=color))
    properties.append(borders)
    style.element.append(properties)


def running_lines(document: Any, client: str, title: str, notice: str) -> None:
    """What repeats on each page: the client and the title, except on the first; the notice and the page number."""
    from docx.shared import Cm

    page = document.sections[0]
    header = page.header.paragraphs[0]
    header.text = f"{_cut(client, 60)}\t{_cut(title, 50)}"
    places = [header]
    for footer in (page.footer, page.first_page_footer):
        line = footer.paragraphs[0]
        line.style = document.styles["Footer"]
        line.add_run(f"{notice}\t")
        field(line, "PAGE")
        line.add_run(" / ")
        field(line, "NUMPAGES")
        places.append(line)
    for place in places:
        place.paragraph_format.tab_stops.add_tab_stop(Cm(16), _right())
    for style in ("Header", "Footer"):
        _drop(document.styles[style], "tabs")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _right() -> Any:
    from docx.enum.text import WD_TAB_ALIGNMENT

    return WD_TAB_ALIGNMENT.RIGHT


def repacked(data: bytes) -> bytes:
    """The same file, without any moment of writing, so that one report always gives the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _UNWANTED.sub(b"", content)
            target.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


# -- parts of a paragraph ---------------------------------------------------------------------------------------------


def coloured(run: Any, kind: Kind) -> None:
    from docx.shared import RGBColor

    run.bold = True
    run.font.color.rgb = RGBColor.from_string(TONES[kind])


def quiet(run: Any) -> None:
    from docx.shared import RGBColor

    run.font.color.rgb = RGBColor.from_string(QUIET)


def underline(paragraph: Any) -> None:
    """A rule under the letterhead."""
    from docx.shared import Pt

    _border(paragraph._p.get_or_add_pPr(), "bottom", 4, RULE, 8)
    paragraph.paragraph_format.space_after = Pt(14)


def describe(picture: Any, text: str) -> None:
    """What a screen reader says of an image."""
    picture._inline.docPr.set("descr", text)


def field(paragraph: Any, instruction: str) -> None:
    """A value that Word works out, such as the page number."""
    simple = _element("fldSimple", instr=f" {instruction} ")
    run = _element("r")
    text = _element("t")
    text.text = "1"
    run.append(text)
    simple.append(run)
    paragraph._p.append(simple)


def bookmark_name(anchor: str) -> str:
    """A name Word accepts: letters, digits and underscores, forty at most."""
    plain = re.sub(r"\W", "_", anchor)
    return f"p_{plain}" if len(plain) <= 36 else f"p_{plain[:24]}_{sha256(anchor.encode()).hexdigest()[:8]}"


@contextmanager
def bookmark(paragraph: Any, name: str, rank: int) -> Iterator[None]:
    """What is written meanwhile in the paragraph can be linked to."""
    paragraph._p.append(_element("bookmarkStart", id=str(rank), name=name))
    yield
    paragraph._p.append(_element("bookmarkEnd", id=str(rank)))


def link(paragraph: Any, run: Any, name: str) -> None:
    """Turn a run into a link to a bookmark."""
    from docx.shared import RGBColor

    run.font.color.rgb = RGBColor.from_string(DEEP)
    wrapper = _element("hyperlink", anchor=name, history="1")
    paragraph._p.replace(run._r, wrapper)
    wrapper.append(run._r)


def blank(paragraph: Any, label: str) -> None:
    """A label, then a line to write on up to the margin."""
    from docx.enum.text import WD_TAB_LEADER
    from docx.shared import Cm, Pt

    paragraph.add_run(f"{label}\t")
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16), _right(), WD_TAB_LEADER.LINES)
    paragraph.paragraph_format.space_before = Pt(10)


# -- lists and tables -------------------------------------------------------------------------------------------------


def new_numbering(document: Any, start: int) -> int:
    """Numbers that begin at ``start``, of the kind the style of numbered lists uses."""
    from docx.oxml.ns import qn

    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    known = style.pPr.numPr.numId.val
    pattern = next(one for one in numbering.findall(qn("w:num")) if one.numId == known)
    added = numbering.add_num(pattern.abstractNumId.val)
    added.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(added.numId)


def use_numbering(paragraph: Any, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def keep_row(row: Any, repeated: bool) -> None:
    """A row is never cut across pages; the header comes again on each."""
    properties = row._tr.get_or_add_trPr()
    properties.append(_element("cantSplit"))
    if repeated:
        properties.append(_element("tblHeader"))


def bar(paragraph: Any, kind: Kind | None, aside: bool, drawn: bool) -> None:
    """Shade a paragraph from its left to its right indent: the bar of a chart; nothing for a zero."""
    paragraph.add_run("\u00a0")
    if drawn:
        fill = FAINT if aside else TONES[kind] if kind else DEEP
        shade = _element("shd", val="clear", color="auto", fill=fill)
        paragraph._p.get_or_add_pPr().insert_element_before(shade, *_AFTER_SHADE)


def aligned(paragraph: Any, letter: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    if letter in "rc":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if letter == "r" else WD_ALIGN_PARAGRAPH.CENTER
