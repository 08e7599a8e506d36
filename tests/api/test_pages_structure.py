"""Committees, groups, clusters and schools by page."""

import datetime

import pytest
from admin_pages import MOST_STATEMENTS, administrator, plain, problem  # noqa: F401  fixtures
from conftest import NOW, make_office
from sqlmodel import select
from year_pages import browser_of_the_small_office  # noqa: F401  fixtures

from workflow.changes import Hand
from workflow.meetings.bodies import NewMember, appoint
from workflow.models import Body, Cluster, Group, Member, Occupancy, Position, School
from workflow.structure import NewBody, NewSchool, add_bodies, add_schools

STRUCTURE, BODIES = "/settings/structure", "/settings/bodies"


@pytest.fixture(name="body")
def a_committee(database, office):
    """The key of the planning committee."""
    with database.write() as session:
        new = NewBody("plan_committee", "คณะกรรมการจัดทำแผน", internal=True)
        hand = Hand(office.people["system_admin"], NOW)
        return add_bodies(session, office.id, [new], hand)["plan_committee"]


def test_everybody_an_order_names_is_seated_at_once(admin, database, office, body):
    told = {"order_no": "5/2561", "valid_from": "12 ม.ค. 2561", "valid_to": "30 ก.ย. 2562"}
    chair = {"person-0": "area_director.t1", "role-0": "chair"}
    outside = {"name-1": "ผู้ทรงคุณวุฒิ (บัญชีสมมติ)", "role-1": "member"}
    page = plain(admin.send(f"{BODIES}/{body}/members", **told, **chair, **outside))
    assert "ผู้มีสิทธิออกเสียงวันนี้ 2" in page
    assert "องค์ประชุม ไม่น้อยกว่า 1 คน" in page
    with database.read() as session:
        rows = {row.role: row for row in session.exec(select(Member))}
        assert rows["chair"].person_id == office.people["area_director"]
        assert (rows["member"].name_th, rows["member"].person_id) == (outside["name-1"], None)
    again = admin.send(f"{BODIES}/{body}/members", 409, **told, **{"name-0": "คนอื่น", "role-0": "chair"})
    assert 'value="คนอื่น"' in again


def test_members_are_seated_by_an_order_and_all_or_none(admin, database, body):
    told = {"valid_from": "12 ม.ค. 2561", "order_no": "", "name-0": "ก"}
    assert problem(admin.send(f"{BODIES}/{body}/members", 422, **told), "seat-order_no")
    nobody = admin.send(
        f"{BODIES}/{body}/members", 422, **{**told, "order_no": "5/2561", "name-0": "", "person-0": ""}
    )
    assert "seat-person-0" in nobody
    twice = {**told, "order_no": "5/2561", "role-0": "chair", "name-1": "ข", "role-1": "chair"}
    admin.send(f"{BODIES}/{body}/members", 409, **twice)
    with database.read() as session:
        assert session.exec(select(Member)).all() == []


def test_a_membership_ends_with_a_day(admin, database, body):
    admin.send(f"{BODIES}/{body}/members", order_no="5/2561", valid_from="12 ม.ค. 2561", **{"name-0": "ก"})
    with database.read() as session:
        member = session.exec(select(Member.id)).one()
    assert problem(
        admin.send(f"{BODIES}/{body}/members/{member}/end", 422, last_day="1 ม.ค. 2561"),
        f"end-{member}-last_day",
    )
    admin.send(f"{BODIES}/{body}/members/{member}/end", last_day="31 ม.ค. 2561")
    with database.read() as session:
        assert session.get_one(Member, member).valid_to == datetime.date(2018, 1, 31)


def test_a_body_gives_way_to_its_successor(admin, database, body):
    told = {"last_day": "31 ม.ค. 2561", "successor": "คณะกรรมการชุดใหม่"}
    assert "ช่องยืนยัน" in admin.send(f"{BODIES}/{body}/end", 422, **told)
    assert "คณะกรรมการชุดใหม่" in admin.send(f"{BODIES}/{body}/end", **told, confirmed="yes")
    with database.read() as session:
        first, second = session.exec(select(Body).order_by(Body.valid_from)).all()
        assert (first.valid_to, second.valid_from) == (datetime.date(2018, 1, 31), datetime.date(2018, 2, 1))
        assert (second.code, second.internal) == ("plan_committee", True)


def test_a_kind_of_body_stands_once(admin, database, body):
    assert 'value="plan_committee"' not in admin.page(BODIES)
    refused = admin.send(BODIES, 422, body="plan_committee", name_th="อีกชุด", valid_from="1 ก.พ. 2561")
    assert "ซ้อนกับ" in problem(refused, "add-valid_from")
    assert "คณะทีมบริหาร" in admin.send(BODIES, body="executive_team")
    assert "แผนปฏิบัติการ" in plain(admin.send(BODIES, body="provincial_board"))  # the path it stands in


def test_the_secretary_seats_members_but_ends_no_body(admin, body):
    admin.as_("committee_secretary")
    assert "พ้นจาก" in admin.send(
        f"{BODIES}/{body}/members", order_no="5/2561", valid_from="12 ม.ค. 2561", **{"person-0": "clerk.t1"}
    )
    assert "/settings/people/clerk.t1" not in admin.page(f"{BODIES}/{body}")
    admin.send(f"{BODIES}/{body}/end", 403, last_day="31 ม.ค. 2561", confirmed="yes")
    admin.send(BODIES, 403, body="executive_team")


def test_another_offices_body_is_not_here(admin, database):
    with database.write() as session:
        other = make_office(session, "T2")
        hand = Hand(other.people["system_admin"], NOW)
        key = add_bodies(session, other.id, [NewBody("executive_team", "ก", internal=True)], hand)
    admin.page(f"{BODIES}/{key['executive_team']}", 404)
    admin.page(f"{STRUCTURE}/schools/S009", 404)
    assert "<h1>" in admin.send(f"{STRUCTURE}/schools/S009/close", 404, last_day="1 ก.พ. 2561")
    assert "<h1>" in admin.send(f"{STRUCTURE}/groups/XXX", 404, name_th="ข")
    admin.send(f"{BODIES}/{key['executive_team']}", 404, name_th="ข")


def test_schools_are_found_and_counted_by_cluster(admin):
    page = plain(admin.page(f"{STRUCTURE}?q=S002"))
    assert "1 โรงเรียน" in page
    assert "โรงเรียน S001" not in page
    assert "กลุ่มโรงเรียนที่ 1 2 โรงเรียน" in plain(admin.page(STRUCTURE))


def test_a_school_is_added_and_changed(admin, database, office):
    told = {"name_th": "โรงเรียนใหม่", "code": "S003", "cluster": "C1", "students": "๑๒๐"}
    assert "เพิ่มโรงเรียนแล้ว" in admin.send(f"{STRUCTURE}/schools", **told)
    again = admin.send(f"{STRUCTURE}/schools", 409, **told)
    assert problem(again, "school-code")
    assert 'value="โรงเรียนใหม่"' in again
    few = admin.send(f"{STRUCTURE}/schools/S003", 422, name_th="โรงเรียนใหม่", students="มาก", cluster="")
    assert problem(few, "change-students")
    admin.send(f"{STRUCTURE}/schools/S003", name_th="โรงเรียนใหม่วิทยา", students="99", cluster="")
    with database.read() as session:
        row = session.exec(select(School).where(School.code == "S003")).one()
        assert (row.name_th, row.students, row.cluster_id) == ("โรงเรียนใหม่วิทยา", 99, None)


def test_a_school_merges_into_another_with_its_posts_after_a_look(admin, database, office):
    address = f"{STRUCTURE}/schools/S002/close"
    page = plain(admin.page(f"{address}?last_day=31 มี.ค. 2561&into=S001"))
    assert "รวมโรงเรียน S002เข้ากับโรงเรียน S001" in page
    assert "ตำแหน่ง school_officer@S002" in page
    assert "รวมกับโรงเรียน S001" in plain(admin.send(address, last_day="2018-03-31", into="S001"))
    with database.read() as session:
        last_day = datetime.date(2018, 3, 31)
        post = session.get_one(Position, office.positions["school_officer@S002"])
        held = session.exec(select(Occupancy).where(Occupancy.position_id == post.id)).one()
        school = session.get_one(School, office.schools["S002"])
        assert (school.valid_to, post.valid_to, held.valid_to) == (last_day,) * 3
    admin.send(address, 422, last_day="2018-03-30", into="")


def test_a_school_does_not_merge_into_one_that_is_gone_or_itself(admin, database, office):
    admin.send(f"{STRUCTURE}/schools/S001/close", last_day="2018-01-31")
    refused = admin.send(f"{STRUCTURE}/schools/S002/close", 422, last_day="2018-03-31", into="S001")
    assert problem(refused, "close-into")
    admin.send(f"{STRUCTURE}/schools/S002/close", 422, last_day="2018-03-31", into="S002")
    with database.read() as session:
        assert session.get_one(School, office.schools["S002"]).valid_to is None


def test_a_group_ends_only_without_posts(admin, database, office):
    admin.send(f"{STRUCTURE}/groups", name_th="กลุ่มใหม่", code="NEW")
    kept = admin.send(f"{STRUCTURE}/groups/ADM", 422, name_th="กลุ่ม ADM", last_day="31 ม.ค. 2561")
    assert "มี 2 ตำแหน่ง" in problem(kept, "group-ADM-last_day")
    admin.send(f"{STRUCTURE}/groups/NEW", name_th="กลุ่มใหม่กว่า", last_day="31 ม.ค. 2561")
    with database.read() as session:
        rows = {row.code: row for row in session.exec(select(Group))}
        assert (rows["NEW"].name_th, rows["NEW"].valid_to) == ("กลุ่มใหม่กว่า", datetime.date(2018, 1, 31))
        assert rows["ADM"].valid_to is None


def test_a_cluster_is_added_and_renamed(admin, database):
    admin.send(f"{STRUCTURE}/clusters", name_th="กลุ่มที่สอง", code="C2")
    admin.send(f"{STRUCTURE}/clusters/C2", name_th="กลุ่มศรีสอง")
    assert problem(admin.send(f"{STRUCTURE}/clusters/C2", 422, name_th=" "), "cluster-C2-name_th")
    with database.read() as session:
        names = {row.code: row.name_th for row in session.exec(select(Cluster))}
        assert names["C2"] == "กลุ่มศรีสอง"


@pytest.mark.one_database
def test_the_pages_take_the_same_statements_for_any_number_of_rows(admin, database, office, body):
    addresses = (STRUCTURE, f"{STRUCTURE}/schools/S001", BODIES, f"{BODIES}/{body}")
    few = [admin.statements(each) for each in addresses]
    with database.write() as session:
        hand = Hand(office.people["system_admin"], NOW)
        rows = [NewSchool(f"M{number:03}", f"โรงเรียน {number}", "C1") for number in range(74)]
        add_schools(session, office.id, rows, hand)
        appoint(session, body, "5/2561", [NewMember(f"กรรมการ {number}") for number in range(20)], hand)
    assert [admin.statements(each) for each in addresses] == few
    assert max(few) <= MOST_STATEMENTS


@pytest.mark.parametrize("role", ["clerk", "plan_officer", "school_officer", "internal_auditor"])
def test_only_those_who_set_the_office_up_come_to_its_parts(admin, role):
    admin.as_(role).page(STRUCTURE, 403)
    admin.send(f"{STRUCTURE}/schools", 403, name_th="ก", code="X")
    admin.page(f"{STRUCTURE}/schools/S001", 403)
