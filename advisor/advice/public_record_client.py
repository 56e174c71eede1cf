"""The exchange with « Recherche d'entreprises »: one request, bounded in time and in size, to one host.

Documented (``open-api.yml``): ``GET /search?q=…&page=1&per_page=…``; ``q`` of nine digits is a direct search by SIREN;
``minimal`` with ``include`` leaves out the directors, whom we have no use for; ``per_page`` at most 25; 400 with
``{"erreur": …}``; 429 with ``Retry-After``, beyond 7 requests a second; an explicit ``User-Agent`` is asked for. Read
in its code: 500 also answers ``{"erreur": …}``; a company that is not found is an empty page, not a 404; at least three
characters are asked for a name. [M]: 404, 502 to 504 may come with a page of HTML, from what stands before it.
"""

from __future__ import annotations

import http.client
import json
import os
import queue
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import urllib.response
from email.message import Message
from typing import IO, Any

from pydantic import ValidationError

from advisor.advice.public_record import SearchResults, plain
from advisor.common.errors import InputError, Problem
from advisor.common.resources import SWITCH, __version__, offline
from advisor.dossier.model import digits_of, misfit

ADDRESS = "https://recherche-entreprises.api.gouv.fr"
PLACE = "ESS_ADVISOR_RECHERCHE"
"""Variable of the environment: another address for the service (a relay, a test)."""
PATIENCE = 5.0
"""Seconds for the whole exchange."""
LARGEST = 1_000_000
"""Bytes of an answer; ten full records make some 30 000."""
MOST = 10
"""Companies shown for a name."""
SHORTEST, LONGEST = 3, 200
LOCAL = ("127.0.0.1", "localhost", "::1")

_NO_ADDRESS = "l'adresse du service n'est pas utilisable (https, ou http sur cet ordinateur)."
_GO_ON = "Vous pouvez continuer sans lui."
_ELSEWHERE = "le service renvoie vers une adresse qui n'a pas été suivie."
_LATE = "le service n'a pas répondu à temps."
_CUT = "la réponse du service est coupée."
_HUGE = "la réponse du service est trop longue pour être la bonne."


class LookupFailed(InputError):
    """The look-up gave nothing; why, and what to do, in French."""

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__(Problem(message, mend=mend))


def bad_query(text: str) -> str | None:
    """Return why a text can be no look-up, in French; None when it can."""
    digits = digits_of(text)
    if digits is not None and digits:
        return misfit(digits)
    if len(text.strip()) < SHORTEST or not any(one.isalpha() for one in text):
        return f"Écrivez un SIREN, ou au moins {SHORTEST} lettres du nom."
    return f"Un nom de {LONGEST} caractères au plus." if len(text) > LONGEST else None


class Client:
    """Where to look companies up.

    Args:
        address: of the service; https only, save on this very machine. By default the official one, or that of the
            environment.
        patience: seconds for the whole exchange, name resolution included.

    Raises:
        LookupFailed: the address is not one that may be asked.
    """

    def __init__(self, address: str | None = None, patience: float = PATIENCE) -> None:
        self.address = (address or os.environ.get(PLACE, "").strip() or ADDRESS).rstrip("/")
        self.patience = patience
        try:
            parts = urllib.parse.urlsplit(self.address)
            self.host, port = parts.hostname or "", parts.port
        except ValueError:
            raise LookupFailed(_NO_ADDRESS, f"Corrigez la variable {PLACE}.") from None
        self.origin = (parts.scheme, self.host, port)
        local = self.host in LOCAL
        sure = parts.scheme == "https" or (parts.scheme == "http" and local)
        if not (sure and self.host) or parts.username or parts.query or parts.fragment:
            raise LookupFailed(_NO_ADDRESS, f"Corrigez la variable {PLACE}.")
        self._opener = urllib.request.OpenerDirector()
        # Neither files nor ftp; a proxy of the system is followed, save towards this very machine.
        for handler in (
            urllib.request.ProxyHandler({} if local else None),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
            _SameHost(self.origin),
        ):
            self._opener.add_handler(handler)

    def search(self, query: str) -> SearchResults:
        """Return companies that bear a SIREN (one, or none) or a name.

        Raises:
            LookupFailed: switched off, refused, out of time, or an answer that cannot be read.
        """
        if offline():
            raise LookupFailed("le réseau est coupé par réglage.", f"Retirez {SWITCH}, ou l'option --hors-ligne.")
        if reason := bad_query(query):
            raise LookupFailed(reason)
        siren = digits_of(query)
        sent = {"q": siren or " ".join(query.split()), "page": "1", "per_page": str(MOST), "minimal": "true"}
        sent["include"] = "siege,complements,finances"
        found = read_results(self._within(f"{self.address}/search?{urllib.parse.urlencode(sent, errors='replace')}"))
        if siren:
            # Asked by number, another company is no answer.
            same = [one for one in found.results if one.siren == siren]
            return SearchResults(results=same, total_results=len(same))
        return SearchResults(
            results=found.results[:MOST], total_results=max(found.total_results, len(found.results[:MOST]))
        )

    def _within(self, url: str) -> bytes:
        """The body, in the time given: a slow name server or an answer that drips cannot hold the interview."""
        answer: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()
        end = time.monotonic() + self.patience
        threading.Thread(target=lambda: answer.put(self._asked(url, end)), daemon=True).start()
        try:
            got = answer.get(timeout=self.patience)
        except queue.Empty:
            raise LookupFailed(_LATE, _GO_ON) from None
        if isinstance(got, Exception):
            raise got
        return got

    def _asked(self, url: str, end: float) -> bytes | Exception:
        try:
            return self._exchange(url, end)
        except Exception as error:
            return lookup_failure(error)

    def _exchange(self, url: str, end: float) -> bytes:
        headers = {"Accept": "application/json", "User-Agent": f"ess-advisor/{__version__}"}
        request = urllib.request.Request(url, headers=headers)
        # Beyond, nobody listens any more.
        with self._opener.open(request, timeout=self.patience) as response:
            body = b""
            while len(body) <= LARGEST and time.monotonic() < end:
                chunk = response.read1(65_536)
                if not chunk:
                    if response.length:
                        raise LookupFailed(_CUT, _GO_ON)
                    return body
                body += chunk
        raise LookupFailed(_LATE if len(body) <= LARGEST else _HUGE, _GO_ON)


class _SameHost(urllib.request.HTTPRedirectHandler):
    """What was asked of one host is not sent to another."""

    def __init__(self, origin: tuple[str, str, int | None]) -> None:
        self.origin = origin

    def http_error_302(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message
    ) -> urllib.response.addinfourl | None:
        try:
            return super().http_error_302(req, fp, code, msg, headers)  # type: ignore[arg-type]
        except BaseException:
            fp.close()  # nobody will read it
            raise

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        try:
            parts = urllib.parse.urlsplit(newurl)
            same = (parts.scheme, parts.hostname or "", parts.port) == self.origin
        except ValueError:
            same = False
        if not same:
            raise LookupFailed(_ELSEWHERE, _GO_ON)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def read_results(body: bytes) -> SearchResults:
    """Read the body of an answer of the service.

    Raises:
        LookupFailed: it cannot be read.
    """
    try:
        # Floats that JSON does not have (NaN) are refused where a figure is read.
        return SearchResults.model_validate(json.loads(body))
    except (ValidationError, ValueError, RecursionError):
        raise LookupFailed("la réponse du service est illisible.", _GO_ON) from None


def lookup_failure(error: Exception) -> LookupFailed:
    """Return why an exchange failed, for the adviser."""
    if isinstance(error, LookupFailed):
        return error
    if isinstance(error, urllib.error.HTTPError):
        try:
            return _refused(error)
        finally:
            error.close()
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return LookupFailed(_LATE, _GO_ON)
    if isinstance(error, http.client.HTTPException):
        # Cut short, or not even HTTP.
        return LookupFailed(_CUT, _GO_ON)
    if type(reason).__name__ == "SSLCertVerificationError":
        return LookupFailed("l'identité du service n'a pas pu être vérifiée ; rien n'a été envoyé.", _GO_ON)
    if isinstance(error, OSError):
        return LookupFailed("le service n'a pas pu être joint (pas de connexion à Internet ?).", _GO_ON)
    return LookupFailed("l'échange avec le service a échoué.", _GO_ON)


def _refused(error: urllib.error.HTTPError) -> LookupFailed:
    if error.code == 429:
        after = str(error.headers.get("Retry-After", "")).strip()
        wait = f"dans {int(after)} s" if after.isascii() and after.isdigit() and len(after) < 5 else "un peu plus tard"
        return LookupFailed("le service reçoit trop de demandes.", f"Réessayez {wait}, ou continuez sans lui.")
    if error.code == 400 and (said := _said(error)):
        return LookupFailed(f"le service refuse cette recherche : {said.rstrip('.')}.")
    if error.code < 400:
        return LookupFailed(_ELSEWHERE, _GO_ON)
    if error.code >= 500:
        return LookupFailed(f"le service est en panne (erreur {error.code}).", _GO_ON)
    return LookupFailed(f"le service refuse la demande (erreur {error.code}).", _GO_ON)


def _said(error: urllib.error.HTTPError) -> str:
    """The reason the service gives, when it gives one in the documented form."""
    try:
        body: Any = json.loads(error.read(10_000))
        said = body.get("erreur") if isinstance(body, dict) else None
    except (OSError, ValueError, RecursionError, http.client.HTTPException):
        return ""
    return plain(said) or "" if isinstance(said, str) else ""
