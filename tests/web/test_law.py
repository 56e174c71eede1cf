"""The texts of the law on the site: their list, and each beside its rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from advisor.rules.texts import load_texts
from tests.support.web_visitor import site


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with site() as found:
        yield found


def test_the_footer_leads_to_the_texts_and_each_to_its_page(client: TestClient) -> None:
    assert 'href="/textes"' in client.get("/").text
    listed = client.get("/textes").text
    copied = [one.source for one in load_texts().by_source.values() if one.sentences]
    assert re.findall(r'href="/textes/(\w+)"', listed) == copied
    assert "22 dites par une règle (dont 1 en partie), 3 sans effet sur un verdict" in listed


def test_an_article_shows_its_text_and_what_states_it(client: TestClient) -> None:
    page = client.get("/textes/code_travail_R3332_21_5").text
    assert '<ul class="beside">' in page
    assert page.index("dans l’annexe de leurs comptes annuels") < page.index("<strong>ESUS-06</strong>")
    assert "Cas d’école" in page


def test_a_text_that_is_not_copied_says_why_and_an_unknown_one_is_not_found(client: TestClient) -> None:
    assert "Seule la notice a été lue" in client.get("/textes/decret_2015_760").text
    assert client.get("/textes/decret_2099").status_code == 404
