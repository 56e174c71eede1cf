"""What a form about no answer said that was refused, saved in memory until its page has shown it again."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from advisor.web.guard import Visit
from advisor.web.site import site_of

Typed = TypeVar("Typed")

MOST = 256
"""Saved at once; the oldest is forgotten first."""

LIFETIME = 3_600.0
"""Seconds; nobody comes back later to put a form right, and the database alone is to keep what was typed."""


class RefusedForms:
    """Nothing at first.

    Args:
        clock: seconds, always forward.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._entries: OrderedDict[tuple[str, type], tuple[float, object]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def keep(self, visit: str, typed: object) -> None:
        """Keep what a browser sent; each form has a class of its own."""
        self._entries[visit, type(typed)] = self._clock(), typed
        self._entries.move_to_end((visit, type(typed)))
        while len(self._entries) > MOST:
            self._entries.popitem(last=False)
        self.sweep()

    def of(self, visit: str, kind: type[Typed]) -> Typed | None:
        """What is saved of a browser and a form."""
        self.sweep()
        found = self._entries.get((visit, kind), (0.0, None))[1]
        return found if isinstance(found, kind) else None

    def forget(self, visit: str, kind: type) -> None:
        self._entries.pop((visit, kind), None)

    def leave(self, visit: str) -> None:
        """Forget all that a browser sent: somebody else may use it next."""
        for key in [one for one in self._entries if one[0] == visit]:
            del self._entries[key]

    def sweep(self) -> None:
        """Forget what is too old."""
        late = self._clock() - LIFETIME
        while self._entries and next(iter(self._entries.values()))[0] <= late:
            self._entries.popitem(last=False)


def refused_forms(request: Request) -> RefusedForms:
    """Those of the site that serves a request."""
    found = request.app.state.refused
    assert isinstance(found, RefusedForms)
    return found


def refuse(request: Request, page: str, typed: object) -> Response:
    """Back to the page of a form, by an address that tells nothing of what was sent."""
    refused_forms(request).keep(Visit.of(request).name, typed)
    return site_of(request).redirect(request, page, "?erreur=1")


def refused(request: Request, kind: type[Typed]) -> Typed | None:
    """What this browser sent to a form, when the address of the page says that it was refused."""
    asked = "erreur" in request.query_params
    return refused_forms(request).of(Visit.of(request).name, kind) if asked else None
