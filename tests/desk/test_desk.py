"""The adviser's desk: the shelf, its cards, finding, archives, anonymity, and the review under another day's law."""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import get_args

import pytest

from advisor.assessment.assess import assess, read_dossier
from advisor.cli import main
from advisor.common.errors import EngineError, InputError
from advisor.common.files import release
from advisor.desk.anonymise import REMOVED, anonymise
from advisor.desk.archive import archive, restore
from advisor.desk.cards import Card, Order, arranged, card, deadlines, matching
from advisor.desk.repository import ARCHIVES, DossierFile, blamed, earlier, find, read_shelf
from advisor.desk.review import first_day, review
from advisor.desk.show import list_report, review_report
from advisor.dossier import Dossier, Draft, Evidence, answer, load_dossier, save_dossier
from advisor.interview.store import lock_dossier
from advisor.report.model import Block, Bullets, Item
from advisor.rules.facts import FactType
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.words import DOSSIER_STATES
from advisor.training.casebook.read import find_case, load_cases
from tests.support.spread import spread
from tests.support.unbroken import ODD_DIGITS, check_unbroken

TODAY = date(2026, 11, 25)
BIKES, HOME_WORK, RENEWAL = (find_case(id).dossier for id in ("001", "091", "055"))
# One answer that the client has to look for, and nothing else to ask.
WAITING = BIKES.with_answer("boni_liquidation", answer(None)).with_answer("type_assimilation", answer("aucun"))


def entry(dossier: Dossier, name: str = "x.yaml", archived: bool = False) -> DossierFile:
    return DossierFile(Path(name), dossier, datetime(2026, 11, 20, 10, 0), archived)


def seen(dossier: Dossier, name: str = "x.yaml", archived: bool = False) -> Card:
    return card(entry(dossier, name, archived), TODAY, load_knowledge())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "dossiers"
    save_dossier(BIKES.model_copy(update={"name": "Les Vélos d'Été", "siren": "123 456 782"}), place / "velos.yaml")
    save_dossier(HOME_WORK.model_copy(update={"name": "Doigts de Fée"}), place / "doigts.yaml")
    save_dossier(RENEWAL.model_copy(update={"name": "Les Vélos du Gier"}), place / ARCHIVES / "gier.yaml")
    return place


def names(found: list[Card]) -> list[str]:
    return [one.file for one in found]


# -- the shelf ----------------------------------------------------------------------------------------------------


def test_the_shelf_takes_dossiers_only_and_tells_what_it_cannot_read(folder: Path) -> None:
    (folder / ".cache.yaml").write_text("x: 1\n")
    (folder / "velos.yaml.bak").write_text("x: 1\n")
    (folder / "registre.yaml").write_text("x: 1\n")
    (folder / "notes.txt").write_text("rien\n")
    (folder / "coupe.yaml").write_text("format: 1\ndenomination: Coupé\n")
    (folder / "repertoire.yaml").mkdir()
    shelf = read_shelf(folder)
    assert [one.path.name for one in shelf.entries] == ["doigts.yaml", "velos.yaml"]
    assert [one.path.name for one in shelf.damaged] == ["coupe.yaml", "repertoire.yaml"]
    assert "coupé" in shelf.damaged[0].problems[0].message


def test_archived_dossiers_are_read_when_asked_for(folder: Path) -> None:
    assert [(one.path.name, one.archived) for one in read_shelf(folder, active=False, archived=True).entries] == [
        ("gier.yaml", True)
    ]
    assert len(read_shelf(folder, archived=True).entries) == 3


def test_a_folder_that_does_not_exist_holds_nothing_and_a_file_is_refused(tmp_path: Path) -> None:
    assert read_shelf(tmp_path / "rien").entries == ()
    (tmp_path / "fichier").write_text("x")
    with pytest.raises(InputError, match="--dossiers"):
        read_shelf(tmp_path / "fichier")


def test_a_pipe_among_the_dossiers_is_told_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "tuyau.yaml")
    assert [one.path.name for one in read_shelf(folder).damaged] == ["tuyau.yaml"]


# -- a dossier that fails -------------------------------------------------------------------------------------------


COMMANDS = (
    "dossiers liste --format markdown",
    "dossiers liste --format json",
    "revoir --au 2026-11-25",
    "activite --debut 2000-01-01",
)


def output_of(folder: Path, capsys: pytest.CaptureFixture[str], command: str) -> str:
    """What a command says that ends well and names the file it could not use."""
    assert main(["--dossiers", str(folder), *command.split()]) == 0, command
    output = " ".join("\n".join(capsys.readouterr()).replace("\u00a0", " ").split())
    assert "cassé.yaml" in output, command
    return output


@pytest.mark.parametrize("text", ODD_DIGITS)
def test_a_dossier_with_digits_of_another_writing_is_unreadable_and_stops_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    save_dossier(BIKES.with_answer("nombre_associes", answer(text)), folder / "cassé.yaml")
    output = "".join(output_of(folder, capsys, command) for command in COMMANDS)
    check_unbroken(output)
    assert "Doigts de Fée" in output and f"« {text} » n'est pas" in output and "par exemple" in output


@pytest.mark.parametrize("error", [ValueError, EngineError, RecursionError])
@pytest.mark.parametrize(
    ("place", "name", "commands"),
    [
        ("assessment.assess", "read_dossier", COMMANDS),
        ("desk.cards", "light_assess", COMMANDS[:2]),
        ("desk.review", "light_assess", COMMANDS[2:3]),
        ("desk.review", "deadlines", COMMANDS[2:3]),
        ("desk.summary.gather", "assess", COMMANDS[3:]),
    ],
)
def test_a_dossier_on_which_we_fail_is_named_and_the_others_are_told(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    place: str,
    name: str,
    commands: tuple[str, ...],
    error: type[Exception],
) -> None:
    save_dossier(BIKES.model_copy(update={"name": "Cassé", "opened": TODAY}), folder / "cassé.yaml")
    module = importlib.import_module(f"advisor.{place}")
    usual = getattr(module, name)

    def failing(given: Dossier | Path, *rest: object, **named: object) -> object:
        if (given.name if isinstance(given, Dossier) else given.stem.capitalize()) == "Cassé":
            raise error("essai")
        return usual(given, *rest, **named)

    monkeypatch.setattr(module, name, failing)
    monkeypatch.delenv("ESS_ADVISOR_DEBUG")
    for command in commands:
        output = output_of(folder, capsys, command)
        assert "illisible" in output.lower() or "pas pu être lu" in output
        assert "revoir" in command or "json" in command or f"erreur interne ({error.__name__} : essai)" in output
    # One who looks for the defect has it whole.
    monkeypatch.setenv("ESS_ADVISOR_DEBUG", "1")
    with pytest.raises(error, match="essai"), blamed(folder / "cassé.yaml"):
        failing(load_dossier(folder / "cassé.yaml"))


def test_the_search_for_another_year_passes_over_a_dossier_on_which_we_fail(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ESS_ADVISOR_DEBUG")
    older = BIKES.model_copy(update={"name": "Les Vélos d'Été", "siren": "123 456 782", "on": date(2025, 1, 6)})
    for name in ("avant.yaml", "cassé.yaml"):
        save_dossier(older, folder / name)
    usual = read_dossier

    def failing(path: Path, knowledge: Knowledge | None = None) -> Dossier:
        if path.name == "cassé.yaml":
            raise ValueError("essai")
        return usual(path, knowledge)

    monkeypatch.setattr("advisor.assessment.assess.read_dossier", failing)
    assert earlier(folder, load_dossier(folder / "velos.yaml"), date(2026, 1, 1)) == [
        (folder / "avant.yaml", date(2025, 1, 6))
    ]
    assert find(folder, "doigts").path == folder / "doigts.yaml"


# -- cards --------------------------------------------------------------------------------------------------------


def without(dossier: Dossier, *addresses: str) -> Dossier:
    for address in addresses:
        dossier = dossier.with_answer(address, None)
    return dossier


@pytest.mark.parametrize(
    ("dossier", "state"),
    [
        (Dossier(), "a_commencer"),
        (BIKES, "complet"),
        (without(BIKES, "forme_juridique"), "en_cours"),
        (WAITING, "en_attente"),
        (without(WAITING, "clause_objet"), "en_cours"),
        (find_case("127").dossier, "contradictoire"),
    ],
)
def test_the_state_tells_what_is_left_to_do(dossier: Dossier, state: str) -> None:
    assert seen(dossier).state == state
    assert seen(dossier, archived=True).state == "archive"


def test_what_is_waited_for_names_who_holds_it_and_where(knowledge: Knowledge) -> None:
    one = seen(WAITING)
    fact = knowledge.facts["boni_liquidation"]
    assert [(waited.short, waited.holder, waited.where) for waited in one.waited] == [
        (fact.short, fact.holder, fact.where)
    ]
    assert (one.unknown, one.unasked) == (1, 0)


def test_the_card_tells_the_verdicts_that_an_assessment_gives() -> None:
    for dossier in (BIKES, HOME_WORK, RENEWAL):
        found = assess(dossier, on=dossier.on or TODAY)
        shown = seen(dossier).verdicts
        assert {id: (one.outcome, one.worst, one.best) for id, one in found.verdicts.items()} == {
            id: (one.outcome, one.worst, one.best) for id, one in shown.items()
        }


def test_a_dossier_that_fixes_no_day_is_seen_under_the_law_of_today() -> None:
    one = seen(HOME_WORK.model_copy(update={"on": None}))
    assert (one.on, one.fixed) == (TODAY, False)
    assert one.verdicts["esus"].outcome != seen(HOME_WORK).verdicts["esus"].outcome


def ending(day: str) -> Dossier:
    return RENEWAL.with_answer("date_fin_agrement", answer(day)).model_copy(update={"on": None})


def test_the_dates_of_an_agreement_are_its_end_and_the_filing_advised_before(knowledge: Knowledge) -> None:
    found = deadlines(ending("2027-06-14"), TODAY, knowledge)
    assert [(one.day, one.ends) for one in found] == [(date(2027, 3, 12), False), (date(2027, 6, 14), True)]
    assert deadlines(BIKES, TODAY, knowledge) == ()


def test_every_order_sorts_by_what_it_says() -> None:
    cards = [
        seen(BIKES.model_copy(update={"name": "Zèbre", "opened": date(2026, 1, 1)}), "a.yaml"),
        seen(Dossier(name="Éclair", opened=date(2026, 5, 1)), "b.yaml"),
        seen(ending("2027-06-14").model_copy(update={"name": "Abeille"}), "c.yaml"),
        seen(ending("2027-01-31").model_copy(update={"name": "Mésange"}), "d.yaml"),
    ]
    cards = [one.model_copy(update={"changed": datetime(2026, 1, rank)}) for rank, one in enumerate(cards, 1)]
    assert names(arranged(cards, "nom")) == ["c.yaml", "b.yaml", "d.yaml", "a.yaml"]
    assert names(arranged(cards, "modifie")) == ["d.yaml", "c.yaml", "b.yaml", "a.yaml"]
    assert names(arranged(cards, "ouvert"))[:2] == ["b.yaml", "a.yaml"]
    assert names(arranged(cards, "echeance"))[:2] == ["d.yaml", "c.yaml"]
    states = [one.state for one in arranged(cards, "etat")]
    assert states == sorted(states, key=list(DOSSIER_STATES).index)


def test_a_search_forgets_accents_and_wants_every_word() -> None:
    cards = [
        seen(BIKES.model_copy(update={"name": "Les Vélos d'Été", "siren": "123 456 782"}), "a.yaml"),
        seen(BIKES.model_copy(update={"name": "Les Vélos du Gier"}), "b.yaml"),
        seen(WAITING.model_copy(update={"name": "Autre"}), "c.yaml"),
    ]
    assert names(matching(cards, "VELOS")) == ["a.yaml", "b.yaml"]
    assert names(matching(cards, "velos ete")) == ["a.yaml"]
    assert names(matching(cards, "123456782")) == ["a.yaml"]
    assert names(matching(cards, "en attente")) == ["c.yaml"]
    assert names(matching(cards, "")) == ["a.yaml", "b.yaml", "c.yaml"]


def test_the_command_line_offers_the_states_and_orders_of_the_desk() -> None:
    from advisor.cli.options import ORDERS as ORDERS_OFFERED
    from advisor.cli.options import STATES as STATES_OFFERED

    assert tuple(DOSSIER_STATES) == STATES_OFFERED
    assert get_args(Order) == ORDERS_OFFERED


# -- finding ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["velos", "velos.yaml", "VELOS.YAML", "velos d'ete", "123456782", "123 456 782"])
def test_a_dossier_is_found_by_its_file_its_name_or_its_siren(folder: Path, words: str) -> None:
    assert find(folder, words) == (folder / "velos.yaml", False)


def test_a_dossier_is_found_by_its_path_and_in_the_archives(folder: Path) -> None:
    assert find(folder / "ailleurs", str(folder / "velos.yaml")).path == folder / "velos.yaml"
    assert find(folder, "gier") == (folder / ARCHIVES / "gier.yaml", True)


def test_several_dossiers_are_named_and_none_gives_near_names(folder: Path) -> None:
    with pytest.raises(InputError, match=r"2 dossiers répondent à ce nom : velos\.yaml, archives/gier\.yaml"):
        find(folder, "les velos")
    with pytest.raises(InputError, match=r"Vouliez-vous dire : velos\.yaml"):
        find(folder, "velso")
    for nothing in ("introuvable", "", "  ", "..", "\0"):
        with pytest.raises(InputError):
            find(folder, nothing)


# -- archives -----------------------------------------------------------------------------------------------------


def test_a_dossier_comes_back_from_the_archives_as_it_was(folder: Path) -> None:
    path = folder / "velos.yaml"
    save_dossier(load_dossier(path).model_copy(update={"notes": "encore"}), path)
    before = {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}
    away = archive(path)
    assert away == folder / ARCHIVES / "velos.yaml"
    assert not [one for one in folder.iterdir() if "velos" in one.name]
    assert restore(away) == path
    assert {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()} == before


def test_the_archives_never_lose_a_dossier_of_the_same_name(folder: Path) -> None:
    first = archive(folder / "velos.yaml")
    save_dossier(BIKES, folder / "velos.yaml")
    second = archive(folder / "velos.yaml")
    assert (first.name, second.name) == ("velos.yaml", "velos-2.yaml")
    assert load_dossier(first).name == "Les Vélos d'Été"


def test_a_dossier_open_in_an_interview_is_not_moved(folder: Path) -> None:
    path = folder / "velos.yaml"
    link = folder / "raccourci.yaml"
    link.symlink_to(path)
    locked = lock_dossier(link)
    with pytest.raises(InputError, match="autre fenêtre"):
        archive(path)
    release(locked)
    assert archive(path).exists() and not list(folder.glob(".*"))


def test_what_is_archived_is_not_archived_twice(folder: Path) -> None:
    with pytest.raises(InputError, match="déjà archivé"):
        archive(folder / ARCHIVES / "gier.yaml")
    with pytest.raises(InputError, match="pas archivé"):
        restore(folder / "velos.yaml")


# -- anonymity ----------------------------------------------------------------------------------------------------

SECRET = "Quidam & Fils"


def talkative(dossier: Dossier) -> Dossier:
    """The same dossier with a name wherever a text may be written."""
    answers = {
        address: one.model_copy(
            update={
                "note": SECRET,
                "quote": SECRET,
                "article": SECRET,
                "evidence": Evidence(level="vu", document=SECRET, page=SECRET),
                **(
                    {"value": SECRET}
                    if (fact := load_knowledge().addresses[address][0]).type is FactType.TEXT
                    and not fact.pattern
                    and one.value
                    else {}
                ),
            }
        )
        for address, one in dossier.answers.items()
    }
    return dossier.model_copy(
        update={
            "name": SECRET,
            "siren": "123456782",
            "adviser": SECRET,
            "notes": SECRET,
            "answers": answers,
            "drafts": {"clause_objet": Draft(note=SECRET)},
        }
    )


def outcomes(dossier: Dossier) -> object:
    found = assess(dossier, on=dossier.on or TODAY)
    return (
        {id: one.outcome for id, one in found.findings.items()},
        {id: (one.outcome, one.worst, one.best, one.grade) for id, one in found.verdicts.items()},
        [one.id for one in found.contradictions],
    )


@pytest.mark.parametrize("rounding", [False, True])
@pytest.mark.parametrize("case", spread(load_cases()[::5], 6, lambda case: case.number))
def test_an_anonymous_dossier_names_nobody_and_gets_the_same_findings(
    case, rounding: bool, tmp_path: Path, knowledge: Knowledge
) -> None:
    dossier = talkative(case.dossier)
    made = anonymise(dossier, TODAY, knowledge, rounding=rounding).dossier
    text = save_dossier(made, tmp_path / "a.yaml")
    assert SECRET not in text
    assert "123456782" not in text
    assert outcomes(made) == outcomes(dossier)


def test_rounding_keeps_orders_of_magnitude_and_spares_what_decides(knowledge: Knowledge) -> None:
    tight = BIKES.with_answer("charges_exploitation[n]", answer("151512")).with_answer(
        "charges_utilite_sociale[n]", answer("99998")
    )
    made = anonymise(tight, TODAY, knowledge, rounding=True)
    assert outcomes(made.dossier) == outcomes(tight)
    assert made.dossier.answers["date_creation"].value.endswith("-01")  # type: ignore[union-attr]
    for address, one in tight.answers.items():
        fact = knowledge.addresses[address][0]
        if fact.type is FactType.MONEY and isinstance(one.value, str):
            rounded = float(made.dossier.answers[address].value)  # type: ignore[arg-type]
            assert abs(rounded - float(one.value)) <= 0.05 * float(one.value)
    assert made.rounded > 0


def test_a_free_text_that_was_given_is_still_one(knowledge: Knowledge) -> None:
    dossier = BIKES.with_answer("titres_admis_negociation", answer("oui")).with_answer(
        "marche_cotation", answer("Euronext Growth, code QUIDAM")
    )
    assert anonymise(dossier, TODAY, knowledge).dossier.answers["marche_cotation"].value == REMOVED


# -- the review ---------------------------------------------------------------------------------------------------


def test_a_verdict_that_the_law_moves_is_told_with_the_text_that_changed(folder: Path, knowledge: Knowledge) -> None:
    found = review(read_shelf(folder), TODAY, knowledge)
    (moved,) = found.moved
    assert (moved.file, moved.before, found.steady) == ("doigts.yaml", HOME_WORK.on, 1)
    (status,) = moved.statuses
    assert (status.status, status.before, status.after) == ("esus", "de_droit", "non_eligible")
    causes = {cause.criterion: cause for cause in moved.causes}
    assert causes["ESUS-07-10"].why == "texte"
    assert causes["ESUS-07-10"].references
    assert any("1er janvier 2019" in words for words in causes["ESUS-07-10"].reasons[0].words)


def test_nothing_moves_on_the_very_day_of_the_assessment(folder: Path, knowledge: Knowledge) -> None:
    shelf = read_shelf(folder, archived=True)
    for one in shelf.entries:
        assert review(shelf._replace(entries=(one,)), first_day(one, date.today(), knowledge), knowledge).moved == ()


@pytest.mark.parametrize("every", [16, pytest.param(4, marks=pytest.mark.slow)])
@pytest.mark.parametrize("day", [date(2015, 7, 1), date(2019, 5, 24), date(2025, 1, 1), date(2030, 1, 1)])
def test_whatever_moves_has_a_cause_or_says_that_answers_no_longer_hold(
    day: date, every: int, knowledge: Knowledge
) -> None:
    entries = tuple(entry(case.dossier, case.id) for case in load_cases()[::every])
    shelf = read_shelf(Path("/nulle-part"))._replace(entries=entries)
    found = review(shelf, day, knowledge)
    assert len(found.moved) + found.steady == len(entries)
    for moved in found.moved:
        before = assess(next(one.dossier for one in entries if one.path.name == moved.file), on=moved.before)
        assert all(before.verdicts[one.status].outcome == one.before for one in moved.statuses)
        assert moved.causes or moved.routes or moved.contradictions


def test_answers_too_old_are_not_taken_for_a_change_of_the_law(knowledge: Knowledge) -> None:
    tower = find_case("028").dossier
    answers = {**tower.answers, "buts": answer(("lien_social_cohesion_territoriale",))}
    village = tower.model_copy(update={"answers": answers})
    shelf = read_shelf(Path("/nulle-part"))._replace(entries=(entry(village),))
    (moved,) = review(shelf, TODAY, knowledge).moved
    assert {one.why for cause in moved.causes for one in cause.reasons} == {"reponses"}
    assert all("trop ancienne" in words for cause in moved.causes for one in cause.reasons for words in one.words)


@pytest.mark.parametrize(
    ("ends", "months", "expected"),
    [("2027-11-25", 12, True), ("2027-11-26", 12, False), ("2027-11-26", 13, True), ("2026-10-01", 1, True)],
)
def test_an_agreement_is_told_when_it_ends_within_the_months_asked_for(
    ends: str, months: int, expected: bool, knowledge: Knowledge
) -> None:
    shelf = read_shelf(Path("/nulle-part"))._replace(entries=(entry(ending(ends)),))
    found = review(shelf, TODAY, knowledge, months=months)
    assert [one.ends.isoformat() for one in found.expiring] == ([ends] if expected else [])


def test_a_request_already_made_does_not_hold_back_the_review(knowledge: Knowledge) -> None:
    dossier = BIKES.model_copy(update={"requested": date(2026, 1, 2), "on": date(2026, 1, 2)})
    shelf = read_shelf(Path("/nulle-part"))._replace(entries=(entry(dossier),))
    assert review(shelf, TODAY, knowledge).moved == ()


# -- printing -----------------------------------------------------------------------------------------------------


def leads(blocks: tuple[Block, ...]) -> Iterator[str]:
    def inside(items: tuple[Item, ...]) -> Iterator[str]:
        for one in items:
            yield f"{one.lead} {one.text}"
            yield from inside(one.items)

    for block in blocks:
        if isinstance(block, Bullets):
            yield from inside(block.items)


def test_two_dossiers_of_one_name_are_told_apart_by_their_files() -> None:
    cards = [seen(BIKES, "a.yaml"), seen(BIKES, "b.yaml")]
    report = list_report(cards, (), "dossiers")
    text = report.model_dump_json()
    assert "a.yaml" in text
    assert "b.yaml" in text


def test_the_review_prints_dates_past_as_such(folder: Path, knowledge: Knowledge) -> None:
    shelf = read_shelf(folder)._replace(entries=(entry(ending("2026-10-01")),))
    report = review_report(review(shelf, TODAY, knowledge), knowledge, "dossiers")
    section = next(one for one in report.sections if one.id == "expiring")
    dates = [text.replace("\u00a0", " ") for text in leads(section.blocks)]
    assert any(text.startswith("1er octobre 2026 (date passée)") for text in dates)


# -- the commands -------------------------------------------------------------------------------------------------


def run(folder: Path, *arguments: str) -> int:
    return main(["--dossiers", str(folder), *arguments])


def test_the_list_in_json_gives_the_cards(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "dossiers", "liste", "--tous", "--tri", "nom", "--format", "json") == 0
    cards = json.loads(capsys.readouterr().out)
    assert [one["file"] for one in cards] == ["doigts.yaml", "velos.yaml", "gier.yaml"]
    assert Card.model_validate(cards[0]).state == "complet"


def test_the_list_on_screen_keeps_a_dossier_to_a_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "coupe.yaml").write_text("format: 1\n")
    assert run(folder, "dossiers", "liste", "--largeur", "80") == 0
    text = capsys.readouterr().out
    row = next(line for line in text.splitlines() if line.startswith("Doigts de Fée"))
    assert "complet" in row
    assert "de droit" in row.replace("\u00a0", " ")
    assert max(map(len, text.splitlines())) <= 80
    assert "coupe.yaml" in text


def test_an_empty_folder_says_how_to_begin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "dossiers", "liste") == 0
    assert "Aucun dossier ici" in capsys.readouterr().out
    assert run(tmp_path, "dossiers", "liste", "--recherche", "zzz") == 0
    assert "Aucun dossier ne répond" in capsys.readouterr().out
    assert run(tmp_path, "revoir") == 0
    assert "Aucun dossier à revoir" in capsys.readouterr().out


def test_archive_then_restore_from_the_command_line(folder: Path) -> None:
    assert run(folder, "dossiers", "archiver", "velos") == 0
    assert not (folder / "velos.yaml").exists()
    assert run(folder, "dossiers", "ouvrir", "velos") == 2
    assert run(folder, "dossiers", "restaurer", "velos") == 0
    assert (folder / "velos.yaml").exists()
    assert run(folder, "dossiers", "archiver", "zzz") == 2


def test_an_anonymous_copy_leaves_the_original_and_never_takes_a_name_in_use(folder: Path) -> None:
    before = (folder / "velos.yaml").read_bytes()
    assert run(folder, "dossiers", "anonymiser", "velos") == 0
    assert run(folder, "dossiers", "anonymiser", "velos", "--arrondir") == 0
    assert {one.name for one in folder.glob("anonyme*.yaml")} == {"anonyme.yaml", "anonyme-2.yaml"}
    assert (folder / "velos.yaml").read_bytes() == before
    assert run(folder, "dossiers", "anonymiser", "velos", "--sortie", str(folder / "doigts.yaml")) == 2
    assert load_dossier(folder / "doigts.yaml").name == "Doigts de Fée"


def test_replacing_asks_first_then_leaves_no_file_that_names_the_company(folder: Path) -> None:
    path = folder / "velos.yaml"
    save_dossier(load_dossier(path), path)
    assert run(folder, "dossiers", "anonymiser", "velos", "--remplacer") == 2
    assert path.exists()
    assert run(folder, "dossiers", "anonymiser", "velos", "--remplacer", "--oui") == 0
    for one in folder.rglob("*"):
        assert "velos" not in one.name
        assert one.is_dir() or "Vélos d'Été" not in one.read_text()


def test_the_review_takes_a_day_and_refuses_one_before_the_law(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "revoir", "--au", "2026-11-25", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["moved"][0]["file"] == "doigts.yaml"
    assert run(folder, "revoir", "--au", "2014-01-01") == 2
    with pytest.raises(SystemExit):
        run(folder, "revoir", "--mois", "zéro")
