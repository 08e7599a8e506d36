"""Who is away, noted by herself or by those who keep orders; the reason is nobody else's."""

import datetime
import json
import random

import pytest
from conftest import NOW, SmallOffice, make_office
from sqlmodel import Session, col, select

from workflow.absences import absences_of, end_absence, note_absence
from workflow.changes import Hand
from workflow.errors import BadInput, NotAllowed, TooLong
from workflow.models import Absence, Entry

FRIDAY = datetime.date(2018, 1, 12)


def day(number: int) -> datetime.date:
    return FRIDAY + datetime.timedelta(days=number)


def noted(session: Session, office: SmallOffice, by: str, first: int, last: int) -> Absence:
    whose = office.people["project_owner"]
    return note_absence(session, whose, day(first), day(last), "ลาป่วย", Hand(office.people[by], NOW))


def last_entry(session: Session) -> Entry:
    return session.exec(select(Entry).order_by(col(Entry.seq).desc())).first()  # type: ignore[return-value]


@pytest.mark.parametrize("by", ["project_owner", "clerk", "system_admin", "area_director"])
def test_she_herself_and_who_keeps_orders_note_it(session: Session, office: SmallOffice, by: str) -> None:
    row = noted(session, office, by, 3, 5)
    assert (row.valid_from, row.valid_to, row.reason) == (day(3), day(5), "ลาป่วย")
    told = last_entry(session)
    assert (told.kind, told.subject) == ("absence", "absence:project_owner.t1")
    assert json.loads(told.details) == {"away": ["2018-01-15", "2018-01-17"]}  # the illness is hers


@pytest.mark.parametrize("by", ["plan_director", "group_director", "internal_auditor", "school_officer"])
def test_nobody_else_does(session: Session, office: SmallOffice, by: str) -> None:
    with pytest.raises(NotAllowed):
        noted(session, office, by, 3, 5)
    assert session.exec(select(Absence)).all() == []


def test_the_clerk_of_another_office_does_not_either(session: Session, office: SmallOffice) -> None:
    other = make_office(session, "T2")
    row = noted(session, office, "project_owner", 3, 5)
    hand = Hand(other.people["clerk"], NOW)
    for act in (
        lambda: note_absence(session, office.people["clerk"], day(1), day(2), "", hand),
        lambda: end_absence(session, row.id, hand),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_is_refused(session: Session, office: SmallOffice) -> None:
    herself = Hand(office.people["project_owner"], NOW)
    noted(session, office, "project_owner", 3, 5)
    for first, last, name, problem in ((5, 4, "valid_to", "before_start"), (5, 9, "valid_from", "overlaps")):
        with pytest.raises(BadInput) as refused:
            note_absence(session, herself.by, day(first), day(last), "", herself)
        assert (refused.value.name, refused.value.problem) == (name, problem)
    with pytest.raises(TooLong):
        note_absence(session, herself.by, day(9), day(9), "ก" * 301, herself)
    with pytest.raises(BadInput) as unknown:
        end_absence(session, 999, herself)
    assert (unknown.value.name, unknown.value.problem) == ("absence", "unknown")
    assert len(absences_of(session, herself.by, FRIDAY)) == 1


def test_one_who_is_back_was_away_until_the_day_before(session: Session, office: SmallOffice) -> None:
    row, hand = noted(session, office, "clerk", -2, 4), Hand(office.people["project_owner"], NOW)
    ended = end_absence(session, row.id, hand)
    assert ended is not None
    assert ended.valid_to == day(-1)
    assert json.loads(last_entry(session).details) == {
        "away": ["2018-01-10", "2018-01-16"],
        "back_on": "2018-01-12",
    }
    with pytest.raises(BadInput) as refused:
        end_absence(session, row.id, hand)
    assert (refused.value.name, refused.value.problem) == ("valid_to", "not_in_force")


@pytest.mark.parametrize("first", [0, 3])
def test_an_absence_that_has_not_begun_is_taken_away(
    session: Session, office: SmallOffice, first: int
) -> None:
    row = noted(session, office, "clerk", first, 5)
    assert end_absence(session, row.id, Hand(office.people["clerk"], NOW)) is None
    assert session.exec(select(Absence)).all() == []


def test_no_day_of_hers_is_noted_twice(session: Session, office: SmallOffice) -> None:
    """What is refused is exactly what shares a day with an absence noted before."""
    dice, kept = random.Random(2561), set[int]()
    for _ in range(60):
        first = dice.randrange(-40, 40)
        last = first + dice.randrange(4)
        days = set(range(first, last + 1))
        if days & kept:
            with pytest.raises(BadInput, match="overlaps"):
                noted(session, office, "clerk", first, last)
        else:
            noted(session, office, "clerk", first, last)
            kept |= days
    rows = session.exec(select(Absence)).all()
    assert sum((row.valid_to - row.valid_from).days + 1 for row in rows) == len(kept)
