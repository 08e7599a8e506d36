"""What the analysis of the expenditure budget must show (P-E1 to P-E6).

Where the office keeps the answers, the lines and the committee here, these rows decide; a person's recorded
word counts only where there are none, or where they cannot tell.
"""

import datetime

from sqlmodel import col, select

from states.fiscal import FiscalYear
from states.model import Label
from states.thai import long_date, long_date_en
from workflow import ledger
from workflow.analysis.coverage import coverage
from workflow.analysis.lines import lines_of, sides_missing
from workflow.analysis.survey import Share, completeness, is_kept
from workflow.guards.groups import groups_missing
from workflow.guards.neighbours import count_of_the_day
from workflow.guards.particulars import joined, named
from workflow.guards.registry import attested, guard
from workflow.guards.stated import shown, stated
from workflow.models import Group, Item, School
from workflow.situation import Situation

_DUE = "D-EX-01"
_SCHOOLS = Label("โรงเรียนที่ส่งข้อมูล", "Schools that have reported")
_GROUPS = Label("กลุ่มที่ส่งข้อมูล", "Groups that have reported")


@guard
def committee_covers_all_groups(situation: Situation) -> Label | bool | None:
    """Every group of the day has a member who holds a post in it.

    Whom members speak for may be recorded as far as the register does not place them in a group.
    """
    sits = coverage(situation.session, situation.item.office_id, situation.on)
    told = None if sits.kept and sits.all_placed else stated(situation, "committee_covers_all_groups")
    words = Label("กลุ่มที่ยังไม่มีกรรมการ", "Groups not in the committee")
    return groups_missing(situation, told, words, sits.covered)


@guard
def data_complete_or_waived(situation: Situation) -> Label | bool | None:
    """Every school and group of the day has answered in full; recorded numbers count where none does here."""
    if is_kept(situation.session, situation.item.id):
        return joined(_unanswered(situation))
    parts = (
        _all_of(situation, School, "schools_reported", _SCHOOLS),
        _all_of(situation, Group, "groups_reported", _GROUPS),
    )
    return joined([each for each in parts if each is not None])


def _unanswered(situation: Situation) -> list[Label]:
    item = situation.item
    told = completeness(situation.session, item.id, item.office_id, situation.on)
    parts = (_short(told.schools, _SCHOOLS), _short(told.groups, _GROUPS))
    return [each for each in parts if each is not None]


def _short(share: Share, words: Label) -> Label | None:
    missing = named(share.missing, "ยังขาด", "missing")
    if missing is None:
        return None
    return Label(
        f"{words.th}: {share.answered} จาก {share.there_are} {missing.th}",
        f"{words.en}: {share.answered} of {share.there_are}, {missing.en}",
    )


def _all_of(situation: Situation, table: type[Group] | type[School], key: str, words: Label) -> Label | None:
    """Where the register is empty, the recorded number stands."""
    reported = stated(situation, "data_complete_or_waived", key)
    if reported is None:
        return Label(f"{words.th}: ยังไม่บันทึก", f"{words.en}: not recorded")
    have, there_are = reported.number, count_of_the_day(situation, table)
    if not there_are or have == there_are:
        return None
    return Label(f"{words.th}: {have:g} จาก {there_are}", f"{words.en}: {have:g} of {there_are}")


@guard
def income_and_expense_covered(situation: Situation) -> Label | bool | None:
    """The analysis has lines of income and of expense."""
    lines = lines_of(situation.session, situation.item.id)
    if not lines:
        return None if shown(situation, "income_and_expense_covered") else True
    return named(sides_missing(lines), "ด้านที่ยังไม่มีรายการ", "Sides without a line")


@guard
def calendar_aligned_with_fy(situation: Situation) -> Label | bool | None:
    """The work begins within the fiscal year and ends by its deadline, and the calendar is shown."""
    outside = _outside_year(situation)
    if outside:
        return outside
    return None if shown(situation, "calendar_aligned_with_fy", "operation_calendar") else True


def _outside_year(situation: Situation) -> Label | None:
    item, year = situation.item, FiscalYear(situation.item.fiscal_year)
    starts_on = situation.session.exec(select(col(Item.starts_on)).where(Item.id == item.id)).one()
    last = _last_day(situation)
    found = []
    if starts_on is not None and starts_on not in year:
        found.append(_day("เริ่ม", "Begins on", starts_on))
    if item.ends_on is not None and not year.start <= item.ends_on <= last:
        found.append(_day("สิ้นสุด", "Ends on", item.ends_on))
    if not found:
        return None
    window = Label(
        f"ต้องอยู่ระหว่าง {long_date(year.start)} ถึง {long_date(last)}",
        f"It must lie between {long_date_en(year.start)} and {long_date_en(last)}",
    )
    return joined([*found, window])


def _last_day(situation: Situation) -> datetime.date:
    """The day the analysis is due by the office's own rule; where it has none, the end of the year."""
    reading, item = situation.reading, situation.item
    codes = [_DUE] if _DUE in situation.definition.duty else []
    duties = ledger.obligations(
        situation.session, situation.definition, codes, item, situation.on, reading.calendar_version
    )
    return max([each.due_on for each in duties], default=FiscalYear(item.fiscal_year).end)


def _day(th: str, en: str, on: datetime.date) -> Label:
    return Label(f"{th} {long_date(on)}", f"{en} {long_date_en(on)}")


attested("analysis_attached", "analysis_draft")
