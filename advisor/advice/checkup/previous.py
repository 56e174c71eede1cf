"""What the check-up compares with: a dossier of another year, or the frozen record of an assessment."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from advisor.assessment.assess import assess, read_dossier
from advisor.assessment.model import Assessment
from advisor.common.errors import InputError, Problem
from advisor.common.values import french_date
from advisor.dossier import Dossier
from advisor.rules.load import Knowledge


class Previous(NamedTuple):
    """The dossier of last time and what was told then.

    Attributes:
        path: its file.
        dossier: its answers.
        assessment: the result; that of the record when it is one, else made again under the law of its own day.
        record: it is a record. same_rules: made with the rule base of today.
    """

    path: Path
    dossier: Dossier
    assessment: Assessment
    record: bool
    same_rules: bool


def read_previous(path: str | Path, knowledge: Knowledge) -> Previous:
    """Read a previous dossier, or a frozen record.

    Raises:
        InputError: neither one nor the other, or a dossier that does not say on which day it was examined.
    """
    file = Path(path)
    if file.suffix.lower() == ".json":
        from advisor.assessment.record import load_record

        record = load_record(file)
        same = record.rules_fingerprint == knowledge.fingerprint
        return Previous(file, record.dossier, record.assessment, True, same)
    dossier = read_dossier(file, knowledge)
    if dossier.on is None:
        raise InputError(
            Problem(
                "ce dossier ne dit pas quel jour il a été examiné : on ne peut pas le situer dans le temps.",
                str(file),
                mend="Ajoutez-y la ligne « date_appreciation: AAAA-MM-JJ », puis recommencez.",
            )
        )
    return Previous(file, dossier, assess(dossier, knowledge=knowledge), False, True)


def refuse_mismatch(previous: Previous, dossier: Dossier, assessment: Assessment) -> None:
    """The previous dossier is of the same company, and of an earlier day.

    Raises:
        InputError: another SIREN, or not earlier.
    """
    told = str(previous.path)
    before, now = _digits(previous.dossier.siren), _digits(dossier.siren)
    if before and now and before != now:
        raise InputError(
            Problem(
                f"c'est le dossier d'une autre entreprise (SIREN {previous.dossier.siren}, et non {dossier.siren}).",
                told,
                mend="Donnez à --since un dossier de la même entreprise, ou corrigez le SIREN.",
            )
        )
    if previous.assessment.on >= assessment.on:
        raise InputError(
            Problem(
                f"ce dossier est du {french_date(previous.assessment.on)} : il n'est pas plus ancien que le "
                f"bilan, du {french_date(assessment.on)}.",
                told,
                mend="Inversez les deux fichiers, ou donnez la date du bilan par --on.",
            )
        )


def _digits(siren: str) -> str:
    return "".join(char for char in siren if char.isdigit())
