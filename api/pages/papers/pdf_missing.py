"""Says what to install where no PDF can be made, and what goes on working."""

from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.errors import answered
from api.pages.again import looking
from api.pages.rendering import reader_of, render
from workflow.errors import PdfUnavailable


def pdf_missing(request: Request, error: PdfUnavailable, beside: str) -> HTMLResponse:
    """The page; `beside` is the paper's address without an ending."""
    with looking(request) as found:
        reader = reader_of(*found) if found else None
        return render(
            request,
            "pdf_missing.html",
            reader=reader,
            section="papers",
            status=answered(error).status,
            beside=quote(beside),
            detail=error.detail,
        )
