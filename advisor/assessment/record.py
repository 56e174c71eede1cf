"""Frozen records: an assessment kept with everything needed to read it alone, and to replay it to the same result."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment
from advisor.common.errors import InputError, Problem
from advisor.common.files import write_atomically
from advisor.common.resources import __version__
from advisor.dossier import Dossier
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.signatures import entry_digest

RECORD_FORMAT = 2
"""1 had no deciding sources."""


class DecidingSource(BaseModel):
    """A text that decides, as the rule base knew it.

    Attributes:
        source: id in ``rules/sources.yaml``.
        identifier: official identifiers (LEGIARTI, NOR, ELI) of the version in force; start, end: its days.
        digest: of the entry of the source. rules: that of each deciding criterion which cites it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    identifier: str
    start: date | None
    end: date | None
    digest: str
    rules: dict[str, str]


class Record(BaseModel):
    """One assessment, frozen.

    Attributes:
        format: version of this file format.
        software, rules_version, rules_fingerprint: what computed it.
        saved_at: local time of saving, ISO 8601.
        adviser: who made it.
        dossier: the answers and their evidence, as they were.
        assessment: the whole result, proof included.
        sources: the texts that decide; none in a record of format 1.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = RECORD_FORMAT
    software: str
    rules_version: str
    rules_fingerprint: str
    saved_at: str
    adviser: str
    dossier: Dossier
    assessment: Assessment
    sources: tuple[DecidingSource, ...] = ()


@dataclass(frozen=True)
class Replay:
    """Outcome of a replay.

    Attributes:
        same: the replay gives the same assessment, to the last digit.
        same_rules: the rule base is the one of the record.
        differences: what changed, in French, verdicts first.
        rewritten: ids of the deciding sources and criteria whose entry is no longer the same.
    """

    same: bool
    same_rules: bool
    differences: tuple[str, ...]
    rewritten: tuple[str, ...] = ()


def freeze(
    dossier: Dossier,
    assessment: Assessment,
    adviser: str = "",
    at: datetime | None = None,
    knowledge: Knowledge | None = None,
) -> Record:
    """A record of an assessment just made from a dossier, under the packaged rules or others."""
    return Record(
        software=__version__,
        rules_version=assessment.rules_version,
        rules_fingerprint=assessment.rules_fingerprint,
        saved_at=(at or datetime.now()).isoformat(timespec="seconds"),
        adviser=adviser or dossier.adviser,
        dossier=dossier,
        assessment=assessment,
        sources=_deciding(assessment, knowledge or load_knowledge()),
    )


def _deciding(assessment: Assessment, knowledge: Knowledge) -> tuple[DecidingSource, ...]:
    """The texts cited by the criteria that decide, each version once, in the order in which they are read."""
    found: dict[tuple[str, date | None], DecidingSource] = {}
    for ground in (one for verdict in assessment.verdicts.values() for one in verdict.grounds):
        for cited in ground.references:
            one = found.get((cited.source, cited.start)) or DecidingSource(
                source=cited.source,
                identifier=cited.identifier,
                start=cited.start,
                end=cited.end,
                digest=entry_digest(knowledge.sources[cited.source]),
                rules={},
            )
            rules = {**one.rules, ground.criterion: entry_digest(knowledge.criteria[ground.criterion])}
            found[cited.source, cited.start] = one.model_copy(update={"rules": rules})
    return tuple(found.values())


def _rewritten(record: Record, knowledge: Knowledge) -> tuple[str, ...]:
    """Ids of what decided, and is not written as it was."""
    then = {one.source: one.digest for one in record.sources}
    then |= {id: digest for one in record.sources for id, digest in one.rules.items()}
    entries = {**knowledge.sources, **knowledge.criteria}
    return tuple(id for id, digest in then.items() if id not in entries or entry_digest(entries[id]) != digest)


def save_record(record: Record, path: str | Path) -> None:
    """Write a record, atomically; an existing one is never overwritten.

    Raises:
        InputError: the file exists, or cannot be written.
    """
    target = Path(path)
    refuse_existing(target)
    write_atomically(target, record.model_dump_json(indent=1, by_alias=True) + "\n")


def refuse_existing(target: Path) -> None:
    """A record is never replaced.

    Raises:
        InputError: something bears this name already.
    """
    if os.path.lexists(target):
        raise InputError(
            Problem(
                "ce fichier existe déjà ; un procès-verbal ne se remplace pas.",
                str(target),
                mend="Choisissez un autre nom.",
            )
        )


def load_record(path: str | Path) -> Record:
    """Read a record.

    Raises:
        InputError: not a record, damaged, or of a newer format.
    """
    name = str(path)
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError(
            Problem("ce fichier ne peut pas être lu.", name, mend="Vérifiez son nom et ses droits.")
        ) from None
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        line, column = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (0, 0)
        raise InputError(
            Problem("ce procès-verbal est abîmé ou coupé.", name, line, column, "Reprenez une copie.")
        ) from None
    if not isinstance(data, dict) or "assessment" not in data:
        raise InputError(Problem("ce n'est pas un procès-verbal ess-advisor.", name))
    version = data.get("format")
    if not isinstance(version, int):
        raise InputError(Problem("ce procès-verbal est abîmé (champ format).", name, mend="Reprenez une copie."))
    if version > RECORD_FORMAT:
        raise InputError(
            Problem(
                f"ce procès-verbal est au format {version}, plus récent que celui-ci.",
                name,
                mend="Mettez ess-advisor à jour.",
            )
        )
    try:
        return Record.model_validate(data)
    except ValidationError as error:
        where = ".".join(str(step) for step in error.errors()[0]["loc"])
        raise InputError(
            Problem(f"ce procès-verbal est abîmé (champ {where}).", name, mend="Reprenez une copie.")
        ) from None


def replay(record: Record, knowledge: Knowledge | None = None) -> Replay:
    """Assess the record's dossier again, on its day, and compare."""
    base = knowledge or load_knowledge()
    again = assess(record.dossier, on=record.assessment.on, knowledge=base)
    before = record.assessment
    same_rules = base.fingerprint == record.rules_fingerprint
    differences: list[str] = []
    for id, verdict in before.verdicts.items():
        now = again.verdicts.get(id)
        if now is None or (now.outcome, now.route, now.duration) != (verdict.outcome, verdict.route, verdict.duration):
            differences.append(
                f"{verdict.title} : {verdict.outcome} à l'époque, {now.outcome if now else 'absent'} aujourd'hui"
            )
    for id in {**before.findings, **again.findings}:
        old, new = before.findings.get(id), again.findings.get(id)
        if (old and old.outcome) != (new and new.outcome):
            differences.append(
                f"{id} : {old.outcome if old else 'absent'} à l'époque, {new.outcome if new else 'absent'} aujourd'hui"
            )
    same = again.model_copy(update={"schema_version": before.schema_version}) == before
    if not same and not differences:
        differences.append("mêmes verdicts, mais des textes ou des chiffres affichés ont changé")
    rewritten = _rewritten(record, base)
    return Replay(same=same, same_rules=same_rules, differences=tuple(differences), rewritten=rewritten)
