"""A record that somebody altered is retold as far as it can be, and never stops whoever looks."""

import datetime
import json

import pytest
from altered import unguarded
from called_plan import step
from conftest import LONG_AGO, NOW, SmallOffice, make_office
from msgspec import structs
from sqlalchemy import text
from sqlmodel import Session
from test_asof_known import MEMO
from test_asof_replay import plan_under_way

from workflow.asof.course import Course, Told
from workflow.asof.evidence import differing
from workflow.asof.particulars import Changes, Then
from workflow.asof.replay import check
from workflow.asof.unwinding import Kept, take_back
from workflow.changes import Hand
from workflow.database import Cursor
from workflow.models import Body as Committee
from workflow.models import Delegation, Group, Member, Occupancy, Person, Position
from workflow.papers import drafts

DAY = datetime.date(2018, 1, 12)


def entry(kind: str, told: object, **more: object) -> Told:
    values: dict[str, object] = {
        "seq": 9,
        "at": NOW,
        "effective_on": DAY,
        "from_state": "",
        "to_state": "",
        "version": 1,
        "definition_hash": "",
        "corrects": None,
        **more,
    }
    details = told if isinstance(told, str) else json.dumps(told)
    return Told(kind=kind, details=details, **values)  # type: ignore[arg-type]


def fields(session: Session, office: SmallOffice) -> list[tuple[str, str, str]]:
    session.expire_all()
    return [(each.field, each.told, each.kept) for each in check(session, office.id)]


def test_a_paper_carried_to_another_office_is_named(session: Session, office: SmallOffice) -> None:
    other = make_office(session, "T2")
    item = office.open(session, "project", "P1")
    session.connection().execute(
        text("UPDATE item SET office_id = :other WHERE id = :id"), {"other": other.id, "id": item.id}
    )
    assert [(each.item_id, each.field, each.kept) for each in check(session, office.id)] == [
        (item.id, "order", "other_office")
    ]


def test_a_paper_of_which_no_entry_tells_is_named(session: Session, office: SmallOffice) -> None:
    office.open(session, "project", "P1")
    unguarded(session, "history_entry")
    session.connection().execute(text("UPDATE history_entry SET item_id = NULL"))
    assert fields(session, office) == [("order", "", "no_entry")]


def test_what_is_owed_on_a_paper_that_has_ended_is_named(session: Session, office: SmallOffice) -> None:
    item = plan_under_way(session, office)
    step(session, office, item, "cancel", NOW, role="area_director", reason="ยุบเลิกสำนักงาน")
    assert fields(session, office) == []
    session.connection().execute(text("UPDATE obligation SET outcome = '' WHERE code = 'D-AP-01'"))
    assert fields(session, office) == [("owed", "0", "1")]


def test_a_step_that_does_not_begin_where_the_last_one_ended_is_named(
    session: Session, office: SmallOffice
) -> None:
    plan_under_way(session, office)
    unguarded(session, "history_entry")
    session.connection().execute(
        text("UPDATE history_entry SET from_state = 'published' WHERE kind = 'step'")
    )
    assert fields(session, office) == [("order", "state", "published")]


@pytest.mark.parametrize("altered", ["no values any more", "[1, 2]"])
def test_an_entry_whose_details_are_no_values_tells_nothing_of_what_was_shown(
    session: Session, office: SmallOffice, altered: str
) -> None:
    item = plan_under_way(session, office)
    assert list(differing(Cursor(session), office.id)) == []
    unguarded(session, "history_entry")
    session.connection().execute(
        text("UPDATE history_entry SET details = :altered WHERE kind = 'step'"), {"altered": altered}
    )
    ((item_id, name, told, kept, _),) = differing(Cursor(session), office.id)
    assert (item_id, name, json.loads(told)) == (
        item.id,
        "facts",
        {"": altered} if altered.startswith("no") else {},
    )
    assert "policy_analysed" in kept
    assert entry("step", altered).told == {}


def test_a_title_that_is_not_what_the_last_change_of_it_said_is_named(
    session: Session, office: SmallOffice
) -> None:
    by, then = office.people["plan_officer"], NOW + datetime.timedelta(hours=1)
    item = drafts.open_paper(session, office.id, "free_memo", MEMO, Hand(by, NOW))
    edited = structs.replace(MEMO, subject="เรื่องใหม่")
    drafts.edit(session, item.id, edited, Hand(by, then), expect_revision=1)
    assert fields(session, office) == []
    session.connection().execute(text("UPDATE item SET title = 'ไม่เคยมีใครเขียน'"))
    assert fields(session, office) == [("title", '"เรื่องใหม่"', '"ไม่เคยมีใครเขียน"')]


def test_only_what_an_entry_tells_before_and_after_of_is_a_change() -> None:
    changes = Changes()
    told = {"changed": {"starts_on": ["2018-01-01", "2018-02-01"], "owner_id": "nobody", "ends_on": [1]}}
    changes.take(entry("particulars", told))
    latest = changes.latest("starts_on")
    assert latest is not None
    before = changes.before("starts_on", "2018-02-01")
    assert (latest.after, before) == ("2018-02-01", Then("2018-01-01", known=True))
    assert [changes.latest(name) for name in ("owner_id", "ends_on", "title")] == [None, None, None]


def test_an_undo_of_a_step_that_counts_no_more_changes_nothing_twice() -> None:
    course = Course()
    opened = entry("opened", {}, seq=1, to_state="a")
    went = entry("step", {}, seq=2, version=2, from_state="a", to_state="b")
    back = [
        entry("undone", {}, seq=seq, version=seq, from_state=state, to_state="a", corrects=2)
        for seq, state in ((3, "b"), (4, "a"))
    ]
    assert [course.take(each) for each in (opened, went, *back)] == ["", "", "", ""]
    assert course.now is not None
    assert (course.now.state, course.now.version) == ("a", 4)


def kept() -> Kept:
    return Kept(
        people=[Person(id=1, office_id=1, username="a", name_th="ก", active_from=LONG_AGO)],
        posts=[Position(id=2, office_id=1, code="clerk", role="clerk", title_th="ธ", valid_from=LONG_AGO)],
        held=[Occupancy(id=3, position_id=2, person_id=1, valid_from=LONG_AGO)],
        groups=[
            Group(id=4, office_id=1, code="PLN", name_th="ก", valid_from=LONG_AGO),
            Group(id=5, office_id=1, code="PLN", name_th="ข", valid_from=DAY),
        ],
        bodies=[Committee(id=6, office_id=1, code="board", name_th="ค", internal=True, valid_from=LONG_AGO)],
        members=[
            Member(
                id=7, body_id=6, name_th="ง", role="member", order_no="1", valid_from=LONG_AGO, valid_to=DAY
            )
        ],
    )


def back(told: object, kind: str, code: str, rows: Kept, *, known: bool = False) -> Kept:
    take_back(rows, entry(kind, told), code, known=known, given=())
    return rows


def test_what_was_added_later_is_not_there_yet_and_the_newest_goes_first() -> None:
    rows = back({"added": "group"}, "group", "PLN", kept())
    assert [each.id for each in rows.groups] == [4]
    assert [each.id for each in back({"added": "group"}, "group", "PLN", kept(), known=True).groups] == [4, 5]
    assert [each.id for each in back({"added": "group"}, "group", "NONE", kept()).groups] == [4, 5]
    assert back({"added": "person", "codes": ["a"]}, "person", "a", kept()).people == []


def test_an_entry_that_tells_no_change_takes_nothing_back() -> None:
    for told in ({}, {"changed": "everything"}, "no values"):
        assert [each.name_th for each in back(told, "group", "PLN", kept()).groups] == ["ก", "ข"]
    other = back({"changed": {"name_th": ["เดิม", "ใหม่"]}}, "group", "NONE", kept())
    assert [each.name_th for each in other.groups] == ["ก", "ข"]


def test_a_last_day_that_was_known_stays_while_the_name_goes_back() -> None:
    told = {"changed": {"name_th": ["เดิม", "ข"], "valid_from": ["2017-01-01", "2018-01-12"]}}
    known, unknown = (back(told, "group", "PLN", kept(), known=each).groups[1] for each in (True, False))
    assert (known.name_th, known.valid_from) == ("เดิม", DAY)
    assert (unknown.name_th, unknown.valid_from) == ("เดิม", datetime.date(2017, 1, 1))


def test_an_end_that_fits_no_appointment_ends_none() -> None:
    told = {"changed": {"valid_to": [None, "2018-01-12"]}}
    (held,) = back(told, "occupancy", "clerk", kept()).held
    assert held.valid_to is None


def test_an_order_that_was_never_recorded_cannot_be_given_again() -> None:
    told = {"person": "a", "order_no": "1", "withdrawn": ["2018-01-01", "2018-02-01"]}
    assert back(told, "delegation", "clerk", kept()).orders == []
    assert back({"person": "a", "order_no": "1"}, "delegation", "clerk", kept()).orders == []


def test_a_member_who_left_on_a_day_that_nobody_told_from_sits_until_an_unknown_one() -> None:
    """As entries were written before they told the day that held until then."""
    rows = back({"members": [["ง", "member"]], "valid_to": "2018-01-12"}, "member", "board", kept())
    assert [(each.valid_to, each.id in rows.doubtful) for each in rows.members] == [(None, True)]


def test_a_sort_of_entry_from_a_newer_program_is_passed_over() -> None:
    rows = back({"valid_to": "2018-01-12"}, "emeritus", "clerk", kept())
    assert (len(rows.people), len(rows.held), len(rows.members)) == (1, 1, 1)


def order(number: str, since: datetime.date, until: datetime.date) -> Delegation:
    return Delegation(
        office_id=1,
        position_id=2,
        person_id=1,
        capacity="acting",
        order_no=number,
        ordered_on=LONG_AGO,
        valid_from=since,
        valid_to=until,
    )


def test_an_order_is_taken_back_by_its_number_and_its_days() -> None:
    """One given later is not there yet; one cut short runs as long as it did, another of its number too."""
    other = DAY + datetime.timedelta(days=30)
    rows = kept()
    rows.orders = [order("1", DAY, DAY), order("1", other, other)]
    back({"person": "a", "order_no": "1", "from": other.isoformat()}, "delegation", "clerk", rows)
    assert [each.valid_from for each in rows.orders] == [DAY]
    rows.orders = [order("1", DAY, DAY), order("1", DAY, other)]
    told = {"person": "a", "order_no": "1", "changed": {"valid_to": ["2018-06-30", DAY.isoformat()]}}
    back(told, "delegation", "clerk", rows)
    assert [each.valid_to for each in rows.orders] == [datetime.date(2018, 6, 30), other]


def test_of_all_orders_that_were_given_the_one_that_was_withdrawn_stands_again() -> None:
    said = {"person": "a", "order_no": "1", "from": "2018-01-01", "capacity": "acting", "subjects": ""}
    others = [({**said, "order_no": "2"}, "clerk"), (said, "another post"), (said, "clerk")]
    given = [(entry("delegation", each), at) for each, at in others]
    rows, told = kept(), {"person": "a", "order_no": "1", "withdrawn": ["2018-01-01", "2018-02-01"]}
    take_back(rows, entry("delegation", told), "clerk", known=False, given=given)
    assert [(each.order_no, each.valid_from) for each in rows.orders] == [("1", datetime.date(2018, 1, 1))]
