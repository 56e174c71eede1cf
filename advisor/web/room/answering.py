"""The page where the trainer chooses another answer of the case, whichever it is, to try it in front of the room."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from advisor.common.errors import InputError
from advisor.dossier.values import AnswerError
from advisor.rules.facts import Fact, FactType
from advisor.training.workshop import trials
from advisor.training.workshop.model import Aside
from advisor.training.workshop.moves import NotNowError
from advisor.web import site as site_
from advisor.web.room import state as moves
from advisor.web.room.browser import fields, room_of_trainer, told
from advisor.web.room.room import Room, RoomError

UNKNOWN = "je_ne_sais_pas"
_LONGEST = 4_000
Value = str | tuple[str, ...] | None


def routes() -> list[BaseRoute]:
    """Another answer."""
    return [
        Route("/seance/animer/essai", choose, name="room_other"),
        Route("/seance/animer/essai", answer, name="room_answer", methods=["POST"]),
    ]


async def choose(request: Request) -> Response:
    """What else could be answered; ``fait`` names the answer."""
    room = room_of_trainer(request)
    address = request.query_params.get("fait", "")
    if room is None or not _may(room, address):
        return site_.of(request).redirect(request, "room_desk")
    return _page(request, room, address)


async def answer(request: Request) -> Response:
    """Try it."""
    site = site_.of(request)
    form = await fields(request)
    room = room_of_trainer(request)
    address = str(form.get("fait", ""))
    if room is None or not _may(room, address):
        return site.redirect(request, "room_desk")
    one = room.state.session.round
    typed = tuple(text[:_LONGEST] for text in form.getlist("valeur") if isinstance(text, str) and text.strip())
    try:
        value = _read(site.knowledge.addresses[address][0], form, typed)
        if value == one.exercise.dossier.answers[address].value:
            raise RoomError("C'est déjà la réponse de ce cas : choisissez-en une autre.")
        await site.think(request, room.try_out, Aside(kind="what_if", changes={address: value}))
    except (AnswerError, RoomError, NotNowError, InputError) as error:
        return _page(request, room, address, typed, told(error).rstrip(".") + ".")
    return site.redirect(request, "room_desk")


def _may(room: Room, address: str) -> bool:
    """Whether this answer is one of the case at work, and nothing of the case is asked any more."""
    try:
        moves.may_try(room.state)
    except NotNowError:
        return False
    known = room.bench.knowledge.addresses
    return address in known and address in room.state.session.round.exercise.dossier.answers


def _read(fact: Fact, form: FormData, typed: tuple[str, ...]) -> Value:
    if UNKNOWN in form.getlist("inconnu"):
        return None
    if not typed:
        raise RoomError("Il manque une réponse à essayer.")
    return trials.read_value(fact, typed if fact.type is FactType.CHOICES else typed[0])


def _page(request: Request, room: Room, address: str, typed: tuple[str, ...] = (), refused: str = "") -> Response:
    one = room.state.session.round
    knowledge = room.bench.knowledge
    fact = knowledge.addresses[address][0]
    given = one.exercise.dossier.answers[address].value
    held = (given,) if isinstance(given, str) else given or ()
    return site_.of(request).page(
        request,
        "seance/essai.html",
        422 if refused else 200,
        case=one.exercise.title,
        address=address,
        now=trials.answer_words(one, knowledge, address),
        fact=fact,
        several=fact.type is FactType.CHOICES,
        held=typed if refused else held,
        refused=refused,
    )
