"""How far a batch went, saved beside its result: an interruption, even a power cut, costs a second of work.

Rows go to a hidden file beside the result (``.verdicts.csv.encours``); another one (``.verdicts.csv.reprise``) says
what they answer to and how much of them reached the disk. Rows written after that are cut off and made again, so that
the result is the same to the byte, whatever happened. Both files go when the result takes its name. A third one,
``.verdicts.csv.verrou``, keeps a second batch from making the same result meanwhile.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from advisor.common.errors import Problem
from advisor.common.files import lock, release, write_atomically
from advisor.desk.batch.cells import MARK
from advisor.desk.batch.rows import BatchCounts, Done, Trouble

FORMAT = 1
PERIOD = 1.0
"""Seconds of work that an interruption may cost."""

SHOWN = 20
"""Lines to mend that are shown on the screen; all are in the result."""


@dataclass(kw_only=True)
class BatchProgress(BatchCounts):
    """How far a batch went.

    Attributes:
        key: what the rows answer to: another table, other rules or another day start anew.
        items: lines (or files) taken from the source, comments included.
        size: bytes of the rows that surely reached the disk.
    """

    key: dict[str, str]
    items: int = 0
    size: int = 0

    def plus(self, done: Done) -> BatchProgress:
        """Count some lines more, their bytes not counted yet."""
        return replace(
            self,
            items=self.items + done.rated + done.bad + done.comments,
            rated=self.rated + done.rated,
            verdicts=self.verdicts + done.verdicts,
            bad=self.bad + done.bad,
            troubles=[*self.troubles, *done.troubles][:SHOWN],
            comments=self.comments + done.comments,
        )


class Journal:
    """The rows of a result being made.

    Args:
        target: the result.
        key: what its rows answer to.
        header: first line of the result.

    Raises:
        InputError: another batch writes this result.

    Attributes:
        progress: how far it is.
        started_anew: what changed since an interrupted batch whose rows are of no use now; empty when nothing did.
    """

    def __init__(self, target: Path, key: dict[str, str], header: str) -> None:
        self.target = target.resolve()
        self.rows = self.target.with_name(f".{self.target.name}.encours")
        self.state = self.target.with_name(f".{self.target.name}.reprise")
        self.started_anew: tuple[str, ...] = ()
        mend = "Attendez qu'il finisse, ou donnez un autre nom à --sortie."
        taken = Problem("un autre traitement écrit déjà ce résultat.", str(target), mend=mend)
        # Not on the rows themselves: Windows would let nobody write them, this program neither.
        self._lock = lock(self.target.with_name(f".{self.target.name}.verrou"), taken)
        self._file = self.rows.open("r+b" if self.rows.exists() else "w+b")
        self.progress = self._found(key) or BatchProgress(key=key)
        if not self.progress.size:
            self._file.truncate(0)
            self._file.write((MARK + header).encode())
            self.progress.size = self._file.tell()
        self._file.truncate(self.progress.size)
        self._file.seek(self.progress.size)
        self._saved = time.monotonic()

    @property
    def resumed(self) -> bool:
        return self.progress.items > 0

    def add(self, done: Done) -> None:
        """Write some rows; now and then, make sure that they are on the disk."""
        after = self.progress.plus(done)
        self._file.write(done.text.encode())
        after.size = self._file.tell()
        # In one go: an interruption here leaves rows that are both written and counted, or neither.
        self.progress = after
        if time.monotonic() - self._saved >= PERIOD:
            self.save()

    def save(self) -> None:
        """Put on the disk what was written, then say so."""
        self._file.truncate(self.progress.size)
        self._file.seek(self.progress.size)
        self._file.flush()
        os.fsync(self._file.fileno())
        write_atomically(self.state, json.dumps({"format": FORMAT, **vars(self.progress)}, ensure_ascii=False))
        self._saved = time.monotonic()

    def finish(self, keep: bool) -> Path | None:
        """Give the result its name.

        Args:
            keep: an earlier result stands there: it is kept beside, ``.bak`` added to its name.

        Returns:
            Where the earlier result is, if there was one.
        """
        self.save()
        self._file.close()
        backup = self.target.with_name(self.target.name + ".bak") if keep else None
        if backup is not None:
            self.target.replace(backup)
        self.rows.replace(self.target)
        self.state.unlink(missing_ok=True)
        return backup

    def close(self) -> None:
        """Leave: what is done will be found again."""
        if not self._file.closed:
            self.save()
            self._file.close()
        release(self._lock)

    def _found(self, key: dict[str, str]) -> BatchProgress | None:
        """What an interrupted batch left, if it answers to the same key."""
        try:
            data = json.loads(self.state.read_text(encoding="utf-8"))
            if data.pop("format") != FORMAT:
                return None
            verdicts, troubles = Counter(data.pop("verdicts")), [Trouble(*one) for one in data.pop("troubles")]
            progress = BatchProgress(**data, verdicts=verdicts, troubles=troubles)
            usable = progress.size <= self.rows.stat().st_size and progress.items >= 0
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None  # None, or damaged: the batch is made from its beginning.
        self.started_anew = tuple(name for name in key if progress.key.get(name) != key[name])
        return progress if usable and not self.started_anew else None
