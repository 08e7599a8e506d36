"""Records what an outside board resolved, from one letter for several papers, each with its own result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session, col

from api.dependencies import Acting, Configured, Looking, SignedIn, Transaction, moment_of
from api.errors import WrongPassword, answered
from api.pages.again import keep, looking
from api.pages.items.cards import Field
from api.pages.meetings.forms import Sent, SentForm
from api.pages.meetings.listing import bodies_of
from api.pages.meetings.outside_fields import asked_of
from api.pages.meetings.outside_password import asks_password, chosen_of, resolved, retyped_resolutions
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.refusals import Line, said
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from api.plain_text import PlainText
from api.settings import Settings
from states.catalogue import catalogue
from states.model import Definition
from workflow import definitions, evidence
from workflow.changes import Hand
from workflow.errors import BadDate, BadInput, PasswordNeeded, Refused, UnknownItem
from workflow.meetings.outside import Outside, must_record, record_outside
from workflow.meetings.viewing import part_of
from workflow.meetings.waiting import waiting_by_body
from workflow.models import Body, Item, Person
from workflow.moments import bangkok_date
from workflow.permissions import in_force
from workflow.queries import Viewer, items_visible_to
from workflow.statements import Attached

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_FIELDS: Final = ("number", "held_on", "letter_no", "letter_on", "scan")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper before the board: the resolutions that fit a step of it, and what these ask for."""

    item: Item
    state: str
    kinds: tuple[tuple[str, str], ...]
    asked: tuple[Field, ...] = ()
    problem: str = ""

    @property
    def triggers(self) -> set[str]:
        return {value.partition(":")[2] for value, _ in self.kinds}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one paper: where it stands now, or why not."""

    item: Item
    definition: Definition
    refusal: Refused | None = None

    @property
    def state(self) -> str:
        return self.definition.by_state[self.item.state].label.th


@router.get("/meetings/outside")
def ask(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    body: Annotated[PlainText, Query(max_length=40)] = "",
) -> HTMLResponse:
    """The form, with the papers that wait for the board."""
    return _page(request, session, person, who, Sent({"body": (body,)} if body else {}))


def _kept(request: Request, form: SentForm) -> Sent:
    """The form without the password, which is never given back."""
    form = replace(form, fields={name: each for name, each in form.fields.items() if name != "password"})

    def again(request: Request, error: Refused) -> HTMLResponse | None:
        with looking(request) as found:
            return None if found is None else _page(request, *found, form, error=error)

    keep(request, again)
    return form


@router.post("/meetings/outside")
def record(
    request: Request,
    form: Annotated[Sent, Depends(_kept)],
    _retyped: Annotated[None, Depends(retyped_resolutions)],
    session: Transaction,
    person: SignedIn,
    who: Looking,
    hand: Acting,
    settings: Configured,
) -> Response:
    """Records each chosen paper for itself: what is refused of one does not hold up the others."""
    must_record(session, who.office_id, hand)
    chosen = chosen_of(form)
    if not chosen:
        raise BadInput("item", "empty")
    told = _letter(session, form, hand, settings)
    results = [_one(session, who, item_id, told, form, hand) for item_id in chosen]
    left = [str(each.item.id) for each in results if each.refusal]
    rest = Sent({**form.fields, "item": tuple(left)}) if left else Sent({"body": (told.body,)})
    return _page(request, session, person, who, rest, results=results)


def _letter(session: Session, form: Sent, hand: Hand, settings: Settings) -> Outside:
    """What is the same for every paper of the letter; raises BadInput, BadDate, BadEvidence."""
    held_on, letter_on = form.day("held_on"), form.day("letter_on")
    number = form.number("number")
    if number is None:
        raise BadInput("number", "empty")
    if not form.text("letter_no").strip():
        raise BadInput("letter_no", "empty")
    scan = None
    if "scan" in form.files:
        filename, data = form.files["scan"]
        name = evidence.safe_name(filename)
        stored = evidence.take_in(session, settings.data_folder, data, name, at=hand.at)
        scan = Attached(stored.sha256, name)
    return Outside(
        body=form.text("body"),
        number=number,
        held_on=held_on,
        kind="",
        letter_no=form.text("letter_no"),
        letter_on=letter_on,
        text="",
        scan=scan,
    )


def _one(session: Session, who: Viewer, item_id: int, told: Outside, form: Sent, hand: Hand) -> Result:
    """Records the resolution on one paper, all of it or nothing."""
    item = session.exec(items_visible_to(who).where(Item.id == item_id)).first()
    if item is None:
        raise UnknownItem(str(item_id))
    kind, trigger = resolved(form, item_id)
    own = replace(
        told,
        kind=kind,
        trigger=trigger,
        text=form.text(f"text:{item_id}"),
        reason=form.text(f"reason:{item_id}"),
        evidence={k: v for k, v in form.named(f"fact:{item_id}:").items() if v.strip()},
    )
    refusal: Refused | None = None
    try:
        if not kind:
            raise BadInput("kind", "empty")
        with session.begin_nested():
            record_outside(session, item_id, own, hand)
    except Refused as error:
        refusal = error
    session.expire_all()
    item = session.get_one(Item, item_id)
    definition = definitions.by_hash(session, item.definition_hash)
    return Result(item, definition, refusal)


def _page(
    request: Request,
    session: Session,
    person: Person,
    who: Viewer,
    form: Sent,
    *,
    error: Refused | None = None,
    results: Sequence[Result] = (),
) -> HTMLResponse:
    words, on = Words(preferences_of(request)), bangkok_date(moment_of(request))
    boards = [
        each
        for each in bodies_of(session, who)
        if not each.internal and in_force(each.valid_from, each.valid_to, on)
    ]
    board = next((each for each in boards if each.code == form.text("body")), boards[0] if boards else None)
    refused = {each.item.id: each.refusal for each in results if each.refusal}
    definition = getattr(request.state, "definition", None)
    line = said(error, words.language, definition).line if error else ""
    name = _field(error)
    waits = _waiting(session, who, board, refused, form, words) if board else []
    none_done = bool(results) and len(refused) == len(results)
    return render(
        request,
        "meetings/outside.html",
        reader=reader_of(session, person, who),
        section="meetings",
        status=answered(error).status if error else 422 if none_done else 200,
        may=part_of(who.roles).records,
        form=form,
        boards=boards,
        board=board,
        waits=waits,
        asks_password=asks_password(session, who.office_id, [(each.item, each.triggers) for each in waits]),
        done=[each for each in results if each.refusal is None],
        refused=[
            (each.item, said(each.refusal, words.language, each.definition).line)
            for each in results
            if each.refusal
        ],
        problems={name: line} if name else {},
        summary=[Line(line, f"out-{name}" if name else "waiting")] if error else [],
    )


def _field(error: Refused | None) -> str:
    if error is None:
        return ""
    if isinstance(error, BadDate):
        return "held_on"
    if isinstance(error, PasswordNeeded | WrongPassword):
        return "password"
    name = getattr(error, "name", "")
    return name if name in _FIELDS else ""


def _waiting(
    session: Session,
    who: Viewer,
    board: Body,
    refused: Mapping[int, Refused],
    form: Sent,
    words: Words,
) -> list[Waiting]:
    """The papers before the board, each with the resolutions that lead on from where it stands."""
    ids = [each.id for each in waiting_by_body(session, who.office_id, [board.code])[board.code]]
    found = session.exec(items_visible_to(who).where(col(Item.id).in_(ids)).order_by(col(Item.code)))
    made = []
    for item in found:
        definition = definitions.by_hash(session, item.definition_hash)
        error = refused.get(item.id)
        moves = [
            (kind, entry.label, move)
            for kind, entry in catalogue().resolutions.items()
            for move in definition.leaving(item.state)
            if entry.fits(move.trigger)
        ]
        own = tuple({move.trigger: move for _, _, move in moves}.values())
        made.append(
            Waiting(
                item,
                words.label(definition.by_state[item.state].label),
                tuple(
                    (
                        f"{kind}:{move.trigger}",
                        f"{words.label(label)} → {words.label(definition.by_state[move.target].label)}",
                    )
                    for kind, label, move in moves
                ),
                asked_of(item.id, own, error, form, words),
                said(error, words.language, definition).line if error else "",
            )
        )
    return made
