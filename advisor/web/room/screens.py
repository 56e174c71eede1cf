"""What stands on the projector, page by page: the workshop's own slides, cut so that each page is read from the back.

Sizes are counted on the narrowest screen (4:3): a page that fits there fits on a wider one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Literal

from advisor.report.words import articles
from advisor.training.workshop.bench import Bench
from advisor.training.workshop.model import PASSED, Question, Session, Step, place_of
from advisor.training.workshop.slides import MOST_LESSONS, question_words, slide
from advisor.training.workshop.stage import Head, Part, Say, Sides, Slide, Table, Turn
from advisor.training.workshop.words import choice_words
from advisor.web.room.state import State

Size = Literal[1, 2, 3, 4, 5]
SIZES: dict[Size, float] = {5: 6.2, 4: 5.0, 3: 4.1, 2: 3.4, 1: 2.8}
"""Height of the letters, in hundredths of the width of a 4:3 screen; the style sheet says the same."""
_SMALLEST: Size = 2
"""On several pages rather than smaller; 1 is for a single paragraph that is longer than a page."""
_FEW, _HEADING = 200, 60
"""Characters of a page that is centred, and of a line that announces what follows."""
_WIDE, _HIGH = 92.0, 57.0
"""What a page takes at most, with the widest of the usual letters: every page of every case was looked at so."""
_LETTER, _BOLD, _LINE, _GAP, _HEAD = 0.54, 0.6, 1.3, 0.6, 1.7
"""Width of a letter, plain and bold, height of a line, blank between blocks, size of a headline: in letters."""

DONT_KNOW = "Je ne sais pas"


@dataclass(frozen=True)
class Block:
    """A paragraph, a headline or a list."""

    kind: Literal["head", "text", "list"]
    lines: tuple[str, ...]
    bold: bool = False


@dataclass(frozen=True)
class Screen:
    """One page of the projector.

    Attributes:
        blocks: from top to bottom.
        size: of the letters.
        question: its choices stand below the blocks, with what the room said once it is shown.
        sources: the articles, in small letters.
    """

    blocks: tuple[Block, ...]
    size: Size
    question: str | None = None
    sources: str = ""

    @property
    def centred(self) -> bool:
        """A few words stand in the middle; what is read line by line does not."""
        lines = [line for block in self.blocks for line in block.lines]
        return all(block.kind != "list" for block in self.blocks) and sum(map(len, lines)) <= _FEW


def screens(state: State, bench: Bench) -> tuple[Screen, ...]:
    """The pages of the step a state stands at."""
    session = state.session
    step, one = session.step, session.round
    match step.scene:
        case "question":
            return (_asked(session, step.at, ""),)
        case "answer":
            question = one.questions[step.at]
            sources = ""
            if question.subject == "criterion":
                sources = articles(one.criterion(question.target).references)
            # The articles stand below the choices already.
            why = [part for part in answer_parts(session, bench, step.at) if part != Say(sources)]
            return (_asked(session, step.at, sources), *pages(Slide(tuple(why))))
        case "end":
            return pages(_end(state, bench))
    return pages(slide(session, bench))


def answer_parts(session: Session, bench: Bench, at: int) -> tuple[Part, ...]:
    """What is said of the right answer to a question of the case at work.

    A verdict speaks to the company (« vos réponses »): in a room that has just answered, that must be said.
    """
    place = session.steps.index(Step(scene="answer", round=session.step.round, at=at))
    parts = slide(session.model_copy(update={"place": place, "aside": None}), bench).parts
    if session.round.questions[at].subject == "criterion":
        return parts
    told = next(rank for rank, part in enumerate(parts) if rank and isinstance(part, Say))
    text = getattr(parts[told], "text", "")
    return (*parts[:told], Say(f"À cette structure, l'outil répond : « {text} »"), *parts[told + 1 :])


def choice_text(question: Question, value: str) -> str:
    """A choice as a participant reads it."""
    return DONT_KNOW if value == PASSED else choice_words(question, value)


def _asked(session: Session, at: int, sources: str) -> Screen:
    one = session.round
    question = one.questions[at]
    words = Block("text", (question_words(one, question),), bold=True)
    # A choice takes a line and its frame; once the answer is shown, a third of its width goes to the figures.
    narrow = 1.6 if session.shown(session.step.round, at) else 1.1
    rows = (f"{rank} {choice_text(question, value)}" for rank, value in enumerate(offered(question), 1))
    stand_in = [words, *(Block("text", (row + " x" * int(len(row) * (narrow - 1) / 2),)) for row in rows)]
    if sources:
        stand_in.append(Block("text", (sources,)))
    return Screen((words,), _size(stand_in), place_of(session.step.round, at), sources)


def offered(question: Question) -> tuple[str, ...]:
    """What a participant may say: the choices, then that they do not know."""
    return (*question.choices, PASSED)


def _end(state: State, bench: Bench) -> Slide:
    """How the room did, then what to remember, what misled most people first."""
    score = state.score()
    parts: list[Part] = [Head("Fin de la séance")]
    if score.given:
        share = round(100 * score.right / score.given)
        parts.append(Say(f"La salle a donné {share} % de bonnes réponses.", bold=True))
    parts.append(Say("Rien de ce qui a été répondu n'est conservé : à la fin de la séance, tout est effacé."))
    lessons = state.missed()[:MOST_LESSONS]
    if lessons:
        parts += [Turn(), Say("À retenir, en commençant par ce qui a le plus trompé", bold=True)]
    for one in lessons:
        criterion = bench.knowledge.criteria.get(one.criterion)
        lesson = bench.course.lessons.get(one.criterion)  # of today's law, whatever the day of the case
        wrong = f" ({one.wrong} sur {one.given} s'y sont trompés)" if one.wrong > 1 else ""
        title = f"{criterion.title if criterion else one.criterion}{wrong}"
        parts.append(Table((f"{title}. {lesson.remember if lesson else ''}".strip(),)))
    return Slide(tuple(parts))


# -- pages --------------------------------------------------------------------------------------------------------


def pages(shown: Slide) -> tuple[Screen, ...]:
    """A slide as pages, each as big as it fits; a heading stays with what it announces."""
    found: list[Screen] = []
    for group in _groups(shown.parts):
        left = group
        while left:
            head = len(left) if _height(left, _SMALLEST) <= _HIGH else _fitting(left)
            page, left = _together(left[:head]), left[head:]
            found.append(Screen(tuple(page), _size(page)))
    return tuple(found) or (Screen((), 3),)


def _size(page: Sequence[Block]) -> Size:
    """The biggest letters with which a page fits."""
    for size in SIZES:
        if _height(page, size) <= _HIGH:
            return size
    return 1


def _fitting(blocks: Sequence[Block]) -> int:
    """How many of the first blocks make a page; one at least."""
    count = 1
    while count < len(blocks) and _height(blocks[: count + 1], _SMALLEST) <= _HIGH:
        count += 1
    return count - 1 if count > 1 and _announces(blocks[count - 1]) else count


def _announces(block: Block) -> bool:
    return block.kind == "text" and block.bold and len(block.lines[0]) <= _HEADING


def _together(page: Sequence[Block]) -> list[Block]:
    """The rows of a page that follow one another, as one list again."""
    found: list[Block] = []
    for block in page:
        if found and block.kind == found[-1].kind == "list" and block.bold == found[-1].bold:
            found[-1] = Block("list", (*found[-1].lines, *block.lines), block.bold)
        else:
            found.append(block)
    return found


def _groups(parts: Iterable[Part]) -> list[list[Block]]:
    groups: list[list[Block]] = [[]]
    for part in parts:
        match part:
            case Turn():
                groups.append([])
            case Head(text):
                groups[-1].append(Block("head", (text,)))
            case Say(text, bold):
                groups[-1].append(Block("text", (text,), bold))
            case Table(rows, bold):
                # A row at a time, so that a long list goes on over the next page.
                groups[-1] += [Block("list", (row,), bold) for row in rows]
            case Sides():
                raise AssertionError("trials are not shown in a room")
    return groups


def blocks_of(parts: Iterable[Part]) -> tuple[tuple[Block, ...], ...]:
    """The blocks of a slide, for a page that scrolls: those of each part that it turns to."""
    return tuple(tuple(_together(group)) for group in _groups(parts) if group)


def _height(blocks: Sequence[Block], size: Size) -> float:
    """How high some blocks are on the narrowest screen."""
    total = 0.0
    for block in blocks:
        head = block.kind == "head"
        letter = SIZES[size] * (_HEAD if head else 1)
        wide = _WIDE - (SIZES[size] if block.kind == "list" else 0)
        per_line = max(1, int(wide / (letter * (_BOLD if head or block.bold else _LETTER))))
        lines = sum(len(wrap(line, per_line)) for line in block.lines)
        total += lines * letter * _LINE + SIZES[size] * _GAP * (len(block.lines) / 2 if block.kind == "list" else 1)
    return total
