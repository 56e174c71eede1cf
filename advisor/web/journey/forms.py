"""From what a form sends to recorded answers, or to what is shown again as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.datastructures import FormData

from advisor.common.french import NBSP, french_money, french_number, parse_number, sentence, too_long
from advisor.dossier.answer_parsing import AnswerError, doubtful, meant, refusal
from advisor.interview import figures
from advisor.interview.feedback import Feedback
from advisor.interview.machine import Interview
from advisor.rules.facts import Fact, FactType
from advisor.web.journey.model import UNKNOWN, TypedAnswer

MISSING = "Il manque une réponse. Si vous ne savez pas, cochez « Je ne sais pas »."
BOTH = "Vous avez coché « Je ne sais pas » et une réponse. Gardez l'une ou l'autre."
SEVERAL = "Une seule réponse est attendue."
_LONGEST_FIGURE = 60
# A form may hold anything; what no keyboard types could not be kept in a dossier file.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class FormReader:
    """Reads forms.

    Args:
        text_limit: characters of one typed text.
        skip: what is left empty is « je ne sais pas ».

    Attributes:
        feedback: what the recorded answers changed.
    """

    def __init__(self, text_limit: int = 4_000, skip: bool = False) -> None:
        self.text_limit, self.skip = text_limit, skip
        self.feedback: list[Feedback] = []

    def sent(self, form: FormData, address: str) -> tuple[str, ...]:
        """What was typed or ticked for an address, « je ne sais pas » left aside."""
        texts = (_CONTROL.sub("", text) for text in form.getlist(address) if isinstance(text, str))
        return tuple(text for text in texts if text.strip() and text != UNKNOWN)

    def unknown(self, form: FormData, address: str) -> bool:
        """« Je ne sais pas » was ticked, or is what an empty field means here."""
        ticked = UNKNOWN in form.getlist(address) or form.get(f"{address}.inconnu") == UNKNOWN
        return ticked or (self.skip and not self.sent(form, address))

    def line(self, form: FormData, name: str) -> str | None:
        """A free text on one line; None when the form has no such field, or it is too long."""
        text = form.get(name)
        if not isinstance(text, str):
            return None
        text = " ".join(_CONTROL.sub(" ", text).split())
        return text if len(text) <= self.text_limit else None

    def record(
        self, interview: Interview, form: FormData, addresses: Iterable[str], optional: Iterable[str] = ()
    ) -> dict[str, TypedAnswer]:
        """Record what a form answers.

        Args:
            interview: changed in memory; the caller keeps it.
            form: fields by address; `UNKNOWN` for « je ne sais pas ».
            addresses: what the page asked.
            optional: addresses that may be left empty.

        Returns:
            What was refused, by address, to be shown again as it was typed.
        """
        refused: dict[str, TypedAnswer] = {}
        skip = set(optional)
        for address in addresses:
            fact, _ = interview.knowledge.addresses[address]
            sent, unknown = self.sent(form, address), self.unknown(form, address)
            if not sent and address in skip and (not unknown or self.skip):
                continue
            if unknown and sent:
                refused[address] = TypedAnswer(sent, True, BOTH)
                continue
            if unknown:
                self.feedback.append(interview.unknown(address))
                continue
            found = self._answered(interview, fact, address, sent, _reading(form, address))
            if found is not None:
                refused[address] = found
        return refused

    def figure(self, interview: Interview, form: FormData, address: str, as_address: str) -> str | TypedAnswer:
        """A figure of a form, not recorded: as it is to be understood, "" when left empty, or why it is refused.

        Args:
            interview: gives the catalogue.
            form: fields.
            address: name of the field.
            as_address: whose bounds it must fit.
        """
        sent = self.sent(form, address)
        if not sent:
            return ""
        found = self._understood(interview.knowledge.addresses[as_address][0], sent, _reading(form, address))
        return found if isinstance(found, TypedAnswer) else str(found)

    def _answered(
        self, interview: Interview, fact: Fact, address: str, sent: tuple[str, ...], reading: str
    ) -> TypedAnswer | None:
        found = self._understood(fact, sent, reading)
        if isinstance(found, TypedAnswer):
            return found
        try:
            self.feedback.append(interview.answer(address, found))
        except AnswerError as error:
            return TypedAnswer(sent, False, sentence(str(error)))
        return None

    def _understood(self, fact: Fact, sent: tuple[str, ...], reading: str) -> str | tuple[str, ...] | TypedAnswer:
        """What the catalogue accepts of it, or why it is refused."""
        if not sent:
            return TypedAnswer((), False, MISSING)
        if fact.type is not FactType.CHOICES and len(sent) > 1:
            return TypedAnswer(sent[:1], False, SEVERAL)
        if fact.type is FactType.CHOICES:
            problem = refusal(fact, sent)
            return sent if problem is None else TypedAnswer(sent, False, _for_the_web(problem))
        raw = sent[0].strip()
        if problem := too_long(raw, self.text_limit if fact.type is FactType.TEXT else _LONGEST_FIGURE):
            return TypedAnswer(sent, False, problem)
        if (problem := refusal(fact, raw)) is not None:
            return TypedAnswer(sent, False, _for_the_web(problem))
        if found := doubtful(fact, raw):
            # What was typed reads two ways: the visitor says which.
            chosen = next((one for one, _ in found if one == reading), None)
            return chosen or TypedAnswer(sent, False, f"« {raw} » peut se lire de deux façons : dites laquelle.", found)
        return meant(fact, raw)


def _reading(form: FormData, address: str) -> str:
    return str(form.get(f"{address}.lecture", ""))


def _for_the_web(message: str) -> str:
    """The words of the terminal, without its keys."""
    return message.replace(" (n : je ne sais pas)", "").replace("tapez n", "cochez « Je ne sais pas »")


def doubtful_pay(interview: Interview, form: FormData, slot: str) -> dict[str, TypedAnswer]:
    """A pay that full time would leave under the legal minimum is perhaps that of a month: the visitor says so.

    Returns:
        The field to be shown again with its two readings; empty when the pay is likely, or was confirmed.
    """
    sheet = interview.knowledge.sheet_of("remunerations")
    pay = next((one for one in figures.pays(interview.knowledge, interview.dossier) if one.slot == slot), None)
    if sheet is None or not sheet.floor or pay is None or pay.gross is None:
        return {}
    address = f"{sheet.roles['brut']}[{slot}]"
    full, least = pay.full_time(), interview.reasoning.session.indicator(sheet.floor).value.low
    if not full or least is None or full >= least:
        return {}
    month, year = "mois", "annee"
    reading = _reading(form, address)
    sent = str(form.get(f"{address}.vu", ""))
    if reading == year and _same(sent, pay.gross):
        return {}
    if reading == month and _same(sent, pay.gross):
        interview.answer(address, french_number(pay.gross * 12, 2).replace(NBSP, ""))
        return {}
    found = [(year, "C'est bien le total de l'année, et le temps de travail est juste")]
    if full * 12 >= least:
        found.insert(0, (month, f"C'était un mois : retenir {french_money(pay.gross * 12)} pour l'année"))
    message = (
        f"{french_money(full)} par an à temps plein, c'est moins que le salaire minimum d'une année"
        f" ({french_money(least)}). Dites ce qu'il en est, ou corrigez."
    )
    return {address: TypedAnswer((french_number(pay.gross, 2),), False, message, tuple(found))}


def _same(text: str, figure: object) -> bool:
    try:
        return parse_number(text) == figure
    except ValueError:
        return False
