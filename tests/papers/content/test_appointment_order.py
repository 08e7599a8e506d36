"""An order that appoints a committee: its members with the chair first, its duties, no guessed law."""

from typing import Any

from content_desk import LATER, item_of, read
from msgspec import to_builtins
from sqlmodel import Session, select

from papers.content.appointment_order import appointment
from papers.content.shown import office
from workflow.models import Body, Member
from workflow.papers.fields import Fields, checked


def test_members_stand_as_they_were_appointed_chair_first(year: Session) -> None:
    body = _body(year, "expenditure_committee")
    drafted = appointment(year, body, on=LATER)
    rows = year.exec(select(Member).where(Member.body_id == body.id)).all()
    assert checked(drafted).subject == "แต่งตั้งคณะกรรมการวิเคราะห์งบประมาณรายจ่าย"
    assert sorted(each.name for each in drafted.members) == sorted(row.name_th for row in rows)
    assert [each.role for each in drafted.members] == [
        *("ประธานกรรมการ", *["กรรมการ"] * (len(rows) - 2), "กรรมการและเลขานุการ")
    ]
    shown = read("appointment_order.html", _context(year, drafted))
    assert "คำสั่งสำนักงานเขตพื้นที่การศึกษาประถมศึกษาอุตรดิตถ์ เขต 2" in shown
    assert "ให้คณะกรรมการมีหน้าที่ ดังนี้" in shown
    assert "ทั้งนี้ ตั้งแต่วันที่ 31 ธันวาคม 2561 เป็นต้นไป" in shown
    assert "(ให้หน่วยงานระบุกฎหมายที่ให้อำนาจ)" in shown


def test_a_body_without_members_waits_for_them(year: Session) -> None:
    drafted = appointment(year, _body(year, "kortorpornor"), on=LATER)
    assert drafted.members == ()
    assert len(drafted.duties) == 2
    assert "(ยังไม่มีรายชื่อกรรมการ)" in read("appointment_order.html", _context(year, drafted))


def _body(year: Session, code: str) -> Body:
    office_id = item_of(year, "AP2561").office_id
    return year.exec(select(Body).where(Body.office_id == office_id, Body.code == code)).one()


def _context(year: Session, fields: Fields) -> dict[str, Any]:
    return {
        "office": office(year, item_of(year, "AP2561").office_id),
        "paper": to_builtins(fields) | {"form": "order"},
        "signer": {"name": "", "title": "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา", "on_behalf": ""},
        "opinions": [],
        "order": "",
        "readers": [],
    }
