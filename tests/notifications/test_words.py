"""Every notice says in Thai and English what happened, by when something is expected and where to look."""

import datetime
import os
import re
from pathlib import Path

import pytest
from counted import statements
from sqlmodel import Session, col, delete, select
from told_office import BASE, BY_DATE, Telling, telling

from notifications.announcing import particulars_of
from notifications.gathering import gather
from notifications.models import Notice, Preference
from notifications.phrases import Phrases
from notifications.rendering import render_message
from notifications.words import Told, line_text, tell
from states.catalogue import catalogue
from states.due_words import Origin, Reckoning
from states.filling import marks
from workflow.changes import Hand
from workflow.database import Database
from workflow.models import Item, Occupancy, Person, Position
from workflow.papers.drafts import open_paper
from workflow.papers.fields import Fields

NOW_DAY = datetime.date(2018, 1, 12)
GOLDEN = Path(__file__).parent / "golden"
REWRITE = "KHANTON_WRITE_GOLDEN"
WINDOW = Reckoning(
    Origin.WINDOW,
    datetime.date(2018, 1, 19),
    *(0, False, datetime.date(2018, 1, 19), datetime.date(2018, 1, 19)),
    opens=datetime.date(2017, 12, 1),
    closed=None,
)
QUARTER = Reckoning(
    Origin.QUARTER_END,
    datetime.date(2017, 12, 31),
    *(15, False, datetime.date(2018, 1, 15), datetime.date(2018, 1, 15)),
    opens=None,
    closed=None,
)


@pytest.fixture
def told(session: Session, office) -> Telling:
    return telling(session, office)


def reminders(told: Telling) -> dict[str, Notice]:
    """One reminder of each sort."""
    office = told.office
    plan = told.duty("annual_plan", "D-AP-04", 7, WINDOW.to_json())
    quarter = told.duty("quarterly_report", "D-QR", 3, QUARTER.to_json())
    late = told.duty("self_assessment", "D-SA-01", -3)
    today = told.duty("school_plan", "D-SP-01", 0)
    away, post = office.people["plan_officer"], office.positions["plan_officer"]
    return {
        "ล่วงหน้า": told.reminder(plan, "plan_director"),
        "ล่วงหน้า ผู้รักษาราชการแทน": told.reminder(quarter, "clerk", f"acting:{post}"),
        "วันครบกำหนด": told.reminder(today, "school_officer"),
        "เกินกำหนด": told.reminder(late),
        "เกินกำหนด ตำแหน่งว่าง": told.reminder(late, "plan_director", "vacant:plan_officer"),
        "เกินกำหนด ไม่อยู่": told.reminder(late, "clerk", f"absent:{away}"),
        "รายงานผู้บังคับบัญชา": told.reminder(late, "deputy_director", "escalated"),
    }


def page(told: Telling, language: str, now) -> str:
    """Everything the office can be told, as one readable text."""
    more = reminders(told)
    weekly = told.notice("weekly_summary", "area_director", about="2561-W02")
    named = {**told.notices, **more, "weekly_summary": weekly}
    said = tell(told.session, list(named.values()), language, BASE, now)
    parts = [_entry(name, each) for name, each in zip(named, said, strict=True)]
    everything = [weekly, *more.values(), *told.notices.values()]
    alone = [told.notices["notify_next_signer"]]
    person = told.person("area_director")
    told.session.add(Preference(person_id=person.id, language=language))
    told.session.flush()
    for kind, notices in (("digest", everything), ("urgent", alone)):
        made = render_message(
            told.session, person, notices, kind=kind, now=now, base_url=BASE, office=told.row
        )
        parts.append(f"######## {kind}\nSubject: {made.subject}\n\n{made.text}\n---- LINE\n{made.line}\n")
    return "\n".join(parts)


def _entry(name: str, told: Told) -> str:
    urgent = " !" if told.urgent else ""
    lines = "".join(f"  - {text} <{link}>\n" for text, link in told.lines)
    due = f"  [{told.due_on.isoformat()}]\n" if told.due_on else ""
    body = told.body.replace("\n", "\n  ")
    return f"#### {name}{urgent}\n{told.subject}\n  {body}\n{lines}{due}  <{told.link}>\n"


@pytest.mark.parametrize("language", ["th", "en"])
def test_everything_reads_as_checked_in(told: Telling, language: str, now) -> None:
    """Read golden/notices_th.txt as an office would; KHANTON_WRITE_GOLDEN=1 writes it anew."""
    path, found = GOLDEN / f"notices_{language}.txt", page(told, language, now)
    if os.environ.get(REWRITE):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def test_nothing_is_left_unsaid(told: Telling, now) -> None:
    for language in ("th", "en"):
        found = page(told, language, now)
        assert not re.search(r"[{}\[\]]|None|  \S.*  |“”|\(\)", re.sub(r"\[\d{4}-\d\d-\d\d\]", "", found))
        told.session.exec(delete(Preference))
        told.session.exec(delete(Notice).where(col(Notice.code).in_(["reminder", "weekly_summary"])))
        told.session.flush()


def test_the_catalogue_asks_for_no_particular_that_nobody_gives(told: Telling) -> None:
    notice = told.notices["notify_status"]
    known = gather(told.session, [notice], NOW_DAY)
    given = particulars_of(notice, known.paper_of(notice), None, known, Phrases("th"))
    for code, words in catalogue().notices.items():
        if code not in BY_DATE:
            asked = marks(words.th) | marks(words.say_th)
            assert asked - set(given) == set(), code


@pytest.mark.parametrize("language", ["th", "en"])
def test_what_is_not_known_leaves_no_gap(told: Telling, language: str, now) -> None:
    """A paper without entry, meeting, group, quarter or number still makes whole sentences."""
    bare = told.office.open(told.session, "memo", "M9", title="เรื่องทั่วไป", group_id=None)
    codes = [code for code in catalogue().notices if code not in BY_DATE]
    notices = [told.notice(code, item_id=bare.id) for code in codes]
    for each in tell(told.session, notices, language, BASE, now):
        text = f"{each.subject}\n{each.body}"
        assert not re.search(r"  | \.|,,|\(\)|“”|ครั้งที่ ?($|\n|[^0-9 ])|ไตรมาสที่ ?($|\D)| $|no\. ?\n", text), (
            text
        )


def test_both_languages_tell_the_same_facts(told: Telling, now) -> None:
    notices = [*told.notices.values(), *reminders(told).values()]
    thai, english = (tell(told.session, notices, language, BASE, now) for language in ("th", "en"))
    for one, other in zip(thai, english, strict=True):
        assert (one.code, one.link, one.due_on, one.urgent, one.item_code) == (
            *(other.code, other.link, other.due_on, other.urgent, other.item_code),
        )
        assert _facts(one) == _facts(other), one.code


def _facts(told: Told) -> set[str]:
    """The titles and people a text names, and how many lines it has."""
    people = re.findall(r"บุคลากรคนที่ \d+", told.body)
    return {*re.findall(r"“[^”]*[ก-๙][^”]*”", re.sub("“[^”]*สถานะ.*?”", "", told.body)), *people} - {
        "“กำหนดการประชุม”"
    } | {str(len(told.body.splitlines()))}


def test_more_notices_take_no_more_statements(told: Telling, now) -> None:
    in_turn = reminders(told)
    some = ("ล่วงหน้า ผู้รักษาราชการแทน", "รายงานผู้บังคับบัญชา")  # who is told instead, and who owes it
    few = [told.notices["notify_status"], *(in_turn[each] for each in some)]
    many = [*few, *list(told.notices.values())[:30], *in_turn.values()]
    counts = []
    for notices in (many, few, many):
        told.session.expire_all()
        _ = [(each.person_id, each.item_id, each.because) for each in notices]
        with statements(told.session) as asked:
            tell(told.session, notices, "th", BASE, now)
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_links_lead_to_the_public_address_and_survive_any_code(told: Telling, now) -> None:
    odd = told.office.open(told.session, "memo", "บันทึก 1", title="เรื่อง")
    (one,) = tell(told.session, [told.notice("notify_status", item_id=odd.id)], "th", BASE, now)
    assert one.link == BASE + "/items/%E0%B8%9A%E0%B8%B1%E0%B8%99%E0%B8%97%E0%B8%B6%E0%B8%81%201"


def test_what_is_told_of_an_official_paper_leads_to_its_desk(told: Telling, now) -> None:
    hand = Hand(told.office.people["plan_officer"], now)
    paper = open_paper(told.session, told.office.id, "free_memo", Fields("ขอเชิญประชุม"), hand)
    told.papers["memo"] = paper
    duty = told.duty("memo", "D-SG-03", -2)
    notices = [
        told.notice("notify_status", item_id=paper.id),
        told.reminder(duty),
        told.notice("weekly_summary", "area_director", about="2561-W02"),
    ]
    announced, reminded, weekly = tell(told.session, notices, "th", BASE, now)
    desk = f"{BASE}/papers/{paper.code}"
    assert (announced.link, reminded.link) == (desk, desk)
    assert desk in {link for _, link in weekly.lines}


def test_the_days_left_are_counted_to_the_day_of_telling(told: Telling, now) -> None:
    notice = told.reminder(told.duty("quarterly_report", "D-QR", 3))
    days = [now + datetime.timedelta(days=later) for later in (0, 1, 3, 5)]
    subjects = [tell(told.session, [notice], "th", BASE, at)[0].subject.partition(":")[0] for at in days]
    assert subjects == ["อีก 3 วันครบกำหนด", "อีก 2 วันครบกำหนด", "ครบกำหนดวันนี้", "เกินกำหนด 2 วัน"]


def test_what_is_settled_is_counted_to_the_day_of_its_notice(told: Telling, now) -> None:
    duty = told.duty("quarterly_report", "D-QR", 3)
    notice = told.reminder(duty)
    duty.outcome, duty.closed_at = "done", now
    (later,) = tell(told.session, [notice], "th", BASE, now + datetime.timedelta(days=30))
    assert later.subject.startswith("อีก 3 วันครบกำหนด: ")


def test_the_notice_to_copy_into_line_is_short_and_linked(told: Telling, now) -> None:
    memo = told.papers["memo"]
    memo.title = "ก" * 500
    told.session.flush()
    (one,) = tell(told.session, [told.notices["notify_next_signer"]], "th", BASE, now)
    text = line_text(one)
    assert len(text) <= 1000
    assert text.splitlines()[-1] == BASE + "/items/M2561-7"


def test_the_weekly_summary_tells_how_the_money_stands(sample_january: str, now) -> None:
    database = Database(sample_january)
    with database.read() as session:
        query = select(Position, Occupancy).join(Occupancy, col(Occupancy.position_id) == col(Position.id))
        post, held = session.exec(query.where(Position.role == "area_director").order_by(Position.id)).first()
        notice = Notice(
            id=1, office_id=post.office_id, person_id=held.person_id, code="weekly_summary", written_at=now
        )
        (one,) = tell(session, [notice], "th", BASE, now)
    database.dispose()
    assert re.search(r"สิ้นไตรมาสที่ 1 เบิกจ่ายร้อยละ \d+\.\d\d เป้าหมายร้อยละ \d+\.\d\d", one.body)
    assert re.search(r"เป้าหมายเบิกจ่ายสิ้นไตรมาสที่ 2 ร้อยละ \d+\.\d\d", one.body)
    assert all(link.startswith(BASE + "/") for _, link in one.lines)


def test_who_is_above_reads_the_owner_by_name_and_that_it_is_late_only_when_it_is(
    told: Telling, office, session, now
) -> None:
    duty = told.duty("project", "D-PR-01", 3)
    session.get_one(Item, duty.item_id).owner_id = office.people["project_owner@ADM"]
    session.flush()
    reminder = told.reminder(duty, "group_director", "escalated")
    early, late = (
        tell(session, [reminder], "th", "", now + datetime.timedelta(days=days))[0].body for days in (0, 4)
    )
    name = session.get_one(Person, office.people["project_owner@ADM"]).name_th
    assert ("เลยกำหนด" in early, "ค้างมา" in early, f"ผู้รับผิดชอบ: {name}\n" in early) == (False, False, True)
    assert ("เลยกำหนด" in late, f"ผู้รับผิดชอบ: {name} ค้างมา" in late) == (True, True)
