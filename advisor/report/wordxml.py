"""The template of Word files, and the parts of them that python-docx has no call for: numbering, fields, bookmarks."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from advisor.common.errors import InputError, Problem, system_reason
from advisor.report.model import CalloutKind

TEMPLATE = Path(__file__).parent / "assets" / "modele.docx"
KINDS: dict[CalloutKind, str] = {"good": "favorable", "bad": "défavorable", "warning": "réserve", "info": "information"}
"""How the names of styles tell the kind of a mark."""

_PARAGRAPHS = (
    "Normal",
    "Title",
    *(f"Heading {level}" for level in range(1, 6)),
    "Header",
    "Footer",
    *("List Bullet", "List Bullet 2", "List Bullet 3", "List Number"),
    *("Point marqué", "Point marqué 2", "Point marqué 3"),
    *("Logo organisme", "En-tête organisme", "Avertissement"),
    *("Fiche", "Cellule", "Précision", "Titre de graphique", "Après tableau", "Ligne à remplir"),
    *("Barre", "Barre à part", *(f"Barre {kind}" for kind in KINDS.values())),
    *(f"{what} {kind}" for what in ("Encadré", "Fiche encadrée") for kind in KINDS.values()),
)
_CHARACTERS = ("Discret", "Renvoi", *(f"Mention {kind}" for kind in KINDS.values()))
_TABLES = ("Tableau sobre", "Tableau graphique")
_IN_WORD = {
    "Title": "Titre",
    "Heading": "Titre",
    "Header": "En-tête",
    "Footer": "Pied de page",
    "List Bullet": "Liste à puces",
    "List Number": "Liste à numéros",
}
"""Names that a French Word shows for its own styles."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNWANTED = re.compile(rb"<(dcterms:created|dcterms:modified|cp:lastPrinted)\b.*?</\1>")

_MEND = "Repartez d'un rapport que ce programme a écrit en Word, et gardez les noms de ses styles."


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


# -- the document as a whole ------------------------------------------------------------------------------------------


def opened(template: Path | None) -> tuple[Any, dict[str, Any]]:
    """A document with the page of a template and nothing of what stands in it; its styles by name.

    Args:
        template: of the organisation; ours by default.

    Raises:
        InputError: it is no Word file, or lacks styles.
    """
    path = template or TEMPLATE
    try:
        document = docx.Document(io.BytesIO(path.read_bytes()))
    except OSError as error:
        raise InputError(Problem(f"ce modèle ne peut pas être lu ({system_reason(error)}).", str(path))) from None
    except Exception as error:
        raise InputError(Problem("ce modèle n'est pas un document Word (.docx).", str(path), mend=_MEND)) from error
    document.element.body.clear_content()
    for relations, what in ((document.part.rels, "/image"), (document.part.package.rels, "/thumbnail")):
        for name in [name for name, one in relations.items() if one.reltype.endswith(what)]:
            relations.pop(name)
    return document, _styles(document, str(path))


def _styles(document: Any, where: str) -> dict[str, Any]:
    found = {(style.name, style.type): style for style in document.styles}
    needed = [
        (_PARAGRAPHS, WD_STYLE_TYPE.PARAGRAPH),
        (_CHARACTERS, WD_STYLE_TYPE.CHARACTER),
        (_TABLES, WD_STYLE_TYPE.TABLE),
    ]
    problems = [
        Problem(f"ce modèle n'a pas le style {what} « {_in_word(name)} ».", where, mend=_MEND)
        for (names, kind), what in zip(needed, ("de paragraphe", "de caractère", "de tableau"), strict=True)
        for name in names
        if (name, kind) not in found
    ]
    if not problems and not found["List Number", WD_STYLE_TYPE.PARAGRAPH].element.xpath("w:pPr/w:numPr/w:numId"):
        problems = [Problem("le style « Liste à numéros » de ce modèle n'est pas numéroté.", where, mend=_MEND)]
    if problems:
        raise InputError(*problems)
    return {name: found[name, kind] for names, kind in needed for name in names}


def _in_word(name: str) -> str:
    base, _, rank = name.rpartition(" ") if name[-1].isdigit() else (name, "", "")
    return f"{_IN_WORD.get(base, base)} {rank}".strip()


def describe_file(document: Any, title: str, author: str) -> None:
    """The few properties of a document."""
    core = document.core_properties
    core.title, core.author, core.language = title, author, "fr-FR"
    core.comments = core.keywords = core.subject = core.category = core.last_modified_by = ""
    core.revision = 1


def text_width(document: Any) -> float:
    """Centimetres between the margins."""
    page = document.sections[0]
    return float((page.page_width - page.left_margin - page.right_margin) / 360_000)


def running_lines(document: Any, client: str, title: str, notice: str) -> None:
    """What repeats on each page: the client and the title, except on the first; the notice and the page number.

    The first line of headers and footers is ours; what a template has below it stays.
    """
    page = document.sections[0]
    page.header.paragraphs[0].text = f"{_cut(client, 60)}\t{_cut(title, 50)}"
    for footer in (page.footer, page.first_page_footer):
        line = footer.paragraphs[0]
        line.style = document.styles["Footer"]
        line.text = f"{notice}\t"
        field(line, "PAGE")
        line.add_run(" / ")
        field(line, "NUMPAGES")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


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


def _node(paragraph: Any) -> Any:
    """The element of a paragraph; python-docx hands it out by its format alone."""
    return paragraph.paragraph_format.element


def describe(run: Any, text: str) -> None:
    """What a screen reader says of the image in a run."""
    run.font.element.xpath(".//wp:docPr")[0].set("descr", text)


def field(paragraph: Any, instruction: str) -> None:
    """A value that Word works out, such as the page number."""
    simple = _element("fldSimple", instr=f" {instruction} ")
    run = _element("r")
    text = _element("t")
    text.text = "1"
    run.append(text)
    simple.append(run)
    _node(paragraph).append(simple)


def bookmark_name(anchor: str) -> str:
    """A name Word accepts: letters, digits and underscores, forty at most."""
    plain = re.sub(r"\W", "_", anchor)
    return f"p_{plain}" if len(plain) <= 36 else f"p_{plain[:24]}_{sha256(anchor.encode()).hexdigest()[:8]}"


@contextmanager
def bookmark(paragraph: Any, name: str, rank: int) -> Iterator[None]:
    """What is written meanwhile in the paragraph can be linked to."""
    _node(paragraph).append(_element("bookmarkStart", id=str(rank), name=name))
    yield
    _node(paragraph).append(_element("bookmarkEnd", id=str(rank)))


def link(paragraph: Any, run: Any, name: str) -> None:
    """Turn a run into a link to a bookmark."""
    wrapper = _element("hyperlink", anchor=name, history="1")
    _node(paragraph).replace(run.font.element, wrapper)
    wrapper.append(run.font.element)


def link_out(paragraph: Any, run: Any, address: str, title: str) -> None:
    """Turn a run into a link to a page of the web."""
    wrapper = _element("hyperlink", tooltip=title, history="1")
    wrapper.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    _node(paragraph).replace(run.font.element, wrapper)
    wrapper.append(run.font.element)


# -- lists and tables -------------------------------------------------------------------------------------------------


def new_numbering(document: Any, style: Any, start: int) -> int:
    """Numbers that begin at ``start``, of the kind the style of numbered lists uses."""
    numbering = document.part.numbering_part.element
    known = style.element.pPr.numPr.numId.val
    pattern = next(one for one in numbering.findall(qn("w:num")) if one.numId == known)
    added = numbering.add_num(pattern.abstractNumId.val)
    added.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(added.numId)


def use_numbering(paragraph: Any, number: int) -> None:
    properties = _node(paragraph).get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def keep_row(paragraph: Any, repeated: bool) -> None:
    """The row of a table where a paragraph stands is never cut across pages; the header comes again on each."""
    properties = _node(paragraph).getparent().getparent().get_or_add_trPr()
    properties.append(_element("cantSplit"))
    if repeated:
        properties.append(_element("tblHeader"))


def aligned(paragraph: Any, letter: str) -> None:
    if letter in "rc":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if letter == "r" else WD_ALIGN_PARAGRAPH.CENTER
