"""Dossiers whose block « en_cours » (typed before its answer) is not what the format expects."""

from __future__ import annotations

from tests.museum.exhibit import Spoiled

END = "fin_du_dossier: oui"


def draft(name: str, text: str, expected: str) -> Spoiled:
    """A block added to the good dossier, whose first line is then line 21."""
    return Spoiled(name, END, f"en_cours:{text}\n{END}", expected)


EXHIBITS = (
    draft("drafts that are a list", " []", ":21:1 : « en_cours » attend un bloc « clé: valeur »."),
    draft("drafts that are a word", " rien", ":21:1 : « en_cours » attend un bloc « clé: valeur »."),
    draft(
        "draft that is a word",
        " {interet: à voir}",
        ":21:12 : « interet » attend un bloc « clé: valeur ». Clés attendues : preuve, note, methode.",
    ),
    draft(
        "draft of an unknown fact",
        "\n  chargse: {note: à voir}",
        ":22:3 : « chargse » : ce fait n'existe pas (le plus proche : « charges »).",
    ),
    draft(
        "draft of an unknown row",
        "\n  charges:\n    n-7: {note: à voir}",
        ":23:5 : « charges[n-7] » : ce fait attend une réponse par ligne (n, n-1, n-2, n-3, n-4, n-5).",
    ),
    draft(
        "draft that holds an answer",
        "\n  interet: {valeur: oui}",
        ":22:13 : « valeur » n'est pas attendu ici. Sont reconnus ici : preuve, note, methode.",
    ),
    draft(
        "unknown key of a draft",
        "\n  interet: {note: vu, notte: à voir}",
        ":22:23 : « notte » n'est pas attendu ici. Vouliez-vous dire « note » ?",
    ),
    draft(
        "unknown method",
        "\n  interet: {methode: prorata}",
        ":22:13 : « prorata » n'est pas admis ; attendu : part_finale.",
    ),
    draft(
        "unknown level of evidence in a draft",
        "\n  interet:\n    preuve: {niveau: lu}",
        ":23:14 : « lu » n'est pas admis ; attendu : declare, vu ou copie_jointe.",
    ),
    draft(
        "note of a draft too long",
        "\n  interet: {note: " + "x" * 10_001 + "}",
        ":22:13 : « note » dépasse 10000 caractères. Raccourcissez-le.",
    ),
    draft(
        "draft of an answered fact",
        "\n  forme: {note: à voir}",
        ":22:3 : « forme » a déjà une réponse. Mettez-y la pièce et la note.",
    ),
    draft(
        "draft of no fact",
        "\n  Forme !: {note: x}",
        ":22:3 : « Forme ! » n'est pas un nom de fait. La liste des faits : ess-advisor regles faits.",
    ),
)
