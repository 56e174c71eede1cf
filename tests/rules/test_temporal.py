"""The law in time: on each day of change, and on its eve, every rule in force is there once and can be assessed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from advisor.assessment.account.legal_texts import law_of, text_day
from advisor.assessment.assess import assess
from advisor.assessment.law import law, law_day
from advisor.assessment.model import LADDER, Assessment
from advisor.dossier import Dossier, answer
from advisor.rules.basis import DISTANT, Dated
from advisor.rules.conditions import Condition, CriterionRef, walk
from advisor.rules.load import Knowledge
from tests.examples.adapter import to_dossier
from tests.support.spread import one_in

DAY = timedelta(1)


def change_days(knowledge: Knowledge) -> list[date]:
    """Every day on which anything that bears on a verdict changes: conditions, reserves, durations, figures."""
    days = set(knowledge.law_days)
    for criterion in knowledge.criteria.values():
        days.update(reserve.start for reserve in criterion.reserves)
    for route in knowledge.routes().values():
        days.update(duration.start for duration in route.durations)
    for parameter in knowledge.parameters.values():
        days.update(value.start for value in parameter.values)
    return sorted(day for day in days if day >= knowledge.base.start)


def days_of_change(knowledge: Knowledge) -> list[date]:
    """Each day of change and its eve, from the first day of the base."""
    around = {near for day in change_days(knowledge) for near in (day - DAY, day)}
    return sorted(day for day in around if day >= knowledge.base.start)


@pytest.fixture(scope="session")
def rich(situations: list[dict[str, Any]]) -> list[Dossier]:
    """The three situations with the most answers, and a dossier with none."""
    dossiers = sorted(map(to_dossier, situations), key=lambda dossier: -len(dossier.answers))
    return [*dossiers[:3], Dossier()]


def test_the_base_knows_its_days_of_change(knowledge: Knowledge) -> None:
    assert len(knowledge.law_days) >= 10
    assert set(knowledge.law_days) <= set(change_days(knowledge))
    assert change_days(knowledge)[0] == knowledge.base.start
    assert change_days(knowledge)[-1] <= knowledge.base.law_as_of


def dated(knowledge: Knowledge) -> list[tuple[str, tuple[Dated, ...]]]:
    """Everything of which one version, and one only, may be in force."""
    entries: list[tuple[str, tuple[Dated, ...]]] = []
    entries += [(criterion.id, criterion.versions) for criterion in knowledge.criteria.values()]
    entries += [(route.id, route.versions) for route in knowledge.routes().values()]
    entries += [(parameter.id, parameter.values) for parameter in knowledge.parameters.values()]
    return entries


def test_no_hole_and_no_overlap(knowledge: Knowledge) -> None:
    for id, versions in dated(knowledge):
        for before, after in pairwise(versions):
            assert before.end + DAY == after.start, id
        for day in days_of_change(knowledge):
            expected = versions[0].start <= day <= versions[-1].end
            assert sum(version.covers(day) for version in versions) == expected, (id, day)


def test_what_a_rule_rests_on_exists_when_it_does(knowledge: Knowledge) -> None:
    for day in days_of_change(knowledge):
        for entry in (*knowledge.criteria.values(), *knowledge.routes().values()):
            version = entry.on(day)
            if version is None:
                continue
            for node in walk(version.condition):
                if isinstance(node, CriterionRef):
                    assert knowledge.criteria[node.id].on(day) is not None, (entry.id, node.id, day)
            for citation in version.citations:
                source = knowledge.sources[citation.source]
                assert source.on(day) is not None or any(v.note for v in source.versions), (entry.id, source.id, day)


def test_routes_are_always_there(knowledge: Knowledge) -> None:
    for route in knowledge.routes().values():
        assert route.versions[0].start <= knowledge.base.start
        assert route.versions[-1].end == DISTANT


def test_nothing_changes_between_two_days_of_change(knowledge: Knowledge) -> None:
    for day, following in pairwise([*knowledge.law_days, knowledge.base.law_as_of]):
        last = following - DAY
        assert law_day(knowledge, last) == day
        assert law(knowledge, last) is law(knowledge, day)
        for criterion in knowledge.criteria.values():
            assert criterion.on(last) is criterion.on(day)


def test_a_condition_has_one_index_whatever_the_day(knowledge: Knowledge) -> None:
    indices: dict[Condition, int] = {}
    for day in knowledge.law_days:
        for tree in law(knowledge, day).program.trees.values():
            for part in walk(tree):
                assert part.index is not None
                assert indices.setdefault(part, part.index) == part.index
    assert len(set(indices.values())) == len(indices)


def check(assessment: Assessment, knowledge: Knowledge, day: date) -> None:
    """What holds of any assessment, whatever the answers."""
    assert assessment.on == day
    assert set(assessment.findings) == {c.id for c in knowledge.criteria.values() if c.on(day)}
    ladder = {outcome: rung for rung, outcome in enumerate((*LADDER, "de_droit"))}
    for status, verdict in assessment.verdicts.items():
        assert verdict.sentence and "{" not in verdict.sentence
        assert ladder[verdict.worst] <= ladder[verdict.best]
        assert (verdict.cause is None) is (verdict.outcome != "indetermine")
        in_force = {route.id for route in knowledge.statuses[status].routes if route.on(day)}
        assert verdict.route in {route.id for route in verdict.routes} <= in_force
    for finding in assessment.findings.values():
        assert finding.explanation and finding.references, finding.criterion
        assert all(reference.start is None or reference.start <= day for reference in finding.references)


@pytest.mark.parametrize("every", one_in(3))
def test_every_criterion_on_each_day_of_change(knowledge: Knowledge, rich: list[Dossier], every: int) -> None:
    for day in days_of_change(knowledge)[::every]:
        for dossier in rich:
            check(assess(dossier, on=day, knowledge=knowledge), knowledge, day)


def test_a_request_made_on_another_day(knowledge: Knowledge, rich: list[Dossier]) -> None:
    for day in days_of_change(knowledge):
        moved = rich[0].model_copy(update={"requested": day - DAY})
        assessment = assess(moved, on=day, knowledge=knowledge)
        assert assessment.requested == day - DAY
        check(assessment, knowledge, day)


def test_before_the_law(knowledge: Knowledge, rich: list[Dossier]) -> None:
    eve = knowledge.base.start - DAY
    for day in (eve, date(2000, 2, 29), date(1900, 1, 1), date.min):
        for dossier in rich:
            assessment = assess(dossier, on=day, knowledge=knowledge)
            assert not assessment.findings and not assessment.missing and not assessment.open_points
            for verdict in assessment.verdicts.values():
                assert (verdict.outcome, verdict.cause, verdict.decided) == ("indetermine", "avant_la_loi", True)
                assert verdict.sentence == knowledge.base.before_start


def test_the_first_day_is_under_the_law(knowledge: Knowledge, rich: list[Dossier]) -> None:
    for dossier in rich:
        assessment = assess(dossier, on=knowledge.base.start, knowledge=knowledge)
        assert assessment.findings
        assert all(verdict.cause != "avant_la_loi" for verdict in assessment.verdicts.values())


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2100, 12, 31), date.max])
def test_days_to_come(day: date, knowledge: Knowledge, rich: list[Dossier]) -> None:
    for dossier in rich:
        check(assess(dossier, on=day, knowledge=knowledge), knowledge, day)


@pytest.mark.parametrize("created", ["1800-01-01", "2020-02-29", "2200-01-01"])
def test_days_of_creation(created: str, knowledge: Knowledge, rich: list[Dossier]) -> None:
    for day in (knowledge.base.start, date(2023, 2, 28), knowledge.base.law_as_of):
        dossier = rich[0].with_answer("date_creation", answer(created))
        check(assess(dossier, on=day, knowledge=knowledge), knowledge, day)


def test_a_past_assessment_survives_its_file(knowledge: Knowledge, rich: list[Dossier]) -> None:
    for day in knowledge.law_days:
        assessment = assess(rich[0], on=day, knowledge=knowledge)
        assert Assessment.model_validate_json(assessment.model_dump_json()) == assessment


def test_what_is_kept_of_the_texts_for_a_period_holds_to_its_last_day(knowledge: Knowledge) -> None:
    dated = [reserve for criterion in knowledge.criteria.values() for reserve in criterion.reserves]
    dated += [version for source in knowledge.sources.values() for version in source.versions]
    lasts = {one.start - DAY for one in dated if one.start > knowledge.base.start} | {one.end for one in dated}
    days = {day for day in (*lasts, *days_of_change(knowledge)) if knowledge.base.start <= day < DISTANT}
    assert len(days) > 40
    for day in days:
        assert law_of(knowledge, text_day(knowledge, day)) == law_of.__wrapped__(knowledge, day), day
