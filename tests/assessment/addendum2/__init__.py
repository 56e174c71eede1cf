"""The situations of the legal spec's second addendum, each a few changes to one company (« socle des tests T »).

A row says what the addendum says of it, and nothing more; `differences` tells what is found instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from advisor import assess
from advisor.dossier import Dossier, answer
from advisor.report.document import render

DAY = date(2026, 9, 15)
YEARS = ("n", "n-1", "n-2", "n-3", "n-4", "n-5")
PAYS = ("52000", "48000", "44000", "40000", "36000")
CLAUSES = (
    "clause_affectation_majoritaire", "clause_fonds_developpement", "clause_report_reserves",
    "clause_reserves_impartageables", "clause_amortissement_capital", "clause_reduction_capital",
)  # fmt: skip
PLACES = ("place_associes", "place_salaries", "place_parties_prenantes")

Changes = dict[str, Any]
"""Answers changed, by address; None: taken away."""

SOCLE: Changes = {
    "situation": "existante", "date_creation": "2009-03-01", "siege": "france", "forme_juridique": "sas",
    "nombre_associes": "6", "mention_rcs": "oui", "activite_propre": "oui", "buts": ["lutte_exclusion"],
    "fragilite_public": ["economique_ou_sociale"], "utilite_sociale_principale": "principale",
    "clause_objet": "mot_pour_mot", "clause_gouvernance": "mot_pour_mot", **dict.fromkeys(CLAUSES, "mot_pour_mot"),
    "rachat_titres": "conforme", "boni_liquidation": "autre_entreprise_ess",
    **dict.fromkeys(PLACES, "information_et_participation"), "expression_voix": "comite_avec_droits_reels",
    "benefice_affecte": "pas_de_benefice", "operations_capital": ["aucune"], "nombre_exercices_clos": "trois_ou_plus",
    **{f"charges_exploitation[{year}]": "500000" for year in YEARS[:3]},
    **{f"charges_utilite_sociale[{year}]": "400000" for year in YEARS[:3]},
    "nombre_remuneres": "12", "annee_remuneration": "2025",
    **{f"remuneration_brute[{row}]": pay for row, pay in enumerate(PAYS, 1)},
    **{f"quotite_travail[{row}]": "100" for row in range(1, 6)},
    "minimum_branche_annuel": "0", "remuneration_hors_structure": "non", "titres_admis_negociation": "non",
    "categories_plein_droit": ["aucune"], "type_assimilation": "aucun",
}  # fmt: skip
"""A SAS of 2009 in order on both sides. The addendum does not tell the branch minimum: none is higher than the SMIC."""


@dataclass
class T:
    """A situation and what it must get.

    Attributes:
        changes: to the `SOCLE`. on, requested: days of the law and of the request.
        ess, esus, cause: verdicts, and why that of the ESUS is undetermined.
        points, no_points: open points of law among those of the verdicts, or not; ``"*"``: none at all.
        findings: outcome of some criteria. idle: criteria without object.
        duration: of the ESUS verdict. missing, missing_first: every answer still needed; the first.
        remedies, no_remedies: proposed, or not. reserves: said.
        text, no_text: words of the page, or words it must not have, whatever the case.
        contradictions, warnings: all of them.
    """

    id: str
    changes: Changes
    ess: str | None = None
    esus: str | None = None
    on: date = DAY
    requested: date | None = None
    cause: str | None = None
    points: tuple[str, ...] = ()
    no_points: tuple[str, ...] | str = ()
    findings: dict[str, str] = field(default_factory=dict)
    idle: tuple[str, ...] = ()
    duration: int | None = None
    missing: list[str] | None = None
    missing_first: str | None = None
    remedies: tuple[str, ...] = ()
    no_remedies: tuple[str, ...] = ()
    reserves: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    no_text: tuple[str, ...] = ()
    contradictions: tuple[str, ...] | None = None
    warnings: tuple[str, ...] | None = None


def dossier_of(row: T) -> Dossier:
    """Return the company of a row."""
    answers = {key: answer(tuple(one) if isinstance(one, list) else one)
               for key, one in (SOCLE | row.changes).items() if one is not None}  # fmt: skip
    return Dossier(on=row.on, requested=row.requested, answers=answers)


def differences(row: T) -> list[str]:
    """Return what is not found as the row says, in words; none when all is."""
    dossier = dossier_of(row)
    found = assess(dossier)
    esus = found.verdicts["esus"]
    points = {point for verdict in found.verdicts.values() for point in verdict.open_points}
    told = (
        " ".join(render(found, "terminal", dossier=dossier, width=100).split()).casefold()
        if row.text or row.no_text
        else ""
    )
    proposed = {one.remedy for verdict in found.verdicts.values() for one in (*verdict.changes, *verdict.later)}
    said = {reserve.id for finding in found.findings.values() for reserve in finding.reserves}
    expected: list[tuple[str, object, object]] = [
        ("ess", row.ess, found.verdicts["ess"].outcome),
        ("esus", row.esus, esus.outcome),
        ("cause", row.cause, esus.cause),
        ("durée", row.duration, esus.duration),
        ("manque d'abord", row.missing_first, next((one.address for one in found.missing), "")),
        ("manque", row.missing, [one.address for one in found.missing]),
        ("contradictions", row.contradictions, tuple(one.id for one in found.contradictions)),
        ("à relire", row.warnings, tuple(one.id for one in found.warnings)),
        ("aucun point", () if row.no_points == "*" else None, tuple(sorted(points))),
        *((id, outcome, found.findings[id].outcome) for id, outcome in row.findings.items()),
        *((f"{id} sans objet", True, found.findings[id].idle) for id in row.idle),
        *((f"point {id}", True, id in points) for id in row.points),
        *((f"point {id}", False, id in points) for id in row.no_points if row.no_points != "*"),
        *((f"remède {id}", True, id in proposed) for id in row.remedies),
        *((f"remède {id}", False, id in proposed) for id in row.no_remedies),
        *((f"réserve {id}", True, id in said) for id in row.reserves),
        *((f"« {words} »", True, words.casefold() in told) for words in row.text),
        *((f"« {words} »", False, words.casefold() in told) for words in row.no_text),
    ]
    return [
        f"{name} : {want} attendu, {have} trouvé" for name, want, have in expected if want is not None and want != have
    ]
