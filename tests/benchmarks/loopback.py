"""A site of its own on the loopback, and a browser that weighs nothing, so that the server is what is measured."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

_RUN = """
import sys
from pathlib import Path
from advisor.web.serve import run
from advisor.web.settings import Limits, Settings

many = 10**9
limits = Limits(writes=many, pages=many, creations=many) if sys.argv[3:] else Limits()
run(Settings(data=Path(sys.argv[1]), port=int(sys.argv[2]), limits=limits))
"""


class Server:
    """What ``ess-advisor site`` runs, on a file, on loopback.

    Args:
        data: its file. port: where it listens; 0 for any.
        endless: what one network address may ask in a window of time is lifted, for those who never stop to think.
    """

    def __init__(self, data: Path, port: int = 0, *, endless: bool = False) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _RUN, str(data), str(port), *(["endless"] if endless else [])],
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
