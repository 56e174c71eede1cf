"""A table of the public record that names what does not exist, or tells a code twice."""

from __future__ import annotations

from tests.museum.exhibit import Exhibit

OFFER = "{champ: creation, fait: date_creation, reserve: À comparer au Kbis.}"


def _exhibit(name: str, old: str, new: str, expected: str) -> Exhibit:
    return Exhibit(name, "recherche.yaml", old, new, f"rules/recherche.yaml:{expected}")


EXHIBITS = (
    _exhibit(
        "legal category that stands for an unknown form",
        "reponses: []",
        "reponses: [vile]",
        "15:54 : la forme juridique « vile » n'existe pas. Ajoutez cette entrée, ou corrigez ce nom.",
    ),
    _exhibit(
        "legal category told twice",
        '["92"]',
        '["92", "92"]',
        "15:20 : le code « 92 » est déjà donné. N'en gardez qu'un.",
    ),
    _exhibit(
        "bracket told twice",
        '["NN", "00"]',
        '["NN", "NN"]',
        "17:20 : le code « NN » est déjà donné. N'en gardez qu'un.",
    ),
    _exhibit(
        "legal category that is no code", '["92"]', '["9x"]', "15:14 : « 9x » n'est pas un code : un à quatre chiffres."
    ),
    _exhibit(
        "record that answers an unknown fact",
        "fait: date_creation",
        "fait: date_creations",
        "3:23 : le fait « date_creations » n'existe pas. Vouliez-vous dire « date_creation » ?",
    ),
    _exhibit(
        "record whose day answers a choice",
        "fait: date_creation",
        "fait: forme",
        "3:5 : « creation » ne peut pas répondre à « forme ». Changez de fait, ou dites « reponse ».",
    ),
    _exhibit(
        "record that gives an answer that is no choice",
        OFFER,
        "{champ: mission, fait: forme, reponse: mission, reserve: À lire.}",
        "3:35 : « mission » n'est pas une réponse à « forme ». Reprenez un choix de la question.",
    ),
    _exhibit(
        "record that answers a table",
        "fait: date_creation",
        "fait: charges",
        "3:5 : « charges » a plusieurs lignes : une fiche ne peut y répondre. Retirez-la.",
    ),
    _exhibit(
        "field that a record does not have",
        "champ: creation",
        "champ: capital",
        "3:6 : « capital » n'est pas admis ; attendu : forme, creation, siege_en_france ou mission.",
    ),
    _exhibit(
        "clue that nothing fills in",
        "{siren}",
        "{sirene}",
        "10:3 : rien ne remplace « sirene » dans cette phrase. Corrigez ce mot, ou ôtez les accolades.",
    ),
    _exhibit(
        "clue with a brace left open",
        "{siren}",
        "{siren",
        "10:3 : rien ne remplace « { » dans cette phrase. Corrigez ce mot, ou ôtez les accolades.",
    ),
)
