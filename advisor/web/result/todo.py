"""What to do, in order: what the person can do at once first, then what others decide, then what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from advisor.advice.guidance import (
    ReportContext,
    at_least,
    before_deciding,
    change_title,
    clause_answers,
    other_unread_answers,
    unread_notice,
)
from advisor.assessment.model import Change, OpenPointView, Verdict
from advisor.assessment.wording import address_name
from advisor.common.french import french_date, lower_first, plural, sentence
from advisor.interview.machine import Interview
from advisor.interview.outlook import Progress
from advisor.interview.prediagnosis.talk import Minutes, commonly, minutes
from advisor.report.actions import merged
from advisor.report.steps import next_steps
from advisor.report.words import articles, by_fact, delay, for_statuses, spelled
from advisor.rules.vocabulary import REACHED, Cause, RemedyKind, VerdictId
from advisor.rules.words import REMEDIES, load_words
from advisor.web.journey.model import slug

NOTHING = "Rien à changer."
"""What `next_steps` says of a status that is held and in order: good to know, never the first thing to do."""

FURTHER = "D'autres changements peuvent en sortir ; autant tout décider en une fois."

WITH_STEPS = "avec les démarches"
"""Where papers are listed: on paper they are not below, but in the report."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to change.

    Attributes:
        title: what. action: how. who: who decides, in short. more: how, majority and texts. then: what follows.
        serves: « pour l'ESS et l'ESUS ». source: the articles, with how they were read.
        notes: what else is to be known.
    """

    title: str
    action: str
    who: str
    more: str
    then: str
    serves: str
    source: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """What most of several deeds say of who decides, of how and of what follows; ``all``: every one of them does."""

    who: str = ""
    more: str = ""
    then: str = ""
    all: bool = True


@dataclass(frozen=True, slots=True)
class TodoStep:
    """One step.

    Attributes:
        kind: what the page offers with it: ``corriger``, ``lire``, ``repondre``, ``reunir``, ``changer``, ``verifier``,
            ``trancher``, ``deposer``, ``plus_tard``, ``ailleurs``, ``rien``, ``dater``.
        title, text: what to do, and why or when.
        deeds: what to change, for those steps.
        names: answers that lack, or articles. links: answers to give, each with the slug of its question.
        clauses: it is about statutes, for which drafts are ready. files: it is the accreditation request.
    """

    kind: str
    title: str
    text: str = ""
    deeds: tuple[Deed, ...] = ()
    names: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    clauses: bool = False
    files: bool = False

    @property
    def deeds_without_repeats(self) -> tuple[tuple[Deed, ...], Shared | None]:
        """The deeds as the page shows them, and what it says once of them all."""
        return without_repeats(self.deeds) if self.kind == "changer" else (self.deeds, None)


def steps(interview: Interview, context: ReportContext) -> Iterator[TodoStep]:
    """Everything there is to do, the very next step first."""
    assessment = context.assessment
    verdicts = assessment.verdicts.values()
    if all(one.cause == Cause.BEFORE_THE_LAW for one in verdicts):
        start = french_date(context.knowledge.base.start)
        yield TodoStep("dater", "Choisir une autre date", f"Rien n'est dit d'un jour d'avant le {start}.")
        return
    if assessment.contradictions:
        many = len(assessment.contradictions) > 1
        title = "Corriger les réponses qui se contredisent" if many else "Corriger deux réponses qui se contredisent"
        yield TodoStep("corriger", title, "Elles ont été mises de côté : voyez en haut de cette page.")
    if unread := unread_notice(assessment, context.knowledge):
        yield TodoStep("lire", unread, FURTHER, links=_links(context, clause_answers(assessment, context.knowledge)))
    pending = not interview.decided and bool(interview.pending())
    if pending:
        text = how_much_left(interview.progress(), minutes(interview))
        yield TodoStep("repondre", "Répondre aux questions qui restent", text)
    # Answers that contradict others are given, and mended; clauses to read come first.
    given = {address for one in assessment.contradictions for address in one.addresses}
    given.update(clause_answers(assessment, context.knowledge))
    lacking = [one for one in assessment.missing if one.address not in given]
    if missing := () if pending else tuple(by_fact(lacking, context.knowledge)):
        text = "Le verdict les attend ; plus bas, qui les détient et où les trouver."
        yield TodoStep("reunir", "Réunir les réponses qui manquent", text, names=missing)
    refused = [one for one in verdicts if one.outcome == VerdictId.NOT_ELIGIBLE]
    closed_today = {one.status for one in refused}
    # A refusal tells its own ways apart.
    changes = [one for one in merged(context, later=False) if set(one[1]) - closed_today]
    now = [one for one in changes if not one[0].strict_only]
    strict = [one for one in changes if one[0].strict_only]
    if now and (left := other_unread_answers(assessment, context.knowledge)):
        title = f"Avant {before_deciding(assessment)}, répondre à ce qui n'a pas été demandé"
        text = "" if unread else FURTHER
        yield TodoStep("verifier", title, text, links=_links(context, left))
    yield from _changes(context, now)
    for point in context.deciding_points():
        yield _settle(context, point)
    yield from _changes(context, strict, "seulement si la lecture stricte l'emporte")
    if assessment.ended:
        yield TodoStep("ailleurs", "Voir d'abord le liquidateur", assessment.ended)
    by_text: dict[str, list[str]] = {}
    for verdict in () if assessment.ended else verdicts:
        if verdict.outcome in REACHED and (text := next_steps(context, verdict, WITH_STEPS)):
            by_text.setdefault(text, []).append(verdict.status)
    idle = by_text.pop(NOTHING, [])
    titles = [lower_first(change_title(assessment, context.knowledge, one)) for one, _ in now]
    listed = {sentence(f"{title}{when}") for title in titles for when in ("", " dès que ce sera possible")}
    # A point to check, which no verdict waits for, comes after a demand to make.
    for text, statuses in sorted(by_text.items(), key=lambda one: one[0].startswith("Vérifier")):
        if text in listed:
            continue
        files = "esus" in statuses and context.how_to_file(assessment.esus) in lower_first(text)
        yield replace(_one_line_step("deposer", statuses, text), files=files)
    ways: dict[tuple[str, ...], list[Verdict]] = {}
    for one in refused:
        ways.setdefault(tuple(change.remedy for change in one.later), []).append(one)
    yield from (_later(context, group) for remedies, group in ways.items() if remedies)
    if closed := [one.status for one in refused if not one.later]:
        text = (
            "Nous ne connaissons pas de décision qui ouvre cette porte à la structure telle qu'elle est aujourd'hui. "
            "Un conseiller, à la CRESS par exemple, peut en chercher une autre avec vous."
        )
        yield TodoStep("ailleurs", f"Pour {for_statuses(closed)}, chercher un autre chemin", text)
    if idle:
        yield _one_line_step("rien", idle, NOTHING)


def _links(context: ReportContext, addresses: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Questions to answer; a table bears one name, and is begun by its first question."""
    first = {address_name(context.knowledge, one): slug(one) for one in reversed(tuple(addresses))}
    return tuple((at, name) for name, at in reversed(first.items()))


def _one_line_step(kind: str, statuses: list[str], text: str) -> TodoStep:
    """A step in one line, so that its heading says what to do; several things to do stay below it."""
    title = f"Pour {for_statuses(statuses)}"
    if " ; puis " in text:
        return TodoStep(kind, title, text)
    return TodoStep(kind, f"{title}, {lower_first(text.rstrip('.'))}")


def how_much_left(found: Progress, time: Minutes) -> str:
    """The questions that remain and the time they take, in a sentence."""
    if found.worst <= 1:
        return "Il en reste une."
    common = commonly(found.worst)
    bound = " environ, souvent moins" if common < found.worst else " au plus" if found.best < found.worst else ""
    least, most = time
    duration = f"de {least} à {most} minutes" if least < most else plural(most, "minute")
    return f"Il en reste {common}{bound} ; comptez {duration}. « Je ne sais pas » est une réponse permise."


# -- changes ----------------------------------------------------------------------------------------------------------


def _changes(
    context: ReportContext, listed: list[tuple[Change, tuple[str, ...]]], only: str = ""
) -> Iterator[TodoStep]:
    """A step for the changes of one kind made at the same moment: statutes are rewritten once."""
    groups: dict[tuple[RemedyKind, str], list[tuple[Change, tuple[str, ...]]]] = {}
    for change, serves in listed:
        groups.setdefault((change.kind, delay(change)), []).append((change, serves))
    for (kind, moment), members in groups.items():
        count = len(members)
        if count == 1:
            title = change_title(context.assessment, context.knowledge, members[0][0])
        elif kind == RemedyKind.STATUTES:
            least = at_least(context.assessment, context.knowledge)
            title = f"Écrire {least}{count} clauses dans les {'futurs ' * context.assessment.project}statuts"
        else:
            title = (REMEDIES[kind].group or f"{sentence(REMEDIES[kind].words).rstrip('.')} : {{}} changements").format(
                count
            )
        # « Le temps d'une formalité » says nothing more of a formality.
        when = "" if kind == RemedyKind.FORMALITY and moment == load_words().delays["formalite"] else moment
        text = sentence(" ; ".join(part for part in (only, when) if part))
        deeds = tuple(_deed(context, change, serves) for change, serves in members)
        yield TodoStep("changer", title, text, deeds, clauses=kind == RemedyKind.STATUTES)


def _deed(context: ReportContext, change: Change, serves: tuple[str, ...]) -> Deed:
    who, _, more = change.who.strip().partition(". ")
    notes = [change.note] if change.note else []
    if change.pending:
        notes.append("Vérifiez d'abord si le projet de statuts ne le contient pas déjà.")
    if contrary := context.contrary(change.remedy):
        notes.append(f"Contraire à un point auquel vous dites tenir : {contrary}.")
    return Deed(
        title=change.title.rstrip("."),
        action=spelled(context.knowledge, change.action),
        who=lower_first(sentence(who)),
        more=sentence(spelled(context.knowledge, more)),
        then=spelled(context.knowledge, lower_first(sentence(change.then))) if change.then else "",
        serves=sentence(f"pour {for_statuses(serves)}") if serves else "",
        source=f"{articles(change.references)} {context.tag(change.confidence)}".strip(),
        notes=tuple(notes),
    )


def without_repeats(deeds: tuple[Deed, ...]) -> tuple[tuple[Deed, ...], Shared | None]:
    """Deeds without what most of them repeat, and that; a line that some lack altogether is not theirs to inherit."""
    found = {name: _common([getattr(one, name) for one in deeds]) for name in ("who", "more", "then")}
    common = {name: said for name, said in found.items() if said}
    if not common:
        return deeds, None
    repeated: list[dict[str, Any]] = [
        {name: "" for name, said in common.items() if getattr(one, name) == said} for one in deeds
    ]
    bare = tuple(replace(one, **empty) for one, empty in zip(deeds, repeated, strict=True))
    return bare, Shared(**common, all=not any(getattr(one, name) for one in bare for name in common))


def _common(said: list[str]) -> str:
    """What more than half say, none being silent; "" otherwise."""
    text, count = Counter(said).most_common(1)[0]
    return text if all(said) and count > 1 and 2 * count > len(said) else ""


def _later(context: ReportContext, verdicts: list[Verdict]) -> TodoStep:
    """What would open, another day, what is closed today; the statuses that the same changes open, together."""
    statuses = tuple(one.status for one in verdicts)
    deeds = tuple(_deed(context, change, statuses) for change in verdicts[0].later)
    title = f"Pour {for_statuses(statuses)}, plus tard"
    if len(deeds) == 1:
        when = sentence(delay(verdicts[0].later[0]))
        return TodoStep("plus_tard", f"{title} : {lower_first(deeds[0].title)}", when, deeds)
    return TodoStep("plus_tard", title, "Des pistes ; certaines peuvent se remplacer l'une l'autre.", deeds)


# -- open law ---------------------------------------------------------------------------------------------------------


def _settle(context: ReportContext, point: OpenPointView) -> TodoStep:
    source = f"{articles(point.references)} {context.tag(point.confidence)}".strip()
    title = f"Faire préciser un point que la loi ne tranche pas : {lower_first(point.title.rstrip('.'))}"
    return TodoStep("trancher", title, sentence(point.conduct), names=(source,))
