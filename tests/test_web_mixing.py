"""Many visitors at once on one real server: each ends with its own answers, and the verdicts that follow from them."""

from __future__ import annotations

import asyncio
from html import unescape
from pathlib import Path

from advisor.evaluation import assess, dossier_in
from advisor.knowledge import Knowledge
from advisor.report.model import typeset
from advisor.report.pieces import curly
from advisor.report.words import verdict_sentence
from advisor.yamlfile import parse_yaml
from tests.benchmarks.web import UNKNOWN, Participant, Times, crowd
from tests.test_web_serve import Server, serving

VISITORS, STEPS = 16, 7


def words(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


async def talk(who: Participant) -> tuple[str, str]:
    """Answer a few pages; the file of the dossier, and the page of its result."""
    page = await who.begin()
    for _ in range(STEPS):
        page = await who.step(page)
    found = await who.browser.ask("GET", "/dossier.yaml"), await who.browser.ask("GET", "/resultat")
    await who.browser.close()
    assert [one.status for one in found] == [200, 200]
    return found[0].text, found[1].text


def test_visitors_who_answer_at_once_never_mix(tmp_path: Path, knowledge: Knowledge) -> None:
    async def every(server: Server) -> list[tuple[Participant, tuple[str, str]]]:
        people = crowd(server.port, VISITORS, Times())
        return list(zip(people, await asyncio.gather(*map(talk, people)), strict=True))

    with serving(tmp_path / "w.sqlite3") as server:
        found = asyncio.run(every(server))
    assert len({who.browser.cookies["ess_dossier"] for who, _ in found}) == VISITORS
    outcomes = set()
    for who, (file, result) in found:
        dossier = dossier_in(parse_yaml(file.encode(), "dossier.yaml"), knowledge)
        told = {address: sent for address, sent in who.acknowledged.items() if not address.startswith("/")}
        assert set(dossier.answers) == set(told) and len(told) >= STEPS - 2
        for address, sent in told.items():
            expected = None if sent == [UNKNOWN] else who.dossier.answers[address].value
            assert dossier.answers[address].value == expected, address
        verdicts = assess(dossier, knowledge=knowledge).verdicts.values()
        sentences = tuple(words(curly(typeset(verdict_sentence(verdict)))) for verdict in verdicts)
        outcomes.add(sentences)
        for sentence in sentences:
            assert sentence in words(unescape(result))
    assert len(outcomes) > 3
