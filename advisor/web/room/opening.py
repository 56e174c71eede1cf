"""The pages where a trainer chooses what to play, a theme or one case, and opens a room."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from advisor.common.errors import InputError
from advisor.rules.course import LEVEL_WORDS, Level, load_course
from advisor.rules.load import Knowledge
from advisor.training.exercises import exercises
from advisor.training.workshop.model import Bench, WorkshopSession
from advisor.training.workshop.programme import begin, one_case
from advisor.web.guard import Visit
from advisor.web.room.browser import TRAINER, hold, refusal_message, room_of_trainer, rooms_of, text
from advisor.web.room.room import Room, RoomError
from advisor.web.room.rooms import Rooms, reach_from
from advisor.web.site import site_of

_ANY = "tous"

MOST_CASES = 12
USUAL_CASES = 3


def routes() -> list[BaseRoute]:
    """What to play."""
    return [
        Route("/seance/nouvelle", new, name="room_new"),
        Route("/seance/nouvelle", create, name="room_begin", methods=["POST"]),
    ]


async def new(request: Request, status: int = 200, chosen: RoomWish | None = None, refused: str = "") -> Response:
    """What to play."""
    site = site_of(request)
    course, cases = await site.think(request, lambda: (load_course(), exercises()))
    return site.page(
        request,
        "seance/nouvelle.html",
        status,
        themes=course.themes.values(),
        levels=LEVEL_WORDS,
        cases=cases,
        most=MOST_CASES,
        chosen=chosen or RoomWish(),
        refused=refused,
        reach=reach_from(site.settings, str(request.url)),
        animates=room_of_trainer(request) is not None,
    )


async def create(request: Request) -> Response:
    """Open the room; the one this browser animates already is ended, as the page said."""
    site = site_of(request)
    form = await site.form(request)
    site.meter.check(request, "creations")
    wanted = _wanted(form)
    try:
        if wanted is None:
            raise RoomError("Ce choix n'est pas proposé : choisissez dans les listes.")
        known, owner = room_of_trainer(request), Visit.of(request).name
        if known is None:
            rooms_of(request).make_way(owner)
        room = await site.think(request, _open, site.knowledge, rooms_of(request), wanted, known, owner)
    except (RoomError, InputError) as error:
        return await new(request, 422, wanted, refusal_message(error))
    return hold(request, site.redirect(request, "room_trainer"), TRAINER, room.key)


def _open(knowledge: Knowledge, rooms: Rooms, wanted: RoomWish, before: Room | None, owner: str) -> Room:
    bench = Bench(knowledge, load_course())
    session = prepared(wanted, bench)
    if before is not None:
        rooms.end(before)
    return rooms.open(session, bench, owner)


def _wanted(form: FormData) -> RoomWish | None:
    """What was chosen; None when it is not among what is offered."""
    themes = {_ANY: None, **{one: one for one in load_course().themes}}
    levels = {_ANY: None, **{str(one): one for one in LEVEL_WORDS}}
    counts = {str(count): count for count in range(1, MOST_CASES + 1)}
    cases = {"ecole": None, "cas": text(form, "cas")}
    try:
        theme, level = themes[text(form, "theme")], levels[text(form, "niveau")]
        count, case = counts[text(form, "nombre")], cases[text(form, "quoi")]
    except KeyError:
        return None
    return RoomWish(theme, level, count, case) if case in {None, *(one.id for one in exercises())} else None


# -- what a room plays: a theme and a level, or one worked case ------------------------------------------------------


@dataclass(frozen=True)
class RoomWish:
    """What the trainer asked for.

    Attributes:
        theme: id; None for all. level: None for all.
        cases: how many at most.
        case: a worked case by number or name; then nothing else counts.
    """

    theme: str | None = None
    level: Level | None = None
    cases: int = USUAL_CASES
    case: str | None = None


def prepared(wanted: RoomWish, bench: Bench) -> WorkshopSession:
    """The session of a room, and everything that will be shown of it assessed: nothing reasons in front of the room.

    Raises:
        InputError: no such case, or nothing to play.
    """
    cases = (one_case(wanted.case),) if wanted.case else exercises(wanted.theme, wanted.level)[: wanted.cases]
    session = begin(cases, bench.knowledge, wanted.theme, wanted.level, 0)
    for one in session.rounds:
        bench.assessment(one.exercise)
    return session
