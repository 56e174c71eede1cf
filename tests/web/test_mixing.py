"""Many visitors at once on one real server: each ends with its own answers, and the verdicts that follow from them."""

from __future__ import annotations

import asyncio
from html import unescape
from pathlib import Path

import pytest

from advisor.assessment.assess import assess, dossier_in
from advisor.common.french import typeset
from advisor.common.yaml_reader import parse_yaml
from advisor.report.pieces import curly
from advisor.report.words import verdict_sentence
from advisor.rules.load import Knowledge
from advisor.web.guard import DOSSIER
from advisor.web.store import SiteStore, VisitPlace
from tests.benchmarks.web import UNKNOWN, Participant, Times, crowd
from tests.web.test_serve import Server, serving

VISITORS, STEPS = 14, 5


def words(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


async def talk(who: Participant, secret: str) -> tuple[str, str]:
    """Answer what is asked, some pages; the file of the dossier, and the page of its result."""
    who.browser.cookies[DOSSIER] = secret
    await who.browser.ask("GET", "/")
    for _ in range(STEPS):
        page = await who.follow(await who.browser.ask("GET", "/question"))
        if page.status != 200:
            break
        await who.step(page)
    found = await who.browser.ask("GET", "/dossier.yaml"), await who.browser.ask("GET", "/resultat")
    await who.browser.close()
    assert [one.status for one in found] == [200, 200]
    return found[0].text, found[1].text


@pytest.mark.slow
def test_visitors_who_answer_at_once_never_mix(tmp_path: Path, knowledge: Knowledge) -> None:
    data, start = tmp_path / "w.sqlite3", {}
    store = SiteStore(data, 30)
    people = crowd(0, VISITORS, Times())
    for who in people:
        # Nearly done, so that the verdicts of most are told, each its own.
        given = list(who.dossier.answers.items())
        begun = who.dossier.model_copy(update={"answers": dict(given[: -max(3, len(given) // 6)])})
        start[store.create(begun, VisitPlace(prediagnosis=False))] = begun
    store.close()

    async def every(server: Server) -> list[tuple[str, str]]:
        for who in people:
            who.browser.port = server.port
        return await asyncio.gather(*map(talk, people, start))

    with serving(data) as server:
        found = asyncio.run(every(server))
    outcomes, answered = set(), 0
    for who, begun, (file, result) in zip(people, start.values(), found, strict=True):
        dossier = dossier_in(parse_yaml(file.encode(), "dossier.yaml"), knowledge)
        sent = {
            address: None if texts == [UNKNOWN] else who.dossier.answers[address].value
            for address, texts in who.acknowledged.items()
        }
        answered += len(sent)
        expected = {address: one.value for address, one in begun.answers.items()} | sent
        assert {address: one.value for address, one in dossier.answers.items()} == expected
        verdicts = assess(dossier, knowledge=knowledge).verdicts.values()
        sentences = tuple(words(curly(typeset(verdict_sentence(verdict)))) for verdict in verdicts)
        outcomes.add(sentences)
        for sentence in sentences:
            assert sentence in words(unescape(result))
    assert len(outcomes) > 3 and answered > VISITORS
