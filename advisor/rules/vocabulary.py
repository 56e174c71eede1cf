"""Words of the conclusions, as ids."""

from __future__ import annotations

from typing import Literal

Outcome = Literal["satisfait", "non_satisfait", "a_completer", "incertain"]


VerdictId = Literal["de_droit", "eligible", "a_mettre_en_conformite", "non_eligible", "indetermine"]


Cause = Literal["faits", "contradiction", "droit", "avant_la_loi"]


State = Literal["ouvert", "acquis", "a_mettre_en_conformite", "ferme", "droit", "avant_la_loi"]
