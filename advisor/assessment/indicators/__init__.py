"""The figures the law computes, exactly, on answers that may still be missing.

Every figure is an interval: what the answers given so far already prove. An unknown pay can only raise a maximum, an
unknown branch minimum can only raise a ceiling, so a leaf may be settled before every answer is in. Rates, multiples
and numbers of years come from ``rules/parametres``; the functions here are plain arithmetic, chosen by name in
``rules/indicateurs.yaml``.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from advisor.assessment.indicators.accounts import (
    cumulated_gap,
    cumulated_ratio,
    sum_over_years,
    yearly_maximum_gap,
    yearly_minimum_ratio,
)
from advisor.assessment.indicators.allocation import (
    capped_allocation,
    full_allocation,
    positive_difference,
    ratio,
    total,
)
from advisor.assessment.indicators.dates import date_plus_years, day_of_same_year, day_of_year, year_of_assessment
from advisor.assessment.indicators.figures import UNKNOWN, Answers, Figure, Interval, Step, without_object
from advisor.assessment.indicators.pay import highest, mean_of_highest, product, share, wage_base
from advisor.rules.facts import Indicator

__all__ = ["CALCULATIONS", "Figure", "Interval", "Step", "compute"]

CALCULATIONS: dict[str, Callable[[Answers, dict[str, Any]], Figure]] = {
    "rapport_annuel_minimal": yearly_minimum_ratio,
    "rapport_cumule": cumulated_ratio,
    "somme_exercices": sum_over_years,
    "ecart_au_taux_annuel_maximal": yearly_maximum_gap,
    "ecart_au_taux_cumule": cumulated_gap,
    "base_salariale": wage_base,
    "produit": product,
    "produit_taux": share,
    "moyenne_plus_fortes": mean_of_highest,
    "plus_forte": highest,
    "difference_positive": positive_difference,
    "dotation_plafonnee": capped_allocation,
    "dotation_entiere": full_allocation,
    "somme": total,
    "rapport": ratio,
    "date_plus_annees": date_plus_years,
    "jour_de_la_meme_annee": day_of_same_year,
    "jour_de_l_annee": day_of_year,
    "annee_d_appreciation": year_of_assessment,
}


def compute(indicator: Indicator, answers: Answers) -> Figure:
    """Value of an indicator for a session.

    Raises:
        KeyError: unknown calculation; the linter refuses such a rule base first.
    """
    if indicator.calculation == "selon":
        return _by_cases(indicator, answers)
    return CALCULATIONS[indicator.calculation](answers, indicator.arguments)


def _by_cases(indicator: Indicator, answers: Answers) -> Figure:
    used: list[str] = []
    for case in indicator.cases:
        if case.condition is not None:
            truth, missing, read = answers.holds(case.condition)
            used += read
            if truth == 1:
                return Figure(missing=missing, used=tuple(used))
            if truth == 0:
                continue
        value = case.value
        if isinstance(value, dict) and "fait" in value:
            figure = answers.number(value["fait"])
            return figure._replace(used=(*used, *figure.used))
        if isinstance(value, dict):
            known = answers.parameter(value["parametre"])
            return Figure(Interval.of(known) if known is not None else UNKNOWN, used=tuple(used))
        return Figure(Interval.of(Fraction(value)), used=tuple(used))
    return without_object(tuple(used))
