"""The desk of a quarter at the pages: groups send in, the late are reminded, projects behind answer."""

import re

import pytest
from report_pages import QUARTER, Quarter, a_quarter_being_gathered  # noqa: F401  a fixture
from sqlmodel import col, select
from year_pages import TEXTS, browser_of_the_small_office, rows_of  # noqa: F401  a fixture

from notifications.models import Notice
from tests.workflow.reports.report_desk import Reports
from workflow.models import Acceleration, Entry, GroupSubmission, Problem, ProjectProgress

PLAN, DIRECTOR, LATE, OWNER = "plan_officer", "plan_director", "group_director@ADM", "project_owner"


def kinds(quarter: Quarter) -> list[str]:
    """The entries of the report's story."""
    with quarter.database.read() as session:
        found = session.exec(select(Entry).where(col(Entry.item_id).is_not(None)).order_by(Entry.seq)).all()
        return [each.kind for each in found if each.kind not in ("opened", "sign_in", "sign_out")]


def test_the_bare_address_leads_to_the_quarter_that_is_reported(quarter):
    quarter.page(PLAN)
    answer = quarter.client.get("/quarter", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, QUARTER)


def test_the_late_group_is_reminded_and_answers(quarter):
    """From the plan group's desk to the group's own, and back."""
    page = quarter.page(PLAN)
    assert 'กลุ่มส่งผลแล้ว</a> <span class="tag missing">0 จาก 2' in page
    told = quarter.fill(
        OWNER, "sent-PLN", f"{QUARTER}/submissions", **{"progress:P001": "ดำเนินการแล้ว", "text": "ตามแผน"}
    )
    assert TEXTS["quarter_done_sent"] in told
    assert "เตือนอีกครั้ง" not in told
    assert "เตือนอีกครั้ง (1)" in quarter.page(PLAN)
    reminded = quarter.fill(PLAN, "remind", f"{QUARTER}/reminders")
    assert TEXTS["quarter_done_reminded"] in reminded
    with quarter.database.read() as session:
        notices = session.exec(select(Notice).where(Notice.code == "notify_report_again")).all()
        assert [each.person_id for each in notices] == [quarter.office.people[LATE]]
    again = quarter.fill(PLAN, "remind", f"{QUARTER}/reminders", status=409)
    assert 'role="alert"' in again

    assert "ขอให้ส่งผลการดำเนินงานของกลุ่ม" in quarter.page(LATE, "/notices")
    hers = quarter.page(LATE)
    assert hers.index("งานของกลุ่มท่าน") < hers.index(TEXTS["quarter_reach"])
    assert "P001" not in hers[hers.index("งานของกลุ่มท่าน") : hers.index(TEXTS["quarter_reach"])]
    typed = {
        "progress:P002": "อบรมแล้ว 2 รุ่น",
        "outputs:P002": "ครู 80 คน",
        "problem:P003": "งบมาช้า",
        "text": "",
    }
    after = quarter.fill(LATE, "sent-ADM", f"{QUARTER}/submissions", **typed)
    assert 'กลุ่มส่งผลแล้ว</a> <span class="tag ready">2 จาก 2' in after
    assert "เตือนอีกครั้ง" not in quarter.page(PLAN)
    with quarter.database.read() as session:
        sent = session.exec(select(GroupSubmission).order_by(GroupSubmission.id)).all()
        assert [(each.text, each.waived) for each in sent] == [("ตามแผน", False), ("", False)]
        rows = session.exec(select(ProjectProgress).order_by(ProjectProgress.id)).all()
        assert [(each.progress, each.outputs) for each in rows] == [
            ("ดำเนินการแล้ว", ""),
            ("อบรมแล้ว 2 รุ่น", "ครู 80 คน"),
        ]
        (problem,) = session.exec(select(Problem)).all()
        assert (problem.kind, problem.text) == ("problem", "งบมาช้า")
    assert kinds(quarter) == ["submission", "reminded", "submission", "problem"]


def test_a_refused_form_comes_back_with_everything_typed(quarter):
    told = {"progress:P002": "อบรม 2 รุ่น", "outputs:P002": "x" * 10_001, "text": "ภาพรวม"}
    page = quarter.fill(LATE, "sent-ADM", f"{QUARTER}/submissions", status=413, **told)
    assert 'role="alert"' in page
    for text in ("อบรม 2 รุ่น", "x" * 10_001, "ภาพรวม"):
        assert text in page
    assert kinds(quarter) == []


def test_nobody_sends_in_for_another_group(quarter):
    told = quarter.form(quarter.page(OWNER), "sent-PLN") | {"group": "ADM", "text": "แทน"}
    page = quarter.send(f"{QUARTER}/submissions", told, 403)
    assert (">แทน<" in page, 'role="alert"' in page) == (True, True)
    foreign = quarter.form(quarter.page(LATE), "sent-ADM") | {"progress:P001": "ของกลุ่มอื่น"}
    assert "ของกลุ่มอื่น" not in quarter.send(f"{QUARTER}/submissions", foreign, 422).split("<form")[0]
    assert kinds(quarter) == []


def test_the_same_form_sent_twice_is_kept_once(quarter):
    told = quarter.form(quarter.page(PLAN), "problem") | {"kind": "suggestion", "text": "เร่งโอนเงิน"}
    for _ in range(2):
        assert "เร่งโอนเงิน" in quarter.send(f"{QUARTER}/problems", told)
    assert kinds(quarter) == ["problem"]
    with quarter.database.read() as session:
        number = session.exec(select(Problem.id)).one()
    page = quarter.fill(PLAN, f"withdraw-{number}", f"{QUARTER}/problems/{number}/withdraw")
    assert TEXTS["quarter_done_withdrawn"] in page
    assert kinds(quarter) == ["problem", "problem"]


def test_a_group_is_excused_with_a_reason(quarter):
    page = quarter.fill(PLAN, "excuse-ADM", f"{QUARTER}/excuses", status=422)
    assert 'href="#excuse-ADM-reason"' in page
    page = quarter.fill(PLAN, "excuse-ADM", f"{QUARTER}/excuses", reason="ไม่มีโครงการ")
    assert rows_of_groups(page)[0][:2] == ["กลุ่ม ADM", "ยกเว้น"]


def rows_of_groups(page: str) -> list[list[str]]:
    body = page.split('<section aria-labelledby="groups">')[1].split("</table>")[0].partition("</thead>")[2]
    return [
        [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)
    ]


def test_projects_below_target_are_chosen_and_answer(quarter):
    quarter.stand("Q1", "acknowledged")
    page = quarter.page(PLAN)
    assert TEXTS["quarter_choose"] in page
    told = quarter.form(page, "list")
    assert {name for name in told if name.startswith("shown:")} == {"shown:P001", "shown:P003"}
    ticked = told | {"listed:P001": "1"}
    refused = quarter.send(f"{QUARTER}/acceleration", ticked, 422)
    assert 'href="#list-reason:P003"' in refused
    page = quarter.send(f"{QUARTER}/acceleration", ticked | {"reason:P003": "เริ่มไตรมาส 2"})
    assert ("เริ่มไตรมาส 2" in page, TEXTS["quarter_done_listed"] in page) == (True, True)
    quarter.stand("Q1", "follow_up")
    assert 'value="reply-' not in quarter.page("project_owner@ADM")
    with quarter.database.read() as session:
        assert [row.left_out for row in session.exec(select(Acceleration).order_by(Acceleration.id))] == [
            "",
            "เริ่มไตรมาส 2",
        ]
    bad = quarter.fill(
        OWNER,
        "reply-P001",
        f"{QUARTER}/replies",
        status=422,
        cause="จัดซื้อช้า",
        remedy="ทำสัญญาเดือนนี้",
        until="31/13/2561",
    )
    assert all(text in bad for text in ("จัดซื้อช้า", "ทำสัญญาเดือนนี้", "31/13/2561"))
    assert 'href="#reply-P001-until"' in bad
    quarter.fill(DIRECTOR, "remind", f"{QUARTER}/reminders")
    with quarter.database.read() as session:
        notice = session.exec(select(Notice).where(Notice.code == "notify_reply_again")).one()
        assert notice.person_id == quarter.office.people[OWNER]
    good = quarter.fill(
        OWNER,
        "reply-P001",
        f"{QUARTER}/replies",
        cause="จัดซื้อช้า",
        remedy="ทำสัญญาเดือนนี้",
        until="๓๑ ม.ค. ๒๕๖๑",
    )
    assert "คาดว่าจะแล้วเสร็จ: 31 มกราคม 2561" in good
    back = quarter.form(quarter.page(OWNER), "reply-P001")
    assert (back["cause"], back["until"]) == ("จัดซื้อช้า", "31 มกราคม 2561")
    assert TEXTS["quarter_choose"] not in good


def test_every_difference_says_what_to_do(quarter):
    page = quarter.page("internal_auditor")
    for kind in ("no_figures", "behind"):
        assert TEXTS[f"quarter_do_{kind}"] in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


def test_one_projects_quarter(quarter):
    page = quarter.page(OWNER, f"{QUARTER}/projects/P001")
    assert all(text in page for text in ("250.50", "200.00", "20.00"))
    told = quarter.fill(
        OWNER,
        "problem",
        f"{QUARTER}/projects/P001/problems",
        f"{QUARTER}/projects/P001",
        kind="obstacle",
        text="ฝนตก",
    )
    assert (TEXTS["quarter_done_told"] in told, "ฝนตก" in told) == (True, True)
    assert "ฝนตก" in quarter.page(PLAN, f"{QUARTER}/projects/P001")
    quarter.page(PLAN, f"{QUARTER}/projects/Q1", 404)
    quarter.page(PLAN, "/quarter/2560/1/projects/P001", 404)


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        (PLAN, "/quarter/2561/5", 422),
        (PLAN, "/quarter/2018/1", 422),
        (PLAN, "/quarter/๒๕๖๑/๑", 200),
        (PLAN, "/quarter/2570/3", 200),
        ("school_officer", QUARTER, 403),
        ("school_officer", f"{QUARTER}/projects/P001", 403),
        ("system_admin", QUARTER, 200),
    ],
)
def test_which_addresses_answer_whom(quarter, who, address, status):
    quarter.page(who, address, status)


@pytest.mark.parametrize(
    "door", ["submissions", "excuses", "problems", "acceleration", "replies", "reminders"]
)
@pytest.mark.parametrize("who", ["internal_auditor", "system_admin", "school_officer", "clerk"])
def test_those_who_only_read_change_nothing(quarter, door, who):
    quarter.page(who, "/")
    told = {
        "form": "x",
        "group": "ADM",
        "text": "<b>x</b>",
        "reason": "x",
        "kind": "problem",
        "project": "P001",
    }
    told |= {"cause": "x", "remedy": "x", "until": "1 ม.ค. 2561"}
    answer = quarter.post(f"{QUARTER}/{door}", told)
    assert answer.status_code in (403, 422), answer.status_code
    assert "<b>x</b>" not in answer.text
    assert kinds(quarter) == []


def test_hostile_text_is_shown_as_text(quarter):
    quarter.fill(PLAN, "problem", f"{QUARTER}/problems", kind="problem", text="<script>alert(1)</script>")
    sent = quarter.client.get(QUARTER).text
    assert "<script>alert(1)" not in sent
    answer = quarter.post(f"{QUARTER}/problems", {"kind": "problem", "text": "a\x00b"})
    assert answer.status_code == 422


@pytest.mark.one_database
def test_the_desk_takes_the_same_statements_for_3_and_33_projects(quarter):
    counted = []
    for more in (range(0), range(10, 40)):
        with quarter.database.write() as session:
            for number in more:
                quarter.written(session)
                made = object.__new__(Reports)
                made.session, made.office = session, quarter.office
                made.fund_id = _fund(session)
                made.pay(made.project(f"P{number:03}", 100_00, group="ADM"), 10_00)
        for who in (PLAN, LATE):
            quarter.page(who)
            with quarter.statements() as asked:
                page = quarter.client.get(QUARTER).text
            counted.append((page.count("/projects/") > 30, len(asked)))
    assert counted[0][1] == counted[2][1]
    assert counted[1][1] == counted[3][1]
    assert max(each[1] for each in counted) <= 27


def _fund(session):
    from workflow.models import Fund

    return session.exec(select(Fund.id)).one()
