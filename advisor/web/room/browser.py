"""What a browser holds of a room, in cookies of its own, and how its questions are answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Literal

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from advisor.common.errors import InputError
from advisor.common.french import capital
from advisor.web.room.room import Participant, Room, RoomError
from advisor.web.room.rooms import Rooms, typed_code
from advisor.web.site import site_of

SEAT, TRAINER, SCREEN = "ess_seance", "ess_seance_pupitre", "ess_seance_ecran"
"""Cookies: of a participant, of the trainer, of a projector on another computer."""


def rooms_of(request: Request) -> Rooms:
    """The rooms of the site that serves a request."""
    rooms = request.app.state.rooms
    assert isinstance(rooms, Rooms)
    return rooms


def room_of_trainer(request: Request) -> Room | None:
    """The room that this browser animates."""
    return rooms_of(request).by_key(request.cookies.get(TRAINER))


def room_and_participant(request: Request) -> tuple[Room, Participant] | None:
    return rooms_of(request).by_seat(request.cookies.get(SEAT))


def room_on_screen(request: Request) -> Room | None:
    """The room that this browser projects: the trainer's own, or the one whose code was typed."""
    return room_of_trainer(request) or rooms_of(request).by_screen(request.cookies.get(SCREEN))


async def room_of_code(request: Request, typed: str) -> Room:
    """The room whose code was typed; a wrong code is refused after a second, so that guessing is slow.

    What a guess wins is one anonymous vote, until the trainer closes the door.

    Raises:
        RoomError: it is no code, or no room open has it.
    """
    try:
        return rooms_of(request).by_code(typed)
    except RoomError:
        if typed_code(typed) is not None:
            await asyncio.sleep(site_of(request).settings.limits.wrong_code)
        raise


def hold(request: Request, response: Response, name: str, value: str) -> Response:
    # Kept when the browser is closed by mistake; the room itself is dropped first.
    return site_of(request).set_cookie(response, name, value, int(rooms_of(request).idle), "/seance")


def release(request: Request, response: Response, *names: str) -> Response:
    for name in names:
        response.delete_cookie(name, path=site_of(request).settings.root_path + "/seance")
    return response


def scripted(request: Request) -> bool:
    """Whether our script asks: it draws the page again by itself, and only needs to know what was refused."""
    return request.headers.get("accept") == "application/json"


def fresh(request: Request, tag: str, draw: Callable[[], Response]) -> Response:
    """A fragment, drawn only if the browser has not the same already."""
    quoted = f'"{tag}"'
    if request.headers.get("if-none-match") == quoted:
        return Response(status_code=304, headers={"ETag": quoted})
    response = draw()
    response.headers["ETag"] = quoted
    return response


def over(request: Request, who: Literal["phone", "trainer", "wall"], cookie: str | None = None) -> Response:
    """The page that says that a room is no more, and why.

    Args:
        who: reads it.
        cookie: what this browser has of it; None when its trainer has just ended it.
    """
    rooms = rooms_of(request)
    why = "ended" if cookie is None else rooms.past(cookie) or "lost"
    return site_of(request).page(request, "seance/finie.html", who=who, why=why, hours=round(rooms.idle / 3600))


def gone() -> Response:
    """The room is ended: the script loads the page again, which says so."""
    return Response(status_code=204)


def text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip()[:80] if isinstance(value, str) else ""


def refusal_message(error: Exception) -> str:
    """What is shown of a refusal."""
    words = " ".join(map(str, error.problems)) if isinstance(error, InputError) else str(error)
    return capital(words)
