"""Every day's checkpoint is signed once and carried out: into the file, and to those who keep it by mail."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import NOW, SmallOffice, make_office
from sqlalchemy import text
from sqlmodel import select

from notifications import schedule
from notifications.anchoring import Outside
from notifications.channels.channel import Outgoing, TransportError
from notifications.models import SweepRun
from workflow.checkpoints import anchors
from workflow.checkpoints.keys import KeyFile
from workflow.database import Database
from workflow.models import Checkpoint

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


class Post:
    """A way out that keeps what it is given, or refuses it."""

    name = "email"

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.down = False

    def send(self, message: Outgoing) -> str:
        if self.down:
            raise TransportError("not now")
        self.sent.append(message)
        return "250 taken"

    def close(self) -> None:
        self.sent.clear()


@pytest.fixture
def post() -> Post:
    return Post()


Working = Callable[..., schedule.Work]


@pytest.fixture
def working(database: Database, post: Post, tmp_path: Path) -> Working:
    """What the schedule works with at a moment."""

    def at(moment: datetime.datetime, *addresses: str, folder: str = "outside") -> schedule.Work:
        outside = Outside(KeyFile.in_folder(tmp_path / "data"), tmp_path / folder, addresses)
        return schedule.Work(database, lambda: moment, lambda office, name: post, outside=outside)

    return at


def seqs(database: Database) -> list[tuple[int, int]]:
    with database.read() as session:
        found = session.exec(select(Checkpoint.office_id, Checkpoint.seq).order_by(Checkpoint.taken_at))
        return [(office, seq) for office, seq in found]


def more(database: Database, office: SmallOffice, code: str) -> None:
    with database.write() as session:
        office.open(session, "annual_plan", code)


def test_one_a_day_for_each_office_with_something_new(
    database: Database, office: SmallOffice, working: Working, tmp_path: Path
) -> None:
    with database.write() as session:
        other = make_office(session, "T2")
    assert schedule.checkpoints(working(NOW)) == 4  # two signed, two put down
    more(database, office, "AP2561")
    assert schedule.checkpoints(working(NOW + HOUR)) == 0  # the day has its own
    assert schedule.checkpoints(working(NOW + DAY)) == 2
    assert schedule.checkpoints(working(NOW + 2 * DAY)) == 0  # nothing was recorded
    found = seqs(database)
    assert [each for each, _ in found] == [office.id, other.id, office.id]
    read = anchors.read(tmp_path / "outside" / anchors.FILE)
    assert [(each.said.office, each.said.seq, each.signed) for each in read.found] == [
        ("T1" if each == office.id else "T2", seq, True) for each, seq in found
    ]


def test_nothing_is_signed_where_nobody_said_with_what(database: Database, office: SmallOffice) -> None:
    assert schedule.checkpoints(schedule.Work(database, lambda: NOW)) == 0
    assert seqs(database) == []


def test_the_day_begins_in_bangkok(database: Database, office: SmallOffice, working: Working) -> None:
    evening = NOW.replace(hour=16, minute=59)  # 23:59 there
    schedule.checkpoints(working(evening))
    more(database, office, "AP2561")
    assert schedule.checkpoints(working(evening.replace(minute=59, second=59))) == 0
    assert schedule.checkpoints(working(evening + datetime.timedelta(minutes=1))) == 2


def test_mail_carries_the_line_and_what_failed_is_sent_later(
    database: Database, office: SmallOffice, working: Working, post: Post, tmp_path: Path
) -> None:
    post.down = True
    with pytest.raises(TransportError):
        schedule.checkpoints(working(NOW, "auditor@example.go.th"))
    post.down = False
    assert schedule.checkpoints(working(NOW + HOUR, "auditor@example.go.th")) == 1
    assert schedule.checkpoints(working(NOW + 2 * HOUR, "auditor@example.go.th")) == 0
    [mail] = post.sent
    kept = (tmp_path / "outside" / anchors.FILE).read_text(encoding="utf-8")
    assert (mail.to, kept in mail.text) == ("auditor@example.go.th", True)
    saved = tmp_path / "saved.txt"
    saved.write_text(mail.text, encoding="utf-8")
    found = anchors.read(saved)
    assert [each.said.seq for each in found.found] == [seqs(database)[0][1]]
    assert found.unreadable == ()


def test_an_office_without_a_mail_server_or_with_a_broken_one_keeps_no_other_waiting(
    database: Database, office: SmallOffice, working: Working, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.write() as session:
        others = [make_office(session, code) for code in ("A1", "A2", "Z9")]
    for number, each in enumerate((office, *others)):
        more(database, each, f"PJ-{number}")
    broken = Post()
    broken.down = True
    ways = {office.code: None, "A1": None, "A2": broken, "Z9": post}
    work = replace(working(NOW + HOUR, "auditor@example.go.th"), channels=lambda office, name: ways[office])
    monkeypatch.setattr("notifications.anchoring._AT_ONCE", 1)  # what those without one leave is more
    with pytest.raises(TransportError):
        schedule.checkpoints(work)
    assert ["Z9" in mail.subject for mail in post.sent] == [True]
    broken.down = False
    assert schedule.checkpoints(work) == 1
    assert ["A2" in mail.subject for mail in broken.sent] == [True]


def test_one_office_s_broken_record_keeps_no_other_from_being_signed(
    database: Database, office: SmallOffice, working: Working
) -> None:
    with database.write() as session:
        other = make_office(session, "T2")
        session.connection().execute(
            text("UPDATE chain_head SET hash = :hash WHERE office_id = :id"),
            {"hash": "0" * 64, "id": office.id},
        )
    schedule.look(working(NOW), schedule.Schedule("checkpoints", 300, schedule.checkpoints))
    assert [each for each, _ in seqs(database)] == [other.id]
    with database.read() as session:
        assert session.get_one(SweepRun, "checkpoints").trouble.startswith("HistoryBroken")


def test_a_folder_that_takes_nothing_is_tried_again(
    database: Database, office: SmallOffice, working: Working, tmp_path: Path
) -> None:
    (tmp_path / "full").write_text("no folder", encoding="utf-8")
    with pytest.raises(OSError, match="full"):
        schedule.checkpoints(working(NOW, folder="full"))
    assert len(seqs(database)) == 1
    assert schedule.checkpoints(working(NOW + HOUR)) == 1
