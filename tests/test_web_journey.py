"""The journey in the browser: questions, answers, errors that lose nothing."""

from __future__ import annotations

from tests.web_visitor import Visitor, site


def test_a_visitor_begins_and_answers_the_first_question() -> None:
    with site() as client:
        visitor = Visitor(client).send("/commencer")
        assert "Où en est votre projet" in visitor.words
        visitor.send("/question", situation="projet")
        assert visitor.page.status_code == 200
        assert 'name="forme_juridique"' in visitor.page.text


def test_a_page_left_empty_is_shown_again_with_an_error_linked_to_its_field() -> None:
    with site() as client:
        visitor = Visitor(client).send("/commencer").send("/question")
        assert visitor.page.status_code == 422
        assert 'href="#situation"' in visitor.page.text and 'id="situation"' in visitor.page.text
