"""A whole batch: what is given, what is refused before any work, then line after line to the table of verdicts."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from advisor.common.errors import InputError, Problem, system_reason
from advisor.common.files import digest, refuse_unwritable
from advisor.common.french import listed, plural
from advisor.desk.batch.cells import MARK, header, read_header, written
from advisor.desk.batch.journal import Journal
from advisor.desk.batch.reading import TableLine, open_table
from advisor.desk.batch.rows import BatchCounts, Task, rate_all
from advisor.rules.load import Knowledge, load_knowledge

CHUNK = 100
"""Lines rated at a time by one process."""

SMALL = 250_000
"""Bytes of a table under which one process has done before another is ready: about 400 full lines."""

FEW = 400
"""The same for the dossiers of a folder."""

AHEAD = 4
"""Results kept for each process while an earlier one is awaited: a slow one never fills the memory."""

MOST = 61
"""Processes that a pool may have on Windows."""

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


@dataclass(frozen=True)
class _Source:
    """Where the companies come from: a table or a folder of dossiers.

    Attributes:
        task: what they have in common.
        total: how many at most.
        digest: tells one content from another.
        first: name of the first column of the result.
        items: gives each of them, from the beginning.
        notice: what is worth knowing of how it was read.
    """

    task: Task
    total: int
    digest: str
    first: str
    items: Callable[[], Iterator[TableLine | Path]]
    notice: str = ""


def run_batch(
    given: Path,
    output: Path,
    on: date | None = None,
    jobs: int | None = None,
    say: Callable[[str], None] = lambda _: None,
    tick: Callable[[int, int], None] = lambda _done, _total: None,
    today: date | None = None,
) -> tuple[BatchCounts, Path | None]:
    """Rate every company of a table or of a folder, and write their verdicts.

    Args:
        given: a CSV table, or a folder of dossiers.
        output: the table of verdicts.
        on: day whose law is applied to all; by default the day that each line tells, else today.
        jobs: processes; by default as many as processors.
        say: called with what is worth knowing, before the work.
        tick: called with how many lines are done, of how many.
        today: the day of companies that tell none.

    Returns:
        What was done, and where the earlier result was put, if there was one.

    Raises:
        InputError: the table cannot be used, or the result cannot be written; what was done is kept.
        BrokenProcessPool: a process was killed; what was done is kept.
    """
    # They load the rules while this process does.
    with Processes(wanted(given, jobs)) as processes:
        knowledge = load_knowledge()
        day = today or date.today()
        source = _folder(given, on, day) if given.is_dir() else _table(given, on, day, knowledge)
        first_line = written([header(knowledge, source.first)])
        earlier = _check_target(given, output)
        if source.notice:
            say(source.notice)
        key = {
            "la table": source.digest,
            "les règles": knowledge.fingerprint,
            "la date": (on or day).isoformat() + ("" if on else " ou celle de la ligne"),
        }
        journal = Journal(output, key, first_line)
        try:
            if journal.started_anew:
                names = journal.started_anew
                changed = " a changé" if names != ("les règles",) and len(names) == 1 else " ont changé"
                say(f"Le traitement interrompu ne peut être repris ({listed(names)}{changed}) : il recommence.")
            elif journal.resumed:
                say(f"Reprise du traitement interrompu, après {plural(journal.progress.items, 'ligne')}.")
            _rate(source, journal, processes, tick)
            return journal.progress, journal.finish(keep=earlier)
        finally:
            journal.close()


def _rate(source: _Source, journal: Journal, processes: Processes, tick: Callable[[int, int], None]) -> None:
    items = islice(source.items(), journal.progress.items, None)
    chunks = iter(lambda: list(islice(items, CHUNK)), [])
    tick(journal.progress.items, source.total)
    for done in processes.map(partial(rate_all, source.task), chunks):
        journal.add(done)
        tick(journal.progress.items, source.total)


def _table(path: Path, on: date | None, today: date, knowledge: Knowledge) -> _Source:
    table = open_table(path)
    columns = read_header(table.header, knowledge, str(path), table.first - 1)
    notice = f"{path} est lu comme un texte {table.encoding_name}." if table.encoding_name else ""
    if table.encoding == "cp1252":
        notice += " Si des accents manquent dans le résultat, enregistrez la table en « CSV UTF-8 »."
    return _Source(
        task=Task(columns, table.separator, on, today),
        total=table.lines - table.first + 1,
        digest=table.digest,
        first="ligne",
        items=table.records,
        notice=notice,
    )


def _folder(path: Path, on: date | None, today: date) -> _Source:
    """Every dossier of a folder, hidden files and backup copies left out."""
    try:
        files = sorted(one for one in path.iterdir() if one.suffix in (".yaml", ".yml") and one.name[0] != ".")
        state = hashlib.blake2b(digest_size=16)
        for one in files:
            state.update(f"{one.name}\0{digest(one.read_bytes())}\0".encode())
    except OSError as error:
        raise InputError(Problem(f"lecture impossible ({system_reason(error)}).", str(path))) from None
    if not files:
        raise InputError(Problem("ce répertoire ne contient aucun dossier (.yaml).", str(path)))
    return _Source(
        task=Task((), "", on, today),
        total=len(files),
        digest=state.hexdigest(),
        first="fichier",
        items=lambda: iter(files),
    )


def _check_target(given: Path, output: Path) -> bool:
    """Refuse to write over anything that is not an earlier result; tell whether there is one.

    Raises:
        InputError: the result would take the place of the table, of a dossier, or of any other file.
    """
    refuse_unwritable(str(output), "--sortie")
    if output.suffix.lower() in (".yaml", ".yml", ".toml"):
        raise InputError(
            Problem("le résultat est une table CSV.", str(output), mend="Donnez à --sortie un nom terminé par .csv.")
        )
    if not output.exists():
        return False
    if output.resolve() == given.resolve():
        mend = "Donnez un autre nom à --sortie. Rien n'a été écrit."
        raise InputError(Problem("le résultat prendrait la place de la table donnée.", str(output), mend=mend))
    ours = tuple(f"{MARK}{first};dénomination;SIREN;".encode() for first in ("ligne", "fichier"))
    with output.open("rb") as file:
        head = file.read(100)
    if head and not head.startswith(ours):
        mend = "Donnez un autre nom à --sortie. Rien n'a été écrit."
        raise InputError(Problem("ce fichier n'est pas un résultat d'ess-advisor lot.", str(output), mend=mend))
    return bool(head)


# -- several processes for one table: each does some lines at a time, and what they made comes back in order ---------


def processors() -> int:
    """Return how many processors this program may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def wanted(given: Path, asked: int | None) -> int:
    """Return how many processes are worth starting; whatever is wrong with the input is reported later."""
    if asked is not None:
        return min(asked, MOST)
    try:
        long = len(os.listdir(given)) > FEW if given.is_dir() else given.stat().st_size > SMALL  # noqa: PTH208
    except OSError:
        return 1
    return min(processors(), MOST) if long else 1


class Processes:
    """Processes that have the rules loaded; leaving the ``with`` block ends them.

    They are fresh rather than copies of this one: nothing of its threads nor of its engine is shared.

    Args:
        count: how many; none for one, since this process then does the work itself.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Processes:
        if self._count > 1:
            self._pool = ProcessPoolExecutor(self._count, multiprocessing.get_context("spawn"), _prepare)
            with _deaf_to_interruption():
                for _ in range(self._count):
                    self._pool.submit(_prepared)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            with _deaf_to_interruption():  # Ctrl-C once more would break the pool's own waiting, and hang.
                self._pool.shutdown()

    def map(self, work: Callable[[_Given], _Made], given: Iterable[_Given]) -> Iterator[_Made]:
        """Do some work on each of what is given, in order.

        Each process has one piece at a time, and none waits in the queue of the pool: leaving is quick, and Python
        before 3.11.6 hangs when a process dies while that queue is full.

        Args:
            work: what to do; found by its name in the other processes.
            given: what to do it on.

        Raises:
            BrokenProcessPool: a process ended before its work, most often killed for lack of memory.
        """
        if self._pool is None:
            yield from map(work, given)
            return
        numbered = enumerate(given)
        busy: dict[Future[_Made], int] = {}
        ready: dict[int, _Made] = {}
        awaited = 0
        while True:
            free = min(self._count, AHEAD * self._count - len(ready)) - len(busy)
            for rank, one in islice(numbered, max(free, 0)):
                busy[self._pool.submit(work, one)] = rank
            if not busy:
                return
            for done in wait(busy, return_when=FIRST_COMPLETED).done:
                ready[busy.pop(done)] = done.result()
            while awaited in ready:
                yield ready.pop(awaited)
                awaited += 1


@contextlib.contextmanager
def _deaf_to_interruption() -> Iterator[None]:
    """Ctrl-C does nothing meanwhile; processes started here ignore it for good: their parent hears it and ends them."""
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # Not the main thread: there is nothing to inherit.
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _prepare() -> None:
    """What a process does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A process of the pool never sees by itself that its parent was killed.
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(InputError):  # Damaged rules: the parent tells it.
        load_knowledge()
    # The rules are there to stay: the collector need not go through them again and again.
    gc.collect()
    gc.freeze()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _prepared() -> None:
    """A first task, for which the pool starts a process."""
