"""« Recherche d'entreprises » as its documentation says it behaves, on this machine; and as networks misbehave.

Run by hand, for a look at the screens: ``python -m tests.support.fake_directory 8765``, then
``ESS_ADVISOR_RECHERCHE=http://127.0.0.1:8765 ess-advisor entretien essai.yaml``.
"""

from __future__ import annotations

import contextlib
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

FURAN, FURAN_SHOWN = "123456782", "123 456 782"
Reply = Callable[[BaseHTTPRequestHandler], None]


def company(siren: str = FURAN, **more: Any) -> dict[str, Any]:
    """A record with every documented field that serves here, and some that do not."""
    return {
        "siren": siren,
        "nom_complet": "ATELIER DU FURAN (ADF)",
        "nom_raison_sociale": "ATELIER DU FURAN",
        "sigle": "ADF",
        "nombre_etablissements": 2,
        "siege": {
            "libelle_commune": "SAINT-ETIENNE",
            "departement": "42",
            "code_postal": "42000",
            "code_pays_etranger": None,
            "est_siege": True,
        },
        "nature_juridique": "5710",
        "date_creation": "2019-03-12",
        "date_fermeture": None,
        "etat_administratif": "A",
        "statut_diffusion": "O",
        "tranche_effectif_salarie": "03",
        "annee_tranche_effectif_salarie": "2023",
        "finances": {"2022": {"ca": 410_000, "resultat_net": -5_200}, "2023": {"ca": 452_300, "resultat_net": 12_100}},
        "complements": {"est_ess": True, "est_societe_mission": True, "est_association": False, "type_siae": None},
        "matching_etablissements": [],
    } | more


def body(*results: dict[str, Any], total: int | None = None) -> bytes:
    """A page of results."""
    count = len(results) if total is None else total
    page = {"results": results, "total_results": count, "page": 1, "per_page": 10, "total_pages": 1}
    return json.dumps(page).encode()


def plain(
    content: bytes, status: int = 200, kind: str = "application/json", headers: dict[str, str] | None = None
) -> Reply:
    """An ordinary answer."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return reply


def refusal(message: str, status: int = 400, headers: dict[str, str] | None = None) -> Reply:
    """An error in the documented form."""
    return plain(json.dumps({"erreur": message}).encode(), status, headers=headers)


def cut(content: bytes, chunked: bool = False) -> Reply:
    """An answer whose end never comes."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        if chunked:
            handler.send_header("Transfer-Encoding", "chunked")
            handler.end_headers()
            handler.wfile.write(b"%x\r\n" % (len(content) + 50) + content)
        else:
            handler.send_header("Content-Length", str(len(content) + 50))
            handler.end_headers()
            handler.wfile.write(content)
        handler.close_connection = True

    return reply


def endless(chunk: bytes, pause: float = 0.0, headers_first: bool = True) -> Reply:
    """An answer that goes on until the other side leaves; never more than some seconds, for the sake of the suite."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if headers_first else b""))
        end = time.monotonic() + 3
        with contextlib.suppress(OSError):
            while time.monotonic() < end:
                handler.wfile.write(chunk)
                time.sleep(pause)

    return reply


def silent(handler: BaseHTTPRequestHandler) -> None:
    """Nothing at all, for a while."""
    time.sleep(1.0)


class FakeDirectory:
    """The service, with a reply that a test sets; by default it answers as documented from a few companies.

    Attributes:
        asked: the parameters of each request, in order.
        agents: the ``User-Agent`` of each.
    """

    def __init__(self, *companies: dict[str, Any], port: int = 0) -> None:
        self.companies = companies or (company(),)
        self.reply: Reply | None = None
        self.asked: list[dict[str, str]] = []
        self.agents: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                # What was left unread when the other side went away is no matter.
                with contextlib.suppress(OSError):
                    outer.answer(self)
                self.close_connection = True

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        parameters = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.asked.append(parameters)
        self.agents.append(handler.headers.get("User-Agent", ""))
        if parts.path != "/search":
            refusal("Not Found", 404)(handler)
        elif self.reply is not None:
            self.reply(handler)
        else:
            self.documented(parameters)(handler)

    def documented(self, parameters: dict[str, str]) -> Reply:
        wanted = parameters.get("q", "")
        if not wanted:
            return refusal("Veuillez indiquer au moins un paramètre de recherche.")
        if len(wanted) < 3:
            return refusal("3 caractères minimum pour les termes de la requête (ou utilisez au moins un filtre)")
        if wanted.isdigit():
            return plain(body(*(one for one in self.companies if one["siren"] == wanted)))
        words = wanted.lower().split()
        named = [one for one in self.companies if all(word in (one["nom_complet"] or "").lower() for word in words)]
        return plain(body(*named[: int(parameters.get("per_page", "10"))], total=len(named)))

    @contextlib.contextmanager
    def running(self) -> Iterator[FakeDirectory]:
        thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.server.shutdown()
            self.server.server_close()
            thread.join()


MANY = (
    company(),
    company("732829320", nom_complet="FURAN SOLIDAIRE", nom_raison_sociale="FURAN SOLIDAIRE", nature_juridique="9220"),
    company("404833048", nom_complet="FURAN ANCIEN", nom_raison_sociale="FURAN ANCIEN", etat_administratif="C",
            date_fermeture="2021-06-30"),
)  # fmt: skip


if __name__ == "__main__":
    with FakeDirectory(*MANY, port=int(sys.argv[1])).running() as fake:
        print(fake.address, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                time.sleep(60)
