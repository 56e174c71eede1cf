"""Three small teaching cases, told here so that tests of the workshop do not move with the wording of ``cases/``.

Run as a module (``python -m tests.support.workshop_room workshop``), it is ``ess-advisor`` with
these cases taught, no other.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any

from advisor.common.resources import data_dir
from advisor.training.casebook import read
from advisor.training.casebook.model import Case, TeachingNotes
from advisor.training.casebook.read import packaged, read_cases

TAUGHT: dict[str, dict[str, Any]] = {
    "014": {
        "rang": 1,
        "themes": ["societe_ess"],
        "niveau": "1",
        "ecrans": ["Une SAS aux statuts refaits.", "Au registre du commerce, la ligne « ESS » est vide."],
        "questions": ["ESS-13", "ESS-14"],
        "et_si": [{"reponses": {"mention_rcs": "oui"}, "dire": "Et si la mention était inscrite ?"}],
    },
    "039": {
        "rang": 2,
        "themes": ["esus"],
        "niveau": "2",
        "ecrans": ["Une entreprise à deux activités.", "Il manque un euro de charges d'utilité sociale."],
        "questions": ["ESUS-02a", "ESUS-03"],
    },
    "024": {
        "rang": 3,
        "themes": ["societe_ess", "esus", "droit_dans_le_temps"],
        "niveau": "3",
        "ecrans": ["Un théâtre ambulant.", "La demande est faite le jour où la loi change."],
        "questions": ["ESUS-01"],
        "avant_apres": {"avant": "2019-05-23", "apres": "2019-05-24", "dire": "La veille, et le jour même."},
    },
}


@cache
def room_case(path: Path) -> Case:
    """A packaged case: three of them with notes, the others without."""
    case = packaged(path)
    teaching = TAUGHT.get(case.number)
    notes = teaching and TeachingNotes.model_validate(
        {
            "erreurs": ["Croire que la bonne volonté suffit."],
            "insister": ["Lire les statuts avant les comptes."],
            "deux_minutes": "Raconter, faire voter, révéler.",
            "dix_minutes": "Raconter, débattre, faire voter, révéler, essayer un « et si ».",
            **teaching,
        }
    )
    return case.model_copy(update={"notes": notes or None})


def room_cases() -> list[Case]:
    """Return them all."""
    return read_cases(data_dir("cases"), room_case)


def main() -> int:
    """The command, in a room where these three cases are the only ones taught."""
    read.packaged = room_case
    from advisor.cli.runner import main as command

    return command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
