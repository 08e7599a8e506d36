"""Which projects a quarterly report lists as below target, until when, and what they answer."""

import datetime

import pytest
from conftest import NOW
from report_desk import Reports, reports_of_the_small_office  # noqa: F401  a fixture
from sqlmodel import select

from workflow.errors import BadInput, NotAllowed, NotOpenHere
from workflow.models import Acceleration, Delegation, Disbursement, Item
from workflow.reports.acceleration import list_below, listed, outdated, reply, unanswered


def rows(reports: Reports, report: Item) -> list[tuple[str, int, int]]:
    found = listed(reports.session, report.id)
    return [(each.code, each.paid_hundredths, each.target_hundredths) for each in found]


def behind(reports: Reports, **more: object) -> tuple[Item, Item]:
    """A report that lists P001, which has paid a fifth where 30.29 % was due, and that project."""
    report, project = reports.report(state="acknowledged"), reports.project("P001", 1_000_00, **more)
    reports.pay(project, 200_00)
    reports.aim(1, 3029)
    list_below(reports.session, report, reports.hand())
    return report, project


def test_the_list_is_of_projects_below_target_at_the_quarters_end(reports: Reports) -> None:
    report = reports.report(state="under_review", quarter=2)
    for code, state, paid in (
        ("P001", "in_progress", (100_00, 199_99)),
        ("P002", "in_progress", (100_00, 202_90)),
        ("P003", "authorised", (0, 0)),
        ("P004", "draft", (0, 0)),
        ("P005", "in_progress", (0, 0, 1_000_00)),
    ):
        reports.pay(reports.project(code, 1_000_00, state), *paid)
    later = reports.project("P006", 1_000_00, starts_on=datetime.date(2018, 4, 1))
    reports.pay(later, 0, 0)
    reports.aim(1, 9999)
    reports.aim(2, 3029)
    sealed = list_below(reports.session, report, reports.hand("plan_director"))
    expected = [("P001", 3000, 3029), ("P003", 0, 3029), ("P005", 0, 3029)]
    assert rows(reports, report) == expected
    told = {"listed": {code: [paid, due] for code, paid, due in expected}}
    assert reports.told(sealed.seq) == {"entry": "acceleration", "item": report.id, **told}


def test_without_a_target_the_projects_own_plan_is_the_measure(reports: Reports) -> None:
    """One that planned more than it has in force is due all of it; one that has paid it all is not listed."""
    report = reports.report(state="acknowledged")
    for code, in_force, planned, paid in (
        ("P001", 1_000_00, 500_00, 499_99),
        ("P002", 1_000_00, 500_00, 500_00),
        ("P003", 1, 10**12, 0),
        ("P004", 100, 200, 100),
    ):
        project = reports.project(code, in_force)
        reports.plan(project, planned, 0, 0, 0)
        reports.pay(project, paid)
    reports.plan(reports.project("P005"), 100, 0, 0, 0)
    list_below(reports.session, report, reports.hand())
    assert rows(reports, report) == [("P001", 5000, 5000), ("P003", 0, 10_000)]


def test_a_new_list_takes_the_place_of_the_last_until_acceleration_is_ordered(reports: Reports) -> None:
    report, project = behind(reports)
    assert outdated(reports.session, report) == []
    (paid,) = reports.session.exec(select(Disbursement)).all()
    paid.amount = 250_00
    assert (outdated(reports.session, report), rows(reports, report)) == (["P001"], [("P001", 2000, 3029)])
    list_below(reports.session, report, reports.hand("area_director"))
    assert (outdated(reports.session, report), rows(reports, report)) == ([], [("P001", 2500, 3029)])
    paid.amount = 302_90
    assert outdated(reports.session, report) == ["P001"]
    list_below(reports.session, report, reports.hand())
    assert rows(reports, report) == []
    paid.amount = 0
    for state in ("scheduled", "collecting", "follow_up", "closed"):
        reports.at(report, state)
        with pytest.raises(NotOpenHere) as caught:
            list_below(reports.session, report, reports.hand())
        assert caught.value.trigger == "order_acceleration"
    assert (rows(reports, report), outdated(reports.session, report)) == ([], [project.code])


def test_only_the_plan_group_and_the_director_list_and_only_for_a_quarter(reports: Reports) -> None:
    report = reports.report(state="acknowledged")
    for role in ("project_owner", "group_director", "finance_officer", "internal_auditor"):
        with pytest.raises(NotAllowed) as caught:
            list_below(reports.session, report, reports.hand(role))
        assert caught.value.denial.code == "no_role"
    with pytest.raises(BadInput) as unfit:
        list_below(reports.session, reports.report("annual_report", "compiling"), reports.hand())
    assert (unfit.value.name, unfit.value.problem) == ("code", "unfit")


def test_a_listed_project_answers_once_acceleration_is_ordered(reports: Reports) -> None:
    report, project = behind(reports, owner_id=reports.office.people["project_owner"])
    with pytest.raises(NotOpenHere) as caught:
        reply(reports.session, report, project, "จะเร่ง", reports.hand("project_owner"))
    assert (caught.value.trigger, unanswered(reports.session, report.id)) == ("close_follow_up", ["P001"])
    reports.at(report, "follow_up")
    reply(reports.session, report, project, "จะเร่ง", reports.hand("project_owner"))
    last = reply(reports.session, report, project, " จะเบิกในเดือนมกราคม ", reports.hand("group_director"))
    (row,) = listed(reports.session, report.id)
    assert (row.reply, row.replied_by, row.replied_at, row.group) == (
        *("จะเบิกในเดือนมกราคม", "ผู้ดำรงตำแหน่ง group_director", NOW, "PLN"),
    )
    assert unanswered(reports.session, report.id) == []
    told = {"project": "P001", "reply": "จะเบิกในเดือนมกราคม"}
    assert reports.told(last.seq) == {"entry": "acceleration", "item": report.id, **told}
    reports.at(report, "closed")
    with pytest.raises(NotOpenHere):
        reply(reports.session, report, project, "ช้าไป", reports.hand("project_owner"))


def test_who_answers_for_a_project(reports: Reports) -> None:
    """Its owner or group's director; a project without an owner is answered for by its group's owners."""
    report, project = behind(reports, group="ADM", owner_id=reports.office.people["project_owner"])
    reports.at(report, "follow_up")
    for role in ("project_owner@ADM", "group_director", "plan_director", "area_director"):
        with pytest.raises(NotAllowed) as caught:
            reply(reports.session, report, project, "x", reports.hand(role))
        assert caught.value.denial.code == "other_group", role
    for role in ("project_owner", "group_director@ADM"):  # the owner, though she belongs to another group
        reply(reports.session, report, project, role, reports.hand(role))
    project.owner_id = None
    with pytest.raises(NotAllowed):
        reply(reports.session, report, project, "x", reports.hand("project_owner"))
    reply(reports.session, report, project, "กลุ่ม", reports.hand("project_owner@ADM"))


def test_whoever_stands_in_for_the_owner_answers(reports: Reports) -> None:
    report, project = behind(reports, owner_id=reports.office.people["project_owner"])
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
    reply(reports.session, report, project, "แทน", reports.hand("clerk"))
    assert [each.reply for each in listed(reports.session, report.id)] == ["แทน"]
    order.subjects = "project"
    with pytest.raises(NotAllowed):
        reply(reports.session, report, project, "แทน", reports.hand("clerk"))


def test_what_is_refused(reports: Reports) -> None:
    report, project = behind(reports)
    reports.at(report, "follow_up")
    with pytest.raises(BadInput) as caught:
        reply(reports.session, report, reports.project("P002"), "x", reports.hand("project_owner"))
    assert (caught.value.name, caught.value.problem, caught.value.detail) == ("project", "unknown", "P002")
    with pytest.raises(BadInput) as caught:
        reply(reports.session, report, project, "\n", reports.hand("project_owner"))
    assert (caught.value.name, caught.value.problem) == ("text", "empty")
    assert [row.reply for row in reports.session.exec(select(Acceleration))] == [""]
