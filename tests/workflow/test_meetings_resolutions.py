"""What a resolution may say, and what is refused."""

import pytest
from conftest import LONG_AGO
from meeting_desk import (
    Committee,
    committee_of_the_small_office,  # noqa: F401  a fixture
    line_of,
    plan_under_review,
    seat_committee,
    tabled,
)
from sqlmodel import select

from workflow.errors import BadInput, MeetingFixed, NotAllowed, NotOpenHere, UnknownTrigger
from workflow.meetings import agenda, resolutions
from workflow.meetings.agenda import NewEntry
from workflow.meetings.attendance import set_recusals
from workflow.meetings.resolutions import NewResolution, Votes, grounds_of
from workflow.models import Dissent, Entry, Item, Occupancy, Resolution


@pytest.fixture(name="held")
def a_held_meeting(committee: Committee) -> tuple[int, int, int]:
    """A meeting of eight voters with one proposal and its plan: meeting, proposal, plan."""
    plan, projects = plan_under_review(committee.session, committee.office, 1)
    ids = projects[0].id, plan.id
    return tabled(committee, ids), *ids


@pytest.mark.parametrize(
    ("votes", "problem"),
    [
        (Votes(8), None),
        (Votes(5, 3), None),
        (Votes(3, 2, 3), None),
        (Votes(4, 4, casting=True), None),
        (Votes(8, 1), "out_of_range"),
        (Votes(-1), "out_of_range"),
        (Votes(3, 4), "not_carried"),
        (Votes(4, 4), "not_carried"),
        (Votes(0, 0, 8), "not_carried"),
        (Votes(5, 3, casting=True), "unfit"),
    ],
)
def test_a_resolution_is_carried_by_a_majority_or_the_chairs_casting_vote(
    committee: Committee, held: tuple[int, int, int], votes: Votes, problem: str | None
) -> None:
    """Never more votes than voters; a tie is broken by the chair, and by nothing else."""
    meeting_id, project_id, _ = held
    if problem:
        with pytest.raises(BadInput) as refused:
            committee.resolve(meeting_id, project_id, "defer", votes=votes)
        assert refused.value.problem == problem
        return
    committee.resolve(meeting_id, project_id, "defer", votes=votes)
    row = committee.session.exec(select(Resolution)).one()
    assert (row.votes_for, row.votes_against, row.abstained) == (
        votes.in_favour,
        votes.against,
        votes.abstained,
    )
    assert grounds_of(row).casting_vote == votes.casting


def test_the_casting_vote_is_told_in_the_history(committee: Committee, held: tuple[int, int, int]) -> None:
    committee.resolve(held[0], held[1], "defer", votes=Votes(4, 4, casting=True))
    last = committee.session.exec(select(Entry).order_by(Entry.seq.desc())).first()  # type: ignore[attr-defined]
    assert last is not None
    assert '"casting_vote":true' in last.details


def test_without_a_chair_nobody_breaks_a_tie(committee: Committee, held: tuple[int, int, int]) -> None:
    entry = committee.entry(held[0], held[1]).id
    chairs = [committee.members[name] for name in ("ประธาน ตัวอย่าง", "รองประธาน ตัวอย่าง")]
    set_recusals(committee.session, entry, dict.fromkeys(chairs, "มีส่วนได้เสีย"), committee.hand())
    with pytest.raises(BadInput, match="casting_vote"):
        committee.resolve(held[0], held[1], "defer", votes=Votes(3, 3, casting=True))


def test_dissent_is_kept_with_its_reasons_and_replaced_with_the_resolution(
    committee: Committee, held: tuple[int, int, int]
) -> None:
    first, second = committee.members["กรรมการ คนที่ 1"], committee.members["กรรมการ คนที่ 2"]
    committee.resolve(held[0], held[1], "defer", dissents={first: "ควรพิจารณาทันที"})
    committee.resolve(held[0], held[1], "defer", dissents={second: "ข้อมูลครบแล้ว"}, votes=Votes(7, 1))
    kept = committee.session.exec(select(Dissent)).all()
    assert [(row.member_id, row.opinion) for row in kept] == [(second, "ข้อมูลครบแล้ว")]
    assert len(committee.session.exec(select(Resolution)).all()) == 1


def test_only_who_votes_may_dissent_and_with_words(committee: Committee, held: tuple[int, int, int]) -> None:
    assistant, member = committee.members["ผู้ช่วยเลขานุการ ตัวอย่าง"], committee.members["กรรมการ คนที่ 1"]
    with pytest.raises(BadInput, match="member"):
        committee.resolve(held[0], held[1], "defer", dissents={assistant: "ไม่เห็นด้วย"})
    with pytest.raises(BadInput, match="opinion"):
        committee.resolve(held[0], held[1], "defer", dissents={member: " "})


@pytest.mark.parametrize(
    ("kind", "more", "refusal", "field"),
    [
        ("applaud", {}, BadInput, "kind"),
        ("endorse", {"trigger": "reject", "reason": "x"}, BadInput, "trigger"),
        ("reject", {"trigger": "reject"}, BadInput, "reason"),
        ("include", {"trigger": "include", "approved": {999_999: 1}}, BadInput, "approved"),
        ("defer", {"approved": {1: 1}}, BadInput, "kind"),
        ("merge", {"trigger": "merge", "reason": "x"}, BadInput, "merge_target"),
        ("merge", {"trigger": "merge", "reason": "x", "merge_into": 999_999}, BadInput, "merge_target"),
        ("include", {"trigger": "include", "merge_into": 1}, BadInput, "merge_target"),
        ("endorse", {"trigger": "adopt"}, UnknownTrigger, "adopt"),
        ("defer", {"trigger": "record_board_deferred"}, UnknownTrigger, "record_board_deferred"),
    ],
)
def test_a_resolution_fits_its_paper(
    committee: Committee,
    held: tuple[int, int, int],
    kind: str,
    more: dict[str, object],
    refusal: type[Exception],
    field: str,
) -> None:
    with pytest.raises(refusal, match=field):
        committee.resolve(held[0], held[1], kind, **more)
    assert committee.session.exec(select(Resolution)).all() == []


def test_the_step_is_open_now_and_the_secretarys_to_take(
    committee: Committee, held: tuple[int, int, int]
) -> None:
    meeting_id, project_id, plan_id = held
    new, entry = NewResolution("defer", "เลื่อน"), committee.entry(meeting_id, project_id).id
    with pytest.raises(NotAllowed):
        resolutions.resolve(committee.session, entry, new, committee.hand("plan_director"))
    amendment = committee.office.open(committee.session, "plan_amendment", "A1", parent_id=plan_id)
    team = seat_committee(committee.session, committee.office, "executive_team")
    other = tabled(team, [amendment.id])
    with pytest.raises(NotOpenHere):
        team.resolve(other, amendment.id, "approve", "adopt")


@pytest.mark.parametrize("kind", ["include", "reject", "return"])
def test_a_resolution_names_the_step_that_the_secretary_alone_takes(
    committee: Committee, held: tuple[int, int, int], kind: str
) -> None:
    """Else it would be numbered and closed while the proposal stays where it is."""
    with pytest.raises(BadInput) as refused:
        committee.resolve(held[0], held[1], kind)
    assert (refused.value.name, refused.value.problem) == ("trigger", "empty")


def test_a_step_that_others_may_take_can_follow_later(
    committee: Committee, held: tuple[int, int, int]
) -> None:
    committee.resolve(held[0], held[2], "endorse")
    assert committee.session.exec(select(Resolution)).one().trigger == ""


def test_a_body_gives_rise_to_no_step_of_a_paper_that_is_anothers(
    committee: Committee, held: tuple[int, int, int]
) -> None:
    """Brought up under other matters it may be talked of; told under the first heading it is not decided."""
    session = committee.session
    amendment = committee.office.open(session, "plan_amendment", "A1", parent_id=held[2])
    amendment.state = "meeting_review"
    agenda.add_entry(session, held[0], NewEntry(agenda.OTHER, item_id=amendment.id), committee.hand())
    with pytest.raises(BadInput, match="not_for_this_body"):
        committee.resolve(held[0], amendment.id, "endorse", "adopt")
    committee.resolve(held[0], amendment.id, "reject")
    team = seat_committee(session, committee.office, "executive_team")
    told = team.plan()
    agenda.set_agenda(session, told, [NewEntry(1, item_id=amendment.id)], team.hand())
    team.hold(told)
    with pytest.raises(BadInput, match="not_for_this_body"):
        team.resolve(told, amendment.id, "endorse", "adopt")


def test_a_body_gives_rise_to_no_step_where_another_has_its_paper(
    committee: Committee, held: tuple[int, int, int]
) -> None:
    """Its own plan, meanwhile before the board; the secretary records for the board as well."""
    session, office = committee.session, committee.office
    session.add(
        Occupancy(
            position_id=office.positions["board_recorder"],
            person_id=office.people["committee_secretary"],
            valid_from=LONG_AGO,
        )
    )
    session.get_one(Item, held[2]).state = "board_review"
    session.flush()
    with pytest.raises(BadInput, match="not_for_this_body"):
        committee.resolve(held[0], held[2], "endorse", "record_board_endorsed")


def test_the_kinds_name_the_steps_open_to_the_secretary(
    committee: Committee, held: tuple[int, int, int]
) -> None:
    entry = committee.entry(held[0], held[1]).id
    found = resolutions.triggers_for(committee.session, entry, committee.hand())
    assert {kind: steps for kind, steps in found.items() if steps} == {
        "include": ("include",),
        "merge": ("merge",),
        "reject": ("reject",),
        "return": ("return_by_committee",),
    }


def test_resolutions_are_recorded_while_the_meeting_is_held(committee: Committee) -> None:
    plan, _ = plan_under_review(committee.session, committee.office, 1)
    meeting_id = committee.plan()
    from_waiting = resolutions.NewResolution("defer", "เลื่อน")
    heading = committee.entry_of_heading(meeting_id)
    with pytest.raises(MeetingFixed):
        resolutions.resolve(committee.session, heading, from_waiting, committee.hand())
    held = tabled(committee, [plan.id])
    with pytest.raises(BadInput, match="agenda"):
        resolutions.resolve(
            committee.session, committee.entry_of_heading(held), from_waiting, committee.hand()
        )


def test_a_table_of_decisions_is_one_entry_or_none(committee: Committee) -> None:
    """The committee's table is taken in whole: one wrong line, and none of it is recorded."""
    _, projects = plan_under_review(committee.session, committee.office, 3)
    ids = [each.id for each in projects]
    meeting_id = tabled(committee, ids)
    entries = [committee.entry(meeting_id, each).id for each in ids]
    table = {
        entry: NewResolution("include", "บรรจุ", "include", approved={line_of(committee.session, each): 1})
        for entry, each in zip(entries, ids, strict=True)
    }
    before = len(committee.session.exec(select(Entry)).all())
    wrong = table | {entries[2]: NewResolution("include", "บรรจุ", "include", approved={999_999: 1})}
    with pytest.raises(BadInput, match="approved"):
        resolutions.resolve_all(committee.session, meeting_id, wrong, committee.hand())
    assert committee.session.exec(select(Resolution)).all() == []
    resolutions.resolve_all(committee.session, meeting_id, table, committee.hand())
    assert len(committee.session.exec(select(Entry)).all()) == before + 1
    assert [grounds_of(each).approved for each in committee.session.exec(select(Resolution))] == [
        {line_of(committee.session, each): 1} for each in ids
    ]
