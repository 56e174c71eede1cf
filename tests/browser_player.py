"""How a visitor of a real browser answers: with a finger or a mouse, or with the keyboard alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page

from advisor.dossier import Answer
from advisor.web.journey.questions import UNKNOWN
from tests.browser import Window

_NAMES = "(every) => [...new Set(every.filter(one => one.type !== 'hidden').map(one => one.name))]"

CONTINUE = "main button.primary"


def asked(visitor: Window) -> list[str]:
    """The addresses that the page asks, in its order."""
    known = visitor.served.site.knowledge.addresses
    names = visitor.page.locator("main form [name]").evaluate_all(_NAMES)
    return [name for name in names if name in known]


def answer(visitor: Window, answers: Mapping[str, Answer]) -> list[str]:
    """Answer what the page asks as a dossier would, « je ne sais pas » elsewhere, and send it; what was asked."""
    addresses = asked(visitor)
    for address in addresses:
        put(visitor.page, address, answers.get(address))
    visitor.page.locator(CONTINUE).first.click()
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
            page.locator(f'main [name="{address}"][value="{value}"]').check()
    elif wanted:
        controls.first.fill(wanted[0])
    else:
        page.locator(f'main [name="{address}.inconnu"]').check()


def play(visitor: Window, answers: Mapping[str, Answer], until: str, most: int = 60) -> int:
    """Answer page after page until the path of the page begins with ``until``; how many pages it took."""
    for turn in range(most):
        if path(visitor.page).startswith(until):
            return turn
        answer(visitor, answers)
    raise AssertionError(f"still at {path(visitor.page)} after {most} pages: {visitor.page.title()}")


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
