"""What was recorded later is taken back before an earlier day is told: paths, dates, papers, sums."""

import datetime
from decimal import Decimal

from conftest import NOW, SmallOffice
from retention_desk import show
from sqlmodel import Session, select
from test_asof_known import TODAY, asked, state_of, then
from test_paths_moving import changed_rule, move, publish, without

from states.compile import shipped_definition
from workflow import history
from workflow.amendments.binding import change_item
from workflow.asof.adopted import in_force_then
from workflow.asof.item import ItemThen
from workflow.asof.lines import Kept, _take_back_paid
from workflow.asof.plan import plan_then
from workflow.calendars import add_holiday
from workflow.changes import Hand
from workflow.history import Record
from workflow.items import NewItem, import_item
from workflow.models import Entry, Item, Obligation
from workflow.moments import moment_text
from workflow.money.yearly import NewTarget, copy_targets, set_target
from workflow.paths.moving import take_back

DAY = datetime.timedelta(days=1)


def hand(office: SmallOffice, days: int, role: str = "plan_director") -> Hand:
    return Hand(office.people[role], NOW + days * DAY)


def due(told: ItemThen) -> dict[str, list[tuple[datetime.date | None, str]]]:
    found: dict[str, list[tuple[datetime.date | None, str]]] = {}
    for each in told.duties:
        found.setdefault(each.code, []).append((each.due_on, each.outcome))
    return found


def raw(session: Session, office: SmallOffice, item: Item, kind: str, days: int, **more: object) -> int:
    """An entry of a paper written straight into the record."""
    values: dict[str, object] = {
        "office_id": office.id,
        "kind": kind,
        "at": moment_text(NOW + days * DAY),
        "effective_on": (TODAY + days * DAY).isoformat(),
        "item_id": item.id,
        "subject": f"item:{item.code}",
        "actor_id": office.people["plan_director"],
        "capacity": "own",
        "definition_hash": item.definition_hash,
        **more,
    }
    return history.append(session, Record(**values)).seq  # type: ignore[arg-type]


def test_what_a_move_to_another_path_opened_and_closed_counts_from_then_and_not_once_it_was_taken_back(
    session: Session, office: SmallOffice
) -> None:
    item = office.open(session, "annual_plan", "AP2561")
    before = due(then(session, office, item, TODAY))
    new = changed_rule(shipped_definition("annual_plan", "phayao2"), "D-AP-03", by="20 Dec")
    publish(session, office, without(new, "D-AP-02"), hand(office, 2))
    move(session, office, hand(office, 2))
    session.refresh(item)
    take_back(session, item, hand(office, 6), reason="เลือกผิดเส้นทาง")
    on = TODAY + 3 * DAY
    assert due(then(session, office, item, on, TODAY + DAY * 1 + 2 * DAY)) != before
    told = due(then(session, office, item, on, on))
    assert [outcome for _, outcome in told["D-AP-02"]] == ["closed"]
    assert (datetime.date(2017, 12, 20), "") in told["D-AP-03"]
    assert due(then(session, office, item, TODAY + DAY, TODAY + DAY)) == before
    assert due(then(session, office, item, TODAY + 7 * DAY))["D-AP-02"] == before["D-AP-02"]


def test_of_several_papers_each_is_dated_back_by_what_was_said_of_it(
    session: Session, office: SmallOffice
) -> None:
    first, second = (office.open(session, "annual_plan", code) for code in ("AP1", "AP2"))
    owed = session.exec(select(Obligation).where(Obligation.item_id == first.id)).first()
    assert owed is not None
    code, day = owed.code, owed.due_on
    moved = add_holiday(session, office.id, day, "หยุดพิเศษ", hand(office, 4, "clerk")).moved
    assert {each.item for each in moved if each.code == code} == {"AP1", "AP2"}
    for item in (first, second):
        told = then(session, office, item, TODAY + DAY, TODAY + 3 * DAY)
        assert [each.due_on for each in told.duties if each.code == code] == [day]


def test_an_entry_that_does_not_say_from_what_it_dated_anew_leaves_no_date_to_tell(
    session: Session, office: SmallOffice
) -> None:
    """As such entries were written before they told the dates."""
    item = office.open(session, "annual_plan", "AP2561")
    raw(session, office, item, "calendar", 4, item_id=None, details=history.details({"dated_anew": 3}))
    told = then(session, office, item, TODAY + DAY, TODAY + 3 * DAY)
    assert {each.due_on for each in told.duties} == {None}
    assert None not in {
        each.due_on for each in then(session, office, item, TODAY + DAY, TODAY + 4 * DAY).duties
    }


def test_the_days_of_a_project_are_those_of_before_and_another_ones_stay(
    session: Session, office: SmallOffice
) -> None:
    by = office.people["plan_director"]
    first, second = (
        import_item(
            session,
            office.id,
            NewItem("project", code, f"โครงการ {code}", 2561, group_id=office.groups["PLN"], starts_on=TODAY),
            state="in_progress",
            by=by,
            at=NOW,
        )
        for code in ("P1", "P2")
    )
    later = {"starts_on": TODAY + 9 * DAY}
    change_item(session, first, later, hand(office, 4, "project_owner"))
    told = [
        then(session, office, first, TODAY + on * DAY, TODAY + known * DAY).starts_on.value
        for on, known in ((2, 3), (3, 4), (4, 4))
    ]
    assert told == [TODAY, TODAY, TODAY + 9 * DAY]
    other = then(session, office, second, TODAY + DAY, TODAY + 3 * DAY)
    assert (other.starts_on.value, other.starts_on.known) == (TODAY, True)


def test_papers_are_those_shown_by_then(session: Session, office: SmallOffice, tmp_path) -> None:
    item = office.open(session, "annual_plan", "AP2561")
    sha256 = show(session, office, tmp_path, item, b"%PDF-1.7 shown")
    (told,) = then(session, office, item, TODAY).documents
    assert (told.code, told.sha256) == ("appointment_order", sha256)


def test_what_a_child_settled_is_settled_until_its_step_was_taken_back(
    session: Session, office: SmallOffice
) -> None:
    """Of two of one sort the earlier one: an adopted amendment settles what its plan owes."""
    plan = office.open(session, "annual_plan", "AP2561")
    child = office.open(session, "plan_amendment", "A1", parent_id=plan.id)
    opened = session.exec(select(Entry.seq).where(Entry.item_id == plan.id)).one()
    for days in (30, 60):
        session.add(
            Obligation(
                office_id=office.id,
                item_id=plan.id,
                code="D-AM-01",
                turn=days,
                owed_by="plan_director",
                due_on=TODAY + days * DAY,
                opened_seq=opened,
                opened_at=NOW,
                formula="by",
                calendar_version="v",
            )
        )
    session.flush()
    places = {"from_state": "meeting_review", "to_state": "adopted"}
    step = raw(session, office, child, "step", 1, trigger="adopt", version=2, **places)
    back = {"from_state": "adopted", "to_state": "meeting_review"}
    raw(session, office, child, "undone", 5, corrects=step, version=3, **back)
    told = {known: due(then(session, office, plan, TODAY + 2 * DAY, TODAY + known * DAY)) for known in (2, 5)}
    first, second = TODAY + 30 * DAY, TODAY + 60 * DAY
    assert told[2]["D-AM-01"] == [(first, "done"), (second, "")]
    assert told[5]["D-AM-01"] == [(first, ""), (second, "")]


def test_an_undo_of_what_was_not_known_yet_closes_nothing(session: Session, office: SmallOffice) -> None:
    item = office.open(session, "annual_plan", "AP2561")
    places = {"from_state": "preparing", "to_state": "proposals_open"}
    step = raw(session, office, item, "step", 3, trigger="open_proposals", version=2, **places)
    back = {"from_state": "proposals_open", "to_state": "preparing"}
    raw(session, office, item, "undone", 5, corrects=step, version=3, **back)
    told = then(session, office, item, TODAY + DAY, TODAY + 2 * DAY)
    assert (state_of(told), {outcome for each in due(told).values() for _, outcome in each}) == (
        "preparing",
        {""},
    )


def test_an_amendment_that_is_not_adopted_is_in_force_on_no_day(
    session: Session, office: SmallOffice
) -> None:
    plan = office.open(session, "annual_plan", "AP2561")
    office.open(session, "plan_amendment", "A1", parent_id=plan.id)
    assert in_force_then(session, 2561, asked(session, office, TODAY)) == []


def test_targets_are_those_that_had_been_set(session: Session, office: SmallOffice) -> None:
    def seen(known: int) -> dict[int, int]:
        session.expire_all()
        told = plan_then(session, 2561, asked(session, office, TODAY, TODAY + known * DAY))
        return {each.quarter: each.hundredths for each in told.money.targets}

    def aim(year: int, quarter: int, per_cent: int, days: int) -> None:
        new = NewTarget(quarter, Decimal(per_cent), "กรม")
        set_target(session, office.id, year, new, hand(office, days))

    for quarter in (1, 2):
        aim(2560, quarter, quarter * 20, 1)
    copy_targets(session, office.id, 2561, hand(office, 2))
    aim(2561, 1, 25, 4)
    aim(2561, 3, 70, 4)
    aim(2562, 1, 30, 4)
    assert [seen(known) for known in (1, 3, 4)] == [
        {},
        {1: 2000, 2: 4000},
        {1: 2500, 2: 4000, 3: 7000},
    ]


def test_a_figure_recorded_anew_was_the_one_before() -> None:
    kept = Kept({}, {(5, 1): 300, (6, 1): 200}, {})
    told = {"fiscal_year": 2561, "quarter": 1, "lines": {"5": [100, 300], "6": [None, 200]}}
    _take_back_paid(kept, 2562, told)
    assert kept.paid == {(5, 1): 300, (6, 1): 200}
    _take_back_paid(kept, 2561, told)
    assert kept.paid == {(5, 1): 100}
