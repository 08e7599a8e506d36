"""The proposal form: seventeen fields in order, what is asked for or in the plan in figures and words."""

import re

from conftest import NOW, SmallOffice
from content_desk import item_of, told, written
from sqlmodel import Session

from workflow.changes import Hand
from workflow.models import Fund, Item
from workflow.money.lines import NewLine, set_requested
from workflow.proposals.form import Form, FormActivity, FormIndicator, save_form


def test_all_seventeen_fields_stand_in_order(year: Session) -> None:
    shown = written("proposal_form", told(year, "proposal_form", item_of(year, "P001")))
    numbers = [int(number) for number in re.findall(r"^(\d+)\. [^\d\s]", shown, re.MULTILINE)]
    assert list(dict.fromkeys(numbers)) == list(range(1, 18))
    for words in ("ผู้เสนอโครงการ", "ผู้เห็นชอบโครงการ", "ผู้อนุมัติโครงการ"):
        assert words in shown


def test_a_project_of_the_plan_shows_what_is_in_force_for_it(year: Session) -> None:
    found = told(year, "proposal_form", item_of(year, "P001"))
    assert (found["asked"], found["total"]) == (False, 84000000)
    assert sum(found["quarters"]) == 90000000  # as it was planned, before the amendments
    shown = written("proposal_form", found)
    assert "งบประมาณตามแผน 840,000.00 บาท (แปดแสนสี่หมื่นบาทถ้วน)" in shown
    assert "วงเงินเดิม 900,000.00 บาท" in shown


def test_a_proposal_shows_what_it_asks_for_and_its_months(session: Session, office: SmallOffice) -> None:
    item = _proposal(session, office)
    found = told(session, "proposal_form", item)
    assert (found["asked"], found["total"]) == (True, 1250050)
    assert [each["name"] for each in found["months"]][:3] == ["ต.ค.", "พ.ย.", "ธ.ค."]
    assert found["activities"] == [{"title": "อบรม", "months": [1, 2]}]
    shown = written("proposal_form", found)
    assert "งบประมาณที่ขอ 12,500.50 บาท (หนึ่งหมื่นสองพันห้าร้อยบาทห้าสิบสตางค์)" in shown
    assert "{{ 7*7 }} <b>" in shown


def _proposal(session: Session, office: SmallOffice) -> Item:
    hand = Hand(office.people["project_owner"], NOW)
    item = office.open(session, "project", "P1", owner_id=office.people["project_owner"])
    session.add(Fund(office_id=office.id, code="OF", name_th="งบประมาณสำนักงาน"))
    session.flush()
    set_requested(session, item, [NewLine("OF", "operating", "materials", 1250050)], None, hand)
    save_form(
        session,
        item,
        Form(
            rationale="{{ 7*7 }} <b>",
            activities=(FormActivity("อบรม", (1, 2)),),
            indicators=(FormIndicator("ร้อยละของผู้ผ่าน", "80"),),
        ),
        hand,
    )
    return item
