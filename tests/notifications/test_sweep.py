"""What history leaves in the outbox becomes one notice per person, however often the sweep runs."""

import datetime

from sqlmodel import Session, select

from notifications.models import Notice
from notifications.recipients import people_for
from notifications.schedule import run
from notifications.sweep import write_notices
from states.catalogue import catalogue
from workflow import definitions, engine
from workflow.database import Database
from workflow.models import Item, Occupancy, OutboxRow

FACTS = {"report_form_ready": "แบบรายงาน", "project_report_form": "แบบรายงาน"}


def called(session: Session, office, now: datetime.datetime) -> Item:
    """An annual report whose call for project reports has gone out."""
    item = office.open(session, "annual_report", "AR2561")
    engine.advance(
        session, item.id, "call_for_reports", by=office.people["plan_director"], at=now, evidence=FACTS
    )
    return item


def test_running_twice_writes_each_notice_once(database: Database, office, now):
    with database.write() as session:
        item_id = called(session, office, now).id
    assert run(database, lambda: now, write_notices) == 1
    with database.read() as session:
        first = session.exec(select(Notice)).all()
    assert run(database, lambda: now, write_notices) == 0
    with database.write() as session:
        for row in session.exec(select(OutboxRow)).all():
            row.taken_at = None
    assert run(database, lambda: now, write_notices) == 1
    with database.read() as session:
        assert session.exec(select(Notice)).all() == first
        assert {(notice.item_id, notice.code) for notice in first} == {
            (item_id, "memo_call_for_project_reports")
        }


def test_every_member_of_staff_hears_and_nobody_else(session, office, now):
    item = called(session, office, now)
    write_notices(session, now)
    told = set(session.exec(select(Notice.person_id).where(Notice.item_id == item.id)).all())
    outside = {"school_officer", "school_officer@S002", "school_cluster_chair", "external_auditor", "system"}
    assert told == {person for name, person in office.people.items() if name not in outside}


def test_whoever_left_the_post_yesterday_hears_nothing(session, office, now):
    item = office.open(session, "project", "P001")
    definition = definitions.by_hash(session, item.definition_hash)
    today = now.date()
    assert people_for(session, ["group_director"], item, definition, today) == {
        office.people["group_director"]
    }
    for held in session.exec(select(Occupancy).where(Occupancy.person_id == office.people["group_director"])):
        held.valid_to = today - datetime.timedelta(days=1)
    session.flush()
    assert people_for(session, ["group_director"], item, definition, today) == frozenset()


def test_every_word_for_recipients_is_understood(session, office, now):
    item = office.open(session, "annual_plan", "AP2561")
    definition = definitions.by_hash(session, item.definition_hash)
    words = {word for notice in catalogue().notices.values() for word in notice.recipients}
    found = {word: people_for(session, [word], item, definition, now.date()) for word in words}
    nobody = {word for word, people in found.items() if not people}
    assert nobody == words & {"outside_board", "outside_agencies"}


def test_a_sweep_that_fails_leaves_the_rows_for_the_next_look(database: Database, office, now):
    with database.write() as session:
        called(session, office, now)

    def failing(session: Session, at: datetime.datetime) -> int:
        write_notices(session, at)
        raise OSError

    assert run(database, lambda: now, failing) == 0
    with database.read() as session:
        assert session.exec(select(Notice)).all() == []
    assert run(database, lambda: now, write_notices) == 1
