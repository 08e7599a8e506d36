"""The standards of the expenditure analysis (E): a checklist with the one hard date (R-074 to R-080)."""

import json

from states.model import Label
from workflow.analysis.lines import lines_of, sides_missing
from workflow.analysis.survey import completeness, is_kept
from workflow.assessment.findings import Finding, Status, judges, kept_in_time, met, not_met, unknown
from workflow.assessment.record import Taken, YearRecord

_KIND = "expenditure_analysis"
_NONE = (
    "ไม่มีการวิเคราะห์งบประมาณรายจ่ายของปีในระบบ ต้องระบุหลักฐาน",
    "No analysis of the year is kept here: evidence is needed",
)


@judges("E1")
def calendar(record: YearRecord) -> Finding:
    """R-074: the survey was launched, which asks for a calendar within the fiscal year."""
    return _taken(record, "launch_survey")


@judges("E2")
def committee(record: YearRecord) -> Finding:
    """R-075: the committee began, which asks that every group sits in it."""
    return _taken(record, "start_analysis")


@judges("E3")
def data(record: YearRecord) -> Finding:
    """R-076, R-080: the committee began with data from all; a gap that was justified is still a gap."""
    begun = _taken(record, "start_analysis")
    if begun.status is not Status.MET:
        return begun
    last = record.taken(_KIND, "start_analysis")[-1]
    why = json.loads(last.details).get("justifications", {}).get("data_complete_or_waived")
    if why and not _complete_by(record, last):
        return not_met(f"ข้อมูลไม่ครบ: {why}", f"Data were not complete: {why}", [last.seq])
    return begun


@judges("E4")
def presented(record: YearRecord) -> Finding:
    """R-077: agreed by the area director, with income and expense, by the day the report is due."""
    agreed = _taken(record, "director_approve")
    if agreed.status is not Status.MET:
        return agreed
    last = record.taken(_KIND, "director_approve")[-1]
    lines = lines_of(record.session, last.item_id)
    missing = sides_missing(lines) if lines else []
    if missing:
        listed = Label(", ".join(each.th for each in missing), ", ".join(each.en for each in missing))
        return not_met(f"ขาดด้าน{listed.th}", f"Without {listed.en}", [last.seq])
    due = [each.due_on for each in record.due("D-EX-01") if each.item == last.code]
    if any(last.in_time_from > day for day in due):
        return not_met("ผอ.สพป. เห็นชอบหลังกำหนด", "Agreed after the deadline", [last.seq])
    rounds = [each.seq for each in record.taken(_KIND, "submit_to_director", "director_reject")]
    return met(record, "เห็นชอบทันเวลา", "Agreed in time", [*rounds, last.seq])


@judges("E5")
def book(record: YearRecord) -> Finding:
    """R-078, R-079, R-080: the book is published and reported to OBEC by 15 October (D-EX-01)."""
    dated = kept_in_time(record, "D-EX-01")
    if dated.status is not Status.MET:
        return dated
    published = [each.seq for each in record.taken(_KIND, "publish")]
    return met(record, dated.why.th, dated.why.en, (*published, *dated.entries))


@judges("E6")
def usable(record: YearRecord) -> Finding:
    """R-080: what next year's planning makes of it is for people to say."""
    return unknown("ระบบไม่ทราบการนำไปใช้ในปีต่อไป ต้องระบุหลักฐาน", "What next year makes of it needs evidence")


def _taken(record: YearRecord, trigger: str) -> Finding:
    if not record.of_kind(_KIND):
        return unknown(*_NONE)
    found = record.taken(_KIND, trigger)
    if not found:
        return Finding(Status.NOT_YET, Label("ยังไม่ถึงขั้นนี้", "It has not come that far"))
    return met(record, "ดำเนินการแล้ว", "Done", [each.seq for each in found])


def _complete_by(record: YearRecord, step: Taken) -> bool:
    """Whether every answer has come in since, where answers are kept here."""
    if not is_kept(record.session, step.item_id):
        return False
    return completeness(record.session, step.item_id, record.office_id, record.on).complete
