"""The result is worked out once, and is never the one of before: whatever was done in between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.dossier.answer_parsing import AnswerError
from advisor.interview.machine import Interview
from advisor.rules.load import Knowledge
from advisor.training.casebook.read import find_case
from advisor.web import talks
from advisor.web.result import view
from advisor.web.result.todo import Deed, Shared, without_repeats
from advisor.web.result.view import result_of
from advisor.web.store import SiteStore
from advisor.web.talks import Talks, VisitorInterview
from tests.support.generate import values_of


@pytest.fixture(scope="module")
def visitors(knowledge: Knowledge) -> Iterator[Talks]:
    store = SiteStore(None, 30)
    yield Talks(knowledge, store)
    store.close()


def opened(visitors: Talks, case: str = "018-panneaux-solaires") -> VisitorInterview:
    talk = visitors.open(visitors.begin(find_case(case).dossier, prediagnosis=False))
    assert talk is not None
    return talk


def anew(talk: VisitorInterview) -> Interview:
    """The same interview as another process would bring it back."""
    one = Interview(talk.interview.knowledge, talk.interview.dossier)
    one.going_on = talk.interview.going_on
    one.ask_again(talk.interview.asked_again)
    return one


@pytest.mark.slow
@settings(max_examples=3)
@given(st.data())
def test_no_result_is_the_one_of_before(visitors: Talks, knowledge: Knowledge, data: st.DataObject) -> None:
    talk = opened(visitors)
    for _ in range(4):
        one = talk.interview
        match data.draw(st.sampled_from(["answer", "unknown", "erase", "on", "go_on", "again", "name", "back"])):
            case "answer":
                address = data.draw(st.sampled_from(list(one.dossier.answers)))
                typed = st.sampled_from(values_of(knowledge.addresses[address][0], one.on))
                with suppress(AnswerError):
                    one.answer(address, data.draw(typed))
            case "unknown":
                one.unknown(data.draw(st.sampled_from(list(one.dossier.answers))))
            case "erase":
                one.erase(data.draw(st.sampled_from(list(one.dossier.answers))))
            case "on":
                one.describe(on=data.draw(st.sampled_from([date(2019, 5, 23), date(2026, 11, 25), date(2014, 1, 1)])))
            case "go_on":
                one.go_on()
            case "again":
                one.ask_unknowns_again()
            case "name":
                one.describe(name=data.draw(st.sampled_from(["Une", "Une autre"])))
            case "back":
                # Saved, forgotten, and brought back from the database.
                visitors.save(talk)
                visitors.drop(talk.secret)
                found = visitors.open(talk.secret)
                assert found is not None
                talk = found
        assert visitors.concluded(talk, result_of) == result_of(anew(talk))


def test_the_same_answers_are_concluded_once(visitors: Talks) -> None:
    talk = opened(visitors)
    assert visitors.concluded(talk, result_of) is visitors.concluded(talk, result_of)


def test_another_day_is_another_result(visitors: Talks, monkeypatch: pytest.MonkeyPatch) -> None:
    class Tomorrow(date):
        @classmethod
        def today(cls) -> Tomorrow:
            return cls(2031, 1, 1)

    talk, counted = opened(visitors), []

    def conclude(one: Interview) -> int:
        counted.append(one)
        return len(counted)

    assert [visitors.concluded(talk, conclude) for _ in range(2)] == [1, 1]
    monkeypatch.setattr(talks, "date", Tomorrow)
    assert visitors.concluded(talk, conclude) == 2


def test_what_is_kept_is_bounded_and_nothing_is_kept_of_what_is_erased(knowledge: Knowledge) -> None:
    today, counted = [date(2026, 1, 1)], []
    visitors = Talks(knowledge, SiteStore(None, 30, lambda: today[0]), most_concluded=3)

    def conclude(one: Interview) -> None:
        counted.append(one)

    def worked_out(talk: VisitorInterview) -> bool:
        """Whether a conclusion has to be worked out, none being kept."""
        before = len(counted)
        visitors.concluded(talk, conclude)
        return len(counted) > before

    every = [opened(visitors) for _ in range(5)]
    assert all(map(worked_out, every)) and not any(map(worked_out, every[-3:]))
    assert all(map(worked_out, every[:2]))
    visitors.erase(every[1].secret)
    assert not visitors.save(every[1]) and worked_out(every[1])
    today[0] += timedelta(days=31)
    assert not worked_out(every[0]) and visitors.purge() == 4 and worked_out(every[0])
    visitors.store.close()


def test_the_law_of_another_day_is_told_changed_only_when_a_rule_is(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Today(date):
        @classmethod
        def today(cls) -> Today:
            return cls(2026, 11, 25)

    monkeypatch.setattr(view, "date", Today)
    for on, moved in ((Today.today(), False), (date(2026, 11, 20), False), (date(2019, 5, 23), True)):
        found = result_of(Interview(knowledge, find_case("018-panneaux-solaires").dossier, on=on))
        assert (found.today, found.moved) == (on == Today.today(), moved)


def test_what_most_changes_repeat_is_told_once_and_nothing_is_lost() -> None:
    def deed(who: str, more: str = "", then: str = "") -> Deed:
        return Deed("t", "a", who, more, then, "", "", ())

    one, two = deed("le dirigeant", "À l'unanimité.", "déposer"), deed("l'assemblée", "", "déposer")
    assert without_repeats((one,)) == ((one,), None) and without_repeats((one, deed("une autre"))) == (
        (one, deed("une autre")),
        None,
    )
    bare, shared = without_repeats((one, one, two))
    # The second says nothing of the majority: it is not given the one of the others.
    assert shared == Shared(who="le dirigeant", then="déposer", all=False)
    assert bare == (deed("", "À l'unanimité."), deed("", "À l'unanimité."), deed("l'assemblée"))


@pytest.mark.parametrize("case", ["003-statuts-ordinaires", "081-insertion-sans-statuts", "018-panneaux-solaires"])
def test_each_change_is_told_with_all_that_the_engine_says_of_it(knowledge: Knowledge, case: str) -> None:
    dossier = find_case(case).dossier
    interview = Interview(knowledge, dossier)
    found = result_of(interview)
    engine = {
        change.title.rstrip("."): change
        for verdict in interview.assessment.verdicts.values()
        for change in verdict.changes
    }
    for step in found.steps:
        deeds, shared = step.deeds_without_repeats
        shared = shared or Shared()
        assert len(deeds) == len(step.deeds)
        for one in deeds:
            if (change := engine.get(one.title)) is not None:
                who, then = one.who or shared.who, one.then or shared.then
                assert who and change.who.lower().startswith(who.rstrip(".").lower())
                assert bool(then) == bool(change.then)
