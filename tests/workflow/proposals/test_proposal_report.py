"""A project's report: what it lacks, who writes it when, and what next year learns from it."""

import json
from dataclasses import replace

import pytest
from conftest import NOW
from sqlmodel import col, select

from workflow.changes import Hand
from workflow.errors import BadInput, NotAllowed, NotOpenHere, TooLong
from workflow.models import Entry, Indicator
from workflow.proposals.report import Lesson, Report, lessons, read_report, report_gaps, save_report

FULL = Report(
    results="อบรมครบ 180 คน",
    success="นักเรียนอ่านคล่องร้อยละ 85",
    problems="ไม่มี",
    obstacles="ฝนตก",
    suggestions="จัดก่อนฤดูฝน",
    measured=("ร้อยละ 85", "ร้อยละ 90"),
)


def hand(office, name="project_owner"):
    return Hand(office.people[name], NOW)


def project(session, office, state="completed", code="P001", indicators=2):
    item = office.open(session, "project", code)
    item.state = state
    session.add_all(
        Indicator(item_id=item.id, number=number, name=f"ตัวชี้วัด {number}", target="ร้อยละ 80")
        for number in range(1, indicators + 1)
    )
    session.flush()
    return item


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"results": ""}, ["results"]),
        ({"success": ""}, ["success"]),
        ({"problems": ""}, ["problems"]),
        ({"obstacles": ""}, ["obstacles"]),
        ({"suggestions": ""}, []),
        ({"measured": ("ร้อยละ 85", "")}, ["measured"]),
        ({"measured": ()}, []),
    ],
)
def test_each_gap_of_the_report_is_named(change, expected):
    assert [gap.field for gap in report_gaps(replace(FULL, **change))] == expected


def test_the_results_not_filled_in_are_numbered():
    (gap,) = report_gaps(replace(FULL, measured=("", "ร้อยละ 90", "")))
    assert (gap.th, gap.en) == (
        "ผลตามตัวชี้วัดข้อ 1, 3: ยังไม่ได้กรอก",
        "Result of indicator 1, 3: not filled in",
    )


@pytest.mark.parametrize("state", ["completed", "report_returned"])
def test_a_report_is_read_back_and_saying_it_again_changes_nothing(session, office, state):
    item = project(session, office, state)
    assert read_report(session, item.id) == Report(measured=("", ""))
    save_report(session, item, FULL, hand(office))
    session.expire_all()
    assert read_report(session, item.id) == FULL
    assert save_report(session, item, FULL, hand(office)) is None
    save_report(session, item, replace(FULL, measured=("ร้อยละ 86", "ร้อยละ 90")), hand(office))
    last = session.exec(select(Entry).where(Entry.item_id == item.id).order_by(col(Entry.seq).desc())).first()
    assert (last.kind, json.loads(last.details)) == ("report", {"changed": ["measured"]})


@pytest.mark.parametrize("state", ["in_progress", "reported", "closed"])
def test_it_is_written_only_between_the_work_and_its_acceptance(session, office, state):
    with pytest.raises(NotOpenHere):
        save_report(session, project(session, office, state), FULL, hand(office))


@pytest.mark.parametrize("name", ["project_owner@ADM", "clerk", "internal_auditor"])
def test_others_do_not_write_it(session, office, name):
    with pytest.raises(NotAllowed):
        save_report(session, project(session, office), FULL, hand(office, name))


def test_it_has_one_result_for_each_indicator_and_limits(session, office):
    item = project(session, office)
    with pytest.raises(BadInput, match="measured"):
        save_report(session, item, replace(FULL, measured=("ร้อยละ 85",)), hand(office))
    with pytest.raises(TooLong):
        save_report(session, item, replace(FULL, problems="ก" * 10_001), hand(office))
    assert read_report(session, item.id) == Report(measured=("", ""))


def test_next_year_learns_what_stood_in_the_way(session, office):
    for code in ("P002", "P001"):
        report = replace(FULL, problems=f"ปัญหา {code}")
        save_report(session, project(session, office, code=code), report, hand(office))
    project(session, office, code="P003")
    assert lessons(session, office.id, 2561) == [
        Lesson(code, f"ตัวอย่าง {code}", f"ปัญหา {code}", "ฝนตก", "จัดก่อนฤดูฝน") for code in ("P001", "P002")
    ]
    assert lessons(session, office.id, 2562) == []
