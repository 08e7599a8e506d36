"""A meeting's agenda and minutes, and the paper of one agenda item."""

import datetime

from conftest import LONG_AGO, SmallOffice
from content_desk import item_of, told, written
from sqlmodel import Session, select

from workflow.models import Attendance, Body, Meeting, Member, Resolution


def test_the_agenda_has_its_five_sections_and_their_entries(year: Session) -> None:
    found = told(year, "meeting_agenda", item_of(year, "M1"))
    assert [each["number"] for each in found["sections"]] == [1, 2, 3, 4, 5]
    assert [each["number"] for each in found["sections"][3]["entries"]] == [f"4.{n}" for n in range(1, 45)]
    shown = written("meeting_agenda", found)
    assert "ครั้งที่ 1/2560" in shown
    assert "วันที่ 8 พฤศจิกายน 2560 เวลา 08.00 น." in shown


def test_minutes_tell_who_came_and_what_was_resolved(year: Session) -> None:
    item = item_of(year, "M1")
    found = told(year, "minutes", item)
    rows = year.exec(select(Attendance).where(Attendance.meeting_id == item.id)).all()
    there = found["attendance"]
    assert len(there["came"]) == sum(row.present for row in rows) == 12
    assert [each["reason"] for each in there["absent"]] == ["ติดราชการ (ข้อมูลสมมติ)"] * 3
    assert (there["present"], there["members"]) == (12, 15)
    shown = written("minutes", found)
    for words in ("ผู้มาประชุม", "ผู้ไม่มาประชุม", "เริ่มประชุมเวลา 08.00 น.", "เลิกประชุมเวลา", "ผู้จดรายงานการประชุม"):
        assert words in shown
    assert shown.count("มติที่ประชุม") == 44
    assert "เห็นชอบบรรจุ 40 โครงการ บูรณาการรวม 2 โครงการ ไม่บรรจุ 1 โครงการ" in shown
    assert "บรรจุในแผน วงเงิน 900,000.00 บาท" in shown


def test_minutes_keep_votes_against_and_the_opinion_behind_them(year: Session) -> None:
    found = told(year, "minutes", item_of(year, "M4"))
    entry = found["sections"][3]["entries"][0]
    entry["recused"] = [{"name": "กรรมการคนที่ 1", "reason": "มีส่วนได้เสีย"}]
    entry["resolution"] |= {
        "votes": [5, 2, 1],
        "dissents": [{"name": "กรรมการคนที่ 2", "opinion": "ควรชะลอไว้ก่อน"}],
    }
    shown = written("minutes", found)
    assert "(เห็นด้วย 5 เสียง ไม่เห็นด้วย 2 เสียง งดออกเสียง 1 เสียง)" in shown
    assert "ความเห็นแย้งของกรรมการคนที่ 2: ควรชะลอไว้ก่อน" in shown
    assert "กรรมการคนที่ 1 ไม่ร่วมพิจารณาในวาระนี้ เนื่องจากมีส่วนได้เสีย" in shown


def test_the_plans_agenda_paper_asks_leave_to_change_projects(year: Session) -> None:
    found = told(year, "agenda_paper", item_of(year, "AP2561"))
    assert (found["number"], found["meeting"]) == ("4.1", "9/2560")
    shown = written("agenda_paper", found)
    assert "วงเงินงบประมาณรวม 8,000,000.00 บาท (แปดล้านบาทถ้วน)" in shown
    assert "ขออนุมัติเป็นหลักการ" in shown
    resolution = year.exec(select(Resolution).where(Resolution.text == found["resolution"]["text"])).first()
    assert resolution is not None
    assert resolution.text in shown


def test_an_amendments_agenda_paper_shows_before_and_after(year: Session) -> None:
    found = told(year, "agenda_paper", item_of(year, "A1"))
    told_of = found["told"]
    assert told_of["net"] == 0
    assert sum(each["change"] for each in told_of["lines"]) == 0
    assert [each["after"] - each["before"] for each in told_of["lines"]] == [
        each["change"] for each in told_of["lines"]
    ]
    shown = written("agenda_paper", found)
    assert "วงเงินรวมของแผนไม่เปลี่ยนแปลง" in shown
    assert "ได้รับความเห็นชอบให้ปรับแผนแล้วเมื่อวันที่ 7 กุมภาพันธ์ 2561" in shown
    assert "เพื่อโปรดทราบผลการปรับแผนกลางปี" in shown
    asked = {**found, "told": {**told_of, "adopted_on": ""}}
    assert "เพื่อโปรดพิจารณาปรับแผนกลางปี" in written("agenda_paper", asked)


def test_agenda_papers_of_a_report_and_a_project(year: Session) -> None:
    report = written("agenda_paper", told(year, "agenda_paper", item_of(year, "AR2561")))
    assert "เบิกจ่ายแล้ว 7,669,600.00 บาท คิดเป็นร้อยละ 95.87" in report
    assert "เพื่อโปรดทราบรายงานผลการดำเนินงาน" in report
    project = written("agenda_paper", told(year, "agenda_paper", item_of(year, "P001")))
    assert "งบประมาณ 840,000.00 บาท (แปดแสนสี่หมื่นบาทถ้วน)" in project


def test_who_came_for_whom_and_who_sat_in_without_a_vote(session: Session, office: SmallOffice) -> None:
    body = Body(
        office_id=office.id, code="plan_committee", name_th="คณะกรรมการ", internal=True, valid_from=LONG_AGO
    )
    session.add(body)
    session.flush()
    item = office.open(session, "meeting", "M1")
    held_on = datetime.date(2018, 1, 12)
    session.add(Meeting(item_id=item.id, body_id=body.id, number=1, year=2561, held_on=held_on))
    roles = ("chair", "member", "secretary", "assistant_secretary")
    members = [
        Member(body_id=body.id, name_th=f"คน {role}", role=role, valid_from=LONG_AGO) for role in roles
    ]
    session.add_all(members)
    session.flush()
    for member, more in zip(members, ({}, {"substitute": "ผู้แทน"}, {}, {}), strict=True):
        row = Attendance(meeting_id=item.id, member_id=member.id, present=not more, **more)
        session.add(row)
    session.flush()
    found = told(session, "minutes", item)
    assert [(each["name"], each["substitute"]) for each in found["attendance"]["came"]] == [
        *(("คน chair", ""), ("คน member", "ผู้แทน"), ("คน secretary", ""))
    ]
    assert [each["role"] for each in found["attendance"]["participants"]] == ["ผู้ช่วยเลขานุการ"]
    assert (found["writer"]["name"], found["checker"]["name"]) == ("คน assistant_secretary", "คน secretary")
    shown = written("minutes", found)
    assert "ผู้เข้าร่วมประชุม" in shown
    assert "แทน คน member" in shown
