"""A room under load: a trainer, a projector, and phones that look for news as their scripts do."""

from __future__ import annotations

import asyncio
import random
import re

from tests.benchmarks.loopback import Browser, Page
from tests.support.web_visitor import forms_of

PHONES = 60
CASE = "001-atelier-velo"
EVERY = 1.5
"""Seconds between two looks for news, as ``seance.js`` does."""


async def play(trainer: Browser, screen: Browser, port: int, phones: int) -> tuple[list[float], list[float], int]:
    """A case played by a room: seconds of each look for news, of each vote, and how many questions were put."""
    views: list[float] = []
    votes: list[float] = []
    over = asyncio.Event()

    async def fill(browser: Browser, page: str, action: str, more: dict[str, list[str]]) -> Page:
        shown = await browser.ask("GET", page)
        form = next(one for one in forms_of(shown.text) if one.action == action)
        return await browser.ask("POST", action, {**form.data(), **more})

    opened = await fill(trainer, "/seance/nouvelle", "/seance/nouvelle", {"quoi": ["cas"], "cas": [CASE]})
    if opened.status != 303:
        raise SystemExit(f"La séance n'a pas pu s'ouvrir ({opened.status}).")
    desk = await trainer.ask("GET", "/seance/animer")
    # Between two tags: the name of a style sheet may hold six digits too.
    code = "".join(re.search(r">(\d{3})\s(\d{3})<", desk.text).groups())  # type: ignore[union-attr]
    screen.cookies |= trainer.cookies

    async def watch(browser: Browser, path: str, rng: random.Random) -> None:
        tag = ""
        while not over.is_set():
            seen = await browser.ask("GET", path, headers={"If-None-Match": tag} if tag else {})
            views.append(seen.seconds)
            tag = seen.tag or tag
            await asyncio.sleep(EVERY * rng.uniform(0.9, 1.1))

    seats = [Browser(port) for _ in range(phones)]

    async def sit(browser: Browser) -> None:
        joined = await fill(browser, "/seance", "/seance/participer", {"code": [code]})
        if joined.status != 303:
            raise SystemExit(f"Un téléphone n'a pas pu entrer ({joined.status}).")

    await asyncio.gather(*map(sit, seats))
    looking = []
    for rank, seat in enumerate(seats):
        # A script asks on a connection of its own.
        other = Browser(port)
        other.cookies = seat.cookies
        looking.append(asyncio.create_task(watch(other, "/seance/participer/vue", random.Random(rank))))
    looking.append(asyncio.create_task(watch(screen, "/seance/ecran/vue", random.Random(-1))))

    async def vote(browser: Browser, rng: random.Random) -> None:
        await asyncio.sleep(rng.uniform(0, 5))
        page = await browser.ask("GET", "/seance/participer")
        form = next(one for one in forms_of(page.text) if one.action == "/seance/reponse")
        offered = re.findall(r'name="choix" value="([^"]+)"', page.text)
        said = await browser.ask("POST", form.action, {**form.data(), "choix": [rng.choice(offered)]})
        votes.append(page.seconds + said.seconds)

    asked = 0
    # Far more moves than a case has screens.
    for _ in range(80):
        if asked == 3:
            break
        desk = await trainer.ask("GET", "/seance/animer")
        form = next(one for one in forms_of(desk.text) if one.action == "/seance/animer")
        page = await seats[0].ask("GET", "/seance/participer")
        if any(one.action == "/seance/reponse" for one in forms_of(page.text)):
            asked += 1
            await asyncio.gather(*(vote(seat, random.Random(100 * asked + rank)) for rank, seat in enumerate(seats)))
            await trainer.ask("POST", "/seance/animer", {**form.data(), "geste": ["reveler"]})
        else:
            await trainer.ask("POST", "/seance/animer", {**form.data(), "geste": ["suite"]})
            await asyncio.sleep(0.2)
    over.set()
    await asyncio.gather(*looking)
    return views, votes, asked
