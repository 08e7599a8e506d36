"""What outside boards resolved is recorded with its letter, and nobody operates them here (U-D6, P-A5)."""

import datetime
from dataclasses import replace

import pytest
from conftest import LONG_AGO, NOW, SmallOffice
from sqlmodel import Session, select

from workflow import history
from workflow.changes import Hand
from workflow.errors import AlreadyExists, BadDate, BadInput, NotAllowed, StepRefused
from workflow.meetings.bodies import NewMember, add_member
from workflow.meetings.outside import Outside, record_outside
from workflow.models import (
    AgendaItem,
    Attestation,
    Body,
    Document,
    Entry,
    Item,
    Meeting,
    Resolution,
    StoredFile,
)
from workflow.statements import Attached

MET = datetime.date(2018, 1, 8)
SCAN = Attached("a" * 64, "มติ กศจ.pdf")
LETTER = Outside(
    body="provincial_board",
    number=1,
    held_on=MET,
    kind="endorse",
    letter_no="ศธ 04001/12",
    letter_on=datetime.date(2018, 1, 10),
    text="เห็นชอบแผนปฏิบัติการ",
    evidence={"flexibility": "yes"},
)


@pytest.fixture(name="hand")
def hand_of_the_recorder(office: SmallOffice) -> Hand:
    return Hand(office.people["board_recorder"], NOW)


@pytest.fixture(name="boards", autouse=True)
def boards_of_the_office(session: Session, office: SmallOffice) -> None:
    for code, internal in (
        ("provincial_board", False),
        ("quality_subcommittee", False),
        ("plan_committee", True),
    ):
        row = Body(
            office_id=office.id, code=code, name_th=f"คณะ {code}", internal=internal, valid_from=LONG_AGO
        )
        session.add(row)
    session.add(StoredFile(sha256=SCAN.sha256, size=1, media_type="application/pdf", stored_at=NOW))
    session.flush()


def before_the_board(
    session: Session, office: SmallOffice, code: str = "PLAN", kind: str = "annual_plan"
) -> Item:
    paper = office.open(session, kind, code)
    paper.state, paper.effective_on = "board_review", datetime.date(2018, 1, 4)
    session.flush()
    return paper


def test_a_letter_moves_the_plan_on_the_day_of_the_resolution(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    """Both dates are kept: that of the resolution and that of its recording."""
    plan = before_the_board(session, office)
    moved = record_outside(session, plan.id, LETTER, hand)
    assert (moved.trigger, moved.to_state) == ("record_board_endorsed", "approved")
    entry = session.exec(select(Entry).where(Entry.seq == moved.entry_seq)).one()
    assert (entry.effective_on, entry.at) == (MET, NOW)
    facts = {row.code: row.value for row in session.exec(select(Attestation))}
    assert facts == {
        "flexibility": "yes",
        "resolution_date": "2018-01-08",
        "resolution_letter": "ศธ 04001/12 ลงวันที่ 10 มกราคม 2561",
        "resolution_meeting": "1/2561 ศธ 04001/12 ลงวันที่ 10 มกราคม 2561",
    }
    assert history.verify(session, office.id).holds


def test_the_boards_meeting_is_taken_in_with_its_resolution(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    """As a meeting held elsewhere: nothing of it is owed, and two papers of one meeting share it."""
    first, second = before_the_board(session, office), before_the_board(session, office, "PLAN2")
    seqs = [record_outside(session, each.id, LETTER, hand).entry_seq for each in (first, second)]
    meeting = session.exec(select(Meeting)).one()
    item = session.get_one(Item, meeting.item_id)
    assert (item.state, item.title, meeting.held_on) == (
        "minutes_adopted",
        "การประชุมคณะ provincial_board ครั้งที่ 1/2561",
        MET,
    )
    assert [row.item_id for row in session.exec(select(AgendaItem).order_by(AgendaItem.position))] == [  # type: ignore[arg-type]
        first.id,
        second.id,
    ]
    rows = session.exec(select(Resolution).order_by(Resolution.id)).all()  # type: ignore[arg-type]
    assert [(row.kind, row.trigger, row.entry_seq, row.number) for row in rows] == [
        ("endorse", "record_board_endorsed", seq, None) for seq in seqs
    ]
    assert session.exec(select(Entry.kind).where(Entry.item_id == item.id)).all() == ["imported"]


def test_nothing_said_beside_the_letter_replaces_what_it_says(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    beside = {"resolution_date": "2017-10-01", "resolution_letter": "อื่น", "resolution_meeting": "9/2550"}
    plan = before_the_board(session, office)
    record_outside(session, plan.id, replace(LETTER, evidence={"flexibility": "no", **beside}), hand)
    facts = {row.code: row.value for row in session.exec(select(Attestation))}
    assert facts == {
        "flexibility": "no",
        "resolution_date": "2018-01-08",
        "resolution_letter": "ศธ 04001/12 ลงวันที่ 10 มกราคม 2561",
        "resolution_meeting": "1/2561 ศธ 04001/12 ลงวันที่ 10 มกราคม 2561",
    }


def test_the_scan_of_the_letter_is_the_papers_document(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    plan = before_the_board(session, office)
    record_outside(session, plan.id, replace(LETTER, scan=SCAN), hand)
    kept = session.exec(select(Document)).one()
    assert (kept.item_id, kept.code, kept.sha256, kept.filename) == (
        plan.id,
        "resolution_letter",
        SCAN.sha256,
        SCAN.filename,
    )


def test_a_board_that_is_on_no_route_of_the_paper_resolves_nothing(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    row = Body(office_id=office.id, code="welfare", name_th="สวัสดิการ", internal=False, valid_from=LONG_AGO)
    session.add(row)
    amendment = office.open(session, "plan_amendment", "A1")
    amendment.state, amendment.effective_on = "awaiting_board", MET
    session.flush()
    told = replace(LETTER, kind="approve", evidence={"new_money": "เงินจัดสรรเพิ่ม"})
    with pytest.raises(BadInput, match="body"):
        record_outside(session, amendment.id, replace(told, body="welfare"), hand)
    assert record_outside(session, amendment.id, told, hand).to_state == "adopted"


@pytest.mark.parametrize(
    ("kind", "trigger", "target"),
    [
        ("endorse", "record_board_endorsed", "approved"),
        ("endorse_with_changes", "record_board_endorsed_with_changes", "revising"),
        ("reject", "record_board_rejected", "drafting"),
        ("defer", "record_board_deferred", "board_review"),
    ],
)
def test_each_kind_of_resolution_is_its_own_step(
    session: Session, office: SmallOffice, hand: Hand, kind: str, trigger: str, target: str
) -> None:
    plan = before_the_board(session, office)
    evidence = {"flexibility": "yes", "resubmission": "no"}
    told = replace(LETTER, kind=kind, reason="ตามหนังสือ", evidence=evidence)
    moved = record_outside(session, plan.id, told, hand)
    assert (moved.trigger, moved.to_state) == (trigger, target)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"kind": "applaud"}, BadInput),
        ({"kind": "approve"}, BadInput),
        ({"kind": "endorse", "trigger": "record_board_rejected"}, BadInput),
        ({"text": " "}, BadInput),
        ({"letter_no": " "}, BadInput),
        ({"letter_on": datetime.date(2018, 1, 7)}, BadInput),
        ({"body": "plan_committee"}, BadInput),
        ({"body": "quality_subcommittee"}, BadInput),
        ({"body": "unknown"}, BadInput),
        ({"number": 0}, BadInput),
        ({"held_on": datetime.date(2018, 1, 3)}, BadDate),
        ({"evidence": {}}, StepRefused),
    ],
)
def test_what_a_letter_cannot_say(
    session: Session, office: SmallOffice, hand: Hand, change: dict[str, object], refusal: type[Exception]
) -> None:
    plan = before_the_board(session, office)
    with pytest.raises(refusal), session.begin_nested():
        record_outside(session, plan.id, replace(LETTER, **change), hand)  # type: ignore[arg-type]
    assert session.exec(select(Resolution)).all() == []
    assert session.exec(select(Meeting)).all() == []


def test_one_meeting_has_one_day_and_resolves_once_on_a_paper(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    first, second = before_the_board(session, office), before_the_board(session, office, "PLAN2")
    record_outside(session, first.id, replace(LETTER, kind="defer", reason="รอข้อมูล"), hand)
    with pytest.raises(BadInput, match="held_on"):
        record_outside(session, second.id, replace(LETTER, held_on=datetime.date(2018, 1, 9)), hand)
    with pytest.raises(AlreadyExists):
        record_outside(session, first.id, LETTER, hand)


def test_the_members_of_an_outside_board_are_listed_from_any_day(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    """Its meetings were held elsewhere: no roll here tells who sat in them."""
    record_outside(session, before_the_board(session, office).id, LETTER, hand)
    body = session.exec(select(Body).where(Body.code == "provincial_board")).one()
    clerk, new = Hand(office.people["clerk"], NOW), NewMember("ศึกษาธิการจังหวัด", valid_from=LONG_AGO)
    assert add_member(session, body.id, "1/2560", new, clerk).valid_from == LONG_AGO


def test_only_the_recorder_of_outside_resolutions_records_them(session: Session, office: SmallOffice) -> None:
    plan = before_the_board(session, office)
    with pytest.raises(NotAllowed):
        record_outside(session, plan.id, LETTER, Hand(office.people["plan_director"], NOW))
