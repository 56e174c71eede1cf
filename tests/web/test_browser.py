"""The site in a real Chromium: whole journeys, by finger, mouse or keyboard, with and without script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from advisor.assessment.assess import assess
from advisor.common.yaml_reader import parse_yaml
from advisor.dossier import Dossier, parse_dossier
from advisor.rules.words import VERDICT_WORDS
from tests.support.browser import (
    Served,
    Size,
    Window,
    launched,
    owed,
    resize,
    served,
    small_targets,
    unfold,
    violations,
    window,
)
from tests.support.browser_player import CONTINUE, answer_by_keys, focus, path, play, press, tab_to
from tests.support.browser_stations import PARTS, case
from tests.support.spread import spread


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served() as found:
        yield found


# -- every kind of page -----------------------------------------------------------------------------------------------


UNFOLDED = {
    "prediagnostic-question",
    "prediagnostic-ferme",
    "question-choix",
    "question-montant",
    "question-contradiction",
    "tableau",
    "reponses",
    "resultat-non",
    "resultat-droit-ouvert",
    "seance-pupitre-cas",
    "telephone-reponse",
}
"""Pages that axe reads with all that they fold; others fold the same parts, and reading them takes seconds."""

NARROW = {"accueil", "reponses", "resultat-non", "telephone-reponse"}
"""Pages that axe reads on a phone too in the ordinary run; all of them when there is time."""


@pytest.mark.parametrize("all_of_them", [False, pytest.param(True, marks=pytest.mark.slow)])
@pytest.mark.parametrize("part", spread(list(PARTS), 4))
def test_axe_finds_nothing_against_any_kind_of_page_wide_or_narrow(
    browser: Browser, server: Served, part: str, all_of_them: bool
) -> None:
    with window(browser, server) as visitor:
        for kind, page in PARTS[part](visitor):
            if kind in UNFOLDED:
                unfold(page)
            owed(kind, page, violations)
            resize(page, "phone")
            # The projector's page is for a wall: nobody touches it.
            thumbs = [] if kind.startswith("ecran") else [small_targets]
            owed(kind, page, *thumbs, *([violations] if kind in NARROW or all_of_them else []))
            resize(page, "desktop")


@pytest.mark.parametrize("part", spread(list(PARTS), 3))
def test_no_page_scrolls_sideways_at_320_pixels_or_with_large_letters(
    browser: Browser, server: Served, part: str
) -> None:
    with window(browser, server, "narrow", script=False) as visitor:
        for kind, page in PARTS[part](visitor):
            unfold(page)
            owed(kind, page)
            if kind.startswith("ecran"):
                continue
            # A zoom of 200 %, then letters twice as large besides.
            resize(page, "zoomed")
            page.evaluate("document.documentElement.style.fontSize = '225%'")
            owed(f"{kind}, letters twice as large", page)
            resize(page, "narrow")


# -- whole journeys ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "script", "name"),
    [
        # With a script, the journey by keyboard goes as far.
        pytest.param("phone", True, "070-scop-mecanique", marks=pytest.mark.slow),
        ("phone", False, "074-sci-familiale"),
        pytest.param("desktop", True, "075-micro-entreprise", marks=pytest.mark.slow),
        pytest.param("desktop", False, "108-placement-moitie-pile", marks=pytest.mark.slow),
        # Every table of figures: forty pages.
        pytest.param("desktop", False, "053-trois-ans-moins-un-jour", marks=pytest.mark.slow),
    ],
)
def test_from_the_home_page_to_the_result_the_documents_the_private_link_and_the_end(
    browser: Browser, server: Served, size: Size, script: bool, name: str
) -> None:
    with window(browser, server, size, script=script) as visitor:
        page = visitor.go("/")
        press(page, page.get_by_role("button", name="Commencer"))
        gone = play(visitor, case(name).answers)
        assert "/prediagnostic" in gone
        shown = verdicts(visitor)
        assert shown == by_the_engine(visitor)

        # One answer changed among the others, from their list, then put back.
        before = dossier(visitor).answers
        visitor.go("/reponses")
        first = page.locator(".change a").first
        press(page, first)
        press(page, CONTINUE)
        assert path(page) == "/reponses" and dossier(visitor).answers == before

        visitor.go("/resultat")
        with page.expect_download() as sent:
            page.get_by_role("link", name="rapport en PDF").first.click()
        assert sent.value.path().read_bytes().startswith(b"%PDF-")

        # Elsewhere, with the private link alone.
        visitor.go("/mon-dossier")
        link = page.locator("input[readonly]").first.input_value()
        with window(browser, server, "phone", script=script) as other:
            other.page.goto(link)
            press(other.page, CONTINUE)
            other.go("/resultat")
            assert verdicts(other) == shown and dossier(other).answers == before

        visitor.go("/mon-dossier/effacer")
        press(page, "button.danger")
        assert visitor.page.context.request.get(link).status == 404


def verdicts(visitor: Window) -> dict[str, str]:
    """The verdicts that the result page tells, by status, without their symbol."""
    found = {}
    for status in ("ess", "esus"):
        text = visitor.page.locator(f"#verdict-{status} .word").inner_text()
        found[status] = re.sub(r"^\W+", "", text).strip().lower()
    return found


def dossier(visitor: Window) -> Dossier:
    """The dossier, from the file that the visitor may take away."""
    answer = visitor.context.request.get(visitor.served.url + "/dossier.yaml")
    return parse_dossier(parse_yaml(answer.body(), "dossier.yaml"))[0]


def by_the_engine(visitor: Window) -> dict[str, str]:
    """The verdicts of the engine on the file of the dossier."""
    found = assess(dossier(visitor)).verdicts
    return {status: VERDICT_WORDS[found[status].outcome] for status in ("ess", "esus")}


# -- the keyboard alone -----------------------------------------------------------------------------------------------


def test_the_keyboard_alone_begins_errs_is_led_to_the_field_answers_and_reaches_the_result(
    browser: Browser, server: Served
) -> None:
    with window(browser, server) as visitor:
        page = visitor.go("/")
        page.keyboard.press("Tab")
        assert focus(page)["text"] == "Aller au contenu" and focus(page)["seen"]
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.tagName === 'MAIN'")
        tab_to(page, page.get_by_role("button", name="Commencer"))
        page.keyboard.press("Enter")
        page.wait_for_selector("main [name=situation]")

        # Sent empty: the summary takes the focus, its link leads to the field.
        tab_to(page, page.locator(CONTINUE))
        page.keyboard.press("Enter")
        page.wait_for_selector(".summary")
        page.wait_for_function("document.activeElement.matches('.summary')")
        tab_to(page, page.locator(".summary a").first)
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.name === 'situation'")

        page.keyboard.press("Space")
        assert page.locator("[name=situation]").first.is_checked()

        # From there to the result.
        answers = case("075-micro-entreprise").answers
        visitor.go("/question")
        for _ in range(20):
            if path(page) == "/resultat":
                break
            if path(page).startswith("/question"):
                answer_by_keys(visitor, answers)
            else:
                tab_to(page, page.locator(CONTINUE).first)
                with page.expect_navigation(wait_until="domcontentloaded"):
                    page.keyboard.press("Enter")
        assert verdicts(visitor) == {"ess": "non éligible", "esus": "non éligible"} == by_the_engine(visitor)


@pytest.mark.parametrize(
    "place", spread(["/resultat", "/mon-dossier", "/reponses", "/reprendre", "/seance/nouvelle"], 2, str)
)
def test_every_stop_of_the_keyboard_is_marked_and_in_view(browser: Browser, server: Served, place: str) -> None:
    with window(browser, server) as visitor:
        visitor.hold(server.dossier(case("127-associe-unique-et-trois")))
        page = visitor.go(place)
        tab_to(page, page.locator("footer a").last, most=150)


def test_without_script_the_button_back_never_asks_to_send_a_refused_form_again(
    browser: Browser, server: Served
) -> None:
    with window(browser, server, "phone", script=False) as visitor:
        page = visitor.page
        visitor.hold(server.dossier(case("053-trois-ans-moins-un-jour")))
        visitor.go("/question/nombre_associes?retour=reponses")
        page.locator("[name=nombre_associes]").fill("douze")
        press(page, CONTINUE)
        visitor.go("/accessibilite")
        # A page that a form made would be asked by Chromium to be sent again, and this would fail.
        page.go_back()
        assert page.title().startswith("Erreur") and page.locator("[name=nombre_associes]").input_value() == "douze"
        page.go_back()
        assert path(page) == "/question/nombre_associes"


def test_the_button_back_shows_the_page_before_even_after_a_refused_answer(browser: Browser, server: Served) -> None:
    with window(browser, server) as visitor:
        visitor.go("/")
        press(visitor.page, CONTINUE)
        press(visitor.page, CONTINUE)
        assert visitor.page.title().startswith("Erreur")
        visitor.page.locator("[name=situation][value=projet]").check()
        press(visitor.page, CONTINUE)
        assert path(visitor.page) == "/question/forme_juridique"
        visitor.page.go_back()
        assert path(visitor.page) == "/question/situation"
        assert visitor.page.locator("[name=situation][value=projet]").is_checked()
        visitor.page.go_forward()
        # What unfolds with the keyboard leads to the answers it holds.
        visitor.page.locator(".fold-family summary").first.press("Enter")
        visitor.page.wait_for_function("document.activeElement.type === 'radio'")
        assert focus(visitor.page)["seen"] and not visitor.page.locator("main input:checked").count()


# -- on paper ---------------------------------------------------------------------------------------------------------


def printed(text: str) -> str:
    """Without spaces nor ligatures, which the reader of a PDF may find anywhere."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def test_a_printed_result_tells_what_to_do_and_whom_to_see_on_few_sheets(browser: Browser, server: Served) -> None:
    with window(browser, server) as visitor:
        for name in ("018-panneaux-solaires", "003-statuts-ordinaires"):
            visitor.hold(server.dossier(case(name)))
            page = visitor.go("/resultat")
            verdicts = page.locator(".verdict .word").all_text_contents()
            deeds = page.locator("details.deed:not([open]) > div > p:first-child").all_text_contents()
            detail = page.locator("#detail ~ details p").last.text_content() or ""
            sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
            text = printed("".join(one.extract_text() for one in sheets))
            assert len(sheets) <= 4, name
            assert not [one for one in [*verdicts, *deeds] if printed(one) not in text]
            assert "Quivoir" in text and "VotreCRESS(chambre" in text
            # What is left to the PDF is said, and nothing to click is printed.
            assert printed(detail)[:60] not in text and "lerapportenPDF" in text
            assert not any(one in text for one in ("TrouvermaCRESS", "Pré-diagnostic", "Refairelerésultat"))
        assert deeds
