"""The pages of the trainer: their own, and the projector."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from advisor.common.errors import InputError
from advisor.dossier.answer_parsing import AnswerError
from advisor.training.workshop import trials
from advisor.training.workshop.model import Aside
from advisor.training.workshop.transitions import NotNowError
from advisor.web.guard import read_form
from advisor.web.room import state
from advisor.web.room._console import console, wall
from advisor.web.room.browser import (
    SCREEN,
    TRAINER,
    fresh,
    gone,
    hold,
    over,
    refusal_message,
    release,
    room_of_code,
    room_of_trainer,
    room_on_screen,
    rooms_of,
    scripted,
    text,
)
from advisor.web.room.room import Room, RoomError
from advisor.web.room.rooms import qr_code, reach_from, spoken
from advisor.web.room.state import RoomState
from advisor.web.site import Site, site_of


def routes() -> list[BaseRoute]:
    """Every page of the trainer."""
    return [
        Route("/seance/animer", trainer, name="room_trainer"),
        Route("/seance/animer", move, name="room_move", methods=["POST"]),
        Route("/seance/animer/vue", trainer_view, name="room_trainer_view"),
        Route("/seance/terminer", end, name="room_end", methods=["POST"]),
        Route("/seance/ecran", screen, name="room_screen"),
        Route("/seance/ecran", show, name="room_show", methods=["POST"]),
        Route("/seance/ecran/vue", screen_view, name="room_screen_view"),
    ]


# -- the trainer --------------------------------------------------------------------------------------------------


async def trainer(request: Request) -> Response:
    """The trainer's page."""
    room = room_of_trainer(request)
    if room is None:
        return _not_trainer(request)
    return _page(request, room, "seance/pupitre.html")


def _not_trainer(request: Request) -> Response:
    if TRAINER in request.cookies:
        return over(request, "trainer", request.cookies[TRAINER])
    return site_of(request).redirect(request, "room")


async def trainer_view(request: Request) -> Response:
    """What changes of the trainer's page."""
    room = room_of_trainer(request)
    if room is None:
        return gone()
    return fresh(request, room.wall_tag, lambda: _page(request, room, "seance/_pupitre.html"))


def _page(
    request: Request,
    room: Room,
    template: str,
    status: int = 200,
    refused: str = "",
    dates: tuple[str, str] = ("", ""),
) -> Response:
    """The trainer's page or the projector's, whole or what changes of it."""
    site = site_of(request)
    tag, now, there = room.wall_tag, room.state, reach_from(site.settings, str(request.url))
    shown = wall(room, now)
    return site.page(
        request,
        template,
        status,
        page=console(room, now, shown) if room_of_trainer(request) is room else None,
        wall=shown,
        state=now,
        code=spoken(room.code),
        reach=there,
        qr=partial(qr_code, there.joined(room.code), "Code à scanner pour participer"),
        refused=refused,
        dates=dates,
        tag=f'"{tag}"',
    )


async def move(request: Request) -> Response:
    """What the trainer does, from this page or from the projector."""
    site = site_of(request)
    form = await read_form(request)
    room = room_of_trainer(request)
    if room is None:
        return gone() if scripted(request) else _not_trainer(request)
    back_to = "room_screen" if text(form, "retour") == "ecran" else "room_trainer"
    try:
        await _do(request, room, text(form, "geste"), form)
    except (NotNowError, RoomError, InputError) as error:
        message = refusal_message(error)
        if scripted(request):
            return JSONResponse({"message": message})
        if back_to == "room_screen":
            return site.redirect(request, back_to)
        dates = text(form, "premiere"), text(form, "seconde")
        return _page(request, room, "seance/pupitre.html", 409, message, dates)
    return JSONResponse({}) if scripted(request) else site.redirect(request, back_to)


_MOVES: dict[str, Callable[[RoomState], RoomState]] = {
    "retour": state.back,
    "reveler": state.reveal,
    "code": state.lobby,
    "quitter": state.leave,
    "fermer": partial(state.door, locked=True),
    "ouvrir": partial(state.door, locked=False),
}
"""By the name that a button sends."""


async def _do(request: Request, room: Room, what: str, form: FormData) -> None:
    site = site_of(request)
    seen = text(form, "vu") or None
    match what:
        case "suite":
            room.forward(seen)
        case "retour" | "reveler" | "code" | "quitter" | "fermer" | "ouvrir":
            room.move(_MOVES[what], seen)
        case "cas":
            rank = text(form, "rang")
            room.move(partial(state.jump, round=int(rank) if rank.isascii() and rank.isdecimal() else -1))
        case "essai":
            await site.think(request, room.try_out, text(form, "essai"), seen)
        case "dates":
            await site.think(request, room.try_out, _days(site, form), seen)
        case "chercher":
            site.meter.check(request, "searches")
            await site.think(request, room.search)
        case _:
            raise RoomError("Ce bouton n'existe plus : actualisez la page.")


def _days(site: Site, form: FormData) -> Aside:
    """Two days at will.

    Raises:
        RoomError: one is no date on which the law says something.
    """
    found = []
    for name, which in (("premiere", "Première date"), ("seconde", "Seconde date")):
        typed = text(form, name)
        try:
            if not typed:
                raise AnswerError("elle manque ; écrivez par exemple 24/05/2019")
            found.append(trials.read_day(typed, site.knowledge))
        except AnswerError as error:
            raise RoomError(f"{which} : {error}.") from None
    if found[0] == found[1]:
        raise RoomError("C'est deux fois la même date : donnez-en deux.")
    return Aside(kind="eras", first=min(found), second=max(found))


async def end(request: Request) -> Response:
    """Drop the room and everything of it."""
    await read_form(request)
    room = room_of_trainer(request)
    if room is not None:
        rooms_of(request).end(room)
    return over(request, "trainer")


# -- the projector ------------------------------------------------------------------------------------------------


async def screen(request: Request) -> Response:
    """The projector's page; where no room is known, the code is asked for.

    What this browser holds of a room that is no more is kept: the trainer's page, in another tab, says so too, and the
    wall waits for the next room of the same trainer. ``?autre`` asks for another code all the same.
    """
    room = room_on_screen(request)
    cookie = request.cookies.get(TRAINER) or request.cookies.get(SCREEN)
    if room is None and cookie and "autre" not in request.query_params:
        return over(request, "wall", cookie)
    if room is None:
        page = site_of(request).page(request, "seance/quel-ecran.html", typed="", refused="")
        return release(request, page, SCREEN, TRAINER) if cookie else page
    return _page(request, room, "seance/ecran.html")


async def show(request: Request) -> Response:
    """Project a room from another computer than the trainer's."""
    site = site_of(request)
    typed = text(await read_form(request), "code")
    try:
        room = await room_of_code(request, typed)
    except RoomError as error:
        return site.page(request, "seance/quel-ecran.html", 422, typed=typed, refused=str(error))
    return hold(request, site.redirect(request, "room_screen"), SCREEN, room.id)


async def screen_view(request: Request) -> Response:
    """What changes of the projector's page."""
    room = room_on_screen(request)
    if room is None:
        return gone()
    return fresh(request, room.wall_tag, lambda: _page(request, room, "seance/_ecran.html"))
