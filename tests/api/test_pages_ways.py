"""The pages of reminders and channels: changed, tried by the real delivery, paused and taken up again."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW
from json_desk import Desk, give_passwords
from sqlmodel import Session, select

from notifications import schedule
from notifications.contacts import Wanted, set_contact
from notifications.models import ChannelPause, Delivery, Message, Notice, OfficeRung
from notifications.trial import TRIAL
from workflow.database import Database
from workflow.ledger import NewObligation
from workflow.models import Entry, Obligation, Person

CHANNELS, LADDERS = "/settings/channels", "/settings/ladders"
SECRET = "a-secret-that-nobody-sees"
FILE = f"""
folder: {{path: out}}
webhook: {{url: "https://hooks.example.go.th/path-with-token", secret: "{SECRET}"}}
"""


@pytest.fixture(name="desk")
def desk_with_channels(
    database_url: str, database: Database, office: Any, now: datetime.datetime, tmp_path: Path
) -> Iterator[Desk]:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "channels.yaml").write_text(FILE, encoding="utf-8")
    with database.write() as session:
        give_passwords(session, office)
    opened = Desk(database_url, tmp_path / "data", office, now)
    yield opened
    opened.database.dispose()


def reach(desk: Desk, channel: str = "folder") -> None:
    with desk.database.write() as session:
        person = session.get_one(Person, desk.office.people["system_admin"])
        set_contact(session, person, Wanted(channel, "", True), ("folder", "webhook"), desk.at)


def deliver(desk: Desk) -> int:
    """What `khanton serve` does every few seconds."""
    work = schedule.Work(desk.database, lambda: desk.at, desk.app.state.channels.for_office)
    return schedule.delivery(work)


def test_each_channel_stands_as_its_file_says_and_never_its_secret(desk: Desk) -> None:
    text = desk.person("system_admin").get(CHANNELS).text
    assert SECRET not in text
    assert "path-with-token" not in text
    assert "https://hooks.example.go.th" in text
    assert text.count('<span class="tag">ปิดอยู่') == 2  # e-mail and LINE
    for role in ("plan_director", "clerk"):
        assert desk.person(role).get(CHANNELS).status_code == 403
        assert desk.person(role).post(f"{CHANNELS}/folder/trial").status_code == 403


def test_a_trial_goes_out_by_the_real_way_and_its_outcome_stands_on_the_page(desk: Desk) -> None:
    admin = desk.person("system_admin")
    refused = admin.post(f"{CHANNELS}/folder/trial")
    assert refused.status_code == 422
    assert 'href="/notices/settings"' in refused.text
    reach(desk)
    reach(desk, "webhook")
    done = admin.post(f"{CHANNELS}/folder/trial", follow_redirects=False)
    assert done.status_code == 303
    assert "รอส่ง" in admin.get(done.headers["location"]).text
    assert deliver(desk) == 1
    text = admin.get(CHANNELS).text
    assert "ส่งแล้ว" in text
    (file,) = (desk.folder / "out").glob("*.txt")
    assert "ข้อความทดสอบช่องทาง" in file.read_text(encoding="utf-8")
    with desk.database.read() as session:
        notice = session.exec(select(Notice).where(Notice.code == TRIAL)).one()
        message = session.exec(select(Message).where(Message.notice_id == notice.id)).one()
    assert (message.channel, message.state, notice.person_id) == ("folder", "sent", message.person_id)
    assert "ข้อความทดสอบช่องทาง" in admin.get("/notices").text
    desk.at += datetime.timedelta(days=3)
    deliver(desk)
    with desk.database.read() as session:
        carried = session.exec(
            select(Delivery.channel).where(Delivery.notice_id == notice.id, Delivery.outcome != "cancelled")
        ).all()
    assert carried == ["folder"]  # by no other channel, and not again


def test_a_channel_that_is_off_or_unknown_is_not_tried(desk: Desk) -> None:
    admin = desk.person("system_admin")
    for name in ("email", "pigeon"):
        assert admin.post(f"{CHANNELS}/{name}/trial").status_code == 422


def test_a_pause_holds_messages_until_it_ends_and_both_are_recorded(desk: Desk) -> None:
    admin = desk.person("system_admin")
    reach(desk)
    assert admin.post(f"{CHANNELS}/folder/pause", data={"days": "3"}).status_code == 422
    kept = admin.post(f"{CHANNELS}/folder/pause", data={"days": "99", "reason": "ย้ายเครื่อง"})
    assert kept.status_code == 422
    assert 'value="ย้ายเครื่อง"' in kept.text
    admin.post(f"{CHANNELS}/folder/pause", data={"days": "๓", "reason": "ย้ายเครื่อง"})
    admin.post(f"{CHANNELS}/folder/trial")
    assert deliver(desk) == 0
    assert "พักอยู่" in admin.get(CHANNELS).text
    admin.post(f"{CHANNELS}/folder/resume")
    assert deliver(desk) == 1
    assert admin.post(f"{CHANNELS}/folder/resume").status_code == 422
    with desk.database.read() as session:
        assert session.exec(select(ChannelPause)).all() == []
        told = session.exec(select(Entry.details).where(Entry.kind == "channel").order_by(Entry.seq)).all()
    assert ["paused_days" in each for each in told] == [True, False]


def test_what_failed_is_tried_again_by_its_own_office_only(desk: Desk) -> None:
    admin = desk.person("system_admin")
    reach(desk)
    admin.post(f"{CHANNELS}/folder/trial")
    with desk.database.write() as session:
        message = session.exec(select(Message)).one()
        message.state, number = "failed", message.id
    assert desk.person("plan_director").post(f"{CHANNELS}/messages/{number}/again").status_code == 403
    assert admin.post(f"{CHANNELS}/messages/{number + 1}/again").status_code == 422
    done = admin.post(f"{CHANNELS}/messages/{number}/again", follow_redirects=False)
    assert done.status_code == 303
    assert deliver(desk) == 1


def owed(session: Session, desk: Desk, due_on: datetime.date) -> None:
    item = desk.office.open(session, "quarterly_report", "QR1", quarter=1)
    duty = NewObligation("D-QR", 9, "plan_officer", None, None, due_on, "x", "1")
    session.add(
        Obligation(
            office_id=desk.office.id,
            item_id=item.id,
            code=duty.code,
            turn=duty.turn,
            owed_by=duty.owed_by,
            due_on=duty.due_on,
            formula=duty.formula,
            calendar_version="1",
            opened_seq=1,
            opened_at=NOW,
        )
    )


def test_ladders_are_read_and_changed(desk: Desk) -> None:
    client = desk.person("plan_director")
    text = client.get(LADDERS).text
    assert "ก่อนกำหนด ๑๔ วัน" in text
    assert "ค่าที่มากับระบบ" in text
    typed = {
        "days:1": "๕",
        "when:1": "before",
        "to:1": "owner",
        "days:2": "",
        "when:2": "before",
        "to:2": "owner",
    }
    done = client.post(f"{LADDERS}/short", data=typed, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, f"{LADDERS}?saved=short")
    with desk.database.read() as session:
        assert [(r.ladder, r.days, r.told) for r in session.exec(select(OfficeRung))] == [
            ("short", -5, "owner")
        ]
    wrong = client.post(f"{LADDERS}/short", data={**typed, "days:1": "soon"})
    assert wrong.status_code == 422
    assert 'value="soon"' in wrong.text
    client.post(f"{LADDERS}/short", data={**typed, "shipped": "1"})
    with desk.database.read() as session:
        assert session.exec(select(OfficeRung)).all() == []
    assert client.get(f"{LADDERS}/nothing").status_code == 422
    assert desk.person("clerk").get(LADDERS).status_code == 403


def test_what_would_be_sent_follows_the_rows_typed_and_writes_nothing(desk: Desk) -> None:
    today = datetime.date(2018, 1, 15)  # a Monday
    with desk.database.write() as session:
        owed(session, desk, today + datetime.timedelta(days=9))
    client = desk.person("plan_director")
    look = {"look": "1", "day": today.isoformat(), "when:1": "before", "to:1": "owner"}
    nine = client.get(f"{LADDERS}/standard", params={**look, "days:1": "9"}).text
    two = client.get(f"{LADDERS}/standard", params={**look, "days:1": "2"}).text
    assert "ก่อนกำหนด ๙ วัน" in nine
    assert "ก่อนกำหนด ๙ วัน" not in two
    closed = client.get(f"{LADDERS}/standard", params={**look, "days:1": "9", "day": "2018-01-14"}).text
    assert "วันนั้นสำนักงานหยุด" in closed
    with desk.database.read() as session:
        assert session.exec(select(OfficeRung)).all() == []
        assert session.exec(select(Notice)).all() == []
