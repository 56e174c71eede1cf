"""The site under load: ``python -m tests.benchmarks.web`` (loopback only, by hand: a loaded machine would lie).

The real server in a process of its own (for the burst and the accident, without limits by network address, since all
come from one and none stops to think), and participants with a browser's habits: one kept connection, cookies, forms
read from the page and sent back, the redirection followed.
Each answers the questions of a worked case of its own, « je ne sais pas » to what the case does not say, and begins a
new dossier when nothing is left to ask.

Four parts:

- the room: 100 participants at once, who take 2 to 6 seconds before each answer; the times of question pages;
- the burst: 16 participants who do not think, until 20 000 pages are served; throughput, memory of the server;
- the hall: a trainer, a projector and 60 phones, which look for news as their scripts do and all answer each question;
- the accident: answers are sent without a pause, the server is killed (SIGKILL) and started again on the same file;
  every answer that was acknowledged is there, for every participant.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import random
import re
import signal
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from advisor.dossier import Dossier
from advisor.training.casebook.read import load_cases
from tests.benchmarks.hall import PHONES, play
from tests.benchmarks.loopback import Browser, Page, Server
from tests.support.web_visitor import Form, forms_of

UNKNOWN = "je_ne_sais_pas"


# -- a participant ----------------------------------------------------------------------------------------------------


@dataclass
class Times:
    """What was waited for, in seconds; ``pages``: of every kind."""

    get: list[float] = field(default_factory=list)
    post: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def pages(self) -> int:
        return len(self.get) + len(self.post)


class Participant:
    """One visitor who answers a case.

    Attributes:
        acknowledged: what the server said it recorded in the dossier at hand, by address.
        sent: pages recorded in all.
    """

    def __init__(self, port: int, dossier: Dossier, times: Times, rng: random.Random) -> None:
        self.browser, self.dossier, self.times, self.rng = Browser(port), dossier, times, rng
        self.acknowledged: dict[str, list[str]] = {}
        self.sent = 0

    async def begin(self) -> Page:
        """A new dossier, and its first question."""
        self.acknowledged.clear()
        page = await self.browser.ask("GET", "/")
        form = next(one for one in forms_of(page.text) if one.action == "/commencer")
        # The form of the home page knows the dossier at hand: it may be answered as it is.
        answer = await self.browser.ask("POST", "/commencer", form.data())
        if answer.status != 303:
            raise SystemExit(f"Le site refuse de commencer ({answer.status}).")
        return await self.follow(answer)

    async def follow(self, page: Page) -> Page:
        """The page that an answer leads to; the time noted is that of all it took to have it."""
        waited = 0.0
        while page.status == 303:
            page = await self.browser.ask("GET", page.location.partition("#")[0])
            waited += page.seconds
            if page.status in (429, 503):
                raise SystemExit(f"Un participant est refusé ({page.status}).")
            if page.status == 200:
                self.times.get.append(waited)
        return page

    async def step(self, page: Page) -> Page:
        """Answer a question page, or go on from another; the page that comes next."""
        forms = forms_of(page.text)
        form = next((one for one in forms if one.action == "/question"), None)
        if form is None:
            return await self._past(page, forms)
        tries = [{**form.data(), "passer": ["page"]}]
        if "adresses" in form.names():
            tries = [self._answers(form), self._unknown(form), *tries]
        for data in tries:
            answer = await self.browser.ask("POST", "/question", data)
            self.times.post.append(answer.seconds)
            # A refused form leads back to its question, which says so.
            if answer.status == 303 and "erreur=1" not in answer.location:
                break
            self.times.refused += 1
        else:
            raise SystemExit(f"Réponses toujours refusées ({answer.status}) : {data}")
        self.sent += 1
        if "passer" not in data:
            asked = data["adresses"][0].split()
            self.acknowledged.update((address, data.get(address, [UNKNOWN])) for address in asked)
        return await self.follow(answer)

    async def _past(self, page: Page, forms: list[Form]) -> Page:
        """What comes after the questions: on to the rest of them, or a new dossier."""
        for action in ("/prediagnostic", "/continuer"):
            form = next((one for one in forms if one.action == action), None)
            if form is not None and action not in self.acknowledged:
                self.acknowledged[action] = []
                return await self.follow(await self.browser.ask("POST", action, form.data()))
        if "/question" in re.findall(r'href="([^"#?]*)', page.text):
            page = await self.follow(await self.browser.ask("GET", "/question"))
            if any(one.action == "/question" for one in forms_of(page.text)):
                return page
        return await self.begin()

    def _answers(self, form: Form) -> dict[str, list[str]]:
        data = self._unknown(form)
        for address in data["adresses"][0].split():
            given = self.dossier.answers.get(address)
            if given is not None and given.value is not None:
                data.pop(f"{address}.inconnu", None)
                data[address] = list(given.value) if isinstance(given.value, tuple) else [given.value]
        return data

    @staticmethod
    def _unknown(form: Form) -> dict[str, list[str]]:
        data = {name: list(values) for name, values in form.data().items()}
        for address in data["adresses"][0].split():
            data.pop(address, None)
            boxed = f"{address}.inconnu" in form.names()
            data[f"{address}.inconnu" if boxed else address] = [UNKNOWN]
        return data


# -- the parts --------------------------------------------------------------------------------------------------------


def crowd(port: int, count: int, times: Times, seed: int = 1) -> list[Participant]:
    """Participants who each answer a worked case of their own."""
    cases = load_cases()
    return [
        Participant(port, cases[rank % len(cases)].dossier, times, random.Random(seed * 1000 + rank))
        for rank in range(count)
    ]


async def room(server: Server, people: int, seconds: float, low: float, high: float) -> Times:
    """Everybody at once, each thinking before each answer."""
    times = Times()
    end = time.perf_counter() + seconds

    async def one(who: Participant) -> None:
        await asyncio.sleep(who.rng.uniform(0, high))
        page = await who.begin()
        while time.perf_counter() < end:
            await asyncio.sleep(who.rng.uniform(low, high))
            page = await who.step(page)
        await who.browser.close()

    await asyncio.gather(*map(one, crowd(server.port, people, times)))
    return times


async def burst(server: Server, people: int, pages: int, marks: int) -> tuple[Times, list[float]]:
    """As fast as it goes, until enough pages; the memory of the server at regular marks."""
    times, memory = Times(), [server.memory()]

    async def one(who: Participant) -> None:
        page = await who.begin()
        while times.pages < pages:
            page = await who.step(page)
            if times.pages >= pages * len(memory) / marks:
                memory.append(server.memory())
        await who.browser.close()

    await asyncio.gather(*map(one, crowd(server.port, people, times, seed=2)))
    return times, memory


async def accident(server: Server, data: Path, people: int, answers: int) -> tuple[Server, int, int]:
    """Kill the server under load, start it again: participants, answers acknowledged; lost ones are an error.

    Args:
        answers: pages recorded, by all, before the server is killed.
    """
    who = crowd(server.port, people, Times(), seed=3)

    async def one(participant: Participant) -> None:
        try:
            page = await participant.begin()
            while True:
                page = await participant.step(page)
        except (OSError, asyncio.IncompleteReadError):
            await participant.browser.close()

    tasks = [asyncio.create_task(one(participant)) for participant in who]
    while sum(participant.sent for participant in who) < answers:
        await asyncio.sleep(0.05)
    server.end(signal.SIGKILL)
    await asyncio.gather(*tasks)
    again = Server(data, server.port, endless=True)
    total = 0
    for participant in who:
        saved = (await participant.browser.ask("GET", "/dossier.yaml")).text
        acknowledged = [address for address in participant.acknowledged if not address.startswith("/")]
        lost = [address for address in acknowledged if f"{address}:" not in saved and f'"{address}"' not in saved]
        if lost:
            raise SystemExit(f"Réponses perdues : {', '.join(lost)}")
        total += len(acknowledged)
        await participant.browser.close()
    return again, len(who), total


def print_times(name: str, seconds: list[float]) -> None:
    ordered = sorted(seconds)

    def at(share: float) -> float:
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    print(
        f"  {name:<28} {len(ordered):6d} pages   médiane {1000 * statistics.median(ordered):6.1f} ms   "
        f"p95 {at(0.95):6.1f}   p99 {at(0.99):6.1f}   max {1000 * ordered[-1]:6.1f}"
    )


async def measure(options: argparse.Namespace) -> None:
    with TemporaryDirectory() as folder:
        data = Path(folder) / "web.sqlite3"
        server = Server(data)
        try:
            load = os.getloadavg()[0]
            print(f"{os.cpu_count()} processeurs, charge de la machine avant de commencer : {load:.1f}\n")
            worked, start = server.processor(), time.perf_counter()
            times = await room(server, options.people, options.seconds, 2.0, 6.0)
            lasted = time.perf_counter() - start
            print(f"{options.people} participants ensemble, 2 à 6 s de réflexion avant chaque réponse, {lasted:.0f} s")
            print_times("pages montrées (GET)", times.get)
            print_times("réponses envoyées (POST)", times.post)
            print_times("toutes  (but : p95 150 ms)", times.get + times.post)
            print(f"  {times.refused} réponses refusées puis mises en « je ne sais pas »")
            print(f"  processeur du serveur occupé à {100 * (server.processor() - worked) / lasted:.0f} %\n")
            server.end()
            server = Server(data, endless=True)
            start = time.perf_counter()
            times, memory = await burst(server, 16, options.pages, 4)
            lasted = time.perf_counter() - start
            print(
                f"Sans réflexion, 16 participants, {times.pages} pages : {times.pages / lasted:.0f} pages par seconde"
            )
            print_times("pages montrées (GET)", times.get)
            print_times("réponses envoyées (POST)", times.post)
            print(f"  mémoire du serveur : {' → '.join(f'{one:.0f}' for one in memory)} Mio\n")
            views, votes, asked = await play(Browser(server.port), Browser(server.port), server.port, PHONES)
            print(f"La salle : {PHONES} téléphones et un écran, {asked} questions, tous répondent en 5 s")
            print_times("vues demandées", views)
            print_times("réponses d'un téléphone", votes)
            print()
            server, people, answers = await accident(server, data, 40, 300)
            print(f"Tué puis relancé : {people} participants, {answers} réponses acquises, aucune perdue")
        finally:
            server.end(signal.SIGKILL)


def main() -> None:
    """Every part; their size may be changed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=100, help="participants ensemble (100)")
    parser.add_argument("--seconds", type=float, default=120.0, help="durée de la première partie (120)")
    parser.add_argument("--pages", type=int, default=20_000, help="pages de la deuxième partie (20 000)")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
