"""How far schools are with their annual plans on a day: by school, by cluster, and who has not answered."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, select

from states.model import Label
from workflow.days import counted_from, day_in_time
from workflow.models import Cluster, Entry, Item, Obligation, School
from workflow.moments import end_of
from workflow.schools.opening import KIND, schools_of

DEADLINE = "D-SP-01"


class Standing(StrEnum):
    """Where a school's plan is: nobody asked for it, or with the school, or with the office, or done."""

    NOT_OPENED = "not_opened"
    NOT_STARTED = "not_started"
    WITH_SCHOOL = "with_school"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


STANDING: Final = {
    Standing.NOT_OPENED: Label("ยังไม่เปิดเรื่อง", "Not opened"),
    Standing.NOT_STARTED: Label("ยังไม่เริ่ม", "Not started"),
    Standing.WITH_SCHOOL: Label("โรงเรียนจัดทำ", "With the school"),
    Standing.SUBMITTED: Label("ส่งแล้ว", "Handed in"),
    Standing.ACCEPTED: Label("ผ่านแล้ว", "Accepted"),
    Standing.CANCELLED: Label("ยกเลิก", "Cancelled"),
}
_STANDING = {
    "notified": Standing.NOT_STARTED,
    "drafting": Standing.WITH_SCHOOL,
    "returned": Standing.WITH_SCHOOL,
    "submitted": Standing.SUBMITTED,
    "under_review": Standing.SUBMITTED,
    "accepted": Standing.ACCEPTED,
    "in_use": Standing.ACCEPTED,
    "closed": Standing.ACCEPTED,
    "cancelled": Standing.CANCELLED,
}
_UNANSWERED = frozenset({Standing.NOT_OPENED, Standing.NOT_STARTED, Standing.WITH_SCHOOL})


@dataclass(frozen=True, slots=True)
class SchoolNow:
    """A school's plan on the day; `accepted_on` and `due_on` are Bangkok dates.

    `late`: accepted after the day it was due, or that day has passed without it; an acceptance holds no
    earlier than it was recorded, whatever date it bears. `accepted_seq` is the entry.
    """

    code: str
    name_th: str
    cluster: str
    item: str | None
    state: str | None
    standing: Standing
    due_on: datetime.date | None
    accepted_on: datetime.date | None
    accepted_seq: int | None
    late: bool


@dataclass(frozen=True, slots=True)
class ClusterNow:
    """How many schools of a cluster stand where; `late` counts beside that."""

    code: str
    name_th: str
    schools: int
    standing: dict[Standing, int]
    late: int


@dataclass(frozen=True, slots=True)
class Progress:
    """A fiscal year's school plans on a Bangkok date.

    `gone` are schools with a plan of the year that no longer exist on that day: theirs is to be cancelled.
    """

    fiscal_year: int
    on: datetime.date
    schools: tuple[SchoolNow, ...]
    clusters: tuple[ClusterNow, ...]
    gone: tuple[SchoolNow, ...]

    @property
    def unanswered(self) -> tuple[SchoolNow, ...]:
        """The schools of the day that have not handed in their plan."""
        return tuple(each for each in self.schools if each.standing in _UNANSWERED)


@dataclass(frozen=True, slots=True)
class _Acceptance:
    """The day the acceptance bears, the day that holds against the deadline, and its entry."""

    dated: datetime.date
    in_time_from: datetime.date
    seq: int


@dataclass(frozen=True, slots=True)
class _Paper:
    code: str
    state: str
    due_on: datetime.date | None
    accepted: _Acceptance | None


def progress(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> Progress:
    """Where each school's plan of a fiscal year (B.E.) stood at the end of the Bangkok date `on` (R-071)."""
    clusters = session.exec(select(Cluster).where(Cluster.office_id == office_id).order_by(col(Cluster.code)))
    names = {each.id: each for each in clusters}
    papers = _papers(session, office_id, fiscal_year, on)
    there = schools_of(session, office_id, on)
    known = {each.id for each in there}
    left = [each for each in papers if each not in known]
    former = session.exec(select(School).where(col(School.id).in_(left)).order_by(col(School.code)))
    now = tuple(_now(each, names, papers.get(each.id), on) for each in there)
    gone = tuple(_now(each, names, papers[each.id], on) for each in former)
    by_cluster = tuple(_cluster(each, now) for each in [*names.values(), None])
    return Progress(fiscal_year, on, now, tuple(each for each in by_cluster if each.schools), gone)


def _now(school: School, clusters: dict[int, Cluster], paper: _Paper | None, on: datetime.date) -> SchoolNow:
    due_on, accepted = (paper.due_on, paper.accepted) if paper else (None, None)
    standing = _STANDING[paper.state] if paper else Standing.NOT_OPENED
    done_on = accepted.in_time_from if accepted else on
    return SchoolNow(
        code=school.code,
        name_th=school.name_th,
        cluster=clusters[school.cluster_id].code if school.cluster_id is not None else "",
        item=paper.code if paper else None,
        state=paper.state if paper else None,
        standing=standing,
        due_on=due_on,
        accepted_on=accepted.dated if accepted else None,
        accepted_seq=accepted.seq if accepted else None,
        late=standing is not Standing.CANCELLED and due_on is not None and due_on < done_on,
    )


def _cluster(cluster: Cluster | None, schools: Sequence[SchoolNow]) -> ClusterNow:
    code, name = (cluster.code, cluster.name_th) if cluster else ("", "")
    own = [each for each in schools if each.cluster == code]
    counts = {place: sum(each.standing is place for each in own) for place in Standing}
    return ClusterNow(code, name, len(own), counts, sum(each.late for each in own))


def _papers(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> dict[int, _Paper]:
    """The plans opened by the end of the day, by the school's key, as its history left each."""
    of_the_year = (Item.office_id == office_id, Item.kind == KIND, Item.fiscal_year == fiscal_year)
    owed = session.exec(
        select(Obligation)
        .join(Item, col(Item.id) == col(Obligation.item_id))
        .where(*of_the_year, Obligation.code == DEADLINE)
    )
    due = {each.item_id: each.due_on for each in owed}
    told = session.exec(
        select(Item, Entry, counted_from(known_by=end_of(on)))
        .join(Entry, col(Entry.item_id) == col(Item.id))
        .where(*of_the_year, Entry.to_state != "", Entry.at < end_of(on))
        .order_by(col(Entry.seq))
    ).all()
    undone = {entry.corrects for _, entry, _ in told if entry.kind == "undone"}
    papers: dict[int, _Paper] = {}
    for item, entry, dated in told:
        if item.school_id is None or entry.kind == "undone" or entry.seq in undone:
            continue
        before = papers.get(item.school_id)
        reached = before.accepted if before else None
        if entry.to_state == "accepted":
            reached = _Acceptance(dated, day_in_time(session, entry, dated), entry.seq)
        if _STANDING[entry.to_state] is not Standing.ACCEPTED:
            reached = None  # sent back or cancelled since
        papers[item.school_id] = _Paper(item.code, entry.to_state, due.get(item.id), reached)
    return papers
