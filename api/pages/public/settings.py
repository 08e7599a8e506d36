"""Whether an office's public pages are open, and its words above them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.calendar_feed import base_url
from api.errors import answered
from api.pages.again import keep, looking
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk, SentForm, check_keeper
from workflow import publication
from workflow.errors import Refused
from workflow.models import Office

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/settings/public")
def show(desk: AtDesk, saved: Annotated[bool, Query()] = False) -> HTMLResponse:
    """As it is now, and what would be shown."""
    return _page(desk, saved=saved)


@router.post("/settings/public")
def save(request: Request, form: SentForm, desk: AtDesk) -> RedirectResponse:
    """Opens or closes the pages."""
    is_open, introduction = form.texts.get("is_open") == "yes", form.texts.get("introduction", "")

    def again(request: Request, error: Refused) -> HTMLResponse | None:
        with looking(request) as found:
            if found is None:
                return None
            session, person, who = found
            check_keeper(who, "public")
            at_desk = Desk(request, session, person, who, desk.at)
            return _page(at_desk, is_open=is_open, introduction=introduction, error=error)

    keep(request, again)
    publication.set_pages(desk.session, desk.hand, is_open=is_open, introduction=introduction)
    return RedirectResponse("/settings/public?saved=true", status_code=303)


def _page(
    desk: Desk,
    *,
    saved: bool = False,
    is_open: bool | None = None,
    introduction: str | None = None,
    error: Refused | None = None,
) -> HTMLResponse:
    kept = publication.settings_of(desk.session, desk.office_id)
    office = desk.session.get_one(Office, desk.office_id)
    return desk.page(
        "public/settings.html",
        status=answered(error).status if error else 200,
        is_open=kept.is_open if is_open is None else is_open,
        introduction=kept.introduction if introduction is None else introduction,
        address=f"{base_url(desk.request)}/public/{office.code}",
        path=f"/public/{office.code}",
        opened=kept.is_open,
        found=publication.published(desk.session, desk.office_id),
        saved=saved,
        error=desk.said(error),
    )
