"""What can be done with an item now, and doing it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from api.answers import OnlyOnce
from api.dependencies import AskedItem, FoundItem, Known, Moment, SignedIn, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES, MissingThing
from api.retyping import insist, retyped
from api.together import brief
from api.v1.paper_addresses import with_addresses
from api.v1.shapes import LARGEST_NUMBER, Asked, BangkokDate, Evidence, Named, named, named_role
from api.v1.shown_items import StateShown, show_state
from api.words import explain, explain_missing
from states.catalogue import catalogue
from states.model import Definition
from workflow import decision, definitions, engine
from workflow.decision import Offer
from workflow.engine import Moved
from workflow.errors import NotAllowed, StepRefused
from workflow.moments import bangkok_date

router = APIRouter(tags=["actions"], responses={key: RESPONSES[key] for key in (401, 403, 404, 422)})


class DenialShown(BaseModel):
    """Why this person may not take the step, and who may."""

    code: str
    th: str
    en: str
    next_th: str
    next_en: str
    roles: list[Named] = Field(description="Roles that may")


class Action(BaseModel):
    """One step that starts where the item stands."""

    trigger: str = Field(description="Its name, for /advance")
    th: str
    en: str
    target: StateShown
    status: str = Field(description="ready; missing (hers to take once supplied); denied")
    needs_reason: bool
    send_back: bool
    roles: list[Named] = Field(description="Roles that may take it")
    documents: list[Named] = Field(description="Documents it needs; see missing for those not there yet")
    denial: DenialShown | None
    missing: list[MissingThing] = Field(description="Everything it still needs, listed for everybody")


class Actions(BaseModel):
    """Every step that starts here, in the definition's order."""

    code: str
    version: int
    state: StateShown
    actions: list[Action]


class WantedStep(Asked):
    """A step to take."""

    trigger: PlainText = Field(max_length=120)
    expect_version: int | None = Field(
        default=None, ge=0, le=LARGEST_NUMBER, description="The version last seen; another is 409"
    )
    reason: PlainText = Field(default="", description="At most 10,000 characters")
    evidence: Evidence = Field(default_factory=dict)
    justifications: Annotated[
        dict[PlainText, PlainText], Field(description="Written justification by soft guard", max_length=50)
    ] = Field(default_factory=dict)
    on: BangkokDate | None = Field(
        default=None, description="Bangkok date it was signed or resolved, C.E.; else today"
    )
    # Excluded: what is kept of a request for its Idempotency-Key holds no trace of the password.
    password: PlainText = Field(
        default="",
        max_length=1000,
        exclude=True,
        description="Hers, typed again: for final approvals where the office says so; kept nowhere",
    )


class MovedShown(BaseModel):
    """What the step did."""

    code: str
    trigger: str
    from_state: str
    to_state: str
    version: int
    entry_seq: int = Field(description="Number of its entry in the office's history")
    hash: str = Field(description="Hash of that entry")
    cascaded: list["MovedShown"] = Field(description="Items that moved along")


@router.get("/items/{code}/actions")
def list_actions(session: Transaction, person: SignedIn, item: AskedItem, at: Moment) -> Actions:
    """ทำอะไรได้บ้าง · Every step from here, what each still needs, and who may take it."""
    definition = definitions.by_hash(session, item.definition_hash)
    offers = decision.offers(session, item.id, by=person.id, at=at, on=bangkok_date(at))
    return Actions(
        code=item.code,
        version=item.version,
        state=show_state(definition, item.state),
        actions=[_action(offer, definition, item.code) for offer in offers],
    )


async def retyped_if_final(request: Request, wish: WantedStep, code: PlainText) -> WantedStep:
    """The step, after its password where one was typed: compared before the turn to write."""
    if wish.password:
        await retyped(request, code, wish.trigger, wish.password)
    return wish


@router.post(
    "/items/{code}/advance",
    response_model=MovedShown,
    responses={key: RESPONSES[key] for key in (409, 413, 503)},
)
@brief
def advance(
    wish: Annotated[WantedStep, Depends(retyped_if_final)],
    request: Request,
    session: Transaction,
    caller: Known,
    item: FoundItem,
    at: Moment,
    once: OnlyOnce,
) -> Response:
    """ดำเนินขั้นตอน · Takes a step: all of it is recorded, or none of it."""
    request.state.definition = definitions.by_hash(session, item.definition_hash)
    insist(request, session, item, wish.trigger)

    def act() -> MovedShown:
        try:
            moved = engine.advance(
                session,
                item.id,
                wish.trigger,
                by=caller.person_id,
                at=at,
                on=wish.on,
                reason=wish.reason,
                evidence=wish.evidence,
                justifications=wish.justifications,
                expect_version=wish.expect_version,
            )
        except StepRefused as error:
            raise StepRefused(error.trigger, with_addresses(error.missing, item.code)) from error
        return _moved(moved)

    return once(wish, act)


def _moved(moved: Moved) -> MovedShown:
    return MovedShown(
        code=moved.code,
        trigger=moved.trigger,
        from_state=moved.from_state,
        to_state=moved.to_state,
        version=moved.version,
        entry_seq=moved.entry_seq,
        hash=moved.hash,
        cascaded=[_moved(each) for each in moved.cascaded],
    )


def _action(offer: Offer, definition: Definition, code: str) -> Action:
    move, missing = offer.move, with_addresses(offer.missing, code)
    papers = catalogue().documents
    return Action(
        trigger=move.trigger,
        th=move.label.th,
        en=move.label.en,
        target=show_state(definition, move.target),
        status=offer.status,
        needs_reason=move.needs_reason,
        send_back=move.send_back,
        roles=[named_role(role) for role in move.by],
        documents=[named(code, papers[code].label) for code in move.documents],
        denial=_denial(offer, definition),
        missing=[
            MissingThing.model_validate(each, from_attributes=True) for each in explain_missing(missing)
        ],
    )


def _denial(offer: Offer, definition: Definition) -> DenialShown | None:
    if offer.denial is None:
        return None
    said = explain(NotAllowed(offer.denial), definition)
    return DenialShown(
        code=said.code,
        th=said.th,
        en=said.en,
        next_th=said.next_th,
        next_en=said.next_en,
        roles=[named_role(role) for role in offer.denial.roles],
    )
