"""What stands on the screen at each step of a session, in few words."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.assessment.model import Assessment, Verdict
from advisor.assessment.wording import finding_sentence
from advisor.common.french import agree, plural, sentence
from advisor.report.words import articles, mark_of, verdict_sentence, verdict_word, years
from advisor.rules.course import LEVEL_WORDS
from advisor.rules.vocabulary import REACHED, Nuance, Outcome
from advisor.rules.words import MARKS
from advisor.training.casebook.model import TeachingNotes
from advisor.training.exercises import weakness
from advisor.training.workshop.model import (
    PASSED,
    Bench,
    RoomQuestion,
    Round,
    WorkshopSession,
    missed,
    possible,
    scores,
)
from advisor.training.workshop.slide import (
    Head,
    PageBreak,
    Part,
    Say,
    Slide,
    SlideTable,
    choice_words,
    day_words,
    signed,
    status_question,
)
from advisor.training.workshop.transitions import waiting

MOST_GROUNDS = 4
MOST_LESSONS = 12


def slide(session: WorkshopSession, bench: Bench) -> Slide:
    """The screen of the step one stands at."""
    step, one = session.step, session.round
    match step.scene:
        case "title":
            return _title(session, one)
        case "story":
            return Slide((Say(one.exercise.screens[step.at], bold=True, grow=True),))
        case "question":
            return _question(session, one, step.at)
        case "answer" if one.questions[step.at].subject == "criterion":
            return _criterion(session, bench, one, step.at)
        case "answer":
            return _status(session, bench, one, step.at)
        case "teaching":
            return _teaching(one, one.questions[step.at])
        case "lesson":
            return Slide((Say("La leçon de ce cas", bold=True), Say(one.exercise.lesson, grow=True)))
        case "scores":
            return score_board(session)
        case "end":
            return _end(session, bench)


def _title(session: WorkshopSession, one: Round) -> Slide:
    exercise = one.exercise
    rank = session.step.round + 1
    return Slide(
        (
            Say(f"Cas {rank} sur {len(session.rounds)} · niveau {LEVEL_WORDS[exercise.level]}"),
            Head(exercise.title),
            Say(day_words(exercise.on)),
        )
    )


def question_words(one: Round, question: RoomQuestion) -> str:
    """The question as it is read to the room."""
    if question.subject == "criterion":
        return one.criterion(question.target).question
    return status_question(question.target, one.status(question.target).title)


def _question(session: WorkshopSession, one: Round, at: int) -> Slide:
    question = one.questions[at]
    choices = tuple(f"{rank}  {choice_words(question, value)}" for rank, value in enumerate(question.choices, start=1))
    return Slide(
        (
            Say(question_words(one, question), bold=True, grow=True),
            SlideTable(choices, bold=True, grow=True),
            *_waiting(session, at, question),
        )
    )


def _waiting(session: WorkshopSession, at: int, question: RoomQuestion) -> tuple[Part, ...]:
    """Who has answered: what they said stays hidden until it is revealed."""
    said = session.said(session.step.round, at)
    if session.shown(session.step.round, at):
        return _results(session, at, question)
    if not session.teams:
        return (Say(f"La salle : {choice_words(question, said[0])}"),) if said[0] is not None else ()
    turn = waiting(session)
    rows = []
    for rank, (name, value) in enumerate(zip(session.names, said, strict=True)):
        state = "a répondu" if value is not None else "à vous !" if rank == turn else "attend"
        rows.append(f"{name} {state}" if value is not None else f"{name} : {state}")
    return (SlideTable(tuple(rows), pointed=turn),)


def _results(session: WorkshopSession, at: int, question: RoomQuestion) -> tuple[Part, ...]:
    """What each team said, right or wrong, and what it wins; nothing when none was asked to answer."""
    said = session.said(session.step.round, at)
    rows = []
    for name, value in zip(session.names, said, strict=True):
        right = value == question.right
        won = f"  + {plural(question.points, 'point')}" if right else ""
        sign = "✓" if right else "–" if value in (None, PASSED) else "✗"
        rows.append(f"{sign} {name} : {choice_words(question, value)}{won}")
    return (SlideTable(tuple(rows), bold=True),) if any(said) else ()


def _criterion(session: WorkshopSession, bench: Bench, one: Round, at: int) -> Slide:
    question = one.questions[at]
    key = one.criterion(question.target)
    finding = bench.assessment(one.exercise).findings[question.target]
    mark = mark_of(finding)
    appraised = (
        ", c'est le préfet qui l'apprécie" if mark == Nuance.DEFENSIBLE and finding.appraised_by == "prefet" else ""
    )
    # An answer read back says no more than the explanation; a figure does.
    found = " ; ".join(words for words in key.findings if not words.startswith("réponse"))
    return Slide(
        (
            Say(key.title),
            Head(f"{MARKS[mark][0]} {choice_words(question, question.right).upper()}"),
            Say(signed(mark) + appraised, bold=True),
            Say(finding_sentence(finding)),
            *((Say(sentence(found)),) if found else ()),
            *_results(session, at, question),
            *(Say(f"Réserve : {note.text}") for note in finding.reserves if note.decisive),
            Say(articles(finding.references)),
            *_caution(bench, key.confidence),
            *_open_law(bench.assessment(one.exercise), question),
        )
    )


def _open_law(assessment: Assessment, question: RoomQuestion) -> Iterator[Part]:
    """Both readings of what the texts leave open, and what to do meanwhile."""
    if question.right != Outcome.UNCERTAIN:
        return
    for point in assessment.open_points:
        if question.target in point.criteria:
            yield PageBreak()
            yield Say(point.question, bold=True)
            yield SlideTable((f"Lecture stricte : {point.strict_reading}",))
            yield SlideTable((f"Lecture favorable : {point.favourable_reading}",))
            if point.conduct:
                yield Say(f"En attendant : {point.conduct}")


def _caution(bench: Bench, code: str | None) -> tuple[Part, ...]:
    """How surely the text was read, when that is weak."""
    text = weakness(code, bench.knowledge)
    return (Say(f"Confiance : {text}"),) if text else ()


def _status(session: WorkshopSession, bench: Bench, one: Round, at: int) -> Slide:
    question = one.questions[at]
    verdict = bench.assessment(one.exercise).verdicts[question.target]
    sign, words, _ = MARKS[verdict.outcome]
    return Slide(
        (
            Say(verdict.title),
            Head(f"{sign} {words.upper()}"),
            Say(verdict_sentence(verdict)),
            *_results(session, at, question),
            *_grounds(verdict),
            *_branches(verdict),
            *_caution(bench, verdict.confidence),
        )
    )


def _grounds(verdict: Verdict) -> tuple[Part, ...]:
    """What decides, with its articles."""
    if not verdict.grounds:
        return ()
    if verdict.outcome in REACHED and all(one.effect == Outcome.MET for one in verdict.grounds):
        span = years(verdict.duration) if verdict.duration else ""
        lasts = f" Durée si l'agrément est donné : {span}." if span and span not in verdict_sentence(verdict) else ""
        count = len(verdict.grounds)
        many = f"Les {count} conditions qui décident sont satisfaites"
        satisfied = many if count > 1 else "La condition qui décide est satisfaite"
        return (Say(f"{satisfied}, ou {agree(count, 'défendable')}.{lasts}"),)
    deciding = [one for one in verdict.grounds if one.effect != Outcome.MET] or list(verdict.grounds)
    rows = [f"{MARKS[one.effect][0]} {one.title} : {articles(one.references)}" for one in deciding[:MOST_GROUNDS]]
    if len(deciding) > MOST_GROUNDS:
        rows.append(f"… et {len(deciding) - MOST_GROUNDS} de plus")
    return (PageBreak(), Say("Ce qui décide :", bold=True), SlideTable(tuple(rows)))


def _branches(verdict: Verdict) -> tuple[Part, ...]:
    """Each outcome, where the law itself is open."""
    rows = tuple(f"Lecture {one.reading}, {one.condition} : {verdict_word(one.verdict)}" for one in verdict.branches)
    return (SlideTable(rows),) if rows else ()


def _teaching(one: Round, question: RoomQuestion) -> Slide:
    key = one.criterion(question.target)
    remember = (Say("À retenir", bold=True), Say(key.remember, bold=True, grow=True)) if key.remember else ()
    pitfall = (Say("L'erreur courante", bold=True), Say(key.pitfall)) if key.pitfall else ()
    return Slide((*remember, *pitfall))


def _ranking(session: WorkshopSession) -> list[str]:
    counted = sorted(zip(session.names, scores(session), strict=True), key=lambda one: -one[1])
    return [f"{name} : {plural(count, 'point')}" for name, count in counted]


def score_board(session: WorkshopSession) -> Slide:
    """The scores, the best first; each team once."""
    most = possible(session)
    lines = tuple(Say(line, bold=True, grow=True) for line in _ranking(session))
    total = f"sur {plural(most, 'possible')} jusqu'ici" if most else "Aucun point n'est encore joué."
    return Slide((Head("Scores"), *lines, Say(total)))


def _end(session: WorkshopSession, bench: Bench) -> Slide:
    parts: list[Part] = [Head("Fin de la séance")]
    if most := possible(session):
        parts.append(SlideTable(tuple(f"{line} sur {most}" for line in _ranking(session)), bold=True))
    lessons = missed(session)
    if lessons:
        parts.append(Say("À retenir, en commençant par ce qui a le plus trompé", bold=True))
    for one in lessons[:MOST_LESSONS]:
        lesson = bench.course.lessons.get(one.criterion)  # of today's law, whatever the day of the case
        title = bench.knowledge.criteria[one.criterion].title if one.criterion in bench.knowledge.criteria else ""
        wrong = f"{plural(one.wrong, 'erreur')} sur {one.given}" if one.wrong else "✓" if one.given else ""
        title_line = f"{title or one.criterion}{f' ({wrong})' if wrong else ''}."
        parts.append(Say(f"{title_line} {lesson.remember if lesson else ''}".strip()))
    return Slide(tuple(parts))


def story_slide(one: Round) -> Slide:
    """The whole story again, for a room that has forgotten part of it."""
    return Slide((Say("L'histoire", bold=True), *(Say(text) for text in one.exercise.screens)))


def notes_slide(notes: TeachingNotes) -> Slide:
    """For the trainer alone: what people get wrong, what to insist on, two minutes or ten."""
    return Slide(
        (
            Say("Notes du formateur", bold=True),
            SlideTable(tuple(f"Erreur : {text}" for text in notes.mistakes)),
            SlideTable(tuple(f"Insister : {text}" for text in notes.insist)),
            SlideTable((f"En deux minutes : {notes.two_minutes}",)),
            SlideTable((f"En dix minutes : {notes.ten_minutes}",)),
        )
    )
