"""The parts of the office: its groups, its clusters and its schools; adding and renaming them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.errors import HttpRefusal
from api.pages.admin.forms import NOTHING, Typed, Values, typed_into
from api.pages.admin.names import Places, there
from api.pages.page_route import PageRoute
from api.pages.settings_desk import AtDesk, Desk
from api.plain_text import PlainText
from states.thai import search_text
from workflow.errors import BadInput
from workflow.models import Cluster, Group, School
from workflow.school_changes import end_group, rename_cluster
from workflow.structure import NewGroup, NewSchool, add_clusters, add_groups, add_schools, change_group

Row = TypeVar("Row", Group, Cluster)
router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Flock:
    """A cluster with its schools; `cluster` is None for those that belong to none."""

    cluster: Cluster | None
    schools: tuple[School, ...]
    students: int


@router.get("/settings/structure")
def show_structure(
    desk: AtDesk,
    q: Annotated[PlainText, Query(max_length=200)] = "",
    done: Annotated[PlainText, Query(max_length=20)] = "",
) -> HTMLResponse:
    """Groups first, then the schools of today cluster by cluster; closed ones last."""
    return _page(desk, NOTHING, q, done)


@router.post("/settings/structure/groups")
def add_group(request: Request, values: Values, desk: AtDesk) -> RedirectResponse:
    """A new group of the office."""
    typed = typed_into(request, "group", values, _page)
    new = NewGroup(typed["code"].strip()[:20], typed["name_th"], valid_from=typed.day("valid_from"))
    add_groups(desk.session, desk.office_id, [new], desk.hand)
    return RedirectResponse("/settings/structure?done=group", status_code=303)


@router.post("/settings/structure/groups/{code}")
def change_one_group(request: Request, values: Values, desk: AtDesk, code: PlainText) -> RedirectResponse:
    """Another name, or its last day."""
    typed = typed_into(request, f"group-{code}", values, _page)
    group = _row(Places.of(desk.session, desk.office_id).groups.values(), code)
    name, last_day = typed["name_th"].strip(), typed.day("last_day")
    if not name:
        raise BadInput("name_th", "empty")
    change_group(desk.session, group.id, {"name_th": name[:300]}, desk.hand)
    if last_day is not None and last_day != group.valid_to:
        end_group(desk.session, group.id, last_day, desk.hand)
    return RedirectResponse("/settings/structure?done=group_changed", status_code=303)


@router.post("/settings/structure/clusters")
def add_cluster(request: Request, values: Values, desk: AtDesk) -> RedirectResponse:
    """A new cluster of schools."""
    typed = typed_into(request, "cluster", values, _page)
    code = typed["code"].strip()[:20]
    add_clusters(desk.session, desk.office_id, {code: typed["name_th"]}, desk.hand)
    return RedirectResponse("/settings/structure?done=cluster#schools", status_code=303)


@router.post("/settings/structure/clusters/{code}")
def change_cluster(request: Request, values: Values, desk: AtDesk, code: PlainText) -> RedirectResponse:
    """Another name."""
    typed = typed_into(request, f"cluster-{code}", values, _page)
    cluster = _row(Places.of(desk.session, desk.office_id).clusters.values(), code)
    rename_cluster(desk.session, cluster.id, typed["name_th"], desk.hand)
    return RedirectResponse("/settings/structure?done=cluster_changed#schools", status_code=303)


@router.post("/settings/structure/schools")
def add_school(request: Request, values: Values, desk: AtDesk) -> RedirectResponse:
    """A new school."""
    typed = typed_into(request, "school", values, _page)
    code = typed["code"].strip()[:20]
    new = NewSchool(
        code, typed["name_th"], typed["cluster"], typed.whole("students"), typed.day("valid_from")
    )
    add_schools(desk.session, desk.office_id, [new], desk.hand)
    return RedirectResponse(f"/settings/structure/schools/{quote(code, safe='')}?done=added", status_code=303)


def _row(rows: Iterable[Row], code: str) -> Row:
    """The group or cluster of this code; raises HttpRefusal."""
    found = next((row for row in rows if row.code == code), None)
    if found is None:
        raise HttpRefusal(404)
    return found


def _page(desk: Desk, typed: Typed, q: str = "", done: str = "") -> HTMLResponse:
    on = desk.hand.day
    places = Places.of(desk.session, desk.office_id)
    wanted = search_text(q).split()
    schools = [row for row in places.schools.values() if _has(row, wanted)]
    open_now = [row for row in schools if there(row, on) or row.valid_from > on]
    return desk.page(
        "admin/structure.html",
        status=typed.status,
        typed=typed,
        done=done,
        q=q,
        on=on,
        groups=[row for row in places.groups.values() if row.valid_to is None or row.valid_to >= on],
        old_groups=[row for row in places.groups.values() if row.valid_to is not None and row.valid_to < on],
        flocks=[each for each in _flocks(places, open_now) if each.schools or not wanted],
        closed=[row for row in schools if row.valid_to is not None and row.valid_to < on],
        found=len(open_now),
        clusters=[(row.code, row.name_th) for row in places.clusters.values()],
    )


def _has(row: School, wanted: list[str]) -> bool:
    text = search_text(f"{row.code} {row.name_th}")
    return all(word in text for word in wanted)


def _flocks(places: Places, schools: list[School]) -> list[Flock]:
    """Every cluster in the order of its code, then the schools of none."""
    found = []
    for cluster in (*places.clusters.values(), None):
        mine = tuple(row for row in schools if row.cluster_id == (cluster.id if cluster else None))
        if cluster is not None or mine:
            found.append(Flock(cluster, mine, sum(row.students for row in mine)))
    return found
