"""Everybody sees her own office; school people see their own school."""

import datetime

from sqlmodel import select

from workflow.models import Delegation, Occupancy, Person
from workflow.queries import items_visible_to, matching, viewer


def codes(session, person_id: int, now: datetime.datetime, **narrowed: str) -> set[str]:
    found = items_visible_to(viewer(session, person_id, now))
    return {item.code for item in session.exec(matching(found, **narrowed))}


def test_who_sees_what(session, office, now):
    office.open(session, "annual_plan", "AP2561")
    office.open(session, "school_plan", "SP-S001")
    office.open(session, "school_plan", "SP-S002", school_id=office.schools["S002"])
    everything = {"AP2561", "SP-S001", "SP-S002"}
    expected = {
        "plan_officer": everything,
        "internal_auditor": everything,
        "external_auditor": everything,
        "school_officer": {"SP-S001"},
        "school_officer@S002": {"SP-S002"},
        "school_cluster_chair": everything,
    }
    assert {name: codes(session, office.people[name], now) for name in expected} == expected


def test_whoever_holds_no_position_that_day_sees_nothing(session, office, now):
    office.open(session, "annual_plan", "AP2561")
    clerk = office.people["clerk"]
    assert codes(session, clerk, now) == {"AP2561"}
    for held in session.exec(select(Occupancy).where(Occupancy.person_id == clerk)):
        held.valid_to = now.date() - datetime.timedelta(days=1)
    session.flush()
    assert codes(session, clerk, now) == set()


def test_whoever_stands_in_for_a_post_sees_what_its_holder_sees(session, office, now):
    office.open(session, "school_plan", "SP-S001")
    newcomer = Person(office_id=office.id, username="newcomer", name_th="ผู้มาใหม่", active_from=now.date())
    session.add(newcomer)
    session.flush()
    assert codes(session, newcomer.id, now) == set()
    order = Delegation(
        office_id=office.id,
        position_id=office.positions["plan_director"],
        person_id=newcomer.id,
        capacity="acting",
        order_no="1/2561",
        ordered_on=now.date(),
        valid_from=now.date(),
        valid_to=now.date(),
    )
    session.add(order)
    session.flush()
    assert codes(session, newcomer.id, now) == {"SP-S001"}
    assert codes(session, newcomer.id, now + datetime.timedelta(days=1)) == set()


def test_a_search_folds_thai_spellings_and_digits(session, office, now):
    office.open(session, "annual_plan", "AP2561", title="แผนน้ำดื่ม ปี ๒๕๖๑")
    officer = office.people["plan_officer"]
    assert codes(session, officer, now, text="น้ําดื่ม 2561") == {"AP2561"}
    assert codes(session, officer, now, text="50%") == set()
    assert codes(session, officer, now, kind="annual_plan", state="preparing") == {"AP2561"}
