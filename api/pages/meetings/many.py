"""The same resolution for several entries at once: all of them, or none; each is changed alone afterwards."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import Acting, AskedItem, Looking, Moment, SignedIn, Transaction
from api.errors import answered
from api.pages.again import keep
from api.pages.looker import Visit
from api.pages.meetings.choices import Offered, offered_for
from api.pages.meetings.doors import page_of
from api.pages.meetings.forms import Sent, SentForm, whole
from api.pages.meetings.page import phase_of, visited
from api.pages.meetings.shown import Line, Sitting, sitting_of
from api.pages.page_route import PageRoute
from api.pages.refusals import Line as Told
from api.pages.refusals import said
from api.pages.rendering import reader_of, render
from workflow.errors import BadInput, Refused
from workflow.meetings import resolutions
from workflow.meetings.agenda import DECISIONS
from workflow.meetings.resolutions import NewResolution
from workflow.meetings.together import check_undecided

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_ANCHORS = {"kind": "choice", "resolution": "text", "reason": "reason", "entry": "entries"}


@router.get("/meetings/{code}/many")
def ask(
    request: Request, session: Transaction, person: SignedIn, who: Looking, item: AskedItem, at: Moment
) -> HTMLResponse:
    """The entries without a resolution whose papers stand alike, with what can be resolved on them."""
    return _page(Visit(request, session, person, who, at, item), Sent())


def _kept(request: Request, form: SentForm) -> Sent:
    keep(request, partial(_again, form=form))
    return form


@router.post("/meetings/{code}/many")
def save(
    form: Annotated[Sent, Depends(_kept)], session: Transaction, item: AskedItem, hand: Acting
) -> RedirectResponse:
    """Records the resolution on every chosen entry that has none yet."""
    chosen = [whole("entry", each) or 0 for each in form.all("entry")]
    kind, _, trigger = form.text("choice").partition(":")
    if not chosen or not kind:
        raise BadInput("kind" if chosen else "entry", "empty")
    check_undecided(session, item, chosen, hand.by)
    new = NewResolution(kind, form.text("text"), trigger, form.text("reason"))
    resolutions.resolve_all(session, item.id, dict.fromkeys(chosen, new), hand)
    return RedirectResponse(f"{page_of(item)}?done=many#agenda", status_code=303)


def _again(request: Request, error: Refused, form: Sent) -> HTMLResponse | None:
    return visited(request, lambda visit: _page(visit, form, error))


def _page(visit: Visit, form: Sent, error: Refused | None = None) -> HTMLResponse:
    sitting = sitting_of(visit.session, visit.who, visit.item, visit.words)
    keeps = sitting.part.keeps and phase_of(sitting) == "running"
    lines = _alike(sitting) if keeps else []
    offered = offered_for(visit, sitting.body, lines[0]) if lines else Offered((), (), (), (), ())
    name = _ANCHORS.get(getattr(error, "name", ""), "")
    told = said(error, visit.words.language).line if error else ""
    return render(
        visit.request,
        "meetings/many.html",
        reader=reader_of(visit.session, visit.person, visit.who),
        section="meetings",
        status=answered(error).status if error else 200,
        item=visit.item,
        lines=lines,
        choices=[each for each in (*offered.moving, *offered.resting) if not each.value.endswith(":merge")],
        form=form,
        problems={name: told} if name else {},
        summary=[Told(told, name)] if error else [],
    )


def _alike(sitting: Sitting) -> list[Line]:
    """The undecided entries of whose kind and state there are most."""
    open_ones = [
        line for line in sitting.entries if line.section == DECISIONS and line.paper and not line.decided
    ]
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in open_ones:
        assert line.paper is not None
        groups.setdefault((line.paper.kind, line.paper.state), []).append(line)
    return max(groups.values(), key=len, default=[])
