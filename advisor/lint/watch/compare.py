"""What an extract of LEGI changes in what the sources cite, and which articles are new beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from advisor.common.french import plural, short_date
from advisor.lint.watch.extract import Article, Extract, Version
from advisor.lint.watch.numbers import LAW_NUMBER, common, kin, order, quoted, split, within
from advisor.rules.basis import DISTANT, Source, SourceVersion
from advisor.rules.upkeep import Code

IDENTIFIER = re.compile(r"LEGIARTI\d{12}")


@dataclass(frozen=True)
class Cited:
    """A source that cites one or several articles of the extract."""

    source: Source
    first: str
    last: str

    def holds(self, number: str) -> bool:
        return within(number, self.first, self.last)

    @property
    def checked(self) -> date:
        return max((one.checked for one in self.source.versions), default=date.min)


class Bond(IntEnum):
    """How an article is beside those that the rules cite, the closest first."""

    NUMBER = 0
    QUOTES = 1
    SECTION = 2


@dataclass(frozen=True)
class Change:
    """What differs in one article cited, in French sentences."""

    number: str
    source: Source
    differences: tuple[str, ...]


@dataclass(frozen=True)
class Neighbour:
    """An article that no source cites, beside some that are cited."""

    article: Article
    bond: Bond
    beside: tuple[Source, ...]


@dataclass(frozen=True)
class Watch:
    """What to read.

    Attributes:
        extract: where it was found.
        cited: how many articles cited were compared.
        changes: in the order of the sources.
        neighbours: newer than what the rules know beside them, the closest first.
        older: how many others there are.
        missing: articles cited that a part of a text does not hold.
    """

    extract: Extract
    cited: int
    changes: tuple[Change, ...]
    neighbours: tuple[Neighbour, ...]
    older: int = 0
    missing: tuple[str, ...] = ()


def sources_by_text(sources: Mapping[str, Source]) -> dict[str, list[Cited]]:
    """The sources that cite articles, by the text as they shorten it."""
    found: dict[str, list[Cited]] = {}
    for source in sources.values():
        parts = split(source.short)
        if parts is not None:
            found.setdefault(parts[0], []).append(Cited(source, parts[1], parts[2]))
    return found


def cited_text(extract: Extract, texts: Mapping[str, list[Cited]], codes: Mapping[str, Code]) -> str | None:
    """How sources shorten the text of an extract; None when they do not cite it."""
    code = codes.get(extract.id)
    if code is not None:
        return code.short if code.short in texts else None
    law = LAW_NUMBER.search(extract.title)
    return next((text for text in texts if law is not None and f"n° {law[1]}" in text), None)


def watch(
    extract: Extract,
    sources: Mapping[str, Source],
    codes: Mapping[str, Code],
    since: date,
    on: date,
    words: Mapping[str, str],
    seen: frozenset[str] = frozenset(),
) -> Watch:
    """Compare an extract with the sources.

    Args:
        extract: of one text.
        sources: those of the rules.
        codes: the codes that sources shorten, by number.
        since: the first day of the law that the rules know; what ended before is left aside.
        on: the day of the watch; a neighbour that has ended is none.
        words: the words of the law that the rules hold, by number of the version; may be empty.
        seen: the versions that someone read and left aside.
    """
    texts = sources_by_text(sources)
    own = cited_text(extract, texts, codes)
    cited = texts.get(own, []) if own is not None else []
    changes, missing = [], []
    compared = 0
    for one in cited:
        articles = [article for article in extract.articles.values() if one.holds(article.number)]
        compared += len(articles)
        if not articles and extract.whole:
            gone = "il n'est plus dans l'extrait : abrogé, déplacé, ou d'un autre numéro"
            changes.append(Change(one.first, one.source, (gone,)))
        elif not articles:
            missing.append(one.first)
        for article in articles:
            alone = one.first == one.last
            found = tuple(_differences(article, one, since, words, seen)) if alone else tuple(_later(article, one))
            if found:
                changes.append(Change(article.number, one.source, found))
    every = [one for group in texts.values() for one in group]
    beside = list(_neighbours(extract, cited, every, texts, codes, since, on))
    new = [one for one, newer in beside if newer and one.article.last.id not in seen]
    new.sort(key=lambda one: (one.bond, -one.article.last.start.toordinal(), order(one.article.number)))
    return Watch(extract, compared, tuple(changes), tuple(new), len(beside) - len(new), tuple(missing))


# -- what differs in an article cited --------------------------------------------------------------------------------


def _later(article: Article, cited: Cited) -> Iterator[str]:
    """Of several articles cited at once, only what came after the last check can be told."""
    if article.last.start > cited.checked:
        yield f"version {article.last.id} depuis le {short_date(article.last.start)}, après le dernier contrôle"


def _differences(
    article: Article, cited: Cited, since: date, words: Mapping[str, str], seen: frozenset[str]
) -> Iterator[str]:
    known = cited.source.versions
    by_id = {id: one for one in known for id in IDENTIFIER.findall(one.reference)}
    floor = max(since, min((one.start for one in known), default=since))
    listed = {one.id for one in article.versions}
    unknown = []
    for version in article.versions:
        ours = by_id.get(version.id)
        if ours is not None:
            yield from _dates(version, ours, since)
            if _words(words.get(version.id, "")) not in ("", _words(version.text)) and version.text:
                yield f"{version.id} : le texte n'est plus celui que gardent les règles"
        elif (
            version.id not in seen
            and version.end >= floor
            and not any(_same(one, version, since) for one in known if not _numbered(one))
        ):
            unknown.append(version)
    if unknown:
        last, more = unknown[-1], len(unknown) - 1
        before = f" (et {plural(more, 'autre')} avant elle)" if more else ""
        yield f"version {last.id} depuis le {short_date(last.start)}{before}, que les règles ne connaissent pas"
    for id, ours in by_id.items():
        if id not in listed and ours.end >= since:
            yield f"{id}, que citent les règles depuis le {short_date(ours.start)}, n'est pas une de ses versions"
    if article.last.end < DISTANT and known and not _numbered(known[-1]) and known[-1].end == DISTANT:
        yield f"il finit le {short_date(article.last.end)}, sans version suivante"


def _numbered(version: SourceVersion) -> bool:
    return IDENTIFIER.search(version.reference) is not None


def _same(ours: SourceVersion, version: Version, since: date) -> bool:
    """Whether words cited without a number are those of a version: same first day, or both before the rules begin."""
    return ours.start == version.start or (ours.start <= since and version.start <= since <= version.end)


def _dates(version: Version, ours: SourceVersion, since: date) -> Iterator[str]:
    # Sources often begin with the rules, not with the text.
    if version.start != ours.start and max(version.start, ours.start) > since:
        yield f"{version.id} commence le {short_date(version.start)}, et non le {short_date(ours.start)}"
    if version.end != ours.end and min(version.end, ours.end) >= since:
        ends = [f"le {short_date(day)}" if day < DISTANT else "plus tard" for day in (version.end, ours.end)]
        yield f"{version.id} finit {ends[0]}, et non {ends[1]}"


def _words(text: str) -> str:
    """A text without spaces and signs, which copies render in several ways."""
    return "".join(filter(str.isalnum, text))


# -- what is new beside them -----------------------------------------------------------------------------------------


def _neighbours(
    extract: Extract,
    cited: list[Cited],
    every: list[Cited],
    texts: Mapping[str, list[Cited]],
    codes: Mapping[str, Code],
    since: date,
    on: date,
) -> Iterator[tuple[Neighbour, bool]]:
    """The articles beside those cited, and whether each is newer than what the rules know of these.

    The day of the last check does not tell: on 20 August 2026 R3332-21-3 was read again and found unchanged, while
    D3332-21-3-1 had stood beside it since 1 January. What began after the newest words known there is new.
    """
    titles = {code.title: code.short for code in codes.values()}
    sections: dict[str, list[Cited]] = {}
    for one in cited:
        for article in extract.articles.values():
            if one.holds(article.number) and article.section:
                sections.setdefault(article.section, []).append(one)
    # Words of another text are too far to be compared with: what came after their last check is new.
    known = {one.source.id: one.checked for one in every} | {
        one.source.id: _newest(one, extract, since) for one in cited
    }
    for article in extract.articles.values():
        if article.last.end < on or any(one.holds(article.number) for one in cited):
            continue
        ways = {
            Bond.NUMBER: _closest(article, cited),
            Bond.QUOTES: list(_quotes(article, cited, every, texts, titles)),
            Bond.SECTION: sections.get(article.section, []),
        }
        for bond, found in ways.items():
            if found:
                beside = tuple(dict.fromkeys(one.source for one in found))
                days = [known[one.source.id] for one in found]
                # One decree changes an article and inserts another: beside a number, the same day is news.
                inserted = bond == Bond.NUMBER and article.last.start >= min(days)
                yield Neighbour(article, bond, beside), inserted or article.last.start > max(days)
                break


def _closest(article: Article, cited: list[Cited]) -> list[Cited]:
    """Of the articles cited whose numbers begin alike, those that share most with it."""
    shared = [(common(article.number, one.first), one) for one in cited if kin(article.number, one.first)]
    most = max((length for length, _ in shared), default=0)
    return [one for length, one in shared if length == most]


def _newest(cited: Cited, extract: Extract, since: date) -> date:
    """The first day of the newest words that the rules know; as LEGI tells it when they have no number or no day."""
    last = max(cited.source.versions, key=lambda one: one.start)
    if _numbered(last) and last.start > since:
        return last.start
    numbers = IDENTIFIER.findall(last.reference)
    found = (
        version.start
        for article in extract.articles.values()
        if cited.holds(article.number)
        for version in article.versions
        if version.id in numbers or (not numbers and version == article.last)
    )
    return max(last.start, max(found, default=last.start))


def _quotes(
    article: Article,
    cited: list[Cited],
    every: list[Cited],
    texts: Mapping[str, list[Cited]],
    titles: Mapping[str, str],
) -> Iterator[Cited]:
    """The sources that the words of an article cite."""
    for title, first, last in quoted(article.last.text, titles):
        if not title:
            group = cited
        elif title in titles:
            group = texts.get(titles[title], [])
        else:
            group = [one for one in every if f"n° {title}" in one.source.short]
        for one in group:
            if one.holds(first) or within(one.first, first, last):
                yield one
