"""What people say about an item: who may, whom it calls, and that nothing of it changes the record."""

import datetime

import pytest
from conftest import LONG_AGO, NOW, SmallOffice, make_office
from counted import statements
from sqlmodel import Session, col, select

from notifications.inbox import inbox
from notifications.mentioning import tell
from notifications.models import Notice
from workflow import comments
from workflow.changes import Hand
from workflow.errors import BadInput, NotAllowed, TooLong, UnknownEntry
from workflow.models import ChainHead, Comment, Mention, Occupancy, Person
from workflow.queries import Viewer, viewer

LATER = NOW + datetime.timedelta(minutes=5)


def by(office: SmallOffice, role: str, at: datetime.datetime = NOW) -> Hand:
    return Hand(office.people[role], at)


def seeing(session: Session, office: SmallOffice, role: str = "plan_officer") -> Viewer:
    return viewer(session, office.people[role], NOW)


def called(session: Session, comment: Comment) -> set[int]:
    return set(session.exec(select(Mention.person_id).where(Mention.comment_id == comment.id)))


def test_a_comment_calls_whom_it_names_and_whom_was_ticked(session, office):
    item = office.open(session, "project", "P1")
    text = "ขอให้ดูข้อ 2 @plan_director.t1 และส่งสำเนา (@clerk.t1)."
    made = comments.write(session, item, text, by(office, "plan_officer"), call=["finance_officer.t1"])
    wanted = {office.people[role] for role in ("plan_director", "clerk", "finance_officer")}
    assert called(session, made) == wanted
    assert tell(session, made) == 3
    assert tell(session, made) == 0  # told once, however often it is tried
    (got,) = inbox(session, office.people["clerk"], NOW.date())
    assert (got.notice.code, got.notice.item_id, got.unread) == ("notify_mention", item.id, True)


def test_nobody_calls_herself_and_what_names_nobody_stays_text(session, office):
    item = office.open(session, "project", "P1")
    text = "@plan_officer.t1 ติดต่อ someone@example.go.th เวลา @9.00 น. @nobody"
    made = comments.write(session, item, text, by(office, "plan_officer"))
    assert called(session, made) == set()
    assert comments.said(session, item.id)[0].text == text


def test_it_stands_beside_the_record(session, office):
    item = office.open(session, "project", "P1")
    before = session.get_one(ChainHead, office.id).seq
    comments.write(session, item, "ตรวจแล้ว", by(office, "plan_officer"))
    session.refresh(item)
    assert (session.get_one(ChainHead, office.id).seq, item.version) == (before, 1)


def test_only_its_writer_takes_it_back_and_its_place_stays(session, office):
    item, other = office.open(session, "project", "P1"), office.open(session, "project", "P2")
    made = comments.write(session, item, "ผิดเรื่อง", by(office, "plan_officer"))
    with pytest.raises(NotAllowed):
        comments.withdraw(session, item, made.id, by(office, "plan_director"))
    with pytest.raises(UnknownEntry):
        comments.withdraw(session, other, made.id, by(office, "plan_officer"))
    comments.withdraw(session, item, made.id, by(office, "plan_officer", LATER))
    comments.withdraw(session, item, made.id, by(office, "plan_officer", LATER + (LATER - NOW)))
    (shown,) = comments.said(session, item.id)
    assert (shown.text, shown.withdrawn_at) == ("", LATER)
    assert session.get_one(Comment, made.id).text == "ผิดเรื่อง"


@pytest.mark.parametrize("text", ["", "  \r\n \t"])
def test_nothing_is_no_comment(session, office, text):
    item = office.open(session, "project", "P1")
    with pytest.raises(BadInput, match="empty"):
        comments.write(session, item, text, by(office, "plan_officer"))


def test_a_comment_has_an_end(session, office):
    item = office.open(session, "project", "P1")
    with pytest.raises(TooLong):
        comments.write(session, item, "ก" * (comments.LONGEST + 1), by(office, "plan_officer"))
    assert comments.write(session, item, "ก" * comments.LONGEST, by(office, "plan_officer")).id


def test_nobody_is_called_to_what_she_may_not_see(session, office):
    item = office.open(session, "project", "P1")
    with pytest.raises(BadInput, match="cannot_see"):
        comments.write(session, item, "ดูด้วย @school_officer.t1", by(office, "plan_officer"))
    plan = office.open(session, "school_plan", "S1")
    made = comments.write(session, plan, "ดูด้วย @school_officer.t1", by(office, "plan_officer"))
    assert called(session, made) == {office.people["school_officer"]}


def test_another_office_neither_writes_nor_is_called(session, office):
    other = make_office(session, "T2")
    item = office.open(session, "project", "P1")
    with pytest.raises(NotAllowed):
        comments.write(session, item, "สวัสดี", by(other, "plan_officer"))
    made = comments.write(session, item, "@plan_director.t2", by(office, "plan_officer"))
    assert called(session, made) == set()
    assert comments.named(session, seeing(session, office), "plan", NOW.date())
    people = comments.named(session, seeing(session, other), "plan", NOW.date())
    assert {each.office_id for each in people} == {other.id}


def test_whoever_has_left_is_neither_offered_nor_called(session, office):
    item = office.open(session, "project", "P1")
    clerk = session.get_one(Person, office.people["clerk"])
    comments.write(session, item, "ลงรับแล้ว", by(office, "clerk"))
    clerk.active_to = NOW.date() - datetime.timedelta(days=1)
    session.flush()
    made = comments.write(session, item, "@clerk.t1", by(office, "plan_officer"))
    assert called(session, made) == set()
    assert clerk not in comments.concerned(session, item, NOW.date())
    assert clerk not in comments.named(session, seeing(session, office), "clerk", NOW.date())


def test_who_finds_no_people_by_searching_is_offered_none_by_typing(session, office):
    """School people, whoever has left and accounts without a post do not list the office letter by letter."""
    assert comments.named(session, seeing(session, office), "clerk", NOW.date())
    for role in ("school_officer", "school_cluster_chair"):
        assert comments.named(session, seeing(session, office, role), "clerk", NOW.date()) == []
    session.get_one(Person, office.people["finance_officer"]).active_to = LONG_AGO
    post = select(Occupancy).where(Occupancy.person_id == office.people["plan_director"])
    session.delete(session.exec(post).one())
    session.flush()
    for role in ("finance_officer", "plan_director"):
        assert comments.named(session, seeing(session, office, role), "clerk", NOW.date()) == []


def test_those_concerned_own_it_acted_on_it_or_spoke(session, office):
    item = office.open(session, "project", "P1", owner_id=office.people["project_owner"])
    comments.write(session, item, "ขอดูก่อน", by(office, "finance_officer"))
    found = {each.id for each in comments.concerned(session, item, NOW.date())}
    assert found == {office.people[role] for role in ("project_owner", "finance_officer", "plan_director")}


def test_a_message_taken_back_is_no_longer_told(session, office):
    from notifications.words import tell as told

    item = office.open(session, "project", "P1", title="โครงการอ่านออกเขียนได้")
    made = comments.write(session, item, "ความลับ @clerk.t1", by(office, "plan_officer"))
    tell(session, made)
    notice = session.exec(select(Notice).where(col(Notice.code) == "notify_mention")).one()
    assert "ความลับ" in told(session, [notice], "th", "", NOW)[0].body
    comments.withdraw(session, item, made.id, by(office, "plan_officer", LATER))
    assert "ความลับ" not in told(session, [notice], "th", "", LATER)[0].body


def test_however_many_comments_take_the_same_statements(session, office):
    item = office.open(session, "project", "P1")
    for number in range(3):
        comments.write(session, item, f"ข้อที่ {number} @clerk.t1", by(office, "plan_officer"))
    with statements(session) as few:
        comments.said(session, item.id)
    for number in range(30):
        comments.write(session, item, f"ข้อที่ {number} @clerk.t1", by(office, "plan_officer"))
    with statements(session) as many:
        assert len(comments.said(session, item.id)) == 33
    assert len(few) == len(many) == 2
