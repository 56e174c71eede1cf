"""Tables of companies made for a test or a measurement: from dossiers to the CSV that a spreadsheet would save."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Sequence
from datetime import date

from advisor.dossier import Answer, Dossier
from advisor.dossier.answer_parsing import AnswerError, parse_answer
from advisor.dossier.model import luhn
from advisor.rules.facts import FactType
from advisor.rules.load import Knowledge
from tests.support.generate import values_of

FIELDS = ("denomination", "siren", "date_appreciation", "date_demande")


def siren_of(rank: int) -> str:
    """A SIREN that passes its check, another for each rank."""
    stem = 10_000_000 + rank
    return next(str(stem * 10 + last) for last in range(10) if luhn(str(stem * 10 + last)))


def cell(answer: Answer | None, fact_type: FactType | None = None) -> str:
    """An answer as typed in a cell; a percentage says that it is one, so that « 1 » is not read in two ways."""
    if answer is None:
        return ""
    if answer.value is None:
        return "je_ne_sais_pas"
    if isinstance(answer.value, tuple):
        return " | ".join(answer.value)
    sign = " %" if fact_type is FactType.PERCENT and "/" not in answer.value else ""
    return answer.value + sign


def row(knowledge: Knowledge, dossier: Dossier, addresses: Sequence[str]) -> list[str]:
    """The line of a company."""
    days = [day.isoformat() if day else "" for day in (dossier.on, dossier.requested)]
    answers = [cell(dossier.answers.get(one), knowledge.addresses[one][0].type) for one in addresses]
    return [dossier.name, dossier.siren, *days, *answers]


def table(knowledge: Knowledge, dossiers: Iterable[Dossier], separator: str = ";") -> str:
    """A table of every fact, a line a company."""
    addresses = list(knowledge.addresses)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow([*FIELDS, *addresses])
    writer.writerows(row(knowledge, one, addresses) for one in dossiers)
    return text.getvalue()


class Varied:
    """Companies that all differ: known ones, every figure moved, some answers changed or taken away."""

    def __init__(self, knowledge: Knowledge, seed: int = 5) -> None:
        self.knowledge, self.random = knowledge, random.Random(seed)
        self.pools = {one: values_of(fact, date(2025, 6, 16)) for one, (fact, _) in knowledge.addresses.items()}

    def of(self, dossier: Dossier, rank: int) -> Dossier:
        answers = dict(dossier.answers)
        for address in self.random.sample(sorted(answers), min(len(answers), self.random.randint(1, 4))):
            if self.random.random() < 0.2:
                del answers[address]
            else:
                answers[address] = Answer(value=self.random.choice(self.pools[address]))
        for address, one in answers.items():
            if self.knowledge.addresses[address][0].type is FactType.MONEY and one.value:
                answers[address] = self._moved(address, one)
        return dossier.model_copy(update={"name": f"Société {rank}", "siren": siren_of(rank), "answers": answers})

    def _moved(self, address: str, one: Answer) -> Answer:
        assert isinstance(one.value, str)
        fact = self.knowledge.addresses[address][0]
        value = parse_answer(fact, one.value)
        moved = f"{float(value) * self.random.uniform(0.9, 1.1):.2f}"  # type: ignore[arg-type]
        try:
            parse_answer(fact, moved)
        except AnswerError:
            return one
        return Answer(value=moved)
