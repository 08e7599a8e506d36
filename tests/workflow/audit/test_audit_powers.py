"""Who could do what on a day, who was at two steps, and who was reminded, as reckoned by hand."""

import datetime
import itertools
from collections.abc import Iterator

import pytest
from altered import unguarded
from audit_desk import WHOLE, Desk
from plan_call import CALL
from sqlalchemy import text
from sqlmodel import Session, col, select

from notifications.models import Delivery, Notice
from tests.conftest import MAY, NOW, SmallOffice
from workflow import corrections, engine, history
from workflow.audit.asked import Asked
from workflow.database import Database
from workflow.definitions import all_in_force
from workflow.history import Record
from workflow.models import Delegation, Item, Occupancy, Position
from workflow.moments import end_of, moment_text
from workflow.permissions import in_force

AT = datetime.datetime(2018, 12, 10, 3, tzinfo=datetime.UTC)


_SUBMIT = {"trigger": "submit", "from_state": "draft", "to_state": "submitted"}
_ENDORSE = {"trigger": "endorse", "from_state": "submitted", "to_state": "group_endorsed"}


@pytest.fixture(name="desk", scope="module")
def auditors_desk(year: Session) -> Desk:
    return Desk(year, "auditor", AT)


def _reached(desk: Desk, person_id: int, on: datetime.date) -> set[tuple[str, str, str]]:
    """Capacity, kind and step of every post held and order in force that day, one after the other."""
    found = set()
    posts = desk.session.exec(select(Occupancy).where(Occupancy.person_id == person_id))
    orders = desk.session.exec(select(Delegation).where(Delegation.person_id == person_id))
    rows = [("own", each.position_id, "") for each in posts if in_force(each.valid_from, each.valid_to, on)]
    rows += [
        (each.capacity, each.position_id, each.subjects)
        for each in orders
        if in_force(each.valid_from, each.valid_to, on)
    ]
    known = all_in_force(desk.session, desk.who.office_id, end_of(on))
    for capacity, position_id, subjects in rows:
        position = desk.session.get_one(Position, position_id)
        if not in_force(position.valid_from, position.valid_to, on):
            continue
        for item_kind, definition in known.items():
            for move in definition.transitions:
                named = set(filter(None, subjects.split(",")))
                covered = not named or named & {item_kind, f"{item_kind}.{move.trigger}"}
                if position.role in move.by and covered:
                    found.add((capacity, item_kind, move.trigger))
    return found


@pytest.mark.parametrize("account", ["plandir", "director", "deputy1", "supown", "auditor"])
@pytest.mark.parametrize("on", [datetime.date(2017, 11, 1), datetime.date(2018, 5, 18)])
def test_what_somebody_was_authorised_to_do_on_a_day(desk: Desk, account: str, on: datetime.date) -> None:
    person = next((each.id for each in desk.people.values() if each.username == account), None)
    assert person is not None
    rows = desk.paged("powers", 7, {"person": account, "on": f"{on.day}/{on.month}/{on.year + 543}"})
    told = {(row[0].capacity, row[3].code, row[4].code) for row in rows}
    assert told == _reached(desk, person, on)
    assert bool(told) is (account != "auditor")


def test_the_same_person_at_any_two_steps(desk: Desk) -> None:
    undone = {each.corrects for each in desk.entries if each.kind == "undone"}
    steps = [e for e in desk.entries if e.kind == "step" and e.capacity != "system" and e.seq not in undone]
    by_item: dict[int, list[object]] = {}
    for step in steps:
        by_item.setdefault(step.item_id or 0, []).append(step)
    expected = set()
    for mine in by_item.values():
        for one, other in itertools.combinations(mine, 2):
            first, second = sorted((one, other), key=lambda each: each.seq)  # type: ignore[attr-defined]
            hers = {first.actor_id, first.principal_id} & {second.actor_id, second.principal_id} - {None}
            if hers and first.trigger != second.trigger:
                code = desk.items[first.item_id].code
                expected.add((code, first.trigger, first.effective_on, second.trigger, second.effective_on))
    rows = desk.paged("separation", 11, {**WHOLE, "every_pair": "yes"})
    assert {(row[0], row[3].code, row[4], row[6].code, row[7]) for row in rows} == expected
    assert len(expected) > 50
    assert desk.answer("separation", **WHOLE).rows == ()


def _stepped(session: Session, office: SmallOffice, item: Item, **values: object) -> int:
    """A step written straight into the record: the engine would have refused it."""
    record = Record(
        office_id=office.id,
        kind="step",
        at=moment_text(NOW),
        effective_on="2018-01-12",
        item_id=item.id,
        subject=f"item:{item.code}",
        definition_hash=item.definition_hash,
        **values,  # type: ignore[arg-type]
    )
    return history.append(session, record).seq


@pytest.mark.parametrize(
    ("submitter", "endorser", "principal", "met"),
    [
        ("project_owner", "project_owner", None, "project_owner"),
        ("project_owner", "deputy_director", "project_owner", "project_owner"),
        ("project_owner", "group_director", "area_director", None),
        ("project_owner", "group_director", None, None),
    ],
)
def test_whoever_stood_in_and_whom_she_stood_in_for_count_as_one(
    session: Session,
    office: SmallOffice,
    submitter: str,
    endorser: str,
    principal: str | None,
    met: str | None,
) -> None:
    item, people = office.open(session, "project", "P-1"), office.people
    _stepped(session, office, item, actor_id=people[submitter], **_SUBMIT, capacity="own")
    stands_in = (
        {"principal_id": people[principal], "capacity": "acting"} if principal else {"capacity": "own"}
    )
    _stepped(session, office, item, actor_id=people[endorser], **_ENDORSE, **stands_in)
    desk = Desk(session, "internal_auditor.t1", NOW)
    told = [(row[0], row[2], row[3].code, row[6].code, row[9]) for row in desk.answer("separation").rows]
    expected = [("P-1", f"ผู้ดำรงตำแหน่ง {met}", "submit", "endorse", 1)] if met else []
    assert told == expected


def test_a_step_that_was_undone_is_no_second_step(session: Session, office: SmallOffice) -> None:
    item, owner = office.open(session, "project", "P-1"), office.people["project_owner"]
    seq = _stepped(session, office, item, actor_id=owner, **_SUBMIT, capacity="own")
    _stepped(session, office, item, actor_id=owner, **_ENDORSE, capacity="own")
    desk = Desk(session, "internal_auditor.t1", NOW)
    assert desk.answer("separation").count == 1
    undone = Record(
        office_id=office.id,
        kind="undone",
        at=moment_text(NOW),
        effective_on="2018-01-12",
        item_id=item.id,
        subject="item:P-1",
        actor_id=owner,
        capacity="own",
        corrects=seq,
    )
    history.append(session, undone)
    assert desk.answer("separation").count == 0


def test_a_step_taken_back_is_no_return_and_its_days_count(session: Session, office: SmallOffice) -> None:
    """Put down by mistake and undone two days later: the paper stood there, and nobody sent it back."""
    item, people = office.open(session, "annual_plan", "AP2561"), office.people
    seq = engine.advance(
        session, item.id, "open_proposals", by=people["plan_director"], at=NOW, evidence=CALL
    ).entry_seq
    later = NOW + datetime.timedelta(days=2)
    corrections.correct(
        session, item.id, seq, by=people["plan_director"], at=later, reason="บันทึกผิด", undo=True
    )
    desk = Desk(session, "internal_auditor.t1", later)
    told = [(row[3].code, row[4], row[5], row[7]) for row in desk.answer("stays", item="AP2561").rows]
    assert told == [("preparing", 2, 0.0, 0), ("proposals_open", 1, 2.0, 0)]


def test_a_paper_whose_entries_are_gone_is_shown_as_it_stands(session: Session, office: SmallOffice) -> None:
    office.open(session, "project", "P-1")
    unguarded(session, "history_entry")
    session.connection().execute(text("UPDATE history_entry SET item_id = NULL"))
    desk = Desk(session, "internal_auditor.t1", NOW + datetime.timedelta(days=1))
    told = [(row[0], row[3].code, row[4]) for row in desk.asked("stays", Asked(at=desk.at)).rows]
    assert told == [("P-1", "draft", 1)]


@pytest.fixture(name="may", scope="module")
def may_desk(sample_may: str) -> Iterator[Desk]:
    """The sample office on 18 May, with everything that people were told until then."""
    database = Database(sample_may)
    with database.read() as opened:
        yield Desk(opened, "auditor", datetime.datetime.combine(MAY, datetime.time(3), datetime.UTC))
    database.dispose()


def test_reminders_sent_before_a_missed_deadline(may: Desk) -> None:
    late = {row[0]: row for row in may.answer("late", **WHOLE).rows}
    assert late
    rows = may.paged("reminders", 2, WHOLE)
    told = [(row[0], row[2].code, row[3], row[4], row[5], row[7], row[8]) for row in rows]
    expected = []
    order = sorted(
        (each for each in may.obligations if _is_late(may, each.id)),
        key=lambda each: (each.due_on, each.id),
        reverse=True,
    )
    for duty in order:
        code = may.items[duty.item_id].code
        notices = may.session.exec(
            select(Notice)
            .where(Notice.obligation_id == duty.id, col(Notice.written_at) < end_of(duty.due_on))
            .order_by(col(Notice.written_at), col(Notice.id))
        ).all()
        for notice in notices:
            ways = may.session.exec(
                select(Delivery).where(Delivery.notice_id == notice.id).order_by(col(Delivery.channel))
            )
            sent = ", ".join(f"{each.channel}: {each.outcome}".removesuffix(": ") for each in ways)
            name = may.people[notice.person_id].name_th
            expected.append((code, duty.code, duty.due_on, notice.written_at, name, sent, notice.read_at))
        if not notices:
            expected.append((code, duty.code, duty.due_on, None, "", "", None))
    assert told == expected
    assert any(row[3] for row in told)


def _is_late(desk: Desk, duty_id: int) -> bool:
    asked = Asked(at=desk.at, since=datetime.date(2014, 10, 1))
    rows = desk.asked("late", asked).rows
    duty = next(each for each in desk.obligations if each.id == duty_id)
    key = (desk.items[duty.item_id].code, duty.code, duty.due_on)
    return key in {(row[0], row[2].code, row[5]) for row in rows} and duty.outcome != "cancelled"
