"""The report built and written: as a document to hand over, or as text for a screen; its formats."""

from __future__ import annotations

from typing import Literal

from advisor.advice.guidance import ReportContext
from advisor.advice.register import Register
from advisor.assessment.model import Assessment
from advisor.common.french import NBSP, capital, typeset
from advisor.dossier import Dossier
from advisor.report.build import build_report
from advisor.report.letterhead import Letterhead
from advisor.report.model import Report, Section
from advisor.report.summary import summary
from advisor.report.words import NOTICE
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.vocabulary import Cause

DocumentFormat = Literal["terminal", "markdown", "json", "html", "pdf", "docx"]

# Read once the report is understood: the proof, the detail of rights, the answers, how to read it all.
_ANNEXES = ("criteria", "rights", "answers", "reading")
_PREFIX = f"Annexe{NBSP}: "

Format = Literal["terminal", "markdown", "json"]


def build_document(
    assessment: Assessment, knowledge: Knowledge, dossier: Dossier | None = None, register: Register | None = None
) -> Report:
    """The report on an assessment (see `build_report`), arranged to be printed and handed over."""
    report = build_report(assessment, knowledge, dossier, register=register, handed=True)
    if all(verdict.cause == Cause.BEFORE_THE_LAW for verdict in assessment.verdicts.values()):
        return report
    body = [section for section in report.sections if section.id not in _ANNEXES]
    annexes = [section for section in report.sections if section.id in _ANNEXES]
    lettered = [_annex(section, chr(ord("A") + rank)) for rank, section in enumerate(annexes)]
    page = summary(ReportContext(assessment, knowledge, dossier, register=register, handed=True))
    return report.model_copy(update={"summary": page, "sections": (*body, *lettered)})


def _annex(section: Section, letter: str) -> Section:
    title = f"Annexe {letter}. {capital(section.title.removeprefix(_PREFIX))}"
    return section.model_copy(update={"title": title, "annex": True})


def render_document(report: Report, fmt: DocumentFormat, letterhead: Letterhead | None = None) -> bytes:
    """Any report as the content of a file; a report that does not say what it is says it then.

    ``letterhead``: that of the organisation, for the formats that have a first page.

    Raises:
        InputError: the logo or the template of the letterhead cannot be used.
    """
    report = report if report.notice else report.model_copy(update={"notice": typeset(NOTICE)})
    if fmt == "pdf":
        from advisor.report.typst import to_pdf

        return to_pdf(report, letterhead)
    if fmt == "docx":
        from advisor.report.word import to_word

        return to_word(report, letterhead)
    if fmt == "html":
        from advisor.report.html import to_html

        return to_html(report, letterhead).encode()

    return render_report(report, fmt, width=80 if fmt == "terminal" else None).encode()


# -- the report on an assessment, and the proof of any of its conclusions: one model, several renderers --------------


def render(
    assessment: Assessment,
    fmt: Format,
    *,
    knowledge: Knowledge | None = None,
    dossier: Dossier | None = None,
    width: int | None = None,
    color: bool = False,
    short: bool = False,
    register: Register | None = None,
) -> str:
    """An assessment, printed.

    Args:
        fmt: ``terminal`` (text), ``markdown``, or ``json`` (the assessment itself, which can be read back).
        knowledge: the rule base the assessment was made with; the packaged one by default.
        dossier, short, register: as for `build_report`; the JSON is always whole, without the register.
        width, color: as for `to_terminal`.
    """
    if fmt == "json":
        return assessment.model_dump_json(indent=2) + "\n"
    report = build_report(assessment, knowledge or load_knowledge(), dossier, short=short, register=register)
    return render_report(report, fmt, width=width, color=color)


def render_report(report: Report, fmt: Format, *, width: int | None = None, color: bool = False) -> str:
    """Any report (a proof, a rule, a comparison of dates), printed; ``json`` gives the report model."""
    if fmt == "json":
        return report.model_dump_json(indent=2) + "\n"
    if fmt == "markdown":
        from advisor.report.markdown import to_markdown

        return to_markdown(report)
    from advisor.report.terminal import to_terminal

    return to_terminal(report, width, color)
