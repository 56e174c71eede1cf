"""The words in which the rules, the dossiers and the verdicts are written: what is stored is French, its name English.

A member is a text: it is compared, stored and printed as what it stands for.
"""

from enum import StrEnum
from typing import Literal


class EntryKind(StrEnum):
    """What a file of the rules is a list of, and below, the parts of them that others name."""

    BASE = "base"
    SOURCE = "source"
    SET = "ensemble"
    DEFINITION = "definition"
    PARAMETER = "parametre"
    FACT = "fait"
    INDICATOR = "indicateur"
    CRITERION = "critere"
    REMEDY = "remede"
    OPEN_POINT = "point_ouvert"
    COHERENCE = "coherence"
    STATUS = "statut"
    GUIDANCE = "guide"
    REFUSAL = "refus"
    AMOUNT = "montant"
    COMPARISON = "comparaison"
    DIRECTORY = "recherche"
    SHEET = "feuille"
    WORD = "mot"
    CLAUSE = "clause"
    MAJORITY = "majorite"
    FILE_CASE = "cas_dossier"
    STEP = "etape"
    HOLIDAY = "ferie"
    RISK = "risque"
    CHECK = "controle"
    QUALITY = "qualite"

    THEME = "theme"
    ROUTE = "voie"
    WANT = "souhait"
    STATUTE = "statut_compare"
    FORM = "forme"


class Slots(StrEnum):
    """What a table of answers has a row for."""

    YEARS = "exercice"
    PAY = "remuneration"


class Outcome(StrEnum):
    """What a condition comes to."""

    MET = "satisfait"
    NOT_MET = "non_satisfait"
    TO_COMPLETE = "a_completer"
    UNCERTAIN = "incertain"


class Nuance(StrEnum):
    """How a criterion is shown beyond its outcome: appraised by someone, of no concern to a company, not due yet."""

    DEFENSIBLE = "defendable"
    NOT_APPLICABLE = "sans_objet"
    NOT_YET = "pas_encore"


class Reading(StrEnum):
    """How the points that the law leaves open are read."""

    STRICT = "strict"
    FAVOURABLE = "favourable"


class VerdictId(StrEnum):
    """What a status comes to."""

    BY_RIGHT = "de_droit"
    ELIGIBLE = "eligible"
    TO_MEND = "a_mettre_en_conformite"
    NOT_ELIGIBLE = "non_eligible"
    UNDETERMINED = "indetermine"


class Cause(StrEnum):
    """Why a verdict is undetermined."""

    FACTS = "faits"
    CONTRADICTION = "contradiction"
    LAW = "droit"
    BEFORE_THE_LAW = "avant_la_loi"


class VerdictState(StrEnum):
    """Where a status stands during the interview."""

    OPEN = "ouvert"
    FIRM = "acquis"
    TO_MEND = "a_mettre_en_conformite"
    CLOSED = "ferme"
    LAW = "droit"
    BEFORE_THE_LAW = "avant_la_loi"


class Grade(StrEnum):
    """What a verdict rests on."""

    ON_DECLARATIONS = "sur_declarations"
    ON_PAPERS = "sur_pieces"


class RemedyKind(StrEnum):
    """What a remedy changes."""

    STATUTES = "statuts"
    FORMALITY = "formalite"
    COMMITMENT = "engagement"
    MANAGEMENT = "gestion"
    ACTIVITY = "activite"
    FORM = "forme"


class GuidanceKind(StrEnum):
    """What a line of guidance tells of a status."""

    RIGHT = "droit"
    LIMIT = "limite"
    CONSTRAINT = "contrainte"
    PROCEDURE = "procedure"
    PAPER = "piece"
    DUTY = "obligation"


CriterionOutcome = Outcome | Literal[Nuance.NOT_APPLICABLE]
Mark = Outcome | VerdictId | Nuance
"""How a verdict or an outcome is shown."""
CRITERION_OUTCOMES: tuple[CriterionOutcome, ...] = (*Outcome, Nuance.NOT_APPLICABLE)
REACHED = (VerdictId.ELIGIBLE, VerdictId.BY_RIGHT)
"""Verdicts of a status that is open."""

# Ids of what is only shown in words; ``mots.yaml`` has them all.
Appraiser = Literal["greffe", "prefet"]
Scope = Literal["condition", "vigilance", "synthese"]
Delay = Literal["immediat", "formalite", "prochaine_ag", "exercice_suivant", "avant_signature", "transformation"]
Needs = Literal["statuts", "decisions", "mention", "depot", "bilan", "assimilation", "assimile"]
Span = Literal["tout", "jamais_fermee", "jamais_remplie"]
"""What may still become of an open status."""
PieceState = Literal["present", "incomplet", "absent", "a_lire", "a_ecrire", "a_trancher"]
CheckState = Literal["a_corriger", "incertain", "a_actualiser", "a_completer", "a_confirmer", "en_regle"]
DossierState = Literal["contradictoire", "a_commencer", "en_cours", "en_attente", "complet", "archive"]
StatuteMove = Literal["garder", "transformer", "recreer", "creer"]
LawReading = Literal["stricte", "favorable", "mixte"]
"""A `Reading` in a verdict and in a worked case."""
AuthorityPosition = Literal["favorable", "stricte", "sans_position"]
Basis = Literal["courrier", "courriel", "oral", "decision"]
Changed = Literal["texte", "chiffre", "reponses", "accord"]
Unmoved = Literal["decide", "ne_decide_plus"]
Why = Literal[Changed, "regle", "date", Unmoved]
RouteMove = Literal["ouverte", "fermee", "changee"]
Dating = Literal["ouverture", "appreciation", "fichier"]
QuestionKind = Literal["critere", "verdict", "remede", "chiffre", "paire"]
"""What a quiz asks: a criterion, a verdict, what mends one, a figure of the law, the answer that changes all."""
