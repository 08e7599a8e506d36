"""What groups tell of each project, who is reminded, replies in parts, and which part is whose."""

import datetime

import pytest
from report_desk import NOW, Reports, reports_of_the_small_office  # noqa: F401  a fixture
from sqlmodel import select

from notifications.asking import remind_again
from notifications.models import Notice
from workflow.errors import AlreadyExists, AskedAlready, BadInput, NotAllowed, NotOpenHere
from workflow.models import Acceleration, Delegation
from workflow.reports.acceleration import list_below, listed, outdated, reply, weighed
from workflow.reports.parts import parts
from workflow.reports.progress import Progress, progress_of
from workflow.reports.replies import Reply, read_reply, reply_text
from workflow.reports.submissions import missing, submit
from workflow.reports.writing import GATHERED


def test_a_group_tells_of_its_own_projects_only(reports: Reports) -> None:
    report = reports.report()
    reports.project("P001", 100_00)
    reports.project("P002", 100_00, group="ADM")
    told = [Progress("P002", " ครึ่งทาง\r\n", "ครู 80 คน")]
    sealed = submit(reports.session, report, "ADM", "", reports.hand("project_owner@ADM"), told)
    assert reports.told(sealed.seq)["projects"] == {"P002": ["ครึ่งทาง", "ครู 80 คน"]}
    assert progress_of(reports.session, report.id) == {"P002": Progress("P002", "ครึ่งทาง", "ครู 80 คน")}
    submit(reports.session, report, "ADM", "x", reports.hand("project_owner@ADM"), [Progress("P002", "เสร็จ")])
    assert progress_of(reports.session, report.id) == {"P002": Progress("P002", "เสร็จ", "")}
    for rows, error in (
        ([Progress("P001", "x")], BadInput),
        ([Progress("P002", "x"), Progress("P002", "y")], AlreadyExists),
        ([Progress("P002")], BadInput),  # nothing told at all
    ):
        with pytest.raises(error):
            submit(reports.session, report, "ADM", "", reports.hand("project_owner@ADM"), rows)


def test_the_silent_are_reminded_once_a_day(reports: Reports) -> None:
    report, session = reports.report(), reports.session
    submit(session, report, "PLN", "ครบ", reports.hand("project_owner"))
    assert remind_again(session, report, reports.hand()) == 1
    notice = session.exec(select(Notice)).one()
    assert (notice.code, notice.person_id) == (
        "notify_report_again",
        reports.office.people["group_director@ADM"],
    )
    with pytest.raises(AskedAlready):
        remind_again(session, report, reports.hand("plan_director"))
    tomorrow = NOW + datetime.timedelta(days=1)
    assert remind_again(session, report, reports.hand(at=tomorrow)) == 1
    submit(session, report, "ADM", "ครบ", reports.hand("project_owner@ADM", at=tomorrow))
    assert missing(session, report, tomorrow.date()) == []
    with pytest.raises(BadInput):
        remind_again(session, report, reports.hand(at=tomorrow + datetime.timedelta(days=1)))
    for role in ("group_director", "area_director", "clerk"):
        with pytest.raises(NotAllowed):
            remind_again(session, report, reports.hand(role))
    reports.at(report, "closed")
    with pytest.raises(NotOpenHere):
        remind_again(session, report, reports.hand())


def _behind(reports: Reports):
    report = reports.report(state="acknowledged")
    reports.aim(1, 3029)
    first = reports.project("P001", 1_000_00, owner_id=reports.office.people["project_owner"])
    second = reports.project("P002", 500_00, group="ADM")
    reports.pay(first, 100_00)
    reports.pay(second, 0)
    return report, first, second


def test_a_project_is_left_out_with_a_reason(reports: Reports) -> None:
    report, _, second = _behind(reports)
    sealed = list_below(reports.session, report, reports.hand(), {"P002": " เริ่มไตรมาส 2 "})
    assert reports.told(sealed.seq)["left_out"] == {"P002": "เริ่มไตรมาส 2"}
    assert set(reports.told(sealed.seq)["listed"]) == {"P001"}
    assert [each.code for each in listed(reports.session, report.id)] == ["P001"]
    assert [each.left_out for each in weighed(reports.session, report.id)] == ["", "เริ่มไตรมาส 2"]
    assert outdated(reports.session, report) == []
    for left_out in ({"P002": " "}, {"P009": "x"}, {"P001": "x", "P002": "x"}):
        with pytest.raises(BadInput):
            list_below(reports.session, report, reports.hand(), left_out)
    assert len(reports.session.exec(select(Acceleration)).all()) == 2
    reports.at(report, "follow_up")
    with pytest.raises(BadInput):
        reply(reports.session, report, second, "x", reports.hand("project_owner@ADM"))


def test_a_reply_is_read_back_in_its_parts() -> None:
    text = reply_text("จัดซื้อช้า\nสองครั้ง", "ทำสัญญา", datetime.date(2018, 1, 31))
    assert text == "สาเหตุ: จัดซื้อช้า\nสองครั้ง\nมาตรการแก้ไข: ทำสัญญา\nคาดว่าจะแล้วเสร็จ: 31 มกราคม 2561"
    assert read_reply(text) == Reply("จัดซื้อช้า\nสองครั้ง", "ทำสัญญา", "31 มกราคม 2561")
    assert read_reply("จะเร่งให้") == Reply(remedy="จะเร่งให้")
    for parts_ in (("", "x", NOW.date()), ("x", " ", NOW.date()), ("x", "x", None)):
        with pytest.raises(BadInput):
            reply_text(*parts_)


def test_which_part_is_whose(reports: Reports) -> None:
    """What the pages offer is what the functions that write allow."""
    report = reports.report()
    groups = reports.office.groups
    for role, own, gathers in (
        ("plan_officer", set(), True),
        ("plan_director", set(), True),
        ("project_owner@ADM", {groups["ADM"]}, False),
        ("group_director@ADM", {groups["ADM"]}, False),
        ("internal_auditor", set(), False),
        ("clerk", set(), False),
    ):
        hers = parts(reports.session, report, reports.hand(role))
        assert (role, hers.groups, hers.gathers, hers.reminds, hers.lists) == (
            *(role, own, gathers, gathers, False),
        )
    for state, lists in (("consolidating", True), ("closed", False), ("follow_up", False)):
        reports.at(report, state)
        hers = parts(reports.session, report, reports.hand("plan_director"))
        assert (hers.lists, hers.gathering) == (lists, state in GATHERED["quarterly_report"])


def test_an_order_for_one_step_gives_that_part(reports: Reports) -> None:
    report, first, _ = _behind(reports)
    list_below(reports.session, report, reports.hand())
    reports.at(report, "follow_up")
    order = Delegation(
        office_id=reports.office.id,
        position_id=reports.office.positions["project_owner"],
        person_id=reports.office.people["clerk"],
        capacity="acting",
        order_no="12/2561",
        ordered_on=NOW.date(),
        subjects="quarterly_report.close_follow_up",
        valid_from=NOW.date(),
        valid_to=NOW.date(),
    )
    reports.session.add(order)
    reports.session.flush()
    assert parts(reports.session, report, reports.hand("clerk")).answers(first)
    assert not parts(reports.session, report, reports.hand("group_director@ADM")).answers(first)
