"""The company that every other situation changes is in order."""

from __future__ import annotations

from tests.assessment.addendum2 import T, differences


def test_the_company_is_eligible_on_both_sides_for_five_years() -> None:
    assert not differences(
        T("socle", {}, ess="eligible", esus="eligible", duration=5, no_points="*", contradictions=())
    )
