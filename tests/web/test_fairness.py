"""An address that floods the site delays the others by a job each, and is refused first: jobs are counted, no time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

import httpx2 as httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request

from advisor.web.app import create_app
from advisor.web.guard import DOSSIER
from advisor.web.settings import Limits, Settings
from advisor.web.site import Crowded, Site, Turns
from tests.support.web_visitor import BASE, Visitor, forms_of, site


class Hand(Executor):
    """A worker that works when it is told to."""

    def __init__(self) -> None:
        self.given: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, fn: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.given.append((future, fn))
        return future

    async def work(self, jobs: int = 1) -> None:
        """Do some jobs."""
        for _ in range(jobs):
            future, job = self.given.pop(0)
            try:
                future.set_result(job())
            except Exception as error:
                future.set_exception(error)
            await settled()


async def settled() -> None:
    for _ in range(6):
        await asyncio.sleep(0)


class Queue:
    """A queue under test; ``ran``: what ran, in order, by address and rank of arrival there."""

    def __init__(self, share: int = 300) -> None:
        self.hand = Hand()
        self.turns = Turns(self.hand, share)
        self.ran: list[tuple[str, int]] = []
        self.asked: dict[str, int] = {}

    def ask(self, who: str) -> asyncio.Task[None]:
        rank = self.asked[who] = self.asked.get(who, 0) + 1
        return asyncio.ensure_future(self.turns.run(who, self.ran.append, (who, rank)))

    async def ask_many(self, who: str, count: int) -> list[asyncio.Task[None]]:
        tasks = [self.ask(who) for _ in range(count)]
        await settled()
        return tasks

    async def drain(self) -> None:
        await settled()
        while self.hand.given:
            await self.hand.work()


def refused(tasks: list[asyncio.Task[None]]) -> list[int]:
    """The ranks, from 1, of those refused."""
    return [rank for rank, one in enumerate(tasks, 1) if one.done() and isinstance(one.exception(), Crowded)]


def test_behind_a_flood_a_visitor_waits_for_what_runs_and_one_job_more_at_most() -> None:
    async def play() -> None:
        queue = Queue()
        flood = await queue.ask_many("flood", 400)
        for visit in range(1, 6):
            before = len(queue.ran)
            task = queue.ask("visitor")
            await settled()
            while ("visitor", visit) not in queue.ran:
                await queue.hand.work()
            assert len(queue.ran) - before <= 3
            assert task.done() and task.exception() is None
        await queue.drain()
        # What runs, then the share of one address: all the rest was refused at once.
        assert refused(flood) == list(range(1 + 300 + 1, 401))

    asyncio.run(play())


@given(st.lists(st.one_of(st.sampled_from("aaaabc"), st.none()), max_size=60))
def test_whoever_comes_waits_for_one_job_of_each_other_address_for_each_of_its_own(moves: list[str | None]) -> None:
    """``moves``: somebody asks, or the worker does a job."""

    async def play() -> None:
        queue = Queue()
        came: dict[tuple[str, int], tuple[int, int]] = {}
        tasks = []
        for one in moves:
            if one is not None:
                tasks.append(queue.ask(one))
                name = (one, queue.asked[one])
                came[name] = (len(queue.ran), sum(1 for who, _ in came if who == one and (who, _) not in queue.ran))
                await settled()
            elif queue.hand.given:
                await queue.hand.work()
            # The worker is never left without a job that could be done.
            assert len(queue.hand.given) == min(1, len(came) - len(queue.ran))
        await queue.drain()
        assert sorted(queue.ran) == sorted(came) and not refused(tasks)
        for who in set("abc"):
            assert [rank for one, rank in queue.ran if one == who] == list(range(1, queue.asked.get(who, 0) + 1))
        for rank, name in enumerate(queue.ran):
            already, mine = came[name]
            assert rank - already <= 1 + 3 * (mine + 1), (name, queue.ran)

    asyncio.run(play())


def test_once_the_site_is_closing_nobody_waits_for_ever() -> None:
    async def play() -> None:
        worker = ThreadPoolExecutor(1)
        turns = Turns(worker, 10)
        assert await turns.run("a", int, "12") == 12
        worker.shutdown()
        with pytest.raises(RuntimeError):
            await asyncio.wait_for(turns.run("a", int, "12"), 5)

    asyncio.run(play())


def test_one_address_has_its_share_and_leaves_theirs_to_the_others() -> None:
    async def play() -> None:
        queue = Queue(share=4)
        assert refused(await queue.ask_many("flood", 1 + 6)) == [6, 7]
        assert not refused(await queue.ask_many("visitor", 4))
        await queue.drain()
        assert len(queue.ran) == 9

    asyncio.run(play())


def test_a_job_nobody_waits_for_any_more_is_not_done_and_one_that_fails_stops_nobody() -> None:
    async def play() -> None:
        queue = Queue()
        jobs = await queue.ask_many("a", 2)
        gone = queue.ask("a")
        broken = asyncio.ensure_future(queue.turns.run("b", lambda: 1 // 0))
        last = queue.ask("b")
        await settled()
        gone.cancel()
        await queue.drain()
        assert queue.ran == [("a", 1), ("a", 2), ("b", 1)]
        assert gone.cancelled() and last.done() and all(one.done() for one in jobs)
        with pytest.raises(ZeroDivisionError):
            await broken

    asyncio.run(play())


def test_whoever_leaves_at_the_very_instant_of_being_served_stops_nobody() -> None:
    async def play() -> None:
        queue = Queue()
        (first,), gone, last = await queue.ask_many("a", 1), queue.ask("b"), queue.ask("c")
        await settled()
        future, job = queue.hand.given.pop()
        future.set_result(job())
        while not first.done():
            await asyncio.sleep(0)
        gone.cancel()
        await queue.drain()
        assert queue.ran == [("a", 1), ("c", 1)] and last.done() and not last.cancelled()

    asyncio.run(play())


def test_whatever_a_job_raises_it_is_told_and_gives_its_place_back() -> None:
    """A future takes no `StopIteration`: such a job would hold the worker for ever."""

    async def play() -> None:
        with ThreadPoolExecutor(1) as worker:
            turns = Turns(worker, 300)
            with pytest.raises(RuntimeError):
                await asyncio.wait_for(turns.run("a", next, iter(())), 5)
            assert await asyncio.wait_for(turns.run("b", lambda: "served"), 5) == "served"

    asyncio.run(play())


# -- the site ---------------------------------------------------------------------------------------------------------


def client_of(app: Any, address: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app, client=(address, 1))
    return httpx.AsyncClient(transport=transport, base_url=BASE)


def test_while_one_address_floods_the_site_another_visitor_is_served() -> None:
    app = create_app(Settings(limits=Limits(share=9)))
    served: Site = app.state.site

    async def play() -> None:
        gate = threading.Event()
        secret = served.talks.begin()
        stuck = asyncio.ensure_future(served.think(None, gate.wait, 20))
        await settled()
        async with client_of(app, "192.0.2.1") as flood, client_of(app, "198.51.100.7") as visitor:
            for one in (flood, visitor):
                one.cookies.set(DOSSIER, secret, domain="127.0.0.1")
            tasks = [asyncio.ensure_future(flood.get("/resultat")) for _ in range(40)]
            refused_ = [await one for one in asyncio.as_completed(tasks[9:])]
            assert {one.status_code for one in refused_} == {503} and all("<h1>" in one.text for one in refused_)
            asked = asyncio.ensure_future(visitor.get("/reponses"))
            await asyncio.sleep(0.01)
            order: list[str] = []
            asked.add_done_callback(lambda _: order.append("visitor"))
            for task in tasks[:9]:
                task.add_done_callback(lambda _: order.append("flood"))
            gate.set()
            answers = await asyncio.gather(asked, *tasks[:9])
            assert {one.status_code for one in answers} == {200}
            assert order.index("visitor") <= 2
        await stuck

    try:
        asyncio.run(play())
    finally:
        served.close()


def test_pages_that_reason_and_previews_are_counted_and_the_others_are_not() -> None:
    with site(Settings(limits=Limits(pages=4, previews=2))) as client:
        visitor = Visitor(client).send("/commencer")  # led to /question, then to the question itself: two pages
        form = next(one for one in forms_of(visitor.page.text) if one.action == "/question")
        assert [client.post("/apercu", data=form.data()).status_code for _ in range(3)] == [200, 200, 429]
        assert [client.get("/reponses").status_code, client.head("/reponses").status_code] == [200, 200]
        assert client.get("/reponses").status_code == 429
        assert [client.get(path).status_code for path in ("/confidentialite", "/sante", "/")] == [200, 200, 429]
        # An answer is still taken: what was typed is not lost.
        sent = client.post("/question", data={**form.data(), "situation": "projet"}, follow_redirects=False)
        assert sent.status_code == 303
        client.cookies.clear()
        assert client.get("/").status_code == 200


def test_while_a_document_is_drawn_questions_are_answered() -> None:
    with site() as client:
        visitor = Visitor(client).send("/commencer")
        assert isinstance(client.app, Starlette) and client.portal
        served: Site = client.app.state.site
        gate = threading.Event()
        drawn = client.portal.start_task_soon(served.press, Request({"type": "http"}), gate.wait, 5)
        try:
            assert visitor.go("/reponses").page.status_code == 200 and not drawn.done()
        finally:
            gate.set()


def test_a_hundred_participants_behind_one_address_are_never_refused() -> None:
    """A hundred who think two to six seconds before each answer, as in the benchmark, and a room beside them."""
    usual, people, thinking = Limits(), 100, 4
    answers = people * usual.window / thinking
    assert usual.writes >= answers + 40 * usual.window / thinking
    # Sent, then /question, then the question itself.
    assert usual.pages >= 2 * answers * 1.3 and usual.previews >= 2 * answers * 1.3
    assert usual.creations >= 2 * people and usual.documents >= 3 * people
    # A page and a preview of each at the same instant; a browser's six connections.
    assert usual.share >= 2 * people
    assert usual.connections >= 6 * (people + 40)
