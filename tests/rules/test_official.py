"""Official addresses: those the patterns of Légifrance allow, and none for what has no identifier of its own."""

from __future__ import annotations

import re
from datetime import date

from advisor.rules.basis import Source
from advisor.rules.load import Knowledge
from advisor.rules.official import IDENTIFIER, eli, identifiers, links

SITE = "https://www.legifrance.gouv.fr/"
PATTERNS = re.compile(
    re.escape(SITE)
    + r"((codes|loda)/article_lc/LEGIARTI\d{12}/\d{4}-\d\d-\d\d|jorf/id/JORFTEXT\d{12}|jorf/article_jo/JORFARTI\d{12}"
    r"|eli/(loi|decret|ordonnance)/\d{4}/([1-9]|1[0-2])/([1-9]|[12]\d|3[01])/\d{4}-\d+/jo/(texte|article_\d+))"
)


def source(short: str, *references: str, nature: str = "loi") -> Source:
    days = [date(2015 + rank, 1, 1) for rank in range(len(references))]
    ends = [date(2015 + rank, 12, 31) for rank in range(len(references) - 1)] + [date.max]
    versions = [
        {"depuis": str(start), "jusqu_a": str(end), "reference": one, "lu": "V", "controle": "2026-08-20"}
        for start, end, one in zip(days, ends, references, strict=True)
    ]
    return Source.model_validate({"id": "x", "court": short, "titre": "x", "nature": nature, "versions": versions})


def test_every_address_is_of_a_known_pattern(knowledge: Knowledge) -> None:
    assert len(knowledge.official) > 70
    for identifier, address in knowledge.official.items():
        assert PATTERNS.fullmatch(address), address
        assert identifier in address


def test_an_article_leads_to_its_version_of_the_day() -> None:
    first, last = "LEGIARTI000000000001", "LEGIARTI000000000002"
    found = links([source("C. trav., art. L1", first, last, nature="code")])
    # The day of the check, or the nearest of those of the version.
    assert found == {
        first: f"{SITE}codes/article_lc/{first}/2015-12-31",
        last: f"{SITE}codes/article_lc/{last}/2026-08-20",
    }
    assert links([source("Loi du 1er juillet 1901, art. 1er", first)]) == {
        first: f"{SITE}loda/article_lc/{first}/2026-08-20"
    }


def test_what_was_published_never_stands_for_a_later_version() -> None:
    article = "JORFARTI000029313541"
    changed = source("Loi n° 2014-856 du 31 juillet 2014, art. 2", f"{article} (2014)", f"{article}, modifié")
    assert list(links([changed])) == ["eli/loi/2014/7/31/2014-856/jo/article_2"]
    first, later = (identifiers(changed, one) for one in changed.versions)
    assert first == f"{article} (2014) ; eli/loi/2014/7/31/2014-856/jo/article_2"
    assert later == f"{article}, modifié"
    assert links([source("Loi n° 2014-856 du 31 juillet 2014, art. 2", article)]) == {
        article: f"{SITE}jorf/article_jo/{article}"
    }


def test_what_has_no_identifier_has_no_link() -> None:
    for short in (
        "Arrêté du 28 décembre 2025",
        "Loi n° 47-1775 du 10 septembre 1947, art. 1er",
        "CRESS PACA",
        "C. trav., art. L1",
    ):
        assert eli(source(short, "x")) == "" and links([source(short, "LEGITEXT000006072050")]) == {}
    assert (
        eli(source("Décret n° 2015-858 du 13 juillet 2015, art. 1er", "x")) == "eli/decret/2015/7/13/2015-858/jo/texte"
    )


def test_articles_of_codes_read_in_legi_have_their_number(knowledge: Knowledge) -> None:
    lacking = [
        one.id
        for one in knowledge.sources.values()
        for version in one.versions
        if one.nature == "code" and version.read == "V" and not IDENTIFIER.search(version.reference)
    ]
    assert lacking == []
