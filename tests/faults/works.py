"""Things people do, each under an idempotency key: done once, however often it is asked for."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from load_office import YEAR, LoadOffice, lines_of, quarters_of
from msgspec import Struct
from msgspec.json import decode, encode
from sqlmodel import Session

from workflow import answers, engine, history
from workflow.changes import Hand
from workflow.database import Cursor
from workflow.items import NewItem, import_item
from workflow.meetings import resolutions
from workflow.meetings.resolutions import NewResolution, Votes
from workflow.models import Item
from workflow.money.lines import set_requested

AT: Final = datetime.datetime(2018, 1, 12, 3, 0, tzinfo=datetime.UTC)
TO_AND_FRO: Final = {"in_progress": "suspend", "suspended": "resume"}
CHILDREN: Final = 3


class Done(Struct, frozen=True):
    """The entries that something wrote: after `before`, up to `seq`, whose hash this is."""

    before: int
    seq: int
    hash: str


@dataclass(frozen=True)
class Place:
    """Where somebody works: her lane, and how often she has worked there."""

    office: LoadOffice
    lane: int
    number: int

    @property
    def key(self) -> str:
        return f"lane-{self.lane}-{self.number}"

    def hand(self, role: str) -> Hand:
        return Hand(self.office.people[role], AT + datetime.timedelta(seconds=self.number))


Work = Callable[[Session, "Place"], None]


def step(session: Session, place: Place) -> None:
    """Suspends or resumes a project."""
    item_id = place.office.walkers[place.lane]
    hand = place.hand("plan_director")
    trigger = TO_AND_FRO[session.get_one(Item, item_id).state]
    engine.advance(session, item_id, trigger, by=hand.by, at=hand.at, reason=place.key)


def money(session: Session, place: Place) -> None:
    """Writes the lines and quarters of a proposal anew."""
    item = session.get_one(Item, place.office.drafts[place.lane])
    satang = 10_000 + 7 * place.number
    set_requested(session, item, lines_of(satang), quarters_of(satang), place.hand("project_owner"))


def vote(session: Session, place: Place) -> None:
    """Records a resolution anew, with its votes."""
    new = NewResolution(
        "reject", f"มติ {place.key}", "reject", reason="ซ้ำซ้อน", votes=Votes(place.number % 4 + 3)
    )
    entry = place.office.entries[place.lane]
    resolutions.resolve(session, entry, new, place.hand("committee_secretary"))


def cascade(session: Session, place: Place) -> None:
    """Takes in a plan with its proposals and cancels it: the proposals go along."""
    hand = place.hand("plan_director")

    def taken_in(kind: str, code: str, state: str, parent_id: int | None = None) -> int:
        new = NewItem(kind, code, code, YEAR, parent_id=parent_id, group_id=place.office.group_id)
        office = place.office.office_id
        return import_item(session, office, new, state=state, by=hand.by, at=hand.at).id

    plan_id = taken_in("annual_plan", f"C-{place.key}", "preparing")
    for number in range(CHILDREN):
        taken_in("project", f"C-{place.key}-{number}", "submitted", plan_id)
    director = place.hand("area_director")
    engine.advance(session, plan_id, "cancel", by=director.by, at=director.at, reason=place.key)


WORKS: Final[tuple[Work, ...]] = (step, money, step, vote, step, cascade)


def once(session: Session, place: Place, work: Work | None = None) -> Done:
    """Does the work of this place's turn, or gives the answer it got, as the JSON doors do it."""
    doing = work or WORKS[place.number % len(WORKS)]
    by = place.office.people["plan_director"]
    before = history.hold(Cursor(session), place.office.office_id).seq
    known = answers.recorded(session, by, place.key, doing.__name__)
    if known is not None:
        return decode(known.body, type=Done)
    doing(session, place)
    session.flush()
    head = history.hold(Cursor(session), place.office.office_id)
    done = Done(before, head.seq, head.hash)
    body = encode(done).decode()
    answers.record(session, by, place.key, doing.__name__, status=200, body=body, at=AT)
    return done
