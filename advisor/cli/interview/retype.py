"""The answers given, and any of them asked again."""

from __future__ import annotations

from advisor.cli.interview.charges import Charges
from advisor.cli.interview.conversation import Conversation
from advisor.cli.interview.keys import Option
from advisor.cli.interview.pays import Pays
from advisor.cli.interview.worksheets import Worksheet
from advisor.interview.tools import Tool


def worksheet(talk: Conversation, key: str) -> Worksheet:
    """The worksheet of a group."""

    kinds: dict[str | None, type[Worksheet]] = {"charges": Charges, "remunerations": Pays}
    return kinds.get(talk.interview.plan.sheets[key].calculation, Worksheet)(talk, key)


def answers_given(talk: Conversation) -> list[Option]:
    """The answers so far, by theme, to choose one."""
    interview, rows = talk.interview, []
    aside = set(interview.set_aside())
    withdrawn = {address for one in interview.reasoning.session.contradictions for address in one.addresses}
    order = interview.knowledge.theme_order
    themes = {address: interview.knowledge.addresses[address][0].theme for address in interview.dossier.answers}
    for address in sorted(interview.dossier.answers, key=lambda one: order[themes[one]]):
        mark = " [mis de côté]" if address in aside else " [se contredit]" if address in withdrawn else ""
        rows.append(Option(address, f"{talk.label(address)} : {talk.said(address)}{mark}"))
    return rows


def retype(talk: Conversation, address: str) -> None:
    """Ask for an answer again; a cell of a worksheet is filled as the sheet does, what it computes included."""

    plan = talk.interview.plan
    sheet = plan.sheets.get(plan.key(address))
    if sheet is not None and sheet.kind == "feuille":
        worksheet(talk, sheet.id).fill(address)
        return
    item = talk.interview.question(address).items[0]
    talk.question(item, "Modifier une réponse", (Tool.UNKNOWN, Tool.HELP, Tool.WHY, Tool.BACK))
