"""The printed book: every page of the law once, as it is shown one by one; a word changed there is changed here."""

from __future__ import annotations

import io
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from pypdf import PdfReader

from advisor.cli import main
from advisor.common.errors import InputError
from advisor.common.french import french_date, typeset
from advisor.common.resources import data_dir
from advisor.report.document import render_document
from advisor.report.lawbook.listing import BOOK, rule_book
from advisor.report.lawbook.shelves import shelves
from advisor.report.model import Report
from advisor.report.pieces import walk
from advisor.rules.load import Knowledge, load_from
from tests.report.test_documents import Markup, bookmarks, flat
from tests.support.unbroken import check_unbroken

# What is written in these files is told in full; elsewhere, what the interview alone needs is not law.
TOLD = ("criteres/*.yaml", "statuts/*.yaml", "points_ouverts.yaml", "remedes.yaml", "guide/*.yaml", "sources.yaml",
        "parametres/*.yaml", "indicateurs.yaml", "coherences.yaml", "base.yaml")  # fmt: skip
WORDS = re.compile(
    "titre|enonce|texte|changement|libelle|raison|question|lecture_stricte|lecture_favorable|si_stricte|si_favorable|"
    "conduite|qui|faire|suite|note|reserve|court|reference|methode|message|mender|satisfait|non_satisfait|a_completer|"
    "incertain|passage|ou_obtenir|sens|avertissement|sans_feux"
)
"""Keys of the rules whose text is for a reader."""
WORD = r"\b[a-zà-ÿ]{5,}\b"
ASIDE = ("profil", "themes", "arguments")
"""What the interview, the activity report or a function reads: no law."""


def texts(raw: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each text for a reader in a file, and where it stands."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            if isinstance(value, str) and (WORDS.fullmatch(key) or "phrases" in at):
                yield (*at, key), value
            elif key not in ASIDE:
                yield from texts(value, (*at, key))
    elif isinstance(raw, list):
        for rank, value in enumerate(raw):
            if isinstance(value, str) and at and at[-1] == "preuves":
                yield (*at, rank), value
            else:
                yield from texts(value, (*at, rank))


def read(path: Path) -> Any:
    """A file of the rules with every scalar as a text, as the rules read it."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def files(root: Path) -> list[Path]:
    return [path for pattern in TOLD for path in sorted(root.glob(pattern))]


def flattened(value: Any) -> Iterator[str]:
    """Every text of a report, as it is printed."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from flattened(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from flattened(inner)
    elif isinstance(value, str):
        yield value


def plain(text: str) -> str:
    """A text without what print adds to it: no-break spaces, confidence words, blanks named."""
    bare = re.sub(r"\{[^{}]*\}|\[[^\[\]]*\]", "#", typeset(text).replace("\u00a0", " "))
    return bare.rstrip(".").lower()


def leaves(outline: Any) -> Iterator[Any]:
    """Every bookmark, the nested ones included."""
    for one in outline:
        if isinstance(one, list):
            yield from leaves(one)
        else:
            yield one


def said(report: Report) -> str:
    return "\n".join(plain(text) for text in flattened(report.model_dump()))


@pytest.fixture(scope="session")
def book(knowledge: Knowledge) -> Report:
    return rule_book(knowledge)


@pytest.fixture(scope="session")
def printed(book: Report) -> bytes:
    return render_document(book, "pdf")


@pytest.fixture(scope="session")
def pdf(printed: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(printed))


@pytest.fixture(scope="session")
def pages(pdf: PdfReader) -> list[str]:
    """The text of each page of the book, read back once."""
    return [flat(page.extract_text()) for page in pdf.pages]


@pytest.mark.parametrize("on", [None, date(2016, 6, 1)], ids=str)
def test_each_page_of_the_law_is_printed_once_in_order(on: date | None, knowledge: Knowledge) -> None:
    found = {shelf.nature: shelf for shelf in shelves(knowledge, on)}
    chapters = rule_book(knowledge, on).sections
    assert [chapter.id for chapter in chapters] == list(BOOK)
    for chapter in chapters:
        wanted = [tuple(found[chapter.id].page(one.held)) for one in found[chapter.id].entries]
        assert [section.sections for section in chapter.sections] == wanted
        for section, one in zip(chapter.sections, found[chapter.id].entries, strict=True):
            assert typeset(one.title) in section.title and one.id in section.title


def test_every_criterion_is_once_in_the_pdf_and_in_the_page(
    book: Report, knowledge: Knowledge, pdf: PdfReader, pages: list[str]
) -> None:
    wanted = {flat(f"{one.id} : {one.title}") for one in knowledge.criteria.values()}
    outline = Counter(flat(title) for title in bookmarks(pdf.outline))
    page = Markup(render_document(book, "html").decode())
    headings = Counter(flat(text) for _, text in page.headings)
    assert not page.open
    for title in wanted:
        assert outline[title] == headings[title] == 1, title


def test_everything_written_for_a_reader_is_in_the_book(book: Report) -> None:
    whole = said(book)
    root = data_dir("rules")
    lacking = [
        (path.name, at, text) for path in files(root) for at, text in texts(read(path)) if plain(text) not in whole
    ]
    assert lacking == []


@pytest.mark.parametrize("rank", range(10))
def test_a_word_changed_in_the_rules_is_a_word_changed_in_the_book(rank: int, book: Report, tmp_path: Path) -> None:
    root = tmp_path / "rules"
    shutil.copytree(data_dir("rules"), root)
    path = files(root)[rank * 3 % len(files(root))]
    # Codes and blanks say nothing of what is changed; what many entries say is told once for all.
    times = Counter(text for _, text in texts(read(path)))
    places = [
        one
        for one in texts(read(path))
        if times[one[1]] == 1 and re.search(WORD, one[1]) and not re.search(r"[\[{]", one[1])
    ]
    _, text = places[(rank * 7919) % len(places)]
    source = path.read_text(encoding="utf-8")
    word = max(re.findall(WORD, text), key=len)
    start = re.search(r"\s+".join(map(re.escape, text.split())), source)
    assert start is not None
    changed = re.sub(rf"\b{word}\b", "coquecigrue", start[0], count=1)
    path.write_text(source[: start.start()] + changed + source[start.end() :], encoding="utf-8")
    modified = rule_book(load_from(root))
    before, after = (Counter(flattened(one.model_dump())) for one in (book, modified))
    new = [one for one in after - before if "empreinte" not in one]
    assert new and all("coquecigrue" in one for one in new)
    gone = [one for one in before - after if "empreinte" not in one]
    assert gone and all(word in one.lower() for one in gone)


def test_a_table_gives_the_page_of_each_criterion_and_of_each_open_point(
    knowledge: Knowledge, pdf: PdfReader, pages: list[str]
) -> None:
    where = {flat(one.title or ""): pdf.get_destination_page_number(one) for one in leaves(pdf.outline)}
    for chapter, entries in (("Critère", knowledge.criteria), ("Point ouvert", knowledge.open_questions)):
        start = where[f"{chapter} ({len(entries)})"]
        table = " ".join(pages[start : start + 2]).replace("- ", "")
        for id, entry in entries.items():
            page = (where[flat(f"{id} : {entry.title}")] or 0) + 1
            assert re.search(rf"{re.escape(flat(f'{id} {entry.title}'))} {page}\b", table), id


def test_the_book_may_be_read_through(pdf: PdfReader, knowledge: Knowledge) -> None:
    """A book that no one opens teaches nothing: at most 215 pages for every version, 180 for one day."""
    assert len(pdf.pages) <= 215
    day = render_document(rule_book(knowledge, knowledge.base.law_as_of), "pdf")
    assert len(PdfReader(io.BytesIO(day)).pages) <= 180


def test_no_heading_stands_alone_at_the_foot_of_a_page(pdf: PdfReader) -> None:
    margin = 19 / 25.4 * 72
    low = [one["/Title"] for one in leaves(pdf.outline) if float(one["/Top"]) < margin + 24]
    assert low == []


def test_a_day_after_the_last_known_law_is_told(knowledge: Knowledge) -> None:
    late = rule_book(knowledge, knowledge.base.law_as_of + timedelta(1))
    assert "vérifiez sur légifrance" in said(late.model_copy(update={"sections": ()}))
    known = rule_book(knowledge, knowledge.base.law_as_of)
    assert "attention" not in said(known.model_copy(update={"sections": ()}))


def test_the_law_of_one_day_is_told_alone(knowledge: Knowledge) -> None:
    early = said(rule_book(knowledge, date(2016, 6, 1)))
    today = said(rule_book(knowledge, knowledge.base.law_as_of))
    assert "seuls les placements collectifs sont assimilés" in today
    assert "seuls les placements collectifs sont assimilés" not in early
    assert "organisme de financement dont l'actif compte au moins 35 %" in early
    assert "organisme de financement dont l'actif compte au moins 35 %" not in today
    with pytest.raises(InputError, match="La base commence"):
        rule_book(knowledge, knowledge.base.start - timedelta(1))


def test_every_day_of_the_law_has_its_book(knowledge: Knowledge) -> None:
    for day in knowledge.law_days:
        found = rule_book(knowledge, day)
        entries = Counter(section.id for section, _ in walk(found) if section.id in knowledge.criteria)
        assert entries == Counter(dict.fromkeys(knowledge.criteria, 1)), day


def test_the_cover_names_the_version_and_leaves_room_to_sign(
    book: Report, knowledge: Knowledge, pdf: PdfReader, pages: list[str]
) -> None:
    first = pages[0]
    for words in (
        knowledge.base.version,
        knowledge.fingerprint,
        "Relu par",
        "Signature",
        french_date(knowledge.base.law_as_of),
    ):
        assert words in first
    assert knowledge.fingerprint in pages[50]
    assert book.notice and pdf.metadata and pdf.metadata.title == "Le livre des règles"


def test_the_same_rules_give_the_same_bytes(knowledge: Knowledge, book: Report, printed: bytes) -> None:
    again = rule_book(knowledge)
    assert render_document(again, "pdf") == printed
    for fmt in ("html", "markdown", "terminal", "json"):
        assert render_document(book, fmt) == render_document(again, fmt), fmt  # type: ignore[arg-type]


def test_the_command_writes_the_book_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["paper", "rulebook", "--format", "html"]) == 0
    assert "quelques secondes" in capsys.readouterr().err
    assert main(["paper", "rulebook", "--on", "2019-05-23", "--output", "jour.md"]) == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["jour.md", "livre-des-regles.html"]
    assert "au 23 mai 2019" in (tmp_path / "jour.md").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert main(["paper", "rulebook", "--on", "2010-01-01"]) == 2
    check_unbroken(capsys.readouterr().err)
