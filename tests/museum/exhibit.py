"""What the museum shows: a sound rule base, or a good dossier, with one thing changed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

SOUND = Path(__file__).parent / "rules_ok"
GOOD = Path(__file__).parent / "dossiers" / "bon.yaml"


@dataclass(frozen=True)
class Exhibit:
    """A change that breaks the sound rule base.

    Attributes:
        name: what is wrong, for the reader of the museum.
        file: the file changed, under ``rules_ok``.
        old, new: the text replaced, and by what; the whole file when ``old`` is None.
        expected: the whole line the linter must give, with file, line and column.
    """

    name: str
    file: str
    old: str | None
    new: str
    expected: str

    def build(self, folder: Path) -> Path:
        """The broken rule base, written in ``folder``."""
        target = folder / "rules"
        shutil.copytree(SOUND, target)
        path = target / self.file
        text = path.read_text(encoding="utf-8")
        if self.old is not None:
            assert text.count(self.old) == 1, "the text to break must be there once"
            path.write_text(text.replace(self.old, self.new), encoding="utf-8")
        else:
            path.write_text(self.new, encoding="utf-8")
        return target


@dataclass(frozen=True)
class Spoiled:
    """A dossier that cannot be read.

    Attributes:
        name: what is wrong, for the reader of the museum.
        old, new: the text replaced in the good dossier, and by what; the whole file when ``old`` is None.
        expected: the first line of the refusal, after the name of the file.
    """

    name: str
    old: str | None
    new: str | bytes
    expected: str

    def content(self) -> bytes:
        """The bytes of the file."""
        if self.old is None:
            return self.new if isinstance(self.new, bytes) else self.new.encode()
        text = GOOD.read_text(encoding="utf-8")
        assert text.count(self.old) == 1, "the text to break must be there once"
        assert isinstance(self.new, str)
        return text.replace(self.old, self.new).encode()
