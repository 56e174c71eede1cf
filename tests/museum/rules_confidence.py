"""Confidence written where the texts give it, or without its reason."""

from __future__ import annotations

from tests.museum.exhibit import Exhibit

_WHY = "      confiance_car: le texte n'a été vu que dans une source\n"

EXHIBITS = (
    Exhibit(
        "confidence that the texts give",
        "criteres/criteres.yaml",
        '      sources: [{source: loi, passage: "I"}]\n',
        '      sources: [{source: loi, passage: "I"}]\n      confiance: V\n      confiance_car: il a été lu\n',
        (
            "rules/criteres/criteres.yaml:14:7 : « confiance: V » va sans dire. "
            "Supprimez cette ligne : c'est la lecture la moins sûre des sources, chaque jour."
        ),
    ),
    Exhibit(
        "confidence of a figure that its text gives",
        "parametres/seuils.yaml",
        "      valeur: 60\n",
        "      valeur: 60\n      confiance: V\n",
        (
            "rules/parametres/seuils.yaml:7:7 : « confiance: V » va sans dire. "
            "Supprimez cette ligne : c'est la lecture la moins sûre des sources, chaque jour."
        ),
    ),
    Exhibit(
        "confidence without its reason",
        "criteres/criteres.yaml",
        _WHY,
        "",
        (
            "rules/criteres/criteres.yaml:38:7 : rien ne dit pourquoi « confiance » s'écarte des sources. "
            "Ajoutez « confiance_car »."
        ),
    ),
    Exhibit(
        "reason without its confidence",
        "criteres/criteres.yaml",
        "      confiance: S1\n",
        "",
        (
            "rules/criteres/criteres.yaml:38:7 : « confiance_car » explique une confiance qui n'est pas "
            "écrite. Supprimez-le, ou écrivez « confiance » ou « confiance_de »."
        ),
    ),
    Exhibit(
        "confidence of a text that is not cited",
        "criteres/criteres.yaml",
        "      confiance: S1\n",
        "      confiance_de: loi\n",
        (
            "rules/criteres/criteres.yaml:38:7 : « loi » n'est pas une des sources de cette version. "
            "Nommez-en une, ou citez-la."
        ),
    ),
    Exhibit(
        "confidence written in two ways",
        "criteres/criteres.yaml",
        "      confiance: S1\n",
        "      confiance: S1\n      confiance_de: decret\n",
        (
            "rules/criteres/criteres.yaml:38:7 : « confiance » et « confiance_de » sont écrits tous les "
            "deux. Gardez-en un."
        ),
    ),
)
