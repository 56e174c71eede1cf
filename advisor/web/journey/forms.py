"""A form sent by a page of questions, read once; and what it says of each field, recorded or refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from advisor.common.french import french_number, parse_number, sentence, too_long
from advisor.dossier.answer_parsing import AnswerError, doubtful, meant, refusal
from advisor.interview import sheets
from advisor.interview.feedback import Feedback
from advisor.interview.machine import Interview
from advisor.rules.facts import Fact, FactType
from advisor.web.journey.model import NAME, UNKNOWN, AnswerSource, TypedAnswer

MISSING = "Il manque une réponse. Si vous ne savez pas, cochez « Je ne sais pas »."
BOTH = "Vous avez coché « Je ne sais pas » et une réponse. Gardez l'une ou l'autre."
SEVERAL = "Une seule réponse est attendue."
_LONGEST_FIGURE = 60
_MOST_FIELDS = 60

BACK_TO = {"reponses": "review", "prediagnostic": "prediagnosis", "resultat": "result"}
"""Where a page of one answer leads once it is changed, by what its address or form says."""

LONGEST = 300
"""Characters of where answers stand; the words themselves are not to be copied here."""

_TOO_LONG = "Cette indication dépasse {} caractères : dites seulement où c'est écrit."


@dataclass(frozen=True, slots=True)
class Submission:
    """A form of a page of questions.

    Attributes:
        addresses: the answers that the page asks, all of one group.
        year: the row of costs that they make, or "".
        answers: what was sent, by field.
        place: where the answers stand; None when the page does not ask.
        back: where the page leads, among `BACK_TO`, or "".
        skip: « je ne sais pas » to what is empty on this "page", and in the rest of the "document" too; or "".
        method: the costs are to be told as a "detail", or as their "finale" part only; "" to record the page.
        text_limit: characters of one typed text.
    """

    addresses: tuple[str, ...]
    year: str
    answers: Mapping[str, TypedAnswer]
    place: AnswerSource | None
    back: str
    skip: str
    method: str
    text_limit: int

    def typed(self, field: str) -> TypedAnswer:
        """What was sent of a field."""
        return self.answers.get(field) or TypedAnswer(unknown=bool(self.skip))

    def line(self, field: str) -> str | None:
        """A free text on one line; None when the form has no such field, or it is too long."""
        text = " ".join(" ".join(self.typed(field).value).split())
        return text if field in self.answers and len(text) <= self.text_limit else None


def read_submission(interview: Interview, form: FormData, text_limit: int) -> Submission:
    """Read the form of a page.

    Raises:
        HTTPException: 400, it names nothing that can be asked, or what no page asks together.
    """
    sent: dict[str, list[str]] = {}
    for name, text in form.multi_items():
        sent.setdefault(name, []).append(str(text))

    def one(name: str) -> str:
        return sent.get(name, [""])[-1]

    def typed(name: str) -> TypedAnswer:
        every = sent.get(name, ())
        value = tuple(text for text in every if text.strip() and text != UNKNOWN)
        unknown = UNKNOWN in (*every, one(f"{name}.inconnu")) or (bool(skip) and not value)
        return TypedAnswer(value, unknown, reading=one(f"{name}.lecture"), shown=one(f"{name}.vu"))

    def among(name: str, *known: str) -> str:
        return found if (found := one(name)) in known else ""

    year, known = one("exercice"), interview.knowledge.addresses
    named = sheets.cost_cells(interview, year) if year else one("adresses").split()
    addresses = tuple(dict.fromkeys(named[:_MOST_FIELDS]))
    if not addresses or not known.keys() >= set(addresses) or len(set(map(interview.plan.key, addresses))) > 1:
        raise HTTPException(400)
    method = among("methode", "finale", "detail") if year else ""
    skip = "" if method else among("passer", "page", "document")
    stands = " ".join(one(NAME).split())
    place = AnswerSource(stands, _TOO_LONG.format(LONGEST) if len(stands) > LONGEST else "") if NAME in sent else None
    return Submission(
        addresses,
        year,
        {name: typed(name) for name in {key.partition(".")[0] for key in sent}},
        place,
        among("retour", *BACK_TO),
        skip,
        method,
        text_limit,
    )


class Recorder:
    """Records what a form says, in an interview that it changes in memory; the caller saves it.

    Attributes:
        interview, form: those.
        feedback: what the recorded answers changed.
    """

    def __init__(self, interview: Interview, form: Submission) -> None:
        self.interview, self.form = interview, form
        self.feedback: list[Feedback] = []

    def record(self, addresses: Iterable[str], optional: Iterable[str] = ()) -> dict[str, TypedAnswer]:
        """Record some answers; those of ``optional`` may be left empty.

        Returns:
            What was refused, by address, to be shown again as it was typed.
        """
        refused: dict[str, TypedAnswer] = {}
        for address in addresses:
            typed = self.form.typed(address)
            if not typed.value and address in optional and (not typed.unknown or self.form.skip):
                continue
            if typed.unknown and typed.value:
                refused[address] = replace(typed, error=BOTH)
            elif typed.unknown:
                self.feedback.append(self.interview.unknown(address))
            else:
                found = self._understood(self.interview.knowledge.addresses[address][0], typed)
                try:
                    if isinstance(found, TypedAnswer):
                        refused[address] = found
                    else:
                        self.feedback.append(self.interview.answer(address, found))
                except AnswerError as error:
                    refused[address] = replace(typed, error=sentence(str(error)))
        return refused

    def figure(self, field: str, as_address: str) -> str | TypedAnswer:
        """A figure, not recorded: as it is to be understood, "" when left empty, or why it is refused.

        Args:
            field: its name in the form.
            as_address: whose bounds it must fit.
        """
        typed = self.form.typed(field)
        if not typed.value:
            return ""
        found = self._understood(self.interview.knowledge.addresses[as_address][0], typed)
        return found if isinstance(found, TypedAnswer) else str(found)

    def _understood(self, fact: Fact, typed: TypedAnswer) -> str | tuple[str, ...] | TypedAnswer:
        """What the catalogue accepts of it, or why it is refused."""
        if not typed.value:
            return replace(typed, error=MISSING)
        if fact.type is FactType.CHOICES:
            problem = refusal(fact, typed.value)
            return replace(typed, error=problem) if problem else typed.value
        if len(typed.value) > 1:
            return replace(typed, value=typed.value[:1], error=SEVERAL)
        raw = typed.value[0].strip()
        limit = self.form.text_limit if fact.type is FactType.TEXT else _LONGEST_FIGURE
        if problem := too_long(raw, limit) or refusal(fact, raw):
            return replace(typed, error=problem)
        if not (found := doubtful(fact, raw)):
            return meant(fact, raw)
        # What was typed reads two ways: the visitor says which.
        if typed.reading in (one for one, _ in found):
            return typed.reading
        return replace(typed, error=f"« {raw} » peut se lire de deux façons : dites laquelle.", readings=found)


def doubtful_pay(recorder: Recorder, slot: str) -> dict[str, TypedAnswer]:
    """A pay that full time would leave under the legal minimum is perhaps that of a month: the visitor says so.

    Returns:
        The field to be shown again with its two readings; empty when the pay is likely, or was confirmed.
    """
    interview = recorder.interview
    doubt = sheets.doubtful_pay(interview, slot)
    if doubt is None:
        return {}
    typed = recorder.form.typed(doubt.address)
    if typed.reading in dict(doubt.readings) and _same(typed.shown, doubt.gross):
        if typed.reading == "mois":
            recorder.feedback.append(interview.answer(doubt.address, doubt.yearly))
        return {}
    message = (
        f"{doubt.full} par an à temps plein, c'est moins que le salaire minimum d'une année"
        f" ({doubt.least}). Dites ce qu'il en est, ou corrigez."
    )
    return {doubt.address: TypedAnswer((french_number(doubt.gross, 2),), False, message, doubt.readings)}


def _same(text: str, figure: object) -> bool:
    try:
        return parse_number(text) == figure
    except ValueError:
        return False
