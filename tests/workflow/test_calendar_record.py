"""What a change of an office's calendar leaves behind, and what it is told that cannot be changed."""

import datetime
import json
from dataclasses import replace
from typing import Any

import pytest
from conftest import NOW, SmallOffice, make_office
from sqlmodel import Session, col, select

from workflow.calendars import (
    Changed,
    add_holiday,
    calendar_in_force,
    holidays_of,
    may_edit,
    preview,
    remove_holiday,
    rename_holiday,
    seed_holidays,
    thai_holidays,
)
from workflow.changes import LONGEST_NAME, Hand
from workflow.errors import AlreadyExists, BadInput, Denial, NotAllowed, TooLong
from workflow.models import Entry, Holiday, Item, Obligation
from workflow.redating import Moved, explained, redate

DAY = datetime.date(2018, 2, 5)
WORKDAY = datetime.date(2018, 2, 7)
NAME = "วันหยุดพิเศษ"


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture
def hand(office: SmallOffice) -> Hand:
    return Hand(office.people["clerk"], NOW)


def entry(session: Session, office: SmallOffice, seq: int) -> tuple[Entry, dict[str, Any]]:
    found = session.get_one(Entry, (office.id, seq))
    return found, json.loads(found.details)


def rows(session: Session) -> list[tuple[object, ...]]:
    found = session.exec(select(Holiday).order_by(col(Holiday.since_version), col(Holiday.day)))
    return [(each.day, each.name_th, each.source, each.since_version, each.until_version) for each in found]


def owe(session: Session, office: SmallOffice, item: Item, code: str, **more: object) -> Obligation:
    """An open obligation on the item since its opening, with a date that its rule did not give."""
    opened = session.exec(select(Entry.seq).where(Entry.item_id == item.id)).one()
    values: dict[str, object] = {"turn": 1, "owed_by": "plan_director", "due_on": DAY, "formula": "", **more}
    row = Obligation(
        office_id=office.id,
        item_id=item.id,
        code=code,
        calendar_version="0",
        opened_seq=opened,
        opened_at=NOW,
    )
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    return row


def test_each_change_is_an_entry_of_the_day_it_is_about(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    done = [
        add_holiday(session, office.id, DAY, f" {NAME} ", hand),
        rename_holiday(session, office.id, DAY, "วันสำคัญ", hand),
        remove_holiday(session, office.id, DAY, hand),
    ]
    told: list[dict[str, Any]] = []
    for number, change in enumerate(done, start=2):
        assert isinstance(change, Changed)
        assert (change.version, change.moved) == (number, ())
        found, details = entry(session, office, change.entry_seq)
        assert (found.kind, found.subject, found.effective_on) == ("calendar", "calendar:2018-02-05", DAY)
        assert (found.actor_id, found.position_id, found.at) == (
            *(office.people["clerk"], office.positions["clerk"]),
            NOW,
        )
        told.append(details)
    assert told == [
        {"added": NAME, "source": "office", "calendar_version": 2},
        {"renamed": [NAME, "วันสำคัญ"], "calendar_version": 3},
        {"removed": "วันสำคัญ", "calendar_version": 4},
    ]
    assert rows(session) == [(DAY, NAME, "office", 2, 3), (DAY, "วันสำคัญ", "office", 3, 4)]


def test_a_name_put_right_keeps_the_order_it_came_from(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    add_holiday(session, office.id, DAY, NAME, hand, source=" มติ ครม. ")
    rename_holiday(session, office.id, DAY, "วันสำคัญ", hand)
    assert rows(session) == [(DAY, NAME, "มติ ครม.", 2, 3), (DAY, "วันสำคัญ", "มติ ครม.", 3, None)]


def test_the_public_holidays_come_in_one_entry_and_keep_the_first_version_where_nothing_is_owed(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    added = seed_holidays(session, office.id, [2018, 2017, 2018], hand)
    assert added == len(thai_holidays([2017, 2018])) == len(rows(session))
    assert {(source, since, until) for _, _, source, since, until in rows(session)} == {("holidays", 1, None)}
    last = session.exec(select(Entry.seq).order_by(col(Entry.seq).desc())).first()
    found, details = entry(session, office, last or 0)
    assert (found.kind, found.subject, found.effective_on) == ("calendar", "calendar:public", NOW.date())
    assert details == {"added": added, "years": [2017, 2018], "calendar_version": 1}
    assert calendar_in_force(session, office.id).holidays == thai_holidays([2017, 2018])


def test_what_was_owed_or_decided_before_makes_the_public_holidays_a_new_version(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    owe(session, office, office.open(session, "memo", "M1"), "D-NONE", outcome="done")
    seed_holidays(session, office.id, [2018], hand)
    assert calendar_in_force(session, office.id).version == "2"
    other = make_office(session, "T2")
    clerk = Hand(other.people["clerk"], NOW)
    add_holiday(session, other.id, DAY, NAME, clerk)
    seed_holidays(session, other.id, [2018], clerk)
    assert calendar_in_force(session, other.id).version == "3"


def test_a_public_holiday_the_office_took_away_is_not_brought_back(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    new_year = day("2018-01-01")
    add_holiday(session, office.id, new_year, "วันขึ้นปีใหม่ของเรา", hand)
    remove_holiday(session, office.id, new_year, hand)
    assert seed_holidays(session, office.id, [2018], hand) == len(thai_holidays([2018])) - 1
    assert new_year not in calendar_in_force(session, office.id).holidays


def test_public_holidays_are_those_of_government_offices_in_thai() -> None:
    found = thai_holidays([2018])
    assert list(found) == sorted(found)
    assert (found[day("2018-01-01")], found[day("2018-05-14")]) == ("วันขึ้นปีใหม่", "วันพืชมงคล")
    assert found[day("2018-08-13")].split("; ")[1] == "ชดเชยวันแม่แห่งชาติ"
    assert day("2018-05-01") not in found  # Labour Day is for banks and firms
    assert day("2018-01-13") not in found  # Children's Day
    assert {each.year for each in found} == {2018}


def test_who_keeps_the_calendar() -> None:
    assert [may_edit([role]) for role in ("clerk", "system", "system_admin", "plan_director")] == [
        *(True, True),
        *(True, False),
    ]
    assert (may_edit(["plan_director", "clerk"]), may_edit([])) == (True, False)


def test_nobody_else_seeds_it(session: Session, office: SmallOffice) -> None:
    with pytest.raises(NotAllowed) as refused:
        seed_holidays(session, office.id, [2018], Hand(office.people["plan_director"], NOW))
    assert refused.value.denial == Denial("no_role", ("system", "system_admin", "clerk"))


def test_what_cannot_be_changed_is_named(session: Session, office: SmallOffice, hand: Hand) -> None:
    add_holiday(session, office.id, DAY, NAME, hand)
    there = AlreadyExists("holiday", "2018-02-05")
    for change in (
        lambda: add_holiday(session, office.id, DAY, NAME, hand),
        lambda: preview(session, office.id, add={DAY: NAME}),
    ):
        with pytest.raises(AlreadyExists) as twice:
            change()
        assert twice.value == there
    for change in (
        lambda: remove_holiday(session, office.id, WORKDAY, hand),
        lambda: rename_holiday(session, office.id, WORKDAY, NAME, hand),
        lambda: preview(session, office.id, remove=[WORKDAY]),
    ):
        with pytest.raises(BadInput) as open_day:
            change()
        assert open_day.value == BadInput("day", "unknown", "2018-02-07")
    long = "ก" * (LONGEST_NAME + 1)
    for change, name in (
        (lambda: add_holiday(session, office.id, WORKDAY, long, hand), "name_th"),
        (lambda: add_holiday(session, office.id, WORKDAY, NAME, hand, source=long), "source"),
        (lambda: rename_holiday(session, office.id, DAY, long, hand), "name_th"),
        (lambda: preview(session, office.id, add={WORKDAY: long}), "name_th"),
    ):
        with pytest.raises(TooLong) as length:
            change()
        assert length.value == TooLong(name, LONGEST_NAME, LONGEST_NAME + 1)
    assert rows(session) == [(DAY, NAME, "office", 2, None)]


def test_a_day_taken_away_may_be_added_again_in_one_preview(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    add_holiday(session, office.id, DAY, NAME, hand)
    assert preview(session, office.id, add={DAY: NAME}, remove=[DAY]) == ()


def test_a_preview_explains_the_new_day_by_the_name_of_the_holiday(
    session: Session, office: SmallOffice
) -> None:
    report = office.open(session, "quarterly_report", "R1")
    owe(session, office, report, "D-QR", due_on=day("2018-01-15"))
    (moved,) = preview(session, office.id, add={day("2018-01-15"): f" {NAME} "})
    assert (moved.before, moved.after) == (day("2018-01-15"), day("2018-01-16"))
    assert moved.explained("th").endswith(f"ตรงกับ{NAME} จึงเลื่อนเป็นวันทำการถัดไป 16 ม.ค. 2561")


def test_holidays_are_those_in_force_of_this_office_from_day_to_day_in_order(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    days = [DAY + datetime.timedelta(days=each) for each in (2, 0, 1)]
    for each in days:
        add_holiday(session, office.id, each, NAME, hand)
    other = make_office(session, "T2")
    add_holiday(session, other.id, DAY, "ของเขตอื่น", Hand(other.people["clerk"], NOW))
    remove_holiday(session, office.id, DAY, hand)
    assert [row.day for row in holidays_of(session, office.id)] == sorted(days)[1:]
    assert [row.day for row in holidays_of(session, office.id, last=days[2])] == [days[2]]
    assert [row.day for row in holidays_of(session, office.id, first=days[0])] == [days[0]]
    assert [row.name_th for row in holidays_of(session, other.id)] == ["ของเขตอื่น"]


def test_what_moves_is_told_the_earliest_first_with_item_title_and_reckoning(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    """Q2 was dated wrongly late and Q1 wrongly early; a third rests on its date, a fourth is settled."""
    reports = [office.open(session, "quarterly_report", f"R{quarter}", quarter=quarter) for quarter in (1, 2)]
    late = owe(session, office, reports[1], "D-QR", due_on=day("2018-06-01"))
    early = owe(session, office, reports[0], "D-QR", due_on=day("2018-01-02"))
    settled = owe(session, office, reports[0], "D-QR", turn=2, outcome="done")
    unknown = owe(session, office, reports[0], "D-GONE", due_on=day("2018-01-01"))
    after = owe(session, office, office.open(session, "quarterly_report", "R3", quarter=3), "D-QR")
    moved = redate(session, office.id)
    assert [
        (each.obligation_id, each.item, each.title, each.code, each.before, each.after) for each in moved
    ] == [
        (early.id, "R1", "ตัวอย่าง R1", "D-QR", day("2018-01-02"), day("2018-01-15")),
        (after.id, "R3", "ตัวอย่าง R3", "D-QR", DAY, day("2018-07-16")),
        (late.id, "R2", "ตัวอย่าง R2", "D-QR", day("2018-06-01"), day("2018-04-16")),
    ]
    assert moved[0].told() == {"code": "D-QR", "item": "R1", "before": "2018-01-02", "after": "2018-01-15"}
    assert moved[0].label.en == reports_label(session, reports[0])
    for row in (early, late, settled, unknown):
        session.refresh(row)
    assert (early.due_on, early.formula, early.calendar_version) == (
        *(day("2018-01-15"), "quarter_end(1)+15d roll=next_workday"),
        "1",
    )
    assert explained(early, "en") == moved[0].explained("en")
    assert explained(early, "th") == moved[0].explained("th") != moved[0].explained("en")
    assert (settled.due_on, unknown.due_on) == (DAY, day("2018-01-01"))
    assert redate(session, office.id) == ()


def reports_label(session: Session, item: Item) -> str:
    from workflow import definitions

    return definitions.by_hash(session, item.definition_hash).duty["D-QR"].label.en


def test_one_items_dates_are_put_right_alone(session: Session, office: SmallOffice) -> None:
    items = [office.open(session, "quarterly_report", f"R{quarter}", quarter=quarter) for quarter in (1, 2)]
    mine, theirs = (owe(session, office, each, "D-QR") for each in items)
    (moved,) = redate(session, office.id, item_id=items[0].id)
    session.refresh(mine)
    session.refresh(theirs)
    assert isinstance(moved, Moved)
    assert (moved.obligation_id, mine.due_on, theirs.due_on) == (mine.id, day("2018-01-15"), DAY)
    assert replace(moved, item="R1") == moved


def test_a_date_that_stays_is_explained_anew_where_its_holiday_got_another_name(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    row = owe(session, office, office.open(session, "quarterly_report", "R1"), "D-QR")
    add_holiday(session, office.id, day("2018-01-15"), NAME, hand)
    session.refresh(row)
    assert NAME in explained(row, "th")
    done = rename_holiday(session, office.id, day("2018-01-15"), "วันของจังหวัด", hand)
    assert done is not None
    session.refresh(row)
    assert (done.moved, row.calendar_version, row.due_on) == ((), "3", day("2018-01-16"))
    assert "วันของจังหวัด" in explained(row, "th")
