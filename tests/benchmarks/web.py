"""The site under load: ``python -m tests.benchmarks.web`` (loopback only, by hand: a loaded machine would lie).

The real server in a process of its own (without limits by network address, since all come from one), and participants
with a browser's habits: one kept connection, cookies, forms read from the page and sent back, the redirection followed.
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
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from advisor.casebook import load_cases
from advisor.dossier import Dossier
from tests.web_visitor import Form, forms_of

UNKNOWN = "je_ne_sais_pas"


# -- the server -------------------------------------------------------------------------------------------------------


_RUN = """
import sys
from pathlib import Path
from advisor.web.serve import run
from advisor.web.settings import Limits, Settings

limits = Limits(writes=10**9, creations=10**9)
run(Settings(data=Path(sys.argv[1]), port=int(sys.argv[2]), limits=limits))
"""


class Server:
    """What ``ess-advisor serve`` runs, on a file, on loopback.

    Only what one network address may ask is lifted: here everybody comes from the same one.
    """

    def __init__(self, data: Path, port: int = 0) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _RUN, str(data), str(port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            if "Ctrl-C" in line:
                break
        found = re.search(r"http://127\.0\.0\.1:(\d+)", said)
        if found is None:
            raise SystemExit(f"Le site n'a pas démarré.\n{said}")
        self.port = int(found[1])

    def memory(self) -> float:
        """Resident memory, in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def processor(self) -> float:
        """Seconds of processor taken so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self, number: int = signal.SIGTERM) -> None:
        self.process.send_signal(number)
        self.process.wait(20)
        if self.process.stdout is not None:
            self.process.stdout.close()


# -- a participant ----------------------------------------------------------------------------------------------------


@dataclass
class Page:
    """An answer of the server: status, headers that matter here, text, seconds."""

    status: int
    location: str
    text: str
    seconds: float
    tag: str = ""


class Browser:
    """One kept connection and its cookies: next to nothing, so that the server is what is measured."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def ask(
        self, method: str, path: str, data: dict[str, list[str]] | None = None, headers: dict[str, str] | None = None
    ) -> Page:
        body = urlencode(data or {}, doseq=True).encode()
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        if method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        start = time.perf_counter()
        if self._streams is None or self._streams[0].at_eof():
            self._streams = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 22)
        reader, writer = self._streams
        writer.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        answered = [line.partition(": ") for line in head[1:] if line]
        length = next((int(value) for name, _, value in answered if name.lower() == "content-length"), 0)
        text = (await reader.readexactly(length)).decode()
        seconds = time.perf_counter() - start
        location = tag = ""
        for name, _, value in answered:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
            elif name.lower() == "location":
                location = value
            elif name.lower() == "etag":
                tag = value
            elif name.lower() == "connection" and value == "close":
                await self.close()
        return Page(int(head[0].split()[1]), location, text, seconds, tag)


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
            if answer.status == 303:
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


# -- the three parts --------------------------------------------------------------------------------------------------


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
    code = "".join(re.findall(r"\d", re.search(r"\d{3}\s?\d{3}", desk.text)[0]))  # type: ignore[index]
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
    again = Server(data, server.port)
    total = 0
    for participant in who:
        kept = (await participant.browser.ask("GET", "/dossier.yaml")).text
        told = [address for address in participant.acknowledged if not address.startswith("/")]
        lost = [address for address in told if f"{address}:" not in kept and f'"{address}"' not in kept]
        if lost:
            raise SystemExit(f"Réponses perdues : {', '.join(lost)}")
        total += len(told)
        await participant.browser.close()
    return again, len(who), total


def told(name: str, seconds: list[float]) -> None:
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
            told("pages montrées (GET)", times.get)
            told("réponses envoyées (POST)", times.post)
            told("toutes  (but : p95 150 ms)", times.get + times.post)
            print(f"  {times.refused} réponses refusées puis mises en « je ne sais pas »")
            print(f"  processeur du serveur occupé à {100 * (server.processor() - worked) / lasted:.0f} %\n")
            start = time.perf_counter()
            times, memory = await burst(server, 16, options.pages, 4)
            lasted = time.perf_counter() - start
            print(
                f"Sans réflexion, 16 participants, {times.pages} pages : {times.pages / lasted:.0f} pages par seconde"
            )
            told("pages montrées (GET)", times.get)
            told("réponses envoyées (POST)", times.post)
            print(f"  mémoire du serveur : {' → '.join(f'{one:.0f}' for one in memory)} Mio\n")
            views, votes, asked = await play(Browser(server.port), Browser(server.port), server.port, PHONES)
            print(f"La salle : {PHONES} téléphones et un écran, {asked} questions, tous répondent en 5 s")
            told("vues demandées", views)
            told("réponses d'un téléphone", votes)
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
