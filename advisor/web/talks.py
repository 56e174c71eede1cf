"""The interviews at hand: brought back from the database, in memory for the next page, saved after each change.

Everything here runs on the site's one worker (see `advisor.web.site.Site.think`): two visitors never reason at once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from advisor.assessment.assess import check_dossier
from advisor.dossier import Dossier
from advisor.interview.machine import Interview
from advisor.rules.load import Knowledge
from advisor.web.store import SiteStore, VisitPlace

T = TypeVar("T")


@dataclass
class VisitorInterview:
    """One visitor's interview.

    Attributes:
        secret: of the dossier.
        interview: in memory; what it changes is saved by `Talks.save`.
        region: chosen by the visitor, to tell whom to see.
        prediagnosis: the visitor is still in the pre-diagnosis.
        revision: of the database, as last read or written here.
        lost: answers of an earlier rule base that no question of today's expects; they were left out.
        first_today: nobody had opened it today; until a page has renewed the cookie.
        notices: what just happened, to be shown once on the next page; never saved.
        clashed: the last answer contradicts another one, or is to be read again: the next page says so first.
        slip: a question whose form was refused, as typed (see `advisor.web.journey.recording`), or "".
    """

    secret: str
    interview: Interview
    prediagnosis: bool
    region: str
    revision: int
    lost: tuple[str, ...] = ()
    first_today: bool = False
    notices: tuple[str, ...] = ()
    clashed: bool = False
    slip: str = ""

    def take_notices(self) -> tuple[str, ...]:
        """Take the notices, which are shown once."""
        found, self.notices = self.notices, ()
        return found

    @property
    def place(self) -> VisitPlace:
        """Where the visitor stands, as it is stored beside the answers."""
        one = self.interview
        return VisitPlace(one.going_on, tuple(sorted(one.asked_again)), self.prediagnosis, self.region, self.slip)


class Talks:
    """Every interview of the site: warm in memory, or in the database.

    Args:
        knowledge: the rule base they follow.
        store: where they are stored.
        most_warm: interviews kept in memory between two pages; the others are read again from the database.
        most_concluded: results kept in memory, some 100 kB each: the page comes back after each document, and costs
            much to work out.

    Attributes:
        warm: the interviews in memory by secret, the one opened last at the end.
    """

    def __init__(self, knowledge: Knowledge, store: SiteStore, most_warm: int = 128, most_concluded: int = 64) -> None:
        self.knowledge, self.store = knowledge, store
        self.most_warm, self.most_concluded = most_warm, most_concluded
        self.warm: OrderedDict[str, VisitorInterview] = OrderedDict()
        self._concluded: OrderedDict[str, tuple[Dossier, tuple[object, ...], object]] = OrderedDict()

    def begin(self, dossier: Dossier | None = None, *, prediagnosis: bool = True) -> str:
        """A new dossier, empty or brought by the visitor; returns its secret."""
        one = Interview(self.knowledge, dossier or Dossier())
        return self.store.create(one.dossier, VisitPlace(prediagnosis=prediagnosis))

    def open(self, secret: str) -> VisitorInterview | None:
        """The interview of a dossier, as it was left; None when nothing is stored under this secret (any more)."""
        if not secret:
            return None
        warm = self.warm.get(secret)
        if warm is not None and self.store.revision(secret) == warm.revision:
            self.warm.move_to_end(secret)
            warm.first_today |= self.store.note(secret)
            return warm
        self.warm.pop(secret, None)
        stored = self.store.load(secret)
        if stored is None:
            return None
        dossier, lost = self._fitting(stored.dossier)
        one = Interview(self.knowledge, dossier)
        one.going_on = stored.place.going_on
        one.ask_again(stored.place.again)
        talk = VisitorInterview(
            secret,
            one,
            stored.place.prediagnosis,
            stored.place.region,
            stored.revision,
            lost,
            self.store.note(secret),
            slip=stored.place.slip,
        )
        self.warm[secret] = talk
        while len(self.warm) > self.most_warm:
            self.warm.popitem(last=False)
        return talk

    def _fitting(self, dossier: Dossier) -> tuple[Dossier, tuple[str, ...]]:
        """Without the answers that the rules of today, newer than the dossier, do not expect."""
        if not check_dossier(dossier, self.knowledge):
            return dossier, ()
        lost = []
        for address in tuple(dossier.answers):
            if check_dossier(Dossier(answers={address: dossier.answers[address]}), self.knowledge):
                lost.append(address)
                dossier = dossier.with_answer(address, None)
        return dossier, tuple(lost)

    def save(self, talk: VisitorInterview) -> bool:
        """Keep a talk as it is now; False when it was erased meanwhile, and stays so."""
        revision = self.store.save(talk.secret, talk.interview.dossier, talk.place)
        if revision is None:
            self._forget(talk.secret)
            return False
        talk.revision = revision
        return True

    def concluded(self, talk: VisitorInterview, conclude: Callable[[Interview], T]) -> T:
        """What ``conclude`` makes of an interview, worked out once as long as nothing it depends on has changed.

        That is the dossier, the day whose law is applied, what this pass still asks, and the day of today. The same
        function is to be given each time: one conclusion is kept for each dossier.
        """
        one = talk.interview
        state = (conclude, one.on, one.going_on, frozenset(one.asked_again), date.today())
        known = self._concluded.get(talk.secret)
        # A dossier never changes: a change makes another one.
        if known is not None and known[0] is one.dossier and known[1] == state:
            self._concluded.move_to_end(talk.secret)
            found: T = known[2]  # type: ignore[assignment]
            return found
        found = conclude(one)
        self._concluded[talk.secret] = (one.dossier, state, found)
        self._concluded.move_to_end(talk.secret)
        while len(self._concluded) > self.most_concluded:
            self._concluded.popitem(last=False)
        return found

    def drop(self, secret: str) -> None:
        """Forget what is in memory of a dossier; it is read again from the database."""
        self.warm.pop(secret, None)

    def purge(self) -> int:
        """Erase the dossiers that nobody came back to, here and in the database; returns how many."""
        gone = self.store.purge()
        if gone:
            self.warm.clear()
            self._concluded.clear()
        return gone

    def erase(self, secret: str) -> None:
        """Forget a dossier, here and in the database."""
        self._forget(secret)
        self.store.erase(secret)

    def _forget(self, secret: str) -> None:
        self.warm.pop(secret, None)
        self._concluded.pop(secret, None)
