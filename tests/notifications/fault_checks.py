"""What must hold after a year of faults: nothing lost, nothing twice, nobody bothered without need."""

import datetime
from collections import Counter
from email.utils import parsedate_to_datetime
from typing import Any

from desk import rows
from fault_story import LEAVES
from fault_year import Year
from smtp_server import Taken
from sqlmodel import select

from notifications.models import Attempt, Contact, Delivery, Message, Notice
from notifications.staffing import STAFFING
from notifications.weekly import WEEKLY
from workflow.database import Database
from workflow.ledger import calendar_of
from workflow.models import Office, OutboxRow
from workflow.moments import BANGKOK

Key = tuple[Any, ...]


def key_of(notice: Notice) -> Key:
    told = (notice.outbox_id or 0, notice.obligation_id or 0, notice.rung, notice.about)
    return (*told, notice.code, notice.person_id)


def token_of(letter: Taken) -> str:
    return letter.message_id[1:].partition("@")[0]


def told_once(year: Year, reference: Database) -> None:
    """Every step was told, nobody was told twice, and what was told is what one process tells, but for rungs
    that a wrong clock brought too early, those of mornings that it took away, and who had something to read
    in a week whose first morning it took."""
    assert [each.id for each in rows(year.database, OutboxRow) if each.taken_at is None] == []
    found, expected = rows(year.database, Notice), rows(reference, Notice)
    assert [key for key, number in Counter(map(key_of, found)).items() if number > 1] == []
    # Who holds a post on a day that a wrong clock shows is another question; that it is told once is above.
    found, expected = ([each for each in some if each.code != STAFFING] for some in (found, expected))
    keys = Counter(key_of(each) for each in found)
    wrong = [each.at for each in year.told if each.astray]
    days = {at.date() for at in wrong}
    early = [key_of(each) for each in found if each.written_at in wrong]
    late = [key_of(each) for each in expected if _day(each.written_at) in days and each.outbox_id is None]
    weeks = {each.about for each in expected if each.code == WEEKLY and _day(each.written_at) in days}
    other_day = [key_of(each) for each in found if each.code == WEEKLY and each.about in weeks]
    known = {key_of(each) for each in expected}
    assert sorted(keys.keys() - known - set(early) - set(other_day), key=str) == []
    assert sorted(known - keys.keys() - set(late), key=str) == []


def carried_once(year: Year) -> None:
    """Each notice went by each of its person's ways with exactly one message, which has come to an end."""
    database = year.database
    deliveries, messages = rows(database, Delivery), {each.id: each for each in rows(database, Message)}
    assert {each.outcome for each in deliveries} <= {"sent", "cancelled", "failed"}
    assert {each.state for each in messages.values()} <= {"sent", "cancelled", "failed", "merged"}
    notices = {each.id: each for each in rows(database, Notice)}
    contacts = [each for each in rows(database, Contact) if each.enabled]
    carried = {(each.notice_id, each.channel) for each in deliveries}
    ways = {
        (notice.id, each.channel)
        for each in contacts
        for notice in notices.values()
        if notice.person_id == each.person_id and notice.written_at >= each.since
    }
    assert sorted(ways - carried) == []
    for each in deliveries:
        message = messages[each.message_id]
        assert (message.person_id, message.channel) == (notices[each.notice_id].person_id, each.channel)
        assert each.outcome in (message.state, "cancelled")


def accepted_once(year: Year) -> int:
    """What the mail server took, by Message-ID: once, and again only where nobody could know. The number of
    repetitions."""
    attempts: dict[int, Counter[str]] = {}
    for each in rows(year.database, Attempt):
        attempts.setdefault(each.message_id, Counter())[each.outcome] += 1
    taken = Counter(map(token_of, year.mail.taken))
    again = 0
    for message in rows(year.database, Message):
        ended = attempts.get(message.id, Counter())
        assert ended[""] == 0
        assert ended["accepted"] == (message.state == "sent"), (message, ended)
        copies = taken.pop(message.token, 0)
        if message.channel == "email":
            assert ended["accepted"] <= copies <= ended["accepted"] + ended["unknown"], (message, ended)
            again += max(copies - 1, 0)
    assert taken == Counter()
    return again


def one_catch_up(year: Year) -> None:
    """After the outage each got one message, beside those of which nobody knew whether she had them."""
    letters = {(each.to, token_of(each)) for each in year.mail.taken[year.before_outage : year.after_outage]}
    new = Counter(to for to, token in letters if token not in year.doubtful)
    assert letters
    assert {to: number for to, number in new.items() if number > 1} == {}


def only_who_should(year: Year) -> None:
    """Nobody was written to after she had left, nor on a closed day but of what was set off on it."""
    at_once = {each.token: each.day for each in rows(year.database, Message) if each.kind == "urgent"}
    with year.database.read() as session:
        (office,) = session.exec(select(Office)).all()
        calendar = calendar_of(session, office.id, office.calendar_version)
    for letter in year.mail.taken:
        day = _day(parsedate_to_datetime(str(letter.mail["Date"])))
        left = year.story.left_on
        assert left is not None
        assert day <= left or f"{LEAVES.replace('@', '-')}@example.org" not in letter.to
        assert calendar.is_workday(day) or at_once.get(token_of(letter)) == day, (
            day,
            letter.to,
            str(letter.mail["Subject"]),
        )


def _day(at: datetime.datetime) -> datetime.date:
    return at.astimezone(BANGKOK).date()
