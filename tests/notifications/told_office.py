"""A small office in which each notice of the catalogue has been set off once, by an entry of its record."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from conftest import NOW, SmallOffice
from sqlmodel import Session, col, delete

from notifications.asking import ASKED, READ_AGAIN
from notifications.mentioning import MENTIONED
from notifications.models import Notice
from states.catalogue import catalogue
from states.model import Transition
from workflow import definitions, history
from workflow.models import (
    Attestation,
    Body,
    Comment,
    Group,
    Item,
    Meeting,
    Merger,
    Obligation,
    Office,
    OutboxRow,
    Person,
    Position,
)
from workflow.moments import moment_text

BASE = "https://khanton.example"
SIGNED = datetime.date(2018, 1, 11)
# What a date sets off, and no step.
BY_DATE = {"reminder", "weekly_summary", "staffing_gaps", "memo_deadline"}
# kind of item: code, title
PAPERS = {
    "annual_plan": ("AP2561", "แผนปฏิบัติการประจำปีงบประมาณ พ.ศ. 2561"),
    "annual_report": ("AR2561", "รายงานผลการดำเนินงานประจำปีงบประมาณ พ.ศ. 2561"),
    "development_plan": ("DP2561", "แผนพัฒนาการศึกษาขั้นพื้นฐาน พ.ศ. 2561-2564"),
    "expenditure_analysis": ("EX2561", "การวิเคราะห์งบประมาณรายจ่าย ปีงบประมาณ พ.ศ. 2561"),
    "meeting": ("MT2561-1", "การประชุมคณะกรรมการจัดทำแผน ครั้งที่ 1/2561"),
    "memo": ("M2561-7", "ขออนุมัติจัดประชุมเชิงปฏิบัติการ"),
    "plan_amendment": ("AM2561-2", "การปรับแผนปฏิบัติการ ครั้งที่ 2"),
    "project": ("P2561-014", "โครงการพัฒนาการอ่านออกเขียนได้"),
    "quarterly_report": ("QR2561-1", "รายงานผลไตรมาสที่ 1 ปีงบประมาณ พ.ศ. 2561"),
    "school_plan": ("SP2561-S001", "แผนปฏิบัติการประจำปีของสถานศึกษา"),
    "self_assessment": ("SA2561-1", "การประเมินตนเองตามมาตรฐานการปฏิบัติงาน รอบที่ 1"),
}


@dataclass
class Telling:
    """The office, its papers by kind, and the notice of each code, all to the same kind of reader."""

    session: Session
    office: SmallOffice
    papers: dict[str, Item] = field(default_factory=dict)
    notices: dict[str, Notice] = field(default_factory=dict)

    @property
    def row(self) -> Office:
        return self.session.get_one(Office, self.office.id)

    def person(self, role: str) -> Person:
        return self.session.get_one(Person, self.office.people[role])

    def step(self, item: Item, move: Transition, source: str, **more: Any) -> int:
        """Records the step as taken on 11 January 2018; the outbox row it leaves."""
        actor = next(role for role in move.by if role != "system")
        record = history.Record(
            office_id=self.office.id,
            kind="step",
            at=moment_text(NOW),
            effective_on=SIGNED.isoformat(),
            subject=f"item:{item.code}",
            actor_id=self.office.people[actor],
            item_id=item.id,
            position_id=self.office.positions[actor],
            trigger=move.trigger,
            from_state=source,
            to_state=move.target,
            **{"capacity": "own", "reason": "ตัวเลขไม่ตรงกับบัญชี" if move.needs_reason else "", **more},
        )
        sealed = history.append(self.session, record)
        row = OutboxRow(
            office_id=self.office.id,
            item_id=item.id,
            entry_seq=sealed.seq,
            notices=",".join(move.notices),
            created_at=NOW,
        )
        self.session.add(row)
        self.session.flush()
        return row.id

    def notice(self, code: str, role: str = "plan_director", **more: Any) -> Notice:
        values = {
            "office_id": self.office.id,
            "person_id": self.office.people[role],
            "code": code,
            "written_at": NOW,
        }
        row = Notice(**{**values, **more})
        self.session.add(row)
        self.session.flush()
        return row

    def reminder(self, duty: Obligation, role: str = "plan_officer", because: str = "") -> Notice:
        return self.notice(
            "reminder", role, obligation_id=duty.id, item_id=duty.item_id, rung=-7, because=because
        )

    def duty(self, kind: str, code: str, days: int, reckoning: str = "{}") -> Obligation:
        """What is owed on the paper of this kind, due so many days after 12 January 2018."""
        item = self.papers[kind]
        self.session.exec(delete(Obligation).where(col(Obligation.item_id) == item.id))
        known = definitions.by_hash(self.session, item.definition_hash).duty[code]
        row = Obligation(
            office_id=self.office.id,
            item_id=item.id,
            code=code,
            owed_by=known.owed_by,
            group_id=item.group_id,
            school_id=item.school_id,
            due_on=datetime.date(2018, 1, 12) + datetime.timedelta(days=days),
            formula="",
            calendar_version="1",
            reckoning=reckoning,
            opened_seq=1,
            opened_at=NOW,
        )
        self.session.add(row)
        self.session.flush()
        return row


def telling(session: Session, office: SmallOffice) -> Telling:
    """Opens one paper of each kind and sets off every notice of the catalogue once."""
    told = Telling(session, office)
    _name(session, office)
    for kind, (code, title) in PAPERS.items():
        told.papers[kind] = office.open(session, kind, code, title=title)
    _particulars(session, told)
    for code in catalogue().notices:
        if code in BY_DATE:
            continue
        if code == MENTIONED:
            told.notices[code] = _mention(session, told)
            continue
        if code in ASKED:
            paper = told.papers["memo" if code == READ_AGAIN else "quarterly_report"]
            told.notices[code] = told.notice(code, item_id=paper.id, about=f"{paper.code} 2561-01-12")
            continue
        kind, move = _first_that_tells(session, told, code)
        item = told.papers[kind]
        outbox_id = told.step(item, move, move.sources[0])
        told.notices[code] = told.notice(code, _reader(code), item_id=item.id, outbox_id=outbox_id)
    return told


def _name(session: Session, office: SmallOffice) -> None:
    for number, (name, position_id) in enumerate(office.positions.items(), 1):
        position = session.get_one(Position, position_id)
        position.title_th = catalogue().roles[position.role].th.partition(" (")[0]
        session.get_one(Person, office.people[name]).name_th = f"บุคลากรคนที่ {number}"
    for group, name in (("PLN", "กลุ่มนโยบายและแผน"), ("ADM", "กลุ่มอำนวยการ")):
        session.get_one(Group, office.groups[group]).name_th = name


def _particulars(session: Session, told: Telling) -> None:
    """The committee and its meeting, the number of the paper, the project that takes in the other."""
    body = Body(
        office_id=told.office.id,
        code="plan_committee",
        name_th="คณะกรรมการจัดทำแผนปฏิบัติการประจำปี",
        internal=True,
        valid_from=datetime.date(2017, 10, 1),
    )
    session.add(body)
    session.flush()
    session.add(
        Meeting(
            item_id=told.papers["meeting"].id,
            body_id=body.id,
            number=1,
            year=2561,
            held_on=datetime.date(2018, 1, 22),
            place="ห้องประชุมสำนักงาน",
            begins="09.30 น.",
        )
    )
    into = told.office.open(session, "project", "P2561-015", title="โครงการยกระดับคุณภาพการอ่าน")
    session.add(
        Merger(
            item_id=told.papers["project"].id,
            into_id=into.id,
            requested=0,
            reason="กลุ่มเป้าหมายเดียวกัน",
            effective_on=SIGNED,
            entry_seq=1,
        )
    )
    session.add(
        Attestation(
            item_id=told.papers["memo"].id,
            code="document_number",
            value="ศธ 04159/ว 12",
            item_version=1,
            entry_seq=1,
            attested_by=told.office.people["clerk"],
            attested_at=NOW,
        )
    )
    session.flush()


def _mention(session: Session, told: Telling) -> Notice:
    """What the plan director is told of a message that calls her."""
    item = told.papers["project"]
    comment = Comment(
        office_id=told.office.id,
        item_id=item.id,
        person_id=told.office.people["plan_officer"],
        text="ขอให้ตรวจตัวชี้วัดข้อ 2 ก่อนเสนอ",
        written_at=NOW,
    )
    session.add(comment)
    session.flush()
    return told.notice(MENTIONED, item_id=item.id, about=f"comment {comment.id}")


def _first_that_tells(session: Session, told: Telling, code: str) -> tuple[str, Transition]:
    """The first step of any kind that sets the notice off; a meeting's own where it has one."""
    kinds = ("meeting", *(kind for kind in PAPERS if kind != "meeting"))
    return next(
        (kind, move)
        for kind in kinds
        for move in definitions.by_hash(session, told.papers[kind].definition_hash).transitions
        if code in move.notices and set(move.by) != {"system"}
    )


def _reader(code: str) -> str:
    """Somebody whom the notice reaches."""
    known = {
        "owner": "plan_officer",
        "all_staff": "project_owner",
        "all_schools": "school_officer",
        "school": "school_officer",
        "next_actors": "group_director",
        "group_director": "group_director",
        "all_group_directors": "group_director",
        "project_owners": "project_owner",
        "committee": "committee_secretary",
        "area_director": "area_director",
        "supervisor": "deputy_director",
    }
    return known.get(catalogue().notices[code].recipients[0], "plan_director")
