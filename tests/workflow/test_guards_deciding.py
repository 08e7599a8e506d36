"""A paper is decided by the body whose business it is: in quorum, by a resolution, once."""

import datetime

import pytest
from conftest import NOW
from guard_desk import DAY, Desk, desk_of_the_small_office  # noqa: F401  a fixture
from meeting_desk import (
    Committee,
    committee_of_the_small_office,  # noqa: F401  a fixture
    plan_under_review,
    seat_committee,
    tabled,
    without_members,
)
from sqlmodel import select

from states.source import shipped_kinds
from workflow import corrections, definitions
from workflow.meetings import agenda
from workflow.meetings.agenda import NewEntry
from workflow.meetings.attendance import set_recusals
from workflow.meetings.closing import close_meeting
from workflow.meetings.deciding import deciders
from workflow.models import Item, Resolution

UNDECIDED = "No body that decides this has resolved on it"


@pytest.fixture(name="desk")
def desk_beside_the_committee(committee: Committee) -> Desk:
    """A desk in the same transaction as the committee."""
    return Desk(committee.session, committee.office)


def meeting(committee: Committee, held_on: datetime.date = DAY, **more: object) -> Item:
    return committee.session.get_one(Item, committee.plan(held_on, **more))


@pytest.fixture(name="team")
def executive_team_of_the_small_office(committee: Committee) -> Committee:
    """The executive team, which decides amendments."""
    return seat_committee(committee.session, committee.office, "executive_team")


@pytest.fixture(name="experts")
def expenditure_committee_of_the_small_office(committee: Committee) -> Committee:
    """The committee that decides the expenditure analysis."""
    return seat_committee(committee.session, committee.office, "expenditure_committee")


def numbered(committee: Committee) -> None:
    """Every resolution final, as closing its meeting makes it."""
    for number, row in enumerate(committee.session.exec(select(Resolution)), start=1):
        row.number = number
    committee.session.flush()


def test_a_paper_has_the_quorum_of_its_own_entry(committee: Committee, desk: Desk) -> None:
    """Five of eight came; with two of them recused three of six are left, with three of them two of five."""
    session, step = committee.session, "record_committee_resolution"
    plan, _ = plan_under_review(session, committee.office, 1)
    item = meeting(committee)
    entry = agenda.add_entry(session, item.id, NewEntry(agenda.DECISIONS, item_id=plan.id), committee.hand())
    committee.hold(item.id, 5)
    committee.resolve(item.id, plan.id, "endorse")
    numbered(committee)
    answers = []
    for number in (0, 2, 3):
        recused = dict.fromkeys(list(committee.members.values())[:number], "เจ้าของโครงการ")
        set_recusals(session, entry.id, recused, committee.hand())
        answers.append(desk.says("quorum_met", plan, quorum="1/2", trigger=step))
    short = "2/5 members present; at least 1/2 of them are needed"
    assert answers == ["holds", "holds", short]
    assert desk.says("quorum_met", item, quorum="1/2") == "holds"


def test_a_body_whose_members_are_kept_elsewhere_takes_the_recorded_word(
    committee: Committee, desk: Desk
) -> None:
    item = meeting(committee)
    without_members(committee.session)
    assert desk.says("quorum_met", item) == "refuses"
    assert desk.says("quorum_met", item, facts={"attendance": "8/15"}, quorum="1/2") == "holds"
    assert desk.says("attendance_recorded", item, papers=("attendance_list",)) == "holds"


@pytest.mark.parametrize(
    ("kind", "state", "step"),
    [
        ("annual_plan", "committee_review", "record_committee_resolution"),
        ("project", "under_screening", "include"),
    ],
)
def test_no_word_replaces_the_meeting_of_a_body_whose_members_are_kept(
    committee: Committee, desk: Desk, kind: str, state: str, step: str
) -> None:
    paper = desk.item(kind, state=state)
    word = {"facts": {"attendance": "9/9"}, "trigger": step}
    assert desk.says("quorum_met", paper, **word) == UNDECIDED
    without_members(committee.session)
    assert desk.says("quorum_met", paper, **word) == "holds"


def test_a_meeting_decides_by_a_resolution_that_is_final(committee: Committee, desk: Desk) -> None:
    """A held meeting alone decides nothing, nor does a resolution that could still be worded anew."""
    plan, _ = plan_under_review(committee.session, committee.office, 1)
    step = {"trigger": "record_committee_resolution", "facts": {"attendance": "9/9"}}
    meeting_id = tabled(committee, [plan.id])
    assert desk.says("quorum_met", plan, **step) == "The meeting has not resolved on it yet"
    committee.resolve(meeting_id, plan.id, "endorse")
    assert desk.says("quorum_met", plan, **step) == "Resolved, but the meeting has not been closed"
    close_meeting(committee.session, meeting_id, by=committee.hand().by, at=NOW)
    assert desk.says("quorum_met", plan, **step) == "holds"


@pytest.mark.parametrize("section", [1, agenda.OTHER])
def test_another_body_or_one_that_is_only_told_decides_nothing(
    committee: Committee, team: Committee, desk: Desk, section: int
) -> None:
    amendment = desk.item("plan_amendment", "A1", "meeting_review")
    teller = team if section == 1 else committee
    told = teller.plan()
    agenda.set_agenda(desk.session, told, [NewEntry(section, item_id=amendment.id)], teller.hand())
    assert desk.says("meeting_scheduled", amendment) == "refuses"
    teller.hold(told)
    teller.resolve(told, amendment.id, "endorse")
    close_meeting(desk.session, told, by=teller.hand().by, at=NOW)
    word = {"attendance": "9/9"}
    assert desk.says("quorum_met", amendment, trigger="adopt", facts=word) == UNDECIDED
    assert desk.says("minutes_attached", amendment) == "refuses"


def test_a_step_undone_is_taken_again_on_the_same_resolution(committee: Committee, desk: Desk) -> None:
    """Its day was recorded wrongly; what the committee resolved stands."""
    plan, _ = plan_under_review(committee.session, committee.office, 0)
    evidence = {"total_within_ceiling": "ไม่เกินกรอบ", "every_proposal_decided": "ไม่มีข้อเสนอ"}
    meeting_id = tabled(committee, [plan.id])
    committee.resolve(meeting_id, plan.id, "endorse", "record_committee_resolution", evidence=evidence)
    closed = close_meeting(committee.session, meeting_id, by=committee.hand().by, at=NOW)
    seq = closed.resolutions[0].entry_seq
    assert seq is not None
    plan_id = plan.id
    assert desk.says("quorum_met", plan, trigger="record_committee_resolution") == "refuses"
    by = committee.hand().by
    corrections.correct(desk.session, plan_id, seq, by=by, at=NOW, reason="วันที่ผิด", undo=True)
    desk.session.expire_all()
    again = desk.session.get_one(Item, plan_id)
    assert again.state == "committee_review"
    assert desk.says("quorum_met", again, trigger="record_committee_resolution") == "holds"


def analysed(experts: Committee, kind: str) -> tuple[Item, int]:
    """An expenditure analysis on which its committee has resolved, and the meeting."""
    paper = experts.office.open(experts.session, "expenditure_analysis", "E1")
    paper.state = "committee_analysis"
    experts.session.flush()
    meeting_id = tabled(experts, [paper.id])
    experts.resolve(meeting_id, paper.id, kind)
    return paper, meeting_id


def test_a_resolution_that_was_followed_decides_no_later_round(experts: Committee, desk: Desk) -> None:
    """Sent back and taken up again, a paper needs another meeting, or a word where no members are kept."""
    paper, meeting_id = analysed(experts, "endorse")
    step, word, paper_id = "submit_to_director", {"attendance": "8/8"}, paper.id
    close_meeting(experts.session, meeting_id, by=experts.hand().by, at=NOW)
    assert desk.says("quorum_met", paper, trigger=step) == "holds"
    shown = {
        "minutes": "รายงาน",
        "analysis_draft": "เล่มร่าง",
        "income_and_expense_covered": "ครบ",
    }
    experts.take(paper_id, step, "plan_director", evidence=shown)
    experts.take(paper_id, "director_reject", "area_director", reason="ขาดรายได้")
    experts.take(paper_id, "reconvene")
    desk.session.expire_all()
    again = desk.session.get_one(Item, paper_id)
    assert desk.says("quorum_met", again, trigger=step, facts=word) == UNDECIDED
    second = tabled(experts, [paper_id])
    experts.resolve(second, paper_id, "endorse")
    close_meeting(experts.session, second, by=experts.hand().by, at=NOW)
    assert desk.says("quorum_met", again, trigger=step) == "holds"
    experts.session.get_one(Item, second).state = "cancelled"
    without_members(experts.session)
    assert desk.says("quorum_met", again, trigger=step) == "refuses"
    assert desk.says("quorum_met", again, trigger=step, facts=word) == "holds"


def test_a_step_does_not_go_against_what_was_resolved(experts: Committee, desk: Desk) -> None:
    """A deferral bears out no endorsement, and once that meeting is closed the next one has to decide."""
    paper, meeting_id = analysed(experts, "defer")
    step, word = "submit_to_director", {"attendance": "8/8"}
    assert desk.says("quorum_met", paper, trigger=step, facts=word) == "The meeting resolved: Deferred"
    close_meeting(experts.session, meeting_id, by=experts.hand().by, at=NOW)
    assert desk.says("quorum_met", paper, trigger=step, facts=word) == UNDECIDED
    without_members(experts.session)
    assert desk.says("quorum_met", paper, trigger=step) == "refuses"
    assert desk.says("quorum_met", paper, trigger=step, facts=word) == "holds"


@pytest.mark.parametrize(("kind", "answer"), [("endorse", "holds"), ("defer", "refuses")])
def test_minutes_are_adopted_by_a_resolution_to_adopt_them(
    committee: Committee, desk: Desk, kind: str, answer: str
) -> None:
    first = desk.session.get_one(Item, committee.plan(DAY - datetime.timedelta(days=7)))
    first.state = "minutes_circulated"
    desk.session.flush()
    second = committee.plan()
    agenda.draw(desk.session, second, committee.hand())
    committee.hold(second)
    step = {"trigger": "adopt_minutes"}
    unresolved = "The next meeting has not resolved on them yet"
    assert desk.says("adoption_recorded", first, **step) == unresolved
    committee.resolve(second, first.id, kind, "adopt_minutes" if kind == "endorse" else "")
    assert desk.says("adoption_recorded", first, **step) == unresolved
    numbered(committee)
    assert desk.says("adoption_recorded", first, **step) == answer


def test_whatever_asks_for_a_quorum_starts_where_a_body_decides(desk: Desk) -> None:
    """Else nobody could say whose members have to be there, and a word would always do."""
    nobodys = []
    for kind in shipped_kinds():
        item = desk.item(kind)
        for move in definitions.by_hash(desk.session, item.definition_hash).transitions:
            asks = any(use.name == "quorum_met" for use in move.guards) and kind != "meeting"
            nobodys += [
                (kind, move.trigger, state)
                for state in move.sources
                if asks and not deciders(desk.session, item, state)
            ]
    assert nobodys == []
