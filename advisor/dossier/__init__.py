"""The dossier: what one company answered, with its evidence. Nothing here knows any law.

One readable YAML file per company. Answers are keyed by fact id, and by slot for tables of years or pays::

    format: 1
    denomination: L'Atelier du Furan
    date_appreciation: 2026-11-23
    non_negociables: [garder_le_boni]
    souhaits: [capital_exterieur]
    indispensables: [collectivites]
    reponses:
      forme_juridique: sas
      clause_objet: {valeur: mot_pour_mot, article: "2", citation: "…", preuve: {niveau: vu, document: Statuts}}
      charges_exploitation: {n: 1000000, n-1: 900000}
      fragilite_public: [economique_ou_sociale]
      mention_rcs: je_ne_sais_pas
    en_cours:
      nombre_associes: {note: à vérifier au registre}
    fin_du_dossier: oui

``non_negociables`` (ids of ``rules/refus.yaml``), ``souhaits`` and ``indispensables`` (of ``rules/comparaison.yaml``)
are optional: what the client holds to and looks for. They choose among ways and statutes, never a verdict.
``en_cours`` is optional too: what was typed about questions that have no answer yet. The last line is compulsory: a
file cut short (full disk, lost connection) is told apart from a complete one.
"""

from advisor.common.french import MAX_TEXT
from advisor.dossier.file import draft_key, dump_dossier, field_misfit, load_dossier, parse_dossier, save_dossier
from advisor.dossier.model import (
    FORMAT,
    MAX_SIREN,
    UNKNOWN_WORD,
    Answer,
    Company,
    Dossier,
    Draft,
    Evidence,
    EvidenceLevel,
    answer,
)

__all__ = [
    "FORMAT",
    "MAX_SIREN",
    "MAX_TEXT",
    "UNKNOWN_WORD",
    "Answer",
    "Company",
    "Dossier",
    "Draft",
    "Evidence",
    "EvidenceLevel",
    "answer",
    "draft_key",
    "dump_dossier",
    "field_misfit",
    "load_dossier",
    "parse_dossier",
    "save_dossier",
]
