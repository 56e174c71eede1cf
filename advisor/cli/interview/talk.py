"""The interview in the terminal, one turn after another."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.assessment.model import ContradictionView
from advisor.cli.interview import lookup
from advisor.cli.interview.asides import use_tool
from advisor.cli.interview.conversation import Conversation
from advisor.cli.interview.corrections import change, contradiction
from advisor.cli.interview.grid import Grid
from advisor.cli.interview.retype import worksheet
from advisor.cli.interview.turn import Outcome
from advisor.interview.groups import Group, Item
from advisor.interview.tools import Tool


class Talk(Conversation):
    """A conversation led from the first question to the last."""

    def run(self) -> None:
        """Ask until nothing is left to ask.

        Raises:
            Pause: the adviser asked for it.
        """
        interview = self.interview
        # Left after the first question, the interview resumes at what follows it.
        alone = [*interview.dossier.answers] == [interview.first]
        group = self.after_first() if alone else interview.next_group()
        while group is not None:
            if self.ask(group) is Outcome.BACK:
                previous = interview.back()
                if previous is not None and previous.key == group.key:
                    # A sheet half filled is itself the last place: one goes further back.
                    previous = interview.back()
                if previous is None:
                    self.notice("Il n'y a pas de question avant celle-ci.")
                group = previous or group
            else:
                group = self.after_first() if group.key == interview.first else interview.next_group()

    def after_first(self) -> Group | None:
        """The public record, offered once; then the next group, or the first question again."""
        interview = self.interview
        if lookup.offer(self) is Outcome.BACK:
            interview.stand(interview.first)
            return interview.group(interview.first)
        return interview.next_group()

    def ask(self, group: Group) -> Outcome:
        """Put one group, whatever its kind."""
        if group.kind == "question":
            return self.question(group.items[0])
        if group.kind == "grille":
            return Grid(self, group.key).run()
        return worksheet(self, group.key).run()

    def tool(self, tool: Tool, item: Item) -> None:
        if tool is Tool.CHANGE:
            change(self)
        else:
            use_tool(self, tool, item)

    def contradict(self, found: Sequence[ContradictionView]) -> None:
        contradiction(self, found)
