"""Where answers are stored: one SQLite file, dossiers under the digest of their secret, erased in time.

The secret itself is never written: whoever reads the file finds no link to any dossier in it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from advisor.common.errors import InputError, Problem, system_reason
from advisor.dossier import Dossier

SECRET_BYTES = 24
_WAIT = 10
"""Seconds during which another program that writes in the file is waited for."""
_OWNER = 0x45535341
"""Written in the header of our files, « ESSA », so that we never write in the database of another program."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS dossier (
  key TEXT PRIMARY KEY, answers TEXT NOT NULL, place TEXT NOT NULL, revision INTEGER NOT NULL, seen TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_seen ON dossier (seen);
CREATE TABLE IF NOT EXISTS site (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class VisitPlace:
    """Where a visitor stands, beside the answers.

    Attributes:
        going_on: past the verdicts, useful questions are asked too.
        again: « je ne sais pas » that this pass asks again.
        prediagnosis: the visitor is still in the pre-diagnosis.
        region: id of the region chosen, to tell whom to see.
        slip: a question whose form was refused, as typed (see `advisor.web.journey.recording`), or "".
    """

    going_on: bool = False
    again: tuple[str, ...] = ()
    prediagnosis: bool = True
    region: str = ""
    slip: str = ""


_PLACES = TypeAdapter(VisitPlace)


@dataclass(frozen=True, slots=True)
class StoredDossier:
    """A dossier as it is stored; ``revision`` grows at each change."""

    dossier: Dossier
    place: VisitPlace
    revision: int


@dataclass
class SiteStore:
    """The database.

    Args:
        path: its file, made when it does not exist; None: in memory.
        keep_days: days without a visit after which a dossier is erased.
        today: tells the day of a visit.

    Raises:
        InputError: the file cannot be used.
    """

    path: Path | None
    keep_days: int
    today: Callable[[], date] = lambda: datetime.now(UTC).date()
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        try:
            if self.path is not None:
                self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                # Made before SQLite opens it, so that nobody else of the machine ever reads it.
                os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            self._base = sqlite3.connect(
                ":memory:" if self.path is None else self.path,
                check_same_thread=False,
                isolation_level=None,
                timeout=_WAIT,
            )
            self._prepare()
            (found,) = self._base.execute("SELECT value FROM site WHERE name = 'key'").fetchone()
        except (OSError, sqlite3.Error) as error:
            opened: sqlite3.Connection | None = getattr(self, "_base", None)
            if opened is not None:
                opened.close()
            message = f"la base des réponses ne peut pas être ouverte ({_reason(error)})."
            mend = "Vérifiez l'emplacement donné par --donnees, et que ce fichier vient bien d'ess-advisor."
            raise InputError(Problem(message, str(self.path), mend=mend)) from None
        self.signing_key = bytes.fromhex(found)
        # A site that was made and never served, as in some tests, leaves no file open.
        weakref.finalize(self, self._base.close)

    def _prepare(self) -> None:
        """Make the tables of a new file.

        Raises:
            sqlite3.DatabaseError: the file is of another program, and stays as it is.
        """
        (owner,) = self._base.execute("PRAGMA application_id").fetchone()
        (tables,) = self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if owner != _OWNER and (owner or tables):
            raise sqlite3.NotSupportedError
        self._base.executescript(
            # NORMAL: what is written survives the death of this process; only a power cut may take the last seconds.
            f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; "
            f"PRAGMA application_id={_OWNER}; {_SCHEMA}"
        )
        self._base.execute("INSERT OR IGNORE INTO site VALUES ('key', ?)", (secrets.token_hex(32),))

    def close(self) -> None:
        """Close the file, once whoever uses it is done."""
        with self._lock:
            self._base.close()

    def _row(self, statement: str, *values: object) -> Any:
        with self._lock:
            return self._base.execute(statement, values).fetchone()

    def create(self, dossier: Dossier, place: VisitPlace) -> str:
        """Keep a new dossier; returns its secret."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        values = _key(secret), _dumped(dossier), _placed(place), self.today().isoformat()
        self._row("INSERT INTO dossier VALUES (?, ?, ?, 1, ?)", *values)
        return secret

    def revision(self, secret: str) -> int | None:
        """The revision of a dossier; None when there is none under this secret any more."""
        row = self._row("SELECT revision FROM dossier WHERE key = ?", _key(secret))
        return None if row is None else int(row[0])

    def note(self, secret: str) -> bool:
        """Note a visit; True for the first one of the day. Where nothing can be written, one may still read."""
        today = self.today().isoformat()
        with suppress(sqlite3.OperationalError):
            # Never earlier than it was: the clock may have gone back.
            row = self._row(
                "UPDATE dossier SET seen = ? WHERE key = ? AND seen < ? RETURNING key", today, _key(secret), today
            )
            return row is not None
        return False

    def load(self, secret: str) -> StoredDossier | None:
        """A dossier, or None when there is none under this secret (any more)."""
        row = self._row("SELECT answers, place, revision FROM dossier WHERE key = ?", _key(secret))
        if row is None:
            return None
        answers, place, revision = row
        try:
            dossier = Dossier.model_validate_json(answers)
        except ValidationError:
            return None
        return StoredDossier(dossier, _PLACES.validate_json(place), int(revision))

    def save(self, secret: str, dossier: Dossier, place: VisitPlace) -> int | None:
        """Keep a dossier as it is now; returns its revision, or None when it was erased meanwhile: it stays so."""
        row = self._row(
            "UPDATE dossier SET answers = ?, place = ?, revision = revision + 1, seen = max(seen, ?) WHERE key = ? "
            "RETURNING revision",
            *(_dumped(dossier), _placed(place), self.today().isoformat(), _key(secret)),
        )
        return None if row is None else int(row[0])

    def erase(self, secret: str) -> None:
        """Erase a dossier for good: SQLite writes over what it held."""
        with self._lock:
            self._base.execute("DELETE FROM dossier WHERE key = ?", (_key(secret),))
            self._wipe()

    def behind(self) -> date | None:
        """The last day of a visit, when the clock says an earlier one: it cannot be believed."""
        (last,) = self._row("SELECT max(seen) FROM dossier")
        seen = date.fromisoformat(last) if last else None
        return seen if seen and seen > self.today() else None

    def purge(self) -> int:
        """Erase the dossiers that nobody came back to, unless the clock is behind; returns how many."""
        behind = self.behind()
        with self._lock:
            # Also what could not be when it was erased.
            self._wipe()
            if behind:
                return 0
            limit = (self.today() - timedelta(days=self.keep_days)).isoformat()
            gone = self._base.execute("DELETE FROM dossier WHERE seen < ?", (limit,)).rowcount
            if gone:
                self._wipe()
        return gone

    def _wipe(self) -> None:
        """Empty the log of SQLite, which still holds older states.

        While another program reads the file, as a backup does, it cannot be: nobody waits, the next purge does it.
        """
        with suppress(sqlite3.OperationalError):
            self._base.execute("PRAGMA busy_timeout = 200")
            self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self._base.execute(f"PRAGMA busy_timeout = {1000 * _WAIT}")


_REASONS = {
    sqlite3.SQLITE_NOTADB: "ce fichier n'est pas une base de réponses",
    sqlite3.SQLITE_CORRUPT: "ce fichier est abîmé",
    sqlite3.SQLITE_READONLY: "ce fichier ne peut pas être modifié",
    sqlite3.SQLITE_CANTOPEN: "ce fichier ou son répertoire ne peut pas être ouvert",
    sqlite3.SQLITE_FULL: "le disque est plein",
    sqlite3.SQLITE_BUSY: "un autre programme s'en sert",
    sqlite3.SQLITE_IOERR: "le disque ne répond pas",
}


def _reason(error: OSError | sqlite3.Error) -> str:
    """Why a file cannot be used, in French."""
    if isinstance(error, OSError):
        return system_reason(error)
    if isinstance(error, sqlite3.NotSupportedError):
        return "ce fichier est la base d'un autre programme"
    code = getattr(error, "sqlite_errorcode", 0)
    return _REASONS.get(code & 0xFF, f"erreur {code} de SQLite")


def _key(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _dumped(dossier: Dossier) -> str:
    return dossier.model_dump_json(by_alias=True, exclude_defaults=True)


def _placed(place: VisitPlace) -> str:
    return _PLACES.dump_json(place).decode()
