"""Two small offices side by side, and one of every thing that an address can name: whose it is, is known."""

import datetime
import hashlib
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any, TypeVar

from quick_passwords import quick_hash
from small_things import put_small_things
from sqlmodel import Session
from things import ENDED, OTHER, OWN, Things

from tests.conftest import LONG_AGO, NOW, SmallOffice, make_office
from workflow import accounts
from workflow.changes import Hand
from workflow.database import Database
from workflow.items import NewItem, open_item
from workflow.meetings.planning import NewMeeting, plan_meeting
from workflow.models import (
    AgendaItem,
    Body,
    Item,
    Member,
    Person,
    SignIn,
)
from workflow.papers import drafts
from workflow.papers.fields import Fields
from workflow.writing_together import Asker

T = TypeVar("T")
PASSWORD = "a good password"
HELD_ON = datetime.date(2018, 1, 12)
# What stands at the end of its path, so that nobody may take it further.
LAST = {
    "project": "closed",
    "plan_amendment": "closed",
    "meeting": "minutes_adopted",
    "quarterly_report": "closed",
    "memo": "void",
    "school_plan": "closed",
    "expenditure_analysis": "reported_to_obec",
    "development_plan": "superseded",
    "annual_plan": "closed",
    "annual_report": "published",
    "self_assessment": "closed",
}
# Where something may be written to that may not at its very beginning.
UNDER_WAY = {
    "annual_report": "collecting",
    "expenditure_analysis": "surveying",
    "quarterly_report": "collecting",
}
_PAPER: dict[str, Any] = {
    "subject": "ขอเชิญประชุม",
    "to": "ผู้อำนวยการกลุ่มทุกกลุ่ม",
    "reason": ("ด้วยถึงกำหนดติดตามผล",),
    "wish": ("จึงขอเชิญประชุม",),
    "closing": "จึงเรียนมาเพื่อโปรดทราบ",
}


class _Undo(Exception):
    pass


class Undone(Database):
    """A database on which every request is carried out to its end and then undone: the next finds it anew."""

    def write(self) -> AbstractContextManager[Session]:
        return self._undone(super().write())

    def ask(
        self, work: Callable[[Session], T], asker: Asker | None = None, *, brief: bool = False
    ) -> Future[T]:
        """At once and alone, for there is nobody else."""
        promise: Future[T] = Future()
        try:
            with self.write() as session:
                answer = work(session)
        except BaseException as error:
            promise.set_exception(error)
        else:
            promise.set_result(answer)
        if asker is not None:
            asker.wake()
        return promise

    @contextmanager
    def _undone(self, writing: AbstractContextManager[Session]) -> Iterator[Session]:
        with suppress(_Undo), writing as session:
            yield session
            session.flush()
            raise _Undo


EVERYBODYS = (OWN, OTHER, ENDED)


def everything(session: Session, code: str, sorts: Collection[str] = EVERYBODYS) -> Things:
    """An office of this code with all its things, one of each sort, and a running session for everybody."""
    office = make_office(session, code)
    things = Things(office)
    _nobody_in_particular(session, office)
    for kind in sorted(LAST.keys() - {"memo", "meeting"}):
        _items(session, things, kind, sorts)
    _papers(session, things, sorts)
    _meetings(session, things, sorts)
    put_small_things(session, things)
    for name, person_id in office.people.items():
        things.tokens[name] = token = f"{name}.{code}"
        _signed_in(session, person_id, token)
    return things


def _nobody_in_particular(session: Session, office: SmallOffice) -> None:
    """Somebody without a post, and somebody whose account has ended."""
    for name, until in (("no_post", None), ("ended_account", datetime.date(2018, 1, 11))):
        row = Person(
            office_id=office.id,
            username=f"{name}.{office.code}".lower(),
            name_th=f"บัญชี {name}",
            active_from=LONG_AGO,
            active_to=until,
        )
        session.add(row)
        session.flush()
        office.people[name] = row.id


def _signed_in(session: Session, person_id: int, token: str) -> None:
    if not session.get_one(Person, person_id).is_service:
        accounts.set_password(session, person_id, quick_hash(PASSWORD))
    session.add(
        SignIn(
            token_hash=hashlib.sha256(token.encode()).hexdigest(),
            person_id=person_id,
            started_at=NOW - datetime.timedelta(hours=1),
            expires_at=NOW + datetime.timedelta(hours=8),
            last_seen_at=NOW,
        )
    )


def _items(session: Session, things: Things, kind: str, sorts: Collection[str]) -> None:
    """One of the first group or school, one of the second, one that has ended."""
    office = things.office
    for whose, group, school in ((OWN, "PLN", "S001"), (OTHER, "ADM", "S002"), (ENDED, "PLN", "S001")):
        if whose not in sorts:
            continue
        new = NewItem(
            kind=kind,
            code=f"{office.code}-{kind[:12]}-{whose}",
            title=f"ตัวอย่าง {whose}",
            fiscal_year=2561 if whose != ENDED else 2560,
            quarter=(1 if whose == OWN else 2) if kind == "quarterly_report" else None,
            group_id=office.groups[group],
            school_id=office.schools[school] if kind == "school_plan" else None,
        )
        item = open_item(session, office.id, new, by=office.people["plan_director"], at=NOW)
        item.state = LAST[kind] if whose == ENDED else UNDER_WAY.get(kind, item.state)
        session.flush()
        things.put(kind, whose, code=item.code, id=item.id, group=group, group_id=office.groups[group])
    if kind == "expenditure_analysis":
        things.found["survey"] = things.found[kind]


def _papers(session: Session, things: Things, sorts: Collection[str]) -> None:
    office = things.office
    for whose, group, writer in (
        (OWN, "PLN", "plan_officer"),
        (OTHER, "ADM", "project_owner@ADM"),
        (ENDED, "PLN", "plan_officer"),
    ):
        if whose not in sorts:
            continue
        hand = Hand(office.people[writer], NOW)
        item = drafts.open_paper(
            session, office.id, "free_memo", Fields(**_PAPER), hand, group_id=office.groups[group]
        )
        item.code = f"{office.code}-memo-{whose}"  # their own numbering gives both offices the same codes
        if whose == ENDED:
            item.state = LAST["memo"]
        session.flush()
        things.put("memo", whose, code=item.code, id=item.id)


def _meetings(session: Session, things: Things, sorts: Collection[str]) -> None:
    office = things.office
    code = f"plan_{office.code}".lower()
    body = Body(
        office_id=office.id, code=code, name_th="คณะกรรมการจัดทำแผน", internal=True, valid_from=LONG_AGO
    )
    session.add(body)
    session.flush()
    seat = Member(
        body_id=body.id,
        person_id=office.people["plan_officer"],
        name_th="กรรมการ ตัวอย่าง",
        role="member",
        order_no="1/2560",
        valid_from=LONG_AGO,
    )
    session.add(seat)
    session.flush()
    things.put("body", OWN, body=body.code, key=body.id, member=seat.id)
    hand = Hand(office.people["committee_secretary"], NOW)
    for whose, days in ((OWN, 0), (ENDED, 1)):
        if whose not in sorts:
            continue
        new = NewMeeting(
            code,
            HELD_ON + datetime.timedelta(days),
            urgent="ต้องทันรอบงบประมาณ",
            code=f"{office.code}-meeting-{whose}",
        )
        meeting = plan_meeting(session, office.id, new, hand)
        entry = AgendaItem(meeting_id=meeting.id, section=3, position=1, title="เรื่อง ตัวอย่าง")
        session.add(entry)
        session.flush()
        if whose == ENDED:
            item = session.get_one(Item, meeting.id)
            item.state = LAST["meeting"]
            session.flush()
        things.put("meeting", whose, code=meeting.code, id=meeting.id, entry=entry.id, number=1)
