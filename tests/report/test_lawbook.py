"""The law book: every id written in the rules has its page, the list names them all, and print holds each page once."""

from __future__ import annotations

import io
import json
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
from advisor.common.french import NBSP, french_date, typeset
from advisor.common.resources import data_dir
from advisor.common.yaml_reader import read_yaml
from advisor.report.document import render_document, render_report
from advisor.report.lawbook.listing import BOOK, LEFT_OUT, list_rules, rule_book
from advisor.report.lawbook.shelves import BESIDE, GROUPS, shelves, show_rule
from advisor.report.model import Report
from advisor.report.pieces import walk
from advisor.rules.course import load_course
from advisor.rules.facts import CLAUSE_OPTIONS, YES_NO_OPTIONS
from advisor.rules.load import COURSE, JOURNEY, Knowledge, load_from, load_knowledge
from advisor.rules.signatures import Signature
from advisor.training.casebook.read import exercised
from tests.report.test_documents import Markup, bookmarks, flat
from tests.support.spread import spread
from tests.support.unbroken import check_unbroken

BUILT_IN = {option.id for option in (*CLAUSE_OPTIONS, *YES_NO_OPTIONS)}
"""Answers that no file writes: those of a clause, and of yes or no."""


def _written(raw: Any, under: str = "") -> Iterator[tuple[str, str]]:
    """Each id written in a file, and the key it stands under."""
    if isinstance(raw, dict):
        if "id" in raw:
            yield raw["id"], under
        for key, value in raw.items():
            yield from _written(value, key)
    elif isinstance(raw, list):
        for value in raw:
            yield from _written(value, under)


@pytest.fixture(scope="session")
def beside() -> Counter[str]:
    """How many entries that no verdict rests on bear each id, whatever key names them in their file."""
    folder = data_dir("rules")

    def read(file: str) -> Any:
        return read_yaml(folder / file).data

    contacts = read("parcours/contacts.yaml")
    return Counter(
        [
            *(one["id"] for one in read("formation/themes.yaml")),
            *(one["critere"] for one in read("formation/lecons.yaml")),
            *(one["fait"] for one in read("parcours/prediagnostic.yaml")["questions"]),
            *(one["id"] for one in read("parcours/lexique.yaml")),
            *(one["id"] for one in (*contacts["regions"], *contacts["interlocuteurs"])),
            *contacts.keys() - {"regions", "interlocuteurs"},
            *read("parcours/donnees.yaml"),
        ]
    )


@pytest.fixture(scope="session")
def written() -> Counter[str]:
    """How many entries of the files bear each id; one answer offered by several questions counts once."""
    found: Counter[str] = Counter()
    answers: set[str] = set(BUILT_IN)
    rules = data_dir("rules")
    for path in sorted(rules.rglob("*.yaml")):
        if path.relative_to(rules).parts[0] in (COURSE, JOURNEY):
            continue
        for id, under in _written(read_yaml(path).data):
            if under == "choix":
                answers.add(id)
            else:
                found[id] += 1
    return found + Counter(answers)


def test_the_list_names_every_id_written_in_the_rules_and_nothing_else(
    knowledge: Knowledge, written: Counter[str], beside: Counter[str]
) -> None:
    listed = [(shelf.group in BESIDE, one.id) for shelf in list_rules(knowledge) for one in shelf.entries]
    assert Counter(id for aside, id in listed if not aside) == written
    assert Counter(id for aside, id in listed if aside) == beside
    assert len(written) > 900 and len(beside) > 150


@pytest.mark.parametrize("on", [None, pytest.param(date(2016, 1, 1), marks=pytest.mark.slow)], ids=str)
def test_every_id_written_in_the_rules_has_a_page_that_says_something(
    knowledge: Knowledge, written: Counter[str], beside: Counter[str], on: date | None
) -> None:
    def alike(among: Counter[str], id: str) -> int:
        return sum(count for other, count in among.items() if other.lower() == id.lower())

    for id in written | beside:
        report = show_rule(knowledge, id, on)
        law, aside = alike(written, id), alike(beside, id)
        apart = law + aside if law > 1 or (not law and aside > 1) else aside if law else 0
        assert len(report.sections) >= max(apart, 1), id
        for page in [report, *report.sections[len(report.sections) - apart :]]:
            assert any(section.blocks or section.sections for section in page.sections), id
        text = render_report(report, "markdown")
        assert id in text
        assert not re.search(r"\b(None|Fraction|Leaf|date\(\d)", text), id


def test_what_stands_beside_the_law_comes_after_its_page_with_its_texts(capsys: pytest.CaptureFixture[str]) -> None:
    def page_text(*words: str) -> str:
        assert main(["regles", "montrer", *words]) == 0
        return " ".join(capsys.readouterr().out.replace(NBSP, " ").split())

    lesson = load_course().lessons["ESS-07"]
    page = page_text("ESS-07")
    assert page.startswith("Fonds de développement (clause)") and page.index("== LA RÈGLE") < page.index("== LEÇON")
    for one in (lesson, *lesson.earlier):
        assert one.remember in page and one.question in page
    assert "Textes Arrêté du 3 août 2015, art. 1er, 1er alinéa" in page
    then = page_text("ESS-07", "--au", "2015-01-01")
    assert lesson.earlier[0].remember in then and lesson.remember not in then
    for id, expected in (
        ("forme_juridique", "== QUESTION DU PRÉ-DIAGNOSTIC"),
        ("agrement", "== TEXTES"),
        ("missions", "Loi n° 2014-856 du 31 juillet 2014, art. 6"),
        ("corse", "CRESS Corsica (Corse)"),
        ("cookies", "Loi n° 78-17 du 6 janvier 1978, art. 82 [S2, sources concordantes], contrôlé le"),
        ("greffe", "2 entrées portent ce nom : Mot expliqué, Autre interlocuteur"),
    ):
        assert expected in page_text(id), id


def test_versions_that_ask_for_the_same_tell_their_condition_once(knowledge: Knowledge) -> None:
    def page_text(id: str, on: date | None = None) -> str:
        return render_report(show_rule(knowledge, id, on), "markdown").replace(NBSP, " ")

    page = page_text("ESUS-04")
    assert page.count("la même que dans la rédaction du 2 août 2014 au 2 janvier 2018") == 1
    assert page.count("titres cotés : non ; si la question ne se pose pas : tenu pour rempli") == 1
    assert "titres cotés : non ; si la question" in page_text("ESUS-04", date(2026, 1, 1))
    route = page_text("plein_droit")
    assert route.count("  - **ESUS-03**") == 1


def test_a_choice_that_must_be_absent_is_told_as_such(knowledge: Knowledge) -> None:
    page = " ".join(render_report(show_rule(knowledge, "CO-INEGALITES-SEULES"), "markdown").split())
    assert "inégalités" in page and "et but d'utilité sociale : ni " in page and "aucune réponse admise" not in page


def test_a_page_cites_only_the_versions_of_its_own_time(knowledge: Knowledge) -> None:
    page = render_report(show_rule(knowledge, "contrainte_esus_objectif_avant_2019"), "markdown").replace(NBSP, " ")
    assert "Cas général (droit commun)" in page and "ESUS" in page
    assert "rédaction du 1er janvier 2019 au 23 mai 2019" in page
    assert "depuis le 1er janvier 2025" not in page and "6 août 2008" not in page


def test_a_reserve_is_told_with_its_texts_and_weight_beside_its_criterion(knowledge: Knowledge) -> None:
    pages = {id: render_report(show_rule(knowledge, id), "markdown") for id in knowledge.criteria}
    for id, criterion in knowledge.criteria.items():
        for reserve in criterion.reserves:
            item = pages[id].partition(f"**{reserve.id}**")[2].partition("**RES-")[0].replace(NBSP, " ")
            assert knowledge.texts(reserve.citations).replace(NBSP, " ") in item, reserve.id
            assert not reserve.decisive or "le verdict repose sur cette lecture prudente" in item, reserve.id


def test_entries_of_one_name_are_all_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regles", "montrer", "statuts"]) == 0
    out = capsys.readouterr().out.replace(NBSP, " ")
    assert "4 entrées portent ce nom : Feu, Feuille de l'entretien, Thème, Mot expliqué" in " ".join(out.split())
    for heading in ("FEU : STATUTS", "FEUILLE DE L'ENTRETIEN : LES STATUTS", "THÈME : LES CLAUSES DES STATUTS"):
        assert heading in out


def test_a_row_of_a_table_has_the_page_of_its_question(knowledge: Knowledge) -> None:
    for address, (fact, _) in knowledge.addresses.items():
        assert show_rule(knowledge, address) == show_rule(knowledge, fact.id)


def test_a_name_is_found_whatever_its_case_and_an_unknown_one_suggests_the_closest(knowledge: Knowledge) -> None:
    assert show_rule(knowledge, " esus-07 ") == show_rule(knowledge, "ESUS-07")
    with pytest.raises(InputError, match=r"Vouliez-vous dire ESUS-07\b.*La liste : ess-advisor regles liste"):
        show_rule(knowledge, "ESUS-7")
    with pytest.raises(InputError, match="Vouliez-vous dire garder_le_boni"):
        show_rule(knowledge, "garder_le_bonni")
    with pytest.raises(InputError, match=r"La liste : ess-advisor regles liste --recherche boni\."):
        show_rule(knowledge, "boni")
    with pytest.raises(InputError, match=r"Vouliez-vous dire bretagne .*La liste : ess-advisor regles liste\."):
        show_rule(knowledge, "bretagna")


@pytest.mark.parametrize("typed", ["critere", "Critères", "CRITERES"])
def test_one_nature_is_listed_alone(typed: str, knowledge: Knowledge, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regles", "liste", typed, "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in listed] == list(knowledge.criteria)
    assert {one["nature"] for one in listed} == {"critere"}
    assert listed[0]["titre"] == next(iter(knowledge.criteria.values())).title


@pytest.mark.parametrize("typed", ["formation", "Formations"])
def test_one_group_is_listed_alone(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regles", "liste", typed, "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {(one["groupe"], one["nature"]) for one in listed} == {
        ("formation", "theme_formation"),
        ("formation", "lecon"),
    }
    assert main(["regles", "liste", typed]) == 0
    assert "== PLAN" not in capsys.readouterr().out


def test_every_group_and_nature_can_be_asked_for(knowledge: Knowledge) -> None:
    for shelf in list_rules(knowledge):
        assert list_rules(knowledge, shelf.nature) == (shelf,)
        assert shelf in list_rules(knowledge, shelf.group)


def test_a_search_keeps_what_holds_every_word_whatever_their_accents(
    knowledge: Knowledge, capsys: pytest.CaptureFixture[str]
) -> None:
    every = {one.id for shelf in list_rules(knowledge, search="FONDS developpement") for one in shelf.entries}
    assert {"ESS-07", "ESS-07P"} <= every
    assert {one.id for shelf in list_rules(knowledge, "critere", "ess-07") for one in shelf.entries} == {
        "ESS-07",
        "ESS-07P",
        "ESS-13",
        "ESS-SC",
    }, "those that name it too"
    said = {one.id for shelf in list_rules(knowledge, search="vie-génération") for one in shelf.entries}
    assert "droit_esus_succession" in said, "words of an entry count too"
    assert main(["regles", "liste", "--recherche", "boni"]) == 0
    out = capsys.readouterr().out
    assert "== PLAN" not in out and "- ESS-12 :" in out.replace(NBSP, " ")
    assert main(["regles", "liste", "--recherche", "zzz"]) == 2
    assert "Aucune entrée ne contient « zzz »." in capsys.readouterr().err


def test_the_plan_of_the_list_is_its_first_screen(knowledge: Knowledge, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regles", "liste", "--largeur", "80"]) == 0
    screen = capsys.readouterr().out.replace(NBSP, " ").splitlines()[:24]
    head = " ".join(" ".join(screen).split())
    for shelf in list_rules(knowledge):
        assert f"{shelf.nature} {len(shelf.entries)}" in head
    for group in GROUPS:
        assert f"- {group} :" in head
    assert "regles liste NATURE" in head and "regles montrer ID" in head


@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_the_list_can_be_read(form: str, knowledge: Knowledge, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regles", "liste", "--format", form]) == 0
    out = capsys.readouterr().out
    for shelf in list_rules(knowledge):
        assert shelf.entries
        assert shelf.label.lower() in out.lower()
    assert form == "markdown" or max(map(len, out.splitlines())) <= 80


def test_an_unknown_nature_lists_those_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regles", "liste", "critiere"]) == 2
    err = capsys.readouterr().err
    assert "« critiere » n'est pas une nature de règle. Vouliez-vous dire critere ?" in err
    assert "Au choix : critere, reserve," in err


# -- the printed book: a word changed in the rules is changed in it ---------------------------------------------------

# What is written in these files is told in full; elsewhere, what the interview alone needs is not law.
PRINTED = (
    "criteres/*.yaml", "definitions.yaml", "statuts/*.yaml", "points_ouverts.yaml", "remedes.yaml", "guide/*.yaml",
    "sources.yaml", "parametres/*.yaml", "indicateurs.yaml", "coherences.yaml", "base.yaml",
)  # fmt: skip
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
            if isinstance(value, str) and (WORDS.fullmatch(key) or "phrases" in at or at[-1:] == ("mots",)):
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
    return [path for pattern in PRINTED for path in sorted(root.glob(pattern))]


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


def page_of(pdf: PdfReader, rank: int) -> str:
    return flat(pdf.pages[rank].extract_text())


@pytest.mark.parametrize("on", [None, pytest.param(date(2016, 6, 1), marks=pytest.mark.slow)], ids=str)
def test_each_page_of_the_law_is_printed_once_in_order(on: date | None, knowledge: Knowledge) -> None:
    found = {shelf.nature: shelf for shelf in shelves(knowledge, on)}
    *chapters, gaps, reading = rule_book(knowledge, on).sections
    assert [chapter.id for chapter in chapters] == list(BOOK)
    assert (gaps.id, reading.id) == ("gaps", "reading") and gaps.sections and reading.sections
    for chapter in chapters:
        pages = (found[chapter.id].page(one.content) for one in found[chapter.id].entries)
        wanted = [tuple(part for part in page if part and part.id not in LEFT_OUT) for page in pages]
        assert [section.sections for section in chapter.sections] == wanted
        for section, one in zip(chapter.sections, found[chapter.id].entries, strict=True):
            assert typeset(one.title) in section.title and one.id in section.title


def test_every_criterion_is_once_in_the_pdf_and_in_the_page(book: Report, knowledge: Knowledge, pdf: PdfReader) -> None:
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


@pytest.mark.parametrize("rank", spread(range(10), 2))
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


def test_a_table_gives_the_page_of_each_criterion_and_of_each_open_point(knowledge: Knowledge, pdf: PdfReader) -> None:
    where = {flat(one.title or ""): pdf.get_destination_page_number(one) for one in leaves(pdf.outline)}
    for chapter, entries in (("Critère", knowledge.criteria), ("Point ouvert", knowledge.open_questions)):
        start = where[f"{chapter} ({len(entries)})"]
        assert start is not None
        table = " ".join(page_of(pdf, rank) for rank in (start, start + 1)).replace("- ", "")
        for id, entry in entries.items():
            page = (where[flat(f"{id} : {entry.title}")] or 0) + 1
            assert re.search(rf"{re.escape(flat(f'{id} {entry.title}'))} {page}\b", table), id


@pytest.mark.slow
def test_the_book_may_be_read_through(pdf: PdfReader, knowledge: Knowledge) -> None:
    """A book that no one opens teaches nothing: with the text of the law, 270 pages at most, 235 for one day."""
    assert len(pdf.pages) <= 270
    day = render_document(rule_book(knowledge, knowledge.base.law_as_of), "pdf")
    assert len(PdfReader(io.BytesIO(day)).pages) <= 235


def test_no_heading_stands_alone_at_the_foot_of_a_page(pdf: PdfReader) -> None:
    margin = 19 / 25.4 * 72
    low = [one["/Title"] for one in leaves(pdf.outline) if float(one["/Top"]) < margin + 24]
    assert low == []


@pytest.mark.slow
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


@pytest.mark.parametrize("day", spread(load_knowledge().law_days, 2))
def test_every_day_of_the_law_has_its_book(day: date, knowledge: Knowledge) -> None:
    found = rule_book(knowledge, day)
    entries = Counter(section.id for section, _ in walk(found) if section.id in knowledge.criteria)
    assert entries == Counter(dict.fromkeys(knowledge.criteria, 1))


def test_the_cover_names_the_version_and_leaves_room_to_sign(
    book: Report, knowledge: Knowledge, pdf: PdfReader
) -> None:
    first = page_of(pdf, 0)
    for words in (
        knowledge.base.version,
        knowledge.fingerprint,
        "Relu par",
        "Signature",
        french_date(knowledge.base.law_as_of),
    ):
        assert words in first
    assert knowledge.fingerprint in page_of(pdf, 50)
    assert book.notice and pdf.metadata and pdf.metadata.title == "Le livre des règles"


@pytest.mark.slow
def test_the_same_rules_give_the_same_bytes(knowledge: Knowledge, book: Report, printed: bytes) -> None:
    again = rule_book(knowledge)
    assert render_document(again, "pdf") == printed
    for fmt in ("html", "markdown", "terminal", "json"):
        assert render_document(book, fmt) == render_document(again, fmt), fmt  # type: ignore[arg-type]


def test_the_command_writes_the_book_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["regles", "livre", "--format", "html"]) == 0
    assert "quelques secondes" in capsys.readouterr().err
    assert main(["regles", "livre", "--au", "2019-05-23", "--sortie", "jour.md"]) == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["jour.md", "livre-des-regles.html"]
    assert "au 23 mai 2019" in (tmp_path / "jour.md").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert main(["regles", "livre", "--au", "2010-01-01"]) == 2
    check_unbroken(capsys.readouterr().err)


# -- the law beside its rule -----------------------------------------------------------------------------------------


def _said(report: Report) -> str:
    """A report in Markdown, its emphasis and no-break spaces left out."""
    return render_report(report, "markdown").replace("**", "").replace(NBSP, " ").replace("\u202f", " ")


def test_an_article_stands_beside_what_states_it_and_the_cases(knowledge: Knowledge) -> None:
    text = _said(show_rule(knowledge, "code_travail_R3332_21_1", None, exercised))
    assert "Part traduite : 6 phrases, 5 dites par une règle (dont 1 en partie), 1 sans effet sur un verdict" in text
    sentence = text.index("représentent au moins 66 %")
    said = text.index("ESUS-02a", sentence)
    assert sentence < said < text.index("Cas d'école : 001", said) < text.index("2° Le rapport entre", said)
    assert "Non traduit : les renvois au code monétaire et financier" in text


def test_the_text_of_a_day_is_shown_with_what_is_in_force(knowledge: Knowledge) -> None:
    then, now = (
        _said(show_rule(knowledge, "code_travail_R3332_21_3", on)) for on in (date(2024, 12, 31), date(2025, 1, 1))
    )
    assert "préfet de région" not in then and "préfet de région" in now
    assert "Adresser la demande au préfet du département du siège" in then
    assert "Adresser la demande au bon préfet" in now


def test_a_text_that_is_not_copied_says_why(knowledge: Knowledge) -> None:
    assert "Seule la notice a été lue" in _said(show_rule(knowledge, "decret_2015_760"))
    unread = _said(show_rule(knowledge, "code_travail_L3332_17_1", date(2024, 6, 1)))
    assert "Texte non lu ; seules les dates viennent de LEGI" in unread and "Part traduite" not in unread


def test_a_rule_tells_the_sentences_it_states(knowledge: Knowledge) -> None:
    text = _said(show_rule(knowledge, "silence_mois"))
    assert "Ce que dit la loi" in text and "Le silence gardé par le préfet pendant deux mois" in text


def test_text_left_and_rule_right_on_a_wide_page(knowledge: Knowledge) -> None:
    page = render_document(show_rule(knowledge, "code_travail_R3332_21_5"), "html").decode()
    assert re.search(r'<ul class="beside">\n<li><p>Les entreprises solidaires.*</p>\n<ul>\n<li><strong>ESUS-06', page)


def test_the_book_tells_the_share_of_each_article_and_the_signatures(monkeypatch: pytest.MonkeyPatch) -> None:
    held = Signature(regle="ESS-02", nom="Camille Exemple", jour="2026-12-02", empreinte="d'une autre rédaction")
    for module in ("listing", "_texts"):
        monkeypatch.setattr(f"advisor.report.lawbook.{module}.load_signatures", lambda: (held,))
    text = _said(rule_book(load_from(data_dir("rules"))))
    assert "| Décret n° 2015-858 du 13 juillet 2015, art. 1er | 6 | 6 | 0 | 0 |" in text
    assert "ESS-02, signée par Camille Exemple le 2 décembre 2026" in text
    assert "le 2 décembre 2026 : signature tombée, la règle a changé depuis" in text
