"""One entry of the agenda: who takes no part, what was resolved, votes, dissent; its view for the room."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, select

from api.dependencies import (
    Acting,
    AskedItem,
    Looking,
    Moment,
    SignedIn,
    Transaction,
    item_seen,
    settings_of,
)
from api.errors import answered
from api.pages.again import keep
from api.pages.looker import Visit
from api.pages.meetings.choices import Offered, offered_for
from api.pages.meetings.doors import page_of
from api.pages.meetings.forms import Sent, SentForm, whole
from api.pages.meetings.page import phase_of, visited
from api.pages.meetings.shown import Line, Sitting, sitting_of
from api.pages.page_route import PageRoute
from api.pages.papers.shown import Shown, shown_of
from api.pages.refusals import Line as Told
from api.pages.refusals import said
from api.pages.rendering import reader_of, render
from api.paper_files import content_ready, papers_of
from api.plain_text import PlainText
from states.baht import BadAmount, satang_of
from states.buddhist import arabic_digits
from states.catalogue import catalogue
from workflow.errors import BadInput, ContentChanged, Refused, UnknownItem
from workflow.meetings import attendance, resolutions
from workflow.meetings.resolutions import NewResolution, Votes
from workflow.meetings.secretariat import in_hand
from workflow.meetings.together import check_entry, mark_of_entry
from workflow.models import AgendaItem, Item, Recusal
from workflow.moments import bangkok_date
from workflow.queries import Viewer

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_BESIDE = ("agenda_paper", "proposal_form")  # what the room reads along, the first there is
_ANCHORS = {
    "resolution": "text",
    "reason": "reason",
    "votes": "votes",
    "casting_vote": "votes",
    "kind": "choice",
    "trigger": "choice",
    "merge_target": "merge_into",
    "approved": "amounts",
    "opinion": "members",
    "member": "members",
}


@router.get("/meetings/{code}/entries/{entry}")
def show(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    item: AskedItem,
    at: Moment,
    entry: int,
    done: Annotated[PlainText, Query(max_length=30)] = "",
    ask: Annotated[PlainText, Query(max_length=300)] = "",
) -> HTMLResponse:
    """The form of one entry for whoever keeps the meeting; what is recorded for those who may read it."""
    return _page(Visit(request, session, person, who, at, item), entry, done=done, ask=ask.split(","))


def _kept(request: Request, form: SentForm, entry: int) -> Sent:
    keep(request, partial(_again, form=form, entry=entry))
    return form


EntryForm = Annotated[Sent, Depends(_kept)]


@router.post("/meetings/{code}/entries/{entry}")
def save(
    form: EntryForm, session: Transaction, who: Looking, item: AskedItem, hand: Acting, entry: int
) -> RedirectResponse:
    """Records who takes no part, then what was resolved: both, or neither."""
    in_hand(session, item.id, hand)
    check_entry(session, item, entry, form.text("mark"), hand.by)
    _recuse(session, item, entry, form, hand)
    if form.text("choice") or form.text("text").strip():
        new = _resolution(session, who, form)
        resolutions.resolve_all(session, item.id, {entry: new}, hand)
    following = form.text("following") if form.text("then") == "next" else ""
    number = whole("entry", following)
    address = f"{page_of(item)}/entries/{number or entry}"
    return RedirectResponse(f"{address}?done={'next' if number else 'resolved'}", status_code=303)


def _recuse(session: Session, item: Item, entry: int, form: Sent, hand: Acting) -> None:
    """Sets who takes no part, where that is told otherwise than it is recorded."""
    told = {whole("member", name) or 0: form.text(f"recused-why:{name}") for name in form.named("recused:")}
    known = dict(_recusals(session, item, entry))
    if {k: v.strip() for k, v in told.items()} != known:
        attendance.set_recusals(session, entry, told, hand)


def _recusals(session: Session, item: Item, entry: int) -> list[tuple[int, str]]:
    row = session.get(AgendaItem, entry)
    if row is None or row.meeting_id != item.id:
        raise UnknownItem(f"{item.code} {entry}")
    return list(
        session.exec(select(Recusal.member_id, Recusal.reason).where(Recusal.agenda_item_id == entry))
    )


def _resolution(session: Session, who: Viewer, form: Sent) -> NewResolution:
    """The resolution as typed; raises BadInput."""
    kind, _, trigger = form.text("choice").partition(":")
    if not kind:
        raise BadInput("kind", "empty")
    target = form.text("merge_into").strip() if trigger == "merge" else ""
    dissents = {
        whole("member", name) or 0: text for name, text in form.named("dissent:").items() if text.strip()
    }
    return NewResolution(
        kind=kind,
        text=form.text("text"),
        trigger=trigger,
        reason=form.text("reason"),
        evidence={key: text for key, text in form.named("fact:").items() if text.strip() and trigger},
        approved=_approved(form) if trigger == "include" else {},
        merge_into=item_seen(session, who, target).id if target else None,
        votes=_votes(form),
        dissents=dissents,
    )


def _votes(form: Sent) -> Votes | None:
    """None where nothing was counted: the resolution was unanimous without a vote."""
    counts = [form.number(name) for name in ("votes_for", "votes_against", "votes_abstained")]
    if all(each is None for each in counts):
        return None
    in_favour, against, abstained = (each or 0 for each in counts)
    return Votes(in_favour, against, abstained, casting=form.text("casting") == "yes")


def _approved(form: Sent) -> dict[int, int]:
    """Satang by line, where an amount was typed."""
    found = {}
    for name, text in form.named("approved:").items():
        typed = arabic_digits(text).replace(",", "").strip()
        if typed:
            try:
                found[whole("approved", name) or 0] = satang_of(Decimal(typed))
            except (InvalidOperation, BadAmount) as error:
                raise BadInput("approved", "unfit", text[:40]) from error
    return found


def _again(request: Request, error: Refused, form: Sent, entry: int) -> HTMLResponse | None:
    return visited(request, lambda visit: _page(visit, entry, form=form, error=error))


def _page(
    visit: Visit,
    entry: int,
    *,
    form: Sent | None = None,
    error: Refused | None = None,
    done: str = "",
    ask: Sequence[str] = (),
) -> HTMLResponse:
    session = visit.session
    sitting = sitting_of(session, visit.who, visit.item, visit.words)
    line = sitting.line(entry)
    keeps = sitting.part.keeps and phase_of(sitting) == "running"
    asked = (*ask, *(form.named("fact:") if form else ()))
    found = offered_for(visit, sitting.body, line, asked) if keeps else Offered((), (), (), (), ())
    name = _ANCHORS.get(getattr(error, "name", ""), "") if error else ""
    told = said(error, visit.words.language).line if error else ""
    entries = sitting.entries
    place = entries.index(line)
    return render(
        visit.request,
        "meetings/entry.html",
        reader=reader_of(session, visit.person, visit.who),
        section="meetings",
        status=answered(error).status if error else 200,
        item=visit.item,
        sitting=sitting,
        part=sitting.part,
        line=line,
        keeps=keeps,
        offered=found,
        typed=form or _recorded(line, found),
        now=line.decided if isinstance(error, ContentChanged) else None,
        changed=isinstance(error, ContentChanged),
        mark=mark_of_entry(session, entry),
        presiding=sitting.roll.presiding(entry),
        before=entries[place - 1] if place else None,
        following=entries[place + 1] if place + 1 < len(entries) else None,
        problems={name: told} if name else {},
        summary=[Told(told, name)] if error else [],
        done=done,
    )


def _recorded(line: Line, offered: Offered) -> Sent:
    """The form as it was saved last."""
    fields: dict[str, tuple[str, ...]] = {}
    for member, reason in line.recused.items():
        fields |= {f"recused:{member}": ("yes",), f"recused-why:{member}": (reason,)}
    found = line.decided
    if found is None:
        return Sent(fields)
    into = (code for item_id, code, _ in offered.targets if item_id == found.grounds.merge_into)
    fields["merge_into"] = (next(into, ""),)
    fields |= {"choice": (f"{found.kind}:{found.trigger}",), "text": (found.text,), "reason": (found.reason,)}
    if found.votes is not None:
        names = ("votes_for", "votes_against", "votes_abstained")
        fields |= {name: (str(count),) for name, count in zip(names, found.votes, strict=True)}
    if found.grounds.casting_vote:
        fields["casting"] = ("yes",)
    return Sent(fields | {f"dissent:{member}": (opinion,) for member, opinion in found.dissents})


@router.get("/meetings/{code}/show/{number}")
def project(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    item: AskedItem,
    at: Moment,
    number: int,
) -> HTMLResponse:
    """The entry of this place in the agenda, large, for the room."""
    visit = Visit(request, session, person, who, at, item)
    sitting: Sitting = sitting_of(session, who, item, visit.words)
    entries = sitting.entries
    if not 1 <= number <= len(entries):
        raise UnknownItem(f"{item.code} {number}")
    return render(
        request,
        "meetings/show.html",
        reader=reader_of(session, person, who),
        section="meetings",
        item=item,
        sitting=sitting,
        part=sitting.part,
        line=entries[number - 1],
        number=number,
        count=len(entries),
        beside=_beside(visit, entries[number - 1]),
    )


def _beside(visit: Visit, line: Line) -> Shown | None:
    """The paper that is made from the entry's item, to stand beside it; books are opened on their own."""
    if line.paper is None or not line.paper.seen:
        return None
    item = visit.session.get_one(Item, line.paper.id)
    known = catalogue().papers
    made = [code for code in papers_of(item) if not known[code].book]
    if not made:
        return None
    code = next((each for each in _BESIDE if each in made), made[0])
    folder, on = settings_of(visit.request).data_folder, bangkok_date(visit.at)
    return shown_of(visit.request, lambda: content_ready(visit.session, item, code, on=on, folder=folder))
