"""Formulas as a jurist writes them: read, written again, worked out on what is known and on what is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.assessment.figures import ABSENT, UNKNOWN, Figure, Interval, gathered, greatest, least
from advisor.assessment.formulas import Compiler, Reading
from advisor.common.validation import Misfits
from advisor.rules.formulas import Call, Formula, Name, Number, UnitError, parse_formula, quantity, unit_of, written
from advisor.rules.load import Knowledge

_ATOMS = st.one_of(
    st.sampled_from(["a", "b", "c[n-1]"]).map(Name), st.integers(0, 99).map(lambda n: Number(Fraction(n)))
)
FORMULAS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.builds(lambda sign, x, y: Call(sign, (x, y)), st.sampled_from(["+", "-", "*", "/", "ou"]), inner, inner),
        st.builds(lambda name, x: Call(name, (x,)), st.sampled_from(["somme", "moyenne", "arrondi"]), inner),
    ),
    max_leaves=8,
)


def value(formula: Formula, names: dict[str, Fraction]) -> Fraction | None:
    """What a formula of signs is worth, by its meaning alone; None when it divides by zero."""
    if isinstance(formula, Name):
        return names[formula.id]
    if isinstance(formula, Number):
        return formula.value
    parts = [value(part, names) for part in formula.parts]
    if None in parts:
        return None
    match formula.function, parts:
        case "+", [x, y]:
            return x + y  # type: ignore[operator]
        case "-", [x, y]:
            return x - y  # type: ignore[operator]
        case "*", [x, y]:
            return x * y  # type: ignore[operator]
        case "/", [x, y]:
            return x / y if y else None  # type: ignore[operator]
        case _, [x, *_]:
            return x
    raise AssertionError(formula)


@given(FORMULAS)
def test_a_formula_written_again_means_the_same(formula: Formula) -> None:
    names = {"a": Fraction(3), "b": Fraction(7, 2), "c[n-1]": Fraction(-5)}
    assert value(parse_formula(written(formula)), names) == value(formula, names)


def test_every_formula_of_the_rules_is_read_back(knowledge: Knowledge) -> None:
    for indicator in knowledge.indicators.values():
        for formula in indicator.formulas.values():
            assert parse_formula(written(formula)) == formula, indicator.id


@pytest.mark.parametrize("text", ["", "a +", "(a", "a b", "a ! b", "inconnue(a)", "date(1, 2)", "ou a", "3 ans ans"])
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(Misfits):
        parse_formula(text)


UNITS = {
    "euros": "euro",
    "taux": "pourcentage",
    "jour": "date",
    "an": "annee",
    "duree": "annees",
    "salaire": "euro_par_heure",
    "temps": "heures",
}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("taux * euros", "euro"), ("euros / euros", "fraction"), ("euros / euros - taux", "fraction"),
        ("salaire * temps / 12", "euro"), ("jour + duree", "date"), ("jour - 1 an", "date"), ("an - 2", "annee"),
        ("annee(jour)", "annee"), ("date(an, 6, 20)", "date"), ("maximum(0, euros)", "euro"),
    ],
)  # fmt: skip
def test_units_follow_the_signs(text: str, unit: str) -> None:
    found = unit_of(parse_formula(text), lambda name: quantity(UNITS[name]))
    assert found is not None and found.unit == unit


@pytest.mark.parametrize("text", ["euros + jour", "euros - an", "maximum(euros, taux)", "euros ou temps"])
def test_units_that_do_not_mix_are_refused(text: str) -> None:
    with pytest.raises(UnitError):
        unit_of(parse_formula(text), lambda name: quantity(UNITS[name]))


NUMBERS = st.integers(-5, 9).map(Fraction)
BOUNDED = st.tuples(NUMBERS, NUMBERS).map(lambda pair: Interval(min(pair), max(pair)))
INTERVALS = st.one_of(
    BOUNDED,
    BOUNDED.map(lambda one: Interval(one.low)),
    BOUNDED.map(lambda one: Interval(None, one.high)),
    st.just(UNKNOWN),
)


def holds(interval: Interval, number: Fraction) -> bool:
    return (interval.low is None or interval.low <= number) and (interval.high is None or number <= interval.high)


@given(INTERVALS, INTERVALS, st.data())
def test_an_operation_on_intervals_holds_that_of_any_values_in_them(
    one: Interval, two: Interval, data: st.DataObject
) -> None:
    def inside(interval: Interval) -> Fraction:
        low = -9 if interval.low is None else int(interval.low)
        return Fraction(data.draw(st.integers(low, max(low, 9 if interval.high is None else int(interval.high)))))

    x, y = inside(one), inside(two)
    assert holds(one.plus(two), x + y) and holds(one.minus(two), x - y) and holds(one.times(two), x * y)
    assert holds(least([one, two]), min(x, y)) and holds(greatest([one, two]), max(x, y))
    # A ratio supposes a denominator above zero: below, it has no meaning, and the figure says so.
    if y > 0:
        assert holds(
            one.over(Interval(max(two.low, Fraction(0)) if two.low is not None else Fraction(0), two.high)), x / y
        )


def between(low: int | str | None, high: int | str | None) -> Interval:
    return Interval(None if low is None else Fraction(low), None if high is None else Fraction(high))


@pytest.mark.parametrize(
    ("one", "two", "ratio"),
    [
        (between(10, 20), between(2, 4), between("5/2", 10)),
        (between(10, 20), between(0, 4), between("5/2", None)),
        (between(10, 20), between(2, None), between(0, 10)),
        (between(10, 20), between(0, None), between(0, None)),
        (between(10, None), between(2, 4), between("5/2", None)),
        (between(10, 20), UNKNOWN, UNKNOWN),
        (between(-1, 20), between(2, 4), UNKNOWN),
        (between(-1, 20), between(2, 2), between("-1/2", 10)),
    ],
)
def test_a_ratio_is_bounded_as_closely_as_can_be(one: Interval, two: Interval, ratio: Interval) -> None:
    assert one.over(two) == ratio


@pytest.mark.parametrize(
    ("one", "two", "product"),
    [
        (UNKNOWN, between(0, 0), between(0, 0)),
        (between(None, 4), between(2, 2), between(None, 8)),
        (between(2, None), between(3, None), between(6, None)),
        (between(-1, None), between(3, None), UNKNOWN),
        (between(-3, -3), between(-2, -2), between(6, 6)),
        (between(0, 10), between("1/2", "1/2"), between(0, 5)),
        (between("1/2", 2), between("1/2", 3), between("1/4", None)),
    ],
)
def test_a_product_is_nothing_once_one_side_is(one: Interval, two: Interval, product: Interval) -> None:
    assert one.times(two) == two.times(one) == product


@pytest.mark.parametrize(
    ("keep", "sure", "found"),
    [
        ("minimum", 0, between(1, 4)),
        ("minimum", 1, between(1, 4)),
        ("minimum", 2, between(1, 2)),
        ("minimum", 3, between(1, 1)),
        ("somme", 1, between(4, 7)),
        ("somme", 2, between(6, 7)),
        ("moyenne", 2, between("7/3", 3)),
        ("maximum", 1, between(4, 4)),
    ],
)
def test_what_is_kept_of_rows_leaves_open_only_those_that_may_not_be(keep: str, sure: int, found: Interval) -> None:
    assert gathered(keep, [between(4, 4), between(2, 2), between(1, 1)], sure) == found


@dataclass
class Known:
    """Answers and published figures, by name; the rest is not known."""

    knowledge: Knowledge
    values: dict[str, Interval]
    on = requested = law_as_of = date(2026, 1, 1)

    def number(self, address: str) -> Figure:
        value = self.values.get(address, UNKNOWN)
        return Figure(value, () if value.exact else (address,), (address,), applicable=value is not ABSENT)

    indicator = number

    def parameter(self, id: str, day: date | None = None) -> Fraction | None:
        return self.values.get(id, UNKNOWN).known


def worked_out(knowledge: Knowledge, text: str, **values: Interval) -> Figure:
    reading = Reading(Known(knowledge, values), None)
    return reading.figure(Compiler(knowledge).part(parse_formula(text)).value(reading))


@pytest.mark.parametrize(
    "text",
    [
        "capital_social + 1000 €",
        "1000 € + capital_social",
        "capital_social * 10 %",
        "10 % * capital_social",
        "minimum(1000 €, capital_social)",
        "taux_fonds_statuts + tmo",
        "tmo + taux_fonds_statuts",
    ],
)
def test_a_number_of_the_law_alone_makes_nothing_of_what_has_no_object(knowledge: Knowledge, text: str) -> None:
    assert not worked_out(
        knowledge, text, capital_social=ABSENT, taux_fonds_statuts=ABSENT, tmo=between(3, 3)
    ).applicable


def test_numbers_of_the_law_are_compared_with_each_other(knowledge: Knowledge) -> None:
    found = worked_out(knowledge, "minimum(1000 €, 500 €)")
    assert found.applicable and found.value == between(500, 500)


def test_what_has_no_object_is_left_out_of_a_comparison_of_answers(knowledge: Knowledge) -> None:
    found = worked_out(
        knowledge, "minimum(capital_social, dotation_fonds)", capital_social=ABSENT, dotation_fonds=between(5, 5)
    )
    assert found.applicable and found.value == between(5, 5)


@pytest.mark.parametrize("absent", ["capital_social", "dotation_fonds"])
def test_a_ratio_makes_no_sense_without_both_sides(knowledge: Knowledge, absent: str) -> None:
    known = {"capital_social": between(5, 5), "dotation_fonds": between(5, 5)} | {absent: ABSENT}
    assert not worked_out(knowledge, "capital_social / dotation_fonds", **known).applicable


@pytest.mark.parametrize("explained", [{}, {"taux_report_statuts": between(50, 50)}])
def test_a_value_to_come_is_bounded_and_waits_for_itself_alone(
    knowledge: Knowledge, explained: dict[str, Interval]
) -> None:
    found = worked_out(knowledge, "entre_sans(taux_fonds_statuts, 100 %, taux_report_statuts)", **explained)
    assert (found.value, found.missing) == (between(None, 1), ("taux_fonds_statuts",))


@pytest.mark.parametrize("text", ["capital_social + dotation_fonds", "dotation_fonds + capital_social"])
def test_another_answer_is_a_sum_by_itself(knowledge: Knowledge, text: str) -> None:
    found = worked_out(knowledge, text, capital_social=ABSENT, dotation_fonds=between(5, 5))
    assert found.applicable and found.value == between(5, 5)


@pytest.mark.parametrize(
    ("values", "value", "assumed"),
    [
        ({"tmo": between(12, 12)}, between("3/25", "3/25"), ()),
        ({"taux_fonds_statuts": between(5, 5)}, between("1/20", "1/20"), ("taux_fonds_statuts",)),
        ({"taux_fonds_statuts": between(5, 9)}, between("1/20", "9/100"), ("taux_fonds_statuts",)),
        ({"taux_fonds_statuts": ABSENT}, None, ()),
        ({}, UNKNOWN, ()),
    ],
)
def test_a_figure_not_yet_published_is_presumed_to_be_what_is_known_of_another(
    knowledge: Knowledge, values: dict[str, Interval], value: Interval | None, assumed: tuple[str, ...]
) -> None:
    found = worked_out(knowledge, "tmo ou taux_fonds_statuts", **values)
    assert (found.value if found.applicable else None, found.assumed) == (value, assumed)


@pytest.mark.parametrize(
    ("values", "value", "missing"),
    [
        ({"taux_fonds_statuts": between(20, 20)}, between("1/5", "1/5"), ()),
        ({"taux_report_statuts": between(50, 50)}, between("1/2", "1/2"), ()),
        # No answer above the greatest one accepted can come.
        ({}, between(None, 1), ("taux_report_statuts",)),
        ({"taux_report_statuts": between(10, 40)}, between("1/10", "2/5"), ("taux_report_statuts",)),
        ({"taux_fonds_statuts": ABSENT, "taux_report_statuts": ABSENT}, None, ()),
    ],
)
def test_an_answer_stands_in_for_another_until_it_is_given(
    knowledge: Knowledge, values: dict[str, Interval], value: Interval | None, missing: tuple[str, ...]
) -> None:
    found = worked_out(knowledge, "taux_fonds_statuts ou taux_report_statuts", **values)
    assert (found.value if found.applicable else None, found.missing) == (value, missing)
