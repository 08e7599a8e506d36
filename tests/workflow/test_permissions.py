"""Who may: one table of posts, dates, orders and steps already taken, and the answer to each."""

import datetime

import pytest
from conftest import LONG_AGO, NOW, SmallOffice, make_office
from sqlmodel import Session, col, delete, select
from who_may import BEFORE, CASES, Case, Order

from states.catalogue import catalogue
from states.compile import shipped_definition
from workflow import engine, permissions
from workflow.errors import Denial, NotAllowed
from workflow.items import NewItem, import_item, open_item
from workflow.models import Delegation, Entry, Occupancy, Person
from workflow.permissions import Performed
from workflow.situation import read


def she(session: Session, where: SmallOffice, case: Case, username: str) -> int:
    """A person with the posts and orders of the case."""
    person = Person(
        office_id=where.id,
        username=username,
        name_th="ผู้ทดสอบ",
        active_from=case.active[0],
        active_to=case.active[1],
    )
    session.add(person)
    session.flush()
    for post in case.holds:
        held = {"position_id": where.positions[post.name], "person_id": person.id}
        session.add(Occupancy(**held, valid_from=post.first, valid_to=post.last))
    for order in case.orders:
        give_order(session, where, order, person.id)
    session.flush()
    return person.id


def give_order(session: Session, office: SmallOffice, order: Order, person_id: int) -> None:
    session.add(
        Delegation(
            office_id=office.id,
            position_id=office.positions[order.post],
            person_id=person_id,
            capacity=order.capacity,
            subjects=order.subjects,
            order_no="คำสั่งที่ 5/2561",
            ordered_on=order.first,
            valid_from=order.first,
            valid_to=order.last,
        )
    )
    session.flush()


def asked(session: Session, office: SmallOffice, case: Case, item_id: int, person: int) -> str:
    """The capacity in which she may take the step, or the code of the refusal, with its facts checked."""
    kind, trigger = case.step.split(".")
    definition = shipped_definition(kind, office.profile)
    move = next(move for move in definition.transitions if move.trigger == trigger)
    reading = read(session, item_id, person, case.on)
    ids = {"she": person, "": None, **office.people}
    performed = [Performed(did, ids[by] or 0, ids[whom]) for did, by, whom in case.did]
    answer = permissions.may(reading.actor, reading.item, move, definition, lambda: performed)
    if isinstance(answer, Denial):
        first = case.did[0][0] if answer.code == "separated" else ""
        assert (answer.roles, answer.other_trigger) == (move.by, first), case.fact
        return answer.code
    ordered = "คำสั่งที่ 5/2561" if answer.capacity in ("acting", "on_behalf") else ""
    assert (answer.role in move.by, answer.order_no) == (True, ordered), case.fact
    return answer.capacity


def test_the_table_of_who_may(session: Session) -> None:
    office, other = make_office(session, "T1"), make_office(session, "T2")
    answers = {}
    for number, case in enumerate(CASES):
        kind = case.step.split(".")[0]
        more = {
            "group_id": office.groups.get(case.group),
            "school_id": office.schools.get(case.school) if kind == "school_plan" else None,
        }
        item = office.open(session, kind, f"X{number}", **more)
        person = she(session, other if case.elsewhere else office, case, f"she{number}")
        answers[case.fact, case.step] = asked(session, office, case, item.id, person)
        for table in (Occupancy, Delegation):  # her posts are hers alone: the next case starts afresh
            session.exec(delete(table).where(col(table.person_id) == person))
    assert answers == {(case.fact, case.step): case.answer for case in CASES}
    assert len(answers) == len(CASES) == 69


def test_no_step_of_any_kind_is_open_to_a_role_that_only_reads() -> None:
    reading = {name for name, role in catalogue().roles.items() if not role.acts}
    assert reading == {"internal_auditor", "external_auditor", "system_admin", "school_cluster_chair"}
    for kind in ("annual_plan", "project", "memo", "quarterly_report", "school_plan"):
        for move in shipped_definition(kind, "uttaradit2_fy2561").transitions:
            assert not reading & set(move.by)


# Through the engine: an order does not let one pair of hands do both halves


@pytest.fixture
def memo(session: Session) -> tuple[SmallOffice, int]:
    """A memo waiting to be proposed."""
    office = make_office(session, "T1")
    return office, office.open(session, "memo", "M1").id


def take(session: Session, item_id: int, trigger: str, person: int, **evidence: str) -> Entry:
    moved = engine.advance(session, item_id, trigger, by=person, at=NOW, evidence=evidence)
    return session.exec(select(Entry).where(Entry.item_id == item_id, Entry.seq == moved.entry_seq)).one()


def refused(session: Session, item_id: int, trigger: str, person: int, **evidence: str) -> tuple[str, str]:
    with pytest.raises(NotAllowed) as caught:
        engine.advance(session, item_id, trigger, by=person, at=NOW, evidence=evidence)
    return caught.value.denial.code, caught.value.denial.other_trigger


def test_whoever_proposed_cannot_pass_it_by_standing_in(
    session: Session, memo: tuple[SmallOffice, int]
) -> None:
    office, item = memo
    clerk = office.people["plan_officer"]
    give_order(session, office, Order("plan_director"), clerk)
    take(session, item, "propose", clerk, fields_complete="ครบ")
    assert refused(session, item, "pass_group", clerk, opinion="เห็นควร") == ("separated", "propose")
    assert (
        take(session, item, "pass_group", office.people["plan_director"], opinion="เห็นควร").capacity == "own"
    )


def test_nobody_passes_what_was_proposed_on_her_behalf(
    session: Session, memo: tuple[SmallOffice, int]
) -> None:
    """The plan officer's post is held by the head too; a clerk proposes for her; she may not pass it."""
    office, item = memo
    head = office.people["plan_director"]
    session.add(Occupancy(position_id=office.positions["plan_officer"], person_id=head, valid_from=LONG_AGO))
    old = session.exec(select(Occupancy).where(Occupancy.person_id == office.people["plan_officer"])).one()
    old.valid_to = BEFORE
    give_order(session, office, Order("plan_officer", "on_behalf"), office.people["clerk"])
    entry = take(session, item, "propose", office.people["clerk"], fields_complete="ครบ")
    assert (entry.capacity, entry.principal_id, entry.order_no) == ("on_behalf", head, "คำสั่งที่ 5/2561")
    assert refused(session, item, "pass_group", head, opinion="เห็นควร") == ("separated", "propose")


def test_nobody_passes_for_whoever_proposed(session: Session, memo: tuple[SmallOffice, int]) -> None:
    """The head proposed it as plan officer; a clerk with the head's order cannot pass it for her."""
    office, item = memo
    head = office.people["plan_director"]
    session.add(Occupancy(position_id=office.positions["plan_officer"], person_id=head, valid_from=LONG_AGO))
    give_order(session, office, Order("plan_director", "on_behalf"), office.people["clerk"])
    take(session, item, "propose", head, fields_complete="ครบ")
    clerk = office.people["clerk"]
    assert refused(session, item, "pass_group", clerk, opinion="เห็นควร") == ("separated", "propose")


@pytest.mark.parametrize(
    ("subjects", "opens"), [("", True), ("project", True), ("memo", False), ("project.submit", False)]
)
def test_an_order_for_certain_papers_opens_no_others(session: Session, subjects: str, opens: bool) -> None:
    office = make_office(session, "T1")
    stand_in = _without_a_post(session, office)
    give_order(session, office, Order("plan_director", subjects=subjects), stand_in)
    new = NewItem("project", "P1", "โครงการตัวอย่าง", 2561, group_id=office.groups["PLN"])
    if opens:
        assert open_item(session, office.id, new, by=stand_in, at=NOW).code == "P1"
        return
    with pytest.raises(NotAllowed) as caught:
        open_item(session, office.id, new, by=stand_in, at=NOW)
    assert caught.value.denial.code == "no_role"


def _without_a_post(session: Session, office: SmallOffice) -> int:
    person = Person(office_id=office.id, username="no.post", name_th="ผู้ทดสอบ", active_from=LONG_AGO)
    session.add(person)
    session.flush()
    return person.id


def test_authority_is_judged_on_the_day_a_step_is_recorded(session: Session) -> None:
    """Whoever left office yesterday cannot record today what she signed the day before."""
    office = make_office(session, "T1")
    new = NewItem("project", "P1", "โครงการ", 2561, group_id=office.groups["PLN"])
    by = office.people["plan_director"]
    item = import_item(session, office.id, new, state="in_progress", by=by, at=NOW)
    held = session.exec(select(Occupancy).where(Occupancy.person_id == by)).one()
    held.valid_to = NOW.date()
    session.flush()
    tomorrow = NOW + datetime.timedelta(days=1)
    with pytest.raises(NotAllowed) as caught:
        engine.advance(session, item.id, "suspend", by=by, at=tomorrow, on=NOW.date(), reason="ชะลอ")
    assert caught.value.denial.code == "no_role"
    assert engine.advance(session, item.id, "suspend", by=by, at=NOW, reason="ชะลอ").version == 2


def test_the_bangkok_day_counts_not_the_day_in_utc(session: Session) -> None:
    """At 18:00 UTC on her last day it is already the day after in the office."""
    office = make_office(session, "T1")
    new = NewItem("project", "P1", "โครงการ", 2561, group_id=office.groups["PLN"])
    by = office.people["plan_director"]
    item = import_item(session, office.id, new, state="in_progress", by=by, at=NOW)
    session.exec(select(Occupancy).where(Occupancy.person_id == by)).one().valid_to = NOW.date()
    session.flush()
    evening = NOW.replace(hour=18)
    with pytest.raises(NotAllowed):
        engine.advance(session, item.id, "suspend", by=by, at=evening, reason="ชะลอ")
    before_midnight = NOW.replace(hour=16, minute=59)
    assert engine.advance(session, item.id, "suspend", by=by, at=before_midnight, reason="ชะลอ").version == 2
