"""The office's calendar by version, and what a change of it does to the dates of what is still owed."""

import datetime
import json
import threading
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session, col, select

from tests.conftest import NOW, SmallOffice
from workflow import definitions, ledger
from workflow.calendars import (
    Changed,
    add_holiday,
    calendar_in_force,
    holidays_of,
    preview,
    remove_holiday,
    rename_holiday,
    seed_holidays,
)
from workflow.changes import Hand
from workflow.database import Database
from workflow.errors import AlreadyExists, BadInput, Denial, NotAllowed
from workflow.ledger import calendar_of
from workflow.models import Entry, Holiday, Item, Obligation, Office
from workflow.redating import explained, redate
from workflow.situation import read

DAY = datetime.date(2018, 1, 15)  # a Monday, on which the first quarter's report is due
NEXT = datetime.date(2018, 1, 16)
REPORT = ("Q1", "D-QR")


@pytest.fixture
def hand(office: SmallOffice) -> Hand:
    return Hand(office.people["clerk"], NOW)


def owe(session: Session, office: SmallOffice, item: Item, code: str) -> None:
    """What `code` asks is owed on the item since it was opened, as a step would have it."""
    definition = definitions.by_hash(session, item.definition_hash)
    reading = read(session, item.id, office.people["system"], NOW.date())
    opened = session.exec(select(Entry).where(Entry.item_id == item.id)).one()
    found = ledger.obligations(
        session, definition, [code], reading.item, opened.effective_on, reading.calendar_version
    )
    for each in found:
        told = {name: getattr(each, name) for name in each.__dataclass_fields__}
        session.add(
            Obligation(office_id=office.id, item_id=item.id, opened_seq=opened.seq, opened_at=NOW, **told)
        )
    session.flush()


@pytest.fixture
def busy(session: Session, office: SmallOffice) -> SmallOffice:
    """The small office with something owed by every kind of rule, dated by its calendar without holidays."""
    office.open(session, "annual_plan", "AP")  # a day, rolled either way
    owe(session, office, office.open(session, "quarterly_report", "Q1"), "D-QR")
    owe(session, office, office.open(session, "quarterly_report", "Q4", quarter=4), "D-QR")
    ends = datetime.date(2018, 3, 31)
    owe(session, office, office.open(session, "project", "P1", ends_on=ends), "D-PR-01")
    owe(session, office, office.open(session, "plan_amendment", "A1"), "D-AM-03")
    office.open(session, "self_assessment", "S1")  # the next of two days
    plan = office.open(session, "annual_plan", "AP2", fiscal_year=2562)
    owe(session, office, plan, "D-AM-01")  # both of two days
    owe(session, office, plan, "D-AP-04")  # a window
    return office


def owed(session: Session) -> dict[tuple[str, ...], Obligation]:
    """What is open, by item and code."""
    found = session.exec(
        select(Obligation, Item.code)
        .join(Item, col(Item.id) == Obligation.item_id)
        .where(Obligation.outcome == "")
        .order_by(col(Obligation.id))
    )
    return {
        (item, row.code) if row.turn == 1 else (item, row.code, str(row.turn)): row for row, item in found
    }


def dates(session: Session) -> dict[tuple[str, ...], tuple[datetime.date, str, str]]:
    return {key: (row.due_on, row.formula, row.reckoning) for key, row in owed(session).items()}


def told(session: Session, office: SmallOffice) -> dict[str, Any]:
    """What the last entry tells."""
    query = select(Entry).where(Entry.office_id == office.id).order_by(col(Entry.seq).desc())
    last = session.exec(query).first()
    assert last is not None
    found: dict[str, Any] = json.loads(last.details)
    return found


def test_a_holiday_moves_what_falls_due_on_it_and_says_so(
    session: Session, busy: SmallOffice, hand: Hand
) -> None:
    done = add_holiday(session, busy.id, DAY, "วันหยุดพิเศษ", hand, source="มติ ครม.")
    row = owed(session)[REPORT]
    assert (row.due_on, row.calendar_version) == (NEXT, "2")
    assert [(each.item, each.code, each.before, each.after) for each in done.moved] == [(*REPORT, DAY, NEXT)]
    assert told(session, busy) == {
        "added": "วันหยุดพิเศษ",
        "source": "มติ ครม.",
        "calendar_version": 2,
        "moved": 1,
        "moves": [{"item": "Q1", "code": "D-QR", "before": "2018-01-15", "after": "2018-01-16"}],
    }


def test_an_obligation_explains_its_own_date(session: Session, busy: SmallOffice, hand: Hand) -> None:
    before = "สิ้นไตรมาส 31 ธ.ค. 2560 + 15 วัน = 15 ม.ค. 2561"
    row = owed(session)[REPORT]
    assert explained(row, "th") == f"{before}, ไม่ใช่วันหยุด"
    assert explained(row, "en") == "Quarter end 31 Dec 2017 + 15 days = 15 Jan 2018, a workday"
    (moved,) = add_holiday(session, busy.id, DAY, "หยุดตามมติ ครม.", hand).moved
    after = f"{before}, ตรงกับวันหยุด (หยุดตามมติ ครม.) จึงเลื่อนเป็นวันทำการถัดไป 16 ม.ค. 2561"
    assert explained(owed(session)[REPORT], "th") == moved.explained("th") == after


def test_a_date_whose_reckoning_was_not_kept_explains_nothing(session: Session, busy: SmallOffice) -> None:
    row = owed(session)[REPORT]
    row.reckoning = "{}"
    assert (explained(row, "th"), explained(row, "en")) == ("", "")


def test_what_is_settled_or_of_another_office_keeps_its_date(
    session: Session, busy: SmallOffice, hand: Hand
) -> None:
    row = owed(session)[REPORT]
    row.outcome = "done"
    assert add_holiday(session, busy.id, DAY, "วันหยุดพิเศษ", hand).moved == ()
    session.refresh(row)
    assert (row.due_on, row.calendar_version) == (DAY, "1")


def test_dating_again_by_the_same_calendar_moves_nothing(session: Session, busy: SmallOffice) -> None:
    before = dates(session)
    assert len(before) == 14
    assert redate(session, busy.id) == ()
    assert dates(session) == before


def test_a_new_end_moves_the_dates_of_that_item_only(session: Session, busy: SmallOffice, hand: Hand) -> None:
    item = session.exec(select(Item).where(Item.code == "P1")).one()
    item.ends_on = datetime.date(2018, 5, 31)
    report = owed(session)[REPORT]
    report.due_on = NEXT  # only a dating of the whole office would put it right
    (moved,) = redate(session, busy.id, item_id=item.id)
    assert (moved.item, moved.before, moved.after) == (
        "P1",
        datetime.date(2018, 4, 30),
        datetime.date(2018, 7, 2),
    )
    assert owed(session)[REPORT].due_on == NEXT


def test_what_cannot_be_reckoned_keeps_its_date(session: Session, busy: SmallOffice) -> None:
    item = session.exec(select(Item).where(Item.code == "P1")).one()
    item.ends_on = None
    assert redate(session, busy.id, item_id=item.id) == ()
    assert owed(session)["P1", "D-PR-01"].due_on == datetime.date(2018, 4, 30)


def test_of_several_days_the_one_owed_stays_the_one_owed(
    session: Session, busy: SmallOffice, hand: Hand
) -> None:
    """31 March is put off to 2 April, a Monday; once that is no workday it is still the same occurrence."""
    key = ("S1", "D-SA-01")
    assert owed(session)[key].due_on == datetime.date(2018, 4, 2)
    add_holiday(session, busy.id, datetime.date(2018, 4, 2), "วันหยุดพิเศษ", hand)
    assert owed(session)[key].due_on == datetime.date(2018, 4, 3)
    assert owed(session)[key].formula == "occurrence(31 Mar) roll=next_workday"


def test_a_version_reckons_as_it_did_before_the_changes_that_followed(
    session: Session, busy: SmallOffice, hand: Hand
) -> None:
    name = "วันหยุดพิเศษ"
    calendars = [calendar_in_force(session, busy.id)]
    for step in (
        lambda: add_holiday(session, busy.id, DAY, name, hand),
        lambda: add_holiday(session, busy.id, NEXT, name, hand),
        lambda: remove_holiday(session, busy.id, DAY, hand),
        lambda: rename_holiday(session, busy.id, NEXT, "วันหยุดชดเชย", hand),
        lambda: add_holiday(session, busy.id, DAY, "วันหยุดอีกครั้ง", hand),
    ):
        step()
        calendars.append(calendar_in_force(session, busy.id))
    assert [dict(each.holidays) for each in calendars] == [
        {},
        {DAY: name},
        {DAY: name, NEXT: name},
        {NEXT: name},
        {NEXT: "วันหยุดชดเชย"},
        {NEXT: "วันหยุดชดเชย", DAY: "วันหยุดอีกครั้ง"},
    ]
    assert [calendar_of(session, busy.id, number) for number in range(1, 7)] == calendars
    assert session.get_one(Office, busy.id).calendar_version == 6
    assert owed(session)[REPORT].due_on == datetime.date(2018, 1, 17)


def test_a_name_put_right_is_repeated_by_the_explanation_and_moves_nothing(
    session: Session, busy: SmallOffice, hand: Hand
) -> None:
    add_holiday(session, busy.id, DAY, "วันหยุดพิเศษ", hand)
    done = rename_holiday(session, busy.id, DAY, "วันสำคัญของจังหวัด", hand)
    assert isinstance(done, Changed)
    assert (done.version, done.moved) == (3, ())
    assert "ตรงกับวันสำคัญของจังหวัด" in explained(owed(session)[REPORT], "th")
    assert told(session, busy)["renamed"] == ["วันหยุดพิเศษ", "วันสำคัญของจังหวัด"]
    assert rename_holiday(session, busy.id, DAY, " วันสำคัญของจังหวัด ", hand) is None
    assert session.get_one(Office, busy.id).calendar_version == 3


def test_seeding_dates_anew_in_a_version_of_its_own_and_brings_no_day_back(
    session: Session, busy: SmallOffice, hand: Hand
) -> None:
    assert seed_holidays(session, busy.id, [2018], hand) > 0
    assert session.get_one(Office, busy.id).calendar_version == 2
    assert dict(calendar_of(session, busy.id, 1).holidays) == {}
    assert owed(session)["Q4", "D-QR"].due_on == datetime.date(2018, 10, 16)
    substitution = datetime.date(2018, 10, 15)
    remove_holiday(session, busy.id, substitution, hand)
    assert owed(session)["Q4", "D-QR"].due_on == substitution
    assert seed_holidays(session, busy.id, [2018], hand) == 0


def test_a_holiday_is_in_force_once(session: Session, busy: SmallOffice, hand: Hand) -> None:
    add_holiday(session, busy.id, DAY, "วันหยุดพิเศษ", hand)
    with pytest.raises(AlreadyExists):
        add_holiday(session, busy.id, DAY, "วันหยุดพิเศษ", hand)
    with pytest.raises(AlreadyExists):
        preview(session, busy.id, add={DAY: "วันหยุดพิเศษ"})
    with pytest.raises(BadInput) as refused:
        preview(session, busy.id, remove=[NEXT])
    assert refused.value == BadInput("day", "unknown", NEXT.isoformat())
    assert len(session.exec(select(Holiday)).all()) == 1


def test_only_those_who_keep_the_calendar_change_it(session: Session, busy: SmallOffice) -> None:
    outsider = Hand(busy.people["plan_officer"], NOW)
    for change in (
        lambda: add_holiday(session, busy.id, DAY, "วันหยุด", outsider),
        lambda: remove_holiday(session, busy.id, DAY, outsider),
        lambda: rename_holiday(session, busy.id, DAY, "วันหยุด", outsider),
    ):
        with pytest.raises(NotAllowed) as refused:
            change()
        assert refused.value.denial == Denial("no_role", ("system", "system_admin", "clerk"))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.lists(
        st.dates(datetime.date(2017, 10, 1), datetime.date(2018, 12, 31)), min_size=1, max_size=6, unique=True
    )
)
def test_a_preview_shows_what_confirming_does_and_taking_away_undoes_it(
    session: Session, busy: SmallOffice, hand: Hand, days: list[datetime.date]
) -> None:
    """Day by day forwards, then backwards: every preview is true, and at the end all dates are back."""
    before = dates(session)
    shown = preview(session, busy.id, dict.fromkeys(days, "หยุด"))
    together = {(each.obligation_id, each.after) for each in shown}
    at_first = {row.id: row.due_on for row in owed(session).values()}
    for day in days:
        shown = preview(session, busy.id, add={day: "หยุด"})
        assert add_holiday(session, busy.id, day, "หยุด", hand).moved == shown
        dated = {row.id: row.due_on for row in owed(session).values()}
        assert [dated[each.obligation_id] for each in shown] == [each.after for each in shown]
    now = {row.id: row.due_on for row in owed(session).values()}
    assert {(key, on) for key, on in now.items() if on != at_first[key]} == together
    for day in reversed(days):
        shown = preview(session, busy.id, remove=[day])
        assert remove_holiday(session, busy.id, day, hand).moved == shown
    assert dates(session) == before


def test_the_sample_year_is_dated_as_its_rules_say(sample_year: str) -> None:
    """Dating anew all that was met in the demonstration moves nothing: steps opened what the rules give."""
    opened = Database(sample_year)
    try:
        with opened.read() as session:
            # What was owed twice (a paper that was sent back) is looked at in its last state.
            session.execute(
                text(
                    "UPDATE obligation SET outcome = '' WHERE outcome = 'done' AND id IN"
                    " (SELECT max(id) FROM obligation GROUP BY item_id, code, turn, group_id, person_id)"
                )
            )
            offices = session.exec(select(Office.id)).all()
            open_now = session.exec(select(Obligation.id).where(Obligation.outcome == "")).all()
            assert len(open_now) > 50
            assert [redate(session, each) for each in offices] == [()] * len(offices)
    finally:
        opened.dispose()


def test_holidays_are_listed_between_two_days(session: Session, busy: SmallOffice, hand: Hand) -> None:
    for day in (NEXT, DAY, datetime.date(2018, 3, 1)):
        add_holiday(session, busy.id, day, "หยุด", hand)
    remove_holiday(session, busy.id, DAY, hand)
    found = holidays_of(session, busy.id, first=DAY, last=datetime.date(2018, 2, 1))
    assert [row.day for row in found] == [NEXT]


def test_a_paper_opened_while_a_holiday_is_added_is_dated_with_it(
    database: Database, office: SmallOffice, hand: Hand
) -> None:
    """Its step waits for the office's chain, and must not then reckon by the calendar it saw before."""
    day = datetime.date(2017, 10, 31)

    def opens() -> None:
        with database.write() as session:
            office.open(session, "annual_plan", "AP")

    opening = threading.Thread(target=opens)
    with database.write() as session:
        add_holiday(session, office.id, day, "วันหยุดพิเศษ", hand)
        opening.start()
        opening.join(0.5)
    opening.join(30)
    with database.read() as session:
        row = owed(session)["AP", "D-AP-01"]
        assert (row.due_on, row.calendar_version) == (datetime.date(2017, 11, 1), "2")
