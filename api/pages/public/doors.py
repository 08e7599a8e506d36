"""What an office shows everybody: no sign-in, nothing personal, closed until the office opens it."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from api.dependencies import Configured, Moment, Transaction
from api.pages.page_route import PageRoute
from api.pages.rendering import render
from api.pages.tables import PAPER, Table, book_of, xlsx
from api.plain_text import PlainText
from workflow import evidence, publication
from workflow.models import Office
from workflow.moments import bangkok_date
from workflow.publication import PublicPlan
from workflow.sheets.tables import Column

router = APIRouter(route_class=PageRoute, include_in_schema=False)


def open_office(session: Transaction, office: PlainText) -> Office:
    """The office named in the address, if its pages are open; raises UnknownOffice."""
    return publication.open_office(session, office)


OpenOffice = Annotated[Office, Depends(open_office)]


def _page(request: Request, office: Office | None, template: str, **context: Any) -> HTMLResponse:
    return render(request, f"public/{template}.html", reader=None, section="public", office=office, **context)


@router.get("/public")
def show_offices(request: Request, session: Transaction) -> HTMLResponse:
    """The offices whose pages are open."""
    return _page(request, None, "offices", offices=publication.open_offices(session))


@router.get("/public/{office}")
def show_office(request: Request, session: Transaction, office: OpenOffice) -> HTMLResponse:
    """What the office has published, the newest first."""
    found = publication.published(session, office.id)
    return _page(
        request,
        office,
        "office",
        found=found,
        years=publication.years(found),
        introduction=publication.settings_of(session, office.id).introduction,
    )


@router.get("/public/{office}/plan/{fiscal_year}")
def show_plan(
    request: Request, session: Transaction, office: OpenOffice, fiscal_year: int, at: Moment
) -> HTMLResponse:
    """The year's plan: every project with its money and dates; payments as far as reports are closed."""
    plan = publication.plan_of(session, office.id, fiscal_year, bangkok_date(at))
    return _page(request, office, "plan", plan=plan, year=fiscal_year)


@router.get("/public/{office}/plan/{fiscal_year}/plan.xlsx")
def save_plan(session: Transaction, office: OpenOffice, fiscal_year: int, at: Moment) -> Response:
    """The same as a workbook."""
    plan = publication.plan_of(session, office.id, fiscal_year, bangkok_date(at))
    return xlsx(plan.plan.title, book_of([_table(plan)]))


def _table(plan: PublicPlan) -> Table:
    columns = (
        Column(PAPER("public_col_code"), "text"),
        Column(PAPER("public_col_project"), "text"),
        Column(PAPER("public_col_group"), "text"),
        Column(PAPER("public_col_from"), "date"),
        Column(PAPER("public_col_to"), "date"),
        Column(PAPER("public_col_money"), "amount"),
        Column(PAPER("public_col_paid"), "amount"),
        Column(PAPER("public_col_state"), "text"),
    )
    rows: list[tuple[Any, ...]] = [
        (
            *(row.code, row.title, row.group, row.starts_on, row.ends_on),
            *(row.money.in_force, row.money.disbursed, PAPER.label(row.state)),
        )
        for row in plan.rows
    ]
    return Table("plan", plan.plan.title, columns, rows)


@router.get("/public/{office}/oit/{fiscal_year}")
def show_oit(request: Request, session: Transaction, office: OpenOffice, fiscal_year: int) -> HTMLResponse:
    """The transparency items of the year, each with what answers it."""
    items = publication.oit(session, office.id, fiscal_year)
    return _page(request, office, "oit", items=items, year=fiscal_year)


@router.get("/public/{office}/books/{sha256}")
def save_book(session: Transaction, office: OpenOffice, sha256: PlainText, settings: Configured) -> Response:
    """The book of a published plan or report; no other file is given out here."""
    filename, media_type = publication.public_book(session, office.id, sha256)
    data = evidence.read_file(settings.data_folder, sha256)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(filename, safe='')}"}
    return Response(data, media_type=media_type, headers=headers)
