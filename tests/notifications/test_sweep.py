"""What history leaves in the outbox becomes one notice per person, however often the sweep runs."""

import datetime

from sqlmodel import Session, select

from notifications.models import Notice, SweepRun
from notifications.recipients import people_for
from notifications.roster import Roster
from notifications.schedule import Schedule, Work, look, notices
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


NOTICES = Schedule("notices", 5, notices)


def test_running_twice_writes_each_notice_once(database: Database, office, now):
    with database.write() as session:
        item_id = called(session, office, now).id
    work = Work(database, lambda: now)
    assert look(work, NOTICES) == 1
    with database.read() as session:
        first = session.exec(select(Notice)).all()
    assert look(work, NOTICES) == 0
    with database.write() as session:
        for row in session.exec(select(OutboxRow)).all():
            row.taken_at = None
    assert look(work, NOTICES) == 1
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


def told(session: Session, words: list[str], item: Item, day: datetime.date) -> dict[int, str]:
    definition = definitions.by_hash(session, item.definition_hash)
    return people_for(session, words, item, definition, Roster.on(session, item.office_id, day))


def test_whoever_left_the_post_yesterday_hears_nothing_and_the_deputy_is_told_why(session, office, now):
    item = office.open(session, "project", "P001")
    today = now.date()
    director, deputy = office.people["group_director"], office.people["deputy_director"]
    assert told(session, ["group_director"], item, today) == {director: ""}
    for held in session.exec(select(Occupancy).where(Occupancy.person_id == director)):
        held.valid_to = today - datetime.timedelta(days=1)
    session.flush()
    vacant = f"vacant:{office.positions['group_director']}"
    assert told(session, ["group_director"], item, today) == {deputy: vacant}


def test_every_word_for_recipients_is_understood(session, office, now):
    item = office.open(session, "annual_plan", "AP2561")
    words = {word for notice in catalogue().notices.values() for word in notice.recipients}
    nobody = {word for word in words if not told(session, [word], item, now.date())}
    assert nobody == words & {"outside_board", "outside_agencies"}


def test_a_sweep_that_fails_leaves_the_rows_for_the_next_look(database: Database, office, now):
    with database.write() as session:
        called(session, office, now)

    def failing(work: Work) -> int:
        with work.database.write() as session:
            write_notices(session, work.clock())
            raise OSError("the disk is full")

    work = Work(database, lambda: now)
    assert look(work, Schedule("notices", 5, failing)) == 0
    with database.read() as session:
        assert session.exec(select(Notice)).all() == []
        assert session.exec(select(SweepRun.trouble)).all() == ["OSError: the disk is full"]
    assert look(work, NOTICES) == 1
    with database.read() as session:
        run = session.exec(select(SweepRun)).one()
    assert (run.looked_at, run.done_at, run.rows, run.trouble) == (now, now, 1, "")
