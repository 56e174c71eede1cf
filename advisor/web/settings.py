"""How the site is run: where answers are kept, for how long, under which address, within which limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.web.operator import Operator

if TYPE_CHECKING:
    from advisor.report.letterhead import Letterhead

DEFAULT_PORT = 8765
KEEP_DAYS = 30
"""Days without a visit after which a dossier is erased."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one visitor may ask; an address here is a network address, which forty phones may share.

    Attributes:
        body: bytes of a request. connections: open at once, from everywhere.
        upload: bytes of a dossier file.
        text: characters of one typed text.
        writes, pages, previews, creations, documents, uploads: requests per window of time, for one address; pages are
            those that the worker makes.
        searches: of what would turn a case of a room, likewise: each takes up to a second of the one who reasons.
        window: seconds.
        wrong_code: seconds before a wrong code of a room is told.
        share: requests of one address that wait for the worker; beyond, one is asked to come back.
    """

    body: int = 1_200_000
    # A browser opens six: a hundred of them, a room of forty beside them, a projector and a desk.
    connections: int = 900
    upload: int = 1_000_000
    text: int = 4_000
    # Behind one address, a hundred participants who answer every four seconds, and a room of forty beside them. An
    # answer leads to two pages at most, and is tried twice before it is sent.
    writes: int = 24_000
    pages: int = 40_000
    previews: int = 40_000
    creations: int = 300
    documents: int = 300
    uploads: int = 120
    searches: int = 60
    window: int = 600
    wrong_code: float = 1.0
    # A hundred participants who all ask for a page, a preview and a document at the same instant.
    share: int = 300


@dataclass(frozen=True, slots=True)
class Settings:
    """The site.

    Attributes:
        data: SQLite file; None keeps everything in memory, gone when the process ends.
        keep_days: days without a visit after which a dossier is erased.
        host, port: where the server listens.
        public_url: address under which others reach it, scheme included and without a final slash; "" when it is the
            one it listens on.
        root_path: path under which a proxy serves it, without a final slash.
        rooms: whether a trainer may open a room.
        letterhead: the organisation that offers the site: on its documents, and first among those to see.
        operator: who runs the site, on its own pages.
        limits: see `Limits`.
    """

    data: Path | None = None
    keep_days: int = KEEP_DAYS
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    public_url: str = ""
    root_path: str = ""
    rooms: bool = True
    letterhead: Letterhead | None = None
    operator: Operator | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def secure(self) -> bool:
        """Whether visitors come by https: cookies are then never sent in clear."""
        return self.public_url.startswith("https://")

    @property
    def house(self) -> Operator | None:
        """Who offers the site, as far as it is known: without a file of its own, the letterhead says the name."""
        if self.operator is not None or self.letterhead is None:
            return self.operator
        return Operator(name=self.letterhead.name, lines=self.letterhead.lines)

    @property
    def local(self) -> bool:
        """Whether only this computer reaches the site."""
        return not self.public_url and self.host in ("127.0.0.1", "localhost", "::1")

    def cookie(self, name: str) -> str:
        """The full name of a cookie; by https, one that a neighbouring site of the same domain cannot set for ours."""
        return f"__Host-{name}" if self.secure and not self.root_path else name
