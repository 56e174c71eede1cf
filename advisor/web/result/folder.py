"""« Mon dossier »: its name, its private link, its file; closed on this computer, or erased for good."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from advisor.common.french import french_date, sentence
from advisor.dossier.answer_parsing import AnswerError
from advisor.web.guard import Visit
from advisor.web.settings import is_here
from advisor.web.site import Site, site_of, still
from advisor.web.talks import VisitorInterview

# -- what a form about no answer said that was refused, saved in memory until its page has shown it again ------------

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

    def forget(self, visit: str, kind: type | None = None) -> None:
        """Forget what a browser sent to a form, or all of it: somebody else may use it next."""
        for key in [one for one in self._entries if one[0] == visit and kind in (None, one[1])]:
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


LONGEST_NAME = 200
"""Characters of a company's name; the registers know of none longer."""

LARGEST = 20_000
"""Characters of a text saved; what is longer is shown at once instead."""


def routes() -> list[BaseRoute]:
    return [
        Route("/mon-dossier", my_dossier, name="my_dossier"),
        Route("/mon-dossier", describe, name="describe", methods=["POST"]),
        Route("/mon-dossier/fermer", close, name="close_dossier", methods=["POST"]),
        Route("/mon-dossier/effacer", erase_page, name="erase_page"),
        Route("/mon-dossier/effacer", erase, name="erase_dossier", methods=["POST"]),
        Route("/dossier-efface", still("dossier_efface.html"), name="erased"),
        Route("/dossier-ferme", still("dossier_ferme.html"), name="closed"),
    ]


@dataclass(frozen=True, slots=True)
class RefusedFields:
    """What was typed of a dossier and refused: field and reason of each error."""

    secret: str
    name: str
    notes: str
    errors: tuple[tuple[str, str], ...]


def link(request: Request) -> str:
    """The private link of the dossier at hand, as others must type it."""
    site = site_of(request)
    path = site.path("resume_link", secret=Visit.of(request).secret)
    given = urlsplit(site.settings.public_url or str(request.base_url))
    return f"{given.scheme}://{given.netloc}{path}"


def local(address: str) -> bool:
    """Whether a link only works on this very computer."""
    return is_here(urlsplit(address).hostname or "")


def until(site: Site) -> str:
    """The day until which a dossier seen today is kept."""
    return french_date(date.today() + timedelta(days=site.settings.keep_days))


async def my_dossier(request: Request) -> Response:
    """Everything about the dossier as such."""
    typed = refused(request, RefusedFields)
    return await _page(request, typed if typed and typed.secret == Visit.of(request).secret else None)


async def _page(request: Request, typed: RefusedFields | None) -> Response:
    """The dossier, as it is recorded or as it was typed and refused."""
    site = site_of(request)
    dossier, on = await site.with_talk(request, lambda talk: (talk.interview.dossier, talk.interview.on))
    address = link(request)
    return site.page(
        request,
        "dossier.html",
        422 if typed else 200,
        answers=len(dossier.answers),
        on=french_date(on),
        typed=typed or dossier,
        link=address,
        local=local(address),
        until=until(site),
        errors=dict(typed.errors) if typed else {},
        saved=not typed and request.query_params.get("enregistre") == "1",
        longest_name=LONGEST_NAME,
    )


async def describe(request: Request) -> Response:
    """Name the company or project, leave a note to the adviser."""
    site = site_of(request)
    form = await site.form(request)
    name, notes = (str(form.get(field, "")) for field in ("nom", "note"))
    # A browser sends one line for a name, whatever was pasted in it.
    name = " ".join(name.split())
    notes = notes.replace("\r\n", "\n").rstrip()

    def work(talk: VisitorInterview) -> RefusedFields | None:
        dossier = talk.interview.dossier
        errors = []
        if len(name) > LONGEST_NAME and name != dossier.name:
            errors.append(("nom", f"Ce nom dépasse {LONGEST_NAME} caractères : écrivez-le plus court."))
        most = max(site.settings.limits.text, len(dossier.notes))
        if len(notes) > most:
            errors.append(("note", f"Ce mot dépasse {most} caractères ({len(notes)}) : raccourcissez-le."))
        if not errors and (name, notes) != (dossier.name, dossier.notes.rstrip()):
            try:
                talk.interview.describe(name=name, notes=notes)
            except AnswerError as error:
                errors.append(("nom", sentence(str(error))))
            else:
                site.save(talk)
        return RefusedFields(talk.secret, name, notes, tuple(errors)) if errors else None

    typed = await site.with_talk(request, work)
    if typed is None:
        refused_forms(request).forget(Visit.of(request).name, RefusedFields)
        return site.redirect(request, "my_dossier", "?enregistre=1")
    if len(name) + len(notes) > LARGEST:
        return await _page(request, typed)
    return refuse(request, "my_dossier", typed)


async def close(request: Request) -> Response:
    """Forget the dossier in this browser; it stays under its private link."""
    site = site_of(request)
    await site.form(request)
    refused_forms(request).forget(Visit.of(request).name)
    return site.release(site.redirect(request, "closed"))


async def erase_page(request: Request) -> Response:
    """Ask once more before erasing."""
    site = site_of(request)
    answers = await site.with_talk(request, lambda talk: len(talk.interview.dossier.answers))
    return site.page(request, "dossier_effacer.html", answers=answers)


async def erase(request: Request) -> Response:
    """Erase the dossier for good, here and everywhere."""
    site = site_of(request)
    await site.form(request)
    await site.think(request, site.talks.erase, Visit.of(request).secret)
    refused_forms(request).forget(Visit.of(request).name)
    return site.release(site.redirect(request, "erased"))
