"""What the client holds to and looks for: kept in the dossier, used by default, and never weighing on a verdict."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.casebook import find_case, load_cases
from advisor.desk.anonymise import anonymise
from advisor.dossier import Dossier
from advisor.evaluation import assess
from advisor.knowledge import Knowledge, load_knowledge
from advisor.record import freeze, load_record, replay, save_record

BASE = load_knowledge()
HELD = st.lists(st.sampled_from(sorted(BASE.refusals)), unique=True).map(tuple)
WANTS = st.lists(st.sampled_from([want.id for want in BASE.choices.wants]), unique=True)


def with_wishes(case: str, **fields: tuple[str, ...]) -> Dossier:
    return find_case(case).dossier.model_copy(update=fields)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(load_cases()), HELD, WANTS, st.integers(0, 14))
def test_no_verdict_hangs_on_what_the_client_wants(case: object, held: object, wants: list[str], cut: int) -> None:
    plain = case.dossier  # type: ignore[attr-defined]
    fields = {"non_negotiables": held, "wants": tuple(wants[:cut]), "needs": tuple(wants[cut:])}
    assert assess(plain.model_copy(update=fields)) == assess(plain)


def test_a_record_keeps_them_and_replays_to_the_same_result(tmp_path: Path) -> None:
    dossier = with_wishes("013", non_negotiables=("rester_seul",), wants=("tester_seul",))
    save_record(freeze(dossier, assess(dossier)), tmp_path / "pv.json")
    record = load_record(tmp_path / "pv.json")
    assert record.dossier == dossier and replay(record).same


def test_an_anonymous_dossier_keeps_them(knowledge: Knowledge) -> None:
    dossier = with_wishes("013", non_negotiables=("rester_seul",), wants=("tester_seul",), needs=("dirigeant_paye",))
    assert dossier.on is not None
    for rounding in (False, True):
        bare = anonymise(dossier, dossier.on, knowledge, rounding=rounding).dossier
        assert (bare.non_negotiables, bare.wants, bare.needs) == (dossier.non_negotiables, dossier.wants, dossier.needs)
