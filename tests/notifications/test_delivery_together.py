"""Several workers beside each other, and a real mail server that misbehaves: nothing lost, nothing twice."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from databases import server
from desk import Clock, Recording, message, notice, render, rows
from smtp_server import Mode, SmtpServer
from sqlalchemy import event, text
from sqlmodel import Session, select

from notifications.channels.email import EmailOptions
from notifications.channels.settings import ChannelSettings, opened
from notifications.delivery import deliver
from notifications.models import Attempt, Contact, Delivery, Message, Notice
from notifications.outcomes import BACKOFF
from workflow.database import Database

MESSAGES = 24


def prepared(session: Session, office, at) -> None:
    """Two digests' worth of urgent messages for each of some people."""
    item = office.open(session, "quarterly_report", "QR1", quarter=1)
    people = sorted(office.people.values())[: MESSAGES // 2]
    for turn in range(MESSAGES):
        each = notice(session, item, people[turn % len(people)], at, code=f"notify_{turn}")
        message(session, [each], at, kind="urgent")


def together(workers: list[Callable[[], object]]) -> None:
    """Runs all at once; raises what the first of them raised."""
    raised: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in workers]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    if raised:
        raise raised[0]


@pytest.mark.parametrize("one_process", [True, False])
def test_workers_at_once_send_each_message_once(database, database_url, office, now, one_process):
    with database.write() as session:
        prepared(session, office, now)
    channel = Recording()
    databases = [database if one_process else Database(database_url) for _ in range(4)]
    together(
        [
            lambda own=own, number=number: deliver(
                own, channel.only, lambda: now, f"worker-{number}", render=render
            )
            for number, own in enumerate(databases)
        ]
    )
    for own in databases:
        if own is not database:
            own.dispose()
    assert Counter(each.token for each in channel.sent) == {each.token: 1 for each in rows(database, Message)}
    assert {each.state for each in rows(database, Message)} == {"sent"}
    assert Counter(each.outcome for each in rows(database, Attempt)) == {"accepted": MESSAGES}
    assert Counter(each.outcome for each in rows(database, Delivery)) == {"sent": MESSAGES}


def test_workers_who_find_the_same_dead_claims_bring_each_back_once(database, database_url, office, now):
    with database.write() as session:
        prepared(session, office, now)
        session.execute(text("UPDATE message SET state = 'claimed', claimed_by = 'gone', attempts = 1"))
        for row in session.exec(select(Message)):
            row.claimed_at = now.replace(year=2017)
            session.add(Attempt(message_id=row.id, number=1, worker="gone", began_at=now))
    channel = Recording()
    others = [Database(database_url) for _ in range(3)]
    together(
        [
            lambda own=own, number=number: deliver(
                own, channel.only, lambda: now, f"worker-{number}", render=render
            )
            for number, own in enumerate(others)
        ]
    )
    for own in others:
        own.dispose()
    assert Counter(each.token for each in channel.sent) == {each.token: 1 for each in rows(database, Message)}
    assert Counter(each.outcome for each in rows(database, Attempt)) == {
        "unknown": MESSAGES,
        "accepted": MESSAGES,
    }


def test_a_mail_server_in_every_bad_mood_gets_each_letter_in_the_end(database, office, now):
    """Down, slow, dropping, refusing for now: what was taken twice carries one Message-ID."""
    with database.write() as session:
        prepared(session, office, now)
    clock = Clock(now)
    with SmtpServer(delay=0.6) as mail:
        options = EmailOptions(
            host="127.0.0.1", port=mail.port, security="none", sender="desk@example.org", timeout=0.3
        )
        channels = opened(ChannelSettings(common={"email": options}))

        def go() -> int:
            return deliver(database, channels.for_office, clock, "one", render=render)

        for mode in (Mode.DOWN, Mode.LATER, Mode.DROPS_TAKEN, Mode.DROPS_UNTAKEN, Mode.SLOW, Mode.FULL):
            mail.mode = mode
            assert go() == 0
            clock.on(minutes=20)
        mail.mode = Mode.OK
        clock.at += 3 * BACKOFF[-1]  # after the weekend
        assert go() == MESSAGES
        assert go() == 0
        channels.close()
        messages = rows(database, Message)
        assert {each.state for each in messages} == {"sent"}
        assert {each.message_id for each in mail.taken} == {
            f"<{each.token}@example.org>" for each in messages
        }
        accepted = Counter(each.message_id for each in rows(database, Attempt) if each.outcome == "accepted")
        assert accepted == {each.id: 1 for each in messages}
        assert [each.trouble for each in rows(database, Contact) if each.trouble] == []


@pytest.mark.skipif(server() is not None, reason="how SQLite chooses an index")
def test_no_look_for_messages_reads_those_that_have_ended(database, office, now):
    """After ten years nearly all messages have ended; a look every few seconds must not read them."""
    asked: list[tuple[str, object]] = []
    with database.write() as session:
        prepared(session, office, now)
        session.execute(text("UPDATE message SET state = 'sent'"))
        message(session, session.exec(select(Notice).limit(1)).all(), now, channel="line")
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    deliver(database, Recording(name="line").only, lambda: now, "one", render=render)
    looks = [each for each in asked if "message.state IN" in each[0]]
    assert len(looks) == 4  # brought back, ways, the message, and no other
    with database.read() as session:
        for statement, values in looks:
            plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            used = [line[3] for line in plan if "message" in line[3]]
            assert [each for each in used if "USING INDEX ix_message_" not in each] == [], statement
