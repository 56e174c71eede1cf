"""The panel that shows, after each answer, which statuses remain open and why, in an entrepreneur's words."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.assessment.reasoning import READINGS
from advisor.common.french import agree, capital, plural
from advisor.interview.machine import Interview
from advisor.interview.outlook import Progress, StatusLine
from advisor.interview.prediagnosis.talk import commonly
from advisor.rules.basis import status_root
from advisor.rules.vocabulary import Span, VerdictId, VerdictState
from advisor.rules.words import STATES, VERDICT_WORDS, load_words

_SPAN: dict[tuple[int, int], Span] = {(0, 2): "tout", (1, 2): "jamais_fermee", (0, 1): "jamais_remplie"}
"""An open status, by the worst and the best still possible: closed, to be put right, or met."""

MOST_THEMES = 4
"""Beyond, the names would be a list nobody reads."""


@dataclass(frozen=True, slots=True)
class PanelLine:
    """One status.

    Attributes:
        status, title, state, symbol: as in `advisor.interview.outlook`.
        head: what the state means, in a few words. text: the same in a sentence.
        words: the verdict, or its bounds, as documents say it.
        because: the answer that founds the result, in words, or "".
    """

    status: str
    title: str
    state: VerdictState
    symbol: str
    head: str
    text: str
    words: str
    because: str

    @property
    def short(self) -> str:
        return self.status.upper()

    @property
    def pill(self) -> str:
        return load_words().firm_by_right if _de_droit(self.state, self.words) else STATES[self.state].pill


@dataclass(frozen=True, slots=True)
class Panel:
    """Where one stands.

    Attributes:
        lines: one per status.
        left: how many questions are left, in words. most: how many at most, in a sentence, or "".
        themes: what they are about, each with how many, in words; only the first few.
        others: themes not named.
    """

    lines: tuple[PanelLine, ...]
    left: str
    most: str
    themes: tuple[str, ...]
    others: int

    @property
    def summary(self) -> str:
        """One line that says it all, as a screen reader tells it when something changes."""
        return " ; ".join(f"{line.short} : {line.pill}" for line in self.lines) + "."


def panel(interview: Interview) -> Panel:
    """Where one stands."""
    found = interview.progress()
    themes = [f"{interview.plan.titles[theme]} ({len(facts)})" for theme, facts in waiting(interview).items()]
    return Panel(
        tuple(_line(interview, line) for line in found.lines),
        left(found, interview.past_verdicts),
        at_most(found, interview.past_verdicts),
        tuple(themes[:MOST_THEMES]),
        len(themes[MOST_THEMES:]),
    )


def head(state: VerdictState, words: str) -> str:
    """What a state means, in a few words; ``words``: its verdict, as documents say it."""
    return capital(load_words().firm_by_right) if _de_droit(state, words) else STATES[state].head


def _de_droit(state: VerdictState, words: str) -> bool:
    return state == VerdictState.FIRM and words.lower() == VERDICT_WORDS[VerdictId.BY_RIGHT]


def _line(interview: Interview, line: StatusLine) -> PanelLine:
    text = STATES[line.state].sentence
    if line.state == VerdictState.OPEN:
        spans = [interview.reasoning.rungs(status_root(line.status), reading) for reading in READINGS]
        text = load_words().spans[_SPAN[(min(low for low, _ in spans), max(high for _, high in spans))]]
    if line.state == VerdictState.FIRM:
        # The sentence of the rules: it says under which reserves, and who decides.
        text = interview.assessment.verdicts[line.status].sentence
    title = interview.knowledge.statuses[line.status].title
    # What is met rests on all of its conditions: no single answer decides it.
    because = "" if line.state == VerdictState.FIRM else line.because
    words = capital(line.words)
    return PanelLine(
        line.status, title, line.state, STATES[line.state].sign, head(line.state, words), text, words, because
    )


def left(progress: Progress, going_on: bool) -> str:
    """« Encore 25 questions environ, souvent moins »: what may come at most is twice what most people get."""
    if progress.worst == 0:
        return "Plus aucune question" if going_on else "Plus aucune question décisive"
    count, common = plural(progress.worst, "question"), commonly(progress.worst)
    if going_on:
        return f"Encore {count} {agree(progress.worst, 'utile')}"
    if progress.best == progress.worst:
        return f"Encore {count}"
    if common == progress.worst:
        return f"Encore {count} au plus"
    return f"Encore {plural(common, 'question')} environ, souvent moins"


def at_most(progress: Progress, going_on: bool) -> str:
    """What `left` leaves unsaid: the most that may come, and why it seldom does; "" when it is said already."""
    if going_on or commonly(progress.worst) == progress.worst:
        return ""
    return f"Au plus {progress.worst} : chaque réponse peut en rendre d'autres inutiles."


def waiting(interview: Interview) -> dict[str, dict[str, str]]:
    """What is left, by theme in the order of the talk: of each fact, the first address; a column counts once."""
    found: dict[str, dict[str, str]] = {}
    for need in interview.pending():
        fact, _ = interview.knowledge.addresses[need.address]
        found.setdefault(fact.theme, {}).setdefault(fact.id, need.address)
    return {theme: found[theme] for theme in interview.plan.titles if theme in found}
