"""The documents handed over: everything the report says, in order, escaped, on a first page that stays one page."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from advisor.advice.ways.find import find_ways
from advisor.advice.ways.margins import targets
from advisor.advice.ways.model import STATUSES
from advisor.advice.ways.whatif import what_if
from advisor.assessment.assess import assess
from advisor.common.french import NBSP
from advisor.dossier import Dossier
from advisor.report.build import build_report
from advisor.report.document import build_document, render_document, render_report
from advisor.report.html import STYLE, to_html
from advisor.report.lawbook.shelves import show_rule
from advisor.report.lawdiff import diff_rules
from advisor.report.letterhead import Letterhead, Logo
from advisor.report.markdown import to_markdown
from advisor.report.model import Bullets, Callout, Item, Paragraph, Report, Section, Table
from advisor.report.pieces import Anchors, breakable, curly, walk
from advisor.report.proof import explain
from advisor.report.typst import to_pdf
from advisor.report.ways import ways_report, what_if_report
from advisor.report.word import to_word
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.official import SITE
from advisor.rules.words import MARKS
from advisor.training.casebook.model import Case
from advisor.training.casebook.read import load_cases
from tests.conftest import JudgedCases
from tests.support.spread import one_in, spread

HOSTILE = '#panic[]*_$<script>alert("x")</script> @ici // <b>&amp; \\ `brut` =égal\x07'
SHOWN = HOSTILE.removesuffix("\x07")
RICH = "001"
SAMPLE = ("001", "003", "013", "036", "039", "049", "077")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
HEAD = Letterhead("CRESS des Deux Rives", ("12 quai Neuf", "42000 Saint-Étienne"), Logo("svg", SVG, "logo.svg"))
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="session")
def cases() -> dict[str, Case]:
    return {one.id[:3]: one for one in load_cases()}


class Shelf(dict[str, Report]):
    """Documents of the worked cases by number, made when first asked for."""

    def __init__(self, judged: JudgedCases) -> None:
        super().__init__()
        self.judged = judged

    def __missing__(self, number: str) -> Report:
        case, assessment = self.judged[number]
        self[number] = build_document(assessment, self.judged.knowledge, case.dossier)
        return self[number]


@pytest.fixture(scope="session")
def documents(judged: JudgedCases) -> Shelf:
    return Shelf(judged)


def named(cases: dict[str, Case], name: str, knowledge: Knowledge, number: str = "003") -> Report:
    """A busy case, under another name."""
    dossier: Dossier = cases[number].dossier.model_copy(update={"name": name, "adviser": name[:300]})
    return build_document(assess(dossier), knowledge, dossier)


def flat(text: str) -> str:
    """One line, with the apostrophes and spaces of the keyboard: what a reader looks for."""
    return " ".join(text.replace("’", "'").replace("\u2011", "-").replace("\u200b", "").split())


def pdf_text(data: bytes, *pages: int) -> str:
    reader = PdfReader(io.BytesIO(data))
    return flat(" ".join(reader.pages[rank].extract_text() for rank in pages or range(len(reader.pages))))


def word_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    return flat(" ".join("".join(one.itertext()) for one in document.element.body.iter(f"{WORD}p")))


class Markup(HTMLParser):
    """Just enough of a page to check its structure."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)
        if any(re.fullmatch("h[1-6]", tag) for tag in self.open):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self) -> str:
        return flat(" ".join(self.words))


# -- the page that sums it up -----------------------------------------------------------------------------------------


def begins_with_what_matters(report: Report, number: str) -> None:
    titles = ["Ce qui décide", "Que faire, dans l'ordre", "À réunir"]
    if report.summary is None:
        assert [section.id for section in report.sections] == ["before_the_law"], number
        return
    assert [type(block) for block in report.summary.blocks] == [Callout, Callout], number
    found = [section.title for section in report.summary.sections]
    assert found == [title for title in titles if title in found] and titles[1] in found, number
    for section in report.summary.sections:
        (bullets,) = section.blocks
        assert isinstance(bullets, Bullets) and len(bullets.items) <= 7, (number, section.id)


def holds_on_one_page(report: Report, number: str) -> None:
    if report.summary is not None:
        short = report.model_copy(update={"sections": (Section(id="suite", title="Suite"),)})
        pages = PdfReader(io.BytesIO(to_pdf(short, HEAD))).pages
        assert len(pages) == 2 and "Dans ce document" in pages[1].extract_text(), number


@pytest.mark.parametrize("every", one_in(8))
def test_every_case_begins_with_what_matters_the_longest_on_one_page(
    every: int, cases: dict[str, Case], documents: Shelf
) -> None:
    """All are read; printed, those that say most: what holds less fits where they do."""
    numbers = list(cases)[::every]

    def words(number: str) -> int:
        summary = documents[number].summary
        return len(summary.model_dump_json()) if summary else 0

    for number in numbers:
        begins_with_what_matters(documents[number], number)
    for number in sorted(numbers, key=words)[-6:]:
        holds_on_one_page(documents[number], number)


@pytest.mark.slow
def test_every_case_begins_with_one_page(cases: dict[str, Case], documents: Shelf) -> None:
    for number in cases:
        holds_on_one_page(documents[number], number)


@pytest.mark.parametrize(
    "name", ["A", "Coopérative" + "supercalifragilistique" * 14, "Société d'intérêt collectif " * 25]
)
def test_the_summary_holds_on_one_page_whatever_the_name(
    cases: dict[str, Case], knowledge: Knowledge, name: str
) -> None:
    data = to_pdf(named(cases, name, knowledge), HEAD)
    reader = PdfReader(io.BytesIO(data))
    assert "Dans ce document" in reader.pages[1].extract_text()
    assert name.replace(" ", "")[:200].replace("'", "’") in re.sub(r"\s|\u200b", "", reader.pages[0].extract_text())
    # Nothing stands outside the margins: the right one is 24 mm wide, 68 points.
    for page in reader.pages[:2]:
        right: list[float] = []
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size, to=right: to.append(tm[4]) if text.strip() else None
        )
        assert max(right) < 595 - 68


def test_changes_of_one_kind_at_one_moment_are_one_step(documents: Shelf) -> None:
    summary = documents["003"].summary
    assert summary is not None
    steps = next(section for section in summary.sections if section.id == "summary-steps").blocks[0]
    assert isinstance(steps, Bullets)
    assert "13 changements" in steps.items[0].lead and "autres changements" in steps.items[0].text
    assert len(steps.items) == 2


def test_an_open_point_of_law_comes_before_what_it_may_spare(documents: Shelf) -> None:
    summary = documents["013"].summary
    assert summary is not None
    steps = next(section for section in summary.sections if section.id == "summary-steps").blocks[0]
    assert isinstance(steps, Bullets)
    assert [item.lead for item in steps.items] == ["Faire trancher le point Q7", "Accueillir un second associé"]
    assert "si la lecture stricte l'emporte" in steps.items[1].text


def test_the_document_says_what_the_report_says_and_annexes_come_last(
    cases: dict[str, Case], documents: Shelf, knowledge: Knowledge
) -> None:
    for number in SAMPLE:
        report, dossier = documents[number], cases[number].dossier
        whole = build_report(assess(dossier), knowledge, dossier, handed=True)
        assert {one.id: one.blocks for one in report.sections} == {one.id: one.blocks for one in whole.sections}, number
        annexes = [section.annex for section in report.sections]
        assert annexes == sorted(annexes), number
        letters = [section.title[:9] for section in report.sections if section.annex]
        assert letters == [f"Annexe {'ABCD'[rank]}." for rank in range(len(letters))], number
        assert report.notice


# -- what all formats share -------------------------------------------------------------------------------------------


def test_a_page_handed_over_names_the_adviser_where_the_screen_names_a_command(
    cases: dict[str, Case], documents: Shelf, knowledge: Knowledge
) -> None:
    """What to write and what to file are told where the reader needs them, whoever the reader is."""
    for number in ("001", "003", "075", "077"):
        dossier = cases[number].dossier
        page = flat(render_report(documents[number], "markdown"))
        screen = flat(render_report(build_report(assess(dossier), knowledge, dossier), "markdown"))
        assert "ess-advisor" not in page and "--" not in re.sub(r"-{3,}", "", page), number
        clauses = "un projet pour chaque clause qui manque" in page.lower()
        file = "son calendrier daté" in page
        assert clauses is ("ess-advisor clauses" in screen) and file is ("ess-advisor demande-esus" in screen), number
    assert "Le conseiller peut remettre, à part, un projet pour chaque clause" in flat(
        render_report(documents["003"], "markdown")
    )
    assert "pièce par pièce, avec son calendrier daté" in flat(render_report(documents["001"], "markdown"))
    assert "les statuts possibles, comparés" in flat(render_report(documents["075"], "markdown"))


@pytest.mark.parametrize("number", spread(SAMPLE, 3))
def test_every_format_tells_every_section_and_every_criterion_once(
    documents: Shelf, judged: JudgedCases, number: str
) -> None:
    report = documents[number]
    findings = judged[number][1].findings
    full = [section for section, _ in walk(report) if section.id in findings]
    aside = [
        named
        for section, _ in walk(report)
        if section.id == "aside"
        for block in section.blocks
        if isinstance(block, Bullets)
        for item in block.items
        for named in re.findall(r"\b(?:ESS|ESUS|ART2)-\w+(?:-\d+)?", item.lead if item.mark else item.text)
    ]
    assert sorted([*(section.id for section in full), *aside]) == sorted(findings)
    page = Markup(to_html(report, HEAD))
    written = to_word(report, HEAD)
    word = docx.Document(io.BytesIO(written))
    pdf = to_pdf(report, HEAD)
    outline = [flat(title) for title in bookmarks(PdfReader(io.BytesIO(pdf)).outline)]
    html_titles = [flat(text) for _, text in page.headings]
    word_titles = [flat(one.text) for one in word.paragraphs if (one.style.name or "").startswith("Heading")]
    expected = [heading(section) for section, _ in walk(report)]
    assert html_titles == [flat(report.title), *expected]
    assert word_titles == expected
    assert outline == [flat(report.title), *expected]
    texts = {"html": page.text, "docx": word_text(written)}
    if number == RICH:  # slow to read back
        texts["pdf"] = pdf_text(pdf)
    for fmt, text in texts.items():
        for named in aside:
            assert named in text, (fmt, named)
        for said in (report.notice, HEAD.name, HEAD.lines[0], *(value for _, value in report.metadata)):
            assert flat(said) in text, (fmt, said)


def heading(section: Section) -> str:
    if section.mark is None:
        return flat(section.title)
    symbol, words, _ = MARKS[section.mark]
    return flat(f"{symbol} {section.title}{NBSP}: {words}")


def bookmarks(outline: list[Any]) -> list[str]:
    found = []
    for one in outline:
        found += bookmarks(one) if isinstance(one, list) else [str(one.title)]
    return found


def test_every_outcome_is_a_sign_and_words() -> None:
    items = tuple(Item(mark=mark, lead="Point") for mark in MARKS)
    report = Report(title="Essai", sections=(Section(id="s", title="S", blocks=(Bullets(items=items),)),))
    texts = (Markup(to_html(report)).text, pdf_text(to_pdf(report)), word_text(to_word(report)))
    for symbol, words, _ in MARKS.values():
        for text in texts:
            assert re.search(rf"{re.escape(symbol)} ?Point \({re.escape(words)}\)", text), (symbol, words, text)


def test_whatever_a_company_is_called_it_is_printed_not_run(cases: dict[str, Case], knowledge: Knowledge) -> None:
    report = named(cases, HOSTILE, knowledge)
    squeezed = flat(SHOWN).replace(" ", "")
    html = to_html(report)
    page = Markup(html)
    assert squeezed in page.text.replace(" ", "") and "<script" not in html and not page.all("b")
    assert squeezed in word_text(to_word(report)).replace(" ", "")
    assert squeezed in pdf_text(to_pdf(report), 0).replace(" ", "")
    for fmt in ("markdown", "terminal", "json"):
        assert "\x07" not in render_document(report, fmt).decode()
    assert "<script" not in re.sub(r"\\<", "", render_document(report, "markdown").decode())


def test_hostile_text_is_harmless_everywhere_it_may_stand() -> None:
    section = Section(
        id=HOSTILE,
        title=HOSTILE,
        mark="incertain",
        blocks=(
            Bullets(items=(Item(lead=HOSTILE, text=HOSTILE, items=(Item(text=HOSTILE),)),), ordered=True, start=3),
            Table(header=(HOSTILE, "b"), rows=((HOSTILE, HOSTILE),), align="lr"),
            Callout(kind="bad", title=HOSTILE),
        ),
    )
    report = Report(title=HOSTILE, metadata=((HOSTILE, HOSTILE),), notice=HOSTILE, sections=(section,))
    head = Letterhead(SHOWN, (SHOWN,))
    page = Markup(to_html(report, head))
    assert not page.open and not page.all("script") and not page.all("b")
    count = 11
    for text in (page.text, pdf_text(to_pdf(report, head)), word_text(to_word(report, head))):
        assert text.replace(" ", "").count("#panic[]*_$<script>") >= count, text


def test_other_scripts_do_not_stop_the_document(cases: dict[str, Case], knowledge: Knowledge) -> None:
    report = named(cases, "🌱 Les Pousses 株式会社 مرحبا", knowledge)
    assert "Les Pousses" in pdf_text(to_pdf(report), 0)
    assert "株式会社" in Markup(to_html(report)).text and "株式会社" in word_text(to_word(report))


@pytest.mark.parametrize("fmt", ["pdf", "docx", "html", "markdown", "terminal", "json"])
def test_the_same_report_gives_the_same_bytes(documents: Shelf, fmt: Any) -> None:
    first = render_document(documents["036"], fmt, HEAD)
    assert first == render_document(documents["036"], fmt, HEAD)
    if fmt == "json":
        assert Report.model_validate(json.loads(first)) == documents["036"]


@pytest.mark.parametrize("fmt", ["pdf", "docx", "html"])
def test_any_report_can_be_a_document(cases: dict[str, Case], knowledge: Knowledge, fmt: Any) -> None:
    dossier = cases[RICH].dossier
    assessment = assess(dossier)
    found = tuple(find_ways(dossier, status, on=assessment.on) for status in STATUSES)
    reports = (
        explain(assessment, "ESUS-02a", knowledge),
        explain(assessment, "esus", knowledge),
        show_rule(knowledge, "ESUS-07"),
        show_rule(knowledge, "taux_fonds_developpement"),
        diff_rules(knowledge, date(2019, 5, 23), date(2019, 5, 24)),
        build_report(assess(cases["112"].dossier), knowledge, cases["112"].dossier),
        Report(title="Vide"),
        ways_report(found, dossier, knowledge, targets(dossier, assessment.on)),
        what_if_report(what_if(dossier, {"mention_rcs": "non"}, on=assessment.on)),
    )
    for report in reports:
        assert report.summary is None and render_document(report, fmt)


def test_links_lead_to_the_criterion_told_elsewhere() -> None:
    sections = (
        Section(id="ESS-07", title="ESS-07 Fonds"),
        Section(id="ESS-07P", title="ESS-07P Dotation"),
        Section(id="ESS 07", title="Encore"),
    )
    anchors = Anchors(Report(title="t", sections=sections))
    assert [anchors.of(section) for section in sections] == ["ESS-07", "ESS-07P", "ESS-07-2"]
    pieces = list(anchors.linked("Voir ESS-07, ESS-07P et ESS-07PX ou XESS-07."))
    assert [piece for piece in pieces if piece[1]] == [("ESS-07", "ESS-07"), ("ESS-07P", "ESS-07P")]
    assert "".join(piece for piece, _ in pieces) == "Voir ESS-07, ESS-07P et ESS-07PX ou XESS-07."


def test_words_break_only_when_no_line_would_hold_them() -> None:
    assert breakable("LEGIARTI000050826301") == "LEGIARTI000050826301"
    assert breakable("x" * 30).replace("\u200b", "") == "x" * 30 and "\u200b" in breakable("x" * 30)
    assert curly("l'ESS d'« ici » 'x'") == "l’ESS d’« ici » 'x'"
    assert curly("n-1, R3332-21-3 [V-JO], peut-être") == "n\u20111, R3332-21-3 [V\u2011JO], peut-être"


# -- HTML -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", SAMPLE)
def test_the_page_is_sound_and_reads_by_ear(documents: Shelf, number: str) -> None:
    html = to_html(documents[number], HEAD)
    page = Markup(html)
    assert page.open == [] and html.startswith('<!DOCTYPE html>\n<html lang="fr">')
    for landmark in ("header", "nav", "main", "footer", "title"):
        assert len(page.all(landmark)) == 1, landmark
    levels = [level for level, _ in page.headings]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    outward = [one for one in page.all("a") if (one["href"] or "").startswith(SITE)]
    assert all(one["rel"] == "noreferrer" and "non ouvert par l’outil" in (one["title"] or "") for one in outward)
    links = [attributes["href"] or "" for attributes in page.all("a") if attributes not in outward]
    assert links[0] == "#contenu" and all(link.startswith("#") and link[1:] in ids for link in links)
    assert any(link.startswith("#ESS-") for link in links)
    # Nothing to run, nothing to fetch.
    assert not page.all("script") and not page.all("link") and not page.all("iframe")
    assert [(one["src"] or "")[:11] for one in page.all("img")] == ["data:image/"] and page.all("img")[0]["alt"]
    assert not re.search(r"url\(|@import|https?://", STYLE.read_text(encoding="utf-8"))
    assert not any(name.startswith("on") or name == "style" for _, attributes in page.tags for name in attributes)
    assert all(one.get("scope") in ("col", "row") for one in page.all("th"))


def test_criteria_unfold_and_the_rest_is_in_sight(documents: Shelf, judged: JudgedCases) -> None:
    page = Markup(to_html(documents[RICH]))
    findings = judged[RICH][1].findings
    unfolded = [section for section, _ in walk(documents[RICH]) if section.id in findings]
    assert len(page.all("details")) == len(page.all("summary")) == len(unfolded)
    assert all("open" not in attributes for attributes in page.all("details"))
    print_rules = STYLE.read_text(encoding="utf-8").partition("@media print")[2]
    assert "::details-content" in print_rules and "break-after: page" in print_rules
    assert "size: A4" in STYLE.read_text(encoding="utf-8")


def test_colours_are_legible_on_white() -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    colours = re.findall(r"--(ink|deep|quiet|good|bad|warning|info): (#\w{6})", STYLE.read_text(encoding="utf-8"))
    assert len(colours) == 7
    for name, colour in colours:
        assert 1.05 / (luminance(colour) + 0.05) >= 5.5, name


# -- PDF --------------------------------------------------------------------------------------------------------------


def test_the_pdf_is_tagged_titled_french_a4_and_says_nothing_of_its_making(documents: Shelf) -> None:
    data = to_pdf(documents[RICH], HEAD)
    reader = PdfReader(io.BytesIO(data))
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in catalog and catalog["/Lang"] == "fr-FR"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert set(reader.metadata or {}) <= {"/Title", "/Creator"}
    assert (reader.metadata or {})["/Title"] == "Avis : entreprise de l’ESS et agrément ESUS".replace(" :", f"{NBSP}:")
    assert b"pdfuaid" in data or "pdfuaid" in str(catalog["/Metadata"].get_data())
    for rank, page in enumerate(reader.pages, start=1):
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
        text = flat(page.extract_text())
        assert f"{rank} / {len(reader.pages)}" in text and "ni conseil juridique, ni décision" in text
    # Fonts travel inside the file.
    fonts = {
        str(font.get_object()["/BaseFont"]) for page in reader.pages for font in page["/Resources"]["/Font"].values()
    }
    assert fonts and all("Libertinus" in font or "DejaVu" in font for font in fonts)


def test_the_contents_and_codes_of_the_pdf_are_links(documents: Shelf) -> None:
    reader = PdfReader(io.BytesIO(to_pdf(documents["013"])))
    links = [
        annotation.get_object()
        for page in reader.pages
        for annotation in page.get("/Annots", [])
        if annotation.get_object()["/Subtype"] == "/Link"
    ]
    assert len(links) > len(documents["013"].sections)
    outward = {str(link["/A"]["/URI"]) for link in links if "/URI" in link.get("/A", {})}
    assert outward and outward <= set(load_knowledge().official.values())


# -- Word -------------------------------------------------------------------------------------------------------------


def test_the_word_file_is_made_of_styles_fields_and_real_lists(documents: Shelf) -> None:
    data = to_word(documents[RICH], HEAD)
    document = docx.Document(io.BytesIO(data))
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "List Bullet 2", "List Number"} <= styles
    assert "Normal" in styles and not any(name.startswith("No Spacing") for name in styles)
    section = document.sections[0]
    assert round(section.page_width.cm, 1) == 21.0 and round(section.page_height.cm, 1) == 29.7
    for footer in (section.footer, section.first_page_footer):
        fields = [one.get(f"{WORD}instr") for one in footer.part.element.iter(f"{WORD}fldSimple")]
        assert [str(one).strip() for one in fields] == ["PAGE", "NUMPAGES"]
        assert "ni décision" in footer.paragraphs[0].text
    assert "La Roue Libre du Furan" in section.header.paragraphs[0].text
    assert not section.first_page_header.paragraphs[0].text
    for table in document.element.body.iter(f"{WORD}tbl"):
        rows = table.findall(f"{WORD}tr")
        assert rows[0].trPr.find(f"{WORD}tblHeader") is not None
        assert all(row.trPr.find(f"{WORD}cantSplit") is not None for row in rows)
    languages = {one.get(f"{WORD}val") for one in document.styles.element.iter(f"{WORD}lang")}
    assert languages == {"fr-FR"}


def test_the_links_of_the_word_file_reach_their_bookmarks(documents: Shelf) -> None:
    document = docx.Document(io.BytesIO(to_word(documents["013"])))
    body = document.element.body
    names = [one.get(f"{WORD}name") for one in body.iter(f"{WORD}bookmarkStart")]
    targets = {one.get(f"{WORD}anchor") for one in body.iter(f"{WORD}hyperlink")} - {None}
    assert len(names) == len(set(names)) and all(re.fullmatch(r"[A-Za-z]\w{0,39}", name) for name in names)
    assert targets and targets <= set(names)
    outward = {one.target_ref for one in document.part.rels.values() if one.is_external}
    assert outward and outward <= set(load_knowledge().official.values())


def test_identifiers_lead_to_the_official_text_in_every_format_that_holds_links() -> None:
    text = "Voir LEGIARTI000049720096, ESS-07 et LEGIARTI000000000000."
    report = Report(title="t", sections=(Section(id="s", title="S", blocks=(Paragraph(text=text),)),))
    address = f"{SITE}codes/article_lc/LEGIARTI000049720096/2026-08-20"
    assert f'<a href="{address}" rel="noreferrer" title="texte officiel, non ouvert par l’outil">' in to_html(report)
    assert f"""[LEGIARTI000049720096]({address} "texte officiel, non ouvert par l'outil")""" in to_markdown(report)
    document = docx.Document(io.BytesIO(to_word(report)))
    assert [one.target_ref for one in document.part.rels.values() if one.is_external] == [address]
    assert address.encode() in to_pdf(report)
    for written in (to_html(report), to_markdown(report)):
        assert written.count(SITE) == 1, "what no source knows has no link"


def test_numbers_of_the_word_file_start_where_the_report_says() -> None:
    lists = tuple(Bullets(ordered=True, start=start, items=(Item(text="x"),)) for start in (1, 4, 1))
    data = to_word(Report(title="t", sections=(Section(id="s", title="S", blocks=lists),)))
    document = docx.Document(io.BytesIO(data))
    used = [
        one.paragraph_format.element.pPr.numPr.numId.val
        for one in document.paragraphs
        if one.style.name == "List Number"
    ]
    assert len(set(used)) == 3
    numbering = document.part.numbering_part.element
    starts = [
        numbering.num_having_numId(number).find(f"{WORD}lvlOverride/{WORD}startOverride").get(f"{WORD}val")
        for number in used
    ]
    assert starts == ["1", "4", "1"]


def test_the_word_file_says_nothing_of_its_making(documents: Shelf) -> None:
    data = to_word(documents[RICH], HEAD)
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert properties.author == HEAD.name and properties.title and properties.last_modified_by == ""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        core = packed.read("docProps/core.xml").decode()
        assert "created" not in core and "modified" not in core and "python-docx" not in core
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in packed.namelist() if "thumbnail" in name]
    (picture,) = docx.Document(io.BytesIO(data)).element.body.xpath(".//wp:docPr")
    assert picture.get("descr") == "Logo de CRESS des Deux Rives"


def test_templates_travel_with_the_package() -> None:
    assets = Path(__file__).parents[2] / "advisor" / "report" / "assets"
    assert {one.name for one in assets.iterdir()} == {"modele.docx", "report.css", "report.typ"}


def test_a_row_taller_than_a_page_is_cut_and_the_others_are_not() -> None:
    tall = "mot " * 2500
    rows = (*((f"Question {rank}", "réponse " * 30) for rank in range(40)), ("Longue", tall), ("Fin", "dernière"))
    table = Table(header=("Question", "Réponse"), rows=rows)
    data = to_pdf(Report(title="Essai", sections=(Section(id="s", title="S", blocks=(table,)),)))
    pages = [flat(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]
    assert sum(page.count("mot") for page in pages) == 2500 and "dernière" in pages[-1]
    # The header comes again on each page, and a short row is whole on one.
    assert all("Question Réponse" in page for page in pages)
    for rank in range(40):
        page = next(page for page in pages if re.search(rf"Question {rank}\b", page))
        assert page.partition(f"Question {rank} ")[2].partition("Question")[0].count("réponse") == 30, rank


def announcing(filler: int) -> Report:
    """A lead alone, then its list, after some lines that bring it to the foot of a page."""
    lines = tuple(Paragraph(text=f"Ligne {rank}.") for rank in range(filler))
    blocks = (*lines, Paragraph(lead="Annonce", text=""), Bullets(items=(Item(text="Première ligne de la liste."),)))
    return Report(title="Essai", metadata=(("Structure", "X"),), sections=(Section(id="s", title="S", blocks=blocks),))


def test_what_announces_a_list_stays_with_it() -> None:
    alone = 0
    for filler in range(28, 46):
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(announcing(filler)))).pages]
        (at,) = [rank for rank, page in enumerate(pages) if "Annonce" in page]
        assert "Première ligne" in pages[at], filler
        alone += at > 0 and f"Ligne {filler - 1}." not in pages[at]
    assert alone, "the foot of the page was never reached"
    (lead,) = [one for one in docx.Document(io.BytesIO(to_word(announcing(1)))).paragraphs if one.text == "Annonce"]
    assert lead.paragraph_format.keep_with_next
    assert '<p class="announces"><strong>Annonce</strong></p>' in to_html(announcing(1))
