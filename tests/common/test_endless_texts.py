"""Texts that take the square of their length: accents piled on one letter, units after a figure; minutes an upload."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.common.errors import InputError
from advisor.common.french import MOST_MARKS, piled_marks, without_piles
from advisor.common.yaml_reader import parse_yaml
from advisor.rules.load import Knowledge
from advisor.web.result.resume import read_upload, secret_of
from tests.support.web_visitor import Visitor, site

PILE = "\u0315\u0300"
MANY = "a" + PILE * 150_000
"""Five seconds at least, when it is put in one form as it is."""
SECONDS = 2.0

texts = st.text(st.sampled_from("ab\n\u00e9\u0300\u0315\u0344\u0f71\u0f73\u4e2d😀"), max_size=40).flatmap(
    lambda start: st.integers(0, 3 * MOST_MARKS).map(lambda count: start + "\u0300" * count + start)
)


@given(texts)
def test_what_is_kept_has_no_pile_and_a_text_without_any_stays(text: str) -> None:
    cleaned = without_piles(text)
    runs, run = [], 0
    for one in cleaned:
        run = run + 1 if unicodedata.combining(one) or one == "\u0f73" else 0
        runs.append(run)
    assert max(runs, default=0) <= MOST_MARKS
    assert not list(piled_marks(cleaned))
    assert (cleaned == text) is (not list(piled_marks(text)))
    assert without_piles(cleaned) == cleaned


@pytest.mark.parametrize(
    "text", ["Été à Nîmes, œuvre", "e\u0301te\u0301", "नमस्ते दुनिया" * 20, "สวัสดีครับ" * 20, "👩‍👩‍👧‍👦" * 40, "שָׁלוֹם" * 20]
)
def test_no_writing_is_touched(text: str) -> None:
    assert without_piles(text) == text


def test_many_piles_take_no_longer_than_one() -> None:
    start = time.thread_time()
    assert len(without_piles(("a" + "\u0300" * (MOST_MARKS + 1)) * 30_000)) == 30_000 * (MOST_MARKS + 1)
    assert time.thread_time() - start < SECONDS


ESCAPED = "a" + "\\u0315\\u0300" * 80_000


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"format: 1\nnotes: {MANY}\n", (2, 8)),
        (f"{MANY}: 1\n", (1, 1)),
        (f"format: 1\nx: {{{MANY}: }}\n", (2, 5)),
        (f'format: 1\nx:\n  - "{ESCAPED}"\n', (3, 5)),
    ],
)
def test_a_file_with_a_pile_is_refused_at_once_with_its_place(text: str, place: tuple[int, int]) -> None:
    start = time.thread_time()
    with pytest.raises(InputError) as caught:
        parse_yaml(text.encode(), "d.yaml")
    assert time.thread_time() - start < SECONDS
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == place
    assert "accents" in problem.message and problem.mend


@pytest.mark.parametrize("typed", [f"http://{MANY}/x", f"http://{'ﾞﾟ' * 100_000}/{'a' * 32}", MANY])
def test_a_pasted_link_that_is_none_is_refused_at_once(typed: str) -> None:
    start = time.thread_time()
    assert secret_of(typed) is None
    assert time.thread_time() - start < SECONDS


def test_no_form_makes_the_others_wait() -> None:
    with site() as client:
        visitor = Visitor(client).send("/commencer")
        token = visitor.form("/question").data()["jeton"][0]
        for path, field in (("/question", "situation"), ("/mon-dossier", "nom"), ("/reprendre/lien", "lien")):
            start = time.process_time()
            # In parts, an accent takes two bytes instead of six.
            fields = {"jeton": token, "adresses": "situation", field: MANY}
            parts = {name: (None, value.encode()) for name, value in fields.items()}
            answer = client.post(path, files=parts, follow_redirects=False)
            assert answer.status_code in (303, 422), path
            assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("value", ["%" * 9_000 + "x", "euro" * 2_400 + "!", "% " * 4_500 + "x", "1 " * 4_900 + "%x"])
def test_a_file_of_endless_figures_is_refused_at_once(knowledge: Knowledge, value: str) -> None:
    answers = "".join(f'  {fact}: "{value}"\n' for fact, one in knowledge.facts.items() if one.type.numeric)
    start = time.thread_time()
    with pytest.raises(InputError) as caught:
        read_upload(f"format: 1\nreponses:\n{answers}fin_du_dossier: oui\n".encode(), "d.yaml", knowledge)
    assert time.thread_time() - start < SECONDS
    assert len(caught.value.problems) >= answers.count("\n") // 2
