"""An extract of LEGI, read: the JSON of ``@socialgouv/legi-data``, or the XML of Légifrance's articles.

JSON: one text in a file, a tree of ``{type, data, children}`` in which each article has its last words and the list of
its versions (``articleVersions``), days in milliseconds. XML: files whose elements ``ARTICLE`` are one version each
(``META_COMMUN/ID``, ``META_ARTICLE/NUM, ETAT, DATE_DEBUT, DATE_FIN``, ``CONTEXTE/TEXTE``, ``VERSIONS``,
``BLOC_TEXTUEL/CONTENU``), alone, several in a file, or a folder of them as the archives of LEGI lay them.
In both, the last day of a version is the first of the next.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from advisor.common.errors import InputError, Problem, system_reason
from advisor.lint.watch.numbers import plain
from advisor.rules.basis import DISTANT

_END_OF_TIME = 2999
_EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True)
class Version:
    """One version of an article: its number in LEGI, its first and last days, its state, its words if known."""

    id: str
    start: date
    end: date
    state: str
    text: str = ""


@dataclass(frozen=True)
class Article:
    """An article.

    Attributes:
        versions: those that were or will be in force, oldest first.
        section: the innermost that it stands in, by its number in LEGI.
        remade: its note begins with « Reconstitué »: it was not taken from LEGI.
    """

    number: str
    versions: tuple[Version, ...]
    section: str = ""
    remade: bool = False

    @property
    def last(self) -> Version:
        return self.versions[-1]


@dataclass(frozen=True)
class Extract:
    """The articles of one text, by number.

    Attributes:
        id, title: of the text. day: of the extract, if told.
        whole: whether what it lacks is not in the text; an XML extract may be a part of it.
    """

    id: str
    title: str
    day: date | None
    whole: bool
    articles: dict[str, Article] = field(default_factory=dict)


def read_extract(path: Path) -> tuple[Extract, ...]:
    """The texts of an extract, a JSON or XML file, or a folder of them.

    Raises:
        InputError: nothing to read there, or not an extract of LEGI; the message says why, in French.
    """
    if path.is_dir():
        files = sorted((*path.rglob("LEGITEXT*.json"), *path.rglob("*.xml")))
    else:
        files = [path]
    found: dict[str, Extract] = {}
    for file in files:
        for one in _read(file):
            known = found.get(one.id)
            found[one.id] = one if known is None else _together(known, one)
    if not any(one.articles for one in found.values()):
        raise InputError(Problem("aucun article de LEGI ici.", str(path), mend=_EXPECTED))
    return tuple(found.values())


_EXPECTED = (
    "Donnez un fichier LEGITEXT….json de @socialgouv/legi-data, un fichier XML d'articles de LEGI, ou un répertoire de "
    "tels fichiers."
)


def _read(file: Path) -> Iterator[Extract]:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise InputError(Problem(f"impossible de lire ce fichier ({system_reason(error)}).", str(file))) from None
    try:
        if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
            yield from _xml(ElementTree.fromstring(raw))
        else:
            yield _json(json.loads(raw.decode("utf-8-sig")))
    except (UnicodeDecodeError, json.JSONDecodeError, ElementTree.ParseError) as error:
        line = getattr(error, "lineno", 0) or getattr(error, "position", (0, 0))[0]
        message = "ce fichier n'est ni du JSON ni du XML lisible."
        raise InputError(Problem(message, str(file), line, int(bool(line)), _EXPECTED)) from None
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError, RecursionError):
        raise InputError(
            Problem("ce fichier n'a pas la forme d'un extrait de LEGI.", str(file), mend=_EXPECTED)
        ) from None


def _together(one: Extract, other: Extract) -> Extract:
    """Two parts of one text."""
    articles = dict(one.articles)
    for article in other.articles.values():
        _add(articles, article)
    return replace(one, whole=one.whole or other.whole, articles=articles)


def _add(articles: dict[str, Article], article: Article) -> None:
    """Put an article among others; its versions join those already known under its number."""
    known = articles.get(article.number)
    versions = {one.id: one for one in known.versions} if known else {}
    for one in article.versions:
        # A list of versions tells their days; only the version itself has its words.
        if one.id not in versions or one.text:
            versions[one.id] = one
    lived = sorted((one for one in versions.values() if _counts(one)), key=lambda one: (one.start, one.end))
    if lived:
        articles[article.number] = replace(article, versions=tuple(lived))


def _counts(version: Version) -> bool:
    """Whether a version was ever in force: some are replaced before they begin."""
    return version.start <= version.end and not version.state.endswith(("MORT_NE", "ANNULE", "DISJOINT"))


# -- JSON ------------------------------------------------------------------------------------------------------------


def _json(root: dict[str, Any]) -> Extract:
    data = root["data"]
    articles: dict[str, Article] = {}
    pending = [(root, "")]
    while pending:
        node, section = pending.pop()
        if node["type"] == "article":
            if node["data"].get("num"):
                _add(articles, _json_article(node["data"], section))
            continue
        inside = node["data"].get("id") or section
        pending += [(child, inside) for child in reversed(node.get("children") or ())]
    if root["type"] == "article":
        raise ValueError
    day = data.get("dateModif") or data.get("dateDebutVersion")
    return Extract(data["id"], data["title"], _day(day) if day else None, True, articles)


def _json_article(data: dict[str, Any], section: str) -> Article:
    own = Version(
        data["id"], _day(data["dateDebut"]), _eve(data["dateFin"]), data["etat"] or "", data.get("texte") or ""
    )
    listed = (
        Version(one["id"], _day(one["dateDebut"]), _eve(one["dateFin"]), one["etat"] or "")
        for one in data.get("articleVersions") or ()
        if one["id"] != own.id
    )
    return Article(plain(data["num"]), (own, *listed), section, _remade(data.get("nota")))


def _remade(note: str | None) -> bool:
    return (note or "").strip().startswith("Reconstitué")


# -- XML -------------------------------------------------------------------------------------------------------------


def _xml(root: ElementTree.Element) -> Iterator[Extract]:
    found: dict[str, Extract] = {}
    for node in root.iter("ARTICLE"):
        text = _child(node, "CONTEXTE/TEXTE")
        title = text.find("TITRE_TXT")
        name = (title.text or title.get("c_titre_court") or "") if title is not None else ""
        id = text.get("cid") or (title.get("id_txt") if title is not None else None) or name
        extract = found.setdefault(id, Extract(id, name.strip(), None, False))
        number = node.findtext("META/META_SPEC/META_ARTICLE/NUM")
        if number:
            _add(extract.articles, _xml_article(node, number, text))
    yield from found.values()


def _child(node: ElementTree.Element, path: str) -> ElementTree.Element:
    found = node.find(path)
    if found is None:
        raise KeyError(path)
    return found


def _xml_article(node: ElementTree.Element, number: str, text: ElementTree.Element) -> Article:
    meta = _child(node, "META/META_SPEC/META_ARTICLE")
    own = Version(
        (_child(node, "META/META_COMMUN/ID").text or "").strip(),
        _day(meta.findtext("DATE_DEBUT")),
        _eve(meta.findtext("DATE_FIN")),
        meta.findtext("ETAT") or "",
        _words(node.find("BLOC_TEXTUEL/CONTENU")),
    )
    listed = (
        Version(one.get("id", ""), _day(one.get("debut")), _eve(one.get("fin")), one.get("etat") or "")
        for one in node.iterfind("VERSIONS/VERSION/LIEN_ART")
        if one.get("id") != own.id
    )
    sections = [one.get("id") or (one.text or "").strip() for one in text.iter("TITRE_TM")]
    note = _words(node.find("NOTA/CONTENU"))
    return Article(plain(number), (own, *listed), sections[-1] if sections else "", _remade(note))


def _words(content: ElementTree.Element | None) -> str:
    return " ".join("".join(content.itertext()).split()) if content is not None else ""


# -- days ------------------------------------------------------------------------------------------------------------


def _day(raw: Any) -> date:
    """A day in milliseconds or as LEGI writes it; some milliseconds are those of midnight in Paris."""
    if isinstance(raw, int):
        # The eve at 22 or 23 o'clock, in universal time.
        moment = _EPOCH + timedelta(milliseconds=raw, hours=2)
        return moment.date() if moment.year < _END_OF_TIME else DISTANT
    day = date.fromisoformat(raw)
    return day if day.year < _END_OF_TIME else DISTANT


def _eve(raw: Any) -> date:
    """The last day of a version, from the day on which it is no longer in force."""
    day = _day(raw)
    return day if day == DISTANT else day - timedelta(1)
