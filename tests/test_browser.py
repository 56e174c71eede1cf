"""The site in a real Chromium: whole journeys, with a finger, with a mouse, with the keyboard, with and without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import Served, Size, launched, owed, served, small_targets, violations, window
from tests.browser_stations import stations


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served() as found:
        yield found


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_axe_finds_nothing_against_any_kind_of_page(browser: Browser, server: Served, size: Size) -> None:
    with window(browser, server, size) as visitor:
        for kind, page in stations(visitor):
            owed(kind, page, violations, *([small_targets] if size == "phone" else []))


@pytest.mark.parametrize("size", ["narrow", "zoomed"])
def test_no_page_scrolls_sideways(browser: Browser, server: Served, size: Size) -> None:
    with window(browser, server, size, script=False) as visitor:
        for kind, page in stations(visitor):
            owed(kind, page)
