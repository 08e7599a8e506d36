"""The inbox: everything told to a person, newest first; what is settled no longer asks to be read."""

import datetime

from told_desk import TODAY, duty, notice

from notifications.inbox import inbox, mark_read, unread_count
from notifications.words import line_text, tell
from workflow.models import Item

DAY = datetime.timedelta(days=1)


def filled(session, office, now) -> dict[str, int]:
    """One notice of each sort to the clerk, and one to somebody else."""
    item = office.open(session, "quarterly_report", "QR1", quarter=1)
    late = duty(session, office, item, TODAY - DAY)
    soon = duty(session, office, item, TODAY, turn=2)
    done = duty(session, office, item, TODAY - DAY, turn=3, outcome="done")
    made = {
        "step": notice(session, office, "clerk", item, now),
        "late": notice(session, office, "clerk", item, now, obligation_id=late.id, rung=1, code="reminder"),
        "soon": notice(session, office, "clerk", item, now, obligation_id=soon.id, rung=0, code="reminder"),
        "done": notice(session, office, "clerk", item, now, obligation_id=done.id, rung=1, code="reminder"),
        "week": notice(session, office, "clerk", None, now, code="weekly_summary", about="2561-W02"),
        "hers": notice(session, office, "plan_officer", item, now),
    }
    return {name: each.id for name, each in made.items()}


def test_narrowed_to_what_is_unread_or_late(session, office, now):
    ids = filled(session, office, now)
    clerk = office.people["clerk"]

    def shown(only: str) -> list[int]:
        return [each.notice.id for each in inbox(session, clerk, TODAY, only=only)]

    assert shown("") == [ids[name] for name in ("week", "done", "soon", "late", "step")]
    assert shown("unread") == [ids[name] for name in ("week", "soon", "late", "step")]
    assert shown("late") == [ids["late"]]
    assert unread_count(session, clerk) == 4


def test_a_reminder_of_what_is_settled_is_not_unread(session, office, now):
    ids = filled(session, office, now)
    found = {each.notice.id: each for each in inbox(session, office.people["clerk"], TODAY)}
    settled = {name: (found[ids[name]].settled, found[ids[name]].unread) for name in ("done", "late", "week")}
    assert settled == {"done": (True, False), "late": (False, True), "week": (False, True)}


def test_of_several_reminders_of_one_matter_the_last_counts(session, office, now):
    owed = duty(session, office, office.open(session, "quarterly_report", "QR1", quarter=1), TODAY - DAY)
    item = session.get_one(Item, owed.item_id)
    told = [
        notice(session, office, "clerk", item, now, obligation_id=owed.id, rung=rung, code="reminder")
        for rung in (-3, -1, 1)
    ]
    notice(session, office, "plan_officer", item, now, obligation_id=owed.id, rung=3, code="reminder")
    clerk = office.people["clerk"]
    assert [each.unread for each in inbox(session, clerk, TODAY)] == [True, False, False]
    assert [each.notice.id for each in inbox(session, clerk, TODAY, only="late")] == [told[-1].id]
    assert unread_count(session, clerk) == 1


def test_a_summary_is_followed_by_the_next_and_then_tells_no_figures(session, office, now):
    old = notice(session, office, "clerk", None, now - 7 * DAY, code="weekly_summary", about="2561-01-01")
    new = notice(session, office, "clerk", None, now, code="weekly_summary", about="2561-01-08")
    found = inbox(session, office.people["clerk"], TODAY)
    assert [(each.notice.id, each.followed) for each in found] == [(new.id, False), (old.id, True)]
    assert unread_count(session, office.people["clerk"]) == 1
    this, past = tell(session, [new, old], "th", "", now)
    assert ("ณ วันที่ 12 มกราคม 2561" in this.body, past.body[:28]) == (True, "สรุปนี้เป็นของสัปดาห์ที่ผ่าน")


def test_marking_as_read_touches_only_ones_own(session, office, now):
    ids, clerk, officer = filled(session, office, now), office.people["clerk"], office.people["plan_officer"]
    assert mark_read(session, clerk, now, ids["hers"]) == 0
    assert mark_read(session, clerk, now, ids["late"]) == 1
    assert mark_read(session, clerk, now, ids["late"]) == 0
    assert unread_count(session, clerk) == 3
    assert mark_read(session, clerk, now) == 4
    assert (unread_count(session, clerk), unread_count(session, officer)) == (0, 1)


def test_pages_follow_each_other_without_gaps(session, office, now):
    filled(session, office, now)
    clerk, seen, before = office.people["clerk"], [], 0
    while page := inbox(session, clerk, TODAY, before=before, limit=2):
        seen += [each.notice.id for each in page]
        before = seen[-1]
    assert seen == [each.notice.id for each in inbox(session, clerk, TODAY)]


def test_every_notice_has_words_a_link_and_a_text_for_line(session, office, now):
    filled(session, office, now)
    found = [each.notice for each in inbox(session, office.people["clerk"], TODAY)]
    told = tell(session, found, "th", "https://khanton.example", now)
    assert [each.code for each in told] == [each.code for each in found]
    assert all(each.subject and each.link in line_text(each) for each in told)
    assert {each.link for each in told if each.item_code} == {"https://khanton.example/items/QR1"}
