"""The watch on LEGI: what it finds in an extract, and above all what it would have found in January 2026.

``tests/data/legi/LEGITEXT000006072050.json`` is taken from ``@socialgouv/legi-data`` 2.513.0 (code du travail as of 27
March 2026): the articles that the rules of commit 962f860 cite and three of their neighbours, in their own sections,
without the fields that nothing reads. D3332-21-3-1 and D3332-21-3-2, which no copy at hand holds, are remade from
ADDENDUM2 §1.1, and their ``nota`` says so.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from advisor.cli import main
from advisor.common.errors import InputError
from advisor.lint.upkeep import lint_codes_folder
from advisor.lint.watch.compare import Bond, Watch, watch
from advisor.lint.watch.extract import Article, read_extract
from advisor.lint.watch.numbers import kin, order, plain, quoted, split, within
from advisor.rules.basis import DISTANT
from advisor.rules.load import Knowledge
from advisor.rules.upkeep import load_codes

DATA = Path(__file__).parents[1] / "data" / "legi"
EXTRACT = DATA / "LEGITEXT000006072050.json"
SINCE, TODAY = date(2014, 8, 2), date(2026, 12, 1)


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """The rules of 962f860, of which the watch needs the sources only."""
    folder = tmp_path / "rules"
    folder.mkdir()
    shutil.copy(DATA / "sources-962f860.yaml", folder / "sources.yaml")
    return folder


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def edited(tmp_path: Path, change: Callable[[dict[str, dict[str, Any]]], None]) -> Path:
    """The extract with articles changed, by number."""
    root = json.loads(EXTRACT.read_text())
    articles = {}

    def walk(node: dict[str, Any]) -> None:
        for child in node.get("children", ()):
            if child["type"] == "article":
                articles[child["data"]["num"]] = child["data"]
            walk(child)

    walk(root)
    change(articles)
    file = tmp_path / "extrait.json"
    file.write_text(json.dumps(root))
    return file


def watched(file: Path, knowledge: Knowledge, words: dict[str, str] | None = None) -> Watch:
    (extract,) = read_extract(file)
    return watch(extract, knowledge.sources, load_codes(), SINCE, TODAY, words or {})


def test_the_miss_of_2026(before: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regles", "veille", str(EXTRACT), str(before), "--largeur", "200"]) == 1
    said = told(capsys)
    beside = said[said.index("À CÔTÉ") :]
    first, second = beside.split("\n- ")[1:3]
    assert first.startswith(
        "D3332-21-3-1 (reconstitué) : en vigueur depuis le 01/01/2026, sans numéro ; numéro voisin de"
    )
    assert second.startswith("D3332-21-3-2 (reconstitué) : en vigueur depuis le 01/01/2026")
    assert "R3332-21-3" in first
    # What was read again and found unchanged is not told.
    assert "R3332-21" not in said[: said.index("À CÔTÉ")]
    assert "n'est pas dit" in said


def test_rules_of_today_have_caught_up(knowledge: Knowledge) -> None:
    found = watched(EXTRACT, knowledge)
    numbers = {one.article.number for one in found.neighbours}
    assert not numbers & {"D3332-21-3-1", "D3332-21-3-2", "R3332-21"}
    assert not {one.number for one in found.changes} & {"R3332-21-1", "R3332-21-3", "L3332-17-1", "L7331-3"}


def test_what_a_new_neighbour_touches(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def insert(articles: dict[str, dict[str, Any]]) -> None:
        articles["R3332-20"] |= {"num": "R. 3332-21-1-1", "dateDebut": 1798761600000, "articleVersions": []}

    assert main(["regles", "veille", str(edited(tmp_path, insert)), "--largeur", "200"]) == 1
    line = next(one for one in told(capsys).split("\n- ") if one.startswith("R3332-21-1-1"))
    assert "à venir le 01/01/2027" in line and "numéro voisin de R3332-21-1" in line
    assert "critères ESUS-02" in line and "leçons ESUS-02" in line and "cas 0" in line


def test_what_changes_in_what_is_cited(tmp_path: Path, knowledge: Knowledge) -> None:
    def change(articles: dict[str, dict[str, Any]]) -> None:
        # Replaced on 1 March 2027; ended; another number for the same words.
        former = articles["R3332-21-4"]
        end = former["dateFin"] = 1803859200000
        former["articleVersions"][-1]["dateFin"] = end
        articles["R3332-21-4"]["articleVersions"].append(
            {"id": "LEGIARTI000099999999", "etat": "VIGUEUR_DIFF", "dateDebut": end, "dateFin": 32472144000000}
        )
        ended = articles["R3332-21-5"]["articleVersions"][-1]
        ended["dateFin"] = articles["R3332-21-5"]["dateFin"] = end
        articles["R3332-21-2"]["id"] = articles["R3332-21-2"]["articleVersions"][-1]["id"] = "LEGIARTI000088888888"
        del articles["L3332-17-1"]["num"]

    found = {one.number: one.differences for one in watched(edited(tmp_path, change), knowledge).changes}
    assert found["R3332-21-4"] == (
        "LEGIARTI000020416909 finit le 28/02/2027, et non plus tard",
        "version LEGIARTI000099999999 depuis le 01/03/2027, que les règles ne connaissent pas",
    )
    assert found["R3332-21-5"] == ("LEGIARTI000030776890 finit le 28/02/2027, et non plus tard",)
    assert found["R3332-21-2"] == (
        "version LEGIARTI000088888888 depuis le 01/07/2015, que les règles ne connaissent pas",
        "LEGIARTI000030776884, que citent les règles depuis le 01/07/2015, n'est pas une de ses versions",
    )
    assert found["L3332-17-1"] == ("il n'est plus dans l'extrait : abrogé, déplacé, ou d'un autre numéro",)


def test_words_that_changed_under_the_same_number(knowledge: Knowledge) -> None:
    (extract,) = read_extract(EXTRACT)
    text = extract.articles["R3332-21-4"].last.text
    # Spaces and apostrophes do not count.
    same = {"LEGIARTI000020416909": text.replace("'", "’").replace(" ", "\n")}
    assert "R3332-21-4" not in [one.number for one in watched(EXTRACT, knowledge, same).changes]
    other = {"LEGIARTI000020416909": text.replace("titres", "parts")}
    found = {one.number: one.differences for one in watched(EXTRACT, knowledge, other).changes}
    assert found["R3332-21-4"] == ("LEGIARTI000020416909 : le texte n'est plus celui que gardent les règles",)


# -- both layouts ----------------------------------------------------------------------------------------------------


def as_xml(file: Path) -> list[str]:
    """The articles of an extract as Légifrance's XML writes them."""
    (extract,) = read_extract(file)

    def day(one: date) -> str:
        return "2999-01-01" if one == DISTANT else date.fromordinal(one.toordinal() + 1).isoformat()

    found = []
    for article in extract.articles.values():
        last = article.last
        versions = "".join(
            f'<VERSION etat="{one.state}"><LIEN_ART debut="{one.start}" etat="{one.state}" fin="{day(one.end)}" '
            f'id="{one.id}" num="{article.number}" origine="LEGI"/></VERSION>'
            for one in article.versions
        )
        found.append(
            f"<ARTICLE><META><META_COMMUN><ID>{last.id}</ID><NATURE>Article</NATURE></META_COMMUN><META_SPEC><META_ARTICLE>"
            f"<NUM>{article.number}</NUM><ETAT>{last.state}</ETAT><DATE_DEBUT>{last.start}</DATE_DEBUT>"
            f"<DATE_FIN>{day(last.end)}</DATE_FIN><TYPE>AUTONOME</TYPE></META_ARTICLE></META_SPEC></META>"
            f'<CONTEXTE><TEXTE cid="{extract.id}" nature="CODE"><TITRE_TXT c_titre_court="Code du travail" '
            f'id_txt="{extract.id}">{extract.title}</TITRE_TXT><TM><TITRE_TM id="LEGISCTA0">Partie</TITRE_TM>'
            f'<TM><TITRE_TM id="{article.section}">Section</TITRE_TM></TM></TM></TEXTE></CONTEXTE>'
            f"<VERSIONS>{versions}</VERSIONS>"
            f"<NOTA><CONTENU>{'<p>Reconstitué.</p>' if article.remade else ''}</CONTENU></NOTA>"
            f"<BLOC_TEXTUEL><CONTENU><p>{escape(last.text)}</p></CONTENU></BLOC_TEXTUEL></ARTICLE>"
        )
    return found


def spaced(article: Article) -> Article:
    """An article with one space between words, as the words of an XML are read."""
    versions = (replace(one, text=" ".join(one.text.split())) for one in article.versions)
    return replace(article, versions=tuple(versions))


def test_xml_tells_the_same(tmp_path: Path, knowledge: Knowledge) -> None:
    articles = as_xml(EXTRACT)
    tree = tmp_path / "LEGI" / "ARTI"
    tree.mkdir(parents=True)
    for rank, article in enumerate(articles):
        (tree / f"{rank}.xml").write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{article}')
    whole = tmp_path / "tout.xml"
    whole.write_text(f"<EXTRAIT>{''.join(articles)}</EXTRAIT>")
    (wanted,) = read_extract(EXTRACT)
    for place in (tmp_path / "LEGI", whole):
        (extract,) = read_extract(place)
        assert {id: spaced(one) for id, one in extract.articles.items()} == {
            id: spaced(one) for id, one in wanted.articles.items()
        }
        assert (extract.id, extract.title, extract.whole) == (wanted.id, wanted.title, False)
    # Only of an extract that holds its whole text is an article that lacks one that the text has lost.
    lost = ("il n'est plus dans l'extrait : abrogé, déplacé, ou d'un autre numéro",)
    there = tuple(one for one in watched(EXTRACT, knowledge).changes if one.differences != lost)
    assert watched(whole, knowledge).changes == there


def test_a_folder_is_read_whatever_stands_beside(tmp_path: Path) -> None:
    shutil.copy(EXTRACT, tmp_path / EXTRACT.name)
    (tmp_path / "index.json").write_text("[]")
    (tmp_path / "structure.xml").write_text("<TEXTELR><STRUCT/></TEXTELR>")
    assert read_extract(tmp_path) == read_extract(EXTRACT)
    (tmp_path / "vide").mkdir()
    with pytest.raises(InputError, match="aucun article de LEGI ici"):
        read_extract(tmp_path / "vide")


def test_a_part_of_a_text_does_not_repeal_the_rest(tmp_path: Path, knowledge: Knowledge) -> None:
    article = next(one for one in as_xml(EXTRACT) if "<NUM>R3332-21-3</NUM>" in one)
    file = tmp_path / "LEGIARTI000050826301.xml"
    file.write_text(article)
    found = watched(file, knowledge)
    assert found.changes == () and found.cited == 1
    assert "L3332-17-1" in found.missing


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "ce fichier n'est ni du JSON ni du XML lisible."),
        ("bonjour", "ce fichier n'est ni du JSON ni du XML lisible."),
        ("<ARTICLE>", "ce fichier n'est ni du JSON ni du XML lisible."),
        ("<ARTICLE></ARTICLE>", "ce fichier n'a pas la forme d'un extrait de LEGI."),
        ("[1]", "ce fichier n'a pas la forme d'un extrait de LEGI."),
        ('{"data": {}, "type": "code"}', "ce fichier n'a pas la forme d'un extrait de LEGI."),
        ('{"data": {"id": "L", "title": "Code"}, "type": "code", "children": []}', "aucun article de LEGI ici."),
        ("<TEXTELR/>", "aucun article de LEGI ici."),
    ],
)
def test_bad_extracts(content: str, expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "extrait"
    file.write_text(content)
    assert main(["regles", "veille", str(file)]) == 2
    said = capsys.readouterr().err
    assert expected in said and "@socialgouv/legi-data" in said


def test_an_extract_of_a_text_that_nothing_cites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "extrait.json"
    root = json.loads(EXTRACT.read_text())
    root["data"] |= {"id": "LEGITEXT000006071367", "title": "Code rural"}
    file.write_text(json.dumps(root))
    assert main(["regles", "veille", str(file), "--largeur", "200"]) in (0, 2)
    assert main(["regles", "veille", str(tmp_path / "absent.json")]) == 2
    assert "n'existe pas" in capsys.readouterr().err
    with pytest.raises(InputError):
        read_extract(tmp_path / "absent.json")


# -- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "cited", "expected"),
    [
        ("D3332-21-3-1", "R3332-21-3", True),
        ("R3332-21-7", "R3332-21-1", True),
        ("R3332-21", "R3332-21-1", False),
        ("R3332-20", "R3332-21-1", False),
        ("L3332-17-2", "L3332-17-1", True),
        ("D3332-17-1-1", "L3332-17-1", True),
        ("R3332-17", "L3332-17-1", False),
        ("L7331-2", "L7331-3", False),
        ("L5213-13-1", "L5213-13", True),
        ("R3332-21-3", "R3332-21-3", False),
    ],
)
def test_kin(number: str, cited: str, expected: bool) -> None:
    assert kin(number, cited) is expected


def test_numbers_are_written_in_many_ways() -> None:
    assert {plain(one) for one in ("R. 3332-21-3", "R3332-21-3", "R*3332-21-3", "Article R 3332-21-3")} == {
        "R3332-21-3"
    }
    assert plain("199 terdecies-0 AA") == "199 terdecies-0 AA"
    assert sorted(["R3332-21-10", "R3332-21-9", "R3332-3"], key=order) == ["R3332-3", "R3332-21-9", "R3332-21-10"]
    assert split("CMF, art. L213-32 à L213-35") == ("CMF", "L213-32", "L213-35")
    assert split("CGI, art. 261, 7, 1°, d") == ("CGI", "261", "261")
    assert split("Loi n° 2014-856 du 31 juillet 2014, art. 1er") == ("Loi n° 2014-856 du 31 juillet 2014", "1er", "1er")
    assert split("Service-public, fiche F32248") is None
    assert within("L213-33", "L213-32", "L213-35") and not within("L213-36", "L213-32", "L213-35")


def test_what_a_text_cites() -> None:
    titles = ["code du travail", "code de commerce"]
    text = (
        "L'article L. 3332-17-1, les articles R. 3332-21-1 à R. 3332-21-5 du présent code, l'article L. 225-209-2 "
        "du code de commerce, l'article L. 1 du code rural ; l'article 2 de la loi n° 2014-856 du 31 juillet 2014."
    )
    assert list(quoted(text, titles)) == [
        ("", "L3332-17-1", "L3332-17-1"),
        ("", "R3332-21-1", "R3332-21-5"),
        ("code de commerce", "L225-209-2", "L225-209-2"),
        ("2014-856", "2", "2"),
    ]


def test_closest_first(knowledge: Knowledge) -> None:
    sources = {id: one for id, one in knowledge.sources.items() if id != "code_travail_R3332_21_6"}
    (extract,) = read_extract(EXTRACT)
    found = watch(extract, sources, load_codes(), SINCE, TODAY, {})
    assert found.neighbours[0].bond == Bond.NUMBER
    assert [one.article.number for one in found.neighbours if one.bond == Bond.NUMBER] == ["R3332-21-6"]


def test_a_code_that_no_one_knows_is_told(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "codes.yaml").write_text("- {legi: LEGITEXT000006072050, court: C. trav., titre: code du travail}\n")
    found = {str(one).partition(" : ")[2] for one in lint_codes_folder(tmp_path, None, knowledge)}
    assert "« CRPA » n'est pas un code connu. Ajoutez-le dans codes.yaml, ou écrivez C. trav.." in found
    assert not any("C. trav. »" in one for one in found)


def test_what_was_read_and_set_aside_is_told_no_more(knowledge: Knowledge) -> None:
    (extract,) = read_extract(EXTRACT)
    sources = {id: one for id, one in knowledge.sources.items() if id != "code_travail_R3332_21_6"}
    seen = frozenset({"LEGIARTI000050824026", "LEGIARTI000037388852"})
    found = watch(extract, sources, load_codes(), SINCE, TODAY, {}, seen)
    assert "R3332-21-6" not in {one.article.number for one in found.neighbours}
    assert "LEGIARTI000037388852" not in str(found.changes)
