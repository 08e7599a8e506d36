"""The list of projects to accelerate: as it was listed, with money at the quarter's end and the answers."""

from conftest import SmallOffice
from content_desk import item_of, told, written
from sqlmodel import Session

from workflow.reports.acceleration import listed


def test_the_list_is_that_of_the_report(year: Session) -> None:
    item = item_of(year, "QR2561-1")
    found, kept = told(year, "acceleration_list", item), listed(year, item.id)
    assert [each["code"] for each in found["projects"]] == [each.code for each in kept]
    assert [each["reply"] for each in found["projects"]] == [each.reply for each in kept]
    first = found["projects"][0]
    assert (first["code"], first["per_cent"], first["target"]) == ("P001", "19.62", "30.29")
    assert (first["in_force"], first["disbursed"], first["left"]) == (90000000, 17656475, 72343525)
    assert found["left"] == sum(each["left"] for each in found["projects"])
    assert not found["preliminary"]
    shown = written("acceleration_list", found)
    assert "รวม 19 โครงการ" in shown
    assert "31 ธันวาคม 2560" in shown


def test_with_nobody_behind_it_says_so(session: Session, office: SmallOffice) -> None:
    found = told(session, "acceleration_list", office.open(session, "quarterly_report", "Q1"))
    assert found["projects"] == []
    assert "ไม่มีโครงการที่เบิกจ่ายต่ำกว่าเป้าหมาย" in written("acceleration_list", found)
