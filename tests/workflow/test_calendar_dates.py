"""Dating anew what is owed reaches this office alone, and keeps to the day owed when it was opened."""

import datetime

import pytest
from conftest import NOW, SmallOffice, make_office
from sqlmodel import Session, col, select

from workflow.calendars import add_holiday, preview, remove_holiday
from workflow.changes import Hand
from workflow.items import NewItem, open_item
from workflow.models import Entry, Item, Obligation
from workflow.redating import explained, redate

WRONG = datetime.date(2018, 2, 5)
REPORT_DUE = datetime.date(2018, 1, 15)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture
def hand(office: SmallOffice) -> Hand:
    return Hand(office.people["clerk"], NOW)


def wrongly_dated(session: Session, office: SmallOffice, item: Item) -> Obligation:
    """A quarter's report owed on the item since its opening, on a day that its rule does not give."""
    row = Obligation(
        office_id=office.id,
        item_id=item.id,
        code="D-QR",
        owed_by="plan_director",
        due_on=WRONG,
        formula="",
        calendar_version="0",
        opened_seq=session.exec(select(Entry.seq).where(Entry.item_id == item.id)).one(),
        opened_at=NOW,
    )
    session.add(row)
    session.flush()
    return row


def assessed(session: Session, office: SmallOffice, at: datetime.datetime) -> Obligation:
    """A self-assessment opened at a moment: it owes the next of 31 March and 30 September."""
    new = NewItem("self_assessment", "SA", "ประเมินตนเอง", 2561, group_id=office.groups["PLN"])
    item = open_item(session, office.id, new, by=office.people["plan_director"], at=at)
    query = select(Obligation).where(Obligation.item_id == item.id, Obligation.code == "D-SA-01")
    return session.exec(query).one()


def test_another_offices_dates_stay(session: Session, office: SmallOffice) -> None:
    other = make_office(session, "T2")
    mine, theirs = (
        wrongly_dated(session, each, each.open(session, "quarterly_report", "R1")) for each in (office, other)
    )
    assert [each.obligation_id for each in preview(session, office.id)] == [mine.id]
    assert [each.obligation_id for each in redate(session, office.id)] == [mine.id]
    session.refresh(theirs)
    session.refresh(mine)
    assert (mine.due_on, theirs.due_on) == (REPORT_DUE, WRONG)


def test_of_one_day_the_papers_are_told_by_their_codes(session: Session, office: SmallOffice) -> None:
    for code in ("R2", "R1", "R3"):
        wrongly_dated(session, office, office.open(session, "quarterly_report", code))
    assert [each.item for each in redate(session, office.id)] == ["R1", "R2", "R3"]


def test_the_day_that_was_next_at_the_opening_stays_the_one_that_is_owed(
    session: Session, office: SmallOffice
) -> None:
    row = assessed(session, office, NOW + datetime.timedelta(days=110))
    assert (row.due_on, row.formula, row.turn) == (
        day("2018-10-01"),
        "occurrence(30 Sep) roll=next_workday",
        1,
    )
    assert redate(session, office.id) == ()


def test_a_day_that_rolls_back_before_the_opening_is_still_the_one_owed(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    """31 March, put off to 3 April while the 2nd was to be a holiday; opened on the 3rd, it then was none."""
    holiday = day("2018-04-02")
    add_holiday(session, office.id, holiday, "วันหยุดพิเศษ", hand)
    row = assessed(session, office, datetime.datetime(2018, 4, 3, 3, tzinfo=datetime.UTC))
    assert row.due_on == day("2018-04-03")
    (moved,) = remove_holiday(session, office.id, holiday, hand).moved
    session.refresh(row)
    assert (moved.before, moved.after, row.due_on) == (day("2018-04-03"), holiday, holiday)


def test_a_date_of_a_day_that_the_rule_does_not_name_is_kept(session: Session, office: SmallOffice) -> None:
    row = assessed(session, office, NOW)
    row.formula, row.due_on = "occurrence(15 May) roll=next_workday", day("2018-05-15")
    session.flush()
    assert redate(session, office.id) == ()
    session.refresh(row)
    assert row.due_on == day("2018-05-15")


@pytest.mark.parametrize("kept", ["", "{}"])
def test_a_date_whose_reckoning_was_not_kept_explains_nothing(
    session: Session, office: SmallOffice, kept: str
) -> None:
    row = wrongly_dated(session, office, office.open(session, "quarterly_report", "R1"))
    row.reckoning = kept
    assert (explained(row, "th"), explained(row, "en")) == ("", "")


def test_every_version_the_dates_were_reckoned_by_is_told_with_them(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    wrongly_dated(session, office, office.open(session, "quarterly_report", "R1"))
    for number in (1, 2):
        add_holiday(session, office.id, REPORT_DUE + datetime.timedelta(days=number - 1), "หยุด", hand)
    (row,) = session.exec(select(Obligation).order_by(col(Obligation.id))).all()
    assert (row.due_on, row.calendar_version) == (day("2018-01-17"), "3")
