"""The text of the law as it is copied: that of a day, its share, outside the fingerprint."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from advisor.common.resources import data_dir
from advisor.rules.load import Knowledge, load_from
from advisor.rules.texts import FOLDER, LegalText, Sentence, Share, digest, load_texts, read_texts, stating
from tests.museum.exhibit import SOUND


def _copied() -> Iterator[tuple[LegalText, date]]:
    """Each article copied, with the first and the last known day of each version of it."""
    for text in load_texts().by_source.values():
        for version in text.versions:
            if not version.missing:
                yield text, version.start
                yield text, min(version.end, date(2026, 12, 1))


def test_the_text_of_every_day_is_the_one_copied() -> None:
    for text, day in _copied():
        (version,) = (one for one in text.versions if one.covers(day))
        assert digest(text.text(day)) == version.digest, (text.source, day)


@pytest.mark.parametrize(
    ("source", "eve", "before", "after"),
    [
        ("code_travail_L3332_17_1", date(2019, 12, 31), "comme objectif principal", "situation économique ou sociale"),
        ("code_travail_L3332_17_1", date(2022, 2, 22), "15° Les établissements", "16° Les personnes morales"),
        ("code_travail_R3332_21_3", date(2024, 12, 31), "au préfet par tout moyen", "préfet de région"),
    ],
)
def test_a_text_changes_on_its_day(source: str, eve: date, before: str, after: str) -> None:
    text = load_texts().by_source[source]
    first, second = text.text(eve), text.text(eve + timedelta(1))
    assert before in first and after not in first and after in second


def test_sentences_of_one_paragraph_are_joined_and_paragraphs_kept() -> None:
    text = load_texts().by_source["loi_2014_856_art_1"].text(date(2020, 1, 1))
    assert "ne peuvent pas être distribuées. Les statuts peuvent autoriser" in text
    assert "\n2° Par les sociétés commerciales" in text


def test_a_version_whose_text_was_not_read_has_none() -> None:
    text = load_texts().by_source["code_travail_L3332_17_1"]
    unread = date(2018, 6, 1)
    assert not any(start <= unread <= end for one in text.sentences for start, end in text.days(one))


def test_the_share_counts_each_sentence_once() -> None:
    rule, left, none = ({"regles": ("C-1",)}, {"non_traduit": "parce que"}, {"sans_effet": "Annonce."})
    made = [Sentence.model_validate({"texte": "Phrase.", **one}) for one in (rule, {**rule, **left}, left, none)]
    share = Share.of(made)
    assert share == Share(stated=2, partly=1, no_effect=1, untranslated=1) and share.total == 4


def test_most_of_what_decides_is_translated(knowledge: Knowledge) -> None:
    """The articles on which the verdicts rest leave no condition out."""
    for source in ("loi_2014_856_art_1", "code_travail_L3332_17_1", "code_travail_R3332_21_1", "decret_2015_858_art_1"):
        share = Share.of(load_texts().by_source[source].sentences)
        assert share.untranslated == 0 and share.stated > 0.8 * share.total, source


def test_every_rule_that_states_a_sentence_has_an_id_of_its_own(knowledge: Knowledge) -> None:
    kinds = (
        knowledge.criteria, knowledge.routes(), knowledge.parameters, knowledge.indicators, knowledge.open_questions,
        knowledge.guidance, knowledge.remedies,
    )  # fmt: skip
    assert len(stating(knowledge)) == sum(map(len, kinds))


def test_the_text_is_evidence_and_stands_outside_the_fingerprint(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(SOUND, rules)
    before = load_from(rules).fingerprint
    path = rules / FOLDER / "textes.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("60 %", "61 %"), encoding="utf-8")
    assert load_from(rules).fingerprint == before
    assert "61 %" in read_texts(rules).by_source["loi"].text(date(2016, 1, 1))


def test_one_file_an_article_but_for_those_that_are_not_copied() -> None:
    for path in (data_dir("rules") / FOLDER).glob("*.yaml"):
        if path.stem != "absents":
            assert load_texts().by_source[path.stem].sentences, path
