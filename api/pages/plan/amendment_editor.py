"""The editor of an amendment: every line of the plan with its new amount, weighed here and kept as typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import AskedItem, item_seen
from api.errors import answered
from api.pages.again import keep
from api.pages.page_route import PageRoute
from api.pages.plan.seat import AtPlan, Filled, FilledForm, Seat, seated_again
from states.baht import money
from states.catalogue import catalogue
from workflow.amendments.changes import OPEN
from workflow.amendments.drafting import Draft, before, draft_of, save_draft, stopped, weigh
from workflow.amendments.listed import NewMoney
from workflow.amendments.standing import LineStanding
from workflow.errors import BadInput, ContentChanged, Refused
from workflow.models import Fund, Group, Item
from workflow.money.allotted import tranches
from workflow.money.queries import names_of

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_FIELD: Final = "a:"


@dataclass(frozen=True, slots=True)
class Project:
    """A project in the editor, with its lines and whether any of them is changed."""

    code: str
    title: str
    group: str
    entering: bool
    changed: bool
    lines: list[LineStanding]

    @property
    def left(self) -> int:
        """What of it could be given up: in force and neither paid nor kept."""
        return sum(max(before(line) - line.spoken_for, 0) for line in self.lines)


@router.get("/amendments/{code}/edit")
def show_editor(place: AtPlan, item: AskedItem) -> HTMLResponse:
    """The draft as it was kept last."""
    draft = draft_of(place.session, _amendment(item))
    texts = {f"{_FIELD}{line_id}": money(_after(draft, line_id)) for line_id in draft.wanted}
    if draft.new_money:
        texts["new-money"] = f"{draft.new_money.fund} {draft.new_money.tranche}"
    return _page(place, item, draft, texts, dict(draft.wanted))


def _after(draft: Draft, line_id: int) -> int:
    return draft.before(line_id) + draft.wanted.get(line_id, 0)


def _amendment(item: Item) -> Item:
    if item.kind != "plan_amendment":
        raise BadInput("code", "not_an_amendment", item.code)
    return item


def kept_form(request: Request, form: FilledForm) -> Filled:
    """The draft, which comes back as it was typed should it be refused."""

    def again(request: Request, error: Refused) -> HTMLResponse | None:
        with seated_again(request) as place:
            if place is None:
                return None
            try:
                item = _amendment(item_seen(place.session, place.who, request.path_params["code"]))
            except Refused:
                return None
            return _typed_page(place, item, form, error=error)

    keep(request, again)
    return form


@router.post("/amendments/{code}/edit", response_model=None)
def change(
    form: Annotated[Filled, Depends(kept_form)], place: AtPlan, item: AskedItem
) -> RedirectResponse | HTMLResponse:
    """Keeps the draft; `then` may ask only to weigh it, or to stop a project in it: nothing is kept then."""
    draft = draft_of(place.session, _amendment(item))
    if form.text("stop"):
        texts = dict(form.texts)
        texts |= {
            f"{_FIELD}{line}": money(left) for line, left in stopped(draft.lines, form.text("stop")).items()
        }
        return _typed_page(place, item, Filled(texts))
    if form.text("then") == "weigh":
        return _typed_page(place, item, form)
    wanted = _wanted(form, draft)
    sealed = save_draft(
        place.session,
        item,
        [(line_id, satang) for line_id, satang in wanted.items() if satang],
        place.hand,
        seen=form.whole("seen", "code"),
        new_money=_new_money(form),
        planned_on=form.day("planned-on"),
    )
    return RedirectResponse(f"/amendments/{quote(item.code, safe='')}?done={sealed.seq}", status_code=303)


def _wanted(form: Filled, draft: Draft) -> dict[int, int]:
    """What each line gains or loses; raises BadInput at the first amount that cannot be read."""
    found = {}
    for line_id, line in draft.lines.items():
        after = form.amount(f"{_FIELD}{line_id}")
        if after is not None and after != before(line):
            found[line_id] = after - before(line)
    return found


def _readable(form: Filled, draft: Draft) -> dict[int, int]:
    """The same of what can be read: a page that comes back weighs no more than that."""
    found = {}
    for line_id, line in draft.lines.items():
        try:
            after = Filled(form.texts).amount(f"{_FIELD}{line_id}")
        except BadInput:
            continue
        if after is not None and after != before(line):
            found[line_id] = after - before(line)
    return found


def _new_money(form: Filled) -> NewMoney | None:
    fund, _, number = form.text("new-money").rpartition(" ")
    with form.at("new-money"):
        if form.text("new-money") and not (fund and number.isdecimal()):
            raise BadInput("tranche", "unknown", form.text("new-money")[:80])
    return NewMoney(fund, int(number)) if fund else None


def _typed_page(place: Seat, item: Item, form: Filled, *, error: Refused | None = None) -> HTMLResponse:
    draft = draft_of(place.session, item)
    wanted = _readable(form, draft)
    wrong = form.wrong or (_line_of(error, draft, wanted) if error else "")
    theirs = _theirs(draft, wanted) if isinstance(error, ContentChanged) else ()
    return _page(
        place, item, draft, form.texts, wanted, error=error, wrong=wrong, unsaved=True, theirs=theirs
    )


def _theirs(draft: Draft, wanted: Mapping[int, int]) -> list[tuple[LineStanding, int, int]]:
    """Where what somebody kept meanwhile is not what was typed: the line, her amount after, and the typed."""
    return [
        (line, before(line) + draft.wanted.get(line_id, 0), before(line) + wanted.get(line_id, 0))
        for line_id, line in draft.lines.items()
        if draft.wanted.get(line_id, 0) != wanted.get(line_id, 0)
    ]


def _line_of(error: Refused, draft: Draft, wanted: Mapping[int, int]) -> str:
    """The field of the project that a refusal names."""
    code = str(getattr(error, "detail", "")).partition(":")[0]
    named = [line_id for line_id in wanted if draft.lines[line_id].code == code]
    return f"{_FIELD}{named[0]}" if named else ""


def _page(
    place: Seat,
    item: Item,
    draft: Draft,
    texts: Mapping[str, str],
    wanted: Mapping[int, int],
    *,
    error: Refused | None = None,
    wrong: str = "",
    unsaved: bool = False,
    theirs: Sequence[tuple[LineStanding, int, int]] = (),
) -> HTMLResponse:
    session, words = place.session, place.words
    named = _named(texts)
    weight = weigh(session, item, draft.lines, wanted, named, place.on)
    projects = _projects(draft, wanted, texts)
    groups = names_of(session, Group, item.office_id)
    others: dict[str, list[Project]] = {}
    for project in projects:
        if not project.changed:
            others.setdefault("" if project.entering else project.group, []).append(project)
    return place.page(
        "plan/amendment_edit.html",
        "amendments",
        status=answered(error).status if error else 200,
        item=item,
        texts=texts,
        wanted=wanted,
        weight=weight,
        warnings=[words.label(each) for each in weight.warnings],
        changed=[project for project in projects if project.changed],
        others=others,
        groups=groups,
        funds=names_of(session, Fund, item.office_id),
        subs=_subs(draft, words),
        tranches=tranches(session, item.office_id, item.fiscal_year, place.on),
        seen=draft.seen,
        before=before,
        problem=place.told(error),
        wrong=wrong,
        unsaved=unsaved,
        faster=isinstance(error, ContentChanged),
        theirs=theirs,
        may=item.state in OPEN and place.has(OPEN[item.state]),
    )


def _named(texts: Mapping[str, str]) -> NewMoney | None:
    try:
        return _new_money(Filled(texts))
    except BadInput:
        return None


def _projects(draft: Draft, wanted: Mapping[int, int], texts: Mapping[str, str]) -> list[Project]:
    """Each project with its lines; one with anything typed other than what stands counts as changed."""
    found: dict[str, list[LineStanding]] = {}
    for line in draft.lines.values():
        found.setdefault(line.code, []).append(line)
    return [
        Project(
            *(code, lines[0].title, lines[0].group, not lines[0].in_plan),
            any(each.line_id in wanted or _unreadable(texts, each) for each in lines),
            lines,
        )
        for code, lines in found.items()
    ]


def _unreadable(texts: Mapping[str, str], line: LineStanding) -> bool:
    try:
        Filled(texts).amount(f"{_FIELD}{line.line_id}")
    except BadInput:
        return True
    return False


def _subs(draft: Draft, words: Any) -> dict[int, str]:
    """What each line is called: its category and item."""
    known = catalogue().categories
    return {
        line_id: f"{words.label(category.label)}: {words.label(category.subs[line.sub].label)}"
        for line_id, line in draft.lines.items()
        for category in [known[line.category]]
    }
