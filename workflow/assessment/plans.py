"""The checklists of the development plan (D) and the annual action plan (A) (R-049 to R-073)."""

import datetime

from sqlmodel import col, func, select

from states.model import Label
from workflow.assessment.findings import Finding, Status, judges, kept_in_time, met, not_met, unknown
from workflow.assessment.record import YearRecord
from workflow.models import Alignment, Goal, Indicator, Item
from workflow.proposals.goals import MANDATORY, kinds_kept
from workflow.schools.progress import Standing, progress

_LEFT = ("merged", "not_selected", "cancelled")
_DECIDED = "record_committee_resolution"
_QUARTERS = (1, 2, 3, 4)
_WITHOUT = frozenset({Standing.NOT_OPENED, Standing.CANCELLED})


@judges("D1")
def past_results(record: YearRecord) -> Finding:
    """R-049, R-050: the review of mission and past results is concluded."""
    return _reached(record, "finish_review")


@judges("D2")
def environment(record: YearRecord) -> Finding:
    """R-051: the analysis of the environment is concluded."""
    return _reached(record, "finish_analysis")


@judges("D3")
def direction(record: YearRecord) -> Finding:
    """R-052 to R-055: direction set, indicators and framework submitted, endorsed by its deadline."""
    told = _reached(record, "set_direction", "submit_to_director")
    if told.status is not Status.MET:
        return told
    dated = kept_in_time(record, "D-DP-01")
    if dated.status is not Status.MET:
        return dated
    return met(record, "กำหนดทิศทางครบและได้รับความเห็นชอบ", "Set and endorsed", (*told.entries, *dated.entries))


@judges("D4")
def publicised(record: YearRecord) -> Finding:
    """R-056: the plan is published."""
    return _reached(record, "publish")


@judges("D4.1")
def followed(record: YearRecord) -> Finding:
    """R-058: whether the plan is followed is for people to say."""
    return unknown("ระบบไม่ทราบว่านำแผนไปปฏิบัติเพียงใด ต้องระบุหลักฐาน", "Whether it is followed needs evidence")


@judges("D5")
def schools_develop(record: YearRecord) -> Finding:
    """R-057: schools' quality development plans are not kept here; their annual plans are (A6)."""
    return unknown(
        "แผนพัฒนาคุณภาพของสถานศึกษาไม่ได้เก็บในระบบ ต้องระบุหลักฐาน",
        "Schools' quality development plans are not kept here: evidence is to be recorded",
    )


@judges("A1")
def policy_known(record: YearRecord) -> Finding:
    """R-059: proposals are opened, ceilings and policy announced, by D-AP-01."""
    return kept_in_time(record, "D-AP-01")


@judges("A2")
def strategies_reviewed(record: YearRecord) -> Finding:
    """R-060: strategies and plans are reviewed by D-AP-02."""
    return kept_in_time(record, "D-AP-02")


@judges("A3")
def targets_measurable(record: YearRecord) -> Finding:
    """R-061: targets are set by D-AP-02, and every project in the plan has an indicator with its target."""
    dated = kept_in_time(record, "D-AP-02")
    if dated.status is not Status.MET:
        return dated
    projects = _projects(record)
    if not projects:
        return unknown("ไม่มีโครงการในระบบให้ตรวจตัวชี้วัด", "No project is kept here whose targets could be read")
    measured = set(
        record.session.exec(
            select(Indicator.item_id).where(
                col(Indicator.item_id).in_(projects), func.trim(Indicator.target) != ""
            )
        )
    )
    return _all_of(record, projects, measured, "โครงการที่ไม่มีค่าเป้าหมาย", "Projects without a target", dated)


@judges("A4")
def plan_matches(record: YearRecord) -> Finding:
    """R-073: the plan is endorsed by D-AP-03, and every project serves a strategy and a standard (R-065)."""
    dated = kept_in_time(record, "D-AP-03")
    if dated.status is not Status.MET:
        return dated
    kinds = kinds_kept(record.session, record.office_id, record.year.be).intersection(MANDATORY)
    projects = _projects(record)
    if not projects or kinds != frozenset(MANDATORY):
        return unknown(
            "ไม่มีกลยุทธ์ มาตรฐาน หรือโครงการในระบบให้ตรวจความสอดคล้อง",
            "No strategies, standards or projects are kept here to compare",
        )
    served: dict[int, set[str]] = {}
    for item_id, kind in record.session.exec(
        select(Alignment.item_id, Goal.kind)
        .join(Goal, col(Goal.id) == col(Alignment.goal_id))
        .where(col(Alignment.item_id).in_(projects))
    ):
        served.setdefault(item_id, set()).add(kind)
    aligned = {item_id for item_id, kinds_served in served.items() if kinds <= kinds_served}
    return _all_of(record, projects, aligned, "โครงการที่ไม่สอดคล้อง", "Projects not aligned", dated)


@judges("A5")
def published_in_window(record: YearRecord) -> Finding:
    """R-070: published on a day from 1 December, and by D-AP-04."""
    dated = kept_in_time(record, "D-AP-04")
    published = record.taken("annual_plan", "publish")
    opens = datetime.date(record.year.start.year, 12, 1)
    early = [each.seq for each in published if each.on < opens]
    if dated.status is Status.MET and early:
        return not_met("เผยแพร่ก่อนเดือนธันวาคม", "Published before December", early)
    return dated


@judges("A6")
def schools_plan(record: YearRecord) -> Finding:
    """R-071: every school of the day has its plan accepted by D-SP-01; one that was cancelled is none."""
    asked = progress(record.session, record.office_id, record.year.be, record.on).schools
    if not any(each.item for each in asked):
        return unknown(
            "ยังไม่เปิดแผนของสถานศึกษาในระบบ ต้องระบุหลักฐาน",
            "No school's plan is kept here: evidence is to be recorded",
        )
    seqs = [each.accepted_seq for each in asked if each.accepted_seq is not None]
    lacking = [each.code for each in asked if each.late or each.standing in _WITHOUT]
    if lacking:
        listed = ", ".join(lacking[:10])
        return not_met(
            f"ไม่มีแผนหรือไม่ทันกำหนด {len(lacking)} โรงเรียน: {listed}",
            f"{len(lacking)} schools without a plan or not in time: {listed}",
            seqs,
        )
    if len(seqs) < len(asked):
        return Finding(
            Status.NOT_YET,
            Label(f"ผ่านแล้ว {len(seqs)} จาก {len(asked)}", f"{len(seqs)} of {len(asked)} accepted"),
            tuple(sorted(seqs)),
        )
    return met(record, f"ครบ {len(seqs)} โรงเรียน", f"All {len(seqs)} schools", seqs)


@judges("A7")
def quarters_reported(record: YearRecord) -> Finding:
    """R-072: four quarterly reports acknowledged in time, with what was ordered to accelerate."""
    dated = kept_in_time(record, "D-QR")
    if dated.status is not Status.MET:
        return dated
    taken = record.taken("quarterly_report", "acknowledge", "order_acceleration", "close_follow_up", "close")
    told = {each.quarter for each in taken if each.trigger == "acknowledge"}
    waiting = [str(number) for number in _QUARTERS if number not in told]
    if waiting:
        listed = ", ".join(waiting)
        return Finding(
            Status.NOT_YET,
            Label(f"ยังไม่รายงานไตรมาส {listed}", f"Quarter {listed} not reported yet"),
            dated.entries,
        )
    return met(record, "รายงานครบสี่ไตรมาส", "All four quarters reported", [each.seq for each in taken])


def _reached(record: YearRecord, *triggers: str) -> Finding:
    """The development plan that covers the year has taken these steps."""
    if not record.of_kind("development_plan"):
        return unknown(
            "ไม่มีแผนพัฒนาที่ครอบคลุมปีนี้ในระบบ ต้องระบุหลักฐาน",
            "No development plan that covers the year is kept here: evidence is to be recorded",
        )
    taken = record.taken("development_plan", *triggers)
    if {each.trigger for each in taken} != set(triggers):
        return Finding(Status.NOT_YET, Label("แผนพัฒนายังไม่ถึงขั้นนี้", "The plan has not come that far"))
    return met(record, "ดำเนินการแล้ว", "Done", [each.seq for each in taken])


def _projects(record: YearRecord) -> dict[int, str]:
    """The projects that are in the plan, by key: proposals that were decided on and not left out."""
    undecided = ("draft", "submitted", "group_endorsed", "under_screening", "returned")
    left = (*_LEFT, *undecided)
    return {item.id: item.code for item in record.of_kind("project") if _in_plan(item, left)}


def _in_plan(item: Item, left: tuple[str, ...]) -> bool:
    return item.state not in left


def _all_of(
    record: YearRecord, projects: dict[int, str], having: set[int], th: str, en: str, dated: Finding
) -> Finding:
    lacking = sorted(code for key, code in projects.items() if key not in having)
    if lacking:
        listed = ", ".join(lacking[:10])
        return not_met(f"{th} ({len(lacking)}): {listed}", f"{en} ({len(lacking)}): {listed}", dated.entries)
    decided = [each.seq for each in record.taken("annual_plan", _DECIDED)]
    count = len(projects)
    why = (f"{dated.why.th}; ครบ {count} โครงการ", f"{dated.why.en}; all {count} projects")
    return met(record, *why, (*dated.entries, *decided))
