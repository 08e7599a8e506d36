"""What the plan of a year shows of the checklists D and A: directions, targets, alignment and publication."""

import datetime

import pytest
from assessment_desk import DAY, judged
from conftest import NOW, SmallOffice
from sqlmodel import Session, select

from workflow import history
from workflow.assessment.findings import Finding
from workflow.changes import Hand
from workflow.development.content import Content, save_content
from workflow.history import Record
from workflow.items import NewItem, import_item
from workflow.models import Alignment, AnalysisLine, Entry, Goal, Indicator, Item, Obligation
from workflow.moments import moment_text


def stepped(session: Session, office: SmallOffice, item: Item, trigger: str, day: datetime.date = DAY) -> int:
    """A step written straight into the record, as of a day."""
    record = Record(
        office_id=office.id,
        kind="step",
        at=moment_text(NOW),
        effective_on=day.isoformat(),
        item_id=item.id,
        subject=f"item:{item.code}",
        actor_id=office.people["plan_director"],
        capacity="own",
        trigger=trigger,
        from_state=item.state,
        to_state=item.state,
        definition_hash=item.definition_hash,
        version=2,
    )
    return history.append(session, record).seq


def settle(session: Session, item: Item, seq: int) -> None:
    """All that the paper owes is done by this entry, in time."""
    for row in session.exec(select(Obligation).where(Obligation.item_id == item.id)):
        row.due_on, row.outcome, row.closed_seq = DAY, "done", seq
    session.flush()


def finding(session: Session, office: SmallOffice, code: str, number: int) -> Finding:
    session.expire_all()
    return judged(session, office).standard(code).criteria[number - 1].finding


def told(found: Finding) -> tuple[str, str]:
    return found.status.value, found.why.en


@pytest.fixture
def plan(session: Session, office: SmallOffice) -> Item:
    """A plan of which every deadline was kept by its first entry."""
    made = office.open(session, "annual_plan", "AP1")
    first = session.exec(select(Entry.seq).where(Entry.item_id == made.id)).one()
    owed = set(session.exec(select(Obligation.code).where(Obligation.item_id == made.id)))
    session.add_all(
        Obligation(
            office_id=office.id,
            item_id=made.id,
            code=code,
            turn=1,
            owed_by="plan_director",
            due_on=DAY,
            opened_seq=first,
            opened_at=NOW,
            formula="by",
            calendar_version="v",
        )
        for code in ("D-AP-01", "D-AP-02", "D-AP-03", "D-AP-04")
        if code not in owed
    )
    session.flush()
    settle(session, made, first)
    return made


def project(session: Session, office: SmallOffice, code: str, state: str = "in_plan") -> Item:
    new = NewItem("project", code, f"โครงการ {code}", 2561, group_id=office.groups["PLN"])
    return import_item(session, office.id, new, state=state, by=office.people["plan_director"], at=NOW)


def test_directions_are_set_submitted_and_endorsed_in_time(session: Session, office: SmallOffice) -> None:
    made = office.open(session, "development_plan", "DP1", fiscal_year=2560)
    hand = Hand(office.people["plan_officer"], NOW)
    save_content(session, made, Content(2561, 2564, past_results="ผลปี 2559"), hand)
    stepped(session, office, made, "set_direction")
    sent = stepped(session, office, made, "submit_to_director")
    owed = session.exec(select(Obligation).where(Obligation.code == "D-DP-01")).one()
    owed.due_on, owed.outcome = DAY + datetime.timedelta(days=9), ""
    session.flush()
    assert finding(session, office, "D", 3).status.value == "not_yet"
    settle(session, made, sent)
    found = finding(session, office, "D", 3)
    assert told(found) == ("met", "Set and endorsed")
    assert sent in found.entries


def test_every_project_of_the_plan_has_a_target(session: Session, office: SmallOffice, plan: Item) -> None:
    assert finding(session, office, "A", 3).status.value == "unknown"  # no project is kept here
    first, second = project(session, office, "P1"), project(session, office, "P2")
    project(session, office, "P3", "cancelled")
    session.add_all(
        Indicator(item_id=item.id, number=1, name="ร้อยละ", target=target)
        for item, target in ((first, "80"), (second, "  "))
    )
    session.flush()
    assert told(finding(session, office, "A", 3)) == ("not_met", "Projects without a target (1): P2")
    session.exec(select(Indicator).where(Indicator.item_id == second.id)).one().target = "90"
    session.flush()
    found = finding(session, office, "A", 3)
    assert (found.status.value, found.why.en.rpartition("; ")[2]) == ("met", "all 2 projects")


def test_every_project_serves_a_strategy_and_a_standard(
    session: Session, office: SmallOffice, plan: Item
) -> None:
    item = project(session, office, "P1")
    assert finding(session, office, "A", 4).status.value == "unknown"  # no goals are kept here
    goals = [
        Goal(office_id=office.id, fiscal_year=2561, kind=kind, code=kind, name_th=kind)
        for kind in ("strategy", "standard")
    ]
    session.add_all(goals)
    session.flush()
    session.add(Alignment(item_id=item.id, goal_id=goals[0].id))
    session.flush()
    assert told(finding(session, office, "A", 4)) == ("not_met", "Projects not aligned (1): P1")
    session.add(Alignment(item_id=item.id, goal_id=goals[1].id))
    session.flush()
    assert finding(session, office, "A", 4).status.value == "met"


def test_a_plan_published_before_december_is_published_too_early(
    session: Session, office: SmallOffice, plan: Item
) -> None:
    seq = stepped(session, office, plan, "publish", datetime.date(2017, 12, 1))
    assert finding(session, office, "A", 5).status.value == "met"
    early = stepped(session, office, plan, "publish", datetime.date(2017, 11, 30))
    found = finding(session, office, "A", 5)
    assert (told(found), found.entries) == (("not_met", "Published before December"), (early,))
    assert seq != early


def test_an_analysis_that_was_agreed_with_one_side_alone_covers_not_both(
    session: Session, office: SmallOffice
) -> None:
    item = office.open(session, "expenditure_analysis", "EX1")
    seq = stepped(session, office, item, "director_approve")
    session.add(AnalysisLine(item_id=item.id, side="income", category="เงินอุดหนุน", amount=5))
    session.flush()
    found = finding(session, office, "E", 4)
    assert (found.status.value, found.entries) == ("not_met", (seq,))
    assert found.why.en == "Without expense"
    session.add(AnalysisLine(item_id=item.id, side="expense", category="ค่าใช้สอย", amount=5))
    session.flush()
    assert finding(session, office, "E", 4).why.en != "Without expense"
