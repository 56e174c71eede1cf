"""The sentences of an activity report: what is counted, what is not told, how and why."""

from __future__ import annotations

from advisor.assessment.wording import tag
from advisor.common.french import lower_first, plural
from advisor.common.values import NBSP, french_date
from advisor.desk.summary.gather import Dating, Gathered, Outcome, datings
from advisor.desk.summary.tally import FEWEST_FOR_PERCENT
from advisor.report.model import Block, Bullets, Item, Paragraph
from advisor.report.words import KINDS, meaning, verdict_word
from advisor.rules.load import Knowledge
from advisor.rules.models import OpenQuestion, Remedy

UNANSWERED = "Sans réponse ou sans objet"
SCATTERED = "les réponses sont trop dispersées pour être données sans faire reconnaître une structure."

CAUSES = {
    "droit": "Indéterminé : le droit est ouvert",
    "faits": "En attente : réponses à compléter",
    "contradiction": "En attente : réponses à corriger",
    "avant_la_loi": "Sans avis : jour d'avant la loi",
}
_DATINGS: dict[Dating, str] = {
    "ouverture": "par le jour où l'entretien a commencé",
    "appreciation": "par le jour d'appréciation écrit dans le dossier",
    "fichier": "par le dernier enregistrement du fichier",
}


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def notice(smallest: int) -> str:
    """What the document is, in the line that repeats on each page."""
    kept = f" ; les groupes de moins de {smallest} structures sont réunis" if smallest > 1 else ""
    return f"Bilan anonyme : ni nom, ni montant{kept}."


def nothing(gathered: Gathered) -> str:
    """Why a report is empty, and where the dossiers are."""
    if gathered.span is None:
        return "Aucune consultation : le répertoire ne contient aucun dossier rempli."
    first, last = map(french_date, gathered.span)
    days = f"sont tous du {first}" if first == last else f"vont du {first} au {last}"
    return f"Aucune consultation dans cette période. Les dossiers du répertoire {days}."


def too_few(smallest: int) -> str:
    return (
        f"Moins de {smallest} structures ont été reçues : le détail n'est pas donné, il les ferait reconnaître. "
        "Choisissez une période plus longue."
    )


def outcome(one: Outcome) -> str:
    """A verdict as the label of a bar."""
    return CAUSES[one.cause] if one.cause else capital(verdict_word(one.verdict))


def merged(hidden: int) -> str:
    """Label of the groups of a partition that are not told alone."""
    return f"Autres, réunis ({hidden}{NBSP}rubriques)" if hidden > 1 else "Autre rubrique"


def mainly(labels: list[str]) -> str:
    """The groups that nearly all are in, when their figures would give those of the few others away."""
    return f"surtout {' ; '.join(f'« {label} »' for label in labels)}. Donner les nombres désignerait les autres."


def rest(less: int, hidden: int, smallest: int) -> str:
    """What a list leaves out, and why."""
    parts = []
    if less:
        parts.append(f"{plural(less, 'autre')}, moins {'fréquents' if less > 1 else 'fréquent'}")
    if hidden:
        each = " chacun" if hidden > 1 else ""
        parts.append(f"{plural(hidden, 'autre')}, dans moins de {smallest} structures{each}")
    named = "n'est pas nommé" if less + hidden == 1 else "ne sont pas nommés"
    return f"{' ; '.join(parts)} : {named} ici.".replace(" : ", ", ") if parts else ""


def sourced(knowledge: Knowledge, articles: str, confidence: str) -> str:
    """An article with the code that says how it was read."""
    return f"{articles} {tag(knowledge, confidence)}".strip()


def remedy_note(remedy: Remedy) -> str:
    """Of what kind a remedy is, and who decides; what depends on the legal form is left to the report of a dossier."""
    return f"{capital(KINDS[remedy.kind])} ; {lower_first(remedy.who.partition('. ')[0].rstrip('.'))}"


def open_note(knowledge: Knowledge, question: OpenQuestion) -> str:
    """The texts an open question turns on."""
    return sourced(knowledge, knowledge.texts(question.citations), question.confidence)


def method(gathered: Gathered, knowledge: Knowledge, smallest: int) -> tuple[Block, ...]:
    """How the consultations were found, dated, judged and made anonymous."""
    items = [
        Item(lead="Ce qui est compté", text=_counted(gathered)),
        Item(lead="Les dates", text=_dated(gathered)),
        Item(
            lead="Les verdicts",
            text="chaque dossier est évalué tel qu'il est aujourd'hui, selon le droit du jour d'appréciation qu'il "
            "fixe, sinon du jour de la consultation, et avec la base de règles "
            f"{knowledge.base.version} (état du droit au {french_date(knowledge.base.law_as_of)}).",
        ),
        Item(lead="Les pourcentages", text=_percentages()),
        Item(lead="L'anonymat", text=_anonymous(smallest)),
        Item(
            lead="La sûreté des textes",
            text="un code entre crochets dit comment un texte a été lu.",
            items=tuple(Item(text=meaning(knowledge, level.id)) for level in knowledge.base.confidences),
        ),
    ]
    return (Bullets(items=tuple(items)), Paragraph(text=knowledge.base.notice))


def _counted(gathered: Gathered) -> str:
    text = "un dossier compte pour une consultation, deux dossiers de même SIREN ou de même nom pour une structure."
    number = len(gathered.consultations)
    if gathered.archived:
        text += f" Dossiers archivés compris : {gathered.archived} sur {number}."
    left = [
        (gathered.outside, "d'une autre période"),
        (gathered.empty, "sans aucune réponse"),
        (gathered.damaged, "illisible" if gathered.damaged == 1 else "illisibles"),
    ]
    told = ", ".join(f"{plural(count, 'dossier')} {why}" for count, why in left if count)
    return f"{text} Laissés de côté : {told}." if told else text


def _dated(gathered: Gathered) -> str:
    found = datings(gathered.consultations)
    ways = " ; ".join(f"{words} : {found[dating]}" for dating, words in _DATINGS.items() if found[dating])
    text = "une consultation est datée du jour où l'entretien a commencé, à défaut du jour d'appréciation, à défaut du "
    return f"{text}dernier enregistrement. Ici, {ways}." if ways else f"{text}dernier enregistrement."


def _percentages() -> str:
    return (
        "ils se rapportent à toutes les consultations de la période, et ne sont donnés qu'à partir de "
        f"{FEWEST_FOR_PERCENT} ; arrondis, ils peuvent ne pas faire 100."
    )


def _anonymous(smallest: int) -> str:
    text = "ni nom, ni SIREN, ni montant, ni note, et aucune caractéristique n'est croisée avec une autre."
    if smallest <= 1:
        return f"{text} Tous les groupes sont donnés, même d'une seule structure : ce bilan ne se diffuse pas."
    return (
        f"{text} Un groupe de moins de {smallest} structures est réuni à d'autres, ou seulement signalé. Les totaux "
        "par mois ne disent que l'activité. Ne diffusez pas deux bilans qui ne diffèrent que de quelques jours : leur "
        "différence pourrait désigner une structure."
    )
