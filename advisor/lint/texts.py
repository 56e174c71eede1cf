"""The texts of the law beside their rules: none changed, each sentence attached to what states it, and the converse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from advisor.common.errors import Problem, close_to
from advisor.common.french import french_date, listed
from advisor.common.yaml_reader import Path_
from advisor.lint._sites import Review, Sources, cited
from advisor.lint.dates import DateRange, uncovered
from advisor.rules.basis import DISTANT
from advisor.rules.load import Knowledge
from advisor.rules.texts import FOLDER, KIND, LegalText, LegalTexts, Sentence, Stating, digest, read_texts, stating
from advisor.rules.vocabulary import EntryKind

WORD_FOR_WORD = ("V", "V-JO")
"""How a text was read when it can be copied."""
_BOUND = (EntryKind.CRITERION, EntryKind.STATUS, EntryKind.PARAMETER, EntryKind.INDICATOR)
"""What must state a sentence of each text it cites: what decides, and figures. So must a line of guidance that cites a
passage; a remedy, an open point, a reserve or a draft rests on a text without stating it."""


def lint_texts_folder(folder: Path, shown: str | None, knowledge: Knowledge) -> list[Problem]:
    """Every problem of the texts of a folder of rules, in the order of its files; none when it has no texts.

    Args:
        folder: the folder of rules. shown: how messages name it.
        knowledge: the rules of that folder.

    Raises:
        InputError: every problem of form, which leaves the rest unread.
    """
    if not (folder / FOLDER).is_dir():
        return []
    review = _Texts(Review(knowledge), read_texts(folder, shown), stating(knowledge))
    found = [*review.articles(), *review.absent(), *review.unstated()]
    return sorted(found, key=lambda problem: (problem.where, problem.line, problem.column))


@dataclass
class _Texts:
    review: Review
    texts: LegalTexts
    entries: dict[str, Stating]

    def __post_init__(self) -> None:
        self.knowledge = self.review.knowledge
        self.cited = list(cited(self.review))
        self.citing = {(one.source, _id(self.knowledge, cite)) for cite in self.cited for one in cite.citations}

    def say(self, text: LegalText, path: Path_, message: str, mend: str = "") -> Problem:
        document, at = self.texts.places[(KIND, text.source)]
        return document.problem((*at, *path), message, mend)

    def line(self, text: LegalText, rank: int) -> int:
        """Where a sentence is written in its file."""
        return self.say(text, ("phrases", rank), "").line

    def articles(self) -> Iterator[Problem]:
        for text in self.texts.by_source.values():
            if text.source not in self.knowledge.sources:
                what = f"la source « {text.source} » n'existe pas."
                yield self.say(text, ("source",), what, "Écrivez l'« id » d'un texte de sources.yaml.")
                continue
            yield from self.versions(text)
            for rank, sentence in enumerate(text.sentences):
                yield from self.sentence(text, rank, sentence)

    def versions(self, text: LegalText) -> Iterator[Problem]:
        """The versions are those of the source, and the text copied has not changed since."""
        base = self.knowledge.base.start
        known = {one.start: one.end for one in self.knowledge.sources[text.source].versions if one.end >= base}
        missing = sorted(known.keys() - {one.start for one in text.versions})
        for start in missing:
            message = f"il manque la rédaction de {text.source} {_days((start, known[start]))}."
            yield self.say(text, ("versions",), message, "Ajoutez-la, avec son texte, ou dites « texte_absent ».")
        for rank, one in enumerate(text.versions):
            at = ("versions", rank)
            # A version ends where the next begins: one that is missing is told once.
            if one.start not in known or (known[one.start] != one.end and not missing):
                message = f"{text.source} n'a pas de rédaction {_days((one.start, one.end))}."
                yield self.say(text, at, message, "Reprenez les dates de sources.yaml.")
            stands = text.text(one.start)
            if bool(one.missing) == bool(one.digest) or (one.missing and one.partial):
                message = "une rédaction a son « empreinte », ou dit « texte_absent » et pourquoi."
                yield self.say(text, at, message, f"Texte copié : « empreinte: {digest(stands)} ».")
            elif one.digest and digest(stands) != one.digest:
                lines = [self.line(text, rank) for rank, part in enumerate(text.sentences) if part.covers(one.start)]
                message = (
                    f"le texte {_days((one.start, one.end))} n'est plus celui qui a été copié. Il réunit à présent les "
                    f"phrases des lignes {listed(map(str, lines))} : l'une d'elles, sa date ou leur ordre a changé."
                )
                mend = f"Revenez au texte, ou, s'il est juste, écrivez « empreinte: {digest(stands)} »."
                yield self.say(text, (*at, "empreinte"), message, mend)

    def sentence(self, text: LegalText, rank: int, sentence: Sentence) -> Iterator[Problem]:
        """It stands on whole versions, and is attached to what states it."""
        at = ("phrases", rank)
        days = text.days(sentence)
        edges = {one.start for one in text.versions} | {date(1, 1, 1)}
        ends = {one.end for one in text.versions} | {DISTANT}
        if not days or sentence.start not in edges or sentence.end not in ends:
            message = "les dates de cette phrase ne sont pas celles de rédactions copiées."
            yield self.say(text, at, message, "Reprenez « depuis » et « jusqu_a » dans « versions ».")
        if not (sentence.rules or sentence.no_effect or sentence.untranslated):
            message = "cette phrase n'est rattachée à rien."
            mend = "Nommez les « regles » qui la disent, ou écrivez « sans_effet » ou « non_traduit », et pourquoi."
            yield self.say(text, at, message, mend)
        if sentence.no_effect and (sentence.rules or sentence.untranslated):
            message = "une phrase sans effet n'est ni dite par une règle, ni à traduire."
            yield self.say(text, (*at, "sans_effet"), message, "Choisissez.")
        named = []
        for i, id in enumerate(sentence.rules):
            entry, where = self.entries.get(id), (*at, "regles", i)
            if entry is None:
                close = close_to(id, self.entries)
                mend = f"Vouliez-vous dire « {close[0]} » ?" if close else "Écrivez l'« id » d'une règle."
                yield self.say(text, where, f"« {id} » n'est le nom d'aucune règle.", mend)
                continue
            named.append(entry)
            if not entry.meets(days):
                message = f"{id} n'est pas en vigueur quand cette phrase l'est."
                yield self.say(text, where, message, "Retirez-la, ou corrigez les dates.")
            if (text.source, id) not in self.citing:
                message = f"{id} ne cite pas {text.source}."
                yield self.say(text, where, message, "Citez ce texte dans la règle, ou retirez-la d'ici.")
        spans = [span for entry in named for span in entry.spans]
        for period in text.days(sentence, whole=True) if named and len(named) == len(sentence.rules) else ():
            since = (max(period[0], self.knowledge.base.start), period[1])
            for hole in uncovered(since, spans) if since[0] <= since[1] else ():
                message = f"aucune de ces règles n'est en vigueur {_days(hole)}."
                yield self.say(text, (*at, "regles"), message, "Nommez aussi celle de cette période.")

    def absent(self) -> Iterator[Problem]:
        """A text read word for word is copied, or its absence is explained."""
        for source in self.knowledge.sources.values():
            for rank, one in enumerate(source.versions):
                read = one.read in WORD_FOR_WORD and one.end >= self.knowledge.base.start
                if read and source.id not in self.texts.by_source:
                    message = f"ce texte a été lu mot pour mot ({one.read}), mais {FOLDER}/ ne le contient pas."
                    document, at = self.knowledge.places[(EntryKind.SOURCE, source.id)]
                    mend = (
                        f"Copiez-le dans {FOLDER}/{source.id}.yaml, ou dites-y pourquoi il manque (« texte_absent »)."
                    )
                    yield document.problem((*at, "versions", rank), message, mend)

    def unstated(self) -> Iterator[Problem]:
        """What cites a text copied whole states a sentence of it, on each version of it."""
        for cite in self.cited:
            entry = self.entries.get(_id(self.knowledge, cite) or "")
            if entry is None or "reserves" in cite.at.path:
                continue
            for i, citation in enumerate(cite.citations):
                text = self.texts.by_source.get(citation.source)
                bound = entry.kind in _BOUND or (entry.kind == EntryKind.GUIDANCE and citation.passage)
                hole = self.hole(text, entry, cite) if text is not None and bound else None
                if text is not None and hole is not None:
                    when = f" {_days(hole)}" if cite.dated is not None else ""
                    message = f"{entry.id} cite {text.source}, mais n'en dit aucune phrase{when}."
                    file = self.texts.places[(KIND, text.source)][0].name
                    mend = f"Dans {file}, ajoutez-la aux « regles » des phrases qu'elle dit."
                    document, at = self.knowledge.places[(cite.at.kind, cite.at.id)]
                    yield document.problem((*at, *cite.at.path, *cite.place(i)), message, mend)

    def hole(self, text: LegalText, entry: Stating, cite: Sources) -> DateRange | None:
        """The first days of a citation on which the text is known whole, and no sentence of it names the entry."""
        first, last = self.review.days(cite.dated)
        spans = [span for one in text.sentences if entry.id in one.rules for span in text.days(one)]
        if cite.dated is None and spans:
            return None  # Without dates of its own, it may serve under one version only.
        for one in text.versions:
            start, end = max(first, one.start), min(last, one.end)
            if not (one.missing or one.partial) and start <= end:
                hole = next(uncovered((start, end), spans), None)
                if hole is not None:
                    return hole
        return None


def _id(knowledge: Knowledge, cite: Sources) -> str | None:
    """The entry that cites: a route rather than its status; none for a part of a status."""
    if cite.at.kind != EntryKind.STATUS:
        return cite.at.id
    path = cite.at.path
    return knowledge.statuses[cite.at.id].routes[int(path[1])].id if path[:1] == ("voies",) else None


def _days(span: DateRange) -> str:
    start, end = span
    return f"depuis le {french_date(start)}" if end == DISTANT else f"du {french_date(start)} au {french_date(end)}"
