"""Who was told what of a paper, when, and whether it arrived."""

import datetime

from sqlalchemy import event
from told_desk import TODAY, duty, notice, sent

from notifications.tellings import Sent, subject_of, told_about
from states.catalogue import catalogue
from workflow.queries import viewer


def test_each_telling_says_who_when_why_and_whether_it_arrived(session, office, now):
    item = office.open(session, "quarterly_report", "QR1", quarter=1)
    other = office.open(session, "memo", "M1")
    owed = duty(session, office, item, TODAY)
    later = now + datetime.timedelta(hours=1)
    first = notice(session, office, "clerk", item, now, read_at=later)
    second = notice(
        *(session, office, "plan_director", item, later),
        obligation_id=owed.id,
        due_on=TODAY,
        rung=-3,
        code="reminder",
        because="escalated",
    )
    notice(session, office, "clerk", other, now)
    sent(session, second, "email", later, tries=3)
    sent(session, second, "line", later, outcome="", tries=0)
    told = told_about(session, item.id)
    assert [(each.code, each.username, each.because, each.read_at) for each in told] == [
        ("notify_status", "clerk.t1", "", later),
        ("reminder", "plan_director.t1", "escalated", None),
    ]
    assert (told[0].rung, told[0].duty, told[0].sent) == (None, "", ())
    assert (told[1].rung, told[1].duty, told[1].due_on) == (-3, "D-QR", TODAY)
    assert told[1].sent == (Sent("email", "sent", later, 3, "answer 3"), Sent("line", "", None, 0, ""))
    assert first.id < second.id


def test_what_a_channel_answered_is_for_whom_it_concerns_and_who_minds(session, office, now):
    item = office.open(session, "memo", "M1")
    sent(session, notice(session, office, "clerk", item, now), "email", now, tries=1)

    def answers(role: str) -> list[str]:
        who = viewer(session, office.people[role], now)
        return [each.detail for telling in told_about(session, item.id, who) for each in telling.sent]

    assert [answers(role) for role in ("clerk", "system_admin", "project_owner")] == [
        ["answer 1"],
        ["answer 1"],
        [""],
    ]


def test_a_notice_is_called_by_its_subject_without_gaps_in_it(session, office):
    report = office.open(session, "quarterly_report", "QR1", quarter=1, title="รายงานผลไตรมาสที่ 1")
    memo = office.open(session, "memo", "M1")
    codes = ("memo_acceleration", "circular_quarter_result", "circular_report_published", "notify_status")
    assert [subject_of(code, report, "th") for code in codes] == [
        "เร่งรัดการดำเนินงานและการเบิกจ่ายงบประมาณ ไตรมาสที่ 1",
        "แจ้งผลการดำเนินงานและการเบิกจ่าย ไตรมาสที่ 1 ปีงบประมาณ พ.ศ. 2561",
        "แจ้งเผยแพร่รายงานผลไตรมาสที่ 1",
        "สถานะเปลี่ยนแปลง",
    ]
    for code in catalogue().notices:
        assert not set("[]{}") & set(subject_of(code, memo, "th") + subject_of(code, memo, "en")), code


def test_a_school_sees_only_what_it_was_told_itself(session, office, now):
    item = office.open(session, "school_plan", "SP1")
    notice(session, office, "clerk", item, now)
    notice(session, office, "school_officer", item, now)
    who = viewer(session, office.people["school_officer"], now)
    assert [each.username for each in told_about(session, item.id, who)] == ["school_officer.t1"]


def test_three_statements_however_much_was_told(session, office, now):
    item = office.open(session, "memo", "M1")
    for role in ("clerk", "plan_director", "plan_officer", "project_owner"):
        sent(session, notice(session, office, role, item, now), "email", now, tries=2)
    asked: list[str] = []
    engine = session.get_bind().engine

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    assert len(told_about(session, item.id)) == 4
    event.remove(engine, "before_cursor_execute", note)
    assert len(asked) == 3
