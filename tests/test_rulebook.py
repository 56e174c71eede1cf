"""The rule book: all that the rules say, each criterion once, and a word changed in the rules changed in the book."""

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
from advisor.training.paper.rulebook import main_article, rule_book
from pypdf import PdfReader

from advisor.cli import main
from advisor.data import data_dir
from advisor.errors import InputError
from advisor.knowledge import Knowledge
from advisor.knowledge.conditions import Leaf
from advisor.knowledge.conditions import walk as nodes
from advisor.knowledge.load import load_from
from advisor.report.document import render_document
from advisor.report.model import Bullets, Report, typeset
from advisor.report.pieces import walk
from advisor.training.course import Course, Lesson, load_course
from advisor.values import french_date
from tests.test_documents import Markup, bookmarks, flat
from tests.unbroken import check_unbroken

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


@pytest.fixture(scope="module")
def book(knowledge: Knowledge) -> Report:
    return rule_book(knowledge)


@pytest.fixture(scope="module")
def printed(book: Report) -> bytes:
    return render_document(book, "pdf")


@pytest.fixture(scope="module")
def pdf(printed: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(printed))


@pytest.fixture(scope="module")
def pages(pdf: PdfReader) -> list[str]:
    """The text of each page of the book, read back once."""
    return [flat(page.extract_text()) for page in pdf.pages]


def test_every_criterion_is_told_in_full_once(book: Report, knowledge: Knowledge) -> None:
    entries = Counter(section.id for section, _ in walk(book) if section.id in knowledge.criteria)
    assert entries == Counter(dict.fromkeys(knowledge.criteria, 1))
    for chapter in book.sections:
        for section in chapter.sections:
            if section.id in knowledge.criteria:
                assert chapter.id == f"article.{main_article(knowledge.criteria[section.id])}"


def test_every_criterion_is_once_in_the_pdf_and_in_the_page(
    book: Report, knowledge: Knowledge, pdf: PdfReader, pages: list[str]
) -> None:
    wanted = {flat(f"{one.id}. {one.title}") for one in knowledge.criteria.values()}
    outline = Counter(flat(title) for title in bookmarks(pdf.outline))
    page = Markup(render_document(book, "html").decode())
    headings = Counter(flat(text) for _, text in page.headings)
    assert not page.open
    for title in wanted:
        assert outline[title] == headings[title] == 1, title
    text = "".join(pages).replace(" ", "")
    for title in wanted:
        assert text.count(title.replace(" ", "")) == 1, title


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


def test_every_article_cited_is_in_the_list_of_texts_with_its_versions(book: Report, knowledge: Knowledge) -> None:
    whole = said(book)
    listed = next(section for section in book.sections if section.id == "texts")
    told = said(Report(title="t", sections=(listed,)))
    for source in knowledge.sources.values():
        assert plain(source.short) in told
        for version in source.versions:
            assert plain(version.reference) in whole


def test_the_indexes_name_every_criterion_and_every_article_that_one_cites(book: Report, knowledge: Knowledge) -> None:
    criteria, articles = (
        said(Report(title="t", sections=(one,))) for one in book.sections if one.id.startswith("index-")
    )
    cited = {one.source for c in knowledge.criteria.values() for version in c.versions for one in version.citations}
    assert all(id.lower() in criteria for id in knowledge.criteria)
    assert all(plain(knowledge.sources[one].short) in articles for one in cited)


def test_the_index_gives_the_page_of_each_criterion(knowledge: Knowledge, pages: list[str]) -> None:
    last = " ".join(pages[-6:])
    for id in ("ESS-04", "ESUS-07-16", "ART2-5"):
        title = flat(f"{id}. {knowledge.criteria[id].title}").replace(" ", "")
        where = next(rank for rank, text in enumerate(pages, 1) if title in text.replace(" ", ""))
        assert re.search(rf"{id} .*?\b{where}\b", last), id


def test_versions_that_ask_for_the_same_share_their_condition(book: Report) -> None:
    """ESUS-04: five versions, two wordings, one condition."""
    (entry,) = (section for section, _ in walk(book) if section.id == "ESUS-04")
    text = render_document(Report(title="t", sections=(entry,)), "markdown").decode().replace("\u00a0", " ")
    assert [one.title for one in entry.sections if ".version-" in one.id] == [
        typeset("Du 2 août 2014 au 2 janvier 2018"),
        typeset("Depuis le 3 janvier 2018"),
    ]
    assert text.count("titres cotés : non") == 2, "the condition, and the reserve"
    assert text.count("la même que dans la rédaction précédente") == 1


def test_each_version_and_each_reserve_is_told_in_the_entry_of_its_criterion(
    book: Report, knowledge: Knowledge
) -> None:
    entries = {section.id: said(Report(title="t", sections=(section,))) for section, _ in walk(book)}
    for criterion in knowledge.criteria.values():
        told = entries[criterion.id]
        for version in criterion.versions:
            # A version that asks for the same as the next one is dated beside it.
            starts = f"du {french_date(version.start)}", f"depuis le {french_date(version.start)}"
            assert any(plain(one) in told for one in starts), (criterion.id, version.start)
            assert plain(version.change) in told and plain(version.statement) in told
            for cited in version.citations:
                short = knowledge.sources[cited.source].short
                assert plain(f"{short}, {cited.passage}" if cited.passage else short) in told, criterion.id
        for reserve in criterion.reserves:
            assert reserve.id.lower() in told and plain(reserve.text) in told
        for leaf in (one for version in criterion.versions for one in nodes(version.tree) if isinstance(one, Leaf)):
            for remedy in filter(None, (leaf.remedy, leaf.deferred_remedy)):
                assert plain(knowledge.remedies[remedy].title) in told, (criterion.id, remedy)


def test_each_remedy_says_who_decides_or_where_that_is_told(book: Report, knowledge: Knowledge) -> None:
    (chapter,) = (section for section in book.sections if section.id == "remedies")
    head = {one.lead.lower(): one.text for block in chapter.blocks if isinstance(block, Bullets) for one in block.items}
    for section in chapter.sections:
        remedy = knowledge.remedies[section.id.removeprefix("remede.")]
        told = said(Report(title="t", sections=(section,)))
        named = re.search(r"décision [a-z](?=, en tête)", told)
        assert (plain(remedy.who) in told) != bool(named), remedy.id
        if named:
            assert head[named[0]] == typeset(remedy.who)


def test_the_book_may_be_read_through(pdf: PdfReader, knowledge: Knowledge) -> None:
    """A book that no one opens teaches nothing: fewer than 150 pages for every version, 115 for one day."""
    assert len(pdf.pages) < 150
    day = render_document(rule_book(knowledge, knowledge.base.law_as_of), "pdf")
    assert len(PdfReader(io.BytesIO(day)).pages) < 115


def test_no_heading_stands_alone_at_the_foot_of_a_page(pdf: PdfReader) -> None:
    margin = 19 / 25.4 * 72
    low = [one["/Title"] for one in leaves(pdf.outline) if float(one["/Top"]) < margin + 24]
    assert low == []


def test_a_day_after_the_last_known_law_is_told(knowledge: Knowledge) -> None:
    late = rule_book(knowledge, knowledge.base.law_as_of + timedelta(1))
    assert "vérifiez sur légifrance" in said(late.model_copy(update={"sections": (), "summary": None}))
    known = rule_book(knowledge, knowledge.base.law_as_of)
    assert "attention" not in said(known.model_copy(update={"sections": (), "summary": None}))


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


def test_what_is_taught_of_a_criterion_is_beside_it(knowledge: Knowledge) -> None:
    lesson = Lesson(criterion="ESS-12", level=2, question="q", pitfall="« Le boni est à nous. »", remember="Il part.")
    found = rule_book(knowledge, course=Course({}, {"ESS-12": lesson}))
    (entry,) = (section for section, _ in walk(found) if section.id == "ESS-12")
    told = said(Report(title="t", sections=(entry,)))
    assert "il part" in told and "le boni est à nous" in told and "2, pratique" in told


def test_what_was_to_be_taught_of_an_earlier_law_is_dated(book: Report, knowledge: Knowledge) -> None:
    lesson = load_course().lessons["ESUS-08"]
    (earlier,) = lesson.earlier
    for found, wanted in (
        (book, (lesson.question, earlier.question)),
        (rule_book(knowledge, earlier.until), (earlier.question,)),
        (rule_book(knowledge, earlier.until + timedelta(1)), (lesson.question,)),
    ):
        (entry,) = (section for section, _ in walk(found) if section.id == "ESUS-08.lesson")
        told = said(Report(title="t", sections=(entry,)))
        assert [one for one in (lesson.question, earlier.question) if plain(one) in told] == list(wanted)


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
