"""Problems that reports tell: added, withdrawn, and carried to the next year."""

import pytest
from conftest import make_office
from report_desk import YEAR, Reports, reports_of_the_small_office  # noqa: F401  a fixture

from workflow.errors import BadInput, NotAllowed, NotOpenHere
from workflow.models import ProjectReport
from workflow.reports.problems import Carried, add_problem, carried, problems, withdraw_problem


def told(reports: Reports, report) -> list[tuple[str, str, str]]:
    return [(each.kind, each.project, each.text) for each in problems(reports.session, report.id)]


def test_the_plan_group_tells_anything_and_a_group_what_its_projects_met(reports: Reports) -> None:
    report, project = reports.report(), reports.project("P001", group="ADM")
    first = add_problem(reports.session, report, "problem", " งบมาช้า ", reports.hand())
    add_problem(
        reports.session, report, "obstacle", "ฝนตก", reports.hand("project_owner@ADM"), project=project
    )
    assert told(reports, report) == [("problem", "", "งบมาช้า"), ("obstacle", "P001", "ฝนตก")]
    assert reports.told(first.seq) == {
        "entry": "problem",
        "item": report.id,
        "kind": "problem",
        "project": "",
        "text": "งบมาช้า",
    }
    for role, about in (("project_owner", project), ("project_owner@ADM", None), ("area_director", project)):
        with pytest.raises(NotAllowed) as caught:
            add_problem(reports.session, report, "problem", "x", reports.hand(role), project=about)
        assert caught.value.denial.code == ("no_role" if about is None else "other_group"), role


def test_nothing_to_tell_gives_way_to_what_is_told(reports: Reports) -> None:
    report = reports.report("annual_report", "compiling")
    add_problem(reports.session, report, "none", "", reports.hand())
    assert told(reports, report) == [("none", "", "")]
    with pytest.raises(BadInput) as caught:
        add_problem(reports.session, report, "none", "", reports.hand())
    assert (caught.value.name, caught.value.problem) == ("kind", "unfit")
    add_problem(reports.session, report, "suggestion", "เริ่มให้เร็วขึ้น", reports.hand())
    assert told(reports, report) == [("suggestion", "", "เริ่มให้เร็วขึ้น")]
    with pytest.raises(BadInput):
        add_problem(reports.session, report, "none", "", reports.hand())


def test_an_entry_is_withdrawn_by_whoever_might_have_added_it(reports: Reports) -> None:
    report, other = reports.report(), reports.report(quarter=2)
    project = reports.project("P001", group="ADM")
    sealed = add_problem(reports.session, report, "problem", "ซ้ำ", reports.hand(), project=project)
    (entry,) = problems(reports.session, report.id)
    with pytest.raises(BadInput) as caught:
        withdraw_problem(reports.session, other, entry.id, reports.hand())
    assert (caught.value.name, caught.value.problem) == ("problem", "unknown")
    with pytest.raises(NotAllowed):
        withdraw_problem(reports.session, report, entry.id, reports.hand("project_owner"))
    gone = withdraw_problem(reports.session, report, entry.id, reports.hand("group_director@ADM"))
    assert (told(reports, report), reports.told(gone.seq)["withdrawn"]) == ([], sealed.seq)


def test_what_is_refused(reports: Reports) -> None:
    report = reports.report()
    proposal = reports.project("P001")
    later = reports.project("P002", fiscal_year=YEAR + 1)
    foreign = make_office(reports.session, "T2").open(reports.session, "project", "P003", group_id=None)
    for kind, text, project, wrong in (
        ("worry", "x", None, ("kind", "unknown")),
        ("problem", " ", None, ("text", "empty")),
        ("none", "", proposal, ("project", "unfit")),
        ("problem", "x", later, ("project", "unfit")),
        ("problem", "x", foreign, ("project", "unfit")),
        ("problem", "x", report, ("project", "unfit")),
    ):
        with pytest.raises(BadInput) as caught:
            add_problem(reports.session, report, kind, text, reports.hand(), project=project)
        assert (caught.value.name, caught.value.problem) == wrong
    reports.at(report, "under_review")
    with pytest.raises(NotOpenHere) as shut:
        add_problem(reports.session, report, "problem", "x", reports.hand())
    assert (shut.value.trigger, told(reports, report)) == ("submit", [])


def test_the_next_year_starts_from_what_reports_and_projects_tell(reports: Reports) -> None:
    quarterly, annual = reports.report(), reports.report("annual_report", "compiling")
    past = reports.report(quarter=2, fiscal_year=YEAR - 1)
    project, silent = reports.project("P001", group="ADM"), reports.project("P002")
    add_problem(reports.session, annual, "suggestion", "จัดก่อนฤดูฝน", reports.hand())
    add_problem(reports.session, quarterly, "problem", "งบมาช้า", reports.hand(), project=project)
    add_problem(reports.session, quarterly, "obstacle", "ฝนตก", reports.hand())
    add_problem(reports.session, past, "problem", "ปีก่อน", reports.hand())
    add_problem(reports.session, quarterly, "problem", "ไม่พบ", reports.hand())
    empty = reports.report(quarter=3)
    add_problem(reports.session, empty, "none", "ไม่มี", reports.hand())
    reports.session.add_all(
        [
            ProjectReport(item_id=project.id, problems="ครูไม่พอ", obstacles=" - ", suggestions="เพิ่มวิทยากร"),
            ProjectReport(item_id=silent.id, results="ครบ", problems="ไม่มี", obstacles="ไม่พบ"),
        ]
    )
    reports.session.flush()
    assert carried(reports.session, reports.office.id, YEAR) == [
        Carried(annual.code, "", "suggestion", "จัดก่อนฤดูฝน"),
        Carried(quarterly.code, "P001", "problem", "งบมาช้า"),
        Carried(quarterly.code, "", "obstacle", "ฝนตก"),
        Carried("P001", "P001", "problem", "ครูไม่พอ"),
        Carried("P001", "P001", "suggestion", "เพิ่มวิทยากร"),
    ]
    assert carried(reports.session, make_office(reports.session, "T2").id, YEAR) == []
