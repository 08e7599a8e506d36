"""Posts and orders by page: the roster of a day, handing over, standing in, leave, posts left alone."""

import datetime

import pytest
from admin_pages import MOST_STATEMENTS, administrator, plain, problem  # noqa: F401  fixtures
from conftest import NOW, make_office
from sqlmodel import col, select
from year_pages import browser_of_the_small_office  # noqa: F401  fixtures

from workflow.absences import note_absence
from workflow.changes import Hand
from workflow.delegations import NewDelegation, delegate
from workflow.models import Delegation, Entry, Occupancy, Position
from workflow.people import NewPerson, add_people, end_occupancy

POSTS, ORDERS = "/settings/posts", "/settings/orders"


def day(text):
    return datetime.date.fromisoformat(text)


def vacated(database, office, name, last_day="2018-01-11"):
    """Ends whoever holds a post."""
    with database.write() as session:
        found = select(Occupancy.id).where(Occupancy.position_id == office.positions[name])
        hand = Hand(office.people["system_admin"], NOW)
        end_occupancy(session, session.exec(found).one(), day(last_day), hand)


def ordered(database, office, **more):
    values = {
        "position_id": office.positions["area_director"],
        "person_id": office.people["deputy_director"],
        "capacity": "acting",
        "order_no": "12/2561",
        "ordered_on": day("2018-01-10"),
        "valid_from": day("2018-01-12"),
        "valid_to": day("2018-01-19"),
    }
    with database.write() as session:
        new = NewDelegation(**values | more)
        return delegate(session, office.id, new, Hand(office.people["clerk"], NOW))


def test_the_roster_of_a_day_shows_who_held_what_and_what_is_vacant(admin, database, office):
    vacated(database, office, "clerk")
    today = plain(admin.page(f"{POSTS}?role=clerk"))
    assert "ณ 12 ม.ค. 2561 มี 1 ตำแหน่ง · ว่าง 1 ตำแหน่ง" in today
    before = plain(admin.page(f"{POSTS}?role=clerk&on=11 ม.ค. 2561"))
    assert "ผู้ดำรงตำแหน่ง clerk" in before
    assert "ว่าง 1" not in before
    assert "มี 1 ตำแหน่ง" in plain(admin.page(f"{POSTS}?state=vacant"))
    assert problem(admin.page(f"{POSTS}?on=31 ก.พ. 2561", 422), "find-on") == ""


def test_a_post_is_handed_over_in_one_go(admin, database, office):
    told = {"person": "plan_officer.t1", "valid_from": "1 ก.พ. 2561", "order_no": "9/2561"}
    refused = admin.send(f"{POSTS}/clerk/appoint", 422, **told)
    assert "ซ้อนกับ" in problem(refused, "appoint-valid_from")
    assert 'value="9/2561"' in refused
    assert '<option value="plan_officer.t1" selected>' in refused
    page = plain(admin.send(f"{POSTS}/clerk/appoint", **told, replace="yes"))
    assert "บันทึกการแต่งตั้งแล้ว" in page
    with database.read() as session:
        mine = select(Occupancy).where(Occupancy.position_id == office.positions["clerk"])
        before, after = session.exec(mine.order_by(col(Occupancy.id))).all()
        assert (before.valid_to, after.valid_from) == (day("2018-01-31"), day("2018-02-01"))
        assert (after.person_id, after.order_no) == (office.people["plan_officer"], "9/2561")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"person": "", "valid_from": "1 ก.พ. 2561"}, "appoint-person"),
        ({"person": "plan_officer.t1", "valid_from": ""}, "appoint-valid_from"),
        (
            {"person": "plan_officer.t1", "valid_from": "1 ก.พ. 2561", "valid_to": "1 ม.ค. 2561"},
            "appoint-valid_to",
        ),
        ({"person": "plan_officer.t1", "valid_from": "1 ม.ค. 2540"}, "appoint-valid_from"),
    ],
)
def test_impossible_appointments_are_refused_beside_their_field(admin, database, office, typed, field):
    vacated(database, office, "clerk")
    assert problem(admin.send(f"{POSTS}/clerk/appoint", 422, **typed), field)
    with database.read() as session:
        assert (
            len(
                session.exec(
                    select(Occupancy).where(Occupancy.position_id == office.positions["clerk"])
                ).all()
            )
            == 1
        )


def test_somebody_whose_account_has_ended_is_not_appointed(admin, database, office):
    vacated(database, office, "clerk")
    with database.write() as session:
        new = NewPerson("short.one", "ก", active_to=day("2018-01-31"))
        add_people(session, office.id, [new], Hand(office.people["system_admin"], NOW))
    told = {"person": "short.one", "valid_from": "1 ก.พ. 2561"}
    assert problem(admin.send(f"{POSTS}/clerk/appoint", 422, **told), "appoint-person")


def test_a_holder_leaves_and_the_history_keeps_her(admin, database, office):
    with database.read() as session:
        row = session.exec(select(Occupancy).where(Occupancy.position_id == office.positions["clerk"])).one()
    page = plain(admin.send(f"{POSTS}/clerk/leave", occupancy=str(row.id), last_day="31 ม.ค. 2561"))
    assert "ผู้ดำรงตำแหน่ง clerk" in page
    later = admin.send(f"{POSTS}/clerk/leave", 422, occupancy=str(row.id), last_day="28 ก.พ. 2561")
    assert "31 ม.ค. 2561 อยู่แล้ว" in problem(later, "leave-last_day")
    admin.send(f"{POSTS}/finance_officer/leave", 422, occupancy=str(row.id), last_day="31 ม.ค. 2561")


def test_a_post_is_added_without_inventing_a_code(admin, database):
    told = {"role": "group_director", "title_th": "ผอ.กลุ่มใหม่", "group": "ADM"}
    assert "เพิ่มตำแหน่งแล้ว" in admin.send(POSTS, **told)
    with database.read() as session:
        added = session.exec(select(Position).where(Position.title_th == "ผอ.กลุ่มใหม่")).one()
    assert added.code == "group_director@ADM-2"
    assert problem(admin.send(POSTS, 422, **told | {"group": ""}), "add-group")
    assert problem(admin.send(POSTS, 422, **told | {"role": "system"}), "add-role")


def test_a_post_ends_only_when_that_is_confirmed(admin, database, office):
    typed = {"last_day": "31 ม.ค. 2561"}
    assert "ต้องกรอกช่องยืนยัน" in plain(admin.send(f"{POSTS}/clerk/end", 422, **typed))
    admin.send(f"{POSTS}/clerk/end", **typed, confirmed="yes")
    with database.read() as session:
        post = session.get_one(Position, office.positions["clerk"])
        held = session.exec(select(Occupancy).where(Occupancy.position_id == post.id)).one()
        assert (post.valid_to, held.valid_to) == (day("2018-01-31"), day("2018-01-31"))


def test_the_posts_of_another_office_are_not_here(admin, database):
    with database.write() as session:
        make_office(session, "T2")
    admin.send(f"{POSTS}/clerk/appoint", 404, person="plan_officer.t2", valid_from="1 ก.พ. 2561")
    admin.page(f"{POSTS}/nothing", 404)
    assert "<h1>" in admin.send(f"{POSTS}/nothing/appoint", 404, person="plan_officer.t1")
    assert "<h1>" in admin.send(f"{ORDERS}/999/end", 404, last_day="1 ก.พ. 2561")


def test_an_order_is_written_with_subjects_by_name(admin, database, office):
    page = admin.page(f"{ORDERS}/new?post=area_director")
    assert 'name="subject:memo"' in page
    assert "project.authorise" not in plain(page)
    told = {
        "post": "area_director",
        "person": "deputy_director.t1",
        "capacity": "acting",
        "order_no": "12/2561",
        "ordered_on": "10 ม.ค. 2561",
        "valid_from": "12 ม.ค. 2561",
        "valid_to": "19 ม.ค. 2561",
    }
    both = {**told, "extent": "all", "subject__memo": "yes"}
    assert "ทำเครื่องหมายบางเรื่องไว้ด้วย" in plain(admin.send(f"{ORDERS}/new", 422, **both))
    none = admin.send(f"{ORDERS}/new", 422, **told, extent="some")
    assert "order-subjects" in none
    listed = plain(admin.send(f"{ORDERS}/new", **told, extent="some", subject__memo="yes"))
    assert "บันทึกคำสั่งแล้ว" in listed
    assert "บันทึกข้อความ/หนังสือเวียน" in listed
    with database.read() as session:
        row = session.exec(select(Delegation)).one()
        assert (row.subjects, row.order_no, row.capacity) == ("memo", "12/2561", "acting")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"order_no": " "}, "order-order_no"),
        ({"valid_to": "1 ม.ค. 2561"}, "order-valid_to"),
        ({"ordered_on": "20 ม.ค. 2561"}, "order-ordered_on"),
        ({"person": "area_director.t1"}, "order-person"),
        ({"valid_from": "วันศุกร์"}, "order-valid_from"),
    ],
)
def test_an_impossible_order_is_refused_with_all_that_was_typed(admin, database, more, field):
    told = {
        "post": "area_director",
        "person": "deputy_director.t1",
        "capacity": "acting",
        "order_no": "12/2561",
        "ordered_on": "10 ม.ค. 2561",
        "valid_from": "12 ม.ค. 2561",
        "valid_to": "19 ม.ค. 2561",
        **more,
    }
    page = admin.send(f"{ORDERS}/new", 422, **told)
    assert problem(page, field)
    assert f'value="{told["order_no"]}"' in page
    assert f'value="{told["valid_to"]}"' in page
    with database.read() as session:
        assert session.exec(select(Delegation)).all() == []


def test_an_order_ends_early_and_one_to_come_is_taken_away(admin, database, office):
    now = ordered(database, office)
    coming = ordered(
        database, office, order_no="13/2561", valid_from=day("2018-02-01"), valid_to=day("2018-02-02")
    )
    late = admin.send(f"{ORDERS}/{now}/end", 422, last_day="19 ม.ค. 2561")
    assert "19 ม.ค. 2561 อยู่แล้ว" in problem(late, f"end-{now}-last_day")
    admin.send(f"{ORDERS}/{now}/end", last_day="14 ม.ค. 2561")
    admin.send(f"{ORDERS}/{coming}/end", last_day="12 ม.ค. 2561")
    with database.read() as session:
        row = session.exec(select(Delegation)).one()
        assert (row.id, row.valid_to) == (now, day("2018-01-14"))
        last = session.exec(select(Entry).order_by(col(Entry.seq).desc())).first()
        assert (last.kind, '"withdrawn"' in last.details) == ("delegation", True)


def test_the_same_stand_in_is_not_ordered_twice(admin, database, office):
    ordered(database, office)
    told = {
        "post": "area_director",
        "person": "deputy_director.t1",
        "capacity": "acting",
        "order_no": "14/2561",
        "ordered_on": "10 ม.ค. 2561",
        "valid_from": "19 ม.ค. 2561",
        "valid_to": "20 ม.ค. 2561",
    }
    assert problem(admin.send(f"{ORDERS}/new", 422, **told), "order-valid_from")


def test_leave_tells_whether_anybody_stands_in(admin, database, office):
    with database.write() as session:
        hand = Hand(office.people["clerk"], NOW)
        note_absence(session, office.people["area_director"], day("2018-01-15"), day("2018-01-17"), "", hand)
    assert "ตำแหน่ง area_director : ยังไม่มีคำสั่งแทน" in plain(admin.page(ORDERS))
    ordered(database, office)
    assert "ตำแหน่ง area_director : ผู้ดำรงตำแหน่ง deputy_director" in plain(admin.page(ORDERS))


def test_a_post_for_which_work_waits_and_nobody_is_there_is_named(admin, database, office):
    with database.write() as session:
        office.open(session, "memo", "M1")
    assert "มีงานรออยู่" not in plain(admin.page(ORDERS))
    for name in ("plan_officer", "project_owner", "clerk"):
        vacated(database, office, name)
    told = plain(admin.page(ORDERS))
    assert "มีงานรออยู่ แต่วันนี้ไม่มีผู้ทำ" in told
    assert "งานรอ 1 เรื่อง" in told


@pytest.mark.one_database
def test_the_orders_take_the_same_statements_for_any_number_of_rows(admin, database, office):
    counted = []
    for number in range(40):
        first = day("2018-01-12") + datetime.timedelta(days=2 * number)
        ordered(database, office, order_no=f"{number}/2561", valid_from=first, valid_to=first)
        if number % 10 == 0:
            with database.write() as session:
                hand, whose = Hand(office.people["clerk"], NOW), list(office.people.values())[number // 10]
                note_absence(session, whose, day("2018-01-15"), day("2018-01-17"), "", hand)
        if number in (0, 39):
            counted.append(admin.statements(ORDERS))
    assert counted[0] == counted[1] <= MOST_STATEMENTS


def test_the_clerk_keeps_orders_and_appointments_but_no_posts(admin, database, office):
    admin.as_("clerk")
    told = {"person": "plan_officer.t1", "valid_from": "1 ก.พ. 2561", "replace": "yes"}
    assert "บันทึกการแต่งตั้งแล้ว" in admin.send(f"{POSTS}/finance_officer/appoint", **told)
    admin.send(POSTS, 403, role="clerk", title_th="ธุรการ")
    admin.send(f"{POSTS}/clerk/end", 403, last_day="31 ม.ค. 2561", confirmed="yes")


@pytest.mark.parametrize("role", ["plan_officer", "school_officer", "internal_auditor"])
def test_others_do_not_come_here(admin, role):
    admin.as_(role)
    for address in (POSTS, f"{POSTS}/clerk", ORDERS, f"{ORDERS}/new"):
        admin.page(address, 403)
    admin.send(f"{POSTS}/clerk/appoint", 403, person=f"{role}.t1", valid_from="1 ก.พ. 2561", replace="yes")
