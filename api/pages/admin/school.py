"""One school: its name, cluster and pupils; closing it or merging it into another on a day."""

import json
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, col, select

from api.errors import HttpRefusal
from api.pages.admin.forms import NOTHING, Typed, Values, typed_into
from api.pages.admin.names import Places
from api.pages.admin.posts import Listed, roster
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.plain_text import PlainText
from workflow.errors import BadInput
from workflow.models import Entry, School
from workflow.school_changes import close_school
from workflow.structure import change_school

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Code = Annotated[PlainText, "the code of a school of the office"]


@router.get("/settings/structure/schools/{code}")
def show_school(
    desk: AtDesk, code: Code, done: Annotated[PlainText, Query(max_length=20)] = ""
) -> HTMLResponse:
    """The school as it stands, with its posts and who holds them."""
    return _page(desk, code, NOTHING, done)


@router.post("/settings/structure/schools/{code}")
def change(request: Request, values: Values, desk: AtDesk, code: Code) -> RedirectResponse:
    """Another name, cluster or number of pupils."""
    typed = _typed(request, "change", values, code)
    school = _school(desk.session, desk.office_id, code)
    clusters = {row.code: row.id for row in Places.of(desk.session, desk.office_id).clusters.values()}
    if typed["cluster"] and typed["cluster"] not in clusters:
        raise BadInput("cluster", "unknown", typed["cluster"][:40])
    name = typed["name_th"].strip()
    if not name:
        raise BadInput("name_th", "empty")
    wanted = {
        "name_th": name[:300],
        "cluster_id": clusters.get(typed["cluster"]),
        "students": typed.whole("students"),
    }
    change_school(desk.session, school.id, wanted, desk.hand)
    return _done(code, "changed")


@router.get("/settings/structure/schools/{code}/close")
def ask_to_close(
    request: Request,
    desk: AtDesk,
    code: Code,
    last_day: Annotated[PlainText, Query(max_length=80)] = "",
    into: Annotated[PlainText, Query(max_length=20)] = "",
) -> HTMLResponse:
    """What would end with the school, before anything does."""
    typed = _typed(request, "close", {"last_day": last_day, "into": into}, code)
    school = _school(desk.session, desk.office_id, code)
    other = _school(desk.session, desk.office_id, into, "into") if into else None
    day = typed.needed_day("last_day")
    return desk.page(
        "admin/school_close.html",
        typed=NOTHING,
        done="",
        school=school,
        other=other,
        last_day=day,
        posts=_posts(desk, school),
    )


@router.post("/settings/structure/schools/{code}/close")
def close(request: Request, values: Values, desk: AtDesk, code: Code) -> RedirectResponse:
    """Closes the school, or merges it, with its posts."""
    typed = _typed(request, "close", values, code)
    school = _school(desk.session, desk.office_id, code)
    other = _school(desk.session, desk.office_id, typed["into"], "into") if typed["into"] else None
    day = typed.needed_day("last_day")
    close_school(desk.session, school.id, day, other.id if other else None, desk.hand)
    return _done(code, "closed")


def _school(session: Session, office_id: int, code: str, name: str = "") -> School:
    """A school of the office; raises HttpRefusal for one in the address, BadInput for one in a field."""
    found = session.exec(select(School).where(School.office_id == office_id, School.code == code)).first()
    if found is None:
        raise BadInput(name, "unknown", code[:40]) if name else HttpRefusal(404)
    return found


def _posts(desk: Desk, school: School) -> list[Listed]:
    places = Places.of(desk.session, desk.office_id)
    rows = roster(desk.session, desk, places, desk.hand.day)
    return [row for row in rows if row.post.school_id == school.id]


def _done(code: str, what: str) -> RedirectResponse:
    return RedirectResponse(
        f"/settings/structure/schools/{quote(code, safe='')}?done={what}", status_code=303
    )


def _typed(request: Request, form: str, values: dict[str, str], code: str) -> Typed:
    return typed_into(request, form, values, lambda desk, typed: _page(desk, code, typed))


def _page(desk: Desk, code: str, typed: Typed, done: str = "") -> HTMLResponse:
    on = desk.hand.day
    school = _school(desk.session, desk.office_id, code)
    places = Places.of(desk.session, desk.office_id)
    cluster = places.clusters.get(school.cluster_id or 0)
    return desk.page(
        "admin/school.html",
        status=typed.status,
        typed=typed,
        done=done,
        school=school,
        cluster=cluster,
        clusters=[(row.code, row.name_th) for row in places.clusters.values()],
        others=[(row.code, row.name_th) for row in places.schools_on(on) if row.id != school.id],
        posts=_posts(desk, school),
        merged_into=_merged_into(desk.session, desk.office_id, code) if school.valid_to else "",
    )


def _merged_into(session: Session, office_id: int, code: str) -> str:
    """The name of the school it was merged into, as the history has it."""
    rows = session.exec(
        select(Entry.details)
        .where(Entry.office_id == office_id, Entry.kind == "school", Entry.subject == f"school:{code}")
        .order_by(col(Entry.seq).desc())
    )
    told = (json.loads(each) for each in rows)
    return next((str(each["name_th"]) for each in told if "merged_into" in each), "")
