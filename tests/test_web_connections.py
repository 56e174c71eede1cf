"""Connections that never say what they want are closed, on a real socket, with a patience of a fraction of a second."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from advisor.web.serve import server_config
from advisor.web.settings import Limits, Settings

PATIENCE = 0.4
ASKED = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


async def slow(request: Request) -> Response:
    """Answers later than headers are waited for; reads what is sent."""
    await request.body()
    await asyncio.sleep(1.3 * PATIENCE)
    return PlainTextResponse("tard")


async def quick(request: Request) -> Response:
    """Answers at once, without reading anything."""
    return PlainTextResponse("ici")


async def who(request: Request) -> Response:
    """Answers with the address it is asked from."""
    return PlainTextResponse(f"{request.client.host if request.client else ''} ici")


LARGE = b"x" * 8_000_000
"""More than the system takes in charge."""


async def large(request: Request) -> Response:
    """Answers at length."""
    return Response(LARGE)


APP = Starlette(
    routes=[
        Route("/long", large),
        Route("/qui", who),
        Route("/", quick, methods=["GET", "POST"]),
        Route("/lent", slow, methods=["GET", "POST"]),
    ]
)
LIMITS = Limits(headers=PATIENCE, patience=3 * PATIENCE, connections=4)


@contextmanager
def serving(settings: Settings) -> Iterator[int]:
    """A server of nothing much, held as the site is; its port."""
    server = uvicorn.Server(server_config(APP, settings))
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.005)
        yield door.getsockname()[1]
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serving(Settings(limits=LIMITS)) as found:
        yield found


def reach(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10 * PATIENCE)


def answer(one: socket.socket) -> bytes:
    """What is answered to one request, whole; empty when the other end closes."""
    found = b""
    while not found.endswith((b"ici", b"tard")):
        got = one.recv(65_536)
        if not got:
            return b""
        found += got
    return found


def closed(one: socket.socket) -> bool:
    """Whether the other end closes, as opposed to staying open; waits for it."""
    try:
        while one.recv(65_536):
            pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


def drip(one: socket.socket, data: bytes, most: float = 10 * PATIENCE) -> float:
    """Send byte after byte, slowly, until the other end closes; how long that took."""
    start = time.monotonic()
    one.settimeout(0.02)
    for byte in data * 1000:
        if time.monotonic() - start > most:
            break
        try:
            one.sendall(bytes([byte]))
            if one.recv(65_536) == b"":
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - start


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "], ids=["nothing", "half"])
def test_a_connection_that_stays_silent_is_closed(port: int, begun: bytes) -> None:
    with reach(port) as one:
        one.sendall(begun)
        assert closed(one)


@pytest.mark.parametrize(
    "before",
    [
        b"GET / HTTP/1.1\r\nX: ",
        ASKED + b"GET / HTTP/1.1\r\nX: ",
        # What is sent is refused unread: its rest is no reason to wait either.
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 90000\r\n\r\n",
    ],
    ids=["first", "kept", "body"],
)
def test_headers_byte_by_byte_gain_nothing(port: int, before: bytes) -> None:
    with reach(port) as one:
        one.sendall(before)
        assert PATIENCE / 2 < drip(one, b"x") < 6 * PATIENCE


def test_what_comes_at_once_is_read_little_by_little_and_endless_headers_are_refused(port: int) -> None:
    """A heap of them would be parsed in one go, while everybody waits."""
    begun = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    for rest in (b"", b"\r\n"):
        # What is left unread may well close it before the answer is seen.
        with reach(port) as one, suppress(ConnectionError):
            one.sendall(begun + b"a:\r\n" * 13_000 + rest)
            assert one.recv(12) in (b"HTTP/1.1 400", b"")
    with reach(port) as one:
        # As much as a browser may have to say, and a request right behind another one.
        one.sendall(begun + b"Cookie: a=" + b"x" * 20_000)
        time.sleep(PATIENCE / 10)
        one.sendall(b"x" * 5_000 + b"\r\n\r\n" + ASKED)
        assert answer(one).startswith(b"HTTP/1.1 200")


def test_a_body_is_read_as_it_is_asked_for_and_comes_whole(port: int) -> None:
    whole = b"x" * 300_000
    with reach(port) as one:
        for _ in range(2):
            one.sendall(b"POST /lent HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 300000\r\n\r\n" + whole)
            assert answer(one).startswith(b"HTTP/1.1 200")
        # One that nobody asks for is let go, and the next request is answered.
        one.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 300000\r\n\r\n" + whole + ASKED)
        found = b""
        while found.count(b"ici") < 2:
            found += one.recv(65_536)


def test_whoever_asks_in_time_is_answered_however_long_it_takes_and_may_ask_again(port: int) -> None:
    with reach(port) as one:
        for path in (b"/lent", b"/"):
            one.sendall(ASKED.replace(b"/ ", path + b" "))
            assert answer(one).startswith(b"HTTP/1.1 200")
            time.sleep(PATIENCE * 1.1)
        # A body that takes longer than headers may is waited for: it has a patience of its own.
        one.sendall(b"POST /lent HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\n\r\n")
        for _ in range(4):
            time.sleep(PATIENCE * 0.3)
            one.sendall(b"x")
        assert answer(one).startswith(b"HTTP/1.1 200")


def test_whoever_reads_nothing_is_let_go_and_whoever_reads_slowly_is_not(port: int) -> None:
    def asked(room: int) -> socket.socket:
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        one.settimeout(10 * PATIENCE)
        one.connect(("127.0.0.1", port))
        one.sendall(ASKED.replace(b"/ ", b"/long "))
        return one

    with asked(4_096) as silent, asked(400_000) as slow:
        got, start = 0, time.monotonic()
        while got < len(LARGE):
            time.sleep(PATIENCE / 20)
            # No more than so many bytes since the beginning: four times the patience for the whole.
            while got < len(LARGE) * (time.monotonic() - start) / (4 * PATIENCE):
                found = slow.recv(200_000)
                assert found
                got += len(found)
        assert time.monotonic() - start > 3 * PATIENCE
        # What the system had taken in charge still comes, then no more.
        rest = 0
        with suppress(ConnectionError):
            while found := silent.recv(1_000_000):
                rest += len(found)
        assert rest < len(LARGE)


def answered(port: int) -> bool:
    with reach(port) as one:
        try:
            one.sendall(ASKED)
            return answer(one).startswith(b"HTTP/1.1 200")
        except ConnectionError:
            return False


def test_an_address_opens_so_many_connections_and_may_again_when_it_closes_some(port: int) -> None:
    held = [reach(port) for _ in range(LIMITS.connections)]
    for one in held:
        one.sendall(ASKED)
        assert answer(one).startswith(b"HTTP/1.1 200")
    assert not answered(port)
    held.pop().close()
    limit = time.monotonic() + 5
    while not answered(port):
        assert time.monotonic() < limit
        time.sleep(0.01)
    for one in held:
        one.close()


def asked_from(port: int) -> str:
    """From where the site believes that a relayed request comes."""
    with reach(port) as one:
        one.sendall(b"GET /qui HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: 203.0.113.5\r\n\r\n")
        return answer(one).split()[-2].decode()


def test_nobody_chooses_the_address_under_which_they_are_counted(port: int) -> None:
    assert asked_from(port) == "127.0.0.1"


def test_a_server_that_relays_the_site_opens_as_many_as_it_has_visitors_and_says_from_where_each_comes() -> None:
    limits = replace(LIMITS, connections=1, headers=5.0)
    settings = Settings(limits=limits, public_url="https://a.example")
    # It closes idle connections itself, before we do: a form is never sent by one that is being closed.
    assert server_config(APP, settings).timeout_keep_alive > 120 > server_config(APP, Settings()).timeout_keep_alive
    with serving(settings) as port:
        held = [reach(port) for _ in range(3)]
        assert answered(port) and asked_from(port) == "203.0.113.5"
        for one in held:
            one.close()
