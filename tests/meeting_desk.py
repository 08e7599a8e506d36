"""A committee of the small office at work: its members, a plan under review, and the papers before it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from conftest import LONG_AGO, NOW, SmallOffice
from sqlmodel import Session, select

from workflow import engine
from workflow.changes import Hand
from workflow.meetings import agenda, attendance, bodies, planning, resolutions
from workflow.meetings.attendance import Came
from workflow.meetings.bodies import NewMember
from workflow.meetings.planning import NewMeeting
from workflow.meetings.resolutions import NewResolution
from workflow.models import AgendaItem, Attendance, Body, Fund, Item, Member, ProjectLine

TODAY = datetime.date(2018, 1, 12)
SEATS = (
    ("ประธาน ตัวอย่าง", "chair"),
    ("รองประธาน ตัวอย่าง", "vice_chair"),
    *((f"กรรมการ คนที่ {number}", "member") for number in range(1, 6)),
    ("เลขานุการ ตัวอย่าง", "secretary"),
    ("ผู้ช่วยเลขานุการ ตัวอย่าง", "assistant_secretary"),
)


@dataclass
class Committee:
    """A committee of eight who vote, and short ways to have it meet."""

    session: Session
    office: SmallOffice
    body_id: int
    members: dict[str, int]
    code: str = "plan_committee"

    def hand(self, role: str = "committee_secretary", at: datetime.datetime = NOW) -> Hand:
        return Hand(self.office.people[role], at)

    def plan(self, held_on: datetime.date = TODAY, **more: object) -> int:
        """A meeting planned for a day; its item's id."""
        new = NewMeeting(self.code, held_on, **{"urgent": "ต้องทันรอบงบประมาณ", **more})  # type: ignore[arg-type]
        return planning.plan_meeting(self.session, self.office.id, new, self.hand()).id

    def take(self, item_id: int, trigger: str, by: str = "committee_secretary", **given: object) -> None:
        engine.advance(self.session, item_id, trigger, by=self.office.people[by], at=NOW, **given)  # type: ignore[arg-type]

    def invite(self, meeting_id: int) -> None:
        self.take(meeting_id, "invite", evidence={"meeting_agenda": "ระเบียบวาระ"})

    def come(self, meeting_id: int, present: int = 9) -> None:
        """The first members come, the others do not."""
        came = [
            Came(member_id, present=place < present, reason="ติดราชการ")
            for place, member_id in enumerate(self.members.values())
        ]
        attendance.record_attendance(self.session, meeting_id, came, self.hand())

    def hold(self, meeting_id: int, present: int = 9) -> None:
        """Invites, records who came, and holds the meeting."""
        self.invite(meeting_id)
        self.come(meeting_id, present)
        self.take(meeting_id, "hold", evidence={"attendance_list": "ใบลงชื่อ"})

    def entry(self, meeting_id: int, item_id: int | None, section: int = 0) -> AgendaItem:
        """The paper's entry, or the only one without a paper of a section."""
        where = [AgendaItem.meeting_id == meeting_id, AgendaItem.item_id == item_id, AgendaItem.position > 0]
        if section:
            where.append(AgendaItem.section == section)
        return self.session.exec(select(AgendaItem).where(*where)).one()

    def entry_of_heading(self, meeting_id: int) -> int:
        where = (AgendaItem.meeting_id == meeting_id, AgendaItem.section == 4, AgendaItem.position == 0)
        return self.session.exec(select(AgendaItem.id).where(*where)).one()

    def resolve(self, meeting_id: int, item_id: int, kind: str, trigger: str = "", **more: object) -> None:
        new = NewResolution(kind, f"ที่ประชุมมีมติ {kind}", trigger, **more)  # type: ignore[arg-type]
        resolutions.resolve(self.session, self.entry(meeting_id, item_id).id, new, self.hand())


def seat_committee(session: Session, office: SmallOffice, code: str = "plan_committee") -> Committee:
    """The committee set up and its members appointed by one order."""
    body = Body(
        office_id=office.id, code=code, name_th="คณะกรรมการจัดทำแผน", internal=True, valid_from=LONG_AGO
    )
    session.add(body)
    session.flush()
    new = [NewMember(name, role, valid_from=LONG_AGO) for name, role in SEATS]
    hand = Hand(office.people["plan_director"], NOW)
    rows = bodies.appoint(session, body.id, "12/2561", new, hand)
    return Committee(session, office, body.id, {row.name_th: row.id for row in rows}, code)


def plan_under_review(session: Session, office: SmallOffice, projects: int = 3) -> tuple[Item, list[Item]]:
    """A plan in the committee's hands with proposals under screening, each with a line of 1,000 baht."""
    plan = office.open(session, "annual_plan", "PLAN")
    fund = Fund(office_id=office.id, code="F1", name_th="งบดำเนินงาน")
    session.add(fund)
    session.flush()
    made = []
    for number in range(1, projects + 1):
        project = office.open(session, "project", f"P{number:03}", parent_id=plan.id)
        project.state = "under_screening"
        session.add(
            ProjectLine(
                item_id=project.id,
                fund_id=fund.id,
                category="ค่าใช้สอย",
                sub="",
                original=100_000,
                requested=100_000,
            )
        )
        made.append(project)
    plan.state = "committee_review"
    session.flush()
    return plan, made


def line_of(session: Session, item_id: int) -> int:
    return session.exec(select(ProjectLine.id).where(ProjectLine.item_id == item_id)).one()


def tabled(committee: Committee, papers: Sequence[int]) -> int:
    """A meeting with the papers on its agenda, held with everybody present."""
    meeting_id = committee.plan()
    wanted = [agenda.NewEntry(agenda.DECISIONS, item_id=each) for each in papers]
    agenda.set_agenda(committee.session, meeting_id, wanted, committee.hand())
    committee.hold(meeting_id)
    return meeting_id


def members_of(session: Session, body_id: int) -> list[Member]:
    return list(session.exec(select(Member).where(Member.body_id == body_id).order_by(Member.id)))


def without_members(session: Session) -> None:
    """The office keeps the members of no body here, nor who of them came."""
    for table in (Attendance, Member):
        for row in session.exec(select(table)).all():
            session.delete(row)
        session.flush()


@pytest.fixture(name="committee")
def committee_of_the_small_office(office: SmallOffice, session: Session) -> Committee:
    """The planning committee of the small office, in a transaction that is rolled back."""
    return seat_committee(session, office)
