"""How a visitor of a real browser answers: with a finger or a mouse, or with the keyboard alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page

from advisor.dossier import Answer
from advisor.web.journey.model import UNKNOWN
from tests.support.browser import Window

_NAMES = "(every) => [...new Set(every.filter(one => one.type !== 'hidden').map(one => one.name))]"

CONTINUE = "main button.primary"


def press(page: Page, target: Locator | str) -> None:
    """Click what leads to another page, and wait for that page."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        (page.locator(target).first if isinstance(target, str) else target).click()


def asked(visitor: Window) -> list[str]:
    """The addresses that the page asks, in its order."""
    known = visitor.served.site.knowledge.addresses
    names = visitor.page.locator("main form [name]").evaluate_all(_NAMES)
    return [name for name in names if name in known]


def answer(visitor: Window, answers: Mapping[str, Answer]) -> list[str]:
    """Answer what the page asks as a dossier would, « je ne sais pas » elsewhere, and send it; what was asked."""
    whole = visitor.page.locator("button[name=methode][value=finale]")
    if whole.count():
        # The dossiers of the worked cases give the final part at once.
        press(visitor.page, whole)
    addresses = asked(visitor)
    for address in addresses:
        put(visitor.page, address, answers.get(address))
    press(visitor.page, CONTINUE)
    return addresses


def put(page: Page, address: str, given: Answer | None) -> None:
    """Tick or type one answer; None: « je ne sais pas »."""
    controls = page.locator(f'main [name="{address}"]')
    kind = controls.first.get_attribute("type")
    wanted: tuple[str, ...] = ()
    if given is not None and given.value is not None:
        wanted = given.value if isinstance(given.value, tuple) else (given.value,)
    if kind in ("radio", "checkbox"):
        for value in wanted or (UNKNOWN,):
            box = page.locator(f'main [name="{address}"][value="{value}"]')
            if not box.is_visible():
                # One of the less frequent, under the title of its family.
                box.locator("xpath=ancestor::details/summary").click()
            box.check()
    elif wanted:
        controls.first.fill(wanted[0])
    elif page.locator(f'main [name="{address}.inconnu"]').count():
        page.locator(f'main [name="{address}.inconnu"]').check()


def play(visitor: Window, answers: Mapping[str, Answer], until: str = "/resultat", most: int = 80) -> list[str]:
    """Answer page after page until the path begins with ``until``; the paths gone through."""
    gone: list[str] = []
    while not path(visitor.page).startswith(until):
        gone.append(path(visitor.page))
        assert len(gone) < most, f"{most} pages, still at {gone[-1]}: {visitor.page.title()}"
        if gone[-1].startswith("/question"):
            answer(visitor, answers)
        else:
            # The pre-diagnosis, or a table: read, then go on.
            press(visitor.page, CONTINUE + ", main a.primary")
    return gone


def path(page: Page) -> str:
    """The path of the page."""
    return page.evaluate("location.pathname")


# -- the keyboard alone -----------------------------------------------------------------------------------------------

_FOCUS = """() => {
  const one = document.activeElement, label = one.closest("label");
  const marked = part => {
    const style = part && getComputedStyle(part);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const box = (label || one).getBoundingClientRect();
  return {
    tag: one.tagName, name: one.name || "", text: (one.textContent || "").trim().slice(0, 80),
    shown: marked(one) || marked(label),
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def focus(page: Page) -> dict[str, Any]:
    """What has the focus: tag, name, text; ``shown``: an outline marks it; ``seen``: it is inside the window."""
    return page.evaluate(_FOCUS)


def tab_to(page: Page, target: Locator, most: int = 60) -> None:
    """Press Tab until an element has the focus; each stop on the way must be marked and in view."""
    for _ in range(most):
        page.keyboard.press("Tab")
        here = focus(page)
        assert here["shown"] and here["seen"], f"the focus is lost to the eye: {here}"
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{most} presses of Tab never reach {target}; last: {here}")


def answer_by_keys(visitor: Window, answers: Mapping[str, Answer]) -> None:
    """Answer a page of choices with Tab, Space, the arrows and Enter alone."""
    page = visitor.page
    for address in asked(visitor):
        given = answers.get(address)
        value = given.value if given is not None and given.value is not None else UNKNOWN
        for one in value if isinstance(value, tuple) else (value,):
            wanted = page.locator(f'main [name="{address}"][value="{one}"]')
            if wanted.get_attribute("type") == "checkbox":
                tab_to(page, wanted)
                page.keyboard.press("Space")
                continue
            # Tab enters a group of radios at its first one; the arrows go round it.
            tab_to(page, page.locator(f'main [name="{address}"]').first)
            page.keyboard.press("Space")
            for _ in range(40):
                if wanted.is_checked():
                    break
                page.keyboard.press("ArrowDown")
            assert wanted.is_checked()
    tab_to(page, page.locator(CONTINUE).first)
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.keyboard.press("Enter")
