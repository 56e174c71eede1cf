"""What the client holds to and looks for: kept in the dossier, used by default, and never weighing on a verdict."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.assessment.assess import assess
from advisor.assessment.record import freeze, load_record, replay, save_record
from advisor.cli import main
from advisor.common.french import NBSP
from advisor.desk.anonymise import anonymise
from advisor.dossier import Dossier, save_dossier
from advisor.report.build import build_report
from advisor.report.document import build_document, render_report
from advisor.report.model import Bullets, Paragraph
from advisor.rules.load import Knowledge, load_knowledge
from advisor.training.casebook.read import find_case, load_cases

BASE = load_knowledge()
NON_NEGOTIABLES = st.lists(st.sampled_from(sorted(BASE.refusals)), unique=True).map(tuple)
WANTS = st.lists(st.sampled_from([want.id for want in BASE.choices.wants]), unique=True)


def with_wishes(case: str, **fields: tuple[str, ...]) -> Dossier:
    return find_case(case).dossier.model_copy(update=fields)


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(load_cases()), NON_NEGOTIABLES, WANTS, st.integers(0, 14))
def test_no_verdict_hangs_on_what_the_client_wants(case: object, refused: object, wants: list[str], cut: int) -> None:
    plain = case.dossier  # type: ignore[attr-defined]
    fields = {"non_negotiables": refused, "wants": tuple(wants[:cut]), "needs": tuple(wants[cut:])}
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


# -- the commands -----------------------------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A company that lacks one clause only, and holds to what this clause gives away."""
    dossier = with_wishes(
        "002", non_negotiables=("garder_le_boni",), wants=("capital_exterieur",), needs=("collectivites",)
    )
    save_dossier(dossier, tmp_path / "d.yaml")
    return str(tmp_path / "d.yaml")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out.replace(NBSP, " "), err.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("typed", "refused", "listed"),
    [
        ((), ["garder_le_boni"], True),
        (("--garder", "aucun"), [], False),
        (("--garder", "garder_la_forme"), ["garder_la_forme"], False),
    ],
)
def test_path_holds_to_what_the_dossier_keeps_unless_told_otherwise(
    path: str, typed: tuple[str, ...], refused: list[str], listed: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "chemin", path, *typed, "--vers", "ess", "--format", "json")
    (ess,) = json.loads(out)
    assert code == 0 and ess["refused"] == refused
    assert bool(ess["ways"]) is not listed
    said = (
        "Points non négociables du dossier : Garder le boni de liquidation.\nPour les mettre de côté : --garder aucun."
    )
    assert (said in err) is listed


@pytest.mark.parametrize(
    ("typed", "essential", "listed"),
    [
        ((), {"capital_exterieur": False, "collectivites": True}, True),
        (("--souhait", "tester_seul"), {"tester_seul": False}, False),
        (("--exige", "tester_seul"), {"tester_seul": True}, False),
    ],
)
def test_compare_ranks_on_what_the_dossier_keeps_unless_told_otherwise(
    path: str, typed: tuple[str, ...], essential: dict[str, bool], listed: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "statut", path, *typed, "--format", "json")
    found = json.loads(out)
    assert code == 0 and found["asked"] and {one["id"]: one["essential"] for one in found["wants"]} == essential
    said = "Capital extérieur ; Collectivités (indispensable).\nPour les mettre de côté : --souhait aucun"
    assert (said in err) is listed


def test_compare_without_the_wishes_of_the_dossier_is_the_whole_table(
    path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "statut", path, "--souhait", "aucun", "--format", "json")
    assert code == 0 and not json.loads(out)["asked"] and not err


@pytest.mark.parametrize(
    "typed",
    [
        ("chemin", "--garder", "aucun", "--garder", "rester_seul"),
        ("statut", "--souhait", "aucun", "--exige", "tester_seul"),
    ],
)
def test_none_and_something_do_not_go_together(
    path: str, typed: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, typed[0], path, *typed[1:])
    assert code == 2 and not out and "« aucun » ne va pas avec" in err


# -- the report -------------------------------------------------------------------------------------------------------


def section(dossier: Dossier, id: str, *, handed: bool = False) -> str:
    """One section as it is read, on one line; empty when there is none."""
    report = build_report(assess(dossier), BASE, dossier, handed=handed)
    alone = report.model_copy(update={"sections": tuple(one for one in report.sections if one.id == id)})
    if not alone.sections:
        return ""
    text = render_report(alone, "markdown").replace(NBSP, " ").replace("**", "")
    return " ".join(text.partition("\n## ")[2].split())


def ways(case: str, *non_negotiables: str) -> str:
    return section(with_wishes(case, non_negotiables=non_negotiables), "ways")


def test_where_no_way_respects_them_the_report_says_so_and_at_what_price() -> None:
    text = ways("002", "garder_le_boni")
    for words in (
        "Points non négociables retenus : garder le boni de liquidation.",
        "Pour l'ESS et l'ESUS : aucune voie ne les respecte tous.",
        "Ce qu'ils coûtent : sans eux, ce chemin serait ouvert :",
        "« Attribuer le boni à une entreprise de l'ESS » : écarté par « garder le boni de liquidation ».",
        "vendre ses parts reste permis. Loi n° 2014-856 du 31 juillet 2014, art. 1er, I, 3°, b [V-JO]",
    ):
        assert words in text, words
    assert not ways("002"), "without a non-negotiable, what must change is told already"


def test_the_way_they_leave_and_the_lighter_one_they_close() -> None:
    text = ways("039", "garder_l_activite")
    before, _, after = text.partition("Ce qu'ils coûtent : sans eux, ce chemin plus léger serait ouvert :")
    assert "Pour l'ESUS : un chemin qui les respecte." in before and "limiter dividendes" in before
    assert "attendre des comptes à 66 %" in after and "attendre des comptes" not in before


def test_what_costs_nothing_says_so() -> None:
    assert "aucun des changements demandés plus haut n'est contraire à ces points" in ways("002", "garder_la_forme")
    assert "Y tenir ne coûte rien ici" in ways("039", "garder_le_boni")


def test_a_reached_status_still_recalls_the_law_of_what_is_held() -> None:
    text = ways("001", "garder_le_boni")
    assert "le statut est déjà atteint ; rien à changer." in text
    assert "Ce que dit la loi de ces points, même une fois le statut atteint" in text


def test_a_kind_reading_of_the_law_is_a_way_that_respects_them() -> None:
    text = ways("013", "rester_seul")
    assert "Pour l'ESS et l'ESUS, si le droit est lu favorablement : rien à changer." in text
    assert "sans eux, ce chemin vaudrait quelle que soit la lecture du droit" in text


def test_what_is_asked_against_them_is_marked_and_counted_on_the_first_page() -> None:
    dossier = with_wishes("002", non_negotiables=("garder_le_boni", "garder_la_forme"))
    assert "Contraire à un point non négociable : garder le boni de liquidation." in section(dossier, "changes")
    page = build_document(assess(dossier), BASE, dossier).summary
    assert page is not None
    text = page.model_dump_json().replace(NBSP, " ")
    assert "garder le boni de liquidation ; garder la forme juridique. Un changement proposé y est contraire." in text


def test_the_report_points_to_the_statutes_in_front() -> None:
    text = section(with_wishes("001", wants=("collectivites",)), "statute")
    assert "Le projet cherche : Collectivités." in text
    assert "1. Société coopérative d'intérêt collectif (SCIC) : 1 oui, 0 possible, 0 non ; transformer." in text
    assert "ess-advisor statut" in text
    handed = section(with_wishes("001", wants=("collectivites",)), "statute", handed=True)
    assert "ess-advisor" not in handed and "Le conseiller peut remettre" in handed
    needs = tuple(want.id for want in BASE.choices.wants)
    assert "Aucun statut n'accueille tout ce qui est indispensable." in section(
        with_wishes("001", needs=needs), "statute"
    )
    assert not section(with_wishes("001"), "statute")


@settings(max_examples=6, deadline=None)
@given(st.sampled_from(load_cases()), NON_NEGOTIABLES)
def test_no_way_of_the_report_takes_a_step_that_is_ruled_out(case: object, refused: tuple[str, ...]) -> None:
    dossier = case.dossier.model_copy(update={"non_negotiables": refused})  # type: ignore[attr-defined]
    assessment = assess(dossier)
    part = next((one for one in build_report(assessment, BASE, dossier).sections if one.id == "ways"), None)
    if part is None:
        assert not refused or all(verdict.cause == "avant_la_loi" for verdict in assessment.verdicts.values())
        return
    ruled_out = {BASE.remedies[remedy].title.lower() for id in refused for remedy in BASE.refusals[id].rules_out}
    leads = ""
    for block in part.blocks:
        if isinstance(block, Paragraph):
            leads = f"{block.lead}{block.text}".replace(NBSP, " ")
        elif isinstance(block, Bullets) and not leads.startswith(("Ce qu'ils coûtent", "Ce que dit la loi")):
            listed = " ".join(item.text for item in block.items).replace(NBSP, " ").lower()
            assert not [title for title in ruled_out if title in listed]
