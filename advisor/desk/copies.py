"""The anonymous copy of a dossier as a file, beside it or in its place, and what must be told of it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import NamedTuple

from advisor.common.french import plural
from advisor.common.values import french_date
from advisor.desk.anonymise import Anonymised, anonymise
from advisor.desk.archive import closed_elsewhere, erase, refuse_what_is_no_file
from advisor.desk.shelf import readable
from advisor.desk.traces import traces
from advisor.dossier import save_dossier
from advisor.rules.load import Knowledge


class Copy(NamedTuple):
    """What was written.

    Attributes:
        target: the file. made: its content, and what became of its figures.
        replaced: the original is erased. left: files that may still name the structure once it is.
    """

    target: Path
    made: Anonymised
    replaced: bool
    left: tuple[Path, ...]


def write_anonymous(path: Path, target: Path, knowledge: Knowledge, *, rounding: bool, replace: bool = False) -> Copy:
    """Write the anonymous copy of a dossier.

    Args:
        path: the dossier.
        target: the file of the copy, which nothing bears yet.
        knowledge: the rule base.
        rounding: round figures and dates, as long as no finding changes.
        replace: erase the original, for ever.

    Raises:
        InputError: the dossier is damaged or open in another window, or a file cannot be written or erased.
    """
    if replace:
        refuse_what_is_no_file(path)
    with closed_elsewhere(path):
        # Read now: an interview may have ended while the person was asked to confirm.
        original, times = readable(path, knowledge), path.stat()
        made = anonymise(original, date.today(), knowledge, rounding=rounding)
        save_dossier(made.dossier, target)
        left: tuple[Path, ...] = ()
        if replace:
            # A dossier that tells no day is dated by its file.
            os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))
            erase(path)
            left = traces(path, original, target)
    return Copy(target, made, replace, left)


def told_of(copy: Copy, rounding: bool, counted: str = "", exact: str = "") -> list[str]:
    """What was made, and what may still tell who it is about.

    Args:
        copy: what was written.
        rounding: figures were rounded.
        counted: what to say of a copy that stands among the dossiers.
        exact: what to add when figures were not rounded.
    """
    made = copy.made
    told = [f"Dossier anonyme : {copy.target}"]
    if rounding:
        day = french_date(made.dossier.on or date.today())
        same = f"sous le droit du {day}, chaque critère garde le même résultat"
        other = "" if made.dossier.on else " ; un autre jour, il pourrait différer de l'original"
        told.append(f"{plural(made.rounded, 'chiffre arrondi')} ; {same}{other}.")
    if made.exact:
        told.append(f"Gardé exact, sinon un résultat changerait : {' ; '.join(made.exact)}.")
    if copy.replaced:
        told.append("L'original est effacé. Les rapports déjà tirés et vos sauvegardes le nomment encore.")
    elif counted:
        told.append(counted)
    if copy.left:
        names = " ; ".join(map(str, copy.left))
        told.append(f"À vérifier, et à effacer s'ils nomment encore la structure : {names}.")
    what = "Forme, dates et ordres de grandeur restent" if rounding else f"Chiffres et dates restent exacts{exact}"
    told.append(f"{what} : qui connaît bien la structure, ou lit ses comptes publiés, peut encore la reconnaître.")
    return told
