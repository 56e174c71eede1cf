"""What a form says becomes an answer, or comes back as it was typed: fields one by one; and the words of the panel."""

from __future__ import annotations

import pytest
from starlette.datastructures import FormData

from advisor.dossier import Dossier
from advisor.interview.machine import Interview
from advisor.interview.outlook import Progress
from advisor.rules.load import Knowledge
from advisor.web.journey.forms import BOTH, MISSING, SEVERAL, Recorder, doubtful_pay, read_submission
from advisor.web.journey.model import UNKNOWN, TypedAnswer
from advisor.web.journey.panel import MOST_THEMES, at_most, left, panel
from advisor.web.journey.recording import record
from tests.support.companies import sample


@pytest.fixture
def interview(knowledge: Knowledge) -> Interview:
    return Interview(knowledge, Dossier())


def reader(
    interview: Interview, *pairs: tuple[str, str], asked: str = "nombre_associes", text_limit: int = 4_000
) -> Recorder:
    """What records a form that a page sends."""
    return Recorder(interview, read_submission(interview, FormData([("adresses", asked), *pairs]), text_limit))


def stored(interview: Interview, address: str) -> object:
    """An answer as it is stored; "?" for « je ne sais pas », None when there is none."""
    found = interview.dossier.answers.get(address)
    return None if found is None else "?" if found.unknown else found.value


NUMBER, CHOICE, BOXES, TEXT = "nombre_associes", "situation", "buts", "marche_cotation"

TAKEN = [
    # An empty field is an oversight; « je ne sais pas » is an answer, from the list or from the box beside a field.
    (CHOICE, [(CHOICE, "projet")], "projet"),
    (CHOICE, [(CHOICE, UNKNOWN)], "?"),
    (NUMBER, [(f"{NUMBER}.inconnu", UNKNOWN)], "?"),
    (NUMBER, [(NUMBER, ""), (f"{NUMBER}.inconnu", UNKNOWN)], "?"),
    (NUMBER, [(NUMBER, "   "), (f"{NUMBER}.inconnu", UNKNOWN)], "?"),
    (NUMBER, [(NUMBER, " 12 ")], "12"),
    # A box of the same name with another value is not ours.
    (NUMBER, [(NUMBER, "12"), (f"{NUMBER}.inconnu", "oui")], "12"),
    (TEXT, [(TEXT, "x" * 50)], "x" * 50),
]


@pytest.mark.parametrize(("address", "pairs", "value"), TAKEN)
def test_what_is_understood_is_kept(
    interview: Interview, address: str, pairs: list[tuple[str, str]], value: str
) -> None:
    recorder = reader(interview, *pairs, text_limit=50)
    assert recorder.record([address]) == {}
    assert stored(interview, address) == value
    # What it changed is told once.
    assert len(recorder.feedback) == 1


REFUSED = [
    (CHOICE, [], MISSING, (), False),
    (CHOICE, [(CHOICE, " ")], MISSING, (), False),
    (NUMBER, [(NUMBER, "12"), (f"{NUMBER}.inconnu", UNKNOWN)], BOTH, ("12",), True),
    (CHOICE, [(CHOICE, "projet"), (CHOICE, "existante")], SEVERAL, ("projet",), False),
    (NUMBER, [(NUMBER, "douze")], "« douze » n'est pas un nombre", ("douze",), False),
    # Shown again as typed, and explained in the words of a page: no key of the terminal.
    (NUMBER, [(NUMBER, "x")], "écrivez par exemple 12.", ("x",), False),
    (NUMBER, [(NUMBER, "1" * 61)], "caractères", ("1" * 61,), False),
    (TEXT, [(TEXT, "x" * 51)], "51 caractères", ("x" * 51,), False),
    (CHOICE, [(CHOICE, "reve")], "« reve »", ("reve",), False),
    (BOXES, [(BOXES, "aucun"), (BOXES, "soutien_personnes_fragiles")], "ne va pas", None, False),
]


@pytest.mark.parametrize(("address", "pairs", "message", "shown", "unknown"), REFUSED)
def test_what_is_refused_comes_back_as_typed_and_is_not_kept(
    interview: Interview,
    address: str,
    pairs: list[tuple[str, str]],
    message: str,
    shown: tuple[str, ...] | None,
    unknown: bool,
) -> None:
    recorder = reader(interview, *pairs, text_limit=50)
    found = recorder.record([address])
    assert list(found) == [address] and message in found[address].error and "tapez" not in found[address].error
    assert "(n :" not in found[address].error
    assert shown is None or found[address].value == shown
    assert found[address].unknown is unknown
    assert stored(interview, address) is None and not recorder.feedback


def test_one_refusal_takes_nothing_from_the_answers_beside_it(interview: Interview) -> None:
    sent = reader(interview, (CHOICE, "projet"), (NUMBER, "douze"), ("siege", "france"))
    found = sent.record([CHOICE, NUMBER, "siege", BOXES], optional=[BOXES])
    assert list(found) == [NUMBER]
    assert (stored(interview, CHOICE), stored(interview, "siege"), stored(interview, BOXES)) == (
        "projet",
        "france",
        None,
    )


def test_a_page_passed_over_is_unknown_where_it_is_empty_and_kept_where_it_is_not(interview: Interview) -> None:
    skip = ("passer", "page")
    assert reader(interview, skip, (CHOICE, "projet"), (NUMBER, " ")).record([CHOICE, NUMBER, "siege"]) == {}
    assert [stored(interview, one) for one in (CHOICE, NUMBER, "siege")] == ["projet", "?", "?"]
    # What may be left empty is not unknown for that, unless one says so oneself.
    assert reader(interview, skip).record([BOXES], optional=[BOXES]) == {}
    assert stored(interview, BOXES) is None
    assert reader(interview, (BOXES, UNKNOWN)).record([BOXES], optional=[BOXES]) == {}
    assert stored(interview, BOXES) == "?"


def test_a_percentage_that_reads_two_ways_waits_for_the_reading_chosen(interview: Interview) -> None:
    share = "voix_premier_associe"
    found = reader(interview, (share, "0,70")).record([share])
    assert "deux façons" in found[share].error and len(found[share].readings) == 2 and stored(interview, share) is None
    chosen = found[share].readings[0][0]
    assert reader(interview, (share, "0,70"), (f"{share}.lecture", chosen)).record([share]) == {}
    assert stored(interview, share) == chosen
    forged = reader(interview, (share, "0,70"), (f"{share}.lecture", "99"))
    assert list(forged.record([share])) == [share]


def test_a_figure_is_read_within_bounds_without_being_recorded(interview: Interview) -> None:
    bounds = "charges_exploitation[n]"
    assert reader(interview).figure("directes", bounds) == ""
    assert reader(interview, ("directes", " 1 250,50 ")).figure("directes", bounds) == "1 250,50"
    recorder = reader(interview, ("directes", "beaucoup"))
    refused = recorder.figure("directes", bounds)
    assert not isinstance(refused, str) and refused.value == ("beaucoup",) and refused.error
    assert not interview.dossier.answers and not recorder.feedback


@pytest.mark.parametrize(
    ("typed", "read"),
    [("  A \n du\tB ", "A du B"), ("", ""), ("x" * 10, "x" * 10), ("x" * 11, None)],
)
def test_a_line_is_one_line_and_not_too_long(interview: Interview, typed: str, read: str | None) -> None:
    assert reader(interview, ("nom", typed), text_limit=10).form.line("nom") == read
    assert reader(interview, ("autre", typed), text_limit=10).form.line("nom") is None


def test_what_a_divided_year_of_costs_changes_is_told_like_any_other_answer(knowledge: Knowledge) -> None:
    total, common, rate = (f"{fact}[n]" for fact in ("charges_exploitation", "charges_communes", "cle_repartition"))
    sent = {"exercice": "n", total: "500 000", "charges_propres[n]": "620 000", common: "10 000", rate: "50"}
    company = sample().with_answer("charges_utilite_sociale[n]", None)
    interview = Interview(knowledge, company)
    refused, feedback = record(interview, read_submission(interview, FormData(sent), 4_000))
    # The part is above the total: the answers contradict one another, and the next page says so first.
    assert refused is None and len(feedback) == 4 and feedback[-1].contradictions
    # « Je ne sais pas » of the costs of its own: what is known of the shared ones is told too.
    sent |= {"charges_propres[n]": "", "charges_propres[n].inconnu": UNKNOWN}
    interview = Interview(knowledge, company)
    refused, feedback = record(interview, read_submission(interview, FormData(sent), 4_000))
    assert refused is None and len(feedback) == 4


# -- the words of the panel -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("best", "worst", "going_on", "words"),
    [
        (0, 0, False, "Plus aucune question décisive"),
        (0, 0, True, "Plus aucune question"),
        (1, 1, False, "Encore 1 question"),
        (4, 4, False, "Encore 4 questions"),
        (1, 6, False, "Encore 6 questions au plus"),
        (1, 7, False, "Encore 6 questions environ, souvent moins"),
        (4, 35, False, "Encore 25 questions environ, souvent moins"),
        (1, 72, False, "Encore 45 questions environ, souvent moins"),
        (0, 1, True, "Encore 1 question utile"),
        (0, 2, True, "Encore 2 questions utiles"),
    ],
)
def test_how_many_questions_are_left_in_words(best: int, worst: int, going_on: bool, words: str) -> None:
    found = Progress(best, worst, ())
    assert left(found, going_on) == words
    # The most that may come is told beside what an estimate tells, and there alone.
    assert at_most(found, going_on).startswith(f"Au plus {worst} :") == ("environ" in words)


def test_the_panel_names_what_is_left_by_theme_and_says_that_there_is_more(knowledge: Knowledge) -> None:
    few, all_of_them = sample(siege=None, nombre_associes=None), Dossier()
    assert not panel(Interview(knowledge, few)).others and panel(Interview(knowledge, all_of_them)).others
    for interview in (Interview(knowledge, few), Interview(knowledge, all_of_them)):
        _named(interview, knowledge)


def _named(interview: Interview, knowledge: Knowledge) -> None:
    found = panel(interview)
    waited = {knowledge.addresses[need.address][0].theme for need in interview.pending()}
    assert len(found.themes) == min(len(waited), MOST_THEMES) and found.others == max(0, len(waited) - MOST_THEMES)
    counts = [int(one.rpartition("(")[2].rstrip(")")) for one in found.themes]
    assert all(counts) and not any("(0)" in one for one in found.themes)
    asked = {knowledge.addresses[need.address][0].id for need in interview.pending()}
    assert sum(counts) == len(asked) or found.others
    # In the order in which they are asked.
    titles = [one.rpartition(" (")[0] for one in found.themes]
    assert titles == [title for title in interview.plan.titles.values() if title in titles]


def test_the_summary_of_the_panel_is_one_sentence_that_names_both_statuses(knowledge: Knowledge) -> None:
    for dossier in (Dossier(), sample(), sample(boni_liquidation="associes")):
        found = panel(Interview(knowledge, dossier))
        assert found.summary == f"ESS : {found.lines[0].pill} ; ESUS : {found.lines[1].pill}."
        for line in found.lines:
            assert line.head and line.text.endswith(".") and line.words[:1].isupper()
            # What is met rests on all of its conditions.
            assert not (line.state == "acquis" and line.because)


def test_what_an_open_status_still_may_become_is_told_as_it_is(knowledge: Knowledge) -> None:
    whole = sample(boni_liquidation="associes")
    seen = set()
    # Answers taken away one by one leave the status open between other bounds.
    for address in ("siege", "activite_propre", "buts", "nombre_associes", "boni_liquidation"):
        for start in (whole, sample()):
            one = Interview(knowledge, start.with_answer(address, None))
            for line in panel(one).lines:
                if line.state != "ouvert":
                    continue
                spans = [one.reasoning.rungs(f"statut:{line.status}", reading) for reading in ("strict", "favourable")]
                low, high = min(low for low, _ in spans), max(high for _, high in spans)
                beginning = {(0, 2): "Tout reste", (1, 2): "Aucune réponse", (0, 1): "Au mieux"}.get((low, high), "")
                assert line.text.startswith(beginning) and bool(line.text) == bool(beginning)
                seen.add((low, high))
    assert len(seen) >= 2


# -- a pay that is perhaps that of a month ----------------------------------------------------------------------------


def paid(knowledge: Knowledge, pay: str, time: str = "100", slot: str = "1") -> Interview:
    """A company whose last year has two paid persons, the pay of one of them doubtful."""
    interview = Interview(knowledge, sample())
    interview.answer(f"remuneration_brute[{slot}]", pay)
    interview.answer(f"quotite_travail[{slot}]", time)
    return interview


def asked_back(interview: Interview, slot: str = "1", **said: str) -> dict[str, TypedAnswer]:
    pairs = [(f"remuneration_brute[{slot}].{name}", value) for name, value in said.items()]
    return doubtful_pay(reader(interview, *pairs), slot)


def test_only_the_pay_of_the_person_at_hand_is_doubted(knowledge: Knowledge) -> None:
    interview = paid(knowledge, "2500", slot="2")
    assert list(asked_back(interview, "2")) == ["remuneration_brute[2]"]
    assert asked_back(interview, "1") == {}
    (found,) = asked_back(interview, "2").values()
    assert not found.unknown and found.value == ("2\u00a0500",) and found.error.startswith("2\u00a0500\u00a0€ ")
    assert [one for one, _ in found.readings] == ["mois", "annee"]


def test_a_reading_is_of_the_figure_that_was_shown_and_of_no_other(knowledge: Knowledge) -> None:
    address = "remuneration_brute[1]"
    for reading in ("mois", "annee"):
        interview = paid(knowledge, "2500")
        # Said of another figure, or of none that can be read: asked again.
        for shown in ("2 400", "", "douze"):
            assert list(asked_back(interview, lecture=reading, vu=shown)) == [address]
        assert asked_back(interview, lecture=reading, vu="2 500") == {}
        assert interview.dossier.answers[address].value == {"mois": "30000", "annee": "2500"}[reading]


def test_a_pay_said_to_be_of_a_month_is_an_answer_whose_changes_are_told(knowledge: Knowledge) -> None:
    for reading, changes in (("mois", 1), ("annee", 0)):
        recorder = reader(
            paid(knowledge, "2500"),
            ("remuneration_brute[1].lecture", reading),
            ("remuneration_brute[1].vu", "2 500"),
        )
        assert doubtful_pay(recorder, "1") == {} and len(recorder.feedback) == changes


def test_a_pay_that_even_twelve_months_leave_too_low_is_not_offered_as_that_of_a_month(knowledge: Knowledge) -> None:
    (found,) = asked_back(paid(knowledge, "1000")).values()
    assert [one for one, _ in found.readings] == ["annee"]
    # Half of the time doubles the pay of a full time: 1 000 € for half a month's time is a month.
    (found,) = asked_back(paid(knowledge, "1000", "50")).values()
    assert [one for one, _ in found.readings] == ["mois", "annee"]
    assert asked_back(paid(knowledge, "15000", "50")) == {} and list(asked_back(paid(knowledge, "15000")))
