"""One answer for people: findings in sentences, rendered for a terminal, as Markdown, PDF or one HTML file that opens offline.

Nothing that draws is loaded before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from outgrow.report.document import Comparison, Report, build_report
    from outgrow.report.findings import Finding, Variant
    from outgrow.report.html import render_html
    from outgrow.report.make import make_comparison, make_report
    from outgrow.report.markdown import render_markdown
    from outgrow.report.pdf import to_pdf
    from outgrow.report.terminal import render_terminal

__all__ = [
    "Comparison",
    "Finding",
    "Report",
    "Variant",
    "build_report",
    "make_comparison",
    "make_report",
    "render_html",
    "render_markdown",
    "render_terminal",
    "to_pdf",
]

_HOMES: Final = {
    "Comparison": "document",
    "Finding": "findings",
    "Report": "document",
    "Variant": "findings",
    "build_report": "document",
    "make_comparison": "make",
    "make_report": "make",
    "render_html": "html",
    "render_markdown": "markdown",
    "render_terminal": "terminal",
    "to_pdf": "pdf",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'outgrow.report' has no attribute '{name}'")
    return getattr(import_module(f"outgrow.report.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return list(__all__)
