"""Conditions in plain words, for a reader who never opens a YAML file."""

from __future__ import annotations

from datetime import date

from advisor.assessment.condition_words import _beside, condition_words, leaf_test
from advisor.report.model import Item
from advisor.rules.conditions import AllOf, AnyOf, Condition, CriterionRef, Leaf, OpenPoint
from advisor.rules.load import Knowledge


def condition_items(condition: Condition, knowledge: Knowledge, on: date | None = None) -> tuple[Item, ...]:
    """A condition as an indented list: what must all hold, what is enough, where readings part.

    Args:
        condition: what to say.
        knowledge: the rule base, for labels.
        on: day whose figures are quoted beside the thresholds that change.
    """
    match condition:
        case AllOf(children) | AnyOf(children):
            lead = "Tout ceci ensemble" if isinstance(condition, AllOf) else "Une de ces possibilités suffit"
            inner = tuple(item for child in children for item in condition_items(child, knowledge, on))
            return (Item(lead=lead, items=inner),)
        case OpenPoint(point, readings):
            question = knowledge.open_questions[point]
            inner = tuple(item for one in readings for item in condition_items(one, knowledge, on))
            return (Item(lead=f"Point discuté {point}, selon la lecture", text=question.title, items=inner),)
        case Leaf():
            test = leaf_test(condition, knowledge, on) + _beside(condition, knowledge)
            if condition.label:
                return (Item(text=condition.label, items=(Item(text=test),)),)
            return (Item(text=test[0].upper() + test[1:]),)
        case CriterionRef(id):
            return (Item(lead=id, text=knowledge.criteria[id].title),)
        case _:
            words = condition_words(condition, knowledge, on)
            return (Item(text=words[0].upper() + words[1:]),)
