"""Coming back: with the file of a dossier, or with its private link. Another site can do neither for the visitor."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from advisor.assessment.assess import dossier_in
from advisor.common.errors import InputError, Problem
from advisor.common.french import french_date, sentence, typeset
from advisor.common.yaml_reader import parse_yaml
from advisor.dossier import Dossier
from advisor.dossier.file import FileWords
from advisor.rules.load import Knowledge
from advisor.web.guard import Visit
from advisor.web.result.folder import link, local, refuse, refused, refused_forms, until
from advisor.web.site import site_of
from advisor.web.talks import VisitorInterview

MOST_PROBLEMS = 20
"""Defects of a file shown at once."""

MOST_ENTRIES_EACH = 12
"""Keys and items of a file for each question there is: an answer with all its evidence takes nine."""

WORDS = FileWords(
    kind="un dossier",
    program="ce site",
    update="",
    case="Cette page n'ouvre que des dossiers.",
    # The terminal has a copy beside the file; a visitor has only what was downloaded.
    copy="Téléchargez-le de nouveau",
    facts="",
    listed="",
)
"""What a visitor can do, who has no terminal."""

_LONGEST_LINK = 2_000
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,64}")

_PRINTED = (b"%PDF", b"PK\x03\x04")
"""How PDF and Word files begin: the reports given here, which one takes for the dossier."""


def routes() -> list[BaseRoute]:
    return [
        Route("/reprendre", resume, name="resume"),
        Route("/reprendre/fichier", upload, name="resume_file", methods=["POST"]),
        Route("/reprendre/lien", paste, name="resume_paste", methods=["POST"]),
        Route("/reprendre/{secret}", confirm, name="resume_link"),
        Route("/reprendre/{secret}", enter, name="resume_enter", methods=["POST"]),
    ]


async def _other(request: Request) -> dict[str, Any] | None:
    """The dossier that is already open in this browser; None when there is none, or nothing in it to lose."""
    count = await site_of(request).read(request, Visit.of(request).secret, _count)
    return {"answers": count, "link": link(request), "local": local(link(request))} if count else None


def _count(talk: VisitorInterview) -> int:
    return len(talk.interview.dossier.answers)


async def resume(request: Request) -> Response:
    """Bring a file, or paste a link."""
    site, wrong = site_of(request), refused(request, Wrong) or Wrong()
    return site.page(
        request,
        "reprendre.html",
        422 if wrong.problems or wrong.pasted else 200,
        other=await _other(request),
        wrong=wrong,
        heaviest=site.settings.limits.upload // 1000,
        until=until(site),
    )


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a file or a link was refused: its problems, the first ones, and how many more; its name; the link pasted."""

    problems: tuple[Problem, ...] = ()
    more: int = 0
    file: str = ""
    pasted: str = ""


def _refused(request: Request, problems: tuple[Problem, ...] = (), file: str = "", pasted: str = "") -> Response:
    shown = tuple(replace(one, message=sentence(one.message)) for one in problems[:MOST_PROBLEMS])
    return refuse(request, "resume", Wrong(shown, len(problems) - len(shown), file, pasted))


# -- a file -----------------------------------------------------------------------------------------------------------


async def upload(request: Request) -> Response:
    """Open a dossier from its file, under a secret of its own: the file may have been given to several people."""
    site = site_of(request)
    site.meter.check(request, "uploads")
    form = await site.form(request, files=1)
    try:
        return await _upload(request, form.get("fichier"))
    finally:
        await form.close()


async def _upload(request: Request, sent: object) -> Response:
    site = site_of(request)
    if not isinstance(sent, UploadFile) or not sent.filename:
        mend = "Choisissez le fichier de votre dossier, puis recommencez."
        return _refused(request, (Problem("Aucun fichier n'a été choisi.", mend=mend),))
    name, limit = shown_name(sent.filename), site.settings.limits.upload
    data = await sent.read(limit + 1)
    try:
        if len(data) > limit:
            heavy = f"Ce fichier dépasse {limit // 1000} ko : un dossier en pèse quelques dizaines."
            raise InputError(Problem(heavy, mend="Ce n'est sans doute pas le bon."))
        if not data.strip():
            raise InputError(
                Problem("Ce fichier est vide.", mend="Téléchargez de nouveau votre dossier, ou choisissez-en un autre.")
            )
        dossier = await site.press(request, read_upload, data, name, site.knowledge)
    except InputError as error:
        return _refused(request, error.problems, name)
    site.meter.check(request, "creations")
    secret = await site.think(request, lambda: site.talks.begin(dossier, prediagnosis=False))
    refused_forms(request).forget(Visit.of(request).name, Wrong)
    return site.hold(site.redirect(request, "result"), secret)


def read_upload(data: bytes, name: str, knowledge: Knowledge) -> Dossier:
    """The dossier of an uploaded file, as careful as with a file of the disk.

    Raises:
        InputError: every problem, with line and column.
    """
    if data.startswith(_PRINTED):
        message = "Ce fichier se lit et s'imprime, mais il ne garde pas vos réponses."
        mend = "Choisissez celui dont le nom finit par « .yaml » : « Le fichier de mon dossier »."
        raise InputError(Problem(message, mend=mend))
    document = parse_yaml(data, name)
    if _entries(document.data) > MOST_ENTRIES_EACH * len(knowledge.addresses):
        message = "Ce fichier contient bien plus de lignes qu'un dossier."
        raise InputError(Problem(message, mend="Ce n'est pas le bon, ou il est abîmé."))
    return dossier_in(document, knowledge, WORDS)


def _entries(data: object) -> int:
    """Keys and items of a file, however deep: each defect is looked up among them all, so there is an end to it."""
    if isinstance(data, dict):
        return len(data) + sum(map(_entries, data.values()))
    return len(data) + sum(map(_entries, data)) if isinstance(data, list) else 0


def shown_name(name: str) -> str:
    """A file's name as it may be shown: its last part, on one short line."""
    last = typeset(re.split(r"[\\/]", name)[-1]) or "fichier sans nom"
    return last if len(last) <= 60 else f"{last[:40]}…{last[-15:]}"


# -- a link -----------------------------------------------------------------------------------------------------------


async def paste(request: Request) -> Response:
    """From a pasted link, whole or only its end, to its page."""
    site = site_of(request)
    form = await site.form(request)
    typed = str(form.get("lien", "")).strip()
    secret = secret_of(typed)
    if secret is None:
        return _refused(request, pasted=typed[:200] or " ")
    return site.redirect(request, "resume_link", secret=secret)


def secret_of(typed: str) -> str | None:
    """The secret in a pasted link; None when it holds none."""
    try:
        # Longer than any address; a host name is put in one form of text, which takes long when it is hostile.
        path = urlsplit(typed).path if len(typed) <= _LONGEST_LINK else ""
    except ValueError:
        return None
    last = path.rstrip("/").rpartition("/")[2]
    return last if _SECRET.fullmatch(last) else None


async def confirm(request: Request) -> Response:
    """What the link leads to, and a button: a page elsewhere cannot open another dossier in the visitor's browser."""
    site = site_of(request)
    secret = request.path_params["secret"]
    found = await site.read(request, secret, lambda talk: (_count(talk), french_date(talk.interview.on)))
    if found is None:
        return _lost(request)
    already = secret == Visit.of(request).secret
    other = None if already else await _other(request)
    return site.page(request, "reprendre_lien.html", found=found, secret=secret, other=other, already=already)


def _lost(request: Request) -> Response:
    site = site_of(request)
    return site.page(request, "reprendre_introuvable.html", 404, until=site.settings.keep_days)


async def enter(request: Request) -> Response:
    """Open the dossier of a link in this browser, where it was left."""
    site = site_of(request)
    await site.form(request)
    secret = request.path_params["secret"]
    where = await site.read(request, secret, _where)
    if where is None:
        return _lost(request)
    known = {route.name for route in request.app.routes if isinstance(route, Route)}
    return site.hold(site.redirect(request, where if where in known else "question"), secret)


def _where(talk: VisitorInterview) -> str:
    """The page to go on from: questions while some are left, then the result."""
    if talk.interview.decided or not talk.interview.pending():
        return "result"
    return "prediagnosis" if talk.prediagnosis else "question"
