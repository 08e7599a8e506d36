"""An office is set up once, completely, and every change to it is in its history."""

import csv
import datetime
import json
import os
from pathlib import Path

import pytest
from conftest import NOW
from sqlmodel import Session, col, select

from states.catalogue import catalogue
from states.source import shipped_kinds
from workflow import definitions, history
from workflow.accounts import hash_password, set_password
from workflow.calendars import (
    _of_offices,
    add_holiday,
    holidays_of,
    remove_holiday,
    seed_holidays,
    thai_holidays,
)
from workflow.changes import Hand
from workflow.database import Database
from workflow.errors import AlreadyExists, BadInput, Denial, NotAllowed, TooLong, UnknownOffice
from workflow.models import Body, Entry, Group, Holiday, Office, School
from workflow.offices import Created, NewOffice, add_funds, by_code, change_office, create_office
from workflow.people import Appointment, NewPerson, NewPosition, add_people, add_positions, appoint
from workflow.structure import (
    NewBody,
    NewGroup,
    NewSchool,
    add_bodies,
    add_clusters,
    add_groups,
    add_schools,
    change_body,
    change_group,
    change_school,
)

NEW = NewOffice("T9", "สำนักงานเขตตัวอย่าง", "สพป.ตัวอย่าง", "modern_default", holiday_years=(2018,))
DAY = datetime.date(2018, 1, 12)


@pytest.fixture
def created(session: Session) -> Created:
    return create_office(session, NEW, at=NOW)


@pytest.fixture
def hand(created: Created) -> Hand:
    return Hand(created.system_id, NOW)


def last(session: Session, office_id: int) -> Entry:
    found = select(Entry).where(Entry.office_id == office_id).order_by(col(Entry.seq).desc())
    entry = session.exec(found).first()
    assert entry is not None
    return entry


def test_a_new_office_has_its_bodies_holidays_and_a_definition_of_every_kind(
    session: Session, created: Created
) -> None:
    bodies = session.exec(select(Body.code).where(Body.office_id == created.office_id)).all()
    assert set(bodies) == set(catalogue().bodies)
    days = session.exec(select(Holiday).where(Holiday.office_id == created.office_id)).all()
    assert {each.day: each.name_th for each in days} == thai_holidays([2018])
    for kind in shipped_kinds():
        name = definitions.in_force(session, created.office_id, kind, NOW)
        assert definitions.by_hash(session, name).profile == "modern_default"


def test_the_first_entries_are_made_by_the_service_account_and_the_record_holds(
    session: Session, created: Created
) -> None:
    entries = session.exec(
        select(Entry).where(Entry.office_id == created.office_id).order_by(Entry.seq)
    ).all()
    assert {each.actor_id for each in entries} == {created.system_id}
    assert [each.kind for each in entries[:4]] == ["office", "person", "body", "calendar"]
    assert history.verify(session, created.office_id).holds


def test_nobody_can_give_the_service_account_a_password(session: Session, created: Created) -> None:
    with pytest.raises(BadInput) as refused:
        set_password(session, created.system_id, hash_password("long enough"))
    assert refused.value == BadInput("username", "service_account", "system@T9")


def test_an_office_code_is_taken_once(session: Session, created: Created) -> None:
    with pytest.raises(AlreadyExists) as refused:
        create_office(session, NEW, at=NOW)
    assert refused.value == AlreadyExists("office", "T9")


@pytest.mark.parametrize(
    ("new", "problem"),
    [
        (NewOffice("t 9", "x", "x", "modern_default"), BadInput("code", "shape", "t 9")),
        (NewOffice("T8", "x", "x", "elsewhere"), BadInput("profile", "unknown", "elsewhere")),
        (NewOffice("T8", " ", "x", "modern_default"), BadInput("name_th", "empty")),
    ],
)
def test_an_office_needs_a_code_a_name_and_a_known_profile(
    session: Session, new: NewOffice, problem: BadInput
) -> None:
    with pytest.raises(BadInput) as refused:
        create_office(session, new, at=NOW)
    assert refused.value == problem


def test_an_over_long_name_is_refused(session: Session, hand: Hand, created: Created) -> None:
    with pytest.raises(TooLong) as refused:
        add_groups(session, created.office_id, [NewGroup("A", "ก" * 301)], hand)
    assert refused.value == TooLong("name_th", 300, 301)


def test_renaming_an_office_records_before_and_after(session: Session, hand: Hand, created: Created) -> None:
    change_office(session, created.office_id, {"website": "www.example.go.th"}, hand)
    entry = last(session, created.office_id)
    assert (entry.kind, entry.subject, entry.capacity) == ("office", "office:T9", "system")
    assert json.loads(entry.details) == {"changed": {"website": ["", "www.example.go.th"]}}


def test_a_change_that_changes_nothing_is_not_recorded(
    session: Session, hand: Hand, created: Created
) -> None:
    before = last(session, created.office_id).seq
    change_office(session, created.office_id, {"short_th": "สพป.ตัวอย่าง"}, hand)
    assert last(session, created.office_id).seq == before


def test_a_field_that_is_nobodys_to_change_is_refused(session: Session, hand: Hand, created: Created) -> None:
    with pytest.raises(BadInput) as refused:
        change_office(session, created.office_id, {"calendar_version": "9"}, hand)
    assert refused.value == BadInput("calendar_version", "unknown")


def test_many_schools_are_one_entry_that_names_them_all(
    session: Session, hand: Hand, created: Created
) -> None:
    add_clusters(session, created.office_id, {"C1": "กลุ่มที่ 1"}, hand)
    new = [NewSchool(f"S{n:03}", f"โรงเรียนที่ {n}", "C1", n) for n in range(1, 77)]
    before = last(session, created.office_id).seq
    ids = add_schools(session, created.office_id, new, hand)
    entry = last(session, created.office_id)
    assert (entry.seq, entry.kind, entry.subject) == (before + 1, "school", "school")
    told = json.loads(entry.details)
    assert (told["count"], told["codes"]) == (76, list(ids))


def test_a_school_in_a_cluster_that_is_not_there_is_refused(
    session: Session, hand: Hand, created: Created
) -> None:
    with pytest.raises(BadInput) as refused:
        add_schools(session, created.office_id, [NewSchool("S1", "x", "C9")], hand)
    assert refused.value == BadInput("cluster", "unknown", "C9")


def test_a_group_code_is_taken_once_also_within_one_call(
    session: Session, hand: Hand, created: Created
) -> None:
    with pytest.raises(AlreadyExists) as refused:
        add_groups(session, created.office_id, [NewGroup("A", "ก"), NewGroup("A", "ข")], hand)
    assert refused.value == AlreadyExists("group", "A")


def test_groups_schools_and_bodies_are_renamed_and_ended(
    session: Session, hand: Hand, created: Created
) -> None:
    office = created.office_id
    group = add_groups(session, office, [NewGroup("A", "ก")], hand)["A"]
    school = add_schools(session, office, [NewSchool("S1", "โรงเรียน ก")], hand)["S1"]
    body = add_bodies(session, office, [NewBody("extra", "คณะทำงาน", internal=True)], hand)["extra"]
    change_group(session, group, {"name_th": "กลุ่ม ก"}, hand)
    change_school(session, school, {"valid_to": datetime.date(2018, 4, 30)}, hand)
    change_body(session, body, {"valid_to": datetime.date(2018, 9, 30)}, hand)
    assert session.get_one(Group, group).name_th == "กลุ่ม ก"
    assert session.get_one(School, school).valid_to == datetime.date(2018, 4, 30)
    assert json.loads(last(session, office).details) == {"changed": {"valid_to": [None, "2018-09-30"]}}


def test_nothing_ends_before_it_began(session: Session, hand: Hand, created: Created) -> None:
    group = add_groups(session, created.office_id, [NewGroup("A", "ก")], hand)["A"]
    with pytest.raises(BadInput) as refused:
        change_group(session, group, {"valid_to": datetime.date(2017, 1, 1)}, hand)
    assert refused.value == BadInput("valid_to", "before_start", "2017-01-01")


def test_only_administrators_change_an_office(session: Session, hand: Hand, created: Created) -> None:
    office = created.office_id
    person = add_people(session, office, [NewPerson("somebody", "ใครคนหนึ่ง")], hand)["somebody"]
    post = add_positions(session, office, [NewPosition("plan", "plan_officer", "เจ้าหน้าที่")], hand)["plan"]
    appoint(session, office, [Appointment(post, person)], hand)
    with pytest.raises(NotAllowed) as refused:
        add_groups(session, office, [NewGroup("A", "ก")], Hand(person, NOW))
    assert refused.value == NotAllowed(Denial("no_role", ("system", "system_admin")))


def test_an_administrator_changes_no_other_office(session: Session, hand: Hand, created: Created) -> None:
    other = create_office(session, NewOffice("T8", "อื่น", "อื่น", "phayao2"), at=NOW)
    with pytest.raises(NotAllowed) as refused:
        add_groups(session, other.office_id, [NewGroup("A", "ก")], hand)
    assert refused.value.denial.code == "other_office"


def test_an_administrator_acts_in_her_own_capacity(session: Session, hand: Hand, created: Created) -> None:
    office = created.office_id
    person = add_people(session, office, [NewPerson("admin", "ผู้ดูแล")], hand)["admin"]
    post = add_positions(session, office, [NewPosition("admin", "system_admin", "ผู้ดูแลระบบ")], hand)["admin"]
    appoint(session, office, [Appointment(post, person)], hand)
    add_funds(session, office, {"OFFICE": "งบประมาณสำนักงาน"}, Hand(person, NOW))
    entry = last(session, office)
    assert (entry.actor_id, entry.capacity, entry.position_id) == (person, "own", post)


def test_every_change_of_the_calendar_raises_its_version_by_one(
    session: Session, hand: Hand, created: Created
) -> None:
    office = session.get_one(Office, created.office_id)
    day = datetime.date(2018, 2, 2)
    assert office.calendar_version == 1
    add_holiday(session, office.id, day, "วันหยุดพิเศษ", hand, source="มติ ครม.")
    assert office.calendar_version == 2
    entry = last(session, office.id)
    assert (entry.kind, entry.effective_on) == ("calendar", day)
    remove_holiday(session, office.id, day, hand)
    assert office.calendar_version == 3
    assert json.loads(last(session, office.id).details) == {"calendar_version": 3, "removed": "วันหยุดพิเศษ"}


def test_a_holiday_is_added_and_removed_once(session: Session, hand: Hand, created: Created) -> None:
    new_year = datetime.date(2018, 1, 1)
    with pytest.raises(AlreadyExists):
        add_holiday(session, created.office_id, new_year, "วันขึ้นปีใหม่", hand)
    remove_holiday(session, created.office_id, new_year, hand)
    with pytest.raises(BadInput) as refused:
        remove_holiday(session, created.office_id, new_year, hand)
    assert refused.value == BadInput("day", "unknown", "2018-01-01")


def test_seeding_again_adds_only_what_is_new(session: Session, hand: Hand, created: Created) -> None:
    assert seed_holidays(session, created.office_id, [2018], hand) == 0
    added = seed_holidays(session, created.office_id, [2018, 2019], hand)
    assert added == len(thai_holidays([2019]))
    assert session.get_one(Office, created.office_id).calendar_version == 2


def test_offices_work_on_labour_day_and_rest_on_the_ploughing_ceremony() -> None:
    days = thai_holidays([2018])
    assert datetime.date(2018, 5, 1) not in days
    assert days[datetime.date(2018, 5, 14)] == "วันพืชมงคล"


def test_the_monday_in_lieu_of_labour_day_is_worked_unless_another_holiday_falls_on_it() -> None:
    """1 May was a Saturday in 2021 and a Sunday in 2022. Names of one day are told together."""
    days = thai_holidays([2021, 2022])
    assert not {datetime.date(2021, 5, 3), datetime.date(2022, 5, 2)} & days.keys()
    assert _of_offices("วันแรงงานแห่งชาติ; วันวิสาขบูชา") == "วันวิสาขบูชา"


@pytest.mark.skipif(not os.environ.get("KHANTON_CASES"), reason="KHANTON_CASES is not set")
def test_the_days_off_are_those_of_an_independent_calendar() -> None:
    """All years of it, weekends too: no day more, no day less."""
    with (Path(os.environ["KHANTON_CASES"]) / "th_office_closed_days.csv").open(encoding="utf-8") as file:
        told = {datetime.date.fromisoformat(row["date"]) for row in csv.DictReader(file)}
    years = {day.year for day in told}
    assert years == set(range(2018, 2027))
    assert sorted(set(thai_holidays(years)) ^ told) == []


def test_a_special_day_of_the_cabinet_is_added_to_the_public_ones(
    session: Session, hand: Hand, created: Created
) -> None:
    """12 April 2018 was given by the cabinet only weeks before; the package does not know it."""
    day = datetime.date(2018, 4, 12)
    assert day not in thai_holidays([2018])
    add_holiday(session, created.office_id, day, "วันหยุดราชการกรณีพิเศษ", hand, source="มติ ครม.")
    (row,) = holidays_of(session, created.office_id, first=day, last=day)
    assert (row.name_th, row.source, row.since_version) == ("วันหยุดราชการกรณีพิเศษ", "มติ ครม.", 2)


def test_an_office_is_found_by_its_code(database: Database) -> None:
    with database.write() as session:
        made = create_office(session, NEW, at=NOW)
    with database.read() as session:
        assert by_code(session, "T9").id == made.office_id
        with pytest.raises(UnknownOffice) as refused:
            by_code(session, "T7")
    assert refused.value == UnknownOffice("T7")
