"""The room in a real Chromium: a trainer, a projector and two phones at once, with and without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from advisor.web.room import state as room_state
from advisor.web.room.rooms import lan_addresses
from advisor.web.settings import Settings
from tests.support.browser import Check, Served, Window, launched, owed, served, small_targets, violations, window
from tests.support.browser_player import press

PROJECTORS = ((1280, 720), (1920, 1080), (1024, 768))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served(Settings(host="0.0.0.0")) as found:
        yield found


def opened(trainer: Window) -> str:
    """A room of one case; its code."""
    page = trainer.go("/seance/nouvelle")
    page.get_by_label("Un seul cas d’école").check()
    page.get_by_label("Le cas, si vous").select_option("013-associee-unique")
    page.get_by_role("button", name="Ouvrir la séance").click()
    return page.locator("dl dd").first.inner_text()


def joined(phone: Window, code: str) -> Page:
    page = phone.go("/seance")
    page.get_by_label("Le code affiché").fill(code)
    page.get_by_role("button", name="Participer").click()
    expect(page.get_by_role("heading", name="Vous êtes dans la séance")).to_be_visible()
    return page


def no_scroll(page: Page) -> list[str]:
    found = page.evaluate("[document.documentElement.scrollHeight - innerHeight, innerHeight]")
    return [f"{found[0]} px too high in {found[1]}"] if found[0] > 0 else []


def projected(kind: str, wall: Page, *checks: Check) -> None:
    """The wall owes all that a page does, and never to scroll."""
    for width, height in PROJECTORS:
        wall.set_viewport_size({"width": width, "height": height})
        owed(kind, wall, no_scroll, *(checks if width == 1024 else []))


@pytest.mark.slow
def test_a_room_lives_on_every_screen_without_a_reload(browser: Browser, server: Served) -> None:
    with ExitStack() as stack:
        trainer, one, two = (
            stack.enter_context(window(browser, server, size)) for size in ("desktop", "phone", "phone")
        )
        page_of_trainer = trainer.page
        code = opened(trainer)
        with trainer.context.expect_page() as opening:
            page_of_trainer.get_by_role("link", name="Ouvrir l’écran").click()
        wall = trainer.watch(opening.value)
        if lan_addresses():
            expect(wall.locator(".qr")).to_be_visible()
        first, second = joined(one, code), joined(two, code)
        expect(wall.get_by_text("2 participants")).to_be_visible()
        projected("accueil de la salle", wall, violations)
        owed("téléphone, accueil", first, small_targets)

        main = page_of_trainer.locator("#avant")
        while main.inner_text() != "Révéler la réponse":
            mark = page_of_trainer.locator("[data-mark]").get_attribute("data-mark")
            page_of_trainer.keyboard.press("ArrowRight")
            expect(page_of_trainer.locator("[data-mark]")).not_to_have_attribute("data-mark", mark or "")
        expect(first.locator(".vote")).to_have_count(5)
        owed("téléphone, question", first, violations, small_targets)
        first.get_by_role("button", name="non").tap()
        expect(first.get_by_text("Vous avez répondu : non")).to_be_visible()
        # Changed one's mind; the page has not moved.
        first.get_by_role("button", name="le droit ne tranche pas").tap()
        expect(first.get_by_role("button", name="le droit ne tranche pas")).to_have_attribute("aria-pressed", "true")
        expect(first.get_by_role("button", name="non")).to_have_attribute("aria-pressed", "false")
        expect(wall.get_by_text("1 réponse sur 2")).to_be_visible()
        expect(wall.locator(".count")).to_have_count(0)
        projected("question", wall, violations)
        owed("pupitre, question", page_of_trainer, violations)

        # With the keys of a remote: the first warns, the second shows.
        wall.keyboard.press("ArrowRight")
        expect(wall.get_by_text("1 sans réponse")).to_be_visible()
        wall.keyboard.press("ArrowRight")
        expect(wall.get_by_text("bonne réponse")).to_be_visible()
        projected("réponse", wall, violations)
        expect(first.get_by_role("heading", name="Bonne réponse")).to_be_visible()
        expect(second.get_by_role("heading", name="Voici la réponse")).to_be_visible()
        owed("téléphone, réponse", first, violations, small_targets)
        wall.keyboard.press("ArrowLeft")
        expect(wall.locator(".rows.shown")).to_be_visible()

        # Once nothing of the case is asked any more, another answer is tried: asked first, then told.
        room = server.app.state.rooms.by_code(code)
        while room.state.step.scene != "lesson":
            room.move(room_state.reveal) if room.state.asked else room.forward()
        expect(first.get_by_role("heading", name="La leçon")).to_be_visible()
        press(page_of_trainer, page_of_trainer.get_by_role("button", name="La changer"))
        owed("essai au choix", page_of_trainer, violations, small_targets)
        page_of_trainer.get_by_role("link", name="Revenir au pupitre").click()
        page_of_trainer.locator("#essai-0-n0").click()
        expect(wall.get_by_text("Qu’est-ce que cela change")).to_be_visible()
        expect(first.get_by_text("Cherchez, puis regardez")).to_be_visible()
        expect(wall.locator(".sides")).to_have_count(0)
        projected("essai, question", wall)
        wall.keyboard.press("ArrowRight")
        expect(wall.locator(".sides")).to_have_count(2)
        expect(first.locator(".sides")).to_have_count(2)
        projected("essai, verdicts", wall, violations)
        owed("téléphone, essai", first, small_targets)
        owed("pupitre, essai", page_of_trainer, small_targets)
        # A click on a page just drawn again is taken for the second of a double click, and ignored.
        mark = (wall.locator("[data-mark]").get_attribute("data-mark") or "").partition("-")[0]
        expect(page_of_trainer.locator("[data-mark]")).to_have_attribute("data-mark", re.compile(f"^{mark}-"))
        page_of_trainer.wait_for_timeout(600)
        page_of_trainer.get_by_role("button", name="Quitter l’essai").click()
        expect(first.get_by_role("heading", name="La leçon")).to_be_visible()

        page_of_trainer.reload()
        page_of_trainer.get_by_text("Terminer la séance").click()
        page_of_trainer.get_by_role("button", name="Terminer et tout effacer").click()
        for page in (page_of_trainer, first, wall):
            expect(page.get_by_role("heading", name="La séance est terminée")).to_be_visible()
        owed("séance terminée", first, small_targets)


@pytest.mark.slow
def test_a_phone_that_lost_the_network_sends_the_answer_when_it_is_back(browser: Browser, server: Served) -> None:
    with window(browser, server) as trainer, window(browser, server, "phone") as one:
        phone = joined(one, opened(trainer))
        room = server.app.state.rooms.by_code(trainer.page.locator("dl dd").first.inner_text())
        while not room.state.asked:
            room.forward()
        expect(phone.locator(".vote")).to_have_count(5)
        one.context.set_offline(True)
        phone.get_by_role("button", name="non").tap()
        expect(phone.get_by_text("elle partira dès que la connexion revient")).to_be_visible()
        one.context.set_offline(False)
        expect(phone.get_by_text("Vous avez répondu : non")).to_be_visible()
        expect(phone.locator("[data-notice]")).to_be_empty()
        assert room.state.tally("0.0").given == 1
        # Chromium notes each request that the missing network stopped.
        one.said[:] = [logged for logged in one.said if "ERR_INTERNET_DISCONNECTED" not in logged[0]]


@pytest.mark.slow
def test_a_room_is_played_without_script(browser: Browser, server: Served) -> None:
    with window(browser, server, script=False) as trainer, window(browser, server, "narrow", script=False) as one:
        phone = joined(one, opened(trainer))
        page_of_trainer, wall = trainer.page, trainer.watch(trainer.context.new_page())
        wall.goto(f"{server.url}/seance/ecran")
        while page_of_trainer.locator("#avant").inner_text() != "Révéler la réponse":
            press(page_of_trainer, "#avant")
            owed("pupitre", page_of_trainer)
        press(phone, phone.get_by_role("link", name="Actualiser"))
        owed("téléphone, question", phone)
        phone.get_by_role("button", name="le droit ne tranche pas").click()
        expect(phone.get_by_text("Vous avez répondu")).to_be_visible()
        # The projector brings itself up to date.
        expect(wall.get_by_text("1 réponse sur 1")).to_be_visible()
        press(page_of_trainer, "#avant")
        press(phone, phone.get_by_role("link", name="Actualiser"))
        expect(phone.get_by_role("heading", name="Bonne réponse")).to_be_visible()
        owed("téléphone, réponse", phone)
        expect(wall.get_by_text("bonne réponse")).to_be_visible()


def test_the_doors_owe_what_every_page_does(browser: Browser, server: Served) -> None:
    with window(browser, server, "narrow") as one:
        for kind, path in (("portes", "/seance"), ("nouvelle", "/seance/nouvelle"), ("quel écran", "/seance/ecran")):
            owed(kind, one.go(path), violations, small_targets)
        press(one.page, one.go("/seance").get_by_role("button", name="Participer"))
        owed("code faux", one.page, violations, small_targets)
