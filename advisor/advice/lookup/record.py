"""What the service answers, typed strictly: other fields are ignored, a wrong type makes the answer unreadable.

Every field but the SIREN may be missing or null (``app/models/unite_legale.py``).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from advisor.common.values import parse_date

MASK = "[NON-DIFFUSIBLE]"
"""What stands for a value that the company does not want shown (``formatters/non_diffusible.py``)."""
NO_DAY = date(1900, 1, 1)
"""What Sirene writes for a day it does not know [M]."""
LONGEST = 160


def plain(raw: Any) -> Any:
    """A text of the network, fit for a terminal: one line, no control sign, of a bounded length."""
    if not isinstance(raw, str):
        return raw
    if MASK in raw:
        return None
    # Controls would drive the terminal; surrogates and signs that change the direction of writing cannot be shown.
    kept = "".join(" " if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") else one for one in raw[:10_000])
    text = unicodedata.normalize("NFC", " ".join(kept.split()))
    return (text if len(text) <= LONGEST else text[: LONGEST - 1] + "…") or None


def _day(raw: Any) -> Any:
    if not isinstance(raw, str):
        return raw
    day = parse_date(raw[:10])
    return None if day == NO_DAY else day


Plain = Annotated[str | None, BeforeValidator(plain)]
Euros = Annotated[float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]
PastDay = Annotated[date | None, BeforeValidator(_day)]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class Seat(_Answer):
    """The head office."""

    libelle_commune: Plain = None
    departement: Plain = None
    code_postal: Plain = None
    code_pays_etranger: Plain = None
    libelle_pays_etranger: Plain = None


class Accounts(_Answer):
    """A year of published accounts, in euros."""

    ca: Euros | None = None
    resultat_net: Euros | None = None


class Complements(_Answer):
    """What other lists say of the company."""

    est_ess: bool | None = None
    est_societe_mission: bool | None = None


class Company(_Answer):
    """One legal unit."""

    siren: str = Field(pattern=r"^[0-9]{9}$")
    nom_complet: Plain = None
    nom_raison_sociale: Plain = None
    siren_conserve: Plain = None
    nature_juridique: Plain = None
    date_creation: PastDay = None
    date_fermeture: PastDay = None
    etat_administratif: Plain = None
    statut_diffusion: Plain = None
    tranche_effectif_salarie: Plain = None
    annee_tranche_effectif_salarie: Plain = None
    siege: Seat | None = None
    finances: dict[str, Accounts | None] | None = None
    complements: Complements | None = None

    @property
    def name(self) -> str:
        """The company's own name, else the one made up for search, which may add its acronym."""
        return self.nom_raison_sociale or self.nom_complet or ""

    @property
    def town(self) -> str:
        """``Saint-Étienne (42)``; the country abroad."""
        seat = self.siege or Seat()
        place = seat.libelle_commune or seat.libelle_pays_etranger or ""
        return f"{place} ({seat.departement})" if place and seat.departement else place

    @property
    def closed(self) -> bool:
        return self.etat_administratif == "C"

    @property
    def years(self) -> dict[str, Accounts]:
        """Published accounts, the last year first."""
        known = {year: one for year, one in (self.finances or {}).items() if one and re.fullmatch("[12][0-9]{3}", year)}
        return dict(sorted(known.items(), reverse=True))


class Found(_Answer):
    """A page of results."""

    results: list[Company]
    total_results: int = Field(ge=0)
