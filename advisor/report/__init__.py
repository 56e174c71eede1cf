"""The report on an assessment, and the proof of any of its conclusions: one model, several renderers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from advisor.advice.register.model import Register
    from advisor.assessment.model import Assessment
    from advisor.dossier import Dossier
    from advisor.report.model import Report
    from advisor.rules.load import Knowledge

__all__ = ["Format", "render", "render_report"]

Format = Literal["terminal", "markdown", "json"]


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
        assessment: what to print.
        fmt: ``terminal`` (text), ``markdown``, or ``json`` (the assessment itself, which can be read back).
        knowledge: the rule base the assessment was made with; the packaged one by default.
        dossier: the answers; with them, rights and procedure are limited to what concerns this company.
        width: columns of the text; those of the terminal by default.
        color: True to colour the text.
        short: the first pages only; the JSON is always whole.
        register: positions of the administration, cited beside the open law; the JSON never holds them.
    """
    if fmt == "json":
        return assessment.model_dump_json(indent=2) + "\n"
    from advisor.report.build import build_report
    from advisor.rules.load import load_knowledge

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
