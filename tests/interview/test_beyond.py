"""Past the verdicts: what is still worth asking, a refusal that something would lift later included."""

from __future__ import annotations

from advisor.dossier import Dossier
from advisor.interview.machine import Interview
from advisor.rules.load import Knowledge
from advisor.training.casebook.read import find_case, load_cases


def stopped(dossier: Dossier) -> Dossier:
    """The same company, asked nothing that its verdicts do not wait for: no clause was read."""
    kept = {address: given for address, given in dossier.answers.items() if not address.startswith("clause_")}
    return dossier.model_copy(update={"answers": kept})


def test_a_refusal_that_could_be_lifted_later_offers_what_else_must_be_ready(knowledge: Knowledge) -> None:
    interview = Interview(knowledge, stopped(find_case("017").dossier), None)
    assert interview.decided and interview.assessment.verdicts["ess"].outcome == "non_eligible"
    assert interview.next_group() is None
    asked = {need.address for need in interview.useful()}
    assert "clause_reserves_impartageables" in asked
    assert 0 < interview.useful_left() <= len(asked) and interview.prepares()
    interview.go_on()
    assert interview.next_group() is not None


def test_what_is_asked_past_a_refusal_never_moves_a_verdict_and_ends(knowledge: Knowledge) -> None:
    """Answered « je ne sais pas » to the end: the verdicts stay, and the talk stops."""
    seen = 0
    for case in load_cases():
        interview = Interview(knowledge, stopped(case.dossier), None)
        outcomes = {id: one.outcome for id, one in interview.assessment.verdicts.items()}
        if not interview.decided or set(outcomes.values()) != {"non_eligible"} or not interview.useful_left():
            continue
        seen += 1
        interview.go_on()
        for _ in range(200):
            waiting = interview.pending()
            if not waiting:
                break
            interview.unknown(waiting[0].address)
        assert interview.pending() == [], case.id
        assert {id: one.outcome for id, one in interview.assessment.verdicts.items()} == outcomes, case.id
    assert seen


def test_a_refusal_that_nothing_lifts_offers_nothing(knowledge: Knowledge) -> None:
    for case in load_cases():
        interview = Interview(knowledge, case.dossier, None)
        verdicts = interview.assessment.verdicts.values()
        if interview.decided and all(one.outcome == "non_eligible" and not one.later for one in verdicts):
            assert interview.useful() == [], case.id
