"""Counting without pointing at anyone: a group of too few companies is merged with others, or not shown.

A *partition* puts each consultation in one group: its small groups are merged, and the merged group is itself made
large enough, or a subtraction from the total would give back what was hidden. A *list* may name a consultation
several times or never: its small groups are only counted. Nothing is ever crossed with anything else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

from advisor.assessment.wording import tag
from advisor.common.french import NBSP, agree, capital, french_date, french_number, lower_first, plural, quoted
from advisor.desk.summary.gather import Consultation, CountedVerdict, Gathered
from advisor.report.model import Block, Bullets, Item, Paragraph
from advisor.report.words import meaning, verdict_word
from advisor.rules.load import Knowledge
from advisor.rules.models import Remedy
from advisor.rules.words import REMEDIES, load_words

K = TypeVar("K", bound=Hashable)

FEWEST_FOR_PERCENT = 10
"""Consultations below which a percentage would look surer than it is."""

UNANSWERED = "Sans réponse ou sans objet"
SCATTERED = "les réponses sont trop dispersées pour être données sans faire reconnaître une structure."


class Count(NamedTuple, Generic[K]):
    """How many consultations are in a group, and of how many companies."""

    group: K
    consultations: int
    companies: int


class DisclosedGroups(NamedTuple, Generic[K]):
    """What may be disclosed of groups.

    Attributes:
        counts: groups large enough, the most frequent first.
        merged: consultations of the merged groups of a partition; 0 for a list.
        hidden: number of groups not shown alone.
        mainly: groups large enough, when merging left none: they may be named, without figures.
    """

    counts: tuple[Count[K], ...]
    merged: int
    hidden: int
    mainly: tuple[K, ...] = ()


def count(consultations: Iterable[Consultation], groups: Callable[[Consultation], Iterable[K]]) -> list[Count[K]]:
    """Count the groups met, the most frequent first; a consultation counts once in each."""
    times: dict[K, int] = defaultdict(int)
    companies: dict[K, set[int]] = defaultdict(set)
    for one in consultations:
        for group in dict.fromkeys(groups(one)):
            times[group] += 1
            companies[group].add(one.company)
    found = [Count(group, number, len(companies[group])) for group, number in times.items()]
    return sorted(found, key=lambda one: -one.consultations)


def of_partition(
    consultations: Iterable[Consultation], group: Callable[[Consultation], K], smallest: int
) -> DisclosedGroups[K]:
    """Return groups of which each consultation has exactly one.

    Args:
        consultations: what to count.
        group: the group of one.
        smallest: fewest companies of a group shown alone, and of the merged one.
    """
    everything = list(consultations)
    counts = count(everything, lambda one: (group(one),))
    large = [one for one in counts if one.companies >= smallest]
    hidden = {one.group for one in counts if one.companies < smallest}
    names = tuple(one.group for one in large)
    # A merged group too small is a group all the same: the smallest of the large ones goes with it.
    while hidden and large and len({one.company for one in everything if group(one) in hidden}) < smallest:
        hidden.add(large.pop(min(range(len(large)), key=lambda rank: (large[rank].companies, -rank))).group)
    merged = sum(one.consultations for one in counts if one.group in hidden)
    return DisclosedGroups(tuple(large), merged, len(hidden), () if large else names)


def of_list(
    consultations: Iterable[Consultation], groups: Callable[[Consultation], Iterable[K]], smallest: int
) -> DisclosedGroups[K]:
    """Return groups of which a consultation has any number.

    Args:
        consultations: what to count.
        groups: the groups of one.
        smallest: fewest companies of a group that is shown.
    """
    counts = count(consultations, groups)
    large = tuple(one for one in counts if one.companies >= smallest)
    return DisclosedGroups(large, 0, len(counts) - len(large))


def figure(number: int, total: int) -> str:
    """Write a number for a bar: with its share when the whole is large enough to speak of shares."""
    if total < FEWEST_FOR_PERCENT:
        return str(number)
    share = Fraction(100 * number, total)
    words = "<" + NBSP + "1" if 0 < share < Fraction(1, 2) else french_number(round(share))
    return f"{french_number(number)} ({words}{NBSP}%)"


# -- the sentences of an activity report: what is counted, what is not shown, how and why ----------------------------


def notice(smallest: int) -> str:
    """Return what the document is, in the line that repeats on each page."""
    merging = f" ; les groupes de moins de {smallest} structures sont réunis" if smallest > 1 else ""
    return f"Bilan anonyme : ni nom, ni montant{merging}."


def nothing(gathered: Gathered) -> str:
    """Return why a report is empty, and where the dossiers are."""
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


def outcome(one: CountedVerdict) -> str:
    """Return a verdict as the label of a bar."""
    return load_words().causes[one.cause].meaning if one.cause else capital(verdict_word(one.verdict))


def merged(hidden: int) -> str:
    """Return the label of the groups of a partition that are not shown alone."""
    return f"Autres, réunis ({hidden}{NBSP}rubriques)" if hidden > 1 else "Autre rubrique"


def mainly(labels: list[str]) -> str:
    """Name the groups that nearly all are in, when their figures would give those of the few others away."""
    return f"surtout {' ; '.join(map(quoted, labels))}. Donner les nombres désignerait les autres."


def rest(less: int, hidden: int, smallest: int) -> str:
    """Return what a list leaves out, and why."""
    parts = []
    if less:
        parts.append(f"{plural(less, 'autre')}, moins {agree(less, 'fréquent')}")
    if hidden:
        each = " chacun" if hidden > 1 else ""
        parts.append(f"{plural(hidden, 'autre')}, dans moins de {smallest} structures{each}")
    named = "n'est pas nommé" if less + hidden == 1 else "ne sont pas nommés"
    return f"{' ; '.join(parts)} : {named} ici.".replace(" : ", ", ") if parts else ""


def sourced(knowledge: Knowledge, articles: str, confidence: str) -> str:
    """Return an article with the code that says how it was read."""
    return f"{articles} {tag(knowledge, confidence)}".strip()


def remedy_note(remedy: Remedy) -> str:
    """Return of what kind a remedy is, and who decides, whatever the legal form."""
    return f"{capital(REMEDIES[remedy.kind].words)} ; {lower_first(remedy.who.partition('. ')[0].rstrip('.'))}"


def method(gathered: Gathered, knowledge: Knowledge, smallest: int) -> tuple[Block, ...]:
    """Return how the consultations were found, dated, judged and made anonymous."""
    items = [
        Item(lead="Ce qui est compté", text=_counted(gathered)),
        Item(lead="Les dates", text=_dated(gathered)),
        Item(
            lead="Les verdicts",
            text="chaque dossier est évalué tel qu'il est aujourd'hui, selon le droit du jour d'appréciation qu'il "
            "fixe, sinon du jour de la consultation, et avec la base de règles "
            f"{knowledge.base.version} (état du droit au {french_date(knowledge.base.law_as_of)}).",
        ),
        Item(
            lead="Les pourcentages",
            text="ils se rapportent à toutes les consultations de la période, et ne sont donnés qu'à partir de "
            f"{FEWEST_FOR_PERCENT} ; arrondis, ils peuvent ne pas faire 100.",
        ),
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
    listed = ", ".join(f"{plural(count, 'dossier')} {why}" for count, why in left if count)
    return f"{text} Laissés de côté : {listed}." if listed else text


def _dated(gathered: Gathered) -> str:
    found = Counter(one.dating for one in gathered.consultations)
    ways = " ; ".join(f"{words} : {found[dating]}" for dating, words in load_words().datings.items() if found[dating])
    text = "une consultation est datée du jour où l'entretien a commencé, à défaut du jour d'appréciation, à défaut du "
    return f"{text}dernier enregistrement. Ici, {ways}." if ways else f"{text}dernier enregistrement."


def _anonymous(smallest: int) -> str:
    text = "ni nom, ni SIREN, ni montant, ni note, et aucune caractéristique n'est croisée avec une autre."
    if smallest <= 1:
        return f"{text} Tous les groupes sont donnés, même d'une seule structure : ce bilan ne se diffuse pas."
    return (
        f"{text} Un groupe de moins de {smallest} structures est réuni à d'autres, ou seulement signalé. Les totaux "
        "par mois ne disent que l'activité. Ne diffusez pas deux bilans qui ne diffèrent que de quelques jours : leur "
        "différence pourrait désigner une structure."
    )
