"""The shortest way, at the end of an interview: what the company holds to is asked, then the ways are told."""

from __future__ import annotations

from advisor.interview.closing import page_text
from advisor.interview.talk import Talk
from advisor.interview.wishes import ask_held


def show_ways(talk: Talk) -> None:
    """Ask for the non-negotiables; show the ways that respect them, and what they cost."""
    talk.top("Le plus court chemin")
    held = ask_held(talk)
    if held is not None:
        page_text(talk.screen, ways_text(talk, held))


def ways_text(talk: Talk, held: list[str]) -> str:
    """The ways to both statuses that respect some refusals, as the command ``path`` tells them."""
    from advisor.report import render_report
    from advisor.report.ways import ways_report
    from advisor.ways import STATUSES, find_ways
    from advisor.ways.amounts import targets

    interview = talk.interview
    dossier, knowledge, day = interview.dossier, interview.knowledge, interview.on
    found = tuple(find_ways(dossier, status, on=day, refused=held, knowledge=knowledge) for status in STATUSES)
    report = ways_report(found, dossier, knowledge, targets(dossier, day, knowledge))
    color = talk.screen.console.color_system is not None
    return render_report(report, "terminal", width=talk.screen.width, color=color)
