"""The page of one year of costs: direct costs, shared ones and their key, or the final part at once."""

from __future__ import annotations

from dataclasses import replace

from advisor.assessment.costs import division_words, played
from advisor.common.french import french_percent, parse_number, sentence
from advisor.dossier.answer_parsing import AnswerError, canonical
from advisor.interview.machine import Interview
from advisor.interview.sheets import cost_cells, cost_year, divide, give_whole, given_whole
from advisor.web.journey.forms import BOTH, MISSING, Recorder, Submission
from advisor.web.journey.model import Field, QuestionPage, TypedAnswer, field_of, french, row_words, slug

DIRECT = "charges_propres"
"""Form field, not a fact: costs that serve the social purpose only; the part is computed from them."""

BASIS = "origine_cle"
"""Form field: where the key comes from; kept as a note on the key."""

_DIRECT_WORDS = "Charges qui ne servent qu'à l'activité d'utilité sociale, sans les charges communes"
_NO_SHARED = "Il manque les charges communes. S'il n'y en a pas, écrivez 0."
_NO_KEY = "Il manque la clé de répartition : quelle part des charges communes comptez-vous pour l'utilité sociale ?"


def belongs(interview: Interview, address: str) -> bool:
    """Whether an address is a cell of the worksheet of costs."""
    return address.partition("[")[0] in played(interview.knowledge, "charges")


def year_page(
    interview: Interview, slot: str, typed: dict[str, TypedAnswer] | None = None, at_once: bool | None = None
) -> QuestionPage:
    """One year, as it stands or as it was just typed.

    Args:
        interview: where the talk stands.
        slot: which year.
        typed: what was refused, to be shown as it was typed.
        at_once: whether the final part is asked for, or what it is made of; by default, as the year was filled.
    """
    typed = typed or {}
    total, part, common, rate = cost_cells(interview, slot)
    at_once = given_whole(interview, slot) if at_once is None else at_once
    group = interview.group(total)
    fields = [_cell(interview, total, typed)]
    if at_once:
        fields.append(_cell(interview, part, typed))
    else:
        fields.append(_direct(interview, slot, typed))
        fields.append(_with_hint(_cell(interview, common, typed), "S'il n'y en a pas, écrivez 0."))
        fields.append(_with_hint(_cell(interview, rate, typed), "Sans charges communes, laissez vide."))
    more = sum(one.address not in (total, part) for one in group.required)
    theme = interview.plan.titles[fields[0].fact.theme]
    row = row_words(interview, slot)
    return QuestionPage(
        tuple(fields), theme, group.title, row, group.bring, group.key, costs=slot, whole=at_once, more=more
    )


def _cell(interview: Interview, address: str, typed: dict[str, TypedAnswer]) -> Field:
    return field_of(interview, interview.item(address), typed.get(address))


def _with_hint(field: Field, hint: str) -> Field:
    """A part of the sum: « je ne sais pas » is said once, of the whole."""
    return replace(field, may_ignore=False, unknown=False, hint=hint)


def _direct(interview: Interview, slot: str, typed: dict[str, TypedAnswer]) -> Field:
    address, item = f"{DIRECT}[{slot}]", interview.item(cost_cells(interview, slot)[1])
    field, direct = field_of(interview, item, typed.get(address)), cost_year(interview, slot).direct
    if address not in typed:
        value = () if direct is None or direct < 0 else (french(item.fact, str(canonical(item.fact, direct))),)
        field = replace(field, value=value)
    words = replace(field.wording, question=_DIRECT_WORDS, example="210 000 €")
    return replace(field, address=address, slug=slug(address), wording=words)


# -- recording --------------------------------------------------------------------------------------------------------


def divided(form: Submission) -> bool:
    """Whether the form asked what the part is made of."""
    return f"{DIRECT}[{form.year}]" in form.answers


def record_year(recorder: Recorder) -> dict[str, TypedAnswer]:
    """Record one year; returns what was refused, as it was typed."""
    interview, form = recorder.interview, recorder.form
    slot = form.year
    total, part, common, rate = cost_cells(interview, slot)
    direct = f"{DIRECT}[{slot}]"
    refused = recorder.record([total])
    if not divided(form):
        refused |= recorder.record([part])
        if part not in refused:
            give_whole(interview, slot)
        return refused
    parts = (direct, common, rate)
    found = {one: recorder.figure(one, part if one == direct else one) for one in parts}
    errors = {one: value for one, value in found.items() if isinstance(value, TypedAnswer)}
    typed = form.typed(direct)
    if typed.unknown:
        # What is known of shared costs is saved all the same.
        if typed.value:
            errors[direct] = replace(typed, error=BOTH)
        for address in (common, rate):
            if found[address] and address not in errors:
                recorder.feedback.append(interview.answer(address, str(found[address])))
        if direct not in errors:
            recorder.feedback.append(interview.unknown(part))
        return refused | errors
    shared = bool(found[common]) and common not in errors and parse_number(str(found[common])) > 0
    for one, missing in ((direct, MISSING), (common, _NO_SHARED), (rate, _NO_KEY if shared else "")):
        if missing and not found[one]:
            errors[one] = TypedAnswer(error=missing)
    if errors:
        # All three are shown again as typed: together they make one figure.
        return refused | {one: form.typed(one) for one in parts} | errors
    try:
        rated = str(found[rate]) if shared else ""
        recorder.feedback += divide(interview, slot, str(found[direct]), str(found[common]), rated)
    except AnswerError as error:
        return refused | {direct: replace(typed, error=sentence(str(error)))}
    basis = form.line(BASIS)
    if shared and basis is not None:
        interview.annotate(rate, note=basis)
    return refused


def computed(interview: Interview, slot: str) -> str:
    """How the part of a year was found, and its share of the total; "" when it cannot be known."""
    year = cost_year(interview, slot)
    share, division = year.share(), division_words(year)
    if share is None:
        return ""
    return f"Part d'utilité sociale : {f'{division}, soit ' if division else ''}{french_percent(share)} du total."


def basis(interview: Interview, slot: str) -> str:
    """Where the key of a year comes from, as noted."""
    given = interview.dossier.answers.get(cost_cells(interview, slot)[3])
    return given.note if given else ""
