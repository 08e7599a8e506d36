"""Whether the office's people can walk its paths, and where papers will wait in vain."""

import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.dependencies import Acting, Looking, Moment, OwnOffice, Transaction
from api.problems import RESPONSES
from api.told_staffing import ToldBody, ToldGap, ToldStaffing, told
from api.v1.shapes import Named, named
from workflow import definitions
from workflow.changes import authority
from workflow.moments import bangkok_date
from workflow.paths.versions import PUBLISHERS
from workflow.queries import Viewer
from workflow.staffing.gaps import staffing

router = APIRouter(tags=["definitions"], responses={key: RESPONSES[key] for key in (401, 403, 404, 422)})


class WalkedShown(BaseModel):
    step: Named
    person: str = Field(description="Who took it, where that matters for what follows; else empty")


class GapShown(BaseModel):
    """A state at which papers wait in vain."""

    kind: Named
    state: Named
    cause: str = Field(description="nobody or separated: all who could take the step took an earlier one")
    always: bool = Field(description="False where some ways through the path get on")
    steps: list[Named] = Field(description="The steps that would lead on")
    roles: list[Named]
    places: list[str] = Field(description="Groups or schools; empty for the office at large")
    items: list[str] = Field(description="Open items that stand there; empty for papers yet to come")
    walk: list[WalkedShown] = Field(description="The shortest way there")


class BodyShown(BaseModel):
    """A committee that cannot meet."""

    body: Named
    lack: str = Field(description="no_body, no_members, no_chair or no_quorum")
    count: str = Field(description="Members who could come, of all")
    kinds: list[Named]


class StaffingShown(BaseModel):
    """What was proved with the posts and orders of a Bangkok date."""

    on: datetime.date
    sound: bool
    paths: int
    places: int
    walks: int
    gaps: list[GapShown]
    bodies: list[BodyShown]
    unsure: list[Named] = Field(description="Kinds with too many ways to go through all")


@router.get("/staffing")
def show(session: Transaction, office: OwnOffice, hand: Acting, who: Looking, at: Moment) -> StaffingShown:
    """คนพอสำหรับทุกขั้นหรือไม่ · Walks every path with the people of today."""
    authority(session, office, hand, PUBLISHERS)
    return shown(session, office, at, who)


def shown(
    session: Session, office_id: int, at: datetime.datetime, who: Viewer | None = None
) -> StaffingShown:
    """The same for the command line, which sees everything."""
    found = staffed(session, office_id, at, who)
    return StaffingShown(
        on=found.found.on,
        sound=found.found.sound,
        paths=found.found.paths,
        places=found.found.places,
        walks=found.found.walks,
        gaps=[_gap(each) for each in found.gaps],
        bodies=[_body(each) for each in found.bodies],
        unsure=[named(*each) for each in found.unsure],
    )


def staffed(session: Session, office_id: int, at: datetime.datetime, who: Viewer | None) -> ToldStaffing:
    """What was found, in names."""
    found = staffing(session, office_id, bangkok_date(at), at)
    known = definitions.all_in_force(session, office_id, at)
    return told(session, found, {kind: each.label for kind, each in known.items()}, who)


def _gap(gap: ToldGap) -> GapShown:
    return GapShown(
        kind=named(*gap.kind),
        state=named(*gap.state),
        cause=gap.cause,
        always=gap.always,
        steps=[named(*each) for each in gap.steps],
        roles=[named(*each) for each in gap.roles],
        places=list(gap.places),
        items=list(gap.codes),
        walk=[WalkedShown(step=named(*step), person=person) for step, person in gap.walk],
    )


def _body(body: ToldBody) -> BodyShown:
    return BodyShown(
        body=named(*body.body), lack=body.lack, count=body.count, kinds=[named(*each) for each in body.kinds]
    )
