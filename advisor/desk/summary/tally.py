"""Counting without pointing at anyone: a group of too few companies is merged with others, or not told.

A *partition* puts each consultation in one group: its small groups are merged, and the merged group is itself made
large enough, or a subtraction from the total would give back what was hidden. A *list* may name a consultation
several times or never: its small groups are only told to exist. Nothing is ever crossed with anything else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

from advisor.common.values import NBSP, french_number
from advisor.desk.summary.gather import Consultation

K = TypeVar("K", bound=Hashable)

FEWEST_FOR_PERCENT = 10
"""Consultations below which a percentage would look surer than it is."""


class Count(NamedTuple, Generic[K]):
    """How many consultations are in a group, and of how many companies."""

    group: K
    consultations: int
    companies: int


class Told(NamedTuple, Generic[K]):
    """What may be told of groups.

    Attributes:
        counts: groups large enough, the most frequent first.
        merged: consultations of the merged groups of a partition; 0 for a list.
        hidden: number of groups not told alone.
        mainly: groups large enough, when merging left none: they may be named, without figures.
    """

    counts: tuple[Count[K], ...]
    merged: int
    hidden: int
    mainly: tuple[K, ...] = ()


def count(consultations: Iterable[Consultation], groups: Callable[[Consultation], Iterable[K]]) -> list[Count[K]]:
    """The groups met, the most frequent first, then in the order of meeting; a consultation counts once in each."""
    times: dict[K, int] = defaultdict(int)
    companies: dict[K, set[int]] = defaultdict(set)
    for one in consultations:
        for group in dict.fromkeys(groups(one)):
            times[group] += 1
            companies[group].add(one.company)
    found = [Count(group, number, len(companies[group])) for group, number in times.items()]
    return sorted(found, key=lambda one: -one.consultations)


def of_partition(consultations: Iterable[Consultation], group: Callable[[Consultation], K], smallest: int) -> Told[K]:
    """Groups of which each consultation has exactly one.

    Args:
        consultations: what to count.
        group: the group of one.
        smallest: fewest companies of a group told alone, and of the merged one.
    """
    everything = list(consultations)
    counts = count(everything, lambda one: (group(one),))
    kept = [one for one in counts if one.companies >= smallest]
    small = [one for one in counts if one.companies < smallest]
    large = tuple(one.group for one in kept)
    # A merged group too small is a group all the same: the smallest of those kept goes with it.
    while small and kept and _companies(everything, group, small) < smallest:
        small.append(kept.pop(min(range(len(kept)), key=lambda rank: (kept[rank].companies, -rank))))
    merged = sum(one.consultations for one in small)
    return Told(tuple(kept), merged, len(small), () if kept else large)


def _companies(everything: list[Consultation], group: Callable[[Consultation], K], small: list[Count[K]]) -> int:
    hidden = {one.group for one in small}
    return len({one.company for one in everything if group(one) in hidden})


def of_list(
    consultations: Iterable[Consultation], groups: Callable[[Consultation], Iterable[K]], smallest: int
) -> Told[K]:
    """Groups of which a consultation has any number.

    Args:
        consultations: what to count.
        groups: the groups of one.
        smallest: fewest companies of a group that is told.
    """
    counts = count(consultations, groups)
    kept = tuple(one for one in counts if one.companies >= smallest)
    return Told(kept, 0, len(counts) - len(kept))


def figure(number: int, total: int) -> str:
    """A number as it is printed beside a bar: with its share when the whole is large enough to speak of shares."""
    if total < FEWEST_FOR_PERCENT:
        return str(number)
    share = Fraction(100 * number, total)
    words = "<" + NBSP + "1" if 0 < share < Fraction(1, 2) else french_number(Fraction(round(share)))
    return f"{french_number(Fraction(number))} ({words}{NBSP}%)"
