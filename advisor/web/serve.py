"""Running the site: the data file, the address, the log, a clean stop.

One process, on purpose. Rooms live in memory, durable_rules lives once a process, and SQLite has one writer: a second
process would share none of these, and one is enough for a hundred people who answer at once (tests/benchmarks/web.py).
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import logging
import os
import re
import socket
import sys
import threading
import traceback
import webbrowser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette

from advisor.common.errors import InputError, Problem, system_reason
from advisor.common.files import lock, release
from advisor.common.french import french_date, plural
from advisor.web.app import create_app
from advisor.web.room.rooms import lan_addresses
from advisor.web.settings import EVERYWHERE, EXAMPLE_FILE, Settings, bracketed, web_address

if TYPE_CHECKING:
    from filelock import BaseFileLock

GUIDE = Path(__file__).with_name("EXPLOITATION.md")
"""What whoever runs the site for the public has to know."""


def default_data() -> Path:
    """The data file when none is named.

    Raises:
        InputError: this user has no folder of its own.
    """
    named = os.environ.get("XDG_DATA_HOME", "")
    try:
        base = Path(named) if named.startswith("/") else Path.home() / ".local" / "share"
    except RuntimeError:
        message = "aucun répertoire personnel où garder les réponses."
        raise InputError(Problem(message, mend="Donnez un fichier par --donnees.")) from None
    return base / "ess-advisor" / "web.sqlite3"


def checked_url(text: str) -> tuple[str, str]:
    """An address under which others reach the site: without its path, then its path without a final slash.

    Raises:
        InputError: it is no web address.
    """
    parts = web_address(text.strip())
    try:
        port = parts.port if parts else None
    except ValueError:
        parts = None
    if parts is None or parts.query or parts.fragment:
        mend = "Écrivez-la entière, par exemple https://diagnostic.cress.example"
        raise InputError(Problem(f"« {text} » n'est pas l'adresse d'un site.", "--adresse-publique", mend=mend))
    site = f"{parts.scheme}://{bracketed(parts.hostname or '')}"
    return f"{site}:{port}" if port else site, checked_path(parts.path, "--adresse-publique")


def checked_path(text: str, option: str = "--racine") -> str:
    """A path of a proxy, without a final slash; "" for its root.

    Raises:
        InputError: it is no path.
    """
    path = text.strip().rstrip("/")
    if not re.fullmatch(r"(/[-_]*[A-Za-z0-9][-_A-Za-z0-9]*)*", path):
        mend = "Par exemple /diagnostic, en lettres sans accent."
        raise InputError(Problem(f"« {text} » n'est pas un chemin.", option, mend=mend))
    return path


def listen(host: str, port: int) -> socket.socket:
    """The socket the site listens on.

    Raises:
        InputError: the address cannot be used.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError):
        raise InputError(_not_ours(host)) from None
    try:
        if sys.platform != "win32":  # There, it would let a second site listen on the same port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(512)
    except OSError as error:
        listener.close()
        raise InputError(_refused(host, port, error)) from None
    return listener


def _refused(host: str, port: int, error: OSError) -> Problem:
    if error.errno == errno.EADDRINUSE:
        message = f"le port {port} est déjà pris : le site est peut-être déjà lancé."
        return Problem(message, mend=f"Ouvrez http://{named(host)}:{port}/, ou donnez un autre port par --port.")
    if error.errno == errno.EACCES:
        message = f"le port {port} est réservé à l'administrateur de l'ordinateur."
        return Problem(message, "--port", mend="Prenez un port au-dessus de 1024.")
    if error.errno == errno.EADDRNOTAVAIL:
        return _not_ours(host)
    return Problem(f"le site ne peut pas écouter sur {host}:{port} ({system_reason(error)}).", "--adresse")


def _not_ours(host: str) -> Problem:
    message = f"« {host} » n'est pas une adresse de cet ordinateur."
    return Problem(message, "--adresse", mend="Gardez 127.0.0.1, ou 0.0.0.0 pour le réseau.")


def named(host: str) -> str:
    """A host as it stands in an address; every network of the machine is reached from it as itself."""
    return "127.0.0.1" if host in EVERYWHERE else bracketed(host)


def alone(data: Path) -> BaseFileLock | None:
    """Hold the data file: two processes that each remember the same dossiers would write over one another.

    Args:
        data: the file, known to be ours.

    Raises:
        InputError: another process holds it.
    """
    message = "un autre site lancé sur cet ordinateur se sert déjà de ce fichier."
    mend = "Arrêtez-le d'abord, ou donnez un autre fichier par --donnees."
    return lock(data.with_name(f".{data.name}.verrou"), Problem(message, str(data), mend=mend))


class Discreet(logging.Formatter):
    """Says where an exception arose, never its message, which may quote an answer."""

    def formatException(self, ei: Any) -> str:  # noqa: N802
        kind, _, place = ei
        return f"{''.join(traceback.format_tb(place))}{kind.__name__ if kind else ''}"


def write_log() -> None:
    """The log on stderr: one line per request, without address, path or answer; and what goes wrong."""
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    # Whoever was still sending a form when the site stops: nothing went wrong.
    handler.addFilter(lambda line: not (line.exc_info and line.exc_info[0] is asyncio.CancelledError))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("advisor.web").setLevel(logging.INFO)
    logging.getLogger("python_multipart").setLevel(logging.CRITICAL)


def cookie_flaw(version: tuple[int, int, int]) -> str:
    """What to say of a Python that takes seconds to read a hostile cookie, while everybody waits; "" of another one.

    Args:
        version: of Python: major, minor, micro.
    """
    if version[2] >= {(3, 11): 10, (3, 12): 6}.get(version[:2], 0):
        return ""
    return (
        f"Python {'.'.join(map(str, version))} n'a pas la correction de CVE-2024-7592, sauf si votre système l'y a "
        "ajoutée : un cookie malveillant peut bloquer le site quelques secondes. Installez Python 3.11.10, 3.12.6 ou "
        "plus récent."
    )


def many_connections() -> None:
    """Let as many connections stay open as the system allows: an idle one costs next to nothing."""
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(OSError, ValueError):
            _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
            resource.setrlimit(resource.RLIMIT_NOFILE, (most if most > 0 else 65_536, most))


RELAY_KEEP_ALIVE = 150
"""Seconds that a connection of a server in front may be idle: longer than it keeps one itself (nginx 60, Caddy 120), or
it would send a form by one that is being closed, and the answers in it would be lost."""


def server_config(app: Starlette, settings: Settings) -> uvicorn.Config:
    """How the site is served."""
    return uvicorn.Config(
        app,
        http="h11",
        log_config=None,
        access_log=False,
        server_header=False,
        # Behind a proxy of this machine, which then says from where a visitor comes; from others, never believed.
        proxy_headers=bool(settings.public_url),
        forwarded_allow_ips="127.0.0.1,::1,::ffff:127.0.0.1",
        # Of headers: more than any browser sends, with the cookies of its neighbours.
        h11_max_incomplete_event_size=32_768,
        timeout_keep_alive=RELAY_KEEP_ALIVE if settings.public_url else 15,
        timeout_graceful_shutdown=3,
        limit_concurrency=settings.limits.connections,
        ws="none",
    )


class _Server(uvicorn.Server):
    """Tells when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def run(settings: Settings, *, browse: bool = False) -> None:
    """Serve until Ctrl-C or a signal to end.

    Args:
        settings: how; a port of 0 lets the system choose.
        browse: open a browser on the site.

    Raises:
        InputError: the address, the data file or the rules cannot be used; nothing was started.
    """
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(listen(settings.host, settings.port))
        port = int(listener.getsockname()[1])
        here = f"http://{named(settings.host)}:{port}{settings.root_path}/"
        app = create_app(settings)
        # Also when what follows refuses to start; to close twice does nothing more.
        stack.callback(app.state.site.close)
        # The rules and what was compiled stay for good: the collector need not go through them again and again.
        gc.collect()
        gc.freeze()
        if settings.data is not None:
            stack.callback(release, alone(settings.data))
        write_log()
        if flaw := cookie_flaw(sys.version_info[:3]):
            logging.getLogger("advisor.web").warning("%s", flaw)
        many_connections()
        config = server_config(app, settings)

        def ready() -> None:
            _say(startup_message(settings, port, here, app.state.site.store.behind()))
            if browse:
                threading.Thread(target=_open, args=(here,), daemon=True).start()

        # uvicorn stops in order, then lets Ctrl-C through.
        with contextlib.suppress(KeyboardInterrupt):
            _Server(config, ready).run(sockets=[listener])
        _say("\nLe site est arrêté." + (" Les réponses enregistrées sont gardées." if settings.data else ""))


def startup_message(settings: Settings, port: int, here: str, behind: date | None = None) -> str:
    """What is printed once the site answers: where it is, what it keeps, what it does not say of whoever runs it.

    Args:
        settings: how it is run. port: on which it listens. here: its address on this computer.
        behind: last day of a visit, when the clock says an earlier one.
    """
    lines = [f"Le site est ouvert : {f'{settings.public_url}{settings.root_path}/' if settings.public_url else here}"]
    if settings.public_url:
        lines.append(f"Sur cet ordinateur : {here}")
        lines.append(f"Réglages du serveur qui le relaie (nginx : en-têtes, délais, limites) : {GUIDE}")
    if settings.host in EVERYWHERE:
        addresses = lan_addresses()
        lines += [f"Pour les téléphones du même réseau : http://{one}:{port}{settings.root_path}/" for one in addresses]
        if not addresses:
            lines.append("Cet ordinateur n'est relié à aucun réseau : les téléphones ne peuvent pas l'atteindre.")
    days = plural(settings.keep_days, "jour")
    if settings.data is not None:
        lines.append(f"Réponses gardées dans {settings.data}, effacées {days} après la dernière visite.")
    if behind is not None:
        lines.append(
            f"L'horloge de cet ordinateur est en retard sur la dernière visite, datée du {french_date(behind)} : aucun "
            f"dossier n'est effacé. Mettez l'ordinateur à l'heure ; s'il l'est déjà, voyez {GUIDE}"
        )
    lines += _unsaid(settings)
    lines.append("Pour arrêter : Ctrl-C.")
    return "\n".join(lines)


def _unsaid(settings: Settings) -> list[str]:
    """What a site open to the public usually tells of whoever runs it, and this one does not."""
    example = f"Un modèle à compléter : ess-advisor site --modele-organisme {EXAMPLE_FILE}"
    if settings.house is None:
        message = "Ce site ne dit pas qui le met à disposition ; un site public le dit d'ordinaire."
        return [f"{message} {example}"] if settings.public_url else []
    missing = settings.house.missing
    if not missing or not (settings.operator or settings.public_url):
        return []
    mend = "Complétez le fichier donné par --organisme." if settings.operator else example
    return [
        "Un site public dit d'ordinaire aussi ceci, que celui-ci ne dit pas :",
        *(f"- {one}" for one in missing),
        mend,
    ]


def _open(address: str) -> None:
    try:
        opened = webbrowser.open(address)
    except (webbrowser.Error, OSError):
        opened = False
    if not opened:
        _say("Aucun navigateur n'a pu être ouvert : ouvrez cette adresse vous-même.")


def _say(text: str) -> None:
    # Nobody may be there to read: a service without a terminal.
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
