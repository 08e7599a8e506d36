"""An order that appoints a committee (คำสั่งแต่งตั้ง), drafted from the body's members (U-P5, P-A4.2, P-E2)."""

import datetime
from collections.abc import Sequence
from typing import Final

from sqlmodel import Session

from papers.content.shown import ROLES, title_of
from states.fiscal import fiscal_year_of
from states.thai import long_date
from workflow.meetings.bodies import seats
from workflow.models import Body, Office
from workflow.papers.fields import Appointed, Fields

# Which law gives the power is the office's to say: a number guessed here would be signed unread.
_POWER: Final = "อาศัยอำนาจตามความใน (ให้หน่วยงานระบุกฎหมายที่ให้อำนาจ)"
_ORDER: Final = tuple(ROLES)
_DUTIES: Final[dict[str, tuple[str, ...]]] = {
    "plan_committee": (
        "วิเคราะห์ กลั่นกรอง และบูรณาการโครงการ/กิจกรรมที่มีลักษณะใกล้เคียงกันหรือมีกลุ่มเป้าหมายเดียวกัน",
        "พิจารณาจัดสรรวงเงินให้อยู่ในกรอบวงเงินงบประมาณที่กำหนด",
        "จัดทำปฏิทินการดำเนินงานและร่างแผนปฏิบัติการประจำปีงบประมาณ แบบบูรณาการ",
        "ปฏิบัติงานอื่นตามที่ได้รับมอบหมาย",
    ),
    "expenditure_committee": (
        "รวบรวมและตรวจสอบความครบถ้วนของข้อมูลรายรับและรายจ่ายจากโรงเรียนและกลุ่มงาน",
        "วิเคราะห์งบประมาณรายจ่ายและจัดทำรายงานผลการวิเคราะห์เสนอผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
        "ปรับปรุงแก้ไขรายงานตามข้อสั่งการ",
        "ปฏิบัติงานอื่นตามที่ได้รับมอบหมาย",
    ),
    "school_plan_committee": (
        "ตรวจและให้ข้อเสนอแนะต่อแผนปฏิบัติการประจำปีของสถานศึกษาให้สอดคล้องกับแผนของสำนักงานเขตพื้นที่การศึกษา",
        "สรุปผลการตรวจเสนอผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
        "ปฏิบัติงานอื่นตามที่ได้รับมอบหมาย",
    ),
    "executive_team": (
        "ติดตามความก้าวหน้า ปัญหา อุปสรรค และเร่งรัดการดำเนินงานและการเบิกจ่ายงบประมาณตามแผนปฏิบัติการ",
        "พิจารณาปรับแผนปฏิบัติการระหว่างปีงบประมาณ",
        "ปฏิบัติงานอื่นตามที่ได้รับมอบหมาย",
    ),
    "executive_plus_clusters": (
        "พิจารณาปรับแผนปฏิบัติการเมื่อสิ้นปีงบประมาณ",
        "เสนอความต้องการของกลุ่มโรงเรียนเพื่อประกอบการจัดทำแผนปีต่อไป",
        "ปฏิบัติงานอื่นตามที่ได้รับมอบหมาย",
    ),
}
_ANY_DUTIES: Final = (
    "ดำเนินงานตามภารกิจของคณะกรรมการ",
    "ปฏิบัติงานอื่นตามที่ได้รับมอบหมาย",
)


def appointment(session: Session, body: Body, *, on: datetime.date) -> Fields:
    """The fields of an order appointing those who sit on the body on a Bangkok date, chair first.

    Without members the list is empty and waits for them. The law that gives the power is left to the office.
    """
    office = session.get_one(Office, body.office_id)
    year = fiscal_year_of(on).be
    return Fields(
        subject=f"แต่งตั้ง{body.name_th}",
        unit="",
        reason=(
            f"เพื่อให้การดำเนินงานของ{body.name_th} ปีงบประมาณ พ.ศ. {year} เป็นไปด้วยความเรียบร้อยและมีประสิทธิภาพ",
            f"{_POWER} {office.name_th} จึงแต่งตั้ง{body.name_th} ประกอบด้วย",
        ),
        members=tuple(_members(session, body, on)),
        duties=_DUTIES.get(body.code, _ANY_DUTIES),
        effective=f"วันที่ {long_date(on)} เป็นต้นไป",
    )


def _members(session: Session, body: Body, on: datetime.date) -> Sequence[Appointed]:
    rows = sorted(
        (member for member, _ in seats(session, [body.id], on)[body.id]),
        key=lambda member: (_ORDER.index(member.role) if member.role in _ORDER else len(_ORDER), member.id),
    )
    return [
        Appointed(
            member.name_th,
            title_of(session, member.person_id, on) if member.person_id is not None else "",
            ROLES.get(member.role, member.role),
        )
        for member in rows
    ]
