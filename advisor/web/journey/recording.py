"""What the form of a page records, whatever the page; what it refuses is asked again as it was typed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from advisor.common.french import quoted, shortlist
from advisor.interview.feedback import Feedback
from advisor.interview.machine import Interview
from advisor.web.journey import costs
from advisor.web.journey.forms import Recorder, Submission, doubtful_pay
from advisor.web.journey.model import AnswerSource, QuestionPage, TypedAnswer
from advisor.web.journey.questions import page_of, record_place

LARGEST = 50_000
"""Characters of a slip; what is longer, and no person typed, is shown once and not saved."""


@dataclass(frozen=True, slots=True)
class RefusedForm:
    """A page as it was typed, to be shown again until it is put right.

    Attributes:
        addresses, year, back: as in `Submission`.
        whole: of a year of costs, the final part is given at once.
        typed: what was refused, by field; the others are shown as recorded.
        place: where the answers stand, as typed; None when the page does not ask.
    """

    addresses: tuple[str, ...]
    year: str
    back: str
    whole: bool
    typed: dict[str, TypedAnswer]
    place: AnswerSource | None

    @classmethod
    def load(cls, interview: Interview, text: str) -> RefusedForm | None:
        """A slip that was saved; None when there is none, or it is of other rules or of another version of the site."""
        try:
            slip = _SLIPS.validate_json(text)
        except ValidationError:
            return None
        return slip if interview.knowledge.addresses.keys() >= set(slip.addresses) else None

    def dump(self) -> str:
        """The text to save; "" when it is too long."""
        text = _SLIPS.dump_json(self).decode()
        return text if len(text) <= LARGEST else ""

    def page(self, interview: Interview) -> QuestionPage:
        """The page, as it is to be shown again."""
        if self.year:
            page = costs.year_page(interview, self.year, self.typed, self.whole)
        else:
            page = page_of(interview, self.addresses, self.typed)
        return replace(page, place=self.place)


_SLIPS = TypeAdapter(RefusedForm)


def slip_left(interview: Interview, text: str, answered: Collection[str]) -> str:
    """A saved slip once some answers are given or withdrawn: "" when it holds what was typed for one of them."""
    slip = RefusedForm.load(interview, text)
    return "" if slip and not set(answered).isdisjoint(slip.addresses) else text


def record(interview: Interview, form: Submission) -> tuple[RefusedForm | None, list[Feedback]]:
    """Record the form of a page; the interview is changed in memory, and the caller saves it.

    Returns:
        The page to show again, for its errors or to tell costs another way; what each recorded answer changed.
    """
    recorder, first = Recorder(interview, form), form.addresses[0]
    key, whole = interview.plan.key(first), bool(form.year) and not costs.divided(form)
    if form.method:
        # Nothing is recorded but a total already typed: the page changes, what was answered stays.
        refused = recorder.record([first]) if form.typed(first).value else {}
        whole = form.method == "finale"
    elif form.year:
        refused = costs.record_year(recorder)
    else:
        sheet, slot = interview.plan.sheets.get(key), interview.knowledge.addresses[first][1]
        refused = recorder.record(form.addresses, sheet.companions if sheet else ())
        if not refused and slot and not form.skip and len(form.addresses) > 1:
            refused = doubtful_pay(recorder, slot)
    if not refused and form.skip == "document":
        pass_document(interview, key)
    if refused or form.method or (form.place and form.place.error):
        slip = RefusedForm(form.addresses, form.year, form.back, whole, refused, form.place)
        return slip, recorder.feedback
    record_place(interview, form.place, form.addresses)
    return None, recorder.feedback


def notices(interview: Interview, feedback: Sequence[Feedback]) -> tuple[str, ...]:
    """What the answers just recorded changed, in words, beside what the panel shows."""
    aside = {one for each in feedback for one in each.set_aside}
    restored = {one for each in feedback for one in each.restored} - aside
    found = []
    for some, one, many in (
        (aside, "ne compte plus ; elle est mise de côté", "ne comptent plus ; elles sont mises de côté"),
        (restored, "compte de nouveau", "comptent de nouveau"),
    ):
        if some:
            quotes = [quoted(interview.knowledge.addresses[address][0].short) for address in sorted(some)]
            names = shortlist(quotes, 3, joint=",")
            found.append(f"{names} : votre réponse {one}." if len(some) == 1 else f"{names} : vos réponses {many}.")
    reopened = feedback[-1].reopened if feedback else ()
    again = "le résultat, qui était décidé, dépend de nouveau de vos réponses."
    return (*found, *(f"{status.upper()} : {again}" for status in reopened))


def pass_document(interview: Interview, key: str) -> None:
    """« Je ne sais pas » to all that is still to be read in a document that is not at hand."""
    if key not in interview.plan.sheets:
        return
    while left := [item.address for item in interview.group(key).required]:
        for address in left:
            interview.unknown(address)
