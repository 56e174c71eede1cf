"""Purposes: the fifth one's date (2.6), culture before 2019 (2.16), fragility (2.17), neighbours (2.25)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.assessment.addendum2 import Changes, T, differences

ELI, NON, IND = "eligible", "non_eligible", "indetermine"
HERITAGE: Changes = {"buts": ["patrimoine_protege"], "fragilite_public": None}

DATE_OF_THE_FIFTH = [
    T(f"2.6 {day}", HERITAGE | {"annee_remuneration": str(int(day[:4]) - 1)}, ess, esus, date.fromisoformat(day),
      points=points)
    for day, ess, esus, points in (
        ("2024-06-14", NON, NON, ()), ("2024-06-15", IND, NON, ("Q2",)), ("2024-12-31", IND, NON, ("Q2",)),
        ("2025-01-01", IND, IND, ("Q2",)), ("2025-09-30", IND, IND, ("Q2",)), ("2025-10-01", ELI, ELI, ()),
    )
] + [
    T("2.6 patrimoine et lien social", HERITAGE | {"buts": ["patrimoine_protege", "lien_social_cohesion_territoriale"],
      "annee_remuneration": "2024"}, ELI, ELI, date(2025, 3, 1), no_points="*"),
]  # fmt: skip

PERSONAL: Changes = {"buts": ["soutien_personnes_fragiles"], "fragilite_public": ["personnelle"]}
TODO = "a_mettre_en_conformite"
UNWRITTEN: Changes = {"clause_objet": "non"}
ADDRESS = "fragilite_sociale_aussi"


def personal(choice: str, changes: Changes | None = None) -> Changes:
    """A public fragile for a personal reason, and what is said of its other fragility."""
    return PERSONAL | {ADDRESS: choice} | (changes or {})


PERSONAL_ALONE = [
    T("2.17 31/12/2019", PERSONAL | {"annee_remuneration": "2018"}, ELI, ELI, date(2019, 12, 31), missing=[]),
    T("2.17 02/01/2020", PERSONAL | {"annee_remuneration": "2018"}, ELI, IND, date(2020, 1, 2), cause="faits",
      missing=[ADDRESS], findings={"ESUS-01": "a_completer"}),
    T("2.17 la plupart", personal("la_plupart"), ELI, ELI, findings={"ESUS-01": "satisfait"},
      reserves=("RES-FRAGILITE-PREUVES", "RES-STATUTS-BUT-AGREMENT"), no_points="*"),
    T("2.17 certaines", personal("certaines"), ELI, IND, cause="droit", points=("FRAGILITE-PERSONNELLE",)),
    T("2.17 certaines, et lien social", personal("certaines", {"buts": ["soutien_personnes_fragiles",
      "lien_social_cohesion_territoriale"]}), ELI, ELI),
    T("2.17 dépendance seule", personal("dependance_seule"), ELI, NON, findings={"ESUS-01": "non_satisfait"},
      reserves=("RES-FRAGILITE-PERSONNELLE",), remedies=("viser_un_autre_but",), text=("les pratiques divergent",)),
    T("2.17 dépendance seule, avant 2020", personal("dependance_seule", {"annee_remuneration": "2018"}), ELI, ELI,
      date(2019, 12, 31)),
    T("2.17 activité de lien, objet muet", personal("activite_de_lien", UNWRITTEN), TODO, TODO,
      findings={"ART2-2": "satisfait"}, remedies=("reecrire_objet",), no_remedies=("viser_un_autre_but",)),
    T("2.17 activité de lien, objet écrit", personal("activite_de_lien"), ELI, ELI,
      reserves=("RES-STATUTS-BUT-AGREMENT",)),
    T("2.17 les deux fragilités", PERSONAL | {"fragilite_public": ["economique_ou_sociale", "personnelle"]}, ELI, ELI,
      missing=[]),
    T("2.17 plein droit", PERSONAL | {"categories_plein_droit": ["entreprise_insertion"], "titre_categorie": "en_cours",
      "titulaire_titre": "structure_entiere"}, ELI, "de_droit", missing=[]),
]  # fmt: skip

CULTURE = ["promotion_culturelle"]
LINKED = [*CULTURE, "lien_social_cohesion_territoriale"]
TIED: Changes = {"but_de_la_culture": ["lien_social_cohesion_territoriale"]}
EVE = date(2019, 5, 23)


def cultural(aims: list[str], changes: Changes | None = None) -> Changes:
    """A company that promotes culture in 2019, with a social effect."""
    return {
        "buts": aims, "fragilite_public": None, "impact_social_complementaire": ["solidarites_territoriales"],
        "clause_remuneration": "mot_pour_mot", "annee_remuneration": "2018",
    } | (changes or {})  # fmt: skip


CULTURE_ALONE = [
    T("2.16 culture seule, la veille", cultural(CULTURE), IND, IND, EVE, cause="faits", missing=["but_de_la_culture"],
      findings={"ART2-2": "a_completer"}, contradictions=()),
    T("2.16 culture sans lien, la veille", cultural(CULTURE, {"but_de_la_culture": ["aucun"]}), NON, NON, EVE),
    T("2.16 culture et lien non écrit, la veille", cultural(CULTURE, TIED | UNWRITTEN), TODO, TODO, EVE,
      findings={"ART2-2": "satisfait"}, remedies=("reecrire_objet",), no_remedies=("se_donner_un_but",)),
    T("2.16 culture et lien écrit, la veille", cultural(CULTURE, TIED), ELI, ELI, EVE),
    T("2.16 lien coché parmi les buts", cultural(LINKED), ELI, ELI, EVE, missing=[]),
    T("2.16 lien coché et non écrit", cultural(LINKED, UNWRITTEN), TODO, TODO, EVE, remedies=("reecrire_objet",)),
    T("2.16 culture et solidarités, le jour", cultural(CULTURE), ELI, ELI, date(2019, 5, 24), missing=[]),
]  # fmt: skip

HELD: Changes = {"titre_categorie": "en_cours", "titulaire_titre": "structure_entiere"}


def green(category: str, aims: list[str] | None = None) -> Changes:
    """A company with a title of the list, whose purpose is the environment with a social effect, or another."""
    aims = aims or ["developpement_durable"]
    public = ["economique_ou_sociale"] if "lutte_exclusion" in aims else None
    effect: Changes = {"impact_social_complementaire": ["publics_vulnerables"], "fragilite_public": public}
    return HELD | {"categories_plein_droit": [category], "buts": aims} | effect


INEQUALITIES: Changes = {"buts": ["lutte_inegalites"], "fragilite_public": None, "clause_remuneration": "mot_pour_mot",
                         "annee_remuneration": "2018"}  # fmt: skip
ASKED = ("CO-INSERTION-BUT",)
NEIGHBOURS = [
    T("2.25 chantier d'insertion", green("atelier_chantier_insertion"), ELI, "de_droit", warnings=ASKED,
      contradictions=(), text=("votre but n'est-il pas d'abord de soutenir",)),
    T("2.25 régie de quartier", green("regie_quartier"), warnings=ASKED),
    T("2.25 entreprise adaptée : autre chose", green("entreprise_adaptee"), warnings=()),
    T("2.25 but du 1° coché aussi", green("entreprise_insertion", ["developpement_durable", "lutte_exclusion"]), ELI,
      "de_droit", warnings=()),
    T("2.25 inégalités seules, la veille", INEQUALITIES, ELI, ELI, EVE, warnings=()),
    T("2.25 inégalités seules, le jour", INEQUALITIES, NON, NON, date(2019, 5, 24), warnings=("CO-INEGALITES-SEULES",)),
    T("2.25 et citoyenneté", INEQUALITIES | {"buts": ["lutte_inegalites", "education_citoyennete"]}, ELI, ELI,
      date(2019, 5, 24), warnings=()),
]  # fmt: skip
ROWS = DATE_OF_THE_FIFTH + PERSONAL_ALONE + CULTURE_ALONE + NEIGHBOURS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_addendum2(row: T) -> None:
    assert not differences(row)
