"""Who is reminded on which day, and why she: once for each obligation, rung and person."""

import datetime

import pytest
from reminding_desk import DUE, Owing, morning_of
from sqlmodel import Session, func, select

from notifications.models import Notice, SweepDay
from notifications.morning import offices_waiting
from workflow.models import Absence, Delegation, Holiday, Obligation, Occupancy, Person, Position

DAY = datetime.timedelta(days=1)


@pytest.fixture
def owing(session: Session, office) -> Owing:
    return Owing(session, office)


def every_day(owing: Owing, first: datetime.date, days: int) -> None:
    for each in range(days):
        owing.morning(first + each * DAY)


def test_an_open_obligation_climbs_its_ladder_each_rung_once(owing: Owing) -> None:
    owing.owe("project_owner")
    every_day(owing, DUE - 20 * DAY, 60)
    assert owing.reminders() == [
        ("project_owner", -14, ""),
        ("project_owner", -7, ""),
        ("project_owner", -1, ""),
        ("project_owner", 0, ""),
        ("project_owner", 1, ""),
        ("group_director", 3, "escalated"),
        ("plan_director", 7, "escalated"),
        ("deputy_director", 14, "escalated"),
    ]


def test_running_again_and_on_later_mornings_changes_nothing(owing: Owing) -> None:
    owing.owe()
    assert owing.morning(DUE) == 1 + 4  # one reminder, and the summaries of whom the paper concerns
    assert owing.morning(DUE) == 0
    told = owing.session.exec(select(func.count()).select_from(Notice)).one()
    owing.session.exec(select(SweepDay)).one().day = DUE - 400 * DAY  # as if this morning had not been
    owing.session.flush()
    owing.morning(DUE)
    assert owing.session.exec(select(func.count()).select_from(Notice)).one() == told


def test_what_is_settled_is_not_remembered(owing: Owing) -> None:
    row = owing.owe()
    row.outcome, row.closed_at = "done", morning_of(DUE)
    owing.session.flush()
    every_day(owing, DUE - 20 * DAY, 60)
    assert owing.reminders() == []


def test_a_date_that_moves_is_told_anew_on_every_rung(owing: Owing) -> None:
    row = owing.owe()
    every_day(owing, DUE - 20 * DAY, 22)
    row.due_on = DUE + 28 * DAY  # the project ends later
    owing.session.flush()
    every_day(owing, DUE + 2 * DAY, 29)
    assert [rung for _who, rung, _why in owing.reminders()] == [-14, -7, -1, 0, 1, -14, -7, -1, 0, 1]


def test_after_three_days_without_a_machine_each_matter_is_told_once(owing: Owing) -> None:
    owing.owe(due=DUE)
    owing.owe(due=DUE - 3 * DAY)
    owing.morning(DUE - 7 * DAY)  # and then nothing until the day after
    owing.morning(DUE + DAY, datetime.time(10, 12))
    assert owing.reminders() == [
        ("plan_officer", -7, ""),
        ("plan_officer", -7, ""),
        ("plan_officer", 1, ""),
        ("plan_officer", 1, ""),
        ("group_director", 3, "escalated"),
    ]


@pytest.mark.parametrize(
    ("day", "time", "told"),
    [
        ("2018-01-12", datetime.time(7, 29), False),
        ("2018-01-12", datetime.time(7, 30), True),
        ("2018-01-12", datetime.time(23, 59), True),
        ("2018-01-13", datetime.time(9), False),  # a Saturday
        ("2018-01-16", datetime.time(9), False),  # a day the cabinet added
    ],
)
def test_nobody_is_told_before_the_day_begins_nor_on_a_day_off(
    owing: Owing, day: str, time, told: bool
) -> None:
    holiday = Holiday(office_id=owing.office.id, day=datetime.date(2018, 1, 16), name_th="วันหยุดพิเศษ")
    owing.session.add(holiday)
    owing.session.flush()
    owing.owe()
    assert bool(offices_waiting(owing.session, morning_of(datetime.date.fromisoformat(day), time))) == told


def end_post(owing: Owing, name: str, last: datetime.date) -> None:
    for held in owing.session.exec(select(Occupancy).where(Occupancy.person_id == owing.office.people[name])):
        held.valid_to = last
    owing.session.flush()


def lend(owing: Owing, post: str, to: str, subjects: str = "") -> None:
    owing.session.add(
        Delegation(
            office_id=owing.office.id,
            position_id=owing.office.positions[post],
            person_id=owing.office.people[to],
            capacity="acting",
            subjects=subjects,
            order_no="1/2561",
            ordered_on=DUE - 30 * DAY,
            valid_from=DUE - 30 * DAY,
            valid_to=DUE + 30 * DAY,
        )
    )
    owing.session.flush()


def away(owing: Owing, name: str) -> None:
    row = Absence(person_id=owing.office.people[name], valid_from=DUE - DAY, valid_to=DUE + DAY, reason="ลา")
    owing.session.add(row)
    owing.session.flush()


def test_a_vacant_post_is_told_to_the_acting_person_else_one_level_up(owing: Owing) -> None:
    owing.owe("group_director")
    end_post(owing, "group_director", DUE - DAY)
    owing.morning(DUE)
    lend(owing, "group_director", "clerk")
    owing.morning(DUE + DAY)
    post = owing.office.positions["group_director"]
    assert owing.reminders() == [("deputy_director", 0, f"vacant:{post}"), ("clerk", 1, f"acting:{post}")]


def test_an_order_limited_to_other_papers_brings_no_reminder(owing: Owing) -> None:
    owing.owe("group_director")
    end_post(owing, "group_director", DUE - DAY)
    lend(owing, "group_director", "clerk", subjects="memo")
    owing.morning(DUE)
    assert owing.reminders() == [("deputy_director", 0, f"vacant:{owing.office.positions['group_director']}")]


def test_whoever_is_away_is_stood_in_for_and_says_so(owing: Owing) -> None:
    owner = owing.office.people["project_owner"]
    owing.owe("project_owner", owner_id=owner)
    away(owing, "project_owner")
    owing.morning(DUE)
    owing.morning(DUE + 2 * DAY)
    assert owing.reminders() == [("group_director", 0, f"absent:{owner}"), ("project_owner", 1, "")]


def test_an_owner_who_left_is_told_no_more_but_her_group_is(owing: Owing) -> None:
    owner = owing.office.people["clerk"]
    owing.owe("project_owner", owner_id=owner)
    owing.session.get_one(Person, owner).active_to = DUE - DAY
    owing.session.flush()
    owing.morning(DUE)
    assert owing.reminders() == [("project_owner", 0, f"left:{owner}")]


def test_the_new_holder_of_a_post_hears_what_her_predecessor_was_told(owing: Owing) -> None:
    owing.owe("clerk", due=DUE + 4 * DAY)
    owing.morning(DUE)
    end_post(owing, "clerk", DUE)
    held = Occupancy(
        position_id=owing.office.positions["clerk"],
        person_id=owing.office.people["plan_officer"],
        valid_from=DUE + DAY,
    )
    owing.session.add(held)
    owing.session.flush()
    owing.morning(DUE + DAY)
    assert owing.reminders()[:2] == [("clerk", -7, ""), ("plan_officer", -3, "")]


def test_a_group_owes_for_itself_and_a_reader_for_herself(owing: Owing) -> None:
    adm = owing.office.groups["ADM"]
    owing.owe("group_director", group_id=adm)
    owing.owe("plan_officer", person_id=owing.office.people["clerk"])
    owing.morning(DUE)
    assert sorted(owing.reminders()) == [("clerk", 0, ""), ("group_director@adm", 0, "")]


def test_the_plan_group_without_another_head_is_told_to_its_director(owing: Owing) -> None:
    group = owing.office.groups["PLN"]
    owing.session.get_one(Position, owing.office.positions["group_director"]).valid_to = DUE - DAY
    owing.session.get_one(Position, owing.office.positions["plan_director"]).group_id = group
    owing.session.flush()
    owing.owe("group_director", group_id=group)
    owing.morning(DUE)
    assert owing.reminders() == [("plan_director", 0, "")]


def test_another_office_hears_nothing_of_it(owing: Owing, session: Session) -> None:
    from conftest import make_office

    other = make_office(session, "T2")
    owing.owe()
    owing.morning(DUE)
    others = set(other.people.values())
    assert not others & set(session.exec(select(Notice.person_id).where(Notice.code == "reminder")))


def test_whoever_acts_for_a_director_gets_the_summary_too(owing: Owing) -> None:
    end_post(owing, "deputy_director", DUE - DAY)
    lend(owing, "deputy_director", "clerk")
    lend(owing, "plan_director", "plan_officer")  # she is there herself
    owing.morning(DUE)
    assert sorted(_summarised(owing)) == ["area_director", "clerk", "plan_director"]


def test_directors_get_one_summary_a_week(owing: Owing) -> None:
    every_day(owing, datetime.date(2018, 1, 8), 14)
    rows = owing.session.exec(
        select(Notice.about, func.count(Notice.person_id))
        .where(Notice.code == "weekly_summary")
        .group_by(Notice.about)
    ).all()
    assert sorted(rows) == [("2561-01-08", 3), ("2561-01-15", 3)]  # those who look after the whole office
    assert owing.session.exec(select(func.count()).select_from(Obligation)).one() == 0


def test_a_group_with_nothing_to_do_hears_no_summary(owing: Owing) -> None:
    owing.owe("group_director", due=DUE + 4 * DAY, group_id=owing.office.groups["ADM"])
    owing.morning(DUE - 7 * DAY)
    assert "group_director@adm" not in _summarised(owing)  # nothing late, waiting or due in that week
    owing.morning(DUE)
    assert "group_director@adm" in _summarised(owing)
    assert "group_director" not in _summarised(owing)


def _summarised(owing: Owing) -> list[str]:
    found = owing.session.exec(
        select(Person.username)
        .join(Notice, Notice.person_id == Person.id)
        .where(Notice.code == "weekly_summary")
    )
    return [name.partition(".")[0] for name in found]
