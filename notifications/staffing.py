"""Looks each day and after changes of people whether papers will wait in vain; tells what is new."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select as columns_of
from sqlmodel import Session, col, select

from notifications.inserting import add_new
from notifications.models import Notice
from notifications.phrases import Phrases
from notifications.roster import Roster
from notifications.told import Told
from states.catalogue import catalogue
from states.filling import filled
from workflow.models import ChainHead, StaffingLook
from workflow.moments import bangkok_date
from workflow.staffing.gaps import Staffing, staffing
from workflow.staffing.noted import changed_since, note

STAFFING: Final = "staffing_gaps"
# Who can fill a post or change a path.
TOLD: Final = ("plan_director", "system_admin")


def offices_changed(session: Session, now: datetime.datetime) -> list[int]:
    """The offices not looked at on this Bangkok day, or with entries since, by key."""
    asked: tuple[Any, ...] = (
        *(ChainHead.office_id, ChainHead.seq),
        *(StaffingLook.on_day, StaffingLook.entry_seq),
    )
    rows = session.execute(
        columns_of(*asked)
        .select_from(ChainHead)
        .outerjoin(StaffingLook, col(StaffingLook.office_id) == col(ChainHead.office_id))
        .order_by(col(ChainHead.office_id))
    )
    day = bangkok_date(now)
    return [office for office, seq, on, upto in rows if on != day or seq > upto]


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found of an office up to entry `seq`; nothing where no people or paths changed since."""

    office_id: int
    seq: int
    found: Staffing | None


def prove(session: Session, office_id: int, now: datetime.datetime) -> Proof:
    """Walks the office's paths with the people of today, if anything changed; nobody who writes waits."""
    last, day = session.get(StaffingLook, office_id), bangkok_date(now)
    head = session.exec(select(ChainHead.seq).where(ChainHead.office_id == office_id)).one()
    if last is not None and last.on_day == day and not changed_since(session, office_id, last.entry_seq):
        return Proof(office_id, head, None)
    return Proof(office_id, head, staffing(session, office_id, day, now))


def tell(session: Session, proof: Proof, now: datetime.datetime) -> int:
    """Notes what was found and tells what is new of it; how many notices it wrote.

    What changed after the proof has a later number, and is looked at next time.
    """
    never = {"office_id": proof.office_id, "on_day": bangkok_date(now), "entry_seq": -1, "looked_at": now}
    first = add_new(session, StaffingLook, [never])
    # Of several workers one goes on; the others wait here, and find that it was done.
    mine = select(StaffingLook).where(StaffingLook.office_id == proof.office_id).with_for_update()
    last = session.exec(mine.execution_options(populate_existing=True)).one()
    if proof.found is None:
        last.entry_seq = max(last.entry_seq, proof.seq)
        session.flush()
        return 0
    if last.on_day == proof.found.on and last.entry_seq >= proof.seq:
        return 0
    new = note(session, proof.office_id, proof.found, proof.seq, now)
    if not new or first:
        return 0  # an office that has just been set up is not told what it has not done yet
    return _tell(session, proof.office_id, new, now)


def _tell(session: Session, office_id: int, new: Sequence[str], now: datetime.datetime) -> int:
    day = bangkok_date(now)
    roster = Roster.on(session, office_id, day)
    people = sorted({person for role in TOLD for person in roster.heads(role)})
    # The same gaps found on the same day are told once, whoever looks.
    which = hashlib.sha256("\n".join(new).encode()).hexdigest()[:16]
    about = f"{len(new)} {day.isoformat()} {which}"
    rows = [
        {
            "office_id": office_id,
            "person_id": person,
            "code": STAFFING,
            "about": about,
            "because": "",
            "written_at": now,
        }
        for person in people
    ]
    return add_new(session, Notice, rows)


def staffing_told(notice: Notice, say: Phrases, base_url: str) -> Told:
    """How many places were found at which nobody will be able to go on, and where they are listed."""
    words = catalogue().notices[STAFFING]
    told = {"count": notice.about.partition(" ")[0], "on": say.date(bangkok_date(notice.written_at))}
    return Told(
        code=STAFFING,
        subject=filled(say.label(words.label), told),
        body=filled(say.label(words.say), told),
        link=f"{base_url}/settings/definitions/staffing",
        due_on=None,
        urgent=False,
        item_code="",
    )
