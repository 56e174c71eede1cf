"""A server in front of the site that is not set as it should be is told of, once, to whoever runs the site."""

from __future__ import annotations

import asyncio
import logging

import pytest
from starlette.types import Receive, Scope, Send

from advisor.web.relay import UNNAMED, UNTOLD, Relay
from advisor.web.settings import Settings

PUBLIC = Settings(public_url="https://diagnostic.cress.example")
OURS, HERE = b"diagnostic.cress.example", b"127.0.0.1:8765"


def said(settings: Settings, client: str, host: bytes, *told: bytes) -> list[str]:
    """What the log says of two requests with some headers."""
    lines: list[str] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        lines.append("served")

    async def play() -> None:
        relay = Relay(app, settings)
        headers = [(b"host", host), *((name, b"203.0.113.7") for name in told)]
        for _ in range(2):
            await relay({"type": "http", "client": (client, 1), "headers": headers}, None, None)  # type: ignore[arg-type]

    logger, handler = logging.getLogger("advisor.web"), Lines()
    logger.addHandler(handler)
    try:
        asyncio.run(play())
    finally:
        logger.removeHandler(handler)
    assert lines.count("served") == 2
    return [one for one in lines if one != "served"]


@pytest.mark.parametrize(
    ("settings", "client", "host", "headers", "told"),
    [
        (Settings(), "127.0.0.1", HERE, [b"x-forwarded-for"], [UNNAMED]),
        (Settings(), "::1", HERE, [b"x-real-ip"], [UNNAMED]),
        (Settings(), "127.0.0.1", HERE, [], []),
        # A neighbour on the network may write what they like.
        (Settings(host="0.0.0.0"), "192.0.2.4", HERE, [b"x-forwarded-for"], []),
        (PUBLIC, "127.0.0.1", OURS, [], [UNTOLD]),
        (PUBLIC, "203.0.113.7", OURS, [b"x-forwarded-for"], []),
        # Whoever runs the site looks at it from this computer.
        (PUBLIC, "127.0.0.1", HERE, [], []),
        (PUBLIC, "127.0.0.1", OURS, [b"x-forwarded-for"], []),
    ],
)
def test_a_relay_that_hides_its_visitors_is_told_of_once(
    settings: Settings, client: str, host: bytes, headers: list[bytes], told: list[str]
) -> None:
    assert said(settings, client, host, *headers) == told
