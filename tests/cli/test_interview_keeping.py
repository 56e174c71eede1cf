"""What is kept of an interview: everything typed, at once, readable for ever, and never over someone else's work."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.assessment.assess import read_dossier
from advisor.cli.interview.reader import DossierReader
from advisor.cli.interview.screen import Screen
from advisor.cli.interview.sheets import Charges
from advisor.cli.interview.talk import Talk
from advisor.cli.interview.terminal_layout import Workplace
from advisor.common.errors import InputError
from advisor.common.files import release
from advisor.common.french import parse_number
from advisor.dossier import Answer, Dossier, Draft, Evidence, answer, load_dossier, save_dossier
from advisor.dossier.answer_parsing import AnswerError
from advisor.interview.machine import Interview
from advisor.interview.sheets import next_cell
from advisor.interview.store import FileChanged, lock_dossier
from advisor.rules.load import Knowledge

DAY = date(2026, 11, 23)
LONG = "x" * 10_001


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "furan.yaml"
    known = {"situation": answer("existante"), "forme_juridique": answer("sas")}
    save_dossier(Dossier(name="Atelier du Furan", on=DAY, answers=known), path)
    return path


@pytest.fixture
def interview(knowledge: Knowledge, path: Path) -> Interview:
    return Interview.resume(knowledge, path)


# -- whatever is typed can be read again ---------------------------------------------------------------------------

PIECES = ["a", "e\u0301", "\r\n", "\r", "\x00", "\x1b", "\u2028", "\udce9", ": ", "#", "'", " "]
TYPED = st.text(st.characters(), max_size=40) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
PROOFS = st.builds(
    lambda level, document, page: Evidence(level=level, document=document, page=page),
    st.sampled_from(["declare", "vu", "copie_jointe"]),
    TYPED,
    TYPED,
)


@given(TYPED, TYPED, TYPED, TYPED, PROOFS, st.permutations(range(6)))
@settings(max_examples=20)
def test_whatever_is_typed_is_read_back_as_it_is_in_memory(
    knowledge: Knowledge,
    tmp_path_factory: pytest.TempPathFactory,
    head: str,
    note: str,
    quote: str,
    market: str,
    proof: Evidence,
    order: list[int],
) -> None:
    path = tmp_path_factory.getbasetemp() / "frappe.yaml"
    path.unlink(missing_ok=True)
    interview = Interview(knowledge, Dossier(on=DAY), path)
    steps = [
        lambda: interview.describe(name=head, adviser=head, notes=head),
        lambda: interview.annotate("clause_objet", note=note, evidence=proof),
        lambda: interview.answer("clause_objet", "mot_pour_mot", quote=quote, article=quote),
        lambda: interview.answer("marche_cotation", market, note=note),
        lambda: interview.annotate("forme_juridique", note=note),
        lambda: interview.unknown("forme_juridique", note=head or None),
    ]
    for step in order:
        steps[step]()
        assert read_dossier(path, knowledge) == interview.dossier


@pytest.mark.parametrize(
    ("note", "saved_note"),
    [
        ("e\u0301te\u0301", "été"),
        ("un\r\ndeux\rtrois", "un\ndeux\ntrois"),
        ("\udce9", "\ufffd"),
        ("\x1b[31m", "\x1b[31m"),
    ],
)
def test_a_note_is_kept_in_the_one_form_a_file_has(
    interview: Interview, path: Path, note: str, saved_note: str
) -> None:
    for address in ("forme_juridique", "siege"):
        interview.annotate(address, note=note)
    saved = load_dossier(path)
    assert saved == interview.dossier
    assert saved.answers["forme_juridique"].note == saved.drafts["siege"].note == saved_note


def test_a_text_too_long_is_refused_in_french_and_changes_nothing(interview: Interview, path: Path) -> None:
    before, file = interview.dossier, path.read_bytes()
    for call, field in (
        (lambda: interview.annotate("forme_juridique", note=LONG), "la note"),
        (lambda: interview.annotate("siege", note=LONG), "la note"),
        (lambda: interview.answer("clause_objet", "non", quote=LONG), "la citation"),
        (lambda: interview.answer("clause_objet", "non", article=LONG), "le numéro d'article"),
        (lambda: interview.answer("marche_cotation", LONG), "la réponse"),
        (lambda: interview.unknown("siege", note=LONG), "la note"),
        (lambda: interview.describe(adviser=LONG), "le nom du conseiller"),
    ):
        with pytest.raises(AnswerError, match=f"{field} dépasse 10000 caractères"):
            call()
    for siren in ("1" * 21, "123456789", "123456782X"):
        with pytest.raises(AnswerError, match="SIREN"):
            interview.describe(siren=siren)
    with pytest.raises(AnswerError, match=r"la date d'examen n'est pas une date"):
        interview.describe(on="demain")
    assert interview.dossier is before and path.read_bytes() == file


@pytest.mark.parametrize("typed", ["  123   456\u00a0782  ", "123\t456\t782", "1 2 3 4 5 6 7 8 2" + " " * 30])
def test_a_siren_is_measured_without_its_spaces(interview: Interview, path: Path, typed: str) -> None:
    interview.describe(siren=typed)
    assert load_dossier(path).siren.replace(" ", "") == "123456782"


# -- typed before its answer --------------------------------------------------------------------------------------


def test_what_is_typed_before_an_answer_is_in_the_file_at_once_and_goes_with_it(
    knowledge: Knowledge, interview: Interview, path: Path
) -> None:
    seen = Evidence(level="vu", document="Registre", page="4")
    interview.annotate("nombre_associes", evidence=seen)
    interview.annotate("nombre_associes", note="à vérifier")
    assert load_dossier(path).drafts == {"nombre_associes": Draft(evidence=seen, note="à vérifier")}
    again = Interview.resume(knowledge, path)
    assert again.next_group() == interview.next_group()
    again.answer("nombre_associes", "3")
    saved = load_dossier(path)
    assert saved.drafts == {} and saved.answers["nombre_associes"] == Answer(
        value="3", evidence=seen, note="à vérifier"
    )


def test_a_draft_goes_with_an_unknown_answer_too_and_may_be_taken_back(interview: Interview, path: Path) -> None:
    interview.annotate("siege", note="au Kbis")
    interview.unknown("siege")
    assert load_dossier(path).answers["siege"] == Answer(value=None, note="au Kbis")
    interview.annotate("mention_rcs", note="x")
    interview.annotate("mention_rcs", note="")
    assert "en_cours" not in path.read_text(encoding="utf-8")


def test_a_draft_changes_no_verdict(interview: Interview) -> None:
    before = interview.assessment
    interview.annotate("boni_liquidation", note="autre entreprise", evidence=Evidence(level="vu"))
    assert interview.assessment == before


def costs(knowledge: Knowledge, path: Path, **figures: str) -> Charges:
    known = {
        "situation": "existante",
        "siege": "france",
        "forme_juridique": "association",
        "nombre_exercices_clos": "un",
    }
    known |= {f"{fact}[n]": value for fact, value in figures.items()}
    dossier = Dossier(on=DAY, answers={address: answer(value) for address, value in known.items()})
    save_dossier(dossier, path)
    return Charges(Talk(Interview.resume(knowledge, path), Screen()), "charges")


def test_a_year_given_as_a_whole_stays_so_when_the_interview_resumes(knowledge: Knowledge, path: Path) -> None:
    sheet = costs(knowledge, path, charges_exploitation="100000")
    assert next_cell(sheet.talk.interview, "charges") == "charges_communes[n]"
    sheet.keep("charges_communes[n]", "")
    assert next_cell(sheet.talk.interview, "charges") == "charges_utilite_sociale[n]"
    again = Charges(Talk(Interview.resume(knowledge, path), Screen()), "charges")
    assert next_cell(again.talk.interview, "charges") == "charges_utilite_sociale[n]"
    again.keep("charges_communes[n]", "5000")
    assert load_dossier(path).drafts == {} and next_cell(again.talk.interview, "charges") == "cle_repartition[n]"


def test_a_part_computed_with_a_key_is_kept_exactly(knowledge: Knowledge, path: Path) -> None:
    """65,9999999 % is under 66 %: rounded to six decimals it would have passed."""
    figures = {"charges_exploitation": "100", "charges_communes": "100", "cle_repartition": "65.9999999"}
    sheet = costs(knowledge, path, **figures)
    sheet.compute("n", Fraction(0))
    assert load_dossier(path).answers["charges_utilite_sociale[n]"].value == "65.9999999"
    sheet = costs(knowledge, path, **{**figures, "cle_repartition": "1/3"})
    sheet.compute("n", Fraction(0))
    assert parse_number(str(load_dossier(path).answers["charges_utilite_sociale[n]"].value)) == Fraction(1, 3)


def test_a_note_written_by_hand_survives_the_sum(knowledge: Knowledge, path: Path) -> None:
    figures = {"charges_exploitation": "100", "charges_communes": "20", "cle_repartition": "50"}
    sheet = costs(knowledge, path, **figures)
    address = "charges_utilite_sociale[n]"
    sheet.talk.interview.annotate(address, note="vu avec le comptable")
    for direct in (50, 60):
        sheet.compute("n", Fraction(direct))
    note = load_dossier(path).answers[address].note.replace("\u00a0", " ")
    assert note == "vu avec le comptable\n60 € de charges propres + 50 % de 20 € communes."


def test_a_dossier_whose_name_leaves_no_room_for_a_lock_is_used_without_one(path: Path) -> None:
    assert lock_dossier(path.with_name(f"{'x' * 250}.yaml")) is None
    lock = lock_dossier(path)
    assert lock is not None
    release(lock)
    assert not list(path.parent.glob(".*"))


# -- two windows, a hand edit -------------------------------------------------------------------------------------


def test_two_windows_on_one_dossier_lose_nothing(knowledge: Knowledge, path: Path) -> None:
    one, other = Interview.resume(knowledge, path), Interview.resume(knowledge, path)
    one.answer("siege", "france")
    file = path.read_bytes()
    with pytest.raises(FileChanged, match="a changé depuis") as error:
        other.answer("nombre_associes", "3")
    assert path.read_bytes() == file and str(path) in str(error.value)
    copy = other.rescue()
    assert copy.name == "furan-copie.yaml" and load_dossier(copy).answers["nombre_associes"].value == "3"
    # Until it is settled nothing is written over, and nothing is forgotten.
    with pytest.raises(FileChanged):
        other.annotate("nombre_associes", note="au registre")
    assert other.reload() == ()
    saved = load_dossier(path).answers
    assert saved["siege"].value == "france" and saved["nombre_associes"] == Answer(value="3", note="au registre")
    # The first window is now the one that is late.
    with pytest.raises(FileChanged):
        one.describe(adviser="Claire")
    one.reload()
    both = load_dossier(path)
    assert both.adviser == "Claire" and both.answers["nombre_associes"].value == "3"
    one.answer("mention_rcs", "oui")
    assert load_dossier(path).answers["mention_rcs"].value == "oui"


def test_what_the_file_answers_otherwise_is_told(knowledge: Knowledge, interview: Interview, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("forme_juridique: sas", "forme_juridique: sarl"), encoding="utf-8")
    with pytest.raises(FileChanged):
        interview.answer("siege", "france")
    assert interview.reload() == ("forme_juridique",)
    assert {a: g.value for a, g in load_dossier(path).answers.items()} == {
        "situation": "existante", "forme_juridique": "sarl", "siege": "france",
    }  # fmt: skip


def test_a_note_is_not_lost_when_its_answer_was_erased_by_hand(interview: Interview, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  forme_juridique: sas\n", ""), encoding="utf-8")
    with pytest.raises(FileChanged):
        interview.annotate("forme_juridique", note="statuts de 2024")
    interview.reload()
    assert load_dossier(path).drafts["forme_juridique"].note == "statuts de 2024"


def test_a_file_spoiled_by_hand_is_told_and_left(interview: Interview, path: Path) -> None:
    path.write_text("format: 1\nreponses:\n  siege: paris\nfin_du_dossier: oui\n", encoding="utf-8")
    with pytest.raises(FileChanged):
        interview.answer("siege", "france")
    with pytest.raises(InputError, match=r"furan\.yaml:3:3 : « siege »"):
        interview.reload()
    assert "paris" in path.read_text(encoding="utf-8")
    interview.path = interview.rescue()
    interview.answer("mention_rcs", "non")
    saved = load_dossier(path.with_name("furan-copie.yaml")).answers
    assert (saved["siege"].value, saved["mention_rcs"].value) == ("france", "non")


def test_the_same_text_saved_by_hand_or_a_file_erased_stops_nobody(interview: Interview, path: Path) -> None:
    path.write_bytes(path.read_bytes())
    interview.answer("siege", "france")
    path.unlink()
    interview.answer("mention_rcs", "oui")
    assert list(load_dossier(path).answers) == ["situation", "forme_juridique", "siege", "mention_rcs"]


def test_a_new_dossier_never_replaces_one_that_appeared(knowledge: Knowledge, path: Path) -> None:
    fresh = Interview(knowledge, Dossier(name="Autre"), path.with_name("neuf.yaml"))
    path.rename(path.with_name("neuf.yaml"))
    with pytest.raises(FileChanged, match="porte déjà ce nom"):
        fresh.save()
    assert load_dossier(path.with_name("neuf.yaml")).name == "Atelier du Furan"


def test_a_report_never_replaces_the_one_an_adviser_annotated(
    interview: Interview, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("advisor.cli.interview.reader.pick", lambda *_, **__: "markdown")
    talk = Talk(interview, Screen())
    reader = DossierReader(talk, Workplace(path.parent))
    reader.keep()
    first = path.with_name("furan.rapport.md")
    first.write_text("annoté", encoding="utf-8")
    reader.keep()
    assert first.read_text(encoding="utf-8") == "annoté"
    assert path.with_name("furan.rapport-2.md").read_text(encoding="utf-8").startswith("#")
    assert "furan.rapport-2.md" in talk.screen.notices[-1][0]


def test_a_page_read_before_an_answer_changed_is_never_kept(
    interview: Interview, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("advisor.cli.interview.reader.pick", lambda *_, **__: "markdown")
    monkeypatch.setattr("advisor.cli.interview.reader.show", lambda *_: None)
    reader = DossierReader(Talk(interview, Screen()), Workplace(path.parent))
    reader.open("report")
    assert reader.rows()[-1].label.endswith("ce qui vient d'être lu : le rapport")
    interview.answer("nombre_associes", "4321")
    assert reader.rows()[-1].label.endswith("le rapport") and "lu" not in reader.rows()[-1].label
    reader.open(str(reader.rows()[-1].value))
    report = path.with_name("furan.rapport.md").read_text(encoding="utf-8")
    assert "4321" in "".join(report.split()).replace("\u202f", "")
