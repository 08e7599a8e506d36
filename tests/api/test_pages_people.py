"""People by page: found, added with a post, their authority in words, leave, and the end of an account."""

import datetime
import json
import re

import pytest
from admin_pages import MOST_STATEMENTS, administrator, plain, problem  # noqa: F401  fixtures
from conftest import NOW, make_office
from sqlmodel import col, select
from year_pages import browser_of_the_small_office  # noqa: F401  fixtures

from workflow.accounts import codes
from workflow.changes import Hand
from workflow.delegations import NewDelegation, delegate
from workflow.errors import CodeRefused
from workflow.models import Absence, Entry, Occupancy, Person
from workflow.people import NewPerson, NewPosition, add_people, add_positions

PEOPLE = "/settings/people"


def test_people_are_found_by_a_part_of_their_name(admin):
    page = plain(admin.page(f"{PEOPLE}?q=finance"))
    assert "พบ 1 คน" in page
    assert "ตำแหน่ง finance_officer" in page
    assert "พบ 0 คน" in plain(admin.page(f"{PEOPLE}?q=ไม่มีใคร"))


def test_the_service_account_and_other_offices_are_not_listed(admin, database):
    with database.write() as session:
        make_office(session, "T2")
    page = admin.page(f"{PEOPLE}?state=all")
    assert ".t2" not in page
    assert "system.t1" not in page
    admin.page(f"{PEOPLE}/clerk.t2", 404)
    admin.page(f"{PEOPLE}/system.t1", 404)


def test_a_person_is_added_with_a_vacant_post_at_once(admin, database, office):
    with database.write() as session:
        hand = Hand(office.people["system_admin"], NOW)
        add_positions(session, office.id, [NewPosition("vacant", "clerk", "ธุรการคนที่สอง")], hand)
    assert '<option value="vacant">' in admin.page(PEOPLE)
    told = {"name_th": "คนใหม่ (บัญชีสมมติ)", "username": "new.one", "position": "vacant", "order_no": "7/2561"}
    page = plain(admin.send(PEOPLE, **told))
    assert "เพิ่มคนแล้ว" in page
    assert "ธุรการคนที่สอง" in page
    assert "คำสั่งที่ 7/2561" in page
    with database.read() as session:
        row = session.exec(select(Occupancy).where(Occupancy.order_no == "7/2561")).one()
        assert session.get_one(Person, row.person_id).username == "new.one"
        last = session.exec(select(Entry).order_by(col(Entry.seq).desc())).first()
        assert (last.kind, last.actor_id) == ("occupancy", office.people["system_admin"])


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"username": "ชื่อ", "name_th": "ก"}, "add-username"),
        ({"username": "clerk.t1", "name_th": "ก"}, "add-username"),
        ({"username": "new.one", "name_th": " "}, "add-name_th"),
        ({"username": "new.one", "name_th": "ก", "active_to": "1 ม.ค. 2561"}, "add-active_to"),
        ({"username": "new.one", "name_th": "ก", "active_from": "31 ก.พ. 2561"}, "add-active_from"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(admin, database, typed, field):
    answer = admin.client.post(PEOPLE, data=typed)
    assert answer.status_code in (409, 422)
    assert problem(answer.text, field)
    for text in typed.values():
        assert f'value="{text}"' in answer.text
    with database.read() as session:
        assert session.exec(select(Person).where(Person.username == "new.one")).first() is None


def test_an_outside_auditor_needs_a_last_day(admin, database, office):
    with database.write() as session:
        hand = Hand(office.people["system_admin"], NOW)
        add_positions(session, office.id, [NewPosition("guest", "external_auditor", "ผู้ตรวจ")], hand)
    told = {"name_th": "ผู้ตรวจ", "username": "guest.one", "position": "guest"}
    assert problem(admin.send(PEOPLE, 422, **told, active_to=""), "add-active_to")
    page = plain(admin.send(PEOPLE, **told, active_to="31 มี.ค. 2561"))
    assert "31 มี.ค. 2561" in page
    assert "อ่านได้อย่างเดียว" in page


def test_authority_is_told_by_post_and_by_order(admin, database, office):
    with database.write() as session:
        new = NewDelegation(
            *(office.positions["area_director"], office.people["deputy_director"], "acting", "12/2561"),
            *(datetime.date(2018, 1, 10), datetime.date(2018, 1, 12), datetime.date(2018, 1, 19), ("memo",)),
        )
        delegate(session, office.id, new, Hand(office.people["clerk"], NOW))
    page = admin.page(f"{PEOPLE}/deputy_director.t1")
    rights = plain(page.partition('id="rights"')[2].partition("</section>")[0].join(("<main>", "")))
    assert "รักษาราชการแทน" in rights
    assert "คำสั่งที่ 12/2561 · ถึง 19 ม.ค. 2561" in rights
    assert "ขั้นตอนที่ทำได้ใน 1 ประเภทงาน" in rights


def test_an_account_ends_with_its_posts_after_a_look(admin, database, office):
    page = plain(admin.page(f"{PEOPLE}/clerk.t1/end?last_day=30 ก.ย. 2561"))
    assert "ตำแหน่ง clerk – ตำแหน่งจะว่าง" in page
    with database.read() as session:
        assert session.get_one(Person, office.people["clerk"]).active_to is None
    assert "กำหนดวันสุดท้ายของบัญชีแล้ว" in admin.send(f"{PEOPLE}/clerk.t1/end", last_day="2018-09-30")
    with database.read() as session:
        last_day = datetime.date(2018, 9, 30)
        assert session.get_one(Person, office.people["clerk"]).active_to == last_day
        held = session.exec(select(Occupancy).where(Occupancy.person_id == office.people["clerk"])).one()
        assert held.valid_to == last_day


def test_one_cannot_close_ones_own_account_nor_the_last_administrators(admin, database, office):
    page = admin.send(f"{PEOPLE}/system_admin.t1/end", 422, last_day="2018-09-30")
    assert "ปิดบัญชีของตนเองไม่ได้" in page or "เป็นบัญชีที่ใช้อยู่" in page
    with database.read() as session:
        assert session.get_one(Person, office.people["system_admin"]).active_to is None


def test_leave_is_noted_and_taken_away_and_its_reason_stays_hers(admin, database):
    page = admin.send(f"{PEOPLE}/clerk.t1/absences", valid_from="15 ม.ค. 2561", reason="ลาป่วย")
    assert "บันทึกวันลาแล้ว" in page
    assert "ลาป่วย" not in page
    with database.read() as session:
        row = session.exec(select(Absence)).one()
        assert (row.valid_from, row.valid_to) == (datetime.date(2018, 1, 15),) * 2
    again = {"valid_from": "15 ม.ค. 2561", "valid_to": "16 ม.ค. 2561", "reason": "ไปราชการ"}
    refused = admin.send(f"{PEOPLE}/clerk.t1/absences", 422, **again)
    assert "15 ม.ค. 2561 ซ้อนกับ" in problem(refused, "absence-valid_from")
    assert 'value="ไปราชการ"' in refused
    admin.send(f"{PEOPLE}/plan_officer.t1/absences/{row.id}/end", 404)
    admin.send(f"{PEOPLE}/clerk.t1/absences/{row.id}/end")
    with database.read() as session:
        assert session.exec(select(Absence)).all() == []


def test_an_account_is_prolonged_but_not_shortened_by_changing_it(admin, database, office):
    with database.write() as session:
        new = NewPerson("guest.one", "ผู้ตรวจ", active_to=datetime.date(2018, 3, 31))
        add_people(session, office.id, [new], Hand(office.people["system_admin"], NOW))
    told = {"name_th": "ผู้ตรวจ", "active_from": "12 ม.ค. 2561"}
    refused = admin.send(f"{PEOPLE}/guest.one", 422, **told, active_to="1 ก.พ. 2561")
    assert problem(refused, "change-active_to")
    assert "30 เม.ย. 2561" in plain(admin.send(f"{PEOPLE}/guest.one", **told, active_to="30 เม.ย. 2561"))


@pytest.mark.parametrize("role", ["plan_officer", "group_director", "school_officer", "internal_auditor"])
def test_others_do_not_come_here(admin, role):
    admin.as_(role).page(PEOPLE, 403)
    admin.page(f"{PEOPLE}/clerk.t1", 403)
    admin.send(PEOPLE, 403, name_th="ก", username="new.one")


def test_the_clerk_sees_people_and_notes_leave_but_opens_no_account(admin):
    admin.as_("clerk")
    page = admin.page(PEOPLE)
    assert 'name="username"' not in page
    refused = admin.send(PEOPLE, 403, name_th="ก", username="new.one")
    assert "new.one" not in admin.page(f"{PEOPLE}?state=all")
    assert "ผู้ดูแลระบบ" in refused
    assert "บันทึกวันลาแล้ว" in admin.send(f"{PEOPLE}/plan_officer.t1/absences", valid_from="15 ม.ค. 2561")


def test_what_people_typed_is_never_markup(admin):
    admin.send(PEOPLE, name_th="<b>ก</b>", username="new.one")
    assert "<b>ก</b>" not in admin.client.get(PEOPLE).text
    refused = admin.client.post(PEOPLE, data={"name_th": "<i>", "username": "<i>"}).text
    assert "<i>" not in refused
    assert "&amp;lt;" not in refused


@pytest.mark.one_database
def test_the_lists_take_the_same_statements_for_any_number_of_rows(admin, database, office):
    addresses = (PEOPLE, "/settings/posts", f"{PEOPLE}/clerk.t1", "/settings/posts/clerk")
    few = [admin.statements(each) for each in addresses]
    with database.write() as session:
        hand = Hand(office.people["system_admin"], NOW)
        new = [NewPerson(f"more.{number:03}", f"คนที่ {number}") for number in range(70)]
        add_people(session, office.id, new, hand)
        posts = [NewPosition(f"more-{number:03}", "clerk", f"ธุรการ {number}") for number in range(70)]
        add_positions(session, office.id, posts, hand)
    assert [admin.statements(each) for each in addresses] == few
    assert max(few) <= MOST_STATEMENTS


def test_the_second_page_goes_on_where_the_first_ended(admin, database, office):
    with database.write() as session:
        hand = Hand(office.people["system_admin"], NOW)
        add_people(session, office.id, [NewPerson(f"more.{n:03}", f"คนที่ {n:03}") for n in range(60)], hand)
    first, second = (admin.page(f"{PEOPLE}?q=คนที่&page={number}") for number in (1, 2))
    assert ("คนที่ 049" in first, "คนที่ 050" in first) == (True, False)
    assert ("คนที่ 049" in second, "คนที่ 059" in second) == (False, True)


def test_a_one_time_code_is_shown_once_and_opens_the_account(admin, database, office):
    admin.send(PEOPLE, name_th="คนใหม่", username="new.one")
    page = admin.send(f"{PEOPLE}/new.one/code")
    code = re.search(r'<code id="one-time">([^<]+)</code>', page)[1]
    with database.read() as session:
        person = session.exec(select(Person).where(Person.username == "new.one")).one()
        assert codes.owner(session, code, NOW).id == person.id
        told = session.exec(select(Entry).order_by(col(Entry.seq).desc())).first()
        assert (told.subject, code in told.details) == ("person:new.one", False)
    assert code not in admin.page(f"{PEOPLE}/new.one/code")  # leads back to the person
    again = re.search(r'<code id="one-time">([^<]+)</code>', admin.send(f"{PEOPLE}/new.one/code"))[1]
    with database.read() as session, pytest.raises(CodeRefused):
        codes.owner(session, code, NOW)
    assert again != code


def test_only_those_who_open_accounts_issue_codes(admin, database):
    with database.write() as session:
        make_office(session, "T2")
    assert "<h1>" in admin.send(f"{PEOPLE}/clerk.t2/code", 404)
    admin.as_("clerk").send(f"{PEOPLE}/plan_officer.t1/code", 403)
    assert "/code" not in admin.page(f"{PEOPLE}/plan_officer.t1")


class Mail:
    """An installation that sends e-mail for the small office."""

    def available(self, office_code: str) -> tuple[str, ...]:
        return ("email",) if office_code == "T1" else ()


def test_an_administrator_sets_where_somebody_gets_mail(admin, database, office):
    assert "/email" not in admin.page(f"{PEOPLE}/clerk.t1")  # this installation sends none
    admin.client.app.state.channels = Mail()
    refused = admin.send(f"{PEOPLE}/clerk.t1/email", 422, email="ไม่ใช่อีเมล")
    assert problem(refused, "contact-email")
    assert 'value="ไม่ใช่อีเมล"' in refused
    assert "clerk@example.go.th" in admin.send(f"{PEOPLE}/clerk.t1/email", email="clerk@example.go.th")
    with database.read() as session:
        told = session.exec(select(Entry).order_by(col(Entry.seq).desc())).first()
        assert (told.subject, json.loads(told.details)) == (
            "person:clerk.t1",
            {"contact": "email", "set": True},
        )
    assert "clerk@example.go.th" not in admin.send(f"{PEOPLE}/clerk.t1/email", email="")
    admin.as_("area_director").send(f"{PEOPLE}/clerk.t1/email", 403, email="a@example.go.th")
