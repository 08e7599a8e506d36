"""The demonstration is a year that was really walked: its states, its record and its money."""

import datetime
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from demonstration import BUILT_AT
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from states.catalogue import catalogue
from workflow import history
from workflow.accounts import check_password
from workflow.amendments.binding import altered
from workflow.amendments.proofs import unproven_changes
from workflow.database import Database
from workflow.demo import PASSWORD, accounts, build, build_demo, built_until, stands_at
from workflow.demo.money import split
from workflow.demo.reading import SAMPLE, SECOND, read_sample
from workflow.demo.replay import SampleDiffers
from workflow.demo.schedule import Taken, schedule
from workflow.demo.stage import play
from workflow.errors import AlreadyExists, BadInput, SignInFailed
from workflow.meetings.minutes import progress
from workflow.models import (
    Attestation,
    Body,
    Disbursement,
    Entry,
    Group,
    Item,
    LineChange,
    Meeting,
    Office,
    Person,
    Position,
    ProjectLine,
    Resolution,
    School,
)
from workflow.moments import BANGKOK, bangkok_date
from workflow.money.planned import planned_quarters
from workflow.money.queries import year_money
from workflow.proposals.goals import goals_of
from workflow.proposals.merging import lineage

UTD2 = read_sample(SAMPLE)


@pytest.fixture
def year(sample_year: str) -> Iterator[Session]:
    """The whole sample year, only to look at."""
    database = Database(sample_year)
    with database.read() as session:
        yield session
    database.dispose()


@pytest.fixture
def january(sample_january: str) -> Iterator[Session]:
    """The sample year as it stood on 12 January 2018."""
    database = Database(sample_january)
    with database.read() as session:
        yield session
    database.dispose()


def office(session: Session, code: str = "UTD2") -> int:
    return session.exec(select(Office.id).where(Office.code == code)).one()


def _of_the_timeline() -> ColumnElement[bool]:
    """Papers that the sample's timeline tells of; projects and meetings have their own stories."""
    return col(Item.kind).not_in(("project", "meeting"))


def states(session: Session, code: str = "UTD2") -> dict[str, str]:
    found = session.exec(
        select(Item.code, Item.state).where(Item.office_id == office(session, code), _of_the_timeline())
    )
    return dict(found.all())


def test_every_paper_of_the_sample_ends_where_its_timeline_ends(year: Session) -> None:
    last = {event.item: event.target for event in UTD2.events}
    assert len(last) == 10
    assert states(year) == last


def test_each_of_the_74_events_is_one_step_by_its_own_actor_at_its_own_time(year: Session) -> None:
    rows = year.exec(
        select(Entry, Person.username)
        .join(Person, col(Person.id) == col(Entry.actor_id))
        .join(Item, col(Item.id) == col(Entry.item_id))
        .where(Entry.kind == "step", Entry.office_id == office(year), _of_the_timeline())
        .order_by(col(Entry.seq))
    ).all()
    walked = [
        (entry.subject, entry.trigger, entry.to_state, bangkok_date(entry.at), name.partition("@")[0])
        for entry, name in rows
    ]
    told = [(f"item:{e.item}", e.trigger, e.target, e.day, e.by) for e in UTD2.events]
    assert len(told) == 74
    assert walked == told


def test_each_paper_is_opened_once_before_its_first_step(year: Session) -> None:
    opened = year.exec(
        select(Entry.subject, Entry.seq).where(Entry.kind == "opened", Entry.office_id == office(year))
    )
    first: dict[str, int] = {}
    for subject, seq in year.exec(
        select(Entry.subject, Entry.seq)
        .where(Entry.kind == "step", Entry.office_id == office(year))
        .order_by(col(Entry.seq))
    ):
        first.setdefault(subject, seq)
    openings = opened.all()
    assert sorted(subject for subject, _ in openings) == sorted(first)
    assert all(seq < first[subject] for subject, seq in openings)


def test_entries_are_recorded_in_the_order_of_time(year: Session) -> None:
    moments = year.exec(
        select(Entry.at).where(Entry.office_id == office(year)).order_by(col(Entry.seq))
    ).all()
    assert list(moments) == sorted(moments)


def test_the_record_of_both_offices_holds(year: Session) -> None:
    assert [history.verify(year, office(year, code)).problem for code in ("UTD2", "PYO2")] == ["", ""]


def test_a_resolution_recorded_later_takes_effect_on_the_day_of_its_meeting(year: Session) -> None:
    rows = year.exec(
        select(Entry)
        .join(Item, col(Item.id) == col(Entry.item_id))
        .where(Entry.office_id == office(year), Entry.kind == "step", _of_the_timeline())
        .order_by(col(Entry.seq))
    )
    later = {(e.trigger, e.effective_on.isoformat()) for e in rows if e.effective_on != bangkok_date(e.at)}
    assert later == {
        ("record_subcommittee_endorsed", "2017-12-06"),
        ("record_board_endorsed_with_changes", "2017-12-20"),
        ("record_subcommittee_ack", "2018-11-14"),
        ("record_board_ack", "2018-11-21"),
    }


def test_what_the_sample_does_not_tell_is_marked_as_invented(year: Session) -> None:
    """Unmarked is only what a resolution kept in the system says of itself."""
    plain = year.exec(select(Attestation.code).where(col(Attestation.synthetic).is_(False))).all()
    assert Counter(plain) == {"minutes": 43, "merge_target": 2}
    assert year.exec(select(func.count()).where(Attestation.synthetic)).one() > 100


# What the year's papers still rest on a person's word for: the papers themselves, and what is kept on paper.
_STILL_ON_PAPER = {
    *("flexibility", "resubmission", "channels", "problems_recorded", "minutes_signed", "outgoing_number"),
    *("policy_analysed", "proposal_form_ready", "calendar_complete", "draft_attached", "final_book_attached"),
    *("report_form_ready", "revision_checklist_done", "calendar_aligned_with_fy", "analysis_attached"),
    *("interim_authority", "activities_done_or_explained", "resolution_meeting", "resolution_date"),
}


def test_rows_and_not_words_carry_the_year_where_rows_are_kept(year: Session) -> None:
    """Attendance, meetings, ceilings, tranches, figures, targets, proposals and reports are looked at."""
    told = year.exec(
        select(Attestation.code)
        .join(Item, col(Item.id) == col(Attestation.item_id))
        .where(Item.office_id == office(year), Attestation.synthetic)
        .distinct()
    ).all()
    assert set(told) - set(catalogue().documents) == _STILL_ON_PAPER


def test_the_money_of_the_whole_year_adds_up(year: Session) -> None:
    changed = year.exec(select(func.sum(LineChange.change))).one()
    spent = year.exec(select(func.sum(Disbursement.amount))).one()
    total = year_money(year, office(year), 2561, datetime.date(2018, 12, 31)).total
    assert (total.in_force, total.disbursed) == (800_000_000, 766_960_000)
    assert (changed, spent) == (0, 766_960_000)
    assert total.per_cent == Decimal("95.87")


@pytest.mark.parametrize(
    ("day", "all_money", "operating"),
    [
        ("2018-01-01", "15.66", "18.50"),
        ("2018-04-01", "47.65", "46.27"),
        ("2018-07-01", "77.31", "75.72"),
        ("2018-10-01", "95.87", "95.87"),
    ],
)
def test_each_quarters_share_is_the_one_published(
    year: Session, day: str, all_money: str, operating: str
) -> None:
    found = year_money(year, office(year), 2561, datetime.date.fromisoformat(day))
    (ordinary,) = [part for part in found.by_category if part.code == "operating"]
    assert (found.total.per_cent, ordinary.per_cent) == (Decimal(all_money), Decimal(operating))


def test_tranches_ceilings_and_plan_are_the_same_eight_million(year: Session) -> None:
    found = year_money(year, office(year), 2561, datetime.date(2018, 9, 30))
    assert sum(each.amount for each in found.tranches) == 800_000_000
    assert sum(each.amount for each in found.ceilings if not each.group) == 800_000_000
    assert [(each.fund, each.group, each.over) for each in found.ceilings if each.over] == [
        ("OFFICE", "FIN", 4_000_000),  # what the last amendment gave from other groups
        ("OFFICE", "PLN", 3_000_000),
    ]
    before = year_money(year, office(year), 2561, datetime.date(2018, 1, 31))
    assert [each.over for each in before.ceilings if each.over] == []


def test_every_line_and_every_quarter_adds_up_to_the_sample(year: Session) -> None:
    for project in UTD2.projects:
        item = year.exec(select(Item).where(Item.code == project.code)).one()
        lines = year.exec(
            select(ProjectLine).where(ProjectLine.item_id == item.id).order_by(col(ProjectLine.id))
        )
        by_quarter = [0, 0, 0, 0]
        for line, told in zip(lines.all(), project.lines, strict=True):
            changes = year.exec(select(LineChange.change).where(LineChange.line_id == line.id)).all()
            paid = year.exec(select(Disbursement).where(Disbursement.line_id == line.id)).all()
            assert line.original + sum(changes) == told.final
            assert sum(each.amount for each in paid) == told.disbursed
            for each in paid:
                by_quarter[each.quarter - 1] += each.amount
        assert tuple(by_quarter) == project.quarters


def test_all_forty_projects_are_closed_when_the_year_is_over(year: Session) -> None:
    found = year.exec(select(Item.state).where(Item.kind == "project")).all()
    assert Counter(found) == {"closed": 40, "merged": 2, "not_selected": 1}


def test_thirteen_meetings_are_kept_with_what_they_resolved(year: Session) -> None:
    held = year.exec(
        select(Body.code, Meeting.number, Meeting.year, Meeting.held_on)
        .join(Meeting, col(Meeting.body_id) == col(Body.id))
        .where(Body.office_id == office(year))
    ).all()
    told = {(each.body, *map(int, each.number.split("/")), each.day) for each in UTD2.meetings}
    assert set(held) == told
    assert len(held) == 13
    kinds = Counter(year.exec(select(Resolution.kind)).all())
    assert kinds == {
        "include": 40,
        "merge": 2,
        "reject": 1,
        "endorse": 9,
        "endorse_with_changes": 1,
        "acknowledge": 5,
    }


def test_all_staff_have_read_the_minutes_of_every_meeting_inside(year: Session) -> None:
    inside = [each.code for each in UTD2.meetings if UTD2.additions and each.code in UTD2.additions.calls]
    assert len(inside) == 6
    for code in inside:
        item = year.exec(select(Item).where(Item.office_id == office(year), Item.code == code)).one()
        read = progress(year, item.id)
        assert read.asked == read.read == 26


def test_what_was_approved_is_recorded_and_only_amendments_change_it(
    year: Session,
) -> None:
    plan = year.exec(select(Item).where(Item.office_id == office(year), Item.code == "AP2561")).one()
    recorded = year.exec(
        select(Entry).where(Entry.kind == "content", Entry.item_id == plan.id).order_by(col(Entry.seq))
    ).all()
    assert [bangkok_date(each.at) for each in recorded] == [UTD2.day_of("confirm_revision")]
    assert len(json.loads(recorded[0].details)["projects"]) == 40
    assert (altered(year, plan), unproven_changes(year, plan)) == ([], [])


def test_what_was_merged_is_found_in_the_project_that_took_it_in(year: Session) -> None:
    ids = dict(year.exec(select(Item.code, Item.id).where(Item.kind == "project")).all())
    for code, into, asked in (("X01", "P011", 3_000_000), ("X02", "P029", 6_000_000)):
        came = lineage(year, ids[into])
        assert [each.code for each in came.merged_in] == [code]
        assert came.requested_by_merged == asked
        assert lineage(year, ids[code]).final_id == ids[into]


def test_the_office_of_the_sample_stands_with_its_groups_schools_and_people(year: Session) -> None:
    here = office(year)
    counts = [
        year.exec(select(func.count()).where(table.office_id == here)).one() for table in (Group, School)
    ]
    assert counts == [7, 76]
    assert len([each for each in accounts(year) if each.office == "UTD2"]) == 29


def test_the_plan_director_heads_her_group_as_the_same_person(year: Session) -> None:
    (one,) = [each for each in accounts(year) if each.username == "plandir"]
    assert one.roles == ("plan_director", "group_director")
    assert [each for each in accounts(year) if each.username == "plnhead"] == []
    codes = year.exec(select(Position.code).where(Position.office_id == office(year))).all()
    assert "plnhead" in codes


def test_everybody_signs_in_with_the_printed_password_but_the_service_account(year: Session) -> None:
    for name in ("plandir", "school01", "extaudit", "plandir.pyo2"):
        assert check_password(year, name, PASSWORD, BUILT_AT).username == name
    with pytest.raises(SignInFailed):
        check_password(year, "system@UTD2", PASSWORD, BUILT_AT)


def test_the_second_office_sends_its_plan_to_the_board_directly(year: Session) -> None:
    assert states(year, "PYO2") == {"AP2561": "board_review"}
    steps = year.exec(
        select(Entry.trigger)
        .where(Entry.kind == "step", Entry.office_id == office(year, "PYO2"))
        .order_by(col(Entry.seq))
    ).all()
    assert list(steps) == [event.trigger for event in read_sample(SECOND).events]


def test_on_12_january_the_first_quarter_waits_for_review_and_the_plan_is_carried_out(
    january: Session,
) -> None:
    assert states(january) == {
        "AP2561": "in_execution",
        "QR2561-1": "under_review",
        "QR2561-2": "scheduled",
    }


def test_on_12_january_the_first_quarter_is_spent_and_nothing_is_changed(january: Session) -> None:
    assert january.exec(select(func.sum(Disbursement.amount))).one() == 125_318_350
    assert january.exec(select(func.count(col(LineChange.id)))).one() == 0


def test_the_record_says_where_the_year_was_stopped(year: Session, january: Session) -> None:
    assert built_until(year) == (True, None)
    assert built_until(january) == (True, datetime.date(2018, 1, 12))


def test_an_office_is_never_built_over(database: Database) -> None:
    with database.write() as session:
        session.add(Office(code="X", name_th="x", short_th="x", profile="phayao2", created_at=BUILT_AT))
    with pytest.raises(AlreadyExists) as refused:
        build_demo(database, now=BUILT_AT)
    assert refused.value == AlreadyExists("office", "X")


def test_a_day_before_the_sample_begins_is_refused_and_leaves_nothing(database: Database) -> None:
    with pytest.raises(BadInput) as refused:
        build_demo(database, until=datetime.date(2017, 9, 30), now=BUILT_AT)
    assert refused.value == BadInput("until", "before_sample", "2017-10-02")
    with database.read() as session:
        assert session.exec(select(func.count(col(Office.id)))).one() == 0


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2017-10-16", "draft"),
        ("2017-10-20", "submitted"),
        ("2017-10-25", "group_endorsed"),
        ("2017-11-01", "under_screening"),
        ("2017-11-08", "in_plan"),
        ("2018-01-09", "authorised"),
        ("2018-03-01", "in_progress"),
        ("2018-06-28", "in_progress"),
        ("2018-06-29", "completed"),
        ("2018-07-27", "reported"),
        ("2018-10-15", "reported"),
        ("2018-10-16", "closed"),
    ],
)
def test_a_project_stands_where_the_plan_and_its_own_days_say(year: Session, day: str, state: str) -> None:
    """P040 runs from 1 March to 29 June 2018."""
    last = year.exec(
        select(Entry.to_state)
        .where(
            Entry.subject == "item:P040",
            Entry.to_state != "",
            Entry.effective_on <= datetime.date.fromisoformat(day),
        )
        .order_by(col(Entry.seq).desc())
    ).first()
    assert last == state


def test_a_project_begins_before_the_plan_only_by_the_directors_leave(year: Session) -> None:
    early = year.exec(
        select(Entry).where(
            Entry.trigger == "authorise", Entry.effective_on < UTD2.day_of("confirm_revision")
        )
    ).all()
    assert len(early) == sum(each.start < UTD2.day_of("confirm_revision") for each in UTD2.projects) == 22
    assert all("interim_authority" in each.details for each in early)


def test_the_plan_has_the_objectives_of_its_paper(year: Session) -> None:
    office = year.exec(select(Office.id).where(Office.code == "UTD2")).one()
    kept = [(goal.code, goal.name_th) for goal in goals_of(year, office, 2561) if goal.kind == "objective"]
    assert UTD2.additions is not None
    assert kept == list(UTD2.additions.objectives.items())
    assert [code for code, _ in kept] == ["O1", "O2", "O3"]


def test_each_project_is_planned_by_quarter_as_the_sample_says(year: Session) -> None:
    """Also where more was asked for than the committee granted."""
    ids = {
        item.code: item.id
        for item in year.exec(select(Item).where(Item.kind == "project", Item.fiscal_year == 2561))
    }
    kept = planned_quarters(year, 2561, ids.values())
    assert {each.code: kept[ids[each.code]] for each in UTD2.projects} == {
        each.code: tuple(each.planned) for each in UTD2.projects
    }


@given(st.dates(datetime.date(2017, 10, 2), datetime.date(2018, 12, 31)))
def test_stopping_the_year_leaves_out_exactly_what_came_later(until: datetime.date) -> None:
    taken = [each.event for each in schedule(UTD2, until) if isinstance(each, Taken)]
    assert taken == [event for event in UTD2.events if event.day <= until]


@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=5),
    st.lists(st.integers(0, 100), min_size=3, max_size=3),
)
def test_a_split_adds_up_both_ways_and_is_never_negative(lines: list[int], cuts: list[int]) -> None:
    total = sum(lines)
    marks = [0, *(total * cut // 100 for cut in sorted(cuts)), total]
    quarters = tuple(after - before for before, after in pairwise(marks))
    parts = split(tuple(lines), quarters)
    assert [sum(line) for line in parts] == lines
    assert tuple(sum(column) for column in zip(*parts, strict=True)) == quarters
    assert min(min(line) for line in parts) >= 0


def test_a_split_of_unequal_sums_is_refused() -> None:
    with pytest.raises(ValueError, match="add up differently"):
        split((1, 2), (1, 1, 0, 0))


def test_a_visitor_comes_the_moment_after_the_samples_last_step(january: Session) -> None:
    last = january.exec(select(func.max(Entry.at)).where(col(Entry.item_id).is_not(None))).one()
    moment = stands_at(january)
    assert last < moment
    assert moment.astimezone(BANGKOK).date() == datetime.date(2018, 1, 12)


@pytest.mark.one_database
def test_a_sample_that_says_a_step_leads_elsewhere_is_not_built(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The timeline was written down wrong: nothing is made to fit it."""
    first = replace(UTD2.events[0], target="published")
    told = replace(UTD2, events=(first, *UTD2.events[1:]))
    monkeypatch.setattr(build, "read_sample", lambda name: told if name == SAMPLE else read_sample(name))
    with pytest.raises(SampleDiffers) as differs:
        build_demo(database, until=first.day, now=BUILT_AT)
    assert (differs.value.item, differs.value.trigger) == (first.item, first.trigger)
    assert differs.value.target == UTD2.events[0].target


def test_what_nobody_knows_how_to_play_is_named() -> None:
    with pytest.raises(TypeError, match="str"):
        play("something", None)  # type: ignore[arg-type]
