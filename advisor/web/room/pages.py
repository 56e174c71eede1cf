"""The pages of the room, under ``/seance``: the two doors, and the phones; the trainer's are in `_trainer`.

A phone, the trainer and the projector each have a fragment (``/vue``) that our script asks for every second: an `ETag`
answers « nothing new » without drawing anything. Without script, every move is a form and « Actualiser » a link.

What a phone or the trainer sends is not counted with the other forms of their network address: one phone at play would
make the whole room mute, and a vote, a move or a code costs what a look at the page does.
"""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from advisor.common.errors import InputError
from advisor.dossier.answer_parsing import AnswerError
from advisor.rules.facts import Fact, FactType
from advisor.training.exercises import CanonicalValue
from advisor.training.workshop import trials
from advisor.training.workshop.model import Aside
from advisor.training.workshop.transitions import NotNowError, may_look
from advisor.web.guard import Visit, read_form
from advisor.web.journey.model import UNKNOWN
from advisor.web.room import _trainer, opening
from advisor.web.room.browser import (
    SEAT,
    fresh,
    gone,
    hold,
    over,
    refusal_message,
    release,
    room_and_participant,
    room_of_code,
    room_of_trainer,
    scripted,
    text,
)
from advisor.web.room.phone import phone
from advisor.web.room.room import Participant, Room, RoomError
from advisor.web.room.rooms import seat_of, spoken, typed_code
from advisor.web.site import site_of


def routes() -> list[BaseRoute]:
    """Every page of the room."""
    return [
        Route("/seance", doors, name="room"),
        *opening.routes(),
        *_trainer.routes(),
        Route("/seance/animer/essai", choose, name="room_other"),
        Route("/seance/animer/essai", answer, name="room_answer", methods=["POST"]),
        Route("/seance/participer", seat, name="room_seat"),
        Route("/seance/participer", join, name="room_join", methods=["POST"]),
        Route("/seance/participer/vue", seat_view, name="room_seat_view"),
        Route("/seance/reponse", vote, name="room_vote", methods=["POST"]),
        Route("/seance/{code}", invited, name="room_code"),
    ]


# -- the doors ----------------------------------------------------------------------------------------------------


async def doors(request: Request, status: int = 200, *, typed: str = "", refused: str = "") -> Response:
    """I animate, or I take part."""
    return site_of(request).page(
        request,
        "seance/portes.html",
        status,
        typed=typed,
        refused=refused,
        animates=room_of_trainer(request) is not None,
        takes_part=room_and_participant(request) is not None,
    )


async def invited(request: Request) -> Response:
    """The address of the QR code: one button, since a look at the address must not count as somebody."""
    site = site_of(request)
    code = typed_code(request.path_params["code"])
    if code is None:
        raise HTTPException(404)
    try:
        room = await room_of_code(request, code)
    except RoomError as error:
        return await doors(request, 404, typed=spoken(code), refused=str(error))
    found = room_and_participant(request)
    if found and found[0] is room:
        return site.redirect(request, "room_seat")
    return site.page(request, "seance/entrer.html", code=spoken(code))


async def join(request: Request) -> Response:
    """Come in with the code."""
    site = site_of(request)
    typed = text(await read_form(request), "code")
    found = room_and_participant(request)
    try:
        room = await room_of_code(request, typed)
        who = room.join(found[1].token if found and found[0] is room else None, Visit.of(request).name)
    except RoomError as error:
        return await doors(request, 422, typed=typed, refused=str(error))
    return hold(request, site.redirect(request, "room_seat"), SEAT, seat_of(room, who))


# -- a participant ------------------------------------------------------------------------------------------------


async def seat(request: Request) -> Response:
    """The phone's page; once the room is ended, that it is."""
    found = room_and_participant(request)
    if found is None:
        if SEAT in request.cookies:
            return release(request, over(request, "phone", request.cookies[SEAT]), SEAT)
        return site_of(request).redirect(request, "room")
    return _seat_page(request, *found)


async def seat_view(request: Request) -> Response:
    """What changes of the phone's page."""
    found = room_and_participant(request)
    if found is None:
        return gone()
    room, who = found
    return fresh(request, room.phone_tag(who), lambda: _seat_page(request, room, who, "seance/_telephone.html"))


def _seat_page(
    request: Request,
    room: Room,
    who: Participant,
    template: str = "seance/telephone.html",
    status: int = 200,
    refused: str = "",
) -> Response:
    tag, now = room.phone_tag(who), room.state
    last = room.screens(now) if now.session.finished else ()
    page = phone(now, who.number, room.bench, last)
    return site_of(request).page(request, template, status, page=page, mark=now.mark, refused=refused, tag=f'"{tag}"')


async def vote(request: Request) -> Response:
    """An answer, or another instead."""
    site = site_of(request)
    form = await read_form(request)
    found = room_and_participant(request)
    if found is None:
        return gone() if scripted(request) else site.redirect(request, "room_seat")
    room, who = found
    try:
        room.vote(who.token, text(form, "question"), text(form, "choix"))
    except (NotNowError, RoomError) as error:
        if scripted(request):
            return JSONResponse({"message": str(error)})
        return _seat_page(request, room, who, status=409, refused=str(error))
    return JSONResponse({}) if scripted(request) else site.redirect(request, "room_seat")


# -- another answer of the case, chosen by the trainer ---------------------------------------------------------------


async def choose(request: Request) -> Response:
    """What else could be answered; ``fait`` names the answer."""
    room = room_of_trainer(request)
    address = request.query_params.get("fait", "")
    if room is None or not _may(room, address):
        return site_of(request).redirect(request, "room_trainer")
    return _trial_page(request, room, address)


async def answer(request: Request) -> Response:
    """Try it."""
    site = site_of(request)
    form = await read_form(request)
    room = room_of_trainer(request)
    address = str(form.get("fait", ""))
    if room is None or not _may(room, address):
        return site.redirect(request, "room_trainer")
    one, longest = room.state.session.round, site.settings.limits.text
    typed = tuple(text[:longest] for text in form.getlist("valeur") if isinstance(text, str) and text.strip())
    try:
        value = _read(site.knowledge.addresses[address][0], form, typed)
        if value == one.exercise.dossier.answers[address].value:
            raise RoomError("C'est déjà la réponse de ce cas : choisissez-en une autre.")
        await site.think(request, room.try_out, Aside(kind="what_if", changes={address: value}))
    except (AnswerError, RoomError, NotNowError, InputError) as error:
        return _trial_page(request, room, address, typed, refusal_message(error).rstrip(".") + ".")
    return site.redirect(request, "room_trainer")


def _may(room: Room, address: str) -> bool:
    """Whether this answer is one of the case at work, and nothing of the case is asked any more."""
    try:
        may_look(room.state.session)
    except NotNowError:
        return False
    known = room.bench.knowledge.addresses
    return address in known and address in room.state.session.round.exercise.dossier.answers


def _read(fact: Fact, form: FormData, typed: tuple[str, ...]) -> CanonicalValue:
    if UNKNOWN in form.getlist("inconnu"):
        return None
    if not typed:
        raise RoomError("Il manque une réponse à essayer.")
    return trials.read_value(fact, typed if fact.type is FactType.CHOICES else typed[0])


def _trial_page(request: Request, room: Room, address: str, typed: tuple[str, ...] = (), refused: str = "") -> Response:
    one = room.state.session.round
    knowledge = room.bench.knowledge
    fact = knowledge.addresses[address][0]
    given = one.exercise.dossier.answers[address].value
    selected = (given,) if isinstance(given, str) else given or ()
    return site_of(request).page(
        request,
        "seance/essai.html",
        422 if refused else 200,
        case=one.exercise.title,
        address=address,
        now=trials.answer_words(one, knowledge, address),
        fact=fact,
        several=fact.type is FactType.CHOICES,
        selected=typed if refused else selected,
        refused=refused,
    )
