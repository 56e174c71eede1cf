"""« Encore 3 questions au mieux, 41 au plus » : whoever answers straight on never sees the greater figure grow."""

from __future__ import annotations

import pytest

from advisor.casebook import find_case
from advisor.dossier import Dossier
from advisor.knowledge import Knowledge
from advisor.web.journey.pages import next_page
from advisor.web.journey.questions import Page
from tests.web_walk import answer_page, talk_of


@pytest.mark.parametrize("name", ["046-tmo-introuvable", "071-association-muette", "079-suisse"])
def test_what_is_left_at_most_never_grows(name: str, knowledge: Knowledge) -> None:
    source = find_case(name).dossier
    talk = talk_of(knowledge, Dossier(on=source.on), prediagnosis=False)
    bound, asked = 10_000, 0
    while isinstance(page := next_page(talk), Page):
        left = talk.interview.progress()
        assert 1 <= left.best <= left.worst <= bound, page.addresses
        bound, asked = left.worst, asked + 1
        assert answer_page(talk, page, source) is None
    assert asked >= 5
